//! What an attribute's value says.

use std::borrow::Cow;

/// The named references that occur in addresses and ids; what our own pages and the sanitiser write, and the usual
/// ones of people who write HTML by hand.
const NAMED: &[(&str, char)] = &[
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{A0}'),
    ("shy", '\u{AD}'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("hellip", '…'),
    ("sol", '/'),
    ("num", '#'),
    ("colon", ':'),
    ("period", '.'),
    ("quest", '?'),
    ("equals", '='),
    ("percnt", '%'),
    ("lowbar", '_'),
    ("Tab", '\t'),
    ("NewLine", '\n'),
];

/// The value as a browser reads it. What is no reference that we know stands as it is.
pub(super) fn decoded(raw: &str) -> Cow<'_, str> {
    if !raw.contains('&') {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(start) = rest.find('&') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let reference = rest[1..].find(';').and_then(|end| Some((character(&rest[1..=end])?, end + 2)));
        let (character, length) = reference.unwrap_or(('&', 1));
        out.push(character);
        rest = &rest[length..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn character(name: &str) -> Option<char> {
    let Some(number) = name.strip_prefix('#') else {
        return NAMED.iter().find(|(known, _)| *known == name).map(|(_, character)| *character);
    };
    let number = match number.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
        None => number.parse(),
    };
    Some(char::from_u32(number.ok()?).unwrap_or(char::REPLACEMENT_CHARACTER))
}

/// The addresses of a `srcset`.
pub(super) fn candidates(list: &str) -> Vec<String> {
    let mut urls = Vec::new();
    let mut rest = list;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
        if rest.is_empty() {
            return urls;
        }
        let end = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
        let (url, after) = rest.split_at(end);
        urls.push(url.trim_end_matches(',').to_owned());
        // A comma at the address's end has ended the candidate too.
        rest = if url.ends_with(',') { after } else { after.split_once(',').map_or("", |(_, next)| next) };
    }
}

/// The address in a redirect's `content`: `0; url=../dogs/`.
pub(super) fn refresh(content: &str) -> Option<&str> {
    let (seconds, rest) = content.split_once([';', ','])?;
    let seconds = seconds.trim();
    if seconds.is_empty() || !seconds.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return None;
    }
    let (name, url) = rest.split_once('=')?;
    name.trim().eq_ignore_ascii_case("url").then(|| url.trim().trim_matches(['"', '\'']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read_as_a_browser_reads_them() {
        for (raw, value) in [
            ("plain", "plain"),
            ("a&amp;b", "a&b"),
            ("&lt;&gt;&quot;&#39;&#x2F;&#X2f;", "<>\"'//"),
            ("caf&#233;", "café"),
            ("a&b;c", "a&b;c"),
            ("?x=1&y=2", "?x=1&y=2"),
            ("&", "&"),
            ("&;&#;&#x;&#xD800;&#99999999999;", "&;&#;&#x;\u{FFFD}&#99999999999;"),
            ("&é;é&amp;", "&é;é&"),
        ] {
            assert_eq!(decoded(raw), value, "{raw}");
        }
    }
}
