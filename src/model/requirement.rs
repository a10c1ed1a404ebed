//! The documents that a trust has to have, as `requirements.toml` lists them.

use super::{Phase, School, Slug};
use crate::calendar::{CalendarDate, ReviewCycle};
use crate::source::{FileId, Located, Place};

/// What `requirements.toml` says.
#[derive(Debug)]
pub struct Requirements {
    /// `requirements.toml`.
    pub file: FileId,
    /// Whether the list is a draft: then it is shown where drafts are, and nothing is said of what is missing.
    pub is_draft: bool,
    /// What must exist, in the order written.
    pub list: Vec<Requirement>,
}

/// A document that must exist.
#[derive(Debug)]
pub struct Requirement {
    /// Its heading in the file.
    pub place: Place,
    /// What the document is called; no other requirement has the title.
    pub title: Located<String>,
    /// The policies that satisfy it, any of them; at least one.
    pub policies: Vec<Located<Slug>>,
    /// Who must have it.
    pub level: Level,
    /// Schools of these phases; with no schools either, every school.
    pub phases: Vec<Located<Phase>>,
    /// These schools.
    pub schools: Vec<Located<String>>,
    /// How often it is to be reviewed at least, where that is laid down.
    pub review_cycle: Option<ReviewCycle>,
    /// The bodies of which one is to approve it; none where it may be any.
    pub approved_by: Vec<String>,
    /// What asks for it.
    pub basis: Basis,
    /// Where that stands: a name, or an address.
    pub source: String,
    /// When somebody last compared the requirement with its source.
    pub checked_on: Located<CalendarDate>,
}

impl Requirement {
    /// Whether a school must have it. What the trust must have, no school must.
    pub fn is_asked_of(&self, school: &School) -> bool {
        let is_for_all = self.phases.is_empty() && self.schools.is_empty();
        let is_of_phase = || school.phase.is_some_and(|phase| self.phases.iter().any(|known| known.value == phase));
        let is_named = || self.schools.iter().any(|slug| slug.value == school.slug.as_str());
        self.level == Level::School && (is_for_all || is_named() || is_of_phase())
    }
}

/// Who must have a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// The trust, once.
    Trust,
    /// Each school: its own copy, or the trust's where the trust alone has one and it is for the school.
    School,
}

impl Level {
    /// Every level, with the word an author writes.
    pub const WORDS: &[(&str, Level)] = &[("trust", Level::Trust), ("school", Level::School)];
}

/// What asks for a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// An act or regulations.
    Law,
    /// Guidance, statutory or not, a code, or the funding agreement.
    Guidance,
    /// The trust's own choice.
    Trust,
}

impl Basis {
    /// Every basis, with the word an author writes.
    pub const WORDS: &[(&str, Basis)] = &[("law", Basis::Law), ("guidance", Basis::Guidance), ("trust", Basis::Trust)];

    /// The word an author writes.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, basis)| *basis == self).map_or("", |(word, _)| word)
    }
}
