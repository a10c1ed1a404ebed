//! Makes a portal in a temporary folder, a few lines at a time, and builds it.

use frontsheet::calendar::Day;
use frontsheet::diagnostic::{Diagnostic, Printer};
use frontsheet::merge::Drafts;
use frontsheet::pipeline::{self, Options, Outcome};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The day of every test that does not say otherwise.
pub const TODAY: &str = "2026-11-23";

/// Front matter of a complete approved policy called `title`.
pub fn approved(title: &str) -> String {
    format!(
        "title = \"{title}\"\nstatus = \"approved\"\nowner = \"Head of Governance\"\nversion = \"1.0\"\n\
         approved = 2026-01-12\napproved_by = \"Trust Board\"\nnext_review = 2027-01-11\n"
    )
}

/// A portal being made. It has a trust, and no school until one is added.
pub struct Portal {
    folder: TempDir,
    options: Options,
}

/// An empty portal of the Fenland Learning Trust.
pub fn portal() -> Portal {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let options = Options::new(folder.path().to_owned(), Day::parse_iso(TODAY).expect("a day"));
    let portal = Portal { folder, options };
    // Every site wants a statement; this one is as small as can be.
    let portal = portal.file("content/pages/accessibility.md", "+++\ntitle = \"Accessibility\"\n+++\nAsk us.\n");
    portal.file("content/trust.toml", "name = \"Fenland Learning Trust\"\nbase_url = \"https://policies.example.org\"\n[school_defaults]\nname = \"the school\"\n")
}

impl Portal {
    /// The folder that holds `content/`.
    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// A file, by its path from the root.
    pub fn file(self, path: &str, text: impl AsRef<[u8]>) -> Self {
        let file = self.root().join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(file, text).expect("a file");
        self
    }

    /// `trust.toml` in place of the one there is.
    pub fn trust(self, toml: &str) -> Self {
        self.file("content/trust.toml", toml)
    }

    /// A primary school.
    pub fn school(self, slug: &str, name: &str) -> Self {
        self.school_with(slug, &format!("name = {name:?}\nphase = \"primary\"\n"))
    }

    /// A school with this `school.toml`.
    pub fn school_with(self, slug: &str, toml: &str) -> Self {
        self.file(&format!("content/schools/{slug}/school.toml"), toml)
    }

    /// A complete approved policy of the trust with this text.
    pub fn policy(self, slug: &str, text: &str) -> Self {
        let title = slug.replace('-', " ");
        self.policy_with(slug, &approved(&title), text)
    }

    /// A policy of the trust with this front matter and text.
    pub fn policy_with(self, slug: &str, front: &str, text: &str) -> Self {
        self.file(&format!("content/policies/{slug}.md"), format!("+++\n{front}+++\n{text}"))
    }

    /// A school's file for a policy, with this front matter and text.
    pub fn school_file(self, school: &str, slug: &str, front: &str, text: &str) -> Self {
        self.file(&format!("content/schools/{school}/policies/{slug}.md"), format!("+++\n{front}+++\n{text}"))
    }

    /// A school's amendment of version 1.0 of a policy.
    pub fn amendment(self, school: &str, slug: &str, text: &str) -> Self {
        self.school_file(school, slug, "based_on = \"1.0\"\n", text)
    }

    /// Another day than [`TODAY`].
    pub fn on(mut self, day: &str) -> Self {
        self.options.today = Day::parse_iso(day).expect("a day");
        self
    }

    /// Drafts become pages.
    pub fn with_drafts(mut self) -> Self {
        self.options.drafts = Drafts::Include;
        self
    }

    /// Other options.
    pub fn with(mut self, change: impl FnOnce(&mut Options)) -> Self {
        change(&mut self.options);
        self
    }

    /// Builds into `output/`.
    pub fn build(self) -> Built {
        let output = self.root().join("output");
        let outcome = pipeline::build(&self.options, &output).expect("the disk works");
        Built { outcome, output, portal: self }
    }
}

/// A portal that was built.
pub struct Built {
    pub outcome: Outcome,
    pub output: PathBuf,
    pub portal: Portal,
}

impl Built {
    /// Builds again, with whatever was changed in the folder since.
    pub fn again(self) -> Built {
        self.portal.build()
    }

    /// Fails unless there was nothing to say.
    #[track_caller]
    pub fn clean(self) -> Self {
        assert_eq!(self.printed(), "", "there should be nothing to say");
        self
    }

    /// The faults as a terminal shows them, without colour.
    pub fn printed(&self) -> String {
        let printer = Printer::plain();
        self.outcome.diagnostics.iter().map(|fault| printer.print(fault, &self.outcome.sources)).collect()
    }

    /// The faults' codes, in order.
    pub fn codes(&self) -> Vec<&'static str> {
        self.outcome.diagnostics.iter().map(|fault: &Diagnostic| fault.code.as_str()).collect()
    }

    /// The bytes of a file of the site as text.
    #[track_caller]
    pub fn text(&self, path: &str) -> String {
        let file = self.output.join(path);
        let reason = format!("{path} should have been made; {}", self.printed());
        fs::read_to_string(file).expect(&reason)
    }

    /// The page at an address.
    #[track_caller]
    pub fn page(&self, address: &str) -> String {
        self.text(&format!("{address}index.html"))
    }

    /// Fails unless the faults are of these codes, each as often as it stands here, and the build went as they demand.
    #[track_caller]
    pub fn says(self, codes: &[&str]) -> Self {
        let mut said = self.codes();
        said.sort_unstable();
        let mut codes = codes.to_vec();
        codes.sort_unstable();
        assert_eq!(said, codes, "it says:\n{}", self.printed());
        assert_eq!(self.outcome.failed, self.outcome.diagnostics.has_errors(), "an error fails the build");
        self
    }

    /// Fails unless what is printed holds each of these.
    #[track_caller]
    pub fn in_words(self, words: &[&str]) -> Self {
        let printed = self.printed();
        for word in words {
            assert!(printed.contains(word), "it should say \"{word}\", and says:\n{printed}");
        }
        self
    }

    /// Every file of the output with its bytes, by path.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        files_below(&self.output)
    }

    /// Whether the site has such a file.
    pub fn has(&self, path: &str) -> bool {
        self.output.join(path).is_file()
    }
}

/// Every file below a folder with its bytes, by path with forward slashes.
pub fn files_below(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fn gather(folder: &Path, prefix: &str, found: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let entry = entry.expect("an entry");
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                gather(&entry.path(), &format!("{name}/"), found);
            } else {
                found.insert(name, fs::read(entry.path()).expect("a file"));
            }
        }
    }
    let mut found = BTreeMap::new();
    gather(folder, "", &mut found);
    found
}

/// The words that a reader sees in HTML, with single spaces between.
pub fn words(html: &str) -> String {
    let main = html.split_once("<main").map_or(html, |(_, main)| main);
    let mut text = String::new();
    let mut in_tag = false;
    for c in main.chars() {
        match c {
            '<' => in_tag = true,
            '>' if in_tag => {
                in_tag = false;
                text.push(' ');
            }
            c if !in_tag => text.push(c),
            _ => {}
        }
    }
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
