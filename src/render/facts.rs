//! The facts of trusts, schools and policies that templates print, as seen from one page.

use super::context::{BrandFacts, Category, ContactFacts, LinkFacts, NavLink, PolicyRow, SchoolFacts, Tag, TrustFacts};
use crate::merge::{PolicyCopy, ReviewStatus, SchoolView, Standing, is_statement};
use crate::model::{
    Contact, Contacts, CopyOrigin, Field, PageSource, ReviewNotice, STATEMENT_ADDRESS, Words, school_address,
};
use crate::register;
use crate::site::{Href, PageKind, RegisterPage, SEARCH_ADDRESS, Site};
use std::collections::BTreeMap;

/// The facts of one page's surroundings.
pub struct Facts<'s, 'p> {
    pub site: &'s Site<'p>,
    pub href: &'s Href,
    pub words: &'s Words,
}

impl<'p> Facts<'_, 'p> {
    /// The trust.
    pub fn trust(&self, page: &PageKind) -> TrustFacts {
        let portal = self.site.portal;
        let trust = &portal.content.trust;
        let nav = self.nav(page);
        let page =
            |slug: &str, title: &str| LinkFacts { title: title.to_owned(), href: self.href.to(&format!("{slug}/")) };
        let pages: Vec<LinkFacts> = self.plain_pages().map(|plain| page(plain.slug.as_str(), &plain.title)).collect();
        let statement = self.plain_pages().find(|plain| is_statement(plain.slug.as_str()));
        let statement = match portal.statement {
            Some(_) => Some(self.href.to(STATEMENT_ADDRESS)),
            None => statement.map(|plain| self.href.to(&format!("{}/", plain.slug))),
        };
        TrustFacts {
            name: trust.name.clone(),
            short_name: trust.short_name.clone(),
            website: trust.website.clone(),
            href: self.href.to(""),
            contacts: contacts(&trust.contacts),
            pages,
            accessibility: statement,
            local_register: self.site.has_local_changes.then(|| self.href.to(register::LOCAL_CHANGES)),
            search: self.href.to(SEARCH_ADDRESS),
            nav,
        }
    }

    fn nav(&self, page: &PageKind) -> Vec<NavLink> {
        let link = |title: &str, address: &str, current: bool| NavLink {
            title: title.to_owned(),
            href: self.href.to(address),
            current,
        };
        vec![
            link(self.words.say("nav.policies"), "", *page == PageKind::Trust),
            link(
                self.words.say("nav.register"),
                register::ADDRESS,
                *page == PageKind::Register(RegisterPage::BySchool),
            ),
            link(self.words.say("nav.search"), SEARCH_ADDRESS, *page == PageKind::Search),
        ]
    }

    /// The plain pages that the site has.
    fn plain_pages(&self) -> impl Iterator<Item = &'p PageSource> {
        let pages = self.site.portal.pages.iter().map(|page| page.source);
        pages.filter(|page| self.site.page(&format!("{}/", page.slug)).is_some())
    }

    /// A school.
    pub fn school(&self, view: &SchoolView<'_>) -> SchoolFacts {
        let particulars = &view.particulars;
        SchoolFacts {
            slug: view.school.slug.to_string(),
            name: view.school.name.clone(),
            href: self.href.to(&school_address(&view.school.slug)),
            urn: particulars.urn.map(|urn| urn.to_string()),
            phase: particulars.phase.map(|phase| self.words.phase(phase).to_owned()),
            website: particulars.website.clone(),
            email: particulars.email.clone(),
            phone_href: particulars.phone.as_deref().and_then(telephone),
            phone: particulars.phone.clone(),
            address: particulars.address.clone(),
            contacts: self.school_contacts(view),
            head_term: particulars
                .terms
                .get("head")
                .cloned()
                .unwrap_or_else(|| self.words.say("school.head").to_owned()),
        }
    }

    /// A school's people: its own, and stand-ins that can be written to. What the trust calls someone whom a school has
    /// not named is no name.
    fn school_contacts(&self, view: &SchoolView<'_>) -> Vec<ContactFacts> {
        let trust = &self.site.portal.content.trust;
        let named = |key: &str| {
            let by = |contacts: &Contacts| contacts.get(key).is_some_and(|contact| contact.name.is_some());
            by(&view.school.own.contacts) || (by(&trust.contacts) && !by(&trust.school_defaults.contacts))
        };
        let shown = view.particulars.contacts.iter().filter_map(|(key, contact)| {
            let name = contact.name.clone().filter(|_| named(key));
            let contact = Contact { name, ..contact.clone() };
            let reachable = contact.name.is_some() || contact.email.is_some() || contact.phone.is_some();
            reachable.then(|| contact_facts(key, &contact))
        });
        shown.collect()
    }

    /// The school's brand, or the trust's where there is no school.
    pub fn brand(&self, school: Option<&SchoolView<'_>>) -> BrandFacts {
        let trust = &self.site.portal.content.trust;
        let (brand, name) = match school {
            Some(view) => (&view.particulars.brand, view.school.name.as_str()),
            None => (&trust.brand, trust.name.as_str()),
        };
        let logo = brand.logo.as_ref().filter(|logo| self.site.has_file(&logo.value));
        BrandFacts {
            name: name.to_owned(),
            logo: logo.map(|logo| self.href.to_part(&logo.value)),
            logo_alt: brand.logo_alt.clone().unwrap_or_default(),
        }
    }

    /// The policies of a place by category, in the alphabet's order, each category's by title; those without one last.
    pub fn categories(&self, school: Option<usize>) -> Vec<Category> {
        let other_policies = self.words.say("home.other_policies");
        let mut by_heading: BTreeMap<(bool, String), Vec<PolicyRow>> = BTreeMap::new();
        for copy in self.site.listed(school) {
            let category = copy.front.text(Field::Category);
            let key = (category.is_none(), category.unwrap_or(other_policies).to_owned());
            by_heading.entry(key).or_default().push(self.row(copy));
        }
        let mut categories: Vec<Category> = by_heading
            .into_iter()
            .map(|((_, heading), mut policies)| {
                policies.sort_by_cached_key(|row| (row.title.to_lowercase(), row.href.clone()));
                Category { heading, policies }
            })
            .collect();
        if let [only] = categories.as_mut_slice()
            && only.heading == other_policies
        {
            self.words.say("home.policies").clone_into(&mut only.heading);
        }
        categories
    }

    /// One policy's row.
    pub fn row(&self, copy: &PolicyCopy<'p>) -> PolicyRow {
        let notice = self.site.portal.content.trust.review_notice;
        let text = |field| copy.front.text(field).map(str::to_owned);
        let (origin, origin_label) = origin(copy.origin, self.words);
        PolicyRow {
            title: copy.title.clone(),
            href: self.href.to(&copy.address(self.site.portal)),
            summary: text(Field::Summary),
            version: text(Field::Version),
            next_review: copy.review.date.filter(|_| notice != ReviewNotice::Nothing).map(|date| self.words.date(date)),
            standing: standing(copy.standing, self.words),
            review: overdue(copy, notice, self.words),
            reference: text(Field::Reference),
            origin,
            origin_label: origin_label.to_owned(),
        }
    }
}

