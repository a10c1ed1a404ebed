//! Raw HTML with only the tags that may be published, each closed where it ends, before it is cleaned.

use super::super::fault::{FaultKind, Faults};
use super::super::{Span, is_private};
use super::pieces::{MARKER_END, MARKER_START};
use std::fmt::Write as _;

/// Elements may stand in each other this deep.
const DEEPEST: usize = 60;

/// Elements whose content is no text for readers.
const DROPPED_WHOLE: &[&str] = &[
    "script",
    "style",
    "iframe",
    "textarea",
    "title",
    "xmp",
    "noembed",
    "noframes",
    "noscript",
    "plaintext",
    "template",
    "svg",
    "math",
    "select",
    "object",
    "head",
];

const VOID: &[&str] = &["br", "hr", "img", "wbr", "col"];

/// Elements that stand in a paragraph.
pub(super) const PHRASING: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "dfn", "em", "i", "img", "ins", "kbd", "mark", "q",
    "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
];

/// Elements that stand for themselves.
pub(super) const FLOW: &[&str] = &[
    "blockquote",
    "caption",
    "col",
    "colgroup",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Elements of [`FLOW`] that may stand in a paragraph's place, and so end one.
const ENDS_PARAGRAPH: &[&str] = &[
    "blockquote",
    "details",
    "div",
    "dl",
    "figcaption",
    "figure",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "ol",
    "p",
    "pre",
    "summary",
    "table",
    "ul",
];

/// Where raw HTML stands, and so what it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::markdown) enum Context {
    /// Among blocks.
    Block,
    /// In a paragraph, heading or cell.
    Inline,
}

impl Context {
    fn allowed(self, name: &str) -> Option<&'static str> {
        let flow: &[&str] = if self == Self::Block { FLOW } else { &[] };
        PHRASING.iter().chain(flow).copied().find(|allowed| *allowed == name)
    }
}

/// Joins chunks of HTML and markers to one balanced text.
pub(super) struct Tidy {
    context: Context,
    out: String,
    open: Vec<&'static str>,
}

impl Tidy {
    pub(super) fn new(context: Context) -> Self {
        Self { context, out: String::new(), open: Vec::new() }
    }

    /// Adds the marker of a group of Markdown blocks or inlines.
    pub(super) fn marker(&mut self, group: usize) {
        if self.context == Context::Block {
            self.end_within("p", &["td", "th", "caption", "table"]);
        }
        // A void element: text would be moved out of a table, and a comment would not survive.
        let _ = write!(self.out, "{MARKER_START}{group}{MARKER_END}");
    }

    /// Adds a part as the author wrote it.
    pub(super) fn chunk(&mut self, html: &str, span: Span, faults: &mut Faults) {
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            push_without_private(&mut self.out, &rest[..at]);
            rest = &rest[at..];
            let place = place_within(span, html, rest);
            let closing = rest.starts_with("</");
            let name_start = 1 + usize::from(closing);
            if !rest.as_bytes().get(name_start).is_some_and(u8::is_ascii_alphabetic) {
                rest = if let Some(comment) = rest.strip_prefix("<!--") {
                    after(comment, "-->")
                } else if rest.starts_with("<![CDATA[") && rest.contains("]]>") {
                    after(rest, "]]>")
                } else if rest.starts_with("<?") && rest.contains("?>") {
                    after(rest, "?>")
                } else if rest.starts_with("<!") || rest.starts_with("<?") || closing {
                    after(rest, ">")
                } else {
                    self.out.push_str("&lt;");
                    &rest[1..]
                };
                continue;
            }
            let name_end = rest[name_start..].find(|c: char| matches!(c, '/' | '>') || c.is_ascii_whitespace());
            let name_end = name_end.map_or(rest.len(), |end| name_start + end);
            let name = rest[name_start..name_end].to_ascii_lowercase();
            // A tag that does not end would swallow what follows.
            let Some(end) = tag_end(rest, name_end) else {
                faults.push(FaultKind::RemovedHtml { element: shortened(name) }, place(rest.len()));
                return;
            };
            let attributes = &rest[name_end..end - 1];
            let span = place(end);
            rest = &rest[end..];
            match (self.context.allowed(&name), closing) {
                (Some(name), false) => self.start(name, attributes, span, faults),
                (Some(name), true) => self.end(name),
                (None, true) => {}
                (None, false) => {
                    if self.context == Context::Block && DROPPED_WHOLE.contains(&name.as_str()) {
                        rest = after_element(rest, &name);
                    }
                    faults.push(FaultKind::RemovedHtml { element: shortened(name) }, span);
                }
            }
        }
        push_without_private(&mut self.out, rest);
    }

    /// Closes what is still open.
    pub(super) fn finish(mut self) -> String {
        self.end_down_to(0);
        self.out
    }

    fn start(&mut self, name: &'static str, attributes: &str, span: Span, faults: &mut Faults) {
        const TABLE: &[&str] = &["table"];
        const BOX: &[&str] = &["td", "th", "caption", "table"];
        match name {
            "li" => self.end_within("li", &["ul", "ol", "td", "th", "caption", "table"]),
            "dt" | "dd" => self.end_each_within(&["dt", "dd"], &["dl", "td", "th", "caption", "table"]),
            "td" | "th" => self.end_each_within(&["td", "th"], &["tr", "table"]),
            "tr" => self.end_within("tr", TABLE),
            "tbody" | "thead" | "tfoot" => {
                self.end_each_within(&["caption", "colgroup", "tbody", "thead", "tfoot"], TABLE);
            }
            "caption" | "colgroup" => self.end_each_within(&["caption", "colgroup"], TABLE),
            "a" => self.end_within("a", BOX),
            _ => {}
        }
        if ENDS_PARAGRAPH.contains(&name) {
            self.end_within("p", BOX);
        }
        let void = VOID.contains(&name);
        if !void && self.open.len() >= DEEPEST {
            faults.push(FaultKind::TooDeep, span);
            return;
        }
        self.out.push('<');
        self.out.push_str(name);
        push_without_private(&mut self.out, attributes);
        if attributes.ends_with('/') {
            // `<b/>` opens an element all the same; the last value must not end in the slash's company.
            self.out.push(' ');
        }
        self.out.push('>');
        if !void {
            self.open.push(name);
        }
    }

    fn end(&mut self, name: &'static str) {
        let walls: &[&str] = match name {
            "table" => &[],
            "caption" | "colgroup" | "tbody" | "td" | "tfoot" | "th" | "thead" | "tr" => &["table"],
            _ => &["td", "th", "caption", "table"],
        };
        self.end_within(name, walls);
    }

    /// Closes the nearest open `name`, with all that is open in it, unless one of `walls` stands between.
    fn end_within(&mut self, name: &str, walls: &[&str]) {
        for index in (0..self.open.len()).rev() {
            if self.open[index] == name {
                self.end_down_to(index);
                return;
            }
            if walls.contains(&self.open[index]) {
                return;
            }
        }
    }

    fn end_each_within(&mut self, names: &[&str], walls: &[&str]) {
        for name in names {
            self.end_within(name, walls);
        }
    }

    fn end_down_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            let Some(name) = self.open.pop() else { return };
            let holds_nothing = self.out.trim_end().strip_suffix("<p>").filter(|_| name == "p");
            if let Some(before) = holds_nothing {
                // A paragraph that held Markdown, which brings its own.
                self.out.truncate(before.len());
            } else {
                let _ = write!(self.out, "</{name}>");
            }
        }
    }
}

