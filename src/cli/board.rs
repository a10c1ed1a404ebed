//! `board`: what approving bodies have before them at a meeting.

use super::printing::print_json;
use super::review::table::{self, Table, wrapped};
use super::review::{has_errors, in_full, short};
use super::{Ending, Failure, Format, Global, portals};
use crate::calendar::{CalendarDate, Day};
use crate::diagnostic::{harmless, nearest};
use crate::pipeline::{self, MeetingAsked, Options, PortalBoard};
use crate::register::{BoardItem, BoardPack, Place, folded};
use crate::site::{Href, LinkStyle};
use clap::Args;
use serde::Serialize;
use std::fmt::Write as _;

#[derive(Debug, Args)]
pub(super) struct Words {
    /// The day of the meeting (default: the next in trust.toml)
    #[arg(long, value_name = "DATE")]
    meeting: Option<String>,
    /// One approving body, such as "Trust Board"
    #[arg(long, value_name = "NAME")]
    body: Option<String>,
}

/// Up to this many schools are named.
const MOST_NAMED: usize = 2;

/// Prints what is before each body.
pub(super) fn run(global: &Global, words: &Words) -> Result<Ending, Failure> {
    portals::check_asked(&global.root, global.portal.as_deref())?;
    let today = global.today()?;
    let day = words.meeting.as_deref().map(|text| super::reviewed::day("--meeting", text)).transpose()?;
    let options = Options { portal: global.portal.clone(), ..Options::new(global.root.clone(), today) };
    let asked = MeetingAsked { day, body: words.body.clone() };
    let mut boards = pipeline::boards(&options, &asked)?;
    if let Some(asked) = &words.body {
        check_body(asked, &mut boards.portals)?;
    }
    if boards.portals.iter().all(|portal| portal.day.is_none()) && !boards.portals.is_empty() {
        let help = "name a day, as in --meeting 2026-12-10, or add [[meetings]] to trust.toml with date and body";
        return Err(Failure::Usage(format!("no meeting is to come\n  help: {help}")));
    }
    match global.format {
        Format::Human => {
            let parts: Vec<String> =
                boards.portals.iter().map(|portal| in_words(portal, today, table::width())).collect();
            anstream::print!("{}", parts.join("\n"));
        }
        Format::Json => print_json(&Report {
            as_of: today.iso(),
            meetings: boards.portals.iter().filter_map(meeting_record).collect(),
        }),
    }
    let is_faulty = has_errors(&boards.diagnostics, &boards.sources);
    Ok(if is_faulty { Ending::ContentFaulty } else { Ending::Done })
}

/// A body that nobody knows is a slip, and no empty list. Portals that do not have it are left out.
fn check_body(asked: &str, portals: &mut Vec<PortalBoard>) -> Result<(), Failure> {
    if portals.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = portals.iter().flat_map(|portal| portal.bodies.clone()).collect();
    portals.retain(|portal| portal.bodies.iter().any(|body| folded(body) == folded(asked)));
    if !portals.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let help = match (nearest(asked, names.iter().copied()), names.as_slice()) {
        (Some(near), _) => format!("did you mean --body \"{near}\"?"),
        (None, []) => "no document says who approved it: write approved_by = \"…\" in its front matter".to_owned(),
        (None, names) => format!("write --body with one of these: {}", names.join(", ")),
    };
    Err(Failure::Usage(format!("there is no approving body called \"{asked}\"\n  help: {help}")))
}

fn in_words(portal: &PortalBoard, today: Day, width: usize) -> String {
    let mut text = format!("{}, as of {}\n", harmless(&portal.trust), in_full(today));
    let Some(day) = portal.day else {
        text.push_str("  no meeting is to come\n");
        return text;
    };
    let _ = writeln!(text, "Before the approving bodies on {}", in_full(day));
    for pack in &portal.packs {
        let _ = write!(text, "\n{}", pack_in_words(pack, width));
    }
    if portal.packs.is_empty() {
        text.push_str("\nNothing is before any of them.\n");
    }
    text
}

