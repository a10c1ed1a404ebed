//! What a build has made and not yet published.

use super::commit;
use super::manifest::Manifest;
use super::tree::Tree;
use crate::disk::{Lock, MachineError, PATIENCE, Stamp, resolve, safe_join, safe_relative};
use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The folder in the stage that is to become the output.
const TREE: &str = "whole";

/// Files are compared this many bytes at a time.
const CHUNK: usize = 64 * 1024;

/// What a build changed in its output folder; paths are from that folder, with forward slashes, in byte order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are new or have new bytes.
    pub written: Vec<String>,
    /// How many files were right already, and were not touched.
    pub unchanged: usize,
    /// Files that an earlier build wrote and this one did not, and that are gone now.
    pub removed: Vec<String>,
    /// What the user should know, a sentence each: for example that the list of earlier files could not be used.
    pub notes: Vec<String>,
}

/// A build that is being made: nothing in the output changes before [`Stage::commit`].
///
/// Holds the state folder's [`Lock`], so there is one at a time. Dropped without a commit, it leaves the output as it
/// was, to the byte. Threads may put files at the same time.
pub struct Stage {
    /// The output folder as the user named it, for messages.
    pub(super) shown: PathBuf,
    /// The output folder with every link in it followed.
    pub(super) output: PathBuf,
    pub(super) folder: PathBuf,
    /// `fenland/` where only that folder of the output is ours in this run, else `""`.
    pub(super) scope: String,
    pub(super) manifest: Manifest,
    /// The output folder was not there at the beginning, so nothing has to be compared.
    pub(super) fresh: bool,
    /// What the output folder is to be, where it was not there.
    pub(super) tree: Option<Tree>,
    pub(super) notes: Vec<String>,
    entries: Mutex<Vec<Entry>>,
    next: AtomicU64,
    _lock: Lock,
}

pub(super) struct Entry {
    pub(super) relative: String,
    /// The staged file; `None` where the output has these bytes already.
    pub(super) staged: Option<Staged>,
    /// The stamp of a file that was kept, or will have it in its place.
    stamp: Option<Stamp>,
    /// Something that is not a file stands in its place.
    pub(super) blocked: bool,
}

/// Where a staged file waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Staged {
    /// By itself, under a number.
    Numbered(u64),
    /// In its place in the [`Tree`].
    InTree,
}

impl Stage {
    /// Begins a build into `output`, which [`super::check_output_folder`] should have taken.
    ///
    /// `state` is the `.frontsheet` folder below the root. With `scope`, the name of one folder of the output, everything
    /// outside that folder is left alone. What a killed build left staged goes away first.
    ///
    /// # Errors
    /// Where another build is running, or the state folder may not be written to.
    pub fn begin(output: &Path, state: &Path, scope: Option<&str>) -> Result<Self, MachineError> {
        let lock = Lock::take(state)?;
        let folder = state.join("stage");
        clean(&folder)?;
        make_own_folder(&folder)?;
        let scope = match scope {
            Some(scope) => {
                safe_relative(scope).map_err(|fault| MachineError::new("write", output.join(scope), invalid(fault)))?;
                format!("{scope}/")
            }
            None => String::new(),
        };
        let resolved = resolve(output)?;
        let (manifest, note) = Manifest::read(state, &resolved)?;
        let fresh = fs::symlink_metadata(&resolved).is_err_and(|error| error.kind() == ErrorKind::NotFound);
        Ok(Self {
            shown: output.to_path_buf(),
            fresh,
            tree: if fresh && scope.is_empty() { Tree::begin(folder.join(TREE)) } else { None },
            output: resolved,
            folder,
            scope,
            manifest,
            notes: note.into_iter().collect(),
            entries: Mutex::default(),
            next: AtomicU64::new(0),
            _lock: lock,
        })
    }

    /// Stages `bytes` for the address `relative`, unless the output has just these bytes there.
    ///
    /// Each address is put once.
    ///
    /// # Errors
    /// Where the address is none that a file may have, or the staged file cannot be written.
    pub fn put(&self, relative: &str, bytes: &[u8]) -> Result<(), MachineError> {
        let there = self.look(relative)?;
        if there.file_of(bytes.len() as u64).is_some_and(|target| holds(target, bytes).unwrap_or(false)) {
            self.leave(relative);
            return Ok(());
        }
        self.stage(relative, there.is_blocked(), |file| file.write_all(bytes))
            .map_err(|error| MachineError::new("write", self.shown.join(relative), error))
    }

