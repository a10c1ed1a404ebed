//! The constructs beside tables and raw HTML, as HTML.

use super::*;

#[test]
fn constructs_become_plain_html() {
    for (markdown, expected) in [
        ("a  \nb\\\nc\nd\n", "<p>a<br>\nb<br>\nc\nd</p>\n"),
        ("~~a~~\n", "<p><del>a</del></p>\n"),
        ("---\n", "<hr>\n"),
        ("3. a\n4. b\n", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>\n"),
        (
            "- [ ] a\n- [x] b\n",
            "<ul>\n<li class=\"task\"><span class=\"task-mark\" aria-hidden=\"true\">☐ </span>\
             <span class=\"visually-hidden\">To do: </span>a</li>\n<li class=\"task task-done\">\
             <span class=\"task-mark\" aria-hidden=\"true\">☑ </span><span class=\"visually-hidden\">Done: </span>b</li>\n\
             </ul>\n",
        ),
        (
            "> [!WARNING]\n> Hot\n",
            "<div class=\"alert alert-warning\" role=\"note\">\n<p class=\"alert-title\">Warning</p>\n<p>Hot</p>\n</div>\n",
        ),
        ("a\n: b\n: c\n", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n<dd>c</dd>\n</dl>\n"),
        ("a\n\n: b\n\n  c\n", "<dl>\n<dt>a</dt>\n<dd>\n<p>b</p>\n<p>c</p>\n</dd>\n</dl>\n"),
        ("> ## a {#b}\n", "<blockquote>\n<h2 id=\"b\">a</h2>\n</blockquote>\n"),
        ("\"a\" 'b' -- c...\n", "<p>&quot;a&quot; 'b' -- c...</p>\n"),
        ("[](policy)\n", "<p><a href=\"policy\">Title of &lt;policy&gt;</a></p>\n"),
        ("[](javascript:x)\n", "<p>javascript:x</p>\n"),
        ("![a *b*](c \"d\")\n", "<p><img src=\"c\" alt=\"a b\" title=\"d\"></p>\n"),
        (
            "see www.ashby.example.org.\n",
            "<p>see <a href=\"https://www.ashby.example.org\">www.ashby.example.org</a>.</p>\n",
        ),
    ] {
        assert_eq!(html(markdown), expected, "{markdown}");
    }
}

#[test]
fn only_the_title_is_of_level_one() {
    let document = parse("# a\n\n### b\n\n###### c\n", &References::default());
    for (writer, expected) in [
        (Writer::new(&ENGLISH), "<h2>a</h2>\n<h3>b</h3>\n<h6>c</h6>\n"),
        (Writer::new(&ENGLISH).with_headings(1, 2), "<h2>a</h2>\n<h4>b</h4>\n<h6>c</h6>\n"),
        (Writer::new(&ENGLISH).with_headings(0, 4), "<h4>a</h4>\n<h4>b</h4>\n<h6>c</h6>\n"),
    ] {
        let (mut writer, mut out) = (writer, String::new());
        writer.blocks(&document.blocks, &mut School::default(), &mut out);
        assert_eq!(out, expected);
    }
}

#[test]
fn a_line_is_a_line_whatever_it_looks_like() {
    for (line, expected) in [
        ("1. Scope", "1. Scope"),
        ("- Dogs", "- Dogs"),
        ("> *Dogs*", "&gt; <em>Dogs</em>"),
        ("# Dogs", "# Dogs"),
        ("a\nb", "a b"),
        ("[a][r] [b]", "<a href=\"/r\">a</a> [b]"),
        ("", ""),
        ("```", "```"),
    ] {
        let line = parse_line(line, &References::new(["[r]: /r"], []));
        let mut out = String::new();
        Writer::new(&ENGLISH).line(&line, &mut School::default(), &mut out);
        assert_eq!(out, expected);
    }
    let image = parse_line("a ![](b)", &References::new(["[r]: /r"], []));
    assert_eq!(image.faults[0].span, Span { start: 2, end: 8 });
}

#[test]
fn a_section_may_refer_to_what_the_file_defines_elsewhere() {
    let file = "## One\n[a] and[^n]\n\n## Two\n\n[a]: /a \"T\"\n\n[^N]: the note\n";
    let outline = outline(file);
    let definitions: Vec<&str> = outline.references.iter().map(|range| &file[range.clone()]).collect();
    let labels: Vec<&str> = outline.footnotes.iter().map(|note| &*note.label).collect();
    let references = References::new(definitions, labels);
    for (section, expected) in [
        ("[a] and[^n]\n", "<p><a href=\"/a\" title=\"T\">a</a> and<sup"),
        ("    code[\n", "<pre tabindex=\"0\"><code>code[\n</code></pre>\n"),
        ("[b]\n", "<p>[b]</p>"),
        ("[^m]\n", "<p>[^m]</p>"),
    ] {
        let document = parse(section, &references);
        let mut out = String::new();
        Writer::new(&ENGLISH).blocks(&document.blocks, &mut School::default(), &mut out);
        assert!(out.starts_with(expected), "{out}");
        assert!(document.blocks[0].span.end as usize == section.len(), "places are the section's own");
        assert!(document.footnotes.is_empty(), "the note itself is not of this section");
    }
    assert_eq!(References::new(["no definition", "```"], ["a\nb", "]"]), References::default());
}

#[test]
fn footnotes_are_numbered_over_the_whole_page_and_file_by_file() {
    struct Of(usize);
    impl Values for Of {
        fn value(&self, _: usize) -> &'static str {
            ""
        }
    }
    impl Setting for Of {
        fn link(&mut self, link: &LinkSource<'_>) -> Option<ResolvedLink> {
            Some(ResolvedLink::as_written(link))
        }
        fn source(&self) -> usize {
            self.0
        }
    }
    let trust = parse("a[^1] b[^2]\n\n[^2]: second[^1]\n\n[^1]: first\n", &References::default());
    let school = parse("c[^1] d[^1]\n\n[^1]: school's\n", &References::default());
    let mut out = String::new();
    let mut writer = Writer::new(&ENGLISH);
    assert!(!writer.has_footnotes());
    writer.blocks(&trust.blocks, &mut Of(0), &mut out);
    writer.blocks(&school.blocks, &mut Of(1), &mut out);
    assert!(writer.has_footnotes());
    let reference = |id: &str, number: usize| {
        format!(
            "<sup class=\"footnote-ref\"><a href=\"#fn-{number}\" id=\"{id}\" role=\"doc-noteref\" \
             aria-label=\"Footnote {number}\">{number}</a></sup>"
        )
    };
    assert_eq!(
        out,
        format!(
            "<p>a{} b{}</p>\n<p>c{} d{}</p>\n",
            reference("fnref-1", 1),
            reference("fnref-2", 2),
            reference("fnref-3", 3),
            reference("fnref-3-2", 3)
        )
    );
    out.clear();
    writer.footnotes(&mut out, |writer, source, label, out| {
        let document = [&trust, &school][source];
        writer.blocks(&document.footnotes[label], &mut Of(source), out);
    });
    let back = |id: &str, words: &str| format!("<a href=\"#{id}\" role=\"doc-backlink\">Back to reference {words}</a>");
    assert_eq!(
        out,
        format!(
            "<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Footnotes\">\n<ol>\n\
             <li id=\"fn-1\">\n<p>first</p>\n<p class=\"footnote-back\">{} {}</p>\n</li>\n\
             <li id=\"fn-2\">\n<p>second{}</p>\n<p class=\"footnote-back\">{}</p>\n</li>\n\
             <li id=\"fn-3\">\n<p>school's</p>\n<p class=\"footnote-back\">{} {}</p>\n</li>\n</ol>\n</section>\n",
            back("fnref-1", "1 (1)"),
            back("fnref-1-2", "1 (2)"),
            reference("fnref-1-2", 1),
            back("fnref-2", "2"),
            back("fnref-3", "3 (1)"),
            back("fnref-3-2", "3 (2)"),
        )
    );
}

#[test]
fn plain_text_has_a_line_for_each_block() {
    let text = "# A *b*\n\nc\nd\n\n- e\n- f\n\n| g | h |\n|---|---|\n| i | j |\n\n<div>k<br>l</div>\n\n```\nm\n```\n";
    let document = parse(text, &References::default());
    assert_eq!(plain_text_of_blocks(&document.blocks, None), "A b\nc d\ne\nf\ng h\ni j\nk l\nm");
}