/// Where the first bytes of `rest`, the end of `html`, stand; the whole of `span` where it holds more than `html`, as
/// in a quote.
fn place_within(span: Span, html: &str, rest: &str) -> impl Fn(usize) -> Span {
    let range = span.range();
    let start = range.start + html.len() - rest.len();
    let exact = range.len() == html.len();
    move |length| if exact { Span::new(start..start + length) } else { span }
}

fn after<'t>(text: &'t str, end: &str) -> &'t str {
    text.find(end).map_or("", |at| &text[at + end.len()..])
}

/// What follows the end tag of an element whose start tag has just been passed; nothing if there is none.
fn after_element<'t>(text: &'t str, name: &str) -> &'t str {
    let mut from = 0;
    while let Some(at) = text[from..].find("</") {
        from += at + 2;
        if text.get(from..from + name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name)) {
            return after(&text[from..], ">");
        }
    }
    ""
}

fn shortened(mut name: String) -> String {
    name.retain(|c| !is_private(c));
    name.truncate(name.char_indices().nth(40).map_or(name.len(), |(at, _)| at));
    name
}

/// One past the `>` of a tag whose name ends at `at`.
fn tag_end(tag: &str, mut at: usize) -> Option<usize> {
    let bytes = tag.as_bytes();
    let skip = |mut at: usize, over: fn(u8) -> bool| {
        while bytes.get(at).is_some_and(|byte| over(*byte)) {
            at += 1;
        }
        at
    };
    loop {
        at = skip(at, |byte| byte.is_ascii_whitespace() || byte == b'/');
        if *bytes.get(at)? == b'>' {
            return Some(at + 1);
        }
        // A name may begin with `=`, and nothing else that follows.
        at = skip(at + 1, |byte| !byte.is_ascii_whitespace() && !b"/>=".contains(&byte));
        let value = skip(at, |byte| byte.is_ascii_whitespace());
        if bytes.get(value) != Some(&b'=') {
            continue;
        }
        at = skip(value + 1, |byte| byte.is_ascii_whitespace());
        at = match bytes.get(at)? {
            quote @ (b'"' | b'\'') => at + 2 + bytes[at + 1..].iter().position(|byte| byte == quote)?,
            _ => skip(at, |byte| !byte.is_ascii_whitespace() && byte != b'>'),
        };
    }
}

/// Adds text in which nothing passes for a marker: neither private characters other than slots, nor references to them.
fn push_without_private(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c == '&' || (is_private(c) && super::super::slot_index(c).is_none())) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if !rest.starts_with('&') {
            out.push(char::REPLACEMENT_CHARACTER);
            rest = rest.char_indices().nth(1).map_or("", |(next, _)| &rest[next..]);
            continue;
        }
        let digits = rest.strip_prefix("&#").map(|digits| match digits.strip_prefix(['x', 'X']) {
            Some(digits) => (digits, 16),
            None => (digits, 10),
        });
        let Some((digits, radix)) = digits else {
            out.push('&');
            rest = &rest[1..];
            continue;
        };
        let end = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
        let number = digits[..end].trim_start_matches('0');
        // Seven digits are more than any character has.
        let private = number.len() > 7 || u32::from_str_radix(number, radix).is_ok_and(|number| number >= 0xF_0000);
        if private {
            out.push(char::REPLACEMENT_CHARACTER);
        } else {
            out.push_str(&rest[..rest.len() - digits.len() + end]);
        }
        rest = &digits[end..];
        if private {
            rest = rest.strip_prefix(';').unwrap_or(rest);
        }
    }
    out.push_str(rest);
}
