//! Filling in: a template and a scope become a text with slots, and the values for them.

use super::data::Unprintable;
use super::engine::{Engine, Stopped};
use super::fault::{TemplateFault, TemplateFaultKind};
use super::meter::{self, metered};
use super::path::{Bindings, Known, Path};
use super::slot::{slot_char, slot_index};
use super::{MAX_FILLED_BYTES, MAX_SLOTS, Scope};
use crate::source::{Passage, Place};
use std::io;
use std::sync::Arc;
use tera::Context;

/// A text that has been filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// The text, with a slot ([`slot_char`]) wherever a tag printed a value.
    pub text: Arc<str>,
    /// The same text with its places; a slot stands for the tag that printed it.
    pub passage: Arc<Passage>,
    /// The values: that of the slot `k` is the `k`th. Values of slots that are not in the text are empty.
    pub values: Vec<Arc<str>>,
}

impl Filled {
    /// The text with its values in place, as plain text. A page must not be made of this: values are no markup.
    pub fn plain(&self) -> String {
        let mut out = String::with_capacity(self.text.len());
        for letter in self.text.chars() {
            match slot_index(letter).and_then(|slot| self.values.get(slot)) {
                Some(value) => out.push_str(value),
                None => out.push(letter),
            }
        }
        out
    }
}

const FIRST_WORDS: u32 = 0x10_0000;
const FIRST_DYNAMIC: u32 = 0xF_8000;

/// The most stretches of words that a passage may have between its tags.
pub(super) const MAX_WORDS: usize = 65_000;

/// The letter by which Tera's output names a stretch of words.
pub(super) fn words_char(index: usize) -> char {
    letter(FIRST_WORDS, index, MAX_WORDS)
}

/// The letter by which Tera's output names a value that it has worked out.
pub(super) fn dynamic_char(index: usize) -> char {
    letter(FIRST_DYNAMIC, index, MAX_SLOTS)
}

fn letter(first: u32, index: usize, most: usize) -> char {
    let index = u32::try_from(index).ok().filter(|index| (*index as usize) < most);
    index.and_then(|index| char::from_u32(first + index)).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// One thing that comes next in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Words(usize),
    Slot(usize),
    Dynamic(usize),
}

impl Step {
    fn read(letter: char) -> Option<Self> {
        let code = u32::from(letter);
        if code >= FIRST_WORDS {
            Some(Step::Words((code - FIRST_WORDS) as usize))
        } else if code >= FIRST_DYNAMIC {
            Some(Step::Dynamic((code - FIRST_DYNAMIC) as usize))
        } else {
            slot_index(letter).map(Step::Slot)
        }
    }
}

/// A name in a tag, and where it is.
#[derive(Debug, Clone)]
pub(super) struct PlacedPath {
    pub path: Path,
    pub place: Place,
    pub whole: bool,
    pub asked_for: bool,
}

/// A tag that Tera works out.
#[derive(Debug, Clone)]
pub(super) struct WorkedTag {
    /// The whole tag.
    pub place: Place,
    /// What stands between its marks.
    pub inner: String,
    /// The names in it.
    pub uses: Vec<PlacedPath>,
    /// Whether it prints one name and does nothing else.
    pub prints_name: bool,
}

/// A passage that Tera decides the course of.
pub(super) struct Flow {
    pub engine: Engine,
    pub compiled: Passage,
    pub words: Vec<Passage>,
    pub tags: Vec<WorkedTag>,
    pub bindings: Bindings,
    /// How many words and signs all its tags have.
    pub tokens: usize,
    /// Where to point when the passage as a whole is too much: its first loop, or its start.
    pub blame: Place,
}

/// What Tera made of a passage.
pub(super) struct Course {
    pub steps: Vec<Step>,
    /// Which tag printed each worked-out value, and the value.
    pub printed: Vec<(usize, String)>,
}

impl Flow {
    /// Follows the passage through for one scope.
    pub fn follow(&self, scope: &Scope, slots: usize, faults: &mut Vec<TemplateFault>) -> Course {
        let known = Known { scope, bindings: &self.bindings };
        let context = self.context(scope);
        let mut output = Output { steps: Vec::new(), bytes: 0, words: &self.words };
        let (result, meter) = metered(slots, || {
            meter::run(self.tokens).map_err(|why| Stopped::Somewhere(why.to_owned()))?;
            self.engine.render(&context, &mut output)
        });
        let steps = output.steps;
        self.report_unknown_roots(known, faults);
        for (tag, name, why) in &meter.unprintable {
            faults.extend(self.tags.get(*tag).map(|tag| tag.unprintable(*name, *why, known)));
        }
        if let Err(stopped) = result {
            faults.push(self.explain(stopped, known));
        }
        Course { steps, printed: meter.printed }
    }

    fn context(&self, scope: &Scope) -> Context {
        let mut context = Context::new();
        for found in self.tags.iter().flat_map(|tag| &tag.uses) {
            let name = &*found.path.root;
            if let Some(root) = scope.get(name).filter(|_| !context.contains_key(name)) {
                context.insert_value(name.to_owned(), root.value().clone());
            }
        }
        context
    }

