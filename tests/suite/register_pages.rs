//! The register's pages. Contract, section 8.

use crate::builder::{Built, Portal, TODAY, approved, portal, words};
use serde_json::Value;

fn with(title: &str, next_review: &str) -> String {
    approved(title).replace("next_review = 2027-01-11", &format!("next_review = {next_review}"))
}

/// A trust with two schools, and one document of each kind.
fn fens() -> Portal {
    portal()
        .school("ashby", "Ashby Primary School")
        .school("brook", "Brook Primary School")
        .policy_with(
            "dogs",
            &format!("{}reference = \"FLT-07\"\n", with("Dogs", "2026-11-22")),
            "## Gate {#gate}\nA.\n",
        )
        .amendment("brook", "dogs", "## Rain {after=gate}\nB.\n")
        .policy_with("today", &format!("{}copies = \"trust\"\n", with("Today", TODAY)), "## A\nA.\n")
        .policy_with("month", &format!("{}copies = \"trust\"\n", with("Month", "\"February 2027\"")), "## A\nA.\n")
        .policy_with(
            "gone",
            &format!("{}copies = \"trust\"\n", approved("Gone").replace("approved\"", "withdrawn\"")),
            "## A\nA.\n",
        )
        .policy_with("board", &format!("{}copies = \"trust\"\npublish = false\n", approved("Board")), "## A\nA.\n")
        .policy_with("bare", "title = \"Bare\"\nstatus = \"approved\"\ncopies = \"trust\"\n", "## A\nA.\n")
        .policy_with("draft", "title = \"Draft\"\ncopies = \"trust\"\n", "## A\nA.\n")
}

/// The text of each row of the tables below a heading.
fn rows(page: &str, heading: &str) -> Vec<String> {
    let section = page.split("<div class=\"listed\"").skip(1).find(|section| words(section).contains(heading));
    let section = section.unwrap_or_else(|| panic!("{heading} should be a heading"));
    let text = |row: &str| words(row.split("</tr>").next().and_then(|row| Some(row.split_once('>')?.1)).unwrap_or(""));
    section.split("<tr").skip(2).map(text).collect()
}

#[test]
fn every_document_stands_in_the_register_with_its_facts() {
    let page = fens().build().page("register/");
    assert_eq!(
        rows(&page, "Fenland Learning Trust"),
        [
            "Bare Not recorded Not recorded: Document owner, Version, Date approved, Approved by, Next review",
            "Board 1.0 Head of Governance 12 January 2026 Trust Board 11 January 2027 Due soon",
            "Dogs FLT-07 1.0 Head of Governance 12 January 2026 Trust Board 22 November 2026 Overdue",
            "Gone 1.0 Withdrawn Head of Governance 12 January 2026 Trust Board 11 January 2027",
            "Month 1.0 Head of Governance 12 January 2026 Trust Board February 2027 Current",
            "Today 1.0 Head of Governance 12 January 2026 Trust Board 23 November 2026 Due soon",
        ]
    );
    assert_eq!(
        rows(&page, "Brook Primary School"),
        [
            "Dogs FLT-07 1.0 Head of Governance 12 January 2026 Trust Board 22 November 2026 Overdue 1 local change , Dogs"
        ]
    );
    assert!(!page.contains(">Draft<"), "a draft is in it with --drafts only");
    assert!(page.contains("<tr data-due=\"2027-02-28\">"), "a month ends on its last day");
    assert!(page.contains("<time datetime=\"2027-02\">February 2027</time>"), "and is printed as a month");
    assert!(words(&page).contains("Status as at 23 November 2026."));
    let counts: Vec<&str> = page.split("<dd data-count=\"").skip(1).filter_map(|rest| rest.split('<').next()).collect();
    assert_eq!(counts, ["all\">8", "overdue\">3", "due\">2", "current\">1", "none\">1", "gaps\">1", "local\">1"]);
}

#[test]
fn the_pages_say_what_register_json_says() {
    let site = fens().build();
    let json: Value = serde_json::from_str(&site.text("register.json")).expect("JSON");
    let page = site.page("register/");
    for document in json["documents"].as_array().expect("a list") {
        let title = document["title"].as_str().expect("a title");
        let heading = match document["school"].as_str() {
            Some("ashby") => "Ashby Primary School",
            Some(_) => "Brook Primary School",
            None => "Fenland Learning Trust",
        };
        let row = rows(&page, heading).into_iter().find(|row| row.starts_with(title)).expect(title);
        let is_reviewed = document["standing"] == "current";
        let status = match document["review_status"].as_str().filter(|_| is_reviewed) {
            Some("overdue") => "Overdue",
            Some("due") => "Due soon",
            Some("current") => "Current",
            Some(_) => "Not recorded",
            None => "",
        };
        assert!(row.contains(status), "{row}: {status}");
        let link = document["url"].as_str().map(|url| format!("href=\"../{url}\""));
        assert!(link.is_none_or(|link| page.contains(&link)), "{title} is led to");
    }
}

