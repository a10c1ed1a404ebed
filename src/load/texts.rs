//! Reads a portal's texts: policies, what schools amend in them, and plain pages.

use super::documents::{DocumentFiles, documents_in};
use super::known::{KnownTexts, Partials, ReadText, Written};
use super::marks::{self, Split};
use super::particulars::{filled, free_data, plain};
use super::sections::{self, FileKind};
use super::{FileReader, PortalFile, front_matter};
use crate::calendar::TermsCalendar;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::disk::MachineError;
use crate::model::{FrontMatter, PageSource, PolicyFile};
use crate::source::{FileId, Place, Sources};
use crate::table::{self, Reader};
use rayon::prelude::*;
use std::sync::Arc;

/// What all policies of a portal are read with.
pub(super) struct Shared<'a> {
    pub partials: &'a Partials,
    pub terms: &'a Arc<TermsCalendar>,
}

/// The policies, amendments or schools' own policies in a folder, which ends in `/`.
pub(super) fn load_policies(
    folder: &str,
    kind: FileKind,
    files: &[PortalFile<'_>],
    shared: &Shared<'_>,
    reader: &mut FileReader<'_>,
) -> Result<Vec<PolicyFile>, MachineError> {
    let found = read_all(folder, files, reader)?;
    let FileReader { sources, known, texts, diagnostics, .. } = reader;
    let read = found.into_par_iter().map(|(file, document)| {
        let mut faults = Diagnostics::default();
        let split = marks::split(sources, file, &mut faults);
        let front = front_matter::read(sources, file, &split, shared.terms, &mut faults);
        (document, front, read_text(file, &split, kind, shared.partials, sources, known), faults)
    });
    // Each document has a list of faults of its own: threads end in any order, and every run must say the same.
    let read: Vec<_> = read.collect();
    let policy = |(document, front, text, faults): (DocumentFiles<'_>, FrontMatter, ReadText, Diagnostics)| {
        diagnostics.append(faults);
        let DocumentFiles { slug, text: _, path, assets } = document;
        PolicyFile { slug, file: text.file, path, front, text: text.keep(texts, diagnostics), assets }
    };
    Ok(read.into_iter().map(policy).collect())
}

/// Reads every document in a folder as far as its text can be read at all.
fn read_all<'a>(
    folder: &str,
    files: &[PortalFile<'a>],
    reader: &mut FileReader<'_>,
) -> Result<Vec<(FileId, DocumentFiles<'a>)>, MachineError> {
    let mut found = Vec::new();
    for document in documents_in(folder, files, reader) {
        match reader.read(document.text)? {
            Some(file) => found.push((file, document)),
            None => {
                reader.unread.insert(document.slug.to_string());
            }
        }
    }
    Ok(found)
}

/// A document's text, as it was read before if nothing of it has changed.
fn read_text(
    file: FileId,
    split: &Split,
    kind: FileKind,
    partials: &Partials,
    sources: &Sources,
    known: &KnownTexts,
) -> ReadText {
    let text = sources.shared_text(file);
    let written = Written { file: text, start: split.text_start, kind, partials: partials.clone() };
    known.text(file, written, |written, faults| sections::read(file, written, faults))
}

/// The plain pages.
pub(super) fn load_pages(
    files: &[PortalFile<'_>],
    partials: &Partials,
    reader: &mut FileReader<'_>,
) -> Result<Vec<PageSource>, MachineError> {
    let mut pages = Vec::new();
    for (file, DocumentFiles { slug, text: _, path, assets }) in read_all("pages/", files, reader)? {
        let FileReader { sources, known, texts, diagnostics, .. } = &mut *reader;
        let split = marks::split(sources, file, diagnostics);
        let text = read_text(file, &split, FileKind::Page, partials, sources, known).keep(texts, diagnostics);
        let mut page = PageSource {
            title: slug.to_string(),
            slug,
            file,
            path,
            summary: None,
            aliases: Vec::new(),
            extra: Vec::new(),
            text,
            assets,
        };
        read_page_keys(&mut page, split, reader);
        pages.push(page);
    }
    Ok(pages)
}

fn read_page_keys(page: &mut PageSource, split: Split, reader: &mut FileReader<'_>) {
    let FileReader { sources, diagnostics, .. } = reader;
    let Some(range) = split.toml else {
        if !split.is_broken {
            let fault = Diagnostic::error(Code::MissingKey, Place::new(page.file, 0..0), "the page has no title");
            diagnostics.push(fault.help("begin the file with three lines: +++, title = \"…\", +++"));
        }
        return;
    };
    let mut unsaid = Diagnostics::default();
    let diagnostics = if split.is_yaml { &mut unsaid } else { &mut **diagnostics };
    let table = table::parse(sources, page.file, range, diagnostics);
    let mut keys = Reader::new(&table);
    if let Some(title) = filled(keys.text_required("title")) {
        page.title = title.value;
    }
    page.summary = plain(&mut keys, "summary");
    page.aliases = keys.list_of_text("aliases").unwrap_or_default();
    page.extra = free_data(keys.table("extra"));
    keys.finish(diagnostics);
}
