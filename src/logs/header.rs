//! Finds the header of a table among the first rows of a file.
//!
//! Above the header, offices write a title, who filled in the table, and the unit of money. The header
//! itself may take two rows, the upper one for groups of columns. The header is the first row, or
//! the first two rows together, with every column the log needs; if there is none, the row with the
//! most known headers.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::columns::{
    ColumnOrigin, Header, Mapping, Resolved, Role, Titles, mapping_of, resolve, unit_of_table,
};
use super::date;
use super::guess;
use super::synonyms::{DISCLOSURE, Words, column_meant, names_channels};
use super::table::Source;
use super::totals::{self, Totals, only_year_in};
use crate::record::Log;
use crate::rows::OwnedRawRow;

/// Number of non-blank rows among which the header is searched.
const ROWS: usize = 10;

/// Maximum number of rows of a header: groups, columns, and units or further columns.
const HEADER_ROWS: usize = 3;

/// One of the first rows of a file.
pub(super) struct FirstRow {
    /// Line number in the file, or row number in the sheet.
    pub(super) line: u64,
    /// Number of rows of the file up to and including this one.
    pub(super) records: usize,
    pub(super) cells: Vec<String>,
    /// The row as it is in the file.
    pub(super) raw: OwnedRawRow,
}

#[cfg(test)]
impl FirstRow {
    /// Splits a text with commas into rows.
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

/// The header of a table.
pub(super) struct FoundHeader {
    /// Line number of its last row.
    pub(super) line: u64,
    /// Number of rows of the file up to and including the header.
    pub(super) records: usize,
    /// The headers as written; blank for a column without one.
    pub(super) headers: Vec<String>,
    /// The group title above each header; blank if there is none.
    pub(super) groups: Vec<String>,
    /// Line and column of each header.
    pub(super) places: Vec<(u64, u64)>,
    /// Lines of rows above the header that look like records.
    pub(super) records_above: Vec<u64>,
    pub(super) resolved: Resolved,
    /// Line and factor of a unit of money above the header.
    pub(super) unit: Option<(u64, u32)>,
    /// The kind of all records, if it is given by a title or name instead of a column.
    pub(super) named_kind: Option<NamedKind>,
    /// The year mentioned in the title or in a name.
    pub(super) named_year: Option<i32>,
}

/// The kind of all records, and the sheet name, title or file name that gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NamedKind {
    pub(super) kind: &'static str,
    pub(super) text: String,
}

/// Names that describe a table: the name of its sheet, its title, the name of its file.
fn names_of<'a>(
    rows: &'a [FirstRow],
    sheet: Option<&'a str>,
    source: &'a Source<'_>,
) -> impl Iterator<Item = &'a str> {
    // A title is the only cell of its row, in one of the first two rows.
    let title = rows.iter().take(2).filter_map(|row| {
        let mut filled = row.cells.iter().filter(|cell| !cell.is_empty());
        let only = filled.next()?;
        filled.next().is_none().then_some(only.as_str())
    });
    let file = source.file.path.rsplit('/').next();
    sheet.into_iter().chain(title).chain(file)
}

impl NamedKind {
    /// The kind given by the first name that contains one.
    fn of(rows: &[FirstRow], sheet: Option<&str>, source: &Source<'_>) -> Option<Self> {
        names_of(rows, sheet, source).find_map(|text| {
            let kind = guess::named_kind(source.log, text)?;
            let text = text.to_owned();
            Some(Self { kind, text })
        })
    }
}

impl FoundHeader {
    /// Number of tick columns.
    fn ticks(&self) -> usize {
        let origins = self.resolved.origins.iter();
        origins.map(|origin| origin.ticks().len()).sum()
    }

    /// Whether it has every column the log needs, without ambiguity.
    pub(super) fn is_whole(&self) -> bool {
        self.resolved.errors.is_empty()
    }
}

/// The beginning of a file, for showing it to a person.
#[derive(Default)]
pub(super) struct Seen {
    /// The headers as written.
    pub(super) names: Vec<String>,
    /// The group title above each header.
    pub(super) groups: Vec<String>,
    /// The cells above the header.
    pub(super) above: Vec<String>,
    /// The totals of the file, if it contains totals instead of a log.
    pub(super) totals: Option<Totals>,
}

