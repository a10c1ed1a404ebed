//! The lists made of the same documents as files for other programs: spreadsheets, calendars, feed readers.
//!
//! One file for each report, and a line in [`REPORTS`]. A report is a function of the site alone, so the same content
//! and day give the same bytes.

mod calendar_file;
mod calendars;
mod feed;
mod record;
mod register_csv;
mod register_json;
mod stable_id;

pub use record::Record;
pub use register_csv::csv;

use crate::disk::MachineError;
use crate::site::{Artefact, Site};

/// Takes a finished file. Reports hand each on as soon as it is made: together they are as large as many pages.
pub type Put<'p> = dyn FnMut(Artefact) -> Result<(), MachineError> + 'p;

/// A report: what it makes of a site.
pub type Report = fn(&Site<'_>, &mut Put<'_>) -> Result<(), MachineError>;

/// Every report.
pub const REPORTS: &[Report] = &[register_json::report, register_csv::report, calendars::report, feed::report];

/// Hands on the files of every report.
///
/// # Errors
/// Those of `put`.
pub fn put_all(site: &Site<'_>, put: &mut Put<'_>) -> Result<(), MachineError> {
    REPORTS.iter().try_for_each(|report| report(site, put))
}
