//! Every policy from A to Z, for readers without scripts.
//!
//! A trust of a hundred schools and sixty policies has six thousand copies, and a page of so many links helps nobody: a
//! policy of the trust leads to the trust's copy, and schools' copies are found on the schools' homes. What only schools
//! have is listed with the schools' names, as long as that is not too much either.

use super::context::{Letter, LetterEntry, LinkFacts, SchoolChoice, SearchKind};
use super::facts::Facts;
use crate::merge::PolicyCopy;
use crate::model::{CopyOrigin, school_address};
use crate::search::sort_key;
use std::collections::BTreeMap;

/// As many copies as a reader may still look through.
const MOST_COPIES: usize = 400;

/// The facts of the search page.
pub fn search_kind(facts: &Facts<'_, '_>) -> SearchKind {
    let mut policies = all_policies(facts);
    policies.iter_mut().filter(|policy| policy.trusts.is_some()).for_each(|policy| policy.schools.clear());
    let own_left_out = policies.iter().map(|policy| policy.schools.len()).sum::<usize>() > MOST_COPIES;
    if own_left_out {
        policies.retain(|policy| policy.is_the_trusts);
        policies.iter_mut().for_each(|policy| policy.schools.clear());
    }
    let mut letters: Vec<Letter> = Vec::new();
    for policy in policies {
        let heading = heading(&policy.key);
        if letters.last().is_none_or(|letter| letter.heading != heading) {
            let id = format!("letter-{}", letters.len() + 1);
            letters.push(Letter { heading, id, policies: Vec::new() });
        }
        if let Some(letter) = letters.last_mut() {
            letter.policies.push(policy.entry(facts));
        }
    }
    let schools = facts.site.portal.schools.iter().map(|view| SchoolChoice {
        slug: view.school.slug.to_string(),
        name: view.school.name.clone(),
        href: facts.href.to(&school_address(&view.school.slug)),
    });
    SearchKind { letters, schools: schools.collect(), own_left_out }
}

/// A policy with its copies, or what schools of their own have under one title.
struct Listed<'p> {
    key: String,
    title: &'p str,
    is_the_trusts: bool,
    trusts: Option<&'p PolicyCopy<'p>>,
    schools: Vec<(usize, &'p PolicyCopy<'p>)>,
}

impl Listed<'_> {
    fn entry(&self, facts: &Facts<'_, '_>) -> LetterEntry {
        let portal = facts.site.portal;
        let link = |(school, copy): &(usize, &PolicyCopy<'_>)| LinkFacts {
            title: portal.schools[*school].school.name.clone(),
            href: facts.href.to(&copy.address(portal)),
        };
        LetterEntry {
            title: self.title.to_owned(),
            href: self.trusts.map(|copy| facts.href.to(&copy.address(portal))),
            next_review: self.trusts.and_then(|copy| facts.row(copy).next_review),
            is_the_trusts: self.is_the_trusts,
            copies: self.schools.iter().map(link).collect(),
        }
    }
}

/// Every policy that a home lists, by title.
fn all_policies<'p>(facts: &Facts<'_, 'p>) -> Vec<Listed<'p>> {
    // Policies of the trust are told apart by slug; schools' own of one title stand together.
    let mut found: BTreeMap<(bool, String), Listed<'p>> = BTreeMap::new();
    let schools = (0..facts.site.portal.schools.len()).map(Some);
    for school in std::iter::once(None).chain(schools) {
        for copy in facts.site.listed(school).filter(|copy| copy.school == school) {
            let is_the_trusts = copy.origin != CopyOrigin::School;
            let key = sort_key(&copy.title);
            let same = if is_the_trusts { copy.slug.to_string() } else { key.clone() };
            let listed = found.entry((is_the_trusts, same)).or_insert_with(|| Listed {
                key,
                title: &copy.title,
                is_the_trusts,
                trusts: None,
                schools: Vec::new(),
            });
            match school {
                None => listed.trusts = Some(copy),
                Some(school) => listed.schools.push((school, copy)),
            }
        }
    }
    let mut policies: Vec<Listed<'p>> = found.into_values().collect();
    policies.sort_by(|a, b| a.key.cmp(&b.key));
    policies
}

fn heading(key: &str) -> String {
    match key.chars().next() {
        Some(first) if first.is_numeric() => "0–9".to_owned(),
        Some(first) => first.to_uppercase().collect(),
        None => "…".to_owned(),
    }
}
