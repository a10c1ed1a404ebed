//! `diff`: what changed since the last release, or between two.

use super::printing::{print_errors, print_json};
use super::{Ending, Failure, Format, Global, portals};
use crate::diagnostic::{JsonDiagnostic, Paint, harmless};
use crate::pipeline::{self, Comparison, Diffed, Incomparable, Options, Side, Wanted};
use crate::redline::{self, Entry, Fate, FieldChange, Run, SectionChange, Tally, change_lines};
use clap::Args;
use serde::Serialize;

#[derive(Debug, Args)]
pub(super) struct Words {
    /// The policy, by its file's name without .md
    policy: String,
    /// One school's copy, or a policy of its own, by the school's folder
    #[arg(long, value_name = "SCHOOL")]
    school: Option<String>,
    /// The released version to compare with (default: the last, or the one before --to)
    #[arg(long, value_name = "VERSION")]
    from: Option<String>,
    /// The released version that is compared (default: what is written now)
    #[arg(long, value_name = "VERSION")]
    to: Option<String>,
}

/// Compares what is asked for, and prints what changed.
pub(super) fn run(global: &Global, words: &Words) -> Result<Ending, Failure> {
    let portal = portals::portal(&global.root, global.portal.as_deref())?;
    let options = Options { portal: portal.name, ..Options::new(global.root.clone(), global.today()?) };
    let Words { policy, school, from, to } = words;
    let wanted = Wanted { policy, school: school.as_deref(), from: from.as_deref(), to: to.as_deref() };
    let diffed = pipeline::diff(&options, wanted)?;
    if let Some(message) = diffed.comparison.as_ref().err().and_then(|why| usage(why, words)) {
        return Err(Failure::Usage(message));
    }
    match global.format {
        Format::Json => {
            let report = Report::new(&diffed, words);
            print_json(&report);
        }
        Format::Human => print(&diffed),
    }
    Ok(if diffed.comparison.is_ok() { Ending::Done } else { Ending::ContentFaulty })
}

/// What was typed wrongly; nothing where the content is what is wrong.
fn usage(why: &Incomparable, words: &Words) -> Option<String> {
    let Words { policy, school, .. } = words;
    let whose = school.as_ref().map_or(String::new(), |school| format!(" --school {school}"));
    Some(match why {
        Incomparable::Faulty => return None,
        Incomparable::NoSchool(known) => {
            portals::no_such("school", school.as_deref().unwrap_or_default(), known, "--school ")
        }
        Incomparable::NoPolicy(known) => portals::no_such("policy", policy, known, "frontsheet diff "),
        Incomparable::NoVersion(asked, known) => {
            let option = if words.to.as_deref() == Some(asked) { "--to " } else { "--from " };
            portals::no_such("released version", asked, known, option)
        }
        Incomparable::NothingReleased => format!(
            "nothing of \"{policy}\" is released yet, so there is nothing to compare it with\n  help: its first version is \
             released with: frontsheet release {policy}{whose}"
        ),
        Incomparable::NothingWritten => format!(
            "\"{policy}\" is not written any more\n  help: say which of its released versions is compared: --to VERSION"
        ),
        Incomparable::First(version) => format!(
            "version {version} is the first that was released, so there is none before it\n  help: leave out --to, to \
             compare what is written now"
        ),
    })
}

fn print(diffed: &Diffed) {
    print_errors(&diffed.diagnostics, &diffed.sources);
    let Ok(comparison) = &diffed.comparison else {
        anstream::println!("Nothing was compared: put right what is wrong first.");
        return;
    };
    let Comparison { title, school, old, new, redline, fields, words } = comparison;
    let is_plain = anstream::AutoStream::choice(&std::io::stdout()) == anstream::ColorChoice::Never;
    let paint = if is_plain { Paint::plain() } else { Paint::coloured() };
    let whose = school.as_ref().map_or(String::new(), |school| format!(", {school}"));
    let heading = format!("{title}{whose}: {} against {}", said(new), said(old));
    anstream::println!("{}", paint.strong(&harmless(&heading)));
    anstream::println!("{}.", redline.tally().said(words));
    for FieldChange { label, old, new, .. } in fields {
        let side = |text: &Option<String>| text.as_deref().map(harmless);
        let old = side(old).map(|old| paint.removed(&old));
        let new = side(new).map(|new| paint.added(&new));
        let both: Vec<String> = old.into_iter().chain(new).collect();
        anstream::println!("  {}: {}", harmless(label), both.join(" "));
    }
    anstream::print!("{}", redline::print(redline, words, paint));
}

fn said(side: &Side) -> String {
    match side {
        Side { version: Some(version), released: Some(_) } => format!("version {version}"),
        Side { version: Some(version), released: None } => format!("what is written now (version {version})"),
        Side { version: None, .. } => "what is written now".to_owned(),
    }
}

