//! The search index and the search page.

mod content;
mod page;
mod size;
