//! Names that can be part of a web address, on every system.

use crate::disk::device_name;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

/// Longer names are refused.
pub const LONGEST_SLUG: usize = 80;

/// A name of lower-case ASCII letters, digits and single hyphens, at most [`LONGEST_SLUG`] characters, and no device
/// name of Windows. Source: contract, section 1.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "&str")]
pub struct Slug(Arc<str>);

impl TryFrom<&str> for Slug {
    type Error = &'static str;

    fn try_from(name: &str) -> Result<Self, Self::Error> {
        Self::parse(name).map_err(|_| "that is no slug")
    }
}

/// A name that cannot be a slug, and the slug to use instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlugFault {
    /// A slug that is as near to the name as can be.
    pub suggestion: String,
}

impl Slug {
    /// Reads a slug.
    ///
    /// # Errors
    /// [`SlugFault`] holds a slug to use instead.
    pub fn parse(name: &str) -> Result<Self, SlugFault> {
        if is_slug(name) { Ok(Self(name.into())) } else { Err(SlugFault { suggestion: suggest(name) }) }
    }

    /// The slug as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_slug(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= LONGEST_SLUG
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !name.starts_with('-')
        && !name.ends_with('-')
        && !name.contains("--")
        && !device_name(name)
}

fn suggest(name: &str) -> String {
    let mut slug = crate::markdown::slug(name);
    if device_name(&slug) {
        slug.push_str("-policy");
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_lower_case_letters_digits_and_single_hyphens() {
        for good in ["dogs", "year-11", "a", "7"] {
            assert!(Slug::parse(good).is_ok(), "{good}");
        }
        let long = "a".repeat(81);
        for (bad, use_instead) in [
            ("Dogs on site", "dogs-on-site"),
            ("dogs--and-cats", "dogs-and-cats"),
            ("-dogs", "dogs"),
            ("caf\u{e9}", "cafe"),
            ("con", "con-policy"),
            ("com1", "com1-policy"),
            ("dogs_policy", "dogs-policy"),
            (long.as_str(), &long[..80]),
        ] {
            assert_eq!(Slug::parse(bad).unwrap_err().suggestion, use_instead, "{bad}");
        }
    }
}
