//! What a page shows of those whose page it is: the trust, the school, their brand, and where the site begins.

use super::context::{BrandFacts, ContactFacts, ReadyParts, SchoolFacts, TrustFacts};
use super::facts::{Facts, contact_facts, telephone};
use super::files::{STYLESHEET, stylesheet_address};
use super::pages::Maker;
use crate::model::{Contact, Words};
use crate::template::Prepared;
use serde::Serialize;

/// What a page shows of those whose page it is. It depends on the page's place alone, and on how its links are written.
#[derive(Debug, Clone)]
pub(super) struct Surroundings {
    pub(super) home: String,
    pub(super) assets: String,
    pub(super) stylesheet: String,
    pub(super) trust: Prepared<TrustFacts>,
    pub(super) school: Option<Prepared<SchoolFacts>>,
    pub(super) brand: Prepared<BrandFacts>,
    /// Whom to ask for a policy on paper.
    pub(super) paper: Option<Prepared<ContactFacts>>,
    pub(super) ready: ReadyParts,
}

/// What the templates of the parts that policies of a place have alike need of a page.
#[derive(Serialize)]
struct PartsContext<'a> {
    page: FramePage<'a>,
    words: &'a Words,
    trust: &'a Prepared<TrustFacts>,
    school: Option<&'a Prepared<SchoolFacts>>,
    brand: &'a Prepared<BrandFacts>,
    document: OfPaper<'a>,
}

#[derive(Serialize)]
struct OfPaper<'a> {
    paper: Option<&'a Prepared<ContactFacts>>,
}

#[derive(Serialize)]
struct FramePage<'a> {
    home: &'a str,
    as_of: Option<()>,
}

impl Maker<'_, '_> {
    /// What surrounds the policies of a place.
    pub(super) fn of_policies(&self, school: Option<usize>) -> Surroundings {
        let paper = self.paper(school).map(|contact| Prepared::new(&contact));
        let made = Surroundings { paper, ..self.surroundings(school) };
        let context = PartsContext {
            page: FramePage { home: &made.home, as_of: None },
            words: self.words,
            trust: &made.trust,
            school: made.school.as_ref(),
            brand: &made.brand,
            document: OfPaper { paper: made.paper.as_ref() },
        };
        let part = |name| self.renderer.shelf.part(name, &context);
        let (masthead, footer) = (part("parts/masthead.html"), part("parts/footer.html"));
        let paper = made.paper.as_ref().and_then(|_| part("parts/paper.html"));
        Surroundings { ready: ReadyParts { masthead, footer, paper, ..ReadyParts::default() }, ..made }
    }

    /// What surrounds a page of a place.
    pub(super) fn surroundings(&self, school: Option<usize>) -> Surroundings {
        let Facts { site, href, .. } = self.facts;
        let view = school.map(|index| &site.portal.schools[index]);
        let trusts = &site.portal.content.trust.brand;
        let stylesheet = stylesheet_address(view.map_or(trusts, |view| &view.particulars.brand), trusts);
        Surroundings {
            home: href.to(""),
            assets: href.to_part(STYLESHEET).trim_end_matches("style.css").to_owned(),
            stylesheet: href.to_part(&stylesheet),
            trust: Prepared::new(&self.facts.trust(&self.page.kind)),
            school: view.map(|view| Prepared::new(&self.facts.school(view))),
            brand: Prepared::new(&self.facts.brand(view)),
            paper: None,
            ready: ReadyParts::default(),
        }
    }

    /// Whom to ask for a copy on paper: the school's office, or the trust's governance contact.
    fn paper(&self, school: Option<usize>) -> Option<ContactFacts> {
        let portal = self.site.portal;
        let contact = match school.map(|index| &portal.schools[index]) {
            Some(view) => Contact {
                name: Some(view.school.name.clone()),
                role: None,
                email: view.particulars.email.clone(),
                phone: view.particulars.phone.clone(),
            },
            None => portal.content.trust.contacts.get("governance")?.clone(),
        };
        (contact.email.is_some() || contact.phone.as_deref().and_then(telephone).is_some())
            .then(|| contact_facts("paper", &contact))
    }
}
