//! Names for things that calendars and feed readers know again.

use crate::disk::sha256;

/// A UUID made of some words, always the same: it survives a new address, and a thing of the same words in another
/// file has the same.
pub(super) fn stable_id(words: &[&str]) -> String {
    let hex = sha256(words.join("\0").as_bytes());
    // Version 8 ("made in a way of its own") and the usual variant. Source: RFC 9562, section 5.8.
    let variant = char::from(b"89ab"[usize::from(hex.as_bytes()[16]) % 4]);
    format!("{}-{}-8{}-{variant}{}-{}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..32])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_have_the_same_id_and_others_another() {
        let id = stable_id(&["review", "Fenland", "dogs"]);
        assert_eq!(id, stable_id(&["review", "Fenland", "dogs"]));
        assert_ne!(id, stable_id(&["review", "Fenland dogs"]));
        assert_eq!(id.len(), 36);
        assert_eq!(id.as_bytes()[14], b'8');
        assert!(b"89ab".contains(&id.as_bytes()[19]));
    }
}
