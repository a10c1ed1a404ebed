//! Reads an archive and proves it.

use super::fault::{ArchiveFault, Wrong};
use super::journal::Journal;
use super::known::{Doubt, Known, KnownFiles};
use super::ledger::{FoundLine, Recorded, lines};
use super::release::Release;
use super::{LEDGER, Scope, file_of};
use crate::disk::{self, Found, FoundFile, MachineError, Read, Stamp, Survey, sha256, walk};
use crate::model::{HistoryEntry, Slug};
use crate::source::{self, Sources};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// A portal's released versions.
#[derive(Debug, Default)]
pub struct Archive {
    /// Every version whose file is what the ledger records, in the order of the ledger.
    pub releases: Vec<Release>,
    /// The digest of the ledger's last line; `None` where nothing was released yet.
    pub head: Option<String>,
    /// How many lines the ledger has.
    pub lines: usize,
    /// What is wrong, files in the order of their paths after the lines of the ledger.
    pub faults: Vec<ArchiveFault>,
    /// Files that look released and that no line names, from the portal's folder.
    pub unproven: BTreeSet<String>,
    /// Every version that the ledger names, in small letters, also those that are not to be believed.
    recorded: BTreeSet<(Scope, Slug, String)>,
    /// The ledger's stamp, where nothing is wrong with it and it may be known again by that.
    ledger: Option<Stamp>,
    doubt: Doubt,
}

impl Archive {
    /// Whether anything was ever released.
    pub fn is_in_use(&self) -> bool {
        self.lines > 0
    }

    /// Whether a version of a document is in the ledger. Capitals make no difference: they make none to the file's name
    /// on some systems.
    pub fn holds(&self, scope: &Scope, policy: &Slug, version: &str) -> bool {
        self.recorded.contains(&key(scope, policy, version))
    }

    /// Whether a version of a document was released for all that can be seen here: it is in the ledger, or its file is there.
    pub fn may_hold(&self, scope: &Scope, policy: &Slug, version: &str) -> bool {
        self.holds(scope, policy, version) || self.unproven.contains(&file_of(scope, policy, version))
    }

    /// Whether a file of which only the head was known turned out to be another when it was read: then nothing that was made of
    /// this archive is to be believed.
    pub fn is_in_doubt(&self) -> bool {
        self.doubt.has_arisen()
    }

    /// Puts what may be known of it again, in the portal's folder, among what is known of others.
    pub fn remember(&self, folder: &str, known: &mut Known) {
        known.insert(folder.to_owned(), self.ledger.zip(self.head.clone()), &self.releases);
    }

    /// The released versions of a document, in the order in which they were released.
    pub fn releases_of(&self, scope: &Scope, policy: &Slug) -> impl Iterator<Item = &Release> {
        self.releases.iter().filter(move |release| release.scope == *scope && release.policy == *policy)
    }
}

/// What a version is known by. Capitals make no difference.
fn key(scope: &Scope, policy: &Slug, version: &str) -> (Scope, Slug, String) {
    (scope.clone(), policy.clone(), version.to_ascii_lowercase())
}

/// Reads the archive of the portal in `folder` (a path from `root`), and proves every file and the chain of the ledger.
///
/// # Errors
/// [`MachineError`] when a file cannot be read.
pub fn read(root: &Path, folder: &str, sources: &mut Sources) -> Result<Archive, MachineError> {
    let mut found = walk(root, &folder_of(folder))?.into_iter().map(|file| (file, None));
    read_found(root, folder, &mut found, sources, &mut Known::nothing())
}

fn folder_of(portal: &str) -> String {
    format!("{portal}/archive")
}

/// As [`read`], of what a survey found, and but for files that are known and that nobody has touched since: those are read
/// and proven when their texts are asked for. What is known of the archive is taken out.
///
/// # Errors
/// As [`read`].
pub fn read_knowing(
    root: &Path,
    folder: &str,
    survey: &Survey,
    sources: &mut Sources,
    known: &mut Known,
) -> Result<Archive, MachineError> {
    match survey.below(&folder_of(folder)) {
        Some(found) => read_found(root, folder, &mut found.map(|(file, stamp)| (file.clone(), stamp)), sources, known),
        None => {
            let mut found = walk(root, &folder_of(folder))?.into_iter().map(|file| (file, None));
            read_found(root, folder, &mut found, sources, known)
        }
    }
}

