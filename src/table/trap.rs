//! Says what is wrong with a statement that cannot be read, and how it was most likely meant.
//!
//! The library's own words are written for programmers and its places are sometimes off, so neither is used: a
//! statement is looked at by itself, for the slips that people make.

use super::label::shortened;
use super::statement::Shape;
use super::value_trap::{Part, value_trap};
use super::{line, mend, scan, tree};
use crate::diagnostic::Code;
use std::ops::Range;

/// A slip, with the statement as it was most likely meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Trap {
    /// Which kind of fault it is.
    pub(super) code: Code,
    /// What happened.
    pub(super) message: String,
    /// What to type.
    pub(super) help: String,
    /// The bytes of the statement that are concerned.
    pub(super) range: Range<usize>,
    /// The whole statement put right; it can be read.
    pub(super) mended: Option<String>,
    /// The key, where it is plain what it is.
    pub(super) key: Option<String>,
}

impl Trap {
    pub(super) fn new(code: Code, message: impl Into<String>, range: Range<usize>) -> Self {
        Self { code, message: message.into(), help: String::new(), range, mended: None, key: None }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// Offers the statement put right, if it can be read; `help` is said where it cannot.
    pub(super) fn mended(mut self, lead: &str, mended: String, help: &str) -> Self {
        if scan::is_too_deep(&mended) || !tree::is_readable(&mended) {
            return self.help(help);
        }
        self.help = if mended.contains('\n') { format!("{lead}\n{mended}") } else { format!("{lead} {mended}") };
        self.mended = Some(mended);
        self
    }

    pub(super) fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }
}

/// A key and its value, with the bytes at which they begin in the statement.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair<'a> {
    pub(super) key: &'a str,
    pub(super) value: &'a str,
    pub(super) value_at: usize,
}

impl<'a> Pair<'a> {
    /// Parts a statement at its first `=` outside quotation marks, else at its first.
    pub(super) fn at_equals(text: &'a str) -> Option<Self> {
        let first_line = text.split('\n').next().unwrap_or("");
        let at = scan::find(first_line, '=').or_else(|| first_line.find('='))?;
        Some(Self::at(text, at))
    }

    /// Parts a statement at the one-byte sign at `at`.
    pub(super) fn at(text: &'a str, at: usize) -> Self {
        let after = &text[at + 1..];
        let value_at = at + 1 + (after.len() - after.trim_start().len());
        Self { key: text[..at].trim(), value: scan::without_comment(&text[value_at..]), value_at }
    }
}

/// What is wrong with a statement that cannot be read. `below_heading` tells whether it stands below one.
pub(super) fn trap_in(text: &str, shape: Shape, below_heading: bool) -> Trap {
    if scan::is_too_deep(text) {
        let message = "this is nested deeper than can be meant";
        return Trap::new(Code::Syntax, message, 0..first_line(text).len()).help("put text in quotation marks");
    }
    match shape {
        Shape::Heading => line::heading(text),
        Shape::HyphenList => line::hyphen_list(text),
        Shape::BrokenText => broken_text(text),
        Shape::Pair | Shape::Unclosed => pair_trap(text, below_heading),
    }
}

/// The first line of a text.
pub(super) fn first_line(text: &str) -> &str {
    text.split('\n').next().unwrap_or("")
}

fn broken_text(text: &str) -> Trap {
    let Some(pair) = Pair::at_equals(text) else {
        return line::unknown(text);
    };
    let inside = mend::without_marks(pair.value);
    let mended = format!("{} = \"\"\"\n{inside}\"\"\"", pair.key);
    let range = pair.value_at..pair.value_at + first_line(pair.value).len();
    Trap::new(Code::Syntax, "a text in quotation marks runs over the end of its line", range)
        .mended("use three quotation marks at each end:", mended, "keep it on one line")
        .key(pair.key)
}

/// What is wrong with `key = value`, also inside braces.
pub(super) fn pair_trap(text: &str, below_heading: bool) -> Trap {
    line::stray(text)
        .or_else(|| curly(text))
        .or_else(|| line::colon(text, below_heading))
        .or_else(|| line::no_sign(text))
        .or_else(|| bad_key(text, below_heading))
        .or_else(|| bad_value(text))
        .unwrap_or_else(|| line::unknown(text))
}

