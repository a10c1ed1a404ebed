//! Whole folders: a portal made of any bytes, and a sound one whose notes or archive somebody has changed.

use super::harmless;
use frontsheet::archive;
use frontsheet::calendar::Day;
use frontsheet::diagnostic::Printer;
use frontsheet::disk::safe_relative;
use frontsheet::pipeline::{self, Options, Outcome};
use frontsheet::source::Sources;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use tempfile::TempDir;

/// Files by their path from a folder, with forward slashes.
type Files = BTreeMap<String, Vec<u8>>;

/// The most files of one portal.
const MOST_FILES: usize = 30;

const TRUST: &str = "name = \"Fenland Learning Trust\"\nbase_url = \"https://policies.example.org\"\n";
const STATEMENT: &str = "+++\ntitle = \"Accessibility\"\n+++\nAsk us.\n";
const POLICY: &str = "+++\ntitle = \"Dogs\"\nstatus = \"approved\"\nowner = \"Head\"\nversion = \"1.0\"\napproved = 2026-01-12\n\
                      approved_by = \"Board\"\nnext_review = 2027-01-11\n+++\n## Aim\n\n{{ school.name }} is safe.\n";

/// A portal: files, each below a line `== path`; what is not there is as small as can be. Whatever they say, the build ends,
/// says what it has to say harmlessly, and writes in its own two folders only.
pub fn portal(data: &[u8]) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    let mut files = files_in(data);
    for (path, text) in [("trust.toml", TRUST), ("pages/accessibility.md", STATEMENT)] {
        if !files.keys().any(|other| in_the_way(other, path)) {
            files.insert(path.to_owned(), text.as_bytes().to_vec());
        }
    }
    for (path, bytes) in &files {
        write(root, &format!("content/{path}"), bytes);
    }
    let before = files_below(&root.join("content"));
    let outcome = build(root);
    assert_eq!(outcome.failed, outcome.diagnostics.has_errors());
    assert!(outcome.failed != root.join("output/index.html").is_file(), "a site, or what keeps it from being made");
    assert!(files_below(&root.join("content")) == before, "the content is never written to");
    let own = ["content", "output", ".frontsheet"];
    let others = files_below(root).into_keys().find(|path| !own.iter().any(|own| path.starts_with(&format!("{own}/"))));
    assert_eq!(others, None, "nothing is written anywhere else");
}

/// The program's own notes, changed: the first byte says how (see [`changed`]). They are never believed further than they
/// can be proven: the site that is built with them is the one that is built without.
pub fn state(data: &[u8]) {
    static SOUND: LazyLock<(TempDir, Files)> = LazyLock::new(|| {
        let folder = sound();
        build(folder.path());
        let output = files_below(&folder.path().join("output"));
        (folder, output)
    });
    let (sound, output) = &*SOUND;
    let copy = copy_of(sound.path());
    let root = copy.path();
    write(root, "precious.txt", b"not ours");
    for (name, bytes) in files_below(&root.join(".frontsheet")) {
        if name != "lock" {
            write(root, &format!(".frontsheet/{name}"), &changed(&bytes, data));
        }
    }
    write(root, ".frontsheet/release.json", &changed(b"{\"portal\":\"content\",\"command\":\"\",\"files\":[]}", data));
    let outcome = build(root);
    assert!(!outcome.failed, "notes are no content");
    assert!(files_below(&root.join("output")) == *output, "the same site");
    assert_eq!(fs::read(root.join("precious.txt")).ok().as_deref(), Some(&b"not ours"[..]));
    assert!(files_below(&root.join("content")) == files_below(&sound.path().join("content")));
}

/// An archive, of which one file is changed: the first byte says which, the next how (see [`changed`]). A released text that
/// is not what was released is always found.
pub fn archive(data: &[u8]) {
    static SOUND: LazyLock<TempDir> = LazyLock::new(|| {
        let folder = sound();
        let released = pipeline::release(&options(folder.path()), "dogs", None, "frontsheet release dogs");
        assert!(!released.expect("the disk works").failed, "there is something in the archive");
        folder
    });
    let Some((which, data)) = data.split_first() else { return };
    let copy = copy_of(SOUND.path());
    let root = copy.path();
    let files: Vec<(String, Vec<u8>)> = files_below(&root.join("content/archive")).into_iter().collect();
    let (name, bytes) = &files[usize::from(*which) % files.len()];
    let now = changed(bytes, data);
    write(root, &format!("content/archive/{name}"), &now);
    let read = archive::read(root, "content", &mut Sources::default()).expect("the disk works");
    if now != *bytes && *name != archive::LEDGER.trim_start_matches("archive/") {
        assert!(!read.faults.is_empty(), "{name} is not as it was released");
    }
    let outcome = build(root);
    assert!(
        outcome.failed || read.faults.iter().all(|fault| fault.wrong.is_harmless()),
        "what is not proven is not published"
    );
}

