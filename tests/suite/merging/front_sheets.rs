//! Front sheets, laid out by the program and by the trust.

use super::COPY;
use crate::builder::{Built, approved, portal, words};
use crate::reading::{field, front_sheet, history};

const FULL: &str = "\
title = \"Pets\"
summary = \"S\"
category = \"Families\"
reference = \"FLT-07\"
owner = \"Head of Governance\"
author = \"Kay Reed\"
lead = \"Jo Dale\"
version = \"2.1\"
status = \"approved\"
approved = 2024-12-09
approved_by = \"Trust Board\"
effective = 2025-01-01
previous_review = 2023-12-11
next_review = \"September 2026\"
review_cycle = \"every 2 years\"
statutory = true
required_to_publish = false
scope = \"Trust-wide\"
[control]
\"Equality impact assessed\" = \"Yes\"
[[history]]
version = \"2.1\"
date = 2024-12-09
author = \"Kay Reed\"
changes = \"Dogs added\"
[[history]]
version = \"2.0\"
date = \"December 2022\"
author = \"J. Dale\"
changes = \"New\"
";

/// A trust whose front sheet has these rows.
fn sheet(rows: &str, front: &str) -> Built {
    let trust = format!(
        "name = \"Fenland Learning Trust\"\n[school_defaults]\nname = \"the school\"\n[front_sheet]\nheading = \"Document information – front sheet\"\n\
         date_format = \"%d.%m.%Y\"\n[[front_sheet.groups]]\nheading = \"All\"\nrows = [{rows}]\n"
    );
    portal().trust(&trust).school("ashby", "Ashby School").policy_with("pets", front, "## A\nA.\n").build()
}

/// One test for each field: what the trust's copy prints for the full document, with its usual label.
macro_rules! prints {
    ($($name:ident: $field:expr, $front:expr => $expected:expr;)*) => {$(
        #[test]
        fn $name() {
            let site = sheet(&format!("{{ field = \"{}\" }}", $field), $front);
            assert_eq!(field(&site.page("policies/pets/"), $field).as_deref(), Some($expected));
        }
    )*};
}

/// A second version that was reviewed twice since.
const REVIEWED: &str = "title = \"P\"\nstatus = \"approved\"\nprevious_review = 2026-11-02\n\
    [[history]]\nversion = \"1.1\"\nchanges = \"Reviewed, no change\"\n\
    [[history]]\nversion = \"1.1\"\nchanges = \"Reviewed, no change\"\n\
    [[history]]\nversion = \"1.1\"\nchanges = \"Leads by name\"\n[[history]]\nversion = \"1.0\"\nchanges = \"First\"\n";

/// A first version that was reviewed since.
const FIRST_REVIEWED: &str = "title = \"P\"\nstatus = \"approved\"\nprevious_review = 2026-11-02\n\
    [[history]]\nversion = \"1.0\"\nchanges = \"Reviewed, no change\"\n[[history]]\nversion = \"1.0\"\nchanges = \"First\"\n";

const BARE: &str = "title = \"Pets\"\nstatus = \"approved\"\n";

