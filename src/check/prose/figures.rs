//! Figures that claims are compared with, independent of where the figures come from.

use rust_decimal::Decimal;

use crate::figures::{Figures, Value};
use crate::language::Language;
use crate::vocabulary::{Key, Metric, UNSPECIFIED, Unit, label_name, segments_of};

/// Figures of a year and of the year before, whether counted from logs or read from the cells of a page.
pub(super) trait Source {
    /// Returns a figure; `None` if it is not known.
    fn figure(&self, key: &Key, year: Year) -> Option<&Value>;

    /// Returns the known figures of the breakdown `family`, each with its key.
    fn members(&self, family: &Key) -> Vec<(&Key, &Value)>;

    /// Returns all figures that are members of a breakdown.
    fn breakdowns(&self) -> Vec<(&Key, &Value)>;
}

/// The year of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Year {
    /// The report year.
    This,
    /// The year before.
    Before,
}

/// Figures of the report year and, if known, of the year before.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known<'f> {
    now: KnownYear<'f>,
    before: Option<KnownYear<'f>>,
    /// Whether the office keeps cases of the hotline: a log without any counts none of those there were.
    keeps_service: bool,
}

/// The figures of one year.
#[derive(Debug, Clone, Copy)]
struct KnownYear<'f> {
    figures: &'f Figures,
    /// Whether the known outcomes add up to all requests replied, so that every other one is 0.
    has_all_outcomes: bool,
}

impl<'f> Known<'f> {
    /// Creates the source; `before` are the figures of the year before, if they are known.
    pub(super) fn new(now: &'f Figures, before: Option<&'f Figures>) -> Self {
        let mut all = [Some(now), before]
            .into_iter()
            .flatten()
            .flat_map(Figures::iter);
        let is_case = |(key, value): (&Key, &Value)| {
            is_of_service(key) && value.count().is_some_and(|count| count > 0)
        };
        Self {
            now: KnownYear::new(now),
            before: before.map(KnownYear::new),
            keeps_service: all.any(is_case),
        }
    }
}

impl<'f> KnownYear<'f> {
    fn new(figures: &'f Figures) -> Self {
        let outcomes = figures
            .iter()
            .filter(|(key, _)| key.metric == Metric::RequestsByOutcome);
        let sum: u64 = outcomes.filter_map(|(_, value)| value.count()).sum();
        let replied = Key::new(Metric::RequestsReplied, &["disclosure"]);
        let replied = figures.get(&replied).and_then(Value::count);
        Self {
            figures,
            has_all_outcomes: sum > 0 && replied == Some(sum),
        }
    }

    fn figure(&self, key: &Key) -> Option<&'f Value> {
        const NONE: Value = Value::Count(0);
        let known = self.figures.get(key);
        let is_absent = known.is_none_or(|value| *value == Value::Absent);
        let is_other = key.metric == Metric::RequestsByOutcome && self.has_all_outcomes;
        if is_other && is_absent {
            Some(&NONE)
        } else {
            known
        }
    }
}

/// Whether a figure is one of service requests.
fn is_of_service(key: &Key) -> bool {
    let kind = key.labels.first();
    key.metric.definition().key.starts_with("requests.*")
        && kind.is_some_and(|kind| **kind == *"service")
}

impl Source for Known<'_> {
    fn figure(&self, key: &Key, year: Year) -> Option<&Value> {
        if is_of_service(key) && !self.keeps_service {
            return None;
        }
        match year {
            Year::This => self.now.figure(key),
            Year::Before => self.before?.figure(key),
        }
    }

    fn members(&self, family: &Key) -> Vec<(&Key, &Value)> {
        let members = self.now.figures.iter();
        members.filter(|(key, _)| is_member(key, family)).collect()
    }

    fn breakdowns(&self) -> Vec<(&Key, &Value)> {
        let members = self.now.figures.iter();
        members.filter(|(key, _)| label_of(key).is_some()).collect()
    }
}

