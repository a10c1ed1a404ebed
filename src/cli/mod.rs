//! Words typed in, words printed out, and the exit code.

mod board;
mod build;
mod diff;
mod init;
mod new;
mod portals;
mod printing;
mod progress;
mod release;
mod review;
mod reviewed;
mod serve;
mod verify;
mod words;

use crate::calendar::{CalendarDate, Day};
use crate::disk::MachineError;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

/// Merges a school trust's policy templates with each school's particulars into accessible websites.
#[derive(Debug, Parser)]
#[command(name = "frontsheet", version, max_term_width = 100, disable_help_subcommand = true)]
struct Words {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Option<Command>,
}

/// What every command understands.
#[derive(Debug, Args)]
struct Global {
    /// The folder that holds content/ and themes/
    #[arg(long, value_name = "DIR", default_value = ".", global = true)]
    root: PathBuf,
    /// One of several portals, by its folder's name in content/
    #[arg(long, value_name = "TRUST", global = true)]
    portal: Option<String>,
    /// The day as of which versions and reviews are told (default: today)
    #[arg(long, value_name = "DATE", global = true)]
    as_of: Option<String>,
    /// What is printed: words for people, one JSON object for programs, or (review) a table for spreadsheets
    #[arg(long = "format", value_name = "FORMAT", value_enum, default_value = "human", global = true)]
    asked_format: AskedFormat,
    /// The same, as most commands know it
    #[arg(skip)]
    format: Format,
    /// Whether faults are printed in colour
    #[arg(long, alias = "colour", value_enum, default_value = "auto", global = true)]
    color: Colour,
}

/// What may be asked for; only [`Command::Review`] has tables for spreadsheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum AskedFormat {
    Human,
    Json,
    Csv,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Format {
    #[default]
    Human,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Colour {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a new portal with a finished sample in it
    Init(init::Words),
    /// Begin a new policy, or a new school
    New(new::Words),
    /// Build the sites: content/ and themes/ to output/
    Build(build::BuildWords),
    /// Check everything that a build checks, and the lints, writing nothing
    Check(build::CheckWords),
    /// Tell what is overdue for review, and what falls due
    Review(review::Words),
    /// Tell what each approving body has before it at a meeting
    Board(board::Words),
    /// Show the sites in the browser while you write, and every change as you save it
    Serve(serve::Words),
    /// Show what has changed in a policy since it was last released, before anything is released
    Diff(diff::Words),
    /// Record that a policy was reviewed and left as it is
    Reviewed(reviewed::Words),
    /// Freeze a version of a policy: every copy, or one school's
    Release(release::Words),
    /// Prove that every released version is what was released
    Verify,
}

/// Why a command did not do what it was asked for.
#[derive(Debug)]
enum Failure {
    /// The words typed make no sense: exit code 2.
    Usage(String),
    /// The machine failed: exit code 3.
    Machine(MachineError),
}

impl From<MachineError> for Failure {
    fn from(error: MachineError) -> Self {
        Failure::Machine(error)
    }
}

/// How a command ended that did what it was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// Exit code 0.
    Done,
    /// The content has errors: exit code 1.
    ContentFaulty,
    /// A review is overdue, and that was asked to fail: exit code 1.
    Overdue,
}

/// Runs the program with the words typed, the first being the program's own name.
pub fn run(words: impl IntoIterator<Item = OsString>) -> ExitCode {
    let words = match Words::try_parse_from(words) {
        Ok(words) => words,
        Err(error) => {
            match words::no_such_command(&error) {
                Some(message) => anstream::eprintln!("error: {message}"),
                None => drop(error.print()),
            }
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let Words { mut global, command } = words;
    global.color.apply();
    if global.asked_format == AskedFormat::Json {
        global.format = Format::Json;
    }
    let ending = match command {
        Some(Command::Review(words)) => review::run(&global, &words),
        _ if global.asked_format == AskedFormat::Csv => {
            Err(Failure::Usage("--format csv is for the command review\n  help: write --format json".to_owned()))
        }
        None => Ok(words::what_next(&global)),
        Some(Command::Init(words)) => init::run(&global, &words),
        Some(Command::New(words)) => new::run(&global, &words),
        Some(Command::Build(words)) => build::build(&global, &words),
        Some(Command::Check(words)) => build::check(&global, &words),
        Some(Command::Board(words)) => board::run(&global, &words),
        Some(Command::Serve(words)) => serve::run(&global, &words),
        Some(Command::Diff(words)) => diff::run(&global, &words),
        Some(Command::Reviewed(words)) => reviewed::run(&global, &words),
        Some(Command::Release(words)) => release::run(&global, &words),
        Some(Command::Verify) => verify::run(&global),
    };
    match ending {
        Ok(Ending::Done) => ExitCode::SUCCESS,
        Ok(Ending::ContentFaulty | Ending::Overdue) => ExitCode::from(1),
        Err(Failure::Usage(message)) => {
            anstream::eprintln!("error: {message}");
            ExitCode::from(2)
        }
        Err(Failure::Machine(error)) => {
            anstream::eprintln!("error: {error}");
            ExitCode::from(3)
        }
    }
}

impl Global {
    /// Today, whatever `--as-of` says. The one place where the program looks at a clock.
    fn real_day() -> Day {
        Day::today()
    }

    /// The day that `--as-of` names; today without it.
    fn today(&self) -> Result<Day, Failure> {
        let Some(text) = &self.as_of else { return Ok(Self::real_day()) };
        match CalendarDate::parse(text) {
            Ok(CalendarDate::Day(day)) => Ok(day),
            Ok(date @ (CalendarDate::Month(_) | CalendarDate::Term(_))) => Err(Failure::Usage(format!(
                "--as-of wants a day, and \"{text}\" is a month: write for example --as-of {}",
                date.last_day()
            ))),
            Err(fault) => Err(Failure::Usage(format!("--as-of: {}; {}", fault.message(), fault.help()))),
        }
    }
}

impl Colour {
    fn apply(self) {
        let choice = match self {
            Colour::Auto => anstream::ColorChoice::Auto,
            Colour::Always => anstream::ColorChoice::Always,
            Colour::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
    }
}
