//! Reads a theme's own words, laid over the default theme's key by key, and finds those of a portal's language.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest};
use crate::model::{ThemeFiles, WordList, Words, entries_of, is_number, language_of};
use crate::source::{FileId, Located, Place, Sources};
use crate::table::{self, Table, Value, ValueKind};
use crate::template::names_in_words;
use std::collections::BTreeSet;

/// A theme's own templates may have words of their own, below this heading.
const FREE: &str = "extra.";

/// So many missing words are named.
const MOST_NAMED: usize = 5;

/// Reads the words of a file of a theme, `words/<language>.toml`, and lays them over those there are.
pub(super) fn lay_over(theme: &mut ThemeFiles, file: FileId, sources: &Sources, diagnostics: &mut Diagnostics) {
    let path = sources.path(file);
    let name = path.rsplit('/').next().unwrap_or_default();
    let language = language_of(&format!("words/{name}")).unwrap_or_default().to_owned();
    if !is_language(&language) {
        let message = "a file of words is called for its language, in two or three letters";
        let first = first_subtag(&language);
        let help = match is_language(&first) {
            true => format!("rename it to {first}.toml"),
            false => "rename it, as in en.toml for English or cy.toml for Welsh".to_owned(),
        };
        diagnostics.push(Diagnostic::warning_in(Code::MisplacedFile, path, message).help(help));
        return;
    }
    let table = table::parse(sources, file, 0..sources.text(file).len(), diagnostics);
    let english = &theme.words["en"];
    let own = Own { english, table: &table, sources, file };
    let list: WordList = entries_of(&table)
        .into_iter()
        .filter_map(|(key, value)| Some((own.checked(&key, value, diagnostics)?, key)))
        .map(|(words, key)| (key, words))
        .collect();
    theme.words.entry(language).or_default().extend(list);
}

/// A file of words being read.
struct Own<'o> {
    english: &'o WordList,
    table: &'o Table,
    sources: &'o Sources,
    file: FileId,
}

impl Own<'_> {
    /// The words of a key; `None` where they are not words, or nobody asks for the key, which is then said.
    fn checked(&self, key: &str, value: &Value, diagnostics: &mut Diagnostics) -> Option<String> {
        if value.kind == ValueKind::Unreadable {
            return None;
        }
        let last = last_part(key);
        let like = like(key, self.english);
        if like.is_none() && !key.starts_with(FREE) {
            let message = format!("\"{key}\" is no key of the theme's words");
            let fault = Diagnostic::error(Code::UnknownKey, self.key_place(key, value.place), message);
            diagnostics.push(fault.help(self.key_meant(key)));
            return None;
        }
        let ValueKind::Text(words) = &value.kind else {
            let written = if value.written().is_empty() { "…" } else { value.written() };
            let fault = Diagnostic::error(Code::WrongType, value.place, format!("the words of {key} are no text"));
            diagnostics.push(fault.help(format!("write {last} = \"{written}\"")));
            return None;
        };
        if words.trim().is_empty() {
            let fault = Diagnostic::error(Code::MissingKey, value.place, format!("the words of {key} are empty"));
            diagnostics.push(fault.help("write some, or take the line away for the default theme's"));
            return None;
        }
        if let Some(like) = like {
            self.check_names(key, words, like, value.place, diagnostics);
        }
        Some(words.clone())
    }

    /// Names in braces must be those that values are given for.
    fn check_names(&self, key: &str, words: &str, like: &str, place: Place, diagnostics: &mut Diagnostics) {
        let mut known: BTreeSet<&str> = names_in_words(&self.english[like]).collect();
        if is_number(last_part(key)) || last_part(key) == "other" {
            known.insert("count");
        }
        for name in names_in_words(words).filter(|name| !known.contains(name)) {
            let message = format!("there is no value for {{{name}}} in the words of {key}");
            let braces: Vec<String> = known.iter().map(|name| format!("{{{name}}}")).collect();
            let help = match (nearest(name, known.iter().copied()), braces.as_slice()) {
                (Some(near), _) => format!("write {{{near}}}"),
                (None, []) => "take the braces away: these words have no values".to_owned(),
                (None, braces) => format!("the values here are {}", braces.join(", ")),
            };
            diagnostics.push(Diagnostic::error(Code::UnknownValue, place, message).help(help));
        }
    }

    /// What an unknown key was most likely meant for.
    fn key_meant(&self, key: &str) -> String {
        let (group, last) = key.rsplit_once('.').unwrap_or(("", key));
        let in_group = |known: &&String| known.rsplit_once('.').is_some_and(|(other, _)| other == group);
        let unused = |known: &&String| !entries_of(self.table).iter().any(|(own, _)| own == *known);
        let near = nearest(last, self.english.keys().filter(in_group).filter(unused).map(|known| last_part(known)));
        if let Some(near) = near {
            return format!("did you mean {near}?");
        }
        // A key of another table, or one that is spelt differently as a whole.
        let elsewhere: Vec<&str> =
            self.english.keys().filter(|known| last_part(known) == last).map(String::as_str).collect();
        let near = nearest(key, elsewhere.iter().copied()).or(elsewhere.first().copied());
        match near.or_else(|| nearest(key, self.english.keys().map(String::as_str))) {
            Some(near) => {
                let (group, last) = near.rsplit_once('.').unwrap_or(("", near));
                format!("did you mean {last} below [{group}]?")
            }
            None => {
                "its keys are those of the default theme's words/en.toml; words for templates of your own go below \
                     [extra]"
                    .to_owned()
            }
        }
    }

    /// The key of a value, where it stands before it on its line; else the value.
    fn key_place(&self, key: &str, value: Place) -> Place {
        let text = self.sources.text(self.file);
        let start = text[..value.start as usize].rfind('\n').map_or(0, |at| at + 1);
        let last = last_part(key);
        match text[start..value.start as usize].rfind(last) {
            Some(at) => Place::new(self.file, start + at..start + at + last.len()),
            None => value,
        }
    }
}

