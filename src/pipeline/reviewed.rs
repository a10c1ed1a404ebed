//! `reviewed`: records in a document's front matter that it was reviewed and left as it is.

use super::{Options, Run, has_failed, load_themes, make, read, words_of};
use crate::calendar::{CalendarDate, Day, TermsCalendar};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::disk::{MAX_SOURCE_BYTES, MachineError, Read, read as read_file, write_whole};
use crate::edit::{Edit, date_like, difference, edited, written_value};
use crate::merge::{self, CopySource, Drafts, PolicyCopy, Settings, Standing};
use crate::model::{Field, PolicyFile, PortalContent, Words};
use crate::source::{Place, Sources};
use std::sync::Arc;

/// What is to be recorded.
#[derive(Debug, Clone)]
pub struct ReviewToRecord {
    /// The policy, by slug.
    pub policy: String,
    /// The school whose copy or own policy it is; `None` for the trust's policy.
    pub school: Option<String>,
    /// The day of the review.
    pub on: Day,
    /// Who reviewed it.
    pub by: Option<String>,
    /// When it is next reviewed, where that does not follow from the cycle.
    pub next: Option<CalendarDate>,
}

/// What came of it.
#[derive(Debug)]
pub struct Recorded {
    /// Every file's text, for printing the faults.
    pub sources: Sources,
    /// What is wrong, in order.
    pub diagnostics: Diagnostics,
    /// The file that was changed, by its path from the root.
    pub file: Option<String>,
    /// Its changed lines.
    pub difference: String,
    /// The last day for the next review.
    pub next_due: Option<Day>,
}

/// The keys below which the day of a review belongs.
const DATES: &[&str] = &["previous_review", "effective", "approved", "approved_by"];

/// Records that a document was reviewed without a change: the day, the next review where one is given, and a line of
/// the history. Nothing is written where a release would be refused.
///
/// # Errors
/// [`MachineError`] when the disk fails; the file is then as it was.
pub fn record_review(options: &Options, review: &ReviewToRecord) -> Result<Recorded, MachineError> {
    let mut diagnostics = Diagnostics::default();
    let (mut content, archives) = read(options, &mut diagnostics)?;
    let themes = load_themes(&mut content, options, &[], &mut diagnostics)?;
    make(&content, &archives, &themes, options, &mut Run::default(), &mut diagnostics)?;
    let mut recorded = Recorded {
        sources: Sources::default(),
        diagnostics: Diagnostics::default(),
        file: None,
        difference: String::new(),
        next_due: None,
    };
    if let (false, Some(portal), Some(archive)) =
        (has_failed(options, &diagnostics), content.portals.first(), archives.first())
    {
        let settings = Settings { today: options.today, drafts: Drafts::Include, freezes: false, base_url: None };
        let mut unsaid = Diagnostics::default();
        let words = words_of(portal, &themes, &mut unsaid);
        let working = merge::working_copies(portal, archive, &content.sources, &settings, &words, &mut unsaid);
        let recording = Recording { portal, review, words: &words };
        if let Some((file, edits, due)) = recording.edits(&working, &mut diagnostics) {
            let path = format!("{}/{}", portal.folder, file.path);
            let on_disk = options.root.join(&path);
            let bytes = match read_file(&on_disk, MAX_SOURCE_BYTES)? {
                Read::Whole(bytes) => bytes,
                Read::TooLarge => Vec::new(),
            };
            let edits = edits(&bytes);
            match edited(&bytes, &edits) {
                Ok(text) => {
                    write_whole(&on_disk, text.as_bytes())?;
                    recorded.difference = difference(&String::from_utf8_lossy(&bytes), &text);
                    recorded.file = Some(path);
                    recorded.next_due = due;
                }
                Err(_) => {
                    let message = "the lines of this front matter cannot be changed by the program";
                    let fault = Diagnostic::error(Code::CannotRecord, file.front.place, message);
                    diagnostics.push(fault.help("write previous_review and an entry of [[history]] by hand"));
                }
            }
        }
    }
    diagnostics.sort(&content.sources);
    recorded.sources = content.sources;
    recorded.diagnostics = diagnostics;
    Ok(recorded)
}

/// The academic terms of the portal that is asked for.
///
/// # Errors
/// [`MachineError`] when the content cannot be read.
pub fn terms_calendar(options: &Options) -> Result<Arc<TermsCalendar>, MachineError> {
    let (content, _) = read(options, &mut Diagnostics::default())?;
    Ok(content.portals.first().map(|portal| Arc::clone(&portal.trust.terms_calendar)).unwrap_or_default())
}

/// What makes the edits, once the file's bytes are there: dates are written as the file writes them.
type Edits = Box<dyn Fn(&[u8]) -> Vec<Edit<'static>>>;

struct Recording<'a> {
    portal: &'a PortalContent,
    review: &'a ReviewToRecord,
    /// The words of the portal's language: what is written stands on its pages.
    words: &'a Words,
}

