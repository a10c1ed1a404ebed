//! What changed between two versions of a document, as its readers would tell it.
//!
//! Sections are matched first, by id, heading and words, so that one that was renamed or stands elsewhere is still one
//! section. Inside it, paragraphs, items, rows and cells are matched in their order, and the words of each pair are
//! compared. What comes of it is made for reading: one change where there would be many crumbs, a paragraph whole
//! where little of it stayed, looks and addresses told apart from words.
//!
//! Nothing here reads a file or a clock, and nothing is lost: the kept and the added words are the new text, the kept
//! and the removed ones the old, to the letter.

mod align;
mod blocks;
mod copy;
mod fields;
mod html;
mod lines;
mod matching;
mod print;
mod raw;
mod read;
mod sections;
mod summary;
mod table;
mod text;
mod token;
mod words;

#[cfg(test)]
mod tests;

pub use blocks::{ChunkChange, Edits, Extent};
pub use fields::{FieldChange, field_changes};
pub use html::{anchor, html};
pub use lines::{ChangeLine, Shown, change_lines};
pub use print::print;
pub use read::{Notes, Origin, Reader};
pub use sections::{Moved, Redline, SectionChange, Spot, compare};
pub use summary::{Entry, Tally};
pub use table::{RowChange, TableChange};
pub use text::{Chunk, Content, Kind, Line, Look, Row, Section, Table, Text, Token, TokenKind};
pub use words::{Fate, Run, TextSpan};
