//! The version history of a document, with an entry for each released version that its author says nothing of.

use super::Release;
use crate::calendar::CalendarDate;
use crate::model::{Field, HistoryEntry};

/// What the author wrote, newest first, and an entry in its place for each of `releases` (oldest first) that is not in
/// it.
pub fn completed_history(written: &[HistoryEntry], releases: &[&Release]) -> Vec<HistoryEntry> {
    let mut history = written.to_vec();
    for (index, release) in releases.iter().enumerate() {
        if history.iter().any(|entry| is_of(entry, release)) {
            continue;
        }
        let own = entry_of(release);
        let (earlier, later) = (&releases[..index], &releases[index + 1..]);
        let is_older = |entry: &HistoryEntry| {
            let is_among = |some: &[&Release]| some.iter().any(|other| is_of(entry, other));
            is_among(earlier) || (!is_among(later) && is_not_after(entry.date, own.date))
        };
        let at = history.iter().position(is_older).unwrap_or(history.len());
        history.insert(at, own);
    }
    history
}

fn is_of(entry: &HistoryEntry, release: &Release) -> bool {
    entry.version.as_ref().is_some_and(|version| version.eq_ignore_ascii_case(&release.version))
}

fn is_not_after(one: Option<CalendarDate>, other: Option<CalendarDate>) -> bool {
    matches!((one, other), (Some(one), Some(other)) if one.first_day() <= other.first_day())
}

/// What is known of a release: what its own history said of it, else its front matter.
fn entry_of(release: &Release) -> HistoryEntry {
    if let Some(own) = release.front.history.iter().find(|entry| is_of(entry, release)) {
        return own.clone();
    }
    HistoryEntry {
        version: Some(release.version.clone()),
        date: Some(release.front.date(Field::Approved).unwrap_or_else(|| release.in_force_from())),
        author: release.front.text(Field::Author).map(str::to_owned),
        changes: None,
    }
}
