//! A tree made ready to be written on any number of pages.

use super::address::may_hold_address;
use super::escape::{push_filled, push_text};
use super::table::TableScript;
use super::{Setting, Writer, begin_line};
use crate::markdown::slot::slots;
use crate::markdown::tree::{AlertKind, Block, Document, Image, Inline, RawPiece, Span, Task, Text};
use std::fmt::Write as _;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// What is written for a tree, step by step. All that is the same on every page is HTML already; what depends on a page's
/// values, its links, or what stands before it on the page, is a step of its own.
#[derive(Debug, Clone, Default)]
pub(super) struct Script {
    steps: Vec<Step>,
}

#[derive(Debug, Clone)]
pub(super) enum Step {
    /// HTML as it is.
    Html(Box<str>),
    /// Text with addresses, which become links.
    Text(Text),
    /// Text with values; where one of them holds an address, it becomes a link.
    TextWithValues(Box<(Text, Gapped)>),
    /// Text or a tag with values, in which nothing becomes a link.
    Gapped(Gapped),
    /// A new line, unless one has just begun.
    BeginLine,
    HeadingStart {
        level: u8,
        id: Option<String>,
    },
    HeadingEnd(u8),
    AlertTitle(AlertKind),
    Task(Task),
    Link(Box<LinkScript>),
    Image(Box<Image>),
    FootnoteRef(String),
    Table(Box<TableScript>),
    /// A part of raw HTML that is neither text nor a tag to be written as it is.
    Raw(RawPiece),
}

#[derive(Debug, Clone)]
pub(super) struct LinkScript {
    pub(super) destination: String,
    pub(super) title: String,
    pub(super) span: Span,
    /// Whether it has words of its own.
    pub(super) has_text: bool,
    /// Whether its words are the address that it leads to.
    pub(super) is_bare: bool,
    pub(super) content: Script,
}

/// HTML with gaps for values.
#[derive(Debug, Clone)]
pub(super) struct Gapped {
    gaps: Box<[Gap]>,
    /// What stands behind the last.
    end: Box<str>,
}

#[derive(Debug, Clone)]
struct Gap {
    /// What stands before it.
    before: Box<str>,
    /// The slot of its value.
    slot: usize,
    /// Whether what stands round it is no part of an address that may be its value.
    stands_free: bool,
}

impl Gapped {
    /// A text, of which what stands between the values is written by `push`.
    fn new(text: &str, push: impl Fn(&mut String, &str)) -> Self {
        let html = |range: Range<usize>| {
            let mut html = String::new();
            push(&mut html, &text[range]);
            html.into_boxed_str()
        };
        let mut from = 0;
        let mut gaps = Vec::new();
        for (range, slot) in slots(text) {
            let stands_free = stands_free(&text[..range.start], &text[range.end..]);
            gaps.push(Gap { before: html(from..range.start), slot, stands_free });
            from = range.end;
        }
        Self { gaps: gaps.into(), end: html(from..text.len()) }
    }

    fn write<S: Setting + ?Sized>(&self, setting: &S, out: &mut String) {
        for Gap { before, slot, .. } in &self.gaps {
            out.push_str(before);
            push_text(out, setting.value(*slot));
        }
        out.push_str(&self.end);
    }
}

/// Whether an address between these texts, which hold none themselves, ends where they begin: at a space, or at a mark
/// with a space behind it.
fn stands_free(before: &str, after: &str) -> bool {
    let mut behind = after.chars();
    before.chars().next_back().is_none_or(char::is_whitespace)
        && behind.next().is_none_or(|mark| {
            mark.is_whitespace() || (matches!(mark, '.' | ',' | ';') && behind.next().is_none_or(char::is_whitespace))
        })
}

impl Script {
    pub(super) fn of_blocks(blocks: &[Block]) -> Self {
        Self::made(|builder| builder.blocks(blocks))
    }

    pub(super) fn of_inlines(inlines: &[Inline]) -> Self {
        Self::made(|builder| builder.inlines(inlines))
    }

