//! `review`: what is overdue and due.

pub(super) mod table;

use super::printing::print_errors;
use super::{AskedFormat, Ending, Failure, Global, portals};
use crate::calendar::{CalendarDate, DateFormat, DateNames, Day};
use crate::diagnostic::{Diagnostics, harmless, nearest};
use crate::merge::ReviewStatus;
use crate::pipeline::{self, Options, PortalRegister};
use crate::register::{Document, Review, Where, folded, reviews};
use crate::report::{Record, csv};
use crate::site::{Href, LinkStyle};
use crate::source::Sources;
use clap::Args;
use std::fmt::Write as _;
use std::io::Write as _;
use table::{Table, wrapped};

#[derive(Debug, Args)]
pub(super) struct Words {
    /// How far ahead to look, in days (default: the trust's `review_window_days`)
    #[arg(long, value_name = "DAYS", value_parser = super::words::within)]
    within: Option<i64>,
    /// The reviews of one owner, by name or post
    #[arg(long, value_name = "OWNER")]
    owner: Option<String>,
    /// The reviews of one school, by its folder's name
    #[arg(long, value_name = "SCHOOL")]
    school: Option<String>,
    /// End with exit code 1 if anything is overdue
    #[arg(long)]
    fail_overdue: bool,
}

/// Up to this many schools are named.
const MOST_NAMED: usize = 2;

/// What one portal has to tell.
struct Told<'r> {
    portal: &'r PortalRegister,
    /// How many days ahead are looked at.
    within: i64,
    /// Documents that were asked for and are under review, whether anything is due or not.
    asked: Vec<&'r Document>,
    /// Those that are overdue, or due in time to be told of; by day.
    due: Vec<&'r Document>,
}

/// Tells what is overdue and due.
pub(super) fn run(global: &Global, words: &Words) -> Result<Ending, Failure> {
    portals::check_asked(&global.root, global.portal.as_deref())?;
    let today = global.today()?;
    let options = Options { portal: global.portal.clone(), ..Options::new(global.root.clone(), today) };
    let registers = pipeline::registers(&options)?;
    check_names(&registers.portals, words)?;
    let told: Vec<Told<'_>> = registers.portals.iter().map(|portal| told(portal, words)).collect();
    match global.asked_format {
        AskedFormat::Human => anstream::print!("{}", in_words(&told, today, table::width())),
        AskedFormat::Json => print(&json(&told, today)),
        AskedFormat::Csv => print(&csv(told.iter().flat_map(records))),
    }
    if has_errors(&registers.diagnostics, &registers.sources) {
        return Ok(Ending::ContentFaulty);
    }
    let is_overdue = |told: &Told<'_>| told.due.iter().any(|document| document.review_status == ReviewStatus::Overdue);
    Ok(if words.fail_overdue && told.iter().any(is_overdue) { Ending::Overdue } else { Ending::Done })
}

/// Says what is wrong with the content, as far as documents may be missing for it.
pub(super) fn has_errors(diagnostics: &Diagnostics, sources: &Sources) -> bool {
    print_errors(diagnostics, sources);
    let has_errors = diagnostics.has_errors();
    if has_errors {
        anstream::eprintln!("What is wrong above may keep documents out of this list.");
    }
    has_errors
}

/// A name that nobody has is a slip, and no empty list.
fn check_names(portals: &[PortalRegister], words: &Words) -> Result<(), Failure> {
    if portals.is_empty() {
        return Ok(());
    }
    if let Some(asked) = &words.school {
        let names: Vec<String> =
            portals.iter().flat_map(|portal| &portal.schools).map(|school| school.slug.to_string()).collect();
        if names.is_empty() {
            return Err(Failure::Usage("there is no school here\n  help: leave out --school".to_owned()));
        }
        if !portals.iter().flat_map(|portal| &portal.schools).any(|school| is_called(school, asked)) {
            return Err(Failure::Usage(portals::no_such("school", asked, &names, "--school ")));
        }
    }
    if let Some(asked) = &words.owner {
        let names: Vec<&str> = owners(portals).collect();
        if !names.iter().any(|name| folded(name) == folded(asked)) {
            return Err(Failure::Usage(no_such_owner(asked, &names)));
        }
    }
    Ok(())
}

fn owners(portals: &[PortalRegister]) -> impl Iterator<Item = &str> {
    portals.iter().flat_map(|portal| &portal.register.owners).map(|owner| owner.name.as_str())
}

fn no_such_owner(asked: &str, names: &[&str]) -> String {
    let help = match (nearest(asked, names.iter().copied()), names) {
        (Some(near), _) => format!("did you mean --owner \"{near}\"?"),
        (None, []) => "no document says who owns it: write owner = \"…\" in its front matter".to_owned(),
        (None, names) => format!("write --owner with one of these: {}", names.join(", ")),
    };
    format!("there is no owner called \"{asked}\"\n  help: {help}")
}

fn is_called(school: &crate::register::Place, asked: &str) -> bool {
    school.slug.as_str() == asked || folded(&school.name) == folded(asked)
}

fn told<'r>(portal: &'r PortalRegister, words: &Words) -> Told<'r> {
    let within = words.within.unwrap_or(portal.review_window_days);
    let is_asked = |document: &&Document| {
        let is_owned =
            words.owner.as_deref().is_none_or(|asked| document.owner.as_deref().map(folded) == Some(folded(asked)));
        let school = words.school.as_deref();
        let there = school.is_none_or(|asked| document.school.as_ref().is_some_and(|school| is_called(school, asked)));
        document.is_under_review() && is_owned && there
    };
    let asked: Vec<&Document> = portal.register.documents.iter().filter(is_asked).collect();
    let mut due: Vec<&Document> = asked
        .iter()
        .copied()
        .filter(|document| document.days_until_review.is_some_and(|days| days <= within))
        .collect();
    due.sort_by_key(|document| document.review_due);
    Told { portal, within, asked, due }
}

