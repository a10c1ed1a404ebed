//! The values of the pages of meetings.

use super::register::{DateFacts, RegisterFrame};
use super::{LinkFacts, Tag};
use serde::Serialize;

/// The list of all meetings.
#[derive(Debug, Serialize)]
pub struct MeetingsKind {
    /// What each page of the register has.
    pub register: RegisterFrame,
    /// Meetings from the day on, the next first.
    pub upcoming: Vec<MeetingFacts>,
    /// Meetings before the day, the last first.
    pub past: Vec<MeetingFacts>,
}

/// The meetings of a day.
#[derive(Debug, Serialize)]
pub struct MeetingFacts {
    /// The day, and the page of its meetings.
    pub day: LinkFacts,
    /// The bodies that meet.
    pub bodies: Vec<String>,
    /// By when the first papers go out.
    pub papers_by: Option<DateFacts>,
}

/// What approving bodies have before them on a day.
#[derive(Debug, Serialize)]
pub struct BoardKind {
    /// What each page of the register has.
    pub register: RegisterFrame,
    /// The day.
    pub day: String,
    /// The bodies: those that meet, then the others that have anything.
    pub bodies: Vec<BodyFacts>,
    /// How many more bodies have something that does not stand here.
    pub left_out: usize,
}

/// What one body has before it.
#[derive(Debug, Serialize)]
pub struct BodyFacts {
    /// An id for it.
    pub id: String,
    /// The body.
    pub heading: String,
    /// When it meets, met and will meet, sentence by sentence.
    pub dates: Vec<String>,
    /// What it has, list by list.
    pub lists: Vec<BoardList>,
    /// Required documents that are not there.
    pub missing: Option<MissingList>,
}

/// A list of documents.
#[derive(Debug, Serialize)]
pub struct BoardList {
    /// An id for it.
    pub id: String,
    /// What is listed.
    pub heading: String,
    /// What the dates are.
    pub date: String,
    /// Whether reviews are listed, which have a status.
    pub has_status: bool,
    /// The documents.
    pub rows: Vec<BoardRow>,
    /// How many more there are than stand here.
    pub left_out: usize,
}

/// A document, at the trust and all schools where it is the same.
#[derive(Debug, Serialize)]
pub struct BoardRow {
    /// Its title.
    pub title: String,
    /// Its page; absent where it has none.
    pub href: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// At whose.
    pub places: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The way to all that they answer for; absent of an owner who answers for nothing now.
    pub owner_href: Option<String>,
    /// When it is next reviewed, or was approved.
    pub date: Option<DateFacts>,
    /// How its review stands.
    pub review: Option<Tag>,
    /// The page of what its version changed.
    pub changes: Option<String>,
}

/// Required documents that are not there.
#[derive(Debug, Serialize)]
pub struct MissingList {
    /// An id for it.
    pub id: String,
    /// The documents.
    pub rows: Vec<MissingRow>,
    /// How many more there are than stand here.
    pub left_out: usize,
}

/// A required document that is not there.
#[derive(Debug, Serialize)]
pub struct MissingRow {
    /// What it is called.
    pub title: String,
    /// Who lacks it.
    pub places: String,
}
