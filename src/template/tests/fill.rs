//! What comes of texts that have nothing wrong with them.

use super::*;
use crate::source::Place;
use crate::template::{Template, slot_char, slot_index};

#[track_caller]
fn assert_plain(text: &str, expected: &str) {
    let (filled, faults) = filled_in(text);
    assert_eq!(faults, Vec::<String>::new(), "{text}");
    assert_eq!(filled.plain(), expected, "{text}");
}

#[test]
fn tags_print_values() {
    for (text, expected) in [
        ("no tags", "no tags"),
        ("{{ school.name }}", HOSTILE),
        ("a {{- school.urn -}} b", "a123456b"),
        ("{{school.faith}} {{ school.address }}", "true 1 High Street, Ashby"),
        ("{{ school[\"name\"] }} {{ school.contacts.chair-of-governors.name }}", &format!("{HOSTILE} Bo Chair")),
        ("{{ schools[0].name }}", "Ashby"),
        ("{{ trust.name | upper }}", "FENLAND LEARNING TRUST"),
        ("{{ school.urn + 1 }} {{ 7 / 2 }} {{ 2 > 1 }}", "123457 3.5 true"),
        ("{{ school.phone | default(value=\"ask\") }}", "ask"),
        ("{{ school.fax.number | default(value=trust.short_name) }}", "FLT"),
        ("{{ schools | length }} school{{ schools | length | pluralize }}", "3 schools"),
        ("1 school{{ 1 | pluralize }}", "1 school"),
        ("{{ \"a\" ~ trust.short_name }}", "aFLT"),
        ("{{ 2 * 3 ~ \"-\" ~ (trust.short_name | lower) ~ school.urn }}", "6-flt123456"),
        ("{{ \"}}\" }} {{ '{{' }}", "}} {{"),
        ("{{ \"primary\" if school.phase == \"primary\" else \"other\" }}", "primary"),
        ("{{ school.address | join(sep=\"; \") }}", "1 High Street; Ashby"),
        ("{{ \"a\u{F1000}\" | upper }}", "A\u{FFFD}"),
    ] {
        assert_plain(text, expected);
    }
}

#[test]
fn blocks_decide_what_comes() {
    let each = "{% for s in schools -%} {{ s.phase }}{% if not loop.last %}, {% endif %}{%- endfor %}";
    for (text, expected) in [
        (each, "primary, secondary, primary"),
        ("{% if school.phase == \"primary\" %}P{% elif true %}S{% else %}E{% endif %}", "P"),
        ("{% if school.nosuch.name %}{{ school.nosuch.name }}{% else %}none{% endif %}", "none"),
        ("{% if school.contacts.chair-of-governors %}yes{% endif %}", "yes"),
        ("{% if page is defined %}yes{% else %}no{% endif %}", "no"),
        ("{% for s in [] %}x{% else %}none{% endfor %}", "none"),
        ("{% for n in range(end=5) %}{% if n == 3 %}{% break %}{% endif %}{{ n }}{% endfor %}", "012"),
        ("{% for n in range(start=1, end=9, step_by=3) %}{{ n }}{% endfor %}", "147"),
        (
            "{% for key, c in school.contacts %}{{ key }} {{ c.name }}.{% endfor %}",
            "dsl Ann Other.chair-of-governors Bo Chair.office The office.",
        ),
        (
            "{% for c in [school.contacts.dsl, school.contacts.office] %}{{ c.name }};{% endfor %}",
            "Ann Other;The office;",
        ),
        ("{% set head = terms.head | lower %}the {{ head }}", "the headteacher"),
        ("{% for school in schools %}{{ school.name }} {% endfor %}", &format!("Ashby {HOSTILE} Copse ")),
        (
            "{% for phase, list in schools | group_by(attribute=\"phase\") %}{{ phase }} {{ list | length }} {% endfor %}",
            "primary 2 secondary 1 ",
        ),
    ] {
        assert_plain(text, expected);
    }
}

