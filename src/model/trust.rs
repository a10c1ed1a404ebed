//! A trust, its schools, and all that one portal's folder holds.

use super::{
    Contacts, FreeData, FrontSheetLayout, PageSource, Particulars, Phase, PolicyFile, Requirements, Slug, Terms,
};
use crate::calendar::TermsCalendar;
use crate::source::{FileId, Located, Passage, Place};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

/// What a public page says of its review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviewNotice {
    /// The date of the next review.
    Date,
    /// Nothing.
    Nothing,
    /// The date, and that it has passed.
    Overdue,
}

/// Everybody who may own a document.
#[derive(Debug, Clone)]
pub struct OwnersList {
    /// In the order written.
    pub owners: Vec<ListedOwner>,
}

/// Somebody who may own documents, or did.
#[derive(Debug, Clone)]
pub struct ListedOwner {
    /// Their name or post.
    pub name: String,
    /// Where it is written.
    pub place: Place,
    /// Whether nobody of that name or post is there any more.
    pub has_left: bool,
}

/// A trust, as `trust.toml` has it.
#[derive(Debug, Clone)]
pub struct Trust {
    /// `trust.toml`.
    pub file: FileId,
    /// Its full name.
    pub name: String,
    /// Its initials.
    pub short_name: Option<String>,
    /// Where the site will stand on the web, ending in `/`.
    pub base_url: Option<String>,
    /// The trust's own website.
    pub website: Option<String>,
    /// The language of the pages, as in HTML's `lang`.
    pub language: Located<String>,
    /// The theme's folder in `themes/`, or `default`.
    pub theme: Located<String>,
    /// "Due soon" begins this many days before the date.
    pub review_window_days: i64,
    /// What a public page says of its review.
    pub review_notice: ReviewNotice,
    /// Whether policies number their sections unless they say otherwise.
    pub number_sections: bool,
    /// The words the trust uses.
    pub terms: Terms,
    /// Its academic terms.
    pub terms_calendar: Arc<TermsCalendar>,
    /// The owners of documents, where the trust keeps a list of them.
    pub owners: Option<OwnersList>,
    /// How many reviews it wants in one month at most.
    pub max_reviews_per_month: Option<Located<usize>>,
    /// The meetings of the bodies that approve policies, by day.
    pub meetings: Vec<super::Meeting>,
    /// The trust's people.
    pub contacts: Contacts,
    /// What stands in where a school gives nothing of its own.
    pub school_defaults: Particulars,
    /// Its colour and logo.
    pub brand: super::Brand,
    /// Its accessibility statement, where it has settings for one.
    pub accessibility: Option<super::AccessibilityStatement>,
    /// How its front sheets are laid out.
    pub front_sheet: FrontSheetLayout,
    /// Free data.
    pub extra: FreeData,
}

/// A school of the trust.
#[derive(Debug)]
pub struct School {
    /// Its folder's name.
    pub slug: Slug,
    /// `school.toml`.
    pub file: FileId,
    /// Its name.
    pub name: String,
    /// Its kind, or the one that the trust's `[school_defaults]` give.
    pub phase: Option<Phase>,
    /// What is particular to it: its own values only.
    pub own: Particulars,
    /// Its amendments of trust policies, and the policies of its own.
    pub policies: Vec<PolicyFile>,
}

/// All that one portal's folder holds, each file read once, nothing inherited yet.
#[derive(Debug)]
pub struct PortalContent {
    /// The folder's name, where there are several portals.
    pub slug: Option<Slug>,
    /// The folder's path from the root, with forward slashes.
    pub folder: String,
    /// The trust.
    pub trust: Trust,
    /// Its schools, by name.
    pub schools: Vec<School>,
    /// The trust's policies, by slug.
    pub policies: Vec<PolicyFile>,
    /// Plain pages, by slug.
    pub pages: Vec<PageSource>,
    /// What documents there have to be, where `requirements.toml` says so.
    pub requirements: Option<Requirements>,
    /// Passages that policies include, by file name.
    pub partials: Arc<BTreeMap<String, Passage>>,
    /// What `files/` holds: path in the site (`files/…`), and the file.
    pub files: Vec<(String, PathBuf)>,
    /// Names of schools and documents that could not be read, which has been said: whoever leads to one is not told that
    /// there is none.
    pub unread: BTreeSet<String>,
}
