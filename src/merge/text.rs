//! The text of a copy: what copies for many schools have in common, and the values of one.
//!
//! Copies of one policy differ in little more than values, so everything else of a text stands once in a [`SharedText`],
//! and a copy holds that with values of its own. A [`SlottedText`] knows where among those of its copy its values are, and
//! with them it is a [`FilledText`], which is what readers get.

use crate::markdown::{self, Document, Inline, Values};
use crate::model::TextBody;
use crate::source::{Passage, Place};
use std::ops::{Deref, Range};
use std::sync::Arc;

/// All text of a document but the values.
#[derive(Debug, Default)]
pub struct SharedText<'c> {
    /// The notice under the heading of its front sheet.
    pub notice: Option<SlottedText<'c>>,
    /// What stands before the first heading.
    pub preamble: Option<SlottedText<'c>>,
    /// Its sections.
    pub sections: Vec<CopySection<'c>>,
    /// Its footnotes, of its own file and of the amendment.
    pub notes: [Vec<Note<'c>>; 2],
}

/// A text with slots where values go, and where these stand among the values of a copy.
#[derive(Debug, Clone)]
pub struct SlottedText<'c> {
    /// The author's text.
    pub body: &'c TextBody,
    /// What it parses to, with slots where values go.
    pub document: Arc<Document>,
    /// The text itself, with its places.
    pub passage: Arc<Passage>,
    /// Which of the copy's files it is from: 0 for the policy's own, 1 for the school's amendment.
    pub source: usize,
    /// Where its values are among those of its copy, by slot.
    pub values: Box<[u32]>,
}

/// A text with its values.
#[derive(Debug, Clone, Copy)]
pub struct FilledText<'t> {
    /// The text with slots.
    pub text: &'t SlottedText<'t>,
    /// The values of the copy.
    pub values: &'t [Arc<str>],
}

impl SlottedText<'_> {
    /// The text with its values, which are among those of a copy that shares it.
    pub fn with<'t>(&'t self, values: &'t [Arc<str>]) -> FilledText<'t> {
        FilledText { text: self, values }
    }

    /// Whether another text of the same author's is the same but for its values.
    pub(super) fn is_same(&self, other: &SlottedText<'_>) -> bool {
        let SlottedText { body, document, passage, source, values } = self;
        std::ptr::eq(*body, other.body)
            && Arc::ptr_eq(document, &other.document)
            && (Arc::ptr_eq(passage, &other.passage) || *passage == other.passage)
            && (source, values) == (&other.source, &other.values)
    }

    /// The words of a heading.
    pub fn line(&self) -> &[Inline] {
        self.document.line()
    }

    /// The value of a slot, among those of a copy that shares the text.
    pub fn value<'v>(&self, slot: usize, values: &'v [Arc<str>]) -> Option<&'v Arc<str>> {
        values.get(*self.values.get(slot)? as usize)
    }

    /// Where a stretch of the text, in bytes, was written.
    pub fn place(&self, range: Range<usize>) -> Place {
        self.passage.place(range)
    }
}

impl FilledText<'_> {
    /// The text without markup, on one line.
    pub fn plain(&self) -> String {
        markdown::plain_text_of_blocks(&self.document.blocks, Some(self)).replace('\n', " ")
    }
}

impl<'t> Deref for FilledText<'t> {
    type Target = SlottedText<'t>;

    fn deref(&self) -> &SlottedText<'t> {
        self.text
    }
}

impl Values for FilledText<'_> {
    fn value(&self, slot: usize) -> &str {
        self.text.value(slot, self.values).map_or("", |value| value)
    }
}

/// A stretch of text in a section, with the sections that stand in it.
#[derive(Debug)]
pub struct Part<'c> {
    /// The text.
    pub text: SlottedText<'c>,
    /// Sections inside it.
    pub children: Vec<CopySection<'c>>,
}

/// A footnote of one of the copy's files.
#[derive(Debug)]
pub struct Note<'c> {
    /// Its label in the file.
    pub label: &'c str,
    /// What it says.
    pub text: SlottedText<'c>,
}

