//! The narrative: the prose for one year's report, and the places of its placeholders.
//!
//! Markdown with `MiniJinja` placeholders. `form` evaluates the placeholders and converts the
//! Markdown.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use minijinja::ErrorKind;
use minijinja::machinery::ast::{CallArg, Expr, Spanned, Stmt, Var};
use minijinja::machinery::parse;
use minijinja::syntax::SyntaxConfig;

use super::constructs::refused;
use crate::diagnostic::{BadPlaceholder, Diagnostic, EndlessNarrative, Lines, Place};
use crate::vocabulary::Label;

/// The prose of one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Narrative {
    /// The file, by its path relative to the project folder.
    pub file: Arc<str>,
    /// Its whole text.
    pub text: String,
    /// The text as it was written, where `text` is only what of it is printed; byte by byte alike.
    written: Option<Arc<str>>,
    lines: Lines,
    /// The ids of sections that headings name, by the letters of the heading.
    sections: BTreeMap<String, String>,
}

/// A name used in a narrative, such as `published.total`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Its segments.
    pub path: Vec<String>,
    /// Byte range in the text.
    pub span: Range<usize>,
}

/// The names used in a narrative.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Used {
    /// Names of values.
    pub names: Vec<Name>,
    /// Names of filters, one segment each.
    pub filters: Vec<Name>,
    /// Values that are passed to a filter without arguments; the span is that of the filter.
    pub filtered: Vec<Name>,
}

/// The syntax of placeholders and comments.
///
/// `{#` does not open a comment, because that would swallow the ids of headings.
#[must_use]
pub fn syntax() -> SyntaxConfig {
    let mut syntax = SyntaxConfig::builder();
    syntax
        .comment_delimiters("{=", "=}")
        .keep_trailing_newline(true);
    // Building fails only for delimiters that are equal or empty.
    syntax.build().unwrap_or_default()
}

impl Narrative {
    /// Creates the narrative of `file` with the content `text`.
    #[must_use]
    pub fn new(file: Arc<str>, text: String) -> Self {
        let lines = Lines::of(&text);
        Self {
            file,
            text,
            written: None,
            lines,
            sections: BTreeMap::new(),
        }
    }

    /// The narrative with the unprinted parts of its text replaced by blanks, so that offsets stay valid.
    /// `sections` are the ids that headings name, by the letters of the heading.
    #[must_use]
    pub fn as_printed(
        &self,
        unprinted: &[Range<usize>],
        sections: BTreeMap<String, String>,
    ) -> Self {
        let mut bytes = self.text.clone().into_bytes();
        for span in unprinted {
            let hidden = bytes.get_mut(span.clone()).into_iter().flatten();
            for byte in hidden.filter(|byte| **byte != b'\n') {
                *byte = b' ';
            }
        }
        Self {
            file: Arc::clone(&self.file),
            // Spans begin and end at tags, and so between characters.
            text: String::from_utf8(bytes).unwrap_or_else(|_| self.text.clone()),
            written: Some(self.text.as_str().into()),
            lines: self.lines.clone(),
            sections,
        }
    }

    /// The id of the section of the form that a heading names.
    #[must_use]
    pub fn section_named(&self, heading: &str) -> Option<&str> {
        let id = self.sections.get(&Label::new(heading).letters)?;
        Some(id)
    }

    /// The names that the narrative uses and does not define itself, in order.
    ///
    /// # Errors
    /// All unsupported constructs, or else the first placeholder that cannot be parsed.
    pub fn used(&self) -> Result<Used, Vec<Diagnostic>> {
        let refused = refused(self);
        if !refused.is_empty() {
            return Err(refused);
        }
        let template = parse(&self.text, &self.file, syntax())
            .map_err(|error| vec![self.unreadable(&error, |offset| offset)])?;
        let mut walk = Walk::default();
        walk.statement(&template);
        // The walk visits the condition of an inline `if` before the expression to its left.
        let Used {
            names,
            filters,
            filtered,
        } = &mut walk.used;
        for list in [names, filters, filtered] {
            list.sort_by_key(|name| name.span.start);
        }
        Ok(walk.used)
    }

    /// The place of a byte range of the text.
    #[must_use]
    pub fn place(&self, span: Range<usize>) -> Place {
        let text = self.written.as_deref().unwrap_or(&self.text);
        self.lines.place(&self.file, text, span)
    }

