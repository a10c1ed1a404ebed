//! The preview's bar: what it is told of a page over HTTP, and that nothing of it gets into a built site.

use super::archive::released;
use super::builder::{Portal, TODAY, approved, portal};
use super::preview::Preview;
use frontsheet::calendar::Day;
use frontsheet::merge::Drafts;
use frontsheet::pipeline::{Options, page_facts};
use serde_json::Value;
use std::fs;
use std::path::Path;

const DOGS: &str = "/schools/ashby/policies/dogs/";

const DOGS_TEXT: &str =
    "Before it all.\n\n## Dogs\nDogs stay outside.\n\n{% include \"lead\" %}\n\n## Cats\nNo cats.\n";

/// A trust policy with a partial, amended by one school, and a draft.
fn sample() -> Portal {
    portal()
        .school("ashby", "Ashby Primary School")
        .file("content/partials/lead.md", "Dogs are kept on a lead.\n\nThe lead is short.\n")
        .file(
            "content/policies/dogs.md",
            format!("+++\n{}+++\n{DOGS_TEXT}", approved("Dogs").replace("2027-01-11", "2026-05-01")),
        )
        .school_file("ashby", "dogs", "", "## Our dog {after=dogs}\nOurs is called Rex.\n\n- One\n- Two\n")
        .file(
            "content/policies/birds.md",
            "+++\ntitle = \"Birds\"\n+++\n## Birds\nBirds [click here](https://example.org/).\n",
        )
}

impl Preview {
    fn of_page(&self, what: &str, page: &str) -> Value {
        let answer = self.get(&format!("/_frontsheet/{what}?token={}&page={page}", self.token()));
        assert_eq!(answer.status, 200, "{what} {page}: {}", answer.body);
        serde_json::from_str(&answer.body).expect("JSON")
    }

    fn choose(&self, day: &str) -> (u16, String) {
        let path = format!("/_frontsheet/day?token={}&day={day}", self.token());
        let origin = format!("Origin: http://{}\r\nContent-Length: 0\r\n", self.host);
        let answer = self.ask("POST", &path, &origin);
        (answer.status, answer.body)
    }
}

fn line(facts: &Value, label: &str) -> String {
    let lines = facts["lines"].as_array().expect("lines");
    let line = lines.iter().find(|line| line["label"] == label).unwrap_or_else(|| panic!("{label}: {facts}"));
    line["words"].as_str().expect("words").to_owned()
}

fn tags(facts: &Value) -> Vec<&str> {
    facts["tags"].as_array().expect("tags").iter().map(|tag| tag["words"].as_str().expect("words")).collect()
}

/// `path:line` of the parts of a kind.
fn places(sources: &Value, kind: &str) -> Vec<String> {
    let parts = sources["parts"].as_array().expect("parts").iter();
    let place = |part: &Value| {
        let file = usize::try_from(part[2].as_u64().expect("a number")).expect("not many files");
        let file = sources["files"][file].as_str().expect("a file");
        format!("{file}:{}", part[3])
    };
    parts.filter(|part| part[0] == kind).map(place).collect()
}

#[test]
fn the_bar_is_told_how_a_page_stands_and_what_it_is_made_of() {
    let portal = sample();
    let preview = Preview::of(&portal, &[]);

    let dogs = preview.of_page("bar.json", DOGS);
    assert_eq!(dogs["title"], "Dogs");
    assert_eq!(tags(&dogs), ["In force", "Review overdue"]);
    assert_eq!(line(&dogs, "Whose copy"), "Ashby Primary School: the trust’s text with 1 change of the school’s");
    assert!(line(&dogs, "Review").starts_with("Overdue: it was due by "), "{dogs}");
    assert_eq!(line(&dogs, "Last release"), "Not released yet");
    let files: Vec<&str> = dogs["files"].as_array().unwrap().iter().map(|file| file.as_str().unwrap()).collect();
    let own = ["content/schools/ashby/policies/dogs.md", "content/policies/dogs.md", "content/partials/lead.md"];
    assert_eq!(files, own);

    let birds = preview.of_page("bar.json", "/policies/birds/index.html");
    assert_eq!(tags(&birds), ["Draft"]);
    assert_eq!(line(&birds, "Whose copy"), "The trust’s own copy");
    let warning = birds["warnings"][0]["printed"].as_str().unwrap();
    assert!(warning.starts_with("warning[vague-link]") && warning.contains("birds.md:5:"), "{warning}");
    assert_eq!(dogs["warnings"].as_array().unwrap().len(), 0, "{dogs}");

    for (page, file) in [("/", "content/trust.toml"), ("/schools/ashby/", "content/schools/ashby/school.toml")] {
        assert_eq!(preview.of_page("bar.json", page)["files"][0], file, "{page}");
    }
    for unknown in
        ["/nothing/", "/policies/", "/policies/dogs", "/../trust.toml", "/%00", "//", "/schools/ashby/policies/"]
    {
        assert_eq!(preview.of_page("bar.json", unknown), Value::Null, "{unknown}");
    }
}