    fn report_unknown_roots(&self, known: Known<'_>, faults: &mut Vec<TemplateFault>) {
        // A tag that prints a name and nothing else says so itself, when it is printed.
        let deciding = self.tags.iter().filter(|tag| !tag.prints_name);
        let unknown = deciding.flat_map(|tag| &tag.uses).filter(|found| {
            let root = &found.path.root;
            !found.asked_for && !self.bindings.contains_key(root) && known.scope.get(root).is_none()
        });
        faults.extend(unknown.map(|found| TemplateFault { place: found.place, kind: known.no_value(&found.path) }));
    }

    fn explain(&self, stopped: Stopped, known: Known<'_>) -> TemplateFault {
        let (place, reason) = match stopped {
            Stopped::At(range, reason) => (self.compiled.place(range), reason),
            Stopped::Refused => return TemplateFault { place: self.blame, kind: TemplateFaultKind::OutputTooLarge },
            Stopped::Somewhere(reason) => (self.blame, reason),
        };
        let limits = [
            (meter::TOO_MUCH_WORK, TemplateFaultKind::TooMuchWork),
            (meter::TOO_MANY_VALUES, TemplateFaultKind::TooManyValues),
            (meter::TOO_LARGE, TemplateFaultKind::OutputTooLarge),
        ];
        if let Some((_, kind)) = limits.into_iter().find(|(words, _)| reason.contains(words)) {
            return TemplateFault { place, kind };
        }
        let tag = self.tags.iter().find(|tag| contains(tag.place, place));
        match tag {
            Some(tag) if ["undefined", "`none`", "not defined"].iter().any(|words| reason.contains(words)) => {
                tag.no_value(place, known)
            }
            Some(_) => TemplateFault { place, kind: TemplateFaultKind::NotWorkedOut { reason } },
            None => TemplateFault { place, kind: TemplateFaultKind::Crash(reason) },
        }
    }
}

fn contains(outer: Place, inner: Place) -> bool {
    outer.file == inner.file && outer.start <= inner.start && inner.start < outer.end
}

impl WorkedTag {
    /// The fault that something in this tag has no value: a name that is sure to have none, else one that the text made
    /// and that stands at `place` or alone, else the tag as a whole.
    fn no_value(&self, place: Place, known: Known<'_>) -> TemplateFault {
        let lacks = self.uses.iter().find(|found| !found.asked_for && known.lacks(&found.path));
        let alone = self.uses.len() == 1;
        let mut made = self.uses.iter().filter(|found| found.whole && known.bindings.contains_key(&found.path.root));
        let made = made.rfind(|found| alone || contains(found.place, place));
        match lacks.or(made) {
            Some(found) => TemplateFault { place: found.place, kind: known.no_value(&found.path) },
            None => TemplateFault {
                place: self.place,
                kind: TemplateFaultKind::NoValue {
                    path: self.inner.clone(),
                    nearest: None,
                    known_root: true,
                    empty: false,
                    choices: Vec::new(),
                },
            },
        }
    }

    fn unprintable(&self, name: Option<usize>, why: Unprintable, known: Known<'_>) -> TemplateFault {
        if let Some(found) = name.and_then(|name| self.uses.get(name)).filter(|found| found.whole) {
            return TemplateFault { place: found.place, kind: known.no_value(&found.path) };
        }
        match (why, self.uses.as_slice()) {
            (Unprintable::Nothing, _) => self.no_value(self.place, known),
            (Unprintable::NotText, [only]) if self.prints_name => {
                TemplateFault { place: only.place, kind: known.not_text(&only.path) }
            }
            (Unprintable::NotText, _) => {
                let kind = TemplateFaultKind::NotText { path: self.inner.clone(), choices: Vec::new() };
                TemplateFault { place: self.place, kind }
            }
            (Unprintable::TooLarge, _) => TemplateFault { place: self.place, kind: TemplateFaultKind::OutputTooLarge },
        }
    }
}

/// Where Tera writes: each letter is a step, and past the limit there are no more.
struct Output<'a> {
    steps: Vec<Step>,
    bytes: usize,
    words: &'a [Passage],
}

impl io::Write for Output<'_> {
    fn write(&mut self, letters: &[u8]) -> io::Result<usize> {
        let text = std::str::from_utf8(letters).map_err(|_| io::ErrorKind::InvalidData)?;
        for step in text.chars().filter_map(Step::read) {
            self.bytes += match step {
                Step::Words(index) => self.words.get(index).map_or(0, |words| words.text().len()),
                Step::Slot(_) | Step::Dynamic(_) => 4,
            };
            if self.bytes > MAX_FILLED_BYTES {
                return Err(io::ErrorKind::FileTooLarge.into());
            }
            self.steps.push(step);
        }
        Ok(letters.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The text that the steps make, with its places. `slots` has the place of each slot that the passage always has.
pub(super) fn assemble(
    start: Place,
    steps: &[Step],
    words: &[Passage],
    slots: &[Place],
    printed: &[(usize, String)],
    tags: &[WorkedTag],
) -> Passage {
    let mut out = Passage::empty(start);
    for step in steps {
        let (slot, place) = match *step {
            Step::Words(index) => {
                if let Some(words) = words.get(index) {
                    out.append(words);
                }
                continue;
            }
            Step::Slot(slot) => (slot, slots.get(slot).copied()),
            Step::Dynamic(index) => {
                let place = printed.get(index).and_then(|(tag, _)| tags.get(*tag)).map(|tag| tag.place);
                (slots.len() + index, place)
            }
        };
        out.push_inserted(slot_char(slot).encode_utf8(&mut [0; 4]), place.unwrap_or(start));
    }
    out
}
