//! How a trust lays out its front sheets.

use super::{Field, TextBody};
use crate::calendar::DateFormat;
use crate::source::{Located, Place};
use std::sync::Arc;

/// A front sheet's layout.
#[derive(Debug, Clone)]
pub struct FrontSheetLayout {
    /// The heading over it.
    pub heading: String,
    /// The notice under the heading, in Markdown with values to fill in.
    pub notice: Option<Arc<TextBody>>,
    /// How days are printed.
    pub date_format: DateFormat,
    /// Its tables.
    pub groups: Vec<GroupLayout>,
    /// Whether the trust laid it out itself. The program's own layout leaves out what does not apply.
    pub is_the_trusts: bool,
}

/// One table of a front sheet.
#[derive(Debug, Clone)]
pub struct GroupLayout {
    /// The heading over it.
    pub heading: Option<String>,
    /// Its rows.
    pub rows: Vec<RowLayout>,
    /// Whether the version history stands in it as a table.
    pub history: bool,
}

/// One row of a front sheet.
#[derive(Debug, Clone)]
pub struct RowLayout {
    /// What stands in it.
    pub source: RowSource,
    /// Its label, where the trust has its own.
    pub label: Option<String>,
}

/// What a row prints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowSource {
    /// A key of the front matter.
    Field(Field),
    /// "Yes" on a document's first version.
    New,
    /// "Yes" on a later one.
    Redraft,
    /// What the newest entry of the history says has changed.
    Changes,
    /// Whether its review is current, due or overdue.
    ReviewStatus,
    /// The school whose copy it is.
    School,
    /// The trust.
    Trust,
    /// A line of the trust's own, by its label in `[control]`.
    Control(Located<String>),
}

impl RowSource {
    /// Names that a row may have besides the keys of the front matter, each with its usual label.
    pub const DERIVED: &[(&str, RowSource, &str)] = &[
        ("new", RowSource::New, "New document"),
        ("redraft", RowSource::Redraft, "Redraft or amendments"),
        ("changes", RowSource::Changes, "Changes in this version"),
        ("review_status", RowSource::ReviewStatus, "Review status"),
        ("school", RowSource::School, "School"),
        ("trust", RowSource::Trust, "Trust"),
    ];

    /// The row for a name in `field = "…"`. A name that is not one of ours is a label of `[control]`.
    pub fn parse(name: &str, place: Place) -> Self {
        if let Some(field) = Field::from_key(name) {
            return RowSource::Field(field);
        }
        match Self::DERIVED.iter().find(|(known, ..)| *known == name) {
            Some((_, source, _)) => source.clone(),
            None => RowSource::Control(Located::new(name.to_owned(), place)),
        }
    }

    /// The name in `data-field`.
    pub fn name(&self) -> &str {
        match self {
            RowSource::Field(field) => field.key(),
            RowSource::Control(label) => &label.value,
            derived => Self::derived(derived).0,
        }
    }

    /// What it is called unless the trust calls it something else.
    pub fn label(&self) -> &str {
        match self {
            RowSource::Field(field) => field.label(),
            RowSource::Control(label) => &label.value,
            derived => Self::derived(derived).1,
        }
    }

    fn derived(source: &RowSource) -> (&'static str, &'static str) {
        let known = Self::DERIVED.iter().find(|(_, known, _)| known == source);
        known.map(|(name, _, label)| (*name, *label)).expect("every derived row is in the list")
    }
}

impl Default for FrontSheetLayout {
    fn default() -> Self {
        use Field::{
            Approved, ApprovedBy, Author, Effective, Lead, NextReview, Owner, PreviousReview, Reference,
            RequiredToPublish, ReviewCycle, Scope, Statutory, Version,
        };
        let rows = |fields: &[Field]| -> Vec<RowLayout> {
            fields.iter().map(|field| RowLayout { source: RowSource::Field(*field), label: None }).collect()
        };
        let mut details = rows(&[Reference, Owner, Author, Lead, Version, Scope, Statutory, RequiredToPublish]);
        let change = RowLayout { source: RowSource::Changes, label: None };
        details.insert(5, change);
        Self {
            heading: "Document control".to_owned(),
            notice: None,
            date_format: DateFormat::default(),
            groups: vec![
                GroupLayout { heading: Some("Document".to_owned()), rows: details, history: false },
                GroupLayout {
                    heading: Some("Approval and review".to_owned()),
                    rows: rows(&[ApprovedBy, Approved, Effective, PreviousReview, NextReview, ReviewCycle]),
                    history: false,
                },
                GroupLayout { heading: Some("Version history".to_owned()), rows: Vec::new(), history: true },
            ],
            is_the_trusts: false,
        }
    }
}
