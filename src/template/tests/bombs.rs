//! Texts that would never end, or never fit: each ends soon, in a fault.

use super::*;
use std::time::{Duration, Instant};

/// Fills a text in on a small stack; gives the messages.
fn messages(text: &str) -> Vec<String> {
    let text = text.to_owned();
    let start = Instant::now();
    let thread = std::thread::Builder::new().stack_size(1024 * 1024).spawn(move || filled_in(&text).1);
    let faults = thread.unwrap().join().expect("no panic");
    assert!(start.elapsed() < Duration::from_secs(20), "took {:?}", start.elapsed());
    faults.iter().map(|fault| fault.rsplit(" | ").nth(1).unwrap_or_default().to_owned()).collect()
}

fn looped(times: usize, body: &str) -> String {
    let open: Vec<String> = (0..times).map(|n| format!("{{% for v{n} in range(end=1000) %}}")).collect();
    let open = open.concat();
    format!("{open}{body}{}", "{% endfor %}".repeat(times))
}

#[test]
fn loops_come_to_an_end() {
    for (text, expected) in [
        (looped(3, ""), "this passage takes too long to fill in"),
        (looped(3, "{% set x = v0 %}{% if x == 3 %}{% endif %}"), "this passage takes too long to fill in"),
        (looped(2, "some words"), "with its values this passage is larger than 2 MiB"),
        (looped(2, "{{ v1 }}"), "this passage prints more than 8000 values"),
        (looped(2, "{{ trust.nosuch }}"), "this passage takes too long to fill in"),
        (looped(2, "{{ v1 ~ trust.name ~ v0 }}"), "this passage prints more than 8000 values"),
        (looped(2, "{% if schools ~ schools == \"\" %}{% endif %}"), "this tag cannot be worked out"),
        (looped(3, "{% if trust.name ~ \"x\" == \"\" %}{% endif %}"), "this passage takes too long to fill in"),
        (looped(4, ""), "loops stand more than three deep in each other"),
    ] {
        assert!(messages(&text).contains(&expected.to_owned()), "{:?}", messages(&text));
    }
}

#[test]
fn values_cannot_grow() {
    let doubled = |step: &str| {
        let sets: String =
            (0..60).map(|n| step.replace("NEW", &format!("a{}", n + 1)).replace("OLD", &format!("a{n}"))).collect();
        format!("{{% set a0 = trust.name %}}{sets}{{{{ a60 }}}}")
    };
    for (text, expected) in [
        (doubled("{% set NEW = OLD ~ OLD %}"), "with its values this passage is larger than 2 MiB"),
        (doubled("{% set NEW = [OLD, OLD] %}"), "a list of names cannot be kept"),
        (doubled("{% set NEW = {\"a\": OLD, \"b\": OLD} %}"), "a list of names cannot be kept"),
        (doubled("{% set NEW = [...OLD, ...OLD] %}"), "\"...\" means nothing here"),
        (
            doubled("{% set NEW = OLD | replace(from=\"\", to=OLD) %}"),
            "with its values this passage is larger than 2 MiB",
        ),
        (
            doubled("{% set NEW = OLD | split(pat=\"\") | join(sep=OLD) %}"),
            "with its values this passage is larger than 2 MiB",
        ),
        ("{% for x in [[schools, schools]] %}{% endfor %}".to_owned(), "a list of names cannot be kept"),
        ("{{ [a for a in range(end=1000)] }}".to_owned(), "a loop inside an expression"),
        (format!("{{{{ {}trust.name }}}}", "trust.name ~ ".repeat(30)), "this tag puts too many texts together"),
    ] {
        assert!(messages(&text).contains(&expected.to_owned()), "{:?}", messages(&text));
    }
}

#[test]
fn deep_tags_are_refused() {
    for text in [
        format!("{{{{ {}1{} }}}}", "(".repeat(10_000), ")".repeat(10_000)),
        format!("{{{{ {}1{} }}}}", "(".repeat(900), ")".repeat(900)),
        format!("{{{{ {}1{} }}}}", "[".repeat(45), "]".repeat(45)),
        format!("{{{{ {}1 }}}}", "not ".repeat(450)),
        format!("{{{{ {}1 }}}}", "1 if 1 else ".repeat(160)),
        format!("{{{{ {}1 }}}}", "1**".repeat(600)),
        format!("{{{{ {}1 }}}}", "-".repeat(1900)),
        format!("{{{{ a{} }}}}", "|upper".repeat(300)),
        format!("{{{{ a{} }}}}", "[0]".repeat(600)),
        format!("{{{{ a{} }}}}", "[a".repeat(600)),
        format!("{{{{ a{} }}}}", "|default(value=a".repeat(100)),
        format!("{{{{ a{} }}}}", ".a".repeat(900)),
        "{% if true %}".repeat(100_000),
        format!("{{% if true %}}{}{{% endif %}}", "{% elif true %}".repeat(50_000)),
        format!("{}{}", "{% if true %}".repeat(40), "{% endif %}".repeat(40)),
        "{{".repeat(100_000),
        "{% raw %}".repeat(20_000),
        "{{ '".repeat(50_000),
    ] {
        assert!(!messages(&text).is_empty(), "{}", &text[..60]);
    }
}

#[test]
fn many_small_tags_are_no_trouble() {
    let text = "{% if school.name %}{{ trust.name | upper }}{% endif %} ".repeat(3_000);
    assert_eq!(messages(&text), Vec::<String>::new());
    let text = "{{ trust.name }}".repeat(8_001);
    assert_eq!(messages(&text)[0], "this passage prints more than 8000 values");
}

#[test]
fn a_loop_over_hundreds_of_schools_is_no_trouble() {
    let schools = (0..600).map(|n| school(&format!("School {n} {}", "x".repeat(500)), "primary")).collect();
    let text = "{% for s in schools %}{% if s.phase == \"primary\" %}- {{ s.name ~ \", \" ~ s.urn }}: {% for key, c in \
                s.contacts %}{{ c.name | upper }} {{ key }}{% endfor %}\n{% endif %}{% endfor %}";
    let mut sources = Sources::default();
    let passage = passage(&mut sources, "a.md", text);
    let mut faults = Vec::new();
    let template = Template::compile(&passage, &[], &mut faults);
    let scope = Scope::new().with("schools", Arc::new(Root::new(Data::List(schools))));
    let filled = template.fill(&scope, &mut faults);
    assert_eq!(printed(&sources, &faults), Vec::<String>::new());
    assert_eq!(filled.values.len(), 600 * 7);
}
