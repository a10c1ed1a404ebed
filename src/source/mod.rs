//! The text of every input file, and places in it.
//!
//! A file is kept as UTF-8 without a byte-order mark and with LF line ends, whatever it was on disk, so that a place is
//! the same on every machine. A [`Passage`] is text that was put together from several places (a policy with its
//! partials) and still knows, byte for byte, where each part of it came from.

mod passage;

pub use passage::Passage;

use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// The number of a file in [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FileId(u32);

/// A stretch of one file: bytes `start..end` of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// The first byte, from 0.
    pub start: u32,
    /// One past the last byte; equal to `start` where the place is a point.
    pub end: u32,
}

impl Place {
    /// The place of `range` (in bytes) in `file`.
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        Self {
            file,
            start: u32::try_from(range.start).unwrap_or(u32::MAX),
            end: u32::try_from(range.end).unwrap_or(u32::MAX),
        }
    }

    /// The point at which this place starts.
    #[must_use]
    pub fn starting_point(self) -> Self {
        Self { end: self.start, ..self }
    }

    /// The bytes of the file's text that this place covers.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A value, and where its author wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Located<T> {
    /// What was written.
    pub value: T,
    /// Where.
    pub place: Place,
}

impl<T> Located<T> {
    /// Puts a value and its place together.
    pub fn new(value: T, place: Place) -> Self {
        Self { value, place }
    }

    /// The same place with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Located<U> {
        Located { value: change(self.value), place: self.place }
    }
}

/// A line and a column, both from 1; the column counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
}

#[derive(Debug)]
struct SourceFile {
    path: String,
    text: OnceLock<SourceText>,
    later: Option<Later>,
}

#[derive(Debug, Default)]
struct SourceText {
    text: Arc<str>,
    line_starts: Vec<usize>,
}

/// What gives a file's text when it is asked for.
struct Later(Box<dyn Fn() -> String + Send + Sync>);

impl fmt::Debug for Later {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Later")
    }
}

impl SourceText {
    fn new(text: impl Into<Arc<str>>) -> Self {
        let text = text.into();
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, line_starts }
    }
}

impl SourceFile {
    fn text(&self) -> &SourceText {
        let read = || self.later.as_ref().map(|later| SourceText::new(later.0())).unwrap_or_default();
        self.text.get_or_init(read)
    }
}

/// Every input file's text, by [`FileId`].
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

/// Why bytes are not text that we can read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotUtf8 {
    /// The line of the first byte that is not UTF-8, from 1.
    pub line: usize,
    /// What the file is likely to be instead: `"UTF-16"` or `"Windows-1252"`.
    pub likely: &'static str,
}

/// Turns a file's bytes into the text we keep: no byte-order mark, LF line ends.
///
/// # Errors
/// [`NotUtf8`] names the line at which the bytes stop being UTF-8.
pub fn decode(bytes: &[u8]) -> Result<String, NotUtf8> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(NotUtf8 { line: 1, likely: "UTF-16" });
    }
    let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|fault| NotUtf8 {
        line: 1 + String::from_utf8_lossy(&bytes[..fault.valid_up_to()]).matches('\n').count(),
        likely: "Windows-1252",
    })?;
    if !text.contains('\r') {
        return Ok(text.to_owned());
    }
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}

impl Sources {
    /// Keeps a file's text (see [`decode`]). `path` is from the root, with forward slashes.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<Arc<str>>) -> FileId {
        self.push(SourceFile { path: path.into(), text: SourceText::new(text).into(), later: None })
    }

    /// Keeps a file whose text is asked for when somebody wants it, once, and which nobody may want: see [`Sources::add`].
    pub fn add_later(&mut self, path: impl Into<String>, text: impl Fn() -> String + Send + Sync + 'static) -> FileId {
        self.push(SourceFile { path: path.into(), text: OnceLock::new(), later: Some(Later(Box::new(text))) })
    }

    fn push(&mut self, file: SourceFile) -> FileId {
        self.files.push(file);
        FileId(u32::try_from(self.files.len() - 1).expect("fewer than four thousand million files"))
    }

    /// The file's path from the root, with forward slashes.
    pub fn path(&self, file: FileId) -> &str {
        &self.files[file.0 as usize].path
    }

    /// The file's whole text.
    pub fn text(&self, file: FileId) -> &str {
        &self.files[file.0 as usize].text().text
    }

    /// The file's whole text, to be kept.
    pub fn shared_text(&self, file: FileId) -> Arc<str> {
        self.files[file.0 as usize].text().text.clone()
    }

    /// The text at a place; `""` where the place does not lie on character boundaries.
    pub fn excerpt(&self, place: Place) -> &str {
        self.text(place.file).get(place.range()).unwrap_or("")
    }

    /// The line and column at which a place starts.
    pub fn position(&self, place: Place) -> Position {
        let file = self.files[place.file.0 as usize].text();
        let at = (place.start as usize).min(file.text.len());
        let line = file.line_starts.partition_point(|start| *start <= at);
        let start = file.line_starts[line - 1];
        let column = 1 + file.text.get(start..at).map_or(0, |before| before.chars().count());
        Position { line, column }
    }

    /// The text of the line (from 1) without its line end.
    pub fn line(&self, file: FileId, line: usize) -> &str {
        let file = self.files[file.0 as usize].text();
        let Some(start) = line.checked_sub(1).and_then(|index| file.line_starts.get(index)) else {
            return "";
        };
        file.text[*start..].split('\n').next().unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_and_crlf_make_no_difference() {
        assert_eq!(decode(b"\xEF\xBB\xBFa\r\nb\r\n").unwrap(), "a\nb\n");
        assert_eq!(decode(b"a\nb\n").unwrap(), "a\nb\n");
    }

    #[test]
    fn other_encodings_are_named_with_the_line() {
        assert_eq!(decode(b"\xFF\xFEa\0").unwrap_err(), NotUtf8 { line: 1, likely: "UTF-16" });
        assert_eq!(decode(b"one\ncaf\xE9\n").unwrap_err(), NotUtf8 { line: 2, likely: "Windows-1252" });
    }

    #[test]
    fn a_text_that_is_wanted_later_is_asked_for_once() {
        use std::sync::Arc;
        use std::sync::atomic::{AtomicUsize, Ordering};
        let asked = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&asked);
        let mut sources = Sources::default();
        let file = sources.add_later("a.md", move || {
            counter.fetch_add(1, Ordering::Relaxed);
            "one\ntwo\n".to_owned()
        });
        assert_eq!((sources.path(file), asked.load(Ordering::Relaxed)), ("a.md", 0));
        assert_eq!((sources.text(file), sources.line(file, 2)), ("one\ntwo\n", "two"));
        assert_eq!(asked.load(Ordering::Relaxed), 1);
    }

    #[test]
    fn columns_count_characters_from_one() {
        let mut sources = Sources::default();
        let file = sources.add("a.md", "one\ncafé au lait\n");
        let at = sources.text(file).find("au").unwrap();
        let position = sources.position(Place::new(file, at..at + 2));
        assert_eq!(position, Position { line: 2, column: 6 });
        assert_eq!(sources.line(file, 2), "café au lait");
        assert_eq!(sources.position(Place::new(file, 999..999)).line, 3);
    }
}
