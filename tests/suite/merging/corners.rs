//! Corners where two rules meet.

use super::{COPY, PETS, built, page, pets, reads, refused};
use crate::builder::{approved, portal};
use crate::reading::{headings, href, outline};

reads! {
    attributes_may_have_quotation_marks:
        "## A {#a}\nA.\n\n## B\nB.\n", "## X {after=\"a\"}\nX.\n" => "## A | A. | ## X | X. | ## B | B.";
    attributes_may_have_spaces_round_them:
        "## A { #a }\nA.\n\n## B\nB.\n", "## X { after=a #x }\nX.\n" => "## A | A. | ## X | X. | ## B | B.";
    closing_hashes_do_no_harm:
        "## A ##\nA.\n\n## B\nB.\n", "## X {after=a} ##\nX.\n" => "## A | A. | ## X | X. | ## B | B.";
    an_underlined_heading_may_have_attributes:
        "A {#first}\n---\n\nA.\n\n## B\nB.\n", "X {after=first}\n---\n\nX.\n" => "## A | A. | ## X | X. | ## B | B.";
    marks_in_a_heading_are_kept:
        "## *A* and `b` {#a}\nA.\n", "## **X** {after=a}\nX.\n" => "## A and b | A. | ## X | X.";
    an_instruction_without_text_adds_a_heading:
        "## A {#a}\nA.\n", "## X {after=a}\n" => "## A | A. | ## X";
    a_school_may_set_a_value_of_its_own:
        "## A {#a}\nA.\n", "## X {after=a}\n{% set bus = 12 %}Bus {{ bus }} to {{ school.name }}.\n" => "## A | A. | ## X | Bus 12 to Ashby Primary School.";
    a_list_before_an_appended_one_stays_a_list_of_its_own:
        "## A {#a}\n- one\n", "## X {append=a}\n- two\n" => "## A | one | two";
    a_code_block_that_is_left_open_ends_with_its_section:
        "## A {#a}\nA.\n", "## X {append=a}\nText\n\n~~~\ncode\n" => "## A | A. | Text | code";
    raw_html_that_is_left_open_ends_with_its_text:
        "## A {#a}\n<div><em>A.\n\n## B\nB.\n", "## X {append=a}\nX.\n" => "## A | A. | X. | ## B | B.";
    a_trusts_open_bold_does_not_reach_the_schools_text:
        "## A {#a}\n**A.\n", "## X {append=a}\nX.**\n" => "## A | **A. | X.**";
}

refused! {
    an_id_that_every_page_has_is_refused: "## A {#main}\nA.\n", "" => ["bad-id"], ["pets.md:10:", "main"];
    an_id_with_odd_letters_is_refused: "## A {#a.b:c}\nA.\n", "" => ["bad-id"], ["pets.md:10:"];
    a_heading_in_a_schools_file_is_never_of_level_1: PETS, "# X {after=why}\nX.\n" => ["heading-level"], ["schools/ashby/policies/pets.md:4:"];
    a_class_that_says_nothing_is_refused: "## A {.lokced}\nA.\n", "" => ["unknown-attribute"], [".locked"];
    a_word_in_braces_is_refused: "## A {odd}\nA.\n", "" => ["unknown-attribute"], ["odd"];
    a_block_in_a_schools_file_ends_in_its_section: PETS, "## X {after=why}\n{% if true %}\n\n## Y {after=why}\n{% endif %}\n" => ["template"; 2], ["schools/ashby/policies/pets.md:5:"];
    what_must_be_filled_in_is_not_locked: "## A {#a .locked .fill}\nA.\n", "## X {replace=a}\nX.\n" => ["locked-section"], ["content/policies/pets.md:10:", "fill"];
    what_must_be_filled_in_stands_in_nothing_locked: "## A {.locked}\nA.\n\n### B {#b .fill}\nB.\n", "## X {replace=b}\nX.\n" => ["locked-section"], ["content/policies/pets.md:13:"];
}

#[test]
fn words_that_make_an_id_of_the_pages_own_make_another() {
    let html = page("## Main\nA. [back](#main-section)\n", "## Document control\nB.\n");
    assert!(html.contains("id=\"main-section\"") && html.contains("id=\"document-control-section\""));
}

