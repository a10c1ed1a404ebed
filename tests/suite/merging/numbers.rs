//! Numbers, appendices' letters, the contents list, and whose words each part is.

use super::{COPY, PETS, built, pets};
use crate::builder::{Built, approved, portal, words};
use crate::reading::{contents, headings, origins};

/// The policy numbered, with Ashby's file for it.
fn numbered(trust: &str, school: &str) -> Built {
    let front = format!("{}number_sections = true\n", approved("Pets"));
    let site = portal().school("ashby", "Ashby").policy_with("pets", &front, trust);
    if school.is_empty() { site.build().clean() } else { site.amendment("ashby", "pets", school).build().clean() }
}

/// One test for each school's file: the numbered headings of its copy.
macro_rules! numbers {
    ($($name:ident: $trust:expr, $school:expr => $expected:expr;)*) => {$(
        #[test]
        fn $name() {
            assert_eq!(headings(&numbered($trust, $school).page(COPY)), $expected);
        }
    )*};
}

numbers! {
    levels_2_and_3_are_numbered_and_deeper_ones_are_not:
        PETS, "" => "1 Why, 2 Rules, > 2.1 Dogs, >> Leads, > 2.2 Cats, 3 Thanks, Appendix A: Forms, Appendix B: People";
    an_inserted_section_renumbers_the_rest:
        PETS, "## Birds {after=why}\nB.\n" => "1 Why, 2 Birds, 3 Rules, > 3.1 Dogs, >> Leads, > 3.2 Cats, 4 Thanks, Appendix A: Forms, Appendix B: People";
    an_inserted_sub_section_renumbers_its_fellows:
        PETS, "## Birds {before=dogs}\nB.\n" => "1 Why, 2 Rules, > 2.1 Birds, > 2.2 Dogs, >> Leads, > 2.3 Cats, 3 Thanks, Appendix A: Forms, Appendix B: People";
    a_removed_section_renumbers_the_rest:
        PETS, "## Why {remove=why}\n" => "1 Rules, > 1.1 Dogs, >> Leads, > 1.2 Cats, 2 Thanks, Appendix A: Forms, Appendix B: People";
    sub_headings_of_appended_text_are_numbered_on:
        PETS, "## X {append=rules}\nX.\n\n### Birds\nB.\n" => "1 Why, 2 Rules, > 2.1 Dogs, >> Leads, > 2.2 Cats, > 2.3 Birds, 3 Thanks, Appendix A: Forms, Appendix B: People";
    an_unnumbered_section_takes_no_number:
        "## A\nA.\n\n## B {.unnumbered}\nB.\n\n## C\nC.\n", "" => "1 A, B, 2 C";
    an_unnumbered_sub_section_takes_no_number:
        "## A\nA.\n\n### A1\nA.\n\n### A2 {.unnumbered}\nA.\n\n### A3\nA.\n", "" => "1 A, > 1.1 A1, > A2, > 1.2 A3";
    a_school_may_add_an_unnumbered_section:
        "## A\nA.\n\n## C\nC.\n", "## B {.unnumbered after=a}\nB.\n" => "1 A, B, 2 C";
    appendices_take_letters_and_count_by_themselves:
        "## A\nA.\n\n## B {.appendix}\nB.\n\n## C {.appendix}\nC.\n", "" => "1 A, Appendix A: B, Appendix B: C";
}

#[test]
fn nothing_is_numbered_unless_it_is_asked_for() {
    let html = pets(PETS).build().clean().page(COPY);
    assert_eq!(headings(&html), "Why, Rules, > Dogs, >> Leads, > Cats, Thanks, Appendix A: Forms, Appendix B: People");
}

#[test]
fn a_trust_may_number_all_its_policies_and_a_policy_be_left_out() {
    let site = portal().trust("name = \"T\"\nnumber_sections = true\n").school("ashby", "Ashby");
    let plain = format!("{}number_sections = false\n", approved("Plain"));
    let site = site.policy("pets", "## A\nA.\n").policy_with("plain", &plain, "## A\nA.\n").build().clean();
    assert_eq!(headings(&site.page("policies/pets/")), "1 A");
    assert_eq!(headings(&site.page("policies/plain/")), "A");
}

#[test]
fn a_school_may_number_its_own_copy() {
    let site = pets("## A\nA.\n").school_file("ashby", "pets", "number_sections = true\n", "").build().clean();
    assert_eq!(headings(&site.page(COPY)), "1 A");
    assert_eq!(headings(&site.page("policies/pets/")), "A");
}