    /// Creates a search for texts that follow one another.
    #[must_use]
    pub fn seeker(&self) -> Seeker<'_> {
        Seeker {
            narrative: self,
            at: 0,
            left: (1 << 20) + 100 * self.text.len(),
        }
    }

    /// The first place of `text`. If `text` does not occur, for example because it was computed, the whole
    /// file.
    #[must_use]
    pub fn near(&self, text: &str) -> Place {
        self.seeker().near(text)
    }

    /// The finding about a placeholder that `MiniJinja` could not parse or evaluate. `origin` converts a
    /// byte offset in the text that was evaluated to one in the narrative.
    #[must_use]
    pub fn unreadable(
        &self,
        error: &minijinja::Error,
        origin: impl Fn(usize) -> usize,
    ) -> Diagnostic {
        let place = match (error.range(), error.line()) {
            (Some(span), _) => self.place(origin(span.start)..origin(span.end)),
            (None, Some(line)) => Place::line(&self.file, line as u64),
            (None, None) => Place::file(&self.file),
        };
        if matches!(error.kind(), ErrorKind::OutOfFuel | ErrorKind::WriteFailure) {
            return Diagnostic::at(place, EndlessNarrative);
        }
        let reason = error
            .detail()
            .map_or_else(|| error.kind().to_string(), str::to_owned);
        Diagnostic::at(place, BadPlaceholder { reason })
    }
}

/// Finds the places of texts that follow one another in a narrative.
pub struct Seeker<'n> {
    narrative: &'n Narrative,
    /// End of the last text that was found.
    at: usize,
    /// Remaining budget for unsuccessful searches, in bytes.
    left: usize,
}

impl Seeker<'_> {
    /// The next place of `text`, else its first place. If `text` does not occur, for example because it was
    /// computed, the whole file.
    pub fn near(&mut self, text: &str) -> Place {
        let whole = || Place::file(&self.narrative.file);
        let text = text.lines().next().unwrap_or_default();
        let all = self.narrative.text.as_str();
        if text.is_empty() || self.left < all.len() {
            return whole();
        }
        let found = if let Some(start) = all[self.at..].find(text) {
            Some(self.at + start)
        } else {
            self.left -= all.len();
            all[..self.at].find(text)
        };
        let Some(start) = found else {
            return whole();
        };
        self.at = start + text.len();
        self.narrative.place(start..self.at)
    }
}

/// Collects the names that a template uses.
#[derive(Default)]
struct Walk<'t> {
    used: Used,
    /// Names that the template defines itself.
    own: BTreeSet<&'t str>,
}

impl<'t> Walk<'t> {
    fn statements(&mut self, statements: &'t [Stmt<'t>]) {
        for statement in statements {
            self.statement(statement);
        }
    }

    fn statement(&mut self, statement: &'t Stmt<'t>) {
        match statement {
            Stmt::Template(template) => self.statements(&template.children),
            Stmt::EmitRaw(_) => {}
            Stmt::EmitExpr(emit) => self.expression(&emit.expr),
            Stmt::IfCond(condition) => {
                self.expression(&condition.expr);
                self.statements(&condition.true_body);
                self.statements(&condition.false_body);
            }
            Stmt::ForLoop(each) => {
                self.expression(&each.iter);
                let outer = self.own.clone();
                self.define(&each.target);
                self.own.insert("loop");
                self.optional(each.filter_expr.as_ref());
                self.statements(&each.body);
                self.own = outer;
                self.statements(&each.else_body);
            }
            Stmt::WithBlock(with) => {
                let outer = self.own.clone();
                for (target, value) in &with.assignments {
                    self.expression(value);
                    self.define(target);
                }
                self.statements(&with.body);
                self.own = outer;
            }
            Stmt::Set(set) => {
                self.expression(&set.expr);
                self.define(&set.target);
            }
            Stmt::SetBlock(set) => {
                self.optional(set.filter.as_ref());
                self.statements(&set.body);
                self.define(&set.target);
            }
            Stmt::AutoEscape(block) => self.statements(&block.body),
            Stmt::FilterBlock(block) => {
                self.expression(&block.filter);
                self.statements(&block.body);
            }
            Stmt::Do(call) => self.arguments(&call.call.args),
        }
    }

    fn define(&mut self, target: &'t Expr<'t>) {
        match target {
            Expr::Var(variable) => {
                self.own.insert(variable.id);
            }
            Expr::List(list) => list.items.iter().for_each(|item| self.define(item)),
            Expr::Tuple(tuple) => tuple.items.iter().for_each(|item| self.define(item)),
            _ => {}
        }
    }

    fn optional(&mut self, expression: Option<&'t Expr<'t>>) {
        if let Some(expression) = expression {
            self.expression(expression);
        }
    }

    fn arguments(&mut self, arguments: &'t [CallArg<'t>]) {
        for argument in arguments {
            match argument {
                CallArg::Pos(value)
                | CallArg::Kwarg(_, value)
                | CallArg::PosSplat(value)
                | CallArg::KwargSplat(value) => self.expression(value),
            }
        }
    }

    fn expression(&mut self, expression: &'t Expr<'t>) {
        if let Some((root, path)) = chain(expression) {
            if !self.own.contains(root.id) {
                // The span of a chain starts at its last links, so take the start of the variable.
                let start = root.span().start_offset as usize;
                let end = expression.span().end_offset as usize;
                self.used.names.push(Name {
                    path,
                    span: start..end,
                });
            }
            return;
        }
        match expression {
            Expr::Var(_) | Expr::Const(_) => {}
            Expr::Slice(slice) => {
                self.expression(&slice.expr);
                for part in [&slice.start, &slice.stop, &slice.step] {
                    self.optional(part.as_ref());
                }
            }
            Expr::UnaryOp(operation) => self.expression(&operation.expr),
            Expr::BinOp(operation) => {
                self.expression(&operation.left);
                self.expression(&operation.right);
            }
            Expr::Compare(comparison) => {
                self.expression(&comparison.expr);
                comparison
                    .ops
                    .iter()
                    .for_each(|operand| self.expression(&operand.expr));
            }
            Expr::IfExpr(choice) => {
                self.expression(&choice.test_expr);
                self.expression(&choice.true_expr);
                self.optional(choice.false_expr.as_ref());
            }
            Expr::Filter(filter) => {
                let span = filter.span();
                self.used.filters.push(Name {
                    path: vec![filter.name.to_owned()],
                    span: span.start_offset as usize..span.end_offset as usize,
                });
                if let Some(expression) = &filter.expr
                    && let Some((root, path)) = chain(expression)
                    && filter.args.is_empty()
                    && !self.own.contains(root.id)
                {
                    let span = span.start_offset as usize..span.end_offset as usize;
                    self.used.filtered.push(Name { path, span });
                }
                self.optional(filter.expr.as_ref());
                self.arguments(&filter.args);
            }
            Expr::Test(test) => {
                self.expression(&test.expr);
                self.arguments(&test.args);
            }
            Expr::GetAttr(attribute) => self.expression(&attribute.expr),
            Expr::GetItem(item) => {
                self.expression(&item.expr);
                self.expression(&item.subscript_expr);
            }
            Expr::Call(call) => {
                self.expression(&call.expr);
                self.arguments(&call.args);
            }
            Expr::List(list) => list.items.iter().for_each(|item| self.expression(item)),
            Expr::Tuple(tuple) => tuple.items.iter().for_each(|item| self.expression(item)),
            Expr::Map(map) => {
                map.keys
                    .iter()
                    .chain(&map.values)
                    .for_each(|part| self.expression(part));
            }
        }
    }
}

