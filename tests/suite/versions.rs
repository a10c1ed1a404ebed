//! The pages of versions: the list, the page for good, and what a version changed.

use super::builder::{Built, Portal, approved, portal, words};
use frontsheet::calendar::Day;
use frontsheet::disk::sha256;
use frontsheet::pipeline::{self, Options};
use std::fs;

/// Front matter of a version of "Dogs on site", with what its history says of it.
fn version(number: &str, effective: &str) -> String {
    let front = approved("Dogs on site").replace("version = \"1.0\"", &format!("version = {number:?}"));
    format!(
        "{front}effective = {effective}\n[[history]]\nversion = {number:?}\nchanges = \"What {number} is about.\"\n"
    )
}

/// Releases a policy of the portal on a day; with `school`, that school's alone.
#[track_caller]
fn release(portal: &Portal, day: &str, slug: &str, school: Option<&str>) {
    let options = Options::new(portal.root().to_owned(), Day::parse_iso(day).expect("a day"));
    let released = pipeline::release(&options, slug, school, "frontsheet release").expect("the disk works");
    assert!(!released.failed, "{:?}", released.diagnostics);
}

const FIRST: &str = "## Aim {#aim}\n\nDogs must wear a lead at the gate and on the paths round the field.\n\n## Visits {#visits}\n\nAsk first.\n\n## Costs {#costs}\n\nNone.\n";
const SECOND: &str = "## Costs {#costs}\n\nNone.\n\n## Aim {#aim}\n\nDogs must wear a short lead at the gate and on the paths round the pond.\n\n## Guide dogs {#guide}\n\nThey are always welcome.\n";

/// Three versions: in force from the first of 2024 and 2025, and to come in 2027.
fn three_versions() -> Portal {
    let mut portal = portal();
    for (number, day, text) in [
        ("1.0", "2024-01-01", FIRST),
        ("2.0", "2025-01-01", SECOND),
        ("3.0", "2027-01-01", "## Aim {#aim}\n\nNo dogs.\n"),
    ] {
        portal = portal.policy_with("dogs", &version(number, day), text);
        release(&portal, "2026-11-01", "dogs", None);
    }
    portal
}

/// The part of a page from one mark to another.
#[track_caller]
fn between<'p>(page: &'p str, from: &str, to: &str) -> &'p str {
    let behind = page.split_once(from).unwrap_or_else(|| panic!("no {from} in {page}")).1;
    behind.split_once(to).unwrap_or_else(|| panic!("no {to} after {from} in {page}")).0
}

/// The sentence that a permanent page opens with.
fn banner(built: &Built, address: &str) -> String {
    words(between(&built.page(address), "<p class=\"banner\"", "</p>"))
        .split_once('>')
        .expect("a tag")
        .1
        .trim()
        .to_owned()
}

#[test]
fn all_versions_stand_in_a_list_newest_first() {
    let built = three_versions().build().clean();
    let page = built.page("policies/dogs/versions/");
    assert!(page.contains("<body data-kind=\"versions\">"));
    let order: Vec<&str> = page.split("data-version=\"").skip(1).map(|row| row.split('"').next().unwrap()).collect();
    assert_eq!(order, ["3.0", "2.0", "1.0"]);
    let said = words(&page);
    for row in [
        "Version 3.0 What 3.0 is about. What changed in version 3.0, word by word Status Upcoming In force from 1 January 2027 Approved 12 January 2026, Trust Board",
        "Version 2.0 What 2.0 is about. What changed in version 2.0, word by word Status Current In force 1 January 2025 to 31 December 2026 Approved",
        "Version 1.0 What 1.0 is about. Status Superseded In force 1 January 2024 to 31 December 2024 Approved",
    ] {
        assert!(said.contains(row), "{row}\n{said}");
    }
    for link in
        ["href=\"1.0/\"", "href=\"2.0/\"", "href=\"../changes/2.0/\"", "href=\"../changes/3.0/\"", "href=\"../\""]
    {
        assert!(page.contains(link), "{link}");
    }
    assert!(
        !page.contains("changes/1.0") && !built.has("policies/dogs/changes/1.0/index.html"),
        "the first changed nothing"
    );
    let policy = built.page("policies/dogs/");
    assert!(policy.contains("href=\"versions/\"") && policy.contains("href=\"changes/2.0/\""));
    assert!(words(&policy).contains("Version 3.0 of this policy will be in force from 1 January 2027. Read it now."));
}

