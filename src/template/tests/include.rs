//! Partials.

use super::*;
use crate::template::expand_includes;

const PARTIALS: [(&str, &str); 11] = [
    ("values", "We *care*.\n"),
    ("nested", "N {% include 'values' %} N\n"),
    ("a", "a{% include \"b.md\" %}"),
    ("b", "b{% include \"c.md\" %}{% include \"c.md\" %}"),
    ("c", "c{% include \"a.md\" %}"),
    ("self", "{% include \"self\" %}"),
    ("typo", "x\n{{ school.nmae }}\n"),
    ("w0", "{% include \"w1\" %}{% include \"w1\" %}{% include \"w1\" %}{% include \"w1\" %}{% include \"w1\" %}"),
    ("w1", "{% include \"w2\" %}{% include \"w2\" %}{% include \"w2\" %}{% include \"w2\" %}{% include \"w2\" %}"),
    ("w2", "{% include \"big\" %}{% include \"big\" %}{% include \"big\" %}{% include \"big\" %}{% include \"big\" %}"),
    ("comment", "<!-- {% include \"values.md\" %} -->"),
];

fn expanded(text: &str) -> (String, Vec<String>) {
    let mut sources = Sources::default();
    let policy = passage(&mut sources, "policy.md", text);
    let texts = PARTIALS.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    let deep = (0..20).map(|n| (format!("d{n}"), format!("{{% include \"d{}\" %}}", n + 1)));
    let big = ("big".to_owned(), "x".repeat(100_000));
    let partials: Vec<(String, Passage)> = texts
        .chain(deep)
        .chain([big])
        .map(|(name, text)| (name.clone(), passage(&mut sources, &name, &text)))
        .collect();
    let names: Vec<&str> = PARTIALS.iter().map(|(name, _)| *name).collect();
    let lookup = |name: &str| partials.iter().find(|(other, _)| other == name).map(|(_, text)| text.clone());
    let mut faults = Vec::new();
    let whole = expand_includes(&policy, lookup, &names, &mut faults);
    if faults.is_empty() {
        Template::compile(&whole, &comments(whole.text()), &mut faults).fill(&scope(), &mut faults);
    }
    let paths: Vec<String> = faults
        .iter()
        .zip(printed(&sources, &faults))
        .map(|(fault, line)| format!("{} {line}", sources.path(fault.place.file)))
        .collect();
    (whole.text().to_owned(), paths)
}

#[test]
fn a_partial_takes_the_place_of_its_tag() {
    for (text, expected) in [
        ("A\n\n{% include \"values.md\" %}\nB", "A\n\nWe *care*.\n\nB"),
        ("A {% include 'values' %} B", "A We *care*. B"),
        ("A {%- include \"partials/values.md\" -%} \n B", "AWe *care*.B"),
        ("{% include \"nested.md\" %}", "N We *care*. N\n"),
        ("{% if true %}{% include \"values.md\" %}{% endif %}", "{% if true %}We *care*.{% endif %}"),
        ("{% raw %}{% include \"values.md\" %}{% endraw %}", "{% raw %}{% include \"values.md\" %}{% endraw %}"),
        ("<!-- {% include \"nosuch.md\" %} -->", "<!-- {% include \"nosuch.md\" %} -->"),
        ("{% include \"comment\" %}", "<!-- {% include \"values.md\" %} -->"),
        ("nothing", "nothing"),
    ] {
        assert_eq!(expanded(text), (expected.to_owned(), vec![]), "{text}");
    }
}

#[test]
fn an_include_that_cannot_be_followed_is_a_fault() {
    for (text, expected) in [
        (
            "x {% include \"vlaues.md\" %}",
            "policy.md 1:3 {% include \"vlaues.md\" %} | there is no partial \"vlaues.md\" | write {% include \"values.md\" %}",
        ),
        (
            "{% include values %}",
            "policy.md 1:1 {% include values %} | an include takes the name of one partial, in \
          quotation marks | write {% include \"name.md\" %}",
        ),
        (
            "{% include \"values.md\" ignore missing %}",
            "policy.md 1:1 {% include \"values.md\" ignore missing %} | an include \
          takes the name of one partial, in quotation marks | write {% include \"name.md\" %}",
        ),
        (
            "{% include [\"a.md\", \"b.md\"] %}",
            "policy.md 1:1 {% include [\"a.md\", \"b.md\"] %} | an include takes the name of \
          one partial, in quotation marks | write {% include \"name.md\" %}",
        ),
        (
            "{% include \"a.md\" %}",
            "c 1:2 {% include \"a.md\" %} | partials that include each other: a.md, then b.md, then \
          c.md, then a.md | take one of these includes out",
        ),
        (
            "{% include \"self\" %}",
            "self 1:1 {% include \"self\" %} | partials that include each other: self.md, then \
          self.md | take one of these includes out",
        ),
        (
            "{% include \"d0\" %}",
            "d15 1:1 {% include \"d16\" %} | partials include each other more than 16 deep | put the passages into one file",
        ),
        (
            "{% include \"w0\" %}{% include \"w0\" %}",
            "w2 1:43 {% include \"big\" %} | with its partials this text is larger than 4 MiB | ",
        ),
        ("{% include \"typo\" %}", "typo 2:4 school.nmae | \"school.nmae\" has no value | write school.name"),
    ] {
        let (_, faults) = expanded(text);
        assert_eq!(faults.len(), 1, "{faults:?}");
        if text.contains("w0") {
            assert!(faults[0].contains("larger than 4 MiB"), "{faults:?}");
        } else {
            assert_eq!(faults[0], expected, "{text}");
        }
    }
}
