//! The proof of a whole site, page by page.

use super::fault::{FaultKind, ProofFault};
use super::fold::folded;
use super::meant::{Searches, shown};
use super::resolve::{Leads, follow, resolve, trimmed, unescaped};
use super::scan::{Link, LinkKind, PageProof, hash_of};
use serde::{Deserialize, Serialize};
use std::borrow::Borrow;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

/// What one page leaves behind for [`Prover::finish`]; small, and in no order. It holds for as long as the page's bytes
/// and the site's addresses are the same.
#[derive(Debug, Serialize, Deserialize)]
pub struct PageReport {
    page: Arc<str>,
    /// The numbers of its ids, in order: one list for all pages that have the same ids, as a policy's copies do.
    #[serde(skip)]
    pub(super) ids: Arc<[u64]>,
    /// The numbers of the files of the site that it links to, each once, in order.
    links: Box<[u32]>,
    away: Box<[Away]>,
    #[serde(skip)]
    faults: Vec<Pending>,
}

impl PageReport {
    /// The numbers of the addresses that the page links to, its own left out: see [`Prover::addresses`].
    pub fn links(&self) -> &[u32] {
        &self.links
    }

    /// Whether nothing is wrong with the page by itself.
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }
}

/// A link to a place within another page.
#[derive(Debug, Serialize, Deserialize)]
struct Away {
    target: u32,
    fragment: u64,
    decoded: u64,
    at: u32,
    href: Box<str>,
}

#[derive(Debug)]
struct Pending {
    fault: ProofFault,
    /// The file that a dead link leads to.
    target: Option<Box<str>>,
}

#[derive(Debug)]
struct Base {
    folder: String,
    url: String,
}

/// The ids of the pages proven so far: policies share most of theirs, so there are few.
#[derive(Debug, Default)]
struct KnownIds {
    /// Those of a page, each list once.
    lists: HashSet<Arc<[u64]>>,
    /// The words for the numbers that ids are kept as.
    names: HashMap<u64, Box<str>>,
}

/// Knows every address of a site, and proves its pages one by one, on any thread.
#[derive(Debug)]
pub struct Prover {
    addresses: Vec<Arc<str>>,
    numbers: HashMap<Arc<str>, u32>,
    by_form: OnceLock<HashMap<String, u32>>,
    ids: RwLock<KnownIds>,
    bases: Vec<Base>,
}

impl Prover {
    /// Knows these addresses: every file of the site, by its path from the output folder with forward slashes.
    pub fn new(addresses: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let mut all: Vec<Arc<str>> = addresses.into_iter().map(|address| Arc::from(address.into())).collect();
        all.sort_unstable();
        all.dedup();
        let numbers = all.iter().zip(0..).map(|(address, number)| (Arc::clone(address), number)).collect();
        Self { addresses: all, numbers, by_form: OnceLock::new(), ids: RwLock::default(), bases: Vec::new() }
    }

    /// Says at which address of the web a folder of the site (`""` for the top) will be, for its `404.html`: that page
    /// alone is shown at any address, so its links start with `base_url`, or with `/` and the path of it.
    #[must_use]
    pub fn with_base(mut self, folder: &str, base_url: &str) -> Self {
        let folder = if folder.is_empty() { String::new() } else { format!("{}/", folder.trim_end_matches('/')) };
        self.bases.push(Base { folder, url: base_url.trim_end_matches('/').to_owned() });
        self
    }

    /// Every address in the order of its number.
    pub fn addresses(&self) -> impl Iterator<Item = &str> {
        self.addresses.iter().map(|address| &**address)
    }

    /// Proves the page at `path`; links to places within other pages are settled in [`Prover::finish`].
    pub fn prove_page(&self, path: &str, html: &str) -> PageReport {
        let proof = PageProof::read(html);
        let ids = self.ids_of(&proof);
        let mut faults = Vec::new();
        if ids.len() < proof.ids.len() {
            let twice = proof.duplicate_ids().into_iter();
            faults.extend(twice.map(|(id, at)| pending(at, FaultKind::DuplicateId { id: id.to_owned() })));
        }
        let base = self.base_of(path);
        let mut page = OnePage {
            prover: self,
            path,
            base,
            buffer: String::new(),
            seen: HashSet::new(),
            ids: &ids,
            links: Vec::new(),
            away: Vec::new(),
            faults,
        };
        for link in proof.links() {
            page.prove(link);
        }
        let OnePage { mut links, away, faults, .. } = page;
        links.sort_unstable();
        links.dedup();
        let page = self.numbers.get_key_value(path).map_or_else(|| path.into(), |(known, _)| Arc::clone(known));
        PageReport { page, ids, links: links.into(), away: away.into(), faults }
    }

