//! Moving a staged build into the output.

use super::stage::{Entry, Stage, Written, new_file};
use super::tree::move_in_as_a_whole;
use crate::disk::{MachineError, plain_path, safe_join, will_pass};
use std::collections::{BTreeSet, HashMap};
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

/// The one temporary file that is ever made in an output folder, when the state folder is on another disk.
const BESIDE: &str = ".frontsheet.tmp";

/// Makes the output equal the entries. Everything that can be refused is refused before the first change.
/// They are in the order of their paths.
pub(super) fn commit(stage: &mut Stage, entries: &[Entry], waits: &[Duration]) -> Result<Written, MachineError> {
    assert!(entries.windows(2).all(|pair| pair[0].relative != pair[1].relative), "each address is put once");
    let paths = || entries.iter().map(|entry| entry.relative.as_str());
    // Most builds put the files that the last one put.
    let same = stage.manifest.names(paths());
    let before = if same { BTreeSet::new() } else { stage.manifest.files.clone() };
    let ours: BTreeSet<&str> = if same { BTreeSet::new() } else { paths().collect() };
    let outdated: BTreeSet<&str> = before
        .iter()
        .map(String::as_str)
        .filter(|path| path.starts_with(&stage.scope) && !ours.contains(path))
        .collect();

    if let Some(written) = move_in_as_a_whole(stage, entries)? {
        return Ok(written);
    }
    let mut ground = Ground::new(stage);
    let plan = ground.survey(entries, &outdated)?;
    if !same {
        stage.manifest.write(&before.iter().map(String::as_str).chain(ours.iter().copied()).collect())?;
    }

    let mut failures = Vec::new();
    let mut cleared = BTreeSet::new();
    clear(stage, &mut ground, &plan.in_the_way, &mut cleared, waits, &mut failures);
    make_folders(stage, &plan.folders, &mut failures);
    let not_moved = move_in(stage, entries, waits, &mut failures);
    let renamed = rename_case(stage, &outdated, &ours);
    let gone = outdated.difference(&renamed).copied().collect();
    clear(stage, &mut ground, &gone, &mut cleared, waits, &mut failures);
    let _ = fs::remove_file(stage.output.join(BESIDE));

    // Ours from now on: what is not in this run's scope, what was put, and what could not be removed.
    if !same || !not_moved.is_empty() {
        let ours = paths().filter(|path| !not_moved.contains(path));
        let left = before
            .iter()
            .map(String::as_str)
            .filter(|path| !outdated.contains(path) || failures.iter().any(|failure| failure.relative == *path))
            .chain(ours)
            .collect();
        stage.manifest.write(&left)?;
    }

    if let Some(error) = told(stage, failures) {
        return Err(error);
    }
    let staged = entries.iter().filter(|entry| entry.staged.is_some());
    let written: Vec<String> = staged.map(|entry| entry.relative.clone()).collect();
    Ok(Written {
        unchanged: entries.len() - written.len(),
        written,
        removed: cleared.into_iter().collect(),
        notes: std::mem::take(&mut stage.notes),
    })
}

/// Something that could not be done; the rest was.
struct Failure {
    action: &'static str,
    relative: String,
    error: io::Error,
}

/// All failures as one error: the first in full, the others by name.
fn told(stage: &Stage, failures: Vec<Failure>) -> Option<MachineError> {
    let mut failures = failures.into_iter();
    let first = failures.next()?;
    let others: Vec<String> = failures.map(|other| plain_path(&stage.shown.join(other.relative))).collect();
    let path = stage.shown.join(&first.relative);
    if others.is_empty() {
        return Some(MachineError::new(first.action, path, first.error));
    }
    let alone = MachineError::new(first.action, path, first.error);
    let all = format!("{}; nor was it done for {}", alone.words(), others.join(", "));
    Some(MachineError { source: io::Error::new(alone.source.kind(), all), ..alone })
}

