//! Lists the cells of a form by id: name, unit and formula; and its tables with the ids in the cells.

use std::collections::BTreeMap;

use super::{Expression, Form, TableForm};
use crate::document::{
    Align, Cell, Operator, SpanCell, Standing, StatutoryPart, StatutoryTable, StatutoryValue,
};
use crate::language::Language;
use crate::vocabulary::Key;

/// A cell of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormCell {
    /// Its id without that of the form.
    pub id: String,
    /// The id of its table.
    pub table: String,
    /// Its name in the form: the label of its row and the heading of its column.
    pub zh: String,
    /// The figures it shows, in English.
    pub en: String,
    /// Its unit, as printed.
    pub unit: String,
    /// Its formula; `None` for a cell that can only be declared.
    pub formula: Option<String>,
}

impl Form {
    /// Its cells, in the order of its tables.
    #[must_use]
    pub fn listed_cells(&self) -> Vec<FormCell> {
        let in_table = |table: &TableForm| {
            let rows = table.parts.iter().flat_map(|part| &part.rows);
            let ids = rows.flat_map(|row| row.cells.iter().filter_map(|(id, _)| id.clone()));
            let table = table.id.clone();
            ids.map(move |id| (table.clone(), id)).collect::<Vec<_>>()
        };
        let placed = self.tables.iter().flat_map(in_table);
        let cell = |(table, id): (String, String)| {
            let cell = self.cells.get(&id)?;
            let parts = [cell.row.as_str(), cell.column.as_str()];
            let parts = parts.into_iter().filter(|part| !part.is_empty());
            let expression = cell.expression.as_ref();
            Some(FormCell {
                zh: parts.collect::<Vec<_>>().join(" · "),
                en: expression.map_or_else(|| "declared by the office".to_owned(), in_words),
                unit: cell.unit.clone(),
                formula: expression.map(formula),
                table,
                id,
            })
        };
        placed.filter_map(cell).collect()
    }

    /// The id of the cell that `typed` names, with or without the form's id as a prefix.
    #[must_use]
    pub fn cell_named<'t>(&self, typed: &'t str) -> Option<&'t str> {
        let id = self.without_id(typed);
        self.cells.contains_key(id).then_some(id)
    }

    /// The table that `typed` names, with or without the form's id as a prefix. Each of its cells contains
    /// its own id.
    #[must_use]
    pub fn table_of_ids(&self, typed: &str) -> Option<StatutoryTable> {
        let id = self.without_id(typed);
        let table = self.tables.iter().find(|table| table.id == id)?;
        let cell = |(id, columns): &(Option<String>, usize)| SpanCell {
            text: id.clone().unwrap_or_default(),
            rows: 1,
            columns: *columns,
            align: Align::Left,
            value: id.clone().map(|id| StatutoryValue {
                cell: Cell::Text(id.clone()),
                standing: Standing::Absent,
                id,
            }),
        };
        let parts = table.parts.iter().map(|part| StatutoryPart {
            title: part.title.clone(),
            width: part.width,
            stub: part.stub,
            header: part.header.clone(),
            rows: part
                .rows
                .iter()
                .map(|row| {
                    let cells = row.cells.iter().map(cell);
                    row.stub.iter().cloned().chain(cells).collect()
                })
                .collect(),
        });
        Some(StatutoryTable {
            id: table.id.clone(),
            caption: format!("{}.{}", self.id, table.id),
            head: String::new(),
            parts: parts.collect(),
            foot: String::new(),
        })
    }

    fn without_id<'t>(&self, typed: &'t str) -> &'t str {
        let behind = typed.strip_prefix(&self.id);
        behind
            .and_then(|rest| rest.strip_prefix('.'))
            .unwrap_or(typed)
    }
}

/// A formula in the syntax of a form.
fn formula(expression: &Expression) -> String {
    let all = |parts: &[Expression]| parts.iter().map(formula).collect::<Vec<_>>().join(", ");
    match expression {
        Expression::Number(number) => number.to_string(),
        Expression::Cell(id) => id.clone(),
        Expression::Figure(key) => key.to_string(),
        Expression::Words {
            metric,
            labels,
            list,
        } => format!("words({}, {list})", family(*metric, labels)),
        Expression::Binary(operator, one, other) => {
            let sign = sign(*operator);
            let is_product = matches!(operator, Operator::Times | Operator::By);
            let left = within(one, is_product);
            let right = within(other, is_product || *operator == Operator::Minus);
            format!("{left} {sign} {right}")
        }
        Expression::Maximum(parts) => format!("max({})", all(parts)),
        Expression::Minimum(parts) => format!("min({})", all(parts)),
        Expression::Previous(part) => format!("previous({})", formula(part)),
        Expression::OrZero(part) => format!("or0({})", formula(part)),
    }
}

