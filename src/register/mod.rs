//! Every document of a portal with the facts that lists tell of it.
//!
//! The register's pages, its files, the calendars and the command line all take their facts from here, and a front
//! sheet takes them from the same copy, so the same date stands everywhere. Nothing here writes: a list of documents
//! comes out, each fact worked out as of the portal's day.

mod board;
mod group;
mod missing;
mod owner;
mod requirements;
mod warnings;

pub use board::{
    BoardItem, BoardPack, MEETINGS, MissingItem, VersionPages, board_packs, meeting_address, warn_of_meetings,
};
pub use group::{Review, Where, reviews};
pub use missing::warn_of_missing;
pub use owner::{Owner, folded};
pub use requirements::{AtPlace, Remark, Required, RequiredState};
pub use warnings::{warn_of_full_months, warn_of_future_approvals, warn_of_owners};

use crate::calendar::{CalendarDate, Day};
use crate::merge::{LocalChange, PolicyCopy, Portal, ReviewStatus, Standing, in_force_from};
use crate::model::{Field, Slug, Status, policy_address};
use rayon::prelude::*;
use std::collections::HashMap;
use std::ops::{Deref, Range};
use std::sync::Arc;

/// The folder of the register's pages in a site.
pub const ADDRESS: &str = "register/";

/// The page of reviews by the month in which they are due.
pub const BY_MONTH: &str = "register/due/";

/// The page of what schools have changed.
pub const LOCAL_CHANGES: &str = "register/local/";

/// The page of which required documents there are.
pub const REQUIRED: &str = "register/required/";

/// The name of a calendar's file, in whatever folder it stands.
pub const REVIEWS: &str = "reviews.ics";

/// The folder of a school's part of the register.
pub fn school_address(school: &Slug) -> String {
    format!("{ADDRESS}schools/{school}/")
}

/// The folder of an owner's part of the register.
pub fn owner_address(owner: &Owner) -> String {
    format!("{ADDRESS}owners/{}/", owner.slug)
}

/// One document: a policy as one place has it. It has all that its front matter tells, too.
#[derive(Debug, Clone)]
pub struct Document {
    /// The copy, by index of the portal's copies.
    pub copy: usize,
    /// The policy.
    pub policy: Slug,
    /// What its front matter tells: once for all copies that have the same.
    pub told: Arc<Told>,
    /// Whose it is; `None` for the trust's own.
    pub school: Option<Place>,
    /// Whether it is no policy of the trust's but the school's own.
    pub is_schools_own: bool,
    /// Where it stands on the day.
    pub standing: Standing,
    /// When it is next reviewed: as its author says, or as its cycle ends.
    pub next_review: Option<CalendarDate>,
    /// The last day on which that review is in time.
    pub review_due: Option<Day>,
    /// How the review stands on the day.
    pub review_status: ReviewStatus,
    /// How many days there are until it is due; negative when it is overdue.
    pub days_until_review: Option<i64>,
    /// Its address in the portal's site; `None` where it has no page.
    pub address: Option<String>,
    /// The ids of the sections that the school has added or changed.
    pub local_changes: Vec<String>,
    /// The required keys that it lacks.
    pub incomplete: Vec<Field>,
}

/// What a document's front matter tells.
#[derive(Debug)]
pub struct Told {
    /// Its title.
    pub title: String,
    /// The heading it is listed under.
    pub category: Option<String>,
    /// The trust's number for it.
    pub reference: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// Where it is in its life, as its author says.
    pub status: Status,
    /// Who answers for it.
    pub owner: Option<String>,
    /// When it was approved.
    pub approved: Option<CalendarDate>,
    /// Who approved it.
    pub approved_by: Option<String>,
    /// From when it is in force.
    pub effective: Option<CalendarDate>,
    /// Whether the law asks for it.
    pub statutory: Option<bool>,
    /// Whether it has to be published.
    pub required_to_publish: Option<bool>,
    /// The last day on which anything was recorded of its approval or review.
    pub recorded: Option<Day>,
}

/// A school that has a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The school, by index of the portal's schools.
    pub index: usize,
    /// Its slug.
    pub slug: Slug,
    /// Its name.
    pub name: String,
}

impl Deref for Document {
    type Target = Told;

    fn deref(&self) -> &Told {
        &self.told
    }
}

