//! A passage that has been read once and can be filled in for any number of copies.

use super::Scope;
use super::block::{BlockTag, Nesting, read_block};
use super::data::Unprintable;
use super::emit::{Part, emit};
use super::engine::{Engine, Stopped};
use super::expression::{Expression, Keeps, read_block_expression, read_expression};
use super::fault::{Faults, TemplateFault, TemplateFaultKind};
use super::fill::{Course, Filled, Flow, MAX_WORDS, PlacedPath, Step, WorkedTag, assemble};
use super::path::{Binding, Bindings, Known, Path};
use super::scan::{Piece, Tag, scan};
use super::slot::push_harmless;
use super::{MAX_FILLED_BYTES, MAX_SLOTS};
use crate::source::{Passage, Place};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// A passage with tags, ready to be filled in.
pub struct Template {
    /// The names that are printed whatever happens round them, each with the place of its name and of its tag.
    slots: Vec<Slot>,
    /// Names in tags that Tera works out and prints.
    worked: Vec<PlacedPath>,
    /// Names that only decide something.
    tested: Vec<PlacedPath>,
    body: Body,
}

struct Slot {
    path: Path,
    place: Place,
    tag: Place,
}

enum Body {
    /// The same text for every scope.
    Fixed { text: Arc<str>, passage: Arc<Passage> },
    /// As above, of a passage with faults in it: it says nothing more.
    Broken { text: Arc<str>, passage: Arc<Passage> },
    /// Tera decides what comes.
    Flow(Box<Flow>),
}

/// Which tags Tera works out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Workings {
    /// Those that need it.
    AsNeeded,
    /// All: slower, and the same.
    #[cfg(test)]
    All,
}

impl Template {
    /// Reads a passage. In the byte ranges `inert` of it, which do not overlap, braces are plain text.
    ///
    /// There is always a template, so that the work goes on: after a fault it is the passage without its tags, apart
    /// from those that print a name.
    pub fn compile(passage: &Passage, inert: &[Range<usize>], faults: &mut Vec<TemplateFault>) -> Self {
        Self::compile_with(Workings::AsNeeded, passage, inert, faults)
    }

    pub(super) fn compile_with(
        workings: Workings,
        passage: &Passage,
        inert: &[Range<usize>],
        faults: &mut Vec<TemplateFault>,
    ) -> Self {
        let mut faults = Faults::new(passage, faults);
        let mut reading =
            Reading { passage, template: Self::empty(passage), tags: Vec::new(), bindings: Bindings::new() };
        let parts = reading.read(workings, inert, &mut faults);
        let needs_tera = parts.iter().any(|part| matches!(part, Part::Print { .. } | Part::Block { .. }));
        reading.template.body = if faults.any() {
            let Assembled { text, passage } = reading.assembled(&parts);
            Body::Broken { text, passage }
        } else if needs_tera {
            match reading.flow(&parts) {
                Ok(flow) => Body::Flow(Box::new(flow)),
                Err((place, kind)) => {
                    faults.add_at(place, kind);
                    let Assembled { text, passage } = reading.assembled(&parts);
                    Body::Broken { text, passage }
                }
            }
        } else {
            let Assembled { text, passage } = reading.assembled(&parts);
            Body::Fixed { text, passage }
        };
        // What is left of a faulty passage does not depend on how its tags were to be worked out.
        #[cfg(test)]
        if workings == Workings::All && matches!(reading.template.body, Body::Broken { .. }) {
            return Self::compile(passage, inert, &mut Vec::new());
        }
        reading.template
    }

    /// A text in which nothing is a tag: it is the same for every scope, braces and all.
    pub fn literal(passage: Passage) -> Self {
        let mut template = Self::empty(&passage);
        template.body = Body::Fixed { text: passage.text().into(), passage: Arc::new(passage) };
        template
    }

    fn empty(passage: &Passage) -> Self {
        let body = Body::Fixed { text: "".into(), passage: Arc::new(passage.slice(0..0)) };
        Self { slots: Vec::new(), worked: Vec::new(), tested: Vec::new(), body }
    }

