//! A copy's front sheet: each entry given, not recorded, or not applicable.

use super::review::{Review, ReviewStatus};
use crate::model::{
    Field, FieldValue, FrontMatter, FrontSheetLayout, GroupHeading, GroupLayout, HistoryEntry, Phase, RowLayout,
    RowSource, Status, Words,
};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a front sheet prints for one thing.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Entry {
    /// This.
    Given(String),
    /// It must be there, and is not.
    NotRecorded,
    /// It does not apply.
    NotApplicable,
}

impl Entry {
    /// As printed.
    pub fn printed<'e>(&'e self, words: &'e Words) -> &'e str {
        match self {
            Entry::Given(text) => text,
            Entry::NotRecorded => words.say("front_sheet.not_recorded"),
            Entry::NotApplicable => words.say("front_sheet.not_applicable"),
        }
    }
}

/// A copy's front sheet.
#[derive(Debug)]
pub struct FrontSheet<'c> {
    /// The heading over it.
    pub heading: &'c str,
    /// Its tables.
    pub groups: Vec<FrontSheetGroup<'c>>,
}

/// One table of a front sheet.
#[derive(Debug, Clone)]
pub struct FrontSheetGroup<'c> {
    /// The heading over it.
    pub heading: Option<&'c str>,
    /// Its rows.
    pub rows: Vec<Arc<FrontSheetRow>>,
    /// The version history, newest first, where it stands in this group.
    pub history: Option<Arc<[HistoryRow]>>,
}

/// One row.
#[derive(Debug)]
pub struct FrontSheetRow {
    /// The field's name, for `data-field`.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// What it says.
    pub entry: Entry,
}

/// One row of the version history; what is not recorded is empty.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct HistoryRow {
    /// The version it made.
    pub version: String,
    /// When.
    pub date: String,
    /// Who wrote it.
    pub author: String,
    /// What changed.
    pub changes: String,
}

/// What a front sheet is made of besides the layout.
pub struct Facts<'a, 'c> {
    pub front: &'a FrontMatter,
    /// Its version history, completed from the archive.
    pub history: &'a [HistoryEntry],
    pub review: Review,
    pub school: Option<&'a str>,
    pub trust: &'a str,
    /// The names of schools, by slug.
    pub school_names: &'a BTreeMap<&'a str, &'a str>,
    /// The words of the portal's language.
    pub words: &'c Words,
    /// Whether it is no longer in force, so that no review is due.
    pub is_past: bool,
}

/// A front sheet that differs from another in nothing but its school, if in that.
pub fn with_school<'c>(
    sheet: &Arc<FrontSheet<'c>>,
    layout: &FrontSheetLayout,
    facts: &Facts<'_, 'c>,
) -> Arc<FrontSheet<'c>> {
    // The program's own layout, which leaves rows out, names no school: so in what is left the rows are those of the layout.
    let names_school = |group: &GroupLayout| group.rows.iter().any(|row| row.source == RowSource::School);
    if !layout.groups.iter().any(names_school) {
        return sheet.clone();
    }
    let mut groups = sheet.groups.clone();
    for (group, layout_of_group) in groups.iter_mut().zip(&layout.groups) {
        for (row, laid_out) in group.rows.iter_mut().zip(&layout_of_group.rows) {
            if laid_out.source == RowSource::School {
                let FrontSheetRow { name, label, entry: _ } = &**row;
                let entry = entry(&laid_out.source, layout, facts);
                *row = Arc::new(FrontSheetRow { name: name.clone(), label: label.clone(), entry });
            }
        }
    }
    Arc::new(FrontSheet { heading: sheet.heading, groups })
}

/// Lays out a copy's front sheet.
pub fn front_sheet<'c>(layout: &'c FrontSheetLayout, facts: &Facts<'_, 'c>) -> FrontSheet<'c> {
    let mut groups: Vec<FrontSheetGroup<'c>> =
        layout.groups.iter().map(|group| lay_out(group, layout, facts)).collect();
    add_control_lines(&mut groups, layout, facts);
    if !layout.is_the_trusts {
        groups.retain(|group| !group.rows.is_empty() || group.history.as_ref().is_some_and(|rows| !rows.is_empty()));
    }
    let heading = layout.heading.as_deref().unwrap_or_else(|| facts.words.say("front_sheet.heading"));
    FrontSheet { heading, groups }
}