    /// Stages a file that `write` writes.
    fn stage(&self, relative: &str, blocked: bool, write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
        let (staged, mut file) = match self.tree.as_ref().and_then(|tree| tree.file(relative)) {
            Some(file) => (Staged::InTree, file),
            None => {
                let number = self.next.fetch_add(1, Ordering::Relaxed);
                (Staged::Numbered(number), new_file(&self.numbered_path(number))?)
            }
        };
        write(&mut file)?;
        // A file keeps its stamp when the folder that it is in is moved, and not when it is moved itself.
        let stamp = match staged {
            Staged::InTree => Stamp::of_metadata(&file.metadata()?),
            Staged::Numbered(_) => None,
        };
        self.entries().push(Entry { relative: relative.to_owned(), staged: Some(staged), stamp, blocked });
        Ok(())
    }

    /// Takes the files at these addresses for this build as they are, if nobody has touched any since they had these stamps;
    /// `false` where somebody has, and none is put.
    ///
    /// # Errors
    /// As [`Stage::put`].
    pub fn keep(&self, files: &[(&str, &Stamp)]) -> Result<bool, MachineError> {
        for (relative, stamp) in files {
            let There::Something(_, what) = self.look(relative)? else { return Ok(false) };
            if Stamp::of_metadata(&what).as_ref() != Some(*stamp) {
                return Ok(false);
            }
        }
        let entry = |(relative, stamp): &(&str, &Stamp)| Entry {
            relative: (*relative).to_owned(),
            staged: None,
            stamp: Some(**stamp),
            blocked: false,
        };
        self.entries().extend(files.iter().map(entry));
        Ok(true)
    }

    /// Stages a copy of the file `from` for the address `relative`, unless the output has just its bytes there.
    ///
    /// # Errors
    /// As [`Stage::put`], and where `from` is no file or may not be read.
    pub fn copy(&self, relative: &str, from: &Path) -> Result<(), MachineError> {
        let failed = |error| MachineError::new("copy", from, error);
        let what = fs::metadata(from).map_err(failed)?;
        // Asked first: to open a pipe would wait for ever.
        if !what.is_file() {
            return Err(failed(io::Error::new(ErrorKind::InvalidInput, "it is not a file")));
        }
        let there = self.look(relative)?;
        let mut source = File::open(from).map_err(failed)?;
        if let Some(target) = there.file_of(what.len()) {
            if same_bytes(&mut source, target).unwrap_or(false) {
                self.leave(relative);
                return Ok(());
            }
            source = File::open(from).map_err(failed)?;
        }
        self.stage(relative, there.is_blocked(), |file| io::copy(&mut source, file).map(drop)).map_err(failed)
    }

    /// Makes the output equal what was put: moves the new files in, then removes the files of earlier builds that were
    /// not put again, and the folders that this leaves empty.
    ///
    /// A file that another program holds is tried again for about three seconds.
    ///
    /// # Errors
    /// Where something that is not ours stands in the way, before anything is changed; and at the end, when all the rest
    /// is done, where files could not be replaced or removed: the error names them.
    pub fn commit(self) -> Result<Written, MachineError> {
        self.commit_then(|_| ())
    }

    /// As [`Stage::commit`], and then, before another build may begin, something more with the paths of all files that were
    /// put, in order, and with the stamps of those that were kept or came in their place with the whole folder.
    ///
    /// # Errors
    /// As [`Stage::commit`]; then nothing more is done.
    pub fn commit_then(mut self, then: impl FnOnce(&[(&str, Option<Stamp>)])) -> Result<Written, MachineError> {
        let entries = self.take_entries();
        let written = commit::commit(&mut self, &entries, &PATIENCE)?;
        let files: Vec<_> = entries.iter().map(|entry| (entry.relative.as_str(), entry.stamp)).collect();
        then(&files);
        Ok(written)
    }

    #[cfg(test)]
    pub(super) fn commit_patiently(mut self, waits: &[std::time::Duration]) -> Result<Written, MachineError> {
        let entries = self.take_entries();
        commit::commit(&mut self, &entries, waits)
    }

    /// What was put, in the order of the paths.
    fn take_entries(&mut self) -> Vec<Entry> {
        let mut entries = std::mem::take(self.entries.get_mut().unwrap_or_else(PoisonError::into_inner));
        entries.sort_unstable_by(|a, b| a.relative.cmp(&b.relative));
        entries
    }

    /// Gives the build up: the output stays as it was. Dropping does the same.
    pub fn abandon(self) {
        drop(self);
    }

    /// Where a staged file is.
    pub(super) fn staged_path(&self, entry: &Entry) -> Option<PathBuf> {
        match entry.staged? {
            Staged::Numbered(number) => Some(self.numbered_path(number)),
            Staged::InTree => Some(self.tree.as_ref()?.path(&entry.relative)),
        }
    }

