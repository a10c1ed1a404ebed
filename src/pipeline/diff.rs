//! `diff`: what changed between two versions of a document, of which the later need not be released yet.

use super::release::{freeze, freezing_settings, not_kept};
use super::{Options, load_themes, read, words_of};
use crate::archive::{Archive, Release, Scope, read_again};
use crate::calendar::Day;
use crate::diagnostic::Diagnostics;
use crate::disk::MachineError;
use crate::load::Content;
use crate::merge::{self, AsOf, PolicyCopy, Standing, released_copy};
use crate::model::{Field, PortalContent, Words};
use crate::redline::{self, FieldChange, Redline, Text};
use crate::site::{LinkStyle, Site};
use crate::source::Sources;
use std::collections::BTreeSet;

/// Which versions of which document are to be compared.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// The policy.
    pub policy: &'a str,
    /// The school, where it is a school's document.
    pub school: Option<&'a str>,
    /// The released version to compare with; without it, the last but the one of `to`.
    pub from: Option<&'a str>,
    /// The released version that is compared; without it, what is written now.
    pub to: Option<&'a str>,
}

/// What came of a comparison.
#[derive(Debug)]
pub struct Diffed {
    /// Every file's text, for printing the faults.
    pub sources: Sources,
    /// What is wrong with the content, in order.
    pub diagnostics: Diagnostics,
    /// The comparison, or why there is none.
    pub comparison: Result<Comparison, Incomparable>,
}

/// Two versions of a document, compared.
#[derive(Debug)]
pub struct Comparison {
    /// The document's title, as it is in the later one.
    pub title: String,
    /// The school's name, where it is a school's document.
    pub school: Option<String>,
    /// The earlier one.
    pub old: Side,
    /// The later one.
    pub new: Side,
    /// What changed in the text.
    pub redline: Redline,
    /// What changed on the front sheet.
    pub fields: Vec<FieldChange>,
    /// The words of the portal's language.
    pub words: Words,
}

/// One of two versions that are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// The version; `None` where the author has given none yet.
    pub version: Option<String>,
    /// The day on which it was released; `None` of what is written now.
    pub released: Option<Day>,
}

/// Why two versions cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Incomparable {
    /// The content has errors.
    Faulty,
    /// There is no such school; those that there are.
    NoSchool(Vec<String>),
    /// There is no such policy here; those that there are.
    NoPolicy(Vec<String>),
    /// No such version was released; those that were, oldest first.
    NoVersion(String, Vec<String>),
    /// Nothing of it was released yet.
    NothingReleased,
    /// Nothing is written any more.
    NothingWritten,
    /// The version that is to be compared was the first.
    First(String),
}

/// Compares two versions of a document.
///
/// # Errors
/// [`MachineError`] when the disk fails.
pub fn diff(options: &Options, wanted: Wanted<'_>) -> Result<Diffed, MachineError> {
    let mut diagnostics = Diagnostics::default();
    let (mut content, archives) = read(options, &mut diagnostics)?;
    let themes = load_themes(&mut content, options, &[], &mut diagnostics)?;
    let comparison = match (content.portals.first(), archives.first()) {
        (Some(portal), Some(archive)) if !diagnostics.has_errors() => {
            let differ = Differ { options, wanted, content: &content, portal, archive };
            differ.comparison(&words_of(portal, &themes, &mut Diagnostics::default()), &mut diagnostics)
        }
        _ => Err(Incomparable::Faulty),
    };
    diagnostics.sort(&content.sources);
    Ok(Diffed { sources: content.sources, diagnostics, comparison })
}

struct Differ<'a> {
    options: &'a Options,
    wanted: Wanted<'a>,
    content: &'a Content,
    portal: &'a PortalContent,
    archive: &'a Archive,
}

