//! What the copies of one policy have in common, made once for all schools that amend nothing.

use super::front_sheet::{self, FrontSheet};
use super::gaps;
use super::plan::Plan;
use super::review::{self, Review, Standing};
use super::scope::policy_data;
use super::text::{SharedText, SlottedText};
use super::tree::is_for;
use super::versions::Timeline;
use crate::calendar::Day;
use crate::diagnostic::Diagnostics;
use crate::model::{Field, FrontMatter, HistoryEntry, PolicyFile, School, Trust, Words};
use crate::template::Root;
use std::borrow::Borrow as _;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// What follows from a copy's front matter alone.
pub(super) struct Basis {
    pub front: Arc<FrontMatter>,
    pub standing: Standing,
    pub review: Review,
    pub incomplete: Vec<Field>,
    /// The front matter as the value `policy`.
    pub data: Arc<Root>,
    /// What is wrong with it: every copy says so.
    pub faults: Diagnostics,
}

impl Basis {
    /// The basis of copies of a policy, amended in `front` by a school's file.
    pub fn new(
        front: FrontMatter,
        policy: &PolicyFile,
        amendment: Option<&PolicyFile>,
        today: Day,
        trust: &Trust,
        words: &Words,
    ) -> Self {
        let mut faults = Diagnostics::default();
        let incomplete = front_sheet::incomplete(&front);
        gaps::say(&front, &incomplete, policy, amendment, &mut faults);
        review::check_next_review(&front, &mut faults);
        review::check_terms(&front, &mut faults);
        Self {
            standing: review::standing(&front, today),
            review: review::review(&front, today, trust.review_window_days),
            incomplete,
            data: Arc::new(Root::new(policy_data(&front, &policy.slug, words))),
            faults,
            front: Arc::new(front),
        }
    }
}

/// What the copies of one policy have in common where nothing is amended.
pub(super) struct Common<'c> {
    pub basis: Basis,
    /// The versions of a document that nothing was released of.
    pub timeline: OnceLock<Timeline<'c>>,
    /// Whether schools have to fill something in.
    pub has_fills: bool,
    /// The front sheets of copies with such a history; of other schools they may name another.
    front_sheets: Mutex<Vec<(Vec<HistoryEntry>, Arc<FrontSheet<'c>>)>>,
    texts: Mutex<Vec<Variant<'c>>>,
    wordings: Mutex<Vec<(Audience, Wording)>>,
}

/// A text of the copies for an audience. There may be several, where Tera decides what they say.
struct Variant<'c> {
    audience: Audience,
    text: Arc<SharedText<'c>>,
    /// How the values of a copy that has it are found.
    plan: Arc<Plan<'c>>,
}

/// The digests of a copy's wording.
pub(super) type Wording = Arc<[(String, String)]>;

/// Whom a copy is for, as far as that tells what sections it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Audience {
    /// Whoever reads the trust's own copy, which has all sections.
    Everybody,
    /// A school, which may have each section of the policy or not.
    School(Vec<bool>),
}

impl Audience {
    /// The audience of a policy's copy for a place.
    pub fn of(policy: &PolicyFile, school: Option<&School>) -> Self {
        let Some(school) = school else { return Audience::Everybody };
        let conditions = policy.text.sections.iter().map(|section| &section.marks.condition);
        Audience::School(conditions.map(|condition| is_for(condition, &school.slug, school.phase)).collect())
    }
}

impl<'c> Common<'c> {
    /// Nothing is shared yet but what follows from the front matter.
    pub fn new(basis: Basis, policy: &PolicyFile) -> Self {
        let has_fills = policy.text.sections.iter().any(|section| section.marks.fill);
        let (front_sheets, texts, wordings) = (Mutex::default(), Mutex::default(), Mutex::default());
        Self { basis, timeline: OnceLock::new(), has_fills, front_sheets, texts, wordings }
    }

    /// The front sheet of the copies with such a history, made for the first of them.
    pub fn front_sheet(
        &self,
        history: &[HistoryEntry],
        make: impl FnOnce() -> Arc<FrontSheet<'c>>,
    ) -> Arc<FrontSheet<'c>> {
        made_once(&self.front_sheets, history, make)
    }

    /// A text that a copy for such an audience was given; others may differ from it where Tera decides what they say.
    pub fn some_text(&self, audience: &Audience) -> Option<(Arc<SharedText<'c>>, Arc<Plan<'c>>)> {
        let texts = self.texts.lock().unwrap_or_else(PoisonError::into_inner);
        let variant = texts.iter().find(|variant| variant.audience == *audience)?;
        Some((variant.text.clone(), variant.plan.clone()))
    }

    /// The text that is made of these, in the order in which they are filled in.
    pub fn text(&self, audience: &Audience, made_of: &[SlottedText<'c>]) -> Option<Arc<SharedText<'c>>> {
        let texts = self.texts.lock().unwrap_or_else(PoisonError::into_inner);
        let is_it = |it: &&Variant<'_>| it.audience == *audience && it.text.is_made_of(made_of.iter());
        texts.iter().find(is_it).map(|variant| variant.text.clone())
    }

    /// The wording of the copies for such an audience, made for the first of them.
    pub fn wording(&self, audience: &Audience, make: impl FnOnce() -> Wording) -> Wording {
        made_once(&self.wordings, audience, make)
    }

    /// Shares a text with the copies to come. Where another thread has just shared the same, there is that one.
    pub fn share(&self, audience: Audience, text: SharedText<'c>) -> Arc<SharedText<'c>> {
        let mut texts = self.texts.lock().unwrap_or_else(PoisonError::into_inner);
        let is_it = |it: &&Variant<'_>| it.audience == audience && it.text.is_made_of(text.all_texts().into_iter());
        if let Some(known) = texts.iter().find(is_it) {
            return known.text.clone();
        }
        let (plan, text) = (Arc::new(Plan::of(&text)), Arc::new(text));
        texts.push(Variant { audience, text: text.clone(), plan });
        text
    }
}

/// What there is of something, made for the first who asks. There are few of them.
fn made_once<K, V>(known: &Mutex<Vec<(K::Owned, V)>>, of: &K, make: impl FnOnce() -> V) -> V
where
    K: ToOwned + PartialEq + ?Sized,
    V: Clone,
{
    let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, value)) = known.iter().find(|(key, _)| key.borrow() == of) {
        return value.clone();
    }
    let value = make();
    known.push((of.to_owned(), value.clone()));
    value
}
