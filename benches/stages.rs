//! How long each stage of a build takes, on a portal of about 200 pages: 10 policies of some 700 words, 19 schools.
//!
//! `cargo bench` runs them all, `cargo bench -- proof` one. Each is told beside its last run on this machine; figures of
//! different machines do not compare. What whole builds of many pages take is for `tests/bench` to say.

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use frontsheet::archive::{self, Archive};
use frontsheet::calendar::Day;
use frontsheet::diagnostic::Diagnostics;
use frontsheet::load::{self, Content};
use frontsheet::merge::{self, Drafts, Portal, Settings};
use frontsheet::model::{ThemeFiles, Words};
use frontsheet::pipeline::{self, Options};
use frontsheet::proof::Prover;
use frontsheet::redline::{self, Text};
use frontsheet::render::{self, Renderer};
use frontsheet::search;
use frontsheet::site::{LinkStyle, PageKind, Site, SitePage};
use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use tempfile::TempDir;

const POLICIES: usize = 10;
const SCHOOLS: usize = 19;

fn today() -> Day {
    Day::parse_iso("2026-11-23").expect("a day")
}

/// A policy with sections, lists, values, a table and links; `days` is what two of them differ in.
fn policy(number: usize, days: &str) -> String {
    let mut text = format!(
        "+++\ntitle = \"Policy number {number}\"\nstatus = \"approved\"\nowner = \"Head of Governance\"\nversion = \"2.1\"\n\
         approved = 2026-01-12\napproved_by = \"Trust Board\"\nreview_cycle = \"annually\"\n+++\n"
    );
    for section in 1..=8 {
        let _ = write!(
            text,
            "## Section {section} of the policy {{#part-{section}}}\n\n\
             {{{{ school.name }}}} sees to this within {days} days, and writes down what was decided and why, so that a\n\
             parent can follow the steps that were taken and ask for them to be looked at again by somebody who was not\n\
             involved in the first decision. Write to {{{{ school.email }}}}.\n\n\
             - every member of staff acts early and in proportion to what has happened\n\
             - the {{{{ terms.head }}}} hears of it on the same day\n\n\
             ### What families can expect in part {section}\n\n\
             A reply, and the name of whoever sees to it. See [the next policy](policy-{}).\n\n",
            (number + 1) % POLICIES
        );
    }
    text.push_str("## Who decides\n\n| Step | Who | When |\n| --- | --- | --- |\n");
    for step in 1..=6 {
        let _ = writeln!(text, "| Step {step} | the governors | {step} days |");
    }
    text
}

fn put(root: &Path, path: &str, text: &str) {
    let file = root.join(path);
    fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
    fs::write(file, text).expect("a file");
}

/// The portal in a temporary folder.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    let trust = "name = \"Benchmark Trust\"\nbase_url = \"https://policies.example.org\"\n[terms]\nhead = \"headteacher\"\n\
                 [school_defaults]\nname = \"the school\"\nemail = \"office@example.org\"\n";
    put(root, "content/trust.toml", trust);
    for number in 0..POLICIES {
        // The last two have nearly the same text, for the redline.
        let days = if number + 1 == POLICIES { "fifteen working" } else { "ten school" };
        put(root, &format!("content/policies/policy-{number}.md"), &policy(number, days));
    }
    for number in 0..SCHOOLS {
        let school =
            format!("name = \"School {number}\"\nphase = \"primary\"\nemail = \"office@school.example.org\"\n");
        put(root, &format!("content/schools/school-{number}/school.toml"), &school);
    }
    folder
}

/// What stages begin with, read from the folder.
struct Inputs {
    content: Content,
    archive: Archive,
    theme: ThemeFiles,
    words: Words,
}

