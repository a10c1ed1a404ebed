//! Every file of one site, made or known to be as it was.

use super::LoadedTheme;
use super::progress::{Progress, UNWATCHED};
use super::proven::Provings;
use super::reuse::{self, Keys, KnownPage, Memory};
use super::sink::Sink;
use super::timings::Timings;
use crate::archive::Release;
use crate::diagnostic::Diagnostics;
use crate::disk::MachineError;
use crate::proof::PageReport;
use crate::render::{self, Renderer, ThemeFaults};
use crate::report;
use crate::search;
use crate::site::{Artefact, Site, SitePage, released_texts};
use crate::source::Sources;
use crate::template::ThemeFault;
use rayon::prelude::*;
use std::sync::Arc;

/// One run of the program over the content: where files go, and what is remembered of them.
pub(super) struct Run<'r> {
    /// Where finished files go, if anywhere.
    pub sink: Option<&'r dyn Sink>,
    /// What the last build left.
    pub known: &'r Memory,
    /// What this one leaves.
    pub remembered: Memory,
    pub timings: Timings,
    /// How far it is.
    pub progress: &'r Progress,
}

impl Default for Run<'_> {
    /// A run whose files go nowhere, and which knows nothing.
    fn default() -> Self {
        static NOTHING: Memory = Memory::nothing();
        Self {
            sink: None,
            known: &NOTHING,
            remembered: Memory::nothing(),
            timings: Timings::default(),
            progress: &UNWATCHED,
        }
    }
}

impl<'r> Run<'r> {
    /// A run whose files go to a sink that has what is known.
    pub fn into(sink: &'r dyn Sink, known: &'r Memory) -> Self {
        Self { sink: Some(sink), known, remembered: Memory::default(), ..Self::default() }
    }
}

/// Where one site's files go.
pub(super) struct Output<'o, 'r> {
    /// The portal's folder in the output, ending in `/`; empty where there is one portal.
    pub folder: &'o str,
    pub run: &'o mut Run<'r>,
}

/// A page that was made, or is known: the proof's report on it, what is to be remembered, and what its author is told.
struct MadePage {
    /// Its path from the output folder.
    path: String,
    report: Result<Arc<PageReport>, Box<ThemeFault>>,
    known: Option<KnownPage>,
    is_reused: bool,
    faults: Diagnostics,
}

impl Output<'_, '_> {
    pub(super) fn put(&self, path: &str, bytes: &[u8]) -> Result<(), MachineError> {
        self.put_at(&self.path(path), bytes)
    }

    /// Puts a file at a path from the output folder.
    fn put_at(&self, path: &str, bytes: &[u8]) -> Result<(), MachineError> {
        self.run.sink.map_or(Ok(()), |sink| sink.put(path, bytes))
    }

    fn path(&self, path: &str) -> String {
        format!("{}{path}", self.folder)
    }

    /// Makes a site, and tells how many pages had to be made.
    pub(super) fn make_site(
        &mut self,
        site: &Site<'_>,
        theme: &LoadedTheme,
        sources: &Sources,
        diagnostics: &mut Diagnostics,
    ) -> Result<usize, MachineError> {
        let timings = &self.run.timings;
        let mut paths = timings.measure("files", || self.put_all(&render::artefacts(site, &theme.files)))?;
        let (lists, index) = (report::paths(site), search::paths(site));
        let texts: Vec<(String, &Release)> = released_texts(site.portal).collect();
        paths.extend(texts.iter().map(|(path, _)| path).chain(&lists).chain(&index).cloned());
        let (keys, provings) = rayon::join(
            || timings.measure("keys", || Keys::new(site, &theme.files, &theme.compiled)),
            || {
                let provings = Provings::new(site, &paths);
                provings.say_clashes(&paths, sources, diagnostics);
                provings
            },
        );
        if diagnostics.has_errors() {
            // Nothing will be written, so nothing is kept to be.
            self.run.sink = None;
        }
        let keys = keys.with_addresses(provings.addresses());
        let renderer = Renderer::new(site, &theme.compiled);
        let (((lists, index), texts), made) = rayon::join(
            || (self.groups(site, &keys, &lists, &index), self.released_texts(texts, sources)),
            || self.pages(site, &renderer, &provings, Some(&keys)),
        );
        self.run.remembered.texts.extend(texts?);
        for (name, key) in [("register", lists?), ("search", index?)] {
            self.run.remembered.groups.insert(self.path(name), key);
        }
        let mut made = made?;
        let mut faults = self.run.timings.measure("proof", || provings.faults(&reports(&made)));
        if !faults.is_empty() && made.iter().any(|page| page.is_reused) {
            // What is wrong is told in the words of all pages, also of those that were not made.
            self.run.sink = None;
            made = self.pages(site, &renderer, &provings, None)?;
            faults = provings.faults(&reports(&made));
        }
        let new = made.iter().filter(|page| !page.is_reused).count();
        let mut theme_faults = ThemeFaults::default();
        for (page, made) in site.pages.iter().zip(&mut made) {
            diagnostics.append(std::mem::take(&mut made.faults));
            if let Err(fault) = &made.report {
                theme_faults.add((**fault).clone(), &format!("/{}", self.path(&page.address)));
            }
        }
        let known = made.into_iter().filter_map(|made| Some((made.path, made.known?)));
        self.run.remembered.pages.extend(known);
        theme_faults.say(&theme.files, &theme.name, diagnostics);
        provings.say(faults, sources, diagnostics);
        let Some(sink) = self.run.sink else { return Ok(new) };
        self.run.timings.measure("files", || {
            site.files.par_iter().try_for_each(|file| sink.copy(&self.path(&file.address), &file.file))
        })?;
        Ok(new)
    }

