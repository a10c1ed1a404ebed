//! A text's sections as a tree, which amendments are done to.

use crate::model::{Condition, Phase, SectionSource, Slug, Verb};

/// Which file a text is from: the policy's own, or the school's amendment of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// The policy's own file.
    Policy,
    /// The school's amendment.
    Amendment,
}

/// One section with all that stands in it.
#[derive(Debug, Clone)]
pub struct Node<'c> {
    pub section: &'c SectionSource,
    pub origin: Origin,
    pub level: u8,
    pub id: String,
    /// Other ids by which it is known: those of what it replaced.
    pub aliases: Vec<String>,
    pub prepended: Vec<Addition<'c>>,
    pub children: Vec<Node<'c>>,
    pub appended: Vec<Addition<'c>>,
    /// What put it here, and where: the verb and the target's id.
    pub anchor: Option<(Verb, String)>,
}

/// Text that a school put at the start or the end of a section.
#[derive(Debug, Clone)]
pub struct Addition<'c> {
    pub section: &'c SectionSource,
    pub children: Vec<Node<'c>>,
}

impl<'c> Node<'c> {
    pub fn new(section: &'c SectionSource, origin: Origin) -> Self {
        Self {
            section,
            origin,
            level: section.level,
            id: section.id.clone(),
            aliases: Vec::new(),
            prepended: Vec::new(),
            children: Vec::new(),
            appended: Vec::new(),
            anchor: None,
        }
    }

    pub fn is_known_as(&self, id: &str) -> bool {
        self.id == id || self.aliases.iter().any(|alias| alias == id)
    }

    /// Puts the section at `level`, and moves what stands in it along; no heading goes past level 6.
    pub fn move_to_level(&mut self, level: u8) {
        for child in &mut self.children {
            let below = child.level.saturating_sub(self.level).max(1);
            child.move_to_level((level + below).min(6));
        }
        self.level = level;
    }

    /// Every id in the section, its own first.
    pub fn all_ids(&self) -> Vec<String> {
        let mut ids = vec![self.id.clone()];
        ids.extend(self.aliases.iter().cloned());
        for child in self.inner() {
            ids.extend(child.all_ids());
        }
        ids
    }

    /// The sections inside this one, added ones too.
    pub fn inner(&self) -> impl Iterator<Item = &Node<'c>> {
        let prepended = self.prepended.iter().flat_map(|addition| &addition.children);
        let appended = self.appended.iter().flat_map(|addition| &addition.children);
        prepended.chain(&self.children).chain(appended)
    }

    /// Whether it or a section inside it is locked.
    pub fn holds_a_lock(&self) -> bool {
        (self.origin == Origin::Policy && self.section.marks.locked) || self.inner().any(Node::holds_a_lock)
    }
}

/// The sections of a file as a tree: a section holds those of a deeper level that follow it.
pub fn grow(sections: &[SectionSource], origin: Origin) -> Vec<Node<'_>> {
    let mut at = 0;
    grow_from(sections, &mut at, 0, origin)
}

fn grow_from<'c>(sections: &'c [SectionSource], at: &mut usize, parent: u8, origin: Origin) -> Vec<Node<'c>> {
    let mut nodes = Vec::new();
    while let Some(section) = sections.get(*at).filter(|section| section.level > parent) {
        *at += 1;
        let mut node = Node::new(section, origin);
        node.children = grow_from(sections, at, section.level, origin);
        nodes.push(node);
    }
    nodes
}

/// Takes out the sections that are not for this school. The trust's own copy shows them all.
pub fn keep_those_for(nodes: &mut Vec<Node<'_>>, school: &Slug, phase: Option<Phase>) {
    nodes.retain(|node| is_for(&node.section.marks.condition, school, phase));
    for node in nodes {
        keep_those_for(&mut node.children, school, phase);
    }
}

/// Whether a condition lets a school in: by its phase or by name.
pub fn is_for(condition: &Condition, school: &Slug, phase: Option<Phase>) -> bool {
    let everybody = condition.phases.is_empty() && condition.schools.is_empty();
    everybody
        || phase.is_some_and(|phase| condition.phases.contains(&phase))
        || condition.schools.iter().any(|named| named.value == school.as_str())
}

/// The way down to the section known by `id`.
pub fn path_to(nodes: &[Node<'_>], id: &str) -> Option<Vec<usize>> {
    for (index, node) in nodes.iter().enumerate() {
        if node.is_known_as(id) {
            return Some(vec![index]);
        }
        if let Some(mut path) = path_to(&node.children, id) {
            path.insert(0, index);
            return Some(path);
        }
    }
    None
}

/// The section at the end of a path.
pub fn node_at<'t, 'c>(nodes: &'t [Node<'c>], path: &[usize]) -> &'t Node<'c> {
    let (first, rest) = path.split_first().expect("a path has a step");
    if rest.is_empty() { &nodes[*first] } else { node_at(&nodes[*first].children, rest) }
}

/// The list that holds the section at the end of a path, and its index there.
pub fn list_at<'t, 'c>(nodes: &'t mut Vec<Node<'c>>, path: &[usize]) -> (&'t mut Vec<Node<'c>>, usize) {
    let (first, rest) = path.split_first().expect("a path has a step");
    if rest.is_empty() { (nodes, *first) } else { list_at(&mut nodes[*first].children, rest) }
}
