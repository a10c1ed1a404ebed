//! What is wrong with a text's tags, in the author's words.

use super::{MAX_FILLED_BYTES, MAX_INCLUDE_DEPTH, MAX_SLOTS};
use crate::diagnostic::quoted_list;
use crate::source::{Passage, Place};
use std::ops::Range;

/// The words that a `{% … %}` tag may begin with, apart from the `end…` of each.
pub const ALLOWED_TAGS: [&str; 9] = ["if", "elif", "else", "for", "break", "continue", "set", "raw", "include"];

/// A fault in a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateFault {
    /// Where its author wrote it.
    pub place: Place,
    /// What it is.
    pub kind: TemplateFaultKind,
}

/// What can be wrong with a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TemplateFaultKind {
    /// A name that is printed, or otherwise needed, has no value.
    NoValue {
        /// The name as written, with its dots; the whole expression where it has no name of its own.
        path: String,
        /// The nearest name that has a value, whole.
        nearest: Option<String>,
        /// Whether the part before the first dot is a name that there is.
        known_root: bool,
        /// Whether the name is there, but with nothing in it.
        empty: bool,
        /// The names there are at the level where this one goes wrong; at most a dozen.
        choices: Vec<String>,
    },
    /// What is printed is not a text but a group of values.
    NotText {
        /// The name as written.
        path: String,
        /// The names in the group, whole; at most a dozen.
        choices: Vec<String>,
    },
    /// A tag that cannot be read.
    Syntax {
        /// What is wrong.
        message: String,
        /// What to write.
        help: Option<String>,
    },
    /// A tag that does not exist here.
    ForbiddenTag {
        /// The word it begins with.
        tag: String,
        /// The nearest tag there is.
        nearest: Option<String>,
    },
    /// A filter, test or function that does not exist here.
    UnknownFilter {
        /// `"filter"`, `"test"` or `"function"`.
        sort: &'static str,
        /// Its name.
        name: String,
        /// The nearest one there is.
        nearest: Option<String>,
        /// Why there is none of that name, where Tera has one.
        reason: Option<&'static str>,
    },
    /// A filter or a sum that cannot be worked out with the values it has.
    NotWorkedOut {
        /// Why, as Tera says it.
        reason: String,
    },
    /// The filled-in passage has more than [`MAX_FILLED_BYTES`].
    OutputTooLarge,
    /// The passage prints more than [`MAX_SLOTS`] values.
    TooManyValues,
    /// A loop goes round too often for what it does.
    TooMuchWork,
    /// An included partial that is not there.
    UnknownPartial {
        /// Its name, without `.md`.
        name: String,
        /// The nearest partial there is.
        nearest: Option<String>,
    },
    /// Partials that include each other without end.
    IncludeCycle {
        /// The partials in order; the last is the first again.
        files: Vec<String>,
    },
    /// Partials include each other more than [`MAX_INCLUDE_DEPTH`] deep.
    IncludeTooDeep,
    /// The text with its partials has more than [`MAX_EXPANDED_BYTES`](super::MAX_EXPANDED_BYTES).
    IncludeTooLarge,
    /// The template engine itself failed.
    Crash(String),
}

impl TemplateFaultKind {
    pub(super) fn syntax(message: &str, help: &str) -> Self {
        Self::Syntax { message: message.to_owned(), help: Some(help.to_owned()) }
    }
}

impl TemplateFault {
    /// What happened: lower case, no full stop.
    pub fn message(&self) -> String {
        use TemplateFaultKind as Kind;
        match &self.kind {
            Kind::NoValue { path, empty: true, .. } => format!("\"{path}\" is empty"),
            Kind::NoValue { path, .. } => format!("\"{path}\" has no value"),
            Kind::NotText { path, .. } => format!("\"{path}\" is not a text but a group of values"),
            Kind::Syntax { message, .. } => message.clone(),
            Kind::ForbiddenTag { tag, .. } => format!("there is no tag {{% {tag} %}} here"),
            Kind::UnknownFilter { sort, name, .. } => format!("there is no {sort} \"{name}\" here"),
            Kind::NotWorkedOut { .. } => "this tag cannot be worked out".to_owned(),
            Kind::OutputTooLarge => {
                format!("with its values this passage is larger than {} MiB", MAX_FILLED_BYTES / 1024 / 1024)
            }
            Kind::TooManyValues => format!("this passage prints more than {MAX_SLOTS} values"),
            Kind::TooMuchWork => "this passage takes too long to fill in".to_owned(),
            Kind::UnknownPartial { name, .. } => format!("there is no partial \"{name}.md\""),
            Kind::IncludeCycle { files } => format!("partials that include each other: {}", files.join(", then ")),
            Kind::IncludeTooDeep => format!("partials include each other more than {MAX_INCLUDE_DEPTH} deep"),
            Kind::IncludeTooLarge => {
                format!("with its partials this text is larger than {} MiB", super::MAX_EXPANDED_BYTES / 1024 / 1024)
            }
            Kind::Crash(_) => "the template engine failed on this passage".to_owned(),
        }
    }

