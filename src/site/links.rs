//! Where a link that an author wrote leads.

use super::{Href, Site};
use crate::diagnostic::nearest;
use crate::merge::{PageCopy, PolicyCopy};
use crate::model::{PolicyFile, PolicyText, policy_address, school_address};

/// A link's address as written on the page, and its target's title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// The address.
    pub href: String,
    /// The target's title, for a link without words.
    pub title: Option<String>,
}

/// Why a link leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkFault {
    /// What is wrong, in an author's words.
    pub message: String,
    /// What to type.
    pub help: String,
}

/// Follows the links of one page.
#[derive(Debug)]
pub struct Resolver<'s, 'p> {
    site: &'s Site<'p>,
    /// The school whose page it is.
    school: Option<usize>,
    /// The page's own address.
    address: &'s str,
    /// The copy that the page shows.
    copy: Option<&'p PolicyCopy<'p>>,
    /// Where files that lie beside the text stand in the site, nearest first.
    bundles: Vec<String>,
    /// The ids of the page's own sections, where it is no policy.
    own_sections: Vec<(String, String)>,
    href: &'s Href,
    /// Whether the page is another one than the copy's own, so that `#section` leads away from it.
    is_elsewhere: bool,
}

/// Schemes that a link may have besides leading to another page of the site.
const SCHEMES: &[&str] = &["http", "https", "mailto", "tel"];

impl<'s, 'p> Resolver<'s, 'p> {
    /// The links of a policy's copy.
    pub fn for_copy(site: &'s Site<'p>, copy: &'p PolicyCopy<'p>, address: &'s str, href: &'s Href) -> Self {
        let school = copy.school.map(|index| &site.portal.schools[index].school.slug);
        let mut bundles = vec![policy_address(school, copy.slug)];
        bundles.push(policy_address(None, copy.slug));
        bundles.dedup();
        Self {
            site,
            school: copy.school,
            address,
            copy: Some(copy),
            bundles,
            own_sections: Vec::new(),
            href,
            is_elsewhere: false,
        }
    }

    /// The links of a plain page, whose sections have these ids and titles.
    pub fn for_page(site: &'s Site<'p>, address: &'s str, own_sections: Vec<(String, String)>, href: &'s Href) -> Self {
        Self {
            site,
            school: None,
            address,
            copy: None,
            bundles: vec![address.to_owned()],
            own_sections,
            href,
            is_elsewhere: false,
        }
    }

    /// The same links, written on another page than the copy's own.
    #[must_use]
    pub fn from_elsewhere(self) -> Self {
        Self { is_elsewhere: true, ..self }
    }

    /// Whether the page shows a released text, which nobody can mend any more.
    pub fn is_of_a_released_text(&self) -> bool {
        self.copy.is_some_and(|copy| copy.release().is_some())
    }

    /// Follows a link or an image's address. From a released text a link to a section that is gone leads to the page that
    /// it stood on.
    pub fn resolve(&self, target: &str) -> Result<Resolved, LinkFault> {
        let found = self.follow(target);
        match target.split_once('#') {
            Some((page, _)) if found.is_err() && self.is_of_a_released_text() && !page.trim().is_empty() => {
                self.follow(page)
            }
            _ => found,
        }
    }

    fn follow(&self, target: &str) -> Result<Resolved, LinkFault> {
        let target = target.trim();
        if target.is_empty() {
            return fault("a link leads nowhere: its address is empty", "write a policy's name, or an address");
        }
        if let Some((scheme, _)) = target.split_once(':').filter(|(scheme, _)| is_scheme(scheme)) {
            return if SCHEMES.contains(&scheme.to_lowercase().as_str()) {
                Ok(Resolved { href: target.to_owned(), title: None })
            } else {
                fault(
                    format!("a link may not begin with \"{scheme}:\""),
                    "a link is a policy's name, or begins with https:, http:, mailto: or tel:",
                )
            };
        }
        if target.starts_with("//") {
            return Ok(Resolved { href: target.to_owned(), title: None });
        }
        let (path, fragment) = match target.split_once('#') {
            Some((path, fragment)) => (path, Some(fragment)),
            None => (target, None),
        };
        let (path, query) = match path.split_once('?') {
            Some((path, query)) => (path, format!("?{query}")),
            None => (path, String::new()),
        };
        if path.is_empty() {
            return self.on_this_page(fragment.unwrap_or_default());
        }
        self.elsewhere(path, &query, fragment.filter(|fragment| !fragment.is_empty()))
    }

