//! Web and e-mail addresses in plain text.

use linkify::{LinkFinder, LinkKind};
use std::ops::Range;
use std::sync::LazyLock;

static FINDER: LazyLock<LinkFinder> = LazyLock::new(|| {
    let mut finder = LinkFinder::new();
    finder.url_must_have_scheme(false);
    finder
});

/// Whether it is worth looking for addresses in a text.
pub(in crate::markdown) fn may_hold_address(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().any(|(at, byte)| match byte {
        b'@' => true,
        b':' => bytes[at..].starts_with(b"://"),
        b'w' => bytes[at..].starts_with(b"www."),
        _ => false,
    })
}

/// An address in a text.
pub(super) struct Address {
    /// Where it stands.
    pub(super) range: Range<usize>,
    /// What goes before it to make a link's destination of it.
    pub(super) scheme: &'static str,
}

/// The web addresses that begin `http://`, `https://` or `www.`, and the e-mail addresses of a text, in order.
pub(super) fn addresses(text: &str) -> impl Iterator<Item = Address> {
    FINDER.links(text).filter_map(|link| {
        let mut range = link.start()..link.end();
        let begins = |start: &str| link.as_str().get(..start.len()).is_some_and(|it| it.eq_ignore_ascii_case(start));
        let scheme = match link.kind() {
            LinkKind::Email => {
                // A mark that may stand in an address, but is a quotation mark in every text.
                range.start += link.as_str().len() - link.as_str().trim_start_matches('\'').len();
                "mailto:"
            }
            LinkKind::Url if begins("http://") || begins("https://") => "",
            LinkKind::Url if begins("www.") => "https://",
            _ => return None,
        };
        (!range.is_empty()).then_some(Address { range, scheme })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_end_before_the_punctuation_that_follows() {
        for (text, found) in [
            ("see https://ashby.example.org/a. Then", vec!["https://ashby.example.org/a"]),
            ("(https://e.org/x_(y))", vec!["https://e.org/x_(y)"]),
            (
                "office@ashby.example.org, or www.ashby.example.org!",
                vec!["office@ashby.example.org", "www.ashby.example.org"],
            ),
            ("'office@ashby.example.org'", vec!["office@ashby.example.org"]),
            ("ashby.example.org ftp://e.org javascript://e.org a@b", vec![]),
        ] {
            let all: Vec<&str> = addresses(text).map(|address| &text[address.range]).collect();
            assert_eq!(all, found);
        }
    }
}
