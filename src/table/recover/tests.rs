//! The traps of TOML, and what is said of each, word for word.

use super::*;
use proptest::prelude::*;
use std::fmt::Write as _;

/// Reads a text; its faults as `line:column code: message | help`.
fn read(text: &str) -> (Table, Vec<String>) {
    let mut sources = Sources::default();
    let file = sources.add("trust.toml", text);
    let mut diagnostics = Diagnostics::default();
    let table = parse(&sources, file, 0..text.len(), &mut diagnostics);
    let mut faults = Vec::new();
    for fault in diagnostics.iter() {
        let crate::diagnostic::Whereabouts::Place(place) = fault.whereabouts else { panic!("a fault without a place") };
        let at = sources.position(place);
        let mut words = format!("{}:{} {}: {}", at.line, at.column, fault.code.as_str(), fault.message);
        for (place, note) in &fault.notes {
            let at = sources.position(*place);
            let _ = write!(words, " | {note} {}:{}", at.line, at.column);
        }
        let _ = write!(words, " | {}", fault.help.as_deref().unwrap_or("NO HELP"));
        faults.push(words);
    }
    (table, faults)
}

/// Checks the one fault of each text.
fn each_has(traps: &[(&str, &str)]) {
    for (text, fault) in traps {
        assert_eq!(read(text).1, [*fault], "{text}");
    }
}

#[test]
fn dates_without_quotation_marks() {
    each_has(&[
        (
            "next_review = 31.12.2025",
            "1:15 unquoted-date: the date 31.12.2025 needs quotation marks | write next_review = \"31.12.2025\"",
        ),
        (
            "a = 1\napproved = 30/09/2026 # then",
            "2:12 unquoted-date: the date 30/09/2026 needs quotation marks | write approved = \"30/09/2026\"",
        ),
        ("a = 2026-09", "1:5 unquoted-date: the month 2026-09 needs quotation marks | write a = \"2026-09\""),
        (
            "a = September 2026",
            "1:5 unquoted-date: the month September 2026 needs quotation marks | write a = \"September 2026\"",
        ),
        (
            "a = 2025-02-29",
            "1:5 bad-date: 2025-02-29 does not exist | February 2025 ends on the 28th: write a = \"28 February 2025\"",
        ),
        ("a = 09/30/2026", "1:5 bad-date: 09/30/2026 does not begin with the day | write a = \"30/09/2026\""),
    ]);
}

#[test]
fn words_without_quotation_marks() {
    each_has(&[
        (
            "owner = Head of Governance",
            "1:9 syntax: text needs quotation marks | put quotation marks round it: owner = \"Head of Governance\"",
        ),
        (
            "owner = Parents' guide # new",
            "1:9 syntax: text needs quotation marks | put quotation marks round it: owner = \"Parents' guide\"",
        ),
        (
            "version = 2.1.3",
            "1:11 syntax: 2.1.3 needs quotation marks | put quotation marks round it: version = \"2.1.3\"",
        ),
        (
            "schools = [ashby, elm]",
            "1:12 syntax: text needs quotation marks | put quotation marks round it: schools = [\"ashby\", \"elm\"]",
        ),
        (
            "x = [\n  ashby,\n  \"elm\",\n]",
            "2:3 syntax: text needs quotation marks | put quotation marks round it: \"ashby\"",
        ),
        (
            "urn = 012345",
            "1:7 syntax: the number 012345 begins with a nought | write urn = 12345, or urn = \"012345\" where the nought counts",
        ),
        ("a = True", "1:5 syntax: true is written in small letters | write a = true"),
        ("a = yes", "1:5 syntax: yes needs quotation marks, or is true | write a = true, or for the word a = \"yes\""),
        ("a =", "1:4 syntax: \"a\" has no value | write a = \"…\", or take the line out"),
        ("a = \n[b]", "1:4 syntax: \"a\" has no value | write a = \"…\", or take the line out"),
        ("a == 1", "1:4 syntax: one equals sign is enough | write a = 1"),
        ("a = 1,", "1:6 syntax: a comma behind the value | write a = 1"),
    ]);
}

