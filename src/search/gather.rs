//! The documents of a site and their passages, each passage once with the places whose copies have it.

use super::{DocumentKind, TRUST};
use crate::markdown::{self, Document};
use crate::merge::{CopySection, PageCopy, PolicyCopy, SchoolView, SharedText, SlottedText};
use crate::model::{Contact, Contacts, CopyOrigin, Field, policy_address};
use crate::site::{Href, Resolver, Site};
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use std::sync::Arc;

/// What stands in a gap of a [`Template`] in place of a page's own address, which nobody looks for.
const OWN_ADDRESS: &str = "…";

/// The first of the private characters that stand for values.
const FIRST_GAP: u32 = 0xF_0000;

/// The character that stands for gap `index`, if there are so many.
pub(super) fn gap_char(index: usize) -> Option<char> {
    char::from_u32(FIRST_GAP.checked_add(u32::try_from(index).ok()?)?).filter(|c| gap_index(*c).is_some())
}

/// The gap that a character stands for.
pub(super) fn gap_index(c: char) -> Option<usize> {
    let index = u32::from(c).checked_sub(FIRST_GAP)?;
    Some(index as usize)
}

/// A document: a policy with all its copies, a plain page, or a home.
pub(super) struct Gathered<'p> {
    pub kind: DocumentKind,
    /// Its folder's name in its place.
    pub slug: &'p str,
    /// The file that holds its text.
    pub file: String,
    pub title: Text<'p>,
    pub passages: Vec<Passage<'p>>,
}

/// What stands below one heading, for every place where it stands there in the same words.
pub(super) struct Passage<'p> {
    /// The section's id; empty for what stands above the first heading.
    pub id: &'p str,
    pub heading: Text<'p>,
    pub text: Text<'p>,
    /// Whether a school wrote it into a policy of the trust.
    pub is_local: bool,
}

/// Words that several places share, with gaps where their values go.
pub(super) struct Text<'p> {
    pub template: String,
    /// Each place with its values, gap by gap, in order of places.
    pub values: Vec<(usize, Vec<&'p str>)>,
}

/// Every document of a site, in order of address.
pub(super) fn gather<'p>(site: &Site<'p>) -> Vec<Gathered<'p>> {
    let mut gatherer = Gatherer { site, templates: HashMap::new(), interned: HashMap::new() };
    let mut documents = gatherer.policies();
    documents.extend(gatherer.pages());
    documents.push(trust_home(site));
    documents.extend(site.portal.schools.iter().enumerate().map(|(index, view)| school_home(site, index, view)));
    documents
}

struct Gatherer<'s, 'p> {
    site: &'s Site<'p>,
    /// The words of each tree; most are shared by many copies.
    templates: HashMap<*const Document, Rc<Words>>,
    /// Each text once, so that equal texts are known by their address.
    interned: HashMap<Rc<str>, Rc<str>>,
}

/// A tree's words.
struct Words {
    template: Rc<str>,
    /// The slot that each gap stands for.
    slots: Vec<usize>,
    /// The labels of the footnotes that it leads to.
    notes: Vec<String>,
}

/// A document while copy after copy is added.
struct Growing<'p> {
    document: Gathered<'p>,
    /// The passages by what makes them one; never walked through.
    known: HashMap<PassageKey<'p>, usize>,
}

/// Id, addresses of the texts that heading and text are made of, and whether it is local.
type PassageKey<'p> = (&'p str, Vec<*const u8>, Vec<*const u8>, bool);

