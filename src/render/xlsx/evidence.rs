//! The evidence sheet: the log rows that the main figures of a report are counted from.
//!
//! A row shows file, line, id and date; titles, names and other cells stay in the log.

use std::io;
use std::path::Path;

use super::book::OutputBook;
use super::listing::{ListColumn, write_list, write_long_list};
use crate::count::TracedRow;
use crate::document::Cell;
use crate::language::Language;
use crate::report::Trace;

const NAME: &str = "依据";

/// The columns that decide to which year a row of a log belongs.
const DAYS: [&str; 5] = [
    "published_on",
    "received_on",
    "issued_on",
    "decided_on",
    "filed_on",
];

/// Writes a row for each figure and each log row that counts toward it; no sheet if there are no rows.
/// They are buffered in the folder `scratch` if it is given.
pub(super) fn sheet(
    evidence: &[Trace],
    scratch: Option<&Path>,
    book: &mut OutputBook,
) -> io::Result<()> {
    if evidence.iter().all(|trace| trace.rows.is_empty()) {
        return Ok(());
    }
    let columns = [
        ListColumn::new("指标", 44),
        ListColumn::new("名称", 44),
        ListColumn::new("文件", 24),
        ListColumn::new("行", 10),
        ListColumn::new("编号", 26),
        ListColumn::new("日期", 14),
        ListColumn::new("计入", 10),
    ];
    let rows = evidence.iter().flat_map(|trace| {
        let key = trace.subject.question().map(|question| &question.key);
        let label = key.map(|key| key.label(Language::Chinese));
        let names = [trace.subject.key(), label.unwrap_or_default()];
        trace.rows.iter().map(move |of| row(&names, &of))
    });
    match scratch {
        Some(scratch) => write_long_list(NAME, &columns, rows, scratch, book),
        None => write_list(NAME, &columns, rows, book),
    }
}

fn row([key, name]: &[String; 2], of: &TracedRow) -> [Cell; 7] {
    let text = |text: &str| Cell::Text(text.to_owned());
    let field = |wanted: &str| {
        let mut fields = of.fields.iter();
        fields.find_map(|(name, text)| text.filter(|_| *name == wanted))
    };
    let day = DAYS.into_iter().find_map(field);
    [
        text(key),
        text(name),
        text(of.file),
        Cell::Count(of.line),
        field("id").map_or(Cell::Absent, text),
        day.map_or(Cell::Absent, text),
        Cell::Decimal(of.counts),
    ]
}
