//! Changes as HTML, and in a terminal.

use super::{compare, text};
use crate::diagnostic::Paint;
use crate::model::ThemeFiles;
use crate::redline::{html, print};

fn page(old: &str, new: &str) -> String {
    html(&compare(&text(old), &text(new)), &ThemeFiles::built_in().english())
}

fn check(cases: &[(&str, &str, &[&str])]) {
    for (old, new, wanted) in cases {
        let page = page(old, new);
        for part in *wanted {
            assert!(page.contains(part), "{part}\nis not in\n{page}");
        }
    }
}

#[test]
fn a_change_of_words_is_heard_and_seen() {
    check(&[
        (
            "## A\n\nKeep dogs out <now>.",
            "## A\n\nKeep all dogs out <now> & then.",
            &[
                "<h2 id=\"change-a\">A</h2>\n<p class=\"what-changed\">Changed.</p>",
                "<p>Keep <ins><span class=\"visually-hidden\"> inserted: </span>all </ins>\
                 <span class=\"visually-hidden\"> end of change </span>dogs out",
                "</span> &amp; then</ins>",
            ],
        ),
        (
            "## A\n\nWithin 10 school days of it.",
            "## A\n\nWithin 15 school days of it.",
            &["<p>Within <del><span class=\"visually-hidden\"> deleted: </span>10</del> \
               <ins><span class=\"visually-hidden\"> inserted: </span>15</ins>\
               <span class=\"visually-hidden\"> end of change </span> school days of it.</p>"],
        ),
    ]);
}

#[test]
fn what_is_new_or_gone_as_a_whole_says_so_once() {
    check(&[
        (
            "## A\n\nStays as it is.",
            "## A\n\nStays as it is.\n\nOne more.\n\n- And a list",
            &[
                "<ins class=\"whole\">\n<p class=\"said\">New text:</p>\n<p>One more.</p>\n<ul>\n<li>And a list</li>\n</ul>\n</ins>",
            ],
        ),
        (
            "## A\n\nx\n\n## Old\n\nGone.\n\n### Inner\n\nGone too.",
            "## A\n\nx\n\n## New\n\nHere now.",
            &["<h2 id=\"removed-old\"><del>Old</del></h2>\n<p class=\"what-changed\">Section removed.</p>\n\
                 <del class=\"whole\">\n<p>Gone.</p>\n</del>\n<h3 id=\"removed-inner\"><del>Inner</del></h3>\n\
                 <del class=\"whole\">\n<p>Gone too.</p>\n</del>\n</section>\n<section class=\"change\">\n\
                 <h2 id=\"change-new\"><ins>New</ins></h2>\n<p class=\"what-changed\">New section.</p>\n\
                 <ins class=\"whole\">\n<p>Here now.</p>\n</ins>"],
        ),
    ]);
}

#[test]
fn items_keep_their_numbers_and_rows_their_headers() {
    check(&[
        (
            "## A\n\n3. one thing\n4. goes away\n5. another thing",
            "## A\n\n3. one thing\n4. another thing\n5. a last thing",
            &[
                "<ol start=\"3\">\n<li value=\"3\">one thing</li>\n<li value=\"4\" class=\"gone\"><del>",
                "goes away</del></li>\n<li value=\"4\">another thing</li>\n<li value=\"5\"><ins>",
            ],
        ),
        (
            "## A\n\n| Step | Days |\n|---|---|\n| Head | 5 |",
            "## A\n\n| Step | Days |\n|---|---|\n| Head | 7 |\n| Panel | 9 |",
            &[
                "aria-label=\"Table 1: A\" tabindex=\"0\">\n<table aria-label=\"Table 1: A\">\n<thead>\n<tr>\n<th scope=\"col\">Step</th>",
                "<tr>\n<td>Head</td>\n<td><del><span class=\"visually-hidden\">deleted: </span>5</del> <ins>",
                "<td><ins><span class=\"visually-hidden\">new row: </span>Panel</ins></td>\n<td><ins>9</ins></td>",
            ],
        ),
        (
            "## A\n\n| a | b |\n|---|---|\n| 1 | x |\n| 2 | x |\n| 3 | x |\n| 4 | x |\n| 5 | x |",
            "## A\n\n| a | b |\n|---|---|\n| 1 | x |\n| 2 | x |\n| 3 | x |\n| 4 | x |\n| 5 | y |",
            &["<tr class=\"left-out\"><td colspan=\"2\">3 rows that have not changed are left out here.</td></tr>"],
        ),
    ]);
}

