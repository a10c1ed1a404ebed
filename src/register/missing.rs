//! Warns of the documents that there have to be and are not: of each once, however many schools lack it.

use super::Register;
use super::requirements::{AtPlace, Remark, Required, RequiredState};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest};
use crate::merge::Portal;
use crate::model::{Requirement, Requirements};
use crate::source::Place;
use std::collections::BTreeSet;

/// Up to this many schools are named in a message, and up to this many drafts beside it.
const MOST_NAMED: usize = 4;

/// Says what is missing, unless the list is a draft yet.
pub fn warn_of_missing(register: &Register, portal: &Portal<'_>, diagnostics: &mut Diagnostics) {
    let Some(requirements) = portal.requirements.filter(|requirements| !requirements.is_draft) else { return };
    warn_of_unknown_phases(requirements, portal, diagnostics);
    for required in &register.required {
        let requirement = &requirements.list[required.requirement];
        let is_unread = requirement.policies.iter().any(|slug| portal.content.unread.contains(slug.value.as_str()));
        let missing: Vec<&AtPlace> = required.of(RequiredState::Missing).collect();
        // A policy that could not be read may be the very one.
        if !missing.is_empty() && !is_unread {
            let message = Message { requirements, requirement, required, missing: &missing, portal };
            diagnostics.push(message.diagnostic());
        }
    }
}

struct Message<'m> {
    requirements: &'m Requirements,
    requirement: &'m Requirement,
    required: &'m Required,
    missing: &'m [&'m AtPlace],
    portal: &'m Portal<'m>,
}

impl Message<'_> {
    fn diagnostic(&self) -> Diagnostic {
        let drafts = self.distinct(|remark| if let Remark::Draft(place) = remark { Some(*place) } else { None });
        let withdrawn = self.distinct(|remark| if let Remark::Withdrawn(place) = remark { Some(*place) } else { None });
        let is_drafted = |at: &&&AtPlace| at.remarks.iter().any(|remark| matches!(remark, Remark::Draft(_)));
        let are_all_drafted = self.missing.iter().filter(is_drafted).count() == self.missing.len();
        let lacks = if are_all_drafted { "is only a draft" } else { "is missing" };
        let message = format!("the required document \"{}\" {lacks} {}", self.required.title, self.places());
        let mut fault = Diagnostic::warning(Code::MissingDocument, self.requirement.policies[0].place, message);
        for place in drafts.iter().take(MOST_NAMED) {
            fault = fault.note(*place, "a draft, which does not count yet");
        }
        for place in withdrawn.iter().take(MOST_NAMED) {
            fault = fault.note(*place, "withdrawn");
        }
        fault.help(match are_all_drafted {
            true => "when it has been approved, write status = \"approved\" in it, and by whom and when".to_owned(),
            false => self.what_to_do(),
        })
    }

    /// Where it is missing: a few schools by name, many by their number.
    fn places(&self) -> String {
        let schools: Vec<&str> =
            self.missing.iter().filter_map(|at| Some(self.portal.schools[at.school?].school.name.as_str())).collect();
        let asked = self.required.asked().count();
        match schools.as_slice() {
            [] => "at the trust".to_owned(),
            names if names.len() <= MOST_NAMED => format!("at {}", named(names)),
            names if names.len() == asked => format!("at all {asked} schools that must have it"),
            names => {
                let shown = MOST_NAMED - 1;
                let (count, more) = (names.len(), names.len() - shown);
                format!("at {count} of {asked} schools: {} and {more} more", names[..shown].join(", "))
            }
        }
    }

    /// Places that remarks name, each once, in order.
    fn distinct(&self, of: impl Fn(&Remark) -> Option<Place>) -> Vec<Place> {
        let mut places: Vec<Place> = Vec::new();
        for place in self.missing.iter().flat_map(|at| &at.remarks).filter_map(of) {
            if !places.contains(&place) {
                places.push(place);
            }
        }
        places
    }

    fn what_to_do(&self) -> String {
        let content = self.portal.content;
        let schools_own = content.schools.iter().flat_map(|school| &school.policies);
        let known: BTreeSet<&str> =
            content.policies.iter().chain(schools_own).map(|policy| policy.slug.as_str()).collect();
        let slugs: Vec<&str> = self.requirement.policies.iter().map(|slug| slug.value.as_str()).collect();
        let is_withdrawn = |at: &&&AtPlace| at.remarks.iter().any(|remark| matches!(remark, Remark::Withdrawn(_)));
        if self.missing.iter().all(|at| is_withdrawn(&at)) {
            return "put another policy in its place, and add its name to policies; or take the requirement out"
                .to_owned();
        }
        let trusts = content.policies.iter().find(|policy| slugs.contains(&policy.slug.as_str()));
        if let Some(policy) = trusts {
            let file = format!("{}/{}", content.folder, policy.path);
            return format!("{file} makes no copy there that counts: look at its status, copies, schools and phases");
        }
        // What satisfies another requirement is not meant here.
        let named = self.requirements.list.iter().flat_map(|requirement| &requirement.policies);
        let named: BTreeSet<&str> = named.map(|slug| slug.value.as_str()).collect();
        let free = || known.iter().copied().filter(|slug| !named.contains(slug));
        let like = |typed: &str| nearest(typed, free()).or_else(|| free().find(|slug| share_a_name(slug, typed)));
        match slugs.iter().find_map(|slug| like(slug)) {
            Some(near) => {
                let quoted: Vec<String> =
                    slugs.iter().copied().chain([near]).map(|slug| format!("\"{slug}\"")).collect();
                format!("if \"{near}\" is that document, write policies = [{}]", quoted.join(", "))
            }
            None => format!(
                "begin it with: frontsheet new policy {}; if you have it under another name, add that name to policies",
                slugs[0]
            ),
        }
    }
}

/// Whether one of two names is the other with further words, as in `complaints` and `complaints-procedure`.
fn share_a_name(one: &str, other: &str) -> bool {
    let is_in = |short: &str, long: &str| long.strip_prefix(short).is_some_and(|rest| rest.starts_with('-'));
    is_in(one, other) || is_in(other, one)
}

fn named(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// A school of unknown phase is asked for nothing that is for some phases only.
fn warn_of_unknown_phases(requirements: &Requirements, portal: &Portal<'_>, diagnostics: &mut Diagnostics) {
    let phases = requirements.list.iter().find_map(|requirement| requirement.phases.first());
    let schools = portal.content.schools.iter().filter(|school| school.phase.is_none());
    let schools: Vec<&str> = schools.map(|school| school.name.as_str()).collect();
    let Some(phase) = phases.filter(|_| !schools.is_empty()) else { return };
    let whose = match schools.len() {
        0..=MOST_NAMED => named(&schools),
        number => format!("{number} schools ({}, …)", schools[..MOST_NAMED].join(", ")),
    };
    let message = format!("nothing gives the phase of {whose}, so what is required by phase is not asked there");
    let fault = Diagnostic::warning(Code::MissingKey, phase.place, message);
    diagnostics
        .push(fault.help(format!("add phase = \"{}\", or the phase that it is, to school.toml", phase.value.word())));
}
