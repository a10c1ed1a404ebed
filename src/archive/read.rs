//! Reads an archive and proves it.

use super::fault::{ArchiveFault, Wrong};
use super::history::completed_history;
use super::journal::Journal;
use super::ledger::{FoundLine, Recorded, lines};
use super::release::Release;
use super::{LEDGER, Scope};
use crate::disk::{self, Found, FoundFile, MachineError, Read, sha256};
use crate::model::Slug;
use crate::source::{self, Sources};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

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
    /// Every version that the ledger names, also those that are not to be believed.
    recorded: BTreeSet<(Scope, Slug, String)>,
}

impl Archive {
    /// Whether anything was ever released.
    pub fn is_in_use(&self) -> bool {
        self.lines > 0
    }

    /// Whether a version of a document is in the ledger. Capitals make no difference: they make none to the file's name
    /// on some systems.
    pub fn holds(&self, scope: &Scope, policy: &Slug, version: &str) -> bool {
        let same = |known: &(Scope, Slug, String)| {
            known.0 == *scope && known.1 == *policy && known.2.eq_ignore_ascii_case(version)
        };
        self.recorded.iter().any(same)
    }

    /// The released versions of a document, in the order in which they were released.
    pub fn releases_of(&self, scope: &Scope, policy: &Slug) -> impl Iterator<Item = &Release> {
        self.releases.iter().filter(move |release| release.scope == *scope && release.policy == *policy)
    }
}

