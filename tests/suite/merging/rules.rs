//! What schools may do, must do and may not do.

use super::{COPY, PETS, built, page, pets, reads, refused};
use crate::builder::{approved, portal};
use crate::reading::outline;

const LOCKED: &str = "## Why {#why}\nWhy.\n\n## Rules {#rules}\nRules.\n\n### Safety {#safety .locked}\nKeep off.\n\n#### Gates {#gates}\nShut.\n\n### Dogs {#dogs}\nDogs.\n";

refused! {
    a_target_that_is_not_there_names_both_files_and_what_is_near:
        PETS, "## X {replace=dog}\nX.\n" => ["no-target"], ["policies/pets.md", "content/schools/ashby/policies/pets.md:4:", "\"dogs\""];
    a_target_that_is_like_nothing_is_answered_with_what_there_is:
        PETS, "## X {append=qqqqqqqqq}\nX.\n" => ["no-target"], ["\"why\"", "\"thanks\""];
    every_verb_needs_a_target_that_is_there:
        PETS, "## A {after=q1}\n\n## B {before=q2}\n\n## C {replace=q3}\n\n## D {append=q4}\n\n## E {prepend=q5}\n\n## F {remove=q6}\n"
            => ["no-target"; 6], ["\"q1\"", "\"q2\"", "\"q3\"", "\"q4\"", "\"q5\"", "\"q6\""];
    a_section_that_the_file_took_out_is_no_target:
        PETS, "## Dogs {remove=dogs}\n\n## X {append=dogs}\nX.\n" => ["no-target"], ["pets.md:6:", "pets.md:4"];
    what_stood_in_a_section_that_was_taken_out_is_no_target:
        PETS, "## Rules {remove=rules}\n\n## X {append=dogs}\nX.\n" => ["no-target"], ["dogs"];
    a_section_that_comes_later_in_the_file_is_no_target_yet:
        PETS, "## X {after=birds}\nX.\n\n## Birds {after=why}\nB.\n" => ["no-target"], ["birds"];
    text_before_the_first_heading_is_refused:
        PETS, "Some text.\n\n## Birds\nB.\n" => ["text-before-heading"], ["schools/ashby/policies/pets.md:4:1"];
    text_without_any_heading_is_refused:
        PETS, "Some text.\n" => ["text-before-heading"], ["pets.md:4:1"];
    a_section_has_one_instruction:
        PETS, "## Birds {after=why before=rules}\nB.\n" => ["unknown-attribute"], ["before=rules"];
    a_verb_that_is_none_names_the_nearest:
        PETS, "## Birds {replce=why}\nB.\n" => ["unknown-attribute"], ["replace=why"];
    a_school_locks_nothing:
        PETS, "## Birds {after=why .locked}\nB.\n" => ["unknown-attribute"], [".locked"];
    a_school_asks_nobody_to_fill_in:
        PETS, "## Birds {after=why .fill}\nB.\n" => ["unknown-attribute"], [".fill"];
    a_school_writes_for_no_phases:
        PETS, "## Birds {after=why phases=primary}\nB.\n" => ["unknown-attribute"], ["phases="];
    a_locked_section_is_not_replaced:
        LOCKED, "## X {replace=safety}\nX.\n" => ["locked-section"], ["content/schools/ashby/policies/pets.md:4:", "policies/pets.md", "{after=safety}"];
    a_locked_section_is_not_removed: LOCKED, "## X {remove=safety}\nX.\n" => ["locked-section"], ["\"safety\""];
    a_locked_section_is_not_appended_to: LOCKED, "## X {append=safety}\nX.\n" => ["locked-section"], ["\"safety\""];
    a_locked_section_is_not_prepended_to: LOCKED, "## X {prepend=safety}\nX.\n" => ["locked-section"], ["\"safety\""];
    what_is_inside_a_locked_section_is_not_replaced: LOCKED, "## X {replace=gates}\nX.\n" => ["locked-section"], ["\"gates\"", "\"safety\""];
    what_is_inside_a_locked_section_is_not_removed: LOCKED, "## X {remove=gates}\nX.\n" => ["locked-section"], ["\"gates\""];
    what_is_inside_a_locked_section_is_not_appended_to: LOCKED, "## X {append=gates}\nX.\n" => ["locked-section"], ["\"gates\""];
    nothing_new_stands_inside_a_locked_section: LOCKED, "## X {after=gates}\nX.\n" => ["locked-section"], ["\"gates\""];
    nothing_new_stands_inside_a_locked_section_in_front: LOCKED, "## X {before=gates}\nX.\n" => ["locked-section"], ["\"gates\""];
    the_parent_of_a_locked_section_is_not_replaced: LOCKED, "## X {replace=rules}\nX.\n" => ["locked-section"], ["\"rules\""];
    the_parent_of_a_locked_section_is_not_removed: LOCKED, "## X {remove=rules}\nX.\n" => ["locked-section"], ["\"rules\""];
    all_refusals_come_in_one_run:
        LOCKED, "Text.\n\n## A {remove=safety}\n\n## B {append=nowhere}\nX.\n\n## C {insert=why}\nX.\n"
            => ["text-before-heading", "locked-section", "no-target", "unknown-attribute"], [];
}

