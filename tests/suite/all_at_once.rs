//! One run finds every fault of every file: in order, each at its own line and column, and each once.

use super::builder::{Portal, TODAY, approved, portal};
use std::process::{Command, Output};

/// What is wrong in [`faulty`], in the order in which it is to be printed.
const FAULTS: &[&str] = &[
    "content/pages/about.md:5:12 dead-link",
    "content/partials/values.md:1:13 no-value",
    "content/policies/Trips Out/index.md - bad-slug",
    "content/policies/attendance.md:5:11 wrong-type",
    "content/policies/attendance.md:8:15 bad-date",
    "content/policies/attendance.md:13:1 word-residue",
    "content/policies/behaviour.md:1:1 front-matter",
    "content/policies/complaints.md:2:9 curly-quotes",
    "content/policies/complaints.md:6:12 unquoted-date",
    "content/policies/complaints.md:9:6 colon-for-equals",
    "content/policies/complaints.md:14:11 template",
    "content/policies/dogs.md:2:9 not-recorded",
    "content/policies/dogs.md:9:1 unknown-key",
    "content/policies/dogs.md:11:1 key-after-table",
    "content/policies/dogs.md:14:10 unknown-attribute",
    "content/policies/dogs.md:16:13 dead-link",
    "content/policies/dogs.md:16:43 vague-link",
    "content/policies/dogs.md:18:6 heading-level",
    "content/policies/fees.md:10:8 not-utf8",
    "content/schools/ashby/policies/dogs.md:2:12 behind-trust",
    "content/schools/ashby/policies/dogs.md:4:1 text-before-heading",
    "content/schools/ashby/policies/dogs.md:6:17 no-target",
    "content/schools/ashby/policies/dogs.md:10:23 locked-section",
    "content/schools/ashby/school.toml:2:9 unknown-value",
    "content/schools/colby - missing-key",
    "content/trust.toml:3:1 unknown-key",
    "content/trust.toml:6:10 bad-colour",
];

/// A portal with a fault or several in nearly every file.
fn faulty() -> Portal {
    let trust = "name = \"Fenland Learning Trust\"\nbase_url = \"https://policies.example.org\"\nshortname = \"FLT\"\n\n\
                 [brand]\ncolour = \"#ffcc00\"\n\n[school_defaults]\nname = \"the school\"\n";
    let dogs = format!(
        "{}approver = \"Trust Board\"\n[control]\neffective = 2026-01-12\n",
        approved("Dogs on site").replace("owner = \"Head of Governance\"\n", "owner = \"\"\n").replace("1.0", "2.0")
    );
    let dogs_text = "\n## Aims {.lockd}\n\nSee [fines](fines), [our fees](fees), and [click here](complaints).\n\n#### On the field {#field .locked}\n\nNone.\n";
    let attendance = format!(
        "+++\n{}+++\n\n## Aims\n\n[insert name of school] opens at eight.\n\n{{% include \"values.md\" %}}\n",
        approved("Attendance")
    );
    let attendance = attendance
        .replace("version = \"1.0\"", "version = 1.0")
        .replace("next_review = 2027-01-11", "next_review = \"31 June 2027\"");
    let complaints = approved("Complaints")
        .replace("\"Complaints\"", "“Complaints”")
        .replace("approved = 2026-01-12", "approved = 12.01.2026");
    let mut fees = format!("+++\n{}+++\nFees: ", approved("Fees")).into_bytes();
    fees.extend(b" \xA35 a week.\n");
    portal()
        .trust(trust)
        .school_with("ashby", "name = \"Ashby Primary School\"\nphase = \"prmary\"\n")
        .file("content/schools/colby/policies/dogs.md", "+++\nbased_on = \"2.0\"\n+++\n")
        .policy_with("dogs", &dogs, dogs_text)
        .file("content/policies/attendance.md", as_windows_saves(&attendance))
        .policy_with(
            "complaints",
            &format!("{complaints}scope: Trust-wide\n"),
            "\n## Aims\n\nWe follow {{ school.name \n",
        )
        .file(
            "content/policies/behaviour.md",
            format!("---\n{}---\n\n## Aims\n\nKind.\n", approved("Behaviour").replace(" = ", ": ")),
        )
        .file("content/policies/fees.md", fees)
        .file("content/policies/Trips Out/index.md", format!("+++\n{}+++\n\n## Aims\n\nOut.\n", approved("Trips")))
        .file("content/partials/values.md", "care for {{ terms.pupils }} and courage\n")
        .file("content/pages/about.md", "+++\ntitle = \"About us\"\n+++\n\nSee [dogs](dog).\n")
        .amendment("ashby", "fees", "## Our fees {append=fees}\n\nNone.\n")
        .school_file(
            "ashby",
            "dogs",
            "based_on = \"1.0\"\n",
            "Our own rule.\n\n## Aim {replace=aim}\n\nCalm.\n\n## Our field {replace=field}\n\nMud.\n",
        )
}

