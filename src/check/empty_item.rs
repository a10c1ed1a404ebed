//! A list item with nothing in it is most often a line that was lost on the way from a word processor.

use super::{Passage, walk};
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::BlockKind;

pub(super) fn lint(passage: &Passage<'_, '_>, found: &mut Vec<Diagnostic>) {
    walk::blocks(&passage.text.document.blocks, &mut |block| {
        let BlockKind::List { items, .. } = &block.kind else { return };
        if items.iter().any(|item| item.content.is_empty()) {
            let message = "this list has an item with nothing in it";
            let fault = Diagnostic::warning(Code::EmptyItem, passage.place(block.span).starting_point(), message);
            found.push(fault.help("take the empty item away, or write what was lost"));
        }
    });
}
