//! Where the table begins: the header among the first rows of a file.
//!
//! Above it an office writes a title, who filled in the table and in which unit of money; the header
//! itself may take two rows, the upper one for groups of columns. The header is the first row, or
//! the first two together, that has every column the log needs; where none has, the one with the
//! most headers that are known.

use super::columns::{Header, Origin, Resolved, Role, mapping_of, resolve, unit_of_table};
use super::date;
use super::synonyms::{DISCLOSURE, Words, column_meant, names_channels};
use crate::project::{LogFile, LogSettings};
use crate::record::Log;
use crate::rows::OwnedRawRow;

/// How far down the header is looked for, in rows that are not blank.
const ROWS: usize = 10;

/// A header takes so many rows at most: groups, columns, and units or further columns.
const HEADER_ROWS: usize = 3;

/// A row of the beginning of a file.
pub(super) struct FirstRow {
    /// Its line in the file, or its row in the sheet.
    pub(super) line: u64,
    /// How many records of the file end with it.
    pub(super) records: usize,
    pub(super) cells: Vec<String>,
    /// The row as it stands in the file.
    pub(super) raw: OwnedRawRow,
}

#[cfg(test)]
impl FirstRow {
    /// The rows of a table with commas.
    pub(super) fn all_of(text: &str) -> Vec<Self> {
        let rows = (1..).zip(text.lines());
        let rows = rows.map(|(line, row)| Self {
            line,
            records: 0,
            cells: row.split(',').map(str::to_owned).collect(),
            raw: OwnedRawRow::of_sheet(line),
        });
        rows.collect()
    }
}

/// A header that was found.
pub(super) struct Found {
    /// The last row it takes.
    pub(super) line: u64,
    /// How many records of the file end with it.
    pub(super) records: usize,
    /// The headers as written; blank where a column has none.
    pub(super) headers: Vec<String>,
    /// Line and column of each header.
    pub(super) places: Vec<(u64, u64)>,
    /// The lines of rows above it that look like records.
    pub(super) records_above: Vec<u64>,
    pub(super) resolved: Resolved,
    /// The line and the factor of a unit of money above it.
    pub(super) unit: Option<(u64, u32)>,
}

impl Found {
    /// Whether it has every column the log needs, each once.
    pub(super) fn is_whole(&self) -> bool {
        self.resolved.errors.is_empty()
    }
}

/// How many rows are needed to find a header: those it is looked for in, and the one below.
pub(super) const fn rows_needed() -> usize {
    ROWS + 1
}

/// Finds the header of a file of `log` in its first rows that are not blank; none where there are no
/// rows.
pub(super) fn find(
    rows: &[FirstRow],
    log: Log,
    file: &LogFile,
    settings: &LogSettings,
) -> Option<Found> {
    let mut found = find_best(rows, log, file, settings)?;
    if log == Log::Published {
        read_channels(&mut found, rows);
    }
    let places = (0..found.headers.len()).map(|index| place_of(rows, &found, index));
    let places = places.collect();
    let above = rows.iter().take_while(|row| row.line < found.line);
    let above = above.filter(|row| is_like_record(row, &found, log));
    let records_above = above.map(|row| row.line).collect();
    Some(Found {
        places,
        records_above,
        ..found
    })
}

/// Reads the column 公开方式 as that of the channel where the first rows say channels in it, and the file
/// has no other column for them.
fn read_channels(found: &mut Found, rows: &[FirstRow]) {
    let position = |key| {
        let mut columns = super::columns(Log::Published).iter();
        columns.position(|column| column.key == key)
    };
    let (Some(from), Some(to)) = (position("disclosure"), position("channel")) else {
        return;
    };
    let origins = &mut found.resolved.origins;
    let Origin::Cell { index, .. } = origins[from] else {
        return;
    };
    let below = rows.iter().filter(|row| row.line > found.line);
    let cells = below.filter_map(|row| row.cells.get(index));
    let cells: Vec<&String> = cells.filter(|cell| !cell.is_empty()).collect();
    // What stands below the table names neither.
    let words = Words::default();
    let is_kind = |cell: &&String| words.code_of(DISCLOSURE, cell).is_some();
    let names_some = cells.iter().any(|cell| names_channels(cell));
    if origins[to] == Origin::Missing && names_some && !cells.iter().any(is_kind) {
        origins.swap(from, to);
    }
}

/// Whether a row that is not below the header looks like a record: it fills every required column,
/// and has a day where the log has one.
fn is_like_record(row: &FirstRow, header: &Found, log: Log) -> bool {
    let columns = super::columns(log).iter().zip(&header.resolved.origins);
    let mut required = columns.filter_map(|(column, origin)| match origin {
        Origin::Cell { index, .. } if column.required => {
            let cell = row.cells.get(*index).map_or("", String::as_str);
            Some((column.role, cell))
        }
        _ => None,
    });
    let mut has_day = false;
    let is_whole = required.all(|(role, cell)| match role {
        Role::Day => {
            has_day = date::read(cell).is_ok();
            has_day
        }
        _ => !cell.is_empty(),
    });
    is_whole && has_day
}