/// A part of a formula, in brackets if precedence requires it.
fn within(part: &Expression, is_bound: bool) -> String {
    let is_sum = matches!(
        part,
        Expression::Binary(Operator::Plus | Operator::Minus, ..)
    );
    let text = formula(part);
    if is_bound && is_sum {
        format!("({text})")
    } else {
        text
    }
}

fn sign(operator: Operator) -> &'static str {
    match operator {
        Operator::Plus => "+",
        Operator::Minus => "-",
        Operator::Times => "*",
        Operator::By => "/",
    }
}

fn family(metric: crate::vocabulary::Metric, labels: &[Box<str>]) -> Key {
    Key {
        metric,
        labels: labels.to_vec(),
    }
}

/// A formula with the English names of its figures. Figures of one family share its name.
fn in_words(expression: &Expression) -> String {
    if let Some(text) = sum_of_family(expression) {
        return text;
    }
    match expression {
        Expression::Figure(key) => key.label(Language::English),
        Expression::Words {
            metric,
            labels,
            list,
        } => format!(
            "{} ({list})",
            family(*metric, labels).label(Language::English)
        ),
        Expression::Binary(operator, one, other) => {
            format!("{} {} {}", in_words(one), sign(*operator), in_words(other))
        }
        Expression::Previous(part) => format!("last year's {}", in_words(part)),
        Expression::OrZero(part) => in_words(part),
        Expression::Maximum(_)
        | Expression::Minimum(_)
        | Expression::Number(_)
        | Expression::Cell(_) => formula(expression),
    }
}

/// A sum of figures that differ only in their labels; `None` for any other formula.
fn sum_of_family(expression: &Expression) -> Option<String> {
    let mut names = BTreeMap::new();
    collect(expression, &mut names)?;
    let mut names = names.into_iter();
    let (name, labels) = names.next()?;
    let is_one = names.next().is_none() && labels.len() > 1;
    is_one.then(|| format!("{name}: {}", labels.join(" + ")))
}

/// Collects the names of the figures in a sum, each with its labels. `None` if it is not a sum of figures.
fn collect(expression: &Expression, names: &mut BTreeMap<String, Vec<String>>) -> Option<()> {
    match expression {
        Expression::Figure(key) => {
            let label = key.label(Language::English);
            let (name, label) = label.split_once(": ")?;
            let labels = names.entry(name.to_owned()).or_default();
            labels.push(label.to_owned());
            Some(())
        }
        Expression::Binary(Operator::Plus, one, other) => {
            collect(one, names)?;
            collect(other, names)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(form: &str, id: &str) -> FormCell {
        let form = Form::by_id(form).unwrap();
        let mut cells = form.listed_cells().into_iter();
        cells.find(|cell| cell.id == id).unwrap()
    }

    #[test]
    fn every_cell_is_listed_once() {
        for form in Form::all() {
            let mut listed: Vec<String> = form.listed_cells().into_iter().map(|c| c.id).collect();
            listed.sort();
            let known: Vec<&str> = form.cell_ids().collect();
            assert_eq!(listed, known, "{}", form.id);
        }
    }

    #[test]
    fn formulas_are_written_as_they_are_read() {
        let of = |form: &str, id: &str| cell(form, id).formula;
        assert_eq!(
            of("cn-2021", "T2.fees").as_deref(),
            Some("fees.administrative_yuan / 10000")
        );
        assert_eq!(
            of("cn-2021", "R3.1.c1").as_deref(),
            Some(
                "requests.disclosure.table.granted.natural_person + \
                 requests.disclosure.table.already_public.natural_person"
            )
        );
    }

    #[test]
    fn a_table_shows_its_ids() {
        let form = Form::by_id("cn-2021").unwrap();
        let table = form.table_of_ids("cn-2021.T3").unwrap();
        assert_eq!(form.table_of_ids("T3"), Some(table.clone()));
        assert_eq!(form.table_of_ids("cn-2019.T3"), None);
        let cells = table.parts[0].rows.iter().flatten();
        let texts: Vec<&str> = cells.map(|cell| &*cell.text).collect();
        assert!(texts.contains(&"R1.c1") && texts.contains(&"R4.c7"));
        assert_eq!(form.cell_named("cn-2021.R1.c1"), Some("R1.c1"));
        assert_eq!(form.cell_named("R1.c1"), Some("R1.c1"));
        assert_eq!(form.cell_named("R1.c8"), None);
    }
}