/// What a list says of whose words a copy is in.
pub fn origin(origin: CopyOrigin, words: &Words) -> (&'static str, &str) {
    match origin {
        CopyOrigin::Trust => ("trust", words.say("origin.trust")),
        CopyOrigin::Amended => ("amended", words.say("origin.amended")),
        CopyOrigin::School => ("school", words.say("origin.school")),
    }
}

/// The tag of a standing.
pub fn standing(standing: Standing, words: &Words) -> Tag {
    Tag { code: standing.word(), label: standing.label(words).to_owned() }
}

/// The tag of an overdue review, where the trust tells the public.
pub fn overdue(copy: &PolicyCopy<'_>, notice: ReviewNotice, words: &Words) -> Option<Tag> {
    let tells = notice == ReviewNotice::Overdue && copy.review.status == ReviewStatus::Overdue;
    tells.then(|| Tag { code: "overdue", label: words.say("review.overdue_tag").to_owned() })
}

fn contacts(contacts: &Contacts) -> Vec<ContactFacts> {
    contacts.iter().map(|(key, contact)| contact_facts(key, contact)).collect()
}

/// One contact.
pub fn contact_facts(key: &str, contact: &Contact) -> ContactFacts {
    let Contact { name, role, email, phone } = contact;
    ContactFacts {
        key: key.to_owned(),
        name: name.clone(),
        role: role.clone(),
        email: email.clone(),
        phone_href: phone.as_deref().and_then(telephone),
        phone: phone.clone(),
    }
}

/// A `tel:` link for a number; `None` where the text is more than a number.
pub fn telephone(phone: &str) -> Option<String> {
    let only_a_number = phone.chars().all(|c| c.is_ascii_digit() || " +()-.".contains(c));
    let digits: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    (only_a_number && digits.len() >= 5).then(|| format!("tel:{digits}"))
}
