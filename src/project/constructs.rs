//! The language of narratives: placeholders, filters, `if`, and `for` over a breakdown.
//!
//! The template engine supports more: variables, macros, inclusion, text repeated a million times. All of
//! that is rejected here, on tokens, before anything is parsed or run. So is nesting that would
//! overflow the stack of a parser.

use std::ops::Range;

use minijinja::machinery::{Token, Tokenizer};

use super::narrative::{Narrative, syntax};
use crate::diagnostic::{Diagnostic, NestedTooDeep, UnknownConstruct};

/// Maximum nesting depth of expressions, blocks and quotes.
pub(crate) const DEEPEST: usize = 100;

/// Maximum number of different unknown constructs reported per narrative.
const MOST_REPORTED: usize = 100;

/// Reports each unsupported construct of `narrative` at its first place, and the first place where
/// nesting is too deep.
pub(super) fn refused(narrative: &Narrative) -> Vec<Diagnostic> {
    let mut reader = ConstructReader::default();
    let mut tokens = Tokenizer::new(&narrative.text, &narrative.file, false, syntax());
    // The parser stops at the same error and reports it.
    while let Ok(Some((token, span))) = tokens.next_token() {
        let span = span.start_offset as usize..span.end_offset as usize;
        reader.token(&token, span, &narrative.text);
        if reader.too_deep.is_some() {
            break;
        }
    }
    reader.found(narrative)
}

#[derive(Default)]
struct ConstructReader {
    /// Unknown constructs, each with its first place and the number of occurrences.
    unknown: Vec<(String, Range<usize>, u64)>,
    too_deep: Option<Range<usize>>,
    /// The depth of each open block: `if` and `for` count one, and so does each `elif`.
    blocks: Vec<usize>,
    depth_of_blocks: usize,
    /// The end of the last token.
    end: usize,
    tag: TagState,
}

/// State of reading a tag.
#[derive(Default)]
struct TagState {
    /// Whether the keyword of a statement is expected next.
    awaits_keyword: bool,
    /// Whether the variables of a `for`, before `in`, are being read.
    is_target: bool,
    /// Open brackets, the outermost first. The first level is the tag itself.
    levels: Vec<BracketLevel>,
    before: Before,
}

/// The content of one pair of brackets.
#[derive(Default)]
struct BracketLevel {
    /// Whether the brackets contain arguments separated by commas.
    holds_arguments: bool,
    /// Depth of the expression joined by the operators so far.
    joined: usize,
    /// Depth of the operand that is being read.
    operand: usize,
    /// Number of signs and `not` before the operand.
    signs: usize,
}

impl BracketLevel {
    fn depth(&self) -> usize {
        self.joined.max(self.operand + self.signs)
    }

    /// Starts another operand, joined to the previous ones by an operator.
    fn operator(&mut self) {
        self.joined = self.depth() + 1;
        (self.operand, self.signs) = (0, 0);
    }

    /// Starts another argument.
    fn comma(&mut self) {
        self.joined = self.depth();
        (self.operand, self.signs) = (0, 0);
    }
}

/// The previous token of an expression.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Before {
    /// Nothing, an operator or an opening bracket.
    #[default]
    Start,
    Operand,
    /// A dot. A name follows.
    Dot,
    /// `|`. The name of a filter follows.
    Pipe,
    /// The name of a filter, which may have arguments.
    Filter,
    /// `is`. The name of a test follows.
    Is,
}

impl ConstructReader {
    fn token(&mut self, token: &Token<'_>, span: Range<usize>, text: &str) {
        let before = self.end;
        self.end = span.end;
        match token {
            Token::TemplateData(_) => {
                // The tokenizer treats `{% raw %}` as text.
                let skipped = text.get(before..span.start).unwrap_or_default();
                if skipped.trim_start().starts_with("{%") {
                    self.refuse("raw", before..span.start);
                }
            }
            Token::VariableStart => self.tag = TagState::new(false),
            Token::BlockStart => self.tag = TagState::new(true),
            Token::VariableEnd | Token::BlockEnd => {}
            Token::Ident(word) if self.tag.awaits_keyword => self.keyword(word, span),
            token => self.expression(token, span, text),
        }
    }

    fn keyword(&mut self, word: &str, span: Range<usize>) {
        self.tag.awaits_keyword = false;
        match word {
            "if" | "for" => {
                self.tag.is_target = word == "for";
                self.blocks.push(1);
                self.depth_of_blocks += 1;
            }
            "elif" => {
                if let Some(block) = self.blocks.last_mut() {
                    *block += 1;
                    self.depth_of_blocks += 1;
                }
            }
            "endif" | "endfor" => self.depth_of_blocks -= self.blocks.pop().unwrap_or_default(),
            "else" => {}
            other => {
                // The rest of the tag belongs to the rejected statement.
                self.tag.levels.clear();
                return self.refuse(other, span);
            }
        }
        if self.depth_of_blocks > DEEPEST {
            self.too_deep = Some(span);
        }
    }

