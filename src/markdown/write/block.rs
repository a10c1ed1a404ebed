//! Blocks as HTML.

use super::escape::{push_filled, push_text};
use super::{Setting, Writer, begin_line};
use crate::markdown::tree::{AlertKind, Block, BlockKind, Definition, Inline, Item, Task};
use std::fmt::Write as _;

impl Writer<'_> {
    /// Writes blocks one below the other.
    pub fn blocks<S: Setting + ?Sized>(&mut self, blocks: &[Block], setting: &mut S, out: &mut String) {
        self.sequence(blocks, false, setting, out);
    }

    /// Writes blocks; the paragraphs of `tight` ones without tags, with a line end between them and what follows.
    fn sequence<S: Setting + ?Sized>(&mut self, blocks: &[Block], tight: bool, setting: &mut S, out: &mut String) {
        for (index, block) in blocks.iter().enumerate() {
            match &block.kind {
                BlockKind::Paragraph(content) if tight => {
                    if index > 0 {
                        begin_line(out);
                    }
                    self.inlines(content, setting, out);
                }
                BlockKind::Paragraph(content) => self.element("p", content, setting, out),
                BlockKind::Heading { level, id, content } => self.heading(*level, id.as_deref(), content, setting, out),
                BlockKind::List { start, tight, items } => self.list(*start, *tight, items, setting, out),
                BlockKind::Quote(content) => {
                    begin_line(out);
                    out.push_str("<blockquote>\n");
                    self.blocks(content, setting, out);
                    begin_line(out);
                    out.push_str("</blockquote>\n");
                }
                BlockKind::Alert { kind, content } => self.alert(*kind, content, setting, out),
                BlockKind::Code { info, text } => code(info, text, setting, out),
                BlockKind::Rule => {
                    begin_line(out);
                    out.push_str("<hr>\n");
                }
                BlockKind::Table(table) => self.table(table, setting, out),
                BlockKind::Definitions { tight, list } => self.definitions(*tight, list, setting, out),
                BlockKind::RawHtml(pieces) => {
                    begin_line(out);
                    self.pieces(pieces, setting, out);
                }
            }
        }
    }

    /// A block that holds nothing but inlines.
    fn element<S: Setting + ?Sized>(&mut self, name: &str, content: &[Inline], setting: &mut S, out: &mut String) {
        begin_line(out);
        let _ = write!(out, "<{name}>");
        self.inlines(content, setting, out);
        let _ = writeln!(out, "</{name}>");
    }

    fn heading<S: Setting + ?Sized>(
        &mut self,
        level: u8,
        id: Option<&str>,
        content: &[Inline],
        setting: &mut S,
        out: &mut String,
    ) {
        let level = level.saturating_add(self.heading_offset).max(self.highest_heading).min(6);
        begin_line(out);
        let _ = write!(out, "<h{level}");
        if let Some(id) = id {
            out.push_str(" id=\"");
            push_filled(out, id, setting);
            out.push('"');
        }
        out.push('>');
        self.inlines(content, setting, out);
        let _ = writeln!(out, "</h{level}>");
    }

    fn list<S: Setting + ?Sized>(
        &mut self,
        start: Option<u64>,
        tight: bool,
        items: &[Item],
        setting: &mut S,
        out: &mut String,
    ) {
        begin_line(out);
        match start {
            None => out.push_str("<ul>\n"),
            Some(1) => out.push_str("<ol>\n"),
            Some(start) => {
                let _ = writeln!(out, "<ol start=\"{start}\">");
            }
        }
        for item in items {
            match item.task {
                None => out.push_str("<li>"),
                Some(Task::Done) => begin_task("task task-done", "☑", &self.words.done, out),
                Some(Task::ToDo) => begin_task("task", "☐", &self.words.to_do, out),
            }
            self.sequence(&item.content, tight, setting, out);
            out.push_str("</li>\n");
        }
        out.push_str(if start.is_some() { "</ol>\n" } else { "</ul>\n" });
    }

    fn alert<S: Setting + ?Sized>(&mut self, kind: AlertKind, content: &[Block], setting: &mut S, out: &mut String) {
        let [note, tip, important, warning, caution] = &self.words.alerts;
        let (class, title) = match kind {
            AlertKind::Note => ("note", note),
            AlertKind::Tip => ("tip", tip),
            AlertKind::Important => ("important", important),
            AlertKind::Warning => ("warning", warning),
            AlertKind::Caution => ("caution", caution),
        };
        begin_line(out);
        // No <aside>: that would be a landmark, and a page with two notes would have two of one name.
        let _ = write!(out, "<div class=\"alert alert-{class}\" role=\"note\">\n<p class=\"alert-title\">");
        push_text(out, title);
        out.push_str("</p>\n");
        self.blocks(content, setting, out);
        begin_line(out);
        out.push_str("</div>\n");
    }

    fn definitions<S: Setting + ?Sized>(
        &mut self,
        tight: bool,
        list: &[Definition],
        setting: &mut S,
        out: &mut String,
    ) {
        begin_line(out);
        out.push_str("<dl>\n");
        for definition in list {
            match definition {
                Definition::Term(content) => self.element("dt", content, setting, out),
                Definition::Meaning(content) => {
                    out.push_str("<dd>");
                    self.sequence(content, tight, setting, out);
                    out.push_str("</dd>\n");
                }
            }
        }
        out.push_str("</dl>\n");
    }
}

/// Begins the item of a task; its mark is for those who see it, the words for those who do not.
fn begin_task(class: &str, mark: &str, words: &str, out: &mut String) {
    let _ = write!(out, "<li class=\"{class}\"><span class=\"task-mark\" aria-hidden=\"true\">{mark} </span>");
    out.push_str("<span class=\"visually-hidden\">");
    push_text(out, words);
    out.push_str(" </span>");
}

/// A code block, which a keyboard must be able to scroll.
fn code<S: Setting + ?Sized>(info: &str, text: &str, setting: &S, out: &mut String) {
    begin_line(out);
    out.push_str("<pre tabindex=\"0\"><code");
    if let Some(language) = info.split_whitespace().next() {
        out.push_str(" class=\"language-");
        push_text(out, &super::filled(language, setting));
        out.push('"');
    }
    out.push('>');
    push_filled(out, text, setting);
    out.push_str("</code></pre>\n");
}
