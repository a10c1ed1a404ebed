//! Gathers the documents of a site, and goes through each text that copies share once.

use super::passage::{Copy, Gap, Gathered, Passage, Text, each_run, gap_char, gap_index};
use super::{DocumentKind, TRUST};
use crate::markdown::{self, Document};
use crate::merge::{CopySection, PageCopy, PolicyCopy, SchoolView, SharedText, SlottedText};
use crate::model::{Contact, Contacts, CopyOrigin, Field, policy_address};
use crate::site::{Href, Resolver, Site};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;
use std::sync::Arc;

/// The names of the files that hold the texts of a site's documents, in their order, each once.
pub(super) fn files(site: &Site<'_>) -> Vec<String> {
    let places = std::iter::once(None).chain((0..site.portal.schools.len()).map(Some));
    let slugs: BTreeSet<&str> = places.flat_map(|school| site.listed(school)).map(|copy| copy.slug.as_str()).collect();
    let has_pages = site.portal.pages.iter().any(|page| has_page(site, page));
    let policies = slugs.into_iter().map(policy_file);
    policies.chain(has_pages.then(|| PAGES.to_owned())).chain([HOMES.to_owned()]).collect()
}

fn policy_file(slug: &str) -> String {
    format!("policies/{slug}")
}

fn has_page(site: &Site<'_>, page: &PageCopy<'_>) -> bool {
    site.page(&format!("{}/", page.source.slug)).is_some()
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

/// The file of the plain pages' texts.
const PAGES: &str = "pages";

/// The file of the homes' texts.
const HOMES: &str = "homes";

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
    /// The number of each text that copies share; never walked through.
    texts: HashMap<*const SharedText<'p>, usize>,
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
                    Growing::new(kind, slug, policy_file(slug))
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
        let site = self.site;
        let school = copy.school.map(|index| &site.portal.schools[index].school.slug);
        let address = policy_address(school, copy.slug);
        let number = growing.texts.get(&Arc::as_ptr(&copy.text)).copied().unwrap_or_else(|| {
            let href = Href::from_page(&address, site.style);
            let resolver = Resolver::for_copy(site, copy, &address, &href);
            self.lay(growing, &copy.text, 3, &|target: &str| resolver.resolve(target).ok()?.title)
        });
        let [summary, reference, category] =
            [Field::Summary, Field::Reference, Field::Category].map(|field| copy.front.text(field).unwrap_or_default());
        let front = [copy.title.as_str(), summary, reference, category];
        let copy = Copy { place, url: self.url(&address), front, values: &copy.values };
        growing.document.copies[number].push(copy);
    }

    fn pages(&mut self) -> Vec<Gathered<'p>> {
        let site = self.site;
        site.portal.pages.iter().filter(|page| has_page(site, page)).map(|page| self.page(page)).collect()
    }

    fn page(&mut self, page: &'p PageCopy<'p>) -> Gathered<'p> {
        let address = format!("{}/", page.source.slug);
        let href = Href::from_page(&address, self.site.style);
        let resolver = Resolver::for_page(self.site, &address, Vec::new(), &href);
        let mut growing = Growing::new(DocumentKind::Page, page.source.slug.as_str(), PAGES.to_owned());
        let number = self.lay(&mut growing, &page.text, 1, &|target: &str| resolver.resolve(target).ok()?.title);
        let front = [page.source.title.as_str(), page.source.summary.as_deref().unwrap_or_default(), "", ""];
        let copy = Copy { place: TRUST, url: self.url(&address), front, values: &page.values };
        growing.document.copies[number].push(copy);
        growing.document
    }

    fn url(&self, address: &str) -> String {
        format!("{}{address}", self.site.portal.base_url.as_deref().unwrap_or("/"))
    }

    /// Finds the passages of a text that copies share, below so many values of the front matter, and gives the number that
    /// the text has from now on. `title_of` has the title of what a link leads to.
    fn lay(
        &mut self,
        growing: &mut Growing<'p>,
        text: &'p Arc<SharedText<'p>>,
        front: usize,
        title_of: TitleOf<'_>,
    ) -> usize {
        let number = growing.document.copies.len();
        growing.document.copies.push(Vec::new());
        growing.document.title.of.push((number, vec![Gap::Front(0)]));
        growing.texts.insert(Arc::as_ptr(text), number);
        let mut laying = Laying { gatherer: self, text, number, title_of, growing };
        laying.opening(front);
        text.sections.iter().for_each(|section| laying.section(section));
        number
    }

    fn words(&mut self, text: &SlottedText<'_>, title_of: TitleOf<'_>) -> Rc<Words> {
        let address = Arc::as_ptr(&text.document);
        if let Some(known) = self.templates.get(&address) {
            return known.clone();
        }
        let (words, notes) = markdown::searched_text(&text.document.blocks, title_of);
        let mut template = String::with_capacity(words.len());
        let mut slots = Vec::new();
        each_run(&words, |run, c| {
            template.push_str(run);
            match c.map(|c| (c, markdown::slot_index(c))) {
                Some((_, Some(slot))) => {
                    template.extend(gap_char(slots.len()));
                    slots.push(slot);
                }
                Some((c, None)) => template.push(c),
                None => {}
            }
        });
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

/// The title of what a link leads to.
type TitleOf<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The way through one text, which finds its passages.
struct Laying<'l, 'g, 's, 'p> {
    gatherer: &'l mut Gatherer<'s, 'p>,
    text: &'p SharedText<'p>,
    number: usize,
    title_of: TitleOf<'l>,
    growing: &'g mut Growing<'p>,
}

impl<'p> Laying<'_, '_, '_, 'p> {
    /// What stands above the first heading: values of the front matter, and the text there.
    fn opening(&mut self, front: usize) {
        let only_a_value = self.gatherer.intern(&gap_char(0).map(String::from).unwrap_or_default());
        let mut builder = Builder::default();
        for index in 1..=front {
            builder.pieces.push(only_a_value.clone());
            builder.gaps.push(Gap::Front(index));
        }
        if let Some(text) = &self.text.preamble {
            self.add_text(&mut builder, text);
        }
        self.add("", Builder::default(), builder, false);
    }

    fn section(&mut self, section: &'p CopySection<'p>) {
        // Whatever is not a school's own policy has additions of a school's only.
        self.part(section, section.text.as_ref(), section.source == 1);
        for part in section.prepended.iter().chain(&section.appended) {
            self.part(section, Some(&part.text), true);
        }
        for inner in section.inner() {
            self.section(inner);
        }
    }

    fn part(&mut self, section: &'p CopySection<'p>, text: Option<&SlottedText<'_>>, is_local: bool) {
        let mut heading = Builder::default();
        self.add_text(&mut heading, &section.heading);
        let mut words = Builder::default();
        if let Some(text) = text {
            self.add_text(&mut words, text);
        }
        self.add(&section.id, heading, words, is_local);
    }

    fn add_text(&mut self, builder: &mut Builder, text: &SlottedText<'_>) {
        let words = self.gatherer.words(text, self.title_of);
        builder.add(&words, text);
        for label in &words.notes {
            let notes = self.text.notes.get(text.source).map_or(&[][..], Vec::as_slice);
            if let Some(note) = notes.iter().find(|note| note.label == label) {
                let words = self.gatherer.words(&note.text, self.title_of);
                builder.add(&words, &note.text);
            }
        }
    }

    fn add(&mut self, id: &'p str, heading: Builder, text: Builder, is_local: bool) {
        let passage = self.growing.passage(id, &heading, &text, is_local);
        // What is in one copy twice, such as two empty additions, is there once.
        if passage.text.of.last().is_none_or(|(last, _)| *last != self.number) {
            passage.heading.of.push((self.number, heading.gaps));
            passage.text.of.push((self.number, text.gaps));
        }
    }
}

