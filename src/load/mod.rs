//! Reads the content folder into what its authors wrote.
//!
//! Every file is read once, here. Faults in the files go to the diagnostics and reading goes on, so that one run finds
//! them all; only a disk that cannot be read ends it.

mod documents;
mod front_matter;
mod front_sheet;
mod known;
mod language;
mod marks;
mod meetings;
mod owners;
mod particulars;
mod requirements;
mod sections;
mod statement;
mod terms;
mod texts;
mod theme;
mod trust;
mod words;

pub use front_matter::released_front_matter;
pub use front_sheet::released_layout;
pub use known::KnownTexts;
pub use terms::released_terms;
pub use theme::load_theme;
pub use words::words_for;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::disk::{self, Found, FoundFile, MachineError, Read, Survey};
use crate::model::{LONGEST_SLUG, PortalContent, Slug};
use crate::source::{self, FileId, Place, Sources};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// The folder that is read, from the root.
pub const CONTENT: &str = "content";

/// What the content folder holds.
#[derive(Debug, Default)]
pub struct Content {
    /// The text of every file that was read.
    pub sources: Sources,
    /// The portals, by folder name.
    pub portals: Vec<PortalContent>,
    /// Whether there are several portals, so that each gets a folder of its own in the output.
    pub several: bool,
    /// The texts, for the next reading.
    pub texts: KnownTexts,
}

/// Reads `content/` under `root`: one portal, or a folder of portals of which `only` may name one.
///
/// # Errors
/// [`MachineError`] when the folder or a file in it cannot be read.
pub fn load(root: &Path, only: Option<&str>, diagnostics: &mut Diagnostics) -> Result<Content, MachineError> {
    load_again(root, &Survey::of(root, CONTENT)?, only, &KnownTexts::default(), diagnostics)
}

/// As [`load`], where the folder has been walked through already. A text that is known from an earlier reading, and has not
/// changed, is not taken apart again.
///
/// # Errors
/// As [`load`].
pub fn load_again(
    root: &Path,
    survey: &Survey,
    only: Option<&str>,
    known: &KnownTexts,
    diagnostics: &mut Diagnostics,
) -> Result<Content, MachineError> {
    let mut reader = FileReader::new(Sources::default(), known, diagnostics);
    let content = root.join(CONTENT);
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
    for FoundFile { path, found } in survey.files() {
        match found {
            Found::File => files.push(ContentFile { file: root.join(path), path: path.clone() }),
            Found::Refused(why) => {
                let fault = Diagnostic::warning_in(Code::MisplacedFile, path.as_str(), why.to_string());
                reader.diagnostics.push(fault.help("the program reads plain files inside the folder only"));
            }
        }
    }
    let (folders, several) = portal_folders(&files, only, reader.diagnostics);
    let mut portals = Vec::new();
    for (folder, files) in folders {
        portals.extend(trust::load_portal(&folder, several, &files, &mut reader)?);
    }
    Ok(Content { sources: reader.sources, portals, several, texts: reader.texts })
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
            None if misnamed([found]).is_some() => {}
            None => diagnostics.push(misplaced(&found.path, "move it into a portal's folder, or take it away")),
        }
    }
    let is_portal = |files: &[PortalFile<'_>]| files.iter().any(|file| file.rest == "trust.toml");
    if folders.values().any(|files| is_portal(files)) {
        folders.retain(|folder, files| {
            if !is_portal(files) {
                let message = format!("the folder \"{folder}\" holds no trust.toml, so it is no portal");
                let fault = Diagnostic::warning_in(Code::NoPortal, format!("content/{folder}"), message);
                diagnostics.push(fault.help(match misnamed(files.iter().map(|file| file.found)) {
                    Some(file) => format!("rename {} to trust.toml", file.path),
                    None => format!("add content/{folder}/trust.toml, or take the folder away"),
                }));
            }
            is_portal(files)
        });
    } else {
        let fault = Diagnostic::error_in(Code::NoPortal, "content", "the content folder holds no trust.toml");
        diagnostics.push(fault.help(match misnamed(files) {
            Some(file) => format!("rename {} to trust.toml", file.path),
            None if ["policies", "schools"].iter().any(|folder| folders.contains_key(folder)) => {
                "add content/trust.toml with the line name = \"…\", the name of your trust".to_owned()
            }
            None => {
                "looked for content/trust.toml and content/<trust>/trust.toml; make a new portal with: frontsheet init"
                    .to_owned()
            }
        }));
        folders.clear();
    }
    // A portal by itself has the whole output, wherever it stands.
    let several = folders.len() > 1;
    if let Some(only) = only {
        folders.retain(|folder, _| *folder == only);
    }
    let folders = folders.into_iter().map(|(folder, files)| (format!("content/{folder}"), files)).collect();
    (folders, several)
}

