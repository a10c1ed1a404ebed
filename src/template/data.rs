//! The values that a text may print, by name.

use super::MAX_FILLED_BYTES;
use super::slot::{harmless, is_harmless};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
use tera::Value;
use tera::value::{Key, ValueKind};

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub enum Data {
    /// Text; nothing but white space counts as no value.
    Text(Arc<str>),
    /// A whole number.
    Whole(i64),
    /// Any other number.
    Number(f64),
    /// Yes or no; prints as `true` or `false`.
    Truth(bool),
    /// Several values; prints with commas between.
    List(Vec<Data>),
    /// Values by name, in the order they were written. Of two with one name the first is meant.
    Map(Vec<(Arc<str>, Data)>),
}

impl Data {
    /// A text.
    pub fn text(text: impl Into<Arc<str>>) -> Self {
        Data::Text(text.into())
    }

    /// A list of texts.
    pub fn texts<T: Into<Arc<str>>>(texts: impl IntoIterator<Item = T>) -> Self {
        Data::List(texts.into_iter().map(Data::text).collect())
    }

    /// Values by name.
    pub fn map<K: Into<Arc<str>>>(entries: impl IntoIterator<Item = (K, Data)>) -> Self {
        Data::Map(entries.into_iter().map(|(key, value)| (key.into(), value)).collect())
    }

    /// The value of a map's key.
    pub fn get(&self, key: &str) -> Option<&Data> {
        match self {
            Data::Map(entries) => entries.iter().find(|(name, _)| &**name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The keys of a map.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        let entries: &[(Arc<str>, Data)] = if let Data::Map(entries) = self { entries } else { &[] };
        entries.iter().map(|(key, _)| &**key)
    }

    /// The value that is found by going down from this one by name.
    pub(super) fn descend<S: AsRef<str>>(&self, names: &[S]) -> Option<&Data> {
        names.iter().try_fold(self, |data, name| data.get(name.as_ref()))
    }

    /// The value as a tag prints it.
    pub(super) fn printed(&self) -> Result<Arc<str>, Unprintable> {
        if let Data::Text(text) = self
            && is_harmless(text)
        {
            is_printable(text)?;
            return Ok(Arc::clone(text));
        }
        let mut out = String::new();
        self.print(&mut out)?;
        Ok(finished(&out)?.into())
    }

    fn print(&self, out: &mut String) -> Result<(), Unprintable> {
        match self {
            Data::Text(text) => out.push_str(text),
            Data::Whole(number) => out.push_str(&number.to_string()),
            Data::Number(number) => out.push_str(&number.to_string()),
            Data::Truth(truth) => out.push_str(if *truth { "true" } else { "false" }),
            Data::List(items) => return joined(out, items, Data::print),
            Data::Map(_) => return Err(Unprintable::NotText),
        }
        Ok(())
    }

    pub(super) fn to_value(&self) -> Value {
        match self {
            Data::Text(text) => Value::from(&**text),
            Data::Whole(number) => Value::from(*number),
            Data::Number(number) => Value::from(*number),
            Data::Truth(truth) => Value::from(*truth),
            Data::List(items) => Value::from(items.iter().map(Data::to_value).collect::<Vec<Value>>()),
            Data::Map(entries) => {
                let mut map = tera::Map::new();
                for (key, data) in entries {
                    map.entry(Key::String(Arc::clone(key))).or_insert_with(|| data.to_value());
                }
                Value::from(map)
            }
        }
    }
}

impl From<&str> for Data {
    fn from(text: &str) -> Self {
        Data::text(text)
    }
}

impl From<String> for Data {
    fn from(text: String) -> Self {
        Data::text(text)
    }
}

impl From<i64> for Data {
    fn from(number: i64) -> Self {
        Data::Whole(number)
    }
}

impl From<bool> for Data {
    fn from(truth: bool) -> Self {
        Data::Truth(truth)
    }
}

/// Why a value cannot be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unprintable {
    /// There is none: it is absent, a blank text or an empty list.
    Nothing,
    /// It is a map, or a list with a map in it.
    NotText,
    /// It is longer than a whole passage may be.
    TooLarge,
}

fn joined<T>(
    out: &mut String,
    items: &[T],
    print: fn(&T, &mut String) -> Result<(), Unprintable>,
) -> Result<(), Unprintable> {
    for item in items {
        let before = out.len();
        if before > MAX_FILLED_BYTES {
            return Err(Unprintable::TooLarge);
        }
        let comma = if before == 0 || out.ends_with(", ") { "" } else { ", " };
        out.push_str(comma);
        let start = out.len();
        print(item, out)?;
        if out[start..].trim().is_empty() {
            out.truncate(before);
        }
    }
    Ok(())
}

fn finished(out: &str) -> Result<String, Unprintable> {
    is_printable(out)?;
    Ok(harmless(out))
}

fn is_printable(text: &str) -> Result<(), Unprintable> {
    if text.len() > MAX_FILLED_BYTES {
        Err(Unprintable::TooLarge)
    } else if text.trim_start().is_empty() {
        Err(Unprintable::Nothing)
    } else {
        Ok(())
    }
}

/// A Tera value as a tag prints it: just as [`Data::printed`] would.
pub(super) fn printed_value(value: &Value) -> Result<String, Unprintable> {
    let mut out = String::new();
    print_value(value, &mut out)?;
    finished(&out)
}

fn print_value(value: &Value, out: &mut String) -> Result<(), Unprintable> {
    match value.kind() {
        ValueKind::Undefined | ValueKind::None => return Err(Unprintable::Nothing),
        ValueKind::String => out.push_str(value.as_str().unwrap_or_default()),
        ValueKind::F64 => out.push_str(&value.as_f64().unwrap_or_default().to_string()),
        ValueKind::Array => {
            return joined(out, value.as_array().unwrap_or_default(), |item, out| match print_value(item, out) {
                Err(Unprintable::Nothing) => Ok(()),
                other => other,
            });
        }
        ValueKind::Map | ValueKind::Bytes => return Err(Unprintable::NotText),
        _ => out.push_str(&value.to_string()),
    }
    Ok(())
}

/// A value that texts may name, made ready once and shared by every copy that names it.
#[derive(Debug)]
pub struct Root {
    data: Data,
    value: OnceLock<Value>,
}

impl Root {
    /// Keeps a value for sharing.
    pub fn new(data: Data) -> Self {
        Self { data, value: OnceLock::new() }
    }

