//! Random policies and school files through whole builds: nothing panics, and no heading is lost.

use super::builder::{Portal, portal};
use super::reading::outline;
use proptest::prelude::*;
use proptest::sample::select;
use std::fmt::Write as _;

/// Pieces of text: plain, marked, tagged, raw, broken.
fn piece() -> impl Strategy<Value = String> {
    let odd = select(vec![
        "Plain words.",
        "**bold** _it_ `code`",
        "- one\n- two",
        "1. one\n   - in it",
        "> quoted\n> ## not a section",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "{{ school.name }}",
        "{{ school.nmae }}",
        "{{ terms.head }}",
        "{% if school.phase == \"primary\" %}young{% endif %}",
        "{% if true %}",
        "{% endif %}",
        "{% for one in schools %}{{ one.name }}{% endfor %}",
        "{{",
        "}}",
        "{%",
        "{#a}",
        "{# x #}",
        "{% raw %}{{ x }}{% endraw %}",
        "{% set x = 1 %}{{ x }}",
        "{% include \"p.md\" %}",
        "{% include \"q.md\" %}",
        "<!-- {{ x }} -->",
        "<!--",
        "-->",
        "<div>",
        "</div>",
        "<p title=\"{{ school.name }}\">x</p>",
        "<table><tr><td>1</table>",
        "<script>x</script>",
        "<b",
        "</",
        "[a](pets)",
        "[](other#s1)",
        "[x](nowhere)",
        "[r][r]",
        "[r]: pets",
        "[^1]",
        "[^1]: note {{ school.name }}",
        "![i](x.png)",
        "![]()",
        "[]()",
        "```\n## code\n```",
        "~~~",
        "    indented",
        "Term\n: Meaning",
        "&amp; &lt; &#0; &nope;",
        "\\",
        "***",
        "---",
        "===",
        "\u{0}",
        "\u{feff}",
        "\u{202e}x",
        "é 安全 👩‍🏫",
        "\t\t",
        "  \n  ",
        "#",
        "####### seven",
        "{.appendix}",
    ]);
    prop_oneof![8 => odd.prop_map(str::to_owned), 1 => "[ -~]{0,20}", 1 => "\\PC{0,12}"]
}

fn body() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..4).prop_map(|pieces| pieces.join("\n\n"))
}

fn attributes() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        select(vec![
            ".appendix",
            ".unnumbered",
            ".locked",
            ".fill",
            "phases=primary",
            "schools=ashby",
            "schools=nobody",
            ".odd",
            "odd",
            "a=b=c",
            "#"
        ])
        .prop_map(str::to_owned),
        (0..6_u8).prop_map(|n| format!("#s{n}")),
        verb(),
    ];
    prop::collection::vec(word, 0..3).prop_map(|words| match words.is_empty() {
        true => String::new(),
        false => format!(" {{{}}}", words.join(" ")),
    })
}

fn verb() -> impl Strategy<Value = String> {
    let verbs = vec!["after", "before", "replace", "append", "prepend", "remove"];
    let target = prop_oneof![9 => (0..6_u8).prop_map(|n| format!("s{n}")), 1 => "[a-z]{0,3}"];
    (select(verbs), target).prop_map(|(verb, target)| format!("{verb}={target}"))
}

fn text() -> impl Strategy<Value = String> {
    let section = (1..7_usize, 0..6_u8, attributes(), body())
        .prop_map(|(level, name, attributes, body)| format!("{} S{name}{attributes}\n{body}\n\n", "#".repeat(level)));
    (body(), prop::collection::vec(section, 0..6))
        .prop_map(|(start, sections)| format!("{start}\n\n{}", sections.concat()))
}

fn site(policy: &str, school: &str) -> Portal {
    portal()
        .school("ashby", "St *Mary's* <C of E> & \"F\" {{x}}")
        .school_with("brook", "name = \"Brook\"\n")
        .file("content/partials/p.md", "Care for {{ school.name }}.\n\n### In a partial\nX.\n")
        .policy("pets", policy)
        .policy("other", "## S1\nOther.\n")
        .amendment("ashby", "pets", school)
}

/// Sound sections only: levels that leave none out, and plain text.
fn sound() -> impl Strategy<Value = (String, Vec<String>)> {
    prop::collection::vec((2..5_usize, 0..40_u8), 1..12).prop_map(|sections| {
        let mut before = 1;
        let mut text = String::new();
        let mut headings = Vec::new();
        for (index, (level, word)) in sections.into_iter().enumerate() {
            before = level.min(before + 1);
            let marks = "#".repeat(before);
            let _ = write!(text, "{marks} Heading {word}\nText {index}.\n\n");
            headings.extend([format!("{marks} Heading {word}"), format!("Text {index}.")]);
        }
        (text, headings)
    })
}

/// A few in every run; as many as `PROPTEST_CASES` says when somebody goes looking.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|number| number.parse().ok()).unwrap_or(48)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_build_never_panics(policy in text(), school in text()) {
        let built = site(&policy, &school).build();
        prop_assert_eq!(built.outcome.failed, built.outcome.diagnostics.has_errors());
        prop_assert_eq!(built.files().is_empty(), built.outcome.failed);
        // Everything that is said can be printed.
        prop_assert!(built.printed().is_empty() == built.codes().is_empty());
    }

    #[test]
    fn every_heading_of_an_unamended_policy_stands_on_the_page_in_order((policy, blocks) in sound()) {
        let built = portal().school("ashby", "Ashby").policy("pets", &policy).build();
        prop_assert_eq!(built.printed(), "");
        prop_assert_eq!(outline(&built.page("policies/pets/")), blocks.join(" | "));
        prop_assert_eq!(outline(&built.page("schools/ashby/policies/pets/")), blocks.join(" | "));
    }

    #[test]
    fn an_amendment_loses_nothing_of_the_rest((policy, blocks) in sound(), verb in select(vec!["after", "before", "append", "prepend"]), at in 0..12_usize) {
        let ids: Vec<&String> = blocks.iter().filter(|block| block.starts_with('#')).collect();
        let words = ids[at % ids.len()].trim_start_matches('#').trim();
        let id = words.to_lowercase().replace(' ', "-");
        let built = portal().school("ashby", "Ashby").policy("pets", &policy).amendment("ashby", "pets", &format!("## Ours {{{verb}={id}}}\nOur text.\n")).build();
        prop_assert_eq!(built.printed(), "");
        let page = outline(&built.page("schools/ashby/policies/pets/"));
        let rest: Vec<&str> = page.split(" | ").filter(|block| *block != "Our text." && !block.ends_with("# Ours")).collect();
        prop_assert_eq!(rest, blocks);
        prop_assert_eq!(page.matches("Our text.").count(), 1);
    }
}
