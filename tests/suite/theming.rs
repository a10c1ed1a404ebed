//! Themes: one file laid over the default theme, and what is said of a file that fails.

use super::builder::{Built, Portal, TODAY, files_below, portal};
use serde_json::Value;
use std::process::Command;

/// A portal with the theme `ours`, whose files are these.
fn themed(files: &[(&str, &str)]) -> Portal {
    let site = portal()
        .trust("name = \"Fenland Learning Trust\"\ntheme = \"ours\"\n[school_defaults]\nname = \"the school\"\n")
        .school("ashby", "Ashby Primary School")
        .policy("dogs", "## Safety\n\nDogs stay at the gate.\n");
    files.iter().fold(site, |site, (path, text)| site.file(&format!("themes/ours/{path}"), text))
}

/// The site of a theme, and that of the default theme.
fn beside_the_default(files: &[(&str, &str)]) -> (Built, Built) {
    (themed(files).build().clean(), themed(&[("assets/unused.txt", "")]).build().clean())
}

/// The files in which two sites differ.
fn differences(one: &Built, other: &Built) -> Vec<String> {
    let (one, other) = (one.files(), other.files());
    let mut paths: Vec<&String> = one.keys().chain(other.keys()).collect();
    paths.sort();
    paths.dedup();
    paths
        .into_iter()
        .filter(|path| one.get(*path) != other.get(*path))
        .map(|path| path.replace("index.html", ""))
        .collect()
}

#[test]
fn a_theme_of_one_template_changes_its_pages_alone() {
    let page =
        "{% extends \"base.html\" %}{% block main %}<h1>{{ page.heading }}</h1><p>Ours</p>{{ body }}{% endblock %}";
    let (ours, default) = beside_the_default(&[("page.html", page)]);
    assert_eq!(differences(&ours, &default), ["accessibility/", "assets/unused.txt"]);
    assert!(ours.page("accessibility/").contains("<h1>Accessibility</h1><p>Ours</p>"));
}

#[test]
fn a_theme_of_one_part_changes_every_page_that_uses_it() {
    let (ours, default) = beside_the_default(&[(
        "parts/front-sheet.html",
        "<section id=\"document-control\"><h2 id=\"document-control-heading\">Ours</h2></section>",
    )]);
    assert_eq!(differences(&ours, &default), ["assets/unused.txt", "policies/dogs/", "schools/ashby/policies/dogs/"]);
    assert!(ours.page("policies/dogs/").contains("Ours</h2>"));
}

/// A part of the default theme is made once for many pages; one of a theme's own may look at anything.
#[test]
fn a_part_of_a_themes_own_is_made_for_each_page() {
    let trust = "name = \"Fenland Learning Trust\"\ntheme = \"ours\"\n[school_defaults]\nname = \"the school\"\n\
                 email = \"office@example.org\"\n[contacts.governance]\nemail = \"governance@example.org\"\n";
    let site = |files: &[(&str, &str)]| {
        themed(files).trust(trust).policy("cats", "## Safety\n\nCats stay at home.\n").build().clean()
    };
    for part in ["masthead", "footer", "front-sheet", "contents", "paper"] {
        let text = "<div>Ours: {{ page.heading }}</div>";
        let site = site(&[(&format!("parts/{part}.html"), text)]);
        for (address, title) in [("policies/dogs/", "dogs"), ("schools/ashby/policies/cats/", "cats")] {
            assert!(site.page(address).contains(&format!("<div>Ours: {title}</div>")), "{part} of {address}");
        }
    }
    let tag = "{% component contents(entries) %}<p>{{ entries[0].title }} and more</p>{% endcomponent %}";
    let site = site(&[("parts/contents-of-ours.html", tag)]);
    assert!(site.page("schools/ashby/policies/cats/").contains("<p>Safety and more</p>"));
}

#[test]
fn a_theme_of_one_asset_changes_that_asset_alone() {
    let (ours, default) = beside_the_default(&[("assets/style.css", "body { color: #000 }\n")]);
    assert_eq!(differences(&ours, &default), ["assets/style.css", "assets/unused.txt"]);
    assert_eq!(ours.text("assets/style.css"), "body{color:#000}");
}

