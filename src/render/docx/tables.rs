//! Tables: fixed columns, cells that span, header rows repeated on each page, and the bars of charts.

use super::page::{Page, twips};
use super::piece::{TablePiece, TextRun};
use super::write::runs;
use super::xml::Xml;
use crate::document::Align;
use crate::render::grid::{Placed, column_widths};

/// Height of a bar relative to characters, in percent.
const BAR_HEIGHT: u32 = 80;
/// The colour of a bar.
const BAR: &str = "7F7F7F";
/// Minimum height of a row relative to its characters, in percent.
const ROW_HEIGHT: u32 = 160;

/// A cell that starts in a row, or reaches into it from above.
struct Slot<'g> {
    cell: &'g Placed,
    /// Number of columns, including those to the right of the last cell of the row.
    columns: usize,
}

/// Writes a table with the width of the text.
pub(super) fn table(xml: &mut Xml, table: &TablePiece, page: &Page) {
    let unit = twips(page.layout.sizes.table) / 2;
    let widths = widths(table, page.text_width, unit);
    let repeated = repeated_rows(&table.grid.heads);
    xml.element("w:tbl", &[], |xml| {
        xml.element("w:tblPr", &[], |xml| {
            xml.value("w:tblStyle", "TableGrid");
            xml.empty("w:tblW", &[("w:w", &page.text_width), ("w:type", &"dxa")]);
            xml.value("w:jc", "center");
            xml.empty("w:tblLayout", &[("w:type", &"fixed")]);
            xml.element("w:tblCellMar", &[], |xml| {
                for side in ["w:left", "w:right"] {
                    xml.empty(side, &[("w:w", &(unit / 2)), ("w:type", &"dxa")]);
                }
            });
        });
        xml.element("w:tblGrid", &[], |xml| {
            for width in &widths {
                xml.empty("w:gridCol", &[("w:w", width)]);
            }
        });
        for (row, slots) in slots(table).iter().enumerate() {
            xml.element("w:tr", &[], |xml| {
                xml.element("w:trPr", &[], |xml| {
                    xml.empty("w:cantSplit", &[]);
                    xml.value(
                        "w:trHeight",
                        twips(page.layout.sizes.table) * ROW_HEIGHT / 100,
                    );
                    if row < repeated {
                        xml.empty("w:tblHeader", &[]);
                    }
                });
                for slot in slots {
                    cell(xml, slot, row, table, &widths, page);
                }
            });
        }
    });
}

/// Number of rows from the top that are repeated on each page: the header of a table with one part.
///
/// With several parts the header of the first would be wrong above the rows of another.
fn repeated_rows(heads: &[bool]) -> usize {
    let top = heads.iter().take_while(|head| **head).count();
    let has_parts = heads[top..].contains(&true);
    if has_parts || top == heads.len() {
        0
    } else {
        top
    }
}

/// The cells of each row from the left, including those that reach into it from above.
fn slots(table: &TablePiece) -> Vec<Vec<Slot<'_>>> {
    let grid = &table.grid;
    let mut rows: Vec<Vec<Slot>> = Vec::new();
    rows.resize_with(grid.rows, Vec::new);
    for cell in &grid.cells {
        for row in rows.iter_mut().skip(cell.row).take(cell.rows) {
            row.push(Slot {
                cell,
                columns: cell.columns,
            });
        }
    }
    for row in &mut rows {
        row.sort_by_key(|slot| slot.cell.column);
        if let Some(last) = row.last_mut() {
            last.columns = grid.columns - last.cell.column;
        }
    }
    // Word rejects a row without cells.
    rows.retain(|row| !row.is_empty());
    rows
}

/// The widths of the columns in twips, which fill the page; the bars get the space that numbers leave.
fn widths(table: &TablePiece, text_width: u32, unit: u32) -> Vec<u32> {
    let room = (text_width / unit).saturating_sub(1);
    let mut widths: Vec<u32> = column_widths(&table.grid, room as usize, 0)
        .into_iter()
        .map(|width| u32::try_from(width).unwrap_or(u32::MAX / 1024) + 1)
        .collect();
    if !table.bars.is_empty()
        && let Some((bar, others)) = widths.split_last_mut()
    {
        // Labels and numbers of a chart do not wrap.
        for width in others.iter_mut() {
            *width += 1;
        }
        let taken: u32 = others.iter().sum();
        *bar = room.saturating_sub(taken).max(*bar);
    }
    let total: u32 = widths.iter().sum();
    let mut left = (0, 0);
    let edges = widths.iter().map(|width| {
        left.0 += width;
        let edge = u64::from(left.0) * u64::from(text_width) / u64::from(total.max(1));
        let width = edge - left.1;
        left.1 = edge;
        u32::try_from(width).unwrap_or(text_width)
    });
    edges.collect()
}

