//! Dotted names, and what was most likely meant by one that has no value.

use super::data::{Data, Scope};
use super::fault::TemplateFaultKind;
use super::token::{Token, TokenKind};
use crate::diagnostic::nearest;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// A dotted name as an author writes it: `school.contacts.dsl.name`, or `school["name"]`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Path {
    /// The part before the first dot.
    pub(super) root: Arc<str>,
    /// The parts after it.
    pub(super) rest: Vec<Arc<str>>,
}

/// Whether a name is one of Tera's words, and so no name.
pub(super) fn is_word(name: &str) -> bool {
    joins_values(name) || matches!(name, "true" | "True" | "false" | "False" | "none" | "None" | "null" | "for")
}

/// Whether a word stands between values, as signs do.
pub(super) fn joins_values(word: &str) -> bool {
    matches!(word, "and" | "or" | "not" | "in" | "is" | "if" | "else")
}

impl Path {
    /// Reads a dotted name from the token `at`; gives it and the tokens it takes.
    ///
    /// A hyphen with no white space round it belongs to the name when a letter follows and the name comes after a dot:
    /// `school.contacts.chair-of-governors`.
    pub(super) fn read(passage: &str, tokens: &[Token], at: usize) -> Option<(Self, Range<usize>)> {
        let first = tokens.get(at).filter(|token| token.kind == TokenKind::Name && !is_word(token.text(passage)))?;
        let mut path = Self { root: first.text(passage).into(), rest: Vec::new() };
        let mut end = at + 1;
        loop {
            let dotted = tokens.get(end).is_some_and(|token| token.is(passage, ".") || token.is(passage, "?."));
            if dotted && tokens.get(end + 1).is_some_and(|token| token.kind == TokenKind::Name) {
                let name_end = hyphenated_end(passage, tokens, end + 1);
                let bytes = tokens[end + 1].range.start..tokens[name_end - 1].range.end;
                path.rest.push(passage[bytes].into());
                end = name_end;
            } else if let Some(name) = quoted_name(passage, &tokens[end..]) {
                path.rest.push(name.into());
                end += 3;
            } else {
                return Some((path, at..end));
            }
        }
    }

    /// The name with its dots.
    pub(super) fn dotted(&self) -> String {
        dotted(&self.root, &self.rest)
    }

    /// The value as a tag prints it; `None` where it has none that can be printed.
    pub fn printed(&self, scope: &Scope) -> Option<Arc<str>> {
        self.find(scope)?.printed().ok()
    }

    /// The value in a scope.
    pub(super) fn find<'a>(&self, scope: &'a Scope) -> Option<&'a Data> {
        scope.get(&self.root)?.data().descend(&self.rest)
    }
}

fn hyphenated_end(passage: &str, tokens: &[Token], mut at: usize) -> usize {
    loop {
        let joins = |left: usize| matches!((tokens.get(left), tokens.get(left + 1)), (Some(a), Some(b)) if a.range.end == b.range.start);
        let goes_on = tokens.get(at + 1).is_some_and(|token| token.is(passage, "-"))
            && tokens.get(at + 2).is_some_and(|token| token.kind == TokenKind::Name)
            && joins(at)
            && joins(at + 1);
        if !goes_on {
            return at + 1;
        }
        at += 2;
    }
}

fn quoted_name<'a>(passage: &'a str, tokens: &[Token]) -> Option<&'a str> {
    let [open, name, close, ..] = tokens else { return None };
    let opens = open.is(passage, "[") || open.is(passage, "?[");
    if !(opens && name.kind == TokenKind::Text && close.is(passage, "]")) {
        return None;
    }
    let text = name.text(passage);
    let text = &text[1..text.len() - 1];
    (!text.contains(['\\', '"'])).then_some(text)
}

/// Whether a key can be written after a dot.
pub(super) fn is_plain_key(key: &str) -> bool {
    key.split('-').all(|part| {
        part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
            && part.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
    })
}

fn dotted<S: AsRef<str>>(root: &str, rest: &[S]) -> String {
    let mut out = root.to_owned();
    for key in rest {
        let key = key.as_ref();
        if is_plain_key(key) {
            out.extend([".", key]);
        } else {
            out.extend(["[\"", key, "\"]"]);
        }
    }
    out
}

/// What a name that the text itself makes stands for.
#[derive(Debug, Clone)]
pub(super) enum Binding {
    /// An item of the list that has this name.
    ItemOf(Path),
    /// The same as this name.
    Same(Path),
    /// It cannot be told without working it out.
    Unknown,
}

