//! Tables of statutory forms, whose cells span rows and columns.
//!
//! Plain text draws them with correct Chinese widths; Markdown and JSON get them without spans.

use super::escape::escaped;
use super::grid::{Grid, column_widths, span_width};
use super::lines::{centred, flush_right, padded, width, wrap, wrap_narrow};
use crate::document::{Align, SpanCell, StatutoryPart, StatutoryTable, starts};

/// The rows of a table, with one heading for each column.
pub(super) struct Flat<'t> {
    pub(super) columns: Vec<String>,
    /// `None` in a column that the row's part of the table does not have.
    pub(super) rows: Vec<Vec<Option<&'t SpanCell>>>,
}

/// Resolves all spans of a table. A cell that spans rows is repeated in each of them; one that spans
/// columns is put in its first column. Parts follow each other; each heading has one column, and the
/// title of a part is a cell of its rows.
pub(super) fn flattened(table: &StatutoryTable) -> Flat<'_> {
    let mut columns: Vec<String> = Vec::new();
    let mut rows = Vec::new();
    let places: Vec<Vec<usize>> = table
        .parts
        .iter()
        .map(|part| {
            let mut taken = Vec::new();
            for heading in shown_headings(part) {
                let known = (0..columns.len())
                    .find(|place| columns[*place] == heading && !taken.contains(place));
                taken.push(known.unwrap_or_else(|| {
                    columns.push(heading);
                    columns.len() - 1
                }));
            }
            taken
        })
        .collect();
    for (part, places) in table.parts.iter().zip(places) {
        for cells in resolved(part) {
            let mut row = vec![None; columns.len()];
            for (cell, place) in shown_columns(part)
                .map(|column| cells[column])
                .zip(places.iter())
            {
                row[*place] = cell;
            }
            rows.push(row);
        }
    }
    Flat { columns, rows }
}

/// The columns of the grid in which some cell starts. The others are inside the span of a number in
/// every row.
fn shown_columns(part: &StatutoryPart) -> impl Iterator<Item = usize> + use<> {
    let rows = starts(&part.rows, part.width).unwrap_or_default();
    let is_begun =
        move |column: &usize| rows.is_empty() || rows.iter().any(|row| row.contains(column));
    (0..part.width).filter(is_begun)
}

fn shown_headings(part: &StatutoryPart) -> Vec<String> {
    let headings = part.headings();
    shown_columns(part)
        .map(|column| headings[column].clone())
        .collect()
}

/// For each row the cell in each column of the grid; cells that span rows are repeated. The further
/// columns of a cell that spans columns are empty.
fn resolved(part: &StatutoryPart) -> Vec<Vec<Option<&SpanCell>>> {
    let starts = starts(&part.rows, part.width).unwrap_or_default();
    let mut grid = vec![vec![None; part.width]; part.rows.len()];
    for (row_index, (row, starts)) in part.rows.iter().zip(&starts).enumerate() {
        for (cell, start) in row.iter().zip(starts) {
            for row in grid.iter_mut().skip(row_index).take(cell.rows) {
                row[*start] = Some(cell);
            }
        }
    }
    grid
}

/// Renders the table in Markdown: a pipe table for each part, under its title, without a trailing
/// newline.
///
/// A label that spans rows is printed in the first of them, as in the printed table.
pub(super) fn markdown(table: &StatutoryTable) -> String {
    let strong = |text: &str| format!("**{}**", escaped(text.trim()));
    let mut blocks = Vec::new();
    if !table.caption.trim().is_empty() {
        blocks.push(strong(&table.caption));
    }
    if !table.head.is_empty() {
        blocks.push(escaped(&table.head));
    }
    for part in &table.parts {
        if !part.title.is_empty() {
            blocks.push(strong(&part.title));
        }
        blocks.push(pipe_table(part));
    }
    if !table.foot.is_empty() {
        blocks.push(escaped(&table.foot));
    }
    blocks.join("\n\n")
}

