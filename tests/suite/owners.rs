//! Warnings about owners, about months with many reviews, and about approvals on a day that has not come.

use super::builder::{approved, portal};
use frontsheet::calendar::Day;

fn day(text: &str) -> Day {
    Day::parse_iso(text).expect("a day")
}

#[test]
fn an_approval_on_a_day_that_has_not_come_is_doubted() {
    let on = |real: &str, as_of: &str| {
        let portal = portal().policy_with("dogs", &approved("Dogs"), "## Aim\n\nCalm.\n").on(as_of);
        portal.with(|options| options.real_day = Some(day(real))).build()
    };
    // Approved on 12 January 2026.
    on("2026-01-11", "2026-01-11").says(&["review-dates"]).in_words(&["approved on 12 January 2026", "has not come"]);
    on("2026-01-12", "2026-01-12").clean();
    // A site as it was is no reason for doubt, nor is one as it will be.
    on("2026-11-23", "2025-06-01").clean();
    on("2026-01-11", "2026-06-01").clean();
}

#[test]
fn documents_that_are_reviewed_together_count_once() {
    let trust =
        "name = \"Fenland Learning Trust\"\nmax_reviews_per_month = 1\n[school_defaults]\nname = \"the school\"\n";
    let two =
        || portal().trust(trust).school("ashby", "Ashby").school("brook", "Brook").policy("dogs", "## Aim\n\nCalm.\n");
    two().build().clean();
    two()
        .policy("trips", "## Aim\n\nOut.\n")
        .build()
        .says(&["full-month"])
        .in_words(&["2 reviews are due in January 2027"]);
    // What was due is no lump to come.
    two().policy("trips", "## Aim\n\nOut.\n").on("2027-02-01").build().clean();
}

#[test]
fn without_a_list_any_owner_will_do() {
    portal().policy("dogs", "## Aim\n\nCalm.\n").build().clean();
    let list = |owners: &str| {
        let trust = format!("name = \"Fenland Learning Trust\"\n[owners]\n{owners}");
        portal().trust(&trust).policy("dogs", "## Aim\n\nCalm.\n").build()
    };
    list("\"HEAD of governance\" = \"In post\"\n").clean();
    list("\"Head of Governance\" = \"left\"\n").says(&["doubtful-owner"]).in_words(&["has left"]);
    list("").says(&["doubtful-owner"]);
    list("\"Head of Governance\" = true\n").says(&["unknown-value"]);
}
