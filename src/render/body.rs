//! The text of a page as HTML: its layout, with the values and links of the page, and its notes.

use super::layout::{Layout, Piece, PieceKind, Title};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::markdown::{LinkKind, LinkSource, ResolvedLink, Setting, Values, Writer};
use crate::merge::{FilledText, SharedText, SlottedText, section_title};
use crate::model::Words;
use crate::site::Resolver;
use crate::source::Place;
use std::sync::Arc;

/// Writes the texts of one page, in the order in which they stand on it.
pub struct Body<'b, 's, 'p> {
    writer: Writer<'b>,
    words: &'b Words,
    resolver: &'b Resolver<'s, 'p>,
    values: &'b [Arc<str>],
    diagnostics: &'b mut Diagnostics,
}

impl<'b, 's, 'p> Body<'b, 's, 'p> {
    /// Begins a page, whose texts have these values.
    pub fn new(
        resolver: &'b Resolver<'s, 'p>,
        values: &'b [Arc<str>],
        words: &'b Words,
        diagnostics: &'b mut Diagnostics,
    ) -> Self {
        Self { writer: Writer::new(words.of_writer()).with_headings(0, 2), words, resolver, values, diagnostics }
    }

    /// A short text that stands by itself, beside the page's own; it has no footnotes.
    pub fn short(mut self, text: &SlottedText<'_>) -> String {
        let mut out = String::new();
        self.writer.leave_out_notes();
        self.piece(text, &PieceKind::Blocks(None), &mut out);
        out
    }

    /// A page's whole text as it is laid out: what stands before the first heading, the sections, and the footnotes.
    pub fn text(&mut self, text: &SharedText<'_>, layout: &Layout<'_>) -> String {
        let mut out = String::with_capacity(16 * 1024);
        for Piece { before, text, kind } in &layout.pieces {
            out.push_str(before);
            self.piece(text, kind, &mut out);
        }
        out.push_str(&layout.end);
        self.footnotes(text, &mut out);
        out
    }

    fn piece(&mut self, text: &SlottedText<'_>, kind: &PieceKind<'_>, out: &mut String) {
        let section = match kind {
            PieceKind::Blocks(title) => title.as_deref(),
            PieceKind::Line => None,
        };
        let mut setting = Placed {
            text: text.with(self.values),
            values: self.values,
            section,
            resolver: self.resolver,
            words: self.words,
            diagnostics: self.diagnostics,
        };
        setting.say_faults();
        match kind {
            PieceKind::Line => self.writer.line(&text.document, &mut setting, out),
            PieceKind::Blocks(_) => {
                self.writer.document(&text.document, &mut setting, out);
                if !out.ends_with('\n') {
                    out.push('\n');
                }
            }
        }
    }

    fn footnotes(&mut self, text: &SharedText<'_>, out: &mut String) {
        let Self { writer, words, resolver, values, diagnostics } = self;
        let notes = &text.notes;
        writer.footnotes(out, |writer, source, label, out| {
            let note = notes.get(source).and_then(|notes| notes.iter().find(|note| note.label == label));
            if let Some(note) = note {
                let text = note.text.with(values);
                let mut setting = Placed { text, values, section: None, resolver, words, diagnostics };
                setting.say_faults();
                writer.document(&note.text.document, &mut setting, out);
            }
        });
    }
}

/// A text at its place, with the page's links.
struct Placed<'b, 's, 'p, 't> {
    text: FilledText<'t>,
    /// The values of the whole page.
    values: &'t [Arc<str>],
    /// The section that it is the text of.
    section: Option<&'t Title<'t>>,
    resolver: &'b Resolver<'s, 'p>,
    words: &'b Words,
    diagnostics: &'b mut Diagnostics,
}

impl Placed<'_, '_, '_, '_> {
    /// Says what is wrong with the text as Markdown. It is said for every copy, and printed once.
    fn say_faults(&mut self) {
        if self.text.document.faults.is_empty() || self.resolver.is_of_a_released_text() {
            return;
        }
        for fault in &self.text.document.faults {
            let place = self.place(fault.span.range());
            let fault = Diagnostic::warning(Code::Markdown, place, fault.kind.message()).help(fault.kind.help());
            self.diagnostics.push(fault);
        }
    }

    fn place(&self, range: std::ops::Range<usize>) -> Place {
        self.text.place(range)
    }

    /// Where a link's address is written; the whole link where that does not show in it.
    fn address_place(&self, link: &LinkSource<'_>) -> Place {
        let range = link.span.range();
        let typed = self.text.passage.text().get(range.clone()).unwrap_or_default();
        // Behind the words of the link, which may be those of the address too.
        let behind = if typed.starts_with(['[', '!']) { typed.rfind("](") } else { Some(0) };
        let found = behind.and_then(|at| Some(at + typed[at..].find(link.destination)?));
        match found.filter(|_| !link.destination.is_empty()) {
            Some(at) => self.place(range.start + at..range.start + at + link.destination.len()),
            None => self.place(range),
        }
    }
}

impl Values for Placed<'_, '_, '_, '_> {
    fn value(&self, slot: usize) -> &str {
        self.text.value(slot)
    }
}

impl Setting for Placed<'_, '_, '_, '_> {
    fn link(&mut self, link: &LinkSource<'_>) -> Option<ResolvedLink> {
        match self.resolver.resolve(link.destination) {
            Ok(resolved) => {
                let text = resolved.title.filter(|_| !link.has_text && link.kind == LinkKind::Link);
                // On paper a link's address is printed behind its words, unless the words are the address.
                let attributes = if link.is_bare { vec![("class", "url".into())] } else { Vec::new() };
                Some(ResolvedLink { href: resolved.href, text, attributes })
            }
            // A released text cannot be mended: what it leads to may be gone by now, and its words remain.
            Err(_) if self.resolver.is_of_a_released_text() => None,
            Err(fault) => {
                let place = self.address_place(link);
                self.diagnostics.push(Diagnostic::error(Code::DeadLink, place, fault.message).help(fault.help));
                // It has been said, and nothing will be published: the proof need not find it again.
                Some(ResolvedLink { href: "#main".to_owned(), ..ResolvedLink::default() })
            }
        }
    }

    fn table_name(&self, number: usize) -> Option<String> {
        let number = number.to_string();
        Some(match self.section {
            Some(section) => {
                let title = section_title(section.appendix.as_deref(), &section.heading, self.values);
                self.words.fill("text.table_of", &[("number", &number), ("section", &title)])
            }
            None => self.words.fill("text.table", &[("number", &number)]),
        })
    }

    fn source(&self) -> usize {
        self.text.source
    }
}
