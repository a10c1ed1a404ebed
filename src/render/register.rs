//! The register's pages: every document by school, reviews by month, and what each owner answers for.
//!
//! A trust of a hundred schools and sixty policies has six thousand documents, and a page of them all helps nobody: of very
//! many, the register leads to a page for each school. By month and by owner, copies that are reviewed together are one
//! line.

use super::context::register::{
    CountFacts, DateFacts, MonthFacts, OwnerKind, RegisterFrame, RegisterGroup, RegisterKind, RegisterRow, ReviewGroup,
    ReviewRow, ReviewsKind, SchoolCounts,
};
use super::context::{LinkFacts, NavLink, Tag};
use super::facts::{Facts, standing};
use super::required;
use crate::calendar::{CalendarDate, Day, Month};
use crate::merge::ReviewStatus;
use crate::model::{Field, RowSource, Slug};
use crate::register::{self, Document, Owner, REVIEWS, Review, Where, folded, reviews};
use crate::site::RegisterPage;
use std::collections::BTreeMap;

/// As many documents stand on the register's first page, which stays below 100 KiB with its styles and its script.
const MOST_TOGETHER: usize = 80;

/// As many documents or reviews as another page lists.
const MOST_ROWS: usize = 300;

/// Up to this many schools are named.
const MOST_NAMED: usize = 3;

/// So many months ahead are shown, whether anything is due in them or not.
const MONTHS_AHEAD: u32 = 12;

/// Every document: the trust's own and, as long as they are not too many, each school's.
pub fn by_school(facts: &Facts<'_, '_>) -> RegisterKind {
    let register = &facts.site.register;
    let is_whole = register.documents.len() <= MOST_TOGETHER;
    let schools = facts.site.portal.schools.iter().enumerate();
    let trusts = RegisterGroup {
        heading: facts.site.portal.content.trust.name.clone(),
        href: None,
        documents: rows(facts, register.of(None)),
    };
    let school = |(index, name, slug): (usize, &str, &Slug)| RegisterGroup {
        heading: name.to_owned(),
        href: Some(facts.href.to(&register::school_address(slug))),
        documents: rows(facts, register.of(Some(index))),
    };
    let mut groups = vec![trusts];
    let mut numbers = Vec::new();
    for (index, view) in schools {
        let (name, slug) = (view.school.name.as_str(), &view.school.slug);
        if is_whole {
            groups.push(school((index, name, slug)));
        } else {
            numbers.push(SchoolCounts {
                name: name.to_owned(),
                href: facts.href.to(&register::school_address(slug)),
                counts: counts(facts, &register.of(Some(index)).collect::<Vec<_>>()),
            });
        }
    }
    groups.retain(|group| !group.documents.is_empty());
    RegisterKind {
        register: frame(facts, RegisterPage::BySchool, &register.documents.iter().collect::<Vec<_>>(), is_whole),
        groups,
        schools: numbers,
        owners: register.owners.iter().map(|owner| owner_link(facts, owner)).collect(),
        required_link: required::link(facts),
        required: Vec::new(),
        not_required: Vec::new(),
    }
}

/// One school's documents.
pub fn of_school(facts: &Facts<'_, '_>, index: usize) -> RegisterKind {
    let documents: Vec<&Document> = facts.site.register.of(Some(index)).collect();
    let shown = documents.iter().copied().take(MOST_ROWS);
    let (required, not_required) = required::of_school(facts, index);
    let group = RegisterGroup {
        heading: facts.site.portal.schools[index].school.name.clone(),
        href: None,
        documents: rows(facts, shown),
    };
    RegisterKind {
        register: frame(facts, RegisterPage::School(index), &documents, documents.len() <= MOST_ROWS),
        groups: vec![group].into_iter().filter(|group| !group.documents.is_empty()).collect(),
        schools: Vec::new(),
        owners: Vec::new(),
        required_link: None,
        required,
        not_required,
    }
}

/// Reviews by the month in which they are due.
pub fn by_month(facts: &Facts<'_, '_>) -> ReviewsKind {
    let register = &facts.site.register;
    let documents: Vec<&Document> = register.documents.iter().filter(|document| document.is_under_review()).collect();
    let all = reviews(documents.iter().copied(), &register.documents);
    let mut by_month: BTreeMap<Month, Vec<&Review<'_>>> = BTreeMap::new();
    let mut undated = Vec::new();
    for review in &all {
        match review.first().review_due {
            Some(day) => by_month.entry(day.in_month()).or_default().push(review),
            None => undated.push(review),
        }
    }
    let months = months(facts, &by_month, register.as_of);
    let mut room = MOST_ROWS;
    let mut group = |id: String, heading: String, reviews: &[&Review<'_>]| {
        let shown = reviews.len().min(room);
        room -= shown;
        ReviewGroup {
            id,
            heading,
            number: facts.words.plural("register.reviews", reviews.len(), &[]),
            reviews: reviews[..shown].iter().map(|review| review_row(facts, review)).collect(),
            left_out: reviews.len() - shown,
        }
    };
    let mut groups: Vec<ReviewGroup> = by_month
        .iter()
        .map(|(month, reviews)| group(month_id(*month), facts.words.date(CalendarDate::Month(*month)), reviews))
        .collect();
    if !undated.is_empty() {
        groups.push(group("undated".to_owned(), facts.words.say("register.undated").to_owned(), &undated));
    }
    ReviewsKind { register: frame(facts, RegisterPage::ByMonth, &documents, false), months, groups }
}

