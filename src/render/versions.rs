//! The pages of a document's versions, and the way to them from the policy's own page.

mod changes;
mod permanent;

use super::context::{
    FormerSchoolKind, LinkFacts, PolicyVersions, UpcomingVersion, VersionRow, VersionsFacts, VersionsKind,
};
use super::facts::standing;
use super::pages::{Frame, Framed, Maker};
use crate::archive::{Release, Scope};
use crate::calendar::CalendarDate;
use crate::merge::{AsOf, Document, PolicyCopy, Standing, Version, released_copy};
use crate::model::Slug;
use crate::site::{changes_address, document_address, version_address, versions_address, with_pages};
use crate::template::Theme;

/// The templates that make the pages of versions.
const TEMPLATES: &[&str] = &[
    "base.html",
    "version.html",
    "versions.html",
    "changes.html",
    "parts/masthead.html",
    "parts/footer.html",
    "parts/running.html",
    "parts/front-sheet.html",
    "parts/local-sections.html",
    "parts/contents.html",
];

/// Whether the pages of versions show nothing of a school but its name, its address in the site and its brand. What a
/// theme's own templates show, nobody knows.
pub fn versions_name_schools_only(theme: &Theme) -> bool {
    theme.has_default(TEMPLATES)
}

impl<'m> Maker<'m, '_> {
    /// All versions of a document.
    pub(super) fn versions(&self, index: usize) -> Framed<'m, VersionsKind> {
        let document = &self.site.portal.documents[index];
        let place = self.place_of(document);
        let title = &document.title;
        self.framed(Frame {
            heading: self.words.fill("versions.heading", &[("title", title)]),
            title: self.words.fill("versions.page_title", &[("title", title), ("place", &place)]),
            description: Some(self.words.fill("versions.description", &[("title", title), ("place", &place)])),
            canonical: self.canonical(),
            school: document.school,
            breadcrumbs: self.crumbs_to(document),
            kind: VersionsKind { versions: self.versions_facts(document) },
        })
    }

    /// What stands at the address of a document that is not public any more.
    pub(super) fn gone(&self, index: usize) -> Framed<'m, VersionsKind> {
        let document = &self.site.portal.documents[index];
        self.framed(Frame {
            heading: document.title.clone(),
            title: format!("{} - {}", document.title, self.place_of(document)),
            description: None,
            canonical: self.canonical(),
            school: document.school,
            breadcrumbs: self.crumbs(document.school),
            kind: VersionsKind { versions: self.versions_facts(document) },
        })
    }

    /// What stands at the address of a school that is not the trust's any more.
    pub(super) fn former_school(&self, school: &Slug) -> Framed<'m, FormerSchoolKind> {
        let all = self.site.portal.documents.iter();
        let its =
            all.filter(|document| document.scope.school() == Some(school) && with_pages(document).next().is_some());
        self.framed(Frame {
            heading: self.page.title.clone(),
            title: format!("{} - {}", self.page.title, self.trust_name()),
            description: None,
            canonical: self.canonical(),
            school: None,
            breadcrumbs: self.crumbs(None),
            kind: FormerSchoolKind { documents: its.map(|document| self.link_to(document)).collect() },
        })
    }

    fn versions_facts(&self, document: &Document<'_>) -> VersionsFacts {
        let public = document.copy.map(|copy| &self.site.portal.copies[copy]).filter(|copy| copy.is_published);
        let row = |version: &Version<'_>| VersionRow {
            version: self.name_of(version),
            standing: standing(version.standing, self.words),
            in_force: self.in_force(version),
            approved: version.approved.map(|date| self.words.date(date)),
            approved_by: version.approved_by.clone(),
            changes: version.changes.clone(),
            href: version_address(document, version).map(|address| self.facts.href.to(&address)),
            changes_href: changes_address(document, version).map(|address| self.facts.href.to(&address)),
        };
        VersionsFacts {
            copy_of: self.whose(document),
            notice: public.is_none().then(|| self.words.say("versions.gone").to_owned()),
            policy: public.map(|_| self.link_to(document)),
            rows: document.versions.iter().rev().map(row).collect(),
        }
    }

    /// When a version was, is or will be in force: "1 September 2025 to 31 August 2026".
    fn in_force(&self, version: &Version<'_>) -> Option<String> {
        let from = self.words.date(version.from?);
        let until = version.in_force_until().map(|day| self.words.date(CalendarDate::Day(day)));
        Some(match (version.standing, until) {
            (_, Some(until)) => self.words.fill("versions.from_until", &[("from", &from), ("until", &until)]),
            (Standing::Current, None) => self.words.fill("versions.since", &[("from", &from)]),
            (Standing::Superseded, None) => self.words.say("versions.never").to_owned(),
            _ => self.words.fill("versions.from", &[("from", &from)]),
        })
    }

    /// The way from a policy's page to its versions, where it has any.
    pub(super) fn policy_versions(&self, copy: &PolicyCopy<'_>) -> Option<PolicyVersions> {
        let document = self.site.portal.documents.get(copy.document)?;
        with_pages(document).next()?;
        let href = |address: String| self.facts.href.to(&address);
        // Of what is withdrawn or being redrafted, the last that was in force.
        let shown = document.in_force().or_else(|| document.versions.first());
        let upcoming =
            document.upcoming().filter(|_| copy.standing != Standing::Upcoming).map(|next| UpcomingVersion {
                text: self.announcement(next),
                href: version_address(document, next).map(href),
                changes: changes_address(document, next).map(href),
            });
        Some(PolicyVersions {
            all: href(versions_address(document)),
            permanent: shown.and_then(|version| version_address(document, version)).map(href),
            changes: shown.and_then(|version| changes_address(document, version)).map(href),
            upcoming,
        })
    }

    fn announcement(&self, next: &Version<'_>) -> String {
        let from = next.from.map(|from| self.words.date(from)).unwrap_or_default();
        self.words.fill("policy.upcoming", &[("version", &self.name_of(next)), ("from", &from)])
    }

    /// A released version as the copy that it was.
    fn released<'c>(&self, document: &Document<'_>, release: &'c Release, standing: Standing) -> PolicyCopy<'c>
    where
        'm: 'c,
    {
        let portal = self.site.portal;
        let review_window_days = portal.content.trust.review_window_days;
        let as_of = AsOf { today: portal.today, review_window_days, words: self.words };
        released_copy(release, document.school, standing, as_of, self.site.sources)
    }

    fn name_of(&self, version: &Version<'_>) -> String {
        version.version.clone().unwrap_or_else(|| self.words.say("versions.unnumbered").to_owned())
    }

    /// Whose document it is: the school's name, as it was where the school is gone, or the trust's.
    fn place_of(&self, document: &Document<'_>) -> String {
        let portal = self.site.portal;
        match (document.school, &document.scope) {
            (Some(index), _) => portal.schools[index].school.name.clone(),
            (None, Scope::Trust) => self.trust_name().to_owned(),
            (None, Scope::School(slug)) => {
                let last = document.releases().last().and_then(Release::school);
                last.unwrap_or(slug.as_str()).to_owned()
            }
        }
    }

    /// Whose document it is, in a sentence.
    fn whose(&self, document: &Document<'_>) -> String {
        let place = self.place_of(document);
        let last = document.releases().last().expect("a document with pages of versions was released");
        self.copy_of(last.origin(), document.scope.school().map(|_| place.as_str()))
    }

    fn link_to(&self, document: &Document<'_>) -> LinkFacts {
        LinkFacts { title: document.title.clone(), href: self.facts.href.to(&document_address(document)) }
    }

    fn crumbs_to(&self, document: &Document<'_>) -> Vec<LinkFacts> {
        let mut crumbs = self.crumbs(document.school);
        crumbs.push(self.link_to(document));
        crumbs
    }

    fn crumbs_to_versions(&self, document: &Document<'_>) -> Vec<LinkFacts> {
        let mut crumbs = self.crumbs_to(document);
        let title = self.words.say("versions.all").to_owned();
        crumbs.push(LinkFacts { title, href: self.facts.href.to(&versions_address(document)) });
        crumbs
    }
}

#[cfg(test)]
mod tests {
    use super::TEMPLATES;
    use crate::model::ThemeFiles;
    use crate::template::BELOW;

    /// A template without its remarks.
    fn code(text: &str) -> String {
        let after = |part: &str| part.split_once("#}").map_or(String::new(), |(_, code)| code.to_owned());
        let mut parts = text.split("{#");
        parts.next().unwrap_or_default().to_owned() + &parts.map(after).collect::<String>()
    }

    #[test]
    fn nothing_of_a_school_is_shown_on_pages_of_versions_but_its_name() {
        let theme = ThemeFiles::built_in();
        for name in TEMPLATES {
            let code = code(&theme.templates[&format!("{BELOW}{name}")].text);
            for other in code.split('"').filter(|other| other.ends_with(".html")) {
                assert!(TEMPLATES.contains(&other), "{name} leads to {other}");
            }
            for (at, _) in code.match_indices("school") {
                let shown = &code[at + "school".len()..];
                let is_known = [" %}", ".name }}", ".href }}"].iter().any(|known| shown.starts_with(known));
                assert!(is_known, "{name} shows school{}", shown.lines().next().unwrap_or_default());
            }
        }
    }
}
