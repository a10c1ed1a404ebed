//! The page that tells what has changed in a document since it was last released. It is the preview's own.

use super::answer::{Answer, OWN, PageSent, escaped, own_head};
use super::{Shared, Show, bar};
use crate::calendar::CalendarDate;
use crate::diagnostic::Printer;
use crate::disk::MachineError;
use crate::pipeline::{Comparison, Diffed, Incomparable, Options, PageDocument, Wanted, diff};
use crate::redline::{self, FieldChange};
use std::fmt::Write as _;
use std::sync::PoisonError;

/// What has changed in the document of the page at an address.
pub(super) fn page(shared: &Shared, address: &str) -> Answer {
    // The texts may change while they are compared: then the page is of this state, and there is a newer one.
    let state = shared.show().number;
    match compared(shared, address) {
        Err(error) => Answer::words(503, &error.to_string()),
        Ok(None) => Answer::words(404, "There is no document at this address."),
        Ok(Some(diffed)) => {
            let show = shared.show();
            let (title, main) = match &diffed.comparison {
                Ok(comparison) => changes(comparison),
                Err(why) => ("What has changed".to_owned(), why_not(why, &diffed)),
            };
            Answer::html(framed(shared, &show, state, address, &title, &main))
        }
    }
}

fn compared(shared: &Shared, address: &str) -> Result<Option<Diffed>, MachineError> {
    let document = bar::asked(shared, address)?.and_then(|facts| facts.document);
    let Some(PageDocument { portal, policy, school, .. }) = document else { return Ok(None) };
    let _turn = shared.desk.lock().unwrap_or_else(PoisonError::into_inner);
    let options = bar::options(shared);
    let options = Options { portal: options.portal.clone().or(portal), ..options };
    let school = school.as_ref().map(|(slug, _)| slug.as_str());
    diff(&options, Wanted { policy: &policy, school, from: None, to: None }).map(Some)
}

/// The heading, and what stands on the page.
fn changes(comparison: &Comparison) -> (String, String) {
    let Comparison { title, school, old, new: _, redline, fields, words } = comparison;
    let version = old.version.as_deref().unwrap_or_default();
    let released = old.released.map(|day| CalendarDate::Day(day).in_english()).unwrap_or_default();
    let heading = format!("{title}: what has changed since version {version}");
    let whose = school.as_deref().unwrap_or("The trust’s own copy");
    let mut main = format!(
        "<div class=\"title-block\">\n<h1>{}</h1>\n<p class=\"copy-of\">{}. Version {} was released on {released}; this is what is \
         written now, and not released.</p>\n<p class=\"banner\">{}.</p>\n</div>\n",
        escaped(&heading),
        escaped(whose),
        escaped(version),
        escaped(&redline.tally().said(words)),
    );
    let _ = writeln!(main, "<div class=\"reading\"><div class=\"text\" lang=\"{}\">", words.language());
    main.push_str(&redline::html(redline, words));
    if !fields.is_empty() {
        main.push_str(
            "<section class=\"change\">\n<h2 id=\"changed-fields\">Front sheet</h2>\n\
             <div class=\"table-scroll\" role=\"region\" aria-labelledby=\"changed-fields\" tabindex=\"0\">\n\
             <table aria-labelledby=\"changed-fields\">\n<thead>\n<tr><th scope=\"col\">Line</th><th scope=\"col\">As released</th>\
             <th scope=\"col\">Now</th></tr>\n</thead>\n<tbody>\n",
        );
        for FieldChange { label, old, new, .. } in fields {
            let side = |text: &Option<String>, tag: &str| match text {
                Some(text) => format!("<{tag}>{}</{tag}>", escaped(text)),
                None => "–".to_owned(),
            };
            let (old, new) = (side(old, "del"), side(new, "ins"));
            let _ = writeln!(main, "<tr><th scope=\"row\">{}</th><td>{old}</td><td>{new}</td></tr>", escaped(label));
        }
        main.push_str("</tbody>\n</table>\n</div>\n</section>\n");
    }
    main.push_str("</div></div>\n");
    (heading, main)
}

/// Why nothing is compared.
fn why_not(why: &Incomparable, diffed: &Diffed) -> String {
    let words = match why {
        Incomparable::NothingReleased => {
            "Nothing of this document is released yet, so there is nothing to compare it with."
        }
        Incomparable::NothingWritten => "Nothing is written for this place any more.",
        Incomparable::Faulty => "What is written now cannot be compared until this is put right.",
        Incomparable::NoSchool(_)
        | Incomparable::NoPolicy(_)
        | Incomparable::NoVersion(..)
        | Incomparable::First(_) => "There is nothing to compare.",
    };
    let mut main = format!("<h1>What has changed</h1>\n<p>{words}</p>\n<ol class=\"frontsheet-faults\">\n");
    let printer = Printer::plain();
    let faults = diffed.diagnostics.iter().filter(|_| *why == Incomparable::Faulty);
    for fault in faults {
        let _ = writeln!(main, "<li><pre>{}</pre></li>", escaped(&printer.print(fault, &diffed.sources)));
    }
    main.push_str("</ol>\n");
    main
}

/// A page with the styles of the portal that it tells of.
fn framed(shared: &Shared, show: &Show, state: u64, address: &str, title: &str, main: &str) -> String {
    let style = show.style_above(address);
    let style = style.map(|path| format!("<link rel=\"stylesheet\" href=\"/{}\">\n", escaped(&path)));
    let head = own_head(shared, &PageSent::Own { state });
    format!(
        "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{}</title>\n{}{head}</head>\n<body data-kind=\"changes\" data-preview=\"/{OWN}since/\">\n\
         <main id=\"main\" tabindex=\"-1\">\n<p class=\"ways\"><a href=\"/{}\">Back to the page</a></p>\n{main}</main>\n</body>\n</html>\n",
        escaped(title),
        style.unwrap_or_default(),
        escaped(address),
    )
}
