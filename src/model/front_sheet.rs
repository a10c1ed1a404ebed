//! How a trust lays out its front sheets.

use super::{Field, TextBody};
use crate::calendar::DateFormat;
use crate::source::{Located, Place};
use std::sync::Arc;

/// A front sheet's layout.
#[derive(Debug, Clone)]
pub struct FrontSheetLayout {
    /// The heading over it, where the trust has its own.
    pub heading: Option<String>,
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
    pub heading: Option<GroupHeading>,
    /// Its rows.
    pub rows: Vec<RowLayout>,
    /// Whether the version history stands in it as a table.
    pub history: bool,
}

/// The heading of a table of a front sheet.
#[derive(Debug, Clone)]
pub enum GroupHeading {
    /// The trust's.
    Own(String),
    /// Of the program's own layout: the key of its words.
    Usual(&'static str),
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
    /// Names that a row may have besides the keys of the front matter.
    pub const DERIVED: &[(&str, RowSource)] = &[
        ("new", RowSource::New),
        ("redraft", RowSource::Redraft),
        ("changes", RowSource::Changes),
        ("review_status", RowSource::ReviewStatus),
        ("school", RowSource::School),
        ("trust", RowSource::Trust),
    ];

    /// The row for a name in `field = "…"`. A name that is not one of ours is a label of `[control]`.
    pub fn parse(name: &str, place: Place) -> Self {
        if let Some(field) = Field::from_key(name) {
            return RowSource::Field(field);
        }
        match Self::DERIVED.iter().find(|(known, _)| *known == name) {
            Some((_, source)) => source.clone(),
            None => RowSource::Control(Located::new(name.to_owned(), place)),
        }
    }

    /// The name in `data-field`.
    pub fn name(&self) -> &str {
        match self {
            RowSource::Field(field) => field.key(),
            RowSource::Control(label) => &label.value,
            derived => {
                let known = Self::DERIVED.iter().find(|(_, known)| known == derived);
                known.map(|(name, _)| *name).expect("every derived row is in the list")
            }
        }
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
            heading: None,
            notice: None,
            date_format: DateFormat::default(),
            groups: vec![
                GroupLayout {
                    heading: Some(GroupHeading::Usual("front_sheet.document")),
                    rows: details,
                    history: false,
                },
                GroupLayout {
                    heading: Some(GroupHeading::Usual("front_sheet.approval")),
                    rows: rows(&[ApprovedBy, Approved, Effective, PreviousReview, NextReview, ReviewCycle]),
                    history: false,
                },
                GroupLayout {
                    heading: Some(GroupHeading::Usual("front_sheet.history")),
                    rows: Vec::new(),
                    history: true,
                },
            ],
            is_the_trusts: false,
        }
    }
}
