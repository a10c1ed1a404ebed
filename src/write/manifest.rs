//! What earlier builds wrote into an output folder.

use crate::disk::{self, MachineError, plain_path, safe_relative};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// A manifest of a million files is smaller than this; a larger one is not ours.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Shape<T> {
    /// The folder that the list is of, as [`name_of`] gives it.
    output: T,
    files: Vec<T>,
}

/// The list of our files in one output folder, and where it is kept.
pub(super) struct Manifest {
    path: PathBuf,
    output: String,
    /// What the file on disk says.
    pub(super) files: BTreeSet<String>,
    on_disk: bool,
}

impl Manifest {
    /// Reads the manifest of a resolved output folder, and says what was wrong with it, if anything.
    ///
    /// What it says is not trusted: where any of it could not be ours, all of it is passed over, and with an empty
    /// list nothing is removed.
    pub(super) fn read(state: &Path, output: &Path) -> Result<(Self, Option<String>), MachineError> {
        let output = name_of(state, output);
        // What a build left that was killed while it wrote a list; nobody else writes while we have the lock.
        disk::remove_half_written(&state.join("outputs"));
        let path = path_of(state, &output);
        let (files, note) = match disk::read(&path, MAX_BYTES) {
            Ok(disk::Read::Whole(bytes)) => match parse(&bytes, &output) {
                Ok(files) => (Some(files), None),
                Err(why) => (None, Some(why)),
            },
            Ok(disk::Read::TooLarge) => (None, Some("it is too large".to_owned())),
            Err(error) if error.source.kind() == ErrorKind::NotFound => (None, None),
            Err(error) => return Err(error),
        };
        let note = note.map(|why| {
            format!(
                "the list of what earlier builds wrote is not used, so nothing is removed: {why} ({})",
                plain_path(&path)
            )
        });
        let on_disk = files.is_some();
        Ok((Self { path, output, files: files.unwrap_or_default(), on_disk }, note))
    }

    /// Whether the file on disk names just these files, which are in order.
    pub(super) fn names<'f>(&self, files: impl Iterator<Item = &'f str>) -> bool {
        self.on_disk && files.eq(self.files.iter().map(String::as_str))
    }

    /// Puts `files` in place of the list, whole; does nothing where it says so already.
    pub(super) fn write(&mut self, files: &BTreeSet<&str>) -> Result<(), MachineError> {
        if self.on_disk && files.iter().eq(&self.files) {
            return Ok(());
        }
        let shape = Shape { output: self.output.as_str(), files: files.iter().copied().collect() };
        let mut bytes = serde_json::to_vec_pretty(&shape).expect("a list of names can be written as JSON");
        bytes.push(b'\n');
        if let Some(folder) = self.path.parent() {
            std::fs::create_dir_all(folder).map_err(|error| MachineError::new("make the folder", folder, error))?;
        }
        disk::write_whole(&self.path, &bytes)?;
        self.on_disk = true;
        self.files = files.iter().map(|path| (*path).to_owned()).collect();
        Ok(())
    }
}

/// Where a build may keep what it wants to remember of an output folder. Whoever reads it must not trust it.
#[derive(Debug)]
pub struct MemoryPlace {
    /// The output folder, with every link in it followed.
    pub output: PathBuf,
    /// The list of what earlier builds wrote there.
    pub manifest: PathBuf,
    /// The file to remember things in: one for builds of all portals, and one for each that is built by itself.
    pub file: PathBuf,
}

impl MemoryPlace {
    /// The place for builds into `output`, with `state` as for [`super::Stage::begin`].
    ///
    /// # Errors
    /// Where the output folder's path cannot be followed.
    pub fn new(output: &Path, state: &Path, portal: Option<&str>) -> Result<Self, MachineError> {
        let output = disk::resolve(output)?;
        let manifest = path_of(state, &name_of(state, &output));
        let ending = portal.map(|portal| format!("{}.memory", &disk::sha256(portal.as_bytes())[..16]));
        Ok(Self { file: manifest.with_extension(ending.as_deref().unwrap_or("memory")), output, manifest })
    }
}

fn path_of(state: &Path, name: &str) -> PathBuf {
    state.join("outputs").join(format!("{}.json", &disk::sha256(name.as_bytes())[..32]))
}

/// An output folder's name in the state folder: from the root where it lies below it, so that a root that is moved or
/// restored elsewhere still knows its own; else the whole path.
fn name_of(state: &Path, output: &Path) -> String {
    let root = state.parent().and_then(|root| disk::resolve(root).ok());
    match root.as_deref().and_then(|root| output.strip_prefix(root).ok()) {
        Some(below) => below.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/"),
        None => plain_path(output),
    }
}

fn parse(bytes: &[u8], output: &str) -> Result<BTreeSet<String>, String> {
    let shape: Shape<String> = serde_json::from_slice(bytes).map_err(|error| format!("it cannot be read, {error}"))?;
    if shape.output != output {
        return Err(format!("it is of another folder, \"{}\"", shape.output));
    }
    if let Some(fault) = shape.files.iter().find_map(|path| safe_relative(path).err()) {
        return Err(fault.to_string());
    }
    Ok(shape.files.into_iter().collect())
}
