//! The figures of one or more years side by side, and single figures.

mod long;
mod overview;
mod terminal;

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::count::Span;
use crate::document::{Align, Cell, Column, Table};
use crate::figures::{Change, Figures, Value, arrange_keys, rounded};
use crate::language::Language;
use crate::vocabulary::{Key, Unit};

pub use long::long;
pub use overview::{Breakdown, FamilyMember, FigureLine, Group, Item, Overview, overview};
pub use terminal::{TerminalOptions, text};

/// The table of `report stats`: key, name, a column for each year, unit.
///
/// Rows are in the order of the vocabulary, those of a family in the order of their labels. A figure
/// without data in a year is `—`, not 0.
#[must_use]
pub fn table(years: &[(Span, &Figures)], language: Language) -> Table {
    let [key, name, unit] = match language {
        Language::Chinese => ["指标", "名称", "单位"],
        Language::English => ["figure", "name", "unit"],
    };
    let column = |heading: &str, align| Column {
        heading: heading.to_owned(),
        align,
    };
    let mut columns = vec![column(key, Align::Left), column(name, Align::Left)];
    columns.extend(
        years
            .iter()
            .map(|(span, _)| column(&name_of(*span, language), Align::Right)),
    );
    columns.push(column(unit, Align::Left));

    Table {
        id: "stats".to_owned(),
        caption: String::new(),
        columns,
        rows: keys(years)
            .into_iter()
            .map(|key| row(key, years, language))
            .collect(),
    }
}

/// The figures of two years with the change: the difference, and the difference in percent of the
/// earlier value.
///
/// The difference of a share is in percentage points, and there is no percentage, as the two could be
/// confused. There is no percentage of 0.
#[must_use]
pub fn compared(then: (Span, &Figures), now: (Span, &Figures), language: Language) -> Table {
    let years = [then, now];
    let mut table = table(&years, language);
    let (difference, percent, points) = match language {
        Language::Chinese => ("增减", "增减%", "%（增减为个百分点）"),
        Language::English => ("change", "change %", "%, change in points"),
    };
    let at = table.columns.len() - 1;
    for (index, heading) in [difference, percent].into_iter().enumerate() {
        let heading = heading.to_owned();
        let align = Align::Right;
        table.columns.insert(at + index, Column { heading, align });
    }
    for (row, key) in table.rows.iter_mut().zip(keys(&years)) {
        let unit = key.metric.definition().unit;
        let change = then.1.get(key).zip(now.1.get(key));
        let change = change.and_then(|(then, now)| Change::between(then, now, unit));
        let cell = |number: Option<Decimal>| {
            number.map_or(Cell::Absent, |number| Cell::Decimal(rounded(number)))
        };
        row.insert(at, cell(change.map(|change| change.difference)));
        row.insert(at + 1, cell(change.and_then(|change| change.percent)));
        if unit == Unit::Share
            && let Some(last) = row.last_mut()
        {
            *last = Cell::Text(points.to_owned());
        }
    }
    table
}

/// The name of a year or a part of one, for a column heading: `2017`, `2017年第一季度`, `2017年5月`.
#[must_use]
pub fn name_of(span: Span, language: Language) -> String {
    let year = span.year();
    match (span, span.whole_months(), language) {
        (_, Some(_), Language::Chinese) => span.in_chinese(),
        (_, Some((quarter, 3)), Language::English) => format!("{year} Q{quarter}"),
        (Span::Days(first, last), None, Language::Chinese) => format!("{first}至{last}"),
        (Span::Days(first, last), None, Language::English) => format!("{first} to {last}"),
        _ => span.code(),
    }
}

/// The keys of all years, in order. A family without data in one year and with data in another has only
/// the rows of its labels.
pub(super) fn keys<'a>(years: &[(Span, &'a Figures)]) -> Vec<&'a Key> {
    let all: BTreeSet<&Key> = years
        .iter()
        .flat_map(|(_, figures)| figures.iter().map(|(key, _)| key))
        .collect();
    let mut keys: Vec<&Key> = Vec::with_capacity(all.len());
    let mut families = BTreeSet::new();
    for key in all {
        // Families without labels may have the same path, such as the rates of channels.
        let is_family = key.labels.len() < key.metric.definition().labels.len();
        if is_family && !families.insert(key.segments()) {
            continue;
        }
        // In this order, a family is directly before its members.
        keys.pop_if(|last| {
            last.metric == key.metric
                && last.labels.len() < key.labels.len()
                && key.labels.starts_with(&last.labels)
        });
        keys.push(key);
    }
    arrange_keys(&mut keys, years);
    keys
}

fn row(key: &Key, years: &[(Span, &Figures)], language: Language) -> Vec<Cell> {
    let unit = key.metric.definition().unit;
    let figures = years.iter().map(|(_, figures)| figures.get(key));
    let cells = figures.map(|value| value.map_or(Cell::Absent, |value| cell(value, unit)));
    // A share is printed with a percent sign, so it needs no unit.
    let unit = if unit == Unit::Share {
        ""
    } else {
        unit.name().in_language(language)
    };
    [Cell::Text(key.to_string()), Cell::Text(key.label(language))]
        .into_iter()
        .chain(cells)
        .chain([Cell::Text(unit.to_owned())])
        .collect()
}

