//! Several portals in one content folder.

use crate::builder::{Built, Portal, portal};
use crate::reading::{href, text};
use std::fs;

const POLICY: &str = "+++\ntitle = \"Pets\"\nstatus = \"approved\"\nowner = \"O\"\nversion = \"1\"\napproved = 2026-01-12\napproved_by = \"B\"\nnext_review = 2027-01-11\n+++\n## A\n{{ page.url }}\n";

/// Two portals, each with a policy of the same name.
fn two() -> Portal {
    let site = portal();
    fs::remove_file(site.root().join("content/trust.toml")).expect("removed");
    fs::remove_dir_all(site.root().join("content/pages")).expect("removed");
    let statement = "+++\ntitle = \"Accessibility\"\n+++\nAsk us.\n";
    site.file("content/north/pages/accessibility.md", statement)
        .file("content/south/pages/accessibility.md", statement)
        .file("content/north/trust.toml", "name = \"North <Trust>\"\nbase_url = \"https://north.example.org\"\n")
        .file("content/north/policies/pets.md", POLICY)
        .file("content/south/trust.toml", "name = \"South Trust\"\n")
        .file("content/south/policies/pets.md", POLICY)
        .file("content/south/schools/ashby/school.toml", "name = \"Ashby\"\n")
}

fn only(name: &'static str, site: Portal) -> Built {
    site.with(|options| options.portal = Some(name.to_owned())).build()
}

#[test]
fn each_portal_stands_in_a_folder_of_its_own() {
    let site = two().build().clean();
    for path in [
        "north/index.html",
        "south/index.html",
        "north/policies/pets/index.html",
        "south/schools/ashby/policies/pets/index.html",
    ] {
        assert!(site.has(path), "{path}");
    }
    assert!(!site.has("policies/pets/index.html"));
}

#[test]
fn a_list_of_the_portals_stands_on_top() {
    let html = two().build().clean().page("");
    assert!(html.contains("data-kind=\"portals\""));
    assert_eq!(href(&html, "North <Trust>").as_deref(), Some("north/"));
    assert_eq!(href(&html, "South Trust").as_deref(), Some("south/"));
}

#[test]
fn one_portal_alone_is_the_site_itself() {
    let site = portal().policy("pets", "## A\nA.\n").build().clean();
    assert!(site.has("policies/pets/index.html") && site.page("").contains("data-kind=\"trust\""));
}

#[test]
fn a_portal_alone_in_a_folder_of_portals_is_the_site_itself() {
    let site = two();
    fs::remove_dir_all(site.root().join("content/south")).expect("removed");
    let site = site.build().clean();
    assert!(site.has("policies/pets/index.html") && site.page("").contains("data-kind=\"trust\""));
}

#[test]
fn one_of_several_is_built_into_its_own_folder_and_the_rest_left_alone() {
    let all = two().build().clean();
    let files = all.files();
    let site = all
        .portal
        .file("content/north/trust.toml", "name = \"New North\"\n")
        .file("content/south/trust.toml", "name = \"New South\"\n");
    let north = only("north", site).clean();
    assert!(text(&north.page("north/")).contains("New North"));
    for (path, bytes) in north.files() {
        assert!(path.starts_with("north/") || files.get(&path) == Some(&bytes), "{path} should be as it was");
    }
    assert!(north.has("south/index.html") && north.has("index.html"));
}

#[test]
fn one_of_several_may_be_built_first() {
    let north = only("north", two()).clean();
    assert!(north.files().keys().all(|path| path.starts_with("north/")), "{:?}", north.files().keys());
    let all = north.portal.with(|options| options.portal = None).build().clean();
    assert!(all.has("south/index.html") && all.has("index.html") && all.has("north/index.html"));
}

#[test]
fn a_fault_in_another_portal_does_not_matter_to_one() {
    let site = two().file("content/south/policies/bad.md", "+++\nnonsense\n+++\n");
    assert!(!only("north", site).outcome.failed);
}

#[test]
fn a_given_address_is_that_of_all_portals_together() {
    let site = two().with(|options| options.base_url = Some("https://x.example.org/all/".to_owned())).build().clean();
    assert!(text(&site.page("south/policies/pets/")).contains("https://x.example.org/all/south/policies/pets/"));
    assert!(
        text(&site.page("south/schools/ashby/policies/pets/"))
            .contains("https://x.example.org/all/south/schools/ashby/policies/pets/")
    );
}

#[test]
fn a_portals_own_address_is_that_of_its_folder() {
    let site = two().build().clean();
    assert!(text(&site.page("north/policies/pets/")).contains("https://north.example.org/policies/pets/"));
}

#[test]
fn content_without_a_trust_says_what_to_do() {
    let site = portal();
    fs::remove_file(site.root().join("content/trust.toml")).expect("removed");
    site.build().says(&["no-portal"]).in_words(&["trust.toml"]);
}
