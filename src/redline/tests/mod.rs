//! Whole comparisons of small texts.

mod merged;
mod page;
mod random;
mod scale;

use super::*;
use crate::markdown::{self, AttributeKind, Block, HeadingAttributes, References, Values};
use std::fmt::Write as _;

struct NoValues;

impl Values for NoValues {
    fn value(&self, _: usize) -> &'static str {
        ""
    }
}

struct FileNotes(Vec<(String, Vec<Block>)>);

impl Notes for FileNotes {
    fn note(&self, _: usize, label: &str) -> Option<Origin<'_>> {
        let (_, blocks) = self.0.iter().find(|(known, _)| known == label)?;
        Some(Origin { blocks, values: &NoValues, source: 0 })
    }
}

/// A text as `load` reads it, without front matter.
pub(super) fn text(markdown: &str) -> Text {
    let outline = markdown::outline(markdown);
    let labels = outline.footnotes.iter().map(|note| note.label.as_str());
    let references = References::new(outline.references.iter().map(|range| &markdown[range.clone()]), labels);
    let notes = FileNotes(
        outline
            .footnotes
            .iter()
            .map(|note| {
                (
                    markdown::note_label(&note.label),
                    markdown::parse(&markdown[note.content.clone()], &references).blocks,
                )
            })
            .collect(),
    );
    let mut reader = Reader::new(&notes);
    let mut body = |from: usize, to: usize| {
        let blocks = markdown::parse(&markdown[from..to], &references).blocks;
        reader.body(Origin { blocks: &blocks, values: &NoValues, source: 0 })
    };
    let ends: Vec<usize> = outline.headings.iter().map(|heading| heading.whole.start).chain([markdown.len()]).collect();
    let lead = body(0, ends[0]);
    let mut flat = Vec::new();
    for (heading, end) in outline.headings.iter().zip(&ends[1..]) {
        let words = markdown::parse_line(&markdown[heading.content.clone()], &References::default());
        let line = Reader::new(&FileNotes(Vec::new())).line(words.line(), &NoValues, 0);
        let attributes = heading.attributes.clone().map(|range| HeadingAttributes::parse(markdown, range));
        let words = attributes.into_iter().flat_map(|attributes| attributes.words);
        let id = words.into_iter().find_map(|word| match word.kind {
            AttributeKind::Id(id) => Some(id),
            _ => None,
        });
        let id = id.unwrap_or_else(|| markdown::slug(&line.plain()));
        flat.push(Section {
            id,
            level: heading.level.max(2),
            heading: line,
            body: body(heading.whole.end, *end),
            ..Section::default()
        });
    }
    let mut rest = flat.into_iter().peekable();
    Text { lead, sections: nested(&mut rest, 0) }
}

fn nested(rest: &mut std::iter::Peekable<std::vec::IntoIter<Section>>, parent: u8) -> Vec<Section> {
    let mut sections = Vec::new();
    while let Some(mut section) = rest.next_if(|section| section.level > parent) {
        section.children = nested(rest, section.level);
        sections.push(section);
    }
    sections
}

/// A redline as one reads it in a terminal without colours.
pub(super) fn told(old: &str, new: &str) -> String {
    let redline = compare(&text(old), &text(new));
    let mut out = String::new();
    push_lines(&redline.lead, &mut out);
    redline.sections.iter().for_each(|section| push_section(section, &mut out));
    out
}

fn push_section(section: &SectionChange, out: &mut String) {
    let mut said = Vec::new();
    match section.fate {
        Fate::Added => said.push("added".to_owned()),
        Fate::Removed => said.push("removed".to_owned()),
        Fate::Kept => {
            said.extend(section.old_title().map(|was| format!("was {was}")));
            said.extend(
                section.moved.as_ref().map(|moved| format!("moved from {} to {}", at(&moved.from), at(&moved.to))),
            );
            match section.extent() {
                Extent::Nothing => {}
                Extent::Looks => said.push("looks".to_owned()),
                Extent::Words => said.push("changed".to_owned()),
            }
        }
    }
    if said.is_empty() {
        said.push("kept".to_owned());
    }
    let _ = writeln!(out, "{} {}: {}", "#".repeat(usize::from(section.level)), section.title(), said.join(", "));
    push_lines(&section.body, out);
    section.children.iter().for_each(|child| push_section(child, out));
}

fn at(spot: &Spot) -> String {
    match (&spot.inside, &spot.after) {
        (None, None) => "the top".to_owned(),
        (None, Some(after)) => format!("after {after}"),
        (Some(inside), None) => format!("in {inside}"),
        (Some(inside), Some(after)) => format!("in {inside} after {after}"),
    }
}

fn push_lines(changes: &[ChunkChange], out: &mut String) {
    if changes.iter().all(|change| change.extent() == Extent::Nothing) {
        return;
    }
    for line in change_lines(changes) {
        out.push_str(&"  ".repeat(line.depth.saturating_sub(usize::from(line.sign.is_some()))));
        if let Some(sign) = &line.sign {
            out.push_str(sign);
            out.push(' ');
        }
        if line.left_out > 0 {
            let _ = write!(out, "… {}", line.left_out);
        }
        for run in &line.runs {
            let (before, after) = match run.fate {
                Fate::Kept => ("", ""),
                Fate::Added => ("{+", "+}"),
                Fate::Removed => ("[-", "-]"),
            };
            out.push_str(before);
            for span in &run.spans {
                out.push_str(if span.kind == TokenKind::ParagraphEnd { "¶" } else { &span.text });
                if let Some(was) = &span.was {
                    if was.link != span.look.link {
                        let _ = write!(
                            out,
                            "<{} → {}>",
                            was.link.as_deref().unwrap_or("none"),
                            span.look.link.as_deref().unwrap_or("none")
                        );
                    }
                    if (was.strong, was.emphasis) != (span.look.strong, span.look.emphasis) {
                        out.push_str("<look>");
                    }
                }
            }
            out.push_str(after);
        }
        out.push('\n');
    }
}
