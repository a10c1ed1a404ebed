//! A theme's stylesheets as they are published: smaller than their author wrote them, and with the same meaning.
//!
//! A sheet is written to be read, with remarks and a line for each declaration; what readers load has the same tokens
//! without them. Nothing but white space, comments and semicolons that end nothing is ever left out, and only where CSS
//! gives them no meaning. A sheet with anything in it that no browser could read is left as it is.

#[cfg(test)]
mod tests;
mod tree;

use tree::{Bracket, Node, Word, read};

/// The same sheet without comments and needless white space.
///
/// Every token stays as it was written, in its place: strings, addresses, escapes, numbers. White space stays, as one
/// space, between two tokens where it may have a meaning (`a :hover`, `calc(1px + 2px)`, `and (`). Custom properties are
/// values for scripts too, and stay to the letter.
pub fn squeezed(sheet: &str) -> String {
    // A byte-order mark is no part of the sheet.
    let sheet = sheet.strip_prefix('\u{feff}').unwrap_or(sheet);
    let Some(nodes) = read(sheet) else { return sheet.to_owned() };
    let mut out = String::with_capacity(sheet.len());
    write_statements(&nodes, Within::Sheet, &mut out);
    out
}

#[derive(Clone, Copy, PartialEq)]
enum Within {
    Sheet,
    Block,
}

/// A stretch of a sheet, or of a block in curly brackets, that stands by itself.
enum Statement<'n, 's> {
    /// What stands before a block, and the block.
    Rule(&'n [Node<'s>], &'n [Node<'s>]),
    /// A declaration, or a rule without a block such as `@import "x"`.
    Plain(&'n [Node<'s>]),
    /// The declaration of a custom property.
    Custom(&'n [Node<'s>]),
}

fn write_statements(mut nodes: &[Node<'_>], within: Within, out: &mut String) {
    loop {
        nodes = if within == Within::Block { without_empty_statements(nodes) } else { without_gap(nodes) };
        if nodes.is_empty() {
            return;
        }
        let (statement, rest) = first_statement(nodes);
        let (semicolon, rest) = match (rest, &statement) {
            // Outside blocks a semicolon ends a rule without a block, and is else a part of what comes next.
            (rest, Statement::Rule(..)) if within == Within::Sheet => ("", without_gap(rest)),
            ([Node::Token(Word::Semicolon, text), rest @ ..], _) => (*text, without_gap(rest)),
            (rest, _) => ("", without_gap(rest)),
        };
        let is_last = rest.is_empty() || (within == Within::Block && without_empty_statements(rest).is_empty());
        match statement {
            Statement::Rule(before, block) => {
                write_inline(before, out);
                out.push('{');
                write_statements(block, Within::Block, out);
                out.push('}');
            }
            Statement::Plain(parts) => {
                write_plain(parts, out);
                if within == Within::Sheet || !is_last {
                    out.push_str(semicolon);
                }
            }
            Statement::Custom(parts) => {
                parts.iter().for_each(|part| part.write_as_written(out));
                out.push_str(semicolon);
            }
        }
        nodes = rest;
    }
}

/// The statement that the nodes begin with, and what comes after it: its semicolon, if it has one.
fn first_statement<'n, 's>(nodes: &'n [Node<'s>]) -> (Statement<'n, 's>, &'n [Node<'s>]) {
    let is_custom = begins_with(nodes, Word::CustomName);
    for (index, node) in nodes.iter().enumerate() {
        match node {
            Node::Token(Word::Semicolon, _) => {
                let (parts, rest) = nodes.split_at(index);
                return (if is_custom { Statement::Custom(parts) } else { Statement::Plain(parts) }, rest);
            }
            Node::Block { bracket: Bracket::Curly, inside, .. } if !is_custom => {
                // A semicolon after a block is no end of it, but a statement without words.
                return (Statement::Rule(&nodes[..index], inside), &nodes[index + 1..]);
            }
            _ => {}
        }
    }
    (if is_custom { Statement::Custom(nodes) } else { Statement::Plain(nodes) }, &[])
}

/// Whether the nodes begin as a declaration does: with a name of this kind and a colon.
fn begins_with(nodes: &[Node<'_>], name: Word) -> bool {
    let mut tokens = nodes.iter().filter(|node| !matches!(node, Node::Gap { .. }));
    matches!(tokens.next(), Some(Node::Token(word, _)) if *word == name)
        && matches!(tokens.next(), Some(Node::Token(Word::Colon, _)))
}

/// A declaration needs no white space beside its colon.
fn write_plain(parts: &[Node<'_>], out: &mut String) {
    let colon = parts.iter().position(|node| matches!(node, Node::Token(Word::Colon, _)));
    match colon.filter(|_| begins_with(parts, Word::Name)) {
        Some(colon) => {
            write_inline(&parts[..colon], out);
            out.push(':');
            write_inline(&parts[colon + 1..], out);
        }
        None => write_inline(parts, out),
    }
}

/// What stands in a row: a selector, a value, the inside of round brackets. Only at its ends and beside commas has white
/// space never a meaning.
fn write_inline(nodes: &[Node<'_>], out: &mut String) {
    let is_end = |node: Option<&Node<'_>>| matches!(node, None | Some(Node::Token(Word::Comma, _)));
    for (index, node) in nodes.iter().enumerate() {
        match node {
            Node::Token(_, text) => out.push_str(text),
            Node::Gap { .. } if is_end(index.checked_sub(1).map(|before| &nodes[before])) => {}
            Node::Gap { .. } if is_end(nodes.get(index + 1)) => {}
            Node::Gap { has_space: true, .. } => out.push(' '),
            // A comment alone keeps two tokens apart that would otherwise be one.
            Node::Gap { has_space: false, .. } => out.push_str("/**/"),
            Node::Block { bracket: Bracket::Curly, .. } => node.write_as_written(out),
            Node::Block { open, inside, bracket } => {
                out.push_str(open);
                write_inline(inside, out);
                out.push_str(bracket.closing());
            }
        }
    }
}

/// In a block semicolons by themselves mean nothing.
fn without_empty_statements<'n, 's>(nodes: &'n [Node<'s>]) -> &'n [Node<'s>] {
    let words = nodes.iter().position(|node| !matches!(node, Node::Gap { .. } | Node::Token(Word::Semicolon, _)));
    &nodes[words.unwrap_or(nodes.len())..]
}

fn without_gap<'n, 's>(nodes: &'n [Node<'s>]) -> &'n [Node<'s>] {
    match nodes {
        [Node::Gap { .. }, rest @ ..] => rest,
        _ => nodes,
    }
}
