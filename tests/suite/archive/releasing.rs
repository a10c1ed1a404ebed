//! Releasing: what is frozen, and what is refused.

use super::super::builder::{Portal, TODAY, approved, files_below, portal};
use super::super::command::run;
use super::{proven, release, three_versions, version};
use std::fs;

#[test]
fn the_public_page_is_the_version_in_force_on_the_day() {
    let mut portal = three_versions();
    for (day, word) in [
        ("2020-06-01", "First."),
        ("2024-01-01", "First."),
        ("2024-12-31", "First."),
        ("2025-01-01", "Second."),
        ("2026-12-31", "Second."),
        ("2027-01-01", "Third."),
    ] {
        let built = portal.on(day).build();
        assert!(built.page("policies/dogs/").contains(word), "as of {day} it says {word}; {}", built.printed());
        portal = built.portal;
    }
}

#[test]
fn a_draft_leaves_what_was_released_in_its_place() {
    let portal = portal().policy("dogs", "## Aim\n\nSafe.\n");
    assert!(!release(&portal).failed);
    let built = portal.build();
    let before = built.page("policies/dogs/");
    let built = built.portal.policy_with("dogs", "title = \"Dogs on site\"\n", "## Aim\n\nUnsafe.\n").build();
    assert_eq!(built.page("policies/dogs/"), before, "the page is the same to the letter");
}

#[test]
fn hostile_values_come_out_of_the_archive_as_they_went_in() {
    let name = "St *Mary's* <C of E> {{x}} | `code` [a](b) \\ &amp; 1. #";
    let text = "{{ school.name }}\n\n## {{ school.name }}\n\n- {{ school.name }}\n- **{{ school.name }}** and `{{ school.name }}`\n\n\
                | a | b |\n|---|---|\n| {{ school.name }} | `{{ school.name }}` |\n\n<p title=\"{{ school.name }}\">{{ school.name }}</p>\n\n\
                > {{ school.name }}\n\n    {{ school.name }}\n\n[a](#aim \"{{ school.name }}\")\n\n## Aim\n\n[](dogs#aim) x[^1]\n\n[^1]: {{ school.name }}\n";
    let portal = portal().school_with("ashby", &format!("name = {name:?}\nphase = \"primary\"\n")).policy("dogs", text);
    let released = release(&portal);
    assert!(!released.failed, "{:?}", released.diagnostics);
    // Before, the page is made of what is being worked on; then of the archive.
    let built = portal.build();
    let before = built.page("schools/ashby/policies/dogs/");
    let built = built.portal.policy_with("dogs", "title = \"Dogs on site\"\n", "## Aim\n").build();
    assert_eq!(built.page("schools/ashby/policies/dogs/"), before);
}

#[test]
fn a_link_to_a_policy_titled_as_it_is_named_is_kept() {
    let trips = approved("Trips").replace("title = \"Trips\"", "title = \"trips\"");
    let portal = portal()
        .policy_with("trips", &trips, "## trips\n\nWhere to.\n")
        .policy("dogs", "## Aim\n\nSee [](trips), [](trips#trips), [trips](trips) and <https://example.org>.\n");
    let released = release(&portal);
    assert!(!released.failed, "{:?}", released.diagnostics);
    let text = fs::read_to_string(portal.root().join("content/archive/trust/dogs/1.0.md")).unwrap();
    assert!(text.contains("See [trips](trips), [trips](trips#trips), [trips](trips) and"), "{text}");
}

#[test]
fn what_is_released_is_proven_and_never_written_again() {
    let portal = three_versions();
    assert!(proven(&portal).faults.is_empty());
    let before = files_below(&portal.root().join("content/archive"));
    assert_eq!(before.len(), 4);
    let built = portal.build();
    assert!(release(&built.portal).failed, "a version is released once");
    assert_eq!(files_below(&built.portal.root().join("content/archive")), before);
}

#[test]
fn the_site_publishes_the_digest_with_which_the_ledger_ends() {
    let portal = portal().policy("dogs", "## Aim\n\nSafe.\n");
    let built = portal.build();
    assert!(built.text("register.json").contains("\"ledger\":null"), "nothing was released yet");
    let portal = built.portal;
    let ledger = release(&portal).ledger.expect("it is released");
    assert!(portal.build().text("register.json").contains(&format!("\"ledger\":\"{ledger}\"")));
}

