//! A document made ready to be compared: sections, blocks and words, with the values in them.

use std::sync::Arc;

/// A whole document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// What stands before the first heading.
    pub lead: Vec<Chunk>,
    /// Its sections, each with those inside it.
    pub sections: Vec<Section>,
}

/// A section.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Section {
    /// Its id: what it is known by when its heading changes.
    pub id: String,
    /// Further ids that it is known by.
    pub aliases: Vec<String>,
    /// The heading's level, from 2 to 6.
    pub level: u8,
    /// What stands before its heading, such as `3.1` or `Appendix A`; it counts for nothing in a comparison.
    pub label: Option<String>,
    /// The heading.
    pub heading: Line,
    /// The text under it, without the sections inside.
    pub body: Vec<Chunk>,
    /// The sections inside it.
    pub children: Vec<Section>,
}

/// A paragraph, a list, a list's item and so on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    /// What it is.
    pub kind: Kind,
    /// What it holds.
    pub content: Content,
    /// Its words, for finding it again.
    pub(super) gist: Gist,
}

/// What a chunk is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A paragraph.
    Paragraph,
    /// A heading that begins no section, with its level.
    Heading(u8),
    /// A list; the first number of a numbered one.
    List(Option<u64>),
    /// An item of a list; whether it is a task that is done or to do.
    Item(Option<bool>),
    /// A quotation.
    Quote,
    /// A note, warning and so on.
    Alert(crate::markdown::AlertKind),
    /// Terms and what they mean.
    Definitions,
    /// A term.
    Term,
    /// What the terms before it mean.
    Meaning,
    /// A table.
    Table,
    /// Code.
    Code,
    /// A line of code.
    CodeLine,
    /// A line across.
    Rule,
    /// A footnote.
    Note,
}

/// What a chunk holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Words.
    Words(Line),
    /// Other chunks.
    Chunks(Vec<Chunk>),
    /// Rows and cells.
    Table(Table),
}

/// A table. Every row has as many cells as there are columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The caption.
    pub caption: Line,
    /// The headers of the columns; empty where it has none.
    pub header: Vec<Line>,
    /// The rows.
    pub rows: Vec<Row>,
    /// How many columns there are.
    pub columns: usize,
    /// Whether the first cell of each row is its header.
    pub row_headers: bool,
}

/// A row of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Its cells.
    pub cells: Vec<Line>,
    pub(super) gist: Gist,
}

/// Words in a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// Word by word, mark by mark.
    pub tokens: Vec<Token>,
}

/// A word, a punctuation mark, or what counts as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// How it reads.
    pub text: Box<str>,
    /// What it is.
    pub kind: TokenKind,
    /// Whether there is a space before it.
    pub spaced: bool,
    /// How it looks, and where it leads.
    pub look: Look,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenKind {
    /// A word or number.
    Word,
    /// A punctuation mark.
    Mark,
    /// A line end within a paragraph.
    Break,
    /// The end of a paragraph, where several are compared as one.
    ParagraphEnd,
    /// A picture; it reads as its description, and leads to its file.
    Picture,
    /// A reference to a footnote.
    NoteMark,
}

/// How words look, and where they lead: what may change while the words stay.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
#[expect(clippy::struct_excessive_bools, reason = "any of the four may go with any other")]
pub struct Look {
    /// In bold.
    pub strong: bool,
    /// In italics.
    pub emphasis: bool,
    /// Struck through by the author.
    pub strike: bool,
    /// As code.
    pub code: bool,
    /// The address of the link, or of the picture.
    pub link: Option<Arc<str>>,
}

impl Line {
    /// The words with single spaces between them.
    pub fn plain(&self) -> String {
        let mut out = String::new();
        for token in &self.tokens {
            if token.spaced {
                out.push(' ');
            }
            out.push_str(&token.text);
        }
        out
    }

    /// This line, the end of a paragraph, and another line.
    pub(super) fn and(&self, next: &Line) -> Line {
        let end = Token { text: "\n".into(), kind: TokenKind::ParagraphEnd, spaced: false, look: Look::default() };
        let mut tokens = Vec::with_capacity(self.tokens.len() + next.tokens.len() + 1);
        tokens.extend_from_slice(&self.tokens);
        tokens.push(end);
        tokens.extend_from_slice(&next.tokens);
        Line { tokens }
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }
}

impl Chunk {
    /// A chunk of words.
    pub fn words(kind: Kind, line: Line) -> Self {
        Self::new(kind, Content::Words(line))
    }

    /// A chunk of chunks.
    pub fn of(kind: Kind, chunks: Vec<Chunk>) -> Self {
        Self::new(kind, Content::Chunks(chunks))
    }

    /// A table, whose rows are made of one length.
    pub fn table(mut table: Table) -> Self {
        let widest = table.rows.iter().map(|row| row.cells.len()).chain([table.header.len()]).max();
        table.columns = widest.unwrap_or_default();
        if !table.header.is_empty() {
            table.header.resize_with(table.columns, Line::default);
        }
        for row in &mut table.rows {
            row.cells.resize_with(table.columns, Line::default);
            row.gist = Gist::of_lines(&row.cells);
        }
        Self::new(Kind::Table, Content::Table(table))
    }

    fn new(kind: Kind, content: Content) -> Self {
        let gist = match &content {
            Content::Words(line) => Gist::of_lines([line]),
            Content::Chunks(chunks) => Gist::of(chunks.iter().map(|chunk| &chunk.gist)),
            Content::Table(table) => {
                let head = Gist::of_lines(table.header.iter().chain([&table.caption]));
                Gist::of(table.rows.iter().map(|row| &row.gist).chain([&head]))
            }
        };
        Self { kind, content, gist: gist.of_kind(kind) }
    }