impl<'p> Gatherer<'_, 'p> {
    fn policies(&mut self) -> Vec<Gathered<'p>> {
        let site = self.site;
        let mut growing: BTreeMap<(&str, Option<usize>), Growing<'p>> = BTreeMap::new();
        let schools = (0..site.portal.schools.len()).map(Some);
        for school in std::iter::once(None).chain(schools) {
            let place = school.map_or(TRUST, |index| index + 1);
            for copy in site.listed(school) {
                let own = copy.school.filter(|_| copy.origin == CopyOrigin::School);
                let kind = match (own, copy.school == school) {
                    (Some(_), _) => DocumentKind::OwnPolicy,
                    (None, true) => DocumentKind::Policy,
                    (None, false) => DocumentKind::SharedPolicy,
                };
                let document = growing.entry((copy.slug.as_str(), own)).or_insert_with(|| {
                    let slug = copy.slug.as_str();
                    Growing::new(kind, slug, format!("policies/{slug}"))
                });
                if kind == DocumentKind::SharedPolicy {
                    document.document.kind = kind;
                }
                self.add_copy(document, place, copy);
            }
        }
        growing.into_values().map(|growing| growing.document).collect()
    }

    fn add_copy(&mut self, growing: &mut Growing<'p>, place: usize, copy: &'p PolicyCopy<'p>) {
        growing.document.title.values.push((place, vec![&copy.title]));
        let school = copy.school.map(|index| &self.site.portal.schools[index].school.slug);
        let address = policy_address(school, copy.slug);
        let href = Href::from_page(&address, self.site.style);
        let site = self.site;
        let resolver = Resolver::for_copy(site, copy, &address, &href);
        let source = Source {
            place,
            url: format!("{}{address}", site.portal.base_url.as_deref().unwrap_or("/")),
            text: &copy.text,
            values: &copy.values,
            title_of: &|target: &str| resolver.resolve(target).ok()?.title,
        };
        let front = [Field::Summary, Field::Reference, Field::Category].map(|field| copy.front.text(field));
        self.add_opening(growing, &source, &front);
        for section in &copy.text.sections {
            self.add_section(growing, &source, section);
        }
    }

    fn pages(&mut self) -> Vec<Gathered<'p>> {
        let site = self.site;
        let has_page = |page: &&PageCopy<'_>| site.page(&format!("{}/", page.source.slug)).is_some();
        site.portal.pages.iter().filter(has_page).map(|page| self.page(page)).collect()
    }

    fn page(&mut self, page: &'p PageCopy<'p>) -> Gathered<'p> {
        let site = self.site;
        let address = format!("{}/", page.source.slug);
        let href = Href::from_page(&address, site.style);
        let resolver = Resolver::for_page(site, &address, Vec::new(), &href);
        let source = Source {
            place: TRUST,
            url: format!("{}{address}", site.portal.base_url.as_deref().unwrap_or("/")),
            text: &page.text,
            values: &page.values,
            title_of: &|target: &str| resolver.resolve(target).ok()?.title,
        };
        let mut growing = Growing::new(DocumentKind::Page, page.source.slug.as_str(), "pages".to_owned());
        growing.document.title.values.push((TRUST, vec![&page.source.title]));
        self.add_opening(&mut growing, &source, &[page.source.summary.as_deref()]);
        for section in &page.text.sections {
            self.add_section(&mut growing, &source, section);
        }
        growing.document
    }

    /// What stands above the first heading: values of the front matter, and the text there.
    fn add_opening(&mut self, growing: &mut Growing<'p>, source: &Source<'_, 'p>, front: &[Option<&'p str>]) {
        let only_a_value = self.intern(&gap_char(0).map(String::from).unwrap_or_default());
        let mut builder = Builder::default();
        for value in front {
            builder.pieces.push(only_a_value.clone());
            builder.values.push(value.unwrap_or_default());
        }
        if let Some(text) = &source.text.preamble {
            self.add_text(&mut builder, source, text);
        }
        growing.add(source.place, "", Builder::default(), builder, false);
    }

    fn add_section(&mut self, growing: &mut Growing<'p>, source: &Source<'_, 'p>, section: &'p CopySection<'p>) {
        // Whatever is not a school's own policy has additions of a school's only.
        self.add_part(growing, source, section, section.text.as_ref(), section.source == 1);
        for part in section.prepended.iter().chain(&section.appended) {
            self.add_part(growing, source, section, Some(&part.text), true);
        }
        for inner in section.inner() {
            self.add_section(growing, source, inner);
        }
    }

    fn add_part(
        &mut self,
        growing: &mut Growing<'p>,
        source: &Source<'_, 'p>,
        section: &'p CopySection<'p>,
        text: Option<&'p SlottedText<'p>>,
        is_local: bool,
    ) {
        let mut heading = Builder::default();
        self.add_text(&mut heading, source, &section.heading);
        let mut words = Builder::default();
        if let Some(text) = text {
            self.add_text(&mut words, source, text);
        }
        growing.add(source.place, &section.id, heading, words, is_local);
    }

    fn add_text(&mut self, builder: &mut Builder<'p>, source: &Source<'_, 'p>, text: &'p SlottedText<'p>) {
        let words = self.words(text, source.title_of);
        builder.add(&words, text, source);
        for label in &words.notes {
            let notes = source.text.notes.get(text.source).map_or(&[][..], Vec::as_slice);
            if let Some(note) = notes.iter().find(|note| note.label == label) {
                let words = self.words(&note.text, source.title_of);
                builder.add(&words, &note.text, source);
            }
        }
    }

    fn words(&mut self, text: &SlottedText<'_>, title_of: &dyn Fn(&str) -> Option<String>) -> Rc<Words> {
        let address = Arc::as_ptr(&text.document);
        if let Some(known) = self.templates.get(&address) {
            return known.clone();
        }
        let (words, notes) = markdown::searched_text(&text.document.blocks, title_of);
        let mut template = String::with_capacity(words.len());
        let mut slots = Vec::new();
        for c in words.chars() {
            match markdown::slot_index(c) {
                Some(slot) => {
                    template.extend(gap_char(slots.len()));
                    slots.push(slot);
                }
                None => template.push(c),
            }
        }
        let template = self.intern(&template);
        let words = Rc::new(Words { template, slots, notes });
        self.templates.insert(address, words.clone());
        words
    }

    fn intern(&mut self, text: &str) -> Rc<str> {
        if let Some(known) = self.interned.get(text) {
            return known.clone();
        }
        let text: Rc<str> = text.into();
        self.interned.insert(text.clone(), text.clone());
        text
    }
}