#[test]
fn what_looks_like_a_tag_and_is_none_stays() {
    for text in [
        "## Dogs {#dogs .locked}",
        "{ {% raw %}{% endraw %}{ }} %} #}",
        "a { b } {a}",
        "{#} {# {% raw %}{% endraw %}#}",
    ] {
        assert_plain(text, &text.replace("{% raw %}{% endraw %}", ""));
    }
    for (text, expected) in [
        ("{% raw %}{{ school.name }}{% if %}{% endraw %}", "{{ school.name }}{% if %}"),
        ("a {%- raw -%} {{ x }} {%- endraw -%} b", "a{{ x }}b"),
        ("<!-- {{ nosuch }} {% if %} -->{{ trust.short_name }}", "<!-- {{ nosuch }} {% if %} -->FLT"),
        ("{% if true %}<!-- {{ nosuch }} -->{% endif %}", "<!-- {{ nosuch }} -->"),
        ("`{{ trust.short_name }}`", "`FLT`"),
        ("a\u{F1000}b\u{10FFFD}\u{1}c", "a\u{FFFD}b\u{10FFFD}\u{FFFD}c"),
        ("{% if true %}a\u{F1000}b{% endif %}", "a\u{FFFD}b"),
    ] {
        assert_plain(text, expected);
    }
}

#[test]
fn a_value_is_one_letter_in_the_text() {
    for text in
        ["a {{ school.name }} b", "{% if true %}a {{ school.name }} b{% endif %}", "a {{ school.name | trim }} b"]
    {
        let (filled, _) = filled_in(text);
        assert_eq!(&*filled.text, format!("a {} b", slot_char(0)), "{text}");
        assert_eq!(filled.values, [HOSTILE.into()], "{text}");
    }
}

#[test]
fn a_filled_text_knows_where_its_parts_come_from() {
    let text = "one\n{% for s in schools %}- {{ s.name }} of {{ trust.short_name }}\n{% endfor %}two";
    let mut sources = Sources::default();
    let passage = passage(&mut sources, "a.md", text);
    let mut faults = Vec::new();
    let filled = Template::compile(&passage, &[], &mut faults).fill(&scope(), &mut faults);
    let excerpts: Vec<&str> = filled
        .text
        .char_indices()
        .filter(|(_, letter)| slot_index(*letter).is_some())
        .map(|(at, letter)| sources.excerpt(filled.passage.place(at..at + letter.len_utf8())))
        .collect();
    assert_eq!(excerpts, ["{{ s.name }}", "{{ trust.short_name }}"].repeat(3));
    let two = filled.text.find("two").unwrap();
    let at = text.find("two").unwrap();
    assert_eq!(filled.passage.place(two..two + 3), Place::new(passage.place(0..1).file, at..at + 3));
}

#[test]
fn a_text_that_only_prints_names_is_made_once() {
    let mut sources = Sources::default();
    let passage = passage(&mut sources, "a.md", "{{ school.name }} {{ trust.name }} {{ school.name }}");
    let mut faults = Vec::new();
    let template = Template::compile(&passage, &[], &mut faults);
    let (one, two) = (template.fill(&scope(), &mut faults), template.fill(&scope(), &mut faults));
    assert!(Arc::ptr_eq(&one.text, &two.text) && Arc::ptr_eq(&one.passage, &two.passage));
    assert_eq!(template.names(), ["school.name", "trust.name"]);
    assert!(!template.is_constant() && faults.is_empty());
}

#[test]
fn names_tell_what_is_printed_and_what_is_only_asked() {
    let text = "{% if school.phase == \"x\" %}{{ school.urn | abs }}{% endif %}{{ trust.name }}{{ school.urn }}";
    let mut sources = Sources::default();
    let passage = passage(&mut sources, "a.md", text);
    let template = Template::compile(&passage, &[], &mut Vec::new());
    assert_eq!(template.names(), ["school.urn", "trust.name"]);
    assert_eq!(template.tested_names().map(|(name, _)| name).collect::<Vec<_>>(), ["school.phase"]);
    for (text, constant) in [("a {#b} c", true), ("{% raw %}{{{% endraw %}", true), ("{% if true %}{% endif %}", false)]
    {
        let passage = super::passage(&mut sources, "b.md", text);
        assert_eq!(Template::compile(&passage, &[], &mut Vec::new()).is_constant(), constant, "{text}");
    }
}
