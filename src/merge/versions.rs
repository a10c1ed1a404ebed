//! The versions of each document, where each stands on the day, and which of them is the public page.
//!
//! A document is a policy in one place: the trust's own copy, a school's copy, or a school's own policy. Its versions are
//! those that the archive holds and, where it is another, the one that is being worked on. Each is in force from its own
//! date until the next one's; when it was released makes no difference, so a site as of a day in the past shows what was
//! in force then. Source: contract, section 7.

use super::copy::PolicyCopy;
use super::review::{Standing, in_force_from};
use crate::archive::{Archive, Release, Scope};
use crate::calendar::{CalendarDate, Day};
use crate::model::{Field, FrontMatter, Slug, Status};
use std::collections::BTreeMap;
use std::sync::Arc;

/// All that is known of one document: what is public at its address now, and every version of it.
#[derive(Debug)]
pub struct Document<'c> {
    /// Whose document it is.
    pub scope: Scope,
    /// The school, by index of the portal's schools; `None` for the trust's, and for a school that is gone.
    pub school: Option<usize>,
    /// The policy.
    pub slug: Slug,
    /// Its title: that of its public page, else of its last version.
    pub title: String,
    /// Its copy, by index of the portal's copies; `None` where there is nothing at its address any more.
    pub copy: Option<usize>,
    /// Its versions in the order in which they are in force, oldest first.
    pub versions: Arc<[Version<'c>]>,
}

/// One version of a document.
#[derive(Debug)]
pub struct Version<'c> {
    /// The version; `None` where the author gave none.
    pub version: Option<String>,
    /// Where it stands on the day.
    pub standing: Standing,
    /// The date from which it is in force; `None` where nothing is recorded.
    pub from: Option<CalendarDate>,
    /// The day from which another version, or nothing, is in its place.
    pub replaced: Option<Day>,
    /// The date of its approval.
    pub approved: Option<CalendarDate>,
    /// The approving body.
    pub approved_by: Option<String>,
    /// What its author says has changed in it.
    pub changes: Option<String>,
    /// Where its text is.
    pub text: VersionText<'c>,
}

/// Where a version's text is.
#[derive(Debug, Clone, Copy)]
pub enum VersionText<'c> {
    /// In the archive.
    Released(&'c Release),
    /// In the file that is being worked on; it is not released yet.
    Working,
}

impl<'c> Document<'c> {
    /// The version with this name, and its place in the order.
    pub fn version(&self, name: &str) -> Option<(usize, &Version<'c>)> {
        self.versions.iter().enumerate().find(|(_, version)| version.version.as_deref() == Some(name))
    }

    /// The released versions in order.
    pub fn releases(&self) -> impl Iterator<Item = &'c Release> {
        self.versions.iter().filter_map(Version::release)
    }

    /// The version in force, or withdrawn, on the day.
    pub fn in_force(&self) -> Option<&Version<'c>> {
        self.versions.iter().rfind(|version| matches!(version.standing, Standing::Current | Standing::Withdrawn))
    }

    /// The next version to come into force.
    pub fn upcoming(&self) -> Option<&Version<'c>> {
        self.versions.iter().find(|version| version.standing == Standing::Upcoming)
    }
}

impl<'c> Version<'c> {
    /// The release, where it is one.
    pub fn release(&self) -> Option<&'c Release> {
        match self.text {
            VersionText::Released(release) => Some(release),
            VersionText::Working => None,
        }
    }

    /// The last day on which it is in force; `None` where no other has taken its place, or one did on its own first day.
    pub fn in_force_until(&self) -> Option<Day> {
        let last = self.replaced?.add_days(-1);
        (self.from.is_none_or(|from| from.first_day() <= last)).then_some(last)
    }

    fn released(release: &'c Release) -> Self {
        let front = release.front();
        Self::of(front, Some(release.version.clone()), Some(release.in_force_from()), VersionText::Released(release))
    }

    fn working(front: &FrontMatter) -> Self {
        let version = front.text(Field::Version).map(str::to_owned);
        Self::of(front, version, in_force_from(front), VersionText::Working)
    }

    fn of(front: &FrontMatter, version: Option<String>, from: Option<CalendarDate>, text: VersionText<'c>) -> Self {
        Self {
            changes: what_changed(front, version.as_deref()),
            version,
            standing: Standing::Upcoming,
            from,
            replaced: None,
            approved: front.date(Field::Approved),
            approved_by: front.text(Field::ApprovedBy).map(str::to_owned),
            text,
        }
    }
}

/// What the history says of a version: the first entry of its own (a review later than that changed nothing), else the newest where none is named.
fn what_changed(front: &FrontMatter, version: Option<&str>) -> Option<String> {
    let own = front.history.iter().rfind(|entry| entry.version.is_some() && entry.version.as_deref() == version);
    let newest = front.history.first().filter(|entry| entry.version.is_none());
    own.or(newest)?.changes.clone()
}

/// What stands at a document's address.
#[derive(Debug, Clone, Copy)]
pub(super) enum Public<'c> {
    /// What is being worked on.
    Working,
    /// A released version.
    Released(&'c Release),
    /// Nothing.
    Nothing,
}

