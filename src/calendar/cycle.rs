//! How often a policy is reviewed.

use super::{Day, OutOfReach, TermsCalendar};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The words that count terms, in English and Welsh.
const TERMS: &[&str] = &["termly", "term", "terms", "tymor", "tymhorol", "dymhorol"];

/// How many months a term is, where nothing is known of it.
const MONTHS_OF_TERM: u32 = 4;

/// The longest cycle we take, in months: a hundred years.
const LONGEST: u32 = 1200;

/// How often a policy is reviewed, in whole calendar months or in a trust's terms, and the words it was written in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewCycle {
    months: u32,
    wording: String,
    /// How many terms it lasts, where it is written in terms.
    terms: Option<u32>,
    /// The trust's terms.
    calendar: Arc<TermsCalendar>,
}

/// Words that are not a review cycle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CycleFault {
    /// As written.
    pub typed: String,
    /// What to write instead, where we know better than to offer the nearest of [`ReviewCycle::SPELLINGS`].
    pub help: Option<&'static str>,
}

impl ReviewCycle {
    /// Spellings to offer to somebody who has written another, the plainest first.
    pub const SPELLINGS: &[&str] = &[
        "annually",
        "annual",
        "yearly",
        "every year",
        "once a year",
        "every two years",
        "every 2 years",
        "every three years",
        "every 3 years",
        "every four years",
        "every five years",
        "biennially",
        "biennial",
        "triennially",
        "triennial",
        "every 18 months",
        "every six months",
        "every 6 months",
        "half-yearly",
        "twice a year",
        "termly",
        "every term",
        "each term",
        "quarterly",
        "every quarter",
        "monthly",
        "every month",
    ];

    /// Reads a review cycle: `termly` (three a year), `annually`, `every 18 months`, `every two years`, `twice a year`,
    /// `2-yearly` and the like; in Welsh `blynyddol`, `bob dwy flynedd`, `bob tymor`. Case, extra spaces, hyphens and a full stop make no difference.
    /// Source: contract, section 4, "Review cycles".
    ///
    /// # Errors
    /// [`CycleFault`], with help where the words are a habit that cannot be counted in months.
    pub fn parse(text: &str) -> Result<Self, CycleFault> {
        let typed = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let plain = typed.to_lowercase().replace(['-', '‑', '–'], " ");
        let words: Vec<&str> = plain.trim_end_matches('.').split_whitespace().collect();
        let words = match words.as_slice() {
            ["at", "least", rest @ ..] => rest,
            all => all,
        };
        match months_of(words) {
            Some(months) if (1..=LONGEST).contains(&months) => {
                let terms = words.iter().any(|word| TERMS.contains(word)).then_some(months / MONTHS_OF_TERM);
                Ok(Self { months, wording: typed, terms, calendar: Arc::default() })
            }
            _ => Err(CycleFault { help: habit_help(words), typed }),
        }
    }

    /// The same cycle, which counts these terms if it is written in terms.
    #[must_use]
    pub fn in_terms_of(self, calendar: &Arc<TermsCalendar>) -> Self {
        match self.terms {
            Some(_) => Self { calendar: Arc::clone(calendar), ..self },
            None => self,
        }
    }

    /// Whether it counts a trust's own terms.
    pub fn counts_terms(&self) -> bool {
        self.terms.is_some() && !self.calendar.terms().is_empty()
    }

    /// Why the trust's terms cannot say when it ends, where they should.
    pub fn out_of_reach(&self, day: Day) -> Option<OutOfReach> {
        self.end_in_terms(day)?.err()
    }

    fn end_in_terms(&self, day: Day) -> Option<Result<Day, OutOfReach>> {
        let terms = self.terms.filter(|_| self.counts_terms())?;
        Some(self.calendar.end_after(day, terms))
    }

    /// How many calendar months it lasts, from 1.
    pub fn months(&self) -> u32 {
        self.months
    }

    /// The words it was written in, with single spaces.
    pub fn wording(&self) -> &str {
        &self.wording
    }