#[test]
fn colons_and_yaml() {
    each_has(&[
        ("title: X", "1:6 colon-for-equals: a colon stands where an equals sign belongs | write title = \"X\""),
        (
            "Next review: \"May 2026\",",
            "1:12 colon-for-equals: a colon stands where an equals sign belongs | write next_review = \"May 2026\"",
        ),
        ("a: yes", "1:2 colon-for-equals: a colon stands where an equals sign belongs | write a = true"),
        ("title:", "1:6 colon-for-equals: a colon stands where an equals sign belongs | write title = \"…\""),
        (
            "schools:\n  - ashby\n  - elm\n",
            "1:1 syntax: a list is not written with hyphens here | write schools = [\"ashby\", \"elm\"]",
        ),
        (
            "- ashby\n- elm\n",
            "1:1 syntax: a list is not written with hyphens here | \
             put the items between square brackets, as in schools = [\"ashby\", \"elm\"]",
        ),
        (
            "---\na = 1\n",
            "1:1 syntax: a line of \"---\" has no meaning here | \
             take it out: front matter stands between two lines of +++, and other files need no such lines",
        ),
        ("// note", "1:1 syntax: a comment begins with # here | write # note"),
        (
            "rows = [{ field: \"a\" }]",
            "1:16 colon-for-equals: a colon stands where an equals sign belongs | write rows = [{ field = \"a\" }]",
        ),
    ]);
}

#[test]
fn quotation_marks_gone_wrong() {
    let curly = "curly-quotes: curly quotation marks do not count as quotation marks";
    for (text, at, help) in [
        ("title = “Dogs”", "1:9", "write title = \"Dogs\""),
        ("title = ‘Parents’ guide’", "1:9", "write title = \"Parents’ guide\""),
        ("“Equality” = “Yes”", "1:1", "write \"Equality\" = \"Yes\""),
        ("x = [“a”, “b”]", "1:6", "write x = [\"a\", \"b\"]"),
        ("title = \"Dogs”", "1:14", "write title = \"Dogs\""),
        ("title = „Dogs“", "1:9", "write title = \"Dogs\""),
        ("title = “Dogs", "1:9", "use straight quotation marks: \"…\""),
    ] {
        assert_eq!(read(text).1, [format!("{at} {curly} | {help}")], "{text}");
    }
    each_has(&[
        ("a = \"Dogs", "1:5 syntax: the quotation mark is never closed | write a = \"Dogs\""),
        ("a = Dogs\"", "1:5 syntax: the quotation mark at the front is missing | write a = \"Dogs\""),
        (
            "a = \"The \"best\" school\"",
            "1:5 syntax: quotation marks inside quotation marks | write a = 'The \"best\" school'",
        ),
        ("a = 'Parents' guide'", "1:5 syntax: an apostrophe ends the text too early | write a = \"Parents' guide\""),
        ("a = \"Head\" of", "1:11 syntax: \"of\" stands behind the end of the text | write a = \"Head of\""),
        ("a = \"x\",", "1:8 syntax: a \",\" behind the value | write a = \"x\""),
        ("a = \"x\" b = 1", "1:8 syntax: two keys on one line | write a = \"x\" and, on the line below, b = 1"),
        (
            "a = \"one\ntwo\"\nb = 1",
            "1:5 syntax: a text in quotation marks runs over the end of its line | \
             use three quotation marks at each end:\na = \"\"\"\none\ntwo\"\"\"",
        ),
        ("a = \"\"\"one\ntwo\nb = 1", "1:5 syntax: the text that begins here is never closed | end it with \"\"\""),
        (
            "logo = \"C:\\files\\logo.svg\"",
            "1:11 syntax: a backslash does not stand for itself between double quotation marks | \
             use forward slashes: logo = \"C:/files/logo.svg\"",
        ),
        (
            "a = \"one \\way\"",
            "1:10 syntax: a backslash does not stand for itself between double quotation marks | \
             use single quotation marks: a = 'one \\way'",
        ),
        (
            "a = \"b\u{1}c\"",
            "1:7 syntax: a character that cannot be seen stands in the text | type the line again: a = \"bc\"",
        ),
    ]);
}

#[test]
fn keys_gone_wrong() {
    each_has(&[
        (
            "Next review = May 2026",
            "1:1 syntax: the key \"Next review\" has a space in it | \
             write next_review = \"May 2026\", or \"Next review\" = \"May 2026\"",
        ),
        (
            "[control]\nEquality impact = \"Yes\"",
            "2:1 syntax: the key \"Equality impact\" has a space in it | \
             write \"Equality impact\" = \"Yes\", or equality_impact = \"Yes\"",
        ),
        ("café = 1", "1:1 syntax: the key \"café\" has \"é\" in it | write \"café\" = 1"),
        ("= 1", "1:1 syntax: a value without a key | write the key before the equals sign, as in title = \"…\""),
        ("title", "1:1 syntax: \"title\" has no value | write title = \"…\""),
        ("title \"x\"", "1:1 syntax: the equals sign is missing | write title = \"x\""),
        (
            "some words",
            "1:1 syntax: \"some words\" is neither a key with its value nor a heading | \
             put text in quotation marks behind a key, as in summary = \"…\"; a comment begins with #",
        ),
        (
            "a = 1\n]",
            "2:1 syntax: \"]\" stands where a key belongs | take it out, or put it into the list it belongs to",
        ),
    ]);
}

