//! Tables of totals: decisions that an office reports as totals by kind instead of logging each one.

use super::YEARS;
use super::columns::folded;
use super::header::FirstRow;
use super::synonyms::{DECISION_KIND, Words, is_total};

/// Content of a table of totals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Totals {
    /// The year in the lines above the table.
    pub year: Option<i32>,
    /// The totals, each with the code of its kind.
    pub by_kind: Vec<(&'static str, u64)>,
}

/// Number of rows to read: a table by months has a title, a header, twelve months and their sum.
pub(super) const ROWS: usize = 24;

/// The totals of a table with these first rows, which is a list of kinds, or of kinds by months.
pub(super) fn of(rows: &[FirstRow]) -> Option<Totals> {
    let by_kind = of_list(rows).or_else(|| by_month(rows))?;
    let year = rows.iter().find_map(|row| year_in(&row.cells.concat()));
    Some(Totals { year, by_kind })
}

/// The sums of a table with a column for each kind and a row for each month. If the table has a row for the
/// whole year, it must equal these sums.
fn by_month(rows: &[FirstRow]) -> Option<Vec<(&'static str, u64)>> {
    let words = Words::default();
    let kinds_in = |row: &FirstRow| {
        let cells = row.cells.iter().enumerate();
        let kinds = cells
            .filter_map(|(index, cell)| Some((index, words.code_of(DECISION_KIND, cell.trim())?)));
        kinds.collect::<Vec<_>>()
    };
    let header = rows.iter().position(|row| kinds_in(row).len() > 1)?;
    let kinds = kinds_in(&rows[header]);
    let mut sums = vec![0_u64; kinds.len()];
    let (mut months, mut stated) = (0, None);
    for row in &rows[header + 1..] {
        let label = row.cells.iter().map(|cell| folded(cell));
        let label = label.into_iter().find(|cell| !cell.is_empty())?;
        let number = |(index, _): &(usize, _)| match row.cells.get(*index).map(|cell| cell.trim()) {
            None | Some("" | "/" | "-") => Some(0),
            Some(cell) => cell.parse::<u64>().ok(),
        };
        let numbers = || kinds.iter().map(number).collect::<Option<Vec<u64>>>();
        if is_month(&label) {
            months += 1;
            for (sum, number) in sums.iter_mut().zip(numbers()?) {
                *sum = sum.checked_add(number)?;
            }
        } else if is_total(&label) {
            stated = Some(numbers()?);
        }
    }
    let is_sum = stated.is_none_or(|stated| stated == sums);
    let codes = kinds.into_iter().map(|(_, code)| code);
    (months > 1 && is_sum).then(|| codes.zip(sums).collect())
}

/// Whether a folded label is a month.
fn is_month(label: &str) -> bool {
    let name = label.strip_suffix('份').unwrap_or(label);
    name.strip_suffix('月')
        .is_some_and(|number| !number.is_empty() && number.chars().all(super::layout::is_numeral))
}

/// The totals of a list of kinds. It must have at least two, each with a single number.
fn of_list(rows: &[FirstRow]) -> Option<Vec<(&'static str, u64)>> {
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
            // A kind with several numbers, or listed twice, is not a total.
            (Some(_), _) => return None,
            (None, _) => {}
        }
    }
    (by_kind.len() > 1).then_some(by_kind)
}

/// The only year in a title or a name: `2024年第二季度`, `12345工单2024.csv`.
pub(super) fn only_year_in(text: &str) -> Option<i32> {
    let numbers = text.split(|c: char| !c.is_ascii_digit());
    let years = numbers.filter(|number| number.len() == 4);
    let mut years = years.filter_map(|year| year.parse().ok());
    let year = years.find(|year| YEARS.contains(year))?;
    years.all(|other| other == year).then_some(year)
}

/// The year in a title: `2024年`.
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
    fn kinds_by_months() {
        let table = "2024年行政执法数据统计表\n月份,行政许可,行政处罚,小计\n1月,3,,3\n2月份,4,1,5\n合计,7,1,8";
        let numbers = "licence 7, penalty 1".to_owned();
        assert_eq!(totals(table), Some((Some(2024), numbers.clone())));
        let without_sum = table.replace("\n合计,7,1,8", "");
        assert_eq!(totals(&without_sum), Some((Some(2024), numbers)));
        // If the stated sum differs, a person must check the table.
        assert_eq!(totals(&table.replace("合计,7", "合计,9")), None);
        assert_eq!(totals(&table.replace("2月份,4", "2月份,四")), None);
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
