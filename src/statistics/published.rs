//! Counting the published log: items, their channels, reviews and timeliness.

use std::borrow::Cow;
use std::fmt;

use chrono::{Datelike, NaiveDate};

use super::alike::{Classes, Lexicon, RowsByDays, Word};
use super::identity::{Held, Identity, Repeats, with_record};
use super::scope::Scope;
use super::tally::Listener;
use super::{Counted, Counting, Lesson, Settled};
use crate::diagnostic::{Code, Findings, Problem};
use crate::law::{Clock, Law};
use crate::record::{Log, PublishedItem, channels_of};
use crate::source::{OwnedRow, PublishedLog, Remembered, Row, Words, Written};
use crate::vocabulary::{MONTHS, Metric, UNSPECIFIED};

/// The counting of a published log.
pub struct PublishedCounting<'s, L> {
    scope: &'s Scope<'s>,
    words: &'s Words,
    listener: L,
    held: Held,
    repeats: Repeats,
    lexicon: Lexicon,
    /// The groups of channels that were met.
    groups: Remembered<&'static str>,
    /// Items of one row that were not told yet.
    items: Classes<ItemWords, ItemDays>,
    /// Their rows by day of the year.
    rows_by_day: RowsByDays,
}

/// What the words of an item of one row decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct ItemWords {
    /// The cell of channels.
    channel: Word,
    category: Word,
    department: Word,
    has_reviewer: bool,
}

/// What its days decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct ItemDays {
    /// The place of the month in the year.
    month: usize,
    /// Whether it was published within the limit of law; none where it is not logged when it was
    /// made.
    is_timely: Option<bool>,
    /// Whether it was reviewed before it was published; none where the day is not logged.
    is_reviewed: Option<bool>,
}

/// What the days of a row decide.
#[derive(Debug, Clone, Copy)]
pub struct DaysOfRow {
    is_seen: bool,
    is_in_period: bool,
    /// The day of publication in the year, from 0.
    day: u32,
    /// The number of [`ItemDays`].
    class: u32,
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
            repeats: Repeats::default(),
            lexicon: Lexicon::default(),
            groups: Remembered::default(),
            items: Classes::default(),
            rows_by_day: RowsByDays::default(),
        }
    }
}

impl<L: Listener> PublishedCounting<'_, L> {
    /// Counts an item of one row that belongs to the period.
    fn count(&mut self, row: &Row<'_>, record: &PublishedItem<'_>) {
        if L::HEARS_ROWS {
            let mark = self.listener.mark(Log::Published, row);
            let record = std::slice::from_ref(record);
            count(record, &[mark], self.words, self.scope, &mut self.listener);
            return;
        }
        let (words, days) = self.decided_by(record);
        self.add_item(words, days);
    }

    /// What words and days of an item of one row decide: the number of the first, and the others.
    fn decided_by(&mut self, record: &PublishedItem<'_>) -> (u32, DaysOfRow) {
        let published_on = record.published_on;
        let words = ItemWords {
            channel: self.lexicon.word(record.channel.or(Some(""))),
            category: self.lexicon.word(record.category),
            department: self.lexicon.word(record.department),
            has_reviewer: record.reviewed_by.is_some(),
        };
        let days = DaysOfRow {
            is_seen: self.scope.has_seen(published_on),
            is_in_period: self.scope.contains(published_on),
            day: published_on.ordinal0(),
            class: self
                .items
                .days(ItemDays::of(record, published_on, self.scope)),
        };
        (self.items.words(words), days)
    }

    /// Counts an item of one row by what its words and days decide.
    #[inline]
    fn add_item(&mut self, words: u32, days: DaysOfRow) {
        self.items.add(words, days.class);
        self.rows_by_day.add(days.day);
    }

    /// Counts the item that has no more rows, where that is known.
    #[inline(never)]
    fn count_complete(&mut self, found: &mut Findings<'_>) {
        if let Some(rows) = self.held.take_complete() {
            self.count_item(&rows, found);
        }
    }

    /// Counts an item of several rows.
    fn count_item(&mut self, rows: &[OwnedRow], found: &mut Findings<'_>) {
        let rows: Vec<Row<'_>> = rows.iter().map(OwnedRow::row).collect();
        let rows = rows.iter().filter_map(with_record::<PublishedLog>);
        let (rows, records): (Vec<_>, Vec<_>) = rows.unzip();
        // They are no further publication, but rows all the same.
        self.repeats.leave_out(rows.iter().copied().zip(&records));
        tell_differences(&rows, &records, found);
        let marks = rows
            .iter()
            .map(|row| self.listener.mark(Log::Published, row));
        let marks: Vec<_> = marks.collect();
        count(&records, &marks, self.words, self.scope, &mut self.listener);
    }

    /// Tells the listener of the items it was not told yet.
    fn tell(&mut self) {
        let listener = &mut self.listener;
        for (words, days, times) in self.items.take() {
            let text = |word| self.lexicon.text(word);
            let mut channels = Channels::default();
            let cell = text(words.channel);
            let (codes, groups) = (self.words, &mut self.groups);
            let group_of =
                |channel: &str| groups.get(channel.as_bytes(), || codes.channel_group(channel));
            channels.add(channels_of(cell), group_of, true, times, listener);
            listener.count(Metric::PublishedRows, &[], times);
            let item = Item {
                category: text(words.category),
                department: text(words.department),
                days,
                has_reviewer: words.has_reviewer,
            };
            item.tell(&channels, times, listener);
        }
        self.rows_by_day
            .tell(listener, Metric::PublishedLongestGapDays, &[]);
    }
}

