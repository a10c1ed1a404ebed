//! A released version: its front matter, what was frozen with it, and its text, which is read when it is asked for.

use super::ledger::Recorded;
use super::text::{self, ReleasedText};
use super::{Scope, file_of};
use crate::calendar::{CalendarDate, Day};
use crate::diagnostic::Diagnostics;
use crate::load::{released_front_matter, released_layout, released_terms};
use crate::model::{CopyOrigin, Field, FrontMatter, FrontSheetLayout, HistoryEntry, Slug, TextBody, Verb};
use crate::source::{FileId, Passage, Place, Sources};
use crate::table::{self, Reader, Table, ValueKind};
use crate::template::Template;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// One released version of one document, proven by its digest.
#[derive(Debug)]
pub struct Release {
    /// Whose document it is.
    pub scope: Scope,
    /// The policy.
    pub policy: Slug,
    /// The version.
    pub version: String,
    /// The day on which it was released.
    pub released: Day,
    /// The SHA-256 of the file's bytes.
    pub sha256: String,
    /// The file.
    pub file: FileId,
    /// The front matter as it was, the school's values over the trust's.
    pub front: FrontMatter,
    /// The version history, completed from this and the document's earlier releases.
    pub history: Vec<HistoryEntry>,
    /// What was frozen besides.
    pub frozen: Frozen,
    /// The digests of its wording before filling-in, in the order of the text: section id, or one of [`TITLE`] and its
    /// like, and digest.
    pub wording: Vec<(String, String)>,
    /// Where the text begins in the file.
    text_start: usize,
    text: OnceLock<ReleasedText>,
}

/// The wording of the title, among the digests.
pub const TITLE: &str = "(title)";
/// The wording of what stands before the first heading, among the digests.
pub const PREAMBLE: &str = "(before the first heading)";

/// What was frozen besides the front matter and the text.
#[derive(Debug)]
pub struct Frozen {
    /// Whose words they are.
    pub origin: CopyOrigin,
    /// The trust's name.
    pub trust: String,
    /// The school's name, on a school's copy.
    pub school: Option<String>,
    /// The policy's own file, and the school's amendment, from the portal's folder.
    pub files: Vec<String>,
    /// The names of the schools that the front matter lists, by slug.
    pub schools: BTreeMap<String, String>,
    /// Whether its sections were numbered.
    pub is_numbered: bool,
    /// Whom a section is for, where it was not for all, by section id.
    pub audiences: BTreeMap<String, String>,
    /// What the school changed.
    pub changes: Vec<FrozenChange>,
    /// How the front sheet was laid out; the program's own layout where the trust had none.
    pub layout: FrontSheetLayout,
}

/// One thing that a school changed.
#[derive(Debug)]
pub struct FrozenChange {
    /// What was done; `None` where a section was added at the end.
    pub verb: Option<Verb>,
    /// The id of the trust's section that it was done to.
    pub target: Option<String>,
    /// The id at which it stands.
    pub id: Option<String>,
    /// The school's heading.
    pub heading: TextBody,
    /// The trust's heading that it was done to.
    pub target_heading: Option<TextBody>,
    /// Why something was taken out.
    pub reason: Option<TextBody>,
}

/// Reads a text that is about to be released, as it will be read from then on; the reason where it cannot be.
pub fn read_again(
    text: &str,
    scope: Scope,
    policy: Slug,
    version: &str,
    released: Day,
) -> Result<(Release, Sources), String> {
    let mut sources = Sources::default();
    let file = file_of(&scope, &policy, version);
    let id = sources.add(file.as_str(), text);
    let sha256 = crate::disk::sha256(text.as_bytes());
    let recorded = Recorded { scope, policy, version: version.to_owned(), released, file, sha256 };
    Ok((Release::read(recorded, id, &sources)?, sources))
}

impl Release {
    /// Reads a released file; the reason where it is none.
    pub(super) fn read(recorded: Recorded, file: FileId, sources: &Sources) -> Result<Self, String> {
        let Recorded { scope, policy, version, released, file: _, sha256 } = recorded;
        let written = sources.text(file);
        let opening = "+++\n".len();
        let inner = written.strip_prefix("+++\n").ok_or("its front matter is missing")?;
        let end = inner.find("\n+++\n").ok_or("its front matter has no end")?;
        let toml = opening..opening + end + 1;
        let text_start = toml.end + "+++\n".len();
        let mut faults = Diagnostics::default();
        let table = table::parse(sources, file, toml, &mut faults);
        let terms =
            Arc::new(released_terms(table_in(&table, "released").and_then(|released| table_in(released, "terms"))));
        let mut reader = Reader::new(&table).with_terms(&terms);
        let front = released_front_matter(&mut reader, Place::new(file, 0..opening), &mut faults);
        let frozen = reader.table("released").map(|table| frozen(table, sources, &mut faults));
        let wording = reader.table("wording").map(wording).unwrap_or_default();
        reader.finish(&mut faults);
        if let Some(fault) = faults.iter().next() {
            return Err(fault.message.clone());
        }
        let frozen = frozen.flatten().ok_or("what was frozen with it is missing")?;
        Ok(Self {
            scope,
            policy,
            version,
            released,
            sha256,
            file,
            history: front.history.clone(),
            front,
            frozen,
            wording,
            text_start,
            text: OnceLock::new(),
        })
    }

