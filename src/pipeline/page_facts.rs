//! What is known of one page of a preview: how its document stands on the day, what it is made of, and where each
//! paragraph of it was written.
//!
//! It is worked out when somebody asks, from the texts as they are then and from no other document than the page's own.
//! Nothing of it is kept, so a save costs nothing more, however many pages there are.

use super::page_parts::{self, PagePart};
use super::{Options, folder_in_output, load_themes, read, words_of};
use crate::archive::{Archive, Release, Scope};
use crate::calendar::{CalendarDate, Day};
use crate::check;
use crate::diagnostic::{Diagnostic, Diagnostics, Whereabouts};
use crate::disk::MachineError;
use crate::merge::{self, AsOf, CopySource, PolicyCopy, Portal, Review, Settings, Standing, in_force_from};
use crate::model::{CopyOrigin, Field, PolicyFile, PortalContent, Slug, Words};
use crate::site::{PageKind, Site, SitePage};
use crate::source::{FileId, Place, Sources};
use std::collections::BTreeSet;

/// What is known of a page.
#[derive(Debug)]
pub struct PageFacts {
    /// Every file's text, for telling places in it.
    pub sources: Sources,
    /// The page's title.
    pub title: String,
    /// The document that it shows, or tells of.
    pub document: Option<PageDocument>,
    /// The files that it is made of; the one to look into first comes first.
    pub files: Vec<FileId>,
    /// What the lints say of those files, in order.
    pub lints: Vec<Diagnostic>,
    /// Its headings, paragraphs, items and rows, in the order in which they stand on it.
    pub parts: Vec<PagePart>,
    /// Where the rows of its front sheet are written, by the field's name.
    pub rows: Vec<(String, Place)>,
}

/// What is known of the document of a page.
#[derive(Debug)]
pub struct PageDocument {
    /// The portal's folder, where there are several.
    pub portal: Option<String>,
    /// The policy, by the name of its file.
    pub policy: String,
    /// The school, by folder and name, where it is a school's document.
    pub school: Option<(String, String)>,
    /// Whose words they are.
    pub origin: CopyOrigin,
    /// How many things the school changed.
    pub changes: usize,
    /// Where it stands on the day.
    pub standing: Standing,
    /// From when it is in force, where that is known.
    pub from: Option<CalendarDate>,
    /// How its review stands.
    pub review: Review,
    /// Its version.
    pub version: Option<String>,
    /// Whether the page shows what was released under that version, and not what is written now.
    pub is_as_released: bool,
    /// What was released last of it.
    pub last_release: Option<LastRelease>,
}

/// The newest of a document's releases.
#[derive(Debug)]
pub struct LastRelease {
    /// Its version.
    pub version: String,
    /// The day on which it was released.
    pub released: Day,
    /// What is written now; `None` where nothing is any more.
    pub written: Option<WrittenNow>,
}

/// What is written of a document that has been released.
#[derive(Debug, Clone, Copy)]
pub struct WrittenNow {
    /// The file to look into first.
    pub file: FileId,
    /// Whether it has other words than the newest release.
    pub has_changed: bool,
}

/// What is known of the page at `address`, a path in the output without a slash in front; `None` where there is none.
///
/// # Errors
/// [`MachineError`] when the content cannot be read.
pub fn page_facts(options: &Options, address: &str) -> Result<Option<PageFacts>, MachineError> {
    // What is wrong with the texts, the build has said.
    let mut unsaid = Diagnostics::default();
    let options = &only_the_portal_of(address, options);
    let (mut content, mut archives) = read(options, &mut unsaid)?;
    let themes = load_themes(&mut content, options, &[], &mut unsaid)?;
    let below = |portal: &PortalContent| address.strip_prefix(&folder_in_output(portal)).map(str::to_owned);
    let found = content.portals.iter().enumerate().find_map(|(index, portal)| Some((index, below(portal)?)));
    let Some((index, address)) = found else { return Ok(None) };
    let (mut portal, mut archive) = (content.portals.swap_remove(index), archives.swap_remove(index));
    keep_one_document(&mut portal, &mut archive, &address);
    let facts = {
        let words = words_of(&portal, &themes, &mut Diagnostics::default());
        let settings = Settings { today: options.today, drafts: options.drafts, freezes: false, base_url: None };
        let merged = merge::merge(&portal, &archive, &content.sources, &settings, &words, &mut unsaid);
        let site = Site::new(&merged, options.links, &content.sources, &mut unsaid);
        let asking = Asking { portal: &merged, archive: &archive, settings, sources: &content.sources, words: &words };
        site.page(&address).map(|page| asking.facts(page))
    };
    Ok(facts.map(|facts| PageFacts { sources: content.sources, ..facts }))
}

