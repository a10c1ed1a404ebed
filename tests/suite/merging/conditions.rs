//! Which schools a policy or a section is for.

use super::{COPY, pets};
use crate::builder::{Built, Portal, approved, portal};
use crate::reading::{contents, headings, outline};

/// Ashby is a primary school, Brook a secondary; Crane does not say.
fn three() -> Portal {
    let school = |phase: &str, name: &str| format!("name = \"{name}\"\nphase = \"{phase}\"\n");
    portal()
        .school_with("ashby", &school("primary", "Ashby School"))
        .school_with("brook", &school("secondary", "Brook School"))
        .school_with("crane", "name = \"Crane School\"\n")
}

fn with(keys: &str) -> Built {
    three().policy_with("pets", &format!("{}{keys}", approved("Pets")), "## A\nA.\n").build().clean()
}

/// Who has a page of the policy: t for the trust, and a, b and c for the schools.
fn who(site: &Built) -> String {
    let has = |school: &str| site.has(&format!("schools/{school}/policies/pets/index.html"));
    let places =
        [("t", site.has("policies/pets/index.html")), ("a", has("ashby")), ("b", has("brook")), ("c", has("crane"))];
    places.iter().filter(|(_, has)| *has).map(|(letter, _)| *letter).collect()
}

/// One test for each set of keys: who has a copy.
macro_rules! copies {
    ($($name:ident: $keys:expr => $expected:expr;)*) => {$(
        #[test]
        fn $name() {
            assert_eq!(who(&with($keys)), $expected);
        }
    )*};
}

copies! {
    a_policy_is_for_all_schools: "" => "tabc";
    copies_of_both_kinds_are_the_default: "copies = \"both\"\n" => "tabc";
    a_trust_copy_alone: "copies = \"trust\"\n" => "t";
    school_copies_alone: "copies = \"schools\"\n" => "abc";
    some_schools_by_name: "schools = [\"ashby\", \"crane\"]\n" => "tac";
    schools_of_one_phase: "phases = [\"primary\"]\n" => "ta";
    schools_of_two_phases: "phases = [\"primary\", \"secondary\"]\n" => "tab";
    a_school_without_a_phase_is_of_none: "phases = [\"nursery\"]\n" => "t";
    school_copies_alone_for_one_phase: "copies = \"schools\"\nphases = [\"secondary\"]\n" => "b";
    school_copies_alone_for_some: "copies = \"schools\"\nschools = [\"brook\"]\n" => "b";
    a_trust_copy_alone_whomever_it_is_for: "copies = \"trust\"\nschools = [\"brook\"]\n" => "t";
    nobody_has_a_page_of_what_is_not_published: "publish = false\n" => "";
    what_a_school_must_publish_hides_nothing: "required_to_publish = false\n" => "tabc";
    an_empty_list_of_schools_is_all_of_them: "schools = []\n" => "tabc";
}

#[test]
fn a_schools_home_links_to_what_the_trust_alone_has() {
    let site = with("copies = \"trust\"\nphases = [\"primary\"]\n");
    assert_eq!(crate::reading::href(&site.page("schools/ashby/"), "Pets").as_deref(), Some("../../policies/pets/"));
    assert_eq!(crate::reading::href(&site.page("schools/brook/"), "Pets"), None);
    assert_eq!(crate::reading::href(&site.page(""), "Pets").as_deref(), Some("policies/pets/"));
}

#[test]
fn a_schools_home_links_to_its_own_copy_of_the_rest() {
    let site = with("");
    assert_eq!(crate::reading::href(&site.page("schools/ashby/"), "Pets").as_deref(), Some("policies/pets/"));
}

#[test]
fn a_school_takes_its_phase_from_the_trusts_defaults() {
    let trust = "name = \"T\"\n[school_defaults]\nphase = \"primary\"\n";
    let site =
        three().trust(trust).policy_with("pets", &format!("{}phases = [\"primary\"]\n", approved("P")), "## A\nA.\n");
    assert_eq!(who(&site.build().clean()), "tac");
}

#[test]
fn an_unknown_phase_names_the_nearest() {
    let front = format!("{}phases = [\"primry\"]\n", approved("Pets"));
    three()
        .policy_with("pets", &front, "## A\nA.\n")
        .build()
        .says(&["unknown-value"])
        .in_words(&["\"primary\"", "pets.md:9:"]);
}

#[test]
fn an_unknown_school_names_the_nearest() {
    let front = format!("{}schools = [\"ashbi\"]\n", approved("Pets"));
    three()
        .policy_with("pets", &front, "## A\nA.\n")
        .build()
        .says(&["unknown-value"])
        .in_words(&["\"ashby\"", "pets.md:9:"]);
}

#[test]
fn a_file_for_a_policy_that_the_school_has_not_is_refused() {
    for keys in ["copies = \"trust\"\n", "schools = [\"brook\"]\n", "phases = [\"secondary\"]\n"] {
        let site = three().policy_with("pets", &format!("{}{keys}", approved("Pets")), "## A\nA.\n");
        site.amendment("ashby", "pets", "## X\nX.\n")
            .build()
            .says(&["no-target"])
            .in_words(&["Ashby School", "policies/pets.md"]);
    }
}

