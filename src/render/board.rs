//! The pages of meetings: what approving bodies have before them, on paper as on the screen.

use super::context::board::{
    BoardKind, BoardList, BoardRow, BodyFacts, MeetingFacts, MeetingsKind, MissingList, MissingRow,
};
use super::context::{LinkFacts, Tag};
use super::facts::Facts;
use super::register::{date_facts, frame, places, review_code};
use crate::calendar::{CalendarDate, Day};
use crate::model::Meeting;
use crate::register::{
    BoardItem, BoardPack, MissingItem, Place, VersionPages, Where, board_packs, folded, meeting_address, owner_address,
};
use crate::site::{self, RegisterPage};

/// As many rows as a page of a meeting has, so that it stays small.
const MOST_ROWS: usize = 160;

/// As many bodies as such a page has.
const MOST_BODIES: usize = 40;

/// Every meeting: those to come first.
pub fn meetings(facts: &Facts<'_, '_>) -> MeetingsKind {
    let today = facts.site.register.as_of;
    let meetings = &facts.site.portal.content.trust.meetings;
    let days: Vec<&[Meeting]> = meetings.chunk_by(|one, other| one.date == other.date).collect();
    let (past, upcoming): (Vec<_>, Vec<_>) = days.into_iter().partition(|meetings| meetings[0].date < today);
    MeetingsKind {
        register: frame(facts, RegisterPage::Meetings, &[], false),
        upcoming: upcoming.into_iter().map(|meetings| of_a_day(facts, meetings)).collect(),
        past: past.into_iter().rev().map(|meetings| of_a_day(facts, meetings)).collect(),
    }
}

fn of_a_day(facts: &Facts<'_, '_>, meetings: &[Meeting]) -> MeetingFacts {
    let day = meetings[0].date;
    let papers_by = meetings.iter().filter_map(|meeting| meeting.papers_by).min();
    MeetingFacts {
        day: LinkFacts { title: printed(facts, day), href: facts.href.to(&meeting_address(day)) },
        bodies: meetings.iter().map(|meeting| meeting.body.clone()).collect(),
        papers_by: papers_by.map(|day| date_facts(facts, CalendarDate::Day(day))),
    }
}

/// What every body has before it on a day.
pub fn meeting(facts: &Facts<'_, '_>, day: Day) -> BoardKind {
    let site = facts.site;
    let packs = board_packs(site.portal, &site.register, day, None, VERSION_PAGES);
    let mut board = Board { facts, room: MOST_ROWS };
    let shown = packs.len().min(MOST_BODIES);
    let bodies = packs[..shown].iter().enumerate().map(|(index, pack)| board.body(index + 1, pack)).collect();
    let register = frame(facts, RegisterPage::Meeting(day), &[], false);
    BoardKind { register, day: printed(facts, day), bodies, left_out: packs.len() - shown }
}

/// Where the site has pages of a version.
const VERSION_PAGES: VersionPages = VersionPages { version: site::version_address, changes: site::changes_address };

struct Board<'b, 'f, 'p> {
    facts: &'b Facts<'f, 'p>,
    /// How many rows may still be added.
    room: usize,
}

