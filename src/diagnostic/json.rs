//! A fault as the machine-readable shape of the contract, section 9.

use super::{Diagnostic, Severity, Whereabouts};
use crate::source::Sources;
use serde::Serialize;

/// `{"severity", "code", "message", "help", "file", "line", "column"}`; line and column are from 1, and `null` where
/// the fault is a file's or folder's as a whole.
#[derive(Debug, Clone, Serialize)]
pub struct JsonDiagnostic {
    severity: &'static str,
    code: &'static str,
    message: String,
    help: Option<String>,
    file: String,
    line: Option<usize>,
    column: Option<usize>,
}

impl JsonDiagnostic {
    /// Writes one fault in that shape.
    pub fn new(fault: &Diagnostic, sources: &Sources) -> Self {
        let (file, position) = match &fault.whereabouts {
            Whereabouts::Place(place) => (sources.path(place.file).to_owned(), Some(sources.position(*place))),
            Whereabouts::Path(path) => (path.clone(), None),
        };
        Self {
            severity: match fault.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            code: fault.code.as_str(),
            message: fault.message.clone(),
            help: fault.help.clone(),
            file,
            line: position.map(|position| position.line),
            column: position.map(|position| position.column),
        }
    }
}
