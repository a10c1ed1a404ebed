//! The files for other programs: register.json, register.csv, the calendars and the feed. Contract, section 8.

use crate::builder::{Built, Portal, TODAY, approved, portal};
use frontsheet::site::LinkStyle;
use serde_json::Value;

/// A trust with two schools, and one document of each kind of standing.
fn fens() -> Portal {
    let with = |title: &str, more: &str| format!("{}{more}", approved(title));
    portal()
        .school("ashby", "Ashby Primary School")
        .school("brook", "Brook Primary School")
        .policy_with(
            "dogs",
            &with("Dogs", "reference = \"FLT-07\"\ncategory = \"Site\"\nstatutory = true\n"),
            "## Gate {#gate}\nA.\n",
        )
        .amendment(
            "brook",
            "dogs",
            "## Rain {after=gate}\nB.\n\n## More {append=gate}\nC.\n\n## Again {append=gate}\nD.\n",
        )
        .policy_with("board", &with("Board", "copies = \"trust\"\npublish = false\n"), "## A\nA.\n")
        .policy_with("later", &with("Later", "copies = \"trust\"\neffective = \"December 2026\"\n"), "## A\nA.\n")
        .policy_with("gone", &with("Gone", "copies = \"trust\"\n").replace("approved\"", "withdrawn\""), "## A\nA.\n")
        .policy_with("draft", "title = \"Draft\"\ncopies = \"trust\"\n", "## A\nA.\n")
        .policy_with("bare", "title = \"Bare\"\nstatus = \"approved\"\ncopies = \"trust\"\n", "## A\nA.\n")
}

fn built() -> Built {
    fens().build()
}

fn register(site: &Built) -> Value {
    serde_json::from_str(&site.text("register.json")).expect("JSON")
}

/// A document of register.json, by policy and school.
#[track_caller]
fn document(register: &Value, policy: &str, school: Option<&str>) -> Value {
    let documents = register["documents"].as_array().expect("a list");
    let found = documents.iter().find(|known| known["policy"] == policy && known["school"].as_str() == school);
    found.unwrap_or_else(|| panic!("{policy} of {school:?} should be there")).clone()
}

#[test]
fn register_json_says_all_that_the_contract_lists_in_its_order() {
    let expected = r#"{"trust":"Fenland Learning Trust","as_of":"2026-11-23","ledger":null,"documents":[
{"policy":"dogs","title":"Dogs","school":null,"category":"Site","reference":"FLT-07","version":"1.0","status":"approved","standing":"current","owner":"Head of Governance","approved":"2026-01-12","approved_by":"Trust Board","effective":"2026-01-12","next_review":"2027-01-11","review_due":"2027-01-11","review_status":"due","days_until_review":49,"statutory":true,"required_to_publish":null,"url":"policies/dogs/","local_changes":[],"incomplete":[]},
{"policy":"dogs","title":"Dogs","school":"brook","category":"Site","reference":"FLT-07","version":"1.0","status":"approved","standing":"current","owner":"Head of Governance","approved":"2026-01-12","approved_by":"Trust Board","effective":"2026-01-12","next_review":"2027-01-11","review_due":"2027-01-11","review_status":"due","days_until_review":49,"statutory":true,"required_to_publish":null,"url":"schools/brook/policies/dogs/","local_changes":["rain","gate"],"incomplete":[]}
]}
"#;
    let site = portal()
        .school("brook", "Brook Primary School")
        .policy_with(
            "dogs",
            &format!("{}reference = \"FLT-07\"\ncategory = \"Site\"\nstatutory = true\n", approved("Dogs")),
            "## Gate {#gate}\nA.\n",
        )
        .amendment(
            "brook",
            "dogs",
            "## Rain {after=gate}\nB.\n\n## More {append=gate}\nC.\n\n## Again {append=gate}\nD.\n",
        )
        .build()
        .clean();
    assert_eq!(site.text("register.json"), expected);
}

#[test]
fn documents_stand_trust_first_then_school_by_school_each_by_title() {
    let register = register(&built());
    let order: Vec<String> = register["documents"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|document| {
            format!("{}/{}", document["school"].as_str().unwrap_or("-"), document["policy"].as_str().unwrap_or("?"))
        })
        .collect();
    assert_eq!(order, ["-/bare", "-/board", "-/dogs", "-/gone", "-/later", "ashby/dogs", "brook/dogs"]);
}

#[test]
fn a_document_without_a_page_is_in_the_register_without_an_address() {
    let site = built();
    assert_eq!(document(&register(&site), "board", None)["url"], Value::Null);
    assert!(!site.text("feed.xml").contains("Board, version"));
    assert!(site.text("reviews.ics").contains("SUMMARY:Review due: Board ("));
}

#[test]
fn a_withdrawn_document_stays_in_the_register_and_nothing_is_due_of_it() {
    let site = built();
    let gone = document(&register(&site), "gone", None);
    for (key, value) in [
        ("status", Value::from("withdrawn")),
        ("standing", Value::from("withdrawn")),
        ("next_review", Value::from("2027-01-11")),
        ("review_due", Value::Null),
        ("review_status", Value::from("none")),
        ("days_until_review", Value::Null),
        ("url", Value::from("policies/gone/")),
    ] {
        assert_eq!(gone[key], value, "{key}");
    }
    assert!(!site.text("reviews.ics").contains("Gone"));
}

