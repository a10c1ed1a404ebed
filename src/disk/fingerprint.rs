//! Whether anything below a folder has changed.

use super::{FoundFile, MachineError, walk};
use crate::disk::Found;
use rayon::prelude::*;
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Read as _};
use std::path::Path;

/// A number made of the names below some folders of the root, of the bytes of those files that `reads` says yes to, and of one
/// more `file` that need not be there. It is for one machine and one program: another may make another number of the same.
///
/// # Errors
/// Where a folder or a file may not be read.
pub fn fingerprint(
    root: &Path,
    folders: &[&str],
    file: &Path,
    reads: impl Fn(&str) -> bool + Sync,
) -> Result<u64, MachineError> {
    let mut found = Vec::new();
    for folder in folders {
        found.extend(walk(root, folder)?);
    }
    let of_file = |FoundFile { path, found }: &FoundFile| {
        let mut into = DefaultHasher::new();
        (path, format!("{found:?}")).hash(&mut into);
        if *found == Found::File && reads(path) {
            let file = root.join(path);
            bytes_of(&file, &mut into).map_err(|error| MachineError::new("read", file, error))?;
        }
        Ok(into.finish())
    };
    let digests: Vec<u64> = found.par_iter().map(of_file).collect::<Result<_, MachineError>>()?;
    let mut into = DefaultHasher::new();
    digests.hash(&mut into);
    bytes_of(file, &mut into).is_ok().hash(&mut into);
    Ok(into.finish())
}

fn bytes_of(path: &Path, into: &mut impl Hasher) -> io::Result<()> {
    let mut file = File::open(path)?;
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(read) => into.write(&buffer[..read]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
