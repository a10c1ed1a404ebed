//! Builds that are cut short: killed, without room, against each other. Every file of the output is whole all the same, old
//! or new, nobody else's file is touched, and the next build comes to what a clean one makes.

use super::builder::{Portal, TODAY, files_below, portal};
use super::command::{Ran, run};
use frontsheet::disk::Lock;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

type Files = BTreeMap<String, Vec<u8>>;

/// Files of somebody else's, in the output before the first build.
const FOREIGN: [&str; 3] = ["CNAME", "policies/dogs/notes.txt", "files/old-newsletter.pdf"];

/// Attachments, so that there is something to move in after the pages are made.
const ATTACHMENTS: usize = 80;

/// Puts one of two contents into a portal's folder. They differ in every kind of input, and each has pages that the other
/// has not.
fn write_content(root: &Path, which: usize) {
    let (here, gone) = [("swimming", "allergies"), ("allergies", "swimming")][which];
    let word = ["Dogs stay at the gate.", "Dogs may come in on a lead."][which];
    let write = |path: &str, text: &str| {
        let file = root.join("content").join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(file, text).expect("a file");
    };
    let front = super::builder::approved;
    write("policies/dogs.md", &format!("+++\n{}+++\n## Safety\n\n{word}\n", front("Dogs on site")));
    write(&format!("policies/{here}.md"), &format!("+++\n{}+++\n## Aim\n\nCare.\n", front(here)));
    let _ = fs::remove_file(root.join(format!("content/policies/{gone}.md")));
    write("partials/p.md", word);
    for school in ["ashby", "brook", "colby"] {
        let name = ["Primary", "Infant"][which];
        let toml = format!("name = \"{school} {name} School\"\nphase = \"primary\"\nphone = \"0100 000{which}\"\n");
        write(&format!("schools/{school}/school.toml"), &toml);
    }
    for number in 0..ATTACHMENTS {
        write(&format!("files/{number:03}.txt"), &format!("{which}{number}").repeat(300));
    }
}

fn with_content(which: usize) -> Portal {
    let portal = portal();
    write_content(portal.root(), which);
    portal
}

/// What a build of one of the contents makes in an empty folder.
fn clean(which: usize) -> Files {
    let built = with_content(which).build().clean();
    built.files()
}

fn add_foreign(root: &Path) {
    for path in FOREIGN {
        let file = root.join("output").join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(file, "not ours").expect("a file");
    }
}

/// The output without what is somebody else's, which must be there as it was.
#[track_caller]
fn output_of(root: &Path) -> Files {
    let mut files = files_below(&root.join("output"));
    for path in FOREIGN {
        assert_eq!(files.remove(path).as_deref(), Some(&b"not ours"[..]), "{path} is not ours");
    }
    files
}

/// Fails unless each file of the output is as one of the contents makes it, to the last byte.
#[track_caller]
fn every_file_is_whole(output: &Files, clean: &[Files]) {
    for (path, bytes) in output {
        // The one temporary file there may be in an output: it is no page, and the next build takes it away.
        let is_whole = clean.iter().any(|site| site.get(path) == Some(bytes)) || path == ".frontsheet.tmp";
        assert!(is_whole, "{path} is neither the old file nor the new one: {} bytes", bytes.len());
    }
}

/// Fails unless the next build comes to what a clean one makes, to the last byte.
#[track_caller]
fn comes_to(root: &Path, clean: &Files) {
    run_in(root, &["build"]).code(0);
    let output = output_of(root);
    let differing = output.iter().filter(|(path, bytes)| clean.get(*path) != Some(bytes)).map(|(path, _)| path);
    let missing = clean.keys().filter(|path| !output.contains_key(*path));
    let wrong: Vec<&String> = differing.chain(missing).collect();
    assert!(wrong.is_empty(), "not as in a clean build: {wrong:?}");
}

