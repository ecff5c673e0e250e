//! The rows of one sheet of a workbook.
//!
//! Cells are converted to the text that the spreadsheet displays, dates to ISO 8601. Several logs may read
//! one sheet, each with its own columns; the cells themselves are shared and immutable.

use std::collections::BTreeMap;
use std::sync::Arc;

use calamine::{ExcelDateTime, ExcelDateTimeType};

use super::grid::{Area, Fault, OdsContent, Position, SheetCell};
use crate::diagnostic::WorkbookFault;
use crate::rows::{OwnedRawRow, RawRow};

/// Numbers from here on have lost digits: Excel stores fifteen.
const FIRST_INEXACT: f64 = 1e15;

/// Serial numbers of the days of this century in the 1904 date system.
const DAYS_OF_1904: std::ops::Range<f64> = 35_064.0..71_954.0;

/// Offset in days between the 1900 and the 1904 date system.
const FROM_1900_TO_1904: f64 = 1462.0;

/// Serial numbers from here on are beyond the year 9999.
const FIRST_DAY_BEYOND: f64 = 2_958_466.0;

/// A sheet, read row by row.
pub(super) struct Sheet {
    /// Without the blank rows and cells: a single cell in a far corner must not create a sheet of
    /// a billion cells.
    content: Arc<OdsContent>,
    next: usize,
    /// End of the rows to read.
    end: usize,
    row: OwnedRawRow,
    /// Whether rows that are struck through are skipped.
    skips_struck: bool,
    /// Columns that contain days, and all columns in use; known once the header is found.
    days: Vec<u32>,
    used: Vec<u32>,
    uncalculated: Fills,
    merged: Fills,
}

/// For each column, the ranges of rows (first, last) in which blank cells get a value, in order.
type Fills = BTreeMap<u32, Vec<(u32, u32, Fill)>>;

/// The value given to a blank cell.
#[derive(Clone, Copy)]
enum Fill {
    Uncalculated,
    /// The value of another cell, by its index among all cells.
    As(usize),
}

/// A row of a sheet.
pub(super) struct SheetRow<'a> {
    pub(super) raw: RawRow<'a>,
    /// A cell in use whose formula has no value.
    pub(super) uncalculated: Option<usize>,
}

/// Merged cells over several rows below the header.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Merged {
    pub(super) cells: u64,
    /// Number of cells that were filled in.
    pub(super) filled: u64,
}

impl Sheet {
    /// Creates a reader of these cells.
    pub(super) fn new(content: Arc<OdsContent>) -> Self {
        Self {
            next: 0,
            end: content.rows.len(),
            content,
            row: OwnedRawRow::of_sheet(0),
            skips_struck: false,
            days: Vec::new(),
            used: Vec::new(),
            uncalculated: Fills::new(),
            merged: Fills::new(),
        }
    }

