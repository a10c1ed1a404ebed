//! The command line, as people and scripts meet it: exit codes, what goes where, and what is written. Contract, section 9.

use super::builder::{Portal, TODAY, approved, portal};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// What came of one command.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    #[track_caller]
    pub fn code(self, code: i32) -> Self {
        assert_eq!(self.code, code, "standard output:\n{}\nstandard error:\n{}", self.out, self.err);
        self
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|_| panic!("not JSON: {}", self.out))
    }
}

/// Runs the program in `folder`, which is the user's home too unless `home` is another.
pub fn run_at(folder: &Path, home: &Path, words: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_frontsheet"));
    command.current_dir(folder).env("HOME", home).env("USERPROFILE", home).env_remove("CLICOLOR_FORCE").args(words);
    let output = command.output().expect("the program runs");
    Ran {
        code: output.status.code().expect("it ends by itself"),
        out: String::from_utf8(output.stdout).expect("text"),
        err: String::from_utf8(output.stderr).expect("text"),
    }
}

/// Runs the program in a portal's folder, on the day of the tests.
pub fn run(portal: &Portal, words: &[&str]) -> Ran {
    let mut all = vec!["--as-of", TODAY];
    all.extend(words);
    run_at(portal.root(), Path::new("/nowhere"), &all)
}

/// A portal without a fault: one school, one policy.
fn sound() -> Portal {
    portal().school("ashby", "Ashby Primary School").policy("dogs", "## Safety\n\nDogs stay at the gate.\n")
}

/// A portal with one error: a link to nothing.
fn with_an_error() -> Portal {
    sound().policy("trips", "## Aim\n\nSee [dogs](dgos).\n")
}

/// A portal with one warning: nobody owns a policy.
fn with_a_warning() -> Portal {
    let front = approved("Trips").replace("owner = \"Head of Governance\"\n", "");
    sound().policy_with("trips", &front, "## Aim\n\nTo go out.\n")
}

/// Every file below a folder, with its bytes and the time it was written.
fn everything(folder: &Path) -> BTreeMap<PathBuf, (Vec<u8>, std::time::SystemTime)> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).into_iter().flatten() {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let written = path.metadata().and_then(|about| about.modified()).expect("a time");
                found.insert(path.clone(), (fs::read(&path).expect("bytes"), written));
            }
        }
    }
    found
}

fn empty_folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

#[test]
fn a_sound_portal_is_built_and_nothing_is_said_of_it() {
    let portal = sound();
    let built = run(&portal, &["build"]).code(0);
    assert_eq!(built.err, "");
    assert!(built.out.starts_with("Built ") && built.out.contains(" of 1 portal in "), "{}", built.out);
    assert!(portal.root().join("output/policies/dogs/index.html").is_file());
    let checked = run(&portal, &["check", "--deny", "warnings"]).code(0);
    assert_eq!((checked.err.as_str(), checked.out.ends_with("no errors.\n")), ("", true), "{}", checked.out);
}

#[test]
fn check_writes_nothing() {
    let portal = sound();
    let before = everything(portal.root());
    run(&portal, &["check"]).code(0);
    assert_eq!(everything(portal.root()), before);
}

#[test]
fn wrong_usage_ends_with_two() {
    let portal = sound();
    for (words, said) in [
        (&["build", "--outptu", "x"][..], "--output"),
        (&["biuld"], "build"),
        (&["build", "--links", "files"], "file"),
        (&["build", "--deny", "errors"], "warnings"),
        (&["check", "--format", "yaml"], "json"),
        (&["build", "--output"], "--output"),
        (&["build", "--base-url", "policies.example.org"], "--base-url https://"),
        (&["--as-of", "2026-02-30", "build"], "2026-02-30 does not exist"),
        (&["--as-of", "September 2026", "check"], "--as-of 2026-09-30"),
        (&["--as-of", "soon", "check"], "\"soon\" is not a date"),
    ] {
        let ran = run_at(portal.root(), Path::new("/nowhere"), words).code(2);
        assert!(ran.err.contains(said) && ran.out.is_empty(), "{words:?}: {}", ran.err);
    }
    assert!(!portal.root().join("output").exists());
}

