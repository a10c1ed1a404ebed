//! What approving bodies have before them at a meeting: the pack of papers that a clerk makes for it.
//!
//! Everything is told body by body, since each answers for what it approves. Of two meetings of a body, every approval is
//! told at one of them: that from the first meeting on at the second. What falls due on the day of the next meeting can be
//! dealt with there, and so is not told at this one.

use super::group::{Review, reviews};
use super::owner::folded;
use super::requirements::RequiredState;
use super::{Document, Place, Register};
use crate::archive::Release;
use crate::calendar::{CalendarDate, Day};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest};
use crate::merge::{self, Portal, ReviewStatus, Version};
use crate::model::{CopyOrigin, Field, Slug, policy_address};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// The folder of the meetings' pages in a site.
pub const MEETINGS: &str = "register/board/";

/// The page of a day's meetings.
pub fn meeting_address(day: Day) -> String {
    format!("{MEETINGS}{day}/")
}

/// What one body has before it.
#[derive(Debug, Clone)]
pub struct BoardPack {
    /// The body; `None` for what no body is recorded of.
    pub body: Option<String>,
    /// Whether it meets on the day.
    pub meets: bool,
    /// When its papers go out.
    pub papers_by: Option<Day>,
    /// Its meeting before the day, where one is known.
    pub last: Option<Day>,
    /// Its meeting after the day, where one is known.
    pub next: Option<Day>,
    /// Approvals are told from this day on: that of the last meeting, else as long before as reviews are due soon.
    pub from: Day,
    /// Reviews are told that are due until this day: the one before the next meeting, else as long after.
    pub until: Day,
    /// What is due before the meeting.
    pub overdue: Vec<BoardItem>,
    /// What is due from the day of the meeting on.
    pub due: Vec<BoardItem>,
    /// What is in force, and nothing says when it is reviewed.
    pub undated: Vec<BoardItem>,
    /// What was approved.
    pub approved: Vec<BoardItem>,
    /// Required documents that are not there.
    pub missing: Vec<MissingItem>,
}

/// A document, at the trust and all schools where it is the same.
#[derive(Debug, Clone)]
pub struct BoardItem {
    /// The policy.
    pub policy: Slug,
    /// Its title.
    pub title: String,
    /// Its version.
    pub version: Option<String>,
    /// Whether the trust has it.
    pub trust: bool,
    /// The schools that have it.
    pub schools: Vec<Place>,
    /// How many schools have the policy at all.
    pub of: usize,
    /// Who answers for it.
    pub owner: Option<String>,
    /// When it was approved.
    pub approved: Option<CalendarDate>,
    /// When it is next reviewed; nothing of an approval.
    pub next_review: Option<CalendarDate>,
    /// The last day on which that is in time.
    pub review_due: Option<Day>,
    /// How that stands on the day as of which all is told.
    pub review_status: ReviewStatus,
    /// Its address in the site.
    pub address: Option<String>,
    /// The address of the page of what the version changed.
    pub changes: Option<String>,
}

impl BoardItem {
    /// Takes in the same at another place.
    fn take_in(&mut self, other: BoardItem) {
        self.trust |= other.trust;
        self.schools.extend(other.schools);
        self.schools.sort_by_key(|school| school.index);
        self.address = self.address.take().or(other.address);
        self.changes = self.changes.take().or(other.changes);
    }
}

/// A required document that is not there.
#[derive(Debug, Clone)]
pub struct MissingItem {
    /// What it is called.
    pub title: String,
    /// Whether the trust lacks it.
    pub trust: bool,
    /// The schools that lack it.
    pub schools: Vec<Place>,
    /// How many schools must have it.
    pub of: usize,
}

impl BoardPack {
    fn is_empty(&self) -> bool {
        let Self { overdue, due, undated, approved, missing, .. } = self;
        [overdue, due, undated, approved].iter().all(|items| items.is_empty()) && missing.is_empty()
    }
}