/// What one owner answers for.
pub fn of_owner(facts: &Facts<'_, '_>, index: usize) -> OwnerKind {
    let register = &facts.site.register;
    let documents: Vec<&Document> = register.owned_by(&register.owners[index]).collect();
    let all = reviews(documents.iter().copied(), &register.documents);
    OwnerKind {
        register: frame(facts, RegisterPage::Owner(index), &documents, false),
        reviews: all.iter().take(MOST_ROWS).map(|review| review_row(facts, review)).collect(),
        left_out: all.len().saturating_sub(MOST_ROWS),
    }
}

/// Every month from the first with a review to a year ahead or the last with one; of those long past or far ahead only
/// such as have any.
fn months(facts: &Facts<'_, '_>, by_month: &BTreeMap<Month, Vec<&Review<'_>>>, today: Day) -> Vec<MonthFacts> {
    let this_month = today.in_month();
    let ahead = (0..=MONTHS_AHEAD).map(|number| this_month.first_day().add_months(number).in_month());
    let mut months: BTreeMap<Month, usize> = ahead.map(|month| (month, 0)).collect();
    months.extend(by_month.iter().map(|(month, reviews)| (*month, reviews.len())));
    let fact = |(month, count): (Month, usize)| MonthFacts {
        label: facts.words.date(CalendarDate::Month(month)),
        count,
        href: (count > 0).then(|| format!("#{}", month_id(month))),
        is_past: month < this_month,
    };
    months.into_iter().map(fact).collect()
}

fn month_id(month: Month) -> String {
    format!("due-{month}")
}

/// What each page of the register has.
pub fn frame(facts: &Facts<'_, '_>, page: RegisterPage, counted: &[&Document], is_whole: bool) -> RegisterFrame {
    let site = facts.site;
    let list = |key: &str, address: &str, list: RegisterPage| NavLink {
        title: facts.words.say(key).to_owned(),
        href: facts.href.to(address),
        current: list == page,
    };
    let mut lists = vec![
        list("register.by_school", register::ADDRESS, RegisterPage::BySchool),
        list("register.by_month", register::BY_MONTH, RegisterPage::ByMonth),
        list("register.local_changes", register::LOCAL_CHANGES, RegisterPage::LocalChanges),
    ];
    if site.portal.requirements.is_some() {
        lists.push(list("required.title", register::REQUIRED, RegisterPage::Required));
    }
    if !site.portal.content.trust.meetings.is_empty() {
        lists.push(list("board.meetings", register::MEETINGS, RegisterPage::Meetings));
    }
    RegisterFrame {
        as_of: site.register.as_of.iso(),
        window_days: site.portal.content.trust.review_window_days,
        lists,
        downloads: downloads(facts, page),
        counts: counts(facts, counted),
        is_whole,
    }
}

/// The same documents as files: on a school's and an owner's page, their calendar; else all.
fn downloads(facts: &Facts<'_, '_>, page: RegisterPage) -> Vec<LinkFacts> {
    let register = &facts.site.register;
    let link =
        |key: &str, address: &str| LinkFacts { title: facts.words.say(key).to_owned(), href: facts.href.to(address) };
    let calendar = |folder: &str| link("register.calendar", &format!("{folder}{REVIEWS}"));
    match page {
        RegisterPage::School(index) => {
            vec![calendar(&register::school_address(&facts.site.portal.schools[index].school.slug))]
        }
        RegisterPage::Owner(index) => vec![calendar(&register::owner_address(&register.owners[index]))],
        RegisterPage::BySchool
        | RegisterPage::ByMonth
        | RegisterPage::LocalChanges
        | RegisterPage::Required
        | RegisterPage::Meetings
        | RegisterPage::Meeting(_) => vec![
            link("register.csv", "register.csv"),
            link("register.json", "register.json"),
            calendar(""),
            link("register.feed", "feed.xml"),
        ],
    }
}

