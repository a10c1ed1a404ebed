//! A theme made ready, and what is wrong with it told in its own files.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest};
use crate::model::ThemeFiles;
use crate::source::{FileId, Place};
use crate::template::{BELOW, Theme, ThemeFault};
use std::ops::Range;
use std::sync::Arc;

/// Compiles a theme, unless one of those that are known is of the same templates; `None` where it cannot be, which is then
/// said.
pub fn compile(
    files: &ThemeFiles,
    name: &str,
    known: &[Arc<Theme>],
    diagnostics: &mut Diagnostics,
) -> Option<Arc<Theme>> {
    let templates: Vec<(&str, &str)> =
        files.templates.iter().map(|(path, template)| (path.as_str(), template.text.as_str())).collect();
    if let Some(same) = known.iter().find(|theme| theme.is_of(&templates)) {
        return Some(Arc::clone(same));
    }
    match Theme::new(&templates) {
        Ok(theme) => Some(Arc::new(theme)),
        Err(faults) => {
            let teller = Teller { files, name };
            faults.iter().for_each(|fault| diagnostics.push(teller.told(fault, "")));
            None
        }
    }
}

/// The faults that pages met in a theme. The same fault is kept once, however many pages meet it.
#[derive(Debug, Default)]
pub struct ThemeFaults {
    /// Each with the first page that met it, and how many others did.
    met: Vec<(ThemeFault, String, usize)>,
}

impl ThemeFaults {
    /// Keeps a fault that was met while a page was made; the page is named by its address.
    pub fn add(&mut self, fault: ThemeFault, page: &str) {
        match self.met.iter_mut().find(|(known, ..)| known.is_same(&fault)) {
            Some((_, _, others)) => *others += 1,
            None => self.met.push((fault, page.to_owned(), 0)),
        }
    }

    /// Says what was met in the theme of a name.
    pub fn say(&self, files: &ThemeFiles, name: &str, diagnostics: &mut Diagnostics) {
        let teller = Teller { files, name };
        for (fault, page, others) in &self.met {
            let others = match others {
                0 => String::new(),
                1 => " and 1 other page".to_owned(),
                others => format!(" and {others} other pages"),
            };
            diagnostics.push(teller.told(fault, &format!(", while making {page}{others}")));
        }
    }
}

/// Tells of faults in one theme.
struct Teller<'t> {
    files: &'t ThemeFiles,
    name: &'t str,
}

impl Teller<'_> {
    /// The fault at the first place that is in a file of the theme's own: what is built into the program works by itself,
    /// and what does not fit is laid over it.
    fn told(&self, fault: &ThemeFault, while_making: &str) -> Diagnostic {
        let ThemeFault { template, at, message, callers, .. } = fault;
        let innermost = template.as_ref().map(|template| (template.as_str(), at.clone().unwrap_or(0..0)));
        let outer = callers.iter().map(|(template, at)| (template.as_str(), at.clone()));
        let mut own =
            innermost.iter().cloned().chain(outer).filter_map(|(name, at)| Some((name, self.place(name, at)?)));
        let is_elsewhere = innermost.as_ref().filter(|(name, _)| self.file(name).is_none());
        let inside = is_elsewhere.map_or(String::new(), |(name, at)| {
            let file = name.strip_prefix(BELOW).unwrap_or(name);
            format!(", in the default theme's {file} on line {}", self.line(name, at.start))
        });
        let message = format!("{message}{inside}{while_making}");
        let mut told = match own.next() {
            Some((_, place)) => Diagnostic::error(Code::ThemeFault, place, message),
            None => Diagnostic::error_in(Code::ThemeFault, format!("themes/{}", self.name), message),
        };
        for (_, place) in own {
            told = told.note(place, "and here");
        }
        told.help(help(fault, is_elsewhere.is_none()))
    }

    fn place(&self, template: &str, at: Range<usize>) -> Option<Place> {
        Some(Place::new(self.file(template)?, at))
    }

    fn file(&self, template: &str) -> Option<FileId> {
        self.files.templates.get(template)?.file
    }

    fn line(&self, template: &str, at: usize) -> usize {
        let text = self.files.templates.get(template).map_or("", |template| template.text.as_str());
        1 + text.get(..at).map_or(0, |before| before.matches('\n').count())
    }
}

fn help(fault: &ThemeFault, is_the_themes: bool) -> String {
    let known: Vec<&str> = fault.known.iter().map(String::as_str).collect();
    let meant = fault.unknown.as_deref().and_then(|unknown| nearest(unknown, known.iter().copied()));
    match meant {
        _ if !is_the_themes => {
            "one of this theme's files has left out what that template uses: put it back, or take the file away"
                .to_owned()
        }
        Some(meant) => format!("did you mean {meant}? The names here are {}", known.join(", ")),
        None if !known.is_empty() => format!("the names here are {}", known.join(", ")),
        None => "put the template right, or take the file away so that the default theme's is used".to_owned(),
    }
}
