//! A comparison as HTML: `<ins>` and `<del>`, with words for those who hear the page, and without colour.
//!
//! Where a few words changed, each change says "deleted" or "inserted" before it and "end of change" behind it. Where
//! whole paragraphs are new or gone, they say so once, in words that everybody sees.

mod line;
mod table;

use self::table::kept_table;
use super::blocks::{ChunkChange, Edits, Extent};
use super::lines::{Shown, shown_chunks};
use super::sections::{Redline, SectionChange};
use super::text::{Chunk, Content, Kind, TokenKind};
use super::words::{Fate, Run, TextSpan, whole};
use crate::markdown::AlertKind;
use crate::model::Words;
use std::fmt::Write as _;

/// The sections that changed, as HTML; the first is a heading of level 2.
pub fn html(redline: &Redline, words: &Words) -> String {
    let mut writer = Writer { words, out: String::with_capacity(16 * 1024), tables: 0, title: String::new() };
    if redline.lead_extent() > Extent::Nothing {
        writer.title = words.say("changes.lead").to_owned();
        writer.out.push_str("<section class=\"change\" id=\"change-lead\">\n");
        let _ = writeln!(writer.out, "<h2>{}</h2>", escaped(&writer.title));
        writer.blocks(&redline.lead);
        writer.out.push_str("</section>\n");
    }
    for section in redline.sections.iter().filter(|section| !section.is_untouched()) {
        writer.out.push_str("<section class=\"change\">\n");
        writer.section(section, Fate::Kept);
        writer.out.push_str("</section>\n");
    }
    writer.out
}

/// The id of a section on the page of changes.
pub fn anchor(section: Option<&SectionChange>) -> String {
    match section {
        None => "change-lead".to_owned(),
        Some(section) if section.fate == Fate::Removed => format!("removed-{}", section.id),
        Some(section) => format!("change-{}", section.id),
    }
}

struct Writer<'w> {
    words: &'w Words,
    out: String,
    /// How many tables the page has so far.
    tables: usize,
    /// The heading of the section that is being written.
    title: String,
}

/// How a line says that it is new or gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Saying<'s> {
    /// Each change before it and behind it.
    Changes,
    /// The whole of it, once, in these words.
    Once(&'s str),
    /// Not at all: something around it does.
    Nothing,
}

