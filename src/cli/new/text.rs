//! The texts that new files begin with.

use crate::calendar::Day;
use crate::model::{Field, LocalChanges, PolicyFile, SectionSource, Slug, Verb};
use std::fmt::Write as _;

/// Whose policy a draft is.
pub(super) enum Whose<'a> {
    Trusts,
    /// A school's own, by the school's name.
    Schools(&'a str),
}

/// A policy to fill in. What it asks for stands in comments, so that none of it is ever published by mistake.
pub(super) fn draft(slug: &Slug, whose: &Whose<'_>, categories: &[String], today: Day) -> String {
    let title = in_words(slug.as_str());
    let used = match categories {
        [] => String::new(),
        used => format!("; used so far: {}", used.join(", ")),
    };
    let review = today.add_months(12);
    let (remark, keys) = match whose {
        Whose::Trusts => (
            "A policy of the trust: every school gets a copy.".to_owned(),
            "# scope = \"Trust-wide\"                  # the front sheet's \"policy type\"\n\
             # phases = [\"primary\"]                  # for schools of these phases only; or schools = [\"…\"]\n\
             # local_changes = \"amend\"               # what a school may do: \"none\", \"add\" or \"amend\"\n",
        ),
        Whose::Schools(name) => (format!("A policy of {}'s own.", remark(name)), ""),
    };
    format!(
        r#"+++
# {remark} A line that begins with # says nothing until you take the # away.

title = "{title}"
# summary = "…"                         # what it is for, in one sentence
# category = "…"                        # the heading it is listed under{used}
# reference = "…"                       # the document's number
owner = ""                              # who answers for it, as a post: "Head of Governance"
author = ""
version = "0.1"                         # in quotation marks
status = "draft"                        # write "approved" when it has been, and fill in the lines below
# approved = {today}                 # the day on which it was approved
# approved_by = "…"                     # the body that approved it: "Trust Board"
# effective = {today}                # in force from this day, where that is another
# next_review = {review}
# review_cycle = "annually"             # or "termly", "every 2 years", …
# statutory = false                     # whether the law asks for this policy
# required_to_publish = false
{keys}
# The version history, newest first.
[[history]]
version = "0.1"
date = {today}
author = ""
changes = "First draft."
+++

## Why we have this policy {{#why}}

<!-- In two or three sentences: what it is for. Comments like this one are never published. -->

## Whom it is for {{#who}}

<!-- For example {{{{ terms.families }}}} of {{{{ school.name }}}}: each copy prints its own. -->

## What we do {{#what-we-do}}

<!-- The rules themselves, in plain words. -->

## Who does what {{#roles}}

<!-- The {{{{ terms.head }}}}, the governors, staff, families. -->

## If you disagree {{#if-you-disagree}}

<!-- Whom to write to. A link to another policy is its file's name: [](complaints) prints its title. -->
"#
    )
}

/// A school's file for a policy of the trust (at `path`), with all that it could do in a comment.
pub(super) fn amendment(policy: &PolicyFile, path: &str, school: &str, today: Day) -> String {
    let school = remark(school);
    let version = policy.front.text(Field::Version);
    let based_on = match version {
        Some(version) => format!("based_on = {}", quoted(version)),
        None => "# based_on = \"…\"  (the trust's policy has no version yet)".to_owned(),
    };
    let own = remark(version.unwrap_or("1.0"));
    format!(
        r#"+++
# What {school} changes in the trust's policy {path}.
# Everything that is not mentioned here follows the trust.

# The trust's version that these changes are written against.
{based_on}

# Lines of the front sheet that differ for this school; take the # away. A school that changes the text needs a version
# of its own.
# version = "{own}-a"
# approved = {today}
# approved_by = "Local Governing Body"
+++

{sections}"#,
        sections = examples(policy),
    )
}