/// What has to be done before files can be moved in.
struct Plan<'a> {
    /// Folders that are not there yet, parents before children.
    folders: BTreeSet<String>,
    /// Files of earlier builds that stand where a folder must be, or below what must be a file.
    in_the_way: BTreeSet<&'a str>,
}

/// What is known of the folders in the output, each looked at once.
struct Ground {
    output: PathBuf,
    shown: PathBuf,
    fresh: bool,
    known: HashMap<String, Footing>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Footing {
    Folder,
    Missing,
    /// A file or a link.
    Other,
}

impl Ground {
    fn new(stage: &Stage) -> Self {
        Self {
            output: stage.output.clone(),
            shown: stage.shown.clone(),
            fresh: stage.fresh,
            known: HashMap::from([(String::new(), if stage.fresh { Footing::Missing } else { Footing::Folder })]),
        }
    }

    /// Looks at all that stands where new files go; refuses what is not ours.
    fn survey<'a>(&mut self, entries: &[Entry], outdated: &BTreeSet<&'a str>) -> Result<Plan<'a>, MachineError> {
        let mut plan = Plan { folders: BTreeSet::new(), in_the_way: BTreeSet::new() };
        if self.fresh {
            plan.folders.insert(String::new());
        }
        for entry in entries.iter().filter(|entry| entry.staged.is_some()) {
            if entry.blocked {
                self.survey_below(&entry.relative, outdated, &mut plan)?;
            }
            for folder in folders_above(&entry.relative) {
                match self.footing(folder)? {
                    Footing::Folder => {}
                    Footing::Missing => {
                        plan.folders.insert(folder.to_owned());
                    }
                    Footing::Other => {
                        let Some(own) = outdated.get(folder) else {
                            return Err(
                                self.foreign(folder, "something else stands where a folder of the site must be")
                            );
                        };
                        plan.in_the_way.insert(own);
                        plan.folders.insert(folder.to_owned());
                        self.known.insert(folder.to_owned(), Footing::Missing);
                    }
                }
            }
        }
        Ok(plan)
    }

    /// A folder stands where a file must be: it may go when all in it is ours and goes too.
    fn survey_below<'a>(
        &self,
        relative: &str,
        outdated: &BTreeSet<&'a str>,
        plan: &mut Plan<'a>,
    ) -> Result<(), MachineError> {
        let refused = |path: &str| {
            Err(self.foreign(path, "it is not ours, and stands where a file of the site must be; move it away"))
        };
        let below = format!("{relative}/");
        let going: BTreeSet<&'a str> = outdated.iter().filter(|path| path.starts_with(&below)).copied().collect();
        let emptied: BTreeSet<&str> = going.iter().flat_map(|path| folders_above(path)).collect();
        let mut waiting = vec![relative.to_owned()];
        while let Some(folder) = waiting.pop() {
            if !emptied.contains(folder.as_str()) {
                return refused(&folder);
            }
            let failed = |error| MachineError::new("read the folder", self.shown.join(&folder), error);
            for entry in fs::read_dir(self.output.join(&folder)).map_err(failed)? {
                let entry = entry.map_err(failed)?;
                let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
                if entry.file_type().map_err(failed)?.is_dir() {
                    waiting.push(path);
                } else if !going.contains(path.as_str()) {
                    return refused(&path);
                }
            }
        }
        plan.in_the_way.extend(going);
        Ok(())
    }

    /// What stands at a folder's path; `Missing` too where anything above it is.
    fn footing(&mut self, folder: &str) -> Result<Footing, MachineError> {
        if let Some(known) = self.known.get(folder) {
            return Ok(*known);
        }
        let above = folder.rfind('/').map_or("", |slash| &folder[..slash]);
        let footing = match self.footing(above)? {
            Footing::Folder => match fs::symlink_metadata(self.output.join(folder)) {
                Ok(what) if what.is_dir() => Footing::Folder,
                Ok(_) => Footing::Other,
                Err(error) if error.kind() == ErrorKind::NotFound => Footing::Missing,
                Err(error) => return Err(MachineError::new("look at", self.shown.join(folder), error)),
            },
            _ => Footing::Missing,
        };
        self.known.insert(folder.to_owned(), footing);
        Ok(footing)
    }

    fn foreign(&self, relative: &str, why: &str) -> MachineError {
        MachineError::new("write over", self.shown.join(relative), io::Error::other(why))
    }
}

