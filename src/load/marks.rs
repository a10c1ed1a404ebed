//! Finds the front matter of a file: the lines between two lines of `+++`.
//!
//! Where the marks are wrong, that is one fault. What stands between is read all the same, as far as it can be told
//! where it ends, so that nothing in it is called missing.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Place, Sources};
use std::ops::Range;

/// Longer front matter is refused.
const MAX_FRONT_MATTER_BYTES: usize = 64 * 1024;

/// Where the front matter and the text of a file stand.
#[derive(Debug)]
pub(super) struct Split {
    /// The TOML, where there is front matter.
    pub toml: Option<Range<usize>>,
    /// Where the text begins.
    pub text_start: usize,
    /// Whether there is front matter whose marks are wrong, so that nothing in it can be called missing.
    pub is_broken: bool,
    /// Whether what is wrong with its lines is left unsaid: they are YAML, and that has been said.
    pub is_yaml: bool,
}

impl Split {
    fn none() -> Self {
        Self { toml: None, text_start: 0, is_broken: false, is_yaml: false }
    }

    fn broken(toml: Range<usize>, text_start: usize) -> Self {
        Self { toml: Some(toml), text_start, is_broken: true, is_yaml: false }
    }
}

/// Finds the front matter of a file, saying what is wrong with its marks.
pub(super) fn split(sources: &Sources, file: FileId, diagnostics: &mut Diagnostics) -> Split {
    let text = sources.text(file);
    let lines = lines(text);
    let Some(first) = lines.iter().position(|line| !text[line.clone()].trim().is_empty()) else { return Split::none() };
    let splitter = Splitter { text, lines, file };
    let fault = match splitter.word(first) {
        "+++" => match splitter.find(first + 1, |word| word == "+++") {
            Some(last) => return splitter.between(first, last, diagnostics),
            None => splitter.without_end(first),
        },
        "---" => splitter.yaml(first),
        word if is_like_a_mark(word) => splitter.odd_opening(first),
        _ => match splitter.find(first + 1, |word| word == "+++") {
            Some(mark) => splitter.late_mark(first, mark),
            None => return Split::none(),
        },
    };
    let (split, message, help, line) = fault;
    let start = splitter.lines[line].start;
    let place = Place::new(file, start..start + splitter.word(line).len());
    diagnostics.push(Diagnostic::error(Code::FrontMatter, place, message).help(help));
    split
}

/// The lines of a text, without their line ends.
fn lines(text: &str) -> Vec<Range<usize>> {
    let mut at = 0;
    let line = |line: &str| {
        at += line.len();
        at - line.len()..at - usize::from(line.ends_with('\n'))
    };
    text.split_inclusive('\n').map(line).collect()
}

/// Whether a line is most likely meant for `+++`.
fn is_like_a_mark(word: &str) -> bool {
    let is_pluses = word.len() > 1 && word.chars().all(|c| matches!(c, '+' | ' '));
    is_pluses || matches!(word, "```" | "```toml" | "~~~")
}

/// Whether a line begins as a key with its value does, a heading, a comment, or the next line of a list.
fn is_like_toml(line: &str) -> bool {
    let line = line.trim_start();
    let is_key = line.split_once('=').is_some_and(|(key, _)| key.split_whitespace().count() <= 3);
    is_key || line.starts_with(['[', ']', '}', '"', '\'', '#', '{'])
}

struct Splitter<'a> {
    text: &'a str,
    lines: Vec<Range<usize>>,
    file: FileId,
}

/// What was found, what is wrong, what to type, and the line that it is said of.
type Wrong = (Split, String, String, usize);