    fn on_this_page(&self, id: &str) -> Result<Resolved, LinkFault> {
        if id.is_empty() || id == "top" {
            return Ok(Resolved { href: "#main".to_owned(), title: None });
        }
        if let Some(copy) = self.copy {
            let title = section_title(copy, id)?;
            let away = self.is_elsewhere.then(|| self.href.to(&copy.address(self.site.portal)));
            return Ok(Resolved { href: format!("{}#{id}", away.unwrap_or_default()), title });
        }
        let slug = self.address.trim_end_matches('/');
        match self.own_sections.iter().find(|(known, _)| known == id) {
            Some((_, title)) => Ok(Resolved { href: format!("#{id}"), title: Some(title.clone()) }),
            None if self.page_called(slug).is_some_and(|page| is_in_raw_html(&page.source.text, id)) => {
                Ok(Resolved { href: format!("#{id}"), title: None })
            }
            None => no_section(id, "this page", self.own_sections.iter().map(|(known, _)| known.as_str())),
        }
    }

    fn elsewhere(&self, path: &str, query: &str, fragment: Option<&str>) -> Result<Resolved, LinkFault> {
        let plain = path.trim_start_matches("./").trim_start_matches('/').trim_end_matches('/');
        let plain = plain.strip_suffix("/index.html").unwrap_or(plain);
        if let Some(copy) = self.copy_called(plain) {
            let address = copy.address(self.site.portal);
            let title = match fragment {
                Some(id) => section_title(copy, id)?,
                None => Some(copy.title.clone()),
            };
            return Ok(self.resolved(&address, query, fragment, title));
        }
        if let Some(page) = self.page_called(plain) {
            let title = match fragment {
                Some(id) => page_section_title(page, id)?,
                None => Some(page.source.title.clone()),
            };
            return Ok(self.resolved(&format!("{plain}/"), query, fragment, title));
        }
        self.file_or_address(path, plain, query, fragment)
    }

    /// A file of the portal, a file beside the text, or any page of the site by its address.
    fn file_or_address(
        &self,
        path: &str,
        plain: &str,
        query: &str,
        fragment: Option<&str>,
    ) -> Result<Resolved, LinkFault> {
        let decoded = percent_decoded(plain);
        let beside = self.bundles.iter().map(|bundle| format!("{bundle}{decoded}"));
        if let Some(address) = [decoded.clone()].into_iter().chain(beside).find(|address| self.site.has_file(address)) {
            return Ok(self.resolved(&percent_encoded(&address), query, fragment, None));
        }
        let relative = joined(self.address, path);
        for address in [Some(format!("{plain}/")), relative, Some(plain.to_owned())].into_iter().flatten() {
            if let Some(page) = self.site.page(&address) {
                return Ok(self.resolved(&address, query, fragment, Some(page.title.clone())));
            }
        }
        // What could not be read has been reported; nothing will be published, and a link to it is as good as any.
        let name = plain.strip_prefix("schools/").unwrap_or(plain);
        if self.site.portal.content.unread.contains(name) || self.is_said_to_be_wanting(plain) {
            return Ok(Resolved { href: "#main".to_owned(), title: None });
        }
        Err(self.dead(plain, &decoded))
    }

    /// Whether it has been said of a policy that its status cannot be read, or that schools amend what is not there.
    fn is_said_to_be_wanting(&self, slug: &str) -> bool {
        let content = self.site.portal.content;
        let is_it = |policy: &&PolicyFile| policy.slug.as_str() == slug;
        if let Some(policy) = content.policies.iter().find(is_it) {
            return policy.front.is_of_unread_status();
        }
        let own = self.school.and_then(|index| content.schools[index].policies.iter().find(is_it));
        let mut of_schools = content.schools.iter().flat_map(|school| &school.policies).filter(is_it);
        own.is_some_and(|own| own.front.is_of_unread_status())
            || of_schools.any(|file| file.says_that_it_amends().is_some())
    }

