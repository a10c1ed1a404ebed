//! How a link from one address to another is written.

/// Whether links end in `/`, or name each page's file so that the site opens from disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkStyle {
    /// `../dogs/`: for a web server.
    Folder,
    /// `../dogs/index.html`: opens from disk too.
    File,
}

/// Writes links as seen from one page.
#[derive(Debug, Clone)]
pub struct Href {
    /// The folders of the page's own address.
    from: Vec<String>,
    style: LinkStyle,
    /// What every link begins with instead of being relative: for the page that a server shows at any address.
    base: Option<String>,
}

impl Href {
    /// Links from the page at `address`.
    pub fn from_page(address: &str, style: LinkStyle) -> Self {
        let folder = address.rsplit_once('/').map_or("", |(folder, _)| folder);
        let from = folder.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
        Self { from, style, base: None }
    }

    /// Links that begin with `base`, wherever the page is shown.
    pub fn from_anywhere(base: &str, style: LinkStyle) -> Self {
        Self { from: Vec::new(), style, base: Some(base.to_owned()) }
    }

    /// The way to a stylesheet or picture that the page is shown with. A page that is shown anywhere asks its own server
    /// for it, so that it looks right wherever the site is tried out.
    pub fn to_part(&self, address: &str) -> String {
        let Some(base) = &self.base else { return self.to(address) };
        let host = base.find("://").map_or(0, |at| at + "://".len());
        let path = base[host..].find('/').map_or("/", |slash| &base[host + slash..]);
        format!("{path}{address}")
    }

    /// The link to an address in the site, which may end in `#fragment`.
    pub fn to(&self, address: &str) -> String {
        let (address, fragment) = match address.split_once('#') {
            Some((address, fragment)) => (address, format!("#{fragment}")),
            None => (address, String::new()),
        };
        let file = if self.style == LinkStyle::File && (address.is_empty() || address.ends_with('/')) {
            "index.html"
        } else {
            ""
        };
        if let Some(base) = &self.base {
            return format!("{base}{address}{file}{fragment}");
        }
        let (folder, name) = address.rsplit_once('/').unwrap_or(("", address));
        let to: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        let shared = self.from.iter().zip(&to).take_while(|(a, b)| a == *b).count();
        let mut href = "../".repeat(self.from.len() - shared);
        for part in &to[shared..] {
            href.push_str(part);
            href.push('/');
        }
        href.push_str(name);
        href.push_str(file);
        if href.is_empty() && fragment.is_empty() {
            href.push_str("./");
        } else if href.is_empty() && !fragment.is_empty() {
            return fragment;
        }
        // A first part with a colon in it would read as a scheme.
        let first = href.split('/').next().unwrap_or("");
        let dotted = if first.contains(':') { "./" } else { "" };
        format!("{dotted}{href}{fragment}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_shown_anywhere_has_whole_links_and_parts_of_its_own_server() {
        for (base, link, part) in [
            ("https://x.example/", "https://x.example/about/", "/assets/style.css"),
            ("https://x.example/all/", "https://x.example/all/about/", "/all/assets/style.css"),
            ("/", "/about/", "/assets/style.css"),
        ] {
            let href = Href::from_anywhere(base, LinkStyle::Folder);
            assert_eq!((href.to("about/").as_str(), href.to_part("assets/style.css").as_str()), (link, part));
        }
        assert_eq!(Href::from_page("about/", LinkStyle::File).to_part("files/a.svg"), "../files/a.svg");
    }

    #[test]
    fn links_are_relative_and_as_short_as_can_be() {
        for (from, to, folder, file) in [
            ("", "policies/dogs/", "policies/dogs/", "policies/dogs/index.html"),
            ("policies/dogs/", "", "../../", "../../index.html"),
            ("policies/dogs/", "policies/cats/", "../cats/", "../cats/index.html"),
            ("policies/dogs/", "policies/dogs/", "./", "index.html"),
            ("policies/dogs/", "policies/dogs/#leads", "#leads", "index.html#leads"),
            (
                "schools/ashby/policies/dogs/",
                "policies/dogs/#a",
                "../../../../policies/dogs/#a",
                "../../../../policies/dogs/index.html#a",
            ),
            ("schools/ashby/", "files/map.svg", "../../files/map.svg", "../../files/map.svg"),
            ("policies/dogs/", "policies/dogs/map.svg", "map.svg", "map.svg"),
            ("404.html", "", "./", "index.html"),
        ] {
            assert_eq!(Href::from_page(from, LinkStyle::Folder).to(to), folder, "{from} to {to}");
            assert_eq!(Href::from_page(from, LinkStyle::File).to(to), file, "{from} to {to}");
        }
    }
}
