//! The values that a copy's texts may use.

use crate::model::{
    Contacts, Field, FieldValue, FrontMatter, Particulars, PortalContent, School, Slug, Terms, Trust, Words,
};
use crate::template::{Data, Root, Scope};
use std::sync::Arc;

/// A school with what it inherits.
#[derive(Debug)]
pub struct SchoolView<'c> {
    /// The school as written.
    pub school: &'c School,
    /// Its own particulars over the trust's defaults, key by key.
    pub particulars: Particulars,
}

/// The values that all copies share, or all of one school's.
pub struct SharedRoots {
    /// For each school, and last for the trust's own copies: `trust`, `schools`, `school` and `terms`.
    places: Vec<Scope>,
    /// What plain pages may use: there is no school and no policy in it.
    pages: Scope,
}

/// The schools with what they inherit: trust, then `[school_defaults]`, then the school's own.
pub fn school_views(content: &PortalContent) -> Vec<SchoolView<'_>> {
    let inherited = inherited(&content.trust);
    let view = |school| SchoolView { school, particulars: inherited.overlaid_with(&school.own) };
    content.schools.iter().map(view).collect::<Vec<SchoolView<'_>>>()
}

/// What every school, and the trust's own copy, has before anything of a school's.
pub fn inherited(trust: &Trust) -> Particulars {
    let from_trust = Particulars {
        terms: trust.terms.clone(),
        contacts: trust.contacts.clone(),
        brand: trust.brand.clone(),
        extra: trust.extra.clone(),
        ..Particulars::default()
    };
    from_trust.overlaid_with(&trust.school_defaults)
}

impl SharedRoots {
    /// Makes the roots of a portal.
    pub fn new(content: &PortalContent, views: &[SchoolView<'_>], base_url: Option<&str>) -> Self {
        let schools = views.iter().map(|view| school_data(Some(&view.school.slug), &view.particulars)).collect();
        let of_all = Scope::new()
            .with("trust", root(trust_data(&content.trust, base_url)))
            .with("schools", root(Data::List(schools)));
        let of_place = |slug, particulars: &Particulars| {
            let scope = of_all.clone().with("terms", root(terms_data(&particulars.terms)));
            scope.with("school", root(school_data(slug, particulars)))
        };
        let mut places: Vec<Scope> =
            views.iter().map(|view| of_place(Some(&view.school.slug), &view.particulars)).collect();
        let inherited = inherited(&content.trust);
        places.push(of_place(None, &inherited));
        let pages = of_all.with("terms", root(terms_data(&inherited.terms)));
        Self { places, pages }
    }

    /// The scope of a copy: `school` is an index of the schools, or `None` for the trust's own copy.
    pub fn scope(&self, school: Option<usize>, policy: Arc<Root>, url: &str) -> Scope {
        let place = &self.places[school.unwrap_or(self.places.len() - 1)];
        place.clone().with("policy", policy).with("page", page_root(url))
    }

    /// The scope of a plain page.
    pub fn page_scope(&self, url: &str) -> Scope {
        self.pages.clone().with("page", page_root(url))
    }
}

fn page_root(url: &str) -> Arc<Root> {
    root(Data::map([("url", Data::text(url))]))
}

fn root(data: Data) -> Arc<Root> {
    Arc::new(Root::new(data))
}

fn terms_data(terms: &Terms) -> Data {
    Data::map(terms.iter().map(|(key, word)| (key.as_str(), Data::text(word.as_str()))))
}

fn contacts_data(contacts: &Contacts) -> Data {
    let contact = |contact: &crate::model::Contact| {
        let parts =
            [("name", &contact.name), ("role", &contact.role), ("email", &contact.email), ("phone", &contact.phone)];
        let given = parts.into_iter().filter_map(|(key, value)| Some((key, Data::text(value.as_deref()?))));
        Data::map(given)
    };
    Data::map(contacts.iter().map(|(key, value)| (key.as_str(), contact(value))))
}

fn school_data(slug: Option<&Slug>, particulars: &Particulars) -> Data {
    let Particulars { name, urn, phase, website, email, phone, address, terms, contacts, brand: _, extra } =
        particulars;
    let mut map: Vec<(&str, Data)> = Vec::new();
    let texts = [
        ("slug", slug.map(Slug::to_string)),
        ("name", name.as_ref().map(|name| name.value.clone())),
        ("phase", phase.map(|phase| phase.word().to_owned())),
        ("website", website.clone()),
        ("email", email.clone()),
        ("phone", phone.clone()),
    ];
    for (key, value) in texts {
        if let Some(value) = value {
            map.push((key, Data::text(value)));
        }
    }
    if let Some(urn) = urn {
        map.push(("urn", Data::Whole(*urn)));
    }
    if !address.is_empty() {
        map.push(("address", Data::texts(address.iter().map(String::as_str))));
    }
    map.push(("terms", terms_data(terms)));
    map.push(("contacts", contacts_data(contacts)));
    map.push(("extra", Data::Map(extra.clone())));
    Data::map(map)
}

fn trust_data(trust: &Trust, base_url: Option<&str>) -> Data {
    let mut map = vec![
        ("name", Data::text(trust.name.as_str())),
        ("language", Data::text(trust.language.value.as_str())),
        ("terms", terms_data(&trust.terms)),
        ("contacts", contacts_data(&trust.contacts)),
        ("extra", Data::Map(trust.extra.clone())),
    ];
    let texts =
        [("short_name", trust.short_name.as_deref()), ("website", trust.website.as_deref()), ("base_url", base_url)];
    for (key, value) in texts {
        if let Some(value) = value {
            map.push((key, Data::text(value)));
        }
    }
    Data::map(map)
}

/// The front matter as data: dates as governors read them, the rest as written.
pub fn policy_data(front: &FrontMatter, slug: &Slug, words: &Words) -> Data {
    let data = |value: &FieldValue| match value {
        FieldValue::Text(text) => Data::text(text.as_str()),
        FieldValue::Date(date) => Data::text(words.date(*date)),
        FieldValue::Cycle(cycle) => Data::text(cycle.wording()),
        FieldValue::Truth(truth) => Data::Truth(*truth),
        FieldValue::Texts(texts) => Data::texts(texts.iter().map(|text| text.value.as_str())),
    };
    let mut map = vec![("slug", Data::text(slug.as_str()))];
    map.extend(front.values.iter().map(|(field, value)| (field.key(), data(&value.value))));
    // In force from the day of approval, unless it says otherwise.
    if let (None, Some(approved)) = (front.date(Field::Effective), front.date(Field::Approved)) {
        map.push((Field::Effective.key(), Data::text(words.date(approved))));
    }
    let control = front.control.iter().map(|(label, value)| (label.as_str(), Data::text(value.as_str())));
    map.push(("control", Data::map(control)));
    map.push(("extra", Data::Map(front.extra.clone())));
    Data::map(map)
}