#[test]
fn a_level_that_is_left_out_is_a_warning() {
    let site = pets("## A\nA.\n\n#### B\nB.\n").build().says(&["heading-level"]);
    assert_eq!(headings(&site.page(COPY)), "A, >> B");
}

#[test]
fn a_link_to_a_section_that_the_school_replaced_takes_the_schools_title() {
    let site = pets("## A {#a}\nA.\n\n### B {#b}\nB.\n").policy("dogs", "## X\n[](pets#a) [sub](pets#b)\n");
    let site = site.amendment("ashby", "pets", "## Ours {replace=a}\nO.\n").build().clean();
    assert_eq!(href(&site.page("schools/ashby/policies/dogs/"), "Ours").as_deref(), Some("../pets/#a"));
    assert_eq!(href(&site.page("policies/dogs/"), "A").as_deref(), Some("../pets/#a"));
}

#[test]
fn a_reason_may_hold_values() {
    let html = built("## A\nA.\n", "## A {remove=a}\nNot at {{ school.name }}.\n").clean().page("register/local/");
    assert!(html.contains("Not at Ashby Primary School."));
}

#[test]
fn a_missing_value_in_a_reason_is_an_error() {
    built("## A\nA.\n", "## A {remove=a}\nNot at {{ school.nmae }}.\n")
        .says(&["no-value"])
        .in_words(&["schools/ashby/policies/pets.md:5:"]);
}

#[test]
fn a_school_inherits_what_the_trust_has_for_all() {
    let trust = "name = \"T\"\n[contacts.governance]\nname = \"Kay Reed\"\n[extra]\nline = \"0800\"\n[school_defaults]\nname = \"x\"\n";
    let site = portal().trust(trust).school("ashby", "Ashby");
    let site =
        site.policy("pets", "## A\n{{ school.contacts.governance.name }} {{ school.extra.line }}\n").build().clean();
    assert_eq!(outline(&site.page(COPY)), "## A | Kay Reed 0800");
}

#[test]
fn pages_of_drafts_go_when_they_are_no_longer_asked_for() {
    let site = portal().policy_with("pets", "title = \"Pets\"\n", "## A\nA.\n").with_drafts().build().clean();
    assert!(site.has("policies/pets/index.html"));
    let site = site.portal.with(|options| options.drafts = frontsheet::merge::Drafts::LeaveOut).build().clean();
    assert!(!site.has("policies/pets/index.html"));
}

/// A school with an odd value, and what becomes of a text that uses it.
fn odd(value: &str, text: &str) -> crate::builder::Built {
    let trust =
        "name = \"T\"\n[school_defaults.extra]\nodd = \"https://example.org/x\"\n[school_defaults]\nname = \"x\"\n";
    let school = format!("name = \"Mary\"\n[extra]\nodd = {value:?}\n");
    portal().trust(trust).school_with("ashby", &school).policy("pets", text).build()
}

#[test]
fn a_value_over_several_lines_makes_no_blocks() {
    for text in [
        "{{ school.extra.odd }}",
        "- {{ school.extra.odd }}",
        "> {{ school.extra.odd }}",
        "**{{ school.extra.odd }}**",
        "<p>{{ school.extra.odd }}</p>",
    ] {
        let html = odd("a\n\n# b\n\n- c", &format!("## A\n{text}\n")).clean().page(COPY);
        assert_eq!(outline(&html), "## A | a # b - c", "{text}");
    }
}

#[test]
fn a_value_over_several_lines_stays_in_its_heading_and_cell() {
    let html =
        odd("a\n\n# b", "## A {{ school.extra.odd }}\n\n| H |\n|---|\n| {{ school.extra.odd }} |\n").clean().page(COPY);
    assert_eq!(outline(&html), "## A a # b | H | a # b");
}

