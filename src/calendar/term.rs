//! A trust's academic terms, by name and in order.

use super::{CalendarDate, DateFault, Day};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The longest name of a term, in bytes.
const LONGEST_NAME: usize = 60;

/// An academic term of a trust: its name, and its first and last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "(String, Day, Day)", into = "(String, Day, Day)")]
pub struct Term {
    name: TermName,
    first: Day,
    last: Day,
}

impl TryFrom<(String, Day, Day)> for Term {
    type Error = &'static str;

    fn try_from((name, first, last): (String, Day, Day)) -> Result<Self, Self::Error> {
        Self::new(&name, first, last).map_err(|_| "there is no such term")
    }
}

impl From<Term> for (String, Day, Day) {
    fn from(term: Term) -> Self {
        (term.name().to_owned(), term.first, term.last)
    }
}

/// A term's name. It stands in the value itself, since dates are copied about as numbers are.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct TermName {
    bytes: [u8; LONGEST_NAME],
    length: usize,
}

impl TermName {
    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.length]).expect("a name is made of a text")
    }
}

impl fmt::Debug for TermName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

/// Why something is not a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TermFault {
    /// It has no name.
    NoName,
    /// Its name is too long.
    LongName,
    /// Its name is a date.
    NameIsDate,
    /// It is not two days with a word between them.
    NotTwoDays,
    /// One of its two days cannot be read.
    Date(DateFault),
    /// A month stands for one of its two days.
    Month,
    /// Its last day is before its first.
    Backwards,
}

impl Term {
    /// The term with that name, its blanks made single, from its first day to its last.
    ///
    /// # Errors
    /// [`TermFault`] for a name that cannot be one, and for a last day before the first.
    pub fn new(name: &str, first: Day, last: Day) -> Result<Self, TermFault> {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut bytes = [0; LONGEST_NAME];
        match bytes.get_mut(..name.len()) {
            None => return Err(TermFault::LongName),
            Some(_) if name.is_empty() => return Err(TermFault::NoName),
            // A date by that name would be a term at one time, and a month at another.
            Some(_) if !matches!(CalendarDate::parse(&name), Err(DateFault::NotADate { .. })) => {
                return Err(TermFault::NameIsDate);
            }
            Some(start) => start.copy_from_slice(name.as_bytes()),
        }
        if last < first {
            return Err(TermFault::Backwards);
        }
        Ok(Self { name: TermName { bytes, length: name.len() }, first, last })
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.name.as_str()
    }

    /// Its first day.
    pub fn first_day(&self) -> Day {
        self.first
    }

    /// Its last day: what it means as a deadline.
    pub fn last_day(&self) -> Day {
        self.last
    }

    /// Its two days, as [`span`] reads them again.
    pub fn iso(&self) -> String {
        format!("{} to {}", self.first, self.last)
    }
}

/// Reads the two days of a term as people type them: `1 September 2026 to 18 December 2026`, `2026-09-01 – 2026-12-18`; in
/// Welsh `1 Medi 2026 i 18 Rhagfyr 2026`.
///
/// # Errors
/// [`TermFault`] where it is not two days.
pub fn span(text: &str) -> Result<(Day, Day), TermFault> {
    const BETWEEN: [&str; 9] = [" to ", " until ", " till ", " i ", " hyd ", "–", "—", " - ", ".."];
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let halves = BETWEEN.iter().find_map(|between| text.split_once(between)).ok_or(TermFault::NotTwoDays)?;
    let day = |text: &str| match CalendarDate::parse(text) {
        Ok(CalendarDate::Day(day)) => Ok(day),
        Ok(CalendarDate::Month(_) | CalendarDate::Term(_)) => Err(TermFault::Month),
        Err(fault) => Err(TermFault::Date(fault)),
    };
    Ok((day(halves.0)?, day(halves.1)?))
}

/// A trust's terms, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TermsCalendar {
    terms: Vec<Term>,
    /// Names of terms whose days could not be read.
    unread: Vec<String>,
}

/// What a calendar knows of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TermCalled {
    /// The term.
    Known(Term),
    /// A term whose days could not be read, which has been said.
    Unread,
    /// Nothing.
    Unknown,
}

/// Why a calendar cannot tell the end of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutOfReach {
    /// It begins after the day to count from, on this day.
    BeginsLater(Day),
    /// It ends before the term does, on this day.
    EndsBefore(Day),
}

impl TermsCalendar {
    /// The calendar of these terms, of which no two may share a day; `unread` are names whose days could not be read.
    pub fn new(mut terms: Vec<Term>, unread: Vec<String>) -> Self {
        terms.sort_by_key(Term::first_day);
        Self { terms, unread }
    }

    /// The terms, in order.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// What is called so; capitals and blanks make no difference.
    pub fn called(&self, name: &str) -> TermCalled {
        let name = folded(name);
        match self.terms.iter().find(|term| folded(term.name()) == name) {
            Some(term) => TermCalled::Known(*term),
            None if self.unread.iter().any(|unread| folded(unread) == name) => TermCalled::Unread,
            None => TermCalled::Unknown,
        }
    }

    /// The term that a day is in; in the holidays the one before. `None` before the first, and after the last.
    pub fn term_by(&self, day: Day) -> Option<Term> {
        let last = self.terms.last()?.last;
        self.terms.iter().rev().find(|term| term.first <= day).filter(|_| day <= last).copied()
    }

