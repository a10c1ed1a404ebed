//! Which parts of two sequences belong together, without regard to what they are.

use super::text::Gist;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::ops::Range;

/// Something that can be found again in another version.
pub(super) trait Findable {
    /// What it says.
    fn gist(&self) -> &Gist;

    /// How much it is like another of its kind, from 0 to 1000; 0 where it can never be the same.
    fn likeness(&self, other: &Self) -> u32;
}

/// A step through two sequences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// These two belong together.
    Both(usize, usize),
    /// This stands in the old one alone.
    Old(usize),
    /// This stands in the new one alone.
    New(usize),
}

/// Two things this much alike are one thing that has changed.
const ALIKE: u32 = 350;

/// Pairs of this many things are all weighed against each other; of more, neighbours only.
const WEIGHED: usize = 60_000;

/// How far neighbours are looked for.
const REACH: usize = 24;

/// Goes through both sequences in order: what is the same in both is found first, then what is alike in between.
pub(super) fn align<T: Findable>(old: &[T], new: &[T]) -> Vec<Step> {
    let prints = |parts: &[T]| parts.iter().map(|part| part.gist().print()).collect::<Vec<_>>();
    let mut steps = Vec::with_capacity(old.len().max(new.len()));
    let mut gap = (0..0, 0..0);
    for op in capture_diff_slices(Algorithm::Patience, &prints(old), &prints(new)) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            fill_gap(old, new, &gap, &mut steps);
            steps.extend((0..len).map(|at| Step::Both(old_index + at, new_index + at)));
            gap = (old_index + len..old_index + len, new_index + len..new_index + len);
        } else {
            (gap.0.end, gap.1.end) = (op.old_range().end, op.new_range().end);
        }
    }
    fill_gap(old, new, &gap, &mut steps);
    steps
}

/// Steps through what lies between two things that stayed; what is gone comes before what is new.
fn fill_gap<T: Findable>(old: &[T], new: &[T], gap: &(Range<usize>, Range<usize>), steps: &mut Vec<Step>) {
    let (o, n) = gap;
    let pairs = if o.len() * n.len() <= WEIGHED { weighed(old, new, gap) } else { neighbours(old, new, gap) };
    let (mut at_old, mut at_new) = (o.start, n.start);
    for (i, j) in pairs.into_iter().chain([(o.end, n.end)]) {
        steps.extend((at_old..i).map(Step::Old));
        steps.extend((at_new..j).map(Step::New));
        if i < o.end && j < n.end {
            steps.push(Step::Both(i, j));
        }
        (at_old, at_new) = (i + 1, j + 1);
    }
}

fn likeness<T: Findable>(old: &T, new: &T) -> u32 {
    Some(old.likeness(new)).filter(|likeness| *likeness >= ALIKE).unwrap_or_default()
}

/// The pairs, in order, that are most alike in sum.
fn weighed<T: Findable>(old: &[T], new: &[T], (o, n): &(Range<usize>, Range<usize>)) -> Vec<(usize, usize)> {
    if o.is_empty() || n.is_empty() {
        return Vec::new();
    }
    let width = n.len() + 1;
    // `best[i * width + j]`: the most that can be had from `i` and `j` on.
    let mut best = vec![0_u32; (o.len() + 1) * width];
    let mut alike = vec![0_u32; o.len() * n.len()];
    for i in (0..o.len()).rev() {
        for j in (0..n.len()).rev() {
            let likeness = likeness(&old[o.start + i], &new[n.start + j]);
            alike[i * n.len() + j] = likeness;
            let together = if likeness > 0 { likeness + best[(i + 1) * width + j + 1] } else { 0 };
            best[i * width + j] = together.max(best[(i + 1) * width + j]).max(best[i * width + j + 1]);
        }
    }
    let mut pairs = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < o.len() && j < n.len() {
        let likeness = alike[i * n.len() + j];
        let here = best[i * width + j];
        if likeness > 0 && here == likeness + best[(i + 1) * width + j + 1] {
            pairs.push((o.start + i, n.start + j));
            (i, j) = (i + 1, j + 1);
        } else if here == best[(i + 1) * width + j] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// Pairs, in order, found by looking a little ahead.
fn neighbours<T: Findable>(old: &[T], new: &[T], (o, n): &(Range<usize>, Range<usize>)) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut from = n.start;
    for i in o.clone() {
        let ahead = from..(from + REACH).min(n.end);
        // The nearest of those that are most alike.
        let found = ahead.rev().map(|j| (likeness(&old[i], &new[j]), j)).max_by_key(|(likeness, _)| *likeness);
        if let Some((1.., j)) = found {
            pairs.push((i, j));
            from = j + 1;
        }
    }
    pairs
}