#[test]
fn a_value_that_would_run_is_no_address() {
    for text in [
        "[x]({{ school.extra.odd }})",
        "<a href=\"{{ school.extra.odd }}\">x</a>",
        "[x][r]\n\n[r]: {{ school.extra.odd }}",
        "![x]({{ school.extra.odd }})",
    ] {
        let site = odd("javascript:alert(1)", &format!("## A\n{text}\n"));
        if !site.outcome.failed {
            assert!(!site.page(COPY).contains("=\"javascript"), "{text}: {}", site.page(COPY));
        }
    }
}

#[test]
fn a_value_makes_no_attributes_and_no_tags() {
    for text in [
        "<p title={{ school.extra.odd }}>A</p>",
        "<p {{ school.extra.odd }}>A</p>",
        "<{{ school.extra.odd }}>",
        "<p title='{{ school.extra.odd }}'>A</p>",
        "<!-- x --> {{ school.extra.odd }}",
    ] {
        for value in
            ["a class=evil onclick=x", "a' class='evil", "a\" class=\"evil", "b class=evil", "--> <b class=evil>"]
        {
            let site = odd(value, &format!("## A\n{text}\n"));
            let html = if site.outcome.failed { String::new() } else { site.page(COPY) };
            assert!(
                !html.contains("class=\"evil") && !html.contains("onclick=\"") && !html.contains("<b class"),
                "{text} with {value}: {html}"
            );
        }
    }
}

#[test]
fn a_value_may_be_the_address_of_a_link() {
    for text in [
        "[x]({{ school.extra.odd }})",
        "[x](<{{ school.extra.odd }}>)",
        "[x][r]\n\n[r]: {{ school.extra.odd }}",
        "<a href=\"{{ school.extra.odd }}\">x</a>",
    ] {
        let html = odd("https://example.org/a_b?c=d&e=f", &format!("## A\n{text}\n")).clean().page(COPY);
        assert_eq!(href(&html, "x").as_deref(), Some("https://example.org/a_b?c=d&amp;e=f"), "{text}");
    }
}

#[test]
fn a_link_may_lead_to_a_policy_that_a_value_names() {
    let site = odd("pets", "## A {#a}\n[x]({{ school.extra.odd }}#a)\n").clean();
    assert_eq!(href(&site.page(COPY), "x").as_deref(), Some("#a"));
    assert_eq!(href(&site.page("policies/pets/"), "x").as_deref(), Some("https://example.org/x#a"));
}

#[test]
fn a_policy_for_no_school_at_all_is_the_trusts() {
    let front = format!("{}phases = [\"nursery\"]\n", approved("Pets"));
    let site = portal().school("ashby", "Ashby").policy_with("pets", &front, "## A\nA.\n").build().clean();
    assert!(site.has("policies/pets/index.html") && !site.has(&format!("{COPY}index.html")));
}

#[test]
fn a_schools_own_policy_may_be_linked_by_its_address() {
    let site = pets("## A\n[club](schools/ashby/policies/club)\n");
    let site = site.school_file("ashby", "club", &approved("Club"), "## X\nX.\n").build().clean();
    assert_eq!(href(&site.page("policies/pets/"), "club").as_deref(), Some("../../schools/ashby/policies/club/"));
}

#[test]
fn a_schools_file_needs_no_front_matter() {
    let site = pets("## A {#a}\nA.\n").file("content/schools/ashby/policies/pets.md", "## X {after=a}\nX.\n");
    assert_eq!(outline(&site.build().clean().page(COPY)), "## A | A. | ## X | X.");
}

#[test]
fn titles_and_summaries_are_text_too() {
    let front = format!(
        "{}summary = \"<i>S</i> & *s* {{{{ x }}}}\"\ncategory = \"<u>C</u>\"\n",
        approved("A *b* <c> & {{ d }}")
    );
    let site = portal().school("ashby", "Ashby").policy_with("pets", &front, "## A\n[](pets)\n").build().clean();
    for address in ["", "schools/ashby/", COPY] {
        let html = site.page(address);
        assert!(!html.contains("<i>S") && !html.contains("<c>") && !html.contains("<u>C"), "{address}");
        assert!(crate::reading::text(&html).contains("A *b* <c> & {{ d }}"), "{address}");
    }
    assert_eq!(outline(&site.page(COPY)), "## A | A *b* <c> & {{ d }}");
}