fn is_member(key: &Key, family: &Key) -> bool {
    key.metric == family.metric
        && key.labels.len() == family.labels.len() + 1
        && key.labels.starts_with(&family.labels)
}

/// Returns the name of the last label of a figure of a breakdown; `None` for unspecified labels and other
/// figures.
pub(super) fn label_of(key: &Key) -> Option<&str> {
    let definition = key.metric.definition();
    let is_breakdown = definition.key.ends_with(".*")
        && (definition.key.contains(".by_") || key.metric == Metric::RequestsTable);
    let position = definition.labels.len().checked_sub(1)?;
    let label = key.labels.get(position).filter(|_| is_breakdown)?;
    (&**label != UNSPECIFIED)
        .then(|| label_name(definition.labels[position], label, Language::Chinese))
}

/// A formula over figures: a sum or difference of keys, optionally divided by another.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Expression {
    plus: Vec<Key>,
    minus: Vec<Key>,
    /// The divisor; `None` if there is no division.
    over: Option<Box<Expression>>,
    /// A step after that.
    then: Option<Step>,
}

/// The computation on a single figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Counts the days of a histogram up to this one.
    AtMost(u32),
    /// Divides by a number of periods.
    Per(u32),
    /// Takes the figure from this number.
    From(u32),
}

