//! A document's copy as a text to compare.

use super::read::{Notes, Origin, Reader};
use super::text::{Chunk, Section, Text};
use crate::markdown::note_label;
use crate::merge::{CopySection, FilledText, Note, Part, PolicyCopy, SlottedText};
use crate::model::Words;

impl Text {
    /// A copy's text. What a school added to a section of the trust's is part of that section.
    pub fn of(copy: &PolicyCopy<'_>, words: &Words) -> Self {
        let notes = CopyNotes(copy.text.notes.each_ref().map(|notes| filled(copy, notes)));
        let mut reading = Reading { reader: Reader::new(&notes), copy, words };
        let lead = copy.text.preamble.as_ref().map(|preamble| reading.body([preamble])).unwrap_or_default();
        Self { lead, sections: copy.text.sections.iter().map(|section| reading.section(section)).collect() }
    }
}

/// The footnotes of each file, by label.
struct CopyNotes<'a>([Vec<(&'a str, FilledText<'a>)>; 2]);

impl Notes for CopyNotes<'_> {
    fn note(&self, source: usize, label: &str) -> Option<Origin<'_>> {
        let (_, note) = self.0.get(source)?.iter().find(|(known, _)| note_label(known) == label)?;
        Some(origin(note))
    }
}

fn filled<'a>(copy: &'a PolicyCopy<'a>, notes: &'a [Note<'a>]) -> Vec<(&'a str, FilledText<'a>)> {
    notes.iter().map(|note| (note.label, copy.filled(&note.text))).collect()
}

fn origin<'o>(text: &'o FilledText<'_>) -> Origin<'o> {
    Origin { blocks: &text.document.blocks, values: text, source: text.source }
}

struct Reading<'r, 'n> {
    reader: Reader<'n>,
    copy: &'r PolicyCopy<'r>,
    words: &'r Words,
}

impl Reading<'_, '_> {
    fn body<'t, 'c: 't>(&mut self, texts: impl IntoIterator<Item = &'t SlottedText<'c>>) -> Vec<Chunk> {
        texts.into_iter().flat_map(|text| self.reader.body(origin(&self.copy.filled(text)))).collect()
    }

    fn section(&mut self, section: &CopySection<'_>) -> Section {
        let heading =
            self.reader.line(section.heading.line(), &self.copy.filled(&section.heading), section.heading.source);
        let CopySection { prepended, text, appended, .. } = section;
        let body = self.body(texts(prepended).chain(text).chain(texts(appended)));
        let label = match (&section.appendix, &section.number) {
            (Some(letter), _) => Some(self.words.fill("changes.appendix", &[("letter", letter)])),
            (None, number) => number.clone(),
        };
        Section {
            id: section.id.clone(),
            aliases: section.aliases.clone(),
            level: section.level,
            label,
            heading,
            body,
            children: section.inner().map(|inner| self.section(inner)).collect(),
        }
    }
}

fn texts<'t, 'c>(parts: &'t [Part<'c>]) -> impl Iterator<Item = &'t SlottedText<'c>> {
    parts.iter().map(|part| &part.text)
}
