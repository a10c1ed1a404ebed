//! What the preview's bar says of a page.
//!
//! The bar is for whoever writes the texts, so its words are the program's own and in English, like its messages. They
//! are made here; the script prints them as they are.

use super::answer::Answer;
use super::{Fault, Shared};
use crate::calendar::{CalendarDate, Day};
use crate::diagnostic::{Printer, Severity};
use crate::disk::MachineError;
use crate::merge::{Review, ReviewStatus, Standing};
use crate::model::CopyOrigin;
use crate::pipeline::{LastRelease, Options, PageDocument, PageFacts, WrittenNow, page_facts};
use crate::source::{FileId, Place};
use serde::Serialize;
use std::sync::PoisonError;

/// How a fact is to be taken; the script colours it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Mood {
    Good,
    Plain,
    Mind,
    Bad,
}

/// A word on the bar.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Tag {
    words: String,
    mood: Mood,
}

/// A line of what is known of the page.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Line {
    label: &'static str,
    words: String,
}

#[derive(Serialize)]
struct BarFacts {
    title: String,
    tags: Vec<Tag>,
    lines: Vec<Line>,
    /// The paths of the files that the page is made of, from the root.
    files: Vec<String>,
    /// Whether there is a release to compare with.
    has_release: bool,
    /// What is to be minded in those files.
    warnings: Vec<Fault>,
}

/// Where everything on a page was written. Files are told by their number in the list.
#[derive(Serialize)]
struct BarSources {
    files: Vec<String>,
    /// Element, id, file, line.
    parts: Vec<(&'static str, Option<String>, usize, usize)>,
    /// Field, file, line.
    rows: Vec<(String, usize, usize)>,
}

/// What is known of the page at an address; `null` where the program does not know it.
pub(super) fn facts(shared: &Shared, address: &str) -> Answer {
    answered(shared, address, |facts| bar_facts(shared, facts))
}

/// Where everything on the page at an address was written.
pub(super) fn sources(shared: &Shared, address: &str) -> Answer {
    answered(shared, address, bar_sources)
}

fn answered<T: Serialize>(shared: &Shared, address: &str, said: impl FnOnce(&PageFacts) -> T) -> Answer {
    match asked(shared, address) {
        Ok(facts) => Answer::json(&facts.map(|facts| said(&facts))),
        Err(error) => Answer::words(503, &error.to_string()),
    }
}

/// What is known of a page, as of the day that is shown.
pub(super) fn asked(shared: &Shared, address: &str) -> Result<Option<PageFacts>, MachineError> {
    let _turn = shared.desk.lock().unwrap_or_else(PoisonError::into_inner);
    page_facts(&options(shared), address)
}

/// What the site is made with, as it is shown.
pub(super) fn options(shared: &Shared) -> Options {
    let today = shared.show().days.map_or(shared.options.today, |days| days.shown);
    Options { today, ..shared.options.clone() }
}

/// The day that was asked for; `None` for the usual one.
pub(super) fn day_asked_for(text: &str) -> Result<Option<Day>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    match CalendarDate::parse(text) {
        Ok(CalendarDate::Day(day)) => Ok(Some(day)),
        Ok(CalendarDate::Month(_)) => Err("Choose a day, not a month.".to_owned()),
        Ok(CalendarDate::Term(_)) => Err("Choose a day, not a term.".to_owned()),
        Err(fault) => Err(format!("{}: {}.", capitalised(&fault.message()), fault.help())),
    }
}

fn bar_facts(shared: &Shared, facts: &PageFacts) -> BarFacts {
    let files: Vec<String> = facts.files.iter().map(|file| facts.sources.path(*file).to_owned()).collect();
    let show = shared.show();
    let is_here = |fault: &&Fault| fault.severity == "warning" && files.contains(&fault.file);
    let mut warnings: Vec<Fault> = show.faults().iter().filter(is_here).cloned().collect();
    let plain = Printer::plain();
    for lint in &facts.lints {
        let printed = plain.print(lint, &facts.sources).trim_end().to_owned();
        let severity = if lint.severity == Severity::Error { "error" } else { "warning" };
        if warnings.iter().all(|known| known.printed != printed) {
            warnings.push(Fault { severity, file: String::new(), printed });
        }
    }
    let document = facts.document.as_ref();
    BarFacts {
        title: facts.title.clone(),
        tags: document.map(tags).unwrap_or_default(),
        lines: document.map(|document| lines(document, facts)).unwrap_or_default(),
        has_release: document.is_some_and(|document| document.last_release.is_some()),
        files,
        warnings,
    }
}

fn bar_sources(facts: &PageFacts) -> BarSources {
    let mut known: Vec<FileId> = facts.files.clone();
    let mut told = |place: Place| {
        let file = known.iter().position(|file| *file == place.file).unwrap_or_else(|| {
            known.push(place.file);
            known.len() - 1
        });
        (file, facts.sources.position(first_words(facts, place)).line)
    };
    let parts = facts.parts.iter().map(|part| {
        let (file, line) = told(part.place);
        (part.kind, part.id.clone(), file, line)
    });
    let parts = parts.collect();
    let rows = facts.rows.iter().map(|(field, place)| {
        let (file, line) = told(*place);
        (field.clone(), file, line)
    });
    let rows = rows.collect();
    BarSources { files: known.into_iter().map(|file| facts.sources.path(file).to_owned()).collect(), parts, rows }
}

