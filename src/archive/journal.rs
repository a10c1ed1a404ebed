//! What a release is about to write, kept until it is done.
//!
//! A release writes its files first and the ledger last. One that is killed in between leaves files that the ledger does
//! not know; by the journal they are known for what they are, and the next release clears them away.

use crate::disk::{self, MachineError, Read};
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// A journal: which portal's, and which files.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Journal {
    /// The portal's folder, from the root.
    pub portal: String,
    /// The command that was running, to be typed again.
    pub command: String,
    /// The files, from the portal's folder, with the digests of their bytes.
    pub files: Vec<(String, String)>,
}

/// More than any journal has.
const MAX_JOURNAL_BYTES: u64 = 16 * 1024 * 1024;

/// Its name in the state folder.
pub const JOURNAL: &str = "release.json";

fn path(state: &Path) -> PathBuf {
    state.join(JOURNAL)
}

impl Journal {
    /// The journal of a release that was not finished; `None` where there is none, or none that can be read.
    pub(super) fn read(state: &Path) -> Result<Option<Self>, MachineError> {
        let path = path(state);
        match fs::symlink_metadata(&path) {
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(None),
            Err(error) => return Err(MachineError::new("read", path, error)),
            Ok(_) => {}
        }
        let Read::Whole(bytes) = disk::read(&path, MAX_JOURNAL_BYTES)? else { return Ok(None) };
        Ok(serde_json::from_slice(&bytes).ok())
    }

    pub(super) fn write(&self, state: &Path) -> Result<(), MachineError> {
        let text = serde_json::to_vec_pretty(self).expect("a journal is plain text");
        disk::write_for_good(&path(state), &text)
    }

    /// Forgets it.
    pub(super) fn remove(state: &Path) -> Result<(), MachineError> {
        let path = path(state);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(MachineError::new("remove", path, error)),
            _ => Ok(()),
        }
    }

    /// The digest that a file of this release was to have.
    pub(super) fn digest_of(&self, file: &str) -> Option<&str> {
        self.files.iter().find(|(known, _)| known == file).map(|(_, digest)| digest.as_str())
    }
}
