//! Whether anything below a folder has changed.

use super::stamp::{Stamp, TELLS_ALL};
use super::{Found, FoundFile, MachineError, Survey};
use rayon::prelude::*;
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Read as _};
use std::path::Path;

/// A number made of the names that were found below some folders of the root, of those files that `reads` says yes to, and of
/// one more `file` that need not be there. Where stamps tell all, a file's stamp stands for its bytes; else they are read. The number is for one
/// machine and one program: another may make another one of the same files.
///
/// # Errors
/// Where a file may not be read.
pub fn fingerprint(
    root: &Path,
    surveys: &[&Survey],
    file: &Path,
    reads: impl Fn(&str) -> bool + Sync,
) -> Result<u64, MachineError> {
    let of_file = |(FoundFile { path, found }, stamp): (&FoundFile, Option<Stamp>)| {
        let mut into = DefaultHasher::new();
        (path, format!("{found:?}")).hash(&mut into);
        if *found == Found::File && reads(path) {
            let file = root.join(path);
            match stamp.filter(|_| TELLS_ALL) {
                Some(stamp) => stamp.hash(&mut into),
                None => bytes_of(&file, &mut into).map_err(|error| MachineError::new("read", file, error))?,
            }
        }
        Ok(into.finish())
    };
    let mut into = DefaultHasher::new();
    for survey in surveys {
        let digests: Vec<u64> = survey.stamped().with_min_len(64).map(of_file).collect::<Result<_, MachineError>>()?;
        digests.hash(&mut into);
    }
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
