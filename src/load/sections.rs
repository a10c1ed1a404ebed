//! Reads a Markdown text as sections: headings with their ids and attributes, and the text under each.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest};
use crate::markdown::{self, AttributeKind, AttributeWord, HeadingAttributes, HeadingPlace, Outline, References};
use crate::model::{Phase, PolicyText, SectionMarks, SectionSource, TextBody, Verb};
use crate::source::{FileId, Located, Passage, Place, Sources};
use crate::template::{self, Scope, Template, TemplateFault};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Ids that the page's frame uses, so that no section may have them.
const FRAME_IDS: &[&str] = &["main", "document-control", "document-control-heading", "policy-text", "local-sections"];

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

/// Reads the text of a file from `start` on.
pub(super) fn read(
    sources: &Sources,
    file: FileId,
    start: usize,
    kind: FileKind,
    partials: &BTreeMap<String, Passage>,
    diagnostics: &mut Diagnostics,
) -> PolicyText {
    let text = sources.text(file);
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
    PolicyText { preamble, sections, footnotes, references, whole }
}

/// A footnote's text, whose later lines are indented in the file.
fn without_indent(note: &Passage) -> Passage {
    let mut plain = note.slice(0..0);
    let mut at = 0;
    for line in note.text().split_inclusive('\n') {
        let spaces = line.bytes().take_while(|byte| *byte == b' ').count().min(4);
        let indent = if at == 0 || line.trim().is_empty() { 0 } else { spaces };
        plain.append(&note.slice(at + indent..at + line.len()));
        at += line.len();
    }
    plain
}