impl<L: Listener> Counting for PublishedCounting<'_, L> {
    type Log = PublishedLog;
    type Outcome = L;
    /// The number of what they decide.
    type Words = u32;
    type Days = DaysOfRow;

    fn add(
        &mut self,
        row: &Row<'_>,
        record: &PublishedItem<'_>,
        found: &mut Findings<'_>,
    ) -> Counted {
        if !self.scope.has_seen(record.published_on) {
            return Counted::NotInPeriod;
        }
        if let (Some(id), Some(original)) = (record.id, record.same_as) {
            self.held.identity.join(id.as_bytes(), original.as_bytes());
        }
        let is_held = match (record.id, record.same_as) {
            // Nearly every row has an id of its own.
            (Some(id), None) if !self.held.identity.has_copies() => {
                self.held.keeps(id.as_bytes(), || row.to_owned())
            }
            _ => {
                let identity = identity_of(record, &self.held.identity).into_owned();
                self.held.keeps(&identity, || row.to_owned())
            }
        };
        let is_in_period = self.scope.contains(record.published_on);
        if is_held {
            self.count_complete(found);
        } else if is_in_period {
            self.count(row, record);
        }
        Counted::in_period(is_in_period)
    }

    fn decided(&mut self, _: &Row<'_>, record: &PublishedItem<'_>) -> Option<(u32, DaysOfRow)> {
        let is_simple = record.same_as.is_none() && !L::HEARS_ROWS;
        is_simple.then(|| self.decided_by(record))
    }

    #[expect(clippy::inline_always, reason = "measured: it is asked for every row")]
    #[inline(always)]
    fn add_known(
        &mut self,
        written: &Written<'_, '_>,
        words: &u32,
        days: &DaysOfRow,
        found: &mut Findings<'_>,
    ) -> Option<Counted> {
        if !days.is_seen {
            return Some(Counted::NotInPeriod);
        }
        let is_held = if self.held.identity.has_copies() {
            let identity = self.held.identity.original(written.id()).to_owned();
            self.held.keeps(&identity, || written.row().to_owned())
        } else {
            self.held.keeps(written.id(), || written.row().to_owned())
        };
        if is_held {
            self.count_complete(found);
        } else if days.is_in_period {
            self.add_item(*words, *days);
        }
        Some(Counted::in_period(days.is_in_period))
    }

    fn merge(&mut self, mut later: Self) {
        later.tell();
        self.listener.merge(later.listener);
        self.held.merge(later.held);
        self.repeats.merge(later.repeats);
    }

    fn finish(mut self, _: &mut Settled, found: &mut Findings<'_>) -> Result<L, Lesson> {
        for rows in self.held.take_items()? {
            self.count_item(&rows, found);
        }
        self.tell();
        self.repeats.tell(found);
        Ok(self.listener)
    }
}

/// What makes two rows one item: the id, else the document number, else title, date and address.
///
/// No id begins with a line break, for cells are trimmed.
fn identity_of<'a>(record: &PublishedItem<'a>, known: &'a Identity) -> Cow<'a, [u8]> {
    match (record.same_as.or(record.id), record.document_no) {
        (Some(id), _) => known.original(id.as_bytes()).into(),
        (None, Some(number)) => format!("\ndocument {number}").into_bytes().into(),
        (None, None) => {
            let address = record.url.unwrap_or_default();
            let (title, day) = (record.title, record.published_on);
            format!("\ntitle {title}\n{day}\n{address}")
                .into_bytes()
                .into()
        }
    }
}

impl ItemDays {
    /// Of the item whose first row is `first`, published on a day for the first time.
    fn of(first: &PublishedItem<'_>, published_on: NaiveDate, scope: &Scope<'_>) -> Self {
        let is_timely = |made_on| is_timely(made_on, published_on, scope);
        let is_reviewed = |reviewed_on| reviewed_on <= published_on;
        Self {
            month: published_on.month0() as usize,
            is_timely: first.made_on.map(is_timely),
            is_reviewed: first.reviewed_on.map(is_reviewed),
        }
    }
}

/// What an item counts toward beside its channels.
struct Item<'a> {
    category: &'a str,
    department: &'a str,
    days: ItemDays,
    has_reviewer: bool,
}

