//! Partials: each `{% include "name.md" %}` becomes the text of the partial, before anything else is read.

use super::comment::comments;
use super::fault::{Faults, TemplateFault, TemplateFaultKind};
use super::scan::{Piece, Tag, scan};
use super::token::TokenKind;
use super::{MAX_EXPANDED_BYTES, MAX_INCLUDE_DEPTH};
use crate::diagnostic::nearest;
use crate::source::{Passage, Place};
use std::collections::BTreeSet;
use std::ops::Range;

/// Puts the partials that a passage includes in place of the tags that include them, and theirs in theirs.
///
/// `lookup` gives a partial's text by its name without `.md`; `names` are the names there are. What came from a partial
/// keeps its place in the partial. A tag inside a comment, or in `{% raw %}`, stays as it is; one that cannot be
/// followed is a fault, and goes. The last line end of a partial is dropped when anything follows the tag on its line.
pub fn expand_includes(
    passage: &Passage,
    lookup: impl Fn(&str) -> Option<Passage>,
    names: &[&str],
    faults: &mut Vec<TemplateFault>,
) -> Passage {
    let mut expander = Expander {
        lookup: &lookup,
        names,
        faults,
        out: passage.slice(0..0),
        open: Vec::new(),
        cycles: BTreeSet::new(),
        spent: 0,
        stopped: false,
    };
    expander.expand(passage);
    expander.out
}

/// What each include counts for beside its bytes, so that partials with nothing in them come to an end too.
const INCLUDE_BYTES: usize = 64;

struct Expander<'a> {
    lookup: &'a dyn Fn(&str) -> Option<Passage>,
    names: &'a [&'a str],
    faults: &'a mut Vec<TemplateFault>,
    out: Passage,
    /// The partials that are being put in, the outermost first.
    open: Vec<String>,
    /// The cycles that have been reported, each by its partials in alphabetical order.
    cycles: BTreeSet<Vec<String>>,
    spent: usize,
    stopped: bool,
}

impl Expander<'_> {
    fn expand(&mut self, passage: &Passage) {
        let text = passage.text();
        let mut from = 0;
        for include in includes(passage) {
            self.copy(passage, from..include.words_end);
            from = include.words_start;
            match &include.name {
                Ok(name) => self.include(passage, &include, name),
                Err(kind) => self.fault(passage.place(include.tag.clone()), kind.clone()),
            }
            if self.stopped {
                return;
            }
        }
        self.copy(passage, from..text.len());
    }

    fn copy(&mut self, passage: &Passage, range: Range<usize>) {
        self.out.append(&passage.slice(range));
    }

    fn fault(&mut self, place: Place, kind: TemplateFaultKind) {
        self.faults.push(TemplateFault { place, kind });
    }

    fn include(&mut self, passage: &Passage, include: &Include, name: &str) {
        let place = passage.place(include.tag.clone());
        if let Some(first) = self.open.iter().position(|open| open == name) {
            self.cycle(place, first);
            return;
        }
        if self.open.len() == MAX_INCLUDE_DEPTH {
            self.fault(place, TemplateFaultKind::IncludeTooDeep);
            return;
        }
        let Some(partial) = (self.lookup)(name) else {
            let nearest = nearest(name, self.names.iter().copied()).map(str::to_owned);
            self.fault(place, TemplateFaultKind::UnknownPartial { name: name.to_owned(), nearest });
            return;
        };
        self.spent += partial.text().len() + INCLUDE_BYTES;
        if self.spent > MAX_EXPANDED_BYTES {
            self.fault(place, TemplateFaultKind::IncludeTooLarge);
            self.stopped = true;
            return;
        }
        let text = partial.text();
        let line_goes_on = passage.text()[include.words_start..].starts_with(|next| next != '\n');
        let end = if line_goes_on { text.strip_suffix('\n').unwrap_or(text).len() } else { text.len() };
        self.open.push(name.to_owned());
        self.expand(&partial.slice(0..end));
        self.open.pop();
    }

    fn cycle(&mut self, place: Place, first: usize) {
        let mut members = self.open[first..].to_vec();
        let files = members.iter().chain(members.first()).map(|name| format!("{name}.md")).collect();
        members.sort();
        if self.cycles.insert(members) {
            self.fault(place, TemplateFaultKind::IncludeCycle { files });
        }
    }
}

/// An include of a passage, by its bytes.
struct Include {
    tag: Range<usize>,
    /// Where the words before it end, without white space that it takes; and where the words after it start.
    words_end: usize,
    words_start: usize,
    name: Result<String, TemplateFaultKind>,
}

fn includes(passage: &Passage) -> Vec<Include> {
    let text = passage.text();
    if !text.contains("include") || !text.contains("{%") {
        return Vec::new();
    }
    // Tags that cannot be read are reported when the passage is compiled, where all of them are.
    let mut unread = Vec::new();
    let pieces = scan(text, &comments(text), &mut Faults::new(passage, &mut unread));
    let tags = pieces.into_iter().filter_map(|piece| if let Piece::Block(tag) = piece { Some(tag) } else { None });
    tags.filter(|tag| tag.tokens.first().is_some_and(|token| token.is(text, "include")))
        .map(|tag| Include {
            words_end: if text[tag.whole.clone()].starts_with("{%-") {
                text[..tag.whole.start].trim_end().len()
            } else {
                tag.whole.start
            },
            words_start: if text[tag.whole.clone()].ends_with("-%}") {
                text.len() - text[tag.whole.end..].trim_start().len()
            } else {
                tag.whole.end
            },
            name: partial_name(text, &tag),
            tag: tag.whole,
        })
        .collect()
}

fn partial_name(text: &str, tag: &Tag) -> Result<String, TemplateFaultKind> {
    match tag.tokens.as_slice() {
        [_, name] if name.kind == TokenKind::Text => {
            let name = name.text(text);
            let name = name[1..name.len() - 1].trim();
            let name = name.strip_prefix("partials/").unwrap_or(name);
            Ok(name.strip_suffix(".md").unwrap_or(name).to_owned())
        }
        _ => Err(TemplateFaultKind::syntax(
            "an include takes the name of one partial, in quotation marks",
            "write {% include \"name.md\" %}",
        )),
    }
}
