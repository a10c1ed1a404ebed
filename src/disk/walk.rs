//! The files below a folder.

use super::MachineError;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// One thing found below a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FoundFile {
    /// The path from the root, with forward slashes; `�` stands for what is not Unicode.
    pub path: String,
    /// What it is.
    pub found: Found,
}

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Found {
    /// A file, or a link to one that lies below the root too.
    File,
    /// Something that is not read.
    Refused(Refused),
}

/// Why something in the folder is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refused {
    /// A link that leads out of the root, or to what is hidden in it.
    LeadsOutside,
    /// A link that leads to nothing.
    LeadsNowhere,
    /// A link to a folder that holds the link, or that was itself reached by a link.
    LeadsBack,
    /// A name that is not Unicode, so that no address can be made of it.
    NotUnicode,
    /// Neither file nor folder: a pipe, a socket, a device.
    NotAFile,
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Refused::LeadsOutside => "this link leads out of the folder, so it is not followed",
            Refused::LeadsNowhere => "this link leads to nothing",
            Refused::LeadsBack => "this link leads back to a folder that holds it, so it is not followed",
            Refused::NotUnicode => "this name is not Unicode text, so no web address can be made of it",
            Refused::NotAFile => "this is neither a file nor a folder",
        })
    }
}

/// Every file below `folder` (a path from `root` with forward slashes, `""` for the root itself), in the byte order of
/// the paths; a folder that is not there has none, nor has one that is taken away meanwhile.
///
/// Hidden files and what editors and systems leave about are passed over in silence. Links are followed as long as they
/// stay below the root; what is refused is in the list, so that its author can be told.
///
/// # Errors
/// Where a folder may not be read.
pub fn walk(root: &Path, folder: &str) -> Result<Vec<FoundFile>, MachineError> {
    let real_root = fs::canonicalize(root).map_err(|error| MachineError::new("read the folder", root, error))?;
    let start =
        folder.split('/').filter(|part| !part.is_empty()).fold(root.to_path_buf(), |path, part| path.join(part));
    let mut walker = Walker { root, real_root, found: Vec::new() };
    match fs::symlink_metadata(&start) {
        Ok(what) if what.is_symlink() && !folder.is_empty() => walker.link(&start, false)?,
        Ok(_) => walker.below(&start, false)?,
        Err(error) if is_gone(&error) => {}
        Err(error) => return Err(MachineError::new("read the folder", start, error)),
    }
    // Sorted here, not as they are found: "a-b" comes before "a/b", and systems list in any order.
    walker.found.sort();
    Ok(walker.found)
}

/// Whether there is no such folder, or none any more.
fn is_gone(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

struct Walker<'a> {
    root: &'a Path,
    real_root: PathBuf,
    found: Vec<FoundFile>,
}

impl Walker<'_> {
    /// `linked` says that a link was followed to come here; then no second one to a folder is, or few links could
    /// make more paths than there is time for.
    fn below(&mut self, folder: &Path, linked: bool) -> Result<(), MachineError> {
        let entries = WalkDir::new(folder).min_depth(1).into_iter();
        for entry in entries.filter_entry(|entry| entry.depth() == 0 || !passed_over(entry.file_name())) {
            let entry = match entry {
                Ok(entry) => entry,
                // Taken away or replaced since its parent was read.
                Err(error) if error.io_error().is_some_and(is_gone) => continue,
                Err(error) => {
                    let path = error.path().unwrap_or(folder).to_path_buf();
                    let source =
                        error.into_io_error().unwrap_or_else(|| io::Error::other("its links lead round in a circle"));
                    return Err(MachineError::new("read the folder", path, source));
                }
            };
            let kind = entry.file_type();
            if kind.is_symlink() {
                self.link(entry.path(), linked)?;
            } else if kind.is_file() {
                self.add(entry.path(), Found::File);
            } else if !kind.is_dir() {
                self.add(entry.path(), Found::Refused(Refused::NotAFile));
            }
        }
        Ok(())
    }

    fn link(&mut self, link: &Path, linked: bool) -> Result<(), MachineError> {
        let Ok(target) = fs::canonicalize(link) else {
            self.add(link, Found::Refused(Refused::LeadsNowhere));
            return Ok(());
        };
        let within = target.strip_prefix(&self.real_root).ok();
        if within.is_none_or(|within| within.iter().any(|part| part.as_encoded_bytes().starts_with(b"."))) {
            self.add(link, Found::Refused(Refused::LeadsOutside));
        } else if target.is_file() {
            self.add(link, Found::File);
        } else if !target.is_dir() {
            self.add(link, Found::Refused(Refused::NotAFile));
        } else if linked
            || link.parent().and_then(|parent| fs::canonicalize(parent).ok()).is_none_or(|p| p.starts_with(&target))
        {
            self.add(link, Found::Refused(Refused::LeadsBack));
        } else {
            return self.below(link, true);
        }
        Ok(())
    }

    fn add(&mut self, path: &Path, found: Found) {
        let parts = path.strip_prefix(self.root).unwrap_or(path);
        let unicode = parts.to_str().is_some();
        let path: Vec<_> = parts.iter().map(OsStr::to_string_lossy).collect();
        let found = if unicode { found } else { Found::Refused(Refused::NotUnicode) };
        self.found.push(FoundFile { path: path.join("/"), found });
    }
}