/// The id that a heading's words make. Values are left out of it, so that a section has one id for all schools.
fn slug_of(heading: &Template) -> String {
    let filled = heading.fill(&Scope::new(), &mut Vec::new());
    let line = markdown::parse_line(&filled.text, &References::default());
    markdown::slug(&markdown::plain_text(&line.content, None))
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
            let body = compile(&without_indent(&self.whole.slice(note.content.clone())), faults);
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
                has_text: self.has_text(range),
                body: compile(&body, faults),
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

    fn marks(&self, heading: &HeadingPlace, diagnostics: &mut Diagnostics) -> Marked {
        let mut marked = Marked::default();
        let Some(range) = heading.attributes.clone() else { return marked };
        for attribute in self.joined(HeadingAttributes::parse(self.whole.text(), range).words, diagnostics) {
            let place = self.whole.place(attribute.range);
            match attribute.kind {
                AttributeKind::Id(id) => marked.set_id(id, place, diagnostics),
                AttributeKind::Class(class) => self.set_class(&mut marked.marks, &class, place, diagnostics),
                AttributeKind::Pair { key, value, value_range } => {
                    let value = Written { words: &value, range: value_range };
                    self.set_pair(&mut marked.marks, &key, &value, place, diagnostics);
                }
                AttributeKind::Other(word) => {
                    let message = format!("\"{word}\" says nothing on a heading");
                    let help = match nearest(&word, CLASSES.iter().copied()) {
                        Some(near) => format!("did you mean .{near}?"),
                        None => CHOICES.to_owned(),
                    };
                    diagnostics.push(Diagnostic::error(Code::UnknownAttribute, place, message).help(help));
                }
            }
        }
        marked
    }

    /// The words with each id that was written with spaces in it as one, which is said once.
    fn joined(&self, words: Vec<AttributeWord>, diagnostics: &mut Diagnostics) -> Vec<AttributeWord> {
        let mut joined: Vec<AttributeWord> = Vec::new();
        let mut words = words.into_iter().peekable();
        while let Some(mut word) = words.next() {
            let mut rest = String::new();
            while let Some(AttributeWord { kind: AttributeKind::Other(other), range }) = words.peek() {
                if matches!(word.kind, AttributeKind::Class(_) | AttributeKind::Other(_))
                    || CLASSES.contains(&other.as_str())
                {
                    break;
                }
                rest = format!("{rest} {other}");
                word.range.end = range.end;
                words.next();
            }
            if !rest.is_empty() {
                let place = self.whole.place(word.range.clone());
                let meant = match &mut word.kind {
                    AttributeKind::Id(id) => {
                        *id = markdown::slug(&format!("{id}{rest}"));
                        format!("#{id}")
                    }
                    AttributeKind::Pair { key, value, .. } if matches!(key.as_str(), "phases" | "schools") => {
                        *value = format!("{value}{rest}")
                            .split_whitespace()
                            .collect::<Vec<_>>()
                            .join(",")
                            .replace(",,", ",");
                        format!("{key}={value}")
                    }
                    AttributeKind::Pair { key, value, .. } => {
                        *value = markdown::slug(&format!("{value}{rest}"));
                        format!("{key}={value}")
                    }
                    AttributeKind::Class(_) | AttributeKind::Other(_) => String::new(),
                };
                let message = match word.kind {
                    AttributeKind::Pair { ref key, .. } if matches!(key.as_str(), "phases" | "schools") => {
                        "between the braces the words of a list stand apart by commas"
                    }
                    _ => "an id has no spaces in it",
                };
                let fault = Diagnostic::error(Code::BadId, place, message);
                diagnostics.push(fault.help(format!("write {{{meant}}}")));
            }
            joined.push(word);
        }
        joined
    }

    /// The words of a list with commas, each with its place.
    fn listed<'v>(&self, list: &Written<'v>) -> Vec<(&'v str, Place)> {
        let mut at = 0;
        let mut found = Vec::new();
        for part in list.words.split(',') {
            let word = part.trim();
            let start = list.range.start + at + (part.len() - part.trim_start().len());
            let end = (start + word.len()).min(list.range.end.max(start));
            if !word.is_empty() {
                found.push((word, self.whole.place(start..end)));
            }
            at += part.len() + 1;
        }
        found
    }

    fn set_class(&self, marks: &mut SectionMarks, class: &str, place: Place, diagnostics: &mut Diagnostics) {
        match class {
            "appendix" => marks.appendix = true,
            "unnumbered" => marks.unnumbered = true,
            "locked" | "fill" if self.kind != FileKind::Policy => {
                diagnostics.push(self.belongs_in_a_trust_policy(&format!(".{class}"), place));
            }
            "locked" => marks.locked = true,
            "fill" => marks.fill = true,
            _ => {
                let message = format!("\".{class}\" says nothing on a heading");
                let help = match nearest(class, CLASSES.iter().copied()) {
                    Some(near) if class.ends_with(',') => format!("write .{near} with a space behind it, and no comma"),
                    Some(near) => format!("did you mean .{near}?"),
                    None => CHOICES.to_owned(),
                };
                diagnostics.push(Diagnostic::error(Code::UnknownAttribute, place, message).help(help));
            }
        }
    }

    fn set_pair(
        &self,
        marks: &mut SectionMarks,
        key: &str,
        list: &Written<'_>,
        place: Place,
        diagnostics: &mut Diagnostics,
    ) {
        let value = list.words;
        if let Some((_, verb)) = Verb::WORDS.iter().find(|(word, _)| *word == key) {
            if self.kind != FileKind::SchoolFile {
                let message = format!("{key}= is an instruction, and instructions stand in a school's file only");
                let help = "move this section to schools/<school>/policies/, or take the instruction away";
                diagnostics.push(Diagnostic::error(Code::UnknownAttribute, place, message).help(help));
            } else if marks.verb.is_some() {
                let message = "a section follows one instruction only";
                let help = format!("make a second section for {key}={value}");
                diagnostics.push(Diagnostic::error(Code::UnknownAttribute, place, message).help(help));
            } else if value.trim_start_matches('#').is_empty() {
                let fault = Diagnostic::error(Code::NoTarget, place, format!("{key}= names no section"));
                diagnostics.push(fault.help(format!("write {key}= and the id of one of the trust's sections")));
            } else {
                let target = self.whole.place(list.range.clone());
                marks.verb = Some((*verb, Located::new(value.trim_start_matches('#').to_owned(), target)));
            }
            return;
        }
        match key {
            "phases" | "schools" if self.kind != FileKind::Policy => {
                diagnostics.push(self.belongs_in_a_trust_policy(&format!("{key}="), place));
            }
            "phases" => {
                for (word, place) in self.listed(list) {
                    match Phase::parse(word) {
                        Some(phase) => marks.condition.phases.push(phase),
                        None => diagnostics.push(unknown_phase(word, place)),
                    }
                }
            }
            "schools" => {
                let schools = self.listed(list).into_iter();
                marks.condition.schools.extend(schools.map(|(school, place)| Located::new(school.to_owned(), place)));
            }
            _ => {
                let message = format!("\"{key}=\" says nothing on a heading");
                let known = Verb::WORDS.iter().map(|(word, _)| *word).chain(["phases", "schools"]);
                let help = match nearest(key, known) {
                    Some(near) => format!("did you mean {near}={value}?"),
                    None => CHOICES.to_owned(),
                };
                diagnostics.push(Diagnostic::error(Code::UnknownAttribute, place, message).help(help));
            }
        }
    }
}

