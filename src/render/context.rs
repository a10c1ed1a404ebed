//! The values that a theme's templates get: facts already worked out, and links as they are to be written.

pub mod board;
mod local;
pub mod register;
pub mod required;
mod search;
mod statement;
mod versions;

pub use local::{ChangeFacts, LocalChangesKind, PolicyChanges, SchoolChanges};
pub use register::RegisterFrame;
pub use search::{Letter, LetterEntry, SchoolChoice, SearchKind};
pub use statement::{IssueFacts, StatementFacts, StatementKind};
pub use versions::{
    ChangesFacts, ChangesKind, FieldRow, FormerSchoolKind, PolicyVersions, SectionEntry, UpcomingVersion, VersionFacts,
    VersionKind, VersionRow, VersionsFacts, VersionsKind,
};

use crate::model::Words;
use crate::template::{Prepared, SafeHtml};
use serde::Serialize;

/// What every page has.
#[derive(Debug, Serialize)]
pub struct PageContext<'a, K: Serialize> {
    /// The page itself.
    pub page: PageFacts,
    /// What the theme says, in the portal's language: `{{ words.home.schools }}`.
    pub words: &'a Words,
    /// The trust; absent on the list of portals.
    pub trust: Option<&'a TrustFacts>,
    /// The school, on a school's pages.
    pub school: Option<&'a SchoolFacts>,
    /// The school's brand on a school's pages, else the trust's.
    pub brand: Option<&'a BrandFacts>,
    /// Parts of the page that are HTML already.
    pub ready: ReadyParts,
    /// What this kind of page has besides; its keys stand beside the others.
    #[serde(flatten)]
    pub kind: K,
}

/// Parts that many pages have alike, made once. They are what the templates in `parts/` make, and missing on most kinds of
/// page, and where a theme has such a template or any component of its own.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ReadyParts {
    /// What `parts/masthead.html` makes.
    pub masthead: Option<Prepared<SafeHtml>>,
    /// What `parts/footer.html` makes.
    pub footer: Option<Prepared<SafeHtml>>,
    /// What `parts/front-sheet.html` makes.
    pub front_sheet: Option<Prepared<SafeHtml>>,
    /// What `parts/contents.html` makes.
    pub contents: Option<Prepared<SafeHtml>>,
    /// What `parts/paper.html` makes.
    pub paper: Option<Prepared<SafeHtml>>,
}

/// A link.
#[derive(Debug, Clone, Serialize)]
pub struct LinkFacts {
    /// Its words.
    pub title: String,
    /// Where to.
    pub href: String,
}

/// The page itself.
#[derive(Debug, Serialize)]
pub struct PageFacts {
    /// The word in `<body data-kind="…">`.
    pub kind: &'static str,
    /// For `<title>`: no other page of the site has the same.
    pub title: String,
    /// The page's one heading of level 1.
    pub heading: String,
    /// The language, as in HTML's `lang`.
    pub lang: String,
    /// The full address on the web.
    pub canonical: Option<String>,
    /// What the page is about, in a sentence.
    pub description: Option<String>,
    /// Whether search engines are asked to leave it out.
    pub noindex: bool,
    /// The site's home.
    pub home: String,
    /// The folder of the theme's assets, ending in `/`.
    pub assets: String,
    /// The theme's `assets/style.css` in the colours of the page's brand.
    pub stylesheet: String,
    /// The way down to the page, without the page itself.
    pub breadcrumbs: Vec<LinkFacts>,
    /// The day as of which the page was made, such as `23 November 2026`, on pages that tell what is due: the others
    /// stay the same from day to day, and so do their bytes.
    pub as_of: Option<String>,
}

