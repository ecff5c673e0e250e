//! Figures as CSV for programs: one value per row, independent of the locale.

use super::{keys, plain};
use crate::count::Span;
use crate::figures::{Figures, Value};
use crate::language::Language;
use crate::render::table::{comma_separated, unarmed};
use crate::vocabulary::{Key, Unit};

/// Writes `key,label,year,value,unit` and a row for each figure of each year: UTF-8 without a byte
/// order mark, lines ending in LF.
///
/// Labels are the office's Chinese words, units are English. Numbers are plain and unrounded; a figure
/// without data is an empty cell; a family without counts has no row. A histogram has a row for each
/// number of days, under the same key as in JSON: `requests.service.days.histogram.2`.
#[must_use]
pub fn long(years: &[(Span, &Figures)]) -> String {
    let head = ["key", "label", "year", "value", "unit"].map(str::to_owned);
    let rows = years.iter().flat_map(|&(span, figures)| {
        let keys = keys(&[(span, figures)]).into_iter();
        keys.flat_map(move |key| rows(span, key, figures.get(key).unwrap_or(&Value::Absent)))
    });
    let records = std::iter::once(head.to_vec()).chain(rows);
    comma_separated(records, csv::Terminator::Any(b'\n'))
}

fn rows(span: Span, key: &Key, value: &Value) -> Vec<Vec<String>> {
    let unit = match key.metric.definition().unit {
        Unit::Share => "share",
        unit => unit.name().en,
    };
    let row = |key: String, label: String, value: String| {
        vec![
            unarmed(&key),
            unarmed(&label),
            span.code(),
            value,
            unit.to_owned(),
        ]
    };
    let (path, label) = (key.to_string(), key.label(Language::Chinese));
    match value {
        Value::Absent => vec![row(path, label, String::new())],
        // Nothing was counted, so there are no labels.
        Value::Empty => Vec::new(),
        Value::Histogram(counts) => counts
            .iter()
            .map(|(days, count)| {
                let (path, label) = (format!("{path}.{days}"), format!("{label}：{days}个工作日"));
                row(path, label, count.to_string())
            })
            .collect(),
        value => vec![row(path, label, plain(value))],
    }
}
