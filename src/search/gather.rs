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
    /// Its places, in order.
    pub places: Vec<usize>,
    /// How many gaps it has.
    gaps: usize,
    /// For each place the values of its gaps.
    values: Vec<&'p str>,
}

impl<'p> Text<'p> {
    /// Words that no place has yet.
    pub(super) fn new(template: String, gaps: usize) -> Self {
        Self { template, places: Vec::new(), gaps, values: Vec::new() }
    }

    /// Adds a place, which comes after those before it, with the values of all gaps.
    pub(super) fn add(&mut self, place: usize, values: impl Iterator<Item = &'p str>) {
        self.places.push(place);
        self.values.extend(values.take(self.gaps));
        self.values.resize(self.places.len() * self.gaps, "");
    }

    /// What the places have in a gap, in their order.
    pub(super) fn values_of(&self, gap: usize) -> impl Iterator<Item = &'p str> {
        let values = if gap < self.gaps { self.values.as_slice() } else { &[] };
        values.iter().skip(gap).step_by(self.gaps.max(1)).copied()
    }
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
    /// What each text that copies share gives to the passages; never walked through.
    shares: HashMap<*const SharedText<'p>, Rc<[Share]>>,
}

/// What one text gives to one passage: the gaps of its heading and of its text.
struct Share {
    passage: usize,
    heading: Vec<Gap>,
    text: Vec<Gap>,
}

/// Where the value of a gap is found.
#[derive(Debug, Clone, Copy)]
enum Gap {
    /// Among the values of the front matter that stand above the text.
    Front(usize),
    /// Among the values of the copy.
    Value(usize),
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
        growing.document.title.add(place, std::iter::once(copy.title.as_str()));
        let site = self.site;
        let school = copy.school.map(|index| &site.portal.schools[index].school.slug);
        let address = policy_address(school, copy.slug);
        let front = [Field::Summary, Field::Reference, Field::Category].map(|field| copy.front.text(field));
        let source = Source { place, url: self.url(&address), front: &front, text: &copy.text, values: &copy.values };
        if !growing.shares.contains_key(&Arc::as_ptr(&copy.text)) {
            let href = Href::from_page(&address, site.style);
            let resolver = Resolver::for_copy(site, copy, &address, &href);
            self.lay(growing, &source, &|target: &str| resolver.resolve(target).ok()?.title);
        }
        growing.add(&source);
    }

    fn pages(&mut self) -> Vec<Gathered<'p>> {
        let site = self.site;
        let has_page = |page: &&PageCopy<'_>| site.page(&format!("{}/", page.source.slug)).is_some();
        site.portal.pages.iter().filter(has_page).map(|page| self.page(page)).collect()
    }

    fn page(&mut self, page: &'p PageCopy<'p>) -> Gathered<'p> {
        let address = format!("{}/", page.source.slug);
        let href = Href::from_page(&address, self.site.style);
        let resolver = Resolver::for_page(self.site, &address, Vec::new(), &href);
        let mut growing = Growing::new(DocumentKind::Page, page.source.slug.as_str(), "pages".to_owned());
        growing.document.title.add(TRUST, std::iter::once(page.source.title.as_str()));
        let front = [page.source.summary.as_deref()];
        let url = self.url(&address);
        let source = Source { place: TRUST, url, front: &front, text: &page.text, values: &page.values };
        self.lay(&mut growing, &source, &|target: &str| resolver.resolve(target).ok()?.title);
        growing.add(&source);
        growing.document
    }

    fn url(&self, address: &str) -> String {
        format!("{}{address}", self.site.portal.base_url.as_deref().unwrap_or("/"))
    }

    /// Finds the passages of a text that copies share. `title_of` has the title of what a link leads to.
    fn lay(&mut self, growing: &mut Growing<'p>, source: &Source<'_, 'p>, title_of: TitleOf<'_>) {
        let mut laying = Laying { gatherer: self, text: source.text, title_of, growing, shares: Vec::new() };
        laying.opening(source.front.len());
        source.text.sections.iter().for_each(|section| laying.section(section));
        let shares = laying.shares.into();
        growing.shares.insert(Arc::as_ptr(source.text), shares);
    }

    fn words(&mut self, text: &SlottedText<'_>, title_of: TitleOf<'_>) -> Rc<Words> {
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

/// The title of what a link leads to.
type TitleOf<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Where the values of passages come from.
struct Source<'a, 'p> {
    place: usize,
    /// The page's full address.
    url: String,
    /// The values of the front matter that stand above the text.
    front: &'a [Option<&'p str>],
    text: &'p Arc<SharedText<'p>>,
    values: &'p [Arc<str>],
}

