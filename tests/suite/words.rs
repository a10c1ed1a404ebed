//! The theme's words: that each is there in every language and used, and how a theme of one's own changes them.

use super::builder::{portal, words as seen};
use frontsheet::model::{Field, FieldKind, Phase, RowSource, ThemeFiles, WordList, is_number};
use frontsheet::template::names_in_words;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The words that the search page hands to its script.
const SCRIPT_WORDS: &[&str] = &[
    "none",
    "none_in",
    "some",
    "meant",
    "everywhere",
    "try",
    "failed",
    "page",
    "home",
    "trust",
    "otherwise",
    "copy",
    "local",
    "own",
    "others",
    "optional",
];

/// Groups of which the program says the keys by name, and the names.
fn by_name() -> BTreeMap<&'static str, Vec<String>> {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let numbers = |last: u8| (1..=last).map(|number| number.to_string()).collect::<Vec<_>>();
    let choices = |field: Field| match field.kind() {
        FieldKind::Choice(choices) => words(choices),
        _ => Vec::new(),
    };
    let fields = Field::ALL.iter().map(|field| field.key()).chain(RowSource::DERIVED.iter().map(|(name, _)| *name));
    BTreeMap::from([
        ("date.month", numbers(12)),
        ("date.month_short", numbers(12)),
        ("date.weekday", numbers(7)),
        ("date.weekday_short", numbers(7)),
        ("field", words(&fields.collect::<Vec<_>>())),
        ("phase", words(Phase::WORDS)),
        ("status", choices(Field::Status)),
        ("copies", choices(Field::Copies)),
        ("local_changes", choices(Field::LocalChanges)),
        ("required.state", words(&["present", "overdue", "missing", "not_applicable"])),
        ("required.basis", words(&["law", "guidance", "trust"])),
        ("register.script", words(&["found", "fresh"])),
        ("search.script", words(SCRIPT_WORDS)),
        ("search.found", words(&["1", "other"])),
        ("search.found_in", words(&["1", "other"])),
    ])
}

fn list(language: &str) -> WordList {
    ThemeFiles::built_in().words[language].clone()
}

/// Every file below a folder of the repository with one of these endings, by path.
fn files(folder: &str, ending: &str) -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let files = super::builder::files_below(&root).into_iter().filter(|(path, _)| path.ends_with(ending));
    files.map(|(path, bytes)| (format!("{folder}/{path}"), String::from_utf8(bytes).expect("text"))).collect()
}

/// A use of words: by which call or filter, of which key, with which values.
#[derive(Debug)]
struct Use {
    file: String,
    how: &'static str,
    key: String,
    values: BTreeSet<String>,
}

/// What stands up to the bracket that closes the one before `text`, and is in no string.
fn arguments(text: &str) -> &str {
    let (mut depth, mut in_string) = (1, false);
    let end = text.char_indices().find(|(_, letter)| {
        match letter {
            '"' => in_string = !in_string,
            '(' | '[' if !in_string => depth += 1,
            ')' | ']' if !in_string => depth -= 1,
            _ => {}
        }
        depth == 0
    });
    end.map_or(text, |(at, _)| &text[..at])
}

/// The code by file, without what tests it.
fn code() -> BTreeMap<String, String> {
    // Rules are tested beside their code, with words of their own.
    let without_tests = |text: String| text.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
    files("src", ".rs").into_iter().map(|(path, text)| (path, without_tests(text))).collect()
}

/// `words.fill("policy.a_policy_of", &[("trust", name)])`
fn uses_in_code() -> Vec<Use> {
    let mut uses = Vec::new();
    for (file, text) in code() {
        for how in ["say", "fill", "plural", "of_trust"] {
            for (at, call) in text.match_indices(&format!(".{how}(")) {
                let inside = arguments(&text[at + call.len()..]);
                let Some((key, rest)) = inside.trim_start().strip_prefix('"').and_then(|key| key.split_once('"'))
                else {
                    continue;
                };
                let named = rest.split("(\"").skip(1).filter_map(|name| Some(name.split_once('"')?.0.to_owned()));
                uses.push(Use { file: file.clone(), how, key: key.to_owned(), values: named.collect() });
            }
        }
    }
    uses
}

