//! A table as cells on one grid, with spans resolved, and the widths of its columns.
//!
//! Plain text draws it with lines, Word as a table. Widths are in terminal columns, two for a Chinese
//! character; where a page is not measured in characters, only their proportions matter.

use super::lines::{printable, width};
use crate::document::{Align, Cell, SpanCell, StatutoryTable, Table, starts};

/// A cell and its place in the grid of the whole table.
pub(super) struct Placed {
    pub(super) text: String,
    pub(super) align: Align,
    pub(super) row: usize,
    pub(super) rows: usize,
    pub(super) column: usize,
    pub(super) columns: usize,
    pub(super) is_number: bool,
}

/// The cells of all parts in one grid, including titles and headers.
pub(super) struct Grid {
    /// Row by row, each from the left.
    pub(super) cells: Vec<Placed>,
    pub(super) columns: usize,
    pub(super) rows: usize,
    /// For each row, whether plain text draws a line below it.
    pub(super) ruled: Vec<bool>,
    /// For each row, whether it is the title of a part or belongs to its header.
    pub(super) heads: Vec<bool>,
}

impl Grid {
    /// The parts of a statutory table, one below the other.
    pub(super) fn of_statutory(table: &StatutoryTable) -> Self {
        let columns = table.parts.iter().map(|part| part.width).max().unwrap_or(0);
        let mut grid = Self::new(columns);
        for part in &table.parts {
            if !part.title.is_empty() {
                let title = SpanCell {
                    text: part.title.clone(),
                    rows: 1,
                    columns,
                    align: Align::Centre,
                    value: None,
                };
                grid.push(&[vec![title]], columns, true, true);
            }
            grid.push(&part.header, part.width, true, true);
            // Labels that span rows are only clear with lines between the rows.
            let has_spans = part.rows.iter().flatten().any(|cell| cell.rows > 1);
            grid.push(&part.rows, part.width, has_spans, false);
            if let Some(last) = grid.ruled.last_mut() {
                *last = true;
            }
        }
        grid
    }

    /// A table with one row of headings.
    pub(super) fn of_table(table: &Table) -> Self {
        let mut grid = Self::new(table.columns.len());
        let headings = table.columns.iter().map(|column| column.heading.clone());
        grid.push_row(table, headings, true);
        for row in &table.rows {
            grid.push_row(table, row.iter().map(Cell::text), false);
        }
        grid
    }

    fn new(columns: usize) -> Self {
        Self {
            cells: Vec::new(),
            columns,
            rows: 0,
            ruled: Vec::new(),
            heads: Vec::new(),
        }
    }

    fn push(&mut self, rows: &[Vec<SpanCell>], width: usize, is_ruled: bool, is_head: bool) {
        let starts = starts(rows, width).unwrap_or_default();
        for (index, (row, starts)) in rows.iter().zip(starts).enumerate() {
            for (cell, start) in row.iter().zip(starts) {
                self.cells.push(Placed {
                    text: printable(&cell.text),
                    align: cell.align,
                    row: self.rows + index,
                    rows: cell.rows,
                    column: start,
                    columns: cell.columns,
                    is_number: cell.value.is_some(),
                });
            }
        }
        self.rows += rows.len();
        self.ruled.resize(self.rows, is_ruled);
        self.heads.resize(self.rows, is_head);
    }

    fn push_row(&mut self, table: &Table, texts: impl Iterator<Item = String>, is_head: bool) {
        let cells = table.columns.iter().zip(texts).enumerate();
        let cells = cells.map(|(column, (heading, text))| Placed {
            text: printable(&text),
            align: heading.align,
            row: self.rows,
            rows: 1,
            column,
            columns: 1,
            is_number: heading.align == Align::Right && !is_head,
        });
        self.cells.extend(cells);
        self.rows += 1;
        self.ruled.push(true);
        self.heads.push(is_head);
    }
}

/// The width of each column, so that the table fits and is as low as possible.
///
/// Columns of numbers are narrow and equally wide; labels are long and get the remaining space.
pub(super) fn column_widths(grid: &Grid, width: usize, padding: usize) -> Vec<usize> {
    const HANZI: usize = 2;
    let columns = grid.columns;
    let is_of_numbers = |column: &usize| {
        let mut cells = grid.cells.iter();
        cells.any(|cell| cell.is_number && cell.column == *column)
    };
    let (numbers, labels): (Vec<usize>, Vec<usize>) = (0..columns).partition(is_of_numbers);
    let mut widths = vec![2 * HANZI; columns];
    // A number never wraps, nor does the heading above the only column of numbers.
    let is_whole = |cell: &&Placed| cell.is_number || numbers == [cell.column];
    for cell in grid.cells.iter().filter(is_whole) {
        let needed = self::width(&cell.text).div_ceil(cell.columns);
        for column in &mut widths[cell.column..cell.column + cell.columns] {
            *column = needed.max(*column);
        }
    }
    let borders = columns + 1 + columns * 2 * padding;
    let mut room = width.saturating_sub(borders + widths.iter().sum::<usize>());
    while room >= HANZI {
        let gains = labels
            .iter()
            .map(|&label| (gain(grid, &widths, label, padding), label));
        let best = gains.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        let Some((_, column)) = best.filter(|(gain, _)| *gain > 0.0) else {
            break;
        };
        widths[column] += HANZI;
        room -= HANZI;
    }
    let is_gain = |widths: &[usize]| {
        let mut gains = numbers
            .iter()
            .map(|&column| gain(grid, widths, column, padding));
        gains.any(|gain| gain > 0.0)
    };
    while !numbers.is_empty() && room >= numbers.len() * HANZI && is_gain(&widths) {
        for &column in &numbers {
            widths[column] += HANZI;
        }
        room -= numbers.len() * HANZI;
    }
    widths
}

/// How much lower the cells get if the column is one character wider.
#[expect(
    clippy::cast_precision_loss,
    reason = "widths of a page, compared and never printed"
)]
fn gain(grid: &Grid, widths: &[usize], column: usize, padding: usize) -> f64 {
    let gain_of = |cell: &Placed| {
        let room = span_width(widths, cell.column, cell.columns, padding);
        let text = width(&cell.text);
        if text <= room {
            return 0.0;
        }
        let saved = text as f64 / room as f64 - text as f64 / (room + 2) as f64;
        saved / cell.rows as f64
    };
    let is_in = |cell: &&Placed| (cell.column..cell.column + cell.columns).contains(&column);
    grid.cells.iter().filter(is_in).map(gain_of).sum()
}

/// The width for text in joined columns, including the space of the borders between them.
pub(super) fn span_width(widths: &[usize], column: usize, columns: usize, padding: usize) -> usize {
    let inner: usize = widths.iter().skip(column).take(columns).sum();
    inner + (columns - 1) * (1 + 2 * padding)
}
