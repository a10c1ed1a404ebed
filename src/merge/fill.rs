//! Fills in a copy's texts with the values of the place it is for.

use super::plan::{Plan, PlanStep};
use super::text::{CopySection, Note, Part, SharedText, SlottedText};
use super::tree::{Addition, Node, Origin};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest};
use crate::markdown::References;
use crate::model::{Condition, FrontSheetLayout, PageSource, Phase, PolicyFile, TextBody, Words};
use crate::source::{Passage, Place};
use crate::template::{Filled, MAX_FILLED_BYTES, Path, Scope, TemplateFault, TemplateFaultKind};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock};

/// Where the values of a copy come from, for messages.
#[derive(Debug)]
pub struct Whose<'a> {
    /// "Ashby Primary School" or "the trust's own copy".
    pub name: &'a str,
    /// The path of the policy's own file; `None` for a plain page.
    pub policy_file: Option<&'a str>,
    /// The path of the school's `school.toml`; `None` for the trust's own copy.
    pub school_file: Option<&'a str>,
    /// The path of `trust.toml`.
    pub trust_file: &'a str,
}

/// The most bytes that the tags of one document may add to what its author wrote.
const MAX_ADDED_BYTES: usize = 4 * 1024 * 1024;

/// Fills in the texts of one document from one scope.
pub struct Filler<'a, 'c> {
    pub scope: &'a Scope,
    pub whose: &'a Whose<'a>,
    pub words: &'a Words,
    pub diagnostics: &'a mut Diagnostics,
    /// The values of all texts filled in so far, that of a name once.
    pub values: Vec<Arc<str>>,
    /// Where the value of a name is among them.
    named: HashMap<&'c Path, u32>,
    /// What was filled in before its turn.
    ready: std::vec::IntoIter<SlottedText<'c>>,
    added: usize,
}

impl<'a, 'c> Filler<'a, 'c> {
    /// A filler for one document.
    pub fn new(scope: &'a Scope, whose: &'a Whose<'a>, words: &'a Words, diagnostics: &'a mut Diagnostics) -> Self {
        let (values, named, ready) = (Vec::new(), HashMap::new(), Vec::new().into_iter());
        Self { scope, whose, words, diagnostics, values, named, ready, added: 0 }
    }

