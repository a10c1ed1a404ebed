//! The words that a theme prints, in one language, each by its dotted key: `home.schools`.
//!
//! They stand in a theme's `words/<language>.toml`. A key that English has is there in every language, since what a
//! file lacks is English; a key that English lacks is a mistake of ours. Words by number are a table with `other`, and
//! beside it numbers that are said otherwise: `1 = "{count} policy"`, in Welsh `2 = "{count} bolisi"`.

use super::{Phase, RowSource};
use crate::calendar::{CalendarDate, DateFormat, DateNames};
use crate::diagnostic::Diagnostics;
use crate::markdown::WriterWords;
use crate::source::Sources;
use crate::table::{self, Table, Value, ValueKind};
use crate::template::{Data, ReadyMade, fill_words};
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

/// Words by dotted key.
pub type WordList = BTreeMap<String, String>;

/// The words of one language.
#[derive(Debug, Clone)]
pub struct Words {
    language: String,
    by_key: WordList,
    dates: DateNames,
    of_writer: WriterWords,
    ready_made: ReadyMade,
}

impl Words {
    /// Words of a language (`en`, `cy`), with English where it lacks some.
    pub fn new(language: &str, list: &WordList, english: &WordList) -> Self {
        let mut by_key = english.clone();
        by_key.retain(|key, _| !is_number_of_other(key, list));
        by_key.extend(list.iter().map(|(key, words)| (key.clone(), words.clone())));
        let names = |group: &str, index: usize| -> String {
            by_key.get(&format!("date.{group}.{index}")).cloned().expect("English has names for every month and day")
        };
        let dates = DateNames {
            months: std::array::from_fn(|index| names("month", index + 1)),
            months_short: std::array::from_fn(|index| names("month_short", index + 1)),
            weekdays: std::array::from_fn(|index| names("weekday", index + 1)),
            weekdays_short: std::array::from_fn(|index| names("weekday_short", index + 1)),
        };
        let words = |key: &str| -> String { by_key.get(key).cloned().expect("English has words for what texts have") };
        let of_writer = WriterWords {
            alerts: ["alert.note", "alert.tip", "alert.important", "alert.warning", "alert.caution"].map(words),
            done: words("text.done"),
            to_do: words("text.to_do"),
            table: words("text.table"),
            footnotes: words("text.footnotes"),
            footnote: words("text.footnote"),
            back: words("text.back"),
        };
        let ready_made = ReadyMade::new(&tree(&by_key));
        Self { language: language.to_owned(), by_key, dates, of_writer, ready_made }
    }

    /// The language they are in, as `cy`.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The words of a key.
    pub fn say(&self, key: &str) -> &str {
        self.by_key.get(key).unwrap_or_else(|| panic!("there are no words for {key}"))
    }

    /// The words of a key with values in place of the names in braces.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill_words(self.say(key), |name| values.iter().find(|(known, _)| *known == name).map(|(_, value)| *value))
    }

    /// Of a key's words by number those for `count`, with values in place of the names in braces, `{count}` being one.
    pub fn plural(&self, key: &str, count: usize, values: &[(&str, &str)]) -> String {
        let number = count.to_string();
        let by_number = self.by_key.get(&format!("{key}.{number}"));
        let words = by_number.map_or_else(|| self.say(&format!("{key}.other")), String::as_str);
        fill_words(words, |name| match name {
            "count" => Some(&number),
            name => values.iter().find(|(known, _)| *known == name).map(|(_, value)| *value),
        })
    }

    /// Several things as people list them: "a", "a and b", "a, b and c".
    pub fn joined(&self, listed: &[String]) -> String {
        let [most @ .., last] = listed else { return String::new() };
        if most.is_empty() {
            return last.clone();
        }
        // Welsh says "ac" for "a" before a vowel, and those of its own are w and y as well.
        let is_vowel = |letter: char| "aeiouwyàâäáèêëéìîïíòôöóùûüúŵŷ".contains(letter);
        let begins_with_vowel = last.chars().flat_map(char::to_lowercase).next().is_some_and(is_vowel);
        let key = if begins_with_vowel { "text.and_vowel" } else { "text.and" };
        self.fill(key, &[("list", &most.join(", ")), ("last", last)])
    }

    /// A kind of school.
    pub fn phase(&self, phase: Phase) -> &str {
        self.say(&format!("phase.{}", phase.word()))
    }

    /// What a front sheet calls a row that the trust calls nothing else.
    pub fn row_label<'w>(&'w self, source: &'w RowSource) -> &'w str {
        match source {
            RowSource::Control(label) => &label.value,
            ours => self.say(&format!("field.{}", ours.name())),
        }
    }

    /// What the writer of Markdown says.
    pub fn of_writer(&self) -> &WriterWords {
        &self.of_writer
    }

    /// A date as it is usually printed: `30 September 2026`.
    pub fn date(&self, date: CalendarDate) -> String {
        self.date_in(date, &DateFormat::default())
    }

    /// A date in a format of the trust's own.
    pub fn date_in(&self, date: CalendarDate, format: &DateFormat) -> String {
        date.format(format, &self.dates)
    }
}

