//! Changes told line by line, for a terminal and for programs: what stayed is left out, but for a line before a change.

use super::blocks::{ChunkChange, Edits, Extent};
use super::table::{RowChange, TableChange};
use super::text::{Chunk, Content, Kind, Table};
use super::words::{Fate, Run, whole};

/// A line of a text with its changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeLine {
    /// What it is a line of.
    pub kind: Kind,
    /// How many lists and quotes it stands in.
    pub depth: usize,
    /// The number or bullet before it.
    pub sign: Option<String>,
    /// What became of it; lines that were edited are kept, with changes in them.
    pub fate: Fate,
    /// How much changed in it.
    pub extent: Extent,
    /// Its words; of a row, with ` | ` between the cells. Empty where lines that stayed are left out.
    pub runs: Vec<Run>,
    /// How many chunks that stayed are left out here.
    pub left_out: usize,
}

/// A part of a sequence of changes, as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown<'c, T> {
    /// This one.
    One(&'c T),
    /// So many that stayed, one behind the other.
    LeftOut(usize),
}

/// Of what stayed, at most so many in a row are shown.
const CONTEXT: usize = 2;

/// A chunk of more words and marks than this is no context.
const LONG: usize = 120;

/// What is shown of a section's text.
pub fn shown_chunks(changes: &[ChunkChange]) -> Vec<Shown<'_, ChunkChange>> {
    let is_long = |change: &ChunkChange| matches!(change, ChunkChange::Kept(chunk) if chunk.gist.size() > LONG);
    shown(changes, |change| change.extent() == Extent::Nothing, is_long)
}

/// What is shown of a table.
pub fn shown_rows(rows: &[RowChange]) -> Vec<Shown<'_, RowChange>> {
    shown(rows, RowChange::has_stayed, |_| false)
}

/// What is shown of a sequence: what changed, and a little of what stayed around it.
fn shown<T>(all: &[T], has_stayed: impl Fn(&T) -> bool, is_long: impl Fn(&T) -> bool) -> Vec<Shown<'_, T>> {
    let mut shown = Vec::with_capacity(all.len());
    let mut at = 0;
    while at < all.len() {
        let stayed = all[at..].iter().take_while(|it| has_stayed(it)).count();
        let end = at + stayed;
        let kept = &all[at..end];
        // The last before a change leads up to it.
        let context = if stayed <= CONTEXT && !kept.iter().any(&is_long) {
            stayed
        } else {
            usize::from(end < all.len() && kept.last().is_some_and(|last| !is_long(last)))
        };
        if stayed > context {
            shown.push(Shown::LeftOut(stayed - context));
        }
        shown.extend(all[end - context..(end + 1).min(all.len())].iter().map(Shown::One));
        at = end + 1;
    }
    shown
}

/// The lines of a section's text in which something changed, with those that lead up to them.
pub fn change_lines(changes: &[ChunkChange]) -> Vec<ChangeLine> {
    let mut lines = Lines { depth: 0, done: Vec::new() };
    lines.changes(changes);
    lines.done
}

struct Lines {
    depth: usize,
    done: Vec<ChangeLine>,
}

impl Lines {
    fn push(&mut self, kind: Kind, fate: Fate, runs: Vec<Run>, least: Extent) {
        let extent = if fate == Fate::Kept { super::blocks::extent_of(&runs).max(least) } else { Extent::Words };
        self.done.push(ChangeLine { kind, depth: self.depth, sign: None, fate, extent, runs, left_out: 0 });
    }

    fn changes(&mut self, changes: &[ChunkChange]) {
        for one in shown_chunks(changes) {
            match one {
                Shown::One(change) => self.change(change),
                Shown::LeftOut(number) => {
                    self.push(Kind::Paragraph, Fate::Kept, Vec::new(), Extent::Nothing);
                    self.last(|line| line.left_out = number);
                }
            }
        }
    }

    fn last(&mut self, change: impl FnOnce(&mut ChangeLine)) {
        if let Some(last) = self.done.last_mut() {
            change(last);
        }
    }

