//! Adds released files to an archive: all of them, or none.

use super::journal::Journal;
use super::ledger::{LedgerLine, lines};
use super::{GIT_ATTRIBUTES, LEDGER};
use crate::disk::{self, Lock, MachineError, Read, sha256};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// A file to be released.
#[derive(Debug, Clone)]
pub struct NewFile {
    /// What the ledger says of it; its digests are worked out when it is stored.
    pub line: LedgerLine,
    /// Its text.
    pub text: String,
}

/// What came of storing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The lines that the ledger has now besides.
    pub lines: Vec<LedgerLine>,
    /// The digest of the ledger's last line.
    pub head: String,
    /// Whether a `.gitattributes` was written, since the root had none.
    pub attributes: bool,
}

/// Adds files to the archive of the portal in `folder` (a path from `root`), and a line for each to its ledger.
///
/// The files come first, each whole or not at all, then the ledger in one move; until then nothing of them counts. A
/// release that fails takes its files away again. One that is killed leaves a journal, by which `verify` and builds know
/// its files, and the next release clears them away. `command` is what to type to run it again.
///
/// # Errors
/// [`MachineError`] when something cannot be written, or another build or release is running; the archive is then as it
/// was.
pub fn store(root: &Path, folder: &str, files: &[NewFile], command: &str) -> Result<Stored, MachineError> {
    let state = root.join(".frontsheet");
    let _lock = Lock::take(&state)?;
    let portal = folder.split('/').fold(root.to_path_buf(), |path, part| path.join(part));
    clear_away(root, &state)?;
    let ledger = portal.join(LEDGER);
    let before = read_ledger(&ledger)?;
    if let Some(path) = recorded_meanwhile(&before, files) {
        let fault = io::Error::other("another release has recorded this version in the meantime");
        return Err(MachineError::new("write", portal.join(path), fault));
    }
    let (after, mut stored) = with_lines(&before, files);
    let journal = Journal {
        portal: folder.to_owned(),
        command: command.to_owned(),
        files: stored.lines.iter().map(|line| (line.file.clone(), line.sha256.clone())).collect(),
    };
    journal.write(&state)?;
    let mut made = Made::default();
    let done = files
        .iter()
        .try_for_each(|file| made.write_new(&portal, &file.line.file, file.text.as_bytes()))
        .and_then(|()| made.write_attributes(root))
        .and_then(|()| disk::write_for_good(&ledger, &after));
    if let Err(error) = done {
        made.undo();
        // What could not be undone is still in the journal, and the next release sees to it.
        if made.files.iter().all(|file| !file.exists()) {
            let _ = Journal::remove(&state);
        }
        return Err(error);
    }
    // The release is done; a journal that cannot be removed names files that are in the ledger, and so does no harm.
    let _ = Journal::remove(&state);
    stored.attributes = made.attributes;
    Ok(stored)
}

/// Takes away what a release that was killed has left, where the next one has nothing to write.
///
/// # Errors
/// [`MachineError`] where the state folder is in use, or something cannot be removed.
pub fn tidy(root: &Path) -> Result<(), MachineError> {
    let state = root.join(".frontsheet");
    if Journal::read(&state)?.is_none() {
        return Ok(());
    }
    let _lock = Lock::take(&state)?;
    clear_away(root, &state)
}

/// Takes away what a release that was killed has left.
fn clear_away(root: &Path, state: &Path) -> Result<(), MachineError> {
    let Some(journal) = Journal::read(state)? else { return Ok(()) };
    let portal = journal.portal.split('/').fold(root.to_path_buf(), |path, part| path.join(part));
    let ledger = read_ledger(&portal.join(LEDGER))?;
    let released: Vec<String> =
        lines(&ledger).into_iter().filter_map(|line| line.read.ok()).map(|(recorded, _)| recorded.file).collect();
    for (file, digest) in &journal.files {
        let Ok(path) = disk::safe_join(&portal, file) else { continue };
        if !file.starts_with("archive/") || released.contains(file) {
            continue;
        }
        // A file of that name with other bytes is somebody else's.
        let is_ours = matches!(disk::read(&path, u64::MAX), Ok(Read::Whole(bytes)) if sha256(&bytes) == *digest);
        if is_ours {
            fs::remove_file(&path).map_err(|error| MachineError::new("remove", &path, error))?;
        }
        if let Some(parent) = path.parent() {
            disk::remove_half_written(parent);
            remove_empty(parent, &portal);
        }
    }
    disk::remove_half_written(&portal.join("archive"));
    disk::remove_half_written(state);
    Journal::remove(state)
}

