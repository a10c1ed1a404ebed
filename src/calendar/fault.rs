//! What can be wrong with a date, in words.

use std::fmt;

/// Why a text is not a date, with what is needed to say so. `typed` is the text as it was written, cut when very long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateFault {
    /// The month has no such day.
    NoSuchDay {
        /// As written.
        typed: String,
        /// The month and year, as `June 2026`.
        month: String,
        /// The last day of that month.
        last: u8,
    },
    /// There is no such month.
    NoSuchMonth {
        /// As written.
        typed: String,
    },
    /// The month, or the year, stands where the day belongs.
    NotDayFirst {
        /// As written.
        typed: String,
        /// The same date as it should be written.
        instead: String,
    },
    /// The year has two digits.
    TwoDigitYear {
        /// As written.
        typed: String,
        /// The same date with all four digits.
        instead: String,
    },
    /// A day and a month, but no year.
    NoYear {
        /// As written.
        typed: String,
        /// The date with dots for the year.
        instead: String,
    },
    /// The day of the week is another.
    WrongWeekday {
        /// The day without its weekday.
        day: String,
        /// The weekday as written.
        weekday: &'static str,
        /// The day's own.
        right: &'static str,
    },
    /// A month's name with a slip in it.
    MisspeltMonth {
        /// As written.
        typed: String,
        /// The month's name as written.
        month: String,
        /// The same date with the month's name put right.
        instead: String,
    },
    /// A time of day is given.
    Instant {
        /// As written.
        typed: String,
        /// The day alone.
        day: String,
    },
    /// Something else.
    NotADate {
        /// As written.
        typed: String,
    },
}

impl DateFault {
    /// What is wrong: lower case (but for what was typed), no full stop.
    pub fn message(&self) -> String {
        match self {
            Self::NoSuchDay { typed, .. } | Self::NoSuchMonth { typed } => format!("{typed} does not exist"),
            Self::NotDayFirst { typed, .. } if is_year_first(typed) => {
                format!("{typed} has the day where the month belongs")
            }
            Self::NotDayFirst { typed, .. } => format!("{typed} does not begin with the day"),
            Self::TwoDigitYear { typed, .. } => format!("the year in {typed} has only two digits"),
            Self::NoYear { typed, .. } => format!("{typed} has no year"),
            Self::WrongWeekday { day, weekday, right } => format!("{day} is a {right}, not a {weekday}"),
            Self::MisspeltMonth { month, .. } => format!("there is no month called \"{month}\""),
            Self::Instant { typed, .. } => format!("{typed} gives a time of day"),
            Self::NotADate { typed } if typed.is_empty() => "the date is empty".to_owned(),
            Self::NotADate { typed } => format!("\"{typed}\" is not a date"),
        }
    }

    /// What to write.
    pub fn help(&self) -> String {
        match self {
            Self::NoSuchDay { month, last, .. } => {
                format!("{month} ends on the {last}{}: write \"{last} {month}\"", ordinal_ending(*last))
            }
            Self::NoSuchMonth { .. } => "a year has 12 months: write the day first, as in \"30.09.2026\"".to_owned(),
            Self::NotDayFirst { instead, .. }
            | Self::TwoDigitYear { instead, .. }
            | Self::MisspeltMonth { instead, .. } => format!("write \"{instead}\""),
            Self::NoYear { instead, .. } => format!("add the year: \"{instead}\""),
            Self::WrongWeekday { day, right, .. } => format!("write \"{right} {day}\", or only \"{day}\""),
            Self::Instant { day, .. } => format!("only the day is wanted: write \"{day}\""),
            Self::NotADate { .. } => {
                "write a day, as in \"30 September 2026\", or a month, as in \"September 2026\"".to_owned()
            }
        }
    }
}

impl fmt::Display for DateFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl std::error::Error for DateFault {}

fn is_year_first(typed: &str) -> bool {
    typed.bytes().take_while(u8::is_ascii_digit).count() == 4
}

fn ordinal_ending(number: u8) -> &'static str {
    match number {
        31 => "st",
        _ => "th",
    }
}
