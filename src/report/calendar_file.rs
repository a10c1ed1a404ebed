//! A calendar of whole days as other programs read it: iCalendar, RFC 5545.
//!
//! Written here and not by a library: the small one folds its lines an octet too late, and the larger one brings a
//! clock and time zones along, neither of which a day has.

use crate::calendar::Day;
use std::borrow::Cow;

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

/// A calendar with these days in it, each as [`AllDay::written`] gives it.
pub(super) fn calendar<'d>(name: &str, days: impl Iterator<Item = &'d str>) -> String {
    let mut file = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Frontsheet//Reviews//EN\r\nCALSCALE:GREGORIAN\r\n\
                    METHOD:PUBLISH\r\n"
        .to_owned();
    line("NAME:", &text(name), &mut file);
    // What most programs still read instead of NAME.
    line("X-WR-CALNAME:", &text(name), &mut file);
    file.extend(days);
    file.push_str("END:VCALENDAR\r\n");
    file
}

impl AllDay {
    /// The day as it stands in any calendar.
    pub(super) fn written(&self) -> String {
        let Self { uid, settled, day, summary, description, url } = self;
        let mut event = String::with_capacity(512);
        event.push_str("BEGIN:VEVENT\r\n");
        line("UID:", &text(uid), &mut event);
        line("DTSTAMP:", &format!("{}T000000Z", basic(*settled)), &mut event);
        line("DTSTART;VALUE=DATE:", &basic(*day), &mut event);
        // The day after, since an end is not part of what it ends; the last day there is has none.
        if let Some(next) = Some(day.add_days(1)).filter(|next| next > day) {
            line("DTEND;VALUE=DATE:", &basic(next), &mut event);
        }
        line("SUMMARY:", &text(summary), &mut event);
        line("DESCRIPTION:", &text(description), &mut event);
        if let Some(url) = url {
            line("URL:", &url.replace(char::is_control, ""), &mut event);
        }
        event.push_str("TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n");
        event
    }
}

fn basic(day: Day) -> String {
    day.iso().replace('-', "")
}

/// Words as a value: what means something to the format is escaped, and other control characters are blanks.
fn text(words: &str) -> Cow<'_, str> {
    let is_plain = |c: char| !(matches!(c, '\\' | ';' | ',') || c.is_control());
    let Some(mut at) = words.find(|c| !is_plain(c)) else { return Cow::Borrowed(words) };
    let mut value = String::with_capacity(words.len() + 8);
    let mut rest = words;
    loop {
        value.push_str(&rest[..at]);
        let mut after = rest[at..].chars();
        match after.next() {
            None => return Cow::Owned(value),
            Some(c @ ('\\' | ';' | ',')) => value.extend(['\\', c]),
            // Of a line's end of two characters, the second says it.
            Some('\r') if after.as_str().starts_with('\n') => {}
            Some('\n' | '\r') => value.push_str("\\n"),
            Some(_) => value.push(' '),
        }
        rest = after.as_str();
        at = rest.find(|c| !is_plain(c)).unwrap_or(rest.len());
    }
}

/// Adds a line with its end, cut between characters where it is too long; what goes on begins with a space.
fn line(key: &str, value: &str, file: &mut String) {
    file.push_str(key);
    let mut rest = value;
    let mut room = LONGEST_LINE - key.len();
    while rest.len() > room {
        let cut = (0..=room).rev().find(|at| rest.is_char_boundary(*at)).unwrap_or_default();
        file.push_str(&rest[..cut]);
        file.push_str("\r\n ");
        rest = &rest[cut..];
        room = LONGEST_LINE - 1;
    }
    file.push_str(rest);
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
        assert_eq!(calendar("T", [event.written().as_str()].into_iter()), expected.replace('\n', "\r\n"));
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
        assert!(!event.written().contains("DTEND"));
    }

    proptest! {
        #[test]
        fn lines_are_short_and_fold_back(words in "\\PC{0,200}") {
            let mut file = String::new();
            line("KEY:", &text(&words), &mut file);
            prop_assert!(file.split("\r\n").all(|line| line.len() <= LONGEST_LINE));
            prop_assert_eq!(file.replace("\r\n ", ""), format!("KEY:{}\r\n", text(&words)));
        }

        #[test]
        fn escaped_words_are_the_words(words in "(\\PC|[\\\\;,\r\n\u{7}\u{85}]){0,60}") {
            let escaped = |c: char| match c {
                '\\' | ';' | ',' => format!("\\{c}"),
                '\n' | '\r' => "\\n".to_owned(),
                c if c.is_control() => " ".to_owned(),
                c => c.to_string(),
            };
            prop_assert_eq!(text(&words), words.replace("\r\n", "\n").chars().map(escaped).collect::<String>());
        }
    }
}
