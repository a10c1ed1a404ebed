//! Faults as a person reads them in a terminal.

use super::{Diagnostic, Severity, Whereabouts};
use crate::source::{Place, Sources};
use anstyle::{AnsiColor, Style};
use std::fmt::Write as _;

/// Longer lines are cut to this many characters around the fault.
const LONGEST_LINE: usize = 160;

/// Prints faults, with or without colour.
#[derive(Debug, Clone, Copy)]
pub struct Printer {
    bad: Style,
    doubtful: Style,
    quiet: Style,
    strong: Style,
}

impl Printer {
    /// A printer that writes no colour codes.
    pub fn plain() -> Self {
        Self { bad: Style::new(), doubtful: Style::new(), quiet: Style::new(), strong: Style::new() }
    }

    /// A printer that writes colour codes.
    pub fn coloured() -> Self {
        Self {
            bad: Style::new().bold().fg_color(Some(AnsiColor::Red.into())),
            doubtful: Style::new().bold().fg_color(Some(AnsiColor::Yellow.into())),
            quiet: Style::new().fg_color(Some(AnsiColor::Cyan.into())),
            strong: Style::new().bold(),
        }
    }

    /// One fault, ending in a line end.
    pub fn print(&self, fault: &Diagnostic, sources: &Sources) -> String {
        let (word, style) = match fault.severity {
            Severity::Error => ("error", self.bad),
            Severity::Warning => ("warning", self.doubtful),
        };
        let mut out = String::new();
        let strong = self.strong;
        let message = on_one_line(&fault.message);
        let _ = writeln!(out, "{style}{word}[{}]{style:#}{strong}: {message}{strong:#}", fault.code.as_str());
        match &fault.whereabouts {
            Whereabouts::Place(place) => self.excerpt(&mut out, *place, sources, style),
            Whereabouts::Path(path) => {
                let _ = writeln!(out, "  {}", on_one_line(path));
            }
        }
        for (place, words) in &fault.notes {
            let position = sources.position(*place);
            let path = on_one_line(sources.path(place.file));
            let _ = writeln!(out, "  {}: {path}:{}:{}", harmless(words), position.line, position.column);
        }
        if let Some(help) = &fault.help {
            let quiet = self.quiet;
            let _ = writeln!(out, "  {quiet}help:{quiet:#} {}", harmless(help).replace('\n', "\n        "));
        }
        out
    }

    fn excerpt(&self, out: &mut String, place: Place, sources: &Sources, style: Style) {
        let position = sources.position(place);
        let quiet = self.quiet;
        let path = on_one_line(sources.path(place.file));
        let _ = writeln!(out, "  {path}:{}:{}", position.line, position.column);
        let line: Vec<char> = sources.line(place.file, position.line).chars().collect();
        let before = (position.column - 1).min(line.len());
        let marked = sources.excerpt(place).split('\n').next().unwrap_or("").chars().count();
        // A long line is shown from a little before the fault on.
        let from = if line.len() > LONGEST_LINE { before.saturating_sub(40) } else { 0 };
        let to = line.len().min(from + LONGEST_LINE);
        let carets = marked.clamp(1, (to - from.min(to)).max(1));
        let number = position.line.to_string();
        let shown: String = line[from..to].iter().map(|c| printable(*c)).collect();
        let margin = " ".repeat(number.len());
        let (front, back) = (if from > 0 { "…" } else { "" }, if to < line.len() { "…" } else { "" });
        let indent = " ".repeat(before - from.min(before) + front.chars().count());
        let _ = writeln!(out, "{quiet}{number} |{quiet:#} {front}{shown}{back}");
        let _ = writeln!(out, "{quiet}{margin} |{quiet:#} {indent}{style}{}{style:#}", "^".repeat(carets));
    }
}

/// What an author wrote must not steer the terminal, nor hide what it is: control and direction marks are shown as `�`.
pub fn harmless(text: &str) -> String {
    text.chars().map(|c| if c == '\n' { c } else { printable(c) }).collect()
}

/// The same, where a line end would let one thing pass for several: a file's name may hold one.
fn on_one_line(text: &str) -> String {
    text.chars().map(printable).collect()
}

fn printable(c: char) -> char {
    match c {
        '\t' => ' ',
        c if c.is_control() => '\u{FFFD}',
        '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
            '\u{FFFD}'
        }
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Code;
    use super::*;

    #[test]
    fn a_fault_shows_the_line_a_caret_and_what_to_type() {
        let mut sources = Sources::default();
        let file = sources.add("content/policies/dogs.md", "+++\nreview_cycle = \"anually\"\n+++\n");
        let fault = Diagnostic::error(
            Code::UnknownReviewCycle,
            Place::new(file, 19..28),
            "the review cycle \"anually\" is not one we know",
        )
        .help("write review_cycle = \"annually\"");
        assert_eq!(
            Printer::plain().print(&fault, &sources),
            "error[unknown-review-cycle]: the review cycle \"anually\" is not one we know\n\
             \x20 content/policies/dogs.md:2:16\n\
             2 | review_cycle = \"anually\"\n\
             \x20 |                ^^^^^^^^^\n\
             \x20 help: write review_cycle = \"annually\"\n"
        );
    }

    #[test]
    fn what_an_author_wrote_cannot_steer_the_terminal() {
        let mut sources = Sources::default();
        let file = sources.add("a.md", "bad \u{1b}[31m line\n");
        let fault = Diagnostic::error(Code::UnknownKey, Place::new(file, 4..5), "bell \u{7}");
        let printed = Printer::plain().print(&fault, &sources);
        assert!(!printed.contains('\u{1b}') && !printed.contains('\u{7}'), "{printed:?}");
    }
}
