//! What approving bodies have before them at a meeting, without a site.

use super::registers::of_each_portal;
use super::{Options, folder_in_output};
use crate::calendar::Day;
use crate::diagnostic::Diagnostics;
use crate::disk::MachineError;
use crate::model::Meeting;
use crate::register::{BoardPack, Register, VersionPages, board_packs, folded};
use crate::site;
use crate::source::Sources;
use std::collections::BTreeMap;

/// Which meeting is asked for.
#[derive(Debug, Clone, Default)]
pub struct MeetingAsked {
    /// Its day; `None` for the next that there is.
    pub day: Option<Day>,
    /// The body; `None` for all.
    pub body: Option<String>,
}

/// What bodies have before them, portal by portal.
#[derive(Debug)]
pub struct Boards {
    /// Every file's text, for printing the faults.
    pub sources: Sources,
    /// What is wrong, in order: with an error, a document may be missing.
    pub diagnostics: Diagnostics,
    /// Portal by portal.
    pub portals: Vec<PortalBoard>,
}

/// What the bodies of one portal have before them.
#[derive(Debug)]
pub struct PortalBoard {
    /// The trust's name.
    pub trust: String,
    /// The portal's folder in the output, ending in `/`; empty where there is one portal.
    pub folder: String,
    /// The day of the meeting; `None` where no day was asked for and there is no meeting to come.
    pub day: Option<Day>,
    /// All meetings of the trust.
    pub meetings: Vec<Meeting>,
    /// Every body that meets or has approved a document, by name.
    pub bodies: Vec<String>,
    /// What each has before it.
    pub packs: Vec<BoardPack>,
}

/// Reads and merges the content, and makes what is before the bodies.
///
/// # Errors
/// [`MachineError`] when the content cannot be read.
pub fn boards(options: &Options, asked: &MeetingAsked) -> Result<Boards, MachineError> {
    let pages = VersionPages { version: site::version_address, changes: site::changes_address };
    let (sources, diagnostics, portals) = of_each_portal(options, |merged, register| {
        let portal = merged.content;
        let meetings = portal.trust.meetings.clone();
        let is_asked = |meeting: &&Meeting| {
            let body = asked.body.as_deref().map(folded);
            meeting.date >= options.today && body.is_none_or(|body| folded(&meeting.body) == body)
        };
        let day = asked.day.or_else(|| meetings.iter().find(is_asked).map(|meeting| meeting.date));
        let packs = day.map(|day| board_packs(merged, &register, day, asked.body.as_deref(), pages));
        PortalBoard {
            trust: portal.trust.name.clone(),
            folder: folder_in_output(portal),
            day,
            bodies: bodies(&register, &meetings),
            meetings,
            packs: packs.unwrap_or_default(),
        }
    })?;
    Ok(Boards { sources, diagnostics, portals })
}

fn bodies(register: &Register, meetings: &[Meeting]) -> Vec<String> {
    let approving = register.documents.iter().filter_map(|document| document.approved_by.as_deref());
    let named = meetings.iter().map(|meeting| meeting.body.as_str()).chain(approving);
    let mut bodies: BTreeMap<String, String> = BTreeMap::new();
    for name in named {
        bodies.entry(folded(name)).or_insert_with(|| name.to_owned());
    }
    bodies.into_values().collect()
}
