//! What was meant by an address that is not there.

use super::resolve::unescaped;
use crate::diagnostic::nearest;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// For so many different faults the nearest address or id is looked for; a site with more has another trouble.
const MOST_SEARCHES: usize = 100;

/// A file's address as people know it.
pub(super) fn shown(file: &str) -> String {
    match file.strip_suffix("index.html") {
        Some("") => "./".to_owned(),
        Some(folder) if folder.ends_with('/') => folder.to_owned(),
        _ => file.to_owned(),
    }
}

/// Looks for what was meant, once for each thing that is not there: a fault in a theme stands on every page.
pub(super) struct Searches<'a> {
    addresses: &'a [Arc<str>],
    id_names: &'a HashMap<u64, Box<str>>,
    found: BTreeMap<String, Option<String>>,
    ids_searched: usize,
}

impl<'a> Searches<'a> {
    pub(super) fn new(addresses: &'a [Arc<str>], id_names: &'a HashMap<u64, Box<str>>) -> Self {
        Self { addresses, id_names, found: BTreeMap::new(), ids_searched: 0 }
    }

    /// The address of the site that is nearest to a file's.
    pub(super) fn address(&mut self, file: &str) -> Option<String> {
        if let Some(found) = self.found.get(file) {
            return found.clone();
        }
        if self.found.len() >= MOST_SEARCHES {
            return None;
        }
        let found = self.search(&shown(file));
        self.found.insert(file.to_owned(), found.clone());
        found
    }

    /// A name like it in the same folder; else that very name in the nearest folder that has it.
    fn search(&self, meant: &str) -> Option<String> {
        let (folder, name) = folder_and_name(meant);
        let addresses: Vec<String> = self.addresses.iter().map(|address| shown(address)).collect();
        let parts = || addresses.iter().map(|address| (address, folder_and_name(address)));
        let beside = nearest(name, parts().filter(|(_, (other, _))| *other == folder).map(|(_, (_, name))| name));
        if let Some(beside) = beside {
            return parts().find(|(_, parts)| *parts == (folder, beside)).map(|(address, _)| address.clone());
        }
        let called_so = || parts().filter(|(_, (_, other))| *other == name).map(|(address, _)| address);
        let near = nearest(meant, called_so().map(String::as_str)).map(str::to_owned);
        near.or_else(|| called_so().min_by_key(|address| address.len()).cloned())
    }

    /// The id, of those that a page has, that is nearest to an address's fragment.
    pub(super) fn id(&mut self, href: &str, ids: &[u64]) -> Option<String> {
        if self.ids_searched >= MOST_SEARCHES {
            return None;
        }
        self.ids_searched += 1;
        let fragment = href.split_once('#').map_or("", |(_, fragment)| fragment);
        let mut names: Vec<&str> = ids.iter().filter_map(|hash| self.id_names.get(hash)).map(AsRef::as_ref).collect();
        names.sort_unstable();
        nearest(&unescaped(fragment), names).map(str::to_owned)
    }
}

/// `policies/` and `dogs` for `policies/dogs/` and for `policies/dogs`.
fn folder_and_name(address: &str) -> (&str, &str) {
    let address = address.strip_suffix('/').unwrap_or(address);
    address.split_at(address.rfind('/').map_or(0, |slash| slash + 1))
}
