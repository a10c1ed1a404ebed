//! `register.json`: every document for other programs. Source: contract, section 8.

use super::Put;
use super::record::Record;
use crate::disk::MachineError;
use crate::site::{Artefact, Href, Site};

pub(super) const PATH: &str = "register.json";

/// The file: its head, and one document a line, so that two of them can be compared.
pub(super) fn report(site: &Site<'_>, put: &mut Put<'_>) -> Result<(), MachineError> {
    let trust = serde_json::to_string(&site.portal.content.trust.name).expect("a name is text");
    let ledger = serde_json::to_string(&site.portal.ledger).expect("a digest is text");
    let as_of = site.register.as_of;
    let mut bytes =
        format!("{{\"trust\":{trust},\"as_of\":\"{as_of}\",\"ledger\":{ledger},\"documents\":[").into_bytes();
    for (index, record) in records(site, PATH).enumerate() {
        bytes.extend_from_slice(if index == 0 { b"\n" } else { b",\n" });
        serde_json::to_writer(&mut bytes, &record).expect("a record is plain data");
    }
    bytes.extend_from_slice(b"\n]}\n");
    put(Artefact { path: PATH.to_owned(), bytes })
}

/// Every document of a site as a record, with addresses as seen from the file at `path`.
pub(super) fn records<'s>(site: &'s Site<'_>, path: &str) -> impl Iterator<Item = Record<'s>> {
    let href = Href::from_page(path, site.style);
    site.register.documents.iter().map(move |document| Record::new(document, &|address| href.to(address)))
}
