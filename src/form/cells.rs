//! The cells of a form in a year: the value of each, and its origin.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::expression::Expression;
use super::{CellForm, Form};
use crate::diagnostic::{DeclaredDisagrees, Diagnostic, Place};
use crate::document::{IdentityFormula, Operand, OperandSource, Operator, Standing};
use crate::figures::{Figures, Value};
use crate::number::exact_sum;
use crate::vocabulary::{Key, Label, UNSPECIFIED};

/// Counted figures and declarations of a year.
#[derive(Debug, Clone, Copy)]
pub struct YearFigures<'a> {
    /// All figures, counted and declared.
    pub figures: &'a Figures,
    /// The figures that the office declared, each with its place.
    pub declared: &'a BTreeMap<Key, Place>,
    /// The cells that the office declared, by id without that of the form, each with its place.
    pub cells: &'a BTreeMap<String, (Decimal, Place)>,
}

/// The cells of a form, filled in.
#[derive(Debug, Clone, Copy)]
pub struct Cells<'a> {
    pub(super) form: &'a Form,
    year: YearFigures<'a>,
    previous: YearFigures<'a>,
    words: &'a OfficeWords,
    may_issue_rules: bool,
}

/// The office's own words, by their letters, each mapped to a list of words of the form.
pub type OfficeWords = BTreeMap<String, &'static str>;

/// Value of a cell or a formula.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CellValue {
    /// The number; `None` if it is absent.
    pub number: Option<Decimal>,
    /// The figures and declarations it is computed from.
    pub origins: BTreeSet<CellOrigin>,
}

/// One summand of a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Term {
    /// A figure times a factor.
    Figure {
        /// The figure.
        key: Key,
        /// The factor; negative if the figure is subtracted.
        factor: Decimal,
    },
    /// A number that the office declared.
    Declared {
        /// Its place.
        place: Place,
        /// The number with its factor applied.
        number: Decimal,
    },
}

/// Where a number comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum CellOrigin {
    /// A figure that was counted.
    Counted(Key),
    /// A file and a line in which it was declared.
    Declared(String, u64),
}

impl CellValue {
    fn of(number: Option<Decimal>, origin: CellOrigin) -> Self {
        Self {
            number,
            origins: BTreeSet::from([origin]),
        }
    }

    fn with(mut self, other: Self, number: Option<Decimal>) -> Self {
        self.origins.extend(other.origins);
        self.number = number;
        self
    }

    /// Whether a part of the number comes from a log.
    fn is_counted(&self) -> bool {
        let is_counted = |origin: &CellOrigin| matches!(origin, CellOrigin::Counted(_));
        self.number.is_some() && self.origins.iter().any(is_counted)
    }

    /// Whether the number is counted, declared or absent; declared if any part of it is.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let is_declared = |origin: &CellOrigin| matches!(origin, CellOrigin::Declared(..));
        match self.number {
            None => Standing::Absent,
            Some(_) if self.origins.iter().any(is_declared) => Standing::Declared,
            Some(_) => Standing::Counted,
        }
    }
}

impl<'a> Cells<'a> {
    /// The cells of `form` in a year, with what is declared of the year before.
    #[must_use]
    pub fn new(
        form: &'a Form,
        year: YearFigures<'a>,
        previous: YearFigures<'a>,
        words: &'a OfficeWords,
    ) -> Self {
        Self {
            form,
            year,
            previous,
            words,
            may_issue_rules: true,
        }
    }

    /// Sets whether the office may issue rules (规章). If not, cells that count rules are 0.
    #[must_use]
    pub fn with_rules(self, may_issue_rules: bool) -> Self {
        Self {
            may_issue_rules,
            ..self
        }
    }

    /// Returns the value of the cell with this id: counted if possible, else declared.
    ///
    /// If its formula has declared numbers only, a declaration of the cell itself takes precedence;
    /// identities compare the two.
    #[must_use]
    pub fn value(&self, id: &str) -> CellValue {
        let made = self.made(id);
        match self.year.cells.get(id) {
            Some((number, place)) if !made.is_counted() => {
                CellValue::of(Some(*number), declared_at(place))
            }
            _ if made.number.is_none() && self.is_zero_by_law(id) => CellValue {
                number: Some(Decimal::ZERO),
                ..CellValue::default()
            },
            _ => made,
        }
    }

