//! What changed in a line, word by word.
//!
//! The words are compared with Patience, which holds on to words that stand once. What it finds is then made readable:
//! a word or two that happen to stay between two changes are taken into them, and what was put in or taken out begins
//! and ends with a sentence where it can.

use super::text::{Line, Look, Token, TokenKind};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::BTreeMap;
use std::ops::Range;

/// A stretch of a line that was kept, put in or taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// What became of it.
    pub fate: Fate,
    /// The words, cut where their look changes.
    pub spans: Vec<TextSpan>,
}

/// What became of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It stands in both.
    Kept,
    /// It is new.
    Added,
    /// It is gone.
    Removed,
}

/// Words of one look, with the spaces between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextSpan {
    /// The words.
    pub text: String,
    /// What they are: words and marks are [`TokenKind::Word`].
    pub kind: TokenKind,
    /// How they look now, or looked when they were taken out.
    pub look: Look,
    /// How they looked before, where the words stayed and their look has changed.
    pub was: Option<Look>,
}

/// The whole line, as kept, put in or taken out.
pub fn whole(line: &Line, fate: Fate) -> Vec<Run> {
    let mut runs = Runs::default();
    for token in &line.tokens {
        runs.push(fate, token, token.spaced, None);
    }
    runs.done
}

/// What became of each word of `old`, and which of `new` are new.
pub fn compare(old: &Line, new: &Line) -> Vec<Run> {
    let mut numbers = BTreeMap::new();
    let old_words = numbered(old, &mut numbers);
    let new_words = numbered(new, &mut numbers);
    let changes = absorbed(changes(&old_words, &new_words), old, new);
    assemble(&slid(changes, old, new), old, new)
}

/// What became of each word; where so little was kept that it is easier read as a new line, the old one taken out whole
/// and the new one put in.
pub fn readable(old: &Line, new: &Line) -> Vec<Run> {
    let runs = compare(old, new);
    if !is_rewritten(&runs) {
        return runs;
    }
    let mut whole_lines = whole(old, Fate::Removed);
    whole_lines.extend(whole(new, Fate::Added));
    whole_lines
}

/// Whether so little of a line was kept, or in so many crumbs, that it is easier read as a new one.
pub fn is_rewritten(runs: &[Run]) -> bool {
    let mut letters = [0_usize; 3];
    let (mut changes, mut kept_words) = (0_usize, 0_usize);
    let mut is_in_change = false;
    for run in runs {
        let words = || run.spans.iter().flat_map(|span| span.text.split_whitespace());
        letters[run.fate as usize] += words().map(str::len).sum::<usize>();
        let is_change = run.fate != Fate::Kept;
        changes += usize::from(is_change && !is_in_change);
        is_in_change = is_change;
        if !is_change {
            kept_words += words().count();
        }
    }
    let [kept, added, removed] = letters;
    // Less than half of the shorter one stayed; or no three words together, in many places.
    added.min(removed) > 0
        && (kept * 100 < 45 * (kept + added.min(removed)) || (changes > 2 && kept_words < 3 * changes))
}

/// Whether any word was put in or taken out, and not spaces and line ends alone.
pub fn has_changes(runs: &[Run]) -> bool {
    let says = |span: &TextSpan| !span.text.trim().is_empty();
    runs.iter().any(|run| run.fate != Fate::Kept && run.spans.iter().any(says))
}

/// Whether words that were kept look otherwise now, or lead elsewhere, or stand closer together.
pub fn has_new_looks(runs: &[Run]) -> bool {
    runs.iter().any(|run| run.fate != Fate::Kept || run.spans.iter().any(|span| span.was.is_some()))
}

/// A number for each word: the same for the same word.
fn numbered<'l>(line: &'l Line, numbers: &mut BTreeMap<(TokenKind, &'l str), u32>) -> Vec<u32> {
    let number = |token: &'l Token| {
        let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        *numbers.entry((token.kind, &token.text)).or_insert(next)
    };
    line.tokens.iter().map(number).collect()
}

/// Words taken out, words put in, or both. What lies between two changes is the same in both lines.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Change {
    old: Range<usize>,
    new: Range<usize>,
}

/// The changes in order, with something between each two.
fn changes(old: &[u32], new: &[u32]) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    for op in capture_diff_slices(Algorithm::Patience, old, new) {
        if matches!(op, DiffOp::Equal { .. }) {
            continue;
        }
        let change = Change { old: op.old_range(), new: op.new_range() };
        match changes.last_mut() {
            Some(last) if last.new.end == change.new.start && last.old.end == change.old.start => last.take_in(&change),
            _ => changes.push(change),
        }
    }
    changes
}

