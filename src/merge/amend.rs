//! Does a school's amendments to the trust's sections.

use super::tree::{Addition, Node, Origin, Step, grow, list_at, node_at, path_to};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest, quoted_list};
use crate::model::{LocalChanges, PolicyFile, PolicyText, SectionSource, Verb};
use crate::source::{Located, Place};

/// One amendment done: what the lists of local changes say of it.
#[derive(Debug)]
pub struct Done<'c> {
    pub verb: Option<Verb>,
    pub target: Option<&'c SectionSource>,
    pub id: Option<String>,
    pub section: &'c SectionSource,
}

/// Does the amendments of `file`, in its order, to the trust's sections in `nodes`.
///
/// An amendment that cannot be done is said, and the next one is gone on with. `path` is that of the trust's file, for
/// messages.
pub fn amend<'c>(
    nodes: &mut Vec<Node<'c>>,
    trust: &PolicyFile,
    path: &str,
    allowed: LocalChanges,
    file: &'c PolicyFile,
    diagnostics: &mut Diagnostics,
) -> Vec<Done<'c>> {
    if file.text.preamble.is_some() {
        let place = first_words(&file.text);
        let message = "text before the first heading has nowhere to go in an amendment";
        diagnostics.push(
            Diagnostic::error(Code::TextBeforeHeading, place, message)
                .help("write a heading above it, such as ## Local arrangements, or ## Its place {append=section-id}"),
        );
    }
    let mut amender = Amender { trust, path, allowed, diagnostics, done: Vec::new(), replaced: Vec::new() };
    for node in instructions(file) {
        amender.follow(nodes, node);
    }
    amender.done
}

/// Where what stands above the first heading begins, comments aside: its first line.
fn first_words(text: &PolicyText) -> Place {
    let preamble = &text.whole.text()[..text.preamble_end];
    let mut rest = preamble.trim_start();
    while let Some((_, after)) = rest.strip_prefix("<!--").and_then(|comment| comment.split_once("-->")) {
        rest = after.trim_start();
    }
    let start = preamble.len() - rest.len();
    let line = rest.lines().next().unwrap_or_default().trim_end();
    text.whole.place(start..start + line.len())
}

/// The file's sections as instructions: each top-level one, and each inside it that has a verb of its own.
fn instructions(file: &PolicyFile) -> Vec<Node<'_>> {
    let mut found = Vec::new();
    for node in grow(&file.text.sections, Origin::Amendment) {
        lift(node, &mut found);
    }
    found
}

/// Puts a section among the instructions, and behind it those that stood in it.
fn lift<'c>(mut node: Node<'c>, found: &mut Vec<Node<'c>>) {
    let mut inside = Vec::new();
    take_instructions(&mut node, &mut inside);
    found.push(node);
    found.append(&mut inside);
}

fn take_instructions<'c>(node: &mut Node<'c>, found: &mut Vec<Node<'c>>) {
    for mut child in std::mem::take(&mut node.children) {
        if child.section.marks.verb.is_some() {
            lift(child, found);
        } else {
            take_instructions(&mut child, found);
            node.children.push(child);
        }
    }
}

/// The first section that is locked: this one, or one inside it.
fn locked_in<'n, 'c>(node: &'n Node<'c>) -> Option<&'n Node<'c>> {
    match node.origin == Origin::Policy && node.section.marks.locked {
        true => Some(node),
        false => node.inner().find_map(locked_in),
    }
}

struct Amender<'a, 'c> {
    trust: &'a PolicyFile,
    path: &'a str,
    allowed: LocalChanges,
    diagnostics: &'a mut Diagnostics,
    done: Vec<Done<'c>>,
    /// What was replaced, by whom: nothing is replaced twice.
    replaced: Vec<(String, Place)>,
}