/// Where passages come from.
struct Source<'a, 'p> {
    place: usize,
    /// The page's full address.
    url: String,
    text: &'p SharedText<'p>,
    values: &'p [Arc<str>],
    /// The title of what a link leads to.
    title_of: &'a dyn Fn(&str) -> Option<String>,
}

/// A text being put together, for one place.
#[derive(Default)]
struct Builder<'p> {
    /// Templates whose gaps are numbered each from 0.
    pieces: Vec<Rc<str>>,
    values: Vec<&'p str>,
}

impl<'p> Builder<'p> {
    fn add(&mut self, words: &Words, text: &'p SlottedText<'p>, source: &Source<'_, 'p>) {
        self.pieces.push(words.template.clone());
        let values = text.with(source.values).values;
        for slot in &words.slots {
            let value = values.get(*slot).map_or("", |value| value);
            self.values.push(if value == source.url { OWN_ADDRESS } else { value });
        }
    }

    fn addresses(&self) -> Vec<*const u8> {
        self.pieces.iter().map(|piece| piece.as_ptr()).collect()
    }

    /// The pieces line by line, their gaps numbered as one.
    fn template(&self) -> String {
        let mut template = String::new();
        let mut gaps = 0;
        for piece in &self.pieces {
            for c in piece.chars() {
                if gap_index(c).is_some() {
                    template.extend(gap_char(gaps));
                    gaps += 1;
                } else {
                    template.push(c);
                }
            }
            template.push('\n');
        }
        template
    }
}

impl<'p> Growing<'p> {
    fn new(kind: DocumentKind, slug: &'p str, file: String) -> Self {
        let title = Text { template: gap_char(0).map(String::from).unwrap_or_default(), values: Vec::new() };
        Self { document: Gathered { kind, slug, file, title, passages: Vec::new() }, known: HashMap::new() }
    }

    fn add(&mut self, place: usize, id: &'p str, heading: Builder<'p>, text: Builder<'p>, is_local: bool) {
        let key = (id, heading.addresses(), text.addresses(), is_local);
        let passages = &mut self.document.passages;
        let index = *self.known.entry(key).or_insert(passages.len());
        if index == passages.len() {
            let of = |builder: &Builder<'_>| Text { template: builder.template(), values: Vec::new() };
            passages.push(Passage { id, heading: of(&heading), text: of(&text), is_local });
        }
        // What is in one copy twice, such as two empty additions, is there once.
        let passage = &mut passages[index];
        if passage.text.values.last().is_none_or(|(last, _)| *last != place) {
            passage.heading.values.push((place, heading.values));
            passage.text.values.push((place, text.values));
        }
    }
}

fn trust_home<'p>(site: &Site<'p>) -> Gathered<'p> {
    let trust = &site.portal.content.trust;
    home(TRUST, "", &trust.name, &contact_lines(&trust.contacts))
}

/// A school's home says who is who there. Only the school's own people: the trust's are found on the trust's.
fn school_home<'p>(site: &Site<'p>, index: usize, view: &'p SchoolView<'_>) -> Gathered<'p> {
    let own = &view.particulars;
    let mut lines = contact_lines(&view.school.own.contacts);
    let urn = own.urn.map(|urn| format!("URN {urn}"));
    lines.extend(own.phase.map(|phase| site.portal.words.phase(phase).to_owned()));
    lines.extend(urn);
    lines.push(own.address.join(", "));
    lines.extend(own.phone.iter().chain(&own.email).cloned());
    home(index + 1, view.school.slug.as_str(), &view.school.name, &lines)
}

fn contact_lines(contacts: &Contacts) -> Vec<String> {
    let line = |contact: &Contact| {
        let Contact { name, role, email, phone } = contact;
        [name, role, phone, email].into_iter().flatten().cloned().collect::<Vec<_>>().join(", ")
    };
    contacts.values().map(line).collect()
}

fn home<'p>(place: usize, slug: &'p str, name: &str, lines: &[String]) -> Gathered<'p> {
    let text = |words: &str| Text { template: words.to_owned(), values: vec![(place, Vec::new())] };
    Gathered {
        kind: DocumentKind::Home,
        slug,
        file: "homes".to_owned(),
        title: text(name),
        passages: vec![Passage { id: "", heading: text(""), text: text(&lines.join("\n")), is_local: false }],
    }
}
