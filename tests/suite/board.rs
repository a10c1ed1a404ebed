//! What approving bodies have before them at a meeting: the pages and the command.

use super::builder::{Built, Portal, approved, portal, words};
use frontsheet::calendar::Day;
use frontsheet::pipeline::{self, Options};
use serde_json::Value;
use std::process::{Command, Output};

const TRUST: &str = "name = \"Fenland Learning Trust\"\nbase_url = \"https://policies.example.org\"\n";

/// A trust whose board meets thrice.
fn fens() -> Portal {
    let meeting = |date: &str, body: &str| format!("[[meetings]]\ndate = {date}\nbody = \"{body}\"\n");
    let meetings = meeting("2026-10-08", "Trust Board")
        + &meeting("2026-12-10", "Trust Board")
        + "papers_by = 2026-12-03\n"
        + &meeting("2027-03-18", "trust  board");
    portal().trust(&format!("{TRUST}{meetings}[school_defaults]\nname = \"the school\"\n"))
}

fn due(portal: Portal, slug: &str, day: &str) -> Portal {
    portal.policy_with(slug, &approved(slug).replace("2027-01-11", day), "## A\nA.\n")
}

fn approved_on(portal: Portal, slug: &str, day: &str) -> Portal {
    let front = approved(slug).replace("2026-01-12", day).replace("2027-01-11", "2028-12-31");
    portal.policy_with(slug, &front, "## A\nA.\n")
}

/// The titles in a list of a page: the text of each row's header.
fn listed(page: &str, id: &str) -> Vec<String> {
    let Some((_, from)) = page.split_once(&format!("<h3 id=\"{id}\">")) else { return Vec::new() };
    let list = from.split("<h3").next().expect("a part").split("<h2").next().expect("a part");
    list.split("<th scope=\"row\">").skip(1).map(|row| words(row.split("<small>").next().unwrap_or(row))).collect()
}

