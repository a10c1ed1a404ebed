//! Looks through TOML text for what stands outside its strings and comments.

use std::ops::Range;

/// More dots or deeper brackets than this outside its strings, and a statement is refused: it would nest deeper than
/// anybody means, and than we can follow.
pub(super) const DEEPEST: usize = 80;

/// A character outside strings and comments, or a whole string or comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    /// One character, which opens no string and no comment.
    Plain(char),
    /// A string with its quotation marks; `closed` tells whether it has its last.
    Text {
        /// Whether the quotation mark that ends it is there.
        closed: bool,
        /// Whether it opens with three quotation marks.
        long: bool,
    },
    /// A comment up to the end of its line.
    Comment,
}

/// The pieces of a text, with their bytes.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = (Range<usize>, Piece)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &text[at..];
        let first = rest.chars().next()?;
        let (length, piece) = match first {
            '"' | '\'' => string(rest, first),
            '#' => (rest.find('\n').unwrap_or(rest.len()), Piece::Comment),
            _ => (first.len_utf8(), Piece::Plain(first)),
        };
        let range = at..at + length;
        at += length;
        Some((range, piece))
    })
}

/// How long the string at the start of `text` is.
fn string(text: &str, mark: char) -> (usize, Piece) {
    let triple = if mark == '"' { "\"\"\"" } else { "'''" };
    let long = text.starts_with(triple);
    let end = if long { triple } else { &triple[..1] };
    let mut at = end.len();
    while let Some(c) = text[at..].chars().next() {
        if text[at..].starts_with(end) {
            at += end.len();
            // Up to two quotation marks may stand before the three that end a long string.
            while long && text[at..].starts_with(mark) && !text[at..].starts_with(end) {
                at += 1;
            }
            return (at, Piece::Text { closed: true, long });
        }
        if c == '\n' && !long {
            break;
        }
        at += c.len_utf8();
        if c == '\\' && mark == '"' {
            at += text[at..].chars().next().filter(|c| long || *c != '\n').map_or(0, char::len_utf8);
        }
    }
    (at, Piece::Text { closed: false, long })
}

/// The first place of a character outside strings and comments.
pub(super) fn find(text: &str, wanted: char) -> Option<usize> {
    pieces(text).find(|(_, piece)| *piece == Piece::Plain(wanted)).map(|(range, _)| range.start)
}

/// The text without the comment at its end, and without spaces there.
pub(super) fn without_comment(text: &str) -> &str {
    let last = pieces(text).last();
    match last {
        Some((range, Piece::Comment)) => text[..range.start].trim_end(),
        _ => text.trim_end(),
    }
}

/// Whether the text nests so deep that it is refused.
pub(super) fn is_too_deep(text: &str) -> bool {
    let (mut dots, mut open) = (0_usize, 0_usize);
    pieces(text).any(|(_, piece)| {
        match piece {
            Piece::Plain('.') => dots += 1,
            Piece::Plain('[' | '{') => open += 1,
            Piece::Plain(']' | '}') => open = open.saturating_sub(1),
            _ => {}
        }
        dots > DEEPEST || open > DEEPEST
    })
}

/// The parts between commas in what stands inside `[…]` or `{…}`, without the spaces and comments before them. A part
/// with nothing in it is left out.
pub(super) fn items(inside: &str) -> Vec<Range<usize>> {
    let mut items = Vec::new();
    let mut depth = 0_usize;
    let mut start = None;
    let mut end = 0;
    for (range, piece) in pieces(inside) {
        match piece {
            Piece::Plain(',') if depth == 0 => {
                items.extend(start.take().map(|start| start..end));
                continue;
            }
            Piece::Plain('[' | '{') => depth += 1,
            Piece::Plain(']' | '}') => depth = depth.saturating_sub(1),
            Piece::Comment => continue,
            Piece::Plain(c) if c.is_whitespace() => continue,
            Piece::Plain(_) | Piece::Text { .. } => {}
        }
        start.get_or_insert(range.start);
        end = range.end;
    }
    items.extend(start.map(|start| start..end));
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_and_comments_hide_what_is_in_them() {
        assert_eq!(find("\"a = b\" = 1", '='), Some(8));
        assert_eq!(find("a # = b", '='), None);
        assert_eq!(find("'''a\n= ''' = 2", '='), Some(11));
        assert_eq!(find("\"a \\\" = \" = 3", '='), Some(10));
        assert_eq!(find("\"\" = 3", '='), Some(3));
        assert_eq!(without_comment("x = \"#\" # note"), "x = \"#\"");
    }

    #[test]
    fn items_stand_between_commas() {
        let text = "\"a, b\", # c, d\n [1, 2] # e\n, { x = 1, y = 2 }, ,";
        let items: Vec<&str> = items(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(items, ["\"a, b\"", "[1, 2]", "{ x = 1, y = 2 }"]);
    }
}