/// Fails unless nothing is left of builds that did not end. A build that finds all as it was touches nothing, so what there is
/// left goes with the next that has something to write.
#[track_caller]
fn nothing_is_left(root: &Path) {
    let left: Vec<String> = files_below(&root.join(".frontsheet")).into_keys().collect();
    assert!(left.iter().all(|name| !name.contains("stage/") && !name.contains(".tmp")), "left behind: {left:?}");
}

fn run_in(root: &Path, words: &[&str]) -> Ran {
    let mut all = vec!["--as-of", TODAY];
    all.extend(words);
    super::command::run_at(root, Path::new("/nowhere"), &all)
}

fn start(root: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_frontsheet"))
        .args(["--as-of", TODAY, "build"])
        .current_dir(root)
        .env("HOME", "/nowhere")
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs")
}

/// Kills a build as soon as `is_time` says so, and tells whether it was still running. The kill is the kind that cannot be
/// answered (`SIGKILL`, and on Windows `TerminateProcess`).
fn killed_when(root: &Path, mut is_time: impl FnMut() -> bool) -> bool {
    let mut build = start(root);
    let begun = Instant::now();
    while !is_time() && begun.elapsed() < Duration::from_secs(60) {
        if build.try_wait().expect("it can be asked").is_some() {
            return false;
        }
        sleep(Duration::from_micros(100));
    }
    build.kill().expect("it can be killed");
    !build.wait().expect("it ends").success()
}

/// Numbers without order that are the same in every run.
fn scattered(seed: u64) -> impl FnMut(u64) -> u64 {
    let mut state = seed;
    move |below| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    }
}

/// Thirty kills: half of them at any moment of a build, half while it moves its files in.
fn thirty_kills(seed: u64) {
    let clean = [clean(0), clean(1)];
    let portal = with_content(0);
    let root = portal.root();
    add_foreign(root);
    let begun = Instant::now();
    comes_to(root, &clean[0]);
    let whole = u64::try_from(begun.elapsed().as_micros()).expect("a short time");
    let mut random = scattered(seed);
    let (mut killed, mut halfway) = (0, 0);
    for round in 0..30_usize {
        let which = (round + 1) % 2;
        write_content(root, which);
        let watched = format!("files/{:03}.txt", random(ATTACHMENTS as u64));
        let after = Duration::from_micros(random(whole));
        let start = Instant::now();
        let is_moving = || fs::read(root.join("output").join(&watched)).ok().as_ref() == clean[which].get(&watched);
        let was_killed = match round / 2 % 2 {
            0 => killed_when(root, || start.elapsed() >= after),
            _ => killed_when(root, is_moving),
        };
        killed += usize::from(was_killed);
        let output = output_of(root);
        every_file_is_whole(&output, &clean);
        halfway += usize::from(clean.iter().all(|site| *site != output));
        // Every third time the next build is killed too, on top of what this one left.
        if round % 3 != 2 {
            comes_to(root, &clean[which]);
        }
    }
    for which in [1, 0] {
        write_content(root, which);
        comes_to(root, &clean[which]);
    }
    nothing_is_left(root);
    // On a busy machine some are done before they are killed, but not most.
    assert!(killed >= 10, "only {killed} builds were still running when they were to be killed");
    assert!(halfway > 0, "no build was killed between its first file and its last");
}

#[test]
fn after_thirty_kills_all_is_whole_and_the_next_build_puts_it_right() {
    thirty_kills(1);
}

#[test]
fn after_thirty_other_kills_all_is_whole_and_the_next_build_puts_it_right() {
    thirty_kills(2);
}

#[test]
fn while_one_build_runs_another_says_so_and_changes_nothing() {
    let portal = with_content(0);
    let root = portal.root();
    add_foreign(root);
    let running = Lock::take(&root.join(".frontsheet")).expect("nobody has the lock");
    let ran = run(&portal, &["build"]).code(3);
    let (start, end) = ("error: could not lock ", "another build of this folder is running");
    assert!(ran.err.starts_with(start) && ran.err.contains(end) && ran.out.is_empty(), "{}{}", ran.err, ran.out);
    assert_eq!(output_of(root), Files::new());
    // To look is allowed.
    run(&portal, &["check"]).code(0);
    drop(running);
    comes_to(root, &clean(0));
}

