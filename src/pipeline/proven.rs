//! The proof of a site's finished pages, and what is wrong with them in an author's words.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::proof::{ClashKind, FaultKind, PageReport, ProofFault, Prover, addresses_clash};
use crate::site::{PageKind, Site, SitePage};
use crate::source::{FileId, Passage, Place, Sources};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Proves the pages of one site.
pub(super) struct Provings<'s, 'p> {
    site: &'s Site<'p>,
    prover: Prover,
}

impl<'s, 'p> Provings<'s, 'p> {
    /// Knows every address of the site.
    pub(super) fn new(site: &'s Site<'p>, made: &[String]) -> Self {
        let pages = site.pages.iter().map(SitePage::path);
        let files = site.files.iter().map(|file| file.address.clone());
        let mut prover = Prover::new(pages.chain(files).chain(made.iter().cloned()));
        if let Some(base_url) = &site.portal.base_url {
            prover = prover.with_base("", base_url);
        }
        Self { site, prover }
    }

    /// Says which addresses clash, also when they differ in capitals or accents only: one would be written over the
    /// other, here or on the web server.
    pub(super) fn say_clashes(&self, made: &[String], sources: &Sources, diagnostics: &mut Diagnostics) {
        let source = |page: &SitePage| page.file.map_or("the program's own page", |file| sources.path(file)).into();
        let pages = self.site.pages.iter().map(|page| (page.path().into(), source(page)));
        let files = self.site.files.iter().map(|file| (file.address.as_str().into(), file.path.as_str().into()));
        let made = made.iter().map(|path| (path.as_str().into(), format!("the theme's {path}").into()));
        let all: Vec<(Cow<'_, str>, Cow<'_, str>)> = pages.chain(files).chain(made).collect();
        for clash in addresses_clash(&all) {
            let Some(((address, first), others)) = clash.all.split_first() else { continue };
            for (other, path) in others {
                let message = match clash.kind {
                    ClashKind::Same => format!("this and {first} both want the address {address}"),
                    ClashKind::CaseOrForm => {
                        format!(
                            "this and {first} want addresses that differ in capitals or accents only: {other}, {address}"
                        )
                    }
                    ClashKind::FileAndFolder => {
                        format!("this wants the address {other}, where {first} needs {address} to be a file")
                    }
                };
                let fault = Diagnostic::error_in(Code::AddressTaken, path.as_str(), message);
                diagnostics.push(fault.help("rename one of the two"));
            }
        }
    }

    /// Proves one page.
    pub(super) fn prove(&self, page: &SitePage, html: &str) -> PageReport {
        self.prover.prove_page(&page.path(), html)
    }

    /// Every address in the order of the numbers that reports know them by.
    pub(super) fn addresses(&self) -> impl Iterator<Item = &str> {
        self.prover.addresses()
    }

    /// What is wrong, by page.
    pub(super) fn faults(&self, reports: &[Arc<PageReport>]) -> Vec<(String, ProofFault)> {
        self.prover.finish(reports)
    }

    /// Says what is wrong, each fault at the place in the page's source that it came from, where that can be found.
    pub(super) fn say(&self, faults: Vec<(String, ProofFault)>, sources: &Sources, diagnostics: &mut Diagnostics) {
        if faults.is_empty() {
            return;
        }
        let pages: BTreeMap<String, &SitePage> = self.site.pages.iter().map(|page| (page.path(), page)).collect();
        let had_errors = diagnostics.has_errors();
        let mut said: BTreeSet<(FileId, u32, String)> = BTreeSet::new();
        for (path, fault) in faults {
            let (code, message, help, needles) = worded(&fault.kind);
            let file = pages.get(&path).and_then(|page| page.file);
            let places = pages.get(&path).map_or_else(Vec::new, |page| self.find(page, &needles));
            // The same words of a policy are on the page of every copy, and are wrong once.
            if let [place, ..] = places.as_slice()
                && !said.insert((place.file, place.start, message.clone()))
            {
                continue;
            }
            let fault = match (places.as_slice(), file) {
                ([first, .., second], _) if code == Code::DuplicateId => {
                    Diagnostic::error(code, *second, message).note(*first, "first here")
                }
                ([place, ..], _) => Diagnostic::error(code, *place, message),
                // After an error, what is wrong with a page and not in its source is most often what follows from it.
                ([], _) if had_errors => continue,
                ([], Some(file)) => {
                    Diagnostic::error_in(code, sources.path(file), format!("{message} (on the page {path})"))
                }
                ([], None) => Diagnostic::error_in(code, path, message),
            };
            diagnostics.push(fault.help(help));
        }
    }

