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

use crate::site::{Artefact, Site};

/// Every report: what it makes of a site.
pub const REPORTS: &[fn(&Site<'_>) -> Vec<Artefact>] =
    &[register_json::report, register_csv::report, calendars::report, feed::report];

/// The files of every report.
pub fn artefacts(site: &Site<'_>) -> Vec<Artefact> {
    REPORTS.iter().flat_map(|report| report(site)).collect()
}
