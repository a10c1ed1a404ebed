//! A comparison in short: how many sections changed, which, and how.

use super::blocks::Extent;
use super::sections::{Moved, Redline, SectionChange, Spot};
use super::text::TokenKind;
use super::words::{Fate, TextSpan};
use crate::model::Words;

/// How many sections there are of each sort; each section is of one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Of which words changed, moved or not.
    pub changed: usize,
    /// New ones, each with all that is in it.
    pub added: usize,
    /// Those taken out, each with all that was in it.
    pub removed: usize,
    /// Of which the heading changed and nothing else.
    pub renamed: usize,
    /// That stand elsewhere, with the same words.
    pub moved: usize,
    /// Of which only looks and addresses changed.
    pub restyled: usize,
    /// That stayed as they were, each with all that is in it.
    pub unchanged: usize,
}

/// A section that changed, for a list of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<'r> {
    /// The section; none for what stands before the first heading.
    pub section: Option<&'r SectionChange>,
    /// Whether it is new, gone or in both.
    pub fate: Fate,
    /// How much changed in its text.
    pub extent: Extent,
    /// Its heading before.
    pub old_title: Option<String>,
    /// Where it stood and stands.
    pub moved: Option<&'r Moved>,
}

impl Redline {
    /// Whether nothing changed at all.
    pub fn is_empty(&self) -> bool {
        self.entries().is_empty()
    }

    /// How many sections there are of each sort.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally { unchanged: self.untouched().len(), ..Tally::default() };
        for entry in self.entries() {
            let count = match (entry.fate, entry.extent, entry.moved, &entry.old_title) {
                (Fate::Added, ..) => &mut tally.added,
                (Fate::Removed, ..) => &mut tally.removed,
                (Fate::Kept, Extent::Words, ..) => &mut tally.changed,
                (Fate::Kept, _, Some(_), _) => &mut tally.moved,
                (Fate::Kept, _, None, Some(_)) => &mut tally.renamed,
                (Fate::Kept, ..) => &mut tally.restyled,
            };
            *count += 1;
        }
        tally
    }

    /// The sections that changed, in their order; of one that is new or gone, not those inside it that are so too.
    pub fn entries(&self) -> Vec<Entry<'_>> {
        let mut entries = Vec::new();
        let extent = self.lead_extent();
        if extent > Extent::Nothing {
            entries.push(Entry { section: None, fate: Fate::Kept, extent, old_title: None, moved: None });
        }
        gather(&self.sections, Fate::Kept, &mut entries);
        entries
    }

    /// How much changed before the first heading.
    pub fn lead_extent(&self) -> Extent {
        self.lead.iter().map(super::ChunkChange::extent).max().unwrap_or(Extent::Nothing)
    }

    /// The sections that stayed as they were with all that is in them; not those inside one of them.
    pub fn untouched(&self) -> Vec<&SectionChange> {
        let mut untouched = Vec::new();
        gather_untouched(&self.sections, &mut untouched);
        untouched
    }
}

fn gather<'r>(sections: &'r [SectionChange], around: Fate, entries: &mut Vec<Entry<'r>>) {
    for section in sections {
        let is_said = section.fate != Fate::Kept && section.fate == around;
        if !is_said && !section.stays() {
            entries.push(Entry {
                section: Some(section),
                fate: section.fate,
                extent: section.extent(),
                old_title: section.old_title(),
                moved: section.moved.as_ref(),
            });
        }
        gather(&section.children, section.fate, entries);
    }
}

fn gather_untouched<'r>(sections: &'r [SectionChange], untouched: &mut Vec<&'r SectionChange>) {
    for section in sections {
        if section.is_untouched() {
            untouched.push(section);
        } else {
            gather_untouched(&section.children, untouched);
        }
    }
}

impl Tally {
    /// In words: "3 sections changed, 1 added; 12 unchanged".
    pub fn said(&self, words: &Words) -> String {
        let Tally { changed, added, removed, renamed, moved, restyled, unchanged } = *self;
        // The first that is said names what is counted: "3 sections changed", and then "1 added".
        let counts = [
            (changed, "changes.tally.sections_changed", "changes.tally.sections_changed"),
            (added, "changes.tally.sections_added", "changes.tally.added"),
            (removed, "changes.tally.sections_removed", "changes.tally.removed"),
            (renamed, "changes.tally.sections_renamed", "changes.tally.renamed"),
            (moved, "changes.tally.sections_moved", "changes.tally.moved"),
            (restyled, "changes.tally.sections_restyled", "changes.tally.restyled"),
        ];
        let mut said = String::new();
        for (count, first, then) in counts.into_iter().filter(|(count, ..)| *count > 0) {
            let is_first = said.is_empty();
            said.push_str(if is_first { "" } else { ", " });
            said.push_str(&words.plural(if is_first { first } else { then }, count, &[]));
        }
        if said.is_empty() {
            words.say("changes.tally.nothing").clone_into(&mut said);
        } else if unchanged > 0 {
            said.push_str("; ");
            said.push_str(&words.plural("changes.tally.unchanged", unchanged, &[]));
        }
        said
    }
}

