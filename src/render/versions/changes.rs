//! The page of what a version changed.

use crate::archive::Release;
use crate::merge::{Document, Standing, Version};
use crate::redline::{self, FieldChange, Redline, Text};
use crate::render::context::{ChangesFacts, ChangesKind, FieldRow, SectionEntry};
use crate::render::pages::{Frame, Framed, Maker};
use crate::site::{before, version_address, versions_address};
use crate::template::SafeHtml;

impl<'m> Maker<'m, '_> {
    /// What a version changed.
    pub(in crate::render) fn changes(&self, index: usize, place: usize) -> Framed<'m, ChangesKind> {
        let document = &self.site.portal.documents[index];
        let version = &document.versions[place];
        let release = version.release().expect("a page of changes is that of a release");
        let earlier = before(document, release).expect("the first version changed nothing");
        let old = self.released(document, earlier, Standing::Superseded);
        let new = self.released(document, release, version.standing);
        let redline = redline::compare(&Text::of(&old, self.words), &Text::of(&new, self.words));
        let whose = self.place_of(document);
        let (title, name) = (&new.title, &release.version);
        let changes = ChangesFacts {
            version: release.version.clone(),
            before: earlier.version.clone(),
            copy_of: self.whose(document),
            intro: self.intro(version, &earlier.version),
            note: version.changes.clone(),
            summary: redline.tally().said(self.words),
            entries: self.entries(&redline),
            fields: redline::field_changes(&old, &new, self.words).into_iter().map(row).collect(),
            body: SafeHtml(redline::html(&redline, self.words)),
            unchanged: redline.untouched().into_iter().map(redline::SectionChange::full_title).collect(),
            this: self.page_of(document, release),
            that: self.page_of(document, earlier),
            all: self.facts.href.to(&versions_address(document)),
        };
        self.framed(Frame {
            heading: self.words.fill("changes.heading", &[("title", title), ("version", name)]),
            title: self.words.fill("changes.page_title", &[("title", title), ("version", name), ("place", &whose)]),
            description: None,
            canonical: self.canonical(),
            school: document.school,
            breadcrumbs: self.crumbs_to_versions(document),
            kind: ChangesKind { changes },
        })
    }

    fn page_of(&self, document: &Document<'_>, release: &Release) -> String {
        let version = document.version(&release.version).map(|(_, version)| version);
        let address = version.and_then(|version| version_address(document, version));
        self.facts.href.to(&address.unwrap_or_else(|| versions_address(document)))
    }

    /// Who approved it and when, when it is in force, and what it is compared with.
    fn intro(&self, version: &Version<'_>, earlier: &str) -> String {
        let approved = version.approved.map(|date| self.words.date(date));
        let approved = match (&approved, &version.approved_by) {
            (Some(date), Some(body)) => Some(self.words.fill("changes.approved_by", &[("body", body), ("date", date)])),
            (Some(date), None) => Some(self.words.fill("changes.approved", &[("date", date)])),
            (None, _) => None,
        };
        let in_force = self.in_force(version).map(|when| self.words.fill("changes.in_force", &[("when", &when)]));
        let compared = self.words.fill("changes.compared", &[("before", earlier)]);
        let said: Vec<String> = approved.into_iter().chain(in_force).chain([compared]).collect();
        said.join(" ")
    }

    fn entries(&self, redline: &Redline) -> Vec<SectionEntry> {
        let entry = |entry: &redline::Entry<'_>| SectionEntry {
            href: format!("#{}", redline::anchor(entry.section)),
            title: entry.title(self.words),
            said: entry.said(self.words),
        };
        redline.entries().iter().map(entry).collect()
    }
}

fn row(change: FieldChange) -> FieldRow {
    let FieldChange { field, label, old, new } = change;
    FieldRow { field, label, old, new }
}
