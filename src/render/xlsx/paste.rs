//! The sheet for pasting into the reporting system, which rejects merged cells: the plain numbers of
//! each statutory table as one block with a defined name.

use std::io;

use super::book::{OutputBook, cannot, formats, write_text};
use super::number::NumberWriter;
use super::tables::{Named, column, reference};
use crate::document::{Cell, StatutoryTable};

const NAME: &str = "粘贴";

/// Writes a block for each table; no sheet if there are none.
pub(super) fn sheet(tables: &[Named], book: &mut OutputBook) -> io::Result<()> {
    let blocks: Vec<_> = tables
        .iter()
        .map(|named| (named, block(named.table)))
        .collect();
    if blocks.iter().all(|(_, rows)| rows.is_empty()) {
        return Ok(());
    }
    let (mut sheet, name) = book.sheet(NAME)?;
    let formats = formats();
    let mut pen = NumberWriter::new(&formats.plain);
    let mut next = 0;
    for (index, (named, rows)) in blocks.iter().enumerate() {
        let columns = rows.first().map_or(0, Vec::len);
        if columns == 0 {
            continue;
        }
        let heading = format!("{}（{}行×{columns}列）", named.name, rows.len());
        let bold = formats.plain.clone().set_bold().unset_text_wrap();
        write_text(&mut sheet, (next, 0), &heading, &bold)?;
        next += 1;
        let first = next;
        for row in rows {
            for (index, cell) in row.iter().enumerate() {
                pen.write(&mut sheet, (next, column(index)), cell)?;
            }
            next += 1;
        }
        let from = reference(&name, first, 0);
        let to = reference(&name, next - 1, column(columns - 1));
        let to = to.rsplit('!').next().unwrap_or_default();
        book.define(&format!("粘贴{}", index + 1), &format!("{from}:{to}"))?;
        next += 1;
    }
    sheet.set_landscape().set_print_fit_to_pages(1, 0);
    let widths = sheet.set_column_range_width(0, 25, 10);
    widths.map_err(cannot)?;
    book.add(sheet);
    Ok(())
}

/// The numbers of a table row by row, or in a single column if its rows differ in length.
fn block(table: &StatutoryTable) -> Vec<Vec<Cell>> {
    let rows = table.parts.iter().flat_map(|part| &part.rows);
    let rows = rows.map(|row| {
        let values = row.iter().filter_map(|cell| cell.value.as_ref());
        values.map(|value| value.cell.clone()).collect::<Vec<_>>()
    });
    let rows: Vec<_> = rows.filter(|row| !row.is_empty()).collect();
    let is_even = rows.windows(2).all(|rows| rows[0].len() == rows[1].len());
    if is_even {
        return rows;
    }
    rows.into_iter().flatten().map(|cell| vec![cell]).collect()
}
