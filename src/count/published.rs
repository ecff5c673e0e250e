//! Counting the published log: items, their channels, reviews and timeliness.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use foldhash::fast::FixedState;

use super::classes::{CrossTab, Histogram, Interner, Word};
use super::identity::{Identity, PendingRows, Repeats, with_record};
use super::scope::Scope;
use super::tally::Listener;
use super::{Counted, Counter, Retry, RowName, Settled};
use crate::diagnostic::{
    ArticleInColumns, Code, Diagnostic, DifferingField, Findings, Place, Problem,
    SharedDocumentNumber,
};
use crate::law::{Clock, Law};
use crate::logs::{
    Entry, OwnedRow, PublishedLog, Row, WordMap, Words, article_id, name_key, title_key,
};
use crate::logs::{ItemDays, ItemWords, PublishedItem, channels_of};
use crate::record::Log;
use crate::vocabulary::{MONTHS, Metric, UNSPECIFIED};

/// The counter of a published log.
pub struct PublishedCounter<'s, L> {
    scope: &'s Scope<'s>,
    words: &'s Words,
    listener: L,
    pending: PendingRows,
    repeats: Repeats,
    interner: Interner,
    /// Groups of the channels seen so far.
    groups: WordMap<&'static str>,
    /// Items of one row that were not reported to the listener yet.
    items: CrossTab<ItemClass, DaysClass>,
    /// The same items by department, of which there may be many.
    by_department: Histogram,
    /// The rows of these items by day of the year.
    by_day: Histogram,
    numbers: DocumentNumbers,
    articles: SharedArticles,
}

/// Articles that appear in several columns of a web site, with one row and one id each.
#[derive(Default)]
struct SharedArticles {
    /// The id of the first row, by article, title and day as written.
    first: HashMap<String, Box<str>, FixedState>,
    /// Further rows, by file.
    further: BTreeMap<Arc<str>, FurtherRows>,
}

/// The rows of a file after the first of each article.
struct FurtherRows {
    rows: u64,
    /// The place of one of them, its id and the id of its article.
    place: Place,
    id: String,
    article: String,
}

impl SharedArticles {
    /// Notes a row whose id is the id of an article followed by a number. Returns the id of the
    /// article's first row, if that is another row.
    fn note(&mut self, row: &Row<'_>, id: &str, article: &str) -> Option<&str> {
        if row.ids().is_some() {
            return None;
        }
        let day = row.text_of(Log::Published, "published_on")?;
        let title = title_key(row.title());
        let first = self.first.entry([article, &*title, day].join("\n"));
        let first = first.or_insert_with(|| id.into());
        if **first == *id {
            return None;
        }
        let further = self.further.entry(Arc::clone(row.file()));
        let further = further.or_insert_with(|| FurtherRows {
            rows: 0,
            place: row.place(),
            id: id.to_owned(),
            article: article.to_owned(),
        });
        further.rows += 1;
        Some(first)
    }

    /// Adds the articles from a later part of the log, and calls `join` for ids that belong to one
    /// article.
    fn merge(&mut self, later: Self, mut join: impl FnMut(&str, &str)) {
        for (article, id) in later.first {
            match self.first.get(&article) {
                Some(first) => join(&id, first),
                None => {
                    self.first.insert(article, id);
                }
            }
        }
        for (file, later) in later.further {
            match self.further.get_mut(&file) {
                Some(further) => further.rows += later.rows,
                None => {
                    self.further.insert(file, later);
                }
            }
        }
    }

    /// Reports the further rows, once for each file.
    fn report(self, found: &mut Findings<'_>) {
        for further in self.further.into_values() {
            let problem = ArticleInColumns {
                rows: further.rows,
                id: further.id,
                article: further.article,
            };
            found.push(Diagnostic::at(further.place, problem));
        }
    }
}

/// The document numbers of rows without an id, each with the title of its first row, and the rows that
/// repeat a number under another title.
#[derive(Default)]
struct DocumentNumbers {
    first: HashMap<Box<str>, (Box<str>, Place), FixedState>,
    /// By file: the number of rows, and the first of them with its document number.
    shared: BTreeMap<Arc<str>, (u64, Place, Box<str>)>,
}

impl DocumentNumbers {
    /// Notes a row that has no id.
    fn note(&mut self, row: &Row<'_>) {
        let Some(number) = row.name_of(Log::Published, "document_no") else {
            return;
        };
        let title = title_key(row.title());
        match self.first.get(number) {
            Some((first, _)) if **first == *title => {}
            Some(_) => self.add(row.file(), (1, row.place(), number.into())),
            None => {
                let first = ((&*title).into(), row.place());
                self.first.insert(number.into(), first);
            }
        }
    }