impl Seen {
    /// Collects the beginning from the first rows and the header.
    pub(super) fn of(rows: &[FirstRow], header: Option<FoundHeader>) -> Self {
        let totals = totals::of(rows);
        let Some(header) = header else {
            return Self {
                totals,
                ..Self::default()
            };
        };
        let above = rows.iter().take_while(|row| row.line < header.line);
        let above = above.flat_map(|row| &row.cells);
        Self {
            above: above.filter(|cell| !cell.is_empty()).cloned().collect(),
            names: header.headers,
            groups: header.groups,
            totals,
        }
    }

    /// The headers with their group titles.
    pub(super) fn titles(&self) -> Titles<'_> {
        Titles {
            names: &self.names,
            groups: &self.groups,
        }
    }
}

/// Number of rows needed to find a header: those that are searched, and the one below.
pub(super) const fn rows_needed() -> usize {
    ROWS + 1
}

/// Finds the header of a file of `log` among its first non-blank rows; `None` if there are no
/// rows.
pub(super) fn find(
    rows: &[FirstRow],
    sheet: Option<&str>,
    source: &Source<'_>,
) -> Option<FoundHeader> {
    let log = source.log;
    let mut constants = Cow::Borrowed(&source.file.constants);
    let named = NamedKind::of(rows, sheet, source).filter(|_| !constants.contains_key("kind"));
    if let Some(named) = &named {
        let constants = constants.to_mut();
        constants.insert("kind".to_owned(), named.kind.to_owned());
    }
    let mut found = find_best(rows, &constants, source)?;
    let of_kind = super::columns(log).iter().zip(&found.resolved.origins);
    let mut of_kind = of_kind.filter(|(column, _)| column.key == "kind");
    let is_used = of_kind.any(|(_, origin)| matches!(origin, ColumnOrigin::Constant(_)));
    found.named_kind = named.filter(|_| is_used);
    found.named_year = names_of(rows, sheet, source).find_map(only_year_in);
    if log == Log::Published {
        read_channels(&mut found, rows);
    }
    let places = places_of(rows, &found);
    let above = rows.iter().take_while(|row| row.line < found.line);
    let above = above.filter(|row| is_like_record(row, &found, log));
    let records_above = above.map(|row| row.line).collect();
    Some(FoundHeader {
        places,
        records_above,
        ..found
    })
}

/// Uses the column 公开方式 as the channel column if its first cells contain channels and the file has no
/// other channel column.
fn read_channels(found: &mut FoundHeader, rows: &[FirstRow]) {
    let position = |key| {
        let mut columns = super::columns(Log::Published).iter();
        columns.position(|column| column.key == key)
    };
    let (Some(from), Some(to)) = (position("disclosure"), position("channel")) else {
        return;
    };
    let origins = &mut found.resolved.origins;
    let ColumnOrigin::Cell { index, .. } = origins[from] else {
        return;
    };
    let below = rows.iter().filter(|row| row.line > found.line);
    let cells = below.filter_map(|row| row.cells.get(index));
    let cells: Vec<&String> = cells.filter(|cell| !cell.is_empty()).collect();
    // Rows below the table contain neither a kind nor a channel.
    let words = Words::default();
    let is_kind = |cell: &&String| words.code_of(DISCLOSURE, cell).is_some();
    let names_some = cells.iter().any(|cell| names_channels(cell));
    if origins[to] == ColumnOrigin::Missing && names_some && !cells.iter().any(is_kind) {
        origins.swap(from, to);
    }
}

