//! `register.json`: every document for other programs. Source: contract, section 8.

use super::record::Record;
use crate::site::{Artefact, Href, Site};
use std::fmt::Write as _;

const PATH: &str = "register.json";

/// The file: its head, and one document a line, so that two of them can be compared.
pub(super) fn report(site: &Site<'_>) -> Vec<Artefact> {
    let line = |record: &Record| serde_json::to_string(record).expect("a record is plain data");
    let trust = serde_json::to_string(&site.portal.content.trust.name).expect("a name is text");
    let ledger = serde_json::to_string(&site.portal.ledger).expect("a digest is text");
    let as_of = site.register.as_of;
    let mut text = format!("{{\"trust\":{trust},\"as_of\":\"{as_of}\",\"ledger\":{ledger},\"documents\":[");
    for (index, record) in records(site, &Href::from_page(PATH, site.style)).iter().enumerate() {
        let _ = write!(text, "{}\n{}", if index == 0 { "" } else { "," }, line(record));
    }
    text.push_str("\n]}\n");
    vec![Artefact::text(PATH, text)]
}

/// Every document of a site as a record.
pub(super) fn records(site: &Site<'_>, href: &Href) -> Vec<Record> {
    site.register.documents.iter().map(|document| Record::new(document, &|address| href.to(address))).collect()
}
