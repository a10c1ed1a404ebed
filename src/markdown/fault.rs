//! What can be wrong with a text that is Markdown all the same.

use super::Span;

/// A fault in a parsed text, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkdownFault {
    /// What is wrong.
    pub kind: FaultKind,
    /// Where.
    pub span: Span,
}

/// The kinds of fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    /// Lists, quotes or emphasis in each other, deeper than we follow; what is deeper was flattened.
    TooDeep,
    /// A table row that has not as many cells as the header. Cells too many are not published.
    RaggedRow {
        /// Cells of the header.
        expected: usize,
        /// Cells of the row; for a row that has too many, one more than expected, however many they are.
        found: usize,
    },
    /// A table whose header cells are all blank.
    BlankHeader,
    /// An image without a description.
    ImageWithoutAlt,
    /// A link or image whose address would run a script or hold the data itself; it is written without the link.
    RefusedAddress {
        /// The address.
        address: String,
    },
    /// An HTML element that is not published (its text is, but for scripts, styles and the like).
    RemovedHtml {
        /// The element's name.
        element: String,
    },
}

impl FaultKind {
    /// What happened, in the author's words.
    pub fn message(&self) -> String {
        match self {
            Self::TooDeep => "lists and quotes stand inside each other too deeply".to_owned(),
            Self::RaggedRow { expected, found } if found > expected => {
                format!("this row has more cells than the {expected} of the table's header; the last would be lost")
            }
            Self::RaggedRow { expected, found } => {
                format!("this row has {found} of the {expected} cells of the table's header")
            }
            Self::BlankHeader => "this table's header row is blank".to_owned(),
            Self::ImageWithoutAlt => "this image has no description for people who cannot see it".to_owned(),
            Self::RefusedAddress { address } => format!("the address {address:?} is of a kind that is not published"),
            Self::RemovedHtml { element } => format!("the HTML element <{element}> is not published"),
        }
    }

    /// What to type.
    pub fn help(&self) -> &'static str {
        match self {
            Self::TooDeep => "write it with fewer levels",
            Self::RaggedRow { .. } => "give every row as many cells as the header; write a bar inside a cell as \\|",
            Self::BlankHeader => "give each column a heading in the table's first row",
            Self::ImageWithoutAlt => "write ![what the picture shows](address)",
            Self::RefusedAddress { .. } => "link to a page or a file: https://…, mailto:…, or a policy's name",
            Self::RemovedHtml { .. } => "write it in Markdown, or leave it out; a pointed bracket that is text is \\<",
        }
    }
}

/// Gathers faults, up to a number that nobody reads to the end.
#[derive(Debug, Default)]
pub(super) struct Faults {
    pub(super) list: Vec<MarkdownFault>,
}

impl Faults {
    const MOST: usize = 1000;

    pub(super) fn push(&mut self, kind: FaultKind, span: Span) {
        if self.list.len() < Self::MOST {
            self.list.push(MarkdownFault { kind, span });
        }
    }
}