fn read_ledger(path: &Path) -> Result<Vec<u8>, MachineError> {
    match fs::read(path) {
        Ok(bytes) => Ok(bytes),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(MachineError::new("read", path, error)),
    }
}

/// A file that the ledger has already: the archive was read before the lock was taken.
fn recorded_meanwhile<'f>(ledger: &[u8], files: &'f [NewFile]) -> Option<&'f str> {
    let recorded: Vec<String> =
        lines(ledger).into_iter().filter_map(|line| line.read.ok()).map(|(recorded, _)| recorded.file).collect();
    files.iter().map(|file| file.line.file.as_str()).find(|file| recorded.iter().any(|known| known == file))
}

/// The ledger with a line for each file at its end, and those lines.
fn with_lines(before: &[u8], files: &[NewFile]) -> (Vec<u8>, Stored) {
    let mut after = before.to_vec();
    if !after.is_empty() && !after.ends_with(b"\n") {
        after.push(b'\n');
    }
    let mut head = lines(before).pop().map(|line| line.digest).unwrap_or_default();
    let mut added = Vec::new();
    for file in files {
        let line = LedgerLine { sha256: sha256(file.text.as_bytes()), previous: head, ..file.line.clone() };
        let written = line.written();
        after.extend_from_slice(written.as_bytes());
        after.push(b'\n');
        head = sha256(written.as_bytes());
        added.push(line);
    }
    (after, Stored { lines: added, head, attributes: false })
}

/// What a release has made so far.
#[derive(Default)]
struct Made {
    files: Vec<PathBuf>,
    /// Folders that were not there before, outermost first.
    folders: Vec<PathBuf>,
    /// Whether the root has a `.gitattributes` now that it had not.
    attributes: bool,
}

impl Made {
    fn write_new(&mut self, portal: &Path, file: &str, bytes: &[u8]) -> Result<(), MachineError> {
        let path = disk::safe_join(portal, file)
            .map_err(|fault| MachineError::new("write", portal.join(file), io::Error::other(fault.to_string())))?;
        if fs::symlink_metadata(&path).is_ok() {
            let there = io::Error::other("a file of that name is there already, and no release has recorded it");
            return Err(MachineError::new("write", path, there));
        }
        self.make_folder(path.parent().unwrap_or(portal))?;
        self.files.push(path.clone());
        disk::write_for_good(&path, bytes)
    }

    fn make_folder(&mut self, folder: &Path) -> Result<(), MachineError> {
        let mut missing: Vec<&Path> = folder.ancestors().take_while(|folder| !folder.exists()).collect();
        while let Some(folder) = missing.pop() {
            fs::create_dir(folder).map_err(|error| MachineError::new("make the folder", folder, error))?;
            self.folders.push(folder.to_owned());
        }
        Ok(())
    }

    /// Writes a `.gitattributes` at the root where there is none: Git's own line ends would make every digest wrong.
    fn write_attributes(&mut self, root: &Path) -> Result<(), MachineError> {
        let path = root.join(".gitattributes");
        if fs::symlink_metadata(&path).is_ok() {
            return Ok(());
        }
        self.files.push(path.clone());
        self.attributes = true;
        disk::write_for_good(&path, GIT_ATTRIBUTES.as_bytes())
    }

    fn undo(&self) {
        for file in &self.files {
            let _ = fs::remove_file(file);
        }
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Removes a folder that has nothing in it any more, and those above it, up to the portal's own.
fn remove_empty(folder: &Path, portal: &Path) {
    for folder in folder.ancestors().take_while(|folder| *folder != portal) {
        if fs::remove_dir(folder).is_err() {
            return;
        }
    }
}
