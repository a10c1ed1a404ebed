//! A text's sections as a tree, which amendments are done to.

use crate::model::{Condition, Phase, SectionMarks, SectionSource, Slug, Verb};

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
        self.lists().flatten()
    }

    /// The lists that the sections inside it stand in, in the order they are read.
    fn lists(&self) -> impl Iterator<Item = &Vec<Node<'c>>> {
        let prepended = self.prepended.iter().map(|addition| &addition.children);
        let appended = self.appended.iter().map(|addition| &addition.children);
        prepended.chain([&self.children]).chain(appended)
    }

    fn lists_mut(&mut self) -> impl Iterator<Item = &mut Vec<Node<'c>>> {
        let prepended = self.prepended.iter_mut().map(|addition| &mut addition.children);
        let appended = self.appended.iter_mut().map(|addition| &mut addition.children);
        prepended.chain([&mut self.children]).chain(appended)
    }

    /// Whether the trust marked it or a section inside it so.
    pub fn holds(&self, is_marked: fn(&SectionMarks) -> bool) -> bool {
        (self.origin == Origin::Policy && is_marked(&self.section.marks))
            || self.inner().any(|inner| inner.holds(is_marked))
    }

    /// Whether there is any text in it, below its own heading or one inside it.
    pub fn has_text(&self) -> bool {
        self.section.has_text || self.inner().any(Node::has_text)
    }

    /// Whether a school has put text of its own into it.
    pub fn is_added_to(&self) -> bool {
        self.prepended.iter().chain(&self.appended).any(Addition::has_text)
    }
}

impl Addition<'_> {
    fn has_text(&self) -> bool {
        self.section.has_text || self.children.iter().any(Node::has_text)
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

/// One step of the way down to a section: which of the lists inside the section above, and the place in it.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    list: usize,
    index: usize,
}

/// The way down to the section known by `id`.
pub fn path_to(nodes: &[Node<'_>], id: &str) -> Option<Vec<Step>> {
    path_in(nodes, 0, id)
}

fn path_in(nodes: &[Node<'_>], list: usize, id: &str) -> Option<Vec<Step>> {
    nodes.iter().enumerate().find_map(|(index, node)| {
        let step = Step { list, index };
        if node.is_known_as(id) {
            return Some(vec![step]);
        }
        let mut path = node.lists().enumerate().find_map(|(list, inner)| path_in(inner, list, id))?;
        path.insert(0, step);
        Some(path)
    })
}

/// The section at the end of a path.
pub fn node_at<'t, 'c>(nodes: &'t [Node<'c>], path: &[Step]) -> &'t Node<'c> {
    let (first, rest) = path.split_first().expect("a path has a step");
    let node = &nodes[first.index];
    match rest.first() {
        Some(next) => node_at(node.lists().nth(next.list).expect("the path's list"), rest),
        None => node,
    }
}

/// The list that holds the section at the end of a path, and its index there.
pub fn list_at<'t, 'c>(nodes: &'t mut Vec<Node<'c>>, path: &[Step]) -> (&'t mut Vec<Node<'c>>, usize) {
    let (first, rest) = path.split_first().expect("a path has a step");
    match rest.first() {
        Some(next) => list_at(nodes[first.index].lists_mut().nth(next.list).expect("the path's list"), rest),
        None => (nodes, first.index),
    }
}
