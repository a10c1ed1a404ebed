//! Merges a trust's policy templates with its schools' particulars into versioned, accessible sites with document-control
//! front sheets.

pub mod diagnostic;
pub mod source;