const CHOICES: &str = "there are {#id}, {.appendix}, {.unnumbered}, {.locked}, {.fill}, {phases=…} and {schools=…}, and in \
                       a school's file {after=id}, {before=id}, {replace=id}, {append=id}, {prepend=id} and {remove=id}";

/// What may stand behind a dot.
const CLASSES: &[&str] = &["appendix", "unnumbered", "locked", "fill"];

/// What stands behind the equals sign of an attribute, and its bytes in the text.
struct Written<'v> {
    words: &'v str,
    range: Range<usize>,
}

impl Splitter<'_> {
    fn belongs_in_a_trust_policy(&self, what: &str, place: Place) -> Diagnostic {
        let this = if self.kind == FileKind::Page { "page" } else { "school's file" };
        let message = format!("{what} belongs in a policy of the trust, and this is a {this}");
        Diagnostic::error(Code::UnknownAttribute, place, message).help(format!("take {what} away"))
    }
}

/// The fault of a phase that is not one of ours.
pub(super) fn unknown_phase(word: &str, place: Place) -> Diagnostic {
    let help = match nearest(word, Phase::WORDS.iter().copied()) {
        Some(near) => format!("did you mean {near}?"),
        None => format!("the phases are {}", Phase::WORDS.join(", ")),
    };
    Diagnostic::error(Code::UnknownValue, place, format!("\"{word}\" is not a phase we know")).help(help)
}

/// What a heading's attributes said.
#[derive(Default)]
struct Marked {
    id: Option<Located<String>>,
    marks: SectionMarks,
}

impl Marked {
    fn set_id(&mut self, id: String, place: Place, diagnostics: &mut Diagnostics) {
        let is_id = id.starts_with(|c: char| c.is_ascii_alphabetic())
            && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        if !is_id {
            let message = match id.as_str() {
                "" => "an id is missing behind the #".to_owned(),
                id => format!("\"{id}\" cannot be an id"),
            };
            let slug = markdown::slug(&id);
            let first = if slug.starts_with(|c: char| c.is_ascii_digit()) { "section-" } else { "" };
            let help = format!("write {{#{first}{slug}}}: letters a to z, digits and hyphens, a letter first");
            diagnostics.push(Diagnostic::error(Code::BadId, place, message).help(help));
        } else if is_frame_id(&id) {
            let message = format!("the id \"{id}\" is one that every page has already");
            let help = format!("write {{#{id}-section}}");
            diagnostics.push(Diagnostic::error(Code::BadId, place, message).help(help));
        } else {
            self.id = Some(Located::new(id, place));
        }
    }
}

fn is_frame_id(id: &str) -> bool {
    FRAME_IDS.contains(&id)
        || ["fn-", "fnref-", "table-"]
            .iter()
            .any(|start| id.strip_prefix(start).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())))
}

/// The ids of one file: fixed ones first, then those made from the headings' words, numbered where words recur.
struct Ids {
    taken: BTreeSet<String>,
    /// Fixed ones whose section has not come yet.
    fixed: BTreeSet<String>,
}

impl Ids {
    fn new(marks: &[Marked], diagnostics: &mut Diagnostics) -> Self {
        let mut first: BTreeMap<&str, Place> = BTreeMap::new();
        for id in marks.iter().filter_map(|marked| marked.id.as_ref()) {
            if let Some(place) = first.get(id.value.as_str()) {
                let message = format!("the id \"{}\" is given twice", id.value);
                let fault = Diagnostic::error(Code::DuplicateId, id.place, message);
                diagnostics.push(fault.note(*place, "first").help(format!("write {{#{}-2}}", id.value)));
            } else {
                first.insert(&id.value, id.place);
            }
        }
        let fixed: BTreeSet<String> = first.into_keys().map(str::to_owned).collect();
        Self { taken: fixed.clone(), fixed }
    }

    fn take(&mut self, fixed: Option<Located<String>>, plain: &str) -> String {
        // The second section that wants a fixed id gets another; that it may not have this one has been said.
        if let Some(id) = fixed.filter(|id| self.fixed.remove(&id.value)) {
            return id.value;
        }
        let base = if is_frame_id(plain) { format!("{plain}-section") } else { plain.to_owned() };
        let mut id = base.clone();
        let mut number = 1;
        while !self.taken.insert(id.clone()) {
            number += 1;
            id = format!("{base}-{number}");
        }
        id
    }
}