fn curly(text: &str) -> Option<Trap> {
    let at = scan::pieces(text).find_map(|(range, piece)| match piece {
        scan::Piece::Plain(c) if mend::is_curly(c) => Some(range),
        scan::Piece::Text { closed: false, .. } => {
            let inside = text[range.clone()].trim_end();
            let last = inside.chars().next_back().filter(|c| mend::is_curly(*c))?;
            Some(range.start + inside.len() - last.len_utf8()..range.start + inside.len())
        }
        _ => None,
    })?;
    let pair = Pair::at_equals(text)?;
    let is_mark = |c: char| mend::is_curly(c) || matches!(c, '"' | '\'');
    let is_wrapped = |part: &str| part.starts_with(is_mark) && part.ends_with(is_mark) && part.chars().count() > 1;
    let key = if is_wrapped(pair.key) { mend::quoted(mend::without_marks(pair.key)) } else { pair.key.to_owned() };
    let value = if mend::is_value(pair.value) {
        pair.value.to_owned()
    } else if is_wrapped(pair.value) {
        mend::quoted(mend::without_marks(pair.value))
    } else {
        straightened(pair.value)
    };
    let trap = Trap::new(Code::CurlyQuotes, "curly quotation marks do not count as quotation marks", at)
        .mended("write", format!("{key} = {value}"), "use straight quotation marks: \"…\"")
        .key(mend::without_marks(pair.key));
    // An apostrophe in words without any quotation marks is another trap.
    (trap.mended.is_some() || pair.value.starts_with(mend::is_curly)).then_some(trap)
}

/// The text with each pair of curly quotation marks made straight.
fn straightened(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(['“', '”', '„', '‘']) {
        let (before, from) = rest.split_at(start);
        out.push_str(before);
        let opening = from.chars().next().map_or(0, char::len_utf8);
        let inside = &from[opening..];
        let closing = if from.starts_with('‘') { '’' } else { '”' };
        let Some(end) = inside.find(closing).or_else(|| inside.find('“')) else {
            return text.to_owned();
        };
        out.push_str(&mend::quoted(&inside[..end]));
        rest = inside[end..].chars().next().map_or("", |mark| &inside[end + mark.len_utf8()..]);
    }
    out.push_str(rest);
    out
}

fn bad_key(text: &str, below_heading: bool) -> Option<Trap> {
    let pair = Pair::at_equals(text)?;
    if pair.key.is_empty() {
        let trap = Trap::new(Code::Syntax, "a value without a key", 0..first_line(text).len());
        return Some(trap.help("write the key before the equals sign, as in title = \"…\""));
    }
    if mend::is_key(pair.key) {
        return None;
    }
    let bare = if pair.key.is_ascii() { mend::bare_key(pair.key) } else { String::new() };
    let named = mend::quoted(mend::without_marks(pair.key));
    let odd = pair.key.chars().find(|c| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-')).unwrap_or(' ');
    let message = match odd {
        '"' | '\'' if pair.key.starts_with(odd) || pair.key.ends_with(odd) => {
            format!("the quotation marks round the key {} do not match", shortened(pair.key))
        }
        ' ' => format!("the key \"{}\" has a space in it", shortened(pair.key)),
        odd => format!("the key \"{}\" has \"{odd}\" in it", shortened(pair.key)),
    };
    let value = mend::value(pair.value);
    let (first, second) = if below_heading || bare.is_empty() { (&named, &bare) } else { (&bare, &named) };
    let trap = Trap::new(Code::Syntax, message, 0..pair.key.len()).key(mend::without_marks(first));
    let mut trap = trap.mended("write", format!("{first} = {value}"), "put the key in quotation marks");
    if trap.mended.is_some() && !second.is_empty() {
        trap.help = format!("{}, or {second} = {value}", trap.help);
    }
    Some(trap)
}

fn bad_value(text: &str) -> Option<Trap> {
    let pair = Pair::at_equals(text)?;
    let part = value_trap(pair.key, pair.value, 0)?;
    let Part { code, message, range, mended, lead, help, piece } = part;
    let range = pair.value_at + range.start..pair.value_at + range.end;
    let trap = Trap::new(code, message, range).key(mend::without_marks(pair.key));
    let Some(mended) = mended else {
        return Some(trap.help(help));
    };
    let mut trap = trap.mended(lead, format!("{} = {mended}", pair.key), &help);
    // Several lines of a list are not said again for one word in it.
    if let (true, Some(piece)) = (pair.value.contains('\n'), piece) {
        trap.help = format!("{lead} {piece}");
    }
    Some(trap)
}
