//! What the search page shows.

use super::LinkFacts;
use serde::Serialize;

/// The search, and every policy from A to Z for readers without scripts.
#[derive(Debug, Serialize)]
pub struct SearchKind {
    /// Letter by letter.
    pub letters: Vec<Letter>,
    /// The schools to choose from, by name.
    pub schools: Vec<SchoolChoice>,
    /// Whether policies of schools' own are left out of the list because there are too many.
    pub own_left_out: bool,
}

/// The policies whose titles begin with one letter.
#[derive(Debug, Serialize)]
pub struct Letter {
    /// The letter, or `0–9`.
    pub heading: String,
    /// An id for it.
    pub id: String,
    /// The policies by title.
    pub policies: Vec<LetterEntry>,
}

/// One policy.
#[derive(Debug, Serialize)]
pub struct LetterEntry {
    /// Its title.
    pub title: String,
    /// The trust's copy.
    pub href: Option<String>,
    /// When the trust's copy is next reviewed, where the public is told.
    pub next_review: Option<String>,
    /// Whether it is a policy of the trust, rather than of schools' own.
    pub is_the_trusts: bool,
    /// The schools' copies, each with the school's name, of a policy of which the trust has none.
    pub copies: Vec<LinkFacts>,
}

/// A school that a search can be limited to.
#[derive(Debug, Serialize)]
pub struct SchoolChoice {
    /// Its folder's name.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Its home.
    pub href: String,
}