#[test]
fn a_permanent_page_says_at_once_what_took_its_place() {
    let built = three_versions().build();
    let said = [
        (
            "1.0",
            "This is an old version. Version 1.0 was in force from 1 January 2024 until 31 December 2024. Version 2.0 took its place on 1 January 2025.",
        ),
        ("2.0", "This is version 2.0, in force since 1 January 2025, as it was released."),
        ("3.0", "This is version 3.0. It is not in force yet: it will be in force from 1 January 2027."),
    ];
    for (number, says) in said {
        let address = format!("policies/dogs/versions/{number}/");
        assert_eq!(banner(&built, &address), says);
        let page = built.page(&address);
        assert!(page.contains("<body data-kind=\"version\">"));
        assert!(page.contains("<meta name=\"robots\" content=\"noindex\">"));
        assert!(page.contains("<link rel=\"canonical\" href=\"https://policies.example.org/policies/dogs/\">"));
        assert!(page.contains("id=\"document-control\""), "the front sheet as it was");
    }
    assert!(built.page("policies/dogs/versions/1.0/").contains("Dogs must wear a lead at the gate and on"));
    let later = built.portal.on("2027-01-01").build();
    assert_eq!(
        banner(&later, "policies/dogs/versions/2.0/"),
        "This is an old version. Version 2.0 was in force from 1 January 2025 until 31 December 2026. Version 3.0 took its place on 1 January 2027."
    );
}

#[test]
fn the_markdown_lies_beside_the_page_and_its_digest_on_it() {
    let built = three_versions().build();
    let archived = fs::read(built.portal.root().join("content/archive/trust/dogs/1.0.md")).expect("a file");
    let published = fs::read(built.output.join("policies/dogs/versions/1.0/policy.md")).expect("a file");
    assert_eq!(published, archived, "to the byte");
    let page = built.page("policies/dogs/versions/1.0/");
    assert!(page.contains(&format!("<code>{}</code>", sha256(&archived))));
    assert!(page.contains("href=\"policy.md\"") && page.contains("archive/trust/dogs/1.0.md"));
}

#[test]
fn what_a_version_changed_is_told_first_and_then_shown_word_by_word() {
    let built = three_versions().build();
    let page = built.page("policies/dogs/changes/2.0/");
    assert!(page.contains("<body data-kind=\"changes\">"));
    let said = words(&page);
    for says in [
        "Dogs on site: what changed in version 2.0",
        "1 section changed, 1 added, 1 removed, 1 moved.",
        "The policy’s own history says: “What 2.0 is about.”",
        "Approved 12 January 2026 by Trust Board. In force 1 January 2025 to 31 December 2026. Compared here with version 1.0, word by word.",
        "Its words have not changed.",
        "Changes on the front sheet Line Version 1.0 Version 2.0 In force from 1 January 2024 1 January 2025",
    ] {
        assert!(said.contains(says), "{says}\n{said}");
    }
    let list = between(&page, "<section class=\"local-sections\"", "</section>");
    for section in ["#change-aim", "#change-guide", "#removed-visits", "#change-costs"] {
        assert!(list.contains(&format!("href=\"{section}\"")), "{section} in {list}");
        assert!(page.contains(&format!("id=\"{}\"", &section[1..])), "{section} has its place on the page");
    }
    let aim = between(&page, "id=\"change-aim\"", "</section>");
    assert!(aim.contains("<ins><span class=\"visually-hidden\"> inserted: </span>short </ins>"), "{aim}");
    assert!(aim.contains("<del><span class=\"visually-hidden\"> deleted: </span>field"), "{aim}");
    assert!(between(&page, "id=\"change-guide\"", "</section>").contains("<ins class=\"whole\">"));
    assert!(between(&page, "id=\"removed-visits\"", "</section>").contains("<del class=\"whole\">"));
}

#[test]
fn a_version_with_the_same_text_says_so() {
    let portal = portal().policy_with("dogs", &version("1.0", "2024-01-01"), FIRST);
    release(&portal, "2026-11-01", "dogs", None);
    let portal =
        portal.policy_with("dogs", &version("1.1", "2025-01-01").replace("Head of Governance", "Clerk"), FIRST);
    release(&portal, "2026-11-01", "dogs", None);
    let said = words(&portal.build().clean().page("policies/dogs/changes/1.1/"));
    assert!(said.contains("No section changed. The text is the same as in version 1.0, word for word."), "{said}");
    assert!(said.contains("Head of Governance Clerk"), "the front sheet did change: {said}");
}