/// How many of some documents there are in each state.
fn counts(facts: &Facts<'_, '_>, documents: &[&Document]) -> Vec<CountFacts> {
    let words = facts.words;
    let count = |code: &'static str, label: &str, is_one: &dyn Fn(&Document) -> bool| CountFacts {
        code,
        label: label.to_owned(),
        count: documents.iter().filter(|document| is_one(document)).count(),
    };
    let of = |status: ReviewStatus| move |document: &Document| review_status(document) == Some(status);
    vec![
        count("all", words.say("register.all"), &|_| true),
        count("overdue", ReviewStatus::Overdue.label(words), &of(ReviewStatus::Overdue)),
        count("due", ReviewStatus::Due.label(words), &of(ReviewStatus::Due)),
        count("current", ReviewStatus::Current.label(words), &of(ReviewStatus::Current)),
        count("none", words.say("register.no_review"), &of(ReviewStatus::Unknown)),
        count("gaps", words.say("register.with_gaps"), &|document| !document.incomplete.is_empty()),
        count("local", words.say("register.with_local"), &|document| !document.local_changes.is_empty()),
    ]
}

/// How a document's review stands; nothing of what is not reviewed.
fn review_status(document: &Document) -> Option<ReviewStatus> {
    document.is_under_review().then_some(document.review_status)
}

fn rows<'d>(facts: &Facts<'_, '_>, documents: impl Iterator<Item = &'d Document>) -> Vec<RegisterRow> {
    documents.map(|document| row(facts, document)).collect()
}

fn row(facts: &Facts<'_, '_>, document: &Document) -> RegisterRow {
    let words = facts.words;
    let missing: Vec<String> = document.incomplete.iter().map(|field| label(facts, *field)).collect();
    RegisterRow {
        title: document.title.clone(),
        href: document.address.as_deref().map(|address| facts.href.to(address)),
        reference: document.reference.clone(),
        version: document.version.clone(),
        standing: standing(document.standing, words),
        owner: owner(facts, document),
        approved: document.approved.map(|date| date_facts(facts, date)),
        approved_by: document.approved_by.clone(),
        next_review: document.next_review.map(|date| date_facts(facts, date)),
        due: due(document),
        review: review_tag(facts, document),
        local: (!document.local_changes.is_empty()).then(|| LinkFacts {
            title: words.plural("register.local", document.local_changes.len(), &[]),
            href: facts.href.to(register::LOCAL_CHANGES),
        }),
        gaps: (!missing.is_empty()).then(|| words.fill("register.gaps", &[("missing", &missing.join(", "))])),
    }
}

fn review_row(facts: &Facts<'_, '_>, review: &Review<'_>) -> ReviewRow {
    let first = review.first();
    ReviewRow {
        title: first.title.clone(),
        href: review.address().map(|address| facts.href.to(address)),
        places: places(facts, &review.places()),
        owner: owner(facts, first),
        next_review: first.next_review.map(|date| date_facts(facts, date)),
        due: due(first),
        review: review_tag(facts, first),
    }
}

/// At whose a review is: a few schools by name, many by their number.
pub(super) fn places(facts: &Facts<'_, '_>, places: &Where<'_>) -> String {
    let words = facts.words;
    let number = places.schools.len();
    let trust = places.trust.then(|| words.say("register.the_trust").to_owned());
    let schools = match number {
        0..=MOST_NAMED => places.schools.iter().map(|name| (*name).to_owned()).collect(),
        _ if places.is_every_school() => vec![words.plural("register.every_school", number, &[])],
        _ => vec![words.plural("register.some_schools", number, &[("all", &places.of.to_string())])],
    };
    trust.into_iter().chain(schools).collect::<Vec<String>>().join(", ")
}

fn label(facts: &Facts<'_, '_>, field: Field) -> String {
    facts.words.row_label(&RowSource::Field(field)).to_owned()
}

fn owner(facts: &Facts<'_, '_>, document: &Document) -> Option<LinkFacts> {
    let name = document.owner.as_deref()?;
    let owners = &facts.site.register.owners;
    let at = owners
        .binary_search_by_key(&folded(name), |owner| folded(&owner.name))
        .expect("whoever owns a document is one of the owners");
    Some(LinkFacts { title: name.to_owned(), ..owner_link(facts, &owners[at]) })
}

fn owner_link(facts: &Facts<'_, '_>, owner: &Owner) -> LinkFacts {
    LinkFacts { title: owner.name.clone(), href: facts.href.to(&register::owner_address(owner)) }
}

fn due(document: &Document) -> Option<String> {
    document.review_due.filter(|_| document.is_under_review()).map(Day::iso)
}

fn review_tag(facts: &Facts<'_, '_>, document: &Document) -> Option<Tag> {
    let status = review_status(document)?;
    Some(Tag { code: review_code(status), label: status.label(facts.words).to_owned() })
}

/// A status as themes colour it.
pub(super) fn review_code(status: ReviewStatus) -> &'static str {
    match status {
        ReviewStatus::Unknown => "incomplete",
        status => status.word(),
    }
}

pub fn date_facts(facts: &Facts<'_, '_>, date: CalendarDate) -> DateFacts {
    DateFacts { text: facts.words.date(date), iso: date.iso() }
}
