//! Words as ids and addresses.

use super::slot_index;

const LONGEST: usize = 80;

/// The id that a heading's words make: lower-case ASCII letters, digits and single hyphens, at most 80 characters,
/// never empty (`section`).
///
/// Accents go (`é` is `e`, `ŵ` is `w`), apostrophes go (`pupils' rights` is `pupils-rights`), slots go with the `’s`
/// behind them, so that every school's copy has the same ids; everything else between two words is one hyphen.
pub fn slug(text: &str) -> String {
    let mut out = String::new();
    let mut gap = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if slot_index(c).is_some() {
            gap = true;
            let mut ahead = chars.clone();
            if matches!(ahead.next(), Some('\'' | '’'))
                && ahead.next() == Some('s')
                && !ahead.peek().is_some_and(|c| c.is_alphanumeric())
            {
                chars = ahead;
            }
            continue;
        }
        if matches!(c, '\'' | '’' | '‘' | '\u{AD}' | '\u{300}'..='\u{36F}') {
            continue;
        }
        let plain = [c.to_ascii_lowercase()];
        let mut bytes = [0; 4];
        let letters = if c.is_ascii_alphanumeric() { &*plain[0].encode_utf8(&mut bytes) } else { folded(c) };
        if letters.is_empty() {
            gap = true;
            continue;
        }
        if gap && !out.is_empty() {
            out.push('-');
        }
        gap = false;
        out.push_str(letters);
        if out.len() > LONGEST {
            shorten(&mut out);
            break;
        }
    }
    if out.is_empty() { "section".to_owned() } else { out }
}

/// Cuts at the last whole word that fits, or within a word that is too long by itself.
fn shorten(slug: &mut String) {
    let end = slug[..=LONGEST].rfind('-').filter(|at| *at > 0).unwrap_or(LONGEST);
    slug.truncate(end);
}

/// A Latin letter as ASCII; `""` for everything else.
fn folded(c: char) -> &'static str {
    match c {
        'À'..='Å' | 'à'..='å' | 'Ā'..='ą' | 'Ǎ' | 'ǎ' | 'Ǻ' | 'ǻ' | 'Ạ'..='ặ' | 'ª' => "a",
        'Æ' | 'æ' | 'Ǽ' | 'ǽ' => "ae",
        'Ḃ' | 'ḃ' => "b",
        'Ç' | 'ç' | 'Ć'..='č' => "c",
        'Ď'..='đ' | 'Ð' | 'ð' | 'Ḋ' | 'ḋ' | 'Ḍ' | 'ḍ' => "d",
        'È'..='Ë' | 'è'..='ë' | 'Ē'..='ě' | 'Ẹ'..='ệ' => "e",
        'Ḟ' | 'ḟ' => "f",
        'Ĝ'..='ģ' | 'Ǧ' | 'ǧ' | 'Ḡ' | 'ḡ' => "g",
        'Ĥ'..='ħ' | 'Ḥ' | 'ḥ' | 'Ḧ' | 'ḧ' => "h",
        'Ì'..='Ï' | 'ì'..='ï' | 'Ĩ'..='ı' | 'Ǐ' | 'ǐ' | 'Ỉ'..='ị' => "i",
        'Ĳ' | 'ĳ' => "ij",
        'Ĵ' | 'ĵ' => "j",
        'Ķ'..='ĸ' | 'Ǩ' | 'ǩ' => "k",
        'Ĺ'..='ł' | 'Ḷ' | 'ḷ' => "l",
        'Ṁ'..='ṃ' => "m",
        'Ñ' | 'ñ' | 'Ń'..='ŋ' | 'Ṅ'..='ṇ' => "n",
        'Ò'..='Ö' | 'Ø' | 'ò'..='ö' | 'ø' | 'Ō'..='ő' | 'Ǒ' | 'ǒ' | 'Ǿ' | 'ǿ' | 'Ọ'..='ợ' | 'º' => "o",
        'Œ' | 'œ' => "oe",
        'Ṗ' | 'ṗ' => "p",
        'Ŕ'..='ř' | 'Ṙ'..='ṛ' => "r",
        'Ś'..='š' | 'Ș' | 'ș' | 'Ṡ'..='ṣ' => "s",
        'ß' | 'ẞ' => "ss",
        'Ţ'..='ŧ' | 'Ț' | 'ț' | 'Ṫ'..='ṭ' => "t",
        'Þ' | 'þ' => "th",
        'Ù'..='Ü' | 'ù'..='ü' | 'Ũ'..='ų' | 'Ǔ' | 'ǔ' | 'Ụ'..='ự' => "u",
        'Ŵ' | 'ŵ' | 'Ẁ'..='ẉ' => "w",
        'Ẋ'..='ẍ' => "x",
        'Ý' | 'ý' | 'ÿ' | 'Ŷ'..='Ÿ' | 'Ẏ' | 'ẏ' | 'Ỳ'..='ỹ' => "y",
        'Ź'..='ž' | 'Ẓ' | 'ẓ' => "z",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_make_ids() {
        for (text, id) in [
            ("Dogs on site", "dogs-on-site"),
            ("Pupils' rights & pupils’ duties", "pupils-rights-pupils-duties"),
            ("Café à Ŵyr: Straße, Łódź", "cafe-a-wyr-strasse-lodz"),
            ("e\u{301}te\u{301}", "ete"),
            ("\u{F1000}’s values", "values"),
            ("At \u{F1000}, we care", "at-we-care"),
            ("The \u{F1000}'s own \u{F1001}'sx", "the-own-sx"),
            ("1.2 – Scope", "1-2-scope"),
            ("   ", "section"),
            ("安全", "section"),
        ] {
            assert_eq!(slug(text), id, "{text}");
        }
    }

    #[test]
    fn a_long_heading_is_cut_at_a_word() {
        let words = "responsibility ".repeat(10);
        assert_eq!(slug(&words), "responsibility-responsibility-responsibility-responsibility-responsibility");
        assert_eq!(slug(&"a".repeat(200)).len(), 80);
        assert_eq!(slug(&format!("{} b", "a".repeat(80))), "a".repeat(80));
        assert_eq!(slug(&format!("{}ß", "a".repeat(79))).len(), 80);
    }
}
