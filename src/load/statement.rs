//! Reads `[accessibility]`: what the trust's accessibility statement is made of.
//!
//! The law says what a statement must tell, so a key that is missing or empty is an error, and so is a statement that
//! contradicts itself. What has merely gone out of date is a warning, and `merge` gives it, which knows the day.

use super::particulars::{filled, plain};
use crate::calendar::TermsCalendar;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest, quoted_list};
use crate::model::{AccessibilityStatement, Compliance, Contact, Contacts, IssueKind, KnownIssue};
use crate::source::Located;
use crate::table::{Reader, Table, Value, ValueKind};
use std::sync::Arc;

/// The most working days that an answer may be promised in.
const LONGEST_ANSWER: i64 = 90;

/// Reads the statement; `None` where there is none, or where something that it must have is missing, which is then said.
pub(super) fn read(
    table: Option<&Table>,
    contacts: &Contacts,
    terms: &Arc<TermsCalendar>,
    outer: &[&str],
    diagnostics: &mut Diagnostics,
) -> Option<AccessibilityStatement> {
    let table = table?;
    let mut keys = Reader::new(table).with_terms(terms);
    let mut faults = Diagnostics::default();
    for (key, example) in [
        ("compliance", "\"partially compliant\""),
        ("contact", "\"governance\""),
        ("response_days", "10"),
        ("prepared", "\"2 November 2026\""),
        ("method", "\"…\""),
    ] {
        keys.require(key, example);
    }
    let compliance = keys.choice("compliance", Compliance::WORDS);
    let scope = keys.text("scope");
    let contact = keys.raw("contact").and_then(|value| read_contact(value, contacts, &mut faults));
    let response_days = response_days(keys.whole_number("response_days"), &mut faults);
    let known_issues: Vec<_> =
        keys.tables("known_issues").into_iter().map(|issue| read_issue(issue, terms, &mut faults)).collect();
    let improving = keys.text("improving");
    let (prepared, reviewed, tested) = (keys.date("prepared"), keys.date("reviewed"), keys.date("tested"));
    let method = keys.text("method");
    let (next_review, review_cycle) = (keys.deadline("next_review"), keys.cycle("review_cycle"));
    let is_dated = |key| keys.is_given(key) || keys.is_given_wrongly(key, &faults);
    if !["next_review", "review_cycle"].into_iter().any(is_dated) {
        let message = "nothing says when the accessibility statement is looked through again";
        let help = "add review_cycle = \"annually\" below [accessibility], or next_review = \"…\"";
        faults.push(Diagnostic::error(Code::MissingKey, table.place(), message).help(help));
    }
    for text in [&scope, &improving, &method].into_iter().flatten() {
        refuse_tags(text, &mut faults);
    }
    keys.finish_below(outer, &mut faults);
    let is_sound = !faults.has_errors();
    diagnostics.append(faults);
    let statement = AccessibilityStatement {
        place: table.place(),
        compliance: compliance.as_ref()?.value,
        scope: paragraphs(scope.as_ref()),
        contact: contact?,
        response_days: response_days?,
        known_issues: known_issues.into_iter().collect::<Option<_>>()?,
        improving: paragraphs(improving.as_ref()),
        prepared: prepared?,
        reviewed,
        tested,
        method: paragraphs(method.as_ref()),
        next_review,
        review_cycle,
    };
    (is_sound && is_consistent(&statement, &compliance?, diagnostics)).then_some(statement)
}

/// A contact of the trust's by its key, an e-mail address, or keys of its own.
fn read_contact(value: &Value, contacts: &Contacts, diagnostics: &mut Diagnostics) -> Option<Contact> {
    let (contact, whose) = match &value.kind {
        ValueKind::Text(text) if text.trim().is_empty() => return None,
        ValueKind::Text(text) if text.contains('@') => {
            return Some(Contact { email: Some(text.trim().to_owned()), ..Contact::default() });
        }
        ValueKind::Text(key) => match contacts.get(key.trim()) {
            Some(contact) => (contact.clone(), format!("[contacts.{}]", key.trim())),
            None => {
                let message = format!("there is no contact \"{}\" below [contacts]", key.trim());
                let fault = Diagnostic::error(Code::UnknownValue, value.place, message);
                diagnostics.push(fault.help(which_contact(key, contacts)));
                return None;
            }
        },
        ValueKind::Table(table) => {
            let mut keys = Reader::new(table);
            let contact = Contact {
                name: plain(&mut keys, "name"),
                role: plain(&mut keys, "role"),
                email: plain(&mut keys, "email"),
                phone: plain(&mut keys, "phone"),
            };
            keys.finish(diagnostics);
            (contact, "it".to_owned())
        }
        ValueKind::Unreadable => return None,
        _ => {
            let fault = Diagnostic::error(Code::WrongType, value.place, "contact must be text, or a group of keys");
            diagnostics.push(fault.help(which_contact("", contacts)));
            return None;
        }
    };
    if contact.email.is_none() && contact.phone.is_none() {
        let message = "nobody can be reached: the contact has neither an e-mail address nor a telephone number";
        let help = format!("add email = \"…\" or phone = \"…\" to {whose}");
        diagnostics.push(Diagnostic::error(Code::MissingKey, value.place, message).help(help));
        return None;
    }
    Some(contact)
}

