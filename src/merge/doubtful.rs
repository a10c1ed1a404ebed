//! Warns of versions that cannot be meant as they stand, before a release freezes them for good.
//!
//! The day as of which the site is made has no say in it: what is doubtful here is so on every day.

use super::copy::{CopySource, PolicyCopy};
use super::integrity::{Releases, place_of_version, version_is_the_schools};
use super::review::in_force_from;
use crate::archive::{Archive, Release, Scope};
use crate::calendar::CalendarDate;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Field, PortalContent, Status};
use std::cmp::Ordering;

/// Says which versions that are not released yet have a lower number than the last released one, or come into force no
/// later than it did.
pub(super) fn check(
    working: &[PolicyCopy<'_>],
    archive: &Archive,
    releases: &Releases<'_>,
    content: &PortalContent,
    diagnostics: &mut Diagnostics,
) {
    for copy in working.iter().filter(|copy| copy.front.status() == Status::Approved) {
        let Some(version) = copy.front.text(Field::Version) else { continue };
        let scope = Scope::of(copy.school.map(|index| &content.schools[index].slug));
        if archive.may_hold(&scope, copy.slug, version) {
            continue;
        }
        let Some(last) = releases.get(&(scope, copy.slug.clone())).and_then(|releases| releases.last()) else {
            continue;
        };
        // The trust's number and date are said once, however many schools have them.
        let school = copy.school.filter(|_| version_is_the_schools(copy));
        let school = school.map(|index| content.schools[index].name.as_str());
        let doubted = Doubted { copy, version, school, last };
        if order(version, &last.version) == Some(Ordering::Less) {
            diagnostics.push(doubted.lower());
        }
        if let Some(from) = in_force_from(&copy.front).filter(|from| is_no_later(*from, last)) {
            diagnostics.push(doubted.out_of_turn(from));
        }
    }
}

fn is_no_later(from: CalendarDate, last: &Release) -> bool {
    from.first_day() <= last.in_force_from().first_day()
}

struct Doubted<'a> {
    copy: &'a PolicyCopy<'a>,
    version: &'a str,
    /// The school's name, where the version is its own.
    school: Option<&'a str>,
    last: &'a Release,
}

impl Doubted<'_> {
    fn whose(&self) -> String {
        self.school.map_or(String::new(), |school| format!(" for {school}"))
    }

    fn lower(&self) -> Diagnostic {
        let (version, before) = (self.version, &self.last.version);
        let message = format!("version {version}{} is a lower number than {before}, which is released", self.whose());
        let help = format!("write a number above {before}, or version = \"{before}\" if it is still that one");
        Diagnostic::warning(Code::DoubtfulVersion, place_of_version(self.copy), message).help(help)
    }

    fn out_of_turn(&self, from: CalendarDate) -> Diagnostic {
        let (version, before) = (self.version, &self.last.version);
        let since = self.last.in_force_from();
        let (own, since_then) = (from.in_english(), since.in_english());
        let whose = self.whose();
        let message = match from.first_day() == since.first_day() {
            true => format!(
                "version {version}{whose} is in force from {own}, and so is version {before}, which is released and would \
                 never have been in force"
            ),
            false => format!(
                "version {version}{whose} is in force from {own}, before version {before}, which is released and in \
                 force from {since_then}"
            ),
        };
        let dates = [Field::Effective, Field::Approved];
        // A school's own version with the trust's dates: what is lacking is lacking in the school's file.
        if let CopySource::Working { amendment: Some(file), .. } = self.copy.source
            && self.school.is_some()
            && !dates.iter().any(|date| file.front.values.contains_key(date))
        {
            let help =
                "that is the trust's date: add to this file the school's own, approved = \"…\" and approved_by = \"…\"";
            return Diagnostic::warning(Code::DoubtfulVersion, place_of_version(self.copy), message).help(help);
        }
        let field = if self.copy.front.date(Field::Effective).is_some() { Field::Effective } else { Field::Approved };
        let help = format!("write the day from which version {version} takes the place of version {before}");
        Diagnostic::warning(Code::DoubtfulVersion, self.copy.front.place_of(field), message).help(help)
    }
}

/// How two numbers of one kind stand to each other; `None` where they cannot be told, as with words, or a year and a number.
fn order(version: &str, other: &str) -> Option<Ordering> {
    let (version, other) = (numbers(version)?, numbers(other)?);
    let is_year = |numbers: &[u64]| numbers[0] >= 1000;
    (is_year(&version) == is_year(&other))
        .then(|| {
            let places = version.len().max(other.len());
            let at = |numbers: &[u64], place: usize| numbers.get(place).copied().unwrap_or(0);
            (0..places).map(|place| at(&version, place).cmp(&at(&other, place))).find(|order| order.is_ne())
        })?
        .or(Some(Ordering::Equal))
}

/// The numbers with which a version begins: 2 and 1 of 2.1-a, 2026 and 9 of 2026-09.
fn numbers(version: &str) -> Option<Vec<u64>> {
    let parts = version.split(['.', '-']).map_while(|part| part.parse().ok());
    Some(parts.collect::<Vec<u64>>()).filter(|numbers| !numbers.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_one_kind_have_an_order() {
        use Ordering::{Equal, Greater, Less};
        for (version, other, expected) in [
            ("1.5", "2.0", Some(Less)),
            ("1.9", "1.10", Some(Less)),
            ("2.0.1", "2.0", Some(Greater)),
            ("2", "2.0", Some(Equal)),
            ("2.0", "2.1-a", Some(Less)),
            ("2.1", "2.1-a", Some(Equal)),
            ("2.1-b", "2.1-a", Some(Equal)),
            ("2026-01", "2026-09", Some(Less)),
            ("1.0", "2026-09", None),
            ("2026-09", "3.0", None),
            ("final", "1.0", None),
            ("v1", "v2", None),
            ("1.0", "99999999999999999999999", None),
        ] {
            assert_eq!(order(version, other), expected, "{version} and {other}");
        }
    }
}
