//! The text of a released file, taken apart as it was put together.
//!
//! It is Markdown in which nothing is a tag any more. A heading begins a section if it carries the id of one; any other
//! is part of the text around it. What a school added at the start or the end of one of the trust's sections stands
//! between two comments, which no author can write: the release empties theirs.

use crate::markdown::{self, AttributeKind, HeadingAttributes, Outline, References};
use crate::model::TextBody;
use crate::source::{FileId, Passage};
use crate::template::Template;
use std::collections::BTreeSet;
use std::ops::Range;

/// What stands before a school's addition at the start of a section, with the section's id behind it.
const AT_START: &str = "<!-- the school adds at the start of #";
/// The same for the end of a section.
const AT_END: &str = "<!-- the school adds at the end of #";
const CLOSE: &str = " -->";
/// What stands behind an addition.
const ADDITION_ENDS: &str = "<!-- the school's addition ends -->";

/// Where in its section an addition stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AdditionPlace {
    /// Before the section's own text.
    Start,
    /// Behind all that is in the section.
    End,
}

/// The comment that an addition to a section begins with, in a line of its own.
pub fn addition_begins(place: AdditionPlace, id: &str) -> String {
    let words = match place {
        AdditionPlace::Start => AT_START,
        AdditionPlace::End => AT_END,
    };
    format!("{words}{id}{CLOSE}")
}

/// The comment that an addition ends with.
pub fn addition_ends() -> &'static str {
    ADDITION_ENDS
}

/// A released text.
#[derive(Debug, Default)]
pub struct ReleasedText {
    /// What stands before the first heading.
    pub preamble: Option<TextBody>,
    /// Its sections.
    pub sections: Vec<ReleasedSection>,
    /// Its footnotes, by label.
    pub notes: Vec<(String, TextBody)>,
    /// The labels of its footnotes, for reading its parts.
    pub references: References,
}

/// A section of a released text.
#[derive(Debug)]
pub struct ReleasedSection {
    /// The heading's level, from 2 to 6.
    pub level: u8,
    /// Its id.
    pub id: String,
    /// Further ids that lead to it.
    pub aliases: Vec<String>,
    /// Its heading.
    pub heading: TextBody,
    /// Whether it is an appendix.
    pub is_appendix: bool,
    /// Whether it takes no number.
    pub unnumbered: bool,
    /// Whether it is the school's in a policy of the trust.
    pub is_local: bool,
    /// What the school put at its start.
    pub prepended: Vec<ReleasedPart>,
    /// Its own text.
    pub text: Option<TextBody>,
    /// The sections in it.
    pub children: Vec<ReleasedSection>,
    /// What the school put at its end.
    pub appended: Vec<ReleasedPart>,
}

/// What a school put into a section of the trust's.
#[derive(Debug)]
pub struct ReleasedPart {
    /// Its text.
    pub text: TextBody,
    /// The sections in it.
    pub children: Vec<ReleasedSection>,
}

/// What a text is made of, one behind the other.
#[derive(Debug)]
enum Token {
    Heading(Box<ReleasedSection>),
    Begin(AdditionPlace, String),
    End,
    Text(Range<usize>),
}

/// Reads the text of a released file from `start` on; `ids` are those of its sections.
pub(super) fn read(file: FileId, text: &str, start: usize, ids: &BTreeSet<&str>) -> ReleasedText {
    let whole = Passage::from_file(file, text, start..text.len());
    let outline = markdown::outline_of_plain(whole.text());
    let labels = outline.footnotes.iter().map(|note| note.label.as_str());
    let references = References::new([], labels);
    let notes = outline
        .footnotes
        .iter()
        .map(|note| (note.label.clone(), body(whole.slice(note.content.clone()).without_indent())))
        .collect();
    let mut reading = Reading { whole: &whole, outline: &outline, tokens: tokens(&whole, &outline, ids), at: 0 };
    let preamble = reading.text();
    let sections = reading.sections(0);
    ReleasedText { preamble, sections, notes, references }
}

fn body(passage: Passage) -> TextBody {
    let place = passage.place(0..passage.text().len());
    TextBody::blocks(Template::literal(passage), place)
}

fn tokens(whole: &Passage, outline: &Outline, ids: &BTreeSet<&str>) -> Vec<Token> {
    let text = whole.text();
    let mut marks: Vec<(Range<usize>, Token)> = Vec::new();
    for heading in &outline.headings {
        let Some(attributes) = heading.attributes.clone() else { continue };
        let words = whole.slice(heading.content.clone());
        let section = marked_section(heading.level, words, &HeadingAttributes::parse(text, attributes));
        if ids.contains(section.id.as_str()) {
            marks.push((heading.whole.clone(), Token::Heading(Box::new(section))));
        }
    }
    for comment in &outline.comments {
        let words = &text[comment.clone()];
        let id = |start: &str| words.strip_prefix(start)?.strip_suffix(CLOSE).map(str::to_owned);
        let token = match (id(AT_START), id(AT_END)) {
            (Some(id), _) => Token::Begin(AdditionPlace::Start, id),
            (_, Some(id)) => Token::Begin(AdditionPlace::End, id),
            _ if words == ADDITION_ENDS => Token::End,
            _ => continue,
        };
        marks.push((comment.clone(), token));
    }
    marks.sort_by_key(|(range, _)| range.start);
    let mut tokens = Vec::new();
    let mut at = 0;
    for (range, token) in marks {
        tokens.push(Token::Text(at..range.start));
        tokens.push(token);
        at = range.end;
    }
    tokens.push(Token::Text(at..text.len()));
    tokens
}

