//! What is remembered from build to build changes nothing but the time it takes: after any edits, the output, the preview and
//! what is said are those of a build that remembers nothing.

use super::builder::{Built, approved, files_below, portal};
use frontsheet::calendar::Day;
use frontsheet::diagnostic::Printer;
use frontsheet::merge::Drafts;
use frontsheet::pipeline::{self, LastPreview, Options, Outcome, PreviewFile};
use frontsheet::site::LinkStyle;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// What can be changed in the folder, each with its choices; the first is what it begins with.
const CHOICES: &[(&str, &[&str])] = &[
    ("trust name", &["Fenland Learning Trust", "Fenland Trust"]),
    ("head", &["Headteacher", "Principal"]),
    ("notice", &["date", "overdue"]),
    ("numbers", &["false", "true"]),
    ("theme word", &["Policies", "Documents"]),
    ("theme part", &["", "<p>Ours.</p>"]),
    ("css", &["p{color:red}", "p{color:blue}"]),
    ("phone a", &["01632 960001", "01632 960002"]),
    ("name b", &["Brook School", "Brook Academy"]),
    ("phase b", &["primary", "secondary"]),
    ("school c", &["", "name = \"Copse School\"\nphase = \"secondary\"\n"]),
    ("title", &["Behaviour", "Conduct"]),
    ("category", &["Pupils", "Families"]),
    ("status", &["approved", "withdrawn", "draft"]),
    ("review", &["2027-01-11", "2026-11-30", "2026-01-01"]),
    ("alias", &["[]", "[\"conduct-code\"]"]),
    ("word", &["calm", "kind", "{{ school.phone }}", "{{ school.nmae }}", "a  \n# b"]),
    ("heading", &["Dogs", "Dogs at {{ school.name }}"]),
    ("id", &["hounds", "foxes"]),
    ("young", &["Young", "Younger"]),
    ("partial", &["We listen.", "We listen to {{ terms.head }}."]),
    ("definition", &["https://one.example.org", "https://two.example.org"]),
    ("note", &["A note.", "Another note."]),
    ("copies", &["both", "schools", "trust"]),
    ("own", &["", "text of its own"]),
    (
        "amendment",
        &["", "## Ours {append=dogs}\n\nAnd cats.\n", "## Birds {replace=dogs}\n\nBirds.\n", "## New\n\nMore.\n"],
    ),
    ("page title", &["About", "About us"]),
    ("page heading", &["Whom to ask", "Who answers"]),
    ("file", &["one", "two", ""]),
    ("required", &["", "cycle", "other"]),
    ("term", &["18 December 2026", "11 December 2026"]),
    ("archive", &["none", "first", "both"]),
    ("released file", &["", "touched", "changed", "removed", "ledger cut"]),
    ("records", &["as released", "next", "draft", "withdrawn", "other words", "gone"]),
    ("colour b", &["", "#8a1538", "#1d4f91"]),
    ("theme", &["mine", "default"]),
    ("day", &["2026-11-23", "2026-11-24", "2027-02-01", "2025-06-01"]),
    ("drafts", &["", "yes"]),
    ("base", &["", "https://elsewhere.example.org/sub"]),
    ("links", &["folder", "file"]),
];

/// A file of the archive.
const RELEASED: &str = "content/archive/schools/brook/records/1.0.md";

/// One choice of each.
#[derive(Clone)]
struct State(Vec<usize>);

