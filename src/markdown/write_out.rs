//! Markdown with its values written into it as text, so that it says the same when it is read again by itself.
//!
//! A value is escaped for the place that it lands in: with backslashes in text and addresses, with character references
//! in raw HTML; in code it stands as it is, between as many backticks as it needs. Links that a file defines elsewhere
//! are written out, and comments are emptied, since what is written here is published. Whoever calls this reads the
//! result again and compares.

use super::outline::trailing_attributes;
use super::parse::options;
use super::slot::{slot_index, slots};
use super::write::{Values, filled};
use super::{References, note_label};
use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};
use std::fmt::Write as _;
use std::ops::Range;

/// What a text is written out with.
pub trait WriteOut: Values {
    /// The label that a footnote has in the new text.
    fn note_label(&self, label: &str) -> String;

    /// The words of a link that has none, by its address.
    fn link_words(&self, address: &str) -> Option<String>;
}

/// A text of any blocks, written out.
pub fn write_out<W: WriteOut + ?Sized>(text: &str, references: &References, with: &W) -> String {
    let (whole, skip) = references.before(text);
    Writing::new(&whole, with).written(skip)
}

/// A text of one line, whatever blocks it looks like, written out.
pub fn write_out_line<W: WriteOut + ?Sized>(text: &str, references: &References, with: &W) -> String {
    const HEADING: &str = "###### ";
    let line = format!("{HEADING}{}", text.replace('\n', " "));
    let (whole, skip) = references.before(&line);
    let written = Writing::new(&whole, with).written(skip);
    let words = written.strip_prefix(HEADING).unwrap_or(&written).trim().to_owned();
    // Our own attributes come behind it, so that none of the words is taken for some; nor for the marks of an end.
    match trailing_attributes(&words) {
        Some(block) => format!("{}\\{}", &words[..block.start], &words[block.start..]),
        None => words,
    }
}

/// Where a slot stands, and so how its value is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Text,
    Address,
    Html,
    CodeBlock,
}

struct Writing<'t, W: ?Sized> {
    text: &'t str,
    with: &'t W,
    edits: Vec<(Range<usize>, String)>,
    places: Vec<(Range<usize>, Place)>,
}

/// A link that is open.
struct Open {
    range: Range<usize>,
    kind: LinkType,
    address: String,
    title: String,
    is_image: bool,
    /// One past the last of what stands in it.
    content_end: Option<usize>,
    has_words: bool,
}

impl<'t, W: WriteOut + ?Sized> Writing<'t, W> {
    fn new(text: &'t str, with: &'t W) -> Self {
        Self { text, with, edits: Vec::new(), places: Vec::new() }
    }

    fn written(mut self, skip: usize) -> String {
        let mut open: Vec<Open> = Vec::new();
        let (mut is_table, mut is_code) = (false, false);
        for (event, range) in Parser::new_ext(self.text, options()).into_offset_iter() {
            if range.start < skip {
                continue;
            }
            if let Some(link) = open.last_mut()
                && !matches!(event, Event::End(TagEnd::Link | TagEnd::Image))
            {
                link.content_end = Some(link.content_end.unwrap_or(0).max(range.end));
                link.has_words |= match &event {
                    Event::Text(text) => !text.trim().is_empty(),
                    Event::Code(_) | Event::InlineHtml(_) | Event::Start(Tag::Image { .. }) => true,
                    _ => false,
                };
            }
            match event {
                Event::Code(code) if has_slots(&self.text[range.clone()]) => {
                    let code = code_span(&filled(&code, self.with), is_table);
                    self.edits.push((range, code));
                }
                Event::Start(Tag::Table(_)) => is_table = true,
                Event::End(TagEnd::Table) => is_table = false,
                Event::Start(Tag::CodeBlock(_)) => is_code = true,
                Event::End(TagEnd::CodeBlock) => is_code = false,
                Event::Text(_) if is_code => self.places.push((range, Place::CodeBlock)),
                Event::Html(_) | Event::InlineHtml(_) => {
                    self.comments(&range);
                    self.places.push((range, Place::Html));
                }
                Event::FootnoteReference(label) => {
                    let new = self.with.note_label(&note_label(&label));
                    self.edits.push((range, format!("[^{new}]")));
                }
                Event::Start(Tag::Link { link_type, dest_url, title, .. }) => {
                    open.push(self.opened(range, link_type, &dest_url, &title, false));
                }
                Event::Start(Tag::Image { link_type, dest_url, title, .. }) => {
                    open.push(self.opened(range, link_type, &dest_url, &title, true));
                }
                Event::End(TagEnd::Link | TagEnd::Image) => {
                    if let Some(link) = open.pop() {
                        self.close(&link);
                    }
                }
                _ => {}
            }
        }
        self.fill(skip)
    }

    fn opened(&self, range: Range<usize>, kind: LinkType, address: &str, title: &str, is_image: bool) -> Open {
        let put_in = |text: &str| filled(text, self.with).into_owned();
        let (address, title) = (put_in(address), put_in(title));
        Open { range, kind, address, title, is_image, content_end: None, has_words: false }
    }