    fn resolved(&self, address: &str, query: &str, fragment: Option<&str>, title: Option<String>) -> Resolved {
        let fragment = fragment.map(|id| format!("#{id}")).unwrap_or_default();
        let href = match query {
            "" => self.href.to(&format!("{address}{fragment}")),
            query => format!("{}{query}{fragment}", self.href.to(address)),
        };
        Resolved { href, title }
    }

    fn page_called(&self, slug: &str) -> Option<&'p PageCopy<'p>> {
        self.site.portal.pages.iter().find(|page| page.source.slug.as_str() == slug)
    }

    /// The same school's copy where there is one, else the trust's.
    fn copy_called(&self, slug: &str) -> Option<&'p PolicyCopy<'p>> {
        self.school.and_then(|school| self.site.copy(Some(school), slug)).or_else(|| self.site.copy(None, slug))
    }

    fn dead(&self, plain: &str, decoded: &str) -> LinkFault {
        if decoded.starts_with("www.") {
            let message = format!("\"{plain}\" is not a whole web address");
            return LinkFault { message, help: format!("write https://{plain}") };
        }
        let known = decoded.strip_suffix(".md").filter(|name| {
            let pages = self.site.portal.pages.iter().map(|page| page.source.slug.as_str());
            self.copy_called(name).is_some() || pages.into_iter().any(|slug| slug == *name)
        });
        if let Some(name) = known {
            let message = format!("a link to a policy or page has no .md, and \"{plain}\" has");
            return LinkFault { message, help: format!("write {name}") };
        }
        if decoded.starts_with("files/") || decoded.trim_start_matches("../").contains('.') {
            let addresses: Vec<&str> = self.site.files.iter().map(|file| file.address.as_str()).collect();
            let message = format!("there is no file \"{plain}\"");
            let help = match nearest(decoded, addresses) {
                Some(near) if near.eq_ignore_ascii_case(decoded) => {
                    format!("write {near}, since capitals count on the web")
                }
                Some(near) => format!("did you mean {near}?"),
                None => "put it in the portal's folder files, and write files/ and its name".to_owned(),
            };
            return LinkFault { message, help };
        }
        let content = self.site.portal.content;
        if let Some(reason) = self.why_no_page(plain) {
            return reason;
        }
        let own = self.school.map(|index| &content.schools[index].policies).into_iter().flatten();
        let slugs: Vec<&str> = content.policies.iter().chain(own).map(|policy| policy.slug.as_str()).collect();
        let pages = content.pages.iter().map(|page| page.slug.as_str());
        let schools: Vec<String> = content
            .schools
            .iter()
            .map(|school| school_address(&school.slug).trim_end_matches('/').to_owned())
            .collect();
        let known = slugs.into_iter().chain(pages).chain(schools.iter().map(String::as_str));
        LinkFault {
            message: format!("there is no policy or page \"{plain}\""),
            help: match nearest(plain, known) {
                Some(near) => format!("did you mean {near}?"),
                None => {
                    "a link is the name of a policy's or page's file without .md, or a whole web address".to_owned()
                }
            },
        }
    }