/// The trust.
#[derive(Debug, Clone, Serialize)]
pub struct TrustFacts {
    /// Its full name.
    pub name: String,
    /// Its initials.
    pub short_name: Option<String>,
    /// Its website.
    pub website: Option<String>,
    /// The site's home.
    pub href: String,
    /// Its people, by key.
    pub contacts: Vec<ContactFacts>,
    /// The plain pages.
    pub pages: Vec<LinkFacts>,
    /// The accessibility statement, where there is one.
    pub accessibility: Option<String>,
    /// The list of schools' changes.
    pub local_register: Option<String>,
    /// The search.
    pub search: String,
    /// Links for the head of every page.
    pub nav: Vec<NavLink>,
}

/// A link at the head of every page.
#[derive(Debug, Clone, Serialize)]
pub struct NavLink {
    /// Its words.
    pub title: String,
    /// Where to.
    pub href: String,
    /// Whether it is the page itself.
    pub current: bool,
}

/// Somebody to write to.
#[derive(Debug, Clone, Serialize)]
pub struct ContactFacts {
    /// What for, as in `[contacts.<key>]`.
    pub key: String,
    /// Their name.
    pub name: Option<String>,
    /// Their post.
    pub role: Option<String>,
    /// Their e-mail address.
    pub email: Option<String>,
    /// Their telephone number.
    pub phone: Option<String>,
    /// The number as a `tel:` link.
    pub phone_href: Option<String>,
}

/// A school.
#[derive(Debug, Clone, Serialize)]
pub struct SchoolFacts {
    /// Its folder's name.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Its home.
    pub href: String,
    /// Its number in the national register.
    pub urn: Option<String>,
    /// Its kind, such as `Primary`.
    pub phase: Option<String>,
    /// Its website.
    pub website: Option<String>,
    /// Its office's e-mail address.
    pub email: Option<String>,
    /// Its office's telephone number.
    pub phone: Option<String>,
    /// The number as a `tel:` link.
    pub phone_href: Option<String>,
    /// Its postal address, line by line.
    pub address: Vec<String>,
    /// Its people, by key.
    pub contacts: Vec<ContactFacts>,
    /// What it calls its head.
    pub head_term: String,
}

/// A brand.
#[derive(Debug, Clone, Serialize)]
pub struct BrandFacts {
    /// Whose it is.
    pub name: String,
    /// The logo.
    pub logo: Option<String>,
    /// What the logo shows.
    pub logo_alt: String,
}

/// A word for a state, and its code for a theme's colours.
#[derive(Debug, Clone, Serialize)]
pub struct Tag {
    /// `current`, `draft`, `upcoming`, `withdrawn`, `overdue`, `due` or `incomplete`.
    pub code: &'static str,
    /// The word.
    pub label: String,
}

/// The list of portals.
#[derive(Debug, Serialize)]
pub struct PortalsKind {
    /// Each with its name and what it holds.
    pub portals: Vec<PortalFacts>,
}

/// One portal of several.
#[derive(Debug, Clone, Serialize)]
pub struct PortalFacts {
    /// The trust's name.
    pub name: String,
    /// The portal's home.
    pub href: String,
    /// How many schools it has.
    pub schools: usize,
    /// How many policies the trust and its schools have between them.
    pub policies: usize,
}

/// A trust's or a school's home.
#[derive(Debug, Serialize)]
pub struct HomeKind {
    /// Its policies by category.
    pub categories: Vec<Category>,
    /// Its schools, on a trust's home.
    pub schools: Vec<SchoolLink>,
}

/// A link to a school.
#[derive(Debug, Clone, Serialize)]
pub struct SchoolLink {
    /// Its name.
    pub name: String,
    /// Its home.
    pub href: String,
    /// Its kind.
    pub phase: Option<String>,
}

/// Policies under one heading.
#[derive(Debug, Serialize)]
pub struct Category {
    /// The heading.
    pub heading: String,
    /// The policies by title.
    pub policies: Vec<PolicyRow>,
}

/// One policy in a list.
#[derive(Debug, Serialize)]
pub struct PolicyRow {
    /// Its title.
    pub title: String,
    /// Its page.
    pub href: String,
    /// What it is about.
    pub summary: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// When its next review is due.
    pub next_review: Option<String>,
    /// Where it stands.
    pub standing: Tag,
    /// How its review stands, where the public is told.
    pub review: Option<Tag>,
    /// The trust's number for it.
    pub reference: Option<String>,
    /// `trust`, `amended` or `school`.
    pub origin: &'static str,
    /// The same in words.
    pub origin_label: String,
}