impl Serialize for Words {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.ready_made.serialize(serializer)
    }
}

/// Whether a key is a number in words by number, which another list has too and may number otherwise.
fn is_number_of_other(key: &str, list: &WordList) -> bool {
    key.rsplit_once('.')
        .is_some_and(|(group, number)| is_number(number) && list.contains_key(&format!("{group}.other")))
}

/// Whether the last part of a key is a number, as in words by number.
pub fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The list as tables in tables.
fn tree(list: &WordList) -> Data {
    #[derive(Default)]
    struct Branch<'a> {
        words: Option<&'a str>,
        inner: BTreeMap<&'a str, Branch<'a>>,
    }
    fn data(branch: &Branch<'_>) -> Data {
        match branch.words {
            Some(words) => Data::text(words),
            None => Data::map(branch.inner.iter().map(|(key, branch)| (*key, data(branch)))),
        }
    }
    let mut root = Branch::default();
    for (key, words) in list {
        let leaf = key.split('.').fold(&mut root, |branch, part| branch.inner.entry(part).or_default());
        leaf.words = Some(words);
    }
    data(&root)
}

/// Every value in a words file that is no table, by its dotted key.
pub fn entries_of(table: &Table) -> Vec<(String, &Value)> {
    fn gather<'t>(prefix: &str, table: &'t Table, found: &mut Vec<(String, &'t Value)>) {
        for (key, value) in table.entries() {
            let key = format!("{prefix}{}", key.value);
            match &value.kind {
                ValueKind::Table(inner) => gather(&format!("{key}."), inner, found),
                _ => found.push((key, value)),
            }
        }
    }
    let mut found = Vec::new();
    gather("", table, &mut found);
    found
}

/// The words of a file of the default theme.
pub(super) fn built_in(path: &str, bytes: &[u8]) -> WordList {
    let mut sources = Sources::default();
    let mut faults = Diagnostics::default();
    let file = sources.add(path, String::from_utf8_lossy(bytes).replace("\r\n", "\n"));
    let table = table::parse(&sources, file, 0..sources.text(file).len(), &mut faults);
    assert!(faults.iter().next().is_none(), "the default theme's {path} can be read");
    let text = |(key, value): (String, &Value)| match &value.kind {
        ValueKind::Text(text) => (key, text.clone()),
        _ => panic!("{key} in the default theme's {path} is text"),
    };
    entries_of(&table).into_iter().map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::super::ThemeFiles;
    use super::*;

    fn english_with(list: &[(&str, &str)]) -> Words {
        let list: WordList = list.iter().map(|(key, words)| ((*key).to_owned(), (*words).to_owned())).collect();
        Words::new("en", &list, &ThemeFiles::built_in().words["en"])
    }

    #[test]
    fn a_value_stands_in_place_of_its_name_and_is_not_filled_in_again() {
        let words = english_with(&[("a", "{school} of {trust}, {school} {School} {} {x"), ("b", "}{{trust}}")]);
        assert_eq!(words.fill("a", &[("school", "{trust}"), ("trust", "T")]), "{trust} of T, {trust} {School} {} {x");
        assert_eq!(words.fill("b", &[("trust", "T")]), "}{T}");
    }

    #[test]
    fn words_by_number_are_those_of_the_number_or_the_others() {
        let words = english_with(&[("a.1", "one {what}"), ("a.6", "{count} chwe"), ("a.other", "{count} {what}s")]);
        let say = |count| words.plural("a", count, &[("what", "cat")]);
        assert_eq!([say(0), say(1), say(2), say(6)], ["0 cats", "one cat", "2 cats", "6 chwe"]);
    }

    #[test]
    fn a_language_numbers_its_words_as_it_likes_and_lacks_nothing_else() {
        let english: WordList = ThemeFiles::built_in().words["en"].clone();
        let mut welsh = WordList::new();
        welsh.insert("portals.policies.other".to_owned(), "{count} polisi".to_owned());
        let words = Words::new("cy", &welsh, &english);
        assert_eq!(words.plural("portals.policies", 1, &[]), "1 polisi");
        assert_eq!(words.plural("portals.schools", 1, &[]), "1 school");
    }
}
