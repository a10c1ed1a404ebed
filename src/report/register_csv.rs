//! `register.csv`: the register for a spreadsheet.
//!
//! It begins with a byte-order mark, without which Excel takes UTF-8 for another encoding. A text that a spreadsheet
//! would take for a formula gets an apostrophe in front of it, which spreadsheets show as text.

use super::Put;
use super::record::{Cell, KEYS, Record};
use super::register_json::records;
use crate::disk::MachineError;
use crate::site::{Artefact, Site};
use csv::{QuoteStyle, Terminator, WriterBuilder};
use std::borrow::Cow;

pub(super) const PATH: &str = "register.csv";

/// The file.
pub(super) fn report(site: &Site<'_>, put: &mut Put<'_>) -> Result<(), MachineError> {
    put(Artefact { path: PATH.to_owned(), bytes: csv(records(site, PATH)) })
}

/// Records as lines of a spreadsheet, with a line of their keys above them. Several words in one cell have `; ` between.
pub fn csv<'d>(records: impl IntoIterator<Item = Record<'d>>) -> Vec<u8> {
    // In quotation marks throughout, so that a program which divides at semicolons does not begin a cell inside another.
    let mut writer = WriterBuilder::new()
        .quote_style(QuoteStyle::Always)
        .terminator(Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(KEYS).expect("memory takes all that is written to it");
    for record in records {
        let cells = record.0.each_ref().map(printed);
        writer.write_record(cells.iter().map(|cell| cell.as_bytes())).expect("memory takes all that is written to it");
    }
    writer.into_inner().expect("memory takes all that is written to it")
}

fn printed<'c>(cell: &'c Cell<'_>) -> Cow<'c, str> {
    match cell {
        Cell::Text(text) => harmless(Cow::Borrowed(text.as_deref().unwrap_or_default())),
        Cell::Number(number) => number.map(|number| number.to_string()).unwrap_or_default().into(),
        Cell::Truth(truth) => truth.map(|truth| truth.to_string()).unwrap_or_default().into(),
        Cell::Texts(texts) => harmless(texts.join("; ").into()),
    }
}

/// The text, with an apostrophe in front where a spreadsheet would run it.
fn harmless(text: Cow<'_, str>) -> Cow<'_, str> {
    let begins = text.trim_start_matches([' ', '\u{a0}']);
    let is_formula = begins.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if is_formula { format!("'{text}").into() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_made_harmless() {
        for (text, cell) in [
            ("Dogs", "Dogs"),
            ("=1+1", "'=1+1"),
            ("+44 1632", "'+44 1632"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("  =1", "'  =1"),
            ("＝1", "'＝1"),
            ("2026-09-30", "2026-09-30"),
            ("", ""),
        ] {
            assert_eq!(harmless(text.into()), cell, "{text:?}");
        }
    }

    #[test]
    fn a_number_stays_a_number() {
        assert_eq!(printed(&Cell::Number(Some(-12))), "-12");
    }
}
