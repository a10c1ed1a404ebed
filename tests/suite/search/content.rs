//! What the index holds: read back as the script reads it.

use crate::builder::{Built, approved, portal};
use serde_json::Value;
use std::collections::BTreeSet;

const DIGITS: &str = "!#$%&'()*+,-./0123456789:;=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}";

struct Index {
    json: Value,
    texts: Vec<Value>,
}

/// A passage, as a test wants to see it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Passage {
    title: String,
    id: String,
    heading: String,
    places: Vec<String>,
    is_local: bool,
    text: String,
}

fn script(text: &str) -> Value {
    let json = text.split_once('=').expect("an assignment").1.split(";\n").next().expect("a value");
    serde_json::from_str(json).expect("JSON")
}

impl Index {
    fn of(built: &Built) -> Self {
        let json = script(&built.text("assets/search-index.js"));
        let texts = json["files"].as_array().expect("files").iter().map(|file| {
            let name = file[0].as_str().expect("a name");
            let value = script(&built.text(&format!("assets/search/{name}.js")));
            assert_eq!(value[0], file[1], "the digest of {name}");
            value[1].clone()
        });
        Self { texts: texts.collect(), json: json.clone() }
    }

    fn passages(&self) -> Vec<Passage> {
        let text = |value: &Value| value.as_str().expect("text").to_owned();
        let mut used = vec![0; self.texts.len()];
        let mut passages = Vec::new();
        for document in self.json["documents"].as_array().expect("documents") {
            let file = usize::try_from(document[2].as_u64().expect("a number")).expect("small");
            for passage in document[4].as_array().expect("passages") {
                let set =
                    text(&self.json["sets"][usize::try_from(passage[2].as_u64().expect("a set")).expect("small")]);
                passages.push(Passage {
                    title: text(&document[3]),
                    id: text(&passage[0]),
                    heading: text(&passage[1]),
                    places: self.places(&set),
                    is_local: passage[3] == 1,
                    text: text(&self.texts[file][used[file]]),
                });
                used[file] += 1;
            }
        }
        passages
    }

    fn places(&self, set: &str) -> Vec<String> {
        let names = self.json["places"].as_array().expect("places").iter();
        let is_in = |place: usize| {
            let digit = set[place / 4..=place / 4].chars().next().and_then(|digit| digit.to_digit(16));
            digit.expect("a digit") >> (place % 4) & 1 == 1
        };
        let all = names.enumerate().filter(|(place, _)| is_in(*place));
        all.map(|(_, name)| name[0].as_str().expect("a name").to_owned()).collect()
    }

    fn words(&self) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        for word in self.json["words"].as_str().expect("words").split(' ') {
            let shared = word.chars().next().and_then(|digit| digit.to_digit(36)).expect("a digit") as usize;
            let before: String = words.last().map(|word| word.chars().take(shared).collect()).unwrap_or_default();
            words.push(before + &word[1..]);
        }
        words
    }

    /// The passages of a word, and how it stands in each.
    fn hits(&self, word: &str) -> Vec<(Passage, usize)> {
        let Some(at) = self.words().iter().position(|known| known == word) else { return Vec::new() };
        let list = self.json["hits"].as_str().expect("hits").split(' ').nth(at).expect("a list for each word");
        self.listed(list)
    }

    /// The values of the gaps that hold this one, and the passages with such a gap.
    fn column(&self, value: &str) -> (Vec<&str>, Vec<(Passage, usize)>) {
        let columns = self.json["columns"].as_array().expect("columns").iter();
        let column =
            columns.into_iter().find(|column| column[0].as_array().is_some_and(|all| all.contains(&value.into())));
        let column = column.expect("a column with this value");
        let values = column[0].as_array().expect("values").iter().map(|value| value.as_str().expect("text"));
        (values.collect(), self.listed(column[2].as_str().expect("a list")))
    }

    fn listed(&self, list: &str) -> Vec<(Passage, usize)> {
        let passages = self.passages();
        let (mut found, mut at, mut number, mut unit) = (Vec::new(), 0, 0, 1);
        for digit in list.chars().map(|digit| DIGITS.find(digit).expect("a digit")) {
            number += digit % 45 * unit;
            unit *= 45;
            if digit < 45 {
                at += number / 3;
                found.push((passages[at].clone(), number % 3));
                (number, unit) = (0, 1);
            }
        }
        found
    }

    /// The ids of the sections that a word is in.
    fn found(&self, word: &str) -> Vec<String> {
        self.hits(word).into_iter().map(|(passage, _)| passage.id).collect()
    }
}

