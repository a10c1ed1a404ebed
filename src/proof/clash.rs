//! Two things at one address.

use super::fold::folded;
use std::borrow::Cow;

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
pub fn addresses_clash(list: &[(Cow<'_, str>, Cow<'_, str>)]) -> Vec<Clash> {
    let mut places: Vec<(Cow<'_, str>, (&str, &str))> =
        list.iter().map(|(address, source)| (folded(address), (address.as_ref(), source.as_ref()))).collect();
    places.sort_unstable();
    places.dedup();
    let owned = |(_, (address, source)): &(_, (&str, &str))| ((*address).to_owned(), (*source).to_owned());
    let mut clashes = Vec::new();
    let mut inside = String::new();
    for all in places.chunk_by(|(one, _), (other, _)| one == other) {
        let (place, (first, _)) = &all[0];
        if all.len() > 1 {
            let same = all.iter().all(|(_, (address, _))| address == first);
            let kind = if same { ClashKind::Same } else { ClashKind::CaseOrForm };
            clashes.push(Clash { all: all.iter().map(owned).collect(), kind });
        }
        inside.clear();
        inside.extend([place, "/"]);
        let below = &places[places.partition_point(|(other, _)| other.as_ref() < inside.as_str())..];
        if let Some(below) = below.first().filter(|(other, _)| other.starts_with(&inside)) {
            clashes.push(Clash { all: vec![owned(&all[0]), owned(below)], kind: ClashKind::FileAndFolder });
        }
    }
    clashes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clashes(list: &[(&str, &str)]) -> Vec<(ClashKind, Vec<String>)> {
        let list: Vec<_> = list.iter().map(|(address, source)| ((*address).into(), (*source).into())).collect();
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
