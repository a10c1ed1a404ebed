//! Reads a Markdown text as sections: headings with their ids and attributes, and the text under each.

mod attributes;

use super::known::Written;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::markdown::{self, HeadingPlace, Outline, References};
use crate::model::{PolicyText, SectionSource, TextBody};
use crate::source::{FileId, Passage, Place};
use crate::template::{self, Scope, Template, TemplateFault};
use attributes::{Ids, Marked};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Range;

/// What kind of file a text is in: some attributes belong in some files only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileKind {
    /// A policy of the trust.
    Policy,
    /// An amendment, or a school's own policy.
    SchoolFile,
    /// A plain page.
    Page,
}

/// Reads the text of a file.
pub(super) fn read(file: FileId, written: &Written, diagnostics: &mut Diagnostics) -> PolicyText {
    let Written { file: text, start, kind, partials } = written;
    let (start, kind) = (*start, *kind);
    let written = Passage::from_file(file, text, start..text.len());
    let mut faults = Vec::new();
    let names: Vec<&str> = partials.keys().map(|name| name.trim_end_matches(".md")).collect();
    let lookup = |name: &str| partials.get(&format!("{name}.md")).cloned();
    let whole = template::expand_includes(&written, lookup, &names, &mut faults);
    let outline = markdown::outline(whole.text());
    let splitter = Splitter { file, kind, whole: &whole, outline: &outline };
    let preamble_end = outline.headings.first().map_or(whole.text().len(), |heading| heading.whole.start);
    let preamble = splitter.body(0..preamble_end, &mut faults);
    let sections = splitter.sections(&mut faults, diagnostics);
    let footnotes = splitter.footnotes(&mut faults, diagnostics);
    for fault in faults {
        diagnostics.push(crate::model::diagnostic(&fault));
    }
    let definitions = outline.references.iter().map(|range| &whole.text()[range.clone()]);
    let labels = outline.footnotes.iter().map(|note| note.label.as_str());
    let references = References::new(definitions, labels);
    let notes = outline.footnotes.iter();
    let mut asides: Vec<Range<usize>> =
        outline.comments.iter().chain(notes.clone().map(|note| &note.whole)).cloned().collect();
    asides.sort_unstable_by_key(|aside| aside.start);
    let note_ranges = notes.rev().map(|note| (markdown::note_label(&note.label), note.content.clone())).collect();
    PolicyText { preamble, sections, footnotes, references, whole, asides, note_ranges, preamble_end }
}

/// The id that a heading's words make. Values are left out of it, so that a section has one id for all schools.
fn slug_of(heading: &Template) -> String {
    let filled = heading.fill(&Scope::new(), &mut Vec::new());
    let line = markdown::parse_line(&filled.text, &References::default());
    markdown::slug(&markdown::plain_text(line.line(), None))
}

/// A text with tags, in whose comments braces are plain text.
fn compile(passage: &Passage, faults: &mut Vec<TemplateFault>) -> TextBody {
    let place = passage.place(0..passage.text().len());
    TextBody::blocks(Template::compile(passage, &template::comments(passage.text()), faults), place)
}

struct Splitter<'a> {
    file: FileId,
    kind: FileKind,
    whole: &'a Passage,
    outline: &'a Outline,
}

