//! What changed in a table: its columns, its rows, and the words in its cells.

use super::align::{Findable, Step, align};
use super::blocks::{Extent, extent_of, push_side};
use super::text::{Gist, Line, Row, Table};
use super::words::{Fate, Run, readable, whole};

/// What became of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableChange {
    /// Its caption.
    pub caption: Vec<Run>,
    /// Column by column, old ones too.
    pub columns: Vec<Fate>,
    /// The headers of the columns, one for each; empty where neither version has any.
    pub header: Vec<Vec<Run>>,
    /// Row by row, old ones too.
    pub rows: Vec<RowChange>,
    /// Whether the first cell of each row is its header.
    pub row_headers: bool,
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowChange {
    /// Whether it is new, gone or in both.
    pub fate: Fate,
    /// Its cells, one for each column.
    pub cells: Vec<Vec<Run>>,
}

impl Findable for Row {
    fn gist(&self) -> &Gist {
        &self.gist
    }

    fn likeness(&self, other: &Self) -> u32 {
        let likeness = self.gist.likeness(&other.gist);
        // A row is known by what stands at its head.
        let heads = self.cells.first().zip(other.cells.first());
        let same_head = heads.is_some_and(|(a, b)| !a.is_empty() && a.plain().eq_ignore_ascii_case(&b.plain()));
        if same_head { likeness.max(600) } else { likeness }
    }
}

/// A column as far as it is needed to find it again.
struct Column {
    /// Its header, or what stands in it where there are no headers.
    name: Gist,
    cells: Gist,
}

impl Findable for Column {
    fn gist(&self) -> &Gist {
        &self.name
    }

    fn likeness(&self, other: &Self) -> u32 {
        self.name.likeness(&other.name).max(self.cells.likeness(&other.cells))
    }
}

pub(super) fn changes(old: &Table, new: &Table) -> TableChange {
    let columns = columns(old, new);
    let fate = |step: &Step| match step {
        Step::Both(..) => Fate::Kept,
        Step::Old(_) => Fate::Removed,
        Step::New(_) => Fate::Added,
    };
    let cells = |old: Option<&[Line]>, new: Option<&[Line]>| -> Vec<Vec<Run>> {
        let cell = |step: &Step| {
            let (i, j) = match *step {
                Step::Both(i, j) => (Some(i), Some(j)),
                Step::Old(i) => (Some(i), None),
                Step::New(j) => (None, Some(j)),
            };
            let old = i.and_then(|i| old?.get(i));
            let new = j.and_then(|j| new?.get(j));
            match (old, new) {
                (Some(old), Some(new)) => readable(old, new),
                (Some(old), None) => whole(old, Fate::Removed),
                (None, Some(new)) => whole(new, Fate::Added),
                (None, None) => Vec::new(),
            }
        };
        columns.iter().map(cell).collect()
    };
    let has_header = !old.header.is_empty() || !new.header.is_empty();
    let header = if has_header { cells(Some(&old.header), Some(&new.header)) } else { Vec::new() };
    let mut rows = Vec::with_capacity(new.rows.len());
    for step in align(&old.rows, &new.rows) {
        let (old, new) = match step {
            Step::Both(i, j) => (Some(&old.rows[i]), Some(&new.rows[j])),
            Step::Old(i) => (Some(&old.rows[i]), None),
            Step::New(j) => (None, Some(&new.rows[j])),
        };
        let cells = cells(old.map(|row| &*row.cells), new.map(|row| &*row.cells));
        rows.push(RowChange { fate: fate(&step), cells });
    }
    TableChange {
        caption: readable(&old.caption, &new.caption),
        columns: columns.iter().map(fate).collect(),
        header,
        rows,
        row_headers: new.row_headers,
    }
}

/// Which columns belong together: by their headers and what stands in them; where there are as many as before, the
/// rest by their place.
fn columns(old: &Table, new: &Table) -> Vec<Step> {
    let steps = align(&gists(old), &gists(new));
    let is_paired = steps.iter().all(|step| matches!(step, Step::Both(..)));
    if is_paired || old.columns != new.columns {
        return steps;
    }
    // As many columns, of which some have new names and new words: a table whose columns stay where they are is easier
    // read than one with columns that go and come, unless one was really put elsewhere.
    let has_moved = steps.iter().any(|step| matches!(step, Step::Both(i, j) if i != j));
    if has_moved { steps } else { (0..old.columns).map(|at| Step::Both(at, at)).collect() }
}

fn gists(table: &Table) -> Vec<Column> {
    let column = |place: usize| {
        let cells = Gist::of_lines(table.rows.iter().filter_map(|row| row.cells.get(place)));
        let name = table.header.get(place).map_or_else(|| cells.clone(), |header| Gist::of_lines([header]));
        Column { name, cells }
    };
    (0..table.columns).map(column).collect()
}

impl RowChange {
    /// Whether nothing in it changed.
    pub fn has_stayed(&self) -> bool {
        self.fate == Fate::Kept && self.cells.iter().all(|cell| extent_of(cell) == Extent::Nothing)
    }
}

impl TableChange {
    /// How much changed.
    pub fn extent(&self) -> Extent {
        let is_whole =
            self.columns.iter().all(|fate| *fate == Fate::Kept) && self.rows.iter().all(|row| row.fate == Fate::Kept);
        if !is_whole {
            return Extent::Words;
        }
        let cells = self.rows.iter().flat_map(|row| &row.cells);
        let lines = [&self.caption].into_iter().chain(&self.header).chain(cells);
        lines.map(|line| extent_of(line)).max().unwrap_or(Extent::Nothing)
    }

    pub(super) fn push_plain(&self, side: Fate, out: &mut String) {
        push_side(&self.caption, side, out);
        self.header.iter().for_each(|cell| push_side(cell, side, out));
        for row in self.rows.iter().filter(|row| row.fate == Fate::Kept || row.fate == side) {
            row.cells.iter().for_each(|cell| push_side(cell, side, out));
        }
    }
}
