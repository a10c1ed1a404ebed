//! `release`: freezes a version of a policy, every copy of it or one school's, all or nothing.

use super::{LoadedTheme, Options, Run, has_failed, load_themes, make, read, words_of};
use crate::archive::{self, Archive, LEDGER, LedgerLine, NewFile, Scope, file_of};
use crate::calendar::{CalendarDate, Day};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::disk::MachineError;
use crate::load::Content;
use crate::merge::{self, CopySource, PolicyCopy, Settings, Standing, in_force_from};
use crate::model::{CopyOrigin, Field, PortalContent, Words};
use crate::release::{Freezing, Unkept};
use crate::site::{Href, LinkStyle, Resolver, Site};
use crate::source::{Place, Sources};
use std::collections::BTreeMap;

/// What came of a release.
#[derive(Debug)]
pub struct Released {
    /// Every file's text, for printing the faults.
    pub sources: Sources,
    /// What is wrong, in order.
    pub diagnostics: Diagnostics,
    /// The portal's folder, from the root: the ledger names files from there.
    pub folder: String,
    /// What was frozen: the lines that the ledger has now besides.
    pub frozen: Vec<LedgerLine>,
    /// The copies that had this version already, or are drafts still, with the reason.
    pub left: Vec<(Scope, String)>,
    /// The digest of the ledger's last line.
    pub ledger: Option<String>,
    /// Whether a `.gitattributes` was written, since the root had none.
    pub attributes: bool,
    /// Whether nothing was released: then the archive is as it was.
    pub failed: bool,
}

/// Freezes `policy`: with `school` that school's copy or own policy, else every copy. `command` is what was typed.
///
/// # Errors
/// [`MachineError`] when the disk fails; the archive is then as it was.
pub fn release(options: &Options, policy: &str, school: Option<&str>, command: &str) -> Result<Released, MachineError> {
    let mut diagnostics = Diagnostics::default();
    let (mut content, archives) = read(options, &mut diagnostics)?;
    let themes = load_themes(&mut content, options, &[], &mut diagnostics)?;
    make(&content, &archives, &themes, options, &mut Run::default(), &mut diagnostics)?;
    if let (Some(portal), Some(archive)) = (content.portals.first(), archives.first()) {
        not_proven(portal, archive).into_iter().for_each(|fault| diagnostics.push(fault));
    }
    let mut frozen = Frozen::default();
    if let (false, Some(portal), Some(archive)) =
        (has_failed(options, &diagnostics), content.portals.first(), archives.first())
    {
        let releasing = Releasing { options, content: &content, portal, archive, themes: &themes };
        frozen = releasing.frozen(policy, school, &mut diagnostics);
    }
    if let (false, true) = (diagnostics.has_errors(), frozen.files.is_empty()) {
        frozen.released_before.iter().for_each(|before| diagnostics.push(released_before(before)));
        archive::tidy(&options.root)?;
    }
    let failed = diagnostics.has_errors() || frozen.files.is_empty();
    let mut released = Released {
        sources: Sources::default(),
        diagnostics,
        folder: content.portals.first().map_or_else(String::new, |portal| portal.folder.clone()),
        frozen: Vec::new(),
        left: frozen.left,
        ledger: None,
        attributes: false,
        failed,
    };
    if let (false, Some(portal)) = (failed, content.portals.first()) {
        let stored = archive::store(&options.root, &portal.folder, &frozen.files, command)?;
        released.frozen = stored.lines;
        released.ledger = Some(stored.head);
        released.attributes = stored.attributes;
    }
    released.diagnostics.sort(&content.sources);
    released.sources = content.sources;
    Ok(released)
}

#[derive(Default)]
struct Frozen {
    files: Vec<NewFile>,
    left: Vec<(Scope, String)>,
    /// Where the version is given, of what, and which, where it was released before.
    released_before: Vec<(Place, String, String)>,
}

struct Releasing<'a> {
    options: &'a Options,
    content: &'a Content,
    portal: &'a PortalContent,
    archive: &'a Archive,
    themes: &'a BTreeMap<String, LoadedTheme>,
}