#[test]
fn lists_and_headings_gone_wrong() {
    each_has(&[
        ("x = [\"a\",\ny = 1", "1:5 syntax: the \"[\" is never closed | write x = [\"a\"]"),
        ("x = { a = 1\ny = 1", "1:5 syntax: the \"{\" is never closed | write x = { a = 1 }"),
        ("x = [\n\"a\"\n", "1:5 syntax: the \"[\" is never closed | end it with \"]\""),
        ("x = [\"a\" \"b\"]", "1:6 syntax: a comma is missing between two items | write x = [\"a\", \"b\"]"),
        ("x = [\"a\"]]", "1:10 syntax: \"]\" stands behind the value | write x = [\"a\"]"),
        ("x = { a = 1, a = 2 }", "1:5 duplicate-key: a key is given twice between these braces | keep one of the two"),
        ("[terms\na = 1", "1:1 syntax: the brackets of the heading \"terms\" do not match | write [terms]"),
        ("[[history]\na = 1", "1:1 syntax: the brackets of the heading \"history\" do not match | write [[history]]"),
        ("[front sheet]", "1:1 syntax: the heading \"front sheet\" cannot be read | write [front_sheet]"),
        (
            "[brand] colour = \"#fff\"",
            "1:8 syntax: a heading stands on a line of its own | write [brand] and put colour = \"#fff\" on the line below",
        ),
        (
            "[]",
            "1:1 syntax: a heading without a name | write its name between the brackets, as in [terms], or take the line out",
        ),
    ]);
}

#[test]
fn what_is_given_twice_names_both_places() {
    each_has(&[
        (
            "a = 1\nb = 2\na = 3",
            "3:1 duplicate-key: \"a\" is given twice | first given here 1:1 | keep one of the two lines",
        ),
        (
            "[[h]]\na = 1\n[[h]]\na = 1\na = 2",
            "5:1 duplicate-key: \"a\" is given twice | first given here 4:1 | keep one of the two lines",
        ),
        (
            "[t]\na = 1\n[u]\n[t]\nb = 1",
            "4:1 duplicate-key: [t] is given twice | first given here 1:1 | move the lines below it up to the first [t]",
        ),
        (
            "[[h]]\n[h]",
            "2:1 duplicate-key: [h] is given twice | first given here 1:1 | write [[h]], in double brackets as the first",
        ),
        ("a = 1\n[a.b]", "2:1 duplicate-key: [a.b] is given twice | first given here 1:1 | keep one of the two"),
    ]);
    let (table, _) = read("a = 1\nb = 2\na = 3");
    assert_eq!(table.get("a").unwrap().kind, ValueKind::Whole(1));
}

#[test]
fn every_faulty_line_is_said_once_and_the_rest_is_read() {
    let (table, faults) = read(
        "title: Dogs\nowner = Head\nnext_review = 31.12.2025\nstatutory = maybe not\nx = 2025-02-30\n\n[terms]\nhead = \
         “H”\nschool = \"s\"\n[bad\nlost = 1\n[good]\nfamilies = \"f\"\n",
    );
    assert_eq!(faults.len(), 7, "{faults:#?}");
    let text = |value: &str| ValueKind::Text(value.to_owned());
    assert_eq!(table.get("title").unwrap().kind, text("Dogs"));
    assert_eq!(table.get("owner").unwrap().kind, text("Head"));
    assert_eq!(table.get("next_review").unwrap().kind, text("31.12.2025"));
    assert_eq!(table.get("x").unwrap().kind, ValueKind::Unreadable);
    assert_eq!(table.get("bad").unwrap().kind, ValueKind::Unreadable);
    let ValueKind::Table(terms) = &table.get("terms").unwrap().kind else { panic!() };
    let keys: Vec<&str> = terms.entries().iter().map(|(key, _)| key.value.as_str()).collect();
    assert_eq!(keys, ["head", "school"]);
    assert_eq!(terms.get("head").unwrap().kind, text("H"));
}

