//! What the list of schools' changes shows.

use super::RegisterFrame;
use crate::template::SafeHtml;
use serde::Serialize;

/// The list of schools' changes.
#[derive(Debug, Serialize)]
pub struct LocalChangesKind {
    /// What each page of the register has.
    pub register: RegisterFrame,
    /// School by school.
    pub groups: Vec<SchoolChanges>,
}

/// One school's changes.
#[derive(Debug, Serialize)]
pub struct SchoolChanges {
    /// The school's name.
    pub school: String,
    /// Its home.
    pub href: String,
    /// Policy by policy.
    pub policies: Vec<PolicyChanges>,
}

/// One policy's changes.
#[derive(Debug, Serialize)]
pub struct PolicyChanges {
    /// The policy's title.
    pub title: String,
    /// The school's copy.
    pub href: String,
    /// What was changed.
    pub changes: Vec<ChangeFacts>,
}

/// One change.
#[derive(Debug, Serialize)]
pub struct ChangeFacts {
    /// What was done.
    pub verb_label: String,
    /// The verb as an author writes it, or `new`.
    pub verb: &'static str,
    /// The section, as the school calls it.
    pub section: String,
    /// The trust's section that it was done to.
    pub target: Option<String>,
    /// Why something was taken out.
    pub reason: Option<SafeHtml>,
    /// Where it stands.
    pub href: Option<String>,
}
