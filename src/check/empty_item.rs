//! A list item with nothing in it is most often a line that was lost on the way from a word processor.

use super::{Passage, walk};
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::BlockKind;
use crate::source::Place;

pub(super) fn lint(passage: &Passage<'_>, found: &mut Vec<Diagnostic>) {
    walk::blocks(&passage.text.document.blocks, &mut |block| {
        let BlockKind::List { items, .. } = &block.kind else { return };
        if items.iter().all(|item| !item.content.is_empty()) {
            return;
        }
        let list = passage.place(block.span);
        let mut places = empty_lines(list, passage.excerpt(list));
        if places.is_empty() {
            places.push(list.starting_point());
        }
        for place in places {
            let fault = Diagnostic::warning(Code::EmptyItem, place, "this list item has nothing in it");
            found.push(fault.help("take the line away, or write what was lost"));
        }
    });
}

/// The lines of a list that are nothing but a bullet, a number or a box to tick.
fn empty_lines(list: Place, typed: &str) -> Vec<Place> {
    let mut places = Vec::new();
    let mut at = list.range().start;
    for line in typed.split_inclusive('\n') {
        let words = line.trim();
        let bullet = words.trim_start_matches(|c: char| c.is_ascii_digit());
        let rest = bullet.strip_prefix(['-', '*', '+', '.', ')']).map(str::trim);
        if rest.is_some_and(|rest| matches!(rest, "" | "[ ]" | "[x]" | "[X]")) {
            let start = at + (line.len() - line.trim_start().len());
            places.push(Place::new(list.file, start..start + words.len()));
        }
        at += line.len();
    }
    places
}
