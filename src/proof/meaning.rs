//! Which elements and attributes matter to a proof.

/// What an attribute's value is to us.
#[derive(Clone, Copy)]
pub(super) enum Meaning {
    Id,
    Anchor,
    Place,
    Part,
    PartList,
    Refresh,
}

/// Elements whose content holds no tags. (`noscript` does for a reader without scripts, and that reader counts.)
pub(super) fn holds_text_only(tag: &[u8]) -> bool {
    let names: &[&[u8]] = match tag.len() {
        3 => &[b"xmp"],
        5 => &[b"style", b"title"],
        6 => &[b"script", b"iframe"],
        7 => &[b"noembed"],
        8 => &[b"textarea", b"noframes"],
        _ => return false,
    };
    names.iter().any(|name| tag.eq_ignore_ascii_case(name))
}

/// What an attribute holds on an element; `None` where that is no address and no id.
pub(super) fn meaning(tag: &[u8], attribute: &[u8]) -> Option<Meaning> {
    let is = |name: &[u8]| attribute.eq_ignore_ascii_case(name);
    let on = |name: &[u8]| tag.eq_ignore_ascii_case(name);
    let found = match attribute.len() {
        _ if tag.is_empty() => return None,
        2 if is(b"id") => Meaning::Id,
        3 if is(b"src") => Meaning::Part,
        4 if is(b"href") => {
            if on(b"link") || on(b"use") || on(b"image") {
                Meaning::Part
            } else {
                Meaning::Place
            }
        }
        4 if is(b"name") && on(b"a") => Meaning::Anchor,
        4 if is(b"data") && on(b"object") => Meaning::Part,
        6 if is(b"srcset") => Meaning::PartList,
        6 if is(b"poster") => Meaning::Part,
        6 if is(b"action") && on(b"form") => Meaning::Place,
        7 if is(b"content") && on(b"meta") => Meaning::Refresh,
        10 if is(b"xlink:href") => Meaning::Part,
        10 if is(b"formaction") => Meaning::Place,
        11 if is(b"imagesrcset") => Meaning::PartList,
        _ => return None,
    };
    Some(found)
}
