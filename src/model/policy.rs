//! A policy's file: its front matter, and its text as sections.

use super::{Field, FrontMatter, Phase, Slug};
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{self, Document, References};
use crate::source::{FileId, Located, Passage, Place};
use crate::template::{Template, TemplateFault};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Where a document is in its life, as its author says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Being written.
    Draft,
    /// Agreed by the approving body.
    Approved,
    /// No longer in force, with nothing in its place.
    Withdrawn,
}

impl Status {
    /// The word that an author writes.
    pub fn word(self) -> &'static str {
        match self {
            Status::Draft => "draft",
            Status::Approved => "approved",
            Status::Withdrawn => "withdrawn",
        }
    }
}

/// Which copies of a trust policy there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Copies {
    /// The trust's and each school's.
    Both,
    /// The trust's alone; schools link to it.
    Trust,
    /// The schools' alone.
    Schools,
}

/// Whose words a copy is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CopyOrigin {
    /// The trust's alone.
    Trust,
    /// The trust's, with the school's amendments.
    Amended,
    /// The school's own.
    School,
}

impl CopyOrigin {
    /// Every origin, with the word that the archive has for it.
    pub const WORDS: &[(&str, CopyOrigin)] =
        &[("trust", CopyOrigin::Trust), ("amended", CopyOrigin::Amended), ("school", CopyOrigin::School)];

    /// The word that the archive has for it.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, origin)| *origin == self).map_or("", |(word, _)| word)
    }
}

/// What a school may do with a trust policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LocalChanges {
    /// Nothing.
    Nothing,
    /// Add to it.
    Add,
    /// Anything.
    Amend,
}

impl FrontMatter {
    /// Where the document is in its life; a draft unless it says otherwise.
    pub fn status(&self) -> Status {
        match self.text(Field::Status) {
            Some("approved") => Status::Approved,
            Some("withdrawn") => Status::Withdrawn,
            _ => Status::Draft,
        }
    }

    /// Whether it says where the document is in its life, in words that could not be read, which has been said.
    pub fn is_of_unread_status(&self) -> bool {
        self.unreadable.contains(&Field::Status)
    }

    /// Which copies there are.
    pub fn copies(&self) -> Copies {
        match self.text(Field::Copies) {
            Some("trust") => Copies::Trust,
            Some("schools") => Copies::Schools,
            _ => Copies::Both,
        }
    }

    /// What a school may do with it.
    pub fn local_changes(&self) -> LocalChanges {
        match self.text(Field::LocalChanges) {
            Some("none") => LocalChanges::Nothing,
            Some("add") => LocalChanges::Add,
            _ => LocalChanges::Amend,
        }
    }
}

/// What a section of a school's file does to the trust's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verb {
    /// A new section after the target.
    After,
    /// A new section before the target.
    Before,
    /// In place of the target.
    Replace,
    /// Its text at the end of the target.
    Append,
    /// Its text at the start of the target.
    Prepend,
    /// Takes the target out.
    Remove,
}

impl Verb {
    /// Every verb, with the word an author writes.
    pub const WORDS: &[(&str, Verb)] = &[
        ("after", Verb::After),
        ("before", Verb::Before),
        ("replace", Verb::Replace),
        ("append", Verb::Append),
        ("prepend", Verb::Prepend),
        ("remove", Verb::Remove),
    ];

    /// The word an author writes.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, verb)| *verb == self).map_or("", |(word, _)| word)
    }
}

/// Whom a section is for. Both lists empty: everybody.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Condition {
    /// Schools of these phases.
    pub phases: Vec<Phase>,
    /// These schools.
    pub schools: Vec<Located<String>>,
}

/// What the attributes on a section's heading say of it.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a word that an author writes, and any may stand with any")]
pub struct SectionMarks {
    /// `{.appendix}`.
    pub appendix: bool,
    /// `{.unnumbered}`.
    pub unnumbered: bool,
    /// `{.locked}`.
    pub locked: bool,
    /// `{.fill}`.
    pub fill: bool,
    /// `{phases=…}` and `{schools=…}`.
    pub condition: Condition,
    /// `{after=…}` and the other verbs, with the target's id.
    pub verb: Option<(Verb, Located<String>)>,
}

/// One section as written: a heading, and the text up to the next heading of any level.
#[derive(Debug)]
pub struct SectionSource {
    /// The heading's level, from 2 to 6.
    pub level: u8,
    /// The section's id: unique in its file.
    pub id: String,
    /// Whether the author fixed the id.
    pub id_is_fixed: bool,
    /// The heading's words.
    pub heading: TextBody,
    /// The heading's words as written, for messages.
    pub heading_text: String,
    /// Where the heading stands.
    pub place: Place,
    /// What its attributes say.
    pub marks: SectionMarks,
    /// Whether there is any text under the heading.
    pub has_text: bool,
    /// The text under the heading.
    pub body: TextBody,
    /// Where that text stands in the file's whole text, with what is read elsewhere (comments, footnotes) still in it.
    pub body_range: Range<usize>,
    /// The file as a whole, for what its sections share.
    pub file: FileId,
}

