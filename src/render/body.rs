//! The text of a page as HTML: sections with their origin, ids, numbers and notes.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::markdown::{LinkKind, LinkSource, ResolvedLink, Setting, Values, Writer};
use crate::merge::{CopySection, FilledText, Note, Part};
use crate::site::Resolver;
use crate::source::Place;
use std::fmt::Write as _;

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
pub struct Body<'b, 's, 'p, 'c> {
    writer: Writer,
    resolver: &'b Resolver<'s, 'p>,
    notes: [&'b [Note<'c>]; 2],
    diagnostics: &'b mut Diagnostics,
}

impl<'b, 's, 'p, 'c> Body<'b, 's, 'p, 'c> {
    /// Begins a page. `notes` are the footnotes of its own file, and of the school's.
    pub fn new(resolver: &'b Resolver<'s, 'p>, notes: [&'b [Note<'c>]; 2], diagnostics: &'b mut Diagnostics) -> Self {
        Self { writer: Writer::new().with_headings(0, 2), resolver, notes, diagnostics }
    }

    /// A short text that stands by itself.
    pub fn short(&mut self, text: &FilledText<'_>) -> String {
        let mut out = String::new();
        self.blocks(text, &mut out);
        out
    }

    /// A page's whole text: what stands before the first heading, the sections, and the footnotes.
    pub fn text(
        &mut self,
        preamble: Option<&FilledText<'_>>,
        sections: &[CopySection<'_>],
        marks: Marks<'_>,
        source_path: &str,
    ) -> String {
        let mut out = String::with_capacity(16 * 1024);
        if let Some(preamble) = preamble {
            let origin = marks.origin(0);
            let _ = writeln!(out, "<div class=\"preamble\" data-origin=\"{origin}\" data-source=\"{source_path}\">");
            self.blocks(preamble, &mut out);
            out.push_str("</div>\n");
        }
        for section in sections {
            self.wrapped(section, marks, &mut out);
        }
        self.footnotes(&mut out);
        out
    }

    /// A section in an element of its own, which says whose it is and where it was written.
    fn wrapped(&mut self, section: &CopySection<'_>, marks: Marks<'_>, out: &mut String) {
        let (origin, source) = (marks.origin(section.source), section.source_path);
        let _ = writeln!(out, "<section data-origin=\"{origin}\" data-source=\"{source}\">");
        self.section(section, marks, true, out);
        out.push_str("</section>\n");
    }

    fn section(&mut self, section: &CopySection<'_>, marks: Marks<'_>, is_marked: bool, out: &mut String) {
        self.heading(section, out);
        if let Some(whom) = &section.for_whom {
            let _ = writeln!(out, "<p class=\"for-whom\">For {}</p>", escaped(whom));
        }
        if let Some(school) = marks.school.filter(|_| is_marked && marks.stands_out(section.source)) {
            let _ = writeln!(out, "<p class=\"origin-note\">This section is {}’s own.</p>", escaped(school));
        }
        section.prepended.iter().for_each(|part| self.part(part, marks, out));
        if let Some(text) = &section.text {
            self.blocks(text, out);
        }
        for child in &section.children {
            if child.source == section.source {
                self.section(child, marks, false, out);
            } else {
                self.wrapped(child, marks, out);
            }
        }
        section.appended.iter().for_each(|part| self.part(part, marks, out));
    }

    fn heading(&mut self, section: &CopySection<'_>, out: &mut String) {
        let level = section.level;
        let _ = write!(out, "<h{level} id=\"{}\">", section.id);
        for alias in &section.aliases {
            let _ = write!(out, "<span class=\"old-id\" id=\"{alias}\"></span>");
        }
        if let Some(letter) = &section.appendix {
            let _ = write!(out, "Appendix {letter}: ");
        } else if let Some(number) = &section.number {
            let _ = write!(out, "<span class=\"number\">{number}</span> ");
        }
        let text = &section.heading;
        let mut setting = Placed { text, resolver: self.resolver, diagnostics: self.diagnostics };
        setting.say_faults();
        self.writer.inlines(text.line(), &mut setting, out);
        let _ = writeln!(out, "</h{level}>");
    }

    /// Text that a school put into a section of the trust's.
    fn part(&mut self, part: &Part<'_>, marks: Marks<'_>, out: &mut String) {
        out.push_str("<div data-origin=\"school\">\n");
        if let Some(school) = marks.school {
            let _ = writeln!(out, "<p class=\"origin-note\">Added by {}.</p>", escaped(school));
        }
        self.blocks(&part.text, out);
        for child in &part.children {
            self.section(child, marks, false, out);
        }
        out.push_str("</div>\n");
    }

    fn blocks(&mut self, text: &FilledText<'_>, out: &mut String) {
        let mut setting = Placed { text, resolver: self.resolver, diagnostics: self.diagnostics };
        setting.say_faults();
        self.writer.blocks(&text.document.blocks, &mut setting, out);
        if !out.ends_with('\n') {
            out.push('\n');
        }
    }

    fn footnotes(&mut self, out: &mut String) {
        let Self { writer, resolver, notes, diagnostics } = self;
        writer.footnotes(out, |writer, source, label, out| {
            let note = notes.get(source).and_then(|notes| notes.iter().find(|note| note.label == label));
            if let Some(note) = note {
                let mut setting = Placed { text: &note.text, resolver, diagnostics };
                setting.say_faults();
                writer.blocks(&note.text.document.blocks, &mut setting, out);
            }
        });
    }
}

/// Text for HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A text at its place, with the page's links.
struct Placed<'b, 's, 'p, 't> {
    text: &'t FilledText<'t>,
    resolver: &'b Resolver<'s, 'p>,
    diagnostics: &'b mut Diagnostics,
}

impl Placed<'_, '_, '_, '_> {
    /// Says what is wrong with the text as Markdown. It is said for every copy, and printed once.
    fn say_faults(&mut self) {
        for fault in &self.text.document.faults {
            let place = self.place(fault.span.range());
            let fault = Diagnostic::warning(Code::Markdown, place, fault.kind.message()).help(fault.kind.help());
            self.diagnostics.push(fault);
        }
    }

    fn place(&self, range: std::ops::Range<usize>) -> Place {
        self.text.place(range)
    }
}

impl Values for Placed<'_, '_, '_, '_> {
    fn value(&self, slot: usize) -> &str {
        self.text.value(slot)
    }
}

impl Setting for Placed<'_, '_, '_, '_> {
    fn link(&mut self, link: &LinkSource<'_>) -> ResolvedLink {
        match self.resolver.resolve(link.destination) {
            Ok(resolved) => {
                let text = resolved.title.filter(|_| !link.has_text && link.kind == LinkKind::Link);
                ResolvedLink { href: resolved.href, text, attributes: Vec::new() }
            }
            Err(fault) => {
                let fault =
                    Diagnostic::error(Code::DeadLink, self.place(link.span.range()), fault.message).help(fault.help);
                self.diagnostics.push(fault);
                ResolvedLink::as_written(link)
            }
        }
    }

    fn source(&self) -> usize {
        self.text.source
    }
}