    /// The day by which a review is due when the last was on `day`: so many months later or, where that month is too
    /// short, its last day. A cycle in terms ends with the last of as many terms that begin after the day; where the trust's
    /// calendar does not reach, a term is four months.
    pub fn after(&self, day: Day) -> Day {
        match self.end_in_terms(day) {
            Some(Ok(end)) => end,
            Some(Err(_)) | None => day.add_months(self.months),
        }
    }
}

fn months_of(words: &[&str]) -> Option<u32> {
    match words {
        ["annual" | "annually" | "yearly" | "blynyddol" | "flynyddol"] | ["yn", "flynyddol"] => Some(12),
        ["monthly"] => Some(1),
        ["quarterly"] => Some(3),
        ["termly" | "tymhorol" | "dymhorol"] | ["yn", "dymhorol"] => Some(4),
        ["half" | "twice", "yearly"]
        | ["halfyearly"]
        | ["every", "half", "year"]
        | ["twice", "a" | "per" | "every" | "each", "year"] => Some(6),
        ["biennial" | "biennially"] => Some(24),
        ["triennial" | "triennially"] => Some(36),
        ["quadrennial" | "quadrennially"] => Some(48),
        ["quinquennial" | "quinquennially"] => Some(60),
        ["once", "every" | "each" | "in" | "per" | "a", rest @ ..] | ["every" | "each" | "per", rest @ ..] => {
            interval(rest)
        }
        [number, "times", "a" | "per" | "every" | "each", "year"] => {
            let times = number_called(&[number])?;
            (times > 0 && 12 % times == 0).then(|| 12 / times)
        }
        [number @ .., "monthly"] => number_called(number),
        [number @ .., "termly"] => number_called(number)?.checked_mul(4),
        [number @ .., "yearly"] => number_called(number)?.checked_mul(12),
        [number @ .., "cycle"] => interval(number),
        ["bob", rest @ ..] => interval_in_welsh(rest),
        [_, _, ..] => interval(words),
        [] | [_] => None,
    }
}

/// "year", "two years", "other year", "third year", "academic year": the words behind "every", in months.
fn interval(words: &[&str]) -> Option<u32> {
    let (unit, number) = words.split_last()?;
    let months = match *unit {
        "month" | "months" => 1,
        "quarter" | "quarters" => 3,
        "term" | "terms" => 4,
        "year" | "years" | "yr" | "yrs" => 12,
        _ => return None,
    };
    let count = match number {
        [] | ["a" | "academic" | "school" | "calendar" | "single"] => 1,
        ["other" | "second" | "2nd"] => 2,
        ["third" | "3rd"] => 3,
        ["fourth" | "4th"] => 4,
        ["fifth" | "5th"] => 5,
        [number @ .., "academic" | "school" | "calendar"] | number => number_called(number)?,
    };
    count.checked_mul(months)
}

/// "blwyddyn", "dwy flynedd", "18 mis": the words behind "bob", in months.
fn interval_in_welsh(words: &[&str]) -> Option<u32> {
    let (unit, number) = words.split_last()?;
    let months = match *unit {
        "mis" => 1,
        "chwarter" => 3,
        "tymor" => 4,
        "blwyddyn" | "flwyddyn" | "blynedd" | "flynedd" | "mlynedd" => 12,
        _ => return None,
    };
    let count: u32 = match number {
        [] | ["un"] => 1,
        ["dau" | "ddau" | "dwy" | "ddwy" | "ail"] => 2,
        ["tri" | "tair"] => 3,
        ["pedwar" | "pedair"] => 4,
        ["pum" | "pump"] => 5,
        ["chwe" | "chwech"] => 6,
        [figures] if figures.bytes().all(|byte| byte.is_ascii_digit()) => figures.parse().ok()?,
        _ => return None,
    };
    count.checked_mul(months)
}

