//! Meetings of the bodies that approve policies.

use crate::calendar::Day;
use crate::source::Place;

/// A meeting of an approving body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// Its day.
    pub date: Day,
    /// The body that meets.
    pub body: String,
    /// The day by which its papers go out.
    pub papers_by: Option<Day>,
    /// Where its date is written.
    pub place: Place,
    /// Where the body is named.
    pub body_place: Place,
}