/// A stretch of an author's text: a template, and the Markdown that came of filling it in.
///
/// Most texts come out the same for every school but for the values put in afterwards, so the Markdown is parsed once.
#[derive(Debug)]
pub struct TextBody {
    /// The text with its values to fill in.
    pub template: Template,
    /// Where it stands.
    pub place: Place,
    is_line: bool,
    first: OnceLock<(Arc<str>, Arc<Document>)>,
    others: Mutex<HashMap<Arc<str>, Arc<Document>>>,
}

impl TextBody {
    /// A text of any blocks.
    pub fn blocks(template: Template, place: Place) -> Self {
        Self { template, place, is_line: false, first: OnceLock::new(), others: Mutex::new(HashMap::new()) }
    }

    /// A text of one line, such as a heading: its tree is one paragraph, whatever blocks it looks like.
    pub fn line(template: Template, place: Place) -> Self {
        Self { is_line: true, ..Self::blocks(template, place) }
    }

    /// The tree of a text that this template was filled in to.
    pub fn parsed(&self, text: &Arc<str>, references: &References) -> Arc<Document> {
        let parse = || {
            let mut document = match self.is_line {
                true => markdown::parse_line(text, references),
                false => markdown::parse(text, references),
            };
            let mut digest = DefaultHasher::new();
            text.hash(&mut digest);
            document.digest = digest.finish();
            Arc::new(document)
        };
        let (first, document) = self.first.get_or_init(|| (text.clone(), parse()));
        if Arc::ptr_eq(first, text) || first == text {
            return document.clone();
        }
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        others.entry(text.clone()).or_insert_with(parse).clone()
    }
}

/// What is wrong with a text's tags, as a fault of the content.
pub fn diagnostic(fault: &TemplateFault) -> Diagnostic {
    let said = Diagnostic::error(Code::Template, fault.place, fault.message());
    match fault.help() {
        Some(help) => said.help(help),
        None => said,
    }
}

/// A file's text as sections.
#[derive(Debug)]
pub struct PolicyText {
    /// What stands before the first heading, where that is anything.
    pub preamble: Option<TextBody>,
    /// The sections in the order written.
    pub sections: Vec<SectionSource>,
    /// Footnotes, by label.
    pub footnotes: BTreeMap<String, TextBody>,
    /// Link definitions that hold for the whole file.
    pub references: References,
    /// The whole text, partials and all, for finding places in it.
    pub whole: Passage,
    /// Where the comments and the footnotes stand in it, in order: what is no wording of the section around it.
    pub asides: Vec<Range<usize>>,
    /// Where each footnote stands in it, by label.
    pub note_ranges: BTreeMap<String, Range<usize>>,
    /// Where the first heading begins in it; its end where there is none.
    pub preamble_end: usize,
}

impl PolicyText {
    /// The wording of a stretch of the text before filling-in: partials in their place, no comments and no footnotes,
    /// and no blank lines around it.
    pub fn wording(&self, range: Range<usize>) -> Cow<'_, str> {
        let text = self.whole.text();
        let inside = |aside: &&Range<usize>| aside.start >= range.start && aside.end <= range.end;
        let mut asides = self.asides.iter().filter(inside).peekable();
        if asides.peek().is_none() {
            return Cow::Borrowed(text[range].trim());
        }
        let mut wording = String::with_capacity(range.len());
        let mut at = range.start;
        for aside in asides {
            wording.push_str(text.get(at..aside.start).unwrap_or_default());
            at = at.max(aside.end);
        }
        wording.push_str(text.get(at..range.end).unwrap_or_default());
        Cow::Owned(wording.trim().to_owned())
    }

    /// The wording of what stands before the first heading.
    pub fn preamble_wording(&self) -> Cow<'_, str> {
        self.wording(0..self.preamble_end)
    }
}

/// A file that lies beside a bundle's `index.md`.
#[derive(Debug, Clone)]
pub struct Asset {
    /// Its path below the bundle's folder, with forward slashes.
    pub name: String,
    /// Where it is.
    pub file: PathBuf,
}

/// A policy of the trust, an amendment, or a school's own policy: which of them, `merge` finds out.
#[derive(Debug)]
pub struct PolicyFile {
    /// The file's name.
    pub slug: Slug,
    /// The file.
    pub file: FileId,
    /// The file's path from the portal's folder, with forward slashes.
    pub path: String,
    /// Its front matter.
    pub front: FrontMatter,
    /// Its text.
    pub text: Arc<PolicyText>,
    /// What lies beside it, where it is a folder.
    pub assets: Vec<Asset>,
}

impl PolicyFile {
    /// Where it says that it amends a policy of the trust; `None` for what is a policy by itself.
    pub fn says_that_it_amends(&self) -> Option<Place> {
        let based_on = self.front.based_on.as_ref().map(|based_on| based_on.place);
        let verb = || self.text.sections.iter().find_map(|section| section.marks.verb.as_ref());
        based_on.or_else(|| verb().map(|(_, target)| target.place))
    }
}

/// A plain page.
#[derive(Debug)]
pub struct PageSource {
    /// The file's name.
    pub slug: Slug,
    /// The file.
    pub file: FileId,
    /// The file's path from the portal's folder.
    pub path: String,
    /// Its title.
    pub title: String,
    /// What it is about, in a sentence.
    pub summary: Option<String>,
    /// Old addresses.
    pub aliases: Vec<Located<String>>,
    /// Free data.
    pub extra: super::FreeData,
    /// Its text.
    pub text: Arc<PolicyText>,
    /// What lies beside it.
    pub assets: Vec<Asset>,
}