impl Expression {
    /// Parses `a + b - c ÷ d + e`, where ÷ binds last.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (part, whole) = match text.split_once(" ÷ ") {
            Some((part, whole)) => (part, Some(whole)),
            None => (text, None),
        };
        let mut sum = Self::default();
        for term in part.split(" + ") {
            let mut keys = term.split(" - ");
            sum.plus.push(Self::key(keys.next()?)?);
            for key in keys {
                sum.minus.push(Self::key(key)?);
            }
        }
        sum.over = match whole {
            Some(whole) => Some(Box::new(Self::read(whole)?)),
            None => None,
        };
        Some(sum)
    }

    /// Parses `path` as a key of the vocabulary.
    pub(super) fn key(path: &str) -> Option<Key> {
        Key::from_segments(&segments_of(path.trim())?)
    }

    pub(super) fn of(keys: Vec<Key>) -> Self {
        Self {
            plus: keys,
            ..Self::default()
        }
    }

    pub(super) fn over(mut self, whole: Self) -> Self {
        self.over = Some(Box::new(whole));
        self
    }

    /// Returns the sum with another formula that only adds up.
    pub(super) fn and(mut self, other: &Self) -> Option<Self> {
        let is_sum = |one: &Self| one.minus.is_empty() && one.over.is_none() && one.then.is_none();
        let are_sums = is_sum(&self) && is_sum(other);
        self.plus.extend(other.plus.iter().cloned());
        are_sums.then_some(self)
    }

    /// Returns what a histogram counts up to `days`.
    pub(super) fn at_most(mut self, days: u32) -> Self {
        self.then = Some(Step::AtMost(days));
        self
    }

    /// Returns the mean of so many periods of the year.
    pub(super) fn per(mut self, periods: u32) -> Self {
        self.then = Some(Step::Per(periods));
        self
    }

    /// Returns how far the figure is below `limit`.
    pub(super) fn below(mut self, limit: u32) -> Self {
        self.then = Some(Step::From(limit));
        self
    }

    /// Returns the difference from another sum: this one less the other, or the other way round.
    pub(super) fn difference(&self, other: &Self, is_more: bool) -> Option<Self> {
        let is_sum = |one: &Self| one.minus.is_empty() && one.over.is_none() && one.then.is_none();
        let (more, fewer) = if is_more {
            (self, other)
        } else {
            (other, self)
        };
        let are_sums = is_sum(self) && is_sum(other);
        are_sums.then(|| more.clone().less(fewer.plus.iter().cloned()))
    }

    pub(super) fn less(mut self, keys: impl Iterator<Item = Key>) -> Self {
        self.minus.extend(keys);
        self
    }

    /// Returns the unit: a share for a division, otherwise that of the first key.
    pub(super) fn unit(&self) -> Option<Unit> {
        if self.over.is_some() {
            return Some(Unit::Share);
        }
        if matches!(self.then, Some(Step::AtMost(_))) {
            return Some(Unit::Pieces);
        }
        self.plus.first().map(|key| key.metric.definition().unit)
    }

    /// Returns the value; a share is between 0 and 1. `None` if one of the figures is not known.
    pub(super) fn value(&self, source: &dyn Source, year: Year) -> Option<Decimal> {
        let term = |key: &Key| match (source.figure(key, year)?, self.then) {
            (Value::Histogram(days), Some(Step::AtMost(last))) => {
                let counts = days.range(..=last).map(|(_, count)| *count);
                Some(Decimal::from(counts.sum::<u64>()))
            }
            (value, _) => number(value),
        };
        let mut sum = Decimal::ZERO;
        for key in &self.plus {
            sum = sum.checked_add(term(key)?)?;
        }
        for key in &self.minus {
            sum = sum.checked_sub(term(key)?)?;
        }
        match (&self.over, self.then) {
            (Some(whole), _) => sum.checked_div(whole.value(source, year)?),
            (None, Some(Step::Per(periods))) => sum.checked_div(periods.into()),
            (None, Some(Step::From(limit))) => Decimal::from(limit).checked_sub(sum),
            (None, _) => Some(sum),
        }
    }

    /// Formats the value: a single figure as it is printed, a sum by its result, a division as `part÷whole`.
    pub(super) fn shown(&self, source: &dyn Source, year: Year) -> String {
        if let Some(key) = self.single() {
            return source
                .figure(key, year)
                .map_or_else(String::new, ToString::to_string);
        }
        let part = Self {
            over: None,
            ..self.clone()
        };
        let sum = |sum: &Self| {
            let value = sum.value(source, year);
            value.map_or_else(
                || "—".to_owned(),
                |value| value.round_dp(2).normalize().to_string(),
            )
        };
        match &self.over {
            Some(whole) => format!("{}÷{}", sum(&part), sum(whole)),
            None => sum(&part),
        }
    }

    /// Returns the metric of the first key.
    pub(super) fn metric(&self) -> Option<Metric> {
        self.plus.first().map(|key| key.metric)
    }

    /// Returns the key if the formula is a single key.
    pub(super) fn single(&self) -> Option<&Key> {
        if self.then.is_some() {
            return None;
        }
        match (&*self.plus, &*self.minus, &self.over) {
            ([key], [], None) => Some(key),
            _ => None,
        }
    }

    /// Formats the formula with the names of its keys.
    pub(super) fn name(&self, year: Year) -> String {
        let previous = match year {
            Year::This => "",
            Year::Before => "previous.",
        };
        let path = |key: &Key| format!("{previous}{key}");
        let mut name = self.plus.iter().map(path).collect::<Vec<_>>().join(" + ");
        for key in &self.minus {
            name += " - ";
            name += &path(key);
        }
        match self.then {
            Some(Step::AtMost(days)) => return format!("{name} (≤ {days})"),
            Some(Step::Per(periods)) => return format!("{name} / {periods}"),
            Some(Step::From(limit)) => return format!("{limit} - {name}"),
            None => {}
        }
        match &self.over {
            Some(whole) => format!("({name}) / ({})", whole.name(year)),
            None => name,
        }
    }
}

/// Converts a value to a number; `None` for values that are not numeric or absent.
pub(super) fn number(value: &Value) -> Option<Decimal> {
    match value {
        Value::Count(count) => Some(Decimal::from(*count)),
        Value::Decimal(number) => Some(*number),
        Value::Ratio(ratio) => {
            Decimal::from(ratio.numerator()).checked_div(ratio.denominator().into())
        }
        Value::Absent | Value::Empty | Value::Histogram(_) | Value::Truth(_) => None,
    }
}
