//! How the index is written down; `search.js` reads it.
//!
//! Passages are counted through all documents. A list of passages is the steps from each to the next: three times the
//! distance, plus how the word stands there ([`Rank`]). A number is written in base 45, the lowest digit first, and each
//! digit but the last is 45 higher.

use super::TRUST;
use super::columns::{Column, Columns, Settled, settle};
use super::passage::{Gap, Gathered, Passage, Text, gap_index};
use super::words::each_word;
use crate::disk::sha256;
use crate::model::school_address;
use crate::site::{Artefact, Site};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// The path of the index.
pub(super) const PATH: &str = "assets/search-index.js";

/// The path of a file of texts.
pub(super) fn texts_path(name: &str) -> String {
    format!("assets/search/{name}.js")
}

/// The digits of numbers: printable ASCII without the space, which stands between lists, and without what is escaped.
const DIGITS: &[u8] = b"!#$%&'()*+,-./0123456789:;=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}";
const BASE: usize = 45;

/// A word takes at most so many letters from the word before it: what one digit of base 36 can say.
const MOST_SHARED: usize = 35;

/// How a word stands in a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// Once in its text.
    Once = 0,
    /// More than once.
    Often = 1,
    /// In its heading, or in the document's title where the passage is the opening of it.
    Heading = 2,
}

/// The whole index.
#[derive(Serialize)]
struct Index<'i> {
    /// The trust and then the schools: name, and the address that the place's copies stand below.
    places: Vec<(&'i str, String)>,
    /// The files of texts: name, and the digest of what is in it, so that an old one in a cache is not taken for it.
    files: Vec<(&'i str, String)>,
    documents: Vec<DocumentEntry<'i>>,
    /// Sets of places, four to a hexadecimal digit; the trust is the lowest bit of the first.
    sets: Vec<String>,
    /// For each column its values, for each place the number of its value or -1, and the passages with such a gap.
    columns: Vec<(Vec<&'i str>, Vec<i32>, String)>,
    /// Every word in order: how many letters it shares with the word before it, in base 36, and its others.
    words: String,
    /// For each word the passages that have it.
    hits: String,
}

/// Kind, slug, number of the file of its texts, title, and passages.
type DocumentEntry<'i> = (u8, &'i str, usize, String, Vec<PassageEntry<'i>>);

/// Id, heading, number of the set of places, and 1 where a school wrote it into a policy of the trust.
type PassageEntry<'i> = (&'i str, String, usize, u8);

/// The index and its texts as scripts.
pub(super) fn artefacts(site: &Site<'_>, documents: &[Gathered<'_>]) -> Vec<Artefact> {
    let portal = site.portal;
    let mut places = vec![(portal.content.trust.name.as_str(), String::new())];
    places.extend(portal.schools.iter().map(|view| (view.school.name.as_str(), school_address(&view.school.slug))));
    let mut writer = Writer { places: places.len(), ..Writer::default() };
    let documents: Vec<DocumentEntry<'_>> = documents.iter().map(|document| writer.document(document)).collect();
    writer.add_hits();
    let texts: Vec<String> = writer.files.iter().map(|(_, texts)| script_safe(texts)).collect();
    let digests: Vec<String> = texts.iter().map(|text| sha256(text.as_bytes())[..8].to_owned()).collect();
    let (words, hits) = writer.vocabulary();
    let index = Index {
        files: writer.files.iter().map(|(name, _)| name.as_str()).zip(digests.iter().cloned()).collect(),
        documents,
        sets: numbered(&writer.sets),
        columns: writer.columns(),
        words,
        hits,
        places,
    };
    let script = format!("var frontsheetSearch={};\nfrontsheetSearch.texts={{}};\n", script_safe(&index));
    let index = Artefact::text(PATH, script);
    let texts = writer.files.iter().zip(texts.iter().zip(&digests)).map(|((name, _), (texts, digest))| {
        let script = format!("frontsheetSearch.texts[\"{name}\"]=[\"{digest}\",{texts}];\n");
        Artefact::text(texts_path(name), script)
    });
    std::iter::once(index).chain(texts).collect()
}

#[derive(Default)]
struct Writer<'p> {
    /// How many places there are.
    places: usize,
    /// The passages that have been written: the words that count as their headings, and where their texts are.
    passages: Vec<(String, (usize, usize))>,
    values: Columns<'p>,
    /// Names of files and the texts in each.
    files: Vec<(String, Vec<String>)>,
    sets: BTreeMap<String, usize>,
    words: Vocabulary,
    gaps: BTreeMap<usize, Vec<Hit>>,
}

/// What the gaps of a document become, by where each copy has its value.
type SettledGaps<'p> = HashMap<Vec<(usize, Option<Gap>)>, Settled<'p>>;

