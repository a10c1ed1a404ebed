//! Addresses: slugs, old addresses, and what two things want.

use super::COPY;
use crate::builder::{Built, Portal, approved, portal};
use crate::reading::href;

fn aliased(keys: &str) -> Portal {
    portal().school("ashby", "Ashby").policy_with("pets", &format!("{}{keys}", approved("Pets")), "## A\nA.\n")
}

fn redirects(site: &Built, from: &str) -> Option<String> {
    let html = site.has(&format!("{from}index.html")).then(|| site.page(from))?;
    html.contains("data-kind=\"redirect\"").then(|| href(&html, "Pets").or_else(|| href(&html, "About")))?
}

#[test]
fn an_old_address_leads_to_every_copy() {
    let site = aliased("aliases = [\"animals\", \"old-pets\"]\n").build().clean();
    for old in ["animals", "old-pets"] {
        assert_eq!(redirects(&site, &format!("policies/{old}/")).as_deref(), Some("../pets/"));
        assert_eq!(redirects(&site, &format!("schools/ashby/policies/{old}/")).as_deref(), Some("../pets/"));
    }
    assert!(site.page("policies/animals/").contains("url=../pets/"));
}

#[test]
fn an_old_address_of_a_page_leads_to_it() {
    let site = portal()
        .file("content/pages/about.md", "+++\ntitle = \"About\"\naliases = [\"us\"]\n+++\nHi.\n")
        .build()
        .clean();
    assert_eq!(redirects(&site, "us/").as_deref(), Some("../about/"));
}

#[test]
fn an_old_address_is_not_in_the_sitemap() {
    let site = aliased("aliases = [\"animals\"]\n").build().clean();
    if site.has("sitemap.xml") {
        assert!(!site.text("sitemap.xml").contains("animals"));
    }
}

#[test]
fn an_old_address_that_a_policy_has_is_refused() {
    let site = aliased("aliases = [\"dogs\"]\n").policy("dogs", "## A\nA.\n").build();
    assert!(site.outcome.failed && site.codes().iter().all(|code| *code == "address-taken"), "{}", site.printed());
    site.in_words(&["content/policies/pets.md:9:", "\"dogs\"", "content/policies/dogs.md"]);
}

#[test]
fn an_old_address_that_another_has_is_refused() {
    let cats = format!("{}aliases = [\"old\"]\n", approved("Cats"));
    let site = aliased("aliases = [\"old\"]\n").policy_with("cats", &cats, "## A\nA.\n").build();
    assert!(site.outcome.failed && site.codes().iter().all(|code| *code == "address-taken"), "{}", site.printed());
}

#[test]
fn an_old_address_given_twice_is_refused() {
    let site = aliased("aliases = [\"old\", \"old\"]\n").build();
    assert!(site.outcome.failed && site.codes().iter().all(|code| *code == "address-taken"), "{}", site.printed());
}

#[test]
fn an_old_address_that_is_the_policys_own_is_refused() {
    let site = aliased("aliases = [\"pets\"]\n").build();
    assert!(site.outcome.failed && site.codes().iter().all(|code| *code == "address-taken"), "{}", site.printed());
}

#[test]
fn an_old_address_that_a_schools_own_policy_has_is_refused() {
    let site = aliased("aliases = [\"club\"]\n").school_file("ashby", "club", &approved("Club"), "## A\nA.\n").build();
    site.says(&["address-taken"]).in_words(&["club"]);
}

#[test]
fn an_old_address_is_a_slug() {
    let site = aliased("aliases = [\"Old Pets\"]\n").build();
    site.says(&["bad-slug"]).in_words(&["\"old-pets\"", "pets.md:9:"]);
}

#[test]
fn an_old_address_of_a_page_may_not_be_the_sites() {
    let site = portal().file("content/pages/about.md", "+++\ntitle = \"About\"\naliases = [\"register\"]\n+++\nHi.\n");
    site.build().says(&["address-taken"]);
}

#[test]
fn no_page_takes_an_address_of_the_sites() {
    for name in ["policies", "schools", "register", "search", "files"] {
        let site = portal().file(&format!("content/pages/{name}.md"), "+++\ntitle = \"X\"\n+++\nX.\n").build();
        assert!(site.outcome.failed && site.codes() == ["address-taken"], "{name}: {}", site.printed());
    }
}

