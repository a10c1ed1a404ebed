//! Blocks, words and raw HTML laid out as chunks: raw lists and tables become what Markdown's own are.

mod tags;

use super::read::Reader;
use super::text::{Chunk, Content, Kind, Line, Look, Row, Table, TokenKind};
use super::token::LineMaker;
use crate::markdown::{Block, BlockKind, Definition, Image, Inline, Task, Values, filled, plain_text};
use std::sync::Arc;

/// Where chunks gather while a text is read.
pub(super) struct Shelf<'r, 'n, 'v> {
    reader: &'r mut Reader<'n>,
    values: &'v dyn Values,
    source: usize,
    /// What is open, the outermost first; never empty.
    frames: Vec<Frame>,
    /// The looks that raw tags have opened, and the one that counts now.
    raw_looks: Vec<Look>,
    look: Look,
}

/// Something open.
#[derive(Default)]
struct Frame {
    is: Open,
    chunks: Vec<Chunk>,
    line: LineMaker,
    /// Of a table.
    table: Table,
    /// Of a row.
    cells: Vec<Line>,
    /// Whether a row is one of headers, or a cell a header.
    is_header: bool,
    /// Whether a row begins with a header.
    begins_with_header: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Open {
    /// A sequence of blocks.
    #[default]
    Sequence,
    Chunk(Kind),
    Table,
    Row,
    Cell,
    Caption,
}

impl<'r, 'n, 'v> Shelf<'r, 'n, 'v> {
    pub(super) fn new(reader: &'r mut Reader<'n>, values: &'v dyn Values, source: usize) -> Self {
        let (frames, look) = (vec![Frame::default()], Look::default());
        Self { reader, values, source, frames, raw_looks: Vec::new(), look }
    }

    /// All that was read, as one line.
    pub(super) fn line(mut self) -> Line {
        self.close_to(1);
        self.frames.pop().map(flat).unwrap_or_default()
    }

    /// All that was read.
    pub(super) fn chunks(mut self) -> Vec<Chunk> {
        self.close_to(1);
        self.end_line();
        self.frames.pop().map(|frame| frame.chunks).unwrap_or_default()
    }

    fn top(&mut self) -> &mut Frame {
        self.frames.last_mut().expect("a sequence is always open")
    }

    // What gathers.

    /// Makes a paragraph of the words that stand by themselves.
    fn end_line(&mut self) {
        let frame = self.top();
        if frame.line.is_empty() {
            frame.line = LineMaker::default();
            return;
        }
        let line = std::mem::take(&mut frame.line).done();
        self.add(Chunk::words(Kind::Paragraph, line));
    }

    /// Adds a chunk to what is open, in the form that belongs there.
    fn add(&mut self, chunk: Chunk) {
        let is_entry = matches!(chunk.kind, Kind::Term | Kind::Meaning);
        let is_item = matches!(chunk.kind, Kind::Item(_));
        let frame = self.top();
        match (frame.is, chunk.kind) {
            (Open::Chunk(Kind::List(_)), _) if !is_item => {
                frame.chunks.push(Chunk::of(Kind::Item(None), vec![chunk]));
            }
            (Open::Chunk(Kind::Definitions), _) if !is_entry => {
                frame.chunks.push(Chunk::of(Kind::Meaning, vec![chunk]));
            }
            (Open::Chunk(Kind::List(_) | Kind::Definitions), _) => frame.chunks.push(chunk),
            _ if is_item || is_entry => match chunk.content {
                Content::Chunks(chunks) => frame.chunks.extend(chunks),
                Content::Words(line) => frame.chunks.push(Chunk::words(Kind::Paragraph, line)),
                Content::Table(_) => {}
            },
            _ => frame.chunks.push(chunk),
        }
    }

    fn open(&mut self, is: Open) {
        self.end_line();
        self.frames.push(Frame { is, ..Frame::default() });
    }

    /// Closes what was opened last of this sort, and all inside it; nothing where none is open in this sequence.
    fn close(&mut self, is_meant: impl Fn(Open) -> bool) {
        let own = self.frames.iter().rposition(|frame| frame.is == Open::Sequence).unwrap_or_default();
        if let Some(at) = self.frames.iter().rposition(|frame| is_meant(frame.is)).filter(|at| *at > own) {
            self.close_to(at);
        }
    }

    fn close_to(&mut self, depth: usize) {
        while self.frames.len() > depth {
            self.end_line();
            let Some(frame) = self.frames.pop() else { break };
            self.finish(frame);
        }
    }

