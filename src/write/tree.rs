//! A whole output folder made ready where there is none yet, so that it can be moved in at once.

use super::stage::new_file;
use crate::disk::Stamp;
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

    /// Makes a file and has it written; gives its stamp, which it keeps when the folder is moved. `None` where no file can be
    /// made at that address, since there is something else.
    ///
    /// # Errors
    /// Those of `write`.
    pub fn put(
        &self,
        relative: &str,
        write: impl FnOnce(&mut File) -> io::Result<()>,
    ) -> Option<io::Result<Option<Stamp>>> {
        let mut file = file_in_new_folder(&self.path(relative)).ok()?;
        let stamp = write(&mut file).and_then(|()| file.metadata()).map(|what| Stamp::of_metadata(&what));
        Some(stamp)
    }

    /// Gives the folder its place, where still nothing is; `false` where that cannot be done in one step.
    pub fn move_to(&self, output: &Path) -> bool {
        let is_free = fs::symlink_metadata(output).is_err_and(|error| error.kind() == ErrorKind::NotFound);
        let has_parent = output.parent().is_some_and(|parent| fs::create_dir_all(parent).is_ok());
        is_free && has_parent && fs::rename(&self.folder, output).is_ok()
    }
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
