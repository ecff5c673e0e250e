//! The counts so far: one counter for each key, with add and merge.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Display;

use foldhash::fast::FixedState;
use indexmap::IndexMap;
use rust_decimal::Decimal;

use crate::logs::{Row, name_key};
use crate::number::exact_sum;
use crate::record::Log;
use crate::vocabulary::{Key, Metric};

/// Receives the figures that each record counts toward.
///
/// The tally counts them; a tracer notes the record. Both receive the same calls, so counts and traces
/// cannot differ. `labels` fill the variable segments of the metric's key, in order.
pub trait Listener: Sized {
    /// Whether it needs to know the rows. If not, rows of one class are reported together after the
    /// last row.
    const NEEDS_ROWS: bool;

    /// The data it keeps of a row until the row is counted; empty if it does not need rows.
    type Mark: Clone + Default + Send;

    /// Extracts the data it keeps of `row`.
    fn mark(&self, log: Log, row: &Row<'_>) -> Self::Mark;

    /// Sets the rows that the following calls are about: the first one counts, the others belong to it.
    fn about(&mut self, rows: &[Self::Mark]);

    /// A value computed for the current rows that affects how they count.
    fn fact(&mut self, name: &'static str, value: &dyn Display);

    /// Adds `times` to a count.
    fn count(&mut self, metric: Metric, labels: &[&str], times: u64);

    /// Adds an amount of money, in yuan.
    fn amount(&mut self, metric: Metric, labels: &[&str], yuan: Decimal);

    /// Adds `times` cases at a number of days to a histogram.
    fn days(&mut self, metric: Metric, labels: &[&str], days: u32, times: u64);

    /// Adds the calls from a later part of the log.
    fn merge(&mut self, later: Self);
}

/// The counters of all keys.
///
/// Counting in parts and merging gives what counting at once gives.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tally {
    counters: BTreeMap<Metric, Subtotal>,
}

/// The counts under one key, and under its labels.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Subtotal {
    /// How many.
    pub count: u64,
    /// The sum in yuan. `None` if no amounts were added.
    pub amount: Option<Sum>,
    /// Number of cases at each number of days.
    pub histogram: BTreeMap<u32, u64>,
    /// By the next label. If a word has several spellings, the first is the label.
    pub by_label: IndexMap<Box<str>, Subtotal, FixedState>,
    /// Labels whose spelling differs from their [`name_key`], by that key.
    unusual: HashMap<Box<str>, Box<str>, FixedState>,
}

/// A sum of money in yuan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sum {
    /// The sum.
    Exact(Decimal),
    /// It has too many digits to be exact, so there is no figure.
    TooLong,
}

impl Sum {
    fn add(self, other: Self) -> Self {
        match (self, other) {
            (Self::Exact(one), Self::Exact(other)) => {
                exact_sum(one, other).map_or(Self::TooLong, Self::Exact)
            }
            _ => Self::TooLong,
        }
    }
}

impl Tally {
    /// The keys of the sums that have too many digits, in order.
    pub fn inexact_sums(&self) -> impl Iterator<Item = Key> {
        let mut keys = Vec::new();
        for (&metric, counter) in &self.counters {
            counter.inexact_sums(metric, &mut Vec::new(), &mut keys);
        }
        keys.into_iter()
    }

    /// The counter of a key. `None` if nothing was counted.
    #[must_use]
    pub fn get(&self, metric: Metric, labels: &[&str]) -> Option<&Subtotal> {
        labels
            .iter()
            .try_fold(self.counters.get(&metric)?, |counter, &label| {
                counter.by_label.get(label)
            })
    }

    /// The count under a key.
    #[must_use]
    pub fn count_of(&self, metric: Metric, labels: &[&str]) -> u64 {
        self.get(metric, labels).map_or(0, |counter| counter.count)
    }

    /// Adds the counts of another part.
    pub fn merge(&mut self, other: Self) {
        for (metric, counter) in other.counters {
            self.counters.entry(metric).or_default().merge(counter);
        }
    }

    fn counter(&mut self, metric: Metric, labels: &[&str]) -> &mut Subtotal {
        let mut counter = self.counters.entry(metric).or_default();
        for &label in labels {
            counter = counter.below(label);
        }
        counter
    }
}

impl Subtotal {
    /// The subtotal of a label, in any of its spellings.
    fn below(&mut self, label: &str) -> &mut Self {
        // Look it up first, so that only a new label allocates.
        let index = match self.by_label.get_index_of(label) {
            Some(index) => index,
            None => self.first_below(label),
        };
        &mut self.by_label[index]
    }

    #[inline(never)]
    fn first_below(&mut self, label: &str) -> usize {
        let key = name_key(label);
        let first = self.unusual.get(&*key).map_or(&*key, |first| first);
        if let Some(index) = self.by_label.get_index_of(first) {
            return index;
        }
        if key != label {
            self.unusual.insert((&*key).into(), label.into());
        }
        self.by_label.insert_full(label.into(), Self::default()).0
    }

    fn inexact_sums<'c>(&'c self, metric: Metric, path: &mut Vec<&'c str>, keys: &mut Vec<Key>) {
        if self.amount == Some(Sum::TooLong) {
            keys.push(Key::new(metric, path));
        }
        for (label, counter) in &self.by_label {
            path.push(label);
            counter.inexact_sums(metric, path, keys);
            path.pop();
        }
    }

    fn merge(&mut self, other: Self) {
        self.count += other.count;
        self.amount = match (self.amount, other.amount) {
            (Some(one), Some(other)) => Some(one.add(other)),
            (one, other) => one.or(other),
        };
        for (days, count) in other.histogram {
            *self.histogram.entry(days).or_default() += count;
        }
        for (label, counter) in other.by_label {
            self.below(&label).merge(counter);
        }
    }
}

impl Listener for Tally {
    const NEEDS_ROWS: bool = false;

    type Mark = ();

    fn mark(&self, _: Log, _: &Row<'_>) {}

    fn about(&mut self, _: &[()]) {}

    fn fact(&mut self, _: &'static str, _: &dyn Display) {}

    fn count(&mut self, metric: Metric, labels: &[&str], times: u64) {
        self.counter(metric, labels).count += times;
    }

    fn amount(&mut self, metric: Metric, labels: &[&str], yuan: Decimal) {
        let amount = &mut self.counter(metric, labels).amount;
        let sum = amount.unwrap_or(Sum::Exact(Decimal::ZERO));
        *amount = Some(sum.add(Sum::Exact(yuan)));
    }

    fn days(&mut self, metric: Metric, labels: &[&str], days: u32, times: u64) {
        *self
            .counter(metric, labels)
            .histogram
            .entry(days)
            .or_default() += times;
    }

    fn merge(&mut self, later: Self) {
        Tally::merge(self, later);
    }
}
