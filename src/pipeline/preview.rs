//! The site as a build would make it, in memory: nothing is written anywhere.

use super::making::Run;
use super::reuse::Memory;
use super::sink::Sink;
use super::timings::Timings;
use super::{Options, Outcome, has_failed, known_of, load_themes, make, outcome, read_knowing};
use crate::archive::Archive;
use crate::diagnostic::Diagnostics;
use crate::disk::{MachineError, Survey};
use crate::load::{self, KnownTexts};
use crate::template::Theme;
use crate::write::Written;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// One file of a preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PreviewFile {
    /// A file that the program made.
    Made(Arc<[u8]>),
    /// A file of the content, which lies where its author put it.
    Copied(PathBuf),
}

/// The files of a preview, by path in the output, with forward slashes.
pub type PreviewFiles = BTreeMap<Arc<str>, PreviewFile>;

/// What the last preview made, for the next one.
#[derive(Debug, Default)]
pub struct LastPreview {
    memory: Memory,
    files: Arc<PreviewFiles>,
    texts: KnownTexts,
    themes: Vec<Arc<Theme>>,
}

/// The files of a preview that is being made, and those of the last one.
struct InMemory<'l> {
    last: &'l PreviewFiles,
    files: Mutex<Vec<(Arc<str>, PreviewFile)>>,
}

impl InMemory<'_> {
    fn add(&self, path: Arc<str>, file: PreviewFile) {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).push((path, file));
    }

    /// The files, of which none is there twice.
    fn files(self) -> PreviewFiles {
        self.files.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter().collect()
    }
}

impl Sink for InMemory<'_> {
    fn put(&self, path: &str, bytes: &[u8]) -> Result<(), MachineError> {
        // What is the same as before stays the same, so that nobody need look at its bytes again.
        let last = self.last.get_key_value(path);
        let same = last.filter(|(_, last)| matches!(last, PreviewFile::Made(last) if **last == *bytes));
        match same {
            Some((path, file)) => self.add(path.clone(), file.clone()),
            None => self.add(path.into(), PreviewFile::Made(bytes.into())),
        }
        Ok(())
    }

    fn copy(&self, path: &str, from: &Path) -> Result<(), MachineError> {
        self.add(path.into(), PreviewFile::Copied(from.to_path_buf()));
        Ok(())
    }

    fn keep(&self, paths: &[&str]) -> Result<bool, MachineError> {
        let last: Option<Vec<_>> = paths.iter().map(|path| self.last.get_key_value(*path)).collect();
        let is_at_hand = last.is_some();
        for (path, file) in last.into_iter().flatten() {
            self.add(path.clone(), file.clone());
        }
        Ok(is_at_hand)
    }
}

/// Does everything that a build does, and keeps the files in memory; `None` where the content has errors. Pages that would
/// come out as they did in the last preview that was whole are taken from there.
///
/// # Errors
/// [`MachineError`] when the content cannot be read.
pub fn preview(
    options: &Options,
    last: &mut LastPreview,
) -> Result<(Outcome, Option<Arc<PreviewFiles>>), MachineError> {
    let mut diagnostics = Diagnostics::default();
    let timings = Timings::default();
    let mut released = last.memory.archives.clone();
    let (mut content, archives) = timings.measure("read", || {
        let survey = Survey::of(&options.root, load::CONTENT)?;
        read_knowing(options, &survey, &last.texts, &mut released, &mut diagnostics)
    })?;
    let themes = timings.measure("theme", || load_themes(&mut content, options, &last.themes, &mut diagnostics))?;
    let sink = InMemory { last: &last.files, files: Mutex::default() };
    let mut run = Run { timings, ..Run::into(&sink, &last.memory) };
    let made = make(&content, &archives, &themes, options, &mut run, &mut diagnostics)?;
    if archives.iter().any(Archive::is_in_doubt) {
        *last = LastPreview::default();
        return preview(options, last);
    }
    let Run { mut remembered, timings, .. } = run;
    remembered.archives = known_of(&archives, &content);
    let failed = has_failed(options, &diagnostics) || content.portals.is_empty();
    let files = Arc::new(sink.files());
    let texts = std::mem::take(&mut content.texts);
    let outcome = outcome(content, diagnostics, made, Written::default(), failed, timings);
    if failed {
        last.texts = texts;
        return Ok((outcome, None));
    }
    let themes = themes.into_values().map(|theme| theme.compiled).collect();
    let before = std::mem::replace(last, LastPreview { memory: remembered, files: files.clone(), texts, themes });
    // Nobody waits for what is not needed any more to be given back.
    rayon::spawn(move || drop(before));
    Ok((outcome, Some(files)))
}
