//! Which of the documents that there have to be each place has.
//!
//! A requirement is satisfied where any of its policies is in force at a place. Of several the one that stands best
//! counts: one that is reviewed in time before one that is overdue, and what is in force before what will be.

use super::Document;
use super::owner::folded;
use crate::calendar::{CalendarDate, ReviewCycle};
use crate::merge::{
    PolicyCopy, Portal, Review, ReviewStatus, Standing, applies_to, end_of_cycle, in_force_from, review_of,
};
use crate::model::{Copies, Field, FrontMatter, Level, PolicyFile, Requirement, Slug, Status};
use crate::source::Place;
use std::collections::BTreeMap;

/// A requirement, and how each place that is asked stands to it.
#[derive(Debug, Clone)]
pub struct Required {
    /// The requirement, by index of what `requirements.toml` lists.
    pub requirement: usize,
    /// What the document is called.
    pub title: String,
    /// The trust where it is asked of the trust, and else of every school in the portal's order, those that it does not
    /// apply to too.
    pub places: Vec<AtPlace>,
}

/// How a place stands to a requirement.
#[derive(Debug, Clone)]
pub struct AtPlace {
    /// The school, by index of the portal's schools; `None` for the trust.
    pub school: Option<usize>,
    /// Whether the place has the document.
    pub state: RequiredState,
    /// The document that satisfies it, by index of the register's documents; `None` where there is none.
    pub document: Option<usize>,
    /// What is otherwise than expected.
    pub remarks: Vec<Remark>,
}

/// Whether a place has a required document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RequiredState {
    /// It has, and no review of it is overdue.
    Present,
    /// It has, and its review is overdue.
    Overdue,
    /// It has not.
    Missing,
    /// It need not have.
    NotApplicable,
}

impl RequiredState {
    /// The word in a theme's words and in the pages' markup.
    pub fn word(self) -> &'static str {
        match self {
            RequiredState::Present => "present",
            RequiredState::Overdue => "overdue",
            RequiredState::Missing => "missing",
            RequiredState::NotApplicable => "not_applicable",
        }
    }
}

/// What is otherwise than a requirement expects, or nearly there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// There is a draft of it, which says so here.
    Draft(Place),
    /// It was withdrawn, which is said here.
    Withdrawn(Place),
    /// It is approved, and in force only from then.
    InForceFrom(CalendarDate),
    /// It is in force, and no review of it is recorded.
    NoReview,
    /// It is reviewed less often than expected: every so often, in its own words.
    LongerCycle(String),
    /// Its next review is later than the expected cycle allows.
    LateReview(CalendarDate),
    /// Another body than expected has approved it.
    OtherBody(String),
    /// Who approved it is not recorded.
    NoBody,
}

impl Required {
    /// The places that must have it.
    pub fn asked(&self) -> impl Iterator<Item = &AtPlace> {
        self.places.iter().filter(|place| place.state != RequiredState::NotApplicable)
    }

    /// The places of a state.
    pub fn of(&self, state: RequiredState) -> impl Iterator<Item = &AtPlace> {
        self.places.iter().filter(move |place| place.state == state)
    }
}

/// Every requirement of a portal, in the order written, over its documents.
pub(super) fn requirements(portal: &Portal<'_>, documents: &[Document]) -> Vec<Required> {
    let Some(requirements) = portal.requirements else { return Vec::new() };
    let documents = documents.iter().enumerate();
    let judge = Judge {
        portal,
        by_place: documents
            .map(|(index, document)| {
                let copy = &portal.copies[document.copy];
                ((copy.school, copy.slug), (index, copy))
            })
            .collect(),
    };
    let required = |(index, requirement): (usize, &Requirement)| Required {
        requirement: index,
        title: requirement.title.value.clone(),
        places: judge.places(requirement),
    };
    requirements.list.iter().enumerate().map(required).collect()
}

/// Says how places stand to requirements.
struct Judge<'j, 'c> {
    portal: &'j Portal<'c>,
    /// The documents with their copies, by school and policy.
    by_place: BTreeMap<(Option<usize>, &'c Slug), (usize, &'j PolicyCopy<'c>)>,
}

/// A policy as a place has it; the first kind satisfies a requirement best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fitness {
    InTime,
    Overdue,
    NotYetInForce,
    Draft,
    Withdrawn,
}

/// What a place has of a policy.
struct Held<'h> {
    fitness: Fitness,
    document: Option<usize>,
    front: &'h FrontMatter,
    review: Review,
}

impl Judge<'_, '_> {
    fn places(&self, requirement: &Requirement) -> Vec<AtPlace> {
        let schools = &self.portal.schools;
        // A trust without schools has nobody else to ask.
        if requirement.level == Level::Trust || schools.is_empty() {
            return vec![self.at(None, requirement)];
        }
        let at = |(index, asked): (usize, bool)| match asked {
            true => self.at(Some(index), requirement),
            false => AtPlace {
                school: Some(index),
                state: RequiredState::NotApplicable,
                document: None,
                remarks: Vec::new(),
            },
        };
        schools.iter().map(|view| requirement.is_asked_of(view.school)).enumerate().map(at).collect()
    }

