//! From rows to records: workbooks, sheets, tables, headers, cells.
//!
//! Takes the bytes of a log file. `rows` reads a text, `book` a workbook and `sheet` one of its sheets; `header` finds
//! the beginning of the table, `below` its end.
//! Gives a [`LogTable`], whose rows know file, line and column. One module per log reads a row into its record; `plain`
//! finds the rows that can be counted by words and days alone.
//! Does not know what rows mean together: the order of days, rows of one item and the law are for later stages.

mod answers;
mod applicants;
mod basis;
mod below;
mod book;
mod cell_cache;
mod cells;
mod channels;
mod columns;
mod compound;
mod date;
mod decisions;
mod disguise;
mod disputes;
mod documents;
mod environment;
mod events;
mod grid;
mod guess;
mod guides;
mod header;
mod layout;
mod named_rows;
mod ods;
mod overlap;
mod part;
mod plain;
mod procurement;
mod published;
mod receipt_headers;
mod remarks;
mod requests;
mod sheet;
mod sheets;
mod spelling;
mod synonyms;
mod table;
mod ticks;
mod time;
mod totals;
mod xls;
mod xlsb;
mod xlsx;

use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate};

use crate::diagnostic::Diagnostic;
use crate::record::Log;
use crate::vocabulary::CodeEntry;

pub use below::RowsAbove;
pub use book::{Books, is_reading_workbook};
pub(crate) use cell_cache::WordMap;
pub use channels::channels_of;
pub use columns::{LogColumn, Role};
pub use decisions::{Decision, DecisionLog};
pub use disputes::{Dispute, DisputeLog};
pub use documents::{DocumentLog, NormativeDocument};
pub use environment::{EnvironmentLog, EnvironmentNotice, EnvironmentWords};
pub use events::{EventLog, RequestEvent};
pub use guess::{Guess, guess};
pub use guides::{Guide, GuideLog};
pub use named_rows::NamedRows;
pub use procurement::{ProcurementLog, ProcurementNotice, ProcurementWords};
pub use published::{ItemDays, ItemWords, PublishedItem, PublishedLog};
pub use requests::{
    Decided, LoggedLimit, Moment, Request, RequestDays, RequestLog, RequestWords, Times,
};
pub use spelling::{article_id, compatible_name, name_key, title_key};
pub use synonyms::{Channel, Words, nearest_words};
pub use table::{LogTable, NextRows, OwnedRow, Row, Rows, Source, Step};
pub use totals::Totals;

/// Years that are plausible in a log. A mistyped century would otherwise silently remove the row from its
/// year. Published items may be as old as the state.
pub const YEARS: RangeInclusive<i32> = 1949..=2100;

/// Parses a day in any spelling that is accepted in cells.
#[must_use]
pub fn day_of(text: &str) -> Option<NaiveDate> {
    date::read(text).ok().map(|((day, _), _)| day)
}

/// A record type that can be read from the rows of one log.
///
/// A lending trait: the record borrows from the row it is read from. Most rows are counted by their
/// words and days alone. Those two views of a record contain nothing else, so that the counters of such
/// rows cannot depend on other cells.
pub trait Entry {
    /// The log of the record.
    const LOG: Log;

    /// The key of the column with the day of the recorded event.
    const EVENT: &'static str;

    /// Whether that day assigns the row to a year. False for guides, which are in force for many years.
    const IS_DATED: bool = true;

    /// The record with the row's lifetime.
    type Record<'row>;

    /// The values of the [word](Role::Word) cells.
    type Words<'row>;

    /// The values of the [day](Role::Day) cells.
    type Days: Copy;

    /// Reads one row. Returns `None` if a cell is invalid; the reasons are added to `found`.
    fn read<'row>(row: &'row Row<'_>, found: &mut Vec<Diagnostic>) -> Option<Self::Record<'row>>;

    /// The rows to read instead, if one row contains several records.
    #[must_use]
    fn several(row: &Row<'_>) -> Option<Vec<OwnedRow>> {
        let _ = row;
        None
    }

