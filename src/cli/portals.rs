//! Which portals there are, and which one was asked for.

use super::Failure;
use crate::diagnostic::{nearest, quoted_list};
use crate::disk::MachineError;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// A portal's folder, known by its `trust.toml`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct PortalFolder {
    /// The folder's name in `content/`, where that is a folder of portals.
    pub(super) name: Option<String>,
    /// The path from the root, with forward slashes.
    pub(super) path: String,
}

/// That `--portal`, where it was given, names a portal there is.
pub(super) fn check_asked(root: &Path, asked: Option<&str>) -> Result<(), Failure> {
    let Some(asked) = asked else { return Ok(()) };
    if portal(root, Some(asked))?.name.is_none() {
        return Err(Failure::Usage(
            "there is one portal here, and it has no name\n  help: leave out --portal".to_owned(),
        ));
    }
    Ok(())
}

/// The portal that is meant: the only one, or the one that was asked for by name.
pub(super) fn portal(root: &Path, asked: Option<&str>) -> Result<PortalFolder, Failure> {
    if root.join("content/trust.toml").is_file() {
        return Ok(PortalFolder { name: None, path: "content".to_owned() });
    }
    let names = folders_with(&root.join("content"), "trust.toml")?;
    let name = match (asked, names.as_slice()) {
        (_, []) => {
            return Err(Failure::Usage(format!(
                "there is no portal in {}: looked for content/trust.toml and content/<trust>/trust.toml\n  help: go to the \
                 folder that holds content/, name it with --root, or make a new portal with: frontsheet init",
                crate::disk::plain_path(root)
            )));
        }
        (None, [only]) => only.clone(),
        (None, several) => {
            return Err(Failure::Usage(format!(
                "there are several portals here\n  help: say which: --portal {}",
                several.join(", or --portal ")
            )));
        }
        (Some(asked), names) => match names.iter().find(|name| *name == asked) {
            Some(name) => name.clone(),
            None => return Err(Failure::Usage(no_such("portal", asked, names, "--portal "))),
        },
    };
    Ok(PortalFolder { path: format!("content/{name}"), name: Some(name) })
}

/// The folders in `folder` that hold a file of this name, in order.
pub(super) fn folders_with(folder: &Path, file: &str) -> Result<Vec<String>, MachineError> {
    let failed = |error| MachineError::new("read the folder", folder, error);
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(failed)?;
        if let Ok(name) = entry.file_name().into_string()
            && !name.starts_with('.')
            && entry.path().join(file).is_file()
        {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

fn plural(what: &str) -> String {
    match what.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{what}s"),
    }
}

/// That nothing is called so, and what the nearest name is, or which there are; `typed` comes before the nearest.
pub(super) fn no_such(what: &str, asked: &str, names: &[String], typed: &str) -> String {
    let help = match (nearest(asked, names.iter().map(String::as_str)), names) {
        (Some(near), _) => format!("did you mean {typed}{near}?"),
        (None, [only]) => format!("there is only {typed}{only}"),
        (None, []) => "there is none yet".to_owned(),
        (None, names) => format!("the {} are {}", plural(what), quoted_list(names).replace("\" or \"", "\" and \"")),
    };
    format!("there is no {what} called \"{asked}\"\n  help: {help}")
}
