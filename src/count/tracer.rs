//! The rows behind a figure: a second listener, which receives the same calls as the tally.

mod rows;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::formula::Formula;
use super::tally::Listener;
use crate::logs::{Row, columns};
use crate::record::Log;
use crate::vocabulary::{Key, Metric, Unit};

pub use rows::{TracedRow, TracedRows};

/// Asks for the rows of a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TraceQuestion {
    /// The figure.
    pub key: Key,
    /// Whether to return the rows of the denominator, instead of those of the numerator.
    pub is_denominator: bool,
}

/// Questions, and the columns that are needed to answer them.
#[derive(Debug, Default)]
struct TracedMetrics {
    questions: Vec<TraceQuestion>,
    /// For each metric, the questions that its counts answer.
    answered: BTreeMap<Metric, Vec<usize>>,
    /// The columns to show for a row of each metric.
    shown: BTreeMap<Metric, Vec<&'static str>>,
    /// The columns to note.
    columns: BTreeSet<&'static str>,
}

impl TraceQuestion {
    /// The metrics whose counts answer the question.
    fn metrics(&self) -> Vec<Metric> {
        let formula = Formula::of(self.key.metric);
        if self.is_denominator {
            formula.denominator().unwrap_or_default()
        } else {
            formula.numerator(self.key.metric)
        }
    }
}

impl TracedMetrics {
    /// The questions that a count under `metric` and `labels` answers.
    fn about<'a>(&'a self, metric: Metric, labels: &'a [&str]) -> impl Iterator<Item = usize> + 'a {
        let answered = self.answered.get(&metric).into_iter().flatten();
        answered.copied().filter(move |&index| {
            let wanted = &self.questions[index].key.labels;
            wanted.len() == labels.len() && wanted.iter().zip(labels).all(|(a, b)| **a == **b)
        })
    }
}

/// Notes the rows behind some figures.
#[derive(Debug, Clone, Default)]
pub struct Tracer {
    asked: Arc<TracedMetrics>,
    /// For each question, the rows received so far.
    collected: Vec<TracedRows>,
    /// The current rows.
    rows: Vec<Arc<RowMark>>,
    facts: Vec<(&'static str, String)>,
}

/// The place of a row, and its cells in the columns asked for.
#[derive(Debug, Default)]
pub struct RowMark {
    file: Arc<str>,
    line: u64,
    cells: Vec<(&'static str, String)>,
}

#[derive(Debug, Clone, Copy)]
enum Contribution {
    One,
    Yuan(Decimal),
    Days(u32),
}

impl Tracer {
    /// A tracer for these questions that notes the deciding columns.
    #[must_use]
    pub fn new(questions: &[TraceQuestion]) -> Self {
        Self::with(questions, deciding)
    }

    /// A tracer that also notes the title and the department of each row.
    #[must_use]
    pub fn with_titles(questions: &[TraceQuestion]) -> Self {
        Self::with(questions, titled)
    }

    fn with(questions: &[TraceQuestion], columns_of: fn(Metric) -> Vec<&'static str>) -> Self {
        let mut asked = TracedMetrics {
            questions: questions.to_vec(),
            ..TracedMetrics::default()
        };
        for (index, question) in questions.iter().enumerate() {
            for metric in question.metrics() {
                let answered = asked.answered.entry(metric).or_default();
                if !answered.contains(&index) {
                    answered.push(index);
                }
                let shown = columns_of(metric);
                asked.columns.extend(&shown);
                asked.shown.insert(metric, shown);
            }
        }
        Self {
            collected: vec![TracedRows::default(); questions.len()],
            asked: Arc::new(asked),
            ..Self::default()
        }
    }

    /// The rows behind each figure, in the order of `files` and from top to bottom in each. `days` is
    /// the number of days in the period.
    #[must_use]
    pub fn into_rows(self, files: &[Arc<str>], days: u64) -> Vec<TracedRows> {
        let answer = |(question, collected): (&TraceQuestion, TracedRows)| {
            let mut rows = match Formula::of(question.key.metric) {
                Formula::LongestGap => around_the_gap(&collected, days),
                _ => collected,
            };
            rows.sort(files);
            rows
        };
        let questions = self.asked.questions.iter();
        questions.zip(self.collected).map(answer).collect()
    }