#[test]
fn builds_at_once_make_one_site() {
    let portal = with_content(0);
    let root = portal.root();
    add_foreign(root);
    let clean = [clean(0), clean(1)];
    for round in 1..=4 {
        let which = round % 2;
        write_content(root, which);
        let builds = [start(root), start(root), start(root)];
        let mut done = 0;
        for build in builds {
            let ended = build.wait_with_output().expect("it ends");
            let said = String::from_utf8_lossy(&ended.stderr);
            match ended.status.code() {
                Some(0) => done += 1,
                Some(3) => assert!(said.contains("another build of this folder is running"), "{said}"),
                other => panic!("{other:?}: {said}"),
            }
        }
        assert!(done > 0, "one of them has the lock");
        assert_eq!(output_of(root), clean[which]);
    }
}

#[test]
fn what_stands_in_the_way_is_named_and_nothing_is_changed() {
    for in_the_way in ["index.html/keep.txt", "register.csv/keep.txt", "schools"] {
        let portal = with_content(0);
        let file = portal.root().join("output").join(in_the_way);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(&file, "not ours").expect("a file");
        let ran = run(&portal, &["build"]).code(3);
        let name = in_the_way.split('/').next().unwrap_or_default();
        assert!(ran.err.contains(name) && ran.err.starts_with("error: could not "), "{}", ran.err);
        let output = files_below(&portal.root().join("output"));
        assert_eq!(output, Files::from([(in_the_way.to_owned(), b"not ours".to_vec())]));
    }
}

#[test]
fn a_page_that_somebody_replaced_by_a_folder_is_named_and_comes_back_once_that_is_gone() {
    let portal = with_content(0);
    let root = portal.root();
    add_foreign(root);
    comes_to(root, &clean(0));
    let page = root.join("output/policies/swimming/index.html");
    fs::remove_file(&page).expect("the page was made");
    fs::create_dir(&page).expect("a folder");
    let ran = run(&portal, &["build"]).code(3);
    assert!(ran.err.contains("it is not ours") && ran.err.contains("swimming"), "{}", ran.err);
    fs::remove_dir(&page).expect("it is still there");
    comes_to(root, &clean(0));
}

#[cfg(unix)]
mod without_room {
    use super::*;

    /// Runs a line of shell in the portal's folder, in which `$BUILD` builds it.
    fn shell(root: &Path, line: &str) -> Ran {
        let build = format!("{} --as-of {TODAY} build", env!("CARGO_BIN_EXE_frontsheet"));
        in_words(Command::new("sh").args(["-c", line]).env("BUILD", build).current_dir(root))
    }

