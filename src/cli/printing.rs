//! What several commands print in the same way.

use crate::diagnostic::{Diagnostics, Printer, Severity};
use crate::source::Sources;
use serde::Serialize;

/// One object for programs, to standard output.
pub(super) fn print_json<T: Serialize>(report: &T) {
    let text = serde_json::to_string_pretty(report).expect("a report is plain data");
    anstream::println!("{text}");
}

/// Every fault, to standard error.
pub(super) fn print_faults(diagnostics: &Diagnostics, sources: &Sources) {
    let printer = Printer::coloured();
    for fault in diagnostics.iter() {
        anstream::eprintln!("{}", printer.print(fault, sources));
    }
}

/// The errors alone: where warnings, which are for `build` and `check` to print, would bury what stands in the way.
pub(super) fn print_errors(diagnostics: &Diagnostics, sources: &Sources) {
    let printer = Printer::coloured();
    for fault in diagnostics.iter().filter(|fault| fault.severity == Severity::Error) {
        anstream::eprintln!("{}", printer.print(fault, sources));
    }
}
