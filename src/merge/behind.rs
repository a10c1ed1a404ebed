//! Schools' files that were written against another version of the trust's policy than there is now.

use super::copy::{CopySource, PolicyCopy};
use super::integrity::Releases;
use super::text::CopySection;
use crate::archive::{Release, Scope};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, quoted_list};
use crate::model::{Field, PolicyFile};
use crate::source::Sources;
use std::collections::BTreeSet;

/// Warns of each, and names the sections that it amends: those that have changed since, where the archive tells.
pub(super) fn check(
    working: &[PolicyCopy<'_>],
    releases: &Releases<'_>,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    for copy in working {
        let CopySource::Working { policy, amendment: Some(file) } = copy.source else { continue };
        let (Some(based_on), Some(version)) = (&file.front.based_on, policy.front.text(Field::Version)) else {
            continue;
        };
        if based_on.value == version {
            continue;
        }
        let amended = amended(file);
        let trusts = working.iter().find(|trusts| trusts.school.is_none() && trusts.slug == copy.slug);
        let written_against = releases
            .get(&(Scope::Trust, copy.slug.clone()))
            .and_then(|releases| releases.iter().find(|release| release.version == based_on.value));
        let to_read = match (written_against, trusts, amended.is_empty()) {
            (_, _, true) => String::new(),
            (Some(release), Some(trusts), false) => {
                let changed: Vec<String> =
                    amended.into_iter().filter(|id| has_changed(id, release, trusts, sources)).collect();
                match changed.is_empty() {
                    true => "; what it changes has the same words still".to_owned(),
                    false => {
                        let them = if changed.len() == 1 { "it" } else { "them" };
                        format!("; since then the trust has changed {}: read {them} again", all_of(&changed))
                    }
                }
            }
            (_, _, false) => format!(": read again {}", all_of(&amended)),
        };
        let message = format!(
            "this was written against version {}, and {} is at version {version}{to_read}",
            based_on.value,
            sources.path(policy.file)
        );
        let fault = Diagnostic::warning(Code::BehindTrust, based_on.place, message)
            .note(policy.front.place_of(Field::Version), "the trust's version")
            .help(format!("when it still fits, write based_on = \"{version}\""));
        diagnostics.push(fault);
    }
}

/// The sections of the trust's that a school's file does something to, by id.
fn amended(file: &PolicyFile) -> Vec<String> {
    let targets = file.text.sections.iter().filter_map(|section| section.marks.verb.as_ref());
    let ids: BTreeSet<String> = targets.map(|(_, target)| target.value.clone()).collect();
    ids.into_iter().collect()
}

fn all_of(ids: &[String]) -> String {
    quoted_list(ids).replace(" or ", " and ")
}

/// Whether the trust's section, or one in it, has other words now than in a release.
fn has_changed(id: &str, release: &Release, trusts: &PolicyCopy<'_>, sources: &Sources) -> bool {
    fn all_in(section: &CopySection<'_>, ids: &mut Vec<String>) {
        ids.push(section.id.clone());
        section.inner().for_each(|inner| all_in(inner, ids));
    }
    let Some(section) = trusts.section(id) else { return true };
    let mut ids = Vec::new();
    all_in(section, &mut ids);
    let now = |id: &str| trusts.wording.iter().find(|(name, _)| name == id).map(|(_, digest)| digest.as_str());
    ids.iter().any(|id| now(id) != release.wording_of(id, sources))
}
