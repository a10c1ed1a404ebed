//! Tests of the module as a whole: a text, a scope, and what comes of them.

mod bombs;
mod faults;
mod fill;
mod include;
mod random;

use super::{Data, Filled, Root, Scope, Template, TemplateFault, comments};
use crate::source::{Passage, Sources};
use std::sync::Arc;

/// A school with a name that is markup in every language there is.
const HOSTILE: &str = "St *Mary's* <C of E> & \"Friends\" {{x}}";

fn contact(name: &str, email: &str) -> Data {
    Data::map([("name", Data::from(name)), ("email", Data::from(email))])
}

fn school(name: &str, phase: &str) -> Data {
    let contacts = [
        ("dsl", contact("Ann Other", "dsl@example.org")),
        ("chair-of-governors", contact("Bo Chair", "chair@example.org")),
        ("office", contact("The office", "")),
    ];
    Data::map([
        ("name", Data::from(name)),
        ("phase", Data::from(phase)),
        ("urn", Data::from(123_456)),
        ("phone", Data::from(" ")),
        ("address", Data::texts(["1 High Street", "Ashby"])),
        ("faith", Data::from(true)),
        ("contacts", Data::map(contacts)),
    ])
}

fn scope() -> Scope {
    let trust = Data::map([("name", Data::from("Fenland Learning Trust")), ("short_name", Data::from("FLT"))]);
    let schools =
        Data::List(vec![school("Ashby", "primary"), school(HOSTILE, "secondary"), school("Copse", "primary")]);
    let terms = Data::map([("head", Data::from("Headteacher"))]);
    let root = |data| Arc::new(Root::new(data));
    Scope::new()
        .with("trust", root(trust))
        .with("school", root(school(HOSTILE, "primary")))
        .with("schools", root(schools))
        .with("terms", root(terms))
}

fn passage(sources: &mut Sources, path: &str, text: &str) -> Passage {
    let file = sources.add(path, text);
    Passage::from_file(file, text, 0..text.len())
}

/// The text filled in, and each fault as `line:column excerpt | message | help`.
fn filled_in(text: &str) -> (Filled, Vec<String>) {
    let mut sources = Sources::default();
    let passage = passage(&mut sources, "a.md", text);
    let mut faults = Vec::new();
    let template = Template::compile(&passage, &comments(text), &mut faults);
    let filled = template.fill(&scope(), &mut faults);
    assert_eq!(&*filled.text, filled.passage.text());
    (filled, printed(&sources, &faults))
}

fn printed(sources: &Sources, faults: &[TemplateFault]) -> Vec<String> {
    let line = |fault: &TemplateFault| {
        let position = sources.position(fault.place);
        let help = fault.help().unwrap_or_default();
        let excerpt = sources.excerpt(fault.place);
        format!("{}:{} {excerpt} | {} | {help}", position.line, position.column, fault.message())
    };
    faults.iter().map(line).collect()
}
