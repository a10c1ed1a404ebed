//! What an author most likely meant, as TOML that can be read.

use super::tree;
use crate::calendar::{CalendarDate, DateFault};

/// The text in quotation marks, single ones where it has double ones or backslashes in it.
pub(super) fn quoted(text: &str) -> String {
    let awkward = text.contains(['"', '\\']);
    if awkward && !text.contains(['\'', '\n']) && !text.chars().any(char::is_control) {
        return format!("'{text}'");
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push('\t'),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Whether the text is one value.
pub(super) fn is_value(text: &str) -> bool {
    !text.trim().is_empty() && tree::is_readable(&format!("x = {text}"))
}

/// Whether the text is a key.
pub(super) fn is_key(text: &str) -> bool {
    !text.contains('\n') && tree::is_readable(&format!("{text} = 1"))
}

/// A value as it was most likely meant: sound TOML as it is, `True` as `true`, anything else in quotation marks.
pub(super) fn value(text: &str) -> String {
    let text = text.trim();
    let without_comma = text.strip_suffix([',', ';']).unwrap_or(text).trim_end();
    if is_value(without_comma) {
        return without_comma.to_owned();
    }
    if let Some(truth) = truth(without_comma) {
        return truth.to_owned();
    }
    quoted(without_marks(text))
}

/// A key as it was most likely meant, and typed without quotation marks: `Next review` as `next_review`.
pub(super) fn bare_key(text: &str) -> String {
    let mut key = String::new();
    for c in without_marks(text).chars() {
        if c.is_ascii_alphanumeric() {
            key.push(c.to_ascii_lowercase());
        } else if !key.is_empty() && !key.ends_with('_') {
            key.push('_');
        }
    }
    key.truncate(key.trim_end_matches('_').len());
    key
}

/// Whether the character is a quotation mark that a word processor makes.
pub(super) fn is_curly(c: char) -> bool {
    matches!(c, '“' | '”' | '„' | '‟' | '‘' | '’' | '‚' | '«' | '»')
}

/// The text without the quotation marks at its two ends, straight or curly.
pub(super) fn without_marks(text: &str) -> &str {
    let is_mark = |c: char| is_curly(c) || matches!(c, '"' | '\'' | '`');
    let text = text.trim();
    let opened = text.strip_prefix(is_mark);
    let closed = opened.unwrap_or(text).strip_suffix(is_mark);
    closed.or(opened).unwrap_or(text)
}

/// `true` and `false` in another dress.
pub(super) fn truth(text: &str) -> Option<&'static str> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" => Some("true"),
        "false" | "no" | "off" => Some("false"),
        _ => None,
    }
}

/// What the text is as a date, if it looks like one.
pub(super) fn date(text: &str) -> Option<Result<CalendarDate, DateFault>> {
    match CalendarDate::parse(text) {
        Err(DateFault::NotADate { .. }) => None,
        // "Section 12" would be a month without a year; only figures are taken for a date without one.
        Err(DateFault::NoYear { .. } | DateFault::MisspeltMonth { .. })
            if !text.starts_with(|c: char| c.is_ascii_digit()) =>
        {
            None
        }
        read => Some(read),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotation_marks_suit_the_text() {
        assert_eq!(quoted("Dogs"), "\"Dogs\"");
        assert_eq!(quoted("The \"best\" school"), "'The \"best\" school'");
        assert_eq!(quoted("Ashby's \"best\""), "\"Ashby's \\\"best\\\"\"");
        assert_eq!(quoted("files\\logo.svg"), "'files\\logo.svg'");
    }

    #[test]
    fn keys_and_values_are_mended() {
        assert_eq!(bare_key("Next review"), "next_review");
        assert_eq!(bare_key(" “Équality?” "), "quality");
        for (typed, mended) in
            [("True", "true"), ("no", "false"), ("12", "12"), ("\"a\",", "\"a\""), ("“a”", "\"a\""), ("a b", "\"a b\"")]
        {
            assert_eq!(value(typed), mended);
        }
    }
}