#[test]
fn every_paragraph_is_known_by_its_file_and_line() {
    let portal = sample();
    let preview = Preview::of(&portal, &[]);
    let sources = preview.of_page("sources.json", DOGS);
    let (trusts, schools, partial) =
        ("content/policies/dogs.md", "content/schools/ashby/policies/dogs.md", "content/partials/lead.md");
    let line_of = |file: &str, words: &str| {
        let text = fs::read_to_string(portal.root().join(file)).unwrap();
        let line = text.lines().position(|line| line.contains(words)).unwrap_or_else(|| panic!("{words}"));
        format!("{file}:{}", line + 1)
    };
    let expected = [
        line_of(trusts, "Before it all"),
        line_of(trusts, "Dogs stay outside"),
        line_of(partial, "on a lead"),
        line_of(partial, "lead is short"),
        line_of(schools, "Rex"),
        line_of(trusts, "No cats"),
    ];
    assert_eq!(places(&sources, "p"), expected);
    assert_eq!(places(&sources, "li"), [line_of(schools, "- One"), line_of(schools, "- Two")]);
    let headings = [line_of(trusts, "## Dogs"), line_of(schools, "## Our dog"), line_of(trusts, "## Cats")];
    assert_eq!(places(&sources, "h"), headings);
    let rows = sources["rows"].as_array().unwrap();
    let title = rows.iter().find(|row| row[0] == "title").expect("a title");
    assert_eq!(title[2], 2, "{sources}");

    // An edit is known at once.
    let text = fs::read_to_string(portal.root().join(trusts)).unwrap();
    fs::write(portal.root().join(trusts), text.replace("Before it all.", "Before\n\nit all.")).unwrap();
    preview.until("the edit", |preview| preview.get(DOGS).body.contains("<p>it all.</p>"));
    assert_eq!(places(&preview.of_page("sources.json", DOGS), "p")[1], line_of(trusts, "it all."));
}

/// The elements of a page's text that a reader can point at, with their ids, as the preview's script finds them.
fn elements(html: &str) -> Vec<(String, String)> {
    let text = html.split("id=\"policy-text\"").nth(1).expect("a text");
    let text = text.split("<div class=\"paper-copy\"").next().unwrap_or_default();
    let text = text.split("</main>").next().unwrap_or_default();
    let ours = ["for-whom", "origin-note", "alert-title", "footnote-back"];
    let mut found = Vec::new();
    for tag in text.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
        let name = tag.split([' ', '\n']).next().unwrap_or_default();
        let value = |name: &str| tag.split(&format!(" {name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
        let kind = match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => "h",
            "p" | "li" | "tr" | "pre" | "dt" | "dd" | "hr" | "caption" => name,
            _ => continue,
        };
        if !value("class").is_some_and(|class| ours.contains(&class)) {
            found.push((kind.to_owned(), value("id").unwrap_or_default().to_owned()));
        }
    }
    found
}

/// That the parts of a page are the elements that its HTML has, one for one.
#[track_caller]
fn assert_parts_fit(root: &Path, address: &str, html: &str) {
    let options =
        Options { drafts: Drafts::Include, ..Options::new(root.to_path_buf(), Day::parse_iso(TODAY).expect("a day")) };
    let facts = page_facts(&options, address).expect("a disk").unwrap_or_else(|| panic!("{address}"));
    let parts: Vec<_> = facts.parts.iter().map(|part| part.kind).collect();
    let elements = elements(html);
    let kinds: Vec<&str> = elements.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(parts, kinds, "{address}");
    for (part, (_, id)) in facts.parts.iter().zip(&elements) {
        let known = part.id.as_ref().is_none_or(|known| known == id);
        assert!(known, "{address}: {part:?} is not {id}");
    }
}