    /// Why a policy that is written has no page that this one could lead to.
    fn why_no_page(&self, slug: &str) -> Option<LinkFault> {
        let portal = self.site.portal;
        if let Some(copy) = portal.copies.iter().find(|copy| copy.slug.as_str() == slug && !copy.is_published) {
            let message = format!("\"{}\" is not published, so nothing can link to it", copy.title);
            return Some(LinkFault {
                message,
                help: "take the link away, or take publish = false out of it".to_owned(),
            });
        }
        let of_this_name = || portal.copies.iter().filter(|copy| copy.slug.as_str() == slug);
        if let Some(copy) = of_this_name().next().filter(|_| of_this_name().all(PolicyCopy::is_a_schools_own)) {
            let message =
                format!("\"{}\" is a school's own policy, and only that school's texts can link to it", copy.title);
            let help = "put the link into that school's file, or make the policy one of the trust's";
            return Some(LinkFault { message, help: help.to_owned() });
        }
        if let Some(copy) = of_this_name().next() {
            let message = match self.school {
                Some(_) => format!("\"{}\" has no copy for this school, nor one of the trust's", copy.title),
                None => format!("\"{}\" has no copy of the trust's own, only schools' copies", copy.title),
            };
            let help = "write copies = \"both\" in it, or put the link where only the schools that have it see it";
            return Some(LinkFault { message, help: help.to_owned() });
        }
        let is_draft = portal.content.policies.iter().any(|policy| policy.slug.as_str() == slug);
        is_draft.then(|| LinkFault {
            message: format!("the policy \"{slug}\" is a draft, so it has no page yet"),
            help: "take the link away until it is approved, or write status = \"approved\" in it".to_owned(),
        })
    }
}

fn fault<T>(message: impl Into<String>, help: &str) -> Result<T, LinkFault> {
    Err(LinkFault { message: message.into(), help: help.to_owned() })
}

fn section_title(copy: &PolicyCopy<'_>, id: &str) -> Result<Option<String>, LinkFault> {
    if id == "document-control" {
        return Ok(Some(copy.front_sheet.heading.to_owned()));
    }
    if let Some(section) = copy.section(id) {
        return Ok(Some(section.title(&copy.values)));
    }
    let is_in_released =
        || copy.release().is_some() && copy.text.texts().iter().any(|text| has_id(text.passage.text(), id));
    if copy.files().any(|file| is_in_raw_html(&file.text, id)) || is_in_released() {
        return Ok(None);
    }
    let mut ids = Vec::new();
    for section in &copy.text.sections {
        gather_ids(section, &mut ids);
    }
    no_section(id, &format!("\"{}\"", copy.title), ids.iter().map(String::as_str))
}

fn page_section_title(page: &PageCopy<'_>, id: &str) -> Result<Option<String>, LinkFault> {
    if let Some(section) = page.text.section(id) {
        return Ok(Some(section.title(&page.values)));
    }
    if is_in_raw_html(&page.source.text, id) {
        return Ok(None);
    }
    no_section(id, &page.source.title, page.text.sections.iter().map(|section| section.id.as_str()))
}

/// Whether a text's own HTML seems to have the id. Whether it stands on the page, the proof of the page tells.
fn is_in_raw_html(text: &PolicyText, id: &str) -> bool {
    has_id(text.whole.text(), id)
}

fn has_id(text: &str, id: &str) -> bool {
    text.contains(&format!("id=\"{id}\"")) || text.contains(&format!("id='{id}'"))
}

fn gather_ids(section: &crate::merge::CopySection<'_>, ids: &mut Vec<String>) {
    ids.push(section.id.clone());
    for inner in section.inner() {
        gather_ids(inner, ids);
    }
}

fn no_section<'a, T>(id: &str, page: &str, ids: impl Iterator<Item = &'a str>) -> Result<T, LinkFault> {
    let help = match nearest(id, ids) {
        Some(near) => format!("did you mean #{near}?"),
        None => "an id is what {#…} on the heading says, or the heading's words with hyphens".to_owned(),
    };
    Err(LinkFault { message: format!("there is no section \"{id}\" in {page}"), help })
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
}

/// The address that a relative path leads to from a page; `None` where it leaves the site.
fn joined(page: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = match path.starts_with('/') {
        true => Vec::new(),
        false => page.split('/').filter(|part| !part.is_empty()).collect(),
    };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(if parts.is_empty() { String::new() } else { format!("{}/", parts.join("/")) })
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|pair| std::str::from_utf8(pair).ok());
        match digits.filter(|_| *first == b'%').and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

fn percent_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b'(' | b')' | b'+' | b',' => {
                out.push(char::from(byte));
            }
            byte => {
                use std::fmt::Write as _;
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}
