//! The pages a portal has, their addresses, and the links between them.
//!
//! Every address is here once. An address is a path in the portal's site, without a slash in front: a page's ends in
//! `/` (the home's is empty), a file's does not.

mod artefact;
mod href;
mod links;
mod versions;

pub use artefact::Artefact;
pub use href::{Href, LinkStyle};
pub use links::{LinkFault, Resolved, Resolver};
pub use versions::{
    before, changes_address, document_address, markdown_address, released_texts, version_address, versions_address,
    with_pages,
};

use crate::calendar::{CalendarDate, Day};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest};
use crate::merge::{Document, PolicyCopy, Portal, Standing, applies_to};
use crate::model::{
    Asset, Copies, Field, PolicyFile, RESERVED, STATEMENT_ADDRESS, Slug, policy_address, school_address,
};
use crate::register::{self, Register};
use crate::source::{FileId, Located, Place, Sources};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// The address of the search.
pub const SEARCH_ADDRESS: &str = "search/";

/// One page of the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegisterPage {
    /// Every document, by school; of very many, the trust's own and the way to each school's.
    BySchool,
    /// One school's documents, by index of the portal's schools.
    School(usize),
    /// Reviews by the month in which they are due.
    ByMonth,
    /// What one owner answers for, by index of the register's owners.
    Owner(usize),
    /// What every school has changed.
    LocalChanges,
    /// Which of the documents that there have to be each place has.
    Required,
    /// Every meeting of the approving bodies.
    Meetings,
    /// What the approving bodies have before them on a day.
    Meeting(Day),
}

/// What a page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageKind {
    /// The trust's home.
    Trust,
    /// A school's home, by index of the portal's schools.
    School(usize),
    /// A policy's copy, by index of the portal's copies.
    Policy(usize),
    /// All versions of a document, by index of the portal's documents.
    Versions(usize),
    /// A released version for good: document, and index of its versions.
    Version(usize, usize),
    /// What a version changed: document, and index of its versions.
    Changes(usize, usize),
    /// What stands at the address of a document that is not public any more, and was.
    Gone(usize),
    /// What stands at the address of a school that is not the trust's any more.
    FormerSchool(Slug),
    /// A plain page, by index of the portal's pages.
    Page(usize),
    /// The accessibility statement that `[accessibility]` gives.
    Statement,
    /// A page of the register.
    Register(RegisterPage),
    /// The search, and every policy from A to Z.
    Search,
    /// An old address, and the address that it leads to.
    Redirect(String),
    /// What a web server shows where there is nothing.
    NotFound,
}

impl PageKind {
    /// The word in `<body data-kind="…">`.
    pub fn word(&self) -> &'static str {
        match self {
            PageKind::Trust => "trust",
            PageKind::School(_) | PageKind::FormerSchool(_) => "school",
            PageKind::Policy(_) => "policy",
            PageKind::Versions(_) | PageKind::Gone(_) => "versions",
            PageKind::Version(..) => "version",
            PageKind::Changes(..) => "changes",
            PageKind::Page(_) | PageKind::Statement => "page",
            PageKind::Register(_) => "register",
            PageKind::Search => "search",
            PageKind::Redirect(_) => "redirect",
            PageKind::NotFound => "not-found",
        }
    }
}

/// One page of the site.
#[derive(Debug, Clone)]
pub struct SitePage {
    /// Its address.
    pub address: String,
    /// What it shows.
    pub kind: PageKind,
    /// Its heading.
    pub title: String,
    /// The file it is made of, where it is one author's file.
    pub file: Option<FileId>,
}

impl SitePage {
    /// The path of the page's file in the site.
    pub fn path(&self) -> String {
        match self.kind {
            PageKind::NotFound => self.address.clone(),
            _ => format!("{}index.html", self.address),
        }
    }
}

/// A file that is copied into the site as it is.
#[derive(Debug, Clone)]
pub struct SiteFile {
    /// Its address.
    pub address: String,
    /// Where it is.
    pub file: PathBuf,
    /// Its path from the root, for messages.
    pub path: String,
}

/// The pages and files of one portal's site.
#[derive(Debug)]
pub struct Site<'p> {
    /// The portal.
    pub portal: &'p Portal<'p>,
    /// Every file's text.
    pub sources: &'p Sources,
    /// Every page, by address.
    pub pages: Vec<SitePage>,
    /// Every file that is copied, by address.
    pub files: Vec<SiteFile>,
    /// How links are written.
    pub style: LinkStyle,
    /// Every document, for lists of them.
    pub register: Register,
    /// Whether any school has changed anything.
    pub has_local_changes: bool,
    by_address: BTreeMap<String, usize>,
    file_addresses: BTreeMap<String, usize>,
    /// Copies that have a page, by school and slug.
    copies: BTreeMap<(Option<usize>, &'p str), usize>,
}