impl<'c> Amender<'_, 'c> {
    fn follow(&mut self, nodes: &mut Vec<Node<'c>>, node: Node<'c>) {
        let section = node.section;
        let Some((verb, target)) = &section.marks.verb else {
            if self.is_allowed(None, section.place, None) {
                self.add_at_end(nodes, node);
            }
            return;
        };
        let Some(path) = self.find(nodes, target) else { return };
        let found = node_at(nodes, &path);
        let fill = found.origin == Origin::Policy && found.section.marks.fill;
        if !self.is_allowed(Some(*verb), target.place, fill.then_some(*verb))
            || (!fill && self.is_locked(nodes, &path, *verb, target))
            || self.leaves_open(found, *verb, target)
        {
            return;
        }
        // A section to fill in that is replaced by nothing is still to be filled in, and that is said of every one.
        if fill && *verb == Verb::Replace && !node.has_text() {
            return;
        }
        match verb {
            Verb::After | Verb::Before => self.insert(nodes, &path, node, *verb, target),
            Verb::Replace => self.replace(nodes, &path, node, target),
            Verb::Append | Verb::Prepend => self.add_text(nodes, &path, node, *verb),
            Verb::Remove => self.remove(nodes, &path, section),
        }
    }

    fn find(&mut self, nodes: &[Node<'c>], target: &Located<String>) -> Option<Vec<Step>> {
        if let Some(path) = path_to(nodes, &target.value) {
            return Some(path);
        }
        let ids: Vec<String> = nodes.iter().flat_map(Node::all_ids).collect();
        let known = ids.iter().map(String::as_str);
        let trust = self.path;
        let removed = self.done.iter().find(|done| {
            done.verb == Some(Verb::Remove) && done.target.is_some_and(|section| section.id == target.value)
        });
        let elsewhere = self.trust.text.sections.iter().find(|section| section.id == target.value);
        let mut fault = match (removed, elsewhere) {
            (Some(removed), _) => {
                let message = format!("the section \"{}\" has been taken out by this file already", target.value);
                Diagnostic::error(Code::NoTarget, target.place, message)
                    .note(removed.section.place, "taken out here")
                    .help("put this instruction above the one with {remove=…}, or name another section")
            }
            (None, Some(section)) => {
                let message = format!("the section \"{}\" is not in this school's copy of {trust}", target.value);
                Diagnostic::error(Code::NoTarget, target.place, message)
                    .note(section.place, "it is for other schools only")
                    .help("name a section that this school has")
            }
            (None, None) => {
                let message = format!("there is no section \"{}\" in {trust}", target.value);
                Diagnostic::error(Code::NoTarget, target.place, message)
            }
        };
        if removed.is_none() && elsewhere.is_none() {
            fault = fault.help(match nearest(&target.value, known) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("its sections are {}", quoted_list(&ids)),
            });
            fault = fault.note(self.trust.front.place, "the trust's policy");
        }
        self.diagnostics.push(fault);
        None
    }

    /// Whether the trust lets schools do this. A section that must be filled in may always be.
    fn is_allowed(&mut self, verb: Option<Verb>, place: Place, fills: Option<Verb>) -> bool {
        if matches!(fills, Some(Verb::Replace | Verb::Append | Verb::Prepend)) {
            return true;
        }
        let fits = match self.allowed {
            LocalChanges::Amend => true,
            LocalChanges::Add => !matches!(verb, Some(Verb::Replace | Verb::Remove)),
            LocalChanges::Nothing => false,
        };
        if !fits {
            let what = verb.map_or("a new section".to_owned(), |verb| format!("{{{}=…}}", verb.word()));
            let trust = self.path;
            let (message, help) = match self.allowed {
                LocalChanges::Add => (
                    format!("{trust} lets schools add to it only, and {what} changes it"),
                    "use after, before, append or prepend, or a new section without an instruction",
                ),
                _ => (
                    format!("{trust} lets schools change nothing in its text, and {what} would"),
                    "take this section away; the keys of the front sheet may still be the school's own",
                ),
            };
            let rule = self.trust.front.place_of(crate::model::Field::LocalChanges);
            let fault = Diagnostic::error(Code::ChangeNotAllowed, place, message);
            self.diagnostics.push(fault.note(rule, "the trust's rule").help(help));
        }
        fits
    }

    /// Whether a lock stands in the way. A lock holds what is inside it, and its parents against replace and remove.
    fn is_locked(&mut self, nodes: &[Node<'c>], path: &[Step], verb: Verb, target: &Located<String>) -> bool {
        let found = node_at(nodes, path);
        let beside = matches!(verb, Verb::After | Verb::Before);
        let above = if beside { &path[..path.len() - 1] } else { path };
        let around = (1..=above.len()).map(|length| node_at(nodes, &above[..length]));
        let mut lock = around.clone().find(|node| node.origin == Origin::Policy && node.section.marks.locked);
        if lock.is_none() && matches!(verb, Verb::Replace | Verb::Remove) && found.holds(|marks| marks.locked) {
            lock = Some(found);
        }
        let Some(lock) = lock else { return false };
        let message = if lock.id == found.id && lock.section.marks.locked {
            format!("the section \"{}\" is locked in {}: no school may change it", target.value, self.path)
        } else if lock.id == found.id {
            let inner = locked_in(found).unwrap_or(found);
            let words = &inner.section.heading_text;
            format!("the section \"{}\" holds \"{words}\", which is locked in {}", target.value, self.path)
        } else {
            format!("the section \"{}\" stands in \"{}\", which is locked in {}", target.value, lock.id, self.path)
        };
        let help = format!("a new section may stand before or after it: {{after={}}}", lock.id);
        let fault = Diagnostic::error(Code::LockedSection, target.place, message);
        let place = locked_in(lock).unwrap_or(lock).section.place;
        self.diagnostics.push(fault.note(place, "the trust's section").help(help));
        true
    }

    /// Whether this takes out what every school must fill in.
    fn leaves_open(&mut self, found: &Node<'c>, verb: Verb, target: &Located<String>) -> bool {
        let is_open = verb == Verb::Remove && found.holds(|marks| marks.fill);
        if is_open {
            let (id, trust) = (&target.value, self.path);
            let message = match found.section.marks.fill {
                true => format!("the section \"{id}\" is one that every school must fill in, says {trust}"),
                false => format!("the section \"{id}\" holds one that every school must fill in, says {trust}"),
            };
            let fault = Diagnostic::error(Code::UnfilledSection, target.place, message);
            let help = format!("write {{replace={id}}} or {{append={id}}}, and the school's text below it");
            self.diagnostics.push(fault.note(found.section.place, "the trust's section").help(help));
        }
        is_open
    }

    /// Gives an added section, and all in it, ids that nothing else on the page has.
    fn settle_ids(&mut self, nodes: &[Node<'c>], node: &mut Node<'c>) {
        let mut taken: Vec<String> = nodes.iter().flat_map(Node::all_ids).collect();
        self.settle(&mut taken, node);
    }

    fn settle(&mut self, taken: &mut Vec<String>, node: &mut Node<'c>) {
        if taken.contains(&node.id) {
            if node.section.id_is_fixed {
                let message = format!("the id \"{}\" is one that {} has already", node.id, self.path);
                let fault = Diagnostic::error(Code::DuplicateId, node.section.place, message);
                self.diagnostics.push(fault.help(format!("write {{#{}-local}}", node.id)));
            }
            let base = node.id.clone();
            let mut number = 1;
            while taken.contains(&node.id) {
                number += 1;
                node.id = format!("{base}-{number}");
            }
        }
        taken.push(node.id.clone());
        for child in &mut node.children {
            self.settle(taken, child);
        }
    }

    fn add_at_end(&mut self, nodes: &mut Vec<Node<'c>>, mut node: Node<'c>) {
        node.move_to_level(2);
        self.settle_ids(nodes, &mut node);
        self.done.push(Done { verb: None, target: None, id: Some(node.id.clone()), section: node.section });
        // An appendix comes among the appendices; anything else before the first of them.
        let at = match node.section.marks.appendix {
            true => nodes.len(),
            false => nodes.iter().position(|other| other.section.marks.appendix).unwrap_or(nodes.len()),
        };
        nodes.insert(at, node);
    }

    fn insert(
        &mut self,
        nodes: &mut Vec<Node<'c>>,
        path: &[Step],
        mut node: Node<'c>,
        verb: Verb,
        target: &Located<String>,
    ) {
        let found = node_at(nodes, path);
        let (level, section, target_id) = (found.level, found.section, found.id.clone());
        node.move_to_level(level);
        node.anchor = Some((verb, target_id.clone()));
        self.settle_ids(nodes, &mut node);
        self.done.push(Done {
            verb: Some(verb),
            target: Some(section),
            id: Some(node.id.clone()),
            section: node.section,
        });
        debug_assert!(!target.value.is_empty());
        let (list, index) = list_at(nodes, path);
        let mut at = index;
        if verb == Verb::After {
            at += 1;
            // What was put here before stands before this, with what was put after it in turn.
            let mut group = vec![target_id];
            while let Some((Verb::After, anchor)) = list.get(at).and_then(|next| next.anchor.as_ref()) {
                if !group.contains(anchor) {
                    break;
                }
                group.push(list[at].id.clone());
                at += 1;
            }
        }
        list.insert(at, node);
    }

    fn replace(&mut self, nodes: &mut Vec<Node<'c>>, path: &[Step], mut node: Node<'c>, target: &Located<String>) {
        if let Some((_, first)) = self.replaced.iter().find(|(id, _)| *id == target.value) {
            let message = format!("the section \"{}\" is replaced twice", target.value);
            let fault = Diagnostic::error(Code::NoTarget, target.place, message);
            self.diagnostics.push(fault.note(*first, "first here").help("join the two sections into one"));
            return;
        }
        self.replaced.push((target.value.clone(), target.place));
        let found = node_at(nodes, path);
        let (level, section) = (found.level, found.section);
        let old_ids = found.all_ids();
        node.move_to_level(level);
        node.anchor = found.anchor.clone();
        let others: Vec<String> = nodes.iter().flat_map(Node::all_ids).filter(|id| !old_ids.contains(id)).collect();
        let mut taken = others;
        if !node.section.id_is_fixed {
            // The section keeps its address; the words of the new heading lead to it too.
            let own = std::mem::replace(&mut node.id, old_ids[0].clone());
            if !taken.contains(&own) && !old_ids.contains(&own) {
                node.aliases.push(own);
            }
        }
        self.settle(&mut taken, &mut node);
        taken.extend(node.aliases.iter().cloned());
        node.aliases.extend(old_ids.into_iter().filter(|id| !taken.contains(id)));
        self.done.push(Done {
            verb: Some(Verb::Replace),
            target: Some(section),
            id: Some(node.id.clone()),
            section: node.section,
        });
        let (list, index) = list_at(nodes, path);
        list[index] = node;
    }

    fn add_text(&mut self, nodes: &mut Vec<Node<'c>>, path: &[Step], mut node: Node<'c>, verb: Verb) {
        let found = node_at(nodes, path);
        let (level, section, id) = (found.level, found.section, found.id.clone());
        node.move_to_level(level);
        let mut taken: Vec<String> = nodes.iter().flat_map(Node::all_ids).collect();
        for child in &mut node.children {
            self.settle(&mut taken, child);
        }
        self.done.push(Done { verb: Some(verb), target: Some(section), id: Some(id), section: node.section });
        let (list, index) = list_at(nodes, path);
        let addition = Addition { section: node.section, children: node.children };
        match verb {
            Verb::Prepend => list[index].prepended.push(addition),
            _ => list[index].appended.push(addition),
        }
    }

    fn remove(&mut self, nodes: &mut Vec<Node<'c>>, path: &[Step], section: &'c SectionSource) {
        let (list, index) = list_at(nodes, path);
        let taken_out = list.remove(index);
        self.done.push(Done { verb: Some(Verb::Remove), target: Some(taken_out.section), id: None, section });
    }
}
