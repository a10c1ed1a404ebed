//! Reads a theme's files: those in `themes/<name>/`, laid over the default theme's.

use super::{ContentFile, FileReader, KnownTexts, words};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest};
use crate::disk::{self, Found, MachineError, Read};
use crate::model::{ThemeFiles, language_of};
use crate::source::{Place, Sources};
use std::collections::BTreeSet;
use std::path::Path;

/// Reads the theme of a name, which was asked for at a place; `None` where there is none of that name. Its templates
/// become sources, so that what is wrong in them has a place.
///
/// # Errors
/// [`MachineError`] when the folder cannot be read.
pub fn load_theme(
    root: &Path,
    name: &str,
    asked_at: Option<Place>,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Result<Option<ThemeFiles>, MachineError> {
    let mut theme = ThemeFiles::built_in();
    let all = disk::walk(root, "themes")?;
    let prefix = format!("themes/{name}/");
    let own: Vec<_> = all.iter().filter(|file| file.found == Found::File && file.path.starts_with(&prefix)).collect();
    if own.is_empty() && name != "default" {
        let names: BTreeSet<&str> = all
            .iter()
            .filter_map(|file| file.path.strip_prefix("themes/")?.split_once('/').map(|(name, _)| name))
            .chain(["default"])
            .collect();
        let message = format!("there is no theme \"{name}\"");
        let help = match nearest(name, names) {
            Some(near) => format!("did you mean theme = \"{near}\"?"),
            None => format!("put its files in {prefix}, or take the line away for the default theme"),
        };
        let fault = match asked_at {
            Some(place) => Diagnostic::error(Code::UnknownTheme, place, message),
            None => Diagnostic::error_in(Code::UnknownTheme, "themes", message),
        };
        diagnostics.push(fault.help(help));
        return Ok(None);
    }
    let nothing = KnownTexts::default();
    let mut reader = FileReader::new(std::mem::take(sources), &nothing, diagnostics);
    let read = own.iter().try_for_each(|file| {
        let found = ContentFile { path: file.path.clone(), file: root.join(&file.path) };
        lay_over(&mut theme, &file.path[prefix.len()..], &found, &mut reader)
    });
    *sources = reader.sources;
    read.map(|()| Some(theme))
}

fn lay_over(
    theme: &mut ThemeFiles,
    path: &str,
    found: &ContentFile,
    reader: &mut FileReader<'_>,
) -> Result<(), MachineError> {
    if ThemeFiles::is_template(path) {
        if let Some(file) = reader.read(found)? {
            theme.add_template(path, reader.sources.text(file), file);
        }
        return Ok(());
    }
    if language_of(path).is_some() {
        // Many a theme begins as a copy of the default one, and words are slow to read.
        if let Some(file) = reader.read(found)?
            && !ThemeFiles::is_built_in(path, reader.sources.text(file))
        {
            words::lay_over(theme, file, &reader.sources, reader.diagnostics);
        }
        return Ok(());
    }
    match disk::read(&found.file, disk::MAX_SOURCE_BYTES)? {
        Read::Whole(bytes) => theme.add_asset(path, bytes),
        Read::TooLarge => {
            let fault = Diagnostic::error_in(Code::FileTooLarge, found.path.as_str(), "the file is too large");
            reader.diagnostics.push(fault.help("a theme's files are small: split it, or take it away"));
        }
    }
    Ok(())
}
