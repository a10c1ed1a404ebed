//! Proves every link, id and image of the finished HTML.
//!
//! What counts is what a reader's browser will be given, so it is the bytes of the page that are read, whoever wrote
//! them: author, template or theme. Each page is proven by itself, on any thread, and leaves a few numbers behind; links
//! to places within other pages are settled at the end, when all pages' ids are known. Other people's sites are
//! never asked.

mod clash;
mod fault;
mod fold;
mod kept;
mod meaning;
mod meant;
mod prover;
mod resolve;
mod scan;
mod value;

#[cfg(test)]
mod tests;

pub use clash::{Clash, ClashKind, addresses_clash};
pub use fault::{FaultKind, ProofFault};
pub use kept::KeptReports;
pub use prover::{PageReport, Prover};
pub use scan::{Link, LinkKind, PageProof};
