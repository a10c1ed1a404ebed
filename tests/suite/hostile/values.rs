//! Values that mean something to what they are published in. Each is put wherever an author can put a value; then every file
//! of the site is read as its format.

use super::built;
use crate::builder::{Portal, files_below, portal};
use std::collections::BTreeMap;
use std::fmt::Write as _;

const VALUES: &[(&str, &str)] = &[
    ("a script", "<script>alert(1)</script>"),
    ("the end of an attribute", "\" onmouseover=\"alert(1)\" x=\""),
    ("the end of the other kind", "' onmouseover='alert(1)' x='"),
    ("the end of all that may be open", "</title></style></textarea></script></svg>--><img src=x onerror=alert(1)>"),
    ("an address that is a script", "javascript:alert(1)"),
    ("an address in disguise", " \u{1}jAvA\tscript:alert(1)"),
    ("data as an address", "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=="),
    ("a formula", "=HYPERLINK(\"https://a.example.org\",\"x\")"),
    ("another formula", "+1-1@SUM(A1:A9)|cmd"),
    ("lines of a calendar", "x\r\nEND:VEVENT\r\nBEGIN:VALARM\r\nACTION:AUDIO"),
    ("XML", "]]><!DOCTYPE x [<!ENTITY y SYSTEM \"file:///etc/passwd\">]>&y;<![CDATA["),
    ("JSON", "\\\",\\u0000\"}]}"),
    ("control characters", "a\0b\u{8}c\u{1b}]0;x\u{7}d\u{7f}e\u{9b}31mf"),
    ("marks of direction", "a\u{202e}b\u{2066}c\u{200f}d\u{61c}e\u{2028}f\u{2029}g\u{feff}h"),
    ("slots of our own", "a\u{f1000}b\u{f1001}c\u{f0fff}d\u{fffff}e"),
    ("tags", "{{ 7 * 7 }}{% for a in schools %}{{ a }}{% endfor %}{# x #}{% include \"p.md\" %}"),
    ("Markdown", "**b** [a](javascript:alert(1)) ![](x) <b>b</b> `c` | d\n\n# e\n\n```\n"),
    ("a path", "../../../../etc/passwd\0.html"),
    ("very many letters", "long"),
];

/// A value as a text of TOML.
fn toml(value: &str) -> String {
    let mut text = String::from("\"");
    for c in value.chars() {
        match c {
            '"' | '\\' => text.extend(['\\', c]),
            c if c.is_control() => drop(write!(text, "\\u{:04X}", u32::from(c))),
            c => text.push(c),
        }
    }
    text + "\""
}

/// A portal with the value in every place that takes any words.
fn everywhere(value: &str) -> Portal {
    let v = toml(value);
    let trust = format!(
        "name = {v}\nshort_name = {v}\nbase_url = \"https://policies.example.org\"\n\
         [terms]\nhead = {v}\nfamilies = {v}\n[contacts.governance]\nname = {v}\nrole = {v}\n\
         [school_defaults]\nname = {v}\n[extra]\nmotto = {v}\n"
    );
    let school = format!(
        "name = {v}\nphase = \"primary\"\naddress = [{v}, {v}]\nphone = {v}\n[terms]\nhead = {v}\n\
         [contacts.dsl]\nname = {v}\nrole = {v}\n[extra]\nmotto = {v}\n"
    );
    let front = format!(
        "title = {v}\nstatus = \"approved\"\nowner = {v}\nversion = \"1.0\"\napproved = 2026-01-12\napproved_by = {v}\n\
         next_review = 2027-01-11\nsummary = {v}\nreference = {v}\n[[history]]\nversion = \"1.0\"\ndate = 2026-01-12\n\
         changes = {v}\n[control]\n{v} = {v}\n"
    );
    let place = "{{ school.name }} {{ trust.short_name }} {{ terms.head }} {{ policy.title }} {{ trust.extra.motto }}";
    let text = format!(
        "{place}\n\n## About {place} {{#about}}\n\n- {place}\n\n> {place}\n\n| {place} | b |\n|---|---|\n| `{place}` | *{place}* |\n\n\
         [{place}](#about \"{{{{ school.name }}}}\") <https://a.example.org/{{{{ school.name }}}}>\n\n\
         ```\n{place}\n```\n\n<p title=\"{place}\" lang=\"{{{{ school.name }}}}\">{place}</p> <a href=\"https://a.example.org/?q={{{{ school.name }}}}\">x</a>\n\n\
         Words[^1].\n\n[^1]: {place}\n\n<!-- {place} -->\n"
    );
    portal()
        .trust(&trust)
        .school_with("ashby", &school)
        .policy_with("dogs", &front, &text)
        .file("content/partials/p.md", "included")
        .file("content/pages/about.md", format!("+++\ntitle = {v}\n+++\n\n{{{{ trust.name }}}}\n"))
}

