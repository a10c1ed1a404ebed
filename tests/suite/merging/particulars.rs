//! Where the values of a copy come from: the school, the trust's defaults, the trust.

use super::COPY;
use crate::builder::portal;
use crate::reading::outline;

const TRUST: &str = "\
name = \"Fenland Learning Trust\"
short_name = \"FLT\"
website = \"https://fenland.example.org\"
base_url = \"https://policies.example.org/trust/\"
[terms]
head = \"Headteacher\"
families = \"parents and carers\"
[contacts.governance]
name = \"Kay Reed\"
email = \"governance@example.org\"
[school_defaults]
name = \"the school\"
phone = \"01632 960000\"
[school_defaults.contacts.dsl]
name = \"the safeguarding lead\"
role = \"Lead\"
[school_defaults.terms]
house = \"house\"
[extra]
portal = \"the portal\"
rules.dogs = \"on a lead\"
rules.cats = \"no\"
";

const ASHBY: &str = "\
name = \"Ashby Primary School\"
urn = 123456
phase = \"primary\"
address = [\"1 Mill Lane\", \"Ashby\"]
[terms]
head = \"Principal\"
[contacts.dsl]
name = \"Jo Dale\"
[extra]
rules.dogs = \"never\"
bus = 12
";

/// What a text becomes in Ashby's copy, and in the trust's.
#[track_caller]
fn both(text: &str) -> (String, String) {
    let site = portal().trust(TRUST).school_with("ashby", ASHBY).policy("pets", &format!("## A\n{text}\n"));
    let site = site.build().clean();
    let of = |address: &str| outline(&site.page(address)).trim_start_matches("## A | ").to_owned();
    (of(COPY), of("policies/pets/"))
}

/// One test for each text: what the school's copy says, and the trust's.
macro_rules! values {
    ($($name:ident: $text:expr => $school:expr, $trust:expr;)*) => {$(
        #[test]
        fn $name() {
            assert_eq!(both($text), ($school.to_owned(), $trust.to_owned()));
        }
    )*};
}

values! {
    a_school_has_its_own_name: "{{ school.name }}" => "Ashby Primary School", "the school";
    a_term_of_the_schools_own_wins: "{{ terms.head }}" => "Principal", "Headteacher";
    a_term_that_a_school_has_not_is_the_trusts: "{{ terms.families }}" => "parents and carers", "parents and carers";
    a_term_may_be_a_default: "{{ terms.house }}" => "house", "house";
    a_contact_is_overlaid_key_by_key: "{{ school.contacts.dsl.name }}, {{ school.contacts.dsl.role }}" => "Jo Dale, Lead", "the safeguarding lead, Lead";
    a_trusts_contact_is_the_trusts: "{{ trust.contacts.governance.name }}" => "Kay Reed", "Kay Reed";
    a_particular_may_be_a_default: "{{ school.phone }}" => "01632 960000", "01632 960000";
    free_data_is_overlaid_key_by_key: "{{ school.extra.rules.dogs }} {{ school.extra.rules.cats }}" => "never no", "on a lead no";
    free_data_of_the_trust_stays: "{{ trust.extra.rules.dogs }}" => "on a lead", "on a lead";
    the_trusts_name: "{{ trust.name }} ({{ trust.short_name }})" => "Fenland Learning Trust (FLT)", "Fenland Learning Trust (FLT)";
    every_school_by_name: "{% for one in schools %}{{ one.name }};{% endfor %}" => "Ashby Primary School;", "Ashby Primary School;";
    the_front_matter: "{{ policy.title }} {{ policy.version }} {{ policy.owner }}" => "pets 1.0 Head of Governance", "pets 1.0 Head of Governance";
    the_pages_own_address:
        "{{ page.url }}" => "https://policies.example.org/trust/schools/ashby/policies/pets/", "https://policies.example.org/trust/policies/pets/";
    a_value_may_be_asked_for: "{% if school.extra.bus %}Bus {{ school.extra.bus }}{% else %}Walk{% endif %}" => "Bus 12", "Walk";
    a_default_may_stand_in: "{{ school.extra.bus | default(value=\"none\") }}" => "12", "none";
    the_terms_of_a_school_are_its_own_too: "{{ school.name }}’s {{ terms.head }}" => "Ashby Primary School’s Principal", "the school’s Headteacher";
}

#[test]
fn schools_stand_in_the_order_of_their_names() {
    let site = portal().school("a", "Yarrow").school("b", "ash").school("c", "Birch");
    let site = site.policy("pets", "## A\n{% for one in schools %}{{ one.name }} {% endfor %}\n").build().clean();
    assert_eq!(outline(&site.page("policies/pets/")), "## A | ash Birch Yarrow");
}

#[test]
fn a_school_sees_its_own_front_matter() {
    let site = portal().school("ashby", "Ashby").policy("pets", "## A\n{{ policy.approved_by }}\n");
    let site = site.school_file("ashby", "pets", "approved_by = \"Governors\"\n", "").build().clean();
    assert_eq!(outline(&site.page(COPY)), "## A | Governors");
    assert_eq!(outline(&site.page("policies/pets/")), "## A | Trust Board");
}

#[test]
fn a_command_line_address_wins_over_the_trusts() {
    let site = portal().trust(TRUST).policy("pets", "## A\n{{ page.url }}\n");
    let site = site.with(|options| options.base_url = Some("https://x.example.org/y".to_owned())).build().clean();
    assert_eq!(outline(&site.page("policies/pets/")), "## A | https://x.example.org/y/policies/pets/");
}

#[test]
fn a_schools_brand_wins_key_by_key() {
    let trust = "name = \"T\"\n[brand]\ncolour = \"#1d4f91\"\nlogo = \"files/t.svg\"\nlogo_alt = \"The trust\"\n";
    let site = portal().trust(trust).file("content/files/t.svg", "<svg/>");
    let site =
        site.school_with("ashby", "name = \"Ashby\"\n[brand]\ncolour = \"#005a30\"\n").policy("pets", "## A\nA.\n");
    let html = site.build().clean().page(COPY);
    assert!(html.contains("alt=\"The trust\"") && html.contains("assets/style-005a30.css"), "{html}");
}

#[test]
fn a_page_loads_one_stylesheet_in_its_own_colours() {
    let school = |colour: &str| format!("name = \"{colour}\"\n[brand]\ncolour = \"{colour}\"\n");
    let site = portal().trust("name = \"T\"\n[brand]\ncolour = \"#1d4f91\"\n").policy("pets", "## A\nA.\n");
    let site = site.school_with("ashby", &school("#005a30")).school_with("brook", &school("#005a30"));
    let site = site.school_with("crane", &school("#1d4f91")).build().clean();
    let sheet = |name: &str| site.text(&format!("assets/{name}"));
    let colours = |name: &str| sheet(name).rsplit_once(":root").expect("colours").1.to_owned();
    assert_eq!(colours("style.css"), "{--brand:#1d4f91;--on-brand:#ffffff;--brand-dark:#8ca5c7}");
    assert_eq!(colours("style-005a30.css"), "{--brand:#005a30;--on-brand:#ffffff;--brand-dark:#80ad98}");
    assert!(!sheet("style.css").contains("/*") && sheet("style.css").len() == sheet("style-005a30.css").len());
    for (page, name) in [
        ("", "style.css"),
        ("schools/ashby/", "style-005a30.css"),
        ("schools/brook/policies/pets/", "style-005a30.css"),
        ("schools/crane/", "style.css"),
    ] {
        let html = site.page(page);
        let sheets: Vec<_> = html.matches("rel=\"stylesheet\"").collect();
        assert!(sheets.len() == 1 && html.contains(&format!("assets/{name}\">")), "{page}: {html}");
    }
}

/// One test for each text with a value that nobody gave: where the fault is, and what is said.
macro_rules! missing {
    ($($name:ident: $text:expr => $words:expr;)*) => {$(
        #[test]
        fn $name() {
            let site = portal().trust(TRUST).school_with("ashby", ASHBY).policy("pets", $text).build();
            assert!(site.outcome.failed && site.codes().iter().all(|code| *code == "no-value"), "{}", site.printed());
            site.in_words(&$words);
        }
    )*};
}

missing! {
    a_misspelt_name_is_told_where_and_what_is_near: "## A\nOur {{ school.nmae }}.\n" => ["content/policies/pets.md:11:", "school.name"];
    a_misspelt_root_is_told_what_is_near: "## A\n{{ scool.name }}\n" => ["pets.md:11:", "school"];
    a_misspelt_term_is_told_what_is_near: "## A\n{{ terms.haed }}\n" => ["pets.md:11:", "terms.head"];
    a_misspelt_contact_is_told_what_is_near: "## A\n{{ school.contacts.dls.name }}\n" => ["pets.md:11:", "dsl"];
    a_value_that_this_school_has_not_says_which_school: "## A\n{{ school.email }}\n" => ["pets.md:11:", "Ashby Primary School", "school.toml"];
    a_missing_value_in_a_heading_is_an_error: "## At {{ school.emial }}\nA.\n" => ["pets.md:10:", "school.email"];
    a_missing_value_in_a_link_is_an_error: "## A\n[Mail](mailto:{{ school.email }})\n" => ["pets.md:11:"];
    a_missing_value_in_a_footnote_is_an_error: "## A\nA.[^n]\n\n[^n]: Ask {{ school.emial }}.\n" => ["pets.md:13:"];
    a_missing_value_in_an_attribute_is_an_error: "## A\n<p title=\"{{ school.emial }}\">A</p>\n" => ["pets.md:11:"];
    a_missing_value_in_code_is_an_error: "## A\n`{{ school.emial }}`\n" => ["pets.md:11:"];
    a_missing_value_in_a_table_is_an_error: "## A\n\n| A |\n|---|\n| {{ school.emial }} |\n" => ["pets.md:14:"];
    the_column_counts_characters: "## A\nÉté à Ŵyr {{ school.nmae }}\n" => ["pets.md:11:"];
}

#[test]
fn a_missing_value_in_a_schools_file_names_that_file() {
    let site = portal().school("ashby", "Ashby").policy("pets", "## A\nA.\n");
    let site = site.amendment("ashby", "pets", "## B\n{{ school.nmae }}\n").build().says(&["no-value"]);
    site.in_words(&["content/schools/ashby/policies/pets.md:5:", "school.name"]);
}

#[test]
fn a_missing_value_in_a_section_that_a_school_replaced_is_not_missed() {
    let trust = "name = \"T\"\n[school_defaults]\nname = \"the school\"\nemail = \"office@example.org\"\n";
    let site = portal()
        .trust(trust)
        .school_with("ashby", "name = \"Ashby\"\n")
        .policy("pets", "## A {schools=ashby}\n{{ school.email }}\n");
    site.amendment("ashby", "pets", "## B {replace=a}\nB.\n").build().clean();
}
