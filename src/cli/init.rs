//! `init`: a new portal with a finished sample in it.
//!
//! The sample lies in `starter/` as the files that it becomes, but for their dates, which are counted from the day on
//! which it is made: a sample whose reviews are overdue teaches the wrong thing first.

use super::printing::print_json;
use super::{Ending, Failure, Format, Global};
use crate::calendar::{CalendarDate, Day};
use crate::disk::{MachineError, plain_path, write_whole};
use clap::Args;
use serde::Serialize;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct Words {
    /// The folder to make it in (default: here)
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// The JSON that `init` prints.
#[derive(Serialize)]
struct InitReport<'a> {
    root: String,
    files: &'a [&'static str],
}

macro_rules! starter {
    ($($path:literal from $file:literal)*) => {
        &[$(($path, include_str!(concat!("starter/", $file)))),*]
    };
}

/// The sample's files: the path below the portal's root, and the text with markers for dates.
const SAMPLE: &[(&str, &str)] = starter![
    "content/trust.toml" from "content/trust.toml"
    "content/requirements.toml" from "content/requirements.toml"
    "content/schools/alderbeck/school.toml" from "content/schools/alderbeck/school.toml"
    "content/schools/alderbeck/policies/attendance.md" from "content/schools/alderbeck/policies/attendance.md"
    "content/schools/alderbeck/policies/families-code-of-conduct.md"
        from "content/schools/alderbeck/policies/families-code-of-conduct.md"
    "content/schools/stonemoor/school.toml" from "content/schools/stonemoor/school.toml"
    "content/policies/attendance.md" from "content/policies/attendance.md"
    "content/policies/complaints.md" from "content/policies/complaints.md"
    "content/policies/families-code-of-conduct.md" from "content/policies/families-code-of-conduct.md"
    "content/partials/values.md" from "content/partials/values.md"
    "content/pages/about.md" from "content/pages/about.md"
    "content/files/logo.svg" from "content/files/logo.svg"
    "README.md" from "README.md"
    "themes/.gitkeep" from "gitkeep"
    "output/.gitkeep" from "gitkeep"
    ".gitattributes" from "../../archive/gitattributes"
    ".gitignore" from "gitignore"
];

/// How many of the entries that are in the way are named.
const NAMED_IN_THE_WAY: usize = 5;

/// Makes the sample in a folder that is empty or not there yet, and says what to do next.
pub(super) fn run(global: &Global, words: &Words) -> Result<Ending, Failure> {
    let root = match &words.folder {
        Some(folder) if global.root == Path::new(".") => folder.clone(),
        Some(folder) => global.root.join(folder),
        None => global.root.clone(),
    };
    let today = global.today()?;
    let in_the_way = entries_in_the_way(&root)?;
    if !in_the_way.is_empty() {
        return Err(Failure::Usage(not_empty(&global.root, &root, &in_the_way)));
    }
    make(&root, today)?;
    match global.format {
        Format::Json => print_report(&root),
        Format::Human => print_what_next(&root),
    }
    Ok(Ending::Done)
}

/// The words that run the program on the portal at `root`: `frontsheet check`, or `frontsheet --root "my portal" check`.
pub(super) fn command(root: &Path, words: &str) -> String {
    if root == Path::new(".") {
        return format!("frontsheet {words}");
    }
    format!("frontsheet --root {} {words}", typed(root))
}

/// A path as it is typed in a terminal.
fn typed(path: &Path) -> String {
    let path = plain_path(path);
    let is_plain = |c: char| c.is_alphanumeric() || "._-/\\:~".contains(c);
    if path.chars().all(is_plain) { path } else { format!("\"{path}\"") }
}

