//! The text: tags, partials, comments, braces, and what is not published.

use super::{COPY, page, pets, refused};
use crate::builder::{Portal, portal};
use crate::reading::outline;

/// What a text becomes.
#[track_caller]
fn shown(text: &str) -> String {
    outline(&pets(text).build().clean().page(COPY))
}

/// One test for each text: what a reader sees.
macro_rules! shows {
    ($($name:ident: $text:expr => $expected:expr;)*) => {$(
        #[test]
        fn $name() {
            assert_eq!(shown($text), $expected);
        }
    )*};
}

shows! {
    an_id_is_no_comment_of_teras: "## A {#a}\nText {#not a comment#} here.\n" => "## A | Text {#not a comment#} here.";
    a_comment_is_not_published: "## A\nOne.\n\n<!-- secret {{ nothing }} -->\n\nTwo.\n" => "## A | One. | Two.";
    a_comment_inside_a_line_is_not_published: "## A\nOne<!-- secret --> two.\n" => "## A | One two.";
    a_comment_over_a_heading_hides_it: "## A\nOne.\n\n<!--\n## B {#b}\n{% if %}\n-->\n\nTwo.\n" => "## A | One. | Two.";
    tags_in_a_comment_are_left_alone: "## A\n<!-- {% for %} {{ x }} {#y} -->\nOne.\n" => "## A | One.";
    an_if_block_stands_in_a_section: "## A\n{% if school.phase == \"primary\" %}Young.{% else %}Old.{% endif %}\n" => "## A | Young.";
    an_if_block_may_hold_paragraphs: "## A\n{% if true %}\n\nOne.\n\n- Two\n\n{% endif %}\n\nEnd.\n" => "## A | One. | Two | End.";
    a_loop_makes_a_list: "## A\n{% for word in [\"one\", \"two\"] %}\n- {{ word }}\n{%- endfor %}\n" => "## A | one | two";
    a_loop_makes_table_rows: "## A\n\n| A |\n|---|\n{% for word in [\"one\", \"two\"] -%}\n| {{ word }} |\n{% endfor %}\n" => "## A | A | one | two";
    a_set_value_may_be_used: "## A\n{% set word = \"dogs\" %}No {{ word }}.\n" => "## A | No dogs.";
    raw_braces_can_be_written: "## A\n{{ \"{{\" }} and {% raw %}{{ x }}{% endraw %}\n" => "## A | {{ and {{ x }}";
    single_braces_are_plain: "## A\nA { and a } and {x}.\n" => "## A | A { and a } and {x}.";
    a_fence_may_hold_what_looks_like_a_heading: "## A\n```\n## B\n```\n" => "## A | ## B";
    a_quotation_may_hold_a_heading_that_begins_no_section: "## A\n> ## B\n>\n> Text.\n\nEnd.\n" => "## A | ## B | Text. | End.";
    an_underlined_heading_begins_a_section: "A\n-\nText.\n" => "## A | Text.";
    raw_tables_and_lists_are_kept: "## A\n<table><tr><th>One</th></tr><tr><td><ul><li>Two</li></ul></td></tr></table>\n" => "## A | One | Two";
    strikethrough_and_definitions_work: "## A\n~~Old~~ new\n\nTerm\n: Meaning\n" => "## A | Old new | Term | Meaning";
    marks_may_be_escaped: "## A\n\\*not bold\\* \\# 1\\. \\[x\\]\n" => "## A | *not bold* # 1. [x]";
    text_before_the_first_heading_is_a_trusts_to_write: "Intro.\n\n## A\nText.\n" => "Intro. | ## A | Text.";
    a_text_without_headings_is_a_text: "Only this.\n" => "Only this.";
    a_heading_without_text_is_a_section: "## A\n\n## B\n" => "## A | ## B";
    an_empty_policy_is_a_page: "" => "";
}

refused! {
    a_block_begins_and_ends_inside_one_section:
        "## A\n{% if true %}\nOne.\n\n## B\nTwo.\n{% endif %}\n", "" => ["template"; 2], ["pets.md:11:", "pets.md:16:"];
    a_loop_begins_and_ends_inside_one_section:
        "## A\n{% for one in schools %}\nOne.\n\n## B\nTwo.\n{% endfor %}\n", "" => ["template"; 2], ["pets.md:11:"];
    an_unknown_tag_is_an_error: "## A\n{% fi true %}x{% endif %}\n", "" => ["template"; 2], ["pets.md:11:"];
    an_unclosed_tag_is_an_error: "## A\nOur {{ school.name\n", "" => ["template"], ["pets.md:11:"];
    an_unknown_filter_is_an_error: "## A\n{{ school.name | uper }}\n", "" => ["template"], ["pets.md:11:", "upper"];
    nothing_reads_the_environment: "## A\n{{ get_env(name=\"HOME\") }}\n", "" => ["template"], ["pets.md:11:"];
    nothing_reads_the_clock: "## A\n{{ now() }}\n", "" => ["template"], ["pets.md:11:"];
    nothing_is_left_to_chance: "## A\n{{ get_random(start=0, end=9) }}\n", "" => ["template"], ["pets.md:11:"];
}

fn with_partials(body: &str, partials: &[(&str, &str)]) -> Portal {
    let site = portal().school("ashby", "Ashby").policy("pets", body);
    partials.iter().fold(site, |site, (name, text)| site.file(&format!("content/partials/{name}.md"), text))
}

