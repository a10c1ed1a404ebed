//! The sample portals: the project's shop window builds, and says what it is meant to say.

use super::builder::words;
use frontsheet::calendar::Day;
use frontsheet::diagnostic::{Printer, Severity};
use frontsheet::model::ThemeFiles;
use frontsheet::pipeline::{self, Options, Outcome};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

struct Samples {
    folder: tempfile::TempDir,
    outcome: Outcome,
}

/// The samples, built once for all tests of this file. Their state goes where they are built, not to the work tree.
static SAMPLES: LazyLock<Samples> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for part in ["content", "themes"] {
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join(part), &folder.path().join(part));
    }
    let options = Options::new(folder.path().to_owned(), Day::parse_iso("2026-11-23").expect("a day"));
    let outcome = pipeline::build(&options, &folder.path().join("output")).expect("the disk works");
    Samples { folder, outcome }
});

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target: PathBuf = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a file");
        }
    }
}

fn page(address: &str) -> String {
    let file = SAMPLES.folder.path().join("output").join(address).join("index.html");
    fs::read_to_string(&file).unwrap_or_else(|_| panic!("{address} should have been made"))
}

/// What a front sheet prints for a field.
fn field(html: &str, name: &str) -> String {
    let (_, rest) = html.split_once(&format!("data-field=\"{name}\"")).unwrap_or_else(|| panic!("no row {name}"));
    let (_, value) = rest.split_once('>').expect("a cell");
    value.split_once("</td>").expect("a cell").0.to_owned()
}

#[test]
fn the_samples_build_without_an_error() {
    let outcome = &SAMPLES.outcome;
    let printer = Printer::plain();
    let errors: String = outcome
        .diagnostics
        .iter()
        .filter(|fault| fault.severity == Severity::Error)
        .map(|fault| printer.print(fault, &outcome.sources))
        .collect();
    assert_eq!(errors, "");
    assert_eq!(outcome.portals, 6);
    assert!(outcome.pages > 400, "{} pages", outcome.pages);
}

#[test]
fn the_samples_show_the_warnings_that_they_are_there_to_show() {
    let mut codes: Vec<&str> = SAMPLES.outcome.diagnostics.iter().map(|fault| fault.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes, ["behind-trust", "doubtful-owner", "missing-document", "no-statement", "not-recorded"]);
}

#[test]
fn what_is_left_out_is_listed_with_its_reason() {
    let skipped: Vec<String> =
        SAMPLES.outcome.skipped.iter().map(|left| format!("{}: {}", left.file, left.reason)).collect();
    assert!(skipped.iter().any(|left| left.contains("a draft")), "{skipped:?}");
    assert!(skipped.iter().any(|left| left.contains("publish = false")), "{skipped:?}");
}

#[test]
fn front_sheet_a_has_three_groups_and_dates_with_dots() {
    let html = page("fenmarch/schools/oxwater-primary/policies/code-of-conduct");
    for caption in ["Policy details", "Version history", "Approval information"] {
        assert!(html.contains(&format!("<caption>{caption}</caption>")), "{caption}");
    }
    assert_eq!(field(&html, "owner"), "Head of Governance");
    assert_eq!(field(&html, "new"), "N/A");
    assert_eq!(field(&html, "redraft"), "Yes");
    assert_eq!(field(&html, "approved"), "08.12.2025");
    assert!(words(&html).contains("Printed copies may be out of date"));
}

#[test]
fn front_sheet_b_prints_what_the_document_says_of_itself() {
    let html = page("thrushcombe/policies/family-code-of-conduct");
    assert_eq!(field(&html, "next_review"), "September 2026");
    assert_eq!(field(&html, "statutory"), "Non-statutory");
    assert_eq!(field(&html, "required_to_publish"), "No");
    assert!(html.contains("<table class=\"history\">"));
}

#[test]
fn front_sheet_c_says_what_was_never_recorded() {
    let html = page("kittow-bay/policies/parent-code-of-conduct");
    assert_eq!(field(&html, "next_review"), "January 2025");
    assert!(html.contains("Not recorded"));
}

#[test]
fn the_special_schools_table_keeps_its_lists() {
    let html = page("rowanscar/schools/rowanscar/policies/home-school-agreement");
    let (_, table) = html.split_once("<table").expect("a table");
    let tables: Vec<&str> =
        html.split("<table").filter(|part| part.contains("<ul>") && part.contains("</table>")).collect();
    assert!(!tables.is_empty(), "{table}");
}

#[test]
fn the_academy_speaks_of_families_and_its_principal() {
    let text = words(&page("brackwater/schools/brackwater-academy/policies/families-code-of-conduct"));
    assert!(text.contains("Principal") && text.contains("families") && text.contains("academy"));
    assert!(!text.contains("Headteacher") && !text.contains("{{"));
}

#[test]
fn no_page_shows_a_gap_or_a_tag() {
    fn look(folder: &Path) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                look(&path);
            } else if path.extension().is_some_and(|ending| ending == "html") {
                let html = fs::read_to_string(&path).expect("text");
                for bad in ["{{", "{%", "undefined", "\u{FFFD}"] {
                    assert!(!html.contains(bad), "{} has {bad}", path.display());
                }
                assert!(!html.contains(|c: char| ('\u{F0000}'..='\u{FFFFD}').contains(&c)), "{}", path.display());
            }
        }
    }
    look(&SAMPLES.folder.path().join("output"));
}

#[test]
fn the_welsh_sample_says_nothing_in_english() {
    let (english, welsh) = (&ThemeFiles::built_in().words["en"], &ThemeFiles::built_in().words["cy"]);
    let differing: Vec<&String> = english
        .iter()
        .filter(|(key, words)| words.len() > 4 && !words.contains('{') && welsh[*key] != **words)
        .map(|(_, words)| words)
        .collect();
    assert!(differing.len() > 200, "{}", differing.len());
    let mut pages = 0;
    for entry in walkdir::WalkDir::new(SAMPLES.folder.path().join("output/dyffryn-celyn")) {
        let entry = entry.expect("an entry");
        if entry.path().extension().is_none_or(|ending| ending != "html") {
            continue;
        }
        pages += 1;
        let html = fs::read_to_string(entry.path()).expect("a page");
        assert!(html.contains("<html lang=\"cy\""), "{}", entry.path().display());
        // Each word by itself, so that "Page" is not found in a name.
        let text = format!(" {} ", words(&html).split_whitespace().collect::<Vec<_>>().join(" "));
        for words in &differing {
            assert!(!text.contains(&format!(" {words} ")), "{}: {words}", entry.path().display());
        }
    }
    assert!(pages > 10, "{pages}");
    let policy = page("dyffryn-celyn/policies/gwrth-fwlio");
    assert_eq!(field(&policy, "approved"), "14 Hydref 2025");
    assert_eq!(field(&policy, "required_to_publish"), "Ie");
    assert!(policy.contains("data-page=\"Tudalen\""), "{policy}");
}

#[test]
fn a_sample_shows_the_second_theme() {
    let sheet = |portal: &str| {
        fs::read_to_string(SAMPLES.folder.path().join("output").join(portal).join("assets/style.css")).expect("a sheet")
    };
    let (ours, default) = (sheet("brackwater"), sheet("thrushcombe"));
    assert!(ours.contains("--panel") && !default.contains("--panel"));
    let entry = |address: &str| page(address).split_once("class=\"entry\"").expect("an entry").1.to_owned();
    assert!(entry("brackwater/schools/brackwater-academy").contains("data-tag=\"current\""));
    assert!(!entry("thrushcombe/schools/ellerwick").starts_with("data-tag=\"current\""));
}
