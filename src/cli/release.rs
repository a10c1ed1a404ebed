//! `release`: freezes a version.

use super::printing::{print_errors, print_json};
use super::{Ending, Failure, Format, Global, portals};
use crate::archive::{LedgerLine, Scope};
use crate::diagnostic::{Code, Diagnostic, JsonDiagnostic, Printer, Whereabouts};
use crate::model::Slug;
use crate::pipeline::{self, Options, Released};
use clap::Args;
use serde::Serialize;
use std::fs;
use std::path::Path;

#[derive(Debug, Args)]
pub(super) struct Words {
    /// The policy, by its file's name without .md
    policy: String,
    /// One school's copy, or a policy of its own, by the school's folder
    #[arg(long, value_name = "SCHOOL")]
    school: Option<String>,
}

#[derive(Serialize)]
struct Report<'a> {
    released: &'a [LedgerLine],
    left: Vec<LeftReport<'a>>,
    ledger: Option<&'a str>,
    diagnostics: Vec<JsonDiagnostic>,
}

#[derive(Serialize)]
struct LeftReport<'a> {
    scope: String,
    reason: &'a str,
}

/// Freezes what is asked for, and says what was frozen.
pub(super) fn run(global: &Global, words: &Words) -> Result<Ending, Failure> {
    let portal = portals::portal(&global.root, global.portal.as_deref())?;
    check_names(global, &portal.path, "release", &words.policy, words.school.as_deref())?;
    let options = Options { portal: portal.name, ..Options::new(global.root.clone(), global.today()?) };
    let school = words.school.as_deref().map_or(String::new(), |school| format!(" --school {school}"));
    let command = format!("frontsheet release {}{school}", words.policy);
    let released = pipeline::release(&options, &words.policy, words.school.as_deref(), &command)?;
    match global.format {
        Format::Json => {
            let left = released.left.iter().map(|(scope, reason)| LeftReport { scope: scope.to_string(), reason });
            let diagnostics = released.diagnostics.iter().map(|fault| JsonDiagnostic::new(fault, &released.sources));
            let report = Report {
                released: &released.frozen,
                left: left.collect(),
                ledger: released.ledger.as_deref(),
                diagnostics: diagnostics.collect(),
            };
            print_json(&report);
        }
        Format::Human => print(&released, words),
    }
    Ok(if released.failed { Ending::ContentFaulty } else { Ending::Done })
}

/// That the policy and the school can be names at all, and that a file is there for one of them.
pub(super) fn check_names(
    global: &Global,
    portal: &str,
    command: &str,
    policy: &str,
    school: Option<&str>,
) -> Result<(), Failure> {
    for name in [Some(policy), school].into_iter().flatten() {
        if let Err(fault) = Slug::parse(name) {
            let suggestion = fault.suggestion;
            return Err(Failure::Usage(format!("nothing is called \"{name}\"\n  help: did you mean {suggestion}?")));
        }
    }
    let folder = global.root.join(portal);
    if let Some(school) = school
        && !folder.join("schools").join(school).join("school.toml").is_file()
    {
        let known = portals::folders_with(&folder.join("schools"), "school.toml")?;
        return Err(Failure::Usage(portals::no_such("school", school, &known, "--school ")));
    }
    let has = |below: &str| {
        let below = folder.join(below);
        below.join(format!("{policy}.md")).is_file() || below.join(policy).join("index.md").is_file()
    };
    let of_school = school.map(|school| format!("schools/{school}/policies"));
    if has("policies") || of_school.as_ref().is_some_and(|below| has(below)) {
        return Ok(());
    }
    let owners: Vec<String> = portals::folders_with(&folder.join("schools"), "school.toml")?
        .into_iter()
        .filter(|school| has(&format!("schools/{school}/policies")))
        .collect();
    if let ([school, ..], None) = (owners.as_slice(), school) {
        let message = format!("the trust has no policy called \"{policy}\"");
        let help = format!("it is a school's own: frontsheet {command} {policy} --school {school}");
        return Err(Failure::Usage(format!("{message}\n  help: {help}")));
    }
    let mut known = policies_in(&folder.join("policies"));
    known.extend(of_school.iter().flat_map(|below| policies_in(&folder.join(below))));
    known.sort();
    known.dedup();
    Err(Failure::Usage(portals::no_such("policy", policy, &known, "")))
}

/// The policies in a folder, by name; none where it cannot be read.
fn policies_in(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).into_iter().flatten().flatten().filter_map(|entry| {
        let name = entry.file_name().into_string().ok()?;
        match name.strip_suffix(".md") {
            Some(slug) => Some(slug.to_owned()),
            None => entry.path().join("index.md").is_file().then_some(name),
        }
    });
    names.collect()
}

fn print(released: &Released, words: &Words) {
    print_errors(&released.diagnostics, &released.sources);
    if released.failed {
        anstream::println!("Nothing was released; the archive is as it was.");
        print_left(&released.left);
        return;
    }
    print_doubts(released, &words.policy);
    let number = released.frozen.len();
    let copies = if number == 1 { "1 copy".to_owned() } else { format!("{number} copies") };
    anstream::println!("Released {}: {copies} frozen, for good.", words.policy);
    for line in &released.frozen {
        anstream::println!("  {} version {}: {}/{}", line.scope, line.version, released.folder, line.file);
    }
    print_left(&released.left);
    if let Some(ledger) = &released.ledger {
        anstream::println!("  The ledger ends with {ledger}");
    }
    if released.attributes {
        anstream::println!("  Wrote .gitattributes too, so that Git leaves the line ends in archive/ alone.");
    }
    anstream::println!("  Keep {}/archive/ with the rest of the content: commit it, or back it up.", released.folder);
}

/// What may be wrong in what was frozen: the archive can still be put back as it was.
fn print_doubts(released: &Released, policy: &str) {
    let printer = Printer::coloured();
    let of_policy = |fault: &&Diagnostic| {
        let Whereabouts::Place(place) = fault.whereabouts else { return false };
        let path = released.sources.path(place.file);
        [format!("/policies/{policy}.md"), format!("/policies/{policy}/index.md")].iter().any(|end| path.ends_with(end))
    };
    let doubts = released.diagnostics.iter().filter(|fault| fault.code == Code::DoubtfulVersion).filter(of_policy);
    doubts.for_each(|fault| anstream::eprintln!("{}", printer.print(fault, &released.sources)));
}

fn print_left(left: &[(Scope, String)]) {
    for (scope, reason) in left {
        anstream::println!("  left as it is: {scope}: {reason}");
    }
}