fn pipe_table(part: &StatutoryPart) -> String {
    let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let columns: Vec<usize> = shown_columns(part).collect();
    let headings = part.headings();
    let mut heads: Vec<String> = columns
        .iter()
        .map(|&column| escaped(headings[column].trim()))
        .collect();
    // A heading above several columns of the stub is printed once.
    for column in (1..part.stub.min(heads.len())).rev() {
        if heads[column] == heads[column - 1] {
            heads[column].clear();
        }
    }
    let rules = columns.iter().map(|&column| {
        let rule = if column < part.stub { "---" } else { "---:" };
        rule.to_owned()
    });
    let mut lines = vec![line(heads), line(rules.collect())];
    let starts = starts(&part.rows, part.width).unwrap_or_default();
    for (row, starts) in part.rows.iter().zip(&starts) {
        let cells = columns.iter().map(|column| {
            let index = starts.iter().position(|start| start == column);
            index.map_or_else(String::new, |index| indented(&row[index].text))
        });
        lines.push(line(cells.collect()));
    }
    lines.join("\n")
}

/// Keeps the indent of a label, which Markdown would remove.
fn indented(text: &str) -> String {
    let bare = text.trim_start_matches('\u{3000}');
    let depth = text.chars().count() - bare.chars().count();
    "&emsp;".repeat(depth) + &escaped(bare.trim())
}

/// Draws the table with lines. It is at most `width` columns wide, unless its numbers need more.
pub(super) fn drawn(table: &StatutoryTable, width: usize) -> Vec<String> {
    let grid = Grid::of_statutory(table);
    if grid.columns == 0 {
        return Vec::new();
    }
    let padding = usize::from(grid.columns <= 6);
    let widths = column_widths(&grid, width, padding);
    Drawing::new(grid, widths, padding).lines()
}

/// A table during layout.
struct Drawing {
    grid: Grid,
    widths: Vec<usize>,
    padding: usize,
    /// The text of each cell, in lines.
    wrapped: Vec<Vec<String>>,
    /// Number of lines in each row.
    heights: Vec<usize>,
}

impl Drawing {
    fn new(grid: Grid, widths: Vec<usize>, padding: usize) -> Self {
        let wrapped: Vec<Vec<String>> = grid
            .cells
            .iter()
            .map(|cell| {
                let room = span_width(&widths, cell.column, cell.columns, padding);
                wrapped(&cell.text, room)
            })
            .collect();
        let mut heights = vec![1; grid.rows];
        // Cells of a single row first, as cells that span rows use the space of their rows.
        for is_spanning in [false, true] {
            for (cell, lines) in grid.cells.iter().zip(&wrapped) {
                if (cell.rows > 1) != is_spanning {
                    continue;
                }
                let rows = cell.row..cell.row + cell.rows;
                let rules = grid.ruled[cell.row..cell.row + cell.rows - 1]
                    .iter()
                    .filter(|ruled| **ruled)
                    .count();
                let there = heights[rows.clone()].iter().sum::<usize>() + rules;
                heights[rows.end - 1] += lines.len().saturating_sub(there);
            }
        }
        Self {
            grid,
            widths,
            padding,
            wrapped,
            heights,
        }
    }

    fn lines(&self) -> Vec<String> {
        let mut canvas = Canvas::new(self.x(self.widths.len()) + 1, self.y(self.grid.rows) + 1);
        for (cell, text) in self.grid.cells.iter().zip(&self.wrapped) {
            let (left, right) = (self.x(cell.column), self.x(cell.column + cell.columns));
            let (top, bottom) = (self.y(cell.row), self.y(cell.row + cell.rows));
            canvas.vertical(left, top, bottom);
            canvas.vertical(right, top, bottom);
            let is_ruled = |row: usize| row == 0 || self.grid.ruled[row - 1];
            if is_ruled(cell.row) {
                canvas.horizontal(top, left, right);
            }
            if is_ruled(cell.row + cell.rows) {
                canvas.horizontal(bottom, left, right);
            }
            let room = right - left - 1 - 2 * self.padding;
            let first = top + usize::from(is_ruled(cell.row));
            let height = (bottom - first).max(1);
            // Cells that span rows are vertically centred; others are at the top of their row.
            let offset = if cell.rows > 1 {
                height.saturating_sub(text.len()) / 2
            } else {
                0
            };
            for (line, text) in text.iter().enumerate() {
                let text = match cell.align {
                    Align::Left => padded(text, room),
                    Align::Centre => centred(text, room),
                    Align::Right => flush_right(text, room),
                };
                canvas.write(left + 1 + self.padding, first + offset + line, &text);
            }
        }
        canvas.into_lines()
    }