/// A section of which the heading has been read.
fn marked_section(level: u8, words: Passage, attributes: &HeadingAttributes) -> ReleasedSection {
    let place = words.place(0..words.text().len());
    let mut section = ReleasedSection {
        level,
        id: String::new(),
        aliases: Vec::new(),
        heading: TextBody::line(Template::literal(words), place),
        is_appendix: false,
        unnumbered: false,
        is_local: false,
        prepended: Vec::new(),
        text: None,
        children: Vec::new(),
        appended: Vec::new(),
    };
    for word in &attributes.words {
        match &word.kind {
            AttributeKind::Id(id) => section.id.clone_from(id),
            AttributeKind::Class(class) => match class.as_str() {
                "appendix" => section.is_appendix = true,
                "unnumbered" => section.unnumbered = true,
                "local" => section.is_local = true,
                _ => {}
            },
            AttributeKind::Pair { key, value, .. } if key == "also" => {
                section.aliases = value.split(',').map(str::to_owned).collect();
            }
            AttributeKind::Pair { .. } | AttributeKind::Other(_) => {}
        }
    }
    section
}

struct Reading<'a> {
    whole: &'a Passage,
    outline: &'a Outline,
    tokens: Vec<Token>,
    at: usize,
}

impl Reading<'_> {
    /// The text that comes next, without the footnotes; `None` where there is nothing to read.
    fn text(&mut self) -> Option<TextBody> {
        let mut passage: Option<Passage> = None;
        while let Some(Token::Text(range)) = self.tokens.get(self.at) {
            let text = self.without_footnotes(range.clone());
            match &mut passage {
                Some(passage) => passage.append(&text),
                None => passage = Some(text),
            }
            self.at += 1;
        }
        passage.filter(|passage| !passage.is_blank()).map(body)
    }

    /// The text in `range`, beginning with its first letter.
    fn without_footnotes(&self, range: Range<usize>) -> Passage {
        let text = &self.whole.text()[range.clone()];
        let blank = text.len() - text.trim_start_matches('\n').len();
        let mut at = range.start + blank;
        let mut passage = Passage::empty(self.whole.place(at..at));
        for note in self.outline.footnotes.iter().map(|note| &note.whole) {
            if note.start >= at && note.end <= range.end {
                passage.append(&self.whole.slice(at..note.start));
                at = note.end;
            }
        }
        passage.append(&self.whole.slice(at..range.end));
        passage
    }

    /// The sections deeper than `parent` that come next.
    fn sections(&mut self, parent: u8) -> Vec<ReleasedSection> {
        let mut sections = Vec::new();
        while matches!(self.tokens.get(self.at), Some(Token::Heading(section)) if section.level > parent) {
            let Some(Token::Heading(mut section)) = self.tokens.get_mut(self.at).map(take) else { break };
            self.at += 1;
            let before = self.text();
            section.prepended = self.additions(AdditionPlace::Start, &section.id);
            // Between the heading and an addition at the start there is no text.
            section.text = match section.prepended.is_empty() {
                true => before,
                false => self.text(),
            };
            section.children = self.sections(section.level);
            section.appended = self.additions(AdditionPlace::End, &section.id);
            sections.push(*section);
        }
        sections
    }

    fn additions(&mut self, place: AdditionPlace, id: &str) -> Vec<ReleasedPart> {
        let mut parts = Vec::new();
        while matches!(self.tokens.get(self.at), Some(Token::Begin(where_, of)) if *where_ == place && of == id) {
            self.at += 1;
            let place = self.whole.place(0..0);
            let text = self.text().unwrap_or_else(|| body(Passage::empty(place)));
            let children = self.sections(0);
            if matches!(self.tokens.get(self.at), Some(Token::End)) {
                self.at += 1;
            }
            parts.push(ReleasedPart { text, children });
            // What stands between this addition and the next is blank.
            if self.next_is_blank_before_addition() {
                self.at += 1;
            }
        }
        parts
    }

    fn next_is_blank_before_addition(&self) -> bool {
        match (self.tokens.get(self.at), self.tokens.get(self.at + 1)) {
            (Some(Token::Text(range)), Some(Token::Begin(..) | Token::Heading(_) | Token::End) | None) => {
                self.without_footnotes(range.clone()).is_blank()
            }
            _ => false,
        }
    }
}

/// Takes a token out of its place.
fn take(token: &mut Token) -> Token {
    std::mem::replace(token, Token::Text(0..0))
}
