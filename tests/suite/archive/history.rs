//! A front sheet's version history is completed from the archive.

use super::super::builder::{Portal, approved, portal};
use super::{released, version};

/// The rows of the history on a page: version, date and what changed.
fn rows(page: &str) -> Vec<String> {
    let Some((_, table)) = page.split_once("<table class=\"history\"") else { return Vec::new() };
    let (table, _) = table.split_once("</table>").expect("it ends");
    let cell = |cell: &str| super::super::builder::words(cell.split_once('>').map_or("", |(_, words)| words));
    table.split("<tr").skip(2).map(|row| row.split("<t").skip(1).map(cell).collect::<Vec<_>>().join(" | ")).collect()
}

fn entry(number: &str, date: &str, changes: &str) -> String {
    format!("[[history]]\nversion = {number:?}\ndate = {date}\nchanges = {changes:?}\n")
}

fn front(number: &str, date: &str) -> String {
    version(number, date).replace("approved = 2026-01-12", &format!("approved = {date}")) + "author = \"A. Clerk\"\n"
}

fn dogs(portal: Portal, front: &str) -> Portal {
    portal.policy_with("dogs", front, "## Aim\n\nSafe.\n")
}

fn versions_of(page: &str) -> Vec<String> {
    rows(page).iter().map(|row| row.split(" | ").next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn without_a_word_of_the_author_every_release_is_in_it() {
    let one = released(dogs(portal(), &front("1.0", "2024-01-01")));
    let two = released(dogs(one, &front("2.0", "2025-01-01")));
    let three = released(dogs(two, &front("3.0", "2026-01-01")));
    let page = three.build().clean().page("policies/dogs/");
    assert_eq!(versions_of(&page), ["3.0", "2.0", "1.0"]);
    assert!(rows(&page)[1].contains("1 January 2025 | A. Clerk"), "{:?}", rows(&page));
}

#[test]
fn the_author_s_own_entries_stay_as_they_are_and_in_their_order() {
    let one = released(dogs(portal(), &(front("1.0", "2024-01-01") + &entry("1.0", "2024-01-01", "New."))));
    let two = released(dogs(one, &front("2.0", "2025-01-01")));
    let three = front("3.0", "2026-01-01")
        + &entry("3.0", "2026-01-01", "Third words.")
        + &entry("0.9", "2023-06-01", "Before there was an archive.");
    let page = released(dogs(two, &three)).build().clean().page("policies/dogs/");
    assert_eq!(versions_of(&page), ["3.0", "2.0", "1.0", "0.9"]);
    let rows = rows(&page);
    assert!(rows[0].contains("Third words."), "{rows:?}");
    assert!(rows[2].contains("New."), "what the release itself said of its version: {rows:?}");
}

#[test]
fn a_version_that_is_named_is_not_named_again() {
    let named = front("1.0", "2024-01-01") + &entry("1.0", "2024-01-01", "New.");
    let page = released(dogs(portal(), &named)).build().clean().page("policies/dogs/");
    assert_eq!(versions_of(&page), ["1.0"]);
}

#[test]
fn an_older_version_s_page_knows_nothing_of_later_ones() {
    let one = released(dogs(portal(), &front("1.0", "2024-01-01")));
    let two = released(dogs(one, &front("2.0", "2025-01-01")));
    let built = two.build().clean();
    assert_eq!(versions_of(&built.page("policies/dogs/versions/1.0/")), ["1.0"]);
    assert_eq!(versions_of(&built.page("policies/dogs/versions/2.0/")), ["2.0", "1.0"]);
}

#[test]
fn a_schools_own_versions_stand_among_the_trusts() {
    let trusts = |number: &str, date: &str| front(number, date) + &entry(number, date, "By the trust.");
    let school = |portal: Portal, number: &str| {
        portal.school_file(
            "ashby",
            "dogs",
            &format!("version = {number:?}\nbased_on = \"1.0\"\n"),
            "## Aim {append=aim}\n\nOurs.\n",
        )
    };
    let one = dogs(portal().school("ashby", "Ashby Primary School"), &trusts("1.0", "2024-01-01"));
    let page = released(school(one, "1.0-a")).build().clean().page("schools/ashby/policies/dogs/");
    assert_eq!(versions_of(&page), ["1.0-a", "1.0"]);
}

#[test]
fn a_second_release_is_no_new_document() {
    let sheet = "name = \"Fenland Learning Trust\"\n[[front_sheet.groups]]\nrows = [ { field = \"new\" }, { field = \"redraft\" } ]\n";
    let value = |page: &str, field: &str| {
        let (_, cell) = page.split_once(&format!("data-field=\"{field}\">")).expect("a row");
        cell.split('<').next().unwrap_or_default().to_owned()
    };
    let one = released(dogs(portal().trust(sheet), &approved("Dogs")));
    let built = one.build();
    let page = built.page("policies/dogs/");
    assert_eq!((value(&page, "new"), value(&page, "redraft")), ("Yes".to_owned(), "N/A".to_owned()));
    let two = released(dogs(built.portal, &approved("Dogs").replace("\"1.0\"", "\"1.1\"")));
    let page = two.build().page("policies/dogs/");
    assert_eq!((value(&page, "new"), value(&page, "redraft")), ("N/A".to_owned(), "Yes".to_owned()));
}