/// The key in English that tells what a key's words may hold: the same, or that of all other numbers.
fn like<'e>(key: &str, english: &'e WordList) -> Option<&'e str> {
    let known = |key: &str| english.get_key_value(key).map(|(known, _)| known.as_str());
    known(key).or_else(|| {
        let (group, number) = key.rsplit_once('.')?;
        is_number(number).then(|| known(&format!("{group}.other"))).flatten()
    })
}

fn last_part(key: &str) -> &str {
    key.rsplit('.').next().unwrap_or(key)
}

fn is_language(word: &str) -> bool {
    matches!(word.len(), 2 | 3) && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// The part of a language's tag that says which language: `cy` of `cy-GB`.
fn first_subtag(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase()
}

/// The words for a portal's language; English, with a warning, where the theme has none in it.
pub fn words_for(
    theme: &ThemeFiles,
    theme_name: &str,
    language: &Located<String>,
    diagnostics: &mut Diagnostics,
) -> Words {
    let code = first_subtag(&language.value);
    let english = &theme.words["en"];
    let file = format!("themes/{theme_name}/words/{code}.toml");
    let Some(list) = theme.words.get(&code) else {
        let message = format!("there are no words in \"{code}\", so what a page says besides your texts is in English");
        let fault = Diagnostic::warning(Code::NoWords, language.place, message);
        diagnostics.push(fault.help(format!("add {file}, with the keys of the default theme's words/en.toml")));
        return Words::new("en", english, english);
    };
    let missing: Vec<&str> = english
        .keys()
        .map(String::as_str)
        .filter(|key| !list.contains_key(*key) && like(key, list).is_none())
        .collect();
    if !missing.is_empty() {
        let named = missing.iter().take(MOST_NAMED).copied().collect::<Vec<_>>().join(", ");
        let more = match missing.len().saturating_sub(MOST_NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let lacks = if missing.len() == 1 { "one".to_owned() } else { missing.len().to_string() };
        let message = format!("the words in \"{code}\" lack {lacks}, for which English stands in: {named}{more}");
        diagnostics.push(Diagnostic::warning_in(Code::NoWords, file, message).help("add them to the file"));
    }
    Words::new(&code, list, english)
}
