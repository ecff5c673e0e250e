//! Formulas of cells and identities: exact arithmetic over cells and figures.
//!
//! ```text
//! rule       = sum (relation sum)+            relation: = <= >=
//! sum        = product ((+ | -) product)*     with blanks around the sign
//! product    = operand ((* | /) operand)*
//! operand    = number | name | function "(" … ")" | "(" sum ")"
//! function   = max | min | previous | or0     or0: absent counts as 0
//!            | words(family, list)            the figures whose label is one of a list of words
//! ```
//!
//! A name is a cell of the form or a key of the vocabulary; it is resolved when the form is read. A
//! formula with an absent operand is absent.

use std::collections::BTreeSet;
use std::ops::Range;

use rust_decimal::Decimal;

use crate::document::{Operator, Relation};
use crate::project::DEEPEST;
use crate::vocabulary::{self, Key, Metric, Unit};

/// A formula with resolved names.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Expression {
    Number(Decimal),
    /// A cell, by its id.
    Cell(String),
    /// A figure of the vocabulary.
    Figure(Key),
    /// The figures of a family whose label is one of the words of a list of the form.
    Words {
        metric: Metric,
        labels: Vec<Box<str>>,
        list: String,
    },
    /// An operation on two formulas.
    Binary(Operator, Box<Expression>, Box<Expression>),
    Maximum(Vec<Expression>),
    Minimum(Vec<Expression>),
    /// The formula evaluated for the year before.
    Previous(Box<Expression>),
    /// The formula, or 0 if it is absent.
    OrZero(Box<Expression>),
}

/// One side of a rule, with the text it was read from.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Side {
    pub(crate) text: String,
    pub(crate) expression: Expression,
}

/// A chain of sides, each with its relation to the next.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct IdentityRule {
    pub(crate) first: Side,
    pub(crate) rest: Vec<(Relation, Side)>,
}

/// Why a formula is invalid, and the byte range in its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Flaw {
    pub(super) kind: FlawKind,
    pub(super) span: Range<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum FlawKind {
    /// A name that is neither a cell nor a figure with a single number.
    UnknownName {
        name: String,
        nearest: Option<String>,
    },
    /// A syntax error.
    Unreadable,
    /// Brackets are nested too deep, or there are too many operators.
    TooDeep,
}

/// The names that a formula may use.
pub(super) struct FormulaNames<'a> {
    pub(super) cells: &'a BTreeSet<String>,
    pub(super) lists: &'a BTreeSet<String>,
}

impl Expression {
    /// Reads a formula.
    pub(super) fn parse(text: &str, names: &FormulaNames<'_>) -> Result<Self, Flaw> {
        let mut parser = Parser::new(text, names)?;
        let expression = parser.sum()?;
        parser.end()?;
        Ok(expression)
    }

    /// The ids of the cells it refers to, without those of the year before.
    pub(super) fn cells(&self) -> Vec<&str> {
        match self {
            // Cells of the year before are not cells of this year.
            Self::Number(_) | Self::Figure(_) | Self::Words { .. } | Self::Previous(_) => {
                Vec::new()
            }
            Self::Cell(id) => vec![id],
            Self::Binary(_, one, other) => [one.cells(), other.cells()].concat(),
            Self::Maximum(parts) | Self::Minimum(parts) => {
                parts.iter().flat_map(Self::cells).collect()
            }
            Self::OrZero(part) => part.cells(),
        }
    }

    /// The figures of the report year in it. `words(…)` gives its family as one key.
    pub(super) fn figures(&self) -> Vec<Key> {
        match self {
            Self::Number(_) | Self::Cell(_) | Self::Previous(_) => Vec::new(),
            Self::Figure(key) => vec![key.clone()],
            Self::Words { metric, labels, .. } => vec![Key {
                metric: *metric,
                labels: labels.clone(),
            }],
            Self::Binary(_, one, other) => [one.figures(), other.figures()].concat(),
            Self::Maximum(parts) | Self::Minimum(parts) => {
                parts.iter().flat_map(Self::figures).collect()
            }
            Self::OrZero(part) => part.figures(),
        }
    }
}