impl Told {
    fn of(copy: &PolicyCopy<'_>) -> Self {
        let front = &copy.front;
        let text = |field| front.text(field).map(str::to_owned);
        let dates = [front.date(Field::Approved), front.date(Field::PreviousReview)];
        let history = front.history.iter().map(|entry| entry.date);
        Self {
            title: copy.title.clone(),
            category: text(Field::Category),
            reference: text(Field::Reference),
            version: text(Field::Version),
            status: front.status(),
            owner: text(Field::Owner),
            approved: front.date(Field::Approved),
            approved_by: text(Field::ApprovedBy),
            effective: in_force_from(front),
            statutory: front.truth(Field::Statutory),
            required_to_publish: front.truth(Field::RequiredToPublish),
            recorded: dates.into_iter().chain(history).flatten().map(CalendarDate::last_day).max(),
        }
    }
}

impl Document {
    /// Whether it is reviewed again: a draft is not yet, and a withdrawn document no more.
    pub fn is_under_review(&self) -> bool {
        matches!(self.standing, Standing::Current | Standing::Upcoming)
    }
}

/// Every document of a portal.
#[derive(Debug)]
pub struct Register {
    /// The day as of which the facts are told.
    pub as_of: Day,
    /// The documents: the trust's own, then school by school; each by title.
    pub documents: Vec<Document>,
    /// Who answers for them, by name.
    pub owners: Vec<Owner>,
    /// The documents that there have to be, in the order of `requirements.toml`, and which places have them.
    pub required: Vec<Required>,
}

impl Register {
    /// The register of a portal. Drafts are in it where the portal has them.
    pub fn new(portal: &Portal<'_>) -> Self {
        // Front matter is shared by copies of one policy, and so of one title; never walked through.
        let mut told: HashMap<usize, Arc<Told>> = HashMap::new();
        for copy in &portal.copies {
            told.entry(Arc::as_ptr(&copy.front).addr()).or_insert_with(|| Arc::new(Told::of(copy)));
        }
        let document = |(index, copy): (usize, &PolicyCopy<'_>)| {
            let told = told[&Arc::as_ptr(&copy.front).addr()].clone();
            document(portal, index, copy, told)
        };
        let mut documents: Vec<Document> = portal.copies.par_iter().enumerate().map(document).collect();
        documents.sort_by_cached_key(|document| {
            let school = document.school.as_ref().map(|school| school.index);
            (school, document.title.to_lowercase(), document.policy.clone())
        });
        let owners = owner::owners(&documents);
        let required = requirements::requirements(portal, &documents);
        Self { as_of: portal.today, documents, owners, required }
    }

    /// The documents of a school, or the trust's own.
    pub fn of(&self, school: Option<usize>) -> impl Iterator<Item = &Document> {
        self.documents[self.range_of(school)].iter()
    }

    /// The same, by index of the documents.
    pub fn range_of(&self, school: Option<usize>) -> Range<usize> {
        let whose = |document: &Document| document.school.as_ref().map(|place| place.index);
        let until = |is_before: &dyn Fn(Option<usize>) -> bool| {
            self.documents.partition_point(|document| is_before(whose(document)))
        };
        until(&|other| other < school)..until(&|other| other <= school)
    }

    /// The documents that somebody answers for.
    pub fn owned_by<'r>(&'r self, owner: &'r Owner) -> impl Iterator<Item = &'r Document> {
        owner.documents.iter().map(|index| &self.documents[*index])
    }
}

fn document(portal: &Portal<'_>, index: usize, copy: &PolicyCopy<'_>, told: Arc<Told>) -> Document {
    let school = copy.school.map(|index| {
        let school = portal.schools[index].school;
        Place { index, slug: school.slug.clone(), name: school.name.clone() }
    });
    Document {
        copy: index,
        policy: copy.slug.clone(),
        told,
        is_schools_own: copy.is_a_schools_own(),
        standing: copy.standing,
        next_review: copy.review.date,
        review_due: copy.review.due,
        review_status: copy.review.status,
        days_until_review: copy.review.due.map(|due| portal.today.days_until(due)),
        address: copy
            .is_published
            .then(|| policy_address(copy.school.map(|school| &portal.schools[school].school.slug), copy.slug)),
        local_changes: local_changes(copy),
        incomplete: copy.incomplete.clone(),
        school,
    }
}

/// The ids of what a school changed, each once, in the order of its file.
fn local_changes(copy: &PolicyCopy<'_>) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for id in copy.changes.iter().map(LocalChange::section_id).filter(|id| !id.is_empty()) {
        if !ids.iter().any(|known| known == id) {
            ids.push(id.to_owned());
        }
    }
    ids
}
