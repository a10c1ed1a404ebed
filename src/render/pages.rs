//! The context of each kind of page, and the template that it goes to.

use super::body::Body;
use super::context::{
    BrandFacts, ChangeFacts, DocumentFacts, HomeKind, LinkFacts, LocalChangesKind, NoKind, PageFacts, PlainKind,
    PolicyChanges, PolicyKind, ReadyParts, RedirectKind, SchoolChanges, SchoolFacts, SchoolLink, SearchKind,
    TrustFacts,
};
use super::document::{contents, document, gather, instruction_label, marks_of, review_text, standing_notice};
use super::facts::{Facts, overdue};
use super::files::is_for_search_engines;
use super::layout::{Layout, Marks};
use super::surroundings::Surroundings;
use super::{Renderer, board, letters, register, required};
use crate::calendar::CalendarDate;
use crate::diagnostic::Diagnostics;
use crate::merge::{LocalChange, PolicyCopy};
use crate::model::{CopyOrigin, Field, Verb, Words, school_address};
use crate::register as register_address;
use crate::site::{Href, PageKind, RegisterPage, Resolver, Site, SitePage};
use crate::template::{Prepared, SafeHtml, ThemeFault};
use serde::Serialize;

/// One page's HTML.
pub fn render(
    renderer: &Renderer<'_, '_>,
    page: &SitePage,
    diagnostics: &mut Diagnostics,
) -> Result<String, Box<ThemeFault>> {
    let Renderer { site, theme, .. } = *renderer;
    let href = match (&page.kind, site.portal.base_url.as_deref()) {
        (PageKind::NotFound, base) => Href::from_anywhere(base.unwrap_or("/"), site.style),
        _ => Href::from_page(&page.address, site.style),
    };
    let words = site.portal.words;
    let maker = Maker { renderer, site, page, words, facts: Facts { site, href: &href, words } };
    match &page.kind {
        PageKind::Trust => theme.render("trust.html", &maker.trust_home()),
        PageKind::School(school) => theme.render("school.html", &maker.school_home(*school)),
        PageKind::Policy(copy) => theme.render("policy.html", &maker.policy(*copy, diagnostics)),
        PageKind::Versions(document) => theme.render("versions.html", &maker.versions(*document)),
        PageKind::Version(document, version) => {
            theme.render("version.html", &maker.version(*document, *version, diagnostics))
        }
        PageKind::Changes(document, version) => theme.render("changes.html", &maker.changes(*document, *version)),
        PageKind::Gone(document) => theme.render("versions.html", &maker.gone(*document)),
        PageKind::FormerSchool(school) => theme.render("former-school.html", &maker.former_school(school)),
        PageKind::Page(index) => theme.render("page.html", &maker.plain(*index, diagnostics)),
        PageKind::Statement => match &site.portal.statement {
            Some(statement) => theme.render("statement.html", &maker.statement(statement)),
            None => theme.render("not-found.html", &maker.not_found()),
        },
        PageKind::Register(page) => match page {
            RegisterPage::BySchool => theme.render("register.html", &maker.register(register::by_school(&maker.facts))),
            RegisterPage::School(school) => {
                theme.render("register.html", &maker.register(register::of_school(&maker.facts, *school)))
            }
            RegisterPage::ByMonth => {
                theme.render("register-due.html", &maker.register(register::by_month(&maker.facts)))
            }
            RegisterPage::Owner(owner) => {
                theme.render("register-owner.html", &maker.register(register::of_owner(&maker.facts, *owner)))
            }
            RegisterPage::Required => {
                theme.render("register-required.html", &maker.register(required::required(&maker.facts)))
            }
            RegisterPage::Meetings => {
                theme.render("register-meetings.html", &maker.register(board::meetings(&maker.facts)))
            }
            RegisterPage::Meeting(day) => {
                theme.render("register-board.html", &maker.register(board::meeting(&maker.facts, *day)))
            }
            RegisterPage::LocalChanges => theme.render("register-local.html", &maker.local_changes(diagnostics)),
        },
        PageKind::Search => theme.render("search.html", &maker.search()),
        PageKind::Redirect(target) => theme.render("redirect.html", &maker.redirect(target)),
        PageKind::NotFound => theme.render("not-found.html", &maker.not_found()),
    }
}

pub(super) struct Maker<'m, 'p> {
    pub(super) renderer: &'m Renderer<'m, 'p>,
    pub(super) site: &'m Site<'p>,
    pub(super) page: &'m SitePage,
    pub(super) words: &'m Words,
    pub(super) facts: Facts<'m, 'p>,
}

