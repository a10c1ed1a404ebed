//! Files that appear whole or not at all, and folders we may touch.
//!
//! Everything that reads or changes the disk comes through here, so that a file is never seen half written, a link
//! never leads out of the folder, and trouble is told in words. Content faults are not this module's business: a file
//! that is too large, or that may not be read because it lies elsewhere, is an answer; only what the machine could not
//! do is a [`MachineError`].

mod error;
mod fingerprint;
mod lock;
mod path;
mod program;
mod stamp;
mod survey;
mod walk;
mod whole;

pub use error::{MachineError, plain_path};
pub use fingerprint::fingerprint;
pub use lock::Lock;
pub use path::{UnsafePath, device_name, resolve, safe_join, safe_relative};
pub use program::program;
pub use stamp::Stamp;
pub use survey::Survey;
pub use walk::{Found, FoundFile, Refused, walk};
pub use whole::{
    MAX_SOURCE_BYTES, PATIENCE, Read, read, remove_half_written, sha256, will_pass, write_for_good, write_whole,
};