    fn add(&mut self, file: &Arc<str>, (rows, place, number): (u64, Place, Box<str>)) {
        let shared = self.shared.entry(Arc::clone(file));
        shared.or_insert((0, place, number)).0 += rows;
    }

    /// Adds the document numbers from a later part of the log.
    fn merge(&mut self, later: Self) {
        for (number, (title, place)) in later.first {
            match self.first.get(&number) {
                Some((first, _)) if *first == title => {}
                Some(_) => self.add(&place.file.clone(), (1, place, number)),
                None => {
                    self.first.insert(number, (title, place));
                }
            }
        }
        for (file, shared) in later.shared {
            self.add(&file, shared);
        }
    }

    /// Reports the rows, once for each file.
    fn report(self, found: &mut Findings<'_>) {
        for (rows, place, number) in self.shared.into_values() {
            let number = number.into_string();
            found.push(Diagnostic::at(place, SharedDocumentNumber { number, rows }));
        }
    }
}

/// The class of an item of one row by its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct ItemClass {
    /// The whole channel cell.
    channel: Word,
    category: Word,
    has_reviewer: bool,
}

/// The words of an item of one row, classified.
#[derive(Debug, Clone, Copy)]
pub struct PublishedWords {
    department: Word,
    /// The number of its [`ItemClass`].
    class: u32,
}

/// The class of an item of one row by its days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct DaysClass {
    /// The month, from 0.
    month: usize,
    /// Whether it was published within the legal limit. `None` if the log does not say when it was
    /// made.
    is_timely: Option<bool>,
    /// Whether it was reviewed before it was published. `None` if the log does not give the day.
    is_reviewed: Option<bool>,
}

/// The days of a row, classified.
#[derive(Debug, Clone, Copy)]
pub struct PublishedDays {
    is_seen: bool,
    is_in_period: bool,
    /// The day of the year of publication, from 0.
    day: u32,
    /// The number of its [`DaysClass`].
    class: u32,
}

impl<'s, L> PublishedCounter<'s, L> {
    /// A counter that reports to `listener`. `identity` holds the identities known from earlier passes.
    #[must_use]
    pub fn new(scope: &'s Scope<'s>, words: &'s Words, listener: L, identity: Identity) -> Self {
        Self {
            scope,
            words,
            listener,
            pending: PendingRows::new(identity),
            repeats: Repeats::default(),
            interner: Interner::default(),
            groups: WordMap::default(),
            items: CrossTab::default(),
            by_department: Histogram::default(),
            by_day: Histogram::default(),
            numbers: DocumentNumbers::default(),
            articles: SharedArticles::default(),
        }
    }
}

impl<L: Listener> PublishedCounter<'_, L> {
    /// Joins a row with the first row of its article.
    #[inline(never)]
    fn join_article(&mut self, row: &Row<'_>, id: &str, article: &str) {
        if let Some(first) = self.articles.note(row, id, article) {
            self.pending.identity.join(id.as_bytes(), first.as_bytes());
        }
    }

    /// Counts the item that is complete, if there is one.
    #[inline(never)]
    fn count_complete(&mut self, found: &mut Findings<'_>) {
        if let Some(rows) = self.pending.take_complete() {
            self.count_item(&rows, found);
        }
    }

    /// Counts an item that has several rows.
    fn count_item(&mut self, rows: &[OwnedRow], found: &mut Findings<'_>) {
        let rows: Vec<Row<'_>> = rows.iter().map(OwnedRow::row).collect();
        let rows = rows.iter().filter_map(with_record::<PublishedLog>);
        let (rows, records): (Vec<_>, Vec<_>) = rows.unzip();
        // A repeated row is no further publication, but it still counts as a row.
        self.repeats.leave_out(rows.iter().copied().zip(&records));
        if !rows
            .first()
            .is_some_and(|row| self.pending.identity.is_decided(row))
        {
            report_differences(&rows, &records, found);
        }
        let marks = rows
            .iter()
            .map(|row| self.listener.mark(Log::Published, row));
        let marks: Vec<_> = marks.collect();
        count(&records, &marks, self.words, self.scope, &mut self.listener);
    }

    /// Reports the items that the listener has not received yet.
    fn report(&mut self) {
        let listener = &mut self.listener;
        for (words, days, times) in self.items.take() {
            let text = |word| self.interner.text(word);
            let mut channels = ItemChannels::default();
            let cell = text(words.channel);
            let (codes, groups) = (self.words, &mut self.groups);
            let group_of =
                |channel: &str| groups.get(channel.as_bytes(), || codes.channel_group(channel));
            channels.add(channels_of(cell), group_of, true, times, listener);
            listener.count(Metric::PublishedRows, &[], times);
            let item = ItemFacts {
                category: text(words.category),
                days,
                has_reviewer: words.has_reviewer,
            };
            item.report(&channels, times, listener);
        }
        for (department, times) in self.by_department.take() {
            let department = self.interner.text(Word(department));
            listener.count(Metric::PublishedByDepartment, &[department], times);
        }
        self.by_day
            .report(listener, Metric::PublishedLongestGapDays, &[]);
    }
}

