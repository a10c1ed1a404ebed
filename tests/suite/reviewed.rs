//! `reviewed`: what it writes, and what it refuses.

use super::builder::{Portal, TODAY, approved, portal};
use frontsheet::calendar::{CalendarDate, Day};
use frontsheet::pipeline::{self, Options, Recorded, ReviewToRecord};
use std::fs;
use std::process::Command;

const POLICY: &str = "content/policies/dogs.md";

fn day(text: &str) -> Day {
    Day::parse_iso(text).expect("a day")
}

fn review(on: &str) -> ReviewToRecord {
    ReviewToRecord { policy: "dogs".to_owned(), school: None, on: day(on), by: None, next: None }
}

fn record(portal: &Portal, review: &ReviewToRecord) -> Recorded {
    pipeline::record_review(&Options::new(portal.root().to_owned(), day(TODAY)), review).expect("the disk works")
}

fn text(portal: &Portal, path: &str) -> String {
    fs::read_to_string(portal.root().join(path)).expect("a file")
}

/// Front matter with a cycle in place of a date.
fn with_cycle() -> String {
    approved("Dogs").replace("next_review = 2027-01-11\n", "review_cycle = \"annually\" # as the board wants\n")
}

/// What is wrong, where nothing may have been written.
#[track_caller]
fn refused(portal: &Portal, review: &ReviewToRecord, path: &str) -> String {
    let before = text(portal, path);
    let recorded = record(portal, review);
    assert!(recorded.file.is_none() && recorded.diagnostics.has_errors(), "{}", recorded.difference);
    assert_eq!(text(portal, path), before, "nothing is written");
    recorded.diagnostics.iter().map(|fault| fault.message.as_str()).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_review_is_recorded_in_the_lines_concerned() {
    let portal = portal().policy_with("dogs", &with_cycle(), "## A\nA.  \n");
    let recorded = record(&portal, &ReviewToRecord { by: Some("Trust \"Board\"".to_owned()), ..review("2026-11-02") });
    assert_eq!(recorded.file.as_deref(), Some(POLICY));
    assert_eq!(recorded.next_due, Some(day("2027-11-02")));
    let expected = "+++\ntitle = \"Dogs\"\nstatus = \"approved\"\nowner = \"Head of Governance\"\nversion = \"1.0\"\n\
                    approved = 2026-01-12\napproved_by = \"Trust Board\"\nprevious_review = 2026-11-02\n\
                    review_cycle = \"annually\" # as the board wants\n\n[[history]]\nversion = \"1.0\"\ndate = 2026-11-02\n\
                    author = \"Trust \\\"Board\\\"\"\nchanges = \"Reviewed, no change\"\n+++\n## A\nA.  \n";
    assert_eq!(text(&portal, POLICY), expected);
    assert!(recorded.difference.contains("8 + previous_review = 2026-11-02\n"), "{}", recorded.difference);
    let register = portal.build().clean().text("register.json");
    assert!(register.contains("\"next_review\":\"2027-11-02\",\"review_due\":\"2027-11-02\""), "{register}");
}

#[test]
fn a_date_that_is_written_down_moves_on_by_the_cycle_in_its_own_manner() {
    for (before, after) in [
        ("next_review = 2026-12-01 # by then\n", "next_review = 2027-11-23 # by then\n"),
        ("next_review = 'December 2026'\n", "next_review = 'November 2027'\n"),
        ("next_review = \"01.12.2026\"  \n", "next_review = \"23.11.2027\"  \n"),
    ] {
        let front = with_cycle() + before;
        let portal = portal().policy_with("dogs", &front, "## A\nA.\n");
        assert!(record(&portal, &review(TODAY)).file.is_some());
        assert!(text(&portal, POLICY).contains(after), "{}", text(&portal, POLICY));
        portal.build().clean();
    }
}

#[test]
fn without_a_cycle_the_next_review_is_asked_for() {
    let portal = portal().policy_with("dogs", &approved("Dogs"), "## A\nA.\n");
    assert!(refused(&portal, &review(TODAY), POLICY).contains("nothing says when \"Dogs\" is next reviewed"));
    let next = CalendarDate::parse("September 2027").ok();
    let recorded = record(&portal, &ReviewToRecord { next, ..review(TODAY) });
    assert_eq!(recorded.next_due, Some(day("2027-09-30")));
    assert!(text(&portal, POLICY).contains("next_review = \"2027-09\"\n"));
}

#[test]
fn a_review_after_a_review_stands_first_in_the_history() {
    let portal = portal().policy_with("dogs", &with_cycle(), "## A\nA.\n");
    for on in ["2026-06-01", "2026-11-02"] {
        assert!(record(&portal, &review(on)).file.is_some(), "{on}");
    }
    let text = text(&portal, POLICY);
    assert_eq!(text.matches("previous_review = ").count(), 1);
    let dates: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("date = ")).collect();
    assert_eq!(dates, ["2026-11-02", "2026-06-01"]);
    assert!(refused(&portal, &review("2026-07-01"), POLICY).contains("before previous_review"));
}

