//! What is released stays: no later command touches it, a release that fails leaves nothing, and one that is killed is
//! finished or cleared away by the next.

use super::super::builder::{Portal, approved, files_below, portal};
use super::super::command::{Ran, run};
use super::{release, released, said, three_versions, version};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

/// Every file of an archive with its bytes and the time it was written.
fn archived(portal: &Portal) -> BTreeMap<String, (Vec<u8>, SystemTime)> {
    let folder = portal.root().join("content/archive");
    let time = |file: &str| fs::metadata(folder.join(file)).expect("a file").modified().expect("a time");
    files_below(&folder).into_iter().map(|(file, bytes)| (file.clone(), (bytes, time(&file)))).collect()
}

#[test]
fn no_later_command_touches_what_is_released() {
    let portal = three_versions().school("ashby", "Ashby Primary School");
    let before = archived(&portal);
    assert_eq!(before.len(), 4);
    let third = "## Aim\n\nThird.\n";
    for words in [
        &["build"][..],
        &["check"],
        &["verify"],
        &["review"],
        &["--as-of", "2030-01-01", "build"],
        &["new", "policy", "cats"],
        &["new", "school", "oxwater"],
        &["--format", "json", "build"],
    ] {
        run(&portal, words);
        assert_eq!(archived(&portal), before, "{words:?}");
    }
    for portal_words in [&["release", "dogs"][..], &["release", "cats"], &["release", "nothing"]] {
        let _ = run(&portal, portal_words);
    }
    let now = archived(&portal);
    let old: Vec<&String> = before.keys().filter(|file| *file != "ledger.jsonl").collect();
    assert!(old.iter().all(|file| now[*file] == before[*file]), "the school's copy came, and nothing else changed");
    // A next version adds a file and a line, and leaves all others.
    let portal = released(portal.policy_with("dogs", &version("4.0", "2028-01-01"), third));
    let after = archived(&portal);
    assert!(old.iter().all(|file| after[*file] == before[*file]));
    assert!(after["ledger.jsonl"].0.starts_with(&before["ledger.jsonl"].0), "the ledger only grows");
}

#[test]
fn the_same_release_gives_the_same_bytes() {
    let bytes = |portal: &Portal| files_below(&portal.root().join("content/archive"));
    assert_eq!(bytes(&three_versions()), bytes(&three_versions()));
}

#[test]
fn a_release_keeps_git_from_line_ends_where_nothing_does_yet() {
    let one = portal().policy("dogs", "## Aim\n\nSafe.\n");
    let ran = run(&one, &["release", "dogs"]).code(0);
    assert!(ran.out.contains("Wrote .gitattributes"), "{}", ran.out);
    let attributes = fs::read_to_string(one.root().join(".gitattributes")).unwrap();
    assert!(attributes.contains("content/archive/** -text"), "{attributes}");
    let own = portal().policy("dogs", "## Aim\n\nSafe.\n").file(".gitattributes", "* text=auto\n");
    let ran = run(&own, &["release", "dogs"]).code(0);
    assert!(!ran.out.contains(".gitattributes"), "{}", ran.out);
    assert_eq!(fs::read_to_string(own.root().join(".gitattributes")).unwrap(), "* text=auto\n");
}

#[test]
fn what_is_refused_says_what_to_do() {
    let again = released(portal().school("ashby", "Ashby Primary School").policy("dogs", "## Aim\n\nSafe.\n"));
    let again = again.school_file("ashby", "cats", &approved("Cats"), "## Aim\n\nSafe.\n");
    for (words, code, says) in [
        (&["release", "dogs"][..], 1, "version 1.0 of \"dogs\" is released already"),
        (&["release", "dgos"], 2, "did you mean dogs?"),
        (&["release", "cats"], 2, "it is a school's own: frontsheet release cats --school ashby"),
        (&["release", "dogs", "--school", "ashbee"], 2, "did you mean --school ashby?"),
        (&["release", "Dogs On Site"], 2, "nothing is called \"Dogs On Site\""),
        (&["release"], 2, "<POLICY>"),
    ] {
        let before = archived(&again);
        let ran = run(&again, words).code(code);
        assert!(ran.err.contains(says), "{words:?}: {}", ran.err);
        assert_eq!(archived(&again), before);
    }
    let json = run(&again, &["--format", "json", "release", "dogs"]).code(1).json();
    assert_eq!(json["released"].as_array().map(Vec::len), Some(0));
    assert_eq!(json["diagnostics"][0]["code"], "cannot-release");
    assert_eq!(json["left"].as_array().map(Vec::len), Some(2));
}

