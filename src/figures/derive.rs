//! Derives figures from counts: rates, means, percentiles, shares and missing data.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::value::{Figures, Value};
use crate::count::{Formula, Scope, Subtotal, Sum, Tally};
use crate::number::Ratio;
use crate::record::{Log, RequestKind};
use crate::vocabulary::{Key, Labels, Metric, OUTCOMES, Unit};

/// The logs that the office keeps, and their columns.
///
/// A figure that is not logged is absent; a figure that is logged but did not occur is 0.
#[derive(Debug, Clone, Default)]
pub struct Coverage {
    columns: BTreeSet<(Log, &'static str)>,
    logs: BTreeSet<Log>,
    /// The kinds of request that the files may contain.
    kinds: BTreeSet<RequestKind>,
    /// The kinds of request for which some file does not say when they ended.
    without_ends: BTreeSet<RequestKind>,
}

impl Coverage {
    /// Notes that the office keeps `log`, with these columns.
    pub fn add(&mut self, log: Log, columns: impl IntoIterator<Item = &'static str>) {
        self.logs.insert(log);
        self.columns
            .extend(columns.into_iter().map(|column| (log, column)));
    }

    /// Notes that a file of the request log may contain requests of these kinds.
    pub fn add_kinds(&mut self, kinds: impl IntoIterator<Item = RequestKind>) {
        self.kinds.extend(kinds);
    }

    /// Notes that a file with requests of these kinds does not say when they ended.
    pub fn add_without_ends(&mut self, kinds: impl IntoIterator<Item = RequestKind>) {
        self.without_ends.extend(kinds);
    }

    /// Adds the coverage of other files.
    pub fn merge(&mut self, other: Self) {
        self.columns.extend(other.columns);
        self.logs.extend(other.logs);
        self.kinds.extend(other.kinds);
        self.without_ends.extend(other.without_ends);
    }

    /// The coverage without some logs.
    #[must_use]
    pub fn without(&self, logs: &BTreeSet<Log>) -> Self {
        let mut rest = self.clone();
        rest.logs.retain(|log| !logs.contains(log));
        rest
    }

    /// Whether the office logs the data for `metric`; `kind` is the kind of request it counts.
    fn holds(&self, metric: Metric, kind: Option<RequestKind>) -> bool {
        // Declared figures and targets are set elsewhere.
        let definition = metric.definition();
        let Some(log) = Log::of_key(definition.key) else {
            return false;
        };
        let columns = definition.needs;
        let has = |column: &&'static str| self.columns.contains(&(log, *column));
        self.logs.contains(&log)
            && (columns.is_empty() || columns.iter().any(has))
            && kind.is_none_or(|kind| self.kinds.contains(&kind))
            && !(definition.needs_ends
                && kind.is_some_and(|kind| self.without_ends.contains(&kind)))
    }
}

/// The kind of request that a figure with a key `requests.KIND…` counts.
fn kind_of(metric: Metric, prefix: &[&str]) -> Option<RequestKind> {
    let fixed = metric.definition().key.split('.').nth(1);
    let code = prefix.first().copied().or(fixed);
    let is_meant = |kind: &RequestKind| Some(kind.code()) == code;
    RequestKind::ALL.into_iter().find(is_meant)
}

/// All figures of the vocabulary that come from logs.
#[must_use]
pub fn figures(tally: &Tally, scope: &Scope<'_>, coverage: &Coverage) -> Figures {
    let derivation = Derivation {
        tally,
        scope,
        coverage,
    };
    let mut figures = Vec::new();
    for &metric in Metric::ALL {
        let labels = metric.definition().labels;
        let (by_kind, own_labels) = match labels {
            [Labels::Codes { codes, .. }, own @ ..]
                if codes[0].code == RequestKind::Service.code() =>
            {
                (true, own)
            }
            own => (false, own),
        };
        let prefixes: Vec<Vec<&str>> = if by_kind {
            RequestKind::ALL
                .iter()
                .map(|kind| vec![kind.code()])
                .collect()
        } else {
            vec![vec![]]
        };
        for prefix in prefixes {
            if !coverage.holds(metric, kind_of(metric, &prefix)) {
                set_absent(metric, &prefix, own_labels, &mut figures);
                continue;
            }
            derivation.set_below(metric, &prefix, own_labels, &mut figures);
        }
    }
    // Collected at once, as they are almost in order.
    figures.into_iter().collect()
}

/// Sets figures that are not logged to absent: each figure of a closed list separately, so that it can
/// be requested and declared; a family of the office's own words as a whole.
fn set_absent(metric: Metric, path: &[&str], lists: &[Labels], figures: &mut Vec<(Key, Value)>) {
    match lists.split_first() {
        Some((Labels::Codes { codes, .. }, lists)) if metric.is_spelled_out() => {
            for code in *codes {
                let path: Vec<&str> = path.iter().copied().chain([code.code]).collect();
                set_absent(metric, &path, lists, figures);
            }
        }
        _ => figures.push((Key::new(metric, path), Value::Absent)),
    }
}

struct Derivation<'a> {
    tally: &'a Tally,
    scope: &'a Scope<'a>,
    coverage: &'a Coverage,
}