impl Writer<'_> {
    // Sections.

    fn section(&mut self, section: &SectionChange, around: Fate) {
        self.heading(section);
        // What stands in a section that is new or gone needs no saying.
        if !section.stays() && (section.fate == Fate::Kept || section.fate != around) {
            let said = capitalised(&section.said(self.words));
            let _ = writeln!(self.out, "<p class=\"what-changed\">{}.</p>", escaped(&said));
        }
        let bodies: Vec<&Chunk> = section.body.iter().filter_map(one_sided).map(|(_, chunk)| chunk).collect();
        match section.fate {
            Fate::Kept if section.extent() > Extent::Nothing => self.blocks(&section.body),
            Fate::Kept if section.only_moved() => {
                let said = escaped(self.words.say("changes.same_words"));
                let _ = writeln!(self.out, "<p class=\"left-out\">{said}</p>");
            }
            Fate::Kept => {}
            fate if !bodies.is_empty() => self.whole_blocks(fate, &bodies, false),
            _ => {}
        }
        let (untouched, touched): (Vec<_>, Vec<_>) = section.children.iter().partition(|child| child.is_untouched());
        touched.into_iter().for_each(|child| self.section(child, section.fate));
        if !untouched.is_empty() && section.fate == Fate::Kept && section.moved.is_none() {
            let titles: Vec<String> = untouched.iter().map(|section| section.full_title()).collect();
            let said = self.words.fill("changes.unchanged_inside", &[("sections", &titles.join("; "))]);
            let _ = writeln!(self.out, "<p class=\"left-out\">{}</p>", escaped(&said));
        }
    }

    fn heading(&mut self, section: &SectionChange) {
        self.title = section.full_title();
        let (open, close) = match section.fate {
            Fate::Kept => ("", ""),
            Fate::Added => ("<ins>", "</ins>"),
            Fate::Removed => ("<del>", "</del>"),
        };
        let (level, id) = (section.level.clamp(2, 6), anchor(Some(section)));
        let title = escaped(&self.title);
        let _ = writeln!(self.out, "<h{level} id=\"{}\">{open}{title}{close}</h{level}>", escaped(&id));
    }

    // Blocks.

    fn blocks(&mut self, changes: &[ChunkChange]) {
        let shown = shown_chunks(changes);
        let mut rest = shown.as_slice();
        while let Some((first, after)) = rest.split_first() {
            rest = after;
            match first {
                Shown::LeftOut(_) => {
                    let said = escaped(self.words.say("changes.left_out"));
                    let _ = writeln!(self.out, "<p class=\"left-out\">{said}</p>");
                }
                Shown::One(change) => match one_sided(change) {
                    Some((fate, chunk)) => {
                        // All that is new in one place, and all that is gone, is said once.
                        let mut chunks = vec![chunk];
                        while let Some((Shown::One(next), after)) = rest.split_first()
                            && let Some((_, chunk)) = one_sided(next).filter(|(next, _)| *next == fate)
                        {
                            chunks.push(chunk);
                            rest = after;
                        }
                        self.whole_blocks(fate, &chunks, true);
                    }
                    None => self.change(change),
                },
            }
        }
    }

    /// Blocks that are new or gone; `says_so`: whether nothing around them does.
    fn whole_blocks(&mut self, fate: Fate, chunks: &[&Chunk], says_so: bool) {
        let (element, said) = match fate {
            Fate::Removed => ("del", self.words.say("changes.deleted_text")),
            Fate::Added | Fate::Kept => ("ins", self.words.say("changes.inserted_text")),
        };
        let _ = writeln!(self.out, "<{element} class=\"whole\">");
        if says_so {
            let _ = writeln!(self.out, "<p class=\"said\">{}</p>", escaped(said));
        }
        chunks.iter().for_each(|chunk| self.chunk(chunk));
        let _ = writeln!(self.out, "</{element}>");
    }

    fn change(&mut self, change: &ChunkChange) {
        match change {
            ChunkChange::Kept(chunk) => self.chunk(chunk),
            ChunkChange::Added(chunk) => self.whole_blocks(Fate::Added, &[chunk], true),
            ChunkChange::Removed(chunk) => self.whole_blocks(Fate::Removed, &[chunk], true),
            ChunkChange::Edited { kind, was, edits } => match edits {
                Edits::Words(runs) => self.line(*kind, runs, Saying::Changes),
                Edits::Chunks(changes) => self.container(*kind, *was, |writer| writer.inside(*kind, *was, changes)),
                Edits::Table(table) => self.table(table, Saying::Changes),
            },
        }
    }

    /// A chunk as it is, in an element around it that says what became of it, or in none.
    fn chunk(&mut self, chunk: &Chunk) {
        match &chunk.content {
            Content::Words(line) => self.line(chunk.kind, &whole(line, Fate::Kept), Saying::Nothing),
            Content::Chunks(chunks) => self.container(chunk.kind, None, |writer| {
                for chunk in chunks {
                    match chunk.kind {
                        Kind::Item(_) | Kind::Meaning => writer.entry(chunk, Fate::Kept, None),
                        _ => writer.chunk(chunk),
                    }
                }
            }),
            Content::Table(table) => self.table(&kept_table(table), Saying::Nothing),
        }
    }

    /// A line in the element of its kind.
    fn line(&mut self, kind: Kind, runs: &[Run], saying: Saying<'_>) {
        let element = match kind {
            Kind::Rule => {
                self.out.push_str("<hr>\n");
                return;
            }
            Kind::CodeLine => {
                self.runs(runs, saying);
                self.out.push('\n');
                return;
            }
            Kind::Term => "dt",
            _ => "p",
        };
        let _ = write!(self.out, "<{element}>");
        // A heading in a list or quote is none of the page's.
        let is_heading = matches!(kind, Kind::Heading(_));
        self.out.push_str(if is_heading { "<strong>" } else { "" });
        self.runs(runs, saying);
        self.out.push_str(if is_heading { "</strong>" } else { "" });
        let _ = writeln!(self.out, "</{element}>");
    }

    fn container(&mut self, kind: Kind, was: Option<Kind>, fill: impl FnOnce(&mut Self)) {
        let (open, close) = match kind {
            Kind::List(None) => ("<ul>\n", "</ul>\n"),
            Kind::List(Some(_)) => ("<ol>\n", "</ol>\n"),
            Kind::Quote => ("<blockquote>\n", "</blockquote>\n"),
            Kind::Definitions => ("<dl>\n", "</dl>\n"),
            Kind::Code => ("<pre tabindex=\"0\"><code>", "</code></pre>\n"),
            Kind::Note => ("<div class=\"note-text\">\n", "</div>\n"),
            Kind::Alert(alert) => {
                self.alert(alert, was, fill);
                return;
            }
            _ => ("<div>\n", "</div>\n"),
        };
        if let (Kind::List(Some(start @ 2..)), true) = (kind, was.is_none()) {
            let _ = writeln!(self.out, "<ol start=\"{start}\">");
        } else {
            self.out.push_str(open);
        }
        if kind == Kind::Note {
            let _ = writeln!(self.out, "<p class=\"said\">{}</p>", escaped(self.words.say("changes.footnote")));
        }
        fill(self);
        self.out.push_str(close);
        if let (Kind::List(now), Some(Kind::List(before))) = (kind, was)
            && now.is_some() != before.is_some()
        {
            let said = match now {
                Some(_) => self.words.say("changes.list_numbered"),
                None => self.words.say("changes.list_bulleted"),
            };
            let _ = writeln!(self.out, "<p class=\"aside\">{}</p>", escaped(said));
        }
    }

    fn alert(&mut self, kind: AlertKind, was: Option<Kind>, fill: impl FnOnce(&mut Self)) {
        let class = alert_word(kind);
        let _ = write!(self.out, "<div class=\"alert alert-{class}\" role=\"note\">\n<p class=\"alert-title\">");
        let title = |kind: AlertKind| alert_title(kind, self.words).to_owned();
        let runs = match was {
            Some(Kind::Alert(before)) => vec![run(Fate::Removed, title(before)), run(Fate::Added, title(kind))],
            _ => vec![run(Fate::Kept, title(kind))],
        };
        self.runs(&runs, Saying::Changes);
        self.out.push_str("</p>\n");
        fill(self);
        self.out.push_str("</div>\n");
    }

    /// What stands in a list, a quote and so on, of which something changed.
    fn inside(&mut self, kind: Kind, was: Option<Kind>, changes: &[ChunkChange]) {
        let is_list = matches!(kind, Kind::List(_));
        if !is_list && kind != Kind::Definitions && kind != Kind::Code {
            self.blocks(changes);
            return;
        }
        let (mut old, mut new) = (first_number(was.unwrap_or(kind)), first_number(kind));
        for one in shown_chunks(changes) {
            match one {
                Shown::LeftOut(count) => {
                    self.left_out(kind, count);
                    (old, new) = (old + count as u64, new + count as u64);
                }
                Shown::One(change) => {
                    let is_removed = matches!(change, ChunkChange::Removed(_));
                    let is_added = matches!(change, ChunkChange::Added(_));
                    let number = matches!(kind, Kind::List(Some(_))).then_some(if is_removed { old } else { new });
                    self.entry_change(change, number);
                    (old, new) = (old + u64::from(!is_added), new + u64::from(!is_removed));
                }
            }
        }
    }

    fn left_out(&mut self, kind: Kind, count: usize) {
        let items = escaped(&self.words.plural("changes.items_left_out", count, &[]));
        let _ = match kind {
            Kind::List(_) => writeln!(self.out, "<li class=\"left-out\">{items}</li>"),
            Kind::Definitions => {
                let text = escaped(self.words.say("changes.left_out"));
                writeln!(self.out, "<dt class=\"left-out\">{text}</dt><dd class=\"left-out\">…</dd>")
            }
            _ => writeln!(self.out, "…"),
        };
    }

    /// An item, a term or a meaning.
    fn entry_change(&mut self, change: &ChunkChange, number: Option<u64>) {
        match change {
            ChunkChange::Kept(chunk) => self.entry(chunk, Fate::Kept, number),
            ChunkChange::Added(chunk) => self.entry(chunk, Fate::Added, number),
            ChunkChange::Removed(chunk) => self.entry(chunk, Fate::Removed, number),
            ChunkChange::Edited { kind, was, edits } => {
                let close = self.open_entry(*kind, *was, number, "");
                match edits {
                    Edits::Words(runs) => self.entry_line(*kind, runs, Saying::Changes),
                    // The words of an item that is one paragraph stand in it without one of their own.
                    Edits::Chunks(changes) => match changes.as_slice() {
                        [ChunkChange::Edited { kind: Kind::Paragraph, edits: Edits::Words(runs), .. }] => {
                            self.runs(runs, Saying::Changes);
                        }
                        changes => self.blocks(changes),
                    },
                    Edits::Table(table) => self.table(table, Saying::Changes),
                }
                self.out.push_str(close);
            }
        }
    }

    fn entry(&mut self, chunk: &Chunk, fate: Fate, number: Option<u64>) {
        let class = if fate == Fate::Removed { " class=\"gone\"" } else { "" };
        let close = self.open_entry(chunk.kind, None, number, class);
        let said = match fate {
            Fate::Removed => self.words.say("changes.deleted"),
            Fate::Added | Fate::Kept => self.words.say("changes.inserted"),
        };
        match &chunk.content {
            Content::Words(line) => self.entry_line(chunk.kind, &whole(line, fate), Saying::Once(said)),
            Content::Chunks(chunks) => match chunks.as_slice() {
                [Chunk { kind: Kind::Paragraph, content: Content::Words(line), .. }] => {
                    self.runs(&whole(line, fate), Saying::Once(said));
                }
                chunks if fate == Fate::Kept => chunks.iter().for_each(|chunk| self.chunk(chunk)),
                chunks => {
                    let element = if fate == Fate::Removed { "del" } else { "ins" };
                    let _ = writeln!(self.out, "<{element}>");
                    self.hidden(said);
                    match chunks.split_first() {
                        Some((Chunk { kind: Kind::Paragraph, content: Content::Words(line), .. }, rest)) => {
                            self.runs(&whole(line, Fate::Kept), Saying::Nothing);
                            self.out.push('\n');
                            rest.iter().for_each(|chunk| self.chunk(chunk));
                        }
                        _ => chunks.iter().for_each(|chunk| self.chunk(chunk)),
                    }
                    let _ = writeln!(self.out, "</{element}>");
                }
            },
            Content::Table(table) => self.table(&kept_table(table), Saying::Nothing),
        }
        self.out.push_str(close);
    }

    fn entry_line(&mut self, kind: Kind, runs: &[Run], saying: Saying<'_>) {
        self.runs(runs, saying);
        if kind == Kind::CodeLine {
            self.out.push('\n');
        }
    }

    fn open_entry(&mut self, kind: Kind, was: Option<Kind>, number: Option<u64>, class: &str) -> &'static str {
        match kind {
            Kind::Item(task) => {
                let value = number.map(|number| format!(" value=\"{number}\"")).unwrap_or_default();
                let _ = write!(self.out, "<li{value}{class}>");
                let words = self.words;
                let word = |done: bool| match done {
                    true => words.say("changes.done").to_owned(),
                    false => words.say("changes.to_do").to_owned(),
                };
                let runs = match (was, task) {
                    (Some(Kind::Item(before)), now) => {
                        let before = before.map(|done| run(Fate::Removed, word(done)));
                        before.into_iter().chain(now.map(|done| run(Fate::Added, word(done)))).collect()
                    }
                    (_, Some(done)) => vec![run(Fate::Kept, word(done))],
                    (_, None) => Vec::new(),
                };
                if !runs.is_empty() {
                    self.runs(&runs, Saying::Changes);
                    self.out.push(' ');
                }
                "</li>\n"
            }
            Kind::Term => {
                let _ = write!(self.out, "<dt{class}>");
                "</dt>\n"
            }
            Kind::Meaning => {
                let _ = write!(self.out, "<dd{class}>");
                "</dd>\n"
            }
            _ => "",
        }
    }
}

