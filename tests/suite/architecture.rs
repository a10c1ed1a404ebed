//! The shape of the code: layers, one door for each outside crate, and a sentence at the head of every module.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The modules from the lowest layer to the highest. A module uses modules of lower layers only.
const LAYERS: &[&[&str]] = &[
    &["calendar", "source"],
    &["diagnostic", "disk"],
    &["table", "template", "markdown", "stylesheet"],
    &["edit", "model"],
    &["load"],
    &["archive"],
    &["merge"],
    &["register", "redline"],
    &["check", "site"],
    &["search"],
    &["release", "render", "report"],
    &["proof", "write"],
    &["pipeline"],
    &["serve", "watch"],
    &["cli"],
];

/// The one module that each outside crate is used in; serde, rayon and what is in the standard library are everywhere.
const DOORS: &[(&str, &[&str])] = &[
    ("jiff", &["calendar"]),
    ("anstyle", &["diagnostic"]),
    ("anstream", &["cli"]),
    ("walkdir", &["disk"]),
    ("sha2", &["disk"]),
    ("toml", &["table"]),
    ("tera", &["template"]),
    ("pulldown_cmark", &["markdown"]),
    ("ammonia", &["markdown"]),
    ("linkify", &["markdown"]),
    ("cssparser", &["stylesheet"]),
    ("memchr", &["proof"]),
    ("similar", &["redline"]),
    ("clap", &["cli"]),
    ("notify", &["watch"]),
    ("tiny_http", &["serve"]),
    ("mime_guess", &["serve"]),
    ("percent_encoding", &["serve"]),
    ("open", &["cli"]),
    ("ctrlc", &["cli"]),
    ("csv", &["report"]),
    ("quick_xml", &["report"]),
    ("terminal_size", &["cli"]),
    ("unicode_normalization", &["search"]),
    ("postcard", &["pipeline"]),
];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every Rust file below a folder, by its path from `src/`.
fn rust_files() -> BTreeMap<String, String> {
    fn gather(folder: &Path, found: &mut BTreeMap<String, String>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                gather(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let name = path.strip_prefix(source()).expect("below src").to_string_lossy().replace('\\', "/");
                found.insert(name, fs::read_to_string(&path).expect("text"));
            }
        }
    }
    let mut found = BTreeMap::new();
    gather(&source(), &mut found);
    found
}

fn module_of(file: &str) -> Option<&str> {
    file.split_once('/').map(|(module, _)| module)
}

/// The words that follow `prefix` in a file's code, comments left out.
fn used(text: &str, prefix: &str) -> BTreeSet<String> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices(prefix) {
        let boundary = code[..at].chars().next_back().is_none_or(|c| !(c.is_alphanumeric() || c == '_' || c == ':'));
        let rest = &code[at + prefix.len()..];
        if !boundary {
            continue;
        }
        let names: Vec<&str> = match rest.strip_prefix('{') {
            Some(group) => group.split('}').next().unwrap_or("").split(',').collect(),
            None => vec![rest],
        };
        for name in names {
            let word: String = name.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            found.insert(word);
        }
    }
    found
}

#[test]
fn a_module_uses_lower_layers_only() {
    let layer = |module: &str| LAYERS.iter().position(|layer| layer.contains(&module));
    let mut wrong = Vec::new();
    for (file, text) in rust_files() {
        let Some(module) = module_of(&file) else { continue };
        let own = layer(module).unwrap_or_else(|| panic!("src/{module} has no layer in this test"));
        for other in used(&text, "crate::") {
            match layer(&other) {
                Some(_) if other == module => {}
                Some(below) if below < own => {}
                Some(_) => wrong.push(format!("src/{file} uses crate::{other}, which is not in a lower layer")),
                None => {}
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_outside_crate_has_one_door() {
    let mut wrong = Vec::new();
    for (file, text) in rust_files() {
        let Some(module) = module_of(&file) else { continue };
        let code: String =
            text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        for (outside, doors) in DOORS {
            let uses =
                [format!("use {outside}::"), format!("use {outside};")].iter().any(|u| code.contains(u.as_str()))
                    || code.match_indices(&format!("{outside}::")).any(|(at, _)| {
                        code[..at].chars().next_back().is_none_or(|c| !(c.is_alphanumeric() || c == '_' || c == ':'))
                    });
            if uses && !doors.contains(&module) {
                wrong.push(format!("src/{file} uses {outside}, whose door is {}", doors.join(", ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_opens_with_what_it_is_for() {
    for (file, text) in rust_files() {
        assert!(text.starts_with("//! "), "src/{file} does not open with a sentence on what it is for");
    }
}

#[test]
fn nearly_every_file_stays_short() {
    let files = rust_files();
    let long: Vec<String> = files
        .iter()
        .filter(|(_, text)| text.lines().count() > 400)
        .map(|(file, text)| format!("src/{file}: {} lines", text.lines().count()))
        .collect();
    assert!(long.len() * 10 <= files.len(), "more than one file in ten has over 400 lines:\n{}", long.join("\n"));
}

#[test]
fn the_template_and_the_markdown_agree_on_slots() {
    // Neither may use the other, so each knows the range by itself.
    for slot in 0..frontsheet::template::MAX_SLOTS {
        let letter = frontsheet::template::slot_char(slot);
        assert_eq!(frontsheet::markdown::slot_index(letter), Some(slot));
        assert_eq!(frontsheet::markdown::slot_char(slot), Some(letter));
    }
}
