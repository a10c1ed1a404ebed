//! Text that no reader could follow, made harmless before it is parsed.

use std::borrow::Cow;

/// More lists and quotes than this in each other are not read as such.
const DEEPEST: usize = 100;
/// A list mark or quote mark that stands further in than this (in columns) is text.
const WIDEST: usize = 600;

/// The text with the first list or quote mark of a line that is too many replaced by a full stop, byte for byte.
///
/// The time that the parser needs for the lines after it would grow with the number of marks.
pub(in crate::markdown) fn blunt(text: &str) -> Cow<'_, str> {
    let mut blunted: Option<Vec<u8>> = None;
    let mut start = 0;
    while start < text.len() {
        let end = text.as_bytes()[start..].iter().position(|byte| *byte == b'\n').map_or(text.len(), |at| start + at);
        if end - start > DEEPEST
            && let Some(at) = first_too_many(&text.as_bytes()[start..end])
        {
            blunted.get_or_insert_with(|| text.as_bytes().to_vec())[start + at] = b'.';
        }
        start = end + 1;
    }
    // A mark is ASCII, and so is what stands in for it.
    blunted.and_then(|bytes| String::from_utf8(bytes).ok()).map_or(Cow::Borrowed(text), Cow::Owned)
}

fn first_too_many(line: &[u8]) -> Option<usize> {
    let mut at = 0;
    let mut marks = 0;
    let mut column = 0;
    loop {
        while let Some(space @ (b' ' | b'\t')) = line.get(at) {
            column += if *space == b'\t' { 4 } else { 1 };
            at += 1;
        }
        let gap_after = |at: usize| matches!(line.get(at), None | Some(b' ' | b'\t'));
        let length = match line.get(at)? {
            b'>' => 1,
            b'-' | b'+' | b'*' | b':' if gap_after(at + 1) => 1,
            digit if digit.is_ascii_digit() => {
                let digits = line[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                if !matches!(line.get(at + digits), Some(b'.' | b')')) || !gap_after(at + digits + 1) {
                    return None;
                }
                digits + 1
            }
            _ => return None,
        };
        if marks == 0 && is_line_across(&line[at..]) {
            return None;
        }
        if marks > DEEPEST || column > WIDEST {
            return Some(at);
        }
        marks += 1;
        at += length;
        column += length;
    }
}

/// `* * *` and its like, which nests nothing however long it is.
fn is_line_across(line: &[u8]) -> bool {
    let mark = line[0];
    matches!(mark, b'-' | b'*') && line.iter().all(|byte| *byte == mark || matches!(byte, b' ' | b'\t'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_nests_without_end_is_changed() {
        for text in ["> > > a\n", "- - -\n", &"* ".repeat(500), &format!("{}a", " ".repeat(700)), &"-".repeat(300)] {
            assert_eq!(blunt(text), *text);
        }
        let quotes = ">".repeat(200) + "\nb\n";
        assert_eq!(blunt(&quotes).matches('>').count(), 199);
        assert_eq!(blunt(&quotes).find('.'), Some(DEEPEST + 1));
        let lists = "- ".repeat(200) + "é";
        assert_eq!(blunt(&lists).find('.'), Some(2 * (DEEPEST + 1)));
        let indented = format!("{}- a", " ".repeat(700));
        assert_eq!(blunt(&indented).find('.'), Some(700));
    }
}
