//! Raw HTML is kept where it is harmless, and stays in its place.

use super::*;

#[test]
fn markdown_keeps_its_place_in_raw_html() {
    for (markdown, expected) in [
        (
            "<table><tr><td>\n\n- item\n\n</td></tr></table>\n\nafter\n",
            "<div class=\"table-scroll\" role=\"region\" aria-label=\"Table 1\" tabindex=\"0\"><table><tbody><tr><td>\n<ul>\n\
             <li>item</li>\n</ul>\n</td></tr></tbody></table></div>\n<p>after</p>\n",
        ),
        ("<div>\n\n*a*\n\n</div>\n", "<div>\n<p><em>a</em></p>\n</div>\n"),
        (
            "<details>\n<summary>More</summary>\n\ntext\n\n</details>\n",
            "<details>\n<summary>More</summary>\n<p>text</p>\n</details>\n",
        ),
        ("<p>\n\ntext\n\n</p>\n", "<p>text</p>\n"),
        ("<ul>\n<li>\n\na\n\n<li>\n\nb\n\n</ul>\n", "<ul>\n<li>\n<p>a</p>\n</li><li>\n<p>b</p>\n</li></ul>\n"),
        ("a <sub>*b*</sub> c<br>d\n", "<p>a <sub><em>b</em></sub> c<br>d</p>\n"),
        ("<kbd>Ctrl</kbd> <abbr title=\"x\">y</abbr>\n", "<p><kbd>Ctrl</kbd> <abbr title=\"x\">y</abbr></p>\n"),
        ("<h2 id=\"a\">b</h2>\n", "<h2 id=\"a\">b</h2>\n"),
        ("<img src=\"a b.png\" alt=\"\" width=\"1\">\n", "<img src=\"a%20b.png\" alt=\"\" width=\"1\">\n"),
    ] {
        assert_eq!(html(markdown), expected, "{markdown}");
    }
}

#[test]
fn nothing_that_is_left_open_or_closed_twice_changes_what_follows() {
    for (markdown, expected) in [
        ("</div></main></body></html>\n\nafter\n", "<p>after</p>\n"),
        ("<div><b>\n\nin\n", "<div><b>\n<p>in</p>\n</b></div>"),
        ("- <div>\n\n  a\n- </div></ul>b\n", "<ul>\n<li>\n<div>\n<p>a</p>\n</div></li>\n<li>\nb\n</li>\n</ul>\n"),
        ("a <b>c *d <i>e* f\n\ng\n", "<p>a <b>c <em>d <i>e</i></em> f</b></p>\n<p>g</p>\n"),
        ("<div\n\na\n", "<p>a</p>\n"),
        ("<div class=\"\n\na\n", "<p>a</p>\n"),
        ("<div><!-- \n\na\n", "<div>\n<p>a</p>\n</div>"),
        ("<plaintext>\n\na\n", "<p>a</p>\n"),
        ("<textarea>\n\n<b>\n", ""),
        (
            "<table>\n\na\n\n<div>b\n",
            "<p>a</p>\n<div>b\n</div><div class=\"table-scroll\" role=\"region\" \
          aria-label=\"Table 1\" tabindex=\"0\"><table>\n</table></div>",
        ),
        ("<svg>\n<style><b>\n\na\n", "<p>a</p>\n"),
        ("<select><div>\n\na\n", "<p>a</p>\n"),
        ("<a href=\"x\">\n\n[b](c) https://e.org\n\n</a>\n", "<a href=\"x\">\n<p>b https://e.org</p>\n</a>\n"),
        ("<hr class=\"\u{F0FFF}0\"><hr class=\"&#xF0FFF;0\">\n\na\n", "<hr class=\"�0\"><hr class=\"�0\">\n<p>a</p>\n"),
    ] {
        assert_eq!(html(markdown), expected, "{markdown}");
    }
}

