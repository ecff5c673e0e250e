//! Detects sheets of a workbook with the same rows, such as one for the year beside one per month.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::columns::{LogColumn, Role, folded};
use super::date;
use super::table::Row;

/// Number of occurrences of each row of a sheet, by a hash of its content.
#[derive(Default)]
pub(super) struct SheetContents {
    rows: u64,
    /// By all cells that are read, and by all except the id, because ids may restart in each sheet.
    whole: HashMap<u64, u64>,
    without_id: HashMap<u64, u64>,
}

impl SheetContents {
    /// Adds a row that is not blank.
    pub(super) fn add(&mut self, row: &Row<'_>, columns: &[LogColumn]) {
        let mut whole = DefaultHasher::new();
        let mut has_name = false;
        let mut id = None;
        for (position, column) in columns.iter().enumerate() {
            let Some(cell) = row.cell(position) else {
                continue;
            };
            if column.key == "id" {
                id = Some(folded(cell));
                continue;
            }
            has_name |= matches!(column.role, Role::Name | Role::Text);
            let day = (column.role == Role::Day)
                .then(|| date::read(cell).ok())
                .flatten();
            let text = day.map_or_else(|| folded(cell), |(day, _)| format!("{day:?}"));
            (position, text).hash(&mut whole);
        }
        if has_name {
            *self.without_id.entry(whole.finish()).or_default() += 1;
        }
        id.hash(&mut whole);
        *self.whole.entry(whole.finish()).or_default() += 1;
        self.rows += 1;
    }
}

/// A sheet of whose rows at least half are also in others, and the sheets to read instead.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Overlap {
    /// Index of the sheet.
    pub(super) sheet: usize,
    pub(super) rows: u64,
    /// Number of its rows that are also in others.
    pub(super) shared: u64,
    /// The sheets that together contain each row once.
    pub(super) instead: Vec<usize>,
}

/// The sheet with the most rows that are also in others, if they are at least half of its rows.
pub(super) fn find(sheets: &[SheetContents]) -> Option<Overlap> {
    let mut left: Vec<usize> = (0..sheets.len()).collect();
    let mut first = None;
    while let Some((sheet, shared)) = most_shared(sheets, &left) {
        let rows = sheets[sheet].rows;
        let of_others: u64 = left.iter().map(|sheet| sheets[*sheet].rows).sum::<u64>() - rows;
        first = first.or(Some((sheet, rows, shared)));
        // A sheet that contains all rows of the others and more is read alone.
        if shared >= of_others && shared < rows {
            left = vec![sheet];
            break;
        }
        left.retain(|other| *other != sheet);
    }
    first.map(|(sheet, rows, shared)| Overlap {
        sheet,
        rows,
        shared,
        instead: left,
    })
}

/// Among some sheets, the one with the most rows that are also in others (at least half of its rows), and
/// the number of these rows. Of two copies it returns the later one.
fn most_shared(sheets: &[SheetContents], among: &[usize]) -> Option<(usize, u64)> {
    let shared = |rows: fn(&SheetContents) -> &HashMap<u64, u64>| {
        let mut all: HashMap<u64, u64> = HashMap::new();
        for (row, count) in among.iter().flat_map(|sheet| rows(&sheets[*sheet])) {
            *all.entry(*row).or_default() += count;
        }
        let of_sheet = |sheet: &usize| -> u64 {
            let own = rows(&sheets[*sheet]).iter();
            own.map(|(row, count)| (*count).min(all[row] - count)).sum()
        };
        among.iter().map(of_sheet).collect::<Vec<u64>>()
    };
    let whole = shared(|sheet| &sheet.whole);
    let without_id = shared(|sheet| &sheet.without_id);
    let shared = whole.into_iter().zip(without_id);
    let shared = among.iter().zip(shared.map(|(one, other)| one.max(other)));
    let overlaps =
        shared.filter(|(sheet, shared)| *shared > 0 && shared * 2 >= sheets[**sheet].rows);
    let most = overlaps.max_by_key(|(sheet, shared)| (*shared, **sheet));
    most.map(|(sheet, shared)| (*sheet, shared))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(rows: &[u64]) -> SheetContents {
        let mut contents = SheetContents::default();
        for row in rows {
            *contents.whole.entry(*row).or_default() += 1;
            contents.rows += 1;
        }
        contents
    }

    fn instead(sheets: &[&[u64]]) -> Option<(usize, Vec<usize>)> {
        let sheets: Vec<SheetContents> = sheets.iter().map(|rows| sheet(rows)).collect();
        find(&sheets).map(|overlap| (overlap.sheet, overlap.instead))
    }

    #[test]
    fn sheets_that_hold_each_row_once() {
        // Months, the year, and half of it.
        let sheets: &[&[u64]] = &[&[1, 2], &[3], &[4, 5], &[1, 2, 3, 4, 5], &[1, 2, 3]];
        assert_eq!(instead(sheets), Some((3, vec![0, 1, 2])));
        // The year has a row that no month has.
        assert_eq!(instead(&[&[1, 2], &[3], &[1, 2, 3, 4]]), Some((2, vec![2])));
        // A copy.
        assert_eq!(instead(&[&[1, 2], &[1, 2]]), Some((1, vec![0])));
        // One shared row of three is no overlap, and neither is a row that occurs twice in one sheet.
        assert_eq!(instead(&[&[1, 2, 3], &[3, 4, 5], &[6, 6]]), None);
    }
}
