//! Answers one request.

use super::stream::Seat;
use super::{Shared, Show, bar, since};
use crate::disk::{self, sha256};
use crate::pipeline::PreviewFile;
use percent_encoding::percent_decode_str;
use serde::Serialize;
use std::borrow::Cow;
use std::io::Write as _;
use std::sync::PoisonError;
use tiny_http::{Header, Method, Request, Response, StatusCode};

/// Addresses below this one are the preview's own; no page of a site begins with an underscore.
pub(super) const OWN: &str = "_frontsheet/";

/// The address that a day is chosen at; the one place where something can be asked for but a page.
const DAY: &str = "/_frontsheet/day";

/// One file for pages to load: what shows them anew, then the bar, then where things were written.
const SCRIPT: &str =
    concat!(include_str!("assets/preview.js"), include_str!("assets/bar.js"), include_str!("assets/sources.js"));
const STYLE: &str = include_str!("assets/preview.css");
const STYLE_OF_BAR: &str = include_str!("assets/bar.css");

/// No file of the content is larger than what a browser can show at once; this is 1 GiB.
const MAX_FILE_BYTES: u64 = 1 << 30;

/// What a page of the preview may load: what a published site may, and the stream.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data:; \
                      media-src 'self' https:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What goes back.
pub(super) struct Answer {
    status: u16,
    kind: String,
    bytes: Vec<u8>,
    etag: Option<String>,
    location: Option<String>,
}

impl Answer {
    pub fn words(status: u16, words: &str) -> Self {
        let kind = "text/plain; charset=utf-8".to_owned();
        Self { status, kind, bytes: format!("{words}\n").into_bytes(), etag: None, location: None }
    }

    /// Data for the bar.
    pub fn json(data: &impl Serialize) -> Self {
        Self::of("application/json", serde_json::to_vec(data).expect("the bar's data are plain"))
    }

    pub fn html(html: String) -> Self {
        Self::of("text/html; charset=utf-8", html)
    }

    fn of(kind: &str, bytes: impl Into<Vec<u8>>) -> Self {
        Self { status: 200, kind: kind.to_owned(), bytes: bytes.into(), etag: None, location: None }
    }
}

/// Answers a request: with a file of the site, with the preview's own, or with why not.
pub(super) fn answer(shared: &Shared, request: Request) {
    let answer = match refusal(shared, &request) {
        Some(refusal) => refusal,
        None => {
            let url = request.url().to_owned();
            let (path, query) = split(&url);
            match path.strip_prefix(OWN) {
                Some("changes") => return stream(shared, request, query),
                Some("day") => choose_day(shared, &request, query),
                Some(own) => own_file(shared, own, query),
                None => site_file(shared, path, query),
            }
        }
    };
    send(request, answer);
}

/// Why a request is not answered: another site's page may lead a browser here, by a name that leads to this machine too.
fn refusal(shared: &Shared, request: &Request) -> Option<Answer> {
    let header = |name: &'static str| {
        request.headers().iter().find(|header| header.field.equiv(name)).map(|header| header.value.as_str().to_owned())
    };
    let port = shared.address.port();
    let ours = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
    if !header("Host").is_some_and(|host| ours.contains(&host.to_ascii_lowercase())) {
        return Some(Answer::words(403, "This preview answers to its own address only."));
    }
    if header("Origin").is_some_and(|origin| !ours.iter().any(|host| origin == format!("http://{host}"))) {
        return Some(Answer::words(403, "This preview answers to its own pages only."));
    }
    let chooses_day = *request.method() == Method::Post && split(request.url()).0 == &DAY[1..];
    if !matches!(request.method(), Method::Get | Method::Head) && !chooses_day {
        return Some(Answer::words(405, "This preview only shows pages."));
    }
    None
}

/// The path without the slash in front, and the query.
fn split(url: &str) -> (&str, &str) {
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    (path.strip_prefix('/').unwrap_or(path), query)
}

fn own_file(shared: &Shared, name: &str, query: &str) -> Answer {
    match name {
        "preview.js" => Answer::of("text/javascript; charset=utf-8", SCRIPT),
        "preview.css" => Answer::of("text/css; charset=utf-8", STYLE),
        "bar.css" => Answer::of("text/css; charset=utf-8", STYLE_OF_BAR),
        "state.json" | "bar.json" | "sources.json" | "since/" if !has_token(shared, query) => {
            Answer::words(403, "This is for the pages of this preview only.")
        }
        "state.json" => Answer::of("application/json", shared.show().panel()),
        "bar.json" => bar::facts(shared, &page_asked_for(query)),
        "sources.json" => bar::sources(shared, &page_asked_for(query)),
        "since/" => since::page(shared, &page_asked_for(query)),
        _ => Answer::words(404, "There is nothing at this address."),
    }
}