fn pack_in_words(pack: &BoardPack, width: usize) -> String {
    let name = harmless(pack.body.as_deref().unwrap_or("No approving body recorded"));
    let mut text = format!("{name}\n");
    for line in dates(pack) {
        let _ = writeln!(text, "  {}", wrapped(&line, width - 2).join("\n  "));
    }
    let mut table = Table::new(["Date", "Document", "Where", "Owner"]);
    let due = match pack.next {
        Some(next) => format!("Due before the next meeting, on {}", in_full(next)),
        None => format!("Due by {}", in_full(pack.until)),
    };
    let approved = match pack.last {
        Some(last) => format!("Approved since the last meeting, on {}", in_full(last)),
        None => format!("Approved since {}", in_full(pack.from)),
    };
    let lists = [
        ("Overdue by the day of the meeting".to_owned(), &pack.overdue, false),
        (due, &pack.due, false),
        ("No review recorded".to_owned(), &pack.undated, false),
        (approved, &pack.approved, true),
    ];
    let [overdue, due, _, approved] = lists.each_ref().map(|(_, items, _)| number_of(items));
    let _ = writeln!(text, "  overdue by then: {overdue}; due after that: {due}; approved before: {approved}");
    for (heading, items, is_approval) in lists.iter().filter(|(_, items, _)| !items.is_empty()) {
        table.heading(heading.clone());
        items.iter().for_each(|item| table.row(row(item, *is_approval)));
    }
    if lists.iter().any(|(_, items, _)| !items.is_empty()) {
        let _ = write!(text, "\n{}", table.printed(width));
    }
    if !pack.missing.is_empty() {
        text.push_str("\nRequired documents that are missing\n");
    }
    for item in &pack.missing {
        let line = format!("{} ({})", harmless(&item.title), harmless(&places(item.trust, &item.schools, item.of)));
        let _ = writeln!(text, "  {}", wrapped(&line, width - 4).join("\n    "));
    }
    text
}

fn number_of(items: &[BoardItem]) -> String {
    if items.is_empty() { "nothing".to_owned() } else { items.len().to_string() }
}

/// When the body meets, met and will meet.
fn dates(pack: &BoardPack) -> Vec<String> {
    if pack.body.is_none() {
        return Vec::new();
    }
    let mut lines = Vec::new();
    if !pack.meets {
        lines.push("does not meet that day".to_owned());
    }
    lines.extend(pack.papers_by.map(|day| format!("papers go out by {}", in_full(day))));
    lines.push(match pack.last {
        Some(day) => format!("last meeting: {}", in_full(day)),
        None => "last meeting: not recorded".to_owned(),
    });
    lines.push(match pack.next {
        Some(day) => format!("next meeting: {}", in_full(day)),
        None => "next meeting: not recorded".to_owned(),
    });
    lines
}

fn row(item: &BoardItem, is_approval: bool) -> [String; 4] {
    let date = if is_approval { item.approved } else { item.next_review };
    let version = item.version.as_deref().map(|version| format!(" {version}")).unwrap_or_default();
    [
        date.map(short).unwrap_or_default(),
        harmless(&format!("{}{version}", item.title)),
        harmless(&places(item.trust, &item.schools, item.of)),
        harmless(item.owner.as_deref().unwrap_or("not recorded")),
    ]
}

/// Where documents are: a few schools by name, many by their number.
fn places(trust: bool, schools: &[Place], of: usize) -> String {
    let trust = trust.then(|| "the trust".to_owned());
    let schools = match schools.len() {
        number if number <= MOST_NAMED => schools.iter().map(|school| school.name.clone()).collect(),
        number if number == of => vec![format!("{number} schools")],
        number => vec![format!("{number} of {of} schools")],
    };
    trust.into_iter().chain(schools).collect::<Vec<_>>().join(", ")
}

