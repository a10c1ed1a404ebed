//! A released version as a copy, so that it is printed as any other.

use super::copy::{CopySource, PolicyCopy};
use super::fill::{Filler, Whose};
use super::front_sheet::{self, Facts};
use super::review::{self, Review, ReviewStatus, Standing};
use super::text::{CopySection, Note, Part, SharedText, SlottedText};
use super::{LocalChange, number};
use crate::archive::{Frozen, FrozenChange, Release, ReleasedPart, ReleasedSection};
use crate::calendar::Day;
use crate::diagnostic::Diagnostics;
use crate::markdown::References;
use crate::model::{CopyOrigin, Field, TextBody, Words};
use crate::source::Sources;
use crate::template::Scope;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The day as of which a copy is made, and what the portal has for it.
#[derive(Debug, Clone, Copy)]
pub struct AsOf<'a> {
    /// The day.
    pub today: Day,
    /// "Due soon" begins this many days before the date.
    pub review_window_days: i64,
    /// The words of the portal's language.
    pub words: &'a Words,
}

/// A released version as a copy. `school` is an index of the portal's schools, where the school is still there.
pub fn released_copy<'c>(
    release: &'c Release,
    school: Option<usize>,
    standing: Standing,
    as_of: AsOf<'c>,
    sources: &Sources,
) -> PolicyCopy<'c> {
    let frozen = release.frozen(sources);
    let text = release.text(sources);
    let front = release.front().clone();
    let history = release.history();
    let review = match standing {
        // Nobody reviews what is no longer in force.
        Standing::Superseded | Standing::Withdrawn => {
            Review { due: None, date: front.date(Field::NextReview), status: ReviewStatus::Unknown }
        }
        _ => review::review(&front, as_of.today, as_of.review_window_days),
    };
    // Nothing in the text is a tag, so there is nothing to look up and nothing to say.
    let scope = Scope::new();
    let whose = Whose { name: "", policy_file: None, school_file: None, trust_file: "" };
    let mut diagnostics = Diagnostics::default();
    let mut filler = Filler::new(&scope, &whose, as_of.words, &mut diagnostics);
    let school_names: BTreeMap<&str, &str> =
        frozen.schools.iter().map(|(slug, name)| (slug.as_str(), name.as_str())).collect();
    let facts = Facts {
        front: &front,
        history: &history,
        review,
        school: release.school(),
        trust: &frozen.trust,
        school_names: &school_names,
        words: as_of.words,
        is_past: matches!(standing, Standing::Superseded | Standing::Withdrawn),
    };
    let front_sheet = front_sheet::front_sheet(&frozen.layout, &facts);
    let notice = filler.notice(&frozen.layout);
    let mut thawing = Thawing { release, frozen, filler, references: &text.references };
    let mut sections = thawing.sections(&text.sections);
    number::number(&mut sections, frozen.is_numbered, as_of.words);
    let notes = text.notes.iter().map(|(label, body)| Note { label, text: thawing.text(body) }).collect();
    let preamble = text.preamble.as_ref().map(|body| thawing.text(body));
    let changes = frozen.changes.iter().map(|change| thawing.change(change)).collect();
    let values = thawing.filler.values.into_boxed_slice();
    PolicyCopy {
        slug: &release.policy,
        school,
        source: CopySource::Released(release),
        origin: release.origin(),
        title: front.text(Field::Title).unwrap_or(release.policy.as_str()).to_owned(),
        standing,
        review,
        incomplete: front_sheet::incomplete(&front),
        is_published: front.truth(Field::Publish).unwrap_or(true),
        front_sheet: Arc::new(front_sheet),
        text: Arc::new(SharedText { notice, preamble, sections, notes: [notes, Vec::new()] }),
        values,
        changes,
        wording: frozen.wording.as_slice().into(),
        is_numbered: frozen.is_numbered,
        document: 0,
        front: Arc::new(front),
    }
}

struct Thawing<'a, 'c> {
    release: &'c Release,
    frozen: &'c Frozen,
    filler: Filler<'a, 'c>,
    references: &'c References,
}

impl<'c> Thawing<'_, 'c> {
    fn text(&mut self, body: &'c TextBody) -> SlottedText<'c> {
        self.filler.filled(body, self.references, 0)
    }

    fn sections(&mut self, sections: &'c [ReleasedSection]) -> Vec<CopySection<'c>> {
        sections.iter().map(|section| self.section(section)).collect()
    }

    fn section(&mut self, section: &'c ReleasedSection) -> CopySection<'c> {
        let is_a_schools = section.is_local && self.release.origin() != CopyOrigin::School;
        let source = usize::from(is_a_schools);
        let files = self.release.files();
        CopySection {
            level: section.level,
            id: section.id.clone(),
            aliases: section.aliases.clone(),
            heading: self.text(&section.heading),
            number: None,
            appendix: None,
            unnumbered: section.unnumbered,
            is_appendix: section.is_appendix,
            source_path: files.get(source).map_or("", String::as_str),
            source,
            for_whom: self.frozen.audiences.get(&section.id).cloned(),
            prepended: self.parts(&section.prepended),
            text: section.text.as_ref().map(|body| self.text(body)),
            children: self.sections(&section.children),
            appended: self.parts(&section.appended),
        }
    }

    fn parts(&mut self, parts: &'c [ReleasedPart]) -> Vec<Part<'c>> {
        let part =
            |part: &'c ReleasedPart| Part { text: self.text(&part.text), children: self.sections(&part.children) };
        parts.iter().map(part).collect()
    }

    fn change(&mut self, change: &'c FrozenChange) -> LocalChange<'c> {
        let FrozenChange { verb, target, id, heading, target_heading, reason } = change;
        LocalChange {
            verb: *verb,
            target: target.clone(),
            id: id.clone(),
            heading: self.text(heading),
            target_heading: target_heading.as_ref().map(|words| self.text(words)),
            reason: reason.as_ref().map(|words| self.text(words)),
        }
    }
}