pub(super) fn cell(value: &Value, unit: Unit) -> Cell {
    match value {
        Value::Absent | Value::Empty => Cell::Absent,
        Value::Count(count) => Cell::Count(*count),
        Value::Ratio(ratio) if unit == Unit::Share => Cell::Share(*ratio),
        Value::Ratio(ratio) => Cell::Quotient(*ratio),
        Value::Decimal(number) => Cell::Decimal(*number),
        Value::Histogram(_) => Cell::Text(plain(value)),
        Value::Truth(truth) => Cell::Truth(*truth),
    }
}

/// Replaces a boolean by yes or no in `language`.
pub(super) fn worded(cell: Cell, language: Language) -> Cell {
    match cell {
        Cell::Truth(truth) if language == Language::English => {
            Cell::Text(if truth { "yes" } else { "no" }.to_owned())
        }
        cell => cell,
    }
}

/// A single figure for scripts, without unit or newline.
///
/// A count is `432`; a rate or a mean is an unrounded decimal number, `1` or `0.336986301369863`; money
/// is a decimal number; a histogram is `days:count` pairs separated by spaces, `2:400 10:32`; a boolean
/// is `true` or `false`. A figure without data is `null`, as in JSON, because most shells' arithmetic
/// treats an empty line as 0.
#[must_use]
pub fn plain(value: &Value) -> String {
    match value {
        Value::Absent | Value::Empty => "null".to_owned(),
        Value::Count(count) => count.to_string(),
        Value::Ratio(ratio) => ratio.to_f64().to_string(),
        Value::Decimal(number) => number.to_string(),
        Value::Histogram(counts) => {
            let pairs = counts.iter().map(|(days, count)| format!("{days}:{count}"));
            pairs.collect::<Vec<_>>().join(" ")
        }
        Value::Truth(truth) => truth.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{sample, table as tables};
    use crate::vocabulary::Metric;

    #[test]
    fn years_stand_side_by_side() {
        let figures = sample::figures();
        let mut before = Figures::default();
        before.set(Key::new(Metric::PublishedTotal, &[]), Value::Count(0));
        before.set(Key::new(Metric::PublishedByChannel, &[]), Value::Absent);
        before.set(
            Key::new(Metric::RequestsOnTimeRate, &["service"]),
            Value::Absent,
        );
        let table = table(
            &[(2016.into(), &before), (2017.into(), &figures)],
            Language::Chinese,
        );
        let drawn = tables::text(&table, 72);
        let expected = [
            "┌────────────────────┬────────────────────┬──────┬─────────────┬───────┐",
            "│ 指标               ┆ 名称               ┆ 2016 ┆        2017 ┆ 单位  │",
            "╞════════════════════╪════════════════════╪══════╪═════════════╪═══════╡",
            "│ published.total    ┆ 主动公开政府信息数 ┆    0 ┆         636 ┆ 条    │",
            "│ published.         ┆ 12345：主动公开数  ┆    — ┆          10 ┆ 条    │",
            "│ by_channel.\"12345\" ┆ （按渠道）         ┆      ┆             ┆       │",
            "│ procurement.       ┆ 日均政府采购公告数 ┆    — ┆         0.3 ┆ 条/天 │",
        ];
        assert_eq!(
            drawn.lines().take(expected.len()).collect::<Vec<_>>(),
            expected
        );
        let rate = &table.rows[6];
        assert_eq!(
            rate[0],
            Cell::Text("requests.service.on_time_rate".to_owned())
        );
        assert_eq!(rate[2], Cell::Absent, "a rate of nothing is not 0");
        assert_eq!(rate[3].text(), "100%");
    }

    #[test]
    fn parts_of_years_have_names() {
        let check = |span: Option<Span>, zh: &str, en: &str| {
            let span = span.unwrap();
            assert_eq!(name_of(span, Language::Chinese), zh);
            assert_eq!(name_of(span, Language::English), en);
        };
        check(Some(Span::Year(2017)), "2017", "2017");
        check(Span::quarter(2017, 4), "2017年第四季度", "2017 Q4");
        check(Span::month(2017, 5), "2017年5月", "2017-05");
        let day = |day: &str| day.parse().unwrap();
        check(
            Span::days(day("2016-12-01"), day("2017-02-28")),
            "2016-12-01至2017-02-28",
            "2016-12-01 to 2017-02-28",
        );
    }

    #[test]
    fn a_script_gets_the_bare_value() {
        let figures = sample::figures();
        let check = |metric, labels: &[&str], expected: &str| {
            assert_eq!(
                plain(figures.get(&Key::new(metric, labels)).unwrap()),
                expected
            );
        };
        check(Metric::RequestsReceived, &["service"], "432");
        check(Metric::RequestsOnTimeRate, &["service"], "1");
        check(Metric::ProcurementPerDay, &[], "0.336986301369863");
        check(Metric::ProcurementAwardYuan, &[], "1234.50");
        check(Metric::RequestsDaysHistogram, &["service"], "2:400 10:32");
        check(Metric::TargetMet, &["published.total"], "true");
        check(Metric::EnvironmentByKind, &[], "null");
    }
}
