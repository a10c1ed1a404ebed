//! What stands in a tag: which names it uses, and whether there is anything in it that does not exist here.

use super::block::BlockTag;
use super::engine::{FILTERS, REFUSED_FILTERS, TESTS};
use super::fault::{Faults, TemplateFaultKind};
use super::path::{Path, is_word, joins_values};
use super::scan::Tag;
use super::token::{Token, TokenKind};
use crate::diagnostic::nearest;
use std::ops::Range;

/// A name in an expression.
#[derive(Debug, Clone)]
pub(super) struct Use {
    pub path: Path,
    /// The tokens of the tag that it is made of.
    pub tokens: Range<usize>,
    /// Its bytes in the passage.
    pub bytes: Range<usize>,
    /// Whether it stands for itself, and not for a part of its value, as in `x[0]`.
    pub whole: bool,
    /// Whether it is only asked if there is such a name, as in `x is defined`.
    pub asked_for: bool,
}

/// An expression that has been looked through.
#[derive(Debug)]
pub(super) struct Expression {
    /// The tokens of the tag that it is made of.
    pub tokens: Range<usize>,
    /// The names in it.
    pub uses: Vec<Use>,
    /// The tokens after which a filter has made something.
    pub made_after: Vec<usize>,
    /// The tokens after which a name is given to a filter that cannot do without its value.
    pub needed_after: Vec<usize>,
    /// The tokens after which a part of what `~` puts together ends.
    pub part_after: Vec<usize>,
    /// Whether its author says that it may print nothing: `"s" if many else ""`.
    pub may_be_blank: bool,
}

impl Expression {
    /// The one name that the expression is, if it is nothing else.
    pub fn bare(&self) -> Option<&Use> {
        match self.uses.as_slice() {
            [only] if only.tokens == self.tokens => Some(only),
            _ => None,
        }
    }
}

/// What is kept of an expression's value under a name, for other tags to build on. What is kept may not grow: forty
/// lists, each holding the one before it twice, would be a million million long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keeps {
    /// Nothing.
    Nothing,
    /// Each of its items in turn (`for`).
    Items,
    /// The value itself (`set`).
    Value,
}

/// How deep brackets may stand in each other.
const MAX_BRACKETS: usize = 20;

/// How many texts one tag may put together.
const MAX_JOINS: usize = 20;

/// Looks through the tokens `range` of a tag. Faults are added as they are found; the expression is of use without.
///
pub(super) fn read_expression(
    text: &str,
    tag: &Tag,
    range: Range<usize>,
    keeps: Keeps,
    faults: &mut Faults<'_>,
) -> Expression {
    let reader = Reader { text, tokens: &tag.tokens[..range.end], keeps, faults, brackets: Vec::new() };
    reader.read(range)
}

/// A bracket that is open.
struct Bracket {
    sign: &'static str,
    at: usize,
    /// Whether it holds the arguments of a function, filter or test; and of a filter in particular.
    call: Option<bool>,
    /// Whether it makes a list or a map.
    literal: bool,
}

struct Reader<'a, 'f, 'p> {
    text: &'a str,
    tokens: &'a [Token],
    keeps: Keeps,
    faults: &'f mut Faults<'p>,
    brackets: Vec<Bracket>,
}

