//! Whole sites: what a folder becomes, and what a build does to the output folder.
//!
//! Each folder of `tests/sites/` is a case: a root with `content/`, and `expected/` with what some of its pages say:
//! `<address>.txt` the text, `<address>.contents.txt` the contents list, `<address>.sheet.txt` the front sheet,
//! `<address>.top.txt` what stands above it. With `BLESS=1` in the environment the expectations are written anew; read
//! them before they are committed.

mod output;
mod portals;

use super::builder::{TODAY, files_below};
use super::reading::{contents, front_sheet, outline, title_block};
use frontsheet::calendar::Day;
use frontsheet::diagnostic::Printer;
use frontsheet::pipeline::{self, Options};
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites")
}

/// Reads a part of a page.
type Part = fn(&str) -> String;

/// What of a page a file of `expected/` holds, by the end of its name, a line for each piece.
const PARTS: &[(&str, Part)] = &[
    (".top.txt", |html| title_block(html).replace(" | ", "\n")),
    (".sheet.txt", |html| front_sheet(html).replace(" | ", "\n")),
    (".contents.txt", |html| contents(html).replace(", #", "\n#")),
    (".txt", |html| outline(html).replace(" | ", "\n")),
];

/// Everything that differs between what a case should say and what it says.
fn differences(case: &Path, bless: bool) -> Vec<String> {
    let output = tempfile::tempdir().expect("a temporary folder");
    let options = Options::new(case.to_owned(), Day::parse_iso(TODAY).expect("a day"));
    let outcome = pipeline::build(&options, &output.path().join("site")).expect("the disk works");
    // What the program remembers between builds is not a case's to keep.
    let _ = fs::remove_dir_all(case.join(".frontsheet"));
    let printer = Printer::plain();
    let faults: String = outcome.diagnostics.iter().map(|fault| printer.print(fault, &outcome.sources)).collect();
    let name = case.file_name().expect("a name").to_string_lossy().into_owned();
    if !faults.is_empty() {
        return vec![format!("{name}: it says\n{faults}")];
    }
    let expected = files_below(&case.join("expected"));
    let mut wrong = Vec::new();
    for (path, text) in &expected {
        let (end, part) = PARTS.iter().find(|(end, _)| path.ends_with(end)).expect("one of the parts of a page");
        let address = path.strip_suffix(end).expect("it ends so");
        let page = output.path().join("site").join(address).join("index.html");
        let said = fs::read_to_string(&page).map_or_else(|_| "there is no such page".to_owned(), |html| part(&html));
        let said = said + "\n";
        if bless {
            fs::write(case.join("expected").join(path), &said).expect("a file");
        } else if said.as_bytes() != text.as_slice() {
            let text = String::from_utf8_lossy(text);
            wrong.push(format!("{name}: {path} should be\n{text}\nand is\n{said}"));
        }
    }
    if expected.is_empty() {
        wrong.push(format!("{name}: nothing is expected of it"));
    }
    wrong
}

#[test]
fn every_site_says_what_its_folder_expects() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut cases: Vec<PathBuf> =
        fs::read_dir(folder()).expect("the folder is there").map(|entry| entry.expect("an entry").path()).collect();
    cases.sort();
    let wrong: Vec<String> =
        cases.iter().filter(|case| case.is_dir()).flat_map(|case| differences(case, bless)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