fn run(portal: &Portal, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_frontsheet"));
    command.arg("board").args(arguments).args(["--as-of", "2026-11-23", "--root"]).arg(portal.root());
    command.output().expect("it runs")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn what_is_due_is_told_at_the_last_meeting_before_it() {
    let mut portal = fens();
    for day in ["2026-11-22", "2026-12-09", "2026-12-10", "2027-03-17", "2027-03-18", "\"February 2027\""] {
        portal = due(portal, &format!("d{}", day.replace(['"', ' '], "").to_lowercase()), day);
    }
    let page = portal.build().clean().page("register/board/2026-12-10/");
    assert_eq!(listed(&page, "overdue-1"), ["d2026 11 22", "d2026 12 09"].map(|title| title.replace(' ', "-")));
    assert_eq!(listed(&page, "due-1"), ["d2026-12-10", "dfebruary2027", "d2027-03-17"]);
    let text = words(&page);
    assert!(text.contains("Trust Board, 10 December 2026"), "{text}");
    assert!(text.contains("Status as at 23 November 2026."), "{text}");
    assert!(
        text.contains(
            "Papers go out by 3 December 2026. Its last meeting was on 8 October 2026. Its next meeting is on 18 March 2027."
        ),
        "{text}"
    );
    assert!(text.contains("Approved since the last meeting Nothing."), "{text}");
    assert!(page.contains("<body data-kind=\"register\""), "it is a page of the register");
}

#[test]
fn an_approval_is_told_at_the_first_meeting_after_it() {
    let mut portal = fens().on("2026-12-31");
    for day in ["2026-10-07", "2026-10-08", "2026-12-09", "2026-12-10", "\"October 2026\"", "\"December 2026\""] {
        portal = approved_on(portal, &format!("a{}", day.replace(['"', ' '], "").to_lowercase()), day);
    }
    let site = portal.build();
    let page = |day: &str| site.page(&format!("register/board/{day}/"));
    assert_eq!(listed(&page("2026-10-08"), "approved-1"), ["a2026-10-07"]);
    assert_eq!(listed(&page("2026-12-10"), "approved-1"), ["a2026-10-08", "aoctober2026", "a2026-12-09"]);
    assert_eq!(listed(&page("2027-03-18"), "approved-1"), ["a2026-12-10", "adecember2026"]);
}

#[test]
fn without_another_meeting_the_review_window_is_told_of() {
    let mut portal = fens();
    for day in ["2027-06-16", "2027-06-17"] {
        portal = due(portal, &format!("d{day}"), day);
    }
    for day in ["2026-07-09", "2026-07-10"] {
        portal = approved_on(portal, &format!("a{day}"), day);
    }
    let site = portal.build();
    let last = site.page("register/board/2027-03-18/");
    assert_eq!(listed(&last, "due-1"), ["d2027-06-16"], "90 days after 18 March");
    assert!(words(&last).contains("No meeting after is recorded: reviews are listed that are due by 16 June 2027."));
    assert!(words(&last).contains("Due by 16 June 2027"));
    let first = site.page("register/board/2026-10-08/");
    assert_eq!(listed(&first, "approved-1"), ["a2026-07-10"], "90 days before 8 October");
    assert!(words(&first).contains("No meeting before is recorded: approvals are listed from 10 July 2026 on."));
}

#[test]
fn each_body_has_its_own_and_those_that_meet_come_first() {
    let by = |body: &str| approved("Dogs").replace("Trust Board", body).replace("2027-01-11", "2026-11-01");
    let more = "[[meetings]]\ndate = 2026-12-10\nbody = \"Zoo Committee\"\n";
    let portal = portal()
        .trust(&format!("{TRUST}{more}[[meetings]]\ndate = 2026-12-10\nbody = \"Trust Board\"\n"))
        .policy_with("a", &by("TRUST board").replace("Dogs", "Ants"), "## A\nA.\n")
        .policy_with("b", &by("Local Governing Body").replace("Dogs", "Bees"), "## A\nA.\n")
        .policy_with("c", &by("x").replace("approved_by = \"x\"\n", "").replace("Dogs", "Cats"), "## A\nA.\n")
        .policy_with("d", &by("Zoo Committee").replace("approved\"", "draft\""), "## A\nA.\n")
        .policy_with("e", &by("Zoo Committee").replace("approved\"", "withdrawn\""), "## A\nA.\n");
    let page = portal.build().page("register/board/2026-12-10/");
    let headings: Vec<String> =
        page.split("<h2 id=\"body-").skip(1).map(|rest| words(rest.split("</h2>").next().unwrap_or(""))).collect();
    let headings: Vec<&str> =
        headings.iter().map(|heading| heading.split_once('>').map_or("", |(_, words)| words)).collect();
    assert_eq!(headings, ["Zoo Committee", "Trust Board", "Local Governing Body", "No approving body recorded"]);
    assert_eq!(listed(&page, "overdue-1"), [""; 0], "a draft and a withdrawn document are not reviewed");
    assert_eq!(listed(&page, "overdue-2"), ["Ants"]);
    assert_eq!(listed(&page, "overdue-3"), ["Bees"]);
    assert_eq!(listed(&page, "overdue-4"), ["Cats"]);
    assert!(words(&page).contains("Local Governing Body Does not meet that day."));
    assert!(words(&page).contains("Zoo Committee and Trust Board, 10 December 2026"));
}

/// A trust with two schools of which the board approved two versions of a policy, one of them to come.
fn released() -> Portal {
    let front = |version: &str, approved_on: &str| {
        approved("Dogs").replace("1.0", version).replace("2026-01-12", approved_on).replace("2027-01-11", "2028-01-01")
    };
    let mut portal = fens().school("ashby", "Ashby Primary School").school("brook", "Brook Primary School");
    for (version, day) in [("1.0", "2026-01-12"), ("1.1", "2026-10-20"), ("2.0", "2026-11-10")] {
        let effective = if version == "2.0" { "effective = 2027-01-04\n" } else { "" };
        portal = portal.policy_with("dogs", &(front(version, day) + effective), &format!("## A\nIn {version}.\n"));
        let options = Options::new(portal.root().to_owned(), Day::parse_iso("2026-11-23").expect("a day"));
        assert!(!pipeline::release(&options, "dogs", None, "frontsheet release").expect("the disk works").failed);
    }
    portal
}

#[test]
fn every_version_that_was_approved_is_told_with_the_page_of_its_changes() {
    let site = released().build();
    let page = site.page("register/board/2026-12-10/");
    assert_eq!(listed(&page, "approved-1"), ["Dogs", "Dogs"]);
    let text = words(&page);
    assert!(
        text.contains(
            "Dogs 1.1 the trust, Ashby Primary School, Brook Primary School Head of Governance 20 October 2026 Changes in 1.1 , Dogs"
        ),
        "{text}"
    );
    assert!(page.contains("href=\"../../../policies/dogs/changes/1.1/\""), "the trust's own");
    assert!(page.contains("href=\"../../../policies/dogs/\""), "what is in force");
    assert!(page.contains("href=\"../../../policies/dogs/versions/2.0/\""), "what is to come");
}

#[test]
fn a_required_document_that_is_missing_is_told_to_the_body_that_would_approve_it() {
    let requirement = |title: &str, by: &str| {
        format!(
            "[[requirement]]\ntitle = \"{title}\"\npolicies = \"none\"\nbasis = \"trust\"\nsource = \"Ours\"\n\
             checked_on = 2026-11-02\n{by}"
        )
    };
    let requirements = requirement("Accessibility plan", "approved_by = [\"Local Governing Body\", \"Trust Board\"]\n")
        + &requirement("Pay policy", "approved_by = \"Pay Committee\"\nlevel = \"trust\"\n")
        + &requirement("Fire plan", "");
    let portal = fens()
        .school("ashby", "Ashby Primary School")
        .policy("dogs", "## A\nA.\n")
        .file("content/requirements.toml", requirements);
    let page = words(&portal.build().page("register/board/2026-12-10/"));
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text}: {page}"));
    let missing = "Required documents that are missing";
    assert!(at("Trust Board Papers") < at(&format!("{missing} Accessibility plan Ashby Primary School")));
    assert!(at("Pay Committee Does not meet") < at(&format!("{missing} Pay policy the trust")));
    assert!(at("No approving body recorded") < at(&format!("{missing} Fire plan")));
}