#[test]
fn front_matter_is_read_with_the_places_of_its_file() {
    let text = "+++\ntitle = \"Dogs\"\nowner = Head\n+++\nText\n";
    let mut sources = Sources::default();
    let file = sources.add("a.md", text);
    let mut diagnostics = Diagnostics::default();
    let table = parse(&sources, file, 4..text.find("+++\nText").unwrap(), &mut diagnostics);
    let (key, value) = &table.entries()[0];
    assert_eq!((sources.excerpt(key.place), sources.excerpt(value.place)), ("title", "\"Dogs\""));
    assert_eq!(sources.position(table.place()).line, 2);
    let fault = diagnostics.iter().next().unwrap();
    let crate::diagnostic::Whereabouts::Place(place) = fault.whereabouts else { panic!() };
    assert_eq!(sources.excerpt(place), "Head");
    let (key, value) = &table.entries()[1];
    assert_eq!((sources.excerpt(key.place), sources.excerpt(value.place)), ("owner", "Head"));
}

#[test]
fn the_authors_order_and_typing_are_kept() {
    let (table, faults) =
        read("z = 1.10\na = 2024-12-09\nm = 2024-12-09 10:00:00\n[h]\nb = 1_000\na = 99999999999999999999\n");
    assert_eq!(faults, Vec::<String>::new());
    let keys: Vec<&str> = table.entries().iter().map(|(key, _)| key.value.as_str()).collect();
    assert_eq!(keys, ["z", "a", "m", "h"]);
    assert_eq!(table.get("z").unwrap().written(), "1.10");
    assert_eq!(table.get("a").unwrap().kind, ValueKind::Day(crate::calendar::Day::new(2024, 12, 9).unwrap()));
    assert_eq!(table.get("m").unwrap().kind, ValueKind::Instant("2024-12-09 10:00:00".to_owned()));
    let ValueKind::Table(inner) = &table.get("h").unwrap().kind else { panic!() };
    assert_eq!(inner.get("b").unwrap().kind, ValueKind::Whole(1000));
    assert!(matches!(inner.get("a").unwrap().kind, ValueKind::Number(_)));
}

#[test]
fn nothing_nests_too_deep_to_be_read() {
    for text in [
        format!("{}a = 1", "a.".repeat(50_000)),
        format!("[{}a]", "a.".repeat(50_000)),
        format!("x = {}{}", "[".repeat(50_000), "]".repeat(50_000)),
        format!("x = {}1{}", "{a=".repeat(50_000), "}".repeat(50_000)),
        format!("x = {}", "{a=[".repeat(50_000)),
        format!("x = {{ {}a = 1 }}", "a.".repeat(50_000)),
    ] {
        let (_, faults) = read(&text);
        assert_eq!(faults.len(), 1);
        assert!(faults[0].contains("nested deeper"), "{faults:?}");
    }
    let mut many = String::new();
    for number in 0..200 {
        let _ = writeln!(many, "[contacts.c{number}]\nname = \"x\"");
    }
    assert_eq!(read(&many).1, Vec::<String>::new());
}

const SOUND: &str = "title = \"Dogs\" # note\nowner = 'Head'\napproved = 2024-12-09\nnext_review = \"May 2026\"\nstatutory = \
                     true\nschools = [\"ashby\",\n  \"elm\"]\nsummary = \"\"\"\nTwo\nlines\"\"\"\n[control]\n\"Equality \
                     impact\" = \"Yes\"\n[[history]]\nversion = \"1.0\"\n[[history]]\nversion = \"2.0\"\nx = { a = 1.5, \
                     b.c = -3 }\n";

proptest! {
    #[test]
    fn no_text_panics(text in "(\\PC|\n)*") {
        read(&text);
    }

    #[test]
    fn nothing_like_toml_panics(text in "([a-c]|[a-c] = |[\\[\\]{}\"'“”‘’,:=.#\\\\\n -]|\n\\[a\\]\n|\n\\[\\[b\\]\\]\n|\"\"\"|'''|1|true|2026-09|é|\u{1}){0,40}") {
        let (_, faults) = read(&text);
        for fault in faults {
            prop_assert!(!fault.contains("NO HELP") && !fault.ends_with("| "), "{}: {}", text, fault);
        }
    }

    #[test]
    fn a_slip_in_sound_toml_is_found_and_never_panics(
        at in 0..SOUND.len(),
        slip in proptest::sample::select(vec!["", "\"", "'", "[", "]", "{", "}", "=", ":", ",", "\n", "“", "’", "\\", "#", ".", "-", " ", "é"]),
        remove in 0..6_usize,
    ) {
        let text = format!("{}{slip}{}", &SOUND[..at], &SOUND[(at + remove).min(SOUND.len())..]);
        let (_, faults) = read(&text);
        prop_assert_eq!(faults.is_empty(), tree::is_readable(&text), "{}: {:?}", text, faults);
    }
}
