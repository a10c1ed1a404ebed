//! Makes each school's copy of each trust policy, filled in.
//!
//! A copy has the trust's sections in the trust's order, with the school's amendments done to them. Amendments are done
//! in the order of the school's file, so one may stand after a section that an earlier one added. Nothing here reads a
//! file or a clock: the same texts and the same day always make the same copies.

mod amend;
mod behind;
mod common;
mod copies;
mod copy;
mod doubtful;
mod fill;
mod front_sheet;
mod frozen;
mod gaps;
mod integrity;
mod jobs;
mod names;
mod number;
mod plan;
mod review;
mod scope;
mod settle;
mod statement;
mod text;
mod tree;
mod versions;
mod wording;

pub use copies::{Skipped, merge, working_copies};
pub use copy::{CopySource, PageCopy, PolicyCopy};
pub use front_sheet::{Entry, FrontSheet, FrontSheetGroup, FrontSheetRow, HistoryRow};
pub use frozen::{AsOf, released_copy};
pub use jobs::applies_to;
pub use review::{Review, ReviewStatus, Standing, end_of_cycle, in_force_from, review as review_of};
pub use scope::SchoolView;
pub use statement::{Statement, is_statement};
pub use text::{CopySection, FilledText, Note, Part, SharedText, SlottedText, section_title};
pub use versions::{Document, Version, VersionText};

use crate::calendar::Day;
use crate::model::{PortalContent, Requirements, Verb, Words};

/// Whether drafts become pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drafts {
    /// As `--drafts` asks.
    Include,
    /// As a site is published.
    LeaveOut,
}

/// What a merge depends on besides the content.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The day as of which standings and reviews are told.
    pub today: Day,
    /// Whether drafts become pages.
    pub drafts: Drafts,
    /// Whether the digests of every copy's wording are wanted, as for a release.
    pub freezes: bool,
    /// Where the portal's site will stand, ending in `/`; it wins over the trust's own `base_url`.
    pub base_url: Option<String>,
}

/// One portal, merged: one copy for each policy and place it applies to.
#[derive(Debug)]
pub struct Portal<'c> {
    /// What it was made of.
    pub content: &'c PortalContent,
    /// What its pages say besides the texts, in its language.
    pub words: &'c Words,
    /// The day as of which it was made.
    pub today: Day,
    /// Where its site will stand, ending in `/`.
    pub base_url: Option<String>,
    /// Its schools with what they inherit, by name.
    pub schools: Vec<SchoolView<'c>>,
    /// Every copy that is a document: those with a page, and those with `publish = false`.
    pub copies: Vec<PolicyCopy<'c>>,
    /// Every document with its versions, in the order of the copies; those that have released versions only and no page
    /// of their own any more come last.
    pub documents: Vec<Document<'c>>,
    /// The digest of the ledger's last line; `None` where nothing was released yet.
    pub ledger: Option<String>,
    /// The plain pages.
    pub pages: Vec<PageCopy<'c>>,
    /// What documents there have to be; a draft of the list only where drafts are shown.
    pub requirements: Option<&'c Requirements>,
    /// The accessibility statement, where `[accessibility]` gives one.
    pub statement: Option<Statement<'c>>,
    /// What has no page, and why.
    pub skipped: Vec<Skipped>,
}

/// One thing that a school changed in a trust policy. The values of its texts are among its copy's.
#[derive(Debug)]
pub struct LocalChange<'c> {
    /// What was done; `None` where a section was added at the end.
    pub verb: Option<Verb>,
    /// The id of the trust's section that it was done to.
    pub target: Option<String>,
    /// The id at which it stands on the page; `None` where something was taken out.
    pub id: Option<String>,
    /// The school's heading.
    pub heading: SlottedText<'c>,
    /// The trust's heading that it was done to.
    pub target_heading: Option<SlottedText<'c>>,
    /// Why something was taken out.
    pub reason: Option<SlottedText<'c>>,
}

impl LocalChange<'_> {
    /// The id that lists name the change by: the section's own, or the one it was done to.
    pub fn section_id(&self) -> &str {
        match self.verb {
            None | Some(Verb::After | Verb::Before) => self.id.as_deref(),
            Some(_) => self.target.as_deref(),
        }
        .unwrap_or_default()
    }
}