    fn expression(&mut self, token: &Token<'_>, span: Range<usize>, text: &str) {
        let before = std::mem::take(&mut self.tag.before);
        let Some(level) = self.tag.levels.last_mut() else {
            return;
        };
        let after = match token {
            Token::Ident("recursive") if before == Before::Operand => {
                return self.refuse("recursive", span);
            }
            Token::Ident("in") if self.tag.is_target => {
                self.tag.is_target = false;
                *level = BracketLevel::default();
                Before::Start
            }
            Token::Ident(_) if self.tag.is_target => Before::Operand,
            Token::Comma if self.tag.is_target => Before::Start,
            Token::Ident("not") if before == Before::Is => Before::Is,
            Token::Ident("not") => {
                level.signs += 1;
                Before::Start
            }
            Token::Ident("and" | "or" | "in" | "if" | "else") if before != Before::Dot => {
                level.operator();
                Before::Start
            }
            Token::Ident("is") if before != Before::Dot => {
                level.operand += 1;
                Before::Is
            }
            Token::Ident(kind) if before == Before::Is => {
                if *kind != "none" {
                    return self.refuse(&format!("is {kind}"), span);
                }
                Before::Operand
            }
            Token::Ident(_) if before == Before::Pipe => {
                level.operand += 1;
                Before::Filter
            }
            token if is_operand(token) => {
                level.operand += 1;
                Before::Operand
            }
            Token::Dot => Before::Dot,
            Token::Pipe => Before::Pipe,
            Token::Minus | Token::Plus if before == Before::Start => {
                level.signs += 1;
                Before::Start
            }
            token if is_operator(token) => {
                level.operator();
                Before::Start
            }
            Token::Comma if level.holds_arguments => {
                level.comma();
                Before::Start
            }
            Token::ParenOpen if matches!(before, Before::Start | Before::Filter) => {
                self.tag.levels.push(BracketLevel {
                    holds_arguments: before == Before::Filter,
                    ..BracketLevel::default()
                });
                Before::Start
            }
            Token::BracketOpen if matches!(before, Before::Operand | Before::Filter) => {
                self.tag.levels.push(BracketLevel::default());
                Before::Start
            }
            Token::ParenClose | Token::BracketClose => {
                self.tag.close();
                Before::Operand
            }
            _ => {
                let construct = text.get(span.clone()).unwrap_or_default().to_owned();
                return self.refuse(&construct, span);
            }
        };
        self.tag.before = after;
        if self.tag.depth() > DEEPEST {
            self.too_deep = Some(span);
        }
    }

    fn refuse(&mut self, construct: &str, span: Range<usize>) {
        // Continue after the rejected construct as if an operand were expected.
        self.tag.before = Before::Start;
        let known = self
            .unknown
            .iter()
            .position(|(known, ..)| known == construct);
        match known {
            Some(known) => self.unknown[known].2 += 1,
            None if self.unknown.len() < MOST_REPORTED => {
                self.unknown.push((construct.to_owned(), span, 1));
            }
            None => {}
        }
    }

    fn found(self, narrative: &Narrative) -> Vec<Diagnostic> {
        let unknown = self.unknown.into_iter().map(|(construct, span, count)| {
            let problem = UnknownConstruct { construct, count };
            Diagnostic::at(narrative.place(span), problem)
        });
        let too_deep = self.too_deep.into_iter().map(|span| {
            let problem = NestedTooDeep { limit: DEEPEST };
            Diagnostic::at(narrative.place(span), problem)
        });
        unknown.chain(too_deep).collect()
    }
}

impl TagState {
    fn new(is_statement: bool) -> Self {
        Self {
            awaits_keyword: is_statement,
            levels: vec![BracketLevel::default()],
            ..Self::default()
        }
    }

    fn close(&mut self) {
        // Surplus closing brackets are reported by the parser.
        if self.levels.len() > 1
            && let Some(inner) = self.levels.pop()
            && let Some(level) = self.levels.last_mut()
        {
            level.operand = level.operand.max(inner.depth()) + 1;
        }
    }

    /// The depth of the parser at this token, including everything joined at this level.
    fn depth(&self) -> usize {
        let Some((inner, outer)) = self.levels.split_last() else {
            return 0;
        };
        let outer = outer.iter().map(|level| 1 + level.signs);
        outer.sum::<usize>() + inner.depth()
    }
}

/// Whether a token is a name or a literal.
fn is_operand(token: &Token<'_>) -> bool {
    matches!(
        token,
        Token::Ident(_) | Token::Str(_) | Token::String(_) | Token::Int(_) | Token::Float(_)
    )
}

