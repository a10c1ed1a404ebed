//! A calendar of whole days as other programs read it: iCalendar, RFC 5545.
//!
//! Written here and not by a library: the small one folds its lines an octet too late, and the larger one brings a
//! clock and time zones along, neither of which a day has.

use crate::calendar::Day;

/// A line has at most this many octets, its end not counted. Source: RFC 5545, section 3.1.
const LONGEST_LINE: usize = 75;

/// One whole day.
pub(super) struct AllDay {
    /// What calendars know the event by, whatever else about it changes.
    pub(super) uid: String,
    /// The day on which what the event says was last settled: there is no clock here.
    pub(super) settled: Day,
    pub(super) day: Day,
    pub(super) summary: String,
    pub(super) description: String,
    pub(super) url: Option<String>,
}

/// A calendar with these days in it.
pub(super) fn calendar(name: &str, days: &[AllDay]) -> String {
    let mut file = String::new();
    let mut line = |line: String| fold(&line, &mut file);
    line("BEGIN:VCALENDAR".to_owned());
    line("VERSION:2.0".to_owned());
    line("PRODID:-//Frontsheet//Reviews//EN".to_owned());
    line("CALSCALE:GREGORIAN".to_owned());
    line("METHOD:PUBLISH".to_owned());
    line(format!("NAME:{}", text(name)));
    // What most programs still read instead of NAME.
    line(format!("X-WR-CALNAME:{}", text(name)));
    for day in days {
        line("BEGIN:VEVENT".to_owned());
        line(format!("UID:{}", text(&day.uid)));
        line(format!("DTSTAMP:{}T000000Z", basic(day.settled)));
        line(format!("DTSTART;VALUE=DATE:{}", basic(day.day)));
        // The day after, since an end is not part of what it ends; the last day there is has none.
        if let Some(next) = Some(day.day.add_days(1)).filter(|next| *next > day.day) {
            line(format!("DTEND;VALUE=DATE:{}", basic(next)));
        }
        line(format!("SUMMARY:{}", text(&day.summary)));
        line(format!("DESCRIPTION:{}", text(&day.description)));
        if let Some(url) = &day.url {
            line(format!("URL:{}", url.replace(char::is_control, "")));
        }
        line("TRANSP:TRANSPARENT".to_owned());
        line("END:VEVENT".to_owned());
    }
    line("END:VCALENDAR".to_owned());
    file
}

fn basic(day: Day) -> String {
    day.iso().replace('-', "")
}

/// Words as a value: what means something to the format is escaped, and other control characters are blanks.
fn text(words: &str) -> String {
    let mut value = String::with_capacity(words.len());
    for c in words.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => value.extend(['\\', c]),
            '\n' | '\r' => value.push_str("\\n"),
            c if c.is_control() => value.push(' '),
            c => value.push(c),
        }
    }
    value
}

/// Adds a line with its end, cut between characters where it is too long; what goes on begins with a space.
fn fold(line: &str, file: &mut String) {
    let mut length = 0;
    for c in line.chars() {
        if length + c.len_utf8() > LONGEST_LINE {
            file.push_str("\r\n ");
            length = 1;
        }
        file.push(c);
        length += c.len_utf8();
    }
    file.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_day_is_written_as_calendars_read_it() {
        let day = |text| Day::parse_iso(text).unwrap();
        let event = AllDay {
            uid: "a-b".to_owned(),
            settled: day("2026-01-12"),
            day: day("2026-12-31"),
            summary: "Dogs, cats; \\ and\nothers\u{7}".to_owned(),
            description: "é".repeat(40),
            url: Some("https://x.example/".to_owned()),
        };
        let expected = format!(
            "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Frontsheet//Reviews//EN\nCALSCALE:GREGORIAN\nMETHOD:PUBLISH\nNAME:T\n\
             X-WR-CALNAME:T\nBEGIN:VEVENT\nUID:a-b\nDTSTAMP:20260112T000000Z\nDTSTART;VALUE=DATE:20261231\n\
             DTEND;VALUE=DATE:20270101\nSUMMARY:Dogs\\, cats\\; \\\\ and\\nothers \nDESCRIPTION:{}\n {}\n\
             URL:https://x.example/\nTRANSP:TRANSPARENT\nEND:VEVENT\nEND:VCALENDAR\n",
            "é".repeat(31),
            "é".repeat(9),
        );
        assert_eq!(calendar("T", &[event]), expected.replace('\n', "\r\n"));
    }

    #[test]
    fn the_last_day_there_is_has_no_day_after() {
        let last = Day::new(9999, 12, 31).unwrap();
        let event = AllDay {
            uid: String::new(),
            settled: last,
            day: last,
            summary: String::new(),
            description: String::new(),
            url: None,
        };
        assert!(!calendar("T", &[event]).contains("DTEND"));
    }

    proptest! {
        #[test]
        fn lines_are_short_and_fold_back(words in "\\PC{0,200}") {
            let mut file = String::new();
            fold(&text(&words), &mut file);
            prop_assert!(file.split("\r\n").all(|line| line.len() <= LONGEST_LINE));
            prop_assert_eq!(file.replace("\r\n ", ""), format!("{}\r\n", text(&words)));
        }
    }
}
