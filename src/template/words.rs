//! Words with names in braces, `{school}`, in whose place values stand; and the filters by which templates fill them in.
//!
//! A value is text: what it holds is not filled in again. A brace that does not belong to a name is a brace.

#![expect(clippy::needless_pass_by_value, reason = "Tera hands filters their arguments by value")]

use super::data::Data;
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use tera::value::Key;
use tera::{Error, Kwargs, State, TeraResult, Value};

/// Values made ready once for any number of pages.
#[derive(Debug, Clone)]
pub struct ReadyMade(Value);

impl ReadyMade {
    /// Makes values ready.
    pub fn new(data: &Data) -> Self {
        Self(data.to_value())
    }
}

impl Serialize for ReadyMade {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Tera hands a value of its own through as it is, so all pages share one.
        self.0.serialize(serializer)
    }
}

/// A piece of such words.
enum Piece<'a> {
    Text(&'a str),
    Name(&'a str),
}

/// The names in braces, in the order in which they stand; one that stands twice is given twice.
pub fn names_in_words(words: &str) -> impl Iterator<Item = &str> {
    pieces(words).filter_map(|piece| match piece {
        Piece::Name(name) => Some(name),
        Piece::Text(_) => None,
    })
}

/// The words with values in place of the names in them. `value` gives each name's; a name without one stays as it is.
pub fn fill_words<'v>(words: &str, value: impl Fn(&str) -> Option<&'v str>) -> String {
    let mut out = String::with_capacity(words.len() + 32);
    for piece in pieces(words) {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Name(name) => match value(name) {
                Some(value) => out.push_str(value),
                None => out.extend(["{", name, "}"]),
            },
        }
    }
    out
}

fn pieces(words: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = words;
    std::iter::from_fn(move || {
        let (piece, after) = first_piece(rest)?;
        rest = after;
        Some(piece)
    })
}

/// A name, or the text up to the next; and what comes after.
fn first_piece(words: &str) -> Option<(Piece<'_>, &str)> {
    if words.is_empty() {
        return None;
    }
    let mut from = 0;
    while let Some(open) = words[from..].find('{').map(|at| from + at) {
        if let Some(name) = name_at(&words[open..]) {
            return Some(match open {
                0 => (Piece::Name(name), &words[name.len() + 2..]),
                _ => (Piece::Text(&words[..open]), &words[open..]),
            });
        }
        from = open + 1;
    }
    Some((Piece::Text(words), ""))
}

/// The name in the braces that a text begins with.
fn name_at(text: &str) -> Option<&str> {
    let name = &text[1..text.find('}')?];
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    is_name.then_some(name)
}

/// `{{ words.policy.a_policy_of | fill(trust=trust.name) }}`: the words with the arguments in place of their names.
pub(super) fn fill(words: &str, arguments: Kwargs, state: &State<'_>) -> TeraResult<Value> {
    filled(words, &arguments, state)
}

/// `{{ words.portals.policies | plural(count=3) }}`: of words by number, those for `count`, filled in.
pub(super) fn plural(by_number: &Value, arguments: Kwargs, state: &State<'_>) -> TeraResult<Value> {
    let count = arguments.must_get::<u64>("count")?.to_string();
    let map = by_number.as_map().ok_or_else(|| Error::message("plural takes words by number, a table with `other`"))?;
    let words = [count.as_str(), "other"].into_iter().find_map(|key| map.get(&Key::Str(key)).and_then(Value::as_str));
    filled(words.ok_or_else(|| Error::message("the words by number have none for `other`"))?, &arguments, state)
}

/// Where a value is HTML, so is the whole, and the rest of it is escaped here.
fn filled(words: &str, arguments: &Kwargs, state: &State<'_>) -> TeraResult<Value> {
    let given = |name: &str| arguments.iter().find(|(key, _)| key.as_str() == Some(name)).map(|(_, value)| value);
    let whole_is_html = names_in_words(words).filter_map(given).any(is_html);
    let escaped = |text: &str| match whole_is_html {
        true => state.escape(text).map(Cow::Owned),
        false => Ok(Cow::Owned(text.to_owned())),
    };
    let mut out = String::with_capacity(words.len() + 64);
    for piece in pieces(words) {
        match piece {
            Piece::Text(text) => out.push_str(&escaped(text)?),
            Piece::Name(name) => {
                let value = given(name).filter(|value| value.is_string() || value.is_number()).ok_or_else(|| {
                    Error::message(format!("the words \"{words}\" have {{{name}}}, and no {name}= is given to them"))
                })?;
                match value.as_str().filter(|_| is_html(value)) {
                    Some(html) => out.push_str(html),
                    None => out.push_str(&escaped(&value.to_string())?),
                }
            }
        }
    }
    Ok(if whole_is_html { Value::safe_string(&out) } else { Value::from(out) })
}

/// Whether a value is text that a template has marked as HTML; numbers count as safe too, and are not.
fn is_html(value: &Value) -> bool {
    value.is_string() && value.is_safe()
}

#[cfg(test)]
mod tests {
    use super::super::{Theme, ThemeFault};
    use super::*;
    use std::collections::BTreeMap;

    fn rendered(template: &str) -> Result<String, Box<ThemeFault>> {
        let policies = [("1", "{count} policy"), ("other", "{count} <policies> of {trust}")];
        let policies = Data::map(policies.map(|(key, words)| (key, Data::text(words))));
        let words = Data::map([("of", Data::text("A <policy> of {trust} {x}")), ("policies", policies)]);
        let mut context = BTreeMap::new();
        context.insert("words", ReadyMade::new(&words));
        context.insert("name", ReadyMade::new(&Data::text("<T> {x} & {trust}")));
        Theme::new(&[("a.html", template)]).expect("it compiles").render("a.html", &context)
    }

    #[test]
    fn a_value_is_escaped_and_not_filled_in_again() {
        for (template, html) in [
            ("{{ words.of | fill(trust=name, x=3) }}", "A &lt;policy&gt; of &lt;T&gt; {x} &amp; {trust} 3"),
            ("{{ words.policies | plural(count=1) }}", "1 policy"),
            (
                "{{ words.policies | plural(count=12, trust=name) }}",
                "12 &lt;policies&gt; of &lt;T&gt; {x} &amp; {trust}",
            ),
            ("{{ words.of }}", "A &lt;policy&gt; of {trust} {x}"),
            (
                "{% set link %}<a>{{ name }}</a>{% endset %}{{ words.of | fill(trust=link, x=name) }}",
                "A &lt;policy&gt; of <a>&lt;T&gt; {x} &amp; {trust}</a> &lt;T&gt; {x} &amp; {trust}",
            ),
        ] {
            assert_eq!(rendered(template).unwrap(), html, "{template}");
        }
    }

    #[test]
    fn a_value_that_is_not_given_is_a_fault_of_the_template() {
        for (template, message) in [
            ("{{ words.of | fill(trust=name) }}", "have {x}, and no x= is given"),
            ("{{ words.of | plural(count=1) }}", "plural takes words by number"),
            ("{{ words.policies | plural(trust=name) }}", "count"),
        ] {
            let fault = rendered(template).unwrap_err();
            assert!(fault.message.contains(message), "{template}: {}", fault.message);
        }
    }
}
