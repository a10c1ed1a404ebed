//! The values of the lists of required documents.

use super::register::{CountFacts, RegisterFrame, SchoolCounts};
use super::{LinkFacts, Tag};
use serde::Serialize;

/// Which of the documents that there have to be each place has.
#[derive(Debug, Serialize)]
pub struct RequiredKind {
    /// What each page of the register has.
    pub register: RegisterFrame,
    /// How many required documents there are in each state, over all places.
    pub figures: Vec<CountFacts>,
    /// What the trust must have; one cell in each row.
    pub of_trust: Vec<RequiredRow>,
    /// The schools, where they are few enough to stand beside each other, and the way to their documents.
    pub columns: Vec<LinkFacts>,
    /// What schools must have, with a cell for each column.
    pub of_schools: Vec<RequiredRow>,
    /// The same by number, where the schools are too many for that.
    pub by_number: Vec<RequiredNumbers>,
    /// Each school with its numbers, in that case.
    pub schools: Vec<SchoolCounts>,
    /// What is asked, of whom, and why.
    pub asked: Vec<RequirementFacts>,
    /// How many more requirements there are than stand here.
    pub left_out: usize,
}

/// A required document at one place or several.
#[derive(Debug, Serialize)]
pub struct RequiredRow {
    /// What it is called.
    pub title: String,
    /// What asks for it, in a word.
    pub basis: Tag,
    /// How the places stand to it.
    pub cells: Vec<RequiredCell>,
}

/// How one place stands to a requirement.
#[derive(Debug, Serialize)]
pub struct RequiredCell {
    /// `present`, `overdue`, `missing` or `not_applicable`.
    pub state: Tag,
    /// The title of the document that satisfies it.
    pub document: Option<String>,
    /// That document's page; absent where it has none.
    pub href: Option<String>,
    /// Whose it is.
    pub place: String,
    /// What is otherwise than expected, in words.
    pub remarks: Vec<String>,
}

/// A required document at many schools.
#[derive(Debug, Serialize)]
pub struct RequiredNumbers {
    /// What it is called.
    pub title: String,
    /// What asks for it, in a word.
    pub basis: Tag,
    /// How many schools there are in each state, in the order of the figures above.
    pub counts: Vec<CountFacts>,
    /// Where it is missing or overdue, in words: some schools by name.
    pub gaps: Vec<String>,
}

/// What a requirement asks, of whom, and why.
#[derive(Debug, Serialize)]
pub struct RequirementFacts {
    /// What the document is called.
    pub title: String,
    /// Who must have it.
    pub asked_of: String,
    /// How often it is to be reviewed, and who is to approve it, in words.
    pub expected: Vec<String>,
    /// What asks for it, in a word.
    pub basis: Tag,
    /// Where that stands.
    pub source: String,
    /// The address of that, where one is given.
    pub source_href: Option<String>,
    /// When somebody last looked there.
    pub checked_on: super::register::DateFacts,
}
