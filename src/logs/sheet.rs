//! The rows of one sheet of a workbook, `.xlsx` or `.xls`.
//!
//! A workbook is compressed and cannot be read from its middle, so it is held in memory; a sheet ends
//! at 1 048 576 rows. Cells become the text a clerk sees in them, dates in the form of ISO 8601.
//!
//! `xlsx` reads the parts of an `.xlsx`; every other kind is read by the workbook crate, which panics
//! on damaged files. Panics end here, as [`WorkbookFault::Damaged`].

use std::cell::Cell as Flag;
use std::io::{self, Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{
    Data, ExcelDateTime, ExcelDateTimeType, Reader, SheetType, SheetVisible, Sheets,
    open_workbook_auto_from_rs,
};

use super::xlsx::{self, Area, Cell, Content, Fault, Position, Workbook};
use crate::diagnostic::{Problem, WorkbookFault};
use crate::rows::{OwnedRawRow, RawRow};

/// Numbers from here on have lost digits: Excel keeps fifteen.
const FIRST_INEXACT: f64 = 1e15;

/// The numbers that are days of this century where days are counted from 1904.
const DAYS_OF_1904: std::ops::Range<f64> = 35_064.0..71_954.0;

/// How many days 1904 begins after 1900, as Excel counts.
const FROM_1900_TO_1904: f64 = 1462.0;

/// Numbers from here on are days beyond the year 9999.
const FIRST_DAY_BEYOND: f64 = 2_958_466.0;

thread_local! {
    static IS_READING: Flag<bool> = const { Flag::new(false) };
}

/// Whether this thread is reading a workbook. A panic of it then is that of a damaged workbook, and is
/// reported as a finding: it must not be shown as a fault of the program.
#[must_use]
pub fn is_reading_workbook() -> bool {
    IS_READING.get()
}

/// Whether a file that begins with `block` is a workbook, whatever it is called: a ZIP archive or an
/// OLE compound file.
pub(super) fn is_workbook(block: &[u8]) -> bool {
    block.starts_with(b"PK\x03\x04") || block.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
}

/// Why a sheet cannot be read.
#[derive(Debug)]
pub(super) enum Unreadable {
    /// It is not in the workbook; with the names of those that are.
    Missing(Vec<String>),
    /// The workbook is damaged.
    Fault(Fault),
}

impl Unreadable {
    /// The finding, and row and column of its cell where known, from 1.
    pub(super) fn told(self) -> (Problem, Option<(u64, u64)>) {
        match self {
            Self::Missing(found) => (Problem::MissingSheet { found }, None),
            Self::Fault(Fault { fault, cell }) => {
                let cell = cell.map(|(row, column)| (u64::from(row) + 1, u64::from(column) + 1));
                (Problem::BadWorkbook { fault }, cell)
            }
        }
    }
}

impl<F: Into<Fault>> From<F> for Unreadable {
    fn from(fault: F) -> Self {
        Self::Fault(fault.into())
    }
}

/// A sheet, read row by row.
pub(super) struct Sheet {
    /// Without the blank rows and cells: one forgotten cell in a far corner must not make a sheet of
    /// a thousand million cells.
    content: Content,
    next: usize,
    row: OwnedRawRow,
    /// The columns whose cells are days, and the columns that are used at all; known with the header.
    days: Vec<u32>,
    used: Vec<u32>,
}

/// A row of a sheet.
pub(super) struct SheetRow<'a> {
    pub(super) raw: RawRow<'a>,
    /// A cell of a column in use that has a formula without a value.
    pub(super) uncalculated: Option<usize>,
}

