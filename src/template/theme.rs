//! A theme's templates, which write the HTML of pages.
//!
//! Everything that Tera has works here, inheritance and components included; it has nothing that reads files, the
//! clock, the environment or chance, and `group_by` is replaced by one that keeps the order of the list. Values are
//! escaped in every template, but for [`SafeHtml`] and what a template itself marks as `safe`.

use super::filters;
use serde::{Serialize, Serializer};
use tera::{Context, ErrorKind, Tera, Value};

/// HTML that is put in as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SafeHtml(pub String);

impl Serialize for SafeHtml {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Tera hands a value of its own through as it is, mark and all; to anyone else it is a string.
        Value::safe_string(&self.0).serialize(serializer)
    }
}

/// What is wrong with a theme's template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeFault {
    /// The template, if it can be told.
    pub template: String,
    /// The line, from 1; 0 where it cannot be told.
    pub line: usize,
    /// The column, from 1, in characters; 0 where it cannot be told.
    pub column: usize,
    /// What Tera says.
    pub message: String,
}

/// The templates of a theme.
pub struct Theme {
    tera: Tera,
}

impl Theme {
    /// Compiles templates, each a name and its text. They may use each other in any order.
    ///
    /// # Errors
    /// The first fault that Tera finds.
    pub fn new(templates: &[(&str, &str)]) -> Result<Self, ThemeFault> {
        if let Some(fault) = templates.iter().find_map(|(name, text)| dumps_context(name, text)) {
            return Err(fault);
        }
        let mut tera = Tera::new();
        tera.autoescape_on([".html", ".xml", ".svg"]);
        tera.register_filter("group_by", filters::group_by);
        tera.add_raw_templates(templates.iter().copied()).map_err(|error| fault_of(&error, ""))?;
        Ok(Self { tera })
    }

    /// Whether there is a template of that name.
    pub fn has(&self, name: &str) -> bool {
        self.tera.contains_template(name)
    }

    /// Renders the template `name` with the fields of `context` as its names.
    ///
    /// # Errors
    /// The fault at which rendering stopped: a name that is not there, or a `context` that is no struct or map.
    pub fn render<T: Serialize + ?Sized>(&self, name: &str, context: &T) -> Result<String, ThemeFault> {
        let context = Context::from_serialize(context).map_err(|error| fault_of(&error, name))?;
        self.tera.render(name, &context).map_err(|error| fault_of(&error, name))
    }
}

/// `__tera_context` prints all names in an order that differs from run to run.
fn dumps_context(name: &str, text: &str) -> Option<ThemeFault> {
    let before = &text[..text.find("__tera_context")?];
    Some(ThemeFault {
        template: name.to_owned(),
        line: 1 + before.matches('\n').count(),
        column: 1 + before.rsplit('\n').next().map_or(0, |line| line.chars().count()),
        message: "__tera_context does not come out the same twice and cannot be used".to_owned(),
    })
}

fn fault_of(error: &tera::Error, template: &str) -> ThemeFault {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => ThemeFault {
            template: report.filename().to_owned(),
            line: report.span().start_line,
            column: report.span().start_col + 1,
            message: report.message().to_owned(),
        },
        other => from_report(&other.to_string(), template),
    }
}

/// Reads a fault that Tera has already made into text: `error: …`, and below it ` --> name:line:column`.
fn from_report(report: &str, template: &str) -> ThemeFault {
    let mut lines = report.lines();
    let first = lines.next().unwrap_or_default();
    let place = lines.next().and_then(|line| line.trim_start().strip_prefix("--> "));
    let mut parts = place.unwrap_or_default().rsplitn(3, ':');
    let column = parts.next().and_then(|column| column.parse().ok());
    let line = parts.next().and_then(|line| line.parse().ok());
    ThemeFault {
        template: parts.next().unwrap_or(template).to_owned(),
        line: line.unwrap_or(0),
        column: column.unwrap_or(0),
        message: first.strip_prefix("error: ").unwrap_or(first).to_owned(),
    }
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

    #[test]
    fn faults_have_the_template_the_line_and_the_column() {
        let fault = |text: &str| {
            let fault = Theme::new(&[("base.html", "x"), ("a.html", text)])
                .and_then(|theme| theme.render("a.html", &page()))
                .unwrap_err();
            (fault.template, fault.line, fault.column, fault.message)
        };
        for (text, line, column, message) in [
            ("a\n é {{ nosuch }}", 2, 7, "Variable `nosuch` is not defined"),
            ("a\n{{ title | nosuch }}", 2, 12, "Unknown filter `nosuch`"),
            ("{% if %}", 1, 7, "Found `%}` but expected"),
            ("\n{{ __tera_context }}", 2, 4, "__tera_context does not come out the same"),
            ("{{ get_env(name=\"HOME\") }}", 1, 4, "Unknown function `get_env`"),
        ] {
            let found = fault(text);
            assert_eq!((found.0.as_str(), found.1, found.2), ("a.html", line, column), "{text}: {}", found.3);
            assert!(found.3.starts_with(message), "{}", found.3);
        }
    }
}
