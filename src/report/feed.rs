//! `feed.xml`: an entry for each version that came into force, newest first. Atom, RFC 4287.

use super::stable_id::stable_id;
use crate::calendar::Day;
use crate::model::Field;
use crate::register::Document;
use crate::site::{Artefact, Href, Site};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::io;

const PATH: &str = "feed.xml";

/// One version that came into force.
struct Entry {
    id: String,
    day: Day,
    title: String,
    summary: Option<String>,
    category: Option<String>,
    href: String,
}

/// The file.
pub(super) fn report(site: &Site<'_>) -> Vec<Artefact> {
    let mut entries: Vec<Entry> = site.register.documents.iter().filter_map(|document| entry(site, document)).collect();
    // A stable order among those of one day: the register's own.
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.day));
    let bytes = xml(site, &entries).expect("memory takes all that is written to it");
    vec![Artefact { path: PATH.to_owned(), bytes }]
}

/// A document's version, once it has come into force; one that has no page, or does not say since when it is in force, has
/// no entry.
fn entry(site: &Site<'_>, document: &Document) -> Option<Entry> {
    let day = document.effective.map(crate::calendar::CalendarDate::first_day)?;
    if day > site.register.as_of || document.status == crate::model::Status::Draft {
        return None;
    }
    let trust = site.portal.content.trust.name.as_str();
    let whose = document.school.as_ref().map_or(trust, |school| school.name.as_str());
    let slug = document.school.as_ref().map_or("", |school| school.slug.as_str());
    let version = document.version.as_deref();
    let front = &site.portal.copies[document.copy].front;
    let newest =
        front.history.first().filter(|newest| newest.version.is_none() || newest.version.as_deref() == version);
    Some(Entry {
        id: format!(
            "urn:uuid:{}",
            stable_id(&["version", trust, slug, document.policy.as_str(), version.unwrap_or("")])
        ),
        day,
        title: match version {
            Some(version) => site
                .portal
                .words
                .fill("feed.entry", &[("title", &document.title), ("version", version), ("place", whose)]),
            None => format!("{} ({whose})", document.title),
        },
        summary: newest
            .and_then(|newest| newest.changes.clone())
            .or_else(|| front.text(Field::Summary).map(str::to_owned)),
        category: document.category.clone(),
        href: link(site, document.address.as_deref()?),
    })
}

/// A full address, where the site knows its own; else the way from the feed.
fn link(site: &Site<'_>, address: &str) -> String {
    site.canonical(address).unwrap_or_else(|| Href::from_page(PATH, site.style).to(address))
}

fn xml(site: &Site<'_>, entries: &[Entry]) -> io::Result<Vec<u8>> {
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

fn write_entry(feed: &mut Writer<Vec<u8>>, entry: &Entry) -> io::Result<()> {
    let Entry { id, day, title, summary, category, href } = entry;
    feed.create_element("entry").write_inner_content(|writer| {
        element(writer, "id", id)?;
        element(writer, "title", title)?;
        element(writer, "published", &instant(*day))?;
        element(writer, "updated", &instant(*day))?;
        writer.create_element("link").with_attribute(("href", href.as_str())).write_empty()?;
        if let Some(category) = category {
            writer.create_element("category").with_attribute(("term", printable(category).as_str())).write_empty()?;
        }
        summary.as_deref().map_or(Ok(()), |summary| element(writer, "summary", summary))
    })?;
    Ok(())
}

fn element(writer: &mut Writer<Vec<u8>>, name: &str, text: &str) -> io::Result<()> {
    writer.create_element(name).write_text_content(BytesText::new(&printable(text)))?;
    Ok(())
}

/// Text without the control characters that XML cannot hold in any way.
fn printable(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() || matches!(c, '\t' | '\n'))
        .filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .collect()
}

/// A day as Atom wants it: its first moment.
fn instant(day: Day) -> String {
    format!("{}T00:00:00Z", day.iso())
}
