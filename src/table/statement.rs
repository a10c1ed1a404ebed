//! Cuts TOML text into its statements: headings, and keys with their values.
//!
//! Text that breaks off in the middle of a value is cut where the next key or heading plainly begins, so that one
//! forgotten bracket is one fault.

use super::scan::{self, Piece};
use std::ops::Range;

/// How many lines a text in plain quotation marks may wrongly run over and still be seen as one.
const LONGEST_BROKEN_TEXT: usize = 30;

/// A heading, or a key with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Statement {
    /// Its bytes, without the spaces before it and the line end behind it.
    pub(super) range: Range<usize>,
    /// What it looks like.
    pub(super) shape: Shape,
    /// The heading that it stands below: a number in the list of statements.
    pub(super) heading: Option<usize>,
}

/// What a statement looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A line that begins with a square bracket.
    Heading,
    /// A key with its value, or some other line.
    Pair,
    /// A value that is opened and never closed.
    Unclosed,
    /// A text in plain quotation marks that runs over several lines.
    BrokenText,
    /// A list with a hyphen before each item, and perhaps its key with a colon above it.
    HyphenList,
}

/// The statements of a text in their order. Blank lines and comments are none.
pub(super) fn statements(text: &str) -> Vec<Statement> {
    let lines = lines(text);
    let mut statements: Vec<Statement> = Vec::new();
    let mut heading = None;
    let mut number = 0;
    while number < lines.len() {
        let line = &text[lines[number].clone()];
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            number += 1;
            continue;
        }
        let (shape, last) = extent(text, &lines, number);
        if shape == Shape::Heading {
            heading = Some(statements.len());
        }
        let start = lines[number].start + (line.len() - line.trim_start().len());
        let end = lines[number].start + text[lines[number].start..lines[last].end].trim_end().len();
        let below = heading.filter(|_| shape != Shape::Heading);
        statements.push(Statement { range: start..end, shape, heading: below });
        number = last + 1;
    }
    statements
}

fn lines(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    text.split('\n')
        .map(|line| {
            let range = start..start + line.len();
            start = range.end + 1;
            range
        })
        .collect()
}

/// The shape of the statement that begins on this line, and the number of its last line.
fn extent(text: &str, lines: &[Range<usize>], number: usize) -> (Shape, usize) {
    let line = &text[lines[number].clone()];
    let trimmed = line.trim();
    if trimmed.starts_with('[') {
        return (Shape::Heading, number);
    }
    if let Some(last) = hyphen_list(text, lines, number) {
        return (Shape::HyphenList, last);
    }
    let Some(value_at) = value_start(line).map(|at| lines[number].start + at) else {
        return (Shape::Pair, number);
    };
    let value = &text[value_at..];
    if value.starts_with("\"\"\"") || value.starts_with("'''") || value.starts_with(['[', '{']) {
        return match value_end(text, value_at) {
            Some(end) => (Shape::Pair, lines.partition_point(|line| line.start < end).max(number + 1) - 1),
            None => (Shape::Unclosed, before_next_statement(text, lines, number)),
        };
    }
    if value.starts_with('"')
        && let Some(last) = end_of_broken_text(text, lines, number, value_at)
    {
        return (Shape::BrokenText, last);
    }
    (Shape::Pair, number)
}

/// The byte of a line at which the value behind the `=` begins.
fn value_start(line: &str) -> Option<usize> {
    let equals = scan::find(line, '=').or_else(|| line.find('='))?;
    let after = &line[equals + 1..];
    Some(equals + 1 + (after.len() - after.trim_start().len()))
}

/// One past the last byte of the long text, list or table that begins at `start`; `None` where it is never closed.
fn value_end(text: &str, start: usize) -> Option<usize> {
    let mut open = Vec::new();
    let mut last = ' ';
    for (range, piece) in scan::pieces(&text[start..]) {
        match piece {
            Piece::Text { closed: false, long: true } => return None,
            Piece::Plain(c @ ('[' | '{')) => open.push(c),
            Piece::Plain(']' | '}') => {
                open.pop();
            }
            Piece::Plain('\n') => {
                let line = text[start + range.end..].split('\n').next().unwrap_or("");
                // In a list no line is a key with its value; in braces one may be, behind a comma.
                let key_may_follow = open.last() == Some(&'{') && matches!(last, ',' | '{');
                if is_heading(line) || (begins_statement(line) && !key_may_follow) {
                    return None;
                }
            }
            Piece::Plain(_) | Piece::Text { .. } | Piece::Comment => {}
        }
        match piece {
            Piece::Plain(c) if c.is_whitespace() => {}
            Piece::Plain(c) => last = c,
            Piece::Text { .. } => last = '"',
            Piece::Comment => {}
        }
        if open.is_empty() {
            return Some(start + range.end);
        }
    }
    None
}

