//! What is wrong, where it is, and what to type to put it right.
//!
//! Faults in the content are gathered here while the work goes on, so that one run finds them all. The same list is
//! printed for people ([`Printer`]), written as JSON, and shown in the preview.

mod code;
mod json;
mod nearest;
mod paint;
mod print;

pub use code::Code;
pub use json::JsonDiagnostic;
pub use nearest::{nearest, quoted_list};
pub use paint::Paint;
pub use print::{Printer, harmless};

use crate::source::{Place, Sources};
use serde::{Deserialize, Serialize};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Severity {
    /// Nothing is published until it is put right.
    Error,
    /// The site is built all the same.
    Warning,
}

/// Where a fault is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Whereabouts {
    /// At a place in a file.
    Place(Place),
    /// In a file or folder as a whole, by its path from the root with forward slashes.
    Path(String),
}

/// One fault: what happened, where, and what to type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Which kind of fault.
    pub code: Code,
    /// What happened, in the author's words: lower case, no full stop.
    pub message: String,
    /// Where.
    pub whereabouts: Whereabouts,
    /// What to type, or the choices there are.
    pub help: Option<String>,
    /// Other places that matter, each with a few words.
    pub notes: Vec<(Place, String)>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, Whereabouts::Place(place), message.into())
    }

    /// A warning at a place.
    pub fn warning(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, Whereabouts::Place(place), message.into())
    }

    /// An error in a file or folder as a whole.
    pub fn error_in(code: Code, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, Whereabouts::Path(path.into()), message.into())
    }

    /// A warning about a file or folder as a whole.
    pub fn warning_in(code: Code, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, Whereabouts::Path(path.into()), message.into())
    }

    fn new(severity: Severity, code: Code, whereabouts: Whereabouts, message: String) -> Self {
        Self { severity, code, message, whereabouts, help: None, notes: Vec::new() }
    }

    /// Says what to type.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Names another place that matters.
    #[must_use]
    pub fn note(mut self, place: Place, words: impl Into<String>) -> Self {
        self.notes.push((place, words.into()));
        self
    }
}

/// The faults found so far.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds a fault.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds all of another list.
    pub fn append(&mut self, mut other: Diagnostics) {
        self.list.append(&mut other.list);
    }

    /// Whether any of them is an error.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|fault| fault.severity == Severity::Error)
    }

    /// How many errors and how many warnings there are.
    pub fn count(&self) -> (usize, usize) {
        let errors = self.list.iter().filter(|fault| fault.severity == Severity::Error).count();
        (errors, self.list.len() - errors)
    }

    /// The faults in the order found.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// Puts the faults in the order of files, lines and columns, and drops those said twice.
    ///
    /// Sorted here, not where they are found: threads end in any order, and every run must print the same.
    pub fn sort(&mut self, sources: &Sources) {
        self.list.sort_by_cached_key(|fault| {
            let (path, at) = match &fault.whereabouts {
                Whereabouts::Place(place) => (sources.path(place.file).to_owned(), place.start),
                Whereabouts::Path(path) => (path.clone(), 0),
            };
            (path, at, fault.severity, fault.code.as_str(), fault.message.clone())
        });
        self.list.dedup();
    }
}
