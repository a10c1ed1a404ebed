//! Tables: captions, headers, and rows that are not whole.

use super::*;

fn only_table(markdown: &str) -> Table {
    let mut tables = parse(markdown, &References::default()).blocks.into_iter().filter_map(|block| match block.kind {
        BlockKind::Table(table) => Some(*table),
        _ => None,
    });
    let table = tables.next().expect("there is a table");
    assert!(tables.next().is_none(), "there is only one table");
    table
}

#[test]
fn a_caption_stands_above_or_below_its_table() {
    const TABLE: &str = "| a | b |\n|---|---|\n| 1 | 2 |\n";
    for (markdown, caption, row_headers, left_over) in [
        (format!("Table: Who does what\n\n{TABLE}"), Some("Who does what"), false, None),
        (format!("Table: Who does what\n{TABLE}"), Some("Who does what"), false, None),
        (format!("{TABLE}\nTable: Who does what\n"), Some("Who does what"), false, None),
        (format!("{TABLE}Table: Who does what\n"), Some("Who does what"), false, None),
        (format!("Table: Who *does* what {{.row-headers}}\n\n{TABLE}"), Some("Who does what"), true, None),
        (format!("Table: {{.row-headers}}\n\n{TABLE}"), None, true, None),
        (format!("Table: One\n\n{TABLE}\nTable: Two\n"), Some("One"), false, Some("Table: Two")),
        (format!("Table:One\n\n{TABLE}"), None, false, Some("Table:One")),
        (format!("Table: One\n\n---\n\n{TABLE}"), None, false, Some("Table: One")),
    ] {
        let table = only_table(&markdown);
        assert_eq!(table.caption.map(|it| plain_text(&it, None)).as_deref(), caption, "{markdown}");
        assert_eq!(table.row_headers, row_headers, "{markdown}");
        assert_eq!(table.rows.len(), 1, "{markdown}");
        let blocks = parse(&markdown, &References::default()).blocks;
        let paragraph = blocks.iter().find(|block| matches!(block.kind, BlockKind::Paragraph(_)));
        let left = paragraph.map(|block| plain_text_of_blocks(std::slice::from_ref(block), None));
        assert_eq!(left.as_deref(), left_over, "{markdown}");
    }
}

#[test]
fn a_caption_between_two_tables_is_the_lower_ones() {
    let html = html("| a |\n|---|\n\nTable: Second\n\n| b |\n|---|\n");
    assert!(html.contains("<caption id=\"table-2\">Second</caption>"), "{html}");
    assert!(!html.contains("<caption id=\"table-1\">"), "{html}");
}

#[test]
fn a_wide_table_scrolls_in_a_region_with_a_name() {
    assert_eq!(
        html("Table: Duties {.row-headers}\n\n| | Head | Governor |\n|---|:-:|--:|\n| Dogs | yes | |\n"),
        "<div class=\"table-scroll\" role=\"region\" aria-labelledby=\"table-1\" tabindex=\"0\">\n<table>\n\
         <caption id=\"table-1\">Duties</caption>\n<thead>\n<tr>\n<td></td>\n\
         <th scope=\"col\" class=\"align-center\">Head</th>\n<th scope=\"col\" class=\"align-right\">Governor</th>\n</tr>\n\
         </thead>\n<tbody>\n<tr>\n<th scope=\"row\">Dogs</th>\n<td class=\"align-center\">yes</td>\n\
         <td class=\"align-right\"></td>\n</tr>\n</tbody>\n</table>\n</div>\n"
    );
    let unnamed = html("| a | b | c |\n|---|---|---|\n");
    assert!(unnamed.starts_with("<div class=\"table-scroll\" role=\"region\" aria-label=\"Table 1\" tabindex=\"0\">"));
    assert!(!html("| a | b |\n|---|---|\n").contains("table-scroll"));
}

#[test]
fn a_table_of_two_columns_scrolls_where_a_word_is_long() {
    let scrolls = |cell: &str| html(&format!("| {cell} | b |\n|---|---|\n| c | d |\n")).contains("table-scroll");
    assert!(scrolls("Rindfleischetikettierung"), "too long");
    assert!(scrolls("Rind*fleisch*etikettierung"), "too long, in parts");
    assert!(!scrolls("Responsibilities") && !scrolls("self-responsibility"), "short enough");
    assert!(!scrolls("<designated.safeguarding.lead@school.example>"), "an address breaks anywhere");
    assert!(!scrolls("`a/path/that/is/rather/long`"), "code breaks anywhere");
}

#[test]
fn rows_that_are_not_whole_are_found() {
    let found = |markdown: &str| -> Vec<(String, usize, usize)> {
        let faults = parse(markdown, &References::default()).faults;
        faults
            .into_iter()
            .map(|fault| match fault.kind {
                FaultKind::RaggedRow { expected, found } => {
                    (markdown[fault.span.range()].trim_end().to_owned(), expected, found)
                }
                other => panic!("unexpected {other:?}"),
            })
            .collect()
    };
    for (row, cells) in [
        ("| 1 |", Some(1)),
        ("1", Some(1)),
        ("| 1 | 2 | 3 |", Some(3)),
        ("1 | 2 | 3", Some(3)),
        ("| 1 | 2 |", None),
        ("1 | 2", None),
        ("|  | 2 |", None),
        ("|||", None),
        ("| 1 | a \\| b |", None),
        ("| 1 | `a|b` |", Some(3)),
        ("| 1 | {{ x }} |", None),
    ] {
        let expected: Vec<(String, usize, usize)> = cells.map(|cells| (row.to_owned(), 2, cells)).into_iter().collect();
        assert_eq!(found(&format!("| a | b |\n|---|---|\n{row}\n| 1 | 2 |\n")), expected, "{row}");
        assert_eq!(found(&format!("> | a | b |\n> |---|---|\n> {row}\n")).len(), expected.len(), "{row} in a quote");
        assert_eq!(found(&format!("| a | b |\n|---|---|\n{row}")).len(), expected.len(), "{row} at the end");
    }
    assert_eq!(found("| a | b |\n|---|---|\nTable: not last\n| 1 | 2 |\n").len(), 1);
}

#[test]
fn a_blank_header_row_is_left_out_and_named() {
    let document = parse("| | |\n|---|---|\n| a | b |\n", &References::default());
    assert_eq!(document.faults.len(), 1);
    assert_eq!(document.faults[0].kind, FaultKind::BlankHeader);
    assert!(!html("| | |\n|---|---|\n| a | b |\n").contains("thead"));
}
