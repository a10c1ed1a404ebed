//! Values that differ from place to place, each kind of them once however many passages print it.
//!
//! Nothing here knows what a value is called: gaps whose values agree place by place are one column. That
//! finds `school.name` in every passage that prints it, and a value that all places share is no gap at all.

use super::passage::{each_run, gap_char, gap_index};
use std::collections::{BTreeMap, HashMap};

/// The values of one or more gaps, by place.
#[derive(Default)]
pub(super) struct Column<'p> {
    pub values: BTreeMap<usize, &'p str>,
}

/// What a gap becomes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Settled<'p> {
    /// A value that all of its places share.
    Text(&'p str),
    /// A gap of that number, for the values of a column.
    Column(usize),
}

#[derive(Default)]
pub(super) struct Columns<'p> {
    pub all: Vec<Column<'p>>,
    known: HashMap<Vec<(usize, &'p str)>, usize>,
}

impl<'p> Columns<'p> {
    /// What a gap with such values becomes, place by place.
    pub fn settled(&mut self, values: Vec<(usize, &'p str)>) -> Settled<'p> {
        match values.split_first() {
            Some(((_, first), rest)) if rest.iter().all(|(_, value)| value == first) => Settled::Text(first),
            Some(_) => Settled::Column(self.column(values)),
            None => Settled::Text(""),
        }
    }

    /// The column that holds these values, or has room for them because it agrees with them where both have a value.
    fn column(&mut self, values: Vec<(usize, &'p str)>) -> usize {
        if let Some(known) = self.known.get(&values) {
            return *known;
        }
        let fits = |column: &Column<'_>| {
            let mut shared = 0;
            let agrees = values.iter().all(|(place, value)| match column.values.get(place) {
                Some(there) => {
                    shared += 1;
                    there == value
                }
                None => true,
            });
            agrees && shared > 1
        };
        let index = self.all.iter().position(fits).unwrap_or(self.all.len());
        if index == self.all.len() {
            self.all.push(Column::default());
        }
        self.all[index].values.extend(values.iter().copied());
        self.known.insert(values, index);
        index
    }
}

/// The words of a template, with what each gap becomes; line by line, without blank lines and double spaces.
pub(super) fn settle<'p>(template: &str, mut gap: impl FnMut(usize) -> Settled<'p>) -> String {
    let mut tidy = Tidy { words: String::with_capacity(template.len()), after: After::Line };
    each_run(template, |run, c| {
        tidy.push(run);
        match c.map(|c| (c, gap_index(c).map(&mut gap))) {
            Some((_, Some(Settled::Text(value)))) => tidy.push(value),
            Some((_, Some(Settled::Column(column)))) => gap_char(column).into_iter().for_each(|c| tidy.letter(c)),
            Some((c, None)) => tidy.letter(c),
            None => {}
        }
    });
    tidy.words
}

/// Words that are put together without blank lines and double spaces.
struct Tidy {
    words: String,
    after: After,
}

/// What the next letter comes after.
#[derive(Clone, Copy)]
enum After {
    Letter,
    Space,
    Line,
}

impl Tidy {
    /// Other private characters have no meaning that could be searched for or printed: they are spaces.
    fn push(&mut self, words: &str) {
        let is_space = |c: char| c.is_whitespace() || is_private(c);
        let mut rest = words;
        while let Some(c) = rest.chars().next() {
            let end = rest.find(is_space).unwrap_or(rest.len());
            if end == 0 {
                self.after = if c == '\n' || matches!(self.after, After::Line) { After::Line } else { After::Space };
                rest = &rest[c.len_utf8()..];
            } else {
                self.begin();
                self.words.push_str(&rest[..end]);
                rest = &rest[end..];
            }
        }
    }

    fn letter(&mut self, c: char) {
        self.begin();
        self.words.push(c);
    }

    /// Gets ready for a letter.
    fn begin(&mut self) {
        match std::mem::replace(&mut self.after, After::Letter) {
            After::Line if !self.words.is_empty() => self.words.push('\n'),
            After::Space => self.words.push(' '),
            After::Line | After::Letter => {}
        }
    }
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Settles a template of which each place has these values.
    fn settle<'p>(columns: &mut Columns<'p>, template: &str, values: &[(usize, &[&'p str])]) -> String {
        super::settle(template, |gap| {
            columns.settled(values.iter().map(|(place, values)| (*place, values[gap])).collect())
        })
    }

    #[test]
    fn a_value_that_all_share_is_text_and_one_that_differs_is_a_column() {
        let mut columns = Columns::default();
        let both: &[(usize, &[&str])] = &[(0, &["us", "the trust"]), (1, &["us", "Ashby"])];
        assert_eq!(settle(&mut columns, "Ask \u{F0000} of \u{F0001}.", both), "Ask us of \u{F0000}.");
        let again: &[(usize, &[&str])] = &[(0, &["the trust"]), (1, &["Ashby"])];
        assert_eq!(settle(&mut columns, "\u{F0000}", again), "\u{F0000}");
        let wider: &[(usize, &[&str])] = &[(0, &["the trust"]), (1, &["Ashby"]), (2, &["Brook"])];
        assert_eq!(settle(&mut columns, "\u{F0000}", wider), "\u{F0000}");
        let other: &[(usize, &[&str])] = &[(1, &["Ashby"]), (2, &["Crane"])];
        assert_eq!(settle(&mut columns, "\u{F0000}", other), "\u{F0001}");
        assert_eq!(columns.all.len(), 2);
        assert_eq!(columns.all[0].values.len(), 3);
    }

    #[test]
    fn lines_are_tidy() {
        let mut columns = Columns::default();
        let one: &[(usize, &[&str])] = &[(0, &["x\n y", ""])];
        let template = "\n  a \u{F0000}\u{E001}  b\n\n\u{F0001}\nc ";
        assert_eq!(settle(&mut columns, template, one), "a x\ny b\nc");
    }
}
