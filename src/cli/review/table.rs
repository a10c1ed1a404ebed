//! A table for the terminal, as wide as the terminal and no wider.

use std::fmt::Write as _;

/// How wide a table is where nobody says: a file, a pipe, or a terminal that does not tell.
const USUAL_WIDTH: usize = 80;

/// What stands between two columns.
const GAP: usize = 2;

/// A column narrower than this cannot be read.
const NARROWEST: usize = 8;

/// How many characters stand on a line of the terminal.
pub(in crate::cli) fn width() -> usize {
    terminal_size::terminal_size().map_or(USUAL_WIDTH, |(width, _)| usize::from(width.0).max(40))
}

enum Line<const N: usize> {
    Heading(String),
    Row([String; N]),
}

/// Rows of cells under headings.
pub(in crate::cli) struct Table<const N: usize> {
    titles: [&'static str; N],
    lines: Vec<Line<N>>,
}

impl<const N: usize> Table<N> {
    /// An empty table with these columns.
    pub(in crate::cli) fn new(titles: [&'static str; N]) -> Self {
        Self { titles, lines: Vec::new() }
    }

    /// A heading over the rows that follow.
    pub(in crate::cli) fn heading(&mut self, heading: String) {
        self.lines.push(Line::Heading(heading));
    }

    /// One row.
    pub(in crate::cli) fn row(&mut self, cells: [String; N]) {
        self.lines.push(Line::Row(cells));
    }

    /// The table in lines of at most `width` characters; what does not fit into its column goes on below.
    pub(in crate::cli) fn printed(&self, width: usize) -> String {
        let widths = self.widths(width);
        let mut text = String::new();
        write_row(&mut text, &self.titles.map(str::to_owned), &widths);
        for line in &self.lines {
            match line {
                Line::Heading(heading) => {
                    let _ = writeln!(text, "\n{heading}");
                }
                Line::Row(cells) => write_row(&mut text, cells, &widths),
            }
        }
        text
    }

    /// Each column as wide as its widest cell; where that is too much together, the widest columns give way.
    fn widths(&self, width: usize) -> [usize; N] {
        let mut widths = self.titles.map(length);
        for line in &self.lines {
            if let Line::Row(cells) = line {
                for (width, cell) in widths.iter_mut().zip(cells) {
                    *width = (*width).max(length(cell));
                }
            }
        }
        let room = width.saturating_sub(GAP * (N - 1));
        while widths.iter().sum::<usize>() > room {
            let widest = widths.iter().copied().max().unwrap_or_default();
            match widths.iter_mut().find(|width| **width == widest) {
                Some(width) if *width > NARROWEST => *width -= 1,
                _ => break,
            }
        }
        widths
    }
}

fn length(text: &str) -> usize {
    text.chars().count()
}

fn write_row<const N: usize>(text: &mut String, cells: &[String; N], widths: &[usize; N]) {
    let columns: Vec<Vec<String>> = cells.iter().zip(widths).map(|(cell, width)| wrapped(cell, *width)).collect();
    let height = columns.iter().map(Vec::len).max().unwrap_or_default();
    for index in 0..height {
        let mut line = String::new();
        for (column, width) in columns.iter().zip(widths) {
            let cell = column.get(index).map_or("", String::as_str);
            let _ = write!(line, "{cell:width$}{:GAP$}", "");
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
}

/// A text in lines of at most `width` characters, divided between words where that can be.
pub(in crate::cli) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let letters: Vec<char> = word.chars().collect();
        for (index, piece) in letters.chunks(width.max(1)).enumerate() {
            let line = lines.last_mut().expect("there is always a line");
            let space = usize::from(index == 0 && !line.is_empty());
            if index > 0 || length(line) + space + piece.len() > width {
                lines.push(piece.iter().collect());
            } else {
                line.push_str(if space == 1 { " " } else { "" });
                line.extend(piece);
            }
        }
    }
    if lines.len() > 1 && lines[0].is_empty() {
        lines.remove(0);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_too_wide_goes_on_below() {
        let mut table = Table::new(["Due", "Document"]);
        table.heading("Overdue".to_owned());
        table.row(["31 Dec 2025".to_owned(), "Parent code of conduct".to_owned()]);
        assert_eq!(
            table.printed(26),
            "Due          Document\n\nOverdue\n31 Dec 2025  Parent code\n             of conduct\n"
        );
        assert_eq!(table.printed(80), "Due          Document\n\nOverdue\n31 Dec 2025  Parent code of conduct\n");
    }

    #[test]
    fn a_word_wider_than_its_column_is_cut() {
        assert_eq!(wrapped("a Llanfairpwllgwyngyll b", 8), ["a", "Llanfair", "pwllgwyn", "gyll b"]);
        assert_eq!(wrapped("Llanfairpwll", 8), ["Llanfair", "pwll"]);
        assert_eq!(wrapped("", 8), [""]);
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide(cells in proptest::collection::vec("[a-zé ]{0,60}", 5), width in 50usize..120) {
            let mut table = Table::new(["A", "B", "C", "D", "E"]);
            table.row(cells.try_into().expect("five"));
            for line in table.printed(width).lines() {
                prop_assert!(length(line) <= width, "{}: {}", length(line), line);
            }
        }
    }
}
