//! A text as a tree: what every writer (HTML, plain text, and others to come) walks.

use super::MarkdownFault;
use super::write::Scripts;
use std::collections::BTreeMap;
use std::ops::Range;

/// Bytes `start..end` of the text that was parsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The first byte, from 0.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span of a range of bytes.
    pub fn new(range: Range<usize>) -> Self {
        let bounded = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { start: bounded(range.start), end: bounded(range.end) }
    }

    /// The same as a range.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The shortest span that covers both.
    #[must_use]
    pub fn with(self, other: Span) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A parsed text. Its blocks are never nested deeper than a fixed limit, so that walking it by recursion is safe.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// What it says, in order, without the definitions of footnotes.
    pub blocks: Vec<Block>,
    /// The footnotes defined in it, by label (see [`super::note_label`]). Of two with one label the first counts.
    pub footnotes: BTreeMap<String, Vec<Block>>,
    /// What is wrong with it, in the order of the text.
    pub faults: Vec<MarkdownFault>,
    /// A number made of the text that it was parsed from, where whoever had it parsed gave it one: it says whether two are of
    /// the same text.
    pub digest: u64,
    pub(super) scripts: Scripts,
}

impl Document {
    /// The words of a document that is one line.
    pub fn line(&self) -> &[Inline] {
        match self.blocks.as_slice() {
            [Block { kind: BlockKind::Paragraph(words), .. }] => words,
            _ => &[],
        }
    }
}

/// A paragraph, list, table and so on, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockKind {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A heading that begins no section: in a quote or list, or one that filling-in brought.
    Heading {
        /// 1 to 6, as written.
        level: u8,
        /// The id of its attribute block.
        id: Option<String>,
        /// Its words.
        content: Vec<Inline>,
    },
    /// A list.
    List {
        /// The first number of a numbered list.
        start: Option<u64>,
        /// Whether its items' paragraphs are written without `<p>`.
        tight: bool,
        /// The items.
        items: Vec<Item>,
    },
    /// A quotation.
    Quote(Vec<Block>),
    /// `> [!NOTE]` and its like.
    Alert {
        /// Which.
        kind: AlertKind,
        /// What it says.
        content: Vec<Block>,
    },
    /// A code block.
    Code {
        /// What stands after the fence.
        info: String,
        /// The code, with its line ends.
        text: String,
    },
    /// A line across.
    Rule,
    /// A table.
    Table(Box<Table>),
    /// Terms and what they mean.
    Definitions {
        /// Whether the paragraphs are written without `<p>`.
        tight: bool,
        /// Term by term.
        list: Vec<Definition>,
    },
    /// Sanitised HTML. It is balanced over the whole sequence of blocks that it stands in: one block may open what a
    /// later one closes, so that Markdown may stand inside raw HTML.
    RawHtml(Vec<RawPiece>),
}

/// One item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Whether it is a task, and how it stands.
    pub task: Option<Task>,
    /// What it says.
    pub content: Vec<Block>,
}

/// The state of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// `[x]`
    Done,
    /// `[ ]`
    ToDo,
}

/// The kind of an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AlertKind {
    /// `[!NOTE]`
    Note,
    /// `[!TIP]`
    Tip,
    /// `[!IMPORTANT]`
    Important,
    /// `[!WARNING]`
    Warning,
    /// `[!CAUTION]`
    Caution,
}

/// A table. Every row has one cell for each column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The caption.
    pub caption: Option<Vec<Inline>>,
    /// One for each column.
    pub alignments: Vec<Alignment>,
    /// The header row; `None` where every cell of it is blank.
    pub header: Option<Vec<Vec<Inline>>>,
    /// The other rows, cell by cell.
    pub rows: Vec<Vec<Vec<Inline>>>,
    /// Whether each row's first cell is its header.
    pub row_headers: bool,
}

/// How a column's cells are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alignment {
    /// As the theme says.
    Unset,
    /// To the left.
    Left,
    /// In the middle.
    Centre,
    /// To the right.
    Right,
}

/// A term, or one of the meanings of the terms before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Definition {
    /// The term.
    Term(Vec<Inline>),
    /// A meaning.
    Meaning(Vec<Block>),
}

/// Text and what stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Plain text, with slots.
    Text(Text),
    /// Code.
    Code(String),
    /// `*…*`
    Emphasis(Vec<Inline>),
    /// `**…**`
    Strong(Vec<Inline>),
    /// `~~…~~`
    Strike(Vec<Inline>),
    /// A link as written; bare addresses in text become links when they are written, for a slot may hold one.
    Link(Box<Link>),
    /// An image.
    Image(Box<Image>),
    /// A reference to a footnote that is defined somewhere.
    FootnoteRef {
        /// Its label (see [`super::note_label`]).
        label: String,
        /// Where it stands.
        span: Span,
    },
    /// A line end in the source.
    SoftBreak,
    /// A line end on the page.
    HardBreak,
    /// Sanitised HTML, balanced over the sequence of inlines that it stands in.
    RawHtml(Vec<RawPiece>),
}

/// Plain text, with slots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The text.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// Whether it may hold a web or e-mail address, apart from its slots.
    pub(super) may_hold_address: bool,
}

impl Text {
    /// Text that stands at `span`.
    pub fn new(text: impl Into<String>, span: Span) -> Self {
        let text = text.into();
        let may_hold_address = super::write::may_hold_address(&text);
        Self { text, span, may_hold_address }
    }
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where to, with slots.
    pub destination: String,
    /// Its title, with slots; `""` where it has none.
    pub title: String,
    /// Its words.
    pub content: Vec<Inline>,
    /// Where it stands.
    pub span: Span,
}

/// An image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Which file, with slots.
    pub destination: String,
    /// Its title, with slots; `""` where it has none.
    pub title: String,
    /// Its alternative text.
    pub alt: Vec<Inline>,
    /// Where it stands.
    pub span: Span,
}

/// A part of sanitised HTML, with slots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RawPiece {
    /// A tag, to be written as it is; values that stand in its attributes are escaped.
    Markup(String),
    /// Text, not escaped yet.
    Text(Text),
    /// `<a …>`
    AnchorStart {
        /// Its other attributes, each after a space.
        attributes: String,
        /// Where to.
        destination: Option<String>,
        /// Where it stands.
        span: Span,
    },
    /// `</a>`
    AnchorEnd,
    /// `<img …>`
    Image {
        /// Its other attributes, each after a space.
        attributes: String,
        /// Which file.
        source: Option<String>,
        /// Where it stands.
        span: Span,
    },
    /// `<table …>` that stands in no other table.
    TableStart {
        /// Its attributes, each after a space.
        attributes: String,
        /// Its caption, which follows.
        caption: RawCaption,
    },
    /// The end of such a table.
    TableEnd,
    /// The `<caption …>` of such a table.
    CaptionStart {
        /// Its attributes, each after a space.
        attributes: String,
        /// Whether an id of its own is among them.
        has_id: bool,
    },
}

/// What a raw table says of its caption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RawCaption {
    /// It has none.
    Missing,
    /// It has one.
    WithoutId,
    /// It has one with an id of its own.
    WithId(String),
}