#[test]
fn folders_that_a_build_could_harm_are_refused() {
    let portal = sound().file("work/.git/config", "").file("other/trust.toml", "name = \"x\"\n");
    let root = portal.root();
    let before = everything(root);
    for output in [".", "content", "content/site", "themes", "..", "/", "work", "work/.git", "other", "home"] {
        let ran = run_at(root, &root.join("home/me"), &["--as-of", TODAY, "build", "--output", output]).code(2);
        assert!(ran.err.contains("cannot be the output folder"), "{output}: {}", ran.err);
        assert_eq!(ran.out, "", "{output}");
    }
    assert_eq!(everything(root), before);
}

#[test]
fn what_is_wrong_with_the_content_ends_with_one() {
    let ran = run(&with_an_error(), &["build"]).code(1);
    assert!(ran.err.starts_with("error[dead-link]: "), "{}", ran.err);
    assert!(ran.out.starts_with("Nothing was built: 1 error."), "{}", ran.out);
    run(&with_an_error(), &["check"]).code(1);
}

#[test]
fn warnings_fail_where_they_are_denied() {
    let portal = with_a_warning();
    let ran = run(&portal, &["build", "--deny", "warnings"]).code(1);
    assert!(ran.err.starts_with("warning[not-recorded]: "), "{}", ran.err);
    assert!(ran.out.contains("warnings are denied"), "{}", ran.out);
    assert!(!portal.root().join("output/index.html").exists());
    run(&portal, &["check", "--deny", "warnings"]).code(1);
    run(&portal, &["check"]).code(0);
    let ran = run(&portal, &["build"]).code(0);
    assert!(ran.err.starts_with("warning[not-recorded]: ") && ran.out.starts_with("Built "), "{}{}", ran.err, ran.out);
}

#[test]
fn a_machine_that_fails_ends_with_three() {
    let portal = sound().file("taken", "a file, and no folder");
    for output in ["taken/site", "/dev/null/site"] {
        let ran = run(&portal, &["build", "--output", output]).code(3);
        assert!(ran.err.starts_with("error: could not ") && ran.out.is_empty(), "{output}: {}{}", ran.err, ran.out);
    }
    assert_eq!(fs::read_to_string(portal.root().join("taken")).expect("text"), "a file, and no folder");
}

#[test]
fn a_failed_build_leaves_the_output_as_it_was_to_the_byte() {
    let portal = sound();
    run(&portal, &["build"]).code(0);
    let before = everything(&portal.root().join("output"));
    assert!(before.len() > 5);
    for (file, text) in [
        ("content/policies/dogs.md", "+++\ntitle = \"Dogs\n+++\n"),
        ("content/policies/cats.md", "+++\ntitle = \"Cats\"\n+++\n\n## Aim\n\n{{ school.nmae }}\n"),
        ("content/trust.toml", "nam = \"Fenland\"\n"),
    ] {
        let path = portal.root().join(file);
        let old = fs::read(&path).ok();
        fs::write(&path, text).expect("a file");
        run(&portal, &["build"]).code(1);
        assert_eq!(everything(&portal.root().join("output")), before, "{file}");
        match old {
            Some(old) => fs::write(&path, old).expect("a file"),
            None => fs::remove_file(&path).expect("the file goes"),
        }
    }
    run(&portal, &["build"]).code(0);
    assert_eq!(everything(&portal.root().join("output")), before, "an unchanged file is not rewritten");
}

