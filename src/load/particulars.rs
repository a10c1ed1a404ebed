//! Reads what is particular to a school, and the parts that a trust and a school share.

use crate::calendar::CalendarDate;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::brand::Colour;
use crate::model::{Brand, Contact, Contacts, FreeData, Particulars, Phase, Terms};
use crate::source::Located;
use crate::table::{Reader, Table, Value, ValueKind};
use crate::template::Data;

/// The keys of `school.toml` that stand above its first heading.
pub(super) const SCHOOL_KEYS: &[&str] = &["name", "urn", "phase", "website", "email", "phone", "address"];

/// Reads the keys of `school.toml`, or of the trust's `[school_defaults]`.
pub(super) fn read(reader: &mut Reader<'_>, outer: &[&str], diagnostics: &mut Diagnostics) -> Particulars {
    let phases: Vec<(&str, Phase)> =
        Phase::WORDS.iter().filter_map(|word| Some((*word, Phase::parse(word)?))).collect();
    Particulars {
        name: filled(reader.text("name")),
        urn: urn(reader.whole_number("urn"), diagnostics),
        phase: reader.choice("phase", &phases).map(|phase| phase.value),
        website: plain(reader, "website"),
        email: plain(reader, "email"),
        phone: plain(reader, "phone"),
        address: reader.text_or_list("address").into_iter().flatten().map(|line| line.value).collect(),
        terms: terms(reader.table("terms"), outer, diagnostics),
        contacts: contacts(reader.table("contacts"), outer, diagnostics),
        brand: brand(reader.table("brand"), outer, diagnostics),
        extra: free_data(reader.table("extra")),
    }
}

/// A text key where blank counts as absent and the place is not needed again.
pub(super) fn plain(reader: &mut Reader<'_>, key: &'static str) -> Option<String> {
    filled(reader.text(key)).map(|text| text.value)
}

fn urn(urn: Option<Located<i64>>, diagnostics: &mut Diagnostics) -> Option<i64> {
    let urn = urn?;
    if (100_000..=999_999).contains(&urn.value) {
        return Some(urn.value);
    }
    let message = format!("a school's URN has six digits, and {} has not", urn.value);
    diagnostics.push(
        Diagnostic::error(Code::UnknownValue, urn.place, message)
            .help("look the school up in the national register, Get Information about Schools"),
    );
    None
}

/// `[terms]`: any names, each with the word to use.
pub(super) fn terms(table: Option<&Table>, outer: &[&str], diagnostics: &mut Diagnostics) -> Terms {
    let mut terms = Terms::new();
    if let Some(table) = table {
        Reader::new(table).finish_free(outer, diagnostics);
    }
    for (key, value) in table.map(Table::entries).unwrap_or_default() {
        match &value.kind {
            ValueKind::Text(word) if !word.trim().is_empty() => {
                terms.insert(key.value.clone(), word.trim().to_owned());
            }
            ValueKind::Text(_) => {}
            _ => {
                let message = format!("the term \"{}\" must be words in quotation marks", key.value);
                let fault = Diagnostic::error(Code::WrongType, value.place, message);
                diagnostics.push(fault.help(format!("write {} = \"…\"", key.value)));
            }
        }
    }
    terms
}

/// `[contacts.<key>]`: name, role, email and phone, all optional.
pub(super) fn contacts(table: Option<&Table>, outer: &[&str], diagnostics: &mut Diagnostics) -> Contacts {
    let mut contacts = Contacts::new();
    for (key, value) in table.map(Table::entries).unwrap_or_default() {
        let ValueKind::Table(contact) = &value.kind else {
            if value.kind == ValueKind::Unreadable {
                continue;
            }
            let is_part = ["name", "role", "email", "phone"].contains(&key.value.as_str());
            let (message, help) = match is_part {
                true => (
                    format!("\"{}\" stands below [contacts], and so it is nobody's", key.value),
                    "write a heading for each person above it, such as [contacts.head] or [contacts.dsl]".to_owned(),
                ),
                false => (
                    format!("the contact \"{}\" is a group of keys: name, role, email and phone", key.value),
                    format!("write [contacts.{}] on a line of its own, and the keys below it", key.value),
                ),
            };
            diagnostics.push(Diagnostic::error(Code::WrongType, value.place, message).help(help));
            continue;
        };
        let mut reader = Reader::new(contact);
        let contact = Contact {
            name: plain(&mut reader, "name"),
            role: plain(&mut reader, "role"),
            email: plain(&mut reader, "email"),
            phone: plain(&mut reader, "phone"),
        };
        reader.finish_below(outer, diagnostics);
        contacts.insert(key.value.clone(), contact);
    }
    contacts
}

