//! When two addresses are one on some disk.

use std::borrow::Cow;

/// Letters with a mark, as Unicode takes them apart: the mark, the letters without it, and the letters with it. Latin,
/// and the usual Greek and Cyrillic; small letters only.
const MARKED: &[(char, &str, &str)] = &[
    ('\u{300}', "aeiouünēōwâăêôơưy", "àèìòùǜǹḕṑẁầằềồờừỳ"),
    ('\u{301}', "aeiouyclnrszügåæøϊαεηιϋουωгкçēïkmõōpũwâăêôơư", "áéíóúýćĺńŕśźǘǵǻǽǿΐάέήίΰόύώѓќḉḗḯḱḿṍṓṕṹẃấắếốớứ"),
    ('\u{302}', "aeioucghjswyzạẹọ", "âêîôûĉĝĥĵŝŵŷẑậệộ"),
    ('\u{303}', "anoiuvâăeêôơưy", "ãñõĩũṽẫẵẽễỗỡữỹ"),
    ('\u{304}', "aeiouüäȧæǫöõȯygḷṛ", "āēīōūǖǟǡǣǭȫȭȱȳḡḹṝ"),
    ('\u{306}', "aegiouиуȩạ", "ăĕğĭŏŭйўḝặ"),
    ('\u{307}', "cegzaobdfhmnprsśšṣtwxyſ", "ċėġżȧȯḃḋḟḣṁṅṗṙṡṥṧṩṫẇẋẏẛ"),
    ('\u{308}', "aeiouyιυеіhõūwxt", "äëïöüÿϊϋёїḧṏṻẅẍẗ"),
    ('\u{309}', "aâăeêioôơuưy", "ảẩẳẻểỉỏổởủửỷ"),
    ('\u{30A}', "auwy", "åůẘẙ"),
    ('\u{30B}', "ou", "őű"),
    ('\u{30C}', "cdelnrstzaiouügkʒjh", "čďěľňřšťžǎǐǒǔǚǧǩǯǰȟ"),
    ('\u{30F}', "aeioru", "ȁȅȉȍȑȕ"),
    ('\u{311}', "aeioru", "ȃȇȋȏȓȗ"),
    ('\u{31B}', "ou", "ơư"),
    ('\u{323}', "bdhklmnrstvwzaeioơuưy", "ḅḍḥḳḷṃṇṛṣṭṿẉẓạẹịọợụựỵ"),
    ('\u{324}', "u", "ṳ"),
    ('\u{325}', "a", "ḁ"),
    ('\u{326}', "st", "șț"),
    ('\u{327}', "cgklnrstedh", "çģķļņŗşţȩḑḩ"),
    ('\u{328}', "aeiuo", "ąęįųǫ"),
    ('\u{32D}', "delntu", "ḓḙḽṋṱṷ"),
    ('\u{32E}', "h", "ḫ"),
    ('\u{330}', "eiu", "ḛḭṵ"),
    ('\u{331}', "bdklnrtzh", "ḇḏḵḻṉṟṯẕẖ"),
];

/// The address as a disk that ignores case and Unicode forms sees it: small letters, marks apart from their letters.
///
/// `Café.pdf` and `cafe\u{301}.pdf` come out the same; `cafe.pdf` does not.
pub(super) fn folded(address: &str) -> Cow<'_, str> {
    if address.is_ascii() {
        let is_folded = !address.bytes().any(|byte| byte.is_ascii_uppercase());
        return if is_folded { address.into() } else { address.to_ascii_lowercase().into() };
    }
    let mut out = String::with_capacity(address.len() + 8);
    for letter in address.chars().flat_map(char::to_lowercase) {
        take_apart(letter, &mut out);
    }
    out.into()
}

fn take_apart(letter: char, out: &mut String) {
    let parts = MARKED.iter().filter(|_| !letter.is_ascii()).find_map(|(mark, plain, marked)| {
        let at = marked.chars().position(|known| known == letter)?;
        Some((plain.chars().nth(at)?, *mark))
    });
    match parts {
        // The rest may have a mark too: there are letters with two.
        Some((rest, mark)) => {
            take_apart(rest, out);
            out.push(mark);
        }
        None => out.push(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_pairs_each_letter_with_its_own() {
        for (mark, plain, marked) in MARKED {
            assert_eq!(plain.chars().count(), marked.chars().count(), "{mark:?}");
        }
    }

    #[test]
    fn case_and_form_make_no_difference_but_marks_do() {
        for (one, other) in [
            ("files/Map.SVG", "files/map.svg"),
            ("Café", "cafe\u{301}"),
            ("TŶ", "ty\u{302}"),
            ("Über", "u\u{308}ber"),
            ("ậ", "a\u{323}\u{302}"),
            ("Ǖ", "u\u{308}\u{304}"),
            ("Йод", "и\u{306}од"),
        ] {
            assert_eq!(folded(one), folded(other), "{one}");
        }
        assert_ne!(folded("café"), folded("cafe"));
        assert_ne!(folded("ø"), folded("o"));
    }
}