impl<'p> Writer<'p> {
    fn document<'g>(&mut self, document: &'g Gathered<'p>) -> DocumentEntry<'g> {
        let mut settled = HashMap::new();
        let title = self.settle(document, &document.title, &mut settled);
        let file = self.file(&document.file);
        let passage = |passage| self.passage(document, passage, &title, file, &mut settled);
        let passages = document.passages.iter().map(passage).collect();
        (document.kind as u8, document.slug, file, title, passages)
    }

    fn file(&mut self, name: &str) -> usize {
        let known = self.files.iter().position(|(known, _)| known == name);
        known.unwrap_or_else(|| {
            self.files.push((name.to_owned(), Vec::new()));
            self.files.len() - 1
        })
    }

    fn passage<'g>(
        &mut self,
        document: &Gathered<'p>,
        passage: &'g Passage<'p>,
        title: &str,
        file: usize,
        settled: &mut SettledGaps<'p>,
    ) -> PassageEntry<'g> {
        let heading = self.settle(document, &passage.heading, settled).replace('\n', " ");
        let text = self.settle(document, &passage.text, settled);
        let set = self.set(document.places(&passage.text));
        let headed = if passage.id.is_empty() { title } else { &heading };
        let texts = &mut self.files[file].1;
        self.passages.push((headed.to_owned(), (file, texts.len())));
        texts.push(text);
        (passage.id, heading, set, u8::from(passage.is_local))
    }

    fn settle(&mut self, document: &Gathered<'p>, text: &Text, settled: &mut SettledGaps<'p>) -> String {
        settle(&text.template, |gap| {
            let of = text.of.iter().map(|(number, gaps)| (*number, gaps.get(gap).copied())).collect();
            *settled.entry(of).or_insert_with(|| self.values.settled(document.values(text, gap)))
        })
    }

    /// The number of a set of places.
    fn set(&mut self, places: impl Iterator<Item = usize>) -> usize {
        let mut digits = vec![0_u8; self.places.div_ceil(4)];
        places.for_each(|place| digits[place / 4] |= 1 << (place % 4));
        let set: String = digits.iter().filter_map(|digit| char::from_digit(u32::from(*digit), 16)).collect();
        let next = self.sets.len();
        *self.sets.entry(set).or_insert(next)
    }

    /// Goes through the words of all passages, once they are written.
    fn add_hits(&mut self) {
        let Self { passages, files, words, gaps, .. } = self;
        for (passage, (heading, (file, index))) in passages.iter().enumerate() {
            let text = &files[*file].1[*index];
            for (text, rank) in [(text, Rank::Once), (heading, Rank::Heading)] {
                each_word(text, |word| add_hit(words.hits(word), passage, rank));
                text.chars().filter_map(gap_index).for_each(|gap| {
                    // A value is as good once as often.
                    let hits = gaps.entry(gap).or_default();
                    if rank == Rank::Heading || hits.last().is_none_or(|(last, _)| *last != passage) {
                        add_hit(hits, passage, rank);
                    }
                });
            }
        }
    }

    fn columns(&self) -> Vec<(Vec<&'p str>, Vec<i32>, String)> {
        let entry = |(gap, column): (usize, &Column<'p>)| {
            let mut values: Vec<&str> = column.values.values().copied().collect();
            values.sort_unstable();
            values.dedup();
            let number = |place| {
                let value = column.values.get(&place)?;
                i32::try_from(values.binary_search(value).ok()?).ok()
            };
            let numbers = (TRUST..self.places).map(|place| number(place).unwrap_or(-1)).collect();
            (values, numbers, self.gaps.get(&gap).map(|hits| list(hits)).unwrap_or_default())
        };
        self.values.all.iter().enumerate().map(entry).collect()
    }

    /// The words, in the order in which scripts compare text, and the passages of each.
    fn vocabulary(&self) -> (String, String) {
        let sorted = self.words.sorted();
        let mut before = "";
        let mut written = Vec::with_capacity(sorted.len());
        for (word, _) in &sorted {
            let (shared, units) = shared(before, word);
            let digit = u32::try_from(units).ok().and_then(|units| char::from_digit(units, 36)).unwrap_or('0');
            written.push(format!("{digit}{}", &word[shared..]));
            before = word;
        }
        let hits: Vec<String> = sorted.iter().map(|(_, hits)| list(hits)).collect();
        (written.join(" "), hits.join(" "))
    }
}

/// Every word, and the passages that have it.
#[derive(Default)]
struct Vocabulary {
    numbers: HashMap<Box<str>, usize>,
    hits: Vec<Vec<Hit>>,
}