/// The names that a text makes with `for` and `set`.
pub(super) type Bindings = BTreeMap<Arc<str>, Binding>;

/// The names there are where a fault is explained.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub scope: &'a Scope,
    pub bindings: &'a Bindings,
}

const MOST_CHOICES: usize = 12;

impl<'a> Known<'a> {
    /// Whether a name is sure to have nothing to print, going by the scope alone.
    pub fn lacks(self, path: &Path) -> bool {
        !self.bindings.contains_key(&path.root)
            && path.find(self.scope).is_none_or(|data| data.printed() == Err(super::data::Unprintable::Nothing))
    }

    /// The fault of printing a name that has no value.
    pub fn no_value(self, path: &Path) -> TemplateFaultKind {
        let root = self.data(path, 0);
        let mut choices: Vec<String> = Vec::new();
        let mut known = 0;
        if let Some(mut data) = root {
            while let Some(next) = path.rest.get(known).and_then(|key| data.get(key)) {
                data = next;
                known += 1;
            }
            if known < path.rest.len() {
                choices = keys_below(&dotted(&path.root, &path.rest[..known]), data);
            }
        } else {
            choices.extend(self.scope.names().take(MOST_CHOICES).map(str::to_owned));
        }
        let empty = root.is_some() && known == path.rest.len();
        TemplateFaultKind::NoValue {
            path: path.dotted(),
            nearest: if empty { None } else { self.nearest(path) },
            known_root: root.is_some() || self.bindings.contains_key(&path.root),
            empty,
            choices,
        }
    }

    /// The fault of printing a name that stands for a group of values.
    pub fn not_text(self, path: &Path) -> TemplateFaultKind {
        let data = self.data(path, 0).and_then(|data| data.descend(&path.rest));
        let choices = data.map(|data| keys_below(&path.dotted(), data)).unwrap_or_default();
        TemplateFaultKind::NotText { path: path.dotted(), choices }
    }

    /// What the first part of a name stands for. Names that are made of names are followed four deep.
    fn data(self, path: &Path, depth: usize) -> Option<&'a Data> {
        let whole = |other: &Path| self.data(other, depth + 1)?.descend(&other.rest);
        match self.bindings.get(&path.root) {
            None => Some(self.scope.get(&path.root)?.data()),
            Some(_) if depth == 4 => None,
            Some(Binding::Unknown) => None,
            Some(Binding::Same(other)) => whole(other),
            Some(Binding::ItemOf(other)) => match whole(other)? {
                Data::List(items) => items.first(),
                _ => None,
            },
        }
    }

    /// The nearest whole name that prints something.
    fn nearest(self, path: &Path) -> Option<String> {
        let known_root = self.data(path, 0);
        if let Some(data) = known_root {
            return nearest_below(data, &path.rest).map(|rest| dotted(&path.root, &rest));
        }
        let names = self.scope.names().chain(self.bindings.keys().map(|name| &**name));
        if let Some(root) = nearest(&path.root, names) {
            let other = Path { root: root.into(), rest: path.rest.clone() };
            let rest = nearest_below(self.data(&other, 0)?, &path.rest)?;
            return Some(dotted(root, &rest));
        }
        // Somebody who writes {{ name }} most likely means {{ school.name }}.
        let whole: Vec<&str> = std::iter::once(&*path.root).chain(path.rest.iter().map(|key| &**key)).collect();
        let owner = ["school", "trust", "policy"].into_iter().chain(self.scope.names()).find(|name| {
            self.scope.get(name).and_then(|root| root.data().descend(&whole)).is_some_and(|data| data.printed().is_ok())
        })?;
        Some(dotted(owner, &whole))
    }
}

fn keys_below(path: &str, data: &Data) -> Vec<String> {
    data.keys().take(MOST_CHOICES).map(|key| dotted(path, &[key])).collect()
}

/// The nearest names, one for each of `wanted`, that lead to something that can be printed.
fn nearest_below<'a>(data: &'a Data, wanted: &'a [Arc<str>]) -> Option<Vec<&'a str>> {
    let Some((key, rest)) = wanted.split_first() else { return data.printed().is_ok().then(Vec::new) };
    let name: &str = if data.get(key).is_some() { key } else { nearest(key, data.keys())? };
    let mut names = vec![name];
    names.extend(nearest_below(data.get(name)?, rest)?);
    Some(names)
}
