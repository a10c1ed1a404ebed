//! TOML read key by key, with places, going on after a fault.
//!
//! [`parse`] turns a file, or the front matter of one, into a [`Table`] and says in the author's words what cannot be
//! read; what stands beside it is read all the same. A line that can be put right in one way only is read as put right,
//! so that nobody further in reports its key as missing. A [`Reader`] then takes the table apart key by key.

mod habit;
mod label;
mod line;
mod mend;
mod reader;
mod recover;
mod repeat;
mod scan;
mod statement;
mod terms;
mod trap;
mod tree;
mod value_trap;

pub use reader::Reader;
pub use recover::parse;

use crate::calendar::Day;
use crate::source::{Located, Place};

/// Keys and their values, in the order in which they were written.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    entries: Vec<(Located<String>, Value)>,
    place: Place,
    heading: Option<Heading>,
}

/// The `[heading]` that a table stands below.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Heading {
    /// As written, with its brackets.
    words: String,
    /// The line of the first heading of all, from 1 in the file; keys that belong to no heading stand before it.
    first_line: usize,
}

impl Table {
    /// The keys and values, in the order in which they were written.
    pub fn entries(&self) -> &[(Located<String>, Value)] {
        &self.entries
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.entries.iter().find(|(known, _)| known.value == key).map(|(_, value)| value)
    }

    /// Where the table is: its heading, its braces, or the point at which the file's own keys begin.
    pub fn place(&self) -> Place {
        self.place
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

/// One value, and where it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// What was written.
    pub kind: ValueKind,
    /// Where.
    pub place: Place,
    /// A number, truth or date as it was typed, so that 1.10 is not 1.1; else empty.
    written: String,
    /// Whether the key was guessed at, in a line that has been reported; nobody then complains of the key.
    guessed: bool,
}

impl Value {
    /// A number, truth or date as it was typed (`1.10`); `""` for all else.
    pub fn written(&self) -> &str {
        &self.written
    }

    /// The text, where it is one.
    fn text(&self) -> Option<&str> {
        match &self.kind {
            ValueKind::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The tables in it: itself, or those of a list.
    fn tables(&self) -> Vec<&Table> {
        match &self.kind {
            ValueKind::Table(table) => vec![table],
            ValueKind::List(items) => items.iter().flat_map(Value::tables).collect(),
            _ => Vec::new(),
        }
    }
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub enum ValueKind {
    /// Text in quotation marks.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A number with a decimal point, or one too large for [`ValueKind::Whole`].
    Number(f64),
    /// `true` or `false`.
    Truth(bool),
    /// A date without quotation marks.
    Day(Day),
    /// A date with a time, or a time alone, without quotation marks, as typed.
    Instant(String),
    /// A list, or the tables below several `[[headings]]` of one name.
    List(Vec<Value>),
    /// A table below a `[heading]`, or in braces.
    Table(Table),
    /// A value that could not be read. It has been reported, so whoever meets it says nothing.
    Unreadable,
}
