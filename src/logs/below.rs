//! Rows at the end of a table that are not records: totals, signatures, notes, and rows that are
//! numbered in advance but not filled in.
//!
//! Only the last rows of a table are checked, so that a record in the middle is never skipped.
//! The labels are in `below.toml`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Deserialize;

use super::columns::folded;
use super::synonyms::{is_total, totals};
use super::table::Row;
use crate::diagnostic::{
    Diagnostic, LinesBelowTable, NumberedRows, Place, Problem, TotalDiffers, TotalsRow,
};

/// Content of `below.toml`.
#[derive(Deserialize)]
struct RowLabels {
    signatures: Vec<String>,
    dates: Vec<String>,
    notes: Vec<String>,
    totals: Vec<String>,
    running_numbers: Vec<String>,
    units: Vec<String>,
}

static LABELS: LazyLock<RowLabels> = LazyLock::new(|| {
    toml::from_str(include_str!("below.toml"))
        .expect("the shipped table is read by a test before it is shipped")
});

/// A row at the end of a table that is not a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TrailingRow {
    Blank,
    /// It contains a running number or a department, and nothing else.
    Numbered,
    /// A total, a signature or a note.
    Labelled {
        /// The label, without the text after it.
        label: String,
        /// Row counts stated in the row, each with the index of its cell.
        stated: Vec<(usize, u64)>,
    },
}

impl TrailingRow {
    /// Classifies a row at the end of a table. Returns `None` if it may be a record.
    pub(super) fn of(row: &Row<'_>) -> Option<Self> {
        if row.is_blank() {
            return Some(Self::Blank);
        }
        let is_free = |cell: Option<&str>| cell.is_none_or(|cell| RowLabel::of(cell).is_some());
        let is_numbered_record = !is_free(row.id_cell()) || !is_free(running_number(row));
        if is_numbered_record && row.as_total().is_none() {
            return is_numbered(row).then_some(Self::Numbered);
        }
        let is_record = row.is_like_record();
        let cells = row.cells().enumerate().filter(|(_, cell)| !cell.is_empty());
        let mut labels = cells.enumerate().filter_map(|(order, (index, cell))| {
            let label = RowLabel::of(cell)?;
            // In a row that looks like a record, a label after the first cell is a value: a remark, a status.
            let is_value =
                is_record && order > 0 && (label.is_bare || label.kind == LabelKind::Note);
            let is_period = is_record && label.kind == LabelKind::Subtotal;
            (!is_value && !is_period).then_some((index, label))
        });
        let Some((index, label)) = labels.next() else {
            return is_numbered(row).then_some(Self::Numbered);
        };
        let counts_rows = matches!(label.kind, LabelKind::Total | LabelKind::Subtotal);
        let stated = match label.count {
            _ if !counts_rows => Vec::new(),
            Some(count) => vec![(index, count)],
            None if label.is_bare && !label.is_cumulative() => only_number(row, index),
            None => Vec::new(),
        };
        Some(Self::Labelled {
            label: label.text,
            stated,
        })
    }
}

/// The label at the beginning of a cell.
#[derive(Debug, PartialEq, Eq)]
struct RowLabel {
    text: String,
    kind: LabelKind,
    /// Whether the cell contains only the label.
    is_bare: bool,
    /// The row count after the label of a total.
    count: Option<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LabelKind {
    Signature,
    Date,
    Note,
    /// A total of the whole table.
    Total,
    /// A total of a part of the table, or of more than the table.
    Subtotal,
}

impl RowLabel {
    /// Whether the total may include rows of other tables: 累计.
    fn is_cumulative(&self) -> bool {
        self.text.contains("累计")
    }

    /// Parses the label at the beginning of a cell, if it may stand below a table.
    fn of(cell: &str) -> Option<Self> {
        let text = folded(cell);
        let lists = [
            (&LABELS.signatures, LabelKind::Signature),
            (&LABELS.dates, LabelKind::Date),
            (&LABELS.notes, LabelKind::Note),
            (&LABELS.totals, LabelKind::Total),
        ];
        let words = lists.into_iter();
        let words = words.flat_map(|(words, kind)| words.iter().map(move |word| (word, kind)));
        let mut found = words.filter_map(|(word, kind)| {
            let rest = behind(&text, word)?;
            let number = rest.trim_start_matches(':');
            let is_fit = match kind {
                LabelKind::Note => rest.starts_with(':'),
                LabelKind::Signature => rest.is_empty() || rest.starts_with(':'),
                LabelKind::Date => {
                    rest.is_empty() || rest.starts_with(|c: char| c == ':' || c.is_ascii_digit())
                }
                LabelKind::Total | LabelKind::Subtotal => {
                    rest.is_empty() || rest.starts_with(':') || count_of(number).is_some()
                }
            };
            is_fit.then(|| Self {
                text: word.to_owned(),
                kind,
                is_bare: rest.trim_end_matches(':').is_empty(),
                count: count_of(number).filter(|_| kind == LabelKind::Total),
            })
        });
        found.next().or_else(|| rows_in_all(&text)).or_else(|| {
            is_total(&text).then(|| {
                let number = behind_total(&text);
                let label = Self {
                    is_bare: number.is_empty(),
                    text: text.trim_end_matches(':').to_owned(),
                    kind: LabelKind::Subtotal,
                    count: None,
                };
                Self {
                    count: count_of(number).filter(|_| !label.is_cumulative()),
                    ..label
                }
            })
        })
    }
}

/// The text after a label at the beginning of a folded text, without a bracket that follows the label.
fn behind<'t>(text: &'t str, label: &str) -> Option<&'t str> {
    let rest = text.strip_prefix(label)?;
    let bracketed = rest.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    Some(bracketed.map_or(rest, |(_, rest)| rest))
}

