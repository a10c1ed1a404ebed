//! The front matter of a released file: the copy's own keys, and what was frozen besides.

use super::Freezing;
use super::text::Writing;
use crate::calendar::{CalendarDate, ReviewCycle, TermsCalendar};
use crate::merge::{CopySection, LocalChange, PolicyCopy};
use crate::model::{Field, FieldValue, FrontMatter, FrontSheetLayout, GroupHeading, HistoryEntry, Verb};
use std::fmt::Write as _;

/// The front matter between its marks.
pub(super) fn front_matter(copy: &PolicyCopy<'_>, freezing: &Freezing<'_>, text: &Writing<'_, '_>) -> String {
    let mut out = String::from("+++\n");
    keys(&copy.front, &mut out);
    control_and_history(&copy.front, &mut out);
    released(copy, freezing, text, &mut out);
    out.push_str("\n# What each section's wording was before the values were filled in, as SHA-256.\n[wording]\n");
    for (name, digest) in &*copy.wording {
        pair(&quoted(name), &quoted(digest), &mut out);
    }
    out.push_str("+++\n");
    out
}

fn pair(key: &str, value: &str, out: &mut String) {
    let _ = writeln!(out, "{key} = {value}");
}

fn keys(front: &FrontMatter, out: &mut String) {
    for (field, value) in &front.values {
        let value = match &value.value {
            FieldValue::Text(text) => quoted(text),
            FieldValue::Date(date) => self::date(*date),
            FieldValue::Cycle(cycle) => quoted(cycle.wording()),
            FieldValue::Truth(truth) => truth.to_string(),
            FieldValue::Texts(texts) => {
                let texts: Vec<String> = texts.iter().map(|text| quoted(&text.value)).collect();
                format!("[{}]", texts.join(", "))
            }
        };
        pair(field.key(), &value, out);
    }
    if let Some(based_on) = &front.based_on {
        pair("based_on", &quoted(&based_on.value), out);
    }
}

fn control_and_history(front: &FrontMatter, out: &mut String) {
    if !front.control.is_empty() {
        out.push_str("\n[control]\n");
        front.control.iter().for_each(|(label, value)| pair(&quoted(label), &quoted(value), out));
    }
    for HistoryEntry { version, date, author, changes } in &front.history {
        out.push_str("\n[[history]]\n");
        let date = date.map(self::date);
        let values = [("version", version.as_deref().map(quoted)), ("date", date)];
        let words = [("author", author.as_deref().map(quoted)), ("changes", changes.as_deref().map(quoted))];
        for (key, value) in values.into_iter().chain(words) {
            value.into_iter().for_each(|value| pair(key, &value, out));
        }
    }
}

fn released(copy: &PolicyCopy<'_>, freezing: &Freezing<'_>, text: &Writing<'_, '_>, out: &mut String) {
    let portal = freezing.portal;
    out.push_str("\n# What was printed besides on the day of the release.\n[released]\n");
    pair("day", &freezing.released.iso(), out);
    pair("origin", &quoted(copy.origin.word()), out);
    pair("trust", &quoted(&portal.content.trust.name), out);
    if let Some(school) = copy.school {
        pair("school", &quoted(&portal.schools[school].school.name), out);
    }
    let files: Vec<String> = copy.files().map(|file| quoted(&file.path)).collect();
    pair("files", &format!("[{}]", files.join(", ")), out);
    pair("numbered", &copy.is_numbered.to_string(), out);
    if let Some(notice) = &copy.text.notice {
        pair("notice", &quoted(&text.blocks(notice)), out);
    }
    let listed = copy.front.texts(Field::Schools);
    let named: Vec<(&str, &str)> = portal
        .content
        .schools
        .iter()
        .filter(|school| listed.iter().any(|slug| slug.value == school.slug.as_str()))
        .map(|school| (school.slug.as_str(), school.name.as_str()))
        .collect();
    names("schools", &named, out);
    let mut audiences = Vec::new();
    copy.text.sections.iter().for_each(|section| gather_audiences(section, &mut audiences));
    names("audiences", &audiences, out);
    terms(&copy.front, &portal.content.trust.terms_calendar, out);
    layout(&portal.content.trust.front_sheet, out);
    copy.changes.iter().for_each(|change| self::change(change, text, out));
}

fn names(table: &str, names: &[(&str, &str)], out: &mut String) {
    if !names.is_empty() {
        let _ = writeln!(out, "\n[released.{table}]");
        names.iter().for_each(|(key, name)| pair(&quoted(key), &quoted(name), out));
    }
}

/// The trust's terms, where anything hangs on them: the text must say the same when they are long past.
fn terms(front: &FrontMatter, calendar: &TermsCalendar, out: &mut String) {
    let names_one = matches!(front.date(Field::NextReview), Some(CalendarDate::Term(_)));
    if names_one || front.cycle().is_some_and(ReviewCycle::counts_terms) {
        out.push_str("\n[released.terms]\n");
        calendar.terms().iter().for_each(|term| pair(&quoted(term.name()), &quoted(&term.iso()), out));
    }
}

fn gather_audiences<'s>(section: &'s CopySection<'_>, found: &mut Vec<(&'s str, &'s str)>) {
    found.extend(section.for_whom.as_deref().map(|whom| (section.id.as_str(), whom)));
    section.inner().for_each(|inner| gather_audiences(inner, found));
}

fn layout(layout: &FrontSheetLayout, out: &mut String) {
    out.push_str("\n[released.front_sheet]\n");
    layout.heading.iter().for_each(|heading| pair("heading", &quoted(heading), out));
    pair("date_format", &quoted(&layout.date_format.pattern()), out);
    // The program's own layout has words of its own in each language, and leaves out what does not apply.
    for group in layout.groups.iter().filter(|_| layout.is_the_trusts) {
        out.push_str("\n[[released.front_sheet.groups]]\n");
        if let Some(GroupHeading::Own(heading)) = &group.heading {
            pair("heading", &quoted(heading), out);
        }
        if group.history {
            pair("table", "\"history\"", out);
        }
        let row = |row: &crate::model::RowLayout| {
            let label = row.label.as_ref().map_or(String::new(), |label| format!(", label = {}", quoted(label)));
            format!("    {{ field = {}{label} }},\n", quoted(row.source.name()))
        };
        if !group.rows.is_empty() {
            let rows: String = group.rows.iter().map(row).collect();
            pair("rows", &format!("[\n{rows}]"), out);
        }
    }
}

fn change(change: &LocalChange<'_>, text: &Writing<'_, '_>, out: &mut String) {
    let LocalChange { verb, target, id, heading, target_heading, reason } = change;
    out.push_str("\n[[released.changes]]\n");
    pair("verb", &quoted(verb.map_or("new", Verb::word)), out);
    let texts = [
        ("section", id.clone()),
        ("target", target.clone()),
        ("heading", Some(text.line(heading))),
        ("target_heading", target_heading.as_ref().map(|words| text.line(words))),
        ("reason", reason.as_ref().map(|words| text.blocks(words))),
    ];
    for (key, value) in texts {
        value.into_iter().for_each(|value| pair(key, &quoted(&value), out));
    }
}

fn date(date: CalendarDate) -> String {
    match date {
        CalendarDate::Day(day) => day.iso(),
        month @ CalendarDate::Month(_) => quoted(&month.iso()),
        CalendarDate::Term(term) => quoted(term.name()),
    }
}

/// A text as TOML has it, on one line.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
