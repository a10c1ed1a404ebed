//! The ledger: one line for each released file, each line holding the digest of the line before it.

use crate::calendar::Day;
use crate::disk::sha256;
use crate::model::{Slug, is_version};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The ledger's path from the portal's folder.
pub const LEDGER: &str = "archive/ledger.jsonl";

/// Whose document it is: the trust's, or one school's copy or own policy.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Scope {
    /// The trust's own copy.
    Trust,
    /// A school's.
    School(Slug),
}

impl Scope {
    /// The scope of a school's documents; `None` for the trust's.
    pub fn of(school: Option<&Slug>) -> Self {
        school.map_or(Scope::Trust, |school| Scope::School(school.clone()))
    }

    /// The school, where it is a school's.
    pub fn school(&self) -> Option<&Slug> {
        match self {
            Scope::Trust => None,
            Scope::School(school) => Some(school),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        match text {
            "trust" => Some(Scope::Trust),
            school => Some(Scope::School(Slug::parse(school.strip_prefix("schools/")?).ok()?)),
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Scope::Trust => f.write_str("trust"),
            Scope::School(school) => write!(f, "schools/{school}"),
        }
    }
}

/// One line of the ledger as it is written: these keys in this order. Source: contract, section 7.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LedgerLine {
    /// Whose document: `trust`, or `schools/<school>`.
    pub scope: String,
    /// The policy's slug.
    pub policy: String,
    /// The version.
    pub version: String,
    /// The day of the release.
    pub released: String,
    /// The file, from the portal's folder.
    pub file: String,
    /// The digest of the file's bytes as they lie.
    pub sha256: String,
    /// The digest of the line before, without its line end; `""` in the first.
    pub previous: String,
}

impl LedgerLine {
    /// The line as it stands in the ledger, without its line end.
    pub fn written(&self) -> String {
        serde_json::to_string(self).expect("a line is plain text")
    }
}

/// What a sound line says, as values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Recorded {
    pub scope: Scope,
    pub policy: Slug,
    pub version: String,
    pub released: Day,
    pub file: String,
    pub sha256: String,
}

impl Recorded {
    /// Whether a line of a ledger may say this.
    pub fn is_sound(&self) -> bool {
        is_version(&self.version) && self.file == file_of(&self.scope, &self.policy, &self.version)
    }
}

/// A line as it was found.
#[derive(Debug)]
pub(super) struct FoundLine {
    /// The digest of its bytes, without its line end.
    pub digest: String,
    /// What stands in it; the reason where it cannot be read.
    pub read: Result<(Recorded, String), String>,
}

/// The lines of a ledger; blank lines at its end are none.
pub(super) fn lines(text: &[u8]) -> Vec<FoundLine> {
    let mut lines: Vec<&[u8]> = text.split(|byte| *byte == b'\n').collect();
    while lines.last().is_some_and(|line| line.trim_ascii().is_empty()) {
        lines.pop();
    }
    lines.into_iter().map(|line| found(line.strip_suffix(b"\r").unwrap_or(line))).collect()
}

fn found(line: &[u8]) -> FoundLine {
    let read = serde_json::from_slice::<LedgerLine>(line).map_err(|fault| fault.to_string()).and_then(recorded);
    FoundLine { digest: sha256(line), read }
}

fn recorded(line: LedgerLine) -> Result<(Recorded, String), String> {
    let LedgerLine { scope, policy, version, released, file, sha256, previous } = line;
    let scope = Scope::parse(&scope).ok_or_else(|| format!("\"{scope}\" is no scope"))?;
    let policy = Slug::parse(&policy).map_err(|_| format!("\"{policy}\" is no policy's name"))?;
    if !is_version(&version) {
        return Err(format!("\"{version}\" is no version"));
    }
    let released = Day::parse_iso(&released).ok_or_else(|| format!("\"{released}\" is no day"))?;
    let expected = file_of(&scope, &policy, &version);
    if file != expected {
        return Err(format!("its file is \"{file}\" and should be \"{expected}\""));
    }
    Ok((Recorded { scope, policy, version, released, file, sha256 }, previous))
}

/// Where a version is kept, from the portal's folder.
pub fn file_of(scope: &Scope, policy: &Slug, version: &str) -> String {
    format!("archive/{scope}/{policy}/{version}.md")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_written_with_its_keys_in_order_and_read_again() {
        let line = LedgerLine {
            scope: "schools/ashby".to_owned(),
            policy: "dogs".to_owned(),
            version: "2.1-a".to_owned(),
            released: "2026-11-23".to_owned(),
            file: "archive/schools/ashby/dogs/2.1-a.md".to_owned(),
            sha256: sha256(b"text"),
            previous: String::new(),
        };
        let written = line.written();
        assert!(written.starts_with(
            "{\"scope\":\"schools/ashby\",\"policy\":\"dogs\",\"version\":\"2.1-a\",\"released\":\"2026-11-23\",\
             \"file\":\"archive/schools/ashby/dogs/2.1-a.md\",\"sha256\":\""
        ));
        let text = format!("{written}\r\n{written}\n\n");
        let found = lines(text.as_bytes());
        assert_eq!(found.len(), 2);
        // The line end is no part of the digest, so one that Git has changed breaks no chain.
        assert_eq!(found[0].digest, found[1].digest);
        let (recorded, previous) = found[0].read.as_ref().unwrap();
        assert_eq!((recorded.scope.to_string().as_str(), previous.as_str()), ("schools/ashby", ""));
    }

    #[test]
    fn a_line_that_is_not_ours_says_why() {
        let line = |scope: &str, file: &str| {
            format!(
                "{{\"scope\":\"{scope}\",\"policy\":\"dogs\",\"version\":\"1.0\",\"released\":\"2026-01-01\",\
                 \"file\":\"{file}\",\"sha256\":\"\",\"previous\":\"\"}}"
            )
        };
        for (text, why) in [
            (line("trust", "archive/trust/dogs/2.0.md"), "should be \"archive/trust/dogs/1.0.md\""),
            (line("schools/..", "x"), "is no scope"),
            ("{}".to_owned(), "missing field"),
            ("hello".to_owned(), "expected value"),
        ] {
            let found = lines(text.as_bytes());
            assert!(found[0].read.as_ref().unwrap_err().contains(why), "{text}");
        }
    }
}