    /// The last day of the first term that begins after a day; of the second for a `count` of 2, and so on. From any day of
    /// the autumn term, and of the holidays after it, that is the end of the spring term.
    ///
    /// # Errors
    /// [`OutOfReach`] where the calendar does not know the day itself, or not so many terms.
    pub fn end_after(&self, day: Day, count: u32) -> Result<Day, OutOfReach> {
        let (Some(first), Some(last)) = (self.terms.first(), self.terms.last()) else {
            return Err(OutOfReach::EndsBefore(day));
        };
        if day < first.first {
            return Err(OutOfReach::BeginsLater(first.first));
        }
        let mut later = self.terms.iter().filter(|term| term.first > day);
        let end = later.nth(usize::try_from(count.saturating_sub(1)).unwrap_or(usize::MAX));
        end.map(|term| term.last).ok_or(OutOfReach::EndsBefore(last.last))
    }
}

/// A name without what makes no difference between two of them.
fn folded(name: &str) -> String {
    name.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).expect("a day")
    }

    fn term(name: &str, days: &str) -> Term {
        let (first, last) = span(days).expect("two days");
        Term::new(name, first, last).expect("a term")
    }

    fn calendar() -> TermsCalendar {
        let terms = vec![
            term("Summer term 2027", "2027-04-12 to 2027-07-20"),
            term("Autumn term 2026", "1 September 2026 to 18 December 2026"),
            term("Spring  term 2027", "4 January 2027 – 26 March 2027"),
        ];
        TermsCalendar::new(terms, vec!["Lent term".to_owned()])
    }

    #[test]
    fn a_terms_days_are_read_as_people_write_them() {
        let expected = (day("2026-09-01"), day("2026-12-18"));
        for text in [
            "1 September 2026 to 18 December 2026",
            "2026-09-01 to 2026-12-18",
            "2026-09-01 - 2026-12-18",
            "01.09.2026–18.12.2026",
            "Tuesday 1 September 2026 until Friday 18 December 2026",
            " 1 Medi 2026  i  18 Rhagfyr 2026 ",
            "1 Medi 2026 hyd 18 Rhagfyr 2026",
        ] {
            assert_eq!(span(text), Ok(expected), "{text}");
        }
        assert_eq!(term("A", "2026-09-01 to 2026-12-18").iso(), "2026-09-01 to 2026-12-18");
        for text in ["2026-09-01", "", "1 September 2026, 18 December 2026"] {
            assert_eq!(span(text), Err(TermFault::NotTwoDays), "{text}");
        }
        assert_eq!(span("September 2026 to 18 December 2026"), Err(TermFault::Month));
        assert!(matches!(span("31 June 2026 to 18 December 2026"), Err(TermFault::Date(DateFault::NoSuchDay { .. }))));
    }

    #[test]
    fn what_cannot_be_a_term_is_refused() {
        let (first, last) = (day("2026-09-01"), day("2026-12-18"));
        for (name, fault) in [
            (" ", TermFault::NoName),
            ("September 2026", TermFault::NameIsDate),
            ("1 Septembr 2026", TermFault::NameIsDate),
            (&"ŵ".repeat(31), TermFault::LongName),
        ] {
            assert_eq!(Term::new(name, first, last), Err(fault), "{name}");
        }
        assert_eq!(Term::new(&"ŵ".repeat(30), first, last).map(|term| term.name().len()), Ok(60));
        assert_eq!(Term::new("A", last, first), Err(TermFault::Backwards));
        assert!(Term::new("A", first, first).is_ok(), "a term of a day");
    }

    #[test]
    fn a_term_is_known_by_its_name() {
        let calendar = calendar();
        let TermCalled::Known(term) = calendar.called(" spring TERM  2027") else { panic!("it is there") };
        assert_eq!(
            (term.name(), term.first_day(), term.last_day()),
            ("Spring term 2027", day("2027-01-04"), day("2027-03-26"))
        );
        assert_eq!(calendar.called("lent Term"), TermCalled::Unread);
        assert_eq!(calendar.called("Autumn term"), TermCalled::Unknown);
    }

    #[test]
    fn a_term_after_a_day_ends_with_the_term_that_begins_next() {
        let calendar = calendar();
        for (from, count, end) in [
            // Before, on and after the first and the last day of a term.
            ("2026-08-31", 1, Err(OutOfReach::BeginsLater(day("2026-09-01")))),
            ("2026-09-01", 1, Ok("2027-03-26")),
            ("2026-12-18", 1, Ok("2027-03-26")),
            ("2026-12-19", 1, Ok("2027-03-26")),
            ("2027-01-03", 1, Ok("2027-03-26")),
            ("2027-01-04", 1, Ok("2027-07-20")),
            ("2027-04-11", 1, Ok("2027-07-20")),
            ("2027-04-12", 1, Err(OutOfReach::EndsBefore(day("2027-07-20")))),
            ("2030-01-01", 1, Err(OutOfReach::EndsBefore(day("2027-07-20")))),
            ("2026-09-01", 2, Ok("2027-07-20")),
            ("2026-09-01", 3, Err(OutOfReach::EndsBefore(day("2027-07-20")))),
        ] {
            assert_eq!(calendar.end_after(day(from), count), end.map(day), "{from} and {count}");
        }
        assert!(TermsCalendar::default().end_after(day("2026-09-01"), 1).is_err());
    }

    #[test]
    fn a_day_in_the_holidays_belongs_to_the_term_before() {
        let calendar = calendar();
        for (on, name) in [
            ("2026-08-31", None),
            ("2026-09-01", Some("Autumn term 2026")),
            ("2026-12-31", Some("Autumn term 2026")),
            ("2027-01-04", Some("Spring term 2027")),
            ("2027-07-20", Some("Summer term 2027")),
            ("2027-07-21", None),
        ] {
            assert_eq!(calendar.term_by(day(on)).map(|term| term.name().to_owned()).as_deref(), name, "{on}");
        }
    }
}