impl IdentityRule {
    /// Reads a rule.
    pub(super) fn parse(text: &str, names: &FormulaNames<'_>) -> Result<Self, Flaw> {
        let mut parser = Parser::new(text, names)?;
        let first = parser.side()?;
        let mut rest = Vec::new();
        while let Some(relation) = parser.relation() {
            rest.push((relation, parser.side()?));
        }
        parser.end()?;
        if rest.is_empty() {
            return Err(parser.unreadable());
        }
        Ok(Self { first, rest })
    }
}

/// A token of a formula, with its byte range.
#[derive(Debug, Clone, PartialEq)]
struct Token<'t> {
    text: &'t str,
    span: Range<usize>,
}

struct Parser<'t, 'n> {
    text: &'t str,
    tokens: Vec<Token<'t>>,
    next: usize,
    /// Number of open brackets.
    depth: usize,
    names: &'n FormulaNames<'n>,
}

/// Maximum number of tokens in a formula; each operator in a chain adds a level of nesting.
const MOST_TOKENS: usize = 1000;

const SIGNS: [&str; 10] = ["<=", ">=", "≤", "≥", "=", "+", "*", "/", "×", "÷"];

impl<'t, 'n> Parser<'t, 'n> {
    fn new(text: &'t str, names: &'n FormulaNames<'n>) -> Result<Self, Flaw> {
        let mut tokens = Vec::new();
        let mut start = 0;
        while start < text.len() {
            let rest = &text[start..];
            let blank = rest.len() - rest.trim_start().len();
            if blank > 0 {
                start += blank;
                continue;
            }
            let length = token_length(rest).ok_or(Flaw {
                kind: FlawKind::Unreadable,
                span: start..text.len(),
            })?;
            tokens.push(Token {
                text: &rest[..length],
                span: start..start + length,
            });
            if tokens.len() > MOST_TOKENS {
                return Err(Flaw {
                    kind: FlawKind::TooDeep,
                    span: start..start + length,
                });
            }
            start += length;
        }
        Ok(Self {
            text,
            tokens,
            next: 0,
            depth: 0,
            names,
        })
    }