    /// The position of the border to the left of a column.
    fn x(&self, column: usize) -> usize {
        let inner: usize = self.widths[..column].iter().sum();
        inner + column * (1 + 2 * self.padding)
    }

    /// The position of the line above a row, or of its first text line if there is no line.
    fn y(&self, row: usize) -> usize {
        let text: usize = self.heights[..row].iter().sum();
        let rules = self.grid.ruled[..row.saturating_sub(1)]
            .iter()
            .filter(|ruled| **ruled)
            .count();
        text + rules + usize::from(row > 0)
    }
}

/// Breaks the text of a cell into lines; further lines have the indent of the first.
fn wrapped(text: &str, room: usize) -> Vec<String> {
    let bare = text.trim_start_matches('\u{3000}');
    let indent = &text[..text.len() - bare.len()];
    let indent = if width(indent) + 4 <= room {
        indent
    } else {
        ""
    };
    let inner = room.saturating_sub(width(indent)).max(1);
    let lines = wrap(bare, inner, "");
    let lines = if lines.iter().any(|line| width(line) > inner) {
        wrap_narrow(bare, inner)
    } else {
        lines
    };
    lines
        .into_iter()
        .map(|line| indent.to_owned() + &line)
        .collect()
}

const UP: u8 = 1;
const DOWN: u8 = 2;
const LEFT: u8 = 4;
const RIGHT: u8 = 8;

/// A canvas of crossing lines and text between them.
struct Canvas {
    width: usize,
    /// The directions of the lines at each position.
    strokes: Vec<Vec<u8>>,
    /// Texts by row and column.
    texts: Vec<Vec<(usize, String)>>,
}

impl Canvas {
    fn new(width: usize, height: usize) -> Self {
        Self {
            width,
            strokes: vec![vec![0; width]; height],
            texts: vec![Vec::new(); height],
        }
    }

    fn vertical(&mut self, x: usize, top: usize, bottom: usize) {
        for y in top..=bottom {
            self.stroke(
                x,
                y,
                (u8::from(y > top) * UP) | (u8::from(y < bottom) * DOWN),
            );
        }
    }

    fn horizontal(&mut self, y: usize, left: usize, right: usize) {
        for x in left..=right {
            self.stroke(
                x,
                y,
                (u8::from(x > left) * LEFT) | (u8::from(x < right) * RIGHT),
            );
        }
    }

    fn stroke(&mut self, x: usize, y: usize, directions: u8) {
        if let Some(place) = self.strokes.get_mut(y).and_then(|row| row.get_mut(x)) {
            *place |= directions;
        }
    }

    fn write(&mut self, x: usize, y: usize, text: &str) {
        if let Some(row) = self.texts.get_mut(y) {
            row.push((x, text.to_owned()));
        }
    }

    fn into_lines(self) -> Vec<String> {
        let mut lines = Vec::with_capacity(self.strokes.len());
        for (strokes, mut texts) in self.strokes.into_iter().zip(self.texts) {
            texts.sort_by_key(|(x, _)| *x);
            let mut texts = texts.into_iter().peekable();
            let mut line = String::new();
            let mut x = 0;
            while x < self.width {
                if let Some((_, text)) = texts.next_if(|(start, _)| *start <= x) {
                    x += width(&text);
                    line += &text;
                    continue;
                }
                line.push(line_character(strokes[x]));
                x += 1;
            }
            lines.push(line);
        }
        lines
    }
}

/// The box-drawing character with lines in these directions.
fn line_character(directions: u8) -> char {
    const CHARACTERS: [char; 16] = [
        ' ', '│', '│', '│', '─', '┘', '┐', '┤', '─', '└', '┌', '├', '─', '┴', '┬', '┼',
    ];
    CHARACTERS[usize::from(directions & 15)]
}