impl Entry<'_> {
    /// The section as lists name it.
    pub fn title(&self, words: &Words) -> String {
        self.section.map_or_else(|| words.say("changes.lead").to_owned(), SectionChange::full_title)
    }

    /// What became of it: "changed; moved from after “Aims” to after “Roles”".
    pub fn said(&self, words: &Words) -> String {
        let mut said = Vec::new();
        match (self.fate, self.extent) {
            (Fate::Added, _) => said.push(words.say("changes.state.added").to_owned()),
            (Fate::Removed, _) => said.push(words.say("changes.state.removed").to_owned()),
            (Fate::Kept, Extent::Words) => said.push(words.say("changes.state.changed").to_owned()),
            (Fate::Kept, Extent::Looks) => said.push(words.say("changes.state.restyled").to_owned()),
            (Fate::Kept, Extent::Nothing) => {}
        }
        if let Some(was) = &self.old_title {
            said.push(words.fill("changes.state.renamed", &[("was", was)]));
        }
        if let Some(moved) = self.moved {
            said.push(moved.said(words));
        }
        said.join("; ")
    }
}

impl TextSpan {
    /// Whether words that stayed look otherwise than before, wherever they lead.
    pub(super) fn has_other_style(&self) -> bool {
        let Some(was) = &self.was else { return false };
        let now = &self.look;
        (was.strong, was.emphasis, was.strike, was.code) != (now.strong, now.emphasis, now.strike, now.code)
    }

    /// Says that a link or picture leads elsewhere now, behind the last of its words.
    pub(super) fn said_of_address(&self, next: Option<&TextSpan>, words: &Words) -> Option<String> {
        let moved = |span: &TextSpan| {
            let was = span.was.as_ref()?;
            (was.link != span.look.link).then(|| (was.link.clone(), span.look.link.clone()))
        };
        let (from, to) = moved(self).filter(|address| next.and_then(moved).as_ref() != Some(address))?;
        match (&from, &to) {
            (Some(from), Some(to)) if self.kind == TokenKind::Picture => {
                Some(words.fill("changes.picture_address", &[("from", from), ("to", to)]))
            }
            (Some(from), Some(to)) => Some(words.fill("changes.link_address", &[("from", from), ("to", to)])),
            (None, Some(to)) => Some(words.fill("changes.link_added", &[("to", to)])),
            (Some(from), None) => Some(words.fill("changes.link_removed", &[("from", from)])),
            (None, None) => None,
        }
    }
}

impl SectionChange {
    /// What became of it.
    pub fn said(&self, words: &Words) -> String {
        let entry = Entry {
            section: Some(self),
            fate: self.fate,
            extent: self.extent(),
            old_title: self.old_title(),
            moved: self.moved.as_ref(),
        };
        entry.said(words)
    }

    /// Its heading with its number or letter; what is gone has none any more.
    pub fn full_title(&self) -> String {
        match self.label.as_ref().filter(|_| self.fate != Fate::Removed) {
            Some(label) => format!("{label} {}", self.title()),
            None => self.title(),
        }
    }
}

impl Moved {
    /// "moved from after “Aims” to after “Roles”"
    pub fn said(&self, words: &Words) -> String {
        let is_elsewhere = self.from.inside != self.to.inside;
        let (from, to) = (self.from.said(is_elsewhere, words), self.to.said(is_elsewhere, words));
        words.fill("changes.state.moved", &[("from", &from), ("to", &to)])
    }
}

impl Spot {
    fn said(&self, with_inside: bool, words: &Words) -> String {
        let Spot { inside, after } = self;
        match (inside.as_ref().filter(|_| with_inside), after) {
            (None, None) => words.say("changes.spot.first").to_owned(),
            (None, Some(after)) => words.fill("changes.spot.after", &[("after", after)]),
            (Some(inside), None) => words.fill("changes.spot.first_inside", &[("inside", inside)]),
            (Some(inside), Some(after)) => {
                words.fill("changes.spot.after_inside", &[("inside", inside), ("after", after)])
            }
        }
    }
}
