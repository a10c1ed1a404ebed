//! Which elements and attributes may be published, and the cleaning itself.

use super::tidy::{Context, FLOW, PHRASING};
use crate::markdown::{slot_char, slot_index};
use ammonia::Builder;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

static BLOCKS: LazyLock<Builder<'static>> = LazyLock::new(|| rules(Context::Block));
static INLINES: LazyLock<Builder<'static>> = LazyLock::new(|| rules(Context::Inline));

fn rules(context: Context) -> Builder<'static> {
    let mut tags: HashSet<&str> = PHRASING.iter().copied().collect();
    // In both, as the marker.
    tags.insert("hr");
    if context == Context::Block {
        tags.extend(FLOW);
    }
    let attributes: HashMap<&str, HashSet<&str>> = [
        ("a", &["href"] as &[&str]),
        ("bdo", &["dir"]),
        ("col", &["span"]),
        ("colgroup", &["span"]),
        ("del", &["datetime"]),
        ("details", &["open"]),
        ("img", &["src", "alt", "width", "height"]),
        ("ins", &["datetime"]),
        ("li", &["value"]),
        ("ol", &["start", "type", "reversed"]),
        ("td", &["colspan", "rowspan", "headers"]),
        ("th", &["colspan", "rowspan", "headers", "scope", "abbr"]),
        ("time", &["datetime"]),
    ]
    .into_iter()
    .map(|(tag, names)| (tag, names.iter().copied().collect()))
    .collect();
    let mut builder = Builder::empty();
    builder
        .tags(tags)
        .tag_attributes(attributes)
        .generic_attributes(["id", "class", "lang", "dir", "title"].into_iter().collect())
        .url_schemes(["http", "https", "mailto", "tel", "sms", "ftp", "webcal"].into_iter().collect())
        .link_rel(None);
    builder
}

/// The HTML with nothing in it but what may be published, balanced.
pub(super) fn clean(html: &str, context: Context) -> String {
    let rules = if context == Context::Block { &*BLOCKS } else { &*INLINES };
    // An address whose host holds a private character is no address to the cleaner, so slots go through it as letters
    // that may stand anywhere in one.
    if html.contains("://") && html.chars().any(|c| slot_index(c).is_some()) && !html.chars().any(is_stand_in) {
        let lent: String = html.chars().map(|c| slot_index(c).and_then(stand_in).unwrap_or(c)).collect();
        let cleaned = rules.clean(&lent).to_string();
        return cleaned.chars().map(|c| if is_stand_in(c) { returned(c) } else { c }).collect();
    }
    rules.clean(html).to_string()
}

/// The rare ideographs from here on, as many as there are slots.
const STAND_INS: u32 = 0x2_0000;

fn stand_in(slot: usize) -> Option<char> {
    char::from_u32(STAND_INS + u32::try_from(slot).ok()?)
}

fn is_stand_in(c: char) -> bool {
    slot_of_stand_in(c).is_some()
}

fn slot_of_stand_in(c: char) -> Option<char> {
    u32::from(c).checked_sub(STAND_INS).and_then(|slot| slot_char(slot as usize))
}

fn returned(c: char) -> char {
    slot_of_stand_in(c).unwrap_or(c)
}

/// The HTML as it would be published in a section, for tests that compare with what others make of the same text.
#[cfg(test)]
pub(in crate::markdown) fn cleaned_for_comparison(html: &str) -> String {
    BLOCKS.clean(html).to_string()
}