/// A document's versions with their standings, what stands at its address, and where that stands.
#[derive(Debug, Clone)]
pub(super) struct Timeline<'c> {
    pub versions: Arc<[Version<'c>]>,
    pub public: Public<'c>,
    pub standing: Standing,
}

/// What is known of the file that a document's next version is written in.
#[derive(Clone, Copy)]
pub(super) enum Work<'a> {
    /// It makes this document, with this front matter.
    Copy(&'a FrontMatter),
    /// It is a draft that makes no copy here yet.
    Draft,
    /// There is none: the policy or the school is gone, or the policy is not for this place any more.
    Gone,
}

/// Puts a document's versions in order. `shows_drafts`: whether a draft is shown in place of what is in force.
pub(super) fn timeline<'c>(releases: &[&'c Release], work: Work<'_>, shows_drafts: bool, today: Day) -> Timeline<'c> {
    let mut versions: Vec<Version<'c>> = releases.iter().map(|release| Version::released(release)).collect();
    let front = if let Work::Copy(front) = work { Some(front) } else { None };
    let status = front.map(FrontMatter::status);
    let same = |release: &&&Release| front.is_some_and(|front| is_version_of(front, release));
    let own = releases.iter().find(same).copied();
    if let (Some(Status::Approved), Some(front), None) = (status, front, own) {
        versions.push(Version::working(front));
    }
    // What has no date has come into force after all that has one.
    let day = |version: &Version<'_>| version.from.map_or(today, CalendarDate::first_day);
    versions.sort_by_key(|version| (day(version), version.from.is_none()));
    let in_force = versions.iter().rposition(|version| day(version) <= today);
    for index in 0..versions.len() {
        versions[index].replaced = versions.get(index + 1).map(day);
        versions[index].standing = match in_force {
            Some(at) if index < at => Standing::Superseded,
            Some(at) if index == at => Standing::Current,
            _ => Standing::Upcoming,
        };
    }
    let withdrawal = match (status, work) {
        (Some(Status::Withdrawn), _) => Some(front.and_then(|front| withdrawn_from(front, versions.last()))),
        (_, Work::Gone) => Some(None),
        _ => None,
    };
    let is_over = withdrawal.is_some_and(|from| from.is_none_or(|from| from <= today));
    if let (Some(from), Some(last)) = (withdrawal, versions.last_mut()) {
        last.replaced = from;
    }
    if is_over {
        let first = in_force.unwrap_or(0);
        versions.iter_mut().skip(first).for_each(|version| version.standing = Standing::Withdrawn);
    }
    let shown = in_force.or_else(|| (!versions.is_empty()).then_some(0));
    let (public, standing) = match (status, shown) {
        (Some(Status::Draft), _) if shows_drafts => (Public::Working, Standing::Draft),
        (Some(Status::Withdrawn), _) if is_over => (Public::Working, Standing::Withdrawn),
        (_, Some(_)) if is_over => (Public::Nothing, Standing::Withdrawn),
        (_, Some(index)) => {
            let version = &versions[index];
            let public = match version.text {
                // The wording is the same; the particulars are today's.
                VersionText::Released(release)
                    if status == Some(Status::Approved) && own.is_some_and(|own| std::ptr::eq(own, release)) =>
                {
                    Public::Working
                }
                VersionText::Released(release) => Public::Released(release),
                VersionText::Working => Public::Working,
            };
            (public, version.standing)
        }
        (_, None) => (Public::Nothing, Standing::Draft),
    };
    if matches!(standing, Standing::Withdrawn) && versions.is_empty() {
        versions.extend(front.map(Version::working));
        versions.iter_mut().for_each(|version| version.standing = Standing::Withdrawn);
    }
    Timeline { versions: versions.into(), public, standing }
}

/// Whether front matter is that of a released version.
pub(super) fn is_version_of(front: &FrontMatter, release: &Release) -> bool {
    front.text(Field::Version).is_some_and(|version| version.eq_ignore_ascii_case(&release.version))
}

/// The day from which a withdrawn document is out of force: its own date, where that is later than the last version's;
/// else it always was.
fn withdrawn_from(front: &FrontMatter, last: Option<&Version<'_>>) -> Option<Day> {
    let own = in_force_from(front)?.first_day();
    let last = last?.from?.first_day();
    (own > last).then_some(own)
}

/// The releases of an archive by document, each list in the order of the ledger.
pub(super) fn by_document(archive: &Archive) -> BTreeMap<(Scope, Slug), Vec<&Release>> {
    let mut documents: BTreeMap<(Scope, Slug), Vec<&Release>> = BTreeMap::new();
    for release in &archive.releases {
        documents.entry((release.scope.clone(), release.policy.clone())).or_default().push(release);
    }
    documents
}

impl PolicyCopy<'_> {
    /// The release whose text this is, where it is not what is being worked on.
    pub fn release(&self) -> Option<&Release> {
        match self.source {
            super::CopySource::Released(release) => Some(release),
            super::CopySource::Working { .. } => None,
        }
    }
}