#[test]
fn an_error_anywhere_in_the_portal_keeps_a_release_from_being_made() {
    let portal = portal().policy("dogs", "## Aim\n\nSafe.\n").policy("cats", "## Aim\n\nSee [dogs](dgos).\n");
    let refused = release(&portal);
    assert!(refused.failed && said(&refused).contains("dgos"), "{}", said(&refused));
    assert!(!portal.root().join("content/archive").exists());
}

#[cfg(unix)]
#[test]
fn a_release_that_cannot_be_written_leaves_the_archive_as_it_was() {
    // A folder stands where the second of the files should: who runs the tests may write anywhere, and yet not that.
    let portal = many_schools(released(portal().policy("dogs", "## Aim\n\nSafe.\n")), 5, "2.0");
    let in_the_way = portal.root().join("content/archive/schools/school-3/dogs/2.0.md");
    fs::create_dir_all(&in_the_way).unwrap();
    let (before, folders) = (archived(&portal), folders_below(&portal.root().join("content/archive")));
    let ran = run(&portal, &["release", "dogs"]).code(3);
    assert!(ran.err.contains("2.0.md"), "{}", ran.err);
    assert_eq!((archived(&portal), folders_below(&portal.root().join("content/archive"))), (before, folders));
    assert!(!portal.root().join(".frontsheet/release.json").exists(), "there is nothing left to clear away");
    fs::remove_dir(&in_the_way).unwrap();
    run(&portal, &["release", "dogs"]).code(0);
    run(&portal, &["verify"]).code(0);
}

fn folders_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut next = vec![folder.to_owned()];
    while let Some(folder) = next.pop() {
        let inner = fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path());
        next.extend(inner.filter(|path| path.is_dir()));
        found.push(folder);
    }
    found.sort();
    found
}

/// A portal with this many schools, and the dogs policy in a version of its own.
fn many_schools(mut portal: Portal, schools: usize, number: &str) -> Portal {
    for school in 0..schools {
        portal = portal.school(&format!("school-{school}"), &format!("School {school}"));
    }
    portal.policy_with("dogs", &version(number, "2026-02-01"), "## Aim\n\nSafe.\n")
}

/// Starts a release, kills it as soon as `is_time` says so, and tells whether it was still running.
fn killed_when(portal: &Portal, is_time: impl Fn() -> bool) -> bool {
    let mut release = Command::new(env!("CARGO_BIN_EXE_frontsheet"))
        .args(["--as-of", super::TODAY, "release", "dogs"])
        .current_dir(portal.root())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program runs");
    let begun = Instant::now();
    while !is_time() && begun.elapsed() < Duration::from_secs(60) {
        if release.try_wait().expect("it can be asked").is_some() {
            return false;
        }
        // Short enough to hit it between two of its files, and no load on whatever else is running.
        std::thread::sleep(Duration::from_micros(200));
    }
    release.kill().expect("it can be killed");
    !release.wait().expect("it ends").success()
}

/// Fails unless a release that was killed lost nothing, `verify` and builds say what to do, and the next run converges.
#[track_caller]
fn the_next_run_converges(portal: &Portal, before: &BTreeMap<String, (Vec<u8>, SystemTime)>, files: usize) {
    let kinds = |ran: &Ran| -> Vec<String> {
        let json = ran.json();
        let faults = json["portals"][0]["faults"].as_array().expect("a list").clone();
        faults.iter().map(|fault| fault["kind"].as_str().unwrap_or_default().to_owned()).collect()
    };
    let verified = run(portal, &["--format", "json", "verify"]);
    assert!(kinds(&verified).iter().all(|kind| kind == "unfinished"), "{}", verified.out);
    if verified.code == 1 {
        assert!(verified.out.contains("run it again: frontsheet release dogs"), "{}", verified.out);
        run(portal, &["build"]).code(0);
    }
    let now = archived(portal);
    assert!(before.iter().all(|(file, old)| file == "ledger.jsonl" || now[file] == *old), "nothing is lost");
    let again = run(portal, &["release", "dogs"]);
    let is_done = again.code == 0 || again.err.contains("is released already");
    assert!(is_done, "{} {}", again.out, again.err);
    let whole = run(portal, &["--format", "json", "verify"]).code(0);
    assert_eq!(whole.json()["portals"][0]["proven"], files);
    let names: Vec<String> = archived(portal).into_keys().collect();
    assert_eq!(names.len(), files + 1, "the files and the ledger: {names:?}");
    assert!(!portal.root().join(".frontsheet/release.json").exists());
}

