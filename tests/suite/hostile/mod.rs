//! Content that means harm, or looks as if it did: names, values, texts, sizes, depths and links. Whatever it is, the program
//! ends by itself and in time, writes in its own two folders only, reads nothing outside the root, names the file at fault, and
//! publishes nothing that could do harm.

mod inputs;
mod links;
mod values;

use super::builder::{Portal, TODAY, files_below};
use super::command::Ran;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Longer than any build of these may take, also where nothing is optimised and the machine is busy.
const LONGEST: Duration = Duration::from_secs(40);

/// Every file of a portal's folder but those that a build may write.
fn own_files(portal: &Portal) -> BTreeMap<String, Vec<u8>> {
    let mut files = files_below(portal.root());
    files.retain(|path, _| !path.starts_with("output/") && !path.starts_with(".frontsheet/"));
    files
}

/// Builds a portal, and fails where the program panics, does not end, steers the terminal or touches what is not its own.
#[track_caller]
fn built(portal: &Portal, named: &str) -> Ran {
    let before = own_files(portal);
    let ran = in_time(portal, named);
    assert!(matches!(ran.code, 0 | 1 | 3), "{named}: {}\n{}", ran.code, ran.err);
    assert!(!ran.err.contains("panicked"), "{named}:\n{}", ran.err);
    assert_eq!(ran.code == 0, portal.root().join("output/index.html").is_file(), "{named}: {}", ran.err);
    assert!(own_files(portal) == before, "{named}: something else was written to");
    for said in [&ran.out, &ran.err] {
        let steers = |c: &char| {
            (c.is_control() && *c != '\n')
                || matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        };
        assert_eq!(said.chars().find(steers), None, "{named}: {said:?}");
    }
    ran
}

fn in_time(portal: &Portal, named: &str) -> Ran {
    // Into files: a full pipe would wait for a reader.
    let told = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| told.path().join(name);
    let mut build = Command::new(env!("CARGO_BIN_EXE_frontsheet"))
        .args(["--as-of", TODAY, "build"])
        .current_dir(portal.root())
        .env("HOME", "/nowhere")
        .env_remove("CLICOLOR_FORCE")
        .stdout(Stdio::from(File::create(at("out")).expect("a file")))
        .stderr(Stdio::from(File::create(at("err")).expect("a file")))
        .spawn()
        .expect("the program runs");
    let began = Instant::now();
    let ended = loop {
        match build.try_wait().expect("it can be asked") {
            Some(ended) => break ended,
            None if began.elapsed() > LONGEST => {
                build.kill().expect("it can be killed");
                panic!("{named}: it has not ended after {LONGEST:?}");
            }
            None => sleep(Duration::from_millis(5)),
        }
    };
    let text = |name: &str| String::from_utf8(fs::read(at(name)).expect("a file")).expect("text");
    Ran { code: ended.code().unwrap_or(-1), out: text("out"), err: text("err") }
}