/// A section of a copy: what a reader gets.
#[derive(Debug)]
pub struct CopySection<'c> {
    /// The heading's level, from 2 to 6.
    pub level: u8,
    /// Its id: unique on the page.
    pub id: String,
    /// Further ids that lead to it.
    pub aliases: Vec<String>,
    /// The heading.
    pub heading: SlottedText<'c>,
    /// Its number, such as `3.1`.
    pub number: Option<String>,
    /// What stands before its heading where it is an appendix: "Appendix A:".
    pub appendix: Option<String>,
    /// Whether it takes no number.
    pub unnumbered: bool,
    /// Whether it is marked as an appendix.
    pub is_appendix: bool,
    /// The path of the file it was written in, from the portal's folder.
    pub source_path: &'c str,
    /// Which of the copy's files: 0 for the policy's own, 1 for the school's amendment.
    pub source: usize,
    /// Whom it is for, on the trust's own copy of a section that is not for all.
    pub for_whom: Option<String>,
    /// What the school put at its start.
    pub prepended: Vec<Part<'c>>,
    /// Its own text.
    pub text: Option<SlottedText<'c>>,
    /// The sections in it.
    pub children: Vec<CopySection<'c>>,
    /// What the school put at its end.
    pub appended: Vec<Part<'c>>,
}

impl<'c> SharedText<'c> {
    /// The section known by an id.
    pub fn section(&self, id: &str) -> Option<&CopySection<'c>> {
        self.sections.iter().find_map(|section| section.find(id))
    }

    /// Every text but the front sheet's, footnotes too.
    pub fn texts(&self) -> Vec<&SlottedText<'c>> {
        let mut texts = Vec::new();
        self.sections.iter().for_each(|section| section.gather(&mut texts));
        texts.extend(&self.preamble);
        texts.extend(self.notes.iter().flatten().map(|note| &note.text));
        texts
    }

    /// Every text, in the order in which they are filled in.
    pub(super) fn all_texts(&self) -> Vec<&SlottedText<'c>> {
        let mut texts = self.texts();
        texts.splice(0..0, &self.notice);
        texts
    }

    /// Whether its texts are the same as these, but for their values.
    pub(super) fn is_made_of<'t>(&self, texts: impl ExactSizeIterator<Item = &'t SlottedText<'t>>) -> bool {
        let own = self.all_texts();
        own.len() == texts.len() && own.into_iter().zip(texts).all(|(own, other)| own.is_same(other))
    }
}

impl<'c> CopySection<'c> {
    /// The sections inside this one, in the order they are read.
    pub fn inner(&self) -> impl Iterator<Item = &CopySection<'c>> {
        let prepended = self.prepended.iter().flat_map(|part| part.children.iter());
        let appended = self.appended.iter().flat_map(|part| part.children.iter());
        prepended.chain(self.children.iter()).chain(appended)
    }

    /// The section known by `id`, which may be this one.
    pub fn find(&self, id: &str) -> Option<&CopySection<'c>> {
        if self.id == id || self.aliases.iter().any(|alias| alias == id) {
            return Some(self);
        }
        self.inner().find_map(|inner| inner.find(id))
    }

    /// Adds every text of the section and of those in it, in the order in which they are filled in.
    fn gather<'t>(&'t self, texts: &mut Vec<&'t SlottedText<'c>>) {
        let of_part = |part: &'t Part<'c>, texts: &mut Vec<&'t SlottedText<'c>>| {
            texts.push(&part.text);
            part.children.iter().for_each(|child| child.gather(texts));
        };
        texts.push(&self.heading);
        self.prepended.iter().for_each(|part| of_part(part, texts));
        texts.extend(&self.text);
        self.children.iter().for_each(|child| child.gather(texts));
        self.appended.iter().for_each(|part| of_part(part, texts));
    }

    /// Whether headings down to a level have values in them: this one's, or those of the sections in it.
    pub fn has_values(&self, deepest: u8) -> bool {
        !self.heading.values.is_empty() || self.inner().any(|inner| inner.level <= deepest && inner.has_values(deepest))
    }

    /// The heading as lists print it, with the values of a copy: "Appendix A: Contacts", or its words alone.
    pub fn title(&self, values: &[Arc<str>]) -> String {
        section_title(self.appendix.as_deref(), &self.heading, values)
    }
}

/// A section's heading as lists print it, see [`CopySection::title`].
pub fn section_title(appendix: Option<&str>, heading: &SlottedText<'_>, values: &[Arc<str>]) -> String {
    let words = heading.with(values).plain();
    match appendix {
        Some(appendix) => format!("{appendix} {words}"),
        None => words,
    }
}