fn read_found(
    root: &Path,
    folder: &str,
    files: &mut dyn Iterator<Item = (FoundFile, Option<Stamp>)>,
    sources: &mut Sources,
    known: &mut Known,
) -> Result<Archive, MachineError> {
    let mut found = BTreeMap::new();
    let mut faults = Vec::new();
    for (FoundFile { path, found: what }, stamp) in files {
        match what {
            Found::File => {
                let file = path.strip_prefix(folder).unwrap_or(&path).trim_start_matches('/').to_owned();
                found.insert(file, (path, stamp));
            }
            Found::Refused(why) => faults.push(ArchiveFault {
                wrong: Wrong::Added,
                path,
                line: None,
                message: why.to_string(),
                help: "take it out of archive/: only released versions stand there".to_owned(),
            }),
        }
    }
    let journal = Journal::read(&root.join(".frontsheet"))?.filter(|journal| journal.portal == folder);
    let journal = journal.unwrap_or_default();
    let doubt = Doubt::default();
    let known = known.take(folder);
    let stamp = found.get(LEDGER).and_then(|(path, stamp)| to_know_by(&root.join(path), *stamp));
    let same = known.ledger.clone().filter(|(known, _)| Some(*known) == stamp);
    let same = same.and_then(|(_, head)| Some((head, known.recorded()?)));
    let known = known.files();
    let mut reading = Reading { root, folder, found, faults, journal, known, doubt, unproven: BTreeSet::new() };
    let mut archive = Archive { ledger: stamp, ..Archive::default() };
    let recorded: Vec<(usize, Recorded)> = match same {
        Some((head, recorded)) => {
            reading.found.remove(LEDGER);
            (archive.head, archive.lines) = (Some(head), recorded.len());
            recorded.into_iter().enumerate().collect()
        }
        None => {
            let ledger = reading.ledger()?;
            reading.chain(&ledger);
            (archive.head, archive.lines) = (ledger.last().map(|line| line.digest.clone()), ledger.len());
            let sound = |(index, line): (usize, FoundLine)| Some((index, line.read.ok()?.0));
            ledger.into_iter().enumerate().filter_map(sound).collect()
        }
    };
    for (index, recorded) in recorded {
        if !archive.recorded.insert(key(&recorded.scope, &recorded.policy, &recorded.version)) {
            let message = format!("version {} of {} is recorded a second time", recorded.version, recorded.policy);
            reading.say_of_ledger(Wrong::Added, index, message);
            continue;
        }
        archive.releases.extend(reading.release(index, recorded, sources)?);
    }
    complete_histories(&mut archive.releases);
    reading.say_what_was_added();
    // Of a ledger with faults, or with lines of lost files, not all is in the releases.
    archive.ledger = archive.ledger.filter(|_| reading.faults.is_empty() && archive.releases.len() == archive.lines);
    archive.faults = reading.faults;
    archive.unproven = reading.unproven;
    archive.doubt = reading.doubt;
    Ok(archive)
}

/// The stamp by which a file may be known again, which may have been asked for already.
fn to_know_by(file: &Path, stamp: Option<Stamp>) -> Option<Stamp> {
    stamp.or_else(|| Stamp::of(file)).filter(Stamp::is_to_know_by)
}

fn complete_histories(releases: &mut [Release]) {
    let mut documents: BTreeMap<(&Scope, &Slug), Vec<Arc<HistoryEntry>>> = BTreeMap::new();
    for Release { scope, policy, entry, entries, .. } in releases {
        let so_far = documents.entry((scope, policy)).or_default();
        so_far.push(Arc::clone(entry));
        entries.clone_from(so_far);
    }
}

