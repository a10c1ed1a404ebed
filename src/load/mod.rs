//! Reads the content folder into what its authors wrote.
//!
//! Every file is read once, here. Faults in the files go to the diagnostics and reading goes on, so that one run finds
//! them all; only a disk that cannot be read ends it.

mod documents;
mod front_matter;
mod front_sheet;
mod particulars;
mod sections;
mod theme;
mod trust;

pub use theme::load_theme;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest, quoted_list};
use crate::disk::{self, Found, FoundFile, MachineError, Read};
use crate::model::{PortalContent, Slug};
use crate::source::{self, FileId, Sources};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What the content folder holds.
#[derive(Debug, Default)]
pub struct Content {
    /// The text of every file that was read.
    pub sources: Sources,
    /// The portals, by folder name.
    pub portals: Vec<PortalContent>,
    /// Whether the content folder is a folder of portals, so that each gets a folder of its own in the output.
    pub several: bool,
}

/// Reads `content/` under `root`: one portal, or a folder of portals of which `only` may name one.
///
/// # Errors
/// [`MachineError`] when the folder or a file in it cannot be read.
pub fn load(root: &Path, only: Option<&str>, diagnostics: &mut Diagnostics) -> Result<Content, MachineError> {
    let mut reader = FileReader { sources: Sources::default(), diagnostics };
    let content = root.join("content");
    if !content.is_dir() {
        let message = "there is no content folder here";
        let help = format!(
            "go to the folder that holds content/, name it with --root, or make a new portal here with: frontsheet init\n\
             looked in {}",
            root.display()
        );
        reader.diagnostics.push(Diagnostic::error_in(Code::NoPortal, "content", message).help(help));
        return Ok(Content::default());
    }
    let mut files = Vec::new();
    for FoundFile { path, found } in disk::walk(root, "content")? {
        match found {
            Found::File => files.push(ContentFile { file: root.join(&path), path }),
            Found::Refused(why) => {
                let fault = Diagnostic::warning_in(Code::MisplacedFile, path, why.to_string());
                reader.diagnostics.push(fault.help("the program reads plain files inside the folder only"));
            }
        }
    }
    let (folders, several) = portal_folders(&files, only, reader.diagnostics);
    let mut portals = Vec::new();
    for (folder, files) in folders {
        portals.extend(trust::load_portal(&folder, several, &files, &mut reader)?);
    }
    Ok(Content { sources: reader.sources, portals, several })
}

/// A file of the content folder.
struct ContentFile {
    /// Its path from the root, with forward slashes.
    path: String,
    /// Where it is.
    file: PathBuf,
}

/// A file, and its path below the portal's folder.
struct PortalFile<'a> {
    rest: &'a str,
    found: &'a ContentFile,
}

/// The portals' folders with their files, and whether there are several.
fn portal_folders<'a>(
    files: &'a [ContentFile],
    only: Option<&str>,
    diagnostics: &mut Diagnostics,
) -> (Vec<(String, Vec<PortalFile<'a>>)>, bool) {
    let below = |file: &'a ContentFile| file.path.strip_prefix("content/").unwrap_or(&file.path);
    if files.iter().any(|file| file.path == "content/trust.toml") {
        let all = files.iter().map(|found| PortalFile { rest: below(found), found }).collect();
        return (vec![("content".to_owned(), all)], false);
    }
    let mut folders: BTreeMap<&str, Vec<PortalFile<'_>>> = BTreeMap::new();
    for found in files {
        match below(found).split_once('/') {
            Some((folder, rest)) => folders.entry(folder).or_default().push(PortalFile { rest, found }),
            None => diagnostics.push(misplaced(&found.path, "a portal's folder, or a file of one")),
        }
    }
    folders.retain(|folder, files| {
        let is_portal = files.iter().any(|file| file.rest == "trust.toml");
        if !is_portal {
            let message = format!("the folder \"{folder}\" holds no trust.toml, so it is no portal");
            let fault = Diagnostic::warning_in(Code::NoPortal, format!("content/{folder}"), message);
            diagnostics.push(fault.help(format!("add content/{folder}/trust.toml, or take the folder away")));
        }
        is_portal
    });
    if folders.is_empty() {
        let fault = Diagnostic::error_in(Code::NoPortal, "content", "the content folder holds no trust.toml");
        diagnostics.push(fault.help(
            "looked for content/trust.toml and content/<trust>/trust.toml; make a new portal with: frontsheet init",
        ));
    }
    if let Some(only) = only {
        let names: Vec<&str> = folders.keys().copied().collect();
        if !folders.contains_key(only) && !names.is_empty() {
            let message = format!("there is no portal called \"{only}\"");
            let fault = Diagnostic::error_in(Code::NoPortal, "content", message);
            diagnostics.push(fault.help(match nearest(only, names.iter().copied()) {
                Some(near) => format!("did you mean --portal {near}?"),
                None => format!("there are {}", quoted_list(&names)),
            }));
        }
        folders.retain(|folder, _| *folder == only);
    }
    let folders = folders.into_iter().map(|(folder, files)| (format!("content/{folder}"), files)).collect();
    (folders, true)
}

fn misplaced(path: &str, expected: &str) -> Diagnostic {
    Diagnostic::warning_in(Code::MisplacedFile, path, "nothing reads this file where it stands")
        .help(format!("what stands here is {expected}; move the file or take it away"))
}

/// Reads files into [`Sources`], and says what is wrong with them.
struct FileReader<'d> {
    sources: Sources,
    diagnostics: &'d mut Diagnostics,
}

impl FileReader<'_> {
    /// The file's text; `None` when it is too large or not UTF-8, which is then said.
    fn read(&mut self, found: &ContentFile) -> Result<Option<FileId>, MachineError> {
        let Read::Whole(bytes) = disk::read(&found.file, disk::MAX_SOURCE_BYTES)? else {
            let message = format!("the file is larger than {} MiB", disk::MAX_SOURCE_BYTES / (1024 * 1024));
            let fault = Diagnostic::error_in(Code::FileTooLarge, found.path.as_str(), message);
            self.diagnostics.push(fault.help("split it, or put large attachments in files/"));
            return Ok(None);
        };
        match source::decode(&bytes) {
            Ok(text) => Ok(Some(self.sources.add(found.path.as_str(), text))),
            Err(fault) => {
                let message = format!(
                    "the file is not saved as UTF-8; it looks like {}, first seen on line {}",
                    fault.likely, fault.line
                );
                let fault = Diagnostic::error_in(Code::NotUtf8, found.path.as_str(), message);
                self.diagnostics.push(fault.help("open it in your editor and save it as UTF-8"));
                Ok(None)
            }
        }
    }

    /// The slug of a file or folder name, or the fault that names the one to use.
    fn slug(&mut self, name: &str, path: &str) -> Option<Slug> {
        match Slug::parse(name) {
            Ok(slug) => Some(slug),
            Err(fault) => {
                let message = format!("\"{name}\" cannot be part of a web address");
                let help = format!(
                    "rename it to \"{}\": lower-case letters a to z, digits and single hyphens",
                    fault.suggestion
                );
                self.diagnostics.push(Diagnostic::error_in(Code::BadSlug, path, message).help(help));
                None
            }
        }
    }
}
