//! Filters and functions of ours, in place of Tera's that could make too much or come out differently each time.

#![expect(clippy::needless_pass_by_value, reason = "Tera hands filters their arguments by value")]

use super::MAX_RANGE;
use super::data::{Unprintable, printed_value};
use super::fill::dynamic_char;
use super::meter;
use tera::value::ValueKind;
use tera::{Error, ErrorKind, Kwargs, Map, State, TeraResult, Value};

fn stopped(why: &'static str) -> Error {
    Error::message(why)
}

/// Prints the value of the tag `k`: hands the value to the meter and writes a letter that stands for it.
pub(super) fn print(value: &Value, arguments: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let tag = arguments.must_get::<usize>("k")?;
    let may_be_blank = arguments.get::<bool>("blank")?.unwrap_or(false);
    match printed_value(value) {
        Ok(text) => {
            let index = meter::print(tag, text).map_err(stopped)?;
            return Ok(Value::safe_string(dynamic_char(index).encode_utf8(&mut [0; 4])));
        }
        Err(Unprintable::Nothing) if may_be_blank && value.is_string() => {}
        Err(Unprintable::TooLarge) => return Err(stopped(meter::TOO_LARGE)),
        Err(why) => meter::cannot_print(tag, None, why).map_err(stopped)?,
    }
    Ok(Value::safe_string(""))
}

/// Counts the work of once round a loop: the value is how many words and signs there are in it.
pub(super) fn tick(tokens: u64, _: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    meter::run(usize::try_from(tokens).unwrap_or(usize::MAX)).map_err(stopped)?;
    Ok(Value::safe_string(""))
}

/// Counts what a filter is given or has made, and hands it on.
pub(super) fn made(value: &Value, _: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let bytes = match value.kind() {
        ValueKind::String => value.as_str().map_or(0, str::len),
        ValueKind::Array => value.as_array().map_or(0, <[Value]>::len) * 16,
        ValueKind::Map => value.as_map().map_or(0, Map::len) * 16,
        _ => 8,
    };
    meter::made(bytes).map_err(stopped)?;
    Ok(value.clone())
}

/// As [`made`], for what the tag `k` gives to a filter: its `name`th name. Where there is nothing, that is reported and the work goes on
/// with an empty text, so that the faults of the tags after this one come out in the same run.
pub(super) fn need(value: &Value, arguments: Kwargs, state: &State<'_>) -> TeraResult<Value> {
    if value.is_undefined() || value.is_none() {
        let name = arguments.get::<usize>("name")?;
        meter::cannot_print(arguments.must_get::<usize>("k")?, name, Unprintable::Nothing).map_err(stopped)?;
        return Ok(Value::from(""));
    }
    made(value, arguments, state)
}

/// As [`made`], for what is put together with `~`: it must be a text, a number or a truth, so that its length is known.
pub(super) fn part(value: &Value, arguments: Kwargs, state: &State<'_>) -> TeraResult<Value> {
    match value.kind() {
        ValueKind::Array | ValueKind::Map | ValueKind::Bytes | ValueKind::Undefined | ValueKind::None => {
            // This kind of error points at the value and not at the filter.
            let (expected_type, actual_type) = ("text or number".to_owned(), value.name().to_owned());
            Err(Error::new(ErrorKind::InvalidArgument { expected_type, actual_type }))
        }
        _ => made(value, arguments, state),
    }
}

fn is_nothing(value: &Value) -> bool {
    match value.kind() {
        ValueKind::Undefined | ValueKind::None => true,
        ValueKind::String => value.as_str().is_none_or(|text| text.trim().is_empty()),
        ValueKind::Array => value.as_array().is_none_or(|items| items.iter().all(is_nothing)),
        _ => false,
    }
}

/// The value, or `value=` where there is none: where it is absent, blank, or an empty list. (Tera's own lets blanks by.)
pub(super) fn default(value: &Value, arguments: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let other = arguments.must_get::<Value>("value")?;
    let falsy = arguments.get::<bool>("boolean")?.unwrap_or(false) && !value.is_truthy();
    Ok(if falsy || is_nothing(value) { other } else { value.clone() })
}

