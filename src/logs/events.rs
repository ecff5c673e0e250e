//! Rows of the log of events (办理事项): the steps taken on requests.

use chrono::NaiveDate;

use super::Entry;
use super::cells::CellReader;
use super::columns::columns;
use super::requests::{LoggedLimit, party};
use super::synonyms::EVENT;
use super::table::Row;
use crate::diagnostic::Diagnostic;
use crate::law::Consulted;
use crate::record::Log;

/// A row of the log of events: a step taken on a request.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RequestEvent<'a> {
    /// Number of the request.
    pub id: &'a str,
    /// Code of the kind; `None` if the word is unknown.
    pub event: Option<&'static str>,
    /// The kind in the office's words.
    pub word: &'a str,
    /// The party that was asked or notified, in the office's words.
    pub party: Option<&'a str>,
    /// Role of that party.
    pub consulted: Consulted,
    /// Day on which it was sent.
    pub sent_on: Option<NaiveDate>,
    /// Day on which it was delivered.
    pub delivered_on: Option<NaiveDate>,
    /// Day on which the answer came in.
    pub answered_on: Option<NaiveDate>,
    /// The last day for the answer, or the day until which the period is extended.
    pub limit: Option<LoggedLimit>,
}

columns! {
    ID "id" "编号" Name required;
    KIND "event" "事项" Word required;
    PARTY "party" "对象" Word;
    SENT_ON "sent_on" "发出日期" Day;
    DELIVERED_ON "delivered_on" "送达日期" Day;
    ANSWERED_ON "answered_on" "答复日期" Day;
    LIMIT "limit" "期限" Day;
}

/// The entries of the log of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventLog;

impl Entry for EventLog {
    const LOG: Log = Log::Events;
    const EVENT: &'static str = "sent_on";
    const IS_DATED: bool = false;

    type Record<'row> = RequestEvent<'row>;
    type Words<'row> = ();
    type Days = ();

    fn read<'row>(row: &'row Row<'_>, found: &mut Vec<Diagnostic>) -> Option<RequestEvent<'row>> {
        let mut cells = CellReader::new(row, found);
        let word = cells.required_text(KIND);
        let (meaning, _) = row.meaning(KIND, EVENT, word);
        let event = meaning.code();
        let days = [SENT_ON, DELIVERED_ON, ANSWERED_ON];
        // An unknown event has no effect, so its days need not be valid.
        let mut day = |column| match event {
            Some(_) => cells.date(column),
            None => None,
        };
        let [sent_on, delivered_on, answered_on] = days.map(&mut day);
        if event.is_some() && days.iter().all(|column| row.cell(*column).is_none()) {
            cells.required_date(SENT_ON);
        }
        let limit = match event {
            Some(_) => cells.limit(LIMIT).map(|(limit, _)| limit),
            None => None,
        };
        let record = RequestEvent {
            id: cells.required_text(ID),
            event,
            word,
            party: cells.text(PARTY),
            consulted: cells.text(PARTY).map_or(Consulted::ThirdParty, party),
            sent_on,
            delivered_on,
            answered_on,
            limit,
        };
        cells.finish(record)
    }

    fn words(_: &Row<'_>, _: &Self::Record<'_>) {}

    fn days(_: &Self::Record<'_>) {}

    fn day_of((): &()) -> Option<NaiveDate> {
        None
    }

    fn id<'r>(event: &'r RequestEvent<'_>) -> Option<&'r str> {
        Some(event.id)
    }
}
