//! The words of a tree without their markup: for titles, search and descriptions of images.

use super::write::{Values, filled};
use super::{Block, BlockKind, Definition, Inline, RawPiece};

/// The words of a line. Without `values` the slots stay in it, as [`super::slug`] wants them.
pub fn plain_text(inlines: &[Inline], values: Option<&dyn Values>) -> String {
    let mut plain = Plain { values, ..Plain::default() };
    plain.inlines(inlines);
    plain.out
}

/// The words of blocks, each block, item and row in a line of its own. Without `values` the slots stay in it.
pub fn plain_text_of_blocks(blocks: &[Block], values: Option<&dyn Values>) -> String {
    let mut plain = Plain { values, ..Plain::default() };
    plain.blocks(blocks);
    plain.lines()
}

/// The title of what an address leads to.
type TitleOf<'t> = &'t dyn Fn(&str) -> Option<String>;

/// The words of blocks for a search index, the slots still in them: a link without words has its target's title, by
/// what `title_of` says of its address. And the labels of the footnotes that they lead to, in order.
pub fn searched_text(blocks: &[Block], title_of: TitleOf<'_>) -> (String, Vec<String>) {
    let mut plain = Plain { title_of: Some(title_of), ..Plain::default() };
    plain.blocks(blocks);
    let notes = std::mem::take(&mut plain.notes);
    (plain.lines(), notes)
}

#[derive(Default)]
struct Plain<'v> {
    values: Option<&'v dyn Values>,
    title_of: Option<TitleOf<'v>>,
    /// The labels of footnotes, in the order in which they are met.
    notes: Vec<String>,
    out: String,
}

impl Plain<'_> {
    fn lines(mut self) -> String {
        self.out.truncate(self.out.trim_end().len());
        self.out
    }

    fn text(&mut self, text: &str) {
        match self.values {
            Some(values) => self.out.push_str(&filled(text, values)),
            None => self.out.push_str(text),
        }
    }

    fn end_line(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.text(&text.text),
                Inline::Code(code) => self.text(code),
                Inline::Emphasis(content) | Inline::Strong(content) | Inline::Strike(content) => self.inlines(content),
                Inline::Link(link) => match self.title_of.filter(|_| link.content.is_empty()) {
                    Some(title_of) => self.out.push_str(&title_of(&link.destination).unwrap_or_default()),
                    None => self.inlines(&link.content),
                },
                Inline::Image(image) => self.inlines(&image.alt),
                Inline::SoftBreak | Inline::HardBreak => self.out.push(' '),
                Inline::RawHtml(pieces) => self.pieces(pieces),
                Inline::FootnoteRef { label, .. } => self.notes.push(label.clone()),
            }
        }
    }

    fn pieces(&mut self, pieces: &[RawPiece]) {
        for piece in pieces {
            match piece {
                RawPiece::Text(text) if text.text.trim().is_empty() && text.text.contains('\n') => self.end_line(),
                RawPiece::Text(text) => self.text(&text.text),
                RawPiece::Markup(tag) if tag.starts_with("<br") => self.out.push(' '),
                RawPiece::Markup(tag) if ends_words(tag) => self.end_line(),
                _ => {}
            }
        }
    }

    fn row(&mut self, cells: &[Vec<Inline>]) {
        for cell in cells {
            self.inlines(cell);
            // In an excerpt, what stands in two cells must not run together.
            if self.title_of.is_some() { self.end_line() } else { self.out.push(' ') }
        }
        self.out.truncate(self.out.trim_end_matches(' ').len());
        self.end_line();
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match &block.kind {
                BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => self.inlines(content),
                BlockKind::Code { text, .. } => self.text(text),
                BlockKind::Quote(content) | BlockKind::Alert { content, .. } => self.blocks(content),
                BlockKind::List { items, .. } => items.iter().for_each(|item| self.blocks(&item.content)),
                BlockKind::Definitions { list, .. } => {
                    for definition in list {
                        match definition {
                            Definition::Term(content) => self.inlines(content),
                            Definition::Meaning(content) => self.blocks(content),
                        }
                        self.end_line();
                    }
                }
                BlockKind::Table(table) => {
                    self.inlines(table.caption.as_deref().unwrap_or_default());
                    self.end_line();
                    table.header.iter().chain(&table.rows).for_each(|row| self.row(row));
                }
                BlockKind::RawHtml(pieces) => {
                    // No line end after it: the paragraph that it opened may go on.
                    self.pieces(pieces);
                    continue;
                }
                BlockKind::Rule => {}
            }
            self.end_line();
        }
    }
}

/// Whether words on both sides of a tag are words apart.
fn ends_words(tag: &str) -> bool {
    let name = tag.trim_start_matches(['<', '/']).split([' ', '>']).next().unwrap_or_default();
    matches!(
        name,
        "p" | "div"
            | "li"
            | "td"
            | "th"
            | "tr"
            | "dt"
            | "dd"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "blockquote"
            | "pre"
            | "caption"
            | "figcaption"
            | "summary"
    )
}
