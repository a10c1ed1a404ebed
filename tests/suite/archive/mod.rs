//! Versions: what is frozen, what is public on which day, and what the archive proves.

mod history;
mod integrity;
mod known;
mod permanence;
mod releasing;
mod standing;
mod tampering;

use super::builder::{Portal, TODAY, approved, portal};
use frontsheet::archive::{self, Archive};
use frontsheet::calendar::Day;
use frontsheet::pipeline::{self, Options, Released};
use frontsheet::source::Sources;

/// Front matter of an approved policy's version, in force from a day.
fn version(number: &str, effective: &str) -> String {
    approved("Dogs on site").replace("version = \"1.0\"", &format!("version = \"{number}\""))
        + &format!("effective = {effective}\n")
}

fn release_on(portal: &Portal, day: &str, school: Option<&str>) -> Released {
    let options = Options::new(portal.root().to_owned(), Day::parse_iso(day).expect("a day"));
    pipeline::release(&options, "dogs", school, "frontsheet release dogs").expect("the disk works")
}

/// Releases every copy of the dogs policy, on [`TODAY`].
fn release(portal: &Portal) -> Released {
    release_on(portal, TODAY, None)
}

/// What a release says, one message a line.
fn said(released: &Released) -> String {
    released.diagnostics.iter().map(|fault| fault.message.as_str()).collect::<Vec<_>>().join("\n")
}

/// Releases every copy of the dogs policy, and hands the portal on.
#[track_caller]
pub fn released(portal: Portal) -> Portal {
    let released = release(&portal);
    assert!(!released.failed, "{}", said(&released));
    portal
}

fn proven(portal: &Portal) -> Archive {
    archive::read(portal.root(), "content", &mut Sources::default()).expect("the disk works")
}

/// A portal with three versions of one policy, each with its own word, in force from the first of 2024, 2025 and 2027.
fn three_versions() -> Portal {
    let mut portal = portal();
    for (number, effective, word) in
        [("1.0", "2024-01-01", "First."), ("2.0", "2025-01-01", "Second."), ("3.0", "2027-01-01", "Third.")]
    {
        portal = released(portal.policy_with("dogs", &version(number, effective), &format!("## Aim\n\n{word}\n")));
    }
    portal
}
