//! What can be wrong in a finished page.

/// Something wrong in a finished page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ProofFault {
    /// The byte of the page's HTML at which the attribute's value starts.
    pub at: usize,
    /// What is wrong.
    pub kind: FaultKind,
}

/// What can be wrong with a link or id. Each `href` is the address as it stands in the page; an address of the site is a
/// path from its top without `index.html`: `policies/dogs/`, `files/map.svg`, and `./` for the top itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaultKind {
    /// There is nothing at that address; the nearest address of the site.
    DeadLink {
        /// The address in the page.
        href: String,
        /// The nearest address of the site.
        nearest: Option<String>,
    },
    /// The page is there, and has no such id; the nearest id that it has.
    DeadFragment {
        /// The address in the page.
        href: String,
        /// The nearest id in the page that it leads to.
        nearest: Option<String>,
    },
    /// The address is right but for case or Unicode form, so it works on some machines only.
    CaseDiffers {
        /// The address in the page.
        href: String,
        /// The address of the site that is meant.
        actual: String,
    },
    /// Two elements have one id.
    DuplicateId {
        /// The id.
        id: String,
    },
    /// There is nothing in the address.
    EmptyHref,
    /// A scheme other than `http`, `https`, `mailto` and `tel` (and, for images, `data`).
    BadScheme {
        /// The address in the page.
        href: String,
    },
    /// An address from the top of the host (`/x`), which fails when the site lies in a sub-folder.
    RootRelative {
        /// The address in the page.
        href: String,
    },
    /// An address that leads out of the site's folder.
    LeavesSite {
        /// The address in the page.
        href: String,
    },
}
