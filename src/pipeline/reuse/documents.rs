//! What the pages of documents' versions are made of, as numbers.
//!
//! Most of a large archive is as it was after any edit, so its pages have keys of their own: they hold what a version's
//! pages tell of its document, of the version, and of the one beside it, and nothing of what the document says now.

use super::keys::digest;
use crate::archive::Release;
use crate::merge::{Document, Portal, Standing, Version, VersionText, review_of};
use crate::model::Slug;
use crate::site::before;
use std::hash::{DefaultHasher, Hash as _};
use std::mem::discriminant;

/// What a released version's text is known by.
pub fn key_of_text(release: &Release) -> u64 {
    digest(|into| release.sha256.hash(into))
}

/// The digests of one document.
pub struct DocumentDigests {
    /// What lists tell of its versions.
    pub told: u64,
    /// What all pages of its versions show.
    common: u64,
    /// What the pages of each version show of it.
    versions: Vec<u64>,
}

impl DocumentDigests {
    /// Those of a document of a portal; `place` is what its pages show of its school.
    pub fn of(document: &Document<'_>, portal: &Portal<'_>, place: Option<u64>) -> Self {
        let Document { scope, school, slug, title, copy, versions } = document;
        let told: Vec<u64> = versions.iter().map(|it| digest(|into| version(it, into))).collect();
        let scope = scope.school().map(Slug::as_str);
        let is_published = copy.is_some_and(|copy| portal.copies[copy].is_published);
        let last = document.releases().last().map(|last| (last.origin().word(), last.school()));
        let shown = |(version, told): (&Version<'_>, &u64)| {
            digest(|into| {
                told.hash(into);
                version.release().map(Release::entries).hash(into);
                review(version, portal, into);
            })
        };
        Self {
            common: digest(|into| (scope, slug.as_str(), title, is_published, last, place).hash(into)),
            versions: versions.iter().zip(&told).map(shown).collect(),
            told: digest(|into| (scope, school, slug.as_str(), title, copy.is_some(), told).hash(into)),
        }
    }

    /// What the list of its versions shows.
    pub fn list(&self, into: &mut DefaultHasher) {
        (self.common, &self.versions).hash(into);
    }

    /// What a version's permanent page shows: also what came after it.
    pub fn version(&self, place: usize, into: &mut DefaultHasher) {
        (self.common, self.versions[place], self.versions.get(place + 1)).hash(into);
    }

    /// What the page of a version's changes shows: also the version that it is compared with.
    pub fn changes(&self, document: &Document<'_>, place: usize, into: &mut DefaultHasher) {
        let earlier = document.versions[place].release().and_then(|release| before(document, release));
        (self.common, self.versions[place], earlier.map(|earlier| (&earlier.sha256, earlier.entries()))).hash(into);
    }
}

/// What its own text is known by, and what is told of it.
fn version(version: &Version<'_>, into: &mut DefaultHasher) {
    let Version { version, standing, from, replaced, approved, approved_by, changes, text } = version;
    match text {
        VersionText::Released(release) => (&release.sha256, release.released).hash(into),
        VersionText::Working => "working".hash(into),
    }
    (version, discriminant(standing), from, replaced, approved, approved_by, changes).hash(into);
}

/// What its page tells of its review, which is another thing from day to day.
fn review(version: &Version<'_>, portal: &Portal<'_>, into: &mut DefaultHasher) {
    let Some(release) = version.release() else { return };
    if !matches!(version.standing, Standing::Superseded | Standing::Withdrawn) {
        let review = review_of(release.front(), portal.today, portal.content.trust.review_window_days);
        (review.due, review.date, discriminant(&review.status)).hash(into);
    }
}
