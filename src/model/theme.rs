//! The default theme, compiled into the program, and a theme of one's own laid over it file by file.

use super::words::{self, WordList, Words};
use crate::source::{self, FileId};
use crate::template::BELOW;
use std::collections::BTreeMap;
use std::sync::OnceLock;

macro_rules! files {
    ($($path:literal)*) => { &[$(($path, include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/themes/default/", $path)))),*] };
}

/// The files of the default theme: path in the theme's folder, and bytes.
pub const DEFAULT_THEME: &[(&str, &[u8])] = files! {
    "assets/register.js"
    "assets/search.js"
    "assets/style.css"
    "base.html"
    "changes.html"
    "former-school.html"
    "not-found.html"
    "page.html"
    "parts/components.html"
    "parts/contents.html"
    "parts/footer.html"
    "parts/front-sheet.html"
    "parts/issues.html"
    "parts/local-sections.html"
    "parts/masthead.html"
    "parts/paper.html"
    "parts/register.html"
    "parts/required.html"
    "parts/running.html"
    "policy.html"
    "portals.html"
    "redirect.html"
    "register-due.html"
    "register-board.html"
    "register-local.html"
    "register-meetings.html"
    "register-owner.html"
    "register-required.html"
    "register.html"
    "school.html"
    "search.html"
    "statement.html"
    "trust.html"
    "version.html"
    "versions.html"
    "words/cy.toml"
    "words/en.toml"
};

/// A template of a theme.
#[derive(Debug, Clone)]
pub struct ThemeTemplate {
    /// Its text.
    pub text: String,
    /// The file it was read from; `None` for one that is built into the program.
    pub file: Option<FileId>,
}

/// A theme's files, by path in its folder.
#[derive(Debug, Clone, Default)]
pub struct ThemeFiles {
    /// Templates: `*.html`, the default theme's below `default/`.
    pub templates: BTreeMap<String, ThemeTemplate>,
    /// What is copied to the site's `assets/`, by path below it.
    pub assets: BTreeMap<String, Vec<u8>>,
    /// The words of each language, by its code: `words/cy.toml`. English is always there.
    pub words: BTreeMap<String, WordList>,
}

impl ThemeFiles {
    /// The default theme.
    ///
    /// # Panics
    /// Never: its templates are text, as a test proves.
    pub fn built_in() -> Self {
        static MADE: OnceLock<ThemeFiles> = OnceLock::new();
        MADE.get_or_init(Self::read_built_in).clone()
    }

    fn read_built_in() -> Self {
        let mut theme = Self::default();
        for (path, bytes) in DEFAULT_THEME {
            if let Some(language) = language_of(path) {
                theme.words.insert(language.to_owned(), words::built_in(path, bytes));
            } else if Self::is_template(path) {
                let text = source::decode(bytes).expect("the templates of the default theme are UTF-8");
                theme.templates.insert(format!("{BELOW}{path}"), ThemeTemplate { text, file: None });
            } else {
                theme.add_asset(path, bytes.to_vec());
            }
        }
        theme
    }

    /// Whether a file's text is that of the default theme's own file at a path.
    pub fn is_built_in(path: &str, text: &str) -> bool {
        let built_in = DEFAULT_THEME.iter().find(|(known, _)| *known == path);
        built_in.is_some_and(|(_, bytes)| *bytes == text.as_bytes())
    }

    /// Its English words.
    pub fn english(&self) -> Words {
        let english = &self.words["en"];
        Words::new("en", english, english)
    }

    /// Whether a file of a theme's folder is a template.
    pub fn is_template(path: &str) -> bool {
        path.ends_with(".html") && !path.starts_with("assets/")
    }

    /// Lays a template over the default theme's, which stays at hand as `default/<path>`: a theme can extend it and change
    /// a block, and what components it defines and the theme does not are still there.
    pub fn add_template(&mut self, path: &str, text: &str, file: FileId) {
        self.templates.insert(path.to_owned(), ThemeTemplate { text: text.to_owned(), file: Some(file) });
    }

    /// Lays an asset over what is there; a file that does not stand below `assets/` is passed over.
    pub fn add_asset(&mut self, path: &str, bytes: Vec<u8>) {
        if let Some(asset) = path.strip_prefix("assets/") {
            self.assets.insert(asset.to_owned(), bytes);
        }
    }
}

/// The language whose words a file of a theme holds: `words/cy.toml`.
pub fn language_of(path: &str) -> Option<&str> {
    path.strip_prefix("words/")?.strip_suffix(".toml")
}