#[test]
fn a_passage_of_the_trust_is_there_once_however_many_schools_share_it() {
    let built = portal()
        .school("ashby", "Ashby Primary School")
        .school("brook", "Brook Primary School")
        .school("crane", "Crane Primary School")
        .policy("dogs", "## Leads\nDogs are kept on a lead at {{ school.name }}.\n## Mess\nPick it up.\n")
        .build()
        .clean();
    let index = Index::of(&built);
    let [(leads, rank)] = index.hits("lead").try_into().expect("one passage");
    assert_eq!(rank, 0);
    assert_eq!(leads.places.len(), 4);
    assert_eq!(leads.text, "Dogs are kept on a lead at \u{F0000}.");
    let (values, gaps) = index.column("Ashby Primary School");
    assert_eq!(values, ["Ashby Primary School", "Brook Primary School", "Crane Primary School", "the school"]);
    assert_eq!(gaps.len(), 1);
    assert_eq!(index.found("mess"), ["mess"]);
}

#[test]
fn what_a_school_changed_is_its_own_and_what_it_replaced_is_the_others() {
    let built = portal()
        .school("ashby", "Ashby")
        .school("brook", "Brook")
        .policy("dogs", "## Leads\nKept on leads.\n## Mess\nPick it up.\n## Hours\nBy day.\n")
        .amendment(
            "ashby",
            "dogs",
            "## No dogs {replace=leads}\nNone at {{ school.name }}.\n## More {append=mess}\nBins stand by the gate.\n\
             ## {remove=hours}\nNever.\n## Cats {after=mess}\nCats are welcome.\n",
        )
        .build();
    let index = Index::of(&built);
    let seen = |word: &str| {
        let hits = index.hits(word).into_iter();
        hits.map(|(passage, _)| (passage.id, passage.places.join(", "), passage.is_local)).collect::<Vec<_>>()
    };
    let trust = "Fenland Learning Trust";
    assert_eq!(seen("kept"), [("leads".to_owned(), format!("{trust}, Brook"), false)]);
    assert_eq!(seen("none"), [("leads".to_owned(), "Ashby".to_owned(), true)]);
    assert_eq!(seen("pick"), [("mess".to_owned(), format!("{trust}, Ashby, Brook"), false)]);
    assert_eq!(seen("bins"), [("mess".to_owned(), "Ashby".to_owned(), true)]);
    assert_eq!(seen("day"), [("hours".to_owned(), format!("{trust}, Brook"), false)]);
    assert_eq!(seen("welcome"), [("cats".to_owned(), "Ashby".to_owned(), true)]);
    assert_eq!(seen("never"), [], "why something was taken out is not part of the policy");
    // One school has the text, so the value in it is no gap.
    assert_eq!(index.hits("none")[0].0.text, "None at Ashby.");
}

