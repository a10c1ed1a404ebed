//! `new`: begins a policy, a school's changes to one, or a school.
//!
//! A new file is one to fill in: it says in comments what can be written where, publishes nothing by itself, and is
//! never written over another.

use super::init::command;
use super::{Ending, Failure, Format, Global};
use crate::calendar::Day;
use crate::diagnostic::{Diagnostics, nearest, quoted_list};
use crate::disk::{MachineError, write_whole};
use crate::load;
use crate::model::{Field, LocalChanges, PolicyFile, PortalContent, SectionSource, Slug, Verb};
use clap::{Args, Subcommand};
use serde::Serialize;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

#[derive(Debug, Args)]
pub(super) struct Words {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Begin a policy of the trust; with --school, a school's changes to it, or a policy of the school's own
    Policy {
        /// The policy's name in its address, such as dogs-on-site
        slug: String,
        /// The school's folder in schools/
        #[arg(long, value_name = "SCHOOL")]
        school: Option<String>,
    },
    /// Add a school
    School {
        /// The school's name in its address, such as ashby
        slug: String,
    },
}

/// The JSON that `new` prints.
#[derive(Serialize)]
struct NewReport<'a> {
    files: [&'a str; 1],
}

/// A portal's folder, known by its `trust.toml`.
#[derive(Debug, PartialEq, Eq)]
struct PortalFolder {
    /// The folder's name in `content/`, where that is a folder of portals.
    name: Option<String>,
    /// The path from the root, with forward slashes.
    path: String,
}

/// A file that is about to be made.
#[derive(Debug)]
struct NewFile {
    /// The path from the root, with forward slashes.
    path: String,
    text: String,
    /// What it is, as it reads after "Made content/policies/dogs.md, ".
    what: String,
    /// What its author does next, one thing a line.
    next: Vec<String>,
}

/// Makes the file that was asked for, and says what to do with it.
pub(super) fn run(global: &Global, words: &Words) -> Result<Ending, Failure> {
    let today = global.today()?;
    let portal = portal(&global.root, global.portal.as_deref())?;
    let file = match &words.what {
        What::Policy { slug, school: None } => trust_policy(&global.root, &portal, &parsed(slug)?, today)?,
        What::Policy { slug, school: Some(school) } => {
            school_policy(&global.root, &portal, &parsed(slug)?, school, today)?
        }
        What::School { slug } => school(&global.root, &portal, &parsed(slug)?)?,
    };
    write(&global.root, &file)?;
    match global.format {
        Format::Json => {
            let report = NewReport { files: [&file.path] };
            let text = serde_json::to_string_pretty(&report).expect("a report is plain data");
            anstream::println!("{text}");
        }
        Format::Human => {
            anstream::println!("Made {}, {}.\n\nWhat to do next:\n", file.path, file.what);
            for step in &file.next {
                anstream::println!("  {step}");
            }
        }
    }
    Ok(Ending::Done)
}

fn parsed(slug: &str) -> Result<Slug, Failure> {
    Slug::parse(slug).map_err(|fault| {
        Failure::Usage(format!(
            "\"{slug}\" cannot be part of a web address\n  help: write {}: lower-case letters a to z, digits and single \
             hyphens, at most 80 of them",
            fault.suggestion
        ))
    })
}

/// The portal that is meant: the only one, or the one that was asked for by name.
fn portal(root: &Path, asked: Option<&str>) -> Result<PortalFolder, Failure> {
    if root.join("content/trust.toml").is_file() {
        return Ok(PortalFolder { name: None, path: "content".to_owned() });
    }
    let names = folders_with(&root.join("content"), "trust.toml")?;
    let name = match (asked, names.as_slice()) {
        (_, []) => {
            return Err(Failure::Usage(format!(
                "there is no portal in {}: looked for content/trust.toml and content/<trust>/trust.toml\n  help: go to the \
                 folder that holds content/, name it with --root, or make a new portal with: frontsheet init",
                crate::disk::plain_path(root)
            )));
        }
        (None, [only]) => only.clone(),
        (None, several) => {
            return Err(Failure::Usage(format!(
                "there are several portals here\n  help: say which: --portal {}",
                several.join(", or --portal ")
            )));
        }
        (Some(asked), names) => match names.iter().find(|name| *name == asked) {
            Some(name) => name.clone(),
            None => return Err(Failure::Usage(no_such("portal", asked, names, "--portal "))),
        },
    };
    Ok(PortalFolder { path: format!("content/{name}"), name: Some(name) })
}