impl<'p> Site<'p> {
    /// Lays out a portal's site, saying where two things want one address.
    pub fn new(portal: &'p Portal<'p>, style: LinkStyle, sources: &'p Sources, diagnostics: &mut Diagnostics) -> Self {
        let mut layout = Layout { portal, sources, pages: Vec::new(), diagnostics };
        let (register, ()) = rayon::join(|| Register::new(portal), || layout.add_what_authors_wrote());
        let published = portal.copies.iter().enumerate().filter(|(_, copy)| copy.is_published);
        let copies = published.map(|(index, copy)| ((copy.school, copy.slug.as_str()), index)).collect();
        layout.add_register(&register);
        layout.add(SEARCH_ADDRESS, PageKind::Search, portal.words.say("search.heading").to_owned(), None);
        layout.add("404.html", PageKind::NotFound, portal.words.say("not_found.title").to_owned(), None);
        let mut pages = layout.pages;
        pages.sort_by(|a, b| a.address.cmp(&b.address));
        let by_address = pages.iter().enumerate().map(|(index, page)| (page.address.clone(), index)).collect();
        let files = site_files(portal, sources);
        check_logos(portal, &files, diagnostics);
        let file_addresses = files.iter().enumerate().map(|(index, file)| (file.address.clone(), index)).collect();
        let has_local_changes = portal.copies.iter().any(|copy| !copy.changes.is_empty());
        Self { portal, sources, pages, files, style, register, has_local_changes, by_address, file_addresses, copies }
    }

    /// The page at an address.
    pub fn page(&self, address: &str) -> Option<&SitePage> {
        self.by_address.get(address).map(|index| &self.pages[*index])
    }

    /// Whether a file stands at an address.
    pub fn has_file(&self, address: &str) -> bool {
        self.file_addresses.contains_key(address)
    }

    /// The copy of a policy that a place has a page of.
    pub fn copy(&self, school: Option<usize>, slug: &str) -> Option<&'p PolicyCopy<'p>> {
        self.copies.get(&(school, slug)).map(|index| &self.portal.copies[*index])
    }

    /// The full address on the web, where the portal has a `base_url`.
    pub fn canonical(&self, address: &str) -> Option<String> {
        Some(format!("{}{address}", self.portal.base_url.as_deref()?))
    }

    /// The copies that a place's home lists: its own and, for a school, the trust's where the trust alone has one; none
    /// that is withdrawn.
    pub fn listed(&self, school: Option<usize>) -> impl Iterator<Item = &'p PolicyCopy<'p>> {
        let portal = self.portal;
        let of = move |place: Option<usize>| {
            let copies = self.copies.range((place, "")..).take_while(move |((whose, _), _)| *whose == place);
            copies.map(move |(_, index)| &portal.copies[*index])
        };
        let shared = school.map(|index| {
            let school = portal.schools[index].school;
            of(None).filter(|copy| copy.front.copies() == Copies::Trust && applies_to(&copy.front, school))
        });
        of(school).chain(shared.into_iter().flatten()).filter(|copy| copy.standing != Standing::Withdrawn)
    }
}

struct Layout<'l, 'p> {
    portal: &'p Portal<'p>,
    sources: &'l Sources,
    pages: Vec<SitePage>,
    diagnostics: &'l mut Diagnostics,
}

impl Layout<'_, '_> {
    fn add(&mut self, address: &str, kind: PageKind, title: String, file: Option<FileId>) {
        self.pages.push(SitePage { address: address.to_owned(), kind, title, file });
    }

    fn add_what_authors_wrote(&mut self) {
        let portal = self.portal;
        self.add("", PageKind::Trust, portal.content.trust.name.clone(), None);
        for (index, view) in portal.schools.iter().enumerate() {
            self.add(&school_address(&view.school.slug), PageKind::School(index), view.school.name.clone(), None);
        }
        for (index, copy) in portal.copies.iter().enumerate().filter(|(_, copy)| copy.is_published) {
            self.add(&copy.address(portal), PageKind::Policy(index), copy.title.clone(), Some(copy.file()));
        }
        for page in versions::pages(portal) {
            self.add(&page.address, page.kind, page.title, page.file);
        }
        self.add_plain_pages();
        self.add_statement();
        self.add_aliases();
        self.add_what_is_gone();
    }

