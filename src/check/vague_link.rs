//! Read by itself, as a screen reader lists links, "click here" says nothing.

use super::{Passage, walk};
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{Inline, plain_text};

const VAGUE: &[&str] =
    &["here", "click here", "link", "this link", "read more", "more", "this page", "website", "this"];

pub(super) fn lint(passage: &Passage<'_>, found: &mut Vec<Diagnostic>) {
    walk::inlines(&passage.text.document.blocks, &mut |inline| {
        let Inline::Link(link) = inline else { return };
        let words = plain_text(&link.content, None);
        let plain = words.trim().trim_end_matches(['.', ',', ':', '!', '>', '»', ' ']).to_lowercase();
        if VAGUE.contains(&plain.as_str()) {
            let message = format!("the link \"{}\" does not say where it leads", words.trim());
            let fault = Diagnostic::warning(Code::VagueLink, passage.place(link.span), message);
            let address = match link.destination.contains(char::is_whitespace) {
                true => format!("<{}>", link.destination),
                false => link.destination.clone(),
            };
            found.push(fault.help(format!("write what is there, such as [our complaints policy]({address})")));
        }
    });
}