impl<'a> Derivation<'a> {
    /// Sets the figures of `metric` below `path`; `lists` are its further labels.
    fn set_below(
        &self,
        metric: Metric,
        path: &[&str],
        lists: &[Labels],
        figures: &mut Vec<(Key, Value)>,
    ) {
        let Some((list, lists)) = lists.split_first() else {
            let value = if self.lacks_column(metric, path) {
                Value::Absent
            } else {
                self.value(metric, path)
            };
            return figures.push((Key::new(metric, path), value));
        };
        let found = self.labels(metric, path, *list);
        if found.is_empty() {
            figures.push((Key::new(metric, path), Value::Empty));
        }
        for label in found {
            let path: Vec<&str> = path.iter().copied().chain([label]).collect();
            self.set_below(metric, &path, lists, figures);
        }
    }

    /// Whether a figure is unknown because the log has rows, but not the column that the figure depends
    /// on.
    fn lacks_column(&self, metric: Metric, path: &[&str]) -> bool {
        let lacks = |log, column| !self.coverage.columns.contains(&(log, column));
        let lacks_of_requests = |column| lacks(Log::Requests, column);
        let by_outcome = |row: &str| OUTCOMES.iter().any(|outcome| outcome.code == row);
        let has_requests = || {
            let kind = [RequestKind::Disclosure.code()];
            let counted = [Metric::RequestsReceived, Metric::RequestsCarriedIn];
            counted.map(|metric| self.tally.count_of(metric, &kind)) != [0, 0]
        };
        match (metric, path) {
            (Metric::RequestsByOutcome, [outcome]) => {
                by_outcome(outcome) && lacks_of_requests("outcome") && has_requests()
            }
            (Metric::RequestsTable, [row, _])
                if *row != "new" && !self.coverage.without_ends.is_empty() =>
            {
                self.coverage
                    .without_ends
                    .contains(&RequestKind::Disclosure)
            }
            (Metric::RequestsTable, [row, column]) => {
                let is_unknown = by_outcome(row) && lacks_of_requests("outcome")
                    || *column != "total" && lacks_of_requests("applicant");
                is_unknown && has_requests()
            }
            // Without the date or the result, every dispute ever filed would be pending.
            (Metric::Disputes, [route, _]) => {
                let is_unknown = ["closed_on", "result"]
                    .into_iter()
                    .any(|column| lacks(Log::Disputes, column));
                is_unknown && self.tally.count_of(metric, &[route, "total"]) > 0
            }
            _ => false,
        }
    }