#[test]
fn a_theme_may_add_assets_and_templates_of_its_own() {
    let (ours, default) = beside_the_default(&[
        ("assets/print/seal.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        (
            "not-found.html",
            "{% extends \"base.html\" %}{% block main %}<h1>{{ page.heading }}</h1>{% include \"parts/sorry.html\" %}{% endblock %}",
        ),
        ("parts/sorry.html", "<p>We are sorry.</p>"),
    ]);
    assert_eq!(differences(&ours, &default), ["404.html", "assets/print/seal.svg", "assets/unused.txt"]);
    assert!(ours.text("404.html").contains("We are sorry."));
}

#[test]
fn a_theme_may_change_one_block_of_a_default_template() {
    let (ours, default) = beside_the_default(&[(
        "page.html",
        "{% extends \"default/page.html\" %}{% block main %}<p>Ours</p>{{ super() }}{% endblock %}",
    )]);
    assert_eq!(differences(&ours, &default), ["accessibility/", "assets/unused.txt"]);
    let (before, after) = (default.page("accessibility/"), ours.page("accessibility/"));
    assert_eq!(after.replace("<p>Ours</p>\n", "\n").len(), before.len(), "{after}");
}

#[test]
fn a_theme_may_change_one_component() {
    let tag = "{% component tag(tag) -%}<b>{{ tag.label }}</b>{%- endcomponent tag %}";
    let (ours, default) = beside_the_default(&[("parts/tag.html", tag)]);
    let (listed, read): (Vec<String>, Vec<String>) =
        differences(&ours, &default).into_iter().partition(|page| page.starts_with("register/"));
    assert_eq!(read, ["assets/unused.txt", "policies/dogs/", "schools/ashby/policies/dogs/"]);
    assert!(listed.contains(&"register/".to_owned()), "{listed:?}");
    assert!(ours.page("policies/dogs/").contains("<b>Current</b>"));
}

#[test]
fn a_theme_may_add_a_few_rules_to_the_stylesheet() {
    let (ours, default) = beside_the_default(&[("assets/extra.css", "h1 { color: red; }\n")]);
    assert_eq!(differences(&ours, &default), ["assets/style.css", "assets/unused.txt"]);
    let sheets = ["assets/style.css"].map(|sheet| (default.text(sheet) + "h1{color:red}", ours.text(sheet)));
    assert_eq!(sheets[0].0, sheets[0].1);
}

#[test]
fn the_default_theme_can_be_changed_in_place() {
    let site = portal().file("themes/default/parts/footer.html", "<footer>Ours</footer>").build().clean();
    assert!(site.page("").contains("<footer>Ours</footer>"));
}

