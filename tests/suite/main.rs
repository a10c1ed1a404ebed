//! Tests of the program as a whole: a portal in a temporary folder, a day, and what came of building it.

mod all_at_once;
mod architecture;
mod archive;
mod builder;
mod command;
mod diff;
mod documentation;
mod faults;
mod merging;
mod preview;
mod preview_bar;
mod random;
mod reading;
mod register_pages;
mod reports;
mod required;
mod review;
mod reviewed;
mod samples;
mod search;
mod sites;
mod statement;
mod terms;
mod theming;
mod versions;
mod words;
