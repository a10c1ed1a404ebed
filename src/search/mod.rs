//! The search index: what readers can look for, as scripts that `search.js` loads.
//!
//! One index serves a portal. It is made from the finished copies by walking their trees, never from HTML, and holds
//! what readers may read: the homes, the plain pages, and of the policies what the homes list, so neither withdrawn ones
//! nor those without a page, and drafts only where drafts have pages.
//!
//! A *passage* is what stands below one heading. However many copies have it in the same words, it is there once, with
//! the set of *places* (the trust, or a school) that it holds for. Where a place's value stands in it, such as a school's
//! name, it has a *gap*; the values that fill one gap are a column, and a column is there once
//! however many passages have such a gap.
//!
//! `search-index.js` says which word is in which passages, and is all that is loaded to search. The texts, for excerpts,
//! lie beside it in a file for each policy, and are loaded for the results that are shown. Everything is a classic script
//! that gives data to one global, so it works from disk and under a policy that allows scripts of the site only; and
//! everything in it is text, to be shown as text.

mod columns;
mod gather;
mod index;
mod passage;
mod words;

pub use words::sort_key;

use crate::site::{Artefact, Site};

/// The place that is no school.
const TRUST: usize = 0;

/// What a document is, which decides where its pages are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DocumentKind {
    /// A policy of the trust, of which each place has a copy.
    Policy = 0,
    /// A policy of which the trust has the only copy, whatever the place.
    SharedPolicy = 1,
    /// A policy of one school's own.
    OwnPolicy = 2,
    /// A plain page.
    Page = 3,
    /// A home.
    Home = 4,
}

/// The paths of the index of a site and of its texts, as [`artefacts`] has them.
pub fn paths(site: &Site<'_>) -> Vec<String> {
    let texts = gather::files(site).into_iter().map(|name| index::texts_path(&name));
    std::iter::once(index::PATH.to_owned()).chain(texts).collect()
}

/// The index of a site and its texts. The index comes first.
pub fn artefacts(site: &Site<'_>) -> Vec<Artefact> {
    index::artefacts(site, &gather::gather(site))
}
