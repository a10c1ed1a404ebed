//! Where a text's sections begin, before it is filled in.

mod attributes;
mod mask;

pub use attributes::{AttributeKind, AttributeWord, HeadingAttributes};

pub(super) use attributes::trailing_attributes;

use super::note_label;
use super::parse::{blunt, options};
use pulldown_cmark::{Event, HeadingLevel, Parser, Tag};
use std::ops::Range;

/// The parts of a text that have a place of their own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    /// The headings that begin sections: those in no list, quote, code or HTML.
    pub headings: Vec<HeadingPlace>,
    /// The comments (`<!-- … -->`) outside code, in order.
    pub comments: Vec<Range<usize>>,
    /// The definitions of footnotes, in order.
    pub footnotes: Vec<NotePlace>,
    /// The definitions of links (`[label]: address "title"`), in order: what [`super::References::new`] takes.
    pub references: Vec<Range<usize>>,
}

/// A heading, and where each part of it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadingPlace {
    /// 1 to 6.
    pub level: u8,
    /// All of its lines, with the last line end.
    pub whole: Range<usize>,
    /// Its words, without the marks around them and the attribute block; several lines where it is underlined.
    pub content: Range<usize>,
    /// The attribute block at its end, with its braces.
    pub attributes: Option<Range<usize>>,
}

/// The definition of a footnote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotePlace {
    /// Its label (see [`super::note_label`]).
    pub label: String,
    /// All of its lines.
    pub whole: Range<usize>,
    /// What stands behind the colon; later lines are indented still.
    pub content: Range<usize>,
}

/// Finds the sections of a text in which Tera's tags still stand.
///
/// A statement (`{% … %}`) alone on its line counts as a blank line, every other tag as a word: so a list or table may
/// begin right below `{% if … %}`, and nothing inside a tag is taken for Markdown. `{#…}` is no tag.
pub fn outline(text: &str) -> Outline {
    outline_as_shown(text, &mask::without_tags(text))
}

/// Finds the sections of a text in which nothing is a tag: braces are text.
pub fn outline_of_plain(text: &str) -> Outline {
    outline_as_shown(text, text)
}

