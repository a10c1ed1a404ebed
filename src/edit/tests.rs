//! Every form of front matter, and what may not change in it.

use super::*;
use proptest::prelude::*;

const BELOW: &[&str] = &["previous_review", "effective", "approved"];

fn set(key: &'static str, value: &str) -> Edit<'static> {
    Edit::Set { key, value: value.to_owned(), below: BELOW }
}

fn entry() -> Edit<'static> {
    Edit::Prepend {
        array: "history",
        entries: vec![("version", "\"2.0\"".to_owned()), ("date", "2026-09-14".to_owned())],
    }
}

fn front(front: &str, edits: &[Edit<'_>]) -> String {
    let text = edited(format!("+++\n{front}+++\nText.  \n").as_bytes(), edits).expect("it can be changed");
    text.strip_prefix("+++\n")
        .and_then(|text| text.strip_suffix("+++\nText.  \n"))
        .expect("the rest is as it was")
        .to_owned()
}

#[test]
fn a_value_is_changed_and_nothing_else_of_its_line() {
    for (before, after) in [
        ("next_review = 2026-09-01\n", "next_review = 2027-01-11\n"),
        ("next_review  =  2026-09-01   # the board's\n", "next_review  =  2027-01-11   # the board's\n"),
        ("'next_review' = \"September 2026\"  \n", "'next_review' = 2027-01-11  \n"),
        ("# next_review = 1\n\"next_review\" = 'x' # 'y'\n", "# next_review = 1\n\"next_review\" = 2027-01-11 # 'y'\n"),
        ("next_review = \"\"\"\nSept 2026\"\"\"\n", "next_review = 2027-01-11\n"),
    ] {
        assert_eq!(front(before, &[set("next_review", "2027-01-11")]), after);
    }
}

#[test]
fn a_missing_key_stands_below_its_like_and_above_every_heading() {
    for (before, after) in [
        (
            "title = \"A\"\napproved = 2025-01-01 # by hand\n\n# owner\nowner = \"B\"\n",
            "title = \"A\"\napproved = 2025-01-01 # by hand\nx = 1\n\n# owner\nowner = \"B\"\n",
        ),
        (
            "title = \"A\"\n\n# Lines of ours\n[control]\nk = \"v\"\n",
            "title = \"A\"\nx = 1\n\n# Lines of ours\n[control]\nk = \"v\"\n",
        ),
        ("[extra]\napproved = 1\n", "x = 1\n[extra]\napproved = 1\n"),
        ("", "x = 1\n"),
        ("schools = [\n  \"a\",\n]\n", "schools = [\n  \"a\",\n]\nx = 1\n"),
        (
            "approved = 2025-01-01\nextra = { a = 1 }\n[control]\n",
            "approved = 2025-01-01\nx = 1\nextra = { a = 1 }\n[control]\n",
        ),
    ] {
        assert_eq!(front(before, &[set("x", "1")]), after);
    }
}

#[test]
fn an_entry_stands_before_those_there_are() {
    let new = "[[history]]\nversion = \"2.0\"\ndate = 2026-09-14\n";
    for (before, after) in [
        (
            "a = 1\n\n# newest first\n[[history]]\nversion = \"1.0\"\n\n[extra]\nb = 2\n",
            format!("a = 1\n\n# newest first\n{new}\n[[history]]\nversion = \"1.0\"\n\n[extra]\nb = 2\n"),
        ),
        ("a = 1\n", format!("a = 1\n\n{new}")),
        ("a = 1\n[control]\nk = \"v\"\n\n", format!("a = 1\n[control]\nk = \"v\"\n\n{new}")),
        ("", new.to_owned()),
        (
            "history = [{ version = \"1.0\" }]\n",
            "history = [ { version = \"2.0\", date = 2026-09-14 },{ version = \"1.0\" }]\n".to_owned(),
        ),
        (
            "history = [\n  { version = \"1.0\" },\n]\n",
            "history = [\n  { version = \"2.0\", date = 2026-09-14 },\n  { version = \"1.0\" },\n]\n".to_owned(),
        ),
        ("history = []\n", "history = [ { version = \"2.0\", date = 2026-09-14 } ]\n".to_owned()),
    ] {
        assert_eq!(front(before, &[entry()]), after);
    }
}

#[test]
fn line_ends_and_a_byte_order_mark_stay() {
    let before = "\u{feff}+++\r\napproved = 2025-01-01\r\nnext_review = 2026-09-01  \r\n+++\r\n\r\n## A\r\nB.";
    let after = "\u{feff}+++\r\napproved = 2025-01-01\r\nprevious_review = 2026-09-14\r\nnext_review = 2027-09-14  \r\n\r\n\
                 [[history]]\r\nversion = \"2.0\"\r\ndate = 2026-09-14\r\n+++\r\n\r\n## A\r\nB.";
    let edits = [set("next_review", "2027-09-14"), set("previous_review", "2026-09-14"), entry()];
    assert_eq!(edited(before.as_bytes(), &edits).expect("it can be changed"), after);
}

#[test]
fn what_cannot_be_read_is_left_alone() {
    for text in ["", "## A\n", "+++\na = 1\n", "+++\na = \n+++\n", "+++\na = 1\na = 2\n+++\n"] {
        assert_eq!(edited(text.as_bytes(), &[set("x", "1")]), Err(EditFault::Unreadable), "{text:?}");
    }
    assert_eq!(edited(b"+++\na = \"\xff\"\n+++\n", &[]), Err(EditFault::Unreadable));
    assert_eq!(edited(b"+++\na = 1\n+++\n", &[set("x", "\"")]), Err(EditFault::Spoilt));
}

#[test]
fn a_value_is_told_as_it_is_written() {
    assert_eq!(written_value(b"+++\r\na = 'b' # c\r\n+++\r\n", "a").as_deref(), Some("'b'"));
    assert_eq!(written_value(b"+++\n+++\n", "a"), None);
}

proptest! {
    #[test]
    fn whatever_stands_in_a_file_its_other_lines_stay(
        lines in proptest::collection::vec("(a = 1|b = 'é'|c = \"x\"|# d|next_review = 2026-09-01| +|)  ?", 0..8),
        text in "[ -~é\n]{0,60}",
        crlf in any::<bool>(),
        mark in any::<bool>(),
    ) {
        let mut seen = std::collections::BTreeSet::new();
        let lines: Vec<&String> = lines.iter().filter(|line| !line.contains('=') || seen.insert(line.split_whitespace().next().map(str::to_owned))).collect();
        let body = lines.iter().map(|line| format!("{line}\n")).collect::<Vec<_>>().concat();
        let mut file = format!("+++\n{body}+++\n{text}");
        if crlf { file = file.replace('\n', "\r\n"); }
        if mark { file.insert(0, '\u{feff}'); }
        let after = edited(file.as_bytes(), &[set("next_review", "2027-01-11"), entry()]).expect("it can be changed");
        let kept: Vec<&str> = file.split('\n').filter(|line| !line.starts_with("next_review")).collect();
        let mut now = after.split('\n');
        for line in kept {
            prop_assert!(now.any(|other| other == line), "{line:?} is gone from {after:?}");
        }
        prop_assert_eq!(after.contains("\r\n"), file.contains("\r\n"));
        prop_assert_eq!(after.matches("next_review = 2027-01-11").count(), 1);
    }
}