/// `{{ words.policy.a_policy_of | fill(trust=trust.name) }}`
fn uses_in_templates() -> Vec<Use> {
    let mut uses = Vec::new();
    for (file, text) in files("themes", ".html") {
        for (at, found) in text.match_indices("words.") {
            if text[..at].ends_with(|before: char| before.is_alphanumeric() || "_.@\"".contains(before)) {
                continue;
            }
            let rest = &text[at + found.len()..];
            let key: String =
                rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.')).collect();
            let after = rest[key.len()..].trim_start().strip_prefix('|').unwrap_or_default().trim_start();
            let how = ["fill", "plural"].into_iter().find(|how| after.starts_with(&format!("{how}(")));
            let inside = how.map_or("", |how| arguments(&after[how.len() + 1..]));
            let names = inside.match_indices('=').map(|(at, _)| {
                let name = inside[..at].trim_end().rsplit(|c: char| !(c.is_ascii_lowercase() || c == '_')).next();
                name.unwrap_or_default().to_owned()
            });
            uses.push(Use { file: file.clone(), how: how.unwrap_or("say"), key, values: names.collect() });
        }
    }
    uses
}

fn uses() -> Vec<Use> {
    uses_in_code().into_iter().chain(uses_in_templates()).collect()
}

fn names(words: &str) -> BTreeSet<String> {
    names_in_words(words).map(str::to_owned).collect()
}

/// The key without its number, where it is one of words by number.
fn unnumbered<'k>(key: &'k str, words: &WordList) -> &'k str {
    match key.rsplit_once('.') {
        Some((group, last)) if is_number(last) && words.contains_key(&format!("{group}.other")) => group,
        Some((group, "other")) => group,
        _ => key,
    }
}

