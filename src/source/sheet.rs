//! The rows of one sheet of a workbook, `.xlsx` or `.xls`.
//!
//! A workbook is compressed and cannot be read from its middle, so it is held in memory; a sheet ends
//! at 1 048 576 rows. Cells become the text a clerk sees in them, dates in the form of ISO 8601.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};

use calamine::{Data, Reader, SheetType, SheetVisible, Sheets, open_workbook_auto_from_rs};

use super::blocks::{OwnedRecord, Record};
use crate::diagnostic::Problem;

/// Numbers from here on have lost digits: Excel keeps fifteen.
const FIRST_INEXACT: f64 = 1e15;

/// Whether a file that begins with `block` is a workbook, whatever it is called: a ZIP archive or an
/// OLE compound file.
pub(super) fn is_workbook(block: &[u8]) -> bool {
    block.starts_with(b"PK\x03\x04") || block.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
}

/// A sheet, read row by row.
pub(super) struct Sheet {
    /// Without the blank ones: one forgotten cell in a far corner must not make a sheet of a
    /// thousand million cells.
    rows: Rows,
    next: usize,
    record: OwnedRecord,
}

impl Sheet {
    /// Opens the sheet `name` of the workbook that begins with `block` and goes on with `bytes`; the
    /// first one that is not hidden where no name is given.
    ///
    /// # Errors
    /// The outer error is the system's; the inner one says why the sheet cannot be read.
    pub(super) fn open(
        block: Vec<u8>,
        bytes: &mut dyn Read,
        name: Option<&str>,
    ) -> io::Result<Result<Self, Problem>> {
        let mut workbook = block;
        bytes.read_to_end(&mut workbook)?;
        Ok(rows(workbook, name).map(|rows| Self {
            rows,
            next: 0,
            record: OwnedRecord::default(),
        }))
    }

    /// Reads the next row; none at the end of the sheet.
    pub(super) fn next(&mut self) -> Option<Record<'_>> {
        let (row, cells) = self.rows.get(self.next)?;
        self.record = OwnedRecord::of_sheet(u64::from(*row) + 1);
        for (column, cell) in cells {
            while self.record.len() < *column as usize {
                self.record.push("");
            }
            self.record.push(&shown(cell));
        }
        self.next += 1;
        Some(self.record.record())
    }

    /// Begins anew with the first row.
    pub(super) fn rewind(&mut self) {
        self.next = 0;
    }
}

/// Filled rows by their index, each with its filled cells by theirs.
type Rows = Vec<(u32, Vec<(u32, Data)>)>;

fn rows(workbook: Vec<u8>, name: Option<&str>) -> Result<Rows, Problem> {
    let unreadable = |error: calamine::Error| Problem::BadWorkbook {
        reason: error.to_string(),
    };
    let mut workbook = open_workbook_auto_from_rs(Cursor::new(workbook)).map_err(unreadable)?;
    let sheets = workbook.sheets_metadata();
    let is_meant = |sheet: &&calamine::Sheet| match name {
        Some(name) => sheet.name.trim() == name,
        None => sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible,
    };
    let Some(name) = sheets.iter().find(is_meant).map(|sheet| sheet.name.clone()) else {
        return Err(Problem::MissingSheet {
            found: sheets.iter().map(|sheet| sheet.name.clone()).collect(),
        });
    };
    let mut rows = BTreeMap::<u32, Vec<(u32, Data)>>::new();
    let mut add = |(row, column): (u32, u32), cell: Data| {
        if cell != Data::Empty {
            rows.entry(row).or_default().push((column, cell));
        }
    };
    if let Sheets::Xlsx(workbook) = &mut workbook {
        let mut cells = workbook
            .worksheet_cells_reader(&name)
            .map_err(|error| unreadable(error.into()))?;
        while let Some(cell) = cells
            .next_cell()
            .map_err(|error| unreadable(error.into()))?
        {
            add(cell.get_position(), cell.get_value().clone().into());
        }
    } else {
        let cells = workbook.worksheet_range(&name).map_err(unreadable)?;
        let start = cells.start().unwrap_or_default();
        for (row, column, cell) in cells.used_cells() {
            let index = |start: u32, offset| {
                start.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX))
            };
            add((index(start.0, row), index(start.1, column)), cell.clone());
        }
    }
    let mut rows: Rows = rows.into_iter().collect();
    for (_, cells) in &mut rows {
        cells.sort_by_key(|(column, _)| *column);
    }
    Ok(rows)
}

/// What a clerk sees in a cell.
fn shown(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Bool(truth) => truth.to_string().to_uppercase(),
        Data::Error(error) => error.to_string(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number_shown(*number),
        Data::DateTime(time) if time.is_datetime() && time.as_f64() >= 1.0 => {
            let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
            let date = format!("{year:04}-{month:02}-{day:02}");
            if (hour, minute, second) == (0, 0, 0) {
                date
            } else {
                format!("{date} {hour:02}:{minute:02}:{second:02}")
            }
        }
        Data::DateTime(time) => number_shown(time.as_f64()),
    }
}

/// A number with the fifteen digits that Excel keeps.
fn number_shown(number: f64) -> String {
    if number.abs() >= FIRST_INEXACT {
        return format!("{number:.14E}").replace('E', "E+");
    }
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    rounded.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_fifteen_digits() {
        assert_eq!(number_shown(42799.0), "42799");
        assert_eq!(number_shown(0.1 + 0.2), "0.3");
        assert_eq!(number_shown(55.8), "55.8");
        assert_eq!(number_shown(123_456_789_012_345.0), "123456789012345");
        assert_eq!(
            number_shown(123_456_789_012_345_680.0),
            "1.23456789012346E+17"
        );
    }
}