/// A start tag: its name and its attributes, in small letters, with the values as they stand.
struct Tag {
    name: String,
    attributes: BTreeMap<String, String>,
}

/// The start tags of HTML, as a browser would read them.
fn tags(html: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if rest.starts_with("!--") {
            rest = rest.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let end = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/')).unwrap_or(rest.len());
        let mut tag = Tag { name: rest[..end].to_ascii_lowercase(), attributes: BTreeMap::new() };
        rest = &rest[end..];
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            if rest.is_empty() || rest.starts_with('>') {
                break;
            }
            let end = rest
                .find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/' | '='))
                .unwrap_or(rest.len())
                .max(1);
            let name = rest[..end].to_ascii_lowercase();
            rest = rest[end..].trim_start();
            let mut value = "";
            if let Some(after) = rest.strip_prefix('=') {
                let after = after.trim_start();
                let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
                (value, rest) = match quote {
                    Some(quote) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
                    None => {
                        after.split_at(after.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(after.len()))
                    }
                };
            }
            tag.attributes.insert(name, value.to_owned());
        }
        // What stands in these is no markup.
        if matches!(tag.name.as_str(), "script" | "style") {
            rest = rest.split_once(&format!("</{}", tag.name)).map_or("", |(_, after)| after);
        }
        found.push(tag);
    }
    found
}

fn html_is_harmless(html: &str, plain: &BTreeMap<String, usize>) -> Result<(), String> {
    if let Some(c) = html.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
        return Err(format!("it holds {c:?}"));
    }
    let mut elements: BTreeMap<String, usize> = BTreeMap::new();
    for Tag { name, attributes } in tags(html) {
        if let Some(handler) =
            attributes.keys().find(|name| name.starts_with("on") || *name == "style" || *name == "srcdoc")
        {
            return Err(format!("<{name}> has {handler}"));
        }
        for address in ["href", "src", "action", "formaction", "poster"].iter().filter_map(|name| attributes.get(*name))
        {
            let address = address.replace("&amp;", "&").replace("&#39;", "'").to_ascii_lowercase();
            let visible: String = address.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
            if ["javascript:", "data:", "vbscript:", "file:"].iter().any(|scheme| visible.starts_with(scheme)) {
                return Err(format!("<{name}> leads to {address}"));
            }
        }
        *elements.entry(name).or_default() += 1;
    }
    for name in ["script", "style", "iframe", "object", "embed", "img", "svg", "form", "link", "meta", "base"] {
        let (here, there) = (elements.get(name).copied().unwrap_or(0), plain.get(name).copied().unwrap_or(0));
        if here != there {
            return Err(format!("{here} elements {name}, and {there} with plain words"));
        }
    }
    Ok(())
}

fn count(html: &str) -> BTreeMap<String, usize> {
    let mut elements = BTreeMap::new();
    tags(html).into_iter().for_each(|tag| *elements.entry(tag.name).or_default() += 1);
    elements
}

fn csv_is_harmless(bytes: &[u8]) -> Result<(), String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::Reader::from_reader(bytes);
    let columns = reader.headers().map_err(|error| error.to_string())?.len();
    for row in reader.records() {
        let row = row.map_err(|error| error.to_string())?;
        if row.len() != columns {
            return Err(format!("{} cells in {columns} columns", row.len()));
        }
        if let Some(cell) = row.iter().find(|cell| cell.starts_with(['=', '+', '-', '@', '\t', '\r'])) {
            return Err(format!("a cell may be taken for a formula: {cell}"));
        }
    }
    Ok(())
}

