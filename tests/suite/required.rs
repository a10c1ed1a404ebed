//! The documents that there have to be: `requirements.toml`, and which places have them.

use crate::builder::{Portal, TODAY, approved, portal};
use frontsheet::calendar::Day;
use frontsheet::merge::Drafts;
use frontsheet::pipeline::{self, Options};
use frontsheet::register::{AtPlace, Remark};

/// A requirement that the policy `slugs` satisfies, with further keys.
fn requirement(slugs: &str, more: &str) -> String {
    format!(
        "[[requirement]]\ntitle = \"What {} says\"\npolicies = {slugs}\nbasis = \"law\"\nsource = \"An Act\"\n\
         checked_on = 2026-11-01\n{more}\n",
        slugs.replace(['[', ']', '"'], "")
    )
}

/// A trust with a nursery, a primary and a high school.
fn fens() -> Portal {
    portal()
        .school_with("ashby", "name = \"Ashby Nursery\"\nphase = \"nursery\"\n")
        .school("brook", "Brook Primary School")
        .school_with("cold", "name = \"Cold High School\"\nphase = \"secondary\"\n")
}

/// How each place that a requirement names stands to it, with what is remarked; requirement by requirement.
fn states(portal: &Portal, day: &str, drafts: Drafts) -> Vec<String> {
    let options = Options { drafts, ..Options::new(portal.root().to_owned(), Day::parse_iso(day).expect("a day")) };
    let registers = pipeline::registers(&options).expect("the disk works");
    let register = &registers.portals[0].register;
    let at = |place: &AtPlace| {
        let remarks = place.remarks.iter().map(|remark| match remark {
            Remark::Draft(_) => " draft".to_owned(),
            Remark::Withdrawn(_) => " withdrawn".to_owned(),
            Remark::InForceFrom(date) => format!(" from {}", date.iso()),
            Remark::NoReview => " no review".to_owned(),
            Remark::LongerCycle(wording) => format!(" {wording}"),
            Remark::LateReview(date) => format!(" late {}", date.iso()),
            Remark::OtherBody(body) => format!(" by {body}"),
            Remark::NoBody => " by nobody".to_owned(),
        });
        let whose =
            place.school.map_or("trust".to_owned(), |school| registers.portals[0].schools[school].slug.to_string());
        let document = place.document.map(|index| format!(" [{}]", register.documents[index].policy));
        format!("{whose} {}{}{}", place.state.word(), document.unwrap_or_default(), remarks.collect::<String>())
    };
    register.required.iter().map(|required| required.places.iter().map(at).collect::<Vec<_>>().join(", ")).collect()
}

fn on(portal: &Portal, day: &str) -> String {
    states(portal, day, Drafts::LeaveOut).join("; ")
}

#[test]
fn each_place_that_is_asked_has_it_or_not() {
    let portal = fens()
        .policy("dogs", "## A\nA.\n")
        .policy_with("cats", &format!("{}copies = \"trust\"\nphases = [\"primary\"]\n", approved("Cats")), "## A\nA.\n")
        .policy_with("fish", &format!("{}copies = \"schools\"\n", approved("Fish")), "## A\nA.\n")
        .school_file("cold", "owls", &approved("Owls"), "## A\nA.\n")
        .file(
            "content/requirements.toml",
            [
                requirement("\"dogs\"", ""),
                requirement("\"cats\"", ""),
                requirement("\"owls\"", "phases = [\"secondary\", \"middle\"]"),
                requirement("[\"none\", \"fish\"]", "schools = \"brook\"\nphases = \"nursery\""),
                requirement("[\"fish\"]", "level = \"trust\""),
                requirement("[\"dogs\"]", "level = \"trust\"").replace("What", "And what"),
            ]
            .concat(),
        );
    assert_eq!(
        states(&portal, TODAY, Drafts::LeaveOut),
        [
            "ashby present [dogs], brook present [dogs], cold present [dogs]",
            "ashby missing, brook present [cats], cold missing",
            "ashby not_applicable, brook not_applicable, cold present [owls]",
            "ashby present [fish], brook present [fish], cold not_applicable",
            "trust missing",
            "trust present [dogs]",
        ]
    );
}

