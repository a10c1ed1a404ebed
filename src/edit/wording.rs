//! Dates as an author writes them.

use crate::calendar::{CalendarDate, DateFormat, DateNames, Day};

/// A date as TOML, in the manner of one that is written already: without quotation marks, or in the same, in words or
/// figures, and as a month where that is one. Without an example a plain TOML date.
pub fn date_like(day: Day, example: Option<&str>) -> String {
    let Some(example) = example else { return day.iso() };
    let quote = example.chars().next().filter(|first| matches!(first, '"' | '\''));
    let Some(quote) = quote else { return day.iso() };
    let inside = example.trim_matches(quote);
    let date = match CalendarDate::parse(inside) {
        Ok(CalendarDate::Month(_)) => CalendarDate::Month(day.in_month()),
        _ => CalendarDate::Day(day),
    };
    let words = inside.chars().any(char::is_alphabetic);
    let separator = inside.chars().find(|c| matches!(c, '.' | '/'));
    let text = match (date, separator) {
        (date, _) if words => date.format(&DateFormat::default(), &DateNames::english()),
        (CalendarDate::Day(day), Some(separator)) => {
            format!("{:02}{separator}{:02}{separator}{:04}", day.day(), day.month(), day.year())
        }
        (CalendarDate::Month(month), Some(separator)) => format!("{:02}{separator}{:04}", month.month(), month.year()),
        (date, Some(_) | None) => date.iso(),
    };
    format!("{quote}{text}{quote}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_written_as_the_one_before_it() {
        let day = Day::parse_iso("2026-09-04").expect("a day");
        for (example, expected) in [
            (None, "2026-09-04"),
            (Some("2025-09-14"), "2026-09-04"),
            (Some("\"2025-09-14\""), "\"2026-09-04\""),
            (Some("'14.09.2025'"), "'04.09.2026'"),
            (Some("\"14/9/2025\""), "\"04/09/2026\""),
            (Some("\"14 September 2025\""), "\"4 September 2026\""),
            (Some("\"14th Sept 2025\""), "\"4 September 2026\""),
            (Some("'September 2025'"), "'September 2026'"),
            (Some("\"2025-09\""), "\"2026-09\""),
            (Some("\"09/2025\""), "\"09/2026\""),
        ] {
            let written = date_like(day, example);
            assert_eq!(written, expected, "{example:?}");
            assert!(CalendarDate::parse(written.trim_matches(['"', '\''])).is_ok(), "{written} is read again");
        }
    }
}
