//! `new`: begins a policy, a school's changes to one, or a school.
//!
//! A new file is one to fill in: it says in comments what can be written where, publishes nothing by itself, and is
//! never written over another.

mod text;

use super::init::command;
use super::portals::{PortalFolder, folders_with, no_such, portal};
use super::printing::print_json;
use super::{Ending, Failure, Format, Global};
use crate::calendar::Day;
use crate::diagnostic::Diagnostics;
use crate::disk::{MachineError, write_whole};
use crate::load;
use crate::model::{Field, PortalContent, Slug};
use clap::{Args, Subcommand};
use serde::Serialize;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use text::{Whose, amendment, draft, in_capitals, remark, school_text};

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
            print_json(&NewReport { files: [&file.path] });
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

#[cfg(test)]
mod tests {
    use super::text::quoted;
    use super::*;
    use crate::model::Verb;
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

    /// The faults there are once the file is written, in a portal with an accessibility statement.
    fn faults(root: &Path, file: &NewFile) -> Vec<String> {
        use crate::pipeline::{Options, check};
        write(root, file).unwrap();
        fs::create_dir_all(root.join("content/pages")).unwrap();
        fs::write(
            root.join("content/pages/accessibility.md"),
            "+++\ntitle = \"Accessibility\"\n+++\n## Aim\n\nAll can read.\n",
        )
        .unwrap();
        let options = Options {
            real_day: None,
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
            "there is no portal called \"heath\"\n  help: the portals are \"fen\" and \"moor\""
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