/// A passage, and how a word stands in it.
type Hit = (usize, Rank);

impl Vocabulary {
    fn hits(&mut self, word: &str) -> &mut Vec<Hit> {
        let number = self.numbers.get(word).copied().unwrap_or_else(|| {
            self.hits.push(Vec::new());
            self.numbers.insert(word.into(), self.hits.len() - 1);
            self.hits.len() - 1
        });
        &mut self.hits[number]
    }

    /// The words with their passages, in the order in which scripts compare text.
    fn sorted(&self) -> Vec<(&str, &[Hit])> {
        let mut sorted: Vec<(&str, &[Hit])> =
            self.numbers.iter().map(|(word, number)| (&**word, &*self.hits[*number])).collect();
        sorted.sort_unstable_by(|(a, _), (b, _)| match a.is_ascii() && b.is_ascii() {
            true => a.cmp(b),
            false => a.encode_utf16().cmp(b.encode_utf16()),
        });
        sorted
    }
}

/// Adds a passage to those of a word; passages come in their order, and each one's text before its heading.
fn add_hit(hits: &mut Vec<Hit>, passage: usize, rank: Rank) {
    match hits.last_mut() {
        Some((last, known)) if *last == passage => *known = if rank == Rank::Once { Rank::Often } else { rank },
        _ => hits.push((passage, rank)),
    }
}

/// How many bytes, and how many of a script's letters, two words begin with in common.
fn shared(before: &str, word: &str) -> (usize, usize) {
    let (mut bytes, mut units) = (0, 0);
    for (a, b) in before.chars().zip(word.chars()) {
        if a != b || units + b.len_utf16() > MOST_SHARED {
            break;
        }
        bytes += b.len_utf8();
        units += b.len_utf16();
    }
    (bytes, units)
}

/// A list of passages, which are in order.
fn list(hits: &[Hit]) -> String {
    let mut out = String::new();
    let mut before = 0;
    for (passage, rank) in hits {
        number((passage - before) * 3 + *rank as usize, &mut out);
        before = *passage;
    }
    out
}

fn number(mut number: usize, out: &mut String) {
    while number >= BASE {
        out.push(char::from(DIGITS[BASE + number % BASE]));
        number /= BASE;
    }
    out.push(char::from(DIGITS[number]));
}

fn numbered(sets: &BTreeMap<String, usize>) -> Vec<String> {
    let mut sets: Vec<(&String, &usize)> = sets.iter().collect();
    sets.sort_by_key(|(_, number)| **number);
    sets.into_iter().map(|(set, _)| set.clone()).collect()
}

/// JSON that may stand in a script, in a page or out of it: nothing in it ends an element or, in old browsers, a line.
fn script_safe(value: &impl Serialize) -> String {
    let json = serde_json::to_string(value).expect("text and numbers can always be written as JSON");
    let escapes = [('<', "\\u003c"), ('\u{2028}', "\\u2028"), ('\u{2029}', "\\u2029")];
    let escape =
        |json: String, (c, escape): (char, &str)| if json.contains(c) { json.replace(c, escape) } else { json };
    escapes.into_iter().fold(json, escape)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_digit_is_one_of_its_own_and_needs_no_escape() {
        assert_eq!(DIGITS.len(), 2 * BASE);
        let distinct: std::collections::BTreeSet<u8> = DIGITS.iter().copied().collect();
        assert_eq!(distinct.len(), DIGITS.len());
        assert!(DIGITS.iter().all(|digit| digit.is_ascii_graphic() && !b"\"\\<".contains(digit)));
    }

    #[test]
    fn a_list_is_steps_and_ranks() {
        let list = list(&[(0, Rank::Heading), (1, Rank::Once), (40, Rank::Often)]);
        // 2, 3, and 39 * 3 + 1 = 118 = 28 + 2 * 45.
        let digits: Vec<usize> =
            list.bytes().map(|digit| DIGITS.iter().position(|known| *known == digit).expect("a digit")).collect();
        assert_eq!(digits, [2, 3, BASE + 28, 2]);
    }

    #[test]
    fn what_words_share_is_counted_in_the_letters_of_scripts() {
        assert_eq!(shared("policies", "policy"), (5, 5));
        assert_eq!(shared("\u{10400}a", "\u{10400}b"), (4, 2));
        assert_eq!(shared("", "dogs"), (0, 0));
        assert_eq!(shared(&"a".repeat(40), &"a".repeat(39)), (35, 35));
    }

    #[test]
    fn a_script_holds_nothing_that_ends_it() {
        assert_eq!(script_safe(&"</script>\u{2028}\u{2029}\"\\"), r#""\u003c/script>\u2028\u2029\"\\""#);
    }
}
