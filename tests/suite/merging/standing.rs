//! Drafts, approved and withdrawn documents, on a day.

use super::COPY;
use crate::builder::{Built, Portal, approved, portal, words};

fn with(front: &str) -> Portal {
    portal().school("ashby", "Ashby").policy_with("pets", front, "## A\nA.\n")
}

fn effective(from: &str, day: &str) -> Built {
    with(&format!("{}effective = {from}\n", approved("Pets"))).on(day).build().clean()
}

#[track_caller]
fn upcoming(site: &Built) -> bool {
    let html = site.page("policies/pets/");
    let (upcoming, current) = (html.contains("data-tag=\"upcoming\""), html.contains("data-tag=\"current\""));
    assert!(upcoming != current, "it is either");
    upcoming
}

#[test]
fn a_draft_is_the_default_and_has_no_page() {
    let site = with("title = \"Pets\"\n").build().clean();
    assert!(!site.has("policies/pets/index.html") && !site.has(&format!("{COPY}index.html")));
    assert_eq!(site.outcome.skipped[0].file, "content/policies/pets.md");
    assert!(site.outcome.skipped[0].reason.contains("draft"));
}

#[test]
fn a_draft_has_a_page_when_it_is_asked_for() {
    let site = with("title = \"Pets\"\nstatus = \"draft\"\n").with_drafts().build().clean();
    assert!(words(&site.page("policies/pets/")).contains("This is a draft"));
    assert!(site.outcome.skipped.is_empty());
}

#[test]
fn a_draft_stands_in_no_list() {
    let site = with("title = \"Secret draft\"\n").build().clean();
    for (path, bytes) in site.files() {
        assert!(!String::from_utf8_lossy(&bytes).contains("Secret draft"), "{path}");
    }
}

#[test]
fn a_draft_needs_nothing_but_a_title() {
    with("title = \"Pets\"\n").build().clean();
    with("summary = \"S\"\n").build().says(&["missing-key"]).in_words(&["title"]);
}

#[test]
fn what_lies_beside_a_draft_is_not_published() {
    let site = portal().file("content/policies/pets/index.md", "+++\ntitle = \"Pets\"\n+++\n![Map](map.svg)\n");
    let site = site.file("content/policies/pets/map.svg", "<svg/>").build().clean();
    assert!(!site.has("policies/pets/map.svg"));
}

#[test]
fn what_lies_beside_a_policy_without_a_page_is_not_published() {
    let text = format!("+++\n{}publish = false\n+++\n![Map](map.svg)\n", approved("Pets"));
    let site = portal().file("content/policies/pets/index.md", text).file("content/policies/pets/map.svg", "<svg/>");
    assert!(!site.build().clean().has("policies/pets/map.svg"));
}

#[test]
fn before_its_day_a_document_is_upcoming_and_says_from_when() {
    let site = effective("2026-12-01", "2026-11-30");
    assert!(upcoming(&site));
    assert!(words(&site.page("policies/pets/")).contains("1 December 2026"));
}

#[test]
fn on_its_day_a_document_is_in_force() {
    assert!(!upcoming(&effective("2026-12-01", "2026-12-01")));
    assert!(!upcoming(&effective("2026-12-01", "2027-01-01")));
}

#[test]
fn a_month_begins_on_its_first_day() {
    assert!(upcoming(&effective("\"December 2026\"", "2026-11-30")));
    assert!(!upcoming(&effective("\"December 2026\"", "2026-12-01")));
}

#[test]
fn a_document_is_in_force_from_its_approval_unless_it_says_otherwise() {
    assert!(upcoming(&with(&approved("Pets")).on("2026-01-11").build().clean()));
    assert!(!upcoming(&with(&approved("Pets")).on("2026-01-12").build().clean()));
}

#[test]
fn a_withdrawn_document_says_so_and_leaves_the_lists() {
    let front = approved("Pets").replace("\"approved\"", "\"withdrawn\"");
    let site = with(&front).build().clean();
    assert!(words(&site.page("policies/pets/")).contains("withdrawn"));
    for address in ["", "schools/ashby/"] {
        assert!(!site.page(address).contains("policies/pets/"), "{address}");
    }
}

#[test]
fn an_upcoming_document_is_listed() {
    let site = effective("2027-01-01", "2026-11-23");
    assert!(site.page("").contains("policies/pets/") && site.page("schools/ashby/").contains("policies/pets/"));
}

#[test]
fn a_status_that_is_none_names_the_choices() {
    with("title = \"Pets\"\nstatus = \"aproved\"\n")
        .build()
        .says(&["unknown-value"])
        .in_words(&["\"approved\"", "pets.md:3:"]);
}

#[test]
fn a_document_without_a_page_is_left_out_with_a_reason() {
    let site = with(&format!("{}publish = false\n", approved("Pets"))).build().clean();
    assert!(!site.has("policies/pets/index.html"));
    assert!(site.outcome.skipped[0].reason.contains("publish = false"));
}

#[test]
fn what_an_approved_document_lacks_is_a_warning_for_each_document() {
    let site = with("title = \"Pets\"\nstatus = \"approved\"\n").build();
    assert!(!site.outcome.failed);
    let site = site.says(&["not-recorded"]);
    site.in_words(&[
        "owner",
        "version",
        "approved",
        "approved_by",
        "next_review or review_cycle",
        "content/policies/pets.md",
    ]);
}

#[test]
fn denied_warnings_fail_the_build() {
    let site = with("title = \"Pets\"\nstatus = \"approved\"\n").with(|options| options.deny_warnings = true).build();
    assert!(site.outcome.failed && !site.has("index.html"));
}

#[test]
fn a_cycle_stands_in_for_the_next_review() {
    let front = approved("Pets").replace("next_review = 2027-01-11", "review_cycle = \"annually\"");
    with(&front).build().clean();
}

#[test]
fn the_school_may_have_what_the_trust_lacks() {
    let front = approved("Pets").replace("owner = \"Head of Governance\"\n", "");
    let site = with(&front).school_file("ashby", "pets", "owner = \"Head of Ashby\"\n", "").build();
    site.says(&["not-recorded"]).in_words(&["policies/pets.md"]);
}