struct Reading<'a> {
    root: &'a Path,
    folder: &'a str,
    /// Files that no line has named yet: from the portal's folder, and from the root; with the stamp, where that was asked for.
    found: BTreeMap<String, (String, Option<Stamp>)>,
    faults: Vec<ArchiveFault>,
    journal: Journal,
    known: KnownFiles,
    doubt: Doubt,
    unproven: BTreeSet<String>,
}

impl Reading<'_> {
    fn say_of_ledger(&mut self, wrong: Wrong, index: usize, message: String) {
        let path = self.path_of(LEDGER);
        let help = format!("put the ledger back as it was, {}; only release adds lines to it", self.back_from(LEDGER));
        self.faults.push(ArchiveFault { wrong, path, line: Some(index + 1), message, help });
    }

    fn say_of_file(&mut self, wrong: Wrong, file: &str, message: String, help: String) {
        let path = self.path_of(file);
        self.faults.push(ArchiveFault { wrong, path, line: None, message, help });
    }

    fn path_of(&self, file: &str) -> String {
        format!("{}/{file}", self.folder)
    }

    /// Where a file that was lost or changed may still be.
    fn back_from(&self, file: &str) -> String {
        format!("from your backup, or from Git (git checkout -- {})", self.path_of(file))
    }

    fn put_back(&self, file: &str) -> String {
        format!("put the file back as it was released, {}", self.back_from(file))
    }

    /// The ledger's lines; none where there is no ledger.
    fn ledger(&mut self) -> Result<Vec<FoundLine>, MachineError> {
        let (lines, state) = match self.found.remove(LEDGER) {
            None => (Vec::new(), "gone"),
            Some((path, _)) => match disk::read(&self.root.join(&path), disk::MAX_SOURCE_BYTES)? {
                Read::Whole(bytes) => (lines(&bytes), "empty"),
                Read::TooLarge => (Vec::new(), "larger than the program reads"),
            },
        };
        if lines.is_empty() {
            self.say_that_nothing_is_proven(state);
        }
        Ok(lines)
    }

    /// Says once what is wrong with all the files that look released, where the ledger has no line to prove any of them.
    fn say_that_nothing_is_proven(&mut self, state: &str) {
        let looks_released = |file: &str| file.ends_with(".md") && self.journal.digest_of(file).is_none();
        self.unproven = self.found.keys().filter(|file| looks_released(file)).cloned().collect();
        self.found.retain(|file, _| !self.unproven.contains(file));
        let (number, proves) = match self.unproven.len() {
            0 => return,
            1 => ("1 released file is".to_owned(), "proves it"),
            number => (format!("{number} released files are"), "proves them"),
        };
        let message = format!("{number} here, and the ledger that {proves} is {state}");
        let help = format!(
            "put the ledger back, {}; take files away only if you know that no release wrote them",
            self.back_from(LEDGER)
        );
        self.say_of_file(Wrong::Removed, LEDGER, message, help);
    }

    /// Proves that each line follows the one that it followed when it was written.
    fn chain(&mut self, ledger: &[FoundLine]) {
        let mut expected = "";
        for (index, line) in ledger.iter().enumerate() {
            match &line.read {
                Err(why) => {
                    let message = format!("this line cannot be read: {why}");
                    self.say_of_ledger(Wrong::Changed, index, message);
                }
                Ok((recorded, previous)) if previous != expected => {
                    let (wrong, message) = broken_link(ledger, index, recorded, previous);
                    self.say_of_ledger(wrong, index, message);
                }
                Ok(_) => {}
            }
            expected = &line.digest;
        }
    }

    /// A released version, where its file is what the ledger records.
    fn release(
        &mut self,
        index: usize,
        recorded: Recorded,
        sources: &mut Sources,
    ) -> Result<Option<Release>, MachineError> {
        let (name, file) = (named(&recorded), recorded.file.clone());
        let Some((path, stamp)) = self.found.remove(&file) else {
            let message = format!("{name} is gone; line {} of the ledger records it", index + 1);
            self.say_of_file(Wrong::Removed, &file, message, self.put_back(&file));
            return Ok(None);
        };
        let place = self.root.join(&path);
        // Asked before it is read: whoever changes it meanwhile changes its stamp.
        let stamp = to_know_by(&place, stamp);
        if let Some(mut head) = self.known.take(&recorded, stamp) {
            let id = sources.add_later(path, self.doubt.reader(place, recorded.sha256.clone()));
            if !head.is_of(id) {
                Arc::make_mut(&mut head).put_into(id);
            }
            return Ok(Some(Release::known(recorded, id, head, self.doubt.clone()).with_stamp(stamp)));
        }
        let Read::Whole(bytes) = disk::read(&place, u64::MAX)? else { return Ok(None) };
        if sha256(&bytes) != recorded.sha256 {
            let (message, help) = match only_line_ends_differ(&bytes, &recorded.sha256) {
                true => (
                    format!("{name} has other line ends than when it was released"),
                    format!(
                        "add the line content/**/archive/** -text to .gitattributes, delete the file, and fetch it anew: \
                         git checkout -- {}",
                        self.path_of(&file)
                    ),
                ),
                false => (format!("{name} is not what was released: its text was changed"), self.put_back(&file)),
            };
            self.say_of_file(Wrong::Changed, &file, message, help);
            return Ok(None);
        }
        let Ok(text) = source::decode(&bytes) else {
            self.say_of_file(Wrong::Unreadable, &file, format!("{name} is not text"), self.put_back(&file));
            return Ok(None);
        };
        let id = sources.add(path, text);
        match Release::read(recorded, id, sources) {
            Ok(release) => Ok(Some(release.with_stamp(stamp))),
            Err(why) => {
                let help = "it is what was released, so this is a newer program's file: install the newest frontsheet";
                self.say_of_file(Wrong::Unreadable, &file, format!("{name} cannot be read: {why}"), help.to_owned());
                Ok(None)
            }
        }
    }

    fn say_what_was_added(&mut self) {
        for file in std::mem::take(&mut self.found).into_keys() {
            if self.journal.digest_of(&file).is_some() {
                let message = "a release was stopped before it was done, and left this file".to_owned();
                let help = format!("run it again: {}", self.journal.command);
                self.say_of_file(Wrong::Unfinished, &file, message, help);
            } else if file.ends_with(".md") {
                let message = "this file is not in the ledger: its line was cut off, or it was put here by hand";
                let help = format!(
                    "if it was released, put {} back from your backup; take the file away only if you know that no \
                     release wrote it",
                    self.path_of(LEDGER)
                );
                self.say_of_file(Wrong::Added, &file, message.to_owned(), help);
                self.unproven.insert(file);
            } else {
                let help = "move it out of archive/: only released versions stand there";
                self.say_of_file(Wrong::Added, &file, "this file is not in the ledger".to_owned(), help.to_owned());
            }
        }
    }
}

