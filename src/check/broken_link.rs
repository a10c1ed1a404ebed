//! A link whose address has a space in it is none: its brackets would be published as they stand.

use super::{Passage, walk};
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::Inline;
use crate::source::Place;

pub(super) fn lint(passage: &Passage<'_>, found: &mut Vec<Diagnostic>) {
    walk::inlines(&passage.text.document.blocks, &mut |inline| {
        let Inline::Text(text) = inline else { return };
        let place = passage.place(text.span);
        let typed = passage.excerpt(place);
        let Some(at) = typed.find("](") else { return };
        let Some(address) = typed[at + 2..].split(')').next().filter(|rest| at + 2 + rest.len() < typed.len()) else {
            return;
        };
        let start = place.range().start + at + 2;
        let place = Place::new(place.file, start..start + address.len());
        let fault = if address.trim().contains(' ') {
            let message = "an address with a space in it makes no link, and the brackets would be published";
            Diagnostic::warning(Code::Markdown, place, message).help(format!("write (<{}>)", address.trim()))
        } else {
            let message = "this makes no link, and the brackets would be published";
            Diagnostic::warning(Code::Markdown, place, message)
                .help("write [the words](the-address), with nothing between the two pairs of brackets")
        };
        found.push(fault);
    });
}
