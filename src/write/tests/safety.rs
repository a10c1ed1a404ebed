//! What must never be harmed: the files of other people, and the output of a build that did not end.

use super::{Root, written};
use crate::write::Stage;
use std::fs;

#[test]
fn files_and_folders_that_are_not_ours_stay() {
    let root = Root::new();
    root.foreign("CNAME");
    root.foreign("policies/dogs/notes.txt");
    fs::create_dir_all(root.at("output/policies/empty")).unwrap();
    root.build(&[("index.html", "a"), ("policies/dogs/index.html", "dogs"), ("policies/cats/index.html", "cats")]);
    assert_eq!(root.build(&[("index.html", "a")]).removed, ["policies/cats/index.html", "policies/dogs/index.html"]);
    assert_eq!(
        root.names(),
        ["CNAME", "index.html", "policies/", "policies/dogs/", "policies/dogs/notes.txt", "policies/empty/"]
    );
    assert_eq!(root.build(&[]).removed, ["index.html"]);
    assert_eq!(root.output()["CNAME"].0, "not ours");
}

#[test]
fn without_a_list_of_earlier_files_nothing_is_removed() {
    let root = Root::new();
    root.build(&[("index.html", "a"), ("old.html", "old")]);
    fs::remove_dir_all(root.at(".frontsheet")).unwrap();
    assert_eq!(root.build(&[("index.html", "b")]), written(&["index.html"], 0, &[]));
    assert_eq!(root.names(), ["index.html", "old.html"]);
}

#[test]
fn a_folder_of_somebody_else_is_not_replaced_by_a_file() {
    let root = Root::new();
    root.build(&[("index.html", "a")]);
    root.foreign("feed.xml/keep.txt");
    let before = root.output();
    let told = root.try_build(None, &[("index.html", "b"), ("feed.xml", "feed")]).unwrap_err();
    assert!(told.contains("feed.xml: it is not ours, and stands where a file of the site must be"), "{told}");
    assert_eq!(root.output(), before);
}

#[test]
fn a_file_of_somebody_else_is_not_replaced_by_a_folder() {
    let root = Root::new();
    root.build(&[("index.html", "a")]);
    root.foreign("policies");
    let before = root.output();
    let told = root.try_build(None, &[("index.html", "b"), ("policies/dogs/index.html", "dogs")]).unwrap_err();
    assert!(told.contains("policies: something else stands where a folder of the site must be"), "{told}");
    assert_eq!(root.output(), before);
    assert_eq!(root.build(&[("index.html", "a")]), written(&[], 1, &[]));
}

#[test]
fn our_own_files_and_folders_give_way_to_each_other() {
    let root = Root::new();
    root.build(&[("a", "file"), ("b/c/d", "deep"), ("b/e", "e")]);
    let made = root.build(&[("a/x/y", "folder"), ("b", "file")]);
    assert_eq!(made, written(&["a/x/y", "b"], 0, &["a", "b/c/d", "b/e"]));
    assert_eq!(root.names(), ["a/", "a/x/", "a/x/y", "b"]);

    root.build(&[("a", "file"), ("b/c/d", "deep")]);
    root.foreign("b/c/keep");
    let before = root.output();
    let told = root.try_build(None, &[("a", "new"), ("b", "file")]).unwrap_err();
    assert!(told.contains("keep"), "{told}");
    assert_eq!(root.output(), before);
}

#[test]
fn a_manifest_is_not_trusted() {
    let root = Root::new();
    root.build(&[("index.html", "a"), ("old.html", "old")]);
    fs::write(root.at("precious"), "precious").unwrap();
    let shapes = [
        r#"{"output": "output", "files": ["../precious"]}"#.to_owned(),
        r#"{"output": "output", "files": ["old.html", "/etc/passwd"]}"#.to_owned(),
        r#"{"output": "elsewhere", "files": ["old.html"]}"#.to_owned(),
        r#"{"output": "output", "files": ["old.html"], "more": 1}"#.to_owned(),
        r#"{"output": "output", "files": [7]}"#.to_owned(),
        "[".repeat(100_000),
        "\u{0}not JSON".to_owned(),
        String::new(),
    ];
    for shape in shapes {
        fs::write(root.manifest(), &shape).unwrap();
        let made = root.build(&[("index.html", "a")]);
        assert_eq!((made.removed.len(), made.notes.len()), (0, 1), "{shape:.60}");
        assert!(made.notes[0].contains("nothing is removed"), "{}", made.notes[0]);
        assert!(root.at("precious").exists() && root.at("output/old.html").exists());
    }
    assert_eq!(root.build(&[("index.html", "a")]).notes, Vec::<String>::new());
}

#[test]
fn a_manifest_entry_that_has_become_a_folder_is_no_longer_ours() {
    let root = Root::new();
    root.build(&[("index.html", "a"), ("old", "old")]);
    fs::remove_file(root.at("output/old")).unwrap();
    root.foreign("old/keep.txt");
    assert_eq!(root.build(&[("index.html", "a")]).removed, Vec::<String>::new());
    assert_eq!(root.output()["old/keep.txt"].0, "not ours");
}

