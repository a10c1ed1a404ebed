//! Which sections of two versions are the same section.
//!
//! By id first, which a section keeps through a new heading; then by heading; then by words. What then stands in
//! another order, or inside another section, has moved.

use super::text::{Gist, Section, Text};
use std::collections::{BTreeMap, BTreeSet};

/// A section as far as it is needed to find it again.
#[derive(Debug)]
pub(super) struct Node<'t> {
    pub(super) section: &'t Section,
    /// The section it is in.
    pub(super) parent: Option<usize>,
    /// The sections in it.
    pub(super) children: Vec<usize>,
    /// Its heading without a number typed before it, in small letters.
    heading: String,
    heading_gist: Gist,
    /// All its words, with those of the sections in it.
    gist: Gist,
}

/// The sections of one version, each before those in it.
#[derive(Debug, Default)]
pub(super) struct Nodes<'t> {
    pub(super) list: Vec<Node<'t>>,
    pub(super) roots: Vec<usize>,
}

impl<'t> Nodes<'t> {
    pub(super) fn of(text: &'t Text) -> Self {
        let mut nodes = Self::default();
        nodes.roots = nodes.add_all(&text.sections, None);
        nodes
    }

    fn add_all(&mut self, sections: &'t [Section], parent: Option<usize>) -> Vec<usize> {
        sections.iter().map(|section| self.add(section, parent)).collect()
    }

    fn add(&mut self, section: &'t Section, parent: Option<usize>) -> usize {
        let index = self.list.len();
        self.list.push(Node {
            section,
            parent,
            children: Vec::new(),
            heading: without_number(&section.heading.plain()).to_lowercase(),
            heading_gist: Gist::of_lines([&section.heading]),
            gist: Gist::default(),
        });
        let children = self.add_all(&section.children, Some(index));
        let inner = children.iter().map(|child| &self.list[*child].gist);
        let own = section.body.iter().map(|chunk| &chunk.gist);
        self.list[index].gist = Gist::of(own.chain([&self.list[index].heading_gist]).chain(inner));
        self.list[index].children = children;
        index
    }

    /// The sections that stand beside each other in one, or at the top.
    pub(super) fn inside(&self, parent: Option<usize>) -> &[usize] {
        parent.map_or(&self.roots, |parent| &self.list[parent].children)
    }
}

/// A heading without the number that somebody typed before it.
pub(super) fn without_number(heading: &str) -> &str {
    let (first, rest) = heading.split_once(' ').unwrap_or((heading, ""));
    let is_number = first.starts_with(|c: char| c.is_ascii_digit())
        && first.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ')' | ':'));
    let words = if is_number && !rest.is_empty() { rest } else { heading };
    words.trim_start_matches(['–', '-', ' '])
}

/// Which section of the other version is which.
#[derive(Debug)]
pub(super) struct Matches {
    pub(super) of_old: Vec<Option<usize>>,
    pub(super) of_new: Vec<Option<usize>>,
}

/// A section with so few words says nothing about whether it is another.
const FEW_WORDS: usize = 8;

/// Less alike than this, sections that share an id by chance may be two.
const HARDLY_ALIKE: u32 = 250;

/// As much alike as this, sections with different headings are one.
const MUCH_ALIKE: u32 = 550;

/// Of more sections without a partner than this on each side, none is looked for by its words.
const MANY: usize = 400;

pub(super) fn matches(old: &Nodes<'_>, new: &Nodes<'_>) -> Matches {
    let mut matcher =
        Matcher { old, new, found: Matches { of_old: vec![None; old.list.len()], of_new: vec![None; new.list.len()] } };
    let by_id = matcher.pairs_by_id();
    for (i, j) in &by_id {
        if matcher.is_likely(*i, *j) {
            matcher.pair(*i, *j);
        }
    }
    matcher.pair_by_heading();
    matcher.pair_by_words();
    // What still shares an id was rewritten from its heading to its end, and kept its place.
    by_id.iter().for_each(|(i, j)| matcher.pair(*i, *j));
    matcher.found
}

struct Matcher<'m, 't> {
    old: &'m Nodes<'t>,
    new: &'m Nodes<'t>,
    found: Matches,
}

impl Matcher<'_, '_> {
    /// Makes two sections one, unless one of them has a partner.
    fn pair(&mut self, i: usize, j: usize) {
        if self.found.of_old[i].is_none() && self.found.of_new[j].is_none() {
            self.found.of_old[i] = Some(j);
            self.found.of_new[j] = Some(i);
        }
    }

    fn pairs_by_id(&self) -> Vec<(usize, usize)> {
        let mut by_id: BTreeMap<&str, usize> = BTreeMap::new();
        for (index, node) in self.old.list.iter().enumerate() {
            by_id.entry(&node.section.id).or_insert(index);
        }
        for (index, node) in self.old.list.iter().enumerate() {
            for alias in &node.section.aliases {
                by_id.entry(alias).or_insert(index);
            }
        }
        let mut pairs = Vec::new();
        for (index, node) in self.new.list.iter().enumerate() {
            let ids = [&node.section.id].into_iter().chain(&node.section.aliases);
            pairs.extend(ids.filter_map(|id| by_id.get(id.as_str())).map(|old| (*old, index)).next());
        }
        pairs
    }