/// A place without the blank lines and spaces that it may begin with.
fn first_words(facts: &PageFacts, place: Place) -> Place {
    let text = facts.sources.excerpt(place);
    let blank = text.len() - text.trim_start().len();
    let range = place.range();
    if blank == text.len() { place } else { Place::new(place.file, range.start + blank..range.end) }
}

fn tags(document: &PageDocument) -> Vec<Tag> {
    let (words, mood) = match document.standing {
        Standing::Draft => ("Draft", Mood::Mind),
        Standing::Upcoming => ("Not yet in force", Mood::Mind),
        Standing::Current => ("In force", Mood::Good),
        Standing::Superseded => ("Superseded", Mood::Mind),
        Standing::Withdrawn => ("Withdrawn", Mood::Mind),
    };
    let mut tags = vec![Tag { words: words.to_owned(), mood }];
    let review = match document.review.status {
        ReviewStatus::Overdue => Some(("Review overdue", Mood::Bad)),
        ReviewStatus::Due => Some(("Review due", Mood::Mind)),
        ReviewStatus::Current => Some(("Review in time", Mood::Plain)),
        ReviewStatus::Unknown => None,
    };
    tags.extend(review.map(|(words, mood)| Tag { words: words.to_owned(), mood }));
    tags
}

fn lines(document: &PageDocument, facts: &PageFacts) -> Vec<Line> {
    let line = |label, words| Line { label, words };
    let mut lines = vec![
        line("Whose copy", whose(document)),
        line("Status", status(document)),
        line("Review", review(document.review, document.standing)),
        line("Last release", last_release(document)),
    ];
    if document.is_as_released {
        let written = document.last_release.as_ref().and_then(|last| last.written);
        let words = match written {
            Some(WrittenNow { file, .. }) => format!(
                "As it was released. What is written now, in {}, is not in force on this day",
                facts.sources.path(file)
            ),
            None => "As it was released. Nothing is written for this place any more".to_owned(),
        };
        lines.insert(0, line("Text", words));
    }
    lines
}

fn whose(document: &PageDocument) -> String {
    let PageDocument { school, origin, changes, .. } = document;
    let Some((_, name)) = school else { return "The trust’s own copy".to_owned() };
    match (origin, changes) {
        (CopyOrigin::School, _) => format!("{name}: a policy of the school’s own"),
        (CopyOrigin::Amended, 1) => format!("{name}: the trust’s text with 1 change of the school’s"),
        (CopyOrigin::Amended, changes) => format!("{name}: the trust’s text with {changes} changes of the school’s"),
        (CopyOrigin::Trust, _) => format!("{name}: the trust’s text, with the school’s values"),
    }
}

fn status(document: &PageDocument) -> String {
    let from = document.from.map(CalendarDate::in_english);
    let status = match (document.standing, from) {
        (Standing::Draft, _) => "Draft: a build leaves it out until status = \"approved\"".to_owned(),
        (Standing::Upcoming, Some(from)) => format!("Approved, and in force from {from}"),
        (Standing::Upcoming, None) => "Approved, and not yet in force".to_owned(),
        (Standing::Current, Some(from)) => format!("In force since {from}"),
        (Standing::Current, None) => "In force".to_owned(),
        (Standing::Superseded, _) => "Another version has taken its place".to_owned(),
        (Standing::Withdrawn, _) => "Withdrawn: nothing has taken its place".to_owned(),
    };
    match &document.version {
        Some(version) => format!("{status} (version {version})"),
        None => format!("{status} (no version given)"),
    }
}

fn review(review: Review, standing: Standing) -> String {
    let date = review.date.map(CalendarDate::in_english);
    match (review.status, date) {
        (ReviewStatus::Overdue, Some(date)) => format!("Overdue: it was due by {date}"),
        (ReviewStatus::Due, Some(date)) => format!("Due soon, by {date}"),
        (_, Some(date)) => format!("Due by {date}"),
        (_, None) if standing == Standing::Withdrawn => "None: it is withdrawn".to_owned(),
        (_, None) => "No date is recorded".to_owned(),
    }
}

fn last_release(document: &PageDocument) -> String {
    let Some(LastRelease { version, released, written }) = &document.last_release else {
        return "Not released yet".to_owned();
    };
    let released = CalendarDate::Day(*released).in_english();
    let since = match written {
        Some(WrittenNow { has_changed: true, .. }) => "the text has changed since",
        Some(WrittenNow { has_changed: false, .. }) => "the text is as it was released",
        None => "nothing is written for this place any more",
    };
    format!("Version {version}, released on {released}; {since}")
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    first + characters.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_is_none_is_refused_with_the_reason() {
        assert_eq!(day_asked_for("2026-09-01"), Ok(Day::new(2026, 9, 1)));
        assert_eq!(day_asked_for("1 September 2026"), Ok(Day::new(2026, 9, 1)));
        assert_eq!(day_asked_for(""), Ok(None));
        for impossible in ["2026-02-31", "2026-13-01", "soon", "2026-09", "0000-00-00", "99999-01-01", "\u{0}"] {
            let why = day_asked_for(impossible).expect_err(impossible);
            assert!(why.ends_with('.') && why.len() < 200, "{impossible}: {why}");
        }
    }
}
