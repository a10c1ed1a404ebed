//! Reads the meetings of approving bodies: `[[meetings]]`, a day and a body each.

use super::particulars::filled;
use crate::calendar::{CalendarDate, Day};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::Meeting;
use crate::source::Located;
use crate::table::{Reader, Table};

/// Reads the meetings, by day; those of one day in the order written.
pub(super) fn read(tables: &[&Table], outer: &[&str], diagnostics: &mut Diagnostics) -> Vec<Meeting> {
    let mut meetings: Vec<Meeting> =
        tables.iter().filter_map(|table| read_meeting(table, outer, diagnostics)).collect();
    meetings.sort_by_key(|meeting| meeting.date);
    for pair in 1..meetings.len() {
        let (before, meeting) = (&meetings[..pair], &meetings[pair]);
        let folded = |name: &str| name.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
        let is_same = |other: &&Meeting| other.date == meeting.date && folded(&other.body) == folded(&meeting.body);
        if let Some(other) = before.iter().find(is_same) {
            let message = format!("the {} meets twice on {}", other.body, printed(meeting.date));
            let fault = Diagnostic::error(Code::Meetings, meeting.place, message).note(other.place, "the other");
            diagnostics.push(fault.help("take one of the two meetings away, or put its date right"));
        }
    }
    meetings
}

fn read_meeting(table: &Table, outer: &[&str], diagnostics: &mut Diagnostics) -> Option<Meeting> {
    let mut keys = Reader::new(table);
    keys.require("date", "2026-12-10");
    keys.require("body", "\"Trust Board\"");
    let (date, body, papers_by) = (keys.date("date"), filled(keys.text("body")), keys.date("papers_by"));
    keys.finish_below(outer, diagnostics);
    let papers_by = papers_by.and_then(|date| Some((a_day("papers_by", &date, diagnostics)?, date.place)));
    let date = date.and_then(|date| Some((a_day("date", &date, diagnostics)?, date.place)));
    if let (Some((date, place)), Some((papers_by, its_place))) = (date, papers_by)
        && papers_by > date
    {
        let message = format!("the papers are due on {}, after the meeting", printed(papers_by));
        let fault = Diagnostic::error(Code::Meetings, its_place, message).note(place, "the meeting");
        diagnostics.push(fault.help(format!("write papers_by with a day before {}", printed(date))));
    }
    let (date, place) = date?;
    let Located { value: body, place: body_place } = body?;
    let papers_by = papers_by.map(|(day, _)| day);
    Some(Meeting { date, body, papers_by, place, body_place })
}

fn a_day(key: &str, date: &Located<CalendarDate>, diagnostics: &mut Diagnostics) -> Option<Day> {
    if let CalendarDate::Day(day) = date.value {
        return Some(day);
    }
    let message = format!("{} is a month, and a meeting is on a day", date.value.in_english());
    let help = format!("write the day, as in {key} = {}", date.value.first_day());
    diagnostics.push(Diagnostic::error(Code::BadDate, date.place, message).help(help));
    None
}

fn printed(day: Day) -> String {
    CalendarDate::Day(day).in_english()
}