    /// Whether a cell counts rules (规章) that the office may not issue.
    fn is_zero_by_law(&self, id: &str) -> bool {
        let cell = self.form.cells.get(id);
        !self.may_issue_rules && cell.is_some_and(|cell| cell.counts_rules)
    }

    /// Returns the summands of the cell with this id. Constants in its formula are not included.
    #[must_use]
    pub fn terms(&self, id: &str) -> Vec<Term> {
        let mut terms = Vec::new();
        self.add_cell(id, Decimal::ONE, &mut terms);
        terms
    }

    fn add_cell(&self, id: &str, factor: Decimal, terms: &mut Vec<Term>) {
        if let Some((number, place)) = self.year.cells.get(id)
            && !self.made(id).is_counted()
        {
            terms.push(Term::Declared {
                place: place.clone(),
                number: number.checked_mul(factor).unwrap_or_default(),
            });
            return;
        }
        let cell = self.form.cells.get(id);
        if let Some(expression) = cell.and_then(|cell| cell.expression.as_ref()) {
            self.add(expression, factor, terms);
        }
    }

    /// Adds the summands of a formula that is multiplied by `factor`.
    fn add(&self, expression: &Expression, factor: Decimal, terms: &mut Vec<Term>) {
        match expression {
            Expression::Number(_) => {}
            Expression::Cell(id) => self.add_cell(id, factor, terms),
            Expression::Figure(key) => self.add_figure(key, factor, terms),
            Expression::Words {
                metric,
                labels,
                list,
            } => {
                let labels = labels.clone();
                let metric = *metric;
                let family = Key { metric, labels };
                for (key, _) in self.year.figures.below(&family.segments()) {
                    let label = key.labels.last().map_or("", |label| label);
                    if self.is_in_list(label, list) {
                        self.add_figure(key, factor, terms);
                    }
                }
            }
            Expression::Binary(operator, one, other) => {
                let number = |of: &Expression| self.evaluated(of).number.unwrap_or_default();
                let (left, right) = match operator {
                    Operator::Plus => (Some(factor), Some(factor)),
                    Operator::Minus => (Some(factor), Some(-factor)),
                    Operator::Times if matches!(**one, Expression::Number(_)) => {
                        (None, factor.checked_mul(number(one)))
                    }
                    Operator::Times => (factor.checked_mul(number(other)), None),
                    Operator::By => (factor.checked_div(number(other)), None),
                };
                for (part, factor) in [(one, left), (other, right)] {
                    if let Some(factor) = factor {
                        self.add(part, factor, terms);
                    }
                }
            }
            Expression::Maximum(parts) | Expression::Minimum(parts) => {
                let whole = self.evaluated(expression).number;
                let is_it = |part: &&Expression| self.evaluated(part).number == whole;
                if let Some(part) = parts.iter().find(is_it) {
                    self.add(part, factor, terms);
                }
            }
            Expression::Previous(part) => self.of_last_year().add(part, factor, terms),
            Expression::OrZero(part) => self.add(part, factor, terms),
        }
    }

    fn add_figure(&self, key: &Key, factor: Decimal, terms: &mut Vec<Term>) {
        terms.push(match self.year.declared.get(key) {
            Some(place) => {
                let number = self.year.figures.get(key).and_then(number);
                let number = number.and_then(|number| number.checked_mul(factor));
                Term::Declared {
                    place: place.clone(),
                    number: number.unwrap_or_default(),
                }
            }
            None => Term::Figure {
                key: key.clone(),
                factor,
            },
        });
    }

    /// Evaluates the formula of a cell, ignoring a declaration of the cell itself.
    fn made(&self, id: &str) -> CellValue {
        let cell = self.form.cells.get(id);
        let expression = cell.and_then(|cell| cell.expression.as_ref());
        expression.map_or_else(CellValue::default, |expression| self.evaluated(expression))
    }

