//! Reads front matter: the keys of a policy, or of a school's changes to one.

use super::marks::Split;
use super::particulars::{filled, free_data};
use crate::calendar::TermsCalendar;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{
    Field, FieldKind, FieldValue, FrontMatter, HistoryEntry, LONGEST_VERSION, is_version, version_meant,
};
use crate::source::{FileId, Located, Place, Sources};
use crate::table::{self, Reader, Table, ValueKind};
use std::sync::Arc;

/// Reads a policy's or an amendment's front matter.
pub(super) fn read(
    sources: &Sources,
    file: FileId,
    split: &Split,
    terms: &Arc<TermsCalendar>,
    diagnostics: &mut Diagnostics,
) -> FrontMatter {
    let Some(range) = split.toml.clone() else {
        let mut front = FrontMatter::empty(Place::new(file, 0..0));
        if split.is_broken {
            front.unreadable.extend(Field::ALL);
        }
        return front;
    };
    let opening = range.start.saturating_sub("+++\n".len());
    let place = Place::new(file, opening..opening + "+++".len());
    let mut unsaid = Diagnostics::default();
    let diagnostics = if split.is_yaml { &mut unsaid } else { diagnostics };
    let table = table::parse(sources, file, range, diagnostics);
    let mut reader = Reader::new(&table).with_terms(terms);
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
    if let Some(value) = reader.raw(Field::Title.key()).filter(|value| is_blank(value)) {
        let fault = Diagnostic::error(Code::MissingKey, value.place, "the title is empty");
        diagnostics.push(fault.help("write title = \"…\""));
        front.unreadable.insert(Field::Title);
    }
    check_version(&mut front, diagnostics);
    front.based_on = reader.text("based_on");
    let outer: Vec<&str> = Field::ALL.iter().map(|field| field.key()).chain(["based_on"]).collect();
    front.control = read_control(reader.table("control"), &outer, diagnostics);
    for entry in reader.tables("history") {
        front.history.push(read_history_entry(entry, &outer, diagnostics));
    }
    let extra = reader.table("extra");
    front.extra = free_data(extra);
    for field in Field::ALL {
        let is_absent = !front.values.contains_key(field);
        if is_absent && (split.is_broken || reader.is_given_wrongly(field.key(), diagnostics)) {
            front.unreadable.insert(*field);
        } else if is_absent && let Some(place) = misplaced_in(extra, *field) {
            diagnostics.push(below_extra(*field, place));
            front.unreadable.insert(*field);
        }
    }
    reader.finish(diagnostics);
    front
}

/// Reads the front matter of a released version, which the program wrote itself: the keys of a policy among others.
pub fn released_front_matter(reader: &mut Reader<'_>, place: Place, diagnostics: &mut Diagnostics) -> FrontMatter {
    let mut front = FrontMatter::empty(place);
    for field in Field::ALL {
        front.values.extend(read_field(reader, *field).map(|value| (*field, value)));
    }
    front.based_on = reader.text("based_on");
    front.control = read_control(reader.table("control"), &[], diagnostics);
    for entry in reader.tables("history") {
        front.history.push(read_history_entry(entry, &[], diagnostics));
    }
    front
}

/// Where a key that every approved document needs stands below `[extra]`, whose keys nobody but the author looks at.
fn misplaced_in(extra: Option<&Table>, field: Field) -> Option<Place> {
    let is_needed = field.is_required() || matches!(field, Field::Title | Field::Status);
    let entries = extra.filter(|_| is_needed).map(Table::entries).unwrap_or_default();
    entries.iter().find(|(key, _)| key.value == field.key()).map(|(key, _)| key.place)
}

fn below_extra(field: Field, place: Place) -> Diagnostic {
    let message = format!("\"{}\" stands below [extra], where it is no more than a note", field.key());
    let help = "move it up above the first [heading], or give it another name if a note is meant";
    Diagnostic::warning(Code::KeyAfterTable, place, message).help(help)
}

fn read_field(reader: &mut Reader<'_>, field: Field) -> Option<Located<FieldValue>> {
    let key = field.key();
    match field.kind() {
        FieldKind::Text => filled(reader.text(key)).map(|text| text.map(FieldValue::Text)),
        FieldKind::Date => reader.date(key).map(|date| date.map(FieldValue::Date)),
        FieldKind::Deadline => reader.deadline(key).map(|date| date.map(FieldValue::Date)),
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

/// A version is part of an address and of a file's name.
fn check_version(front: &mut FrontMatter, diagnostics: &mut Diagnostics) {
    let Some(version) = front.values.get(&Field::Version) else { return };
    let FieldValue::Text(written) = &version.value else { return };
    if is_version(written) {
        return;
    }
    let rule = format!("letters, digits, dots and hyphens, at most {LONGEST_VERSION}");
    let message = format!("\"{written}\" cannot be a version, which is {rule}");
    let help = match version_meant(written) {
        Some(meant) => format!("write version = \"{meant}\""),
        None => "write version = \"1.0\", or the number that it has, and say the rest below [[history]]".to_owned(),
    };
    diagnostics.push(Diagnostic::error(Code::UnknownValue, version.place, message).help(help));
    front.values.remove(&Field::Version);
    front.unreadable.insert(Field::Version);
}

fn is_blank(value: &table::Value) -> bool {
    matches!(&value.kind, ValueKind::Text(text) if text.trim().is_empty())
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
