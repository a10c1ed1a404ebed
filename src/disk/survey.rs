//! Everything below a folder, looked at once for all who ask.

use super::stamp::Stamp;
use super::{Found, FoundFile, MachineError, walk};
use rayon::prelude::*;
use std::path::Path;

/// What was found below a folder, in the byte order of the paths, and the stamps that files had before anyone read them.
#[derive(Debug, Default)]
pub struct Survey {
    files: Vec<FoundFile>,
    /// One for each file; none at all where stamps were not asked for.
    stamps: Vec<Option<Stamp>>,
    /// The folder is a link, so that not all in it may be followed.
    is_linked: bool,
}

impl Survey {
    /// What [`walk`] finds below a folder of the root.
    ///
    /// # Errors
    /// As [`walk`].
    pub fn of(root: &Path, folder: &str) -> Result<Self, MachineError> {
        Ok(Self { files: walk(root, folder)?, stamps: Vec::new(), is_linked: root.join(folder).is_symlink() })
    }

    /// The same with the stamps of those files that `reads` says yes to.
    #[must_use]
    pub fn with_stamps(self, root: &Path, reads: impl Fn(&str) -> bool + Sync) -> Self {
        let stamp = |FoundFile { path, found }: &FoundFile| {
            // Of a link the stamp would be its own, and not the file's that it leads to.
            Some(path).filter(|path| *found == Found::File && reads(path)).and_then(|path| Stamp::of(&root.join(path)))
        };
        let stamps = self.files.par_iter().with_min_len(64).map(stamp).collect();
        Self { stamps, ..self }
    }

    /// What was found.
    pub fn files(&self) -> &[FoundFile] {
        &self.files
    }

    /// What was found, with its stamp.
    pub(super) fn stamped(&self) -> impl IndexedParallelIterator<Item = (&FoundFile, Option<Stamp>)> {
        (0..self.files.len()).into_par_iter().map(|index| (&self.files[index], self.stamp(index)))
    }

    fn stamp(&self, index: usize) -> Option<Stamp> {
        self.stamps.get(index).copied().flatten()
    }

    /// What was found below a folder within, a path from the root, with its stamp; `None` where that must be looked at by
    /// itself.
    pub fn below(&self, folder: &str) -> Option<impl Iterator<Item = (&FoundFile, Option<Stamp>)>> {
        let start = format!("{folder}/");
        let first = self.files.partition_point(|file| file.path < start);
        let all = self.files[first..].iter().zip(first..).map(|(file, index)| (file, self.stamp(index)));
        (!self.is_linked).then(|| all.take_while(move |(file, _)| file.path.starts_with(&start)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_folder_within_has_what_is_below_it_and_no_more() {
        let root = tempfile::tempdir().unwrap();
        for path in ["c/a-b/x.md", "c/a.md", "c/a/x.md", "c/a/y/z.md", "c/b.md"] {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        let survey = Survey::of(root.path(), "c").unwrap().with_stamps(root.path(), |path| path != "c/a/x.md");
        let below = |folder| -> Vec<_> {
            survey.below(folder).unwrap().map(|(file, stamp)| (file.path.as_str(), stamp.is_some())).collect()
        };
        assert_eq!(below("c/a"), [("c/a/x.md", false), ("c/a/y/z.md", true)]);
        assert_eq!(below("c/b"), []);
        assert_eq!(survey.files(), walk(root.path(), "c").unwrap());
    }
}
