//! Every example of the `CommonMark` specification, and those of GitHub's that we follow.

use super::super::raw::cleaned_for_comparison;
use super::html;
use serde_json::Value;
use std::fmt::Write as _;

/// Why an example of the specification comes out otherwise here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Because {
    /// Raw HTML is sanitised and balanced: what is left must be what a browser makes of the expected HTML, sanitised.
    Sanitised,
    /// Instructions, form fields and the like go with what is in them, where browsers would show what is in them.
    Dropped,
    /// A bare address is a link.
    BareAddress,
    /// A link without words takes the title of its target.
    NoWords,
}

/// The examples that come out otherwise. One that comes out as the specification says must be taken from the list.
const OTHERWISE: &[(Because, &[u64])] = &[
    (
        Because::Sanitised,
        &[
            21, 31, 148, 149, 150, 151, 152, 153, 155, 156, 157, 158, 160, 163, 165, 169, 170, 172, 173, 174, 175, 176,
            177, 178, 179, 181, 182, 183, 184, 187, 190, 191, 201, 308, 309, 344, 475, 476, 477, 491, 494, 524, 536,
            613, 614, 615, 616, 617, 623, 625, 626, 627, 628, 630, 631, 642, 643,
        ],
    ),
    (Because::Dropped, &[171, 180, 629]),
    (Because::BareAddress, &[602, 606, 608, 611, 612]),
    (Because::NoWords, &[484]),
];

#[test]
fn the_specification_is_followed() {
    let examples = examples(include_str!("../../../tests/commonmark/spec.json"));
    assert_eq!(examples.len(), 652);
    let mut wrong = String::new();
    for Example { number, markdown, expected } in &examples {
        let because = OTHERWISE.iter().find(|(_, numbers)| numbers.contains(number)).map(|(because, _)| *because);
        let ours = html(markdown);
        // Void elements without slashes, and code that a keyboard can scroll.
        let expected = expected.replace(" />", ">").replace("<pre><code", "<pre tabindex=\"0\"><code");
        let same_when_sanitised = comparable(&expected) == comparable(&ours);
        let right = match because {
            None => ours == expected,
            Some(Because::Sanitised) => ours != expected && same_when_sanitised,
            Some(_) => !same_when_sanitised,
        };
        if !right {
            let _ = writeln!(wrong, "=== {number}, {because:?}\n{markdown}--- expected\n{expected}--- ours\n{ours}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn tables_strikethrough_and_tasks_are_as_at_github() {
    let examples = examples(include_str!("../../../tests/commonmark/gfm.json"));
    assert_eq!(examples.len(), 14);
    for Example { number, markdown, expected } in &examples {
        let task = |state: &str, mark: &str, words: &str| {
            format!(
                "<li class=\"{state}\"><span class=\"task-mark\" aria-hidden=\"true\">{mark} </span>\
                 <span class=\"visually-hidden\">{words}: </span>"
            )
        };
        let expected = expected
            .replace("<th>", "<th scope=\"col\">")
            .replace("<th style=\"text-align: ", "<th scope=\"col\" class=\"align-")
            .replace("<td style=\"text-align: ", "<td class=\"align-")
            .replace("<tbody></tbody>\n", "")
            .replace(
                "<li><input disabled=\"\" type=\"checkbox\" checked=\"\"/>\n",
                &task("task task-done", "☑", "Done"),
            )
            .replace("<li><input disabled=\"\" type=\"checkbox\"/>\n", &task("task", "☐", "To do"));
        assert_eq!(html(markdown), expected, "example {number}");
    }
}

struct Example {
    number: u64,
    markdown: String,
    expected: String,
}

fn examples(json: &str) -> Vec<Example> {
    let all: Value = serde_json::from_str(json).expect("the examples are JSON");
    let text = |example: &Value, key: &str| example[key].as_str().expect("each example has its texts").to_owned();
    let all = all.as_array().expect("the examples are a list");
    all.iter()
        .map(|example| Example {
            number: example["example"].as_u64().expect("each example has its number"),
            markdown: text(example, "markdown"),
            expected: text(example, "html"),
        })
        .collect()
}

/// The HTML sanitised, without white space, empty paragraphs, percent-encoding, and the regions around tables.
fn comparable(html: &str) -> String {
    let region = "<div class=\"table-scroll\" role=\"region\" aria-label=\"Table 1\" tabindex=\"0\">";
    let html = html.trim_end();
    let html = if html.contains(region) {
        html.replace(region, "").replace("</table></div>", "</table>")
    } else {
        html.to_owned()
    };
    let mut html = percent_decoded(&cleaned_for_comparison(&html)).replace("<p></p>", "");
    html.retain(|c| !c.is_whitespace());
    html
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let code = text_of(after.get(..2)).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        if let Some(code) = code.filter(|_| *first == b'%') {
            bytes.push(code);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn text_of(bytes: Option<&[u8]>) -> Option<&str> {
    std::str::from_utf8(bytes?).ok()
}
