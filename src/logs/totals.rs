//! Decisions that an office counts and does not log one by one: a table of their kinds with totals.

use super::YEARS;
use super::header::FirstRow;
use super::synonyms::{DECISION_KIND, Words};

/// The numbers of a table of totals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Totals {
    /// The year that stands above the table.
    pub year: Option<i32>,
    /// The numbers, each by the code of its kind.
    pub by_kind: Vec<(&'static str, u64)>,
}

/// The totals of a table with these first rows: at least two, and each row with a number is that of a kind.
pub(super) fn of(rows: &[FirstRow]) -> Option<Totals> {
    let words = Words::default();
    let mut by_kind: Vec<(&str, u64)> = Vec::new();
    for row in rows {
        let cells = row.cells.iter().map(|cell| cell.trim());
        let mut filled = cells.filter(|cell| !cell.is_empty());
        let kind = filled.find_map(|cell| words.code_of(DECISION_KIND, cell));
        let behind: Vec<Option<u64>> = filled.map(|cell| cell.parse().ok()).collect();
        match (kind, &*behind) {
            (Some(kind), [Some(number)]) if by_kind.iter().all(|(known, _)| *known != kind) => {
                by_kind.push((kind, *number));
            }
            // A kind with more than a number, or twice, is something else.
            (Some(_), _) => return None,
            (None, _) => {}
        }
    }
    let year = rows.iter().find_map(|row| year_in(&row.cells.concat()));
    (by_kind.len() > 1).then_some(Totals { year, by_kind })
}

/// The year that a title names: `2024年`.
fn year_in(text: &str) -> Option<i32> {
    let (before, _) = text.split_once('年')?;
    let year = before.get(before.len().checked_sub(4)?..)?;
    year.parse().ok().filter(|year| YEARS.contains(year))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn totals(text: &str) -> Option<(Option<i32>, String)> {
        let rows = FirstRow::all_of(text);
        let totals = of(&rows)?;
        let numbers = totals.by_kind.iter();
        let numbers = numbers.map(|(kind, number)| format!("{kind} {number}"));
        Some((totals.year, numbers.collect::<Vec<_>>().join(", ")))
    }

    #[test]
    fn totals_and_logs() {
        let three = "licence 128, penalty 36, coercion 2".to_owned();
        let table = "2024年行政执法决定汇总表\n类别,数量\n行政许可,128\n行政处罚,36\n行政强制,2";
        assert_eq!(totals(table), Some((Some(2024), three.clone())));
        let numbered =
            "序号,类别,本年处理决定数量\n1,行政许可,128\n2,行政处罚,36\n3,行政强制,2\n,合计,166";
        assert_eq!(totals(numbered), Some((None, three)));
        for other in [
            "决定文书号,类别,决定日期\n1号,行政许可,2024-01-02\n2号,行政许可,2024-02-02",
            "类别,上年,本年\n行政许可,1,2\n行政处罚,3,4",
            "类别,数量\n行政许可,128",
        ] {
            assert_eq!(totals(other), None, "{other}");
        }
    }
}