/// Reads the archive of the portal in `folder` (a path from `root`), and proves every file and the chain of the ledger.
///
/// # Errors
/// [`MachineError`] when a file cannot be read.
pub fn read(root: &Path, folder: &str, sources: &mut Sources) -> Result<Archive, MachineError> {
    let mut found = BTreeMap::new();
    let mut faults = Vec::new();
    for FoundFile { path, found: what } in disk::walk(root, &format!("{folder}/archive"))? {
        match what {
            Found::File => {
                let file = path.strip_prefix(folder).unwrap_or(&path).trim_start_matches('/').to_owned();
                found.insert(file, path);
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
    let mut reading = Reading { root, folder, found, faults, journal: journal.unwrap_or_default() };
    let ledger = reading.ledger()?;
    let mut archive =
        Archive { head: ledger.last().map(|line| line.digest.clone()), lines: ledger.len(), ..Archive::default() };
    reading.chain(&ledger);
    for (index, line) in ledger.into_iter().enumerate() {
        let Ok((recorded, _)) = line.read else { continue };
        let key = (recorded.scope.clone(), recorded.policy.clone(), recorded.version.clone());
        if archive.holds(&key.0, &key.1, &key.2) {
            let message = format!("version {} of {} is recorded a second time", key.2, key.1);
            reading.say_of_ledger(Wrong::Added, index, message, RESTORE_LEDGER);
            continue;
        }
        archive.recorded.insert(key);
        archive.releases.extend(reading.release(index, recorded, sources)?);
    }
    complete_histories(&mut archive.releases);
    reading.say_what_was_added();
    archive.faults = reading.faults;
    Ok(archive)
}

fn complete_histories(releases: &mut [Release]) {
    let mut documents: BTreeMap<(&Scope, &Slug), Vec<&Release>> = BTreeMap::new();
    let mut completed = Vec::with_capacity(releases.len());
    for release in releases.iter() {
        let so_far = documents.entry((&release.scope, &release.policy)).or_default();
        so_far.push(release);
        completed.push(completed_history(&release.front.history, so_far));
    }
    for (release, history) in releases.iter_mut().zip(completed) {
        release.history = history;
    }
}

const RESTORE: &str = "put the file back as it was released, from your backup or with: git checkout";
const RESTORE_LEDGER: &str = "put archive/ledger.jsonl back as it was, from your backup or with: git checkout; lines are added to it by release only";

struct Reading<'a> {
    root: &'a Path,
    folder: &'a str,
    /// Files that no line has named yet: from the portal's folder, and from the root.
    found: BTreeMap<String, String>,
    faults: Vec<ArchiveFault>,
    journal: Journal,
}

impl Reading<'_> {
    fn say_of_ledger(&mut self, wrong: Wrong, index: usize, message: String, help: &str) {
        let path = format!("{}/{LEDGER}", self.folder);
        self.faults.push(ArchiveFault { wrong, path, line: Some(index + 1), message, help: help.to_owned() });
    }

    fn say_of_file(&mut self, wrong: Wrong, file: &str, message: String, help: &str) {
        let path = format!("{}/{file}", self.folder);
        self.faults.push(ArchiveFault { wrong, path, line: None, message, help: help.to_owned() });
    }

    /// The ledger's lines; none where there is no ledger.
    fn ledger(&mut self) -> Result<Vec<FoundLine>, MachineError> {
        let Some(path) = self.found.remove(LEDGER) else {
            if let Some(first) = self.found.keys().find(|file| file.ends_with(".md")).cloned()
                && self.journal.digest_of(&first).is_none()
            {
                let message = "there are released files here, and the ledger that proves them is gone".to_owned();
                self.say_of_file(Wrong::Removed, LEDGER, message, RESTORE);
            }
            return Ok(Vec::new());
        };
        Ok(match disk::read(&self.root.join(&path), disk::MAX_SOURCE_BYTES)? {
            Read::Whole(bytes) => lines(&bytes),
            Read::TooLarge => {
                let message = "the ledger is larger than the program reads".to_owned();
                self.say_of_file(Wrong::Unreadable, LEDGER, message, RESTORE);
                Vec::new()
            }
        })
    }

    /// Proves that each line follows the one that it followed when it was written.
    fn chain(&mut self, ledger: &[FoundLine]) {
        let mut expected = "";
        for (index, line) in ledger.iter().enumerate() {
            match &line.read {
                Err(why) => {
                    let message = format!("this line cannot be read: {why}");
                    self.say_of_ledger(Wrong::Changed, index, message, RESTORE_LEDGER);
                }
                Ok((recorded, previous)) if previous != expected => {
                    let (wrong, message) = broken_link(ledger, index, recorded, previous);
                    self.say_of_ledger(wrong, index, message, RESTORE_LEDGER);
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
        let Some(path) = self.found.remove(&file) else {
            let message = format!("{name} is gone; line {} of the ledger records it", index + 1);
            self.say_of_file(Wrong::Removed, &file, message, RESTORE);
            return Ok(None);
        };
        let Read::Whole(bytes) = disk::read(&self.root.join(&path), u64::MAX)? else { return Ok(None) };
        if sha256(&bytes) != recorded.sha256 {
            let (message, help) = match only_line_ends_differ(&bytes, &recorded.sha256) {
                true => (
                    format!("{name} has other line ends than when it was released"),
                    "add the line content/**/archive/** -text to .gitattributes, then fetch the file anew: git checkout",
                ),
                false => (format!("{name} is not what was released: its text was changed"), RESTORE),
            };
            self.say_of_file(Wrong::Changed, &file, message, help);
            return Ok(None);
        }
        let Ok(text) = source::decode(&bytes) else {
            self.say_of_file(Wrong::Unreadable, &file, format!("{name} is not text"), RESTORE);
            return Ok(None);
        };
        let id = sources.add(path, text);
        match Release::read(recorded, id, sources) {
            Ok(release) => Ok(Some(release)),
            Err(why) => {
                let help = "it is what was released, so this is a newer program's file: install the newest frontsheet";
                self.say_of_file(Wrong::Unreadable, &file, format!("{name} cannot be read: {why}"), help);
                Ok(None)
            }
        }
    }

    fn say_what_was_added(&mut self) {
        for file in std::mem::take(&mut self.found).into_keys() {
            if self.journal.digest_of(&file).is_some() {
                let message = "a release was stopped before it was done, and left this file".to_owned();
                let help = format!("run it again: {}", self.journal.command);
                self.say_of_file(Wrong::Unfinished, &file, message, &help);
            } else if file.ends_with(".md") {
                let message = "this file is not in the ledger: it was put here by hand, or its line was cut off";
                let help = "take the file away; if it was released, put archive/ledger.jsonl back as it was instead";
                self.say_of_file(Wrong::Added, &file, message.to_owned(), help);
            } else {
                let help = "move it out of archive/: only released versions stand there";
                self.say_of_file(Wrong::Added, &file, "this file is not in the ledger".to_owned(), help);
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
