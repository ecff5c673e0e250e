//! Identities that must hold between the cells of a form.

use crate::diagnostic::{
    Diagnostic, FailedIdentity, IdentityCell, IdentityDoubtful, IdentityFails, IdentityUnusual,
    Place, Problem,
};
use crate::document::{CheckedIdentity, IdentityKind, IdentitySide, Relation};
use crate::form::{CellOrigin, CellValue, Cells, Expression, Form, FormIdentity, Side};
use crate::project::FormSettings;
use crate::vocabulary::Key;

/// Returns the identities of `form` in a report year with their verdicts, and reports those that do not hold.
/// An identity with an absent operand is not evaluated; one of an annex that is not printed is left out.
/// `source` names the files that a figure is counted from.
pub fn check_identities(
    form: &Form,
    cells: &Cells<'_>,
    year: i32,
    settings: &FormSettings,
    source: &dyn Fn(&Key) -> String,
    found: &mut Vec<Diagnostic>,
) -> Vec<CheckedIdentity> {
    let mut all = Vec::new();
    let is_of_year = |identity: &&FormIdentity| identity.from_year.is_none_or(|from| from <= year);
    for identity in form.identities.iter().filter(is_of_year) {
        for rule in &identity.rules {
            let sides = rule.rest.iter().map(|(_, side)| side);
            let mut sides = sides.chain([&rule.first]);
            if !sides.all(|side| form.is_printed(&side.expression, year, settings)) {
                continue;
            }
            let mut left = &rule.first;
            let mut has_failed = false;
            for (relation, right) in &rule.rest {
                let checked = Checked {
                    identity,
                    cells,
                    source,
                    sides: [left, right],
                    relation: *relation,
                };
                // Further failures of the rule follow from the same numbers: report only the first.
                if let Some(diagnostic) = checked.failure().filter(|_| !has_failed) {
                    found.push(diagnostic);
                    has_failed = true;
                }
                all.push(checked.verdict());
                left = right;
            }
        }
    }
    all
}

/// Two sides of an identity and their values.
struct Checked<'a> {
    identity: &'a FormIdentity,
    cells: &'a Cells<'a>,
    source: &'a dyn Fn(&Key) -> String,
    sides: [&'a Side; 2],
    relation: Relation,
}

impl Checked<'_> {
    /// Returns both sides with their numbers, and whether the relation holds.
    fn verdict(&self) -> CheckedIdentity {
        let [left, right] = self.sides.map(|side| IdentitySide {
            text: side.text.clone(),
            formula: self.cells.formula(&side.expression),
            number: self.cells.evaluated(&side.expression).number,
        });
        let numbers = left.number.zip(right.number);
        CheckedIdentity {
            id: self.identity.id.clone(),
            about: self.identity.about.zh.clone(),
            relation: self.relation,
            kind: self.identity.kind,
            holds: numbers.map(|(left, right)| self.relation.holds(left, right)),
            left,
            right,
        }
    }

    /// Returns the finding; `None` if the relation holds or a side is absent.
    fn failure(&self) -> Option<Diagnostic> {
        let values = self
            .sides
            .map(|side| self.cells.evaluated(&side.expression));
        let [left, right] = [values[0].number?, values[1].number?];
        if self.relation.holds(left, right) {
            return None;
        }
        let shown = |index: usize| {
            let side: &Side = self.sides[index];
            (side.text.clone(), value_text(&values[index]))
        };
        let mut operands = Vec::new();
        for side in self.sides {
            self.operands(&side.expression, false, &mut operands);
        }
        let named = self.identity.named.iter().map(|key| {
            use crate::language::Language::{Chinese, English};
            let value = self.cells.evaluated(&Expression::Figure(key.clone()));
            (key.label(Chinese), key.label(English), value_text(&value))
        });
        let failed = Box::new(FailedIdentity {
            id: self.identity.id.clone(),
            about: (
                self.identity.about.zh.clone(),
                self.identity.about.en.clone(),
            ),
            left: shown(0),
            relation: self.relation.sign(),
            right: shown(1),
            cells: operands,
            named: named.collect(),
            says: self.identity.says.as_ref().map(|says| {
                let with_left = |text: &str| text.replace("{left}", &value_text(&values[0]));
                (with_left(&says.zh), with_left(&says.en))
            }),
        });
        let problem = match self.identity.kind {
            IdentityKind::Error => Problem::from(IdentityFails { identity: failed }),
            IdentityKind::Warning => Problem::from(IdentityDoubtful { identity: failed }),
            IdentityKind::Note => Problem::from(IdentityUnusual { identity: failed }),
        };
        let declared = values.iter().flat_map(|value| &value.origins);
        let mut declared = declared.filter_map(|origin| match origin {
            CellOrigin::Declared(file, line) => Some(Place::line(&file.as_str().into(), *line)),
            CellOrigin::Counted(_) => None,
        });
        Some(match declared.next() {
            Some(place) => Diagnostic::at(place, problem),
            None => Diagnostic::new(problem),
        })
    }

    /// Collects the cells and figures of a formula, each once.
    fn operands(&self, expression: &Expression, of_last_year: bool, all: &mut Vec<IdentityCell>) {
        match expression {
            Expression::Number(_) => {}
            Expression::Cell(id) => {
                let label = self.cells.label(id);
                self.push(id.clone(), label, expression, of_last_year, all);
            }
            Expression::Figure(key) => {
                let label = key.label(crate::language::Language::Chinese);
                self.push(key.to_string(), label, expression, of_last_year, all);
            }
            Expression::Words { list, .. } => {
                self.push(list.clone(), list.clone(), expression, of_last_year, all);
            }
            Expression::Binary(_, one, other) => {
                self.operands(one, of_last_year, all);
                self.operands(other, of_last_year, all);
            }
            Expression::Maximum(parts) | Expression::Minimum(parts) => {
                for part in parts {
                    self.operands(part, of_last_year, all);
                }
            }
            Expression::Previous(part) => self.operands(part, true, all),
            Expression::OrZero(part) => self.operands(part, of_last_year, all),
        }
    }

    fn push(
        &self,
        id: String,
        label: String,
        expression: &Expression,
        of_last_year: bool,
        all: &mut Vec<IdentityCell>,
    ) {
        let (id, value) = if of_last_year {
            let previous = Expression::Previous(Box::new(expression.clone()));
            (format!("previous({id})"), self.cells.evaluated(&previous))
        } else {
            (id, self.cells.evaluated(expression))
        };
        if all.iter().any(|cell| cell.id == id) {
            return;
        }
        let mut sources: Vec<String> = value
            .origins
            .iter()
            .map(|origin| match origin {
                CellOrigin::Counted(key) => (self.source)(key),
                CellOrigin::Declared(file, line) => format!("{file}:{line}"),
            })
            .collect();
        sources.dedup();
        all.push(IdentityCell {
            id,
            label,
            value: value_text(&value),
            sources,
        });
    }
}

/// Formats a value for a message.
fn value_text(value: &CellValue) -> String {
    value
        .number
        .map_or_else(|| "—".to_owned(), |number| number.normalize().to_string())
}
