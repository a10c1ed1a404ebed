//! Which version is public on which day, on each side of every boundary.

use super::super::builder::{Portal, TODAY, approved, portal};
use super::{release, release_on, released, said, three_versions, version};

/// What stands at a policy's address on a day: the words of its page that tell the versions apart, and its standing in
/// the register.
struct Seen {
    word: String,
    standing: String,
    version: String,
    page: String,
}

const WORDS: [&str; 6] = ["First.", "Second.", "Third.", "Fourth.", "Ours.", "Sketch."];

#[track_caller]
fn seen(portal: Portal, day: &str, address: &str) -> (Portal, Seen) {
    let built = portal.on(day).build();
    assert!(!built.outcome.failed, "{}", built.printed());
    let page = built.page(address);
    let word = WORDS.iter().find(|word| page.contains(*word)).map_or(String::new(), |word| (*word).to_owned());
    let register: serde_json::Value = serde_json::from_str(&built.text("register.json")).expect("JSON");
    let documents = register["documents"].as_array().expect("a list");
    let own = documents.iter().find(|document| document["url"] == address).expect("it is in the register");
    let text = |key: &str| own[key].as_str().unwrap_or_default().to_owned();
    let (standing, version) = (text("standing"), text("version"));
    (built.portal, Seen { word, standing, version, page })
}

/// Fails unless each day has its word, standing and version.
#[track_caller]
fn on_each_day(mut portal: Portal, address: &str, days: &[(&str, &str, &str, &str)]) -> Portal {
    for (day, word, standing, version) in days {
        let (same, seen) = seen(portal, day, address);
        assert_eq!(
            (seen.word.as_str(), seen.standing.as_str(), seen.version.as_str()),
            (*word, *standing, *version),
            "{day}"
        );
        portal = same;
    }
    portal
}

fn dogs(portal: Portal, front: &str, word: &str) -> Portal {
    portal.policy_with("dogs", front, &format!("## Aim\n\n{word}\n"))
}

#[test]
fn each_version_is_in_force_from_its_day_until_the_next_ones() {
    on_each_day(
        three_versions(),
        "policies/dogs/",
        &[
            ("2023-12-31", "First.", "upcoming", "1.0"),
            ("2024-01-01", "First.", "current", "1.0"),
            ("2024-12-31", "First.", "current", "1.0"),
            ("2025-01-01", "Second.", "current", "2.0"),
            ("2026-12-31", "Second.", "current", "2.0"),
            ("2027-01-01", "Third.", "current", "3.0"),
            ("2040-01-01", "Third.", "current", "3.0"),
        ],
    );
}

#[test]
fn a_month_begins_on_its_first_day() {
    let front = |number: &str, from: &str| version(number, "2000-01-01").replace("2000-01-01", &format!("{from:?}"));
    let first = released(dogs(portal(), &front("1.0", "September 2025"), "First."));
    let second = released(dogs(first, &front("2.0", "2026-09"), "Second."));
    on_each_day(
        second,
        "policies/dogs/",
        &[
            ("2025-08-31", "First.", "upcoming", "1.0"),
            ("2025-09-01", "First.", "current", "1.0"),
            ("2026-08-31", "First.", "current", "1.0"),
            ("2026-09-01", "Second.", "current", "2.0"),
        ],
    );
}

#[test]
fn without_effective_it_is_in_force_from_its_approval() {
    let front = |number: &str, day: &str| {
        approved("Dogs")
            .replace("\"1.0\"", &format!("{number:?}"))
            .replace("approved = 2026-01-12", &format!("approved = {day}"))
    };
    let first = released(dogs(portal(), &front("1.0", "2025-03-04"), "First."));
    let second = released(dogs(first, &front("2.0", "2026-03-04"), "Second."));
    on_each_day(
        second,
        "policies/dogs/",
        &[("2026-03-03", "First.", "current", "1.0"), ("2026-03-04", "Second.", "current", "2.0")],
    );
}

#[test]
fn of_two_versions_from_one_day_the_later_is_in_force() {
    let first = released(dogs(portal(), &version("1.0", "2025-01-01"), "First."));
    let second = released(dogs(first, &version("1.1", "2025-01-01"), "Second."));
    on_each_day(
        second,
        "policies/dogs/",
        &[("2024-12-31", "First.", "upcoming", "1.0"), ("2025-01-01", "Second.", "current", "1.1")],
    );
}

#[test]
fn the_day_of_the_release_makes_no_difference() {
    let portal = dogs(portal(), &version("1.0", "2024-01-01"), "First.");
    assert!(!release_on(&portal, "2026-06-01", None).failed);
    on_each_day(
        portal,
        "policies/dogs/",
        &[("2024-01-01", "First.", "current", "1.0"), (TODAY, "First.", "current", "1.0")],
    );
}