#[test]
fn a_schools_copy_is_compared_with_its_own_last_version() {
    let portal = portal().school("ashby", "Ashby Primary School").school("brook", "Brook School");
    let portal = portal.policy_with("dogs", &version("1.0", "2024-01-01"), FIRST);
    release(&portal, "2026-11-01", "dogs", None);
    let own = "based_on = \"1.0\"\nversion = \"1.0-a\"\neffective = 2025-09-01\n";
    let portal = portal.school_file("ashby", "dogs", own, "## Aim {append=aim}\n\nAshby has no gate.\n");
    release(&portal, "2026-11-01", "dogs", Some("ashby"));
    let built = portal.build().clean();
    let page = built.page("schools/ashby/policies/dogs/changes/1.0-a/");
    assert!(page.contains("Ashby has no gate.") && words(&page).contains("1 section changed; 2 unchanged."));
    assert!(built.has("schools/ashby/policies/dogs/versions/1.0/index.html"));
    assert!(built.has("schools/brook/policies/dogs/versions/1.0/policy.md"));
    assert!(!built.has("schools/brook/policies/dogs/versions/1.0-a/index.html"));
    assert!(!built.has("policies/dogs/versions/1.0-a/index.html"));
}

#[test]
fn permanent_pages_outlive_their_policy_and_their_school() {
    let portal =
        portal().school("ashby", "Ashby Primary School").policy_with("dogs", &version("1.0", "2024-01-01"), FIRST);
    let portal = portal.school_file(
        "ashby",
        "pets",
        &version("3.0", "2024-01-01").replace("Dogs on site", "Pets"),
        "## Aim\n\nSee [dogs](dogs#aim).\n",
    );
    release(&portal, "2026-11-01", "dogs", None);
    release(&portal, "2026-11-01", "pets", Some("ashby"));
    fs::remove_dir_all(portal.root().join("content/schools")).expect("a folder");
    fs::remove_dir_all(portal.root().join("content/policies")).expect("a folder");
    let built = portal.policy("parking", "## Aim\n\nWalk.\n").build();
    assert!(!built.outcome.failed, "{}", built.printed());
    for address in ["policies/dogs/", "schools/ashby/policies/dogs/", "schools/ashby/policies/pets/"] {
        assert!(words(&built.page(address)).contains("no longer published here"), "{address}");
        assert!(built.page(address).contains("noindex"));
        assert!(built.has(&format!("{address}versions/index.html")));
    }
    assert!(built.page("policies/dogs/versions/1.0/").contains("Dogs must wear a lead"));
    let pets = built.page("schools/ashby/policies/pets/versions/3.0/");
    assert!(pets.contains("See ") && words(&pets).contains("Ashby Primary School"), "{pets}");
    let school = built.page("schools/ashby/");
    assert!(words(&school).contains("Ashby Primary School is no longer a school of Fenland Learning Trust."));
    assert!(school.contains("href=\"policies/pets/\"") && school.contains("href=\"policies/dogs/\""));
    assert!(!built.page("").contains("ashby"), "no list leads there");
}

#[test]
fn a_withdrawn_policy_leads_to_its_last_version() {
    let portal = three_versions().on("2027-06-01");
    let front = version("3.0", "2027-01-01").replace("\"approved\"", "\"withdrawn\"");
    let built = portal.policy_with("dogs", &front, "## Aim {#aim}\n\nNo dogs.\n").build();
    let page = built.page("policies/dogs/");
    assert!(page.contains("<a href=\"versions/3.0/\">Read its last version.</a>"), "{page}");
    let says = banner(&built, "policies/dogs/versions/3.0/");
    assert!(says.starts_with("This policy has been withdrawn."), "{says}");
    assert!(built.page("policies/dogs/versions/").contains("noindex"));
    assert!(!built.text("sitemap.xml").contains("dogs"), "search engines are not led to it");
}

#[test]
fn search_engines_are_told_what_is_in_force_and_not_what_was() {
    let sitemap = three_versions().build().text("sitemap.xml");
    assert!(sitemap.contains("/policies/dogs/versions/</loc>"));
    assert!(!sitemap.contains("versions/1.0/") && !sitemap.contains("/changes/"), "{sitemap}");
}

#[test]
fn what_was_never_public_has_no_page_of_its_versions() {
    let front = format!("{}publish = false\n", approved("Dogs on site"));
    let portal = portal().policy_with("dogs", &front, FIRST);
    release(&portal, "2026-11-01", "dogs", None);
    let built = portal.build();
    assert!(built.files().keys().all(|path| !path.contains("dogs")), "{:?}", built.files().keys());
}
