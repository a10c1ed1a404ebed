//! Reads finished pages the way a test wants to talk about them.

/// What stands between two marks; the rest where the second is missing.
fn between<'h>(html: &'h str, start: &str, ends: &[&str]) -> &'h str {
    let from = html.split_once(start).map_or("", |(_, rest)| rest);
    let end = ends.iter().filter_map(|end| from.find(end)).min().unwrap_or(from.len());
    &from[..end]
}

/// The text of a policy or plain page, block by block: `## Dogs | On a lead. | ### Cats | At home.`
///
/// A list of footnotes comes last, each note a block. What the page says of whose a section is, is left out.
pub fn outline(html: &str) -> String {
    let text = between(html, "<div class=\"text\"", &["<div class=\"paper-copy\"", "</main>"]);
    let text = text.split_once('>').map_or("", |(_, text)| text);
    let mut blocks: Vec<String> = vec![String::new()];
    let mut skipping = false;
    let mut rest = text;
    while let Some((words, after)) = rest.split_once('<') {
        if !skipping {
            blocks.last_mut().expect("one").push_str(&plain(words));
        }
        let (tag, after) = after.split_once('>').unwrap_or((after, ""));
        rest = after;
        let name: String = tag.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '/').collect();
        let is_block = BLOCKS.contains(&name.trim_start_matches('/'));
        skipping &= name != "/p";
        if is_block {
            blocks.push(String::new());
        }
        if let Some(level) = name.strip_prefix('h').and_then(|level| level.parse::<usize>().ok()) {
            *blocks.last_mut().expect("one") = format!("{} ", "#".repeat(level));
        }
        skipping |= tag.contains("class=\"origin-note\"") || tag.contains("class=\"footnote-back\"");
    }
    blocks.iter().map(|block| single(block)).filter(|block| !block.is_empty()).collect::<Vec<_>>().join(" | ")
}

const BLOCKS: &[&str] = &[
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "p",
    "li",
    "td",
    "th",
    "dt",
    "dd",
    "pre",
    "caption",
    "figcaption",
    "summary",
    "div",
    "section",
];

/// The headings of a page's text: `One, Two, > Two A, >> Deeper`.
pub fn headings(html: &str) -> String {
    let outline = outline(html);
    let blocks = outline.split(" | ").filter_map(|block| {
        let (hashes, words) = block.split_once(' ').filter(|(hashes, _)| hashes.chars().all(|c| c == '#'))?;
        let arrows = ">".repeat(hashes.len() - 2);
        Some(format!("{arrows} {words}").trim_start().to_owned())
    });
    blocks.collect::<Vec<_>>().join(", ")
}

/// The contents list: `#one One, #two Two`.
pub fn contents(html: &str) -> String {
    let list = between(html, "aria-label=\"Contents\"", &["</nav>"]);
    let links = list.split("<a href=\"").skip(1).map(|link| {
        let (href, rest) = link.split_once("\">").unwrap_or_default();
        format!("{href} {}", single(&text(between(&format!("<a>{rest}"), "<a>", &["</a>"]))))
    });
    links.collect::<Vec<_>>().join(", ")
}

/// What stands above the front sheet, block by block: the title, whose copy it is, and where it stands.
pub fn title_block(html: &str) -> String {
    let top = between(html, "<h1>", &["<section id=\"document-control\""]);
    let blocks = top.split("</p>").flat_map(|block| block.split("</h1>")).map(|block| single(&text(block)));
    blocks.filter(|block| !block.is_empty() && block != "Go straight to the text").collect::<Vec<_>>().join(" | ")
}

/// The rows of the front sheet: `Version: 1.0 | Date approved: 12 January 2026`.
pub fn front_sheet(html: &str) -> String {
    let sheet = between(html, "<section id=\"document-control\"", &["</section>"]);
    let rows = sheet.split("<th scope=\"row\">").skip(1).filter(|row| row.contains("data-field=")).map(|row| {
        let (label, rest) = row.split_once("</th>").unwrap_or_default();
        let value = between(rest, "data-field=", &["</td>"]).split_once('>').map_or("", |(_, value)| value);
        format!("{}: {}", text(label), text(value))
    });
    rows.collect::<Vec<_>>().join(" | ")
}

/// What the front sheet says of a field; nothing where it has no row.
pub fn field(html: &str, name: &str) -> Option<String> {
    let sheet = between(html, "<section id=\"document-control\"", &["</section>"]);
    let (_, rest) = sheet.split_once(&format!("data-field=\"{name}\""))?;
    Some(single(&text(between(rest, ">", &["</td>"]))))
}

/// The rows of the version history, cells parted by commas.
pub fn history(html: &str) -> Vec<String> {
    let table = between(html, "<table class=\"history\">", &["</table>"]);
    let body = between(table, "<tbody>", &["</tbody>"]);
    let cells = |row: &str| {
        let cells = row.split("<t").filter(|cell| cell.starts_with("h ") || cell.starts_with("d>"));
        cells.map(|cell| single(&text(&format!("<{cell}")))).collect::<Vec<_>>().join(", ")
    };
    body.split("</tr>").filter(|row| row.contains("<tr>")).map(cells).collect()
}

/// Where the link with these words leads.
pub fn href(html: &str, words: &str) -> Option<String> {
    html.split("<a ").skip(1).find_map(|link| {
        let (tag, rest) = link.split_once('>')?;
        let shown = single(&text(rest.split("</a>").next()?));
        (shown == words).then(|| between(tag, "href=\"", &["\""]).to_owned())
    })
}

/// Whose each part of the text is, in order, with its source where it has one: `trust policies/dogs.md`.
pub fn origins(html: &str) -> Vec<String> {
    let text = between(html, "<div class=\"text\"", &["</main>"]);
    let marked = text.split(" data-origin=\"").skip(1).map(|part| {
        let tag = part.split('>').next().unwrap_or("");
        let source = between(tag, "data-source=\"", &["\""]);
        format!("{} {source}", tag.split('"').next().unwrap_or("")).trim_end().to_owned()
    });
    marked.collect()
}

/// The words of a piece of HTML.
pub fn text(html: &str) -> String {
    let mut out = String::new();
    for (index, part) in html.split('<').enumerate() {
        let words = if index == 0 { part } else { part.split_once('>').map_or("", |(_, words)| words) };
        out.push_str(words);
    }
    plain(&out)
}

fn plain(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    text.replace("&#x27;", "'").replace("&amp;", "&")
}

fn single(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
