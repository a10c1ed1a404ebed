//! Slots: private characters that stand for the values to be put in.

use std::borrow::Cow;
use std::collections::BTreeSet;

const FIRST: u32 = 0xF_1000;

/// The first byte of every slot, so that text without slots is only skimmed.
pub(super) const SLOT_LEAD: u8 = 0xF3;

/// How many slots there are: U+F1000 to U+F7FFF.
pub const SLOT_COUNT: usize = 0x7000;

/// The number of the slot that `c` is.
pub fn slot_index(c: char) -> Option<usize> {
    let index = u32::from(c).checked_sub(FIRST)? as usize;
    (index < SLOT_COUNT).then_some(index)
}

/// The character of slot `index`; `None` from [`SLOT_COUNT`] on.
pub fn slot_char(index: usize) -> Option<char> {
    if index >= SLOT_COUNT {
        return None;
    }
    char::from_u32(FIRST + u32::try_from(index).ok()?)
}

/// Whether `c` is of the plane of private characters that slots are taken from.
pub fn is_private(c: char) -> bool {
    u32::from(c) >= 0xF_0000
}

/// The text with `�` for each private character: what an author or a value holds must not pass for a slot.
pub fn without_private(text: &str) -> Cow<'_, str> {
    if has_private(text) {
        Cow::Owned(text.chars().map(|c| if is_private(c) { char::REPLACEMENT_CHARACTER } else { c }).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// The slots of a text with the bytes that they take, in order.
pub(super) fn slots(text: &str) -> impl Iterator<Item = (std::ops::Range<usize>, usize)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let at = from + text.as_bytes()[from..].iter().position(|byte| *byte == SLOT_LEAD)?;
            let c = text[at..].chars().next()?;
            from = at + c.len_utf8();
            if let Some(index) = slot_index(c) {
                return Some((at..from, index));
            }
        }
    })
}

fn has_private(text: &str) -> bool {
    // U+F0000 and up begin with the bytes F3 B0 and up; nothing else does.
    text.as_bytes().iter().any(|byte| *byte >= 0xF3) && text.chars().any(is_private)
}

/// The private characters that a text really holds, so that one made by a character reference (`&#xF1000;`) is found.
#[derive(Debug, Default)]
pub(super) struct Known(BTreeSet<char>);

impl Known {
    pub(super) fn of(text: &str) -> Self {
        if has_private(text) { Self(text.chars().filter(|c| is_private(*c)).collect()) } else { Self::default() }
    }

    /// The text with `�` for each private character that was not in the source.
    pub(super) fn honest(&self, text: &str) -> String {
        if has_private(text) {
            let honest = |c| if is_private(c) && !self.0.contains(&c) { char::REPLACEMENT_CHARACTER } else { c };
            text.chars().map(honest).collect()
        } else {
            text.to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_are_found_among_their_neighbours() {
        assert_eq!(slot_index('\u{F1000}'), Some(0));
        assert_eq!(slot_index('\u{F7FFF}'), Some(SLOT_COUNT - 1));
        assert_eq!(slot_index('\u{F8000}'), None);
        assert_eq!(slot_index('\u{F0FFF}'), None);
        assert_eq!(slot_char(2), Some('\u{F1002}'));
        assert_eq!(slot_char(SLOT_COUNT), None);
        let found: Vec<usize> = slots("a\u{F1001}\u{F0000}\u{E0067}é\u{F1000}").map(|(_, index)| index).collect();
        assert_eq!(found, [1, 0]);
    }

    #[test]
    fn what_an_author_wrote_cannot_pass_for_a_slot() {
        assert_eq!(without_private("a\u{F1001}b"), "a\u{FFFD}b");
        assert_eq!(Known::of("\u{F1001}").honest("\u{F1001}\u{F1002}"), "\u{F1001}\u{FFFD}");
    }
}
