//! A comparison in short: how many sections changed, which, and how.

use super::blocks::Extent;
use super::sections::{Moved, Redline, SectionChange};
use super::words::Fate;

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
