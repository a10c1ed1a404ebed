//! When a document's review is due, and where the document stands on a day.

use crate::calendar::{CalendarDate, Day, OutOfReach, ReviewCycle};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Field, FrontMatter, Status, Words};

/// Where a document is in its life on a day. Source: contract, section 7.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Not approved yet.
    Draft,
    /// Approved, and not yet in force.
    Upcoming,
    /// In force.
    Current,
    /// No longer in force, with another version in its place.
    Superseded,
    /// No longer in force, with nothing in its place.
    Withdrawn,
}

impl Standing {
    /// The word in machine-readable files.
    pub fn word(self) -> &'static str {
        match self {
            Standing::Draft => "draft",
            Standing::Upcoming => "upcoming",
            Standing::Current => "current",
            Standing::Superseded => "superseded",
            Standing::Withdrawn => "withdrawn",
        }
    }

    /// As printed.
    pub fn label(self, words: &Words) -> &str {
        match self {
            Standing::Draft => words.say("standing.draft"),
            Standing::Upcoming => words.say("standing.upcoming"),
            Standing::Current => words.say("standing.current"),
            Standing::Superseded => words.say("standing.superseded"),
            Standing::Withdrawn => words.say("standing.withdrawn"),
        }
    }
}

/// How a review stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviewStatus {
    /// The last day for it has passed.
    Overdue,
    /// It is due within the trust's window; on the last day itself it is still due.
    Due,
    /// There is time.
    Current,
    /// Nothing is recorded, or the document is withdrawn.
    Unknown,
}

impl ReviewStatus {
    /// The word in machine-readable files.
    pub fn word(self) -> &'static str {
        match self {
            ReviewStatus::Overdue => "overdue",
            ReviewStatus::Due => "due",
            ReviewStatus::Current => "current",
            ReviewStatus::Unknown => "none",
        }
    }

    /// As printed.
    pub fn label(self, words: &Words) -> &str {
        match self {
            ReviewStatus::Overdue => words.say("review_status.overdue"),
            ReviewStatus::Due => words.say("review_status.due"),
            ReviewStatus::Current => words.say("review_status.current"),
            ReviewStatus::Unknown => words.say("front_sheet.not_recorded"),
        }
    }
}

/// When a review is due, and how that stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Review {
    /// The last day on which a review is still in time.
    pub due: Option<Day>,
    /// The date as it is printed: the author's own, or the one that follows from the cycle.
    pub date: Option<CalendarDate>,
    /// How it stands.
    pub status: ReviewStatus,
}

impl Review {
    /// Whether the last day for it has passed.
    pub fn is_overdue(self) -> bool {
        self.status == ReviewStatus::Overdue
    }
}

/// Where a document stands on a day: in force from `effective`, else from `approved`; a month begins on its first day.
pub fn standing(front: &FrontMatter, today: Day) -> Standing {
    match front.status() {
        Status::Draft => Standing::Draft,
        Status::Withdrawn => Standing::Withdrawn,
        Status::Approved => match in_force_from(front) {
            Some(from) if from.first_day() > today => Standing::Upcoming,
            _ => Standing::Current,
        },
    }
}

/// The date from which an approved document is in force.
pub fn in_force_from(front: &FrontMatter) -> Option<CalendarDate> {
    front.date(Field::Effective).or_else(|| front.date(Field::Approved))
}

/// When the review is due: `next_review`, else the later of approval and last review plus the cycle.
///
/// A cycle counts whole calendar months: six months from 31 August 2026 end on 28 February 2027. Where the trust names its
/// terms, a cycle in terms counts those. Source: contract, section 4, "Review cycles". A withdrawn document is not reviewed
/// again: it keeps the date, and nothing is due.
pub fn review(front: &FrontMatter, today: Day, window_days: i64) -> Review {
    let end = || end_of_cycle(front, front.cycle()?).map(CalendarDate::Day);
    let date = front.date(Field::NextReview).or_else(end);
    match front.status() {
        Status::Withdrawn => Review { date, ..review_on(None, today, window_days) },
        _ => review_on(date, today, window_days),
    }
}

