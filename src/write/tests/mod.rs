//! Builds into a temporary folder: what is written, left and removed.

mod safety;

use super::{Stage, Written};
use crate::disk::Stamp;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

/// A root with an output folder, and builds into it.
struct Root {
    folder: tempfile::TempDir,
}

impl Root {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn foreign(&self, path: &str) {
        let path = self.at("output").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "not ours").unwrap();
    }

    fn begin(&self, scope: Option<&str>) -> Stage {
        Stage::begin(&self.at("output"), &self.at(".frontsheet"), scope).unwrap()
    }

    fn staged(&self, scope: Option<&str>, files: &[(&str, &str)]) -> Stage {
        let stage = self.begin(scope);
        for (path, text) in files {
            stage.put(path, text.as_bytes()).unwrap();
        }
        stage
    }

    fn try_build(&self, scope: Option<&str>, files: &[(&str, &str)]) -> Result<Written, String> {
        let waits = [Duration::from_millis(1); 2];
        self.staged(scope, files).commit_patiently(&waits).map_err(|error| error.to_string())
    }

    fn build(&self, files: &[(&str, &str)]) -> Written {
        self.try_build(None, files).unwrap()
    }

    /// Every file and folder of the output (folders end in `/`), with the text and the time of each file.
    fn output(&self) -> BTreeMap<String, (String, Option<SystemTime>)> {
        let mut all = BTreeMap::new();
        let mut waiting = vec![self.at("output")];
        while let Some(folder) = waiting.pop() {
            for entry in fs::read_dir(&folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                let what = fs::symlink_metadata(&path).unwrap();
                let mut name = path.strip_prefix(self.at("output")).unwrap().to_str().unwrap().replace('\\', "/");
                let mut found = (String::new(), None);
                if what.is_dir() {
                    name.push('/');
                    waiting.push(path);
                } else {
                    found = (fs::read_to_string(&path).unwrap_or_default(), what.modified().ok());
                }
                all.insert(name, found);
            }
        }
        all
    }

    fn names(&self) -> Vec<String> {
        self.output().into_keys().collect()
    }

    fn state(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.at(".frontsheet"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    fn manifest(&self) -> PathBuf {
        fs::read_dir(self.at(".frontsheet/outputs")).unwrap().next().unwrap().unwrap().path()
    }
}

fn written(written: &[&str], unchanged: usize, removed: &[&str]) -> Written {
    let owned = |list: &[&str]| list.iter().map(|path| (*path).to_owned()).collect();
    Written { written: owned(written), unchanged, removed: owned(removed), notes: Vec::new() }
}

#[test]
fn a_kept_file_is_handed_on_with_the_stamp_that_it_was_kept_by() {
    let root = Root::new();
    root.build(&[("a", "1"), ("b", "2")]);
    let stamp = Stamp::of(&root.at("output/a")).unwrap();
    let stage = root.staged(None, &[("b", "3")]);
    assert!(stage.keep(&[("a", &stamp)]).unwrap());
    // Touched after it was kept: the next build must see that it is not as it was.
    fs::write(root.at("output/a"), "not ours").unwrap();
    let mut files = Vec::new();
    stage.commit_then(|put| files.extend(put.iter().map(|(path, stamp)| ((*path).to_owned(), *stamp)))).unwrap();
    assert_eq!(files, [("a".to_owned(), Some(stamp)), ("b".to_owned(), None)]);
    assert_ne!(Stamp::of(&root.at("output/a")), Some(stamp));
}

#[test]
fn a_first_build_comes_in_at_once_with_stamps_that_hold() {
    let root = Root::new();
    let files = [("404.html", "gone"), ("a/index.html", "a"), ("a/b/index.html", "b"), ("assets/x.css", "x")];
    let stage = root.staged(None, &files);
    assert!(!root.at("output").exists());
    let mut stamps = Vec::new();
    stage
        .commit_then(|files| stamps = files.iter().map(|(path, stamp)| ((*path).to_owned(), *stamp)).collect())
        .unwrap();
    assert_eq!(stamps.len(), files.len());
    for (path, stamp) in stamps {
        assert!(stamp.is_some(), "{path}");
        assert_eq!(stamp, Stamp::of(&root.at("output").join(path)));
    }
    assert_eq!(root.build(&files), written(&[], 4, &[]));
}

#[test]
fn an_output_that_somebody_took_away_comes_back_and_is_still_ours() {
    let root = Root::new();
    let files = [("a/index.html", "a"), ("b/index.html", "b")];
    root.build(&files);
    fs::remove_dir_all(root.at("output")).unwrap();
    assert_eq!(root.build(&files), written(&["a/index.html", "b/index.html"], 0, &[]));
    assert_eq!(root.build(&files[..1]).removed, ["b/index.html"]);
}

#[test]
fn what_comes_into_the_place_of_a_first_build_meanwhile_stays() {
    let root = Root::new();
    let stage = root.staged(None, &[("a/index.html", "a"), ("b/index.html", "b")]);
    root.foreign("a/mine.txt");
    stage.commit().unwrap();
    assert_eq!(root.names(), ["a/", "a/index.html", "a/mine.txt", "b/", "b/index.html"]);
    assert_eq!(root.state(), ["lock", "outputs"]);
}

#[test]
fn a_first_build_in_which_one_address_is_in_anothers_way_ends_as_any_other_would() {
    let root = Root::new();
    let error = root.try_build(None, &[("a", "a file"), ("a/index.html", "a page")]).unwrap_err();
    assert!(error.contains("index.html") || error.contains("output"), "{error}");
    root.build(&[("a/index.html", "a page")]);
    assert_eq!(root.names(), ["a/", "a/index.html"]);
    assert_eq!(root.state(), ["lock", "outputs"]);
}

#[test]
fn the_output_equals_the_site_and_only_what_differs_is_touched() {
    let root = Root::new();
    let first =
        root.build(&[("index.html", "a"), ("policies/dogs/index.html", "dogs"), ("policies/cats/index.html", "cats")]);
    assert_eq!(first, written(&["index.html", "policies/cats/index.html", "policies/dogs/index.html"], 0, &[]));
    let before = root.output();

    let second = root.build(&[("index.html", "b"), ("policies/dogs/index.html", "dogs"), ("new/x.css", "")]);
    assert_eq!(second, written(&["index.html", "new/x.css"], 1, &["policies/cats/index.html"]));
    let after = root.output();
    assert_eq!(
        root.names(),
        ["index.html", "new/", "new/x.css", "policies/", "policies/dogs/", "policies/dogs/index.html"]
    );
    assert_eq!(after["policies/dogs/index.html"], before["policies/dogs/index.html"], "its time too");
    assert_eq!(after["index.html"].0, "b");
    assert_eq!(root.state(), ["lock", "outputs"]);
}

#[test]
fn an_unchanged_build_changes_nothing_at_all() {
    let root = Root::new();
    let files = [("index.html", "a"), ("a/b/c.html", "c"), ("empty", "")];
    root.build(&files);
    let (before, manifest) = (root.output(), fs::metadata(root.manifest()).unwrap().modified().unwrap());
    assert_eq!(root.build(&files), written(&[], 3, &[]));
    assert_eq!(root.output(), before);
    assert_eq!(fs::metadata(root.manifest()).unwrap().modified().unwrap(), manifest);
}

#[test]
fn files_of_equal_length_are_compared_byte_for_byte() {
    let root = Root::new();
    let long = "x".repeat(200_000);
    let other = format!("{}y", &long[1..]);
    root.build(&[("a", &long), ("b", "1")]);
    assert_eq!(root.build(&[("a", &other), ("b", "2")]), written(&["a", "b"], 0, &[]));
    assert_eq!(root.output()["a"].0, other);
}

#[test]
fn a_build_given_up_leaves_the_output_as_it_was() {
    let root = Root::new();
    root.staged(None, &[("index.html", "a"), ("new/deep/x", "x")]).abandon();
    assert!(!root.at("output").exists(), "not even the folder is made");
    assert_eq!(root.state(), ["lock"]);

    root.build(&[("index.html", "a"), ("old/x", "x")]);
    root.foreign("CNAME");
    let before = root.output();
    drop(root.staged(None, &[("index.html", "b"), ("new/deep/x", "x")]));
    assert_eq!(root.output(), before);
    assert_eq!(root.state(), ["lock", "outputs"]);
    assert_eq!(root.build(&[("index.html", "a"), ("old/x", "x")]), written(&[], 2, &[]));
}

#[test]
fn with_a_scope_the_rest_is_left_alone() {
    let root = Root::new();
    root.build(&[
        ("index.html", "list"),
        ("ash/a.html", "1"),
        ("ash/b.html", "1"),
        ("oak/a.html", "1"),
        ("ash-2/a.html", "1"),
    ]);
    let before = root.output();
    let made = root.try_build(Some("ash"), &[("ash/a.html", "2")]).unwrap();
    assert_eq!(made, written(&["ash/a.html"], 0, &["ash/b.html"]));
    let after = root.output();
    for path in ["index.html", "oak/a.html", "ash-2/a.html"] {
        assert_eq!(after[path], before[path]);
    }
    // The whole site knows its own again.
    assert_eq!(root.build(&[("index.html", "list")]).removed, ["ash-2/a.html", "ash/a.html", "oak/a.html"]);
    assert_eq!(root.names(), ["index.html"]);
}

#[test]
fn a_root_that_is_moved_still_knows_its_own() {
    let root = Root::new();
    root.build(&[("index.html", "a"), ("old.html", "old")]);
    let moved = Root::new();
    for name in ["output", ".frontsheet"] {
        fs::rename(root.at(name), moved.at(name)).unwrap();
    }
    assert_eq!(moved.build(&[("index.html", "a")]).removed, ["old.html"]);
}

#[test]
fn each_output_folder_has_a_list_of_its_own() {
    let root = Root::new();
    root.build(&[("index.html", "a"), ("old.html", "old")]);
    let stage = Stage::begin(&root.at("preview"), &root.at(".frontsheet"), None).unwrap();
    stage.put("index.html", b"a").unwrap();
    assert_eq!(stage.commit().unwrap(), written(&["index.html"], 0, &[]));
    assert_eq!(root.build(&[("index.html", "a")]).removed, ["old.html"]);
    assert!(root.at("preview/index.html").exists());
}

#[test]
fn two_builds_at_once_are_refused() {
    let root = Root::new();
    let first = root.staged(None, &[("index.html", "a")]);
    let second = Stage::begin(&root.at("output"), &root.at(".frontsheet"), None).err().unwrap().to_string();
    assert!(second.contains("another build of this folder is running"), "{second}");
    first.commit().unwrap();
    assert_eq!(root.names(), ["index.html"]);
}

#[test]
fn files_are_copied_when_they_differ() {
    let root = Root::new();
    let source = root.at("map.svg");
    let copied = |root: &Root| {
        let stage = root.begin(None);
        stage.copy("files/map.svg", &source).unwrap();
        stage.commit().unwrap()
    };
    for text in ["one", "two", "three"] {
        fs::write(&source, text.repeat(50_000)).unwrap();
        assert_eq!(copied(&root), written(&["files/map.svg"], 0, &[]));
        assert_eq!(root.output()["files/map.svg"].0, text.repeat(50_000));
        assert_eq!(copied(&root), written(&[], 1, &[]));
    }
    let stage = root.begin(None);
    let told = stage.copy("a", &root.at("none")).unwrap_err().to_string();
    assert!(told.contains("could not copy") && told.contains("none: there is no such file"), "{told}");
    assert!(stage.copy("a", &root.at("output")).is_err());
}

#[test]
fn threads_put_files_at_the_same_time() {
    let root = Root::new();
    for round in 0..2 {
        let stage = root.begin(None);
        std::thread::scope(|scope| {
            for thread in 0..8 {
                let stage = &stage;
                scope.spawn(move || {
                    for page in 0..100 {
                        let changed = if page % 10 == 0 { round } else { 0 };
                        stage
                            .put(&format!("s{thread}/p{page}/index.html"), format!("{page} {changed}").as_bytes())
                            .unwrap();
                    }
                });
            }
        });
        let made = stage.commit().unwrap();
        assert_eq!((made.written.len(), made.unchanged), if round == 0 { (800, 0) } else { (80, 720) });
        assert!(made.written.is_sorted());
    }
}

#[cfg(target_os = "linux")]
#[test]
fn the_state_may_lie_on_another_disk() {
    use std::os::unix::fs::MetadataExt as _;
    let root = Root::new();
    let Ok(other) = tempfile::tempdir_in("/dev/shm") else { return };
    if fs::metadata(other.path()).unwrap().dev() == fs::metadata(root.at("")).unwrap().dev() {
        return;
    }
    let build = |files: &[(&str, &str)]| {
        let stage = Stage::begin(&root.at("output"), &other.path().join("state"), None).unwrap();
        for (path, text) in files {
            stage.put(path, text.as_bytes()).unwrap();
        }
        stage.commit().unwrap()
    };
    build(&[("index.html", "a"), ("policies/dogs/index.html", "dogs")]);
    assert_eq!(build(&[("index.html", "b")]), written(&["index.html"], 0, &["policies/dogs/index.html"]));
    assert_eq!(root.names(), ["index.html"]);
    assert_eq!(root.output()["index.html"].0, "b");
}

#[test]
fn a_change_of_case_leaves_the_file_under_its_new_name() {
    let root = Root::new();
    root.build(&[("files/Map.svg", "map")]);
    root.build(&[("files/map.svg", "map")]);
    assert_eq!(root.names(), ["files/", "files/map.svg"]);
}
