//! What a document's page says of it, worked out from its copy.

use super::context::{ContentsEntry, FrontSheetFacts, GroupFacts, HistoryFacts, LocalSection, RowFacts};
use crate::calendar::CalendarDate;
use crate::merge::{CopySection, Entry, FrontSheet, HistoryRow, LocalChange, PolicyCopy, ReviewStatus, Standing};
use crate::model::{Field, ReviewNotice, Verb, Words};
use crate::template::SafeHtml;

/// One line of what is local to a copy.
pub(super) fn local_section(change: &LocalChange<'_>) -> LocalSection {
    let title = match (&change.verb, &change.target_heading) {
        (Some(Verb::Append | Verb::Prepend | Verb::Remove), Some(target)) => target.plain(),
        _ => change.heading.plain(),
    };
    LocalSection { href: change.id.as_ref().map(|id| format!("#{id}")), title, verb_label: verb_label(change.verb) }
}

/// What a reader must know of a document's standing before reading it.
pub(super) fn standing_notice(copy: &PolicyCopy<'_>, words: &Words) -> Option<String> {
    match copy.standing {
        Standing::Current => None,
        Standing::Superseded => Some("Another version has taken the place of this one.".to_owned()),
        Standing::Draft => Some("This is a draft. It has not been approved and is not in force.".to_owned()),
        Standing::Withdrawn => Some("This document has been withdrawn and is no longer in force.".to_owned()),
        Standing::Upcoming => {
            let from = copy.front.date(Field::Effective).or_else(|| copy.front.date(Field::Approved))?;
            Some(format!("This document is not in force yet. It comes into force on {}.", in_words(from, words)))
        }
    }
}

fn in_words(date: CalendarDate, words: &Words) -> String {
    match date {
        CalendarDate::Day(_) => words.date(date),
        CalendarDate::Month(_) => format!("the first day of {}", words.date(date)),
    }
}

/// What the public is told of the next review.
pub(super) fn review_text(copy: &PolicyCopy<'_>, notice: ReviewNotice, words: &Words) -> Option<String> {
    if notice == ReviewNotice::Nothing || copy.standing == Standing::Withdrawn {
        return None;
    }
    let date = words.date(copy.review.date?);
    let overdue = notice == ReviewNotice::Overdue && copy.review.status == ReviewStatus::Overdue;
    Some(if overdue { format!("A review was due by {date}") } else { format!("Next review: {date}") })
}

/// What was done, as readers of one copy are told.
fn verb_label(verb: Option<Verb>) -> &'static str {
    match verb {
        None | Some(Verb::After | Verb::Before) => "added by the school",
        Some(Verb::Replace) => "the school’s own wording",
        Some(Verb::Append | Verb::Prepend) => "added to by the school",
        Some(Verb::Remove) => "taken out by the school",
    }
}

/// What was done, as the list of all changes tells whoever wrote the instruction.
pub(super) fn instruction_label(verb: Option<Verb>) -> &'static str {
    match verb {
        None => "new section",
        Some(Verb::After) => "added after",
        Some(Verb::Before) => "added before",
        Some(Verb::Replace) => "replaced",
        Some(Verb::Append) => "added at the end (append)",
        Some(Verb::Prepend) => "added at the start (prepend)",
        Some(Verb::Remove) => "removed",
    }
}

pub(super) fn front_sheet(sheet: &FrontSheet<'_>, notice_html: Option<SafeHtml>) -> FrontSheetFacts {
    let groups = sheet.groups.iter().map(|group| GroupFacts {
        heading: group.heading.map(str::to_owned),
        rows: group
            .rows
            .iter()
            .map(|row| RowFacts {
                field: row.name.clone(),
                label: row.label.clone(),
                value: row.entry.printed().to_owned(),
                state: match row.entry {
                    Entry::Given(_) => "given",
                    Entry::NotRecorded => "not-recorded",
                    Entry::NotApplicable => "not-applicable",
                },
            })
            .collect(),
        history: group.history.as_ref().map(|rows| {
            let facts = |row: &HistoryRow| HistoryFacts {
                version: row.version.clone(),
                date: row.date.clone(),
                author: row.author.clone(),
                changes: row.changes.clone(),
            };
            rows.iter().map(facts).collect()
        }),
        history_heading: group.history.as_ref().and(group.heading).map(str::to_owned),
    });
    FrontSheetFacts { heading: sheet.heading.to_owned(), notice_html, groups: groups.collect() }
}

/// The contents list down to a level. `is_local`: whether sections of the second file are marked as the school's.
pub(super) fn contents(sections: &[CopySection<'_>], is_local: bool, deepest: u8) -> Vec<ContentsEntry> {
    sections.iter().map(|section| contents_entry(section, is_local, deepest)).collect()
}

fn contents_entry(section: &CopySection<'_>, is_local: bool, deepest: u8) -> ContentsEntry {
    let inner = section.inner().filter(|inner| inner.level <= deepest);
    ContentsEntry {
        href: format!("#{}", section.id),
        number: section.number.clone(),
        title: section.title(),
        local: is_local && section.source == 1,
        children: inner.map(|inner| contents_entry(inner, is_local, deepest)).collect(),
    }
}

pub(super) fn gather(sections: &[CopySection<'_>], ids: &mut Vec<(String, String)>) {
    for section in sections {
        ids.push((section.id.clone(), section.title()));
        gather(&section.children, ids);
    }
}
