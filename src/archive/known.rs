//! What earlier runs found in archives.
//!
//! A released file never changes, so what was read of it once is true for as long as nobody touches it. Whoever keeps
//! this need not be trusted: what it says of a file counts only while the file has the stamp that it had when its bytes
//! were proven, and the ledger records the digest that they had then. The ledger itself is known in the same way.

use super::head::ReleaseHead;
use super::ledger::Recorded;
use super::release::Release;
use crate::disk::{self, Read, Stamp, sha256};
use crate::source::decode;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What is known of the archives of portals, by folder.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Known(BTreeMap<String, KnownArchive>);

/// What is known of one archive.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct KnownArchive {
    /// The ledger's stamp and the digest of its last line, where it records just these releases and nothing is wrong with it.
    pub ledger: Option<(Stamp, String)>,
    /// The releases in the order of the ledger.
    releases: Vec<KnownRelease>,
}

/// What is known of a released file.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct KnownRelease {
    recorded: Recorded,
    stamp: Option<Stamp>,
    head: Arc<ReleaseHead>,
}

/// What is known of released files that have stamps, by path from the portal's folder.
#[derive(Debug, Default)]
pub(super) struct KnownFiles(BTreeMap<String, (Stamp, String, Arc<ReleaseHead>)>);

impl Known {
    /// Nothing.
    pub const fn nothing() -> Self {
        Self(BTreeMap::new())
    }

    /// Takes in what is known of the archive in a portal's folder.
    pub(super) fn insert(&mut self, folder: String, ledger: Option<(Stamp, String)>, releases: &[Release]) {
        let release = |release: &Release| KnownRelease {
            recorded: release.recorded(),
            stamp: release.stamp,
            head: Arc::clone(&release.head),
        };
        self.0.insert(folder, KnownArchive { ledger, releases: releases.iter().map(release).collect() });
    }

    /// Takes out what is known of the archive in a portal's folder.
    pub(super) fn take(&mut self, folder: &str) -> KnownArchive {
        self.0.remove(folder).unwrap_or_default()
    }
}

impl KnownArchive {
    /// What the ledger records, in its order; nothing, where it could not have been read from a ledger.
    pub fn recorded(&self) -> Option<Vec<Recorded>> {
        let recorded = self.releases.iter().map(|release| &release.recorded);
        recorded.map(|recorded| recorded.is_sound().then(|| recorded.clone())).collect()
    }

    /// What is known of the files.
    pub fn files(self) -> KnownFiles {
        let file = |KnownRelease { recorded, stamp, head }: KnownRelease| {
            Some((recorded.file, (stamp?, recorded.sha256, head)))
        };
        KnownFiles(self.releases.into_iter().filter_map(file).collect())
    }
}

impl KnownFiles {
    /// Takes out what is known of a file that has these bytes, by the ledger, and that nobody has touched.
    pub fn take(&mut self, recorded: &Recorded, stamp: Option<Stamp>) -> Option<Arc<ReleaseHead>> {
        let (known, sha256, head) = self.0.remove(&recorded.file)?;
        (sha256 == recorded.sha256 && Some(known) == stamp).then_some(head)
    }
}

/// Whether a file turned out otherwise, when it was read at last, than was known of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Doubt(Arc<AtomicBool>);

impl Doubt {
    pub fn arise(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub fn has_arisen(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// What reads a file of which only the head is known, and proves it: no text at all is given where it is not what it was.
    pub fn reader(&self, path: PathBuf, digest: String) -> impl Fn() -> String + Send + Sync + 'static {
        let doubt = self.clone();
        move || {
            let bytes = match disk::read(&path, u64::MAX) {
                Ok(Read::Whole(bytes)) if sha256(&bytes) == digest => bytes,
                _ => Vec::new(),
            };
            let text = decode(&bytes).unwrap_or_default();
            if text.is_empty() {
                doubt.arise();
            }
            text
        }
    }
}
