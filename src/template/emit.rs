//! What Tera is given of a passage: its tags, and one letter for each stretch of the author's words.

use super::block::BlockTag;
use super::engine::{MADE, NEED, PART, PRINT, TICK};
use super::expression::Expression;
use super::fill::words_char;
use super::path::{Path, is_plain_key};
use super::scan::Tag;
use super::slot::{harmless, push_harmless, slot_char};
use crate::source::{Passage, Place};
use std::ops::Range;

/// A part of a passage that has been read.
#[derive(Debug)]
pub(super) enum Part {
    /// The author's words.
    Words(Range<usize>),
    /// A tag that prints the value of the slot, whatever happens round it.
    Slot(usize),
    /// A tag that prints what Tera works out; `number` is its number among the tags.
    Print { number: usize, tag: Tag, expression: Expression },
    /// A block tag; `number` is its number among the tags.
    Block { number: usize, tag: Tag, block: BlockTag, expression: Option<Expression> },
}

impl Part {
    /// How many words and signs Tera has to do for it.
    pub fn tokens(&self) -> usize {
        let filters = |found: &Expression| found.made_after.len() + found.needed_after.len() + found.part_after.len();
        match self {
            Part::Words(_) | Part::Slot(_) => 1,
            Part::Print { tag, expression, .. } => 8 + tag.tokens.len() + filters(expression),
            Part::Block { tag, expression, .. } => 2 + tag.tokens.len() + expression.as_ref().map_or(0, filters),
        }
    }
}

/// The template for Tera, with the place of every part of it.
pub(super) fn emit(passage: &Passage, parts: &[Part]) -> Passage {
    let mut emitter = Emitter { passage, out: Passage::empty(passage.place(0..0)) };
    let bodies = loop_bodies(parts);
    let mut words = 0;
    for (part, body) in parts.iter().zip(bodies) {
        match part {
            Part::Words(range) => {
                emitter.letter(words_char(words), passage.place(range.clone()));
                words += 1;
            }
            Part::Slot(slot) => emitter.letter(slot_char(*slot), passage.place(0..0)),
            Part::Print { number, tag, expression } => emitter.print(*number, tag, expression),
            Part::Block { number, tag, block, expression } => {
                emitter.block(*number, tag, block, expression.as_ref(), body);
            }
        }
    }
    emitter.out
}

/// For each part that begins a loop, how many words and signs going round it once takes.
fn loop_bodies(parts: &[Part]) -> Vec<usize> {
    let mut bodies = vec![0; parts.len()];
    let mut open: Vec<usize> = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        if let Part::Block { block: BlockTag::EndFor, .. } = part
            && let Some(inner) = open.pop()
            && let Some(outer) = open.last()
        {
            bodies[*outer] += bodies[inner];
        }
        if let Some(innermost) = open.last() {
            bodies[*innermost] += part.tokens();
        }
        if let Part::Block { block: BlockTag::For { .. }, .. } = part {
            open.push(at);
        }
    }
    bodies
}

struct Emitter<'a> {
    passage: &'a Passage,
    out: Passage,
}

impl Emitter<'_> {
    fn letter(&mut self, letter: char, place: Place) {
        self.out.push_inserted(letter.encode_utf8(&mut [0; 4]), place);
    }

    fn insert(&mut self, text: &str, tag: &Tag) {
        self.out.push_inserted(text, self.passage.place(tag.whole.clone()));
    }

    fn print(&mut self, number: usize, tag: &Tag, expression: &Expression) {
        self.insert("{{ (", tag);
        self.expression(number, tag, expression);
        let blank = if expression.may_be_blank { ", blank=true" } else { "" };
        self.insert(&format!(") | {PRINT}(k={number}{blank}) }}}}"), tag);
    }

    fn block(&mut self, number: usize, tag: &Tag, block: &BlockTag, expression: Option<&Expression>, body: usize) {
        let head = match expression {
            Some(expression) => 0..expression.tokens.start,
            None => 0..tag.tokens.len(),
        };
        self.insert("{% ", tag);
        for token in &tag.tokens[head] {
            push_harmless(&mut self.out, self.passage, token.range.clone());
            self.insert(" ", tag);
        }
        if let Some(expression) = expression {
            self.expression(number, tag, expression);
        }
        self.insert("%}", tag);
        if let BlockTag::For { .. } = block {
            self.insert(&format!("{{{{ {body} | {TICK} }}}}"), tag);
        }
    }

    fn expression(&mut self, number: usize, tag: &Tag, expression: &Expression) {
        let mut uses = expression.uses.iter().enumerate().peekable();
        let mut at = expression.tokens.start;
        while at < expression.tokens.end {
            let next = uses.next_if(|(_, found)| found.tokens.start == at);
            let name = next.map_or(0, |(name, _)| name);
            let bytes = if let Some((_, found)) = next {
                self.out.push_inserted(&optional(&found.path), self.passage.place(found.bytes.clone()));
                at = found.tokens.end;
                found.bytes.clone()
            } else {
                let bytes = tag.tokens[at].range.clone();
                push_harmless(&mut self.out, self.passage, bytes.clone());
                at += 1;
                bytes
            };
            // Tera points at these filters where what they hand on is at fault: that is where the name stands.
            let place = self.passage.place(bytes);
            if expression.needed_after.contains(&(at - 1)) {
                self.out.push_inserted(&format!(" | {NEED}(k={number}, name={name})"), place);
            }
            if expression.made_after.contains(&(at - 1)) {
                self.out.push_inserted(&format!(" | {MADE}"), place);
            }
            if expression.part_after.contains(&(at - 1)) {
                self.out.push_inserted(&format!(" | {PART}"), place);
            }
            self.insert(" ", tag);
        }
    }
}

/// A name as Tera takes it without minding what is missing: `{% if school.contacts.chair.name %}` is to be no, not a
/// fault, where there is no chair. What is printed is looked at when it is printed.
fn optional(path: &Path) -> String {
    let mut out = path.root.to_string();
    for key in &path.rest {
        let plain = is_plain_key(key) && !key.contains('-');
        if plain {
            out.extend(["?.", key]);
        } else {
            out.extend(["?[\"", &harmless(key), "\"]"]);
        }
    }
    out
}
