//! Text and what stands in it as HTML.

use super::address::{addresses, may_hold_address};
use super::escape::{filled, is_refused, push_address, push_filled, push_markup, push_text};
use super::script::{Builder, LinkScript, Script, Step};
use super::{LinkKind, LinkSource, ResolvedLink, Setting, Writer};
use crate::markdown::plain_text;
use crate::markdown::slot::slots;
use crate::markdown::tree::{Image, Inline, Link, RawPiece, Span, Text};
use std::fmt::Write as _;

impl Builder {
    /// Inlines one behind the other.
    pub(super) fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.text(text),
                Inline::Code(code) => {
                    self.html.push_str("<code>");
                    self.filled(code);
                    self.html.push_str("</code>");
                }
                Inline::Emphasis(content) => self.marked("em", content),
                Inline::Strong(content) => self.marked("strong", content),
                Inline::Strike(content) => self.marked("del", content),
                Inline::Link(link) => self.link(link),
                Inline::Image(image) => self.step(Step::Image(image.clone())),
                Inline::FootnoteRef { label, .. } => self.step(Step::FootnoteRef(label.clone())),
                Inline::SoftBreak => self.html.push('\n'),
                Inline::HardBreak => self.html.push_str("<br>\n"),
                Inline::RawHtml(pieces) => self.pieces(pieces),
            }
        }
    }

    fn marked(&mut self, name: &str, content: &[Inline]) {
        let _ = write!(self.html, "<{name}>");
        self.inlines(content);
        let _ = write!(self.html, "</{name}>");
    }

    fn link(&mut self, link: &Link) {
        let has_text = !link.content.iter().all(says_nothing);
        // A policy may be titled as it is named: that is a title, and no address.
        let is_bare = has_text
            && link.destination.contains([':', '@'])
            && plain_text(&link.content, None).trim_start_matches("mailto:")
                == link.destination.trim_start_matches("mailto:");
        self.step(Step::Link(Box::new(LinkScript {
            destination: link.destination.clone(),
            title: link.title.clone(),
            span: link.span,
            has_text,
            is_bare,
            content: Script::of_inlines(&link.content),
        })));
    }
}

impl Writer<'_> {
    pub(super) fn link<S: Setting + ?Sized>(&mut self, link: &LinkScript, setting: &mut S, out: &mut String) {
        let LinkScript { destination, title, span, has_text, is_bare, content } = link;
        let (has_text, is_bare) = (*has_text, *is_bare);
        let destination = filled(destination, setting);
        let source = LinkSource { destination: &destination, span: *span, kind: LinkKind::Link, has_text, is_bare };
        let resolved = if self.links == 0 { permitted(&source, setting) } else { None };
        self.links += 1;
        if let Some(resolved) = &resolved {
            out.push_str("<a href=\"");
            push_address(out, &resolved.href);
            out.push('"');
            push_attribute(out, "title", title, setting);
            push_attributes(out, resolved);
            out.push('>');
        }
        match &resolved {
            Some(resolved) if !has_text => push_text(out, resolved.text.as_deref().unwrap_or(&destination)),
            None if !has_text => push_text(out, &destination),
            _ => self.run(content, setting, out),
        }
        if resolved.is_some() {
            out.push_str("</a>");
        }
        self.links -= 1;
    }

    /// Plain text, with links for the addresses in it.
    pub(super) fn text<S: Setting + ?Sized>(&mut self, text: &Text, setting: &mut S, out: &mut String) {
        if self.links > 0 {
            push_filled(out, &text.text, setting);
            return;
        }
        let mut whole = std::mem::take(&mut self.filled);
        fill_without_brackets(&text.text, setting, &mut whole);
        // Where a value or a character reference stands in the text, only the whole of it has a place.
        let exact = text.span.range().len() == whole.len() && slots(&text.text).next().is_none();
        with_links(&whole, text.span, exact, setting, out);
        whole.clear();
        self.filled = whole;
    }

    /// A value that no address reaches into or out of. `span` is that of the text it stands in.
    pub(super) fn free_value<S: Setting + ?Sized>(
        &mut self,
        slot: usize,
        span: Span,
        setting: &mut S,
        out: &mut String,
    ) {
        let value = setting.value(slot);
        if !may_hold_address(value) {
            push_text(out, value);
            return;
        }
        let mut whole = std::mem::take(&mut self.filled);
        whole.push_str(value);
        with_links(&whole, span, false, setting, out);
        whole.clear();
        self.filled = whole;
    }
    pub(super) fn piece<S: Setting + ?Sized>(&mut self, piece: &RawPiece, setting: &mut S, out: &mut String) {
        match piece {
            RawPiece::Markup(tag) => push_markup(out, tag, setting),
            RawPiece::Text(text) => self.text(text, setting, out),
            RawPiece::AnchorStart { attributes, destination, span } => {
                self.links += 1;
                if self.links > 1 {
                    return;
                }
                out.push_str("<a");
                push_markup(out, attributes, setting);
                push_resolved(out, "href", destination.as_deref(), *span, LinkKind::Link, setting);
                out.push('>');
            }
            RawPiece::AnchorEnd => {
                if self.links == 1 {
                    out.push_str("</a>");
                }
                self.links = self.links.saturating_sub(1);
            }
            RawPiece::Image { attributes, source, span } => {
                let start = out.len();
                out.push_str("<img");
                let found = push_resolved(out, "src", source.as_deref(), *span, LinkKind::Image, setting);
                if !found && source.as_deref().is_some_and(|source| !is_refused(&filled(source, setting))) {
                    out.truncate(start);
                    push_markup(out, description(attributes), setting);
                    return;
                }
                push_markup(out, attributes, setting);
                out.push('>');
            }
            RawPiece::TableStart { attributes, caption } => {
                self.raw_table = self.next_table();
                super::table::begin_region(self.raw_table, caption, self.words, setting, out);
                out.push_str("<table");
                push_markup(out, attributes, setting);
                out.push('>');
            }
            RawPiece::TableEnd => out.push_str("</table></div>"),
            RawPiece::CaptionStart { attributes, has_id } => {
                out.push_str("<caption");
                if !has_id {
                    let _ = write!(out, " id=\"table-{}\"", self.raw_table);
                }
                push_markup(out, attributes, setting);
                out.push('>');
            }
        }
    }
}

