//! Makes the output folder equal the site, touching only what differs.
//!
//! A build is staged, then committed. While it is staged nothing in the output changes: what differs from the files there
//! waits in the state folder, and goes away with the [`Stage`] when the build fails. A commit moves it in, and
//! takes out what earlier builds wrote and this one did not. What nobody here wrote is never removed: the manifest of each
//! output folder says what is ours, and is written before the first change as well as after the last, so that a build
//! killed at any moment leaves nothing that the next one does not know.

mod commit;
mod manifest;
mod output;
mod stage;
mod tree;

#[cfg(test)]
mod tests;

pub use manifest::MemoryPlace;
pub use output::{Refusal, check_output_folder};
pub use stage::{Stage, Written};
