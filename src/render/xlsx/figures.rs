//! The sheet of figures: each with its unit, definition, parts and earlier years.

use std::collections::BTreeMap;
use std::io;

use super::super::stats::{self, cell, keys, worded};
use super::book::{OutputBook, cannot};
use super::listing::{ListColumn, Listing};
use super::tables::{CellAddress, SheetPlaces, reference};
use crate::count::Span;
use crate::document::Cell;
use crate::figures::{Figures, Value};
use crate::language::{Bilingual, Language};
use crate::vocabulary::{Key, Unit};

/// The positions of numbers, for use in formulas.
pub(super) struct NumberPlaces {
    /// Cells of statutory tables, by id.
    pub(super) cells: SheetPlaces,
    /// Figures of the year, by key.
    pub(super) numbers: SheetPlaces,
}

/// The name of the sheet, and the title of a workbook with only this sheet.
pub(super) fn title(language: Language) -> &'static str {
    Bilingual {
        zh: "指标",
        en: "Figures",
    }
    .in_language(language)
}

/// The column with the value of the last year.
const VALUE: u16 = 2;

/// Writes the figures of some years; the last one comes first and has its parts. Returns the positions
/// of its numbers.
pub(super) fn sheet(
    years: &[(Span, &Figures)],
    language: Language,
    book: &mut OutputBook,
) -> io::Result<SheetPlaces> {
    let Some((&(span, figures), before)) = years.split_last() else {
        return Ok(SheetPlaces::new());
    };
    let word = |zh, en| Bilingual { zh, en }.in_language(language);
    let name_of_year = |span: Span| match (span, language) {
        (Span::Year(year), Language::Chinese) => format!("{year}年"),
        _ => stats::name_of(span, language),
    };
    let mut columns = vec![
        ListColumn::new(word("指标", "key"), 40),
        ListColumn::new(word("名称", "name"), 36),
        ListColumn::new(&name_of_year(span), 14),
        ListColumn::new(word("单位", "unit"), 10),
        ListColumn::new(word("分子", "numerator"), 10),
        ListColumn::new(word("分母", "denominator"), 10),
    ];
    let before = || before.iter().rev();
    columns.extend(before().map(|(span, _)| ListColumn::new(&name_of_year(*span), 14)));
    columns.push(ListColumn::new(word("口径", "definition"), 60));

    let (sheet, name) = book.sheet(title(language))?;
    let mut listing = Listing::new(sheet, &columns)?;
    let mut places = SheetPlaces::new();
    for key in keys(years) {
        let days = days_of(key, years);
        let absent = Value::Absent;
        let value = figures.get(key).unwrap_or(&absent);
        // A histogram has a row for each number of days.
        let rows: Vec<Option<u32>> = match &*days {
            [] => vec![None],
            days => days.iter().copied().map(Some).collect(),
        };
        for day in rows {
            let at = listing.next_row();
            let (path, label) = name_of(key, day, language);
            let definition = key.metric.definition();
            let mut row = vec![
                Cell::Text(path.clone()),
                Cell::Text(label),
                worded(value_of(figures, key, day), language),
                Cell::Text(definition.unit.name().in_language(language).to_owned()),
            ];
            row.extend(parts(value));
            row.extend(before().map(|(_, figures)| worded(value_of(figures, key, day), language)));
            row.push(Cell::Text(
                definition.definition.in_language(language).to_owned(),
            ));
            listing.row(&row)?;
            let place = CellAddress {
                reference: reference(&name, at, VALUE),
                factor: 1,
                is_number: matches!(value, Value::Count(_) | Value::Decimal(_)),
            };
            places.insert(path, place);
        }
    }
    let mut sheet = listing.finish()?;
    sheet.set_freeze_panes(1, VALUE).map_err(cannot)?;
    book.add(sheet);
    Ok(places)
}

/// The numbers of days in the histograms of all years.
fn days_of(key: &Key, years: &[(Span, &Figures)]) -> Vec<u32> {
    let mut days = BTreeMap::new();
    for (_, figures) in years {
        if let Some(Value::Histogram(counts)) = figures.get(key) {
            days.extend(counts);
        }
    }
    days.into_keys().copied().collect()
}

fn name_of(key: &Key, days: Option<u32>, language: Language) -> (String, String) {
    let (path, label) = (key.to_string(), key.label(language));
    let Some(days) = days else {
        return (path, label);
    };
    let label = match language {
        Language::Chinese => format!("{label}：{days}个工作日"),
        Language::English => format!("{label}: {days} working days"),
    };
    (format!("{path}.{days}"), label)
}

fn value_of(figures: &Figures, key: &Key, days: Option<u32>) -> Cell {
    match (figures.get(key), days) {
        (Some(Value::Histogram(counts)), Some(days)) => counts
            .get(&days)
            .map_or(Cell::Count(0), |&count| Cell::Count(count)),
        // The unit has its own column.
        (Some(Value::Ratio(ratio)), _) if key.metric.definition().unit != Unit::Share => {
            Cell::Quotient(*ratio)
        }
        (Some(value), _) => cell(value, key.metric.definition().unit),
        (None, _) => Cell::Absent,
    }
}

/// Numerator and denominator.
fn parts(value: &Value) -> [Cell; 2] {
    match value {
        Value::Ratio(ratio) => [ratio.numerator(), ratio.denominator()].map(Cell::Count),
        _ => [Cell::Absent, Cell::Absent],
    }
}