    fn record(&mut self, metric: Metric, labels: &[&str], contribution: Contribution) {
        for question in self.asked.about(metric, labels) {
            let counts = contribution.counts(&self.asked.questions[question]);
            let days = contribution.days(metric);
            for (index, row) in self.rows.iter().enumerate() {
                let facts = self.facts.iter();
                let facts = facts.map(|(name, value)| (*name, Some(&**value)));
                // Further rows add nothing: another row counts for them, and shows the duration.
                let (counts, days) = match index {
                    0 => (counts, days.as_deref()),
                    _ => (Decimal::ZERO, None),
                };
                let days = days.map(|days| ("working_days", Some(days)));
                let columns = self.asked.shown.get(&metric).into_iter().flatten();
                let cells = columns.map(|&column| (column, row.cell(column)));
                let place = (&row.file, row.line);
                self.collected[question].push(place, counts, cells.chain(facts).chain(days));
            }
        }
    }
}

impl RowMark {
    fn cell(&self, column: &str) -> Option<&str> {
        let mut cells = self.cells.iter();
        let (_, cell) = cells.find(|(name, _)| *name == column)?;
        Some(cell)
    }
}

impl Contribution {
    /// Its contribution to the figure of a question.
    fn counts(self, question: &TraceQuestion) -> Decimal {
        let is_counted =
            question.is_denominator || question.key.metric.definition().unit == Unit::Histogram;
        match self {
            Self::One => Decimal::ONE,
            Self::Days(_) if is_counted => Decimal::ONE,
            Self::Days(days) => days.into(),
            Self::Yuan(yuan) => yuan,
        }
    }

    /// The number of working days, if the row shows it.
    fn days(self, metric: Metric) -> Option<String> {
        match self {
            // A day of the year is only used to find gaps; the row does not show it.
            Self::Days(days) if metric != GAP => Some(days.to_string()),
            _ => None,
        }
    }
}

const GAP: Metric = Metric::PublishedLongestGapDays;

/// The rows on the days before and after the longest gap; the first of them counts the length of the
/// gap. In `collected`, the count of each row is its day of the year, from 0.
fn around_the_gap(collected: &TracedRows, days: u64) -> TracedRows {
    let published: BTreeSet<u64> = collected
        .iter()
        .filter_map(|row| row.counts.try_into().ok())
        .collect();
    // The days before the first and after the last publication can be the longest gap too.
    let published: Vec<Option<u64>> = published.into_iter().map(Some).collect();
    let (before, after) = (
        [&[None], &*published].concat(),
        [&*published, &[None]].concat(),
    );
    let length = |(before, after): &(Option<u64>, Option<u64>)| {
        let first_free = before.map_or(0, |day| day + 1);
        after.unwrap_or(days).saturating_sub(first_free)
    };
    // Of several gaps of the same length, take the first.
    let gaps = before.into_iter().zip(after);
    let longest = gaps.rev().max_by_key(length);
    let mut rows = TracedRows::default();
    let Some(gap @ (before, after)) = longest else {
        return rows;
    };
    for day in [before, after].into_iter().flatten() {
        for row in collected.iter().filter(|row| row.counts == day.into()) {
            let counts = if rows.is_empty() {
                length(&gap).into()
            } else {
                Decimal::ZERO
            };
            let file: Arc<str> = row.file.into();
            rows.push((&file, row.line), counts, row.fields.into_iter());
        }
    }
    rows
}

impl Listener for Tracer {
    const NEEDS_ROWS: bool = true;

    type Mark = Arc<RowMark>;

    fn mark(&self, log: Log, row: &Row<'_>) -> Arc<RowMark> {
        let mut cells = Vec::with_capacity(self.asked.columns.len());
        cells.extend(self.asked.columns.iter().filter_map(|&column| {
            let cell = row.public_text_of(log, column)?;
            // Whether it was reviewed decides, not who reviewed it.
            let cell = if column == "reviewed_by" {
                "＊".to_owned()
            } else {
                cell.into_owned()
            };
            Some((column, cell))
        }));
        Arc::new(RowMark {
            file: Arc::clone(row.file()),
            line: row.line(),
            cells,
        })
    }

