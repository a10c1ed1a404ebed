//! The memory of builds into one output folder, as a file in the state folder.
//!
//! Nobody need trust the file. Nothing is written or removed by what it says: its paths are only looked up, and what it
//! says of a file in the output counts only while the file has the stamp that it had. A file that is damaged, or of
//! another program, is no memory at all, and everything is made anew.

use super::{KnownPage, Memory};
use crate::disk::{self, Read, Stamp};
use crate::proof::KeptReports;
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
        self.read_all().unwrap_or_default()
    }

    fn read_all(self) -> Option<Memory> {
        let Self { head, bytes, rest } = self;
        let (keys, reports, groups): (Vec<(String, u64, u64)>, KeptReports, _) =
            postcard::from_bytes(bytes.get(rest..)?).ok()?;
        let pages = keys.into_iter().zip(reports.again()?);
        let pages = pages.map(|((path, key, leads), report)| (path, KnownPage { key, leads, report })).collect();
        Some(Memory { pages, groups, ..head })
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
    /// Remembers it with the stamps of these files of the output, of which some are known already. Where it cannot be written,
    /// the next build makes everything anew.
    pub fn write(mut self, place: &MemoryPlace, files: &[(&str, Option<Stamp>)], program: &str) {
        // One that is known is not looked at again: who has touched the file since must be found out by the next build.
        let stamp = |(path, known): &(&str, Option<Stamp>)| {
            Some(((*path).to_owned(), known.or_else(|| Stamp::of(&place.output.join(path)))?))
        };
        self.stamps = files.iter().filter_map(stamp).collect();
        let _ = disk::write_whole(&place.file, &self.to_bytes(program));
    }

    /// A digest of what follows; the program, the build as a whole, the stamps; and all the rest.
    fn to_bytes(&self, program: &str) -> Vec<u8> {
        let Self { pages, groups, stamps, whole } = self;
        let keys: Vec<_> = pages.iter().map(|(path, page)| (path, page.key, page.leads)).collect();
        let reports = KeptReports::of(pages.values().map(|page| page.report.clone()));
        let bytes = vec![0; DIGEST];
        let bytes = postcard::to_extend(&(program, whole, stamps), bytes).expect("a memory can be written down");
        let mut bytes = postcard::to_extend(&(keys, reports, groups), bytes).expect("a memory can be written down");
        let digest = disk::sha256(&bytes[DIGEST..]);
        bytes[..DIGEST].copy_from_slice(digest.as_bytes());
        bytes
    }
}
