//! The tables of a form with their cells filled in.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::cells::Cells;
use super::{CellForm, Form, PartForm, TableForm};
use crate::document::{
    Align, Cell, SpanCell, Standing, StatutoryPart, StatutoryTable, StatutoryValue,
};
use crate::project::FormSettings;

/// Number of 元 in one 万元.
const WAN: u32 = 10_000;

impl Form {
    /// Its tables in a report year; those of an annex only if `settings` ask for them.
    pub(super) fn tables_of(&self, year: i32, settings: &FormSettings) -> Vec<&TableForm> {
        let is_of_year = |table: &TableForm| {
            table
                .years
                .is_none_or(|(first, last)| (first..=last).contains(&year))
        };
        let is_wanted = |table: &TableForm| table.annex.is_none() || settings.annex;
        self.tables
            .iter()
            .filter(|table| is_of_year(table) && is_wanted(table))
            .collect()
    }
}

/// The values for the line above a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Heading<'a> {
    /// Full name of the office.
    pub(super) office: &'a str,
    /// The report year.
    pub(super) year: i32,
}

impl TableForm {
    /// Whether it has a cell with this id.
    pub(super) fn has(&self, id: &str) -> bool {
        let rows = self.parts.iter().flat_map(|part| &part.rows);
        let mut cells = rows.flat_map(|row| &row.cells);
        cells.any(|(cell, _)| cell.as_deref() == Some(id))
    }

    /// The table with its cells filled in.
    pub(super) fn filled(
        &self,
        cells: &Cells<'_>,
        settings: &FormSettings,
        heading: Heading<'_>,
    ) -> StatutoryTable {
        let prefix = format!("{}.", cells.form.id);
        let inapplicable: BTreeSet<&str> = settings
            .inapplicable
            .iter()
            .filter_map(|(id, _)| id.strip_prefix(&prefix))
            .collect();
        let pen = TableFiller {
            cells,
            settings,
            inapplicable,
        };
        StatutoryTable {
            id: self.id.clone(),
            caption: self.caption.clone(),
            head: self
                .head
                .replace("{office}", heading.office)
                .replace("{year}", &heading.year.to_string()),
            parts: self.parts.iter().map(|part| pen.part(part)).collect(),
            foot: self.foot.clone(),
        }
    }
}

/// Fills in the cells of a table.
struct TableFiller<'a> {
    cells: &'a Cells<'a>,
    settings: &'a FormSettings,
    inapplicable: BTreeSet<&'a str>,
}

impl TableFiller<'_> {
    fn part(&self, part: &PartForm) -> StatutoryPart {
        let rows = part.rows.iter().map(|row| {
            let cells = row
                .cells
                .iter()
                .map(|(id, columns)| self.cell(id.as_deref(), *columns));
            row.stub.iter().cloned().chain(cells).collect()
        });
        StatutoryPart {
            title: part.title.clone(),
            width: part.width,
            stub: part.stub,
            header: part.header.clone(),
            rows: rows.collect(),
        }
    }

    fn cell(&self, id: Option<&str>, columns: usize) -> SpanCell {
        let filled = id.and_then(|id| Some((id, self.cells.form_of(id)?)));
        let (text, value) = match filled {
            Some((id, form)) => {
                let (text, value) = self.value(id, form);
                (text, Some(value))
            }
            None => (String::new(), None),
        };
        SpanCell {
            text,
            rows: 1,
            columns,
            align: Align::Right,
            value,
        }
    }

    fn value(&self, id: &str, form: &CellForm) -> (String, StatutoryValue) {
        let value = self.cells.value(id);
        let is_nothing = value.number.is_none_or(|number| number.is_zero());
        let (cell, standing) = if is_nothing && self.inapplicable.contains(id) {
            (Cell::Absent, Standing::NotApplicable)
        } else {
            let cell = value
                .number
                .map_or(Cell::Absent, |number| form.typed(number));
            (cell, value.standing())
        };
        let text = match (standing, value.number) {
            (Standing::NotApplicable, _) => self.settings.not_applicable.clone(),
            (_, None) => self.settings.absent.clone(),
            (_, Some(number)) if number.is_zero() && !form.prints_unit => {
                self.settings.zero.clone()
            }
            (_, Some(number)) if form.prints_unit => self.with_unit(number, &form.unit),
            _ => cell.text(),
        };
        let id = id.to_owned();
        (text, StatutoryValue { id, cell, standing })
    }

    /// A number followed by its unit.
    fn with_unit(&self, number: Decimal, unit: &str) -> String {
        let in_wan = number.checked_div(Decimal::from(WAN));
        match in_wan.filter(|_| unit == "元" && self.settings.in_wan) {
            Some(in_wan) => format!("{}万元", in_wan.normalize()),
            None => format!("{}{unit}", number.normalize()),
        }
    }
}

impl CellForm {
    /// A number as the cell's type: money, a change or a count.
    fn typed(&self, number: Decimal) -> Cell {
        let number = number.normalize();
        let is_money = matches!(self.unit.as_str(), "元" | "万元");
        let whole = i64::try_from(number).ok().filter(|_| number.is_integer());
        match whole {
            Some(change) if self.is_change => Cell::Change(change),
            Some(count) if !is_money && count >= 0 => Cell::Count(count.unsigned_abs()),
            _ => Cell::Decimal(number),
        }
    }
}