#[test]
fn a_name_that_is_no_slug_is_refused_with_the_one_to_use() {
    for (name, slug) in [
        ("Dogs On Site", "dogs-on-site"),
        ("dogs_on_site", "dogs-on-site"),
        ("-dogs", "dogs"),
        ("dogs--site", "dogs-site"),
        ("Café", "cafe"),
    ] {
        let site =
            portal().file(&format!("content/policies/{name}.md"), format!("+++\n{}+++\n", approved("X"))).build();
        site.says(&["bad-slug"]).in_words(&[slug, name]);
    }
}

#[test]
fn a_windows_device_name_is_no_slug() {
    for name in ["con", "aux", "nul", "com1", "lpt9", "prn"] {
        portal()
            .file(&format!("content/policies/{name}.md"), format!("+++\n{}+++\n", approved("X")))
            .build()
            .says(&["bad-slug"]);
    }
}

#[test]
fn a_slug_has_80_characters_at_most() {
    let name = |length: usize| format!("content/policies/{}.md", "a".repeat(length));
    portal().file(&name(80), format!("+++\n{}+++\n", approved("X"))).build().clean();
    portal().file(&name(81), format!("+++\n{}+++\n", approved("X"))).build().says(&["bad-slug"]);
}

#[test]
fn one_policy_in_two_files_is_refused() {
    let text = format!("+++\n{}+++\n", approved("Pets"));
    let site = portal().file("content/policies/pets.md", &text).file("content/policies/pets/index.md", &text).build();
    site.says(&["duplicate-source"]).in_words(&["policies/pets.md", "policies/pets/index.md"]);
}

#[test]
fn a_school_without_its_particulars_is_refused() {
    let site =
        portal().file("content/schools/ashby/policies/pets.md", "+++\n+++\n").policy("pets", "## A\nA.\n").build();
    site.says(&["missing-key"]).in_words(&["school.toml"]);
}

#[test]
fn every_copy_stands_at_the_contracts_address() {
    let site = aliased("").file("content/pages/about.md", "+++\ntitle = \"About\"\n+++\nHi.\n").build().clean();
    for path in [
        "index.html",
        "policies/pets/index.html",
        "schools/ashby/index.html",
        "about/index.html",
        "404.html",
        "register/local/index.html",
    ] {
        assert!(site.has(path), "{path}");
    }
    assert!(site.has(&format!("{COPY}index.html")));
}

#[test]
fn every_page_says_of_what_kind_it_is() {
    let site = aliased("aliases = [\"old\"]\n")
        .file("content/pages/about.md", "+++\ntitle = \"About\"\n+++\nHi.\n")
        .build()
        .clean();
    for (path, kind) in [
        ("index.html", "trust"),
        ("policies/pets/index.html", "policy"),
        ("schools/ashby/index.html", "school"),
        ("about/index.html", "page"),
        ("404.html", "not-found"),
        ("register/local/index.html", "register"),
        ("policies/old/index.html", "redirect"),
    ] {
        assert!(site.text(path).contains(&format!("<body data-kind=\"{kind}\"")), "{path}");
    }
}

#[test]
fn every_link_of_every_page_is_relative() {
    let site = aliased("").trust("name = \"T\"\n[school_defaults]\nname = \"x\"\n").build().clean();
    for (path, bytes) in site.files().iter().filter(|(path, _)| path.ends_with(".html") && *path != "404.html") {
        let html = String::from_utf8_lossy(bytes);
        assert!(!html.contains("href=\"/") && !html.contains("src=\"/"), "{path}");
    }
}

#[test]
fn the_page_for_what_is_not_there_takes_its_links_from_the_address_of_the_site() {
    let trust = "name = \"T\"\nbase_url = \"https://x.example.org/sub\"\n[school_defaults]\nname = \"x\"\n";
    let html = aliased("").trust(trust).build().clean().text("404.html");
    assert!(html.contains("href=\"https://x.example.org/sub/\"") || html.contains("href=\"/sub/\""), "{html}");
}

#[test]
fn a_canonical_link_holds_the_sub_folder() {
    let trust = "name = \"T\"\nbase_url = \"https://x.example.org/sub/\"\n[school_defaults]\nname = \"x\"\n";
    let html = aliased("").trust(trust).build().clean().page(COPY);
    assert!(html.contains("<link rel=\"canonical\" href=\"https://x.example.org/sub/schools/ashby/policies/pets/\">"));
}
