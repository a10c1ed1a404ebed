//! The one place that knows the TOML library.

use super::{Heading, Table, Value, ValueKind};
use crate::calendar::Day;
use crate::source::{FileId, Located, Place};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Where the text that is read lies.
#[derive(Debug, Clone, Copy)]
pub(super) enum Ground {
    /// In the file, from this byte on.
    In(FileId, usize),
    /// All of it stands for one place.
    At(Place),
}

impl Ground {
    fn place(self, range: Range<usize>) -> Place {
        match self {
            Self::In(file, offset) => Place::new(file, range.start + offset..range.end + offset),
            Self::At(place) => place,
        }
    }
}

/// Reads TOML: whatever could be read, and the bytes that could not, as far as the library knows. No text may nest deeper than [`super::scan::DEEPEST`] dots.
pub(super) fn read(text: &str, ground: Ground) -> (Table, Vec<Range<usize>>) {
    let (tree, faults) = DeTable::parse_recoverable(text);
    let unread = faults.iter().map(|fault| fault.span().unwrap_or(0..0)).collect();
    let table = Table { entries: entries(tree.get_ref(), text, ground), place: ground.place(0..0), heading: None };
    (table, unread)
}

/// Whether the text can be read as TOML.
pub(super) fn is_readable(text: &str) -> bool {
    DeTable::parse(text).is_ok()
}

/// Whether the first thing wrong with the text is that a key is given twice.
pub(super) fn is_repetition(text: &str) -> bool {
    DeTable::parse(text).is_err_and(|fault| fault.message().contains("duplicate"))
}

/// The names in a dotted key or a heading (with its brackets), first the outermost.
pub(super) fn path(key_or_heading: &str) -> Vec<String> {
    let is_heading = key_or_heading.trim_start().starts_with('[');
    let text = if is_heading { key_or_heading.to_owned() } else { format!("{key_or_heading} = {{}}") };
    let Ok(tree) = DeTable::parse(&text) else {
        return Vec::new();
    };
    let mut names = Vec::new();
    let mut table = tree.get_ref();
    while let Some((key, value)) = table.iter().next() {
        names.push(key.get_ref().to_string());
        let value = match value.get_ref() {
            DeValue::Array(items) => items.iter().next().map(Spanned::get_ref),
            value => Some(value),
        };
        match value {
            Some(DeValue::Table(inner)) => table = inner,
            _ => break,
        }
    }
    names
}

fn entries(table: &DeTable<'_>, text: &str, ground: Ground) -> Vec<(Located<String>, Value)> {
    let mut entries: Vec<_> = table.iter().collect();
    // The library sorts by name; the author's order is that of the places.
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
        .into_iter()
        .map(|(key, item)| {
            let key = Located::new(readable(key.get_ref()), ground.place(key.span()));
            (key, value(item, text, ground))
        })
        .collect()
}

/// A text without control characters, which an escape such as `\u0007` can bring and no format that is published takes.
fn readable(words: &str) -> String {
    words.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

fn value(item: &Spanned<DeValue<'_>>, text: &str, ground: Ground) -> Value {
    let range = item.span();
    let place = ground.place(range.clone());
    let typed = || text.get(range.clone()).unwrap_or("").trim().to_owned();
    let scalar = |kind| Value { kind, place, written: typed(), guessed: false };
    let whole = |kind| Value { kind, place, written: String::new(), guessed: false };
    match item.get_ref() {
        DeValue::String(words) => whole(ValueKind::Text(readable(words))),
        DeValue::Integer(number) => {
            let kind = i64::from_str_radix(number.as_str(), number.radix())
                .map_or_else(|_| ValueKind::Number(number.as_str().parse().unwrap_or(f64::INFINITY)), ValueKind::Whole);
            scalar(kind)
        }
        DeValue::Float(number) => scalar(ValueKind::Number(number.as_str().parse().unwrap_or(f64::NAN))),
        DeValue::Boolean(truth) => scalar(ValueKind::Truth(*truth)),
        DeValue::Datetime(moment) => {
            let day = moment.date.filter(|_| moment.time.is_none());
            let day = day.and_then(|date| Day::new(date.year, date.month, date.day));
            scalar(day.map_or_else(|| ValueKind::Instant(typed()), ValueKind::Day))
        }
        DeValue::Array(items) => whole(ValueKind::List(items.iter().map(|item| value(item, text, ground)).collect())),
        DeValue::Table(inner) => {
            let words = text.get(range.clone()).filter(|words| words.starts_with('['));
            let heading = words.map(|words| Heading { words: words.to_owned(), first_line: 0 });
            whole(ValueKind::Table(Table { entries: entries(inner, text, ground), place, heading }))
        }
    }
}
