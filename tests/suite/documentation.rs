//! The README is the reference: what the program knows, it tells.

use frontsheet::diagnostic::Code;
use frontsheet::model::{Field, Phase, RowSource, Verb};
use std::fs;
use std::path::Path;

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("the README is there")
}

#[track_caller]
fn all_are_told<'a>(what: &str, words: impl IntoIterator<Item = &'a str>) {
    let readme = readme();
    let missing: Vec<&str> = words.into_iter().filter(|word| !readme.contains(&format!("`{word}`"))).collect();
    assert!(missing.is_empty(), "the README does not tell of the {what} {missing:?}");
}

#[test]
fn every_kind_of_fault_is_explained() {
    all_are_told("codes", Code::ALL.iter().map(|code| code.as_str()));
}

#[test]
fn every_field_is_explained() {
    all_are_told("fields", Field::ALL.iter().map(|field| field.key()));
    all_are_told("rows", RowSource::DERIVED.iter().map(|(name, ..)| *name));
}

#[test]
fn every_phase_is_named() {
    all_are_told("phases", Phase::WORDS.iter().copied());
}

#[test]
fn every_instruction_is_explained() {
    let readme = readme();
    for (word, _) in Verb::WORDS {
        assert!(readme.contains(&format!("{{{word}=")), "the README does not tell of {{{word}=…}}");
    }
}

#[test]
fn every_option_is_explained() {
    let readme = readme();
    for command in [&["--help"][..], &["build", "--help"], &["check", "--help"], &["new", "policy", "--help"]] {
        let out = std::process::Command::new(env!("CARGO_BIN_EXE_frontsheet")).args(command).output().expect("it runs");
        let help = String::from_utf8(out.stdout).expect("text");
        let options = help.split_whitespace().filter(|word| word.starts_with("--"));
        for option in options.map(|word| word.trim_end_matches([',', '.'])) {
            assert!(readme.contains(option), "the README does not tell of {option}");
        }
    }
}

/// The guide to themes, with what the program knows of templates and their values between two marks.
const GUIDE: &str = "docs/theming.md";

/// What each template makes.
const TEMPLATES: &[(&str, &str)] = &[
    ("base.html", "The frame of every page"),
    ("portals.html", "The list of portals: always the default theme's"),
    ("trust.html", "A trust's home"),
    ("school.html", "A school's home"),
    ("policy.html", "A copy of a policy"),
    ("versions.html", "All versions of a document, also of one that is gone"),
    ("version.html", "A released version, for good"),
    ("changes.html", "What a version changed"),
    ("former-school.html", "What stands where a school was"),
    ("page.html", "A plain page"),
    ("statement.html", "The accessibility statement made of settings"),
    ("search.html", "The search, and every policy from A to Z"),
    ("register.html", "The register: every document, or one school's; what it works with is `assets/register.js`"),
    ("register-due.html", "Reviews by month"),
    ("register-owner.html", "What one owner answers for"),
    ("register-local.html", "The list of schools' changes"),
    ("register-required.html", "Which required documents there are"),
    ("register-meetings.html", "Every meeting of the approving bodies"),
    ("register-board.html", "What the approving bodies have before them on a day"),
    ("redirect.html", "An old address"),
    ("not-found.html", "`404.html`"),
    ("parts/masthead.html", "Whose pages these are, at the top of each"),
    ("parts/footer.html", "Whom to ask, at the foot of each"),
    ("parts/front-sheet.html", "A policy's front sheet"),
    ("parts/contents.html", "A policy's contents list"),
    ("parts/paper.html", "Whom to ask for a policy on paper"),
    ("parts/register.html", "What the pages of the register share"),
    ("parts/required.html", "What the lists of required documents share"),
    ("parts/local-sections.html", "What is local to a copy"),
    ("parts/running.html", "The line at the top of each printed page of a policy"),
    ("parts/issues.html", "What is not accessible, in an accessibility statement"),
    ("parts/components.html", "The components"),
];

/// A list of templates, and for each group of values a table: generated, so that it is never behind the code.
fn reference() -> String {
    let mut text = "## Templates\n\n| File | Makes |\n|---|---|\n".to_owned();
    for (file, makes) in TEMPLATES {
        text.extend([format!("| `{file}` | {makes} |\n")]);
    }
    text += "\n## What a page is given\n\nTemplates are [Tera](https://keats.github.io/tera/) 2. What *may be missing* is to be asked for \
             first: `{% if page.canonical %}`.\n";
    let mut parts: Vec<_> =
        fs::read_dir(root("src/render/context")).expect("a folder").flatten().map(|entry| entry.path()).collect();
    parts.sort();
    parts.insert(0, root("src/render/context.rs"));
    let code: String = parts.iter().map(|part| fs::read_to_string(part).expect("the code is there")).collect();
    let mut said = String::new();
    for line in code.lines().map(str::trim) {
        if let Some(words) = line.strip_prefix("/// ") {
            said = if said.is_empty() { words.to_owned() } else { format!("{said} {words}") };
        } else if let Some(name) = line.strip_prefix("pub struct ") {
            let name = name.split(['<', ' ']).next().expect("a name");
            text.extend([format!("\n### `{name}`\n\n{said}\n\n| Value | Kind | What it is |\n|---|---|---|\n")]);
            said.clear();
        } else if let Some((name, kind)) = line.strip_prefix("pub ").and_then(|field| field.split_once(": ")) {
            text.extend([format!("| `{name}` | {} | {said} |\n", kind_of(kind.trim_end_matches(',')))]);
            said.clear();
        } else if !line.starts_with("#[") {
            said.clear();
        }
    }
    text
}

