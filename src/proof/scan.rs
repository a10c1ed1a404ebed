//! One pass over a page's HTML.
//!
//! Follows the HTML standard's tokeniser as far as tags and attributes go. Nothing is copied but attribute values that
//! hold character references.

use super::meaning::{Meaning, holds_text_only, meaning};
use super::value::{candidates, decoded, refresh};
use memchr::{memchr, memchr_iter, memmem};
use std::borrow::Cow;
use std::hash::{DefaultHasher, Hasher as _};

/// What a browser does with an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// It goes there: links, forms, redirects.
    Place,
    /// It takes it in: images, scripts, stylesheets.
    Part,
}

/// An address in a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link<'html> {
    /// The address as the browser reads it, with character references replaced.
    pub value: Cow<'html, str>,
    /// The byte at which the attribute's value starts.
    pub at: usize,
    /// What it is for.
    pub kind: LinkKind,
}

/// An id in a page.
#[derive(Debug, Clone)]
pub(super) struct Id<'html> {
    pub(super) hash: u64,
    pub(super) name: Cow<'html, str>,
    pub(super) at: usize,
    /// The old `<a name>`, which may be the same as an id.
    anchor: bool,
}

/// What one page holds that can be proven.
#[derive(Debug, Default)]
pub struct PageProof<'html> {
    pub(super) ids: Vec<Id<'html>>,
    links: Vec<Link<'html>>,
}

impl<'html> PageProof<'html> {
    /// Reads a page; any text at all gives some answer, as in a browser.
    pub fn read(html: &'html str) -> Self {
        // Room for what most pages have, so that it need not be moved as it grows.
        let found = Self { ids: Vec::with_capacity(html.len() / 512), links: Vec::with_capacity(html.len() / 256) };
        let mut scanner = Scanner { html, bytes: html.as_bytes(), at: 0, found };
        scanner.run();
        scanner.found
    }

    /// The addresses in the page, in its order; same-page fragments too.
    pub fn links(&self) -> &[Link<'html>] {
        &self.links
    }

    /// The ids in the page, in its order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.ids.iter().map(|id| id.name.as_ref())
    }

    /// The ids that an earlier element has already, each with the byte at which it stands.
    pub fn duplicate_ids(&self) -> Vec<(&str, usize)> {
        let mut ids: Vec<&Id<'_>> = self.ids.iter().filter(|id| !id.anchor).collect();
        ids.sort_unstable_by_key(|id| (id.hash, id.at));
        let twice = ids.windows(2).filter(|pair| pair[0].hash == pair[1].hash);
        let mut twice: Vec<_> = twice.map(|pair| (pair[1].name.as_ref(), pair[1].at)).collect();
        twice.sort_unstable_by_key(|(_, at)| *at);
        twice
    }

    /// All ids' hashes, sorted, each once.
    pub(super) fn id_hashes(&self) -> Vec<u64> {
        let mut hashes: Vec<u64> = self.ids.iter().map(|id| id.hash).collect();
        hashes.sort_unstable();
        hashes.dedup();
        hashes
    }
}

/// The number that stands for an id; the same within one run of the program.
pub(super) fn hash_of(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(id.as_bytes());
    hasher.finish()
}

struct Scanner<'html> {
    html: &'html str,
    bytes: &'html [u8],
    at: usize,
    found: PageProof<'html>,
}

