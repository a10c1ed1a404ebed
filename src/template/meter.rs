//! What one filling-in prints, and how much work it has done.
//!
//! Tera hands a filter its arguments and nothing else, so what the filters of one filling-in have in common is kept for
//! the thread that does it. It begins empty with every filling-in and is taken out at its end; nothing is left over.

use super::data::Unprintable;
use super::{MAX_FILLED_BYTES, MAX_MADE_BYTES, MAX_SLOTS};
use std::cell::RefCell;

/// How much one filling-in may do. A unit is about a thousand-millionth of a second.
const MAX_WORK: usize = 128 * 1024 * 1024;

/// What once round a loop costs, and each word and sign in it.
const ROUND: usize = 300;
const TOKEN: usize = 50;

/// What a filter reports when there is to be an end of it.
pub(super) const TOO_MUCH_WORK: &str = "frontsheet: too much work";
/// As above, for too many values.
pub(super) const TOO_MANY_VALUES: &str = "frontsheet: too many values";
/// As above, for values that are too long together.
pub(super) const TOO_LARGE: &str = "frontsheet: too large";

/// What the tags of one filling-in have done so far.
#[derive(Debug, Default)]
pub(super) struct Meter {
    /// Which tag printed each value, and the value.
    pub printed: Vec<(usize, String)>,
    /// The tags that had something to print and could not, each with the number of the name in it that is to blame
    /// where that is known.
    pub unprintable: Vec<(usize, Option<usize>, Unprintable)>,
    printed_bytes: usize,
    most_values: usize,
    work: usize,
    largest: usize,
}

thread_local! {
    static METER: RefCell<Meter> = RefCell::default();
}

/// Does `work` with an empty meter, and gives what the meter then has. `slots_taken` is how many slots the passage has
/// already.
pub(super) fn metered<T>(slots_taken: usize, work: impl FnOnce() -> T) -> (T, Meter) {
    METER.replace(Meter { most_values: MAX_SLOTS.saturating_sub(slots_taken), ..Meter::default() });
    let result = work();
    (result, METER.take())
}

/// Goes once through `tokens` words and signs of tags. They may each look at the largest text there is.
pub(super) fn run(tokens: usize) -> Result<(), &'static str> {
    METER.with_borrow_mut(|meter| {
        let each = TOKEN + meter.largest / 64;
        meter.spend(tokens.saturating_mul(each).saturating_add(ROUND))
    })
}

/// A filter is given, or has made, something of so many bytes.
pub(super) fn made(bytes: usize) -> Result<(), &'static str> {
    if bytes > MAX_MADE_BYTES {
        return Err(TOO_LARGE);
    }
    METER.with_borrow_mut(|meter| {
        meter.largest = meter.largest.max(bytes);
        meter.spend(bytes)
    })
}

/// A tag prints a value; gives its number.
pub(super) fn print(tag: usize, value: String) -> Result<usize, &'static str> {
    METER.with_borrow_mut(|meter| {
        meter.printed_bytes += value.len();
        meter.spend(value.len() + ROUND)?;
        if meter.printed.len() == meter.most_values {
            return Err(TOO_MANY_VALUES);
        }
        if meter.printed_bytes > MAX_FILLED_BYTES {
            return Err(TOO_LARGE);
        }
        meter.printed.push((tag, value));
        Ok(meter.printed.len() - 1)
    })
}

/// A tag has nothing that it could print, for want of its `name`th name.
pub(super) fn cannot_print(tag: usize, name: Option<usize>, why: Unprintable) -> Result<(), &'static str> {
    METER.with_borrow_mut(|meter| {
        if !meter.unprintable.iter().any(|(other, other_name, _)| (*other, *other_name) == (tag, name)) {
            meter.unprintable.push((tag, name, why));
        }
        meter.spend(ROUND + meter.unprintable.len())
    })
}

impl Meter {
    fn spend(&mut self, units: usize) -> Result<(), &'static str> {
        self.work = self.work.saturating_add(units);
        if self.work > MAX_WORK { Err(TOO_MUCH_WORK) } else { Ok(()) }
    }
}
