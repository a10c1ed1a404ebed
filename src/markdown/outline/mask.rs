//! Tera's tags taken out of the way of the Markdown around them, byte for byte.

use std::borrow::Cow;
use std::ops::Range;

/// What stands for a byte of a statement until it is known whether the statement is alone on its line.
const STATEMENT: u8 = 1;

/// The text with each tag covered: by blanks if it is a statement (`{% … %}`) and nothing else stands on its lines, else
/// by letters. Every byte outside tags stands where it stood.
pub(super) fn without_tags(text: &str) -> Cow<'_, str> {
    let tags = tags(text);
    if tags.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut bytes = text.as_bytes().to_vec();
    for tag in tags {
        let statement = bytes[tag.start + 1] == b'%';
        for byte in &mut bytes[tag] {
            *byte = match (statement, *byte) {
                (true, b'\n') => b'\n',
                (true, _) => STATEMENT,
                (false, _) => b'x',
            };
        }
    }
    for line in bytes.split_mut(|byte| *byte == b'\n') {
        if !line.contains(&STATEMENT) {
            continue;
        }
        let alone = line.iter().all(|byte| matches!(*byte, STATEMENT | b' ' | b'\t'));
        for byte in line.iter_mut().filter(|byte| **byte == STATEMENT) {
            *byte = if alone { b' ' } else { b'x' };
        }
    }
    // Whole characters were covered by ASCII.
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}

/// The tags of a text, in order.
fn tags(text: &str) -> Vec<Range<usize>> {
    // Text that opens tags again and again without closing them is given up rather than searched to its end each time.
    let mut patience = 16;
    let mut tags = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find('{') {
        let start = from + at;
        from = start + 1;
        let close = match text.as_bytes().get(start + 1) {
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            _ => continue,
        };
        let inner = start + 2;
        let end = end_outside_strings(&text[inner..], close);
        if end.is_none() {
            patience -= 1;
        }
        let Some(end) = end.or_else(|| text[inner..].find(close)) else {
            if patience == 0 {
                break;
            }
            continue;
        };
        let end = inner + end + close.len();
        let tag = &text[start..end];
        // A brace that was forgotten must not swallow paragraphs, nor the end of a comment.
        if tag.contains("\n\n") || tag.contains("-->") || tag.contains("<!--") {
            patience -= 1;
            if patience == 0 {
                break;
            }
            continue;
        }
        tags.push(start..end);
        from = end;
    }
    tags
}

/// Where a tag ends, passing over the strings in it.
fn end_outside_strings(tag: &str, close: &str) -> Option<usize> {
    let bytes = tag.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            quote @ (b'"' | b'\'' | b'`') => at += 1 + bytes[at + 1..].iter().position(|byte| *byte == quote)?,
            _ if bytes[at..].starts_with(close.as_bytes()) => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_covered_where_they_stand() {
        for (text, covered) in [
            ("a {{ b }} c", "a xxxxxxx c"),
            ("{% if a %}\nb", "          \nb"),
            ("  {% if a %}{% if b %} \nb", "                       \nb"),
            ("a {% if é %}", "a xxxxxxxxxxx"),
            ("{{ '}}' }}|", "xxxxxxxxxx|"),
            ("{{ school's }}|", "xxxxxxxxxxxxxx|"),
            ("{#a} {# b #}", "{#a} {# b #}"),
            ("{{ a\n\nb }}", "{{ a\n\nb }}"),
            ("<!-- {{ --> }}", "<!-- {{ --> }}"),
            ("{% a\nb %}", "    \n    "),
            ("{", "{"),
            ("{{", "{{"),
        ] {
            assert_eq!(without_tags(text), covered, "{text}");
        }
    }
}