impl Scanner<'_> {
    fn run(&mut self) {
        while let Some(found) = find(b'<', &self.bytes[self.at..]) {
            self.at += found + 1;
            match self.bytes.get(self.at) {
                Some(b'a'..=b'z' | b'A'..=b'Z') => self.tag(true),
                Some(b'/') => {
                    self.at += 1;
                    match self.bytes.get(self.at) {
                        Some(b'a'..=b'z' | b'A'..=b'Z') => self.tag(false),
                        Some(_) => self.skip_past(b'>'),
                        None => return,
                    }
                }
                Some(b'!') if self.bytes[self.at..].starts_with(b"!--") => self.comment(),
                Some(b'!' | b'?') => self.skip_past(b'>'),
                // A lone `<` is text.
                _ => {}
            }
        }
    }

    fn skip_past(&mut self, byte: u8) {
        self.at = memchr(byte, &self.bytes[self.at..]).map_or(self.bytes.len(), |found| self.at + found + 1);
    }

    /// At the `!` of `<!--`.
    fn comment(&mut self) {
        self.at += 3;
        let rest = &self.bytes[self.at..];
        // `<!-->` and `<!--->` are whole comments.
        if let Some(short) = [&b">"[..], b"->"].into_iter().find(|end| rest.starts_with(end)) {
            self.at += short.len();
            return;
        }
        for dash in memchr_iter(b'-', rest) {
            let end = &rest[dash..];
            if let Some(end) = [&b"-->"[..], b"--!>"].into_iter().find(|mark| end.starts_with(mark)) {
                self.at += dash + end.len();
                return;
            }
        }
        self.at = self.bytes.len();
    }

    /// At the first letter of a tag's name.
    fn tag(&mut self, opens: bool) {
        let start = self.at;
        self.skip_while(|byte| !matches!(byte, b'\t' | b'\n' | 0x0C | b'\r' | b' ' | b'/' | b'>'));
        let name = &self.bytes[start..self.at];
        if self.bytes.get(self.at) == Some(&b'>') {
            // Most tags are a name alone.
            self.at += 1;
            if opens && holds_text_only(name) {
                self.skip_text_of(name);
            }
            return;
        }
        let (ids, links) = (self.found.ids.len(), self.found.links.len());
        if !self.attributes(if opens { name } else { b"" }) {
            // A tag that the page ends in is no tag.
            self.found.ids.truncate(ids);
            self.found.links.truncate(links);
        } else if opens && holds_text_only(name) {
            self.skip_text_of(name);
        }
    }

    /// Reads attributes up to the tag's `>`; false where there is none. Closing tags (`tag` empty) have no use for them.
    fn attributes(&mut self, tag: &[u8]) -> bool {
        let first_id = self.found.ids.len();
        loop {
            self.skip_while(|byte| matches!(byte, b'\t' | b'\n' | 0x0C | b'\r' | b' ' | b'/'));
            let start = self.at;
            match self.bytes.get(start) {
                None => return false,
                Some(b'>') => {
                    self.at += 1;
                    return true;
                }
                // An equals sign may begin a name.
                Some(_) => self.at += 1,
            }
            self.skip_while(|byte| !matches!(byte, b'=' | b'>' | b'/' | b'\t' | b'\n' | 0x0C | b'\r' | b' '));
            let name = &self.bytes[start..self.at];
            self.skip_while(is_space);
            if self.bytes.get(self.at) != Some(&b'=') {
                continue;
            }
            self.at += 1;
            self.skip_while(is_space);
            let Some(value) = self.value() else { return false };
            if let Some(meaning) = meaning(tag, name) {
                self.keep(meaning, value, first_id);
            }
        }
    }

    /// The range of an attribute's value; `None` where its closing quotation mark is missing.
    fn value(&mut self) -> Option<(usize, usize)> {
        let quote = *self.bytes.get(self.at)?;
        if matches!(quote, b'"' | b'\'') {
            let start = self.at + 1;
            let end = start + find(quote, &self.bytes[start..])?;
            self.at = end + 1;
            return Some((start, end));
        }
        let start = self.at;
        self.skip_while(|byte| !is_space(byte) && byte != b'>');
        Some((start, self.at))
    }

    fn keep(&mut self, meaning: Meaning, (start, end): (usize, usize), first_id: usize) {
        let raw = self.html.get(start..end).unwrap_or("");
        let value = decoded(raw);
        match meaning {
            Meaning::Id | Meaning::Anchor => {
                let anchor = matches!(meaning, Meaning::Anchor);
                // Of an attribute that a tag has twice, the first counts.
                let again = self.found.ids[first_id..].iter().any(|id| id.anchor == anchor);
                if !value.is_empty() && !again {
                    self.found.ids.push(Id { hash: hash_of(&value), name: value, at: start, anchor });
                }
            }
            Meaning::Place => self.found.links.push(Link { value, at: start, kind: LinkKind::Place }),
            Meaning::Part => self.found.links.push(Link { value, at: start, kind: LinkKind::Part }),
            Meaning::PartList => {
                let urls = candidates(&value).into_iter();
                self.found.links.extend(urls.map(|url| Link {
                    value: Cow::Owned(url),
                    at: start,
                    kind: LinkKind::Part,
                }));
            }
            Meaning::Refresh => {
                if let Some(url) = refresh(&value) {
                    let value = Cow::Owned(url.to_owned());
                    self.found.links.push(Link { value, at: start, kind: LinkKind::Place });
                }
            }
        }
    }

    /// Goes to the closing tag of an element whose content is no HTML, or to the end.
    fn skip_text_of(&mut self, name: &[u8]) {
        let rest = &self.bytes[self.at..];
        let end = memmem::find_iter(rest, b"</").find(|close| {
            let after = &rest[close + 2..];
            after.len() > name.len()
                && after[..name.len()].eq_ignore_ascii_case(name)
                && matches!(after[name.len()], b'\t' | b'\n' | 0x0C | b'\r' | b' ' | b'/' | b'>')
        });
        self.at = end.map_or(self.bytes.len(), |close| self.at + close);
    }

    #[inline]
    fn skip_while(&mut self, wanted: impl Fn(u8) -> bool) {
        let rest = &self.bytes[self.at..];
        self.at += rest.iter().position(|byte| !wanted(*byte)).unwrap_or(rest.len());
    }
}

