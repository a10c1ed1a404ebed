//! Which copies there are of each policy, and each of them made.

use super::amend::{self, Done};
use super::fill::{Files, Filler, TextFile, Whose};
use super::front_sheet::{self, Facts, FrontSheet};
use super::integrity::Releases;
use super::jobs::{self, Job};
use super::number::number;
use super::review::{self, Review, Standing};
use super::scope::{SchoolView, SharedRoots, policy_data, school_views};
use super::settle::Settled;
use super::text::{CopySection, FilledText, SharedText, SlottedText};
use super::tree::{Node, Origin, grow, keep_those_for};
use super::versions::is_version_of;
use super::{Drafts, LocalChange, Portal, Settings, gaps, names, statement, versions, wording};
use crate::archive::{Archive, Release, completed_history};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{
    CopyOrigin, Field, FrontMatter, PageSource, PolicyFile, PortalContent, Requirements, School, Slug, Status, Words,
    policy_address,
};
use crate::source::{FileId, Sources};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where a copy's text is from.
#[derive(Debug, Clone, Copy)]
pub enum CopySource<'c> {
    /// What is being worked on.
    Working {
        /// The policy's own file.
        policy: &'c PolicyFile,
        /// The school's file of amendments.
        amendment: Option<&'c PolicyFile>,
    },
    /// A released version.
    Released(&'c Release),
}

/// A policy as the readers of one place get it.
#[derive(Debug)]
pub struct PolicyCopy<'c> {
    /// The policy.
    pub slug: &'c Slug,
    /// The school it is for, by index of the portal's schools; `None` for the trust's own copy.
    pub school: Option<usize>,
    /// Where its text is from.
    pub source: CopySource<'c>,
    /// Its document, by index of the portal's.
    pub document: usize,
    /// Whose words they are.
    pub origin: CopyOrigin,
    /// The front matter, the school's values over the trust's.
    pub front: FrontMatter,
    /// Its title.
    pub title: String,
    /// Where it stands on the day.
    pub standing: Standing,
    /// How its review stands on the day.
    pub review: Review,
    /// The required keys it lacks.
    pub incomplete: Vec<Field>,
    /// Whether it has a page of its own.
    pub is_published: bool,
    /// Its front sheet.
    pub front_sheet: FrontSheet<'c>,
    /// Its text but for the values, which copies for other schools may share.
    pub text: Arc<SharedText<'c>>,
    /// The values of all its texts.
    pub values: Box<[Arc<str>]>,
    /// What the school changed.
    pub changes: Vec<LocalChange<'c>>,
    /// The digests of its wording before filling-in, where they are asked for or its document has released versions.
    pub wording: Vec<(String, String)>,
    /// Whether its sections are numbered.
    pub is_numbered: bool,
}

impl<'c> PolicyCopy<'c> {
    /// Its address in the portal's site.
    pub fn address(&self, portal: &Portal<'_>) -> String {
        policy_address(self.school.map(|school| &portal.schools[school].school.slug), self.slug)
    }

    /// The section known by an id.
    pub fn section(&self, id: &str) -> Option<&CopySection<'c>> {
        self.text.section(id)
    }

    /// One of its texts, with its values.
    pub fn filled<'t>(&'t self, text: &'t SlottedText<'t>) -> FilledText<'t> {
        text.with(&self.values)
    }

    /// Whether it is no policy of the trust's but its school's own.
    pub fn is_a_schools_own(&self) -> bool {
        self.origin == CopyOrigin::School
    }

    /// The files it is made of; a released version is made of none but its own.
    pub fn files(&self) -> impl Iterator<Item = &'c PolicyFile> {
        let (policy, amendment) = match self.source {
            CopySource::Working { policy, amendment } => (Some(policy), amendment),
            CopySource::Released(_) => (None, None),
        };
        [policy, amendment].into_iter().flatten()
    }

    /// The file to look into first: the school's, else the policy's own, else the released one.
    pub fn file(&self) -> FileId {
        match self.source {
            CopySource::Working { policy, amendment } => amendment.unwrap_or(policy).file,
            CopySource::Released(release) => release.file,
        }
    }

    /// The path of the policy's own file from the portal's folder.
    pub fn own_path(&self) -> &'c str {
        match self.source {
            CopySource::Working { policy, .. } => &policy.path,
            CopySource::Released(release) => release.frozen.files.first().map_or("", String::as_str),
        }
    }
}