    fn about(&mut self, rows: &[Arc<RowMark>]) {
        self.rows.clear();
        self.rows.extend_from_slice(rows);
        self.facts.clear();
    }

    fn fact(&mut self, name: &'static str, value: &dyn Display) {
        self.facts.push((name, value.to_string()));
    }

    fn count(&mut self, metric: Metric, labels: &[&str], _: u64) {
        self.record(metric, labels, Contribution::One);
    }

    fn amount(&mut self, metric: Metric, labels: &[&str], yuan: Decimal) {
        self.record(metric, labels, Contribution::Yuan(yuan));
    }

    fn days(&mut self, metric: Metric, labels: &[&str], days: u32, _: u64) {
        self.record(metric, labels, Contribution::Days(days));
    }

    fn merge(&mut self, later: Self) {
        for (collected, later) in self.collected.iter_mut().zip(later.collected) {
            collected.extend(later);
        }
    }
}

/// The columns that decide whether a row counts toward `metric`, in display order.
///
/// Columns that name a person, hold contact data or free text must not be among them.
fn deciding(metric: Metric) -> Vec<&'static str> {
    let definition = metric.definition();
    if !definition.shows.is_empty() {
        return definition.shows.to_vec();
    }
    let of_log = Log::of_key(definition.key).map_or(&[][..], |log| log.definition().shown);
    let needed = definition.needs.iter();
    let needed = needed.filter(|column| !of_log.contains(column));
    of_log.iter().chain(needed).copied().collect()
}

/// The columns of [`deciding`], with title and department after the id if the log has them.
fn titled(metric: Metric) -> Vec<&'static str> {
    let log = Log::of_key(metric.definition().key);
    let has = |column: &&str| {
        let mut known = log.into_iter().flat_map(|log| columns(log).iter());
        known.any(|known| known.key == *column)
    };
    let deciding = deciding(metric);
    let about = ["title", "department"].into_iter().filter(has);
    let about = about.filter(|column| !deciding.contains(column));
    let behind_id = deciding
        .iter()
        .take_while(|column| **column == "id")
        .count();
    let (id, rest) = deciding.split_at(behind_id);
    let id = id.iter().copied();
    id.chain(about).chain(rest.iter().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::logs::Role;

    /// The figures that are counted from a log, each with its log. Derived figures are traced through the
    /// figures they are derived from.
    fn counted() -> impl Iterator<Item = (Log, Metric)> {
        let counted = |&metric: &Metric| Formula::of(metric).numerator(metric) == [metric];
        let all = Metric::ALL.iter().copied().filter(counted);
        all.filter_map(|metric| Some((Log::of_key(metric.definition().key)?, metric)))
    }

    #[test]
    fn what_decides_is_a_column_of_the_log() {
        for (log, metric) in counted() {
            let needed = metric.definition().needs.iter().copied();
            for column in deciding(metric).into_iter().chain(needed) {
                let is_column = columns(log).iter().any(|known| known.key == column);
                assert!(is_column, "{metric:?}: {column}");
            }
        }
    }

    #[test]
    fn what_a_breakdown_needs_is_shown() {
        for (_, metric) in counted() {
            let shown = deciding(metric);
            let needed = metric.definition().needs.iter();
            let hidden: Vec<_> = needed.filter(|column| !shown.contains(column)).collect();
            assert_eq!(hidden, Vec::<&&str>::new(), "{metric:?}");
        }
    }

    #[test]
    fn no_column_names_a_person_or_holds_free_text() {
        for (log, metric) in counted() {
            let shown = deciding(metric);
            let private = columns(log).iter();
            let private = private.filter(|column| column.private || column.role == Role::Text);
            let mut shown_too = private.filter(|column| shown.contains(&column.key));
            assert_eq!(shown_too.next(), None, "{metric:?}");
        }
    }
}