/// Whether a token stands between two operands.
fn is_operator(token: &Token<'_>) -> bool {
    matches!(
        token,
        Token::Plus
            | Token::Minus
            | Token::Div
            | Token::Eq
            | Token::Ne
            | Token::Gt
            | Token::Gte
            | Token::Lt
            | Token::Lte
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let narrative = Narrative::new("narrative/2017.md".into(), text.to_owned());
        let found = refused(&narrative).into_iter().map(|found| {
            let column = found.place.unwrap().column.unwrap();
            match found.problem.get() {
                Some(UnknownConstruct { construct, count }) => {
                    format!("{construct}@{column}×{count}")
                }
                None => format!("{}@{column}", found.problem.code().name()),
            }
        });
        found.collect()
    }

    #[test]
    fn documented_constructs() {
        for text in [
            "{{ published.by_channel[\"12345\"] | fixed(1) }}{= {% raw %} =}{#id}",
            "{% if a.b is not none and a.c > 0 %}{{ a.b + a.c - (a.d / 2) }}{% elif not x %}{% else %}{% endif %}",
            "{% for label, count in a.b | items %}{{ loop.index }}{{ label }}{% endfor %}",
            "{%- for label in a.b | top(3) if label in c -%}{{ -1 }}{% else %}无{% endfor %}",
            "{{ 'a' if x == 1 else 'b' }}{{ a.b | names(\"、\") }}{{ a.if }}",
            "{{ a | change(b.c, d) }}",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn other_constructs_of_the_engine() {
        for (text, expected) in [
            ("一{% set x = 1 %}", "set@5×1"),
            ("{% macro a() %}{% endmacro %}", "macro@4×1"),
            ("{% include 'x' %}", "include@4×1"),
            ("{{ 'ab' * 5 }}{{ 2 * 3 }}", "*@9×2"),
            ("{{ a ~ b }}", "~@6×1"),
            ("{{ a ** b }}", "**@6×1"),
            ("{{ a % b }}", "%@6×1"),
            ("{{ range(9) }}", "(@9×1"),
            ("{{ a.b() }}", "(@7×1"),
            ("{{ [1] }}", "[@4×1"),
            ("{{ {'a': 1} }}", "{@4×1"),
            ("{{ a[1:2] }}", ":@7×1"),
            ("{{ a | fixed(n=1) }}", "=@15×1"),
            ("{{ a, b }}", ",@5×1"),
            ("{% for a in b recursive %}", "recursive@15×1"),
            ("{{ a is defined }}", "is defined@9×1"),
            ("{% raw %}{{ a }}{% endraw %}", "raw@1×1"),
        ] {
            assert_eq!(
                found(text).first().map(String::as_str),
                Some(expected),
                "{text}"
            );
        }
    }

    #[test]
    fn nesting() {
        let deep = |open: &str, middle: &str, close: &str, times| {
            format!(
                "{{{{ {}{middle}{} }}}}",
                open.repeat(times),
                close.repeat(times)
            )
        };
        for (open, middle, close) in [
            ("(", "a", ")"),
            ("-", "a", ""),
            ("not ", "a", ""),
            ("", "a", "+1"),
            ("", "a", "|abs"),
            ("", "a", ".a"),
            ("", "a", "[0]"),
            ("a[", "a", "]"),
            ("a|f(", "a", ")"),
            ("a if b else ", "a", ""),
            ("", "a", " is none"),
            ("-(", "a", "+1)"),
        ] {
            let shallow = deep(open, middle, close, 30);
            assert_eq!(found(&shallow), [""; 0], "{shallow}");
            let [found] = &found(&deep(open, middle, close, 100_000))[..] else {
                panic!("{open}{middle}{close}")
            };
            assert!(found.starts_with("nested-too-deeply@"), "{found}");
        }
        let blocks = |times| "{% if a %}".repeat(times) + &"{% endif %}".repeat(times);
        assert_eq!(found(&blocks(100)), [""; 0]);
        assert_eq!(found(&blocks(101)), ["nested-too-deeply@1004"]);
        let chain = "{% if a %}".to_owned() + &"{% elif b %}".repeat(100_000) + "{% endif %}";
        assert_eq!(found(&chain).len(), 1);
        // Deep in the middle, and deep again after each bracket.
        let mut text = "a".to_owned();
        for _ in 0..60 {
            text = format!("({text}{})", "+1".repeat(60));
        }
        assert_eq!(found(&format!("{{{{ {text} }}}}")).len(), 1);
    }

    #[test]
    fn a_long_sum_is_no_nesting() {
        let sum = format!("{{{{ {} }}}}", ["a.b.c | fixed(1)"; 90].join(" + "));
        assert_eq!(found(&sum), [""; 0]);
    }
}
