//! What many pages show alike, made ready for templates once.

use super::context::{ContentsEntry, FrontSheetFacts, GroupFacts, ReadyParts};
use super::document::{DEEPEST, Lists, contents_of, groups_of};
use super::layout::{Layout, Marks};
use super::surroundings::Surroundings;
use crate::merge::{FrontSheet, PolicyCopy, SharedText};
use crate::model::{CopyOrigin, Words};
use crate::site::Site;
use crate::template::{Prepared, SafeHtml, Theme};
use serde::Serialize;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

/// The templates of parts that are made once for many pages.
const PARTS: &[&str] =
    &["parts/masthead.html", "parts/footer.html", "parts/front-sheet.html", "parts/contents.html", "parts/paper.html"];

/// What the pages of one site have made so far.
#[derive(Debug)]
pub(super) struct Shelf<'r, 'p> {
    /// Where the parts are as we know them, the theme that makes them: what other templates look at nobody knows, so
    /// they are asked for each page.
    maker: Option<&'r Theme>,
    words: &'r Words,
    /// What surrounds the policies of each place: of the trust, and of each school.
    surroundings: Vec<OnceLock<Surroundings>>,
    front_sheets: Kept<FrontSheet<'p>, List<GroupFacts>>,
    contents: Kept<SharedText<'p>, List<ContentsEntry>>,
    layouts: Kept<SharedText<'p>, Arc<Layout<'p>>>,
}

/// What the template of a part is given.
#[derive(Serialize)]
struct PartContext<'a, D: Serialize> {
    words: &'a Words,
    document: D,
}

#[derive(Serialize)]
struct OfFrontSheet {
    front_sheet: FrontSheetFacts,
}

#[derive(Serialize)]
struct OfContents<'a> {
    contents: &'a Prepared<Vec<ContentsEntry>>,
}

impl<'r, 'p> Shelf<'r, 'p> {
    pub(super) fn new(site: &'r Site<'_>, theme: &'r Theme) -> Self {
        let places = site.portal.schools.len() + 1;
        Self {
            maker: theme.has_default(PARTS).then_some(theme),
            words: site.portal.words,
            surroundings: (0..places).map(|_| OnceLock::new()).collect(),
            front_sheets: Kept::default(),
            contents: Kept::default(),
            layouts: Kept::default(),
        }
    }

    /// What surrounds the policies of a place, which lie side by side.
    pub(super) fn surroundings(&self, school: Option<usize>, make: impl FnOnce() -> Surroundings) -> Surroundings {
        self.surroundings[school.map_or(0, |index| index + 1)].get_or_init(make).clone()
    }

    /// What a template makes of a part that many pages have.
    pub(super) fn part(&self, name: &str, context: &impl Serialize) -> Option<Prepared<SafeHtml>> {
        // Whatever is wrong is said of the pages that ask for the part themselves.
        let html = self.maker?.render(name, context).ok()?;
        Some(Prepared::html(&html))
    }

    /// The lists of a policy's page.
    pub(super) fn lists(&self, copy: &PolicyCopy<'p>) -> Lists {
        let words = self.words;
        let mut ready = ReadyParts::default();
        let groups = match shared(&copy.front_sheet) {
            Some(sheet) => {
                let (groups, html) = self.front_sheets.of(sheet, || {
                    let groups = groups_of(copy, words);
                    let heading = copy.front_sheet.heading.to_owned();
                    let front_sheet =
                        FrontSheetFacts { heading, notice_html: None, running: Vec::new(), groups: groups.clone() };
                    let html = self.document_part("parts/front-sheet.html", OfFrontSheet { front_sheet });
                    (groups, html)
                });
                // A notice has the values and the links of one page.
                ready.front_sheet = html.filter(|_| copy.text.notice.is_none());
                groups
            }
            None => groups_of(copy, words),
        };
        let has_values = copy.text.sections.iter().any(|section| section.has_values(DEEPEST));
        let contents = match shared(&copy.text).filter(|_| !has_values) {
            Some(text) => {
                let (contents, html) = self.contents.of(text, || {
                    let contents = contents_of(copy);
                    let html = self.document_part("parts/contents.html", OfContents { contents: &contents });
                    (contents, html)
                });
                ready.contents = html;
                contents
            }
            None => contents_of(copy),
        };
        Lists { groups, contents, ready }
    }

    /// The text of a policy's page laid out.
    pub(super) fn layout(&self, copy: &PolicyCopy<'p>, marks: Marks<'_>) -> Arc<Layout<'p>> {
        let make = || Arc::new(Layout::new(&copy.text, marks, copy.own_path(), self.words));
        // What schools added is theirs alone.
        match shared(&copy.text).filter(|_| copy.origin != CopyOrigin::Amended) {
            Some(text) => self.layouts.of(text, make),
            None => make(),
        }
    }

    fn document_part(&self, name: &str, document: impl Serialize) -> Option<Prepared<SafeHtml>> {
        self.part(name, &PartContext { words: self.words, document })
    }
}

/// A list for templates, and as HTML.
type List<T> = (Prepared<Vec<T>>, Option<Prepared<SafeHtml>>);

/// What was made of things that copies share.
#[derive(Debug)]
struct Kept<T, M>(RwLock<HashMap<usize, (Arc<T>, M)>>);

impl<T, M> Default for Kept<T, M> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<T, M: Clone> Kept<T, M> {
    /// What is made of a thing, once.
    fn of(&self, thing: &Arc<T>, make: impl FnOnce() -> M) -> M {
        // The thing is kept with what was made of it, so nothing else comes to stand at its address.
        let address = Arc::as_ptr(thing).addr();
        if let Some((_, made)) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&address) {
            return made.clone();
        }
        let new = make();
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        kept.entry(address).or_insert_with(|| (Arc::clone(thing), new)).1.clone()
    }
}

/// A thing that has other owners, which may ask for the same.
fn shared<T>(thing: &Arc<T>) -> Option<&Arc<T>> {
    (Arc::strong_count(thing) > 1).then_some(thing)
}
