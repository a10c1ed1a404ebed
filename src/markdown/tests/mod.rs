//! What the parts of the module do together.

mod commonmark;
mod hostile;
mod raw_html;
mod tables;
mod values;
mod writing;

use super::*;
use std::sync::LazyLock;

pub(super) static ENGLISH: LazyLock<WriterWords> = LazyLock::new(|| WriterWords {
    alerts: ["Note", "Tip", "Important", "Warning", "Caution"].map(str::to_owned),
    done: "Done:".to_owned(),
    to_do: "To do:".to_owned(),
    table: "Table {number}".to_owned(),
    footnotes: "Footnotes".to_owned(),
    footnote: "Footnote {number}".to_owned(),
    back: "Back to reference {number}".to_owned(),
});

/// A page of a school: values for slots, and links that go where they were written.
#[derive(Debug, Default)]
struct School {
    values: Vec<&'static str>,
    links: Vec<String>,
}

impl Values for School {
    fn value(&self, slot: usize) -> &str {
        self.values.get(slot).copied().unwrap_or_default()
    }
}

impl Setting for School {
    fn link(&mut self, link: &LinkSource<'_>) -> Option<ResolvedLink> {
        self.links.push(link.destination.to_owned());
        let text = (!link.has_text).then(|| format!("Title of <{}>", link.destination));
        let text = text.filter(|_| !link.destination.is_empty());
        Some(ResolvedLink { text, ..ResolvedLink::as_written(link) })
    }
}

fn html(markdown: &str) -> String {
    html_with(markdown, &[])
}

fn html_with(markdown: &str, values: &[&'static str]) -> String {
    let document = parse(markdown, &References::default());
    let mut school = School { values: values.to_vec(), ..School::default() };
    let mut out = String::new();
    let mut writer = Writer::new(&ENGLISH).with_headings(0, 1);
    writer.blocks(&document.blocks, &mut school, &mut out);
    writer.footnotes(&mut out, |writer, _, label, out| {
        if let Some(note) = document.footnotes.get(label) {
            writer.blocks(note, &mut school, out);
        }
    });
    out
}