impl State {
    fn the(&self, name: &str) -> &'static str {
        let index = CHOICES.iter().position(|(known, _)| *known == name).expect("a choice of that name");
        CHOICES[index].1[self.0[index]]
    }

    /// Every file of the folder; one without text is not there.
    #[expect(clippy::too_many_lines, reason = "it is a list of files")]
    fn files(&self, archive: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
        let the = |name| self.the(name);
        let front = |title: &str, more: &str| {
            format!(
                "+++\ntitle = \"{title}\"\nowner = \"Head of Governance\"\napproved = 2026-01-12\n\
                 approved_by = \"Trust Board\"\n{more}+++\n"
            )
        };
        let behaviour = front(
            the("title"),
            &format!(
                "status = \"{}\"\nversion = \"1.0\"\nnext_review = {}\ncategory = \"{}\"\naliases = {}\n",
                the("status"),
                the("review"),
                the("category"),
                the("alias")
            ),
        ) + &format!(
            "Be {}.\n\n## {} {{#dogs}}\n\n{{% if school.phase == \"primary\" %}}{} children.{{% endif %}} See [there][x].[^n]\n\n\
             ### More {{#{}}}\n\n{{% include \"values.md\" %}}\n\n## Only some {{phases=secondary}}\n\nWords.\n\n[x]: {}\n\n[^n]: {}\n",
            the("word"),
            the("heading"),
            the("young"),
            the("id"),
            the("definition"),
            the("note")
        );
        let trips = front(
            "Trips",
            &format!(
                "version = \"1.0\"\nstatus = \"approved\"\nreview_cycle = \"annually\"\ncopies = \"{}\"\n",
                the("copies")
            ),
        ) + "## Aim\n\nSee [](about#ask), [](records) and [](hours). {% for one in schools %}{{ one.name }} {{ one.phone }}; {% endfor %}\n";
        let hours = front("Hours", "version = \"1.0\"\nstatus = \"approved\"\nreview_cycle = \"termly\"\n")
            + "## When\n\nRead [](behaviour) and [](behaviour#dogs), or [this](behaviour#hounds \"x\").\n";
        let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        let mut file = |path: &str, text: String| {
            if !text.is_empty() {
                files.insert(path.to_owned(), text.into_bytes());
            }
        };
        file(
            "content/trust.toml",
            format!(
                "name = \"{}\"\nbase_url = \"https://policies.example.org\"\ntheme = \"{}\"\nreview_notice = \"{}\"\n\
                 number_sections = {}\n[terms]\nhead = \"{}\"\n[terms_calendar]\n\
                 \"Autumn term 2026\" = \"1 September 2026 to {}\"\n[school_defaults]\nname = \"the school\"\n\
                 phone = \"01632 960000\"\n",
                the("trust name"),
                the("theme"),
                the("notice"),
                the("numbers"),
                the("head"),
                the("term")
            ),
        );
        file("themes/mine/words/en.toml", format!("[nav]\npolicies = \"{}\"\n", the("theme word")));
        file(
            "themes/mine/page.html",
            format!(
                "{{% extends \"default/page.html\" %}}{{% block main %}}{{{{ super() }}}}{}{{% endblock %}}",
                the("theme part")
            ),
        );
        file("themes/mine/assets/extra.css", the("css").to_owned());
        file(
            "content/schools/ashby/school.toml",
            format!("name = \"Ashby School\"\nphase = \"primary\"\nphone = \"{}\"\n", the("phone a")),
        );
        let colour = match the("colour b") {
            "" => String::new(),
            colour => format!("[brand]\ncolour = \"{colour}\"\n"),
        };
        file(
            "content/schools/brook/school.toml",
            format!("name = \"{}\"\nphase = \"{}\"\n{}", the("name b"), the("phase b"), colour),
        );
        if !the("required").is_empty() {
            let cycle =
                if the("required") == "cycle" { "review_cycle = \"termly\"\n" } else { "phases = \"primary\"\n" };
            file(
                "content/requirements.toml",
                format!(
                    "[[requirement]]\ntitle = \"Trips\"\npolicies = \"trips\"\nbasis = \"trust\"\nsource = \"The board\"\n\
                     checked_on = 2026-11-01\n{cycle}\n[[requirement]]\ntitle = \"Lettings\"\npolicies = \"lettings\"\n\
                     basis = \"trust\"\nsource = \"The board\"\nchecked_on = 2026-11-01\n"
                ),
            );
        }
        file("content/schools/copse/school.toml", the("school c").to_owned());
        file("content/policies/behaviour.md", behaviour);
        file("content/policies/trips.md", trips);
        file("content/policies/hours.md", hours);
        let records = match the("records") {
            "gone" => String::new(),
            "next" => records("3.0", "2026-12-15"),
            "draft" => records("3.0", "2026-12-15").replace("\"approved\"", "\"draft\""),
            "withdrawn" => records("2.0", "2026-06-01").replace("\"approved\"", "\"withdrawn\""),
            "other words" => records("2.0", "2026-06-01").replace("keeps,", "keeps today,"),
            _ => records("2.0", "2026-06-01"),
        };
        file("content/policies/records.md", records);
        file("content/partials/values.md", the("partial").to_owned());
        if !the("amendment").is_empty() {
            let text = format!("+++\nbased_on = \"1.0\"\nversion = \"1.0-a\"\n+++\n{}", the("amendment"));
            file("content/schools/ashby/policies/behaviour.md", text);
        }
        if !the("own").is_empty() {
            file(
                "content/schools/brook/policies/garden.md",
                front("Garden", "status = \"approved\"\nversion = \"1.0\"\nreview_cycle = \"annually\"\n")
                    + "## Aim\n\nOurs.\n",
            );
        }
        file("content/pages/accessibility.md", "+++\ntitle = \"Accessibility\"\n+++\nAsk us.\n".to_owned());
        file(
            "content/pages/about.md",
            format!(
                "+++\ntitle = \"{}\"\n+++\n## {} {{#ask}}\n\nUs. [A file](files/a.txt).\n",
                the("page title"),
                the("page heading")
            ),
        );
        file("content/files/a.txt", the("file").to_owned());
        let releases = match the("archive") {
            "none" => 0,
            "first" => 1,
            _ => 2,
        };
        for (path, bytes) in archive.iter().filter(|(path, _)| is_of_the_first(path, releases)) {
            files.insert(path.clone(), bytes.clone());
        }
        match the("released file") {
            "changed" => drop(files.get_mut(RELEASED).map(|text| text.push(b'x'))),
            "removed" => drop(files.remove(RELEASED)),
            _ => {}
        }
        if releases == 1 {
            let ledger = String::from_utf8_lossy(&archive["content/archive/ledger.jsonl"]).into_owned();
            let first: Vec<&str> =
                ledger.lines().take(archive.keys().filter(|path| path.ends_with("/1.0.md")).count()).collect();
            files.insert("content/archive/ledger.jsonl".to_owned(), (first.join("\n") + "\n").into_bytes());
        }
        if the("released file") == "ledger cut"
            && let Some(ledger) = files.get_mut("content/archive/ledger.jsonl")
        {
            let end = ledger[..ledger.len() - 1].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
            ledger.truncate(end);
        }
        files
    }

    fn options(&self, root: &Path) -> Options {
        let mut options = Options::new(root.to_owned(), Day::parse_iso(self.the("day")).expect("a day"));
        options.drafts = if self.the("drafts").is_empty() { Drafts::LeaveOut } else { Drafts::Include };
        options.base_url = Some(self.the("base").to_owned()).filter(|url| !url.is_empty());
        options.links = if self.the("links") == "file" { LinkStyle::File } else { LinkStyle::Folder };
        options
    }
}

