//! Freezes a copy: the text of a released file, and the proof that it says what the copy says.

mod front;
mod proof;
mod text;

pub use proof::Unkept;

use crate::archive::{Scope, read_again};
use crate::calendar::Day;
use crate::merge::{AsOf, PolicyCopy, Portal, Standing, released_copy};
use crate::model::{Field, Words};

/// What a copy is frozen with.
#[derive(Clone, Copy)]
pub struct Freezing<'a> {
    /// The portal that it is a copy of.
    pub portal: &'a Portal<'a>,
    /// The day of the release.
    pub released: Day,
    /// The words of the portal's language.
    pub words: &'a Words,
    /// The title of what an address leads to from this copy.
    pub title_of: &'a dyn Fn(&str) -> Option<String>,
}

impl Freezing<'_> {
    /// The text of the released file of a copy that has a version, read again and found to say the same.
    ///
    /// # Errors
    /// [`Unkept`] names the section that would not say the same.
    pub fn freeze(&self, copy: &PolicyCopy<'_>) -> Result<String, Unkept> {
        let body = text::Writing::new(copy, self.title_of);
        let file = format!("{}{}", front::front_matter(copy, self, &body), body.text());
        let school = copy.school.map(|index| &self.portal.schools[index].school.slug);
        let version = copy.front.text(Field::Version).unwrap_or_default();
        let again = read_again(&file, Scope::of(school), copy.slug.clone(), version, self.released);
        let (release, sources) = again.map_err(|why| Unkept { section: None, why })?;
        let as_of = AsOf {
            today: self.released,
            review_window_days: self.portal.content.trust.review_window_days,
            words: self.words,
        };
        let frozen = released_copy(&release, copy.school, Standing::Current, as_of, &sources);
        proof::compare(copy, &frozen, &body, self.words).map(|()| file)
    }
}