    /// The value.
    pub fn data(&self) -> &Data {
        &self.data
    }

    /// The value as Tera has it, made when it is first asked for.
    pub(super) fn value(&self) -> &Value {
        self.value.get_or_init(|| self.data.to_value())
    }
}

/// The names that a text may use: `trust`, `school`, `terms`, and so on, each with its value.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    roots: BTreeMap<Arc<str>, Arc<Root>>,
}

impl Scope {
    /// No names.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same names and one more; a name that was there already gets the new value.
    #[must_use]
    pub fn with(mut self, name: impl Into<Arc<str>>, root: Arc<Root>) -> Self {
        self.roots.insert(name.into(), root);
        self
    }

    /// What a name stands for.
    pub fn get(&self, name: &str) -> Option<&Arc<Root>> {
        self.roots.get(name)
    }

    /// The names, in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.roots.keys().map(|name| &**name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_prints_the_same_with_and_without_tera() {
        let map = Data::map([("a", Data::from(1))]);
        for (data, expected) in [
            (Data::from("St *Mary's* <C of E>"), Ok("St *Mary's* <C of E>")),
            (Data::from(" \n"), Err(Unprintable::Nothing)),
            (Data::from(-3), Ok("-3")),
            (Data::Number(2.5), Ok("2.5")),
            (Data::Number(2.0), Ok("2")),
            (Data::from(true), Ok("true")),
            (Data::texts(["a", "", "b"]), Ok("a, b")),
            (Data::texts(["", "b"]), Ok("b")),
            (Data::List(vec![Data::texts(["a", "b"]), Data::from(3)]), Ok("a, b, 3")),
            (Data::List(vec![]), Err(Unprintable::Nothing)),
            (map.clone(), Err(Unprintable::NotText)),
            (Data::List(vec![map]), Err(Unprintable::NotText)),
            (Data::from("a\u{F1000}"), Ok("a\u{FFFD}")),
        ] {
            let expected = expected.map(str::to_owned);
            assert_eq!(data.printed(), expected.clone().map(Arc::from), "{data:?}");
            assert_eq!(printed_value(&data.to_value()), expected, "{data:?}");
        }
    }
}
