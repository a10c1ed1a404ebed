//! One line on the terminal, for as long as a build takes that is not done at once.
//!
//! The line is plain words, without colour and without control codes but the carriage return, so that it looks the same
//! everywhere; it changes twice a second at most, for those who have it read aloud, and is taken away at the end.

use super::Format;
use crate::pipeline::{Moment, Progress};
use std::ffi::OsStr;
use std::io::{self, IsTerminal as _, Write};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// A build that takes no longer has no line.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often the line changes at most.
const PACE: Duration = Duration::from_millis(500);

/// Does the work of a build, and tells how far it is where there is somebody to read it.
pub(super) fn watched<T>(format: Format, progress: &Progress, work: impl FnOnce() -> T) -> T {
    if !is_read(format, io::stderr().is_terminal(), std::env::var_os("TERM").as_deref()) {
        return work();
    }
    let width = terminal_size::terminal_size_of(io::stderr()).map_or(80, |(width, _)| usize::from(width.0));
    let line = Line { width, pace: PACE, long: 0 };
    told(progress, PATIENCE, line, &mut io::stderr(), work)
}

/// Whether somebody reads standard error as it is written, on a terminal that can go back to the start of a line.
fn is_read(format: Format, is_terminal: bool, term: Option<&OsStr>) -> bool {
    format == Format::Human && is_terminal && term.is_none_or(|term| term != "dumb")
}

/// Does the work; a thread beside it writes to `out` when it takes longer than `patience`, and ends with it.
fn told<T>(
    progress: &Progress,
    patience: Duration,
    line: Line,
    out: &mut (impl Write + Send),
    work: impl FnOnce() -> T,
) -> T {
    let (working, end) = mpsc::channel();
    thread::scope(|scope| {
        scope.spawn(move || {
            if !has_ended(&end, patience) {
                // A terminal that is gone is no reason for a build to fail.
                let _ = line.tell(progress, &end, out);
            }
        });
        let done = work();
        drop(working);
        done
    })
}

/// Waits for the end of the work, for some time.
fn has_ended(end: &Receiver<()>, wait: Duration) -> bool {
    end.recv_timeout(wait) != Err(RecvTimeoutError::Timeout)
}

/// The line as it stands.
struct Line {
    /// Columns of the terminal: a line that is broken cannot be taken back.
    width: usize,
    pace: Duration,
    /// How much of it has been written on, and must be blank in the end.
    long: usize,
}

impl Line {
    fn tell(mut self, progress: &Progress, end: &Receiver<()>, out: &mut impl Write) -> io::Result<()> {
        loop {
            self.write(&words(progress.now()), out)?;
            if has_ended(end, self.pace) {
                self.write("", out)?;
                return write!(out, "\r").and_then(|()| out.flush());
            }
        }
    }

    fn write(&mut self, words: &str, out: &mut impl Write) -> io::Result<()> {
        let words: String = words.chars().take(self.width.saturating_sub(1)).collect();
        write!(out, "\r{words:<long$}", long = self.long)?;
        self.long = self.long.max(words.chars().count());
        out.flush()
    }
}

fn words(now: Moment) -> String {
    let Moment { portal, portals, done, pages } = now;
    let of = if portals > 1 { format!("Portal {portal} of {portals}: ") } else { String::new() };
    match portal {
        0 => "Reading the content …".to_owned(),
        _ if pages == 0 => format!("{of}making the copies …"),
        _ if done == pages => format!("{of}writing {pages} pages …"),
        _ => format!("{of}{done} of {pages} pages …"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    /// What is written, for the work to see.
    #[derive(Default)]
    struct Screen(Mutex<String>);

    impl Write for &Screen {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().expect("a screen").push_str(std::str::from_utf8(bytes).expect("whole characters"));
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn screen_after(patience: Duration, width: usize, work: impl FnOnce(&Screen)) -> String {
        let screen = Screen::default();
        let line = Line { width, pace: Duration::from_millis(1), long: 0 };
        told(&Progress::default(), patience, line, &mut &screen, || work(&screen));
        screen.0.into_inner().expect("a screen")
    }

    fn wait_for_words(screen: &Screen) {
        while screen.0.lock().expect("a screen").is_empty() {
            thread::yield_now();
        }
    }

    #[test]
    fn only_a_person_at_a_terminal_is_told() {
        let dumb = Some(OsStr::new("dumb"));
        let usual = Some(OsStr::new("xterm"));
        for (format, is_terminal, term, is_told) in [
            (Format::Human, true, usual, true),
            (Format::Human, true, None, true),
            (Format::Human, true, dumb, false),
            (Format::Human, false, usual, false),
            (Format::Json, true, usual, false),
        ] {
            assert_eq!(is_read(format, is_terminal, term), is_told, "{format:?} {is_terminal} {term:?}");
        }
    }

    #[test]
    fn a_build_that_is_done_at_once_has_no_line() {
        assert_eq!(screen_after(Duration::from_secs(3600), 80, |_| ()), "");
    }

    #[test]
    fn the_line_is_taken_away_at_the_end() {
        let screen = screen_after(Duration::ZERO, 80, wait_for_words);
        let blank = " ".repeat("Reading the content …".chars().count());
        assert!(screen.starts_with("\rReading the content …"), "{screen:?}");
        assert!(screen.ends_with(&format!("\r{blank}\r")), "{screen:?}");
    }

    #[test]
    fn the_line_fits_the_terminal() {
        let screen = screen_after(Duration::ZERO, 8, wait_for_words);
        assert!(screen.split('\r').all(|line| line.chars().count() < 8), "{screen:?}");
        assert!(screen.contains("Reading"), "{screen:?}");
    }

    #[test]
    fn the_line_says_what_is_being_done() {
        let moment = |portal, portals, done, pages| words(Moment { portal, portals, done, pages });
        assert_eq!(moment(0, 0, 0, 0), "Reading the content …");
        assert_eq!(moment(1, 1, 0, 0), "making the copies …");
        assert_eq!(moment(1, 1, 12, 40), "12 of 40 pages …");
        assert_eq!(moment(2, 5, 40, 40), "Portal 2 of 5: writing 40 pages …");
    }
}
