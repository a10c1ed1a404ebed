//! Where an author's comments are.

use std::ops::Range;

/// The bytes of each `<!-- … -->` in a Markdown text, in order; what stands in code is no comment.
///
/// This is read before any tag is, so it goes by lines and backticks alone: fences of three or more, and code between
/// backticks inside one paragraph.
pub fn comments(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if !text.contains("<!--") {
        return found;
    }
    let mut at = 0;
    let mut line_start = true;
    while at < text.len() {
        let rest = &text[at..];
        if line_start && let Some(length) = fenced_block(rest) {
            at += length;
            continue;
        }
        line_start = rest.starts_with('\n');
        at += if rest.starts_with("<!--") {
            let Some(length) = rest.find("-->").map(|end| end + 3) else { break };
            found.push(at..at + length);
            length
        } else if rest.starts_with('`') {
            code_span(rest)
        } else {
            rest.chars().next().map_or(1, char::len_utf8)
        };
    }
    found
}

/// The length of the fenced block that the text starts with, at the start of a line.
fn fenced_block(text: &str) -> Option<usize> {
    let (mark, width) = fence(text.split('\n').next()?)?;
    let mut length = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        length += line.len();
        let closes = fence(line).is_some_and(|(other, other_width)| other == mark && other_width >= width);
        if index > 0 && closes && line.trim().chars().all(|letter| letter == mark) {
            break;
        }
    }
    Some(length)
}

/// The character and the width of a code fence.
fn fence(line: &str) -> Option<(char, usize)> {
    let line = line.trim_start_matches(' ');
    let mark = line.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let width = line.chars().take_while(|letter| *letter == mark).count();
    (width >= 3 && !(mark == '`' && line[width..].contains('`'))).then_some((mark, width))
}

/// Code longer than this is not looked for: an unpaired backtick must not cost a walk through the whole text.
const MAX_CODE_SPAN_BYTES: usize = 4_000;

/// The length of the code that a text starts with; of its backticks alone where they open none.
fn code_span(text: &str) -> usize {
    let bytes = &text.as_bytes()[..text.len().min(MAX_CODE_SPAN_BYTES)];
    let width = |at: usize| bytes[at..].iter().take_while(|byte| **byte == b'`').count();
    let open = width(0);
    let mut at = open;
    while at < bytes.len() && !bytes[at..].starts_with(b"\n\n") {
        let close = width(at);
        if close == open {
            return at + close;
        }
        at += close.max(1);
    }
    open
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_found_outside_code() {
        for (text, expected) in [
            ("a <!-- b --> c <!--d--> e", vec!["<!-- b -->", "<!--d-->"]),
            ("a `<!-- b -->` c", vec![]),
            ("a ` b\n\n<!-- c -->`", vec!["<!-- c -->"]),
            ("```html\n<!-- b -->\n```\n<!-- c -->", vec!["<!-- c -->"]),
            ("~~~\n<!-- b -->\n```\n<!-- c -->", vec![]),
            ("<!-- never closed", vec![]),
            ("é<!-- é\n\n-->", vec!["<!-- é\n\n-->"]),
        ] {
            let found: Vec<&str> = comments(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
