//! The accessibility statement: what it must have, what its page says, and when it goes out of date.

use super::builder::{Built, Portal, portal, words};

const SOUND: &str = "compliance = \"partially compliant\"\ncontact = \"office\"\nresponse_days = 10\n\
                     prepared = \"2 November 2025\"\nmethod = \"Our clerk\\n\\nlooked.\"\nnext_review = \"November 2026\"\n";

const ISSUE: &str =
    "[[accessibility.known_issues]]\nwhat = \"The map *is* <b>small</b>.\"\nwhy = \"It is a photograph.\"\n";

/// A portal with these lines in `[accessibility]`, and these below it.
fn with(lines: &str, below: &str) -> Portal {
    let site = portal().trust(&format!(
        "name = \"Fenland Learning Trust\"\nreview_notice = \"overdue\"\n[contacts.office]\nemail = \"office@fenland.example\"\n\
         [contacts.silent]\nname = \"Nobody\"\n[accessibility]\n{lines}{below}"
    ));
    std::fs::remove_file(site.root().join("content/pages/accessibility.md")).expect("removed");
    site
}

fn sound() -> Portal {
    with(SOUND, ISSUE)
}

fn page(site: &Built) -> String {
    words(&site.page("accessibility-statement/"))
}

#[test]
fn the_page_says_what_the_settings_say_and_every_page_links_it() {
    let site = sound().policy("dogs", "## Aim\n\nSee [](accessibility-statement).\n").build().clean();
    let text = page(&site);
    for said in [
        "Fenland Learning Trust",
        "office @fenland.example",
        "answer within 10 working days",
        "partially compliant with the Web Content Accessibility Guidelines version 2.2 AA standard , due to the \
         non-compliances listed below",
        "The map *is* <b>small</b>.",
        "prepared on 2 November 2025. It was last reviewed on 2 November 2025. Its next review is due by November 2026.",
        "has not been tested as a whole yet. Our clerk looked.",
        "Equality Advisory and Support Service",
    ] {
        assert!(text.contains(said), "it should say \"{said}\", and says:\n{text}");
    }
    assert!(site.page("").contains("href=\"accessibility-statement/\""));
    let policy = site.page("policies/dogs/");
    assert!(policy.contains("<a href=\"../../accessibility-statement/\">Accessibility statement</a>"), "{policy}");
}

#[test]
fn a_statement_in_welsh_is_welsh() {
    let site = with(SOUND, ISSUE);
    let toml = std::fs::read_to_string(site.root().join("content/trust.toml")).expect("text");
    let site = site.trust(&format!("language = \"cy\"\n{toml}")).build();
    let text = page(&site);
    assert!(text.contains("Datganiad hygyrchedd") && text.contains("ar 2 Tachwedd 2025"), "{text}");
}

#[test]
fn each_key_that_must_be_there_is_asked_for() {
    for (key, help) in [
        ("compliance", "add compliance = \"partially compliant\" below [accessibility]"),
        ("contact", "add contact = \"governance\" below [accessibility]"),
        ("response_days", "add response_days = 10 below [accessibility]"),
        ("prepared", "add prepared = \"2 November 2026\" below [accessibility]"),
        ("method", "add method = \"…\" below [accessibility]"),
        ("next_review", "add review_cycle = \"annually\" below [accessibility], or next_review = \"…\""),
    ] {
        let lines: String = SOUND.split_inclusive('\n').filter(|line| !line.starts_with(key)).collect();
        with(&lines, ISSUE).build().says(&["missing-key"]).in_words(&[help, "content/trust.toml:7:1"]);
        if key != "response_days" && key != "next_review" {
            let empty = format!("{lines}{key} = \" \"\n");
            let label = key.replace('_', " ");
            let built = with(&empty, ISSUE).build();
            let said = built.printed();
            assert!(said.contains(&format!("the {label} is empty")) || key == "compliance", "{said}");
            assert!(built.outcome.failed, "{key}");
        }
    }
    let nothing_said = "[[accessibility.known_issues]]\nwhat = \"\"\n";
    with(SOUND, nothing_said).build().says(&["missing-key", "missing-key"]);
}

#[test]
fn a_contact_that_nobody_can_reach_is_refused() {
    let to = |contact: &str| with(&SOUND.replace("\"office\"", contact), ISSUE).build();
    to("\"ofice\"").says(&["unknown-value"]).in_words(&["did you mean contact = \"office\"?"]);
    to("\"silent\"").says(&["missing-key"]).in_words(&["to [contacts.silent]"]);
    to("{ name = \"Nobody\" }").says(&["missing-key"]);
    to("{ phone = \"01632 960000\" }").clean();
    to("\"access@fenland.example\"").clean();
}

#[test]
fn a_statement_that_contradicts_itself_is_refused() {
    let full = SOUND.replace("partially", "fully");
    with(&full, ISSUE).build().says(&["unknown-value"]);
    with(&full, "").build().says(&["missing-key"]).in_words(&["tested = "]);
    with(SOUND, "").build().says(&["missing-key"]).in_words(&["[[accessibility.known_issues]]"]);
    let tested = format!("{full}tested = 2026-10-01\n");
    with(&tested, &format!("{ISSUE}kind = \"out-of-scope\"\n")).build().clean();
    with(&SOUND.replace("looked", "{{ looked }}"), ISSUE).build().says(&["template"]);
}

#[test]
fn a_review_goes_overdue_the_day_after_it_was_due() {
    assert!(!page(&sound().on("2026-11-30").build().clean()).contains("looked through"));
    let late = sound().on("2026-12-01").build().says(&["statement-overdue"]).in_words(&["by November 2026"]);
    assert!(page(&late).contains("was to be looked through by November 2026, and has not been yet"));
    let yearly = SOUND.replace("next_review = \"November 2026\"", "review_cycle = \"annually\"");
    with(&yearly, ISSUE).on("2026-11-02").build().clean();
    with(&yearly, ISSUE).on("2026-11-03").build().says(&["statement-overdue"]);
}

#[test]
fn settings_and_a_page_of_that_address_clash_and_one_of_them_is_enough() {
    let file = "+++\ntitle = \"Statement\"\n+++\nText.\n";
    let site = sound().file("content/pages/accessibility-statement.md", file).build().says(&["address-taken"]);
    site.in_words(&["content/pages/accessibility-statement.md:1:1", "[accessibility]: content/trust.toml:7:1"]);
    portal().file("content/pages/accessibility-statement.md", file).build().clean();
}

#[test]
fn a_site_without_one_is_warned() {
    let site = portal();
    std::fs::remove_file(site.root().join("content/pages/accessibility.md")).expect("removed");
    site.build().says(&["no-statement"]).in_words(&["content/trust.toml"]);
}
