//! Every kind of fault, with its exact place and words.

use super::*;

#[track_caller]
fn assert_faults(text: &str, expected: &[&str]) {
    assert_eq!(filled_in(text).1, expected, "{text}");
}

const SCHOOL_KEYS: &str = "\"school.name\", \"school.phase\", \"school.urn\", \"school.phone\", \"school.address\", \
                           \"school.faith\" or \"school.contacts\"";

#[test]
fn a_name_without_a_value_is_a_fault_at_its_place() {
    for (text, expected) in [
        ("é {{ school.nmae }}", "1:6 school.nmae | \"school.nmae\" has no value | write school.name"),
        (
            "\n\n{{ school.contcts.dls.name }}",
            "3:4 school.contcts.dls.name | \"school.contcts.dls.name\" has no value | write school.contacts.dsl.name",
        ),
        ("{{ scool.nmae }}", "1:4 scool.nmae | \"scool.nmae\" has no value | write school.name"),
        ("{{ name }}", "1:4 name | \"name\" has no value | write school.name"),
        ("{{ short_name }}", "1:4 short_name | \"short_name\" has no value | write trust.short_name"),
        (
            "{{ zzz.qqq }}",
            "1:4 zzz.qqq | \"zzz.qqq\" has no value | the names there are: \"school\", \"schools\", \"terms\" or \"trust\"",
        ),
        (
            "{{ school.wwwwwwww | upper }}",
            &format!("1:4 school.wwwwwwww | \"school.wwwwwwww\" has no value | the names there are: {SCHOOL_KEYS}"),
        ),
        (
            "{{ school.phone }}",
            "1:4 school.phone | \"school.phone\" is empty | give school.phone a value, or put the words round it in \
          {% if school.phone %} … {% endif %}",
        ),
        (
            "{{ school.phone | trim }}",
            "1:4 school.phone | \"school.phone\" is empty | give school.phone a value, or put the words round it in \
          {% if school.phone %} … {% endif %}",
        ),
        ("{% for s in schools %}{{ s.nmae }}{% endfor %}", "1:26 s.nmae | \"s.nmae\" has no value | write s.name"),
        (
            "{% for s in schools %}{{ s.nmae | upper }}{% endfor %}",
            "1:26 s.nmae | \"s.nmae\" has no value | write s.name",
        ),
        (
            "{% for s in scools %}{% endfor %}",
            "1:13 scools | \"scools\" has no value | the names there are: \
          \"school\", \"schools\", \"terms\" or \"trust\"",
        ),
        (
            "{% for s in school.adress %}{% endfor %}",
            "1:13 school.adress | \"school.adress\" has no value | write school.address",
        ),
        ("{% if scool.name %}{% endif %}", "1:7 scool.name | \"scool.name\" has no value | write school.name"),
        (
            "{% if school.age > 3 %}{% endif %}",
            &format!("1:7 school.age | \"school.age\" has no value | the names there are: {SCHOOL_KEYS}"),
        ),
        (
            "{{ __tera_context }}",
            "1:4 __tera_context | a name cannot begin with two underscores | \
          use one of the names there are",
        ),
        (
            "{{ school.name | default(value=\"\") ~ \"\" }}{{ school.phone | default(value=\"\") }}",
            "1:46 school.phone | \"school.phone\" is empty | give school.phone a value, or put the words round it in \
          {% if school.phone %} … {% endif %}",
        ),
        ("{{ schools[9].name }}", "1:1 {{ schools[9].name }} | \"schools[9].name\" has no value | "),
        ("{{ none }}", "1:1 {{ none }} | \"none\" has no value | "),
        ("{{ \" \" }}", "1:1 {{ \" \" }} | \"\" \"\" has no value | "),
    ] {
        assert_faults(text, &[expected]);
    }
}

#[test]
fn parts_of_a_text_must_be_there_and_be_text() {
    assert_faults(
        "{% for s in schools %}{{ s.name ~ s.nmae | lower }}{% endfor %}",
        &["1:35 s.nmae | \"s.nmae\" has no value | write s.name"],
    );
    assert_faults(
        "{{ s ~ school.phase.x ~ 1 }}",
        &["1:4 s | \"s\" has no value | the names there are: \"school\", \"schools\", \"terms\" or \"trust\""],
    );
    assert_faults(
        "{{ \"a\" ~ schools }}",
        &[
            "1:10 schools | this tag cannot be worked out | Invalid type for the value, expected `text or number` but got `array`",
        ],
    );
}

#[test]
fn a_group_of_values_is_no_text() {
    assert_faults(
        "{{ school.contacts.dsl }}",
        &["1:4 school.contacts.dsl | \"school.contacts.dsl\" is not a text but \
        a group of values | print one of its values: \"school.contacts.dsl.name\" or \"school.contacts.dsl.email\""],
    );
    assert_faults(
        "{{ schools | reverse }}",
        &["1:1 {{ schools | reverse }} | \"schools | reverse\" is not a text but \
        a group of values | print one of its values by its name, as in {{ school.name }}"],
    );
}

#[test]
fn a_name_that_is_not_printed_is_no_fault() {
    assert_faults("{% if school.nosuch %}{{ school.nosuch }}{{ school.other | upper }}{% endif %}", &[]);
    assert_faults("{% if false %}{{ school.contacts }}{% endif %}", &[]);
}

