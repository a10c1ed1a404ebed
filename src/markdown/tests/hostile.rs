//! Nothing that an author can write brings the program down, or comes out of its place on the page.

use super::*;
use proptest::prelude::*;

const VOID: &[&str] = &["br", "hr", "img", "wbr", "col"];

/// Whether every element is closed, in order, and no attribute runs on.
fn is_balanced(html: &str) -> Result<(), String> {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let mut quoted = false;
        let end = rest.bytes().position(|byte| {
            quoted ^= byte == b'"';
            byte == b'>' && !quoted
        });
        let Some(end) = end else { return Err(format!("no end: {rest}")) };
        let inner = &rest[1..end];
        rest = &rest[end + 1..];
        let name = inner.split([' ', '\n']).next().unwrap_or_default();
        if let Some(closed) = name.strip_prefix('/') {
            if open.pop() != Some(closed) {
                return Err(format!("{closed} is closed and was not open"));
            }
        } else if !VOID.contains(&name) {
            open.push(name);
        }
    }
    if open.is_empty() { Ok(()) } else { Err(format!("never closed: {open:?}")) }
}

fn check(text: &str) -> Result<(), String> {
    let values = ["St *Mary's* <C of E> & \"Friends\"", "</main>", "office@ashby.example.org", "\" onclick=\"x", "|"];
    let html = html_with(text, &values);
    is_balanced(&html)?;
    let lower = html.to_lowercase();
    // None of these can be text: there `<` and `"` are escaped.
    let never = [
        "</main",
        "<script",
        "<style",
        "<svg",
        "href=\"javascript:",
        "src=\"javascript:",
        " onclick=\"",
        "\"\u{F0FFF}",
    ];
    if let Some(bad) = never.iter().find(|bad| lower.contains(**bad)) {
        return Err(format!("{bad} in {html}"));
    }
    let document = parse(text, &References::default());
    for fault in &document.faults {
        if text.get(fault.span.range()).is_none() {
            return Err(format!("{fault:?} has no place"));
        }
    }
    for heading in &outline(text).headings {
        if text.get(heading.whole.clone()).is_none() || text.get(heading.content.clone()).is_none() {
            return Err(format!("{heading:?} has no place"));
        }
    }
    plain_text_of_blocks(&document.blocks, None);
    parse_line(text, &References::new([text], [text]));
    if slug(text).is_empty() { Err("no slug".to_owned()) } else { Ok(()) }
}

/// Text of the parts that markup is made of.
fn markup() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        5 => prop::sample::select(vec![
            "<table>", "<tr>", "<td>", "</td>", "</table>", "<div>", "</div>", "<p>", "</p>", "<b>", "</b>", "<a href=\"x\">",
            "</a>", "<li>", "<ul>", "</ul>", "<script>", "</script>", "<!--", "-->", "</main>", "<svg>", "<math>",
            "<select>", "<plaintext>", "<textarea>", "<div class=\"", "<img src=x alt='", "<caption>", "<pre>", "<hr>", "<h2>",
            "<details>", "<summary>", "<dl>", "<dt>", "<dd>", "<col>", "<i title=\"", "<template>", "<!DOCTYPE", "<?", "<![CDATA[",
        ]),
        5 => prop::sample::select(vec![
            "\n", "\n\n", "\n    ", "- ", "> ", "1. ", "# ", "*", "**", "_", "`", "```", "~~", "[", "](", ")", "![", "[^1]",
            "[^1]: ", "[a]: ", "| a | b | c |\n|---|---|---|\n", "| ", " |", "Table: ", "{.row-headers}", ": ", "---\n", "===\n",
            "[!NOTE]\n", "- [x] ", "{#a}", "{{ x }}", "{% y %}", "&lt;", "&#xF1000;", "&#xF0FFF;0", "\\", "@", "https://a.org",
            "javascript:x", "\t", "\u{A0}", "\0",
        ]),
        3 => prop::sample::select(vec!["\u{F1000}", "\u{F1001}", "\u{F1002}", "\u{F1003}", "\u{F1004}", "\u{F0FFF}", "\u{F7FFF}"]),
        3 => "[a-z é]{1,5}".prop_map(|text| &*text.leak()),
        1 => any::<char>().prop_map(|c| &*c.to_string().leak()),
    ];
    prop::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_written_stays_in_its_place(text in markup()) {
        check(&text).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn any_text_can_be_read(text in any::<String>()) {
        check(&text).map_err(TestCaseError::fail)?;
    }
}

#[test]
fn text_without_end_is_read_in_time_and_without_depth() {
    const LENGTH: usize = 20_000;
    let many = |part: &str| part.repeat(LENGTH / part.len());
    let half = |part: &str| part.repeat(LENGTH / 2 / part.len());
    let deep = (0..300).map(|level| "  ".repeat(level)).collect::<Vec<_>>().join("- a\n");
    for text in [
        many("["),
        many(">"),
        many("*a "),
        many("*a **b "),
        half("*a ") + &half("a* "),
        half("**a ") + &half("a** "),
        many("![a]("),
        half("![") + &half("](a)"),
        many("`a``"),
        many("<"),
        many("<b>"),
        many("<b id=a>") + "\n\n" + &half("<p>x"),
        many("<div>\n"),
        many("<div>\n\n"),
        many("<table><tr><td>"),
        many("<b><table></b></table>"),
        many("a <b>"),
        many("<!--"),
        many("a <!-- "),
        half("- ") + "x\n" + &half("a\n"),
        half(">") + "x\n" + &half("a\n"),
        deep.clone() + &half("a\n"),
        half("|a") + "\n" + &half("|-") + "\n" + &half("|\n"),
        many("[^a]: "),
        many("a[^b] ") + "\n\n[^b]: c[^b]\n",
        many("a\n: b\n"),
        many("[a]: b\n") + "[a]",
        many("{{"),
        many("{{'}}{{'"),
        many("{% a"),
        many("## a {#b}\n"),
        many("\u{F1000}"),
        many("a@b.org "),
        many("&#xF1000;"),
        many("Table: a\n\n"),
        many("<a href=\"x\">"),
        many("<svg>"),
        many("</p>"),
    ] {
        let start = text.chars().take(20).collect::<String>();
        check(&text).unwrap_or_else(|fault| panic!("{start}: {}", fault.chars().take(300).collect::<String>()));
    }
    let faults = parse(&many(">"), &References::default()).faults;
    assert_eq!(faults.iter().filter(|fault| fault.kind == FaultKind::TooDeep).count(), 1, "{faults:?}");
    let faults = parse(&deep, &References::default()).faults;
    assert!(faults.iter().any(|fault| fault.kind == FaultKind::TooDeep), "{faults:?}");
}