/// Where a version's own pages are, where it has them.
#[derive(Clone, Copy)]
pub struct VersionPages {
    /// The permanent page.
    pub version: fn(&merge::Document<'_>, &Version<'_>) -> Option<String>,
    /// The page of what it changed.
    pub changes: fn(&merge::Document<'_>, &Version<'_>) -> Option<String>,
}

/// What every body has before it on a day: those that meet in the order written, then the others that have anything, by
/// name; what no body is recorded of last. With a body that is asked for, what that one has.
pub fn board_packs(
    portal: &Portal<'_>,
    register: &Register,
    day: Day,
    asked: Option<&str>,
    pages: VersionPages,
) -> Vec<BoardPack> {
    let board = Board::new(portal, register, day, pages);
    if asked.is_some() {
        return vec![board.pack(asked)];
    }
    let meetings = &portal.content.trust.meetings;
    let mut packs: Vec<BoardPack> =
        meetings.iter().filter(|meeting| meeting.date == day).map(|meeting| board.pack(Some(&meeting.body))).collect();
    let mut others: Vec<BoardPack> = board.other_bodies().into_iter().map(|body| board.pack(Some(&body))).collect();
    others.push(board.pack(None));
    packs.extend(others.into_iter().filter(|pack| !pack.is_empty()));
    packs
}

/// Says where a body that meets is most likely another that approves policies.
pub fn warn_of_meetings(register: &Register, portal: &Portal<'_>, diagnostics: &mut Diagnostics) {
    let bodies: BTreeSet<&str> =
        register.documents.iter().filter_map(|document| document.approved_by.as_deref()).collect();
    let mut said = BTreeSet::new();
    for meeting in &portal.content.trust.meetings {
        let is_known = bodies.iter().any(|body| folded(body) == folded(&meeting.body));
        let Some(near) = nearest(&meeting.body, bodies.iter().copied()).filter(|_| !is_known) else { continue };
        if said.insert(folded(&meeting.body)) {
            let message = format!("nothing is approved by a body called \"{}\"", meeting.body);
            let fault = Diagnostic::warning(Code::Meetings, meeting.body_place, message);
            diagnostics.push(fault.help(format!("did you mean body = \"{near}\"?")));
        }
    }
}

struct Board<'b, 'p> {
    portal: &'b Portal<'p>,
    register: &'b Register,
    day: Day,
    pages: VersionPages,
    /// The documents under review, by the body that approved them, without what makes no difference between two names.
    documents: BTreeMap<Option<String>, Vec<&'b Document>>,
    /// All versions, by the body that approved them.
    versions: BTreeMap<Option<String>, Vec<(&'b merge::Document<'p>, &'b Version<'p>)>>,
    /// How many schools have a policy.
    at_schools: BTreeMap<&'b Slug, usize>,
}

impl<'b, 'p> Board<'b, 'p> {
    fn new(portal: &'b Portal<'p>, register: &'b Register, day: Day, pages: VersionPages) -> Self {
        let mut documents: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for document in register.documents.iter().filter(|document| document.is_under_review()) {
            documents.entry(document.approved_by.as_deref().map(folded)).or_default().push(document);
        }
        let mut versions: BTreeMap<_, Vec<_>> = BTreeMap::new();
        let mut at_schools = BTreeMap::new();
        for document in &portal.documents {
            *at_schools.entry(&document.slug).or_default() += usize::from(document.school.is_some());
            for version in document.versions.iter() {
                versions.entry(version.approved_by.as_deref().map(folded)).or_default().push((document, version));
            }
        }
        Self { portal, register, day, pages, documents, versions, at_schools }
    }

