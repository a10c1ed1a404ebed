//! The accessibility statement on a day: when its review is due, and what in it has gone out of date.

use super::review::{self, Review};
use crate::calendar::{CalendarDate, Day};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{AccessibilityStatement, PortalContent, STATEMENT_ADDRESS};
use crate::source::{Place, Sources};

/// A trust's accessibility statement on a day.
#[derive(Debug)]
pub struct Statement<'c> {
    /// The statement as written.
    pub source: &'c AccessibilityStatement,
    /// When it is to be looked through again, and how that stands. Its due day belongs in every list of reviews.
    pub review: Review,
}

/// The portal's statement; where there is none, and no page for one either, that is said.
pub fn statement<'c>(
    content: &'c PortalContent,
    today: Day,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Statement<'c>> {
    let Some(source) = &content.trust.accessibility else {
        if !has_page_for_it(content) {
            let message = "the site has no accessibility statement, which the law asks of public bodies";
            let fault = Diagnostic::warning_in(Code::NoStatement, sources.path(content.trust.file), message);
            diagnostics.push(fault.help(
                "add [accessibility] to trust.toml, and below it compliance, contact, response_days, prepared, \
                     method and review_cycle",
            ));
        }
        return None;
    };
    let review = review::review_on(due(source), today, content.trust.review_window_days);
    check_dates(source, diagnostics);
    check_is_up_to_date(source, review, today, diagnostics);
    Some(Statement { source, review })
}

/// A plain page that says so in its address is a statement too; so is one that could not be read.
fn has_page_for_it(content: &PortalContent) -> bool {
    let address = STATEMENT_ADDRESS.trim_end_matches('/');
    content.pages.iter().any(|page| is_statement(page.slug.as_str())) || content.unread.contains(address)
}

/// Whether a plain page of this name is an accessibility statement.
pub fn is_statement(slug: &str) -> bool {
    slug.starts_with("accessibility")
}

/// When it is to be looked through: `next_review`, else a cycle after it last was.
fn due(source: &AccessibilityStatement) -> Option<CalendarDate> {
    let last = source.last_looked_through().value.last_day();
    let cycle = source.review_cycle.as_ref().map(|cycle| CalendarDate::Day(cycle.value.after(last)));
    source.next_review.as_ref().map(|next| next.value).or(cycle)
}

/// Warns of dates that do not fit together.
fn check_dates(source: &AccessibilityStatement, diagnostics: &mut Diagnostics) {
    let last = source.last_looked_through();
    let mut warn = |place, message: String, (other, words): (Place, &str)| {
        let fault = Diagnostic::warning(Code::ReviewDates, place, message).note(other, words);
        diagnostics.push(fault.help("put one of the two dates right"));
    };
    if let Some(reviewed) = &source.reviewed
        && reviewed.value.last_day() < source.prepared.value.first_day()
    {
        let (reviewed_on, prepared_on) = (printed(reviewed.value), printed(source.prepared.value));
        let message = format!("the statement was looked through, {reviewed_on}, before it was prepared, {prepared_on}");
        warn(reviewed.place, message, (source.prepared.place, "prepared"));
    }
    if let Some(next) = &source.next_review
        && next.value.last_day() < last.value.first_day()
    {
        let message = format!("the next review, {}, is before the last, {}", printed(next.value), printed(last.value));
        warn(next.place, message, (last.place, "the last"));
    }
}

/// Warns of what has gone out of date: a statement is the trust's word on its own site.
fn check_is_up_to_date(source: &AccessibilityStatement, review: Review, today: Day, diagnostics: &mut Diagnostics) {
    if let (true, Some(date)) = (review.is_overdue(), review.date) {
        let cycle = source.review_cycle.as_ref().map(|cycle| cycle.place);
        let place = source.next_review.as_ref().map(|next| next.place).or(cycle).unwrap_or(source.place);
        let message = format!("the accessibility statement was to be looked through by {}", printed(date));
        let next = match source.next_review {
            Some(_) => ", and a new next_review",
            None => "",
        };
        let help = format!("test the site, read the statement, then write reviewed = {today}{next}");
        diagnostics.push(Diagnostic::warning(Code::StatementOverdue, place, message).help(help));
    }
    for issue in &source.known_issues {
        let Some(by) = issue.fixed_by.as_ref().filter(|by| by.value.last_day() < today) else { continue };
        let message = format!("the accessibility statement promises to put this right by {}", printed(by.value));
        let help = "take it out if it has been put right, or write the day by which it will be";
        diagnostics.push(Diagnostic::warning(Code::StatementOverdue, by.place, message).help(help));
    }
}

fn printed(date: CalendarDate) -> String {
    date.in_english()
}
