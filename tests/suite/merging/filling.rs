//! Sections that every school must fill in.

use super::{COPY, pets};
use crate::builder::{Built, approved, portal};
use crate::reading::{headings, outline};

const OPEN: &str = "## Why {#why}\nWhy.\n\n## Contacts {#contacts .fill}\nName the leads here.\n\n### Example {#example}\nFor example.\n\n## Thanks\nThanks.\n";

fn filled(file: &str) -> Built {
    pets(OPEN).amendment("ashby", "pets", file).build()
}

#[test]
fn the_trusts_own_copy_shows_the_guidance() {
    let site = filled("## Contacts {replace=contacts}\nMs Reed.\n").clean();
    assert_eq!(
        outline(&site.page("policies/pets/")),
        "## Why | Why. | ## Contacts | Name the leads here. | ### Example | For example. | ## Thanks | Thanks."
    );
}

#[test]
fn a_replacement_fills_it_in() {
    let html = filled("## Our leads {replace=contacts}\nMs Reed.\n").clean().page(COPY);
    assert_eq!(outline(&html), "## Why | Why. | ## Our leads | Ms Reed. | ## Thanks | Thanks.");
}

#[test]
fn appended_text_fills_it_in_and_the_guidance_goes() {
    let html = filled("## X {append=contacts}\nMs Reed.\n").clean().page(COPY);
    assert_eq!(outline(&html), "## Why | Why. | ## Contacts | Ms Reed. | ## Thanks | Thanks.");
}

#[test]
fn two_appended_texts_fill_it_in_together() {
    let html = filled("## X {append=contacts}\nMs Reed.\n\n## Y {append=contacts}\nMr Dale.\n").clean().page(COPY);
    assert_eq!(outline(&html), "## Why | Why. | ## Contacts | Ms Reed. | Mr Dale. | ## Thanks | Thanks.");
}

#[test]
fn a_school_without_a_file_is_told_what_to_write() {
    pets(OPEN).build().says(&["unfilled-section"]).in_words(&[
        "Ashby Primary School",
        "content/policies/pets.md:13:",
        "content/schools/ashby/policies/pets.md",
        "{replace=contacts}",
    ]);
}

#[test]
fn a_file_that_says_nothing_of_it_does_not_fill_it_in() {
    filled("## New\nNew.\n").says(&["unfilled-section"]);
}

#[test]
fn every_school_is_told_by_itself() {
    let site = portal().school("ashby", "Ashby").school("brook", "Brook").policy("pets", OPEN);
    site.build().says(&["unfilled-section"; 2]).in_words(&["Ashby", "Brook"]);
}

#[test]
fn an_empty_replacement_fills_nothing_in() {
    filled("## Contacts {replace=contacts}\n").says(&["unfilled-section"]);
}

#[test]
fn a_comment_fills_nothing_in() {
    filled("## Contacts {append=contacts}\n<!-- to come -->\n").says(&["unfilled-section"]);
}

#[test]
fn text_below_a_sub_heading_fills_it_in() {
    let html = filled("## Contacts {replace=contacts}\n\n### Lead\nMs Reed.\n").clean().page(COPY);
    assert_eq!(headings(&html), "Why, Contacts, > Lead, Thanks");
}

#[test]
fn it_may_not_be_taken_out() {
    filled("## Contacts {remove=contacts}\nNo need.\n")
        .says(&["unfilled-section"; 2])
        .in_words(&["schools/ashby", "policies/pets.md"]);
}

#[test]
fn what_it_stands_in_may_not_be_taken_out() {
    let trust = "## People {#people}\nP.\n\n### Contacts {#contacts .fill}\nName them.\n";
    pets(trust).amendment("ashby", "pets", "## X {remove=people}\n").build().says(&["unfilled-section"; 2]);
}

#[test]
fn a_draft_need_not_be_filled_in() {
    let site = portal().school("ashby", "Ashby").policy_with("pets", "title = \"Pets\"\n", OPEN).with_drafts().build();
    assert!(site.clean().has("schools/ashby/policies/pets/index.html"));
}

#[test]
fn it_is_filled_in_under_every_rule_for_local_changes() {
    for rule in ["none", "add", "amend"] {
        for verb in ["replace", "append"] {
            let front = format!("{}local_changes = \"{rule}\"\n", approved("Pets"));
            let site = portal().school("ashby", "Ashby").policy_with("pets", &front, OPEN);
            site.amendment("ashby", "pets", &format!("## X {{{verb}=contacts}}\nMs Reed.\n")).build().clean();
        }
    }
}

#[test]
fn a_policy_without_copies_for_schools_needs_no_filling_in() {
    let front = format!("{}copies = \"trust\"\n", approved("Pets"));
    portal().school("ashby", "Ashby").policy_with("pets", &front, OPEN).build().clean();
}

#[test]
fn schools_that_a_policy_is_not_for_need_not_fill_it_in() {
    let front = format!("{}schools = [\"ashby\"]\n", approved("Pets"));
    let site = portal().school("ashby", "Ashby").school("brook", "Brook").policy_with("pets", &front, OPEN);
    site.amendment("ashby", "pets", "## X {append=contacts}\nMs Reed.\n").build().clean();
}

#[test]
fn schools_that_the_section_is_not_for_need_not_fill_it_in() {
    let trust = "## Contacts {#contacts .fill phases=secondary}\nName them.\n\n## Why\nW.\n";
    pets(trust).build().clean();
}

#[test]
fn guidance_may_use_values_that_a_school_has_not() {
    let trust = "## Contacts {#contacts .fill}\nSuch as {{ school.contacts.dsl.name }}.\n";
    let toml = "name = \"T\"\n[school_defaults.contacts.dsl]\nname = \"the lead\"\n";
    let site = portal().trust(toml).school("ashby", "Ashby").policy("pets", trust);
    let site = site.amendment("ashby", "pets", "## X {append=contacts}\nMs Reed.\n").build().clean();
    assert_eq!(outline(&site.page("policies/pets/")), "## Contacts | Such as the lead.");
}
