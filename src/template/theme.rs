//! A theme's templates, which write the HTML of pages.
//!
//! Everything that Tera has works here, inheritance and components included; it has nothing that reads files, the
//! clock, the environment or chance, and `group_by` is replaced by one that keeps the order of the list. Values are
//! escaped in every template, but for [`SafeHtml`] and what a template itself marks as `safe`.

use super::meter::metered;
use super::theme_fault::{ThemeFault, faults_of};
use super::{filters, words};
use serde::{Serialize, Serializer};
use std::marker::PhantomData;
use tera::{Context, ErrorKind, Tera, Value};

/// The folder of templates that stand in where there is none of a name: `base.html` is `default/base.html` unless there is
/// another. Their components stand in likewise, one by one.
pub const BELOW: &str = "default/";

/// HTML that is put in as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SafeHtml(pub String);

impl Serialize for SafeHtml {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Tera hands a value of its own through as it is, mark and all; to anyone else it is a string.
        Value::safe_string(&self.0).serialize(serializer)
    }
}

/// A value that many pages show, made ready for templates once.
#[derive(Debug)]
pub struct Prepared<T: ?Sized>(Value, PhantomData<fn(&T)>);

impl<T: Serialize + ?Sized> Prepared<T> {
    /// Makes a value ready.
    ///
    /// # Panics
    /// Where the value cannot be told to a template at all, such as a map whose keys are no text.
    pub fn new(value: &T) -> Self {
        let value = Value::try_from_serializable(value).expect("what templates show can be told to them");
        Self(value, PhantomData)
    }
}

impl Prepared<SafeHtml> {
    /// HTML, which is put in as it is.
    pub fn html(html: &str) -> Self {
        Self(Value::safe_string(html), PhantomData)
    }
}

impl<T: ?Sized> Clone for Prepared<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone(), PhantomData)
    }
}

impl<T: ?Sized> Serialize for Prepared<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// The templates of a theme.
pub struct Theme {
    tera: Tera,
    /// Name and text of each template: faults are shown in them.
    texts: Vec<(String, String)>,
}

impl Theme {
    /// Compiles templates, each a name and its text. They may use each other in any order.
    ///
    /// # Errors
    /// Every fault there is in them; while one cannot be read, none is asked whether it fits the others.
    pub fn new(templates: &[(&str, &str)]) -> Result<Self, Vec<ThemeFault>> {
        let dumps: Vec<ThemeFault> = templates.iter().filter_map(|(name, text)| dumps_context(name, text)).collect();
        if !dumps.is_empty() {
            return Err(dumps);
        }
        let mut tera = Tera::new();
        tera.set_fallback_prefixes([BELOW]).map_err(|error| faults_of(&error, None, templates))?;
        tera.autoescape_on([".html", ".xml", ".svg"]);
        tera.register_filter("group_by", filters::group_by);
        tera.register_function("range", filters::range_in_theme);
        tera.register_filter("fill", words::fill);
        tera.register_filter("plural", words::plural);
        match tera.add_raw_templates(templates.iter().copied()) {
            Ok(()) => {
                let texts = templates.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
                Ok(Self { tera, texts: texts.collect() })
            }
            // Tera reads no further after the first that it cannot read.
            Err(error) if matches!(error.kind(), ErrorKind::SyntaxError(_)) => Err(syntax_faults(templates)),
            Err(error) => Err(faults_of(&error, None, templates)),
        }
    }

    /// Whether it was made of just these templates, each a name and its text.
    pub fn is_of(&self, templates: &[(&str, &str)]) -> bool {
        self.texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).eq(templates.iter().copied())
    }

    /// Whether there is a template of that name.
    pub fn has(&self, name: &str) -> bool {
        self.tera.contains_template(name)
    }

    /// Whether these templates, and every component, are the default theme's as they stand [below](BELOW).
    pub fn has_default(&self, templates: &[&str]) -> bool {
        let text = |name: &str| self.texts.iter().find(|(known, _)| known == name).map(|(_, text)| text);
        self.texts.iter().filter(|(name, _)| !name.starts_with(BELOW)).all(|(name, own)| {
            let may_count = templates.contains(&name.as_str()) || own.contains("component");
            !may_count || text(&format!("{BELOW}{name}")) == Some(own)
        })
    }

    /// Renders the template `name` with the fields of `context` as its names.
    ///
    /// # Errors
    /// The fault at which rendering stopped: a name that is not there, or a `context` that is no struct or map.
    pub fn render<T: Serialize + ?Sized>(&self, name: &str, context: &T) -> Result<String, Box<ThemeFault>> {
        let context = Context::from_serialize(context).map_err(|error| self.fault(&error, name))?;
        let (rendered, _) = metered(0, || self.tera.render(name, &context));
        rendered.map_err(|error| self.fault(&error, name))
    }

    fn fault(&self, error: &tera::Error, name: &str) -> Box<ThemeFault> {
        let texts: Vec<(&str, &str)> = self.texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        Box::new(faults_of(error, Some(name), &texts).swap_remove(0))
    }
}

