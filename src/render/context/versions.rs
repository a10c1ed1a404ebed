//! What the pages of versions show.

use super::{DocumentFacts, LinkFacts, Tag};
use crate::template::SafeHtml;
use serde::Serialize;

/// The way from a policy's page to its versions.
#[derive(Debug, Serialize)]
pub struct PolicyVersions {
    /// All versions.
    pub all: String,
    /// The permanent page of the version that the page shows, or of the last one of a withdrawn document.
    pub permanent: Option<String>,
    /// What that version changed.
    pub changes: Option<String>,
    /// The next version, where one is approved and not in force yet.
    pub upcoming: Option<UpcomingVersion>,
}

/// A version that is announced.
#[derive(Debug, Serialize)]
pub struct UpcomingVersion {
    /// What is announced, in a sentence.
    pub text: String,
    /// Its page, once it is released.
    pub href: Option<String>,
    /// What it changes.
    pub changes: Option<String>,
}

/// All versions of a document.
#[derive(Debug, Serialize)]
pub struct VersionsKind {
    /// They.
    pub versions: VersionsFacts,
}

/// All versions of a document.
#[derive(Debug, Serialize)]
pub struct VersionsFacts {
    /// Whose document it is, in words.
    pub copy_of: String,
    /// What became of a document that is not public any more.
    pub notice: Option<String>,
    /// The document's own page, where it has one.
    pub policy: Option<LinkFacts>,
    /// Version by version, newest first.
    pub rows: Vec<VersionRow>,
}

/// One version in a list.
#[derive(Debug, Serialize)]
pub struct VersionRow {
    /// The version.
    pub version: String,
    /// Where it stands.
    pub standing: Tag,
    /// When it was, is or will be in force, in words.
    pub in_force: Option<String>,
    /// When it was approved.
    pub approved: Option<String>,
    /// Who approved it.
    pub approved_by: Option<String>,
    /// What its author says has changed.
    pub changes: Option<String>,
    /// Its permanent page.
    pub href: Option<String>,
    /// The page of what changed, word by word.
    pub changes_href: Option<String>,
}

/// One version's permanent page.
#[derive(Debug, Serialize)]
pub struct VersionKind {
    /// The document as it was.
    pub document: DocumentFacts,
    /// The version.
    pub version: VersionFacts,
}

/// One version.
#[derive(Debug, Serialize)]
pub struct VersionFacts {
    /// The version.
    pub version: String,
    /// What a reader must know first: which version it is, when it was in force, what took its place.
    pub banner: String,
    /// The version that took its place, where that has a page.
    pub next: Option<LinkFacts>,
    /// The document's own page, which shows what is in force.
    pub policy: LinkFacts,
    /// All versions.
    pub all: String,
    /// What it changed.
    pub changes: Option<String>,
    /// When it was released.
    pub released: String,
    /// The Markdown beside the page.
    pub markdown: String,
    /// The SHA-256 of the Markdown's bytes.
    pub sha256: String,
    /// Where that stands in the archive.
    pub archived: String,
    /// The trust's register, whose `ledger` proves the archive.
    pub register: String,
}

/// What a version changed.
#[derive(Debug, Serialize)]
pub struct ChangesKind {
    /// It.
    pub changes: ChangesFacts,
}

/// What a version changed.
#[derive(Debug, Serialize)]
pub struct ChangesFacts {
    /// The version.
    pub version: String,
    /// The version it is compared with.
    pub before: String,
    /// Whose document it is, in words.
    pub copy_of: String,
    /// Who approved it and when, and when it is in force.
    pub intro: String,
    /// What its author says has changed.
    pub note: Option<String>,
    /// How many sections changed, and how.
    pub summary: String,
    /// The sections that changed.
    pub entries: Vec<SectionEntry>,
    /// What changed on the front sheet.
    pub fields: Vec<FieldRow>,
    /// The sections with their changes.
    pub body: SafeHtml,
    /// The sections that stayed as they were.
    pub unchanged: Vec<String>,
    /// This version's permanent page.
    pub this: String,
    /// The permanent page of the version before.
    pub that: String,
    /// All versions.
    pub all: String,
}

/// A section that changed.
#[derive(Debug, Serialize)]
pub struct SectionEntry {
    /// Where on the page.
    pub href: String,
    /// Its heading.
    pub title: String,
    /// What became of it.
    pub said: String,
}

/// A line of the front sheet that changed.
#[derive(Debug, Serialize)]
pub struct FieldRow {
    /// The field's name.
    pub field: String,
    /// What it is called.
    pub label: String,
    /// What it said.
    pub old: Option<String>,
    /// What it says.
    pub new: Option<String>,
}

/// A school that is not the trust's any more.
#[derive(Debug, Serialize)]
pub struct FormerSchoolKind {
    /// The documents that it had, each with its versions.
    pub documents: Vec<LinkFacts>,
}