    /// The bodies that do not meet on the day, each once, by name.
    fn other_bodies(&self) -> Vec<String> {
        let meetings = &self.portal.content.trust.meetings;
        let meeting = meetings.iter().filter(|meeting| meeting.date == self.day).map(|meeting| meeting.body.as_str());
        let known: BTreeSet<String> = meeting.map(folded).collect();
        let documents = self.documents.values().filter_map(|documents| documents[0].approved_by.as_deref());
        let versions = self.versions.values().filter_map(|versions| versions[0].1.approved_by.as_deref());
        let required = self.portal.requirements.iter().flat_map(|requirements| &requirements.list);
        let required = required.filter_map(|requirement| requirement.approved_by.first().map(String::as_str));
        let mut bodies: BTreeMap<String, String> = BTreeMap::new();
        for body in documents.chain(versions).chain(required) {
            bodies.entry(folded(body)).or_insert_with(|| body.split_whitespace().collect::<Vec<_>>().join(" "));
        }
        bodies.into_iter().filter(|(folded, _)| !known.contains(folded)).map(|(_, body)| body).collect()
    }

    fn pack(&self, body: Option<&str>) -> BoardPack {
        let trust = &self.portal.content.trust;
        let (key, asked) = (body.map(folded), body.map(str::to_owned));
        let its: Vec<_> = trust.meetings.iter().filter(|meeting| Some(folded(&meeting.body)) == key).collect();
        let today = its.iter().find(|meeting| meeting.date == self.day);
        let last = its.iter().map(|meeting| meeting.date).filter(|date| *date < self.day).max();
        let next = its.iter().map(|meeting| meeting.date).filter(|date| *date > self.day).min();
        let from = last.unwrap_or_else(|| self.day.add_days(-trust.review_window_days));
        let until = next.map_or_else(|| self.day.add_days(trust.review_window_days), |next| next.add_days(-1));
        let documents = self.documents.get(&key).map_or(&[][..], Vec::as_slice);
        let of = |is_one: &dyn Fn(Option<Day>) -> bool| -> Vec<BoardItem> {
            let documents = documents.iter().copied().filter(|document| is_one(document.review_due));
            reviews(documents, &self.register.documents).iter().map(|review| self.review(review)).collect()
        };
        BoardPack {
            // As it is written, however it was asked for.
            body: its
                .first()
                .map(|meeting| &meeting.body)
                .or(documents.first().and_then(|document| document.approved_by.as_ref()))
                .cloned()
                .or(asked),
            meets: today.is_some(),
            papers_by: today.and_then(|meeting| meeting.papers_by),
            last,
            next,
            from,
            until,
            overdue: of(&|due| due.is_some_and(|due| due < self.day)),
            due: of(&|due| due.is_some_and(|due| self.day <= due && due <= until)),
            undated: of(&|due| due.is_none()),
            approved: self.approvals(from, self.versions.get(&key).map_or(&[][..], Vec::as_slice)),
            missing: self.missing(body),
        }
    }

    fn review(&self, review: &Review<'_>) -> BoardItem {
        let first = review.first();
        let versions = &self.portal.documents[self.portal.copies[first.copy].document];
        let version = first.version.as_deref().and_then(|name| versions.version(name));
        let schools = review.documents.iter().filter_map(|document| document.school.clone());
        BoardItem {
            policy: first.policy.clone(),
            title: first.title.clone(),
            version: first.version.clone(),
            trust: review.places().trust,
            schools: schools.collect(),
            of: review.schools,
            owner: first.owner.clone(),
            approved: first.approved,
            next_review: first.next_review,
            review_due: first.review_due,
            review_status: first.review_status,
            address: review.address().map(str::to_owned),
            changes: version.and_then(|(_, version)| (self.pages.changes)(versions, version)),
        }
    }

