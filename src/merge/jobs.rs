//! Which copies are to be made, and whether each file fits the place it is in.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest};
use crate::model::{Copies, CopyOrigin, Field, FrontMatter, Phase, PolicyFile, PortalContent, School, SectionSource};
use crate::source::{Place, Sources};

/// A copy to be made.
pub struct Job<'c> {
    pub policy: &'c PolicyFile,
    pub amendment: Option<&'c PolicyFile>,
    pub school: Option<usize>,
    pub origin: CopyOrigin,
}

/// Every copy to be made: the trust's own by policy, then school by school.
pub fn jobs<'c>(content: &'c PortalContent, sources: &Sources, diagnostics: &mut Diagnostics) -> Vec<Job<'c>> {
    let mut jobs = Vec::new();
    for policy in &content.policies {
        check_trust_policy(policy, diagnostics);
        if policy.front.copies() != Copies::Schools {
            jobs.push(Job { policy, amendment: None, school: None, origin: CopyOrigin::Trust });
        }
    }
    for (index, school) in content.schools.iter().enumerate() {
        let mut of_school = Vec::new();
        for policy in content.policies.iter().filter(|policy| has_copy(policy, school)) {
            let amendment = school.policies.iter().find(|file| file.slug == policy.slug);
            let origin = match amendment {
                Some(file) if !file.text.sections.is_empty() => CopyOrigin::Amended,
                _ => CopyOrigin::Trust,
            };
            of_school.push(Job { policy, amendment, school: Some(index), origin });
        }
        for file in &school.policies {
            match content.policies.iter().find(|policy| policy.slug == file.slug) {
                Some(policy) => check_amendment(file, policy, school, sources, diagnostics),
                // The trust's file could not be read, so there is no telling what this one does to it.
                None if content.unread.contains(file.slug.as_str()) => {}
                None => {
                    if let Some(place) = file.says_that_it_amends() {
                        diagnostics.push(nothing_to_amend(file, place, content, school));
                        continue;
                    }
                    check_own_policy(file, diagnostics);
                    of_school.push(Job {
                        policy: file,
                        amendment: None,
                        school: Some(index),
                        origin: CopyOrigin::School,
                    });
                }
            }
        }
        of_school.sort_by_key(|job| &job.policy.slug);
        jobs.extend(of_school);
    }
    jobs
}

/// Whether a school has a copy of a trust policy.
fn has_copy(policy: &PolicyFile, school: &School) -> bool {
    policy.front.copies() != Copies::Trust && applies_to(&policy.front, school)
}

/// Whether a trust policy is for a school, whoever has the copy of it.
pub fn applies_to(policy: &FrontMatter, school: &School) -> bool {
    let schools = policy.texts(Field::Schools);
    let phases = policy.texts(Field::Phases);
    (schools.is_empty() && phases.is_empty())
        || schools.iter().any(|slug| slug.value == school.slug.as_str())
        || school.phase.is_some_and(|phase| phases.iter().any(|word| Phase::parse(&word.value) == Some(phase)))
}

fn check_trust_policy(policy: &PolicyFile, diagnostics: &mut Diagnostics) {
    check_title(policy, diagnostics);
    check_fills_are_open(policy, diagnostics);
    if let Some(based_on) = &policy.front.based_on {
        let message = "based_on says what a school's file was written against, and this is the trust's own policy";
        let fault = Diagnostic::error(Code::UnknownKey, based_on.place, message);
        diagnostics.push(fault.help("take the line away"));
    }
}

/// Says which sections ask every school for what a lock forbids.
fn check_fills_are_open(policy: &PolicyFile, diagnostics: &mut Diagnostics) {
    let mut lock: Option<&SectionSource> = None;
    for section in &policy.text.sections {
        lock = lock.filter(|lock| section.level > lock.level).or_else(|| section.marks.locked.then_some(section));
        let Some(lock) = lock.filter(|_| section.marks.fill) else { continue };
        let message = format!("every school must fill in the section \"{}\", and its lock lets none", section.id);
        let fault = Diagnostic::error(Code::LockedSection, section.place, message);
        diagnostics.push(fault.note(lock.place, "the lock").help("take .fill or .locked away"));
    }
}

fn check_title(policy: &PolicyFile, diagnostics: &mut Diagnostics) {
    if policy.front.text(Field::Title).is_none() && !policy.front.unreadable.contains(&Field::Title) {
        let fault = Diagnostic::error(Code::MissingKey, policy.front.place, "the policy has no title");
        let has_front_matter = policy.front.place.start < policy.front.place.end;
        let help = match !has_front_matter {
            true => "begin the file with three lines: +++, title = \"…\", +++",
            false => "add title = \"…\" below the first +++",
        };
        diagnostics.push(fault.help(help));
    }
}

/// An amendment of what the trust does not have; what follows from that need not be said too.
fn nothing_to_amend(file: &PolicyFile, place: Place, content: &PortalContent, school: &School) -> Diagnostic {
    let slug = file.slug.as_str();
    let message = format!("the trust has no policy \"{slug}\", and {} amends it here", school.name);
    let is_renamed = |policy: &&PolicyFile| {
        policy.front.texts(Field::Aliases).iter().any(|alias| alias.value.trim_matches('/') == slug)
    };
    let slugs = || content.policies.iter().map(|policy| policy.slug.as_str());
    let help = match (content.policies.iter().find(is_renamed), nearest(slug, slugs())) {
        (Some(PolicyFile { slug: now, .. }), _) => format!("it is called \"{now}\" now: rename this file to {now}.md"),
        (None, Some(near)) => {
            format!("rename this to {near}.md, or take based_on and the instructions away if it is the school's own")
        }
        (None, None) => format!(
            "if the policy was renamed, rename this file too, and write aliases = [\"{slug}\"] in the trust's; else \
             delete this file"
        ),
    };
    Diagnostic::error(Code::NoTarget, place, message).help(help)
}

fn check_own_policy(file: &PolicyFile, diagnostics: &mut Diagnostics) {
    check_title(file, diagnostics);
    say_what_is_the_trusts(file, "a school's own policy is for this school only", diagnostics);
}

fn say_what_is_the_trusts(file: &PolicyFile, why: &str, diagnostics: &mut Diagnostics) {
    for (field, value) in file.front.values.iter().filter(|(field, _)| field.is_the_trusts()) {
        let message = format!("{} is for the trust to say: {why}", field.key());
        diagnostics.push(Diagnostic::error(Code::UnknownKey, value.place, message).help("take the line away"));
    }
}

fn check_amendment(
    file: &PolicyFile,
    policy: &PolicyFile,
    school: &School,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    say_what_is_the_trusts(file, "a school's file changes this school's copy", diagnostics);
    if !has_copy(policy, school) {
        let trust = sources.path(policy.file);
        let message = match policy.front.copies() {
            Copies::Trust => format!("{trust} has a trust copy only, so there is nothing to amend for {}", school.name),
            _ => format!("{trust} does not apply to {}, so there is nothing to amend", school.name),
        };
        let rule =
            [Field::Copies, Field::Schools, Field::Phases].into_iter().find(|f| policy.front.values.contains_key(f));
        let fault = Diagnostic::error(Code::NoTarget, file.front.place, message);
        let rule = policy.front.place_of(rule.unwrap_or(Field::Title));
        diagnostics.push(
            fault
                .note(rule, "the trust's rule")
                .help("take this file away, or rename it to be a policy of the school's own"),
        );
    }
}