/// What cannot be read, template by template.
fn syntax_faults(templates: &[(&str, &str)]) -> Vec<ThemeFault> {
    let read = |(name, text): &(&str, &str)| match Tera::new().add_raw_template(name, text) {
        Err(error) if matches!(error.kind(), ErrorKind::SyntaxError(_)) => faults_of(&error, Some(name), templates),
        _ => Vec::new(),
    };
    templates.iter().flat_map(read).collect()
}

/// `__tera_context` prints all names in an order that differs from run to run.
fn dumps_context(name: &str, text: &str) -> Option<ThemeFault> {
    const NAME: &str = "__tera_context";
    let at = text.find(NAME)?;
    Some(ThemeFault {
        template: Some(name.to_owned()),
        at: Some(at..at + NAME.len()),
        message: format!("{NAME} does not come out the same twice and cannot be used"),
        unknown: None,
        known: Vec::new(),
        callers: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Page<'a> {
        title: &'a str,
        body: SafeHtml,
        parts: Vec<SafeHtml>,
        schools: Vec<School<'a>>,
    }

    #[derive(Serialize)]
    struct School<'a> {
        name: &'a str,
        phase: Option<&'a str>,
    }

    fn page() -> Page<'static> {
        let school = |name, phase| School { name, phase };
        Page {
            title: "<Dogs> & \"cats\"",
            body: SafeHtml("<p>it's {{ so }}</p>".to_owned()),
            parts: vec![SafeHtml("<b>a</b>".to_owned())],
            schools: vec![
                school("Ashby", Some("primary")),
                school("Brook", Some("secondary")),
                school("Hub", None),
                school("Copse", Some("primary")),
            ],
        }
    }

    #[test]
    fn values_are_escaped_and_html_of_ours_is_not() {
        let theme = Theme::new(&[
            ("page.html", "{% extends \"base.html\" %}{% block main %}{{ title }}{{ body }}{% endblock %}"),
            ("base.html", "<main>{% block main %}{% endblock %}</main>{% for part in parts %}{{ part }}{% endfor %}"),
        ]);
        assert_eq!(
            theme.unwrap().render("page.html", &page()).unwrap(),
            "<main>&lt;Dogs&gt; &amp; &quot;cats&quot;<p>it's {{ so }}</p></main><b>a</b>"
        );
    }

    #[test]
    fn groups_come_in_the_order_of_the_list() {
        let text = "{% for phase, list in schools | group_by(attribute=\"phase\") %}{{ phase }}:\
                    {% for school in list %} {{ school.name }}{% endfor %};{% endfor %}";
        let theme = Theme::new(&[("a.html", text)]).unwrap();
        assert_eq!(theme.render("a.html", &page()).unwrap(), "primary: Ashby Copse;secondary: Brook;");
    }

    /// The faults of a theme of these templates, each as `template: what is meant: message`, and then what it says of
    /// the names there are.
    fn faults(templates: &[(&str, &str)]) -> Vec<String> {
        let made =
            Theme::new(templates).and_then(|theme| theme.render("a.html", &page()).map_err(|fault| vec![*fault]));
        let told = |fault: ThemeFault| {
            let name = fault.template.unwrap_or_default();
            let text = templates.iter().find(|(known, _)| *known == name).map_or("", |(_, text)| text);
            let meant = fault.at.map_or("", |at| &text[at]);
            let callers = fault.callers.iter().fold(String::new(), |said, (name, _)| said + " from " + name);
            let known = if fault.known.is_empty() { String::new() } else { format!(" ({})", fault.known.join(" ")) };
            format!("{name}: {meant}: {}{known}{callers}", fault.message)
        };
        made.unwrap_err().into_iter().map(told).collect()
    }

    #[test]
    fn faults_have_the_template_and_what_is_meant_in_it() {
        const BASE: &str =
            "<p>{% block main %}{% endblock %}</p>{% component tag(label) %}{{ label }}{% endcomponent %}";
        for (text, said) in [
            ("a\n é {{ nosuch }}", "nosuch: variable `nosuch` is not defined (body parts schools title)"),
            ("{% for one in schools %}{{ one.nmae }}{% endfor %}", "nmae: field `nmae` is not defined (name phase)"),
            ("a\n{{ title | nosuch }}", "nosuch: unknown filter `nosuch`"),
            (
                "{% if %}",
                "%}: found `%}` but expected one of: integer, float, string, bool, ident, `-`, `not`, `<`, `{`, `[` or `(`",
            ),
            (
                "\n{{ __tera_context }}",
                "__tera_context: __tera_context does not come out the same twice and cannot be used",
            ),
            ("{{ get_env(name=\"HOME\") }}", "get_env(name=\"HOME\"): unknown function `get_env`"),
            ("é {{ <tga label={title} /> }}", "<tga label={title} />: unknown component `tga` (tag)"),
            ("{% extends \"bsae.html\" %}", "\"bsae.html\": unknown template `bsae.html` (a.html base.html)"),
            ("{% include \"b.html\" %}", "\"b.html\": unknown template `b.html` (a.html base.html)"),
            (
                "{% extends \"base.html\" %}{% block mian %}x{% endblock %}",
                "mian: block `mian` is not defined in any parent template (main)",
            ),
            ("{% extends \"a.html\" %}", "\"a.html\": the template extends itself"),
            (
                "{% component tag(x) %}{% endcomponent %}",
                "tag: component `tag` is defined in both `a.html` and `base.html` from base.html",
            ),
        ] {
            assert_eq!(faults(&[("a.html", text), ("base.html", BASE)]), [format!("a.html: {said}")], "{text}");
        }
    }

    #[test]
    fn a_template_is_the_defaults_where_it_and_all_components_are() {
        let has_default = |own: &[(&str, &str)]| {
            let default =
                [("default/part.html", "{{ <x /> }}"), ("default/all.html", "{% component x() %}x{% endcomponent %}")];
            Theme::new(&[&default, own].concat()).unwrap().has_default(&["part.html"])
        };
        assert!(has_default(&[]));
        assert!(has_default(&[("part.html", "{{ <x /> }}"), ("other.html", "{{ <x /> }}")]));
        assert!(!has_default(&[("part.html", "{{ <x /> }} ")]));
        assert!(!has_default(&[("other.html", "{%- component x() %}y{% endcomponent %}")]));
    }

    #[test]
    fn what_a_theme_lacks_stands_below_it() {
        let theme = Theme::new(&[
            (
                "default/base.html",
                "<p>{% block a %}A{% endblock %}{% block b %}B{% endblock %}</p>{% include \"part.html\" %}",
            ),
            ("default/part.html", "{{ <x /> }}{{ <y /> }}"),
            ("default/both.html", "{% component x() %}x{% endcomponent %}{% component y() %}y{% endcomponent %}"),
            ("base.html", "{% extends \"default/base.html\" %}{% block a %}my {{ super() }}{% endblock %}"),
            ("one.html", "{% component y() %}Y{% endcomponent %}"),
        ]);
        assert_eq!(theme.unwrap().render("base.html", &page()).unwrap(), "<p>my AB</p>xY");
    }

    #[test]
    fn every_text_that_cannot_be_read_is_told_of() {
        let said = faults(&[("a.html", "{{ 1 +"), ("b.html", "fine"), ("c.html", "{% endif %}")]);
        let names: Vec<&str> = said.iter().map(|fault| &fault[..6]).collect();
        assert_eq!(names, ["a.html", "c.html"], "{said:?}");
        let said = faults(&[("a.html", "{{ x | f }}{{ x | g }}"), ("b.html", "{{ <c /> }}")]);
        assert_eq!(
            said,
            ["a.html: f: unknown filter `f`", "a.html: g: unknown filter `g`", "b.html: <c />: unknown component `c`"]
        );
    }

    #[test]
    fn a_fault_in_a_part_says_who_used_it() {
        let said = faults(&[("a.html", "\n{% include \"b.html\" %}"), ("b.html", "{{ nosuch }}")]);
        assert_eq!(said, ["b.html: nosuch: variable `nosuch` is not defined (body parts schools title) from a.html"]);
    }
}