fn records(version: &str, approved: &str) -> String {
    format!(
        "+++\ntitle = \"Records\"\nowner = \"Head of Governance\"\nstatus = \"approved\"\napproved = {approved}\n\
         approved_by = \"Trust Board\"\nversion = \"{version}\"\nreview_cycle = \"annually\"\n+++\n\
         ## Keeping\n\nWhat {{{{ school.name }}}} keeps, version {version}.\n"
    )
}

fn is_of_the_first(path: &str, releases: usize) -> bool {
    releases == 2 || (releases == 1 && path.ends_with("/1.0.md"))
}

/// The files of an archive that holds two versions of the records policy.
fn archive() -> BTreeMap<String, Vec<u8>> {
    let mut portal = portal().school("ashby", "Ashby School").school("brook", "Brook School");
    for (version, day) in [("1.0", "2025-01-12"), ("2.0", "2026-06-01")] {
        portal = portal.file("content/policies/records.md", records(version, day));
        let options = Options::new(portal.root().to_owned(), Day::parse_iso(day).expect("a day"));
        let released =
            pipeline::release(&options, "records", None, "frontsheet release records").expect("the disk works");
        assert!(!released.failed);
    }
    let below = files_below(&portal.root().join("content/archive"));
    below.into_iter().map(|(path, bytes)| (format!("content/archive/{path}"), bytes)).collect()
}

/// Makes the folder hold just these files, touching only what differs.
fn sync(root: &Path, before: &BTreeMap<String, Vec<u8>>, now: &BTreeMap<String, Vec<u8>>) {
    for path in before.keys().filter(|path| !now.contains_key(*path)) {
        fs::remove_file(root.join(path)).expect("a file to remove");
    }
    for (path, bytes) in now.iter().filter(|(path, bytes)| before.get(*path) != Some(bytes)) {
        fs::create_dir_all(root.join(path).parent().expect("a folder")).expect("a folder");
        fs::write(root.join(path), bytes).expect("a file");
    }
}

