//! A trust's accessibility statement, as `[accessibility]` in `trust.toml` gives it.
//!
//! What it holds follows the model statement that public bodies in the United Kingdom must publish under the Public
//! Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018, regulation 8. Everything in it
//! is text, never markup.

use super::Contact;
use crate::calendar::{CalendarDate, ReviewCycle};
use crate::source::{Located, Place};

/// The address of the page that is made of it.
pub const STATEMENT_ADDRESS: &str = "accessibility-statement/";

/// An accessibility statement.
#[derive(Debug, Clone)]
pub struct AccessibilityStatement {
    /// Its heading in `trust.toml`.
    pub place: Place,
    /// How far the site meets the standard.
    pub compliance: Compliance,
    /// What the statement is about besides the site itself, or not about: paragraphs.
    pub scope: Vec<String>,
    /// Whom to ask for another form, and to tell of a fault; an e-mail address or a telephone number is there.
    pub contact: Contact,
    /// Within how many working days an answer comes.
    pub response_days: i64,
    /// What is not accessible, in the order written.
    pub known_issues: Vec<KnownIssue>,
    /// What is being done, in paragraphs.
    pub improving: Vec<String>,
    /// When it was first prepared.
    pub prepared: Located<CalendarDate>,
    /// When it was last looked through, where that is later.
    pub reviewed: Option<Located<CalendarDate>>,
    /// When the site was last tested, if it has been.
    pub tested: Option<Located<CalendarDate>>,
    /// How the trust knows what it says here, in paragraphs.
    pub method: Vec<String>,
    /// When it is looked through again, where that is written.
    pub next_review: Option<Located<CalendarDate>>,
    /// How often it is looked through, where that is written; one of the two is.
    pub review_cycle: Option<Located<ReviewCycle>>,
}

impl AccessibilityStatement {
    /// The known issues of a kind.
    pub fn of_kind(&self, kind: IssueKind) -> impl Iterator<Item = &KnownIssue> {
        self.known_issues.iter().filter(move |issue| issue.kind == kind)
    }

    /// The first thing that is held against the standard: what lies outside the regulations is not.
    pub fn first_shortcoming(&self) -> Option<&KnownIssue> {
        self.known_issues.iter().find(|issue| issue.kind != IssueKind::OutOfScope)
    }

    /// When it was last looked through: when it was prepared, if not since.
    pub fn last_looked_through(&self) -> &Located<CalendarDate> {
        self.reviewed.as_ref().unwrap_or(&self.prepared)
    }
}

/// How far a site meets the Web Content Accessibility Guidelines, version 2.2, level AA.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compliance {
    /// Wholly.
    Full,
    /// For the most part.
    Partial,
    /// Not.
    Not,
}

impl Compliance {
    /// Every one, with the words an author writes, which are the law's.
    pub const WORDS: &[(&str, Compliance)] = &[
        ("fully compliant", Compliance::Full),
        ("partially compliant", Compliance::Partial),
        ("not compliant", Compliance::Not),
    ];
}

/// Something on the site that is not accessible.
#[derive(Debug, Clone)]
pub struct KnownIssue {
    /// Where it stands.
    pub place: Place,
    /// Under which head the law has it.
    pub kind: IssueKind,
    /// What it is, and whom it hinders.
    pub what: String,
    /// Why it is so.
    pub why: String,
    /// What to use in its place.
    pub instead: Option<String>,
    /// By when it is to be put right.
    pub fixed_by: Option<Located<CalendarDate>>,
}

/// Under which head something that is not accessible falls. Source: the model accessibility statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IssueKind {
    /// It falls short of the regulations.
    Fault,
    /// To put it right would be a disproportionate burden, as the body has assessed it (regulation 7).
    Burden,
    /// The regulations do not ask for it.
    OutOfScope,
}

impl IssueKind {
    /// Every one, with the word an author writes.
    pub const WORDS: &[(&str, IssueKind)] =
        &[("fault", IssueKind::Fault), ("burden", IssueKind::Burden), ("out-of-scope", IssueKind::OutOfScope)];
}
