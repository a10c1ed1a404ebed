//! The search page without scripts, and the ways to it.

use crate::builder::{Portal, approved, portal, words};
use frontsheet::site::LinkStyle;

fn two_schools() -> Portal {
    portal()
        .school("ashby", "Ashby Primary School")
        .school("brook", "Brook Primary School")
        .policy("uniform", "## A\nText.\n")
        .policy_with("attendance", &approved("Attendance policy"), "## A\nText.\n")
        .policy_with("access", &format!("{}copies = \"schools\"\n", approved("Équality plan")), "## A\nText.\n")
        .school_file("ashby", "lost", &approved("Lost children"), "## A\nText.\n")
        .school_file("brook", "missing", &approved("Lost children"), "## A\nText.\n")
}

#[test]
fn every_policy_stands_under_its_letter_with_whose_it_is() {
    let built = two_schools().build().clean();
    let page = built.page("search/");
    assert!(page.contains("<body data-kind=\"search\">"), "{page}");
    let text = words(&page);
    let (_, list) = text.split_once("Every policy is in the list below.").expect("a word to readers without scripts");
    assert!(
        list.contains(
            "A E L U A Attendance policy Trust policy Next review 11 January 2027 \
             E Équality plan Trust policy; each school has its own copy: Ashby Primary School · Brook Primary School \
             L Lost children Ashby Primary School · Brook Primary School \
             U uniform Trust policy Next review"
        ),
        "{list}"
    );
    for href in [
        "../policies/attendance/",
        "../schools/brook/policies/access/",
        "../schools/ashby/policies/lost/",
        "../schools/brook/policies/missing/",
        "../schools/ashby/",
    ] {
        assert!(page.contains(&format!("href=\"{href}\"")), "{href}: {page}");
    }
    assert!(!page.contains("../schools/ashby/policies/uniform/"), "the trust's copy is enough");
}

#[test]
fn too_many_policies_of_schools_own_are_left_to_the_schools_homes() {
    let mut portal = portal().policy("uniform", "## A\nText.\n");
    for school in 0..81 {
        portal = portal.school(&format!("school-{school}"), &format!("School {school}"));
        for own in 0..5 {
            let title = format!("Own policy {own} of {school}");
            portal = portal.school_file(&format!("school-{school}"), &format!("own-{own}"), &approved(&title), "");
        }
    }
    let built = portal.build().clean();
    let page = built.page("search/");
    assert!(!page.contains("Own policy"));
    assert!(words(&page).contains("and the policies that are the school’s own"), "{}", words(&page));
    assert!(page.contains("href=\"../schools/school-80/\"") && page.contains("href=\"../policies/uniform/\""));
    assert!(page.len() < 40 * 1024, "{} bytes", page.len());
}

#[test]
fn the_homes_have_a_box_that_leads_to_it() {
    for (style, to) in [(LinkStyle::Folder, "search/"), (LinkStyle::File, "search/index.html")] {
        let built = two_schools().with(|options| options.links = style).build().clean();
        let form = |page: &str| {
            let (_, rest) = page.split_once("<form").expect("a form");
            rest.split_once("</form>").expect("its end").0.to_owned()
        };
        let trusts = form(&built.page(""));
        assert!(trusts.contains(&format!("action=\"{to}\" method=\"get\"")), "{trusts}");
        assert!(!trusts.contains("hidden"), "{trusts}");
        let schools = form(&built.page("schools/ashby/"));
        assert!(schools.contains(&format!("action=\"../../{to}\"")), "{schools}");
        assert!(schools.contains("<input type=\"hidden\" name=\"school\" value=\"ashby\">"), "{schools}");
    }
}

#[test]
fn only_the_search_and_the_register_have_a_script_and_every_page_a_link_to_the_search() {
    let built = two_schools().build().clean();
    for (path, bytes) in built.files().iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = String::from_utf8_lossy(bytes);
        let scripts = html.matches("<script").count();
        let may_have =
            path == "search/index.html" || (path.starts_with("register/") && !path.starts_with("register/local/"));
        assert_eq!(scripts, usize::from(may_have), "{path}");
        if path != "404.html" {
            assert!(html.contains(">Search</a>"), "{path}");
        }
    }
    let page = built.page("search/");
    assert!(page.contains("<script src=\"../assets/search.js\" defer></script>"));
    assert!(page.contains("<a href=\"./\" aria-current=\"page\">Search</a>"));
    assert!(built.page("").contains("<a href=\"./\" aria-current=\"page\">Policies</a>"));
    assert!(built.text("sitemap.xml").contains("<loc>https://policies.example.org/search/</loc>"));
}

#[test]
fn a_portal_without_policies_or_schools_has_a_search_page() {
    let page = portal().build().clean().page("search/");
    assert!(!page.contains("<select") && page.contains("id=\"search-words\""), "{page}");
}