    /// What to type, or the choices there are.
    pub fn help(&self) -> Option<String> {
        use TemplateFaultKind as Kind;
        match &self.kind {
            Kind::NoValue { empty: true, path, .. } => {
                Some(format!("give {path} a value, or put the words round it in {{% if {path} %}} … {{% endif %}}"))
            }
            Kind::NoValue { nearest: Some(nearest), .. } => Some(format!("write {nearest}")),
            Kind::NoValue { choices, .. } => listed("the names there are", choices),
            Kind::NotText { choices, .. } => listed("print one of its values", choices)
                .or_else(|| Some("print one of its values by its name, as in {{ school.name }}".to_owned())),
            Kind::Syntax { help, .. } => help.clone(),
            Kind::ForbiddenTag { nearest: Some(nearest), .. } => Some(format!("write {{% {nearest} %}}")),
            Kind::ForbiddenTag { .. } => Some(format!("the tags there are: {}", ALLOWED_TAGS.join(", "))),
            Kind::UnknownFilter { reason: Some(reason), .. } => Some((*reason).to_owned()),
            Kind::UnknownFilter { nearest: Some(nearest), .. } => Some(format!("write {nearest}")),
            Kind::UnknownFilter { sort: "function", .. } => Some("the one function there is: range(end=…)".to_owned()),
            Kind::UnknownFilter { sort: "filter", .. } => Some(
                "leave it out; filters of use in a text are: capitalize, default, join, lower, title, upper".to_owned(),
            ),
            Kind::UnknownFilter { .. } => Some("leave it out".to_owned()),
            Kind::IncludeTooDeep | Kind::IncludeTooLarge => Some("put the passages into one file".to_owned()),
            Kind::NotWorkedOut { reason } => Some(reason.clone()),
            Kind::OutputTooLarge | Kind::TooManyValues => Some("split it into sections".to_owned()),
            Kind::TooMuchWork => Some("loop over fewer values, or do less in the loop".to_owned()),
            Kind::UnknownPartial { nearest, .. } => {
                nearest.as_ref().map(|nearest| format!("write {{% include \"{nearest}.md\" %}}"))
            }
            Kind::IncludeCycle { .. } => Some("take one of these includes out".to_owned()),
            Kind::Crash(message) => Some(message.clone()),
        }
    }
}

fn listed(words: &str, choices: &[String]) -> Option<String> {
    (!choices.is_empty()).then(|| format!("{words}: {}", quoted_list(choices)))
}

/// Nobody reads more than this of one passage, and a hundred thousand take long to print.
const MAX_FAULTS: usize = 100;

/// The faults of one passage as they are found.
pub(super) struct Faults<'a> {
    passage: &'a Passage,
    list: &'a mut Vec<TemplateFault>,
    before: usize,
}

impl<'a> Faults<'a> {
    pub fn new(passage: &'a Passage, list: &'a mut Vec<TemplateFault>) -> Self {
        let before = list.len();
        Self { passage, list, before }
    }

    /// Adds a fault at these bytes of the passage.
    pub fn add(&mut self, range: Range<usize>, kind: TemplateFaultKind) {
        self.add_at(self.passage.place(range), kind);
    }

    /// Adds a fault at a place.
    pub fn add_at(&mut self, place: Place, kind: TemplateFaultKind) {
        if self.list.len() < self.before + MAX_FAULTS {
            self.list.push(TemplateFault { place, kind });
        }
    }

    /// Adds a fault in the way a tag is written.
    pub fn syntax(&mut self, range: Range<usize>, message: &str, help: &str) {
        self.add(range, TemplateFaultKind::syntax(message, help));
    }

    /// Whether any were found.
    pub fn any(&self) -> bool {
        self.list.len() > self.before
    }
}
