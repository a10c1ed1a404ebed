//! The fields of the front matter: one list, which reading, front sheets, the text and the reports all walk.
//!
//! A new field is one line in `fields!` below; the compiler names whatever else it must reach.

use super::people::{FreeData, overlay_data};
use crate::calendar::{CalendarDate, ReviewCycle};
use crate::source::{Located, Place};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What a field may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// Words.
    Text,
    /// A day or a month.
    Date,
    /// A day or a month, or one of the trust's terms.
    Deadline,
    /// How often it is reviewed.
    Cycle,
    /// Yes or no.
    Truth,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A list of words.
    Texts,
}

macro_rules! fields {
    ($($variant:ident $key:literal $kind:expr;)*) => {
        /// A key of a policy's front matter that holds one value.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Field { $(#[doc = concat!("`", $key, "`")] $variant,)* }

        impl Field {
            /// Every field, in the order of the contract, section 4.
            pub const ALL: &[Field] = &[$(Field::$variant),*];

            /// The key as an author writes it.
            pub fn key(self) -> &'static str {
                match self { $(Field::$variant => $key,)* }
            }

            /// What it may hold.
            pub fn kind(self) -> FieldKind {
                match self { $(Field::$variant => $kind,)* }
            }
        }
    };
}

fields! {
    Title "title" FieldKind::Text;
    Summary "summary" FieldKind::Text;
    Category "category" FieldKind::Text;
    Reference "reference" FieldKind::Text;
    Owner "owner" FieldKind::Text;
    Author "author" FieldKind::Text;
    Lead "lead" FieldKind::Text;
    Version "version" FieldKind::Text;
    Status "status" FieldKind::Choice(&["draft", "approved", "withdrawn"]);
    Approved "approved" FieldKind::Date;
    ApprovedBy "approved_by" FieldKind::Text;
    Effective "effective" FieldKind::Date;
    PreviousReview "previous_review" FieldKind::Date;
    NextReview "next_review" FieldKind::Deadline;
    ReviewCycle "review_cycle" FieldKind::Cycle;
    Statutory "statutory" FieldKind::Truth;
    RequiredToPublish "required_to_publish" FieldKind::Truth;
    Publish "publish" FieldKind::Truth;
    Scope "scope" FieldKind::Text;
    Copies "copies" FieldKind::Choice(&["both", "trust", "schools"]);
    Schools "schools" FieldKind::Texts;
    Phases "phases" FieldKind::Texts;
    LocalChanges "local_changes" FieldKind::Choice(&["none", "add", "amend"]);
    NumberSections "number_sections" FieldKind::Truth;
    Aliases "aliases" FieldKind::Texts;
}

impl Field {
    /// The field with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.key() == key)
    }

    /// Whether the trust alone may set it: it says whom the policy is for, so a school cannot change it for itself.
    pub fn is_the_trusts(self) -> bool {
        matches!(self, Field::Copies | Field::Schools | Field::Phases | Field::LocalChanges)
    }

    /// Whether an approved document must have it. `next_review` and `review_cycle` stand in for each other.
    pub fn is_required(self) -> bool {
        matches!(
            self,
            Field::Owner
                | Field::Version
                | Field::Approved
                | Field::ApprovedBy
                | Field::NextReview
                | Field::ReviewCycle
        )
    }
}

/// What an author gave a field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum FieldValue {
    /// Words, never blank.
    Text(String),
    /// A day or a month, or a term.
    Date(CalendarDate),
    /// How often.
    Cycle(ReviewCycle),
    /// Yes or no.
    Truth(bool),
    /// Words, each with its place.
    Texts(Vec<Located<String>>),
}

/// One entry of the version history.
#[derive(Debug, Clone, PartialEq, Default, Hash, Serialize, Deserialize)]
pub struct HistoryEntry {
    /// The version it made.
    pub version: Option<String>,
    /// When.
    pub date: Option<CalendarDate>,
    /// Who wrote it.
    pub author: Option<String>,
    /// What changed.
    pub changes: Option<String>,
}

/// A policy's or an amendment's front matter, as written.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FrontMatter {
    /// The values given, by field.
    pub values: BTreeMap<Field, Located<FieldValue>>,
    /// The fields that were given values which could not be read.
    #[serde(skip)]
    pub unreadable: BTreeSet<Field>,
    /// The trust's own front-sheet lines, in the order written: label and value.
    pub control: Vec<(String, String)>,
    /// The version history, newest first.
    pub history: Vec<HistoryEntry>,
    /// The trust version that a school's amendment was written against.
    pub based_on: Option<Located<String>>,
    /// Free data. What is written down of front matter is a release's, which has none.
    #[serde(skip)]
    pub extra: FreeData,
    /// Where the front matter stands.
    pub place: Place,
}

impl FrontMatter {
    /// Front matter that says nothing.
    pub fn empty(place: Place) -> Self {
        Self {
            values: BTreeMap::new(),
            unreadable: BTreeSet::new(),
            control: Vec::new(),
            history: Vec::new(),
            based_on: None,
            extra: FreeData::new(),
            place,
        }
    }

    /// The words of a text or choice field.
    pub fn text(&self, field: Field) -> Option<&str> {
        match &self.values.get(&field)?.value {
            FieldValue::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The day, month or term of a date field.
    pub fn date(&self, field: Field) -> Option<CalendarDate> {
        match &self.values.get(&field)?.value {
            FieldValue::Date(date) => Some(*date),
            _ => None,
        }
    }

    /// The answer of a yes-or-no field.
    pub fn truth(&self, field: Field) -> Option<bool> {
        match &self.values.get(&field)?.value {
            FieldValue::Truth(truth) => Some(*truth),
            _ => None,
        }
    }

    /// The words of a list field; empty where it is not given.
    pub fn texts(&self, field: Field) -> &[Located<String>] {
        match self.values.get(&field).map(|located| &located.value) {
            Some(FieldValue::Texts(texts)) => texts,
            _ => &[],
        }
    }

    /// The review cycle.
    pub fn cycle(&self) -> Option<&ReviewCycle> {
        match &self.values.get(&Field::ReviewCycle)?.value {
            FieldValue::Cycle(cycle) => Some(cycle),
            _ => None,
        }
    }

    /// Where a field is given; where the front matter begins if it is not.
    pub fn place_of(&self, field: Field) -> Place {
        self.values.get(&field).map_or(self.place, |located| located.place)
    }

    /// This front matter with the other's values over it, key by key.
    ///
    /// A history given by the other one stands in place of this one's, since it is the history of another document.
    #[must_use]
    pub fn overlaid_with(&self, other: &FrontMatter) -> FrontMatter {
        let mut merged = self.clone();
        merged.values.extend(other.values.iter().map(|(field, value)| (*field, value.clone())));
        merged.unreadable.extend(&other.unreadable);
        for (label, value) in &other.control {
            match merged.control.iter_mut().find(|(known, _)| known == label) {
                Some((_, old)) => old.clone_from(value),
                None => merged.control.push((label.clone(), value.clone())),
            }
        }
        if !other.history.is_empty() {
            merged.history.clone_from(&other.history);
        }
        merged.based_on.clone_from(&other.based_on);
        overlay_data(&mut merged.extra, &other.extra);
        merged
    }
}