/// The folders that a path lies in, from the top: `a`, `a/b` for `a/b/c`.
fn folders_above(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(slash, _)| &path[..slash])
}

fn make_folders(stage: &Stage, folders: &BTreeSet<String>, failures: &mut Vec<Failure>) {
    for folder in folders {
        let path = stage.output.join(folder);
        let made = if folder.is_empty() { fs::create_dir_all(&path) } else { fs::create_dir(&path) };
        if let Err(error) = made
            && error.kind() != ErrorKind::AlreadyExists
        {
            failures.push(Failure { action: "make the folder", relative: folder.clone(), error });
        }
    }
}

/// Moves the staged files in, and gives back those that could not be moved and are not there from an earlier build.
fn move_in<'a>(
    stage: &Stage,
    entries: &'a [Entry],
    waits: &[Duration],
    failures: &mut Vec<Failure>,
) -> BTreeSet<&'a str> {
    let mut staged: Vec<(&str, PathBuf)> =
        entries.iter().filter_map(|entry| Some((entry.relative.as_str(), stage.staged_path(entry)?))).collect();
    // Pages last: none may ask for an image that is not there yet.
    staged.sort_by_key(|(relative, _)| is_page(relative));
    let failed = patiently(staged, waits, |(relative, from)| {
        let to = safe_join(&stage.output, relative).map_err(|fault| io::Error::new(ErrorKind::InvalidInput, fault))?;
        match fs::rename(from, &to) {
            Err(error) if error.kind() == ErrorKind::CrossesDevices => {
                let beside = stage.output.join(BESIDE);
                let _ = fs::remove_file(&beside);
                io::copy(&mut File::open(from)?, &mut new_file(&beside)?)?;
                fs::rename(&beside, &to)
            }
            done => done,
        }
    });
    let not_moved = failed.iter().map(|((relative, _), _)| *relative);
    let not_moved = not_moved.filter(|relative| !stage.output.join(relative).is_file()).collect();
    failures.extend(failed.into_iter().map(|((relative, _), error)| Failure {
        action: "replace",
        relative: relative.to_owned(),
        error,
    }));
    not_moved
}

fn is_page(relative: &str) -> bool {
    Path::new(relative).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("html"))
}

/// Where a new address differs from an earlier one in case only, and the disk takes both for one file, gives that file
/// its new name: to remove the earlier one would remove both. Gives back the earlier addresses that this settles.
fn rename_case<'a>(stage: &Stage, outdated: &BTreeSet<&'a str>, ours: &BTreeSet<&str>) -> BTreeSet<&'a str> {
    let mut settled = BTreeSet::new();
    if outdated.is_empty() {
        return settled;
    }
    let by_case: HashMap<String, &str> = ours.iter().map(|path| (path.to_lowercase(), *path)).collect();
    for earlier in outdated {
        let Some(now) = by_case.get(&earlier.to_lowercase()) else { continue };
        let (from, to) = (stage.output.join(earlier), stage.output.join(now));
        let one = matches!((fs::canonicalize(&from), fs::canonicalize(&to)), (Ok(from), Ok(to)) if from == to);
        if one && fs::symlink_metadata(&from).is_ok_and(|what| what.is_file()) {
            // The file is there under either name; a wrong one only matters once it is copied to another disk.
            let _ = fs::rename(&from, &to);
            settled.insert(*earlier);
        }
    }
    settled
}

