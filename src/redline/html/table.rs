//! Tables of a comparison as HTML.

use super::{Saying, Writer, escaped};
use crate::redline::lines::{Shown, shown_rows};
use crate::redline::table::{RowChange, TableChange};
use crate::redline::text::{Line, Table};
use crate::redline::words::{Fate, Run, whole};
use std::fmt::Write as _;

impl Writer<'_> {
    pub(super) fn table(&mut self, table: &TableChange, saying: Saying<'_>) {
        self.tables += 1;
        let number = self.tables.to_string();
        let name = self.words.fill("changes.table_name", &[("number", &number), ("section", &self.title)]);
        let name = escaped(&name);
        let label = if table.caption.is_empty() { format!(" aria-label=\"{name}\"") } else { String::new() };
        let _ = writeln!(
            self.out,
            "<div class=\"table-scroll\" role=\"region\" aria-label=\"{name}\" tabindex=\"0\">\n<table{label}>"
        );
        if !table.caption.is_empty() {
            self.out.push_str("<caption>");
            self.runs(&table.caption, saying);
            self.out.push_str("</caption>\n");
        }
        if !table.header.is_empty() {
            self.out.push_str("<thead>\n<tr>\n");
            for (cell, fate) in table.header.iter().zip(&table.columns) {
                let saying = match fate {
                    Fate::Kept => saying,
                    Fate::Added => Saying::Once(self.words.say("changes.inserted_column")),
                    Fate::Removed => Saying::Once(self.words.say("changes.deleted_column")),
                };
                self.cell(cell, Some("col"), saying);
            }
            self.out.push_str("</tr>\n</thead>\n");
        }
        self.out.push_str("<tbody>\n");
        // A table that is new or gone as a whole is shown whole.
        let is_whole = saying == Saying::Nothing;
        let rows = if is_whole { table.rows.iter().map(Shown::One).collect() } else { shown_rows(&table.rows) };
        for one in rows {
            match one {
                Shown::LeftOut(count) => {
                    let said = escaped(&self.words.plural("changes.rows_left_out", count, &[]));
                    let columns = table.columns.len();
                    let _ = writeln!(self.out, "<tr class=\"left-out\"><td colspan=\"{columns}\">{said}</td></tr>");
                }
                Shown::One(row) => self.row(table, row, saying),
            }
        }
        self.out.push_str("</tbody>\n</table>\n</div>\n");
    }

    fn row(&mut self, table: &TableChange, row: &RowChange, saying: Saying<'_>) {
        self.out.push_str(if row.fate == Fate::Removed { "<tr class=\"gone\">\n" } else { "<tr>\n" });
        let mut said = match row.fate {
            Fate::Kept => None,
            Fate::Added => Some(self.words.say("changes.inserted_row")),
            Fate::Removed => Some(self.words.say("changes.deleted_row")),
        };
        for (index, (cell, fate)) in row.cells.iter().zip(&table.columns).enumerate() {
            let scope = (index == 0 && table.row_headers).then_some("row");
            // A row says once that it is new, and so does a column, at its head.
            match (said.take_if(|_| !cell.is_empty()), row.fate, *fate) {
                (Some(said), ..) => self.cell(cell, scope, Saying::Once(said)),
                (None, Fate::Kept, Fate::Kept) => self.cell(cell, scope, saying),
                _ => self.cell(cell, scope, Saying::Nothing),
            }
        }
        self.out.push_str("</tr>\n");
    }

    /// A cell, which heads its column or row where it has a `scope` and says something.
    fn cell(&mut self, runs: &[Run], scope: Option<&str>, saying: Saying<'_>) {
        let scope = scope.filter(|_| !runs.is_empty());
        let _ = match scope {
            Some(scope) => write!(self.out, "<th scope=\"{scope}\">"),
            None => write!(self.out, "<td>"),
        };
        self.runs(runs, saying);
        self.out.push_str(if scope.is_some() { "</th>\n" } else { "</td>\n" });
    }
}

/// A table in which nothing changed.
pub(super) fn kept_table(table: &Table) -> TableChange {
    let cells = |row: &[Line]| row.iter().map(|cell| whole(cell, Fate::Kept)).collect();
    let row = |cells| RowChange { fate: Fate::Kept, cells };
    TableChange {
        caption: whole(&table.caption, Fate::Kept),
        columns: vec![Fate::Kept; table.columns],
        header: cells(&table.header),
        rows: table.rows.iter().map(|it| row(cells(&it.cells))).collect(),
        row_headers: table.row_headers,
    }
}