    /// Fills the passage in. A name that is printed and has no value is a fault, and its slot's value is then empty.
    pub fn fill(&self, scope: &Scope, faults: &mut Vec<TemplateFault>) -> Filled {
        match &self.body {
            Body::Broken { text, passage } => {
                let values = self.slots.iter().map(|slot| slot.value(scope).unwrap_or_default()).collect();
                Filled { text: Arc::clone(text), passage: Arc::clone(passage), values }
            }
            Body::Fixed { text, passage } => {
                let mut values = Vec::with_capacity(self.slots.len());
                self.slot_values(scope, |_| true, text.len(), &mut values, faults);
                Filled { text: Arc::clone(text), passage: Arc::clone(passage), values }
            }
            Body::Flow(flow) => self.fill_flow(flow, scope, faults),
        }
    }

    /// Where the text is the same for every scope: the names whose values [`Template::fill`] gives, in its order. `None`
    /// where Tera decides what comes.
    pub fn printed_paths(&self) -> Option<impl ExactSizeIterator<Item = &Path>> {
        (!matches!(self.body, Body::Flow(_))).then(|| self.slots.iter().map(|slot| &slot.path))
    }

    /// Whether it is a fault where a name that is printed has no value: not in what is faulty already.
    pub fn needs_values(&self) -> bool {
        !matches!(self.body, Body::Broken { .. })
    }

    fn fill_flow(&self, flow: &Flow, scope: &Scope, faults: &mut Vec<TemplateFault>) -> Filled {
        let mut found = Vec::new();
        let Course { steps, printed } = flow.follow(scope, self.slots.len(), &mut found);
        let places: Vec<Place> = self.slots.iter().map(|slot| slot.tag).collect();
        let passage = assemble(flow.compiled.place(0..0), &steps, &flow.words, &places, &printed, &flow.tags);
        let mut is_printed = vec![false; self.slots.len()];
        for step in &steps {
            if let Step::Slot(slot) = *step
                && let Some(is_printed) = is_printed.get_mut(slot)
            {
                *is_printed = true;
            }
        }
        let worked_bytes: usize = printed.iter().map(|(_, value)| value.len()).sum();
        let bytes = passage.text().len() + worked_bytes;
        let mut values = Vec::with_capacity(self.slots.len() + printed.len());
        self.slot_values(scope, |slot| is_printed[slot], bytes, &mut values, &mut found);
        values.extend(printed.into_iter().map(|(_, value)| Arc::from(value)));
        found.sort_by_key(|fault| fault.place);
        found.dedup_by_key(|fault| fault.place);
        faults.append(&mut found);
        Filled { text: passage.text().into(), passage: Arc::new(passage), values }
    }

    /// Adds the values of the slots that are in the text; `bytes` is what the passage has already.
    fn slot_values(
        &self,
        scope: &Scope,
        is_printed: impl Fn(usize) -> bool,
        mut bytes: usize,
        values: &mut Vec<Arc<str>>,
        faults: &mut Vec<TemplateFault>,
    ) {
        let bindings = Bindings::new();
        let known = Known { scope, bindings: &bindings };
        for (index, slot) in self.slots.iter().enumerate() {
            if !is_printed(index) {
                values.push(Arc::default());
                continue;
            }
            let value = slot.value(scope).and_then(|value| {
                bytes += value.len();
                if bytes > MAX_FILLED_BYTES { Err(Unprintable::TooLarge) } else { Ok(value) }
            });
            values.push(value.unwrap_or_else(|why| {
                let kind = match why {
                    Unprintable::Nothing => known.no_value(&slot.path),
                    Unprintable::NotText => known.not_text(&slot.path),
                    Unprintable::TooLarge => TemplateFaultKind::OutputTooLarge,
                };
                faults.push(TemplateFault { place: slot.place, kind });
                Arc::default()
            }));
        }
    }

    /// The dotted names that the passage prints, each once, in the order of the text.
    pub fn names(&self) -> Vec<String> {
        let mut all: Vec<(Place, String)> = self.slots.iter().map(|slot| (slot.place, slot.path.dotted())).collect();
        all.extend(self.worked.iter().map(|found| (found.place, found.path.dotted())));
        all.sort_by_key(|(place, _)| *place);
        let mut seen = BTreeSet::new();
        all.into_iter().map(|(_, name)| name).filter(|name| seen.insert(name.clone())).collect()
    }