#[derive(Serialize)]
struct Report<'p> {
    as_of: String,
    meetings: Vec<MeetingRecord<'p>>,
}

/// One portal's bodies on the day.
#[derive(Serialize)]
struct MeetingRecord<'p> {
    trust: &'p str,
    date: String,
    /// The page of the meeting from the top of the output, where the trust has a meeting that day.
    url: Option<String>,
    bodies: Vec<PackRecord<'p>>,
}

#[derive(Serialize)]
struct PackRecord<'p> {
    body: Option<&'p str>,
    meets: bool,
    papers_by: Option<String>,
    last_meeting: Option<String>,
    next_meeting: Option<String>,
    approved_from: String,
    due_until: String,
    overdue: Vec<ItemRecord<'p>>,
    due: Vec<ItemRecord<'p>>,
    no_review: Vec<ItemRecord<'p>>,
    approved: Vec<ItemRecord<'p>>,
    missing: Vec<MissingRecord<'p>>,
}

#[derive(Serialize)]
struct ItemRecord<'p> {
    policy: &'p str,
    title: &'p str,
    version: Option<&'p str>,
    trust: bool,
    schools: Vec<&'p str>,
    owner: Option<&'p str>,
    approved: Option<String>,
    next_review: Option<String>,
    review_due: Option<String>,
    review_status: &'static str,
    url: Option<String>,
    changes: Option<String>,
}

#[derive(Serialize)]
struct MissingRecord<'p> {
    title: &'p str,
    trust: bool,
    schools: Vec<&'p str>,
}

fn meeting_record(portal: &PortalBoard) -> Option<MeetingRecord<'_>> {
    let day = portal.day?;
    let has_page = portal.meetings.iter().any(|meeting| meeting.date == day);
    Some(MeetingRecord {
        trust: &portal.trust,
        date: day.iso(),
        url: has_page.then(|| href(portal, &crate::register::meeting_address(day))),
        bodies: portal.packs.iter().map(|pack| pack_record(portal, pack)).collect(),
    })
}

fn href(portal: &PortalBoard, address: &str) -> String {
    Href::from_page("", LinkStyle::Folder).to(&format!("{}{address}", portal.folder))
}

fn pack_record<'p>(portal: &'p PortalBoard, pack: &'p BoardPack) -> PackRecord<'p> {
    let items = |items: &'p [BoardItem]| items.iter().map(|item| item_record(portal, item)).collect();
    let missing = pack.missing.iter().map(|item| MissingRecord {
        title: &item.title,
        trust: item.trust,
        schools: slugs(&item.schools),
    });
    PackRecord {
        body: pack.body.as_deref(),
        meets: pack.meets,
        papers_by: pack.papers_by.map(Day::iso),
        last_meeting: pack.last.map(Day::iso),
        next_meeting: pack.next.map(Day::iso),
        approved_from: pack.from.iso(),
        due_until: pack.until.iso(),
        overdue: items(&pack.overdue),
        due: items(&pack.due),
        no_review: items(&pack.undated),
        approved: items(&pack.approved),
        missing: missing.collect(),
    }
}

fn item_record<'p>(portal: &PortalBoard, item: &'p BoardItem) -> ItemRecord<'p> {
    let href = |address: &Option<String>| address.as_deref().map(|address| href(portal, address));
    ItemRecord {
        policy: item.policy.as_str(),
        title: &item.title,
        version: item.version.as_deref(),
        trust: item.trust,
        schools: slugs(&item.schools),
        owner: item.owner.as_deref(),
        approved: item.approved.map(CalendarDate::iso),
        next_review: item.next_review.map(CalendarDate::iso),
        review_due: item.review_due.map(Day::iso),
        review_status: item.review_status.word(),
        url: href(&item.address),
        changes: href(&item.changes),
    }
}

fn slugs(schools: &[Place]) -> Vec<&str> {
    schools.iter().map(|school| school.slug.as_str()).collect()
}
