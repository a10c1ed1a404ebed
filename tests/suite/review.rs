//! `frontsheet review`: what is overdue and due, for people, programs and spreadsheets. Contract, section 9.

use crate::builder::{Portal, approved, portal};
use crate::command::{Ran, run};
use serde_json::Value;

/// A policy's front matter with this owner and next review.
fn front(title: &str, owner: &str, next_review: &str) -> String {
    approved(title).replace("Head of Governance", owner).replace("2027-01-11", next_review)
}

/// A trust with four schools, and reviews of every kind as of 23 November 2026.
fn fens() -> Portal {
    let mut fens = portal();
    for (slug, name) in [("ashby", "Ashby Primary School"), ("brook", "Brook"), ("crane", "Crane"), ("dell", "Dell")] {
        fens = fens.school(slug, name);
    }
    fens.policy_with("complaints", &front("Complaints", "Head of Governance", "\"September 2026\""), "## A\nA.\n")
        .school_file("dell", "complaints", "owner = \"Clerk to the governors\"\n", "")
        .policy_with("dogs", &front("Dogs", "Estates Manager", "2027-02-21"), "## A\nA.\n")
        .policy_with("trips", &front("Trips", "Estates Manager", "2027-02-22"), "## A\nA.\n")
        .policy_with(
            "undated",
            &front("Undated", "Estates Manager", "2027-02-22")
                .replace("next_review = 2027-02-22\n", "copies = \"trust\"\n"),
            "## A\nA.\n",
        )
        .policy_with(
            "gone",
            &front("Gone", "Estates Manager", "2020-01-01").replace("approved\"", "withdrawn\""),
            "## A\nA.\n",
        )
        .policy_with("draft", "title = \"Draft\"\nnext_review = 2020-01-01\n", "## A\nA.\n")
        .school_file(
            "ashby",
            "lost-property",
            &front("Lost property", "Clerk to the Governors", "2026-11-22"),
            "## A\nA.\n",
        )
}

fn review(words: &[&str]) -> Ran {
    let mut all = vec!["review"];
    all.extend(words);
    run(&fens(), &all)
}

/// The documents that a review in JSON tells of: `school/policy days`.
fn told(words: &[&str]) -> Vec<String> {
    let mut all = vec!["--format", "json"];
    all.extend(words);
    let json = review(&all).code(0).json();
    let line = |document: &Value| {
        let text = |key: &str| document[key].as_str().unwrap_or("-").to_owned();
        format!("{}/{} {}", text("school"), text("policy"), document["days_until_review"])
    };
    json["documents"].as_array().expect("a list").iter().map(line).collect()
}

#[test]
fn people_get_a_table_with_what_is_overdue_first() {
    let ran = review(&[]).code(0);
    let expected = "\
Fenland Learning Trust, as of 23 November 2026
  overdue: 3 reviews (6 documents)
  due by 21 February 2027: 1 review (5 documents)

Due          Days  Document       Where                   Owner

Overdue
Sep 2026     -54   Complaints     the trust, 3 of 4       Head of Governance
                                  schools
Sep 2026     -54   Complaints     Dell                    Clerk to the governors
22 Nov 2026  -1    Lost property  Ashby Primary School    Clerk to the Governors

Due within 90 days
21 Feb 2027  90    Dogs           the trust, 4 schools    Estates Manager

No review is recorded for:
  Undated (the trust)
";
    assert_eq!((ran.out.as_str(), ran.err.as_str()), (expected, ""));
    assert!(ran.out.lines().all(|line| line.chars().count() <= 80));
}

#[test]
fn programs_get_documents_in_the_registers_shape() {
    let json = review(&["--format", "json", "--school", "ashby", "--within", "0"]).code(0).out;
    let expected = r#"{"as_of":"2026-11-23","documents":[
{"policy":"complaints","title":"Complaints","school":"ashby","category":null,"reference":null,"version":"1.0","status":"approved","standing":"current","owner":"Head of Governance","approved":"2026-01-12","approved_by":"Trust Board","effective":"2026-01-12","next_review":"2026-09","review_due":"2026-09-30","review_status":"overdue","days_until_review":-54,"statutory":null,"required_to_publish":null,"url":"schools/ashby/policies/complaints/","local_changes":[],"incomplete":[]},
{"policy":"lost-property","title":"Lost property","school":"ashby","category":null,"reference":null,"version":"1.0","status":"approved","standing":"current","owner":"Clerk to the Governors","approved":"2026-01-12","approved_by":"Trust Board","effective":"2026-01-12","next_review":"2026-11-22","review_due":"2026-11-22","review_status":"overdue","days_until_review":-1,"statutory":null,"required_to_publish":null,"url":"schools/ashby/policies/lost-property/","local_changes":[],"incomplete":[]}
]}
"#;
    assert_eq!(json, expected);
}

#[test]
fn spreadsheets_get_the_registers_columns() {
    let csv = review(&["--format", "csv", "--owner", "clerk to the governors"]).code(0).out;
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines.len(), 3, "{csv}");
    assert!(lines[0].starts_with("\u{feff}\"policy\",\"title\",\"school\","));
    assert!(
        lines[1].starts_with("\"complaints\",\"Complaints\",\"dell\",") && lines[2].starts_with("\"lost-property\",")
    );
}

