//! Who answers for which documents.

use super::Document;
use crate::markdown::slug;
use std::collections::{BTreeMap, BTreeSet};

/// Somebody who answers for documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// Their name or post, as it is most often written.
    pub name: String,
    /// Their part of an address, which no other owner has.
    pub slug: String,
    /// Their documents, by index of the register's documents.
    pub documents: Vec<usize>,
}

/// The owners of some documents, by name. Capitals and spaces make no difference: "Head of governance" is "Head of
/// Governance".
pub(super) fn owners(documents: &[Document]) -> Vec<Owner> {
    // The copies of a policy have one owner, so a name is folded once a spelling.
    let mut by_spelling: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, document) in documents.iter().enumerate() {
        if let Some(owner) = &document.owner {
            by_spelling.entry(owner).or_default().push(index);
        }
    }
    let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (spelling, owned) in by_spelling {
        by_name.entry(folded(spelling)).or_default().extend(owned);
    }
    by_name.values_mut().for_each(|owned| owned.sort_unstable());
    let mut taken = BTreeSet::new();
    let owner = |(_, owned): (String, Vec<usize>)| {
        let name = usual_spelling(owned.iter().filter_map(|index| documents[*index].owner.as_deref()));
        Owner { slug: free_slug(&address_part(&name), &mut taken), name, documents: owned }
    };
    by_name.into_iter().map(owner).collect()
}

/// A name without what makes no difference between two of them.
pub fn folded(name: &str) -> String {
    name.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The spelling that is used most; of several, the first in the alphabet.
fn usual_spelling<'a>(spellings: impl Iterator<Item = &'a str>) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for spelling in spellings {
        *counts.entry(spelling.split_whitespace().collect::<Vec<_>>().join(" ")).or_default() += 1;
    }
    let most = counts.values().copied().max().unwrap_or_default();
    counts.into_iter().find(|(_, count)| *count == most).map(|(spelling, _)| spelling).unwrap_or_default()
}

/// A name as part of an address; in letters that no address has, simply `owner`.
fn address_part(name: &str) -> String {
    let part = slug(name);
    if part == slug("") { "owner".to_owned() } else { part }
}

/// The slug, or with a number behind it the first that nobody has.
fn free_slug(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    let mut slug = wanted.to_owned();
    let mut number = 2;
    while !taken.insert(slug.clone()) {
        slug = format!("{wanted}-{number}");
        number += 1;
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_spelt_as_it_most_often_is() {
        for (spellings, usual) in [
            (&["Head of governance", "Head of Governance", "Head of  Governance"][..], "Head of Governance"),
            (&["b", "a"], "a"),
            (&[], ""),
        ] {
            assert_eq!(usual_spelling(spellings.iter().copied()), usual);
        }
    }

    #[test]
    fn two_names_never_share_an_address() {
        let mut taken = BTreeSet::new();
        let slugs = ["Head", "Head!", "Head?", "校长", "主任"].map(|name| free_slug(&address_part(name), &mut taken));
        assert_eq!(slugs, ["head", "head-2", "head-3", "owner", "owner-2"]);
    }
}