/// Line and column of a header: in the lowest row of the header that has text there.
fn place_of(rows: &[FirstRow], found: &Found, index: usize) -> (u64, u64) {
    let of_header = rows.iter().rev();
    let mut of_header = of_header.skip_while(|row| row.records > found.records);
    let is_filled = |row: &&FirstRow| row.cells.get(index).is_some_and(|cell| !cell.is_empty());
    let row = of_header.by_ref().take(HEADER_ROWS).find(is_filled);
    row.map_or((found.line, 1), |row| row.raw.row().position(index))
}

fn find_best(rows: &[FirstRow], log: Log, file: &LogFile, settings: &LogSettings) -> Option<Found> {
    let mapping = mapping_of(file, settings);
    let mut best: Option<Found> = None;
    let mut unit = None;
    for (index, row) in rows.iter().enumerate().take(ROWS) {
        let read = |headers: Vec<String>| {
            let factor = unit.map_or(1, |(_, factor)| factor);
            let resolved = resolve(log, &headers, &mapping, &file.constants, factor);
            Found {
                line: row.line,
                records: row.records,
                headers,
                places: Vec::new(),
                records_above: Vec::new(),
                resolved,
                unit,
            }
        };
        // The row above may give the groups of the columns, and the unit of a group.
        let above = index.checked_sub(1).and_then(|above| rows.get(above));
        let both = above.map(|above| read(joined(&above.cells, &row.cells, log)));
        let alone = read(row.cells.clone());
        for found in both.into_iter().chain([alone]) {
            if found.is_whole() {
                let below = rows.get(index + 1);
                let lower = below.filter(|below| goes_on(&found, below, log));
                let whole = lower.map(|below| Found {
                    line: below.line,
                    records: below.records,
                    ..read(joined(&found.headers, &below.cells, log))
                });
                return Some(whole.filter(Found::is_whole).unwrap_or(found));
            }
            let known = best.as_ref().map_or(0, |best| best.resolved.known);
            // Of two readings that are as good the row alone says what stands there.
            let is_same_row = best.as_ref().is_none_or(|best| best.line == row.line);
            if found.resolved.known > known || found.resolved.known == known && is_same_row {
                best = Some(found);
            }
        }
        let of_row = row.cells.iter().find_map(|cell| unit_of_table(cell));
        unit = of_row.map(|factor| (row.line, factor)).or(unit);
    }
    best
}

/// Whether `below` is the lower half of a header: it names further columns, and
/// leaves those blank that each row must fill.
fn goes_on(header: &Found, below: &FirstRow, log: Log) -> bool {
    let names_a_column = |cell: &String| {
        let header = Header::new(cell);
        let is_unit = header.name.is_empty() && header.factor.is_some();
        is_unit || column_meant(log, &header.name).is_some()
    };
    let cell = |index: usize| below.cells.get(index).map_or("", String::as_str);
    let leaves_required_blank = super::columns(log)
        .iter()
        .zip(&header.resolved.origins)
        .filter(|(column, _)| column.required)
        .all(|(_, origin)| match origin {
            Origin::Cell { index, .. } => {
                cell(*index).is_empty() || cell(*index) == header.headers[*index]
            }
            _ => true,
        });
    leaves_required_blank
        && below.cells.iter().any(names_a_column)
        && !below
            .cells
            .iter()
            .any(|cell| cell.contains(|c: char| c.is_ascii_digit()))
}

/// Two rows of headers as one: a group and its column (`生成` over `日期`) where that is a known
/// header, else the lower one, else the upper.
///
/// A merged cell holds its text on its left: a blank one on the right belongs to the same group.
fn joined(upper: &[String], lower: &[String], log: Log) -> Vec<String> {
    let cell = |cells: &[String], index: usize| cells.get(index).cloned().unwrap_or_default();
    let mut group = String::new();
    (0..upper.len().max(lower.len()))
        .map(|index| {
            let (above, below) = (cell(upper, index), cell(lower, index));
            // The unit of the whole table groups no columns.
            if !above.is_empty() && unit_of_table(&above).is_none() {
                group.clone_from(&above);
            }
            if below.is_empty() {
                return above;
            }
            let both = format!("{group}{below}");
            let is_known = |header: &str| column_meant(log, &Header::new(header).name).is_some();
            if !group.is_empty() && is_known(&both) {
                return both;
            }
            // The unit of a group is that of its columns.
            let (of_group, own) = (Header::new(&group).factor, Header::new(&below).factor);
            match (of_group, own) {
                (Some(_), None) => format!("{below}{}", &group[unit_start(&group)..]),
                _ => below,
            }
        })
        .collect()
}

/// Where the unit of money begins that ends a header.
fn unit_start(header: &str) -> usize {
    let start = header.rfind(['(', '（', '[', '【', '/']);
    start.unwrap_or(0)
}
