//! Keys and values in the words of a message.

use super::{Value, ValueKind};

/// The key as a person says it: `next_review` is "next review".
pub(super) fn label(key: &str) -> String {
    match key {
        "urn" => "URN".to_owned(),
        "policies" => "name of the policy".to_owned(),
        "checked_on" => "day of the check".to_owned(),
        _ => key.replace('_', " "),
    }
}

/// The text, cut after the sixtieth character.
pub(super) fn shortened(text: &str) -> String {
    let text = text.split('\n').next().unwrap_or("");
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// What kind of thing a value is, with its article.
pub(super) fn kind_in_words(value: &Value) -> String {
    match &value.kind {
        ValueKind::Text(_) => "text".to_owned(),
        ValueKind::Whole(_) | ValueKind::Number(_) => "a number".to_owned(),
        ValueKind::Truth(truth) => truth.to_string(),
        ValueKind::Day(_) => "a date".to_owned(),
        ValueKind::Instant(_) => "a time".to_owned(),
        ValueKind::List(items) if items.iter().any(|item| matches!(item.kind, ValueKind::Table(_))) => {
            "a list of groups".to_owned()
        }
        ValueKind::List(_) => "a list".to_owned(),
        ValueKind::Table(_) => "a group of keys".to_owned(),
        ValueKind::Unreadable => "something that cannot be read".to_owned(),
    }
}
