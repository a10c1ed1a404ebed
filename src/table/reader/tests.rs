//! What the reader says of keys and values, word for word.

use super::super::parse;
use super::*;
use crate::diagnostic::Whereabouts;
use crate::source::Sources;

/// Reads a sound text with `take`; the faults as `line:column code: message | help`.
fn faults_of(text: &str, take: impl FnOnce(&mut Reader<'_>)) -> Vec<String> {
    with(text, |reader, diagnostics| {
        let mut reader = reader;
        take(&mut reader);
        reader.finish(diagnostics);
    })
}

fn with(text: &str, take: impl FnOnce(Reader<'_>, &mut Diagnostics)) -> Vec<String> {
    let mut sources = Sources::default();
    let file = sources.add("trust.toml", text);
    let mut diagnostics = Diagnostics::default();
    let table = parse(&sources, file, 0..text.len(), &mut diagnostics);
    take(Reader::new(&table), &mut diagnostics);
    let faults = diagnostics.iter().map(|fault| {
        let Whereabouts::Place(place) = fault.whereabouts else { panic!("a fault without a place") };
        let at = sources.position(place);
        let help = fault.help.as_deref().unwrap_or("NO HELP");
        format!("{}:{} {}: {} | {help}", at.line, at.column, fault.code.as_str(), fault.message)
    });
    faults.collect()
}

#[test]
fn values_of_the_right_kind_are_taken() {
    let text = "t = \"x\"\nblank = \" \"\nf = false\nn = 90\nd = 2024-12-09\ns = \"May 2026\"\nc = \"every 2 years\"\nl = \
                [\"a\", \"b\"]\none = \"a\"\nk = \"draft\"\n[u]\nx = 1\n[[h]]\nv = \"1\"\n[[h]]\nv = \"2\"\n";
    let faults = faults_of(text, |reader| {
        assert_eq!(reader.text("t").unwrap().value, "x");
        assert_eq!(reader.text_required("t").unwrap().value, "x");
        assert_eq!(reader.text("blank").unwrap().value, " ");
        assert_eq!(reader.text_given("blank"), None);
        assert!(!reader.flag("f").unwrap().value);
        assert_eq!(reader.whole_number("n").unwrap().value, 90);
        assert_eq!(reader.date("d").unwrap().value.iso(), "2024-12-09");
        assert_eq!(reader.date("s").unwrap().value.iso(), "2026-05");
        assert_eq!(reader.cycle("c").unwrap().value.months(), 24);
        assert_eq!(reader.list_of_text("l").unwrap().len(), 2);
        assert_eq!(reader.text_or_list("l").unwrap().len(), 2);
        assert_eq!(reader.text_or_list("one").unwrap().len(), 1);
        assert_eq!(reader.choice("k", &[("Draft", 1), ("approved", 2)]).unwrap().value, 1);
        assert_eq!(reader.choices("k", &[("draft", 1), ("approved", 2)]).unwrap()[0].value, 1);
        assert_eq!(reader.table("u").unwrap().entries().len(), 1);
        assert_eq!(reader.tables("h").len(), 2);
        assert_eq!(reader.text("absent"), None);
    });
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table: one entry for each wrong value")]
fn each_wrong_value_says_what_to_write() {
    type Take = fn(&mut Reader<'_>);
    let cases: [(&str, Take, &str); 24] = [
        (
            "version = 2.10",
            |r| assert_eq!(r.text("version"), None),
            "1:11 wrong-type: version must be text, not a number | write version = \"2.10\"",
        ),
        (
            "owner = [\"Head\"]",
            |r| assert_eq!(r.text("owner"), None),
            "1:9 wrong-type: owner must be text, not a list | write owner = \"Head\"",
        ),
        (
            "owner = true",
            |r| assert_eq!(r.text("owner"), None),
            "1:9 wrong-type: owner must be text, not true | write owner = \"…\"",
        ),
        (
            "a = 1",
            |r| {
                r.raw("a");
                r.text_required("next_step");
            },
            "1:1 missing-key: the next step is missing | add next_step = \"…\" at the top",
        ),
        (
            "title = \" \"",
            |r| assert_eq!(r.text_required("title"), None),
            "1:9 missing-key: the title is empty | write title = \"…\"",
        ),
        (
            "statutory = \"yes\"",
            |r| assert_eq!(r.flag("statutory"), None),
            "1:13 wrong-type: statutory must be true or false, not text | write statutory = true",
        ),
        (
            "days = \"90\"",
            |r| assert_eq!(r.whole_number("days"), None),
            "1:8 wrong-type: days must be a whole number, not text | write days = 90, without quotation marks",
        ),
        (
            "next_review = \"31 June 2026\"",
            |r| assert_eq!(r.date("next_review"), None),
            "1:15 bad-date: 31 June 2026 does not exist | \
             June 2026 ends on the 30th: write next_review = \"30 June 2026\"",
        ),
        (
            "d = \"09/30/2026\"",
            |r| assert_eq!(r.date("d"), None),
            "1:5 bad-date: 09/30/2026 does not begin with the day | write d = \"30/09/2026\"",
        ),
        (
            "d = 2024-12-09T10:00:00Z",
            |r| assert_eq!(r.date("d"), None),
            "1:5 bad-date: 2024-12-09T10:00:00Z gives a time of day | only the day is wanted: write d = \"2024-12-09\"",
        ),
        (
            "d = \"soon\"",
            |r| assert_eq!(r.date("d"), None),
            "1:5 bad-date: \"soon\" is not a date | \
             write a day, as in d = \"30 September 2026\", or a month, as in d = \"September 2026\"",
        ),
        ("d = 30.09", |r| assert_eq!(r.date("d"), None), "1:5 bad-date: 30.09 has no year | add the year: \"30.09.…\""),
        (
            "d = 2026",
            |r| assert_eq!(r.date("d"), None),
            "1:5 wrong-type: d must be a date, not a number | \
             write a day, as in d = \"30 September 2026\", or a month, as in d = \"September 2026\"",
        ),
        (
            "review_cycle = \"anually\"",
            |r| assert_eq!(r.cycle("review_cycle"), None),
            "1:16 unknown-review-cycle: the review cycle \"anually\" is not one we know | write review_cycle = \"annually\"",
        ),
        (
            "review_cycle = 2",
            |r| assert_eq!(r.cycle("review_cycle"), None),
            "1:16 wrong-type: review_cycle must be text, not a number | write review_cycle = \"2 years\"",
        ),
        (
            "c = \"ongoing\"",
            |r| assert_eq!(r.cycle("c"), None),
            "1:5 unknown-review-cycle: the c \"ongoing\" is not one we know | \
             write how often it is reviewed, as in \"annually\", or leave the cycle out and give next_review",
        ),
        (
            "status = \"aproved\"",
            |r| assert_eq!(r.choice("status", &[("draft", ()), ("approved", ())]), None),
            "1:10 unknown-value: \"aproved\" is not one of the choices for status | \
             write status = \"approved\"; the choices are \"draft\" or \"approved\"",
        ),
        (
            "compliance = \"compliant\"",
            |r| assert_eq!(r.choice("compliance", &[("fully compliant", ()), ("not compliant", ())]), None),
            "1:14 unknown-value: \"compliant\" is not one of the choices for compliance | \
             write compliance = \"fully compliant\" or \"not compliant\"",
        ),
        (
            "phases = [\"primary\", \"college\"]",
            |r| assert_eq!(r.choices("phases", &[("primary", ()), ("middle", ())]).unwrap().len(), 1),
            "1:22 unknown-value: \"college\" is not one of the choices for phases | \
             write phases = \"primary\" or \"middle\"",
        ),
        (
            "schools = \"ashby, elm\"",
            |r| assert_eq!(r.list_of_text("schools"), None),
            "1:11 wrong-type: schools must be a list, not text | write schools = [\"ashby\", \"elm\"]",
        ),
        (
            "schools = [\"ashby\", 7]",
            |r| assert_eq!(r.list_of_text("schools").unwrap().len(), 1),
            "1:21 wrong-type: schools must be a list of texts, and this is a number | write \"7\" in the list",
        ),
        (
            "brand = \"x\"",
            |r| assert_eq!(r.table("brand"), None),
            "1:9 wrong-type: brand must be a group of keys, not text | write [brand] on a line of its own, and its keys below",
        ),
        (
            "[history]\nx = 1",
            |r| assert_eq!(r.tables("history").len(), 0),
            "1:1 wrong-type: history must be a list of groups, not a group of keys | \
             write [[history]] on a line of its own before each, and its keys below",
        ),
        (
            "[[brand]]",
            |r| assert_eq!(r.table("brand"), None),
            "1:1 wrong-type: brand must be one group of keys, not a list of groups | write [brand] in single brackets, once only",
        ),
    ];
    for (text, take, fault) in cases {
        assert_eq!(faults_of(text, take), [fault], "{text}");
    }
}

#[test]
fn an_unknown_key_names_the_nearest_or_all() {
    let take = |reader: &mut Reader<'_>| {
        reader.text_required("title");
        reader.cycle("review_cycle");
    };
    assert_eq!(
        faults_of("title = \"x\"\nreveiw_cycle = \"annually\"\ncolour = 1\n", take),
        [
            "2:1 unknown-key: \"reveiw_cycle\" is not a key we know | did you mean review_cycle?",
            "3:1 unknown-key: \"colour\" is not a key we know | the keys here are title, review_cycle",
        ]
    );
}

#[test]
fn a_misspelt_key_is_not_missing_too() {
    assert_eq!(
        faults_of("Title = \"x\"\n", |reader| assert_eq!(reader.text_required("title"), None)),
        ["1:1 unknown-key: \"Title\" is not a key we know | did you mean title?"]
    );
}

#[test]
fn a_key_below_the_wrong_heading_is_sent_back() {
    let text = "name = \"x\"\n\n[terms]\nhead = \"H\"\nbase_url = \"y\"\n[contacts.dsl]\nbase_url = \"z\"\n";
    let faults = with(text, |mut reader, diagnostics| {
        const KEYS: [&str; 4] = ["name", "base_url", "terms", "contacts"];
        reader.text("name");
        reader.text("base_url");
        let mut terms = Reader::new(reader.table("terms").unwrap());
        terms.text("head");
        terms.finish_below(&KEYS, diagnostics);
        let contacts = reader.table("contacts").unwrap();
        let mut contacts = Reader::new(contacts);
        let dsl = contacts.table("dsl").unwrap();
        let mut dsl = Reader::new(dsl);
        dsl.text("name");
        dsl.finish_below(&KEYS, diagnostics);
        contacts.finish(diagnostics);
        reader.finish(diagnostics);
    });
    assert_eq!(
        faults,
        [
            "5:1 key-after-table: \"base_url\" stands below [terms], so it belongs to [terms] | \
             move it above line 3, before the first [heading]",
            "7:1 key-after-table: \"base_url\" stands below [contacts.dsl], so it belongs to [contacts.dsl] | \
             move it above line 3, before the first [heading]",
        ]
    );
}

#[test]
fn what_could_not_be_read_is_said_once() {
    let faults = faults_of("title = 31.06.2026\nowner: Head\nNote to all: hello\n", |reader| {
        assert_eq!(reader.text_required("title"), None);
        assert_eq!(reader.text_required("owner").unwrap().value, "Head");
    });
    let starts: Vec<&str> = faults.iter().map(|fault| fault.split(':').next().unwrap()).collect();
    assert_eq!(starts, ["1", "2", "3"], "{faults:?}");
}