#[test]
fn a_table_that_is_new_is_whole() {
    let rows: String = (0..9).map(|row| format!("| {row} | x |\n")).collect::<Vec<_>>().concat();
    let page = page("## A\n\nx", &format!("## A\n\nx\n\n| a | b |\n|---|---|\n{rows}"));
    assert!(page.contains("<td>8</td>") && page.contains("<td>4</td>") && !page.contains("left-out"), "{page}");
}

#[test]
fn a_section_says_what_became_of_it() {
    let text = "Dogs are kept on a lead at all times, and out of the playing fields in the summer.";
    check(&[
        (
            &format!(
                "## Aims\n\nWe aim.\n\n## Dogs {{#d}}\n\n{text}\n\n## Roles\n\nThe head decides on what the head decides on."
            ),
            &format!(
                "## Aims\n\nWe aim.\n\n## Roles\n\nThe head decides on what the head decides on.\n\n## Animals {{#d}}\n\n{text} Always."
            ),
            &["<p class=\"what-changed\">Changed; the heading was “Dogs”"],
        ),
        (
            "## A\n\nx\n\n### One\n\nIt stays.\n\n### Two\n\nIt goes away now.\n\n### Three\n\nIt stays.",
            "## A\n\nx\n\n### One\n\nIt stays.\n\n### Two\n\nIt goes away soon.\n\n### Three\n\nIt stays.",
            &[
                "<h2 id=\"change-a\">A</h2>\n<h3 id=\"change-two\">Two</h3>",
                "<p class=\"left-out\">Unchanged in this section: One; Three.</p>",
            ],
        ),
    ]);
}

#[test]
fn the_tally_names_what_it_counts() {
    let words = ThemeFiles::built_in().english();
    let said = |old: &str, new: &str| compare(&text(old), &text(new)).tally().said(&words);
    assert_eq!(said("## A\n\nx", "## A\n\nx"), "No section changed");
    assert_eq!(
        said(
            "## A\n\nOne word here.\n\n## B\n\nOther.\n\n## C\n\nThird.\n\n## D\n\nStays.",
            "## A\n\nTwo words here.\n\n## C\n\nThird.\n\n## D\n\nStays.\n\n## E\n\nNew."
        ),
        "1 section changed, 1 added, 1 removed; 2 unchanged"
    );
    assert_eq!(said("## A\n\nx", "## A\n\nx\n\n## B\n\ny\n\n## C\n\nz"), "2 sections added; 1 unchanged");
    assert_eq!(said("The dogs.", "The cats."), "1 section changed");
}

#[test]
fn a_terminal_without_colour_has_signs() {
    let words = ThemeFiles::built_in().english();
    let redline = compare(
        &text("## A\n\nWithin 10 school days.\n\n- one\n- two\n\n## B\n\nx"),
        &text("## A\n\nWithin 15 school days.\n\n- one\n- two\n- three\n\n## B\n\nx\n\n## C\n\nNew\u{1b}[31m."),
    );
    assert_eq!(
        print(&redline, &words, Paint::plain()),
        "\n## A (changed)\n\nWithin [-10-] {+15+} school days.\n\n- one\n- two\n- {+three+}\n\n## C (new section)\n\n{+New [31m.+}\n"
    );
    let coloured = print(&redline, &words, Paint::coloured());
    assert!(coloured.contains("\u{1b}[") && !coloured.contains("[-"), "{coloured}");
}
