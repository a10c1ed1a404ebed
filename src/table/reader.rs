//! Takes a table apart key by key, and says what is wrong with it.

use super::habit::{ALSO_CALLED, PEOPLE};
use super::label::{kind_in_words, label, shortened};
use super::terms;
use super::{Heading, Table, Value, ValueKind, mend};
use crate::calendar::{CalendarDate, DateFault, ReviewCycle, TermCalled, TermsCalendar};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Whereabouts, nearest, quoted_list};
use crate::source::{Located, Place};
use std::sync::Arc;

/// Reads a [`Table`] key by key.
///
/// Each method takes the key's value, or `None` where the key is not there or its value is of the wrong kind; the
/// latter is reported. A key once asked for is known; [`Reader::finish`] reports all others. Faults are kept until
/// then, so several readers may be at work at once. Whatever was [`ValueKind::Unreadable`] has been reported before
/// and counts as given. A text may be empty or blank: [`Reader::text_given`] takes such a text for none.
#[derive(Debug)]
#[must_use = "a reader that is not finished keeps its faults to itself"]
pub struct Reader<'a> {
    table: &'a Table,
    known: Vec<&'static str>,
    /// The keys that must be there and are not, each with an example of its value.
    missing: Vec<(&'static str, &'static str)>,
    /// The trust's academic terms.
    terms: Arc<TermsCalendar>,
    faults: Diagnostics,
}

impl<'a> Reader<'a> {
    /// A reader of this table.
    pub fn new(table: &'a Table) -> Self {
        let (known, missing) = (Vec::new(), Vec::new());
        Self { table, known, missing, terms: Arc::default(), faults: Diagnostics::default() }
    }

    /// The same reader, which knows these academic terms.
    pub fn with_terms(self, terms: &Arc<TermsCalendar>) -> Self {
        Self { terms: Arc::clone(terms), ..self }
    }

    /// The keys asked for so far.
    pub fn known(&self) -> &[&'static str] {
        &self.known
    }

