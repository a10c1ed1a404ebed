//! Turns the parser's events into a tree, without recursion.

use super::super::fault::{FaultKind, Faults};
use super::super::raw::{Chunk, Context, settle};
use super::super::slot::Known;
use super::super::tree::{
    AlertKind, Alignment, Block, BlockKind, Definition, Document, Inline, Item, Span, Task, Text,
};
use super::super::{MarkdownFault, note_label};
use super::options;
use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Parser, Tag};
use std::collections::BTreeMap;
use std::ops::Range;

/// Blocks are nested this deep at most; what is deeper is put where this depth is reached.
const DEEPEST: usize = 100;
/// The same for emphasis and links, whose depth is counted on top of that of the blocks around them.
const DEEPEST_INLINE: usize = DEEPEST + 40;

pub(super) struct Builder<'t> {
    pub(super) text: &'t str,
    /// Events before this byte belong to the references.
    skip: usize,
    /// The byte that places are counted from.
    origin: usize,
    known: Known,
    pub(super) frames: Vec<Frame>,
    /// For each element that is open: whether it has a frame.
    open: Vec<bool>,
    pub(super) notes: BTreeMap<String, Vec<Block>>,
    pub(super) faults: Faults,
    said_too_deep: bool,
}

/// An element that is open.
pub(super) struct Frame {
    pub(super) kind: Kind,
    pub(super) span: Span,
    pub(super) blocks: Vec<Block>,
    pub(super) block_chunks: Vec<Chunk>,
    pub(super) inlines: Vec<Inline>,
    pub(super) inline_chunks: Vec<Chunk>,
    /// Where the inlines stand.
    pub(super) inline_span: Option<Span>,
}

pub(super) enum Kind {
    Root,
    Paragraph,
    Heading(u8),
    Quote(Option<AlertKind>),
    Code { info: String, text: String },
    Html(String),
    List { start: Option<u64>, tight: bool, items: Vec<Item> },
    Item(Option<Task>),
    Note(String),
    Definitions { tight: bool, list: Vec<Definition> },
    Term,
    Meaning,
    Table(super::table::Rows),
    Row(super::table::Row),
    Cell,
    Emphasis,
    Strong,
    Strike,
    Link { destination: String, title: String },
    Image { destination: String, title: String },
}

impl Frame {
    pub(super) fn new(kind: Kind, span: Span) -> Self {
        Self {
            kind,
            span,
            blocks: Vec::new(),
            block_chunks: Vec::new(),
            inlines: Vec::new(),
            inline_chunks: Vec::new(),
            inline_span: None,
        }
    }
}

impl<'t> Builder<'t> {
    /// Events before byte `skip` are passed over; places are counted from `origin`.
    pub(super) fn new(text: &'t str, skip: usize, origin: usize) -> Self {
        Self {
            text,
            skip,
            origin,
            known: Known::of(text),
            frames: vec![Frame::new(Kind::Root, Span::default())],
            open: Vec::new(),
            notes: BTreeMap::new(),
            faults: Faults::default(),
            said_too_deep: false,
        }
    }

    pub(super) fn document(mut self) -> Document {
        self.read();
        let root = self.frames.pop().unwrap_or_else(|| Frame::new(Kind::Root, Span::default()));
        let blocks = self.finished_blocks(root);
        self.faults.list.sort_by_key(|fault| fault.span);
        Document { blocks, footnotes: self.notes, faults: self.faults.list, ..Document::default() }
    }

    /// The words of the text's only heading.
    pub(super) fn line(self) -> (Vec<Inline>, Vec<MarkdownFault>) {
        let Document { blocks, faults, .. } = self.document();
        let content = blocks.into_iter().find_map(|block| match block.kind {
            BlockKind::Heading { content, .. } => Some(content),
            _ => None,
        });
        (content.unwrap_or_default(), faults)
    }

