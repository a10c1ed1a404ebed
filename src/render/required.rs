//! Which required documents each place has: the page of all, and what a school's page of the register tells of its own.
//!
//! A few schools stand beside each other, each with its documents. Of many, the page gives numbers and names the gaps, and
//! leads to each school's page, where its own stand one by one.

use super::context::LinkFacts;
use super::context::Tag;
use super::context::register::{CountFacts, SchoolCounts};
use super::context::required::{RequiredCell, RequiredKind, RequiredNumbers, RequiredRow, RequirementFacts};
use super::facts::Facts;
use super::register::{date_facts, frame};
use crate::model::{Basis, Level, Requirement};
use crate::register::{self, AtPlace, Document, Remark, Required, RequiredState};
use crate::site::RegisterPage;

/// Up to this many schools stand beside each other.
const MOST_COLUMNS: usize = 6;

/// With so many cells in all, which keeps the page below 100 KiB with its styles.
const MOST_CELLS: usize = 150;

/// As many requirements as one page lists.
const MOST_REQUIREMENTS: usize = 100;

/// Up to this many schools are named.
const MOST_NAMED: usize = 4;

/// The states in the order of the figures; what does not apply is no figure.
const STATES: &[RequiredState] = &[RequiredState::Missing, RequiredState::Overdue, RequiredState::Present];

/// Every requirement, over all places.
pub fn required(facts: &Facts<'_, '_>) -> RequiredKind {
    let all = &facts.site.register.required;
    let shown: Vec<&Required> = all.iter().take(MOST_REQUIREMENTS).collect();
    let is_of_trust = |required: &&&Required| required.places.iter().all(|at| at.school.is_none());
    let of_trust: Vec<&Required> = shown.iter().filter(is_of_trust).copied().collect();
    let of_schools: Vec<&Required> = shown.iter().filter(|required| !is_of_trust(required)).copied().collect();
    let schools = &facts.site.portal.schools;
    let stand_together = schools.len() <= MOST_COLUMNS && schools.len() * of_schools.len() <= MOST_CELLS;
    let rows = |list: &[&Required]| list.iter().map(|required| row(facts, required, &required.places)).collect();
    let address = |index: usize| register::school_address(&schools[index].school.slug);
    let asks_schools = !of_schools.is_empty();
    let beside = schools.iter().enumerate().filter(|_| asks_schools && stand_together);
    let counted = schools.iter().enumerate().filter(|_| asks_schools && !stand_together);
    RequiredKind {
        register: frame(facts, RegisterPage::Required, &[], false),
        figures: counts(facts, all.iter().flat_map(|required| &required.places)),
        of_trust: rows(&of_trust),
        columns: beside
            .map(|(index, view)| LinkFacts { title: view.school.name.clone(), href: facts.href.to(&address(index)) })
            .collect(),
        of_schools: if stand_together { rows(&of_schools) } else { Vec::new() },
        by_number: match stand_together {
            true => Vec::new(),
            false => of_schools.iter().map(|required| numbers(facts, required)).collect(),
        },
        schools: counted
            .map(|(index, view)| SchoolCounts {
                name: view.school.name.clone(),
                href: facts.href.to(&format!("{}#required", address(index))),
                counts: counts(facts, all.iter().filter_map(|required| at(required, index))),
            })
            .collect(),
        asked: shown.iter().map(|required| asked(facts, required)).collect(),
        left_out: all.len() - shown.len(),
    }
}

/// What a school must have, and the titles of what it need not.
pub fn of_school(facts: &Facts<'_, '_>, index: usize) -> (Vec<RequiredRow>, Vec<String>) {
    let all = &facts.site.register.required;
    let at = |required: &'_ Required| at(required, index).cloned();
    let applies = |at: &AtPlace| at.state != RequiredState::NotApplicable;
    let shown = all.iter().filter_map(|required| Some((required, at(required)?))).take(MOST_REQUIREMENTS);
    let (asked, not_asked): (Vec<_>, Vec<_>) = shown.partition(|(_, at)| applies(at));
    let rows = asked.iter().map(|(required, at)| row(facts, required, std::slice::from_ref(at))).collect();
    (rows, not_asked.into_iter().map(|(required, _)| required.title.clone()).collect())
}

/// The way to the page, with the number of gaps; nothing where the trust lists no requirements.
pub fn link(facts: &Facts<'_, '_>) -> Option<LinkFacts> {
    facts.site.portal.requirements?;
    let places = || facts.site.register.required.iter().flat_map(|required| &required.places);
    let count = |state: RequiredState| places().filter(|at| at.state == state).count().to_string();
    let (missing, overdue) = (count(RequiredState::Missing), count(RequiredState::Overdue));
    Some(LinkFacts {
        title: facts.words.fill("required.summary", &[("missing", &missing), ("overdue", &overdue)]),
        href: facts.href.to(register::REQUIRED),
    })
}

