//! What each page is made of, as one number.
//!
//! A page's key changes whenever anything changes that could make the page come out otherwise. Too much in a key costs a
//! page made in vain; too little would leave an old page standing, so types are taken apart whole here, and the compiler
//! asks about every new field. What a page tells of the pages that it links to, their titles and headings, is not in its
//! key: [`Keys::leads`] has it, for the links that were found on the page as it was last made.

use super::documents::DocumentDigests;
use crate::merge::{
    CopySection, Document, FrontSheet, FrontSheetGroup, FrontSheetRow, LocalChange, PageCopy, Part, PolicyCopy, Portal,
    SchoolView, SharedText, SlottedText,
};
use crate::model::{FrontMatter, Phase, PolicyFile, ThemeFiles, Verb};
use crate::render::{is_for_search_engines, versions_name_schools_only};
use crate::site::{PageKind, RegisterPage, Site, SitePage};
use crate::source::{FileId, Sources};
use crate::template::Theme;
use rayon::prelude::*;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher as _};
use std::mem::discriminant;
use std::sync::Arc;

/// The keys of one site's pages.
pub struct Keys<'k, 'p> {
    site: &'k Site<'p>,
    /// What every page has in it: the trust, the theme, the addresses.
    frame: u64,
    /// What lists tell of each copy, and all that its own page shows.
    copies: Vec<(u64, u64)>,
    /// What lists tell of a place's copy of a policy.
    rows: HashMap<(Option<usize>, &'p str), u64>,
    /// Every document's versions.
    documents: Vec<DocumentDigests>,
    /// Each school, as its own file says.
    schools: Vec<u64>,
    /// What lists of all documents tell.
    lists: u64,
    /// What other pages tell of each page, in the order of the site's.
    leads: Vec<u64>,
    /// The site's page at each of the numbers that the proof gives to addresses.
    numbers: Vec<Option<u32>>,
}

impl<'k, 'p> Keys<'k, 'p> {
    /// The keys of a site in a theme.
    pub fn new(site: &'k Site<'p>, theme: &ThemeFiles, compiled: &Theme) -> Self {
        let portal = site.portal;
        let policies =
            || portal.content.policies.iter().chain(portal.content.schools.iter().flat_map(|it| &it.policies));
        let of_file = |policy: &PolicyFile| (policy.file, file(policy, site.sources));
        let files: HashMap<FileId, u64> = policies().map(of_file).collect();
        let shared = Shared::of(portal);
        let names_only = versions_name_schools_only(compiled);
        let schools: Vec<u64> = portal.schools.iter().map(|view| school(site, view)).collect();
        let of_versions = |index: usize| if names_only { named_school(&portal.schools[index]) } else { schools[index] };
        let of_versions: Vec<u64> = (0..schools.len()).map(of_versions).collect();
        let document = |it: &Document<'_>| DocumentDigests::of(it, portal, it.school.map(|index| of_versions[index]));
        let documents: Vec<DocumentDigests> = portal.documents.par_iter().map(document).collect();
        let copies = portal.copies.par_iter().map(|copy| {
            let listed = digest(|into| row(copy, &shared, &documents, into));
            let shown = digest(|into| (listed, digest(|into| texts(copy, &shared, &files, into))).hash(into));
            (listed, shown)
        });
        let copies: Vec<(u64, u64)> = copies.collect();
        let of_copy =
            |(copy, (listed, _)): (&PolicyCopy<'p>, &(u64, u64))| ((copy.school, copy.slug.as_str()), *listed);
        let rows = portal.copies.iter().zip(&copies).map(of_copy).collect();
        let lists = digest(|into| {
            portal.today.hash(into);
            portal.requirements.map(|required| site.sources.text(required.file)).hash(into);
            for view in &portal.schools {
                (view.school.slug.as_str(), &view.school.name, view.particulars.phase.map(Phase::word)).hash(into);
            }
            copies.iter().for_each(|(listed, _)| listed.hash(into));
            documents.iter().for_each(|document| document.told.hash(into));
        });
        let leads =
            || site.pages.par_iter().map(|page| digest(|into| told_elsewhere(site, &shared, page, into))).collect();
        let (frame, leads) = rayon::join(|| digest(|into| frame(site, theme, into)), leads);
        Self { frame, copies, rows, documents, schools, lists, leads, numbers: Vec::new(), site }
    }

    /// The same, knowing the numbers of addresses, which are given in their order.
    pub fn with_addresses<'a>(self, addresses: impl Iterator<Item = &'a str>) -> Self {
        let paths: Vec<String> = self.site.pages.iter().map(SitePage::path).collect();
        let by_path: HashMap<&str, u32> = paths.iter().map(String::as_str).zip(0..).collect();
        Self { numbers: addresses.map(|address| by_path.get(address).copied()).collect(), ..self }
    }