    fn finish(&mut self, frame: Frame) {
        match frame.is {
            Open::Sequence => frame.chunks.into_iter().for_each(|chunk| self.add(chunk)),
            Open::Chunk(kind @ (Kind::Term | Kind::Heading(_))) => {
                let line = flat(frame);
                self.add(Chunk::words(kind, line));
            }
            Open::Chunk(kind) => self.add(Chunk::of(kind, frame.chunks)),
            Open::Caption => {
                let line = flat(frame);
                match self.top().is {
                    Open::Table => self.top().table.caption = line,
                    _ => self.add(Chunk::words(Kind::Paragraph, line)),
                }
            }
            Open::Cell => {
                let is_header = frame.is_header;
                let line = flat(frame);
                let top = self.top();
                if top.is == Open::Row {
                    top.begins_with_header |= is_header && top.cells.is_empty();
                    top.is_header &= is_header;
                    top.cells.push(line);
                } else {
                    self.add(Chunk::words(Kind::Paragraph, line));
                }
            }
            Open::Row => {
                let top = self.top();
                if top.is != Open::Table {
                    frame.cells.into_iter().for_each(|cell| self.add(Chunk::words(Kind::Paragraph, cell)));
                } else if frame.is_header && top.table.header.is_empty() && top.table.rows.is_empty() {
                    top.table.header = frame.cells;
                } else {
                    top.table.row_headers |= frame.begins_with_header;
                    top.table.rows.push(Row { cells: frame.cells, ..Row::default() });
                }
            }
            Open::Table => {
                frame.chunks.into_iter().for_each(|stray| self.add(stray));
                self.add(Chunk::table(frame.table));
            }
        }
    }

    // Blocks.

    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    /// The chunks of a sequence of its own.
    fn sequence(&mut self, blocks: &[Block]) -> Vec<Chunk> {
        self.frames.push(Frame::default());
        let depth = self.frames.len();
        let raw_looks = std::mem::take(&mut self.raw_looks);
        let look = self.look.clone();
        self.blocks(blocks);
        self.close_to(depth);
        self.end_line();
        (self.raw_looks, self.look) = (raw_looks, look);
        self.frames.pop().map(|frame| frame.chunks).unwrap_or_default()
    }

    fn block(&mut self, block: &Block) {
        if let BlockKind::RawHtml(pieces) = &block.kind {
            self.pieces(pieces);
            return;
        }
        self.end_line();
        match &block.kind {
            BlockKind::Paragraph(words) => {
                self.inlines(words);
                self.end_line();
            }
            BlockKind::Heading { level, content, .. } => {
                let line = self.words(content);
                self.add(Chunk::words(Kind::Heading(*level), line));
            }
            BlockKind::List { start, items, .. } => {
                let mut all = Vec::with_capacity(items.len());
                for item in items {
                    let done = item.task.map(|task| task == Task::Done);
                    all.push(Chunk::of(Kind::Item(done), self.sequence(&item.content)));
                }
                self.add(Chunk::of(Kind::List(*start), all));
            }
            BlockKind::Quote(content) => {
                let chunks = self.sequence(content);
                self.add(Chunk::of(Kind::Quote, chunks));
            }
            BlockKind::Alert { kind, content } => {
                let chunks = self.sequence(content);
                self.add(Chunk::of(Kind::Alert(*kind), chunks));
            }
            BlockKind::Code { text, .. } => {
                let text = filled(text, self.values);
                let lines = text.lines().map(code_line).collect();
                self.add(Chunk::of(Kind::Code, lines));
            }
            BlockKind::Rule => self.add(Chunk::words(Kind::Rule, Line::default())),
            BlockKind::Table(table) => {
                let table = self.table(table);
                self.add(table);
            }
            BlockKind::Definitions { list, .. } => {
                let mut all = Vec::with_capacity(list.len());
                for definition in list {
                    all.push(match definition {
                        Definition::Term(words) => Chunk::words(Kind::Term, self.words(words)),
                        Definition::Meaning(content) => Chunk::of(Kind::Meaning, self.sequence(content)),
                    });
                }
                self.add(Chunk::of(Kind::Definitions, all));
            }
            BlockKind::RawHtml(_) => {}
        }
    }

