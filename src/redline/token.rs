//! Text cut into words and punctuation marks.

use super::text::{Line, Look, Token, TokenKind};

/// Makes a line bit by bit.
#[derive(Debug, Default)]
pub(super) struct LineMaker {
    tokens: Vec<Token>,
    /// Whether a space came last.
    space: bool,
}

impl LineMaker {
    /// Adds text; white space of any length is one space.
    pub(super) fn text(&mut self, text: &str, look: &Look) {
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            if c.is_whitespace() || c.is_control() {
                self.space = true;
                rest = &rest[c.len_utf8()..];
                continue;
            }
            let end = rest.find(|c: char| c.is_whitespace() || c.is_control()).unwrap_or(rest.len());
            self.run(&rest[..end], look);
            rest = &rest[end..];
        }
    }

    /// Adds a space, where something follows.
    pub(super) fn space(&mut self) {
        self.space = true;
    }

    /// Adds a line end, unless nothing stands before it.
    pub(super) fn line_end(&mut self) {
        if self.tokens.last().is_some_and(|last| last.kind != TokenKind::Break) {
            self.push("\n", TokenKind::Break, &Look::default());
        }
        self.space = false;
    }

    /// Adds something that counts as one word.
    pub(super) fn whole(&mut self, text: &str, kind: TokenKind, look: &Look) {
        // One line, whatever stands in it: a line end is a token of its own.
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.push(&text, kind, look);
    }

    /// Adds a line that was made already.
    pub(super) fn append(&mut self, line: Line) {
        self.tokens.extend(line.tokens);
        self.space = false;
    }

    pub(super) fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The line, without a line end at its end.
    pub(super) fn done(self) -> Line {
        let mut tokens = self.tokens;
        while tokens.last().is_some_and(|last| last.kind == TokenKind::Break) {
            tokens.pop();
        }
        Line { tokens }
    }

    /// Adds what stands between two spaces: a web or e-mail address whole, anything else cut at its marks.
    fn run(&mut self, run: &str, look: &Look) {
        let opening: usize = run.chars().take_while(|c| is_mark(*c)).map(char::len_utf8).sum();
        let closing: usize = run[opening..].chars().rev().take_while(|c| is_mark(*c)).map(char::len_utf8).sum();
        let core = &run[opening..run.len() - closing];
        self.marks(&run[..opening], look);
        if core.contains("://") || core.contains('@') || core.starts_with("www.") {
            self.push(core, TokenKind::Word, look);
        } else {
            let mut rest = core;
            while !rest.is_empty() {
                let end = rest.find(parts_words).unwrap_or(rest.len());
                if end > 0 {
                    self.push(&rest[..end], TokenKind::Word, look);
                }
                let mark = rest[end..].chars().next().map_or(0, char::len_utf8);
                self.marks(&rest[end..end + mark], look);
                rest = &rest[end + mark..];
            }
        }
        self.marks(&run[run.len() - closing..], look);
    }

    fn marks(&mut self, marks: &str, look: &Look) {
        let mut bytes = [0; 4];
        marks.chars().for_each(|mark| self.push(mark.encode_utf8(&mut bytes), TokenKind::Mark, look));
    }

    fn push(&mut self, text: &str, kind: TokenKind, look: &Look) {
        let after_break = self.tokens.last().is_some_and(|last| last.kind == TokenKind::Break);
        let spaced = self.space && !self.tokens.is_empty() && !after_break && kind != TokenKind::Break;
        self.space = false;
        self.tokens.push(Token { text: text.into(), kind, spaced, look: look.clone() });
    }
}

/// Punctuation. What belongs to a number is none.
fn is_mark(c: char) -> bool {
    match c {
        '£' | '$' | '%' | '+' | '°' | '\u{200C}' | '\u{200D}' => false,
        '¡' | '«' | '·' | '»' | '¿' => true,
        _ => c.is_ascii_punctuation() || ('\u{2010}'..='\u{205E}').contains(&c),
    }
}

/// Whether a mark within a run stands between two words.
fn parts_words(c: char) -> bool {
    matches!(c, '–' | '—' | '/' | '…' | '(' | ')' | '[' | ']' | '“' | '”' | '"' | ';')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<String> {
        let mut maker = LineMaker::default();
        maker.text(text, &Look::default());
        maker.done().tokens.iter().map(|token| token.text.to_string()).collect()
    }

    #[test]
    fn words_keep_what_belongs_to_them() {
        for (text, tokens) in [
            ("The head’s well-being.", vec!["The", "head’s", "well-being", "."]),
            ("(£1,000.50), 95% ‘so’", vec!["(", "£1,000.50", ")", ",", "95%", "‘", "so", "’"]),
            ("Monday–Friday, and/or", vec!["Monday", "–", "Friday", ",", "and", "/", "or"]),
            (
                "see https://a.example.org/b/(c), or a.b@c.example.org!",
                vec!["see", "https://a.example.org/b/(c", ")", ",", "or", "a.b@c.example.org", "!"],
            ),
            ("section 3.1: e.g. child(ren)", vec!["section", "3.1", ":", "e.g", ".", "child", "(", "ren", ")"]),
            (" \u{a0}\t\n", vec![]),
            ("...", vec![".", ".", "."]),
        ] {
            assert_eq!(cut(text), tokens, "{text}");
        }
    }

    #[test]
    fn a_line_reads_as_it_was_written_but_for_its_spaces() {
        for text in ["a b, c (d) e/f", "“Yes”, she said—twice.", "x ( y )z"] {
            let mut maker = LineMaker::default();
            maker.text(&format!(" {text}  "), &Look::default());
            assert_eq!(maker.done().plain(), text);
        }
    }
}
