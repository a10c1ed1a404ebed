//! Blocks: which tag each `{% … %}` is, and whether they stand in each other as they should.

use super::fault::{ALLOWED_TAGS, Faults, TemplateFaultKind};
use super::path::is_word;
use super::scan::{BLOCK_HELP, Tag};
use super::token::TokenKind;
use super::{MAX_BLOCK_DEPTH, MAX_LOOP_DEPTH};
use crate::diagnostic::nearest;
use std::ops::Range;
use std::sync::Arc;

/// A `{% … %}` tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum BlockTag {
    If,
    Elif,
    Else,
    EndIf,
    /// The names it makes, and the token at which what it loops over begins.
    For {
        names: Vec<Arc<str>>,
        expression: usize,
    },
    EndFor,
    /// The name it makes, and the token at which its value begins.
    Set {
        name: Arc<str>,
        expression: usize,
    },
    Break,
    Continue,
}

/// Tells which tag it is; a fault where it is none of ours, or has too much or too little in it.
pub(super) fn read_block(text: &str, tag: &Tag, faults: &mut Faults<'_>) -> Option<BlockTag> {
    let word = |at: usize| tag.tokens.get(at).map_or("", |token| token.text(text));
    let found = match word(0) {
        "if" | "elif" if tag.tokens.len() < 2 => {
            faults.syntax(tag.whole.clone(), "this tag asks nothing", "write {% if name %}");
            return None;
        }
        "else" if word(1) == "if" => {
            faults.syntax(tag.whole.clone(), "\"else if\" is one word here", "write {% elif … %}");
            return None;
        }
        "if" => return Some(BlockTag::If),
        "elif" => return Some(BlockTag::Elif),
        "for" => return read_for(text, tag, faults),
        "set" => return read_set(text, tag, faults),
        "else" => BlockTag::Else,
        "endif" => BlockTag::EndIf,
        "endfor" => BlockTag::EndFor,
        "break" => BlockTag::Break,
        "continue" => BlockTag::Continue,
        "include" => {
            faults.syntax(tag.whole.clone(), "this partial cannot be included here", "write the tag outside comments");
            return None;
        }
        "endraw" => {
            faults.syntax(tag.whole.clone(), "this {% endraw %} has no {% raw %} before it", BLOCK_HELP);
            return None;
        }
        other => {
            let tag_name = if tag.tokens.is_empty() { "" } else { other };
            let known = ALLOWED_TAGS.iter().copied().chain(["endif", "endfor", "endraw"]);
            let kind = TemplateFaultKind::ForbiddenTag {
                tag: tag_name.to_owned(),
                nearest: nearest(tag_name, known).map(str::to_owned),
            };
            faults.add(tag.whole.clone(), kind);
            return None;
        }
    };
    if tag.tokens.len() > 1 {
        let message = format!("nothing may follow \"{}\" in its tag", word(0));
        let help = Some(format!("write {{% {} %}}", word(0)));
        faults.add(tag.tokens[1].range.clone(), TemplateFaultKind::Syntax { message, help });
        return None;
    }
    Some(found)
}

fn read_for(text: &str, tag: &Tag, faults: &mut Faults<'_>) -> Option<BlockTag> {
    let word = |at: usize| tag.tokens.get(at).map_or("", |token| token.text(text));
    let commas = word(2) == ",";
    let names = if commas { vec![1, 3] } else { vec![1] };
    let before_expression = if commas { 4 } else { 2 };
    if word(before_expression) != "in" || tag.tokens.len() < before_expression + 2 {
        faults.syntax(tag.whole.clone(), "this loop cannot be read", "write {% for item in list %}");
        return None;
    }
    let names = names.into_iter().map(|at| new_name(text, tag, at, faults)).collect::<Option<Vec<_>>>()?;
    Some(BlockTag::For { names, expression: before_expression + 1 })
}

fn read_set(text: &str, tag: &Tag, faults: &mut Faults<'_>) -> Option<BlockTag> {
    if tag.tokens.get(2).is_none_or(|token| !token.is(text, "=")) || tag.tokens.len() < 4 {
        faults.syntax(tag.whole.clone(), "this {% set %} cannot be read", "write {% set name = value %}");
        return None;
    }
    let name = new_name(text, tag, 1, faults)?;
    Some(BlockTag::Set { name, expression: 3 })
}

