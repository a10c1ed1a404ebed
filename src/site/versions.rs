//! The pages of a document's versions: which there are, and where.

use super::PageKind;
use crate::archive::Release;
use crate::merge::{Document, Portal, Version};
use crate::model::{Field, policy_address, school_address};
use crate::source::FileId;

/// The Markdown beside a permanent page, as it lies in the archive.
const MARKDOWN: &str = "policy.md";

/// A page of a document's versions.
pub(super) struct VersionPage {
    pub address: String,
    pub kind: PageKind,
    pub title: String,
    pub file: Option<FileId>,
}

/// The address of a document: that of its public page, which may be gone.
pub fn document_address(document: &Document<'_>) -> String {
    policy_address(document.scope.school(), &document.slug)
}

/// The address of the list of a document's versions.
pub fn versions_address(document: &Document<'_>) -> String {
    format!("{}versions/", document_address(document))
}

/// The address of a version's permanent page; none for one that has no such page.
pub fn version_address(document: &Document<'_>, version: &Version<'_>) -> Option<String> {
    let release = published(version)?;
    Some(format!("{}versions/{}/", document_address(document), release.version))
}

/// The address of the page of what a version changed; none for the first.
pub fn changes_address(document: &Document<'_>, version: &Version<'_>) -> Option<String> {
    let release = published(version)?;
    before(document, release)?;
    Some(format!("{}changes/{}/", document_address(document), release.version))
}

/// The address of a released version's Markdown.
pub fn markdown_address(document: &Document<'_>, release: &Release) -> String {
    format!("{}versions/{}/{MARKDOWN}", document_address(document), release.version)
}

/// The released version with a page that was in force, or was to be, before a release.
pub fn before<'c>(document: &Document<'c>, release: &Release) -> Option<&'c Release> {
    let all: Vec<&Release> = with_pages(document).collect();
    let place = all.iter().position(|known| std::ptr::eq(*known, release))?;
    Some(all[place.checked_sub(1)?])
}

/// The released versions of a document that have permanent pages, in the order in which they are in force.
pub fn with_pages<'c>(document: &Document<'c>) -> impl Iterator<Item = &'c Release> {
    document.versions.iter().filter_map(published)
}

/// The release of a version, where it was public: what was approved with `publish = false` has no page.
fn published<'c>(version: &Version<'c>) -> Option<&'c Release> {
    version.release().filter(|release| release.front().truth(Field::Publish).unwrap_or(true))
}

/// Every page of versions, document by document.
pub(super) fn pages(portal: &Portal<'_>) -> Vec<VersionPage> {
    let mut pages = Vec::new();
    for (index, document) in portal.documents.iter().enumerate() {
        if with_pages(document).next().is_none() {
            continue;
        }
        let mut add = |address: String, kind: PageKind, file: Option<FileId>| {
            pages.push(VersionPage { address, kind, title: document.title.clone(), file });
        };
        add(versions_address(document), PageKind::Versions(index), None);
        for (place, version) in document.versions.iter().enumerate() {
            let file = version.release().map(|release| release.file);
            if let Some(address) = version_address(document, version) {
                add(address, PageKind::Version(index, place), file);
            }
            if let Some(address) = changes_address(document, version) {
                add(address, PageKind::Changes(index, place), None);
            }
        }
    }
    pages
}

/// What stands at the addresses of documents and schools that were public and are not any more.
pub(super) fn gone(portal: &Portal<'_>) -> Vec<VersionPage> {
    let mut pages: Vec<VersionPage> = Vec::new();
    for (index, document) in portal.documents.iter().enumerate() {
        let is_public = document.copy.is_some_and(|copy| portal.copies[copy].is_published);
        let Some(last) = with_pages(document).last().filter(|_| !is_public) else { continue };
        let title = document.title.clone();
        pages.push(VersionPage { address: document_address(document), kind: PageKind::Gone(index), title, file: None });
        let Some(school) = document.scope.school().filter(|_| document.school.is_none()) else { continue };
        let title = last.school().unwrap_or(school.as_str()).to_owned();
        let kind = PageKind::FormerSchool(school.clone());
        let address = school_address(school);
        if pages.iter().all(|page| page.address != address) {
            pages.push(VersionPage { address, kind, title, file: None });
        }
    }
    pages
}

/// Every version that has a permanent page, with the address of its Markdown.
pub fn released_texts<'d, 'c>(portal: &'d Portal<'c>) -> impl Iterator<Item = (String, &'c Release)> + use<'d, 'c> {
    let of = |document: &'d Document<'c>| {
        with_pages(document).map(move |release| (markdown_address(document, release), release))
    };
    portal.documents.iter().flat_map(of)
}
