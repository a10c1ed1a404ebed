//! A finished file of a site, whatever made it.

/// A finished file.
#[derive(Debug)]
pub struct Artefact {
    /// Its path in the site, with forward slashes.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl Artefact {
    /// A file of text.
    pub fn text(path: impl Into<String>, text: String) -> Self {
        Self { path: path.into(), bytes: text.into_bytes() }
    }
}
