//! What squeezing may leave out, and what it must not.

use super::squeezed;
use cssparser::{Parser, Token};
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn space_and_comments_go_where_they_mean_nothing() {
    let cases = [
        ("", ""),
        (" \n /* only this */\n", ""),
        ("a { color: red; }", "a{color:red}"),
        ("a{color:red;;}", "a{color:red}"),
        ("a , b\n{ color : red ; margin : 0 auto }", "a,b{color:red;margin:0 auto}"),
        (
            "/* one */ a /* two */ { /* three */ color: /* four */ red /* five */; /* six */ } /* seven */",
            "a{color:red}",
        ),
        ("a { font: 600 1rem/1.4 \"A  /* B */\", serif; }", "a{font:600 1rem/1.4 \"A  /* B */\",serif}"),
        (
            "@media (min-width: 60rem) and (  print ) {\n  a { b: c; }\n}\n",
            "@media (min-width: 60rem) and (print){a{b:c}}",
        ),
        ("@import \"x.css\" screen ;\na { b: c }", "@import \"x.css\" screen;a{b:c}"),
        (
            "@page { size: A4; @top-left { content: attr( data-x ); } }",
            "@page{size:A4;@top-left{content:attr(data-x)}}",
        ),
        ("\u{feff}a { b: c }", "a{b:c}"),
        ("a {\r\n\tb: c;\r\n}\r\n", "a{b:c}"),
    ];
    for (sheet, expected) in cases {
        assert_eq!(squeezed(sheet), expected, "{sheet}");
    }
}

#[test]
fn space_stays_where_it_may_have_a_meaning() {
    let kept = [
        "a :hover{b:c}",
        "a:hover{b:c}",
        ".text :is(h2,h3) > .number + b ~ i *{b:c}",
        ":is(th,td) + :is(th,td){b:c}",
        "a [b] .c #d{b:c}",
        "a[b=\"c\" i]{b:c}",
        "a{width:calc(100% - 2 * var(--gap))}",
        "a{margin:-1px +2px - 3px}",
        "a{b:var(--c,)}",
        "a:nth-child(2n + 1 of .b){b:c}",
        "@media not print and (width >= 20rem){a{b:c}}",
        "@supports (a: b) and (not (c: d)){a{b:c}}",
        "a{background:url(a  b.png) url(\"x  y\")}",
        "a{content:\"— \"/\"\"}",
        "a{content:\"\\\"  \\\\\" ' '}",
        ".\\31  .b{b:c}",
        ".a\\ b{b:c}",
        "a{color:red !important}",
        "@font-face{src:local(x);unicode-range:U+0025-00FF,u+4??}",
        "a{&:hover{b:c}b:c}",
        "a{b:c;& :hover{b:c}}",
    ];
    for sheet in kept {
        assert_eq!(squeezed(sheet), sheet, "it is as short as it may be");
    }
    assert_eq!(squeezed("a/**/b{c:d/* e */f}"), "a/**/b{c:d/**/f}", "a comment keeps two tokens apart");
}

#[test]
fn custom_properties_stay_to_the_letter() {
    for declaration in ["--a:  b  c ", "--a:", "--a: ", "--a: { x: y; z }  /* c */ w", "--a:1,  2", "-\\-a:  b"] {
        let sheet = format!("a {{ b: c;  {declaration}; d: e; }}");
        assert_eq!(squeezed(&sheet), format!("a{{b:c;{declaration};d:e}}"));
    }
}

#[test]
fn what_no_browser_could_read_is_left_alone() {
    let broken = [
        "a { b: c ",
        "a { b: c } /* no end",
        "a { b: \"no end",
        "a { b: \"no\nend\" }",
        "a { b: c } }",
        "a { b: ( c }",
        "a { b: url( x y ) }",
        "a \\\n { b: c }",
        "<!-- a { b: c } -->",
    ];
    for sheet in broken {
        assert_eq!(squeezed(sheet), sheet);
    }
    let deep = format!("a {{ b: {}{} }}", "(".repeat(1000), ")".repeat(1000));
    assert_eq!(squeezed(&deep), deep);
}

