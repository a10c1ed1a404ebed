//! Every kind of fault, word for word.
//!
//! Each folder of `tests/faults/` is named for a code and holds a root with `content/`, and `expected.txt`: what `check`
//! prints; one that also holds a file `release` or `reviewed` with a policy's name, what that command prints. With `BLESS=1` in the environment the expectations are written anew; read them before they are committed.

use frontsheet::calendar::Day;
use frontsheet::diagnostic::{Code, Printer};
use frontsheet::pipeline::{self, Options};
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults")
}

fn printed(root: &Path) -> String {
    let options = Options::new(root.to_owned(), Day::parse_iso(super::builder::TODAY).expect("a day"));
    let (diagnostics, sources) = match fs::read_to_string(root.join("release")) {
        _ if root.join("reviewed").is_file() => {
            let policy = fs::read_to_string(root.join("reviewed")).expect("it is there").trim().to_owned();
            let review = pipeline::ReviewToRecord { policy, school: None, on: options.today, by: None, next: None };
            let recorded = pipeline::record_review(&options, &review).expect("the disk works");
            assert!(recorded.file.is_none(), "what may not be recorded was");
            (recorded.diagnostics, recorded.sources)
        }
        // A policy that cannot be released, so that nothing is written.
        Ok(policy) => {
            let released =
                pipeline::release(&options, policy.trim(), None, "frontsheet release").expect("the disk works");
            assert!(released.failed, "what may not be released was");
            (released.diagnostics, released.sources)
        }
        Err(_) => {
            let outcome = pipeline::check(&options).expect("the disk works");
            (outcome.diagnostics, outcome.sources)
        }
    };
    let printer = Printer::plain();
    // The folders have no accessibility statement, so that each shows its own fault; one of them shows that.
    let is_meant = |code: Code| code != Code::NoStatement || root.ends_with(Code::NoStatement.as_str());
    let faults = diagnostics.iter().filter(|fault| is_meant(fault.code)).map(|fault| printer.print(fault, &sources));
    faults.collect::<Vec<String>>().join("\n").replace(&root.display().to_string(), "[root]")
}

#[test]
fn every_code_says_what_its_folder_expects() {
    let mut wrong = Vec::new();
    for code in Code::ALL {
        let root = folder().join(code.as_str());
        let expected = root.join("expected.txt");
        if !root.is_dir() {
            wrong.push(format!("{}: there is no folder tests/faults/{}", code.as_str(), code.as_str()));
            continue;
        }
        let printed = printed(&root);
        if std::env::var_os("BLESS").is_some() {
            fs::write(&expected, &printed).expect("a file");
        }
        let expected = fs::read_to_string(&expected).unwrap_or_default();
        if printed != expected {
            wrong.push(format!("{}: expected\n{expected}\nbut it says\n{printed}", code.as_str()));
        }
        if !printed.contains(&format!("[{}]", code.as_str())) {
            wrong.push(format!("{}: its folder does not bring it about", code.as_str()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn every_folder_is_a_code() {
    let known: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    for entry in fs::read_dir(folder()).expect("the folder is there") {
        let name = entry.expect("an entry").file_name();
        let name = name.to_string_lossy().into_owned();
        assert!(known.contains(&name.as_str()), "tests/faults/{name} is no code");
    }
}

#[test]
fn a_file_of_more_than_ten_mebibytes_is_refused_and_one_of_ten_is_not() {
    let front = format!("+++\n{}+++\n\n## Aim\n\n<!-- ", super::builder::approved("Dogs on site"));
    let of_size = |bytes: usize| format!("{front}{}-->\n", "x".repeat(bytes - front.len() - "-->\n".len()));
    for (bytes, printed) in [
        (10 * 1024 * 1024, ""),
        (
            10 * 1024 * 1024 + 1,
            "error[file-too-large]: the file is larger than 10 MiB\n  content/policies/dogs.md\n  help: split it, or put \
             large attachments in files/\n",
        ),
    ] {
        let built = super::builder::portal().file("content/policies/dogs.md", of_size(bytes)).build();
        assert_eq!(built.printed(), printed, "{bytes} bytes");
    }
}