    /// The labels under which a family has figures: every code, and all labels that were counted.
    fn labels(&self, metric: Metric, prefix: &[&str], labels: Labels) -> Vec<&'a str> {
        let mut known: Vec<&'a str> = match labels {
            Labels::Open => Vec::new(),
            Labels::Codes { codes, .. } => codes.iter().map(|code| code.code).collect(),
        };
        // A channel with only open requests has a rate too, an absent one.
        let breakdown = metric.breakdown();
        let is_counted = |other: &&Metric| {
            if breakdown == metric {
                **other == metric
            } else {
                other.breakdown() == breakdown
            }
        };
        let found: BTreeSet<&'a str> = Metric::ALL
            .iter()
            .filter(is_counted)
            .filter_map(|&metric| self.tally.get(metric, prefix))
            .flat_map(|counter| counter.by_label.keys().map(AsRef::as_ref))
            .collect();
        // The counted labels are distinct, so only the codes are searched, which are few.
        let codes = known.len();
        for label in found {
            if !known[..codes].contains(&label) {
                known.push(label);
            }
        }
        known
    }

    fn value(&self, metric: Metric, labels: &[&str]) -> Value {
        let period = self.scope.period();
        let count = |metric| self.tally.count_of(metric, labels);
        let days = |histogram| self.histogram(histogram, labels);
        match Formula::of(metric) {
            Formula::PerDay(of) => ratio(count(of), period.days),
            Formula::PerWorkingDay(of) => ratio(count(of), period.working_days),
            Formula::Share { part, whole } => {
                ratio(count(part), whole.iter().map(|&metric| count(metric)).sum())
            }
            Formula::Percentile { of, percent } => percentile(days(of), percent),
            Formula::Mean { of } => mean(days(of)),
            Formula::LongestGap => Value::Count(longest_gap(days(metric), period.days)),
            Formula::Counted | Formula::Configured => match metric.definition().unit {
                Unit::Histogram => Value::Histogram(days(metric).clone()),
                Unit::Yuan => self.amount(metric, labels),
                _ => Value::Count(count(metric)),
            },
        }
    }

    fn histogram(&self, metric: Metric, labels: &[&str]) -> &'a BTreeMap<u32, u64> {
        static NONE: BTreeMap<u32, u64> = BTreeMap::new();
        self.tally
            .get(metric, labels)
            .map_or(&NONE, |counter: &Subtotal| &counter.histogram)
    }

    fn amount(&self, metric: Metric, labels: &[&str]) -> Value {
        let counter = self.tally.get(metric, labels);
        match counter.and_then(|counter| counter.amount) {
            Some(Sum::Exact(yuan)) => Value::Decimal(yuan),
            Some(Sum::TooLong) => Value::Absent,
            None => Value::Decimal(Decimal::ZERO),
        }
    }
}

fn ratio(numerator: u64, denominator: u64) -> Value {
    Ratio::new(numerator, denominator).map_or(Value::Absent, Value::Ratio)
}

fn mean(histogram: &BTreeMap<u32, u64>) -> Value {
    let sum = histogram
        .iter()
        .map(|(&days, &count)| u64::from(days) * count)
        .sum();
    ratio(sum, histogram.values().sum())
}

/// The smallest number of days within which at least `percent` of the cases lie (nearest rank).
fn percentile(histogram: &BTreeMap<u32, u64>, percent: u64) -> Value {
    let total: u64 = histogram.values().sum();
    let rank = (total * percent).div_ceil(100);
    let mut below = 0;
    let reaches = |count: &u64| {
        below += count;
        below >= rank
    };
    let mut reaches = reaches;
    histogram
        .iter()
        .find(|(_, count)| reaches(count))
        .map_or(Value::Absent, |(&days, _)| Value::Count(u64::from(days)))
}

/// The longest run of days without a publication, given the days of the year with one.
fn longest_gap(published: &BTreeMap<u32, u64>, days: u64) -> u64 {
    let mut first_free = 0;
    let mut longest = 0;
    for &day in published.keys() {
        let day = u64::from(day);
        longest = longest.max(day.saturating_sub(first_free));
        first_free = day + 1;
    }
    longest.max(days.saturating_sub(first_free))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn histogram(days: &[(u32, u64)]) -> BTreeMap<u32, u64> {
        days.iter().copied().collect()
    }

    #[test]
    fn percentiles_are_of_the_nearest_rank() {
        // 1 2 2 3 10: the median is the third, 90 percent needs the fifth.
        let five = histogram(&[(1, 1), (2, 2), (3, 1), (10, 1)]);
        assert_eq!(percentile(&five, 50), Value::Count(2));
        assert_eq!(percentile(&five, 90), Value::Count(10));
        assert_eq!(percentile(&five, 100), Value::Count(10));
        // For an even number of values, the lower of the middle ones.
        assert_eq!(
            percentile(&histogram(&[(0, 2), (7, 2)]), 50),
            Value::Count(0)
        );
        assert_eq!(percentile(&histogram(&[]), 50), Value::Absent);
        assert_eq!(mean(&five), ratio(18, 5));
        assert_eq!(mean(&histogram(&[])), Value::Absent);
    }

    #[test]
    fn the_longest_gap_may_lie_at_either_end() {
        assert_eq!(longest_gap(&histogram(&[(0, 1), (364, 3)]), 365), 363);
        assert_eq!(longest_gap(&histogram(&[(10, 1)]), 365), 354);
        assert_eq!(longest_gap(&histogram(&[(360, 1)]), 365), 360);
        assert_eq!(longest_gap(&histogram(&[]), 365), 365);
        assert_eq!(longest_gap(&histogram(&[(0, 1), (1, 1)]), 2), 0);
    }
}
