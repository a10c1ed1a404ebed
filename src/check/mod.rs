//! The lints: one file each, over the finished copies.
//!
//! A lint looks at what readers would get and warns of what a careful editor would mend. It never stops a build; `check`
//! runs them all. A new one is a file here and a line in `LINTS`; one that looks at a section as a whole is called beside them.

mod bold_heading;
mod broken_link;
mod empty_item;
mod empty_section;
mod hand_numbered;
mod plain_http;
mod vague_link;
mod walk;
mod word_residue;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::merge::{CopySection, CopySource, FilledText, PolicyCopy, Portal, SlottedText, Standing};
use crate::source::{Place, Sources};
use std::collections::HashSet;
use std::sync::Arc;

/// One text of a copy, and the section it is in.
pub struct Passage<'a> {
    /// The text.
    pub text: FilledText<'a>,
    /// The section whose heading or text it is; `None` for what stands before the first heading.
    pub section: Option<&'a CopySection<'a>>,
    /// Whether it is the section's heading.
    pub is_heading: bool,
    sources: &'a Sources,
}

impl Passage<'_> {
    /// Where bytes of the text's tree were written.
    pub fn place(&self, span: crate::markdown::Span) -> Place {
        self.text.place(span.range())
    }

    /// The author's words at a place.
    pub fn excerpt(&self, place: Place) -> &str {
        self.sources.excerpt(place)
    }
}

/// A lint: adds a warning for each thing it finds in a text.
type Lint = fn(&Passage<'_>, &mut Vec<Diagnostic>);

/// Every lint.
const LINTS: &[Lint] = &[
    bold_heading::lint,
    broken_link::lint,
    empty_item::lint,
    hand_numbered::lint,
    plain_http::lint,
    vague_link::lint,
    word_residue::lint,
];

/// Runs every lint over every text of a portal, each text once however many copies it is in.
pub fn check(portal: &Portal<'_>, sources: &Sources, diagnostics: &mut Diagnostics) {
    let mut seen = HashSet::new();
    let mut look = |text: FilledText<'_>, section: Option<&CopySection<'_>>, is_heading: bool| {
        if !seen.insert(Arc::as_ptr(&text.document)) {
            return;
        }
        let mut found = Vec::new();
        let passage = Passage { text, section, is_heading, sources };
        LINTS.iter().for_each(|lint| lint(&passage, &mut found));
        found.into_iter().for_each(|fault| diagnostics.push(fault));
    };
    // Nobody can mend what is released.
    let copies = portal.copies.iter().filter(|copy| copy.release().is_none());
    let copies = copies.map(|copy| (&copy.text, &copy.values));
    let texts = copies.chain(portal.pages.iter().map(|page| (&page.text, &page.values)));
    let mut shared = HashSet::new();
    for (text, values) in texts.filter(|(text, _)| shared.insert(Arc::as_ptr(text))) {
        let mut look = |text: &SlottedText<'_>, section: Option<&CopySection<'_>>, is_heading: bool| {
            look(text.with(values), section, is_heading);
        };
        if let Some(text) = &text.preamble {
            look(text, None, false);
        }
        text.sections.iter().for_each(|section| look_into(section, &mut look));
    }
    // What could not be filled in is empty too.
    if !diagnostics.has_errors() {
        look_for_empty_sections(portal, diagnostics);
    }
}

/// Copy by copy, since a text may be for some schools only.
fn look_for_empty_sections(portal: &Portal<'_>, diagnostics: &mut Diagnostics) {
    let mut found = Vec::new();
    // A draft is still being written.
    for copy in portal.copies.iter().filter(|copy| copy.standing != Standing::Draft && copy.release().is_none()) {
        let is_to_fill = |section: &CopySection<'_>| is_to_fill(copy, section);
        let sections = &copy.text.sections;
        sections.iter().for_each(|section| empty_section::lint(section, &copy.values, &is_to_fill, &mut found));
    }
    for page in &portal.pages {
        let sections = &page.text.sections;
        sections.iter().for_each(|section| empty_section::lint(section, &page.values, &|_| false, &mut found));
    }
    found.into_iter().for_each(|fault| diagnostics.push(fault));
}

/// Whether a section of a copy is one that the trust asks each school to fill in.
fn is_to_fill(copy: &PolicyCopy<'_>, section: &CopySection<'_>) -> bool {
    let CopySource::Working { policy, .. } = copy.source else { return false };
    let own = policy.text.sections.iter().find(|source| std::ptr::eq(&raw const source.heading, section.heading.body));
    own.is_some_and(|source| source.marks.fill)
}

fn look_into<'a, 'c>(
    section: &'a CopySection<'c>,
    look: &mut impl FnMut(&'a SlottedText<'c>, Option<&'a CopySection<'c>>, bool),
) {
    look(&section.heading, Some(section), true);
    for text in section.text.iter().chain(section.prepended.iter().chain(&section.appended).map(|part| &part.text)) {
        look(text, Some(section), false);
    }
    section.inner().for_each(|inner| look_into(inner, look));
}