    /// A page's key.
    pub fn key(&self, page: &SitePage) -> u64 {
        let SitePage { address, kind, title, file: _ } = page;
        digest(|into| {
            (self.frame, address, kind.word(), title, is_for_search_engines(self.site, page)).hash(into);
            self.kind(kind, into);
        })
    }

    /// What is told on a page of those that it links to, by the numbers of its links.
    pub fn leads(&self, links: &[u32]) -> u64 {
        digest(|into| {
            for number in links {
                let page = self.numbers.get(*number as usize).copied().flatten();
                page.map(|page| self.leads[page as usize]).hash(into);
            }
        })
    }

    /// All that the search can find.
    pub fn search(&self) -> u64 {
        digest(|into| {
            (self.frame, self.lists).hash(into);
            self.copies.iter().for_each(|(_, shown)| shown.hash(into));
            self.site.portal.pages.iter().for_each(|page| plain_page(page, self.site.sources, into));
        })
    }

    /// All that the lists for other programs tell.
    pub fn reports(&self) -> u64 {
        digest(|into| (self.frame, self.lists).hash(into))
    }

    fn kind(&self, kind: &PageKind, into: &mut DefaultHasher) {
        let portal = self.site.portal;
        match kind {
            PageKind::Trust => {
                self.lists.hash(into);
                self.listed(None, into);
            }
            PageKind::School(school) => {
                portal.today.hash(into);
                self.place(Some(*school), into);
                self.listed(Some(*school), into);
            }
            PageKind::Policy(index) => {
                let copy = &portal.copies[*index];
                self.copies[*index].1.hash(into);
                self.place(copy.school, into);
            }
            PageKind::Versions(index) | PageKind::Gone(index) => self.documents[*index].list(into),
            PageKind::Version(index, version) => self.documents[*index].version(*version, into),
            PageKind::Changes(index, version) => {
                self.documents[*index].changes(&portal.documents[*index], *version, into);
            }
            PageKind::Page(index) => plain_page(&portal.pages[*index], self.site.sources, into),
            PageKind::Statement => portal.today.hash(into),
            PageKind::Register(page) => {
                self.lists.hash(into);
                match page {
                    RegisterPage::School(school) => self.place(Some(*school), into),
                    RegisterPage::LocalChanges => {
                        let changed =
                            portal.copies.iter().zip(&self.copies).filter(|(copy, _)| !copy.changes.is_empty());
                        changed.for_each(|(_, (_, shown))| shown.hash(into));
                    }
                    _ => {}
                }
            }
            PageKind::FormerSchool(slug) => (self.lists, slug.as_str()).hash(into),
            PageKind::Search => self.lists.hash(into),
            PageKind::Redirect(target) => target.hash(into),
            PageKind::NotFound => {}
        }
    }

    /// A school; the trust's own particulars are in the frame.
    fn place(&self, school: Option<usize>, into: &mut DefaultHasher) {
        school.map(|index| self.schools[index]).hash(into);
    }

    fn listed(&self, school: Option<usize>, into: &mut DefaultHasher) {
        for copy in self.site.listed(school) {
            self.rows.get(&(copy.school, copy.slug.as_str())).hash(into);
        }
    }
}

/// The digests of what copies share, each worked out once, by where it stands in memory; never walked through.
struct Shared {
    /// Of each front matter.
    fronts: HashMap<usize, u64>,
    /// Of each front sheet.
    sheets: HashMap<usize, u64>,
    /// Of each text without values, and where the values of its headings are.
    texts: HashMap<usize, SharedDigest>,
}

/// What is known of a text without values.
struct SharedDigest {
    /// Of all of it.
    whole: u64,
    /// Of its headings.
    headings: u64,
    /// Where the values of its headings are among those of a copy.
    values: Vec<u32>,
}

impl Shared {
    fn of(portal: &Portal<'_>) -> Self {
        let texts = portal.copies.iter().map(|copy| &copy.text).chain(portal.pages.iter().map(|page| &page.text));
        Self {
            fronts: each(portal.copies.iter().map(|copy| &copy.front), |it| digest(|into| front_matter(it, into))),
            sheets: each(portal.copies.iter().map(|copy| &copy.front_sheet), |it| digest(|into| front_sheet(it, into))),
            texts: each(texts, |it| SharedDigest::of(it)),
        }
    }