    /// Whether two sections of one id are one, as far as their words say.
    fn is_likely(&self, i: usize, j: usize) -> bool {
        let (old, new) = (&self.old.list[i], &self.new.list[j]);
        old.heading == new.heading
            || old.gist.size().min(new.gist.size()) < FEW_WORDS
            || old.gist.likeness(&new.gist) >= HARDLY_ALIKE
    }

    /// Sections of one heading; of several, those that are most alike, and those whose parents are one.
    fn pair_by_heading(&mut self) {
        let mut by_heading: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, node) in self.old.list.iter().enumerate() {
            if self.found.of_old[index].is_none() {
                by_heading.entry(&node.heading).or_default().push(index);
            }
        }
        for j in 0..self.new.list.len() {
            if self.found.of_new[j].is_some() {
                continue;
            }
            let node = &self.new.list[j];
            let candidates = by_heading.get(node.heading.as_str()).into_iter().flatten().copied();
            let free = candidates.filter(|i| self.found.of_old[*i].is_none()).take(MANY);
            let weighed = free.map(|i| (self.share_parents(i, j), node.gist.likeness(&self.old.list[i].gist), i));
            // The first of equals.
            let best = weighed.max_by_key(|(parents, likeness, i)| (*parents, *likeness, std::cmp::Reverse(*i)));
            if let Some((parents, likeness, i)) = best
                && (parents || likeness >= HARDLY_ALIKE)
            {
                self.pair(i, j);
            }
        }
    }

    fn share_parents(&self, i: usize, j: usize) -> bool {
        match (self.old.list[i].parent, self.new.list[j].parent) {
            (None, None) => true,
            (Some(old), Some(new)) => self.found.of_old[old] == Some(new),
            _ => false,
        }
    }

    /// Sections with other headings and much the same words, the most alike first.
    fn pair_by_words(&mut self) {
        let free = |found: &[Option<usize>]| -> Vec<usize> {
            found.iter().enumerate().filter(|(_, partner)| partner.is_none()).map(|(index, _)| index).collect()
        };
        let (old, new) = (free(&self.found.of_old), free(&self.found.of_new));
        if old.len() > MANY || new.len() > MANY {
            return;
        }
        let mut pairs = Vec::new();
        for i in &old {
            for j in &new {
                let (a, b) = (&self.old.list[*i], &self.new.list[*j]);
                let headings = a.heading_gist.likeness(&b.heading_gist);
                let likeness = a.gist.likeness(&b.gist);
                // Nearly the same heading makes up for some of the words.
                if likeness >= MUCH_ALIKE || (headings >= 600 && likeness >= HARDLY_ALIKE) {
                    pairs.push((std::cmp::Reverse(likeness), *i, *j));
                }
            }
        }
        pairs.sort_unstable();
        pairs.into_iter().for_each(|(_, i, j)| self.pair(i, j));
    }
}

/// The new sections that have moved: those in another section than before, and those that stand otherwise among the
/// sections beside them. Of those beside each other, as few words as can be are said to have moved.
pub(super) fn moved(old: &Nodes<'_>, new: &Nodes<'_>, found: &Matches) -> BTreeSet<usize> {
    let mut moved = BTreeSet::new();
    let parents = (0..new.list.len()).map(Some).chain([None]);
    for parent in parents {
        let old_parent = parent.map(|parent| found.of_new[parent]);
        let mut stays = Vec::new();
        for j in new.inside(parent) {
            let Some(i) = found.of_new[*j] else { continue };
            let is_inside = match (old_parent, old.list[i].parent) {
                (None, None) => true,
                (Some(Some(old_parent)), Some(was)) => old_parent == was,
                _ => false,
            };
            if is_inside {
                stays.push((i, *j));
            } else {
                moved.insert(*j);
            }
        }
        if !stays.is_sorted_by_key(|(i, _)| *i) {
            let in_order = in_order(&stays, |j| new.list[j].gist.size() + 1);
            moved.extend(stays.iter().map(|(_, j)| *j).filter(|j| !in_order.contains(j)));
        }
    }
    moved
}

/// The sections that kept their order among each other, the heaviest such choice.
fn in_order(stays: &[(usize, usize)], weight: impl Fn(usize) -> usize) -> BTreeSet<usize> {
    // A tree of running best sums over the old places (Fenwick's): who ends the best row up to a place.
    let mut ranks: Vec<usize> = stays.iter().map(|(i, _)| *i).collect();
    ranks.sort_unstable();
    let mut tree: Vec<Option<usize>> = vec![None; ranks.len() + 1];
    let mut sums = vec![0; stays.len()];
    let mut before: Vec<Option<usize>> = vec![None; stays.len()];
    let better = |sums: &[usize], a: Option<usize>, b: Option<usize>| match (a, b) {
        (Some(x), Some(y)) if sums[y] > sums[x] => b,
        (None, _) => b,
        _ => a,
    };
    let mut best = None;
    for (at, (i, j)) in stays.iter().enumerate() {
        let rank = ranks.partition_point(|rank| rank < i);
        let mut place = rank;
        while place > 0 {
            before[at] = better(&sums, before[at], tree[place]);
            place &= place - 1;
        }
        sums[at] = weight(*j) + before[at].map_or(0, |before| sums[before]);
        let mut place = rank + 1;
        while place < tree.len() {
            tree[place] = better(&sums, tree[place], Some(at));
            place += place & place.wrapping_neg();
        }
        best = better(&sums, best, Some(at));
    }
    let mut kept = BTreeSet::new();
    while let Some(at) = best {
        kept.insert(stays[at].1);
        best = before[at];
    }
    kept
}
