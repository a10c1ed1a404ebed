//! Where an address in a page leads.

use std::borrow::Cow;

/// Where an address leads, as far as it can be said without knowing the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Leads<'a> {
    /// To the world: `https`, `mailto`, …
    Elsewhere,
    /// Within the site; the file's path was put into the buffer. With it, what comes after the `#`.
    Within(Option<&'a str>),
    /// Nowhere: there is nothing in it.
    Empty,
    /// By a scheme that is none of a policy site, or a path of the author's own disk.
    BadScheme,
    /// To the top of the host, which is not the top of the site.
    RootRelative,
    /// Out of the site's own folder.
    LeavesSite,
}

/// What a browser drops from an address before it reads it.
pub(super) fn trimmed(href: &str) -> Cow<'_, str> {
    let href = href.trim_matches(|c: char| c <= ' ');
    if href.bytes().any(|byte| matches!(byte, b'\t' | b'\n' | b'\r')) {
        return Cow::Owned(href.replace(['\t', '\n', '\r'], ""));
    }
    Cow::Borrowed(href)
}

/// Resolves a trimmed address against the file `page`, whose folder ends at `folder` bytes; the file that it leads to is
/// left in `file`.
pub(super) fn resolve<'a>(href: &'a str, page: &str, file: &mut String) -> Leads<'a> {
    file.clear();
    if href.is_empty() {
        return Leads::Empty;
    }
    if href.starts_with("//") {
        return Leads::BadScheme;
    }
    if href.starts_with('/') {
        return Leads::RootRelative;
    }
    if let Some(scheme) = scheme(href) {
        let known = ["http", "https", "mailto", "tel"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
        return if known { Leads::Elsewhere } else { Leads::BadScheme };
    }
    let (before, fragment) = match href.split_once('#') {
        Some((before, fragment)) => (before, Some(fragment)),
        None => (href, None),
    };
    let path = before.split_once('?').map_or(before, |(path, _)| path);
    if path.is_empty() {
        file.push_str(page);
        return Leads::Within(fragment);
    }
    file.push_str(page.rfind('/').map_or("", |slash| &page[..=slash]));
    if follow(path, file) { Leads::Within(fragment) } else { Leads::LeavesSite }
}

/// Follows a relative path from the folder in `file` (which is empty or ends in a slash) to the file it leads to; false
/// where it leaves the site.
pub(super) fn follow(path: &str, file: &mut String) -> bool {
    let mut parts = path.split('/').peekable();
    while let Some(part) = parts.next() {
        let last = parts.peek().is_none();
        let part = unescaped(part);
        match part.as_ref() {
            ".." => {
                if file.pop().is_none() {
                    return false;
                }
                file.truncate(file.rfind('/').map_or(0, |slash| slash + 1));
            }
            "." => {}
            "" if last => {}
            part => {
                file.push_str(part);
                if !last {
                    file.push('/');
                }
            }
        }
    }
    if file.is_empty() || file.ends_with('/') {
        file.push_str("index.html");
    }
    true
}

/// What stands before the colon, where that is a scheme.
fn scheme(href: &str) -> Option<&str> {
    let colon = href.bytes().position(|byte| matches!(byte, b':' | b'/' | b'?' | b'#'))?;
    let scheme = &href[..colon];
    let first = scheme.bytes().next()?;
    let rest = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    (href.as_bytes()[colon] == b':' && first.is_ascii_alphabetic() && scheme.bytes().all(rest)).then_some(scheme)
}

/// The text with `%20` and the like replaced. An escaped slash stays: it is no folder's end.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let digit = |at: usize| text.as_bytes().get(at).and_then(|byte| char::from(*byte).to_digit(16));
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(byte) = text.as_bytes().get(at) {
        let escaped = if *byte == b'%' { digit(at + 1).zip(digit(at + 2)) } else { None };
        match escaped.and_then(|(high, low)| u8::try_from(high * 16 + low).ok()) {
            Some(character) if character != b'/' => {
                bytes.push(character);
                at += 3;
            }
            _ => {
                bytes.push(*byte);
                at += 1;
            }
        }
    }
    // Bytes that are no text name no file of ours; then the address is taken as it is written, and is not found.
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses_lead_where_a_browser_goes() {
        let page = "schools/ashby/policies/dogs/index.html";
        for (href, file, fragment) in [
            ("../cats/", "schools/ashby/policies/cats/index.html", None),
            ("../cats/index.html#fur", "schools/ashby/policies/cats/index.html", Some("fur")),
            ("../../../../policies/dogs/", "policies/dogs/index.html", None),
            ("../../../..", "index.html", None),
            ("../../../../", "index.html", None),
            (".", "schools/ashby/policies/dogs/index.html", None),
            ("./#a#b", "schools/ashby/policies/dogs/index.html", Some("a#b")),
            ("#a", "schools/ashby/policies/dogs/index.html", Some("a")),
            ("?q=1#a", "schools/ashby/policies/dogs/index.html", Some("a")),
            ("../../../../files/A%20map%20%c3%a9.svg?v=1/../2", "files/A map é.svg", None),
            ("%2e%2E/cats/", "schools/ashby/policies/cats/index.html", None),
            ("a%2Fb", "schools/ashby/policies/dogs/a%2Fb", None),
            ("100%", "schools/ashby/policies/dogs/100%", None),
            ("x%ff", "schools/ashby/policies/dogs/x%ff", None),
            ("..//cats/", "schools/ashby/policies//cats/index.html", None),
            ("a/b:c", "schools/ashby/policies/dogs/a/b:c", None),
        ] {
            let mut buffer = String::new();
            assert_eq!(resolve(href, page, &mut buffer), Leads::Within(fragment), "{href}");
            assert_eq!(buffer, file, "{href}");
        }
        for (href, leads) in [
            ("", Leads::Empty),
            ("https://example.org/x", Leads::Elsewhere),
            ("MAILTO:office@example.org", Leads::Elsewhere),
            ("tel:+441234", Leads::Elsewhere),
            ("javascript:alert(1)", Leads::BadScheme),
            (r"C:\Policies\dogs.docx", Leads::BadScheme),
            ("file:///etc/passwd", Leads::BadScheme),
            ("//example.org/x", Leads::BadScheme),
            ("/policies/", Leads::RootRelative),
            ("../../../../../x", Leads::LeavesSite),
        ] {
            assert_eq!(resolve(href, page, &mut String::new()), leads, "{href}");
        }
        let mut file = String::new();
        assert_eq!(resolve("policies/", "index.html", &mut file), Leads::Within(None));
        assert_eq!(file, "policies/index.html");
        assert_eq!(resolve("../", "index.html", &mut file), Leads::LeavesSite);
        assert_eq!(trimmed(" \n../a\nb/ "), "../ab/");
    }

    proptest! {
        #[test]
        fn no_address_is_too_much(href in "([a:/.?#%2eé\\\\ ]|\\.\\./){0,20}", page in "([a-c]/){0,3}index.html") {
            let mut file = String::new();
            resolve(&trimmed(&href), &page, &mut file);
            prop_assert!(!file.split('/').any(|part| part == ".."));
        }
    }
}