/// Of several portals none but the page's own need be read.
fn only_the_portal_of(address: &str, options: &Options) -> Options {
    let folder = address.split('/').next().and_then(|folder| Slug::parse(folder).ok()).map(|slug| slug.to_string());
    let content = options.root.join("content");
    let is_portal =
        |folder: &String| !content.join("trust.toml").is_file() && content.join(folder).join("trust.toml").is_file();
    Options { portal: options.portal.clone().or(folder.filter(is_portal)), ..options.clone() }
}

/// Takes out all documents but the one that an address is of: the others make no difference to it.
fn keep_one_document(portal: &mut PortalContent, archive: &mut Archive, address: &str) {
    let parts: Vec<&str> = address.split('/').collect();
    let (school, policy) = match parts.as_slice() {
        ["policies", policy, ..] => (None, Some(*policy)),
        ["schools", school, "policies", policy, ..] => (Some(*school), Some(*policy)),
        _ => (None, None),
    };
    portal.policies.retain(|file| Some(file.slug.as_str()) == policy);
    for of_school in &mut portal.schools {
        let is_asked_for = Some(of_school.slug.as_str()) == school;
        of_school.policies.retain(|file| is_asked_for && Some(file.slug.as_str()) == policy);
    }
    archive.releases.retain(|release| Some(release.policy.as_str()) == policy);
}

struct Asking<'a> {
    portal: &'a Portal<'a>,
    archive: &'a Archive,
    settings: Settings,
    sources: &'a Sources,
    words: &'a Words,
}

/// What a page is made of.
#[derive(Default)]
struct Made {
    files: Vec<FileId>,
    parts: Vec<PagePart>,
    rows: Vec<(String, Place)>,
}