    /// Fills in once more, for this copy, the texts that another copy without amendments has: gives them where they
    /// differ in more than values.
    pub fn again(
        &mut self,
        text: &SharedText<'c>,
        plan: &Plan<'c>,
        own: &'c PolicyFile,
    ) -> Option<Vec<SlottedText<'c>>> {
        if self.follow(text, plan, own) {
            return None;
        }
        // Whatever there is to say is said text by text.
        let whole = |(index, known): (usize, &&SlottedText<'c>)| {
            self.filled(known.body, references_of(index, text, own), known.source)
        };
        Some(text.all_texts().iter().enumerate().map(whole).collect())
    }

    /// Looks up each value of a text once. Where anything is out of the ordinary nothing is done, and that is said by `false`.
    fn follow(&mut self, text: &SharedText<'c>, plan: &Plan<'c>, own: &'c PolicyFile) -> bool {
        let mut said = Diagnostics::default();
        std::mem::swap(self.diagnostics, &mut said);
        let is_same = self.take_steps(text, plan, own);
        let faults = std::mem::replace(self.diagnostics, said);
        if is_same {
            self.diagnostics.append(faults);
        } else {
            (self.added, self.values) = (0, Vec::new());
            self.named.clear();
        }
        is_same
    }

    fn take_steps(&mut self, text: &SharedText<'c>, plan: &Plan<'c>, own: &'c PolicyFile) -> bool {
        self.values.reserve_exact(plan.steps.len());
        self.added = plan.bytes;
        for step in &plan.steps {
            match step {
                PlanStep::Value { path, is_needed, times } => {
                    let value = path.printed(self.scope);
                    if value.is_none() && *is_needed {
                        return false;
                    }
                    let value = value.unwrap_or_default();
                    self.added += value.len() * times;
                    self.values.push(value);
                }
                PlanStep::Worked(index) => {
                    let all = text.all_texts();
                    let known = all[*index];
                    let now = self.filled(known.body, references_of(*index, text, own), known.source);
                    if !now.is_same(known) {
                        return false;
                    }
                }
            }
        }
        // Then no text of it is too large either.
        self.added <= MAX_FILLED_BYTES
    }

    /// Whether something had to be left out for want of room.
    pub fn is_full(&self) -> bool {
        self.added > MAX_ADDED_BYTES
    }

    fn say(&mut self, faults: &[TemplateFault]) {
        for fault in faults {
            let fault = self.worded(fault);
            self.diagnostics.push(fault);
        }
    }

    /// Takes these texts, in the order in which they are asked for, as filled in.
    pub fn take(&mut self, ready: Vec<SlottedText<'c>>) {
        self.ready = ready.into_iter();
    }

    /// Fills in one text of a file.
    pub fn text(&mut self, body: &'c TextBody, file: TextFile<'c>) -> SlottedText<'c> {
        self.filled(body, file.references, file.source)
    }

    /// Fills in one text.
    pub fn filled(&mut self, body: &'c TextBody, references: &References, source: usize) -> SlottedText<'c> {
        if let Some(ready) = self.ready.next() {
            return ready;
        }
        let mut faults = Vec::new();
        let mut filled = body.template.fill(self.scope, &mut faults);
        if self.adds_too_much(body, filled.text.len() + bytes_of(&filled.values)) {
            // It fails the build, so nobody misses what is left out; there is no need to make it.
            filled = Filled { text: Arc::from(""), passage: Arc::new(Passage::empty(body.place)), values: Vec::new() };
        }
        self.say(&faults);
        let document = body.parsed(&filled.text, references);
        let values = self.keep(body, filled.values);
        SlottedText { body, document, passage: filled.passage, source, values }
    }

    /// Adds the values of a text to those of the copy, and gives where each is.
    fn keep(&mut self, body: &'c TextBody, values: Vec<Arc<str>>) -> Box<[u32]> {
        let next = |all: &[Arc<str>]| u32::try_from(all.len()).expect("there are fewer values than bytes of text");
        let all = &mut self.values;
        match body.template.printed_paths().filter(|paths| paths.len() == values.len()) {
            None => {
                let start = next(all);
                all.extend(values);
                (start..next(all)).collect()
            }
            Some(paths) => {
                let place = |(path, value): (&'c Path, Arc<str>)| {
                    *self.named.entry(path).or_insert_with(|| {
                        all.push(value);
                        next(all) - 1
                    })
                };
                paths.zip(values).map(place).collect()
            }
        }
    }

    /// Whether the document has become too large with a text, which has so many bytes once it is filled in. Said once.
    fn adds_too_much(&mut self, body: &TextBody, bytes: usize) -> bool {
        let had_room = self.added <= MAX_ADDED_BYTES;
        self.added += bytes.saturating_sub(body.place.range().len());
        let is_too_much = self.added > MAX_ADDED_BYTES;
        if is_too_much && had_room {
            let message = "the tags of this document print more than 4 MiB together";
            let fault = Diagnostic::error(Code::Template, body.place.starting_point(), message);
            self.diagnostics.push(fault.help("take a loop out, or split the document"));
        }
        is_too_much && bytes > 0
    }

    fn worded(&self, fault: &TemplateFault) -> Diagnostic {
        match &fault.kind {
            TemplateFaultKind::NoValue { path, nearest, .. } => self.no_value(path, nearest.as_deref(), fault.place),
            _ => crate::model::diagnostic(fault),
        }
    }

    fn no_value(&self, path: &str, near: Option<&str>, place: Place) -> Diagnostic {
        let ours = is_a_key_of_ours(path);
        let meant = near.map(str::to_owned).or_else(|| key_meant(path));
        if let Some(near) = meant.as_ref().filter(|_| !ours) {
            let message = format!("there is no value called \"{path}\"");
            return Diagnostic::error(Code::NoValue, place, message).help(format!("did you mean {near}?"));
        }
        let root = path.split('.').next().unwrap_or(path);
        if matches!(root, "school" | "policy") && self.scope.get(root).is_none() {
            let message = match root {
                "school" => format!("a plain page belongs to no school, so \"{path}\" has no value in it"),
                _ => format!("a plain page is no policy, so \"{path}\" has no value in it"),
            };
            return Diagnostic::error(Code::NoValue, place, message).help("write the words themselves in its place");
        }
        // What is the same for every copy is said in the same words, and so printed once.
        let message = match root {
            "school" => format!("\"{path}\" has no value for {}", self.whose.name),
            "trust" | "terms" | "policy" => format!("\"{path}\" has no value"),
            _ => format!("there is no value called \"{path}\""),
        };
        let add = self.where_to_add(path);
        let help = near.map_or_else(|| add.clone(), |near| format!("{add}; or did you mean {near}?"));
        Diagnostic::error(Code::NoValue, place, message).help(help)
    }

    fn where_to_add(&self, path: &str) -> String {
        let (root, rest) = path.split_once('.').unwrap_or((path, ""));
        let (table, key) = rest.rsplit_once('.').unwrap_or(("", rest));
        let in_table = |file: &str, table: &str| match table {
            "" => format!("add {key} = \"…\" at the top of {file}"),
            _ => format!("add {key} = \"…\" below [{table}] in {file}"),
        };
        let defaults = if table.is_empty() { "school_defaults".to_owned() } else { format!("school_defaults.{table}") };
        let Whose { school_file, trust_file, .. } = self.whose;
        match (root, school_file) {
            ("school", Some(file)) => {
                format!("{}, or for all schools below [{defaults}] in {trust_file}", in_table(file, table))
            }
            ("school", None) => in_table(trust_file, &defaults),
            ("terms", _) => format!("add {rest} = \"…\" below [terms] in {trust_file}"),
            ("trust", _) => in_table(trust_file, table),
            ("policy", _) => match self.whose.policy_file {
                Some(file) if table.is_empty() => format!("add {key} = \"…\" to the front matter of {file}"),
                Some(file) => format!("add {key} = \"…\" below [{table}] in the front matter of {file}"),
                None => "add it to the front matter of the policy".to_owned(),
            },
            ("page", _) => "write page.url".to_owned(),
            _ => {
                let roots = ["trust", "school", "terms", "policy", "schools", "page"];
                match nearest(root, roots) {
                    Some(near) if near != root => format!("did you mean {near}?"),
                    _ => "a value is one of trust.…, school.…, terms.…, policy.… or page.url".to_owned(),
                }
            }
        }
    }

    /// A tree of sections, filled in.
    pub fn sections(&mut self, nodes: &[Node<'c>], files: &Files<'c, '_>) -> Vec<CopySection<'c>> {
        nodes.iter().map(|node| self.section(node, files)).collect()
    }

    fn section(&mut self, node: &Node<'c>, files: &Files<'c, '_>) -> CopySection<'c> {
        let section = node.section;
        let file = files.of(node.origin);
        // What stands in a section to fill in is guidance for whoever fills it in, and no reader's business.
        let is_filled = section.marks.fill && node.is_added_to();
        let own = !is_filled && section.has_text;
        CopySection {
            level: node.level,
            id: node.id.clone(),
            aliases: node.aliases.clone(),
            heading: self.text(&section.heading, file),
            number: None,
            appendix: None,
            unnumbered: section.marks.unnumbered,
            is_appendix: section.marks.appendix,
            source_path: file.path,
            source: file.source,
            for_whom: files.for_whom(&section.marks.condition, self.words),
            prepended: self.additions(&node.prepended, files),
            text: own.then(|| self.text(&section.body, file)),
            children: if is_filled { Vec::new() } else { self.sections(&node.children, files) },
            appended: self.additions(&node.appended, files),
        }
    }

    fn additions(&mut self, additions: &[Addition<'c>], files: &Files<'c, '_>) -> Vec<Part<'c>> {
        let file = files.of(Origin::Amendment);
        let made = |addition: &Addition<'c>| Part {
            text: self.text(&addition.section.body, file),
            children: self.sections(&addition.children, files),
        };
        additions.iter().map(made).collect()
    }

    /// The notice of a front sheet.
    pub fn notice(&mut self, layout: &'c FrontSheetLayout) -> Option<SlottedText<'c>> {
        layout.notice.as_deref().map(|notice| self.filled(notice, &References::default(), 0))
    }

    /// Footnotes of a file.
    pub fn notes(&mut self, notes: &'c BTreeMap<String, TextBody>, file: TextFile<'c>) -> Vec<Note<'c>> {
        notes.iter().map(|(label, body)| Note { label, text: self.text(body, file) }).collect()
    }
}

/// The link definitions that hold for a text: none for the notice, which is no text of the policy's file.
fn references_of<'f>(index: usize, text: &SharedText<'_>, own: &'f PolicyFile) -> &'f References {
    static NOTHING: LazyLock<References> = LazyLock::new(References::default);
    if index == 0 && text.notice.is_some() { &NOTHING } else { &own.text.references }
}

fn bytes_of(values: &[Arc<str>]) -> usize {
    values.iter().map(|value| value.len()).sum()
}

/// What filling in needs to know of a file.
#[derive(Debug, Clone, Copy)]
pub struct TextFile<'c> {
    references: &'c References,
    /// The file's path from the portal's folder.
    path: &'c str,
    /// 0 for a document's own file, 1 for a school's amendment.
    source: usize,
}

impl<'c> TextFile<'c> {
    /// A policy's own file.
    pub fn own(file: &'c PolicyFile) -> Self {
        Self { references: &file.text.references, path: &file.path, source: 0 }
    }

    /// A school's amendment.
    pub fn amendment(file: &'c PolicyFile) -> Self {
        Self { source: 1, ..Self::own(file) }
    }

    /// A plain page.
    pub fn page(page: &'c PageSource) -> Self {
        Self { references: &page.text.references, path: &page.path, source: 0 }
    }
}

/// The files a copy is made of.
pub struct Files<'c, 'n> {
    pub own: TextFile<'c>,
    pub amendment: Option<TextFile<'c>>,
    /// On the trust's own copy: the schools' names by slug, for saying whom a section is for.
    pub school_names: Option<&'n BTreeMap<&'n str, &'n str>>,
}

impl<'c> Files<'c, '_> {
    fn of(&self, origin: Origin) -> TextFile<'c> {
        match (origin, self.amendment) {
            (Origin::Amendment, Some(amendment)) => amendment,
            _ => self.own,
        }
    }

    fn for_whom(&self, condition: &Condition, words: &Words) -> Option<String> {
        let names_by_slug = self.school_names?;
        let mut listed: Vec<String> = Vec::new();
        if !condition.phases.is_empty() {
            let phase = |phase: &Phase| words.fill("text.phase", &[("phase", &words.phase(*phase).to_lowercase())]);
            let phases: Vec<String> = condition.phases.iter().map(phase).collect();
            listed.push(words.fill("text.phases", &[("phases", &words.joined(&phases))]));
        }
        let name = |slug: &str| names_by_slug.get(slug).map_or(slug.to_owned(), |name| (*name).to_owned());
        listed.extend(condition.schools.iter().map(|school| name(&school.value)));
        (!listed.is_empty()).then(|| words.joined(&listed))
    }
}

/// The keys that a file may give values to, besides a policy's front matter.
const KEYS: &[(&str, &[&str])] = &[
    ("school", &["name", "urn", "phase", "website", "email", "phone", "address", "contacts", "extra"]),
    ("trust", &["name", "short_name", "base_url", "website", "language", "contacts", "extra"]),
    ("page", &["url"]),
];

/// The keys below a name.
fn keys_of(root: &str) -> Vec<&'static str> {
    match KEYS.iter().find(|(known, _)| *known == root) {
        Some((_, keys)) => keys.to_vec(),
        None if root == "policy" => crate::model::Field::ALL.iter().map(|field| field.key()).collect(),
        None => Vec::new(),
    }
}

/// Whether a path is one that a file may give a value to: then what is missing is the value, not a better name.
fn is_a_key_of_ours(path: &str) -> bool {
    match path.split('.').collect::<Vec<_>>().as_slice() {
        ["school" | "trust", "contacts", _, key] => ["name", "role", "email", "phone"].contains(key),
        [root, key] => keys_of(root).contains(key),
        _ => false,
    }
}

/// The key of ours that a misspelt path is nearest to.
fn key_meant(path: &str) -> Option<String> {
    let (root, key) = path.split_once('.')?;
    Some(format!("{root}.{}", nearest(key, keys_of(root))?))
}
