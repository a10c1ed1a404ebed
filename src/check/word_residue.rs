//! What a word processor leaves behind when text is pasted from it.

use super::{Passage, walk};
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::Inline;

const RESIDUE: &[(&str, &str)] = &[
    ("Error! Bookmark not defined", "a broken cross-reference"),
    ("Error! Reference source not found", "a broken cross-reference"),
    ("Click or tap here to enter text", "a form field that nobody filled in"),
    ("Click here to enter text", "a form field that nobody filled in"),
    ("[insert", "a gap that nobody filled in"),
    ("[INSERT", "a gap that nobody filled in"),
    ("\u{b7}\t", "a bullet typed as a character"),
    ("\u{f0b7}", "a bullet typed as a character"),
];

pub(super) fn lint(passage: &Passage<'_, '_>, found: &mut Vec<Diagnostic>) {
    walk::inlines(&passage.text.document.blocks, &mut |inline| {
        let Inline::Text(text) = inline else { return };
        if let Some((residue, what)) = RESIDUE.iter().find(|(residue, _)| text.text.contains(residue)) {
            let message = format!("\"{}\" is {what}, left by a word processor", residue.trim_end());
            let fault = Diagnostic::warning(Code::WordResidue, passage.place(text.span), message);
            found.push(fault.help("write what is meant, in Markdown: a list item begins with \"- \""));
        }
    });
}