    /// The versions that a body has approved from a day on and before the meeting, by day and title.
    fn approvals(&self, from: Day, versions: &[(&'b merge::Document<'p>, &'b Version<'p>)]) -> Vec<BoardItem> {
        let mut found: BTreeMap<(Day, String, String), BoardItem> = BTreeMap::new();
        let today = self.register.as_of;
        for (document, version) in versions {
            let Some(approved) = version.approved else { continue };
            let (first, on) = (approved.first_day(), approved.last_day());
            let is_of_former_school = document.scope.school().is_some() && document.school.is_none();
            if first > today || on < from || on >= self.day || is_of_former_school {
                continue;
            }
            let (is_own, item) = self.approval(document, version);
            let own = is_own.then_some(document.school);
            let shared = format!("{own:?}\0{}\0{:?}\0{:?}", item.policy, item.version, item.owner);
            match found.entry((on, item.title.to_lowercase(), shared)) {
                Entry::Vacant(free) => drop(free.insert(item)),
                Entry::Occupied(known) => known.into_mut().take_in(item),
            }
        }
        found.into_values().collect()
    }

    /// A version as it was approved, and whether it is a school's own policy.
    fn approval(&self, document: &merge::Document<'p>, version: &Version<'p>) -> (bool, BoardItem) {
        let copy = document.copy.map(|index| &self.portal.copies[index]);
        let release = version.release();
        let front = release.map(Release::front).or_else(|| copy.map(|copy| &*copy.front));
        let text = |field| front.and_then(|front| front.text(field)).map(str::to_owned);
        let is_own = match (copy, release) {
            (Some(copy), _) => copy.is_a_schools_own(),
            (None, release) => release.is_some_and(|release| release.origin() == CopyOrigin::School),
        };
        let school = document.school.map(|index| {
            let school = self.portal.schools[index].school;
            Place { index, slug: school.slug.clone(), name: school.name.clone() }
        });
        // What is not in force yet, or no more, has a page of its own; else the document's is nearest.
        let is_public = copy.is_some_and(|copy| copy.front.text(Field::Version) == version.version.as_deref());
        let public = copy.filter(|copy| copy.is_published && (is_public || release.is_none()));
        let address = public.map(|_| policy_address(document.scope.school(), &document.slug));
        let item = BoardItem {
            policy: document.slug.clone(),
            title: text(Field::Title).unwrap_or_else(|| document.title.clone()),
            version: version.version.clone(),
            trust: document.scope.school().is_none(),
            schools: school.into_iter().collect(),
            of: if is_own { 1 } else { self.at_schools[&document.slug] },
            owner: text(Field::Owner),
            approved: version.approved,
            next_review: None,
            review_due: None,
            review_status: ReviewStatus::Unknown,
            address: address.or_else(|| (self.pages.version)(document, version)),
            changes: (self.pages.changes)(document, version),
        };
        (is_own, item)
    }

    /// The required documents that are missing and that the body would approve: of several bodies one that meets, else the
    /// first.
    fn missing(&self, body: Option<&str>) -> Vec<MissingItem> {
        let Some(requirements) = &self.portal.requirements else { return Vec::new() };
        let meets = |body: &str| {
            let meetings = &self.portal.content.trust.meetings;
            meetings.iter().any(|meeting| meeting.date == self.day && folded(&meeting.body) == folded(body))
        };
        let mut missing = Vec::new();
        for required in &self.register.required {
            let bodies = &requirements.list[required.requirement].approved_by;
            let whose = bodies.iter().find(|body| meets(body)).or(bodies.first());
            if whose.map(|body| folded(body)) != body.map(folded) {
                continue;
            }
            let places: Vec<Option<usize>> = required.of(RequiredState::Missing).map(|place| place.school).collect();
            let school = |index: usize| {
                let school = self.portal.schools[index].school;
                Place { index, slug: school.slug.clone(), name: school.name.clone() }
            };
            if !places.is_empty() {
                missing.push(MissingItem {
                    title: required.title.clone(),
                    trust: places.contains(&None),
                    schools: places.into_iter().flatten().map(school).collect(),
                    of: required.asked().count(),
                });
            }
        }
        missing
    }
}
