//! Which program this is, so that what one remembers is not taken up by another.

use std::fs;
use std::time::UNIX_EPOCH;

/// Words that differ between any two builds of this program: its version, its length and when it was made. `None` where the
/// system does not tell.
pub fn program() -> Option<String> {
    let what = fs::metadata(std::env::current_exe().ok()?).ok()?;
    let made = what.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(format!("{} {} {}", env!("CARGO_PKG_VERSION"), what.len(), made.as_nanos()))
}
