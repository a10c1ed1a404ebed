//! Where a build's time went.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long each stage of a build took, in the order in which they first ended.
///
/// Stages that several threads work on at once have the time of all threads together, so they can add up to more than
/// the clock on the wall says.
#[derive(Debug, Default)]
pub struct Timings {
    stages: Mutex<Vec<(&'static str, Duration)>>,
}

impl Timings {
    /// Does some work of a stage, on any thread, and remembers how long it took.
    pub(super) fn measure<T>(&self, stage: &'static str, work: impl FnOnce() -> T) -> T {
        let began = Instant::now();
        let done = work();
        let took = began.elapsed();
        let mut stages = self.stages.lock().unwrap_or_else(PoisonError::into_inner);
        match stages.iter_mut().find(|(known, _)| *known == stage) {
            Some((_, so_far)) => *so_far += took,
            None => stages.push((stage, took)),
        }
        done
    }

    /// Each stage with its time.
    pub fn stages(&self) -> Vec<(&'static str, Duration)> {
        self.stages.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
