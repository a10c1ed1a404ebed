//! Reads the trust's academic terms: `[terms_calendar]`, a name and two days each.

use crate::calendar::{CalendarDate, Day, Term, TermFault, TermsCalendar, span};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{Located, Place};
use crate::table::{Reader, Table, Value, ValueKind};

/// How a term is written.
const EXAMPLE: &str = "\"1 September 2026 to 18 December 2026\"";

/// Reads the terms; none where the trust has no calendar.
pub(super) fn read(table: Option<&Table>, outer: &[&str], diagnostics: &mut Diagnostics) -> TermsCalendar {
    let Some(table) = table else { return TermsCalendar::default() };
    let mut faults = Diagnostics::default();
    Reader::new(table).finish_free(outer, &mut faults);
    let mut terms: Vec<(Term, Place)> = Vec::new();
    let mut unread = Vec::new();
    for (name, value) in table.entries() {
        // A key that belongs further up has been sent there.
        if outer.contains(&name.value.as_str()) {
            continue;
        }
        match read_term(name, value, &mut faults) {
            Some(term) => terms.push((term, name.place)),
            None => unread.push(name.value.clone()),
        }
    }
    terms.sort_by_key(|(term, _)| term.first_day());
    for pair in terms.windows(2) {
        let [(before, its_place), (term, place)] = pair else { continue };
        if term.first_day() <= before.last_day() {
            let message =
                format!("{} begins before {} is over, on {}", term.name(), before.name(), printed(before.last_day()));
            let fault = Diagnostic::error(Code::TermDates, *place, message).note(*its_place, "the other");
            faults.push(fault.help("put the days of one of the two right: a day is in one term only"));
        }
    }
    let folded = |name: &str| name.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    for (index, (term, place)) in terms.iter().enumerate() {
        if let Some((_, other)) = terms[..index].iter().find(|(other, _)| folded(other.name()) == folded(term.name())) {
            let message = format!("two terms are called \"{}\"", term.name());
            let fault = Diagnostic::error(Code::TermDates, *place, message).note(*other, "the other");
            faults.push(fault.help("give each its year, as in \"Autumn term 2026\""));
        }
    }
    diagnostics.append(faults);
    TermsCalendar::new(terms.into_iter().map(|(term, _)| term).collect(), unread)
}

/// The terms that stand in a released file, which the program wrote itself.
pub fn released_terms(table: Option<&Table>) -> TermsCalendar {
    let term = |(name, value): &(Located<String>, Value)| {
        let ValueKind::Text(days) = &value.kind else { return None };
        let (first, last) = span(days).ok()?;
        Term::new(&name.value, first, last).ok()
    };
    let terms = table.map(Table::entries).unwrap_or_default().iter().filter_map(term);
    TermsCalendar::new(terms.collect(), Vec::new())
}

fn read_term(name: &Located<String>, value: &Value, diagnostics: &mut Diagnostics) -> Option<Term> {
    let days = match &value.kind {
        ValueKind::Text(text) => span(text),
        ValueKind::Unreadable => return None,
        ValueKind::List(items) => match items.as_slice() {
            [Value { kind: ValueKind::Day(first), .. }, Value { kind: ValueKind::Day(last), .. }] => {
                Ok((*first, *last))
            }
            _ => Err(TermFault::NotTwoDays),
        },
        _ => Err(TermFault::NotTwoDays),
    };
    let fault = match days.and_then(|(first, last)| Term::new(&name.value, first, last)) {
        Ok(term) => return Some(term),
        Err(fault) => fault,
    };
    let (term, write) = (&name.value, format!("write the first day, \"to\", and the last, as in {EXAMPLE}"));
    let (code, place, message, help) = match fault {
        TermFault::NoName => (Code::TermDates, name.place, "the term has no name".to_owned(), "write one".to_owned()),
        TermFault::LongName => {
            let help = "write a name as short as \"Autumn term 2026\"".to_owned();
            (Code::TermDates, name.place, format!("the name of the term \"{term}\" is too long"), help)
        }
        TermFault::NameIsDate => {
            let help = "write a name that is no date, as in \"Autumn term 2026\"".to_owned();
            (Code::TermDates, name.place, format!("a term cannot be called \"{term}\": that would be a date"), help)
        }
        TermFault::NotTwoDays => {
            let message = format!("{term} must be a first and a last day, with \"to\" between");
            (Code::TermDates, value.place, message, write)
        }
        TermFault::Month => {
            (Code::TermDates, value.place, format!("{term} must be a first and a last day, not a month"), write)
        }
        TermFault::Date(fault) => (Code::BadDate, value.place, fault.message(), fault.help()),
        TermFault::Backwards => {
            let help = "write the first day, then \"to\", then the last".to_owned();
            (Code::TermDates, value.place, format!("{term} ends before it begins"), help)
        }
    };
    diagnostics.push(Diagnostic::error(code, place, message).help(help));
    None
}

fn printed(day: Day) -> String {
    CalendarDate::Day(day).in_english()
}