#[test]
fn the_feed_has_every_version_that_has_come_into_force() {
    let titles = |portal: Portal, day: &str| {
        let built = portal.on(day).build();
        let feed = built.text("feed.xml");
        let titles: Vec<String> =
            feed.lines().filter_map(|line| line.strip_prefix("  <title>")).map(str::to_owned).collect();
        let days: Vec<String> =
            feed.lines().filter_map(|line| line.strip_prefix("  <updated>")).map(|day| day[..10].to_owned()).collect();
        assert_eq!(titles.len(), days.len());
        (
            built.portal,
            titles
                .iter()
                .zip(days)
                .map(|(title, day)| format!("{day} {}", title.replace("</title>", "")))
                .collect::<Vec<_>>(),
        )
    };
    let entry = |number: &str, day: &str| format!("{day} Dogs on site, version {number} (Fenland Learning Trust)");
    let (portal, today) = titles(three_versions(), TODAY);
    assert_eq!(today, [entry("2.0", "2025-01-01"), entry("1.0", "2024-01-01")]);
    let (portal, later) = titles(portal, "2027-01-01");
    assert_eq!(later, [entry("3.0", "2027-01-01"), entry("2.0", "2025-01-01"), entry("1.0", "2024-01-01")]);
    // What is being worked on is no version yet.
    let draft = portal.policy_with("dogs", "title = \"Dogs on site\"\nversion = \"4.0\"\n", "## Aim\n");
    assert_eq!(titles(draft, "2027-01-01").1, later);
}

#[test]
fn tampering_is_found_and_stops_a_build() {
    let archive = "content/archive";
    for (word, change) in [
        (
            "changed",
            &(|root: &std::path::Path| fs::write(root.join("trust/dogs/1.0.md"), "x").unwrap())
                as &dyn Fn(&std::path::Path),
        ),
        ("removed", &|root| fs::remove_file(root.join("trust/dogs/2.0.md")).unwrap()),
        ("removed", &|root| fs::remove_file(root.join("ledger.jsonl")).unwrap()),
        ("reordered", &|root| {
            let ledger = fs::read_to_string(root.join("ledger.jsonl")).unwrap();
            let lines: Vec<&str> = ledger.lines().collect();
            fs::write(root.join("ledger.jsonl"), format!("{}\n{}\n{}\n", lines[1], lines[0], lines[2])).unwrap();
        }),
        ("removed", &|root| {
            let ledger = fs::read_to_string(root.join("ledger.jsonl")).unwrap();
            fs::write(root.join("ledger.jsonl"), ledger.split_once('\n').unwrap().1).unwrap();
        }),
        ("changed", &|root| {
            let ledger = fs::read_to_string(root.join("ledger.jsonl")).unwrap();
            fs::write(root.join("ledger.jsonl"), ledger.replacen(TODAY, "2026-11-22", 1)).unwrap();
        }),
    ] {
        let portal = three_versions();
        change(&portal.root().join(archive));
        let kinds: Vec<&str> = proven(&portal).faults.iter().map(|fault| fault.wrong.word()).collect();
        assert!(kinds.contains(&word), "{word} is not among {kinds:?}");
        assert!(portal.build().codes().contains(&"broken-archive"), "a {word} archive stops a build");
    }
}

#[test]
fn a_cut_tail_and_a_foreign_file_are_added_files() {
    let portal = three_versions();
    let ledger = portal.root().join("content/archive/ledger.jsonl");
    let whole = fs::read_to_string(&ledger).unwrap();
    let head = proven(&portal).head;
    let cut: Vec<&str> = whole.lines().take(2).collect();
    fs::write(&ledger, cut.join("\n") + "\n").unwrap();
    let archive = proven(&portal);
    assert_eq!(archive.faults.iter().map(|fault| fault.wrong.word()).collect::<Vec<_>>(), ["added"]);
    assert_ne!(archive.head, head, "the digest that the site publishes tells");
    portal.file("content/archive/notes.txt", "x").build().says(&["unproven-file", "unproven-file"]);
}

#[test]
fn what_cannot_be_released_is_said_and_nothing_is_written() {
    for (front, says) in [
        ("title = \"Dogs\"\n".to_owned(), "is a draft"),
        (version("2.0", "2026-01-01").replace("approved\"", "withdrawn\""), "is withdrawn"),
        (version("2 of 2", "2026-01-01"), "cannot be a version"),
    ] {
        let portal = portal().policy_with("dogs", &front, "## Aim\n\nSafe.\n");
        let released = release(&portal);
        let said: Vec<&str> = released.diagnostics.iter().map(|fault| fault.message.as_str()).collect();
        assert!(released.failed && said.iter().any(|message| message.contains(says)), "{said:?}");
        assert!(!portal.root().join("content/archive").exists());
    }
}

