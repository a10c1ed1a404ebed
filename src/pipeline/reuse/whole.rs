//! A whole build that need not be made again, since nothing it was made of has changed and nobody has touched the output.

use super::Recalled;
use crate::archive::JOURNAL;
use crate::diagnostic::{Diagnostic, Diagnostics, Whereabouts};
use crate::disk::{self, MachineError, Read, Stamp, Survey};
use crate::load::CONTENT;
use crate::merge::Skipped;
use crate::pipeline::{Options, Outcome, Timings};
use crate::source::{FileId, Place, Sources, decode};
use crate::write::{MemoryPlace, Written};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// What a build was made of: what was asked for, and every file that it read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ingredients {
    options: String,
    files: u64,
}

impl Ingredients {
    /// Those of a build that is about to begin, and what was found in its content.
    ///
    /// # Errors
    /// Where the content cannot be read.
    pub fn of(options: &Options) -> Result<(Self, Survey), MachineError> {
        let own = options.portal.as_ref().map(|portal| format!("content/{portal}/"));
        // The names in the other portals' folders still say how many portals there are.
        let reads = |path: &str| own.as_ref().is_none_or(|own| !path.starts_with("content/") || path.starts_with(own));
        let survey = |folder| Ok(Survey::of(&options.root, folder)?.with_stamps(&options.root, reads));
        let (content, themes) = (survey(CONTENT)?, survey("themes")?);
        let files = disk::fingerprint(&options.root, &[&content, &themes], &options.state().join(JOURNAL), reads)?;
        Ok((Self { options: format!("{options:?}"), files }, content))
    }
}

/// What a build without errors was made of, and what it said.
#[derive(Debug, Serialize, Deserialize)]
pub struct Whole {
    made_of: Ingredients,
    portals: usize,
    pages: usize,
    skipped: Vec<Skipped>,
    warnings: Vec<Diagnostic>,
    /// The paths of the files that the warnings have places in.
    files: Vec<(FileId, String)>,
}

impl Whole {
    /// What is to be remembered of a build.
    pub fn of(outcome: &Outcome, made_of: Ingredients) -> Self {
        let warnings: Vec<Diagnostic> = outcome.diagnostics.iter().cloned().collect();
        let mut files: Vec<FileId> = warnings.iter().flat_map(places).map(|place| place.file).collect();
        files.sort_unstable();
        files.dedup();
        Self {
            made_of,
            portals: outcome.portals,
            pages: outcome.pages,
            skipped: outcome.skipped.clone(),
            warnings,
            files: files.into_iter().map(|file| (file, outcome.sources.path(file).to_owned())).collect(),
        }
    }

    /// The outcome of making it again, in words: the files with warnings are read for what is printed of them.
    fn again(&self, root: &Path) -> Option<(Sources, Diagnostics)> {
        let mut sources = Sources::default();
        let mut now: BTreeMap<FileId, FileId> = BTreeMap::new();
        for (file, path) in &self.files {
            disk::safe_relative(path).ok()?;
            let Read::Whole(bytes) = disk::read(&root.join(path), disk::MAX_SOURCE_BYTES).ok()? else { return None };
            now.insert(*file, sources.add(path.as_str(), decode(&bytes).ok()?));
        }
        let mut diagnostics = Diagnostics::default();
        for warning in &self.warnings {
            let mut warning = warning.clone();
            for place in places_mut(&mut warning) {
                place.file = *now.get(&place.file)?;
            }
            diagnostics.push(warning);
        }
        Some((sources, diagnostics))
    }
}

impl Recalled {
    /// What a build would come to, where all that it would be made of is as it was, and all that it would write is there.
    pub fn whole(&self, options: &Options, place: &MemoryPlace, made_of: &Ingredients) -> Option<Outcome> {
        let whole = self.whole.as_ref().filter(|whole| whole.made_of == *made_of)?;
        let is_there = |(path, stamp): &(String, Stamp)| Stamp::of(&place.output.join(path)).as_ref() == Some(stamp);
        // Without the list of what is ours, the next build that changes something would leave old files standing.
        if !place.manifest.is_file() || !self.stamps.par_iter().with_min_len(64).all(is_there) {
            return None;
        }
        let (sources, diagnostics) = whole.again(&options.root)?;
        Some(Outcome {
            sources,
            diagnostics,
            portals: whole.portals,
            pages: whole.pages,
            made: 0,
            written: Written { unchanged: self.stamps.len(), ..Written::default() },
            skipped: whole.skipped.clone(),
            failed: false,
            timings: Timings::default(),
        })
    }
}

fn places(fault: &Diagnostic) -> impl Iterator<Item = &Place> {
    let at = if let Whereabouts::Place(place) = &fault.whereabouts { Some(place) } else { None };
    at.into_iter().chain(fault.notes.iter().map(|(place, _)| place))
}

fn places_mut(fault: &mut Diagnostic) -> impl Iterator<Item = &mut Place> {
    let at = if let Whereabouts::Place(place) = &mut fault.whereabouts { Some(place) } else { None };
    at.into_iter().chain(fault.notes.iter_mut().map(|(place, _)| place))
}
