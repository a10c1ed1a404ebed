//! A section without a word below its heading is a bare heading to its readers, and a line in the contents that leads to
//! nothing.

use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{BlockKind, Inline, is_private};
use crate::merge::{CopySection, FilledText};
use std::sync::Arc;

/// `is_to_fill`: whether a section is one that each school fills in, which may be empty on the trust's own copy.
pub(super) fn lint(
    section: &CopySection<'_>,
    values: &[Arc<str>],
    is_to_fill: &dyn Fn(&CopySection<'_>) -> bool,
    found: &mut Vec<Diagnostic>,
) {
    section.inner().for_each(|inner| lint(inner, values, is_to_fill, found));
    let added = section.prepended.iter().chain(&section.appended).map(|part| &part.text);
    let has_words = section.text.iter().chain(added).any(|text| says_something(text.with(values)));
    if has_words || section.inner().next().is_some() || is_to_fill(section) {
        return;
    }
    let message = format!("there is nothing below the heading \"{}\"", section.heading.with(values).plain());
    let place = section.heading.place(0..section.heading.passage.text().len());
    let help = "write its text, or take the heading away; where the text is for some schools only, say so on the heading: \
                {schools=…} or {phases=…}";
    found.push(Diagnostic::warning(Code::EmptySection, place, message).help(help));
}

fn says_something(text: FilledText<'_>) -> bool {
    text.document.blocks.iter().any(|block| match &block.kind {
        BlockKind::Paragraph(words) => words.iter().any(says_by_itself) || !text.plain().trim().is_empty(),
        BlockKind::Rule => false,
        _ => true,
    })
}

/// Whether something is said whatever the values are.
fn says_by_itself(inline: &Inline) -> bool {
    match inline {
        // An image has no words, and a link without words takes those of its target.
        Inline::Image(_) | Inline::Link(_) | Inline::RawHtml(_) => true,
        Inline::Text(words) => words.text.chars().any(|c| !c.is_whitespace() && !is_private(c)),
        _ => false,
    }
}