    /// The value as it stands, of whatever kind.
    pub fn raw(&mut self, key: &'static str) -> Option<&'a Value> {
        if !self.known.contains(&key) {
            self.known.push(key);
        }
        self.table.get(key)
    }

    /// A text, which may be empty.
    pub fn text(&mut self, key: &'static str) -> Option<Located<String>> {
        let value = self.readable(key)?;
        match &value.kind {
            ValueKind::Text(text) => Some(Located::new(text.clone(), value.place)),
            _ => self.wrong(key, value, "text", text_help(key, value)),
        }
    }

    /// A text with something in it; an empty or blank one counts as none, in silence.
    pub fn text_given(&mut self, key: &'static str) -> Option<Located<String>> {
        self.text(key).filter(|text| !text.value.trim().is_empty())
    }

    /// A text that must be there, with something in it.
    pub fn text_required(&mut self, key: &'static str) -> Option<Located<String>> {
        if self.require(key, "\"…\"") { self.text(key) } else { None }
    }

    /// Whether a key is there, with something in it; if it is not, that is reported, with an example of its value as it
    /// is typed.
    pub fn require(&mut self, key: &'static str, example: &'static str) -> bool {
        match self.raw(key) {
            None => self.missing.push((key, example)),
            Some(value) if is_blank(value) => {
                let fault = Diagnostic::error(Code::MissingKey, value.place, format!("the {} is empty", label(key)));
                self.faults.push(fault.help(format!("write {key} = {example}")));
            }
            Some(_) => return true,
        }
        false
    }

    /// Whether a key is there, with something in it.
    pub fn is_given(&self, key: &str) -> bool {
        self.table.get(key).is_some_and(|value| !is_blank(value))
    }

    /// A truth.
    pub fn flag(&mut self, key: &'static str) -> Option<Located<bool>> {
        let value = self.readable(key)?;
        let help = match &value.kind {
            ValueKind::Truth(truth) => return Some(Located::new(*truth, value.place)),
            ValueKind::Text(text) => match text.trim().to_ascii_lowercase().as_str() {
                "true" | "yes" => format!("write {key} = true"),
                "false" | "no" => format!("write {key} = false"),
                _ => format!("write {key} = true or {key} = false"),
            },
            _ => format!("write {key} = true or {key} = false"),
        };
        self.wrong(key, value, "true or false", help)
    }

    /// A whole number.
    pub fn whole_number(&mut self, key: &'static str) -> Option<Located<i64>> {
        let value = self.readable(key)?;
        let help = match &value.kind {
            ValueKind::Whole(number) => return Some(Located::new(*number, value.place)),
            ValueKind::Text(text) if text.trim().parse::<i64>().is_ok() => {
                format!("write {key} = {}, without quotation marks", text.trim())
            }
            _ => format!("write {key} = and a number without quotation marks, as in {key} = 90"),
        };
        self.wrong(key, value, "a whole number", help)
    }

    /// A date, with or without quotation marks, as [`CalendarDate::parse`] reads it. A blank text counts as none, in
    /// silence.
    pub fn date(&mut self, key: &'static str) -> Option<Located<CalendarDate>> {
        self.date_or_term(key, false)
    }

    /// A date by which something is to be done: as [`Reader::date`] reads it, or the name of one of the trust's terms.
    pub fn deadline(&mut self, key: &'static str) -> Option<Located<CalendarDate>> {
        self.date_or_term(key, true)
    }

    fn date_or_term(&mut self, key: &'static str, may_be_term: bool) -> Option<Located<CalendarDate>> {
        let value = self.readable(key).filter(|value| !is_blank(value))?;
        let fault = match &value.kind {
            ValueKind::Day(day) => return Some(Located::new(CalendarDate::Day(*day), value.place)),
            ValueKind::Text(text) | ValueKind::Instant(text) => match CalendarDate::parse(text) {
                Ok(date) => return Some(Located::new(date, value.place)),
                Err(fault @ DateFault::NotADate { .. }) => match self.terms.called(text) {
                    TermCalled::Known(term) if may_be_term => {
                        return Some(Located::new(CalendarDate::Term(term), value.place));
                    }
                    TermCalled::Unread => return None,
                    called => match terms::fault(key, value.place, text, (called, may_be_term), &self.terms) {
                        Some(said) => {
                            self.faults.push(said);
                            return None;
                        }
                        None => fault,
                    },
                },
                Err(fault) => fault,
            },
            ValueKind::Number(_) => match CalendarDate::parse(&value.written) {
                Err(fault @ (DateFault::NoYear { .. } | DateFault::TwoDigitYear { .. })) => fault,
                _ => return self.wrong(key, value, "a date", date_help(key)),
            },
            _ => return self.wrong(key, value, "a date", date_help(key)),
        };
        let help = match &fault {
            DateFault::NotADate { .. } => date_help(key),
            fault => fault.help().replacen("write \"", &format!("write {key} = \""), 1),
        };
        self.faults.push(Diagnostic::error(Code::BadDate, value.place, fault.message()).help(help));
        None
    }

    /// How often something is reviewed, as [`ReviewCycle::parse`] reads it. A blank text counts as none, in silence.
    pub fn cycle(&mut self, key: &'static str) -> Option<Located<ReviewCycle>> {
        let value = self.readable(key).filter(|value| !is_blank(value))?;
        let ValueKind::Text(text) = &value.kind else {
            let help = match &value.kind {
                ValueKind::Whole(number @ 2..=10) => format!("write {key} = \"{number} years\""),
                _ => format!("write {key} = \"annually\", or as in \"every two years\""),
            };
            return self.wrong(key, value, "text", help);
        };
        let fault = match ReviewCycle::parse(text) {
            Ok(cycle) => return Some(Located::new(cycle.in_terms_of(&self.terms), value.place)),
            Err(fault) => fault,
        };
        let help = match (fault.help, nearest(text, ReviewCycle::SPELLINGS.iter().copied())) {
            (Some(help), _) => help.to_owned(),
            (None, Some(meant)) => format!("write {key} = \"{meant}\""),
            (None, None) => {
                format!("write {key} = \"annually\", \"termly\", \"every two years\" or \"every 18 months\"")
            }
        };
        let message = format!("the {} \"{}\" is not one we know", label(key), shortened(&fault.typed));
        self.faults.push(Diagnostic::error(Code::UnknownReviewCycle, value.place, message).help(help));
        None
    }

    /// One of several words, with what it stands for; capitals and spaces around it are no difference.
    pub fn choice<T: Clone>(&mut self, key: &'static str, choices: &[(&str, T)]) -> Option<Located<T>> {
        let value = self.readable(key)?;
        let ValueKind::Text(text) = &value.kind else {
            return self.wrong(key, value, "text", choices_help(key, "", choices));
        };
        self.chosen(key, &Located::new(text.clone(), value.place), choices)
    }

    /// Several of several words, as a list or as one text alone. Those that are not known are left out, and reported.
    pub fn choices<T: Clone>(&mut self, key: &'static str, choices: &[(&str, T)]) -> Option<Vec<Located<T>>> {
        let words = self.text_or_list(key)?;
        Some(words.iter().filter_map(|word| self.chosen(key, word, choices)).collect())
    }

    fn chosen<T: Clone>(&mut self, key: &str, word: &Located<String>, choices: &[(&str, T)]) -> Option<Located<T>> {
        let typed = word.value.trim();
        if let Some((_, chosen)) = choices.iter().find(|(known, _)| known.eq_ignore_ascii_case(typed)) {
            return Some(Located::new(chosen.clone(), word.place));
        }
        let message = format!("\"{}\" is not one of the choices for {key}", shortened(&word.value));
        let help = choices_help(key, &word.value, choices);
        self.faults.push(Diagnostic::error(Code::UnknownValue, word.place, message).help(help));
        None
    }

    /// A list of texts.
    pub fn list_of_text(&mut self, key: &'static str) -> Option<Vec<Located<String>>> {
        let value = self.readable(key)?;
        match &value.kind {
            ValueKind::List(items) => Some(self.texts(key, items)),
            ValueKind::Text(text) => {
                let items: Vec<&str> = text.split(',').map(str::trim).collect();
                let quoted: Vec<String> = items.iter().map(|item| format!("\"{item}\"")).collect();
                self.wrong(key, value, "a list", format!("write {key} = [{}]", quoted.join(", ")))
            }
            _ => self.wrong(key, value, "a list", format!("write {key} = [\"…\", \"…\"]")),
        }
    }

    /// A list of texts, or one text alone.
    pub fn text_or_list(&mut self, key: &'static str) -> Option<Vec<Located<String>>> {
        let value = self.readable(key)?;
        match &value.kind {
            ValueKind::Text(text) => Some(vec![Located::new(text.clone(), value.place)]),
            ValueKind::List(items) => Some(self.texts(key, items)),
            _ => self.wrong(key, value, "text or a list of texts", text_help(key, value)),
        }
    }

    /// The table below `[key]`, or in braces.
    pub fn table(&mut self, key: &'static str) -> Option<&'a Table> {
        let value = self.readable(key)?;
        match &value.kind {
            ValueKind::Table(table) => Some(table),
            ValueKind::List(items) if items.iter().any(|item| matches!(item.kind, ValueKind::Table(_))) => {
                let help = format!("write [{}] in single brackets, once only", self.full_name(key));
                self.wrong(key, value, "one group of keys", help)
            }
            _ => {
                let help = format!("write [{}] on a line of its own, and its keys below", self.full_name(key));
                self.wrong(key, value, "a group of keys", help)
            }
        }
    }

    /// The tables below each `[[key]]`, or in a list, in their order; none where the key is not there.
    pub fn tables(&mut self, key: &'static str) -> Vec<&'a Table> {
        let Some(value) = self.readable(key) else {
            return Vec::new();
        };
        let help = format!("write [[{}]] on a line of its own before each, and its keys below", self.full_name(key));
        let ValueKind::List(items) = &value.kind else {
            let _: Option<()> = self.wrong(key, value, "a list of groups", help);
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items {
            match &item.kind {
                ValueKind::Table(table) => tables.push(table),
                _ => {
                    let _: Option<()> = self.wrong(key, item, "a list of groups", help.clone());
                }
            }
        }
        tables
    }

    /// Says what was wrong, and reports each key that nobody asked for.
    pub fn finish(self, diagnostics: &mut Diagnostics) {
        self.finish_below(&[], diagnostics);
    }

    /// As [`Reader::finish`], for a table below a heading: a key of `outer` (those known where the file begins) that
    /// stands here by mistake is sent back to the top.
    pub fn finish_below(mut self, outer: &[&str], diagnostics: &mut Diagnostics) {
        let unknown: Vec<_> =
            self.table.entries.iter().filter(|(key, _)| !self.known.contains(&key.value.as_str())).collect();
        let place = self.table.place;
        for (key, example) in std::mem::take(&mut self.missing) {
            // Whoever has misspelt or misplaced a key is told so once, and not that it is missing too.
            if !self.is_misspelt(key) && !sent_back(self.table, key, diagnostics) {
                let fault = Diagnostic::error(Code::MissingKey, place, format!("the {} is missing", label(key)));
                let at = match &self.table.heading {
                    Some(heading) => format!(" below {}", heading.words),
                    None if place.start == place.end => " at the top".to_owned(),
                    None => String::new(),
                };
                self.faults.push(fault.help(format!("add {key} = {example}{at}")));
            }
        }
        for (key, value) in unknown {
            if value.guessed {
                continue;
            }
            let name = key.value.as_str();
            let fault = match &self.table.heading {
                Some(heading) if outer.contains(&name) => key_after_table(name, key.place, heading),
                _ => {
                    let message = format!("\"{}\" is not a key we know", shortened(name));
                    let help = match self.meant(name) {
                        _ if PEOPLE.contains(&name.to_lowercase().as_str()) && self.known.contains(&"contacts") => {
                            format!(
                                "write [contacts.{}] on a line of its own, and name = \"…\" below it",
                                name.to_lowercase()
                            )
                        }
                        Some(meant) => format!("did you mean {meant}?"),
                        None if self.known.is_empty() => "take it out: no keys belong here".to_owned(),
                        // A policy has so many keys that a list of them helps nobody.
                        None if self.known.contains(&"control") => {
                            "for a line of the front sheet of your own write it \
                             below [control], in quotation marks; other data goes below [extra]"
                                .to_owned()
                        }
                        None => format!("the keys here are {}", self.known.join(", ")),
                    };
                    Diagnostic::error(Code::UnknownKey, key.place, message).help(help)
                }
            };
            self.faults.push(fault);
        }
        diagnostics.append(self.faults);
    }

    /// As [`Reader::finish`], for a table whose keys are the author's own: only keys of `outer` (those known where the
    /// file begins) are wrong in it, since whoever wrote them meant them to stand at the top.
    pub fn finish_free(mut self, outer: &[&str], diagnostics: &mut Diagnostics) {
        for (key, value) in &self.table.entries {
            if let Some(heading) = &self.table.heading
                && outer.contains(&key.value.as_str())
                && !value.guessed
            {
                self.faults.push(key_after_table(&key.value, key.place, heading));
            }
        }
        diagnostics.append(self.faults);
    }

    /// Whether this key, once asked for, was given after all, but misspelt, or below a heading that it does not belong
    /// to: then that is said, and not that the key is missing too. `said` is what was said of the tables further in.
    pub fn is_given_wrongly(&self, key: &str, said: &Diagnostics) -> bool {
        self.table.get(key).is_none() && (self.is_misspelt(key) || sent_back(self.table, key, said))
    }

    fn is_misspelt(&self, key: &str) -> bool {
        let others = self.table.entries.iter().filter(|(other, _)| !self.known.contains(&other.value.as_str()));
        others.into_iter().any(|(other, _)| self.meant(&other.value) == Some(key))
    }

    /// The key that an unknown one most likely stands for: one that is not given yet, if there is one.
    fn meant(&self, word: &str) -> Option<&'static str> {
        let plain = word.to_lowercase().replace(['-', ' '], "_");
        let habit = ALSO_CALLED.iter().find(|(other, key)| *other == plain && self.known.contains(key));
        let absent = || self.known.iter().copied().filter(|known| self.table.get(known).is_none());
        habit
            .map(|(_, key)| *key)
            .or_else(|| nearest(word, absent()))
            .or_else(|| nearest(word, self.known.iter().copied()))
    }

    /// The key with what it stands below, as a heading names it.
    fn full_name(&self, key: &str) -> String {
        match &self.table.heading {
            Some(heading) => format!("{}.{key}", heading.words.trim_matches(['[', ']'])),
            None => key.to_owned(),
        }
    }

    /// The value, unless it could not be read.
    fn readable(&mut self, key: &'static str) -> Option<&'a Value> {
        self.raw(key).filter(|value| value.kind != ValueKind::Unreadable)
    }

    fn texts(&mut self, key: &str, items: &[Value]) -> Vec<Located<String>> {
        let mut texts = Vec::new();
        for item in items {
            match &item.kind {
                ValueKind::Text(text) => texts.push(Located::new(text.clone(), item.place)),
                ValueKind::Unreadable => {}
                _ => {
                    let help = match item.written() {
                        "" => format!("write {key} = [\"…\", \"…\"]"),
                        written => format!("write \"{written}\" in the list"),
                    };
                    let message = format!("{key} must be a list of texts, and this is {}", kind_in_words(item));
                    self.faults.push(Diagnostic::error(Code::WrongType, item.place, message).help(help));
                }
            }
        }
        texts
    }

    /// Says that a value is of the wrong kind; in a line that has been reported, with what to write, it says no more.
    fn wrong<T>(&mut self, key: &str, value: &Value, wanted: &str, help: String) -> Option<T> {
        if value.guessed {
            return None;
        }
        let message = format!("{key} must be {wanted}, not {}", kind_in_words(value));
        self.faults.push(Diagnostic::error(Code::WrongType, value.place, message).help(help));
        None
    }
}

fn key_after_table(name: &str, place: Place, heading: &Heading) -> Diagnostic {
    let Heading { words, first_line } = heading;
    let message = format!("\"{name}\" stands below {words}, so it belongs to {words}");
    let help = format!("move it above line {first_line}, before the first [heading]");
    Diagnostic::error(Code::KeyAfterTable, place, message).help(help)
}

fn text_help(key: &str, value: &Value) -> String {
    match &value.kind {
        ValueKind::Whole(_) | ValueKind::Number(_) | ValueKind::Day(_) | ValueKind::Instant(_) => {
            format!("write {key} = \"{}\"", value.written())
        }
        ValueKind::List(items) => match items.as_slice() {
            items if !items.is_empty() && items.iter().all(|item| matches!(item.kind, ValueKind::Text(_))) => {
                let texts: Vec<&str> = items.iter().filter_map(Value::text).collect();
                format!("write {key} = {}", mend::quoted(&texts.join(", ")))
            }
            _ => format!("write {key} = \"…\""),
        },
        _ => format!("write {key} = \"…\""),
    }
}

fn is_blank(value: &Value) -> bool {
    value.text().is_some_and(|text| text.trim().is_empty())
}

/// Whether the key stands in a table further in, from where it has been sent back.
fn sent_back(table: &Table, key: &str, said: &Diagnostics) -> bool {
    let is_said = |place: Place| {
        let mut sent = said.iter().filter(|fault| fault.code == Code::KeyAfterTable);
        sent.any(|fault| fault.whereabouts == Whereabouts::Place(place))
    };
    table.entries.iter().any(|(_, value)| {
        value.tables().into_iter().any(|inner| {
            inner.entries.iter().any(|(other, _)| other.value == key && is_said(other.place))
                || sent_back(inner, key, said)
        })
    })
}

fn date_help(key: &str) -> String {
    format!("write a day, as in {key} = \"30 September 2026\", or a month, as in {key} = \"September 2026\"")
}

fn choices_help<T>(key: &str, word: &str, choices: &[(&str, T)]) -> String {
    let known: Vec<&str> = choices.iter().map(|(known, _)| *known).collect();
    // Choices of several words share some: "compliant" is nearest to what says the opposite.
    let is_telling = known.len() > 1 && known.iter().all(|known| !known.contains(' '));
    match nearest(word, known.iter().copied()) {
        Some(meant) if is_telling => {
            format!("write {key} = \"{meant}\"; the choices are {}", quoted_list(&known))
        }
        _ => format!("write {key} = {}", quoted_list(&known)),
    }
}

#[cfg(test)]
mod tests;