impl<'p> Source<'_, 'p> {
    fn value(&self, gap: Gap) -> &'p str {
        match gap {
            Gap::Front(index) => self.front.get(index).copied().flatten().unwrap_or_default(),
            Gap::Value(index) => match self.values.get(index) {
                Some(value) if **value == *self.url => OWN_ADDRESS,
                Some(value) => value,
                None => "",
            },
        }
    }
}

/// The way through one text, which finds its passages.
struct Laying<'l, 'g, 's, 'p> {
    gatherer: &'l mut Gatherer<'s, 'p>,
    text: &'p SharedText<'p>,
    title_of: TitleOf<'l>,
    growing: &'g mut Growing<'p>,
    shares: Vec<Share>,
}

impl<'p> Laying<'_, '_, '_, 'p> {
    /// What stands above the first heading: values of the front matter, and the text there.
    fn opening(&mut self, front: usize) {
        let only_a_value = self.gatherer.intern(&gap_char(0).map(String::from).unwrap_or_default());
        let mut builder = Builder::default();
        for index in 0..front {
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
        self.shares.push(Share { passage, heading: heading.gaps, text: text.gaps });
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
        let all = &text.values;
        // What a slot past the last value stands for is nothing.
        let gap = |slot: &usize| Gap::Value(if *slot < all.len() { all.start + slot } else { usize::MAX });
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
        let title = Text::new(gap_char(0).map(String::from).unwrap_or_default(), 1);
        let document = Gathered { kind, slug, file, title, passages: Vec::new() };
        Self { document, known: HashMap::new(), shares: HashMap::new() }
    }

    /// The number of a passage, which is made if it is not there yet.
    fn passage(&mut self, id: &'p str, heading: &Builder, text: &Builder, is_local: bool) -> usize {
        let key = (id, heading.addresses(), text.addresses(), is_local);
        let passages = &mut self.document.passages;
        let index = *self.known.entry(key).or_insert(passages.len());
        if index == passages.len() {
            let of = |builder: &Builder| Text::new(builder.template(), builder.gaps.len());
            passages.push(Passage { id, heading: of(heading), text: of(text), is_local });
        }
        index
    }

    /// Adds a place to the passages that its text has.
    fn add(&mut self, source: &Source<'_, 'p>) {
        let shares = self.shares.get(&Arc::as_ptr(source.text)).cloned().unwrap_or_default();
        for Share { passage, heading, text } in &*shares {
            // What is in one copy twice, such as two empty additions, is there once.
            let passage = &mut self.document.passages[*passage];
            if passage.text.places.last() != Some(&source.place) {
                passage.heading.add(source.place, heading.iter().map(|gap| source.value(*gap)));
                passage.text.add(source.place, text.iter().map(|gap| source.value(*gap)));
            }
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
    let text = |words: &str| {
        let mut text = Text::new(words.to_owned(), 0);
        text.add(place, std::iter::empty());
        text
    };
    Gathered {
        kind: DocumentKind::Home,
        slug,
        file: "homes".to_owned(),
        title: text(name),
        passages: vec![Passage { id: "", heading: text(""), text: text(&lines.join("\n")), is_local: false }],
    }
}
