//! From bytes to records: encoding, table, headers, cells.
//!
//! A [`Table`] yields the rows of one log file, each of which knows its file, line and columns;
//! one module for each log reads a row into its record. Below the table, `rows` reads a text and
//! `sheet` a workbook (the parts of an `.xlsx` are read by `xlsx`), and `header` finds where the table
//! begins; `written` tells rows that are written alike. What was read is not judged here: dates out of
//! order, rows that are one item and everything of law are left to later stages.

mod cells;
mod columns;
mod date;
mod decisions;
mod disputes;
mod documents;
mod environment;
mod guess;
mod guides;
mod header;
mod memo;
mod procurement;
mod published;
mod requests;
mod sheet;
mod synonyms;
mod table;
mod time;
mod written;
mod xlsx;

use chrono::NaiveDate;

use crate::diagnostic::Diagnostic;
use crate::record::{
    Decision, Dispute, EnvironmentNotice, Guide, Log, NormativeDocument, ProcurementNotice,
    PublishedItem, Request, RequestKind,
};

pub use columns::Column;
pub use guess::{Guess, guess};
pub(crate) use memo::Remembered;
pub use sheet::is_reading_workbook;
pub use synonyms::{Channel, Words};
pub use table::{OwnedRow, Part, Row, Rows, Source, Step, Table};
pub(crate) use written::text;
pub use written::{Group, Room, Stretch, Writing, Written, hash_of};

/// A record that can be read from the rows of one log.
///
/// A lending trait: the record borrows from the row it is read from.
pub trait Entry {
    /// The log the record stands in.
    const LOG: Log;

    /// The record with the row's lifetime.
    type Record<'row>;

    /// Reads one row. None where a cell cannot be read; then `found` says which and why.
    fn read<'row>(row: &'row Row<'_>, found: &mut Vec<Diagnostic>) -> Option<Self::Record<'row>>;

    /// The day that places the record in a year; none where it has no such day.
    fn day(record: &Self::Record<'_>) -> Option<NaiveDate>;
}

macro_rules! entries {
    ($($(#[$doc:meta])* $name:ident $log:ident $record:ident $module:ident $day:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $name;

        impl Entry for $name {
            const LOG: Log = Log::$log;
            type Record<'row> = $record<'row>;

            fn read<'row>(row: &'row Row<'_>, found: &mut Vec<Diagnostic>) -> Option<$record<'row>> {
                $module::read(row, found)
            }

            fn day(record: &$record<'_>) -> Option<NaiveDate> {
                let day: fn(&$record<'_>) -> Option<NaiveDate> = $day;
                day(record)
            }
        }
    )*};
}

entries! {
    /// The entries of the published log.
    PublishedLog Published PublishedItem published |item| Some(item.published_on);
    /// The entries of the procurement log.
    ProcurementLog Procurement ProcurementNotice procurement |notice| Some(notice.published_on);
    /// The entries of the environmental log.
    EnvironmentLog Environment EnvironmentNotice environment |notice| Some(notice.published_on);
    /// The entries of the request log.
    RequestLog Requests Request requests |request| Some(request.received_on);
    /// The entries of the guide log.
    GuideLog Guides Guide guides |_| None;
    /// The entries of the log of documents.
    DocumentLog Documents NormativeDocument documents |document| Some(document.issued_on);
    /// The entries of the log of administrative decisions.
    DecisionLog Decisions Decision decisions |decision| Some(decision.decided_on);
    /// The entries of the log of disputes.
    DisputeLog Disputes Dispute disputes |dispute| Some(dispute.filed_on);
}

impl RequestLog {
    /// Reads the days of a request of some kind: what its words say is left out. None where a cell
    /// cannot be read; then `found` says which and why.
    pub fn read_days<'row>(
        row: &'row Row<'_>,
        kind: RequestKind,
        found: &mut Vec<Diagnostic>,
    ) -> Option<Request<'row>> {
        requests::read_days(row, kind, found)
    }
}

/// The columns of `log`, in the order of its schema.
#[must_use]
pub fn columns(log: Log) -> &'static [Column] {
    match log {
        Log::Published => published::COLUMNS,
        Log::Procurement => procurement::COLUMNS,
        Log::Environment => environment::COLUMNS,
        Log::Requests => requests::COLUMNS,
        Log::Guides => guides::COLUMNS,
        Log::Documents => documents::COLUMNS,
        Log::Decisions => decisions::COLUMNS,
        Log::Disputes => disputes::COLUMNS,
    }
}

/// The header an office usually writes for the column `key` of `log`; the key itself where there is
/// no such column.
#[must_use]
pub fn header(log: Log, key: &'static str) -> &'static str {
    let column = columns(log).iter().find(|column| column.key == key);
    column.map_or(key, |column| column.header)
}
