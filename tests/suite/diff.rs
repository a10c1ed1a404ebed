//! `frontsheet diff`: what changed since the last release, told before anything is released.

use super::builder::{Portal, approved, files_below, portal};
use super::command::{Ran, run};

const FIRST: &str = "## Aim {#aim}\n\nDogs must wear a lead at the gate and on the paths round the field.\n\n## Visits {#visits}\n\nPlease ask the school office first.\n";

fn version(number: &str) -> String {
    approved("Dogs on site").replace("version = \"1.0\"", &format!("version = {number:?}"))
}

fn released(portal: Portal, number: &str, text: &str) -> Portal {
    let portal = portal.policy_with("dogs", &version(number), text);
    run(&portal, &["release", "dogs"]).code(0);
    portal
}

/// Two released versions, and a draft of the third.
fn drafted() -> Portal {
    let portal = released(portal().school("ashby", "Ashby Primary School"), "1.0", FIRST);
    let portal = released(portal, "2.0", &FIRST.replace("a lead", "a short lead"));
    let draft = version("3.0").replace("\"approved\"", "\"draft\"").replace("Head of Governance", "Clerk");
    portal.policy_with("dogs", &draft, &FIRST.replace("a lead", "a short lead").replace("first.", "two days before."))
}

fn diff(words: &[&str]) -> Ran {
    let mut all = vec!["diff", "dogs"];
    all.extend(words);
    run(&drafted(), &all)
}

#[test]
fn what_is_written_now_is_compared_with_the_last_release() {
    let ran = diff(&[]).code(0);
    assert_eq!(
        ran.out,
        "Dogs on site: what is written now (version 3.0) against version 2.0\n\
         1 section changed; 1 unchanged.\n  \
         Document owner: [-Head of Governance-] {+Clerk+}\n\
         \n## Visits (changed)\n\nPlease ask the school office [-first-] {+two days before+}.\n"
    );
    assert_eq!(ran.err, "");
}

#[test]
fn two_released_versions_are_compared_too() {
    for words in [&["--to", "2.0"][..], &["--from", "1.0", "--to", "2.0"]] {
        let out = diff(words).code(0).out;
        assert!(
            out.starts_with("Dogs on site: version 2.0 against version 1.0\n1 section changed; 1 unchanged.\n"),
            "{out}"
        );
        assert!(out.contains("Dogs must wear a {+short +}lead at the gate"), "{out}");
    }
    let since_the_first = diff(&["--from", "1.0"]).code(0).out;
    assert!(
        since_the_first.contains("{+short +}") && since_the_first.contains("{+two days before+}"),
        "{since_the_first}"
    );
    let school = diff(&["--school", "ashby"]).code(0).out;
    assert!(school.starts_with("Dogs on site, Ashby Primary School: what is written now"), "{school}");
}

#[test]
fn the_same_text_is_no_change_and_nothing_is_written() {
    let portal = portal().school("ashby", "St *Mary's* <C of E>");
    let text = "{{ school.name }} [](dogs#aim) and [](trips).\n\n## Aim {#aim}\n\nA footnote[^1].\n\n[^1]: {{ school.name }}\n";
    let portal = released(portal.policy_with("trips", &approved("Trips"), "## Aim\n\nOut.\n"), "1.0", text);
    let before = files_below(portal.root());
    let out = run(&portal, &["diff", "dogs", "--school", "ashby"]).code(0).out;
    assert_eq!(
        out,
        "Dogs on site, St *Mary's* <C of E>: what is written now (version 1.0) against version 1.0\nNo section changed.\n"
    );
    assert_eq!(files_below(portal.root()), before);
}

#[test]
fn in_colour_there_are_no_signs() {
    let out = diff(&["--color", "always"]).code(0).out;
    assert!(out.contains("\u{1b}[") && !out.contains("{+") && !out.contains("[-"), "{out}");
}