    /// Reads the next row; `None` at the end of the sheet.
    pub(super) fn next(&mut self) -> Option<SheetRow<'_>> {
        while self.is_left_out(self.next) {
            self.next += 1;
        }
        let (row, uncalculated) = self.row_of(self.next)?;
        self.row = row;
        self.next += 1;
        Some(SheetRow {
            raw: self.row.row(),
            uncalculated,
        })
    }

    /// The last row that was not read yet.
    pub(super) fn last(&self) -> Option<OwnedRawRow> {
        let last = self.end.checked_sub(1)?;
        (last >= self.next)
            .then(|| self.row_of(last))?
            .map(|(row, _)| row)
    }

    /// Drops the last row.
    pub(super) fn drop_last(&mut self) {
        self.end = self.end.saturating_sub(1).max(self.next);
        self.drop_struck();
    }

    /// Drops skipped rows at the end.
    fn drop_struck(&mut self) {
        while self.end > self.next && self.is_left_out(self.end - 1) {
            self.end -= 1;
        }
    }

    /// Skips the rows that are struck through among those not read yet. Returns the number of the first one,
    /// from 1, and how many there are.
    pub(super) fn leave_out_struck(&mut self) -> Option<(u64, u64)> {
        self.skips_struck = true;
        let struck = (self.next..self.end).filter(|index| self.is_left_out(*index));
        let mut struck =
            struck.filter_map(|index| Some(u64::from(self.content.rows.number(index)?) + 1));
        let first = struck.next()?;
        let count = 1 + struck.count() as u64;
        self.drop_struck();
        Some((first, count))
    }

    fn is_left_out(&self, index: usize) -> bool {
        let struck = &self.content.struck;
        let is_struck = |row: u32| struck.binary_search(&row).is_ok();
        self.skips_struck
            && index < self.end
            && self.content.rows.number(index).is_some_and(is_struck)
    }

    /// The row with this index, and its cell in use whose formula has no value.
    fn row_of(&self, index: usize) -> Option<(OwnedRawRow, Option<usize>)> {
        if index >= self.end {
            return None;
        }
        let number = self.content.rows.number(index)?;
        let cells = self.content.rows.cells(index);
        let mut row = OwnedRawRow::of_sheet(u64::from(number) + 1);
        let mut uncalculated = None;
        if self.uncalculated.is_empty() && self.merged.is_empty() {
            for (column, cell) in cells {
                self.push(column, cell, &mut row, &mut uncalculated);
            }
            return Some((row, uncalculated));
        }
        let mut all: Vec<(u32, SheetCell)> = cells.collect();
        for column in &self.used {
            if let Some(cell) = self.filled(number, *column)
                && let Err(place) = all.binary_search_by_key(column, |(column, _)| *column)
            {
                all.insert(place, (*column, cell));
            }
        }
        for (column, cell) in all {
            self.push(column, cell, &mut row, &mut uncalculated);
        }
        Some((row, uncalculated))
    }

    fn push(
        &self,
        column: u32,
        cell: SheetCell,
        row: &mut OwnedRawRow,
        uncalculated: &mut Option<usize>,
    ) {
        while row.row().len() < column as usize {
            row.push("");
        }
        match cell {
            SheetCell::Text(index) => row.push(self.content.own.get(index).unwrap_or_default()),
            SheetCell::Shared(index) => {
                row.push(self.content.shared.get(index).unwrap_or_default());
            }
            SheetCell::Number(number) => row.push(&number_shown(self.in_1900(column, number))),
            SheetCell::Day(day) => row.push(&day_shown(day, self.content.is_1904)),
            SheetCell::Uncalculated => {
                if self.used.contains(&column) {
                    uncalculated.get_or_insert(column as usize);
                }
                row.push("");
            }
        }
    }

    /// The value for a cell that is blank in the file.
    fn filled(&self, row: u32, column: u32) -> Option<SheetCell> {
        let of = |fills: &Fills| {
            let fills = fills.get(&column)?;
            let before = fills.partition_point(|(first, ..)| *first <= row);
            let (_, last, fill) = fills[..before].last()?;
            (row <= *last).then_some(*fill)
        };
        Some(match of(&self.uncalculated).or_else(|| of(&self.merged))? {
            Fill::Uncalculated => SheetCell::Uncalculated,
            Fill::As(place) => self.content.rows.cell(place),
        })
    }

    /// The current position, for [`Self::seek`].
    pub(super) fn position(&self) -> usize {
        self.next
    }

    /// Returns to a position.
    pub(super) fn seek(&mut self, position: usize) {
        self.next = position;
    }

    /// Converts a serial day to the 1900 date system. Other numbers stay as they are.
    fn in_1900(&self, column: u32, number: f64) -> f64 {
        let is_day =
            self.content.is_1904 && DAYS_OF_1904.contains(&number) && self.days.contains(&column);
        if is_day {
            number + FROM_1900_TO_1904
        } else {
            number
        }
    }

    /// Sets the columns in use, each with whether it contains days, and fills in those of their cells that
    /// are merged over several rows below the row `header`, counted from 1.
    ///
    /// # Errors
    /// The first cell that is covered by two merged areas.
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
        let content = Arc::clone(&self.content);
        check_apart(&content.uncalculated, &self.used)?;
        for area in &content.uncalculated {
            for column in self.used.clone() {
                if area.columns.contains(&column) {
                    add_fill(&mut self.uncalculated, area, column, Fill::Uncalculated);
                }
            }
        }
        let mut merged = Merged::default();
        check_apart(&content.merged, &self.used)?;
        for area in &content.merged {
            let (top, column) = (*area.rows.start(), *area.columns.start());
            let is_header = u64::from(top) < header;
            if is_header || top == *area.rows.end() || !self.used.contains(&column) {
                continue;
            }
            let is_uncalculated = matches!(self.filled(top, column), Some(SheetCell::Uncalculated));
            let fill = self
                .cell((top, column))
                .or_else(|| is_uncalculated.then_some(Fill::Uncalculated));
            let Some(fill) = fill else { continue };
            let filled = self.blank_cells(area, column);
            add_fill(&mut self.merged, area, column, fill);
            merged.cells += u64::from(filled > 0);
            merged.filled += filled;
        }
        for fills in self
            .merged
            .values_mut()
            .chain(self.uncalculated.values_mut())
        {
            fills.sort_unstable_by_key(|(first, ..)| *first);
        }
        Ok(merged)
    }

    /// The value of the cell at a position, if the cell is not blank.
    fn cell(&self, (row, column): Position) -> Option<Fill> {
        let rows = &self.content.rows;
        let place = rows.place(row);
        (rows.number(place)? == row)
            .then(|| rows.find(place, column))?
            .map(Fill::As)
    }

    /// Number of blank cells of a column in the rows of `area`. A row without any cell stays blank, and a
    /// cell with a value of its own keeps it.
    fn blank_cells(&self, area: &Area, column: u32) -> u64 {
        let rows = &self.content.rows;
        let first = rows.place(*area.rows.start());
        let numbers = (first..rows.len()).map_while(|place| Some((place, rows.number(place)?)));
        let inside = numbers.take_while(|(_, row)| row <= area.rows.end());
        let blank = inside.filter(|(place, row)| {
            rows.find(*place, column).is_none() && self.filled(*row, column).is_none()
        });
        blank.count() as u64
    }
}

/// Gives the blank cells of a column in the rows of `area` a value.
fn add_fill(fills: &mut Fills, area: &Area, column: u32, fill: Fill) {
    let rows = (*area.rows.start(), *area.rows.end(), fill);
    fills.entry(column).or_default().push(rows);
}

/// Checks that the areas do not overlap in the given columns. A cell in two areas would have two values,
/// and overlapping areas could make the work quadratic.
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

/// A day with its time as the spreadsheet displays it.
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

/// A number with the fifteen digits that Excel stores.
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
