//! Reads a table, and what can be read of a faulty one.

use super::repeat::Repeats;
use super::statement::{Shape, Statement, statements};
use super::trap::{Pair, Trap, trap_in};
use super::tree::{self, Ground};
use super::{Table, Value, ValueKind, mend, scan};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Located, Place, Sources};
use std::ops::Range;

/// After so many repetitions the rest goes unsaid until some are mended.
const MOST_REPETITIONS: usize = 50;

/// Reads the bytes `range` of a file as TOML: all of a TOML file, or the front matter of another.
///
/// Every line that cannot be read is reported once, with what to type. What can be read is in the table; so is a line
/// that was plainly meant one way. A key whose value cannot be guessed at is [`ValueKind::Unreadable`].
pub fn parse(sources: &Sources, file: FileId, range: Range<usize>, diagnostics: &mut Diagnostics) -> Table {
    let offset = range.start;
    let text = sources.text(file).get(range).unwrap_or("");
    let mut table = match read_sound(text, Ground::In(file, offset)) {
        Some(table) => table,
        None => recover(text, file, offset, diagnostics),
    };
    if let Some(first) = first_heading(&table) {
        let line = sources.position(Place::new(file, first as usize..first as usize)).line;
        note_first_heading(&mut table, line);
    }
    table
}

fn read_sound(text: &str, ground: Ground) -> Option<Table> {
    if text.bytes().filter(|byte| *byte == b'.').count() > scan::DEEPEST && scan::is_too_deep(text) {
        return None;
    }
    let (table, unread) = tree::read(text, ground);
    unread.is_empty().then_some(table)
}

/// Reads statement by statement: what is faulty is reported and blanked, and the rest read as a whole.
fn recover(text: &str, file: FileId, offset: usize, diagnostics: &mut Diagnostics) -> Table {
    let statements = statements(text);
    let traps: Vec<Option<Trap>> = statements.iter().map(|statement| trap_of(text, statement)).collect();
    for (statement, trap) in statements.iter().zip(&traps) {
        if let Some(trap) = trap {
            diagnostics.push(diagnostic(trap, file, offset + statement.range.start));
        }
    }
    let mut skipped: Vec<bool> = statements
        .iter()
        .enumerate()
        // What stands below a heading that cannot be read must not fall to the heading before it.
        .map(|(number, statement)| traps[number].is_some() || statement.heading.is_some_and(|at| traps[at].is_some()))
        .collect();
    let reread = |skipped: &[bool]| tree::read(&blanked(text, &statements, skipped), Ground::In(file, offset));
    let (mut table, mut unread) = reread(&skipped);
    let mut moved: Vec<(usize, usize)> = Vec::new();
    // What is given twice is taken out and the rest read again, or one repetition would make others of what follows it.
    for _ in 0..MOST_REPETITIONS {
        let statement_at =
            |fault: &Range<usize>| statements.iter().rposition(|statement| statement.range.start <= fault.start);
        let Some(number) = unread.iter().filter_map(statement_at).find(|number| !skipped[*number]) else { break };
        let repeats = Repeats::new(text, file, offset, &statements, &skipped);
        diagnostics.push(repeats.fault(number));
        skipped[number] = true;
        for (below, statement) in statements.iter().enumerate().filter(|(_, below)| below.heading == Some(number)) {
            if let Some(first) =
                repeats.same_heading(number).filter(|_| statement.shape == Shape::Pair && !skipped[below])
            {
                moved.push((below, first));
            }
            skipped[below] = true;
        }
        (table, unread) = reread(&skipped);
    }
    if traps.iter().all(Option::is_none) && !skipped.contains(&true) {
        unread.into_iter().for_each(|fault| diagnostics.push(unexplained(file, offset, fault)));
    }
    for (number, first) in moved {
        let Statement { range, .. } = &statements[number];
        let words = &text[range.clone()];
        let Some(pair) = Pair::at_equals(words) else { continue };
        let as_it_is = Trap::new(Code::DuplicateKey, "", 0..0).mended("", words.to_owned(), "").key(pair.key);
        let heading = Place::new(file, offset + statements[first].range.start..offset).start;
        put_back(&mut table, &as_it_is, words, offset + range.start, Some(heading), file);
    }
    for (number, trap) in traps.iter().enumerate() {
        let Some(trap) = trap else { continue };
        let statement = &statements[number];
        let heading = statement.heading.map(|at| Place::new(file, offset + statements[at].range.start..offset).start);
        let words = match statement.shape {
            // The table below a heading that cannot be read is not to be missed either.
            Shape::Heading => "",
            _ => &text[statement.range.clone()],
        };
        let trap = Trap { mended: trap.mended.clone().filter(|_| !words.is_empty()), ..trap.clone() };
        put_back(&mut table, &trap, words, offset + statement.range.start, heading, file);
    }
    table
}

