//! Words in colour, and the same words told apart without it.

use anstyle::{AnsiColor, Effects, Style};

/// How words stand out in a terminal.
#[derive(Debug, Clone, Copy)]
pub struct Paint {
    is_coloured: bool,
}

impl Paint {
    /// In colour.
    pub fn coloured() -> Self {
        Self { is_coloured: true }
    }

    /// By signs alone, for files, e-mails and terminals without colour.
    pub fn plain() -> Self {
        Self { is_coloured: false }
    }

    /// Words that were put in: green and underlined, or `{+so+}`.
    pub fn added(self, words: &str) -> String {
        let style = Style::new().fg_color(Some(AnsiColor::Green.into())).effects(Effects::UNDERLINE);
        self.change(style, words, "{+", "+}")
    }

    /// Words that were taken out: red and struck through, or `[-so-]`.
    pub fn removed(self, words: &str) -> String {
        let style = Style::new().fg_color(Some(AnsiColor::Red.into())).effects(Effects::STRIKETHROUGH);
        self.change(style, words, "[-", "-]")
    }

    /// A heading.
    pub fn strong(self, words: &str) -> String {
        self.painted(Style::new().bold(), words)
    }

    /// What is said of the words, and is none of them.
    pub fn quiet(self, words: &str) -> String {
        self.painted(Style::new().fg_color(Some(AnsiColor::Cyan.into())), words)
    }

    fn change(self, style: Style, words: &str, begin: &str, end: &str) -> String {
        if self.is_coloured { self.painted(style, words) } else { format!("{begin}{words}{end}") }
    }

    fn painted(self, style: Style, words: &str) -> String {
        if self.is_coloured { format!("{style}{words}{style:#}") } else { words.to_owned() }
    }
}
