//! Two things at one address.

use super::fold::folded;
use std::collections::BTreeMap;

/// Things that cannot all be published, since on some disk or host they are at one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// Each address and the path of its source, in byte order; at least two.
    pub all: Vec<(String, String)>,
    /// Why they clash.
    pub kind: ClashKind,
}

/// How like each other clashing addresses are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClashKind {
    /// They are the same.
    Same,
    /// They differ in case or Unicode form only.
    CaseOrForm,
    /// One is a file where the others need a folder: `a`, and `a/b`.
    FileAndFolder,
}

/// The clashes between addresses (relative file paths, each with the path of its source), in the order of the addresses.
///
/// An address that stands twice with one source is no clash.
pub fn addresses_clash(list: &[(String, String)]) -> Vec<Clash> {
    let mut places: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for entry in list {
        places.entry(folded(&entry.0)).or_default().push(entry.clone());
    }
    for all in places.values_mut() {
        all.sort();
        all.dedup();
    }
    let mut clashes = Vec::new();
    for (place, all) in &places {
        if all.len() > 1 {
            let same = all.iter().all(|(address, _)| *address == all[0].0);
            let kind = if same { ClashKind::Same } else { ClashKind::CaseOrForm };
            clashes.push(Clash { all: all.clone(), kind });
        }
        let inside = format!("{place}/");
        if let Some((first, below)) =
            places.range(inside.clone()..).next().filter(|(first, _)| first.starts_with(&inside))
        {
            debug_assert!(first > place, "what is below comes after");
            clashes.push(Clash { all: vec![all[0].clone(), below[0].clone()], kind: ClashKind::FileAndFolder });
        }
    }
    clashes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clashes(list: &[(&str, &str)]) -> Vec<(ClashKind, Vec<String>)> {
        let list: Vec<_> = list.iter().map(|(address, source)| ((*address).to_owned(), (*source).to_owned())).collect();
        addresses_clash(&list)
            .into_iter()
            .map(|clash| (clash.kind, clash.all.into_iter().map(|(_, source)| source).collect()))
            .collect()
    }

    #[test]
    fn two_sources_for_one_address_clash() {
        let none: Vec<(ClashKind, Vec<String>)> = Vec::new();
        assert_eq!(
            clashes(&[("a/index.html", "a.md"), ("b/index.html", "b.md"), ("a-b", "c"), ("cafe", "d"), ("café", "e")]),
            none
        );
        assert_eq!(clashes(&[("a", "a.md"), ("a", "a.md")]), none);
        for (list, kind, sources) in [
            (&[("a", "y.md"), ("b", "b.md"), ("a", "x.md")][..], ClashKind::Same, &["x.md", "y.md"][..]),
            (&[("files/Map.svg", "1"), ("files/map.svg", "2")], ClashKind::CaseOrForm, &["1", "2"]),
            (&[("café", "1"), ("cafe\u{301}", "2"), ("CAFÉ", "3")], ClashKind::CaseOrForm, &["3", "2", "1"]),
            (&[("a", "file"), ("a-b", "other"), ("a/b", "below")], ClashKind::FileAndFolder, &["file", "below"]),
        ] {
            assert_eq!(
                clashes(list),
                [(kind, sources.iter().map(|source| (*source).to_owned()).collect())],
                "{list:?}"
            );
        }
    }
}
