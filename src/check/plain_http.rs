//! A link that begins with http: is open to change on the way; nearly every site answers to https: now.

use super::{Passage, walk};
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::Inline;

pub(super) fn lint(passage: &Passage<'_>, found: &mut Vec<Diagnostic>) {
    walk::inlines(&passage.text.document.blocks, &mut |inline| {
        let Inline::Link(link) = inline else { return };
        if let Some(rest) = link.destination.strip_prefix("http://") {
            let message = format!("the link to {rest} does not begin with https:");
            let fault = Diagnostic::warning(Code::PlainHttp, passage.place(link.span), message);
            found.push(fault.help(format!("write https://{rest}, and see that it opens")));
        }
    });
}