/// The text after the word for a total in a folded text: `2条` in `本季度合计:2条`.
fn behind_total(text: &str) -> &str {
    let word = totals()
        .filter_map(|word| Some(text.find(word)? + word.len()))
        .max();
    text[word.unwrap_or(text.len())..].trim_start_matches(':')
}

/// Parses `共23条`: a row count with its unit.
fn rows_in_all(text: &str) -> Option<RowLabel> {
    let rest = text.strip_prefix("共")?;
    let has_unit = !rest.ends_with(|c: char| c.is_ascii_digit());
    let count = count_of(rest).filter(|_| has_unit)?;
    Some(RowLabel {
        text: "共…条".to_owned(),
        kind: LabelKind::Total,
        is_bare: false,
        count: Some(count),
    })
}

/// Parses a row count with or without a unit: `23`, `23条`, `23条。`.
fn count_of(text: &str) -> Option<u64> {
    let text = text.trim_end_matches(['.', '。', ';', ',']);
    let text = text.strip_suffix("信息").unwrap_or(text);
    let text = text.strip_prefix("共").unwrap_or(text);
    let units = &LABELS.units;
    let number = units
        .iter()
        .find_map(|unit| text.strip_suffix(unit.as_str()));
    number.unwrap_or(text).parse().ok()
}

/// The row counts stated in a cell: the total, and the number of disclosure requests in it,
/// `6件，其中信息公开类4件`.
fn counts_in(cell: &str) -> Vec<u64> {
    let text = folded(cell);
    let (whole, part) = match text.split_once("其中") {
        Some((whole, part)) => (whole, Some(part)),
        None => (text.as_str(), None),
    };
    let whole = whole.trim_end_matches([',', '。', ';', '(', ':']);
    let Some(whole) = count_of(whole) else {
        return Vec::new();
    };
    let of_disclosure = part.and_then(|part| {
        let (_, behind) = part.split_once("信息公开")?;
        let number = behind.trim_start_matches(|c: char| !c.is_ascii_digit());
        count_of(number.trim_end_matches(')'))
    });
    [whole].into_iter().chain(of_disclosure).collect()
}

/// The row counts in the only cell, apart from `label`, that contains any; each with the index of that
/// cell. Cells of money are ignored.
fn only_number(row: &Row<'_>, label: usize) -> Vec<(usize, u64)> {
    let cells = row.cells().enumerate();
    let cells = cells.filter(|(index, _)| *index != label && !row.is_of_money(*index));
    let stated = cells.map(|(index, cell)| (index, counts_in(cell)));
    let mut stated = stated.filter(|(_, counts)| !counts.is_empty());
    match (stated.next(), stated.next()) {
        (Some((index, counts)), None) => counts.into_iter().map(|count| (index, count)).collect(),
        _ => Vec::new(),
    }
}

/// A row count stated by a total.
pub(super) struct Stated {
    place: Place,
    rows: u64,
    /// Whether the total is one of a part of the table: 小计.
    is_of_part: bool,
}

impl Stated {
    /// The row counts stated by a row, if it is a total.
    pub(super) fn by(row: &Row<'_>) -> Vec<Self> {
        match TrailingRow::of(row) {
            Some(line) => Self::by_line(row, &line),
            None => Vec::new(),
        }
    }

    fn by_line(row: &Row<'_>, line: &TrailingRow) -> Vec<Self> {
        let TrailingRow::Labelled { label, stated } = line else {
            return Vec::new();
        };
        let is_of_part = !LABELS.totals.contains(label);
        let stated = stated.iter().map(|&(index, rows)| Self {
            place: row.place_at(index),
            rows,
            is_of_part,
        });
        stated.collect()
    }
}

/// Row counts above a total; which of them the total should match depends on the office.
#[derive(Debug, Clone, Copy, Default)]
pub struct RowsAbove {
    /// All rows of the table, including those left out of the count.
    pub all: u64,
    /// Rows of the table that are left out of the count.
    pub left_out: u64,
    /// Rows since the previous total.
    pub of_part: u64,
    /// Rows since the previous total that are left out of the count.
    pub left_out_of_part: u64,
}