#[test]
fn build_prints_one_object_also_when_it_fails() {
    let drafted = |portal: Portal| portal.file("content/policies/cats.md", "+++\ntitle = \"Cats\"\n+++\n");
    let keys = ["diagnostics", "pages", "removed", "seconds", "skipped", "unchanged", "written"];
    for (portal, code, faults) in
        [(drafted(sound()), 0, 0), (drafted(with_an_error()), 1, 1), (drafted(with_a_warning()), 0, 1)]
    {
        let ran = run(&portal, &["--format", "json", "build"]).code(code);
        assert_eq!(ran.err, "");
        let report = ran.json();
        let mut found: Vec<&str> = report.as_object().expect("an object").keys().map(String::as_str).collect();
        found.sort_unstable();
        assert_eq!(found, keys);
        for number in ["pages", "removed", "unchanged", "written"] {
            assert!(report[number].is_u64(), "{number}: {report}");
        }
        assert!(report["seconds"].is_number());
        assert_eq!(report["written"].as_u64() > Some(0), code == 0, "{report}");
        assert_eq!(report["skipped"][0]["file"], "content/policies/cats.md");
        assert!(report["skipped"][0]["reason"].as_str().is_some_and(|reason| reason.starts_with("a draft")));
        assert_eq!(report["diagnostics"].as_array().map(Vec::len), Some(faults), "{report}");
    }
    let again = sound();
    run(&again, &["build"]).code(0);
    let report = run(&again, &["build", "--format", "json"]).code(0).json();
    assert_eq!((report["written"].as_u64(), report["removed"].as_u64()), (Some(0), Some(0)));
    assert!(report["unchanged"].as_u64() > Some(5));
}

#[test]
fn check_prints_its_diagnostics_as_one_object() {
    let report = run(&sound(), &["check", "--format", "json"]).code(0).json();
    assert_eq!(report, serde_json::json!({ "diagnostics": [] }));
    let report = run(&with_an_error(), &["check", "--format=json"]).code(1).json();
    assert_eq!(
        report,
        serde_json::json!({ "diagnostics": [{
            "severity": "error",
            "code": "dead-link",
            "message": "there is no policy or page \"dgos\"",
            "help": "did you mean dogs?",
            "file": "content/policies/trips.md",
            "line": 12,
            "column": 12,
        }] })
    );
}

/// Two portals in one content folder.
fn two_portals() -> Portal {
    let portal = portal()
        .file("content/fens/trust.toml", "name = \"Fenland Learning Trust\"\n")
        .file("content/fens/policies/dogs.md", format!("+++\n{}+++\n\n## Aim\n\nSafety.\n", approved("Dogs")))
        .file("content/wolds/trust.toml", "name = \"Wolds Academies\"\n");
    fs::remove_file(portal.root().join("content/trust.toml")).expect("the file goes");
    portal
}

#[test]
fn one_of_several_portals_is_built_by_itself() {
    let portal = two_portals();
    run(&portal, &["build"]).code(0);
    let list = fs::read_to_string(portal.root().join("output/index.html")).expect("the list");
    assert!(list.contains("data-kind=\"portals\"") && list.contains("Wolds Academies"), "{list}");
    let before = everything(&portal.root().join("output"));
    fs::write(portal.root().join("content/fens/trust.toml"), "name = \"Fen Trust\"\n").expect("a file");
    fs::write(portal.root().join("content/wolds/trust.toml"), "name = \"Wolds Trust\"\n").expect("a file");
    run(&portal, &["--portal", "wolds", "build"]).code(0);
    for (path, (bytes, _)) in everything(&portal.root().join("output")) {
        let is_of_wolds = path.starts_with(portal.root().join("output/wolds"));
        let same = before.get(&path).is_some_and(|(old, _)| *old == bytes);
        assert!(is_of_wolds || same, "{}", path.display());
    }
    let home = fs::read_to_string(portal.root().join("output/wolds/index.html")).expect("the home");
    assert!(home.contains("Wolds Trust"));
}