impl Differ<'_> {
    fn comparison(&self, words: &Words, diagnostics: &mut Diagnostics) -> Result<Comparison, Incomparable> {
        let Self { options, wanted, content, portal, archive } = self;
        let scope = self.scope()?;
        let settings = freezing_settings(options, portal);
        let working = merge::working_copies(portal, archive, &content.sources, &settings, words, diagnostics);
        let releases: Vec<&Release> = archive.releases.iter().filter(|release| release.scope == scope).collect();
        let index = self.school(&scope);
        let here = || working.iter().filter(|copy| copy.school == index && (index.is_some() || scope == Scope::Trust));
        let written = here().find(|copy| copy.slug.as_str() == wanted.policy);
        let known: BTreeSet<&str> = here()
            .map(|copy| copy.slug.as_str())
            .chain(releases.iter().map(|release| release.policy.as_str()))
            .collect();
        if !known.contains(wanted.policy) {
            return Err(Incomparable::NoPolicy(known.into_iter().map(str::to_owned).collect()));
        }
        let releases: Vec<&Release> =
            releases.into_iter().filter(|release| release.policy.as_str() == wanted.policy).collect();
        let (old, new) = sides(&releases, *wanted)?;
        let as_of = AsOf { today: options.today, review_window_days: portal.trust.review_window_days, words };
        let old_copy = released_copy(old, index, Standing::Current, as_of, &content.sources);
        let compared = |new_copy: &PolicyCopy<'_>, new: Side| Comparison {
            title: new_copy.title.clone(),
            school: index.map(|index| portal.schools[index].name.clone()).or_else(|| old.school().map(str::to_owned)),
            old: Side::of(old),
            new,
            redline: redline::compare(&Text::of(&old_copy, words), &Text::of(new_copy, words)),
            fields: redline::field_changes(&old_copy, new_copy, words),
            words: words.clone(),
        };
        if let Some(new) = new {
            let new_copy = released_copy(new, index, Standing::Current, as_of, &content.sources);
            return Ok(compared(&new_copy, Side::of(new)));
        }
        let written = written.ok_or(Incomparable::NothingWritten)?;
        if diagnostics.has_errors() {
            return Err(Incomparable::Faulty);
        }
        // As it would be released, so that both are put the same way.
        let mut unsaid = Diagnostics::default();
        let merged = merge::merge(portal, archive, &content.sources, &settings, words, &mut unsaid);
        let site = Site::new(&merged, LinkStyle::Folder, &content.sources, &mut unsaid);
        let frozen = freeze(written, &site, options.today, words).map_err(|unkept| {
            diagnostics.push(not_kept(written, portal, &unkept));
            Incomparable::Faulty
        })?;
        let version = written.front.text(Field::Version);
        let (release, sources) =
            read_again(&frozen, scope, written.slug.clone(), version.unwrap_or_default(), options.today)
                .expect("what was frozen has been read again");
        let new_copy = released_copy(&release, index, Standing::Current, as_of, &sources);
        Ok(compared(&new_copy, Side { version: version.map(str::to_owned), released: None }))
    }

    /// Whose document is meant: also a school's that is gone, if anything of it was released.
    fn scope(&self) -> Result<Scope, Incomparable> {
        let Some(asked) = self.wanted.school else { return Ok(Scope::Trust) };
        let present = self.portal.schools.iter().map(|school| &school.slug);
        let former = self.archive.releases.iter().filter_map(|release| release.scope.school());
        let known: BTreeSet<_> = present.chain(former).collect();
        match known.iter().find(|slug| slug.as_str() == asked) {
            Some(slug) => Ok(Scope::of(Some(slug))),
            None => Err(Incomparable::NoSchool(known.into_iter().map(ToString::to_string).collect())),
        }
    }

    fn school(&self, scope: &Scope) -> Option<usize> {
        let slug = scope.school()?;
        self.portal.schools.iter().position(|school| &school.slug == slug)
    }
}

impl Side {
    fn of(release: &Release) -> Self {
        Self { version: Some(release.version.clone()), released: Some(release.released) }
    }
}

/// The release to compare with, and the one that is compared; none where that is what is written now.
fn sides<'r>(releases: &[&'r Release], wanted: Wanted<'_>) -> Result<(&'r Release, Option<&'r Release>), Incomparable> {
    let place = |asked: &str| {
        let found = releases.iter().position(|release| release.version.eq_ignore_ascii_case(asked));
        let known = || releases.iter().map(|release| release.version.clone()).collect();
        found.ok_or_else(|| Incomparable::NoVersion(asked.to_owned(), known()))
    };
    if releases.is_empty() {
        return Err(Incomparable::NothingReleased);
    }
    let to = wanted.to.map(place).transpose()?;
    let from = match (wanted.from, to) {
        (Some(from), _) => place(from)?,
        (None, Some(to)) => to.checked_sub(1).ok_or_else(|| Incomparable::First(releases[to].version.clone()))?,
        (None, None) => releases.len() - 1,
    };
    Ok((releases[from], to.map(|to| releases[to])))
}
