//! A table with one row of headings.

use super::PageShape;
use super::markup::Markup;
use super::statutory::{align, class};
use crate::document::{Align, Cell, Column, Table};

/// The rows of the table. On a page the first cell of each row is its heading.
pub(super) fn table(table: &Table, shape: PageShape) -> Markup {
    let cells = table.columns.iter();
    let head = cells.map(|column| {
        let attributes = [&[("scope", "col")][..], &aligned(column.align, shape)].concat();
        Markup::block("th", &attributes, column.heading.as_str())
    });
    let head = Markup::outer("tr", &[], head.collect());
    let rows = table.rows.iter().map(|row| self::row(table, row, shape));
    match shape {
        PageShape::Page => {
            let mut content = Markup::outer("thead", &[], head);
            content.push(Markup::outer("tbody", &[], rows.collect()));
            content
        }
        PageShape::Fragment => std::iter::once(head).chain(rows).collect(),
    }
}

fn row(table: &Table, row: &[Cell], shape: PageShape) -> Markup {
    let missing = std::iter::repeat(&Cell::Absent);
    let cells = row.iter().chain(missing).zip(&table.columns).enumerate();
    let cells = cells.map(|(index, (cell, column)): (usize, (&Cell, &Column))| {
        let attributes = aligned(column.align, shape);
        let text = cell.text();
        if index == 0 && table.columns.len() > 1 && matches!(cell, Cell::Text(_)) {
            let attributes = [&[("scope", "row")][..], &attributes].concat();
            Markup::block("th", &attributes, text.as_str())
        } else {
            Markup::block("td", &attributes, text.as_str())
        }
    });
    Markup::outer("tr", &[], cells.collect())
}

fn aligned(side: Align, shape: PageShape) -> Vec<(&'static str, &'static str)> {
    match shape {
        PageShape::Page => class(side)
            .map(|class| ("class", class))
            .into_iter()
            .collect(),
        PageShape::Fragment => vec![("align", align(side))],
    }
}
