//! Values are text wherever they stand.

use super::*;

const SCHOOL: &str = "St *Mary's* <C of E> & \"Friends\" {{x}}";
const ESCAPED: &str = "St *Mary's* &lt;C of E&gt; &amp; &quot;Friends&quot; {{x}}";
const ENCODED: &str = "St%20*Mary's*%20%3CC%20of%20E%3E%20&amp;%20%22Friends%22%20%7B%7Bx%7D%7D";

#[test]
fn a_value_is_text_wherever_it_stands() {
    for (markdown, expected) in [
        ("At S we care", format!("<p>At {ESCAPED} we care</p>\n")),
        ("*S* and **S**s", format!("<p><em>{ESCAPED}</em> and <strong>{ESCAPED}</strong>s</p>\n")),
        ("*a*S*b*", format!("<p><em>a</em>{ESCAPED}<em>b</em></p>\n")),
        ("# S\n", format!("<h1>{ESCAPED}</h1>\n")),
        ("`S`", format!("<p><code>{ESCAPED}</code></p>\n")),
        (
            "```S\nS\n```\n",
            format!("<pre tabindex=\"0\"><code class=\"language-{ESCAPED}\">{ESCAPED}\n</code></pre>\n"),
        ),
        ("[S](S \"S\")", format!("<p><a href=\"{ENCODED}\" title=\"{ESCAPED}\">{ESCAPED}</a></p>\n")),
        ("[a](/b?c=S#d)", format!("<p><a href=\"/b?c={ENCODED}#d\">a</a></p>\n")),
        ("[a][r]\n\n[r]: S 'S'\n", format!("<p><a href=\"{ENCODED}\" title=\"{ESCAPED}\">a</a></p>\n")),
        ("![S](S 'S')", format!("<p><img src=\"{ENCODED}\" alt=\"{ESCAPED}\" title=\"{ESCAPED}\"></p>\n")),
        ("- S\n", format!("<ul>\n<li>{ESCAPED}</li>\n</ul>\n")),
        ("S\n===\n", format!("<h1>{ESCAPED}</h1>\n")),
        (
            "<div title=\"S\" class='S'>S</div>\n",
            format!("<div title=\"{ESCAPED}\" class=\"{ESCAPED}\">{ESCAPED}</div>\n"),
        ),
        ("<div title=S>\n", format!("<div title=\"{ESCAPED}\">\n</div>")),
        ("a <i title=S>S</i>", format!("<p>a <i title=\"{ESCAPED}\">{ESCAPED}</i></p>\n")),
        ("a <a href=S>b</a>", format!("<p>a <a href=\"{ENCODED}\">b</a></p>\n")),
        ("a <a href='https://S/x'>b</a>", format!("<p>a <a href=\"https://{ENCODED}/x\">b</a></p>\n")),
        ("a <i S=b S>c</i>", "<p>a &lt;i S=b S&gt;c</p>\n".replace('S', ESCAPED)),
        ("<p S>c</p>", "<p>c</p>".to_owned()),
        ("<S>", format!("<p>&lt;{ESCAPED}&gt;</p>\n")),
        ("a <!-- S --> b", "<p>a  b</p>\n".to_owned()),
    ] {
        assert_eq!(html_with(&markdown.replace('S', "\u{F1000}"), &[SCHOOL]), expected, "{markdown}");
    }
}

#[test]
fn a_value_that_is_an_address_becomes_a_link() {
    const OFFICE: &str = "office@ashby.example.org";
    const LINK: &str = "<a href=\"mailto:office@ashby.example.org\">office@ashby.example.org</a>";
    for (markdown, value, expected) in [
        ("S", OFFICE, format!("<p>{LINK}</p>\n")),
        ("Write to S.", OFFICE, format!("<p>Write to {LINK}.</p>\n")),
        ("(S), **S**", OFFICE, format!("<p>({LINK}), <strong>{LINK}</strong></p>\n")),
        ("<S>", OFFICE, format!("<p>{LINK}</p>\n")),
        ("<S>", "the office", "<p>&lt;the office&gt;</p>\n".to_owned()),
        ("office@S", "ashby.example.org", format!("<p>{LINK}</p>\n")),
        ("S@ashby.example.org", "office", format!("<p>{LINK}</p>\n")),
        (
            "`S` [S](x)",
            OFFICE,
            "<p><code>office@ashby.example.org</code> <a href=\"x\">office@ashby.example.org</a></p>\n".to_owned(),
        ),
        (
            "[*S*](x) <a href=\"x\">S</a>",
            OFFICE,
            "<p><a href=\"x\"><em>office@ashby.example.org</em></a> <a href=\"x\">office@ashby.example.org</a></p>\n"
                .to_owned(),
        ),
        (
            "S!",
            "https://ashby.example.org/a?b&c",
            "<p><a href=\"https://ashby.example.org/a?b&amp;c\">https://ashby.example.org/a?b&amp;c</a>!</p>\n"
                .to_owned(),
        ),
        (
            "S",
            "www.ashby.example.org",
            "<p><a href=\"https://www.ashby.example.org\">www.ashby.example.org</a></p>\n".to_owned(),
        ),
        ("S", "javascript:alert(1)", "<p>javascript:alert(1)</p>\n".to_owned()),
    ] {
        assert_eq!(html_with(&markdown.replace('S', "\u{F1000}"), &[value]), expected, "{markdown}");
    }
}

#[test]
fn a_value_cannot_make_an_address_that_runs_a_script() {
    for markdown in ["[a](S)", "<a href='S'>a</a>", "![a](S)", "[a](java\u{F1001}:x)", "b <a href=' S'>a</a>"] {
        let html = html_with(&markdown.replace('S', "\u{F1000}"), &["JavaScript:alert(1)", "script"]);
        assert!(!html.to_lowercase().contains("script:"), "{markdown}: {html}");
        assert!(html.contains('a'), "{markdown}: {html}");
    }
}

#[test]
fn a_character_reference_is_no_slot() {
    for markdown in [
        "&#xF1000;",
        "[a](&#xF1000;)",
        "[a](b '&#987136;')",
        "<p>&#xF1000;</p>",
        "a <i title='&#xF1000;'>b</i>",
        "```&#xF1000;\n```",
    ] {
        let html = html_with(markdown, &["SECRET"]);
        assert!(!html.contains("SECRET"), "{markdown}: {html}");
    }
}

#[test]
fn plain_text_takes_values_or_keeps_slots() {
    let line =
        parse_line("1. *The* `\u{F1000}` [way](x) ![see\u{F1000}](y)[^1] <b>and</b>&amp;", &References::default());
    let school = School { values: vec!["<A>"], ..School::default() };
    assert_eq!(plain_text(line.line(), Some(&school)), "1. The <A> way see<A>[^1] and&");
    assert_eq!(slug(&plain_text(line.line(), None)), "1-the-way-see-1-and");
}