/// Every stylesheet below `themes/`.
fn our_own() -> Vec<(PathBuf, String)> {
    fn gather(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                gather(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "css") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    gather(&Path::new(env!("CARGO_MANIFEST_DIR")).join("themes"), &mut found);
    assert!(!found.is_empty(), "the default theme has a stylesheet");
    found.into_iter().map(|path| (path.clone(), fs::read_to_string(path).expect("text"))).collect()
}

#[test]
fn our_own_sheets_keep_every_token_and_lose_their_remarks() {
    for (path, sheet) in our_own() {
        let small = squeezed(&sheet);
        assert_eq!(tokens(&small), tokens(&sheet), "{}", path.display());
        assert!(small.len() < sheet.len() && !small.contains("/*") && !small.contains('\n'), "{}", path.display());
        assert_eq!(squeezed(&small), small, "{}", path.display());
    }
}

/// A sheet's tokens without white space and comments, and without a semicolon that ends a block.
fn tokens(sheet: &str) -> Vec<String> {
    fn gather(parser: &mut Parser<'_>, found: &mut Vec<String>) {
        while let Ok(token) = parser.next().cloned() {
            found.push(format!("{token:?}"));
            let is_block = matches!(
                token,
                Token::Function(_) | Token::ParenthesisBlock | Token::SquareBracketBlock | Token::CurlyBracketBlock
            );
            if is_block {
                let inside = parser.parse_nested_block(|inside| {
                    gather(inside, found);
                    Ok::<_, cssparser::ParseError<()>>(())
                });
                inside.expect("our sheets are not nested deeply");
                found.pop_if(|last| *last == format!("{:?}", Token::Semicolon));
                found.push("end".to_owned());
            }
        }
    }
    let mut found = Vec::new();
    gather(&mut Parser::new(sheet), &mut found);
    found
}

/// White space and comments as people strew them.
fn gap() -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop_oneof![Just(" "), Just("\n\t"), Just("/* it's \"so\" */"), Just("/**/"), Just("  "), Just("\r\n")],
        0..4,
    )
    .prop_map(|parts| parts.concat())
}

/// The same with white space in it for certain.
fn space() -> impl Strategy<Value = String> {
    (gap(), gap()).prop_map(|(before, after)| format!("{before} {after}"))
}

/// A text as somebody wrote it, and as short as it may be.
type Pair = (String, String);

fn joined(parts: Vec<Pair>, written: &str, short: &str) -> Pair {
    let (all, least): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
    (all.join(written), least.join(short))
}

fn word() -> impl Strategy<Value = Pair> {
    let words = [
        "a",
        ".b",
        "#c",
        ":hover",
        "::before",
        "[d=\"e  f\" i]",
        ">",
        "+",
        "*",
        "1.5rem",
        "-1px",
        "50%",
        "#fff",
        "U+26",
        "url(a,;}.png)",
        "\"; } /* \"",
        "'\\''",
        "\\31 x",
        "calc(1px + 2px)",
        "var(--x,)",
        ":is(a,b > c)",
        "!important",
    ];
    prop::sample::select(words.to_vec()).prop_map(|word| (word.to_owned(), word.to_owned()))
}

fn row() -> impl Strategy<Value = Pair> {
    let words = (prop::collection::vec(word(), 1..4), space()).prop_map(|(words, space)| joined(words, &space, " "));
    (prop::collection::vec(words, 1..3), gap(), gap())
        .prop_map(|(rows, before, after)| joined(rows, &format!("{before},{after}"), ","))
}

fn declaration() -> impl Strategy<Value = Pair> {
    (row(), gap(), gap(), any::<bool>()).prop_map(|((row, least), before, after, custom)| match custom {
        true => (format!("--x:{row}"), format!("--x:{row}")),
        false => (format!("color{before}:{after}{row}"), format!("color:{least}")),
    })
}

fn rule() -> impl Strategy<Value = Pair> {
    (row(), prop::collection::vec(declaration(), 0..4), [gap(), gap(), gap(), gap()]).prop_map(
        |((row, least), declarations, [a, b, c, d])| {
            let ends_custom = declarations.last().is_some_and(|(text, _)| text.starts_with("--"));
            let last = if ends_custom { ";" } else { "" };
            let written = declarations.iter().map(|(text, _)| [&c, text, ";", &d].concat()).collect::<String>();
            let (_, short) = joined(declarations, "", ";");
            (format!("{a}.r {row}{b}{{{written}}}"), format!(".r {least}{{{short}{last}}}"))
        },
    )
}

proptest! {
    #[test]
    fn every_declaration_survives(rules in prop::collection::vec(rule(), 0..4), media in any::<bool>(), end in gap()) {
        let (written, short) = joined(rules, "", "");
        let (written, short) = match media {
            true => (format!("@media print{end}{{{written}{end}}}"), format!("@media print{{{short}}}")),
            false => (written + &end, short),
        };
        prop_assert_eq!(squeezed(&written), short);
    }

    #[test]
    fn no_text_is_too_odd(text in "[ \\-a{}();:,/*\"'\\\\\n@#.\\[\\]!<>0é]{0,40}") {
        let small = squeezed(&text);
        prop_assert!(small.len() <= text.len());
        prop_assert_eq!(squeezed(&small), small);
    }
}