fn which_contact(typed: &str, contacts: &Contacts) -> String {
    let keys: Vec<&str> = contacts.keys().map(String::as_str).collect();
    let own = "or an e-mail address, as in contact = \"access@example.org\"";
    match nearest(typed, keys.iter().copied()) {
        Some(near) => format!("did you mean contact = \"{near}\"?"),
        None if keys.is_empty() => "write an e-mail address, as in contact = \"access@example.org\"".to_owned(),
        None => format!("write contact = {}, {own}", quoted_list(&keys)),
    }
}

fn response_days(days: Option<Located<i64>>, diagnostics: &mut Diagnostics) -> Option<i64> {
    let days = days?;
    if (1..=LONGEST_ANSWER).contains(&days.value) {
        return Some(days.value);
    }
    let message = format!("an answer in {} working days is not between 1 and {LONGEST_ANSWER} days", days.value);
    let fault = Diagnostic::error(Code::UnknownValue, days.place, message);
    diagnostics.push(fault.help("write the working days in which whoever writes gets an answer: response_days = 10"));
    None
}

fn read_issue(table: &Table, terms: &Arc<TermsCalendar>, diagnostics: &mut Diagnostics) -> Option<KnownIssue> {
    let mut keys = Reader::new(table).with_terms(terms);
    let (what, why) = (filled(keys.text_required("what")), filled(keys.text_required("why")));
    let kind = keys.choice("kind", IssueKind::WORDS).map_or(IssueKind::Fault, |kind| kind.value);
    let instead = filled(keys.text("instead"));
    let fixed_by = keys.deadline("fixed_by");
    keys.finish(diagnostics);
    for text in [&what, &why, &instead].into_iter().flatten() {
        refuse_tags(text, diagnostics);
    }
    let (place, instead) = (table.place(), instead.map(|text| text.value));
    Some(KnownIssue { place, kind, what: what?.value, why: why?.value, instead, fixed_by })
}

/// A statement is text, so a tag would be published as it stands.
fn refuse_tags(text: &Located<String>, diagnostics: &mut Diagnostics) {
    let Some(tag) = ["{{", "{%"].into_iter().find(|tag| text.value.contains(tag)) else { return };
    let message = format!("the accessibility statement is plain text, and \"{tag}\" would be published as it stands");
    let fault = Diagnostic::error(Code::Template, text.place, message);
    diagnostics.push(fault.help("write out what should stand there: values are filled in on other pages only"));
}

/// A text's paragraphs: blank lines stand between them.
fn paragraphs(text: Option<&Located<String>>) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    for line in text.into_iter().flat_map(|text| text.value.lines()).map(str::trim) {
        match paragraphs.last_mut() {
            Some(last) if !line.is_empty() => {
                if !last.is_empty() {
                    last.push(' ');
                }
                last.push_str(line);
            }
            _ => paragraphs.push(String::new()),
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs
}

/// Whether what is said of the standard fits what is listed, and what has been tested.
fn is_consistent(
    statement: &AccessibilityStatement,
    compliance: &Located<Compliance>,
    diagnostics: &mut Diagnostics,
) -> bool {
    let fault = match (compliance.value, statement.first_shortcoming()) {
        (Compliance::Full, Some(issue)) => {
            let message = "a site on which something is known to be wrong is not fully compliant";
            Diagnostic::error(Code::UnknownValue, compliance.place, message)
                .note(issue.place, "what is wrong")
                .help("write compliance = \"partially compliant\", or take out what has been put right")
        }
        (Compliance::Full, None) if statement.tested.is_none() => {
            let message = "a site that has not been tested cannot be called fully compliant";
            Diagnostic::error(Code::MissingKey, compliance.place, message)
                .help("add the day of the last test, tested = \"…\", or write compliance = \"partially compliant\"")
        }
        (Compliance::Partial | Compliance::Not, None) => {
            let message = "the statement must list what is not accessible, and why; nothing is listed";
            Diagnostic::error(Code::MissingKey, compliance.place, message).help(
                "add at the end of [accessibility] a line [[accessibility.known_issues]], and below it what = \"…\" and \
                 why = \"…\"",
            )
        }
        (Compliance::Full | Compliance::Partial | Compliance::Not, _) => return true,
    };
    diagnostics.push(fault);
    false
}