impl<L: Listener> Counter for PublishedCounter<'_, L> {
    type Log = PublishedLog;
    type Outcome = L;
    type Words = PublishedWords;
    type Days = PublishedDays;

    fn classify_words(&mut self, words: &ItemWords<'_>) -> Option<PublishedWords> {
        let class = ItemClass {
            channel: self.interner.word(words.channel.or(Some(""))),
            category: self.interner.word(words.category),
            has_reviewer: words.reviewed_by.is_some(),
        };
        Some(PublishedWords {
            department: self.interner.word(words.department),
            class: self.items.words(class),
        })
    }

    fn classify_days(&mut self, _: usize, days: &ItemDays) -> Option<PublishedDays> {
        let class = DaysClass::of(days, days.published_on, self.scope);
        Some(PublishedDays {
            is_seen: self.scope.has_seen(days.published_on),
            is_in_period: self.scope.contains(days.published_on),
            day: days.published_on.ordinal0(),
            class: self.items.days(class),
        })
    }

    #[inline]
    fn add(
        &mut self,
        row: &Row<'_>,
        name: RowName<'_>,
        (words, days): (&PublishedWords, &PublishedDays),
        found: &mut Findings<'_>,
    ) -> Counted {
        if !days.is_seen {
            return Counted::NotInPeriod;
        }
        match name.id {
            None => self.numbers.note(row),
            Some(id) => {
                if let Some(article) = article_id(id) {
                    self.join_article(row, id, article);
                }
            }
        }
        if self.pending.keeps(name, row) {
            self.count_complete(found);
        } else if days.is_in_period {
            if L::NEEDS_ROWS {
                self.listener
                    .about(&[self.listener.mark(Log::Published, row)]);
            }
            self.items.add(words.class, days.class);
            self.by_department.add(words.department.0);
            self.by_day.add(days.day);
            if L::NEEDS_ROWS {
                self.report();
            }
        }
        Counted::in_period(days.is_in_period)
    }

    fn count(
        &mut self,
        row: &Row<'_>,
        item: &PublishedItem<'_>,
        found: &mut Findings<'_>,
    ) -> Counted {
        if !self.scope.has_seen(item.published_on) {
            return Counted::NotInPeriod;
        }
        if let (Some(id), Some(original)) = (item.id, item.same_as) {
            self.pending
                .identity
                .join(id.as_bytes(), original.as_bytes());
        }
        let buffer = &mut Vec::new();
        let mut name = RowName::of::<PublishedLog>(row, item, buffer);
        if let Some(original) = item.same_as {
            name.identity = Some(original.as_bytes());
        }
        let is_in_period = self.scope.contains(item.published_on);
        if self.pending.keeps(name, row) {
            self.count_complete(found);
        } else if is_in_period {
            let marks = [self.listener.mark(Log::Published, row)];
            let items = std::slice::from_ref(item);
            count(items, &marks, self.words, self.scope, &mut self.listener);
        }
        Counted::in_period(is_in_period)
    }

    fn merge(&mut self, mut later: Self) {
        later.report();
        self.listener.merge(later.listener);
        self.pending.merge(later.pending);
        let identity = &mut self.pending.identity;
        let join = |id: &str, first: &str| identity.join(id.as_bytes(), first.as_bytes());
        self.articles.merge(later.articles, join);
        self.repeats.merge(later.repeats);
        self.numbers.merge(later.numbers);
    }

    fn finish(mut self, _: &mut Settled, found: &mut Findings<'_>) -> Result<L, Retry> {
        for rows in self.pending.take_items::<PublishedLog>(found)? {
            self.count_item(&rows, found);
        }
        self.report();
        self.repeats.report(found);
        self.numbers.report(found);
        self.articles.report(found);
        Ok(self.listener)
    }
}

