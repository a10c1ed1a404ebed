//! What a document's page says of it, worked out from its copy.

use super::body::Body;
use super::context::{
    ContentsEntry, DocumentFacts, FrontSheetFacts, GroupFacts, HistoryFacts, LocalSection, ReadyParts, RowFacts,
};
use super::facts::standing;
use super::layout::{Layout, Marks};
use crate::calendar::CalendarDate;
use crate::diagnostic::Diagnostics;
use crate::merge::{
    CopySection, Entry, FrontSheet, FrontSheetGroup, FrontSheetRow, HistoryRow, LocalChange, PolicyCopy, ReviewStatus,
    Standing,
};
use crate::model::{CopyOrigin, Field, ReviewNotice, Verb, Words};
use crate::site::Resolver;
use crate::template::{Prepared, SafeHtml};
use std::sync::Arc;

/// How deep the contents list of a policy goes, as a heading's level.
pub(super) const DEEPEST: u8 = 3;

/// The lists of a document's page, which many copies have in common.
pub(super) struct Lists {
    /// The tables of the front sheet.
    pub(super) groups: Prepared<Vec<GroupFacts>>,
    pub(super) contents: Prepared<Vec<ContentsEntry>>,
    /// Those that are HTML already.
    pub(super) ready: ReadyParts,
}

impl Lists {
    /// A copy's own.
    pub(super) fn of(copy: &PolicyCopy<'_>, words: &Words) -> Self {
        Self { groups: groups_of(copy, words), contents: contents_of(copy), ready: ReadyParts::default() }
    }
}

/// Whose words a copy's files hold; `school` is the name of its school.
pub(super) fn marks_of<'a>(copy: &PolicyCopy<'_>, school: Option<&'a str>) -> Marks<'a> {
    Marks { policy_is_the_schools: copy.origin == CopyOrigin::School, school }
}

/// The tables of a copy's front sheet.
pub(super) fn groups_of(copy: &PolicyCopy<'_>, words: &Words) -> Prepared<Vec<GroupFacts>> {
    Prepared::new(&groups(&copy.front_sheet, words))
}

/// A copy's contents list.
pub(super) fn contents_of(copy: &PolicyCopy<'_>) -> Prepared<Vec<ContentsEntry>> {
    let is_local = copy.origin != CopyOrigin::School;
    Prepared::new(&contents(&copy.text.sections, &copy.values, is_local, DEEPEST))
}

/// What a document's page says whatever the day is: its text, its front sheet, and whose copy it is. What else readers are
/// told of it today is for the page to add.
pub(super) fn document(
    copy: &PolicyCopy<'_>,
    lists: Lists,
    layout: &Layout<'_>,
    resolver: &Resolver<'_, '_>,
    copy_of: String,
    words: &Words,
    diagnostics: &mut Diagnostics,
) -> DocumentFacts {
    let notice = copy.text.notice.as_ref();
    let notice_html =
        notice.map(|notice| SafeHtml(Body::new(resolver, &copy.values, words, diagnostics).short(notice)));
    let mut body = Body::new(resolver, &copy.values, words, diagnostics);
    let text = body.text(&copy.text, layout);
    DocumentFacts {
        title: copy.title.clone(),
        standing: standing(copy.standing, words),
        notice: None,
        review: None,
        review_text: None,
        copy_of,
        trust_copy: None,
        front_sheet: FrontSheetFacts {
            heading: copy.front_sheet.heading.to_owned(),
            notice_html,
            running: running(&copy.front_sheet, words),
            groups: lists.groups,
        },
        contents: lists.contents,
        local_sections: copy.changes.iter().map(|change| local_section(change, copy, words)).collect(),
        body: SafeHtml(text),
        paper: None,
        withdrawn: copy.standing == Standing::Withdrawn,
        versions: None,
    }
}

/// One line of what is local to a copy.
pub(super) fn local_section(change: &LocalChange<'_>, copy: &PolicyCopy<'_>, words: &Words) -> LocalSection {
    let words_of = match (&change.verb, &change.target_heading) {
        (Some(Verb::Append | Verb::Prepend | Verb::Remove), Some(target)) => target,
        _ => &change.heading,
    };
    LocalSection {
        href: change.id.as_ref().map(|id| format!("#{id}")),
        title: copy.filled(words_of).plain(),
        verb_label: verb_label(change.verb, words).to_owned(),
    }
}

