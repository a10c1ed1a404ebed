//! Markdown as sections with ids and places, and as safe HTML.
//!
//! A policy is cut at its headings while its Tera tags still stand in it ([`outline`]). Each part is then filled in by
//! itself, every printed value as one private character (a *slot*, see [`slot_index`]), and read once into a tree of
//! our own ([`parse`]). A [`Writer`] turns that tree into HTML once for each page, with that page's values, so a value is
//! text wherever it stands: never markup, never an attribute's end, never a new address scheme.
//!
//! What we add to CommonMark, tables, footnotes, strikethrough, task lists, alerts and definition lists:
//!
//! - A paragraph of its own that begins `Table: ` is the caption of the table right below it, or else of the one right
//!   above it. With a caption above, a paragraph below stays a paragraph. `{.row-headers}` at its end makes the first
//!   cell of each row a header of that row.
//! - A heading ends in `{#id .class key=value}`; see [`HeadingAttributes`].
//! - A web address (`http://`, `https://`, `www.`) or e-mail address in plain text is a link.
//! - Raw HTML is cut down to harmless elements and closed in again: what one list item, quote or section leaves open
//!   ends with it.

mod fault;
mod outline;
mod parse;
mod plain;
mod raw;
mod slot;
mod slug;
mod tree;
mod write;
mod write_out;

#[cfg(test)]
mod tests;

pub use fault::{FaultKind, MarkdownFault};
pub use outline::{
    AttributeKind, AttributeWord, HeadingAttributes, HeadingPlace, NotePlace, Outline, outline, outline_of_plain,
};
pub use parse::{References, note_label, parse, parse_line};
pub use plain::{plain_text, plain_text_of_blocks, searched_text};
pub use slot::{SLOT_COUNT, is_private, slot_char, slot_index, without_private};
pub use slug::slug;
pub use tree::{
    AlertKind, Alignment, Block, BlockKind, Definition, Document, Image, Inline, Item, Link, RawCaption, RawPiece,
    Span, Table, Task, Text,
};
pub use write::{LinkKind, LinkSource, ResolvedLink, Setting, Values, Writer, WriterWords, filled};
pub use write_out::{WriteOut, write_out, write_out_line};