reads! {
    a_new_section_may_stand_after_a_locked_one:
        LOCKED, "## X {after=safety}\nX.\n" => "## Why | Why. | ## Rules | Rules. | ### Safety | Keep off. | #### Gates | Shut. | ### X | X. | ### Dogs | Dogs.";
    a_new_section_may_stand_before_a_locked_one:
        LOCKED, "## X {before=safety}\nX.\n" => "## Why | Why. | ## Rules | Rules. | ### X | X. | ### Safety | Keep off. | #### Gates | Shut. | ### Dogs | Dogs.";
    the_parent_of_a_locked_section_may_be_appended_to:
        LOCKED, "## X {append=rules}\nX.\n" => "## Why | Why. | ## Rules | Rules. | ### Safety | Keep off. | #### Gates | Shut. | ### Dogs | Dogs. | X.";
    the_parent_of_a_locked_section_may_be_prepended_to:
        LOCKED, "## X {prepend=rules}\nX.\n" => "## Why | Why. | ## Rules | X. | Rules. | ### Safety | Keep off. | #### Gates | Shut. | ### Dogs | Dogs.";
    what_stands_beside_a_locked_section_may_be_replaced:
        LOCKED, "## X {replace=dogs}\nX.\n" => "## Why | Why. | ## Rules | Rules. | ### Safety | Keep off. | #### Gates | Shut. | ### X | X.";
    a_comment_before_the_first_heading_is_no_text:
        "## Why\nWhy.\n", "<!-- Agreed with the trust. -->\n\n## Ours\nOurs.\n" => "## Why | Why. | ## Ours | Ours.";
    an_address_before_the_first_heading_is_no_text:
        "## Why\nWhy.\n", "[map]: https://example.org/map\n\n## Ours\nSee the [school map][map].\n" => "## Why | Why. | ## Ours | See the school map.";
}

/// A policy under this rule, and Ashby's file for it.
fn under(rule: &str, text: &str, file: &str) -> crate::builder::Built {
    let front = format!("{}local_changes = \"{rule}\"\n", approved("Pets"));
    portal().school("ashby", "Ashby").policy_with("pets", &front, text).amendment("ashby", "pets", file).build()
}

#[test]
fn add_allows_whatever_adds() {
    let file = "## A {after=why}\nA.\n\n## B {before=why}\nB.\n\n## C {append=why}\nC.\n\n## D {prepend=why}\nD.\n\n## E\nE.\n";
    let html = under("add", "## Why\nWhy.\n", file).clean().page(COPY);
    assert_eq!(outline(&html), "## B | B. | ## Why | D. | Why. | C. | ## A | A. | ## E | E.");
}

#[test]
fn add_forbids_replace_and_remove_and_says_what_it_allows() {
    for verb in ["replace", "remove"] {
        under("add", "## Why\nWhy.\n", &format!("## X {{{verb}=why}}\nX.\n")).says(&["change-not-allowed"]).in_words(
            &["policies/pets.md", "content/schools/ashby/policies/pets.md:4:", "after, before, append or prepend"],
        );
    }
}

#[test]
fn none_forbids_every_verb_and_a_new_section() {
    for file in ["after=why", "before=why", "append=why", "prepend=why", "replace=why", "remove=why"] {
        under("none", "## Why\nWhy.\n", &format!("## X {{{file}}}\nX.\n")).says(&["change-not-allowed"]);
    }
    under("none", "## Why\nWhy.\n", "## X\nX.\n").says(&["change-not-allowed"]).in_words(&["policies/pets.md"]);
}

#[test]
fn none_allows_front_sheet_keys_alone() {
    let site = portal()
        .school("ashby", "Ashby")
        .policy_with("pets", &format!("{}local_changes = \"none\"\n", approved("Pets")), "## Why\nWhy.\n")
        .school_file("ashby", "pets", "based_on = \"1.0\"\napproved_by = \"Local Governing Body\"\n", "")
        .build()
        .clean();
    assert_eq!(crate::reading::field(&site.page(COPY), "approved_by").as_deref(), Some("Local Governing Body"));
    assert_eq!(crate::reading::field(&site.page("policies/pets/"), "approved_by").as_deref(), Some("Trust Board"));
    assert!(site.page("register/local/").contains("No school has changed"));
}

