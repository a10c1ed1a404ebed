//! A comparison in a terminal: in colour, or with `[-deleted-]` and `{+inserted+}`.

use super::blocks::{ChunkChange, Extent};
use super::lines::{ChangeLine, change_lines};
use super::sections::{Redline, SectionChange};
use super::text::{Kind, TokenKind};
use super::words::{Fate, Run, TextSpan};
use crate::diagnostic::{Paint, harmless};
use crate::model::Words;
use std::fmt::Write as _;

/// The sections that changed, with what changed in them.
pub fn print(redline: &Redline, words: &Words, paint: Paint) -> String {
    let mut printer = Printer { words, paint, out: String::new() };
    if redline.lead_extent() > Extent::Nothing {
        printer.heading(words.say("changes.lead"), "", 2);
        printer.lines(&redline.lead);
    }
    redline.sections.iter().for_each(|section| printer.section(section, Fate::Kept));
    printer.out
}

struct Printer<'p> {
    words: &'p Words,
    paint: Paint,
    out: String,
}

impl Printer<'_> {
    fn section(&mut self, section: &SectionChange, around: Fate) {
        if section.is_untouched() {
            return;
        }
        let says = !section.stays() && (section.fate == Fate::Kept || section.fate != around);
        let said = if says { section.said(self.words) } else { String::new() };
        self.heading(&section.full_title(), &said, section.level);
        if section.extent() > Extent::Nothing {
            self.lines(&section.body);
        }
        section.children.iter().for_each(|child| self.section(child, section.fate));
    }

    fn heading(&mut self, title: &str, said: &str, level: u8) {
        let marks = "#".repeat(usize::from(level));
        let heading = self.paint.strong(&harmless(&format!("{marks} {title}")));
        let said = if said.is_empty() { String::new() } else { self.paint.quiet(&format!(" ({})", harmless(said))) };
        let _ = writeln!(self.out, "\n{heading}{said}");
    }

    fn lines(&mut self, changes: &[ChunkChange]) {
        let mut before: Option<ChangeLine> = None;
        for line in change_lines(changes) {
            // Paragraphs stand apart, the lines of one list or table together.
            let is_one = |kind: Kind| matches!(kind, Kind::Table | Kind::CodeLine);
            let together = before.as_ref().is_some_and(|before| {
                (line.depth > 0 && before.depth > 0) || (is_one(line.kind) && line.kind == before.kind)
            });
            if !together {
                self.out.push('\n');
            }
            self.line(&line);
            before = Some(line);
        }
    }

    fn line(&mut self, line: &ChangeLine) {
        let outer = line.depth.saturating_sub(usize::from(line.sign.is_some()));
        self.out.push_str(&"  ".repeat(outer));
        if let Some(sign) = &line.sign {
            let _ = write!(self.out, "{sign} ");
        }
        if line.left_out > 0 {
            let said = self.paint.quiet("…");
            let _ = writeln!(self.out, "{said}");
            return;
        }
        for (index, run) in line.runs.iter().enumerate() {
            // What stands for each other stands apart.
            if run.fate == Fate::Added && index > 0 && line.runs[index - 1].fate == Fate::Removed {
                self.out.push_str(if self.out.ends_with(' ') { "" } else { " " });
            }
            self.run(run);
        }
        if line.runs.iter().flat_map(|run| &run.spans).any(TextSpan::has_other_style) {
            let said = self.paint.quiet(self.words.say("changes.looks"));
            let _ = write!(self.out, " {said}");
        }
        self.out.push('\n');
    }

    fn run(&mut self, run: &Run) {
        let text = harmless(&run.said(self.words));
        match run.fate {
            Fate::Kept => self.out.push_str(&text),
            Fate::Added => self.out.push_str(&self.paint.added(&text)),
            Fate::Removed => self.out.push_str(&self.paint.removed(&text)),
        }
    }
}

impl Run {
    /// Its words as one line of plain text.
    pub fn said(&self, words: &Words) -> String {
        let mut text = String::new();
        for (index, span) in self.spans.iter().enumerate() {
            match span.kind {
                TokenKind::Break => text.push_str(" / "),
                TokenKind::ParagraphEnd => text.push_str(" ¶ "),
                TokenKind::Picture => text.push_str(&words.fill("changes.picture", &[("alt", &span.text)])),
                TokenKind::NoteMark => text.push_str(words.say("changes.note_mark")),
                TokenKind::Word | TokenKind::Mark => text.push_str(&span.text),
            }
            if let Some(said) = span.said_of_address(self.spans.get(index + 1), words) {
                let _ = write!(text, " {said}");
            }
        }
        text
    }
}