/// A build that is killed while it is committed, after the list was written and some files were moved.
#[test]
fn after_a_kill_the_next_build_knows_all_that_is_ours() {
    let root = Root::new();
    root.build(&[("index.html", "a"), ("old/x.html", "x")]);
    let union = r#"{"output": "output", "files": ["index.html", "new/y.html", "never.html", "old/x.html"]}"#;
    fs::write(root.manifest(), union).unwrap();
    fs::create_dir_all(root.at("output/new")).unwrap();
    fs::write(root.at("output/new/y.html"), "y").unwrap();
    fs::create_dir(root.at(".frontsheet/stage")).unwrap();
    fs::write(root.at(".frontsheet/stage/00000007.part"), "left behind").unwrap();
    fs::write(root.at("output/.frontsheet.tmp"), "half").unwrap();
    fs::write(root.at(".frontsheet/outputs/.frontsheet-7-0.tmp"), "half a list").unwrap();

    let made = root.build(&[("index.html", "a")]);
    assert_eq!(made, written(&[], 1, &["new/y.html", "old/x.html"]));
    assert_eq!(root.names(), ["index.html"]);
    assert_eq!(root.state(), ["lock", "outputs"]);
    assert_eq!(fs::read_dir(root.at(".frontsheet/outputs")).unwrap().count(), 1);
}

#[test]
fn addresses_that_lead_elsewhere_are_refused() {
    let root = Root::new();
    let stage = root.begin(None);
    for bad in ["../x", "/x", "a/../../x", "", r"a\b", "C:x", "nul"] {
        assert!(stage.put(bad, b"x").is_err(), "{bad}");
    }
    assert!(Stage::begin(&root.at("output2"), &root.at("state2"), Some("../x")).is_err());
}

#[cfg(unix)]
mod links {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn nothing_is_written_or_removed_through_a_link() {
        let root = Root::new();
        root.build(&[("index.html", "a"), ("files/map.svg", "map")]);
        fs::rename(root.at("output/files"), root.at("elsewhere")).unwrap();
        symlink(root.at("elsewhere"), root.at("output/files")).unwrap();
        let told = root.try_build(None, &[("index.html", "a"), ("files/new.svg", "new")]).unwrap_err();
        assert!(told.contains("files: something else stands"), "{told}");
        assert_eq!(root.build(&[("index.html", "a")]).removed, Vec::<String>::new());
        assert_eq!(fs::read_to_string(root.at("elsewhere/map.svg")).unwrap(), "map");

        symlink(root.at("elsewhere/map.svg"), root.at("output/one.svg")).unwrap();
        root.build(&[("index.html", "a"), ("one.svg", "own")]);
        assert_eq!(fs::read_to_string(root.at("elsewhere/map.svg")).unwrap(), "map");
        assert_eq!(root.output()["one.svg"].0, "own");
    }

    #[test]
    fn a_staging_folder_that_is_a_link_is_refused() {
        let root = Root::new();
        fs::create_dir_all(root.at(".frontsheet")).unwrap();
        fs::create_dir(root.at("precious")).unwrap();
        fs::write(root.at("precious/00000000.part"), "precious").unwrap();
        symlink(root.at("precious"), root.at(".frontsheet/stage")).unwrap();
        assert!(Stage::begin(&root.at("output"), &root.at(".frontsheet"), None).is_err());
        assert!(root.at("precious/00000000.part").exists());
    }
}

/// A staged file that is taken away stands for one that the system will not move.
#[test]
fn what_cannot_be_moved_is_named_and_the_rest_is_done() {
    let root = Root::new();
    root.build(&[("a.html", "1"), ("b.html", "1"), ("old.html", "1")]);
    let stage = root.staged(None, &[("a.html", "2"), ("b.html", "2"), ("c.html", "2"), ("d.html", "2")]);
    for number in [0, 2] {
        fs::remove_file(root.at(&format!(".frontsheet/stage/{number:08}.part"))).unwrap();
    }
    let told = stage.commit().unwrap_err().to_string();
    let (a, c) = (root.at("output/a.html"), root.at("output/c.html"));
    assert_eq!(
        told,
        format!(
            "could not replace {}: there is no such file or folder (os error 2); nor was it done for {}",
            a.display(),
            c.display()
        )
    );
    let output = root.output();
    assert_eq!(
        (output["a.html"].0.as_str(), output["b.html"].0.as_str(), output["d.html"].0.as_str()),
        ("1", "2", "2")
    );
    assert!(!output.contains_key("old.html") && !output.contains_key("c.html"));
    assert_eq!(root.state(), ["lock", "outputs"]);
    // What was not moved stays ours when an earlier build wrote it.
    assert_eq!(root.build(&[]).removed, ["a.html", "b.html", "d.html"]);
}
