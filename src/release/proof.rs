//! Proves that a released text says what its copy says, section by section, to the letter.

use super::text::Writing;
use crate::markdown::{LinkKind, LinkSource, ResolvedLink, Setting, Values, Writer};
use crate::merge::{CopySection, FilledText, Part, PolicyCopy, SlottedText};
use crate::model::Words;
use std::fmt::Write as _;

/// A text that could not be kept as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unkept {
    /// The section that would say something else; `None` for the front matter, and what stands before the first heading.
    pub section: Option<String>,
    /// What would be otherwise.
    pub why: String,
}

/// Compares a copy with what was read again of its released text.
pub(super) fn compare(
    copy: &PolicyCopy<'_>,
    again: &PolicyCopy<'_>,
    writing: &Writing<'_, '_>,
    words: &Words,
) -> Result<(), Unkept> {
    let of_writer = words.of_writer();
    let reading =
        |of, is_released| Reading { out: Vec::new(), writer: Writer::new(of_writer), writing, of, is_released };
    let (mut before, mut after) = (reading(copy, false), reading(again, true));
    before.copy();
    after.copy();
    for (index, (section, said)) in before.out.iter().enumerate() {
        let is_kept = after.out.get(index).is_some_and(|(id, again)| id == section && again == said);
        if !is_kept {
            let why = "what is written there would say something else when it is read again".to_owned();
            return Err(Unkept { section: (!section.is_empty()).then(|| section.clone()), why });
        }
    }
    match after.out.len() == before.out.len() && copy.title == again.title {
        true => Ok(()),
        false => Err(Unkept { section: None, why: "its sections would be others when it is read again".to_owned() }),
    }
}

struct Reading<'w, 'a, 'c> {
    /// Section by section: its id, and what it says as HTML, in which all its words stand.
    out: Vec<(String, String)>,
    writer: Writer<'w>,
    writing: &'w Writing<'a, 'c>,
    of: &'w PolicyCopy<'w>,
    is_released: bool,
}

impl Reading<'_, '_, '_> {
    fn copy(&mut self) {
        let copy = self.of;
        let mut said = String::new();
        copy.text.preamble.iter().for_each(|text| self.blocks(text, &mut said));
        copy.text.notice.iter().for_each(|text| self.blocks(text, &mut said));
        self.push("", &said);
        copy.text.sections.iter().for_each(|section| self.section(section));
        for note in copy.text.notes.iter().flatten() {
            let label = match self.is_released {
                true => note.label.to_owned(),
                false => self.writing.label(note.text.source, note.label),
            };
            let mut said = format!("{label}\n");
            self.blocks(&note.text, &mut said);
            self.push("", &said);
        }
        for change in &copy.changes {
            let words = |text: &Option<SlottedText<'_>>| text.as_ref().map(|text| copy.filled(text).plain());
            let said = (
                change.verb,
                &change.target,
                &change.id,
                copy.filled(&change.heading).plain(),
                words(&change.target_heading),
                words(&change.reason),
            );
            self.push("", &format!("{said:?}"));
        }
    }

    /// Spaces and line ends say the same, and an empty paragraph nothing.
    fn push(&mut self, section: &str, said: &str) {
        let said = said.replace("<p></p>", "").split_whitespace().collect::<Vec<_>>().join(" ");
        self.out.push((section.to_owned(), said));
    }

    fn section(&mut self, section: &CopySection<'_>) {
        let mut said = String::new();
        let CopySection { level, aliases, number, appendix, unnumbered, source, source_path, for_whom, .. } = section;
        let _ = writeln!(
            said,
            "{level} {aliases:?} {number:?} {appendix:?} {unnumbered} {source} {source_path} {for_whom:?}"
        );
        let mut setting =
            Plain { text: self.of.filled(&section.heading), reading: self.writing, is_released: self.is_released };
        self.writer.line(&section.heading.document, &mut setting, &mut said);
        self.push(&section.id, &said);
        section.prepended.iter().for_each(|part| self.part(&section.id, part));
        let mut said = String::new();
        section.text.iter().for_each(|text| self.blocks(text, &mut said));
        self.push(&section.id, &said);
        section.children.iter().for_each(|child| self.section(child));
        section.appended.iter().for_each(|part| self.part(&section.id, part));
    }

    fn part(&mut self, id: &str, part: &Part<'_>) {
        let mut said = String::from("added\n");
        self.blocks(&part.text, &mut said);
        self.push(id, &said);
        part.children.iter().for_each(|child| self.section(child));
    }

    fn blocks(&mut self, text: &SlottedText<'_>, said: &mut String) {
        let text = self.of.filled(text);
        let mut setting = Plain { text, reading: self.writing, is_released: self.is_released };
        self.writer.document(&text.document, &mut setting, said);
    }
}

/// A text with its links as they were written.
struct Plain<'t, 'w, 'a, 'c> {
    text: FilledText<'t>,
    reading: &'w Writing<'a, 'c>,
    is_released: bool,
}

impl Values for Plain<'_, '_, '_, '_> {
    fn value(&self, slot: usize) -> &str {
        self.text.value(slot)
    }
}

impl Setting for Plain<'_, '_, '_, '_> {
    fn link(&mut self, link: &LinkSource<'_>) -> Option<ResolvedLink> {
        let wants_words = !link.has_text && !self.is_released && link.kind == LinkKind::Link;
        let text = wants_words.then(|| (self.reading.title_of)(link.destination)).flatten();
        let attributes = if link.is_bare { vec![("class", "url".into())] } else { Vec::new() };
        Some(ResolvedLink { text, attributes, ..ResolvedLink::as_written(link) })
    }

    fn source(&self) -> usize {
        self.text.source
    }
}
