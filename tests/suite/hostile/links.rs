//! Links and addresses that lead out of the folder: what they lead to is neither read nor written.
#![cfg(unix)]

use super::{built, in_time};
use crate::builder::{Portal, files_below, portal};
use std::ffi::CString;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// A word that is nowhere in a portal's folder.
const SECRET: &str = "quinquereme";

/// A folder outside: whatever a link may want to find there, with the secret in it.
fn outside() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for path in ["a.md", "trust.toml", "school.toml", "policies/a.md", "logo.svg", "page.html", "words/en.toml"] {
        let file = folder.path().join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        let text = match path.rsplit_once('.') {
            Some((_, "toml")) => format!("name = \"{SECRET}\"\n"),
            Some((_, "md")) => format!("+++\n{}+++\n## Aim\n\n{SECRET}\n", crate::builder::approved(SECRET)),
            _ => SECRET.to_owned(),
        };
        fs::write(file, text).expect("a file");
    }
    folder
}

fn base() -> Portal {
    portal().school("ashby", "Ashby Primary School").policy("cats", "## Aim\n\nSafe.\n")
}

fn link(portal: &Portal, from: &str, to: &Path) {
    let from = portal.root().join(from);
    fs::create_dir_all(from.parent().expect("a folder")).expect("a folder");
    let _ = fs::remove_file(&from);
    symlink(to, from).expect("a link can be made");
}

/// Fails where the secret is in what was made or said.
#[track_caller]
fn is_kept(portal: &Portal, said: &str, named: &str) {
    assert!(!said.contains(SECRET), "{named}: {said}");
    for (path, bytes) in files_below(&portal.root().join("output")) {
        assert!(!String::from_utf8_lossy(&bytes).contains(SECRET), "{named}: {path}");
    }
}

#[test]
fn links_out_of_the_folder_are_told_of_and_not_followed() {
    for (from, to) in [
        ("content/policies/a.md", "a.md"),
        ("content/policies/b", "policies"),
        ("content/partials/p.md", "a.md"),
        ("content/pages/a.md", "a.md"),
        ("content/files/logo.svg", "logo.svg"),
        ("content/files/all", "."),
        ("content/schools/brook", "."),
        ("content/schools/brook/school.toml", "school.toml"),
        ("content/schools/ashby/policies", "policies"),
        ("content/archive", "."),
        ("content/archive/trust/a/1.0.md", "a.md"),
        ("content/meetings.toml", "trust.toml"),
        ("content/requirements.toml", "trust.toml"),
        ("content/trust.toml", "trust.toml"),
    ] {
        let (portal, outside) = (base(), outside());
        let before = files_below(outside.path());
        link(&portal, from, &outside.path().join(to));
        let ran = built(&portal, from);
        let named = from == "content/trust.toml" || ran.err.contains(from);
        assert!(named && ran.err.contains("leads out of the folder") || ran.code == 1, "{from}: {}", ran.err);
        is_kept(&portal, &format!("{}{}", ran.out, ran.err), from);
        assert!(files_below(outside.path()) == before, "{from}: nothing is written there");
    }
}

#[test]
fn a_theme_reached_by_a_link_out_of_the_folder_is_not_used() {
    for (from, to) in [
        ("themes/own", "."),
        ("themes/own/page.html", "page.html"),
        ("themes/own/words", "words"),
        ("themes/own/assets/logo.svg", "logo.svg"),
        ("themes", "."),
    ] {
        let trust = "name = \"Fens\"\ntheme = \"own\"\n[school_defaults]\nname = \"the school\"\n";
        let (portal, outside) = (base().trust(trust), outside());
        link(&portal, from, &outside.path().join(to));
        let ran = built(&portal, from);
        is_kept(&portal, &format!("{}{}", ran.out, ran.err), from);
    }
}

#[test]
fn addresses_out_of_the_folder_are_no_files() {
    let outside = outside();
    let secret = outside.path().join("logo.svg").display().to_string();
    let up = format!("{}{secret}", "../".repeat(30));
    for (named, text) in [
        ("a picture by its path", format!("![map]({secret})")),
        ("a picture further up", format!("![map]({up})")),
        ("a picture of this machine", format!("![map](file://{secret})")),
        ("a link by its path", format!("[map]({secret})")),
        ("a link further up", format!("[map]({up})")),
        ("a raw picture", format!("<img src=\"{up}\" alt=\"map\">")),
        ("an include further up", format!("{{% include \"{up}\" %}}")),
        ("an include of a drive", "{% include \"\\\\\\\\server\\\\share\\\\a.md\" %}".to_owned()),
    ] {
        let portal = base().policy("dogs", &format!("## Aim\n\n{text}\n"));
        let ran = built(&portal, named);
        // What is of no kind that is published is left out with a warning; all else is an error.
        let is_left_out = ran.err.contains("of a kind that is not published");
        let is_told = ran.err.contains("content/policies/dogs.md") && (ran.code == 1 || is_left_out);
        assert!(is_told, "{named}: {}", ran.err);
        is_kept(&portal, "", named);
    }
}

#[test]
fn what_is_neither_file_nor_folder_is_not_waited_for() {
    for path in [
        "content/policies/a.md",
        "content/files/a.pdf",
        "content/schools/ashby/policies/cats.md",
        "themes/own/page.html",
    ] {
        let portal = base();
        let pipe = portal.root().join(path);
        fs::create_dir_all(pipe.parent().expect("a folder")).expect("a folder");
        let name = CString::new(pipe.display().to_string()).expect("a name");
        let made = Command::new("mkfifo").arg(name.to_str().expect("text")).status();
        assert!(made.expect("there is mkfifo").success());
        let ran = in_time(&portal, path);
        let is_told = path.starts_with("themes/") || ran.err.contains(path);
        assert!(ran.code <= 1 && is_told, "{path}: {} {}", ran.code, ran.err);
    }
}

#[test]
fn notes_of_the_programs_that_lead_elsewhere_are_not_written_through() {
    for name in [".frontsheet", ".frontsheet/lock", ".frontsheet/outputs", ".frontsheet/stage"] {
        let (portal, outside) = (base(), outside());
        let before = files_below(outside.path());
        let to = if name.ends_with("lock") { outside.path().join("a.md") } else { outside.path().to_owned() };
        link(&portal, name, &to);
        let ran = in_time(&portal, name);
        assert!(ran.code == 3 && ran.err.contains(name), "{name}: {} {}", ran.code, ran.err);
        assert!(files_below(outside.path()) == before, "{name}: nothing is written there");
    }
}

#[test]
fn folders_of_the_output_that_lead_elsewhere_are_not_written_through() {
    for name in ["policies", "policies/cats", "files", "policies/cats/index.html"] {
        let (portal, outside) = (base().file("content/files/map.txt", "map"), outside());
        let before = files_below(outside.path());
        let to = if name.ends_with("html") { outside.path().join("a.md") } else { outside.path().to_owned() };
        link(&portal, &format!("output/{name}"), &to);
        let ran = in_time(&portal, name);
        assert!(ran.code == 3 && ran.err.contains(name) || name.ends_with("html"), "{name}: {} {}", ran.code, ran.err);
        assert!(files_below(outside.path()) == before, "{name}: nothing is written there");
    }
}
