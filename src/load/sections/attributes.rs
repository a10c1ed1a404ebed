//! Reads what stands in braces on a heading, and gives each section its id.

use super::{FileKind, Splitter};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest};
use crate::markdown::{self, AttributeKind, AttributeWord, HeadingAttributes, HeadingPlace};
use crate::model::{Phase, SectionMarks, Verb};
use crate::source::{Located, Place};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Ids that the page's frame uses, so that no section may have them.
const FRAME_IDS: &[&str] = &["main", "document-control", "document-control-heading", "policy-text", "local-sections"];

impl Splitter<'_> {
    pub(super) fn marks(&self, heading: &HeadingPlace, diagnostics: &mut Diagnostics) -> Marked {
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
fn unknown_phase(word: &str, place: Place) -> Diagnostic {
    let help = match nearest(word, Phase::WORDS.iter().copied()) {
        Some(near) => format!("did you mean {near}?"),
        None => format!("the phases are {}", Phase::WORDS.join(", ")),
    };
    Diagnostic::error(Code::UnknownValue, place, format!("\"{word}\" is not a phase we know")).help(help)
}

/// What a heading's attributes said.
#[derive(Default)]
pub(super) struct Marked {
    pub(super) id: Option<Located<String>>,
    pub(super) marks: SectionMarks,
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
pub(super) struct Ids {
    taken: BTreeSet<String>,
    /// Fixed ones whose section has not come yet.
    fixed: BTreeSet<String>,
}

impl Ids {
    pub(super) fn new(marks: &[Marked], diagnostics: &mut Diagnostics) -> Self {
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

    pub(super) fn take(&mut self, fixed: Option<Located<String>>, plain: &str) -> String {
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
