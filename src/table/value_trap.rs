//! The slips that people make in values.

use super::label::shortened;
use super::scan::{self, Piece};
use super::trap::pair_trap;
use super::{line, mend, tree};
use crate::calendar::CalendarDate;
use crate::diagnostic::Code;
use std::ops::Range;

/// Lists in lists are looked into this far.
const DEEPEST_LIST: usize = 8;

/// A slip in a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) code: Code,
    pub(super) message: String,
    /// The bytes of the value that are concerned.
    pub(super) range: Range<usize>,
    /// The whole value as it was most likely meant.
    pub(super) mended: Option<String>,
    /// What is said before the line put right.
    pub(super) lead: &'static str,
    /// What is said where it cannot be put right.
    pub(super) help: String,
    /// The part of a list that was put right.
    pub(super) piece: Option<String>,
}

impl Part {
    fn new(code: Code, message: impl Into<String>, range: Range<usize>) -> Self {
        let help = "put text in quotation marks".to_owned();
        Self { code, message: message.into(), range, mended: None, lead: "write", help, piece: None }
    }

    fn mended(self, mended: impl Into<String>) -> Self {
        Self { mended: Some(mended.into()), ..self }
    }

    fn lead(self, lead: &'static str) -> Self {
        Self { lead, ..self }
    }

    fn help(self, help: impl Into<String>) -> Self {
        Self { help: help.into(), ..self }
    }
}

/// What is wrong with a value that cannot be read; `None` when it is not plain.
pub(super) fn value_trap(key: &str, value: &str, depth: usize) -> Option<Part> {
    let first = value.chars().next();
    match first {
        None => Some(
            Part::new(Code::Syntax, format!("\"{}\" has no value", shortened(key)), 0..0)
                .help(format!("write {key} = \"…\", or take the line out")),
        ),
        Some('=') => {
            let rest = value.trim_start_matches(['=', ' ']);
            if rest.is_empty() {
                return value_trap(key, rest, depth);
            }
            let part = Part::new(Code::Syntax, "one equals sign is enough", 0..1);
            Some(part.mended(mend::value(rest)).help("write one equals sign"))
        }
        Some(mark @ ('"' | '\'')) => text_trap(key, value, mark),
        Some('[' | '{') if depth < DEEPEST_LIST => list_trap(key, value, depth),
        Some('[' | '{') => None,
        Some(_) => Some(bare_trap(key, value)),
    }
}

/// A value that begins with a quotation mark.
fn text_trap(key: &str, value: &str, mark: char) -> Option<Part> {
    let (range, piece) = scan::pieces(value).next()?;
    let whole = 0..value.len();
    let Piece::Text { closed, long } = piece else { return None };
    if !closed {
        return Some(unclosed_text(value, mark, long));
    }
    let after = value[range.end..].trim();
    if after.is_empty() {
        return bad_text(value, mark, long);
    }
    let behind = range.end..value.len();
    let text = &value[range];
    if matches!(after, "," | ";") {
        return Some(Part::new(Code::Syntax, format!("a \"{after}\" behind the value"), behind).mended(text));
    }
    if let Some(second) = line::second_key(after) {
        let help = format!("write {key} = {text} and, on the line below, {}", shortened(second));
        return Some(Part::new(Code::Syntax, "two keys on one line", behind).help(help));
    }
    if after.ends_with(mark) {
        let inside = &value[1..value.len() - 1];
        let message = if mark == '"' {
            "quotation marks inside quotation marks"
        } else {
            "an apostrophe ends the text too early"
        };
        return Some(Part::new(Code::Syntax, message, whole).mended(mend::quoted(inside)));
    }
    let message = format!("\"{}\" stands behind the end of the text", shortened(after));
    Some(Part::new(Code::Syntax, message, behind).mended(mend::quoted(&value.replace(mark, ""))))
}

fn unclosed_text(value: &str, mark: char, long: bool) -> Part {
    let first_line = value.split('\n').next().unwrap_or("");
    if long {
        let help = format!("end it with {}", &value[..3]);
        return Part::new(Code::Syntax, "the text that begins here is never closed", 0..first_line.len()).help(help);
    }
    let inside = &value[1..];
    if inside.ends_with(['\\', '"']) && inside.contains('\\') {
        return backslash(value, inside.strip_suffix('"').unwrap_or(inside));
    }
    let trimmed = inside.trim_end_matches(|c: char| mend::is_curly(c) || matches!(c, '"' | '\'' | ','));
    let message =
        if mark == '"' { "the quotation mark is never closed" } else { "the single quotation mark is never closed" };
    let kept = if mark == '\'' && !trimmed.is_empty() && trimmed == inside && !inside.starts_with(char::is_uppercase) {
        // An apostrophe at the front ('90s week) belongs to the words.
        value
    } else {
        trimmed
    };
    Part::new(Code::Syntax, message, 0..first_line.len()).mended(mend::quoted(kept))
}