#[test]
fn meetings_have_a_list_and_the_register_leads_to_it() {
    let site = fens().policy("dogs", "## A\nA.\n").build().clean();
    assert!(site.page("register/").contains("<a href=\"board/\">Meetings</a>"));
    let list = words(&site.page("register/board/"));
    let expected = "To come Day Bodies Papers by 10 December 2026 Trust Board 3 December 2026 18 March 2027 trust board \
                    Held Held Day Bodies Papers by 8 October 2026 Trust Board";
    assert!(list.contains(expected), "{list}");
    let on_the_day = fens().policy("dogs", "## A\nA.\n").on("2026-12-10").build().page("register/board/");
    assert!(words(&on_the_day).contains("To come Day Bodies Papers by 10 December 2026"));
    let without = portal().policy("dogs", "## A\nA.\n").build();
    assert!(!without.page("register/").contains("Meetings") && !without.has("register/board/index.html"));
}

#[test]
fn the_command_tells_what_the_page_tells() {
    let portal = due(due(released(), "late", "2026-11-22"), "soon", "2027-01-04");
    let human = said(&run(&portal, &[]));
    for line in [
        "Fenland Learning Trust, as of 23 November 2026\nBefore the approving bodies on 10 December 2026\n\nTrust Board\n  papers go out by 3 December 2026\n",
        "overdue by then: 1; due after that: 1; approved before: 2",
        "Due before the next meeting, on 18 March 2027",
        "Approved since the last meeting, on 8 October 2026",
    ] {
        assert!(human.contains(line), "{line}: {human}");
    }
    let json: Value =
        serde_json::from_slice(&run(&portal, &["--format", "json", "--body", "TRUST board"]).stdout).expect("JSON");
    let meeting = &json["meetings"][0];
    assert_eq!((json["as_of"].as_str(), meeting["date"].as_str()), (Some("2026-11-23"), Some("2026-12-10")));
    assert_eq!(meeting["url"], "register/board/2026-12-10/");
    let board = &meeting["bodies"][0];
    assert_eq!(board["body"], "Trust Board");
    assert_eq!(
        (&board["approved_from"], &board["due_until"]),
        (&Value::from("2026-10-08"), &Value::from("2027-03-17"))
    );
    let titles = |list: &str| -> Vec<&str> {
        board[list].as_array().expect("a list").iter().filter_map(|item| item["title"].as_str()).collect()
    };
    assert_eq!(
        (titles("overdue"), titles("due"), titles("approved")),
        (vec!["late"], vec!["soon"], vec!["Dogs", "Dogs"])
    );
    let dogs = &board["approved"][0];
    assert_eq!((&dogs["trust"], &dogs["schools"]), (&Value::Bool(true), &serde_json::json!(["ashby", "brook"])));
    assert_eq!(dogs["changes"], "policies/dogs/changes/1.1/");
    let site = portal.build();
    let page = site.page("register/board/2026-12-10/");
    assert_eq!(
        (listed(&page, "overdue-1"), listed(&page, "due-1")),
        (vec!["late".to_owned()], vec!["soon".to_owned()])
    );
}