/// The last line before the one on which another statement plainly begins.
fn before_next_statement(text: &str, lines: &[Range<usize>], number: usize) -> usize {
    let next = (number + 1..lines.len()).find(|next| begins_statement(&text[lines[*next].clone()]));
    next.unwrap_or(lines.len()) - 1
}

/// The line on which a text ends that should have ended on its first.
fn end_of_broken_text(text: &str, lines: &[Range<usize>], number: usize, value_at: usize) -> Option<usize> {
    let first = &text[value_at..lines[number].end];
    let closed = scan::pieces(first).next().is_some_and(|(_, piece)| matches!(piece, Piece::Text { closed: true, .. }));
    if closed {
        return None;
    }
    for last in number + 1..lines.len().min(number + LONGEST_BROKEN_TEXT) {
        let line = &text[lines[last].clone()];
        if begins_statement(line) {
            return None;
        }
        if line.contains('"') {
            return line.trim_end().ends_with('"').then_some(last);
        }
    }
    None
}

/// The last line of a list with hyphens that begins on this line.
fn hyphen_list(text: &str, lines: &[Range<usize>], number: usize) -> Option<usize> {
    let line = |number: usize| lines.get(number).map_or("", |line| text[line.clone()].trim());
    let is_item = |number: usize| line(number).starts_with("- ");
    let key_above = line(number).ends_with(':') && is_item(number + 1);
    if !key_above && !is_item(number) {
        return None;
    }
    Some((number + 1..lines.len()).take_while(|next| is_item(*next)).last().unwrap_or(number))
}

/// Whether a line plainly begins a statement: `key =`, or a heading.
fn begins_statement(line: &str) -> bool {
    let line = line.trim_start();
    let key = if let Some(quoted) = line.strip_prefix('"') {
        quoted.split_once('"').map(|(_, after)| after)
    } else {
        let after = line.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
        (after.len() < line.len()).then_some(after)
    };
    key.is_some_and(|after| after.trim_start().starts_with('=')) || is_heading(line)
}

fn is_heading(line: &str) -> bool {
    let line = scan::without_comment(line.trim());
    let Some(inside) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) else {
        return false;
    };
    let inside = inside.strip_prefix('[').and_then(|inside| inside.strip_suffix(']')).unwrap_or(inside).trim();
    inside.starts_with(|c: char| c.is_ascii_alphabetic())
        && inside.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<(&str, Shape)> {
        statements(text).into_iter().map(|statement| (&text[statement.range], statement.shape)).collect()
    }

    #[test]
    fn sound_toml_is_cut_between_its_statements() {
        let text = "a = 1 # note\n\n# b = 2\n  c = [\n  \"x\", # y ]\n  { d = 1 },\n]\ne = \"\"\"\nf = 1\n[g]\n\"\"\"\n[h]\ni = { j = \
                    1,\n k = 2 }\n\"l = m\" = 3\nn = [[\"x\"],\n[\"y\"]]\n";
        let shapes: Vec<Shape> = cut(text).into_iter().map(|(_, shape)| shape).collect();
        let texts: Vec<&str> = cut(text).into_iter().map(|(text, _)| text).collect();
        assert_eq!(
            texts,
            [
                "a = 1 # note",
                "c = [\n  \"x\", # y ]\n  { d = 1 },\n]",
                "e = \"\"\"\nf = 1\n[g]\n\"\"\"",
                "[h]",
                "i = { j = 1,\n k = 2 }",
                "\"l = m\" = 3",
                "n = [[\"x\"],\n[\"y\"]]",
            ]
        );
        assert!(shapes.iter().all(|shape| matches!(shape, Shape::Pair | Shape::Heading)), "{shapes:?}");
        assert_eq!(statements(text)[4].heading, Some(3));
    }

    #[test]
    fn what_is_never_closed_ends_before_the_next_statement() {
        for (text, first) in [
            ("a = [\"x\",\nb = 1\n", "a = [\"x\","),
            ("a = [\"x\"\n[b]\n", "a = [\"x\""),
            ("a = { b = 1\nc = 2\n", "a = { b = 1"),
            ("a = \"\"\"one\ntwo\nb = 1\n", "a = \"\"\"one\ntwo"),
            ("a = [\n\"x\"\n", "a = [\n\"x\""),
        ] {
            assert_eq!(cut(text)[0], (first, Shape::Unclosed), "{text}");
        }
    }

    #[test]
    fn broken_texts_and_hyphen_lists_are_one_statement() {
        assert_eq!(cut("a = \"one\ntwo\"\nb = 1\n")[0], ("a = \"one\ntwo\"", Shape::BrokenText));
        assert_eq!(cut("a = \"one\nb = \"two\"\n")[0], ("a = \"one", Shape::Pair));
        assert_eq!(cut("a:\n  - x\n  - y\nb = 1\n")[0], ("a:\n  - x\n  - y", Shape::HyphenList));
        assert_eq!(cut("- x\n- y\n"), [("- x\n- y", Shape::HyphenList)]);
    }
}
