//! Blocks as HTML.

use super::Writer;
use super::escape::push_text;
use super::script::{Builder, Step};
use crate::markdown::tree::{AlertKind, Block, BlockKind, Definition, Inline, Item, Task};
use std::fmt::Write as _;

impl Builder {
    /// Blocks one below the other.
    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        self.sequence(blocks, false);
    }

    /// Blocks; the paragraphs of `tight` ones without tags, with a line end between them and what follows.
    fn sequence(&mut self, blocks: &[Block], tight: bool) {
        for (index, block) in blocks.iter().enumerate() {
            match &block.kind {
                BlockKind::Paragraph(content) if tight => {
                    if index > 0 {
                        self.begin_line();
                    }
                    self.inlines(content);
                }
                BlockKind::Paragraph(content) => self.element("p", content),
                BlockKind::Heading { level, id, content } => {
                    self.begin_line();
                    self.step(Step::HeadingStart { level: *level, id: id.clone() });
                    self.inlines(content);
                    self.step(Step::HeadingEnd(*level));
                }
                BlockKind::List { start, tight, items } => self.list(*start, *tight, items),
                BlockKind::Quote(content) => {
                    self.begin_line();
                    self.html.push_str("<blockquote>\n");
                    self.blocks(content);
                    self.begin_line();
                    self.html.push_str("</blockquote>\n");
                }
                BlockKind::Alert { kind, content } => self.alert(*kind, content),
                BlockKind::Code { info, text } => self.code(info, text),
                BlockKind::Rule => {
                    self.begin_line();
                    self.html.push_str("<hr>\n");
                }
                BlockKind::Table(table) => {
                    self.begin_line();
                    self.table(table);
                }
                BlockKind::Definitions { tight, list } => self.definitions(*tight, list),
                BlockKind::RawHtml(pieces) => {
                    self.begin_line();
                    self.pieces(pieces);
                }
            }
        }
    }

    /// A block that holds nothing but inlines.
    fn element(&mut self, name: &str, content: &[Inline]) {
        self.begin_line();
        let _ = write!(self.html, "<{name}>");
        self.inlines(content);
        let _ = writeln!(self.html, "</{name}>");
    }

    fn list(&mut self, start: Option<u64>, tight: bool, items: &[Item]) {
        self.begin_line();
        match start {
            None => self.html.push_str("<ul>\n"),
            Some(1) => self.html.push_str("<ol>\n"),
            Some(start) => {
                let _ = writeln!(self.html, "<ol start=\"{start}\">");
            }
        }
        for item in items {
            match item.task {
                None => self.html.push_str("<li>"),
                Some(task) => self.step(Step::Task(task)),
            }
            self.sequence(&item.content, tight);
            self.html.push_str("</li>\n");
        }
        self.html.push_str(if start.is_some() { "</ol>\n" } else { "</ul>\n" });
    }

    fn alert(&mut self, kind: AlertKind, content: &[Block]) {
        let class = match kind {
            AlertKind::Note => "note",
            AlertKind::Tip => "tip",
            AlertKind::Important => "important",
            AlertKind::Warning => "warning",
            AlertKind::Caution => "caution",
        };
        self.begin_line();
        // No <aside>: that would be a landmark, and a page with two notes would have two of one name.
        let _ = write!(self.html, "<div class=\"alert alert-{class}\" role=\"note\">\n<p class=\"alert-title\">");
        self.step(Step::AlertTitle(kind));
        self.html.push_str("</p>\n");
        self.blocks(content);
        self.begin_line();
        self.html.push_str("</div>\n");
    }

    fn definitions(&mut self, tight: bool, list: &[Definition]) {
        self.begin_line();
        self.html.push_str("<dl>\n");
        for definition in list {
            match definition {
                Definition::Term(content) => self.element("dt", content),
                Definition::Meaning(content) => {
                    self.html.push_str("<dd>");
                    self.sequence(content, tight);
                    self.html.push_str("</dd>\n");
                }
            }
        }
        self.html.push_str("</dl>\n");
    }

    /// A code block, which a keyboard must be able to scroll.
    fn code(&mut self, info: &str, text: &str) {
        self.begin_line();
        self.html.push_str("<pre tabindex=\"0\"><code");
        if let Some(language) = info.split_whitespace().next() {
            self.html.push_str(" class=\"language-");
            self.filled(language);
            self.html.push('"');
        }
        self.html.push('>');
        self.filled(text);
        self.html.push_str("</code></pre>\n");
    }
}

impl Writer<'_> {
    pub(super) fn alert_title(&self, kind: AlertKind, out: &mut String) {
        let [note, tip, important, warning, caution] = &self.words.alerts;
        let title = match kind {
            AlertKind::Note => note,
            AlertKind::Tip => tip,
            AlertKind::Important => important,
            AlertKind::Warning => warning,
            AlertKind::Caution => caution,
        };
        push_text(out, title);
    }

    /// Begins the item of a task; its mark is for those who see it, the words for those who do not.
    pub(super) fn task(&self, task: Task, out: &mut String) {
        let (class, mark, words) = match task {
            Task::Done => ("task task-done", "☑", &self.words.done),
            Task::ToDo => ("task", "☐", &self.words.to_do),
        };
        let _ = write!(out, "<li class=\"{class}\"><span class=\"task-mark\" aria-hidden=\"true\">{mark} </span>");
        out.push_str("<span class=\"visually-hidden\">");
        push_text(out, words);
        out.push_str(" </span>");
    }
}
