//! What an approved document must have and has not.

use super::front_sheet::incomplete;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Field, FrontMatter, PolicyFile};

/// Says what is not recorded: of the policy what it lacks itself, in the same words for every copy, so that it is
/// printed once; and of a school's file what is lacking through the school alone.
pub fn say(
    front: &FrontMatter,
    lacking: &[Field],
    policy: &PolicyFile,
    amendment: Option<&PolicyFile>,
    diagnostics: &mut Diagnostics,
) {
    let of_policy = incomplete(&policy.front);
    let (shared, own): (Vec<Field>, Vec<Field>) = lacking.iter().partition(|field| of_policy.contains(field));
    if !shared.is_empty() {
        warn(&policy.front, &of_policy, policy, diagnostics);
    }
    warn(front, &own, amendment.unwrap_or(policy), diagnostics);
}

fn warn(front: &FrontMatter, lacking: &[Field], file: &PolicyFile, diagnostics: &mut Diagnostics) {
    if lacking.is_empty() {
        return;
    }
    let keys: Vec<&str> = lacking.iter().map(|field| field.key()).collect();
    let status = front.text(Field::Status).unwrap_or("approved");
    let lacks = match keys.as_slice() {
        [only] => format!("its {only} is not recorded"),
        [most @ .., last] => format!("its {} and {last} are not recorded", most.join(", ")),
        [] => String::new(),
    };
    let message =
        format!("the document is {status}, and {lacks}").replace("next_review", "next_review or review_cycle");
    let lines: Vec<String> = keys.iter().map(|key| format!("{key} = \"…\"")).collect();
    let place = file.front.place_of(Field::Title);
    let fault = Diagnostic::warning(Code::NotRecorded, place, message);
    diagnostics.push(fault.help(format!("add {}", lines.join(", "))));
}
