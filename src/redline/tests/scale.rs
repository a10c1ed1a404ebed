//! Long texts, and texts that are meant to be slow.

use super::{compare, text};
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// A policy of about 6,000 words.
fn policy(changed: bool) -> String {
    let mut out = String::new();
    for section in 0..30 {
        let _ = writeln!(out, "## Section {section} of the policy\n");
        for paragraph in 0..5 {
            let days = if changed && (section + paragraph) % 7 == 0 { "fifteen working" } else { "ten school" };
            let _ = writeln!(
                out,
                "In part {paragraph} of section {section} the headteacher tells the parents of every pupil within {days} days \
                 what was decided, who decided it, and how they may ask the governors to look at it again, item {}.\n",
                section * paragraph
            );
        }
    }
    out
}

fn time(old: &str, new: &str) -> Duration {
    let (old, new) = (text(old), text(new));
    let began = Instant::now();
    let redline = compare(&old, &new);
    let took = began.elapsed();
    drop(redline);
    took
}

#[test]
fn a_long_policy_takes_no_time_to_speak_of() {
    let took = time(&policy(false), &policy(true));
    println!("{} words: {took:?}", policy(true).split_whitespace().count());
    // Without optimisation, on a busy machine.
    assert!(took < Duration::from_secs(2), "{took:?}");
}

#[test]
fn texts_made_to_be_slow_are_not() {
    let many = |count: usize, make: &dyn Fn(usize) -> String| (0..count).map(make).collect::<String>();
    let pairs: Vec<(&str, String, String)> = vec![
        (
            "sections, all renamed",
            many(3000, &|at| format!("## A{at}\n\nx{at}\n\n")),
            many(3000, &|at| format!("## B{at}\n\ny{at}\n\n")),
        ),
        (
            "sections, all reversed",
            many(3000, &|at| format!("## A{at}\n\n")),
            many(3000, &|at| format!("## A{}\n\n", 2999 - at)),
        ),
        (
            "sections of one name",
            many(2000, &|_| "## A\n\nsame\n\n".to_owned()),
            many(2001, &|_| "## A\n\nsame\n\n".to_owned()),
        ),
        (
            "paragraphs, all new",
            many(3000, &|at| format!("word{at} here\n\n")),
            many(3000, &|at| format!("other{at} here\n\n")),
        ),
        ("words, all new", many(20000, &|at| format!("word{at} ")), many(20000, &|at| format!("other{at} "))),
        ("one word", many(30000, &|_| "a ".to_owned()), many(30001, &|_| "a ".to_owned())),
        ("two words by turns", many(10000, &|_| "a b ".to_owned()), many(10000, &|_| "b a a ".to_owned())),
        (
            "rows",
            many(2000, &|at| format!("<table><tr><td>{at}<td>a</table>\n\n")),
            many(2000, &|at| format!("<table><tr><td>{at}<td>b</table>\n\n")),
        ),
    ];
    for (name, old, new) in pairs {
        let took = time(&old, &new);
        println!("{name}: {took:?}");
        assert!(took < Duration::from_secs(30), "{name}: {took:?}");
    }
}