/// With a byte-order mark and CRLF line ends, neither of which moves a fault.
fn as_windows_saves(text: &str) -> String {
    format!("\u{FEFF}{}", text.replace('\n', "\r\n"))
}

fn run(portal: &Portal, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_frontsheet"));
    command.arg("--root").arg(portal.root()).args(["--as-of", TODAY, "--color", "never"]).args(words);
    command.output().expect("the program runs")
}

/// Each printed fault as `file:line:column code`, or `file - code` for one of a file as a whole.
fn places(printed: &str) -> Vec<String> {
    let lines: Vec<&str> = printed.lines().collect();
    let fault = |pair: &[&str]| {
        let (severity, rest) = pair[0].split_once('[')?;
        let (code, _) = rest.split_once("]: ")?;
        let place = pair[1].trim();
        let dash = if place.ends_with(|c: char| c.is_ascii_digit()) { "" } else { " -" };
        matches!(severity, "error" | "warning").then(|| format!("{place}{dash} {code}"))
    };
    lines.windows(2).filter_map(fault).collect()
}

#[test]
fn every_fault_of_every_file_comes_in_one_run_and_in_order() {
    let portal = faulty();
    let checked = run(&portal, &["check"]);
    assert_eq!(checked.status.code(), Some(1));
    let printed = String::from_utf8(checked.stderr).expect("text");
    assert_eq!(places(&printed), FAULTS, "{printed}");
    let again = run(&portal, &["check"]);
    assert_eq!(String::from_utf8(again.stderr).expect("text"), printed, "the second run says the same");
}

#[test]
fn json_says_the_same_in_its_own_shape() {
    let portal = faulty();
    let checked = run(&portal, &["check", "--format", "json"]);
    assert_eq!(checked.status.code(), Some(1));
    assert_eq!(String::from_utf8(checked.stderr).expect("text"), "");
    let report: serde_json::Value = serde_json::from_slice(&checked.stdout).expect("JSON");
    let keys: Vec<&String> = report.as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["diagnostics"]);
    let faults = report["diagnostics"].as_array().expect("a list");
    let mut said = Vec::new();
    for fault in faults {
        let mut keys: Vec<&str> = fault.as_object().expect("an object").keys().map(String::as_str).collect();
        keys.sort_unstable();
        assert_eq!(keys, ["code", "column", "file", "help", "line", "message", "severity"]);
        assert!(matches!(fault["severity"].as_str(), Some("error" | "warning")), "{fault}");
        let message = fault["message"].as_str().expect("words");
        assert!(!message.ends_with('.') && !message.starts_with(char::is_uppercase), "{message}");
        assert!(fault["help"].as_str().is_some_and(|help| !help.is_empty()), "{fault}");
        let (file, code) = (fault["file"].as_str().expect("a path"), fault["code"].as_str().expect("a code"));
        assert!(!file.contains('\\') && !file.starts_with('/'), "{file}");
        said.push(match (fault["line"].as_u64(), fault["column"].as_u64()) {
            (Some(line), Some(column)) => format!("{file}:{line}:{column} {code}"),
            _ => format!("{file} - {code}"),
        });
    }
    assert_eq!(said, FAULTS);
}
