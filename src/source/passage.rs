//! Text that was put together from several places and still knows where each part came from.

use super::{FileId, Place};
use std::ops::Range;

/// Text with the place of every byte in it.
///
/// What was taken from a file maps byte for byte; what was put in by the program (see [`Passage::push_inserted`]) maps
/// as a whole to the place that it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    text: String,
    runs: Vec<Run>,
    /// Where an empty passage stands, and where its end is.
    end: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    at: usize,
    place: Place,
    copied: bool,
}

impl Passage {
    /// An empty passage that stands at `place`.
    pub fn empty(place: Place) -> Self {
        Self { text: String::new(), runs: Vec::new(), end: place.starting_point() }
    }

    /// The part `range` of a file's text.
    pub fn from_file(file: FileId, text: &str, range: Range<usize>) -> Self {
        let mut passage = Self::empty(Place::new(file, range.clone()));
        passage.push(&text[range.clone()], Place::new(file, range));
        passage
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether there is nothing but white space in it.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Adds text that was copied, byte for byte, from the start of `place`.
    pub fn push(&mut self, text: &str, place: Place) {
        if text.is_empty() {
            return;
        }
        self.runs.push(Run { at: self.text.len(), place, copied: true });
        self.text.push_str(text);
        let end = place.start as usize + text.len();
        self.end = Place::new(place.file, end..end);
    }

    /// Adds text that stands for what is at `place` without being copied from it.
    pub fn push_inserted(&mut self, text: &str, place: Place) {
        if text.is_empty() {
            return;
        }
        self.runs.push(Run { at: self.text.len(), place, copied: false });
        self.text.push_str(text);
        self.end = place;
    }

    /// Adds the whole of another passage.
    pub fn append(&mut self, other: &Passage) {
        let shift = self.text.len();
        self.text.push_str(&other.text);
        self.runs.extend(other.runs.iter().map(|run| Run { at: run.at + shift, ..*run }));
        self.end = other.end;
    }

    /// The part `range` (in bytes of [`Passage::text`]) as a passage of its own.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> Passage {
        let mut part = Passage::empty(self.place(range.start..range.start));
        let first = self.runs.partition_point(|run| run.at <= range.start).saturating_sub(1);
        for (index, run) in self.runs.iter().enumerate().skip(first) {
            if run.at >= range.end {
                break;
            }
            let run_end = self.runs.get(index + 1).map_or(self.text.len(), |next| next.at);
            let start = run.at.max(range.start);
            let end = run_end.min(range.end);
            if start >= end {
                continue;
            }
            let text = &self.text[start..end];
            if run.copied {
                let from = run.place.start as usize + (start - run.at);
                part.push(text, Place::new(run.place.file, from..from + text.len()));
            } else {
                part.push_inserted(text, run.place);
            }
        }
        part
    }

    /// The text of a footnote, whose later lines stand up to four spaces in.
    #[must_use]
    pub fn without_indent(&self) -> Passage {
        let mut plain = self.slice(0..0);
        let mut at = 0;
        for line in self.text.split_inclusive('\n') {
            let spaces = line.bytes().take_while(|byte| *byte == b' ').count().min(4);
            let indent = if at == 0 || line.trim().is_empty() { 0 } else { spaces };
            plain.append(&self.slice(at + indent..at + line.len()));
            at += line.len();
        }
        plain
    }

    /// Where the bytes `range` of the text were written. A range that runs over several places gives its first part.
    pub fn place(&self, range: Range<usize>) -> Place {
        let index = self.runs.partition_point(|run| run.at <= range.start);
        let Some(run) = index.checked_sub(1).map(|index| self.runs[index]) else {
            return self.end;
        };
        if range.start >= self.text.len() {
            return self.end;
        }
        if !run.copied {
            return run.place;
        }
        let run_end = self.runs.get(index).map_or(self.text.len(), |next| next.at);
        let start = run.place.start as usize + (range.start - run.at);
        let end = run.place.start as usize + (range.end.clamp(range.start, run_end) - run.at);
        Place::new(run.place.file, start..end)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Sources;
    use super::*;

    #[test]
    fn a_passage_knows_where_each_part_came_from() {
        let mut sources = Sources::default();
        let policy = sources.add("policy.md", "Start {INCLUDE} end");
        let partial = sources.add("partial.md", "our values");
        let mut passage = Passage::from_file(policy, sources.text(policy), 0..6);
        passage.append(&Passage::from_file(partial, sources.text(partial), 0..10));
        passage.append(&Passage::from_file(policy, sources.text(policy), 15..19));
        assert_eq!(passage.text(), "Start our values end");
        assert_eq!(passage.place(0..5), Place::new(policy, 0..5));
        assert_eq!(passage.place(10..16), Place::new(partial, 4..10));
        assert_eq!(passage.place(17..20), Place::new(policy, 16..19));
        let part = passage.slice(10..20);
        assert_eq!(part.text(), "values end");
        assert_eq!(part.place(0..6), Place::new(partial, 4..10));
        assert_eq!(part.place(7..10), Place::new(policy, 16..19));
        assert_eq!(passage.place(20..20), Place::new(policy, 19..19));
    }

    #[test]
    fn inserted_text_stands_for_its_place() {
        let mut sources = Sources::default();
        let file = sources.add("a.md", "x {{ school.name }} y");
        let mut passage = Passage::from_file(file, sources.text(file), 0..2);
        passage.push_inserted("\u{F1000}", Place::new(file, 2..19));
        passage.append(&Passage::from_file(file, sources.text(file), 19..21));
        assert_eq!(passage.place(2..6), Place::new(file, 2..19));
        assert_eq!(passage.place(7..8), Place::new(file, 20..21));
    }
}
