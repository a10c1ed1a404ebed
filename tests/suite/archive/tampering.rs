//! Tampering of every kind is found, named, and stops a build where what is published could be other than was released.

use super::super::builder::{Portal, TODAY, files_below, portal};
use super::super::command::{Ran, run};
use super::{proven, release, released, version};
use frontsheet::disk::sha256;
use std::fs;
use std::path::Path;

/// Two versions of one policy, of the trust and of one school: four lines in the ledger.
fn four_lines() -> Portal {
    let with = |portal: Portal, number: &str, day: &str, word: &str| {
        released(portal.policy_with("dogs", &version(number, day), &format!("## Aim\n\n{word}\n")))
    };
    let one = with(portal().school("ashby", "Ashby Primary School"), "1.0", "2024-01-01", "First.");
    with(one, "2.0", "2025-01-01", "Second.")
}

fn archive(portal: &Portal) -> std::path::PathBuf {
    portal.root().join("content/archive")
}

fn ledger(archive: &Path) -> Vec<String> {
    let text = fs::read_to_string(archive.join("ledger.jsonl")).expect("a ledger");
    text.lines().map(str::to_owned).collect()
}

fn write_ledger(archive: &Path, lines: &[String]) {
    fs::write(archive.join("ledger.jsonl"), lines.join("\n") + "\n").expect("a file");
}

/// What was done to the lines of the ledger.
fn edit(archive: &Path, change: impl Fn(&mut Vec<String>)) {
    let mut lines = ledger(archive);
    change(&mut lines);
    write_ledger(archive, &lines);
}

fn edit_file(archive: &Path, file: &str, change: impl Fn(String) -> String) {
    let path = archive.join(file);
    let text = fs::read_to_string(&path).expect("a file");
    fs::write(path, change(text)).expect("a file");
}

/// What `verify` finds, in order: the kind, the file and the line.
fn found(ran: &Ran) -> Vec<String> {
    let json = ran.json();
    let faults = json["portals"][0]["faults"].as_array().expect("a list").clone();
    let one = |fault: &serde_json::Value| {
        let file = fault["file"].as_str().unwrap_or_default().trim_start_matches("content/archive/").to_owned();
        let line = fault["line"].as_u64().map_or(String::new(), |line| format!(":{line}"));
        assert!(!fault["message"].as_str().unwrap_or_default().is_empty());
        assert!(!fault["help"].as_str().unwrap_or_default().is_empty());
        format!("{} {file}{line}", fault["kind"].as_str().unwrap_or_default())
    };
    faults.iter().map(one).collect()
}

type Change = fn(&Path);

/// Fails unless each change is found as these faults, by `verify` with exit code 1, and builds end as they should.
#[track_caller]
fn each_is_found(cases: &[(&str, Change, &[&str])]) {
    for (what, change, expected) in cases {
        let portal = four_lines();
        change(&archive(&portal));
        let ran = run(&portal, &["--format", "json", "verify"]).code(1);
        assert_eq!(found(&ran), *expected, "{what}");
        let harmless = expected.iter().all(|fault| fault.starts_with("added"));
        let built = portal.build();
        assert_eq!(built.outcome.failed, !harmless, "{what}: {}", built.printed());
        let code = if harmless { "unproven-file" } else { "broken-archive" };
        assert!(built.codes().contains(&code), "{what}: {}", built.printed());
    }
}

#[test]
fn a_sound_archive_is_proven() {
    let ran = run(&four_lines(), &["verify"]).code(0);
    assert!(ran.out.contains("all 4 released versions are what was released"), "{}", ran.out);
    let nothing = run(&portal().policy("dogs", "## Aim\n"), &["verify"]).code(0);
    assert!(nothing.out.contains("nothing has been released yet"), "{}", nothing.out);
}

#[test]
fn changed_files_are_found() {
    each_is_found(&[
        (
            "a letter of the text",
            |at| edit_file(at, "trust/dogs/1.0.md", |text| text.replace("First", "first")),
            &["changed trust/dogs/1.0.md"],
        ),
        (
            "a value of the front matter",
            |at| edit_file(at, "trust/dogs/2.0.md", |text| text.replace("Trust Board", "The Chair")),
            &["changed trust/dogs/2.0.md"],
        ),
        (
            "a line end at the end",
            |at| edit_file(at, "schools/ashby/dogs/1.0.md", |text| text + "\n"),
            &["changed schools/ashby/dogs/1.0.md"],
        ),
        ("an empty file", |at| edit_file(at, "trust/dogs/1.0.md", |_| String::new()), &["changed trust/dogs/1.0.md"]),
        (
            "two files that changed places",
            |at| {
                fs::rename(at.join("trust/dogs/1.0.md"), at.join("x")).unwrap();
                fs::rename(at.join("trust/dogs/2.0.md"), at.join("trust/dogs/1.0.md")).unwrap();
                fs::rename(at.join("x"), at.join("trust/dogs/2.0.md")).unwrap();
            },
            &["changed trust/dogs/1.0.md", "changed trust/dogs/2.0.md"],
        ),
        (
            "bytes that are no text",
            |at| fs::write(at.join("trust/dogs/1.0.md"), [0xff, 0xfe]).unwrap(),
            &["changed trust/dogs/1.0.md"],
        ),
    ]);
}

