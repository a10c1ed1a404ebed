//! What lists of all documents show to be doubtful: owners who are not listed or have left, months with more reviews than
//! there is time for, and approvals that have not been given yet.

use super::{Document, Register, folded, reviews};
use crate::calendar::{CalendarDate, Day, Month};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest};
use crate::merge::{Portal, Standing};
use crate::model::Field;
use std::collections::BTreeMap;

/// Up to this many titles are named in a message.
const MOST_NAMED: usize = 3;

/// Says which owners are not on the trust's list, and which have left. What is released cannot be mended, and is passed over.
pub fn warn_of_owners(portal: &Portal<'_>, diagnostics: &mut Diagnostics) {
    let Some(list) = &portal.content.trust.owners else { return };
    for copy in portal.copies.iter().filter(|copy| copy.release().is_none() && copy.standing != Standing::Withdrawn) {
        let Some(owner) = copy.front.text(Field::Owner) else { continue };
        let place = copy.front.place_of(Field::Owner);
        let listed = list.owners.iter().find(|listed| folded(&listed.name) == folded(owner));
        diagnostics.push(match listed {
            Some(listed) if listed.has_left => {
                Diagnostic::warning(Code::DoubtfulOwner, place, format!("{owner} has left, and owns this still"))
                    .note(listed.place, "left")
                    .help("name whoever owns it now")
            }
            Some(_) => continue,
            None => {
                let names = list.owners.iter().filter(|listed| !listed.has_left).map(|listed| listed.name.as_str());
                let message = format!("\"{owner}\" is not among the trust's owners");
                Diagnostic::warning(Code::DoubtfulOwner, place, message).help(match nearest(owner, names) {
                    Some(near) => format!("did you mean owner = \"{near}\"?"),
                    None => format!("add \"{owner}\" = \"in post\" below [owners] in trust.toml, or name another"),
                })
            }
        });
    }
}

/// Says which months to come have more reviews than the trust wants in one.
pub fn warn_of_full_months(register: &Register, portal: &Portal<'_>, diagnostics: &mut Diagnostics) {
    let Some(most) = &portal.content.trust.max_reviews_per_month else { return };
    let mut by_month: BTreeMap<Month, Vec<&Document>> = BTreeMap::new();
    for review in reviews(&register.documents, &register.documents) {
        let Some(first) = review.documents.first() else { continue };
        if let Some(due) = first.review_due.filter(|due| *due >= portal.today) {
            by_month.entry(due.in_month()).or_default().push(first);
        }
    }
    for (month, due) in by_month.into_iter().filter(|(_, due)| due.len() > most.value) {
        let month = CalendarDate::Month(month).in_english();
        let message = format!("{} reviews are due in {month}, and max_reviews_per_month is {}", due.len(), most.value);
        let titles: Vec<String> =
            due.iter().take(MOST_NAMED).map(|document| format!("\"{}\"", document.title)).collect();
        let others = if due.len() > MOST_NAMED { " and others" } else { "" };
        let help = format!("give some of them an earlier next_review: {}{others}", titles.join(", "));
        diagnostics.push(Diagnostic::warning(Code::FullMonth, most.place, message).help(help));
    }
}

/// Says which documents are said to be approved by a day that has not come, `latest` being the later of the day of the build
/// and the real one.
pub fn warn_of_future_approvals(portal: &Portal<'_>, latest: Day, diagnostics: &mut Diagnostics) {
    for copy in portal.copies.iter().filter(|copy| copy.release().is_none()) {
        let Some(approved) = copy.front.date(Field::Approved).filter(|date| date.first_day() > latest) else {
            continue;
        };
        let message = format!("it is said to be approved on {}, which has not come yet", approved.in_english());
        let fault = Diagnostic::warning(Code::ReviewDates, copy.front.place_of(Field::Approved), message);
        diagnostics.push(fault.help("put the date right; from when it is in force says effective"));
    }
}
