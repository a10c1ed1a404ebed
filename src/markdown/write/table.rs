//! Tables as HTML: with captions, headers that say what they head, and a region that scrolls where they are wide.

use super::escape::{push_filled, push_text};
use super::{Setting, Writer, WriterWords, begin_line};
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

impl Writer<'_> {
    pub(super) fn table<S: Setting + ?Sized>(&mut self, table: &Table, setting: &mut S, out: &mut String) {
        let Table { caption, alignments, header, rows, row_headers } = table;
        let number = self.next_table();
        begin_line(out);
        let start = out.len();
        out.push_str("<table");
        if let Some(name) = setting.table_name(number).filter(|_| caption.is_none()) {
            out.push_str(" aria-label=\"");
            push_text(out, &name);
            out.push('"');
        }
        out.push_str(">\n");
        if let Some(caption) = caption {
            let _ = write!(out, "<caption id=\"table-{number}\">");
            self.inlines(caption, setting, out);
            out.push_str("</caption>\n");
        }
        if let Some(header) = header {
            out.push_str("<thead>\n<tr>\n");
            for (cell, alignment) in header.iter().zip(alignments) {
                self.cell(cell, *alignment, Some("col"), setting, out);
            }
            out.push_str("</tr>\n</thead>\n");
        }
        if !rows.is_empty() {
            out.push_str("<tbody>\n");
            for row in rows {
                out.push_str("<tr>\n");
                for (index, (cell, alignment)) in row.iter().zip(alignments).enumerate() {
                    let scope = (*row_headers && index == 0).then_some("row");
                    self.cell(cell, *alignment, scope, setting, out);
                }
                out.push_str("</tr>\n");
            }
            out.push_str("</tbody>\n");
        }
        out.push_str("</table>\n");
        if alignments.len() >= WIDE || has_long_word(&out[start..]) {
            let named = if caption.is_some() { RawCaption::WithoutId } else { RawCaption::Missing };
            let table = out.split_off(start);
            begin_region(number, &named, self.words, setting, out);
            out.push('\n');
            out.push_str(&table);
            out.push_str("</div>\n");
        }
    }

    /// A cell, which heads its column or row where it has a `scope` and says something.
    fn cell<S: Setting + ?Sized>(
        &mut self,
        content: &[Inline],
        alignment: Alignment,
        scope: Option<&str>,
        setting: &mut S,
        out: &mut String,
    ) {
        let scope = scope.filter(|_| !is_blank(content));
        let class = match alignment {
            Alignment::Unset => "",
            Alignment::Left => " class=\"align-left\"",
            Alignment::Centre => " class=\"align-center\"",
            Alignment::Right => " class=\"align-right\"",
        };
        if let Some(scope) = scope {
            let _ = write!(out, "<th scope=\"{scope}\"{class}>");
        } else {
            let _ = write!(out, "<td{class}>");
        }
        self.inlines(content, setting, out);
        out.push_str(if scope.is_some() { "</th>\n" } else { "</td>\n" });
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
