//! One document as a record: the columns of the register in other programs' words. Source: contract, section 8.

use crate::calendar::CalendarDate;
use crate::register::Document;
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::borrow::Cow;

/// What one column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell<'d> {
    /// Words, or nothing.
    Text(Option<Cow<'d, str>>),
    /// A number, or nothing.
    Number(Option<i64>),
    /// Yes, no, or nothing.
    Truth(Option<bool>),
    /// Any number of words.
    Texts(Vec<&'d str>),
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
pub struct Record<'d>(pub [Cell<'d>; KEYS.len()]);

impl<'d> Record<'d> {
    /// A document as a record; `href` writes the way to an address of the portal's site.
    pub fn new(document: &'d Document, href: &dyn Fn(&str) -> String) -> Self {
        let text = |text: &'d Option<String>| Cell::Text(text.as_deref().map(Cow::Borrowed));
        let word = |word: &'d str| Cell::Text(Some(Cow::Borrowed(word)));
        let date = |date: Option<CalendarDate>| Cell::Text(date.map(|date| date.iso().into()));
        let missing = document.incomplete.iter().map(|field| field.key());
        Self([
            word(document.policy.as_str()),
            word(&document.title),
            Cell::Text(document.school.as_ref().map(|school| school.slug.as_str().into())),
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
            Cell::Text(document.review_due.map(|day| day.iso().into())),
            word(document.review_status.word()),
            Cell::Number(document.days_until_review),
            Cell::Truth(document.statutory),
            Cell::Truth(document.required_to_publish),
            Cell::Text(document.address.as_deref().map(|address| href(address).into())),
            Cell::Texts(document.local_changes.iter().map(String::as_str).collect()),
            Cell::Texts(missing.collect()),
        ])
    }
}

impl Serialize for Record<'_> {
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
