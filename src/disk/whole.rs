//! Reading a file whole, and writing one so that nobody ever sees half of it.

use super::MachineError;
use sha2::{Digest as _, Sha256};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

/// The largest file of the authors' that is read as text: 10 MiB.
pub const MAX_SOURCE_BYTES: u64 = 10 * 1024 * 1024;

/// How long to wait, time after time, for a program that holds a file: about three seconds in all.
pub const PATIENCE: [Duration; 6] = [
    Duration::from_millis(50),
    Duration::from_millis(100),
    Duration::from_millis(200),
    Duration::from_millis(400),
    Duration::from_millis(800),
    Duration::from_millis(1600),
];

/// What came of reading a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Read {
    /// All of its bytes.
    Whole(Vec<u8>),
    /// It has more bytes than were allowed; none are kept.
    TooLarge,
}

/// Reads a file of at most `limit` bytes.
///
/// # Errors
/// Where it is not a file, or may not be read.
pub fn read(path: &Path, limit: u64) -> Result<Read, MachineError> {
    let failed = |error| MachineError::new("read", path, error);
    let what = fs::metadata(path).map_err(failed)?;
    // Asked first: to open a pipe would wait for ever.
    if !what.is_file() {
        return Err(failed(io::Error::new(ErrorKind::InvalidInput, "it is not a file")));
    }
    if what.len() > limit {
        return Ok(Read::TooLarge);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(what.len()).unwrap_or(0) + 1);
    // One more than allowed: the file may have grown since it was measured.
    File::open(path).and_then(|file| file.take(limit.saturating_add(1)).read_to_end(&mut bytes)).map_err(failed)?;
    if bytes.len() as u64 > limit { Ok(Read::TooLarge) } else { Ok(Read::Whole(bytes)) }
}

/// Writes a file so that it is seen as it was, or whole as it is now.
///
/// The bytes go to a file beside it that is then given its name; the permissions of a file that is replaced are kept,
/// and a link is replaced by a file, not written through. A program that holds the file is given [`PATIENCE`].
///
/// # Errors
/// Where the folder may not be written to; the file is then as it was, and nothing is left beside it.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), MachineError> {
    write_beside(path, bytes, |_| Ok(()))
}

/// Writes a file as [`write_whole`] does, and so that it outlasts a power cut: its bytes are on the disk itself before it
/// is given its name.
///
/// # Errors
/// As for [`write_whole`]; a drive that cannot say that the bytes are on it is believed.
pub fn write_for_good(path: &Path, bytes: &[u8]) -> Result<(), MachineError> {
    write_beside(path, bytes, |file| match file.sync_all() {
        Err(error) if matches!(error.kind(), ErrorKind::Unsupported | ErrorKind::InvalidInput) => Ok(()),
        settled => settled,
    })
}

fn write_beside(path: &Path, bytes: &[u8], settle: impl Fn(&File) -> io::Result<()>) -> Result<(), MachineError> {
    let beside = name_beside(path);
    let written = write_new(&beside, bytes)
        .and_then(|file| settle(&file))
        .and_then(|()| keep_permissions(path, &beside))
        .and_then(|()| rename_patiently(&beside, path));
    written.map_err(|error| {
        let _ = fs::remove_file(&beside);
        MachineError::new("write", path, error)
    })
}

/// Removes what a [`write_whole`] that was killed has left half written in a folder. Nobody else may be writing there.
pub fn remove_half_written(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.as_encoded_bytes();
        if name.starts_with(b".frontsheet-") && name.ends_with(b".tmp") {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// The SHA-256 of some bytes, as 64 lower-case hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from(b"0123456789abcdef"[usize::from(half)]);
    Sha256::digest(bytes).iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Whether an error may pass when another program (a scanner, a sync client, a viewer) lets the file go.
pub fn will_pass(error: &io::Error) -> bool {
    let kind = error.kind();
    matches!(kind, ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy | ErrorKind::PermissionDenied)
        || held_on_windows(error)
}

/// A sharing or lock violation, for which Rust has no name.
pub(super) fn held_on_windows(error: &io::Error) -> bool {
    cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33))
}

fn write_new(path: &Path, bytes: &[u8]) -> io::Result<File> {
    let mut file = File::options().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    Ok(file)
}

fn keep_permissions(from: &Path, to: &Path) -> io::Result<()> {
    match fs::symlink_metadata(from) {
        Ok(what) if what.is_file() => fs::set_permissions(to, what.permissions()),
        _ => Ok(()),
    }
}

fn rename_patiently(from: &Path, to: &Path) -> io::Result<()> {
    let mut waits = PATIENCE.iter();
    loop {
        match fs::rename(from, to) {
            Err(error) if will_pass(&error) && !to.is_dir() => match waits.next() {
                Some(wait) => thread::sleep(*wait),
                None => return Err(error),
            },
            done => return done,
        }
    }
}

/// A name in the same folder that no other file has, and that [`super::walk`] leaves out.
fn name_beside(path: &Path) -> PathBuf {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    path.with_file_name(format!(".frontsheet-{}-{number}.tmp", std::process::id()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_read_up_to_its_limit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "12345").unwrap();
        assert_eq!(read(&path, 5).unwrap(), Read::Whole(b"12345".to_vec()));
        assert_eq!(read(&path, 4).unwrap(), Read::TooLarge);
        assert!(read(&folder.path().join("none"), 5).unwrap_err().to_string().contains("there is no such file"));
        assert!(read(folder.path(), 5).unwrap_err().to_string().ends_with("it is not a file"));
    }

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        write_whole(&path, b"one").unwrap();
        write_for_good(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(names(folder.path()), ["a.toml"]);

        fs::create_dir(folder.path().join("folder")).unwrap();
        assert!(write_whole(&folder.path().join("folder"), b"three").is_err());
        assert!(write_whole(&folder.path().join("none/a"), b"three").is_err());
        assert_eq!(names(folder.path()), ["a.toml", "folder"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_replaced_file_keeps_its_permissions() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        fs::write(&path, "one").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        write_whole(&path, b"two").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    }

    #[test]
    fn digests_are_hexadecimal() {
        assert_eq!(sha256(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
