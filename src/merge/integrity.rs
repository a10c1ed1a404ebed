//! Holds what is being worked on against what was released.
//!
//! The wording of a released version is what its approving body agreed, so it may not change under the same number: not
//! in the trust's text, not in a school's, and not in a partial. Values that are filled in may, and so may the front
//! matter. Source: contract, section 7.

use super::copy::{CopySource, PolicyCopy};
use super::review::Standing;
use super::versions::is_version_of;
use crate::archive::{Archive, PREAMBLE, Release, Scope, TITLE};
use crate::calendar::CalendarDate;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{CopyOrigin, Field, PolicyFile, PortalContent, Slug, Status, Verb};
use crate::source::{Place, Sources};
use std::collections::BTreeMap;

/// What was released, by document.
pub(super) type Releases<'c> = BTreeMap<(Scope, Slug), Vec<&'c Release>>;

/// Says which released wordings have changed under their number, and what is in force and not released.
pub(super) fn check(
    working: &[PolicyCopy<'_>],
    archive: &Archive,
    releases: &Releases<'_>,
    content: &PortalContent,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    if releases.is_empty() {
        return;
    }
    let checking = Checking { working, archive, releases, content, sources };
    let mut changed: Vec<Changed> = Vec::new();
    let mut unreleased: Vec<Unreleased<'_>> = Vec::new();
    for copy in working.iter().filter(|copy| copy.front.status() == Status::Approved) {
        match checking.own_release(copy) {
            Some(release) => changed.extend(checking.changed(copy, release)),
            None if checking.is_under_the_trusts_number(copy) => diagnostics.push(checking.own_version_needed(copy)),
            // Its file was lost or changed, or its line of the ledger was; that is said, and releasing it would not help.
            None if checking.may_be_released(copy) => {}
            None if copy.standing == Standing::Current => {
                let place = place_of_version(copy);
                match unreleased.iter_mut().find(|known| known.place == place) {
                    Some(known) => known.copies.push(copy),
                    None => unreleased.push(Unreleased { place, copies: vec![copy] }),
                }
            }
            None => {}
        }
    }
    for found in together(changed) {
        diagnostics.push(found.said());
    }
    for found in &unreleased {
        let sharing = working.iter().filter(|copy| place_of_version(copy) == found.place).count();
        diagnostics.push(checking.not_released(found, sharing));
    }
}

struct Checking<'a, 'c> {
    working: &'a [PolicyCopy<'a>],
    archive: &'a Archive,
    releases: &'a Releases<'c>,
    content: &'a PortalContent,
    sources: &'a Sources,
}

/// A document, or several with one number in one place, whose released wording has changed.
struct Changed {
    /// Where the version is given, or where it should be.
    place: Place,
    /// The version, and whose where that is not the trust's.
    version: String,
    whose: String,
    released: String,
    /// The file of the release, from the root.
    file: String,
    differences: Vec<Difference>,
    /// What to type.
    number: String,
}

/// One part whose wording is not what was released.
#[derive(PartialEq, Eq)]
struct Difference {
    what: String,
    how: &'static str,
    places: Vec<Place>,
    /// The partials that stand in it.
    partials: Vec<Place>,
}

/// Copies that are in force and not released, with the version that they share.
struct Unreleased<'w> {
    place: Place,
    copies: Vec<&'w PolicyCopy<'w>>,
}