/// A plain page, filled in.
#[derive(Debug)]
pub struct PageCopy<'c> {
    /// The page as written.
    pub source: &'c PageSource,
    /// Its text but for the values.
    pub text: Arc<SharedText<'c>>,
    /// The values of all its texts.
    pub values: Box<[Arc<str>]>,
}

/// Something written that has no page, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Skipped {
    /// The file's path from the root.
    pub file: String,
    /// The reason, as a person reads it.
    pub reason: String,
}

/// Merges one portal. `archive` is its own; `words` are those of its language.
pub fn merge<'c>(
    content: &'c PortalContent,
    archive: &'c Archive,
    sources: &Sources,
    settings: &Settings,
    words: &'c Words,
    diagnostics: &mut Diagnostics,
) -> Portal<'c> {
    let schools = school_views(content);
    let base_url = settings.base_url.clone().or_else(|| content.trust.base_url.clone());
    let merger = Merger::new(content, archive, sources, settings, words, &schools, base_url.as_deref());
    names::check(content, diagnostics);
    let working = merger.working(diagnostics);
    let pages = merger.pages(diagnostics);
    let settled = merger.settled(working, diagnostics);
    let Settled { copies, documents, mut skipped } = settled;
    let requirements = requirements(content, sources, settings.drafts, &mut skipped);
    skipped.sort();
    skipped.dedup();
    let ledger = archive.head.clone();
    let statement = statement::statement(content, settings.today, sources, diagnostics);
    Portal {
        content,
        words,
        today: settings.today,
        pages,
        requirements,
        statement,
        base_url,
        schools,
        copies,
        documents,
        ledger,
        skipped,
    }
}

/// The list of what documents there have to be, unless it is a draft that is not shown, which is then noted.
fn requirements<'c>(
    content: &'c PortalContent,
    sources: &Sources,
    drafts: Drafts,
    skipped: &mut Vec<Skipped>,
) -> Option<&'c Requirements> {
    let requirements = content.requirements.as_ref()?;
    if !requirements.is_draft || drafts == Drafts::Include {
        return Some(requirements);
    }
    let reason = "a draft: it is shown with --drafts, and published once status = \"approved\"".to_owned();
    skipped.push(Skipped { file: sources.path(requirements.file).to_owned(), reason });
    None
}

pub(super) struct Merger<'s, 'c> {
    pub(super) content: &'c PortalContent,
    pub(super) sources: &'s Sources,
    pub(super) settings: &'s Settings,
    pub(super) words: &'c Words,
    roots: SharedRoots,
    base_url: &'s str,
    school_names: BTreeMap<&'c str, &'c str>,
    pub(super) archive: &'c Archive,
    /// What was released, by document.
    pub(super) releases: Releases<'c>,
}

/// The copies of what is being worked on, whatever stands at their addresses.
pub fn working_copies<'c>(
    content: &'c PortalContent,
    archive: &'c Archive,
    sources: &Sources,
    settings: &Settings,
    words: &'c Words,
    diagnostics: &mut Diagnostics,
) -> Vec<PolicyCopy<'c>> {
    let schools = school_views(content);
    let base_url = settings.base_url.clone().or_else(|| content.trust.base_url.clone());
    let merger = Merger::new(content, archive, sources, settings, words, &schools, base_url.as_deref());
    merger.working(diagnostics)
}

