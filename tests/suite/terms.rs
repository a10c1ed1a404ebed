//! A trust's own terms: dates that name one, and cycles that count them.

use super::builder::{Built, Portal, approved, portal, words};
use frontsheet::calendar::{CalendarDate, Day, TermCalled};
use frontsheet::pipeline::{self, Options, ReviewToRecord};
use std::fs;
use std::process::Command;

const TERMS: &str = "[terms_calendar]\n\
    \"Autumn term 2026\" = \"1 September 2026 to 18 December 2026\"\n\
    \"Spring term 2027\" = \"4 January 2027 to 26 March 2027\"\n\
    \"Summer term 2027\" = \"12 April 2027 to 20 July 2027\"\n\
    \"Autumn term 2027\" = \"1 September 2027 to 17 December 2027\"\n";

const TRUST: &str = "name = \"Fenland Learning Trust\"\nbase_url = \"https://policies.example.org\"\n";

fn with_terms() -> Portal {
    portal().trust(&format!("{TRUST}{TERMS}[school_defaults]\nname = \"the school\"\n"))
}

fn due_in(term: &str) -> String {
    approved("Dogs").replace("2027-01-11", &format!("\"{term}\""))
}

fn termly(approved_on: &str) -> String {
    approved("Dogs").replace("next_review = 2027-01-11", "review_cycle = \"termly\"").replace("2026-01-12", approved_on)
}

/// What the register tells of the review of the policy dogs.
fn review(built: &Built) -> String {
    let register = built.text("register.json");
    let line = register.lines().find(|line| line.contains("\"policy\":\"dogs\"")).expect("it is in the register");
    let at = line.find("\"next_review\"").expect("the key is there");
    line[at..].split(",\"statutory\"").next().expect("a part").to_owned()
}

#[test]
fn a_review_is_due_on_the_last_day_of_the_term_that_it_names() {
    for (today, status, days) in [
        ("2026-09-18", "current", 91),
        ("2026-09-19", "due", 90),
        ("2026-12-18", "due", 0),
        ("2026-12-19", "overdue", -1),
    ] {
        let built =
            with_terms().policy_with("dogs", &due_in(" autumn TERM 2026"), "## A\nA.\n").on(today).build().clean();
        let expected = format!(
            "\"next_review\":\"2026-12-18\",\"review_due\":\"2026-12-18\",\"review_status\":\"{status}\",\
             \"days_until_review\":{days}"
        );
        assert_eq!(review(&built), expected, "{today}");
    }
}

#[test]
fn a_term_is_printed_by_its_name_and_filed_by_its_day() {
    let text = "## A\nNext: {{ policy.next_review }}.\n";
    let built = with_terms().policy_with("dogs", &due_in("Autumn term 2026"), text).build().clean();
    let page = words(&built.page("policies/dogs/"));
    assert!(page.contains("Next review Autumn term 2026"), "{page}");
    assert!(page.contains("Next: Autumn term 2026."), "{page}");
    assert!(built.page("register/").contains("<time datetime=\"2026-12-18\">Autumn term 2026</time>"));
    assert!(words(&built.page("register/due/")).contains("December 2026"));
    assert!(built.text("register.csv").contains("\"2026-12-18\",\"2026-12-18\",\"due\",\"25\""));
    assert!(built.text("reviews.ics").contains("DTSTART;VALUE=DATE:20261218"));
}

#[test]
fn termly_is_the_end_of_the_term_that_begins_next() {
    for (approved_on, due) in [
        ("2026-09-01", "2027-03-26"),
        ("2026-12-18", "2027-03-26"),
        ("2026-12-19", "2027-03-26"),
        ("2027-01-03", "2027-03-26"),
        ("2027-01-04", "2027-07-20"),
        ("2027-08-31", "2027-12-17"),
    ] {
        let portal = with_terms().policy_with("dogs", &termly(approved_on), "## A\nA.\n").on("2027-09-01");
        let expected = format!("\"next_review\":\"{due}\",\"review_due\":\"{due}\"");
        let review = review(&portal.build().clean());
        assert!(review.starts_with(&expected), "{approved_on}: {review}");
    }
}

#[test]
fn without_terms_a_term_is_four_months() {
    let built = portal().policy_with("dogs", &termly("2026-11-02"), "## A\nA.\n").build().clean();
    assert!(review(&built).starts_with("\"next_review\":\"2027-03-02\""));
    portal().policy_with("dogs", &due_in("Tymor yr hydref 2026"), "## A\nA.\n").build().says(&["unknown-term"]).in_words(&[
        "error[unknown-term]: \"Tymor yr hydref 2026\" is a term, and nothing says when the trust's terms are",
        "help: add to trust.toml a line [terms_calendar], and below it \"Tymor yr hydref 2026\" with its first and last day",
    ]);
}

#[test]
fn where_the_terms_do_not_reach_a_term_is_four_months_and_that_is_said() {
    for (approved_on, due, said) in [
        ("2027-08-31", "2027-12-17", None),
        ("2027-09-01", "2028-01-01", Some("they end on 17 December 2027, before the next review is due")),
        ("2026-08-31", "2026-12-31", Some("they begin on 1 September 2026, after the approval or the last review")),
        ("2026-05-01", "2026-09-01", Some("they begin on 1 September 2026")),
        // Due before the first term of all: no term would make a difference.
        ("2026-04-30", "2026-08-30", None),
    ] {
        let built = with_terms().policy_with("dogs", &termly(approved_on), "## A\nA.\n").on("2027-10-01").build();
        assert!(review(&built).starts_with(&format!("\"next_review\":\"{due}\"")), "{approved_on}: {}", review(&built));
        match said {
            Some(said) => drop(built.says(&["term-dates"]).in_words(&["\"termly\" counts the trust's terms", said])),
            None => drop(built.clean()),
        }
    }
}

