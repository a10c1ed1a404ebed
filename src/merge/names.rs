//! Names in the content that must be those of something else in it.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest, quoted_list};
use crate::model::{Field, Phase, PortalContent, RowSource};
use crate::source::Place;
use std::collections::BTreeSet;

/// Names in the content that must be those of schools, or of lines that some policy has.
pub fn check(content: &PortalContent, diagnostics: &mut Diagnostics) {
    let slugs: Vec<&str> = content.schools.iter().map(|school| school.slug.as_str()).collect();
    let mut check = |name: &str, place: Place| {
        if !slugs.contains(&name) && !content.unread.contains(name) {
            let message = format!("there is no school \"{name}\"");
            let help = match (nearest(name, slugs.iter().copied()), slugs.as_slice()) {
                (Some(near), _) => format!("did you mean \"{near}\"?"),
                (None, []) => "add one first, with: frontsheet new school its-short-name".to_owned(),
                (None, [only]) => format!("there is only \"{only}\""),
                (None, _) => format!("the schools are {}", quoted_list(&slugs).replace(" or ", " and ")),
            };
            diagnostics.push(Diagnostic::error(Code::UnknownValue, place, message).help(help));
        }
    };
    for policy in &content.policies {
        for name in policy.front.texts(Field::Schools) {
            check(&name.value, name.place);
        }
        for section in &policy.text.sections {
            for name in &section.marks.condition.schools {
                check(&name.value, name.place);
            }
        }
    }
    for requirement in content.requirements.iter().flat_map(|requirements| &requirements.list) {
        for name in &requirement.schools {
            check(&name.value, name.place);
        }
    }
    for policy in &content.policies {
        for phase in policy.front.texts(Field::Phases) {
            if Phase::parse(&phase.value).is_none() {
                diagnostics.push(unknown_phase(&phase.value, phase.place));
            }
        }
    }
    check_front_sheet_rows(content, diagnostics);
}

fn unknown_phase(word: &str, place: Place) -> Diagnostic {
    let words = Phase::WORDS;
    let help = match nearest(word, words.iter().copied()) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => format!("the phases are {}", quoted_list(words).replace(" or ", " and ")),
    };
    Diagnostic::error(Code::UnknownValue, place, format!("\"{word}\" is not a phase we know")).help(help)
}

/// A row is a field of ours, or a line that some policy has in `[control]`.
fn check_front_sheet_rows(content: &PortalContent, diagnostics: &mut Diagnostics) {
    let files = content.policies.iter().chain(content.schools.iter().flat_map(|school| &school.policies));
    let labels: BTreeSet<&str> =
        files.flat_map(|file| file.front.control.iter().map(|(label, _)| label.as_str())).collect();
    for row in content.trust.front_sheet.groups.iter().flat_map(|group| &group.rows) {
        let RowSource::Control(label) = &row.source else { continue };
        if labels.contains(label.value.as_str()) {
            continue;
        }
        let known = Field::ALL.iter().map(|field| field.key()).chain(RowSource::DERIVED.iter().map(|(name, ..)| *name));
        let message = format!("\"{}\" is no field of a front sheet, and no policy has it below [control]", label.value);
        let help = match nearest(&label.value, known.clone().chain(labels.iter().copied())) {
            Some(near) => format!("did you mean field = \"{near}\"?"),
            None => format!("the fields are {}", known.collect::<Vec<_>>().join(", ")),
        };
        diagnostics.push(Diagnostic::error(Code::UnknownValue, label.place, message).help(help));
    }
}
