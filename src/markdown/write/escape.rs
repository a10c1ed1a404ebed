//! Text and addresses made safe for HTML.

use super::Values;
use crate::markdown::slot::{SLOT_LEAD, slot_index, slots};
use std::borrow::Cow;

/// Adds text, escaped for element content and for attributes in double quotes.
pub(super) fn push_text(out: &mut String, text: &str) {
    push_with(out, text, String::push);
}

/// The same with the values put in.
pub(super) fn push_filled<V: Values + ?Sized>(out: &mut String, text: &str, values: &V) {
    push_with(out, text, |out, c| match slot_index(c) {
        Some(index) => push_text(out, values.value(index)),
        None => out.push(c),
    });
}

/// The bytes at which copying stops: those to be escaped, and the first byte of slots.
static STOPS: [bool; 256] = {
    let mut stops = [false; 256];
    stops[0] = true;
    stops[b'&' as usize] = true;
    stops[b'<' as usize] = true;
    stops[b'>' as usize] = true;
    stops[b'"' as usize] = true;
    stops[SLOT_LEAD as usize] = true;
    stops
};

#[inline]
fn push_with(out: &mut String, text: &str, private: impl Fn(&mut String, char)) {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| STOPS[usize::from(byte)]) {
        out.push_str(&rest[..at]);
        let Some(c) = rest[at..].chars().next() else { break };
        rest = &rest[at + c.len_utf8()..];
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\0' => out.push(char::REPLACEMENT_CHARACTER),
            c => private(out, c),
        }
    }
    out.push_str(rest);
}

/// Adds a tag that is safe already, with the values in its attributes put in and escaped.
pub(super) fn push_markup<V: Values + ?Sized>(out: &mut String, markup: &str, values: &V) {
    let mut from = 0;
    for (range, index) in slots(markup) {
        out.push_str(&markup[from..range.start]);
        push_text(out, values.value(index));
        from = range.end;
    }
    out.push_str(&markup[from..]);
}

/// The text with its values put in, not escaped.
pub fn filled<'t, V: Values + ?Sized>(text: &'t str, values: &V) -> Cow<'t, str> {
    let mut slots = slots(text).peekable();
    if slots.peek().is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (range, index) in slots {
        out.push_str(&text[from..range.start]);
        out.push_str(values.value(index));
        from = range.end;
    }
    out.push_str(&text[from..]);
    Cow::Owned(out)
}

/// Adds an address for an attribute in double quotes, percent-encoded as the `CommonMark` reference does it: what is
/// encoded already stays, everything that may not stand in an address is encoded.
pub(super) fn push_address(out: &mut String, address: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let bytes = address.as_bytes();
    let mut from = 0;
    for (at, byte) in bytes.iter().enumerate() {
        let byte = *byte;
        let encoded_already = || bytes.get(at + 1..at + 3).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit));
        if stays(byte) || (byte == b'%' && encoded_already()) {
            continue;
        }
        // What lies between two bytes that do not stay is ASCII, for every other byte is encoded.
        if from < at {
            out.push_str(&address[from..at]);
        }
        if byte == b'&' {
            out.push_str("&amp;");
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
        from = at + 1;
    }
    out.push_str(&address[from..]);
}

fn stays(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b";/?:@=+$,-_.!~*'()#".contains(&byte)
}

/// Whether an address would run a script, or hold or open what no page should link to. Browsers skip spaces and
/// control characters before the scheme, and tabs and line ends anywhere in it.
pub(in crate::markdown) fn is_refused(address: &str) -> bool {
    let mut scheme = [0_u8; 10];
    let mut length = 0;
    for c in address.trim_start_matches(|c: char| c <= ' ').bytes() {
        match c {
            b'\t' | b'\n' | b'\r' => {}
            b':' => {
                return [b"javascript".as_slice(), b"vbscript", b"data", b"file", b"blob"].contains(&&scheme[..length]);
            }
            c if length < scheme.len() && c.is_ascii_alphabetic() => {
                scheme[length] = c.to_ascii_lowercase();
                length += 1;
            }
            _ => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_encoded_once() {
        for (address, written) in [
            ("/a b&c", "/a%20b&amp;c"),
            ("/a%20b", "/a%20b"),
            ("100%", "100%25"),
            ("/é\"<>\\[`", "/%C3%A9%22%3C%3E%5C%5B%60"),
            ("mailto:a@b.org?subject=x'y#z", "mailto:a@b.org?subject=x'y#z"),
        ] {
            let mut out = String::new();
            push_address(&mut out, address);
            assert_eq!(out, written);
        }
    }

    #[test]
    fn addresses_that_run_scripts_are_refused() {
        for address in
            ["javascript:x", " JavaScript:x", "\u{1}java\nscript:x", "data:text/html,x", "vbscript:x", "file:///x"]
        {
            assert!(is_refused(address), "{address}");
        }
        for address in
            ["", "policy", "https://x.org/javascript:", "javascript", "x-javascript:y", "mailto:a@b.org", "#data:"]
        {
            assert!(!is_refused(address), "{address}");
        }
    }
}