#[test]
fn what_was_written_is_named_from_the_root() {
    let portal = portal().policy("dogs", "## Aim\n\nSafe.\n");
    let ran = run(&portal, &["release", "dogs"]).code(0);
    assert!(ran.out.contains("  trust version 1.0: content/archive/trust/dogs/1.0.md\n"), "{}", ran.out);
    assert!(ran.out.contains("Keep content/archive/ with"), "{}", ran.out);
    assert!(portal.root().join("content/archive/trust/dogs/1.0.md").is_file());
}

#[test]
fn a_school_that_changes_the_text_needs_a_version_of_its_own() {
    let portal = portal().school("ashby", "Ashby Primary School").policy("dogs", "## Aim\n\nSafe.\n").amendment(
        "ashby",
        "dogs",
        "## Aim {append=aim}\n\nOurs.\n",
    );
    let released = release(&portal);
    let help: Vec<Option<&str>> = released.diagnostics.iter().map(|fault| fault.help.as_deref()).collect();
    assert!(help.iter().flatten().any(|help| help.contains("version = \"1.0-a\"")), "{help:?}");
    assert!(!portal.root().join("content/archive").exists(), "one copy that cannot be released keeps all of them");
}

/// The codes of what a build says of a portal where Ashby gives its copy a front matter of its own.
fn amended(front: &str, codes: &[&str]) -> Portal {
    let portal = super::released(portal().school("ashby", "Ashby Primary School").policy("dogs", "## Aim\n\nSafe.\n"));
    let front = format!("version = \"1.0-a\"\nbased_on = \"1.0\"\n{front}");
    portal.school_file("ashby", "dogs", &front, "## Ours\n\nGuide dogs.\n").build().says(codes).portal
}

#[test]
fn a_school_version_with_the_trusts_date_is_doubted_before_and_when_it_is_frozen() {
    let portal = amended("", &["doubtful-version", "unreleased"]);
    let ran = run(&portal, &["release", "dogs", "--school", "ashby"]).code(0);
    assert!(ran.err.contains("warning[doubtful-version]") && !ran.err.contains("unreleased"), "{}", ran.err);
    portal.build().clean();
    // With a day of its own there is nothing to doubt, on whatever day.
    let own = "approved = 2026-03-02\napproved_by = \"Governors\"\n";
    amended(own, &["unreleased"]).on("2026-02-01").build().clean();
}

#[test]
fn a_number_below_the_last_released_one_is_doubted() {
    let told = |number: &str, codes: &[&str]| {
        let front = version(number, "2027-06-01");
        three_versions().policy_with("dogs", &front, "## Aim\n\nFourth.\n").build().says(codes);
    };
    told("2.5", &["doubtful-version"]);
    told("3.0.1", &[]);
    told("10.0", &[]);
    // A trust that goes over to years, or to words, may.
    told("2027", &[]);
    told("summer", &[]);
    let front = version("2.5", "2027-06-01").replace("approved\"", "draft\"");
    three_versions().policy_with("dogs", &front, "## Aim\n\nFourth.\n").build().clean();
}

#[test]
fn nothing_is_added_to_a_ledger_that_has_lost_its_last_line() {
    let portal = three_versions().policy_with("dogs", &version("4.0", "2027-06-01"), "## Aim\n\nFourth.\n");
    let path = portal.root().join("content/archive/ledger.jsonl");
    let whole = fs::read_to_string(&path).unwrap();
    let cut: String = whole.split_inclusive('\n').take(2).collect();
    fs::write(&path, &cut).unwrap();
    let before = files_below(&portal.root().join("content/archive"));
    let ran = run(&portal, &["release", "dogs"]).code(1);
    let file = "the ledger does not name content/archive/trust/dogs/3.0.md";
    assert!(ran.err.contains(file) && ran.err.contains("frontsheet verify"), "{}", ran.err);
    assert_eq!(files_below(&portal.root().join("content/archive")), before, "the archive is as it was");
    fs::write(&path, whole).unwrap();
    run(&portal, &["release", "dogs"]).code(0);
}