/// All that a build says.
fn said(outcome: &Outcome) -> String {
    let printer = Printer::plain();
    let faults: String = outcome.diagnostics.iter().map(|fault| printer.print(fault, &outcome.sources)).collect();
    format!("{} {} {} {:?}\n{faults}", outcome.failed, outcome.portals, outcome.pages, outcome.skipped)
}

fn after_edits(edits: &[(usize, usize)]) {
    after_edits_of(State(vec![0; CHOICES.len()]), edits);
}

fn after_edits_of(mut state: State, edits: &[(usize, usize)]) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    let archive = archive();
    let mut before = BTreeMap::new();
    let mut last = LastPreview::default();
    for step in 0..=edits.len() {
        let edit = step.checked_sub(1).map(|step| edits[step]);
        if let Some((which, choice)) = edit {
            let which = which % CHOICES.len();
            state.0[which] = choice % CHOICES[which].1.len();
        }
        let now = state.files(&archive);
        sync(root, &before, &now);
        if let (true, Some(text)) = (state.the("released file") == "touched", now.get(RELEASED)) {
            fs::write(root.join(RELEASED), text).expect("a file");
        }
        before = now;
        let options = state.options(root);
        let outcome = pipeline::build(&options, &root.join("output")).expect("the disk works");
        let clean = root.join(format!("clean-{step}"));
        let expected = pipeline::build(&options, &clean).expect("the disk works");
        let what = edit.map(|(which, choice)| {
            let (name, choices) = CHOICES[which % CHOICES.len()];
            (name, choices[choice % choices.len()])
        });
        assert_eq!(said(&outcome), said(&expected), "after {what:?}");
        assert!(step > 0 || !outcome.failed, "{}", said(&outcome));
        let (of_preview, files) = pipeline::preview(&options, &mut last).expect("the disk works");
        assert_eq!(said(&of_preview), said(&expected), "in the preview, after {what:?}");
        assert_eq!(files.is_none(), expected.failed);
        if !expected.failed {
            let clean = files_below(&clean);
            same(&files_below(&root.join("output")), &clean, &format!("after {what:?}"));
            let files = files.iter().flat_map(|files| files.iter()).map(|(path, file)| {
                let bytes = match file {
                    PreviewFile::Made(bytes) => bytes.to_vec(),
                    PreviewFile::Copied(from) => fs::read(from).expect("a file"),
                };
                (path.to_string(), bytes)
            });
            same(&files.collect(), &clean, &format!("in the preview, after {what:?}"));
        }
    }
}

#[track_caller]
fn same(found: &BTreeMap<String, Vec<u8>>, expected: &BTreeMap<String, Vec<u8>>, when: &str) {
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(found), names(expected), "{when}");
    let differs: Vec<&String> = found.keys().filter(|path| found[*path] != expected[*path]).collect();
    assert!(differs.is_empty(), "{when}, these are not as a clean build makes them: {differs:?}");
}

#[test]
fn every_single_edit_there_and_back_is_as_a_clean_build() {
    let edits: Vec<(usize, usize)> = CHOICES
        .iter()
        .enumerate()
        .flat_map(|(which, (_, choices))| (1..=choices.len()).map(move |choice| (which, choice)))
        .collect();
    after_edits(&edits);
}

#[test]
fn every_edit_of_what_was_released_is_as_a_clean_build() {
    let mut state = State(vec![0; CHOICES.len()]);
    let at = |name: &str| CHOICES.iter().position(|(known, _)| *known == name).expect("a choice of that name");
    // With an archive from the beginning, and pages of versions as the default theme makes them.
    state.0[at("archive")] = 2;
    state.0[at("theme")] = 1;
    let names = [
        "released file",
        "records",
        "phone a",
        "name b",
        "phase b",
        "colour b",
        "day",
        "school c",
        "trust name",
        // It ends without releases.
        "archive",
    ];
    let all = names.iter().map(|name| (at(name), CHOICES[at(name)].1.len()));
    let edits: Vec<(usize, usize)> =
        all.flat_map(|(which, choices)| (0..=choices).map(move |choice| (which, choice))).collect();
    after_edits_of(state, &edits);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5, ..ProptestConfig::default() })]

    #[test]
    fn any_edits_are_as_a_clean_build(edits in prop::collection::vec((0..64_usize, 0..8_usize), 16)) {
        after_edits(&edits);
    }
}

/// Builds, and gives back how many pages were made anew.
#[track_caller]
fn made(built: Built) -> (usize, Built) {
    let built = built.again();
    assert!(!built.outcome.failed, "{}", built.printed());
    (built.outcome.made, built)
}