/// A comment with the trust's sections by id, and a heading for each thing that a school may do with them.
fn examples(policy: &PolicyFile) -> String {
    let rule = policy.front.local_changes();
    if rule == LocalChanges::Nothing {
        return "<!-- The trust lets schools change nothing in the text of this policy: only the lines above. -->\n"
            .to_owned();
    }
    // Each with the sections inside it.
    let sections: Vec<&[SectionSource]> = policy.text.sections.chunk_by(|_, next| next.level > 2).collect();
    let mut text = String::from(
        "<!--\n\
         Copy what you need to below the last line of this comment. Then put in the id of the section that is meant, and\n\
         your own words.\n",
    );
    if !sections.is_empty() {
        text.push_str("\nThe trust's sections, each with its id first:\n\n");
        let longest = sections.iter().map(|section| section[0].id.len()).max().unwrap_or_default();
        for section in &sections {
            let (id, heading) = (&section[0].id, remark(&section[0].heading_text));
            let _ = writeln!(text, "    {id:longest$}  {heading}{}", rules(section));
        }
    }
    text.push_str("\nWhat you can do:\n");
    let open: Vec<&&[SectionSource]> = sections.iter().filter(|section| is_open(section)).collect();
    for (index, (word, verb)) in Verb::WORDS.iter().enumerate() {
        if rule == LocalChanges::Add && matches!(verb, Verb::Replace | Verb::Remove) {
            continue;
        }
        let Some(target) = open.get(index % open.len().max(1)) else { continue };
        let (heading, below) = wording(*verb);
        let _ = write!(text, "\n## {heading} {{{word}={}}}\n\n{below}\n", target[0].id);
    }
    text.push_str("\n## A new section at the end, before the appendices\n\nIts text.\n-->\n");
    text
}

/// Whether every school may do anything with a section and those inside it.
fn is_open(section: &[SectionSource]) -> bool {
    !is_for_some(&section[0]) && section.iter().all(|section| !section.marks.locked)
}

fn is_for_some(section: &SectionSource) -> bool {
    let condition = &section.marks.condition;
    !condition.phases.is_empty() || !condition.schools.is_empty()
}

/// What the marks of a section, and of those inside it, mean for a school.
fn rules(section: &[SectionSource]) -> String {
    let mut rules = Vec::new();
    if section[0].marks.locked {
        rules.push("locked: no school may change it");
    } else if section.iter().any(|inner| inner.marks.locked) {
        rules.push("part of it is locked");
    }
    if section[0].marks.fill {
        rules.push("every school must replace or append to it");
    }
    if is_for_some(&section[0]) {
        rules.push("for some schools only");
    }
    if rules.is_empty() { String::new() } else { format!("  ({})", rules.join("; ")) }
}

/// The heading and the text of a verb's example.
fn wording(verb: Verb) -> (&'static str, &'static str) {
    match verb {
        Verb::After => ("A new section after the trust's", "Its text."),
        Verb::Before => ("A new section before the trust's", "Its text."),
        Verb::Replace => ("A section in place of the trust's", "Its text."),
        Verb::Append => ("More at the end of the trust's section", "Its text. This heading is dropped."),
        Verb::Prepend => ("More at the start of the trust's section", "Its text. This heading is dropped."),
        Verb::Remove => ("Without the trust's section", "The reason, for the list of local changes only."),
    }
}

pub(super) fn school_text(slug: &Slug) -> String {
    let name = in_capitals(slug.as_str());
    format!(
        r##"# One school's particulars. A line that begins with # says nothing until you take the # away. Where the school gives no
# value, the one under [school_defaults] in trust.toml stands in.

name = "{name}"                         # the full name
# urn = 123456                          # the school's number in the national register, six digits
# phase = "primary"                     # nursery, primary, middle, secondary, all-through, special,
#                                       # alternative-provision or sixth-form
# website = "https://www.{slug}.example"
# email = "office@{slug}.example"
# phone = "01632 960000"
# address = ["1 School Lane", "Town", "AB1 2CD"]

# The school's own words, where they are not the trust's.
# [terms]
# head = "Principal"

# The people whom policies name: {{{{ school.contacts.dsl.name }}}}. Add as many as you like.
# [contacts.dsl]
# name = "…"
# role = "Designated safeguarding lead"
# email = "safeguarding@{slug}.example"
# phone = "01632 960001"

# [brand]
# colour = "#1d4f91"                    # dark enough for white text on it
# logo = "files/{slug}.svg"             # put the file in files/
# logo_alt = "{name}"

# Anything else that policies need to know: {{{{ school.extra.gates_open }}}}
# [extra]
# gates_open = "8.40am"
"##
    )
}

/// `dogs-on-site` as "Dogs on site".
fn in_words(slug: &str) -> String {
    with_a_capital(&slug.replace('-', " "))
}

/// `st-marys-primary` as "St Marys Primary".
pub(super) fn in_capitals(slug: &str) -> String {
    slug.split('-').map(with_a_capital).collect::<Vec<_>>().join(" ")
}

fn with_a_capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A text as a TOML string.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// An author's words as part of a comment: on one line, without what ends a comment or begins a tag.
pub(super) fn remark(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    line.replace("--", "–").replace("{{", "(").replace("}}", ")").replace("{%", "(").replace("%}", ")")
}
