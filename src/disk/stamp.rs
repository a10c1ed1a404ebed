//! What the system says of a file: enough to see, without reading it, that nobody has touched it.

use serde::{Deserialize, Serialize};
use std::fs::{self, Metadata};
use std::path::Path;
use std::time::UNIX_EPOCH;

/// A file's length and times. Two stamps of one path that agree are of the same bytes, as the system tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Stamp {
    bytes: u64,
    /// When its bytes were last changed, in nanoseconds since 1970.
    modified: u64,
    /// When anything of it was last changed, its times included, which no program can set; where the system keeps that.
    changed: (i64, i64),
}

impl Stamp {
    /// The stamp of a plain file; `None` where there is none, or the system keeps no times.
    pub fn of(path: &Path) -> Option<Self> {
        Self::of_metadata(&fs::symlink_metadata(path).ok()?)
    }

    /// The stamp of a file of which the system has told already.
    pub fn of_metadata(what: &Metadata) -> Option<Self> {
        let modified = what.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        what.is_file().then(|| Self {
            bytes: what.len(),
            modified: u64::try_from(modified.as_nanos()).unwrap_or(u64::MAX),
            changed: changed(what),
        })
    }
}

/// Whether stamps alone tell that a file is as it was, also where a program gave it back an old time.
pub(super) const TELLS_ALL: bool = cfg!(unix);

#[cfg(unix)]
fn changed(what: &Metadata) -> (i64, i64) {
    use std::os::unix::fs::MetadataExt as _;
    (what.ctime(), what.ctime_nsec())
}

#[cfg(not(unix))]
fn changed(_: &Metadata) -> (i64, i64) {
    (0, 0)
}
