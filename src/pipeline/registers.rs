//! The registers of a folder's portals, without a site: what commands tell of reviews.

use super::{Options, folder_in_output, read};
use crate::diagnostic::Diagnostics;
use crate::disk::MachineError;
use crate::merge::{self, Settings};
use crate::model::ThemeFiles;
use crate::register::{Place, Register};
use crate::source::Sources;

/// The registers of a folder.
#[derive(Debug)]
pub struct Registers {
    /// Every file's text, for printing the faults.
    pub sources: Sources,
    /// What is wrong, in order: with an error, a document may be missing.
    pub diagnostics: Diagnostics,
    /// Portal by portal.
    pub portals: Vec<PortalRegister>,
}

/// One portal's register.
#[derive(Debug)]
pub struct PortalRegister {
    /// The trust's name.
    pub trust: String,
    /// The portal's folder in the output, ending in `/`; empty where there is one portal.
    pub folder: String,
    /// "Due soon" begins this many days before the date.
    pub review_window_days: i64,
    /// The schools.
    pub schools: Vec<Place>,
    /// The documents.
    pub register: Register,
}

/// Reads and merges the content, and makes its registers.
///
/// # Errors
/// [`MachineError`] when the content cannot be read.
pub fn registers(options: &Options) -> Result<Registers, MachineError> {
    let mut diagnostics = Diagnostics::default();
    let (content, archives) = read(options, &mut diagnostics)?;
    let settings =
        Settings { today: options.today, drafts: options.drafts, freezes: false, base_url: options.base_url.clone() };
    // No text is read here, so any language's words will do.
    let words = ThemeFiles::built_in().english();
    let mut portals = Vec::with_capacity(content.portals.len());
    for (portal, archive) in content.portals.iter().zip(&archives) {
        let merged = merge::merge(portal, archive, &content.sources, &settings, &words, &mut diagnostics);
        let schools = merged.schools.iter().map(|view| view.school).enumerate();
        portals.push(PortalRegister {
            trust: portal.trust.name.clone(),
            folder: folder_in_output(portal),
            review_window_days: portal.trust.review_window_days,
            schools: schools
                .map(|(index, school)| Place { index, slug: school.slug.clone(), name: school.name.clone() })
                .collect(),
            register: Register::new(&merged),
        });
    }
    diagnostics.sort(&content.sources);
    Ok(Registers { sources: content.sources, diagnostics, portals })
}
