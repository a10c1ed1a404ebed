//! Files that are too large, too deep, in a circle, badly named or no text at all. Each has its own portal; where it is at fault
//! the first thing that is said names it.

use super::built;
use crate::builder::{Portal, approved, portal};

/// What is to come of an input.
enum Comes {
    /// A site.
    Fine,
    /// A fault, with these words, in the file that was given.
    Fault(&'static str),
}
use Comes::{Fault, Fine};

struct Input {
    name: &'static str,
    path: String,
    bytes: Vec<u8>,
    comes: Comes,
}

fn input(name: &'static str, path: &str, bytes: impl AsRef<[u8]>, comes: Comes) -> Input {
    Input { name, path: format!("content/{path}"), bytes: bytes.as_ref().to_vec(), comes }
}

/// A policy called dogs with this text.
fn dogs(name: &'static str, text: &str, comes: Comes) -> Input {
    input(name, "policies/dogs.md", format!("+++\n{}+++\n{text}\n", approved("Dogs")), comes)
}

/// A policy called dogs with this line in its front matter.
fn front(name: &'static str, line: &str, comes: Comes) -> Input {
    let key = line.split([' ', '=']).next().unwrap_or_default();
    let rest: String =
        approved("Dogs").split_inclusive('\n').filter(|line| !line.starts_with(&format!("{key} "))).collect();
    input(name, "policies/dogs.md", format!("+++\n{rest}{line}\n+++\n## Aim\n\nSafe.\n"), comes)
}

fn base() -> Portal {
    portal().school("ashby", "Ashby Primary School").policy("cats", "## Aim\n\nSafe.\n")
}

/// A path as a terminal shows it, whatever is in it. A school's folder stands for its file.
fn as_printed(path: &str) -> String {
    let hides = |c: char| c.is_control() || matches!(c, '\u{200b}' | '\u{202e}');
    path.replace(hides, "\u{fffd}").replace("/aux/school.toml", "/aux")
}

/// Builds each input, and tells of all that do not come to what they should.
fn each(inputs: Vec<Input>) {
    let mut wrong = Vec::new();
    for Input { name, path, bytes, comes } in inputs {
        let mut portal = base();
        if path.starts_with("content/partials/") {
            let text = "## Aim\n\n{% include \"p.md\" %}\n";
            portal = portal.policy("dogs", text);
        }
        let portal = portal.file(&path, bytes);
        let ran = built(&portal, name);
        let is_right = match comes {
            Fine => ran.code == 0,
            Fault(words) => ran.code == 1 && ran.err.contains(words) && ran.err.contains(&as_printed(&path)),
        };
        if !is_right {
            wrong.push(format!("{name}: {}\n{}", ran.code, ran.err.lines().take(8).collect::<Vec<_>>().join("\n")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn files_that_are_too_large() {
    const MIB: usize = 1024 * 1024;
    let long = |bytes: usize| "Words and words. ".repeat(bytes / 17);
    each(vec![
        dogs("a text of eleven megabytes", &long(11 * MIB), Fault("file-too-large")),
        input(
            "a portal's file of eleven megabytes",
            "trust.toml",
            format!("name = \"x\"\n#{}", long(11 * MIB)),
            Fault("file-too-large"),
        ),
        input(
            "a school's file of eleven megabytes",
            "schools/ashby/school.toml",
            format!("name = \"x\"\n#{}", long(11 * MIB)),
            Fault("file-too-large"),
        ),
        input("a partial of eleven megabytes", "partials/p.md", long(11 * MIB), Fault("file-too-large")),
        input("an attachment of eleven megabytes", "files/film.mp4", long(11 * MIB), Fine),
        front(
            "front matter of a hundred kilobytes",
            &format!("summary = \"{}\"", long(100_000)),
            Fault("file-too-large"),
        ),
        dogs("one line of two hundred kilobytes", &long(MIB / 5), Fine),
        dogs("one word of two hundred kilobytes", &"x".repeat(MIB / 5), Fine),
        dogs("a heading of a hundred kilobytes", &format!("## {}\n\nx", long(100_000)), Fine),
        dogs("five hundred headings", &"## A\n\nx\n\n".repeat(500), Fine),
        dogs(
            "a table of three hundred columns",
            &format!("{}\n{}\n{}\n", "| a ".repeat(300), "|---".repeat(300), "| b ".repeat(300)),
            Fine,
        ),
        dogs(
            "three hundred footnotes of one name",
            &format!("a[^1]\n\n{}", "[^1]: x\n".repeat(300)),
            Fault("duplicate-id"),
        ),
        dogs("three hundred links to nothing", &"[a](nowhere) ".repeat(300), Fault("dead-link")),
    ]);
}

#[test]
fn texts_that_are_too_deep() {
    let deep = |start: &str, end: &str, times: usize| format!("{}x{}", start.repeat(times), end.repeat(times));
    each(vec![
        dogs("quotes in quotes", &deep("> ", "", 5000), Fine),
        dogs("lists in lists", &deep("- ", "", 5000), Fine),
        dogs("emphasis in emphasis", &deep("*_", "_*", 5000), Fine),
        dogs("brackets in brackets", &deep("[", "](a)", 5000), Fault("dead-link")),
        dogs("open brackets", &"[".repeat(20_000), Fine),
        dogs("open pictures", &"![".repeat(20_000), Fine),
        dogs("code marks of every length", &(1..400).map(|n| "`".repeat(n)).collect::<Vec<_>>().join(" "), Fine),
        dogs("elements in elements", &deep("<div>", "</div>", 3000), Fine),
        dogs("tables in tables", &deep("<table><tr><td>", "</td></tr></table>", 400), Fine),
        dogs("elements that never end", &"<b><i><p>".repeat(3000), Fine),
        dogs("comments that never end", &"<!-- ".repeat(5000), Fine),
        dogs("a note in itself", "a[^1]\n\n[^1]: b[^1][^2]\n\n[^2]: c[^1]\n", Fine),
        front(
            "lists in lists of a value",
            &format!("extra.a = {}", deep("[", "]", 3000).replace('x', "")),
            Fault("policies/dogs.md"),
        ),
        front(
            "tables in tables of a value",
            &format!("extra.a = {}1{}", "{b=".repeat(3000), "}".repeat(3000)),
            Fault("policies/dogs.md"),
        ),
        front("a key of ten thousand parts", &format!("extra{} = 1", ".a".repeat(10_000)), Fault("policies/dogs.md")),
        front(
            "a table's name of ten thousand parts",
            &format!("[extra{}]\nb = 1", ".a".repeat(10_000)),
            Fault("policies/dogs.md"),
        ),
        dogs(
            "brackets in a tag",
            &format!("{{{{ {} }}}}", deep("(", ")", 500).replace('x', "school.name")),
            Fault("template"),
        ),
        dogs("conditions in conditions", &deep("{% if true %}", "{% endif %}", 200), Fault("template")),
    ]);
}

#[test]
fn tags_that_would_never_end() {
    let loops = |depth: usize, inner: &str| {
        let begin: Vec<String> = (0..depth).map(|n| format!("{{% for v{n} in range(end=1000) %}}")).collect();
        format!("{}{inner}{}", begin.concat(), "{% endfor %}".repeat(depth))
    };
    each(vec![
        dogs("a thousand million rounds", &loops(3, ""), Fault("template")),
        dogs("a million rounds that print", &loops(2, "words and words "), Fault("template")),
        dogs("a million values", &loops(2, "{{ v0 }}"), Fault("template")),
        dogs("loops in loops in loops in loops", &loops(4, "x"), Fault("template")),
        dogs("a range without end", "{% for a in range(end=99999999999) %}x{% endfor %}", Fault("template")),
        dogs("a range backwards", "{% for a in range(start=9, end=1, step_by=0) %}x{% endfor %}", Fault("template")),
        dogs(
            "a text that doubles",
            &format!("{{% set a = \"aaaaaaaaaaaaaaaa\" %}}{}{{{{ a }}}}", "{% set a = a ~ a %}".repeat(40)),
            Fault("template"),
        ),
        dogs(
            "a text that grows in a replacement",
            &format!(
                "{{% set a = \"aaaa\" %}}{}{{{{ a }}}}",
                "{% set a = a | replace(from=\"a\", to=\"aaaaaaaa\") %}".repeat(20)
            ),
            Fault("template"),
        ),
        dogs("a tag of a megabyte", &format!("{{{{ {} }}}}", "a".repeat(1_000_000)), Fault("template")),
        dogs("a tag that never ends", &format!("{{{{ {}", "a ".repeat(100_000)), Fault("template")),
        dogs("a division by nothing", "{{ 1 / 0 }}", Fault("policies/dogs.md")),
        dogs("the largest of numbers", "{{ 99999999999999999999999999 * 99999999999999 }}", Fault("policies/dogs.md")),
        dogs("the context of the template", "{{ __tera_context }}", Fault("policies/dogs.md")),
        dogs("the environment", "{{ get_env(name=\"HOME\") }}", Fault("template")),
        dogs("a macro", "{% macro a() %}{{ self::a() }}{% endmacro %}{{ self::a() }}", Fault("template")),
        dogs("another template", "{% extends \"page.html\" %}", Fault("template")),
        input("a partial that includes itself", "partials/p.md", "{% include \"p.md\" %}", Fault("template")),
        input(
            "a partial that includes itself twice",
            "partials/p.md",
            "{% include \"p.md\" %}{% include \"p.md\" %}",
            Fault("template"),
        ),
        input("a partial from outside", "partials/p.md", "{% include \"../../../etc/passwd\" %}", Fault("template")),
        input(
            "a partial from the top of the disk",
            "partials/p.md",
            "{% include \"/etc/passwd\" %}",
            Fault("template"),
        ),
        input("a partial from another drive", "partials/p.md", "{% include \"C:\\\\secret.md\" %}", Fault("template")),
    ]);
}

#[test]
fn partials_that_grow_without_bound() {
    // Each puts the next in twice: two to the sixteenth power at the end.
    let mut doubling = base().policy("dogs", "## Aim\n\n{% include \"p0.md\" %}\n");
    for n in 0..16 {
        let next = format!("{{% include \"p{}.md\" %}}", n + 1);
        doubling = doubling.file(&format!("content/partials/p{n}.md"), format!("{next}\n{next}\n"));
    }
    let doubling = doubling.file("content/partials/p16.md", "Words and words and words and words.\n".repeat(10));
    let ran = built(&doubling, "partials that double");
    assert!(ran.code == 1 && ran.err.contains("[template]") && ran.err.contains("content/p"), "{}", ran.err);

    let mut chain = base().policy("dogs", "## Aim\n\n{% include \"p0.md\" %}\n");
    for n in 0..100 {
        chain = chain.file(&format!("content/partials/p{n}.md"), format!("{{% include \"p{}.md\" %}}\n", n + 1));
    }
    let ran = built(&chain.file("content/partials/p100.md", "x"), "a hundred partials in each other");
    assert!(ran.code == 1 && ran.err.contains("[template]") && ran.err.contains("content/partials/p"), "{}", ran.err);
}

#[test]
fn a_page_that_grows_without_bound() {
    // Each section may print so much; all together may not.
    let section = "## Aim\n\n{% for a in range(end=700) %}{% for b in range(end=20) %}Words and words, and more of them. {% endfor %}{% endfor %}\n\n";
    let portal = base().policy("dogs", &section.repeat(12));
    let ran = built(&portal, "a page of six megabytes");
    assert!(ran.code == 1 && ran.err.contains("content/policies/dogs.md"), "{}{}", ran.out, ran.err);
}

#[test]
fn themes_that_would_never_end() {
    for (name, text) in [
        ("a template that includes itself", "{% include \"page.html\" %}"),
        (
            "a million rounds",
            "{% for a in range(end=1000) %}{% for b in range(end=1000) %}{% for c in range(end=1000) %}x{% endfor %}{% endfor %}{% endfor %}",
        ),
        ("a range without end", "{% for a in range(end=99999999999) %}x{% endfor %}"),
        ("the context of the template", "{{ __tera_context }}"),
    ] {
        let trust = "name = \"Fens\"\ntheme = \"own\"\n[school_defaults]\nname = \"the school\"\n";
        let portal = base().trust(trust).file("themes/own/page.html", text);
        let ran = built(&portal, name);
        assert!(ran.code == 1 && ran.err.contains("themes/own"), "{name}: {}{}", ran.out, ran.err);
    }
}

#[test]
fn names_that_no_system_or_address_takes() {
    let policy = format!("+++\n{}+++\n## Aim\n\nSafe.\n", approved("Dogs"));
    let bad = |name: &'static str, path: &str| input(name, path, &policy, Fault("bad-slug"));
    let long = "a".repeat(200);
    let mut inputs = vec![
        bad("a device", "policies/con.md"),
        bad("a device with an ending", "policies/nul.old.md"),
        bad("a device in a folder", "policies/com1/index.md"),
        bad("a name with a blank", "policies/on site.md"),
        bad("a name in capitals", "policies/Dogs.md"),
        bad("a name with an accent", "policies/café.md"),
        bad("a name in another script", "policies/安全.md"),
        bad("a name like another one", "policies/dоgs.md"),
        bad("a name with a percent sign", "policies/%2e%2e.md"),
        bad("a name of markup", "policies/<script>.md"),
        bad("a name in quotation marks", "policies/\"onload=x.md"),
        bad("a name of hyphens", "policies/--.md"),
        bad("a name of two hundred letters", &format!("policies/{long}.md")),
        bad("a name with a line end", "policies/a\nb.md"),
        bad("a name that steers a terminal", "policies/a\u{1b}[31mb.md"),
        bad("a name that turns round", "policies/a\u{202e}dm.b.md"),
        bad("a name of nothing to see", "policies/\u{200b}.md"),
    ];
    inputs.push(input("a school that is a device", "schools/aux/school.toml", "name = \"x\"\n", Fault("bad-slug")));
    inputs.push(input(
        "a page at an address of the program's",
        "pages/register.md",
        "+++\ntitle = \"R\"\n+++\nx\n",
        Fault("address-taken"),
    ));
    each(inputs);
}

#[test]
fn bytes_that_are_no_text() {
    each(vec![
        input("no bytes", "policies/dogs.md", "", Fault("policies/dogs.md")),
        input("one of nothing", "policies/dogs.md", "\0", Fault("policies/dogs.md")),
        input("a picture", "policies/dogs.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Fault("not-utf8")),
        input("UTF-16", "policies/dogs.md", b"\xff\xfe+\0+\0+\0", Fault("not-utf8")),
        input("half a letter", "policies/dogs.md", b"+++\ntitle = \"\xc3\"\n+++\n", Fault("not-utf8")),
        input("letters that are none", "schools/ashby/school.toml", b"name = \"\xed\xa0\x80\"\n", Fault("not-utf8")),
        input("front matter without end", "policies/dogs.md", "+++\ntitle = \"Dogs\"\n", Fault("front-matter")),
        input("a text in quotation marks without end", "trust.toml", "name = \"\"\"x\n", Fault("trust.toml")),
        input("a portal's file of nothing", "trust.toml", "", Fault("missing-key")),
        input("a school's file of brackets", "schools/ashby/school.toml", "[[[[[[", Fault("schools/ashby/school.toml")),
        dogs("control characters", "a\0b\x08c\x1b[31md\x7fe\u{9b}f", Fine),
        dogs("slots of our own", "a\u{f1000}b\u{f0fff}c\u{f7fff}d\u{fffff}e", Fine),
        dogs("marks of direction", "a\u{202e}b\u{2066}c\u{61c}d\u{2028}e\u{feff}f", Fine),
        dogs("ten thousand accents", &format!("a{}", "\u{301}".repeat(10_000)), Fine),
        dogs("references to letters that are none", "&#0; &#xD800; &#x110000; &#99999999999; &nope;", Fine),
    ]);
}

#[test]
fn values_of_keys_that_are_none() {
    let mut inputs = vec![
        front("an alias that leads out", "aliases = [\"../../etc\"]", Fault("bad-slug")),
        front("an alias of the program's pages", "aliases = [\"../../register\"]", Fault("bad-slug")),
        front("a school that is a path", "schools = [\"../ashby\"]", Fault("policies/dogs.md")),
        front("a version that is a path", "version = \"../1\"", Fault("policies/dogs.md")),
        front(
            "a version of ten thousand digits",
            &format!("version = \"{}\"", "1".repeat(10_000)),
            Fault("policies/dogs.md"),
        ),
        front("a day that is none", "approved = 2026-02-31", Fault("policies/dogs.md")),
        front("a month in a month", "approved = \"September Septemb\"", Fault("bad-date")),
        front("a year of a hundred digits", &format!("approved = \"1 May {}\"", "9".repeat(100)), Fault("bad-date")),
        front(
            "a cycle of four thousand million years",
            "review_cycle = \"every 4294967295 years\"",
            Fault("unknown-review-cycle"),
        ),
        front("a number without end", "extra.n = 1e99999", Fine),
        front("a title of nothing to see", "title = \"\u{200b}\"", Fine),
        input("a theme that leads out", "trust.toml", "name = \"x\"\ntheme = \"../../etc\"\n", Fault("unknown-theme")),
        input(
            "a theme at the top of the disk",
            "trust.toml",
            "name = \"x\"\ntheme = \"/etc\"\n",
            Fault("unknown-theme"),
        ),
        input(
            "a logo from outside",
            "trust.toml",
            "name = \"x\"\n[brand]\nlogo = \"../../secret.svg\"\nlogo_alt = \"x\"\n",
            Fault("trust.toml"),
        ),
        input(
            "a colour that is a rule",
            "trust.toml",
            "name = \"x\"\n[brand]\ncolour = \"red;}body{display:none\"\n",
            Fault("bad-colour"),
        ),
        input(
            "an address that is a script",
            "trust.toml",
            "name = \"x\"\nbase_url = \"javascript:alert(1)\"\n",
            Fault("trust.toml"),
        ),
        input(
            "an address with markup",
            "trust.toml",
            "name = \"x\"\nbase_url = \"https://a.org/\\\"><script>\"\n",
            Fault("trust.toml"),
        ),
        input(
            "a language that is markup",
            "trust.toml",
            "name = \"x\"\nlanguage = \"en\\\"><script>\"\n",
            Fault("trust.toml"),
        ),
    ];
    for key in [
        "title",
        "status",
        "owner",
        "version",
        "approved",
        "approved_by",
        "next_review",
        "summary",
        "schools",
        "aliases",
        "history",
        "control",
    ] {
        for (kind, value) in [("a table", "{ a = 1 }"), ("a list of lists", "[[[]]]"), ("a number", "-0.0")] {
            let name = format!("{kind} for {key}").leak();
            // What is between the quotation marks of a name is anybody's choice; of what kind it is is not.
            let comes = if (key, kind) == ("control", "a table") { Fine } else { Fault("policies/dogs.md") };
            inputs.push(front(name, &format!("{key} = {value}"), comes));
        }
    }
    each(inputs);
}