/// Runs the program on a portal.
fn run(site: &Portal, words: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_frontsheet"));
    let output = command.current_dir(site.root()).args(["--as-of", TODAY]).args(words).output().expect("it runs");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

/// Lays a file over a sound theme and builds: what is said, after proof that it ends with 1, that the site of before
/// stands as it was, and that JSON has the same place.
#[track_caller]
fn fails(path: &str, text: &str) -> String {
    let site = themed(&[("assets/unused.txt", "")]);
    let output = site.root().join("output");
    assert_eq!(run(&site, &["build"]).0, Some(0));
    let before = files_below(&output);
    let site = site.file(&format!("themes/ours/{path}"), text);
    let (code, _, said) = run(&site, &["build"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(files_below(&output) == before, "the output is not as it was");
    let (code, json, _) = run(&site, &["build", "--format", "json"]);
    assert_eq!(code, Some(1), "{json}");
    let json: Value = serde_json::from_str(&json).expect("JSON");
    let first = &json["diagnostics"][0];
    let place = format!("{}:{}:{}", first["file"].as_str().expect("a file"), first["line"], first["column"]);
    assert!(said.contains(&format!("  {place}\n")), "{place} is not where people are sent:\n{said}");
    said.split_inclusive('\n').take_while(|line| *line != "\n").collect()
}

#[test]
fn a_template_that_cannot_be_read_says_where() {
    assert_eq!(
        fails(
            "page.html",
            "{% extends \"base.html\" %}\n{% block main %}\n<h1>{{ page.heading }</h1>\n{% endblock %}\n"
        ),
        "error[theme-fault]: found `}` but expected }}\n\
         \x20 themes/ours/page.html:3:21\n\
         3 | <h1>{{ page.heading }</h1>\n\
         \x20 |                     ^\n\
         \x20 help: put the template right, or take the file away so that the default theme's is used\n"
    );
}

#[test]
fn a_name_that_is_not_there_says_where_and_on_which_page() {
    assert_eq!(
        fails(
            "policy.html",
            "{% extends \"base.html\" %}\n{% block main %}\n<h1>{{ doc.title }}</h1>\n{% endblock %}\n"
        ),
        "error[theme-fault]: variable `doc` is not defined, while making /policies/dogs/ and 1 other page\n\
         \x20 themes/ours/policy.html:3:8\n\
         3 | <h1>{{ doc.title }}</h1>\n\
         \x20 |        ^^^\n\
         \x20 help: the names here are brand, document, page, ready, school, trust, words\n"
    );
    let said = fails("parts/running.html", "{{ document.titel }}");
    assert!(said.contains("field `titel` is not defined, while making /policies/dogs/ and 1 other page\n"), "{said}");
    assert!(said.contains("\n  help: did you mean title? The names here are "), "{said}");
    assert!(said.contains("\n  themes/ours/parts/running.html:1:13\n"), "{said}");
}

#[test]
fn a_block_or_parent_that_is_not_there_says_where() {
    let said = fails("page.html", "{% extends \"base.html\" %}\n{% block mian %}x{% endblock %}\n");
    assert!(said.starts_with("error[theme-fault]: block `mian` is not defined in any parent template\n"), "{said}");
    assert!(said.contains("\n  themes/ours/page.html:2:10\n") && said.contains("help: did you mean main? "), "{said}");
    let said = fails("page.html", "{# ours #}\n{% extends \"bsae.html\" %}\n{% block main %}x{% endblock %}\n");
    assert!(said.starts_with("error[theme-fault]: unknown template `bsae.html`\n"), "{said}");
    assert!(
        said.contains("\n  themes/ours/page.html:2:12\n") && said.contains("help: did you mean base.html? "),
        "{said}"
    );
}

#[test]
fn a_component_that_is_not_there_says_where() {
    let said = fails(
        "page.html",
        "{% extends \"base.html\" %}\n{% block main %}\n{{ <contens entries={contents} /> }}\n{% endblock %}\n",
    );
    assert!(said.starts_with("error[theme-fault]: unknown component `contens`\n"), "{said}");
    assert!(said.contains("\n  themes/ours/page.html:3:") && said.contains("help: did you mean contents? "), "{said}");
}

#[test]
fn a_component_used_wrongly_is_told_of_where_it_is_used() {
    let page = "{% extends \"base.html\" %}\n{% block main %}\n{{ <tag tag={page.heading} /> }}\n{% endblock %}\n";
    let said = fails("page.html", page);
    assert!(said.contains(", in the default theme's parts/components.html on line "), "{said}");
    assert!(said.contains(", while making /accessibility/\n  themes/ours/page.html:3:"), "{said}");
}

#[test]
fn what_the_default_themes_templates_miss_is_told_of_the_theme() {
    let site = themed(&[("parts/running.html", "{% component tag(label) %}{{ label }}{% endcomponent %}")]).build();
    let said = site.printed();
    assert!(said.contains("error[theme-fault]: unknown argument(s) `tag` in component call, in the default theme's policy.html on line "), "{said}");
    assert!(said.contains("\n  themes/ours\n  help: one of this theme's files has left out "), "{said}");
    assert!(site.outcome.failed);
}

#[test]
fn every_fault_of_every_template_is_told_in_one_run() {
    let site = themed(&[("page.html", "{{ 1 +"), ("parts/footer.html", "{% endif %}")]).build();
    assert_eq!(site.codes(), ["theme-fault", "theme-fault"], "{}", site.printed());
}

#[test]
fn a_template_in_another_encoding_is_refused() {
    let site = themed(&[]).file("themes/ours/page.html", b"<p>caf\xE9</p>").build().says(&["not-utf8"]);
    assert!(site.printed().contains("themes/ours/page.html:1:7"), "{}", site.printed());
}
