//! A whole output folder made ready where there is none yet, so that it can be moved in at once.

use super::stage::{Entry, Stage, Staged, Written, new_file};
use crate::disk::MachineError;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// The folder that is to become the output.
pub(super) struct Tree {
    folder: PathBuf,
}

impl Tree {
    /// Begins one; `None` where the system does not let us.
    pub fn begin(folder: PathBuf) -> Option<Self> {
        fs::create_dir(&folder).ok().map(|()| Self { folder })
    }

    /// Where the file of an address is, which [`crate::disk::safe_join`] has taken.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.folder.join(relative)
    }

    /// A new file for an address; `None` where none can be made there, since there is something else.
    pub fn file(&self, relative: &str) -> Option<File> {
        file_in_new_folder(&self.path(relative)).ok()
    }

    /// Gives the folder its place, where still nothing is; `false` where that cannot be done in one step.
    fn move_to(&self, output: &Path) -> bool {
        let is_free = fs::symlink_metadata(output).is_err_and(|error| error.kind() == ErrorKind::NotFound);
        let has_parent = output.parent().is_some_and(|parent| fs::create_dir_all(parent).is_ok());
        is_free && has_parent && fs::rename(&self.folder, output).is_ok()
    }
}

/// Moves everything in at once, where there was no output folder and all is ready; `None` where that cannot be done, and
/// nothing in the output has changed.
pub(super) fn move_in_as_a_whole(stage: &mut Stage, entries: &[Entry]) -> Result<Option<Written>, MachineError> {
    let is_ready = stage.tree.is_some() && entries.iter().all(|entry| entry.staged == Some(Staged::InTree));
    if !is_ready {
        return Ok(None);
    }
    // The folder that was listed before is gone, so all that there will be is ours.
    stage.manifest.write(&entries.iter().map(|entry| entry.relative.as_str()).collect())?;
    if !stage.tree.as_ref().is_some_and(|tree| tree.move_to(&stage.output)) {
        return Ok(None);
    }
    Ok(Some(Written {
        written: entries.iter().map(|entry| entry.relative.clone()).collect(),
        notes: std::mem::take(&mut stage.notes),
        ..Written::default()
    }))
}

/// A new file. Most are pages, each the first in a folder of its own.
fn file_in_new_folder(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        match fs::create_dir(folder) {
            Err(error) if error.kind() == ErrorKind::NotFound => fs::create_dir_all(folder)?,
            // Where it cannot be, the file cannot either.
            _ => {}
        }
    }
    new_file(path)
}