    /// What it writes at the beginning of a line, where that is the same on every page.
    fn html_for_all(&self) -> Option<&str> {
        match self.steps.as_slice() {
            [] | [Step::BeginLine] => Some(""),
            [Step::Html(html)] | [Step::BeginLine, Step::Html(html)] => Some(html),
            _ => None,
        }
    }

    pub(super) fn made(make: impl FnOnce(&mut Builder)) -> Self {
        let mut builder = Builder::default();
        make(&mut builder);
        builder.end_html();
        Self { steps: builder.steps }
    }
}

/// A script that is being made.
#[derive(Default)]
pub(super) struct Builder {
    steps: Vec<Step>,
    /// What comes after the last step and is the same on every page.
    pub(super) html: String,
}

impl Builder {
    pub(super) fn step(&mut self, step: Step) {
        self.end_html();
        self.steps.push(step);
    }

    fn end_html(&mut self) {
        if !self.html.is_empty() {
            self.steps.push(Step::Html(std::mem::take(&mut self.html).into()));
        }
    }

    pub(super) fn begin_line(&mut self) {
        if self.html.is_empty() {
            self.step(Step::BeginLine);
        } else {
            begin_line(&mut self.html);
        }
    }

    pub(super) fn text(&mut self, text: &Text) {
        if text.may_hold_address {
            self.step(Step::Text(text.clone()));
        } else if has_slots(&text.text) {
            self.step(Step::TextWithValues(Box::new((text.clone(), Gapped::new(&text.text, push_text)))));
        } else {
            push_text(&mut self.html, &text.text);
        }
    }

    /// Text in which nothing is a link.
    pub(super) fn filled(&mut self, text: &str) {
        if has_slots(text) {
            self.step(Step::Gapped(Gapped::new(text, push_text)));
        } else {
            push_text(&mut self.html, text);
        }
    }

    pub(super) fn pieces(&mut self, pieces: &[RawPiece]) {
        for piece in pieces {
            match piece {
                RawPiece::Markup(tag) if has_slots(tag) => {
                    self.step(Step::Gapped(Gapped::new(tag, String::push_str)));
                }
                RawPiece::Markup(tag) => self.html.push_str(tag),
                RawPiece::Text(text) => self.text(text),
                RawPiece::TableEnd => self.html.push_str("</table></div>"),
                RawPiece::AnchorStart { .. }
                | RawPiece::AnchorEnd
                | RawPiece::Image { .. }
                | RawPiece::TableStart { .. }
                | RawPiece::CaptionStart { .. } => self.step(Step::Raw(piece.clone())),
            }
        }
    }
}

fn has_slots(text: &str) -> bool {
    slots(text).next().is_some()
}

impl Writer<'_> {
    pub(super) fn run<S: Setting + ?Sized>(&mut self, script: &Script, setting: &mut S, out: &mut String) {
        for step in &script.steps {
            match step {
                Step::Html(html) => out.push_str(html),
                Step::Text(text) => self.text(text, setting, out),
                Step::TextWithValues(text) => self.text_with_values(text, setting, out),
                Step::Gapped(gapped) => gapped.write(setting, out),
                Step::BeginLine => begin_line(out),
                Step::HeadingStart { level, id } => {
                    let _ = write!(out, "<h{}", self.heading_level(*level));
                    if let Some(id) = id {
                        out.push_str(" id=\"");
                        push_filled(out, id, setting);
                        out.push('"');
                    }
                    out.push('>');
                }
                Step::HeadingEnd(level) => {
                    let _ = writeln!(out, "</h{}>", self.heading_level(*level));
                }
                Step::AlertTitle(kind) => self.alert_title(*kind, out),
                Step::Task(task) => self.task(*task, out),
                Step::Link(link) => self.link(link, setting, out),
                Step::Image(image) => super::inline::image_element(image, setting, out),
                Step::FootnoteRef(label) => self.note_reference(label, setting.source(), out),
                Step::Table(table) => self.table(table, setting, out),
                Step::Raw(piece) => self.piece(piece, setting, out),
            }
        }
    }

    fn text_with_values<S: Setting + ?Sized>(
        &mut self,
        (text, gapped): &(Text, Gapped),
        setting: &mut S,
        out: &mut String,
    ) {
        let may_link = |gap: &Gap| may_hold_address(setting.value(gap.slot));
        if self.links > 0 || !gapped.gaps.iter().any(may_link) {
            gapped.write(setting, out);
        } else if gapped.gaps.iter().all(|gap| gap.stands_free || !may_link(gap)) {
            for gap in &gapped.gaps {
                out.push_str(&gap.before);
                self.free_value(gap.slot, text.span, setting, out);
            }
            out.push_str(&gapped.end);
        } else {
            self.text(text, setting, out);
        }
    }

    fn heading_level(&self, level: u8) -> u8 {
        level.saturating_add(self.heading_offset).max(self.highest_heading).min(6)
    }
}

