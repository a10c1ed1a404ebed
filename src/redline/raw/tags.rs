//! The tags of raw HTML, which is balanced and holds allowed elements only.

use super::{Open, Shelf};
use crate::markdown::{RawPiece, filled};
use crate::redline::text::{Chunk, Kind, Line, Look};

impl Shelf<'_, '_, '_> {
    pub(super) fn pieces(&mut self, pieces: &[RawPiece]) {
        for piece in pieces {
            match piece {
                RawPiece::Text(text) => self.text(&text.text),
                RawPiece::Markup(tag) => self.tag(tag),
                RawPiece::AnchorStart { destination, .. } => {
                    let address = destination.as_deref().map(|address| filled(address, self.values).into());
                    self.begin_look(|look| look.link = address.or(look.link.take()));
                }
                RawPiece::AnchorEnd => self.end_look(),
                RawPiece::Image { attributes, source, .. } => {
                    let address = filled(source.as_deref().unwrap_or_default(), self.values).into_owned();
                    let alt = attribute(attributes, "alt").unwrap_or_default();
                    let alt = filled(&alt, self.values).into_owned();
                    self.picture_of(&alt, address);
                }
                RawPiece::TableStart { .. } => self.open(Open::Table),
                RawPiece::TableEnd => self.close(|open| open == Open::Table),
                RawPiece::CaptionStart { .. } => self.open(Open::Caption),
            }
        }
    }

    fn tag(&mut self, tag: &str) {
        let inner = tag.trim_start_matches('<').trim_end_matches('>');
        let (is_end, inner) = inner.strip_prefix('/').map_or((false, inner), |rest| (true, rest));
        let (name, attributes) = inner.split_at(inner.find(' ').unwrap_or(inner.len()));
        match name {
            "b" | "strong" => self.look(is_end, |look| look.strong = true),
            "i" | "em" | "cite" | "dfn" | "var" | "mark" | "u" | "ins" => {
                self.look(is_end, |look| look.emphasis = true);
            }
            "s" | "del" => self.look(is_end, |look| look.strike = true),
            "code" | "kbd" | "samp" => self.look(is_end, |look| look.code = true),
            "br" => self.top().line.line_end(),
            "hr" => {
                self.end_line();
                self.add(Chunk::words(Kind::Rule, Line::default()));
            }
            "ul" => self.element(is_end, Open::Chunk(Kind::List(None))),
            "ol" => {
                let start = attribute(attributes, "start").and_then(|start| start.parse().ok()).unwrap_or(1);
                self.element(is_end, Open::Chunk(Kind::List(Some(start))));
            }
            "li" => self.element(is_end, Open::Chunk(Kind::Item(None))),
            "dl" => self.element(is_end, Open::Chunk(Kind::Definitions)),
            "dt" => self.element(is_end, Open::Chunk(Kind::Term)),
            "dd" => self.element(is_end, Open::Chunk(Kind::Meaning)),
            "blockquote" => self.element(is_end, Open::Chunk(Kind::Quote)),
            "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = name.as_bytes()[1] - b'0';
                self.element(is_end, Open::Chunk(Kind::Heading(level)));
            }
            "table" => self.element(is_end, Open::Table),
            "caption" => self.element(is_end, Open::Caption),
            "tr" => {
                self.element(is_end, Open::Row);
                // Until a cell of it says otherwise.
                if !is_end {
                    self.top().is_header = true;
                }
            }
            "td" | "th" => {
                self.element(is_end, Open::Cell);
                if !is_end {
                    self.top().is_header = name == "th";
                }
            }
            "p" | "div" | "details" | "summary" | "figure" | "figcaption" | "pre" => self.end_line(),
            _ => {}
        }
    }

    fn element(&mut self, is_end: bool, is: Open) {
        if is_end {
            self.close(|open| std::mem::discriminant(&open) == std::mem::discriminant(&is) && same_kind(open, is));
        } else {
            self.open(is);
        }
    }

    fn look(&mut self, is_end: bool, change: impl FnOnce(&mut Look)) {
        if is_end { self.end_look() } else { self.begin_look(change) }
    }

    fn begin_look(&mut self, change: impl FnOnce(&mut Look)) {
        self.raw_looks.push(self.look.clone());
        change(&mut self.look);
    }

    fn end_look(&mut self) {
        if let Some(before) = self.raw_looks.pop() {
            self.look = before;
        }
    }
}

/// Whether two are the same sort of element, whatever number or level they have.
fn same_kind(a: Open, b: Open) -> bool {
    match (a, b) {
        (Open::Chunk(a), Open::Chunk(b)) => std::mem::discriminant(&a) == std::mem::discriminant(&b),
        _ => true,
    }
}

/// The value of an attribute of a tag that we cleaned: in double quotes, with the references that the cleaner writes.
fn attribute(attributes: &str, name: &str) -> Option<String> {
    let at = attributes.find(&format!(" {name}=\""))?;
    let value = &attributes[at + name.len() + 3..];
    let value = &value[..value.find('"')?];
    let plain = value.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", "\u{a0}");
    Some(plain.replace("&amp;", "&"))
}