#[test]
fn a_schools_own_values_and_people_are_found() {
    let built = portal()
        .school_with("ashby", "name = \"Ashby\"\nphone = \"01632 960 123\"\n[contacts.dsl]\nname = \"Ms Iolanthe Grebe\"\n")
        .school_with("brook", "name = \"Brook\"\nphone = \"01632 960 456\"\n[contacts.dsl]\nname = \"Mr Tybalt Heron\"\n")
        .trust(
            "name = \"Fenland Learning Trust\"\n[contacts.governance]\nname = \"Sidony Teal\"\n\
             [school_defaults]\nname = \"the school\"\n[school_defaults.contacts.dsl]\nname = \"the safeguarding lead\"\n",
        )
        .policy("safety", "## Whom to ask\nAsk {{ school.contacts.dsl.name }}.\n## In haste\nFind {{ school.contacts.dsl.name }}.\n")
        .build()
        .clean();
    let index = Index::of(&built);
    let (values, gaps) = index.column("Ms Iolanthe Grebe");
    assert_eq!(values, ["Mr Tybalt Heron", "Ms Iolanthe Grebe", "the safeguarding lead"]);
    assert_eq!(gaps.iter().map(|(passage, _)| passage.id.as_str()).collect::<Vec<_>>(), ["whom-to-ask", "in-haste"]);
    for (word, home) in [("grebe", "Ashby"), ("01632960456", "Brook"), ("teal", "Fenland Learning Trust")] {
        assert_eq!(index.hits(word)[0].0.title, home, "{word}");
    }
}

#[test]
fn only_what_readers_are_meant_to_find_is_in_it() {
    let front = |title: &str, more: &str| format!("{}{more}", approved(title).replace("status = \"approved\"\n", ""));
    let make = || {
        portal()
            .school("ashby", "Ashby")
            .policy_with("kept", &front("Kept", "status = \"approved\"\n"), "## A\nalpha\n")
            .policy_with("gone", &front("Gone", "status = \"withdrawn\"\n"), "## B\nbravo\n")
            .policy_with("drafted", &front("Drafted", "status = \"draft\"\n"), "## C\ncharlie\n")
            .policy_with("secret", &front("Secret", "status = \"approved\"\npublish = false\n"), "## D\ndelta\n")
            .policy_with(
                "later",
                &front("Later", "status = \"approved\"\neffective = 2026-12-24\n"),
                "## E\necho\n<!-- foxtrot -->\n",
            )
            .school_file("ashby", "kept", "based_on = \"1.0\"\nstatus = \"withdrawn\"\n", "")
    };
    let index = Index::of(&make().build());
    let there = |index: &Index| {
        let words = ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot"];
        words.into_iter().filter(|word| !index.hits(word).is_empty()).collect::<Vec<_>>()
    };
    assert_eq!(there(&index), ["alpha", "echo"]);
    assert_eq!(index.hits("alpha")[0].0.places, ["Fenland Learning Trust"], "Ashby has withdrawn its copy");
    let titles: BTreeSet<String> = index.passages().into_iter().map(|passage| passage.title).collect();
    assert_eq!(
        titles.into_iter().collect::<Vec<_>>(),
        ["Accessibility", "Ashby", "Fenland Learning Trust", "Kept", "Later"]
    );
    assert_eq!(there(&Index::of(&make().with_drafts().build())), ["alpha", "charlie", "echo"]);
}

#[test]
fn copies_that_only_some_places_have_are_found_there() {
    let one = |copies: &str| format!("{}copies = \"{copies}\"\n", approved(&format!("For {copies}")));
    let built = portal()
        .school("ashby", "Ashby")
        .school_with("brook", "name = \"Brook\"\nphase = \"secondary\"\n")
        .policy_with("shared", &format!("{}phases = [\"primary\"]\n", one("trust")), "## A\nalpha\n")
        .policy_with("each", &one("schools"), "## B\nbravo\n")
        .policy("all", "## C {phases=secondary}\ncharlie\n")
        .school_file("brook", "own", &approved("Brook's own"), "## D\ndelta\n")
        .build()
        .clean();
    let index = Index::of(&built);
    let places = |word: &str| index.hits(word).first().expect("a passage").0.places.join(", ");
    assert_eq!(places("alpha"), "Fenland Learning Trust, Ashby");
    assert_eq!(places("bravo"), "Ashby, Brook");
    assert_eq!(places("charlie"), "Fenland Learning Trust, Brook");
    assert_eq!(places("delta"), "Brook");
    let kinds: Vec<(&str, u64)> = index.json["documents"]
        .as_array()
        .expect("documents")
        .iter()
        .map(|document| (document[1].as_str().expect("a slug"), document[0].as_u64().expect("a kind")))
        .collect();
    assert_eq!(
        kinds,
        [("all", 0), ("each", 0), ("own", 2), ("shared", 1), ("accessibility", 3), ("", 4), ("ashby", 4), ("brook", 4)]
    );
}