    fn at(&self, address: &str) -> Option<&SitePage> {
        self.pages.iter().find(|page| page.address == address)
    }

    fn add_register(&mut self, register: &Register) {
        let portal = self.portal;
        let words = portal.words;
        let mut add = |address: &str, page: RegisterPage, title: String| {
            self.add(address, PageKind::Register(page), title, None);
        };
        add(register::ADDRESS, RegisterPage::BySchool, words.say("register.title").to_owned());
        add(register::BY_MONTH, RegisterPage::ByMonth, words.say("register.by_month_title").to_owned());
        add(register::LOCAL_CHANGES, RegisterPage::LocalChanges, words.say("local_register.title").to_owned());
        if portal.requirements.is_some() {
            add(register::REQUIRED, RegisterPage::Required, words.say("required.title").to_owned());
        }
        let meetings = &portal.content.trust.meetings;
        if !meetings.is_empty() {
            add(register::MEETINGS, RegisterPage::Meetings, words.say("board.meetings").to_owned());
        }
        for meetings in meetings.chunk_by(|one, other| one.date == other.date) {
            let bodies: Vec<String> = meetings.iter().map(|meeting| meeting.body.clone()).collect();
            let day = meetings[0].date;
            let printed = words.date(CalendarDate::Day(day));
            let title = words.fill("board.title", &[("bodies", &words.joined(&bodies)), ("day", &printed)]);
            add(&register::meeting_address(day), RegisterPage::Meeting(day), title);
        }
        for (index, view) in portal.schools.iter().enumerate() {
            let title = words.fill("register.school_title", &[("school", &view.school.name)]);
            add(&register::school_address(&view.school.slug), RegisterPage::School(index), title);
        }
        for (index, owner) in register.owners.iter().enumerate() {
            let title = words.fill("register.owner_title", &[("owner", &owner.name)]);
            add(&register::owner_address(owner), RegisterPage::Owner(index), title);
        }
    }

    fn add_plain_pages(&mut self) {
        for (index, page) in self.portal.pages.iter().enumerate() {
            let source = page.source;
            if RESERVED.contains(&source.slug.as_str()) {
                let message = format!("a page cannot be called \"{}\": the site has something else there", source.slug);
                let path = self.sources.path(source.file);
                let fault = Diagnostic::error_in(Code::AddressTaken, path, message);
                self.diagnostics.push(fault.help(format!("rename it, for example to {}-page.md", source.slug)));
                continue;
            }
            let address = format!("{}/", source.slug);
            self.add(&address, PageKind::Page(index), source.title.clone(), Some(source.file));
        }
    }

    fn add_statement(&mut self) {
        let Some(statement) = &self.portal.statement else { return };
        let taken = self.at(STATEMENT_ADDRESS).and_then(|page| page.file);
        if let Some(file) = taken {
            let message = "this page and [accessibility] in trust.toml are both the accessibility statement";
            let fault = Diagnostic::error(Code::AddressTaken, Place::new(file, 0..0), message);
            let help = "delete this page, or take [accessibility] out of trust.toml";
            self.diagnostics.push(fault.note(statement.source.place, "[accessibility]").help(help));
            return;
        }
        let file = Some(self.portal.content.trust.file);
        self.add(STATEMENT_ADDRESS, PageKind::Statement, "Accessibility statement".to_owned(), file);
    }

    /// What was public at an address that nothing has now, a new document's old address neither.
    fn add_what_is_gone(&mut self) {
        for page in versions::gone(self.portal) {
            if self.at(&page.address).is_none() {
                self.add(&page.address, page.kind, page.title, page.file);
            }
        }
    }

    fn add_aliases(&mut self) {
        let portal = self.portal;
        // The same lines of a trust policy serve every school's copy: a fault in them is said once.
        for copy in portal.copies.iter().filter(|copy| copy.is_published) {
            let school = copy.school.map(|index| &portal.schools[index].school.slug);
            for alias in copy.front.texts(Field::Aliases) {
                let make = |slug: &Slug| policy_address(school, slug);
                self.add_alias(alias, &make, &copy.address(portal), &copy.title);
            }
        }
        for page in &portal.pages {
            for alias in &page.source.aliases {
                let target = format!("{}/", page.source.slug);
                self.add_alias(alias, &|slug| format!("{slug}/"), &target, &page.source.title);
            }
        }
    }