    fn table(&mut self, table: &crate::markdown::Table) -> Chunk {
        let crate::markdown::Table { caption, alignments: _, header, rows, row_headers } = table;
        let caption = caption.as_deref().map(|words| self.words(words)).unwrap_or_default();
        let header = header.iter().flatten().map(|cell| self.words(cell)).collect();
        let mut made = Vec::with_capacity(rows.len());
        for row in rows {
            made.push(Row { cells: row.iter().map(|cell| self.words(cell)).collect(), ..Row::default() });
        }
        Chunk::table(Table { caption, header, rows: made, columns: 0, row_headers: *row_headers })
    }

    /// The words of a line of its own.
    fn words(&mut self, words: &[Inline]) -> Line {
        self.frames.push(Frame::default());
        let depth = self.frames.len();
        let raw_looks = std::mem::take(&mut self.raw_looks);
        let look = self.look.clone();
        self.inlines(words);
        self.close_to(depth);
        (self.raw_looks, self.look) = (raw_looks, look);
        self.frames.pop().map(flat).unwrap_or_default()
    }

    // Words.

    pub(super) fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.text(&text.text),
                Inline::Code(code) => self.styled(|look| look.code = true, |shelf| shelf.text(code)),
                Inline::Emphasis(content) => {
                    self.styled(|look| look.emphasis = true, |shelf| shelf.inlines(content));
                }
                Inline::Strong(content) => self.styled(|look| look.strong = true, |shelf| shelf.inlines(content)),
                Inline::Strike(content) => self.styled(|look| look.strike = true, |shelf| shelf.inlines(content)),
                Inline::Link(link) => {
                    let address: Arc<str> = filled(&link.destination, self.values).into();
                    let says_nothing = plain_text(&link.content, Some(self.values)).trim().is_empty();
                    self.styled(
                        |look| look.link = Some(address.clone()),
                        |shelf| match says_nothing {
                            true => shelf.whole(&address, TokenKind::Word),
                            false => shelf.inlines(&link.content),
                        },
                    );
                }
                Inline::Image(image) => self.picture(image),
                Inline::FootnoteRef { label, .. } => {
                    self.reader.refer(self.source, label);
                    self.whole("*", TokenKind::NoteMark);
                }
                Inline::SoftBreak => self.top().line.space(),
                Inline::HardBreak => self.top().line.line_end(),
                Inline::RawHtml(pieces) => self.pieces(pieces),
            }
        }
    }

    fn styled(&mut self, change: impl FnOnce(&mut Look), inside: impl FnOnce(&mut Self)) {
        let before = self.look.clone();
        change(&mut self.look);
        inside(self);
        self.look = before;
    }

    fn text(&mut self, text: &str) {
        let look = self.look.clone();
        let text = filled(text, self.values);
        self.top().line.text(&text, &look);
    }

    fn whole(&mut self, text: &str, kind: TokenKind) {
        let look = self.look.clone();
        self.top().line.whole(text, kind, &look);
    }

    fn picture(&mut self, image: &Image) {
        let address = filled(&image.destination, self.values).into_owned();
        let alt = plain_text(&image.alt, Some(self.values));
        self.picture_of(&alt, address);
    }

    fn picture_of(&mut self, alt: &str, address: String) {
        let text = if alt.trim().is_empty() { address.clone() } else { alt.to_owned() };
        self.styled(|look| look.link = Some(address.into()), |shelf| shelf.whole(&text, TokenKind::Picture));
    }
}

fn code_line(line: &str) -> Chunk {
    let mut maker = LineMaker::default();
    maker.whole(line, TokenKind::Word, &Look { code: true, ..Look::default() });
    Chunk::words(Kind::CodeLine, maker.done())
}

/// All that a frame holds as one line, with line ends between what stood below each other.
fn flat(frame: Frame) -> Line {
    let mut lines = Vec::new();
    frame.chunks.into_iter().for_each(|chunk| flatten(chunk, &mut lines));
    lines.push(frame.line.done());
    let mut whole = LineMaker::default();
    for line in lines.into_iter().filter(|line| !line.is_empty()) {
        whole.line_end();
        whole.append(line);
    }
    whole.done()
}

fn flatten(chunk: Chunk, lines: &mut Vec<Line>) {
    match chunk.content {
        Content::Words(line) => lines.push(line),
        Content::Chunks(chunks) => chunks.into_iter().for_each(|chunk| flatten(chunk, lines)),
        Content::Table(table) => {
            lines.push(table.caption);
            lines.extend(table.header);
            lines.extend(table.rows.into_iter().flat_map(|row| row.cells));
        }
    }
}
