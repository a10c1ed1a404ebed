//! The letters that stand for values, and the characters an author may not use because we do.
//!
//! Plane 15 of Unicode is private use: no fount has it and no author types it. A slot is one of its characters.

use super::MAX_SLOTS;
use crate::source::Passage;
use std::ops::Range;

const FIRST_SLOT: u32 = 0xF_1000;

/// The letter that stands in a text for the value `index` of [`Filled::values`](super::Filled::values).
///
/// An index past [`MAX_SLOTS`] gives the replacement character; a filled text never has one.
pub fn slot_char(index: usize) -> char {
    u32::try_from(index)
        .ok()
        .filter(|index| (*index as usize) < MAX_SLOTS)
        .and_then(|index| char::from_u32(FIRST_SLOT + index))
        .unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// Which value a letter stands for, if it is a slot.
pub fn slot_index(letter: char) -> Option<usize> {
    let index = u32::from(letter).checked_sub(FIRST_SLOT)? as usize;
    (index < MAX_SLOTS).then_some(index)
}

/// Whether an author's character is replaced: one of plane 15, or a control character that is no white space.
fn is_ours(letter: char) -> bool {
    matches!(u32::from(letter), 0xF_0000..=0xF_FFFD) || (letter.is_control() && !matches!(letter, '\n' | '\t' | '\r'))
}

/// Whether a text has no character that is ours.
pub(super) fn is_harmless(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~')) || !text.chars().any(is_ours)
}

/// The text with every character that is ours replaced by U+FFFD.
pub(super) fn harmless(text: &str) -> String {
    text.chars().map(|letter| if is_ours(letter) { char::REPLACEMENT_CHARACTER } else { letter }).collect()
}

/// Adds the part `range` of `from`, with every character that is ours replaced by U+FFFD.
pub(super) fn push_harmless(to: &mut Passage, from: &Passage, range: Range<usize>) {
    let text = &from.text()[range.clone()];
    let mut clean = range.start;
    for (at, letter) in text.char_indices().filter(|(_, letter)| is_ours(*letter)) {
        let at = range.start + at;
        let end = at + letter.len_utf8();
        to.append(&from.slice(clean..at));
        to.push_inserted("\u{FFFD}", from.place(at..end));
        clean = end;
    }
    to.append(&from.slice(clean..range.end));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_is_one_letter_and_back() {
        for index in [0, 1, 4096, MAX_SLOTS - 1] {
            assert_eq!(slot_index(slot_char(index)), Some(index));
        }
        for letter in ['a', '\u{F0FFF}', slot_char(MAX_SLOTS), '\u{10FFFD}'] {
            assert_eq!(slot_index(letter), None, "{letter:?}");
        }
    }

    #[test]
    fn our_characters_are_replaced_and_the_rest_stands() {
        assert_eq!(harmless("a\u{F1000}b\u{1}c\n\td\u{E000}\u{7F}"), "a\u{FFFD}b\u{FFFD}c\n\td\u{E000}\u{FFFD}");
    }
}
