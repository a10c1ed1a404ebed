//! Reads the TOML between two lines of `+++`.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Field, FieldKind, FieldValue, FreeData, FrontMatter, HistoryEntry};
use crate::source::{FileId, Located, Place, Sources};
use crate::table::{self, Reader, Table, ValueKind};
use std::ops::Range;

/// Longer front matter is refused.
const MAX_FRONT_MATTER_BYTES: usize = 64 * 1024;

/// Where the front matter and the text of a file stand.
pub(super) struct Split {
    /// The TOML, where there is front matter.
    pub toml: Option<Range<usize>>,
    /// Where the text begins.
    pub text_start: usize,
}

/// Finds the front matter of a file, saying what is wrong with its marks.
pub(super) fn split(sources: &Sources, file: FileId, diagnostics: &mut Diagnostics) -> Split {
    let text = sources.text(file);
    let start = text.len() - text.trim_start().len();
    let first_line = text[start..].lines().next().unwrap_or("");
    let mark = Place::new(file, start..start + first_line.len());
    match first_line.trim_end() {
        "+++" => {}
        "---" => {
            let message = "front matter stands between two lines of +++, not ---";
            let help = "write +++ in place of both lines of ---, and title = \"…\" in place of title: …";
            diagnostics.push(Diagnostic::error(Code::FrontMatter, mark, message).help(help));
            let after = start + first_line.len();
            let end = text[after..].find("\n---").map_or(after, |at| after + at + 4);
            return Split { toml: None, text_start: end };
        }
        _ => return Split { toml: None, text_start: 0 },
    }
    let toml_start = (start + first_line.len() + 1).min(text.len());
    let mut at = toml_start;
    for line in text[toml_start..].split_inclusive('\n') {
        if line.trim_end() == "+++" {
            if at - toml_start > MAX_FRONT_MATTER_BYTES {
                let message = format!("the front matter is longer than {} KiB", MAX_FRONT_MATTER_BYTES / 1024);
                let fault = Diagnostic::error(Code::FileTooLarge, mark, message);
                diagnostics.push(fault.help("move long text below the second line of +++"));
                return Split { toml: None, text_start: at + line.len() };
            }
            return Split { toml: Some(toml_start..at), text_start: at + line.len() };
        }
        at += line.len();
    }
    let message = "the front matter that begins here has no end";
    diagnostics.push(
        Diagnostic::error(Code::FrontMatter, mark, message).help("write +++ on a line of its own after the last key"),
    );
    Split { toml: None, text_start: text.len() }
}

/// Reads a policy's or an amendment's front matter.
pub(super) fn read(sources: &Sources, file: FileId, split: &Split, diagnostics: &mut Diagnostics) -> FrontMatter {
    let Some(range) = split.toml.clone() else {
        return FrontMatter::empty(Place::new(file, 0..0));
    };
    let place = Place::new(
        file,
        range.start.saturating_sub(4)..range.start.saturating_sub(1).max(range.start.saturating_sub(4)),
    );
    let table = table::parse(sources, file, range, diagnostics);
    let mut reader = Reader::new(&table);
    let mut front = FrontMatter::empty(place);
    for field in Field::ALL {
        match read_field(&mut reader, *field) {
            Some(value) => {
                front.values.insert(*field, value);
            }
            // What was written and could not be read has been said; it is not missing as well.
            None if reader.raw(field.key()).is_some_and(|value| !is_blank(value)) => {
                front.unreadable.insert(*field);
            }
            None => {}
        }
    }
    front.based_on = reader.text("based_on");
    let outer: Vec<&str> = Field::ALL.iter().map(|field| field.key()).chain(["based_on"]).collect();
    front.control = read_control(reader.table("control"), &outer, diagnostics);
    for entry in reader.tables("history") {
        front.history.push(read_history_entry(entry, &outer, diagnostics));
    }
    front.extra = free_data(reader.table("extra"));
    reader.finish(diagnostics);
    front
}

fn read_field(reader: &mut Reader<'_>, field: Field) -> Option<Located<FieldValue>> {
    let key = field.key();
    match field.kind() {
        FieldKind::Text => filled(reader.text(key)).map(|text| text.map(FieldValue::Text)),
        FieldKind::Date => reader.date(key).map(|date| date.map(FieldValue::Date)),
        FieldKind::Cycle => reader.cycle(key).map(|cycle| cycle.map(FieldValue::Cycle)),
        FieldKind::Truth => reader.flag(key).map(|truth| truth.map(FieldValue::Truth)),
        FieldKind::Choice(choices) => {
            let choices: Vec<(&str, String)> = choices.iter().map(|word| (*word, (*word).to_owned())).collect();
            reader.choice(key, &choices).map(|word| word.map(FieldValue::Text))
        }
        FieldKind::Texts => {
            let texts = reader.list_of_text(key)?;
            let place = texts.first().map(|text| text.place)?;
            Some(Located::new(FieldValue::Texts(texts), place))
        }
    }
}

fn is_blank(value: &table::Value) -> bool {
    matches!(&value.kind, ValueKind::Text(text) if text.trim().is_empty())
}

/// A blank text says nothing: it is as if the key were not there.
pub(super) fn filled(text: Option<Located<String>>) -> Option<Located<String>> {
    text.filter(|text| !text.value.trim().is_empty()).map(|text| text.map(|value| value.trim().to_owned()))
}

/// `[control]`: any labels, each with one value.
fn read_control(control: Option<&Table>, outer: &[&str], diagnostics: &mut Diagnostics) -> Vec<(String, String)> {
    let Some(control) = control else { return Vec::new() };
    Reader::new(control).finish_free(outer, diagnostics);
    let mut lines = Vec::new();
    for (label, value) in control.entries() {
        match super::particulars::line(value) {
            Some(line) => lines.push((label.value.clone(), line)),
            None if value.kind == ValueKind::Unreadable => {}
            None => {
                let message = format!("the line \"{}\" of the front sheet must be words", label.value);
                let help = format!("write \"{}\" = \"…\"", label.value);
                diagnostics.push(Diagnostic::error(Code::WrongType, value.place, message).help(help));
            }
        }
    }
    lines
}

fn read_history_entry(entry: &Table, outer: &[&str], diagnostics: &mut Diagnostics) -> HistoryEntry {
    let mut reader = Reader::new(entry);
    let entry = HistoryEntry {
        version: filled(reader.text("version")).map(|text| text.value),
        date: reader.date("date").map(|date| date.value),
        author: filled(reader.text("author")).map(|text| text.value),
        changes: filled(reader.text("changes")).map(|text| text.value),
    };
    reader.finish_below(outer, diagnostics);
    entry
}

/// `[extra]`: anything.
pub(super) fn free_data(extra: Option<&Table>) -> FreeData {
    extra
        .map(|table| {
            table
                .entries()
                .iter()
                .map(|(key, value)| (key.value.as_str().into(), super::particulars::data(value)))
                .collect()
        })
        .unwrap_or_default()
}
