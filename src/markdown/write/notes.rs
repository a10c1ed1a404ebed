//! Footnotes: their numbers in the text, and the notes below it.

use super::escape::push_text;
use super::{Writer, WriterWords, begin_line};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The footnotes that the page refers to, in the order of their numbers.
#[derive(Debug, Default)]
pub(super) struct Notes {
    list: Vec<Note>,
    /// Where in the list they are, by file and label.
    index: BTreeMap<usize, BTreeMap<String, usize>>,
}

#[derive(Debug)]
struct Note {
    /// The file that defines it.
    source: usize,
    label: String,
    /// How often it was referred to.
    references: usize,
}

impl Notes {
    fn find_or_add(&mut self, source: usize, label: &str) -> usize {
        let labels = self.index.entry(source).or_default();
        if let Some(index) = labels.get(label) {
            return *index;
        }
        let index = self.list.len();
        labels.insert(label.to_owned(), index);
        self.list.push(Note { source, label: label.to_owned(), references: 0 });
        index
    }
}

impl Writer<'_> {
    pub(super) fn note_reference(&mut self, label: &str, source: usize, out: &mut String) {
        if self.leaves_out_notes {
            return;
        }
        let index = self.notes.find_or_add(source, label);
        let number = index + 1;
        if self.links > 0 {
            // No link in a link; and a reference that is no link has nothing to come back to.
            let _ = write!(out, "<sup class=\"footnote-ref\">{number}</sup>");
            return;
        }
        let note = &mut self.notes.list[index];
        note.references += 1;
        let id = ReferenceId { number, reference: note.references };
        let _ = write!(
            out,
            "<sup class=\"footnote-ref\"><a href=\"#fn-{number}\" id=\"{id}\" role=\"doc-noteref\" aria-label=\""
        );
        push_text(out, &WriterWords::numbered(&self.words.footnote, number));
        let _ = write!(out, "\">{number}</a></sup>");
    }

    /// Whether anything written so far refers to a footnote.
    pub fn has_footnotes(&self) -> bool {
        !self.notes.list.is_empty()
    }

    /// Writes the notes that the page refers to, in the order of their numbers; nothing if there are none. `write` is
    /// asked for the blocks of each by its file and label, and writes them with this writer.
    pub fn footnotes(&mut self, out: &mut String, mut write: impl FnMut(&mut Self, usize, &str, &mut String)) {
        // All of them first: a note may refer to others, which then come after it, or to one before it.
        let mut bodies = Vec::new();
        while let Some(Note { source, label, .. }) = self.notes.list.get(bodies.len()) {
            let (source, label) = (*source, label.clone());
            let mut body = String::new();
            write(self, source, &label, &mut body);
            bodies.push(body);
        }
        if bodies.is_empty() {
            return;
        }
        begin_line(out);
        out.push_str("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"");
        push_text(out, &self.words.footnotes);
        out.push_str("\">\n<ol>\n");
        for (index, (note, body)) in self.notes.list.iter().zip(&bodies).enumerate() {
            let number = index + 1;
            let _ = writeln!(out, "<li id=\"fn-{number}\">");
            out.push_str(body);
            begin_line(out);
            if note.references > 0 {
                out.push_str("<p class=\"footnote-back\">");
                for reference in 1..=note.references {
                    let id = ReferenceId { number, reference };
                    let gap = if reference > 1 { " " } else { "" };
                    let _ = write!(out, "{gap}<a href=\"#{id}\" role=\"doc-backlink\">");
                    push_text(out, &WriterWords::numbered(&self.words.back, number));
                    if note.references > 1 {
                        let _ = write!(out, " ({reference})");
                    }
                    out.push_str("</a>");
                }
                out.push_str("</p>\n");
            }
            out.push_str("</li>\n");
        }
        out.push_str("</ol>\n</section>\n");
    }
}

/// The id of one of the places that refer to a note: `fnref-1`, `fnref-1-2`.
struct ReferenceId {
    number: usize,
    reference: usize,
}

impl std::fmt::Display for ReferenceId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "fnref-{}", self.number)?;
        if self.reference > 1 { write!(f, "-{}", self.reference) } else { Ok(()) }
    }
}