#[test]
fn an_unknown_portal_names_the_nearest() {
    let portal = two_portals();
    let ran = run(&portal, &["--portal", "fans", "check"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("there is no portal called \"fans\""), "{}", ran.err);
    assert!(ran.err.contains("did you mean --portal fens?"), "{}", ran.err);
    let ran = run(&portal, &["--portal", "northumbria", "check"]);
    assert!(ran.err.contains("\"fens\"") && ran.err.contains("\"wolds\""), "{}", ran.err);
    let ran = run(&sound(), &["--portal", "fens", "build"]).code(2);
    assert!(ran.err.contains("leave out --portal"), "{}", ran.err);
}

#[test]
fn drafts_become_pages_when_asked_for() {
    let portal = sound().file("content/policies/cats.md", "+++\ntitle = \"Cats\"\n+++\n\n## Aim\n\nPeace.\n");
    let page = portal.root().join("output/policies/cats/index.html");
    let ran = run(&portal, &["build"]).code(0);
    assert!(!page.exists());
    assert!(ran.out.contains("content/policies/cats.md: a draft"), "{}", ran.out);
    run(&portal, &["build", "--drafts"]).code(0);
    assert!(page.is_file());
    let ran = run(&portal, &["build"]).code(0);
    assert!(!page.exists(), "a draft does not stay behind");
    assert!(ran.out.contains("removed, as nothing makes it any more: policies/cats/index.html"), "{}", ran.out);
}

#[test]
fn a_day_may_be_typed_as_people_type_it() {
    let portal = sound();
    let output = portal.root().join("output");
    let mut first = None;
    for day in ["2026-03-09", "9.3.2026", "09/03/2026", "9 March 2026", "9th March 2026"] {
        run_at(portal.root(), Path::new("/nowhere"), &["build", "--as-of", day]).code(0);
        let built: Vec<Vec<u8>> = everything(&output).into_values().map(|(bytes, _)| bytes).collect();
        assert_eq!(*first.get_or_insert_with(|| built.clone()), built, "{day}");
    }
}

#[test]
fn the_base_url_given_wins_over_the_trusts() {
    let portal = sound();
    let page = portal.root().join("output/policies/dogs/index.html");
    let canonical = |url: &str| format!("<link rel=\"canonical\" href=\"{url}policies/dogs/\">");
    run(&portal, &["build"]).code(0);
    assert!(fs::read_to_string(&page).expect("a page").contains(&canonical("https://policies.example.org/")));
    for url in ["https://www.example.org/policies", "https://www.example.org/policies/"] {
        run(&portal, &["build", "--base-url", url]).code(0);
        let html = fs::read_to_string(&page).expect("a page");
        assert!(html.contains(&canonical("https://www.example.org/policies/")), "{html}");
    }
}

/// The values of `href` and `src` in a page that lead somewhere in the site.
fn links(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for attribute in [" href=\"", " src=\""] {
        for part in html.split(attribute).skip(1) {
            let value = part.split('"').next().unwrap_or_default().replace("&amp;", "&");
            let path = value.split(['#', '?']).next().unwrap_or_default().to_owned();
            if !path.is_empty() && !path.contains(':') {
                found.push(path);
            }
        }
    }
    found
}

#[test]
fn with_links_to_files_every_page_opens_from_disk() {
    let portal = sound()
        .file(
            "content/pages/about.md",
            "+++\ntitle = \"About us\"\naliases = [\"who\"]\n+++\n\nSee [dogs](dogs) and [a map](files/map.svg).\n",
        )
        .file("content/files/map.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n")
        .amendment("ashby", "dogs", "## Our gate {append=safety}\n\nSee [the trust](about).\n");
    run(&portal, &["build", "--links", "file"]).code(0);
    let output = portal.root().join("output");
    let mut seen = 0;
    for (path, (bytes, _)) in everything(&output) {
        // The page for what is not there is shown at any address, so its links begin at the site's own.
        if path.extension().is_none_or(|ending| ending != "html") || path.ends_with("404.html") {
            continue;
        }
        let folder = path.parent().expect("a folder");
        for link in links(&String::from_utf8(bytes).expect("text")) {
            assert!(!link.ends_with('/') && link != "." && link != "..", "{} in {}", link, path.display());
            assert!(folder.join(&link).is_file(), "{link} in {} leads to no file", path.display());
            seen += 1;
        }
    }
    assert!(seen > 30, "{seen}");
}

#[test]
fn colour_is_for_terminals_unless_asked_for() {
    let portal = with_an_error();
    for (words, coloured) in [
        (&["check"][..], false),
        (&["check", "--color", "auto"], false),
        (&["check", "--color", "never"], false),
        (&["check", "--colour", "always"], true),
        (&["check", "--color", "always"], true),
        (&["build", "--color", "always"], true),
        (&["check", "--color", "always", "--format", "json"], false),
    ] {
        let ran = run(&portal, words).code(1);
        assert_eq!(ran.err.contains('\u{1b}'), coloured, "{words:?}");
        assert!(!ran.out.contains('\u{1b}'), "{words:?}");
    }
}

#[test]
fn a_folder_without_content_says_what_to_do() {
    let folder = empty_folder();
    for command in ["build", "check"] {
        let ran = run_at(folder.path(), Path::new("/nowhere"), &[command]).code(1);
        assert!(ran.err.starts_with("error[no-portal]: there is no content folder here"), "{}", ran.err);
        assert!(ran.err.contains("frontsheet init") && ran.err.contains("--root"), "{}", ran.err);
        assert_eq!(everything(folder.path()).len(), 0);
    }
    let ran = run_at(folder.path(), Path::new("/nowhere"), &[]).code(0);
    assert!(ran.out.contains("frontsheet init"), "{}", ran.out);
}

#[test]
fn a_new_portal_builds_without_a_warning() {
    let folder = empty_folder();
    let ran = run_at(folder.path(), Path::new("/nowhere"), &["init"]).code(0);
    assert!(ran.out.contains("content/trust.toml") && ran.err.is_empty(), "{}{}", ran.out, ran.err);
    let checked = run_at(folder.path(), Path::new("/nowhere"), &["check", "--deny", "warnings"]).code(0);
    assert_eq!(checked.err, "");
    let built = run_at(folder.path(), Path::new("/nowhere"), &["build", "--deny", "warnings"]).code(0);
    assert_eq!(built.err, "");
    let left_out: Vec<&str> = built.out.lines().skip_while(|line| !line.contains("Left out")).skip(1).collect();
    let is_list = |line: &&str| line.contains("content/requirements.toml: a draft");
    assert!(left_out.iter().filter(|line| !line.trim().is_empty()).all(is_list), "{}", built.out);
    let shown = run_at(folder.path(), Path::new("/nowhere"), &["build", "--drafts", "--deny", "warnings"]).code(0);
    assert!(folder.path().join("output/register/required/index.html").is_file(), "{}", shown.out);
    assert!(folder.path().join("output/index.html").is_file());
    // A folder of another name, from here, and a second time.
    run_at(folder.path(), Path::new("/nowhere"), &["init", "second"]).code(0);
    assert!(folder.path().join("second/content/trust.toml").is_file());
}

#[test]
fn a_folder_with_something_in_it_is_no_place_for_a_new_portal() {
    let folder = empty_folder();
    fs::write(folder.path().join("Uniform.docx"), "PK").expect("a file");
    let before = everything(folder.path());
    let ran = run_at(folder.path(), Path::new("/nowhere"), &["init"]).code(2);
    assert!(ran.err.contains("Uniform.docx") && ran.err.contains("frontsheet init my-portal"), "{}", ran.err);
    assert_eq!((everything(folder.path()), ran.out.as_str()), (before, ""));
}

#[test]
fn what_new_begins_can_be_checked_and_built() {
    let portal = sound();
    for words in [
        &["new", "school", "colby"][..],
        &["new", "policy", "lost-property"],
        &["new", "policy", "dogs", "--school", "ashby"],
        &["new", "policy", "garden", "--school", "ashby"],
    ] {
        let ran = run(&portal, words).code(0);
        assert!(ran.out.starts_with("Made content/") && ran.err.is_empty(), "{words:?}: {}{}", ran.out, ran.err);
    }
    let checked = run(&portal, &["check", "--drafts", "--deny", "warnings"]).code(0);
    assert_eq!(checked.err, "");
    run(&portal, &["build", "--drafts"]).code(0);
    let before = everything(portal.root());
    for (words, said) in [
        (&["new", "policy", "dogs"][..], "content/policies/dogs.md"),
        (&["new", "school", "Colby Academy"], "colby-academy"),
        (&["new", "policy", "cats", "--school", "ashbee"], "did you mean --school ashby?"),
    ] {
        let ran = run(&portal, words).code(2);
        assert!(ran.err.contains(said) && ran.out.is_empty(), "{words:?}: {}", ran.err);
    }
    assert_eq!(everything(portal.root()), before);
}

#[test]
fn help_and_version_are_results() {
    let folder = empty_folder();
    for words in [&["--help"][..], &["build", "--help"], &["--version"]] {
        let ran = run_at(folder.path(), Path::new("/nowhere"), words).code(0);
        assert!(!ran.out.is_empty() && ran.err.is_empty(), "{words:?}");
    }
}
