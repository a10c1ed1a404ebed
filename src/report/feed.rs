//! `feed.xml`: an entry for each version that came into force, newest first. Atom, RFC 4287.

use super::Put;
use super::stable_id::stable_id;
use crate::calendar::Day;
use crate::disk::MachineError;
use crate::merge::{Document, Standing, Version};
use crate::model::{Field, Slug, policy_address};
use crate::site::{Artefact, Href, Site};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::borrow::Cow;
use std::cmp::Reverse;
use std::io;

pub(super) const PATH: &str = "feed.xml";

/// One version that came into force.
struct Entry<'s> {
    id: String,
    day: Day,
    /// The school, by index of the portal's schools; the trust's entries of a day come first.
    school: Option<usize>,
    title: String,
    summary: Option<&'s str>,
    category: Option<&'s str>,
    href: String,
}

/// The file.
pub(super) fn report(site: &Site<'_>, put: &mut Put<'_>) -> Result<(), MachineError> {
    let mut entries: Vec<Entry<'_>> =
        site.portal.documents.iter().flat_map(|document| entries(site, document)).collect();
    entries
        .sort_by_cached_key(|entry| (Reverse(entry.day), entry.school, entry.title.to_lowercase(), entry.id.clone()));
    let bytes = xml(site, &entries).expect("memory takes all that is written to it");
    put(Artefact { path: PATH.to_owned(), bytes })
}

/// The versions of a document that have come into force. One that has no page, or does not say since when it is in force,
/// has no entry; nor has one that another took the place of before it was in force.
fn entries<'s>(site: &'s Site<'_>, document: &'s Document<'_>) -> Vec<Entry<'s>> {
    let versions = document.versions.iter();
    versions.filter_map(|version| entry(site, document, version)).collect()
}

fn entry<'s>(site: &'s Site<'_>, document: &'s Document<'_>, version: &'s Version<'_>) -> Option<Entry<'s>> {
    let was_in_force = version.replaced.is_none() || version.in_force_until().is_some();
    if !matches!(version.standing, Standing::Current | Standing::Superseded | Standing::Withdrawn) || !was_in_force {
        return None;
    }
    let day = version.from?.first_day();
    let trust = site.portal.content.trust.name.as_str();
    let copy = document.copy.map(|copy| &site.portal.copies[copy]);
    let front = match (version.release(), copy) {
        (Some(release), _) => release.front(),
        (None, copy) => &copy?.front,
    };
    let whose = match (document.school, document.scope.school()) {
        (Some(school), _) => site.portal.schools[school].school.name.as_str(),
        (None, Some(gone)) => version.release().and_then(|release| release.school()).unwrap_or(gone.as_str()),
        (None, None) => trust,
    };
    let name = version.version.as_deref();
    let slug = document.scope.school().map_or("", Slug::as_str);
    Some(Entry {
        id: format!("urn:uuid:{}", stable_id(&["version", trust, slug, document.slug.as_str(), name.unwrap_or("")])),
        day,
        school: document.school,
        title: match name {
            Some(name) => {
                site.portal.words.fill("feed.entry", &[("title", &document.title), ("version", name), ("place", whose)])
            }
            None => format!("{} ({whose})", document.title),
        },
        summary: version.changes.as_deref().or_else(|| front.text(Field::Summary)),
        category: front.text(Field::Category),
        href: link(site, &address(site, document, version)?),
    })
}

/// The document's page for the version that is in force there, a version's permanent page for one that was before.
fn address(site: &Site<'_>, document: &Document<'_>, version: &Version<'_>) -> Option<String> {
    let current = policy_address(document.scope.school(), &document.slug);
    let permanent = version.version.as_ref().map(|name| format!("{current}versions/{name}/"));
    let mut addresses: Vec<String> = permanent.into_iter().chain([current]).collect();
    if version.standing != Standing::Superseded {
        addresses.reverse();
    }
    addresses.into_iter().find(|address| site.page(address).is_some())
}

/// A full address, where the site knows its own; else the way from the feed.
fn link(site: &Site<'_>, address: &str) -> String {
    site.canonical(address).unwrap_or_else(|| Href::from_page(PATH, site.style).to(address))
}

fn xml(site: &Site<'_>, entries: &[Entry<'_>]) -> io::Result<Vec<u8>> {
    let trust = &site.portal.content.trust;
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let feed = writer.create_element("feed").with_attribute(("xmlns", "http://www.w3.org/2005/Atom"));
    feed.with_attribute(("xml:lang", trust.language.value.as_str())).write_inner_content(|feed| {
        element(feed, "id", &format!("urn:uuid:{}", stable_id(&["feed", &trust.name])))?;
        element(feed, "title", &site.portal.words.fill("feed.title", &[("trust", &trust.name)]))?;
        element(feed, "updated", &instant(entries.first().map_or(site.register.as_of, |newest| newest.day)))?;
        feed.create_element("author").write_inner_content(|author| element(author, "name", &trust.name))?;
        if let Some(own) = site.canonical(PATH) {
            let own = [("rel", "self"), ("type", "application/atom+xml"), ("href", own.as_str())];
            feed.create_element("link").with_attributes(own).write_empty()?;
        }
        feed.create_element("link").with_attribute(("href", link(site, "").as_str())).write_empty()?;
        entries.iter().try_for_each(|entry| write_entry(feed, entry))
    })?;
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

fn write_entry(feed: &mut Writer<Vec<u8>>, entry: &Entry<'_>) -> io::Result<()> {
    let Entry { id, day, school: _, title, summary, category, href } = entry;
    feed.create_element("entry").write_inner_content(|writer| {
        element(writer, "id", id)?;
        element(writer, "title", title)?;
        element(writer, "published", &instant(*day))?;
        element(writer, "updated", &instant(*day))?;
        writer.create_element("link").with_attribute(("href", href.as_str())).write_empty()?;
        if let Some(category) = category {
            writer.create_element("category").with_attribute(("term", printable(category).as_ref())).write_empty()?;
        }
        summary.map_or(Ok(()), |summary| element(writer, "summary", summary))
    })?;
    Ok(())
}

fn element(writer: &mut Writer<Vec<u8>>, name: &str, text: &str) -> io::Result<()> {
    writer.create_element(name).write_text_content(BytesText::new(&printable(text)))?;
    Ok(())
}

/// Text without the control characters that XML cannot hold in any way.
fn printable(text: &str) -> Cow<'_, str> {
    let cannot_be_held =
        |c: char| (c.is_control() && !matches!(c, '\t' | '\n')) || matches!(c, '\u{fffe}' | '\u{ffff}');
    if text.contains(cannot_be_held) { text.replace(cannot_be_held, "").into() } else { text.into() }
}

/// A day as Atom wants it: its first moment.
fn instant(day: Day) -> String {
    format!("{}T00:00:00Z", day.iso())
}