fn cell(xml: &mut Xml, slot: &Slot, row: usize, table: &TablePiece, widths: &[u32], page: &Page) {
    let Slot { cell, columns } = slot;
    let width: u32 = widths.iter().skip(cell.column).take(*columns).sum();
    let is_first = cell.row == row;
    xml.element("w:tc", &[], |xml| {
        xml.element("w:tcPr", &[], |xml| {
            xml.empty("w:tcW", &[("w:w", &width), ("w:type", &"dxa")]);
            if *columns > 1 {
                xml.value("w:gridSpan", columns);
            }
            match (cell.rows > 1, is_first) {
                (false, _) => {}
                (true, true) => xml.value("w:vMerge", "restart"),
                (true, false) => xml.empty("w:vMerge", &[]),
            }
            xml.value("w:vAlign", "center");
        });
        xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| {
                xml.value("w:pStyle", "TableText");
                if keeps_with_next(table, row) {
                    xml.empty("w:keepNext", &[]);
                }
                if let Some(share) = bar(table, cell) {
                    let height = twips(page.layout.sizes.table) * BAR_HEIGHT / 100;
                    shade(xml, share, width, height);
                }
                hang(xml, &cell.text, page);
                xml.value("w:jc", alignment(table, cell));
            });
            if is_first && !cell.text.is_empty() {
                runs(xml, &[TextRun::plain(&cell.text)]);
            }
        });
    });
}

/// Whether a row is kept on the same page as the next one. This holds for headers and charts, and for
/// the last row if the table is kept with the next piece.
fn keeps_with_next(table: &TablePiece, row: usize) -> bool {
    let is_last = row + 1 == table.grid.rows;
    if is_last {
        table.keeps_with_next
    } else {
        table.grid.heads[row] || table.keeps_together
    }
}

/// The length of a bar, as a value and the largest value. `None` if the cell has no bar.
fn bar(table: &TablePiece, cell: &Placed) -> Option<(u64, u64)> {
    let is_bar = cell.column + 1 == table.grid.columns;
    let value = table
        .bars
        .get(cell.row.checked_sub(1)?)
        .filter(|_| is_bar)?;
    let largest = table.bars.iter().max()?;
    (*value > 0).then_some((*value, *largest))
}

/// Draws a bar: shading of the paragraph up to its right indent.
fn shade(xml: &mut Xml, (value, largest): (u64, u64), width: u32, height: u32) {
    xml.empty(
        "w:shd",
        &[("w:val", &"clear"), ("w:color", &"auto"), ("w:fill", &BAR)],
    );
    let rest = u128::from(width) * u128::from(largest - value) / u128::from(largest);
    // Every value above 0 is visible.
    let rest = u32::try_from(rest)
        .unwrap_or(width)
        .min(width.saturating_sub(160));
    xml.empty(
        "w:spacing",
        &[("w:line", &height), ("w:lineRule", &"exact")],
    );
    xml.empty("w:ind", &[("w:right", &rest)]);
}

/// Indents further lines as much as the first line is by its ideographic spaces.
fn hang(xml: &mut Xml, text: &str, page: &Page) {
    let bare = text.trim_start_matches('\u{3000}');
    let depth = text.chars().count() - bare.chars().count();
    if depth > 0 {
        let hundredths = depth * 100;
        let twips = depth * twips(page.layout.sizes.table) as usize;
        xml.empty(
            "w:ind",
            &[
                ("w:leftChars", &hundredths),
                ("w:left", &twips),
                ("w:hangingChars", &hundredths),
                ("w:hanging", &twips),
            ],
        );
    }
}

fn alignment(table: &TablePiece, cell: &Placed) -> &'static str {
    let is_head = table.grid.heads.get(cell.row).is_some_and(|head| *head);
    match cell.align {
        _ if is_head || cell.is_number && table.centres_numbers => "center",
        Align::Left => "left",
        Align::Centre => "center",
        Align::Right => "right",
    }
}
