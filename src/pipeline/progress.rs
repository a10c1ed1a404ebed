//! How far a build is.

use std::sync::atomic::{AtomicUsize, Ordering};

/// How far a build is, for whoever asks from another thread. It is for people to look at: the numbers may be from
/// different moments.
#[derive(Debug, Default)]
pub struct Progress {
    portal: AtomicUsize,
    portals: AtomicUsize,
    done: AtomicUsize,
    pages: AtomicUsize,
}

/// Of runs that nobody watches.
pub(super) static UNWATCHED: Progress = Progress {
    portal: AtomicUsize::new(0),
    portals: AtomicUsize::new(0),
    done: AtomicUsize::new(0),
    pages: AtomicUsize::new(0),
};

/// What [`Progress`] says at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Which portal is being made, from 1; 0 while the content is read.
    pub portal: usize,
    /// How many portals there are.
    pub portals: usize,
    /// How many of this portal's pages are ready.
    pub done: usize,
    /// How many pages this portal has; 0 while its copies are made.
    pub pages: usize,
}

impl Progress {
    /// How far it is now.
    pub fn now(&self) -> Moment {
        let [portal, portals, done, pages] =
            [&self.portal, &self.portals, &self.done, &self.pages].map(|number| number.load(Ordering::Relaxed));
        Moment { portal, portals, done, pages }
    }

    pub(super) fn begin_portal(&self, portals: usize) {
        self.begin_pages(0);
        self.portals.store(portals, Ordering::Relaxed);
        self.portal.fetch_add(1, Ordering::Relaxed);
    }

    /// A portal's pages may be begun twice: those that were known, where something turns out to be wrong with others.
    pub(super) fn begin_pages(&self, pages: usize) {
        self.done.store(0, Ordering::Relaxed);
        self.pages.store(pages, Ordering::Relaxed);
    }

    pub(super) fn page_is_ready(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }
}
