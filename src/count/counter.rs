//! The counter of a log: the one way in which a row is counted.

use std::sync::Arc;

use chrono::NaiveDate;

use super::identity::Identity;
use crate::diagnostic::Findings;
use crate::logs::{Entry, Row};

/// Counts the rows of one log, in file order.
///
/// The cells of a row decide how it is counted. Most rows belong to a class: the figures they count
/// toward depend on words and days alone, not on id, title, sums of money or references to other rows.
/// Such rows go to [`add`](Self::add), whether they were parsed or their class was cached. All other
/// rows go to [`count`](Self::count), one by one. One driver does this for every log.
pub trait Counter: Sized {
    /// The log that is counted.
    type Log: Entry;

    /// The result.
    type Outcome;

    /// The part of a class that words decide.
    type Words;

    /// The part of a class that days decide.
    type Days;

    /// Classifies the words of a row. `None` if the row must be counted on its own.
    fn classify_words(&mut self, words: &<Self::Log as Entry>::Words<'_>) -> Option<Self::Words>;

    /// The number of the rule by which [`classify_days`](Self::classify_days) classifies the days of
    /// rows with these words. Each counter numbers its own rules.
    #[must_use]
    fn rule(_: &Self::Words) -> usize {
        0
    }

    /// Classifies the days of a row under a rule. `None` if the row must be counted on its own.
    fn classify_days(
        &mut self,
        rule: usize,
        days: &<Self::Log as Entry>::Days,
    ) -> Option<Self::Days>;

    /// The day that decides in which year a row counts, from its days and their rule.
    #[must_use]
    fn day(&self, _: usize, days: &<Self::Log as Entry>::Days) -> Option<NaiveDate> {
        Self::Log::day_of(days)
    }

    /// The day of the event that a record is about.
    #[must_use]
    fn event_day(&self, record: &<Self::Log as Entry>::Record<'_>) -> Option<NaiveDate> {
        Self::Log::event_day(record)
    }

    /// Counts a row of a class.
    fn add(
        &mut self,
        row: &Row<'_>,
        name: RowName<'_>,
        class: (&Self::Words, &Self::Days),
        found: &mut Findings<'_>,
    ) -> Counted;

    /// Counts a row that has no class.
    fn count(
        &mut self,
        row: &Row<'_>,
        record: &<Self::Log as Entry>::Record<'_>,
        found: &mut Findings<'_>,
    ) -> Counted;

    /// Adds the counts from a later part of the log.
    fn merge(&mut self, later: Self);

    /// Counts items that are complete only after the last row. Pushes to `settled` how each held row
    /// was counted.
    ///
    /// # Errors
    /// The reason to count the log again, if this pass was based on a wrong assumption.
    fn finish(
        self,
        settled: &mut Settled,
        found: &mut Findings<'_>,
    ) -> Result<Self::Outcome, Retry>;
}

/// Identifies a row that is counted by its class.
#[derive(Debug, Clone, Copy)]
pub struct RowName<'a> {
    /// The id of the row.
    pub id: Option<&'a str>,
    /// The key it shares with other rows of the same item. `None` if it cannot share one.
    pub identity: Option<&'a [u8]>,
    /// Whether the next row has the same id.
    pub continues: bool,
}

impl<'a> RowName<'a> {
    /// Identifies a parsed row. `buffer` holds a key that is not contained in one cell.
    #[must_use]
    pub fn of<L: Entry>(
        row: &'a Row<'_>,
        record: &'a L::Record<'_>,
        buffer: &'a mut Vec<u8>,
    ) -> Self {
        Self {
            id: L::id(record),
            identity: L::identity(row, L::day_of(&L::days(record)), buffer),
            continues: false,
        }
    }
}

/// How a row was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// It belongs to the period.
    InPeriod,
    /// It was read, and lies outside the period.
    NotInPeriod,
    /// It is held until the other rows of its item are read.
    Pending,
    /// It contradicts itself or an earlier row and was left out; a finding says why.
    Refused,
}

