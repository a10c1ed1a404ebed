//! A passage as words and tags.

use super::fault::{Faults, TemplateFaultKind};
use super::token::{TagText, Token, Unended, read_tag};
use std::ops::Range;

/// A part of a passage, by its bytes.
#[derive(Debug)]
pub(super) enum Piece {
    /// The author's own words, as they are; white space that a tag takes is gone, and so are the marks of `raw`.
    Words(Range<usize>),
    /// `{{ … }}`.
    Print(Tag),
    /// `{% … %}`.
    Block(Tag),
}

/// A tag.
#[derive(Debug)]
pub(super) struct Tag {
    /// From its opening to its closing mark.
    pub whole: Range<usize>,
    /// What stands between the marks.
    pub inner: Range<usize>,
    /// The words and signs in it.
    pub tokens: Vec<Token>,
}

/// Cuts a text into pieces. Braces that start in one of the `inert` ranges are words.
pub(super) fn scan(text: &str, inert: &[Range<usize>], faults: &mut Faults<'_>) -> Vec<Piece> {
    let mut inert = inert.to_vec();
    inert.sort_by_key(|range| range.start);
    let mut scanner = Scanner { text, pieces: Vec::new(), words_from: 0, trims: false, no_endraw: false };
    let mut at = 0;
    while let Some(start) = next_mark(text, at, &inert) {
        at = scanner.tag(start, faults);
    }
    scanner.words(text.len(), false);
    scanner.pieces
}

fn next_mark(text: &str, mut at: usize, inert: &[Range<usize>]) -> Option<usize> {
    loop {
        let brace = at + text.as_bytes()[at..].windows(2).position(|pair| matches!(pair, b"{{" | b"{%"))?;
        let before = inert.partition_point(|range| range.start <= brace);
        match inert[..before].last().filter(|range| range.end > brace) {
            Some(range) => at = ceil_boundary(text, range.end),
            None => return Some(brace),
        }
    }
}

fn ceil_boundary(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

struct Scanner<'a> {
    text: &'a str,
    pieces: Vec<Piece>,
    words_from: usize,
    trims: bool,
    /// Whether there is no `{% endraw %}` further on: looked for once, not from every `{% raw %}`.
    no_endraw: bool,
}

impl Scanner<'_> {
    /// The words up to `end`, without the white space that the tags on both sides take.
    fn words(&mut self, end: usize, trim_end: bool) {
        let (mut start, mut end) = (self.words_from, end);
        if start == end {
            return;
        }
        if self.trims {
            start = end - self.text[start..end].trim_start().len();
            self.trims = false;
        }
        if trim_end {
            end = start + self.text[start..end].trim_end().len();
        }
        if start < end {
            self.pieces.push(Piece::Words(start..end));
        }
    }

    /// The tag whose opening mark is at `start`; gives the byte to go on from.
    fn tag(&mut self, start: usize, faults: &mut Faults<'_>) -> usize {
        let prints = self.text[start..].starts_with("{{");
        let trims_before = self.text[start + 2..].starts_with('-');
        let inner_start = start + 2 + usize::from(trims_before);
        if !prints && let Some((body_start, trims)) = skip_tag(self.text, inner_start, "raw") {
            return self.raw(start..body_start, trims_before, trims, faults);
        }
        let close = if prints { "}}" } else { "%}" };
        let TagText { tokens, inner_end, end, trims, stray } = match read_tag(self.text, inner_start, close) {
            Ok(tag) => tag,
            Err(unended) => {
                let (range, kind) = unended_fault(&unended, start, close);
                faults.add(range, kind);
                return start + 2;
            }
        };
        self.words(start, trims_before);
        self.after(end, trims);
        let tag = Tag { whole: start..end, inner: inner_start..inner_end, tokens };
        if let Some(stray) = stray {
            faults.add(stray.clone(), stray_fault(&self.text[stray]));
        } else if prints && tag.tokens.is_empty() {
            faults.syntax(tag.whole, "this tag prints nothing", "write a name in it, as in {{ school.name }}");
        } else {
            self.pieces.push(if prints { Piece::Print(tag) } else { Piece::Block(tag) });
        }
        end
    }

    fn after(&mut self, end: usize, trims: bool) {
        self.words_from = end;
        self.trims = trims;
    }

    fn raw(&mut self, open: Range<usize>, trims_before: bool, trims_body: bool, faults: &mut Faults<'_>) -> usize {
        let mut at = open.end;
        while !self.no_endraw
            && let Some(mark) = self.text[at..].find("{%").map(|found| at + found)
        {
            let trims_body_end = self.text[mark + 2..].starts_with('-');
            let Some((end, trims)) = skip_tag(self.text, mark + 2 + usize::from(trims_body_end), "endraw") else {
                at = mark + 2;
                continue;
            };
            self.words(open.start, trims_before);
            self.after(open.end, trims_body);
            self.words(mark, trims_body_end);
            self.after(end, trims);
            return end;
        }
        self.no_endraw = true;
        faults.syntax(open.clone(), "this {% raw %} has no {% endraw %}", BLOCK_HELP);
        open.end
    }
}

/// What to know about blocks that do not end.
pub(super) const BLOCK_HELP: &str = "a block must begin and end inside one section";

/// Reads `name` and the closing mark from `at`; gives the byte after it, and whether it takes white space.
fn skip_tag(text: &str, at: usize, name: &str) -> Option<(usize, bool)> {
    let rest = text[at..].trim_start().strip_prefix(name)?.trim_start();
    let trims = rest.starts_with('-');
    let rest = rest.strip_prefix('-').unwrap_or(rest).strip_prefix("%}")?;
    Some((text.len() - rest.len(), trims))
}

fn unended_fault(unended: &Unended, start: usize, close: &str) -> (Range<usize>, TemplateFaultKind) {
    let open = start..start + 2;
    let mark = if close == "}}" { "{{" } else { "{%" };
    let fault = match unended {
        Unended::Unclosed => (open, format!("this {mark} has no {close}"), format!("close the tag with {close}")),
        Unended::OpenText(at) => (
            *at..at + 1,
            "this quotation mark has no partner on its line".to_owned(),
            "texts in a tag stand between two straight quotation marks".to_owned(),
        ),
        Unended::TooLong => {
            (open, format!("this tag has more than {} characters", super::MAX_TAG_CHARS), "use several tags".to_owned())
        }
    };
    (fault.0, TemplateFaultKind::Syntax { message: fault.1, help: Some(fault.2) })
}

fn stray_fault(stray: &str) -> TemplateFaultKind {
    match stray {
        "“" | "”" | "„" | "‘" | "’" => {
            TemplateFaultKind::syntax("curly quotation marks in a tag", "write straight ones, as in \"text\"")
        }
        "&" => TemplateFaultKind::syntax("\"&\" means nothing in a tag", "write and"),
        "–" | "—" => TemplateFaultKind::syntax("a dash in a tag", "write a hyphen"),
        _ => TemplateFaultKind::Syntax { message: format!("\"{stray}\" cannot stand in a tag"), help: None },
    }
}