    fn at(&self, school: Option<usize>, requirement: &Requirement) -> AtPlace {
        let missing = AtPlace { school, state: RequiredState::Missing, document: None, remarks: Vec::new() };
        let mut best: Option<(Fitness, AtPlace)> = None;
        for slug in requirement.policies.iter().map(|slug| &slug.value) {
            let found = match self.held(school, slug) {
                Some(held) => (held.fitness, held.at(school, requirement)),
                None => match self.draft(school, slug) {
                    Some(place) => (Fitness::Draft, AtPlace { remarks: vec![Remark::Draft(place)], ..missing.clone() }),
                    None => continue,
                },
            };
            if best.as_ref().is_none_or(|(fitness, _)| found.0 < *fitness) {
                best = Some(found);
            }
        }
        best.map_or(missing, |(_, at)| at)
    }

    /// What a place has of a policy: its own copy or, for a school, that of the trust where the trust alone has one.
    fn held(&self, school: Option<usize>, slug: &Slug) -> Option<Held<'_>> {
        let shared = |index: usize| {
            let school = self.portal.schools[index].school;
            let trusts = self.by_place.get(&(None, slug));
            trusts.filter(|(_, copy)| copy.front.copies() == Copies::Trust && applies_to(&copy.front, school))
        };
        let (document, copy) = *self.by_place.get(&(school, slug)).or_else(|| shared(school?))?;
        let fitness = |standing: Standing, review: Review| match standing {
            Standing::Current if review.is_overdue() => Fitness::Overdue,
            Standing::Current => Fitness::InTime,
            Standing::Upcoming => Fitness::NotYetInForce,
            Standing::Draft => Fitness::Draft,
            Standing::Superseded | Standing::Withdrawn => Fitness::Withdrawn,
        };
        // Where drafts are shown, what is in force stays so behind its draft.
        let versions = &self.portal.documents[copy.document];
        let behind = versions.in_force().filter(|_| copy.standing == Standing::Draft);
        if let Some((version, release)) = behind.and_then(|version| Some((version, version.release()?))) {
            let window = self.portal.content.trust.review_window_days;
            let review = review_of(release.front(), self.portal.today, window);
            let fitness = fitness(version.standing, review);
            return Some(Held { fitness, document: Some(document), front: release.front(), review });
        }
        let fitness = fitness(copy.standing, copy.review);
        Some(Held { fitness, document: Some(document), front: &copy.front, review: copy.review })
    }

    /// Where a draft of the policy says that it is one, of those that are no documents yet.
    fn draft(&self, school: Option<usize>, slug: &Slug) -> Option<Place> {
        let content = self.portal.content;
        let named = |files: &'_ [PolicyFile]| files.iter().position(|file| file.slug == *slug);
        let trusts = named(&content.policies).map(|index| &content.policies[index]);
        let school = school.map(|index| self.portal.schools[index].school);
        let own = school.and_then(|school| named(&school.policies).map(|index| &school.policies[index]));
        let front = match (trusts, school) {
            (Some(policy), None) if policy.front.copies() == Copies::Schools => return None,
            (Some(policy), Some(school)) if !applies_to(&policy.front, school) => return None,
            (Some(policy), Some(_)) if policy.front.copies() == Copies::Trust => policy.front.clone(),
            (Some(policy), _) => own.map_or_else(|| policy.front.clone(), |own| policy.front.overlaid_with(&own.front)),
            (None, _) => own?.front.clone(),
        };
        (front.status() == Status::Draft).then(|| front.place_of(Field::Status))
    }
}

impl Held<'_> {
    fn at(&self, school: Option<usize>, requirement: &Requirement) -> AtPlace {
        let status = self.front.place_of(Field::Status);
        let (state, first) = match self.fitness {
            Fitness::InTime => (RequiredState::Present, None),
            Fitness::Overdue => (RequiredState::Overdue, None),
            Fitness::NotYetInForce => (RequiredState::Present, in_force_from(self.front).map(Remark::InForceFrom)),
            Fitness::Draft => (RequiredState::Missing, Some(Remark::Draft(status))),
            Fitness::Withdrawn => (RequiredState::Missing, Some(Remark::Withdrawn(status))),
        };
        let mut remarks: Vec<Remark> = first.into_iter().collect();
        if state != RequiredState::Missing {
            remarks.extend(self.of_review(requirement.review_cycle.as_ref()));
            remarks.extend(self.of_approval(&requirement.approved_by));
        }
        AtPlace { school, state, document: self.document, remarks }
    }

    /// What is otherwise with the review: nothing is recorded, or it comes later than the expected cycle has it.
    fn of_review(&self, expected: Option<&ReviewCycle>) -> Option<Remark> {
        if self.review.status == ReviewStatus::Unknown {
            return Some(Remark::NoReview);
        }
        let expected = expected?;
        if let Some(cycle) = self.front.cycle().filter(|cycle| cycle.months() > expected.months()) {
            return Some(Remark::LongerCycle(cycle.wording().to_owned()));
        }
        let next = self.front.date(Field::NextReview)?;
        (end_of_cycle(self.front, expected)? < next.first_day()).then_some(Remark::LateReview(next))
    }

    fn of_approval(&self, expected: &[String]) -> Option<Remark> {
        let body = match self.front.text(Field::ApprovedBy) {
            _ if expected.is_empty() => return None,
            None => return Some(Remark::NoBody),
            Some(body) => body,
        };
        let is_expected = expected.iter().any(|known| folded(known) == folded(body));
        (!is_expected).then(|| Remark::OtherBody(body.to_owned()))
    }
}
