//! The values of the register's pages.

use super::required::RequiredRow;
use super::{LinkFacts, NavLink, Tag};
use serde::Serialize;

/// What each page of the register has.
#[derive(Debug, Serialize)]
pub struct RegisterFrame {
    /// The day as of which the page was made, as `2026-11-23`, for the script.
    pub as_of: String,
    /// "Due soon" begins this many days before the date.
    pub window_days: i64,
    /// The other lists of the register.
    pub lists: Vec<NavLink>,
    /// The same documents as files.
    pub downloads: Vec<LinkFacts>,
    /// How many documents there are, how many of them are overdue, and so on.
    pub counts: Vec<CountFacts>,
    /// Whether every document that is counted stands on the page.
    pub is_whole: bool,
}

/// A number of documents.
#[derive(Debug, Serialize)]
pub struct CountFacts {
    /// Of what: a review's state, or `all`, `gaps`, `local`.
    pub code: &'static str,
    /// The same in words.
    pub label: String,
    /// How many.
    pub count: usize,
}

/// Every document of a trust, or of one school.
#[derive(Debug, Serialize)]
pub struct RegisterKind {
    /// What each page of the register has.
    pub register: RegisterFrame,
    /// The trust's own documents, then school by school.
    pub groups: Vec<RegisterGroup>,
    /// The schools with their numbers, where there are too many documents for one page.
    pub schools: Vec<SchoolCounts>,
    /// Who answers for any document, and the way to all that they answer for.
    pub owners: Vec<LinkFacts>,
    /// How many required documents are missing, in words, and the way to the list of them.
    pub required_link: Option<LinkFacts>,
    /// Of one school, the documents that it must have; one cell in each row.
    pub required: Vec<RequiredRow>,
    /// The titles of what is required of other schools and not of this one.
    pub not_required: Vec<String>,
}

/// The documents of one place.
#[derive(Debug, Serialize)]
pub struct RegisterGroup {
    /// Whose they are.
    pub heading: String,
    /// The page of that school's documents.
    pub href: Option<String>,
    /// The documents by title.
    pub documents: Vec<RegisterRow>,
}

/// One document.
#[derive(Debug, Serialize)]
pub struct RegisterRow {
    /// Its title.
    pub title: String,
    /// Its page; absent where it has none.
    pub href: Option<String>,
    /// The trust's number for it.
    pub reference: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// Where it stands.
    pub standing: Tag,
    /// Who answers for it, and the way to all that they answer for.
    pub owner: Option<LinkFacts>,
    /// When it was approved.
    pub approved: Option<DateFacts>,
    /// Who approved it.
    pub approved_by: Option<String>,
    /// When it is next reviewed.
    pub next_review: Option<DateFacts>,
    /// The last day for that, as `2026-09-30`, of a document that is under review.
    pub due: Option<String>,
    /// How its review stands; absent of what is not reviewed, a draft or a withdrawn document.
    pub review: Option<Tag>,
    /// What the school has changed, by number of sections, and where that is told.
    pub local: Option<LinkFacts>,
    /// What is missing, in words.
    pub gaps: Option<String>,
}

/// A date, as it is read and as it is sorted.
#[derive(Debug, Clone, Serialize)]
pub struct DateFacts {
    /// In words.
    pub text: String,
    /// As `2026-09-30` or `2026-09`.
    pub iso: String,
}

/// A school with its numbers.
#[derive(Debug, Serialize)]
pub struct SchoolCounts {
    /// Its name.
    pub name: String,
    /// The page of its documents.
    pub href: String,
    /// Its numbers, in the order of those above.
    pub counts: Vec<CountFacts>,
}

/// Reviews by the month in which they are due.
#[derive(Debug, Serialize)]
pub struct ReviewsKind {
    /// What each page of the register has.
    pub register: RegisterFrame,
    /// Every month from the first with a review to a year ahead, or on to the last with one.
    pub months: Vec<MonthFacts>,
    /// The reviews of each month that has any; those without a date last.
    pub groups: Vec<ReviewGroup>,
}

/// What one owner answers for.
#[derive(Debug, Serialize)]
pub struct OwnerKind {
    /// What each page of the register has.
    pub register: RegisterFrame,
    /// Their reviews by day, those without a day last.
    pub reviews: Vec<ReviewRow>,
    /// How many more there are than stand here.
    pub left_out: usize,
}

/// A month and how many reviews are due in it.
#[derive(Debug, Serialize)]
pub struct MonthFacts {
    /// The month.
    pub label: String,
    /// How many reviews.
    pub count: usize,
    /// Where they stand.
    pub href: Option<String>,
    /// Whether the month is over.
    pub is_past: bool,
}

/// The reviews of one month.
#[derive(Debug, Serialize)]
pub struct ReviewGroup {
    /// An id for it.
    pub id: String,
    /// The month.
    pub heading: String,
    /// How many there are, in words.
    pub number: String,
    /// The reviews by day.
    pub reviews: Vec<ReviewRow>,
    /// How many more there are than stand here.
    pub left_out: usize,
}

/// A review of a policy at the trust and all schools where it is the same.
#[derive(Debug, Serialize)]
pub struct ReviewRow {
    /// The policy's title.
    pub title: String,
    /// Its page; absent where it has none.
    pub href: Option<String>,
    /// At whose.
    pub places: String,
    /// Who answers for it, and the way to all that they answer for.
    pub owner: Option<LinkFacts>,
    /// When it is next reviewed.
    pub next_review: Option<DateFacts>,
    /// The last day for that, as `2026-09-30`, of a document that is under review.
    pub due: Option<String>,
    /// How it stands; absent of what is not reviewed.
    pub review: Option<Tag>,
}