/// A Rust type as somebody says it who writes templates.
fn kind_of(kind: &str) -> String {
    let kind = kind.trim_start_matches('&').trim_start_matches("'a ").trim_start_matches("'static ");
    let inner = |wrapper: &str| kind.strip_prefix(wrapper).and_then(|rest| rest.strip_suffix('>'));
    if let Some(inner) = inner("Option<") {
        return format!("{}, may be missing", kind_of(inner));
    }
    if let Some(inner) = inner("Vec<") {
        return format!("list of {}", kind_of(inner));
    }
    // Made ready for templates, which they need not know.
    if let Some(inner) = inner("Prepared<") {
        return kind_of(inner);
    }
    match kind {
        "String" | "str" => "text".to_owned(),
        "bool" => "yes or no".to_owned(),
        "usize" | "u32" | "i64" => "number".to_owned(),
        "SafeHtml" => "HTML".to_owned(),
        "K" => "the values of its kind of page".to_owned(),
        "Words" => "words".to_owned(),
        other => format!("[`{other}`](#{})", other.to_lowercase()),
    }
}

fn root(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// With BLESS=1 the guide is brought up to date.
#[test]
fn the_guide_to_themes_tells_of_every_template_and_value() {
    let guide = fs::read_to_string(root(GUIDE)).expect("the guide is there");
    let (before, _) = guide.split_once("## Templates\n").expect("a heading");
    let expected = format!("{before}{}", reference());
    if std::env::var_os("BLESS").is_some() {
        fs::write(root(GUIDE), &expected).expect("it can be written");
    } else {
        assert!(guide == expected, "{GUIDE} is behind the code: run BLESS=1 cargo test documentation");
    }
    let files = |folder: &str| -> Vec<String> {
        let entries = fs::read_dir(root("themes/default").join(folder)).expect("a folder").flatten();
        let names = entries.filter(|entry| entry.path().is_file()).map(|entry| entry.file_name());
        names.map(|name| format!("{folder}{}", name.to_string_lossy())).collect()
    };
    let mut there = [files(""), files("parts/")].concat();
    there.sort();
    let mut told: Vec<String> = TEMPLATES.iter().map(|(file, _)| (*file).to_owned()).collect();
    told.sort();
    assert_eq!(there, told);
}

#[test]
fn the_guide_to_themes_tells_of_every_block_and_component() {
    let guide = fs::read_to_string(root(GUIDE)).expect("the guide is there");
    let components = fs::read_to_string(root("themes/default/parts/components.html")).expect("components");
    let templates =
        TEMPLATES.iter().map(|(file, _)| fs::read_to_string(root("themes/default").join(file)).expect("it is there"));
    let text = templates.collect::<String>();
    let after = |text: &str, mark: &str| -> Vec<String> {
        let names = text.split(mark).skip(1).map(|rest| rest.split([' ', '(']).next().expect("a name").to_owned());
        names.collect()
    };
    let names = [after(&components, "{% component "), after(&text, "{% block ")].concat();
    assert!(names.len() > 20, "{names:?}");
    for name in names {
        assert!(guide.contains(&format!("| `{name}` |")), "{GUIDE} does not tell of {name}");
    }
}

/// Every example of the guide is a theme that builds, and shows.
#[test]
fn the_examples_of_the_guide_to_themes_work() {
    let guide = fs::read_to_string(root(GUIDE)).expect("the guide is there");
    let examples: Vec<(&str, &str)> = guide
        .split("<!-- themes/ours/")
        .skip(1)
        .map(|rest| {
            let (path, rest) = rest.split_once(" -->\n```").expect("a path and its file");
            let (_, text) = rest.split_once('\n').expect("a line");
            (path, text.split_once("```\n").expect("an end").0)
        })
        .collect();
    assert_eq!(examples.len(), 6, "{examples:?}");
    let site = || {
        super::builder::portal()
            .trust(
                "name = \"Fenland Learning Trust\"\ntheme = \"ours\"\n[contacts.governance]\nemail = \"a@b.example\"\n",
            )
            .school("ashby", "Ashby Primary School")
            .policy("dogs", "## Safety\n\nDogs stay at the gate.\n")
    };
    let plain = site().file("themes/ours/assets/unused.txt", "").build().clean().files();
    for (path, text) in examples {
        let ours =
            site().file("themes/ours/assets/unused.txt", "").file(&format!("themes/ours/{path}"), text).build().clean();
        assert!(ours.files() != plain, "{path} changes nothing");
    }
}
