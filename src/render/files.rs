//! What a site holds besides pages: the theme's assets, in the colours of each brand, and files for search engines.

use crate::merge::{PolicyCopy, Standing};
use crate::model::{Brand, ThemeFiles};
use crate::site::{Artefact, PageKind, Site, SitePage};
use crate::stylesheet::squeezed;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Every file of the site that is neither a page nor an author's text: the theme's, and those for search engines.
pub fn artefacts(site: &Site<'_>, theme: &ThemeFiles) -> Vec<Artefact> {
    let mut files = assets(theme, Some(site));
    files.push(Artefact::text("robots.txt", robots(site)));
    files.extend(sitemap(site).map(|text| Artefact::text("sitemap.xml", text)));
    files
}

/// The theme's assets as they are published, stylesheets squeezed. The one that every page loads comes in the trust's
/// colours, and once more for each colour of a school's own, so that a page needs no second sheet for them (and a strict
/// content security policy forbids inline styles). The list of portals, which has no site, wears no brand.
pub fn assets(theme: &ThemeFiles, site: Option<&Site<'_>>) -> Vec<Artefact> {
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for (name, bytes) in theme.assets.iter().filter(|(name, _)| *name != ADDITION) {
        let path = format!("assets/{name}");
        match std::str::from_utf8(bytes).ok().filter(|_| name.ends_with(".css")) {
            Some(sheet) => files.insert(path, squeezed(sheet).into_bytes()),
            None => files.insert(path, bytes.clone()),
        };
    }
    if let (Some(sheet), Some(addition)) = (files.get_mut(STYLESHEET), theme.assets.get(ADDITION)) {
        sheet.extend(squeezed(&String::from_utf8_lossy(addition)).into_bytes());
    }
    if let (Some(site), Some(plain)) = (site, files.get(STYLESHEET).cloned()) {
        let trusts = &site.portal.content.trust.brand;
        let schools = site.portal.schools.iter().map(|view| &view.particulars.brand);
        let brands = std::iter::once(trusts).chain(schools);
        let sheets: BTreeMap<String, &Brand> =
            brands.rev().map(|brand| (stylesheet_address(brand, trusts), brand)).collect();
        files
            .extend(sheets.into_iter().map(|(address, brand)| (address, [&plain, colours(brand).as_bytes()].concat())));
    }
    files.into_iter().map(|(path, bytes)| Artefact { path, bytes }).collect()
}

/// What a theme adds to the end of that stylesheet, so that a few rules of its own need no copy of the whole.
const ADDITION: &str = "extra.css";

/// The stylesheet that every page loads.
pub const STYLESHEET: &str = "assets/style.css";

/// That stylesheet in the colours of a brand; whoever has the trust's colour shares the trust's.
pub fn stylesheet_address(brand: &Brand, trusts: &Brand) -> String {
    match brand.colour {
        Some(colour) if brand.colour != trusts.colour => {
            format!("assets/style-{}.css", colour.hex().trim_start_matches('#'))
        }
        _ => STYLESHEET.to_owned(),
    }
}

/// A brand's colour as custom properties, for light pages, for dark ones, and for text on it.
fn colours(brand: &Brand) -> String {
    let Some(colour) = brand.colour else { return String::new() };
    let (light, on_it, dark) = (colour.for_light_pages(), colour.text_on_it(), colour.for_dark_pages());
    format!(":root{{--brand:{};--on-brand:{};--brand-dark:{}}}", light.hex(), on_it.hex(), dark.hex())
}

fn robots(site: &Site<'_>) -> String {
    match site.canonical("sitemap.xml") {
        Some(sitemap) => format!("User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n"),
        None => "User-agent: *\nAllow: /\n".to_owned(),
    }
}

/// The pages that search engines should know; without a `base_url` there is no sitemap, since it needs full addresses.
fn sitemap(site: &Site<'_>) -> Option<String> {
    site.portal.base_url.as_ref()?;
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for page in site.pages.iter().filter(|page| is_for_search_engines(site, page)) {
        let address = site.canonical(&page.address).unwrap_or_default();
        let _ = writeln!(xml, "<url><loc>{}</loc></url>", address.replace('&', "&amp;").replace('<', "&lt;"));
    }
    xml.push_str("</urlset>\n");
    Some(xml)
}

/// Whether search engines should know a page: neither an old address, nor a draft, nor withdrawn, nor an old version.
pub fn is_for_search_engines(site: &Site<'_>, page: &SitePage) -> bool {
    let is_in_force = |copy: &PolicyCopy<'_>| !matches!(copy.standing, Standing::Draft | Standing::Withdrawn);
    match &page.kind {
        // What is in force now is for them, and not what was before.
        PageKind::Redirect(_)
        | PageKind::NotFound
        | PageKind::Version(..)
        | PageKind::Changes(..)
        | PageKind::Gone(_)
        | PageKind::FormerSchool(_) => false,
        PageKind::Policy(copy) => is_in_force(&site.portal.copies[*copy]),
        PageKind::Versions(document) => {
            let copy = site.portal.documents[*document].copy.map(|copy| &site.portal.copies[copy]);
            copy.is_some_and(|copy| copy.is_published && is_in_force(copy))
        }
        _ => true,
    }
}