/// Whether a row above the header looks like a record: all required cells are filled, and the day is
/// valid if the log has one.
fn is_like_record(row: &FirstRow, header: &FoundHeader, log: Log) -> bool {
    let columns = super::columns(log).iter().zip(&header.resolved.origins);
    let mut required = columns.filter_map(|(column, origin)| match origin {
        ColumnOrigin::Cell { index, .. } if column.required => {
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

/// Line and column of each header: in the lowest row of the header in which it has text.
fn places_of(rows: &[FirstRow], found: &FoundHeader) -> Vec<(u64, u64)> {
    let of_header = rows.iter().rev();
    let of_header = of_header.skip_while(|row| row.records > found.records);
    let of_header: Vec<_> = of_header
        .take(HEADER_ROWS)
        .map(|row| (&row.cells, row.raw.row().positions()))
        .collect();
    let place = |index: usize| {
        let mut filled = of_header
            .iter()
            .filter(|(cells, _)| cells.get(index).is_some_and(|cell| !cell.is_empty()));
        let place = filled.next().and_then(|(_, places)| places.get(index));
        place.copied().unwrap_or((found.line, 1))
    };
    (0..found.headers.len()).map(place).collect()
}

/// Context for parsing the rows of a header.
struct HeaderReading<'a> {
    log: Log,
    constants: &'a BTreeMap<String, String>,
    mapping: Mapping,
    rows: &'a [FirstRow],
}

/// A header, the index of its last row, and the number of rows it takes.
type Candidate = (FoundHeader, usize, usize);

fn find_best(
    rows: &[FirstRow],
    constants: &BTreeMap<String, String>,
    source: &Source<'_>,
) -> Option<FoundHeader> {
    let log = source.log;
    let reading = HeaderReading {
        log,
        constants,
        mapping: mapping_of(source.file, source.settings),
        rows,
    };
    let mut best: Option<Candidate> = None;
    let mut unit = None;
    for (index, row) in rows.iter().enumerate().take(ROWS) {
        let alone = (row.cells.clone(), Vec::new());
        // The row above may contain the groups of the columns, and the unit of a group.
        let above = index.checked_sub(1).and_then(|above| rows.get(above));
        let both = above.map(|above| (joined(&above.cells, &[], &row.cells, log), 2));
        for (titles, taken) in both.into_iter().chain([(alone, 1)]) {
            let found = reading.read(row, titles, unit);
            if found.is_whole() {
                return Some(reading.extended((found, index, taken)));
            }
            let known = best.as_ref().map_or(0, |(best, ..)| best.resolved.known);
            // If both readings are equally good, prefer the row alone.
            let is_same_row = best.as_ref().is_none_or(|(best, ..)| best.line == row.line);
            if found.resolved.known > known || found.resolved.known == known && is_same_row {
                best = Some((found, index, taken));
            }
        }
        let of_row = row.cells.iter().find_map(|cell| unit_of_table(cell));
        unit = of_row.map(|factor| (row.line, factor)).or(unit);
    }
    best.map(|best| reading.extended(best))
}

impl HeaderReading<'_> {
    /// Resolves the header that ends with `row`, given its titles and group titles.
    fn read(
        &self,
        row: &FirstRow,
        (headers, groups): (Vec<String>, Vec<String>),
        unit: Option<(u64, u32)>,
    ) -> FoundHeader {
        let factor = unit.map_or(1, |(_, factor)| factor);
        let titles = Titles {
            names: &headers,
            groups: &groups,
        };
        let resolved = resolve(self.log, titles, &self.mapping, self.constants, factor);
        FoundHeader {
            line: row.line,
            records: row.records,
            headers,
            groups,
            places: Vec::new(),
            records_above: Vec::new(),
            resolved,
            unit,
            named_kind: None,
            named_year: None,
        }
    }

    /// Extends a header by the rows below that belong to it.
    fn extended(&self, (mut found, mut index, taken): Candidate) -> FoundHeader {
        for _ in taken..HEADER_ROWS {
            let Some(below) = self.rows.get(index + 1) else {
                break;
            };
            let titles = joined(&found.headers, &found.groups, &below.cells, self.log);
            let whole = self.read(below, titles, found.unit);
            let is_better = whole.is_whole() || !found.is_whole();
            if !is_better || !self.continues(&found, &whole, index + 1) {
                break;
            }
            (found, index) = (whole, index + 1);
        }
        found
    }

    /// Whether the row `index` is the lower part of `header`; `whole` is the header with this row. The row
    /// must leave the required columns blank, and name further columns, tick columns, or the columns of
    /// a group above a record.
    fn continues(&self, header: &FoundHeader, whole: &FoundHeader, index: usize) -> bool {
        let below = &self.rows[index];
        let names_a_column = |cell: &String| {
            let header = Header::new(cell);
            let is_unit = header.name.is_empty() && header.factor.is_some();
            is_unit || column_meant(self.log, &header.name).is_some()
        };
        let cell = |index: usize| below.cells.get(index).map_or("", String::as_str);
        let required = super::columns(self.log)
            .iter()
            .zip(&header.resolved.origins)
            .filter(|(column, _)| column.required);
        let required = required.filter_map(|(_, origin)| match origin {
            ColumnOrigin::Cell { index, .. } => Some(*index),
            _ => None,
        });
        let mut required = required.peekable();
        let is_known = header.is_whole() || required.peek().is_some();
        let leaves_required_blank =
            required.all(|index| cell(index).is_empty() || cell(index) == header.headers[index]);
        let has_number = |cell: &String| {
            let name = Header::new(cell).name;
            name.contains(|c: char| c.is_ascii_digit())
        };
        let next_is_record = || {
            let next = self.rows.get(index + 1);
            next.is_some_and(|next| is_like_record(next, whole, self.log))
        };
        is_known
            && leaves_required_blank
            && !below.cells.iter().any(has_number)
            && (below.cells.iter().any(names_a_column)
                || whole.ticks() > header.ticks()
                || is_of_groups(&header.headers, &below.cells) && next_is_record())
    }
}

/// Whether a row contains only column headers of groups in the row above: a group title is followed by blank
/// cells on its right, and each cell here is below the title or one of these.
fn is_of_groups(upper: &[String], lower: &[String]) -> bool {
    let is_filled =
        |cells: &[String], index: usize| cells.get(index).is_some_and(|cell| !cell.is_empty());
    let is_of_group = |index: usize| {
        let start = (0..=index).rev().find(|index| is_filled(upper, *index));
        start.is_some_and(|start| !is_filled(upper, start + 1) && is_filled(lower, start + 1))
    };
    let mut filled = (0..lower.len())
        .filter(|index| is_filled(lower, *index))
        .peekable();
    filled.peek().is_some() && filled.all(is_of_group)
}

/// Joins two rows of headers: group and column (`生成` over `日期`, `补正情况` over `告知日期`) if the combination
/// is a known header, else the lower one, else the upper one. Also returns the group of each column.
///
/// A merged cell holds its text on its left: a blank cell to the right belongs to the same group.
fn joined(
    upper: &[String],
    groups: &[String],
    lower: &[String],
    log: Log,
) -> (Vec<String>, Vec<String>) {
    let cell = |cells: &[String], index: usize| cells.get(index).cloned().unwrap_or_default();
    let mut group = String::new();
    (0..upper.len().max(lower.len()))
        .map(|index| {
            let (above, below) = (cell(upper, index), cell(lower, index));
            // A cell with the unit of the whole table is not a group.
            if !above.is_empty() && unit_of_table(&above).is_none() {
                group.clone_from(&above);
            }
            if below.is_empty() || below == above {
                return (above, cell(groups, index));
            }
            let is_known = |header: &str| column_meant(log, &Header::new(header).name).is_some();
            if let Some(both) = with_group(&group, &below).find(|header| is_known(header)) {
                return (both, group.clone());
            }
            // The unit of a group applies to its columns.
            let (of_group, own) = (Header::new(&group).factor, Header::new(&below).factor);
            let name = match (of_group, own) {
                (Some(_), None) => format!("{below}{}", &group[unit_start(&group)..]),
                _ => below,
            };
            (name, group.clone())
        })
        .unzip()
}

/// Possible full headers for a column below its group title, the likeliest first: 告知日期 below 补正情况 is
/// 补正告知日期, 收到日期 there 收到补正日期.
fn with_group(group: &str, header: &str) -> impl Iterator<Item = String> {
    const GENERAL: [&str; 6] = ["情况", "信息", "栏", "环节", "程序", "阶段"];
    const DAYS: [&str; 2] = ["日期", "时间"];
    let mut stem = group;
    while let Some(shorter) = GENERAL.iter().find_map(|word| stem.strip_suffix(word)) {
        stem = shorter;
    }
    let before_day = DAYS.iter().find_map(|day| {
        let action = header.strip_suffix(day)?;
        Some(format!("{action}{stem}{day}"))
    });
    let as_written = (!group.is_empty()).then(|| format!("{group}{header}"));
    let of_stem = [Some(format!("{stem}{header}")), before_day];
    let of_stem = of_stem.into_iter().flatten().filter(|_| !stem.is_empty());
    as_written.into_iter().chain(of_stem)
}

/// Start of the unit of money at the end of a header.
fn unit_start(header: &str) -> usize {
    let start = header.rfind(['(', '（', '[', '【', '/']);
    start.unwrap_or(0)
}