/// What is new or gone as a whole.
fn one_sided(change: &ChunkChange) -> Option<(Fate, &Chunk)> {
    match change {
        ChunkChange::Added(chunk) => Some((Fate::Added, chunk)),
        ChunkChange::Removed(chunk) => Some((Fate::Removed, chunk)),
        ChunkChange::Kept(_) | ChunkChange::Edited { .. } => None,
    }
}

fn first_number(kind: Kind) -> u64 {
    match kind {
        Kind::List(Some(start)) => start,
        _ => 1,
    }
}

fn run(fate: Fate, text: String) -> Run {
    Run { fate, spans: vec![TextSpan { text, kind: TokenKind::Word, look: super::Look::default(), was: None }] }
}

fn alert_word(kind: AlertKind) -> &'static str {
    match kind {
        AlertKind::Note => "note",
        AlertKind::Tip => "tip",
        AlertKind::Important => "important",
        AlertKind::Warning => "warning",
        AlertKind::Caution => "caution",
    }
}

fn alert_title(kind: AlertKind, words: &Words) -> &str {
    match kind {
        AlertKind::Note => words.say("changes.alert.note"),
        AlertKind::Tip => words.say("changes.alert.tip"),
        AlertKind::Important => words.say("changes.alert.important"),
        AlertKind::Warning => words.say("changes.alert.warning"),
        AlertKind::Caution => words.say("changes.alert.caution"),
    }
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// Text for HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