#[test]
fn copies_reviewed_together_are_one_line_in_their_month() {
    let own = "based_on = \"1.0\"\nnext_review = 2027-03-31\n";
    let site = fens().school_file("ashby", "dogs", own, "").build();
    let page = site.page("register/due/");
    assert_eq!(
        rows(&page, "November 2026 2 reviews"),
        [
            "Dogs the trust, Brook Primary School Head of Governance 22 November 2026 Overdue",
            "Today the trust Head of Governance 23 November 2026 Due soon",
        ]
    );
    assert_eq!(
        rows(&page, "March 2027 1 review"),
        ["Dogs Ashby Primary School Head of Governance 31 March 2027 Current"]
    );
    assert_eq!(rows(&page, "No date recorded 1 review"), ["Bare the trust Not recorded"]);
    assert!(!words(&page).contains("Gone"), "what is withdrawn is not reviewed");
    let months: Vec<String> = rows(&page, "Reviews due in each month");
    assert_eq!(months.first().map(String::as_str), Some("November 2026 2"));
    assert_eq!(months.get(1).map(String::as_str), Some("December 2026 0"), "a year ahead, month by month");
    assert_eq!(months.len(), 13);
}

#[test]
fn an_owner_has_a_page_of_what_they_answer_for() {
    let site = fens().build();
    let page = site.page("register/owners/head-of-governance/");
    let rows = rows(&page, "Head of Governance: documents");
    assert_eq!(
        rows.first().map(String::as_str),
        Some("Dogs the trust, Ashby Primary School, Brook Primary School 22 November 2026 Overdue")
    );
    assert!(page.contains("href=\"reviews.ics\"") && site.has("register/owners/head-of-governance/reviews.ics"));
    assert!(site.page("register/").contains("href=\"owners/head-of-governance/\">Head of Governance</a>"));
}

/// Eleven schools and thirty policies: more than one page lists.
fn many() -> Built {
    let mut portal = portal();
    for number in 0..11 {
        portal = portal.school(&format!("school-{number}"), &format!("School {number}"));
    }
    for number in 0..30 {
        portal = portal.policy_with(&format!("policy-{number}"), &approved(&format!("Policy {number}")), "## A\nA.\n");
    }
    portal.build().clean()
}

#[test]
fn of_very_many_documents_each_school_has_a_page() {
    let site = many();
    let page = site.page("register/");
    assert_eq!(page.matches("<tr data-due").count(), 30, "the trust's own");
    assert_eq!(
        rows(&page, "School 7").iter().filter(|row| *row == "School 7 30 0 30 0 0 0 0").count(),
        1,
        "{:?}",
        rows(&page, "School 7")
    );
    assert!(page.contains("href=\"schools/school-7/\""));
    let school = site.page("register/schools/school-7/");
    assert_eq!(school.matches("<tr data-due").count(), 30);
    assert!(!page.contains("data-whole") && school.contains("data-whole"));
    assert_eq!(site.page("register/due/").matches("<tr data-due").count(), 30, "a review, however many schools");
    assert!(words(&site.page("register/due/")).contains("the trust, all 11 schools"));
}

#[test]
fn what_an_author_writes_is_text_in_the_register() {
    let hostile = "<img src=x onerror=alert(1)> & \\\"";
    let front = approved(hostile).replace("Head of Governance", hostile).replace("Trust Board", hostile);
    let site =
        portal().policy_with("dogs", &format!("{front}reference = \"{hostile}\"\n"), "## A\nA.\n").build().clean();
    for address in ["register/", "register/due/", "register/owners/img-src-x-onerror-alert-1/"] {
        let page = site.page(address);
        assert!(!page.contains("<img src=x"), "{address}");
        assert!(page.contains("&lt;img src=x onerror=alert(1)&gt; &amp; &quot;"), "{address}");
    }
}

#[test]
fn a_portal_without_documents_has_a_register_that_says_so() {
    let page = portal().build().page("register/");
    assert!(words(&page).contains("There are no documents."));
}

#[test]
fn the_register_speaks_the_trusts_language() {
    let trust = "name = \"Fenland Learning Trust\"\nlanguage = \"cy\"\n[school_defaults]\nname = \"yr ysgol\"\n";
    let page = fens().trust(trust).build().page("register/");
    for said in ["Cofrestr dogfennau", "Yn hwyr", "22 Tachwedd 2026", "Heb ei gofnodi: Perchennog y ddogfen"] {
        assert!(words(&page).contains(said), "{said}");
    }
}
