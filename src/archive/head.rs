//! What most of a build needs to know of a release.

use crate::model::{CopyOrigin, FieldValue, FrontMatter};
use crate::source::{FileId, Located, Place};
use serde::{Deserialize, Serialize};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// What of a release's file is remembered from build to build.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReleaseHead {
    /// The front matter as it was, the school's values over the trust's.
    pub front: FrontMatter,
    /// Whose words they are.
    pub origin: CopyOrigin,
    /// The school's name, on a school's copy.
    pub school: Option<String>,
    /// The policy's own file, and the school's amendment, from the portal's folder.
    pub files: Vec<String>,
    /// What [`wording_number`] makes of its wording.
    pub wording: u64,
}

/// A number that two wordings share only if they are the same. The number is for one program.
pub fn wording_number(wording: &[(String, String)]) -> u64 {
    let mut into = DefaultHasher::new();
    wording.hash(&mut into);
    into.finish()
}

impl ReleaseHead {
    /// Whether it says what another says.
    pub(super) fn is_as(&self, other: &Self) -> bool {
        format!("{self:?}") == format!("{other:?}")
    }

    /// Whether the places in it are in this file.
    pub(super) fn is_of(&self, file: FileId) -> bool {
        self.front.place.file == file
    }

    /// Puts the places in it into a file: the numbers of files are those of one run.
    pub(super) fn put_into(&mut self, file: FileId) {
        let FrontMatter { values, unreadable: _, control: _, history: _, based_on, extra: _, place } = &mut self.front;
        let of = |place: &mut Place| place.file = file;
        of(place);
        based_on.iter_mut().for_each(|version| of(&mut version.place));
        for Located { value, place } in values.values_mut() {
            of(place);
            match value {
                FieldValue::Texts(texts) => texts.iter_mut().for_each(|text| of(&mut text.place)),
                FieldValue::Text(_) | FieldValue::Date(_) | FieldValue::Cycle(_) | FieldValue::Truth(_) => {}
            }
        }
    }
}
