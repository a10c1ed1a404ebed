//! Turns pages into HTML with a theme.
//!
//! Each page is made by itself, from the site and nothing else, so pages can be made on any thread and handed on one by
//! one. A theme decides looks, never facts: what it prints was worked out here.

mod board;
mod body;
pub mod context;
mod document;
mod facts;
mod files;
mod layout;
mod letters;
mod pages;
mod register;
mod required;
mod shelf;
mod statement;
mod surroundings;
mod theme;
mod versions;

pub use files::{artefacts, assets, is_for_search_engines};
pub use theme::{ThemeFaults, compile};
pub use versions::versions_name_schools_only;

use crate::diagnostic::Diagnostics;
use crate::model::Words;
use crate::site::{LinkStyle, Site, SitePage};
use crate::template::{Theme, ThemeFault};
use context::{PageContext, PageFacts, PortalFacts, PortalsKind, ReadyParts};
use shelf::Shelf;

/// Makes the pages of one site.
#[derive(Debug)]
pub struct Renderer<'r, 'p> {
    site: &'r Site<'p>,
    theme: &'r Theme,
    shelf: Shelf<'r, 'p>,
}

impl<'r, 'p> Renderer<'r, 'p> {
    /// A renderer for a site.
    pub fn new(site: &'r Site<'p>, theme: &'r Theme) -> Self {
        Self { site, theme, shelf: Shelf::new(site, theme) }
    }

    /// A page's HTML.
    ///
    /// # Errors
    /// The fault of the theme's that the page cannot be made for.
    pub fn page(&self, page: &SitePage, diagnostics: &mut Diagnostics) -> Result<String, Box<ThemeFault>> {
        pages::render(self, page, diagnostics)
    }
}

/// The list of portals, where there are several.
///
/// # Errors
/// The fault of the theme's that the page cannot be made for.
pub fn portals_page(
    portals: &[PortalFacts],
    style: LinkStyle,
    as_of: &str,
    theme: &Theme,
    words: &Words,
) -> Result<String, Box<ThemeFault>> {
    let context = PageContext {
        page: PageFacts {
            kind: "portals",
            title: words.say("portals.title").to_owned(),
            heading: words.say("portals.title").to_owned(),
            lang: "en-GB".to_owned(),
            canonical: None,
            description: None,
            noindex: false,
            home: crate::site::Href::from_page("", style).to(""),
            assets: "assets/".to_owned(),
            stylesheet: files::STYLESHEET.to_owned(),
            breadcrumbs: Vec::new(),
            as_of: Some(as_of.to_owned()),
        },
        words,
        trust: None,
        school: None,
        brand: None,
        ready: ReadyParts::default(),
        kind: PortalsKind { portals: portals.to_vec() },
    };
    theme.render("portals.html", &context)
}
