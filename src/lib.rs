//! Merges a trust's policy templates with its schools' particulars into versioned, accessible sites with document-control
//! front sheets.
//!
//! The program is a small compiler: text comes in with its places, each stage hands the next a type that promises more,
//! bytes go out. `ARCHITECTURE.md` tells the stages; each module's first line tells what it is for.

pub mod archive;
pub mod calendar;
pub mod check;
pub mod cli;
pub mod diagnostic;
pub mod disk;
pub mod edit;
pub mod load;
pub mod markdown;
pub mod merge;
pub mod model;
pub mod pipeline;
pub mod proof;
pub mod redline;
pub mod register;
pub mod release;
pub mod render;
pub mod report;
pub mod search;
pub mod serve;
pub mod site;
pub mod source;
pub mod stylesheet;
pub mod table;
pub mod template;
pub mod watch;
pub mod write;
