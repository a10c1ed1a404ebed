//! Reads `requirements.toml`: the documents that a trust has to have.
//!
//! A slug that no policy has is no fault here: that is what a missing document is, and the register tells of it.

use super::particulars::filled;
use crate::calendar::TermsCalendar;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Basis, Level, Phase, Requirement, Requirements, Slug};
use crate::source::{FileId, Located, Place, Sources};
use crate::table::{self, Reader, Table};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The name of the file, beside `trust.toml`.
pub(super) const FILE: &str = "requirements.toml";

/// The keys that stand above the first heading.
const OUTER_KEYS: &[&str] = &["status"];

/// Reads the whole file. A requirement that cannot be read is left out, and that is said.
pub(super) fn read(
    file: FileId,
    terms: &Arc<TermsCalendar>,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Requirements {
    let table = table::parse(sources, file, 0..sources.text(file).len(), diagnostics);
    let mut keys = Reader::new(&table);
    let is_draft = keys.choice("status", &[("draft", true), ("approved", false)]).is_some_and(|status| status.value);
    let list: Vec<Requirement> =
        keys.tables("requirement").into_iter().filter_map(|table| read_one(table, terms, diagnostics)).collect();
    keys.finish(diagnostics);
    refuse_same_titles(&list, diagnostics);
    Requirements { file, is_draft, list }
}

fn read_one(table: &Table, terms: &Arc<TermsCalendar>, diagnostics: &mut Diagnostics) -> Option<Requirement> {
    let mut keys = Reader::new(table).with_terms(terms);
    for (key, example) in [
        ("title", "\"Complaints procedure\""),
        ("policies", "\"complaints\""),
        ("basis", "\"law\", \"guidance\" or \"trust\""),
        ("source", "\"…\", the name or the web address of what asks for it"),
        ("checked_on", "\"23 November 2026\", the day on which you looked at the source"),
    ] {
        keys.require(key, example);
    }
    let phases: Vec<(&str, Phase)> =
        Phase::WORDS.iter().filter_map(|word| Some((*word, Phase::parse(word)?))).collect();
    let title = filled(keys.text("title"));
    let policies = keys.text_or_list("policies");
    let level = keys.choice("level", Level::WORDS);
    let phases = keys.choices("phases", &phases).unwrap_or_default();
    let schools: Vec<_> =
        keys.text_or_list("schools").into_iter().flatten().filter_map(|name| filled(Some(name))).collect();
    let review_cycle = keys.cycle("review_cycle").map(|cycle| cycle.value);
    let approved_by = keys.text_or_list("approved_by").into_iter().flatten();
    let approved_by = approved_by.filter_map(|body| filled(Some(body))).map(|body| body.value).collect();
    let basis = keys.choice("basis", Basis::WORDS);
    let source = filled(keys.text("source"));
    let checked_on = keys.date("checked_on");
    if let (Some(level), Some(limit)) = (level.as_ref().filter(|level| level.value == Level::Trust), limit(table)) {
        let message = "what the trust must have is asked of no school, so it has no phases or schools";
        let fault = Diagnostic::error(Code::UnknownKey, limit, message).note(level.place, "asked of the trust");
        diagnostics.push(fault.help("take the line away, or write level = \"school\""));
    }
    keys.finish_below(OUTER_KEYS, diagnostics);
    let policies = policies.map(|names| slugs(&names, table.place(), diagnostics));
    Some(Requirement {
        place: table.place(),
        title: title?,
        policies: policies.filter(|slugs| !slugs.is_empty())?,
        level: level.map_or(Level::School, |level| level.value),
        phases,
        schools,
        review_cycle,
        approved_by,
        basis: basis?.value,
        source: source?.value,
        checked_on: checked_on?,
    })
}

/// Where a requirement says that it is for some schools only.
fn limit(table: &Table) -> Option<Place> {
    table
        .entries()
        .iter()
        .find(|(key, _)| ["phases", "schools"].contains(&key.value.as_str()))
        .map(|(key, _)| key.place)
}

/// The policies' names as slugs; a path of a file is a habit that is put right.
fn slugs(names: &[Located<String>], heading: Place, diagnostics: &mut Diagnostics) -> Vec<Located<Slug>> {
    if names.is_empty() {
        let fault =
            Diagnostic::error(Code::MissingKey, heading, "no policy is named that would satisfy the requirement");
        diagnostics.push(fault.help("write policies = \"complaints\": the name of the policy's file without .md"));
    }
    let mut slugs = Vec::new();
    for name in names {
        match Slug::parse(&name.value) {
            Ok(slug) => slugs.push(Located::new(slug, name.place)),
            Err(_) if name.value.trim().is_empty() => {
                let fault = Diagnostic::error(Code::MissingKey, name.place, "the name of the policy is empty");
                diagnostics.push(fault.help("write the name of the policy's file without .md, as in \"complaints\""));
            }
            Err(_) => {
                let file = name.value.trim().rsplit('/').find(|part| !part.is_empty()).unwrap_or_default();
                let meant = file.strip_suffix(".md").unwrap_or(file);
                let meant = Slug::parse(meant).map_or_else(|fault| fault.suggestion, |slug| slug.to_string());
                let message = format!("\"{}\" is not the name of a policy", name.value);
                let fault = Diagnostic::error(Code::BadSlug, name.place, message);
                diagnostics.push(fault.help(format!("write \"{meant}\": the name of the policy's file without .md")));
            }
        }
    }
    slugs
}

/// Lists name a requirement by its title.
fn refuse_same_titles(list: &[Requirement], diagnostics: &mut Diagnostics) {
    let mut known: BTreeMap<String, Place> = BTreeMap::new();
    for title in list.iter().map(|requirement| &requirement.title) {
        let folded = title.value.to_lowercase();
        if let Some(first) = known.get(&folded) {
            let message = format!("two requirements have the title \"{}\"", title.value);
            let fault = Diagnostic::error(Code::DuplicateKey, title.place, message).note(*first, "the first");
            diagnostics.push(fault.help(
                "take one of them away, or say in the titles for whom each is, as in \"Attendance (secondary)\"",
            ));
        } else {
            known.insert(folded, title.place);
        }
    }
}