    fn read(&mut self) {
        for (event, range) in Parser::new_ext(self.text, options()).into_offset_iter() {
            match event {
                Event::End(_) => {
                    if self.open.pop() == Some(true) {
                        self.close();
                    }
                }
                Event::Start(tag) => {
                    let frame = if range.start < self.skip { None } else { self.frame(tag, &range) };
                    self.open.push(frame.is_some());
                    self.frames.extend(frame);
                }
                _ if range.start < self.skip => {}
                event => self.leaf(event, range),
            }
        }
    }

    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        Span::new(range.start.saturating_sub(self.origin)..range.end.saturating_sub(self.origin))
    }

    fn top(&mut self) -> &mut Frame {
        self.frames.last_mut().expect("the root frame stays until the end")
    }

    fn leaf(&mut self, event: Event<'_>, range: Range<usize>) {
        let span = self.span(&range);
        match event {
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => self.words(&text, span),
            Event::Code(code) => {
                let code = self.known.honest(&code);
                self.push_inline(Inline::Code(code), span);
            }
            Event::Html(html) => self.words(&html, span),
            Event::InlineHtml(html) => {
                let top = self.top();
                top.inline_chunks.push(Chunk { at: top.inlines.len(), html: html.into_string(), span });
                top.inline_span = Some(top.inline_span.map_or(span, |before| before.with(span)));
            }
            Event::FootnoteReference(label) => {
                self.push_inline(Inline::FootnoteRef { label: note_label(&label), span }, span);
            }
            Event::SoftBreak => self.push_inline(Inline::SoftBreak, span),
            Event::HardBreak => self.push_inline(Inline::HardBreak, span),
            Event::Rule => self.push_block(Block { kind: BlockKind::Rule, span }),
            Event::TaskListMarker(done) => {
                let state = if done { Task::Done } else { Task::ToDo };
                for frame in self.frames.iter_mut().rev() {
                    if let Kind::Item(task) = &mut frame.kind {
                        *task = Some(state);
                        break;
                    }
                }
            }
            Event::Start(_) | Event::End(_) => {}
        }
    }

    /// Adds text to what is open: code, raw HTML, or words.
    fn words(&mut self, text: &CowStr<'_>, span: Span) {
        if let Kind::Html(all) = &mut self.top().kind {
            // Private characters in it are seen to where it is cleaned.
            all.push_str(text);
            return;
        }
        let honest = self.known.honest(text);
        let top = self.top();
        match &mut top.kind {
            Kind::Code { text: all, .. } => all.push_str(&honest),
            Kind::List { .. } | Kind::Table(_) | Kind::Row(_) | Kind::Definitions { .. } => {}
            _ => {
                let apart = top.inline_chunks.last().is_some_and(|chunk| chunk.at == top.inlines.len());
                if let (Some(Inline::Text(before)), false) = (top.inlines.last_mut(), apart) {
                    before.text.push_str(&honest);
                    before.span = before.span.with(span);
                    top.inline_span = Some(top.inline_span.map_or(span, |before| before.with(span)));
                } else {
                    let text = Text { text: honest, span, may_hold_address: false };
                    self.push_inline(Inline::Text(text), span);
                }
            }
        }
    }

    pub(super) fn push_inline(&mut self, inline: Inline, span: Span) {
        let top = self.top();
        top.inline_span = Some(top.inline_span.map_or(span, |before| before.with(span)));
        top.inlines.push(inline);
    }

    pub(super) fn push_block(&mut self, block: Block) {
        self.end_words();
        self.top().blocks.push(block);
    }

    /// Makes a paragraph of the words that stand in a block without one, as in the items of a tight list.
    pub(super) fn end_words(&mut self) {
        let top = self.frames.last_mut().expect("the root frame stays until the end");
        let Some(span) = top.inline_span.take() else { return };
        let (inlines, chunks) = (std::mem::take(&mut top.inlines), std::mem::take(&mut top.inline_chunks));
        let content = self.finished_inlines(inlines, &chunks, Context::Inline);
        if !content.is_empty() {
            self.top().blocks.push(Block { kind: BlockKind::Paragraph(content), span });
        }
    }

    pub(super) fn finished_inlines(
        &mut self,
        mut inlines: Vec<Inline>,
        chunks: &[Chunk],
        context: Context,
    ) -> Vec<Inline> {
        for inline in &mut inlines {
            if let Inline::Text(text) = inline {
                text.may_hold_address = super::super::write::may_hold_address(&text.text);
            }
        }
        settle(inlines, chunks, context, self.source(), &mut self.faults)
    }

    /// The text that places are counted in.
    pub(super) fn source(&self) -> &'t str {
        self.text.get(self.origin..).unwrap_or_default()
    }

    /// What an element needs while it is open; `None` where it would be too deep, so that its content is its parent's.
    fn frame(&mut self, tag: Tag<'_>, range: &Range<usize>) -> Option<Frame> {
        let depth = self.frames.len();
        // A list brings its items, a table its rows and cells.
        let shallow = depth + 3 <= DEEPEST;
        let shallow_inline = depth < DEEPEST_INLINE;
        let kind = match tag {
            Tag::Paragraph => {
                self.loosen();
                Kind::Paragraph
            }
            Tag::Heading { level, .. } => Kind::Heading(level_number(level)),
            Tag::BlockQuote(kind) if shallow => Kind::Quote(kind.map(alert_kind)),
            Tag::CodeBlock(CodeBlockKind::Indented) => Kind::Code { info: String::new(), text: String::new() },
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                Kind::Code { info: self.known.honest(&info), text: String::new() }
            }
            Tag::HtmlBlock => Kind::Html(String::new()),
            Tag::List(start) if shallow => Kind::List { start, tight: true, items: Vec::new() },
            Tag::Item if matches!(self.top().kind, Kind::List { .. }) => Kind::Item(None),
            Tag::FootnoteDefinition(label) if shallow => Kind::Note(note_label(&label)),
            Tag::DefinitionList if shallow => Kind::Definitions { tight: true, list: Vec::new() },
            Tag::DefinitionListTitle if matches!(self.top().kind, Kind::Definitions { .. }) => Kind::Term,
            Tag::DefinitionListDefinition if matches!(self.top().kind, Kind::Definitions { .. }) => Kind::Meaning,
            Tag::Table(alignments) if shallow => {
                Kind::Table(super::table::Rows::new(alignments.into_iter().map(alignment).collect()))
            }
            Tag::TableHead | Tag::TableRow if matches!(self.top().kind, Kind::Table(_)) => {
                Kind::Row(super::table::Row::new(range.clone(), matches!(tag, Tag::TableHead)))
            }
            Tag::TableCell if matches!(self.top().kind, Kind::Row(_)) => {
                if let Kind::Row(row) = &mut self.top().kind {
                    row.begin_cell(range);
                }
                Kind::Cell
            }
            Tag::Emphasis if shallow_inline => Kind::Emphasis,
            Tag::Strong if shallow_inline => Kind::Strong,
            Tag::Strikethrough if shallow_inline => Kind::Strike,
            Tag::Link { link_type, dest_url, title, .. } if shallow_inline => {
                let scheme = if link_type == LinkType::Email { "mailto:" } else { "" };
                let destination = format!("{scheme}{}", self.known.honest(&dest_url));
                Kind::Link { destination, title: self.known.honest(&title) }
            }
            Tag::Image { dest_url, title, .. } if shallow_inline => {
                Kind::Image { destination: self.known.honest(&dest_url), title: self.known.honest(&title) }
            }
            _ => {
                if !std::mem::replace(&mut self.said_too_deep, true) {
                    let span = self.span(range);
                    self.faults.push(FaultKind::TooDeep, span);
                }
                return None;
            }
        };
        Some(Frame::new(kind, self.span(range)))
    }

    /// A paragraph right in an item or meaning makes its list a loose one.
    fn loosen(&mut self) {
        if let [.., list, item] = self.frames.as_mut_slice() {
            match (&mut list.kind, &item.kind) {
                (Kind::List { tight, .. }, Kind::Item(_)) | (Kind::Definitions { tight, .. }, Kind::Meaning) => {
                    *tight = false;
                }
                _ => {}
            }
        }
    }
}

fn level_number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

fn alert_kind(kind: BlockQuoteKind) -> AlertKind {
    match kind {
        BlockQuoteKind::Note => AlertKind::Note,
        BlockQuoteKind::Tip => AlertKind::Tip,
        BlockQuoteKind::Important => AlertKind::Important,
        BlockQuoteKind::Warning => AlertKind::Warning,
        BlockQuoteKind::Caution => AlertKind::Caution,
    }
}

fn alignment(alignment: pulldown_cmark::Alignment) -> Alignment {
    match alignment {
        pulldown_cmark::Alignment::None => Alignment::Unset,
        pulldown_cmark::Alignment::Left => Alignment::Left,
        pulldown_cmark::Alignment::Center => Alignment::Centre,
        pulldown_cmark::Alignment::Right => Alignment::Right,
    }
}