/// A text that is closed and has nothing behind it, but cannot be read.
fn bad_text(value: &str, mark: char, long: bool) -> Option<Part> {
    if mark == '"' && value.contains('\\') {
        let inside = if long { value.trim_matches('"') } else { &value[1..value.len() - 1] };
        return Some(backslash(value, inside));
    }
    let at = value.char_indices().find(|(_, c)| c.is_control() && !matches!(c, '\n' | '\t'))?;
    let range = at.0..at.0 + at.1.len_utf8();
    let inside: String = mend::without_marks(value).chars().filter(|c| !c.is_control()).collect();
    let part = Part::new(Code::Syntax, "a character that cannot be seen stands in the text", range);
    Some(part.mended(mend::quoted(&inside)).lead("type the line again:"))
}

fn backslash(value: &str, inside: &str) -> Part {
    let at = value.find('\\').unwrap_or(0);
    let end = value[at + 1..].chars().next().map_or(at + 1, |c| at + 1 + c.len_utf8());
    let message = "a backslash does not stand for itself between double quotation marks";
    let looks_like_path = !inside.contains(' ') || inside.contains('.') || inside.contains(":\\");
    let mended = if looks_like_path { mend::quoted(&inside.replace('\\', "/")) } else { mend::quoted(inside) };
    let lead = if looks_like_path { "use forward slashes:" } else { "use single quotation marks:" };
    Part::new(Code::Syntax, message, at..end)
        .mended(mended)
        .lead(lead)
        .help("use forward slashes, or single quotation marks")
}

/// A list, or a table in braces.
fn list_trap(key: &str, value: &str, depth: usize) -> Option<Part> {
    let (open, close) = if value.starts_with('[') { ('[', ']') } else { ('{', '}') };
    let first_line = value.split('\n').next().unwrap_or("");
    let Some(end) = closing(value) else {
        let kept = value.trim_end().trim_end_matches(',');
        let part = Part::new(Code::Syntax, format!("the \"{open}\" is never closed"), 0..first_line.len());
        let part = part.help(format!("end it with \"{close}\""));
        let mended = format!("{kept}{}{close}", if kept.len() > 1 && open == '{' { " " } else { "" });
        return Some(if mend::is_value(&mended) && !mended.contains('\n') { part.mended(mended) } else { part });
    };
    let after = value[end..].trim();
    if !after.is_empty() {
        let message = format!("\"{}\" stands behind the value", shortened(after));
        return Some(Part::new(Code::Syntax, message, end..value.len()).mended(&value[..end]));
    }
    let inside = &value[1..end - 1];
    let items = scan::items(inside);
    let faulty: Vec<(Range<usize>, Part)> = items
        .iter()
        .filter_map(|item| {
            let text = &inside[item.clone()];
            let found = if open == '[' { list_item(key, text, depth) } else { table_item(text) };
            found.map(|part| (1 + item.start..1 + item.end, part))
        })
        .collect();
    if !faulty.is_empty() {
        return first_of(value, faulty);
    }
    if open == '{' && tree::is_repetition(&format!("x = {value}")) {
        return Some(
            Part::new(Code::DuplicateKey, "a key is given twice between these braces", 0..first_line.len())
                .help("keep one of the two"),
        );
    }
    let mended = format!(
        "{open}{}{close}",
        scan::items(inside).iter().map(|item| &inside[item.clone()]).collect::<Vec<_>>().join(", ")
    );
    let part = Part::new(
        Code::Syntax,
        format!("what stands between \"{open}\" and \"{close}\" cannot be read"),
        0..first_line.len(),
    );
    let part = part.help("put one comma between any two items, and text in quotation marks");
    Some(if mend::is_value(&mended) && !mended.contains('\n') { part.mended(mended) } else { part })
}

/// One past the bracket that closes the one at the start.
fn closing(value: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (range, piece) in scan::pieces(value) {
        match piece {
            Piece::Plain('[' | '{') => depth += 1,
            Piece::Plain(']' | '}') => {
                depth -= 1;
                if depth == 0 {
                    return Some(range.end);
                }
            }
            _ => {}
        }
    }
    None
}

/// The first of the slips in the parts of `value`, with all of them put right.
fn first_of(value: &str, faulty: Vec<(Range<usize>, Part)>) -> Option<Part> {
    let mut mended = Some(String::new());
    let mut at = 0;
    for (item, part) in &faulty {
        mended = mended.zip(part.mended.as_ref()).map(|(so_far, item_mended)| {
            let before = &value[at..item.start];
            format!("{so_far}{before}{item_mended}")
        });
        at = item.end;
    }
    let mended = mended.map(|so_far| format!("{so_far}{}", &value[at..]));
    let (item, part) = faulty.into_iter().next()?;
    let range = item.start + part.range.start..item.start + part.range.end;
    let piece = part.piece.clone().or_else(|| part.mended.clone());
    Some(Part { range, mended, piece, ..part })
}

