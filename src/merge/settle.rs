//! What stands at each document's address: what is being worked on, or a released version.

use super::copies::{Merger, Skipped};
use super::copy::{CopySource, PolicyCopy};
use super::frozen::{AsOf, released_copy};
use super::review::Standing;
use super::versions::{Document, Public, Timeline, Work, timeline};
use super::{Drafts, behind, doubtful, integrity};
use crate::archive::{Release, Scope};
use crate::diagnostic::Diagnostics;
use crate::model::{CopyOrigin, Field, PolicyFile, Slug, Status};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// So many documents are settled by all threads before their places are given to them.
const AT_A_TIME: usize = 1024;

/// The copies that have a place in the portal, and all documents.
pub(super) struct Settled<'c> {
    pub copies: Vec<PolicyCopy<'c>>,
    pub documents: Vec<Document<'c>>,
    pub skipped: Vec<Skipped>,
}

/// What has been chosen for one document: nothing where nothing is public of it.
struct Settling<'c> {
    skipped: [Option<Skipped>; 2],
    document: Option<(Document<'c>, Option<PolicyCopy<'c>>)>,
}

impl<'c> Settled<'c> {
    fn add(&mut self, settling: Settling<'c>) {
        let Settling { skipped, document } = settling;
        self.skipped.extend(skipped.into_iter().flatten());
        let Some((document, copy)) = document else { return };
        let place = copy.as_ref().map(|_| self.copies.len());
        self.copies.extend(copy.map(|copy| PolicyCopy { document: self.documents.len(), ..copy }));
        self.documents.push(Document { copy: place, ..document });
    }
}