impl RowsAbove {
    /// Reports a total that matches none of the row counts.
    pub(super) fn compare(&self, total: &Stated) -> Option<Diagnostic> {
        let counted = self.all - self.left_out;
        let of_part = self.of_part - self.left_out_of_part;
        let possible = [self.all, counted, self.of_part, of_part];
        let is_of_part = total.is_of_part && self.of_part < self.all;
        let problem = TotalDiffers {
            stated: total.rows,
            rows: if is_of_part { of_part } else { counted },
            is_of_part,
        };
        (!possible.contains(&total.rows)).then(|| Diagnostic::at(total.place.clone(), problem))
    }
}

/// The running number of a row, from a column that the log does not use.
fn running_number<'a>(row: &Row<'a>) -> Option<&'a str> {
    let mut cells = row.cells().enumerate().filter(|(_, cell)| !cell.is_empty());
    let cell = cells
        .find(|(index, _)| row.key_at(*index).is_none() && is_of_numbers(row.header_at(*index)));
    cell.map(|(_, cell)| cell)
}

fn is_of_numbers(header: &str) -> bool {
    LABELS.running_numbers.contains(&folded(header))
}

/// Whether a row contains a running number or a department, and nothing else.
fn is_numbered(row: &Row<'_>) -> bool {
    if !row.lacks_all_required() {
        return false;
    }
    let is_number = |cell: &str| cell.chars().all(|c| c.is_ascii_digit());
    row.cells().enumerate().all(|(index, cell)| {
        let (key, header) = (row.key_at(index), row.header_at(index));
        let is_for_numbers = index == 0 || key == Some("id") || is_of_numbers(header);
        cell.is_empty() || key == Some("department") || is_for_numbers && is_number(cell)
    })
}

/// The rows left out at the end of a table.
#[derive(Default)]
pub(super) struct Below {
    labelled: Option<Place>,
    lines: u64,
    labels: BTreeSet<String>,
    numbered: Option<Place>,
    numbers: u64,
    stated: Vec<Stated>,
}

impl Below {
    /// Adds a row that is not a record.
    pub(super) fn add(&mut self, row: &Row<'_>, line: TrailingRow) {
        self.stated.extend(Stated::by_line(row, &line));
        match line {
            TrailingRow::Blank => {}
            TrailingRow::Numbered => {
                self.numbers += 1;
                self.numbered.get_or_insert_with(|| row.place());
            }
            TrailingRow::Labelled { label, .. } => {
                self.lines += 1;
                self.labels.insert(label);
                self.labelled.get_or_insert_with(|| row.place());
            }
        }
    }

    /// The findings about these rows, given the row counts of the table.
    pub(super) fn findings(&self, above: &RowsAbove) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        if let Some(place) = &self.labelled {
            let problem = match self.labels.first() {
                Some(text) if self.lines == 1 && is_total(text) => Problem::from(TotalsRow {
                    text: text.clone(),
                    rows: 1,
                }),
                _ => Problem::from(LinesBelowTable {
                    lines: self.lines,
                    labels: self.labels.iter().cloned().collect(),
                }),
            };
            found.push(Diagnostic::at(place.clone(), problem));
        }
        if let Some(place) = &self.numbered {
            let problem = NumberedRows { rows: self.numbers };
            found.push(Diagnostic::at(place.clone(), problem));
        }
        found.extend(
            self.stated
                .iter()
                .filter_map(|stated| above.compare(stated)),
        );
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_below_a_table() {
        for (cell, kind) in [
            ("填表人", LabelKind::Signature),
            ("填表人：张某", LabelKind::Signature),
            ("审核人（签字）：", LabelKind::Signature),
            ("制 表：张某", LabelKind::Signature),
            ("导出时间2018-01-02 10:00", LabelKind::Date),
            ("填报日期：2017年12月31日", LabelKind::Date),
            ("注：本表由办公室填写", LabelKind::Note),
            ("备注:无", LabelKind::Note),
            ("合 计", LabelKind::Total),
            ("合计23", LabelKind::Total),
            ("总计：23条", LabelKind::Total),
            ("共23条", LabelKind::Total),
            ("共计 23 件。", LabelKind::Total),
            ("小计", LabelKind::Subtotal),
            ("2017年合计", LabelKind::Subtotal),
            ("累计", LabelKind::Subtotal),
        ] {
            let label = RowLabel::of(cell).unwrap_or_else(|| panic!("{cell}"));
            assert_eq!(label.kind, kind, "{cell}");
        }
    }

    #[test]
    fn titles_are_no_labels() {
        for cell in [
            "注销取水许可公告",
            "总计划公示",
            "负责人任免公告",
            "审核2017年预算的公告",
            "备注",
            "说明",
            "注",
            "共建共享实施方案",
            "共青团活动",
            "总计12个项目竣工公告",
            "合计划",
            "制表设备采购公告",
            "",
        ] {
            assert_eq!(RowLabel::of(cell), None, "{cell}");
        }
    }

    #[test]
    fn a_total_states_a_number_of_rows() {
        let count = |cell: &str| RowLabel::of(cell).and_then(|label| label.count);
        assert_eq!(count("合计23"), Some(23));
        assert_eq!(count("总计：23条"), Some(23));
        assert_eq!(count("共23条"), Some(23));
        assert_eq!(count("合计：1200元"), None);
        assert_eq!(count("累计23"), None);
    }
}