fn list_item(key: &str, item: &str, depth: usize) -> Option<Part> {
    if mend::is_value(item) {
        return None;
    }
    if let Some(split) = missing_comma(item) {
        return Some(Part::new(Code::Syntax, "a comma is missing between two items", 0..item.len()).mended(split));
    }
    if let (Some(end), false) = (item.find('\n'), item.starts_with(['[', '{', '"', '\''])) {
        let line = item[..end].trim_end();
        let part = Part::new(Code::Syntax, "a comma is missing at the end of this line", 0..line.len());
        return Some(part.help(format!("write {},", mend::value(scan::without_comment(line)))));
    }
    value_trap(key, item, depth + 1)
}

/// The items with commas, where several texts stand side by side without.
fn missing_comma(item: &str) -> Option<String> {
    let mut texts = Vec::new();
    for (range, piece) in scan::pieces(item) {
        match piece {
            Piece::Text { closed: true, .. } => texts.push(&item[range]),
            Piece::Plain(c) if c.is_whitespace() => {}
            _ => return None,
        }
    }
    // "The "best" school" has its texts touching; a list has spaces between its items.
    (texts.len() > 1).then(|| texts.join(", "))
}

fn table_item(item: &str) -> Option<Part> {
    if tree::is_readable(&item.replace('\n', " ")) {
        return None;
    }
    let trap = pair_trap(item, false);
    let help = if trap.help.is_empty() { "write key = \"…\"".to_owned() } else { trap.help };
    Some(Part { mended: trap.mended, ..Part::new(trap.code, trap.message, trap.range).help(help) })
}

/// Words, figures or a date without quotation marks.
fn bare_trap(key: &str, value: &str) -> Part {
    // A remark may follow words that no quotation mark closes.
    let value = value.split(" #").next().unwrap_or(value).trim_end();
    let without_comma = value.trim_end_matches([',', ';']).trim_end();
    let whole = 0..value.len();
    if let Some(part) = bare_date(key, without_comma) {
        return part;
    }
    if without_comma != value && mend::is_value(without_comma) {
        let part = Part::new(Code::Syntax, "a comma behind the value", without_comma.len()..value.len());
        return part.mended(without_comma);
    }
    if let Some(truth) = mend::truth(value) {
        if value.eq_ignore_ascii_case(truth) {
            return Part::new(Code::Syntax, format!("{truth} is written in small letters"), whole).mended(truth);
        }
        let message = format!("{value} needs quotation marks, or is {truth}");
        return Part::new(Code::Syntax, message, whole).help(line::truths(key, truth, value));
    }
    if let Some(second) = value.find(char::is_whitespace).and_then(|at| line::second_key(&value[at..]))
        && value.split_whitespace().next().is_some_and(mend::is_value)
    {
        let first = value.split_whitespace().next().unwrap_or("");
        let first = if key == "version" { mend::quoted(first) } else { first.to_owned() };
        let help = format!("write {key} = {first} and, on the line below, {}", shortened(second));
        return Part::new(Code::Syntax, "two keys on one line", whole).help(help);
    }
    let digits = value.trim_start_matches('0');
    if value.bytes().all(|byte| byte.is_ascii_digit()) && !digits.is_empty() {
        let message = format!("the number {} begins with a nought", shortened(value));
        let help = format!("write {key} = {digits}, or {key} = \"{value}\" where the nought counts");
        return Part::new(Code::Syntax, message, whole).help(help);
    }
    if value.ends_with('"') && value.matches('"').count() == 1 {
        let part = Part::new(Code::Syntax, "the quotation mark at the front is missing", whole);
        return part.mended(mend::quoted(value.trim_end_matches('"')));
    }
    let thing = if value.starts_with(|c: char| c.is_ascii_digit()) { shortened(value) } else { "text".to_owned() };
    Part::new(Code::Syntax, format!("{thing} needs quotation marks"), whole)
        .mended(mend::quoted(without_comma))
        .lead("put quotation marks round it:")
}

fn bare_date(key: &str, value: &str) -> Option<Part> {
    let whole = 0..value.len();
    Some(match mend::date(value)? {
        Ok(date) => {
            let kind = if matches!(date, CalendarDate::Day(_)) { "date" } else { "month" };
            Part::new(Code::UnquotedDate, format!("the {kind} {} needs quotation marks", shortened(value)), whole)
                .mended(mend::quoted(value))
        }
        Err(fault) => {
            let help = fault.help().replacen("write \"", &format!("write {key} = \""), 1);
            Part::new(Code::BadDate, fault.message(), whole).help(help)
        }
    })
}