#[test]
fn what_is_harmful_goes() {
    for (markdown, expected) in [
        ("<script>alert(1)</script>\n", ""),
        ("<style>b{}</style>\n", ""),
        ("<iframe src=\"x\">y</iframe>\n", ""),
        ("<p onclick=\"x\" style=\"y\" data-z=\"1\">a</p>\n", "<p>a</p>\n"),
        ("<form><input><button>a</button></form>\n", "a\n"),
        ("<div><a href=\"javascript:x\">a</a></div>\n", "<div><a>a</a></div>\n"),
        ("<div><img src=\"data:image/png,x\" alt=\"a\"></div>\n", "<div><img alt=\"a\"></div>\n"),
        ("[a](javascript:x) [b](data:x) ![c](vbscript:x) <javascript:x>\n", "<p>a b c javascript:x</p>\n"),
        ("a <main>b</main> <span id=\"c\">d</span>\n", "<p>a b <span id=\"c\">d</span></p>\n"),
        ("a <table><tr><td>b</td></tr></table>\n", "<p>a b</p>\n"),
    ] {
        assert_eq!(html(markdown), expected, "{markdown}");
    }
}

#[test]
fn a_raw_table_has_its_region_and_its_caption_names_it() {
    assert_eq!(
        html("<table class=\"a\"><caption>B</caption><tr><th scope=\"row\">c</table>\n"),
        "<div class=\"table-scroll\" role=\"region\" aria-labelledby=\"table-1\" tabindex=\"0\"><table class=\"a\">\
         <caption id=\"table-1\">B</caption><tbody><tr><th scope=\"row\">c</th></tr></tbody></table></div>\n"
    );
    let own = html("<table><caption id=\"own\">B</caption><tr><td><table></table></table>\n");
    assert!(own.contains("aria-labelledby=\"own\""), "{own}");
    assert_eq!(own.matches("table-scroll").count(), 1, "{own}");
    let cell = html("| a |\n|---|\n| <ul><li>*b*</li><li>c</ul> |\n");
    assert!(cell.contains("<td><ul><li><em>b</em></li><li>c</li></ul></td>"), "{cell}");
}

#[test]
fn links_of_raw_html_have_places_and_go_through_the_page() {
    let markdown =
        "<ul>\n<li><a href=\"one\">x</a>\n<li><a href='two#x'>y</a></ul>\n\n*z*\n\n<img src=\"three\" alt=\"\">\n";
    let document = parse(markdown, &References::default());
    let mut places = Vec::new();
    for block in &document.blocks {
        if let BlockKind::RawHtml(pieces) = &block.kind {
            places.extend(pieces.iter().filter_map(|piece| match piece {
                RawPiece::AnchorStart { span, .. } | RawPiece::Image { span, .. } => Some(&markdown[span.range()]),
                _ => None,
            }));
        }
    }
    assert_eq!(places, ["one", "two#x", "three"]);
    let mut school = School::default();
    let mut out = String::new();
    Writer::new(&ENGLISH).blocks(&document.blocks, &mut school, &mut out);
    assert_eq!(school.links, ["one", "two#x", "three"]);
}

#[test]
fn what_is_not_published_is_named() {
    for (markdown, expected) in [
        ("<script>x</script>\n", vec!["RemovedHtml { element: \"script\" }"]),
        ("a <School> b\n", vec!["RemovedHtml { element: \"school\" }"]),
        ("a <img src=\"x\">\n", vec!["ImageWithoutAlt"]),
        ("a ![](x)\n", vec!["ImageWithoutAlt"]),
        ("a <img src=\"x\" alt=\"\">\n", vec![]),
        ("a [b](javascript:x)\n", vec!["RefusedAddress { address: \"javascript:x\" }"]),
        ("<div>\n\n<b>a</b>\n", vec![]),
        ("<div\n", vec!["RemovedHtml { element: \"div\" }"]),
        ("<!-- <script> -->\n", vec![]),
    ] {
        let faults = parse(markdown, &References::default()).faults;
        let kinds: Vec<String> = faults.iter().map(|fault| format!("{:?}", fault.kind)).collect();
        assert_eq!(kinds, expected, "{markdown}");
        for fault in &faults {
            assert!(!fault.kind.message().is_empty() && !fault.kind.help().is_empty());
            assert!(!markdown[fault.span.range()].is_empty(), "{markdown}");
        }
    }
    let markdown = "<ul>\n<li>a\n<li><blink>b</blink>\n</ul>\n";
    let faults = parse(markdown, &References::default()).faults;
    assert_eq!(&markdown[faults[0].span.range()], "<blink>");
}
