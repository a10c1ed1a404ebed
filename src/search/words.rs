//! The words of a text as they are searched for: small letters without accents, apostrophes and hyphens.
//!
//! `search.js` takes a reader's words apart by the same rules; whoever changes one changes the other.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longer words are cut off here: nobody types more.
const LONGEST: usize = 40;

/// Letters that Unicode does not take apart, as people type them who do not have them.
const LETTERS: &[(char, &str)] = &[
    ('ß', "ss"),
    ('æ', "ae"),
    ('œ', "oe"),
    ('ø', "o"),
    ('đ', "d"),
    ('ð', "d"),
    ('ħ', "h"),
    ('ı', "i"),
    ('ł', "l"),
    ('þ', "th"),
    ('ς', "σ"),
];

const APOSTROPHES: &[char] = &['\'', '’', '‘', 'ʼ', '`', '′'];
const HYPHENS: &[char] = &['-', '‐'];

/// A number written in groups, such as a telephone number, is searched for in one piece too.
const NUMBER_DIGITS: std::ops::RangeInclusive<usize> = 9..=15;

/// Goes through the words of a text, in order. `co-operate` is `co`, `operate` and `cooperate`; `school's` is `schools`;
/// `01632 960 123` is its three groups and `01632960123`.
pub fn each_word(text: &str, mut take: impl FnMut(&str)) {
    let folded = folded(text);
    let mut number = Number::default();
    // Two separators side by side leave an empty chunk between them, which ends a number.
    for chunk in folded.split(|c: char| !(c.is_alphanumeric() || APOSTROPHES.contains(&c) || HYPHENS.contains(&c))) {
        if !chunk.is_empty() && !chunk.contains(APOSTROPHES) && !chunk.contains(HYPHENS) {
            // Most are a word as it is.
            match chunk.bytes().all(|byte| byte.is_ascii_digit()) {
                true => number.groups.push(chunk.to_owned()),
                false => number.end(&mut take),
            }
            take(cut(chunk));
            continue;
        }
        let parts: Vec<String> =
            chunk.split(HYPHENS).map(|part| part.replace(APOSTROPHES, "")).filter(|part| !part.is_empty()).collect();
        match parts.as_slice() {
            [digits] if digits.bytes().all(|byte| byte.is_ascii_digit()) => number.groups.push(digits.clone()),
            _ => number.end(&mut take),
        }
        parts.iter().for_each(|part| take(cut(part)));
        if parts.len() > 1 {
            take(cut(&parts.concat()));
        }
    }
    number.end(&mut take);
}

/// What a title is sorted by: its words as they are searched for, so that accents and marks make no difference.
pub fn sort_key(title: &str) -> String {
    let mut key = String::with_capacity(title.len());
    each_word(title, |word| {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(word);
    });
    key
}

#[derive(Default)]
struct Number {
    groups: Vec<String>,
}

impl Number {
    fn end(&mut self, take: &mut impl FnMut(&str)) {
        let digits: usize = self.groups.iter().map(String::len).sum();
        if self.groups.len() > 1 && NUMBER_DIGITS.contains(&digits) {
            take(&self.groups.concat());
        }
        self.groups.clear();
    }
}

fn cut(word: &str) -> &str {
    match word.char_indices().nth(LONGEST) {
        Some((end, _)) if word.len() > LONGEST => &word[..end],
        _ => word,
    }
}

/// The text in small letters, without marks on them and without what cannot be seen.
fn folded(text: &str) -> String {
    // Quotation marks, dashes and the private characters that stand for values have one form only.
    let is_plain = |c: char| c.is_ascii() || matches!(c, '–' | '—' | '‘' | '’' | '“' | '”' | '\u{F0000}'..);
    if text.chars().all(is_plain) {
        return text.to_ascii_lowercase();
    }
    let is_shown = |c: &char| !is_combining_mark(*c) && !matches!(c, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{FEFF}');
    let small = text.nfkd().filter(is_shown).collect::<String>().to_lowercase();
    let mut out = String::with_capacity(small.len());
    for c in small.chars() {
        match LETTERS.iter().find(|(letter, _)| *letter == c) {
            Some((_, plain)) => out.push_str(plain),
            None => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_as_people_type_them() {
        for (text, expected) in [
            ("The Dogs, on site.", "the dogs on site"),
            ("Tŷ Gŵyr: élève, Ångström, Łódź, straße", "ty gwyr eleve angstrom lodz strasse"),
            ("the school’s rules aren't `code`", "the schools rules arent code"),
            ("co-operate after\u{2011}school", "co operate cooperate after school afterschool"),
            ("- a dash - and 'quotes'", "a dash and quotes"),
            ("soft\u{AD}hyphen zero\u{200B}width", "softhyphen zerowidth"),
            ("ﬁre m² ½ ™ KS2", "fire m2 1 2 tm ks2"),
            ("Ring 01632 960 123.", "ring 01632 960 123 01632960123"),
            ("In 2025, 2026", "in 2025 2026"),
            ("2026-11-23", "2026 11 23 20261123"),
            ("office@ashby.example.org", "office ashby example org"),
            ("İstanbul ΟΔΟΣ", "istanbul οδοσ"),
            ("\u{F0000}’s", "s"),
            ("", ""),
        ] {
            assert_eq!(sort_key(text), expected, "{text}");
        }
        // As if every letter had to be looked at.
        assert_eq!(folded("A “B” ‘C’s’ – d — \u{F0001}\u{10FFFD}"), folded("Á “B” ‘C’s’ – d — \u{F0001}\u{10FFFD}"));
        assert_eq!(sort_key(&"ŵ".repeat(100)), "w".repeat(LONGEST));
    }
}