#[test]
fn a_draft_is_in_the_register_only_where_drafts_are() {
    let has_draft =
        |site: &Built| register(site)["documents"].as_array().expect("a list").iter().any(|d| d["policy"] == "draft");
    assert!(!has_draft(&built()));
    let site = fens().with_drafts().build();
    assert!(has_draft(&site));
    let draft = document(&register(&site), "draft", None);
    assert_eq!(
        (draft["status"].as_str(), draft["standing"].as_str(), &draft["incomplete"]),
        (Some("draft"), Some("draft"), &Value::from(Vec::<String>::new()))
    );
    assert!(!site.text("feed.xml").contains("Draft") && !site.text("reviews.ics").contains("Draft"));
}

#[test]
fn a_month_is_kept_as_a_month_and_due_on_its_last_day() {
    let site = portal()
        .policy_with(
            "dogs",
            &approved("Dogs").replace("2027-01-11", "\"February 2028\"").replace("2026-01-12\n", "\"January 2026\"\n"),
            "## A\nA.\n",
        )
        .build()
        .clean();
    let dogs = document(&register(&site), "dogs", None);
    assert_eq!(dogs["approved"], "2026-01");
    assert_eq!(dogs["next_review"], "2028-02");
    assert_eq!(dogs["review_due"], "2028-02-29");
    assert!(site.text("reviews.ics").contains("DTSTART;VALUE=DATE:20280229\r\n"));
    assert!(site.text("feed.xml").contains("<updated>2026-01-01T00:00:00Z</updated>"));
}

#[test]
fn what_is_missing_is_named() {
    let bare = document(&register(&built()), "bare", None);
    assert_eq!(bare["incomplete"], serde_json::json!(["owner", "version", "approved", "approved_by", "next_review"]));
    assert_eq!(
        (bare["review_status"].as_str(), &bare["review_due"], &bare["effective"]),
        (Some("none"), &Value::Null, &Value::Null)
    );
}

/// One test for each day: how far a review due on 30 June 2026 is.
macro_rules! days {
    ($($name:ident: $day:expr => $status:expr, $days:expr;)*) => {$(
        #[test]
        fn $name() {
            let front = approved("Dogs").replace("2027-01-11", "2026-06-30");
            let site = portal().policy_with("dogs", &front, "## A\nA.\n").on($day).build();
            let dogs = document(&register(&site), "dogs", None);
            assert_eq!((dogs["review_status"].as_str(), dogs["days_until_review"].as_i64()), (Some($status), Some($days)));
        }
    )*};
}

days! {
    a_day_before_the_window_there_is_time: "2026-03-31" => "current", 91;
    the_window_opens_ninety_days_before: "2026-04-01" => "due", 90;
    on_the_day_itself_it_is_still_due: "2026-06-30" => "due", 0;
    a_day_later_it_is_overdue: "2026-07-01" => "overdue", -1;
    a_leap_year_counts_its_day: "2023-06-30" => "current", 1096;
}

#[test]
fn every_address_in_the_register_is_a_page() {
    for (site, index) in [
        (built(), "index.html"),
        (fens().with_drafts().build(), "index.html"),
        (fens().with(|options| options.links = LinkStyle::File).build(), ""),
    ] {
        let register = register(&site);
        let urls: Vec<&str> = register["documents"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|document| document["url"].as_str())
            .collect();
        assert!(urls.len() >= 5);
        for url in urls {
            assert!(site.has(&format!("{url}{index}")), "{url}");
        }
    }
}

#[test]
fn register_csv_has_the_same_columns_and_harmless_cells() {
    let front = approved("=HYPERLINK(\\\"x\\\")").replace("Head of Governance", "@Head, \\\"of\\\" it; all");
    let csv = portal().policy_with("dogs", &front, "## A\nA.\n").on("2027-01-13").build().clean().text("register.csv");
    let expected = "\u{feff}\"policy\",\"title\",\"school\",\"category\",\"reference\",\"version\",\"status\",\"standing\",\"owner\",\"approved\",\
        \"approved_by\",\"effective\",\"next_review\",\"review_due\",\"review_status\",\"days_until_review\",\"statutory\",\
        \"required_to_publish\",\"url\",\"local_changes\",\"incomplete\"\r\n\
        \"dogs\",\"'=HYPERLINK(\"\"x\"\")\",\"\",\"\",\"\",\"1.0\",\"approved\",\"current\",\"'@Head, \"\"of\"\" it; all\",\"2026-01-12\",\
        \"Trust Board\",\"2026-01-12\",\"2027-01-11\",\"2027-01-11\",\"overdue\",\"-2\",\"\",\"\",\"policies/dogs/\",\"\",\"\"\r\n";
    assert_eq!(csv, expected);
}