fn xml_is_harmless(text: &str) -> Result<(), String> {
    let mut reader = quick_xml::Reader::from_str(text);
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            quick_xml::events::Event::Eof => return Ok(()),
            quick_xml::events::Event::DocType(_) => return Err("it has a document type".to_owned()),
            quick_xml::events::Event::Start(tag) if tag.name().as_ref().eq_ignore_ascii_case("script") => {
                return Err("it has a script".to_owned());
            }
            _ => {}
        }
    }
}

fn calendar_is_harmless(text: &str) -> Result<(), String> {
    const NAMES: [&str; 17] = [
        "BEGIN:VCALENDAR",
        "VERSION:",
        "PRODID:",
        "CALSCALE:",
        "METHOD:",
        "NAME:",
        "X-WR-CALNAME:",
        "BEGIN:VEVENT",
        "UID:",
        "DTSTAMP:",
        "DTSTART;",
        "DTEND;",
        "SUMMARY:",
        "DESCRIPTION:",
        "URL:",
        "TRANSP:",
        "END:V",
    ];
    for line in text.split("\r\n").filter(|line| !line.is_empty()) {
        if line.len() > 75 || line.chars().any(char::is_control) {
            return Err(format!("a line that is none: {line:?}"));
        }
        if !line.starts_with(' ') && !NAMES.iter().any(|name| line.starts_with(name)) {
            return Err(format!("a line of somebody else's: {line:?}"));
        }
    }
    match (text.matches("\r\nBEGIN:VEVENT\r\n").count(), text.matches("\r\nEND:VEVENT\r\n").count()) {
        (begun, ended) if begun == ended => Ok(()),
        (begun, ended) => Err(format!("{begun} events begin and {ended} end")),
    }
}

fn is_harmless(path: &str, bytes: &[u8], plain: &BTreeMap<String, BTreeMap<String, usize>>) -> Result<(), String> {
    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => match plain.get(path) {
            Some(plain) => html_is_harmless(text, plain),
            None => html_is_harmless(text, &count(text)),
        },
        "json" => serde_json::from_str::<serde_json::Value>(text).map(drop).map_err(|error| error.to_string()),
        "csv" => csv_is_harmless(bytes),
        "xml" => xml_is_harmless(text),
        "ics" => calendar_is_harmless(text),
        "js" if text.to_ascii_lowercase().contains("</script") => Err("it ends a script".to_owned()),
        _ => Ok(()),
    }
}

#[test]
fn values_are_words_wherever_they_are_published() {
    let plain = everywhere("Plain words");
    let ran = built(&plain, "plain words");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let files = files_below(&plain.root().join("output"));
    let pages = files.iter().filter(|(path, _)| path.ends_with(".html"));
    let plain: BTreeMap<_, _> =
        pages.map(|(path, bytes)| (path.clone(), count(&String::from_utf8_lossy(bytes)))).collect();
    for ending in [".html", ".json", ".csv", ".xml", ".ics", ".js"] {
        assert!(files.keys().any(|path| path.ends_with(ending)), "there is something to look at: {ending}");
    }
    let mut wrong = Vec::new();
    for (name, value) in VALUES {
        let value = if *value == "long" { "W".repeat(3000) } else { (*value).to_owned() };
        let portal = everywhere(&value);
        let ran = built(&portal, name);
        if ran.code != 0 {
            wrong.push(format!("{name}: {}", ran.err.lines().take(12).collect::<Vec<_>>().join("\n")));
        }
        for (path, bytes) in files_below(&portal.root().join("output")) {
            if let Err(why) = is_harmless(&path, &bytes, &plain) {
                wrong.push(format!("{name}: {path}: {why}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_value_that_is_a_whole_address_leads_nowhere_it_should_not() {
    for (name, value) in VALUES.iter().filter(|(_, value)| *value != "long") {
        let text = "[to]({{ school.name }}) <a href=\"{{ school.name }}\">x</a> ![x]({{ school.name }})\n\n[y][r]\n\n[r]: {{ school.name }}\n";
        let school = format!("name = {}\nphase = \"primary\"\nwebsite = {0}\nemail = {0}\nphone = {0}\n", toml(value));
        let portal = portal().school_with("ashby", &school).policy("dogs", &format!("## Aim\n\n{text}"));
        built(&portal, name);
        for (path, bytes) in files_below(&portal.root().join("output")) {
            let harmless = is_harmless(&path, &bytes, &BTreeMap::new());
            assert_eq!(harmless, Ok(()), "{name}: {path}");
        }
    }
}