#[test]
fn how_far_ahead_to_look_can_be_said() {
    let overdue = [
        "-/complaints -54",
        "ashby/complaints -54",
        "brook/complaints -54",
        "crane/complaints -54",
        "dell/complaints -54",
        "ashby/lost-property -1",
    ];
    let dogs = ["-/dogs 90", "ashby/dogs 90", "brook/dogs 90", "crane/dogs 90", "dell/dogs 90"];
    assert_eq!(told(&["--within", "89"]), overdue);
    assert_eq!(told(&["--within", "90"]), [&overdue[..], &dogs].concat());
    assert_eq!(told(&[]), told(&["--within", "90"]), "the trust's window is 90 days unless it says otherwise");
    assert_eq!(told(&["--within", "91"]).len(), 16);
    let words = review(&["--within", "1"]).code(0).out;
    assert!(words.contains("due by 24 November 2026: nothing"), "{words}");
}

#[test]
fn one_owner_or_one_school_can_be_asked_for() {
    assert_eq!(told(&["--owner", "CLERK to the  governors"]), ["dell/complaints -54", "ashby/lost-property -1"]);
    assert_eq!(told(&["--school", "ashby"]), ["ashby/complaints -54", "ashby/lost-property -1", "ashby/dogs 90"]);
    assert_eq!(told(&["--school", "Ashby primary school"]), told(&["--school", "ashby"]));
    assert_eq!(told(&["--school", "dell", "--owner", "Head of Governance"]), [""; 0]);
}

#[test]
fn a_name_that_nobody_has_is_wrong_usage_and_the_nearest_is_named() {
    for (words, said) in [
        (&["--owner", "estate manager"][..], "--owner \"Estates Manager\""),
        (&["--owner", "The King"], "with one of these: Clerk to the Governors, Estates Manager, Head of Governance"),
        (&["--school", "ashbey"], "--school ashby"),
        (&["--school", "the-moon"], "\"crane\" and \"dell\""),
        (&["--within", "soon"], "--within"),
        (&["--portal", "fens"], "leave out --portal"),
    ] {
        let ran = review(words).code(2);
        assert!(ran.err.contains(said), "{words:?}: {}", ran.err);
    }
}

#[test]
fn what_is_overdue_can_be_made_to_fail() {
    review(&["--fail-overdue"]).code(1);
    review(&["--fail-overdue", "--format", "json"]).code(1);
    review(&["--fail-overdue", "--owner", "Estates Manager"]).code(0);
}

#[test]
fn any_day_can_be_asked_for() {
    let portal = fens();
    let on = |day: &str| {
        let ran = crate::command::run_at(
            portal.root(),
            portal.root(),
            &["--as-of", day, "review", "--fail-overdue", "--school", "brook"],
        );
        (ran.code, ran.out.lines().nth(1).unwrap_or_default().to_owned())
    };
    assert_eq!(on("2026-09-30"), (0, "  overdue: nothing".to_owned()));
    assert_eq!(on("1 October 2026"), (1, "  overdue: 1 review".to_owned()));
}

#[test]
fn without_documents_it_says_so() {
    let empty = portal();
    assert_eq!(
        run(&empty, &["review"]).code(0).out,
        "Fenland Learning Trust, as of 23 November 2026\n  no document is under review\n"
    );
    assert_eq!(
        run(&empty, &["review", "--format", "json"]).code(0).out,
        "{\"as_of\":\"2026-11-23\",\"documents\":[\n]}\n"
    );
    assert!(run(&empty, &["review", "--school", "ashby"]).code(2).err.contains("there is no school"));
    assert!(run(&empty, &["review", "--owner", "x"]).code(2).err.contains("owner = \"…\""));
}

#[test]
fn a_fault_that_may_keep_documents_out_is_said_and_fails() {
    let faulty = fens().policy_with("broken", "title = \"Broken\"\nstatus = \"aproved\"\n", "## A\nA.\n");
    let ran = run(&faulty, &["review", "--format", "json"]).code(1);
    assert!(ran.err.contains("error[unknown-value]") && ran.err.contains("may keep documents out"), "{}", ran.err);
    assert!(ran.json()["documents"].as_array().is_some_and(|documents| documents.len() == 11));
}

#[test]
fn several_portals_are_told_one_after_the_other() {
    let both = portal();
    std::fs::remove_file(both.root().join("content/trust.toml")).expect("removed");
    let policy = format!("+++\n{}+++\n## A\nA.\n", front("Dogs", "Clerk", "2026-01-31"));
    let both = both
        .file("content/north/trust.toml", "name = \"North\"\n")
        .file("content/north/policies/dogs.md", &policy)
        .file("content/south/trust.toml", "name = \"South\"\n")
        .file("content/south/policies/dogs.md", &policy);
    let words = run(&both, &["review"]).code(0).out;
    assert!(words.starts_with("North, as of ") && words.contains("\n\nSouth, as of "), "{words}");
    let urls = |words: &[&str]| {
        let json = run(&both, words).code(0).json();
        json["documents"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|d| d["url"].as_str().unwrap_or("-").to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(urls(&["review", "--format", "json"]), ["north/policies/dogs/", "south/policies/dogs/"]);
    assert_eq!(urls(&["review", "--format", "json", "--portal", "south"]), ["south/policies/dogs/"]);
}

#[test]
fn a_title_cannot_steer_the_terminal() {
    let ran = run(
        &portal().policy_with("dogs", &front("Dogs\\u001b[2J\\u202e", "Clerk", "2026-01-31"), "## A\nA.\n"),
        &["review"],
    )
    .code(0);
    assert!(ran.out.contains("Dogs[2J\u{fffd}") && !ran.out.contains('\u{1b}'), "{}", ran.out);
}

#[test]
fn only_review_has_tables_for_spreadsheets() {
    for words in [&["build", "--format", "csv"][..], &["check", "--format", "csv"]] {
        assert!(run(&portal(), words).code(2).err.contains("for the command review"));
    }
}