fn has_token(shared: &Shared, query: &str) -> bool {
    value_in(query, "token").is_some_and(|token| token == shared.token)
}

/// A value of a query.
fn value_in(query: &str, name: &str) -> Option<String> {
    let value = query.split('&').find_map(|part| part.strip_prefix(name)?.strip_prefix('='))?;
    Some(percent_decode_str(value).decode_utf8().ok()?.into_owned())
}

/// The address that a page of the preview names as its own: a path in the site, without a slash in front.
fn page_asked_for(query: &str) -> String {
    let path = value_in(query, "page").unwrap_or_default();
    let path = percent_decode_str(path.strip_prefix('/').unwrap_or(&path)).decode_utf8_lossy().into_owned();
    path.strip_suffix("index.html").unwrap_or(&path).to_owned()
}

/// Chooses the day as of which the site is shown, in all tabs; none for the usual one.
fn choose_day(shared: &Shared, request: &Request, query: &str) -> Answer {
    if *request.method() != Method::Post {
        return Answer::words(405, "A day is chosen in the preview's bar.");
    }
    if !has_token(shared, query) {
        return Answer::words(403, "This is for the pages of this preview only.");
    }
    let asked = value_in(query, "day").unwrap_or_default();
    match bar::day_asked_for(&asked) {
        Ok(day) => {
            *shared.chosen.lock().unwrap_or_else(PoisonError::into_inner) = day;
            (shared.again)();
            Answer::words(202, "The site is being made as of that day.")
        }
        Err(why) => Answer::words(422, &why),
    }
}

/// A stream of numbers, one for each new state.
fn stream(shared: &Shared, request: Request, query: &str) {
    if !has_token(shared, query) || *request.method() != Method::Get {
        return send(request, Answer::words(403, "This is for the pages of this preview only."));
    }
    let Some(seat) = Seat::take(shared) else {
        return send(request, Answer::words(503, "Too many pages are open."));
    };
    // Written by hand: a response of the library's keeps what is written until it has eight thousand bytes.
    let mut out = request.into_writer();
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\
                X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\nretry: 500\n\n";
    if out.write_all(head.as_bytes()).and_then(|()| out.flush()).is_ok() {
        seat.tell(&mut out);
    }
}

fn site_file(shared: &Shared, path: &str, query: &str) -> Answer {
    let Some(path) = plain(path) else { return Answer::words(400, "This address is not one of a page.") };
    let show = shared.show();
    if !show.is_made() {
        return Answer { status: 503, ..page_of_faults(shared, &show) };
    }
    let file_path = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.clone() };
    if let Some(file) = show.file(&file_path) {
        return file_answer(shared, &file_path, file);
    }
    if show.file(&format!("{path}/index.html")).is_some() {
        let query = if query.is_empty() { String::new() } else { format!("?{query}") };
        let last = path.rsplit('/').next().unwrap_or_default();
        let location =
            format!("{}/{query}", percent_encoding::utf8_percent_encode(last, percent_encoding::NON_ALPHANUMERIC));
        return Answer { status: 301, location: Some(location), ..Answer::words(301, "This address ends in a slash.") };
    }
    match show.not_found(&path) {
        Some((page, file)) => Answer { status: 404, ..file_answer(shared, &page, file) },
        None => Answer::words(404, "There is no page at this address."),
    }
}

/// A path as the site has it; `None` where it tries to be more than a path.
fn plain(path: &str) -> Option<String> {
    let path = percent_decode_str(path).decode_utf8().ok()?.into_owned();
    let is_odd = path.contains(['\\', '\0', ':']) || path.chars().any(char::is_control);
    let climbs = path.split('/').any(|part| part == "." || part == "..") || path.starts_with('/');
    (!is_odd && !climbs).then_some(path)
}

fn file_answer(shared: &Shared, path: &str, file: &PreviewFile) -> Answer {
    let kind = kind_of(path);
    match file {
        PreviewFile::Made(bytes) => {
            let digest = sha256(bytes);
            let bytes = match path.ends_with(".html") {
                true => with_preview(shared, bytes, &digest),
                false => Cow::Borrowed(&**bytes),
            };
            Answer { etag: Some(digest), ..Answer::of(&kind, bytes) }
        }
        PreviewFile::Copied(from) => {
            // A link may have been laid in its place since the folder was read.
            let inside = disk::resolve(from).is_ok_and(|real| real.starts_with(&shared.root));
            match disk::read(from, MAX_FILE_BYTES) {
                Ok(disk::Read::Whole(bytes)) if inside => {
                    Answer { etag: Some(sha256(&bytes)), ..Answer::of(&kind, bytes) }
                }
                _ => Answer::words(404, "This file is not there any more."),
            }
        }
    }
}