    fn close(&mut self, link: &Open) {
        let Open { range, kind, address, title, is_image, content_end, has_words } = link;
        let source = &self.text[range.clone()];
        match kind {
            LinkType::Autolink | LinkType::Email if has_slots(source) => {
                let scheme = if *kind == LinkType::Email { "mailto:" } else { "" };
                let words = escaped(address, Place::Text, "");
                self.edits.push((range.clone(), format!("[{words}]({scheme}{})", angled(address))));
            }
            LinkType::Inline => {
                let tail = content_end.unwrap_or(range.start + 1);
                self.places.push((tail..range.end, Place::Address));
                if !*has_words && !*is_image && source.starts_with('[') {
                    self.add_words(range.start + 1, address);
                }
            }
            LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut => {
                let tail = match kind {
                    LinkType::Shortcut => range.end,
                    _ => source.rfind("][").map_or(range.end, |at| range.start + at + 1),
                };
                let title = match title.as_str() {
                    "" => String::new(),
                    title => format!(" \"{}\"", escaped(title, Place::Address, "")),
                };
                self.edits.push((tail..range.end, format!("({}{title})", angled(address))));
                if !*has_words && !*is_image {
                    self.add_words(range.start + 1, address);
                }
            }
            _ => {}
        }
    }

    /// Writes the title of its target into a link that has no words.
    fn add_words(&mut self, at: usize, address: &str) {
        if let Some(words) = self.with.link_words(address) {
            self.edits.push((at..at, escaped(&words, Place::Text, "")));
        }
    }

    /// Empties the comments in a stretch of HTML.
    fn comments(&mut self, range: &Range<usize>) {
        let html = &self.text[range.clone()];
        let mut from = 0;
        while let Some(at) = html[from..].find("<!--").map(|at| from + at) {
            let end = html[at..].find("-->").map_or(html.len(), |end| at + end + "-->".len());
            self.edits.push((range.start + at..range.start + end, "<!-- -->".to_owned()));
            from = end;
        }
    }

    /// The text from `skip` on with the edits done and the values put in.
    fn fill(mut self, skip: usize) -> String {
        let text = self.text;
        for (range, slot) in slots(text).collect::<Vec<_>>() {
            if range.start < skip
                || self.edits.iter().any(|(edit, _)| edit.start <= range.start && edit.end >= range.end)
            {
                continue;
            }
            let place = self.places.iter().find(|(place, _)| place.start <= range.start && place.end >= range.end);
            let place = place.map_or(Place::Text, |(_, place)| *place);
            let value = self.with.value(slot);
            let line = &text[text[..range.start].rfind('\n').map_or(0, |at| at + 1)..range.start];
            // An address in pointed brackets stands without them.
            if place == Place::Text && text[..range.start].ends_with('<') && text[range.end..].starts_with('>') {
                self.edits.push((range.start - 1..range.end + 1, escaped(value, place, line)));
            } else {
                self.edits.push((range, escaped(value, place, line)));
            }
        }
        self.edits.sort_by_key(|(range, _)| (range.start, range.end));
        let mut out = String::with_capacity(text.len());
        let mut at = skip;
        for (range, new) in &self.edits {
            if range.start < at {
                continue;
            }
            out.push_str(&text[at..range.start]);
            out.push_str(new);
            at = range.end;
        }
        out.push_str(&text[at..]);
        out
    }
}

fn has_slots(text: &str) -> bool {
    text.chars().any(|c| slot_index(c).is_some())
}

/// A value as it is written at a place; `line` is what stands before it on its line.
fn escaped(value: &str, place: Place, line: &str) -> String {
    if place == Place::CodeBlock {
        return value.to_owned();
    }
    let begins_line = !line.chars().any(char::is_alphanumeric) && !has_slots(line);
    let last = value.chars().count().saturating_sub(1);
    let mut out = String::with_capacity(value.len() + 8);
    for (index, c) in value.chars().enumerate() {
        let is_edge = index == 0 || index == last;
        let by_number = match place {
            Place::Html => !(c.is_alphanumeric() || matches!(c, ' ' | '.' | ',' | '-' | '/' | ':' | '@')),
            Place::Address => c.is_whitespace() || c.is_control(),
            _ => (c.is_whitespace() && (is_edge || c != ' ')) || c.is_control() || c == '|',
        };
        let by_backslash = match place {
            Place::Text => {
                "\\`*_[]<>~&{}\"".contains(c)
                    || (index == 0 && "-+=:#.)!(".contains(c))
                    || (index == last && c == '#')
                    || (begins_line
                        && matches!(c, '.' | ')')
                        && value[..].chars().take(index).all(|c| c.is_ascii_digit()))
            }
            Place::Address => c.is_ascii_punctuation() && !"/:.-?=%+,;@~".contains(c),
            Place::Html | Place::CodeBlock => false,
        };
        if by_number || (begins_line && index == 0 && c.is_ascii_digit()) {
            let _ = write!(out, "&#{};", u32::from(c));
        } else {
            if by_backslash {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out
}

/// An address between pointed brackets.
fn angled(address: &str) -> String {
    let mut out = String::from("<");
    for c in address.chars() {
        match c {
            '\n' | '\r' | '\t' => {
                let _ = write!(out, "&#{};", u32::from(c));
            }
            '<' | '>' | '\\' | '&' | '`' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out.push('>');
    out
}

/// Code between as many backticks as it needs.
fn code_span(code: &str, is_table: bool) -> String {
    let code = code.replace(['\n', '\r'], " ");
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(longest + 1);
    let code = if is_table { code.replace('|', "\\|") } else { code };
    let has_edge = [' ', '`'].iter().any(|edge| code.starts_with(*edge) || code.ends_with(*edge));
    if has_edge { format!("{ticks} {code} {ticks}") } else { format!("{ticks}{code}{ticks}") }
}