#[test]
fn the_parts_of_a_page_are_its_elements_one_for_one() {
    let text = "Lead[^far].\n\n## All {#all}\n1. Tight\n2. Loose *inside*\n   - nested\n\n   More.\n\n- [ ] task\n\n\
                | A | B |\n|---|---|\n| **c** | d |\n| | |\n\nTable: What there is[^near]\n\n> [!NOTE]\n> A note.\n>\n> - in it\n\n\
                Term\n: Meaning\n\n: Other\n\n    code\n\n---\n\n<div>\n\n<p>Raw</p>\n\nMarkdown\n\n<ul><li>raw item</li></ul>\n</div>\n\n\
                <table><caption>Raw</caption><tr><td>x</td></tr></table>\n\n### Inner\n> ## Quoted heading\n\n\
                [^near]: Near[^deep].\n\n    - with an item\n\n[^far]: Far.\n\n[^deep]: Deep.\n\n## Last {#last .appendix}\nEnd.\n";
    let built = portal()
        .school("ashby", "Ashby Primary School")
        .policy("dogs", text)
        .school_file(
            "ashby",
            "dogs",
            "",
            "## Start {prepend=all}\nAt the start[^far].\n\n### Inside\nIn it.\n\n## End {append=inner}\nAt the end.\n\n\
             ## New {after=all}\nNew.\n\n[^far]: The school’s.\n",
        )
        .on(TODAY)
        .build();
    for address in ["policies/dogs/", "schools/ashby/policies/dogs/"] {
        assert_parts_fit(built.portal.root(), address, &built.page(address));
    }
}

#[test]
fn another_day_is_shown_in_all_pages_and_taken_back() {
    let front = approved("Parking").replace("version = \"1.0\"", "version = \"2.0\"\neffective = \"2031-09-01\"");
    let portal = sample().file("content/policies/parking.md", format!("+++\n{front}+++\n## Parking\nPark here.\n"));
    let preview = Preview::of(&portal, &[]);
    let parking = |preview: &Preview| tags(&preview.of_page("bar.json", "/policies/parking/"))[0].to_owned();
    assert_eq!(parking(&preview), "Not yet in force");
    let usual = preview.state()["days"].clone();
    assert_eq!((usual["iso"].as_str(), usual["is_chosen"].as_bool()), (Some(TODAY), Some(false)));

    assert_eq!(preview.choose("2031-09-01").0, 202);
    preview.until("the day", |preview| preview.state()["days"]["iso"] == "2031-09-01");
    let days = preview.state()["days"].clone();
    assert_eq!((days["words"].as_str(), days["is_chosen"].as_bool()), (Some("1 September 2031"), Some(true)));
    assert_eq!(days["usual_iso"], TODAY);
    assert_eq!(parking(&preview), "In force");
    assert!(preview.get("/register/").body.contains("1 September 2031"));

    // It holds when something is saved.
    fs::write(portal.root().join("content/schools/ashby/school.toml"), "name = \"Ashby School\"\n").unwrap();
    preview.until("an edit on that day", |preview| preview.get("/").body.contains("Ashby School"));
    assert_eq!(preview.state()["days"]["iso"], "2031-09-01");

    for impossible in ["2031-02-30", "2031-09", "soon", "%00", "2031-09-01T10:00"] {
        let (status, words) = preview.choose(impossible);
        assert_eq!(status, 422, "{impossible}: {words}");
        assert!(words.trim_end().ends_with('.') && words.len() > 20, "{impossible}: {words}");
    }
    assert_eq!(preview.state()["days"]["iso"], "2031-09-01");

    assert_eq!(preview.choose("").0, 202);
    preview.until("the usual day", |preview| preview.state()["days"]["is_chosen"] == false);
    assert_eq!(parking(&preview), "Not yet in force");
}

#[test]
fn the_bar_tells_what_has_changed_since_the_last_release() {
    let portal = portal().policy("dogs", "## Dogs\nDogs stay outside.\n");
    let portal = released(portal);
    let preview = Preview::of(&portal, &[]);
    let facts = preview.of_page("bar.json", "/policies/dogs/");
    assert!(line(&facts, "Last release").ends_with("; the text is as it was released"), "{facts}");
    let page = |preview: &Preview| {
        preview.get(&format!("/_frontsheet/since/?token={}&page=/policies/dogs/", preview.token())).body
    };
    assert!(page(&preview).contains("No section changed."));

    let front = approved("Dogs").replace("1.0", "2.0");
    fs::write(
        portal.root().join("content/policies/dogs.md"),
        format!("+++\n{front}+++\n## Dogs\nDogs stay <b>inside</b>.\n"),
    )
    .unwrap();
    preview.until("the edit", |preview| preview.get("/policies/dogs/").body.contains("inside"));
    let facts = preview.of_page("bar.json", "/policies/dogs/");
    assert!(line(&facts, "Last release").ends_with("; the text has changed since"), "{facts}");
    let changes = page(&preview);
    assert!(changes.contains("Dogs: what has changed since version 1.0"), "{changes}");
    assert!(changes.contains("outside</del>") && changes.contains("inside</strong></ins>"), "{changes}");
    assert_eq!(preview.get(&format!("/_frontsheet/since/?token={}&page=/nothing/", preview.token())).status, 404);
}

