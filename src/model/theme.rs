//! The default theme, compiled into the program, and a theme of one's own laid over it file by file.

use std::collections::BTreeMap;

macro_rules! files {
    ($($path:literal)*) => { &[$(($path, include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/themes/default/", $path)))),*] };
}

/// The files of the default theme: path in the theme's folder, and bytes.
pub const DEFAULT_THEME: &[(&str, &[u8])] = files! {
    "assets/style.css"
    "base.html"
    "not-found.html"
    "page.html"
    "parts/components.html"
    "parts/footer.html"
    "parts/front-sheet.html"
    "parts/masthead.html"
    "parts/running.html"
    "policy.html"
    "portals.html"
    "redirect.html"
    "register-local.html"
    "school.html"
    "trust.html"
};

/// A theme's files, by path in its folder.
#[derive(Debug, Clone, Default)]
pub struct ThemeFiles {
    /// Templates: `*.html`.
    pub templates: BTreeMap<String, String>,
    /// What is copied to the site's `assets/`, by path below it.
    pub assets: BTreeMap<String, Vec<u8>>,
}

impl ThemeFiles {
    /// The default theme.
    pub fn built_in() -> Self {
        let mut theme = Self::default();
        for (path, bytes) in DEFAULT_THEME {
            theme.add(path, bytes);
        }
        theme
    }

    /// Lays a file over what is there; a file that is neither template nor asset is passed over.
    pub fn add(&mut self, path: &str, bytes: &[u8]) {
        if let Some(asset) = path.strip_prefix("assets/") {
            self.assets.insert(asset.to_owned(), bytes.to_vec());
        } else if path.ends_with(".html") {
            let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
            self.templates.insert(path.to_owned(), text.trim_start_matches('\u{feff}').to_owned());
        }
    }
}
