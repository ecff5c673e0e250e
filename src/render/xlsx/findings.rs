//! The sheet of findings: what is wrong, where, and what to do.

use std::io;

use super::super::diagnostics::names;
use super::book::Book;
use super::listing::{Column, write_list};
use crate::diagnostic::{Diagnostic, hint, message};
use crate::document::Cell;
use crate::language::Language;

/// Writes a row for each finding.
pub(super) fn sheet(found: &[Diagnostic], book: &mut Book) -> io::Result<()> {
    let columns = [
        Column::new("级别", 8),
        Column::new("代码", 24),
        Column::new("问题", 60),
        Column::new("文件", 24),
        Column::new("工作表", 14),
        Column::new("行", 8),
        Column::new("列", 8),
        Column::new("办法", 60),
        Column::new("豁免理由", 30),
    ];
    write_list("问题", &columns, found.iter().map(row), book)
}

fn row(finding: &Diagnostic) -> [Cell; 9] {
    let text = |text: &str| Cell::Text(text.to_owned());
    let optional = |found: Option<&str>| found.map_or(Cell::Absent, text);
    let number = |number: Option<u64>| number.map_or(Cell::Absent, Cell::Count);
    let place = finding.place.as_deref();
    let (severity, _) = names(finding.severity(), Language::Chinese);
    [
        text(severity),
        text(finding.code().name()),
        Cell::Text(message(&finding.problem).zh),
        optional(place.map(|place| &*place.file)),
        optional(place.and_then(|place| place.sheet.as_deref())),
        number(place.and_then(|place| place.line)),
        number(place.and_then(|place| place.column)),
        hint(&finding.problem).map_or(Cell::Absent, |hint| Cell::Text(hint.zh)),
        optional(finding.waiver()),
    ]
}
