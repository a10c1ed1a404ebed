//! Waits until something in the folder changes.
//!
//! The system's own notices make it quick; looking at the folder from time to time makes it sure. Notices get lost (a new
//! folder's first files, a folder that is replaced as a whole) and never come from most network and synced folders, so
//! a change that was found by looking counts as much as one that was told. Only names, sizes and times are looked
//! at here; whoever builds again compares contents.

use crate::disk::{self, MachineError};
use notify::event::{AccessKind, AccessMode};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

/// The folders below the root that pages are made of.
const FOLDERS: [&str; 2] = ["content", "themes"];

/// A program that saves a file does several things to it; nothing is done before it has been quiet for this long.
const QUIET: Duration = Duration::from_millis(12);

/// However busy the folder is, what has changed is shown after this long.
const LONGEST: Duration = Duration::from_millis(250);

/// How often the folder is looked at where the system tells of changes, and where it does not.
const LOOK: Duration = Duration::from_millis(500);

/// Looking takes at most this part of the time, however large the folder is.
const SHARE_OF_TIME: u32 = 20;

/// After this many changes in a row that were found by looking only, the system is not expected to tell.
const UNTOLD: u32 = 3;

/// How changes are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// The system tells, and we look now and then.
    Told,
    /// We look, as `--poll` asks.
    Looking,
}

/// What ended a wait: a change that was noticed, or somebody who rang.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// Whether it has just become clear that this folder does not tell of changes.
    pub folder_is_silent: bool,
}

/// A file as far as it can be told without reading it.
type Stamp = (u64, Option<SystemTime>);

/// What comes in while we wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    /// The system tells of a change.
    Change,
    /// Somebody rang.
    Bell,
}

/// Ends a wait from another thread.
#[derive(Debug, Clone)]
pub struct Bell(Sender<Told>);

impl Bell {
    /// The wait that is going on, or the next one, ends at once.
    pub fn ring(&self) {
        // Where nobody waits any more, there is nobody to tell.
        let _ = self.0.send(Told::Bell);
    }
}

/// Watches the folders that pages are made of.
pub struct Watch {
    root: PathBuf,
    how: How,
    stamps: BTreeMap<String, Stamp>,
    tell: Sender<Told>,
    told: Receiver<Told>,
    native: Option<RecommendedWatcher>,
    untold: u32,
    cost: Duration,
}

impl Watch {
    /// Begins to watch; what changes from now on is noticed by the next [`Watch::wait`].
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub fn begin(root: &Path, how: How) -> Result<Self, MachineError> {
        let (tell, told) = channel();
        let mut watch = Self {
            root: root.to_path_buf(),
            how,
            stamps: BTreeMap::new(),
            tell,
            told,
            native: None,
            untold: 0,
            cost: Duration::ZERO,
        };
        watch.listen();
        watch.stamps = watch.look()?;
        Ok(watch)
    }

    /// What ends a wait from outside.
    pub fn bell(&self) -> Bell {
        Bell(self.tell.clone())
    }

    /// Waits for the next change, until it has gone quiet, or for the bell.
    ///
    /// # Errors
    /// Where the folder can no longer be read.
    pub fn wait(&mut self) -> Result<Change, MachineError> {
        loop {
            let told = self.listen_for(LOOK.max(self.cost * SHARE_OF_TIME));
            if told == Some(Told::Bell) {
                return Ok(Change { folder_is_silent: false });
            }
            let told = told.is_some();
            let mut now = self.look()?;
            if now == self.stamps && !told {
                continue;
            }
            // Saving is seldom one step: wait for the last of them.
            let began = Instant::now();
            loop {
                thread::sleep(QUIET);
                let next = self.look()?;
                let is_quiet = next == now;
                now = next;
                if is_quiet || began.elapsed() > LONGEST {
                    break;
                }
            }
            let changed = now != self.stamps;
            self.stamps = now;
            self.drain();
            if changed && !told {
                // Missed: a folder was replaced, or is new, or lies where nothing is told. Listen afresh.
                self.listen();
                self.untold += u32::from(self.how == How::Told);
            } else if changed {
                self.untold = 0;
            }
            return Ok(Change { folder_is_silent: changed && !told && self.untold == UNTOLD });
        }
    }

    /// Asks the system to tell of changes; where it cannot, looking has to do.
    fn listen(&mut self) {
        if self.how == How::Looking {
            return;
        }
        let tell = self.tell.clone();
        let heard = move |event: notify::Result<notify::Event>| {
            // To read a file is told too, and we read every one on each build.
            let matters = event.is_ok_and(|event| match event.kind {
                EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
                EventKind::Access(_) => false,
                _ => event.paths.iter().any(|path| !is_hidden(path)),
            });
            if matters {
                let _ = tell.send(Told::Change);
            }
        };
        self.native = notify::recommended_watcher(heard).ok().map(|mut watcher| {
            for folder in FOLDERS {
                // One that is not there is found by looking once it is.
                let _ = watcher.watch(&self.root.join(folder), RecursiveMode::Recursive);
            }
            watcher
        });
    }

