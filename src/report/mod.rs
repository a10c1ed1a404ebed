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

/// A report: the paths of what it makes of a site, in order, and the making of it.
pub struct Report {
    paths: fn(&Site<'_>) -> Vec<String>,
    make: fn(&Site<'_>, &mut Put<'_>) -> Result<(), MachineError>,
}

/// Every report.
pub const REPORTS: &[Report] = &[
    Report { paths: |_| vec![register_json::PATH.to_owned()], make: register_json::report },
    Report { paths: |_| vec![register_csv::PATH.to_owned()], make: register_csv::report },
    Report { paths: calendars::paths, make: calendars::report },
    Report { paths: |_| vec![feed::PATH.to_owned()], make: feed::report },
];

/// The paths of the files of every report, in the order in which [`put_all`] hands them on.
pub fn paths(site: &Site<'_>) -> Vec<String> {
    REPORTS.iter().flat_map(|report| (report.paths)(site)).collect()
}

/// Hands on the files of every report.
///
/// # Errors
/// Those of `put`.
pub fn put_all(site: &Site<'_>, put: &mut Put<'_>) -> Result<(), MachineError> {
    REPORTS.iter().try_for_each(|report| (report.make)(site, put))
}
