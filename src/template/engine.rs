//! Tera as it is for author texts: the filters, tests and the one function there are, and nothing else.

use super::filters;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;
use tera::{Context, Delimiters, ErrorKind, Tera};

/// The filters that a text may use.
pub(super) const FILTERS: [&str; 31] = [
    "abs",
    "capitalize",
    "default",
    "first",
    "float",
    "get",
    "group_by",
    "int",
    "join",
    "keys",
    "last",
    "length",
    "lower",
    "nth",
    "pairs",
    "pluralize",
    "replace",
    "reverse",
    "round",
    "sort",
    "split",
    "str",
    "title",
    "trim",
    "trim_end",
    "trim_start",
    "truncate",
    "unique",
    "upper",
    "values",
    "wordcount",
];

/// Tera's filters that a text may not use, and why.
pub(super) const REFUSED_FILTERS: [(&str, &str); 7] = [
    ("safe", "values are text, never markup: leave the filter out"),
    ("escape", "values are text already: leave the filter out"),
    ("escape_html", "values are text already: leave the filter out"),
    ("escape_xml", "values are text already: leave the filter out"),
    ("newlines_to_br", "values are text, never markup: leave the filter out"),
    ("indent", "values are one piece of text: leave the filter out"),
    ("date", "dates are printed as they are written: leave the filter out"),
];

/// The tests that may follow `is`.
pub(super) const TESTS: [&str; 17] = [
    "array",
    "bool",
    "containing",
    "defined",
    "divisible_by",
    "ending_with",
    "even",
    "float",
    "integer",
    "iterable",
    "map",
    "none",
    "number",
    "odd",
    "starting_with",
    "string",
    "undefined",
];

/// The name under which each engine has its one template. Its suffix does not matter: no value is ever written.
const TEMPLATE: &str = "passage";

/// Prints a value; see [`filters::print`].
pub(super) const PRINT: &str = "fs_print";
/// Counts once round a loop; see [`filters::tick`].
pub(super) const TICK: &str = "fs_tick";
/// Counts what a filter made; see [`filters::made`].
pub(super) const MADE: &str = "fs_made";
/// Reports a value that is not there; see [`filters::need`].
pub(super) const NEED: &str = "fs_need";
/// Counts what is put together; see [`filters::part`].
pub(super) const PART: &str = "fs_part";

static BASE: LazyLock<Tera> = LazyLock::new(|| {
    let mut tera = Tera::new();
    // Two pairs of control characters, which no text of ours has: `{#` is a heading's id, never a comment.
    let delimiters =
        Delimiters { comment_start: "\u{1}\u{2}".into(), comment_end: "\u{3}\u{4}".into(), ..Delimiters::default() };
    tera.set_delimiters(delimiters).expect("the delimiters are two bytes each and differ");
    tera.register_filter(PRINT, filters::print);
    tera.register_filter(TICK, filters::tick);
    tera.register_filter(MADE, filters::made);
    tera.register_filter(NEED, filters::need);
    tera.register_filter(PART, filters::part);
    tera.register_filter("default", filters::default);
    tera.register_filter("replace", filters::replace);
    tera.register_filter("join", filters::join);
    tera.register_filter("unique", filters::unique);
    tera.register_filter("str", filters::text);
    tera.register_filter("group_by", filters::group_by);
    tera.register_function("range", filters::range);
    tera
});

/// Tera with one template in it.
#[derive(Clone)]
pub(super) struct Engine {
    tera: Box<Tera>,
}

/// Why Tera stopped.
#[derive(Debug)]
pub(super) enum Stopped {
    /// At these bytes of the template, with these words.
    At(std::ops::Range<usize>, String),
    /// The output was refused.
    Refused,
    /// Somewhere, with these words.
    Somewhere(String),
}

impl Engine {
    /// Compiles a template.
    pub fn compile(template: &str) -> Result<Self, Stopped> {
        guarded(|| {
            let mut tera = Box::new(BASE.clone());
            tera.add_raw_template(TEMPLATE, template)?;
            Ok(Self { tera })
        })
    }

    /// Renders the template.
    pub fn render(&self, context: &Context, output: &mut dyn std::io::Write) -> Result<(), Stopped> {
        guarded(|| self.tera.render_to(TEMPLATE, context, output))
    }
}

/// Does what may fail, and may be wrong: a panic of Tera's is a fault of the passage, not the end of the build.
fn guarded<T>(work: impl FnOnce() -> tera::TeraResult<T>) -> Result<T, Stopped> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => Err(match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                Stopped::At(report.span().range.clone(), report.message().to_owned())
            }
            ErrorKind::Io(_) => Stopped::Refused,
            other => Stopped::Somewhere(other.to_string()),
        }),
        Err(panic) => {
            let words = panic.downcast_ref::<String>().cloned();
            let words = words.or_else(|| panic.downcast_ref::<&str>().map(|words| (*words).to_owned()));
            Err(Stopped::Somewhere(words.unwrap_or_else(|| "it gave no reason".to_owned())))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_filter_and_test_of_ours_exists() {
        for name in FILTERS {
            Engine::compile(&format!("{{{{ 1 | {name} }}}}")).unwrap_or_else(|why| panic!("{name}: {why:?}"));
        }
        for name in TESTS {
            Engine::compile(&format!("{{{{ 1 is {name} }}}}")).unwrap_or_else(|why| panic!("{name}: {why:?}"));
        }
    }
}