    fn numbered_path(&self, number: u64) -> PathBuf {
        self.folder.join(format!("{number:08}.part"))
    }

    /// Leaves the file of an address as it is.
    fn leave(&self, relative: &str) {
        self.entries().push(Entry { relative: relative.to_owned(), staged: None, stamp: None, blocked: false });
    }

    fn entries(&self) -> MutexGuard<'_, Vec<Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn look(&self, relative: &str) -> Result<There, MachineError> {
        let path = safe_join(&self.output, relative)
            .map_err(|fault| MachineError::new("write", self.shown.join(relative), invalid(fault)))?;
        assert!(relative.starts_with(&self.scope), "a build of one portal writes in its own folder only");
        if self.fresh {
            return Ok(There::Nothing);
        }
        match fs::symlink_metadata(&path) {
            Ok(what) => Ok(There::Something(path, what)),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(There::Nothing),
            Err(error) => Err(MachineError::new("look at", self.shown.join(relative), error)),
        }
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // Nothing can be done about a failure here, and the next build cleans again.
        let _ = clean(&self.folder);
    }
}

/// What the output has at an address.
enum There {
    Nothing,
    Something(PathBuf, Metadata),
}

impl There {
    /// The file, if it is one of just so many bytes.
    fn file_of(&self, bytes: u64) -> Option<&Path> {
        match self {
            There::Something(path, what) if what.is_file() && what.len() == bytes => Some(path),
            _ => None,
        }
    }

    /// A link is not in the way: it is replaced, not followed.
    fn is_blocked(&self) -> bool {
        matches!(self, There::Something(_, what) if !what.is_file() && !what.is_symlink())
    }
}

/// An address or scope that may not be written to, as an error of the system's kind.
fn invalid(fault: impl std::error::Error + Send + Sync + 'static) -> io::Error {
    io::Error::new(ErrorKind::InvalidInput, fault)
}

pub(super) fn new_file(path: &Path) -> io::Result<File> {
    File::options().write(true).create_new(true).open(path)
}

/// Whether a file, which is as long, has just these bytes.
fn holds(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    let mut file = File::open(path)?;
    let mut buffer = vec![0; bytes.len().clamp(1, CHUNK)];
    let mut rest = bytes;
    while !rest.is_empty() {
        let read = fill(&mut file, &mut buffer[..rest.len().min(CHUNK)])?;
        if read == 0 || rest[..read] != buffer[..read] {
            return Ok(false);
        }
        rest = &rest[read..];
    }
    Ok(true)
}

/// Whether a reader gives just the bytes of a file.
fn same_bytes(ours: &mut impl io::Read, path: &Path) -> io::Result<bool> {
    let mut theirs = File::open(path)?;
    let mut buffers = (vec![0; CHUNK], vec![0; CHUNK]);
    loop {
        let (a, b) = (fill(ours, &mut buffers.0)?, fill(&mut theirs, &mut buffers.1)?);
        if buffers.0[..a] != buffers.1[..b] {
            return Ok(false);
        }
        if a < CHUNK {
            return Ok(true);
        }
    }
}

/// Reads until the buffer is full or there is no more.
fn fill(from: &mut impl io::Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match from.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(more) => filled += more,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// Makes the staging folder where it is not there.
fn make_own_folder(folder: &Path) -> Result<(), MachineError> {
    match fs::create_dir(folder) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => {
            Err(MachineError::new("make the folder", folder, error))
        }
        _ => Ok(()),
    }
}

/// Removes staged files, and the folder they are in. Only names that we give are touched, and no link is followed.
fn clean(folder: &Path) -> Result<(), MachineError> {
    let failed = |error| MachineError::new("clean", folder, error);
    match fs::symlink_metadata(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(error)),
        Ok(what) if !what.is_dir() => {
            return Err(failed(io::Error::other("it is not a folder of ours; move it away")));
        }
        Ok(_) => {}
    }
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name();
        let ours = name.to_str().and_then(|name| name.strip_suffix(".part"));
        if ours.is_some_and(|number| number.len() >= 8 && number.bytes().all(|byte| byte.is_ascii_digit())) {
            fs::remove_file(entry.path()).map_err(failed)?;
        }
    }
    // Nobody but us has any business in what was to become the output.
    match fs::remove_dir_all(folder.join(TREE)) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(failed(error)),
        _ => {}
    }
    // Left where somebody put something else into it.
    let _ = fs::remove_dir(folder);
    Ok(())
}
