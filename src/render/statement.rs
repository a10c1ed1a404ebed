//! The page of the accessibility statement.

use super::context::{ContentsEntry, IssueFacts, StatementFacts, StatementKind};
use super::facts::contact_facts;
use super::pages::{Frame, Framed, Maker};
use crate::calendar::CalendarDate;
use crate::merge::Statement;
use crate::model::{Compliance, IssueKind, KnownIssue, ReviewNotice};

impl<'m> Maker<'m, '_> {
    /// The page of the portal's statement.
    pub(super) fn statement(&self, statement: &Statement<'_>) -> Framed<'m, StatementKind> {
        let portal = self.site.portal;
        let Statement { source, review } = statement;
        let notice = portal.content.trust.review_notice;
        let issues = |kind| source.of_kind(kind).map(|issue| self.issue(issue)).collect::<Vec<_>>();
        let date = |date: CalendarDate| self.words.date(date);
        let facts = StatementFacts {
            site: portal.base_url.clone(),
            compliance: match source.compliance {
                Compliance::Full => "full",
                Compliance::Partial => "partial",
                Compliance::Not => "not",
            },
            overdue: review.date.filter(|_| notice == ReviewNotice::Overdue && review.is_overdue()).map(date),
            scope: source.scope.clone(),
            contact: contact_facts("accessibility", &source.contact),
            response_days: source.response_days,
            faults: issues(IssueKind::Fault),
            burdens: issues(IssueKind::Burden),
            out_of_scope: issues(IssueKind::OutOfScope),
            improving: source.improving.clone(),
            prepared: self.when(source.prepared.value),
            reviewed: self.when(source.last_looked_through().value),
            tested: source.tested.as_ref().map(|tested| self.when(tested.value)),
            method: source.method.clone(),
            next_review: review.date.filter(|_| notice != ReviewNotice::Nothing).map(date),
        };
        let contents = self.statement_contents(&facts);
        self.framed(Frame {
            heading: self.words.say("statement.title").to_owned(),
            title: format!("{} - {}", self.words.say("statement.title"), self.trust_name()),
            description: Some(self.words.say("statement.description").to_owned()),
            canonical: self.canonical(),
            school: None,
            breadcrumbs: vec![self.home_crumb()],
            kind: StatementKind { statement: facts, contents },
        })
    }

    fn issue(&self, issue: &KnownIssue) -> IssueFacts {
        let KnownIssue { place: _, kind: _, what, why, instead, fixed_by } = issue;
        IssueFacts {
            what: what.clone(),
            why: why.clone(),
            instead: instead.clone(),
            fixed_by: fixed_by.as_ref().map(|by| self.words.date(by.value)),
        }
    }

    /// `on 2 November 2026`, `in November 2026`, or `in Autumn term 2026`.
    fn when(&self, date: CalendarDate) -> String {
        let printed = self.words.date(date);
        match date {
            CalendarDate::Day(_) => self.words.fill("statement.on_day", &[("date", &printed)]),
            CalendarDate::Month(_) => self.words.fill("statement.in_month", &[("date", &printed)]),
            CalendarDate::Term(_) => self.words.fill("statement.in_term", &[("term", &printed)]),
        }
    }

    /// The contents list: the sections that the statement has, by the ids that its template gives them.
    fn statement_contents(&self, facts: &StatementFacts) -> Vec<ContentsEntry> {
        let entry = |id: &str, title: &str, children: Vec<ContentsEntry>| ContentsEntry {
            href: format!("#{id}"),
            number: None,
            title: title.to_owned(),
            local: false,
            children,
        };
        let words = self.words;
        let is_any_listed = [&facts.faults, &facts.burdens, &facts.out_of_scope].iter().any(|list| !list.is_empty());
        let mut technical = vec![entry("compliance", words.say("statement.heading.compliance"), Vec::new())];
        if is_any_listed {
            technical.push(entry("not-accessible", words.say("statement.heading.not_accessible"), Vec::new()));
        }
        let improving = || entry("improving", words.say("statement.heading.improving"), Vec::new());
        [
            Some(entry("how-accessible", words.say("statement.heading.how_accessible"), Vec::new())),
            Some(entry("feedback", words.say("statement.heading.feedback"), Vec::new())),
            Some(entry("reporting", words.say("statement.heading.reporting"), Vec::new())),
            Some(entry("enforcement", words.say("statement.heading.enforcement"), Vec::new())),
            Some(entry("technical", words.say("statement.heading.technical"), technical)),
            (!facts.improving.is_empty()).then(improving),
            Some(entry("preparation", words.say("statement.heading.preparation"), Vec::new())),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}