/// Removes files of earlier builds, then the folders that this leaves empty; adds what is gone to `cleared`.
fn clear(
    stage: &Stage,
    ground: &mut Ground,
    outdated: &BTreeSet<&str>,
    cleared: &mut BTreeSet<String>,
    waits: &[Duration],
    failures: &mut Vec<Failure>,
) {
    let mut going: Vec<&str> = Vec::new();
    for path in outdated.iter().filter(|path| !cleared.contains(**path)) {
        let above = path.rfind('/').map_or("", |slash| &path[..slash]);
        match ground.footing(above) {
            Ok(Footing::Folder) => {}
            // A link in the output leads to what is not ours.
            Ok(Footing::Missing | Footing::Other) => continue,
            Err(error) => {
                failures.push(Failure { action: "remove", relative: (*path).to_owned(), error: error.source });
                continue;
            }
        }
        // Nor is a folder ours that has taken the place of a file.
        if fs::symlink_metadata(stage.output.join(path)).is_ok_and(|what| !what.is_dir()) {
            going.push(path);
        }
    }
    let failed = patiently(going.clone(), waits, |path| fs::remove_file(stage.output.join(path)));
    let failed: HashMap<&str, io::Error> = failed.into_iter().collect();
    let mut emptied = BTreeSet::new();
    for path in going {
        if !failed.contains_key(path) {
            cleared.insert(path.to_owned());
            emptied.extend(folders_above(path));
        }
    }
    // Children before parents; a folder with anything else in it stays.
    for folder in emptied.into_iter().rev() {
        if fs::remove_dir(stage.output.join(folder)).is_ok() {
            ground.known.insert(folder.to_owned(), Footing::Missing);
        }
    }
    let mut failed: Vec<_> = failed.into_iter().collect();
    failed.sort_by_key(|(path, _)| *path);
    failures.extend(failed.into_iter().map(|(path, error)| Failure {
        action: "remove",
        relative: path.to_owned(),
        error,
    }));
}

/// Does every job, then those again that another program held up, after each of the waits; gives back what failed.
fn patiently<J>(jobs: Vec<J>, waits: &[Duration], work: impl Fn(&J) -> io::Result<()>) -> Vec<(J, io::Error)> {
    let attempt = |jobs: Vec<J>| -> Vec<(J, io::Error)> {
        jobs.into_iter().filter_map(|job| work(&job).err().map(|error| (job, error))).collect()
    };
    let mut failed = attempt(jobs);
    for wait in waits {
        let (again, lost): (Vec<_>, Vec<_>) = failed.into_iter().partition(|(_, error)| will_pass(error));
        failed = lost;
        if again.is_empty() {
            break;
        }
        thread::sleep(*wait);
        failed.extend(attempt(again.into_iter().map(|(job, _)| job).collect()));
    }
    failed
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    #[test]
    fn a_file_that_is_held_is_tried_again_and_the_others_do_not_wait_for_it() {
        let log = RefCell::new(Vec::new());
        let held = |error: ErrorKind| Err(io::Error::from(error));
        let waits = [Duration::from_millis(1); 3];
        let failed = patiently(vec!["held", "lost", "kept", "fine"], &waits, |job| {
            log.borrow_mut().push(*job);
            let tries = log.borrow().iter().filter(|tried| *tried == job).count();
            match *job {
                "held" if tries < 3 => held(ErrorKind::ResourceBusy),
                "lost" => held(ErrorKind::NotFound),
                "kept" => held(ErrorKind::PermissionDenied),
                _ => Ok(()),
            }
        });
        let failed: Vec<&str> = failed.into_iter().map(|(job, _)| job).collect();
        assert_eq!(failed, ["lost", "kept"]);
        assert_eq!(*log.borrow(), ["held", "lost", "kept", "fine", "held", "kept", "held", "kept", "kept"]);
    }
}