/// Cells that are merged over several rows below the header.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Merged {
    pub(super) cells: u64,
    /// How many cells were filled in.
    pub(super) filled: u64,
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
    ) -> io::Result<Result<Self, Unreadable>> {
        let mut workbook = block;
        bytes.read_to_end(&mut workbook)?;
        IS_READING.set(true);
        let content = catch_unwind(AssertUnwindSafe(|| content(workbook, name)));
        IS_READING.set(false);
        let content = content.unwrap_or_else(|_| Err(WorkbookFault::Damaged.into()));
        Ok(content.map(|content| Self {
            content,
            next: 0,
            row: OwnedRawRow::of_sheet(0),
            days: Vec::new(),
            used: Vec::new(),
        }))
    }

    /// Reads the next row; none at the end of the sheet.
    pub(super) fn next(&mut self) -> Option<SheetRow<'_>> {
        let (row, uncalculated) = self.row_of(self.next)?;
        self.row = row;
        self.next += 1;
        Some(SheetRow {
            raw: self.row.row(),
            uncalculated,
        })
    }

    /// The last of the rows that were not read yet.
    pub(super) fn last(&self) -> Option<OwnedRawRow> {
        let last = self.content.rows.len().checked_sub(1)?;
        (last >= self.next)
            .then(|| self.row_of(last))?
            .map(|(row, _)| row)
    }

    /// Drops the last row.
    pub(super) fn drop_last(&mut self) {
        self.content.rows.pop();
    }

    /// The row with this index, and its cell in use that has a formula without a value.
    fn row_of(&self, index: usize) -> Option<(OwnedRawRow, Option<usize>)> {
        let (number, cells) = self.content.rows.get(index)?;
        let mut row = OwnedRawRow::of_sheet(u64::from(*number) + 1);
        let mut uncalculated = None;
        for (column, cell) in cells {
            while row.row().len() < *column as usize {
                row.push("");
            }
            match cell {
                Cell::Text(text) => row.push(text),
                Cell::Shared(index) => {
                    let text = self.content.texts.get(*index as usize);
                    row.push(text.map_or("", |text| text));
                }
                Cell::Number(number) => {
                    let number = self.in_1900(*column, *number);
                    row.push(&number_shown(number));
                }
                Cell::Day(day) => row.push(&day_shown(*day, self.content.is_1904)),
                Cell::Uncalculated => {
                    if self.used.contains(column) {
                        uncalculated.get_or_insert(*column as usize);
                    }
                    row.push("");
                }
            }
        }
        Some((row, uncalculated))
    }

    /// Begins anew with the first row.
    pub(super) fn rewind(&mut self) {
        self.next = 0;
    }

    /// A number as a workbook that counts days from 1900 has it, where it is a day.
    fn in_1900(&self, column: u32, number: f64) -> f64 {
        let is_day =
            self.content.is_1904 && DAYS_OF_1904.contains(&number) && self.days.contains(&column);
        if is_day {
            number + FROM_1900_TO_1904
        } else {
            number
        }
    }

    /// Takes note of the columns in `use`, each with whether its cells are days, and fills in the
    /// cells of these columns that are merged over several rows below the row `header`, counted
    /// from 1.
    ///
    /// # Errors
    /// The first cell that two merged cells cover.
    pub(super) fn use_columns(
        &mut self,
        header: u64,
        used: impl Iterator<Item = (u32, bool)>,
    ) -> Result<Merged, Fault> {
        let (mut all, mut days) = (Vec::new(), Vec::new());
        for (column, is_day) in used {
            all.push(column);
            days.extend(is_day.then_some(column));
        }
        (self.used, self.days) = (all, days);
        let areas = std::mem::take(&mut self.content.uncalculated);
        check_apart(&areas, &self.used)?;
        for area in areas {
            for column in self.used.clone() {
                if area.columns.contains(&column) {
                    self.fill(&area, column, &Cell::Uncalculated);
                }
            }
        }
        let mut merged = Merged::default();
        let areas = std::mem::take(&mut self.content.merged);
        check_apart(&areas, &self.used)?;
        for area in areas {
            let (top, column) = (*area.rows.start(), *area.columns.start());
            let is_header = u64::from(top) < header;
            if is_header || top == *area.rows.end() || !self.used.contains(&column) {
                continue;
            }
            let Some(cell) = self.cell((top, column)) else {
                continue;
            };
            // A text is stored once, however many rows it stands in.
            let cell = match cell {
                Cell::Text(text) => {
                    let index = u32::try_from(self.content.texts.len());
                    self.content.texts.push(text);
                    index.map_or(Cell::Uncalculated, Cell::Shared)
                }
                other => other,
            };
            let filled = self.fill(&area, column, &cell);
            merged.cells += u64::from(filled > 0);
            merged.filled += filled;
        }
        Ok(merged)
    }

    fn row_at(&self, row: u32) -> usize {
        self.content.rows.partition_point(|(other, _)| *other < row)
    }

    fn cell(&self, (row, column): Position) -> Option<Cell> {
        let (found, cells) = self.content.rows.get(self.row_at(row))?;
        let index = cells
            .binary_search_by_key(&column, |(column, _)| *column)
            .ok()?;
        (*found == row).then(|| cells[index].1.clone())
    }

    /// Fills in the blank cells of a column in the rows of `area`; how many. A row without a cell of
    /// its own stays blank, and a cell with a value of its own keeps it.
    fn fill(&mut self, area: &Area, column: u32, cell: &Cell) -> u64 {
        let start = self.row_at(*area.rows.start());
        let rows = self.content.rows[start..].iter_mut();
        let mut filled = 0;
        for (_, cells) in rows.take_while(|(row, _)| row <= area.rows.end()) {
            if let Err(index) = cells.binary_search_by_key(&column, |(column, _)| *column) {
                cells.insert(index, (column, cell.clone()));
                filled += 1;
            }
        }
        filled
    }
}

