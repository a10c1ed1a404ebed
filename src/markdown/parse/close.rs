//! What an element becomes when it ends.

use super::super::fault::FaultKind;
use super::super::outline::{AttributeKind, HeadingAttributes, trailing_attributes};
use super::super::raw::{Chunk, Context, settle};
use super::super::tree::{Block, BlockKind, Definition, Image, Inline, Item, Link, Span};
use super::super::{plain_text, write};
use super::build::{Builder, Frame, Kind};
use super::table;

impl Builder<'_> {
    /// Ends the innermost element that is open, and gives what it became to the one around it.
    pub(super) fn close(&mut self) {
        self.end_block_words();
        let Some(mut frame) = self.frames.pop() else { return };
        let span = frame.span;
        match std::mem::replace(&mut frame.kind, Kind::Root) {
            Kind::Root => {}
            Kind::Paragraph => {
                let content = self.inlines(frame);
                if !content.is_empty() {
                    self.push_block(Block { kind: BlockKind::Paragraph(content), span });
                }
            }
            Kind::Heading(level) => {
                let mut content = self.inlines(frame);
                let id = take_id(&mut content);
                self.push_block(Block { kind: BlockKind::Heading { level, id, content }, span });
            }
            Kind::Quote(alert) => {
                let content = self.finished_blocks(frame);
                let kind = match alert {
                    Some(kind) => BlockKind::Alert { kind, content },
                    None => BlockKind::Quote(content),
                };
                self.push_block(Block { kind, span });
            }
            Kind::Code { info, text } => self.push_block(Block { kind: BlockKind::Code { info, text }, span }),
            Kind::Html(html) => {
                self.end_words();
                if let Some(parent) = self.frames.last_mut() {
                    parent.block_chunks.push(Chunk { at: parent.blocks.len(), html, span });
                }
            }
            Kind::List { start, tight, items } => {
                self.push_block(Block { kind: BlockKind::List { start, tight, items }, span });
            }
            Kind::Item(task) => {
                let content = self.finished_blocks(frame);
                if let Some(Kind::List { items, .. }) = self.parent() {
                    items.push(Item { task, content });
                }
            }
            Kind::Note(label) => {
                let content = self.finished_blocks(frame);
                self.notes.entry(label).or_insert(content);
            }
            Kind::Definitions { tight, list } => {
                self.push_block(Block { kind: BlockKind::Definitions { tight, list }, span });
            }
            Kind::Term => {
                let content = self.inlines(frame);
                if let Some(Kind::Definitions { list, .. }) = self.parent() {
                    list.push(Definition::Term(content));
                }
            }
            Kind::Meaning => {
                let content = self.finished_blocks(frame);
                if let Some(Kind::Definitions { list, .. }) = self.parent() {
                    list.push(Definition::Meaning(content));
                }
            }
            Kind::Table(rows) => self.table(rows, span),
            Kind::Row(row) => self.row(row, span),
            Kind::Cell => {
                let chunks = std::mem::take(&mut frame.inline_chunks);
                // A cell may hold what a section may: there is no other way to put a list into a Markdown table.
                let content = self.finished_inlines(frame.inlines, &chunks, Context::Block);
                if let Some(Kind::Row(row)) = self.parent() {
                    row.cells.push(content);
                }
            }
            Kind::Emphasis => self.wrap(frame, Inline::Emphasis),
            Kind::Strong => self.wrap(frame, Inline::Strong),
            Kind::Strike => self.wrap(frame, Inline::Strike),
            Kind::Link { destination, title } => {
                self.check_address(&destination, span);
                let content = self.inlines(frame);
                self.push_inline(Inline::Link(Box::new(Link { destination, title, content, span })), span);
            }
            Kind::Image { destination, title } => {
                self.check_address(&destination, span);
                let alt = self.inlines(frame);
                if plain_text(&alt, None).trim().is_empty() {
                    self.faults.push(FaultKind::ImageWithoutAlt, span);
                }
                self.push_inline(Inline::Image(Box::new(Image { destination, title, alt, span })), span);
            }
        }
    }

    fn parent(&mut self) -> Option<&mut Kind> {
        self.frames.last_mut().map(|frame| &mut frame.kind)
    }

    /// Words right in an element that holds blocks are a paragraph of it.
    fn end_block_words(&mut self) {
        let holds_blocks =
            matches!(self.parent(), Some(Kind::Root | Kind::Quote(_) | Kind::Item(_) | Kind::Note(_) | Kind::Meaning));
        if holds_blocks {
            self.end_words();
        }
    }

    fn wrap(&mut self, frame: Frame, kind: fn(Vec<Inline>) -> Inline) {
        let span = frame.span;
        let content = self.inlines(frame);
        self.push_inline(kind(content), span);
    }

    fn inlines(&mut self, frame: Frame) -> Vec<Inline> {
        self.finished_inlines(frame.inlines, &frame.inline_chunks, Context::Inline)
    }

    /// The blocks of an element that has ended, with their raw HTML cleaned and their captions in the tables.
    pub(super) fn finished_blocks(&mut self, mut frame: Frame) -> Vec<Block> {
        if frame.inline_span.is_some() {
            // Only the root is taken without being closed.
            self.frames.push(frame);
            self.end_words();
            frame = self.frames.pop().expect("it was put there just now");
        }
        let blocks = settle(frame.blocks, &frame.block_chunks, Context::Block, self.source(), &mut self.faults);
        table::with_captions(blocks)
    }

    fn check_address(&mut self, address: &str, span: Span) {
        if write::is_refused(address) {
            self.faults.push(FaultKind::RefusedAddress { address: address.to_owned() }, span);
        }
    }
}

/// Takes the attribute block from a heading's end, and the id from it.
fn take_id(content: &mut Vec<Inline>) -> Option<String> {
    let Some(Inline::Text(last)) = content.last_mut() else { return None };
    let block = trailing_attributes(&last.text)?;
    let attributes = HeadingAttributes::parse(&last.text, block.clone());
    last.text.truncate(last.text[..block.start].trim_end().len());
    if last.text.is_empty() {
        content.pop();
    }
    attributes.words.into_iter().find_map(|word| match word.kind {
        AttributeKind::Id(id) => Some(id),
        _ => None,
    })
}