impl Releasing<'_> {
    fn frozen(&self, policy: &str, school: Option<&str>, diagnostics: &mut Diagnostics) -> Frozen {
        let Self { options, content, portal, archive, themes } = self;
        let settings = freezing_settings(options, portal);
        let mut unsaid = Diagnostics::default();
        let words = words_of(portal, themes, &mut Diagnostics::default());
        let merged = merge::merge(portal, archive, &content.sources, &settings, &words, &mut unsaid);
        let working = merge::working_copies(portal, archive, &content.sources, &settings, &words, &mut unsaid);
        let site = Site::new(&merged, LinkStyle::Folder, &content.sources, &mut unsaid);
        let mut frozen = Frozen::default();
        let wanted: Vec<&PolicyCopy<'_>> = working
            .iter()
            .filter(|copy| copy.slug.as_str() == policy)
            .filter(|copy| match (school, copy.school) {
                (Some(wanted), Some(index)) => portal.schools[index].slug.as_str() == wanted,
                (Some(_), None) => false,
                (None, _) => copy.origin != CopyOrigin::School,
            })
            .collect();
        let some_are_no_drafts = wanted.iter().any(|copy| copy.standing != Standing::Draft);
        for copy in wanted {
            let school = copy.school.map(|index| &portal.schools[index].slug);
            let scope = Scope::of(school);
            if copy.standing == Standing::Draft && some_are_no_drafts {
                frozen.left.push((scope, "a draft still".to_owned()));
                continue;
            }
            let Some(version) = self.version_to_release(copy, &scope, &mut frozen, diagnostics) else { continue };
            match freeze(copy, &site, options.today, &words) {
                Ok(text) => {
                    let file = file_of(&scope, copy.slug, &version);
                    let line = LedgerLine {
                        scope: scope.to_string(),
                        policy: copy.slug.to_string(),
                        version,
                        released: options.today.iso(),
                        file,
                        sha256: String::new(),
                        previous: String::new(),
                    };
                    frozen.files.push(NewFile { line, text });
                }
                Err(unkept) => diagnostics.push(not_kept(copy, portal, &unkept)),
            }
        }
        frozen
    }

    /// The version that a copy is released as; what stands in the way is said.
    fn version_to_release(
        &self,
        copy: &PolicyCopy<'_>,
        scope: &Scope,
        frozen: &mut Frozen,
        diagnostics: &mut Diagnostics,
    ) -> Option<String> {
        let place = |field| place_of(copy, field);
        let mut refuse = |field, message: String, help: String| {
            diagnostics.push(Diagnostic::error(Code::CannotRelease, place(field), message).help(help));
        };
        let title = &copy.title;
        match copy.standing {
            Standing::Draft => {
                let help = "once it is approved, write status = \"approved\", and who approved it when".to_owned();
                refuse(Field::Status, format!("\"{title}\" is a draft, and drafts are not released"), help);
                return None;
            }
            Standing::Withdrawn => {
                let help = "nothing has to be done: what was released stays in the archive".to_owned();
                refuse(Field::Status, format!("\"{title}\" is withdrawn, so there is nothing to release"), help);
                return None;
            }
            _ => {}
        }
        let Some(version) = copy.front.text(Field::Version) else {
            refuse(Field::Title, format!("\"{title}\" has no version"), "add version = \"1.0\"".to_owned());
            return None;
        };
        if let (CopyOrigin::Amended, CopySource::Working { amendment: Some(file), .. }) = (copy.origin, copy.source)
            && file.front.text(Field::Version).is_none()
        {
            let school = copy.school.map_or("", |index| self.portal.schools[index].name.as_str());
            let message = format!("{school} changes the text of \"{title}\", so its copy needs a version of its own");
            let help = format!("write version = \"{version}-a\" in the front matter of this file");
            let fault = Diagnostic::error(Code::CannotRelease, file.front.place, message);
            diagnostics.push(fault.help(help));
            return None;
        }
        if self.archive.holds(scope, copy.slug, version) {
            frozen.left.push((scope.clone(), format!("version {version} is released already")));
            frozen.released_before.push((place(Field::Version), title.clone(), version.to_owned()));
            return None;
        }
        let last = self.archive.releases_of(scope, copy.slug).last();
        let from = in_force_from(&copy.front).map(CalendarDate::first_day);
        if let (Some(last), Some(from)) = (last, from)
            && from < last.in_force_from().first_day()
        {
            let message = format!(
                "version {version} would come into force on {}, before version {}, released earlier, on {}",
                from.iso(),
                last.version,
                last.in_force_from().first_day().iso()
            );
            let field = if copy.front.date(Field::Effective).is_some() { Field::Effective } else { Field::Approved };
            let help = format!("write the day on which version {version} takes its place");
            refuse(field, message, help);
            return None;
        }
        Some(version.to_owned())
    }
}