    fn text(&self, text: &Arc<SharedText<'_>>) -> &SharedDigest {
        &self.texts[&Arc::as_ptr(text).addr()]
    }
}

impl SharedDigest {
    fn of(text: &SharedText<'_>) -> Self {
        let mut values = Vec::new();
        let headings = digest(|into| text.sections.iter().for_each(|section| headings(section, &mut values, into)));
        Self { whole: digest(|into| shared_text(text, into)), headings, values }
    }
}

/// What is made of each of some things that several may have, once.
fn each<'t, T: Send + Sync + 't, D: Send>(
    things: impl Iterator<Item = &'t Arc<T>>,
    make: impl Fn(&T) -> D + Sync,
) -> HashMap<usize, D> {
    let distinct: HashMap<usize, &T> = things.map(|it| (Arc::as_ptr(it).addr(), &**it)).collect();
    distinct.into_par_iter().map(|(at, it)| (at, make(it))).collect()
}

/// A school, as its own file says.
fn school(site: &Site<'_>, view: &SchoolView<'_>) -> u64 {
    digest(|into| site.sources.text(view.school.file).hash(into))
}

/// A school as the pages of versions show it.
fn named_school(view: &SchoolView<'_>) -> u64 {
    digest(|into| (&view.school.name, format!("{:?}", view.particulars.brand)).hash(into))
}

pub(super) fn digest(fill: impl FnOnce(&mut DefaultHasher)) -> u64 {
    let mut into = DefaultHasher::new();
    fill(&mut into);
    into.finish()
}

/// All of a file's text, with the partials in their place.
fn file(policy: &PolicyFile, sources: &Sources) -> u64 {
    digest(|into| (&policy.path, sources.text(policy.file), policy.text.whole.text()).hash(into))
}

/// What every page has in it.
fn frame(site: &Site<'_>, theme: &ThemeFiles, into: &mut DefaultHasher) {
    let Site { portal, sources, pages, files, style, has_local_changes, .. } = site;
    (discriminant(style), has_local_changes, &portal.base_url, portal.statement.is_some()).hash(into);
    sources.text(portal.content.trust.file).hash(into);
    for (name, template) in &theme.templates {
        (name, &template.text).hash(into);
    }
    for (language, words) in &theme.words {
        (language, words).hash(into);
    }
    for page in pages {
        (&page.address, page.kind.word()).hash(into);
    }
    files.iter().for_each(|file| file.address.hash(into));
    for page in &portal.pages {
        (page.source.slug.as_str(), &page.source.title).hash(into);
    }
}

/// What other pages tell of a page that they link to.
fn told_elsewhere(site: &Site<'_>, shared: &Shared, page: &SitePage, into: &mut DefaultHasher) {
    page.title.hash(into);
    match page.kind {
        PageKind::Policy(index) => {
            let copy = &site.portal.copies[index];
            (&copy.title, copy.front_sheet.heading).hash(into);
            told_headings(shared.text(&copy.text), &copy.values, into);
        }
        PageKind::Page(index) => {
            let page = &site.portal.pages[index];
            told_headings(shared.text(&page.text), &page.values, into);
        }
        _ => {}
    }
}

fn told_headings(text: &SharedDigest, values: &[Arc<str>], into: &mut DefaultHasher) {
    text.headings.hash(into);
    text.values.iter().for_each(|value| values.get(*value as usize).hash(into));
}

fn headings(section: &CopySection<'_>, values: &mut Vec<u32>, into: &mut DefaultHasher) {
    (&section.id, &section.aliases, &section.appendix).hash(into);
    text(&section.heading, into);
    values.extend(&section.heading.values);
    section.inner().for_each(|inner| headings(inner, values, into));
}

/// What lists tell of a copy.
fn row(copy: &PolicyCopy<'_>, shared: &Shared, documents: &[DocumentDigests], into: &mut DefaultHasher) {
    (copy.slug.as_str(), copy.school, &copy.title, copy.is_published, discriminant(&copy.origin)).hash(into);
    (discriminant(&copy.standing), copy.review.due, copy.review.date, discriminant(&copy.review.status)).hash(into);
    copy.incomplete.iter().for_each(|field| field.key().hash(into));
    (copy.incomplete.len(), documents.get(copy.document).map(|it| it.told)).hash(into);
    copy.release().map(|release| &release.sha256).hash(into);
    shared.fronts.get(&Arc::as_ptr(&copy.front).addr()).hash(into);
    for LocalChange { verb, target, id, heading, target_heading: _, reason: _ } in &copy.changes {
        (verb.map(Verb::word), target, id).hash(into);
        text(heading, into);
        heading.values.iter().for_each(|value| copy.values.get(*value as usize).hash(into));
    }
}

fn front_matter(front: &FrontMatter, into: &mut DefaultHasher) {
    let FrontMatter { values, control, extra, history, based_on, unreadable: _, place: _ } = front;
    for (field, value) in values {
        (field.key(), format!("{:?}", value.value)).hash(into);
    }
    (control, format!("{extra:?}"), format!("{history:?}"), based_on.as_ref().map(|it| &it.value)).hash(into);
}

/// The texts of a copy.
fn texts(copy: &PolicyCopy<'_>, shared: &Shared, files: &HashMap<FileId, u64>, into: &mut DefaultHasher) {
    let PolicyCopy {
        // What lists tell is in the row.
        slug: _,
        school: _,
        origin: _,
        title: _,
        standing: _,
        review: _,
        incomplete: _,
        is_published: _,
        document: _,
        front: _,
        // It is what readers do not see.
        wording: _,
        // The files of what is being worked on are asked for below, and a release is in the row.
        source: _,
        front_sheet,
        text: own,
        values,
        changes,
        is_numbered,
    } = copy;
    copy.files().for_each(|policy| files.get(&policy.file).hash(into));
    is_numbered.hash(into);
    shared.sheets.get(&Arc::as_ptr(front_sheet).addr()).hash(into);
    (shared.text(own).whole, values).hash(into);
    for LocalChange { verb: _, target: _, id: _, heading: _, target_heading, reason } in changes {
        target_heading.iter().chain(reason).for_each(|it| text(it, into));
    }
}

fn front_sheet(sheet: &FrontSheet<'_>, into: &mut DefaultHasher) {
    let FrontSheet { heading, groups } = sheet;
    heading.hash(into);
    for FrontSheetGroup { heading, rows, history } in groups {
        heading.hash(into);
        for row in rows {
            let FrontSheetRow { name, label, entry } = &**row;
            (name, label, entry).hash(into);
        }
        history.hash(into);
    }
}

fn plain_page(page: &PageCopy<'_>, sources: &Sources, into: &mut DefaultHasher) {
    let PageCopy { source, text, values } = page;
    (sources.text(source.file), source.text.whole.text()).hash(into);
    shared_text(text, into);
    values.hash(into);
}

fn shared_text(shared: &SharedText<'_>, into: &mut DefaultHasher) {
    let SharedText { notice, preamble, sections, notes } = shared;
    (notice.is_some(), preamble.is_some(), sections.len()).hash(into);
    notice.iter().chain(preamble).for_each(|it| text(it, into));
    sections.iter().for_each(|it| section(it, into));
    for notes in notes {
        notes.len().hash(into);
        for note in notes {
            note.label.hash(into);
            text(&note.text, into);
        }
    }
}

fn section(section: &CopySection<'_>, into: &mut DefaultHasher) {
    let CopySection {
        level,
        id,
        aliases,
        heading,
        number,
        appendix,
        unnumbered: _,
        is_appendix: _,
        source_path,
        source,
        for_whom,
        prepended,
        text: own,
        children,
        appended,
    } = section;
    (level, id, aliases, number, appendix, source_path, source, for_whom).hash(into);
    text(heading, into);
    (prepended.len(), own.is_some(), children.len(), appended.len()).hash(into);
    for Part { text: words, children } in prepended.iter().chain(appended) {
        text(words, into);
        children.len().hash(into);
        children.iter().for_each(|it| self::section(it, into));
    }
    own.iter().for_each(|own| text(own, into));
    children.iter().for_each(|child| self::section(child, into));
}

/// A text with slots: what came of its tags. What its Markdown is read with, the definitions of its file, is in the file's
/// digest, and its values are among those of its copy.
fn text(text: &SlottedText<'_>, into: &mut DefaultHasher) {
    let SlottedText { body: _, document, passage: _, source, values } = text;
    (document.digest, source, values).hash(into);
}
