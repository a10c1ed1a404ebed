//! What a site holds besides pages: stylesheets of brands, the theme's assets, and files for search engines.

use super::facts::brand_css_address;
use crate::merge::Standing;
use crate::model::{Brand, ThemeFiles};
use crate::site::{Artefact, PageKind, Site, SitePage};
use std::fmt::Write as _;

/// Every file of the site that is neither a page nor copied from the content.
pub fn artefacts(site: &Site<'_>, theme: &ThemeFiles) -> Vec<Artefact> {
    let mut files: Vec<Artefact> = Vec::new();
    for (name, bytes) in &theme.assets {
        files.push(Artefact { path: format!("assets/{name}"), bytes: bytes.clone() });
    }
    files.extend(brand_sheets(site));
    files.push(Artefact::text("robots.txt", robots(site)));
    files.extend(sitemap(site).map(|text| Artefact::text("sitemap.xml", text)));
    files
}

fn brand_sheets(site: &Site<'_>) -> Vec<Artefact> {
    let trusts = &site.portal.content.trust.brand;
    let mut sheets = Vec::new();
    if let Some(css) = brand_css(trusts) {
        sheets.push(Artefact::text("assets/brand.css", css));
    }
    for view in &site.portal.schools {
        let brand = &view.particulars.brand;
        let address = brand_css_address(brand, trusts, Some(view)).filter(|address| address != "assets/brand.css");
        if let (Some(address), Some(css)) = (address, brand_css(brand)) {
            sheets.push(Artefact::text(address, css));
        }
    }
    sheets
}

/// The colours as CSS variables: a stylesheet of its own, since a strict content security policy forbids inline styles.
fn brand_css(brand: &Brand) -> Option<String> {
    let colour = brand.colour?;
    let (on_brand, dark) = (colour.text_on_it().hex(), colour.for_dark_pages().hex());
    Some(format!(":root{{--brand:{};--on-brand:{on_brand};--brand-dark:{dark}}}\n", colour.for_light_pages().hex()))
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

/// Whether search engines should know a page: neither an old address, nor a draft, nor withdrawn.
pub fn is_for_search_engines(site: &Site<'_>, page: &SitePage) -> bool {
    match &page.kind {
        PageKind::Redirect(_) | PageKind::NotFound => false,
        PageKind::Policy(copy) => !matches!(site.portal.copies[*copy].standing, Standing::Draft | Standing::Withdrawn),
        _ => true,
    }
}