    /// Settles what no page can prove alone, and gives back all faults with their pages' paths, in the order of paths
    /// and then of bytes.
    pub fn finish(&self, reports: &[impl Borrow<PageReport>]) -> Vec<(String, ProofFault)> {
        let mut reports: Vec<&PageReport> = reports.iter().map(Borrow::borrow).collect();
        // Sorted here, not as they come: threads end in any order.
        reports.sort_unstable_by(|a, b| a.page.cmp(&b.page));
        let known = self.ids.read().unwrap_or_else(PoisonError::into_inner);
        let ids_at = |target: u32| {
            let address = self.addresses.get(target as usize)?;
            let report = reports.binary_search_by(|report| report.page.cmp(address)).ok()?;
            Some(&*reports[report].ids)
        };
        let mut searches = Searches::new(&self.addresses, &known.names);
        let mut all = Vec::new();
        for report in &reports {
            let mut faults: Vec<ProofFault> = Vec::new();
            for pending in &report.faults {
                let mut fault = pending.fault.clone();
                match &mut fault.kind {
                    FaultKind::DeadLink { nearest, .. } => {
                        *nearest = pending.target.as_deref().and_then(|target| searches.address(target));
                    }
                    FaultKind::DeadFragment { href, nearest } => *nearest = searches.id(href, &report.ids),
                    _ => {}
                }
                faults.push(fault);
            }
            for away in &report.away {
                // What was not proven (a PDF, an attached page) has ids that nobody knows.
                let Some(ids) = ids_at(away.target) else { continue };
                if ids.binary_search(&away.fragment).is_err() && ids.binary_search(&away.decoded).is_err() {
                    let nearest = searches.id(&away.href, ids);
                    let kind = FaultKind::DeadFragment { href: away.href.to_string(), nearest };
                    faults.push(ProofFault { at: away.at as usize, kind });
                }
            }
            faults.sort();
            all.extend(faults.into_iter().map(|fault| (report.page.to_string(), fault)));
        }
        all
    }

    /// The numbers of a page's ids, in order. The words of those that are new are remembered.
    fn ids_of(&self, proof: &PageProof<'_>) -> Arc<[u64]> {
        let numbers = proof.id_hashes();
        if let Some(list) = self.ids.read().unwrap_or_else(PoisonError::into_inner).lists.get(&*numbers) {
            return Arc::clone(list);
        }
        let mut known = self.ids.write().unwrap_or_else(PoisonError::into_inner);
        for id in &proof.ids {
            known.names.entry(id.hash).or_insert_with(|| id.name.as_ref().into());
        }
        // Asked again: another thread may have been quicker.
        let list = known.lists.get(&*numbers).map_or_else(|| numbers.into(), Arc::clone);
        known.lists.insert(Arc::clone(&list));
        list
    }

    fn base_of<'a>(&'a self, path: &'a str) -> Option<(&'a str, &'a str)> {
        let folder = path.strip_suffix("404.html").filter(|folder| folder.is_empty() || folder.ends_with('/'))?;
        let known = self.bases.iter().find(|base| base.folder == folder);
        Some(known.map_or((folder, ""), |base| (folder, base.url.as_str())))
    }

    /// The number of the address that differs from `file` in case or Unicode form only.
    fn by_form(&self, file: &str) -> Option<u32> {
        let by_form = self.by_form.get_or_init(|| {
            let mut by_form = HashMap::with_capacity(self.addresses.len());
            for (address, number) in self.addresses.iter().zip(0..) {
                by_form.entry(folded(address).into_owned()).or_insert(number);
            }
            by_form
        });
        by_form.get(folded(file).as_ref()).copied()
    }
}

struct OnePage<'a> {
    prover: &'a Prover,
    path: &'a str,
    /// Of a `404.html`: its folder, and where that folder will be.
    base: Option<(&'a str, &'a str)>,
    buffer: String,
    seen: HashSet<(u32, u64)>,
    ids: &'a [u64],
    links: Vec<u32>,
    away: Vec<Away>,
    faults: Vec<Pending>,
}