/// How a school stands to a requirement that schools are asked for.
fn at(required: &Required, school: usize) -> Option<&AtPlace> {
    required.places.iter().find(|at| at.school == Some(school))
}

fn requirement<'f>(facts: &Facts<'f, '_>, required: &Required) -> &'f Requirement {
    &facts.site.portal.requirements.expect("what is required stands in the requirements").list[required.requirement]
}

fn row(facts: &Facts<'_, '_>, required: &Required, places: &[AtPlace]) -> RequiredRow {
    let requirement = requirement(facts, required);
    RequiredRow {
        title: required.title.clone(),
        basis: basis(facts, requirement.basis),
        cells: places.iter().map(|at| cell(facts, requirement, at)).collect(),
    }
}

fn cell(facts: &Facts<'_, '_>, requirement: &Requirement, at: &AtPlace) -> RequiredCell {
    let document = at.document.map(|index| &facts.site.register.documents[index]);
    let due = document.filter(|_| at.state == RequiredState::Overdue).and_then(|document| document.next_review);
    let due = due.map(|date| facts.words.fill("required.was_due", &[("date", &facts.words.date(date))]));
    let remarks = at.remarks.iter().map(|it| remark(facts, requirement, it));
    RequiredCell {
        state: state(facts, at.state),
        document: document.map(|document| document.title.clone()),
        href: document.and_then(|document: &Document| Some(facts.href.to(document.address.as_deref()?))),
        place: match at.school {
            Some(index) => facts.site.portal.schools[index].school.name.clone(),
            None => facts.site.portal.content.trust.name.clone(),
        },
        remarks: due.into_iter().chain(remarks).collect(),
    }
}

fn state(facts: &Facts<'_, '_>, state: RequiredState) -> Tag {
    Tag { code: state.word(), label: facts.words.say(&format!("required.state.{}", state.word())).to_owned() }
}

fn basis(facts: &Facts<'_, '_>, basis: Basis) -> Tag {
    Tag { code: basis.word(), label: facts.words.say(&format!("required.basis.{}", basis.word())).to_owned() }
}

fn remark(facts: &Facts<'_, '_>, requirement: &Requirement, remark: &Remark) -> String {
    let words = facts.words;
    let cycle = requirement.review_cycle.as_ref().map_or("", |cycle| cycle.wording());
    let bodies = any_of(facts, &requirement.approved_by);
    match remark {
        Remark::Draft(_) => words.say("required.draft").to_owned(),
        Remark::Withdrawn(_) => words.say("required.withdrawn").to_owned(),
        Remark::InForceFrom(date) => words.fill("required.in_force_from", &[("date", &words.date(*date))]),
        Remark::NoReview => words.say("required.no_review").to_owned(),
        Remark::LongerCycle(own) => words.fill("required.longer_cycle", &[("cycle", own), ("expected", cycle)]),
        Remark::LateReview(date) => {
            words.fill("required.late_review", &[("date", &words.date(*date)), ("expected", cycle)])
        }
        Remark::OtherBody(body) => words.fill("required.other_body", &[("body", body), ("expected", &bodies)]),
        Remark::NoBody => words.fill("required.no_body", &[("expected", &bodies)]),
    }
}

/// Several bodies of which any will do.
fn any_of(facts: &Facts<'_, '_>, bodies: &[String]) -> String {
    bodies.join(facts.words.say("required.or"))
}

/// How many places there are in each state, and how many at which something is otherwise than expected.
fn counts<'a>(facts: &Facts<'_, '_>, places: impl Iterator<Item = &'a AtPlace>) -> Vec<CountFacts> {
    let places: Vec<&AtPlace> = places.filter(|at| at.state != RequiredState::NotApplicable).collect();
    let of_state = STATES.iter().map(|state| CountFacts {
        code: state.word(),
        label: facts.words.say(&format!("required.state.{}", state.word())).to_owned(),
        count: places.iter().filter(|at| at.state == *state).count(),
    });
    let is_otherwise = |at: &&&AtPlace| {
        let is_so =
            |remark: &Remark| !matches!(remark, Remark::Draft(_) | Remark::Withdrawn(_) | Remark::InForceFrom(_));
        at.remarks.iter().any(is_so)
    };
    let otherwise = CountFacts {
        code: "otherwise",
        label: facts.words.say("required.otherwise").to_owned(),
        count: places.iter().filter(is_otherwise).count(),
    };
    of_state.chain([otherwise]).collect()
}

