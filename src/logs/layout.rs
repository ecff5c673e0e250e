//! Detects tables that are not logs: a form for one record, and a summary by months.

use std::sync::LazyLock;

use serde::Deserialize;

use super::columns::{Header, folded};
use super::header::{FirstRow, FoundHeader};
use super::synonyms::column_meant;
use super::totals;
use crate::diagnostic::OtherTable;
use crate::record::Log;

/// Words for months and for groups of records, from `sheets.toml`.
#[derive(Deserialize)]
struct LayoutWords {
    months: Vec<Vec<String>>,
    dividers: Vec<String>,
}

static WORDS: LazyLock<LayoutWords> = LazyLock::new(|| {
    toml::from_str(include_str!("sheets.toml"))
        .expect("the shipped table is read by a test before it is shipped")
});

/// Number of months as column titles that make a table a summary.
const MONTHS: usize = 6;

/// Number of labels below each other that make a table a form.
const LABELS: usize = 3;

/// The other kind of table that these first rows and this header belong to, if any.
///
/// A header with all its columns is that of a log, unless one of them ends with a colon, like the labels of
/// a form.
pub(super) fn of_table(
    rows: &[FirstRow],
    header: Option<&FoundHeader>,
    log: Log,
) -> Option<OtherTable> {
    match header {
        Some(header) if header.is_whole() => {
            let has_colon = header
                .headers
                .iter()
                .any(|header| header.ends_with(['：', ':']));
            let layout = has_colon.then(|| of(rows, log)).flatten();
            layout.filter(|layout| *layout == OtherTable::Form)
        }
        _ => of(rows, log),
    }
}

/// The other kind of table that these first rows belong to, if any.
pub(super) fn of(rows: &[FirstRow], log: Log) -> Option<OtherTable> {
    if rows.iter().any(|row| months_in(&row.cells) >= MONTHS) {
        return Some(OtherTable::Summary);
    }
    if totals::of(rows).is_some() {
        return Some(OtherTable::Totals);
    }
    let is_label = |cell: &str| {
        let name = Header::new(cell.trim_end_matches(['：', ':'])).name;
        column_meant(log, &name).is_some()
    };
    // A header has its labels in one row, a form in one column.
    let labels = rows.iter().filter(|row| {
        let mut filled = row.cells.iter().filter(|cell| !cell.is_empty());
        let is_first = filled.next().is_some_and(|cell| is_label(cell));
        let values: Vec<&String> = filled.collect();
        is_first && !values.is_empty() && values.iter().any(|value| !is_label(value))
    });
    (labels.count() >= LABELS).then_some(OtherTable::Form)
}

/// Number of different months in a row.
fn months_in(cells: &[String]) -> usize {
    let cells: Vec<String> = cells.iter().map(|cell| folded(cell)).collect();
    let months = WORDS.months.iter();
    let stands = |names: &&Vec<String>| names.iter().any(|name| cells.contains(name));
    months.filter(stands).count()
}

/// Whether a text is a heading of the records below it: `上年结转`, `上年结转：3件`, `（一）本年新收`, `3月`.
pub(super) fn is_divider(text: &str) -> bool {
    let text = folded(text);
    let name = text.trim_start_matches(|c| is_numeral(c) || "()、.".contains(c));
    let behind = |c: char| c.is_ascii_digit() || ":()件条项个".contains(c);
    let name = name.trim_end_matches(behind);
    let words = || WORDS.dividers.iter().chain(WORDS.months.iter().flatten());
    words().any(|word| word == name || *word == text)
}

/// Whether a character is part of a number, Arabic or Chinese.
pub(super) fn is_numeral(character: char) -> bool {
    character.is_ascii_digit() || "一二三四五六七八九十".contains(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(text: &str) -> Option<OtherTable> {
        let rows = FirstRow::all_of(text);
        of(&rows, Log::Requests)
    }

    #[test]
    fn forms_and_summaries() {
        let form = "政府信息公开申请表\n申请编号,2017-5\n类别：,依申请公开\n收到日期,2017-03-01,受理渠道,当面";
        assert_eq!(layout(form), Some(OtherTable::Form));
        let summary = "科室,1月,2月,3月,4月,5月,6月,7月,8月,9月,10月,11月,12月\n办公室,1,2,3";
        assert_eq!(layout(summary), Some(OtherTable::Summary));
        assert_eq!(
            layout(&summary.replace("1月", "一月").replace("2月", "二月份")),
            Some(OtherTable::Summary)
        );
        assert_eq!(layout("编号,类别,收到日期\n1,诉求,2017-03-01"), None);
        assert_eq!(layout("季度,1月,2月,3月,合计\n一,1,2,3,6"), None);
    }
    #[test]
    fn dividers() {
        for text in [
            "上年结转",
            "上年度结转：3件",
            "（一）本年新收",
            "二、本年受理(12件)",
            "3月",
            "一季度",
        ] {
            assert!(is_divider(text), "{text}");
        }
        for text in ["上年结转资金的公告", "2017-001", "合计", "", "结转资金"] {
            assert!(!is_divider(text), "{text}");
        }
    }
}
