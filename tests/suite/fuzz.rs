//! The fuzz targets, briefly and on any Rust: over their corpus, and over changes of it that are the same in every run.
//! `FUZZ_ROUNDS=100` looks a hundred times as long.

#[path = "../../fuzz/targets/mod.rs"]
mod targets;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Longer than any input of these may take, also where the tests are not optimised and the machine is busy.
const LONGEST: Duration = Duration::from_secs(30);

/// The largest input that is made.
const MOST_BYTES: usize = 16 * 1024;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz")
}

/// The corpus of a target, in the order of its names.
fn corpus(target: &str) -> Vec<Vec<u8>> {
    let entries = fs::read_dir(folder().join("corpus").join(target)).expect("each target has a corpus");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    assert!(!files.is_empty(), "{target} has a corpus");
    files.into_iter().map(|file| fs::read(file).expect("a file")).collect()
}

/// The words that `cargo fuzz … -- -dict=fuzz/words.dict` puts in too: one in quotation marks on each line, with `\x0A` for
/// bytes that are no letters.
fn words() -> Vec<Vec<u8>> {
    let text = fs::read_to_string(folder().join("words.dict")).expect("the list of words");
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| word(line).unwrap_or_else(|| panic!("no word: {line}"))).collect()
}

fn word(line: &str) -> Option<Vec<u8>> {
    let mut rest = line.strip_prefix('"')?.strip_suffix('"')?;
    let mut bytes = Vec::new();
    while let Some(c) = rest.chars().next() {
        if let Some(escaped) = rest.strip_prefix('\\') {
            let (byte, after) = match escaped.strip_prefix('x') {
                Some(hex) => (u8::from_str_radix(hex.get(..2)?, 16).ok()?, &hex[2..]),
                None => (*escaped.as_bytes().first()?, escaped.get(1..)?),
            };
            bytes.push(byte);
            rest = after;
        } else {
            bytes.extend(c.to_string().bytes());
            rest = &rest[c.len_utf8()..];
        }
    }
    Some(bytes)
}

/// Makes inputs out of others.
struct Mutator {
    state: u64,
    words: Vec<Vec<u8>>,
}

impl Mutator {
    fn below(&mut self, limit: usize) -> usize {
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.state >> 33).expect("31 bits") % limit.max(1)
    }

    fn range(&mut self, length: usize) -> std::ops::Range<usize> {
        let start = self.below(length + 1);
        let longest = (length - start).min(64);
        start..start + self.below(longest + 1)
    }

    /// One of the corpus, changed in up to six places.
    fn next(&mut self, corpus: &[Vec<u8>]) -> Vec<u8> {
        let first = self.below(corpus.len());
        let mut input = corpus[first].clone();
        for _ in 0..=self.below(6) {
            let at = self.below(input.len() + 1);
            let range = self.range(input.len());
            match self.below(7) {
                0 => {
                    let byte = u8::try_from(self.below(256)).expect("a byte");
                    input.splice(at..at, [byte]);
                }
                1 if at < input.len() => input[at] ^= 1 << self.below(8),
                2 => drop(input.drain(range)),
                3 => {
                    let piece = input[range].to_vec();
                    let times = self.below(40);
                    input.splice(at..at, piece.repeat(times));
                }
                4 => {
                    let other = self.below(corpus.len());
                    let other = &corpus[other];
                    let piece = other[self.range(other.len())].to_vec();
                    input.splice(at..at, piece);
                }
                _ => {
                    let word = self.below(self.words.len());
                    input.splice(at..at, self.words[word].clone());
                }
            }
        }
        input.truncate(MOST_BYTES);
        input
    }
}

/// Runs a target over its corpus, and over `rounds` changes of it.
fn run(name: &str, target: fn(&[u8]), rounds: usize) {
    let times = std::env::var("FUZZ_ROUNDS").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
    let corpus = corpus(name);
    let mut mutator = Mutator { state: 7, words: words() };
    let made = std::iter::repeat_with(|| mutator.next(&corpus)).take(rounds * times);
    for input in corpus.iter().cloned().chain(made) {
        let began = Instant::now();
        let done = catch_unwind(AssertUnwindSafe(|| target(&input)));
        assert!(
            done.is_ok(),
            "{name} fails on:\n{}\n{:?}",
            String::from_utf8_lossy(&input),
            input.escape_ascii().to_string()
        );
        assert!(began.elapsed() < LONGEST, "{name} takes {:?} for:\n{}", began.elapsed(), input.escape_ascii());
    }
}

#[test]
fn dates() {
    run("dates", targets::dates, 20_000);
}

#[test]
fn markdown() {
    run("markdown", targets::markdown, 400);
}

#[test]
fn front_matter() {
    run("front_matter", targets::front_matter, 1_000);
}

#[test]
fn whole_portals() {
    run("portal", targets::portal, 30);
}

#[test]
fn the_programs_own_notes() {
    run("state", targets::state, 20);
}

#[test]
fn archives() {
    run("archive", targets::archive, 25);
}
