//! The sheet of findings: message, place and hint.

use std::io;
use std::path::Path;

use super::super::diagnostics::names;
use super::book::OutputBook;
use super::listing::{ListColumn, write_list, write_long_list};
use crate::diagnostic::{Diagnostic, Message};
use crate::document::Cell;
use crate::language::{Bilingual, Language};

/// The name of the sheet.
pub(super) fn title(language: Language) -> &'static str {
    Bilingual {
        zh: "问题",
        en: "Findings",
    }
    .in_language(language)
}

/// The number of findings from which the sheet is buffered in a file; then all rows have one line.
const LONG: usize = 10_000;

/// Writes a row for each finding, and below one for each kind of which more were only counted. Very many
/// are buffered in files in the folder `scratch`.
pub(super) fn sheet(
    [found, more]: [&[Diagnostic]; 2],
    language: Language,
    scratch: Option<&Path>,
    book: &mut OutputBook,
) -> io::Result<()> {
    let column = |zh, en, width| ListColumn::new(Bilingual { zh, en }.in_language(language), width);
    let columns = [
        column("级别", "severity", 8),
        column("代码", "code", 24),
        column("问题", "message", 60),
        column("文件", "file", 24),
        column("工作表", "sheet", 14),
        column("行", "line", 8),
        column("列", "column", 8),
        column("办法", "what to do", 60),
        column("豁免理由", "waived because", 30),
    ];
    let rows = found.iter().chain(more);
    let rows = rows.map(|finding| row(finding, language));
    match scratch.filter(|_| found.len() > LONG) {
        Some(scratch) => write_long_list(title(language), &columns, rows, scratch, book),
        None => write_list(title(language), &columns, rows, book),
    }
}

fn row(finding: &Diagnostic, language: Language) -> [Cell; 9] {
    let text = |text: &str| Cell::Text(text.to_owned());
    let optional = |found: Option<&str>| found.map_or(Cell::Absent, text);
    let number = |number: Option<u64>| number.map_or(Cell::Absent, Cell::Count);
    let message_text = |message: Message| match language {
        Language::Chinese => Cell::Text(message.zh),
        Language::English => Cell::Text(message.en),
    };
    let place = finding.place.as_deref();
    let (severity, _) = names(finding.severity(), language);
    [
        text(severity),
        text(finding.code().name()),
        message_text(finding.problem.message()),
        optional(place.map(|place| &*place.file)),
        optional(place.and_then(|place| place.sheet.as_deref())),
        number(place.and_then(|place| place.line)),
        number(place.and_then(|place| place.column)),
        finding.problem.hint().map_or(Cell::Absent, message_text),
        optional(finding.waiver()),
    ]
}