impl OnePage<'_> {
    fn prove(&mut self, link: &Link<'_>) {
        let href = trimmed(&link.value);
        if let Some(fragment) = href.strip_prefix('#') {
            return self.prove_own(link.at, &href, Some(fragment));
        }
        let mut buffer = std::mem::take(&mut self.buffer);
        let leads = match self.base {
            Some((folder, url)) => resolve_from_base(&href, folder, url, self.path, &mut buffer),
            None => resolve(&href, self.path, &mut buffer),
        };
        let fault = |kind: fn(String) -> FaultKind| Some(kind(href.clone().into_owned()));
        let kind = match leads {
            Leads::Elsewhere => None,
            Leads::Empty => Some(FaultKind::EmptyHref),
            Leads::BadScheme if link.kind == LinkKind::Part && is_data(&href) => None,
            Leads::BadScheme => fault(|href| FaultKind::BadScheme { href }),
            Leads::RootRelative => fault(|href| FaultKind::RootRelative { href }),
            Leads::LeavesSite => fault(|href| FaultKind::LeavesSite { href }),
            Leads::Within(fragment) => {
                self.prove_within(link.at, &href, &buffer, fragment);
                None
            }
        };
        if let Some(kind) = kind {
            self.faults.push(pending(link.at, kind));
        }
        self.buffer = buffer;
    }

    fn prove_within(&mut self, at: usize, href: &str, file: &str, fragment: Option<&str>) {
        if file == self.path {
            self.prove_own(at, href, fragment);
        } else if let Some(target) = self.prover.numbers.get(file) {
            self.links.push(*target);
            let Some(fragment) = fragment.and_then(place_in_page) else { return };
            let hash = hash_of(fragment);
            if self.seen.insert((*target, hash)) {
                let decoded = hash_of(&unescaped(fragment));
                let at = u32::try_from(at).unwrap_or(u32::MAX);
                self.away.push(Away { target: *target, fragment: hash, decoded, at, href: href.into() });
            }
        } else if let Some(number) = self.prover.by_form(file) {
            let actual = shown(&self.prover.addresses[number as usize]);
            self.faults.push(pending(at, FaultKind::CaseDiffers { href: href.to_owned(), actual }));
        } else {
            let dead = pending(at, FaultKind::DeadLink { href: href.to_owned(), nearest: None });
            self.faults.push(Pending { target: Some(file.into()), ..dead });
        }
    }

    fn prove_own(&mut self, at: usize, href: &str, fragment: Option<&str>) {
        let Some(fragment) = fragment.and_then(place_in_page) else { return };
        let is_there = |id: &str| self.ids.binary_search(&hash_of(id)).is_ok();
        if !is_there(fragment) && !is_there(&unescaped(fragment)) {
            self.faults.push(pending(at, FaultKind::DeadFragment { href: href.to_owned(), nearest: None }));
        }
    }
}

/// As [`resolve`], for a page that is shown at any address: its links start at `url`, or at the path of it.
fn resolve_from_base<'h>(href: &'h str, folder: &str, url: &str, page: &str, file: &mut String) -> Leads<'h> {
    let host = url.find("://").map_or(0, |at| at + 3);
    let path = url[host..].find('/').map_or("", |slash| &url[host + slash..]);
    let below =
        |start: &str| href.strip_prefix(start).filter(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']));
    let rest = if url.is_empty() { None } else { below(url) };
    let rest = rest.or_else(|| if href.starts_with('/') && !href.starts_with("//") { below(path) } else { None });
    match rest {
        Some(rest) => {
            let (before, fragment) = rest.split_once('#').map_or((rest, None), |(before, after)| (before, Some(after)));
            let path = before.split_once('?').map_or(before, |(path, _)| path);
            file.clear();
            file.push_str(folder);
            if follow(path.trim_start_matches('/'), file) { Leads::Within(fragment) } else { Leads::LeavesSite }
        }
        None => resolve(href, page, file),
    }
}

/// The id in a fragment; `None` where it means the top of the page, which is always there.
fn place_in_page(fragment: &str) -> Option<&str> {
    // Asked first: hardly any fragment has a colon, and to look for three characters takes longer.
    let fragment = if fragment.contains(':') { fragment.split(":~:").next().unwrap_or(fragment) } else { fragment };
    (!fragment.is_empty() && !fragment.eq_ignore_ascii_case("top")).then_some(fragment)
}

fn is_data(href: &str) -> bool {
    href.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"))
}

fn pending(at: usize, kind: FaultKind) -> Pending {
    Pending { fault: ProofFault { at, kind }, target: None }
}