fn content(workbook: Vec<u8>, name: Option<&str>) -> Result<Content, Unreadable> {
    if let Some(package) = Workbook::open(&workbook) {
        let mut package = package?;
        let sheets = package.sheets.iter();
        let sheets = sheets.map(|sheet| (&*sheet.name, sheet.is_shown));
        let index = meant(sheets, name).map_err(Unreadable::Missing)?;
        return Ok(package.read(index)?);
    }
    let unreadable = |error: calamine::Error| WorkbookFault::Unreadable {
        reason: error.to_string(),
    };
    let mut workbook = open_workbook_auto_from_rs(Cursor::new(workbook)).map_err(unreadable)?;
    let sheets = workbook.sheets_metadata();
    let is_shown = |sheet: &calamine::Sheet| {
        sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible
    };
    let names = sheets.iter().map(|sheet| (&*sheet.name, is_shown(sheet)));
    let index = meant(names, name).map_err(Unreadable::Missing)?;
    let name = sheets[index].name.clone();
    let mut content = Content::default();
    let cells = workbook.worksheet_range(&name).map_err(unreadable)?;
    let start = cells.start().unwrap_or_default();
    for (row, column, cell) in cells.used_cells() {
        let index =
            |start: u32, offset| start.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX));
        let (row, column) = (index(start.0, row), index(start.1, column));
        if row >= xlsx::ROWS || column >= xlsx::COLUMNS {
            let reference = format!("R{}C{}", u64::from(row) + 1, u64::from(column) + 1);
            return Err(WorkbookFault::BadReference { reference }.into());
        }
        let Some(cell) = of_crate(cell) else { continue };
        match content.rows.last_mut() {
            Some((last, cells)) if *last == row => cells.push((column, cell)),
            _ => content.rows.push((row, vec![(column, cell)])),
        }
    }
    if let Sheets::Xls(workbook) = &workbook {
        content.is_1904 = workbook.has_1904_epoch();
        let merged = workbook
            .merge_cells_by_sheet_name(&name)
            .unwrap_or_default();
        content.merged = merged
            .into_iter()
            .map(|merged| Area {
                rows: merged.start.0..=merged.end.0,
                columns: merged.start.1..=merged.end.1,
            })
            .collect();
    }
    Ok(content)
}

/// The index of the sheet `name`, or of the first that is shown.
///
/// # Errors
/// The names of all sheets.
fn meant<'a>(
    mut sheets: impl Iterator<Item = (&'a str, bool)> + Clone,
    name: Option<&str>,
) -> Result<usize, Vec<String>> {
    let names = sheets.clone();
    let found = sheets.position(|(sheet, is_shown)| match name {
        Some(name) => sheet.trim() == name,
        None => is_shown,
    });
    found.ok_or_else(|| names.map(|(sheet, _)| sheet.to_owned()).collect())
}

/// Checks that no cell of some columns belongs to two areas: it would have two values, and a few
/// areas could make endless work.
///
/// # Errors
/// The first cell of the second area.
fn check_apart(areas: &[Area], columns: &[u32]) -> Result<(), Fault> {
    let mut starts: Vec<(u32, u32, u32)> = Vec::new();
    for area in areas {
        let columns = columns
            .iter()
            .filter(|column| area.columns.contains(column));
        starts.extend(columns.map(|column| (*column, *area.rows.start(), *area.rows.end())));
    }
    starts.sort_unstable();
    let overlap = starts
        .windows(2)
        .find(|pair| pair[0].0 == pair[1].0 && pair[0].2 >= pair[1].1);
    match overlap {
        Some(pair) => Err(Fault {
            fault: WorkbookFault::MergedTwice,
            cell: Some((pair[1].1, pair[1].0)),
        }),
        None => Ok(()),
    }
}

/// A cell as the workbook crate reads it; none where it is blank.
fn of_crate(cell: &Data) -> Option<Cell> {
    let text = match cell {
        Data::Empty => return None,
        Data::Float(number) => return Some(Cell::Number(*number)),
        Data::DateTime(time) if time.is_datetime() => return Some(Cell::Day(time.as_f64())),
        Data::DateTime(time) => return Some(Cell::Number(time.as_f64())),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Bool(truth) => truth.to_string().to_uppercase(),
        Data::Error(error) => error.to_string(),
        Data::Int(number) => number.to_string(),
    };
    (!text.is_empty()).then(|| Cell::Text(text.into()))
}

/// A day with its time as a clerk sees it.
fn day_shown(day: f64, is_1904: bool) -> String {
    if !(1.0..FIRST_DAY_BEYOND).contains(&day) {
        return number_shown(day);
    }
    let time = ExcelDateTime::new(day, ExcelDateTimeType::DateTime, is_1904);
    let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) == (0, 0, 0) {
        date
    } else {
        format!("{date} {hour:02}:{minute:02}:{second:02}")
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
