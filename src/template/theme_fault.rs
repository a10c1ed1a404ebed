//! What is wrong with a theme's template, read from what Tera says of it.

use super::theme::BELOW;
use std::collections::BTreeSet;
use std::ops::Range;
use tera::ErrorKind;

/// What is wrong with a theme's template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeFault {
    /// The template, if it can be told.
    pub template: Option<String>,
    /// The bytes of its text that are meant; `None` where it is the template as a whole.
    pub at: Option<Range<usize>>,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// The name that is not known, where that is the fault.
    pub unknown: Option<String>,
    /// The names there are instead, in order; of some kinds Tera does not tell.
    pub known: Vec<String>,
    /// The places that led there, the innermost first, or that it is at odds with: template and bytes.
    pub callers: Vec<(String, Range<usize>)>,
}

impl ThemeFault {
    /// Whether it is the same fault in the same place, whatever led there.
    pub fn is_same(&self, other: &ThemeFault) -> bool {
        (&self.template, &self.at, &self.message) == (&other.template, &other.at, &other.message)
    }
}

/// A theme's templates: name and text of each.
pub(super) type Texts<'t> = [(&'t str, &'t str)];

/// The faults in one error of Tera's; `template` is the one at work, where that is known.
pub(super) fn faults_of(error: &tera::Error, template: Option<&str>, texts: &Texts<'_>) -> Vec<ThemeFault> {
    let whole = error.to_string();
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let mut fault = worded(report.message(), texts);
            fault.template = Some(report.filename().to_owned());
            fault.at = Some(report.span().range.clone());
            let notes = whole.split("\n\nnote: called from ").skip(1);
            fault.callers = notes.filter_map(|note| located(note, texts)).collect();
            vec![fault]
        }
        ErrorKind::MissingParent { current, parent } => {
            let mut fault = worded(&format!("Unknown template `{parent}`"), texts);
            fault.at = text_of(current, texts).and_then(|text| quoted(text, parent));
            fault.template = Some(current.clone());
            vec![fault]
        }
        ErrorKind::CircularExtend { tpl, inheritance_chain: chain } => vec![round(tpl, chain, "extends", texts)],
        ErrorKind::CircularInclude { tpl, include_chain: chain } => vec![round(tpl, chain, "includes", texts)],
        // Several faults in one text, each with a place below its message.
        _ if whole.starts_with("error: ") => whole
            .split("\n\nerror: ")
            .map(|report| {
                let report = report.strip_prefix("error: ").unwrap_or(report);
                let mut lines = report.lines();
                let mut fault = worded(lines.next().unwrap_or_default(), texts);
                let place = report.split_once("--> ").and_then(|(_, place)| located(place, texts));
                fault.at = place.as_ref().map(|(_, at)| at.clone());
                fault.template = place.map(|(template, _)| template);
                fault
            })
            .collect(),
        _ => {
            // The templates that the words name, such as two that define one component.
            let named = |name: &&str| whole.contains(&format!("`{name}`")) || whole.contains(&format!("'{name}'"));
            let mut fault = worded(&whole, texts);
            let what = fault.message.split('`').nth(1).unwrap_or_default().to_owned();
            let place =
                |name: &str| text_of(name, texts).and_then(|text| defined(text, "component", &what)).unwrap_or(0..0);
            let mut at_odds = template.into_iter().chain(texts.iter().map(|(name, _)| *name).filter(named));
            fault.template = at_odds.next().map(str::to_owned);
            fault.at = fault.template.as_deref().map(place);
            fault.callers = at_odds.map(|name| (name.to_owned(), place(name))).collect();
            vec![fault]
        }
    }
}

