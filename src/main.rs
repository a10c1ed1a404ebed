//! The `frontsheet` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    frontsheet::cli::run(std::env::args_os())
}
