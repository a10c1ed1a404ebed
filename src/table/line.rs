//! The slips that show in the whole line: headings, YAML, and lines that are neither a key nor a heading.

use super::label::shortened;
use super::trap::{Pair, Trap, first_line};
use super::{mend, scan};
use crate::diagnostic::{Code, quoted_list};

/// What is wrong with a line that begins with a square bracket.
pub(super) fn heading(text: &str) -> Trap {
    let whole = 0..text.len();
    let line = scan::without_comment(text);
    let inside = line.trim_matches(['[', ']']).trim();
    let several = line.starts_with("[[");
    let wrap = |name: &str| if several { format!("[[{name}]]") } else { format!("[{name}]") };
    if let Some(close) = scan::find(line, ']') {
        let end = line[close..].find(|c| c != ']').map_or(line.len(), |length| close + length);
        let after = line[end..].trim();
        if !after.is_empty() {
            let name = line[..close].trim_matches(['[', ' ']);
            return Trap::new(Code::Syntax, "a heading stands on a line of its own", end..line.len())
                .help(format!("write {} and put {} on the line below", wrap(name), shortened(after)))
                .key(name);
        }
    }
    if inside.is_empty() {
        return Trap::new(Code::Syntax, "a heading without a name", whole)
            .help("write its name between the brackets, as in [terms], or take the line out");
    }
    let bare = inside.split('.').map(mend::bare_key).collect::<Vec<_>>().join(".");
    let sound = mend::is_key(inside);
    let name = if sound { inside } else { &bare };
    let message = if sound {
        format!("the brackets of the heading \"{}\" do not match", shortened(inside))
    } else {
        format!("the heading \"{}\" cannot be read", shortened(inside))
    };
    Trap::new(Code::Syntax, message, whole)
        .mended(
            "write",
            wrap(name),
            "write a name of letters, digits and hyphens between square brackets, as in [terms]",
        )
        .key(name)
}

/// A list in the manner of YAML.
pub(super) fn hyphen_list(text: &str) -> Trap {
    let key = text.split('\n').next().and_then(|line| line.trim().strip_suffix(':')).map(str::trim);
    let items: Vec<String> =
        text.split('\n').filter_map(|line| line.trim().strip_prefix("- ")).map(mend::value).collect();
    let trap = Trap::new(Code::Syntax, "a list is not written with hyphens here", 0..first_line(text).len());
    match key {
        Some(key) => {
            let mended = format!("{key} = [{}]", items.join(", "));
            trap.mended("write", mended, "put the items between square brackets").key(key)
        }
        None => trap.help(format!("put the items between square brackets, as in schools = [{}]", items.join(", "))),
    }
}

/// A line that has no meaning in TOML at all.
pub(super) fn stray(text: &str) -> Option<Trap> {
    let line = first_line(text).trim_end();
    let whole = 0..line.len();
    if matches!(line, "---" | "+++" | "..." | "…" | "```" | "```toml") {
        let message = format!("a line of \"{line}\" has no meaning here");
        let help = "take it out: front matter stands between two lines of +++, and other files need no such lines";
        return Some(Trap::new(Code::Syntax, message, whole).help(help));
    }
    let comments = ["//", "<!--", "/*", ";", "--", "{#", "%"];
    if comments.iter().any(|sign| line.starts_with(sign)) {
        let words = line.trim_matches(|c: char| c.is_ascii_punctuation() || c == ' ');
        let message = "a comment begins with # here";
        return Some(Trap::new(Code::Syntax, message, whole).help(format!("write # {}", shortened(words))));
    }
    if let Some(mark) = line.chars().next().filter(|c| matches!(c, ']' | '}' | ')' | ',' | '{')) {
        let message = format!("\"{mark}\" stands where a key belongs");
        return Some(Trap::new(Code::Syntax, message, 0..1).help("take it out, or put it into the list it belongs to"));
    }
    None
}