#[test]
fn one_school_may_leave_its_copy_unpublished() {
    let site =
        three().policy("pets", "## A\nA.\n").school_file("brook", "pets", "publish = false\n", "").build().clean();
    assert_eq!(who(&site), "tac");
}

#[test]
fn one_schools_copy_may_be_a_draft() {
    let site =
        three().policy("pets", "## A\nA.\n").school_file("brook", "pets", "status = \"draft\"\n", "").build().clean();
    assert_eq!(who(&site), "tac");
    let skipped = &site.outcome.skipped;
    assert!(skipped.len() == 1 && skipped[0].reason.contains("Brook School"), "{skipped:?}");
}

const SPLIT: &str = "## All\nAll.\n\n## Young {phases=primary,nursery}\nYoung.\n\n### Inside\nI.\n\n## Crane only {schools=crane}\nCrane.\n\n## Rest\nRest.\n\n### Old {phases=secondary}\nOld.\n";

#[test]
fn a_section_for_some_stands_in_their_copies_only() {
    let site = three().policy("pets", SPLIT).build().clean();
    let of = |school: &str| headings(&site.page(&format!("schools/{school}/policies/pets/")));
    assert_eq!(of("ashby"), "All, Young, > Inside, Rest");
    assert_eq!(of("brook"), "All, Rest, > Old");
    assert_eq!(of("crane"), "All, Crane only, Rest");
}

#[test]
fn the_trusts_own_copy_shows_every_section_and_says_for_whom() {
    let site = three().policy("pets", SPLIT).build().clean();
    assert_eq!(
        outline(&site.page("policies/pets/")),
        "## All | All. | ## Young | For primary and nursery schools | Young. | ### Inside | I. | ## Crane only | \
         For Crane School | Crane. | ## Rest | Rest. | ### Old | For secondary schools | Old."
    );
    assert!(!site.page("schools/ashby/policies/pets/").contains("For primary"));
}

#[test]
fn the_contents_list_has_only_the_sections_that_are_there() {
    let site = three().policy("pets", SPLIT).build().clean();
    assert_eq!(contents(&site.page("schools/brook/policies/pets/")), "#all All, #rest Rest, #old Old");
}

#[test]
fn a_section_may_be_for_a_phase_and_for_one_school_more() {
    let site = three().policy("pets", "## A\nA.\n\n## B {phases=primary schools=crane}\nB.\n").build().clean();
    let has = |school: &str| headings(&site.page(&format!("schools/{school}/policies/pets/"))).contains('B');
    assert!(has("ashby") && has("crane") && !has("brook"));
}

#[test]
fn several_schools_stand_with_commas() {
    let site = three().policy("pets", "## A {schools=ashby,brook}\nA.\n\n## B\nB.\n").build().clean();
    let has = |school: &str| headings(&site.page(&format!("schools/{school}/policies/pets/"))).contains('A');
    assert!(has("ashby") && has("brook") && !has("crane"));
}

#[test]
fn numbers_and_letters_go_by_what_is_there() {
    let front = format!("{}number_sections = true\n", approved("Pets"));
    let text = "## A {phases=primary}\nA.\n\n## B\nB.\n\n## C {.appendix phases=primary}\nC.\n\n## D {.appendix}\nD.\n";
    let site = three().policy_with("pets", &front, text).build().clean();
    assert_eq!(headings(&site.page("schools/brook/policies/pets/")), "1 B, Appendix A: D");
    assert_eq!(headings(&site.page("schools/ashby/policies/pets/")), "1 A, 2 B, Appendix A: C, Appendix B: D");
}

#[test]
fn a_section_for_others_is_no_target() {
    let site = three().policy("pets", SPLIT).amendment("brook", "pets", "## X {replace=young}\nX.\n");
    site.build().says(&["no-target"]).in_words(&["\"young\"", "policies/pets.md"]);
}

#[test]
fn an_unknown_phase_on_a_heading_is_an_error() {
    pets("## A {phases=primery}\nA.\n").build().says(&["unknown-value"]).in_words(&["primary", "pets.md:10:"]);
}

#[test]
fn an_unknown_school_on_a_heading_is_an_error() {
    pets("## A {schools=ashbi}\nA.\n").build().says(&["unknown-value"]).in_words(&["ashby", "pets.md:10:"]);
}

#[test]
fn what_only_others_read_is_not_filled_in_for_a_school() {
    let toml = "name = \"Brook\"\nphase = \"secondary\"\n[extra]\nbus = \"12\"\n";
    let trust = "name = \"T\"\n[school_defaults.extra]\nbus = \"a bus\"\n";
    let site = portal().trust(trust).school_with("brook", toml).school("ashby", "Ashby");
    let site =
        site.policy("pets", "## A\nA.\n\n## Bus {schools=brook}\nTake {{ school.extra.bus }}.\n").build().clean();
    assert!(site.page("schools/brook/policies/pets/").contains("Take 12."));
    assert!(!site.page(COPY).contains("Take"));
}

#[test]
fn a_link_to_a_section_that_this_school_has_not_is_dead() {
    let site = three().policy("pets", "## A\n[young](#young)\n\n## Young {phases=primary}\nY.\n").build();
    site.says(&["dead-link"; 1]).in_words(&["young", "pets.md:11:"]);
}
