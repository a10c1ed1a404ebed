//! A number typed into a heading is wrong as soon as a section is added above it, and stands beside the program's own
//! number where the policy numbers its sections.

use super::Passage;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Place;

pub(super) fn lint(passage: &Passage<'_>, found: &mut Vec<Diagnostic>) {
    let Some(section) = passage.section.filter(|_| passage.is_heading) else { return };
    let words = passage.text.plain();
    let (number, rest) = words.split_once(' ').unwrap_or(("", ""));
    let digits = number.trim_end_matches(['.', ')', ':']);
    let is_number = !digits.is_empty() && digits.len() <= 6 && digits.chars().all(|c| c.is_ascii_digit() || c == '.');
    // "2026 dates" and "24 hours" are words; "1. Aims" and "3.2 Dogs" are numbers.
    if !is_number || rest.is_empty() || (digits == number && !digits.contains('.')) {
        return;
    }
    let whole = passage.text.body.place;
    // The number stands in the heading as it was typed, unless a value made it.
    let at = passage.excerpt(whole).find(number).map(|at| whole.range().start + at);
    let place = at.map_or(whole, |at| Place::new(whole.file, at..at + number.len()));
    let message = format!("the number {number} is typed into this heading");
    let help = match &section.number {
        Some(_) => format!("take {number} out: the program numbers the sections"),
        None => {
            format!("take {number} out, and write number_sections = true in the front matter to have sections numbered")
        }
    };
    found.push(Diagnostic::warning(Code::HandNumbered, place, message).help(help));
}