/// A colon between a key and its value.
///
/// Below a heading stand labels of the author's own, which keep their words; elsewhere the program's keys.
pub(super) fn colon(text: &str, below_heading: bool) -> Option<Trap> {
    let line = first_line(text);
    let at = scan::find(line, ':').or_else(|| line.find(':'))?;
    if scan::find(line, '=').is_some_and(|equals| equals < at) {
        return None;
    }
    let key = line[..at].trim();
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ' | '.');
    let is_quoted = key.len() > 2 && key.starts_with('"') && key.ends_with('"');
    let after = &line[at + 1..];
    let is_key = !key.is_empty() && (is_quoted || key.chars().all(plain)) && !after.starts_with("//");
    if !is_key {
        return None;
    }
    let pair = Pair::at(text, at);
    let value = pair.value.trim_start_matches('=').trim_start();
    let is_label = below_heading && !mend::is_key(key);
    let key = match mend::is_key(key) {
        true => key.to_owned(),
        false if is_label => mend::quoted(mend::without_marks(key)),
        false => mend::bare_key(key),
    };
    let trap = Trap::new(Code::ColonForEquals, "a colon stands where an equals sign belongs", at..at + 1);
    let trap = trap.key(mend::without_marks(&key));
    if value.is_empty() {
        return Some(trap.help(format!("write {key} = \"…\"")));
    }
    let other = format!("write {key} = …");
    // No key of ours takes a decimal number: 1.0 is a version.
    let is_text = is_label || key == "version" || (value.contains('.') && value.parse::<f64>().is_ok());
    let value = if is_text { mend::quoted(mend::without_marks(value)) } else { mend::value(value) };
    Some(trap.mended("write", format!("{key} = {value}"), &other))
}

/// A line with neither an equals sign nor a colon.
pub(super) fn no_sign(text: &str) -> Option<Trap> {
    if Pair::at_equals(text).is_some() {
        return None;
    }
    let line = scan::without_comment(first_line(text));
    let whole = 0..line.len();
    if mend::is_key(line) {
        let trap = Trap::new(Code::Syntax, format!("\"{}\" has no value", shortened(line)), whole);
        return Some(trap.help(format!("write {line} = \"…\"")).key(mend::without_marks(line)));
    }
    if let Some((key, value)) =
        line.split_once([' ', '\t']).filter(|(key, value)| mend::is_key(key) && mend::is_value(value))
    {
        let trap = Trap::new(Code::Syntax, "the equals sign is missing", whole).key(key);
        return Some(trap.mended("write", format!("{key} = {}", value.trim()), "write an equals sign behind the key"));
    }
    let message = format!("\"{}\" is neither a key with its value nor a heading", shortened(line));
    let help = "put text in quotation marks behind a key, as in summary = \"…\"; a comment begins with #";
    Some(Trap::new(Code::Syntax, message, whole).help(help))
}

/// A line that none of the known slips explains.
pub(super) fn unknown(text: &str) -> Trap {
    let line = first_line(text);
    let examples = ["title = \"…\"", "statutory = true", "schools = [\"ashby\"]"].join(", ");
    let trap = Trap::new(Code::Syntax, format!("this line cannot be read: {}", shortened(line)), 0..line.len());
    let trap = trap.help(format!("a line is a key, an equals sign and a value, as in {examples}"));
    match Pair::at_equals(text).map(|pair| mend::without_marks(pair.key)).filter(|key| !key.is_empty()) {
        Some(key) => trap.key(key),
        None => trap,
    }
}

/// Two keys on one line; `first` is the whole of the first, `second` begins with the key of the second.
pub(super) fn second_key(after: &str) -> Option<&str> {
    let after = after.trim_start_matches([',', ';', ' ', '\t']);
    let key = after.split('=').next().filter(|_| after.contains('='))?.trim();
    (!key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))).then_some(after)
}

/// The choices for a truth.
pub(super) fn truths(key: &str, truth: &str, word: &str) -> String {
    format!("write {key} = {truth}, or for the word {key} = {}", quoted_list(&[word]))
}