/// Text that is filled in already, with links for the addresses in it. `span` is its own where it is `exact`, else that of
/// what it stands in.
fn with_links<S: Setting + ?Sized>(whole: &str, span: Span, exact: bool, setting: &mut S, out: &mut String) {
    let mut from = 0;
    for address in addresses(whole) {
        let words = &whole[address.range.clone()];
        let destination = format!("{}{words}", address.scheme);
        let start = span.range().start + address.range.start;
        let span = if exact { Span::new(start..start + words.len()) } else { span };
        let source =
            LinkSource { destination: &destination, span, kind: LinkKind::Link, has_text: true, is_bare: true };
        let Some(resolved) = permitted(&source, setting) else { continue };
        push_text(out, &whole[from..address.range.start]);
        out.push_str("<a href=\"");
        push_address(out, &resolved.href);
        out.push('"');
        push_attributes(out, &resolved);
        out.push('>');
        push_text(out, words);
        out.push_str("</a>");
        from = address.range.end;
    }
    push_text(out, &whole[from..]);
}

/// The text with its values. An address that an author put in pointed brackets stands without them, as it would if it
/// had been written out.
fn fill_without_brackets<S: Setting + ?Sized>(text: &str, setting: &S, out: &mut String) {
    out.clear();
    let mut from = 0;
    for (range, slot) in slots(text) {
        let value = setting.value(slot);
        let mut before = &text[from..range.start];
        from = range.end;
        if text[from..].starts_with('>')
            && let Some(inner) = before.strip_suffix('<')
            && addresses(value).any(|address| address.range == (0..value.len()))
        {
            before = inner;
            from += 1;
        }
        out.push_str(before);
        out.push_str(value);
    }
    out.push_str(&text[from..]);
}

/// Where a link goes, unless its address is one that is never written.
fn permitted<S: Setting + ?Sized>(source: &LinkSource<'_>, setting: &mut S) -> Option<ResolvedLink> {
    if is_refused(source.destination) {
        return None;
    }
    setting.link(source).filter(|resolved| !is_refused(&resolved.href))
}

/// Whether an inline leaves a link without words.
fn says_nothing(inline: &Inline) -> bool {
    match inline {
        Inline::Text(text) => text.text.trim().is_empty(),
        Inline::SoftBreak | Inline::HardBreak | Inline::FootnoteRef { .. } => true,
        Inline::Emphasis(content) | Inline::Strong(content) | Inline::Strike(content) => {
            content.iter().all(says_nothing)
        }
        Inline::Code(_) | Inline::Link(_) | Inline::Image(_) | Inline::RawHtml(_) => false,
    }
}

pub(super) fn image_element<S: Setting + ?Sized>(image: &Image, setting: &mut S, out: &mut String) {
    let destination = filled(&image.destination, setting);
    let source = LinkSource {
        destination: &destination,
        span: image.span,
        kind: LinkKind::Image,
        has_text: true,
        is_bare: false,
    };
    let resolved = permitted(&source, setting);
    // The values are put in by the escaping.
    let alt = plain_text(&image.alt, None);
    let Some(resolved) = resolved else {
        push_filled(out, &alt, setting);
        return;
    };
    out.push_str("<img src=\"");
    push_address(out, &resolved.href);
    out.push_str("\" alt=\"");
    push_filled(out, &alt, setting);
    out.push('"');
    push_attribute(out, "title", &image.title, setting);
    push_attributes(out, &resolved);
    out.push('>');
}

/// Adds an address, and says whether there is one.
fn push_resolved<S: Setting + ?Sized>(
    out: &mut String,
    name: &str,
    address: Option<&str>,
    span: Span,
    kind: LinkKind,
    setting: &mut S,
) -> bool {
    let Some(address) = address else { return false };
    let destination = filled(address, setting);
    let source = LinkSource { destination: &destination, span, kind, has_text: true, is_bare: false };
    let Some(resolved) = permitted(&source, setting) else { return false };
    let _ = write!(out, " {name}=\"");
    push_address(out, &resolved.href);
    out.push('"');
    push_attributes(out, &resolved);
    true
}

/// The description among an image's attributes, escaped as it stands there.
fn description(attributes: &str) -> &str {
    let after = attributes.split_once(" alt=\"").map_or("", |(_, after)| after);
    after.split_once('"').map_or("", |(description, _)| description)
}

fn push_attribute<S: Setting + ?Sized>(out: &mut String, name: &str, value: &str, setting: &S) {
    if !value.is_empty() {
        let _ = write!(out, " {name}=\"");
        push_filled(out, value, setting);
        out.push('"');
    }
}

fn push_attributes(out: &mut String, resolved: &ResolvedLink) {
    for (name, value) in &resolved.attributes {
        let _ = write!(out, " {name}=\"");
        push_text(out, value);
        out.push('"');
    }
}
