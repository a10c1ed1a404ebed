//! `reviews.ics`: a whole day in the calendar for each document with a review due. One for the trust with all its
//! schools, one for each school, and one for each owner.

use super::Put;
use super::calendar_file::{AllDay, calendar};
use super::stable_id::stable_id;
use crate::disk::MachineError;
use crate::register::{Document, REVIEWS, owner_address, school_address};
use crate::site::{Artefact, Site};

/// The files' paths.
pub(super) fn paths(site: &Site<'_>) -> Vec<String> {
    let schools = site.portal.schools.iter().map(|view| school_address(&view.school.slug));
    let owners = site.register.owners.iter().map(owner_address);
    std::iter::once(String::new()).chain(schools).chain(owners).map(path).collect()
}

fn path(folder: String) -> String {
    folder + REVIEWS
}

/// The files.
pub(super) fn report(site: &Site<'_>, put: &mut Put<'_>) -> Result<(), MachineError> {
    let (register, words) = (&site.register, site.portal.words);
    let trust = &site.portal.content.trust.name;
    // Written once: a day stands in up to three calendars.
    let written = |document| all_day(site, document).map(|day| day.written());
    let days: Vec<Option<String>> = register.documents.iter().map(written).collect();
    let mut file = |folder: String, whose: &str, documents: &mut dyn Iterator<Item = usize>| {
        let days = documents.filter_map(|document| days[document].as_deref());
        let text = calendar(&words.fill("calendar.title", &[("whose", whose)]), days);
        put(Artefact::text(path(folder), text))
    };
    file(String::new(), trust, &mut (0..days.len()))?;
    for (index, view) in site.portal.schools.iter().enumerate() {
        file(school_address(&view.school.slug), &view.school.name, &mut register.range_of(Some(index)))?;
    }
    let mut owners = register.owners.iter();
    owners.try_for_each(|owner| file(owner_address(owner), &owner.name, &mut owner.documents.iter().copied()))
}

/// The day on which a document's review is due, if any is.
fn all_day(site: &Site<'_>, document: &Document) -> Option<AllDay> {
    let trust = site.portal.content.trust.name.as_str();
    let whose = document.school.as_ref().map_or(trust, |school| school.name.as_str());
    let slug = document.school.as_ref().map_or("", |school| school.slug.as_str());
    let words = site.portal.words;
    let day = document.review_due.filter(|_| document.is_under_review())?;
    let mut lines = vec![format!("{}, {whose}", document.title)];
    let facts = [
        (words.say("field.version"), &document.version),
        (words.say("field.reference"), &document.reference),
        (words.say("calendar.owner"), &document.owner),
        (words.say("field.approved_by"), &document.approved_by),
    ];
    lines.extend(facts.iter().filter_map(|(label, value)| Some(format!("{label}: {}", value.as_deref()?))));
    Some(AllDay {
        uid: stable_id(&["review", trust, slug, document.policy.as_str()]),
        settled: document.recorded.unwrap_or(day),
        day,
        summary: words.fill("calendar.review_due", &[("title", &document.title), ("place", whose)]),
        description: lines.join("\n"),
        url: document.address.as_deref().and_then(|address| site.canonical(address)),
    })
}
