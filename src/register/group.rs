//! Copies that are reviewed together: the same policy with the same facts, at the trust and its schools.
//!
//! A trust's policy is one review, however many schools have a copy of it. A school that has an owner, an approving body or
//! a date of its own has a review of its own.

use super::Document;
use super::owner::folded;
use crate::calendar::CalendarDate;
use crate::model::Slug;
use std::collections::HashMap;

/// A review: at least one document, the trust's own first.
#[derive(Debug, Clone)]
pub struct Review<'r> {
    /// The documents that it is of; all have the facts of the first.
    pub documents: Vec<&'r Document>,
    /// How many schools have a copy of the policy, whether it is reviewed with these or not.
    pub schools: usize,
}

/// Where a review's documents are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Where<'r> {
    /// Whether the trust's own is one of them.
    pub trust: bool,
    /// The names of the schools.
    pub schools: Vec<&'r str>,
    /// How many schools have the policy at all.
    pub of: usize,
}

impl Where<'_> {
    /// Whether every school that has the policy is meant.
    pub fn is_every_school(&self) -> bool {
        self.schools.len() == self.of
    }
}

impl<'r> Review<'r> {
    /// The document that stands for all.
    pub fn first(&self) -> &'r Document {
        self.documents[0]
    }

    /// The page to read: the first document's that has one.
    pub fn address(&self) -> Option<&'r str> {
        self.documents.iter().find_map(|document| document.address.as_deref())
    }

    /// Where the documents are.
    pub fn places(&self) -> Where<'r> {
        let schools = self.documents.iter().filter_map(|document| document.school.as_ref());
        let schools: Vec<&str> = schools.map(|school| school.name.as_str()).collect();
        Where { trust: schools.len() < self.documents.len(), schools, of: self.schools }
    }
}

/// The reviews of some documents, by the day they are due, those without a day last; those of one day by title. `all` is
/// every document there is.
pub fn reviews<'r>(documents: impl IntoIterator<Item = &'r Document>, all: &[Document]) -> Vec<Review<'r>> {
    let mut at_schools: HashMap<(&Slug, Option<usize>), usize> = HashMap::new();
    for document in all.iter().filter(|document| document.school.is_some()) {
        *at_schools.entry(policy(document)).or_default() += 1;
    }
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut reviews: Vec<Review<'r>> = Vec::new();
    for document in documents {
        let index = *known.entry(what_is_shared(document)).or_insert(reviews.len());
        match reviews.get_mut(index) {
            Some(review) => review.documents.push(document),
            None => reviews.push(Review { documents: vec![document], schools: 0 }),
        }
    }
    for review in &mut reviews {
        review.schools = at_schools.get(&policy(review.first())).copied().unwrap_or_default();
    }
    reviews.sort_by_cached_key(|review| {
        let first = review.first();
        let school = first.school.as_ref().map(|school| school.index);
        (first.review_due.is_none(), first.review_due, first.title.to_lowercase(), first.policy.clone(), school)
    });
    reviews
}

/// The policy that a document is a copy of: two schools' own policies of one name are two.
fn policy(document: &Document) -> (&Slug, Option<usize>) {
    (&document.policy, document.school.as_ref().filter(|_| document.is_schools_own).map(|school| school.index))
}

/// What documents that are reviewed together have in common, as one text.
fn what_is_shared(document: &Document) -> String {
    let (slug, school) = policy(document);
    let school = school.map(|index| index.to_string()).unwrap_or_default();
    let owner = document.owner.as_deref().map(folded).unwrap_or_default();
    let next_review = document.next_review.map(CalendarDate::in_english).unwrap_or_default();
    [
        slug.as_str(),
        &school,
        &document.title,
        &owner,
        document.approved_by.as_deref().unwrap_or_default(),
        &next_review,
        document.review_status.word(),
        document.standing.word(),
    ]
    .join("\0")
}
