//! What earlier builds made, and whether it still holds.
//!
//! This is the one place that remembers anything from build to build. No stage knows of it: `pipeline` asks here before
//! it has a page made, and a page that is not known, or whose key has changed, is made as if there were no memory.

mod documents;
mod keys;
mod paths;
mod state;
mod whole;

pub(super) use documents::key_of_text;
pub(super) use keys::Keys;
pub(super) use paths::Paths;
pub(super) use state::Recalled;
pub(super) use whole::{Ingredients, Whole};

use crate::archive;
use crate::disk::Stamp;
use crate::proof::PageReport;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is remembered of a page without faults.
#[derive(Debug, Clone)]
pub(super) struct KnownPage {
    /// What it was made of.
    pub key: u64,
    /// What it told of the pages that it links to.
    pub leads: u64,
    /// What the proof of it found.
    pub report: Arc<PageReport>,
}

/// What one build leaves for the next. Paths are from the output folder.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// Pages, by path.
    pub pages: Paths<KnownPage>,
    /// What files that are made together were made of, by the name of the group.
    pub groups: BTreeMap<String, u64>,
    /// The texts of released versions, by path: what [`key_of_text`] makes of each.
    pub texts: Paths<u64>,
    /// The stamps of all files, by path; empty for a preview.
    pub stamps: Paths<Stamp>,
    /// The build as a whole; nothing for a preview.
    pub whole: Option<Whole>,
    /// Released files.
    pub archives: archive::Known,
}

impl Memory {
    /// The memory of a first build.
    pub const fn nothing() -> Self {
        Self {
            pages: Paths::nothing(),
            groups: BTreeMap::new(),
            texts: Paths::nothing(),
            stamps: Paths::nothing(),
            whole: None,
            archives: archive::Known::nothing(),
        }
    }

    /// The report on a page that would come out as it did before.
    pub fn page(&self, path: &str, key: u64, keys: &Keys<'_, '_>) -> Option<&KnownPage> {
        self.pages.get(path).filter(|known| known.key == key && known.leads == keys.leads(known.report.links()))
    }

    /// Whether files that are made together would come out as they did before.
    pub fn has_group(&self, name: &str, key: u64) -> bool {
        self.groups.get(name) == Some(&key)
    }
}
