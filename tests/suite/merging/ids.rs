//! The ids of sections, before and after merging.

use super::{COPY, PETS, built, page, pets};

/// Whether the page has an element with this id, once.
fn has_id(html: &str, id: &str) -> bool {
    html.matches(&format!("id=\"{id}\"")).count() == 1
}

#[test]
fn an_id_is_made_from_a_headings_words() {
    let site = pets("## Dogs & cats’ rules: Où?\nText.\n").build().clean();
    assert!(has_id(&site.page(COPY), "dogs-cats-rules-ou"));
}

#[test]
fn a_fixed_id_wins_over_the_words() {
    let html = pets("## Dogs on site {#behaviour}\nText.\n").build().clean().page(COPY);
    assert!(has_id(&html, "behaviour") && !html.contains("id=\"dogs-on-site\""));
}

#[test]
fn headings_with_the_same_words_get_different_ids() {
    let html = pets("## Rules\nOne.\n\n## Rules\nTwo.\n\n## Rules\nThree.\n").build().clean().page(COPY);
    assert!(has_id(&html, "rules") && has_id(&html, "rules-2") && has_id(&html, "rules-3"));
}

#[test]
fn a_replacement_keeps_the_id_of_the_original() {
    let html = page(PETS, "## Our creatures {replace=dogs}\nOurs.\n");
    assert!(has_id(&html, "dogs"));
}

#[test]
fn a_replacement_keeps_the_ids_of_the_originals_sub_sections() {
    let html = page(PETS, "## Our creatures {replace=rules}\nOurs.\n");
    for id in ["rules", "dogs", "leads", "cats"] {
        assert!(has_id(&html, id), "{id}");
    }
}

#[test]
fn a_replacement_may_have_an_id_of_its_own_and_the_old_ones_work() {
    let html = page(PETS, "## Our creatures {replace=rules #creatures}\nOurs.\n");
    for id in ["creatures", "rules", "dogs", "leads", "cats"] {
        assert!(has_id(&html, id), "{id}");
    }
}

#[test]
fn a_replacement_may_fix_the_id_that_it_replaces() {
    let html = page(PETS, "## Our creatures {replace=rules #rules}\nOurs.\n");
    assert!(has_id(&html, "rules") && has_id(&html, "dogs"));
}

#[test]
fn a_sub_section_of_a_replacement_may_take_an_old_id() {
    let html = page(PETS, "## Our creatures {replace=rules}\nOurs.\n\n### Hounds {#dogs}\nH.\n");
    for id in ["rules", "dogs", "leads", "cats"] {
        assert!(has_id(&html, id), "{id}");
    }
}

#[test]
fn a_link_to_a_replaced_section_still_leads_there() {
    let site = pets(&format!("{PETS}\nSee [dogs](#dogs), [leads](#leads).\n"))
        .amendment("ashby", "pets", "## Creatures {replace=rules}\nOurs.\n")
        .build()
        .clean();
    assert!(site.page(COPY).contains("href=\"#leads\""));
}

#[test]
fn a_replacement_of_a_replacement_is_known_by_both_names() {
    let html =
        page(PETS, "## Hounds {replace=dogs #hounds}\nH.\n\n## More {append=hounds}\nM.\n\n## Last {after=dogs}\nL.\n");
    assert!(has_id(&html, "hounds") && has_id(&html, "dogs") && has_id(&html, "last"));
}

#[test]
fn an_added_section_whose_words_the_trust_uses_gets_an_id_of_its_own() {
    let html = page(PETS, "## Dogs {after=why}\nOurs.\n");
    assert!(has_id(&html, "dogs") && has_id(&html, "dogs-2"));
}

#[test]
fn sub_headings_of_appended_text_get_ids_of_their_own() {
    let html = page(PETS, "## X {append=why}\nMore.\n\n### Dogs\nOurs.\n");
    assert!(has_id(&html, "dogs") && has_id(&html, "dogs-2"));
}

#[test]
fn a_fixed_id_that_the_trust_has_is_refused_in_a_schools_file() {
    built(PETS, "## Ours {after=why #dogs}\nOurs.\n")
        .says(&["duplicate-id"])
        .in_words(&["\"dogs\"", "policies/pets.md"]);
}

#[test]
fn a_fixed_id_that_stands_twice_in_a_file_is_refused() {
    pets("## A {#x}\nA.\n\n## B {#x}\nB.\n").build().says(&["duplicate-id"]).in_words(&["pets.md:13:", "\"x\""]);
}

#[test]
fn the_id_of_a_removed_section_is_free_for_another() {
    let html = page(PETS, "## Cats {remove=cats}\nNone here.\n\n## Cats {after=dogs #cats}\nOurs.\n");
    assert!(has_id(&html, "cats"));
}

#[test]
fn an_instruction_may_name_the_id_that_words_make() {
    let html = page("## Dogs on site\nText.\n", "## X {append=dogs-on-site}\nMore.\n");
    assert!(html.contains("More."));
}

#[test]
fn a_value_in_a_heading_leaves_its_id_alone() {
    let site = pets("## Dogs at {{ school.name }}\nText.\n")
        .amendment("ashby", "pets", "## X {append=dogs-at}\nMore.\n")
        .build()
        .clean();
    assert!(has_id(&site.page("policies/pets/"), "dogs-at") && has_id(&site.page(COPY), "dogs-at"));
}

#[test]
fn ids_count_capitals() {
    built("## Dogs {#Dogs}\nText.\n", "## X {append=dogs}\nMore.\n").says(&["no-target"]).in_words(&["\"Dogs\""]);
}

#[test]
fn a_hash_before_a_targets_id_does_no_harm() {
    assert!(page(PETS, "## X {append=#dogs}\nMore.\n").contains("More."));
}

#[test]
fn several_attributes_stand_in_any_order() {
    let html = page(PETS, "## X {.unnumbered #ours after=why}\nMore.\n");
    assert!(has_id(&html, "ours"));
}