#[test]
fn a_page_that_shows_a_released_text_says_where_the_next_is_written() {
    let text = "## Dogs\nDogs stay outside.\n";
    let portal = released(portal().policy("dogs", text));
    let front = approved("dogs").replace("version = \"1.0\"", "version = \"2.0\"\neffective = 2031-09-01");
    let portal = portal.policy_with("dogs", &front, "## Dogs\nDogs may come in.\n");
    let preview = Preview::of(&portal, &[]);
    let facts = preview.of_page("bar.json", "/policies/dogs/");
    let written = "As it was released. What is written now, in content/policies/dogs.md, is not in force on this day";
    assert_eq!(line(&facts, "Text"), written);
    assert!(line(&facts, "Status").ends_with("(version 1.0)"), "{facts}");
    assert_eq!(facts["files"][0], "content/archive/trust/dogs/1.0.md");
    let place = places(&preview.of_page("sources.json", "/policies/dogs/"), "p").remove(0);
    let (file, number) = place.split_once(':').unwrap();
    let frozen = fs::read_to_string(portal.root().join(file)).unwrap();
    assert_eq!(frozen.lines().nth(number.parse::<usize>().unwrap() - 1), Some("Dogs stay outside."));

    assert_eq!(preview.choose("2031-09-01").0, 202);
    preview.until("the day", |preview| preview.get("/policies/dogs/").body.contains("Dogs may come in."));
    let facts = preview.of_page("bar.json", "/policies/dogs/");
    assert_eq!(line(&facts, "Status"), "In force since 1 September 2031 (version 2.0)");
    assert_eq!(facts["files"][0], "content/policies/dogs.md");
}

#[test]
fn only_the_previews_own_pages_are_told_and_may_choose() {
    let portal = sample();
    let preview = Preview::of(&portal, &[]);
    let (host, token) = (preview.host.clone(), preview.token());
    for path in ["bar.json", "sources.json", "since/"] {
        for query in ["", "?token=", "?token=0&page=/", "?page=/"] {
            assert_eq!(preview.get(&format!("/_frontsheet/{path}{query}")).status, 403, "{path}{query}");
        }
        let path = format!("/_frontsheet/{path}?token={token}&page=/policies/dogs/");
        assert_eq!(preview.ask("GET", &path, "Origin: http://evil.example\r\n").status, 403, "{path}");
        let foreign = format!("GET {path} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
        assert_eq!(preview.send(&foreign).status, 403, "{path}");
        assert_eq!(preview.ask("POST", &path, "Content-Length: 0\r\n").status, 405, "{path}");
    }
    let day = format!("/_frontsheet/day?token={token}&day=2031-09-01");
    let post = |path: &str, headers: &str| preview.ask("POST", path, &format!("{headers}Content-Length: 0\r\n")).status;
    assert_eq!(post("/_frontsheet/day?day=2031-09-01", ""), 403);
    assert_eq!(post("/_frontsheet/day?token=0&day=2031-09-01", ""), 403);
    assert_eq!(post(&day, "Origin: http://evil.example\r\n"), 403);
    assert_eq!(post(&day, "Origin: null\r\n"), 403);
    assert_eq!(preview.get(&day).status, 405);
    assert_eq!(
        preview
            .send(&format!(
                "POST {day} HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            ))
            .status,
        403
    );
    assert_eq!(preview.state()["days"]["iso"], TODAY);
    assert_eq!(post(&day, &format!("Origin: http://{host}\r\n")), 202);
}

#[test]
fn nothing_of_the_preview_is_in_what_a_build_writes() {
    let built = sample().on(TODAY).with_drafts().build();
    for (path, bytes) in built.files() {
        let text = String::from_utf8_lossy(&bytes);
        for own in ["_frontsheet", "frontsheet-bar", "frontsheet-part", "data-token"] {
            assert!(!text.contains(own), "{path} has {own}");
        }
    }
}
