//! Documents and their passages, each passage once with the copies that have it, and where these have its values.

use super::DocumentKind;
use std::sync::Arc;

/// What stands in a gap of a [`Text`] in place of a page's own address, which nobody looks for.
const OWN_ADDRESS: &str = "…";

/// The first of the private characters that stand for values.
const FIRST_GAP: u32 = 0xF_0000;

/// The character that stands for gap `index`, if there are so many.
pub(super) fn gap_char(index: usize) -> Option<char> {
    char::from_u32(FIRST_GAP.checked_add(u32::try_from(index).ok()?)?).filter(|c| gap_index(*c).is_some())
}

/// Goes through a text: through what stands between private characters of planes 15 and 16, and through these.
pub(super) fn each_run(text: &str, mut take: impl FnMut(&str, Option<char>)) {
    // No other character begins with such a byte in UTF-8, but for planes that are not assigned.
    const FIRST: u8 = 0xF3;
    let mut from = 0;
    let private = text.bytes().enumerate().filter(|(_, byte)| *byte >= FIRST);
    for (at, c) in private.filter_map(|(at, _)| Some((at, text[at..].chars().next()?))) {
        take(&text[from..at], Some(c));
        from = at + c.len_utf8();
    }
    take(&text[from..], None);
}

/// The gap that a character stands for.
pub(super) fn gap_index(c: char) -> Option<usize> {
    let index = u32::from(c).checked_sub(FIRST_GAP)?;
    Some(index as usize)
}

/// A document: a policy with all its copies, a plain page, or a home.
pub(super) struct Gathered<'p> {
    pub kind: DocumentKind,
    /// Its folder's name in its place.
    pub slug: &'p str,
    /// The file that holds its text.
    pub file: String,
    pub title: Text,
    pub passages: Vec<Passage<'p>>,
    /// Its copies, by the text that they share.
    pub(super) copies: Vec<Vec<Copy<'p>>>,
}

/// What stands below one heading, for every place where it stands there in the same words.
pub(super) struct Passage<'p> {
    /// The section's id; empty for what stands above the first heading.
    pub id: &'p str,
    pub heading: Text,
    pub text: Text,
    /// Whether a school wrote it into a policy of the trust.
    pub is_local: bool,
}

/// Words that several places share, with gaps where their values go.
pub(super) struct Text {
    pub template: String,
    /// The copies that have it, by number of the text that they share, and where they have the value of each gap.
    pub(super) of: Vec<(usize, Vec<Gap>)>,
}

/// Where the value of a gap is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Gap {
    /// Among the values of the front matter.
    Front(usize),
    /// Among the values of the text.
    Value(usize),
}

/// The copy that a place has.
pub(super) struct Copy<'p> {
    pub place: usize,
    /// The page's full address.
    pub url: String,
    /// The title, and the values of the front matter that stand above the text.
    pub front: [&'p str; 4],
    pub values: &'p [Arc<str>],
}

impl<'p> Gathered<'p> {
    pub(super) fn new(kind: DocumentKind, slug: &'p str, file: String, title: String) -> Self {
        let title = Text { template: title, of: Vec::new() };
        Self { kind, slug, file, title, passages: Vec::new(), copies: Vec::new() }
    }

    /// The places that have a text.
    pub(super) fn places(&self, text: &Text) -> impl Iterator<Item = usize> {
        text.of.iter().flat_map(|(number, _)| &self.copies[*number]).map(|copy| copy.place)
    }

    /// What each place has in a gap of a text, in order of places.
    pub(super) fn values(&self, text: &Text, gap: usize) -> Vec<(usize, &'p str)> {
        let of_copies = |(number, gaps): &(usize, Vec<Gap>)| {
            let gap = gaps.get(gap).copied();
            self.copies[*number].iter().map(move |copy| (copy.place, gap.map_or("", |gap| copy.value(gap))))
        };
        let mut values: Vec<(usize, &'p str)> = text.of.iter().flat_map(of_copies).collect();
        if text.of.len() > 1 {
            values.sort_unstable_by_key(|(place, _)| *place);
        }
        values
    }
}

impl<'p> Copy<'p> {
    fn value(&self, gap: Gap) -> &'p str {
        match gap {
            Gap::Front(index) => self.front.get(index).copied().unwrap_or_default(),
            Gap::Value(index) => match self.values.get(index) {
                Some(value) if **value == *self.url => OWN_ADDRESS,
                Some(value) => value,
                None => "",
            },
        }
    }
}
