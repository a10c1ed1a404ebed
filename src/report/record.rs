//! One document as a record: the columns of the register in other programs' words. Source: contract, section 8.

use crate::calendar::{CalendarDate, Day};
use crate::register::Document;
use serde::ser::{Serialize, SerializeMap, Serializer};

/// What one column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Words, or nothing.
    Text(Option<String>),
    /// A number, or nothing.
    Number(Option<i64>),
    /// Yes, no, or nothing.
    Truth(Option<bool>),
    /// Any number of words.
    Texts(Vec<String>),
}

/// The columns' keys, in the order of the contract.
pub const KEYS: [&str; 21] = [
    "policy",
    "title",
    "school",
    "category",
    "reference",
    "version",
    "status",
    "standing",
    "owner",
    "approved",
    "approved_by",
    "effective",
    "next_review",
    "review_due",
    "review_status",
    "days_until_review",
    "statutory",
    "required_to_publish",
    "url",
    "local_changes",
    "incomplete",
];

/// A document's columns, in the order of `KEYS`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record(pub [Cell; KEYS.len()]);

impl Record {
    /// A document as a record; `href` writes the way to an address of the portal's site.
    pub fn new(document: &Document, href: &dyn Fn(&str) -> String) -> Self {
        let text = |text: &Option<String>| Cell::Text(text.clone());
        let word = |word: &str| Cell::Text(Some(word.to_owned()));
        let date = |date: Option<CalendarDate>| Cell::Text(date.map(CalendarDate::iso));
        let missing = document.incomplete.iter().map(|field| field.key().to_owned());
        Self([
            word(document.policy.as_str()),
            word(&document.title),
            Cell::Text(document.school.as_ref().map(|school| school.slug.to_string())),
            text(&document.category),
            text(&document.reference),
            text(&document.version),
            word(document.status.word()),
            word(document.standing.word()),
            text(&document.owner),
            date(document.approved),
            text(&document.approved_by),
            date(document.effective),
            date(document.next_review),
            Cell::Text(document.review_due.map(Day::iso)),
            word(document.review_status.word()),
            Cell::Number(document.days_until_review),
            Cell::Truth(document.statutory),
            Cell::Truth(document.required_to_publish),
            Cell::Text(document.address.as_deref().map(href)),
            Cell::Texts(document.local_changes.clone()),
            Cell::Texts(missing.collect()),
        ])
    }
}

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(KEYS.len()))?;
        for (key, cell) in KEYS.iter().zip(&self.0) {
            match cell {
                Cell::Text(text) => map.serialize_entry(key, text)?,
                Cell::Number(number) => map.serialize_entry(key, number)?,
                Cell::Truth(truth) => map.serialize_entry(key, truth)?,
                Cell::Texts(texts) => map.serialize_entry(key, texts)?,
            }
        }
        map.end()
    }
}