#[test]
fn what_is_in_force_announces_the_next_and_the_next_says_from_when() {
    let (portal, second) = seen(three_versions(), "2026-12-31", "policies/dogs/");
    assert!(second.page.contains("Version 3.0 of this policy will be in force from 1 January 2027"), "{}", second.page);
    let (portal, third) = seen(portal, "2027-01-01", "policies/dogs/");
    assert!(!third.page.contains("will be in force"), "{}", third.page);
    let (_, first) = seen(portal, "2023-12-31", "policies/dogs/");
    assert!(first.page.contains("It comes into force on 1 January 2024"), "{}", first.page);
}

#[test]
fn a_draft_leaves_what_is_in_force_public_on_every_day() {
    let draft = dogs(three_versions(), "title = \"Dogs on site\"\nversion = \"4.0\"\n", "Sketch.");
    on_each_day(
        draft,
        "policies/dogs/",
        &[
            ("2023-12-31", "First.", "upcoming", "1.0"),
            ("2024-12-31", "First.", "current", "1.0"),
            ("2025-01-01", "Second.", "current", "2.0"),
            ("2027-01-01", "Third.", "current", "3.0"),
        ],
    );
}

#[test]
fn what_a_school_has_approved_waits_audibly_while_the_trust_drafts() {
    let file = "content/schools/ashby/policies/dogs.md";
    let draft = || {
        let school = portal().school("ashby", "Ashby Primary School").school("oxwater", "Oxwater High School");
        dogs(released(dogs(school, &version("1.0", "2024-01-01"), "Old.")), "title = \"Dogs on site\"\n", "Sketch.")
    };
    let waits = |front: &str, text: &str| {
        let built = draft().school_file("ashby", "dogs", front, text).build().clean();
        let of_school = built.outcome.skipped.iter().filter(|skipped| skipped.file == file);
        of_school.map(|skipped| skipped.reason.clone()).collect::<Vec<_>>()
    };
    let own = "version = \"1.0-a\"\napproved = 2026-10-05\napproved_by = \"Governors\"\n";
    let says = |what: &str| {
        [format!(
            "{what} for Ashby Primary School waits until content/policies/dogs.md is approved: its page stays version 1.0, as it \
             was released"
        )]
    };
    assert_eq!(waits(own, "## Ours\n\nGuide dogs.\n"), says("version 1.0-a"));
    assert_eq!(waits("", "## Ours\n\nGuide dogs.\n"), says("what is changed here"));
    // No school can approve what the trust is still drafting.
    let approved = format!("status = \"approved\"\n{own}");
    assert_eq!(waits(&approved, "## Ours\n\nGuide dogs.\n"), says("version 1.0-a"));
    let page = draft().school_file("ashby", "dogs", &approved, "## Ours\n\nDogs.\n").build();
    let page = page.page("schools/ashby/policies/dogs/");
    assert!(page.contains("Old.") && !page.contains("Sketch."));
    // A draft of the school's own is one, and a date alone is no change.
    let drafts = waits("status = \"draft\"\nversion = \"1.0-a\"\n", "## Ours\n\nGuide dogs.\n");
    assert_eq!(drafts, ["a draft for Ashby Primary School: its page stays version 1.0, as it was released"]);
    assert!(waits("next_review = \"2027-09\"\n", "").is_empty());
    let built = draft().build();
    assert_eq!(built.outcome.skipped.len(), 1, "the trust's draft alone: {:?}", built.outcome.skipped);
}

#[test]
fn a_draft_is_listed_as_skipped_with_what_is_public_in_its_place() {
    let draft = dogs(three_versions(), "title = \"Dogs on site\"\nversion = \"4.0\"\n", "Sketch.").build();
    let reasons: Vec<&str> = draft.outcome.skipped.iter().map(|skipped| skipped.reason.as_str()).collect();
    assert_eq!(reasons, ["a draft: its page stays version 2.0, as it was released"]);
    let alone = dogs(portal(), "title = \"Dogs on site\"\n", "Sketch.").build();
    assert!(!alone.has("policies/dogs/index.html"), "a draft has no page");
    let reasons: Vec<&str> = alone.outcome.skipped.iter().map(|skipped| skipped.reason.as_str()).collect();
    assert_eq!(reasons, ["a draft: it is shown with --drafts, and published once status = \"approved\""]);
}

#[test]
fn drafts_are_shown_where_they_are_asked_for() {
    let draft = dogs(three_versions(), "title = \"Dogs on site\"\nversion = \"4.0\"\n", "Sketch.").with_drafts();
    on_each_day(draft, "policies/dogs/", &[(TODAY, "Sketch.", "draft", "4.0")]);
}