#[test]
fn the_contents_list_links_every_section_of_levels_2_and_3() {
    let html = built(PETS, "## Birds {after=dogs}\nB.\n\n## X {append=why}\nX.\n\n### Ants\nA.\n").clean().page(COPY);
    assert_eq!(
        contents(&html),
        "#why Why, #ants Ants local, #rules Rules, #dogs Dogs, #birds Birds local, #cats Cats, #thanks Thanks, \
         #forms Appendix A: Forms, #people Appendix B: People"
    );
}

#[test]
fn the_contents_list_has_the_numbers() {
    let html = numbered("## A\nA.\n\n### B\nB.\n", "").page(COPY);
    assert_eq!(contents(&html), "#a 1 A, #b 1.1 B");
}

#[test]
fn the_contents_list_is_a_nav_with_that_name() {
    assert!(pets(PETS).build().page(COPY).contains("aria-label=\"Contents\""));
}

#[test]
fn every_top_level_section_says_whose_it_is_and_where_it_was_written() {
    let html =
        built("## A\nA.\n\n## B\nB.\n\n## C\nC.\n", "## N {after=a}\nN.\n\n## R {replace=b}\nR.\n").clean().page(COPY);
    let (ours, theirs) = ("school schools/ashby/policies/pets.md", "trust policies/pets.md");
    assert_eq!(origins(&html), [theirs, ours, ours, theirs]);
}

#[test]
fn appended_and_prepended_text_stands_in_an_element_of_its_own() {
    let html = built("## A\nA.\n", "## X {append=a}\nX.\n\n## Y {prepend=a}\nY.\n").clean().page(COPY);
    assert_eq!(origins(&html), ["trust policies/pets.md", "school", "school"]);
    assert_eq!(html.matches("<div data-origin=\"school\">").count(), 2);
}

#[test]
fn a_replaced_sub_section_says_that_it_is_the_schools() {
    let html = built("## A\nA.\n\n### B\nB.\n\n### C\nC.\n", "## R {replace=b}\nR.\n").clean().page(COPY);
    assert_eq!(origins(&html), ["trust policies/pets.md", "school schools/ashby/policies/pets.md"]);
}

#[test]
fn the_trusts_own_copy_is_the_trusts_throughout() {
    let html = built(PETS, "## X {append=why}\nX.\n").clean().page("policies/pets/");
    assert_eq!(origins(&html), ["trust policies/pets.md"; 5]);
}

#[test]
fn a_schools_own_policy_is_the_schools_throughout() {
    let site =
        portal().school("ashby", "Ashby").school_file("ashby", "club", &approved("Club"), "## A\nA.\n\n## B\nB.\n");
    let html = site.build().clean().page("schools/ashby/policies/club/");
    assert_eq!(origins(&html), ["school schools/ashby/policies/club.md"; 2]);
}

#[test]
fn a_source_in_a_folder_of_its_own_is_named_with_its_index() {
    let text = format!("+++\n{}+++\n## A\nA.\n", approved("Pets"));
    let site = portal().school("ashby", "Ashby").file("content/policies/pets/index.md", text).build().clean();
    assert_eq!(origins(&site.page(COPY)), ["trust policies/pets/index.md"]);
}

#[test]
fn a_merged_page_says_which_sections_are_local() {
    let html = built(PETS, "## Birds {after=why}\nB.\n\n## X {append=dogs}\nX.\n").clean().page(COPY);
    let shown = words(&html);
    assert!(
        shown.contains("What is local to this copy Birds added by the school Dogs added to by the school"),
        "{shown}"
    );
    assert!(!words(&pets(PETS).build().page(COPY)).contains("local to this copy"));
}

#[test]
fn the_title_is_the_only_heading_of_level_1() {
    let html = built(PETS, "## Birds\nB.\n").clean().page(COPY);
    assert_eq!(html.matches("<h1").count(), 1);
    assert!(html.contains("<h1>pets</h1>"));
}

#[test]
fn a_heading_of_level_1_in_the_text_is_an_error() {
    pets("# Pets\nText.\n").build().says(&["heading-level"]).in_words(&["pets.md:10:", "## Pets"]);
}

#[test]
fn more_appendices_than_letters_go_on_with_two() {
    let sections: Vec<String> = (0..28).map(|n| format!("## S{n} {{.appendix}}\nText.\n")).collect();
    let text = sections.join("\n");
    let list = headings(&pets(&text).build().clean().page(COPY));
    assert!(list.contains("Appendix Z: S25, Appendix AA: S26, Appendix AB: S27"), "{list}");
}
