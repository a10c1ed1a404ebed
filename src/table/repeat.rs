//! Keys and headings that are given twice.

use super::label::shortened;
use super::statement::{Shape, Statement};
use super::trap::Pair;
use super::{scan, tree};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Place};

/// Finds where what is given twice was given first.
#[derive(Debug)]
pub(super) struct Repeats<'a> {
    text: &'a str,
    file: FileId,
    /// The byte of the file at which `text` begins.
    offset: usize,
    statements: &'a [Statement],
    /// The names from the outermost table down to each statement's key; none for what was not read.
    paths: Vec<Vec<String>>,
}

impl<'a> Repeats<'a> {
    /// Looks into a text's statements, leaving out those that are `skipped`.
    pub(super) fn new(
        text: &'a str,
        file: FileId,
        offset: usize,
        statements: &'a [Statement],
        skipped: &[bool],
    ) -> Self {
        let path = |(number, skipped): (usize, &bool)| {
            if *skipped { Vec::new() } else { full_path(text, statements, number) }
        };
        Self { text, file, offset, statements, paths: skipped.iter().enumerate().map(path).collect() }
    }

    /// Says that the statement of that number gives again what an earlier one gives.
    pub(super) fn fault(&self, number: usize) -> Diagnostic {
        let statement = &self.statements[number];
        let words = heading_or_key(self.text, statement);
        let is_heading = statement.shape == Shape::Heading;
        let is_quoted = words.starts_with(['"', '\'']);
        let named = if is_heading || is_quoted { shortened(words) } else { format!("\"{}\"", shortened(words)) };
        let message = format!("{named} is given twice");
        let fault = Diagnostic::error(Code::DuplicateKey, self.place(statement, words), message);
        let Some(first) = self.first(number) else {
            return fault.help("keep one of the two");
        };
        let first_words = heading_or_key(self.text, first);
        let fault = fault.note(self.place(first, first_words), "first given here");
        if !is_heading {
            return fault.help("keep one of the two lines");
        }
        match (words.starts_with("[["), first_words.starts_with("[["), first.shape == Shape::Heading) {
            (false, true, true) => fault.help(format!("write [{words}], in double brackets as the first")),
            (true, false, true) => fault.help(format!("write {words} in both places, in double brackets")),
            (_, _, true) => fault.help(format!("move the lines below it up to the first {words}")),
            (_, _, false) => fault.help("keep one of the two"),
        }
    }

    /// The number of the earlier heading that this heading gives again, word for word.
    pub(super) fn same_heading(&self, number: usize) -> Option<usize> {
        let is_plain = |at: usize| {
            let statement = &self.statements[at];
            statement.shape == Shape::Heading && !self.text[statement.range.clone()].starts_with("[[")
        };
        (0..number).find(|at| is_plain(number) && is_plain(*at) && self.paths[*at] == self.paths[number])
    }

    fn place(&self, statement: &Statement, words: &str) -> Place {
        let start = self.offset + statement.range.start;
        Place::new(self.file, start..start + words.len())
    }

    /// The first statement that gives the same, or else a value where this one needs a table.
    fn first(&self, number: usize) -> Option<&'a Statement> {
        let path = &self.paths[number];
        let heading = self.statements[number].heading;
        // Below each [[heading]] of one name a key may stand again.
        let several = heading.is_some_and(|at| self.text[self.statements[at].range.clone()].starts_with("[["));
        let earlier = || {
            (0..number)
                .filter(|at| !self.paths[*at].is_empty() && (!several || self.statements[*at].heading == heading))
        };
        let overlaps = |other: &[String]| path.starts_with(other) || other.starts_with(path);
        let found = earlier().find(|at| self.paths[*at] == *path).or_else(|| {
            earlier().find(|at| self.statements[*at].shape != Shape::Heading && overlaps(&self.paths[*at]))
        });
        found.map(|at| &self.statements[at])
    }
}

/// A statement's heading with its brackets, or its key.
fn heading_or_key<'a>(text: &'a str, statement: &Statement) -> &'a str {
    let text = &text[statement.range.clone()];
    match statement.shape {
        Shape::Heading => scan::without_comment(text),
        _ => Pair::at_equals(text).map_or(text, |pair| pair.key),
    }
}

/// The names from the outermost table down to the key.
fn full_path(text: &str, statements: &[Statement], number: usize) -> Vec<String> {
    let statement = &statements[number];
    let mut path =
        statement.heading.map_or_else(Vec::new, |heading| tree::path(heading_or_key(text, &statements[heading])));
    path.extend(tree::path(heading_or_key(text, statement)));
    path
}