/// Bytes as somebody has changed them. The first byte of `how` says in which way: all of them are other ones, the rest of
/// `how`; some are, each with the two bytes of where it is and its own; only the first of them are left; the rest is put in
/// front of them, or after them.
fn changed(bytes: &[u8], how: &[u8]) -> Vec<u8> {
    let Some((way, rest)) = how.split_first() else { return bytes.to_vec() };
    let mut bytes = bytes.to_vec();
    match way % 5 {
        0 => rest.to_vec(),
        1 => {
            for change in rest.chunks_exact(3) {
                let at = usize::from(u16::from_be_bytes([change[0], change[1]]));
                let length = bytes.len().max(1);
                if let Some(byte) = bytes.get_mut(at % length) {
                    *byte = change[2];
                }
            }
            bytes
        }
        2 => {
            bytes.truncate(rest.iter().map(|byte| usize::from(*byte)).sum());
            bytes
        }
        3 => [rest, &bytes].concat(),
        _ => [&bytes, rest].concat(),
    }
}

/// Files below lines `== path`. A path that could lead anywhere else is none, nor is one where another file stands already.
fn files_in(data: &[u8]) -> Files {
    let mut files = Files::new();
    let mut path: Option<String> = None;
    for line in data.split_inclusive(|byte| *byte == b'\n') {
        if let Some(name) = line.strip_prefix(b"== ") {
            let name = String::from_utf8_lossy(name.trim_ascii()).into_owned();
            let is_one =
                safe_relative(&name).is_ok() && name.split('/').all(|part| part.len() < 200) && name.len() < 500;
            path = (is_one && files.len() < MOST_FILES && !files.keys().any(|other| in_the_way(other, &name)))
                .then_some(name);
            files.extend(path.clone().map(|path| (path, Vec::new())));
        } else if let Some(file) = path.as_ref().and_then(|path| files.get_mut(path)) {
            file.extend(line);
        }
    }
    files
}

/// Whether two paths cannot be files in one folder, on any system.
fn in_the_way(one: &str, other: &str) -> bool {
    let (one, other) = (one.to_lowercase(), other.to_lowercase());
    one == other || other.starts_with(&format!("{one}/")) || one.starts_with(&format!("{other}/"))
}

/// A small portal without a fault.
fn sound() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, text) in [
        ("trust.toml", format!("{TRUST}[school_defaults]\nname = \"the school\"\n").as_str()),
        ("pages/accessibility.md", STATEMENT),
        ("schools/ashby/school.toml", "name = \"Ashby Primary School\"\nphase = \"primary\"\n"),
        ("policies/dogs.md", POLICY),
    ] {
        write(folder.path(), &format!("content/{path}"), text.as_bytes());
    }
    folder
}

fn options(root: &Path) -> Options {
    Options::new(root.to_owned(), Day::new(2026, 11, 23).expect("a day"))
}

fn build(root: &Path) -> Outcome {
    let outcome = pipeline::build(&options(root), &root.join("output")).expect("the disk works");
    for fault in outcome.diagnostics.iter() {
        harmless(&Printer::plain().print(fault, &outcome.sources));
    }
    outcome
}

fn copy_of(root: &Path) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, bytes) in files_below(root) {
        write(folder.path(), &path, &bytes);
    }
    folder
}

fn write(root: &Path, path: &str, bytes: &[u8]) {
    let file = root.join(path);
    fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
    fs::write(file, bytes).expect("a file");
}

fn files_below(folder: &Path) -> Files {
    fn gather(folder: &PathBuf, prefix: &str, found: &mut Files) {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            match entry.path() {
                path if path.is_dir() => gather(&path, &format!("{name}/"), found),
                path => drop(found.insert(name, fs::read(path).expect("a file"))),
            }
        }
    }
    let mut found = Files::new();
    gather(&folder.to_owned(), "", &mut found);
    found
}