    fn add_alias(&mut self, alias: &Located<String>, address: &dyn Fn(&Slug) -> String, target: &str, title: &str) {
        let slug = match Slug::parse(&alias.value) {
            Ok(slug) => slug,
            Err(fault) => {
                let message = format!("the old address \"{}\" cannot be part of a web address", alias.value);
                let fault = Diagnostic::error(Code::BadSlug, alias.place, message)
                    .help(format!("write \"{}\"", fault.suggestion));
                self.diagnostics.push(fault);
                return;
            }
        };
        let address = address(&slug);
        let reserved = RESERVED.iter().any(|name| address == format!("{name}/"));
        if let Some(taken) = self.at(&address) {
            let message = format!("the old address \"{slug}\" is that of \"{}\" now", taken.title);
            let mut fault = Diagnostic::error(Code::AddressTaken, alias.place, message);
            if let Some(file) = taken.file {
                fault = fault.note(Place::new(file, 0..0), "which stands there");
            }
            self.diagnostics.push(fault.help("take it out of aliases, or rename the other"));
        } else if reserved {
            let message = format!("the old address \"{slug}\" is one that the site uses for something else");
            let fault = Diagnostic::error(Code::AddressTaken, alias.place, message);
            self.diagnostics.push(fault.help("take it out of aliases"));
        } else {
            self.add(&address, PageKind::Redirect(target.to_owned()), title.to_owned(), Some(alias.place.file));
        }
    }
}

fn site_files(portal: &Portal<'_>, sources: &Sources) -> Vec<SiteFile> {
    let content = portal.content;
    let mut files: Vec<SiteFile> = Vec::new();
    for (address, file) in &content.files {
        let path = format!("{}/{address}", content.folder);
        files.push(SiteFile { address: address.clone(), file: file.clone(), path });
    }
    // What lies beside a text is published with it: not while it is a draft, nor where it has no page. What a released
    // version shows stays.
    let published = portal.copies.iter().filter(|copy| copy.is_published);
    let shown: BTreeSet<FileId> = published.flat_map(PolicyCopy::files).map(|policy| policy.file).collect();
    let mut add_assets = |policy: &PolicyFile, address: &str| {
        let folder = policy.path.strip_suffix("index.md").unwrap_or(&policy.path);
        let is_shown = shown.contains(&policy.file);
        let in_released = |asset: &Asset| {
            let documents = portal.documents.iter().filter(|document| document.slug == policy.slug);
            documents.flat_map(Document::releases).any(|release| release.markdown(sources).contains(&asset.name))
        };
        for asset in policy.assets.iter().filter(|asset| is_shown || in_released(asset)) {
            files.push(SiteFile {
                address: format!("{address}{}", asset.name),
                file: asset.file.clone(),
                path: format!("{}/{folder}{}", content.folder, asset.name),
            });
        }
    };
    for policy in &content.policies {
        add_assets(policy, &policy_address(None, &policy.slug));
    }
    for school in &content.schools {
        for policy in &school.policies {
            add_assets(policy, &policy_address(Some(&school.slug), &policy.slug));
        }
    }
    for page in &content.pages {
        let folder = page.path.strip_suffix("index.md").unwrap_or(&page.path);
        for asset in &page.assets {
            files.push(SiteFile {
                address: format!("{}/{}", page.slug, asset.name),
                file: asset.file.clone(),
                path: format!("{}/{folder}{}", content.folder, asset.name),
            });
        }
    }
    files.sort_by(|a, b| a.address.cmp(&b.address));
    files
}

/// A logo that is not there would leave a gap at the head of every page.
fn check_logos(portal: &Portal<'_>, files: &[SiteFile], diagnostics: &mut Diagnostics) {
    let trust = &portal.content.trust;
    let schools = portal.content.schools.iter().map(|school| &school.own.brand);
    for logo in
        [&trust.brand, &trust.school_defaults.brand].into_iter().chain(schools).filter_map(|brand| brand.logo.as_ref())
    {
        if files.iter().any(|file| file.address == logo.value) {
            continue;
        }
        let message = format!("there is no file \"{}\" in the portal's folder", logo.value);
        let help = match nearest(&logo.value, files.iter().map(|file| file.address.as_str())) {
            Some(near) => format!("did you mean logo = \"{near}\"? Capitals count on the web"),
            None => "put the logo in the portal's files/, and write logo = \"files/…\"".to_owned(),
        };
        diagnostics.push(Diagnostic::error(Code::DeadLink, logo.place, message).help(help));
    }
}
