//! Days and months as governors use them, and the arithmetic of review cycles.
//!
//! A date is a calendar day, or a month where the day is not known; never an instant. Nothing here knows a time zone,
//! and only [`Day::today`] knows a clock. Years run from 1 to 9999; arithmetic that would leave them stops at the last
//! day there is.

mod cycle;
mod fault;
mod format;
mod read;
mod term;

pub use cycle::{CycleFault, ReviewCycle};
pub use fault::DateFault;
pub use format::{DateFormat, DateNames};
pub use term::{OutOfReach, Term, TermCalled, TermFault, TermsCalendar, span};

use jiff::civil::Date;
use jiff::{Span, Unit, Zoned};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The months' names, January first.
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The days' names, Monday first.
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// The name of a month from 1 to 12.
fn month_name(month: u8) -> &'static str {
    MONTHS[usize::from(month - 1)]
}

/// A day of the calendar. Printed as `2026-09-30`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "(u16, u8, u8)", into = "(u16, u8, u8)")]
pub struct Day(Date);

impl TryFrom<(u16, u8, u8)> for Day {
    type Error = &'static str;

    fn try_from((year, month, day): (u16, u8, u8)) -> Result<Self, Self::Error> {
        Self::new(year, month, day).ok_or("there is no such day")
    }
}

impl From<Day> for (u16, u8, u8) {
    fn from(day: Day) -> Self {
        (day.year(), day.month(), day.day())
    }
}

impl Day {
    /// The day of that year (1 to 9999), month and day (both from 1); `None` when there is no such day.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        if year == 0 {
            return None;
        }
        let (year, month, day) = (i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        Date::new(year, month, day).ok().map(Self)
    }

    /// Reads `2026-09-30` and nothing else.
    pub fn parse_iso(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let digits = bytes.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
        if bytes.len() != 10 || !digits {
            return None;
        }
        Self::new(text[..4].parse().ok()?, text[5..7].parse().ok()?, text[8..].parse().ok()?)
    }

    /// The day it is here, by this machine's clock and time zone.
    pub fn today() -> Self {
        Self(Zoned::now().date())
    }

    /// The year, 1 to 9999.
    pub fn year(self) -> u16 {
        self.0.year().unsigned_abs()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u8 {
        self.0.month().unsigned_abs()
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> u8 {
        self.0.day().unsigned_abs()
    }

    /// The month that the day is in.
    pub fn in_month(self) -> Month {
        Month { year: self.year(), month: self.month() }
    }

    /// The name of the day of the week, as `"Monday"`.
    pub fn weekday(self) -> &'static str {
        WEEKDAYS[self.weekday_index()]
    }

    /// The number of the day of the week, Monday's being 0.
    fn weekday_index(self) -> usize {
        usize::from(self.0.weekday().to_monday_zero_offset().unsigned_abs())
    }

    /// As many calendar months later; where that month is too short, its last day.
    #[must_use]
    pub fn add_months(self, months: u32) -> Self {
        let shifted = Span::new().try_months(months).ok().and_then(|span| self.0.checked_add(span).ok());
        Self(shifted.unwrap_or(Date::MAX))
    }

    /// As many calendar months earlier; where that month is too short, its last day.
    #[must_use]
    pub fn sub_months(self, months: u32) -> Self {
        let shifted = Span::new().try_months(months).ok().and_then(|span| self.0.checked_sub(span).ok());
        shifted.map_or(FIRST, |date| Self(date).max(FIRST))
    }

    /// As many days later, or earlier for a negative number.
    #[must_use]
    pub fn add_days(self, days: i64) -> Self {
        let shifted = Span::new().try_days(days).ok().and_then(|span| self.0.checked_add(span).ok());
        match shifted {
            Some(date) => Self(date).max(FIRST),
            None if days < 0 => FIRST,
            None => Self(Date::MAX),
        }
    }

    /// How many days there are from this day to `other`; negative when `other` is earlier, 0 on the same day.
    pub fn days_until(self, other: Day) -> i64 {
        self.0.until((Unit::Day, other.0)).map_or(0, |span| i64::from(span.get_days()))
    }

    /// The day as `2026-09-30`.
    pub fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}

/// The first day we count.
const FIRST: Day = Day(Date::constant(1, 1, 1));

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iso())
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iso())
    }
}

/// A month of a year. Printed as `2026-09`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "Day", into = "Day")]
pub struct Month {
    year: u16,
    month: u8,
}

impl From<Day> for Month {
    fn from(day: Day) -> Self {
        day.in_month()
    }
}

impl From<Month> for Day {
    fn from(month: Month) -> Self {
        month.first_day()
    }
}

impl Month {
    /// The month (1 to 12) of that year (1 to 9999); `None` when there is no such month.
    pub fn new(year: u16, month: u8) -> Option<Self> {
        Day::new(year, month, 1).map(Day::in_month)
    }

    /// The year, 1 to 9999.
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// The month's name, as `"September"`.
    pub fn name(self) -> &'static str {
        month_name(self.month)
    }

    /// The first day of the month.
    pub fn first_day(self) -> Day {
        Day::new(self.year, self.month, 1).expect("a month has a first day")
    }

    /// The last day of the month.
    pub fn last_day(self) -> Day {
        Day(self.first_day().0.last_of_month())
    }

    /// The month as `2026-09`.
    pub fn iso(self) -> String {
        format!("{:04}-{:02}", self.year, self.month)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iso())
    }
}

