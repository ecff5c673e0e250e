//! Counting the published log: items, their channels, reviews and timeliness.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::identity::{Held, Identity, Repeats};
use super::scope::{Scope, month};
use super::tally::Listener;
use super::{Counted, Counting, Settled};
use crate::diagnostic::{Diagnostic, Problem};
use crate::law::{Clock, Law};
use crate::record::{Log, PublishedItem};
use crate::source::{Entry, OwnedRow, PublishedLog, Row, Words};
use crate::vocabulary::{Metric, UNSPECIFIED};

/// The counting of a published log.
pub struct PublishedCounting<'s, L> {
    scope: &'s Scope<'s>,
    words: &'s Words,
    listener: L,
    held: Held,
}

impl<'s, L> PublishedCounting<'s, L> {
    /// Counting from the first row, told to `listener`, with what an earlier pass learnt of
    /// identity.
    #[must_use]
    pub fn new(scope: &'s Scope<'s>, words: &'s Words, listener: L, identity: Identity) -> Self {
        Self {
            scope,
            words,
            listener,
            held: Held::new(identity),
        }
    }
}

impl<L: Listener> Counting for PublishedCounting<'_, L> {
    type Log = PublishedLog;
    type Outcome = L;

    fn add(
        &mut self,
        row: &Row<'_>,
        record: &PublishedItem<'_>,
        _: &mut Vec<Diagnostic>,
    ) -> Counted {
        if !self.scope.has_seen(record.published_on) {
            return Counted::NotInPeriod;
        }
        if let (Some(id), Some(original)) = (record.id, record.same_as) {
            self.held.identity.join(id, original);
        }
        let identity = identity_of(record, &self.held.identity);
        if !self.held.keeps(&identity, row) {
            let mark = self.listener.mark(Log::Published, row);
            count(
                &[*record],
                &[mark],
                self.words,
                self.scope,
                &mut self.listener,
            );
        }
        Counted::in_period(self.scope.contains(record.published_on))
    }

    fn merge(&mut self, later: Self) {
        self.listener.merge(later.listener);
        self.held.merge(later.held);
    }

    fn finish(mut self, _: &mut Settled, found: &mut Vec<Diagnostic>) -> Result<L, Box<Identity>> {
        let mut repeats = Repeats::default();
        for rows in self.held.take_items()? {
            let rows: Vec<Row<'_>> = rows.iter().map(OwnedRow::row).collect();
            // They are no further publication, but rows all the same.
            repeats.leave_out::<PublishedLog>(&rows);
            // Each was read once already; what it had to tell was told then.
            let records: Vec<PublishedItem<'_>> = rows
                .iter()
                .filter_map(|row| PublishedLog::read(row, &mut Vec::new()))
                .collect();
            tell_differences(&rows, &records, found);
            let marks: Vec<_> = rows
                .iter()
                .map(|row| self.listener.mark(Log::Published, row))
                .collect();
            count(&records, &marks, self.words, self.scope, &mut self.listener);
        }
        repeats.tell(found);
        Ok(self.listener)
    }
}

/// What makes two rows one item: the id, else the document number, else title, date and address.
fn identity_of(record: &PublishedItem<'_>, known: &Identity) -> String {
    match (record.same_as.or(record.id), record.document_no) {
        (Some(id), _) => format!("id {}", known.original(id)),
        (None, Some(number)) => format!("document {number}"),
        (None, None) => {
            let address = record.url.unwrap_or_default();
            format!("title {}\n{}\n{address}", record.title, record.published_on)
        }
    }
}

