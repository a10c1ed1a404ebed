//! `serve`.

use super::{Ending, Failure, Global, build, portals, printing};
use crate::calendar::Day;
use crate::diagnostic::{Diagnostic, Printer, Severity, Whereabouts};
use crate::disk::MachineError;
use crate::merge::Drafts;
use crate::pipeline::{self, LastPreview, Options, Outcome};
use crate::serve::{Days, Fault, News, Server};
use crate::source::Sources;
use crate::watch::{How, Watch};
use clap::Args;
use std::thread;
use std::time::{Duration, Instant};

/// A folder that cannot be read this moment, since it is being replaced, is tried again after this time.
const BREATH: Duration = Duration::from_millis(200);

#[derive(Debug, Args)]
pub(super) struct Words {
    /// The port to listen on; the next free one is taken where it is in use
    #[arg(long, value_name = "N", default_value_t = 4000, value_parser = super::words::port)]
    port: u16,
    /// Open the preview in the browser
    #[arg(long)]
    open: bool,
    /// Leave drafts out, as a published site does
    #[arg(long)]
    no_drafts: bool,
    /// Look for changes twice a second, for folders that do not tell of them (network and synced folders)
    #[arg(long)]
    poll: bool,
}

/// Shows the site until the program is stopped.
pub(super) fn run(global: &Global, words: &Words) -> Result<Ending, Failure> {
    portals::check_asked(&global.root, global.portal.as_deref())?;
    let today = global.today()?;
    let how = if words.poll { How::Looking } else { How::Told };
    let mut watch = Watch::begin(&global.root, how)?;
    let bell = watch.bell();
    let server = Server::start(options(global, words, today), words.port, move || bell.ring())?;
    // Nothing is kept on the disk, so there is nothing to tidy up.
    let _ = ctrlc::set_handler(|| std::process::exit(0));
    anstream::println!("Preview: {}  (Ctrl+C ends it)", server.url());
    if words.open && open::that(server.url()).is_err() {
        anstream::eprintln!("The browser did not start. Open the address above yourself.");
    }
    let mut last = LastPreview::default();
    loop {
        show(global, words, &server, &mut last)?;
        let change = loop {
            match watch.wait() {
                Ok(change) => break change,
                Err(error) => {
                    tell_machine_error(&server, &error);
                    thread::sleep(BREATH);
                }
            }
        };
        if change.folder_is_silent {
            anstream::eprintln!(
                "This folder does not tell of changes (a network or synced folder?), so it is looked at twice a second."
            );
        }
    }
}

/// Builds in memory, and shows what came of it.
fn show(global: &Global, words: &Words, server: &Server, last: &mut LastPreview) -> Result<(), Failure> {
    let began = Instant::now();
    // Asked each time: a preview may be open at midnight.
    let usual = global.today()?;
    let days = Days { shown: server.chosen_day().unwrap_or(usual), usual };
    match pipeline::preview(&options(global, words, days.shown), last) {
        Err(error) => tell_machine_error(server, &error),
        Ok((outcome, files)) => {
            server.show(News { files, faults: faults(&outcome), days: Some(days) });
            printing::print_faults(&outcome.diagnostics, &outcome.sources);
            let seconds = began.elapsed().as_secs_f64();
            let counts = build::counts(&outcome.diagnostics);
            if outcome.failed {
                anstream::eprintln!("The last good pages are still shown: {counts}.");
            } else {
                anstream::eprintln!("Shown: {} in {seconds:.2} s, {counts}.", build::pages(outcome.pages));
            }
        }
    }
    Ok(())
}

/// What the site is made with.
fn options(global: &Global, words: &Words, day: Day) -> Options {
    Options {
        portal: global.portal.clone(),
        drafts: if words.no_drafts { Drafts::LeaveOut } else { Drafts::Include },
        ..Options::new(global.root.clone(), day)
    }
}

fn faults(outcome: &Outcome) -> Vec<Fault> {
    let printer = Printer::plain();
    let fault = |fault: &Diagnostic| Fault {
        severity: if fault.severity == Severity::Error { "error" } else { "warning" },
        file: file_of(fault, &outcome.sources).to_owned(),
        printed: printer.print(fault, &outcome.sources).trim_end().to_owned(),
    };
    let mut faults: Vec<Fault> = outcome.diagnostics.iter().map(fault).collect();
    // What stops the page comes before what can wait.
    faults.sort_by_key(|fault| fault.severity != "error");
    faults
}

fn file_of<'f>(fault: &'f Diagnostic, sources: &'f Sources) -> &'f str {
    match &fault.whereabouts {
        Whereabouts::Place(place) => sources.path(place.file),
        Whereabouts::Path(path) => path,
    }
}

/// What the machine could not do, such as read a file that is being replaced: said, and tried again at the next change.
fn tell_machine_error(server: &Server, error: &MachineError) {
    anstream::eprintln!("error: {error}");
    let fault = Fault { severity: "error", file: String::new(), printed: format!("error: {error}") };
    server.show(News { files: None, faults: vec![fault], days: None });
}