fn numbers(facts: &Facts<'_, '_>, required: &Required) -> RequiredNumbers {
    let gaps = [RequiredState::Missing, RequiredState::Overdue].into_iter().filter_map(|gap| {
        let schools = required.of(gap).filter_map(|at| Some(facts.site.portal.schools[at.school?].school.name.clone()));
        let schools: Vec<String> = schools.collect();
        let key = match gap {
            RequiredState::Missing => "required.missing_at",
            _ => "required.overdue_at",
        };
        (!schools.is_empty()).then(|| facts.words.fill(key, &[("schools", &named(facts, required, schools))]))
    });
    RequiredNumbers {
        title: required.title.clone(),
        basis: basis(facts, requirement(facts, required).basis),
        counts: counts(facts, required.places.iter()),
        gaps: gaps.collect(),
    }
}

/// Some schools by name, or all of those that are asked by their number.
fn named(facts: &Facts<'_, '_>, required: &Required, mut schools: Vec<String>) -> String {
    let words = facts.words;
    let number = schools.len();
    if number <= MOST_NAMED {
        return words.joined(&schools);
    }
    if number == required.asked().count() {
        return words.plural("required.every_school", number, &[]);
    }
    schools.truncate(MOST_NAMED - 1);
    let more = (number - schools.len()).to_string();
    words.fill("required.and_more", &[("schools", &schools.join(", ")), ("more", &more)])
}

fn asked(facts: &Facts<'_, '_>, required: &Required) -> RequirementFacts {
    let words = facts.words;
    let requirement = requirement(facts, required);
    let cycle = requirement.review_cycle.as_ref();
    let cycle = cycle.map(|cycle| words.fill("required.expected_cycle", &[("cycle", cycle.wording())]));
    let bodies = (!requirement.approved_by.is_empty()).then(|| any_of(facts, &requirement.approved_by));
    let bodies = bodies.map(|bodies| words.fill("required.expected_body", &[("body", &bodies)]));
    let (source, source_href) = source(&requirement.source);
    RequirementFacts {
        title: required.title.clone(),
        asked_of: asked_of(facts, requirement),
        expected: cycle.into_iter().chain(bodies).collect(),
        basis: basis(facts, requirement.basis),
        source,
        source_href,
        checked_on: date_facts(facts, requirement.checked_on.value),
    }
}

/// Of whom something is asked, in words.
fn asked_of(facts: &Facts<'_, '_>, requirement: &Requirement) -> String {
    let words = facts.words;
    if requirement.level == Level::Trust {
        return words.say("required.of_trust").to_owned();
    }
    let phases = requirement.phases.iter();
    let phases: Vec<String> =
        phases.map(|phase| words.fill("text.phase", &[("phase", &words.phase(phase.value).to_lowercase())])).collect();
    let phases = (!phases.is_empty()).then(|| words.fill("text.phases", &[("phases", &words.joined(&phases))]));
    let views = facts.site.portal.schools.iter();
    let named = views.filter(|view| requirement.schools.iter().any(|slug| slug.value == view.school.slug.as_str()));
    let whom: Vec<String> = phases.into_iter().chain(named.map(|view| view.school.name.clone())).collect();
    match whom.is_empty() {
        true => words.say("required.of_every_school").to_owned(),
        false => capitalised(&words.joined(&whom)),
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A source's words, and the address in it, where it has one: what stands around the address is its name.
fn source(written: &str) -> (String, Option<String>) {
    let mut words = written.split_whitespace().map(|word| word.trim_start_matches('('));
    let is_address = |word: &&str| word.starts_with("https://") || word.starts_with("http://");
    let Some(word) = words.find(is_address) else { return (written.to_owned(), None) };
    let address = word.trim_end_matches(['.', ',', ';', ')']);
    let name = written.replacen(address, "", 1).replace("()", "");
    let name = name.trim_matches(|c: char| c.is_whitespace() || ",;:.".contains(c));
    match name.is_empty() {
        true => (address.to_owned(), Some(address.to_owned())),
        false => (name.to_owned(), Some(address.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_a_name_an_address_or_both() {
        for (written, name, address) in [
            ("Equality Act 2010, schedule 10", "Equality Act 2010, schedule 10", None),
            ("https://www.example.org/guide", "https://www.example.org/guide", Some("https://www.example.org/guide")),
            ("The guide, https://www.example.org/a.", "The guide", Some("https://www.example.org/a")),
            ("The guide (http://www.example.org/a)", "The guide", Some("http://www.example.org/a")),
            (
                "An Act, section 2(3): https://www.example.org/a",
                "An Act, section 2(3)",
                Some("https://www.example.org/a"),
            ),
            ("javascript:alert(1)", "javascript:alert(1)", None),
        ] {
            assert_eq!(source(written), (name.to_owned(), address.map(str::to_owned)), "{written}");
        }
    }
}