/// What a folder holds, in order; hidden files, and those that systems leave in every folder, are not counted.
fn entries_in_the_way(folder: &Path) -> Result<Vec<String>, Failure> {
    let failed = |error| MachineError::new("read the folder", folder, error);
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(_) if folder.is_file() => {
            return Err(Failure::Usage(format!(
                "{} is a file, and a portal is a folder\n  help: name another: frontsheet init my-portal",
                plain_path(folder)
            )));
        }
        Err(error) => return Err(failed(error).into()),
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = plain_path(Path::new(&entry.map_err(failed)?.file_name()));
        if !name.starts_with('.') && !matches!(name.as_str(), "desktop.ini" | "Thumbs.db") {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// Why nothing was written, what is in the way, and what to type instead.
fn not_empty(base: &Path, folder: &Path, in_the_way: &[String]) -> String {
    let named = in_the_way.iter().take(NAMED_IN_THE_WAY).cloned().collect::<Vec<_>>().join(", ");
    let more = match in_the_way.len().saturating_sub(NAMED_IN_THE_WAY) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let which = if folder == Path::new(".") { "this folder".to_owned() } else { plain_path(folder) };
    let instead = command(base, &format!("init {}", free_name(base)));
    format!(
        "{which} is not empty, so nothing was written: it holds {named}{more}\n  help: make the portal in a new folder: {instead}"
    )
}

/// A folder's name that nothing in `base` has yet.
fn free_name(base: &Path) -> String {
    let names = std::iter::once("my-portal".to_owned()).chain((2..).map(|number| format!("my-portal-{number}")));
    names.into_iter().find(|name| !base.join(name).exists()).expect("there are names without end")
}

/// Writes the sample's files below `root`.
fn make(root: &Path, today: Day) -> Result<(), MachineError> {
    let dates = sample_dates(today);
    for (path, text) in SAMPLE {
        let file = root.join(path);
        let folder = file.parent().expect("a file is in a folder");
        fs::create_dir_all(folder).map_err(|error| MachineError::new("make the folder", folder, error))?;
        let text = dated(text, &dates);
        let text = if path.starts_with(".git") { joined_to_what_is_there(&file, &text)? } else { text };
        write_whole(&file, text.as_bytes())?;
    }
    Ok(())
}

/// What the markers in the sample stand for.
///
/// Two documents were approved three months ago and are due again nine months from now; the third is due in a month and
/// a half, well inside the usual window of 90 days. Each next review is counted from its own approval, so that it is
/// never past the end of a cycle of a year, not even in a leap year.
fn sample_dates(today: Day) -> [(&'static str, String); 6] {
    let approved = today.sub_months(3);
    let due_approved = today.add_days(45).sub_months(12);
    [
        ("@APPROVED@", approved.iso()),
        ("@PREVIOUS@", approved.sub_months(12).iso()),
        ("@NEXT@", approved.add_months(12).iso()),
        ("@DUE_APPROVED@", due_approved.iso()),
        ("@DUE_NEXT@", due_approved.add_months(12).iso()),
        ("@TODAY_IN_WORDS@", CalendarDate::Day(today).in_english()),
    ]
}

/// A text of the sample with its dates put in.
fn dated(text: &str, dates: &[(&str, String)]) -> String {
    // The sample's sources may have been checked out with line ends of Windows.
    let text = text.replace("\r\n", "\n");
    dates.iter().fold(text, |text, (marker, date)| text.replace(marker, date))
}

/// What Git's files say already, with the lines that they lack: hidden files may be there before the portal is.
fn joined_to_what_is_there(file: &Path, ours: &str) -> Result<String, MachineError> {
    let there = match fs::read_to_string(file) {
        Ok(there) => there,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(ours.to_owned()),
        Err(error) => return Err(MachineError::new("read", file, error)),
    };
    let mut joined = there.clone();
    if !joined.is_empty() && !joined.ends_with('\n') {
        joined.push('\n');
    }
    for line in ours.lines().filter(|line| !there.lines().any(|known| known.trim_end() == *line)) {
        joined.push_str(line);
        joined.push('\n');
    }
    Ok(joined)
}

fn print_report(root: &Path) {
    let files: Vec<&str> = SAMPLE.iter().map(|(path, _)| *path).collect();
    print_json(&InitReport { root: plain_path(root), files: &files });
}

fn print_what_next(root: &Path) {
    let which = if root == Path::new(".") { "this folder".to_owned() } else { plain_path(root) };
    anstream::println!("Made a new portal in {which}, with a finished sample in it:\n");
    for (path, _) in SAMPLE {
        anstream::println!("  {path}");
    }
    let check = command(root, "check");
    let build = command(root, "build --links file");
    let home = plain_path(&root.join("output/index.html"));
    let home = home.strip_prefix("./").unwrap_or(&home);
    anstream::println!(
        "\nWhat to do next:\n\
         \n\
         \x20 {check}\n\
         \x20     says what is wrong, and changes nothing\n\
         \x20 {build}\n\
         \x20     makes the website; then open {home}\n\
         \n\
         README.md says which file is for what. Begin with content/trust.toml."
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::Drafts;
    use crate::pipeline::{self, Options};
    use crate::site::LinkStyle;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    fn usage(result: Result<Vec<String>, Failure>) -> String {
        match result {
            Err(Failure::Usage(message)) => message,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn hidden_files_are_not_in_the_way_and_everything_else_is() {
        let folder = tempfile::tempdir().unwrap();
        assert!(entries_in_the_way(&folder.path().join("new")).unwrap().is_empty());
        fs::create_dir(folder.path().join(".git")).unwrap();
        fs::write(folder.path().join("Thumbs.db"), "").unwrap();
        assert!(entries_in_the_way(folder.path()).unwrap().is_empty());
        fs::write(folder.path().join("README.md"), "").unwrap();
        fs::create_dir(folder.path().join("Old policies")).unwrap();
        assert_eq!(entries_in_the_way(folder.path()).unwrap(), ["Old policies", "README.md"]);
        let file = usage(entries_in_the_way(&folder.path().join("README.md")));
        assert!(file.contains("is a file") && file.ends_with("frontsheet init my-portal"), "{file}");
    }

    #[test]
    fn what_is_in_the_way_is_named_up_to_five() {
        let folder = tempfile::tempdir().unwrap();
        let names: Vec<String> = "abcdefg".chars().map(String::from).collect();
        let here = Path::new(".");
        assert_eq!(
            not_empty(here, here, &names),
            "this folder is not empty, so nothing was written: it holds a, b, c, d, e and 2 more\n  help: make the portal \
             in a new folder: frontsheet init my-portal"
        );
        fs::create_dir(folder.path().join("my-portal")).unwrap();
        assert_eq!(free_name(folder.path()), "my-portal-2");
        assert!(
            not_empty(here, Path::new("old"), &names[..1])
                .starts_with("old is not empty, so nothing was written: it holds a\n")
        );
    }

    #[test]
    fn commands_name_the_folder_where_it_is_not_here() {
        for (root, command_line) in [
            (".", "frontsheet check"),
            ("my-portal", "frontsheet --root my-portal check"),
            ("My policies", "frontsheet --root \"My policies\" check"),
        ] {
            assert_eq!(command(Path::new(root), "check"), command_line);
        }
    }

    #[test]
    fn no_date_of_the_sample_is_stale() {
        for today in ["2024-02-29", "2026-11-23", "2027-01-31", "2028-01-15", "2023-05-31"].map(day) {
            let dates = sample_dates(today);
            let of = |marker| day(&dates.iter().find(|(known, _)| *known == marker).unwrap().1);
            assert!(of("@PREVIOUS@") < of("@APPROVED@") && of("@APPROVED@") < today, "{today}");
            assert!(of("@DUE_APPROVED@") < today, "{today}");
            assert!((31..=90).contains(&today.days_until(of("@DUE_NEXT@"))), "{today}");
            assert!(today.days_until(of("@NEXT@")) > 250, "{today}");
            for (path, text) in SAMPLE {
                let text = dated(text, &dates);
                let marker = text
                    .split('@')
                    .find(|part| part.len() > 3 && part.bytes().all(|b| b.is_ascii_uppercase() || b == b'_'));
                assert_eq!(marker, None, "{path}");
            }
        }
    }

    #[test]
    fn what_git_was_told_before_stays() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(".gitignore");
        assert_eq!(joined_to_what_is_there(&file, "a\nb\n").unwrap(), "a\nb\n");
        fs::write(&file, "b\r\nmine").unwrap();
        assert_eq!(joined_to_what_is_there(&file, "a\nb\n").unwrap(), "b\r\nmine\na\n");
    }

    #[test]
    fn the_sample_has_no_fault_on_any_day() {
        for today in ["2024-02-29", "2026-11-23", "2027-01-31"].map(day) {
            let folder = tempfile::tempdir().unwrap();
            make(folder.path(), today).unwrap();
            let options = Options {
                real_day: None,
                root: folder.path().to_owned(),
                portal: None,
                today,
                drafts: Drafts::Include,
                base_url: None,
                links: LinkStyle::Folder,
                deny_warnings: true,
            };
            let outcome = pipeline::check(&options).unwrap();
            assert_eq!(outcome.diagnostics.iter().collect::<Vec<_>>(), Vec::<&crate::diagnostic::Diagnostic>::new());
            assert!(!outcome.failed && outcome.skipped.is_empty());
        }
    }
}