impl Change {
    /// Goes on to the end of a later change.
    fn take_in(&mut self, later: &Change) {
        self.old.end = later.old.end;
        self.new.end = later.new.end;
    }

    /// The letters of what was taken out or what was put in, whichever is more.
    fn weight(&self, old: &Line, new: &Line) -> usize {
        weight(old, &self.old).max(weight(new, &self.new))
    }
}

/// The letters of some words.
fn weight(line: &Line, range: &Range<usize>) -> usize {
    line.tokens[range.clone()].iter().map(|token| token.text.len()).sum()
}

/// At most so many words and marks are a crumb between two changes.
const CRUMB: usize = 4;

/// The changes with the crumbs between them taken in, so that a reader sees one change: from left to right, and each
/// time against what has grown so far.
fn absorbed(changes: Vec<Change>, old: &Line, new: &Line) -> Vec<Change> {
    let mut tidied: Vec<Change> = Vec::with_capacity(changes.len());
    for change in changes {
        match tidied.last_mut() {
            Some(last) if is_crumb(last, &change, old, new) => last.take_in(&change),
            _ => tidied.push(change),
        }
    }
    tidied
}

/// Whether what stayed between two changes is so little that it is better read as changed too.
fn is_crumb(before: &Change, after: &Change, old: &Line, new: &Line) -> bool {
    let kept = before.old.end..after.old.start;
    // Words put in on both sides of one that stays are two additions, and easier read as such.
    let is_replacement = before.old.len() + after.old.len() > 0 && before.new.len() + after.new.len() > 0;
    let letters = weight(old, &kept);
    is_replacement && kept.len() <= CRUMB && letters <= before.weight(old, new) && letters <= after.weight(old, new)
}

/// The changes, each moved along equal words to where it begins and ends as a reader would cut it.
fn slid(mut changes: Vec<Change>, old: &Line, new: &Line) -> Vec<Change> {
    for at in 0..changes.len() {
        let Change { old: o, new: n } = changes[at].clone();
        let (line, range) = match (o.is_empty(), n.is_empty()) {
            (true, false) => (new, n.clone()),
            (false, true) => (old, o.clone()),
            _ => continue,
        };
        // One word stays on each side, so that two changes never meet.
        let before = at.checked_sub(1).map_or(n.start, |before| n.start - changes[before].new.end - 1);
        let after = changes.get(at + 1).map_or(new.tokens.len() - n.end, |next| next.new.start - n.end - 1);
        let (back, forth) = best_slide(line, &range, before, after);
        let moved = |range: Range<usize>| range.start + forth - back..range.end + forth - back;
        changes[at] = Change { old: moved(o), new: moved(n) };
    }
    changes
}

/// How far back or forth a stretch of new (or old) words is best moved, by at most `before` and `after` words.
fn best_slide(line: &Line, range: &Range<usize>, before: usize, after: usize) -> (usize, usize) {
    let tokens = &line.tokens;
    let same = |a: usize, b: usize| tokens[a].text == tokens[b].text && tokens[a].kind == tokens[b].kind;
    let back = (1..=before).take_while(|by| same(range.start - by, range.end - by)).count();
    let forth = (1..=after).take_while(|by| same(range.start + by - 1, range.end + by - 1)).count();
    let places = (0..=back + forth).map(|place| {
        let (start, end) = (range.start - back + place, range.end - back + place);
        (place, cut(tokens, start) + cut(tokens, end))
    });
    // Of equally good ones the last: words are added at the end of what they are added to.
    let best = places.max_by_key(|(_, score)| *score).map_or(back, |(place, _)| place);
    (back.saturating_sub(best), best.saturating_sub(back))
}

/// How well a line may be cut before a token: between sentences best, then at a comma, then between words.
fn cut(tokens: &[Token], at: usize) -> u8 {
    let Some(before) = at.checked_sub(1).map(|before| &tokens[before]) else { return 4 };
    let after = tokens.get(at);
    let ends = |token: &Token| matches!(token.kind, TokenKind::Break | TokenKind::ParagraphEnd);
    let is_within = after.is_some_and(|after| !after.spaced && !ends(after));
    match &*before.text {
        _ if ends(before) || after.is_some_and(ends) => 4,
        _ if after.is_none() => 4,
        _ if is_within => 0,
        "." | "!" | "?" => 3,
        "," | ";" | ":" | "–" | "—" => 2,
        _ => 1,
    }
}

