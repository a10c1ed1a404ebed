//! Turns pages into HTML with a theme.
//!
//! Each page is made by itself, from the site and nothing else, so pages can be made on any thread and handed on one by
//! one. A theme decides looks, never facts: what it prints was worked out here.

mod body;
pub mod context;
mod document;
mod facts;
mod files;
mod pages;

pub use files::{artefacts, assets};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::ThemeFiles;
use crate::site::{LinkStyle, Site, SitePage};
use crate::source::Sources;
use crate::template::{Theme, ThemeFault};
use context::{PageContext, PageFacts, PortalFacts, PortalsKind};

/// Makes the pages of one site.
#[derive(Debug)]
pub struct Renderer<'r, 'p> {
    site: &'r Site<'p>,
    theme: &'r Theme,
    theme_name: &'r str,
    sources: &'r Sources,
}

impl<'r, 'p> Renderer<'r, 'p> {
    /// A renderer for a site; `theme_name` is for messages.
    pub fn new(site: &'r Site<'p>, theme: &'r Theme, theme_name: &'r str, sources: &'r Sources) -> Self {
        Self { site, theme, theme_name, sources }
    }

    /// A page's HTML; `None` where the theme fails on it, which is then said.
    pub fn page(&self, page: &SitePage, diagnostics: &mut Diagnostics) -> Option<String> {
        match pages::render(self.site, self.theme, page, diagnostics) {
            Ok(html) => Some(html),
            Err(fault) => {
                let made_of = page.file.map_or(page.address.as_str(), |file| self.sources.path(file));
                diagnostics.push(theme_fault(&fault, self.theme_name, Some(made_of)));
                None
            }
        }
    }
}

/// Compiles a theme; `None` where it cannot be, which is then said.
pub fn compile(files: &ThemeFiles, name: &str, diagnostics: &mut Diagnostics) -> Option<Theme> {
    let templates: Vec<(&str, &str)> =
        files.templates.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    match Theme::new(&templates) {
        Ok(theme) => Some(theme),
        Err(fault) => {
            diagnostics.push(theme_fault(&fault, name, None));
            None
        }
    }
}

fn theme_fault(fault: &ThemeFault, theme: &str, page: Option<&str>) -> Diagnostic {
    let file = format!("themes/{theme}/{}", fault.template);
    let place = if fault.line > 0 { format!(" on line {}", fault.line) } else { String::new() };
    let made = page.map_or(String::new(), |page| format!(" while making the page of {page}"));
    Diagnostic::error_in(Code::ThemeFault, file, format!("the theme fails{place}{made}: {}", fault.message))
        .help("put the template right, or take the file away so that the default theme's is used")
}

/// The list of portals, where there are several.
pub fn portals_page(
    portals: &[PortalFacts],
    style: LinkStyle,
    as_of: &str,
    theme: &Theme,
) -> Result<String, ThemeFault> {
    let context = PageContext {
        page: PageFacts {
            kind: "portals",
            title: "Policy portals".to_owned(),
            heading: "Policy portals".to_owned(),
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
        trust: None,
        school: None,
        brand: None,
        kind: PortalsKind { portals: portals.to_vec() },
    };
    theme.render("portals.html", &context)
}
