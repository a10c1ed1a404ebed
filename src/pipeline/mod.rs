//! One build, from folder to folder.
//!
//! Load, merge, lay out, render, prove, write: each stage hands the next a type that promises more. Pages are made in
//! parallel and handed on one by one, and none is kept; what memory goes to is the merged copies.

mod boards;
mod building;
mod diff;
mod making;
mod page_facts;
mod page_parts;
mod preview;
mod progress;
mod proven;
mod registers;
mod release;
mod reuse;
mod reviewed;
mod sink;
mod timings;

pub use boards::{Boards, MeetingAsked, PortalBoard, boards};
pub use building::{build, build_telling};
pub use diff::{Comparison, Diffed, Incomparable, Side, Wanted, diff};
pub use page_facts::{LastRelease, PageDocument, PageFacts, WrittenNow, page_facts};
pub use page_parts::PagePart;
pub use preview::{LastPreview, PreviewFile, PreviewFiles, preview};
pub use progress::{Moment, Progress};
pub use registers::{PortalRegister, Registers, registers};
pub use release::{Released, release};
pub use reviewed::{Recorded, ReviewToRecord, record_review, terms_calendar};
pub use timings::Timings;

use crate::archive::{self, Archive, ArchiveFault, Known};
use crate::calendar::{CalendarDate, Day};
use crate::check;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::disk::{MachineError, Survey};
use crate::load::{self, Content, KnownTexts};
use crate::merge::{self, Drafts, Portal, Settings, Skipped};
use crate::model::{CopyOrigin, PortalContent, ThemeFiles, Words};
use crate::register;
use crate::render::context::PortalFacts;
use crate::render::{self, ThemeFaults};
use crate::site::{LinkStyle, Site};
use crate::source::{Place, Sources};
use crate::template::Theme;
use crate::write::Written;
use making::{Output, Run};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// What a build is asked for.
#[derive(Debug, Clone)]
pub struct Options {
    /// The folder that holds `content/` and `themes/`.
    pub root: PathBuf,
    /// One of several portals, by folder name.
    pub portal: Option<String>,
    /// The day as of which standings and reviews are told.
    pub today: Day,
    /// The real day, where approvals by a later one are to be warned of.
    pub real_day: Option<Day>,
    /// Whether drafts become pages.
    pub drafts: Drafts,
    /// Where the site will stand; of several portals, each in a folder below it.
    pub base_url: Option<String>,
    /// How links are written.
    pub links: LinkStyle,
    /// Whether warnings are as bad as errors.
    pub deny_warnings: bool,
}

impl Options {
    /// The folder of what the program remembers between builds.
    fn state(&self) -> PathBuf {
        self.root.join(".frontsheet")
    }

    /// A build of everything in a folder as of a day, as it is published on a web server.
    pub fn new(root: PathBuf, today: Day) -> Self {
        Self {
            root,
            portal: None,
            today,
            real_day: None,
            drafts: Drafts::LeaveOut,
            base_url: None,
            links: LinkStyle::Folder,
            deny_warnings: false,
        }
    }
}

/// What came of a build.
#[derive(Debug)]
pub struct Outcome {
    /// Every file's text, for printing the faults.
    pub sources: Sources,
    /// What is wrong, in order.
    pub diagnostics: Diagnostics,
    /// How many portals there are.
    pub portals: usize,
    /// How many pages there are.
    pub pages: usize,
    /// How many of them were made, and not found to be as they were.
    pub made: usize,
    /// What changed in the output; nothing did when the build failed.
    pub written: Written,
    /// What has no page, and why.
    pub skipped: Vec<Skipped>,
    /// Whether it failed: then the output is as it was.
    pub failed: bool,
    /// Where the time went.
    pub timings: Timings,
}

/// Does everything that a build does but writing, and runs the lints.
///
/// # Errors
/// [`MachineError`] when the content cannot be read.
pub fn check(options: &Options) -> Result<Outcome, MachineError> {
    let mut diagnostics = Diagnostics::default();
    let (mut content, archives) = read(options, &mut diagnostics)?;
    let themes = load_themes(&mut content, options, &[], &mut diagnostics)?;
    let mut run = Run::default();
    let made = make(&content, &archives, &themes, options, &mut run, &mut diagnostics)?;
    let failed = has_failed(options, &diagnostics);
    Ok(outcome(content, diagnostics, made, Written::default(), failed, run.timings))
}