/// A file's type by its name's ending; text is UTF-8, as the program writes it.
fn kind_of(path: &str) -> String {
    let kind = match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("ics") => "text/calendar".to_owned(),
        Some("md") => "text/markdown".to_owned(),
        _ => mime_guess::from_path(path).first_or_octet_stream().to_string(),
    };
    if kind.starts_with("text/") { format!("{kind}; charset=utf-8") } else { kind }
}

/// A page with the preview's script and style before its head ends; a build's files never have them.
fn with_preview<'b>(shared: &Shared, html: &'b [u8], digest: &str) -> Cow<'b, [u8]> {
    const END: &[u8] = b"</head>";
    let Some(at) = html.windows(END.len()).position(|window| window == END) else { return Cow::Borrowed(html) };
    let mut bytes = Vec::with_capacity(html.len() + 256);
    bytes.extend_from_slice(&html[..at]);
    bytes.extend_from_slice(own_head(shared, &PageSent::File { digest }).as_bytes());
    bytes.extend_from_slice(&html[at..]);
    Cow::Owned(bytes)
}

/// What the script is told of the page that it is on, so that it misses nothing that has changed since that was sent.
pub(super) enum PageSent<'p> {
    /// It is a file of the site, with these bytes.
    File { digest: &'p str },
    /// It stands in the place of the site, of which nothing is made yet.
    Nothing,
    /// It is the preview's own, and tells of this state.
    Own { state: u64 },
}

pub(super) fn own_head(shared: &Shared, sent: &PageSent<'_>) -> String {
    let token = &shared.token;
    let sent = match sent {
        PageSent::File { digest } => format!("data-known=\"&quot;{digest}&quot;\""),
        PageSent::Nothing => "data-known=\"503\"".to_owned(),
        PageSent::Own { state } => format!("data-state=\"{state}\""),
    };
    format!(
        "<link rel=\"stylesheet\" href=\"/{OWN}preview.css\">\n\
         <script defer src=\"/{OWN}preview.js\" data-token=\"{token}\" {sent}></script>\n"
    )
}

/// What is shown while there has been no good build: what is wrong, also without scripts.
fn page_of_faults(shared: &Shared, show: &Show) -> Answer {
    let words = match show.faults() {
        [] => "<p>The site is being made. This page shows it as soon as it is ready.</p>".to_owned(),
        faults => {
            let printed = faults.iter().map(|fault| format!("<li><pre>{}</pre></li>\n", escaped(&fault.printed)));
            format!(
                "<p>The site cannot be shown until this is put right. Save the file, and this page shows the site by itself.</p>\n\
                 <ol class=\"frontsheet-faults\">\n{}</ol>",
                printed.collect::<String>()
            )
        }
    };
    let head = own_head(shared, &PageSent::Nothing);
    let html = format!(
        "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Preview: nothing to show yet</title>\n{head}</head>\n\
         <body class=\"frontsheet-alone\">\n<main>\n<h1>Nothing to show yet</h1>\n{words}\n</main>\n</body>\n</html>\n"
    );
    Answer::html(html)
}

pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn send(request: Request, answer: Answer) {
    let Answer { status, kind, bytes, etag, location } = answer;
    let etag = etag.map(|digest| format!("\"{digest}\""));
    let asked = request.headers().iter().find(|header| header.field.equiv("If-None-Match"));
    let is_known = status == 200
        && etag
            .as_deref()
            .is_some_and(|etag| asked.is_some_and(|asked| asked.value.as_str().split(", ").any(|old| old == etag)));
    let (status, bytes) = if is_known { (304, Vec::new()) } else { (status, bytes) };
    let mut response =
        Response::from_data(bytes).with_status_code(StatusCode(status)).with_chunked_threshold(usize::MAX);
    let mut headers = vec![
        ("Content-Type", kind),
        ("Cache-Control", "no-store".to_owned()),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("Content-Security-Policy", POLICY.to_owned()),
        ("Cross-Origin-Resource-Policy", "same-origin".to_owned()),
    ];
    headers.extend(etag.map(|etag| ("ETag", etag)));
    headers.extend(location.map(|location| ("Location", location)));
    headers.extend((status == 405).then(|| ("Allow", "GET, HEAD".to_owned())));
    for (name, value) in headers {
        // Nothing of the request is in a header but the last part of an address, which is escaped.
        if let Ok(header) = Header::from_bytes(name, value) {
            response.add_header(header);
        }
    }
    // Whoever asked may have gone.
    let _ = request.respond(response);
}
