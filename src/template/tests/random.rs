//! Any text at all.

use super::*;
use crate::template::compile::Workings;
use proptest::prelude::*;

fn piece() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "{{ school.name }}",
        "{{- trust.name -}}",
        "{{ school.nosuch }}",
        "{{ school.contacts }}",
        "{{ nosuch.x }}",
        "{{ school.phone }}",
        "{{ school.address }}",
        "{{ school.urn }}",
        "{{ school.faith }}",
        "{{ trust.name | upper }}",
        "{% if school.name %}",
        "{% if school.nosuch.x %}",
        "{% elif trust.name %}",
        "{% else %}",
        "{% endif %}",
        "{%- endif -%}",
        "{% for s in schools %}",
        "{% for k, v in school.contacts -%}",
        "{% endfor %}",
        "{{ s.name }}",
        "{{ v.email }}",
        "{{ loop.index }}",
        "{% set s = trust.name %}",
        "{{ s }}",
        "{% break %}",
        "{% raw %}",
        "{% endraw %}",
        "{# a #}",
        "{{",
        "}}",
        "{%",
        "%}",
        "-%}",
        "{%-",
        "<!--",
        "-->",
        "`",
        "```\n",
        "\n\n",
        "\"",
        "'",
        " | default(value=1)",
        "\u{F1000}",
        "\u{1}\u{2}",
        "\u{A0}",
        "é",
        " x ",
        "(",
        ")",
        "[",
        "]",
        "~",
        "{% include \"a\" %}",
    ]);
    prop_oneof![4 => known.prop_map(str::to_owned), 1 => "\\PC{0,6}"]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..24).prop_map(|pieces| pieces.concat())
}

/// Balanced texts, so that most of them come to be filled in.
fn sound_text() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "{{ school.name }}",
        " {{- trust.name -}} ",
        "{{ school.nosuch }}",
        "{{ school.contacts.dsl }}",
        "{{ nosuch.x }}",
        "{{ school.phone }}",
        "{{ school.address }}",
        "{{ school.urn }}",
        "{{ school.faith }}",
        "{{ s.name }}",
        "words ",
        "{{ terms.head }}",
        " é\u{F1000} ",
        "{% raw %}{{ a }}{% endraw %}",
        "<!-- {{ b }} -->",
    ]);
    leaf.prop_map(str::to_owned).prop_recursive(4, 24, 4, |inner| {
        let several = prop::collection::vec(inner, 1..4).prop_map(|pieces| pieces.concat());
        prop_oneof![
            several.clone(),
            several.clone().prop_map(|inner| format!("{{% if school.name -%}} {inner} {{%- endif %}}")),
            several.clone().prop_map(|inner| format!("{{% if school.nosuch.x %}}{inner}{{% else %}}no{{% endif %}}")),
            several.prop_map(|inner| format!("{{% for s in schools %}}{inner}{{% endfor %}}")),
        ]
    })
}

fn worked(workings: Workings, text: &str) -> (String, Vec<String>) {
    let mut sources = Sources::default();
    let passage = passage(&mut sources, "a.md", text);
    let mut faults = Vec::new();
    let template = Template::compile_with(workings, &passage, &comments(text), &mut faults);
    let filled = template.fill(&scope(), &mut faults);
    assert_eq!(&*filled.text, filled.passage.text());
    faults.sort_by_key(|fault| fault.place);
    (filled.plain(), printed(&sources, &faults))
}

#[test]
fn what_is_left_of_a_faulty_text_is_the_same_with_and_without_tera() {
    let text = "{{ trust.name }}{% for s in schools %}".repeat(4) + "{{ school.name }}" + &"{% endfor %}".repeat(4);
    let (plain, faults) = worked(Workings::AsNeeded, &text);
    assert!(plain.contains("Friends") && faults.len() == 1, "{plain} {faults:?}");
    assert_eq!(worked(Workings::All, &text), (plain, faults));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_text_is_too_strange(text in text()) {
        let (plain, faults) = worked(Workings::AsNeeded, &text);
        let slots = plain.chars().filter_map(crate::template::slot_index).count();
        prop_assert_eq!(slots, 0);
        drop(faults);
        let mut sources = Sources::default();
        let passage = passage(&mut sources, "a.md", &text);
        let partial = passage.clone();
        crate::template::expand_includes(&passage, |name| (name == "a").then(|| partial.clone()), &["a"], &mut Vec::new());
    }

    #[test]
    fn names_print_the_same_with_and_without_tera(text in sound_text()) {
        prop_assert_eq!(worked(Workings::AsNeeded, &text), worked(Workings::All, &text));
    }
}