impl DaysClass {
    /// The class of an item with these days that was first published on `published_on`.
    fn of(days: &ItemDays, published_on: NaiveDate, scope: &Scope<'_>) -> Self {
        let is_timely = |made_on| is_timely(made_on, published_on, scope);
        let is_reviewed = |reviewed_on| reviewed_on <= published_on;
        Self {
            month: published_on.month0() as usize,
            is_timely: days.made_on.map(is_timely),
            is_reviewed: days.reviewed_on.map(is_reviewed),
        }
    }
}

/// The figures of an item apart from its channels and its department.
struct ItemFacts<'a> {
    category: &'a str,
    days: DaysClass,
    has_reviewer: bool,
}

impl<'a> ItemFacts<'a> {
    /// The item with the first row `first`, first published on `published_on`.
    fn of(first: &PublishedItem<'a>, published_on: NaiveDate, scope: &Scope<'_>) -> Self {
        Self {
            category: first.category.unwrap_or(UNSPECIFIED),
            days: DaysClass::of(&PublishedLog::days(first), published_on, scope),
            has_reviewer: first.reviewed_by.is_some(),
        }
    }

    /// Reports `times` such items to `listener`.
    fn report(&self, channels: &ItemChannels<'_>, times: u64, listener: &mut impl Listener) {
        let mut count = |metric, labels: &[&str]| listener.count(metric, labels, times);
        if channels.seen.is_empty() {
            count(Metric::PublishedByChannel, &[UNSPECIFIED]);
            count(Metric::PublishedByChannelGroup, &[UNSPECIFIED]);
        }
        count(Metric::PublishedTotal, &[]);
        count(Metric::PublishedByCategory, &[self.category]);
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

/// The channels of an item and their groups, from the rows seen so far.
#[derive(Default)]
struct ItemChannels<'a> {
    seen: Vec<Cow<'a, str>>,
    groups: Vec<&'a str>,
}

impl<'a> ItemChannels<'a> {
    /// Adds the channels of one more row, and reports new ones to `listener` if the item counts.
    /// Returns whether there are any.
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
            let key = name_key(channel);
            if self.seen.contains(&key) {
                continue;
            }
            self.seen.push(key);
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

/// Reports the figures an item counts toward to `listener`, given its rows in file order and their
/// marks.
///
/// The item counts in the year of its first publication. Its first row decides category, department,
/// making and review; every row may add channels.
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
    let mut channels = ItemChannels::default();
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
        ItemFacts::of(first, published_on, scope).report(&channels, 1, listener);
        let department = first.department.unwrap_or(UNSPECIFIED);
        listener.count(Metric::PublishedByDepartment, &[department], 1);
    }
}

/// Whether an item made on `made_on` was published within the legal limit.
fn is_timely(made_on: NaiveDate, published_on: NaiveDate, scope: &Scope<'_>) -> bool {
    let clock = Clock {
        calendar: scope.calendar,
        law: Law::china(),
        options: scope.options,
    };
    // Before the Regulations there was no limit.
    clock
        .publication_due(made_on)
        .is_none_or(|due| published_on <= due)
}

/// Reports where a further row of an item differs from its first.
///
/// Copies that the office joined itself, and articles in several columns, are known to differ.
fn report_differences(rows: &[&Row<'_>], records: &[PublishedItem<'_>], found: &mut Findings<'_>) {
    let (Some(first_row), Some(first)) = (rows.first(), records.first()) else {
        return;
    };
    let compared = compared(first);
    for (row, record) in rows
        .iter()
        .zip(records)
        .skip(1)
        .filter(|(_, record)| record.same_as.is_none() && record.id == first.id)
    {
        for ((key, now), (_, then)) in self::compared(record).into_iter().zip(compared) {
            if let (Some(now), Some(then)) = (now, then)
                && now != then
            {
                let at = (Log::Published, key);
                row.report(found, at, Code::of::<DifferingField>(), || {
                    Problem::from(DifferingField {
                        first: then.to_string(),
                        first_file: first_row.file().to_string(),
                        first_line: first_row.line(),
                    })
                });
            }
        }
    }
}

/// The cells that should be equal in all rows of an item, by column key.
fn compared<'a>(item: &PublishedItem<'a>) -> [(&'static str, Option<CellText<'a>>); 7] {
    let (text, date) = (CellText::Text, CellText::Date);
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

/// The value of a cell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CellText<'a> {
    Text(&'a str),
    Date(NaiveDate),
}

impl fmt::Display for CellText<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => formatter.write_str(text),
            Self::Date(date) => date.fmt(formatter),
        }
    }
}
