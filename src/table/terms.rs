//! What to say of a term's name where it is no date.

use crate::calendar::{CalendarDate, Term, TermCalled, TermsCalendar};
use crate::diagnostic::{Code, Diagnostic, nearest, quoted_list};
use crate::source::Place;

/// Words that a term's name has and a date has not, in English and Welsh.
const TERM: &[&str] = &["term", "terms", "half-term", "tymor"];

/// Words that are as good, with a year beside them.
const SEASONS: &[&str] =
    &["autumn", "spring", "summer", "winter", "michaelmas", "lent", "hilary", "trinity", "gwanwyn", "haf", "gaeaf"];

/// So many terms are named to somebody who has named another.
const MOST_NAMED: usize = 6;

/// The fault of a text that names a term and cannot; `None` where it is no term's name by the look of it. `called` is what
/// the calendar knows of it, and whether the key may be a term.
pub(super) fn fault(
    key: &str,
    place: Place,
    text: &str,
    called: (TermCalled, bool),
    calendar: &TermsCalendar,
) -> Option<Diagnostic> {
    let (called, may_be_term) = called;
    if let TermCalled::Known(term) = called {
        let first = CalendarDate::Day(term.first_day()).in_english();
        let message = format!("{key} must be a day or a month, not a term");
        let help = format!("{} begins on {first}: write {key} = \"{first}\", or the day that is meant", term.name());
        return Some(Diagnostic::error(Code::BadDate, place, message).help(help));
    }
    let meant = meant(text, calendar);
    if !may_be_term || (meant.is_none() && !is_like_a_term(text)) {
        return None;
    }
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = super::label::shortened(&text);
    let names: Vec<&str> = calendar.terms().iter().rev().take(MOST_NAMED).rev().map(Term::name).collect();
    let (message, help) = match meant {
        Some(meant) => (format!("the trust has no term called \"{text}\""), format!("write {key} = \"{meant}\"")),
        None if names.is_empty() => (
            format!("\"{text}\" is a term, and nothing says when the trust's terms are"),
            format!(
                "add to trust.toml a line [terms_calendar], and below it \"{text}\" with its first and last day, as in \
                 \"Autumn term 2026\" = \"1 September 2026 to 18 December 2026\"; or write a day or a month here"
            ),
        ),
        None => (
            format!("the trust has no term called \"{text}\""),
            format!(
                "write {key} = {}; or add \"{text}\" below [terms_calendar] in trust.toml, with its first and last day",
                quoted_list(&names)
            ),
        ),
    };
    Some(Diagnostic::error(Code::UnknownTerm, place, message).help(help))
}

/// The term that was most likely meant: the nearest, but never another year's; else the only one with all the words.
fn meant<'c>(text: &str, calendar: &'c TermsCalendar) -> Option<&'c str> {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let asked = digits(text);
    let names = || calendar.terms().iter().map(Term::name);
    if let Some(near) = nearest(text, names().filter(|name| digits(name) == asked)) {
        return Some(near);
    }
    let words: Vec<String> = text.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let has_all = |name: &&str| {
        let name = name.to_lowercase();
        let own: Vec<&str> = name.split_whitespace().collect();
        !words.is_empty() && words.iter().all(|word| own.contains(&word.as_str()))
    };
    let mut fitting = names().filter(has_all);
    fitting.next().filter(|_| fitting.next().is_none())
}

fn is_like_a_term(text: &str) -> bool {
    let text = text.to_lowercase();
    let has_any =
        |known: &[&str]| text.split(|c: char| !c.is_alphabetic() && c != '-').any(|word| known.contains(&word));
    has_any(TERM) || (has_any(SEASONS) && text.contains(|c: char| c.is_ascii_digit()))
}