/// Hidden files, and what editors, Office and systems leave about.
fn passed_over(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    let ends = |end: &[u8]| name.len() >= end.len() && name[name.len() - end.len()..].eq_ignore_ascii_case(end);
    name.starts_with(b".")
        || name.starts_with(b"~$")
        || [&b"~"[..], b".swp", b".tmp"].into_iter().any(ends)
        || name.eq_ignore_ascii_case(b"thumbs.db")
        || name.eq_ignore_ascii_case(b"desktop.ini")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, file).unwrap();
        }
        folder
    }

    fn paths(found: &[FoundFile]) -> Vec<&str> {
        found.iter().map(|file| file.path.as_str()).collect()
    }

    #[test]
    fn files_come_in_the_byte_order_of_their_paths() {
        let root = folder(&["content/a/b.md", "content/a-b.md", "content/a.md", "content/Z.md", "other/x.md"]);
        let found = walk(root.path(), "content").unwrap();
        assert_eq!(paths(&found), ["content/Z.md", "content/a-b.md", "content/a.md", "content/a/b.md"]);
        assert!(found.iter().all(|file| file.found == Found::File));
        assert_eq!(paths(&walk(root.path(), "content/a").unwrap()), ["content/a/b.md"]);
        assert_eq!(walk(root.path(), "themes").unwrap(), []);
        assert_eq!(walk(root.path(), "").unwrap().len(), 5);
    }

    #[test]
    fn what_is_taken_away_meanwhile_is_not_there() {
        let root = folder(&[]);
        let content = root.path().join("content");
        let changing = std::thread::spawn(move || {
            for _ in 0..300 {
                (0..5).for_each(|n| fs::create_dir_all(content.join(format!("{n}/policies"))).unwrap());
                fs::remove_dir_all(&content).unwrap();
            }
        });
        while !changing.is_finished() {
            walk(root.path(), "content").unwrap();
        }
        changing.join().unwrap();
    }

    #[test]
    fn what_editors_and_systems_leave_about_is_passed_over() {
        let root = folder(&[
            "c/dogs.md",
            "c/.dogs.md.swp",
            "c/dogs.md.swp",
            "c/~$dogs.docx",
            "c/dogs.md~",
            "c/x.tmp",
            "c/.DS_Store",
            "c/Thumbs.db",
            "c/.git/config",
            "c/desktop.ini",
        ]);
        assert_eq!(paths(&walk(root.path(), "c").unwrap()), ["c/dogs.md"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_below_the_root_only() {
        use std::os::unix::fs::symlink;
        let outside = folder(&["secret.md", "more/x.md"]);
        let root = folder(&["content/a/dogs.md", "content/b/cats.md", ".git/config"]);
        let at = |path: &str| root.path().join("content").join(path);
        symlink(outside.path().join("secret.md"), at("file-out.md")).unwrap();
        symlink(outside.path(), at("folder-out")).unwrap();
        symlink("nowhere", at("broken")).unwrap();
        symlink("../.git", at("hidden")).unwrap();
        symlink("a/dogs.md", at("file-in.md")).unwrap();
        symlink("../a", at("b/shared")).unwrap();
        symlink("..", at("a/up")).unwrap();
        symlink("../b", at("a/again")).unwrap();
        let found: Vec<_> =
            walk(root.path(), "content").unwrap().into_iter().map(|file| (file.path, file.found)).collect();
        let found: Vec<_> =
            found.iter().map(|(path, found)| (path.strip_prefix("content/").unwrap(), *found)).collect();
        assert_eq!(
            found,
            [
                ("a/again/cats.md", Found::File),
                ("a/again/shared", Found::Refused(Refused::LeadsBack)),
                ("a/dogs.md", Found::File),
                ("a/up", Found::Refused(Refused::LeadsBack)),
                ("b/cats.md", Found::File),
                ("b/shared/again", Found::Refused(Refused::LeadsBack)),
                ("b/shared/dogs.md", Found::File),
                ("b/shared/up", Found::Refused(Refused::LeadsBack)),
                ("broken", Found::Refused(Refused::LeadsNowhere)),
                ("file-in.md", Found::File),
                ("file-out.md", Found::Refused(Refused::LeadsOutside)),
                ("folder-out", Found::Refused(Refused::LeadsOutside)),
                ("hidden", Found::Refused(Refused::LeadsOutside)),
            ]
        );
        symlink(outside.path(), root.path().join("themes")).unwrap();
        let themes = walk(root.path(), "themes").unwrap();
        assert_eq!(themes, [FoundFile { path: "themes".into(), found: Found::Refused(Refused::LeadsOutside) }]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn names_that_are_not_unicode_are_refused() {
        use std::os::unix::ffi::OsStrExt as _;
        let root = folder(&["c/dogs.md"]);
        fs::write(root.path().join("c").join(OsStr::from_bytes(b"caf\xE9.md")), "x").unwrap();
        let found = walk(root.path(), "c").unwrap();
        assert_eq!(found[0], FoundFile { path: "c/caf\u{FFFD}.md".into(), found: Found::Refused(Refused::NotUnicode) });
    }
}
