//! The text of a document laid out: sections with their origin, ids and numbers. What every page that shares the text has
//! alike is HTML already; between it stand the texts that differ.

use crate::merge::{CopySection, Part, SharedText, SlottedText};
use crate::model::Words;
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

/// A text laid out for any number of pages.
#[derive(Debug, Default)]
pub struct Layout<'c> {
    /// What is written one behind the other.
    pub pieces: Vec<Piece<'c>>,
    /// What stands behind the last piece.
    pub end: String,
}

/// A text that is not the same on every page, and what stands before it.
#[derive(Debug)]
pub struct Piece<'c> {
    /// The HTML before it.
    pub before: Box<str>,
    /// The text.
    pub text: SlottedText<'c>,
    /// What it is.
    pub kind: PieceKind<'c>,
}

/// What a text is.
#[derive(Debug)]
pub enum PieceKind<'c> {
    /// The words of a heading.
    Line,
    /// Blocks, with the title of the section that they stand in.
    Blocks(Option<Arc<Title<'c>>>),
}

/// The title of a section.
#[derive(Debug)]
pub struct Title<'c> {
    /// What stands before its heading where it is an appendix.
    pub appendix: Option<String>,
    /// Its heading.
    pub heading: SlottedText<'c>,
}

impl<'c> Layout<'c> {
    /// Lays out a text whose own file is at `source_path`.
    pub fn new(text: &SharedText<'c>, marks: Marks<'_>, source_path: &str, words: &Words) -> Self {
        let mut builder = Builder { layout: Self::default(), marks, words };
        if let Some(preamble) = &text.preamble {
            let origin = marks.origin(0);
            builder.push(&[
                "<div class=\"preamble\" data-origin=\"",
                origin,
                "\" data-source=\"",
                source_path,
                "\">\n",
            ]);
            builder.blocks(preamble, None);
            builder.push(&["</div>\n"]);
        }
        text.sections.iter().for_each(|section| builder.wrapped(section));
        builder.layout
    }
}

struct Builder<'b, 'c> {
    layout: Layout<'c>,
    marks: Marks<'b>,
    words: &'b Words,
}

impl<'c> Builder<'_, 'c> {
    /// A section in an element of its own, which says whose it is and where it was written.
    fn wrapped(&mut self, section: &CopySection<'c>) {
        let origin = self.marks.origin(section.source);
        self.push(&["<section data-origin=\"", origin, "\" data-source=\"", section.source_path, "\">\n"]);
        self.section(section, true);
        self.push(&["</section>\n"]);
    }

    fn section(&mut self, section: &CopySection<'c>, is_marked: bool) {
        self.heading(section);
        if let Some(whom) = &section.for_whom {
            let words = self.words.fill("text.for_whom", &[("whom", whom)]);
            self.push(&["<p class=\"for-whom\">", &escaped(&words), "</p>\n"]);
        }
        if is_marked && self.marks.stands_out(section.source) {
            self.origin_note("text.school_section");
        }
        let title = Arc::new(Title { appendix: section.appendix.clone(), heading: section.heading.clone() });
        section.prepended.iter().for_each(|part| self.part(part, &title));
        if let Some(text) = &section.text {
            self.blocks(text, Some(&title));
        }
        for child in &section.children {
            if child.source == section.source {
                self.section(child, false);
            } else {
                self.wrapped(child);
            }
        }
        section.appended.iter().for_each(|part| self.part(part, &title));
    }

    fn heading(&mut self, section: &CopySection<'c>) {
        let level = section.level.to_string();
        self.push(&["<h", &level, " id=\"", &section.id, "\">"]);
        for alias in &section.aliases {
            self.push(&["<span class=\"old-id\" id=\"", alias, "\"></span>"]);
        }
        if let Some(appendix) = &section.appendix {
            self.push(&[&escaped(appendix), " "]);
        } else if let Some(number) = &section.number {
            self.push(&["<span class=\"number\">", number, "</span> "]);
        }
        let heading = &section.heading;
        match heading.document.line_for_all() {
            Some(html) => self.push(&[html]),
            None => self.piece(heading, PieceKind::Line),
        }
        self.push(&["</h", &level, ">\n"]);
    }

    /// Text that a school put into a section of the trust's.
    fn part(&mut self, part: &Part<'c>, title: &Arc<Title<'c>>) {
        self.push(&["<div data-origin=\"school\">\n"]);
        self.origin_note("text.school_addition");
        self.blocks(&part.text, Some(title));
        part.children.iter().for_each(|child| self.section(child, false));
        self.push(&["</div>\n"]);
    }

    /// On a school's page, that what follows is the school's.
    fn origin_note(&mut self, key: &str) {
        if let Some(school) = self.marks.school {
            let words = self.words.fill(key, &[("school", school)]);
            self.push(&["<p class=\"origin-note\">", &escaped(&words), "</p>\n"]);
        }
    }

    fn blocks(&mut self, text: &SlottedText<'c>, title: Option<&Arc<Title<'c>>>) {
        match text.document.blocks_for_all() {
            Some(html) => {
                self.push(&[html]);
                if !self.layout.end.ends_with('\n') {
                    self.push(&["\n"]);
                }
            }
            None => self.piece(text, PieceKind::Blocks(title.cloned())),
        }
    }

    fn piece(&mut self, text: &SlottedText<'c>, kind: PieceKind<'c>) {
        let before = std::mem::take(&mut self.layout.end).into();
        self.layout.pieces.push(Piece { before, text: text.clone(), kind });
    }

    fn push(&mut self, texts: &[&str]) {
        texts.iter().for_each(|text| self.layout.end.push_str(text));
    }
}

/// Text for HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