#[test]
fn programs_get_the_same_as_data() {
    let json = diff(&["--format", "json"]).code(0).json();
    assert_eq!(json["from"]["version"], "2.0");
    assert_eq!(json["from"]["released"], "2026-11-23");
    assert_eq!((&json["to"]["version"], json["to"]["released"].is_null()), (&"3.0".into(), true));
    assert_eq!(json["summary"], "1 section changed; 1 unchanged");
    assert_eq!((&json["counts"]["changed"], &json["counts"]["unchanged"]), (&1.into(), &1.into()));
    assert_eq!(json["front_sheet"][0]["new"], "Clerk");
    let section = &json["sections"][0];
    assert_eq!(
        (&section["id"], &section["title"], &section["said"]),
        (&"visits".into(), &"Visits".into(), &"changed".into())
    );
    let words = section["lines"][0]["words"].as_array().expect("runs");
    let told: Vec<String> = words.iter().map(|run| format!("{}:{}", run["change"], run["text"])).collect();
    assert_eq!(
        told,
        [
            "\"kept\":\"Please ask the school office \"",
            "\"removed\":\"first\"",
            "\"added\":\"two days before\"",
            "\"kept\":\".\""
        ]
    );
}

#[test]
fn a_name_that_is_not_there_is_wrong_usage_and_the_nearest_is_told() {
    for (words, says) in [
        (&["diff", "dgos"][..], "did you mean frontsheet diff dogs?"),
        (&["diff", "dogs", "--from", "2"], "the released versions are \"1.0\" and \"2.0\""),
        (&["diff", "dogs", "--to", "1.O"], "did you mean --to 1.0?"),
        (&["diff", "dogs", "--school", "ashbi"], "did you mean --school ashby?"),
        (&["diff", "dogs", "--to", "1.0"], "version 1.0 is the first that was released"),
        (&["diff", "../dogs"], "there is no policy called \"../dogs\""),
    ] {
        let ran = run(&drafted(), words).code(2);
        assert!(ran.err.contains(says) && ran.out.is_empty(), "{says}\n{}", ran.err);
    }
    let fresh = portal().policy("dogs", FIRST);
    let ran = run(&fresh, &["diff", "dogs"]).code(2);
    assert!(ran.err.contains("frontsheet release dogs"), "{}", ran.err);
}

#[test]
fn words_that_were_changed_without_a_new_number_are_shown_all_the_same() {
    let portal = released(portal(), "1.0", FIRST).policy_with("dogs", &version("1.0"), &FIRST.replace("field", "pond"));
    let ran = run(&portal, &["diff", "dogs"]).code(0);
    assert!(ran.out.contains("[-field-] {+pond+}"), "{}{}", ran.out, ran.err);
    run(&portal, &["build"]).code(1);
}

#[test]
fn a_document_that_is_gone_can_still_be_compared() {
    let portal = drafted();
    std::fs::remove_file(portal.root().join("content/policies/dogs.md")).expect("a file");
    std::fs::remove_dir_all(portal.root().join("content/schools")).expect("a folder");
    let ran = run(&portal, &["diff", "dogs"]).code(2);
    assert!(ran.err.contains("--to VERSION"), "{}", ran.err);
    let out = run(&portal, &["diff", "dogs", "--school", "ashby", "--to", "2.0"]).code(0).out;
    assert!(out.starts_with("Dogs on site, Ashby Primary School: version 2.0 against version 1.0"), "{out}");
}

#[test]
fn what_is_wrong_with_the_content_is_said() {
    let portal = drafted().policy_with("dogs", &version("3.0"), "## Aim {#aim}\n\n{{ school.nmae }}\n");
    let ran = run(&portal, &["diff", "dogs"]).code(1);
    assert!(ran.err.contains("no-value") && ran.out.contains("Nothing was compared"), "{}{}", ran.err, ran.out);
    let json = run(&portal, &["--format", "json", "diff", "dogs"]).code(1).json();
    assert!(json["to"].is_null() && !json["diagnostics"].as_array().expect("faults").is_empty());
}
