//! Compact storage of the filled cells of a sheet, and the memory limits of a workbook.
//!
//! A cell takes eleven bytes, and recently seen texts are stored once. Everything that grows with a workbook
//! is charged to its [`Budget`]; exceeding the budget is a fault, because no real log is that large.

use std::hash::{BuildHasher, RandomState};
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::diagnostic::WorkbookFault;

/// Number of rows and columns of a sheet, as limited by Excel.
pub(super) const ROWS: u32 = 1 << 20;
pub(super) const COLUMNS: u32 = 1 << 14;

/// Maximum length of a cell in UTF-16 units, as limited by Excel.
const LONGEST_TEXT: usize = 32_767;

/// Memory limit of a workbook in bytes: file, cells and texts.
const MEMORY: u64 = 400 << 20;

/// Limit for the unpacked parts of a workbook: ratio to the file size plus an allowance in bytes, up to a
/// maximum in bytes.
const RATIO: u64 = 200;
const UNPACKED_ANYWAY: u64 = 32 << 20;
const MOST_UNPACKED: u64 = 4 << 30;

/// Row and column of a cell, from zero.
pub(super) type Position = (u32, u32);

/// Why a workbook cannot be read, and the cell if known.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fault {
    pub(super) fault: WorkbookFault,
    pub(super) cell: Option<Position>,
}

impl From<WorkbookFault> for Fault {
    fn from(fault: WorkbookFault) -> Self {
        Self { fault, cell: None }
    }
}

/// Converts an error of the parser of a package, of XML or of a workbook.
pub(super) fn unreadable(error: impl std::fmt::Display) -> Fault {
    WorkbookFault::Unreadable {
        reason: error.to_string(),
    }
    .into()
}

/// The bytes of a workbook, and its remaining budget.
#[derive(Clone)]
pub(super) struct Bytes {
    all: Arc<Vec<u8>>,
    budget: Arc<Budget>,
}

impl Bytes {
    /// Maximum size of a file in bytes.
    pub(super) const MOST: u64 = MEMORY / 2;

    pub(super) fn new(all: Vec<u8>) -> Result<Self, Fault> {
        let length = all.len() as u64;
        let unpacked = (RATIO * length + UNPACKED_ANYWAY).min(MOST_UNPACKED);
        let budget = Budget {
            memory: AtomicU64::new(MEMORY),
            unpacked: AtomicU64::new(unpacked),
        };
        budget.take(length)?;
        Ok(Self {
            all: Arc::new(all),
            budget: Arc::new(budget),
        })
    }

    pub(super) fn budget(&self) -> &Arc<Budget> {
        &self.budget
    }
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        &self.all
    }
}

/// Remaining memory of a workbook, and remaining size of its unpacked parts, in bytes.
#[derive(Debug)]
pub(super) struct Budget {
    memory: AtomicU64,
    unpacked: AtomicU64,
}

impl Budget {
    /// Reserves `bytes` of memory.
    ///
    /// # Errors
    /// The budget is exceeded.
    pub(super) fn take(&self, bytes: u64) -> Result<(), WorkbookFault> {
        spend(&self.memory, bytes).ok_or(WorkbookFault::TooLarge)
    }

    /// Reserves the memory of a `T` with `text` bytes of text.
    ///
    /// # Errors
    /// The budget is exceeded.
    pub(super) fn take_entry<T>(&self, text: usize) -> Result<(), WorkbookFault> {
        // Overhead of the allocator per text.
        const ADDED: usize = 32;
        self.take((size_of::<T>() + text + ADDED) as u64)
    }

    /// Charges `bytes` of unpacked data.
    ///
    /// # Errors
    /// The unpacked parts are too large.
    pub(super) fn unpack(&self, bytes: u64) -> Result<(), WorkbookFault> {
        spend(&self.unpacked, bytes).ok_or(WorkbookFault::Unpacks)
    }
}

fn spend(left: &AtomicU64, bytes: u64) -> Option<()> {
    left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
        left.checked_sub(bytes)
    })
    .ok()
    .map(drop)
}

/// A cell that is not blank.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum SheetCell {
    /// A text of [`OdsContent::own`].
    Text(u32),
    /// A text of [`OdsContent::shared`].
    Shared(u32),
    Number(f64),
    /// A serial day with the time as its fraction, in the date system of the workbook.
    Day(f64),
    /// A formula that was never calculated.
    Uncalculated,
}

/// A rectangle of cells.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Area {
    pub(super) rows: RangeInclusive<u32>,
    pub(super) columns: RangeInclusive<u32>,
}