impl Recording<'_> {
    /// The file to change, how, and the next due day; what stands in the way is said.
    fn edits<'c>(
        &self,
        working: &'c [PolicyCopy<'c>],
        diagnostics: &mut Diagnostics,
    ) -> Option<(&'c PolicyFile, Edits, Option<Day>)> {
        let ReviewToRecord { policy, school, on, by: _, next } = self.review;
        let is_asked = |copy: &&PolicyCopy<'_>| {
            let whose = copy.school.map(|index| self.portal.schools[index].slug.as_str());
            let is_there = if school.is_some() { whose == school.as_deref() } else { !copy.is_a_schools_own() };
            copy.slug.as_str() == policy && is_there
        };
        let Some(copy) = working.iter().filter(is_asked).min_by_key(|copy| copy.school) else {
            let whose = school.as_deref().unwrap_or("the trust");
            let message = format!("there is no copy of {policy} for {whose}");
            let path = format!("{}/trust.toml", self.portal.folder);
            let help = "see which schools and phases the policy says that it is for";
            diagnostics.push(Diagnostic::error_in(Code::CannotRecord, path, message).help(help));
            return None;
        };
        let CopySource::Working { policy: trusts, amendment } = copy.source else { return None };
        let file = match school {
            Some(school) if !copy.is_a_schools_own() => {
                let Some(amendment) = amendment else {
                    let name = school.as_str();
                    let message =
                        format!("{name} has no file for \"{}\", so the trust's review is its review", copy.title);
                    let help = format!(
                        "leave out --school; or, where the school reviews it by itself, first: frontsheet new policy {policy} \
                         --school {name}"
                    );
                    diagnostics.push(Diagnostic::error(Code::CannotRecord, trusts.front.place, message).help(help));
                    return None;
                };
                amendment
            }
            _ => trusts,
        };
        let front = if school.is_some() { &copy.front } else { &trusts.front };
        let place = |field| file.front.place_of(field);
        let mut refuse = |place: Place, message: String, help: String| {
            diagnostics.push(Diagnostic::error(Code::CannotRecord, place, message).help(help));
            None
        };
        let title = &copy.title;
        match copy.standing {
            Standing::Draft => {
                let help = "once it is approved, write status = \"approved\", and who approved it when".to_owned();
                return refuse(
                    place(Field::Status),
                    format!("\"{title}\" is a draft, which is not reviewed yet"),
                    help,
                );
            }
            Standing::Withdrawn => {
                let help = "nothing has to be done".to_owned();
                return refuse(
                    place(Field::Status),
                    format!("\"{title}\" is withdrawn, and not reviewed any more"),
                    help,
                );
            }
            Standing::Upcoming | Standing::Current | Standing::Superseded => {}
        }
        let Some(version) = front.text(Field::Version).map(str::to_owned) else {
            let help = "add version = \"1.0\"".to_owned();
            return refuse(place(Field::Title), format!("\"{title}\" has no version"), help);
        };
        for field in [Field::Approved, Field::PreviousReview] {
            let Some(date) = front.date(field).filter(|date| date.first_day() > *on) else { continue };
            let message = format!("a review on {on} would be before {} = {}", field.key(), date.iso());
            return refuse(place(field), message, format!("write --on with a day from {} on", date.first_day()));
        }
        let given = front.date(Field::NextReview);
        let from_cycle = front.cycle().map(|cycle| cycle.after(*on));
        // A term that is written down moves on to a term.
        let in_term = from_cycle
            .filter(|_| matches!(file.front.date(Field::NextReview), Some(CalendarDate::Term(_))))
            .and_then(|day| self.portal.trust.terms_calendar.term_by(day))
            .filter(|term| term.last_day() > *on);
        let next = next.or(in_term.map(CalendarDate::Term));
        let next_day = match (next, given, from_cycle) {
            (Some(next), _, _) => Some(next.last_day()),
            (None, Some(_), Some(day)) => Some(day),
            (None, _, Some(day)) => {
                return Some((file, self.record(None, version, next), Some(day)));
            }
            (None, _, None) => {
                let message = format!("nothing says when \"{title}\" is next reviewed");
                let help = format!(
                    "add --next with a date, for example --next {}; or write review_cycle = \"annually\"",
                    on.add_months(12)
                );
                return refuse(place(Field::NextReview), message, help);
            }
        };
        Some((file, self.record(next_day, version, next), next_day))
    }

    /// The edits of a review: its day, the next one's where it is written down, and the line of the history.
    fn record(&self, next_day: Option<Day>, version: String, next: Option<CalendarDate>) -> Edits {
        let (on, by) = (self.review.on, self.review.by.clone());
        let changes = self.words.say("history.reviewed").to_owned();
        Box::new(move |bytes| {
            let like = |key: &str| written_value(bytes, key);
            let example = like("previous_review").or_else(|| like("approved"));
            let mut edits = vec![Edit::Set {
                key: "previous_review",
                // A month would not say on which day the cycle begins.
                value: date_like(on, example.as_deref().filter(|example| !is_month(example))),
                below: DATES,
            }];
            if let Some(day) = next_day {
                let value = match next {
                    Some(CalendarDate::Month(month)) => quoted(&month.iso()),
                    Some(CalendarDate::Term(term)) => quoted(term.name()),
                    Some(CalendarDate::Day(day)) => {
                        date_like(day, like("next_review").as_deref().filter(|example| !is_month(example)))
                    }
                    None => date_like(day, like("next_review").as_deref()),
                };
                edits.push(Edit::Set {
                    key: "next_review",
                    value,
                    below: &["review_cycle", "previous_review", "effective", "approved"],
                });
            }
            let mut entries = vec![("version", quoted(&version)), ("date", on.iso())];
            entries.extend(by.as_deref().map(|by| ("author", quoted(by))));
            entries.push(("changes", quoted(&changes)));
            edits.push(Edit::Prepend { array: "history", entries });
            edits
        })
    }
}

fn is_month(written: &str) -> bool {
    matches!(CalendarDate::parse(written.trim_matches(['"', '\''])), Ok(CalendarDate::Month(_)))
}

/// A text as TOML.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a text is text")
}
