//! A number typed into a heading is wrong as soon as a section is added above it, and stands beside the program's own
//! number where the policy numbers its sections.

use super::Passage;
use crate::diagnostic::{Code, Diagnostic};

pub(super) fn lint(passage: &Passage<'_, '_>, found: &mut Vec<Diagnostic>) {
    let Some(section) = passage.section.filter(|_| passage.is_heading) else { return };
    let words = passage.text.plain();
    let (number, rest) = words.split_once(' ').unwrap_or(("", ""));
    let digits = number.trim_end_matches(['.', ')', ':']);
    let is_number = !digits.is_empty() && digits.len() <= 6 && digits.chars().all(|c| c.is_ascii_digit() || c == '.');
    // "2026 dates" and "24 hours" are words; "1. Aims" and "3.2 Dogs" are numbers.
    if !is_number || rest.is_empty() || (digits == number && !digits.contains('.')) {
        return;
    }
    let place = passage.text.body.place;
    let message = format!("the number {number} is typed into this heading");
    let help = match &section.number {
        Some(_) => format!("write {rest}: the program numbers the sections"),
        None => format!("write {rest}, and number_sections = true in the front matter"),
    };
    found.push(Diagnostic::warning(Code::HandNumbered, place, message).help(help));
}
