//! A released version: its front matter, what was frozen with it, and its text, which are read when they are asked for.

use super::head::{ReleaseHead, wording_number};
use super::history::{completed, entry_of};
use super::known::Doubt;
use super::ledger::Recorded;
use super::text::{self, ReleasedText};
use super::{Scope, file_of};
use crate::calendar::{CalendarDate, Day};
use crate::diagnostic::Diagnostics;
use crate::disk::Stamp;
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
    /// What there is of it in a version history.
    pub(super) entry: Arc<HistoryEntry>,
    /// The same of the document's earlier releases, and of this.
    pub(super) entries: Vec<Arc<HistoryEntry>>,
    /// The file's stamp, where it may be remembered by that.
    pub(super) stamp: Option<Stamp>,
    pub(super) head: Arc<ReleaseHead>,
    doubt: Doubt,
    frozen: OnceLock<Frozen>,
    text: OnceLock<ReleasedText>,
}

/// The wording of the title, among the digests.
pub const TITLE: &str = "(title)";
/// The wording of what stands before the first heading, among the digests.
pub const PREAMBLE: &str = "(before the first heading)";

/// What was frozen besides the head and the text.
#[derive(Debug, Default)]
pub struct Frozen {
    /// The trust's name.
    pub trust: String,
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
    /// The digests of its wording before filling-in, in the order of the text: section id, or one of [`TITLE`] and its
    /// like, and digest.
    pub wording: Vec<(String, String)>,
    /// Where the text begins in the file.
    text_start: usize,
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
        let (head, frozen) = take_apart(file, sources)?;
        Ok(Self { frozen: frozen.into(), ..Self::known(recorded, file, Arc::new(head), Doubt::default()) })
    }

    /// A released file of which the head is known. Should the rest not be what was known, it is doubted.
    pub(super) fn known(recorded: Recorded, file: FileId, head: Arc<ReleaseHead>, doubt: Doubt) -> Self {
        let Recorded { scope, policy, version, released, file: _, sha256 } = recorded;
        let entry = Arc::new(entry_of(&head.front, &version, in_force_from(&head.front, released)));
        Self {
            scope,
            policy,
            version,
            released,
            sha256,
            file,
            entry,
            entries: Vec::new(),
            stamp: None,
            head,
            doubt,
            frozen: OnceLock::new(),
            text: OnceLock::new(),
        }
    }

    /// What the ledger records of it.
    pub(super) fn recorded(&self) -> Recorded {
        let Self { scope, policy, version, released, sha256, .. } = self;
        Recorded {
            scope: scope.clone(),
            policy: policy.clone(),
            version: version.clone(),
            released: *released,
            file: self.path(),
            sha256: sha256.clone(),
        }
    }

    /// The same, remembered by the file's stamp.
    pub(super) fn with_stamp(self, stamp: Option<Stamp>) -> Self {
        Self { stamp, ..self }
    }

    /// The file's path from the portal's folder.
    pub fn path(&self) -> String {
        file_of(&self.scope, &self.policy, &self.version)
    }

    /// The date from which it is in force: `effective`, else `approved`, else the day on which it was released.
    pub fn in_force_from(&self) -> CalendarDate {
        in_force_from(self.front(), self.released)
    }

    /// The front matter as it was, the school's values over the trust's.
    pub fn front(&self) -> &FrontMatter {
        &self.head.front
    }

    /// Whose words they are.
    pub fn origin(&self) -> CopyOrigin {
        self.head.origin
    }

    /// The school's name, on a school's copy.
    pub fn school(&self) -> Option<&str> {
        self.head.school.as_deref()
    }

    /// The policy's own file, and the school's amendment, from the portal's folder.
    pub fn files(&self) -> &[String] {
        &self.head.files
    }

    /// The version history, completed from this and the document's earlier releases.
    pub fn history(&self) -> Vec<HistoryEntry> {
        completed(&self.front().history, &self.entries.iter().collect::<Vec<_>>())
    }

    /// What the version history has of this and the document's earlier releases.
    pub fn entries(&self) -> &[Arc<HistoryEntry>] {
        &self.entries
    }

    /// What was frozen besides. It is read when it is first asked for, where the head was known.
    pub fn frozen(&self, sources: &Sources) -> &Frozen {
        self.frozen.get_or_init(|| match take_apart(self.file, sources) {
            Ok((head, frozen)) if head.is_as(&self.head) => frozen,
            _ => {
                self.doubt.arise();
                Frozen::default()
            }
        })
    }

    /// Whether its wording before filling-in was this.
    pub fn has_wording(&self, wording: &[(String, String)]) -> bool {
        self.head.wording == wording_number(wording)
    }

    /// The digest of the wording of a section, or of [`TITLE`] and its like.
    pub fn wording_of(&self, name: &str, sources: &Sources) -> Option<&str> {
        let wording = &self.frozen(sources).wording;
        wording.iter().find(|(known, _)| known == name).map(|(_, digest)| digest.as_str())
    }

    /// The file as it lies, front matter and all.
    pub fn markdown<'s>(&self, sources: &'s Sources) -> &'s str {
        sources.text(self.file)
    }

    /// Its text. It is taken apart when it is first asked for: most of an archive is never looked at in a build.
    pub fn text(&self, sources: &Sources) -> &ReleasedText {
        self.text.get_or_init(|| {
            let Frozen { wording, text_start, .. } = self.frozen(sources);
            let ids = wording.iter().map(|(name, _)| name.as_str()).collect();
            text::read(self.file, sources.text(self.file), *text_start, &ids)
        })
    }
}

fn in_force_from(front: &FrontMatter, released: Day) -> CalendarDate {
    let date = |field| front.date(field);
    date(Field::Effective).or_else(|| date(Field::Approved)).unwrap_or(CalendarDate::Day(released))
}

/// Takes a released file apart; the reason where it is none.
fn take_apart(file: FileId, sources: &Sources) -> Result<(ReleaseHead, Frozen), String> {
    let written = sources.text(file);
    let opening = "+++\n".len();
    let inner = written.strip_prefix("+++\n").ok_or("its front matter is missing")?;
    let end = inner.find("\n+++\n").ok_or("its front matter has no end")?;
    let toml = opening..opening + end + 1;
    let text_start = toml.end + "+++\n".len();
    let mut faults = Diagnostics::default();
    let table = table::parse(sources, file, toml, &mut faults);
    let terms = Arc::new(released_terms(table_in(&table, "released").and_then(|released| table_in(released, "terms"))));
    let mut reader = Reader::new(&table).with_terms(&terms);
    let front = released_front_matter(&mut reader, Place::new(file, 0..opening), &mut faults);
    let frozen = reader.table("released").map(|table| frozen(table, sources, &mut faults));
    let wording = reader.table("wording").map(wording).unwrap_or_default();
    reader.finish(&mut faults);
    if let Some(fault) = faults.iter().next() {
        return Err(fault.message.clone());
    }
    let (whose, frozen) = frozen.flatten().ok_or("what was frozen with it is missing")?;
    let (origin, school, files) = whose;
    let head = ReleaseHead { front, origin, school, files, wording: wording_number(&wording) };
    Ok((head, Frozen { wording, text_start, ..frozen }))
}

/// What the head has of what was frozen: whose words they are, the school's name, and the files.
type Whose = (CopyOrigin, Option<String>, Vec<String>);

fn frozen(table: &Table, sources: &Sources, faults: &mut Diagnostics) -> Option<(Whose, Frozen)> {
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
    let frozen = Frozen { trust, schools, is_numbered, audiences, changes, layout, ..Frozen::default() };
    Some(((origin, school, files), frozen))
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