prints! {
    a_title: "title", FULL => "Pets";
    a_reference: "reference", FULL => "FLT-07";
    a_lead: "lead", FULL => "Jo Dale";
    an_approval_in_the_trusts_format: "approved", FULL => "09.12.2024";
    a_day_of_force: "effective", FULL => "01.01.2025";
    a_month_as_a_month: "next_review", FULL => "September 2026";
    a_previous_review: "previous_review", FULL => "11.12.2023";
    a_cycle_as_it_is_written: "review_cycle", FULL => "every 2 years";
    statutory_in_words: "statutory", FULL => "Statutory";
    not_statutory_in_words: "statutory", "title = \"P\"\nstatus = \"approved\"\nstatutory = false\n" => "Non-statutory";
    a_truth_as_no: "required_to_publish", FULL => "No";
    a_truth_as_yes: "required_to_publish", "title = \"P\"\nstatus = \"approved\"\nrequired_to_publish = true\n" => "Yes";
    a_policy_type: "scope", FULL => "Trust-wide";
    the_trust: "trust", FULL => "Fenland Learning Trust";
    no_school_on_the_trusts_copy: "school", FULL => "N/A";
    not_new_with_two_entries: "new", FULL => "N/A";
    a_redraft_with_two_entries: "redraft", FULL => "Yes";
    new_with_one_entry: "new", "title = \"P\"\nstatus = \"approved\"\n[[history]]\nversion = \"1.0\"\nchanges = \"First\"\n" => "Yes";
    no_redraft_with_one_entry: "redraft", "title = \"P\"\nstatus = \"approved\"\n[[history]]\nversion = \"1.0\"\nchanges = \"First\"\n" => "N/A";
    the_newest_changes: "changes", FULL => "Dogs added";
    the_changes_that_made_a_version_that_was_reviewed: "changes", REVIEWED => "Leads by name";
    a_redraft_that_was_reviewed: "redraft", REVIEWED => "Yes";
    no_redraft_of_a_first_version_that_was_reviewed: "redraft", FIRST_REVIEWED => "N/A";
    a_first_version_that_was_reviewed_is_not_new: "new", FIRST_REVIEWED => "N/A";
    the_changes_of_a_first_version_that_was_reviewed: "changes", FIRST_REVIEWED => "First";
    what_a_history_of_a_review_alone_says: "changes", "title = \"P\"\nstatus = \"approved\"\n[[history]]\nversion = \"1.0\"\nchanges = \"Reviewed, no change\"\n" => "Reviewed, no change";
    the_newest_changes_where_no_version_is_named: "changes", "title = \"P\"\nstatus = \"approved\"\n[[history]]\nchanges = \"B\"\n[[history]]\nchanges = \"A\"\n" => "B";
    no_changes_without_a_history: "changes", BARE => "N/A";
    a_control_line: "Equality impact assessed", FULL => "Yes";
    an_owner_that_must_be_there: "owner", BARE => "Not recorded";
    a_version_that_must_be_there: "version", BARE => "Not recorded";
    an_approval_that_must_be_there: "approved", BARE => "Not recorded";
    an_approving_body_that_must_be_there: "approved_by", BARE => "Not recorded";
    a_review_that_must_be_there: "next_review", BARE => "Not recorded";
    an_author_that_need_not_be_there: "author", BARE => "N/A";
    a_lead_that_need_not_be_there: "lead", BARE => "N/A";
    a_reference_that_need_not_be_there: "reference", BARE => "N/A";
    a_previous_review_that_need_not_be_there: "previous_review", BARE => "N/A";
    statutory_that_need_not_be_there: "statutory", BARE => "N/A";
    in_force_from_the_approval: "effective", "title = \"P\"\nstatus = \"approved\"\napproved = 2026-01-12\n" => "12.01.2026";
    a_review_from_the_cycle: "next_review", "title = \"P\"\nstatus = \"approved\"\napproved = 2026-01-12\nreview_cycle = \"annually\"\n" => "12.01.2027";
    no_cycle_where_there_is_a_date: "review_cycle", "title = \"P\"\nstatus = \"approved\"\nnext_review = 2027-01-12\n" => "N/A";
    a_review_that_is_overdue: "review_status", FULL => "Overdue";
    a_status: "status", FULL => "Approved";
    an_empty_text_as_if_it_were_not_there: "author", "title = \"P\"\nstatus = \"approved\"\nauthor = \"  \"\n" => "N/A";
}

#[test]
fn a_heading_notice_and_labels_are_the_trusts_own() {
    let trust = "\
name = \"T\"\nbase_url = \"https://policies.example.org\"\n[school_defaults]\nname = \"the school\"\n[front_sheet]\n\
heading = \"Document information – front sheet\"\n\
notice = \"This document *cannot* be changed. For the latest version see {{ page.url }}.\"\n\
date_format = \"%d.%m.%Y\"\n\
[[front_sheet.groups]]\nheading = \"Approval information\"\n\
rows = [ { field = \"approved\", label = \"Date approved/reviewed\" }, { field = \"approved_by\" } ]\n\
[[front_sheet.groups]]\nheading = \"Version control\"\ntable = \"history\"\n";
    let site = portal().trust(trust).school("ashby", "Ashby").policy_with("pets", FULL, "## A\nA.\n");
    let html = site.on("2026-01-01").build().clean().page(COPY);
    let shown = words(&html);
    assert!(
        shown
            .contains("Document information – front sheet This document cannot be changed. For the latest version see")
    );
    assert!(shown.contains("https://policies.example.org/schools/ashby/policies/pets/"));
    assert!(html.contains("<em>cannot</em>"));
    assert!(html.contains("<th scope=\"row\">Date approved/reviewed</th><td data-field=\"approved\">09.12.2024</td>"));
    assert!(html.contains("Approval information") && html.contains("Version control"));
    assert_eq!(history(&html), ["2.1, 09.12.2024, Kay Reed, Dogs added", "2.0, December 2022, J. Dale, New"]);
}