/// That the archive holds what its ledger does not name: a ledger that has lost its last lines would go on from the wrong one,
/// and what was lost could never be put back.
fn not_proven(portal: &PortalContent, archive: &Archive) -> Option<Diagnostic> {
    let file = archive.unproven.first()?;
    let others = match archive.unproven.len() - 1 {
        0 => String::new(),
        number => format!(" and {number} more"),
    };
    let message = format!("the ledger does not name {}/{file}{others}, so no line may be added to it", portal.folder);
    let help = "run frontsheet verify, which says what is wrong; most often the ledger has lost its last lines, and has to be put \
                back from a copy: your backup, or Git";
    Some(Diagnostic::error_in(Code::CannotRelease, format!("{}/{LEDGER}", portal.folder), message).help(help))
}

/// What copies are made with to be frozen.
pub(super) fn freezing_settings(options: &Options, portal: &PortalContent) -> Settings {
    let folder = portal.slug.as_ref().map(|slug| format!("{slug}/")).unwrap_or_default();
    Settings {
        today: options.today,
        drafts: merge::Drafts::LeaveOut,
        freezes: true,
        base_url: options.base_url.as_ref().map(|url| format!("{}/{folder}", url.trim_end_matches('/'))),
    }
}

/// That what was asked for is released already, every copy of it.
fn released_before((place, title, version): &(Place, String, String)) -> Diagnostic {
    let message =
        format!("version {version} of \"{title}\" is released already, and what is released is never changed");
    let help = "for a new version write another number here; the old one stays where it is";
    Diagnostic::error(Code::CannotRelease, *place, message).help(help)
}

/// The text of a copy as it is released on a day.
pub(super) fn freeze(copy: &PolicyCopy<'_>, site: &Site<'_>, day: Day, words: &Words) -> Result<String, Unkept> {
    let address = copy.address(site.portal);
    let href = Href::from_page(&address, LinkStyle::Folder);
    let resolver = Resolver::for_copy(site, copy, &address, &href);
    let title_of = |address: &str| resolver.resolve(address).ok()?.title;
    Freezing { portal: site.portal, released: day, words, title_of: &title_of }.freeze(copy)
}

/// What stands in the way of freezing a copy.
pub(super) fn not_kept(copy: &PolicyCopy<'_>, portal: &PortalContent, unkept: &Unkept) -> Diagnostic {
    let section = unkept.section.as_deref().and_then(|id| copy.section(id));
    let place = section.map_or_else(|| place_of(copy, Field::Title), |section| section.heading.place(0..1));
    let where_ = section.map_or("what is outside its sections".to_owned(), |section| {
        format!("the section \"{}\"", section.title(&copy.values))
    });
    let whose = copy.school.map_or(String::new(), |index| format!(" for {}", portal.schools[index].name));
    let message = format!("{where_} cannot be kept as it is{whose}: {}", unkept.why);
    let help = "write it more plainly where a value meets asterisks, backticks, brackets or raw HTML";
    Diagnostic::error(Code::CannotRelease, place, message).help(help)
}

/// Where a copy's field is given: in the school's file, else in the policy's.
fn place_of(copy: &PolicyCopy<'_>, field: Field) -> Place {
    let mut files: Vec<_> = copy.files().collect();
    files.reverse();
    let given = files.iter().find(|file| file.front.values.contains_key(&field));
    given.or(files.last()).map_or(copy.front.place, |file| file.front.place_of(field))
}
