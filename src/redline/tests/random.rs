//! Nothing is lost and nothing made up, whatever two texts say.

use super::{compare, text};
use crate::redline::blocks::push_side;
use crate::redline::text::push_line;
use crate::redline::words;
use crate::redline::{Fate, Redline, Section, SectionChange, Text};
use proptest::prelude::*;

/// The words of the new version, read off the changes in their order.
fn accepted(redline: &Redline) -> String {
    let mut out = String::new();
    redline.lead.iter().for_each(|change| change.push_plain(Fate::Added, &mut out));
    redline.sections.iter().for_each(|section| accept(section, &mut out));
    out
}

fn accept(section: &SectionChange, out: &mut String) {
    if section.fate != Fate::Removed {
        push_side(&section.heading, Fate::Added, out);
        section.body.iter().for_each(|change| change.push_plain(Fate::Added, out));
    }
    section.children.iter().for_each(|child| accept(child, out));
}

/// The words of each section of the old version, in no order: those that moved stand where they are now.
fn rejected(redline: &Redline) -> Vec<String> {
    let mut lead = String::new();
    redline.lead.iter().for_each(|change| change.push_plain(Fate::Removed, &mut lead));
    let mut all = vec![lead];
    redline.sections.iter().for_each(|section| reject(section, &mut all));
    all.sort();
    all
}

fn reject(section: &SectionChange, all: &mut Vec<String>) {
    if section.fate != Fate::Added {
        let mut out = String::new();
        push_side(&section.heading, Fate::Removed, &mut out);
        section.body.iter().for_each(|change| change.push_plain(Fate::Removed, &mut out));
        all.push(out);
    }
    section.children.iter().for_each(|child| reject(child, all));
}

/// The words of each section of a text, in order.
fn sections(text: &Text) -> Vec<String> {
    let mut lead = String::new();
    text.lead.iter().for_each(|chunk| chunk.push_plain(&mut lead));
    let mut all = vec![lead];
    text.sections.iter().for_each(|section| gather(section, &mut all));
    all
}

fn gather(section: &Section, all: &mut Vec<String>) {
    let mut out = String::new();
    push_line(&mut out, &section.heading.plain());
    section.body.iter().for_each(|chunk| chunk.push_plain(&mut out));
    all.push(out);
    section.children.iter().for_each(|child| gather(child, all));
}

fn holds(old: &str, new: &str) -> Result<(), TestCaseError> {
    let (old, new) = (text(old), text(new));
    let redline = compare(&old, &new);
    prop_assert_eq!(accepted(&redline), sections(&new).concat());
    let mut was = sections(&old);
    was.sort();
    prop_assert_eq!(rejected(&redline), was);
    prop_assert_eq!(&redline, &compare(&old, &new));
    let same = compare(&new, &new);
    prop_assert!(same.sections.iter().all(SectionChange::is_untouched));
    Ok(())
}

/// Words from so few that texts share many.
fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        4 => prop::sample::select(vec!["the", "head", "pupils", "must", "tell", "school", "days", "a", "of", "parents"]),
        1 => prop::sample::select(vec!["**bold**", "*so*", "[link](x)", "[link](y)", "`code`", "![p](i.png)", "10", "£5.00"]),
        1 => prop::sample::select(vec!["ten,", "end.", "(or)", "and/or", "“quote”", "é", "🎒", "<b>raw</b>", "\\*", "[^n]", "<br>"]),
    ];
    prop::collection::vec(word, 1..14).prop_map(|words| words.join(" "))
}

fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}