/// A policy's copy.
#[derive(Debug, Serialize)]
pub struct PolicyKind {
    /// The document.
    pub document: DocumentFacts,
}

/// A document.
#[derive(Debug, Serialize)]
pub struct DocumentFacts {
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub standing: Tag,
    /// What a reader must know first, such as from when it is in force.
    pub notice: Option<String>,
    /// How its review stands, where the public is told.
    pub review: Option<Tag>,
    /// The same in words.
    pub review_text: Option<String>,
    /// Whose copy it is, in words.
    pub copy_of: String,
    /// The trust's own copy, on a school's.
    pub trust_copy: Option<String>,
    /// The front sheet.
    pub front_sheet: FrontSheetFacts,
    /// The contents list.
    pub contents: Prepared<Vec<ContentsEntry>>,
    /// What is local to this copy.
    pub local_sections: Vec<LocalSection>,
    /// The text.
    pub body: SafeHtml,
    /// Whom to ask for a copy on paper.
    pub paper: Option<Prepared<ContactFacts>>,
    /// Whether it is withdrawn.
    pub withdrawn: bool,
    /// Where its versions are, on the page of one that has any.
    pub versions: Option<PolicyVersions>,
}

/// A front sheet.
#[derive(Debug, Serialize)]
pub struct FrontSheetFacts {
    /// The heading over it.
    pub heading: String,
    /// The notice under the heading.
    pub notice_html: Option<SafeHtml>,
    /// The rows `version` and `approved` of it, where they say something: for the top of each printed page.
    pub running: Vec<RowFacts>,
    /// Its tables.
    pub groups: Prepared<Vec<GroupFacts>>,
}

/// One table of a front sheet.
#[derive(Debug, Serialize)]
pub struct GroupFacts {
    /// The heading over it.
    pub heading: Option<String>,
    /// Its rows.
    pub rows: Vec<RowFacts>,
    /// The version history.
    pub history: Option<Vec<HistoryFacts>>,
    /// The heading of the history.
    pub history_heading: Option<String>,
}

/// One row.
#[derive(Debug, Serialize)]
pub struct RowFacts {
    /// The field's name.
    pub field: String,
    /// What it is called.
    pub label: String,
    /// What it says.
    pub value: String,
    /// `given`, `not-recorded` or `not-applicable`.
    pub state: &'static str,
}

/// One row of the history.
#[derive(Debug, Serialize)]
pub struct HistoryFacts {
    /// The version it made.
    pub version: String,
    /// When.
    pub date: String,
    /// Who wrote it.
    pub author: String,
    /// What changed.
    pub changes: String,
}

/// One line of a contents list.
#[derive(Debug, Clone, Serialize)]
pub struct ContentsEntry {
    /// The section.
    pub href: String,
    /// Its number.
    pub number: Option<String>,
    /// Its heading.
    pub title: String,
    /// Whether it is the school's own.
    pub local: bool,
    /// The sections in it.
    pub children: Vec<ContentsEntry>,
}

/// Something that a school changed.
#[derive(Debug, Serialize)]
pub struct LocalSection {
    /// Where it stands; nothing where it was taken out.
    pub href: Option<String>,
    /// The section.
    pub title: String,
    /// What was done.
    pub verb_label: String,
}

/// A plain page.
#[derive(Debug, Serialize)]
pub struct PlainKind {
    /// The text.
    pub body: SafeHtml,
    /// The contents list; empty on a short page.
    pub contents: Vec<ContentsEntry>,
}

/// An old address.
#[derive(Debug, Serialize)]
pub struct RedirectKind {
    /// Where to.
    pub target: String,
    /// What stands there.
    pub target_title: String,
}

/// A page with nothing of its own.
#[derive(Debug, Serialize)]
pub struct NoKind {}