    /// What is told within this time.
    fn listen_for(&self, time: Duration) -> Option<Told> {
        match self.told.recv_timeout(time) {
            Ok(told) => Some(told),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => unreachable!("we hold a sender ourselves"),
        }
    }

    /// Forgets what was told so far: what it was told for is done next.
    fn drain(&self) {
        while self.told.try_recv().is_ok() {}
    }

    fn look(&mut self) -> Result<BTreeMap<String, Stamp>, MachineError> {
        let began = Instant::now();
        let mut stamps = BTreeMap::new();
        for folder in FOLDERS {
            for file in disk::walk(&self.root, folder)? {
                let stamp = fs::metadata(self.root.join(&file.path)).map(|what| (what.len(), what.modified().ok()));
                stamps.insert(file.path, stamp.unwrap_or_default());
            }
        }
        self.cost = began.elapsed();
        Ok(stamps)
    }
}

/// What editors leave beside a file while it is open.
fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs `act` while a watch waits, and says whether the change was noticed in this time.
    fn notices(how: How, root: &Path, time: Duration, act: impl FnOnce()) -> bool {
        let mut watch = Watch::begin(root, how).unwrap();
        let (done, seen) = channel();
        thread::spawn(move || done.send(watch.wait().is_ok()));
        thread::sleep(Duration::from_millis(50));
        act();
        seen.recv_timeout(time) == Ok(true)
    }

    fn folder() -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("content/policies")).unwrap();
        fs::write(root.path().join("content/policies/dogs.md"), "one").unwrap();
        root
    }

    #[test]
    fn every_way_of_saving_is_noticed() {
        type Act = fn(&Path);
        let acts: [(&str, Act); 7] = [
            ("written over", |root| fs::write(root.join("content/policies/dogs.md"), "two").unwrap()),
            ("renamed over", |root| {
                fs::write(root.join("content/policies/.dogs.tmp"), "two").unwrap();
                fs::rename(root.join("content/policies/.dogs.tmp"), root.join("content/policies/dogs.md")).unwrap();
            }),
            ("taken away", |root| fs::remove_file(root.join("content/policies/dogs.md")).unwrap()),
            ("new nested folders", |root| {
                fs::create_dir_all(root.join("content/schools/a/policies")).unwrap();
                fs::write(root.join("content/schools/a/policies/dogs.md"), "x").unwrap();
            }),
            ("the whole folder replaced", |root| {
                fs::create_dir_all(root.join("new/policies")).unwrap();
                fs::write(root.join("new/policies/cats.md"), "x").unwrap();
                fs::remove_dir_all(root.join("content")).unwrap();
                fs::rename(root.join("new"), root.join("content")).unwrap();
            }),
            ("a first theme", |root| {
                fs::create_dir_all(root.join("themes/ours/assets")).unwrap();
                fs::write(root.join("themes/ours/assets/style.css"), "x").unwrap();
            }),
            ("hundreds at once", |root| {
                (0..300).for_each(|n| fs::write(root.join(format!("content/policies/p{n}.md")), "x").unwrap());
            }),
        ];
        for how in [How::Told, How::Looking] {
            for (name, act) in acts {
                let root = folder();
                assert!(notices(how, root.path(), Duration::from_secs(30), || act(root.path())), "{name}, {how:?}");
            }
        }
    }

    #[test]
    fn a_bell_ends_a_wait_at_once() {
        for how in [How::Told, How::Looking] {
            let root = folder();
            let mut watch = Watch::begin(root.path(), how).unwrap();
            let bell = watch.bell();
            let (done, seen) = channel();
            thread::spawn(move || done.send(watch.wait().is_ok()));
            assert!(seen.recv_timeout(Duration::from_millis(200)).is_err(), "{how:?}: nothing has changed yet");
            bell.ring();
            assert_eq!(seen.recv_timeout(Duration::from_secs(10)), Ok(true), "{how:?}");
        }
    }

    #[test]
    fn reading_is_no_change() {
        let root = folder();
        let path = root.path().join("content/policies/dogs.md");
        let read = || assert_eq!(fs::read(&path).unwrap(), b"one");
        assert!(!notices(How::Told, root.path(), Duration::from_secs(2), read));
    }

    #[test]
    fn a_folder_replaced_twice_is_noticed_both_times() {
        let root = folder();
        let mut watch = Watch::begin(root.path(), How::Told).unwrap();
        for round in ["one", "two", "three"] {
            fs::remove_dir_all(root.path().join("content")).unwrap();
            fs::create_dir_all(root.path().join("content")).unwrap();
            fs::write(root.path().join("content/trust.toml"), round).unwrap();
            watch.wait().unwrap();
            let seen = watch.stamps.keys().cloned().collect::<Vec<_>>();
            assert_eq!(seen, ["content/trust.toml"], "{round}");
        }
    }
}
