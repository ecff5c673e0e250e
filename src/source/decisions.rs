//! Rows of the log of administrative decisions (行政执法决定).

use super::cells::Cells;
use super::columns::columns;
use super::synonyms::DECISION_KIND;
use super::table::Row;
use crate::diagnostic::Diagnostic;
use crate::record::Decision;

columns! {
    ID "id" "决定文书号" Name;
    KIND "kind" "类别" Word required;
    DECIDED_ON "decided_on" "决定日期" Day required;
}

pub(super) fn read<'row>(
    row: &'row Row<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<Decision<'row>> {
    let mut cells = Cells::new(row, found);
    let decision = Decision {
        id: cells.name(ID),
        // Where the cell holds no kind the row is refused by `finish`.
        kind: cells.required_code(KIND, DECISION_KIND).unwrap_or_default(),
        decided_on: cells.required_date(DECIDED_ON),
    };
    cells.finish(decision)
}
