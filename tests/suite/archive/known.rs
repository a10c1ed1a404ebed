//! What is known of released files from an earlier run saves reading them, and never makes one believed that was changed.

use super::super::builder::{Portal, files_below, portal};
use super::{proven, released, three_versions, version};
use frontsheet::archive::{self, Archive, Known};
use frontsheet::disk::Survey;
use frontsheet::source::Sources;
use std::fs;
use std::path::PathBuf;
use std::thread::sleep;
use std::time::Duration;

/// Longer than it takes until a file that was just written may be known again.
const A_WHILE: Duration = Duration::from_millis(300);

struct Ran {
    archive: Archive,
    sources: Sources,
    known: Known,
}

/// Reads an archive as a build does that has `known` from the one before.
fn read(portal: &Portal, mut known: Known) -> Ran {
    let mut sources = Sources::default();
    let survey = Survey::of(portal.root(), "content").expect("the disk works");
    let archive = archive::read_knowing(portal.root(), "content", &survey, &mut sources, &mut known);
    let archive = archive.expect("the disk works");
    let mut known = Known::nothing();
    archive.remember("content", &mut known);
    Ran { archive, sources, known }
}

fn file(portal: &Portal, version: &str) -> PathBuf {
    portal.root().join(format!("content/archive/trust/dogs/{version}.md"))
}

/// All that can be asked of an archive, in words.
fn told(Ran { archive, sources, .. }: &Ran) -> String {
    let release = |release: &archive::Release| {
        let (frozen, text) = (release.frozen(sources), release.text(sources));
        let front: Vec<_> =
            release.front().values.iter().map(|(field, value)| format!("{field:?} {:?}", value.value)).collect();
        format!(
            "{} {} {} {:?} {front:?} {:?} {:?} {:?} {} {:?} {}",
            release.path(),
            release.sha256,
            release.released,
            release.in_force_from(),
            release.history(),
            (release.origin(), release.school(), release.files()),
            (&frozen.trust, &frozen.wording),
            release.has_wording(&frozen.wording),
            text.sections.iter().map(|section| section.id.as_str()).collect::<Vec<_>>(),
            release.markdown(sources),
        )
    };
    let releases: Vec<String> = archive.releases.iter().map(release).collect();
    format!("{:?} {} {:?}\n{}", archive.head, archive.lines, archive.faults, releases.join("\n"))
}

#[test]
fn what_is_known_is_what_would_be_read() {
    let portal = three_versions();
    sleep(A_WHILE);
    let first = read(&portal, Known::nothing());
    let expected = told(&first);
    let second = read(&portal, first.known);
    assert_eq!(told(&second), expected);
    assert_eq!(told(&read(&portal, second.known)), expected);

    // Another release, of which nothing is known yet.
    let known = read(&portal, Known::nothing()).known;
    let portal = released(portal.policy_with("dogs", &version("4.0", "2028-01-01"), "## Aim\n\nFourth.\n"));
    let expected = told(&read(&portal, Known::nothing()));
    assert_eq!(told(&read(&portal, known)), expected);
}

#[cfg(unix)]
#[test]
fn a_known_file_is_read_when_it_is_asked_for_and_doubted_where_it_is_another() {
    let portal = three_versions();
    sleep(A_WHILE);
    let known = read(&portal, Known::nothing()).known;
    let ran = read(&portal, known.clone());
    let text = fs::read_to_string(file(&portal, "2.0")).unwrap();
    fs::write(file(&portal, "2.0"), text.replace("Second.", "Sec0nd.")).unwrap();
    let release = |number: &str| {
        ran.archive.releases.iter().find(|it| it.version == number && it.scope.school().is_none()).expect("a release")
    };
    assert_eq!(release("1.0").text(&ran.sources).sections.len(), 1);
    assert!(!ran.archive.is_in_doubt(), "nobody has looked at the changed file");
    assert!(release("2.0").text(&ran.sources).sections.is_empty(), "what was changed is not believed");
    assert!(ran.archive.is_in_doubt());

    // The next run finds it at once.
    let ran = read(&portal, known);
    assert_eq!(ran.archive.faults.len(), 1);
    assert!(ran.archive.faults[0].path.ends_with("trust/dogs/2.0.md"));
}

#[test]
fn a_file_that_was_changed_just_now_is_not_known_again() {
    let portal = three_versions();
    sleep(A_WHILE);
    let text = fs::read(file(&portal, "2.0")).unwrap();
    fs::write(file(&portal, "2.0"), &text).unwrap();
    let ran = read(&portal, read(&portal, Known::nothing()).known);
    fs::remove_file(file(&portal, "2.0")).unwrap();
    assert!(told(&ran).contains("Second."), "it was read at once");
}

/// Changes one byte, and gives the file back the time that it had.
fn change_in_secret(portal: &Portal, version: &str) {
    let path = file(portal, version);
    let before = fs::metadata(&path).unwrap().modified().unwrap();
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("Second.", "Sec0nd.")).unwrap();
    fs::File::options().append(true).open(&path).unwrap().set_modified(before).unwrap();
}

#[test]
fn a_build_that_knows_the_archive_finds_what_was_changed_in_it() {
    let portal = three_versions();
    sleep(A_WHILE);
    let built = portal.build();
    assert!(!built.outcome.failed);
    let clean = built.files();
    let built = built.portal.file("content/pages/about.md", "+++\ntitle = \"About\"\n+++\nWords.\n").build();
    assert!(!built.outcome.failed);
    let text = fs::read(file(&built.portal, "2.0")).unwrap();
    change_in_secret(&built.portal, "2.0");
    assert_eq!(proven(&built.portal).faults.len(), 1, "verify reads every byte");
    let built = built.again();
    assert!(built.outcome.failed, "the build stops");
    let said: Vec<&str> = built.outcome.diagnostics.iter().map(|fault| fault.message.as_str()).collect();
    assert!(said.iter().any(|said| said.contains("is not what was released")), "{said:?}");
    assert_eq!(files_below(&built.output).len(), clean.len() + 1, "the output is as it was");

    fs::write(file(&built.portal, "2.0"), text).unwrap();
    assert_eq!(proven(&built.portal).faults.len(), 0);
    assert!(!built.again().outcome.failed);
}

#[test]
fn pages_of_versions_are_not_made_again_for_what_they_do_not_show() {
    let school = |phone: &str| format!("name = \"Ashby School\"\nphase = \"primary\"\nphone = \"{phone}\"\n");
    let mut portal = portal().school_with("ashby", &school("01632 960001"));
    for (number, day) in [("1.0", "2024-01-01"), ("2.0", "2025-01-01")] {
        let text = format!("## Aim\n\nVersion {number}: ring {{{{ school.phone or 1 }}}}.\n");
        portal = released(portal.policy_with("dogs", &version(number, day), &text));
    }
    let built = portal.build();
    assert!(!built.outcome.failed);
    let built = built.portal.school_with("ashby", &school("01632 960002")).build();
    let anew: Vec<&String> = built.outcome.written.written.iter().filter(|path| path.ends_with(".html")).collect();
    assert_eq!(built.outcome.made, 3, "the home, the policy and the page of the register: {anew:?}");

    // Another name is on all pages of the school's.
    let named = school("01632 960002").replace("Ashby School", "Ashby Academy");
    let built = built.portal.school_with("ashby", &named).build();
    assert!(built.page("schools/ashby/policies/dogs/versions/2.0/").contains("Ashby Academy"));
}