#[test]
fn a_slip_in_what_is_asked_for_is_answered() {
    let portal = fens().policy("dogs", "## A\nA.\n");
    for (arguments, code, words) in [
        (&["--body", "Trust Baord"][..], 2, "help: did you mean --body \"Trust Board\"?"),
        (&["--body", "Zoo"], 2, "help: write --body with one of these: Trust Board"),
        (&["--meeting", "December 2026"], 2, "--meeting wants a day"),
        (&["--meeting", "someday"], 2, "--meeting: \"someday\" is not a date"),
        (&["--meeting", "1 March 2027"], 0, "Trust Board\n  does not meet that day\n  last meeting: 10 December 2026"),
    ] {
        let output = run(&portal, arguments);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", said(&output));
        assert!(said(&output).contains(words), "{arguments:?}: {}", said(&output));
    }
    let without = super::builder::portal().policy("dogs", "## A\nA.\n");
    let output = run(&without, &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        said(&output).contains("no meeting is to come\n  help: name a day, as in --meeting 2026-12-10"),
        "{}",
        said(&output)
    );
}

/// A trust of many schools, each with a governing body of its own, and more policies than a page has rows.
fn many() -> Built {
    let mut portal = fens();
    for number in 0..45 {
        portal = portal.school(&format!("school-{number}"), &format!("School number {number} of the fens"));
    }
    for number in 0..8 {
        let slug = format!("policy-{number}");
        let front = approved(&slug).replace("2027-01-11", "2026-11-01").replace("2026-01-12", "2026-10-20");
        portal = portal.policy_with(&slug, &front, "## A {#a}\nA.\n");
        for school in 0..45 {
            let own = format!("approved_by = \"Governors of school {school}\"\n");
            portal = portal.school_file(&format!("school-{school}"), &slug, &own, "");
        }
    }
    portal.build()
}

#[test]
fn a_page_of_very_many_bodies_stays_small() {
    let site = many();
    let page = site.page("register/board/2026-12-10/");
    assert!(page.len() < 100 * 1024, "{} bytes", page.len());
    assert!(words(&page).contains("6 more bodies have something before them."));
    assert!(words(&page).contains("More are left out here: 8."));
}
