//! What is printed when nothing was asked for or no such command is known, and numbers that are typed.

use super::{Ending, Global};
use clap::error::{ContextKind, ContextValue};

/// Says what can be done next in this folder.
pub(super) fn what_next(global: &Global) -> Ending {
    let here = global.root.join("content").is_dir();
    let next = if here {
        "This folder holds policies. What you can do next:\n\
         \n\
         \x20 frontsheet check          see what is wrong, writing nothing\n\
         \x20 frontsheet serve          see the sites while you write; each change shows as you save\n\
         \x20 frontsheet build          make the websites in output/\n\
         \x20 frontsheet review         see what is due for review\n\
         \x20 frontsheet diff X         see what has changed in a policy since its last release\n\
         \x20 frontsheet release X      freeze a version of an approved policy\n\
         \x20 frontsheet verify         prove that every released version is what was released\n\
         \x20 frontsheet new policy X   begin a new policy\n\
         \x20 frontsheet new school X   add a school\n"
    } else {
        "There is no content folder here. What you can do next:\n\
         \n\
         \x20 frontsheet init           make a new portal here, with a finished sample in it\n\
         \x20 frontsheet --root DIR …   work in another folder\n"
    };
    anstream::println!("{next}\nEvery command and option: frontsheet --help");
    Ending::Done
}

/// How many days ahead to look.
pub(super) fn within(typed: &str) -> Result<i64, String> {
    let days = typed.parse().ok().filter(|days| (0..=36_600).contains(days));
    days.ok_or_else(|| "write a number of days from 0 to 36600, as in --within 90".to_owned())
}

/// A port to listen on.
pub(super) fn port(typed: &str) -> Result<u16, String> {
    typed.parse().map_err(|_| "write a number from 0 to 65535, as in --port 4000".to_owned())
}

/// What is said of a command that is not known, with the one that was most likely meant.
pub(super) fn no_such_command(error: &clap::Error) -> Option<String> {
    let Some(ContextValue::String(typed)) = error.get(ContextKind::InvalidSubcommand) else { return None };
    let help = match error.get(ContextKind::SuggestedSubcommand) {
        Some(ContextValue::String(near)) => format!("did you mean {near}?"),
        Some(ContextValue::Strings(near)) if !near.is_empty() => format!("did you mean {}?", near.join(" or ")),
        _ => "see every command with: frontsheet --help".to_owned(),
    };
    Some(format!("there is no command \"{typed}\"\n  help: {help}"))
}