/// What differs from page to page in the frame.
pub(super) struct Frame<K> {
    pub(super) heading: String,
    pub(super) title: String,
    pub(super) description: Option<String>,
    pub(super) canonical: Option<String>,
    pub(super) school: Option<usize>,
    pub(super) breadcrumbs: Vec<LinkFacts>,
    pub(super) kind: K,
}

/// A context that owns what it shows, so that it can be handed to the theme.
#[derive(Serialize)]
pub(super) struct Framed<'m, K: Serialize> {
    page: PageFacts,
    words: &'m Words,
    trust: Prepared<TrustFacts>,
    school: Option<Prepared<SchoolFacts>>,
    brand: Prepared<BrandFacts>,
    ready: ReadyParts,
    #[serde(flatten)]
    kind: K,
}

impl<'m, 'p> Maker<'m, 'p> {
    pub(super) fn framed<K: Serialize>(&self, frame: Frame<K>) -> Framed<'m, K> {
        self.framed_in(self.surroundings(frame.school), frame)
    }

    fn framed_in<K: Serialize>(&self, surroundings: Surroundings, frame: Frame<K>) -> Framed<'m, K> {
        let Frame { heading, title, description, canonical, school: _, breadcrumbs, kind } = frame;
        let Surroundings { home, assets, stylesheet, trust, school, brand, paper: _, ready } = surroundings;
        let portal = self.site.portal;
        Framed {
            page: PageFacts {
                kind: self.page.kind.word(),
                title,
                heading,
                lang: portal.content.trust.language.value.clone(),
                canonical,
                description,
                noindex: !is_for_search_engines(self.site, self.page),
                home,
                assets,
                stylesheet,
                breadcrumbs,
                as_of: tells_what_is_due(&self.page.kind).then(|| self.words.date(CalendarDate::Day(portal.today))),
            },
            words: self.words,
            trust,
            school,
            brand,
            ready,
            kind,
        }
    }

    pub(super) fn trust_name(&self) -> &'p str {
        &self.site.portal.content.trust.name
    }

    pub(super) fn canonical(&self) -> Option<String> {
        self.site.canonical(&self.page.address)
    }

    pub(super) fn home_crumb(&self) -> LinkFacts {
        LinkFacts { title: self.trust_name().to_owned(), href: self.facts.href.to("") }
    }

    pub(super) fn crumbs(&self, school: Option<usize>) -> Vec<LinkFacts> {
        let mut crumbs = vec![self.home_crumb()];
        if let Some(index) = school {
            let school = self.site.portal.schools[index].school;
            crumbs.push(LinkFacts {
                title: school.name.clone(),
                href: self.facts.href.to(&school_address(&school.slug)),
            });
        }
        crumbs
    }

    /// Words about the trust.
    fn of_trust(&self, key: &str) -> String {
        self.words.fill(key, &[("trust", self.trust_name())])
    }

    fn trust_home(&self) -> Framed<'m, HomeKind> {
        let schools = self.site.portal.schools.iter().map(|view| SchoolLink {
            name: view.school.name.clone(),
            href: self.facts.href.to(&school_address(&view.school.slug)),
            phase: view.particulars.phase.map(|phase| self.words.phase(phase).to_owned()),
        });
        self.framed(Frame {
            heading: self.of_trust("home.heading"),
            title: self.of_trust("home.page_title"),
            description: Some(self.what_the_home_holds()),
            canonical: self.canonical(),
            school: None,
            breadcrumbs: Vec::new(),
            kind: HomeKind { categories: self.facts.categories(None), schools: schools.collect() },
        })
    }

    fn what_the_home_holds(&self) -> String {
        let schools = self.site.portal.schools.len();
        self.words.plural("home.description", schools, &[("trust", self.trust_name())])
    }

    fn school_home(&self, index: usize) -> Framed<'m, HomeKind> {
        let name = &self.site.portal.schools[index].school.name;
        self.framed(Frame {
            heading: name.clone(),
            title: self.words.fill("school.page_title", &[("school", name), ("trust", self.trust_name())]),
            description: Some(self.words.fill("school.description", &[("school", name)])),
            canonical: self.canonical(),
            school: Some(index),
            breadcrumbs: self.crumbs(None),
            kind: HomeKind { categories: self.facts.categories(Some(index)), schools: Vec::new() },
        })
    }

    fn policy(&self, index: usize, diagnostics: &mut Diagnostics) -> Framed<'m, PolicyKind> {
        let portal = self.site.portal;
        let copy = &portal.copies[index];
        let resolver = Resolver::for_copy(self.site, copy, &self.page.address, self.facts.href);
        let school_name = copy.school.map(|index| portal.schools[index].school.name.as_str());
        let copy_of = self.copy_of(copy.origin, school_name);
        let surroundings = self.renderer.shelf.surroundings(copy.school, || self.of_policies(copy.school));
        let lists = self.renderer.shelf.lists(copy);
        let ReadyParts { front_sheet, contents, .. } = lists.ready.clone();
        let layout = self.renderer.shelf.layout(copy, marks_of(copy, school_name));
        let document = DocumentFacts {
            notice: standing_notice(copy, self.words),
            review: overdue(copy, portal.content.trust.review_notice, self.words),
            review_text: review_text(copy, portal.content.trust.review_notice, self.words),
            trust_copy: self.trust_copy(copy),
            paper: surroundings.paper.clone(),
            versions: self.policy_versions(copy),
            ..document(copy, lists, &layout, &resolver, copy_of, self.words, diagnostics)
        };
        let frame = Frame {
            heading: copy.title.clone(),
            title: format!("{} - {}", copy.title, school_name.unwrap_or(self.trust_name())),
            description: Some(match copy.front.text(Field::Summary) {
                Some(summary) => summary.to_owned(),
                None => format!("{}: {}.", copy.title, self.copy_of(copy.origin, school_name)),
            }),
            canonical: self.canonical(),
            school: copy.school,
            breadcrumbs: self.crumbs(copy.school),
            kind: PolicyKind { document },
        };
        let ready = ReadyParts { front_sheet, contents, ..surroundings.ready };
        self.framed_in(Surroundings { ready, ..surroundings }, frame)
    }

    /// Whose copy a page is, in words.
    pub(super) fn copy_of(&self, origin: CopyOrigin, school: Option<&str>) -> String {
        let trust = self.trust_name();
        match (school, origin) {
            (None, _) => self.of_trust("policy.of_trust"),
            (Some(school), CopyOrigin::School) => self.words.fill("policy.of_school", &[("school", school)]),
            (Some(school), CopyOrigin::Trust) => {
                self.words.fill("policy.copy", &[("school", school), ("trust", trust)])
            }
            (Some(school), CopyOrigin::Amended) => {
                self.words.fill("policy.amended_copy", &[("school", school), ("trust", trust)])
            }
        }
    }

    fn trust_copy(&self, copy: &PolicyCopy<'_>) -> Option<String> {
        copy.school?;
        let trusts = self.site.copy(None, copy.slug.as_str()).filter(|_| copy.origin != CopyOrigin::School)?;
        Some(self.facts.href.to(&trusts.address(self.site.portal)))
    }

    fn plain(&self, index: usize, diagnostics: &mut Diagnostics) -> Framed<'m, PlainKind> {
        let page = &self.site.portal.pages[index];
        let mut own = Vec::new();
        gather(&page.text.sections, &page.values, &mut own);
        let resolver = Resolver::for_page(self.site, &self.page.address, own, self.facts.href);
        let marks = Marks { policy_is_the_schools: false, school: None };
        let layout = Layout::new(&page.text, marks, &page.source.path, self.words);
        let mut body = Body::new(&resolver, &page.values, self.words, diagnostics);
        let text = body.text(&page.text, &layout);
        let contents = contents(&page.text.sections, &page.values, false, 3);
        self.framed(Frame {
            heading: page.source.title.clone(),
            title: format!("{} - {}", page.source.title, self.trust_name()),
            description: page.source.summary.clone().or_else(|| Some(page.source.title.clone())),
            canonical: self.canonical(),
            school: None,
            breadcrumbs: vec![self.home_crumb()],
            kind: PlainKind { body: SafeHtml(text), contents },
        })
    }

    /// A page of the register, but for the list of local changes.
    fn register<K: Serialize>(&self, kind: K) -> Framed<'m, K> {
        let is_top = self.page.address == register_address::ADDRESS;
        self.framed(Frame {
            heading: self.page.title.clone(),
            title: format!("{} - {}", self.page.title, self.trust_name()),
            description: Some(self.of_trust("register.description")),
            canonical: self.canonical(),
            school: None,
            breadcrumbs: if is_top { vec![self.home_crumb()] } else { self.register_crumbs() },
            kind,
        })
    }

    fn register_crumbs(&self) -> Vec<LinkFacts> {
        let title = self.words.say("nav.register").to_owned();
        vec![self.home_crumb(), LinkFacts { title, href: self.facts.href.to(register_address::ADDRESS) }]
    }

    fn local_changes(&self, diagnostics: &mut Diagnostics) -> Framed<'m, LocalChangesKind> {
        let portal = self.site.portal;
        let mut groups: Vec<SchoolChanges> = Vec::new();
        for (index, view) in portal.schools.iter().enumerate() {
            let copies = portal.copies.iter().filter(|copy| copy.school == Some(index) && !copy.changes.is_empty());
            let policies: Vec<PolicyChanges> = copies.map(|copy| self.policy_changes(copy, diagnostics)).collect();
            if !policies.is_empty() {
                groups.push(SchoolChanges {
                    school: view.school.name.clone(),
                    href: self.facts.href.to(&school_address(&view.school.slug)),
                    policies,
                });
            }
        }
        self.framed(Frame {
            heading: self.page.title.clone(),
            title: format!("{} - {}", self.page.title, self.trust_name()),
            description: Some(self.of_trust("local_register.description")),
            canonical: self.canonical(),
            school: None,
            breadcrumbs: self.register_crumbs(),
            kind: LocalChangesKind {
                register: register::frame(&self.facts, RegisterPage::LocalChanges, &[], false),
                groups,
            },
        })
    }

    fn policy_changes(&self, copy: &'p PolicyCopy<'p>, diagnostics: &mut Diagnostics) -> PolicyChanges {
        let address = copy.address(self.site.portal);
        let change = |change: &LocalChange<'_>, diagnostics: &mut Diagnostics| ChangeFacts {
            verb_label: instruction_label(change.verb, self.words).to_owned(),
            verb: change.verb.map_or("new", Verb::word),
            section: copy.filled(&change.heading).plain(),
            target: change.target_heading.as_ref().map(|heading| copy.filled(heading).plain()),
            reason: change.reason.as_ref().map(|reason| {
                // Read on another page than the school's own copy, a link still leads where it would lead there.
                let resolver = self.reason_resolver(copy);
                SafeHtml(Body::new(&resolver, &copy.values, self.words, diagnostics).short(reason))
            }),
            href: change
                .id
                .as_ref()
                .filter(|_| copy.is_published)
                .map(|id| self.facts.href.to(&format!("{address}#{id}"))),
        };
        PolicyChanges {
            title: copy.title.clone(),
            href: if copy.is_published { self.facts.href.to(&address) } else { String::new() },
            changes: copy.changes.iter().map(|one| change(one, diagnostics)).collect(),
        }
    }

    fn reason_resolver(&self, copy: &'p PolicyCopy<'p>) -> Resolver<'_, 'p> {
        Resolver::for_copy(self.site, copy, &self.page.address, self.facts.href).from_elsewhere()
    }

    fn search(&self) -> Framed<'m, SearchKind> {
        self.framed(Frame {
            heading: self.words.say("search.heading").to_owned(),
            title: self.words.fill("search.title", &[("trust", self.trust_name())]),
            description: Some(self.words.fill("search.description", &[("trust", self.trust_name())])),
            canonical: self.canonical(),
            school: None,
            breadcrumbs: vec![self.home_crumb()],
            kind: letters::search_kind(&self.facts),
        })
    }

    fn redirect(&self, target: &str) -> Framed<'m, RedirectKind> {
        self.framed(Frame {
            heading: self.words.say("redirect.heading").to_owned(),
            title: self.words.fill(
                "redirect.page_title",
                &[("page", &self.page.title), ("address", self.page.address.trim_end_matches('/'))],
            ),
            description: None,
            canonical: self.site.canonical(target),
            school: None,
            breadcrumbs: Vec::new(),
            kind: RedirectKind { target: self.facts.href.to(target), target_title: self.page.title.clone() },
        })
    }

    fn not_found(&self) -> Framed<'m, NoKind> {
        self.framed(Frame {
            heading: self.page.title.clone(),
            title: format!("{} - {}", self.page.title, self.trust_name()),
            description: None,
            canonical: None,
            school: None,
            breadcrumbs: Vec::new(),
            kind: NoKind {},
        })
    }
}

/// Whether a page lists what is due, so that it has to say as of which day.
fn tells_what_is_due(kind: &PageKind) -> bool {
    matches!(kind, PageKind::Trust | PageKind::School(_) | PageKind::Register(_))
}