#[test]
fn texts_are_words_without_markup() {
    let built = portal()
        .file("content/files/map.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
        .policy(
            "dogs",
            "Before *all*.\n\n## Rules\n**Bold**[^1] and [words](leads), and [](leads).\n\n\
             ![The gate](files/map.svg)\n\n| Who | When |\n| --- | --- |\n| Owner | Daily |\n\n\
             <details><summary>More</summary>inside</details>\n\n[^1]: A note with `code`.\n",
        )
        .policy("leads", "## One\nText.\n")
        .file(
            "content/pages/about.md",
            "+++\ntitle = \"About us\"\nsummary = \"Who we are\"\n+++\n## Here\nOur page.\n",
        )
        .build()
        .clean();
    let index = Index::of(&built);
    let passages = index.passages();
    let text = |title: &str, id: &str| {
        let found = passages.iter().find(|passage| passage.title == title && passage.id == id);
        found.unwrap_or_else(|| panic!("{title} {id} should be there: {passages:#?}")).text.as_str()
    };
    assert_eq!(text("dogs", ""), "Before all.");
    assert_eq!(
        text("dogs", "rules"),
        "Bold and words, and leads.\nThe gate\nWho\nWhen\nOwner\nDaily\nMore\ninside\nA note with code."
    );
    assert_eq!(text("About us", ""), "Who we are");
    assert_eq!(text("About us", "here"), "Our page.");
}

#[test]
fn a_pages_own_address_is_not_stored_for_every_copy() {
    let built = portal()
        .school("ashby", "Ashby")
        .policy("dogs", "## A\nThe latest is at {{ page.url }} of {{ trust.name }}.\n")
        .build()
        .clean();
    let index = Index::of(&built);
    assert_eq!(index.hits("latest")[0].0.text, "The latest is at … of Fenland Learning Trust.");
    assert_eq!(index.json["columns"], Value::Array(Vec::new()));
}

#[test]
fn nothing_in_the_scripts_can_end_them_or_pass_for_a_gap() {
    let built = portal()
        .school("ashby", "Ashby </script><img src=x onerror=alert(1)>")
        .policy_with(
            "hostile",
            &approved("</script><script>alert(1)</script> \\u2028"),
            "## A\u{2028}b </script> `<!--` {#risky}\n\u{F0001}\u{E000} {{ school.name }} \u{2029}\n",
        )
        .build()
        .clean();
    for (path, bytes) in built.files().iter().filter(|(path, _)| path.starts_with("assets/search")) {
        let text = String::from_utf8_lossy(bytes);
        if path != "assets/search.js" {
            assert!(!text.contains(['<', '\u{2028}', '\u{2029}', '\u{E000}']), "{path}: {text}");
        }
    }
    let index = Index::of(&built);
    let passage = index.passages().into_iter().find(|passage| passage.id == "risky").expect("the section");
    assert_eq!(passage.text, "\u{FFFD} \u{F0000}");
    assert!(passage.title.starts_with("</script><script>"));
}

#[test]
fn the_same_content_gives_the_same_index() {
    let make = || {
        portal()
            .school("ashby", "Ashby")
            .school("brook", "Brook")
            .policy("dogs", "## A\n{{ school.name }} alpha bravo\n")
            .policy("cats", "## B\n{{ school.name }} charlie\n{% if school.name == \"Ashby\" %}only here{% endif %}\n")
            .build()
            .clean()
            .files()
    };
    let search = |files: std::collections::BTreeMap<String, Vec<u8>>| {
        files.into_iter().filter(|(path, _)| path.starts_with("assets/search")).collect::<Vec<_>>()
    };
    let files = search(make());
    assert!(files.len() > 4);
    assert_eq!(files, search(make()));
}
