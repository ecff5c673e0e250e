//! Rows of the log of administrative decisions (行政执法决定).

use chrono::NaiveDate;

use super::Entry;
use super::cells::CellReader;
use super::columns::columns;
use super::synonyms::DECISION_KIND;
use super::table::Row;
use crate::diagnostic::Diagnostic;
use crate::record::Log;

/// A row of the log of administrative decisions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Decision<'a> {
    /// Number of the decision.
    pub id: Option<&'a str>,
    /// Code of the kind.
    pub kind: &'static str,
    /// Day of the decision.
    pub decided_on: NaiveDate,
}

columns! {
    ID "id" "决定文书号" Name;
    KIND "kind" "类别" Word required;
    DECIDED_ON "decided_on" "决定日期" Day required;
}

/// The entries of the log of administrative decisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DecisionLog;

impl Entry for DecisionLog {
    const LOG: Log = Log::Decisions;
    const EVENT: &'static str = "decided_on";

    type Record<'row> = Decision<'row>;
    type Words<'row> = ();
    type Days = NaiveDate;

    fn read<'row>(row: &'row Row<'_>, found: &mut Vec<Diagnostic>) -> Option<Decision<'row>> {
        let mut cells = CellReader::new(row, found);
        let decision = Decision {
            id: cells.name(ID),
            // If the cell is not a known kind, `finish` rejects the row.
            kind: cells.required_code(KIND, DECISION_KIND).unwrap_or_default(),
            decided_on: cells.required_date(DECIDED_ON),
        };
        cells.finish(decision)
    }

    fn words(_: &Row<'_>, _: &Self::Record<'_>) {}

    fn days(decision: &Decision<'_>) -> NaiveDate {
        decision.decided_on
    }

    fn day_of(decided_on: &NaiveDate) -> Option<NaiveDate> {
        Some(*decided_on)
    }

    fn id<'r>(decision: &'r Decision<'_>) -> Option<&'r str> {
        decision.id
    }
}
