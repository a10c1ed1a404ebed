//! The memory of builds into one output folder, as a file in the state folder.
//!
//! Nobody need trust the file. Nothing is written or removed by what it says: its paths are only looked up, and what it
//! says of a file in the output counts only while the file has the stamp that it had. A file that is damaged, or of
//! another program, is no memory at all, and everything is made anew.

use super::Memory;
use crate::disk::{self, Read, Stamp};
use crate::write::MemoryPlace;

/// Larger than the memory of a million pages; a larger file is not ours.
const MAX_BYTES: u64 = 2 * 1024 * 1024 * 1024;

/// How long the digest at the head of the file is, as text.
const DIGEST: usize = 64;

/// What was remembered, of which the larger part is read only when it is wanted.
#[derive(Default)]
pub struct Recalled {
    /// The build as a whole, and the stamps of its files.
    pub head: Memory,
    bytes: Vec<u8>,
    rest: usize,
}

impl Recalled {
    /// What was remembered at a place by this very program; nothing where that cannot be read.
    pub fn read(place: &MemoryPlace, program: &str) -> Self {
        match disk::read(&place.file, MAX_BYTES) {
            Ok(Read::Whole(bytes)) => Self::from_bytes(bytes, program).unwrap_or_default(),
            _ => Self::default(),
        }
    }

    /// All of it.
    pub fn all(self) -> Memory {
        let Self { head, bytes, rest } = self;
        match postcard::from_bytes(bytes.get(rest..).unwrap_or_default()) {
            Ok((pages, groups)) => Memory { pages, groups, ..head },
            Err(_) => Memory::default(),
        }
    }

    fn from_bytes(bytes: Vec<u8>, program: &str) -> Option<Self> {
        let (digest, body) = bytes.split_at_checked(DIGEST)?;
        if disk::sha256(body).as_bytes() != digest {
            return None;
        }
        let ((by, whole, stamps), after): ((String, _, _), &[u8]) = postcard::take_from_bytes(body).ok()?;
        if by != program {
            return None;
        }
        let rest = bytes.len() - after.len();
        Some(Self { head: Memory { stamps, whole, ..Memory::nothing() }, bytes, rest })
    }
}

impl Memory {
    /// Remembers it with the stamps of these files of the output. Where it cannot be written, the next build makes everything
    /// anew.
    pub fn write(mut self, place: &MemoryPlace, files: &[&str], program: &str) {
        let stamp = |path: &&str| Some(((*path).to_owned(), Stamp::of(&place.output.join(path))?));
        self.stamps = files.iter().filter_map(stamp).collect();
        let _ = disk::write_whole(&place.file, &self.to_bytes(program));
    }

    /// A digest of what follows; the program, the build as a whole, the stamps; and all the rest.
    fn to_bytes(&self, program: &str) -> Vec<u8> {
        let Self { pages, groups, stamps, whole } = self;
        let head = postcard::to_stdvec(&(program, whole, stamps)).expect("a memory can be written down");
        let rest = postcard::to_stdvec(&(pages, groups)).expect("a memory can be written down");
        let body = [head, rest].concat();
        [disk::sha256(&body).as_bytes(), &body].concat()
    }
}