/// Where a byte is: most are so near that [`memchr`], which is for long ways, would only be getting ready.
#[inline]
fn find(byte: u8, bytes: &[u8]) -> Option<usize> {
    let (near, far) = bytes.split_at(bytes.len().min(12));
    near.iter().position(|other| *other == byte).or_else(|| Some(near.len() + memchr(byte, far)?))
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | 0x0C | b'\r' | b' ')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn links(html: &str) -> Vec<String> {
        PageProof::read(html).links.iter().map(|link| link.value.to_string()).collect()
    }

    #[test]
    fn addresses_are_found_wherever_they_may_stand() {
        for (html, expected) in [
            ("<a href=\"x/\">", &["x/"][..]),
            ("<A HREF='x/' class=y>", &["x/"]),
            ("<a class=y href=x/>text</a>", &["x/"]),
            ("<a\n\thref = \"x\"\n>", &["x"]),
            ("<a/href=x>", &["x"]),
            ("<a title=\"a > b\" href=x>", &["x"]),
            ("<img src=a.png srcset='a.png 1x, b.png 2x,c.png'>", &["a.png", "a.png", "b.png", "c.png"]),
            (
                "<source srcset=\" a.png, b.png 100w , data:image/png;base64,x 2x\">",
                &["a.png", "b.png", "data:image/png;base64,x"],
            ),
            ("<link rel=icon href=i.svg><script src=s.js></script>", &["i.svg", "s.js"]),
            ("<meta http-equiv=refresh content=\"0; URL='../dogs/'\">", &["../dogs/"]),
            ("<meta name=viewport content='width=device-width, initial-scale=1'>", &[]),
            (
                "<form action=../search/><object data=o.pdf><data data=x><video poster=p.jpg>",
                &["../search/", "o.pdf", "p.jpg"],
            ),
            ("<svg><use xlink:href='#a'/><use href=\"#b\"/></svg>", &["#a", "#b"]),
            ("<a href=\"?a=1&amp;b=2#c\">", &["?a=1&b=2#c"]),
            ("<a href=\"\"><a href=''><a href>", &["", ""]),
            ("<noscript><a href=n></noscript>", &["n"]),
        ] {
            assert_eq!(links(html), expected, "{html}");
        }
    }

    #[test]
    fn what_is_not_a_tag_is_passed_over() {
        for html in [
            "<!-- <a href=x> -->",
            "<!--><!-- <a href=x> --!>",
            "<!doctype html><?x <a href=x?>",
            "</a href=x>",
            "</ <a href=x>",
            "<script>\"<a href=x>\"</script>",
            "<style>/* <a href=x> */</STYLE >",
            "<title><a href=x></titles></title>",
            "<textarea><a href=x>",
            "<iframe><a href=x></iframe>",
            "1 < 2 <3 a href=x>",
            "<a href=\"x",
            "<a href=x",
            "<a href=\"x\"",
            "&lt;a href=x>",
            "<",
            "</",
            "<!",
            "<a",
            "",
            "<a data-href=x hrefs=y>",
        ] {
            assert_eq!(links(html), [""; 0], "{html}");
        }
        for html in
            ["<!--><a href=x>", "<!---><a href=x>", "<!----><a href=x>", "<script></script><a href=x>", "<<a href=x>"]
        {
            assert_eq!(links(html), ["x"], "{html}");
        }
    }

    #[test]
    fn ids_are_found_and_those_given_twice_are_named() {
        let html = "<h2 id=a>A</h2><p ID='b&amp;c'><a name=a></a><a id=d name=d id=e></a><p id=''><p id=a><p id=a>";
        let proof = PageProof::read(html);
        assert_eq!(proof.ids().collect::<Vec<_>>(), ["a", "b&c", "a", "d", "d", "a", "a"]);
        let twice = proof.duplicate_ids();
        assert_eq!(twice.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["a", "a"]);
        assert_eq!(twice[1].1, html.len() - 2);
        assert_eq!(proof.id_hashes().len(), 3);
    }

    #[test]
    fn an_address_knows_its_byte() {
        let html = "<p>café <a href=\"x/\">";
        assert_eq!(PageProof::read(html).links()[0].at, html.find("x/").unwrap());
    }

    proptest! {
        #[test]
        fn no_text_is_too_much(html in "([<>!/='\"& -]|a|href|id|src|srcset|script|é|--|&amp;|&#x){0,60}") {
            for link in PageProof::read(&html).links() {
                prop_assert!(link.at <= html.len());
            }
        }
    }
}