impl<'c> Merger<'_, 'c> {
    /// Chooses for each document what stands at its address. `working` are the copies made of what is being worked on.
    pub(super) fn settled(&self, working: Vec<PolicyCopy<'c>>, diagnostics: &mut Diagnostics) -> Settled<'c> {
        behind::check(&working, &self.releases, self.sources, diagnostics);
        integrity::check(&working, self.archive, &self.releases, self.content, self.sources, diagnostics);
        doubtful::check(&working, self.archive, &self.releases, self.content, diagnostics);
        let mut settled = Settled { copies: Vec::new(), documents: Vec::new(), skipped: Vec::new() };
        let mut left = self.releases.clone();
        settled.copies.reserve(working.len());
        settled.documents.reserve(working.len());
        let mut working = working.into_iter().map(|copy| {
            let scope = self.scope_of(copy.school);
            let releases = left.remove(&(scope.clone(), copy.slug.clone())).unwrap_or_default();
            (copy, scope, releases)
        });
        // Some at a time: all of them at once would stand in memory three times over.
        loop {
            let some: Vec<(PolicyCopy<'c>, Scope, Vec<&'c Release>)> = working.by_ref().take(AT_A_TIME).collect();
            if some.is_empty() {
                break;
            }
            let made: Vec<Settling<'c>> = some
                .into_par_iter()
                .map(|(copy, scope, releases)| self.settle(scope, copy.school, copy.slug, &releases, Some(copy)))
                .collect();
            made.into_iter().for_each(|made| settled.add(made));
        }
        drop(working);
        for ((scope, slug), releases) in self.in_order_of_schools(left) {
            let school = self.school_index(&scope);
            settled.add(self.settle(scope, school, &slug, &releases, None));
        }
        settled
    }

    pub(super) fn scope_of(&self, school: Option<usize>) -> Scope {
        Scope::of(school.map(|index| &self.content.schools[index].slug))
    }

    fn school_index(&self, scope: &Scope) -> Option<usize> {
        let slug = scope.school()?;
        self.content.schools.iter().position(|school| school.slug == *slug)
    }

    /// Documents without a copy: the trust's first, then the schools' in the schools' order, then those of schools that
    /// are gone.
    fn in_order_of_schools(
        &self,
        left: BTreeMap<(Scope, Slug), Vec<&'c Release>>,
    ) -> Vec<((Scope, Slug), Vec<&'c Release>)> {
        let mut documents: Vec<_> = left.into_iter().collect();
        documents.sort_by_key(|((scope, _), _)| match (scope, self.school_index(scope)) {
            (Scope::Trust, _) => 0,
            (_, Some(index)) => index + 1,
            (_, None) => usize::MAX,
        });
        documents
    }

    fn settle(
        &self,
        scope: Scope,
        school: Option<usize>,
        slug: &Slug,
        releases: &[&'c Release],
        working: Option<PolicyCopy<'c>>,
    ) -> Settling<'c> {
        let work = match &working {
            Some(copy) => Work::Copy(&copy.front),
            None if self.is_draft_of(&scope, school, slug) => Work::Draft,
            None => Work::Gone,
        };
        let shows_drafts = self.settings.drafts == Drafts::Include;
        let make = || timeline(releases, work, shows_drafts, self.settings.today);
        // Of a policy that was never released, all copies without amendments have the same to tell.
        let common = working.as_ref().filter(|_| releases.is_empty()).and_then(|copy| match copy.source {
            CopySource::Working { policy, amendment: None } => self.common.get(&policy.file),
            _ => None,
        });
        let Timeline { versions, public, standing } = match common {
            Some(common) => common.timeline.get_or_init(make).clone(),
            None => make(),
        };
        let reasons = |copy| [self.reason_to_skip(copy, &public), self.reason_to_wait(copy, &public)];
        let skipped = working.as_ref().map(reasons).unwrap_or_default();
        let as_of = AsOf {
            today: self.settings.today,
            review_window_days: self.content.trust.review_window_days,
            words: self.words,
        };
        let copy = match (public, working) {
            (Public::Working, Some(copy)) => Some(PolicyCopy { standing, ..copy }),
            (Public::Released(release), _) => Some(released_copy(release, school, standing, as_of, self.sources)),
            _ => None,
        };
        if copy.is_none() && versions.is_empty() {
            return Settling { skipped, document: None };
        }
        let title = match (&copy, releases.last()) {
            (Some(copy), _) => copy.title.clone(),
            (None, Some(release)) => release.front().text(Field::Title).unwrap_or(slug.as_str()).to_owned(),
            (None, None) => slug.to_string(),
        };
        let document = Document { scope, school, slug: slug.clone(), title, copy: None, versions };
        Settling { skipped, document: Some((document, copy)) }
    }

    /// Whether a document that has no copy is only being redrafted: then it stays public as it was released.
    fn is_draft_of(&self, scope: &Scope, school: Option<usize>, slug: &Slug) -> bool {
        let is_draft =
            |files: &[PolicyFile]| files.iter().any(|file| file.slug == *slug && file.front.status() == Status::Draft);
        match (scope, school) {
            (Scope::Trust, _) => is_draft(&self.content.policies),
            (Scope::School(_), Some(index)) => {
                is_draft(&self.content.policies) || is_draft(&self.content.schools[index].policies)
            }
            (Scope::School(_), None) => false,
        }
    }

    fn reason_to_skip(&self, copy: &PolicyCopy<'c>, public: &Public<'_>) -> Option<Skipped> {
        let CopySource::Working { policy, amendment } = copy.source else { return None };
        let own = amendment.filter(|file| says_that_it_is_not_approved(file));
        let whose = match copy.school.filter(|_| own.is_some()) {
            Some(school) => format!(" for {}", self.content.schools[school].name),
            None => String::new(),
        };
        let reason = match (copy.standing, public) {
            (Standing::Draft, Public::Released(release)) => {
                format!("a draft{whose}: its page stays version {}, as it was released", release.version)
            }
            (Standing::Draft, Public::Nothing) => {
                format!("a draft{whose}: it is shown with --drafts, and published once status = \"approved\"")
            }
            _ if !copy.is_published => format!("publish = false{whose}: it is in the register only"),
            _ => return None,
        };
        Some(Skipped { file: self.sources.path(own.unwrap_or(policy).file).to_owned(), reason })
    }

    /// What a school has changed, and approved, while the trust drafts its next version: it would be silent until then.
    fn reason_to_wait(&self, copy: &PolicyCopy<'c>, public: &Public<'_>) -> Option<Skipped> {
        let CopySource::Working { policy, amendment: Some(file) } = copy.source else { return None };
        let (Standing::Draft, Public::Released(release)) = (copy.standing, public) else { return None };
        if policy.front.status() != Status::Draft || says_that_it_is_not_approved(file) {
            return None;
        }
        let school = &self.content.schools[copy.school?];
        let scope = self.scope_of(copy.school);
        let what = match file.front.text(Field::Version) {
            Some(version) if !self.archive.may_hold(&scope, copy.slug, version) => format!("version {version}"),
            None if copy.origin == CopyOrigin::Amended && release.origin() == CopyOrigin::Trust => {
                "what is changed here".to_owned()
            }
            _ => return None,
        };
        let reason = format!(
            "{what} for {} waits until {} is approved: its page stays version {}, as it was released",
            school.name,
            self.sources.path(policy.file),
            release.version
        );
        Some(Skipped { file: self.sources.path(file.file).to_owned(), reason })
    }
}

/// Whether a school's file is itself what keeps its copy back, whatever the trust's says.
fn says_that_it_is_not_approved(file: &PolicyFile) -> bool {
    file.front.text(Field::Status).is_some() && file.front.status() != Status::Approved
}
