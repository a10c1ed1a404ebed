//! The wording of a released version may not change without a new number; particulars may.

use super::super::builder::{Portal, approved, portal};
use super::{release, released, said, version};

const TEXT: &str = "Before.\n\n## Aim\n\nWe, {{ school.name }}, keep {{ trust.name }} safe.[^1]\n\n## Rule\n\n{% include \"rule.md\" %}\n\n[^1]: A note.\n";

/// The dogs policy, released in all its copies: the trust's, Ashby's and, with an addition of its own, Oxwater's.
fn dogs() -> Portal {
    released(
        portal()
            .school("ashby", "Ashby Primary School")
            .school("oxwater", "Oxwater High School")
            .file("content/partials/rule.md", "No dogs.\n")
            .policy("dogs", TEXT)
            .school_file(
                "oxwater",
                "dogs",
                "version = \"1.0-a\"\nbased_on = \"1.0\"\n",
                "## Ours {append=rule}\n\nNor wolves.\n",
            ),
    )
}

#[test]
fn a_released_version_that_is_as_it_was_is_fine() {
    dogs().build().clean();
}

#[test]
fn each_part_of_the_wording_is_held_to_its_words() {
    for (what, from, to) in [
        ("the text before the first heading was changed", "Before.", "Beforehand."),
        ("\"Aim\" was changed", "We, {{", "All of us, {{"),
        ("\"Aim\" was changed", "{{ school.name }}", "{{ terms.school }}"),
        ("\"Aims\" was added", "## Aim", "## Aims"),
        ("#aim was taken out", "## Aim", "## Aims"),
        ("\"Aim\" was changed", "## Aim", "### Aim"),
        ("\"Rule\" was changed", "## Rule", "## Rule {.appendix}"),
        ("the footnote 1 was changed", "A note.", "Another note."),
        ("\"More\" was added", "[^1]: A", "## More\n\nText.\n\n[^1]: A"),
    ] {
        let built = dogs().policy("dogs", &TEXT.replacen(from, to, 1)).build();
        assert!(built.outcome.failed, "{what}");
        built.in_words(&["[version-needed]", what, "write version = \"1.1\"", "content/archive/trust/dogs/1.0.md"]);
    }
}

#[test]
fn a_changed_title_is_a_changed_wording() {
    let portal = dogs().policy_with("dogs", &approved("Dogs and wolves"), TEXT);
    portal.build().in_words(&["the title was changed"]);
}

#[test]
fn a_changed_partial_is_named_with_its_section_for_every_copy() {
    let built = dogs().file("content/partials/rule.md", "No dogs at all.\n").build();
    let built = built.in_words(&[
        "the wording of version 1.0 was released",
        "the wording of version 1.0-a for Oxwater High School was released",
        "\"Rule\" was changed",
        "with this in it: content/partials/rule.md:1:1",
    ]);
    // The trust's copy and Ashby's have one number in one place, and are told of once.
    built.says(&["version-needed", "version-needed"]);
}

#[test]
fn a_changed_amendment_asks_for_the_schools_own_number() {
    let portal = dogs().school_file(
        "oxwater",
        "dogs",
        "version = \"1.0-a\"\nbased_on = \"1.0\"\n",
        "## Ours {append=rule}\n\nNor bears.\n",
    );
    let built = portal.build().in_words(&[
        "1.0-a for Oxwater High School",
        "write version = \"1.0-b\"",
        "changed: content/schools/oxwater/policies/dogs.md:5:4",
    ]);
    let built = built.says(&["version-needed"]);
    assert!(!built.printed().contains("content/policies/dogs.md:"), "the trust's file is as it was released");
}

#[test]
fn a_school_that_begins_to_change_the_text_needs_a_number_of_its_own() {
    let portal = dogs().amendment("ashby", "dogs", "## Guide dogs\n\nWelcome.\n");
    let built = portal.build().in_words(&["\"Guide dogs\" was added", "write version = \"1.0-a\""]);
    built.says(&["version-needed"]).portal.build().says(&["version-needed"]);
}

#[test]
fn a_new_school_that_changes_the_text_needs_a_number_of_its_own() {
    let portal = dogs().school("weir", "The Weir School").amendment("weir", "dogs", "## Guide dogs\n\nWelcome.\n");
    let built = portal.build().in_words(&[
        "The Weir School changes the text of version 1.0, which is released, under the trust's own number",
        "write version = \"1.0-a\" in this front matter",
    ]);
    built.says(&["version-needed"]);
}

#[test]
fn front_sheet_keys_of_a_schools_own_are_no_change_of_wording() {
    dogs().school_file("ashby", "dogs", "based_on = \"1.0\"\napproved_by = \"Governors\"\n", "").build().clean();
}

#[test]
fn particulars_may_change_and_the_current_page_shows_the_new_ones() {
    let portal = dogs()
        .school("ashby", "Ashby Church School")
        .trust("name = \"Marsh Trust\"\nbase_url = \"https://policies.example.org\"\n[school_defaults]\nname = \"each school\"\n[terms]\nschool = \"academy\"\n");
    let built = portal.build().clean();
    assert!(built.page("schools/ashby/policies/dogs/").contains("We, Ashby Church School, keep Marsh Trust safe"));
}

#[test]
fn front_matter_comments_line_ends_and_blank_lines_may_change() {
    let reviewed = approved("dogs")
        + "previous_review = 2026-10-01\nsummary = \"About dogs.\"\n[[history]]\nversion = \"1.0\"\nchanges = \"New.\"\n";
    let text = TEXT.replace("## Rule", "<!-- Ask the board. -->\n\n\n## Rule").replace('\n', "\r\n");
    let file = format!("+++\n{reviewed}+++\n{text}");
    dogs().file("content/policies/dogs.md", file).build().clean();
}