    /// Reports cells whose declared value differs from the counted one.
    pub fn disagreements(&self, found: &mut Vec<Diagnostic>) {
        for (id, (declared, place)) in self.year.cells {
            let is_reported = |finding: &Diagnostic| {
                finding.place.as_deref() == Some(place) && finding.problem.is::<DeclaredDisagrees>()
            };
            // One line may declare all cells of a table.
            if found.iter().any(is_reported) {
                continue;
            }
            let made = self.made(id);
            let counted = made.number.filter(|_| made.is_counted());
            if let Some(counted) = counted.filter(|counted| counted != declared) {
                let problem = DeclaredDisagrees {
                    key: format!("{}.{id}", self.form.id),
                    declared: declared.to_string(),
                    counted: counted.normalize().to_string(),
                };
                found.push(Diagnostic::at(place.clone(), problem));
            }
        }
    }

    /// Evaluates a formula exactly. The number is `None` if an operand is absent.
    pub(crate) fn evaluated(&self, expression: &Expression) -> CellValue {
        match expression {
            Expression::Number(number) => CellValue {
                number: Some(*number),
                origins: BTreeSet::new(),
            },
            Expression::Cell(id) => self.value(id),
            Expression::Figure(key) => self.figure(key),
            Expression::Words {
                metric,
                labels,
                list,
            } => {
                let family = Key {
                    metric: *metric,
                    labels: labels.clone(),
                };
                self.words(&family, list)
            }
            Expression::Binary(operator, one, other) => {
                let (one, other) = (self.evaluated(one), self.evaluated(other));
                let number = one.number.zip(other.number);
                let number = number.and_then(|(one, other)| applied(*operator, one, other));
                one.with(other, number)
            }
            Expression::Maximum(parts) => self.chosen(parts, Decimal::max),
            Expression::Minimum(parts) => self.chosen(parts, Decimal::min),
            Expression::Previous(part) => self.of_last_year().evaluated(part),
            Expression::OrZero(part) => {
                let value = self.evaluated(part);
                if value.number.is_some() {
                    return value;
                }
                // The substituted 0 has no origins.
                self.evaluated(&Expression::Number(Decimal::ZERO))
            }
        }
    }

    /// A formula with the number of each operand.
    pub(crate) fn formula(&self, expression: &Expression) -> IdentityFormula {
        self.formula_of(expression, false)
    }

    fn formula_of(&self, expression: &Expression, is_of_last_year: bool) -> IdentityFormula {
        let part = |part: &Expression| self.formula_of(part, is_of_last_year);
        let parts = |parts: &[Expression]| parts.iter().map(part).collect();
        let (source, id, label) = match expression {
            Expression::Number(number) => return IdentityFormula::Number(*number),
            Expression::Binary(operator, one, other) => {
                return IdentityFormula::Binary(
                    *operator,
                    Box::new(part(one)),
                    Box::new(part(other)),
                );
            }
            Expression::Maximum(of) => return IdentityFormula::Maximum(parts(of)),
            Expression::Minimum(of) => return IdentityFormula::Minimum(parts(of)),
            Expression::OrZero(of) => return IdentityFormula::OrZero(Box::new(part(of))),
            Expression::Previous(of) => return self.of_last_year().formula_of(of, true),
            Expression::Cell(id) => (OperandSource::Cell, id.clone(), self.label(id)),
            Expression::Figure(key) => {
                let label = key.label(crate::language::Language::Chinese);
                (OperandSource::Figure, key.to_string(), label)
            }
            Expression::Words { list, .. } => (OperandSource::List, list.clone(), list.clone()),
        };
        IdentityFormula::Operand(Operand {
            source: if is_of_last_year {
                OperandSource::LastYear
            } else {
                source
            },
            id,
            label,
            number: self.evaluated(expression).number,
        })
    }

    /// The same cells of the year before.
    fn of_last_year(&self) -> Self {
        Self {
            year: self.previous,
            ..*self
        }
    }