/// The outline of a text as the parser is shown it, byte for byte.
fn outline_as_shown(text: &str, masked: &str) -> Outline {
    let masked = blunt(masked);
    let mut outline = Outline::default();
    let parser = Parser::new_ext(&masked, options());
    outline.references = parser.reference_definitions().iter().map(|(_, it)| it.span.clone()).collect();
    outline.references.sort_by_key(|range| range.start);
    let mut depth = 0_usize;
    for (event, range) in parser.into_offset_iter() {
        match event {
            Event::Start(tag) => {
                match tag {
                    Tag::Heading { level, .. } if depth == 0 => outline.headings.push(heading(&masked, level, &range)),
                    Tag::HtmlBlock => find_comments(&masked, range, &mut outline.comments),
                    Tag::FootnoteDefinition(label) if depth == 0 => {
                        outline.footnotes.push(note(&masked, text, &label, range));
                    }
                    _ => {}
                }
                depth += 1;
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::InlineHtml(html) if html.starts_with("<!--") => outline.comments.push(range),
            _ => {}
        }
    }
    outline
}

fn heading(text: &str, level: HeadingLevel, range: &Range<usize>) -> HeadingPlace {
    let start = with_indent(text, range.start);
    let last = range.end.max(range.start + 1).min(text.len()) - 1;
    let end = text.as_bytes()[last..].iter().position(|byte| *byte == b'\n').map_or(text.len(), |at| last + at + 1);
    let whole = start..end;
    let marks = text[range.start..end].bytes().take_while(|byte| *byte == b'#').count();
    let after_marks = text.as_bytes().get(range.start + marks);
    let begins_with_marks = (1..=6).contains(&marks) && matches!(after_marks, None | Some(b' ' | b'\t' | b'\n'));
    let (content, attributes) = if begins_with_marks {
        marked_heading(text, range.start + marks..end)
    } else {
        let lines = text[range.start..end].trim_end();
        let underline = lines.rfind('\n').map_or(range.start, |at| range.start + at);
        let content = trimmed(text, range.start..underline);
        match trailing_attributes(&text[content.clone()]) {
            Some(block) => {
                let block = content.start + block.start..content.start + block.end;
                (trimmed(text, content.start..block.start), Some(block))
            }
            None => (content, None),
        }
    };
    HeadingPlace { level: level as u8, whole, content, attributes }
}

/// The words and the attributes of what stands behind a heading's `##`, with or without more of them at the end.
fn marked_heading(text: &str, line: Range<usize>) -> (Range<usize>, Option<Range<usize>>) {
    let line = trimmed(text, line);
    let attributes_of = |line: &Range<usize>| {
        trailing_attributes(&text[line.clone()]).map(|block| line.start + block.start..line.start + block.end)
    };
    if let Some(block) = attributes_of(&line) {
        return (without_marks(text, trimmed(text, line.start..block.start)), Some(block));
    }
    let line = without_marks(text, line);
    match attributes_of(&line) {
        Some(block) => (trimmed(text, line.start..block.start), Some(block)),
        None => (line, None),
    }
}

/// A line without the `##` at its end; they must be words of their own.
fn without_marks(text: &str, line: Range<usize>) -> Range<usize> {
    let words = text[line.clone()].trim_end_matches('#');
    if words.is_empty() || words.ends_with([' ', '\t']) {
        return line.start..line.start + words.trim_end().len();
    }
    line
}

/// Where the white space before `at` begins.
fn with_indent(text: &str, at: usize) -> usize {
    text[..at].trim_end_matches([' ', '\t']).len()
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    start..(start + part.trim().len())
}

/// The comments of an HTML block; one that is never closed ends with the block.
fn find_comments(text: &str, block: Range<usize>, comments: &mut Vec<Range<usize>>) {
    let mut from = block.start;
    while let Some(at) = text[from..block.end].find("<!--") {
        let start = from + at;
        let inner = start + "<!--".len();
        let end = text[inner..block.end].find("-->").map_or(block.end, |at| inner + at + "-->".len());
        comments.push(start..end);
        from = end;
    }
}

fn note(masked: &str, text: &str, label: &str, range: Range<usize>) -> NotePlace {
    let start = with_indent(masked, range.start);
    let end = range.start + masked[range.clone()].trim_end().len();
    let whole_end = if masked[end..].starts_with('\n') { end + 1 } else { end };
    let opening = "[^".len() + label.len() + "]:".len();
    let content = trimmed(masked, (range.start + opening).min(end)..end);
    // A label that holds a tag is as the author wrote it, not as the mask shows it.
    let label = text.get(range.start + 2..range.start + 2 + label.len()).unwrap_or(label);
    NotePlace { label: note_label(label), whole: start..whole_end, content }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headings(text: &str) -> Vec<(u8, &str, Option<&str>, &str)> {
        let parts = outline(text).headings;
        parts
            .into_iter()
            .map(|it| (it.level, &text[it.content], it.attributes.map(|at| &text[at]), &text[it.whole]))
            .collect()
    }

    #[test]
    fn headings_have_words_attributes_and_lines() {
        for (text, level, content, attributes) in [
            ("## Dogs on site\n", 2, "Dogs on site", None),
            ("## Dogs on site ##\n", 2, "Dogs on site", None),
            ("  ## Dogs {#dogs .locked}  \n", 2, "Dogs", Some("{#dogs .locked}")),
            ("## Dogs ## {#dogs}\n", 2, "Dogs", Some("{#dogs}")),
            ("## Dogs {#dogs} ##\n", 2, "Dogs", Some("{#dogs}")),
            ("## Dogs {phases=primary,middle}", 2, "Dogs", Some("{phases=primary,middle}")),
            ("## {{ school.name }}\n", 2, "{{ school.name }}", None),
            ("## {{ school.name }} {#us}\n", 2, "{{ school.name }}", Some("{#us}")),
            ("## Dogs {% if a %}x{% endif %}\n", 2, "Dogs {% if a %}x{% endif %}", None),
            ("## {{ \"a # b\" }} #\n", 2, "{{ \"a # b\" }}", None),
            ("## Use \\{x}\n", 2, "Use \\{x}", None),
            ("## C#\n", 2, "C#", None),
            ("##\n", 2, "", None),
            ("## {#only}\n", 2, "", Some("{#only}")),
            ("Dogs\n---\n", 2, "Dogs", None),
            ("#Dogs on\nsite {#dogs}\n===\n", 1, "#Dogs on\nsite", Some("{#dogs}")),
        ] {
            assert_eq!(headings(text), [(level, content, attributes, text)], "{text}");
        }
    }

    #[test]
    fn only_headings_of_the_text_itself_begin_sections() {
        let text =
            "> ## quote\n\n- ## list\n\n```\n## code\n```\n\n<div>\n## html\n</div>\n\n[^1]: ## note\n\n## One\n";
        assert_eq!(headings(text), [(2, "One", None, "## One\n")]);
    }

    #[test]
    fn tags_do_not_confuse_the_outline() {
        for text in [
            "{% if a %}\n## One\n{% endif %}\ntext\n## Two\n",
            "text\n{% if a %}\n- a\n{% endif %}\n## One\n\n{{ \"```\" }}\n\n## Two\n",
            "{% for x in y %}\n| a | b |\n|---|---|\n{% endfor %}\n## One\n{% set x = \"\n## not\n\" %}\n## Two\n",
            "{{ '}} ## no' }}\n## One\n<!-- {{ -->\n## Two\n",
            "{% if a\n  and b %}\n## One\n{% endif %}\n\nText {{ \"\n---\n\" }}\n\n## Two\n",
        ] {
            let words: Vec<&str> = headings(text).into_iter().map(|it| it.1).collect();
            assert_eq!(words, ["One", "Two"], "{text}");
        }
        assert_eq!(headings("Title\n{% if a %}\n---\n"), []);
    }

    #[test]
    fn comments_footnotes_and_references_have_places() {
        let text = "a <!-- b --> `<!-- c -->` [^1]\n\n<!--\nd\n-->\n\n<div>\n<!-- e -->\n</div>\n\n[^1]: Note\n    more\n\n\
                    [^B]: two\n\n[link]: {{school.website}} 'title'\n";
        let outline = outline(text);
        let comments: Vec<&str> = outline.comments.iter().map(|at| &text[at.clone()]).collect();
        assert_eq!(comments, ["<!-- b -->", "<!--\nd\n-->", "<!-- e -->"]);
        let notes: Vec<_> = outline
            .footnotes
            .iter()
            .map(|it| (&*it.label, &text[it.whole.clone()], &text[it.content.clone()]))
            .collect();
        assert_eq!(notes, [("1", "[^1]: Note\n    more\n", "Note\n    more"), ("b", "[^B]: two\n", "two")]);
        let references: Vec<&str> = outline.references.iter().map(|at| &text[at.clone()]).collect();
        assert_eq!(references, ["[link]: {{school.website}} 'title'"]);
    }
}
