//! Writes trees as HTML.

mod address;
mod block;
mod escape;
mod inline;
mod notes;
mod script;
mod table;

pub(super) use address::may_hold_address;
pub use escape::filled;
pub(super) use escape::is_refused;
pub(super) use script::Scripts;

use super::{Document, Span};
use std::borrow::Cow;

/// The values that slots stand for.
pub trait Values {
    /// The value of a slot; `""` for a slot that there is not.
    fn value(&self, slot: usize) -> &str;
}

/// What the text of one section of one page is written with.
pub trait Setting: Values {
    /// Where a link goes, or an image is. Asked once for each that is written; addresses that would run a script or hold
    /// the data themselves are never asked for, and never written. `None` for one that leads nowhere any more: of a link
    /// the words remain, of an image its description.
    fn link(&mut self, link: &LinkSource<'_>) -> Option<ResolvedLink>;

    /// What a table without a caption is called, on a page of which it is the table `number`.
    fn table_name(&self, _number: usize) -> Option<String> {
        None
    }

    /// The file whose footnotes the text refers to, by a number of the caller's: a label means one note in each file.
    fn source(&self) -> usize {
        0
    }
}

/// A link or image that is about to be written.
#[derive(Debug, Clone, Copy)]
pub struct LinkSource<'l> {
    /// Where to, with the values put in, not encoded.
    pub destination: &'l str,
    /// Where it stands in the text that was parsed; for an address in plain text that holds slots, that text.
    pub span: Span,
    /// What it is.
    pub kind: LinkKind,
    /// Whether it has words of its own; if not, [`ResolvedLink::text`] is written.
    pub has_text: bool,
    /// Whether its words are the address that it leads to.
    pub is_bare: bool,
}

/// What an address is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// A page to go to.
    Link,
    /// A picture to show.
    Image,
}

/// Where a link goes, as the page says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ResolvedLink {
    /// The address; percent-encoded and escaped when it is written.
    pub href: String,
    /// The words of a link that has none: the title of its target, as plain text. Without it, the address.
    pub text: Option<String>,
    /// Further attributes, name and value; the value is escaped when it is written.
    pub attributes: Vec<(&'static str, Cow<'static, str>)>,
}

impl ResolvedLink {
    /// A link that goes where its author wrote.
    pub fn as_written(link: &LinkSource<'_>) -> Self {
        Self { href: link.destination.to_owned(), ..Self::default() }
    }
}

/// What a writer says of its own accord, in the language of the page. `{number}` stands for a number.
#[derive(Debug, Clone)]
pub struct WriterWords {
    /// What stands over the alerts of each kind, in the order of [`AlertKind`](super::tree::AlertKind).
    pub alerts: [String; 5],
    /// Before a task that is done, for those who do not see its mark.
    pub done: String,
    /// Before a task that is not.
    pub to_do: String,
    /// What a table without a name of its own is called.
    pub table: String,
    /// What the footnotes are called together.
    pub footnotes: String,
    /// What a reference leads to.
    pub footnote: String,
    /// What leads back to it.
    pub back: String,
}

impl WriterWords {
    fn numbered(words: &str, number: usize) -> String {
        words.replace("{number}", &number.to_string())
    }
}

/// Writes one page's texts, in the order in which they stand on the page: it counts the page's footnotes and tables.
///
/// Footnotes are numbered in the order of their first references. What a text leaves open is closed at its end, whatever
/// raw HTML it holds.
#[derive(Debug)]
pub struct Writer<'w> {
    words: &'w WriterWords,
    heading_offset: u8,
    highest_heading: u8,
    notes: notes::Notes,
    tables: usize,
    /// The number of the raw table that is open.
    raw_table: usize,
    /// Whether references to footnotes are left out.
    leaves_out_notes: bool,
    /// How many links are open, of which only the outermost is written.
    links: usize,
    /// For text with its values, so as not to ask for memory each time.
    filled: String,
}

impl<'w> Writer<'w> {
    /// A writer for a page of its own. Headings that begin no section keep their levels, but for those of level 1, which
    /// is the title's alone: they are of level 2.
    pub fn new(words: &'w WriterWords) -> Self {
        Self {
            words,
            leaves_out_notes: false,
            heading_offset: 0,
            highest_heading: 2,
            notes: notes::Notes::default(),
            tables: 0,
            raw_table: 0,
            links: 0,
            filled: String::new(),
        }
    }

    /// Makes headings that begin no section `offset` levels lower than they were written, and `highest` (1 to 6) at
    /// most.
    #[must_use]
    pub fn with_headings(mut self, offset: u8, highest: u8) -> Self {
        self.heading_offset = offset;
        self.highest_heading = highest;
        self
    }

    /// Leaves out references to footnotes from now on, for a text whose notes are not on the page.
    pub fn leave_out_notes(&mut self) {
        self.leaves_out_notes = true;
    }

    /// Writes a document's blocks one below the other. What of them is the same on every page is worked out once.
    pub fn document<S: Setting + ?Sized>(&mut self, document: &Document, setting: &mut S, out: &mut String) {
        self.run(document.scripts.of_blocks(&document.blocks), setting, out);
    }

    /// Writes the words of a document that is one line, such as a heading, without the paragraph that they are in.
    pub fn line<S: Setting + ?Sized>(&mut self, document: &Document, setting: &mut S, out: &mut String) {
        self.run(document.scripts.of_line(document.line()), setting, out);
    }

    /// Writes blocks of no document.
    #[cfg(test)]
    pub(in crate::markdown) fn blocks<S: Setting + ?Sized>(
        &mut self,
        blocks: &[super::Block],
        setting: &mut S,
        out: &mut String,
    ) {
        self.run(&script::Script::of_blocks(blocks), setting, out);
    }

    /// The number of the next table of the page, which makes its id: `table-1`.
    pub fn next_table(&mut self) -> usize {
        self.tables += 1;
        self.tables
    }
}

/// Begins a line, unless one has just begun.
fn begin_line(out: &mut String) {
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
}