    /// Puts files, and gives back their paths in the portal's folder.
    fn put_all(&self, files: &[Artefact]) -> Result<Vec<String>, MachineError> {
        files.par_iter().try_for_each(|file| self.put(&file.path, &file.bytes))?;
        Ok(files.iter().map(|file| file.path.clone()).collect())
    }

    /// The lists for other programs, and the search, which are to have these paths; gives what each is made of.
    fn groups(
        &self,
        site: &Site<'_>,
        keys: &Keys<'_, '_>,
        lists: &[String],
        index: &[String],
    ) -> (Result<u64, MachineError>, Result<u64, MachineError>) {
        let Run { timings, .. } = &*self.run;
        let make_lists = |put: &mut report::Put<'_>| report::put_all(site, put);
        let make_index = |put: &mut report::Put<'_>| search::artefacts(site).into_iter().try_for_each(put);
        rayon::join(
            || timings.measure("register", || self.group("register", keys.reports(), lists, make_lists)),
            || timings.measure("search", || self.group("search", keys.search(), index, make_index)),
        )
    }

    /// The Markdown of released versions, as it was released, by path with a key.
    fn released_texts(
        &self,
        texts: Vec<(String, &Release)>,
        sources: &Sources,
    ) -> Result<Vec<(String, u64)>, MachineError> {
        let put = |(path, release): (String, &Release)| {
            let path = self.path(&path);
            let key = reuse::key_of_text(release);
            let is_known = self.run.known.texts.get(&path) == Some(&key);
            if !is_known || !self.keep(&[&path])? {
                self.put_at(&path, release.markdown(sources).as_bytes())?;
            }
            Ok((path, key))
        };
        texts.into_par_iter().with_min_len(32).map(put).collect()
    }

    /// Files that are made together, or known to be as they were.
    fn group(
        &self,
        name: &str,
        key: u64,
        paths: &[String],
        make: impl FnOnce(&mut report::Put<'_>) -> Result<(), MachineError>,
    ) -> Result<u64, MachineError> {
        if self.run.known.has_group(&self.path(name), key) {
            let paths: Vec<String> = paths.iter().map(|path| self.path(path)).collect();
            if self.keep(&paths.iter().map(String::as_str).collect::<Vec<_>>())? {
                return Ok(key);
            }
        }
        let mut paths = paths.iter();
        make(&mut |file| {
            debug_assert_eq!(paths.next(), Some(&file.path), "the paths of {name} are known before it is made");
            self.put(&file.path, &file.bytes)
        })?;
        debug_assert_eq!(paths.next(), None, "all that was to be made of {name} is");
        Ok(key)
    }

    /// Whether all of these files of the last build are taken as they are. With nowhere to go, they need not be at hand.
    fn keep(&self, paths: &[&str]) -> Result<bool, MachineError> {
        self.run.sink.map_or(Ok(true), |sink| sink.keep(paths))
    }

    /// Every page of the site, in its order. With `keys`, those that are known are not made.
    fn pages(
        &self,
        site: &Site<'_>,
        renderer: &Renderer<'_, '_>,
        provings: &Provings<'_, '_>,
        keys: Option<&Keys<'_, '_>>,
    ) -> Result<Vec<MadePage>, MachineError> {
        let Run { timings, progress, .. } = &*self.run;
        let page = |page: &SitePage| {
            let path = self.path(&page.path());
            let key = keys.map(|keys| keys.key(page));
            if let (Some(keys), Some(key)) = (keys, key)
                && let Some(known) = self.run.known.page(&path, key, keys)
                && self.keep(&[&path])?
            {
                let (report, known) = (Ok(known.report.clone()), Some(known.clone()));
                return Ok(MadePage { path, report, known, is_reused: true, faults: Diagnostics::default() });
            }
            let mut faults = Diagnostics::default();
            let html = match timings.measure("pages", || renderer.page(page, &mut faults)) {
                Ok(html) => html,
                Err(fault) => return Ok(MadePage { path, report: Err(fault), known: None, is_reused: false, faults }),
            };
            timings.measure("stage", || self.put_at(&path, html.as_bytes()))?;
            let report = Arc::new(timings.measure("proof", || provings.prove(page, &html)));
            let is_sound = report.is_sound() && faults.count() == (0, 0);
            let known = keys.zip(key).filter(|_| is_sound).map(|(keys, key)| KnownPage {
                key,
                leads: keys.leads(report.links()),
                report: report.clone(),
            });
            Ok(MadePage { path, report: Ok(report), known, is_reused: false, faults })
        };
        progress.begin_pages(site.pages.len());
        site.pages.par_iter().map(page).inspect(|_| progress.page_is_ready()).collect()
    }
}

fn reports(made: &[MadePage]) -> Vec<Arc<PageReport>> {
    made.iter().filter_map(|page| page.report.as_ref().ok().cloned()).collect()
}
