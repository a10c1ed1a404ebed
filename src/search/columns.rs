//! Values that differ from place to place, each kind of them once however many passages print it.
//!
//! Nothing here knows what a value is called: gaps whose values agree place by place are one column. That
//! finds `school.name` in every passage that prints it, and a value that all places share is no gap at all.

use super::gather::{Text, gap_char, gap_index};
use std::collections::{BTreeMap, HashMap};

/// The values of one or more gaps, by place.
#[derive(Default)]
pub(super) struct Column<'p> {
    pub values: BTreeMap<usize, &'p str>,
}

#[derive(Default)]
pub(super) struct Columns<'p> {
    pub all: Vec<Column<'p>>,
    known: HashMap<Vec<(usize, &'p str)>, usize>,
}

impl<'p> Columns<'p> {
    /// The words of a text, with a gap for each value that is not the same for all of its places, numbered as its
    /// column; line by line, without blank lines and double spaces.
    pub fn settle(&mut self, text: &Text<'p>) -> String {
        let mut settled = String::with_capacity(text.template.len());
        for c in text.template.chars() {
            let Some(gap) = gap_index(c) else {
                // Other private characters have no meaning that could be searched for or printed.
                settled.push(if is_private(c) { ' ' } else { c });
                continue;
            };
            let mut values = text.values_of(gap);
            match values.next() {
                Some(first) if values.all(|value| value == first) => settled.push_str(first),
                Some(_) => {
                    let column = self.column(text.places.iter().copied().zip(text.values_of(gap)).collect());
                    settled.extend(gap_char(column));
                }
                None => {}
            }
        }
        let lines = settled.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
        lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
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

fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text<'p>(template: &str, values: &[(usize, &[&'p str])]) -> Text<'p> {
        let mut text = Text::new(template.to_owned(), values.first().map_or(0, |(_, values)| values.len()));
        values.iter().for_each(|(place, values)| text.add(*place, values.iter().copied()));
        text
    }

    #[test]
    fn a_value_that_all_share_is_text_and_one_that_differs_is_a_column() {
        let mut columns = Columns::default();
        let both = text("Ask \u{F0000} of \u{F0001}.", &[(0, &["us", "the trust"]), (1, &["us", "Ashby"])]);
        assert_eq!(columns.settle(&both), "Ask us of \u{F0000}.");
        let again = text("\u{F0000}", &[(0, &["the trust"]), (1, &["Ashby"])]);
        assert_eq!(columns.settle(&again), "\u{F0000}");
        let wider = text("\u{F0000}", &[(0, &["the trust"]), (1, &["Ashby"]), (2, &["Brook"])]);
        assert_eq!(columns.settle(&wider), "\u{F0000}");
        let other = text("\u{F0000}", &[(1, &["Ashby"]), (2, &["Crane"])]);
        assert_eq!(columns.settle(&other), "\u{F0001}");
        assert_eq!(columns.all.len(), 2);
        assert_eq!(columns.all[0].values.len(), 3);
    }

    #[test]
    fn lines_are_tidy() {
        let mut columns = Columns::default();
        let one = text("\n  a \u{F0000}\u{E001}  b\n\n\u{F0001}\nc ", &[(0, &["x\n y", ""])]);
        assert_eq!(columns.settle(&one), "a x\ny b\nc");
    }
}
