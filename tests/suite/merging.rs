//! What becomes of a trust policy and a school's file for it.

mod addresses;
mod conditions;
mod corners;
mod filling;
mod footnotes;
mod front_sheets;
mod ids;
mod links;
mod numbers;
mod order;
mod particulars;
mod review;
mod rules;
mod sharing;
mod standing;
mod texts;
mod values;

use super::builder::{Built, Portal, portal};
use super::reading;

/// A policy with sections of two levels and two appendices.
const PETS: &str = "\
## Why {#why}
Why.

## Rules {#rules}
Rules.

### Dogs {#dogs}
Dogs.

#### Leads {#leads}
Leads.

### Cats {#cats}
Cats.

## Thanks {#thanks}
Thanks.

## Forms {#forms .appendix}
Forms.

## People {#people .appendix}
People.
";

/// The address of Ashby's copy of the policy `pets`.
const COPY: &str = "schools/ashby/policies/pets/";

/// A portal with one school and the policy `pets`.
fn pets(trust: &str) -> Portal {
    portal().school("ashby", "Ashby Primary School").policy("pets", trust)
}

/// The portal with the school's file for the policy, built.
fn built(trust: &str, school: &str) -> Built {
    pets(trust).amendment("ashby", "pets", school).build()
}

/// The school's page, of which there should be nothing to say.
#[track_caller]
fn page(trust: &str, school: &str) -> String {
    built(trust, school).clean().page(COPY)
}

/// One test for each school's file: the headings of its copy of [`PETS`].
macro_rules! headings {
    ($($name:ident: $school:expr => $expected:expr;)*) => {$(
        #[test]
        fn $name() {
            assert_eq!(crate::reading::headings(&super::page(super::PETS, $school)), $expected);
        }
    )*};
}

/// One test for each pair of texts: the whole text of the school's copy.
macro_rules! reads {
    ($($name:ident: $trust:expr, $school:expr => $expected:expr;)*) => {$(
        #[test]
        fn $name() {
            assert_eq!(crate::reading::outline(&super::page($trust, $school)), $expected);
        }
    )*};
}

/// One test for each pair of texts that cannot be merged: the codes of the faults, and words that are printed.
macro_rules! refused {
    ($($name:ident: $trust:expr, $school:expr => $codes:expr, $words:expr;)*) => {$(
        #[test]
        fn $name() {
            super::built($trust, $school).says(&$codes).in_words(&$words);
        }
    )*};
}

use {headings, reads, refused};

#[test]
fn without_a_file_of_its_own_a_school_has_the_trusts_text() {
    let site = pets(PETS).build().clean();
    assert_eq!(reading::outline(&site.page(COPY)), reading::outline(&site.page("policies/pets/")));
}
