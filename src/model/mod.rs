//! The trust, its schools and its policies, as values that cannot be wrong.
//!
//! What stands here has been read and checked at the edge by `load`; nobody further in asks again whether a slug is a
//! slug or a date a date. Nothing is inherited yet: a school's values are the school's own.

mod address;
pub mod brand;
pub mod field;
pub mod front_sheet;
mod meeting;
mod people;
mod policy;
mod requirement;
mod slug;
mod statement;
mod theme;
mod trust;
mod version;
mod words;

pub use address::{RESERVED, policy_address, school_address};
pub use brand::Brand;
pub use field::{Field, FieldKind, FieldValue, FrontMatter, HistoryEntry};
pub use front_sheet::{FrontSheetLayout, GroupHeading, GroupLayout, RowLayout, RowSource};
pub use meeting::Meeting;
pub use people::{Contact, Contacts, FreeData, Particulars, Phase, Terms};
pub use policy::{
    Asset, Condition, Copies, CopyOrigin, LocalChanges, PageSource, PolicyFile, PolicyText, SectionMarks,
    SectionSource, Status, TextBody, Verb, diagnostic,
};
pub use requirement::{Basis, Level, Requirement, Requirements};
pub use slug::{LONGEST_SLUG, Slug, SlugFault};
pub use statement::{AccessibilityStatement, Compliance, IssueKind, KnownIssue, STATEMENT_ADDRESS};
pub use theme::{DEFAULT_THEME, ThemeFiles, ThemeTemplate, language_of};
pub use trust::{ListedOwner, OwnersList, PortalContent, ReviewNotice, School, Trust};
pub use version::{LONGEST_VERSION, is_version, version_meant};
pub use words::{WordList, Words, entries_of, is_number};
