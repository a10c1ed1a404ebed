//! What changed on a front sheet between two versions.

use crate::merge::{Entry, FrontSheet, FrontSheetRow, PolicyCopy};
use crate::model::{Field, Words};

/// One line of a front sheet that says something else now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// The field's name.
    pub field: String,
    /// What it is called.
    pub label: String,
    /// What it said; nothing where it was not there.
    pub old: Option<String>,
    /// What it says; nothing where it is not there.
    pub new: Option<String>,
}

/// Lines that follow from the version itself, or that the page says in other words.
const FOLLOW: &[&str] = &["version", "changes", "new", "redraft", "review_status", "title"];

/// The lines that changed: the title, then those of the new front sheet in their order; what is gone comes last.
pub fn field_changes(old: &PolicyCopy<'_>, new: &PolicyCopy<'_>, words: &Words) -> Vec<FieldChange> {
    let (before, after) = (rows(&old.front_sheet), rows(&new.front_sheet));
    let mut changes = Vec::new();
    if old.title != new.title {
        let (field, label) = (Field::Title.key().to_owned(), words.say("field.title").to_owned());
        changes.push(FieldChange { field, label, old: Some(old.title.clone()), new: Some(new.title.clone()) });
    }
    for row in &after {
        let was = before.iter().find(|known| known.name == row.name).and_then(|known| said(known));
        let change = FieldChange { field: row.name.clone(), label: row.label.clone(), old: was, new: said(row) };
        changes.extend(Some(change).filter(|change| change.old != change.new));
    }
    for row in before.iter().filter(|row| after.iter().all(|known| known.name != row.name)) {
        let change = FieldChange { field: row.name.clone(), label: row.label.clone(), old: said(row), new: None };
        changes.extend(Some(change).filter(|change| change.old.is_some()));
    }
    changes
}

/// The rows, each once.
fn rows<'s>(sheet: &'s FrontSheet<'_>) -> Vec<&'s FrontSheetRow> {
    let mut rows: Vec<&FrontSheetRow> = Vec::new();
    for row in sheet.groups.iter().flat_map(|group| &group.rows) {
        if !FOLLOW.contains(&row.name.as_str()) && rows.iter().all(|known| known.name != row.name) {
            rows.push(row);
        }
    }
    rows
}

fn said(row: &FrontSheetRow) -> Option<String> {
    match &row.entry {
        Entry::Given(text) => Some(text.clone()),
        Entry::NotRecorded | Entry::NotApplicable => None,
    }
}