    fn peek(&self) -> Option<&'t str> {
        self.tokens.get(self.next).map(|token| token.text)
    }

    fn take(&mut self, text: &str) -> bool {
        let is_there = self.peek() == Some(text);
        self.next += usize::from(is_there);
        is_there
    }

    fn expect(&mut self, text: &str) -> Result<(), Flaw> {
        if self.take(text) {
            Ok(())
        } else {
            Err(self.unreadable())
        }
    }

    fn end(&self) -> Result<(), Flaw> {
        if self.next == self.tokens.len() {
            Ok(())
        } else {
            Err(self.unreadable())
        }
    }

    /// The syntax error at the next token.
    fn unreadable(&self) -> Flaw {
        let end = self.text.len();
        let span = self.tokens.get(self.next).map(|token| token.span.clone());
        Flaw {
            kind: FlawKind::Unreadable,
            span: span.unwrap_or(end..end),
        }
    }

    fn relation(&mut self) -> Option<Relation> {
        let relation = match self.peek()? {
            "=" => Relation::Equal,
            "<=" | "≤" => Relation::AtMost,
            ">=" | "≥" => Relation::AtLeast,
            _ => return None,
        };
        self.next += 1;
        Some(relation)
    }

    fn side(&mut self) -> Result<Side, Flaw> {
        let first = self.next;
        let expression = self.sum()?;
        let spans = self.tokens[first..self.next]
            .iter()
            .map(|token| &token.span);
        let start = spans.clone().map(|span| span.start).min().unwrap_or(0);
        let end = spans.map(|span| span.end).max().unwrap_or(start);
        Ok(Side {
            text: self.text[start..end].to_owned(),
            expression,
        })
    }

    fn sum(&mut self) -> Result<Expression, Flaw> {
        let signs = [("+", Operator::Plus), ("-", Operator::Minus)];
        if self.depth > DEEPEST {
            return Err(Flaw {
                kind: FlawKind::TooDeep,
                ..self.unreadable()
            });
        }
        self.depth += 1;
        let sum = self.chain(&signs, Self::product);
        self.depth -= 1;
        sum
    }

    fn product(&mut self) -> Result<Expression, Flaw> {
        let signs = [
            ("*", Operator::Times),
            ("×", Operator::Times),
            ("/", Operator::By),
            ("÷", Operator::By),
        ];
        self.chain(&signs, Self::operand)
    }

    /// Parses a left-associative chain of operands and operators.
    fn chain(
        &mut self,
        signs: &[(&str, Operator)],
        operand: fn(&mut Self) -> Result<Expression, Flaw>,
    ) -> Result<Expression, Flaw> {
        let mut left = operand(self)?;
        while let Some(&(_, operator)) = signs.iter().find(|(sign, _)| self.peek() == Some(sign)) {
            self.next += 1;
            let right = operand(self)?;
            left = Expression::Binary(operator, Box::new(left), Box::new(right));
        }
        Ok(left)
    }

    fn operand(&mut self) -> Result<Expression, Flaw> {
        if self.take("(") {
            let inner = self.sum()?;
            self.expect(")")?;
            return Ok(inner);
        }
        let Some(token) = self.tokens.get(self.next).cloned() else {
            return Err(self.unreadable());
        };
        let is_call = self.tokens.get(self.next + 1).map(|next| next.text) == Some("(");
        if is_call {
            return self.call(&token);
        }
        if token.text.starts_with(|c: char| c.is_ascii_digit()) {
            let number = Decimal::from_str_exact(token.text);
            let number = number.map_err(|_| self.unreadable())?;
            self.next += 1;
            return Ok(Expression::Number(number));
        }
        let expression = self.named(&token)?;
        self.next += 1;
        Ok(expression)
    }

    fn call(&mut self, function: &Token<'t>) -> Result<Expression, Flaw> {
        let expression = match function.text {
            "words" => {
                self.next += 2;
                return self.words();
            }
            "max" => Expression::Maximum,
            "min" => Expression::Minimum,
            "previous" | "or0" => {
                self.next += 2;
                let inner = Box::new(self.sum()?);
                self.expect(")")?;
                return Ok(if function.text == "previous" {
                    Expression::Previous(inner)
                } else {
                    Expression::OrZero(inner)
                });
            }
            _ => return Err(self.unreadable()),
        };
        self.next += 2;
        let mut parts = vec![self.sum()?];
        while self.take(",") {
            parts.push(self.sum()?);
        }
        self.expect(")")?;
        Ok(expression(parts))
    }

    /// Parses the rest of `words(family, list)`.
    fn words(&mut self) -> Result<Expression, Flaw> {
        let Some(token) = self.tokens.get(self.next).cloned() else {
            return Err(self.unreadable());
        };
        let segments = vocabulary::segments_of(token.text).unwrap_or_default();
        let family = match *vocabulary::metrics_below(&segments) {
            [metric] => Key::family(metric, &segments),
            _ => None,
        };
        let Some(family) = family else {
            return Err(unknown(&token, vocabulary::nearest_key(token.text)));
        };
        self.next += 1;
        self.expect(",")?;
        let Some(token) = self.tokens.get(self.next).cloned() else {
            return Err(self.unreadable());
        };
        if !self.names.lists.contains(token.text) {
            let lists = self.names.lists.iter().map(String::as_str);
            let nearest = vocabulary::nearest(token.text, lists).map(str::to_owned);
            return Err(unknown(&token, nearest));
        }
        self.next += 1;
        self.expect(")")?;
        Ok(Expression::Words {
            metric: family.metric,
            labels: family.labels,
            list: token.text.to_owned(),
        })
    }

    fn named(&self, token: &Token<'t>) -> Result<Expression, Flaw> {
        if self.names.cells.contains(token.text) {
            return Ok(Expression::Cell(token.text.to_owned()));
        }
        if !token.text.starts_with(char::is_alphabetic) {
            return Err(self.unreadable());
        }
        let segments = vocabulary::segments_of(token.text).unwrap_or_default();
        if let Some(key) = Key::from_segments(&segments).filter(is_number) {
            return Ok(Expression::Figure(key));
        }
        let cells = self.names.cells.iter().map(String::as_str);
        let nearest = vocabulary::nearest_key(token.text)
            .into_iter()
            .chain(cells.map(str::to_owned))
            .collect::<Vec<_>>();
        let nearest = vocabulary::nearest(token.text, nearest.iter().map(String::as_str));
        Err(unknown(token, nearest.map(str::to_owned)))
    }
}

fn unknown(token: &Token<'_>, nearest: Option<String>) -> Flaw {
    let name = token.text.to_owned();
    Flaw {
        kind: FlawKind::UnknownName { name, nearest },
        span: token.span.clone(),
    }
}