impl Splitter<'_> {
    /// A line without the spaces at its ends.
    fn word(&self, line: usize) -> &str {
        self.text[self.lines[line].clone()].trim()
    }

    fn find(&self, from: usize, is_it: impl Fn(&str) -> bool) -> Option<usize> {
        (from..self.lines.len()).find(|line| is_it(self.word(*line)))
    }

    /// Where a line starts; the end of the text behind the last.
    fn start(&self, line: usize) -> usize {
        self.lines.get(line).map_or(self.text.len(), |line| line.start)
    }

    /// Front matter as it should be, unless it is too long.
    fn between(&self, first: usize, last: usize, diagnostics: &mut Diagnostics) -> Split {
        let toml = self.start(first + 1)..self.start(last);
        let text_start = self.start(last + 1);
        if toml.len() <= MAX_FRONT_MATTER_BYTES {
            return Split { toml: Some(toml), text_start, ..Split::none() };
        }
        let message = format!("the front matter is longer than {} KiB", MAX_FRONT_MATTER_BYTES / 1024);
        let place = Place::new(self.file, self.lines[first].clone());
        let help = format!("move long text below line {}, where the front matter ends", last + 1);
        diagnostics.push(Diagnostic::error(Code::FileTooLarge, place, message).help(help));
        Split { toml: None, text_start, is_broken: true, is_yaml: false }
    }

    /// A second line of `+++` is not there: another mark may be, or the text begins where plainly no key stands.
    fn without_end(&self, first: usize) -> Wrong {
        let end = self.guessed_end(first + 1);
        let other = (first + 1..end).find(|line| self.word(*line) == "---" || is_like_a_mark(self.word(*line)));
        let begin = self.start(first + 1).min(self.text.len());
        if let Some(mark) = other {
            let split = Split::broken(begin..self.start(mark), self.start(mark + 1));
            let message = format!("front matter ends with a line of +++, not {}", self.word(mark));
            return (split, message, "write +++".to_owned(), mark);
        }
        let split = Split::broken(begin..self.start(end), self.start(end));
        let help = match end < self.lines.len() {
            true => format!("write +++ on a line of its own above line {}", end + 1),
            false => "write +++ on a line of its own below the last key".to_owned(),
        };
        (split, "the front matter that begins here has no end".to_owned(), help, first)
    }

    /// The line with which the text begins, as far as that can be told without a mark.
    fn guessed_end(&self, from: usize) -> usize {
        let is_text = |line: &usize| {
            let after_blank = *line > from && self.word(*line - 1).is_empty();
            let word = self.word(*line);
            word.starts_with("##") || (after_blank && !word.is_empty() && !is_like_toml(word))
        };
        (from..self.lines.len()).find(is_text).unwrap_or(self.lines.len())
    }

    /// Front matter between lines of `---`, as other programs have it.
    fn yaml(&self, first: usize) -> Wrong {
        let (inside, after) = match self.find(first + 1, |word| matches!(word, "---" | "+++" | "...")) {
            Some(mark) => (mark, mark + 1),
            None => {
                let is_text = |line: &usize| self.word(*line).starts_with('#') || !self.word(*line).contains(':');
                let end = (first + 1..self.lines.len()).find(is_text).unwrap_or(self.lines.len());
                (end, end)
            }
        };
        let toml = self.start(first + 1)..self.start(inside);
        let message = "front matter stands between two lines of +++, not ---".to_owned();
        let help = "write +++ in place of both lines of ---, and = in place of the colon behind each key, with quotation \
                    marks round text, as in title = \"…\"";
        let split = Split { is_yaml: true, ..Split::broken(toml, self.start(after)) };
        (split, message, help.to_owned(), first)
    }

    /// A first line that is nearly `+++`.
    fn odd_opening(&self, first: usize) -> Wrong {
        let end = self.find(first + 1, |word| word == "+++" || is_like_a_mark(word));
        let (inside, after) = match end {
            Some(mark) => (mark, mark + 1),
            None => {
                let end = self.guessed_end(first + 1);
                (end, end)
            }
        };
        let split = Split::broken(self.start(first + 1)..self.start(inside), self.start(after));
        let message = format!("front matter begins with a line of +++, not {}", self.word(first));
        let help = match end.filter(|mark| self.word(*mark) != "+++") {
            Some(mark) => format!("write +++ here, and on line {}", mark + 1),
            None => "write +++".to_owned(),
        };
        (split, message, help, first)
    }

    /// A line of `+++` with other lines above it: keys, whose first mark is missing, or text, above the front matter.
    fn late_mark(&self, first: usize, mark: usize) -> Wrong {
        let is_comment = |line: &usize| self.word(*line).is_empty() || self.word(*line).starts_with('#');
        // Comments may come first; with nothing else below them they are headings.
        if (first..mark).find(|line| !is_comment(line)).is_some_and(|line| is_like_toml(self.word(line))) {
            let split = Split::broken(self.start(first)..self.start(mark), self.start(mark + 1));
            let message = "the line of +++ above the keys is missing".to_owned();
            return (split, message, "write +++ on a line of its own at the very top of the file".to_owned(), first);
        }
        let end = self.find(mark + 1, |word| word == "+++").unwrap_or_else(|| self.guessed_end(mark + 1));
        let after = if end < self.lines.len() && self.word(end) == "+++" { end + 1 } else { end };
        let split = Split::broken(self.start(mark + 1)..self.start(end), self.start(after));
        let message = "front matter stands at the very top of a file, and here is something above it".to_owned();
        let help = format!("move the lines from this one to line {} up to line 1", end.min(self.lines.len() - 1) + 1);
        (split, message, help, mark)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read as TOML, what as text, and what is said with its line.
    fn read(text: &str) -> (String, String, Vec<String>) {
        let mut sources = Sources::default();
        let file = sources.add("a.md", text);
        let mut diagnostics = Diagnostics::default();
        let split = split(&sources, file, &mut diagnostics);
        let toml = split.toml.map_or(String::new(), |range| text[range].to_owned());
        let said = diagnostics.iter().map(|fault| {
            let crate::diagnostic::Whereabouts::Place(place) = fault.whereabouts else { panic!("no place") };
            format!(
                "{}: {} | {}",
                sources.position(place).line,
                fault.message,
                fault.help.as_deref().unwrap_or_default()
            )
        });
        (toml, text[split.text_start..].to_owned(), said.collect())
    }

    #[test]
    fn sound_marks_are_silent() {
        for (text, toml, rest) in [
            ("+++\na = 1\n+++\nText\n", "a = 1\n", "Text\n"),
            ("\n+++ \na = 1\n+++", "a = 1\n", ""),
            ("+++\n+++\n", "", ""),
            ("Text\n---\n", "", "Text\n---\n"),
            ("", "", ""),
        ] {
            assert_eq!(read(text), (toml.to_owned(), rest.to_owned(), Vec::new()), "{text:?}");
        }
    }

    #[test]
    fn wrong_marks_are_said_once_and_what_is_between_is_read() {
        for (text, toml, rest, said) in [
            (
                "+++\na = 1\n\n## Aim\n",
                "a = 1\n\n",
                "## Aim\n",
                "1: the front matter that begins here has no end | write +++ on a line of its own above line 4",
            ),
            (
                "+++\na = 1\n\n[x]\nb = 2\n\nOur rule.\n",
                "a = 1\n\n[x]\nb = 2\n\n",
                "Our rule.\n",
                "1: the front matter that begins here has no end | write +++ on a line of its own above line 7",
            ),
            (
                "+++\na = 1",
                "a = 1",
                "",
                "1: the front matter that begins here has no end | write +++ on a line of its own below the last key",
            ),
            (
                "+++",
                "",
                "",
                "1: the front matter that begins here has no end | write +++ on a line of its own below the last key",
            ),
            (
                "+++\na = 1\n---\nText\n",
                "a = 1\n",
                "Text\n",
                "3: front matter ends with a line of +++, not --- | write +++",
            ),
            (
                "+++\na = 1\n\nText\n\n---\n",
                "a = 1\n\n",
                "Text\n\n---\n",
                "1: the front matter that begins here has no end | write +++ on a line of its own above line 4",
            ),
            (
                "++++\na = 1\n++++\nText\n",
                "a = 1\n",
                "Text\n",
                "1: front matter begins with a line of +++, not ++++ | write +++ here, and on line 3",
            ),
            (
                "++\na = 1\n+++\nText\n",
                "a = 1\n",
                "Text\n",
                "1: front matter begins with a line of +++, not ++ | write +++",
            ),
            (
                "a = 1\n+++\nText\n",
                "a = 1\n",
                "Text\n",
                "1: the line of +++ above the keys is missing | write +++ on a line of its own at the very top of the file",
            ),
            (
                "# The trust's.\n\na = 1\n+++\n\n## Aim\n",
                "# The trust's.\n\na = 1\n",
                "\n## Aim\n",
                "1: the line of +++ above the keys is missing | write +++ on a line of its own at the very top of the file",
            ),
            (
                "# Dogs\n\n+++\na = 1\n+++\nText\n",
                "a = 1\n",
                "Text\n",
                "3: front matter stands at the very top of a file, and here is something above it | move the lines from this one to line 5 up to line 1",
            ),
        ] {
            assert_eq!(read(text), (toml.to_owned(), rest.to_owned(), vec![said.to_owned()]), "{text:?}");
        }
        let (toml, rest, said) = read("---\ntitle: Dogs\n---\nText\n");
        assert_eq!((toml.as_str(), rest.as_str(), said.len()), ("title: Dogs\n", "Text\n", 1));
        let (toml, rest, said) = read("---\ntitle: Dogs\n\n## Aim\n");
        assert_eq!((toml.as_str(), rest.as_str(), said.len()), ("title: Dogs\n", "\n## Aim\n", 1));
    }
}