impl<'c> Checking<'_, 'c> {
    fn scope(&self, copy: &PolicyCopy<'_>) -> Scope {
        Scope::of(copy.school.map(|index| &self.content.schools[index].slug))
    }

    fn releases_of(&self, scope: Scope, slug: &Slug) -> &[&'c Release] {
        self.releases.get(&(scope, slug.clone())).map_or(&[], Vec::as_slice)
    }

    /// The release with the copy's version.
    fn own_release(&self, copy: &PolicyCopy<'_>) -> Option<&'c Release> {
        let releases = self.releases_of(self.scope(copy), copy.slug);
        releases.iter().find(|release| is_version_of(&copy.front, release)).copied()
    }

    fn may_be_released(&self, copy: &PolicyCopy<'_>) -> bool {
        let version = copy.front.text(Field::Version);
        version.is_some_and(|version| self.archive.may_hold(&self.scope(copy), copy.slug, version))
    }

    /// Whether a school's text goes by the number of what the trust has released, which is another text.
    fn is_under_the_trusts_number(&self, copy: &PolicyCopy<'_>) -> bool {
        lacks_version_of_its_own(copy)
            && self.releases_of(Scope::Trust, copy.slug).iter().any(|release| is_version_of(&copy.front, release))
    }

    fn school_name(&self, copy: &PolicyCopy<'_>) -> Option<&str> {
        copy.school.map(|index| self.content.schools[index].name.as_str())
    }

    fn own_version_needed(&self, copy: &PolicyCopy<'_>) -> Diagnostic {
        let school = self.school_name(copy).unwrap_or_default();
        let version = copy.front.text(Field::Version).unwrap_or_default();
        let message =
            format!("{school} changes the text of version {version}, which is released, under the trust's own number");
        let number = self.next_number(copy, version);
        Diagnostic::error(Code::VersionNeeded, place_of_version(copy), message)
            .help(format!("write version = \"{number}\" in this front matter"))
    }

    fn changed(&self, copy: &PolicyCopy<'_>, release: &Release) -> Option<Changed> {
        let differences = self.differences(copy, release);
        if differences.is_empty() {
            return None;
        }
        let has_own = lacks_version_of_its_own(copy) || version_is_the_schools(copy);
        let whose = match self.school_name(copy).filter(|_| has_own) {
            Some(school) => format!(" for {school}"),
            None => String::new(),
        };
        Some(Changed {
            place: place_of_version(copy),
            version: release.version.clone(),
            whose,
            released: CalendarDate::Day(release.released).in_english(),
            file: format!("{}/{}", self.content.folder, release.path()),
            differences,
            number: self.next_number(copy, &release.version),
        })
    }

    /// What has other words than the release has, what it has besides, and what it has no more.
    fn differences(&self, copy: &PolicyCopy<'_>, release: &Release) -> Vec<Difference> {
        let mut differences = Vec::new();
        if release.has_wording(&copy.wording) {
            return differences;
        }
        for (name, digest) in &*copy.wording {
            let how = match release.wording_of(name, self.sources) {
                Some(released) if released == digest => continue,
                Some(_) => "changed",
                None => "added",
            };
            let section = copy.section(name);
            let what =
                section.map_or_else(|| part(name), |section| format!("\"{}\"", copy.filled(&section.heading).plain()));
            let own = section.map(|section| section.heading.place(0..1)).or_else(|| place_of_part(copy, name));
            let mut places = additions_to(copy, name);
            if places.is_empty() || !self.is_as_the_trust_released_it(copy.slug, name, release) {
                places.splice(0..0, own);
            }
            differences.push(Difference { what, how, places, partials: partials_in(copy, name) });
        }
        for (name, _) in &release.frozen(self.sources).wording {
            if !copy.wording.iter().any(|(known, _)| known == name) {
                let (what, how) = (part(name), "taken out");
                differences.push(Difference { what, how, places: Vec::new(), partials: Vec::new() });
            }
        }
        differences
    }

    /// Whether the trust's own copy has a part in the words that it had when a school's copy was released: then what was
    /// changed there is the school's.
    fn is_as_the_trust_released_it(&self, slug: &Slug, name: &str, schools: &Release) -> bool {
        let trusts = self.working.iter().find(|copy| copy.school.is_none() && copy.slug == slug);
        let Some((copy, release)) = trusts.and_then(|copy| Some((copy, self.own_release(copy)?))) else { return false };
        let digest = copy.wording.iter().find(|(known, _)| known == name).map(|(_, digest)| digest.as_str());
        release.released <= schools.released && release.wording_of(name, self.sources) == digest
    }

    fn next_number(&self, copy: &PolicyCopy<'_>, version: &str) -> String {
        let trusts = match copy.source {
            CopySource::Working { policy, amendment: Some(_) } => policy.front.text(Field::Version),
            _ => None,
        };
        let taken = |number: &str| {
            let same = |release: &&Release| release.version.eq_ignore_ascii_case(number);
            trusts == Some(number) || self.releases_of(self.scope(copy), copy.slug).iter().any(same)
        };
        // A school's number says which of the trust's it goes with.
        let mut number = match trusts.filter(|trusts| !version.starts_with(&format!("{trusts}-"))) {
            Some(trusts) => format!("{trusts}-a"),
            None => after(version),
        };
        while taken(&number) {
            number = after(&number);
        }
        number
    }

    fn not_released(&self, found: &Unreleased<'_>, sharing: usize) -> Diagnostic {
        let copy = found.copies.first().expect("a list is made with its first copy");
        let slug = copy.slug;
        let portal = self.content.slug.as_ref().map_or(String::new(), |slug| format!(" --portal {slug}"));
        let schools: Vec<&str> = found.copies.iter().filter_map(|copy| self.school_name(copy)).collect();
        let only = match (found.copies.as_slice(), copy.school) {
            ([_], Some(index)) => format!(" --school {}", self.content.schools[index].slug),
            _ => String::new(),
        };
        let command = format!("frontsheet release {slug}{only}{portal}");
        let (what, help) = match copy.front.text(Field::Version) {
            Some(version) => (format!("version {version}"), format!("when it is final: {command}")),
            None => ("the document".to_owned(), format!("add version = \"1.0\", then: {command}")),
        };
        let whose = match found.copies.len() < sharing && schools.len() == found.copies.len() {
            true => format!(" for {}", listed(&schools)),
            false => String::new(),
        };
        let message = format!("{what} is in force{whose} and not released, so nothing proves what it said");
        Diagnostic::warning(Code::Unreleased, found.place, message).help(help)
    }
}