#[test]
fn a_term_that_cannot_be_read_is_not_missing_as_well() {
    let trust = format!("{TRUST}[terms_calendar]\n\"Autumn term 2026\" = \"1 September 2026\"\n");
    portal().trust(&trust).policy_with("dogs", &due_in("Autumn term 2026"), "## A\nA.\n").build().says(&["term-dates"]);
}

#[test]
fn a_schools_file_names_the_trusts_terms() {
    let portal = with_terms().school("ashby", "Ashby Primary School").policy("dogs", "## A {#a}\nA.\n");
    let file = "based_on = \"1.0\"\napproved = 2026-11-02\nnext_review = \"Summer term 2027\"\n";
    let built = portal.school_file("ashby", "dogs", file, "").build().clean();
    assert!(words(&built.page("schools/ashby/policies/dogs/")).contains("Next review Summer term 2027"));
}

#[test]
fn a_released_version_keeps_the_terms_of_its_release() {
    for (front, shown) in [(due_in("Summer term 2027"), "Summer term 2027"), (termly("2026-11-02"), "26 March 2027")] {
        let portal = with_terms().policy_with("dogs", &front, "## A\nA.\n");
        let options = Options::new(portal.root().to_owned(), Day::parse_iso("2026-11-23").expect("a day"));
        let released = pipeline::release(&options, "dogs", None, "frontsheet release").expect("the disk works");
        assert!(!released.failed);
        let before = portal.build().clean();
        assert!(words(&before.page("policies/dogs/versions/1.0/")).contains(&format!("Next review {shown}")));
        // The trust takes its old terms off its list, and works on the next version.
        let draft = front.replace("version = \"1.0\"", "version = \"1.1\"").replace("\"approved\"", "\"draft\"");
        let draft = draft.replace("Summer term 2027", "June 2028");
        let portal = before.portal.trust(TRUST).policy_with("dogs", &draft, "## A\nB.\n");
        let after = portal.build().clean();
        assert!(words(&after.page("policies/dogs/versions/1.0/")).contains(&format!("Next review {shown}")));
        assert!(words(&after.page("policies/dogs/")).contains(&format!("Next review {shown}")));
    }
}

#[test]
fn a_review_moves_a_term_on_to_a_term() {
    let annually = due_in("Autumn term 2026") + "review_cycle = \"annually\"\n";
    for (front, on, written) in [
        (&annually, "2026-11-23", "next_review = \"Autumn term 2027\"\n"),
        // In the holidays a year on: the term before.
        (&annually, "2026-08-01", "next_review = \"Summer term 2027\"\n"),
        // Beyond the last term there is: a day.
        (&annually, "2027-01-11", "next_review = \"11 January 2028\"\n"),
        (
            &(due_in("Autumn term 2026") + "review_cycle = \"termly\"\n"),
            "2026-11-23",
            "next_review = \"Spring term 2027\"\n",
        ),
    ] {
        let portal = with_terms().policy_with("dogs", front, "## A\nA.\n").on(on);
        let options = Options::new(portal.root().to_owned(), Day::parse_iso(on).expect("a day"));
        let review =
            ReviewToRecord { policy: "dogs".to_owned(), school: None, on: options.today, by: None, next: None };
        let recorded = pipeline::record_review(&options, &review).expect("the disk works");
        assert!(recorded.difference.contains(written), "{on}: {}", recorded.difference);
        portal.build().clean();
    }
}

#[test]
fn the_next_review_may_be_typed_as_a_term() {
    let portal = with_terms().policy_with("dogs", &approved("Dogs"), "## A\nA.\n");
    let run = |next: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_frontsheet"));
        command.args(["reviewed", "dogs", "--as-of", "2026-11-23", "--next", next, "--root"]).arg(portal.root());
        command.output().expect("it runs")
    };
    let wrong = run("Sumer term 2027");
    assert_eq!(wrong.status.code(), Some(2));
    let said = String::from_utf8_lossy(&wrong.stderr).into_owned();
    assert!(
        said.contains(
            "--next: the trust has no term called \"Sumer term 2027\"\n  help: write --next \"Summer term 2027\""
        ),
        "{said}"
    );
    let right = run("summer term 2027");
    let said = String::from_utf8_lossy(&right.stdout).into_owned();
    assert!(
        said.contains("The next review is due by 20 July 2027."),
        "{said}{}",
        String::from_utf8_lossy(&right.stderr)
    );
    let file = fs::read_to_string(portal.root().join("content/policies/dogs.md")).expect("a file");
    assert!(file.contains("next_review = \"Summer term 2027\"\n"), "{file}");
    let options = Options::new(portal.root().to_owned(), Day::parse_iso("2026-11-23").expect("a day"));
    let terms = pipeline::terms_calendar(&options).expect("the disk works");
    let TermCalled::Known(term) = terms.called("Summer term 2027") else { panic!("it is there") };
    assert_eq!(CalendarDate::Term(term).iso(), "2027-07-20");
}