impl Board<'_, '_, '_> {
    fn body(&mut self, number: usize, pack: &BoardPack) -> BodyFacts {
        let words = self.facts.words;
        let BoardPack { body, meets, papers_by: _, last: _, next, from: _, until, .. } = pack;
        let due = match next {
            Some(_) => words.say("board.due").to_owned(),
            None => words.fill("board.due_by", &[("day", &printed(self.facts, *until))]),
        };
        let approved = match pack.last {
            Some(_) => words.say("board.approved").to_owned(),
            None => words.fill("board.approved_since", &[("day", &printed(self.facts, pack.from))]),
        };
        let (next_review, date) = (words.say("register.next_review"), words.say("register.approved"));
        let lists = [
            ("overdue", words.say("board.overdue").to_owned(), next_review, true, &pack.overdue),
            ("due", due, next_review, true, &pack.due),
            ("undated", words.say("register.no_review").to_owned(), next_review, true, &pack.undated),
            ("approved", approved, date, false, &pack.approved),
        ];
        // A body that meets wants to read that there is nothing; of any other that would be many words for it.
        let is_told = |id: &str, items: &[BoardItem]| !items.is_empty() || (*meets && id != "undated");
        let lists = lists
            .into_iter()
            .filter(|(id, _, _, _, items)| is_told(id, items))
            .map(|(id, heading, date, has_status, items)| {
                let rows = self.rows(items, has_status);
                let left_out = items.len() - rows.len();
                BoardList { id: format!("{id}-{number}"), heading, date: date.to_owned(), has_status, rows, left_out }
            })
            .collect();
        BodyFacts {
            id: format!("body-{number}"),
            heading: body.clone().unwrap_or_else(|| words.say("board.no_body").to_owned()),
            dates: self.dates(pack),
            lists,
            missing: self.missing(number, &pack.missing),
        }
    }

    fn dates(&self, pack: &BoardPack) -> Vec<String> {
        let said = |key: &str, day: Day| self.facts.words.fill(key, &[("day", &printed(self.facts, day))]);
        let mut dates = Vec::new();
        dates.extend(pack.papers_by.map(|day| said("board.papers_go_out", day)));
        if pack.body.is_some() && !pack.meets {
            dates.push(self.facts.words.say("board.does_not_meet").to_owned());
        }
        match (pack.body.is_some(), pack.last, pack.next) {
            (false, ..) => {}
            (true, last, next) => {
                dates.push(last.map_or_else(|| said("board.no_last", pack.from), |day| said("board.last", day)));
                dates.push(next.map_or_else(|| said("board.no_next", pack.until), |day| said("board.next", day)));
            }
        }
        dates
    }

    fn rows(&mut self, items: &[BoardItem], has_status: bool) -> Vec<BoardRow> {
        let shown = items.len().min(self.room);
        self.room -= shown;
        items[..shown].iter().map(|item| self.row(item, has_status)).collect()
    }

    fn row(&self, item: &BoardItem, has_status: bool) -> BoardRow {
        let facts = self.facts;
        let date = if has_status { item.next_review } else { item.approved };
        let owners = &facts.site.register.owners;
        let owner = item.owner.as_deref().map(folded);
        let at = owner.and_then(|owner| owners.binary_search_by_key(&owner, |known| folded(&known.name)).ok());
        BoardRow {
            title: item.title.clone(),
            href: item.address.as_deref().map(|address| facts.href.to(address)),
            version: item.version.clone(),
            places: self.places(item.trust, &item.schools, item.of),
            owner: item.owner.clone(),
            owner_href: at.map(|index| facts.href.to(&owner_address(&owners[index]))),
            date: date.map(|date| date_facts(facts, date)),
            review: has_status.then(|| Tag {
                code: review_code(item.review_status),
                label: item.review_status.label(facts.words).to_owned(),
            }),
            changes: item.changes.as_deref().map(|address| facts.href.to(address)),
        }
    }

    fn missing(&mut self, number: usize, missing: &[MissingItem]) -> Option<MissingList> {
        let shown = missing.len().min(self.room);
        self.room -= shown;
        let row = |item: &MissingItem| MissingRow {
            title: item.title.clone(),
            places: self.places(item.trust, &item.schools, item.of),
        };
        let rows = missing[..shown].iter().map(row).collect();
        let left_out = missing.len() - shown;
        (!missing.is_empty()).then(|| MissingList { id: format!("missing-{number}"), rows, left_out })
    }

    fn places(&self, trust: bool, schools: &[Place], of: usize) -> String {
        let schools = schools.iter().map(|school| school.name.as_str()).collect();
        places(self.facts, &Where { trust, schools, of })
    }
}

fn printed(facts: &Facts<'_, '_>, day: Day) -> String {
    facts.words.date(CalendarDate::Day(day))
}