impl<'a> Item<'a> {
    /// The item whose first row is `first`, published on a day for the first time.
    fn of(first: &PublishedItem<'a>, published_on: NaiveDate, scope: &Scope<'_>) -> Self {
        Self {
            category: first.category.unwrap_or(UNSPECIFIED),
            department: first.department.unwrap_or(UNSPECIFIED),
            days: ItemDays::of(first, published_on, scope),
            has_reviewer: first.reviewed_by.is_some(),
        }
    }

    /// Tells `listener` of so many items.
    fn tell(&self, channels: &Channels<'_>, times: u64, listener: &mut impl Listener) {
        let mut count = |metric, labels: &[&str]| listener.count(metric, labels, times);
        if channels.seen.is_empty() {
            count(Metric::PublishedByChannel, &[UNSPECIFIED]);
            count(Metric::PublishedByChannelGroup, &[UNSPECIFIED]);
        }
        count(Metric::PublishedTotal, &[]);
        count(Metric::PublishedByCategory, &[self.category]);
        count(Metric::PublishedByDepartment, &[self.department]);
        let month = MONTHS[self.days.month].code;
        count(Metric::PublishedByMonth, &[month]);
        if let Some(is_timely) = self.days.is_timely {
            count(Metric::PublishedWithMadeOn, &[]);
            if is_timely {
                count(Metric::PublishedTimely, &[]);
            }
        }
        if self.days.is_reviewed.unwrap_or(self.has_reviewer) {
            count(Metric::PublishedReviewed, &[]);
        }
    }
}

/// The channels of an item, and their groups, as far as its rows were looked at.
#[derive(Default)]
struct Channels<'a> {
    seen: Vec<&'a str>,
    groups: Vec<&'a str>,
}

impl<'a> Channels<'a> {
    /// Adds the channels of one more row, and tells `listener` of the new ones where the item
    /// counts. Whether there are any.
    fn add(
        &mut self,
        channels: impl Iterator<Item = &'a str>,
        mut group_of: impl FnMut(&str) -> &'static str,
        is_counted: bool,
        times: u64,
        listener: &mut impl Listener,
    ) -> bool {
        let mut adds = false;
        for channel in channels {
            if self.seen.contains(&channel) {
                continue;
            }
            self.seen.push(channel);
            adds = true;
            let group = group_of(channel);
            let is_new_group = !self.groups.contains(&group);
            self.groups.push(group);
            if is_counted {
                listener.count(Metric::PublishedByChannel, &[channel], times);
                if is_new_group {
                    listener.count(Metric::PublishedByChannelGroup, &[group], times);
                }
            }
        }
        adds
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
    let mut channels = Channels::default();
    for (index, (row, mark)) in rows.iter().zip(marks).enumerate() {
        listener.about(std::slice::from_ref(mark));
        let group_of = |channel: &str| words.channel_group(channel);
        let adds = channels.add(row.channels(), group_of, is_counted, 1, listener);
        if scope.contains(row.published_on) {
            listener.count(Metric::PublishedRows, &[], 1);
            let day = row.published_on.ordinal0();
            listener.days(Metric::PublishedLongestGapDays, &[], day, 1);
            if index > 0 && !adds {
                listener.count(Metric::PublishedDuplicates, &[], 1);
            }
        }
    }
    if is_counted {
        listener.about(marks);
        Item::of(first, published_on, scope).tell(&channels, 1, listener);
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
fn tell_differences(rows: &[&Row<'_>], records: &[PublishedItem<'_>], found: &mut Findings<'_>) {
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
        for ((key, now), (_, then)) in self::compared(record).into_iter().zip(compared) {
            if let (Some(now), Some(then)) = (now, then)
                && now != then
            {
                let at = (Log::Published, key);
                row.tell(found, at, Code::DifferingField, || {
                    Problem::DifferingField {
                        first: then.to_string(),
                        first_file: first_row.file().to_string(),
                        first_line: first_row.line(),
                    }
                });
            }
        }
    }
}

/// What all rows of an item should say alike, by key of the column.
fn compared<'a>(item: &PublishedItem<'a>) -> [(&'static str, Option<Said<'a>>); 7] {
    let (text, date) = (Said::Text, Said::Date);
    [
        ("category", item.category.map(text)),
        ("department", item.department.map(text)),
        ("document_no", item.document_no.map(text)),
        ("made_on", item.made_on.map(date)),
        ("reviewed_by", item.reviewed_by.map(text)),
        ("reviewed_on", item.reviewed_on.map(date)),
        ("title", Some(text(item.title))),
    ]
}

/// What a cell says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said<'a> {
    Text(&'a str),
    Date(NaiveDate),
}

impl fmt::Display for Said<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => formatter.write_str(text),
            Self::Date(date) => date.fmt(formatter),
        }
    }
}