/// What a reader must know of a document's standing before reading it.
pub(super) fn standing_notice(copy: &PolicyCopy<'_>, words: &Words) -> Option<String> {
    match copy.standing {
        Standing::Current => None,
        Standing::Superseded => Some(words.say("standing_notice.superseded").to_owned()),
        Standing::Draft => Some(words.say("standing_notice.draft").to_owned()),
        Standing::Withdrawn => Some(words.say("standing_notice.withdrawn").to_owned()),
        Standing::Upcoming => {
            let from = copy.front.date(Field::Effective).or_else(|| copy.front.date(Field::Approved))?;
            let date = words.date(from);
            Some(match from {
                CalendarDate::Day(_) => words.fill("standing_notice.upcoming", &[("date", &date)]),
                CalendarDate::Month(_) | CalendarDate::Term(_) => {
                    words.fill("standing_notice.upcoming_month", &[("month", &date)])
                }
            })
        }
    }
}

/// What the public is told of the next review.
pub(super) fn review_text(copy: &PolicyCopy<'_>, notice: ReviewNotice, words: &Words) -> Option<String> {
    if notice == ReviewNotice::Nothing || copy.standing == Standing::Withdrawn {
        return None;
    }
    let date = words.date(copy.review.date?);
    let overdue = notice == ReviewNotice::Overdue && copy.review.status == ReviewStatus::Overdue;
    Some(match overdue {
        true => words.fill("review.was_due", &[("date", &date)]),
        false => words.fill("review.next", &[("date", &date)]),
    })
}

/// What was done, as readers of one copy are told.
fn verb_label(verb: Option<Verb>, words: &Words) -> &str {
    match verb {
        None | Some(Verb::After | Verb::Before) => words.say("changed.added"),
        Some(Verb::Replace) => words.say("changed.replaced"),
        Some(Verb::Append | Verb::Prepend) => words.say("changed.added_to"),
        Some(Verb::Remove) => words.say("changed.removed"),
    }
}

/// What was done, as the list of all changes tells whoever wrote the instruction.
pub(super) fn instruction_label(verb: Option<Verb>, words: &Words) -> &str {
    match verb {
        None => words.say("instruction.new"),
        Some(Verb::After) => words.say("instruction.after"),
        Some(Verb::Before) => words.say("instruction.before"),
        Some(Verb::Replace) => words.say("instruction.replace"),
        Some(Verb::Append) => words.say("instruction.append"),
        Some(Verb::Prepend) => words.say("instruction.prepend"),
        Some(Verb::Remove) => words.say("instruction.remove"),
    }
}

fn groups(sheet: &FrontSheet<'_>, words: &Words) -> Vec<GroupFacts> {
    let facts = |group: &FrontSheetGroup<'_>| GroupFacts {
        heading: group.heading.map(str::to_owned),
        rows: group.rows.iter().map(|row| row_facts(row, words)).collect(),
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
    };
    sheet.groups.iter().map(facts).collect()
}

fn row_facts(row: &FrontSheetRow, words: &Words) -> RowFacts {
    RowFacts {
        field: row.name.clone(),
        label: row.label.clone(),
        value: row.entry.printed(words).to_owned(),
        state: match row.entry {
            Entry::Given(_) => "given",
            Entry::NotRecorded => "not-recorded",
            Entry::NotApplicable => "not-applicable",
        },
    }
}

/// The rows of a front sheet for the top of each printed page.
pub(super) fn running(sheet: &FrontSheet<'_>, words: &Words) -> Vec<RowFacts> {
    let rows = sheet.groups.iter().flat_map(|group| &group.rows).map(|row| &**row);
    let shown = |row: &&FrontSheetRow| {
        matches!(row.entry, Entry::Given(_)) && [Field::Version, Field::Approved].map(Field::key).contains(&&*row.name)
    };
    rows.filter(shown).map(|row| row_facts(row, words)).collect()
}

/// The contents list down to a level. `is_local`: whether sections of the second file are marked as the school's.
pub(super) fn contents(
    sections: &[CopySection<'_>],
    values: &[Arc<str>],
    is_local: bool,
    deepest: u8,
) -> Vec<ContentsEntry> {
    sections.iter().map(|section| contents_entry(section, values, is_local, deepest)).collect()
}

fn contents_entry(section: &CopySection<'_>, values: &[Arc<str>], is_local: bool, deepest: u8) -> ContentsEntry {
    let inner = section.inner().filter(|inner| inner.level <= deepest);
    ContentsEntry {
        href: format!("#{}", section.id),
        number: section.number.clone(),
        title: section.title(values),
        local: is_local && section.source == 1,
        children: inner.map(|inner| contents_entry(inner, values, is_local, deepest)).collect(),
    }
}

pub(super) fn gather(sections: &[CopySection<'_>], values: &[Arc<str>], ids: &mut Vec<(String, String)>) {
    for section in sections {
        ids.push((section.id.clone(), section.title(values)));
        gather(&section.children, values, ids);
    }
}
