//! When a review is due, and what a page says of it.

use crate::builder::{Built, portal, words};
use crate::reading::field;

fn with(dates: &str, day: &str, notice: &str) -> Built {
    let trust = format!(
        "name = \"T\"\nreview_window_days = 30\nreview_notice = \"{notice}\"\n[front_sheet]\n[[front_sheet.groups]]\n\
         rows = [{{ field = \"next_review\" }}, {{ field = \"review_status\" }}]\n[school_defaults]\nname = \"the school\"\n"
    );
    let front = format!(
        "title = \"Pets\"\nstatus = \"approved\"\nowner = \"O\"\nversion = \"1.0\"\napproved_by = \"B\"\n{dates}"
    );
    portal().trust(&trust).policy_with("pets", &front, "## A\nA.\n").on(day).build()
}

/// One test for each set of dates: when the review is due.
macro_rules! due {
    ($($name:ident: $dates:expr => $expected:expr;)*) => {$(
        #[test]
        fn $name() {
            let html = with($dates, "2026-01-01", "date").clean().page("policies/pets/");
            assert_eq!(field(&html, "next_review").as_deref(), Some($expected));
        }
    )*};
}

due! {
    a_date_wins_over_the_cycle: "approved = 2025-06-01\nnext_review = 2026-03-01\nreview_cycle = \"annually\"\n" => "1 March 2026";
    a_cycle_counts_from_the_approval: "approved = 2025-06-15\nreview_cycle = \"annually\"\n" => "15 June 2026";
    a_cycle_counts_from_a_later_review: "approved = 2023-06-15\nprevious_review = 2025-07-01\nreview_cycle = \"annually\"\n" => "1 July 2026";
    a_cycle_counts_from_a_later_approval: "approved = 2025-06-15\nprevious_review = 2024-07-01\nreview_cycle = \"annually\"\n" => "15 June 2026";
    months_are_clamped_to_their_end: "approved = 2026-08-31\nreview_cycle = \"every 6 months\"\neffective = 2026-01-01\n" => "28 February 2027";
    a_leap_day_is_clamped: "approved = 2024-02-29\nreview_cycle = \"every 3 years\"\n" => "28 February 2027";
    eighteen_months: "approved = 2025-06-15\nreview_cycle = \"every 18 months\"\n" => "15 December 2026";
    two_years_in_words: "approved = 2025-06-15\nreview_cycle = \"every two years\"\n" => "15 June 2027";
    biennially: "approved = 2025-06-15\nreview_cycle = \"biennially\"\n" => "15 June 2027";
    three_years: "approved = 2025-06-15\nreview_cycle = \"every 3 years\"\n" => "15 June 2028";
    termly: "approved = 2025-11-15\nreview_cycle = \"termly\"\n" => "15 March 2026";
    a_date_in_points: "approved = \"01.06.2025\"\nnext_review = \"01.03.2026\"\n" => "1 March 2026";
    a_date_in_slashes_is_day_first: "approved = 2025-06-01\nnext_review = \"02/03/2026\"\n" => "2 March 2026";
    a_date_in_words: "approved = \"1 June 2025\"\nnext_review = \"30 September 2026\"\n" => "30 September 2026";
    a_short_month: "approved = 2025-06-01\nnext_review = \"Sept 2026\"\n" => "September 2026";
    an_iso_month: "approved = 2025-06-01\nnext_review = \"2026-09\"\n" => "September 2026";
}

/// One test for each day: how the review stands.
macro_rules! status {
    ($($name:ident: $dates:expr, $day:expr => $expected:expr;)*) => {$(
        #[test]
        fn $name() {
            let html = with(&format!("approved = 2025-06-01\n{}", $dates), $day, "overdue").page("policies/pets/");
            assert_eq!(field(&html, "review_status").as_deref(), Some($expected));
            assert_eq!(html.contains("data-tag=\"overdue\""), $expected == "Overdue");
        }
    )*};
}

status! {
    on_the_day_it_is_due: "next_review = 2026-06-30\n", "2026-06-30" => "Due soon";
    the_day_after_it_is_overdue: "next_review = 2026-06-30\n", "2026-07-01" => "Overdue";
    within_the_window_it_is_due: "next_review = 2026-06-30\n", "2026-05-31" => "Due soon";
    before_the_window_it_is_current: "next_review = 2026-06-30\n", "2026-05-30" => "Current";
    a_month_ends_on_its_last_day: "next_review = \"June 2026\"\n", "2026-06-30" => "Due soon";
    after_a_month_it_is_overdue: "next_review = \"June 2026\"\n", "2026-07-01" => "Overdue";
    without_any_date_nothing_is_recorded: "", "2026-07-01" => "Not recorded";
}

#[test]
fn a_public_page_says_as_much_as_the_trust_wants() {
    let dates = "approved = 2025-06-01\nnext_review = 2026-06-30\n";
    let said = |notice: &str| words(&with(dates, "2026-08-01", notice).clean().page("policies/pets/"));
    assert!(said("date").contains("Current Next review: 30 June 2026") && !said("date").contains("Review overdue"));
    assert!(said("overdue").contains("Review overdue"));
    assert!(!said("none").contains("Next review: 30"));
}

#[test]
fn a_next_review_before_the_approval_is_a_warning() {
    let site = with("approved = 2025-06-01\nnext_review = 2025-01-01\n", "2026-01-01", "date");
    site.says(&["review-dates"]).in_words(&["content/policies/pets.md:"]);
}

#[test]
fn a_next_review_past_the_cycle_is_a_warning() {
    let site =
        with("approved = 2025-06-01\nnext_review = 2027-01-01\nreview_cycle = \"annually\"\n", "2026-01-01", "date");
    site.says(&["review-dates"]);
}

#[test]
fn a_next_review_at_the_end_of_the_cycle_is_in_time() {
    with("approved = 2025-06-01\nnext_review = 2026-06-01\nreview_cycle = \"annually\"\n", "2026-01-01", "date")
        .clean();
    with("approved = 2025-06-01\nnext_review = \"June 2026\"\nreview_cycle = \"annually\"\n", "2026-01-01", "date")
        .clean();
}

#[test]
fn an_unknown_cycle_names_the_nearest() {
    let site = with("approved = 2025-06-01\nreview_cycle = \"anually\"\n", "2026-01-01", "date");
    site.says(&["unknown-review-cycle"]).in_words(&["annually"]);
}

#[test]
fn a_date_that_does_not_exist_is_an_error() {
    with("approved = \"31.02.2025\"\nnext_review = 2026-06-01\n", "2026-01-01", "date").says(&["bad-date"]);
}