/// The runs of a line, from the tokens of both.
fn assemble(changes: &[Change], old: &Line, new: &Line) -> Vec<Run> {
    let mut runs = Runs::default();
    let (mut at_old, mut at_new) = (0, 0);
    for change in changes {
        runs.keep(&old.tokens[at_old..change.old.start], &new.tokens[at_new..change.new.start]);
        let next = old.tokens.get(change.old.end).zip(new.tokens.get(change.new.end));
        runs.change(&old.tokens[change.old.clone()], &new.tokens[change.new.clone()], next);
        (at_old, at_new) = (change.old.end, change.new.end);
    }
    runs.keep(&old.tokens[at_old..], &new.tokens[at_new..]);
    runs.done
}

/// Runs in the making. Reading the kept and the added ones gives the new line to the letter, reading the kept and the
/// removed ones the old.
#[derive(Default)]
struct Runs {
    done: Vec<Run>,
    /// Whether the space before the next kept word has been written.
    space_is_done: bool,
}

impl Runs {
    fn keep(&mut self, old: &[Token], new: &[Token]) {
        for (old, new) in old.iter().zip(new) {
            if !std::mem::take(&mut self.space_is_done) {
                self.space(old.spaced, new.spaced);
            }
            let was = (old.look != new.look).then_some(&old.look);
            self.push(Fate::Kept, new, false, was);
        }
    }

    /// Words taken out and put in, before the token `next` of both lines.
    fn change(&mut self, old: &[Token], new: &[Token], next: Option<(&Token, &Token)>) {
        let (old_space, new_space) = (spaced(old), spaced(new));
        match (old_space, new_space) {
            (Some(true), Some(true)) => {
                self.space(true, true);
                self.all(Fate::Removed, old, false);
                self.all(Fate::Added, new, false);
            }
            // The space that goes with the words is written behind them, where the next word has one too.
            (Some(true), None) | (None, Some(true)) if next.is_some_and(|(old, new)| old.spaced && new.spaced) => {
                let (fate, tokens) = if new.is_empty() { (Fate::Removed, old) } else { (Fate::Added, new) };
                self.space(true, true);
                self.all(fate, tokens, false);
                self.push_space(fate);
                self.space_is_done = true;
            }
            _ => {
                self.all(Fate::Removed, old, true);
                self.all(Fate::Added, new, true);
            }
        }
    }

    /// The space before words that were kept, in one of the lines or both.
    fn space(&mut self, old: bool, new: bool) {
        match (old, new) {
            (false, false) => {}
            (true, true) => self.push_space(Fate::Kept),
            (true, false) => self.push_space(Fate::Removed),
            (false, true) => self.push_space(Fate::Added),
        }
    }

    fn all(&mut self, fate: Fate, tokens: &[Token], with_first_space: bool) {
        for (index, token) in tokens.iter().enumerate() {
            self.push(fate, token, token.spaced && (index > 0 || with_first_space), None);
        }
    }

    fn push(&mut self, fate: Fate, token: &Token, spaced: bool, was: Option<&Look>) {
        if spaced {
            self.push_space(fate);
        }
        let kind = if token.kind == TokenKind::Mark { TokenKind::Word } else { token.kind };
        let spans = self.spans(fate);
        let goes_on = |span: &TextSpan| {
            kind == TokenKind::Word && span.kind == kind && span.look == token.look && span.was.as_ref() == was
        };
        match spans.as_mut_slice() {
            [.., last] if goes_on(last) => last.text.push_str(&token.text),
            // The space between two words of one look has that look too.
            [.., before, space] if space.text == " " && goes_on(before) => {
                before.text.push(' ');
                before.text.push_str(&token.text);
                spans.pop();
            }
            _ => {
                let (text, look) = (token.text.to_string(), token.look.clone());
                spans.push(TextSpan { text, kind, look, was: was.cloned() });
            }
        }
    }

    fn push_space(&mut self, fate: Fate) {
        let spans = self.spans(fate);
        match spans.last_mut() {
            Some(last) if last.kind == TokenKind::Word && last.look == Look::default() && last.was.is_none() => {
                last.text.push(' ');
            }
            _ => spans.push(TextSpan { text: " ".to_owned(), kind: TokenKind::Word, look: Look::default(), was: None }),
        }
    }

    /// The spans of the run that is being made.
    fn spans(&mut self, fate: Fate) -> &mut Vec<TextSpan> {
        if self.done.last().is_none_or(|last| last.fate != fate) {
            self.done.push(Run { fate, spans: Vec::new() });
        }
        &mut self.done.last_mut().expect("there is one at least").spans
    }
}

/// Whether the first of some tokens has a space before it; nothing where there are none.
fn spaced(tokens: &[Token]) -> Option<bool> {
    tokens.first().map(|first| first.spaced)
}
