//! Released versions: the files in `archive/`, and the ledger that proves them.
//!
//! A released file is never rewritten, and nothing here believes one whose bytes are not those that the ledger records.
//! What is wrong with an archive is a list of [`ArchiveFault`]s, which `verify` prints and a build stops at.
//!
//! The texts of released versions are read only when they are asked for: what a build needs of most of them is their
//! front matter, and that may be [`Known`] from an earlier one.

mod fault;
mod head;
mod history;
mod journal;
mod known;
mod ledger;
mod read;
mod release;
mod store;
mod text;

/// What keeps Git from touching line ends in archives: a `.gitattributes` for a root that has none.
pub const GIT_ATTRIBUTES: &str = include_str!("gitattributes");

pub use fault::{ArchiveFault, Wrong};
pub use history::completed_history;
pub use journal::JOURNAL;
pub use known::Known;
pub use ledger::{LEDGER, LedgerLine, Scope, file_of};
pub use read::{Archive, read, read_knowing};
pub use release::{Frozen, FrozenChange, PREAMBLE, Release, TITLE, read_again};
pub use store::{NewFile, Stored, store, tidy};
pub use text::{AdditionPlace, ReleasedPart, ReleasedSection, ReleasedText, addition_begins, addition_ends};
