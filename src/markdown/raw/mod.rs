//! Raw HTML made harmless: only elements of ours, balanced, and with the Markdown between its parts kept in its place.
//!
//! The parts that stand in one sequence (the blocks of a list item, the inlines of a paragraph) are joined, with a
//! marker for the Markdown between them, cleaned as one, and cut up again at the markers. So a table may be opened in one
//! part and closed in another, and what is never closed ends with the sequence. [`Tidy`] balances it first, which keeps
//! the parser behind the cleaning from the slow and surprising ways in which browsers mend what is not; what may be
//! published is decided by the cleaning.

mod clean;
mod pieces;
mod tidy;

pub(super) use tidy::Context;

use super::fault::{FaultKind, Faults};
use super::{Block, BlockKind, Inline, RawPiece, Span};
#[cfg(test)]
pub(super) use clean::cleaned_for_comparison;

use pieces::Part;
use std::ops::Range;
use tidy::Tidy;

/// A part of raw HTML as the author wrote it.
#[derive(Debug)]
pub(super) struct Chunk {
    /// How many members of the sequence stand before it.
    pub(super) at: usize,
    /// The HTML.
    pub(super) html: String,
    /// Where it stands.
    pub(super) span: Span,
}

/// A member of a sequence that raw HTML may stand in.
pub(super) trait Member: Sized {
    /// Pieces of HTML as a member; `None` where they make none.
    fn raw(pieces: Vec<RawPiece>, span: Span) -> Option<Self>;
}

impl Member for Block {
    fn raw(pieces: Vec<RawPiece>, span: Span) -> Option<Self> {
        // The line ends around comments and what else is not published.
        let blank = pieces.iter().all(|piece| matches!(piece, RawPiece::Text(text) if text.text.trim().is_empty()));
        (!blank).then_some(Self { kind: BlockKind::RawHtml(pieces), span })
    }
}

impl Member for Inline {
    fn raw(pieces: Vec<RawPiece>, _: Span) -> Option<Self> {
        Some(Self::RawHtml(pieces))
    }
}

/// The sequence with its raw HTML, cleaned. `source` is the text that the spans count in.
pub(super) fn settle<M: Member>(
    members: Vec<M>,
    chunks: &[Chunk],
    context: Context,
    source: &str,
    faults: &mut Faults,
) -> Vec<M> {
    if chunks.is_empty() {
        return members;
    }
    // The members between two chunks stay together, and share a marker: `groups` has one stretch for each marker.
    let mut groups: Vec<Range<usize>> = Vec::new();
    let mut tidy = Tidy::new(context);
    let mut done = 0;
    for chunk in chunks {
        if chunk.at > done {
            tidy.marker(groups.len());
            groups.push(done..chunk.at);
            done = chunk.at;
        }
        tidy.chunk(&chunk.html, chunk.span, faults);
    }
    if members.len() > done {
        tidy.marker(groups.len());
        groups.push(done..members.len());
    }
    let cleaned = clean::clean(&tidy.finish(), context);

    let mut members: Vec<Option<M>> = members.into_iter().map(Some).collect();
    let mut settled = Vec::with_capacity(members.len() + chunks.len());
    let mut pieces = Vec::new();
    let mut places = Places { chunks, source, next: 0, from: 0 };
    for part in pieces::parts(&cleaned) {
        match part {
            Part::Piece(piece) => pieces.push(places.located(piece, faults)),
            Part::Marker(group) => {
                let Some(group) = groups.get(group).cloned() else { continue };
                flush(&mut pieces, &mut settled, places.span());
                places.pass(group.end);
                settled.extend(members[group].iter_mut().filter_map(Option::take));
            }
        }
    }
    flush(&mut pieces, &mut settled, places.span());
    // A marker that the cleaning lost must not lose what the author wrote.
    settled.extend(members.into_iter().flatten());
    settled
}

fn flush<M: Member>(pieces: &mut Vec<RawPiece>, settled: &mut Vec<M>, span: Span) {
    if !pieces.is_empty() {
        settled.extend(M::raw(std::mem::take(pieces), span));
    }
}

/// Finds where in the source a cleaned piece stands, going forward through the chunks.
struct Places<'c> {
    chunks: &'c [Chunk],
    source: &'c str,
    next: usize,
    from: usize,
}

impl Places<'_> {
    /// The span of the chunk at hand.
    fn span(&self) -> Span {
        self.chunks.get(self.next).or(self.chunks.last()).map_or(Span::default(), |chunk| chunk.span)
    }

    /// Goes on to the chunks that have `members` members before them.
    fn pass(&mut self, members: usize) {
        while self.chunks.get(self.next).is_some_and(|chunk| chunk.at < members) {
            self.next += 1;
            self.from = 0;
        }
    }

    fn located(&mut self, piece: RawPiece, faults: &mut Faults) -> RawPiece {
        match piece {
            RawPiece::AnchorStart { attributes, destination, .. } => {
                let span = self.find(destination.as_deref());
                let destination = permitted(destination, span, faults);
                RawPiece::AnchorStart { attributes, destination, span }
            }
            RawPiece::Image { attributes, source, .. } => {
                let span = self.find(source.as_deref());
                if !attributes.contains(" alt=\"") {
                    faults.push(FaultKind::ImageWithoutAlt, span);
                }
                RawPiece::Image { attributes, source: permitted(source, span, faults), span }
            }
            RawPiece::Text(mut text) => {
                text.span = self.span();
                RawPiece::Text(text)
            }
            other => other,
        }
    }

    /// The address as it stands in this chunk or a later one of the same place, else the chunk as a whole.
    fn find(&mut self, address: Option<&str>) -> Span {
        let address = address.filter(|address| !address.is_empty());
        let here = self.chunks.get(self.next).map_or(0, |chunk| chunk.at);
        for index in self.next..self.chunks.len() {
            let chunk = &self.chunks[index];
            if chunk.at != here {
                break;
            }
            let from = if index == self.next { self.from } else { 0 };
            let range = chunk.span.range();
            let part = self.source.get(range.start + from..range.end).unwrap_or_default();
            if let Some((address, at)) = address.and_then(|address| Some((address, part.find(address)?))) {
                let start = range.start + from + at;
                self.next = index;
                self.from = from + at + address.len();
                return Span::new(start..start + address.len());
            }
        }
        self.span()
    }
}

fn permitted(address: Option<String>, span: Span, faults: &mut Faults) -> Option<String> {
    let address = address?;
    if super::write::is_refused(&address) {
        faults.push(FaultKind::RefusedAddress { address }, span);
        return None;
    }
    Some(address)
}
