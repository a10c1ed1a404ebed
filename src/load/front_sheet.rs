//! Reads `[front_sheet]`: how a trust lays out its front sheets.

use super::particulars::plain;
use crate::calendar::DateFormat;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{FrontSheetLayout, GroupHeading, GroupLayout, RowLayout, RowSource, TextBody};
use crate::source::{Passage, Place, Sources};
use crate::table::{Reader, Table};
use crate::template::Template;
use std::sync::Arc;

/// Reads the layout; the program's own where the trust has none.
pub(super) fn read(
    table: Option<&Table>,
    outer: &[&str],
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> FrontSheetLayout {
    let mut layout = FrontSheetLayout::default();
    let Some(table) = table else { return layout };
    let mut reader = Reader::new(table);
    layout.heading = plain(&mut reader, "heading");
    let notice = reader.text("notice").filter(|notice| !notice.value.trim().is_empty());
    layout.notice =
        notice.map(|notice| Arc::new(compiled(&notice_passage(&notice.value, notice.place, sources), diagnostics)));
    if let Some(pattern) = reader.text("date_format") {
        match DateFormat::parse(&pattern.value) {
            Ok(_) if !pattern.value.contains('%') => {
                let message = format!("\"{}\" would be printed as it stands, in place of every date", pattern.value);
                let fault = Diagnostic::error(Code::UnknownValue, pattern.place, message);
                diagnostics.push(fault.help(match in_percents(&pattern.value) {
                    Some(meant) => format!("write date_format = \"{meant}\""),
                    None => DATE_FORMATS.to_owned(),
                }));
            }
            Ok(format) => layout.date_format = format,
            Err(message) => {
                diagnostics.push(Diagnostic::error(Code::UnknownValue, pattern.place, message).help(DATE_FORMATS));
            }
        }
    }
    let groups: Vec<GroupLayout> =
        reader.tables("groups").into_iter().map(|group| read_group(group, outer, diagnostics)).collect();
    if !groups.is_empty() {
        layout.groups = groups;
        layout.is_the_trusts = true;
    }
    reader.finish_below(outer, diagnostics);
    layout
}

/// Reads the layout that a released version was printed by.
pub fn released_layout(table: &Table, sources: &Sources, diagnostics: &mut Diagnostics) -> FrontSheetLayout {
    read(Some(table), &[], sources, diagnostics)
}

const DATE_FORMATS: &str = "write date_format = \"%-d %B %Y\" for 9 December 2024, or \"%d.%m.%Y\" for 09.12.2024";

/// A pattern as spreadsheets have it, such as DD/MM/YYYY, in the signs of ours.
fn in_percents(pattern: &str) -> Option<String> {
    const SIGNS: [(&str, &str); 7] =
        [("yyyy", "%Y"), ("mmmm", "%B"), ("mmm", "%b"), ("mm", "%m"), ("dd", "%d"), ("d", "%-d"), ("m", "%-m")];
    let lower = pattern.to_lowercase();
    let mut rest = lower.as_str();
    let mut meant = String::new();
    while let Some(first) = rest.chars().next() {
        if let Some((letters, sign)) = SIGNS.iter().find(|(letters, _)| rest.starts_with(letters)) {
            meant.push_str(sign);
            rest = &rest[letters.len()..];
        } else if first.is_alphabetic() {
            return None;
        } else {
            meant.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    (meant.contains("%Y") && DateFormat::parse(&meant).is_ok()).then_some(meant)
}

fn read_group(table: &Table, outer: &[&str], diagnostics: &mut Diagnostics) -> GroupLayout {
    let mut reader = Reader::new(table);
    let heading = plain(&mut reader, "heading").map(GroupHeading::Own);
    let history = reader.choice("table", &[("history", true)]).is_some();
    let rows = reader.tables("rows").into_iter().filter_map(|row| read_row(row, diagnostics)).collect();
    reader.finish_below(outer, diagnostics);
    GroupLayout { heading, rows, history }
}

fn read_row(table: &Table, diagnostics: &mut Diagnostics) -> Option<RowLayout> {
    let mut reader = Reader::new(table);
    let field = reader.text_required("field");
    let label = plain(&mut reader, "label");
    reader.finish(diagnostics);
    let field = field?;
    Some(RowLayout { source: RowSource::parse(&field.value, field.place), label })
}

/// The notice as a passage. A text over several lines, or with escapes, maps to its place as a whole.
fn notice_passage(notice: &str, place: Place, sources: &Sources) -> Passage {
    let written = sources.excerpt(place);
    let mut passage = Passage::empty(place);
    match written.find(notice).filter(|_| !notice.is_empty()) {
        Some(at) => {
            let start = place.start as usize + at;
            passage.push(notice, Place::new(place.file, start..start + notice.len()));
        }
        None => passage.push_inserted(notice, place),
    }
    passage
}

fn compiled(notice: &Passage, diagnostics: &mut Diagnostics) -> TextBody {
    let mut faults = Vec::new();
    let place = notice.place(0..notice.text().len());
    let body = TextBody::blocks(Template::compile(notice, &[], &mut faults), place);
    for fault in faults {
        diagnostics.push(crate::model::diagnostic(&fault));
    }
    body
}
