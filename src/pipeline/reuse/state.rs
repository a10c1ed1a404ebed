//! The memory of builds into one output folder, as a file in the state folder.
//!
//! Nobody need trust the file. Nothing is written or removed by what it says: its paths are only looked up, and what it
//! says of a file in the output counts only while the file has the stamp that it had. A file that is damaged, or of
//! another program, is no memory at all, and everything is made anew.

use super::{KnownPage, Memory, Whole};
use crate::disk::{self, Read, Stamp};
use crate::proof::KeptReports;
use crate::write::MemoryPlace;
use std::hash::{DefaultHasher, Hasher as _};

/// Larger than the memory of a million pages; a larger file is not ours.
const MAX_BYTES: u64 = 2 * 1024 * 1024 * 1024;

/// How long the number at the head of the file is.
const NUMBER: usize = 8;

/// What is known of files, each by its place among the stamps.
type Numbered<T> = Vec<(u32, T)>;

/// What was remembered, of which the larger part is read only when it is wanted.
#[derive(Default)]
pub struct Recalled {
    /// The build as a whole.
    pub whole: Option<Whole>,
    /// The files of the output and their stamps.
    pub stamps: Vec<(String, Stamp)>,
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
        let Self { whole, stamps, bytes, rest } = self;
        let (keys, reports, groups, texts, archives): (Numbered<(u64, u64)>, KeptReports, _, Numbered<u64>, _) =
            postcard::from_bytes(bytes.get(rest..)?).ok()?;
        let path = |number: u32| stamps.get(number as usize).map(|(path, _)| path.clone());
        let pages = keys.into_iter().zip(reports.again()?);
        let pages =
            pages.map(|((number, (key, leads)), report)| Some((path(number)?, KnownPage { key, leads, report })));
        let pages = pages.collect::<Option<_>>()?;
        let texts = texts.into_iter().map(|(number, key)| Some((path(number)?, key))).collect::<Option<_>>()?;
        Some(Memory { pages, groups, texts, archives, whole, stamps: stamps.into_iter().collect() })
    }

    fn from_bytes(bytes: Vec<u8>, program: &str) -> Option<Self> {
        let (number, body) = bytes.split_at_checked(NUMBER)?;
        if number_of(body) != number {
            return None;
        }
        let ((by, whole, stamps), after): ((String, _, _), &[u8]) = postcard::take_from_bytes(body).ok()?;
        if by != program {
            return None;
        }
        let rest = bytes.len() - after.len();
        Some(Self { whole, stamps, bytes, rest })
    }
}

/// What tells whether a memory is whole as it was written. It need not keep out anyone who means harm: see above.
fn number_of(body: &[u8]) -> [u8; NUMBER] {
    let mut into = DefaultHasher::new();
    into.write(body);
    into.finish().to_le_bytes()
}

impl Memory {
    /// Remembers it with the stamps of these files of the output, of which some are known already. Where it cannot be written,
    /// the next build makes everything anew.
    pub fn write(&self, place: &MemoryPlace, files: &[(&str, Option<Stamp>)], program: &str) {
        // One that is known is not looked at again: who has touched the file since must be found out by the next build.
        let stamp = |(path, known): &(&str, Option<Stamp>)| known.or_else(|| Stamp::of(&place.output.join(path)));
        let stamps: Vec<(&str, Stamp)> = files.iter().filter_map(|file| Some((file.0, stamp(file)?))).collect();
        let _ = disk::write_whole(&place.file, &self.to_bytes(&stamps, program));
    }

    /// A number made of what follows; the program, the build as a whole, the stamps; and all the rest.
    fn to_bytes(&self, stamps: &[(&str, Stamp)], program: &str) -> Vec<u8> {
        let Self { pages, groups, texts, stamps: _, whole, archives } = self;
        let known = |(number, (path, _)): (u32, &(&str, Stamp))| Some((number, pages.get(path)?));
        let pages: Vec<(u32, &KnownPage)> = (0..).zip(stamps).filter_map(known).collect();
        let texts: Vec<(u32, u64)> =
            (0..).zip(stamps).filter_map(|(number, (path, _))| Some((number, *texts.get(path)?))).collect();
        let reports = KeptReports::of(pages.iter().map(|(_, page)| page.report.clone()));
        let keys: Vec<_> = pages.iter().map(|(number, page)| (number, (page.key, page.leads))).collect();
        let bytes = vec![0; NUMBER];
        let bytes = postcard::to_extend(&(program, whole, stamps), bytes).expect("a memory can be written down");
        let mut bytes = postcard::to_extend(&(keys, reports, groups, texts, archives), bytes)
            .expect("a memory can be written down");
        let number = number_of(&bytes[NUMBER..]);
        bytes[..NUMBER].copy_from_slice(&number);
        bytes
    }
}