#[test]
fn rows_stand_in_the_trusts_order() {
    let site = sheet(
        "{ field = \"version\" }, { field = \"title\", label = \"Name\" }, { field = \"owner\" }",
        &approved("Pets"),
    );
    assert_eq!(
        front_sheet(&site.clean().page("policies/pets/")),
        "Version: 1.0 | Name: Pets | Document owner: Head of Governance"
    );
}

#[test]
fn a_school_prints_its_own_values_and_name() {
    let rows = "{ field = \"school\" }, { field = \"approved_by\" }, { field = \"Risk assessed\" }";
    let trust = format!(
        "name = \"T\"\n[front_sheet]\n[[front_sheet.groups]]\nrows = [{rows}]\n[school_defaults]\nname = \"x\"\n"
    );
    let front = format!("{}[control]\n\"Risk assessed\" = \"No\"\n", approved("Pets"));
    let site = portal().trust(&trust).school("ashby", "Ashby School").policy_with("pets", &front, "## A\nA.\n");
    let site =
        site.school_file("ashby", "pets", "approved_by = \"Governors\"\n[control]\n\"Risk assessed\" = \"Yes\"\n", "");
    let site = site.build().clean();
    assert_eq!(front_sheet(&site.page(COPY)), "School: Ashby School | Approved by: Governors | Risk assessed: Yes");
    assert_eq!(front_sheet(&site.page("policies/pets/")), "School: N/A | Approved by: Trust Board | Risk assessed: No");
}

#[test]
fn without_a_layout_there_is_a_good_one() {
    let html = portal().policy_with("pets", FULL, "## A\nA.\n").on("2026-01-01").build().clean().page("policies/pets/");
    for name in ["owner", "version", "approved", "approved_by", "effective", "next_review", "statutory", "reference"] {
        assert!(field(&html, name).is_some(), "{name}");
    }
    assert_eq!(field(&html, "approved").as_deref(), Some("9 December 2024"));
    assert_eq!(field(&html, "Equality impact assessed").as_deref(), Some("Yes"));
    assert_eq!(history(&html).len(), 2);
}

#[test]
fn without_a_layout_what_is_missing_still_shows() {
    let html = portal().policy_with("pets", BARE, "## A\nA.\n").build().page("policies/pets/");
    for name in ["owner", "version", "approved", "approved_by", "next_review"] {
        assert_eq!(field(&html, name).as_deref(), Some("Not recorded"), "{name}");
    }
}

#[test]
fn the_front_sheet_opens_every_policy_page() {
    let site = portal().school("ashby", "Ashby").policy("pets", "## A\nA.\n").build().clean();
    for address in ["policies/pets/", COPY] {
        let html = site.page(address);
        let (before, _) = html.split_once("<h2 id=\"a\"").expect("the text");
        assert!(before.contains("<section id=\"document-control\""), "{address}");
    }
}

#[test]
fn a_field_that_is_none_names_the_nearest() {
    sheet("{ field = \"ownr\" }", &approved("Pets"))
        .says(&["unknown-value"])
        .in_words(&["owner", "content/trust.toml:"]);
}

#[test]
fn an_unknown_key_of_a_row_names_the_nearest() {
    sheet("{ field = \"owner\", lable = \"Whose\" }", &approved("Pets")).says(&["unknown-key"]).in_words(&["label"]);
}

#[test]
fn a_missing_value_in_a_notice_is_an_error_in_the_trusts_file() {
    let trust = "name = \"T\"\n[front_sheet]\nnotice = \"Ask {{ trust.nmae }}.\"\n[school_defaults]\nname = \"x\"\n";
    portal()
        .trust(trust)
        .policy("pets", "## A\nA.\n")
        .build()
        .says(&["no-value"])
        .in_words(&["content/trust.toml:3:", "trust.name"]);
}

#[test]
fn a_school_with_a_history_of_its_own_prints_that() {
    let site = portal().school("ashby", "Ashby").policy_with("pets", FULL, "## A\nA.\n").on("2026-01-01");
    let site = site.school_file(
        "ashby",
        "pets",
        "version = \"2.1-a\"\n[[history]]\nversion = \"2.1-a\"\nchanges = \"Ours\"\n",
        "",
    );
    let site = site.build().clean();
    assert_eq!(history(&site.page(COPY)).len(), 1);
    assert_eq!(field(&site.page(COPY), "version").as_deref(), Some("2.1-a"));
}