/// The cells of a sheet and the data that they refer to.
#[derive(Debug, Default)]
pub(super) struct OdsContent {
    pub(super) rows: GridRows,
    pub(super) own: Texts,
    /// Shared by all sheets.
    pub(super) shared: Arc<Texts>,
    pub(super) merged: Vec<Area>,
    /// Rows in which every filled cell is struck through.
    pub(super) struck: Vec<u32>,
    /// Cells of array formulas that were never calculated.
    pub(super) uncalculated: Vec<Area>,
    /// Whether days are counted from 1904, not 1900.
    pub(super) is_1904: bool,
}

impl OdsContent {
    /// Adds a merged area.
    ///
    /// # Errors
    /// The memory budget is exceeded.
    pub(super) fn merge(&mut self, area: Area, budget: &Budget) -> Result<(), WorkbookFault> {
        budget.take(size_of::<Area>() as u64)?;
        self.merged.push(area);
        Ok(())
    }
}

/// The filled rows in order, each with its filled cells in order.
#[derive(Debug, Default)]
pub(super) struct GridRows {
    /// The number of each row, from zero, and the index of its first cell.
    starts: Vec<(u32, u32)>,
    columns: Vec<u16>,
    kinds: Vec<CellTag>,
    /// The bits of a number, or the index of a text.
    values: Vec<u64>,
}

#[derive(Debug, Clone, Copy)]
enum CellTag {
    Text,
    Shared,
    Number,
    Day,
    Uncalculated,
}

impl GridRows {
    /// Bytes charged for a cell, and for a row (which may be struck through).
    const CELL: u64 = 11;
    const ROW: u64 = 12;

    /// Appends a cell. It must be below or to the right of all existing cells.
    ///
    /// # Errors
    /// The memory budget is exceeded.
    pub(super) fn push(
        &mut self,
        (row, column): Position,
        cell: SheetCell,
        budget: &Budget,
    ) -> Result<(), WorkbookFault> {
        if self.last() != Some(row) {
            budget.take(Self::ROW)?;
            let first = u32::try_from(self.columns.len()).map_err(|_| WorkbookFault::TooLarge)?;
            self.starts.push((row, first));
        }
        budget.take(Self::CELL)?;
        let (kind, value) = match cell {
            SheetCell::Text(index) => (CellTag::Text, u64::from(index)),
            SheetCell::Shared(index) => (CellTag::Shared, u64::from(index)),
            SheetCell::Number(number) => (CellTag::Number, number.to_bits()),
            SheetCell::Day(day) => (CellTag::Day, day.to_bits()),
            SheetCell::Uncalculated => (CellTag::Uncalculated, 0),
        };
        self.columns.push(u16::try_from(column).unwrap_or(u16::MAX));
        self.kinds.push(kind);
        self.values.push(value);
        Ok(())
    }

    pub(super) fn len(&self) -> usize {
        self.starts.len()
    }

    /// Number of the last row, from zero.
    pub(super) fn last(&self) -> Option<u32> {
        self.number(self.len().checked_sub(1)?)
    }

    /// Number of the row at an index, from zero.
    pub(super) fn number(&self, place: usize) -> Option<u32> {
        self.starts.get(place).map(|(number, _)| *number)
    }

    /// Index of the first row that is not above `row`.
    pub(super) fn place(&self, row: u32) -> usize {
        self.starts.partition_point(|(other, _)| *other < row)
    }

    /// The cells of the row at an index, each with its column.
    pub(super) fn cells(&self, place: usize) -> impl Iterator<Item = (u32, SheetCell)> {
        let cells = self.range(place);
        cells.map(|index| (u32::from(self.columns[index]), self.cell(index)))
    }

    /// Index of a cell in a column of the row at `place`; `None` if it is blank.
    pub(super) fn find(&self, place: usize, column: u32) -> Option<usize> {
        let cells = self.range(place);
        let column = u16::try_from(column).ok()?;
        let found = self.columns[cells.clone()].binary_search(&column).ok()?;
        Some(cells.start + found)
    }

    /// The cell at an index among all cells.
    pub(super) fn cell(&self, place: usize) -> SheetCell {
        let value = self.values[place];
        let index = u32::try_from(value).unwrap_or(u32::MAX);
        match self.kinds[place] {
            CellTag::Text => SheetCell::Text(index),
            CellTag::Shared => SheetCell::Shared(index),
            CellTag::Number => SheetCell::Number(f64::from_bits(value)),
            CellTag::Day => SheetCell::Day(f64::from_bits(value)),
            CellTag::Uncalculated => SheetCell::Uncalculated,
        }
    }

    fn range(&self, place: usize) -> std::ops::Range<usize> {
        let start = |place: usize| self.starts.get(place).map(|(_, first)| *first as usize);
        let end = self.columns.len();
        start(place).unwrap_or(end)..start(place + 1).unwrap_or(end)
    }
}

