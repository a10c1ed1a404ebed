//! A paragraph that is bold from end to end looks like a heading and is none: it is not in the contents list, and those
//! who go from heading to heading with a screen reader pass it by.

use super::Passage;
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{BlockKind, Inline, plain_text};

/// Longer bold paragraphs are sentences that matter, not headings.
const LONGEST_HEADING: usize = 80;

pub(super) fn lint(passage: &Passage<'_>, found: &mut Vec<Diagnostic>) {
    // Not what stands in a list or a quotation: there bold words begin an item.
    for block in &passage.text.document.blocks {
        let BlockKind::Paragraph(content) = &block.kind else { continue };
        let [Inline::Strong(words)] = content.as_slice() else { continue };
        let words = plain_text(words, None);
        if passage.is_heading || words.chars().count() > LONGEST_HEADING || words.trim_end().ends_with(['.', '!', '?'])
        {
            continue;
        }
        let fault = Diagnostic::warning(
            Code::BoldHeading,
            passage.place(block.span),
            "a bold line stands where a heading may be meant",
        );
        let hashes = "#".repeat(passage.section.map_or(2, |section| usize::from(section.level) + 1).min(6));
        let words = passage.excerpt(passage.place(block.span)).trim().trim_matches('*').trim_matches('_');
        let words = words.trim_end_matches(':');
        found.push(fault.help(format!("write {hashes} {words}, or make it part of a sentence")));
    }
}
