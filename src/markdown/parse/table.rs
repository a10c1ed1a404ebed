//! Tables: rows that have as many cells as the header, captions, and row headers.

use super::super::fault::FaultKind;
use super::super::tree::{Alignment, Block, BlockKind, Inline, Span, Table};
use super::build::{Builder, Kind};
use std::ops::Range;

const CAPTION: &str = "Table:";
const ROW_HEADERS: &str = "{.row-headers}";

/// A table that is being read.
pub(super) struct Rows {
    alignments: Vec<Alignment>,
    header: Vec<Vec<Inline>>,
    body: Vec<Vec<Vec<Inline>>>,
    /// Where the last row stands, if it looks like a caption that was written without a blank line before it.
    caption_row: Option<(Span, usize)>,
}

impl Rows {
    pub(super) fn new(alignments: Vec<Alignment>) -> Self {
        Self { alignments, header: Vec::new(), body: Vec::new(), caption_row: None }
    }
}

/// A row that is being read.
pub(super) struct Row {
    range: Range<usize>,
    is_header: bool,
    pub(super) cells: Vec<Vec<Inline>>,
    /// How many of the cells the author wrote.
    written: usize,
    last_cell_end: usize,
}

impl Row {
    pub(super) fn new(range: Range<usize>, is_header: bool) -> Self {
        let last_cell_end = range.start;
        Self { range, is_header, cells: Vec::new(), written: 0, last_cell_end }
    }

    /// Cells that the parser adds to a short row stand behind the row's end.
    pub(super) fn begin_cell(&mut self, range: &Range<usize>) {
        if range.start < self.range.end {
            self.written += 1;
            self.last_cell_end = range.end.min(self.range.end);
        }
    }

    /// Whether there is more in the row than the parser read.
    fn goes_on(&self, text: &str) -> bool {
        let rest = text.get(self.last_cell_end..self.range.end).unwrap_or_default().trim();
        !rest.strip_prefix('|').unwrap_or(rest).is_empty()
    }
}

impl Builder<'_> {
    pub(super) fn row(&mut self, row: Row, span: Span) {
        let text = self.text;
        let goes_on = row.goes_on(text);
        let Some(Kind::Table(table)) = self.frames.last_mut().map(|frame| &mut frame.kind) else { return };
        if row.is_header {
            table.header = row.cells;
            return;
        }
        let expected = table.alignments.len();
        let found = if goes_on { expected + 1 } else { row.written };
        let caption = found == 1 && text.get(row.range.start..).is_some_and(|row| row.starts_with(CAPTION));
        table.body.push(row.cells);
        let before = std::mem::replace(&mut table.caption_row, caption.then_some((span, found)));
        let ragged = (found != expected && !caption).then_some((span, found));
        for (span, found) in before.into_iter().chain(ragged).filter(|(_, found)| *found != expected) {
            self.faults.push(FaultKind::RaggedRow { expected, found }, span);
        }
    }

    pub(super) fn table(&mut self, table: Rows, span: Span) {
        let Rows { alignments, header, body: mut rows, caption_row } = table;
        let caption = caption_row.and_then(|(span, _)| Some((rows.pop()?.into_iter().next()?, span)));
        let blank = header.iter().all(|cell| is_blank(cell));
        if blank {
            self.faults.push(FaultKind::BlankHeader, span);
        }
        let header = (!blank).then_some(header);
        let table = Table { caption: None, alignments, header, rows, row_headers: false };
        self.push_block(Block { kind: BlockKind::Table(Box::new(table)), span });
        if let Some((content, span)) = caption {
            self.push_block(Block { kind: BlockKind::Paragraph(content), span });
        }
    }
}

/// Whether a cell says nothing.
pub(in crate::markdown) fn is_blank(cell: &[Inline]) -> bool {
    cell.iter().all(|inline| match inline {
        Inline::Text(text) => text.text.trim().is_empty(),
        Inline::SoftBreak | Inline::HardBreak => true,
        _ => false,
    })
}

/// The blocks with each caption in its table: in the one right below it, else in the one right above it.
pub(super) fn with_captions(blocks: Vec<Block>) -> Vec<Block> {
    if !blocks.iter().any(|block| matches!(block.kind, BlockKind::Table(_))) {
        return blocks;
    }
    let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut blocks = blocks.into_iter().peekable();
    // Whether the last of `out` is a table that may take a caption from below.
    let mut wants_caption = false;
    while let Some(mut block) = blocks.next() {
        if let BlockKind::Paragraph(content) = &mut block.kind
            && is_caption(content)
        {
            if let Some(Block { kind: BlockKind::Table(table), .. }) = blocks.peek_mut() {
                set_caption(table, std::mem::take(content));
                out.extend(blocks.next());
                wants_caption = false;
                continue;
            }
            if let (true, Some(Block { kind: BlockKind::Table(table), .. })) = (wants_caption, out.last_mut()) {
                set_caption(table, std::mem::take(content));
                wants_caption = false;
                continue;
            }
        }
        wants_caption = matches!(block.kind, BlockKind::Table(_));
        out.push(block);
    }
    out
}

fn is_caption(content: &[Inline]) -> bool {
    let Some(Inline::Text(first)) = content.first() else { return false };
    first.text.strip_prefix(CAPTION).is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
}

fn set_caption(table: &mut Table, mut content: Vec<Inline>) {
    if let Some(Inline::Text(first)) = content.first_mut() {
        first.text = first.text.strip_prefix(CAPTION).unwrap_or(&first.text).trim_start().to_owned();
    }
    if let Some(Inline::Text(last)) = content.last_mut()
        && let Some(rest) = last.text.trim_end().strip_suffix(ROW_HEADERS)
    {
        last.text = rest.trim_end().to_owned();
        table.row_headers = true;
    }
    while content.last().is_some_and(|last| is_blank(std::slice::from_ref(last))) {
        content.pop();
    }
    table.caption = (!content.is_empty()).then_some(content);
}