/// Length in bytes of the token at the start of `text`.
fn token_length(text: &str) -> Option<usize> {
    if let Some(sign) = SIGNS.iter().find(|sign| text.starts_with(**sign)) {
        return Some(sign.len());
    }
    if text.starts_with(['(', ')', ',']) {
        return Some(1);
    }
    // A hyphen inside a name is part of it; on its own it is an operator.
    let mut is_quoted = false;
    let is_part = |c: char| {
        is_quoted ^= c == '"';
        is_quoted || c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '"')
    };
    let mut is_part = is_part;
    let length = text.find(|c| !is_part(c)).unwrap_or(text.len());
    (length > 0).then_some(length)
}

/// Whether a key names a single number that can be computed with exactly.
fn is_number(key: &Key) -> bool {
    let definition = key.metric.definition();
    let is_rate = matches!(
        definition.unit,
        Unit::Share | Unit::PerDay | Unit::Histogram | Unit::Truth
    );
    let is_about_targets = definition.key.starts_with("targets.");
    !is_rate && !is_about_targets && !key.labels.iter().any(|label| &**label == "*")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names<T>(
        text: &str,
        parse: impl Fn(&str, &FormulaNames<'_>) -> Result<T, Flaw>,
    ) -> Result<T, Flaw> {
        let set = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        let names = FormulaNames {
            cells: &set(&["R1.c1", "R3.6.1.c1", "H1"]),
            lists: &set(&["in-person"]),
        };
        parse(text, &names)
    }

    #[test]
    fn names_are_cells_or_figures() {
        let cell = |id: &str| Box::new(Expression::Cell(id.to_owned()));
        assert_eq!(
            names("R1.c1 - H1", Expression::parse),
            Ok(Expression::Binary(
                Operator::Minus,
                cell("R1.c1"),
                cell("H1")
            ))
        );
        let key = Key::new(Metric::RequestsFeesYuan, &["disclosure"]);
        assert_eq!(
            names("requests.disclosure.fees_yuan / 10000", Expression::parse),
            Ok(Expression::Binary(
                Operator::By,
                Box::new(Expression::Figure(key)),
                Box::new(Expression::Number(10_000.into()))
            ))
        );
        let words = "words(requests.disclosure.by_channel, in-person)";
        assert!(names(words, Expression::parse).is_ok());
    }

    #[test]
    fn what_is_unknown_is_reported_where_it_stands_with_what_is_near() {
        for (text, span, nearest) in [
            ("R1.c2 + H1", 0..5, Some("R1.c1")),
            ("H1 + published.totl", 5..19, Some("published.total")),
            (
                "words(requests.disclosure.by_channel, in-persn)",
                38..46,
                Some("in-person"),
            ),
            ("published.per_day", 0..17, Some("published.per_day")),
        ] {
            let flaw = names(text, Expression::parse).unwrap_err();
            let FlawKind::UnknownName { nearest: found, .. } = flaw.kind else {
                panic!("{text}")
            };
            assert_eq!((flaw.span, found.as_deref()), (span, nearest), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        for text in [
            "", "H1 +", "(H1", "H1 H1", "mx(H1)", "H1 $ H1", "1.2.3", "max()", "H1 )",
        ] {
            let flaw = names(text, Expression::parse).unwrap_err();
            assert_eq!(flaw.kind, FlawKind::Unreadable, "{text}");
        }
        assert!(names("H1 + 1", IdentityRule::parse).is_err());
    }

    #[test]
    fn what_is_nested_too_deep_is_refused() {
        let nested = |times: usize| format!("{}H1{}", "(".repeat(times), ")".repeat(times));
        assert!(names(&nested(100), Expression::parse).is_ok());
        for text in [
            nested(101),
            nested(100_000),
            "max(".repeat(100_000),
            "H1".to_owned() + &" + H1".repeat(100_000),
        ] {
            let flaw = names(&text, Expression::parse).unwrap_err();
            assert_eq!(flaw.kind, FlawKind::TooDeep);
        }
    }

    #[test]
    fn a_rule_keeps_the_text_of_its_sides() {
        let rule = names("H1 - or0(R1.c1) <= R3.6.1.c1 <= 2", IdentityRule::parse).unwrap();
        assert_eq!(rule.first.text, "H1 - or0(R1.c1)");
        let rest: Vec<_> = rule.rest.iter().map(|(_, side)| &*side.text).collect();
        assert_eq!(rest, ["R3.6.1.c1", "2"]);
    }
}
