//! The site as a build would make it, in memory: nothing is written anywhere.

use super::{Options, Outcome, Sink, has_failed, load_themes, make, outcome};
use crate::diagnostic::Diagnostics;
use crate::disk::MachineError;
use crate::write::Written;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// One file of a preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PreviewFile {
    /// A file that the program made.
    Made(Arc<[u8]>),
    /// A file of the content, which lies where its author put it.
    Copied(PathBuf),
}

/// The files of a preview, by path in the output, with forward slashes.
pub type PreviewFiles = BTreeMap<String, PreviewFile>;

#[derive(Default)]
struct Memory {
    files: Mutex<PreviewFiles>,
}

impl Memory {
    fn add(&self, path: &str, file: PreviewFile) {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), file);
    }
}

impl Sink for Memory {
    fn put(&self, path: &str, bytes: &[u8]) -> Result<(), MachineError> {
        self.add(path, PreviewFile::Made(bytes.into()));
        Ok(())
    }

    fn copy(&self, path: &str, from: &Path) -> Result<(), MachineError> {
        self.add(path, PreviewFile::Copied(from.to_path_buf()));
        Ok(())
    }
}

/// Does everything that a build does, and keeps the files in memory; `None` where the content has errors.
///
/// # Errors
/// [`MachineError`] when the content cannot be read.
pub fn preview(options: &Options) -> Result<(Outcome, Option<PreviewFiles>), MachineError> {
    let mut diagnostics = Diagnostics::default();
    let (mut content, archives) = super::read(options, &mut diagnostics)?;
    let themes = load_themes(&mut content, options, &mut diagnostics)?;
    let memory = Memory::default();
    let made = make(&content, &archives, &themes, options, Some(&memory), &mut diagnostics)?;
    let failed = has_failed(options, &diagnostics) || content.portals.is_empty();
    let files = memory.files.into_inner().unwrap_or_else(PoisonError::into_inner);
    let outcome = outcome(content, diagnostics, made, Written::default(), failed);
    Ok((outcome, (!failed).then_some(files)))
}