fn new_name(text: &str, tag: &Tag, at: usize, faults: &mut Faults<'_>) -> Option<Arc<str>> {
    let token = &tag.tokens[at];
    let name = token.text(text);
    let reserved = is_word(name) || matches!(name, "loop" | "self" | "continue" | "break");
    if token.kind != TokenKind::Name || reserved || name.starts_with("__") {
        let message = format!("\"{name}\" cannot be a name");
        let help = Some("a name is letters, digits and underscores, and none of Tera's own words".to_owned());
        faults.add(token.range.clone(), TemplateFaultKind::Syntax { message, help });
        return None;
    }
    Some(name.into())
}

/// How many times an `{% if %}` may be followed by `{% elif %}`. Tera reads each inside the one before it, without a
/// limit of its own.
const MAX_ELIFS: usize = 50;

struct Open {
    whole: Range<usize>,
    is_loop: bool,
    has_else: bool,
    elifs: usize,
}

/// The blocks that are open at a place of the text.
#[derive(Default)]
pub(super) struct Nesting {
    open: Vec<Open>,
}

impl Nesting {
    /// Takes the next tag; adds a fault where it cannot stand here.
    pub fn next(&mut self, tag: &Tag, block: &BlockTag, faults: &mut Faults<'_>) {
        let whole = tag.whole.clone();
        match block {
            BlockTag::If => self.begin(whole, false, faults),
            BlockTag::For { .. } => self.begin(whole, true, faults),
            BlockTag::EndIf => self.end(whole, false, faults),
            BlockTag::EndFor => self.end(whole, true, faults),
            BlockTag::Elif => self.elif(whole, faults),
            BlockTag::Else => match self.open.last_mut() {
                Some(open) if !open.has_else => open.has_else = true,
                Some(_) => faults.syntax(whole, "a second {% else %} in one block", "take one of them out"),
                None => faults.syntax(whole, "this {% else %} stands in no block", BLOCK_HELP),
            },
            BlockTag::Break | BlockTag::Continue => {
                if !self.open.iter().any(|open| open.is_loop && !open.has_else) {
                    faults.syntax(whole, "this tag stands in no loop", BLOCK_HELP);
                }
            }
            BlockTag::Set { .. } => {}
        }
    }

    /// The end of the passage: whatever is open now has no end.
    pub fn finish(self, faults: &mut Faults<'_>) {
        for open in self.open {
            if open.is_loop {
                faults.syntax(open.whole, "this {% for %} has no {% endfor %} in its section", BLOCK_HELP);
            } else {
                faults.syntax(open.whole, "this {% if %} has no {% endif %} in its section", BLOCK_HELP);
            }
        }
    }

    /// How many loops stand round here.
    pub fn loops(&self) -> usize {
        self.open.iter().filter(|open| open.is_loop).count()
    }

    fn begin(&mut self, whole: Range<usize>, is_loop: bool, faults: &mut Faults<'_>) {
        if is_loop && self.loops() == MAX_LOOP_DEPTH {
            faults.syntax(whole.clone(), "loops stand more than three deep in each other", "take one loop out");
        }
        if self.open.len() == MAX_BLOCK_DEPTH {
            faults.syntax(whole.clone(), "blocks stand too deep in each other", "put conditions together with and");
        }
        self.open.push(Open { whole, is_loop, has_else: false, elifs: 0 });
    }

    fn end(&mut self, whole: Range<usize>, is_loop: bool, faults: &mut Faults<'_>) {
        match self.open.pop() {
            Some(open) if open.is_loop == is_loop => {}
            Some(open) if open.is_loop => {
                faults.syntax(whole, "this {% endif %} would end a {% for %}", "write {% endfor %}");
            }
            Some(_) => faults.syntax(whole, "this {% endfor %} would end an {% if %}", "write {% endif %}"),
            None if is_loop => faults.syntax(whole, "this {% endfor %} has no {% for %} in its section", BLOCK_HELP),
            None => faults.syntax(whole, "this {% endif %} has no {% if %} in its section", BLOCK_HELP),
        }
    }

    fn elif(&mut self, whole: Range<usize>, faults: &mut Faults<'_>) {
        let Some(open) = self.open.last_mut().filter(|open| !open.is_loop) else {
            faults.syntax(whole, "this {% elif %} has no {% if %} in its section", BLOCK_HELP);
            return;
        };
        open.elifs += 1;
        if open.has_else {
            faults.syntax(whole, "this {% elif %} comes after its {% else %}", "put {% else %} last");
        } else if open.elifs == MAX_ELIFS + 1 {
            faults.syntax(whole, "too many {% elif %} in one block", "begin a new {% if %}");
        }
    }
}
