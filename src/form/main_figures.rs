//! The table of main figures, alone or beside those of another year, and the sections of a report
//! without a narrative.

use rust_decimal::Decimal;

use super::compose::{DocumentContext, breakdown};
use crate::document::{Align, Block, Cell, Column, Inline, MAIN_FIGURES_TABLE, Section, Table};
use crate::figures::{Change, Figures, Value, rounded};
use crate::language::Language;
use crate::vocabulary::{Key, MAIN_FIGURES, Unit};

/// The breakdowns of a report without a narrative, by the heading of each kind of work.
const BREAKDOWNS: &[(&str, &[&str])] = &[
    (
        "主动公开分类情况",
        &[
            "published.by_category",
            "published.by_channel",
            "published.by_department",
        ],
    ),
    ("政府采购分类情况", &["procurement.by_stage"]),
    ("环境信息分类情况", &["environment.by_kind"]),
    (
        "公众诉求分类情况",
        &["requests.service.by_channel", "requests.service.by_topic"],
    ),
    (
        "依申请公开分类情况",
        &[
            "requests.disclosure.by_channel",
            "requests.disclosure.by_topic",
        ],
    ),
];

/// A section with the table of main figures.
pub(super) fn section(setting: &DocumentContext<'_>) -> Section {
    let heading = match setting.compared {
        Some((other, _)) => format!("主要数字（与{}比较）", other.in_chinese()),
        None => "主要数字".to_owned(),
    };
    headed(&heading, vec![Block::Table(table(setting))])
}

/// The sections with the breakdowns that have figures.
pub(super) fn breakdowns(setting: &DocumentContext<'_>) -> Vec<Section> {
    let section = |(heading, paths): &(&str, &[&str])| {
        let tables = paths.iter().filter_map(|path| breakdown(path, setting));
        let blocks: Vec<Block> = tables.map(Block::Table).collect();
        (!blocks.is_empty()).then(|| headed(heading, blocks))
    };
    BREAKDOWNS.iter().filter_map(section).collect()
}

fn headed(heading: &str, blocks: Vec<Block>) -> Section {
    Section {
        number: String::new(),
        heading: vec![Inline::Text(heading.to_owned())],
        id: None,
        level: 1,
        blocks,
        sections: Vec::new(),
    }
}

/// The table of the main figures that are known in either year.
fn table(setting: &DocumentContext<'_>) -> Table {
    let column = |heading: &str, align| Column {
        heading: heading.to_owned(),
        align,
    };
    let mut columns = vec![
        column("指标", Align::Left),
        column("单位", Align::Centre),
        column(&setting.span.in_chinese(), Align::Right),
    ];
    if let Some((other, _)) = setting.compared {
        columns.push(column(&other.in_chinese(), Align::Right));
        columns.push(column("增减", Align::Right));
        columns.push(column("增减%", Align::Right));
    }
    let keys = MAIN_FIGURES.iter().flat_map(|group| {
        let keys = group.figures.iter();
        let keys = keys.map(|(metric, labels)| Key::new(*metric, labels));
        let keys: Vec<Key> = keys.collect();
        let is_known = |key: &Key| {
            let then = setting.compared.map(|(_, then)| value(then, key));
            is_known(&value(setting.figures, key)) || then.is_some_and(|then| is_known(&then))
        };
        let is_any = keys.iter().any(is_known);
        keys.into_iter().filter(move |_| is_any)
    });
    Table {
        id: MAIN_FIGURES_TABLE.to_owned(),
        caption: String::new(),
        columns,
        rows: keys.map(|key| row(&key, setting)).collect(),
    }
}

fn row(key: &Key, setting: &DocumentContext<'_>) -> Vec<Cell> {
    let unit = key.metric.definition().unit;
    let now = value(setting.figures, key);
    let name = unit.name().in_language(Language::Chinese);
    let mut row = vec![
        Cell::Text(key.label(Language::Chinese)),
        Cell::Text(name.to_owned()),
        typed_cell(&now, unit),
    ];
    if let Some((_, then)) = setting.compared {
        let then = value(then, key);
        let change = Change::between(&then, &now, unit);
        let decimal = |number: Option<Decimal>| {
            number.map_or(Cell::Absent, |number| Cell::Decimal(rounded(number)))
        };
        let difference = decimal(change.map(|change| change.difference));
        row.push(typed_cell(&then, unit));
        if unit == Unit::Share {
            row[1] = Cell::Text("%，增减为百分点".to_owned());
            // A relative change of a percentage is not meaningful.
            row.extend([difference, Cell::Absent]);
        } else {
            row.extend([
                difference,
                decimal(change.and_then(|change| change.percent)),
            ]);
        }
    }
    row
}

fn value(figures: &Figures, key: &Key) -> Value {
    figures.get(key).cloned().unwrap_or(Value::Absent)
}

fn is_known(value: &Value) -> bool {
    !matches!(value, Value::Absent | Value::Empty)
}

/// A figure as a cell.
#[must_use]
pub fn typed_cell(value: &Value, unit: Unit) -> Cell {
    match value {
        Value::Count(count) => Cell::Count(*count),
        Value::Decimal(number) => Cell::Decimal(*number),
        Value::Ratio(ratio) if unit == Unit::Share => Cell::Share(*ratio),
        Value::Ratio(ratio) => Cell::Quotient(*ratio),
        Value::Truth(truth) => Cell::Truth(*truth),
        Value::Absent | Value::Empty | Value::Histogram(_) => Cell::Absent,
    }
}