#[test]
fn amend_is_the_default_and_allows_everything() {
    let file = "## A {replace=why}\nA.\n\n## B {remove=rules}\n";
    let html = under("amend", "## Why\nWhy.\n\n## Rules\nR.\n", file).clean().page(COPY);
    assert_eq!(outline(&html), "## A | A.");
    assert_eq!(outline(&page("## Why\nWhy.\n\n## Rules\nR.\n", file)), "## A | A.");
}

#[test]
fn local_changes_are_for_the_trust_to_say() {
    let front = "based_on = \"1.0\"\nlocal_changes = \"amend\"\n";
    pets(PETS).school_file("ashby", "pets", front, "## X\nX.\n").build().says(&["unknown-key"]);
}

#[test]
fn a_reason_stands_in_the_register_of_changes_and_nowhere_else() {
    let site = built(PETS, "## Cats {remove=cats}\nThere are **no** cats in Ashby.\n").clean();
    let (changes, copy) = (site.page("register/local/"), site.page(COPY));
    assert!(changes.contains("There are <strong>no</strong> cats in Ashby."));
    for (path, bytes) in site.files() {
        let shows = String::from_utf8_lossy(&bytes).contains("cats in Ashby");
        assert_eq!(shows, path == "register/local/index.html", "{path}");
    }
    assert!(copy.contains("taken out by the school"), "the page says what is local");
    assert!(site.page("policies/pets/").contains("id=\"cats\""), "the trust's own copy keeps it");
}

#[test]
fn a_school_without_changes_follows_the_trust() {
    let site = portal().school("ashby", "Ashby").school("brook", "Brook").policy("pets", PETS);
    let site = site.amendment("ashby", "pets", "## Cats {remove=cats}\nNone.\n").build().clean();
    assert_eq!(outline(&site.page("schools/brook/policies/pets/")), outline(&site.page("policies/pets/")));
}

#[test]
fn every_local_change_is_listed_with_its_verb() {
    let file = "## A {after=why}\nA.\n\n## B {before=why}\nB.\n\n## C {append=why}\nC.\n\n## D {prepend=why}\nD.\n\n## E {replace=rules}\nE.\n\n## F {remove=thanks}\nF.\n\n## G\nG.\n";
    let site = built(PETS, file).clean();
    let words = crate::builder::words(&site.page("register/local/"));
    for row in [
        "A , pets, Ashby added after Why",
        "B , pets, Ashby added before Why",
        "C , pets, Ashby added at the end (append) Why",
        "D , pets, Ashby added at the start (prepend) Why",
        "E , pets, Ashby replaced Rules",
        "F removed F. Thanks",
        "G , pets, Ashby new section",
    ] {
        let words = words.replace("Ashby Primary School", "Ashby");
        assert!(words.contains(row), "{row}: {words}");
    }
}

#[test]
fn a_footnote_in_a_reason_does_no_harm() {
    built(PETS, "## Cats {remove=cats}\nNone.[^1]\n\n[^1]: Since 2020.\n").clean();
}

#[test]
fn based_on_another_version_is_a_warning_that_names_both() {
    let file = "## Dogs {replace=dogs}\nD.\n\n## New\nN.\n";
    let site = pets(PETS).school_file("ashby", "pets", "based_on = \"0.9\"\n", file).build();
    site.says(&["behind-trust"]).in_words(&[
        "0.9",
        "1.0",
        "schools/ashby/policies/pets.md:2:",
        "policies/pets.md",
        "\"dogs\"",
    ]);
}

#[test]
fn based_on_is_compared_as_words() {
    let front = approved("Pets").replace("\"1.0\"", "\"1.10\"");
    let site = portal().school("ashby", "Ashby").policy_with("pets", &front, PETS);
    site.school_file("ashby", "pets", "based_on = \"1.1\"\n", "## New\nN.\n").build().says(&["behind-trust"]);
}

#[test]
fn front_sheet_keys_alone_may_fall_behind_too() {
    let front = "based_on = \"0.9\"\napproved_by = \"Governors\"\n";
    pets(PETS).school_file("ashby", "pets", front, "").build().says(&["behind-trust"]);
}

#[test]
fn a_trust_policy_gives_no_instructions() {
    pets("## Why {#why}\nW.\n\n## X {after=why}\nX.\n").build().says(&["unknown-attribute"]).in_words(&["after="]);
}

#[test]
fn a_schools_own_policy_gives_no_instructions() {
    let site = portal().school("ashby", "Ashby");
    site.school_file("ashby", "club", &approved("Club"), "## X {replace=why}\nX.\n").build().says(&["no-target"]);
}

#[test]
fn a_schools_own_policy_is_based_on_nothing() {
    let front = format!("{}based_on = \"1.0\"\n", approved("Club"));
    portal().school("ashby", "Ashby").school_file("ashby", "club", &front, "## X\nX.\n").build().says(&["no-target"]);
}
