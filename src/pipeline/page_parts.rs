//! The parts of a page's text in the order in which they stand on it, each with the place where it was written.
//!
//! It goes the way of `render::body`, and through a text as the writer of HTML does, and notes each element that a reader
//! can point at. So the elements of the page and these parts are one list, and the preview's script counts them off.

use crate::markdown::{Block, BlockKind, Definition, Inline, Item, RawPiece, Span, Table};
use crate::merge::{CopySection, SharedText, SlottedText};
use crate::source::Place;

/// An element of a page's text that a reader can point at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PagePart {
    /// The name of its element; `h` for a heading of any level.
    pub kind: &'static str,
    /// The id of the section that it is the heading of, or of the footnote that it is.
    pub id: Option<String>,
    /// Where it was written.
    pub place: Place,
}

/// The elements that are parts, by the names of raw HTML.
const KINDS: &[(&str, &str)] = &[
    ("p", "p"),
    ("li", "li"),
    ("tr", "tr"),
    ("pre", "pre"),
    ("dt", "dt"),
    ("dd", "dd"),
    ("hr", "hr"),
    ("caption", "caption"),
    ("h1", "h"),
    ("h2", "h"),
    ("h3", "h"),
    ("h4", "h"),
    ("h5", "h"),
    ("h6", "h"),
];

/// The parts of a text: what stands before the first heading, the sections, and the footnotes that they refer to.
pub(super) fn parts(text: &SharedText<'_>) -> Vec<PagePart> {
    let SharedText { notice: _, preamble, sections, notes } = text;
    let mut walk = Walk { parts: Vec::new(), noted: Vec::new() };
    if let Some(text) = preamble {
        walk.text(text);
    }
    sections.iter().for_each(|section| walk.section(section));
    let mut at = 0;
    // A note may refer to others, which come after it.
    while let Some((source, label)) = walk.noted.get(at).cloned() {
        at += 1;
        let note = notes.get(source).and_then(|notes| notes.iter().find(|note| note.label == label));
        if let Some(note) = note {
            let place = note.text.place(0..note.text.passage.text().len());
            walk.parts.push(PagePart { kind: "li", id: Some(format!("fn-{at}")), place });
            walk.text(&note.text);
        }
    }
    walk.parts
}

struct Walk {
    parts: Vec<PagePart>,
    /// The footnotes that were referred to so far, by file and label.
    noted: Vec<(usize, String)>,
}

impl Walk {
    fn section(&mut self, section: &CopySection<'_>) {
        let CopySection { heading, prepended, text, children, appended, .. } = section;
        let place = heading.place(0..heading.passage.text().len());
        self.parts.push(PagePart { kind: "h", id: Some(section.id.clone()), place });
        self.notes(heading.line(), heading.source);
        for part in prepended {
            self.text(&part.text);
            part.children.iter().for_each(|child| self.section(child));
        }
        text.iter().for_each(|text| self.text(text));
        children.iter().for_each(|child| self.section(child));
        for part in appended {
            self.text(&part.text);
            part.children.iter().for_each(|child| self.section(child));
        }
    }

    fn text(&mut self, text: &SlottedText<'_>) {
        self.blocks(&text.document.blocks, false, text);
    }

    fn add(&mut self, kind: &'static str, span: Span, text: &SlottedText<'_>) {
        self.parts.push(PagePart { kind, id: None, place: text.place(span.range()) });
    }

    /// Paragraphs of a `tight` list have no element of their own.
    fn blocks(&mut self, blocks: &[Block], tight: bool, text: &SlottedText<'_>) {
        for Block { kind, span } in blocks {
            match kind {
                BlockKind::Paragraph(words) => {
                    if !tight {
                        self.add("p", *span, text);
                    }
                    self.notes(words, text.source);
                }
                BlockKind::Heading { content, .. } => {
                    self.add("h", *span, text);
                    self.notes(content, text.source);
                }
                BlockKind::List { tight, items, .. } => {
                    for Item { content, .. } in items {
                        self.add("li", content.first().map_or(*span, |first| first.span), text);
                        self.blocks(content, *tight, text);
                    }
                }
                BlockKind::Quote(content) | BlockKind::Alert { content, .. } => self.blocks(content, false, text),
                BlockKind::Code { .. } => self.add("pre", *span, text),
                BlockKind::Rule => self.add("hr", *span, text),
                BlockKind::Table(table) => self.table(table, *span, text),
                BlockKind::Definitions { tight, list } => {
                    for definition in list {
                        match definition {
                            Definition::Term(words) => {
                                self.add("dt", first_span(words).unwrap_or(*span), text);
                                self.notes(words, text.source);
                            }
                            Definition::Meaning(content) => {
                                self.add("dd", content.first().map_or(*span, |first| first.span), text);
                                self.blocks(content, *tight, text);
                            }
                        }
                    }
                }
                BlockKind::RawHtml(pieces) => self.pieces(pieces, *span, text),
            }
        }
    }

    fn table(&mut self, table: &Table, span: Span, text: &SlottedText<'_>) {
        if let Some(caption) = &table.caption {
            self.add("caption", first_span(caption).unwrap_or(span), text);
            self.notes(caption, text.source);
        }
        // A row of empty cells has no words to tell its place by: it is told at the row before.
        let mut last = span;
        for row in table.header.iter().chain(&table.rows) {
            last = row.iter().find_map(|cell| first_span(cell)).unwrap_or(last);
            self.add("tr", last, text);
            row.iter().for_each(|cell| self.notes(cell, text.source));
        }
    }

    fn pieces(&mut self, pieces: &[RawPiece], span: Span, text: &SlottedText<'_>) {
        for (index, piece) in pieces.iter().enumerate() {
            let kind = match piece {
                RawPiece::Markup(tag) => kind_of(tag),
                RawPiece::CaptionStart { .. } => Some("caption"),
                _ => None,
            };
            let Some(kind) = kind else { continue };
            let words = pieces[index..].iter().find_map(|piece| match piece {
                RawPiece::Text(words) if !words.text.trim().is_empty() => Some(words.span),
                _ => None,
            });
            self.add(kind, words.unwrap_or(span), text);
        }
    }

    fn notes(&mut self, words: &[Inline], source: usize) {
        for inline in words {
            match inline {
                Inline::FootnoteRef { label, .. } => {
                    let note = (source, label.clone());
                    if !self.noted.contains(&note) {
                        self.noted.push(note);
                    }
                }
                Inline::Emphasis(words) | Inline::Strong(words) | Inline::Strike(words) => self.notes(words, source),
                Inline::Link(link) => self.notes(&link.content, source),
                Inline::Text(_)
                | Inline::Code(_)
                | Inline::Image(_)
                | Inline::SoftBreak
                | Inline::HardBreak
                | Inline::RawHtml(_) => {}
            }
        }
    }
}

/// The kind of part that a tag of raw HTML begins.
fn kind_of(tag: &str) -> Option<&'static str> {
    let name = tag.strip_prefix('<')?.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
    KINDS.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
}

/// Where the first of some words stands that can be told.
fn first_span(words: &[Inline]) -> Option<Span> {
    words.iter().find_map(|inline| match inline {
        Inline::Text(text) => Some(text.span),
        Inline::Emphasis(words) | Inline::Strong(words) | Inline::Strike(words) => first_span(words),
        Inline::Link(link) => Some(link.span),
        Inline::Image(image) => Some(image.span),
        Inline::FootnoteRef { span, .. } => Some(*span),
        Inline::Code(_) | Inline::SoftBreak | Inline::HardBreak | Inline::RawHtml(_) => None,
    })
}