#[test]
fn a_release_that_is_killed_while_it_writes_is_done_by_the_next() {
    const SCHOOLS: usize = 30;
    let mut killed = 0;
    for wanted in [1, 15, 30, 31] {
        let portal = many_schools(released(portal().policy("dogs", "## Aim\n\nSafe.\n")), SCHOOLS, "2.0");
        let before = archived(&portal);
        let school = |index: usize| portal.root().join(format!("content/archive/schools/school-{index}/dogs/2.0.md"));
        let is_time = || (0..SCHOOLS).filter(|index| school(*index).exists()).count() + 1 >= wanted;
        killed += usize::from(killed_when(&portal, is_time));
        the_next_run_converges(&portal, &before, 1 + 1 + SCHOOLS);
    }
    // A fast disk may be done before it is killed, but not each time.
    assert!(killed > 0, "no release was killed while it wrote");
}

#[test]
fn a_release_that_is_killed_at_any_moment_is_done_by_the_next() {
    let portal = || many_schools(released(portal().policy("dogs", "## Aim\n\nSafe.\n")), 10, "2.0");
    let timed = portal();
    let begun = Instant::now();
    run(&timed, &["release", "dogs"]).code(0);
    let whole = begun.elapsed();
    for part in 1..=4_u32 {
        let portal = portal();
        let before = archived(&portal);
        let begun = Instant::now();
        killed_when(&portal, || begun.elapsed() >= whole * part / 4);
        the_next_run_converges(&portal, &before, 12);
    }
}

#[test]
fn what_a_killed_release_left_is_cleared_away_and_a_file_of_somebody_elses_is_not() {
    let portal = portal().school("ashby", "Ashby Primary School").policy("dogs", "## Aim\n\nSafe.\n");
    // As a release leaves it that is killed between its files and its ledger.
    let ours = "half of it";
    let digest = frontsheet::disk::sha256(ours.as_bytes());
    let journal = format!(
        "{{\"portal\":\"content\",\"command\":\"frontsheet release dogs\",\"files\":[[\"archive/trust/dogs/1.0.md\",\"{digest}\"],\
         [\"archive/schools/ashby/dogs/0.9.md\",\"{digest}\"],[\"../outside.md\",\"{digest}\"]]}}"
    );
    let portal = portal
        .file(".frontsheet/release.json", journal)
        .file("content/archive/trust/dogs/1.0.md", ours)
        .file("content/archive/.frontsheet-1-1.tmp", "half of a ledger")
        .file("content/archive/schools/ashby/dogs/0.9.md", "somebody else's")
        .file("outside.md", ours);
    let ran = run(&portal, &["verify"]).code(1);
    assert!(ran.err.contains("a release was stopped before it was done"), "{}", ran.err);
    let done = release(&portal);
    assert!(!done.failed, "{}", said(&done));
    let names: Vec<String> = archived(&portal).into_keys().collect();
    assert_eq!(names, ["ledger.jsonl", "schools/ashby/dogs/0.9.md", "schools/ashby/dogs/1.0.md", "trust/dogs/1.0.md"]);
    assert!(portal.root().join("outside.md").exists(), "a journal leads nowhere outside the archive");
}

#[test]
fn a_journal_that_cannot_be_read_is_no_harm() {
    let portal = portal().policy("dogs", "## Aim\n\nSafe.\n").file(".frontsheet/release.json", "{ half");
    released(portal).build().clean();
}

#[test]
fn two_releases_at_once_make_one() {
    let portal = many_schools(portal(), 20, "1.0");
    let start = || {
        Command::new(env!("CARGO_BIN_EXE_frontsheet"))
            .args(["--as-of", super::TODAY, "release", "dogs"])
            .current_dir(portal.root())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program runs")
    };
    let mut both = [start(), start()];
    let codes: Vec<Option<i32>> = both.iter_mut().map(|one| one.wait().expect("it ends").code()).collect();
    assert!(codes.contains(&Some(0)), "{codes:?}");
    assert!(codes.iter().all(|code| matches!(code, Some(0 | 1 | 3))) && codes != [Some(0), Some(0)], "{codes:?}");
    let whole = run(&portal, &["--format", "json", "verify"]).code(0);
    assert_eq!(whole.json()["portals"][0]["proven"], 21);
}
