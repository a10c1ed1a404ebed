//! Paths that may be trusted to stay where they belong.

use super::MachineError;
use std::fmt;
use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

/// A relative path that we do not follow, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsafePath {
    /// The path as it was given.
    pub path: String,
    /// Why it is refused, as it reads after the path: `leads out of the folder`.
    pub why: &'static str,
}

impl fmt::Display for UnsafePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\" {}", self.path, self.why)
    }
}

impl std::error::Error for UnsafePath {}

/// `relative` (with forward slashes) below `base`.
///
/// # Errors
/// [`UnsafePath`] where the result could lie outside `base`, or would be another file on another system; the rules
/// are those of every system at once, so that a site can be moved. See [`safe_relative`].
pub fn safe_join(base: &Path, relative: &str) -> Result<PathBuf, UnsafePath> {
    safe_relative(relative)?;
    Ok(if std::path::MAIN_SEPARATOR == '/' {
        base.join(relative)
    } else {
        // A `\\?\` path takes no forward slashes.
        relative.split('/').fold(base.to_path_buf(), |path, part| path.join(part))
    })
}

/// Whether `relative` is a path that stays below whatever it is joined to.
///
/// # Errors
/// [`UnsafePath`] for `..`, `.`, empty parts, an absolute path, a backslash, a colon (drives and streams), a control
/// character, a part that ends in a dot or space (Windows drops these), and the names of Windows devices.
pub fn safe_relative(relative: &str) -> Result<(), UnsafePath> {
    let why = if relative.is_empty() {
        Some("is empty")
    } else if relative.starts_with('/') {
        Some("does not start at the folder")
    } else {
        relative.split('/').find_map(unsafe_part)
    };
    match why {
        Some(why) => Err(UnsafePath { path: relative.to_owned(), why }),
        None => Ok(()),
    }
}

fn unsafe_part(part: &str) -> Option<&'static str> {
    if part.bytes().any(|byte| matches!(byte, 0..=31 | 127 | b'\\' | b':')) {
        return Some("holds a backslash, a colon or a control character");
    }
    match part {
        "" => Some("has an empty part"),
        "." | ".." => Some("leads out of the folder"),
        _ if part.ends_with(['.', ' ']) => Some("has a part that ends in a dot or a space"),
        _ if device_name(part) => Some("names a device of Windows"),
        _ => None,
    }
}

/// Whether Windows takes a file name for a device, whatever its ending: `con`, `NUL.txt`, `com1`.
pub fn device_name(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end_matches(' ');
    if ["con", "prn", "aux", "nul", "conin$", "conout$"].iter().any(|device| stem.eq_ignore_ascii_case(device)) {
        return true;
    }
    let Some((kind, number)) = stem.split_at_checked(3) else {
        return false;
    };
    (kind.eq_ignore_ascii_case("com") || kind.eq_ignore_ascii_case("lpt"))
        && matches!(number, "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³")
}

/// The absolute path with every link in it followed; what is not there yet is taken as it is written.
///
/// # Errors
/// Where a part of the path may not be looked at, or is a link that leads nowhere.
pub fn resolve(path: &Path) -> Result<PathBuf, MachineError> {
    let failed = |error| MachineError::new("find", path, error);
    if let Ok(whole) = fs::canonicalize(path) {
        return Ok(whole);
    }
    let mut resolved = PathBuf::new();
    for component in std::path::absolute(path).map_err(failed)?.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                resolved.pop();
            }
            Component::Prefix(_) | Component::RootDir => resolved.push(component),
            Component::Normal(name) => {
                resolved.push(name);
                match fs::symlink_metadata(&resolved) {
                    Ok(what) => match fs::canonicalize(&resolved) {
                        Ok(real) => resolved = real,
                        Err(error) if what.is_symlink() => return Err(failed(error)),
                        // Some drives cannot say where they are; the path as written is then all there is.
                        Err(_) => {}
                    },
                    Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {}
                    Err(error) => return Err(failed(error)),
                }
            }
        }
    }
    Ok(resolved)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_that_stay_below_their_folder_are_joined() {
        for good in
            ["index.html", "policies/dogs/index.html", "files/Übersicht 2.pdf", "a/.well-known/x", "console", "com10"]
        {
            assert_eq!(safe_join(Path::new("out"), good).unwrap(), Path::new("out").join(good), "{good}");
        }
        for bad in [
            "",
            "..",
            "../a",
            "a/../b",
            "a/..",
            "./a",
            "a//b",
            "a/",
            "/a",
            "//server/a",
            r"a\b",
            r"\\server\a",
            "C:/a",
            "c:a",
            "a:stream",
            "a\0b",
            "a\nb",
            "con",
            "a/NUL.txt",
            "Aux",
            "lpt1.tar.gz",
            "com¹",
            "nul ",
            "a./b",
            "a /b",
            ".. /b",
        ] {
            assert!(safe_join(Path::new("out"), bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_path_is_resolved_as_far_as_it_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let real = fs::canonicalize(folder.path()).unwrap();
        fs::create_dir(real.join("here")).unwrap();
        for (given, found) in [("here", "here"), ("new/deep", "new/deep"), ("new/../here", "here"), ("here/../x", "x")]
        {
            assert_eq!(resolve(&real.join(given)).unwrap(), real.join(found), "{given}");
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(real.join("here"), real.join("link")).unwrap();
            std::os::unix::fs::symlink(real.join("gone"), real.join("broken")).unwrap();
            assert_eq!(resolve(&real.join("link/new")).unwrap(), real.join("here/new"));
            assert!(resolve(&real.join("broken/new")).is_err());
        }
    }
}