/// The folders in `folder` that hold a file of this name, in order.
fn folders_with(folder: &Path, file: &str) -> Result<Vec<String>, MachineError> {
    let failed = |error| MachineError::new("read the folder", folder, error);
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(failed)?;
        if let Ok(name) = entry.file_name().into_string()
            && !name.starts_with('.')
            && entry.path().join(file).is_file()
        {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// That nothing is called so, and what the nearest name is, or which there are; `typed` comes before the nearest.
fn no_such(what: &str, asked: &str, names: &[String], typed: &str) -> String {
    let help = match (nearest(asked, names.iter().map(String::as_str)), names) {
        (Some(near), _) => format!("did you mean {typed}{near}?"),
        (None, [only]) => format!("there is only {typed}{only}"),
        (None, names) => format!("write {typed}with {}", quoted_list(names)),
    };
    format!("there is no {what} called \"{asked}\"\n  help: {help}")
}

/// A policy of the trust, as a draft.
fn trust_policy(root: &Path, portal: &PortalFolder, slug: &Slug, today: Day) -> Result<NewFile, Failure> {
    let path = free_policy(root, &format!("{}/policies", portal.path), slug)?;
    for school in folders_with(&root.join(&portal.path).join("schools"), "school.toml")? {
        let own = policy_file(root, &format!("{}/schools/{school}/policies", portal.path), slug);
        if let Some(own) = own {
            return Err(Failure::Usage(format!(
                "{own} is a policy of that school's own, and would become its changes to a trust policy of the same name\n  \
                 help: choose another name, or rename that file first"
            )));
        }
    }
    let content = read_portal(root, portal)?;
    let text = draft(slug, &Whose::Trusts, &categories(content.as_ref()), today);
    Ok(drafted(root, path, "a draft".to_owned(), text))
}

/// What a school changes in a policy of the trust, where there is one of that name; else a policy of its own, as a draft.
fn school_policy(
    root: &Path,
    portal: &PortalFolder,
    slug: &Slug,
    school: &str,
    today: Day,
) -> Result<NewFile, Failure> {
    let schools = folders_with(&root.join(&portal.path).join("schools"), "school.toml")?;
    if schools.is_empty() {
        let first = command(root, "new school its-short-name");
        return Err(Failure::Usage(format!("this portal has no school yet\n  help: add one first: {first}")));
    }
    if !schools.iter().any(|known| known == school) {
        return Err(Failure::Usage(no_such("school", school, &schools, "--school ")));
    }
    let path = free_policy(root, &format!("{}/schools/{school}/policies", portal.path), slug)?;
    let content = read_portal(root, portal)?;
    let name = content
        .as_ref()
        .and_then(|content| content.schools.iter().find(|known| known.slug.as_str() == school))
        .map_or_else(|| in_capitals(school), |known| known.name.clone());
    let Some(trusts) = policy_file(root, &format!("{}/policies", portal.path), slug) else {
        let text = draft(slug, &Whose::Schools(&name), &categories(content.as_ref()), today);
        return Ok(drafted(root, path, format!("a draft of {name}'s own"), text));
    };
    let policy = content.as_ref().and_then(|content| content.policies.iter().find(|policy| policy.slug == *slug));
    let Some(policy) = policy else {
        return Err(Failure::Usage(format!(
            "{trusts} cannot be read as it is, so its sections are not known\n  help: see what is wrong with it: {}",
            command(root, "check")
        )));
    };
    Ok(NewFile {
        text: amendment(policy, &trusts, &name, today),
        what: format!("for what {name} changes in {trusts}; it changes nothing yet"),
        next: vec![
            format!("open {path}: it lists the trust's sections, and what can be done with them"),
            format!("{}    says whether it fits", command(root, "check")),
        ],
        path,
    })
}

/// A school with nothing but its name.
fn school(root: &Path, portal: &PortalFolder, slug: &Slug) -> Result<NewFile, Failure> {
    let path = format!("{}/schools/{slug}/school.toml", portal.path);
    if root.join(&path).exists() {
        return Err(Failure::Usage(format!("{path} is there already, so nothing was written")));
    }
    Ok(NewFile {
        text: school_text(slug),
        what: "a school".to_owned(),
        next: vec![
            format!("open {path}: put its full name right, and fill in what policies need"),
            format!("{}    says if a policy needs a value that the school has not given", command(root, "check")),
        ],
        path,
    })
}

fn drafted(root: &Path, path: String, what: String, text: String) -> NewFile {
    let next = vec![
        format!("open {path}, and write what stands under each heading"),
        format!("{}    says what is wrong with it so far", command(root, "check --drafts")),
        "when it has been approved, write status = \"approved\" and fill in the lines below that".to_owned(),
    ];
    NewFile { path, text, what, next }
}

/// The file of a policy in `folder`, where there is one: its path from the root.
fn policy_file(root: &Path, folder: &str, slug: &Slug) -> Option<String> {
    let paths = [format!("{folder}/{slug}.md"), format!("{folder}/{slug}/index.md")];
    paths.into_iter().find(|path| root.join(path).exists())
}

/// The path of a policy that is not there yet.
fn free_policy(root: &Path, folder: &str, slug: &Slug) -> Result<String, Failure> {
    match policy_file(root, folder, slug) {
        Some(there) => Err(Failure::Usage(format!("{there} is there already, so nothing was written"))),
        None => Ok(format!("{folder}/{slug}.md")),
    }
}

/// The portal as its authors wrote it. Faults are for `check` to tell: a new file can be made all the same.
fn read_portal(root: &Path, portal: &PortalFolder) -> Result<Option<PortalContent>, MachineError> {
    let content = load::load(root, portal.name.as_deref(), &mut Diagnostics::default())?;
    Ok(content.portals.into_iter().find(|known| known.folder == portal.path))
}

fn categories(content: Option<&PortalContent>) -> Vec<String> {
    let policies = content.map(|content| content.policies.as_slice()).unwrap_or_default();
    let used: BTreeSet<&str> = policies.iter().filter_map(|policy| policy.front.text(Field::Category)).collect();
    used.into_iter().map(remark).collect()
}

fn write(root: &Path, file: &NewFile) -> Result<(), MachineError> {
    let path = root.join(&file.path);
    let folder = path.parent().expect("a file is in a folder");
    fs::create_dir_all(folder).map_err(|error| MachineError::new("make the folder", folder, error))?;
    write_whole(&path, file.text.as_bytes())
}

/// Whose policy a draft is.
enum Whose<'a> {
    Trusts,
    /// A school's own, by the school's name.
    Schools(&'a str),
}

/// A policy to fill in. What it asks for stands in comments, so that none of it is ever published by mistake.
fn draft(slug: &Slug, whose: &Whose<'_>, categories: &[String], today: Day) -> String {
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
fn amendment(policy: &PolicyFile, path: &str, school: &str, today: Day) -> String {
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

fn school_text(slug: &Slug) -> String {
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
fn in_capitals(slug: &str) -> String {
    slug.split('-').map(with_a_capital).collect::<Vec<_>>().join(" ")
}

fn with_a_capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A text as a TOML string.
fn quoted(text: &str) -> String {
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
fn remark(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    line.replace("--", "–").replace("{{", "(").replace("}}", ")").replace("{%", "(").replace("%}", ")")
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    /// A root with these files in it.
    fn root(files: &[(&str, &str)]) -> TempDir {
        let root = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        root
    }

    fn one() -> PortalFolder {
        PortalFolder { name: None, path: "content".to_owned() }
    }

    fn slug(text: &str) -> Slug {
        Slug::parse(text).unwrap()
    }

    fn today() -> Day {
        Day::parse_iso("2026-11-23").unwrap()
    }

    fn usage<T: std::fmt::Debug>(result: Result<T, Failure>) -> String {
        match result {
            Err(Failure::Usage(message)) => message,
            other => panic!("{other:?}"),
        }
    }

    /// The faults there are once the file is written.
    fn faults(root: &Path, file: &NewFile) -> Vec<String> {
        use crate::pipeline::{Options, check};
        write(root, file).unwrap();
        let options = Options {
            root: root.to_owned(),
            portal: None,
            today: today(),
            drafts: crate::merge::Drafts::Include,
            base_url: None,
            links: crate::site::LinkStyle::Folder,
            deny_warnings: true,
        };
        check(&options).unwrap().diagnostics.iter().map(|fault| fault.message.clone()).collect()
    }

    const TRUST: (&str, &str) =
        ("content/trust.toml", "name = \"T\"\nbase_url = \"https://t.example\"\n[terms]\nhead = \"Head\"\n");
    const ASHBY: (&str, &str) = ("content/schools/ashby/school.toml", "name = \"Ashby -- School\"\n");

    #[test]
    fn one_of_several_portals_has_to_be_named() {
        let root =
            root(&[("content/fen/trust.toml", ""), ("content/moor/trust.toml", ""), ("content/old/notes.md", "")]);
        let root = root.path();
        assert_eq!(
            usage(portal(root, None)),
            "there are several portals here\n  help: say which: --portal fen, or --portal moor"
        );
        assert_eq!(
            usage(portal(root, Some("mor"))),
            "there is no portal called \"mor\"\n  help: did you mean --portal moor?"
        );
        assert_eq!(
            usage(portal(root, Some("heath"))),
            "there is no portal called \"heath\"\n  help: write --portal with \"fen\" or \"moor\""
        );
        assert_eq!(portal(root, Some("fen")).unwrap().path, "content/fen");
        assert!(usage(portal(&root.join("content/old"), None)).contains("frontsheet init"));
    }

    #[test]
    fn the_only_portal_needs_no_name() {
        assert_eq!(portal(root(&[TRUST]).path(), None).unwrap(), one());
        let nested = root(&[("content/fen/trust.toml", "")]);
        assert_eq!(portal(nested.path(), None).unwrap().path, "content/fen");
    }

    #[test]
    fn a_name_that_is_no_slug_is_refused_with_the_one_to_use() {
        assert!(usage(parsed("Dogs on site")).contains("write dogs-on-site: "));
    }

    #[test]
    fn nothing_is_written_over() {
        let root = root(&[
            TRUST,
            ASHBY,
            ("content/policies/dogs.md", ""),
            ("content/policies/cats/index.md", ""),
            ("content/schools/ashby/policies/ponds.md", ""),
        ]);
        let root = root.path();
        assert_eq!(
            usage(trust_policy(root, &one(), &slug("dogs"), today())),
            "content/policies/dogs.md is there already, so nothing was written"
        );
        assert!(
            usage(trust_policy(root, &one(), &slug("cats"), today())).starts_with("content/policies/cats/index.md is")
        );
        assert!(usage(trust_policy(root, &one(), &slug("ponds"), today())).contains("policy of that school's own"));
        assert!(usage(school(root, &one(), &slug("ashby"))).starts_with("content/schools/ashby/school.toml is"));
        let again = school_policy(root, &one(), &slug("ponds"), "ashby", today());
        assert!(usage(again).starts_with("content/schools/ashby/policies/ponds.md is"));
    }

    #[test]
    fn an_unknown_school_is_answered_with_the_nearest() {
        let root = root(&[TRUST, ASHBY]);
        let asked = school_policy(root.path(), &one(), &slug("dogs"), "ashbey", today());
        assert_eq!(usage(asked), "there is no school called \"ashbey\"\n  help: did you mean --school ashby?");
    }

    #[test]
    fn a_new_policy_is_a_draft_without_faults() {
        let root =
            root(&[TRUST, ASHBY, ("content/policies/cats.md", "+++\ntitle = \"Cats\"\ncategory = \"Pets\"\n+++\n")]);
        let file = trust_policy(root.path(), &one(), &slug("dogs-on-site"), today()).unwrap();
        assert_eq!(file.path, "content/policies/dogs-on-site.md");
        assert!(file.text.contains("title = \"Dogs on site\"\n"), "{}", file.text);
        assert!(file.text.contains("; used so far: Pets\n"), "{}", file.text);
        assert!(file.text.contains("date = 2026-11-23\n"), "{}", file.text);
        assert_eq!(faults(root.path(), &file), Vec::<String>::new());
    }

    #[test]
    fn a_policy_of_a_schools_own_is_a_draft_without_faults() {
        let root = root(&[TRUST, ASHBY]);
        let file = school_policy(root.path(), &one(), &slug("ponds"), "ashby", today()).unwrap();
        assert!(file.text.contains("# A policy of Ashby – School's own."), "{}", file.text);
        assert!(!file.text.contains("local_changes"), "what is the trust's to say is not offered: {}", file.text);
        assert_eq!(faults(root.path(), &file), Vec::<String>::new());
    }

    #[test]
    fn a_schools_changes_begin_with_the_trusts_version_and_sections() {
        let trusts = "\u{FEFF}+++\r\ntitle = \"Dogs\"\r\nversion = '2.1'\r\n+++\r\n\
                      ## Why\r\nText.\r\n### Inner\r\n\
                      ## Where {phases=primary}\r\n\
                      ## Whom\r\n### Children {.locked}\r\n\
                      ## Safety -- {{ trust.name }} {#safe .locked}\r\nText.\r\n";
        let root = root(&[TRUST, ASHBY, ("content/policies/dogs.md", trusts)]);
        let file = school_policy(root.path(), &one(), &slug("dogs"), "ashby", today()).unwrap();
        assert!(file.text.contains("\nbased_on = \"2.1\"\n"), "{}", file.text);
        let listed = "\n    why    Why\
                      \n    where  Where  (for some schools only)\
                      \n    whom   Whom  (part of it is locked)\
                      \n    safe   Safety – ( trust.name )  (locked: no school may change it)\n\n";
        assert!(file.text.contains(listed), "{}", file.text);
        for (word, _) in Verb::WORDS {
            assert!(file.text.contains(&format!("{{{word}=why}}")), "{word}: {}", file.text);
        }
        assert_eq!(faults(root.path(), &file), Vec::<String>::new());
    }

    #[test]
    fn only_what_the_trust_allows_is_offered() {
        for (rule, offered, refused) in
            [("add", "{append=why}", "{replace="), ("none", "lets schools change nothing", "## ")]
        {
            let trusts = format!("+++\ntitle = \"Dogs\"\nlocal_changes = \"{rule}\"\n+++\n## Why\nText.\n");
            let root = root(&[TRUST, ASHBY, ("content/policies/dogs.md", trusts.as_str())]);
            let file = school_policy(root.path(), &one(), &slug("dogs"), "ashby", today()).unwrap();
            assert!(file.text.contains(offered) && !file.text.contains(refused), "{rule}: {}", file.text);
        }
    }

    #[test]
    fn a_new_school_needs_nothing_but_its_name() {
        let root = root(&[TRUST]);
        let file = school(root.path(), &one(), &slug("st-marys")).unwrap();
        assert!(file.text.contains("\nname = \"St Marys\" "), "{}", file.text);
        assert_eq!(faults(root.path(), &file), Vec::<String>::new());
    }

    #[test]
    fn an_authors_words_stay_inside_quotes_and_comments() {
        assert_eq!(quoted("a\"b\\c\n"), "\"a\\\"b\\\\c\\u000A\"");
        assert_eq!(remark("a --> b\nc {{ d }}"), "a –> b c ( d )");
    }
}
