//! Footnotes of a text that is split into sections and made of two files.

use super::{COPY, page, pets, reads};
use crate::reading::outline;

reads! {
    a_note_may_be_defined_in_another_section:
        "## A\nOne.[^n]\n\n## B\nTwo.\n\n[^n]: Note.\n", "" => "## A | One.1 | ## B | Two. | Note.";
    notes_are_numbered_in_the_order_they_are_read:
        "## A\nOne.[^x] Two.[^y]\n\n[^y]: Second.\n[^x]: First.\n", "" => "## A | One.1 Two.2 | First. | Second.";
    both_files_may_use_one_label:
        "## A\nOne.[^1]\n\n[^1]: Trust's.\n", "## B\nTwo.[^1]\n\n[^1]: School's.\n" => "## A | One.1 | ## B | Two.2 | Trust's. | School's.";
    a_note_of_a_replaced_section_goes_with_it:
        "## A\nOne.[^1]\n\n## B\nTwo.[^2]\n\n[^1]: First.\n\n[^2]: Second.\n", "## X {replace=a}\nX.\n" => "## X | X. | ## B | Two.1 | Second.";
    appended_text_may_have_notes:
        "## A\nOne.[^1]\n\n## B\nTwo.[^2]\n\n[^1]: First.\n\n[^2]: Second.\n", "## X {append=a}\nX.[^n]\n\n[^n]: School's.\n"
            => "## A | One.1 | X.2 | ## B | Two.3 | First. | School's. | Second.";
    a_note_that_is_used_twice_is_written_once:
        "## A\nOne.[^n] Two.[^n]\n\n[^n]: Note.\n", "" => "## A | One.1 Two.1 | Note.";
    a_note_may_hold_several_paragraphs:
        "## A\nOne.[^n]\n\n[^n]: Note.\n\n    More of it.\n" , "" => "## A | One.1 | Note. | More of it.";
    a_note_may_hold_values:
        "## A\nOne.[^n]\n\n[^n]: At {{ school.name }}.\n", "" => "## A | One.1 | At Ashby Primary School.";
    a_note_defined_in_the_middle_leaves_no_gap:
        "## A\nOne.[^n]\n\n[^n]: Note.\n\nTwo.\n", "" => "## A | One.1 | Two. | Note.";
}

#[test]
fn ids_of_notes_are_unique_on_the_page() {
    let html = page("## A\nOne.[^1]\n\n[^1]: Trust's.\n", "## B {append=a}\nTwo.[^1]\n\n[^1]: School's.\n");
    for id in ["fn-1", "fn-2", "fnref-1", "fnref-2"] {
        assert_eq!(html.matches(&format!("id=\"{id}\"")).count(), 1, "{id}");
    }
}

#[test]
fn a_note_that_is_written_twice_is_an_error() {
    let site = pets("## A\nOne.[^n]\n\n[^n]: First.\n\n[^n]: Second.\n").build().says(&["duplicate-id"]);
    site.in_words(&["pets.md:15:", "pets.md:13:", "[^n]"]);
}

#[test]
fn a_partial_may_not_take_the_label_of_a_note() {
    let site = pets("## A\nOne.[^n]\n\n[^n]: First.\n\n{% include \"p.md\" %}\n")
        .file("content/partials/p.md", "Two.[^n]\n\n[^n]: Second.\n");
    site.build().says(&["duplicate-id"]).in_words(&["content/partials/p.md:3:", "pets.md:13:"]);
}

#[test]
fn a_note_that_is_not_defined_is_said_or_stays_as_it_is_written() {
    let site = pets("## A\nOne.[^n]\n").build();
    assert!(!site.codes().is_empty() || outline(&site.page(COPY)).contains("[^n]"), "{}", site.printed());
}
