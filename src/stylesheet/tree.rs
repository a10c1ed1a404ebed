//! A stylesheet as its tokens, with blocks inside blocks, each as it was written.

use cssparser::{ParseError, Parser, Token};

/// A part of a sheet. Put one after another, the texts of all parts are the sheet.
#[derive(Debug)]
pub enum Node<'s> {
    /// White space and comments between two tokens.
    Gap {
        /// As written.
        text: &'s str,
        /// Whether there is any white space in it.
        has_space: bool,
    },
    /// A token that opens nothing.
    Token(Word, &'s str),
    /// A pair of brackets.
    Block {
        /// The opening bracket, and the name of the function that it belongs to.
        open: &'s str,
        /// What stands between the brackets.
        inside: Vec<Node<'s>>,
        /// Which brackets.
        bracket: Bracket,
    },
}

impl Node<'_> {
    fn has_space(&self) -> bool {
        matches!(self, Node::Gap { has_space: true, .. })
    }

    /// Writes the part to the letter.
    pub fn write_as_written(&self, out: &mut String) {
        match self {
            Node::Gap { text, .. } | Node::Token(_, text) => out.push_str(text),
            Node::Block { open, inside, bracket } => {
                out.push_str(open);
                inside.iter().for_each(|node| node.write_as_written(out));
                out.push_str(bracket.closing());
            }
        }
    }
}

/// What a token is, as far as it matters for the white space around it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Word {
    /// `colour`
    Name,
    /// `--colour`
    CustomName,
    /// `:`
    Colon,
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// Anything else.
    Other,
}

/// A kind of bracket.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bracket {
    /// `( )`, also a function's.
    Round,
    /// `[ ]`
    Square,
    /// `{ }`
    Curly,
}

impl Bracket {
    /// The bracket that ends the block.
    pub fn closing(self) -> &'static str {
        match self {
            Bracket::Round => ")",
            Bracket::Square => "]",
            Bracket::Curly => "}",
        }
    }

    fn opened_by(token: &Token<'_>) -> Option<Self> {
        match token {
            Token::Function(_) | Token::ParenthesisBlock => Some(Bracket::Round),
            Token::SquareBracketBlock => Some(Bracket::Square),
            Token::CurlyBracketBlock => Some(Bracket::Curly),
            _ => None,
        }
    }
}

/// The parts of a sheet; `None` where a browser would have to mend it, or where it is nested too deeply to be meant.
pub fn read(sheet: &str) -> Option<Vec<Node<'_>>> {
    if !is_whole(sheet) {
        return None;
    }
    read_block(&mut Parser::new(sheet)).ok()
}

/// Whether the sheet ends outside every block, string and comment: then a bracket after it closes nothing.
fn is_whole(sheet: &str) -> bool {
    let probe = format!("{sheet}}}");
    let mut parser = Parser::new(&probe);
    let mut is_unmatched = false;
    while let Ok(token) = parser.next_including_whitespace_and_comments() {
        is_unmatched = matches!(token, Token::CloseCurlyBracket);
    }
    is_unmatched
}

fn read_block<'s>(parser: &mut Parser<'s>) -> Result<Vec<Node<'s>>, ParseError<()>> {
    let mut nodes = Vec::new();
    let mut gap_began = None;
    loop {
        let start = parser.position();
        let Ok(token) = parser.next_including_whitespace_and_comments() else { return Ok(nodes) };
        let is_space = matches!(token, Token::WhiteSpace(_));
        let is_gap = is_space || matches!(token, Token::Comment(_));
        let is_broken = token.is_parse_error() || matches!(token, Token::Delim('\\') | Token::CDO | Token::CDC);
        let (bracket, word) = (Bracket::opened_by(token), word(token));
        if is_broken {
            return Err(ParseError::custom(()));
        }
        if is_gap {
            // White space and comments come as many tokens, and are one gap.
            let text = parser.slice_from(*gap_began.get_or_insert(start));
            let had_space = nodes.pop_if(|node| matches!(node, Node::Gap { .. })).is_some_and(|gap| gap.has_space());
            nodes.push(Node::Gap { text, has_space: had_space || is_space });
            continue;
        }
        gap_began = None;
        let text = parser.slice_from(start);
        nodes.push(match bracket {
            Some(bracket) => Node::Block { open: text, inside: parser.parse_nested_block(read_block)?, bracket },
            None => Node::Token(word, text),
        });
    }
}

fn word(token: &Token<'_>) -> Word {
    match token {
        Token::Ident(name) if name.starts_with("--") => Word::CustomName,
        Token::Ident(_) => Word::Name,
        Token::Colon => Word::Colon,
        Token::Comma => Word::Comma,
        Token::Semicolon => Word::Semicolon,
        _ => Word::Other,
    }
}
