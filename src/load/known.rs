//! Texts that were read before: a preview reads all files at every save, and one of them has changed.

use super::sections::FileKind;
use crate::diagnostic::Diagnostics;
use crate::model::PolicyText;
use crate::source::{FileId, Passage};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// What policies include, by the name of the file.
pub(super) type Partials = Arc<BTreeMap<String, Passage>>;

/// The texts of a reading, for the next one.
#[derive(Debug, Default)]
pub struct KnownTexts {
    by_file: HashMap<FileId, KnownText>,
}

/// A text, and all that it was made of.
#[derive(Debug, Clone)]
struct KnownText {
    written: Written,
    text: Arc<PolicyText>,
    faults: Diagnostics,
}

/// What a text is made of. Its places tell the number of its file, which is what it is known by.
#[derive(Debug, Clone)]
pub(super) struct Written {
    /// The whole file.
    pub file: Arc<str>,
    /// Where the text begins in it.
    pub start: usize,
    pub kind: FileKind,
    pub partials: Partials,
}

impl PartialEq for Written {
    fn eq(&self, other: &Self) -> bool {
        let Self { file, start, kind, partials } = self;
        let same_partials = Arc::ptr_eq(partials, &other.partials) || *partials == other.partials;
        (file, start, kind) == (&other.file, &other.start, &other.kind) && same_partials
    }
}

impl KnownTexts {
    /// What policies include, in the place in memory of what is the same and known, so that it need not be compared again.
    pub(super) fn same_partials(&self, partials: BTreeMap<String, Passage>) -> Partials {
        let known = self.by_file.values().map(|known| &known.written.partials);
        known.into_iter().find(|known| ***known == partials).cloned().unwrap_or_else(|| Arc::new(partials))
    }

    /// A text as it was read before from the same, or else as `read` has it now. What is wrong with it is said either way.
    pub(super) fn text(
        &self,
        file: FileId,
        written: Written,
        read: impl FnOnce(&Written, &mut Diagnostics) -> PolicyText,
    ) -> ReadText {
        if let Some(known) = self.by_file.get(&file).filter(|known| known.written == written) {
            return ReadText { file, known: known.clone() };
        }
        let mut faults = Diagnostics::default();
        let text = Arc::new(read(&written, &mut faults));
        ReadText { file, known: KnownText { written, text, faults } }
    }
}

/// A text that has been read.
pub(super) struct ReadText {
    pub file: FileId,
    known: KnownText,
}

impl ReadText {
    /// The text; it is kept for the next reading, and what is wrong with it is said.
    pub fn keep(self, texts: &mut KnownTexts, diagnostics: &mut Diagnostics) -> Arc<PolicyText> {
        let text = self.known.text.clone();
        diagnostics.append(self.known.faults.clone());
        texts.by_file.insert(self.file, self.known);
        text
    }
}