/// A file that was most likely meant for a `trust.toml`: many systems hide a further ending.
fn misnamed<'a>(files: impl IntoIterator<Item = &'a ContentFile>) -> Option<&'a ContentFile> {
    let name = |file: &ContentFile| file.path.rsplit('/').next().unwrap_or_default().to_lowercase();
    files.into_iter().find(|file| ["trust.toml", "trust.toml.txt", "trust.txt"].contains(&name(file).as_str()))
}

fn misplaced(path: &str, help: impl Into<String>) -> Diagnostic {
    Diagnostic::warning_in(Code::MisplacedFile, path, "nothing reads this file where it stands").help(help)
}

/// Reads files into [`Sources`], and says what is wrong with them.
struct FileReader<'d> {
    sources: Sources,
    /// Names of schools and documents that could not be read, which has been said.
    unread: BTreeSet<String>,
    /// Texts of an earlier reading.
    known: &'d KnownTexts,
    /// Those of this one.
    texts: KnownTexts,
    diagnostics: &'d mut Diagnostics,
}

impl<'d> FileReader<'d> {
    fn new(sources: Sources, known: &'d KnownTexts, diagnostics: &'d mut Diagnostics) -> Self {
        Self { sources, unread: BTreeSet::new(), known, texts: KnownTexts::default(), diagnostics }
    }

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
                let message = format!("the file is not saved as UTF-8 but, by the look of it, as {}", fault.likely);
                let fault = match in_windows_1252(&bytes).filter(|_| fault.likely == "Windows-1252") {
                    Some((text, at)) => {
                        let place = Place::new(self.sources.add(found.path.as_str(), text), at);
                        Diagnostic::error(Code::NotUtf8, place, message)
                    }
                    None => Diagnostic::error_in(Code::NotUtf8, found.path.as_str(), message),
                };
                let help = "open it in your editor, choose Save As, and there the encoding UTF-8";
                self.diagnostics.push(fault.help(help));
                Ok(None)
            }
        }
    }

    /// The slug of a file or folder name, or the fault that names the one to use.
    fn slug(&mut self, name: &str, path: &str) -> Option<Slug> {
        match Slug::parse(name) {
            Ok(slug) => Some(slug),
            Err(fault) => {
                self.unread.insert(fault.suggestion.clone());
                let message = format!("\"{name}\" cannot be part of a web address");
                let (what, ending) =
                    if path.ends_with(&format!("/{name}.md")) { ("it", ".md") } else { ("the folder", "") };
                let rule = match name.len() > LONGEST_SLUG {
                    true => format!("at most {LONGEST_SLUG} letters, digits and hyphens"),
                    false => "lower-case letters a to z, digits and single hyphens".to_owned(),
                };
                let help = match is_numbered_copy(name) {
                    true => format!("if it is a copy, delete it; else rename {what} to {}{ending}", fault.suggestion),
                    false => format!("rename {what} to {}{ending}: {rule}", fault.suggestion),
                };
                self.diagnostics.push(Diagnostic::error_in(Code::BadSlug, path, message).help(help));
                None
            }
        }
    }
}

/// Whether a name ends as systems have it that keep two files of one name apart: `dogs (1)`, `dogs - Copy`.
fn is_numbered_copy(name: &str) -> bool {
    let number = name.strip_suffix(')').and_then(|name| name.rsplit_once(" ("));
    number.is_some_and(|(_, number)| !number.is_empty() && number.chars().all(|c| c.is_ascii_digit()))
        || name.ends_with(" - Copy")
}

/// The text of a file in Windows-1252, as its author sees it, and the first character in it that is not UTF-8; `None`
/// for one too long to be shown.
fn in_windows_1252(bytes: &[u8]) -> Option<(String, Range<usize>)> {
    /// What stands where Latin-1 has nothing: 0x80 to 0x9F.
    const ODD: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
    ];
    let sound = std::str::from_utf8(bytes).err()?.valid_up_to();
    let before = std::str::from_utf8(&bytes[..sound]).ok()?.trim_start_matches('\u{FEFF}');
    let read = |byte: &u8| match byte {
        0x80..=0x9F => ODD[usize::from(byte - 0x80)],
        byte => char::from(*byte),
    };
    let plain = |text: &str| text.replace("\r\n", "\n").replace('\r', "\n");
    let text = plain(before);
    let odd = text.len()..text.len() + read(bytes.get(sound)?).len_utf8();
    let after: String = bytes[sound..].iter().map(read).collect();
    Some((text + &plain(&after), odd))
}
