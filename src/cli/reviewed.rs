//! `reviewed`: records "reviewed, no change".

use super::printing::{print_errors, print_json};
use super::{Ending, Failure, Format, Global, portals};
use crate::calendar::{CalendarDate, Day, Term, TermCalled};
use crate::diagnostic::{JsonDiagnostic, harmless, nearest};
use crate::pipeline::{self, Options, Recorded, ReviewToRecord};
use clap::Args;
use serde::Serialize;

#[derive(Debug, Args)]
pub(super) struct Words {
    /// The policy, by its file's name without .md
    policy: String,
    /// One school's copy, or a policy of its own, by the school's folder
    #[arg(long, value_name = "SCHOOL")]
    school: Option<String>,
    /// The day of the review (default: today)
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    /// Who reviewed it, such as "Trust Board"
    #[arg(long, value_name = "BODY")]
    by: Option<String>,
    /// When it is next reviewed (default: as its review cycle says)
    #[arg(long, value_name = "DATE")]
    next: Option<String>,
}

#[derive(Serialize)]
struct Report<'a> {
    file: Option<&'a str>,
    next_review: Option<String>,
    difference: &'a str,
    diagnostics: Vec<JsonDiagnostic>,
}

/// Records the review, and shows the lines that it changed.
pub(super) fn run(global: &Global, words: &Words) -> Result<Ending, Failure> {
    let today = global.today()?;
    let on = match &words.on {
        Some(text) => day("--on", text)?,
        None => today,
    };
    if on > today {
        return Err(Failure::Usage(format!(
            "--on {on} is in the future\n  help: record a review once it has been held"
        )));
    }
    let portal = portals::portal(&global.root, global.portal.as_deref())?;
    let options = Options { portal: portal.name, ..Options::new(global.root.clone(), today) };
    let next = words.next.as_deref().map(|text| date_or_term("--next", text, &options)).transpose()?;
    if next.is_some_and(|next| next.last_day() <= on) {
        return Err(Failure::Usage(format!("--next is not after the review on {on}\n  help: write a later date")));
    }
    super::release::check_names(global, &portal.path, "reviewed", &words.policy, words.school.as_deref())?;
    let by = words.by.as_deref().map(str::trim).filter(|by| !by.is_empty()).map(str::to_owned);
    let review = ReviewToRecord { policy: words.policy.clone(), school: words.school.clone(), on, by, next };
    let recorded = pipeline::record_review(&options, &review)?;
    match global.format {
        Format::Json => {
            let diagnostics = recorded.diagnostics.iter().map(|fault| JsonDiagnostic::new(fault, &recorded.sources));
            let report = Report {
                file: recorded.file.as_deref(),
                next_review: recorded.next_due.map(Day::iso),
                difference: &recorded.difference,
                diagnostics: diagnostics.collect(),
            };
            print_json(&report);
        }
        Format::Human => print(&recorded),
    }
    Ok(if recorded.file.is_some() { Ending::Done } else { Ending::ContentFaulty })
}

fn date(option: &str, text: &str) -> Result<CalendarDate, Failure> {
    CalendarDate::parse(text)
        .map_err(|fault| Failure::Usage(format!("{option}: {}\n  help: {}", fault.message(), fault.help())))
}

/// A date, or one of the trust's terms.
fn date_or_term(option: &str, text: &str, options: &Options) -> Result<CalendarDate, Failure> {
    if let Ok(date) = CalendarDate::parse(text) {
        return Ok(date);
    }
    let terms = pipeline::terms_calendar(options)?;
    match terms.called(text) {
        TermCalled::Known(term) => Ok(CalendarDate::Term(term)),
        TermCalled::Unread | TermCalled::Unknown => date(option, text).map_err(|failure| {
            let names: Vec<&str> = terms.terms().iter().map(Term::name).collect();
            match nearest(text, names.iter().copied()) {
                Some(near) => Failure::Usage(format!(
                    "{option}: the trust has no term called \"{text}\"\n  help: write {option} \"{near}\""
                )),
                None => failure,
            }
        }),
    }
}

pub(super) fn day(option: &str, text: &str) -> Result<Day, Failure> {
    match date(option, text)? {
        CalendarDate::Day(day) => Ok(day),
        date @ (CalendarDate::Month(_) | CalendarDate::Term(_)) => Err(Failure::Usage(format!(
            "{option} wants a day, and \"{text}\" is a month\n  help: write for example {option} {}",
            date.last_day()
        ))),
    }
}

fn print(recorded: &Recorded) {
    print_errors(&recorded.diagnostics, &recorded.sources);
    let Some(file) = &recorded.file else {
        anstream::println!("Nothing was recorded; the file is as it was.");
        return;
    };
    anstream::println!("{file}");
    recorded.difference.lines().for_each(|line| anstream::println!("  {}", harmless(line)));
    if let Some(due) = recorded.next_due {
        anstream::println!("Reviewed, no change. The next review is due by {}.", CalendarDate::Day(due).in_english());
    }
}
