//! The words of a comparison as HTML, each change marked and said.

use super::{Saying, Writer, escaped};
use crate::redline::text::TokenKind;
use crate::redline::words::{Fate, Run, TextSpan};
use std::fmt::Write as _;

impl Writer<'_> {
    pub(super) fn runs(&mut self, runs: &[Run], saying: Saying<'_>) {
        for (index, run) in runs.iter().enumerate() {
            let (element, change) = match run.fate {
                Fate::Kept => {
                    self.spans(run);
                    continue;
                }
                Fate::Added => ("ins", self.words.say("changes.inserted")),
                Fate::Removed => ("del", self.words.say("changes.deleted")),
            };
            // Two words that stand for each other need a space between, for those who see no colour and no line.
            let is_behind_removed = index > 0 && runs[index - 1].fate == Fate::Removed && run.fate == Fate::Added;
            if is_behind_removed && !self.out.ends_with(' ') {
                self.out.push(' ');
            }
            let _ = write!(self.out, "<{element}>");
            let says_anything = run.spans.iter().any(|span| !span.text.trim_matches(' ').is_empty());
            match saying {
                Saying::Changes if says_anything => {
                    // The word before must not run into it where there are no styles.
                    let space = if index == 0 { "" } else { " " };
                    let _ = write!(self.out, "<span class=\"visually-hidden\">{space}{} </span>", escaped(change));
                }
                Saying::Once(said) if index == 0 => self.hidden(said),
                _ => {}
            }
            self.spans(run);
            let _ = write!(self.out, "</{element}>");
            let goes_on = runs.get(index + 1).is_some_and(|next| next.fate == Fate::Kept);
            if saying == Saying::Changes && says_anything && goes_on {
                let end = escaped(self.words.say("changes.end"));
                let _ = write!(self.out, "<span class=\"visually-hidden\"> {end} </span>");
            }
        }
        if runs.iter().flat_map(|run| &run.spans).any(TextSpan::has_other_style) {
            let _ = write!(self.out, " <span class=\"aside\">{}</span>", escaped(self.words.say("changes.looks")));
        }
    }

    /// Words for those who hear the page; a space around them belongs to them.
    pub(super) fn hidden(&mut self, said: &str) {
        let _ = write!(self.out, "<span class=\"visually-hidden\">{} </span>", escaped(said));
    }

    fn spans(&mut self, run: &Run) {
        for (index, span) in run.spans.iter().enumerate() {
            let look = &span.look;
            let elements = [(look.strong, "strong"), (look.emphasis, "em"), (look.strike, "s"), (look.code, "code")];
            let worn = || elements.iter().filter(|(is_worn, _)| *is_worn).map(|(_, element)| element);
            worn().for_each(|element| {
                let _ = write!(self.out, "<{element}>");
            });
            match span.kind {
                TokenKind::Word | TokenKind::Mark => self.out.push_str(&escaped(&span.text)),
                TokenKind::Break | TokenKind::ParagraphEnd => self.line_end(span.kind, run.fate),
                TokenKind::Picture => {
                    let said = self.words.fill("changes.picture", &[("alt", &span.text)]);
                    self.out.push_str(&escaped(&said));
                }
                TokenKind::NoteMark => {
                    let said = escaped(self.words.say("changes.note_mark"));
                    let _ = write!(self.out, "<sup>{said}</sup>");
                }
            }
            let worn: Vec<_> = worn().collect();
            worn.iter().rev().for_each(|element| {
                let _ = write!(self.out, "</{element}>");
            });
            if let Some(said) = span.said_of_address(run.spans.get(index + 1), self.words) {
                let _ = write!(self.out, " <span class=\"aside\">{}</span>", escaped(&said));
            }
        }
    }

    /// The end of a line; a new or former one is seen by a sign.
    fn line_end(&mut self, kind: TokenKind, fate: Fate) {
        if fate != Fate::Kept {
            let sign = if kind == TokenKind::ParagraphEnd { "¶" } else { "↵" };
            let said = escaped(self.words.say("changes.line_end"));
            let _ = write!(
                self.out,
                "<span aria-hidden=\"true\">{sign}</span><span class=\"visually-hidden\">{said}</span>"
            );
        }
        if fate != Fate::Removed {
            self.out.push_str("<br>");
        }
    }
}
