//! Rows of the log of regulations and normative documents (规范性文件).

use chrono::NaiveDate;

use super::Entry;
use super::cells::CellReader;
use super::columns::columns;
use super::date;
use super::synonyms::{DOCUMENT_KIND, DOCUMENT_STATUS};
use super::table::Row;
use crate::diagnostic::{Diagnostic, RepealWithoutDay};
use crate::record::Log;

/// A row of the log of documents: one regulation or normative document.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NormativeDocument<'a> {
    /// Document number.
    pub id: Option<&'a str>,
    /// Code of the kind.
    pub kind: &'static str,
    /// Title.
    pub title: Option<&'a str>,
    /// Day it was issued.
    pub issued_on: NaiveDate,
    /// Day it was repealed; `None` while it is in force.
    pub repealed_on: Option<NaiveDate>,
}

columns! {
    ID "id" "文号" Name;
    KIND "kind" "类别" Word required;
    TITLE "title" "文件名称" Text;
    ISSUED_ON "issued_on" "制发日期" Day required;
    REPEALED_ON "repealed_on" "废止日期" Day counted;
    STATUS "status" "清理结果" Word;
}

/// The day on which a document was repealed according to its review: 废止, or with a day 2024年9月1日废止.
/// Without a day, the year configured for the file in `report.toml` is used.
fn repealed_by_review(row: &Row<'_>, cells: &mut CellReader<'_, '_>) -> Option<NaiveDate> {
    let cell = row.cell(STATUS)?;
    let (day, word) = day_and_word(cell);
    if cells.code_of_word(STATUS, DOCUMENT_STATUS, &word)? != "repealed"
        || row.cell(REPEALED_ON).is_some()
    {
        return None;
    }
    if let Some(((day, _), _)) = day.and_then(|day| date::read(day).ok()) {
        return Some(day);
    }
    let last_day = row
        .year()
        .and_then(|year| NaiveDate::from_ymd_opt(year, 12, 31));
    if last_day.is_none() {
        cells.fail(
            STATUS,
            RepealWithoutDay {
                rows: 1,
                file: None,
            },
        );
    }
    last_day
}

/// Splits a cell into a day and the remaining word.
fn day_and_word(cell: &str) -> (Option<&str>, String) {
    let is_of_day = |c: char| c.is_ascii_digit() || c == '日';
    let start = cell.find(|c: char| c.is_ascii_digit());
    let end = cell.rfind(is_of_day);
    let (Some(start), Some(end)) = (start, end) else {
        return (None, cell.to_owned());
    };
    let end = end + cell[end..].chars().next().map_or(0, char::len_utf8);
    if end <= start {
        return (None, cell.to_owned());
    }
    let between = ['于', '自', '从', '起', '(', ')', '（', '）', ',', '，', ' '];
    let word = |part: &str| part.trim_matches(between).to_owned();
    let word = word(&cell[..start]) + &word(&cell[end..]);
    (Some(&cell[start..end]), word)
}

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
        let mut cells = CellReader::new(row, found);
        // Some offices write into the column of the repeal that the document is in force.
        let says_in_force = cells.known_code(REPEALED_ON, DOCUMENT_STATUS) == Some("in_force");
        let repealed_on = (!says_in_force).then(|| cells.date(REPEALED_ON)).flatten();
        let document = NormativeDocument {
            id: cells.name(ID),
            // If the cell is not a known kind, `finish` rejects the row.
            kind: cells.required_code(KIND, DOCUMENT_KIND).unwrap_or_default(),
            title: cells.text(TITLE),
            issued_on: cells.required_date(ISSUED_ON),
            repealed_on: repealed_on.or_else(|| repealed_by_review(row, &mut cells)),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_beside_words() {
        for (cell, day, word) in [
            ("废止", None, "废止"),
            ("2024年9月1日废止", Some("2024年9月1日"), "废止"),
            ("自2024-09-01起废止", Some("2024-09-01"), "废止"),
            ("宣布失效（2024.9.1）", Some("2024.9.1"), "宣布失效"),
            ("", None, ""),
        ] {
            assert_eq!(day_and_word(cell), (day, word.to_owned()), "{cell}");
        }
    }
}
