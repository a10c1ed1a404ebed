//! Finds the documents in a folder: `<slug>.md`, or `<slug>/index.md` with what lies beside it.

use super::{ContentFile, FileReader, PortalFile, misplaced};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Asset, Slug};
use std::collections::BTreeMap;

/// One document's files.
pub(super) struct DocumentFiles<'a> {
    pub slug: Slug,
    pub text: &'a ContentFile,
    /// The text's path below the portal's folder.
    pub path: String,
    pub assets: Vec<Asset>,
}

#[derive(Default)]
struct Found<'a> {
    alone: Option<&'a ContentFile>,
    bundled: Option<&'a ContentFile>,
    assets: Vec<Asset>,
}

/// The documents below `folder` (which ends in `/`), by slug.
pub(super) fn documents_in<'a>(
    folder: &str,
    files: &[PortalFile<'a>],
    reader: &mut FileReader<'_>,
) -> Vec<DocumentFiles<'a>> {
    let mut by_name: BTreeMap<&str, Found<'a>> = BTreeMap::new();
    for file in files {
        let Some(rest) = file.rest.strip_prefix(folder) else { continue };
        let found = file.found;
        match rest.split_once('/') {
            None => match rest.strip_suffix(".md") {
                Some(name) => by_name.entry(name).or_default().alone = Some(found),
                None => reader.diagnostics.push(misplaced(&found.path, instead_of(rest))),
            },
            Some((name, "index.md")) => by_name.entry(name).or_default().bundled = Some(found),
            Some((name, asset)) => {
                let asset = Asset { name: asset.to_owned(), file: found.file.clone() };
                by_name.entry(name).or_default().assets.push(asset);
            }
        }
    }
    let mut documents = Vec::new();
    for (name, Found { alone, bundled, assets }) in by_name {
        if let (Some(alone), Some(bundled)) = (alone, bundled) {
            let message = format!("\"{name}\" is written in two files, here and in {}", bundled.path);
            let fault = Diagnostic::error_in(Code::DuplicateSource, alone.path.as_str(), message);
            reader.diagnostics.push(fault.help("keep one of them"));
        }
        let Some(text) = bundled.or(alone) else {
            let portal = files.first().map_or("", |file| file.found.path.strip_suffix(file.rest).unwrap_or_default());
            let path = format!("{portal}{folder}{name}");
            let texts: Vec<&Asset> = assets.iter().filter(|asset| asset.name.ends_with(".md")).collect();
            let help = match texts.as_slice() {
                [only] => format!("rename {path}/{} to index.md", only.name),
                _ => format!("put the document's text into {path}/index.md, or move the files to {portal}files"),
            };
            let message = "the folder holds no index.md, so nothing in it is read";
            reader.diagnostics.push(Diagnostic::warning_in(Code::MisplacedFile, path, message).help(help));
            continue;
        };
        if let Some(slug) = reader.slug(name, &text.path) {
            let path = match bundled {
                Some(_) => format!("{folder}{name}/index.md"),
                None => format!("{folder}{name}.md"),
            };
            documents.push(DocumentFiles { slug, text, path, assets });
        }
    }
    documents
}

/// What to do with a file that is no document but stands among them.
fn instead_of(name: &str) -> String {
    let stem = name.split('.').next().unwrap_or(name);
    if name.to_lowercase().ends_with(".md") || name.to_lowercase().ends_with(".md.txt") {
        return format!("rename it to {stem}.md");
    }
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "docx" | "doc" | "odt" | "rtf" | "txt" | "html" | "htm" => format!(
            "a document's text stands in {stem}.md; a file for readers to download belongs in the portal's folder files"
        ),
        _ => "move it to the portal's folder files, or beside a document's index.md in a folder of its own".to_owned(),
    }
}