#[test]
fn what_is_asked_for_is_there_with_the_values_that_are_given() {
    let english = list("en");
    let groups = by_name();
    let mut wrong = Vec::new();
    // A whole group is handed on at once; its names are proven below.
    for Use { file, how, key, values } in uses().into_iter().filter(|one| !groups.contains_key(one.key.as_str())) {
        let known = match how {
            "plural" => english.get(&format!("{key}.other")),
            _ => english.get(&key),
        };
        match known {
            None => wrong.push(format!("{file}: {how} of {key}, which en.toml has not")),
            Some(words) => {
                let mut given = values.clone();
                if how == "of_trust" {
                    given.insert("trust".to_owned());
                }
                if how == "plural" {
                    given.insert("count".to_owned());
                }
                let wanted = names(words);
                if !wanted.is_subset(&given) {
                    wrong.push(format!("{file}: {how} of {key} gives {given:?}, and the words want {wanted:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_asked_for_by_name_is_there() {
    let english = list("en");
    for (group, names) in by_name() {
        for name in names {
            assert!(english.contains_key(&format!("{group}.{name}")), "en.toml has no {name} below [{group}]");
        }
    }
}

#[test]
fn all_words_are_used() {
    let english = list("en");
    let by_name = by_name();
    let used: BTreeSet<String> = uses().into_iter().map(|one| one.key).collect();
    let code: String = code().into_values().collect();
    let unused: Vec<&String> = english
        .keys()
        .filter(|key| {
            let by_name = key.rsplit_once('.').is_some_and(|(group, name)| {
                by_name.get(group).is_some_and(|names| names.iter().any(|known| known == name))
            });
            let key = unnumbered(key, &english);
            !by_name && !used.contains(key) && !code.contains(&format!("\"{key}\""))
        })
        .collect();
    assert!(unused.is_empty(), "nothing says {unused:?}");
}

#[test]
fn every_language_has_the_same_keys_with_the_same_values() {
    let english = list("en");
    let theme = ThemeFiles::built_in();
    assert!(theme.words.len() > 1, "there is more than English");
    for (language, list) in &theme.words {
        let keys = |list: &WordList| -> BTreeSet<String> {
            list.keys().filter(|key| unnumbered(key, list) == *key || key.ends_with(".other")).cloned().collect()
        };
        assert_eq!(keys(list), keys(&english), "{language}.toml and en.toml have different keys");
        for (key, words) in list {
            let like = match unnumbered(key, list) {
                group if group != key => &english[&format!("{group}.other")],
                key => &english[key],
            };
            let wanted = names(like);
            let fits = if key.ends_with(".other") || unnumbered(key, list) == key {
                names(words) == wanted
            } else {
                names(words).is_subset(&wanted)
            };
            assert!(fits, "{key} in {language}.toml has other {{names}} than in en.toml: {words}");
        }
    }
}

#[test]
fn english_names_of_months_and_days_are_those_that_messages_use() {
    let english = ThemeFiles::built_in().english();
    for day in ["2026-01-05", "2026-02-03", "2026-09-30", "2026-12-31"] {
        let date = frontsheet::calendar::CalendarDate::parse(day).expect("a date");
        assert_eq!(english.date(date), date.in_english());
    }
}

const WELSH: &str = "name = \"Ymddiriedolaeth Dyffryn Aled\"\nlanguage = \"cy-GB\"\n";

#[test]
fn a_welsh_portal_speaks_welsh() {
    let built =
        portal().trust(WELSH).school("aled", "Ysgol Glan Aled").policy("cwn", "## Nod\nDim cŵn.\n").build().clean();
    let home = built.page("");
    assert!(home.contains("<html lang=\"cy-GB\""), "{home}");
    assert!(seen(&home).contains("Ysgolion"), "{}", seen(&home));
    assert!(home.contains("23 Tachwedd 2026"), "the day is in Welsh");
}

#[test]
fn a_theme_changes_one_word_and_keeps_the_others() {
    let built = portal()
        .school("ashby", "Ashby Primary School")
        .file(
            "themes/default/words/en.toml",
            "[home]\nschools = \"Our {schools} & <academies>\"\n".replace("{schools}", "schools"),
        )
        .build()
        .clean();
    let home = built.page("");
    assert!(home.contains("Our schools &amp; &lt;academies&gt;"), "{home}");
    assert!(home.contains("No policies are published here yet."), "{home}");
}

#[test]
fn words_may_be_in_a_language_of_ones_own() {
    let trust = "name = \"Fenland Learning Trust\"\nlanguage = \"kw\"\n";
    let cornish: String =
        list("en").iter().map(|(key, words)| format!("{key} = {words:?}\n")).collect::<Vec<_>>().concat();
    let built = portal().trust(trust).school("ashby", "Ashby School");
    let built =
        built.file("themes/default/words/kw.toml", cornish.replace("\"Schools\"", "\"Skolyow\"")).build().clean();
    assert!(seen(&built.page("")).contains("Skolyow"));
}

#[test]
fn words_that_a_language_lacks_are_english_with_a_warning() {
    let trust = "name = \"Fenland Learning Trust\"\nlanguage = \"fr\"\n";
    let built = portal().trust(trust).school("ashby", "Ashby School");
    let built = built.file("themes/default/words/fr.toml", "[home]\nschools = \"Écoles\"\n").build();
    let built = built.says(&["no-words"]).in_words(&[
        "themes/default/words/fr.toml",
        &format!("lack {}, for which English stands in: alert.caution, alert.important, ", list("en").len() - 1),
    ]);
    let home = built.page("");
    assert!(seen(&home).contains("Écoles") && seen(&home).contains("No policies are published here yet."), "{home}");
}

#[test]
fn what_is_wrong_with_a_theme_s_words_is_said_at_its_line() {
    let faulty = "[home]\nscools = \"Schools\"\nno_policies = 3\nschools_lede = \"In {skool}\"\n[portals.policies]\n\
                  5 = \"{cuont} policies\"\nother = \" \"\n[extra]\nmotto = \"{anything}\"\n[hom]\nschools = \"x\"\n";
    portal()
        .file("themes/default/words/en.toml", faulty)
        .file("themes/default/words/en-GB.toml", "")
        .build()
        .says(&[
            "unknown-key",
            "wrong-type",
            "unknown-value",
            "unknown-value",
            "missing-key",
            "unknown-key",
            "misplaced-file",
        ])
        .in_words(&[
            "themes/default/words/en.toml:2:1",
            "did you mean schools?",
            "write no_policies = \"3\"",
            "take the braces away",
            "write {count}",
            "the words of portals.policies.other are empty",
            "did you mean schools below [home]?",
            "rename it to en.toml",
        ]);
    portal().file("themes/default/words/en.toml", "[home\nschools = \"x\"\n").build().says(&["syntax"]);
    portal().file("themes/default/words/en.toml", b"[home]\nschools = \"\xE9\"\n").build().says(&["not-utf8"]);
}