fn lay_out<'c>(group: &'c GroupLayout, layout: &FrontSheetLayout, facts: &Facts<'_, 'c>) -> FrontSheetGroup<'c> {
    let row = |row: &RowLayout| {
        Arc::new(FrontSheetRow {
            name: row.source.name().to_owned(),
            label: row.label.clone().unwrap_or_else(|| facts.words.row_label(&row.source).to_owned()),
            entry: entry(&row.source, layout, facts),
        })
    };
    let mut rows: Vec<Arc<FrontSheetRow>> = group.rows.iter().map(row).collect();
    if !layout.is_the_trusts {
        rows.retain(|row| row.entry != Entry::NotApplicable);
    }
    let history =
        group.history.then(|| facts.history.iter().map(|entry| history_row(entry, layout, facts.words)).collect());
    let heading = group.heading.as_ref().map(|heading| match heading {
        GroupHeading::Own(heading) => heading.as_str(),
        GroupHeading::Usual(key) => facts.words.say(key),
    });
    FrontSheetGroup { heading, rows, history }
}

/// Lines of `[control]` that the layout has no row for stand at the end of the last table of rows.
fn add_control_lines(groups: &mut [FrontSheetGroup<'_>], layout: &FrontSheetLayout, facts: &Facts<'_, '_>) {
    let laid_out = |label: &str| {
        let mut rows = layout.groups.iter().flat_map(|group| &group.rows);
        rows.any(|row| matches!(&row.source, RowSource::Control(known) if known.value == label))
    };
    let lines = facts.front.control.iter().filter(|(label, _)| !laid_out(label));
    let row = |label: &String, value: &String| FrontSheetRow {
        name: label.clone(),
        label: label.clone(),
        entry: given(value.clone()),
    };
    let rows: Vec<Arc<FrontSheetRow>> = lines.map(|(label, value)| Arc::new(row(label, value))).collect();
    if let Some(group) = groups.iter_mut().rev().find(|group| !group.rows.is_empty()) {
        group.rows.extend(rows);
    }
}

fn history_row(entry: &HistoryEntry, layout: &FrontSheetLayout, words: &Words) -> HistoryRow {
    let HistoryEntry { version, date, author, changes } = entry;
    HistoryRow {
        version: version.clone().unwrap_or_default(),
        date: date.map(|date| words.date_in(date, &layout.date_format)).unwrap_or_default(),
        author: author.clone().unwrap_or_default(),
        changes: changes.clone().unwrap_or_default(),
    }
}

fn given(text: String) -> Entry {
    if text.trim().is_empty() { Entry::NotApplicable } else { Entry::Given(text) }
}

fn yes_if(yes: bool, words: &Words) -> Entry {
    if yes { Entry::Given(truth(true, words)) } else { Entry::NotApplicable }
}

/// "Yes" or "No".
pub fn truth(truth: bool, words: &Words) -> String {
    if truth { words.say("front_sheet.yes") } else { words.say("front_sheet.no") }.to_owned()
}

fn entry(source: &RowSource, layout: &FrontSheetLayout, facts: &Facts<'_, '_>) -> Entry {
    let front = facts.front;
    match source {
        RowSource::Field(field) => field_entry(*field, layout, facts),
        RowSource::New => yes_if(is_new(front) && facts.history.len() <= 1, facts.words),
        RowSource::Redraft => yes_if(makings(facts.history).count() > 1, facts.words),
        RowSource::Changes => {
            let newest = makings(&front.history).next();
            newest.and_then(|entry| entry.changes.clone()).map_or(Entry::NotApplicable, Entry::Given)
        }
        RowSource::ReviewStatus if facts.is_past => Entry::NotApplicable,
        RowSource::ReviewStatus => match facts.review.status {
            ReviewStatus::Unknown => missing(front, front.status() != Status::Withdrawn),
            status => Entry::Given(status.label(facts.words).to_owned()),
        },
        RowSource::School => facts.school.map_or(Entry::NotApplicable, |school| given(school.to_owned())),
        RowSource::Trust => given(facts.trust.to_owned()),
        RowSource::Control(label) => {
            let line = front.control.iter().find(|(known, _)| *known == label.value);
            line.map_or(Entry::NotApplicable, |(_, value)| given(value.clone()))
        }
    }
}

/// The entries of a history that made a version, newest first: of several with one version the oldest, since a version that
/// is reviewed and left as it is stays the one that it was.
fn makings(history: &[HistoryEntry]) -> impl Iterator<Item = &HistoryEntry> {
    let is_made_before = |index: usize, version: &str| {
        history[index + 1..].iter().any(|older| older.version.as_deref() == Some(version))
    };
    let entries = history.iter().enumerate();
    entries
        .filter(move |(index, entry)| entry.version.as_deref().is_none_or(|version| !is_made_before(*index, version)))
        .map(|(_, entry)| entry)
}

/// A first version: its history has one entry at most, and nothing says that it was reviewed before. Where there is no
/// history at all, the version's number must be that of a first one.
fn is_new(front: &FrontMatter) -> bool {
    let first = front.text(Field::Version).is_none_or(|version| {
        let version = version.trim_start_matches(['v', 'V', ' ']);
        // A school's own version of a first one is a first one too: 1.0-a.
        let digits = version.split('-').next().unwrap_or(version);
        digits.starts_with("0.") || matches!(digits, "1" | "1.0" | "0" | "1.0.0")
    });
    front.date(Field::PreviousReview).is_none()
        && match front.history.len() {
            0 => first,
            1 => true,
            _ => false,
        }
}

fn field_entry(field: Field, layout: &FrontSheetLayout, facts: &Facts<'_, '_>) -> Entry {
    let (front, words) = (facts.front, facts.words);
    let date = |date: crate::calendar::CalendarDate| Entry::Given(words.date_in(date, &layout.date_format));
    let Some(value) = front.values.get(&field) else {
        return match field {
            Field::Effective => front.date(Field::Approved).map_or_else(|| missing(front, false), date),
            // The date that follows from the cycle is as good as one written down.
            Field::NextReview => facts.review.date.map_or_else(|| missing(front, true), date),
            Field::ReviewCycle => missing(front, front.date(Field::NextReview).is_none()),
            Field::Publish => Entry::Given(truth(true, words)),
            Field::Status => Entry::Given(words.say("status.draft").to_owned()),
            _ => missing(front, field.is_required()),
        };
    };
    match (&value.value, field) {
        (FieldValue::Truth(statutory), Field::Statutory) => {
            let key = if *statutory { "front_sheet.statutory" } else { "front_sheet.not_statutory" };
            Entry::Given(words.say(key).to_owned())
        }
        (FieldValue::Text(word), Field::Status) => Entry::Given(words.say(&format!("status.{word}")).to_owned()),
        (FieldValue::Text(word), Field::Copies) => Entry::Given(words.say(&format!("copies.{word}")).to_owned()),
        (FieldValue::Text(word), Field::LocalChanges) => {
            Entry::Given(words.say(&format!("local_changes.{word}")).to_owned())
        }
        (FieldValue::Text(text), _) => given(text.clone()),
        (FieldValue::Date(day), _) => date(*day),
        (FieldValue::Cycle(cycle), _) => given(cycle.wording().to_owned()),
        (FieldValue::Truth(yes), _) => Entry::Given(truth(*yes, words)),
        (FieldValue::Texts(texts), Field::Schools) => {
            let name = |slug: &str| facts.school_names.get(slug).map_or(slug.to_owned(), |name| (*name).to_owned());
            given(texts.iter().map(|text| name(&text.value)).collect::<Vec<_>>().join(", "))
        }
        (FieldValue::Texts(texts), Field::Phases) => {
            let phase = |word: &str| match Phase::parse(word) {
                Some(phase) => words.phase(phase).to_lowercase(),
                None => word.to_owned(),
            };
            given(texts.iter().map(|text| phase(&text.value)).collect::<Vec<_>>().join(", "))
        }
        (FieldValue::Texts(texts), _) => {
            given(texts.iter().map(|text| text.value.clone()).collect::<Vec<_>>().join(", "))
        }
    }
}

/// An approved document must have what is required; a draft need not have anything yet.
fn missing(front: &FrontMatter, required: bool) -> Entry {
    if required && front.status() != Status::Draft { Entry::NotRecorded } else { Entry::NotApplicable }
}

/// The required keys that an approved document lacks; `next_review` where date and cycle are both missing.
pub fn incomplete(front: &FrontMatter) -> Vec<Field> {
    if front.status() == Status::Draft {
        return Vec::new();
    }
    let has = |field: &Field| front.values.contains_key(field) || front.unreadable.contains(field);
    let mut missing: Vec<Field> = [Field::Owner, Field::Version, Field::Approved, Field::ApprovedBy]
        .into_iter()
        .filter(|field| !has(field))
        .collect();
    if !has(&Field::NextReview) && !has(&Field::ReviewCycle) {
        missing.push(Field::NextReview);
    }
    missing
}
