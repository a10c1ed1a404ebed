//! Particulars of schools, and of the people to write to.

use super::Brand;
use crate::source::Located;
use crate::template::Data;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The words an organisation uses, such as `head = "Principal"`.
pub type Terms = BTreeMap<String, String>;

/// Whom to write to, by what for.
pub type Contacts = BTreeMap<String, Contact>;

/// What stands below `[extra]`, in the order written.
pub type FreeData = Vec<(Arc<str>, Data)>;

/// Somebody to write to. At least one of the four is given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contact {
    /// Their name.
    pub name: Option<String>,
    /// Their post.
    pub role: Option<String>,
    /// Their e-mail address.
    pub email: Option<String>,
    /// Their telephone number, as it is written.
    pub phone: Option<String>,
}

impl Contact {
    /// This contact with the other's values over it, key by key.
    #[must_use]
    pub fn overlaid_with(&self, other: &Contact) -> Contact {
        Contact {
            name: other.name.clone().or_else(|| self.name.clone()),
            role: other.role.clone().or_else(|| self.role.clone()),
            email: other.email.clone().or_else(|| self.email.clone()),
            phone: other.phone.clone().or_else(|| self.phone.clone()),
        }
    }
}

macro_rules! phases {
    ($($variant:ident $word:literal)*) => {
        /// The kind of school.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Phase { $(#[doc = concat!("`", $word, "`")] $variant,)* }

        impl Phase {
            /// The words an author may write.
            pub const WORDS: &[&str] = &[$($word),*];

            /// The phase for an author's word; capitals are no difference.
            pub fn parse(word: &str) -> Option<Self> {
                match word.trim().to_ascii_lowercase().as_str() { $($word => Some(Phase::$variant),)* _ => None }
            }

            /// The word an author writes.
            pub fn word(self) -> &'static str {
                match self { $(Phase::$variant => $word,)* }
            }
        }
    };
}

phases! {
    Nursery "nursery"
    Primary "primary"
    Middle "middle"
    Secondary "secondary"
    AllThrough "all-through"
    Special "special"
    AlternativeProvision "alternative-provision"
    SixthForm "sixth-form"
}

/// What is particular to one school. The trust's `[school_defaults]` are of the same shape.
#[derive(Debug, Clone, Default)]
pub struct Particulars {
    /// Its full name.
    pub name: Option<Located<String>>,
    /// Its number in the national register, six digits.
    pub urn: Option<i64>,
    /// Its kind.
    pub phase: Option<Phase>,
    /// Its website's address.
    pub website: Option<String>,
    /// Its office's e-mail address.
    pub email: Option<String>,
    /// Its office's telephone number.
    pub phone: Option<String>,
    /// Its postal address, line by line.
    pub address: Vec<String>,
    /// The words it uses.
    pub terms: Terms,
    /// Its people.
    pub contacts: Contacts,
    /// Its colour and logo.
    pub brand: Brand,
    /// Free data.
    pub extra: FreeData,
}

impl Particulars {
    /// These particulars with the other's over them, key by key.
    #[must_use]
    pub fn overlaid_with(&self, other: &Particulars) -> Particulars {
        let Particulars { name, urn, phase, website, email, phone, address, terms, contacts, brand, extra } = other;
        let mut merged = self.clone();
        merged.name = name.clone().or(merged.name);
        merged.urn = urn.or(merged.urn);
        merged.phase = phase.or(merged.phase);
        merged.website = website.clone().or(merged.website);
        merged.email = email.clone().or(merged.email);
        merged.phone = phone.clone().or(merged.phone);
        if !address.is_empty() {
            merged.address.clone_from(address);
        }
        merged.terms.extend(terms.clone());
        for (key, contact) in contacts {
            let known = merged.contacts.remove(key).unwrap_or_default();
            merged.contacts.insert(key.clone(), known.overlaid_with(contact));
        }
        merged.brand = merged.brand.overlaid_with(brand);
        overlay_data(&mut merged.extra, extra);
        merged
    }
}

/// Lays free data over free data, key by key at every level.
pub(super) fn overlay_data(below: &mut FreeData, above: &FreeData) {
    for (key, value) in above {
        match (below.iter_mut().find(|(known, _)| known == key), value) {
            (Some((_, Data::Map(old))), Data::Map(new)) => overlay_data(old, new),
            (Some((_, old)), new) => old.clone_from(new),
            (None, new) => below.push((key.clone(), new.clone())),
        }
    }
}