/// Why a line does not follow the one before it.
fn broken_link(ledger: &[FoundLine], index: usize, recorded: &Recorded, previous: &str) -> (Wrong, String) {
    let name = named(recorded);
    let followed = ledger.iter().position(|line| line.digest == previous);
    match followed {
        Some(other) => {
            let message = format!("this line ({name}) stood behind line {} when it was written", other + 1);
            (Wrong::Reordered, message)
        }
        None if previous.is_empty() => {
            (Wrong::Reordered, format!("this line ({name}) was the ledger's first when it was written"))
        }
        None if index == 0 => (Wrong::Removed, format!("the lines before this one ({name}) are gone")),
        None => {
            let message = format!(
                "line {index} is not the one that stood before this one ({name}): it was changed, or a line between them is gone"
            );
            (Wrong::Changed, message)
        }
    }
}

/// "version 2.1 of dogs", or "… for ashby".
fn named(recorded: &Recorded) -> String {
    let Recorded { scope, policy, version, .. } = recorded;
    match scope.school() {
        Some(school) => format!("version {version} of {policy} for {school}"),
        None => format!("version {version} of {policy}"),
    }
}

fn only_line_ends_differ(bytes: &[u8], recorded: &str) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    sha256(text.replace("\r\n", "\n").as_bytes()) == recorded
}
