//! Links and images: where they lead from each copy, and which are dead.

use super::COPY;
use crate::builder::{Built, Portal, approved, portal};
use crate::reading::href;

/// Two schools; `dogs` has a copy for each, `cats` is the trust's alone, `club` is Ashby's own.
fn site(body: &str) -> Portal {
    let keys = format!("{}copies = \"trust\"\n", approved("Cats"));
    portal()
        .school("ashby", "Ashby")
        .school("brook", "Brook")
        .policy("pets", body)
        .policy("dogs", "## Leads {#leads}\nLeads.\n\n### On the *street*\nS.\n\n## Forms {.appendix}\nF.\n")
        .policy_with("cats", &keys, "## Milk\nMilk.\n")
        .school_file("ashby", "club", &approved("Club"), "## Days\nDays.\n")
        .file("content/files/map.svg", "<svg/>")
        .file("content/files/School Form.pdf", "%PDF")
        .file("content/pages/about.md", "+++\ntitle = \"About us\"\n+++\n## Where\nHere.\n")
}

fn built(body: &str) -> Built {
    site(body).build().clean()
}

/// One test for each link: its words, and where it leads from Ashby's copy and from the trust's.
macro_rules! leads {
    ($($name:ident: $link:expr, $words:expr => $school:expr, $trust:expr;)*) => {$(
        #[test]
        fn $name() {
            let site = built(&format!("## A {{#a}}\n{}\n", $link));
            assert_eq!(href(&site.page(COPY), $words).as_deref(), Some($school));
            assert_eq!(href(&site.page("policies/pets/"), $words).as_deref(), Some($trust));
        }
    )*};
}

leads! {
    a_policy_is_the_same_schools_copy: "[D](dogs)", "D" => "../dogs/", "../dogs/";
    a_policy_without_a_copy_for_the_school_is_the_trusts: "[C](cats)", "C" => "../../../../policies/cats/", "../cats/";
    a_section_of_another_policy: "[L](dogs#leads)", "L" => "../dogs/#leads", "../dogs/#leads";
    an_empty_text_takes_the_policys_title: "[](dogs)", "dogs" => "../dogs/", "../dogs/";
    an_empty_text_takes_the_sections_title: "[](dogs#leads)", "Leads" => "../dogs/#leads", "../dogs/#leads";
    a_title_is_taken_without_its_marks: "[](dogs#on-the-street)", "On the street" => "../dogs/#on-the-street", "../dogs/#on-the-street";
    an_appendix_is_called_one: "[](dogs#forms)", "Appendix A: Forms" => "../dogs/#forms", "../dogs/#forms";
    a_section_of_the_page_itself: "[here](#a)", "here" => "#a", "#a";
    an_empty_text_takes_the_title_of_a_section_of_the_page: "[](#a)", "A" => "#a", "#a";
    the_policy_itself_by_name: "[self](pets#a)", "self" => "#a", "#a";
    the_front_sheet: "[](#document-control)", "Document control" => "#document-control", "#document-control";
    a_file: "[M](files/map.svg)", "M" => "../../../../files/map.svg", "../../files/map.svg";
    a_file_with_a_space_in_its_name: "[F](<files/School Form.pdf>)", "F" => "../../../../files/School%20Form.pdf", "../../files/School%20Form.pdf";
    a_file_with_an_encoded_name: "[F](files/School%20Form.pdf)", "F" => "../../../../files/School%20Form.pdf", "../../files/School%20Form.pdf";
    a_page: "[](about)", "About us" => "../../../../about/", "../../about/";
    a_section_of_a_page: "[](about#where)", "Where" => "../../../../about/#where", "../../about/#where";
    a_web_address: "[W](https://www.example.org/a?b=c#d)", "W" => "https://www.example.org/a?b=c#d", "https://www.example.org/a?b=c#d";
    an_e_mail_address: "[E](mailto:office@example.org)", "E" => "mailto:office@example.org", "mailto:office@example.org";
    a_telephone_number: "[T](tel:+441632960000)", "T" => "tel:+441632960000", "tel:+441632960000";
    a_schools_home: "[S](schools/brook)", "S" => "../../../brook/", "../../schools/brook/";
    a_reference_link: "See [the dogs][d].\n\n[d]: dogs#leads \"Leads\"", "the dogs" => "../dogs/#leads", "../dogs/#leads";
    a_link_in_a_table: "\n| A |\n|---|\n| [D](dogs) |", "D" => "../dogs/", "../dogs/";
    a_link_in_raw_html: "<p><a href=\"dogs#leads\">D</a></p>", "D" => "../dogs/#leads", "../dogs/#leads";
    a_link_in_a_footnote: "A.[^n]\n\n[^n]: See [D](dogs).", "D" => "../dogs/", "../dogs/";
    a_link_that_is_made_by_a_tag: "[D]({{ \"do\" ~ \"gs\" }})", "D" => "../dogs/", "../dogs/";
}

