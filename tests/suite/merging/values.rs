//! A value is text wherever it stands, never markup.

use super::COPY;
use crate::builder::{Built, portal};
use crate::reading::{front_sheet, outline, text};

const NAME: &str = "St *Mary's* <C of E> & \"Friends\" {{x}}";
const TOML: &str = "name = 'St *Mary''s* <C of E> & \"Friends\" {{x}}'\nphase = \"primary\"\n";

/// A portal whose school has a name full of marks.
fn site(body: &str) -> Built {
    let trust = "name = \"T & <b>Co</b> {{x}}\"\nbase_url = \"https://policies.example.org\"\n[school_defaults]\nname = \"the school\"\n";
    let toml = TOML
        .replace("''", "'")
        .replace("name = 'St *Mary's* <C of E> & \"Friends\" {{x}}'", &format!("name = {NAME:?}"));
    portal().trust(trust).school_with("mary", &toml).policy("pets", body).build().clean()
}

fn shown(body: &str) -> String {
    let html = site(body).page(&COPY.replace("ashby", "mary"));
    assert!(!html.contains("<C of E>"), "it is escaped wherever it stands");
    outline(&html)
}

/// One test for each place in a text that a value may stand in: what the reader sees there.
macro_rules! stands {
    ($($name:ident: $body:expr => $expected:expr;)*) => {$(
        #[test]
        fn $name() {
            assert_eq!(shown($body), $expected.replace("NAME", NAME));
        }
    )*};
}

stands! {
    in_a_heading: "## At {{ school.name }}\nA.\n" => "## At NAME | A.";
    in_a_paragraph: "## A\nWelcome to {{ school.name }}!\n" => "## A | Welcome to NAME!";
    at_the_start_of_a_line: "## A\n{{ school.name }} is ours.\n" => "## A | NAME is ours.";
    in_bold_and_italics: "## A\n**{{ school.name }}** and *{{ school.name }}*\n" => "## A | NAME and NAME";
    in_a_list: "## A\n- {{ school.name }}\n- Two\n" => "## A | NAME | Two";
    in_a_table: "## A\n\n| {{ school.name }} | B |\n|---|---|\n| {{ school.name }} | 2 |\n" => "## A | NAME | B | NAME | 2";
    in_a_quotation: "## A\n> {{ school.name }}\n" => "## A | NAME";
    in_code: "## A\n`{{ school.name }}`\n" => "## A | NAME";
    in_a_block_of_code: "## A\n```\n{{ school.name }}\n```\n" => "## A | NAME";
    in_an_indented_block: "## A\n\n    {{ school.name }}\n" => "## A | NAME";
    in_a_links_text: "## A\n[Write to {{ school.name }}](https://example.org)\n" => "## A | Write to NAME";
    in_raw_html: "## A\n<p>{{ school.name }}</p>\n" => "## A | NAME";
    in_raw_html_inside_a_line: "## A\nAn <em>{{ school.name }}</em> thing.\n" => "## A | An NAME thing.";
    in_a_footnote: "## A\nA.[^n]\n\n[^n]: {{ school.name }}\n" => "## A | A.1 | NAME";
    in_a_definition: "## A\n{{ school.name }}\n: Ours.\n" => "## A | NAME | Ours.";
    from_a_loop: "## A\n{% for one in schools %}{{ one.name }}{% endfor %}\n" => "## A | NAME";
    through_a_filter: "## A\n{{ school.name | default(value=\"x\") }}\n" => "## A | NAME";
    twice_in_a_line: "## A\n{{ school.name }}, {{ school.name }}\n" => "## A | NAME, NAME";
}

#[test]
fn in_attributes_it_stays_within_its_quotation_marks() {
    let html = site(
        "## A\n<p title=\"{{ school.name }}\">A</p>\n\n[B](https://example.org \"{{ school.name }}\")\n\n![{{ school.name }}](https://example.org/x.png)\n",
    );
    let html = html.page("schools/mary/policies/pets/");
    let escaped = "St *Mary's* &lt;C of E&gt; &amp; &quot;Friends&quot; {{x}}";
    for attribute in ["p title=\"", "title=\"", "alt=\""] {
        assert!(html.contains(&format!("{attribute}{escaped}\"")), "{attribute}: {html}");
    }
}

#[test]
fn in_an_address_it_is_percent_encoded() {
    let html = site("## A\n[B](https://example.org/?q={{ school.name }})\n").page("schools/mary/policies/pets/");
    assert!(html.contains("href=\"https://example.org/?q=St%20*Mary"), "{html}");
}

#[test]
fn in_every_page_of_the_site_it_appears_just_so() {
    let site = site("## A\nA.\n");
    for (path, bytes) in site.files().iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = String::from_utf8_lossy(bytes);
        assert!(!html.contains("<C of E>") && !html.contains("<b>Co</b>"), "{path}");
    }
    for address in ["", "schools/mary/", "schools/mary/policies/pets/"] {
        let html = site.page(address);
        assert!(text(&html).contains(NAME), "{address} names the school");
        assert!(text(&html).contains("T & <b>Co</b> {{x}}"), "{address} names the trust");
    }
    let title = site.page("schools/mary/policies/pets/");
    let title =
        title.split_once("<title>").and_then(|(_, rest)| rest.split_once("</title>")).expect("a title").0.to_owned();
    assert!(text(&title).contains(NAME), "{title}");
}

#[test]
fn in_the_front_sheet_it_appears_just_so() {
    let layout = "name = \"T\"\n[front_sheet]\nnotice = \"Of *{{ school.name }}*.\"\n[[front_sheet.groups]]\nrows = [{ field = \"school\" }, { field = \"owner\" }]\n[school_defaults]\nname = \"the school\"\n";
    let front = crate::builder::approved("Pets").replace("Head of Governance", "A <b>& *B*");
    let site = portal().trust(layout).school_with("mary", &format!("name = {NAME:?}\n")).policy_with(
        "pets",
        &front,
        "## A\nA.\n",
    );
    let html = site.build().clean().page("schools/mary/policies/pets/");
    assert_eq!(front_sheet(&html), format!("School: {NAME} | Document owner: A <b>& *B*"));
    assert!(text(&html).contains(&format!("Of {NAME}.")));
}

#[test]
fn a_value_makes_no_blocks_of_its_own() {
    for value in [
        "# Heading",
        "- item",
        "1. one",
        "> quote",
        "    code",
        "```",
        "| a |",
        "---",
        "<div>",
        "&amp;",
        "[x](y)",
        "![x](y)",
        "~~x~~",
        "`x`",
        "\\\\",
        "a_b_c",
        "https://example.org",
        "x@example.org",
        "[^1]",
        "<!-- x -->",
        "{% if %}",
        "{# x #}",
        "{{ school.name }}",
    ] {
        let toml = format!("name = \"Mary\"\n[extra]\nodd = \"{value}\"\n");
        let trust = "name = \"T\"\n[school_defaults.extra]\nodd = \"x\"\n";
        let site =
            portal().trust(trust).school_with("mary", &toml).policy("pets", "## A\n{{ school.extra.odd }}\n\nEnd.\n");
        let html = site.build().clean().page("schools/mary/policies/pets/");
        let expected = value.replace("\\\\", "\\");
        assert_eq!(outline(&html), format!("## A | {} | End.", expected.trim()), "{value}");
    }
}
