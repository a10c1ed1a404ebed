//! The language of a trust's pages, as HTML's `lang` wants it.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Located;

/// What people write for a language, and its tag.
const NAMES: &[(&str, &str)] = &[
    ("english", "en-GB"),
    ("british", "en-GB"),
    ("uk", "en-GB"),
    ("eng", "en-GB"),
    ("welsh", "cy"),
    ("cymraeg", "cy"),
    ("cym", "cy"),
    ("wales", "cy"),
    ("irish", "ga"),
    ("gaeilge", "ga"),
    ("gaelic", "gd"),
    ("gàidhlig", "gd"),
    ("cornish", "kw"),
    ("kernewek", "kw"),
];

const USUAL: &str = "en-GB";

/// A tag such as `en-GB`; what is none is an error that says which one is meant.
pub fn tag(written: Located<String>, diagnostics: &mut Diagnostics) -> Located<String> {
    let text = written.value.as_str();
    let folded = text.to_lowercase();
    let meant = NAMES.iter().find(|(name, _)| *name == folded).map(|(_, tag)| (*tag).to_owned());
    if meant.is_none() && is_tag(text) {
        return written;
    }
    let hyphened = text.trim().replace('_', "-");
    let meant = meant.or_else(|| is_tag(&hyphened).then_some(hyphened)).unwrap_or_else(|| USUAL.to_owned());
    let fault = Diagnostic::error(Code::UnknownValue, written.place, format!("\"{text}\" is not a language's code"));
    diagnostics.push(fault.help(format!("write language = \"{meant}\"; English is \"en-GB\", and Welsh \"cy\"")));
    Located::new(meant, written.place)
}

/// Whether it has the form of a language tag: two or three letters, and parts of up to eight letters and digits after
/// hyphens (RFC 5646, without what it keeps for old tags and for private use).
fn is_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let language = parts.next().unwrap_or_default();
    matches!(language.len(), 2 | 3)
        && language.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| matches!(part.len(), 2..=8) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_have_a_form() {
        for sound in ["en", "en-GB", "cy", "cy-GB", "gsw", "zh-Hans-CN", "sl-rozaj-biske", "es-419"] {
            assert!(is_tag(sound), "{sound}");
        }
        for wrong in ["", "e", "welsh", "en_GB", "en-", "-GB", "en GB", "en--GB", "en-G", "cymraeg-cy", "cý"] {
            assert!(!is_tag(wrong), "{wrong}");
        }
    }
}
