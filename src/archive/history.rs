//! The version history of a document, with an entry for each released version that its author says nothing of.

use super::release::Release;
use crate::calendar::CalendarDate;
use crate::model::{Field, FrontMatter, HistoryEntry};
use std::sync::Arc;

/// What the author wrote, newest first, and an entry in its place for each of `releases` (oldest first) that is not in
/// it.
pub fn completed_history(written: &[HistoryEntry], releases: &[&Release]) -> Vec<HistoryEntry> {
    completed(written, &releases.iter().map(|release| &release.entry).collect::<Vec<_>>())
}

/// As [`completed_history`], with the entries of the releases.
pub(super) fn completed(written: &[HistoryEntry], releases: &[&Arc<HistoryEntry>]) -> Vec<HistoryEntry> {
    let mut history = written.to_vec();
    for (index, own) in releases.iter().enumerate() {
        if history.iter().any(|entry| is_of(entry, own)) {
            continue;
        }
        let (earlier, later) = (&releases[..index], &releases[index + 1..]);
        let is_older = |entry: &HistoryEntry| {
            let is_among = |some: &[&Arc<HistoryEntry>]| some.iter().any(|other| is_of(entry, other));
            is_among(earlier) || (!is_among(later) && is_not_after(entry.date, own.date))
        };
        let at = history.iter().position(is_older).unwrap_or(history.len());
        history.insert(at, (***own).clone());
    }
    history
}

/// Whether an entry is of the version that another is of, which says which.
fn is_of(entry: &HistoryEntry, of: &HistoryEntry) -> bool {
    matches!((&entry.version, &of.version), (Some(version), Some(of)) if version.eq_ignore_ascii_case(of))
}

fn is_not_after(one: Option<CalendarDate>, other: Option<CalendarDate>) -> bool {
    matches!((one, other), (Some(one), Some(other)) if one.first_day() <= other.first_day())
}

/// What is known of a release of a version, in force from a date: what its own history said of it, else its front matter.
pub(super) fn entry_of(front: &FrontMatter, version: &str, from: CalendarDate) -> HistoryEntry {
    let of = HistoryEntry { version: Some(version.to_owned()), ..HistoryEntry::default() };
    if let Some(own) = front.history.iter().find(|entry| is_of(entry, &of)) {
        return own.clone();
    }
    HistoryEntry {
        date: Some(front.date(Field::Approved).unwrap_or(from)),
        author: front.text(Field::Author).map(str::to_owned),
        ..of
    }
}