    /// The file's path from the portal's folder.
    pub fn path(&self) -> String {
        file_of(&self.scope, &self.policy, &self.version)
    }

    /// The date from which it is in force: `effective`, else `approved`, else the day on which it was released.
    pub fn in_force_from(&self) -> CalendarDate {
        let date = |field| self.front.date(field);
        date(Field::Effective).or_else(|| date(Field::Approved)).unwrap_or(CalendarDate::Day(self.released))
    }

    /// The digest of the wording of a section, or of [`TITLE`] and its like.
    pub fn wording_of(&self, name: &str) -> Option<&str> {
        self.wording.iter().find(|(known, _)| known == name).map(|(_, digest)| digest.as_str())
    }

    /// The file as it lies, front matter and all.
    pub fn markdown<'s>(&self, sources: &'s Sources) -> &'s str {
        sources.text(self.file)
    }

    /// Its text. It is taken apart when it is first asked for: most of an archive is never looked at in a build.
    pub fn text(&self, sources: &Sources) -> &ReleasedText {
        self.text.get_or_init(|| {
            let ids = self.wording.iter().map(|(name, _)| name.as_str()).collect();
            text::read(self.file, sources.text(self.file), self.text_start, &ids)
        })
    }
}

fn frozen(table: &Table, sources: &Sources, faults: &mut Diagnostics) -> Option<Frozen> {
    let mut reader = Reader::new(table);
    let origin = reader.choice("origin", CopyOrigin::WORDS);
    let trust = reader.text_required("trust");
    let school = reader.text("school").map(|name| name.value);
    let files = reader.list_of_text("files").unwrap_or_default().into_iter().map(|file| file.value).collect();
    let is_numbered = reader.flag("numbered").is_some_and(|flag| flag.value);
    let notice = reader.text("notice");
    // The day is for people; the ledger's counts.
    reader.date("day");
    // The terms are read before the dates that name them.
    reader.table("terms");
    let schools = names(reader.table("schools"));
    let audiences = names(reader.table("audiences"));
    let changes = reader.tables("changes").into_iter().filter_map(|change| frozen_change(change, faults)).collect();
    let mut layout = match reader.table("front_sheet") {
        Some(table) => released_layout(table, sources, faults),
        None => FrontSheetLayout::default(),
    };
    layout.notice = notice.map(|notice| blocks(&notice.value, notice.place).into());
    reader.finish(faults);
    let (origin, trust) = (origin?.value, trust?.value);
    Some(Frozen { origin, trust, school, files, schools, is_numbered, audiences, changes, layout })
}

fn frozen_change(table: &Table, faults: &mut Diagnostics) -> Option<FrozenChange> {
    let mut reader = Reader::new(table);
    let verbs: Vec<(&str, Option<Verb>)> =
        Verb::WORDS.iter().map(|(word, verb)| (*word, Some(*verb))).chain([("new", None)]).collect();
    let verb = reader.choice("verb", &verbs);
    let target = reader.text("target").map(|id| id.value);
    let id = reader.text("section").map(|id| id.value);
    let heading = reader.text("heading");
    let target_heading = reader.text("target_heading").map(|words| line(&words.value, words.place));
    let reason = reader.text("reason").map(|words| blocks(&words.value, words.place));
    reader.finish(faults);
    let heading = heading.map(|words| line(&words.value, words.place))?;
    Some(FrozenChange { verb: verb?.value, target, id, heading, target_heading, reason })
}

fn literal(text: &str, place: Place) -> Template {
    let mut passage = Passage::empty(place);
    passage.push_inserted(text, place);
    Template::literal(passage)
}

fn line(text: &str, place: Place) -> TextBody {
    TextBody::line(literal(text, place), place)
}

fn blocks(text: &str, place: Place) -> TextBody {
    TextBody::blocks(literal(text, place), place)
}

fn table_in<'t>(table: &'t Table, key: &str) -> Option<&'t Table> {
    match &table.get(key)?.kind {
        ValueKind::Table(table) => Some(table),
        _ => None,
    }
}

fn names(table: Option<&Table>) -> BTreeMap<String, String> {
    table.map(wording).unwrap_or_default().into_iter().collect()
}

/// The keys of a table with their texts, in the order written.
fn wording(table: &Table) -> Vec<(String, String)> {
    let text = |(key, value): &(crate::source::Located<String>, table::Value)| match &value.kind {
        ValueKind::Text(text) => Some((key.value.clone(), text.clone())),
        _ => None,
    };
    table.entries().iter().filter_map(text).collect()
}