impl Document {
    /// The HTML of the blocks that begin a line, where it is the same on every page and nothing is wrong with it.
    pub fn blocks_for_all(&self) -> Option<&str> {
        self.scripts.of_blocks(&self.blocks).html_for_all().filter(|_| self.faults.is_empty())
    }

    /// The HTML of a line, where it is the same on every page and nothing is wrong with it.
    pub fn line_for_all(&self) -> Option<&str> {
        self.scripts.of_line(self.line()).html_for_all().filter(|_| self.faults.is_empty())
    }
}

/// The scripts of a document, made when they are first asked for. They say nothing that its tree does not, so two of them
/// are always equal.
#[derive(Debug, Clone, Default)]
pub(in crate::markdown) struct Scripts {
    blocks: OnceLock<Arc<Script>>,
    line: OnceLock<Arc<Script>>,
}

impl Scripts {
    pub(super) fn of_blocks(&self, blocks: &[Block]) -> &Script {
        self.blocks.get_or_init(|| Arc::new(Script::of_blocks(blocks)))
    }

    pub(super) fn of_line(&self, line: &[Inline]) -> &Script {
        self.line.get_or_init(|| Arc::new(Script::of_inlines(line)))
    }
}

impl PartialEq for Scripts {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Scripts {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::slot_char;
    use crate::markdown::tests::ENGLISH;
    use crate::markdown::write::{LinkSource, ResolvedLink, Values};
    use proptest::prelude::*;

    struct Plain(Vec<String>);

    impl Values for Plain {
        fn value(&self, slot: usize) -> &str {
            &self.0[slot]
        }
    }

    impl Setting for Plain {
        fn link(&mut self, link: &LinkSource<'_>) -> Option<ResolvedLink> {
            assert_eq!(link.span, Span::new(0..5));
            Some(ResolvedLink::as_written(link))
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

        /// Values that stand free are looked at alone; that must come to the same as looking at the whole text.
        #[test]
        fn values_alone_make_the_links_of_the_whole_text(
            around in prop::collection::vec("([a.,;:/?!()'<> \n-]|é| and |w|\\. ){0,4}", 3),
            values in prop::collection::vec("([a.,;:/?'@ -]|é|a@b\\.org|www\\.e\\.org|https://e\\.org/a|A <a@b\\.org>){0,3}", 2),
        ) {
            let slot = |index| slot_char(index).unwrap();
            let text = format!("{}{}{}{}{}", around[0], slot(0), around[1], slot(1), around[2]);
            let text = Text::new(text, Span::new(0..5));
            prop_assume!(!text.may_hold_address);
            let mut plain = Plain(values);
            let (mut alone, mut whole) = (String::new(), String::new());
            let gapped = Gapped::new(&text.text, push_text);
            Writer::new(&ENGLISH).text_with_values(&(text.clone(), gapped), &mut plain, &mut alone);
            Writer::new(&ENGLISH).text(&text, &mut plain, &mut whole);
            prop_assert_eq!(alone, whole);
        }
    }
}
