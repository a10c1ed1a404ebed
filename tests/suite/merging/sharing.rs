//! Copies of one policy share what is the same for them, and nobody can tell.

use crate::builder::{Portal, approved, portal};
use crate::reading::{contents, front_sheet, outline};

/// Every school with what is its own: some have the same sections, some the same words, and no two the same of all.
const SCHOOLS: &[(&str, &str)] = &[
    ("ashby", "name = \"Ashby\"\nphase = \"primary\"\n[extra]\nclubs = [\"Chess\"]\n"),
    ("brook", "name = \"Brook\"\nphase = \"primary\"\n[extra]\nclubs = [\"Chess\", \"Bells\"]\n"),
    ("crane", "name = \"Crane\"\nphase = \"secondary\"\nphone = \"01632 960001\"\n[extra]\nclubs = [\"Chess\"]\n"),
    ("dale", "name = \"Dale\"\nphone = \"01632 960002\"\n[extra]\nclubs = []\n"),
    ("elm", "name = \"Elm\"\nphase = \"primary\"\nphone = \"01632 960003\"\n[extra]\nclubs = [\"Choir\", \"Bells\"]\n"),
    ("ford", "name = \"Ford\"\nphase = \"secondary\"\n[extra]\nclubs = [\"Bells\", \"Chess\", \"Choir\"]\n"),
];

const TEXT: &str = "{% if school.phone is defined %}Ring {{ school.phone }}.{% else %}Write.{% endif %}

## Of {{ school.name }} {#of}
{{ school.name }} has a {{ terms.head }}.[^note]

{% for club in school.extra.clubs %}
- {{ club }} at {{ school.name }}
{% endfor %}

## Young {#young phases=primary}
Of {{ school.name }}.

### Inside
{% if school.extra.clubs | length == 1 %}One club.{% else %}Clubs of {{ school.name }}.{% endif %}

## End {schools=brook,crane,ford}
See {{ page.url }}, on {{ policy.title }}.

[^note]: A note of {{ school.name }}.
";

fn with(schools: &[(&str, &str)]) -> Portal {
    let trust = "name = \"T\"\n[terms]\nhead = \"head\"\n[school_defaults]\nname = \"the school\"\n[school_defaults.extra]\n\
                 clubs = []\n[front_sheet]\nnotice = \"Of {{ school.name }}{% if school.phone is defined %}!{% endif %}\"\n\
                 [[front_sheet.groups]]\nrows = [{ field = \"school\" }, { field = \"owner\" }]\n";
    let portal = portal().trust(trust);
    let portal = schools.iter().fold(portal, |portal, (slug, toml)| portal.school_with(slug, toml));
    portal.policy_with("pets", &format!("{}number_sections = true\n", approved("Pets")), TEXT)
}

#[test]
fn a_copy_is_the_same_whoever_else_has_one() {
    let together = with(SCHOOLS).build().clean();
    for school in SCHOOLS {
        // A section's schools must be there, so those that are named are there in any case.
        let named = |other: &&(&str, &str)| other == &school || ["brook", "crane", "ford"].contains(&other.0);
        let few: Vec<(&str, &str)> = SCHOOLS.iter().rev().filter(named).copied().collect();
        let alone = with(&few).build().clean();
        let address = format!("schools/{}/policies/pets/", school.0);
        let (one, other) = (together.page(&address), alone.page(&address));
        assert_eq!(outline(&one), outline(&other));
        assert_eq!((contents(&one), front_sheet(&one)), (contents(&other), front_sheet(&other)));
        assert!(outline(&one).contains(&school.1[8..11]), "{} is named", school.0);
    }
}

#[test]
fn each_copy_has_its_own_values_and_says_what_it_lacks() {
    let site = with(SCHOOLS).build().clean();
    let shown = |school: &str| outline(&site.page(&format!("schools/{school}/policies/pets/")));
    assert_eq!(
        shown("brook"),
        "Write. | ## 1 Of Brook | Brook has a head.1 | Chess at Brook | Bells at Brook | ## 2 Young | Of Brook. | \
         ### 2.1 Inside | Clubs of Brook. | ## 3 End | See /schools/brook/policies/pets/, on Pets. | A note of Brook."
    );
    assert_eq!(shown("dale"), "Ring 01632 960002. | ## 1 Of Dale | Dale has a head.1 | A note of Dale.");
    let sheet = |address: &str| front_sheet(&site.page(address));
    assert_eq!(sheet("schools/brook/policies/pets/"), "School: Brook | Document owner: Head of Governance");
    assert_eq!(sheet("schools/dale/policies/pets/"), "School: Dale | Document owner: Head of Governance");
    assert_eq!(sheet("policies/pets/"), "School: N/A | Document owner: Head of Governance");
    let lacking = portal()
        .school_with("ashby", "name = \"Ashby\"\nemail = \"a@example.org\"\n")
        .school_with("brook", "name = \"Brook\"\n")
        .school_with("crane", "name = \"Crane\"\nemail = \"c@example.org\"\n")
        .school_with("dale", "name = \"Dale\"\n")
        .policy("pets", "## A\nWrite to {{ school.email }}.\n");
    let said =
        lacking.build().says(&["no-value"; 3]).in_words(&["for Brook", "for Dale", "the trust's own copy"]).printed();
    assert!(!said.contains("for Ashby") && !said.contains("for Crane"), "{said}");
}