/// A fault in Tera's words, made ours: without a capital, a full stop or the list of names, which stands apart.
fn worded(message: &str, texts: &Texts<'_>) -> ThemeFault {
    let (message, names) = [". Available ", ". Possible "]
        .iter()
        .find_map(|words| message.split_once(words))
        .map_or((message, ""), |(message, list)| (message, list.split_once(": ").map_or("", |(_, names)| names)));
    let message = message.trim_end_matches('.');
    let mut letters = message.chars();
    let message =
        letters.next().map_or_else(String::new, |first| format!("{}{}", first.to_lowercase(), letters.as_str()));
    let is_of_a_name = message.starts_with("unknown ") || message.contains("` is not defined");
    let unknown = message.split('`').nth(1).filter(|_| is_of_a_name).map(str::to_owned);
    let mut known = match names {
        "" if message.starts_with("unknown component") => names_after("component", texts),
        "" if message.starts_with("block ") => names_after("block", texts),
        "" if message.starts_with("unknown template") => template_names(texts),
        names => {
            names.split(", ").map(|name| name.trim_matches('`').to_owned()).filter(|name| !name.is_empty()).collect()
        }
    };
    known.retain(|name| Some(name) != unknown.as_ref());
    ThemeFault { template: None, at: None, message, unknown, known, callers: Vec::new() }
}

/// Templates that lead back to where they began: the fault is the first step.
fn round(template: &str, chain: &[String], verb: &str, texts: &Texts<'_>) -> ThemeFault {
    let steps: Vec<&str> = chain.iter().map(String::as_str).filter(|step| *step != template).collect();
    let way = match steps.as_slice() {
        [] => "itself".to_owned(),
        steps => format!("{}, which leads back to it", steps.join(", then ")),
    };
    let first = steps.first().copied().unwrap_or(template);
    ThemeFault {
        at: text_of(template, texts).and_then(|text| quoted(text, first)),
        template: Some(template.to_owned()),
        ..worded(&format!("the template {verb} {way}"), texts)
    }
}

/// The place in `name:line:column` and the lines that show it, with `^` below what is meant.
fn located(place: &str, texts: &Texts<'_>) -> Option<(String, Range<usize>)> {
    let mut parts = place.lines().next()?.rsplitn(3, ':');
    let column: usize = parts.next()?.parse().ok()?;
    let line: usize = parts.next()?.parse().ok()?;
    let name = parts.next()?;
    let text = text_of(name, texts)?;
    let start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let after =
        |characters: usize| text[start..].char_indices().nth(characters).map_or(text.len(), |(at, _)| start + at);
    let marked = place.lines().take(4).map(|line| line.matches('^').count()).last().unwrap_or(1).max(1);
    let from = after(column.checked_sub(1)?);
    Some((name.to_owned(), from..after(column - 1 + marked).max(from)))
}

/// Where a name stands in quotation marks.
fn quoted(text: &str, name: &str) -> Option<Range<usize>> {
    ['"', '\'', '`'].iter().find_map(|mark| {
        let at = text.find(&format!("{mark}{name}{mark}"))?;
        Some(at..at + name.len() + 2)
    })
}

/// Where a tag defines a name, as `{% component tag(…) %}` does.
fn defined(text: &str, word: &str, name: &str) -> Option<Range<usize>> {
    let at = text.find(&format!("{word} {name}"))? + word.len() + 1;
    Some(at..at + name.len())
}

/// The names by which templates are asked for, in order.
fn template_names(texts: &Texts<'_>) -> Vec<String> {
    let names = texts.iter().map(|(name, _)| name.strip_prefix(BELOW).unwrap_or(name));
    names.collect::<BTreeSet<&str>>().into_iter().map(str::to_owned).collect()
}

/// The names that stand after a word at the start of a tag, such as those of all blocks.
fn names_after(word: &str, texts: &Texts<'_>) -> Vec<String> {
    let names: BTreeSet<String> = texts
        .iter()
        .flat_map(|(_, text)| text.split("{%").skip(1))
        .filter_map(|tag| tag.trim_start_matches('-').trim_start().strip_prefix(word)?.strip_prefix(' '))
        .map(|rest| rest.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
        .collect();
    names.into_iter().collect()
}

fn text_of<'t>(name: &str, texts: &Texts<'t>) -> Option<&'t str> {
    texts.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}