/// Reads the content, and the archive of each portal.
fn read(options: &Options, diagnostics: &mut Diagnostics) -> Result<(Content, Vec<Archive>), MachineError> {
    read_knowing(
        options,
        &Survey::of(&options.root, load::CONTENT)?,
        &KnownTexts::default(),
        &mut Known::nothing(),
        diagnostics,
    )
}

/// As [`read`], of what a survey found, where some texts are known, and some files of archives.
fn read_knowing(
    options: &Options,
    survey: &Survey,
    texts: &KnownTexts,
    known: &mut Known,
    diagnostics: &mut Diagnostics,
) -> Result<(Content, Vec<Archive>), MachineError> {
    let mut content = load::load_again(&options.root, survey, options.portal.as_deref(), texts, diagnostics)?;
    let mut archives = Vec::with_capacity(content.portals.len());
    for portal in &content.portals {
        let archive = archive::read_knowing(&options.root, &portal.folder, survey, &mut content.sources, known)?;
        archive.faults.iter().for_each(|fault| diagnostics.push(archive_fault(fault)));
        archives.push(archive);
    }
    Ok((content, archives))
}

/// What is to be known again of the files of archives.
fn known_of(archives: &[Archive], content: &Content) -> Known {
    let mut known = Known::nothing();
    for (portal, archive) in content.portals.iter().zip(archives) {
        archive.remember(&portal.folder, &mut known);
    }
    known
}

/// What is wrong with an archive, as a fault of the content: what is published from it must be what was released.
fn archive_fault(fault: &ArchiveFault) -> Diagnostic {
    let ArchiveFault { wrong, path, line, message, help } = fault;
    let message = match line {
        Some(line) => format!("line {line}: {message}"),
        None => message.clone(),
    };
    let said = match wrong.is_harmless() {
        true => Diagnostic::warning_in(Code::UnprovenFile, path.as_str(), message),
        false => Diagnostic::error_in(Code::BrokenArchive, path.as_str(), message),
    };
    said.help(format!("{help}\nThen see that all is well: frontsheet verify"))
}

fn has_failed(options: &Options, diagnostics: &Diagnostics) -> bool {
    let (errors, warnings) = diagnostics.count();
    errors > 0 || (options.deny_warnings && warnings > 0)
}

fn outcome(
    content: Content,
    mut diagnostics: Diagnostics,
    made: Made,
    written: Written,
    failed: bool,
    timings: Timings,
) -> Outcome {
    diagnostics.sort(&content.sources);
    let Made { pages, anew, mut skipped } = made;
    skipped.sort();
    Outcome {
        made: anew,
        portals: content.portals.len(),
        sources: content.sources,
        diagnostics,
        pages,
        written,
        skipped,
        failed,
        timings,
    }
}

/// A theme as it is used.
struct LoadedTheme {
    name: String,
    files: ThemeFiles,
    compiled: Arc<Theme>,
}

/// The themes that the portals ask for, by name, and the default one where a list of the portals is made. One that is among
/// the known ones, compiled for an earlier run, is not compiled again.
fn load_themes(
    content: &mut Content,
    options: &Options,
    known: &[Arc<Theme>],
    diagnostics: &mut Diagnostics,
) -> Result<BTreeMap<String, LoadedTheme>, MachineError> {
    let mut themes = BTreeMap::new();
    let mut asked: Vec<(String, Option<Place>)> =
        content.portals.iter().map(|portal| &portal.trust.theme).map(|it| (it.value.clone(), Some(it.place))).collect();
    if lists_portals(content, options) {
        asked.push(("default".to_owned(), None));
    }
    for (name, place) in asked {
        if themes.contains_key(&name) {
            continue;
        }
        let Some(files) = load::load_theme(&options.root, &name, place, &mut content.sources, diagnostics)? else {
            continue;
        };
        if let Some(compiled) = render::compile(&files, &name, known, diagnostics) {
            themes.insert(name.clone(), LoadedTheme { name, files, compiled });
        }
    }
    Ok(themes)
}

/// The words of a portal's language. What is wrong with its theme has been said, and nothing will be published.
fn words_of(portal: &PortalContent, themes: &BTreeMap<String, LoadedTheme>, diagnostics: &mut Diagnostics) -> Words {
    match themes.get(&portal.trust.theme.value) {
        Some(theme) => load::words_for(&theme.files, &theme.name, &portal.trust.language, diagnostics),
        None => ThemeFiles::built_in().english(),
    }
}

