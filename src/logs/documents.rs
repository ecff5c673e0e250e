//! Rows of the log of regulations and normative documents (规范性文件).

use chrono::NaiveDate;

use super::Entry;
use super::cells::Cells;
use super::columns::columns;
use super::synonyms::DOCUMENT_KIND;
use super::table::Row;
use crate::diagnostic::Diagnostic;
use crate::record::{Log, NormativeDocument};

columns! {
    ID "id" "文号" Name;
    KIND "kind" "类别" Word required;
    TITLE "title" "文件名称" Text;
    ISSUED_ON "issued_on" "制发日期" Day required;
    REPEALED_ON "repealed_on" "废止日期" Day;
}

/// What offices write into the day of repeal while a document is in force.
const STILL_VALID: [&str; 2] = ["有效", "现行有效"];

/// The entries of the log of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DocumentLog;

impl Entry for DocumentLog {
    const LOG: Log = Log::Documents;
    const EVENT: &'static str = "issued_on";

    type Record<'row> = NormativeDocument<'row>;
    type Words<'row> = ();
    type Days = NaiveDate;

    fn read<'row>(
        row: &'row Row<'_>,
        found: &mut Vec<Diagnostic>,
    ) -> Option<NormativeDocument<'row>> {
        let mut cells = Cells::new(row, found);
        let is_repealed = cells
            .text(REPEALED_ON)
            .is_some_and(|cell| !STILL_VALID.contains(&cell));
        let document = NormativeDocument {
            id: cells.name(ID),
            // Where the cell holds no kind the row is refused by `finish`.
            kind: cells.required_code(KIND, DOCUMENT_KIND).unwrap_or_default(),
            title: cells.text(TITLE),
            issued_on: cells.required_date(ISSUED_ON),
            repealed_on: if is_repealed {
                cells.date(REPEALED_ON)
            } else {
                None
            },
        };
        cells.finish(document)
    }

    fn words(_: &Row<'_>, _: &Self::Record<'_>) {}

    fn days(document: &NormativeDocument<'_>) -> NaiveDate {
        document.issued_on
    }

    fn day_of(issued_on: &NaiveDate) -> Option<NaiveDate> {
        Some(*issued_on)
    }

    fn id<'r>(document: &'r NormativeDocument<'_>) -> Option<&'r str> {
        document.id
    }
}