/// Tells `listener` what an item counts toward, given its rows in file order and their marks.
///
/// The item counts in the year of its first publication. Its first row decides category,
/// department, making and review; every row may add channels.
fn count<L: Listener>(
    rows: &[PublishedItem<'_>],
    marks: &[L::Mark],
    words: &Words,
    scope: &Scope<'_>,
    listener: &mut L,
) {
    let Some(first) = rows.first() else { return };
    let published_on = rows
        .iter()
        .map(|row| row.published_on)
        .min()
        .unwrap_or(first.published_on);
    let is_counted = scope.contains(published_on);
    let mut channels: Vec<&str> = Vec::new();
    let mut groups: Vec<&str> = Vec::new();
    for (index, (row, mark)) in rows.iter().zip(marks).enumerate() {
        listener.about(std::slice::from_ref(mark));
        let mut adds = index == 0;
        for channel in row.channels() {
            if channels.contains(&channel) {
                continue;
            }
            channels.push(channel);
            adds = true;
            let group = words.channel_group(channel);
            let is_new_group = !groups.contains(&group);
            groups.push(group);
            if is_counted {
                listener.count(Metric::PublishedByChannel, &[channel]);
                if is_new_group {
                    listener.count(Metric::PublishedByChannelGroup, &[group]);
                }
            }
        }
        if scope.contains(row.published_on) {
            listener.count(Metric::PublishedRows, &[]);
            listener.days(
                Metric::PublishedLongestGapDays,
                &[],
                row.published_on.ordinal0(),
            );
            if !adds {
                listener.count(Metric::PublishedDuplicates, &[]);
            }
        }
    }
    if !is_counted {
        return;
    }
    listener.about(marks);
    if channels.is_empty() {
        listener.count(Metric::PublishedByChannel, &[UNSPECIFIED]);
        listener.count(Metric::PublishedByChannelGroup, &[UNSPECIFIED]);
    }
    listener.count(Metric::PublishedTotal, &[]);
    listener.count(
        Metric::PublishedByCategory,
        &[first.category.unwrap_or(UNSPECIFIED)],
    );
    listener.count(
        Metric::PublishedByDepartment,
        &[first.department.unwrap_or(UNSPECIFIED)],
    );
    listener.count(Metric::PublishedByMonth, &[month(published_on)]);
    if let Some(made_on) = first.made_on {
        listener.count(Metric::PublishedWithMadeOn, &[]);
        if is_timely(made_on, published_on, scope) {
            listener.count(Metric::PublishedTimely, &[]);
        }
    }
    let is_reviewed = match first.reviewed_on {
        Some(reviewed_on) => reviewed_on <= published_on,
        None => first.reviewed_by.is_some(),
    };
    if is_reviewed {
        listener.count(Metric::PublishedReviewed, &[]);
    }
}

/// Whether an item made on a day was published within the limit of law.
fn is_timely(made_on: NaiveDate, published_on: NaiveDate, scope: &Scope<'_>) -> bool {
    let clock = Clock {
        calendar: scope.calendar,
        law: Law::china(),
        options: scope.options,
    };
    // Before the Regulations nothing was due.
    clock
        .publication_due(made_on)
        .is_none_or(|due| published_on <= due)
}

/// Tells where a further row of an item says something else than its first.
///
/// Copies that the office joined itself are known to differ.
fn tell_differences(rows: &[Row<'_>], records: &[PublishedItem<'_>], found: &mut Vec<Diagnostic>) {
    let (Some(first_row), Some(first)) = (rows.first(), records.first()) else {
        return;
    };
    let compared = compared(first);
    for (row, record) in rows
        .iter()
        .zip(records)
        .skip(1)
        .filter(|(_, record)| record.same_as.is_none())
    {
        for ((key, now), (_, then)) in self::compared(record).into_iter().zip(&compared) {
            if let (Some(now), Some(then)) = (now, then)
                && now != *then
            {
                let problem = Problem::DifferingField {
                    first: then.clone(),
                    first_file: first_row.file().to_string(),
                    first_line: first_row.line(),
                };
                found.push(Diagnostic::at(row.place_of(Log::Published, key), problem));
            }
        }
    }
}

/// What all rows of an item should say alike, by key of the column.
fn compared(item: &PublishedItem<'_>) -> BTreeMap<&'static str, Option<String>> {
    let text = |cell: Option<&str>| cell.map(str::to_owned);
    let date = |date: Option<NaiveDate>| date.map(|date| date.to_string());
    BTreeMap::from([
        ("title", text(Some(item.title))),
        ("category", text(item.category)),
        ("department", text(item.department)),
        ("document_no", text(item.document_no)),
        ("made_on", date(item.made_on)),
        ("reviewed_by", text(item.reviewed_by)),
        ("reviewed_on", date(item.reviewed_on)),
    ])
}