    fn change(&mut self, change: &ChunkChange) {
        match change {
            ChunkChange::Kept(chunk) => self.chunk(chunk, Fate::Kept),
            ChunkChange::Added(chunk) => self.chunk(chunk, Fate::Added),
            ChunkChange::Removed(chunk) => self.chunk(chunk, Fate::Removed),
            ChunkChange::Edited { kind, was, edits } => {
                let least = if was.is_some() { Extent::Looks } else { Extent::Nothing };
                match edits {
                    Edits::Words(runs) => self.push(*kind, Fate::Kept, runs.clone(), least),
                    Edits::Chunks(changes) => self.inside(*kind, |lines| lines.changes(changes)),
                    Edits::Table(table) => self.table_change(table),
                }
            }
        }
    }

    /// What stands in a list, an item or a quote. The first line of an item stands behind its sign.
    fn inside(&mut self, kind: Kind, fill: impl FnOnce(&mut Self)) {
        let first = self.done.len();
        let is_deeper = matches!(kind, Kind::Item(_) | Kind::Quote | Kind::Alert(_) | Kind::Meaning | Kind::Note);
        self.depth += usize::from(is_deeper);
        fill(self);
        self.depth -= usize::from(is_deeper);
        let sign = match kind {
            Kind::Item(None) => "-",
            Kind::Item(Some(false)) => "[ ]",
            Kind::Item(Some(true)) => "[x]",
            Kind::Quote | Kind::Alert(_) => ">",
            Kind::Note => "*",
            _ => return,
        };
        if let Some(line) = self.done.get_mut(first).filter(|line| line.sign.is_none()) {
            line.sign = Some(sign.to_owned());
        }
    }

    fn chunk(&mut self, chunk: &Chunk, fate: Fate) {
        match &chunk.content {
            Content::Words(line) => self.push(chunk.kind, fate, whole(line, fate), Extent::Nothing),
            Content::Chunks(chunks) => {
                self.inside(chunk.kind, |lines| chunks.iter().for_each(|chunk| lines.chunk(chunk, fate)));
            }
            Content::Table(table) => self.table(table, fate),
        }
    }

    fn table(&mut self, table: &Table, fate: Fate) {
        if !table.caption.is_empty() {
            self.push(Kind::Table, fate, whole(&table.caption, fate), Extent::Nothing);
        }
        for row in [&table.header].into_iter().chain(table.rows.iter().map(|row| &row.cells)) {
            let cells: Vec<Vec<Run>> = row.iter().map(|cell| whole(cell, fate)).collect();
            self.row(&cells, fate);
        }
    }

    fn table_change(&mut self, table: &TableChange) {
        if !table.caption.is_empty() {
            self.push(Kind::Table, Fate::Kept, table.caption.clone(), Extent::Nothing);
        }
        self.row(&table.header, Fate::Kept);
        for one in shown_rows(&table.rows) {
            match one {
                Shown::One(row) => self.row(&row.cells, row.fate),
                Shown::LeftOut(number) => {
                    self.push(Kind::Table, Fate::Kept, Vec::new(), Extent::Nothing);
                    self.last(|line| line.left_out = number);
                }
            }
        }
    }

    fn row(&mut self, cells: &[Vec<Run>], fate: Fate) {
        if cells.is_empty() {
            return;
        }
        let between = super::words::TextSpan {
            text: " | ".to_owned(),
            kind: super::text::TokenKind::Word,
            look: super::text::Look::default(),
            was: None,
        };
        let mut runs: Vec<Run> = Vec::new();
        for (index, cell) in cells.iter().enumerate() {
            if index > 0 {
                match runs.last_mut().filter(|last| last.fate == fate) {
                    Some(last) => last.spans.push(between.clone()),
                    None => runs.push(Run { fate, spans: vec![between.clone()] }),
                }
            }
            for run in cell {
                match runs.last_mut().filter(|last| last.fate == run.fate) {
                    Some(last) => last.spans.extend(run.spans.iter().cloned()),
                    None => runs.push(run.clone()),
                }
            }
        }
        self.push(Kind::Table, fate, runs, Extent::Nothing);
    }
}