#[test]
fn other_line_ends_are_told_of_as_such() {
    let portal = four_lines();
    edit_file(&archive(&portal), "trust/dogs/1.0.md", |text| text.replace('\n', "\r\n"));
    let ran = run(&portal, &["verify"]).code(1);
    assert!(ran.err.contains("has other line ends than when it was released"), "{}", ran.err);
    assert!(ran.err.contains(".gitattributes"), "{}", ran.err);
}

#[test]
fn removed_and_added_files_are_found() {
    each_is_found(&[
        ("a file", |at| fs::remove_file(at.join("trust/dogs/2.0.md")).unwrap(), &["removed trust/dogs/2.0.md"]),
        (
            "a school's folder",
            |at| fs::remove_dir_all(at.join("schools")).unwrap(),
            &["removed schools/ashby/dogs/1.0.md", "removed schools/ashby/dogs/2.0.md"],
        ),
        (
            "a file under another name",
            |at| fs::rename(at.join("trust/dogs/2.0.md"), at.join("trust/dogs/3.0.md")).unwrap(),
            &["removed trust/dogs/2.0.md", "added trust/dogs/3.0.md"],
        ),
        (
            "a version put there by hand",
            |at| fs::write(at.join("trust/dogs/3.0.md"), "x").unwrap(),
            &["added trust/dogs/3.0.md"],
        ),
        ("a note", |at| fs::write(at.join("notes.txt"), "x").unwrap(), &["added notes.txt"]),
        (
            "all of it but the ledger",
            |at| {
                fs::remove_dir_all(at.join("schools")).unwrap();
                fs::remove_dir_all(at.join("trust")).unwrap();
            },
            &[
                "removed trust/dogs/1.0.md",
                "removed schools/ashby/dogs/1.0.md",
                "removed trust/dogs/2.0.md",
                "removed schools/ashby/dogs/2.0.md",
            ],
        ),
    ]);
}

#[test]
fn an_edited_ledger_is_found() {
    each_is_found(&[
        (
            "another day",
            |at| edit(at, |lines| lines[0] = lines[0].replace(TODAY, "2026-11-22")),
            &["changed ledger.jsonl:2"],
        ),
        (
            "a file and its digest, forged together",
            |at| {
                edit_file(at, "trust/dogs/1.0.md", |text| text.replace("First", "Other"));
                let forged = sha256(&fs::read(at.join("trust/dogs/1.0.md")).unwrap());
                edit(at, |lines| {
                    let mut line: serde_json::Value = serde_json::from_str(&lines[0]).unwrap();
                    let old = line["sha256"].as_str().unwrap().to_owned();
                    line["sha256"] = forged.clone().into();
                    lines[0] = lines[0].replace(&old, &forged);
                });
            },
            &["changed ledger.jsonl:2"],
        ),
        (
            "another version",
            |at| edit(at, |lines| lines[3] = lines[3].replace("2.0", "2.5")),
            &["removed schools/ashby/dogs/2.5.md", "added schools/ashby/dogs/2.0.md"],
        ),
        (
            "two lines in another order",
            |at| edit(at, |lines| lines.swap(1, 2)),
            &["reordered ledger.jsonl:2", "reordered ledger.jsonl:3", "reordered ledger.jsonl:4"],
        ),
        (
            "the first line gone",
            |at| edit(at, |lines| drop(lines.remove(0))),
            &["removed ledger.jsonl:1", "added trust/dogs/1.0.md"],
        ),
        (
            "a line in the middle gone",
            |at| edit(at, |lines| drop(lines.remove(1))),
            &["changed ledger.jsonl:2", "added schools/ashby/dogs/1.0.md"],
        ),
        (
            "a line twice",
            |at| edit(at, |lines| lines.insert(1, lines[0].clone())),
            &["reordered ledger.jsonl:2", "added ledger.jsonl:2"],
        ),
        (
            "a line that is none",
            |at| edit(at, |lines| lines.insert(2, "hello".to_owned())),
            &["changed ledger.jsonl:3", "reordered ledger.jsonl:4"],
        ),
        (
            "half of the last line",
            |at| edit(at, |lines| lines[3].truncate(40)),
            &["changed ledger.jsonl:4", "added schools/ashby/dogs/2.0.md"],
        ),
        (
            "a key besides",
            |at| edit(at, |lines| lines[3] = lines[3].replacen('{', "{\"note\":\"x\",", 1)),
            &["changed ledger.jsonl:4", "added schools/ashby/dogs/2.0.md"],
        ),
        ("no ledger", |at| fs::remove_file(at.join("ledger.jsonl")).unwrap(), &["removed ledger.jsonl"]),
        ("an empty ledger", |at| write_ledger(at, &[]), &["removed ledger.jsonl"]),
        (
            "a ledger that leads elsewhere",
            |at| {
                edit(at, |lines| {
                    lines[3] = lines[3].replace("archive/schools/ashby/dogs/2.0.md", "archive/../trust.toml");
                });
            },
            &["changed ledger.jsonl:4", "added schools/ashby/dogs/2.0.md"],
        ),
    ]);
}

