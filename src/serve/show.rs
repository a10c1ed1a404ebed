//! What is shown: the files of the last good build, and what is wrong with the newest.

use crate::calendar::{CalendarDate, Day};
use crate::pipeline::{PreviewFile, PreviewFiles};
use serde::Serialize;
use std::sync::Arc;

/// One fault, as the panel in the page has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// `error` or `warning`.
    pub severity: &'static str,
    /// The path of the file that it is in, from the root; empty where it is in none.
    pub file: String,
    /// As the terminal prints it, without colour: what is wrong, where, the line itself, and what to type.
    pub printed: String,
}

/// What came of a build.
#[derive(Debug, Default)]
pub struct News {
    /// The files; `None` where the build failed.
    pub files: Option<Arc<PreviewFiles>>,
    /// What is wrong.
    pub faults: Vec<Fault>,
    /// The day as of which the files are; `None` where it did not come so far.
    pub days: Option<Days>,
}

/// The day that pages speak for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// The day.
    pub shown: Day,
    /// The day that would be shown if nobody had chosen another: today, or what `--as-of` says.
    pub usual: Day,
}

/// The days in the state: as the picker takes them, and as readers do.
#[derive(Serialize)]
struct DaysInWords {
    iso: String,
    words: String,
    usual_iso: String,
    usual_words: String,
    is_chosen: bool,
}

/// What is shown at a moment. A number says which; each build makes a new one.
#[derive(Debug, Default)]
pub struct Show {
    pub(super) number: u64,
    files: Arc<PreviewFiles>,
    is_made: bool,
    is_stale: bool,
    faults: Vec<Fault>,
    pub(super) days: Option<Days>,
}

/// What the panel asks for.
#[derive(Serialize)]
struct Panel<'s> {
    number: u64,
    /// Whether what is shown is older than the newest texts, since these have errors.
    stale: bool,
    /// The day as of which it is shown; `null` while nothing is.
    days: Option<DaysInWords>,
    faults: &'s [Fault],
}

impl Days {
    fn in_words(self) -> DaysInWords {
        let Self { shown, usual } = self;
        let words = |day: Day| CalendarDate::Day(day).in_english();
        DaysInWords {
            iso: shown.iso(),
            words: words(shown),
            usual_iso: usual.iso(),
            usual_words: words(usual),
            is_chosen: shown != usual,
        }
    }
}

impl Show {
    /// What is shown after this one.
    pub(super) fn with(&self, news: News) -> Self {
        let News { files, faults, days } = news;
        let is_stale = files.is_none();
        // What is shown still is as of its own day.
        let days = if is_stale { self.days } else { days };
        let files = files.unwrap_or_else(|| self.files.clone());
        let is_made = self.is_made || !is_stale;
        Self { number: self.number + 1, files, is_made, is_stale, faults, days }
    }

    /// Whether there has been a good build.
    pub(super) fn is_made(&self) -> bool {
        self.is_made
    }

    /// What is wrong with the newest texts.
    pub(super) fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// A file of the site.
    pub(super) fn file(&self, path: &str) -> Option<&PreviewFile> {
        self.files.get(path)
    }

    /// The not-found page that stands nearest above a path: each portal has one of its own.
    pub(super) fn not_found(&self, path: &str) -> Option<(String, &PreviewFile)> {
        self.nearest("404.html", path)
    }

    /// The path of the stylesheet that stands nearest above a path.
    pub(super) fn style_above(&self, path: &str) -> Option<String> {
        self.nearest("assets/style.css", path).map(|(path, _)| path)
    }

    fn nearest(&self, name: &str, path: &str) -> Option<(String, &PreviewFile)> {
        let folders = path.match_indices('/').map(|(at, _)| &path[..=at]).collect::<Vec<_>>();
        let nearest = folders.into_iter().rev().chain([""]).map(|folder| format!("{folder}{name}"));
        nearest.into_iter().find_map(|path| self.files.get(path.as_str()).map(|file| (path.clone(), file)))
    }

    /// The state as the panel's script reads it.
    pub(super) fn panel(&self) -> String {
        let Self { number, is_stale, days, faults, .. } = self;
        let panel = Panel { number: *number, stale: *is_stale, days: days.map(Days::in_words), faults };
        serde_json::to_string(&panel).expect("a panel is plain data")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn news(pages: &[(&str, &str)]) -> News {
        let files = pages.iter().map(|(path, text)| ((*path).into(), PreviewFile::Made(text.as_bytes().into())));
        News { files: Some(Arc::new(files.collect())), ..News::default() }
    }

    #[test]
    fn a_failed_build_leaves_the_last_good_site() {
        let first = Show::default().with(news(&[("index.html", "one")]));
        let fault = Fault { severity: "error", file: String::new(), printed: "error: so".to_owned() };
        let broken = first.with(News { files: None, faults: vec![fault], days: None });
        assert_eq!(broken.file("index.html"), first.file("index.html"));
        assert!(broken.panel().starts_with(r#"{"number":2,"stale":true,"#), "{}", broken.panel());
        let mended = broken.with(news(&[("index.html", "two")]));
        assert!(mended.panel().contains(r#""stale":false,"days":null,"faults":[]"#), "{}", mended.panel());
        assert_ne!(mended.file("index.html"), first.file("index.html"));
    }

    #[test]
    fn the_nearest_not_found_page_is_found() {
        let show = Show::default().with(news(&[("a/404.html", "a"), ("b/404.html", "b")]));
        let found = |path: &str| show.not_found(path).map(|(path, _)| path);
        assert_eq!(found("a/x/y/"), Some("a/404.html".to_owned()));
        assert_eq!(found("b/"), Some("b/404.html".to_owned()));
        assert_eq!(found("c/"), None);
    }
}