fn block() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => words(),
        2 => prop::collection::vec(words(), 1..4).prop_map(|items| lines(items.iter().map(|item| format!("- {item}")))),
        1 => prop::collection::vec(words(), 1..3)
            .prop_map(|items| lines(items.iter().map(|item| format!("1. {item}\n   - inner {item}")))),
        1 => prop::collection::vec((words(), words()), 1..4).prop_map(|rows| {
            let rows = lines(rows.iter().map(|(a, b)| format!("| {a} | {b} |")));
            format!("| Who | When |\n|---|---|\n{rows}")
        }),
        1 => words().prop_map(|words| format!("> {words}")),
        1 => words().prop_map(|words| format!("> [!NOTE]\n> {words}")),
        1 => words().prop_map(|words| format!("{}\n: {words}", words.split(' ').next().unwrap_or("x"))),
        1 => words().prop_map(|words| format!("<table><tr><td>{words}<td>x</table>")),
        1 => words().prop_map(|words| format!("<ul><li>{words}\n\n- inner\n\n</li>stray</ul>")),
        1 => Just("```\nsome  code\n\n  more\n```".to_owned()),
        1 => Just("---".to_owned()),
    ]
}

fn section() -> impl Strategy<Value = String> {
    let heading = prop::sample::select(vec!["Aims", "Scope", "1. Roles", "2. Roles", "Pupils and *parents*", "Review"]);
    let level = prop::sample::select(vec!["##", "##", "###", "####"]);
    let id = prop::option::of(prop::sample::select(vec!["a", "b", "c"]));
    (level, heading, id, prop::collection::vec(block(), 0..4)).prop_map(|(level, heading, id, blocks)| {
        let id = id.map(|id| format!(" {{#{id}}}")).unwrap_or_default();
        format!("{level} {heading}{id}\n\n{}\n", blocks.join("\n\n"))
    })
}

fn document() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(prop_oneof![6 => section(), 1 => block()], 0..8)
}

/// What somebody does to a text: words, lines or whole sections go, come, or change places.
fn edited(parts: Vec<String>) -> impl Strategy<Value = (String, String)> {
    let edits = prop::collection::vec((any::<prop::sample::Index>(), 0..6_u8, words()), 0..6);
    (Just(parts), edits).prop_map(|(parts, edits)| {
        let old = parts.join("\n\n");
        let mut new = parts;
        for (at, what, words) in edits {
            if new.is_empty() {
                break;
            }
            let index = at.index(new.len());
            match what {
                0 => drop(new.remove(index)),
                1 => new.insert(index, format!("## {words}\n\n{words}")),
                2 => {
                    let part = new.remove(index);
                    new.push(part);
                }
                3 => new[index] = new[index].replacen("the", "every", 2),
                4 => new[index] = format!("{}\n\n{words}\n", new[index]),
                _ => {
                    let cut = new[index].char_indices().nth(new[index].chars().count() / 2).map_or(0, |(at, _)| at);
                    new[index].insert_str(cut, &format!(" {words} "));
                }
            }
        }
        (old, new.join("\n\n"))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn edited_texts_come_out_to_the_letter((old, new) in document().prop_flat_map(edited)) {
        holds(&old, &new)?;
    }

    #[test]
    fn two_texts_that_share_words_by_chance_come_out_to_the_letter(old in document(), new in document()) {
        holds(&old.join("\n\n"), &new.join("\n\n"))?;
    }

    #[test]
    fn any_two_texts_come_out_to_the_letter(old in "\\PC{0,200}", new in "(\\PC|\n|# |[|*_<>]){0,200}") {
        holds(&old, &new)?;
    }

    #[test]
    fn any_two_lines_come_out_to_the_letter(old in "[ab.,( ]{0,30}", new in "[ab.,( ]{0,30}") {
        let line = |text: &str| {
            let mut maker = crate::redline::token::LineMaker::default();
            maker.text(text, &crate::redline::Look::default());
            maker.done()
        };
        let (old, new) = (line(&old), line(&new));
        for runs in [words::compare(&old, &new), words::readable(&old, &new)] {
            let side = |side| runs.iter().filter(|run| run.fate == Fate::Kept || run.fate == side)
                .flat_map(|run| run.spans.iter().map(|span| span.text.as_str())).collect::<String>();
            prop_assert_eq!(side(Fate::Removed), old.plain());
            prop_assert_eq!(side(Fate::Added), new.plain());
            prop_assert!(runs.windows(2).all(|pair| pair[0].fate != pair[1].fate));
        }
    }
}