/// `[brand]`: colour, logo and what the logo shows.
pub(super) fn brand(table: Option<&Table>, outer: &[&str], diagnostics: &mut Diagnostics) -> Brand {
    let Some(table) = table else { return Brand::default() };
    let mut reader = Reader::new(table);
    let colour = reader.text("colour").and_then(|colour| read_colour(&colour, diagnostics));
    let brand = Brand { colour, logo: filled(reader.text("logo")), logo_alt: plain(&mut reader, "logo_alt") };
    reader.finish_below(outer, diagnostics);
    if let (Some(logo), None) = (&brand.logo, &brand.logo_alt) {
        let fault =
            Diagnostic::warning(Code::MissingKey, logo.place, "the logo has no words for those who do not see it");
        diagnostics.push(fault.help("add logo_alt = \"…\", for example the organisation's name"));
    }
    brand
}

fn read_colour(colour: &Located<String>, diagnostics: &mut Diagnostics) -> Option<Colour> {
    let Some(read) = Colour::parse(colour.value.trim()) else {
        let message = format!("\"{}\" is not a colour we can read", colour.value);
        let fault = Diagnostic::error(Code::BadColour, colour.place, message);
        diagnostics.push(fault.help(match Colour::parse(&format!("#{}", colour.value.trim())) {
            Some(_) => format!("write colour = \"#{}\"", colour.value.trim()),
            None => "write # and six digits or letters a to f, as in colour = \"#1d4f91\"; whoever drew the logo knows them"
                .to_owned(),
        }));
        return None;
    };
    if !read.carries_text() {
        let message = format!(
            "the colour {} is too pale for text: its contrast with the page is {:.2} to 1, and text needs 4.5 to 1",
            colour.value,
            read.contrast_with_page()
        );
        let help =
            format!("write colour = \"{}\", the nearest shade that is dark enough", read.for_light_pages().hex());
        diagnostics.push(Diagnostic::error(Code::BadColour, colour.place, message).help(help));
        return None;
    }
    Some(read)
}

/// A TOML value as data for the texts. A date prints as governors read it.
pub(super) fn data(value: &Value) -> Data {
    match &value.kind {
        ValueKind::Text(text) => Data::text(text.as_str()),
        ValueKind::Whole(number) => Data::Whole(*number),
        ValueKind::Number(number) => Data::Number(*number),
        ValueKind::Truth(truth) => Data::Truth(*truth),
        ValueKind::Day(_) | ValueKind::Instant(_) | ValueKind::Unreadable => {
            Data::text(line(value).unwrap_or_default())
        }
        ValueKind::List(list) => Data::List(list.iter().map(data).collect()),
        ValueKind::Table(table) => {
            Data::map(table.entries().iter().map(|(key, value)| (key.value.as_str(), data(value))))
        }
    }
}

/// A value as one line of words; `None` for a list or table, and for what could not be read.
pub(super) fn line(value: &Value) -> Option<String> {
    match &value.kind {
        ValueKind::Text(text) => Some(text.trim().to_owned()),
        ValueKind::Truth(truth) => Some(if *truth { "Yes" } else { "No" }.to_owned()),
        ValueKind::Day(day) => Some(CalendarDate::Day(*day).in_english()),
        ValueKind::Whole(_) | ValueKind::Number(_) | ValueKind::Instant(_) => Some(value.written().to_owned()),
        ValueKind::List(_) | ValueKind::Table(_) | ValueKind::Unreadable => None,
    }
}

/// A blank text says nothing: it is as if the key were not there.
pub(super) fn filled(text: Option<Located<String>>) -> Option<Located<String>> {
    text.filter(|text| !text.value.trim().is_empty()).map(|text| text.map(|value| value.trim().to_owned()))
}

/// `[extra]`: anything.
pub(super) fn free_data(extra: Option<&Table>) -> FreeData {
    extra
        .map(|table| table.entries().iter().map(|(key, value)| (key.value.as_str().into(), data(value))).collect())
        .unwrap_or_default()
}
