//! What released versions are made of, as numbers.

use crate::archive::Release;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// What a released version's text is known by.
pub fn key_of_text(release: &Release) -> u64 {
    let mut into = DefaultHasher::new();
    release.sha256.hash(&mut into);
    into.finish()
}