#[test]
fn a_portal_without_documents_has_empty_lists() {
    let site = portal().build().clean();
    assert_eq!(register(&site)["documents"], serde_json::json!([]));
    assert_eq!(site.text("register.csv").lines().count(), 1);
    assert!(site.text("reviews.ics").ends_with("END:VCALENDAR\r\n") && !site.text("reviews.ics").contains("VEVENT"));
    assert!(site.text("feed.xml").contains(&format!("<updated>{TODAY}T00:00:00Z</updated>")));
}

/// The value of the first line of a calendar that begins so.
fn line<'t>(text: &'t str, begin: &str) -> &'t str {
    text.lines().find_map(|line| line.strip_prefix(begin)).unwrap_or_else(|| panic!("no {begin} in {text}"))
}

#[test]
fn each_school_and_each_owner_has_a_calendar_of_their_own() {
    let site = built();
    let ashby = site.text("register/schools/ashby/reviews.ics");
    assert_eq!(ashby.matches("BEGIN:VEVENT").count(), 1);
    assert!(ashby.contains("X-WR-CALNAME:Policy reviews: Ashby Primary School"));
    let owner = site.text("register/owners/head-of-governance/reviews.ics");
    assert_eq!(owner.matches("BEGIN:VEVENT").count(), 5);
    assert_eq!(site.text("reviews.ics").matches("BEGIN:VEVENT").count(), 5);
    // One document is one event, whichever calendar it is read from.
    assert!(site.text("reviews.ics").contains(line(&ashby, "UID:")));
}

#[test]
fn an_event_keeps_its_uid_when_the_review_moves_and_the_site_moves() {
    let uid = |front: &str, base_url: Option<&str>| {
        let site = portal().policy_with("dogs", front, "## A\nA.\n");
        let site = site.with(|options| options.base_url = base_url.map(str::to_owned)).build();
        line(&site.text("reviews.ics"), "UID:").to_owned()
    };
    let first = uid(&approved("Dogs"), None);
    assert_eq!(
        first,
        uid(&approved("Cats and dogs").replace("2027-01-11", "2026-12-01"), Some("https://test.example.org"))
    );
}

#[test]
fn the_stamp_of_an_event_is_the_day_of_what_it_says_and_no_clock() {
    let front = format!("{}previous_review = 2026-03-01\n", approved("Dogs"));
    let of_day = |day: &str| portal().policy_with("dogs", &front, "## A\nA.\n").on(day).build().text("reviews.ics");
    assert_eq!(line(&of_day(TODAY), "DTSTAMP:"), "20260301T000000Z");
    assert_eq!(of_day(TODAY), of_day("2030-01-01"));
}

#[test]
fn the_feed_has_an_entry_for_each_version_in_force_newest_first() {
    let site = built();
    let feed = site.text("feed.xml");
    let titles: Vec<&str> = feed.lines().filter_map(|line| line.strip_prefix("  <title>")).collect();
    assert_eq!(
        titles,
        [
            "Dogs, version 1.0 (Fenland Learning Trust)</title>",
            "Gone, version 1.0 (Fenland Learning Trust)</title>",
            "Dogs, version 1.0 (Ashby Primary School)</title>",
            "Dogs, version 1.0 (Brook Primary School)</title>",
        ]
    );
    assert!(feed.contains("<link href=\"https://policies.example.org/schools/ashby/policies/dogs/\"/>"));
    assert!(
        feed.contains(
            "<link rel=\"self\" type=\"application/atom+xml\" href=\"https://policies.example.org/feed.xml\"/>"
        )
    );
    let later = fens().on("2026-12-01").build().text("feed.xml");
    let first = later.lines().find_map(|line| line.strip_prefix("  <title>"));
    assert_eq!(first, Some("Later, version 1.0 (Fenland Learning Trust)</title>"));
    assert!(later.contains("<updated>2026-12-01T00:00:00Z</updated>"));
}

#[test]
fn without_a_base_url_the_feed_has_relative_links_and_the_same_ids() {
    let ids = |feed: &str| feed.lines().filter(|line| line.contains("<id>")).map(str::to_owned).collect::<Vec<_>>();
    let with = fens().build().text("feed.xml");
    let without = fens()
        .trust("name = \"Fenland Learning Trust\"\n[school_defaults]\nname = \"the school\"\n")
        .build()
        .text("feed.xml");
    assert_eq!(ids(&with), ids(&without));
    assert!(without.contains("<link href=\"policies/dogs/\"/>") && !without.contains("rel=\"self\""));
}

#[test]
fn an_entry_tells_what_changed_in_its_version() {
    let history = "[[history]]\nversion = \"1.0\"\ndate = 2026-01-12\nchanges = \"Leads & <muzzles>.\\u0007\"\n";
    let site = portal().policy_with("dogs", &format!("{}{history}", approved("Dogs")), "## A\nA.\n").build();
    assert!(
        site.text("feed.xml").contains("<summary>Leads &amp; &lt;muzzles&gt;.</summary>"),
        "{}",
        site.text("feed.xml")
    );
    let other = history.replace("1.0", "0.9");
    let site = portal().policy_with("dogs", &format!("{}{other}", approved("Dogs")), "## A\nA.\n").build();
    assert!(!site.text("feed.xml").contains("<summary>"));
}
