//! What changed in the blocks of a section: paragraphs, lists, tables and what stands in them.

use super::align::{Findable, Step, align};
use super::table::{self, TableChange};
use super::text::{Chunk, Content, Gist, Kind, Line};
use super::words::{Fate, Run, compare, has_changes, has_new_looks, is_rewritten};

/// What became of a chunk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChunkChange {
    /// It stayed as it was.
    Kept(Chunk),
    /// It is new.
    Added(Chunk),
    /// It is gone.
    Removed(Chunk),
    /// Something in it changed.
    Edited {
        /// What it is now.
        kind: Kind,
        /// What it was, where it was another kind of list, alert, task or heading.
        was: Option<Kind>,
        /// What changed in it.
        edits: Edits,
    },
}

/// What changed in a chunk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edits {
    /// Words.
    Words(Vec<Run>),
    /// The chunks in it.
    Chunks(Vec<ChunkChange>),
    /// Rows, columns and cells.
    Table(TableChange),
}

/// How much changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// Nothing.
    Nothing,
    /// How words look, where links lead, how a list counts: no word.
    Looks,
    /// Words.
    Words,
}

impl Findable for Chunk {
    fn gist(&self) -> &Gist {
        &self.gist
    }

    fn likeness(&self, other: &Self) -> u32 {
        if std::mem::discriminant(&self.kind) != std::mem::discriminant(&other.kind) {
            return 0;
        }
        let likeness = self.gist.likeness(&other.gist);
        match self.kind {
            // A list that shares an item with another, or a table a row, is the same one.
            Kind::List(_) | Kind::Table | Kind::Definitions => likeness.saturating_mul(2).min(1000),
            _ => likeness,
        }
    }
}

/// What became of each chunk, in the order of the new text; what is gone stands where it stood.
pub(super) fn changes(old: &[Chunk], new: &[Chunk]) -> Vec<ChunkChange> {
    let steps = align(old, new);
    let mut all = Vec::with_capacity(new.len());
    let mut at = 0;
    while at < steps.len() {
        if let Some((taken, change)) = split_or_joined(&steps[at..], old, new) {
            all.push(change);
            at += taken;
            continue;
        }
        match steps[at] {
            Step::Old(i) => all.push(ChunkChange::Removed(old[i].clone())),
            Step::New(j) => all.push(ChunkChange::Added(new[j].clone())),
            Step::Both(i, j) => match change(&old[i], &new[j]) {
                Some(change) => all.push(change),
                None => all.extend([ChunkChange::Removed(old[i].clone()), ChunkChange::Added(new[j].clone())]),
            },
        }
        at += 1;
    }
    all
}

/// At most so many paragraphs are taken for one that was split.
const SPLIT: usize = 6;

/// The change at the head of these steps, and how many of them it takes, where a paragraph was split into several, or
/// several were joined to one.
fn split_or_joined(steps: &[Step], old: &[Chunk], new: &[Chunk]) -> Option<(usize, ChunkChange)> {
    // One pair, and beside it paragraphs of one version only.
    let run = steps.iter().take(SPLIT + 1);
    let pair = run.clone().position(|step| matches!(step, Step::Both(..)))?;
    let is_split = match (steps.first()?, steps.get(pair + 1)) {
        (Step::New(_), _) | (Step::Both(..), Some(Step::New(_))) => true,
        (Step::Old(_), _) | (Step::Both(..), Some(Step::Old(_))) => false,
        _ => return None,
    };
    let beside = |step: &Step| match step {
        Step::New(_) => is_split,
        Step::Old(_) => !is_split,
        Step::Both(..) => false,
    };
    if !steps[..pair].iter().all(beside) {
        return None;
    }
    let Step::Both(i, j) = steps[pair] else { return None };
    let last = pair + 1 + steps[pair + 1..].iter().take(SPLIT).take_while(|step| beside(step)).count();
    // Not all that stands beside the pair need be a part of it: the longest stretch is tried first.
    let (one, parts) = if is_split { (&old[i], new) } else { (&new[j], old) };
    let place = if is_split { j } else { i };
    let (first, end) = (place - pair, place + last - pair);
    (place + 1..=end).rev().find_map(|end| {
        let parts = parts.get(first..end).filter(|parts| parts.len() > 1)?;
        let joined = joined(parts)?;
        let Content::Words(line) = &one.content else { return None };
        let gist = Gist::of_lines([&joined]);
        let alone = one.gist.likeness(&parts[pair].gist);
        if one.kind != Kind::Paragraph || one.gist.likeness(&gist) < SURELY.max(alone + 50) {
            return None;
        }
        let runs = if is_split { compare(line, &joined) } else { compare(&joined, line) };
        let change = ChunkChange::Edited { kind: Kind::Paragraph, was: None, edits: Edits::Words(runs) };
        Some((end - first, change))
    })
}

