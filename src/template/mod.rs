//! Tera with nothing in it that reads the world, and faults that have places.
//!
//! An author's text is filled in with values that are text and never markup. A value does not go into the text at all:
//! where a tag prints one, the text gets a *slot*, one private-use letter that means nothing to Markdown, and the value
//! is handed over beside it ([`Filled`]). Whoever writes the page puts the value in, escaped for the place it lands in.
//!
//! Tera only decides what comes next (loops, conditions, filters); the author's words never pass through it, so nothing
//! in them can be mistaken for a tag. A text that only prints names needs no Tera at all. A theme's templates are
//! another matter: they are whole Tera templates that write HTML, see [`Theme`].
//!
//! What there is: `{{ name }}`, `{{ name | filter }}`, `{% if %}` `{% elif %}` `{% else %}`, `{% for %}` `{% else %}`
//! `{% break %}` `{% continue %}`, `{% set name = … %}`, `{% raw %}`, and `{% include "partial.md" %}`, which is put in
//! place before anything else is read. Tags in code, fenced or not, are tags like any other; `{% raw %}` prints braces.
//! `{#` is an ordinary piece of text. A hyphen inside a name after a dot belongs to the name.

mod block;
mod comment;
mod compile;
mod data;
mod emit;
mod engine;
mod expression;
mod fault;
mod fill;
mod filters;
mod include;
mod meter;
mod path;
mod scan;
mod slot;
mod theme;
mod theme_fault;
mod token;
mod words;

#[cfg(test)]
mod tests;

pub use comment::comments;
pub use compile::Template;
pub use data::{Data, Root, Scope};
pub use fault::{ALLOWED_TAGS, TemplateFault, TemplateFaultKind};
pub use fill::Filled;
pub use include::expand_includes;
pub use path::Path;
pub use slot::{slot_char, slot_index};
pub use theme::{BELOW, Prepared, SafeHtml, Theme};
pub use theme_fault::ThemeFault;
pub use words::{ReadyMade, fill_words, names_in_words};

/// The most bytes that one filled-in passage and its values may have together.
pub const MAX_FILLED_BYTES: usize = 2 * 1024 * 1024;

/// The most values that one passage may print.
pub const MAX_SLOTS: usize = 8_000;

/// The most bytes that a text or a list may grow to inside a tag.
pub const MAX_MADE_BYTES: usize = 1024 * 1024;

/// The most characters between the marks of one tag.
pub const MAX_TAG_CHARS: usize = 2_000;

/// How deep loops may stand in each other.
pub const MAX_LOOP_DEPTH: usize = 3;

/// How deep blocks of any kind may stand in each other.
pub const MAX_BLOCK_DEPTH: usize = 20;

/// The most numbers that `range` makes.
pub const MAX_RANGE: usize = 1_000;

/// The most bytes that a text may have once its partials are in it.
pub const MAX_EXPANDED_BYTES: usize = 4 * 1024 * 1024;

/// How deep partials may include each other.
pub const MAX_INCLUDE_DEPTH: usize = 16;

impl std::fmt::Debug for Template {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Template").field("names", &self.names()).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Theme {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Theme").finish_non_exhaustive()
    }
}