    fn in_words(command: &mut Command) -> Ran {
        let ended = command.env("HOME", "/nowhere").output().expect("there is a shell");
        Ran {
            code: ended.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&ended.stdout).into_owned(),
            err: String::from_utf8_lossy(&ended.stderr).into_owned(),
        }
    }

    /// Runs a line of shell that may mount folders, seen by nobody else; `None` where this system lets nobody do so.
    fn mounted(root: &Path, line: &str) -> Option<Ran> {
        let unshared = |line: &str| {
            let line = format!("unshare --user --map-root-user --mount sh -c '{line}'");
            shell(root, &line)
        };
        if unshared("mount -t tmpfs -o size=64k none /mnt").code != 0 {
            eprintln!("passed over: this system lets nobody mount a small disk of their own");
            return None;
        }
        Some(unshared(line))
    }

    /// A portal whose output is that of the first content, with the second in its folder.
    fn about_to_change() -> Portal {
        let portal = with_content(0);
        add_foreign(portal.root());
        comes_to(portal.root(), &clean(0));
        write_content(portal.root(), 1);
        portal
    }

    #[test]
    fn a_file_that_may_not_grow_leaves_the_output_as_it_was() {
        // The limit is in blocks of half a kilobyte, or of a whole one; pages need more.
        for (limit, told) in [("trap '' XFSZ; ulimit -f 4; exec $BUILD", true), ("ulimit -f 4; exec $BUILD", false)] {
            let portal = about_to_change();
            let ran = shell(portal.root(), limit);
            if told {
                assert!(ran.code == 3 && ran.err.starts_with("error: could not write "), "{}: {}", ran.code, ran.err);
            } else {
                assert_ne!(ran.code, 0, "the system ends it in the middle of a file");
            }
            assert!(output_of(portal.root()) == clean(0), "the output is as it was");
            comes_to(portal.root(), &clean(1));
        }
    }

    #[test]
    fn a_full_disk_leaves_the_output_as_it_was() {
        let portal = about_to_change();
        fs::create_dir_all(portal.root().join(".frontsheet")).expect("a folder");
        let Some(ran) = mounted(portal.root(), "mount -t tmpfs -o size=256k none .frontsheet && exec $BUILD") else {
            return;
        };
        assert_eq!(ran.code, 3, "{}{}", ran.out, ran.err);
        assert!(ran.err.contains("the disk is full") && ran.err.starts_with("error: could not "), "{}", ran.err);
        assert!(output_of(portal.root()) == clean(0), "the output is as it was");
        comes_to(portal.root(), &clean(1));
    }

    #[test]
    fn an_output_on_a_full_disk_has_whole_files_only_and_all_of_them_are_named() {
        let portal = with_content(0);
        fs::create_dir_all(portal.root().join("output")).expect("a folder");
        // What came of it must be copied out before the disk is gone.
        let line = "mount -t tmpfs -o size=256k none output && $BUILD; code=$?; cp -r output made; exit $code";
        let Some(ran) = mounted(portal.root(), line) else { return };
        assert_eq!(ran.code, 3, "{}{}", ran.out, ran.err);
        assert!(ran.err.contains("the disk is full") && ran.err.contains("nor was it done for"), "{}", ran.err);
        let (made, clean) = (files_below(&portal.root().join("made")), clean(0));
        assert!(!made.is_empty() && made.len() < clean.len(), "{} files", made.len());
        every_file_is_whole(&made, &[clean]);
    }

    #[test]
    fn folders_that_may_only_be_read_are_named() {
        for folder in ["output", ".frontsheet"] {
            let portal = about_to_change();
            let line = format!("mount --bind {folder} {folder} && mount -o remount,ro,bind {folder} && exec $BUILD");
            let Some(ran) = mounted(portal.root(), &line) else { return };
            assert_eq!(ran.code, 3, "{}{}", ran.out, ran.err);
            assert!(ran.err.contains(folder) && ran.err.contains("the disk may only be read"), "{}", ran.err);
            assert!(output_of(portal.root()) == clean(0), "the output is as it was");
            comes_to(portal.root(), &clean(1));
        }
    }

    #[test]
    fn a_folder_that_this_user_may_not_write_to_is_named() {
        use std::os::unix::fs::PermissionsExt as _;
        let portal = about_to_change();
        let folder = portal.root().join("output/files");
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).expect("it is ours");
        let may_write_anyway = fs::write(folder.join("probe"), "").is_ok();
        if may_write_anyway {
            eprintln!("passed over: who runs the tests may write anywhere");
            fs::remove_file(folder.join("probe")).expect("it was just written");
            return;
        }
        let ran = run(&portal, &["build"]).code(3);
        assert!(ran.err.contains("it may not be read or written by this user"), "{}", ran.err);
        every_file_is_whole(&output_of(portal.root()), &[clean(0), clean(1)]);
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).expect("it is ours");
        comes_to(portal.root(), &clean(1));
    }
}
