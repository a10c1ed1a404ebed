//! Our tree of Markdown as chunks to compare: markup that is only looks is taken off, values are put in.

use super::raw::Shelf;
use super::text::{Chunk, Kind, Line};
use crate::markdown::{Block, Inline, Values};
use std::collections::BTreeSet;

/// Where footnotes are found.
pub trait Notes {
    /// The footnote with a label, of one of the files that the document is made of.
    fn note(&self, source: usize, label: &str) -> Option<Origin<'_>>;
}

/// A text with what belongs to it.
#[derive(Clone, Copy)]
pub struct Origin<'o> {
    /// The text.
    pub blocks: &'o [Block],
    /// The values of its slots.
    pub values: &'o dyn Values,
    /// The file whose footnotes it refers to.
    pub source: usize,
}

/// Reads one document, from its beginning to its end: a footnote stands where it is first referred to.
pub struct Reader<'n> {
    notes: &'n dyn Notes,
    told: BTreeSet<(usize, String)>,
    waiting: Vec<(usize, String)>,
}

impl<'n> Reader<'n> {
    /// A reader of a document with these footnotes.
    pub fn new(notes: &'n dyn Notes) -> Self {
        Self { notes, told: BTreeSet::new(), waiting: Vec::new() }
    }

    /// The words of a heading or other line.
    pub fn line(&mut self, words: &[Inline], values: &dyn Values, source: usize) -> Line {
        let mut gathered = Shelf::new(self, values, source);
        gathered.inlines(words);
        gathered.line()
    }

    /// The blocks of a text, and the footnotes that it is the first to refer to.
    pub fn body(&mut self, text: Origin<'_>) -> Vec<Chunk> {
        let mut chunks = self.blocks(text);
        chunks.extend(self.waiting_notes());
        chunks
    }

    /// Remembers that a footnote is referred to.
    pub(super) fn refer(&mut self, source: usize, label: &str) {
        let note = (source, label.to_owned());
        if self.told.insert(note.clone()) {
            self.waiting.push(note);
        }
    }

    fn blocks(&mut self, text: Origin<'_>) -> Vec<Chunk> {
        let mut gathered = Shelf::new(self, text.values, text.source);
        gathered.blocks(text.blocks);
        gathered.chunks()
    }

    /// The footnotes referred to since the last time; a note may refer to others, which then follow it.
    fn waiting_notes(&mut self) -> Vec<Chunk> {
        let mut chunks = Vec::new();
        while !self.waiting.is_empty() {
            for (source, label) in std::mem::take(&mut self.waiting) {
                if let Some(note) = self.notes.note(source, &label) {
                    let content = self.blocks(note);
                    chunks.push(Chunk::of(Kind::Note, content));
                }
            }
        }
        chunks
    }
}
