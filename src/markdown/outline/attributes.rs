//! The attribute block at a heading's end: `{#id .class key=value}`.

use std::ops::Range;

/// What stands in an attribute block, word by word; whether it may stand there is for the reader to say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HeadingAttributes {
    /// The words in order.
    pub words: Vec<AttributeWord>,
}

/// One word of an attribute block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributeWord {
    /// What it says.
    pub kind: AttributeKind,
    /// Where it stands.
    pub range: Range<usize>,
}

/// What a word of an attribute block says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttributeKind {
    /// `#id`
    Id(String),
    /// `.class`
    Class(String),
    /// `key=value`; quotation marks around the value are not part of it. A value goes on behind a comma and a space.
    Pair {
        /// What stands before the sign.
        key: String,
        /// What stands behind it; may be empty.
        value: String,
        /// Where the value stands, without quotation marks.
        value_range: Range<usize>,
    },
    /// Something else.
    Other(String),
}

impl HeadingAttributes {
    /// Reads the attribute block that stands at `block` (with its braces) in `text`.
    pub fn parse(text: &str, block: Range<usize>) -> Self {
        let end = block.end.saturating_sub(1);
        let mut at = block.start + 1;
        let mut words = Vec::new();
        while let Some(inner) = text.get(at..end) {
            let trimmed = inner.trim_start();
            at = end - trimmed.len();
            if trimmed.is_empty() {
                break;
            }
            let word = word(text, at..end);
            at = word.range.end;
            words.push(word);
        }
        Self { words }
    }
}

fn word(text: &str, range: Range<usize>) -> AttributeWord {
    let rest = &text[range.clone()];
    let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let bare = &rest[..length];
    let range_of = |length: usize| range.start..range.start + length;
    if let Some(id) = bare.strip_prefix('#') {
        return AttributeWord { kind: AttributeKind::Id(id.to_owned()), range: range_of(length) };
    }
    if let Some(class) = bare.strip_prefix('.') {
        return AttributeWord { kind: AttributeKind::Class(class.to_owned()), range: range_of(length) };
    }
    let Some(equals) = bare.find('=').filter(|at| *at > 0) else {
        return AttributeWord { kind: AttributeKind::Other(bare.to_owned()), range: range_of(length) };
    };
    let value = &rest[equals + 1..];
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    let quoted = quote.and_then(|quote| value[1..].find(quote));
    let (inner, length) = if let Some(end) = quoted {
        (1..1 + end, end + 2)
    } else {
        let end = bare_value_end(value);
        (0..end, end)
    };
    let value_start = range.start + equals + 1;
    AttributeWord {
        kind: AttributeKind::Pair {
            key: bare[..equals].to_owned(),
            value: value[inner.clone()].to_owned(),
            value_range: value_start + inner.start..value_start + inner.end,
        },
        range: range_of(equals + 1 + length),
    }
}

/// Where a value without quotation marks ends: at a space that does not follow a comma.
fn bare_value_end(value: &str) -> usize {
    let mut end = 0;
    loop {
        let rest = &value[end..];
        end += rest.find(char::is_whitespace).unwrap_or(rest.len());
        let gap = value.len() - end - value[end..].trim_start().len();
        if !value[..end].ends_with(',') || end + gap == value.len() {
            return end;
        }
        end += gap;
    }
}

/// The attribute block that ends a line's words: `{…}` without other braces in it. `{{ … }}` and `{% … %}` are none, and
/// neither is `\{…}`.
pub(in crate::markdown) fn trailing_attributes(line: &str) -> Option<Range<usize>> {
    let line = line.trim_end();
    let inner = line.strip_suffix('}')?;
    let start = inner.rfind(['{', '}'])?;
    let before = inner[..start].chars().next_back();
    let is_block = inner[start..].starts_with('{')
        && !matches!(before, Some('{' | '\\'))
        && !inner[start + 1..].starts_with('%')
        && !inner[start..].contains('\n');
    is_block.then_some(start..line.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(block: &str) -> Vec<(String, &str)> {
        let attributes = HeadingAttributes::parse(block, 0..block.len());
        attributes
            .words
            .into_iter()
            .map(|word| {
                let kind = match word.kind {
                    AttributeKind::Id(id) => format!("id {id}"),
                    AttributeKind::Class(class) => format!("class {class}"),
                    AttributeKind::Pair { key, value, value_range } => {
                        assert_eq!(value, block[value_range]);
                        format!("{key} is {value}")
                    }
                    AttributeKind::Other(other) => format!("other {other}"),
                };
                (kind, &block[word.range])
            })
            .collect()
    }

    #[test]
    fn a_block_is_read_word_by_word() {
        for (block, expected) in [
            ("{}", vec![]),
            ("{ #a .b }", vec![("id a", "#a"), ("class b", ".b")]),
            ("{phases=primary,middle}", vec![("phases is primary,middle", "phases=primary,middle")]),
            (
                "{phases=primary, middle .x}",
                vec![("phases is primary, middle", "phases=primary, middle"), ("class x", ".x")],
            ),
            ("{a=\"b c\" d='e'}", vec![("a is b c", "a=\"b c\""), ("d is e", "d='e'")]),
            ("{a= b}", vec![("a is ", "a="), ("other b", "b")]),
            ("{a=\"b}", vec![("a is \"b", "a=\"b")]),
            ("{locked =x é}", vec![("other locked", "locked"), ("other =x", "=x"), ("other é", "é")]),
            ("{a=b, }", vec![("a is b,", "a=b,")]),
        ] {
            let expected: Vec<(String, &str)> =
                expected.into_iter().map(|(kind, word)| (kind.to_owned(), word)).collect();
            assert_eq!(words(block), expected, "{block}");
        }
    }
}