#[test]
fn an_approved_version_is_public_from_its_day_without_a_release() {
    let fourth = dogs(three_versions(), &version("4.0", "2026-06-01"), "Fourth.");
    let days = [("2026-05-31", "Second.", "current", "2.0"), ("2026-06-01", "Fourth.", "current", "4.0")];
    let portal = on_each_day(fourth, "policies/dogs/", &days);
    let fourth = dogs(portal, &version("4.0", "2028-06-01"), "Fourth.");
    on_each_day(
        fourth,
        "policies/dogs/",
        &[("2028-05-31", "Third.", "current", "3.0"), ("2028-06-01", "Fourth.", "current", "4.0")],
    );
}

#[test]
fn a_withdrawal_counts_from_its_own_day() {
    let front = version("3.0", "2028-02-01").replace("approved\"", "withdrawn\"");
    on_each_day(
        dogs(three_versions(), &front, "Third."),
        "policies/dogs/",
        &[
            ("2024-12-31", "First.", "current", "1.0"),
            ("2026-12-31", "Second.", "current", "2.0"),
            ("2028-01-31", "Third.", "current", "3.0"),
            ("2028-02-01", "Third.", "withdrawn", "3.0"),
        ],
    );
}

#[test]
fn what_is_withdrawn_says_so_and_leaves_the_lists_and_not_the_register() {
    let front = version("3.0", "2027-01-01").replace("approved\"", "withdrawn\"");
    let (portal, gone) = seen(dogs(three_versions(), &front, "Third."), "2028-01-01", "policies/dogs/");
    assert_eq!(gone.standing, "withdrawn");
    assert!(gone.page.contains("has been withdrawn") && gone.page.contains("versions/3.0/"), "{}", gone.page);
    let built = portal.build();
    assert!(!built.page("").contains("policies/dogs/"), "it is in no index");
    assert!(!built.text("reviews.ics").contains("Dogs"), "nobody reviews it");
}

#[test]
fn a_schools_copy_has_days_of_its_own() {
    let school = |portal: Portal, number: &str, from: &str, word: &str| {
        portal.school_file(
            "ashby",
            "dogs",
            &format!("version = {number:?}\nbased_on = \"1.0\"\neffective = {from}\n"),
            &format!("## Aim {{replace=aim}}\n\n{word}\n"),
        )
    };
    let first = dogs(portal().school("ashby", "Ashby Primary School"), &version("1.0", "2024-01-01"), "First.");
    let first = released(school(first, "1.0-a", "2024-03-01", "Second."));
    let second = school(first, "1.0-b", "2025-05-01", "Ours.");
    let later = release_on(&second, TODAY, Some("ashby"));
    assert!(!later.failed, "{}", said(&later));
    assert_eq!(later.frozen.len(), 1);
    let portal = on_each_day(
        second,
        "schools/ashby/policies/dogs/",
        &[
            ("2024-02-29", "Second.", "upcoming", "1.0-a"),
            ("2024-03-01", "Second.", "current", "1.0-a"),
            ("2025-04-30", "Second.", "current", "1.0-a"),
            ("2025-05-01", "Ours.", "current", "1.0-b"),
        ],
    );
    on_each_day(portal, "policies/dogs/", &[("2025-05-01", "First.", "current", "1.0")]);
}

#[test]
fn a_schools_own_policy_has_versions_too() {
    let own = |portal: Portal, number: &str, from: &str, word: &str| {
        portal.school_file("ashby", "dogs", &version(number, from), &format!("## Aim\n\n{word}\n"))
    };
    let first = own(portal().school("ashby", "Ashby Primary School"), "1.0", "2025-01-01", "First.");
    assert!(release(&first).failed, "it is no policy of the trust's");
    assert!(!release_on(&first, TODAY, Some("ashby")).failed);
    let second = own(first, "2.0", "2026-01-01", "Second.");
    assert!(!release_on(&second, TODAY, Some("ashby")).failed);
    on_each_day(
        second,
        "schools/ashby/policies/dogs/",
        &[("2025-12-31", "First.", "current", "1.0"), ("2026-01-01", "Second.", "current", "2.0")],
    );
}

#[test]
fn a_version_before_the_last_is_refused() {
    let earlier = dogs(three_versions(), &version("4.0", "2026-12-31"), "Fourth.");
    let refused = release(&earlier);
    assert!(refused.failed);
    assert!(said(&refused).contains("would come into force on 2026-12-31, before version 3.0"), "{}", said(&refused));
}

#[test]
fn a_policy_that_is_gone_is_withdrawn_and_its_versions_stay() {
    let portal = three_versions();
    std::fs::remove_file(portal.root().join("content/policies/dogs.md")).unwrap();
    let built = portal.build();
    assert!(!built.outcome.failed, "{}", built.printed());
    assert!(built.has("policies/dogs/versions/2.0/index.html"));
    assert!(!built.page("").contains("href=\"policies/dogs/\""), "it is in no index");
}
