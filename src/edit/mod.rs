//! Changes single lines of an author's front matter, and leaves every other byte as it is.
//!
//! Comments, order, quotation marks, the way dates are written, line ends and a byte-order mark all stay. The file must be
//! one that can be read without a fault. Nothing here knows what the keys mean.

mod difference;
mod wording;

pub use difference::difference;
pub use wording::date_like;

use crate::diagnostic::Diagnostics;
use crate::source::{FileId, Sources, decode};
use crate::table::{self, Table, Value, ValueKind};
use std::ops::Range;

/// What is to be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit<'a> {
    /// A key's value, as TOML. A key that is not there goes below the last there is of `below`, else below all keys.
    Set {
        /// The key.
        key: &'a str,
        /// Its value, as TOML.
        value: String,
        /// Keys to stand below.
        below: &'a [&'a str],
    },
    /// A table of an array of tables, in front of those there are.
    Prepend {
        /// The array's key.
        array: &'a str,
        /// The table's keys and their values, as TOML.
        entries: Vec<(&'a str, String)>,
    },
}

/// Why a file cannot be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditFault {
    /// It has no front matter, or that cannot be read.
    Unreadable,
    /// What came of it cannot be read, so the file is better changed by hand.
    Spoilt,
}

/// The file with its front matter changed.
///
/// # Errors
/// [`EditFault`] where the front matter cannot be read, before or after.
pub fn edited(bytes: &[u8], edits: &[Edit<'_>]) -> Result<String, EditFault> {
    let original = std::str::from_utf8(bytes).map_err(|_| EditFault::Unreadable)?;
    let front = Front::read(bytes)?;
    let mut patches: Vec<Patch> = edits.iter().map(|edit| front.patch(edit)).collect();
    // Two insertions at one point stay in the order in which they were asked for.
    patches.sort_by_key(|patch| patch.range.start);
    let places = Places::of(original);
    let line_end = if original.contains("\r\n") { "\r\n" } else { "\n" };
    let mut text = String::with_capacity(original.len() + 256);
    let mut at = 0;
    for patch in &patches {
        let (start, end) = (places.original(patch.range.start), places.original(patch.range.end));
        text.push_str(original.get(at..start).ok_or(EditFault::Spoilt)?);
        text.push_str(&patch.text.replace('\n', line_end));
        at = end;
    }
    text.push_str(&original[at..]);
    Front::read(text.as_bytes()).map_err(|_| EditFault::Spoilt)?;
    Ok(text)
}

/// A key's value as it is written, where it is there.
pub fn written_value(bytes: &[u8], key: &str) -> Option<String> {
    let front = Front::read(bytes).ok()?;
    let value = front.table.get(key)?;
    Some(front.text().get(value.place.range())?.to_owned())
}

/// A stretch of the text, with line ends of LF, and what stands there instead.
struct Patch {
    range: Range<usize>,
    text: String,
}

impl Patch {
    /// Whole lines where a line begins.
    fn insertion(at: usize, lines: String) -> Self {
        Self { range: at..at, text: lines }
    }
}

/// The front matter of a file.
struct Front {
    sources: Sources,
    file: FileId,
    /// Where its keys stand, without the lines of `+++`.
    range: Range<usize>,
    table: Table,
}

impl Front {
    fn read(bytes: &[u8]) -> Result<Self, EditFault> {
        let text = decode(bytes).map_err(|_| EditFault::Unreadable)?;
        let range = between_marks(&text).ok_or(EditFault::Unreadable)?;
        let mut sources = Sources::default();
        let file = sources.add("", text);
        let mut faults = Diagnostics::default();
        let table = table::parse(&sources, file, range.clone(), &mut faults);
        if faults.has_errors() {
            return Err(EditFault::Unreadable);
        }
        Ok(Self { sources, file, range, table })
    }

    fn text(&self) -> &str {
        self.sources.text(self.file)
    }

    fn patch(&self, edit: &Edit<'_>) -> Patch {
        match edit {
            Edit::Set { key, value, below } => match self.table.get(key) {
                Some(old) => Patch { range: old.place.range(), text: value.clone() },
                None => Patch::insertion(self.below(below), format!("{key} = {value}\n")),
            },
            Edit::Prepend { array, entries } => self.prepended(array, entries),
        }
    }

    /// Where the line begins that follows the last of some keys; else of all keys that stand above the first heading.
    fn below(&self, keys: &[&str]) -> usize {
        let outer = self.table.entries().iter().filter(|(_, value)| !self.is_below_heading(value));
        let ends = |wanted: &dyn Fn(&str) -> bool| {
            outer.clone().filter(|(key, _)| wanted(&key.value)).map(|(_, value)| value.place.range().end).max()
        };
        match ends(&|key| keys.contains(&key)).or_else(|| ends(&|_| true)) {
            Some(end) => self.next_line(end),
            None => self.range.start,
        }
    }

    /// Whether a value is made of `[headings]` rather than written behind its key.
    fn is_below_heading(&self, value: &Value) -> bool {
        let tables: Vec<&Table> = match &value.kind {
            ValueKind::Table(table) => vec![table],
            ValueKind::List(items) => items.iter().filter_map(table_of).collect(),
            _ => return false,
        };
        tables.iter().any(|table| self.text()[table.place().range()].starts_with('['))
    }

    fn next_line(&self, from: usize) -> usize {
        self.text()[from..self.range.end].find('\n').map_or(self.range.end, |end| from + end + 1)
    }

    fn line_start(&self, at: usize) -> usize {
        self.text()[..at].rfind('\n').map_or(0, |end| end + 1)
    }

    fn prepended(&self, array: &str, entries: &[(&str, String)]) -> Patch {
        let lines: Vec<String> = entries.iter().map(|(key, value)| format!("{key} = {value}\n")).collect();
        let block = format!("[[{array}]]\n{}", lines.concat());
        let value = self.table.get(array);
        let first = match value.map(|value| &value.kind) {
            Some(ValueKind::List(items)) => items.iter().find_map(table_of),
            Some(ValueKind::Table(table)) => Some(table),
            _ => None,
        };
        match (value, first) {
            (_, Some(table)) if self.text()[table.place().range()].starts_with('[') => {
                Patch::insertion(self.line_start(table.place().range().start), format!("{block}\n"))
            }
            (Some(value), first) => self.prepended_inline(value, first.is_some(), entries),
            (None, _) => {
                let is_open = !self.text()[self.range.clone()].ends_with("\n\n") && !self.range.is_empty();
                let gap = if is_open { "\n" } else { "" };
                Patch::insertion(self.range.end, format!("{gap}{block}"))
            }
        }
    }

    /// `history = [ { … } ]`: the new one stands first, on a line of its own where the others do.
    fn prepended_inline(&self, value: &Value, has_others: bool, entries: &[(&str, String)]) -> Patch {
        let pairs: Vec<String> = entries.iter().map(|(key, value)| format!("{key} = {value}")).collect();
        let item = format!("{{ {} }}", pairs.join(", "));
        let at = value.place.range().start + 1;
        let rest = &self.text()[at..];
        let blank: &str = &rest[..rest.len() - rest.trim_start().len()];
        let text = match (has_others, blank.rsplit_once('\n')) {
            (true, Some((_, indent))) => format!("\n{indent}{item},"),
            (true, None) => format!(" {item},"),
            (false, _) => format!(" {item} "),
        };
        Patch { range: at..at, text }
    }
}

fn table_of(value: &Value) -> Option<&Table> {
    match &value.kind {
        ValueKind::Table(table) => Some(table),
        _ => None,
    }
}

/// What stands between the first two lines of `+++`.
fn between_marks(text: &str) -> Option<Range<usize>> {
    let mut at = 0;
    let mut start = None;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        match (line.trim(), start) {
            ("+++", None) => start = Some(end),
            ("+++", Some(start)) => return Some(start..at),
            ("", None) | (_, Some(_)) => {}
            (_, None) => return None,
        }
        at = end;
    }
    None
}

/// Where each byte of a text with line ends of LF stands in the text as it lies.
struct Places {
    /// The bytes in front of which something was left out, and how much had been left out by then.
    left_out: Vec<(usize, usize)>,
}

impl Places {
    fn of(original: &str) -> Self {
        let mut left_out = Vec::new();
        let mut before = 0;
        if original.starts_with('\u{feff}') {
            before = '\u{feff}'.len_utf8();
            left_out.push((0, before));
        }
        for (at, _) in original.match_indices("\r\n") {
            // A place before the line end stays before both of its bytes.
            let lf = at - before;
            before += 1;
            left_out.push((lf + 1, before));
        }
        Self { left_out }
    }

    fn original(&self, at: usize) -> usize {
        let index = self.left_out.partition_point(|(from, _)| *from <= at);
        at + index.checked_sub(1).map_or(0, |index| self.left_out[index].1)
    }
}

#[cfg(test)]
mod tests;