/// The shape of the contract, section 9, one document a line.
fn json(told: &[Told<'_>], today: Day) -> Vec<u8> {
    let mut text = format!("{{\"as_of\":\"{today}\",\"documents\":[");
    for (index, record) in told.iter().flat_map(records).enumerate() {
        let record = serde_json::to_string(&record).expect("a record is plain data");
        let _ = write!(text, "{}\n{record}", if index == 0 { "" } else { "," });
    }
    text.push_str("\n]}\n");
    text.into_bytes()
}

/// What is due as records, with addresses as seen from the top of the output.
fn records<'t>(told: &'t Told<'_>) -> Vec<Record<'t>> {
    let href = |address: &str| Href::from_page("", LinkStyle::Folder).to(&format!("{}{address}", told.portal.folder));
    told.due.iter().map(|document| Record::new(document, &href)).collect()
}

/// Prints bytes as they are; whoever reads them may have stopped reading.
fn print(bytes: &[u8]) {
    let _ = std::io::stdout().write_all(bytes);
}

/// Everything in words, in lines of at most so many characters.
fn in_words(told: &[Told<'_>], today: Day, width: usize) -> String {
    let parts: Vec<String> = told.iter().map(|told| portal_in_words(told, today, width)).collect();
    parts.join("\n")
}

fn portal_in_words(told: &Told<'_>, today: Day, width: usize) -> String {
    let Told { portal, within, asked, due } = told;
    let all = &portal.register.documents;
    let (overdue, soon): (Vec<Review<'_>>, Vec<Review<'_>>) = reviews(due.iter().copied(), all)
        .into_iter()
        .partition(|review| review.first().review_status == ReviewStatus::Overdue);
    let by = in_full(today.add_days(*within));
    let mut text = format!("{}, as of {}\n", harmless(&portal.trust), in_full(today));
    if asked.is_empty() {
        text.push_str("  no document is under review\n");
        return text;
    }
    let _ = writeln!(text, "  overdue: {}\n  due by {by}: {}", number_of(&overdue), number_of(&soon));
    let mut table = Table::new(["Due", "Days", "Document", "Where", "Owner"]);
    for (heading, reviews) in [("Overdue".to_owned(), &overdue), (format!("Due within {}", days(*within)), &soon)] {
        if !reviews.is_empty() {
            table.heading(heading);
            reviews.iter().for_each(|review| table.row(row(review)));
        }
    }
    if !due.is_empty() {
        let _ = write!(text, "\n{}", table.printed(width));
    }
    text.push_str(&without_date(asked, all, width));
    text
}

fn row(review: &Review<'_>) -> [String; 5] {
    let first = review.first();
    [
        first.next_review.map(short).unwrap_or_default(),
        first.days_until_review.map(|days| days.to_string()).unwrap_or_default(),
        harmless(&first.title),
        harmless(&places(&review.places())),
        harmless(first.owner.as_deref().unwrap_or("not recorded")),
    ]
}

/// The documents under review for which no date follows from anything: they would never come up by themselves.
fn without_date(asked: &[&Document], all: &[Document], width: usize) -> String {
    let undated = asked.iter().copied().filter(|document| document.review_due.is_none());
    let reviews = reviews(undated, all);
    let mut text = String::new();
    if !reviews.is_empty() {
        text.push_str("\nNo review is recorded for:\n");
    }
    for review in &reviews {
        let line = format!("{} ({})", harmless(&review.first().title), harmless(&places(&review.places())));
        let _ = writeln!(text, "  {}", wrapped(&line, width - 4).join("\n    "));
    }
    text
}

/// Where a review's documents are: a few schools by name, many by their number.
fn places(places: &Where<'_>) -> String {
    let trust = places.trust.then(|| "the trust".to_owned());
    let schools = match places.schools.len() {
        number if number <= MOST_NAMED => places.schools.iter().map(|name| (*name).to_owned()).collect(),
        number if places.is_every_school() => vec![format!("{number} schools")],
        number => vec![format!("{number} of {} schools", places.of)],
    };
    trust.into_iter().chain(schools).collect::<Vec<_>>().join(", ")
}

fn number_of(reviews: &[Review<'_>]) -> String {
    let documents: usize = reviews.iter().map(|review| review.documents.len()).sum();
    match (reviews.len(), documents) {
        (0, _) => "nothing".to_owned(),
        (1, 1) => "1 review".to_owned(),
        (1, documents) => format!("1 review ({documents} documents)"),
        (reviews, documents) if reviews == documents => format!("{reviews} reviews"),
        (reviews, documents) => format!("{reviews} reviews ({documents} documents)"),
    }
}

fn days(number: i64) -> String {
    if number == 1 { "1 day".to_owned() } else { format!("{number} days") }
}

pub(super) fn in_full(day: Day) -> String {
    CalendarDate::Day(day).format(&DateFormat::default(), &DateNames::english())
}

/// A date in as few letters as can be read: `31 Dec 2025`, `Sep 2026`; a term by its last day.
pub(super) fn short(date: CalendarDate) -> String {
    let (pattern, day) = match date {
        CalendarDate::Day(day) => ("%-d %b %Y", day),
        CalendarDate::Month(month) => ("%b %Y", month.first_day()),
        // Its name would take up the whole table.
        CalendarDate::Term(term) => ("%-d %b %Y", term.last_day()),
    };
    DateFormat::parse(pattern).expect("a pattern of ours").day(day, &DateNames::english())
}
