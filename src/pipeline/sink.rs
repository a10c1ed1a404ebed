//! Where finished files go.

use super::reuse::Paths;
use crate::disk::{MachineError, Stamp};
use crate::write::Stage;
use std::path::Path;

/// Where finished files go: a stage beside the output, or the memory of a preview. Threads may put files at the same time.
/// Paths are from the output, with forward slashes.
pub(super) trait Sink: Sync {
    /// Takes a finished file.
    fn put(&self, path: &str, bytes: &[u8]) -> Result<(), MachineError>;
    /// Takes a file of the content as it is.
    fn copy(&self, path: &str, from: &Path) -> Result<(), MachineError>;
    /// Takes the files that the last build made for these paths, where all are still at hand as they were; else none.
    fn keep(&self, paths: &[&str]) -> Result<bool, MachineError>;
}

/// A stage, and what is known of the files in its output folder.
pub(super) struct Staged<'s> {
    pub stage: &'s Stage,
    pub stamps: &'s Paths<Stamp>,
}

impl Sink for Staged<'_> {
    fn put(&self, path: &str, bytes: &[u8]) -> Result<(), MachineError> {
        self.stage.put(path, bytes)
    }

    fn copy(&self, path: &str, from: &Path) -> Result<(), MachineError> {
        self.stage.copy(path, from)
    }

    fn keep(&self, paths: &[&str]) -> Result<bool, MachineError> {
        let stamped = paths.iter().map(|path| Some((*path, self.stamps.get(path)?)));
        match stamped.collect::<Option<Vec<_>>>() {
            Some(files) => self.stage.keep(&files),
            None => Ok(false),
        }
    }
}