#[derive(Serialize)]
struct Report<'a> {
    policy: &'a str,
    school: Option<&'a str>,
    title: Option<&'a str>,
    from: Option<SideReport<'a>>,
    to: Option<SideReport<'a>>,
    summary: Option<String>,
    counts: Option<Counts>,
    front_sheet: Vec<FieldReport<'a>>,
    sections: Vec<SectionReport>,
    diagnostics: Vec<JsonDiagnostic>,
}

#[derive(Serialize)]
struct SideReport<'a> {
    version: Option<&'a str>,
    released: Option<String>,
}

#[derive(Serialize)]
struct Counts {
    changed: usize,
    added: usize,
    removed: usize,
    renamed: usize,
    moved: usize,
    restyled: usize,
    unchanged: usize,
}

#[derive(Serialize)]
struct FieldReport<'a> {
    field: &'a str,
    label: &'a str,
    old: Option<&'a str>,
    new: Option<&'a str>,
}

#[derive(Serialize)]
struct SectionReport {
    /// `null` of what stands before the first heading.
    id: Option<String>,
    title: String,
    /// `kept`, `added` or `removed`.
    change: &'static str,
    said: String,
    lines: Vec<LineReport>,
}

/// A line with its changes; or so many that stayed and are left out.
#[derive(Serialize)]
#[serde(untagged)]
enum LineReport {
    Words { words: Vec<RunReport> },
    LeftOut { left_out: usize },
}

#[derive(Serialize)]
struct RunReport {
    change: &'static str,
    text: String,
}

impl<'a> Report<'a> {
    fn new(diffed: &'a Diffed, words: &'a Words) -> Self {
        let comparison = diffed.comparison.as_ref().ok();
        let side = |side: &'a Side| SideReport {
            version: side.version.as_deref(),
            released: side.released.map(crate::calendar::Day::iso),
        };
        let field = |change: &'a FieldChange| {
            let FieldChange { field, label, old, new } = change;
            FieldReport { field, label, old: old.as_deref(), new: new.as_deref() }
        };
        let mut sections = Vec::new();
        if let Some(Comparison { redline, words, .. }) = comparison {
            sections.extend(redline.entries().iter().map(|entry| section(entry, redline, words)));
        }
        Self {
            policy: &words.policy,
            school: words.school.as_deref(),
            title: comparison.map(|it| it.title.as_str()),
            from: comparison.map(|it| side(&it.old)),
            to: comparison.map(|it| side(&it.new)),
            summary: comparison.map(|it| it.redline.tally().said(&it.words)),
            counts: comparison.map(|it| it.redline.tally().into()),
            front_sheet: comparison.iter().flat_map(|it| &it.fields).map(field).collect(),
            sections,
            diagnostics: diffed.diagnostics.iter().map(|it| JsonDiagnostic::new(it, &diffed.sources)).collect(),
        }
    }
}

impl From<Tally> for Counts {
    fn from(tally: Tally) -> Self {
        let Tally { changed, added, removed, renamed, moved, restyled, unchanged } = tally;
        Self { changed, added, removed, renamed, moved, restyled, unchanged }
    }
}

fn section(entry: &Entry<'_>, redline: &redline::Redline, words: &crate::model::Words) -> SectionReport {
    let mut lines = Vec::new();
    match entry.section {
        None => add_lines(&redline.lead, words, &mut lines),
        Some(section) => add_section(section, words, &mut lines),
    }
    SectionReport {
        id: entry.section.map(|section| section.id.clone()),
        title: entry.title(words),
        change: fate(entry.fate),
        said: entry.said(words),
        lines,
    }
}

/// A section's lines; of one that is new or gone with those of the sections inside, which have no entry of their own.
fn add_section(section: &SectionChange, words: &crate::model::Words, lines: &mut Vec<LineReport>) {
    add_lines(&section.body, words, lines);
    for child in section.children.iter().filter(|child| section.fate != Fate::Kept && child.fate == section.fate) {
        let heading = RunReport { change: fate(child.fate), text: child.full_title() };
        lines.push(LineReport::Words { words: vec![heading] });
        add_section(child, words, lines);
    }
}

fn add_lines(changes: &[redline::ChunkChange], words: &crate::model::Words, lines: &mut Vec<LineReport>) {
    let run = |run: &Run| RunReport { change: fate(run.fate), text: run.said(words) };
    lines.extend(change_lines(changes).iter().map(|line| match line.left_out {
        0 => LineReport::Words { words: line.runs.iter().map(run).collect() },
        left_out => LineReport::LeftOut { left_out },
    }));
}

fn fate(fate: Fate) -> &'static str {
    match fate {
        Fate::Kept => "kept",
        Fate::Added => "added",
        Fate::Removed => "removed",
    }
}