#[test]
fn a_schools_own_policy_is_linked_from_its_own_pages() {
    let site = site("## A {#a}\nA.\n").amendment("ashby", "pets", "## B\n[](club#days)\n").build().clean();
    assert_eq!(href(&site.page(COPY), "Days").as_deref(), Some("../club/#days"));
}

#[test]
fn a_schools_own_policy_is_unknown_elsewhere() {
    site("## A\n[club](club)\n").build().says(&["dead-link"]).in_words(&["own policy", "pets.md:11:"]);
}

#[test]
fn an_address_of_a_kind_that_is_not_published_is_no_link() {
    let site = site("## A\n[M](javascript:alert)\n").build().says(&["markdown"]).in_words(&["pets.md:11:"]);
    assert!(!site.page(COPY).contains("javascript"));
}

#[test]
fn reference_definitions_hold_for_the_whole_file() {
    let site = built("## A\nSee [the dogs][d].\n\n## B\nAnd [them][d] again.\n\n[d]: dogs\n");
    let html = site.page(COPY);
    assert!(href(&html, "the dogs").is_some() && href(&html, "them").is_some());
}

#[test]
fn each_file_has_its_own_reference_definitions() {
    let site = site("## A\n[one][x]\n\n[x]: dogs\n")
        .amendment("ashby", "pets", "## B\n[two][x]\n\n[x]: about\n")
        .build()
        .clean();
    let html = site.page(COPY);
    assert_eq!(href(&html, "one").as_deref(), Some("../dogs/"));
    assert_eq!(href(&html, "two").as_deref(), Some("../../../../about/"));
}

#[test]
fn an_image_beside_the_text_is_found_from_every_copy() {
    let text = format!("+++\n{}+++\n## A\n![Map](plan.svg)\n", approved("Plan"));
    let site = site("").file("content/policies/plan/index.md", text).file("content/policies/plan/plan.svg", "<svg/>");
    let site = site.build().clean();
    assert!(site.has("policies/plan/plan.svg"));
    assert!(site.page("policies/plan/").contains("src=\"plan.svg\""));
    assert!(site.page("schools/ashby/policies/plan/").contains("src=\"../../../../policies/plan/plan.svg\""));
}

#[test]
fn a_schools_file_may_have_images_of_its_own() {
    let text = "+++\nbased_on = \"1.0\"\n+++\n## B\n![Gate](gate.svg)\n";
    let site = site("## A\nA.\n").file("content/schools/ashby/policies/pets/index.md", text);
    let site = site.file("content/schools/ashby/policies/pets/gate.svg", "<svg/>").build().clean();
    assert!(site.has("schools/ashby/policies/pets/gate.svg"));
    assert!(site.page(COPY).contains("src=\"gate.svg\""));
}

#[test]
fn a_plain_page_links_to_policies_and_files() {
    let text = "+++\ntitle = \"Help\"\n+++\n[](dogs#leads) [](cats) ![Map](files/map.svg)\n";
    let html = site("").file("content/pages/help.md", text).build().clean().page("help/");
    assert_eq!(href(&html, "Leads").as_deref(), Some("../policies/dogs/#leads"));
    assert!(html.contains("src=\"../files/map.svg\""));
}

#[test]
fn the_notice_of_a_front_sheet_may_link() {
    let toml = "name = \"T\"\n[front_sheet]\nnotice = \"See [the cats](cats) and [us](about).\"\n[school_defaults]\nname = \"x\"\n";
    let site = site("").trust(toml).build().clean();
    assert_eq!(
        href(&site.page("schools/ashby/policies/dogs/"), "the cats").as_deref(),
        Some("../../../../policies/cats/")
    );
}

#[test]
fn a_reason_links_as_the_schools_copy_would() {
    let site = site("## A {#a}\nA.\n").amendment(
        "ashby",
        "pets",
        "## A {remove=a}\nSee [days](club#days) and [B](#b).\n\n## B {#b}\nB.\n",
    );
    let html = site.build().clean().page("register/local/");
    assert_eq!(href(&html, "days").as_deref(), Some("../../schools/ashby/policies/club/#days"));
    assert_eq!(href(&html, "B").as_deref(), Some("../../schools/ashby/policies/pets/#b"));
}

