//! What a word processor leaves behind when text is pasted from it, and gaps that nobody has filled in.

use super::{Passage, walk};
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::Inline;
use crate::source::Place;

/// How a piece begins, what it is, and what to do about it.
const RESIDUE: &[(&str, &str, &str)] = &[
    ("Error! Bookmark not defined", "what Word leaves of a broken cross-reference", REFERENCE),
    ("Error! Reference source not found", "what Word leaves of a broken cross-reference", REFERENCE),
    ("Click or tap here to enter text", "a form field that nobody has filled in", GAP),
    ("Click here to enter text", "a form field that nobody has filled in", GAP),
    ("[insert", "a gap that nobody has filled in", GAP),
    ("[name of", "a gap that nobody has filled in", GAP),
    ("[school name", "a gap that nobody has filled in", GAP),
    ("\u{b7}\t", "a bullet pasted from a word processor", BULLET),
    ("\u{b7} ", "a bullet pasted from a word processor", BULLET),
    ("\u{2022}", "a bullet pasted from a word processor", BULLET),
    ("\u{f0b7}", "a bullet pasted from a word processor", BULLET),
    ("{ {", "nearly a tag, and would be published as it stands", TAG),
    ("} }", "nearly a tag, and would be published as it stands", TAG),
];

const REFERENCE: &str = "write a link to the section that is meant, such as [the fees](#fees)";
const GAP: &str = "write what belongs here, or a value such as {{ school.name }}";
const BULLET: &str = "begin each item of a list with a hyphen and a space, on a line of its own";
const TAG: &str = "write its braces without a space between them, as in {{ school.name }}";

pub(super) fn lint(passage: &Passage<'_>, found: &mut Vec<Diagnostic>) {
    walk::inlines(&passage.text.document.blocks, &mut |inline| {
        let Inline::Text(text) = inline else { return };
        let small = text.text.to_lowercase();
        for (residue, what, help) in RESIDUE {
            let Some(at) = small.find(&residue.to_lowercase()) else { continue };
            let is_bullet = *help == BULLET;
            // In the middle of a line a dot or bullet is a sign like any other.
            if is_bullet && at > 0 {
                continue;
            }
            let shown = text.text.get(at..).map_or(*residue, |rest| whole(rest, residue));
            let whole_text = passage.place(text.span);
            let typed = passage.excerpt(whole_text).find(shown).map(|at| whole_text.range().start + at);
            let place = typed.map_or(whole_text, |at| Place::new(whole_text.file, at..at + shown.len()));
            let message = match is_bullet {
                true => format!("this is {what}"),
                false => format!("\"{shown}\" is {what}"),
            };
            found.push(Diagnostic::warning(Code::WordResidue, place, message).help(*help));
            return;
        }
    });
}

/// The piece with what belongs to it: to the closing bracket where it has one.
fn whole<'t>(rest: &'t str, residue: &str) -> &'t str {
    let end = match residue.starts_with('[') {
        true => rest.find(']').map(|at| at + 1).filter(|end| *end < 80),
        false => None,
    };
    let end = end.unwrap_or(residue.len());
    rest.get(..end).unwrap_or(rest).trim_end()
}