/// A number in figures, or in words from one to ninety-nine.
fn number_called(words: &[&str]) -> Option<u32> {
    const SMALL: [&str; 19] = [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let count = |list: &[&str], word: &str| {
        list.iter().position(|known| *known == word).and_then(|at| u32::try_from(at + 1).ok())
    };
    match words {
        [figures] if figures.bytes().all(|byte| byte.is_ascii_digit()) => figures.parse().ok(),
        [word] => count(&SMALL, word).or_else(|| count(&TENS, word).map(|tens| (tens + 1) * 10)),
        [tens, unit] => Some((count(&TENS, tens)? + 1) * 10 + count(&SMALL[..9], unit)?),
        _ => None,
    }
}

/// What to write instead of words that are often used, but name no number of months.
fn habit_help(words: &[&str]) -> Option<&'static str> {
    const IN_MONTHS: &str =
        "a review cycle counts whole months, terms or years, as in \"monthly\", \"termly\" or \"annually\"";
    const NO_CYCLE: &str =
        "write how often it is reviewed, as in \"annually\", or leave the cycle out and give next_review";
    let joined = words.join(" ");
    match joined.as_str() {
        "live" | "ongoing" | "on going" | "rolling" | "continuous" | "continuously" | "never" | "none" | "n/a"
        | "tbc" => {
            return Some(NO_CYCLE);
        }
        "biannual" | "biannually" | "bi annual" | "bi annually" => {
            return Some("this can mean two things: write \"twice a year\" or \"every two years\"");
        }
        "bimonthly" | "bi monthly" => {
            return Some("this can mean two things: write \"every two months\" if that is meant");
        }
        _ => {}
    }
    if joined.contains("required") || joined.contains("necessary") || joined.contains("needed") {
        return Some(NO_CYCLE);
    }
    let too_fine = ["day", "days", "daily", "week", "weeks", "weekly", "fortnight", "fortnights", "fortnightly"];
    words.iter().any(|word| too_fine.contains(word)).then_some(IN_MONTHS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cycles_are_read_in_welsh() {
        for (months, spelling) in [
            (1, "bob mis"),
            (3, "bob chwarter"),
            (4, "Bob tymor"),
            (4, "yn dymhorol"),
            (6, "bob chwe mis"),
            (12, "Blynyddol"),
            (12, "bob blwyddyn"),
            (18, "bob 18 mis"),
            (24, "bob dwy flynedd"),
            (36, "bob tair blynedd"),
            (60, "bob 5 mlynedd"),
        ] {
            assert_eq!(ReviewCycle::parse(spelling).map(|cycle| cycle.months()), Ok(months), "{spelling}");
        }
        assert!(ReviewCycle::parse("bob dydd").is_err());
        assert!(ReviewCycle::parse("bob 99999999999 mis").is_err());
    }

    #[test]
    fn cycles_are_read_as_people_write_them() {
        for (months, spellings) in [
            (1, vec!["monthly", "every month", "Each month", "once a month"]),
            (3, vec!["quarterly", "every quarter", "four times a year", "every three months"]),
            (
                4,
                vec![
                    "termly",
                    "Termly.",
                    "each term",
                    "every term",
                    "once a term",
                    "three times a year",
                    "four-monthly",
                ],
            ),
            (6, vec!["half-yearly", "half yearly", "twice a year", "every six months", "6-monthly", "six months"]),
            (8, vec!["every two terms"]),
            (
                12,
                vec![
                    "annual",
                    "annually",
                    "Yearly",
                    "every year",
                    "once a year",
                    "once every year",
                    "  EVERY   YEAR. ",
                    "at least annually",
                    "every academic year",
                    "1 year",
                    "one year",
                    "12 months",
                    "every twelve months",
                ],
            ),
            (18, vec!["every 18 months", "every eighteen months", "18 months"]),
            (
                24,
                vec![
                    "biennial",
                    "biennially",
                    "every two years",
                    "every 2 years",
                    "2 years",
                    "two years",
                    "2-yearly",
                    "two-yearly",
                    "every other year",
                    "every second year",
                    "every 24 months",
                    "every twenty-four months",
                    "two year cycle",
                    "once in two years",
                ],
            ),
            (36, vec!["triennially", "every three years", "every 3 years", "3 yearly", "every thirty-six months"]),
            (48, vec!["every four years"]),
            (60, vec!["every five years", "every sixty months", "quinquennially"]),
            (1200, vec!["every 100 years"]),
        ] {
            for spelling in spellings {
                assert_eq!(ReviewCycle::parse(spelling).map(|cycle| cycle.months()), Ok(months), "{spelling}");
            }
        }
    }

    #[test]
    fn a_cycle_in_terms_counts_the_trusts_own() {
        let day = |text: &str| Day::parse_iso(text).unwrap();
        let term =
            |name: &str, first: &str, last: &str| crate::calendar::Term::new(name, day(first), day(last)).unwrap();
        let terms = vec![
            term("Autumn", "2026-09-01", "2026-12-18"),
            term("Spring", "2027-01-04", "2027-03-26"),
            term("Summer", "2027-04-12", "2027-07-20"),
        ];
        let calendar = Arc::new(TermsCalendar::new(terms, Vec::new()));
        for (spelling, counts, end) in [
            ("termly", true, "2027-03-26"),
            ("Once a term", true, "2027-03-26"),
            ("bob tymor", true, "2027-03-26"),
            ("yn dymhorol", true, "2027-03-26"),
            ("every two terms", true, "2027-07-20"),
            ("2-termly", true, "2027-07-20"),
            // The calendar ends before: a term is four months.
            ("every three terms", true, "2027-11-02"),
            ("three times a year", false, "2027-03-02"),
            ("every academic year", false, "2027-11-02"),
        ] {
            let without = ReviewCycle::parse(spelling).unwrap();
            assert!(!without.counts_terms(), "{spelling}");
            assert_eq!(without.after(day("2026-11-02")), day("2026-11-02").add_months(without.months()), "{spelling}");
            let cycle = without.in_terms_of(&calendar);
            assert_eq!(cycle.counts_terms(), counts, "{spelling}");
            assert_eq!(cycle.after(day("2026-11-02")), day(end), "{spelling}");
        }
        let termly = ReviewCycle::parse("termly").unwrap().in_terms_of(&calendar);
        assert_eq!(termly.out_of_reach(day("2026-11-02")), None);
        assert_eq!(termly.out_of_reach(day("2027-04-12")), Some(OutOfReach::EndsBefore(day("2027-07-20"))));
        assert_eq!(termly.after(day("2026-08-31")), day("2026-12-31"), "it begins after the day");
    }

    #[test]
    fn every_spelling_that_is_offered_is_read() {
        for spelling in ReviewCycle::SPELLINGS {
            assert!(ReviewCycle::parse(spelling).is_ok(), "{spelling}");
        }
    }

    #[test]
    fn the_wording_is_kept() {
        assert_eq!(ReviewCycle::parse("  Every  2 years. ").unwrap().wording(), "Every 2 years.");
    }

    #[test]
    fn what_cannot_be_counted_in_months_is_refused_with_help() {
        for (typed, help) in [
            ("weekly", Some("counts whole months")),
            ("every 90 days", Some("counts whole months")),
            ("live", Some("leave the cycle out")),
            ("Ongoing", Some("leave the cycle out")),
            ("as required", Some("leave the cycle out")),
            ("biannually", Some("two things")),
            ("anually", None),
            ("every zero years", None),
            ("0 months", None),
            ("every 101 years", None),
            ("every 4294967295 years", None),
            ("every 99999999999999999999 years", None),
            ("five times a year", None),
            ("0 times a year", None),
            ("every 1.5 years", None),
            ("years", None),
            ("", None),
            (".", None),
        ] {
            let fault = ReviewCycle::parse(typed).expect_err(typed);
            assert_eq!(fault.help.is_some(), help.is_some(), "{typed}: {fault:?}");
            assert!(fault.help.unwrap_or("").contains(help.unwrap_or("")), "{typed}: {fault:?}");
        }
    }

    #[test]
    fn the_next_review_is_clamped_to_the_months_end() {
        let cycle = ReviewCycle::parse("every six months").unwrap();
        assert_eq!(cycle.after(Day::new(2026, 8, 31).unwrap()), Day::new(2027, 2, 28).unwrap());
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC*", words in "((every|once|a|two|year|years|99|twenty|times|per|-|cycle) ){0,6}") {
            let _ = (ReviewCycle::parse(&text), ReviewCycle::parse(&words));
        }
    }
}