impl<'s, 'c> Merger<'s, 'c> {
    fn new(
        content: &'c PortalContent,
        archive: &'c Archive,
        sources: &'s Sources,
        settings: &'s Settings,
        words: &'c Words,
        schools: &[SchoolView<'c>],
        base_url: Option<&'s str>,
    ) -> Self {
        Self {
            content,
            sources,
            settings,
            words,
            roots: SharedRoots::new(content, schools, base_url),
            base_url: base_url.unwrap_or("/"),
            school_names: content.schools.iter().map(|school| (school.slug.as_str(), school.name.as_str())).collect(),
            archive,
            releases: versions::by_document(archive),
        }
    }

    fn working(&self, diagnostics: &mut Diagnostics) -> Vec<PolicyCopy<'c>> {
        let jobs = jobs::jobs(self.content, self.sources, diagnostics);
        // Each copy has a list of faults of its own: threads end in any order, and every run must say the same.
        let made: Vec<(PolicyCopy<'c>, Diagnostics)> = jobs
            .par_iter()
            .map(|job| {
                let mut faults = Diagnostics::default();
                (self.copy(job, &mut faults), faults)
            })
            .collect();
        let mut working = Vec::with_capacity(made.len());
        for (copy, faults) in made {
            diagnostics.append(faults);
            working.push(copy);
        }
        working
    }

    fn copy(&self, job: &Job<'c>, diagnostics: &mut Diagnostics) -> PolicyCopy<'c> {
        let Job { policy, amendment, school, origin } = *job;
        let trust = &self.content.trust;
        let of_school = school.map(|index| &self.content.schools[index]);
        let front = match amendment {
            Some(file) => amended_front(policy, file),
            None => policy.front.clone(),
        };
        let standing = review::standing(&front, self.settings.today);
        let review = review::review(&front, self.settings.today, trust.review_window_days);
        let incomplete = front_sheet::incomplete(&front);
        gaps::say(&front, &incomplete, policy, amendment, diagnostics);
        review::check_next_review(&front, diagnostics);
        review::check_terms(&front, diagnostics);

        let (nodes, done) = self.amended(job, front.status(), diagnostics);
        let address = policy_address(of_school.map(|school| &school.slug), &policy.slug);
        let title = front.text(Field::Title).unwrap_or(policy.slug.as_str()).to_owned();
        let releases = self.releases.get(&(self.scope_of(school), policy.slug.clone())).map_or(&[][..], Vec::as_slice);
        let history = completed_history(&front.history, not_after(releases, &front));
        let wording = match self.settings.freezes || !releases.is_empty() {
            true => wording::wording(&title, &nodes, policy, amendment),
            false => Vec::new(),
        };
        let url = format!("{}{address}", self.base_url);
        let data = policy_data(&front, &policy.slug, self.words);
        let scope = self.roots.scope(school, data, &url);
        let whose = self.whose(of_school, Some(policy));
        let mut filler = Filler::new(&scope, &whose, self.words, diagnostics);
        let facts = Facts {
            front: &front,
            history: &history,
            review,
            school: of_school.map(|school| school.name.as_str()),
            trust: &trust.name,
            school_names: &self.school_names,
            words: self.words,
            is_past: false,
        };
        let front_sheet = front_sheet::front_sheet(&trust.front_sheet, &facts);
        let notice = filler.notice(&trust.front_sheet);
        let (own, local) = (TextFile::own(policy), amendment.map(TextFile::amendment));
        let is_trusts_own = school.is_none();
        let files = Files { own, amendment: local, school_names: is_trusts_own.then_some(&self.school_names) };
        let mut sections = filler.sections(&nodes, &files);
        let numbered = front.truth(Field::NumberSections).unwrap_or(trust.number_sections);
        number(&mut sections, numbered, self.words);
        let changes = amendment
            .map(|file| done.iter().map(|done| local_change(done, policy, file, &mut filler)).collect::<Vec<_>>());
        let text = SharedText {
            notice,
            sections,
            preamble: policy.text.preamble.as_ref().map(|preamble| filler.text(preamble, own)),
            notes: [
                filler.notes(&policy.text.footnotes, own),
                amendment.map(|file| filler.notes(&file.text.footnotes, TextFile::amendment(file))).unwrap_or_default(),
            ],
        };
        PolicyCopy {
            slug: &policy.slug,
            school,
            source: CopySource::Working { policy, amendment },
            document: 0,
            origin,
            title,
            standing,
            review,
            incomplete,
            is_published: front.truth(Field::Publish).unwrap_or(true),
            front_sheet,
            text: Arc::new(text),
            values: filler.values.into_boxed_slice(),
            changes: changes.unwrap_or_default(),
            wording,
            is_numbered: numbered,
            front,
        }
    }

    /// The sections that a place has, with the school's amendments done to them, and what was done.
    fn amended(&self, job: &Job<'c>, status: Status, diagnostics: &mut Diagnostics) -> (Vec<Node<'c>>, Vec<Done<'c>>) {
        let Job { policy, amendment, school, origin } = *job;
        let of_school = school.map(|index| &self.content.schools[index]);
        let mut nodes = grow(&policy.text.sections, Origin::Policy);
        if let (Some(school), CopyOrigin::Trust | CopyOrigin::Amended) = (of_school, origin) {
            keep_those_for(&mut nodes, &school.slug, school.phase);
        }
        let done = match amendment {
            Some(file) => {
                let path = self.sources.path(policy.file);
                amend::amend(&mut nodes, policy, path, policy.front.local_changes(), file, diagnostics)
            }
            None => Vec::new(),
        };
        // A draft has no readers yet, so nothing has to be filled in for them.
        if let (Some(school), true) = (of_school, origin != CopyOrigin::School && status != Status::Draft) {
            self.check_fills(&nodes, policy, school, diagnostics);
        }
        (nodes, done)
    }

    fn whose(&self, school: Option<&School>, policy: Option<&PolicyFile>) -> Whose {
        Whose {
            policy_file: policy.map(|policy| self.sources.path(policy.file).to_owned()),
            name: school.map_or_else(|| "the trust's own copy".to_owned(), |school| school.name.clone()),
            school_file: school.map(|school| self.sources.path(school.file).to_owned()),
            trust_file: self.sources.path(self.content.trust.file).to_owned(),
        }
    }

    /// A section to fill in must have been filled in by every school that has it.
    fn check_fills(&self, nodes: &[Node<'_>], policy: &PolicyFile, school: &School, diagnostics: &mut Diagnostics) {
        for node in nodes {
            let section = node.section;
            let is_open = node.origin == Origin::Policy && section.marks.fill;
            if is_open && node.is_added_to() {
                continue;
            }
            if is_open {
                let words = &section.heading_text;
                let message = format!("{} has not filled in the section \"{words}\"", school.name);
                let file = format!("{}/schools/{}/policies/{}.md", self.content.folder, school.slug, policy.slug);
                let help = format!("add to {file}: ## {words} {{replace={}}}, and the school's text below it", node.id);
                diagnostics.push(Diagnostic::error(Code::UnfilledSection, section.place, message).help(help));
            }
            self.check_fills(&node.children, policy, school, diagnostics);
        }
    }

    fn pages(&self, diagnostics: &mut Diagnostics) -> Vec<PageCopy<'c>> {
        let whose = self.whose(None, None);
        let mut pages = Vec::new();
        for source in &self.content.pages {
            let scope = self.roots.page_scope(&format!("{}{}/", self.base_url, source.slug));
            let mut filler = Filler::new(&scope, &whose, self.words, diagnostics);
            let nodes = grow(&source.text.sections, Origin::Policy);
            let file = TextFile::page(source);
            let files = Files { own: file, amendment: None, school_names: None };
            let mut sections = filler.sections(&nodes, &files);
            number(&mut sections, false, self.words);
            let text = SharedText {
                notice: None,
                sections,
                preamble: source.text.preamble.as_ref().map(|text| filler.text(text, file)),
                notes: [filler.notes(&source.text.footnotes, file), Vec::new()],
            };
            pages.push(PageCopy { source, text: Arc::new(text), values: filler.values.into_boxed_slice() });
        }
        pages
    }
}

/// A school's front matter over the trust's. No school can approve what the trust is still drafting.
fn amended_front(policy: &PolicyFile, amendment: &PolicyFile) -> FrontMatter {
    let mut front = policy.front.overlaid_with(&amendment.front);
    if policy.front.status() == Status::Draft && front.status() == Status::Approved {
        match policy.front.values.get(&Field::Status) {
            Some(status) => front.values.insert(Field::Status, status.clone()),
            None => front.values.remove(&Field::Status),
        };
    }
    front
}

/// The releases up to a document's own version; all of them where it is not released yet.
fn not_after<'r, 'c>(releases: &'r [&'c Release], front: &FrontMatter) -> &'r [&'c Release] {
    let own = releases.iter().position(|release| is_version_of(front, release));
    &releases[..own.map_or(releases.len(), |own| own + 1)]
}

fn local_change<'c>(
    done: &Done<'c>,
    policy: &'c PolicyFile,
    amendment: &'c PolicyFile,
    filler: &mut Filler<'_>,
) -> LocalChange<'c> {
    let removed = done.verb == Some(crate::model::Verb::Remove);
    let reason = removed && done.section.has_text;
    LocalChange {
        verb: done.verb,
        target: done.target.map(|section| section.id.clone()),
        id: done.id.clone(),
        heading: filler.text(&done.section.heading, TextFile::amendment(amendment)),
        target_heading: done.target.map(|section| {
            let is_trusts = section.file == policy.file;
            let file = if is_trusts { TextFile::own(policy) } else { TextFile::amendment(amendment) };
            filler.text(&section.heading, file)
        }),
        reason: reason.then(|| filler.text(&done.section.body, TextFile::amendment(amendment))),
    }
}