#[test]
fn only_the_pages_concerned_are_made_again() {
    let text = "## Aim\n\nAsk {{ school.name }} on {{ school.phone }}. See [](trips).\n";
    let school = |phone: &str| format!("name = \"Ashby School\"\nphase = \"primary\"\nphone = \"{phone}\"\n");
    let built = portal()
        .trust("name = \"Fenland Learning Trust\"\n[school_defaults]\nname = \"the school\"\nphone = \"1\"\n")
        .school_with("ashby", &school("01632 960001"))
        .school("brook", "Brook School")
        .school("copse", "Copse School")
        .policy("dogs", text)
        .policy("trips", "## Aim\n\nOut.\n")
        .build();
    assert_eq!(built.outcome.made, built.outcome.pages, "the first build makes all");

    let (anew, built) = made(built);
    assert_eq!(anew, 0, "nothing was changed");

    // Its home, its copy of one policy, and its page of the register with the numbers of its own file.
    let portal = built.portal.school_with("ashby", &school("01632 960002"));
    let (anew, built) = made(portal.build());
    assert_eq!(anew, 0, "the build before made them");
    let portal = built.portal.school_with("ashby", &school("01632 960003"));
    let built = portal.build();
    assert_eq!(built.outcome.made, 4, "a school's home, its two policies, and its page of the register");
    assert!(built.page("schools/ashby/policies/dogs/").contains("01632 960003"));

    let portal = built.portal.policy("trips", "## Aim\n\nOut and about.\n");
    let built = portal.build();
    assert_eq!(built.outcome.made, 4, "the trust's copy and each school's");

    let portal = built.portal.file("themes/default/assets/extra.css", "p{color:red}");
    let built = portal.build();
    assert_eq!(built.outcome.made, 0, "a stylesheet is no page");
    assert_eq!(built.outcome.written.written, ["assets/style.css"]);

    // A title stands on every page that links to it, on homes, and in the register.
    let portal = built.portal.policy_with("trips", &approved("Outings"), "## Aim\n\nOut and about.\n");
    let built = portal.build();
    assert!(built.page("schools/ashby/policies/dogs/").contains(">Outings</a>"));
    assert!(built.outcome.made < built.outcome.pages);

    let built = built.portal.on("2026-11-24").build();
    assert!(built.page("register/").contains("24 November 2026"));
    assert!(built.outcome.made < built.outcome.pages, "policies are the same from day to day");
}

#[test]
fn what_was_touched_in_the_output_is_made_again() {
    let built = portal().policy("dogs", "## Aim\n\nCalm.\n").build();
    let clean = built.files();
    let page = built.output.join("policies/dogs/index.html");
    let changed = built.page("policies/dogs/").replace("Calm.", "Wild.");
    fs::write(&page, changed).expect("a file");
    let built = built.again();
    assert_eq!(built.files(), clean);
    assert_eq!(built.outcome.written.written, ["policies/dogs/index.html"]);
    fs::remove_file(&page).expect("a file");
    let built = built.again();
    assert_eq!(built.files(), clean);
}

#[test]
fn a_memory_that_is_damaged_is_no_memory() {
    let built = portal().policy("dogs", "## Aim\n\nCalm.\n").policy("cats", "## Aim\n\nSee [](dogs).\n").build();
    let clean = built.files();
    let folder = built.portal.root().join(".frontsheet/outputs");
    let memory = fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let memory =
        memory.into_iter().find(|path| path.extension().is_some_and(|ending| ending == "memory")).expect("a memory");
    let whole = fs::read(&memory).expect("a file");
    let mut built = built;
    let cut = [0, 1, 63, 64, 65, whole.len() / 2, whole.len() - 1].map(|length| whole[..length].to_vec());
    let flipped = (0..24).map(|step| {
        let mut bytes = whole.clone();
        let at = step * (whole.len() - 1) / 23;
        bytes[at] ^= 0x41;
        bytes
    });
    let long = [whole.repeat(2), vec![0xFF; 4096], vec![0; 4096]];
    for bytes in cut.into_iter().chain(flipped).chain(long) {
        fs::write(&memory, bytes).expect("a file");
        built = built.again();
        assert_eq!(built.outcome.made, built.outcome.pages, "nothing is known");
        assert_eq!(built.files(), clean);
    }
}
