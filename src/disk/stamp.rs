//! What the system says of a file: enough to see, without reading it, that nobody has touched it.

use serde::{Deserialize, Serialize};
use std::fs::{self, Metadata};
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

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

    /// Whether a file that is read now may be known again by this stamp that it had before: not where stamps do not tell all, and
    /// not if it was changed just now, since it may be changed once more in the same tick of the system's clock.
    pub fn is_to_know_by(&self) -> bool {
        TELLS_ALL && self.is_settled(SystemTime::now())
    }

    fn is_settled(&self, now: SystemTime) -> bool {
        let (seconds, fraction) = self.changed;
        let (Ok(seconds), Ok(fraction)) = (u64::try_from(seconds), u32::try_from(fraction)) else { return false };
        // Some systems keep whole seconds, or two of them at a time.
        let tick = if fraction == 0 { Duration::from_secs(3) } else { Duration::from_millis(100) };
        now.duration_since(UNIX_EPOCH).is_ok_and(|now| now > Duration::new(seconds, fraction.min(999_999_999)) + tick)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_again_once_the_clock_has_gone_on() {
        let stamp = |changed| Stamp { bytes: 1, modified: 0, changed };
        let at = |millis| UNIX_EPOCH + Duration::from_millis(millis);
        let settled = |changed, millis| stamp(changed).is_settled(at(millis));
        assert!(!settled((5, 1), 5_000), "it was changed in this tick");
        assert!(settled((5, 1), 5_200));
        assert!(!settled((5, 0), 7_000), "these may be whole seconds");
        assert!(settled((5, 0), 8_001));
        assert!(!settled((9, 1), 5_000), "its time has not come yet");
        assert!(!settled((-1, 1), 5_000) && !settled((i64::MAX, i64::MAX), 5_000));
    }
}