/// Texts by index. Recently added texts are not stored again.
#[derive(Debug, Default)]
pub(super) struct Texts {
    all: String,
    ends: Vec<u32>,
    /// For each hash slot, the most recently added text.
    recent: Vec<Option<u32>>,
    hasher: RandomState,
}

/// Number of hash slots. The vocabulary of a log is small.
const RECENT: usize = 1 << 12;

impl Texts {
    /// Appends a text even if it is already stored, because its index is significant.
    ///
    /// # Errors
    /// The memory budget is exceeded.
    pub(super) fn push(&mut self, text: &str, budget: &Budget) -> Result<u32, WorkbookFault> {
        budget.take((text.len() + size_of::<u32>()) as u64)?;
        self.all.push_str(text);
        let number = |length| u32::try_from(length).map_err(|_| WorkbookFault::TooLarge);
        let index = number(self.ends.len())?;
        self.ends.push(number(self.all.len())?);
        Ok(index)
    }

    /// The cell for a text; `None` if the text is empty.
    ///
    /// # Errors
    /// The memory budget is exceeded.
    pub(super) fn cell(
        &mut self,
        text: &str,
        budget: &Budget,
    ) -> Result<Option<SheetCell>, WorkbookFault> {
        if text.is_empty() {
            return Ok(None);
        }
        self.recent.resize(RECENT, None);
        let hash = self.hasher.hash_one(text);
        let place = usize::try_from(hash % RECENT as u64).unwrap_or_default();
        let known = self.recent[place].filter(|index| self.get(*index) == Some(text));
        let index = match known {
            Some(index) => index,
            None => self.push(text, budget)?,
        };
        self.recent[place] = Some(index);
        Ok(Some(SheetCell::Text(index)))
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn get(&self, index: u32) -> Option<&str> {
        let index = index as usize;
        let end = *self.ends.get(index)? as usize;
        let start = index
            .checked_sub(1)
            .map_or(0, |before| self.ends[before] as usize);
        self.all.get(start..end)
    }
}

/// # Errors
/// The text is longer than a cell may be.
pub(super) fn check_length(text: &str) -> Result<(), WorkbookFault> {
    if text.len() > LONGEST_TEXT && text.encode_utf16().count() > LONGEST_TEXT {
        return Err(WorkbookFault::LongText);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budget(memory: u64) -> Budget {
        Budget {
            memory: AtomicU64::new(memory),
            unpacked: AtomicU64::new(0),
        }
    }

    #[test]
    fn cells_come_back() {
        let (mut rows, budget) = (GridRows::default(), budget(1000));
        let cells = [
            ((0, 0), SheetCell::Text(3)),
            ((0, 16_383), SheetCell::Shared(0)),
            ((7, 2), SheetCell::Number(-0.5)),
            ((7, 3), SheetCell::Day(42_799.25)),
            ((1_048_575, 0), SheetCell::Uncalculated),
        ];
        for (position, cell) in cells {
            rows.push(position, cell, &budget).unwrap();
        }
        let read: Vec<_> = (0..rows.len())
            .flat_map(|place| {
                let row = rows.number(place).unwrap();
                rows.cells(place)
                    .map(move |(column, cell)| ((row, column), cell))
            })
            .collect();
        assert_eq!(read, cells);
        assert_eq!((rows.place(1), rows.place(7), rows.place(8)), (1, 1, 2));
        assert_eq!(
            rows.find(1, 3).map(|place| rows.cell(place)),
            Some(cells[3].1)
        );
        assert_eq!((rows.find(1, 4), rows.find(0, 65_536)), (None, None));
    }

    #[test]
    fn equal_texts_are_kept_once() {
        let (mut texts, budget) = (Texts::default(), budget(1000));
        let words = ["机构职能", "乙", "机构职能", "乙乙"];
        let cells = words.map(|word| texts.cell(word, &budget).unwrap());
        assert_eq!((cells[0], texts.len()), (cells[2], 3));
        assert_eq!((texts.get(2), texts.get(3)), (Some("乙乙"), None));
        assert_eq!(texts.cell("", &budget).unwrap(), None);
    }

    #[test]
    fn budgets_end() {
        let (mut rows, budget) = (GridRows::default(), budget(GridRows::ROW + GridRows::CELL));
        rows.push((0, 0), SheetCell::Number(1.0), &budget).unwrap();
        let beyond = rows.push((0, 1), SheetCell::Number(1.0), &budget);
        assert_eq!(
            (beyond, rows.columns.len()),
            (Err(WorkbookFault::TooLarge), 1)
        );
    }
}
