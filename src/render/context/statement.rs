//! What the accessibility statement shows.

use super::{ContactFacts, ContentsEntry};
use serde::Serialize;

/// The accessibility statement that `[accessibility]` gives.
#[derive(Debug, Serialize)]
pub struct StatementKind {
    /// The statement.
    pub statement: StatementFacts,
    /// The contents list. Its links lead to the ids `how-accessible`, `feedback`, `reporting`, `enforcement`, `technical`,
    /// `compliance`, `not-accessible`, `improving` and `preparation`.
    pub contents: Vec<ContentsEntry>,
}

/// An accessibility statement. What its author wrote is text.
#[derive(Debug, Serialize)]
pub struct StatementFacts {
    /// The site's address on the web.
    pub site: Option<String>,
    /// `full`, `partial` or `not`.
    pub compliance: &'static str,
    /// When it was to be looked through; only where that has passed, and the public is told.
    pub overdue: Option<String>,
    /// What else it is about, or not about, in paragraphs.
    pub scope: Vec<String>,
    /// Whom to ask and to tell.
    pub contact: ContactFacts,
    /// Within how many working days an answer comes.
    pub response_days: i64,
    /// What falls short of the regulations.
    pub faults: Vec<IssueFacts>,
    /// What would be a disproportionate burden to put right.
    pub burdens: Vec<IssueFacts>,
    /// What the regulations do not ask for.
    pub out_of_scope: Vec<IssueFacts>,
    /// What is being done, in paragraphs.
    pub improving: Vec<String>,
    /// When it was prepared: `on 2 November 2026`, or `in November 2026`.
    pub prepared: String,
    /// When it was last looked through, likewise.
    pub reviewed: String,
    /// When the site was last tested, likewise; absent if it has not been.
    pub tested: Option<String>,
    /// How that was done, in paragraphs.
    pub method: Vec<String>,
    /// When it is looked through again, where the public is told.
    pub next_review: Option<String>,
}

/// Something that is not accessible.
#[derive(Debug, Serialize)]
pub struct IssueFacts {
    /// What it is.
    pub what: String,
    /// Why it is so.
    pub why: String,
    /// What to use in its place.
    pub instead: Option<String>,
    /// By when it is to be put right.
    pub fixed_by: Option<String>,
}
