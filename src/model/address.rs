//! Where a document stands in its portal's site. Source: contract, section 8.

use super::Slug;

/// The address of a policy's copy: the trust's own, or a school's. Ends in `/`, and begins without one.
pub fn policy_address(school: Option<&Slug>, policy: &Slug) -> String {
    match school {
        Some(school) => format!("schools/{school}/policies/{policy}/"),
        None => format!("policies/{policy}/"),
    }
}

/// The address of a school's home.
pub fn school_address(school: &Slug) -> String {
    format!("schools/{school}/")
}

/// Names at the top of a site that no page may take.
pub const RESERVED: &[&str] =
    &["policies", "schools", "register", "search", "files", "assets", "404", "feed", "sitemap", "robots", "reviews"];
