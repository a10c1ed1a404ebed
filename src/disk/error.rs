//! What the machine could not do, in plain words.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// Something that the machine could not do: exit code 3.
#[derive(Debug)]
pub struct MachineError {
    /// What was being done, as it reads after "could not": `replace`, `read`.
    pub action: String,
    /// The file or folder it was being done to, as the user knows it.
    pub path: PathBuf,
    /// What the system said.
    pub source: io::Error,
}

impl MachineError {
    /// An error that reads "could not `action` `path`: …".
    pub fn new(action: impl Into<String>, path: impl Into<PathBuf>, source: io::Error) -> Self {
        Self { action: action.into(), path: path.into(), source }
    }

    /// What the system said, in plain words: without what was being done, and to what.
    pub fn words(&self) -> String {
        words(&self.source)
    }
}

impl fmt::Display for MachineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "could not {} {}: {}", self.action, plain_path(&self.path), self.words())
    }
}

impl std::error::Error for MachineError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

/// The path as a person reads it: without the `\\?\` that Windows puts before a resolved path, and with nothing in it
/// that could steer a terminal.
pub fn plain_path(path: &Path) -> String {
    let text = path.to_string_lossy();
    let plain = match text.strip_prefix(r"\\?\UNC\") {
        Some(share) => format!(r"\\{share}"),
        None => text.strip_prefix(r"\\?\").unwrap_or(&text).to_owned(),
    };
    plain.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect()
}

/// The system's error: words first, its number last in brackets.
fn words(error: &io::Error) -> String {
    // An error of our own making has its words already.
    if let Some(own) = error.get_ref() {
        return own.to_string();
    }
    let Some(number) = error.raw_os_error() else {
        return told(error).map_or_else(|| error.to_string(), str::to_owned);
    };
    let told = told(error).map_or_else(
        || {
            let text = error.to_string();
            text.strip_suffix(&format!(" (os error {number})")).unwrap_or(&text).to_owned()
        },
        str::to_owned,
    );
    format!("{told} (os error {number})")
}

const HELD: &str = "another program has it open, or it may not be written";

fn told(error: &io::Error) -> Option<&'static str> {
    if super::whole::held_on_windows(error) {
        return Some(HELD);
    }
    Some(match error.kind() {
        ErrorKind::NotFound => "there is no such file or folder",
        // Windows says the same of a file that is open elsewhere.
        ErrorKind::PermissionDenied if cfg!(windows) => HELD,
        ErrorKind::PermissionDenied => "it may not be read or written by this user",
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => HELD,
        ErrorKind::AlreadyExists => "something of that name is there already",
        ErrorKind::StorageFull => "the disk is full",
        ErrorKind::QuotaExceeded => "the space allowed to this user is full",
        ErrorKind::ReadOnlyFilesystem => "the disk may only be read",
        ErrorKind::NotADirectory => "a file stands where a folder should be",
        ErrorKind::IsADirectory => "a folder stands where a file should be",
        ErrorKind::DirectoryNotEmpty => "the folder is not empty",
        ErrorKind::InvalidFilename => "the name is too long, or holds a character that it may not",
        ErrorKind::CrossesDevices => "it lies on another disk",
        ErrorKind::StaleNetworkFileHandle | ErrorKind::TimedOut => "the network drive does not answer",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_first_and_the_number_last() {
        let error = MachineError::new("read", "content/a.md", io::Error::from_raw_os_error(2));
        assert_eq!(error.to_string(), "could not read content/a.md: there is no such file or folder (os error 2)");
        let held = if cfg!(windows) { 32 } else { 16 };
        let error = MachineError::new("replace", "output/index.html", io::Error::from_raw_os_error(held));
        assert_eq!(
            error.to_string(),
            format!(
                "could not replace output/index.html: another program has it open, or it may not be written (os error {held})"
            )
        );
        let own = MachineError::new("make", "a", io::Error::other("a file stands in its place"));
        assert_eq!(own.to_string(), "could not make a: a file stands in its place");
        let rare = MachineError::new("make", "a", io::Error::from_raw_os_error(40)).to_string();
        assert!(rare.ends_with("(os error 40)") && rare.matches("os error").count() == 1, "{rare}");
    }

    #[test]
    fn paths_are_shown_as_people_know_them() {
        for (path, shown) in [
            (r"\\?\C:\Policies\output", r"C:\Policies\output"),
            (r"\\?\UNC\server\share\Policies & Docs (2026)", r"\\server\share\Policies & Docs (2026)"),
            ("output/index.html", "output/index.html"),
            ("bell\u{7}.md", "bell\u{FFFD}.md"),
        ] {
            assert_eq!(plain_path(Path::new(path)), shown);
        }
    }
}
