//! A copy's text as Markdown with everything in it: what the school added stands in its place, and every value is text.

use crate::archive::{AdditionPlace, addition_begins, addition_ends};
use crate::markdown::{References, Values, WriteOut, write_out, write_out_line};
use crate::merge::{CopySection, CopySource, FilledText, Part, PolicyCopy, SlottedText};
use crate::model::CopyOrigin;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Writes the text of one copy.
pub(super) struct Writing<'a, 'c> {
    copy: &'a PolicyCopy<'c>,
    pub(super) title_of: &'a dyn Fn(&str) -> Option<String>,
    /// What each footnote is called: a label means one note in each file, and here the files are one.
    labels: BTreeMap<(usize, String), String>,
    nothing: References,
}

impl<'a, 'c> Writing<'a, 'c> {
    pub(super) fn new(copy: &'a PolicyCopy<'c>, title_of: &'a dyn Fn(&str) -> Option<String>) -> Self {
        let mut labels = BTreeMap::new();
        for (source, notes) in copy.text.notes.iter().enumerate() {
            for note in notes {
                let mut label = note.label.to_owned();
                while labels.values().any(|known| *known == label) {
                    label = format!("school-{label}");
                }
                labels.insert((source, note.label.to_owned()), label);
            }
        }
        Self { copy, title_of, labels, nothing: References::default() }
    }

    pub(super) fn label(&self, source: usize, label: &str) -> String {
        self.labels.get(&(source, label.to_owned())).cloned().unwrap_or_else(|| label.to_owned())
    }

    fn references(&self, source: usize) -> &References {
        match self.copy.source {
            CopySource::Working { policy, amendment } => match (source, amendment) {
                (1, Some(amendment)) => &amendment.text.references,
                _ => &policy.text.references,
            },
            CopySource::Released(_) => &self.nothing,
        }
    }

    pub(super) fn line(&self, text: &SlottedText<'_>) -> String {
        let text = self.copy.filled(text);
        write_out_line(text.passage.text(), self.references(text.source), &With { writing: self, text })
    }

    pub(super) fn blocks(&self, text: &SlottedText<'_>) -> String {
        let text = self.copy.filled(text);
        let written = write_out(text.passage.text(), self.references(text.source), &With { writing: self, text });
        written.trim_matches('\n').trim_end().to_owned()
    }

    /// The whole text, below the front matter.
    pub(super) fn text(&self) -> String {
        let mut out = String::new();
        if let Some(preamble) = &self.copy.text.preamble {
            let _ = write!(out, "\n{}\n", self.blocks(preamble));
        }
        self.copy.text.sections.iter().for_each(|section| self.section(section, &mut out));
        for note in self.copy.text.notes.iter().flatten() {
            let label = self.label(note.text.source, note.label);
            let text = self.blocks(&note.text).replace('\n', "\n    ").replace("\n    \n", "\n\n");
            let _ = write!(out, "\n[^{label}]: {text}\n");
        }
        out
    }

    fn section(&self, section: &CopySection<'_>, out: &mut String) {
        let marks = "#".repeat(section.level.into());
        let mut attributes = format!("#{}", section.id);
        let is_local = section.source == 1 && self.copy.origin != CopyOrigin::School;
        let classes = [(section.is_appendix, "appendix"), (section.unnumbered, "unnumbered"), (is_local, "local")];
        for (_, class) in classes.iter().filter(|(is_set, _)| *is_set) {
            let _ = write!(attributes, " .{class}");
        }
        if !section.aliases.is_empty() {
            let _ = write!(attributes, " also={}", section.aliases.join(","));
        }
        let words = self.line(&section.heading);
        let words = if words.is_empty() { words } else { format!("{words} ") };
        let _ = write!(out, "\n{marks} {words}{{{attributes}}}\n");
        self.parts(&section.prepended, AdditionPlace::Start, &section.id, out);
        if let Some(text) = &section.text {
            let _ = write!(out, "\n{}\n", self.blocks(text));
        }
        section.children.iter().for_each(|child| self.section(child, out));
        self.parts(&section.appended, AdditionPlace::End, &section.id, out);
    }

    fn parts(&self, parts: &[Part<'_>], place: AdditionPlace, id: &str, out: &mut String) {
        for part in parts {
            let _ = write!(out, "\n{}\n\n{}\n", addition_begins(place, id), self.blocks(&part.text));
            part.children.iter().for_each(|child| self.section(child, out));
            let _ = write!(out, "\n{}\n", addition_ends());
        }
    }
}

struct With<'w, 'a, 'c, 't> {
    writing: &'w Writing<'a, 'c>,
    text: FilledText<'t>,
}

impl Values for With<'_, '_, '_, '_> {
    fn value(&self, slot: usize) -> &str {
        self.text.value(slot)
    }
}

impl WriteOut for With<'_, '_, '_, '_> {
    fn note_label(&self, label: &str) -> String {
        self.writing.label(self.text.source, label)
    }

    fn link_words(&self, address: &str) -> Option<String> {
        (self.writing.title_of)(address)
    }
}