#[test]
fn a_cut_tail_shows_in_its_files_and_else_in_the_digest_that_the_site_publishes() {
    each_is_found(&[("the last line", |at| edit(at, |lines| drop(lines.pop())), &["added schools/ashby/dogs/2.0.md"])]);
    let built = four_lines().build();
    let published: serde_json::Value = serde_json::from_str(&built.text("register.json")).unwrap();
    let at = archive(&built.portal);
    edit(&at, |lines| drop(lines.pop()));
    fs::remove_file(at.join("schools/ashby/dogs/2.0.md")).unwrap();
    let ran = run(&built.portal, &["--format", "json", "verify"]).code(0);
    assert_ne!(ran.json()["portals"][0]["ledger"], published["ledger"], "lines are gone");
    let whole = run(&four_lines(), &["--format", "json", "verify"]).code(0);
    assert_eq!(whole.json()["portals"][0]["ledger"], published["ledger"], "the same releases end in the same digest");
}

#[test]
fn files_without_a_ledger_are_told_of_once_and_never_called_nothing() {
    let portal = four_lines();
    fs::remove_file(archive(&portal).join("ledger.jsonl")).unwrap();
    let ran = run(&portal, &["verify"]).code(1);
    assert_eq!(ran.out.trim_end(), "content: 4 released files, and no ledger to prove them by.");
    assert_eq!(ran.err.matches("help:").count(), 1, "{}", ran.err);
    assert!(ran.err.contains("git checkout -- content/archive/ledger.jsonl"), "{}", ran.err);
}

#[test]
fn what_was_lost_or_changed_is_not_called_unreleased() {
    for (change, code) in [
        ((|at| fs::remove_file(at.join("trust/dogs/2.0.md")).unwrap()) as Change, "broken-archive"),
        (|at| edit_file(at, "schools/ashby/dogs/2.0.md", |text| text + "x"), "broken-archive"),
        (|at| edit(at, |lines| drop(lines.pop())), "unproven-file"),
    ] {
        let portal = four_lines();
        change(&archive(&portal));
        portal.build().says(&[code]).in_words(&["from your backup"]);
    }
}

#[test]
fn the_ledgers_own_line_ends_are_no_part_of_it() {
    let portal = four_lines();
    edit_file(&archive(&portal), "ledger.jsonl", |text| text.replace('\n', "\r\n"));
    run(&portal, &["verify"]).code(0);
    edit_file(&archive(&portal), "ledger.jsonl", |text| text.trim_end().to_owned());
    run(&portal, &["verify"]).code(0);
    let third = portal.policy_with("dogs", &version("3.0", "2026-01-01"), "## Aim\n\nThird.\n");
    assert!(!release(&third).failed);
    run(&third, &["verify"]).code(0);
}

#[test]
fn nothing_is_released_into_an_archive_that_is_not_sound() {
    let portal = four_lines();
    edit_file(&archive(&portal), "trust/dogs/1.0.md", |text| text + "x");
    let portal = portal.policy_with("dogs", &version("3.0", "2026-01-01"), "## Aim\n\nThird.\n");
    let before = files_below(&archive(&portal));
    assert!(release(&portal).failed);
    assert_eq!(files_below(&archive(&portal)), before);
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_archive_is_not_followed() {
    let portal = four_lines();
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("x.md"), "x").unwrap();
    std::os::unix::fs::symlink(outside.path(), archive(&portal).join("elsewhere")).unwrap();
    let ran = run(&portal, &["--format", "json", "verify"]).code(1);
    assert_eq!(found(&ran), ["added elsewhere"]);
}

#[test]
fn what_was_changed_is_not_believed() {
    let portal = four_lines();
    assert_eq!(proven(&portal).releases.len(), 4);
    edit_file(&archive(&portal), "trust/dogs/1.0.md", |text| text.replace("First.", "Sec0nd."));
    let archive = proven(&portal);
    assert_eq!(archive.releases.len(), 3, "what was changed is not believed");
    assert!(archive.releases.iter().all(|release| release.version != "1.0" || release.scope.school().is_some()));
}

#[test]
fn verify_names_each_portal_of_several() {
    let portal = portal();
    fs::remove_file(portal.root().join("content/trust.toml")).unwrap();
    let portal = portal
        .file("content/a/trust.toml", "name = \"A\"\n")
        .file("content/b/trust.toml", "name = \"B\"\n")
        .file("content/b/archive/notes.txt", "x");
    let ran = run(&portal, &["verify"]).code(1);
    assert!(ran.out.contains("content/a: nothing has been released yet"), "{}", ran.out);
    assert!(ran.err.contains("content/b/archive/notes.txt"), "{}", ran.err);
    run(&portal, &["--portal", "a", "verify"]).code(0);
}