impl Inputs {
    fn read(root: &Path) -> Self {
        let mut diagnostics = Diagnostics::default();
        let mut content = load::load(root, None, &mut diagnostics).expect("a folder that can be read");
        let archive = archive::read(root, &content.portals[0].folder, &mut content.sources).expect("no archive");
        let theme = ThemeFiles::built_in();
        let words = load::words_for(&theme, "default", &content.portals[0].trust.language, &mut diagnostics);
        assert!(!diagnostics.has_errors(), "the portal is sound");
        Self { content, archive, theme, words }
    }

    fn merge(&self) -> Portal<'_> {
        let settings = Settings { today: today(), drafts: Drafts::LeaveOut, freezes: false, base_url: None };
        let Self { content, archive, words, .. } = self;
        merge::merge(&content.portals[0], archive, &content.sources, &settings, words, &mut Diagnostics::default())
    }

    fn site<'p>(&'p self, portal: &'p Portal<'p>) -> Site<'p> {
        Site::new(portal, LinkStyle::Folder, &self.content.sources, &mut Diagnostics::default())
    }
}

/// From the folder to pages that are proven, one stage at a time.
fn stages(criterion: &mut Criterion) {
    let folder = folder();
    let root = folder.path();
    criterion.bench_function("read a portal", |bench| {
        bench.iter(|| load::load(black_box(root), None, &mut Diagnostics::default()).expect("a portal"));
    });
    let inputs = Inputs::read(root);
    criterion.bench_function("merge", |bench| bench.iter(|| black_box(&inputs).merge()));
    let portal = inputs.merge();
    criterion.bench_function("lay out the site", |bench| bench.iter(|| inputs.site(black_box(&portal))));
    let site = inputs.site(&portal);
    let theme =
        render::compile(&inputs.theme, "default", &[], &mut Diagnostics::default()).expect("the built-in theme");
    let renderer = Renderer::new(&site, &theme);
    let page = site.pages.iter().find(|page| matches!(page.kind, PageKind::Policy(_))).expect("a policy's page");
    let render = |page: &SitePage| renderer.page(page, &mut Diagnostics::default()).expect("a page");
    criterion.bench_function("render one policy's page", |bench| bench.iter(|| render(black_box(page))));
    let html = render(page);
    let prover = Prover::new(site.pages.iter().map(SitePage::path));
    criterion.bench_function("proof of a page", |bench| {
        bench.iter(|| prover.prove_page(&page.path(), black_box(&html)));
    });
    criterion.bench_function("search index", |bench| bench.iter(|| search::artefacts(black_box(&site))));
}

fn redlines(criterion: &mut Criterion) {
    let folder = folder();
    let inputs = Inputs::read(folder.path());
    let portal = inputs.merge();
    let text = |slug: &str| {
        let copy = portal.copies.iter().find(|copy| copy.school.is_none() && copy.slug.as_str() == slug);
        Text::of(copy.expect("the trust's copy"), &inputs.words)
    };
    let (old, new) = (text("policy-8"), text("policy-9"));
    assert!(redline::compare(&old, &new).sections.iter().any(|section| !section.is_untouched()), "the two differ");
    criterion.bench_function("redline of two texts", |bench| {
        bench.iter(|| redline::compare(black_box(&old), black_box(&new)));
    });
}

fn builds(criterion: &mut Criterion) {
    let folder = folder();
    let options = Options::new(folder.path().to_owned(), today());
    let output = folder.path().join("output");
    let build = || {
        let outcome = pipeline::build(&options, &output).expect("a build");
        assert!(!outcome.failed, "the portal is sound");
        outcome.made
    };
    let mut group = criterion.benchmark_group("build 200 pages");
    group.sample_size(20);
    group.bench_function("clean", |bench| {
        let clear = || [".frontsheet", "output"].map(|made| fs::remove_dir_all(folder.path().join(made)));
        bench.iter_batched(clear, |_| assert!(build() > 200), BatchSize::PerIteration);
    });
    build();
    group.bench_function("unchanged", |bench| bench.iter(|| assert_eq!(build(), 0)));
    group.finish();
}

criterion_group!(benches, stages, redlines, builds);
criterion_main!(benches);