/// How each held row was counted in the end, with its file.
pub type Settled = Vec<(Arc<str>, Counted)>;

impl Counted {
    pub(super) fn in_period(is_in_period: bool) -> Self {
        if is_in_period {
            Self::InPeriod
        } else {
            Self::NotInPeriod
        }
    }
}

/// Facts learned in earlier passes over a log.
#[derive(Debug, Clone, Default)]
pub struct PassHints {
    /// Which rows belong to one item.
    pub identity: Identity,
    /// Whether rows of a day may follow long after the others of that day.
    pub days_return: bool,
}

/// Why a log must be counted again.
#[derive(Debug, Default)]
pub struct Retry {
    /// Rows that were counted separately belong to one item.
    pub identity: Option<Box<Identity>>,
    /// More rows of a day followed after that day was closed.
    pub days_return: bool,
}

impl PassHints {
    /// The hints for the next pass.
    #[must_use]
    pub fn with(self, retry: Retry) -> Self {
        Self {
            identity: retry.identity.map_or(self.identity, |identity| *identity),
            days_return: self.days_return || retry.days_return,
        }
    }
}

impl From<Box<Identity>> for Retry {
    fn from(identity: Box<Identity>) -> Self {
        Self {
            identity: Some(identity),
            ..Self::default()
        }
    }
}

/// Two counters of one log, side by side. A row counts as the second counts it.
pub struct Both<A, B>(pub A, pub B);

impl<A: Counter, B: Counter<Log = A::Log>> Counter for Both<A, B> {
    type Log = A::Log;
    type Outcome = (A::Outcome, B::Outcome);
    type Words = (A::Words, B::Words);
    type Days = (A::Days, B::Days);

    fn classify_words(&mut self, words: &<A::Log as Entry>::Words<'_>) -> Option<Self::Words> {
        Some((self.0.classify_words(words)?, self.1.classify_words(words)?))
    }

    fn rule((_, words): &Self::Words) -> usize {
        // Only the second may have several.
        B::rule(words)
    }

    fn classify_days(&mut self, rule: usize, days: &<A::Log as Entry>::Days) -> Option<Self::Days> {
        Some((
            self.0.classify_days(0, days)?,
            self.1.classify_days(rule, days)?,
        ))
    }

    fn day(&self, rule: usize, days: &<A::Log as Entry>::Days) -> Option<NaiveDate> {
        self.1.day(rule, days)
    }

    fn event_day(&self, record: &<A::Log as Entry>::Record<'_>) -> Option<NaiveDate> {
        self.1.event_day(record)
    }

    #[inline]
    fn add(
        &mut self,
        row: &Row<'_>,
        name: RowName<'_>,
        (words, days): (&Self::Words, &Self::Days),
        found: &mut Findings<'_>,
    ) -> Counted {
        self.0.add(row, name, (&words.0, &days.0), found);
        self.1.add(row, name, (&words.1, &days.1), found)
    }

    fn count(
        &mut self,
        row: &Row<'_>,
        record: &<A::Log as Entry>::Record<'_>,
        found: &mut Findings<'_>,
    ) -> Counted {
        self.0.count(row, record, found);
        self.1.count(row, record, found)
    }

    fn merge(&mut self, later: Self) {
        self.0.merge(later.0);
        self.1.merge(later.1);
    }

    fn finish(
        self,
        settled: &mut Settled,
        found: &mut Findings<'_>,
    ) -> Result<Self::Outcome, Retry> {
        let one = self.0.finish(&mut Settled::new(), found);
        let other = self.1.finish(settled, found);
        match (one, other) {
            (Ok(one), Ok(other)) => Ok((one, other)),
            (Err(one), Err(other)) => Err(Retry {
                identity: one.identity.or(other.identity),
                days_return: one.days_return || other.days_return,
            }),
            (Err(retry), _) | (_, Err(retry)) => Err(retry),
        }
    }
}