#[test]
fn links_may_name_their_files() {
    let site = site("## A {#a}\n[D](dogs#leads) [M](files/map.svg) [H](#a) [S](schools/brook)\n");
    let html = site.with(|options| options.links = frontsheet::site::LinkStyle::File).build().clean().page(COPY);
    assert_eq!(href(&html, "D").as_deref(), Some("../dogs/index.html#leads"));
    assert_eq!(href(&html, "M").as_deref(), Some("../../../../files/map.svg"));
    assert_eq!(href(&html, "S").as_deref(), Some("../../../brook/index.html"));
}

/// One test for each link that is dead: words that are printed besides the place.
macro_rules! dead {
    ($($name:ident: $link:expr => $words:expr;)*) => {$(
        #[test]
        fn $name() {
            let site = site(&format!("## A {{#a}}\n\n{}\n", $link)).build().says(&["dead-link"]);
            site.in_words(&["content/policies/pets.md:12:"]).in_words(&$words);
        }
    )*};
}

dead! {
    a_policy_that_is_not_there_names_the_nearest: "[D](dgos)" => ["dogs"];
    a_policy_in_capitals_is_another: "[D](Dogs)" => ["dogs"];
    a_section_that_is_not_there_names_the_nearest: "[D](dogs#laeds)" => ["leads", "dogs"];
    a_section_of_the_page_that_is_not_there: "[D](#aa)" => ["#a"];
    a_section_of_a_page_that_is_not_there: "[D](about#were)" => ["where"];
    a_file_that_is_not_there_names_the_nearest: "[M](files/mapp.svg)" => ["files/map.svg"];
    a_file_in_other_capitals_is_not_there: "[M](files/Map.svg)" => ["files/map.svg"];
    an_image_that_is_not_there: "![M](files/mpa.svg)" => ["files/map.svg"];
    an_image_beside_the_text_that_is_not_there: "![M](map.svg)" => ["map.svg"];
    a_link_that_leads_nowhere: "[M]()" => ["empty"];
    a_link_in_raw_html_that_leads_nowhere: "<a href=\"dgos\">D</a>" => ["dogs"];
    an_image_in_raw_html_that_is_not_there: "<img src=\"files/mpa.svg\" alt=\"M\">" => ["files/map.svg"];
    a_reference_that_leads_nowhere: "[D][x]\n\n[x]: dgos" => ["dogs"];
}

#[test]
fn a_link_may_lead_to_an_id_in_raw_html() {
    let site = site("## A\n<p id=\"gate\">Gate</p>\n\n[gate](#gate)\n").policy("more", "## A\n[there](pets#gate)\n");
    let site = site
        .file("content/pages/help.md", "+++\ntitle = \"Help\"\n+++\n<p id=\"x\">X</p>\n\n[x](#x) [gate](pets#gate)\n");
    let site = site.build().clean();
    assert_eq!(href(&site.page(COPY), "gate").as_deref(), Some("#gate"));
    assert_eq!(href(&site.page("schools/ashby/policies/more/"), "there").as_deref(), Some("../pets/#gate"));
    assert_eq!(href(&site.page("help/"), "x").as_deref(), Some("#x"));
}

#[test]
fn a_link_to_an_id_that_is_not_published_is_dead() {
    let text = "## A\n<!-- <p id=\"gate\">Gate</p> -->\n\n[gate](#gate)\n";
    site(text).build().says(&["dead-link"; 1]).in_words(&["#gate", "content/policies/pets.md:"]);
}

#[test]
fn a_link_to_a_draft_is_dead_and_says_why() {
    let site = site("## A\n[N](new)\n").policy_with("new", "title = \"New\"\n", "");
    site.build().says(&["dead-link"]).in_words(&["draft", "pets.md:11:"]);
}

#[test]
fn a_link_to_what_is_not_published_is_dead_and_says_why() {
    let site = site("## A\n[N](new)\n").policy_with("new", &format!("{}publish = false\n", approved("New")), "");
    site.build().says(&["dead-link"]).in_words(&["not published"]);
}

#[test]
fn a_link_from_the_trusts_copy_to_schools_copies_alone_is_dead() {
    let site = site("## A\n[N](new)\n").policy_with("new", &format!("{}copies = \"schools\"\n", approved("New")), "");
    site.build().says(&["dead-link"]).in_words(&["copies = \"both\""]);
}

#[test]
fn a_link_to_a_section_that_a_school_took_out_is_dead_there() {
    let site = site("## A\n[L](dogs#leads)\n").amendment("brook", "dogs", "## L {remove=leads}\n");
    site.build().says(&["dead-link"]).in_words(&["leads"]);
}

#[test]
fn every_dead_link_is_said_at_its_own_place() {
    let site = site("## A\n[x](dgos) and [x](dgos)\n\n[x](dgos)\n").build().says(&["dead-link"; 3]);
    site.in_words(&["pets.md:11:5", "pets.md:11:19", "pets.md:13:5"]);
}