#[test]
fn what_a_version_changed_is_still_told_after_a_review() {
    let history = "[[history]]\nversion = \"1.0\"\ndate = 2026-01-12\nchanges = \"Leads.\"\n";
    let portal = portal().policy_with("dogs", &(with_cycle() + history), "## A\nA.\n");
    assert!(record(&portal, &review(TODAY)).file.is_some());
    assert!(portal.build().clean().text("feed.xml").contains("<summary>Leads.</summary>"));
}

#[test]
fn a_review_in_a_welsh_portal_is_recorded_in_welsh() {
    let portal =
        portal().trust("name = \"Ymddiriedolaeth\"\nbase_url = \"https://policies.example.org\"\nlanguage = \"cy\"\n");
    let portal = portal.policy_with("dogs", &with_cycle(), "## A\nA.\n");
    assert!(record(&portal, &review(TODAY)).file.is_some());
    assert!(text(&portal, POLICY).contains("changes = \"Adolygwyd, dim newid\"\n"), "{}", text(&portal, POLICY));
    portal.build().clean();
}

#[test]
fn what_may_not_be_released_may_not_be_recorded() {
    let with = |front: &str| portal().policy_with("dogs", front, "## A\nA.\n");
    for (front, said) in [
        ("title = \"Dogs\"\n".to_owned(), "is a draft"),
        (with_cycle().replace("approved\"", "withdrawn\""), "is withdrawn"),
        (with_cycle().replace("version = \"1.0\"\n", ""), "has no version"),
        (with_cycle().replace("2026-01-12", "2026-11-24"), "before approved"),
        (with_cycle() + "anual = 1\n", "anual"),
    ] {
        let said_now = refused(&with(&front), &review(TODAY), POLICY);
        assert!(said_now.contains(said), "{said}: {said_now}");
    }
}

#[test]
fn changed_wording_of_a_released_version_is_not_waved_through() {
    let portal = portal().policy_with("dogs", &with_cycle(), "## A\nA.\n");
    let options = Options::new(portal.root().to_owned(), day(TODAY));
    assert!(!pipeline::release(&options, "dogs", None, "frontsheet release dogs").expect("the disk works").failed);
    let portal = portal.policy_with("dogs", &with_cycle(), "## A\nB.\n");
    refused(&portal, &review(TODAY), POLICY);
    let portal = portal.policy_with("dogs", &with_cycle(), "## A\nA.\n");
    assert!(record(&portal, &review(TODAY)).file.is_some(), "the wording is as it was");
    assert!(!portal.build().outcome.failed);
}

#[test]
fn a_schools_copy_is_reviewed_in_the_schools_file() {
    let file = "content/schools/ashby/policies/dogs.md";
    let of_ashby = ReviewToRecord { school: Some("ashby".to_owned()), ..review(TODAY) };
    let portal = portal().school("ashby", "Ashby Primary School").policy_with("dogs", &with_cycle(), "## A\nA.\n");
    assert!(refused(&portal, &of_ashby, POLICY).contains("the trust's review is its review"));
    let front = "based_on = \"1.0\"\r\napproved_by = \"Local Governing Body\"\r\n";
    let portal = portal.file(file, format!("+++\r\n{front}+++\r\n"));
    let trusts = text(&portal, POLICY);
    assert_eq!(record(&portal, &of_ashby).file.as_deref(), Some(file));
    assert_eq!(text(&portal, POLICY), trusts, "the trust's file is left alone");
    let expected = format!(
        "+++\r\n{front}previous_review = 2026-11-23\r\n\r\n[[history]]\r\nversion = \"1.0\"\r\ndate = 2026-11-23\r\n\
         changes = \"Reviewed, no change\"\r\n+++\r\n"
    );
    assert_eq!(text(&portal, file), expected);
}

#[test]
fn the_command_prints_what_it_changed_and_refuses_what_cannot_be_meant() {
    let portal = portal().policy_with("dogs", &with_cycle(), "## A\nA.\n");
    let run = |words: &[&str]| {
        let root = portal.root().to_str().expect("a path");
        let mut command = Command::new(env!("CARGO_BIN_EXE_frontsheet"));
        let out = command.args(["--root", root, "--as-of", TODAY, "reviewed"]).args(words).output().expect("it runs");
        let said = [out.stdout, out.stderr].concat();
        (out.status.code(), String::from_utf8(said).expect("text"))
    };
    for (words, said) in [
        (&["dogs", "--on", "2026-11-24"][..], "in the future"),
        (&["dogs", "--on", "November 2026"], "wants a day"),
        (&["dogs", "--next", "2026-11-23"], "not after the review"),
        (&["dogs", "--next", "soon"], "--next"),
        (&["cats"], "cats"),
        (&["dogs", "--school", "ashby"], "ashby"),
    ] {
        let (code, printed) = run(words);
        assert_eq!(code, Some(2), "{words:?}: {printed}");
        assert!(printed.contains(said), "{words:?}: {printed}");
    }
    let (code, printed) = run(&["dogs", "--by", "Trust Board"]);
    assert_eq!(code, Some(0), "{printed}");
    assert_eq!(
        printed,
        "content/policies/dogs.md\n   8 + previous_review = 2026-11-23\n  10 + \n  11 + [[history]]\n  12 + version = \"1.0\"\n  \
         13 + date = 2026-11-23\n  14 + author = \"Trust Board\"\n  15 + changes = \"Reviewed, no change\"\n\
         Reviewed, no change. The next review is due by 23 November 2027.\n"
    );
}
