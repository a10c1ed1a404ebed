//! `build` and `check`.

use super::printing::{print_faults, print_json};
use super::progress::watched;
use super::{Ending, Failure, Format, Global, portals};
use crate::diagnostic::{Diagnostics, JsonDiagnostic};
use crate::disk::plain_path;
use crate::merge::Drafts;
use crate::pipeline::{self, Options, Outcome, Progress};
use crate::site::LinkStyle;
use crate::write::check_output_folder;
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::time::Instant;

#[derive(Debug, Args)]
pub(super) struct BuildWords {
    /// Where the sites are made (default: output/ under the root)
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Where the sites will stand on the web; wins over what trust.toml says
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Make pages of drafts too
    #[arg(long)]
    drafts: bool,
    /// How links are written: "file" makes sites that open from disk
    #[arg(long, value_enum, default_value = "folder")]
    links: Links,
    /// What fails the build besides errors
    #[arg(long, value_enum)]
    deny: Option<Deny>,
    /// Print where the time went
    #[arg(long)]
    timings: bool,
}

#[derive(Debug, Args)]
pub(super) struct CheckWords {
    /// Check drafts as if they were published
    #[arg(long)]
    drafts: bool,
    /// What fails the check besides errors
    #[arg(long, value_enum)]
    deny: Option<Deny>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Links {
    Folder,
    File,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Deny {
    Warnings,
}

/// What `build` prints as JSON. Source: contract, section 9.
#[derive(Serialize)]
struct BuildReport<'a> {
    pages: usize,
    written: usize,
    unchanged: usize,
    removed: usize,
    skipped: Vec<SkippedReport<'a>>,
    diagnostics: Vec<JsonDiagnostic>,
    seconds: f64,
}

#[derive(Serialize)]
struct SkippedReport<'a> {
    file: &'a str,
    reason: &'a str,
}

#[derive(Serialize)]
struct CheckReport {
    diagnostics: Vec<JsonDiagnostic>,
}

pub(super) fn build(global: &Global, words: &BuildWords) -> Result<Ending, Failure> {
    let began = Instant::now();
    let options = Options {
        base_url: words.base_url.as_deref().map(base_url).transpose()?,
        links: match words.links {
            Links::Folder => LinkStyle::Folder,
            Links::File => LinkStyle::File,
        },
        ..options(global, words.drafts, words.deny)?
    };
    let output = words.output.clone().unwrap_or_else(|| global.root.join("output"));
    let home = std::env::home_dir();
    check_output_folder(&output, &global.root, home.as_deref())
        .map_err(|refusal| Failure::Usage(refusal.to_string()))?;
    let progress = Progress::default();
    let outcome = watched(global.format, &progress, || pipeline::build_telling(&options, &output, &progress))?;
    let seconds = began.elapsed().as_secs_f64();
    match global.format {
        Format::Json => print_json(&build_report(&outcome, seconds)),
        Format::Human => {
            print_faults(&outcome.diagnostics, &outcome.sources);
            print_summary(&outcome, &output, seconds, words.deny.is_some());
        }
    }
    if words.timings {
        anstream::eprintln!("Made anew: {} of {}", outcome.made, pages(outcome.pages));
        for (stage, took) in outcome.timings.stages() {
            anstream::eprintln!("  {stage:<10} {:>9.1} ms", took.as_secs_f64() * 1000.0);
        }
    }
    Ok(ending(&outcome))
}

pub(super) fn check(global: &Global, words: &CheckWords) -> Result<Ending, Failure> {
    let outcome = pipeline::check(&options(global, words.drafts, words.deny)?)?;
    match global.format {
        Format::Json => print_json(&CheckReport { diagnostics: json(&outcome) }),
        Format::Human => {
            print_faults(&outcome.diagnostics, &outcome.sources);
            let counts = counts(&outcome.diagnostics);
            anstream::println!("Checked {} of {}: {counts}.", pages(outcome.pages), portals(outcome.portals));
        }
    }
    Ok(ending(&outcome))
}