#[test]
fn a_partial_stands_where_it_is_included() {
    let site = with_partials(
        "## A\nOne.\n\n{% include \"values.md\" %}\n\nEnd.\n",
        &[("values", "We at {{ school.name }} care.\n")],
    );
    assert_eq!(outline(&site.build().clean().page(COPY)), "## A | One. | We at Ashby care. | End.");
}

#[test]
fn a_partial_may_stand_inside_a_line() {
    let site = with_partials("## A\nCall {% include \"who.md\" %} now.\n", &[("who", "the office")]);
    assert_eq!(outline(&site.build().clean().page(COPY)), "## A | Call the office now.");
}

#[test]
fn a_partial_may_hold_sections() {
    let site = with_partials(
        "## A\nOne.\n\n{% include \"more.md\" %}\n\n## Z\nEnd.\n",
        &[("more", "## B {#bees}\nTwo.\n\n### C\nThree.\n")],
    );
    let site = site.amendment("ashby", "pets", "## X {append=bees}\nX.\n").build().clean();
    assert_eq!(outline(&site.page(COPY)), "## A | One. | ## B | Two. | ### C | Three. | X. | ## Z | End.");
}

#[test]
fn a_partial_may_include_another() {
    let site =
        with_partials("## A\n{% include \"one.md\" %}\n", &[("one", "One {% include \"two.md\" %}"), ("two", "two.")]);
    assert_eq!(outline(&site.build().clean().page(COPY)), "## A | One two.");
}

#[test]
fn a_school_may_include_a_partial_of_the_trust() {
    let site = with_partials("## A\nOne.\n", &[("care", "We care.\n")]);
    let site = site.amendment("ashby", "pets", "## B\n{% include \"care.md\" %}\n").build().clean();
    assert_eq!(outline(&site.page(COPY)), "## A | One. | ## B | We care.");
}

#[test]
fn a_partial_that_includes_itself_is_an_error() {
    let site = with_partials(
        "## A\n{% include \"one.md\" %}\n",
        &[("one", "One {% include \"two.md\" %}"), ("two", "{% include \"one.md\" %}")],
    );
    let site = site.build();
    assert!(site.outcome.failed && site.codes().contains(&"template"), "{}", site.printed());
    site.in_words(&["partials/"]);
}

#[test]
fn a_partial_that_is_not_there_names_the_nearest() {
    let site = with_partials("## A\n{% include \"valeus.md\" %}\n", &[("values", "x")]);
    site.build().says(&["template"]).in_words(&["content/policies/pets.md:11:", "values.md"]);
}

#[test]
fn a_missing_value_in_a_partial_is_placed_there() {
    let site = with_partials("## A\n{% include \"one.md\" %}\n", &[("one", "One.\n\nOur {{ school.nmae }}.\n")]);
    site.build().says(&["no-value"]).in_words(&["content/partials/one.md:3:8", "school.name"]);
}

#[test]
fn a_dead_link_in_a_partial_is_placed_there() {
    let site = with_partials("## A\n{% include \"one.md\" %}\n", &[("one", "One.\n\nSee [cats](catz).\n")]);
    let site = site.policy("cats", "## A\nA.\n");
    site.build().says(&["dead-link"]).in_words(&["content/partials/one.md:3:", "cats"]);
}

#[test]
fn line_ends_and_a_byte_order_mark_make_no_difference() {
    let files = |end: &str, mark: &str| {
        let write = |text: &str| format!("{mark}{}", text.replace('\n', end));
        let policy = format!(
            "+++\n{}+++\n## A {{#a}}\nOne\ntwo.\n\n```\ncode\n```\n\n| A |\n|---|\n| 1 |\n\n{{% include \"p.md\" %}}\n",
            crate::builder::approved("Pets")
        );
        portal()
            .trust(&write("name = \"T\"\nbase_url = \"https://x.example.org\"\n[school_defaults]\nname = \"the school\"\n[front_sheet]\nnotice = \"\"\"\nOne.\nTwo {{ school.name }}.\"\"\"\n"))
            .school_with("ashby", &write("name = \"Ashby\"\naddress = [\n  \"1 Mill Lane\",\n]\n"))
            .file("content/policies/pets.md", write(&policy))
            .file("content/partials/p.md", write("Three.\n\n- Four\n"))
            .file("content/schools/ashby/policies/pets.md", write("+++\nbased_on = \"1.0\"\n+++\n## B {after=a}\nB.\n"))
            .file("content/pages/about.md", write("+++\ntitle = \"About\"\n+++\nHello.\n"))
            .build()
            .clean()
            .files()
    };
    let plain = files("\n", "");
    assert!(files("\r\n", "\u{feff}") == plain);
    assert!(files("\r\n", "") == plain);
    assert!(files("\n", "\u{feff}") == plain);
}

#[test]
fn a_file_that_is_not_utf_8_is_an_error_for_that_file() {
    let site = pets("## A\nA.\n").file("content/policies/bad.md", b"+++\ntitle = \"Caf\xe9\"\n+++\n");
    site.build().says(&["not-utf8"]).in_words(&["content/policies/bad.md"]);
}

#[test]
fn scripts_are_taken_out_and_that_is_said() {
    let site = pets("## A\n<script>alert(1)</script>\n\nText.\n").build().says(&["markdown"]);
    assert_eq!(outline(&site.page(COPY)), "## A | Text.");
}

#[test]
fn a_tables_first_row_makes_column_headers() {
    assert!(page("## A\n\n| One |\n|---|\n| 1 |\n", "").contains("<th scope=\"col\">One</th>"));
}
