//! What a build does to the output folder, and what it depends on.

use crate::builder::{Built, Portal, approved, files_below, portal};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

/// A site with two schools, an amendment, a page, a partial and files.
fn site() -> Portal {
    portal()
        .school("ashby", "Ashby")
        .school("brook", "Brook")
        .policy("pets", "## A {#a}\nAt {{ school.name }}.[^n] [](dogs#b)\n\n{% include \"p.md\" %}\n\n[^n]: Note.\n")
        .policy("dogs", "## B {#b}\nDogs.\n\n## C {.appendix}\nC.\n")
        .amendment("ashby", "pets", "## N {after=a}\nN.\n\n## X {append=a}\nX.\n")
        .file("content/partials/p.md", "We care.\n")
        .file("content/pages/about.md", "+++\ntitle = \"About\"\naliases = [\"us\"]\n+++\nHello.\n")
        .file("content/files/map.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
}

fn modified(site: &Built, path: &str) -> SystemTime {
    fs::metadata(site.output.join(path)).and_then(|data| data.modified()).expect("a file")
}

/// Changes the content below a built site, and builds again.
fn after(site: Built, change: impl FnOnce(&Path)) -> Built {
    change(site.portal.root());
    site.again()
}

fn write(root: &Path, path: &str, text: &str) {
    fs::write(root.join(path), text).expect("a file");
}

#[test]
fn the_same_content_gives_the_same_bytes_in_another_folder() {
    assert!(site().build().clean().files() == site().build().clean().files());
}

#[test]
fn a_second_build_writes_nothing() {
    let first = site().build().clean();
    let (files, count) = (first.files(), first.outcome.written.written.len());
    assert_eq!(count, files.len());
    let second = first.again().clean();
    assert_eq!(second.outcome.written.written.len(), 0, "{:?}", second.outcome.written.written);
    assert_eq!(second.outcome.written.unchanged, count);
    assert!(second.files() == files);
}

#[test]
fn an_unchanged_file_is_not_touched() {
    let first = site().build().clean();
    let paths: Vec<String> = first.files().into_keys().collect();
    let before: Vec<SystemTime> = paths.iter().map(|path| modified(&first, path)).collect();
    let second = after(first, |root| {
        write(root, "content/pages/about.md", "+++\ntitle = \"About\"\naliases = [\"us\"]\n+++\nHi.\n");
    });
    let touched: Vec<&String> = paths
        .iter()
        .zip(before)
        .filter(|(path, time)| modified(&second, path) != *time)
        .map(|(path, _)| path)
        .collect();
    assert_eq!(touched, ["about/index.html", "assets/search-index.js", "assets/search/pages.js"]);
}

#[test]
fn a_failed_build_leaves_the_output_as_it_was() {
    let first = site().build().clean();
    let files = first.files();
    let broken = after(first, |root| {
        write(root, "content/partials/p.md", "{{ school.nmae }}\n");
        write(root, "content/pages/about.md", "+++\ntitle = \"New\"\n+++\nNew.\n");
    });
    assert!(broken.outcome.failed && broken.files() == files);
    let mended = after(broken, |root| write(root, "content/partials/p.md", "We care.\n"));
    assert!(mended.clean().page("about/").contains("New."));
}

#[test]
fn a_first_build_that_fails_makes_nothing() {
    let site = site().policy("bad", "## A\n[x](nowhere-at-all)\n").build();
    assert!(site.outcome.failed && site.files().is_empty(), "{:?}", site.files().keys());
}

#[test]
fn denied_warnings_leave_the_output_as_it_was() {
    let first = site().build().clean();
    let files = first.files();
    fs::write(first.portal.root().join("content/policies/bare.md"), "+++\ntitle = \"B\"\nstatus = \"approved\"\n+++\n")
        .expect("a file");
    let second = first.portal.with(|options| options.deny_warnings = true).build();
    assert!(second.outcome.failed && second.files() == files);
}

#[test]
fn a_stale_page_is_removed_with_its_folder() {
    let second = after(site().build().clean(), |root| {
        fs::remove_file(root.join("content/pages/about.md")).expect("removed");
        fs::remove_dir_all(root.join("content/schools/brook")).expect("removed");
    });
    let second = second.clean();
    assert!(!second.output.join("about").exists() && !second.output.join("us").exists());
    assert!(!second.output.join("schools/brook").exists());
    assert!(
        second.outcome.written.removed.iter().any(|path| path == "about/index.html"),
        "{:?}",
        second.outcome.written.removed
    );
}

#[test]
fn a_file_of_somebody_elses_is_kept() {
    let first = site().build().clean();
    write(&first.output, ".gitkeep", "");
    write(&first.output, "about/notes.txt", "Mine.");
    let second = after(first, |root| fs::remove_file(root.join("content/pages/about.md")).expect("removed")).clean();
    assert!(second.has(".gitkeep") && second.has("about/notes.txt") && !second.has("about/index.html"));
}

#[test]
fn a_page_that_was_changed_by_hand_is_put_right() {
    let first = site().build().clean();
    let files = first.files();
    write(&first.output, "index.html", "changed");
    fs::remove_file(first.output.join("about/index.html")).expect("removed");
    assert!(first.again().clean().files() == files);
}

#[test]
fn nothing_of_the_programs_memory_stands_in_the_site() {
    let first = site().build().clean();
    assert!(!first.files().keys().any(|path| path.contains(".frontsheet")));
}

#[test]
fn content_is_never_written_to() {
    let site = site();
    let before = files_below(&site.root().join("content"));
    let built = site.build().clean();
    assert!(files_below(&built.portal.root().join("content")) == before);
}

#[test]
fn no_page_holds_a_blank_where_a_value_should_be() {
    let site = portal().policy("pets", "## A\nOur {{ school.phone }}.\n").build().says(&["no-value"]);
    assert!(site.files().is_empty());
}

#[test]
fn a_day_changes_only_what_tells_of_days() {
    let front = format!("{}effective = 2026-12-01\n", approved("Soon"));
    let site = site().policy_with("soon", &front, "## A\nA.\n").build().clean();
    let before = site.files();
    let after = site.portal.on("2026-11-24").build().clean();
    for (path, bytes) in after.files() {
        if path.starts_with("policies/") {
            assert!(before[&path] == bytes, "{path} should be as it was the day before");
        }
    }
}

/// Runs the program on a root, with so many threads.
fn run(root: &Path, threads: &str, words: &[&str]) -> std::process::Output {
    Command::new(env!("CARGO_BIN_EXE_frontsheet"))
        .args(["--root", root.to_str().expect("UTF-8"), "--as-of", "2026-11-23"])
        .args(words)
        .env("RAYON_NUM_THREADS", threads)
        .output()
        .expect("the program runs")
}

#[test]
fn any_number_of_threads_makes_the_same_bytes() {
    let site = site();
    let of = |threads: &str| {
        let output = site.root().join(format!("output-{threads}"));
        let ran = run(site.root(), threads, &["build", "--output", output.to_str().expect("UTF-8")]);
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        files_below(&output)
    };
    assert!(of("1") == of("7"));
}

#[test]
fn any_number_of_threads_says_the_same_of_faults() {
    let broken = (0..12)
        .fold(site(), |site, n| site.policy(&format!("p{n}"), "## A\n{{ school.nmae }} [x](dgos)\n\n## A {#x y=z}\n"));
    let said = |threads: &str| run(broken.root(), threads, &["check"]).stderr;
    let once = said("1");
    assert!(!once.is_empty());
    assert!(once == said("7") && once == said("3"));
}

#[test]
fn an_output_that_holds_the_content_is_refused() {
    let site = site();
    for output in [".", "content", "content/policies", ".."] {
        let folder = site.root().join(output);
        let ran = run(site.root(), "1", &["build", "--output", folder.to_str().expect("UTF-8")]);
        assert_eq!(ran.status.code(), Some(2), "{output}: {}", String::from_utf8_lossy(&ran.stderr));
    }
}

#[test]
fn faults_end_with_1_and_a_clean_build_with_0() {
    let site = site();
    assert_eq!(run(site.root(), "2", &["build"]).status.code(), Some(0));
    let site = site.policy("bad", "## A\n[x](nowhere-at-all)\n");
    assert_eq!(run(site.root(), "2", &["build"]).status.code(), Some(1));
    assert_eq!(run(site.root(), "2", &["check"]).status.code(), Some(1));
}

#[test]
fn a_check_writes_nothing() {
    let site = site();
    let before = files_below(site.root());
    assert_eq!(run(site.root(), "2", &["check"]).status.code(), Some(0));
    assert!(files_below(site.root()) == before);
}
