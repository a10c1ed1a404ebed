//! The registers of a folder's portals, without a site: what commands tell of reviews.

use super::{Options, folder_in_output, read};
use crate::diagnostic::Diagnostics;
use crate::disk::MachineError;
use crate::merge::{self, Portal, Settings};
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
    let (sources, diagnostics, portals) = of_each_portal(options, |merged, register| {
        let portal = merged.content;
        let schools = merged.schools.iter().map(|view| view.school).enumerate();
        PortalRegister {
            trust: portal.trust.name.clone(),
            folder: folder_in_output(portal),
            review_window_days: portal.trust.review_window_days,
            schools: schools
                .map(|(index, school)| Place { index, slug: school.slug.clone(), name: school.name.clone() })
                .collect(),
            register,
        }
    })?;
    Ok(Registers { sources, diagnostics, portals })
}

/// Reads and merges the content, and makes something of each portal and its register; what is wrong comes in order.
///
/// # Errors
/// [`MachineError`] when the content cannot be read.
pub(super) fn of_each_portal<T>(
    options: &Options,
    make: impl Fn(&Portal<'_>, Register) -> T,
) -> Result<(Sources, Diagnostics, Vec<T>), MachineError> {
    let mut diagnostics = Diagnostics::default();
    let (content, archives) = read(options, &mut diagnostics)?;
    let settings =
        Settings { today: options.today, drafts: options.drafts, freezes: false, base_url: options.base_url.clone() };
    // No text is read here, so any language's words will do.
    let words = ThemeFiles::built_in().english();
    let mut all = Vec::with_capacity(content.portals.len());
    for (portal, archive) in content.portals.iter().zip(&archives) {
        let merged = merge::merge(portal, archive, &content.sources, &settings, &words, &mut diagnostics);
        let register = Register::new(&merged);
        all.push(make(&merged, register));
    }
    diagnostics.sort(&content.sources);
    Ok((content.sources, diagnostics, all))
}