/// Whether a school changes the text and gives its copy no number.
fn lacks_version_of_its_own(copy: &PolicyCopy<'_>) -> bool {
    copy.origin == CopyOrigin::Amended && copy.school.is_some() && !version_is_the_schools(copy)
}

/// Whether a school's file gives its copy a number of its own.
pub(super) fn version_is_the_schools(copy: &PolicyCopy<'_>) -> bool {
    let CopySource::Working { amendment: Some(file), .. } = copy.source else { return false };
    file.front.values.contains_key(&Field::Version)
}

/// Where a copy's version is given; where a school should give one, its front matter.
pub(super) fn place_of_version(copy: &PolicyCopy<'_>) -> Place {
    match copy.source {
        CopySource::Working { amendment: Some(file), .. }
            if version_is_the_schools(copy) || lacks_version_of_its_own(copy) =>
        {
            match file.front.values.get(&Field::Version) {
                Some(version) => version.place,
                None => file.front.place,
            }
        }
        CopySource::Working { policy, .. } => policy.front.place_of(Field::Version),
        CopySource::Released(_) => copy.front.place_of(Field::Version),
    }
}

/// What people call a part that is no section of the copy.
fn part(name: &str) -> String {
    match name {
        TITLE => "the title".to_owned(),
        PREAMBLE => "the text before the first heading".to_owned(),
        name => match name.strip_prefix('(').and_then(|name| name.strip_suffix(')')) {
            Some(note) => format!("the {note}"),
            None => format!("#{name}"),
        },
    }
}

fn place_of_part(copy: &PolicyCopy<'_>, name: &str) -> Option<Place> {
    match name {
        TITLE => Some(copy.files().next()?.front.place_of(Field::Title)),
        PREAMBLE => copy.text.preamble.as_ref().map(|text| text.place(0..1)),
        _ => None,
    }
}

/// The headings of what the school put at the start or the end of a section.
fn additions_to(copy: &PolicyCopy<'_>, id: &str) -> Vec<Place> {
    let adds = |verb| matches!(verb, Some(Verb::Append | Verb::Prepend));
    let to_it = copy.changes.iter().filter(|change| adds(change.verb) && change.target.as_deref() == Some(id));
    to_it.map(|change| change.heading.place(0..1)).collect()
}