#[test]
fn on_the_day_of_the_review_it_is_not_overdue_and_on_the_next_it_is() {
    let front = |review: &str| approved("Dogs").replace("next_review = 2027-01-11", review);
    for (review, day, state) in [
        ("next_review = 2027-01-11", "2027-01-10", "present"),
        ("next_review = 2027-01-11", "2027-01-11", "present"),
        ("next_review = 2027-01-11", "2027-01-12", "overdue"),
        ("next_review = \"February 2028\"", "2028-02-29", "present"),
        ("next_review = \"February 2028\"", "2028-03-01", "overdue"),
        ("review_cycle = \"every 13 months\"", "2027-02-12", "present"),
        ("review_cycle = \"every 13 months\"", "2027-02-13", "overdue"),
    ] {
        let portal = portal()
            .school("brook", "Brook Primary School")
            .policy_with("dogs", &front(review), "## A\nA.\n")
            .file("content/requirements.toml", requirement("\"dogs\"", ""));
        assert_eq!(on(&portal, day), format!("brook {state} [dogs]"), "{review} on {day}");
    }
}

#[test]
fn of_several_policies_the_one_that_stands_best_counts() {
    let overdue = approved("Old").replace("2027-01-11", "2026-11-22");
    let upcoming = format!("{}effective = 2026-11-24\n", approved("Soon"));
    let draft = "title = \"Draft\"\n".to_owned();
    let withdrawn = approved("Gone").replace("approved\"", "withdrawn\"");
    let fronts =
        [("good", approved("Good")), ("old", overdue), ("soon", upcoming), ("draft", draft), ("gone", withdrawn)];
    let portal = fronts
        .iter()
        .fold(portal().school("brook", "Brook"), |portal, (slug, front)| portal.policy_with(slug, front, "## A\nA.\n"));
    for (slugs, expected) in [
        ("[\"gone\", \"draft\", \"soon\", \"old\", \"good\"]", "brook present [good]"),
        ("[\"gone\", \"draft\", \"soon\", \"old\"]", "brook overdue [old]"),
        ("[\"gone\", \"draft\", \"soon\"]", "brook present [soon] from 2026-11-24"),
        ("[\"gone\", \"draft\"]", "brook missing draft"),
        ("[\"nothing\", \"gone\"]", "brook missing [gone] withdrawn"),
        ("[\"nothing\"]", "brook missing"),
    ] {
        let requirements = portal.root().join("content/requirements.toml");
        std::fs::write(requirements, requirement(slugs, "")).expect("a file");
        assert_eq!(on(&portal, TODAY), expected, "{slugs}");
    }
    let requirements = portal.root().join("content/requirements.toml");
    std::fs::write(requirements, requirement("\"draft\"", "")).expect("a file");
    assert_eq!(states(&portal, TODAY, Drafts::Include), ["brook missing [draft] draft"], "where drafts are shown too");
    std::fs::write(portal.root().join("content/requirements.toml"), requirement("\"soon\"", "")).expect("a file");
    assert_eq!(on(&portal, "2026-11-24"), "brook present [soon]", "in force from its own day");
}

#[test]
fn what_is_otherwise_than_expected_is_remarked() {
    let expected = "review_cycle = \"every two years\"\napproved_by = [\"Trust Board\", \"Audit Committee\"]";
    let portal = fens()
        .policy("dogs", "## A\nA.\n")
        .school_file("ashby", "dogs", "review_cycle = \"every 25 months\"\nnext_review = 2026-12-01\n", "")
        .school_file("brook", "dogs", "approved_by = \"Local Governing Body\"\nnext_review = 2028-01-12\n", "")
        .school_file("cold", "dogs", "approved_by = \"audit  committee\"\nnext_review = 2028-01-13\n", "")
        .policy_with("bare", "title = \"Bare\"\nstatus = \"approved\"\n", "## A\nA.\n")
        .file("content/requirements.toml", requirement("\"dogs\"", expected) + &requirement("\"bare\"", expected));
    let bare = "present [bare] no review by nobody";
    assert_eq!(
        states(&portal, TODAY, Drafts::LeaveOut),
        [
            "ashby present [dogs] every 25 months, brook present [dogs] by Local Governing Body, \
             cold present [dogs] late 2028-01-13",
            &format!("ashby {bare}, brook {bare}, cold {bare}"),
        ]
    );
}

#[test]
fn a_trust_without_schools_is_asked_itself() {
    let portal = portal()
        .policy("dogs", "## A\nA.\n")
        .file("content/requirements.toml", requirement("\"dogs\"", "phases = \"primary\""));
    assert_eq!(on(&portal, TODAY), "trust present [dogs]");
}
