//! A policy as the readers of one place get it.

use super::front_sheet::FrontSheet;
use super::review::{Review, Standing};
use super::text::{CopySection, FilledText, SharedText, SlottedText};
use super::{LocalChange, Portal};
use crate::archive::Release;
use crate::model::{CopyOrigin, Field, FrontMatter, PageSource, PolicyFile, Slug, policy_address};
use crate::source::FileId;
use std::sync::Arc;

/// Where a copy's text is from.
#[derive(Debug, Clone, Copy)]
pub enum CopySource<'c> {
    /// What is being worked on.
    Working {
        /// The policy's own file.
        policy: &'c PolicyFile,
        /// The school's file of amendments.
        amendment: Option<&'c PolicyFile>,
    },
    /// A released version.
    Released(&'c Release),
}

/// A policy as the readers of one place get it.
#[derive(Debug)]
pub struct PolicyCopy<'c> {
    /// The policy.
    pub slug: &'c Slug,
    /// The school it is for, by index of the portal's schools; `None` for the trust's own copy.
    pub school: Option<usize>,
    /// Where its text is from.
    pub source: CopySource<'c>,
    /// Its document, by index of the portal's.
    pub document: usize,
    /// Whose words they are.
    pub origin: CopyOrigin,
    /// The front matter, the school's values over the trust's.
    pub front: Arc<FrontMatter>,
    /// Its title.
    pub title: String,
    /// Where it stands on the day.
    pub standing: Standing,
    /// How its review stands on the day.
    pub review: Review,
    /// The required keys it lacks.
    pub incomplete: Vec<Field>,
    /// Whether it has a page of its own.
    pub is_published: bool,
    /// Its front sheet.
    pub front_sheet: Arc<FrontSheet<'c>>,
    /// Its text but for the values, which copies for other schools may share.
    pub text: Arc<SharedText<'c>>,
    /// The values of all its texts.
    pub values: Box<[Arc<str>]>,
    /// What the school changed.
    pub changes: Vec<LocalChange<'c>>,
    /// The digests of its wording before filling-in, where they are asked for or its document has released versions.
    pub wording: Arc<[(String, String)]>,
    /// Whether its sections are numbered.
    pub is_numbered: bool,
}

impl<'c> PolicyCopy<'c> {
    /// Its address in the portal's site.
    pub fn address(&self, portal: &Portal<'_>) -> String {
        policy_address(self.school.map(|school| &portal.schools[school].school.slug), self.slug)
    }

    /// The section known by an id.
    pub fn section(&self, id: &str) -> Option<&CopySection<'c>> {
        self.text.section(id)
    }

    /// One of its texts, with its values.
    pub fn filled<'t>(&'t self, text: &'t SlottedText<'t>) -> FilledText<'t> {
        text.with(&self.values)
    }

    /// Whether it is no policy of the trust's but its school's own.
    pub fn is_a_schools_own(&self) -> bool {
        self.origin == CopyOrigin::School
    }

    /// The files it is made of; a released version is made of none but its own.
    pub fn files(&self) -> impl Iterator<Item = &'c PolicyFile> {
        let (policy, amendment) = match self.source {
            CopySource::Working { policy, amendment } => (Some(policy), amendment),
            CopySource::Released(_) => (None, None),
        };
        [policy, amendment].into_iter().flatten()
    }

    /// The file to look into first: the school's, else the policy's own, else the released one.
    pub fn file(&self) -> FileId {
        match self.source {
            CopySource::Working { policy, amendment } => amendment.unwrap_or(policy).file,
            CopySource::Released(release) => release.file,
        }
    }

    /// The path of the policy's own file from the portal's folder.
    pub fn own_path(&self) -> &'c str {
        match self.source {
            CopySource::Working { policy, .. } => &policy.path,
            CopySource::Released(release) => release.files().first().map_or("", String::as_str),
        }
    }
}

/// A plain page, filled in.
#[derive(Debug)]
pub struct PageCopy<'c> {
    /// The page as written.
    pub source: &'c PageSource,
    /// Its text but for the values.
    pub text: Arc<SharedText<'c>>,
    /// The values of all its texts.
    pub values: Box<[Arc<str>]>,
}