    /// The dotted names that only decide something (`{% if name %}`, `{% for … in name %}`), with their places. One
    /// that has no value is no fault; a lint may still know that no school has it.
    pub fn tested_names(&self) -> impl Iterator<Item = (String, Place)> {
        self.tested.iter().map(|found| (found.path.dotted(), found.place))
    }

    /// Whether the text is the same whatever the scope: it has no tags but `{% raw %}`.
    pub fn is_constant(&self) -> bool {
        self.slots.is_empty() && !matches!(self.body, Body::Flow(_))
    }
}

impl Slot {
    fn value(&self, scope: &Scope) -> Result<Arc<str>, Unprintable> {
        self.path.find(scope).ok_or(Unprintable::Nothing)?.printed()
    }
}

struct Assembled {
    text: Arc<str>,
    passage: Arc<Passage>,
}

/// A passage that is being read.
struct Reading<'a> {
    passage: &'a Passage,
    template: Template,
    tags: Vec<WorkedTag>,
    bindings: Bindings,
}

impl Reading<'_> {
    fn read(&mut self, workings: Workings, inert: &[Range<usize>], faults: &mut Faults<'_>) -> Vec<Part> {
        let text = self.passage.text();
        let mut nesting = Nesting::default();
        let mut parts = Vec::new();
        for piece in scan(text, inert, faults) {
            match piece {
                Piece::Words(range) => parts.push(Part::Words(range)),
                Piece::Print(tag) => {
                    let tokens = 0..tag.tokens.len();
                    let expression = read_expression(text, &tag, tokens, Keeps::Nothing, faults);
                    parts.push(Part::Print { number: 0, tag, expression });
                }
                Piece::Block(tag) => {
                    let Some(block) = read_block(text, &tag, faults) else { continue };
                    nesting.next(&tag, &block, faults);
                    let expression = read_block_expression(text, &tag, &block, faults);
                    self.bind(&block, expression.as_ref());
                    parts.push(Part::Block { number: 0, tag, block, expression });
                }
            }
        }
        nesting.finish(faults);
        let mut words = 0;
        let parts: Vec<Part> = parts.into_iter().map(|part| self.settle(workings, part, &mut words)).collect();
        if words > MAX_WORDS {
            faults.syntax(0..text.len(), "this passage has too many tags", "split it into sections");
        }
        if self.template.slots.len() > MAX_SLOTS {
            faults.add(0..text.len(), TemplateFaultKind::TooManyValues);
        }
        parts
    }

    fn bind(&mut self, block: &BlockTag, expression: Option<&Expression>) {
        let path = expression.and_then(Expression::bare).map(|found| found.path.clone());
        match block {
            BlockTag::Set { name, .. } => self.bind_name(name, path.map_or(Binding::Unknown, Binding::Same)),
            BlockTag::For { names, .. } => {
                self.bind_name(&"loop".into(), Binding::Unknown);
                let item = path.filter(|_| names.len() == 1).map_or(Binding::Unknown, Binding::ItemOf);
                for name in names {
                    self.bind_name(name, item.clone());
                }
            }
            _ => {}
        }
    }

    /// A name that is made twice could stand for either.
    fn bind_name(&mut self, name: &Arc<str>, binding: Binding) {
        self.bindings.entry(Arc::clone(name)).and_modify(|other| *other = Binding::Unknown).or_insert(binding);
    }

    /// Decides, now that all names are known, which tags print a name of the scope and nothing else.
    fn settle(&mut self, workings: Workings, part: Part, words: &mut usize) -> Part {
        match part {
            Part::Print { tag, expression, .. } => {
                let bare = expression.bare().filter(|found| !self.bindings.contains_key(&found.path.root));
                if let Some(found) = bare.filter(|_| workings == Workings::AsNeeded) {
                    let place = self.passage.place(found.bytes.clone());
                    let slot = Slot { path: found.path.clone(), place, tag: self.passage.place(tag.whole) };
                    self.template.slots.push(slot);
                    return Part::Slot(self.template.slots.len() - 1);
                }
                let worked = self.worked_tag(&tag, &expression, true);
                self.template.worked.extend(worked.uses.iter().cloned());
                self.tags.push(worked);
                Part::Print { number: self.tags.len() - 1, tag, expression }
            }
            Part::Block { tag, block, expression, .. } => {
                let number = self.tags.len();
                if let Some(expression) = &expression {
                    let worked = self.worked_tag(&tag, expression, false);
                    self.template.tested.extend(worked.uses.iter().cloned());
                    self.tags.push(worked);
                }
                Part::Block { number, tag, block, expression }
            }
            Part::Words(_) => {
                *words += 1;
                part
            }
            Part::Slot(_) => part,
        }
    }

    fn worked_tag(&self, tag: &Tag, expression: &Expression, prints: bool) -> WorkedTag {
        let uses = expression.uses.iter().map(|found| PlacedPath {
            path: found.path.clone(),
            place: self.passage.place(found.bytes.clone()),
            whole: found.whole,
            asked_for: found.asked_for,
        });
        WorkedTag {
            place: self.passage.place(tag.whole.clone()),
            inner: self.passage.text()[tag.inner.clone()].trim().to_owned(),
            uses: uses.collect(),
            prints_name: prints && expression.bare().is_some(),
        }
    }

    fn words(&self, parts: &[Part]) -> Vec<Passage> {
        let ranges = parts.iter().filter_map(|part| if let Part::Words(range) = part { Some(range) } else { None });
        ranges
            .map(|range| {
                let mut words = self.passage.slice(range.start..range.start);
                push_harmless(&mut words, self.passage, range.clone());
                words
            })
            .collect()
    }

    /// The passage as it is when Tera has no say: its words and slots in order.
    fn assembled(&self, parts: &[Part]) -> Assembled {
        let mut words = 0..;
        let steps: Vec<Step> = parts
            .iter()
            .filter_map(|part| match part {
                Part::Words(_) => words.next().map(Step::Words),
                Part::Slot(slot) => Some(Step::Slot(*slot)),
                Part::Print { .. } | Part::Block { .. } => None,
            })
            .collect();
        let places: Vec<Place> = self.template.slots.iter().map(|slot| slot.tag).collect();
        let passage = assemble(self.passage.place(0..0), &steps, &self.words(parts), &places, &[], &[]);
        Assembled { text: passage.text().into(), passage: Arc::new(passage) }
    }

    fn flow(&mut self, parts: &[Part]) -> Result<Flow, (Place, TemplateFaultKind)> {
        let compiled = emit(self.passage, parts);
        let first_loop = parts.iter().find_map(|part| match part {
            Part::Block { tag, block: BlockTag::For { .. }, .. } => Some(self.passage.place(tag.whole.clone())),
            _ => None,
        });
        let blame = first_loop.unwrap_or_else(|| self.passage.place(0..0));
        let engine = Engine::compile(compiled.text()).map_err(|stopped| match stopped {
            Stopped::At(range, reason) => (compiled.place(range), unreadable(&reason)),
            Stopped::Refused => (blame, TemplateFaultKind::Crash("it could not write".to_owned())),
            Stopped::Somewhere(reason) => (blame, TemplateFaultKind::Crash(reason)),
        })?;
        Ok(Flow {
            engine,
            words: self.words(parts),
            tags: std::mem::take(&mut self.tags),
            bindings: std::mem::take(&mut self.bindings),
            tokens: parts.iter().map(Part::tokens).sum(),
            blame,
            compiled,
        })
    }
}

/// What Tera says of a tag that it cannot read, in our words first.
fn unreadable(reason: &str) -> TemplateFaultKind {
    let message = if reason.contains("too complex") || reason.contains("nested brackets") {
        "this tag is too long a sum"
    } else if reason.starts_with("Found") || reason.starts_with("Unexpected end") {
        "something is missing in this tag, or too much"
    } else {
        "this tag cannot be read"
    };
    let reason = reason.trim_end_matches('.');
    TemplateFaultKind::Syntax { message: message.to_owned(), help: Some(format!("Tera says: {reason}")) }
}
