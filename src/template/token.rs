//! The words and signs inside one tag.

use super::MAX_TAG_CHARS;
use std::ops::Range;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A name or one of Tera's words.
    Name,
    /// A text in quotation marks.
    Text,
    /// A number.
    Number,
    /// A sign of one to three characters.
    Sign,
}

/// A word or sign, and its bytes in the passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: TokenKind,
    pub range: Range<usize>,
}

impl Token {
    /// The token's text.
    pub fn text<'a>(&self, passage: &'a str) -> &'a str {
        &passage[self.range.clone()]
    }

    /// Whether the token is this name, word or sign.
    pub fn is(&self, passage: &str, word: &str) -> bool {
        matches!(self.kind, TokenKind::Name | TokenKind::Sign) && self.text(passage) == word
    }
}

/// What stands between the marks of a tag.
#[derive(Debug)]
pub(super) struct TagText {
    pub tokens: Vec<Token>,
    /// One past the last byte before the closing mark and its hyphen.
    pub inner_end: usize,
    /// One past the closing mark.
    pub end: usize,
    /// Whether the closing mark takes the white space after it.
    pub trims: bool,
    /// The first character that cannot stand in a tag.
    pub stray: Option<Range<usize>>,
}

/// Why a tag does not end.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unended {
    /// No closing mark before the next tag, a blank line or the end.
    Unclosed,
    /// A text in quotation marks that does not end on its line; the byte it starts at.
    OpenText(usize),
    /// More than [`MAX_TAG_CHARS`].
    TooLong,
}

const SIGNS: [&str; 14] = ["...", "//", "**", "==", "!=", ">=", "<=", "</", "?.", "?[", "&&", "||", "=>", "<>"];

/// Reads a tag from `start`, the byte after its opening mark, to the closing mark `close` (`}}` or `%}`).
pub(super) fn read_tag(text: &str, start: usize, close: &str) -> Result<TagText, Unended> {
    let mut tag = TagText { tokens: Vec::new(), inner_end: start, end: start, trims: false, stray: None };
    let mut at = start;
    loop {
        let rest = &text[at..];
        // A tag of so many bytes may still be short enough in characters, so those are counted only past it.
        if at - start > MAX_TAG_CHARS && text[start..at].chars().count() > MAX_TAG_CHARS {
            return Err(Unended::TooLong);
        }
        let Some(first) = rest.chars().next() else { return Err(Unended::Unclosed) };
        if rest.starts_with(close) || rest.strip_prefix('-').is_some_and(|rest| rest.starts_with(close)) {
            tag.trims = first == '-';
            tag.inner_end = at;
            tag.end = at + usize::from(tag.trims) + close.len();
            return Ok(tag);
        }
        if rest.starts_with("{{") || rest.starts_with("{%") {
            return Err(Unended::Unclosed);
        }
        let (kind, length) = match first {
            '\n' if starts_blank_line(rest) => return Err(Unended::Unclosed),
            _ if first.is_whitespace() => {
                at += first.len_utf8();
                continue;
            }
            '"' | '\'' | '`' => (TokenKind::Text, quoted_length(rest, first).ok_or(Unended::OpenText(at))?),
            '0'..='9' => (TokenKind::Number, number_length(rest)),
            'a'..='z' | 'A'..='Z' | '_' => (TokenKind::Name, name_length(rest)),
            _ => (TokenKind::Sign, sign_length(rest, first)),
        };
        if length == 0 {
            tag.stray.get_or_insert(at..at + first.len_utf8());
            at += first.len_utf8();
        } else {
            tag.tokens.push(Token { kind, range: at..at + length });
            at += length;
        }
    }
}

fn starts_blank_line(rest: &str) -> bool {
    rest[1..].trim_start_matches([' ', '\t']).starts_with('\n')
}

/// The length of a name at the start of `rest`; 0 where there is none.
pub(super) fn name_length(rest: &str) -> usize {
    if rest.starts_with(|letter: char| letter.is_ascii_digit()) {
        return 0;
    }
    rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count()
}

fn number_length(rest: &str) -> usize {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let whole = digits(rest);
    match rest[whole..].strip_prefix('.').map(digits) {
        Some(fraction) if fraction > 0 => whole + 1 + fraction,
        _ => whole,
    }
}

fn quoted_length(rest: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, letter) in rest.char_indices().skip(1) {
        match letter {
            '\n' => return None,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if letter == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

fn sign_length(rest: &str, first: char) -> usize {
    match SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
        Some(sign) => sign.len(),
        None => usize::from("+-*/%!.,:~|=><()[]{}@".contains(first)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_cut_into_words_and_signs() {
        for (text, expected) in [
            ("a.b}}", vec!["a", ".", "b"]),
            (" a | f(x=\"}}\") -}} c", vec!["a", "|", "f", "(", "x", "=", "\"}}\"", ")"]),
            ("a\u{A0}>= 1.5}}", vec!["a", ">=", "1.5"]),
            ("s[0].n}}", vec!["s", "[", "0", "]", ".", "n"]),
            ("'it\\'s'}}", vec!["'it\\'s'"]),
            ("}}", vec![]),
        ] {
            let tag = read_tag(text, 0, "}}").unwrap();
            let words: Vec<&str> = tag.tokens.iter().map(|token| token.text(text)).collect();
            assert_eq!(words, expected, "{text}");
            assert_eq!(tag.stray, None, "{text}");
        }
    }

    #[test]
    fn a_tag_that_does_not_end_says_why() {
        let long = format!("{}}}}}", "é".repeat(MAX_TAG_CHARS + 1));
        for (text, expected) in [
            (" a ", Unended::Unclosed),
            (" a {{ b }}", Unended::Unclosed),
            (" a\n  \n}}", Unended::Unclosed),
            ("\"a\n\"}}", Unended::OpenText(0)),
            (long.as_str(), Unended::TooLong),
        ] {
            assert_eq!(read_tag(text, 0, "}}").unwrap_err(), expected, "{text}");
        }
    }

    #[test]
    fn strange_characters_are_remembered() {
        let tag = read_tag("a “b”}}", 0, "}}").unwrap();
        assert_eq!((tag.stray, tag.tokens.len()), (Some(2..5), 2));
    }
}