    /// The words, each paragraph, item and cell in a line of its own.
    pub fn plain(&self) -> String {
        let mut out = String::new();
        self.push_plain(&mut out);
        out
    }

    pub(super) fn push_plain(&self, out: &mut String) {
        match &self.content {
            Content::Words(line) => push_line(out, &line.plain()),
            Content::Chunks(chunks) => chunks.iter().for_each(|chunk| chunk.push_plain(out)),
            Content::Table(table) => {
                push_line(out, &table.caption.plain());
                let cells = table.header.iter().chain(table.rows.iter().flat_map(|row| &row.cells));
                cells.for_each(|cell| push_line(out, &cell.plain()));
            }
        }
    }
}

/// Adds a line, unless it is empty.
pub(super) fn push_line(out: &mut String, line: &str) {
    if !line.is_empty() {
        out.push_str(line);
        out.push('\n');
    }
}

/// What a stretch of text says, in short: enough to see whether two are the same, and how much alike.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gist {
    /// One number for all its words in their order.
    print: u64,
    /// A number for each word that counts, in order of size.
    bag: Vec<u32>,
    /// How many words and marks there are.
    size: usize,
}

/// A number that tells texts apart; the same on every machine. (FNV-1a.)
#[derive(Debug, Clone, Copy)]
struct Print(u64);

impl Print {
    const START: Print = Print(0xcbf2_9ce4_8422_2325);

    fn and(mut self, bytes: impl IntoIterator<Item = u8>) -> Self {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        // Between two parts, so that "ab" and "c" are not "a" and "bc".
        self.0 = (self.0 ^ 0xff).wrapping_mul(0x0100_0000_01b3);
        self
    }

    /// Half of it, mixed: for words, of which few are compared.
    #[expect(clippy::cast_possible_truncation, reason = "half of it is wanted")]
    fn short(self) -> u32 {
        (self.0 ^ (self.0 >> 32)) as u32
    }
}

impl Gist {
    pub(super) fn of_lines<'l>(lines: impl IntoIterator<Item = &'l Line>) -> Self {
        let mut print = Print::START;
        let (mut bag, mut rest) = (Vec::new(), Vec::new());
        let mut size = 0;
        for line in lines {
            for token in &line.tokens {
                size += 1;
                print = print.and(token.text.bytes());
                let word = Print::START.and(token.text.chars().flat_map(char::to_lowercase).flat_map(utf8)).short();
                if counts(token) { &mut bag } else { &mut rest }.push(word);
            }
            print = print.and([0]);
        }
        // Little words alone say little, but more than nothing.
        let mut bag = if bag.is_empty() { rest } else { bag };
        bag.sort_unstable();
        Self { print: print.0, bag, size }
    }

    pub(super) fn of<'g>(parts: impl IntoIterator<Item = &'g Gist>) -> Self {
        let mut print = Print::START;
        let mut whole = Self::default();
        for part in parts {
            print = print.and(part.print.to_le_bytes());
            whole.bag.extend_from_slice(&part.bag);
            whole.size += part.size;
        }
        whole.bag.sort_unstable();
        Self { print: print.0, ..whole }
    }

    fn of_kind(mut self, kind: Kind) -> Self {
        // Numbers of lists and levels of headings are no words: a change of them is found when the two are compared.
        let letter = match kind {
            Kind::Paragraph => b'p',
            Kind::Heading(_) => b'h',
            Kind::List(_) => b'l',
            Kind::Item(_) => b'i',
            Kind::Quote => b'q',
            Kind::Alert(_) => b'a',
            Kind::Definitions => b'd',
            Kind::Term => b't',
            Kind::Meaning => b'm',
            Kind::Table => b'g',
            Kind::Code => b'c',
            Kind::CodeLine => b'v',
            Kind::Rule => b'r',
            Kind::Note => b'n',
        };
        self.print = Print(self.print).and([letter]).0;
        self
    }

    /// One number for all the words in their order: the same for the same words.
    pub(super) fn print(&self) -> u64 {
        self.print
    }

    /// How many words and marks there are.
    pub(super) fn size(&self) -> usize {
        self.size
    }

    /// How much two are alike, from 0 to 1000: twice what they share, of what both have.
    pub(super) fn likeness(&self, other: &Gist) -> u32 {
        let (a, b) = (&self.bag, &other.bag);
        if a.is_empty() && b.is_empty() {
            return if self.print == other.print { 1000 } else { 0 };
        }
        let (mut i, mut j, mut shared) = (0, 0, 0_usize);
        while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
            shared += usize::from(x == y);
            i += usize::from(x <= y);
            j += usize::from(y <= x);
        }
        u32::try_from(2000 * shared / (a.len() + b.len())).unwrap_or_default()
    }
}

/// Whether a token says what a text is about: a number, or a word of some length.
fn counts(token: &Token) -> bool {
    match token.kind {
        TokenKind::Word => token.text.chars().nth(3).is_some() || token.text.chars().any(char::is_numeric),
        TokenKind::Picture => true,
        TokenKind::Mark | TokenKind::Break | TokenKind::ParagraphEnd | TokenKind::NoteMark => false,
    }
}

fn utf8(c: char) -> impl Iterator<Item = u8> {
    let mut bytes = [0; 4];
    let length = c.encode_utf8(&mut bytes).len();
    bytes.into_iter().take(length)
}