/// A text being put together.
#[derive(Default)]
struct Builder {
    /// Templates whose gaps are numbered each from 0.
    pieces: Vec<Rc<str>>,
    gaps: Vec<Gap>,
}

impl Builder {
    fn add(&mut self, words: &Words, text: &SlottedText<'_>) {
        self.pieces.push(words.template.clone());
        // What a slot past the last value stands for is nothing.
        let gap = |slot: &usize| Gap::Value(text.values.get(*slot).map_or(usize::MAX, |value| *value as usize));
        self.gaps.extend(words.slots.iter().map(gap));
    }

    fn addresses(&self) -> Vec<*const u8> {
        self.pieces.iter().map(|piece| piece.as_ptr()).collect()
    }

    /// The pieces line by line, their gaps numbered as one.
    fn template(&self) -> String {
        let mut template = String::new();
        let mut gaps = 0;
        for piece in &self.pieces {
            each_run(piece, |run, c| {
                template.push_str(run);
                match c.map(|c| (c, gap_index(c))) {
                    Some((_, Some(_))) => {
                        template.extend(gap_char(gaps));
                        gaps += 1;
                    }
                    Some((c, None)) => template.push(c),
                    None => {}
                }
            });
            template.push('\n');
        }
        template
    }
}

impl<'p> Growing<'p> {
    fn new(kind: DocumentKind, slug: &'p str, file: String) -> Self {
        let title = gap_char(0).map(String::from).unwrap_or_default();
        Self { document: Gathered::new(kind, slug, file, title), known: HashMap::new(), texts: HashMap::new() }
    }

    /// A passage, which is made if it is not there yet.
    fn passage(&mut self, id: &'p str, heading: &Builder, text: &Builder, is_local: bool) -> &mut Passage<'p> {
        let key = (id, heading.addresses(), text.addresses(), is_local);
        let passages = &mut self.document.passages;
        let index = *self.known.entry(key).or_insert(passages.len());
        if index == passages.len() {
            let of = |builder: &Builder| Text { template: builder.template(), of: Vec::new() };
            passages.push(Passage { id, heading: of(heading), text: of(text), is_local });
        }
        &mut passages[index]
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
    let copy = Copy { place, url: String::new(), front: [""; 4], values: &[] };
    let text = |words: &str| Text { template: words.to_owned(), of: vec![(0, Vec::new())] };
    let mut home = Gathered::new(DocumentKind::Home, slug, HOMES.to_owned(), name.to_owned());
    home.title.of.push((0, Vec::new()));
    home.passages.push(Passage { id: "", heading: text(""), text: text(&lines.join("\n")), is_local: false });
    home.copies.push(vec![copy]);
    home
}
