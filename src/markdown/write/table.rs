//! Tables as HTML: with captions, headers that say what they head, and a region that scrolls where they are wide.

use super::escape::{push_filled, push_text};
use super::script::{Builder, Script, Step};
use super::{Setting, Writer, WriterWords};
use crate::markdown::parse::is_blank;
use crate::markdown::tree::{Alignment, Inline, RawCaption, Table};
use std::fmt::Write as _;

/// A table of this many columns may be wider than a narrow screen.
const WIDE: usize = 3;

/// A word of more than this many characters may make a table of two columns too wide as well.
const LONGEST_WORD: usize = 16;

/// Begins the region of table `number`.
pub(super) fn begin_region<S: Setting + ?Sized>(
    number: usize,
    caption: &RawCaption,
    words: &WriterWords,
    setting: &S,
    out: &mut String,
) {
    out.push_str("<div class=\"table-scroll\" role=\"region\" ");
    let _ = match caption {
        RawCaption::WithId(id) => {
            out.push_str("aria-labelledby=\"");
            push_filled(out, id, setting);
            Ok(())
        }
        RawCaption::WithoutId => write!(out, "aria-labelledby=\"table-{number}"),
        RawCaption::Missing => {
            out.push_str("aria-label=\"");
            push_text(out, &setting.table_name(number).unwrap_or_else(|| WriterWords::numbered(&words.table, number)));
            Ok(())
        }
    };
    out.push_str("\" tabindex=\"0\">");
}

/// A table made ready.
#[derive(Debug, Clone)]
pub(super) struct TableScript {
    caption: Option<Script>,
    /// Its rows.
    rows: Script,
    /// Whether it may be wider than a narrow screen, whatever it says.
    is_wide: bool,
}

impl Builder {
    pub(super) fn table(&mut self, table: &Table) {
        let Table { caption, alignments, header, rows, row_headers } = table;
        let rows = Script::made(|builder| {
            if let Some(header) = header {
                builder.html.push_str("<thead>\n<tr>\n");
                for (cell, alignment) in header.iter().zip(alignments) {
                    builder.cell(cell, *alignment, Some("col"));
                }
                builder.html.push_str("</tr>\n</thead>\n");
            }
            if !rows.is_empty() {
                builder.html.push_str("<tbody>\n");
                for row in rows {
                    builder.html.push_str("<tr>\n");
                    for (index, (cell, alignment)) in row.iter().zip(alignments).enumerate() {
                        let scope = (*row_headers && index == 0).then_some("row");
                        builder.cell(cell, *alignment, scope);
                    }
                    builder.html.push_str("</tr>\n");
                }
                builder.html.push_str("</tbody>\n");
            }
        });
        let caption = caption.as_deref().map(Script::of_inlines);
        self.step(Step::Table(Box::new(TableScript { caption, rows, is_wide: alignments.len() >= WIDE })));
    }

    /// A cell, which heads its column or row where it has a `scope` and says something.
    fn cell(&mut self, content: &[Inline], alignment: Alignment, scope: Option<&str>) {
        let scope = scope.filter(|_| !is_blank(content));
        let class = match alignment {
            Alignment::Unset => "",
            Alignment::Left => " class=\"align-left\"",
            Alignment::Centre => " class=\"align-center\"",
            Alignment::Right => " class=\"align-right\"",
        };
        if let Some(scope) = scope {
            let _ = write!(self.html, "<th scope=\"{scope}\"{class}>");
        } else {
            let _ = write!(self.html, "<td{class}>");
        }
        self.inlines(content);
        self.html.push_str(if scope.is_some() { "</th>\n" } else { "</td>\n" });
    }
}

impl Writer<'_> {
    pub(super) fn table<S: Setting + ?Sized>(&mut self, table: &TableScript, setting: &mut S, out: &mut String) {
        let number = self.next_table();
        let named = if table.caption.is_some() { RawCaption::WithoutId } else { RawCaption::Missing };
        if table.is_wide {
            begin_region(number, &named, self.words, setting, out);
            out.push('\n');
        }
        let start = out.len();
        self.plain_table(table, number, setting, out);
        if !table.is_wide && has_long_word(&out[start..]) {
            let table = out.split_off(start);
            begin_region(number, &named, self.words, setting, out);
            out.push('\n');
            out.push_str(&table);
            out.push_str("</div>\n");
        } else if table.is_wide {
            out.push_str("</div>\n");
        }
    }

    /// The table without the region that it may stand in.
    fn plain_table<S: Setting + ?Sized>(
        &mut self,
        table: &TableScript,
        number: usize,
        setting: &mut S,
        out: &mut String,
    ) {
        out.push_str("<table");
        if table.caption.is_none()
            && let Some(name) = setting.table_name(number)
        {
            out.push_str(" aria-label=\"");
            push_text(out, &name);
            out.push('"');
        }
        out.push_str(">\n");
        if let Some(caption) = &table.caption {
            let _ = write!(out, "<caption id=\"table-{number}\">");
            self.run(caption, setting, out);
            out.push_str("</caption>\n");
        }
        self.run(&table.rows, setting, out);
        out.push_str("</table>\n");
    }
}

/// Whether a word of the table's HTML is too long to be sure of its place. Links and code do not count: they may break
/// anywhere.
fn has_long_word(html: &str) -> bool {
    let (mut length, mut inside) = (0, 0);
    for (index, part) in html.split('<').enumerate() {
        let (tag, text) = if index == 0 { ("", part) } else { part.split_once('>').unwrap_or((part, "")) };
        match tag.split(' ').next() {
            Some("a" | "code") => inside += 1,
            Some("/a" | "/code") => inside -= 1,
            Some("td" | "th" | "br") => length = 0,
            _ => {}
        }
        for character in text.chars().filter(|_| inside == 0) {
            length = if character.is_whitespace() || character == '-' { 0 } else { length + 1 };
            if length > LONGEST_WORD {
                return true;
            }
        }
    }
    false
}