impl Reader<'_, '_, '_> {
    fn is(&self, at: usize, word: &str) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is(self.text, word))
    }

    fn read(mut self, range: Range<usize>) -> Expression {
        let mut found = Expression {
            tokens: range.clone(),
            uses: Vec::new(),
            made_after: Vec::new(),
            needed_after: Vec::new(),
            part_after: Vec::new(),
            may_be_blank: false,
        };
        let mut joins = 0;
        let mut defaults = false;
        let mut at = range.start;
        while at < range.end {
            let token = &self.tokens[at];
            let word = token.text(self.text);
            match token.kind {
                TokenKind::Text => found.may_be_blank |= word.len() == 2,
                TokenKind::Number => {}
                TokenKind::Name => {
                    if word == "pluralize" && self.is_filter(at) {
                        found.may_be_blank = true;
                    }
                    defaults |= word == "default";
                    at = self.name(at, range.start, &mut found);
                    continue;
                }
                TokenKind::Sign => {
                    if word == "~" && at > range.start {
                        joins += 1;
                        found.part_after.extend([at - 1, self.operand_end(at + 1, range.end)]);
                    }
                    if let Some(filter_end) = self.sign(at, range.start) {
                        found.made_after.push(filter_end);
                    }
                }
            }
            at += 1;
        }
        found.may_be_blank &= !defaults;
        self.finish(&range, joins);
        found
    }

    fn finish(&mut self, range: &Range<usize>, joins: usize) {
        if let Some(bracket) = self.brackets.first() {
            let place = self.tokens[bracket.at].range.clone();
            let message = format!("this \"{}\" is not closed", bracket.sign);
            self.faults.add(place, TemplateFaultKind::Syntax { message, help: None });
        }
        if joins > MAX_JOINS {
            self.faults.syntax(
                self.bytes(range),
                "this tag puts too many texts together",
                "print them one after the other, as in {{ a }} {{ b }}",
            );
        }
    }

    fn bytes(&self, tokens: &Range<usize>) -> Range<usize> {
        self.tokens[tokens.start].range.start..self.tokens[tokens.end - 1].range.end
    }

    fn is_filter(&self, at: usize) -> bool {
        at > 0 && self.is(at - 1, "|")
    }

    fn is_test(&self, at: usize) -> bool {
        at > 0 && (self.is(at - 1, "is") || (at > 1 && self.is(at - 1, "not") && self.is(at - 2, "is")))
    }

    /// Reads the name at `at`; gives the token to go on from.
    fn name(&mut self, at: usize, start: usize, found: &mut Expression) -> usize {
        let word = self.tokens[at].text(self.text).to_owned();
        let bytes = self.tokens[at].range.clone();
        let after_dot = at > start && (self.is(at - 1, ".") || self.is(at - 1, "?."));
        let argument =
            self.brackets.last().is_some_and(|bracket| bracket.call.is_some()) && self.is(at + 1, "=") && !after_dot;
        if word == "for" {
            self.faults.syntax(bytes, "a loop inside an expression", "write {% for … in … %} as a tag of its own");
        } else if word.starts_with("__") {
            self.faults.syntax(bytes, "a name cannot begin with two underscores", "use one of the names there are");
        } else if self.is_filter(at) && at > start {
            self.check_known("filter", &word, bytes, &FILTERS);
            if !self.is(at + 1, "(") {
                found.made_after.push(at);
            }
        } else if self.is_test(at) && at > start && word != "not" {
            self.check_known("test", &word, bytes, &TESTS);
        } else if !after_dot && !argument && !is_word(&word) && self.is(at + 1, "(") {
            if word != "range" {
                self.check_known("function", &word, bytes, &["range"]);
            }
        } else if !after_dot
            && !argument
            && let Some((path, tokens)) = Path::read(self.text, self.tokens, at)
        {
            let bytes = self.bytes(&tokens);
            let asked_for = path.rest.is_empty() && self.is(tokens.end, "is");
            if self.is(tokens.end, "|") {
                let able = self.is(tokens.end + 1, "default");
                let list = if able { &mut found.made_after } else { &mut found.needed_after };
                list.push(tokens.end - 1);
            }
            let whole = !["[", "?[", ".", "?."].iter().any(|sign| self.is(tokens.end, sign));
            found.uses.push(Use { path, tokens: tokens.clone(), bytes, whole, asked_for });
            return tokens.end;
        }
        at + 1
    }

    fn check_known(&mut self, sort: &'static str, name: &str, bytes: Range<usize>, known: &[&'static str]) {
        if known.contains(&name) {
            return;
        }
        let reason = REFUSED_FILTERS.iter().find(|(refused, _)| sort == "filter" && *refused == name);
        let kind = TemplateFaultKind::UnknownFilter {
            sort,
            name: name.to_owned(),
            nearest: nearest(name, known.iter().copied()).map(str::to_owned),
            reason: reason.map(|(_, reason)| *reason),
        };
        self.faults.add(bytes, kind);
    }

    /// Looks at a sign; gives its token where it ends the arguments of a filter.
    fn sign(&mut self, at: usize, start: usize) -> Option<usize> {
        let bytes = self.tokens[at].range.clone();
        let word = self.tokens[at].text(self.text);
        match word {
            "(" | "[" | "{" | "?[" => self.open(at, start),
            ")" | "]" | "}" => return self.close(at),
            "..." => self.faults.syntax(bytes, "\"...\" means nothing here", "name each value"),
            "@" => self.faults.syntax(bytes, "\"@\" means nothing here", "names begin with a letter"),
            "&&" => self.faults.syntax(bytes, "\"&&\" means nothing here", "write and"),
            "||" => self.faults.syntax(bytes, "\"||\" means nothing here", "write or"),
            "<>" => self.faults.syntax(bytes, "\"<>\" means nothing here", "write !="),
            "=>" => self.faults.syntax(bytes, "\"=>\" means nothing here", "write >="),
            "!" => self.faults.syntax(bytes, "\"!\" means nothing here", "write not"),
            "=" if self.brackets.last().is_none_or(|bracket| bracket.call.is_none()) => {
                self.faults.syntax(bytes, "one \"=\" does not compare", "write ==");
            }
            "<" | "</" if at == start || !self.ends_operand(at - 1) => {
                self.faults.syntax(bytes, "\"<\" needs a value on its left", "components are for themes alone");
            }
            _ => {}
        }
        None
    }

    /// The last token of what stands to the right of a `~`, starting with the token `at`.
    fn operand_end(&self, at: usize, end: usize) -> usize {
        let mut depth = 0_usize;
        for next in at..end {
            let word = self.tokens[next].text(self.text);
            let after_dot = next > at && (self.is(next - 1, ".") || self.is(next - 1, "?."));
            let ends = match self.tokens[next].kind {
                TokenKind::Sign => !matches!(word, "(" | "[" | "{" | "?[" | "." | "?." | "|"),
                TokenKind::Name => joins_values(word) && !after_dot,
                TokenKind::Text | TokenKind::Number => false,
            };
            if ends && depth == 0 {
                // With nothing between, Tera will say so.
                return next.saturating_sub(1).max(at);
            }
            if self.tokens[next].kind == TokenKind::Sign {
                match word {
                    "(" | "[" | "{" | "?[" => depth += 1,
                    ")" | "]" | "}" => depth -= 1,
                    _ => {}
                }
            }
        }
        end.saturating_sub(1).max(at)
    }

    fn ends_operand(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        match token.kind {
            TokenKind::Sign => matches!(token.text(self.text), ")" | "]" | "}"),
            TokenKind::Name => !joins_values(token.text(self.text)),
            TokenKind::Text | TokenKind::Number => true,
        }
    }

    fn open(&mut self, at: usize, start: usize) {
        let bytes = self.tokens[at].range.clone();
        let sign = match self.tokens[at].text(self.text) {
            "(" => "(",
            "{" => "{",
            _ => "[",
        };
        let after_name =
            at > start && self.tokens[at - 1].kind == TokenKind::Name && !is_word(self.tokens[at - 1].text(self.text));
        let call = (sign == "(" && after_name).then(|| at - 1 > start && self.is_filter(at - 1));
        let literal = sign == "{" || (sign == "[" && (at == start || !self.ends_operand(at - 1)));
        let inside = self.brackets.iter().any(|bracket| bracket.literal);
        let grows = match self.keeps {
            Keeps::Nothing => false,
            Keeps::Items => inside || sign == "{",
            Keeps::Value => true,
        };
        if grows && literal && !self.only_constants(at) {
            self.faults.syntax(bytes.clone(), "a list of names cannot be kept", "use the names themselves");
        }
        self.brackets.push(Bracket { sign, at, call, literal });
        if self.brackets.len() == MAX_BRACKETS {
            self.faults.syntax(bytes, "brackets stand too deep in each other", "use several tags");
        }
    }

    /// Whether there is no name between the bracket at `at` and the one that closes it.
    fn only_constants(&self, at: usize) -> bool {
        let mut depth = 0;
        for token in &self.tokens[at..] {
            match token.text(self.text) {
                "[" | "{" | "(" if token.kind == TokenKind::Sign => depth += 1,
                "]" | "}" | ")" if token.kind == TokenKind::Sign => depth -= 1,
                word if token.kind == TokenKind::Name && !is_word(word) => return false,
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
        true
    }

    fn close(&mut self, at: usize) -> Option<usize> {
        let word = self.tokens[at].text(self.text);
        let partner = match word {
            ")" => "(",
            "]" => "[",
            _ => "{",
        };
        match self.brackets.pop() {
            Some(bracket) if bracket.sign == partner => (bracket.call == Some(true)).then_some(at),
            _ => {
                let message = format!("this \"{word}\" closes nothing");
                self.faults.add(self.tokens[at].range.clone(), TemplateFaultKind::Syntax { message, help: None });
                None
            }
        }
    }
}

/// The expression of a block tag, looked through.
pub(super) fn read_block_expression(
    text: &str,
    tag: &Tag,
    block: &BlockTag,
    faults: &mut Faults<'_>,
) -> Option<Expression> {
    let (from, keeps) = match block {
        BlockTag::If | BlockTag::Elif => (1, Keeps::Nothing),
        BlockTag::For { expression, .. } => (*expression, Keeps::Items),
        BlockTag::Set { expression, .. } => (*expression, Keeps::Value),
        _ => return None,
    };
    Some(read_expression(text, tag, from..tag.tokens.len(), keeps, faults))
}