impl Asking<'_> {
    fn facts(&self, page: &SitePage) -> PageFacts {
        let content = self.portal.content;
        let trusts = Made { files: vec![content.trust.file], ..Made::default() };
        let (document, made) = match &page.kind {
            PageKind::Policy(index) => {
                let copy = &self.portal.copies[*index];
                (Some(self.document(copy)), made_of_copy(copy))
            }
            PageKind::Version(document, version) => {
                let release = self.portal.documents[*document].versions[*version].release();
                let shown = release.map(|release| self.released(release));
                (self.document_of(*document), shown.as_ref().map(made_of_copy).unwrap_or_default())
            }
            PageKind::Versions(document) | PageKind::Changes(document, _) | PageKind::Gone(document) => {
                (self.document_of(*document), Made::default())
            }
            PageKind::Page(index) => {
                let page = &self.portal.pages[*index];
                let parts = page_parts::parts(&page.text);
                let rows = vec![("title".to_owned(), Place::new(page.source.file, 0..0))];
                (None, Made { files: vec![page.source.file], parts, rows })
            }
            PageKind::School(index) => {
                let own = self.portal.schools[*index].school.file;
                (None, Made { files: vec![own, content.trust.file], ..Made::default() })
            }
            PageKind::Trust | PageKind::Statement => (None, trusts),
            _ => (None, Made::default()),
        };
        let Made { mut files, parts, rows } = made;
        for part in &parts {
            if !files.contains(&part.place.file) {
                files.push(part.place.file);
            }
        }
        let lints = self.lints(&files);
        PageFacts { sources: Sources::default(), title: page.title.clone(), document, files, lints, parts, rows }
    }

    fn document_of(&self, document: usize) -> Option<PageDocument> {
        self.portal.documents[document].copy.map(|index| self.document(&self.portal.copies[index]))
    }

    fn released<'c>(&'c self, release: &'c Release) -> PolicyCopy<'c> {
        let review_window_days = self.portal.content.trust.review_window_days;
        let as_of = AsOf { today: self.settings.today, review_window_days, words: self.words };
        merge::released_copy(release, None, Standing::Superseded, as_of, self.sources)
    }

    fn document(&self, copy: &PolicyCopy<'_>) -> PageDocument {
        let school = copy.school.map(|index| self.portal.schools[index].school);
        PageDocument {
            portal: self.portal.content.slug.as_ref().map(ToString::to_string),
            policy: copy.slug.to_string(),
            school: school.map(|school| (school.slug.to_string(), school.name.clone())),
            origin: copy.origin,
            changes: copy.changes.len(),
            standing: copy.standing,
            from: in_force_from(&copy.front),
            review: copy.review,
            version: copy.front.text(Field::Version).map(str::to_owned),
            is_as_released: copy.release().is_some(),
            last_release: self.last_release(copy),
        }
    }

    fn last_release(&self, copy: &PolicyCopy<'_>) -> Option<LastRelease> {
        let Self { portal, archive, settings, sources, words } = self;
        let scope = Scope::of(copy.school.map(|index| &portal.schools[index].school.slug));
        let last = archive.releases_of(&scope, copy.slug).last()?;
        let mut unsaid = Diagnostics::default();
        let working = merge::working_copies(portal.content, archive, sources, settings, words, &mut unsaid);
        let written = working.iter().find(|working| working.school == copy.school && working.slug == copy.slug);
        let written = written
            .map(|written| WrittenNow { file: written.file(), has_changed: !last.has_wording(&written.wording) });
        Some(LastRelease { version: last.version.clone(), released: last.released, written })
    }

    /// What the lints find in these files.
    fn lints(&self, files: &[FileId]) -> Vec<Diagnostic> {
        let paths: BTreeSet<&str> = files.iter().map(|file| self.sources.path(*file)).collect();
        let mut found = Diagnostics::default();
        check::check(self.portal, self.sources, &mut found);
        found.sort(self.sources);
        let is_here = |fault: &&Diagnostic| match &fault.whereabouts {
            Whereabouts::Place(place) => paths.contains(self.sources.path(place.file)),
            Whereabouts::Path(path) => paths.contains(path.as_str()),
        };
        found.iter().filter(is_here).cloned().collect()
    }
}

fn made_of_copy(copy: &PolicyCopy<'_>) -> Made {
    let mut files: Vec<FileId> = copy.files().map(|file| file.file).collect();
    if let Some(release) = copy.release() {
        files.push(release.file);
    }
    // The file to look into first, which is the school's where it has one.
    files.reverse();
    Made { files, parts: page_parts::parts(&copy.text), rows: rows(copy) }
}

/// Where each row of a front sheet is given; where the front matter begins that should give it, if none does.
fn rows(copy: &PolicyCopy<'_>) -> Vec<(String, Place)> {
    let names = copy.front_sheet.groups.iter().flat_map(|group| &group.rows).map(|row| row.name.as_str());
    let fields = names.chain(["title"]).filter_map(|name| Some((name, Field::from_key(name)?)));
    fields.map(|(name, field)| (name.to_owned(), place_of(copy, field))).collect()
}

fn place_of(copy: &PolicyCopy<'_>, field: Field) -> Place {
    match copy.source {
        CopySource::Released(release) => release.front().place_of(field),
        CopySource::Working { policy, amendment } => {
            let gives = |file: &&PolicyFile| file.front.values.contains_key(&field);
            amendment.filter(gives).unwrap_or(policy).front.place_of(field)
        }
    }
}
