//! Which copies there are of each policy, and each of them made.

use super::amend::{self, Done};
use super::common::{Audience, Basis, Common};
use super::copy::{CopySource, PageCopy, PolicyCopy};
use super::fill::{Files, Filler, TextFile, Whose};
use super::front_sheet::{self, Facts, FrontSheet};
use super::integrity::Releases;
use super::jobs::{self, Job};
use super::number::number;
use super::scope::{SchoolView, SharedRoots, school_views};
use super::settle::Settled;
use super::text::SharedText;
use super::tree::{Node, Origin, grow, keep_those_for};
use super::versions::is_version_of;
use super::{Drafts, LocalChange, Portal, Settings, names, statement, versions, wording};
use crate::archive::{Archive, Release, completed_history};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{
    CopyOrigin, Field, FrontMatter, PolicyFile, PortalContent, Requirements, School, Slug, Status, Words,
    policy_address,
};
use crate::source::{FileId, Sources};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

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
    /// What the copies of each of the trust's policies have in common.
    pub(super) common: HashMap<FileId, Common<'c>>,
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
        let mut merger = Self {
            content,
            sources,
            settings,
            words,
            roots: SharedRoots::new(content, schools, base_url),
            base_url: base_url.unwrap_or("/"),
            school_names: content.schools.iter().map(|school| (school.slug.as_str(), school.name.as_str())).collect(),
            archive,
            releases: versions::by_document(archive),
            common: HashMap::new(),
        };
        let common = |policy: &'c PolicyFile| (policy.file, Common::new(merger.basis(policy, None), policy));
        merger.common = content.policies.iter().map(common).collect();
        merger
    }

    fn working(&self, diagnostics: &mut Diagnostics) -> Vec<PolicyCopy<'c>> {
        let jobs = jobs::jobs(self.content, self.sources, diagnostics);
        // Each copy has a list of faults of its own: threads end in any order, and every run must say the same.
        let made = jobs.par_iter().map(|job| {
            let mut faults = Diagnostics::default();
            (self.copy(job, &mut faults), faults)
        });
        let (working, faults): (Vec<PolicyCopy<'c>>, Vec<Diagnostics>) = made.unzip();
        faults.into_iter().for_each(|faults| diagnostics.append(faults));
        working
    }

    fn copy(&self, job: &Job<'c>, diagnostics: &mut Diagnostics) -> PolicyCopy<'c> {
        let Job { policy, amendment, school, origin } = *job;
        let trust = &self.content.trust;
        let of_school = school.map(|index| &self.content.schools[index]);
        let common = self.common.get(&policy.file).filter(|_| amendment.is_none());
        let own_basis = if common.is_none() { Some(self.basis(policy, amendment)) } else { None };
        let basis = common.map(|common| &common.basis).or(own_basis.as_ref()).expect("one of the two is there");
        let front = &basis.front;
        diagnostics.append(basis.faults.clone());

        let releases = self.releases_of(school, &policy.slug);
        let wants_wording = self.settings.freezes || !releases.is_empty();
        let audience = common.map(|_| Audience::of(policy, of_school));
        let known = common.zip(audience.as_ref()).and_then(|(common, audience)| common.some_text(audience));
        // Where there is a text to share, the sections need not be gone through, unless there is something to say of them.
        let is_at_hand = known.is_some() && common.is_some_and(|common| !common.has_fills);
        let amended = (!is_at_hand).then(|| self.amended(job, front.status(), diagnostics));

        let address = policy_address(of_school.map(|school| &school.slug), &policy.slug);
        let title = front.text(Field::Title).unwrap_or(policy.slug.as_str()).to_owned();
        let wording = match (common.zip(audience.as_ref()), &amended) {
            _ if !wants_wording => Arc::default(),
            (Some((common, audience)), _) => {
                common.wording(audience, || wording::wording(&title, &self.nodes(job), policy, None).into())
            }
            (None, Some((nodes, _))) => wording::wording(&title, nodes, policy, amendment).into(),
            (None, None) => Arc::default(),
        };
        let front_sheet = self.front_sheet(common, basis, releases, of_school);
        let scope = self.roots.scope(school, basis.data.clone(), &format!("{}{address}", self.base_url));
        let whose = self.whose(of_school, Some(policy));
        let mut filler = Filler::new(&scope, &whose, self.words, diagnostics);
        let numbered = front.truth(Field::NumberSections).unwrap_or(trust.number_sections);
        let ready = known.as_ref().map(|(known, plan)| filler.again(known, plan, policy));
        let shared = common.zip(audience);
        let same = match (&ready, &shared) {
            (Some(None), _) => known.map(|(known, _)| known),
            (Some(Some(ready)), Some((common, audience))) => common.text(audience, ready),
            _ => None,
        };
        let (text, changes) = match same {
            Some(text) => (text, Vec::new()),
            None => {
                filler.take(ready.flatten().unwrap_or_default());
                let (nodes, done) = amended.unwrap_or_else(|| (self.nodes(job), Vec::new()));
                let (text, changes) = self.text(job, &nodes, &done, numbered, &mut filler);
                let text = match shared {
                    Some((common, audience)) if !filler.is_full() => common.share(audience, text),
                    _ => Arc::new(text),
                };
                (text, changes)
            }
        };
        PolicyCopy {
            slug: &policy.slug,
            school,
            source: CopySource::Working { policy, amendment },
            document: 0,
            origin,
            title,
            standing: basis.standing,
            review: basis.review,
            incomplete: basis.incomplete.clone(),
            is_published: front.truth(Field::Publish).unwrap_or(true),
            front_sheet,
            text,
            values: filler.values.into_boxed_slice(),
            changes,
            wording,
            is_numbered: numbered,
            front: front.clone(),
        }
    }

    fn basis(&self, policy: &PolicyFile, amendment: Option<&PolicyFile>) -> Basis {
        let front = match amendment {
            Some(file) => amended_front(policy, file),
            None => policy.front.clone(),
        };
        Basis::new(front, policy, amendment, self.settings.today, &self.content.trust, self.words)
    }

    fn front_sheet(
        &self,
        common: Option<&Common<'c>>,
        basis: &Basis,
        releases: &[&'c Release],
        school: Option<&School>,
    ) -> Arc<FrontSheet<'c>> {
        let trust = &self.content.trust;
        let written = &basis.front.history;
        let completed = (!releases.is_empty()).then(|| completed_history(written, not_after(releases, &basis.front)));
        let facts = Facts {
            front: &basis.front,
            history: completed.as_ref().unwrap_or(written),
            review: basis.review,
            school: school.map(|school| school.name.as_str()),
            trust: &trust.name,
            school_names: &self.school_names,
            words: self.words,
            is_past: false,
        };
        let make = || Arc::new(front_sheet::front_sheet(&trust.front_sheet, &facts));
        match common {
            Some(common) => {
                front_sheet::with_school(&common.front_sheet(facts.history, make), &trust.front_sheet, &facts)
            }
            None => make(),
        }
    }

    /// A copy's text made of its sections, and what was changed in it.
    fn text(
        &self,
        job: &Job<'c>,
        nodes: &[Node<'c>],
        done: &[Done<'c>],
        numbered: bool,
        filler: &mut Filler<'_, 'c>,
    ) -> (SharedText<'c>, Vec<LocalChange<'c>>) {
        let Job { policy, amendment, school, origin: _ } = *job;
        let (own, local) = (TextFile::own(policy), amendment.map(TextFile::amendment));
        let notice = filler.notice(&self.content.trust.front_sheet);
        let is_trusts_own = school.is_none();
        let files = Files { own, amendment: local, school_names: is_trusts_own.then_some(&self.school_names) };
        let mut sections = filler.sections(nodes, &files);
        number(&mut sections, numbered, self.words);
        let change = |file: &'c PolicyFile| -> Vec<LocalChange<'c>> {
            done.iter().map(|done| local_change(done, policy, file, filler)).collect()
        };
        let changes = amendment.map(change).unwrap_or_default();
        let text = SharedText {
            notice,
            sections,
            preamble: policy.text.preamble.as_ref().map(|preamble| filler.text(preamble, own)),
            notes: [
                filler.notes(&policy.text.footnotes, own),
                amendment.map(|file| filler.notes(&file.text.footnotes, TextFile::amendment(file))).unwrap_or_default(),
            ],
        };
        (text, changes)
    }

    /// The releases of a place's copy of a policy.
    fn releases_of(&self, school: Option<usize>, policy: &Slug) -> &[&'c Release] {
        match self.releases.is_empty() {
            true => &[],
            false => self.releases.get(&(self.scope_of(school), policy.clone())).map_or(&[], Vec::as_slice),
        }
    }

    /// The sections that a place has.
    fn nodes(&self, job: &Job<'c>) -> Vec<Node<'c>> {
        let mut nodes = grow(&job.policy.text.sections, Origin::Policy);
        let school = job.school.map(|index| &self.content.schools[index]);
        if let (Some(school), CopyOrigin::Trust | CopyOrigin::Amended) = (school, job.origin) {
            keep_those_for(&mut nodes, &school.slug, school.phase);
        }
        nodes
    }

    /// The sections that a place has, with the school's amendments done to them, and what was done.
    fn amended(&self, job: &Job<'c>, status: Status, diagnostics: &mut Diagnostics) -> (Vec<Node<'c>>, Vec<Done<'c>>) {
        let Job { policy, amendment, school, origin } = *job;
        let of_school = school.map(|index| &self.content.schools[index]);
        let mut nodes = self.nodes(job);
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

    fn whose<'w>(&'w self, school: Option<&'w School>, policy: Option<&PolicyFile>) -> Whose<'w> {
        Whose {
            policy_file: policy.map(|policy| self.sources.path(policy.file)),
            name: school.map_or("the trust's own copy", |school| &school.name),
            school_file: school.map(|school| self.sources.path(school.file)),
            trust_file: self.sources.path(self.content.trust.file),
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
    filler: &mut Filler<'_, 'c>,
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
