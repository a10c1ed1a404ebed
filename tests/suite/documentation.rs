//! The README is the reference: what the program knows, it tells.

use frontsheet::diagnostic::Code;
use frontsheet::model::{Field, Phase, RowSource, Verb};
use std::fs;
use std::path::Path;

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("the README is there")
}

#[track_caller]
fn all_are_told<'a>(what: &str, words: impl IntoIterator<Item = &'a str>) {
    let readme = readme();
    let missing: Vec<&str> = words.into_iter().filter(|word| !readme.contains(&format!("`{word}`"))).collect();
    assert!(missing.is_empty(), "the README does not tell of the {what} {missing:?}");
}

#[test]
fn every_kind_of_fault_is_explained() {
    all_are_told("codes", Code::ALL.iter().map(|code| code.as_str()));
}

#[test]
fn every_field_is_explained() {
    all_are_told("fields", Field::ALL.iter().map(|field| field.key()));
    all_are_told("rows", RowSource::DERIVED.iter().map(|(name, ..)| *name));
}

#[test]
fn every_phase_is_named() {
    all_are_told("phases", Phase::WORDS.iter().copied());
}

#[test]
fn every_instruction_is_explained() {
    let readme = readme();
    for (word, _) in Verb::WORDS {
        assert!(readme.contains(&format!("{{{word}=")), "the README does not tell of {{{word}=…}}");
    }
}

#[test]
fn every_option_is_explained() {
    let readme = readme();
    for command in [&["--help"][..], &["build", "--help"], &["check", "--help"], &["new", "policy", "--help"]] {
        let out = std::process::Command::new(env!("CARGO_BIN_EXE_frontsheet")).args(command).output().expect("it runs");
        let help = String::from_utf8(out.stdout).expect("text");
        let options = help.split_whitespace().filter(|word| word.starts_with("--"));
        for option in options.map(|word| word.trim_end_matches([',', '.'])) {
            assert!(readme.contains(option), "the README does not tell of {option}");
        }
    }
}
