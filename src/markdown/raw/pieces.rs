//! Cleaned HTML cut up: tags, text, addresses, tables, and the markers of the Markdown between.

use crate::markdown::{RawCaption, RawPiece, Span, Text};

/// What a marker begins and ends with. The private character cannot come from an author: see [`super::tidy`].
pub(super) const MARKER_START: &str = "<hr class=\"\u{F0FFF}";
/// See [`MARKER_START`].
pub(super) const MARKER_END: &str = "\">";

/// A part of the cleaned HTML.
#[derive(Debug)]
pub(super) enum Part {
    /// The Markdown of this group stands here.
    Marker(usize),
    /// HTML.
    Piece(RawPiece),
}

/// The parts in order. `html` is as the cleaner wrote it: every value in double quotes, every `<` in text escaped.
pub(super) fn parts(html: &str) -> Vec<Part> {
    let mut cutter = Cutter { parts: Vec::new(), tables: 0, table: None };
    let mut rest = html;
    while !rest.is_empty() {
        if let Some(marker) = rest.strip_prefix(MARKER_START)
            && let Some((number, after)) = marker.split_once(MARKER_END)
        {
            if let Ok(group) = number.parse() {
                cutter.parts.push(Part::Marker(group));
            }
            rest = after;
        } else if rest.starts_with('<') {
            let end = tag_end(rest);
            cutter.tag(&rest[..end]);
            rest = &rest[end..];
        } else {
            let end = rest.find('<').unwrap_or(rest.len());
            cutter.push(RawPiece::Text(Text::new(decoded(&rest[..end]), Span::default())));
            rest = &rest[end..];
        }
    }
    cutter.parts
}

struct Cutter {
    parts: Vec<Part>,
    /// How many tables are open.
    tables: usize,
    /// Which part opened the outermost.
    table: Option<usize>,
}

impl Cutter {
    fn push(&mut self, piece: RawPiece) {
        self.parts.push(Part::Piece(piece));
    }

    fn tag(&mut self, tag: &str) {
        let inner = tag.trim_start_matches('<').trim_end_matches('>');
        let name_end = inner.find(' ').unwrap_or(inner.len());
        let (name, attributes) = inner.split_at(name_end);
        match name {
            "a" => {
                let (attributes, destination) = without(attributes, "href");
                self.push(RawPiece::AnchorStart { attributes, destination, span: Span::default() });
            }
            "/a" => self.push(RawPiece::AnchorEnd),
            "img" => {
                let (attributes, source) = without(attributes, "src");
                self.push(RawPiece::Image { attributes, source, span: Span::default() });
            }
            "table" => {
                self.tables += 1;
                if self.tables == 1 {
                    self.table = Some(self.parts.len());
                    self.push(RawPiece::TableStart { attributes: attributes.to_owned(), caption: RawCaption::Missing });
                } else {
                    self.push(RawPiece::Markup(tag.to_owned()));
                }
            }
            "/table" => {
                self.tables = self.tables.saturating_sub(1);
                self.push(if self.tables == 0 { RawPiece::TableEnd } else { RawPiece::Markup(tag.to_owned()) });
            }
            "caption" if self.tables == 1 => self.caption(attributes),
            _ => self.push(RawPiece::Markup(tag.to_owned())),
        }
    }

    fn caption(&mut self, attributes: &str) {
        let (_, id) = without(attributes, "id");
        let has_id = id.is_some();
        let start = self.table.and_then(|table| self.parts.get_mut(table));
        if let Some(Part::Piece(RawPiece::TableStart { caption: caption @ RawCaption::Missing, .. })) = start {
            *caption = id.map_or(RawCaption::WithoutId, RawCaption::WithId);
            self.push(RawPiece::CaptionStart { attributes: attributes.to_owned(), has_id });
        } else {
            self.push(RawPiece::Markup(format!("<caption{attributes}>")));
        }
    }
}

/// One past the `>` of the tag.
fn tag_end(tag: &str) -> usize {
    let mut quoted = false;
    for (at, byte) in tag.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return at + 1,
            _ => {}
        }
    }
    tag.len()
}

/// The attributes without the one called `name`, and its value.
fn without(attributes: &str, name: &str) -> (String, Option<String>) {
    let mut from = 0;
    while let Some(equals) = attributes[from..].find("=\"").map(|at| from + at) {
        let value = equals + 2;
        let end = attributes[value..].find('"').map_or(attributes.len(), |at| value + at);
        let next = (end + 1).min(attributes.len());
        if attributes[from..equals].trim_start() == name {
            let rest = format!("{}{}", &attributes[..from], &attributes[next..]);
            return (rest, Some(decoded(&attributes[value..end])));
        }
        from = next;
    }
    (attributes.to_owned(), None)
}

/// The text without the five references that the cleaner writes.
fn decoded(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let known = [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&nbsp;", '\u{A0}')];
        let (length, c) =
            known.iter().find(|(it, _)| rest.starts_with(it)).map_or((1, '&'), |(reference, c)| (reference.len(), *c));
        out.push(c);
        rest = &rest[length..];
    }
    out.push_str(rest);
    out
}