    fn chosen(&self, parts: &[Expression], choose: fn(Decimal, Decimal) -> Decimal) -> CellValue {
        let values = parts.iter().map(|part| self.evaluated(part));
        let chosen = values.reduce(|one, other| {
            let number = one.number.zip(other.number);
            let number = number.map(|(one, other)| choose(one, other));
            one.with(other, number)
        });
        chosen.unwrap_or_default()
    }

    fn figure(&self, key: &Key) -> CellValue {
        let number = self.year.figures.get(key).and_then(number);
        CellValue::of(number, self.origin(key))
    }

    fn origin(&self, key: &Key) -> CellOrigin {
        match self.year.declared.get(key) {
            Some(place) => declared_at(place),
            None => CellOrigin::Counted(key.clone()),
        }
    }

    /// Whether a label belongs to a list of words: the office assigned it, or the list has the longest word
    /// that occurs in the label.
    fn is_in_list(&self, label: &str, list: &str) -> bool {
        let letters = Label::new(label).letters;
        if let Some(own) = self.words.get(&letters) {
            return *own == list;
        }
        let longest = |words: &Vec<String>| {
            let words = words.iter().map(|word| Label::new(word).letters);
            let held = words.filter(|word| letters.contains(word.as_str()));
            held.map(|word| word.len()).max()
        };
        let own = self.form.lists.get(list).and_then(longest);
        own.is_some() && own == self.form.lists.values().filter_map(longest).max()
    }

    /// Adds up the figures of a family whose label belongs to a list of words; 0 if no label does.
    fn words(&self, family: &Key, list: &str) -> CellValue {
        let segments = family.segments();
        let is_unspecified = |(key, _): (&Key, &Value)| {
            key.labels
                .last()
                .is_some_and(|label| **label == *UNSPECIFIED)
        };
        let mut sum = CellValue::of(None, CellOrigin::Counted(family.clone()));
        let mut members = self.year.figures.below(&segments).peekable();
        // If every label is unspecified, the sum is unknown rather than 0.
        if members.peek().is_some() && members.all(is_unspecified) {
            return sum;
        }
        for (key, value) in self.year.figures.below(&segments) {
            let own = match value {
                Value::Absent => continue,
                Value::Empty => CellValue::of(Some(Decimal::ZERO), self.origin(key)),
                value => {
                    let label = key.labels.last().map_or("", |label| label);
                    let is_meant = self.is_in_list(label, list);
                    let number = if is_meant { number(value) } else { None };
                    CellValue::of(number.or(Some(Decimal::ZERO)), self.origin(key))
                }
            };
            let number = sum.number.unwrap_or_default() + own.number.unwrap_or_default();
            sum = sum.with(own, Some(number));
        }
        sum
    }

    pub(super) fn form_of(&self, id: &str) -> Option<&'a CellForm> {
        self.form.cells.get(id)
    }

    /// The form's name for a cell: the label of its row and the heading of its column.
    pub(crate) fn label(&self, id: &str) -> String {
        let Some(cell) = self.form_of(id) else {
            return id.to_owned();
        };
        let parts = [cell.row.as_str(), cell.column.as_str()];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(" · ")
    }
}

/// The result of an operation; `None` on overflow, division by 0 or a loss of digits.
fn applied(operator: Operator, one: Decimal, other: Decimal) -> Option<Decimal> {
    match operator {
        Operator::Plus => exact_sum(one, other),
        Operator::Minus => one.checked_sub(other),
        Operator::Times => one.checked_mul(other),
        Operator::By => one.checked_div(other),
    }
}

fn declared_at(place: &Place) -> CellOrigin {
    CellOrigin::Declared(place.file.to_string(), place.line.unwrap_or_default())
}

/// A figure as a number; `None` if it is absent or not a single number.
pub(crate) fn number(value: &Value) -> Option<Decimal> {
    match value {
        Value::Count(count) => Some(Decimal::from(*count)),
        Value::Decimal(number) => Some(*number),
        _ => None,
    }
}
