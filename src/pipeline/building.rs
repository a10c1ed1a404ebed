//! A build into an output folder, with what the last one left to be known.

use super::making::Run;
use super::progress::Progress;
use super::reuse::{Ingredients, Memory, Recalled, Whole};
use super::sink::Staged;
use super::timings::Timings;
use super::{Made, Options, Outcome, has_failed, known_of, load_themes, make, outcome, read_knowing};
use crate::archive::Archive;
use crate::diagnostic::Diagnostics;
use crate::disk::{self, MachineError, Survey};
use crate::load::KnownTexts;
use crate::write::{MemoryPlace, Stage, Written};
use std::path::Path;

/// Builds the site into `output`.
///
/// # Errors
/// [`MachineError`] when the disk fails. Faults in the content are in the outcome, and leave the output as it was.
pub fn build(options: &Options, output: &Path) -> Result<Outcome, MachineError> {
    build_telling(options, output, &Progress::default())
}

/// Builds as [`build`] does, and tells how far it is.
///
/// # Errors
/// As [`build`].
pub fn build_telling(options: &Options, output: &Path, progress: &Progress) -> Result<Outcome, MachineError> {
    let timings = Timings::default();
    let place = MemoryPlace::new(output, &options.state(), options.portal.as_deref())?;
    let (program, (made_of, survey), recalled) = timings.measure("recall", || -> Result<_, MachineError> {
        let program = disk::program();
        let recalled = program.as_ref().map(|program| Recalled::read(&place, program)).unwrap_or_default();
        Ok((program, Ingredients::of(options)?, recalled))
    })?;
    if let Some(outcome) = timings.measure("look", || recalled.whole(options, &place, &made_of)) {
        return Ok(Outcome { timings, ..outcome });
    }
    let known = timings.measure("recall", || recalled.all());
    let building = Building { options, output, place: &place, program, made_of, survey, progress };
    match building.knowing(known, timings)? {
        Some(outcome) => Ok(outcome),
        None => Ok(building.knowing(Memory::nothing(), Timings::default())?.expect("what is read now is what it is")),
    }
}

/// A build that is to be made.
struct Building<'b> {
    options: &'b Options,
    output: &'b Path,
    place: &'b MemoryPlace,
    program: Option<String>,
    made_of: Ingredients,
    survey: Survey,
    progress: &'b Progress,
}

impl Building<'_> {
    /// What comes of it; nothing, where a released file has turned out not to be what was known of it.
    fn knowing(&self, mut known: Memory, timings: Timings) -> Result<Option<Outcome>, MachineError> {
        let Self { options, output, place, program, made_of, survey, progress } = self;
        let mut diagnostics = Diagnostics::default();
        let mut released = std::mem::take(&mut known.archives);
        let (mut content, archives) = timings.measure("read", || {
            read_knowing(options, survey, &KnownTexts::default(), &mut released, &mut diagnostics)
        })?;
        let themes = timings.measure("theme", || load_themes(&mut content, options, &[], &mut diagnostics))?;
        if content.portals.is_empty() {
            // Nothing to build from, so nothing to make room for.
            return Ok(Some(outcome(content, diagnostics, Made::default(), Written::default(), true, timings)));
        }
        let scope = options.portal.as_deref().filter(|_| content.several);
        let stage = Stage::begin(output, &options.state(), scope)?;
        let sink = Staged { stage: &stage, stamps: &known.stamps };
        let mut run = Run { timings, progress, ..Run::into(&sink, &known) };
        let made = make(&content, &archives, &themes, options, &mut run, &mut diagnostics)?;
        if archives.iter().any(Archive::is_in_doubt) {
            return Ok(None);
        }
        let Run { mut remembered, timings, .. } = run;
        remembered.archives = known_of(&archives, &content);
        let failed = has_failed(options, &diagnostics);
        let outcome = outcome(content, diagnostics, made, Written::default(), failed, timings);
        if failed {
            stage.abandon();
            return Ok(Some(outcome));
        }
        let written = outcome.timings.measure("publish", || {
            let memory = Memory { whole: Some(Whole::of(&outcome, made_of.clone())), ..remembered };
            stage.commit_then(|files| {
                if let Some(program) = program {
                    memory.write(place, files, program);
                }
            })
        })?;
        // They are large, and nobody waits for their end.
        rayon::spawn(move || drop((known, archives)));
        Ok(Some(Outcome { written, ..outcome }))
    }
}
