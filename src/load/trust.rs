//! Reads one portal's folder.

use super::particulars::{self, filled, free_data, plain};
use super::sections::FileKind;
use super::texts::{Shared, load_pages, load_policies};
use super::{
    FileReader, PortalFile, front_sheet, language, meetings, misplaced, owners, requirements, statement, terms,
};
use crate::calendar::TermsCalendar;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest};
use crate::disk::MachineError;
use crate::model::{Particulars, PortalContent, Requirements, ReviewNotice, STATEMENT_ADDRESS, School, Trust};
use crate::source::{FileId, Located, Passage, Place};
use crate::table::{self, Reader};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The keys of `trust.toml` that stand above its first heading.
const TRUST_KEYS: &[&str] = &[
    "name",
    "short_name",
    "base_url",
    "website",
    "language",
    "theme",
    "review_window_days",
    "max_reviews_per_month",
    "review_notice",
    "number_sections",
];

/// Reads a portal; `None` where its `trust.toml` cannot be read at all.
pub(super) fn load_portal(
    folder: &str,
    several: bool,
    files: &[PortalFile<'_>],
    reader: &mut FileReader<'_>,
) -> Result<Option<PortalContent>, MachineError> {
    let slug = match folder.strip_prefix("content/") {
        Some(name) if several => reader.slug(name, folder),
        _ => None,
    };
    say_what_is_misplaced(files, reader);
    let partials = reader.known.same_partials(load_partials(files, reader)?);
    let trust = load_trust(files, reader)?;
    let terms = trust.as_ref().map(|trust| Arc::clone(&trust.terms_calendar)).unwrap_or_default();
    let requirements = load_requirements(files, &terms, reader)?;
    let shared = Shared { partials: &partials, terms: &terms };
    let policies = load_policies("policies/", FileKind::Policy, files, &shared, reader)?;
    let mut schools = load_schools(files, &shared, reader)?;
    let pages = load_pages(files, &partials, reader)?;
    // Its other files have been read all the same, and what is wrong in them is said.
    let Some(trust) = trust else { return Ok(None) };
    for school in &mut schools {
        school.phase = school.own.phase.or(trust.school_defaults.phase);
    }
    let site_files = files.iter().filter(|file| file.rest.starts_with("files/"));
    let files = site_files.map(|file| (file.rest.to_owned(), file.found.file.clone())).collect();
    let (folder, unread) = (folder.to_owned(), std::mem::take(&mut reader.unread));
    Ok(Some(PortalContent { slug, folder, trust, schools, policies, pages, requirements, partials, files, unread }))
}

/// The folders that a portal may hold.
const FOLDERS: &[&str] = &["policies", "partials", "schools", "pages", "files", "archive"];

fn say_what_is_misplaced(files: &[PortalFile<'_>], reader: &mut FileReader<'_>) {
    for file in files {
        let parts: Vec<&str> = file.rest.split('/').collect();
        let known = match parts.as_slice() {
            ["trust.toml" | requirements::FILE]
            | ["schools", _, "school.toml"]
            | ["schools", _, "policies", ..]
            | ["policies" | "pages" | "files" | "archive", _, ..] => true,
            ["partials", name] => name.ends_with(".md"),
            _ => false,
        };
        if !known {
            reader.diagnostics.push(out_of_place(&parts, file));
        }
    }
}

/// What to do with a file that stands where nothing looks. What is wrong with a folder is said once, of the folder.
fn out_of_place(parts: &[&str], file: &PortalFile<'_>) -> Diagnostic {
    let path = file.found.path.as_str();
    let portal = path.strip_suffix(file.rest).unwrap_or_default();
    let help = match parts {
        ["partials", .., name] if name.ends_with(".md") => format!("move it to {portal}partials/{name}"),
        ["partials", ..] => "what policies include are files called <name>.md; move it, or take it away".to_owned(),
        ["schools", school, name] if name.ends_with(".md") => {
            format!("move it to {portal}schools/{school}/policies/{name}")
        }
        ["schools", _] => {
            "each school has a folder of its own here; move the file into one, or take it away".to_owned()
        }
        ["schools", school, requirements::FILE] => {
            format!("move what it lists into {portal}{}, each with schools = [\"{school}\"]", requirements::FILE)
        }
        ["schools", school, ..] => {
            format!("a school's folder holds school.toml and the folder policies; files are in {portal}files/{school}/")
        }
        [folder, _, ..] if !FOLDERS.contains(folder) => {
            let message = format!("nothing reads the folder \"{folder}\"");
            let help = match nearest(folder, FOLDERS.iter().copied()) {
                Some(near) => format!("did you mean {portal}{near}?"),
                None => format!("a portal's folders are {}; move the files into one of them", FOLDERS.join(", ")),
            };
            return Diagnostic::warning_in(Code::MisplacedFile, format!("{portal}{folder}"), message).help(help);
        }
        [name] if name.ends_with(".toml") && nearest(name, [requirements::FILE, "required.toml"]).is_some() => {
            format!("if it lists the documents that there have to be, rename it to {portal}{}", requirements::FILE)
        }
        [name] if name.ends_with(".md") => format!("move it to {portal}policies/{name} or {portal}pages/{name}"),
        _ => format!("beside trust.toml stand the folders {}; move the file into one of them", FOLDERS.join(", ")),
    };
    misplaced(path, help)
}

fn load_partials(
    files: &[PortalFile<'_>],
    reader: &mut FileReader<'_>,
) -> Result<BTreeMap<String, Passage>, MachineError> {
    let mut partials = BTreeMap::new();
    for file in files {
        let Some(name) = file.rest.strip_prefix("partials/").filter(|name| name.ends_with(".md")) else { continue };
        if let Some(id) = reader.read(file.found)? {
            let text = reader.sources.text(id);
            partials.insert(name.to_owned(), Passage::from_file(id, text, 0..text.len()));
        }
    }
    Ok(partials)
}

fn load_trust(files: &[PortalFile<'_>], reader: &mut FileReader<'_>) -> Result<Option<Trust>, MachineError> {
    let Some(found) = files.iter().find(|file| file.rest == "trust.toml") else { return Ok(None) };
    let Some(file) = reader.read(found.found)? else { return Ok(None) };
    let FileReader { sources, diagnostics, unread, .. } = reader;
    let table = table::parse(sources, file, 0..sources.text(file).len(), diagnostics);
    let mut keys = Reader::new(&table);
    let name = filled(keys.text_required("name"));
    // `[school_defaults]` and contacts have the others themselves.
    let only_the_trusts: Vec<&str> =
        TRUST_KEYS.iter().copied().filter(|key| !particulars::SCHOOL_KEYS.contains(key)).collect();
    let school_defaults = match keys.table("school_defaults") {
        Some(defaults) => {
            let mut keys = Reader::new(defaults);
            let defaults = particulars::read(&mut keys, &only_the_trusts, diagnostics);
            keys.finish_below(&only_the_trusts, diagnostics);
            defaults
        }
        None => Particulars::default(),
    };
    let notices = [("date", ReviewNotice::Date), ("none", ReviewNotice::Nothing), ("overdue", ReviewNotice::Overdue)];
    let theme =
        filled(keys.text("theme")).unwrap_or_else(|| Located::new("default".to_owned(), Place::new(file, 0..0)));
    let language = match filled(keys.text("language")) {
        Some(written) => language::tag(written, diagnostics),
        None => Located::new("en-GB".to_owned(), Place::new(file, 0..0)),
    };
    let contacts = particulars::contacts(keys.table("contacts"), &only_the_trusts, diagnostics);
    let accessibility = keys.table("accessibility");
    let terms_calendar = Arc::new(terms::read(keys.table("terms_calendar"), TRUST_KEYS, diagnostics));
    let statement = statement::read(accessibility, &contacts, &terms_calendar, TRUST_KEYS, diagnostics);
    if accessibility.is_some() && statement.is_none() {
        // What is wrong with it has been said.
        unread.insert(STATEMENT_ADDRESS.trim_end_matches('/').to_owned());
    }
    let trust = Trust {
        file,
        name: name.map(|name| name.value).unwrap_or_default(),
        short_name: plain(&mut keys, "short_name"),
        base_url: filled(keys.text("base_url")).map(|url| base_url(&url, diagnostics)),
        website: plain(&mut keys, "website"),
        language,
        theme,
        review_window_days: window(keys.whole_number("review_window_days"), diagnostics),
        max_reviews_per_month: most_reviews(keys.whole_number("max_reviews_per_month"), diagnostics),
        review_notice: keys.choice("review_notice", &notices).map_or(ReviewNotice::Date, |notice| notice.value),
        number_sections: keys.flag("number_sections").is_some_and(|flag| flag.value),
        terms: particulars::terms(keys.table("terms"), TRUST_KEYS, diagnostics),
        terms_calendar,
        owners: owners::read(keys.table("owners"), TRUST_KEYS, diagnostics),
        meetings: meetings::read(&keys.tables("meetings"), TRUST_KEYS, diagnostics),
        contacts,
        accessibility: statement,
        school_defaults,
        brand: particulars::brand(keys.table("brand"), TRUST_KEYS, diagnostics),
        front_sheet: front_sheet::read(keys.table("front_sheet"), TRUST_KEYS, sources, diagnostics),
        extra: free_data(keys.table("extra")),
    };
    keys.finish(diagnostics);
    Ok(Some(trust))
}

fn load_requirements(
    files: &[PortalFile<'_>],
    terms: &Arc<TermsCalendar>,
    reader: &mut FileReader<'_>,
) -> Result<Option<Requirements>, MachineError> {
    let Some(found) = files.iter().find(|file| file.rest == requirements::FILE) else { return Ok(None) };
    let Some(file) = reader.read(found.found)? else { return Ok(None) };
    Ok(Some(requirements::read(file, terms, &reader.sources, reader.diagnostics)))
}

/// An address for links: `https://…` or `http://…`, made to end in `/`.
fn base_url(url: &Located<String>, diagnostics: &mut Diagnostics) -> String {
    let text = url.value.as_str();
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let fits = host.is_some_and(|host| {
        !host.is_empty()
            && !host.starts_with('/')
            && !text.contains(|c: char| c.is_whitespace() || "\"<>?#{}".contains(c))
    });
    if fits {
        return format!("{}/", text.trim_end_matches('/'));
    }
    let message = format!("\"{text}\" is not a whole web address");
    let fault = Diagnostic::error(Code::UnknownValue, url.place, message);
    let is_host = text.contains('.') && text.chars().all(|c| c.is_ascii_alphanumeric() || "-./".contains(c));
    let whole = if is_host { text.trim_matches('/') } else { "policies.example.org" };
    diagnostics.push(fault.help(format!("write base_url = \"https://{whole}\"")));
    // Nothing will be published; the texts that print it need not say that it is missing as well.
    text.to_owned()
}

fn window(days: Option<Located<i64>>, diagnostics: &mut Diagnostics) -> i64 {
    const USUAL: i64 = 90;
    match days {
        Some(days) if !(0..=3660).contains(&days.value) => {
            let message = format!("a review window of {} days is not between 0 and 3660 days", days.value);
            let fault = Diagnostic::error(Code::UnknownValue, days.place, message);
            diagnostics.push(fault.help(format!("write review_window_days = {USUAL}")));
            USUAL
        }
        Some(days) => days.value,
        None => USUAL,
    }
}

fn most_reviews(number: Option<Located<i64>>, diagnostics: &mut Diagnostics) -> Option<Located<usize>> {
    let number = number?;
    match usize::try_from(number.value) {
        Ok(most) if most > 0 => Some(Located::new(most, number.place)),
        _ => {
            let message = format!("there cannot be {} reviews in a month at most", number.value);
            let fault = Diagnostic::error(Code::UnknownValue, number.place, message);
            diagnostics.push(fault.help("write a whole number from 1 on, for example max_reviews_per_month = 8"));
            None
        }
    }
}

fn load_schools(
    files: &[PortalFile<'_>],
    shared: &Shared<'_>,
    reader: &mut FileReader<'_>,
) -> Result<Vec<School>, MachineError> {
    let folders: BTreeSet<&str> = files
        .iter()
        .filter_map(|file| file.rest.strip_prefix("schools/")?.split_once('/').map(|(folder, _)| folder))
        .collect();
    let mut schools = Vec::new();
    for folder in folders {
        let path = format!("schools/{folder}/school.toml");
        let own_files = files_below(&format!("schools/{folder}/"), files);
        let Some(found) = own_files.iter().find(|file| file.rest == path) else {
            let inside = own_files.first();
            let portal = inside.map_or("", |file| file.found.path.strip_suffix(file.rest).unwrap_or_default());
            let message = format!("the school's folder \"{folder}\" holds no school.toml");
            let fault = Diagnostic::error_in(Code::MissingKey, format!("{portal}schools/{folder}"), message);
            reader.diagnostics.push(fault.help(format!("add {portal}{path} with the line name = \"…\"")));
            reader.unread.insert(folder.to_owned());
            continue;
        };
        let slug = reader.slug(folder, found.found.path.strip_suffix("/school.toml").unwrap_or(folder));
        let file = reader.read(found.found)?;
        let own = file.map(|file| (file, load_particulars(file, reader)));
        let policies =
            load_policies(&format!("schools/{folder}/policies/"), FileKind::SchoolFile, own_files, shared, reader)?;
        let (Some(slug), Some((file, own))) = (slug, own) else {
            reader.unread.insert(folder.to_owned());
            continue;
        };
        let name = own.name.as_ref().map(|name| name.value.clone()).unwrap_or_default();
        schools.push(School { slug, file, name, phase: own.phase, own, policies });
    }
    schools.sort_by(|a, b| (a.name.to_lowercase(), &a.slug).cmp(&(b.name.to_lowercase(), &b.slug)));
    Ok(schools)
}

/// The files below a folder (which ends in `/`); files are in the order of their paths.
fn files_below<'f, 'a>(folder: &str, files: &'f [PortalFile<'a>]) -> &'f [PortalFile<'a>] {
    let first = files.partition_point(|file| file.rest < folder);
    let below = &files[first..];
    &below[..below.partition_point(|file| file.rest.starts_with(folder))]
}

fn load_particulars(file: FileId, reader: &mut FileReader<'_>) -> Particulars {
    let FileReader { sources, diagnostics, .. } = reader;
    let table = table::parse(sources, file, 0..sources.text(file).len(), diagnostics);
    let mut keys = Reader::new(&table);
    keys.text_required("name");
    let own = particulars::read(&mut keys, particulars::SCHOOL_KEYS, diagnostics);
    keys.finish(diagnostics);
    own
}
