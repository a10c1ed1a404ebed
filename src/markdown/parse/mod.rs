//! Reads Markdown into a [`Document`].

mod blunt;
mod build;
mod close;
mod table;

use super::{Block, BlockKind, Document, Span};
pub(super) use blunt::blunt;
pub(super) use table::is_blank;

use build::Builder;
use pulldown_cmark::{Event, Options, Parser, Tag};
use std::borrow::Cow;

/// What we read beside `CommonMark`. Named one by one: some flags of the parser switch others off.
pub(super) fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM
}

/// What a whole file defines and each of its parts may refer to: the targets of `[words][label]`, and the labels of
/// footnotes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct References {
    /// Markdown that says nothing but defines them all; it is read before each part.
    prelude: String,
}

impl References {
    /// Takes the definitions of links as they stand in the file (`[label]: address "title"`), filled in, and the labels
    /// of footnotes. What is neither is left out.
    ///
    /// Slots in the definitions are slots of every part that is parsed with them, so they need numbers of their own.
    pub fn new<'t>(
        definitions: impl IntoIterator<Item = &'t str>,
        footnotes: impl IntoIterator<Item = &'t str>,
    ) -> Self {
        let mut prelude = String::new();
        for definition in definitions {
            let definition = definition.trim();
            if definition.starts_with('[') && Parser::new_ext(definition, options()).next().is_none() {
                prelude.push_str(definition);
                prelude.push_str("\n\n");
            }
        }
        for label in footnotes {
            let note = format!("[^{label}]: -\n\n");
            let first = Parser::new_ext(&note, options()).next();
            if matches!(first, Some(Event::Start(Tag::FootnoteDefinition(_)))) {
                prelude.push_str(&note);
            }
        }
        if !prelude.is_empty() {
            // Ends the last footnote, so that an indented line does not go on with it.
            prelude.push_str("<!---->\n");
        }
        Self { prelude }
    }

    /// The text with what it may refer to before it, and how many bytes that is.
    pub(in crate::markdown) fn before<'t>(&self, text: &'t str) -> (Cow<'t, str>, usize) {
        if self.prelude.is_empty() || !text.contains('[') {
            return (Cow::Borrowed(text), 0);
        }
        (Cow::Owned(format!("{}{text}", self.prelude)), self.prelude.len())
    }
}

/// A footnote's label as [`Document`] and [`super::Setting`] know it: case is no difference.
pub fn note_label(label: &str) -> String {
    label.to_lowercase()
}

/// Reads a text. Every text is Markdown; what is doubtful in it is among the faults.
///
/// Lists, quotes and emphasis are followed about a hundred levels deep, what is deeper stands on the deepest level;
/// the time taken grows with the text's length.
pub fn parse(text: &str, references: &References) -> Document {
    let (text, shift) = references.before(text);
    Builder::new(&blunt(&text), shift, shift).document()
}

/// Reads a text as one line of words, whatever blocks it looks like: a heading `1. Scope` is no list. Line ends are
/// spaces. The document is one paragraph of [`Document::line`].
pub fn parse_line(text: &str, references: &References) -> Document {
    const HEADING: &str = "###### ";
    let line = format!("{HEADING}{}", text.replace('\n', " "));
    let (line, shift) = references.before(&line);
    let (content, faults) = Builder::new(&line, shift, shift + HEADING.len()).line();
    let paragraph = Block { kind: BlockKind::Paragraph(content), span: Span::new(0..text.len()) };
    Document { blocks: vec![paragraph], faults, ..Document::default() }
}