impl Splitter<'_> {
    /// The text in `range` without the footnotes, which belong to the file; `None` where nothing is left.
    fn body(&self, range: Range<usize>, faults: &mut Vec<TemplateFault>) -> Option<TextBody> {
        let text = &self.whole.text()[range.clone()];
        let start = range.end - text.trim_start().len();
        self.has_text(range.clone()).then(|| compile(&self.without_footnotes(start..range.end), faults))
    }

    /// Whether there is anything to read in `range` besides footnotes, comments and the addresses of links.
    fn has_text(&self, range: Range<usize>) -> bool {
        let Outline { comments, footnotes, references, .. } = self.outline;
        let notes = footnotes.iter().map(|note| &note.whole);
        let mut aside: Vec<&Range<usize>> = comments.iter().chain(references).chain(notes).collect();
        aside.sort_unstable_by_key(|aside| aside.start);
        let text = &self.whole.text()[..range.end];
        let mut at = range.start;
        for aside in aside.into_iter().filter(|aside| aside.start >= range.start && aside.end <= range.end) {
            if text.get(at..aside.start).is_some_and(|between| !between.trim().is_empty()) {
                return true;
            }
            at = at.max(aside.end);
        }
        !text[at..].trim().is_empty()
    }

    fn without_footnotes(&self, range: Range<usize>) -> Passage {
        let mut passage = Passage::empty(self.whole.place(range.start..range.start));
        let mut at = range.start;
        for note in &self.outline.footnotes {
            let footnote = &note.whole;
            if footnote.start >= at && footnote.end <= range.end {
                passage.append(&self.whole.slice(at..footnote.start));
                at = footnote.end;
            }
        }
        passage.append(&self.whole.slice(at..range.end));
        passage
    }

    fn footnotes(&self, faults: &mut Vec<TemplateFault>, diagnostics: &mut Diagnostics) -> BTreeMap<String, TextBody> {
        let mut notes: BTreeMap<String, TextBody> = BTreeMap::new();
        for note in &self.outline.footnotes {
            let body = compile(&self.whole.slice(note.content.clone()).without_indent(), faults);
            match notes.entry(markdown::note_label(&note.label)) {
                Entry::Vacant(entry) => {
                    entry.insert(body);
                }
                Entry::Occupied(first) => {
                    let message = format!("the footnote [^{}] is written twice", note.label);
                    let fault = Diagnostic::error(Code::DuplicateId, body.place, message);
                    let help = format!("give one of them another label, such as [^{}-2]", note.label);
                    diagnostics.push(fault.note(first.get().place, "first").help(help));
                }
            }
        }
        notes
    }

    fn sections(&self, faults: &mut Vec<TemplateFault>, diagnostics: &mut Diagnostics) -> Vec<SectionSource> {
        let marks: Vec<Marked> = self.outline.headings.iter().map(|heading| self.marks(heading, diagnostics)).collect();
        let mut ids = Ids::new(&marks, diagnostics);
        let ends = self.outline.headings.iter().skip(1).map(|next| next.whole.start).chain([self.whole.text().len()]);
        let mut before = 1;
        let mut sections = Vec::new();
        for ((heading, marked), end) in self.outline.headings.iter().zip(marks).zip(ends) {
            let place = self.whole.place(heading.content.clone());
            let level = self.level(heading, before, &marked, place, diagnostics);
            before = level;
            if marked.marks.appendix && level > 2 && self.kind != FileKind::SchoolFile {
                let message = "an appendix is a section of level 2, and this heading is deeper";
                let fault = Diagnostic::error(Code::UnknownAttribute, place, message);
                diagnostics.push(fault.help("write it with ##, or take .appendix away"));
            }
            let words = self.whole.slice(heading.content.clone());
            let heading_text = words.text().trim().to_owned();
            let range = heading.whole.end..end;
            let body = self.without_footnotes(range.clone());
            let heading = Template::compile(&words, &[], faults);
            sections.push(SectionSource {
                level,
                id_is_fixed: marked.id.is_some(),
                id: ids.take(marked.id, &slug_of(&heading)),
                heading: TextBody::line(heading, place),
                heading_text,
                place,
                marks: marked.marks,
                has_text: self.has_text(range.clone()),
                body: compile(&body, faults),
                body_range: range,
                file: self.file,
            });
        }
        sections
    }

    /// The heading's level, from 2 to 6; what is not right about it is said.
    fn level(
        &self,
        heading: &HeadingPlace,
        before: u8,
        marked: &Marked,
        place: Place,
        diagnostics: &mut Diagnostics,
    ) -> u8 {
        if heading.level == 1 {
            let message = "a heading of level 1 stands in the text, and a page's only one is its title";
            let words = self.words(heading);
            diagnostics.push(Diagnostic::error(Code::HeadingLevel, place, message).help(format!("write ## {words}")));
            return 2;
        }
        let starts_afresh = self.kind == FileKind::SchoolFile && (before == 1 || marked.marks.verb.is_some());
        if heading.level > before + 1 && !starts_afresh {
            let above = match before {
                1 => "the page's title".to_owned(),
                before => format!("one of level {before}"),
            };
            let message = format!("this heading is of level {} under {above}", heading.level);
            let hashes = "#".repeat(usize::from(before) + 1);
            let words = self.words(heading);
            diagnostics.push(
                Diagnostic::warning(Code::HeadingLevel, place, message)
                    .help(format!("write {hashes} {words}, so that no level is left out")),
            );
        }
        heading.level
    }

    /// The heading's words as written, with its attributes.
    fn words(&self, heading: &HeadingPlace) -> &str {
        let end = heading.attributes.as_ref().map_or(heading.content.end, |attributes| attributes.end);
        self.whole.text()[heading.content.start..end].trim()
    }
}