fn trap_of(text: &str, statement: &Statement) -> Option<Trap> {
    let words = &text[statement.range.clone()];
    let below_heading = statement.heading.is_some();
    if !scan::is_too_deep(words) && tree::is_readable(words) {
        return None;
    }
    Some(trap_in(words, statement.shape, below_heading))
}

fn diagnostic(trap: &Trap, file: FileId, start: usize) -> Diagnostic {
    let place = Place::new(file, start + trap.range.start..start + trap.range.end);
    Diagnostic::error(trap.code, place, trap.message.clone()).help(trap.help.clone())
}

fn unexplained(file: FileId, offset: usize, range: Range<usize>) -> Diagnostic {
    let place = Place::new(file, offset + range.start..offset + range.end);
    Diagnostic::error(Code::Syntax, place, "this line cannot be read")
        .help("a line is a key, an equals sign and a value, as in title = \"…\"")
}

/// The text with spaces in place of what is skipped, so that every other byte keeps its place.
fn blanked(text: &str, statements: &[Statement], skipped: &[bool]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (statement, _) in statements.iter().zip(skipped).filter(|(_, skipped)| **skipped) {
        out.push_str(&text[at..statement.range.start]);
        out.extend(text[statement.range.clone()].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        at = statement.range.end;
    }
    out.push_str(&text[at..]);
    out
}

/// Puts a faulty statement into the table as it was meant, or at least its key.
fn put_back(table: &mut Table, trap: &Trap, words: &str, start: usize, heading: Option<u32>, file: FileId) {
    let whole = Place::new(file, start..start + words.len());
    let target = match heading {
        None => Some(table),
        Some(heading) => table_at(table, heading),
    };
    let (Some(target), Some(key)) = (target, trap.key.as_deref().filter(|key| !key.is_empty())) else {
        return;
    };
    // A key that stands as it was typed is read like any other, at its own place.
    let typed = Pair::at_equals(words).filter(|pair| pair.key == key && words.starts_with(key));
    let (key_place, place) = match typed {
        Some(pair) => {
            (Place::new(file, start..start + key.len()), Place::new(file, start + pair.value_at..start + words.len()))
        }
        None => (whole, whole),
    };
    if let Some(mended) = &trap.mended {
        let (mended, _) = tree::read(mended, Ground::At(place));
        for (key, value) in mended.entries {
            add(target, Located::new(key.value, key_place), Value { guessed: typed.is_none(), ..value });
        }
    } else {
        let first = if mend::is_key(key) { tree::path(key).into_iter().next() } else { None };
        let name = Located::new(first.unwrap_or_else(|| key.to_owned()), key_place);
        let guessed = typed.is_none();
        add(target, name, Value { kind: ValueKind::Unreadable, place, written: String::new(), guessed });
    }
}

/// Adds a key that is not there yet, in its place among the others.
fn add(table: &mut Table, key: Located<String>, value: Value) {
    if table.get(&key.value).is_none() {
        let at = table.entries.partition_point(|(other, _)| other.place.start <= key.place.start);
        table.entries.insert(at, (key, value));
    }
}

/// The table whose heading starts at that byte of the file.
fn table_at(table: &mut Table, start: u32) -> Option<&mut Table> {
    if table.heading.is_some() && table.place.start == start {
        return Some(table);
    }
    table.entries.iter_mut().flat_map(|(_, value)| tables_of(value)).find_map(|inner| table_at(inner, start))
}

fn tables_of(value: &mut Value) -> Vec<&mut Table> {
    match &mut value.kind {
        ValueKind::Table(table) => vec![table],
        ValueKind::List(items) => items.iter_mut().flat_map(tables_of).collect(),
        _ => Vec::new(),
    }
}

/// The byte of the file at which its first heading starts.
fn first_heading(table: &Table) -> Option<u32> {
    fn of_value(value: &Value) -> Option<u32> {
        match &value.kind {
            ValueKind::Table(table) => first_heading(table),
            ValueKind::List(items) => items.iter().filter_map(of_value).min(),
            _ => None,
        }
    }
    let own = table.heading.as_ref().map(|_| table.place.start);
    table.entries.iter().filter_map(|(_, value)| of_value(value)).chain(own).min()
}

fn note_first_heading(table: &mut Table, line: usize) {
    if let Some(heading) = &mut table.heading {
        heading.first_line = line;
    }
    for (_, value) in &mut table.entries {
        for inner in tables_of(value) {
            note_first_heading(inner, line);
        }
    }
}

#[cfg(test)]
mod tests;