    /// The words of a record. `row` is the row it was read from.
    fn words<'r>(row: &Row<'_>, record: &'r Self::Record<'_>) -> Self::Words<'r>;

    /// The days of a record.
    fn days(record: &Self::Record<'_>) -> Self::Days;

    /// Reads only the days of a row, with the same result as [`read`](Self::read).
    fn read_days(row: &Row<'_>, found: &mut Vec<Diagnostic>) -> Option<Self::Days> {
        Some(Self::days(&Self::read(row, found)?))
    }

    /// The day that assigns the record to a year; `None` if it has no such day.
    fn day_of(days: &Self::Days) -> Option<NaiveDate>;

    /// The day of the event that the record describes.
    fn event_day(record: &Self::Record<'_>) -> Option<NaiveDate> {
        Self::day_of(&Self::days(record))
    }

    /// The identity of a row within its log; rows with the same identity are the same item. By default the
    /// id; `None` if the row has no identity. `buffer` stores an identity that is not a slice of a cell.
    fn identity<'r>(
        row: &'r Row<'_>,
        day: Option<NaiveDate>,
        buffer: &'r mut Vec<u8>,
    ) -> Option<&'r [u8]> {
        let _ = day;
        Some(row.id_key(row.id()?, buffer))
    }

    /// Whether two rows with the same id may be one record: by default, if they have the same day.
    fn may_be_one(one: &Self::Record<'_>, other: &Self::Record<'_>) -> bool {
        Self::day_of(&Self::days(one)) == Self::day_of(&Self::days(other))
    }

    /// The id of the record.
    fn id<'r>(record: &'r Self::Record<'_>) -> Option<&'r str>;
}

/// The id of a row, or else its title and its day.
fn id_or_title<'r>(row: &'r Row<'_>, day: Option<NaiveDate>, buffer: &'r mut Vec<u8>) -> &'r [u8] {
    match row.id() {
        Some(id) => row.id_key(id, buffer),
        None => fill(buffer, &[row.title(), "\n"], day),
    }
}

/// Writes texts and a day into a buffer.
fn fill<'b>(buffer: &'b mut Vec<u8>, texts: &[&str], day: Option<NaiveDate>) -> &'b [u8] {
    buffer.clear();
    for text in texts {
        buffer.extend_from_slice(text.as_bytes());
    }
    if let Some(day) = day {
        buffer.extend_from_slice(&day.num_days_from_ce().to_le_bytes());
    }
    buffer
}

/// The columns of `log`, in the order of its schema.
#[must_use]
pub fn columns(log: Log) -> &'static [LogColumn] {
    match log {
        Log::Published => published::COLUMNS,
        Log::Procurement => procurement::COLUMNS,
        Log::Environment => environment::COLUMNS,
        Log::Requests => requests::COLUMNS,
        Log::Guides => guides::COLUMNS,
        Log::Documents => documents::COLUMNS,
        Log::Decisions => decisions::COLUMNS,
        Log::Disputes => disputes::COLUMNS,
        Log::Events => events::COLUMNS,
    }
}

/// The allowed words of a column; empty if it has no list of words.
#[must_use]
pub fn choices(log: Log, key: &str) -> Vec<&'static str> {
    match (log, key) {
        (Log::Requests, "overdue_flag") => cells::FLAGS.to_vec(),
        _ => list_of(log, key).map_or_else(Vec::new, synonyms::List::words),
    }
}

/// The codes that the cells of a column may contain instead of words; empty if there are none.
#[must_use]
pub(crate) fn codes_of(log: Log, key: &str) -> &'static [CodeEntry] {
    let list = match (log, key) {
        (Log::Published, "channel") => Some(synonyms::CHANNEL_GROUP),
        (Log::Requests, "channel") => Some(synonyms::REQUEST_CHANNEL),
        (Log::Requests, "status") => Some(synonyms::STATUS),
        _ => list_of(log, key),
    };
    list.map_or(&[], |list| list.codes)
}

/// The list of words of a column.
fn list_of(log: Log, key: &str) -> Option<synonyms::List> {
    Some(match (log, key) {
        (Log::Published, "disclosure") => synonyms::DISCLOSURE,
        (Log::Published, "status") => synonyms::ITEM_STATUS,
        (Log::Procurement, "stage") => synonyms::STAGE,
        (Log::Environment, "kind") => synonyms::ENVIRONMENT_KIND,
        (Log::Requests, "kind") => synonyms::REQUEST_KIND,
        (Log::Requests, "topic") => synonyms::TOPIC,
        (Log::Disputes, "standing") => synonyms::DISPUTE_STANDING,
        (Log::Requests, "applicant") => synonyms::APPLICANT,
        (Log::Requests, "satisfaction") => synonyms::SATISFACTION,
        (Log::Requests, "outcome") => synonyms::OUTCOME,
        (Log::Documents, "kind") => synonyms::DOCUMENT_KIND,
        (Log::Documents, "status") => synonyms::DOCUMENT_STATUS,
        (Log::Decisions, "kind") => synonyms::DECISION_KIND,
        (Log::Disputes, "kind") => synonyms::DISPUTE_KIND,
        (Log::Disputes, "route") => synonyms::DISPUTE_ROUTE,
        (Log::Disputes, "result") => synonyms::DISPUTE_RESULT,
        (Log::Events, "event") => synonyms::EVENT,
        _ => return None,
    })
}

/// The usual header of the column `key` of `log`; the key itself if there is no such column.
#[must_use]
pub fn header(log: Log, key: &'static str) -> &'static str {
    let column = columns(log).iter().find(|column| column.key == key);
    column.map_or(key, |column| column.header)
}
