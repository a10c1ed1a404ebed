//! The numbers that versions go by. Source: contract, section 7.

use crate::disk::device_name;

/// Longer version numbers are refused.
pub const LONGEST_VERSION: usize = 20;

/// Whether a version has the form that it must have: letters, digits, dots and hyphens, at most [`LONGEST_VERSION`], and a
/// file name on every system.
pub fn is_version(version: &str) -> bool {
    !version.is_empty()
        && version.len() <= LONGEST_VERSION
        && version.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'))
        && version.starts_with(|first: char| first.is_ascii_alphanumeric())
        && version.ends_with(|last: char| last.is_ascii_alphanumeric())
        && !device_name(version)
}

/// The version that was probably meant: "Version 2.1 (final)" as `2.1-final`.
pub fn version_meant(written: &str) -> Option<String> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '.';
    let parts: Vec<&str> = written
        .split(|c| !is_part(c))
        .map(|part| part.trim_matches('.'))
        .filter(|part| !part.is_empty() && !["version", "v", "ver"].contains(&part.to_ascii_lowercase().as_str()))
        .collect();
    Some(parts.join("-")).filter(|meant| is_version(meant))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_letters_digits_dots_and_hyphens() {
        for good in ["1", "2.1", "2.1-a", "1.10", "2026-09", "v3", &"1".repeat(20)] {
            assert!(is_version(good), "{good}");
        }
        for bad in ["", "2 1", "2/1", "..", ".1", "1.", "-1", "1-", "con", "2.1_a", "é", &"1".repeat(21)] {
            assert!(!is_version(bad), "{bad}");
        }
    }

    #[test]
    fn what_people_write_for_a_version_is_understood() {
        for (written, meant) in [
            ("Version 2.1", Some("2.1")),
            ("2.1 (final)", Some("2.1-final")),
            ("2026/27", Some("2026-27")),
            ("2.1.", Some("2.1")),
            ("2.1_a", Some("2.1-a")),
            ("???", None),
            ("the version that the board has agreed", None),
        ] {
            assert_eq!(version_meant(written).as_deref(), meant, "{written}");
        }
    }
}