/// As much alike as this, several paragraphs are surely one that was split.
const SURELY: u32 = 800;

/// Paragraphs as one line.
fn joined(paragraphs: &[Chunk]) -> Option<Line> {
    let mut lines = paragraphs.iter().map(|chunk| match &chunk.content {
        Content::Words(line) if chunk.kind == Kind::Paragraph => Some(line),
        _ => None,
    });
    let first = lines.next()??.clone();
    lines.try_fold(first, |whole, line| Some(whole.and(line?)))
}

/// What became of a chunk; `None` where so little of it stayed that it is easier read as a new one.
fn change(old: &Chunk, new: &Chunk) -> Option<ChunkChange> {
    if old == new {
        return Some(ChunkChange::Kept(new.clone()));
    }
    let edits = match (&old.content, &new.content) {
        (Content::Words(old), Content::Words(new)) => {
            let runs = compare(old, new);
            if is_rewritten(&runs) {
                return None;
            }
            Edits::Words(runs)
        }
        (Content::Chunks(old), Content::Chunks(new)) => {
            let changes = changes(old, new);
            let is_new = |change: &ChunkChange| matches!(change, ChunkChange::Added(_) | ChunkChange::Removed(_));
            if !changes.is_empty() && changes.iter().all(is_new) {
                return None;
            }
            Edits::Chunks(changes)
        }
        (Content::Table(old), Content::Table(new)) => Edits::Table(table::changes(old, new)),
        _ => return None,
    };
    Some(ChunkChange::Edited { kind: new.kind, was: (old.kind != new.kind).then_some(old.kind), edits })
}

impl ChunkChange {
    /// How much changed.
    pub fn extent(&self) -> Extent {
        match self {
            ChunkChange::Kept(_) => Extent::Nothing,
            ChunkChange::Added(_) | ChunkChange::Removed(_) => Extent::Words,
            ChunkChange::Edited { kind, was, edits } => {
                let of_kind = match (was, kind) {
                    (None, _) => Extent::Nothing,
                    (Some(Kind::Alert(_) | Kind::Item(_)), _) => Extent::Words,
                    (Some(_), _) => Extent::Looks,
                };
                of_kind.max(edits.extent())
            }
        }
    }

    /// The words of one version: of the new one (`Fate::Added`) or the old one (`Fate::Removed`), each paragraph, item
    /// and cell in a line of its own.
    pub fn push_plain(&self, side: Fate, out: &mut String) {
        match self {
            ChunkChange::Kept(chunk) => chunk.push_plain(out),
            ChunkChange::Added(chunk) if side == Fate::Added => chunk.push_plain(out),
            ChunkChange::Removed(chunk) if side == Fate::Removed => chunk.push_plain(out),
            ChunkChange::Added(_) | ChunkChange::Removed(_) => {}
            ChunkChange::Edited { edits: Edits::Words(runs), .. } => push_side(runs, side, out),
            ChunkChange::Edited { edits: Edits::Chunks(changes), .. } => {
                changes.iter().for_each(|change| change.push_plain(side, out));
            }
            ChunkChange::Edited { edits: Edits::Table(table), .. } => table.push_plain(side, out),
        }
    }
}

/// The words of one version of a line.
pub(super) fn push_side(runs: &[Run], side: Fate, out: &mut String) {
    let kept = runs.iter().filter(|run| run.fate == Fate::Kept || run.fate == side);
    let line: String = kept.flat_map(|run| &run.spans).map(|span| span.text.as_str()).collect();
    super::text::push_line(out, &line);
}

impl Edits {
    fn extent(&self) -> Extent {
        match self {
            Edits::Words(runs) => extent_of(runs),
            Edits::Chunks(changes) => changes.iter().map(ChunkChange::extent).max().unwrap_or(Extent::Nothing),
            Edits::Table(table) => table.extent(),
        }
    }
}

/// How much changed in a line.
pub(super) fn extent_of(runs: &[Run]) -> Extent {
    if has_changes(runs) {
        Extent::Words
    } else if has_new_looks(runs) {
        Extent::Looks
    } else {
        Extent::Nothing
    }
}
