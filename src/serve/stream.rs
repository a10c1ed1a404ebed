//! Tells a browser that there is something new: server-sent events.

use super::{STREAMS, Shared};
use std::io::Write;
use std::sync::PoisonError;
use std::time::Duration;

/// A line that says nothing is sent this often, so that a browser that has gone is found out.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// Counts the streams that are open, and is one of them.
pub(super) struct Seat<'s>(&'s Shared);

impl<'s> Seat<'s> {
    /// A seat, where there is one.
    pub(super) fn take(shared: &'s Shared) -> Option<Self> {
        let mut taken = shared.streams.lock().unwrap_or_else(PoisonError::into_inner);
        (*taken < STREAMS).then(|| {
            *taken += 1;
            Self(shared)
        })
    }

    /// Writes the number of each new state to a browser until it goes away. The answer's head must be out already.
    pub(super) fn tell(&self, out: &mut dyn Write) {
        let mut told = 0;
        loop {
            let (news, timeout) = {
                let news = self.0.news.lock().unwrap_or_else(PoisonError::into_inner);
                let waited = self.0.bell.wait_timeout_while(news, HEARTBEAT, |news| *news == told);
                let (news, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
                (*news, timeout)
            };
            let line = if timeout.timed_out() { ": still here\n\n".to_owned() } else { format!("data: {news}\n\n") };
            told = news;
            if out.write_all(line.as_bytes()).and_then(|()| out.flush()).is_err() {
                return;
            }
        }
    }
}

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        *self.0.streams.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
    }
}