/// Whether there is a list of portals to make: of several, one built by itself leaves it alone.
fn lists_portals(content: &Content, options: &Options) -> bool {
    content.several && options.portal.is_none() && !content.portals.is_empty()
}

#[derive(Default)]
struct Made {
    pages: usize,
    anew: usize,
    skipped: Vec<Skipped>,
}

/// Merges, lays out, renders and proves every portal; what is made goes to the run's sink. Where it has none, nothing is
/// written, and the lints are run too.
fn make(
    content: &Content,
    archives: &[Archive],
    themes: &BTreeMap<String, LoadedTheme>,
    options: &Options,
    run: &mut Run<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<Made, MachineError> {
    let is_dry = run.sink.is_none();
    let mut made = Made::default();
    let mut facts = Vec::new();
    for (portal, archive) in content.portals.iter().zip(archives) {
        run.progress.begin_portal(content.portals.len());
        let folder = folder_in_output(portal);
        let settings = Settings {
            today: options.today,
            drafts: options.drafts,
            freezes: false,
            base_url: options.base_url.as_ref().map(|url| format!("{}/{folder}", url.trim_end_matches('/'))),
        };
        let theme = themes.get(&portal.trust.theme.value);
        let words = words_of(portal, themes, diagnostics);
        let merged = run
            .timings
            .measure("merge", || merge::merge(portal, archive, &content.sources, &settings, &words, diagnostics));
        if is_dry {
            run.timings.measure("lints", || check::check(&merged, &content.sources, diagnostics));
        }
        let site = run.timings.measure("lay out", || Site::new(&merged, options.links, &content.sources, diagnostics));
        register::warn_of_missing(&site.register, &merged, diagnostics);
        register::warn_of_meetings(&site.register, &merged, diagnostics);
        register::warn_of_owners(&merged, diagnostics);
        register::warn_of_full_months(&site.register, &merged, diagnostics);
        if let Some(real) = options.real_day {
            register::warn_of_future_approvals(&merged, real.max(options.today), diagnostics);
        }
        facts.push(portal_facts(&merged, &folder, options.links));
        if let Some(theme) = theme {
            made.anew += Output { folder: &folder, run }.make_site(&site, theme, &content.sources, diagnostics)?;
        }
        made.pages += site.pages.len();
        drop(site);
        let Portal { copies, documents, skipped, .. } = merged;
        made.skipped.extend(skipped);
        // There are many, and someone may be waiting.
        rayon::join(|| copies.into_par_iter().for_each(drop), || drop(documents));
    }
    if lists_portals(content, options) {
        made.pages += 1;
        made.anew += 1;
        if let Some(theme) = themes.get("default") {
            make_portals_list(&facts, theme, options, run, diagnostics)?;
        }
    }
    Ok(made)
}

/// Where a portal's site stands in the output, ending in `/`; empty where there is one portal.
fn folder_in_output(portal: &PortalContent) -> String {
    portal.slug.as_ref().map(|slug| format!("{slug}/")).unwrap_or_default()
}

fn portal_facts(portal: &Portal<'_>, folder: &str, links: LinkStyle) -> PortalFacts {
    let mut policies: Vec<(Option<usize>, &str)> = portal
        .copies
        .iter()
        .filter(|copy| copy.is_published)
        .map(|copy| (copy.school.filter(|_| copy.origin == CopyOrigin::School), copy.slug.as_str()))
        .collect();
    policies.sort_unstable();
    policies.dedup();
    PortalFacts {
        name: portal.content.trust.name.clone(),
        href: crate::site::Href::from_page("", links).to(folder),
        schools: portal.schools.len(),
        policies: policies.len(),
    }
}

/// The list of portals and what its theme needs, at the top of the output.
fn make_portals_list(
    facts: &[PortalFacts],
    theme: &LoadedTheme,
    options: &Options,
    run: &mut Run<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<(), MachineError> {
    // Several trusts may have several languages; their list is in English.
    let words = theme.files.english();
    let as_of = words.date(CalendarDate::Day(options.today));
    let output = Output { folder: "", run };
    match render::portals_page(facts, options.links, &as_of, &theme.compiled, &words) {
        Ok(html) => output.put("index.html", html.as_bytes())?,
        Err(fault) => {
            let mut faults = ThemeFaults::default();
            faults.add(*fault, "the list of portals");
            faults.say(&theme.files, &theme.name, diagnostics);
        }
    }
    render::assets(&theme.files, None).iter().try_for_each(|file| output.put(&file.path, &file.bytes))
}