/// How a review stands that is due on a date, or in a month.
pub fn review_on(date: Option<CalendarDate>, today: Day, window_days: i64) -> Review {
    let due = date.map(CalendarDate::last_day);
    let status = match due.map(|due| today.days_until(due)) {
        None => ReviewStatus::Unknown,
        Some(days) if days < 0 => ReviewStatus::Overdue,
        Some(days) if days <= window_days => ReviewStatus::Due,
        Some(_) => ReviewStatus::Current,
    };
    Review { due, date, status }
}

/// The day on which a cycle ends that began with the approval or the last review, where there is a day to count from.
pub fn end_of_cycle(front: &FrontMatter, cycle: &ReviewCycle) -> Option<Day> {
    Some(cycle.after(last_looked_at(front)?))
}

/// The later of approval and last review.
fn last_looked_at(front: &FrontMatter) -> Option<Day> {
    let approved = front.date(Field::Approved).map(CalendarDate::last_day);
    let reviewed = front.date(Field::PreviousReview).map(CalendarDate::last_day);
    approved.max(reviewed)
}

/// Warns where a cycle counts terms that the trust's calendar does not have.
pub fn check_terms(front: &FrontMatter, diagnostics: &mut Diagnostics) {
    let (Some(cycle), Some(day), None) = (front.cycle(), last_looked_at(front), front.date(Field::NextReview)) else {
        return;
    };
    let (message, help) = match cycle.out_of_reach(day).filter(|_| front.status() == Status::Approved) {
        Some(OutOfReach::EndsBefore(last)) => {
            (format!("end on {}, before the next review is due", CalendarDate::Day(last).in_english()), "follow")
        }
        // What was due before the first of them hangs on none.
        Some(OutOfReach::BeginsLater(first)) if cycle.after(day) >= first => {
            let first = CalendarDate::Day(first).in_english();
            (format!("begin on {first}, after the approval or the last review"), "came before")
        }
        Some(OutOfReach::BeginsLater(_)) | None => return,
    };
    let message = format!("\"{}\" counts the trust's terms, and they {message}", cycle.wording());
    let help =
        format!("add those that {help} below [terms_calendar] in trust.toml; until then a term counts as four months");
    diagnostics.push(Diagnostic::warning(Code::TermDates, front.place_of(Field::ReviewCycle), message).help(help));
}

/// Warns of a next review before the approval, or past the end of the cycle.
pub fn check_next_review(front: &FrontMatter, diagnostics: &mut Diagnostics) {
    let unsure = [Field::Approved, Field::PreviousReview, Field::ReviewCycle];
    // Where a date could not be read, the others may fit well enough.
    if unsure.iter().any(|field| front.unreadable.contains(field)) {
        return;
    }
    let Some(next) = front.date(Field::NextReview) else { return };
    let place = front.place_of(Field::NextReview);
    let printed = |date: CalendarDate| date.in_english();
    if let Some(approved) = front.date(Field::Approved).filter(|approved| next.last_day() < approved.first_day()) {
        let message = format!("the next review, {}, is before the approval, {}", printed(next), printed(approved));
        let fault = Diagnostic::warning(Code::ReviewDates, place, message);
        diagnostics
            .push(fault.note(front.place_of(Field::Approved), "approved").help("put one of the two dates right"));
    } else if let Some(cycle) = front.cycle()
        && let Some(end) = end_of_cycle(front, cycle)
    {
        let late = end.days_until(next.first_day());
        if late > 0 {
            let days = if late == 1 { "1 day".to_owned() } else { format!("{late} days") };
            let message = format!(
                "the next review, {}, is {days} past the end of its cycle, \"{}\"",
                printed(next),
                cycle.wording()
            );
            let fault = Diagnostic::warning(Code::ReviewDates, place, message);
            diagnostics.push(
                fault
                    .note(front.place_of(Field::ReviewCycle), "the cycle")
                    .help(format!("write next_review = {end}, or a longer cycle")),
            );
        }
    }
}