#[test]
fn a_new_number_or_a_draft_may_have_other_words() {
    let changed = TEXT.replace("Before.", "Afterwards.");
    let oxwater = |portal: Portal, number: &str| {
        portal.school_file(
            "oxwater",
            "dogs",
            &format!("version = \"{number}\"\nbased_on = \"1.1\"\n"),
            "## Ours {append=rule}\n\nNor wolves.\n",
        )
    };
    let front = approved("dogs").replace("1.0", "1.1").replace("2026-01-12", "2026-10-01");
    let portal = oxwater(dogs().policy_with("dogs", &front, &changed), "1.1-a");
    portal.build().says(&["unreleased", "unreleased"]);
    let draft = approved("dogs").replace("approved\"", "draft\"");
    dogs().policy_with("dogs", &draft, &changed).build().clean();
}

#[test]
fn a_school_follows_the_trusts_new_version_with_a_number_of_its_own() {
    let front = approved("dogs").replace("1.0", "1.1").replace("2026-01-12", "2026-10-01");
    let portal = dogs().policy_with("dogs", &front, &TEXT.replace("Before.", "Now."));
    let built = portal.build().in_words(&[
        "version 1.0-a for Oxwater High School",
        "the text before the first heading was changed",
        "write version = \"1.1-a\"",
    ]);
    built.says(&["behind-trust", "unreleased", "version-needed"]);
}

#[test]
fn changed_wording_is_not_released_either() {
    let portal = dogs().policy("dogs", &TEXT.replace("Before.", "Afterwards."));
    let released = release(&portal);
    assert!(released.failed && said(&released).contains("has changed since"), "{}", said(&released));
}

#[test]
fn what_is_in_force_and_not_released_is_public_with_a_warning_once_something_is_released() {
    let built = portal().policy("dogs", "## Aim\n\nSafe.\n").policy("cats", "## Aim\n\nSafe.\n").build().clean();
    let built = released(built.portal).build().says(&["unreleased"]);
    assert!(built.has("policies/cats/index.html"));
    built.in_words(&["content/policies/cats.md", "frontsheet release cats"]);
}

#[test]
fn what_is_not_in_force_yet_needs_not_be_released_yet() {
    let front = version("1.0", "2027-01-01");
    released(portal().policy("dogs", "## Aim\n\nSafe.\n")).policy_with("cats", &front, "## Aim\n").build().clean();
}

#[test]
fn a_school_that_joins_later_is_named() {
    let portal = dogs().school("weir", "The Weir School");
    let built = portal.build().in_words(&["in force for The Weir School", "frontsheet release dogs --school weir"]);
    let portal = built.says(&["unreleased"]).portal;
    let late = release(&portal);
    assert!(!late.failed, "{}", said(&late));
    assert_eq!(late.frozen.iter().map(|line| line.scope.as_str()).collect::<Vec<_>>(), ["schools/weir"]);
    portal.build().clean();
}

#[test]
fn what_a_school_has_to_read_again_is_what_the_trust_has_changed() {
    let amended = "## Aim {append=aim}\n\nOurs.\n\n## Rule {append=rule}\n\nOurs.\n";
    let dogs = |front: &str, text: &str, number: &str| {
        let portal = portal().school("ashby", "Ashby Primary School").policy_with("dogs", front, text);
        portal.school_file("ashby", "dogs", &format!("version = \"{number}\"\nbased_on = \"1.0\"\n"), amended)
    };
    let one = "## Aim\n\nSafe.\n\n### Inside\n\nOne.\n\n## Rule\n\nOne.\n";
    for (two, says) in [
        (one.replace("Rule\n\nOne", "Rule\n\nTwo"), "since then the trust has changed \"rule\": read it again"),
        (one.replace("Inside\n\nOne", "Inside\n\nTwo"), "since then the trust has changed \"aim\": read it again"),
        (one.replace("One", "Two"), "since then the trust has changed \"aim\" and \"rule\": read them again"),
        (format!("{one}\n## More\n\nText.\n"), "what it changes has the same words still"),
    ] {
        let portal = released(dogs(&approved("Dogs"), one, "1.0-a"));
        let later = approved("Dogs").replace("version = \"1.0\"", "version = \"2.0\"");
        let portal = portal.policy_with("dogs", &later, &two).school_file(
            "ashby",
            "dogs",
            "version = \"2.0-a\"\nbased_on = \"1.0\"\n",
            amended,
        );
        portal.build().in_words(&["[behind-trust]", says, "write based_on = \"2.0\""]);
    }
    let unknown = dogs(&approved("Dogs").replace("\"1.0\"", "\"2.0\""), one, "2.0-a");
    unknown.build().in_words(&["read again \"aim\" and \"rule\""]);
}

#[test]
fn a_version_has_the_form_of_one() {
    for (written, help) in [
        ("Version 2.1", "write version = \"2.1\""),
        ("2/1", "write version = \"2-1\""),
        ("2.1 of the third of May 2026", "write version = \"1.0\", or"),
        ("..", "write version = \"1.0\", or"),
    ] {
        let front = approved("Dogs").replace("\"1.0\"", &format!("\"{written}\""));
        portal().policy_with("dogs", &front, "## Aim\n").build().in_words(&["cannot be a version", help]);
    }
}
