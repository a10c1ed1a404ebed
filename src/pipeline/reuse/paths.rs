//! What is known of files, found by their paths.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};

/// Something of each of many files, by path. Paths in a site are long and begin alike, so they are not put in order.
#[derive(Debug)]
pub struct Paths<T>(HashMap<String, T, BuildHasherDefault<DefaultHasher>>);

impl<T> Default for Paths<T> {
    fn default() -> Self {
        Self::nothing()
    }
}

impl<T> Paths<T> {
    /// Of no file.
    pub const fn nothing() -> Self {
        Self(HashMap::with_hasher(BuildHasherDefault::new()))
    }

    pub fn get(&self, path: &str) -> Option<&T> {
        self.0.get(path)
    }
}

impl<T> Extend<(String, T)> for Paths<T> {
    fn extend<I: IntoIterator<Item = (String, T)>>(&mut self, more: I) {
        self.0.extend(more);
    }
}

impl<T> FromIterator<(String, T)> for Paths<T> {
    fn from_iter<I: IntoIterator<Item = (String, T)>>(all: I) -> Self {
        Self(all.into_iter().collect())
    }
}
