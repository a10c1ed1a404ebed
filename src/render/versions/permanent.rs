//! The page that a released version has for good.

use crate::archive::Release;
use crate::calendar::CalendarDate;
use crate::diagnostic::Diagnostics;
use crate::merge::{Document, PolicyCopy, Standing};
use crate::render::context::{DocumentFacts, LinkFacts, VersionFacts, VersionKind};
use crate::render::document::{Lists, document, marks_of};
use crate::render::layout::Layout;
use crate::render::pages::{Frame, Framed, Maker};
use crate::site::{Resolver, changes_address, document_address, markdown_address, version_address, versions_address};

impl<'m> Maker<'m, '_> {
    /// The permanent page of a version.
    pub(in crate::render) fn version(
        &self,
        index: usize,
        place: usize,
        diagnostics: &mut Diagnostics,
    ) -> Framed<'m, VersionKind> {
        let document = &self.site.portal.documents[index];
        let version = &document.versions[place];
        let release = version.release().expect("a permanent page is that of a release");
        let copy = self.released(document, release, version.standing);
        let whose = self.place_of(document);
        let (title, name) = (&copy.title, &release.version);
        self.framed(Frame {
            title: self.words.fill("version.page_title", &[("title", title), ("version", name), ("place", &whose)]),
            heading: copy.title.clone(),
            description: None,
            canonical: self.site.canonical(&document_address(document)),
            school: document.school,
            breadcrumbs: self.crumbs_to_versions(document),
            kind: VersionKind {
                document: self.document_as_it_was(&copy, release, diagnostics),
                version: self.version_facts(document, place, release),
            },
        })
    }

    fn version_facts(&self, document: &Document<'_>, place: usize, release: &Release) -> VersionFacts {
        let version = &document.versions[place];
        let href = |address: &str| self.facts.href.to(address);
        let next = document.versions.get(place + 1).filter(|_| version.standing == Standing::Superseded);
        let next = next.and_then(|next| {
            let address = version_address(document, next)?;
            let title = self.words.fill("changes.read", &[("version", &self.name_of(next))]);
            Some(LinkFacts { title, href: href(&address) })
        });
        VersionFacts {
            version: release.version.clone(),
            banner: self.banner(document, place),
            next,
            policy: self.link_to(document),
            all: href(&versions_address(document)),
            changes: changes_address(document, version).map(|address| href(&address)),
            released: self.words.date(CalendarDate::Day(release.released)),
            markdown: href(&markdown_address(document, release)),
            sha256: release.sha256.clone(),
            archived: release.path(),
            register: href("register.json"),
        }
    }

    /// Which version it is, when it was in force, and what took its place.
    fn banner(&self, document: &Document<'_>, place: usize) -> String {
        let version = &document.versions[place];
        let name = self.name_of(version);
        let from = version.from.map(|from| self.words.date(from)).unwrap_or_default();
        let until = version.in_force_until().map(|day| self.words.date(CalendarDate::Day(day)));
        let replaced = version.replaced.map(|day| self.words.date(CalendarDate::Day(day))).unwrap_or_default();
        let next = document.versions.get(place + 1).map(|next| self.name_of(next)).unwrap_or_default();
        match (version.standing, until) {
            (Standing::Upcoming, _) => self.words.fill("version.upcoming", &[("version", &name), ("from", &from)]),
            (Standing::Superseded, Some(until)) => self.words.fill(
                "version.superseded",
                &[("version", &name), ("from", &from), ("until", &until), ("next", &next), ("replaced", &replaced)],
            ),
            (Standing::Superseded, None) => {
                self.words.fill("version.never", &[("version", &name), ("next", &next), ("replaced", &replaced)])
            }
            (Standing::Withdrawn, Some(until)) => {
                self.words.fill("version.withdrawn_on", &[("version", &name), ("from", &from), ("until", &until)])
            }
            (Standing::Withdrawn, None) => self.words.fill("version.withdrawn", &[("version", &name), ("from", &from)]),
            (Standing::Current | Standing::Draft, _) => {
                self.words.fill("version.current", &[("version", &name), ("from", &from)])
            }
        }
    }

    /// The text and the front sheet of a version as they were.
    fn document_as_it_was(
        &self,
        copy: &PolicyCopy<'_>,
        release: &Release,
        diagnostics: &mut Diagnostics,
    ) -> DocumentFacts {
        let resolver = Resolver::for_copy(self.site, copy, &self.page.address, self.facts.href);
        let school = release.school();
        let lists = Lists::of(copy, self.words);
        let layout = Layout::new(&copy.text, marks_of(copy, school), copy.own_path(), self.words);
        document(copy, lists, &layout, &resolver, self.copy_of(copy.origin, school), self.words, diagnostics)
    }
}