/// A text with each `from=` in it made `to=`.
pub(super) fn replace(text: &str, arguments: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let from = arguments.must_get::<&str>("from")?;
    let to = arguments.must_get::<&str>("to")?;
    let times = text.matches(from).count();
    meter::made(text.len().saturating_add(times.saturating_mul(to.len()))).map_err(stopped)?;
    Ok(text.replace(from, to))
}

/// A list as one text, with `sep=` between.
pub(super) fn join(list: &[Value], arguments: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let separator = arguments.get::<&str>("sep")?.unwrap_or_default();
    let mut out = String::new();
    for (index, item) in list.iter().enumerate() {
        if index > 0 {
            out.push_str(separator);
        }
        match printed_value(item) {
            Ok(text) => out.push_str(&text),
            Err(Unprintable::Nothing) => {}
            Err(_) => return Err(Error::message("a list can only be joined when its items are texts or numbers")),
        }
        if out.len() > super::MAX_MADE_BYTES {
            return Err(stopped(meter::TOO_LARGE));
        }
    }
    Ok(out)
}

/// A list without those items that it has before.
pub(super) fn unique(list: &[Value], _: Kwargs, _: &State<'_>) -> TeraResult<Vec<Value>> {
    let mut out: Vec<Value> = Vec::new();
    for item in list {
        meter::made(out.len() * 16).map_err(stopped)?;
        if !out.contains(item) {
            out.push(item.clone());
        }
    }
    Ok(out)
}

/// A number or text as a text.
pub(super) fn text(value: &Value, _: Kwargs, _: &State<'_>) -> TeraResult<String> {
    printed_value(value).map_err(|_| Error::message("only a text or a number can become a text"))
}

/// The whole numbers from `start=` (0) up to but without `end=`, by `step_by=` (1).
pub(super) fn range(arguments: Kwargs, _: &State<'_>) -> TeraResult<Vec<i64>> {
    let start = arguments.get::<i64>("start")?.unwrap_or(0);
    let end = arguments.must_get::<i64>("end")?;
    let step = arguments.get::<i64>("step_by")?.unwrap_or(1);
    if step < 1 || end < start {
        return Err(Error::message("range counts upwards, from start= to end=, by a step_by= of 1 or more"));
    }
    let length = end.abs_diff(start).div_ceil(step.unsigned_abs());
    if length > MAX_RANGE as u64 {
        return Err(Error::message(format!("range makes at most {MAX_RANGE} numbers")));
    }
    meter::made(MAX_RANGE).map_err(stopped)?;
    Ok((0..).map_while(|index: i64| start.checked_add(index.checked_mul(step)?)).take_while(|n| *n < end).collect())
}

/// As [`range`], in a theme, whose loops are not counted round by round: all the numbers of a page are.
pub(super) fn range_in_theme(arguments: Kwargs, state: &State<'_>) -> TeraResult<Vec<i64>> {
    const EACH: usize = 20;
    let numbers = range(arguments, state)?;
    let often = |_| Error::message("range has made more numbers for this page than any page needs");
    meter::run(EACH * numbers.len()).map_err(often)?;
    Ok(numbers)
}

/// A list of maps as a map of lists, by the value that `attribute=` has in each. (Tera's own gives them in an order
/// that differs from run to run; this one keeps the order in which the values first come.)
pub(super) fn group_by(list: &[Value], arguments: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let attribute = arguments.must_get::<&str>("attribute")?;
    let mut groups: Vec<(String, Vec<Value>)> = Vec::new();
    for (index, item) in list.iter().enumerate() {
        let key = match item.get_from_path(attribute) {
            Some(key) if key.is_none() => continue,
            Some(key) if key.is_string() || key.is_number() || key.is_bool() => key.to_string(),
            _ => {
                let message = format!("item {} of the list has no text or number called {attribute}", index + 1);
                return Err(Error::message(message));
            }
        };
        match groups.iter_mut().find(|(other, _)| *other == key) {
            Some((_, items)) => items.push(item.clone()),
            None => groups.push((key, vec![item.clone()])),
        }
    }
    let map: Map = groups.into_iter().map(|(key, items)| (key.into(), Value::from(items))).collect();
    Ok(Value::from(map))
}