/// A calendar day, a month where the day is not known, or a term of the trust's; never an instant. Source: contract,
/// section 4, "Dates".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CalendarDate {
    /// A day.
    Day(Day),
    /// A month.
    Month(Month),
    /// An academic term, settled by the trust's own dates: something to be done in it.
    Term(Term),
}

impl CalendarDate {
    /// Reads a date as people type it, day first: `2026-09-30`, `30.09.2026`, `30/09/2026`, `30 September 2026`,
    /// `Wednesday 30th Sept 2026`, `2026-09`, `09/2026`, `September 2026`. Case and spaces make no difference. A term is
    /// never read here: only a [`TermsCalendar`] knows it.
    ///
    /// # Errors
    /// [`DateFault`] says what is wrong with it and what to write.
    pub fn parse(text: &str) -> Result<Self, DateFault> {
        read::read(text)
    }

    /// The day itself, or the first day of the month or term.
    pub fn first_day(self) -> Day {
        match self {
            Self::Day(day) => day,
            Self::Month(month) => month.first_day(),
            Self::Term(term) => term.first_day(),
        }
    }

    /// The day itself, or the last day of the month or term: what it means as a deadline.
    pub fn last_day(self) -> Day {
        match self {
            Self::Day(day) => day,
            Self::Month(month) => month.last_day(),
            Self::Term(term) => term.last_day(),
        }
    }

    /// The date as `2026-09-30` or `2026-09`; a term as its last day.
    pub fn iso(self) -> String {
        match self {
            Self::Day(day) => day.iso(),
            Self::Month(month) => month.iso(),
            Self::Term(term) => term.last_day().iso(),
        }
    }

    /// The date in words or figures; a month is always printed as a month (`September 2026`), and a term by
    /// its name.
    pub fn format(self, format: &DateFormat, names: &DateNames) -> String {
        match self {
            Self::Day(day) => format.day(day, names),
            Self::Month(month) => format!("{} {}", names.months[usize::from(month.month - 1)], month.year),
            Self::Term(term) => term.name().to_owned(),
        }
    }

    /// The date in English, as messages have it: `30 September 2026`.
    pub fn in_english(self) -> String {
        self.format(&DateFormat::default(), &DateNames::english())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    #[test]
    fn a_day_is_read_from_iso_and_nothing_else() {
        assert_eq!(day("2024-02-29").to_string(), "2024-02-29");
        for text in ["2025-02-29", "2025-2-1", "2025-02-1", "+025-02-01", "0000-01-01", "2025-13-01", "", "2025-02-0é"]
        {
            assert_eq!(Day::parse_iso(text), None, "{text}");
        }
    }

    #[test]
    fn months_are_clamped_to_the_months_end() {
        for (from, months, to) in [
            ("2026-08-31", 6, "2027-02-28"),
            ("2024-02-29", 12, "2025-02-28"),
            ("2024-01-31", 1, "2024-02-29"),
            ("2024-12-09", 24, "2026-12-09"),
            ("2024-12-09", 0, "2024-12-09"),
            ("9999-01-01", 12, "9999-12-31"),
            ("2024-12-09", u32::MAX, "9999-12-31"),
        ] {
            assert_eq!(day(from).add_months(months), day(to), "{from} + {months}");
        }
        assert_eq!(day("2024-03-31").sub_months(1), day("2024-02-29"));
        assert_eq!(day("2024-03-31").sub_months(u32::MAX), FIRST);
        assert_eq!(day("0001-02-01").sub_months(13), FIRST);
    }

    #[test]
    fn days_are_counted_both_ways() {
        assert_eq!(day("2024-02-28").days_until(day("2024-03-01")), 2);
        assert_eq!(day("2024-03-01").days_until(day("2024-02-28")), -2);
        assert_eq!(day("2024-02-28").add_days(2), day("2024-03-01"));
        assert_eq!(day("2024-02-28").add_days(i64::MAX), day("9999-12-31"));
        assert_eq!(day("2024-02-28").add_days(i64::MIN), FIRST);
        assert_eq!(FIRST.add_days(-1), FIRST);
        assert_eq!(day("0001-01-01").days_until(day("9999-12-31")), 3_652_058);
    }

    #[test]
    fn a_month_ends_on_its_last_day() {
        let february = Month::new(2028, 2).unwrap();
        assert_eq!((february.first_day(), february.last_day()), (day("2028-02-01"), day("2028-02-29")));
        assert_eq!(CalendarDate::Month(february).last_day(), day("2028-02-29"));
        assert_eq!(CalendarDate::Month(february).iso(), "2028-02");
        assert_eq!(Month::new(2028, 13), None);
        assert_eq!(Month::new(0, 1), None);
    }

    proptest! {
        #[test]
        fn arithmetic_goes_there_and_back(year in 1000u16..9000, month in 1u8..=12, date in 1u8..=28, n in 0i64..90_000) {
            let start = Day::new(year, month, date).unwrap();
            prop_assert_eq!(start.days_until(start.add_days(n)), n);
            prop_assert_eq!(start.add_days(n).add_days(-n), start);
            prop_assert_eq!(start.add_months(7).sub_months(7), start);
        }
    }
}