/// Where partials stand in a section: what was changed may be there.
fn partials_in(copy: &PolicyCopy<'_>, id: &str) -> Vec<Place> {
    let section = |file: &'_ PolicyFile| {
        let section = file.text.sections.iter().find(|section| section.id == id)?;
        let range = section.body_range.clone();
        let text = file.text.whole.text();
        let starts = text[range.clone()].match_indices('\n').map(|(at, _)| range.start + at + 1);
        let mut places: Vec<Place> = Vec::new();
        for at in [range.start].into_iter().chain(starts).filter(|at| range.contains(at)) {
            let place = file.text.whole.place(at..at + 1);
            if place.file != file.file && !places.iter().any(|known| known.file == place.file) {
                places.push(place);
            }
        }
        Some(places)
    };
    copy.files().find_map(section).unwrap_or_default()
}

/// One fault for all that share a number in one place: the same words are found changed in every school's copy.
fn together(found: Vec<Changed>) -> Vec<Changed> {
    let mut together: Vec<Changed> = Vec::new();
    for changed in found {
        match together.iter_mut().find(|known| known.place == changed.place) {
            Some(known) => {
                for difference in changed.differences {
                    if !known.differences.contains(&difference) {
                        known.differences.push(difference);
                    }
                }
            }
            None => together.push(changed),
        }
    }
    together
}

impl Changed {
    fn said(self) -> Diagnostic {
        let Self { place, version, whose, released, file, differences, number } = self;
        let parts: Vec<String> =
            differences.iter().map(|difference| format!("{} was {}", difference.what, difference.how)).collect();
        let message = format!(
            "the wording of version {version}{whose} was released on {released} and has changed since: {}",
            parts.join(", ")
        );
        let mut fault = Diagnostic::error(Code::VersionNeeded, place, message);
        for difference in differences {
            for place in &difference.places {
                fault = fault.note(*place, difference.how);
            }
            let inner = |partial: &Place| difference.places.iter().all(|place| place.file != partial.file);
            for partial in difference.partials.into_iter().filter(inner) {
                fault = fault.note(partial.starting_point(), "with this in it");
            }
        }
        fault.help(format!(
            "write version = \"{number}\", and status = \"draft\" until it is approved; or put the words back as \
             {file} has them"
        ))
    }
}

/// The number that usually comes after one: 2.1 and 2.2, 2.1-a and 2.1-b.
fn after(version: &str) -> String {
    let digits = version.len() - version.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (before, number) = version.split_at(version.len() - digits);
    if let Ok(number) = number.parse::<u64>() {
        return format!("{before}{}", number.saturating_add(1));
    }
    let mut letters: Vec<char> = version.chars().collect();
    match letters.last_mut() {
        Some(last @ ('a'..='y' | 'A'..='Y')) => *last = char::from(u8::try_from(*last).unwrap_or(b'a') + 1),
        _ => letters.extend(".1".chars()),
    }
    letters.into_iter().collect()
}

/// "Ashby", "Ashby and Oxwater", or "Ashby, Oxwater and 3 more".
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [most @ .., last] if names.len() <= 3 => format!("{} and {last}", most.join(", ")),
        [first, second, rest @ ..] => format!("{first}, {second} and {} more", rest.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_followed_by_the_one_that_people_would_write() {
        for (version, next) in [
            ("1.0", "1.1"),
            ("1.9", "1.10"),
            ("2", "3"),
            ("2.1-a", "2.1-b"),
            ("2.1-z", "2.1-z.1"),
            ("2026-09", "2026-10"),
            ("v", "w"),
        ] {
            assert_eq!(after(version), next, "{version}");
        }
    }

    #[test]
    fn many_schools_are_named_shortly() {
        assert_eq!(listed(&["A"]), "A");
        assert_eq!(listed(&["A", "B", "C"]), "A, B and C");
        assert_eq!(listed(&["A", "B", "C", "D"]), "A, B and 2 more");
    }
}