/// The variable and the whole path of `a.b["c"]`; `None` for any other expression.
fn chain<'t>(expression: &'t Expr<'t>) -> Option<(&'t Spanned<Var<'t>>, Vec<String>)> {
    match expression {
        Expr::Var(variable) => Some((variable, vec![variable.id.to_owned()])),
        Expr::GetAttr(attribute) => {
            let (root, mut path) = chain(&attribute.expr)?;
            path.push(attribute.name.to_owned());
            Some((root, path))
        }
        Expr::GetItem(item) => {
            let Expr::Const(constant) = &item.subscript_expr else {
                return None;
            };
            let label = constant.value.as_str()?.to_owned();
            let (root, mut path) = chain(&item.expr)?;
            path.push(label);
            Some((root, path))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn narrative(text: &str) -> Narrative {
        Narrative::new("narrative/2017.md".into(), text.to_owned())
    }

    fn names(text: &str) -> Vec<String> {
        let narrative = narrative(text);
        let names = narrative.used().unwrap().names;
        names
            .iter()
            .map(|name| format!("{} = {}", name.path.join("."), &text[name.span.clone()]))
            .collect()
    }

    #[test]
    fn names_are_found_with_their_places() {
        assert_eq!(
            names(
                "共{{ published.total }}条，{{ a.by[\"12345\"] | fixed(b.n) }}{# 不是注释 #}{= {{ 注释 }} =}"
            ),
            [
                "published.total = published.total",
                "a.by.12345 = a.by[\"12345\"]",
                "b.n = b.n"
            ]
        );
    }

    #[test]
    fn names_the_narrative_defines_itself_are_its_own() {
        assert_eq!(
            names("{% for k, v in a.b | items %}{{ k }}{{ loop.index }}{{ c }}{% endfor %}{{ k }}"),
            ["a.b = a.b", "c = c", "k = k"]
        );
    }

    #[test]
    fn a_broken_placeholder_is_reported_at_its_place() {
        let broken = narrative("一\n二{{ published. }}").used().unwrap_err();
        assert_eq!(broken[0].code().name(), "bad-placeholder");
        assert_eq!(broken[0].place.as_ref().unwrap().line, Some(2));
    }
}