#[test]
fn all_faults_come_in_one_run() {
    assert_faults(
        "{{ school.a }}\n{% if true %}{{ school.b }}{{ school.c | default(value=none) }}{% endif %}",
        &[
            &format!("1:4 school.a | \"school.a\" has no value | the names there are: {SCHOOL_KEYS}"),
            &format!("2:17 school.b | \"school.b\" has no value | the names there are: {SCHOOL_KEYS}"),
            &format!("2:31 school.c | \"school.c\" has no value | the names there are: {SCHOOL_KEYS}"),
        ],
    );
    assert_faults(
        "{{ a | nosuch }}\n{% iff x %}\n{{ b",
        &[
            "3:1 {{ | this {{ has no }} | close the tag with }}",
            "1:8 nosuch | there is no filter \"nosuch\" here | leave it out; filters of use in a text are: capitalize, default, join, lower, title, upper",
            "2:1 {% iff x %} | there is no tag {% iff %} here | write {% if %}",
        ],
    );
}

#[test]
fn a_tag_that_cannot_be_read_says_so_in_plain_words() {
    let block = "a block must begin and end inside one section";
    for (text, expected) in [
        ("a {{ school.name", "1:3 {{ | this {{ has no }} | close the tag with }}".to_owned()),
        ("a {{ school.name\n\n}}", "1:3 {{ | this {{ has no }} | close the tag with }}".to_owned()),
        ("{% if school {{ school.name }}{% endif %}",
         "1:1 {% | this {% has no %} | close the tag with %}".to_owned()),
        ("\n{% if school.name %}x", format!("2:1 {{% if school.name %}} | this {{% if %}} has no {{% endif %}} in its section | {block}")),
        ("x{% endif %}", format!("1:2 {{% endif %}} | this {{% endif %}} has no {{% if %}} in its section | {block}")),
        ("{% for s in schools %}{% endif %}",
         "1:23 {% endif %} | this {% endif %} would end a {% for %} | write {% endfor %}".to_owned()),
        ("{% if true %}{% else if false %}{% endif %}",
         "1:14 {% else if false %} | \"else if\" is one word here | write {% elif … %}".to_owned()),
        ("{{ “a” }}", "1:4 “ | curly quotation marks in a tag | write straight ones, as in \"text\"".to_owned()),
        ("{{ school's name }}", "1:10 ' | this quotation mark has no partner on its line | \
          texts in a tag stand between two straight quotation marks".to_owned()),
        ("{% if school.phase = \"primary\" %}{% endif %}",
         "1:20 = | one \"=\" does not compare | write ==".to_owned()),
        ("{% if true && false %}{% endif %}", "1:12 && | \"&&\" means nothing here | write and".to_owned()),
        ("{{ }}", "1:1 {{ }} | this tag prints nothing | write a name in it, as in {{ school.name }}".to_owned()),
        ("{% raw %}x", format!("1:1 {{% raw %}} | this {{% raw %}} has no {{% endraw %}} | {block}")),
        ("{% include \"a.md\" %}", "1:1 {% include \"a.md\" %} | this partial cannot be included here | \
          write the tag outside comments".to_owned()),
        ("{% macro x() %}", "1:1 {% macro x() %} | there is no tag {% macro %} here | the tags there are: if, elif, \
          else, for, break, continue, set, raw, include".to_owned()),
        ("{% set x %}{% endset %}", "1:1 {% set x %} | this {% set %} cannot be read | write {% set name = value %}".to_owned()),
        ("{{ school.name | safe }}", "1:18 safe | there is no filter \"safe\" here | values are text, never markup: \
          leave the filter out".to_owned()),
        ("{{ school.name | uper }}", "1:18 uper | there is no filter \"uper\" here | write upper".to_owned()),
        ("{{ get_env(name=\"HOME\") }}", "1:4 get_env | there is no function \"get_env\" here | \
          the one function there is: range(end=…)".to_owned()),
        ("{{ throw(message=\"x\") }}", "1:4 throw | there is no function \"throw\" here | \
          the one function there is: range(end=…)".to_owned()),
        ("{{ now() }}", "1:4 now | there is no function \"now\" here | the one function there is: range(end=…)".to_owned()),
        ("{% if 1 is evn %}{% endif %}", "1:12 evn | there is no test \"evn\" here | write even".to_owned()),
        ("{{ <Button/> }}", "1:4 < | \"<\" needs a value on its left | components are for themes alone".to_owned()),
        ("{{ (school.name }}", "1:4 ( | this \"(\" is not closed | ".to_owned()),
        ("{{ school.name) }}", "1:15 ) | this \")\" closes nothing | ".to_owned()),
        ("{{ school.name | trim(pat=3) }}", "1:4 school.name | this tag cannot be worked out | Invalid type for the value, expected \
             `&str` but got `i64`".to_owned()),
        ("{{ range(end=2000) }}", "1:4 range | this tag cannot be worked out | range makes at most 1000 numbers".to_owned()),
        ("{{ range(end=-1) }}", "1:4 range | this tag cannot be worked out | range counts upwards, from start= to end=, \
          by a step_by= of 1 or more".to_owned()),
        ("{{ school.name + }}", "1:1 {{ school.name + }} | something is missing in this tag, or too much | Tera says: Found `)` but expected \
          one of: integer, float, string, bool, ident, `-`, `not`, `<`, `{`, `[` or `(`".to_owned()),
    ] {
        let found = filled_in(text).1;
        assert_eq!(found.first(), Some(&expected), "{text}");
    }
}