    /// Where the texts that a page is made of hold the first of these words that they hold at all.
    fn find(&self, page: &SitePage, needles: &[String]) -> Vec<Place> {
        let portal = self.site.portal;
        let texts: Vec<&Passage> = match page.kind {
            PageKind::Policy(index) => portal.copies[index].files().map(|file| &file.text.whole).collect(),
            PageKind::Page(index) => vec![&portal.pages[index].source.text.whole],
            _ => Vec::new(),
        };
        let found = |needle: &String| -> Vec<Place> {
            let places = |text: &&Passage| -> Vec<Place> {
                let found = text.text().match_indices(needle.as_str());
                found.map(|(at, _)| text.place(at..at + needle.len())).collect()
            };
            texts.iter().flat_map(places).collect()
        };
        needles
            .iter()
            .filter(|needle| !needle.is_empty())
            .map(found)
            .find(|places| !places.is_empty())
            .unwrap_or_default()
    }
}

/// An address as it stands in raw HTML or Markdown: in quotation marks or brackets, or with its spaces.
fn as_written(href: &str) -> Vec<String> {
    let spaced = href.replace("%20", " ");
    vec![format!("\"{href}\""), format!("({href})"), format!("\"{spaced}\""), href.to_owned(), spaced]
}

/// The fault's code, message and help, and the words to look for in the source.
fn worded(kind: &FaultKind) -> (Code, String, String, Vec<String>) {
    let near = |nearest: &Option<String>, otherwise: &str| match nearest {
        Some(near) => format!("did you mean {near}?"),
        None => otherwise.to_owned(),
    };
    match kind {
        FaultKind::DeadLink { href, nearest } => (
            Code::DeadLink,
            format!("the link \"{href}\" leads to nothing in the site"),
            near(nearest, "put the link right, or take it away"),
            as_written(href),
        ),
        FaultKind::DeadFragment { href, nearest } => (
            Code::DeadLink,
            format!("the link \"{href}\" leads to a section that is not there"),
            match nearest {
                Some(near) => format!("did you mean #{near}?"),
                None => "put the part after # right, or take it away".to_owned(),
            },
            as_written(href),
        ),
        FaultKind::CaseDiffers { href, actual } => (
            Code::DeadLink,
            format!("the link \"{href}\" differs from the file's name in capitals or accents"),
            format!("write {actual}"),
            as_written(href),
        ),
        FaultKind::DuplicateId { id } => (
            Code::DuplicateId,
            format!("the id \"{id}\" is on one page twice"),
            "give one of the two another id".to_owned(),
            vec![format!("\"{id}\""), format!("'{id}'"), format!("#{id}")],
        ),
        FaultKind::EmptyHref => (
            Code::DeadLink,
            "a link leads nowhere: its address is empty".to_owned(),
            "write where it leads, or take it away".to_owned(),
            vec!["href=\"\"".to_owned(), "src=\"\"".to_owned(), "href=''".to_owned()],
        ),
        FaultKind::BadScheme { href } => (
            Code::DeadLink,
            format!("the link \"{href}\" is of a kind that is not published"),
            "a link is a policy's name, or begins with https:, http:, mailto: or tel:".to_owned(),
            as_written(href),
        ),
        FaultKind::RootRelative { href } => (
            Code::DeadLink,
            format!("the link \"{href}\" begins at the top of the web server, which fails in a sub-folder"),
            "write it without the slash in front".to_owned(),
            as_written(href),
        ),
        FaultKind::LeavesSite { href } => (
            Code::DeadLink,
            format!("the link \"{href}\" leads out of the site"),
            "write a policy's name, or a whole web address".to_owned(),
            as_written(href),
        ),
    }
}
