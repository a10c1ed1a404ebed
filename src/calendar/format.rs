//! How a trust prints its dates.

use super::{Day, MONTHS, WEEKDAYS};
use std::fmt::Write as _;

/// The parts of a date that a pattern can ask for.
const KNOWN: &str = "%d %-d %e %m %-m %B %b %Y %y %A %a %%";

/// A pattern for printing days: `%d %-d %e` the day (two digits, one or two, padded with a space), `%m %-m` the month's
/// number, `%B %b` its name, `%Y %y` the year, `%A %a` the weekday, `%%` a per cent sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateFormat {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    DayTwoDigits,
    Day,
    DayPadded,
    MonthTwoDigits,
    Month,
    MonthName,
    MonthShort,
    Year,
    YearTwoDigits,
    Weekday,
    WeekdayShort,
}

impl DateFormat {
    /// Reads a pattern.
    ///
    /// # Errors
    /// A message (lower case, no full stop) that names the first part that is not known, and those that are.
    pub fn parse(pattern: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut text = String::new();
        let mut rest = pattern;
        while let Some(c) = rest.chars().next() {
            let length = match c {
                '%' if rest.starts_with("%-") => 2 + rest[2..].chars().next().map_or(0, char::len_utf8),
                '%' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
                _ => c.len_utf8(),
            };
            let (piece, after) = rest.split_at(length);
            rest = after;
            match piece {
                "%%" => text.push('%'),
                _ if c != '%' => text.push(c),
                _ => {
                    let part = part_called(piece)
                        .ok_or_else(|| format!("the date format has \"{piece}\", which is not one of {KNOWN}"))?;
                    if !text.is_empty() {
                        parts.push(Part::Text(std::mem::take(&mut text)));
                    }
                    parts.push(part);
                }
            }
        }
        if !text.is_empty() {
            parts.push(Part::Text(text));
        }
        Ok(Self { parts })
    }

    /// The pattern: reading it gives this format again.
    pub fn pattern(&self) -> String {
        let written = |part: &Part| match part {
            Part::Text(text) => text.replace('%', "%%"),
            part => {
                PARTS.iter().find(|(_, known)| known == part).map(|(piece, _)| *piece).unwrap_or_default().to_owned()
            }
        };
        self.parts.iter().map(written).collect()
    }

    /// The day, printed by this pattern.
    pub fn day(&self, day: Day, names: &DateNames) -> String {
        let mut out = String::new();
        let (month, weekday) = (usize::from(day.month() - 1), day.weekday_index());
        for part in &self.parts {
            let written = match part {
                Part::Text(text) => out.write_str(text),
                Part::DayTwoDigits => write!(out, "{:02}", day.day()),
                Part::Day => write!(out, "{}", day.day()),
                Part::DayPadded => write!(out, "{:2}", day.day()),
                Part::MonthTwoDigits => write!(out, "{:02}", day.month()),
                Part::Month => write!(out, "{}", day.month()),
                Part::MonthName => out.write_str(&names.months[month]),
                Part::MonthShort => out.write_str(&names.months_short[month]),
                Part::Year => write!(out, "{:04}", day.year()),
                Part::YearTwoDigits => write!(out, "{:02}", day.year() % 100),
                Part::Weekday => out.write_str(&names.weekdays[weekday]),
                Part::WeekdayShort => out.write_str(&names.weekdays_short[weekday]),
            };
            written.expect("writing to a string does not fail");
        }
        out
    }
}

impl Default for DateFormat {
    /// `%-d %B %Y`, as in 30 September 2026.
    fn default() -> Self {
        let space = || Part::Text(" ".to_owned());
        Self { parts: vec![Part::Day, space(), Part::MonthName, space(), Part::Year] }
    }
}

/// The names that dates are printed with, in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateNames {
    /// The months, January first.
    pub months: [String; 12],
    /// The months, shortened.
    pub months_short: [String; 12],
    /// The days of the week, Monday first.
    pub weekdays: [String; 7],
    /// The days of the week, shortened.
    pub weekdays_short: [String; 7],
}

impl DateNames {
    /// English names, those of messages.
    pub fn english() -> Self {
        Self {
            months: MONTHS.map(str::to_owned),
            months_short: MONTHS.map(|name| name[..3].to_owned()),
            weekdays: WEEKDAYS.map(str::to_owned),
            weekdays_short: WEEKDAYS.map(|name| name[..3].to_owned()),
        }
    }
}

/// The signs of a pattern.
const PARTS: &[(&str, Part)] = &[
    ("%d", Part::DayTwoDigits),
    ("%-d", Part::Day),
    ("%e", Part::DayPadded),
    ("%m", Part::MonthTwoDigits),
    ("%-m", Part::Month),
    ("%B", Part::MonthName),
    ("%b", Part::MonthShort),
    ("%Y", Part::Year),
    ("%y", Part::YearTwoDigits),
    ("%A", Part::Weekday),
    ("%a", Part::WeekdayShort),
];

fn part_called(piece: &str) -> Option<Part> {
    PARTS.iter().find(|(known, _)| *known == piece).map(|(_, part)| part.clone())
}

#[cfg(test)]
mod tests {
    use super::super::{CalendarDate, Month};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn patterns_print_days() {
        let day = Day::new(2026, 9, 3).unwrap();
        for (pattern, printed) in [
            ("%d.%m.%Y", "03.09.2026"),
            ("%-d %B %Y", "3 September 2026"),
            ("%A, %e %b %y", "Thursday,  3 Sep 26"),
            ("%a %-d/%-m", "Thu 3/9"),
            ("100%% é", "100% é"),
            ("", ""),
        ] {
            let format = DateFormat::parse(pattern).unwrap();
            assert_eq!(format.day(day, &DateNames::english()), printed, "{pattern}");
            assert_eq!(format.pattern(), pattern);
        }
        assert_eq!(DateFormat::parse("%-d %B %Y"), Ok(DateFormat::default()));
    }

    #[test]
    fn a_month_is_printed_as_a_month() {
        let format = DateFormat::parse("%d.%m.%Y").unwrap();
        let month = CalendarDate::Month(Month::new(2026, 9).unwrap());
        assert_eq!(month.format(&format, &DateNames::english()), "September 2026");
    }

    #[test]
    fn an_unknown_part_is_named_with_the_known_ones() {
        for (pattern, piece) in [("%d %H", "%H"), ("%", "%"), ("%-", "%-"), ("%-Y", "%-Y"), ("%é", "%é")] {
            assert_eq!(
                DateFormat::parse(pattern).unwrap_err(),
                format!("the date format has \"{piece}\", which is not one of %d %-d %e %m %-m %B %b %Y %y %A %a %%")
            );
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_can_be_read_again(
            year in 1000u16..=9999, month in 1u8..=12, date in 1u8..=31,
            pattern in proptest::sample::select(vec![
                "%-d %B %Y", "%d.%m.%Y", "%-d/%-m/%Y", "%Y-%m-%d", "%A %-d %b %Y", "%a, %e %B %Y", "%d-%m-%Y",
            ]),
        ) {
            let Some(day) = Day::new(year, month, date) else { return Ok(()); };
            let printed = DateFormat::parse(pattern).unwrap().day(day, &DateNames::english());
            prop_assert_eq!(CalendarDate::parse(&printed), Ok(CalendarDate::Day(day)), "{}", printed);
        }

        #[test]
        fn no_pattern_panics(pattern in "\\PC*") {
            if let Ok(format) = DateFormat::parse(&pattern) {
                format.day(Day::new(2026, 9, 3).unwrap(), &DateNames::english());
            }
        }
    }
}