/// What both commands are asked for.
fn options(global: &Global, drafts: bool, deny: Option<Deny>) -> Result<Options, Failure> {
    portals::check_asked(&global.root, global.portal.as_deref())?;
    Ok(Options {
        portal: global.portal.clone(),
        real_day: Some(Global::real_day()),
        drafts: if drafts { Drafts::Include } else { Drafts::LeaveOut },
        deny_warnings: deny.is_some(),
        ..Options::new(global.root.clone(), global.today()?)
    })
}

fn ending(outcome: &Outcome) -> Ending {
    if outcome.failed { Ending::ContentFaulty } else { Ending::Done }
}

fn base_url(url: &str) -> Result<String, Failure> {
    if url.starts_with("https://") || url.starts_with("http://") {
        return Ok(url.to_owned());
    }
    Err(Failure::Usage(format!(
        "--base-url wants a whole web address, and \"{url}\" is not one: write for example --base-url https://policies.example.org"
    )))
}

fn json(outcome: &Outcome) -> Vec<JsonDiagnostic> {
    outcome.diagnostics.iter().map(|fault| JsonDiagnostic::new(fault, &outcome.sources)).collect()
}

fn build_report(outcome: &Outcome, seconds: f64) -> BuildReport<'_> {
    BuildReport {
        pages: outcome.pages,
        written: outcome.written.written.len(),
        unchanged: outcome.written.unchanged,
        removed: outcome.written.removed.len(),
        skipped: outcome.skipped.iter().map(|left| SkippedReport { file: &left.file, reason: &left.reason }).collect(),
        diagnostics: json(outcome),
        seconds: (seconds * 1000.0).round() / 1000.0,
    }
}

fn print_summary(outcome: &Outcome, output: &Path, seconds: f64, denied: bool) {
    if outcome.failed {
        let why = counts(&outcome.diagnostics);
        let denied = if outcome.diagnostics.has_errors() || !denied { "" } else { " (warnings are denied)" };
        anstream::println!("Nothing was built: {why}{denied}. {} is as it was.", shown(output));
        return;
    }
    let Outcome { written, skipped, .. } = outcome;
    let output = shown(output);
    let of = portals(outcome.portals);
    anstream::println!("Built {} of {of} in {output} ({seconds:.2} s).", pages(outcome.pages));
    let files = |number: usize| if number == 1 { "1 file".to_owned() } else { format!("{number} files") };
    anstream::println!(
        "  {} written, {} unchanged, {} removed",
        files(written.written.len()),
        written.unchanged,
        written.removed.len()
    );
    for note in &written.notes {
        anstream::println!("  note: {note}");
    }
    for path in &written.removed {
        anstream::println!("    removed, as nothing makes it any more: {path}");
    }
    if !skipped.is_empty() {
        anstream::println!("  Left out:");
        for left in skipped {
            anstream::println!("    {}: {}", left.file, left.reason);
        }
    }
    if outcome.diagnostics.count() != (0, 0) {
        anstream::println!("  {}", counts(&outcome.diagnostics));
    }
}

/// The output folder as a person would write it.
fn shown(output: &Path) -> String {
    let path = plain_path(output);
    path.strip_prefix("./").unwrap_or(&path).to_owned()
}

pub(super) fn pages(number: usize) -> String {
    if number == 1 { "1 page".to_owned() } else { format!("{number} pages") }
}

fn portals(number: usize) -> String {
    if number == 1 { "1 portal".to_owned() } else { format!("{number} portals") }
}

pub(super) fn counts(diagnostics: &Diagnostics) -> String {
    let (errors, warnings) = diagnostics.count();
    let errors = match errors {
        0 => "no errors".to_owned(),
        1 => "1 error".to_owned(),
        number => format!("{number} errors"),
    };
    match warnings {
        0 => errors,
        1 => format!("{errors}, 1 warning"),
        number => format!("{errors}, {number} warnings"),
    }
}
