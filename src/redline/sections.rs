//! What became of each section, in the order of the new version.

use super::blocks::{self, ChunkChange, Extent};
use super::matching::{Matches, Nodes, matches, moved, without_number};
use super::text::{Section, Text};
use super::words::{Fate, Run, readable, whole};
use std::collections::BTreeSet;

/// What became of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redline {
    /// What stands before the first heading.
    pub lead: Vec<ChunkChange>,
    /// Section by section; what is gone stands where it stood.
    pub sections: Vec<SectionChange>,
}

/// What became of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionChange {
    /// Whether it is new, gone or in both.
    pub fate: Fate,
    /// Its id; the old one where it is gone.
    pub id: String,
    /// The heading's level, from 2 to 6.
    pub level: u8,
    /// What stands before its heading, such as `3.1` or `Appendix A`.
    pub label: Option<String>,
    /// Its heading, and what it was.
    pub heading: Vec<Run>,
    /// Where it stood, if it has moved.
    pub moved: Option<Moved>,
    /// What became of the text under it, without the sections inside.
    pub body: Vec<ChunkChange>,
    /// What became of the sections inside.
    pub children: Vec<SectionChange>,
}

/// Where a section stood, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Where it stood.
    pub from: Spot,
    /// Where it stands.
    pub to: Spot,
}

/// A place among sections, by their headings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The section that it is in.
    pub inside: Option<String>,
    /// The section that it follows; none where it is the first.
    pub after: Option<String>,
}

/// Compares two versions.
pub fn compare(old: &Text, new: &Text) -> Redline {
    let (old_nodes, new_nodes) = (Nodes::of(old), Nodes::of(new));
    let found = matches(&old_nodes, &new_nodes);
    let moved = moved(&old_nodes, &new_nodes, &found);
    let comparison = Comparison { old: &old_nodes, new: &new_nodes, found: &found, moved: &moved };
    Redline { lead: blocks::changes(&old.lead, &new.lead), sections: comparison.inside(None, None) }
}

struct Comparison<'c, 't> {
    old: &'c Nodes<'t>,
    new: &'c Nodes<'t>,
    found: &'c Matches,
    moved: &'c BTreeSet<usize>,
}

impl Comparison<'_, '_> {
    /// What became of the sections inside one, given as both its versions; of the top ones where there is neither.
    fn inside(&self, old: Option<usize>, new: Option<usize>) -> Vec<SectionChange> {
        let is_top = old.is_none() && new.is_none();
        let was: &[usize] = if is_top || old.is_some() { self.old.inside(old) } else { &[] };
        let is: &[usize] = if is_top || new.is_some() { self.new.inside(new) } else { &[] };
        let mut all = Vec::with_capacity(is.len());
        let mut gone = was.iter().copied().peekable();
        for j in is {
            // What is gone, up to the place of this one in the old version.
            if let Some(i) = self.found.of_new[*j].filter(|_| !self.moved.contains(j)) {
                while let Some(before) = gone.next_if(|before| *before != i) {
                    all.extend(self.removed(before));
                }
                gone.next();
            } else {
                // What is gone from the same place comes before what is new there.
                while let Some(before) = gone.next_if(|before| self.found.of_old[*before].is_none()) {
                    all.extend(self.removed(before));
                }
            }
            all.push(self.section(*j));
        }
        gone.for_each(|rest| all.extend(self.removed(rest)));
        all
    }

    fn section(&self, j: usize) -> SectionChange {
        let new = self.new.list[j].section;
        let Some(i) = self.found.of_new[j] else {
            let children = self.inside(None, Some(j));
            return one_sided(new, Fate::Added, new.body.iter().cloned().map(ChunkChange::Added).collect(), children);
        };
        let old = self.old.list[i].section;
        SectionChange {
            fate: Fate::Kept,
            id: new.id.clone(),
            level: new.level,
            label: new.label.clone(),
            heading: readable(&old.heading, &new.heading),
            moved: self.moved.contains(&j).then(|| Moved { from: spot(self.old, i), to: spot(self.new, j) }),
            body: blocks::changes(&old.body, &new.body),
            children: self.inside(Some(i), Some(j)),
        }
    }

    /// A section that is gone; none where it is only elsewhere.
    fn removed(&self, i: usize) -> Option<SectionChange> {
        if self.found.of_old[i].is_some() {
            return None;
        }
        let old = self.old.list[i].section;
        let body = old.body.iter().cloned().map(ChunkChange::Removed).collect();
        Some(one_sided(old, Fate::Removed, body, self.inside(Some(i), None)))
    }
}

fn one_sided(section: &Section, fate: Fate, body: Vec<ChunkChange>, children: Vec<SectionChange>) -> SectionChange {
    SectionChange {
        fate,
        id: section.id.clone(),
        level: section.level,
        label: section.label.clone(),
        heading: whole(&section.heading, fate),
        moved: None,
        body,
        children,
    }
}

fn spot(nodes: &Nodes<'_>, index: usize) -> Spot {
    let parent = nodes.list[index].parent;
    let title = |index: usize| nodes.list[index].section.heading.plain();
    let beside = nodes.inside(parent);
    let place = beside.iter().position(|beside| *beside == index).unwrap_or_default();
    Spot { inside: parent.map(title), after: place.checked_sub(1).map(|before| title(beside[before])) }
}

impl SectionChange {
    /// The heading as it is now, or was when the section was taken out.
    pub fn title(&self) -> String {
        let side = if self.fate == Fate::Removed { Fate::Removed } else { Fate::Added };
        side_of(&self.heading, side)
    }

    /// The heading as it was, where it has other words now; a number typed before them is no word.
    pub fn old_title(&self) -> Option<String> {
        let was = side_of(&self.heading, Fate::Removed);
        (self.fate == Fate::Kept && without_number(&was) != without_number(&self.title())).then_some(was)
    }

    /// How much changed in the text under its heading, without the sections inside.
    pub fn extent(&self) -> Extent {
        let heading = match blocks::extent_of(&self.heading) {
            Extent::Looks => Extent::Looks,
            _ => Extent::Nothing,
        };
        self.body.iter().map(ChunkChange::extent).max().unwrap_or(Extent::Nothing).max(heading)
    }

    /// Whether it stands as it stood, with all that is in it.
    pub fn is_untouched(&self) -> bool {
        self.stays() && self.children.iter().all(SectionChange::is_untouched)
    }

    /// Whether it stands as it stood, whatever became of the sections inside.
    pub fn stays(&self) -> bool {
        self.fate == Fate::Kept
            && self.moved.is_none()
            && self.old_title().is_none()
            && self.extent() == Extent::Nothing
    }

    /// Whether it stands elsewhere, and nothing else became of it and of all that is in it.
    pub fn only_moved(&self) -> bool {
        self.fate == Fate::Kept
            && self.moved.is_some()
            && self.old_title().is_none()
            && self.extent() == Extent::Nothing
            && self.children.iter().all(SectionChange::is_untouched)
    }

    /// Whether there is any text under its heading, without the sections inside.
    pub fn has_text(&self) -> bool {
        !self.body.is_empty()
    }
}

fn side_of(runs: &[Run], side: Fate) -> String {
    let mut line = String::new();
    blocks::push_side(runs, side, &mut line);
    line.truncate(line.trim_end_matches('\n').len());
    line
}
