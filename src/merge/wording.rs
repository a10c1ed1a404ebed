//! The digests of a copy's wording before filling-in, by which a released version is held to its words.
//!
//! Wording is the title, what stands before the first heading, the headings with their levels and what makes them
//! appendices or unnumbered or for some schools only, the texts with the partials in their places, and the footnotes.
//! Comments are none, nor are the values that are filled in, nor the rest of the front matter.

use super::tree::{Addition, Node, Origin};
use crate::archive::{PREAMBLE, TITLE};
use crate::disk::sha256;
use crate::model::{PolicyFile, PolicyText, SectionSource};
use std::fmt::Write as _;

/// The digests in the order of the text: section id, or [`TITLE`] and its like, and digest.
pub fn wording(
    title: &str,
    nodes: &[Node<'_>],
    policy: &PolicyFile,
    amendment: Option<&PolicyFile>,
) -> Vec<(String, String)> {
    let mut wording = vec![(TITLE.to_owned(), sha256(title.as_bytes()))];
    let preamble = policy.text.preamble_wording();
    if !preamble.is_empty() {
        wording.push((PREAMBLE.to_owned(), sha256(preamble.as_bytes())));
    }
    let texts = Texts { policy: &policy.text, amendment: amendment.map(|file| &*file.text) };
    nodes.iter().for_each(|node| texts.add(node, &mut wording));
    for (whose, text) in [("", Some(texts.policy)), ("school's ", texts.amendment)] {
        for (label, range) in text.iter().flat_map(|text| &text.note_ranges) {
            let note = text.map(|text| text.whole.text()[range.clone()].trim()).unwrap_or_default();
            wording.push((format!("({whose}footnote {label})"), sha256(note.as_bytes())));
        }
    }
    wording
}

struct Texts<'a> {
    policy: &'a PolicyText,
    amendment: Option<&'a PolicyText>,
}

impl Texts<'_> {
    fn add(&self, node: &Node<'_>, wording: &mut Vec<(String, String)>) {
        let mut own = heading(node);
        let file = self.of(node.origin);
        // What stands in a section that a school has filled in is guidance, and nobody's wording.
        if !(node.section.marks.fill && node.is_added_to()) {
            own.push_str(&file.wording(node.section.body_range.clone()));
        }
        for (mark, additions) in [("start", &node.prepended), ("end", &node.appended)] {
            for addition in additions {
                let text = self.of(Origin::Amendment).wording(addition.section.body_range.clone());
                let _ = write!(own, "\n\n{mark}\n\n{text}");
            }
        }
        wording.push((node.id.clone(), sha256(own.as_bytes())));
        let inside = |additions: &[Addition<'_>], wording: &mut Vec<(String, String)>| {
            additions.iter().flat_map(|addition| &addition.children).for_each(|child| self.add(child, wording));
        };
        inside(&node.prepended, wording);
        if !(node.section.marks.fill && node.is_added_to()) {
            node.children.iter().for_each(|child| self.add(child, wording));
        }
        inside(&node.appended, wording);
    }

    fn of(&self, origin: Origin) -> &PolicyText {
        match (origin, self.amendment) {
            (Origin::Amendment, Some(amendment)) => amendment,
            _ => self.policy,
        }
    }
}

/// A heading with what makes it an appendix, unnumbered, or for some schools only.
fn heading(node: &Node<'_>) -> String {
    let SectionSource { heading_text, marks, .. } = node.section;
    let mut heading = format!("{} {heading_text}", "#".repeat(node.level.into()));
    for (is_set, word) in [(marks.appendix, "appendix"), (marks.unnumbered, "unnumbered")] {
        if is_set {
            let _ = write!(heading, " .{word}");
        }
    }
    for phase in &marks.condition.phases {
        let _ = write!(heading, " {}", phase.word());
    }
    for school in &marks.condition.schools {
        let _ = write!(heading, " {}", school.value);
    }
    heading + "\n\n"
}
