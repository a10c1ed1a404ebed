//! `verify`: proves every released file and the chain of the ledger.

use super::printing::print_json;
use super::{Ending, Failure, Format, Global, portals};
use crate::archive::{self, Archive, ArchiveFault};
use crate::source::Sources;
use serde::Serialize;
use std::path::Path;

/// What `verify` prints as JSON: one object for each portal.
#[derive(Serialize)]
struct Report<'a> {
    portals: Vec<PortalReport<'a>>,
}

#[derive(Serialize)]
struct PortalReport<'a> {
    portal: &'a str,
    /// How many released versions the ledger records.
    recorded: usize,
    /// How many of them are what was released.
    proven: usize,
    /// The digest of the ledger's last line.
    ledger: Option<&'a str>,
    faults: Vec<FaultReport<'a>>,
}

#[derive(Serialize)]
struct FaultReport<'a> {
    kind: &'static str,
    file: &'a str,
    line: Option<usize>,
    message: &'a str,
    help: &'a str,
}

/// Proves the archive of the portal that is asked for, or of every one.
pub(super) fn run(global: &Global) -> Result<Ending, Failure> {
    portals::check_asked(&global.root, global.portal.as_deref())?;
    let folders = folders(&global.root, global.portal.as_deref())?;
    let mut proven: Vec<(String, Archive)> = Vec::new();
    for folder in folders {
        let archive = archive::read(&global.root, &folder, &mut Sources::default())?;
        proven.push((folder, archive));
    }
    match global.format {
        Format::Json => {
            let report = Report { portals: proven.iter().map(|(folder, archive)| report(folder, archive)).collect() };
            print_json(&report);
        }
        Format::Human => proven.iter().for_each(|(folder, archive)| print(folder, archive)),
    }
    let is_sound = proven.iter().all(|(_, archive)| archive.faults.is_empty());
    Ok(if is_sound { Ending::Done } else { Ending::ContentFaulty })
}

fn folders(root: &Path, asked: Option<&str>) -> Result<Vec<String>, Failure> {
    if asked.is_some() || root.join("content/trust.toml").is_file() {
        return Ok(vec![portals::portal(root, asked)?.path]);
    }
    let names = portals::folders_with(&root.join("content"), "trust.toml")?;
    if names.is_empty() {
        // Says that there is no portal, and what to do.
        return Ok(vec![portals::portal(root, None)?.path]);
    }
    Ok(names.into_iter().map(|name| format!("content/{name}")).collect())
}

fn report<'a>(folder: &'a str, archive: &'a Archive) -> PortalReport<'a> {
    let fault = |fault: &'a ArchiveFault| FaultReport {
        kind: fault.wrong.word(),
        file: &fault.path,
        line: fault.line,
        message: &fault.message,
        help: &fault.help,
    };
    PortalReport {
        portal: folder,
        recorded: archive.lines,
        proven: archive.releases.len(),
        ledger: archive.head.as_deref(),
        faults: archive.faults.iter().map(fault).collect(),
    }
}

fn print(folder: &str, archive: &Archive) {
    for ArchiveFault { wrong, path, line, message, help } in &archive.faults {
        let line = line.map_or(String::new(), |line| format!(":{line}"));
        anstream::eprintln!("{}: {message}\n  {path}{line}\n  help: {help}\n", wrong.word());
    }
    let Some(head) = &archive.head else {
        match archive.unproven.len() {
            0 => anstream::println!("{folder}: nothing has been released yet."),
            1 => anstream::println!("{folder}: 1 released file, and no ledger to prove it by."),
            number => anstream::println!("{folder}: {number} released files, and no ledger to prove them by."),
        }
        return;
    };
    let (recorded, proven) = (archive.lines, archive.releases.len());
    match archive.faults.is_empty() {
        true => anstream::println!("{folder}: all {recorded} released versions are what was released."),
        false => {
            anstream::println!("{folder}: {proven} of {recorded} released versions are what was released.");
        }
    }
    anstream::println!("  The ledger ends with {head}");
    anstream::println!(
        "  Once the site has been built again, register.json says the same under \"ledger\"; a published digest that is \
         nowhere in this ledger shows that lines are gone."
    );
}
