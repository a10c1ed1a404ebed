//! What is done with bytes that nobody chose, and what must be true whatever they are.
//!
//! Each function takes any bytes. `cargo fuzz` runs them for as long as it is let, looking for new ways through the program;
//! `tests/suite/fuzz.rs` runs them over the corpus, and over changes of it, in every run of the tests.
#![allow(dead_code, reason = "each fuzz program uses one of these")]

mod folders;

pub use folders::{archive, portal, state};

use frontsheet::calendar::{CalendarDate, DateFormat, DateNames, Day, ReviewCycle, span};
use frontsheet::diagnostic::{Diagnostics, Printer};
use frontsheet::edit::{Edit, edited, written_value};
use frontsheet::markdown;
use frontsheet::source::{Sources, decode};
use frontsheet::table;

/// Dates, spans of days, review cycles and the patterns of dates. A date that is read says the same when it is written.
pub fn dates(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match CalendarDate::parse(&text) {
        Ok(date) => {
            assert_eq!(CalendarDate::parse(&date.iso()), Ok(date), "{text:?} is read again");
            assert_eq!(CalendarDate::parse(&date.in_english()), Ok(date), "{text:?} is read again");
            assert!(date.first_day() <= date.last_day());
        }
        Err(fault) => assert!(!fault.message().is_empty() && !fault.help().is_empty()),
    }
    if let Some(day) = Day::parse_iso(&text) {
        assert_eq!(Day::parse_iso(&day.iso()), Some(day));
    }
    let _ = span(&text);
    let days = [Day::new(2024, 2, 29), Day::new(9999, 12, 31), Day::new(1900, 1, 1)];
    if let Ok(cycle) = ReviewCycle::parse(&text) {
        for day in days.into_iter().flatten() {
            assert!(cycle.after(day) >= day, "{text:?} goes forward");
        }
    }
    if let Ok(format) = DateFormat::parse(&text) {
        for day in days.into_iter().flatten() {
            format.day(day, &DateNames::english());
        }
    }
}

/// Markdown as a tree, as an outline and as plain text. All places lie in the text.
pub fn markdown(data: &[u8]) {
    let Ok(text) = decode(data) else { return };
    let document = markdown::parse(&text, &markdown::References::default());
    for fault in &document.faults {
        assert!(text.get(fault.span.range()).is_some(), "{fault:?} has no place");
    }
    for heading in &markdown::outline(&text).headings {
        assert!(text.get(heading.whole.clone()).is_some() && text.get(heading.content.clone()).is_some());
    }
    markdown::plain_text_of_blocks(&document.blocks, None);
    markdown::parse_line(&text, &markdown::References::new([text.as_str()], [text.as_str()]));
    assert!(!markdown::slug(&text).is_empty());
}

/// TOML, and files whose front matter is changed by a command: what was not to be changed is not.
pub fn front_matter(data: &[u8]) {
    if let Ok(text) = decode(data) {
        let mut sources = Sources::default();
        let mut said = Diagnostics::default();
        let file = sources.add("policies/dogs.md", text.as_str());
        table::parse(&sources, file, 0..text.len(), &mut said);
        for fault in said.iter() {
            harmless(&Printer::plain().print(fault, &sources));
        }
    }
    let day = "2026-11-23";
    let edits = [
        Edit::Set { key: "last_reviewed", value: day.to_owned(), below: &["approved", "title"] },
        Edit::Prepend { array: "history", entries: vec![("date", day.to_owned())] },
    ];
    if let Ok(changed) = edited(data, &edits[..1]) {
        assert_eq!(written_value(changed.as_bytes(), "last_reviewed").as_deref(), Some(day));
        for key in ["title", "owner"] {
            assert_eq!(written_value(changed.as_bytes(), key), written_value(data, key));
        }
        assert_eq!(
            edited(changed.as_bytes(), &edits[..1]).as_deref(),
            Ok(changed.as_str()),
            "a second time changes nothing"
        );
    }
    let _ = edited(data, &edits);
}

/// Fails where printed words could steer a terminal or hide what they say.
fn harmless(printed: &str) {
    let steers = |c: &char| {
        (c.is_control() && *c != '\n')
            || matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    assert_eq!(printed.chars().find(steers), None, "{printed:?}");
}
