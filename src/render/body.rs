//! The text of a page as HTML: sections with their origin, ids, numbers and notes.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::markdown::{LinkKind, LinkSource, ResolvedLink, Setting, Values, Writer};
use crate::merge::{CopySection, FilledText, Part, SharedText, SlottedText};
use crate::model::Words;
use crate::site::Resolver;
use crate::source::Place;
use std::fmt::Write as _;
use std::sync::Arc;

/// Whose words a page's files hold.
#[derive(Debug, Clone, Copy)]
pub struct Marks<'a> {
    /// Whether the document's own file is a school's, so that nothing in it has to be marked.
    pub policy_is_the_schools: bool,
    /// The school's name, on a school's page.
    pub school: Option<&'a str>,
}

impl Marks<'_> {
    fn origin(self, source: usize) -> &'static str {
        if source == 1 || self.policy_is_the_schools { "school" } else { "trust" }
    }

    /// Whether what a file holds stands out from the rest of the page.
    fn stands_out(self, source: usize) -> bool {
        source == 1 && !self.policy_is_the_schools
    }
}

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
        self.blocks(text, None, &mut out);
        out
    }

    /// A page's whole text: what stands before the first heading, the sections, and the footnotes.
    pub fn text(&mut self, text: &SharedText<'_>, marks: Marks<'_>, source_path: &str) -> String {
        let mut out = String::with_capacity(16 * 1024);
        if let Some(preamble) = &text.preamble {
            let origin = marks.origin(0);
            push_all(
                &mut out,
                &["<div class=\"preamble\" data-origin=\"", origin, "\" data-source=\"", source_path, "\">\n"],
            );
            self.blocks(preamble, None, &mut out);
            out.push_str("</div>\n");
        }
        for section in &text.sections {
            self.wrapped(section, marks, &mut out);
        }
        self.footnotes(text, &mut out);
        out
    }

    /// A section in an element of its own, which says whose it is and where it was written.
    fn wrapped(&mut self, section: &CopySection<'_>, marks: Marks<'_>, out: &mut String) {
        let (origin, source) = (marks.origin(section.source), section.source_path);
        push_all(out, &["<section data-origin=\"", origin, "\" data-source=\"", source, "\">\n"]);
        self.section(section, marks, true, out);
        out.push_str("</section>\n");
    }

    fn section(&mut self, section: &CopySection<'_>, marks: Marks<'_>, is_marked: bool, out: &mut String) {
        self.heading(section, out);
        if let Some(whom) = &section.for_whom {
            let words = self.words.fill("text.for_whom", &[("whom", whom)]);
            let _ = writeln!(out, "<p class=\"for-whom\">{}</p>", escaped(&words));
        }
        if let Some(school) = marks.school.filter(|_| is_marked && marks.stands_out(section.source)) {
            let words = self.words.fill("text.school_section", &[("school", school)]);
            let _ = writeln!(out, "<p class=\"origin-note\">{}</p>", escaped(&words));
        }
        section.prepended.iter().for_each(|part| self.part(part, section, marks, out));
        if let Some(text) = &section.text {
            self.blocks(text, Some(section), out);
        }
        for child in &section.children {
            if child.source == section.source {
                self.section(child, marks, false, out);
            } else {
                self.wrapped(child, marks, out);
            }
        }
        section.appended.iter().for_each(|part| self.part(part, section, marks, out));
    }

    fn heading(&mut self, section: &CopySection<'_>, out: &mut String) {
        let level = LEVELS[usize::from(section.level)];
        push_all(out, &["<h", level, " id=\"", &section.id, "\">"]);
        for alias in &section.aliases {
            push_all(out, &["<span class=\"old-id\" id=\"", alias, "\"></span>"]);
        }
        if let Some(appendix) = &section.appendix {
            push_all(out, &[&escaped(appendix), " "]);
        } else if let Some(number) = &section.number {
            push_all(out, &["<span class=\"number\">", number, "</span> "]);
        }
        let text = section.heading.with(self.values);
        let mut setting = Placed {
            text,
            values: self.values,
            section: None,
            resolver: self.resolver,
            words: self.words,
            diagnostics: self.diagnostics,
        };
        setting.say_faults();
        self.writer.line(&text.document, &mut setting, out);
        push_all(out, &["</h", level, ">\n"]);
    }

    /// Text that a school put into a section of the trust's.
    fn part(&mut self, part: &Part<'_>, section: &CopySection<'_>, marks: Marks<'_>, out: &mut String) {
        out.push_str("<div data-origin=\"school\">\n");
        if let Some(school) = marks.school {
            let words = self.words.fill("text.school_addition", &[("school", school)]);
            let _ = writeln!(out, "<p class=\"origin-note\">{}</p>", escaped(&words));
        }
        self.blocks(&part.text, Some(section), out);
        for child in &part.children {
            self.section(child, marks, false, out);
        }
        out.push_str("</div>\n");
    }

    fn blocks(&mut self, text: &SlottedText<'_>, section: Option<&CopySection<'_>>, out: &mut String) {
        let mut setting = Placed {
            text: text.with(self.values),
            values: self.values,
            section,
            resolver: self.resolver,
            words: self.words,
            diagnostics: self.diagnostics,
        };
        setting.say_faults();
        self.writer.document(&text.document, &mut setting, out);
        if !out.ends_with('\n') {
            out.push('\n');
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

/// Heading levels as they are written.
const LEVELS: [&str; 7] = ["0", "1", "2", "3", "4", "5", "6"];

/// Puts texts one behind the other; every heading is written in this way, and formatting takes several times as long.
fn push_all(out: &mut String, texts: &[&str]) {
    texts.iter().for_each(|text| out.push_str(text));
}

/// Text for HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A text at its place, with the page's links.
struct Placed<'b, 's, 'p, 't> {
    text: FilledText<'t>,
    /// The values of the whole page.
    values: &'t [Arc<str>],
    /// The section that it is the text of.
    section: Option<&'t CopySection<'t>>,
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
                let attributes = if link.is_bare { vec![("class", "url".to_owned())] } else { Vec::new() };
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
                let title = section.title(self.values);
                self.words.fill("text.table_of", &[("number", &number), ("section", &title)])
            }
            None => self.words.fill("text.table", &[("number", &number)]),
        })
    }

    fn source(&self) -> usize {
        self.text.source
    }
}
