//! The figures of a period: every key of the vocabulary with its value.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;

use rust_decimal::Decimal;

use super::order::Places;
use crate::number::Ratio;
use crate::vocabulary::{Key, Unit};

/// The value of one figure, exact.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// No data: the log is missing, or a rate has denominator 0. Never the same as 0.
    Absent,
    /// A family of figures without counts, and so without labels.
    Empty,
    /// A count.
    Count(u64),
    /// A rate or a mean, as an exact ratio.
    Ratio(Ratio),
    /// An amount of money, or another declared decimal number.
    Decimal(Decimal),
    /// Number of cases for each number of days.
    Histogram(BTreeMap<u32, u64>),
    /// A boolean.
    Truth(bool),
}

impl Value {
    /// Converts a number from input to a value of `unit`: a whole number is a count, except for money;
    /// a share is a ratio.
    #[must_use]
    pub fn of_unit(number: Decimal, unit: Unit) -> Self {
        let number = number.normalize();
        let whole = |number: Decimal| u64::try_from(number).ok().filter(|_| number.is_integer());
        match unit {
            Unit::Yuan => Self::Decimal(number),
            Unit::Share | Unit::PerDay => {
                let parts = 10u64.checked_pow(number.scale()).and_then(|denominator| {
                    Ratio::new(whole(number.checked_mul(denominator.into())?)?, denominator)
                });
                parts.map_or(Self::Decimal(number), Self::Ratio)
            }
            _ => whole(number).map_or(Self::Decimal(number), Self::Count),
        }
    }

    /// The count, if it is one.
    #[must_use]
    pub fn count(&self) -> Option<u64> {
        match self {
            Self::Count(count) => Some(*count),
            _ => None,
        }
    }
}

impl Value {
    /// Whether it is exactly `number`.
    #[must_use]
    pub fn equals(&self, number: Decimal) -> bool {
        self.compared_with(number) == Some(Ordering::Equal)
    }

    /// Whether it is `number` or more. `None` if the value cannot be compared.
    #[must_use]
    pub fn at_least(&self, number: Decimal) -> Option<bool> {
        self.compared_with(number).map(Ordering::is_ge)
    }

    /// Whether it is `number` or less. `None` if the value cannot be compared.
    #[must_use]
    pub fn at_most(&self, number: Decimal) -> Option<bool> {
        self.compared_with(number).map(Ordering::is_le)
    }

    fn compared_with(&self, number: Decimal) -> Option<Ordering> {
        match self {
            Self::Count(count) => Some(Decimal::from(*count).cmp(&number)),
            Self::Decimal(decimal) => Some(decimal.cmp(&number)),
            Self::Ratio(ratio) => {
                let whole = number.checked_mul(ratio.denominator().into())?;
                Some(Decimal::from(ratio.numerator()).cmp(&whole))
            }
            Self::Absent | Self::Empty | Self::Histogram(_) | Self::Truth(_) => None,
        }
    }
}

impl fmt::Display for Value {
    /// Formats the value for a message; a rate as its two parts.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent | Self::Empty | Self::Histogram(_) => formatter.write_str("—"),
            Self::Count(count) => count.fmt(formatter),
            Self::Ratio(ratio) => {
                write!(formatter, "{}÷{}", ratio.numerator(), ratio.denominator())
            }
            Self::Decimal(number) => number.fmt(formatter),
            Self::Truth(truth) => truth.fmt(formatter),
        }
    }
}

/// The figures of one period, in the order of the vocabulary and of the office.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Figures {
    values: BTreeMap<Key, Value>,
    pub(super) places: Places,
}

impl Figures {
    /// Sets a figure.
    pub fn set(&mut self, key: Key, value: Value) {
        self.values.insert(key, value);
    }

    /// Sets one figure of a family. Removes the entry that marks the whole family as absent or empty.
    pub fn set_one(&mut self, key: Key, value: Value) {
        for labels in 0..key.labels.len() {
            let mut family = key.clone();
            family.labels.truncate(labels);
            self.values.remove(&family);
        }
        self.set(key, value);
    }

    /// The figure of `key`, if there is one.
    #[must_use]
    pub fn get(&self, key: &Key) -> Option<&Value> {
        self.values.get(key)
    }

    /// All figures, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&Key, &Value)> {
        let ordered = (!self.places.is_empty()).then(|| self.ordered());
        let plain = ordered.is_none().then(|| self.plain());
        let ordered = ordered.into_iter().flatten();
        ordered.chain(plain.into_iter().flatten())
    }

    /// All figures, in the order of the vocabulary only.
    pub(super) fn plain(&self) -> impl Iterator<Item = (&Key, &Value)> {
        self.values.iter()
    }

    /// The figures selected by `is_kept`, with the same order.
    #[must_use]
    pub fn filtered(&self, is_kept: impl Fn(&Key, &Value) -> bool) -> Self {
        let kept = self.plain().filter(|(key, value)| is_kept(key, value));
        Self {
            values: kept
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect(),
            places: self.places.clone(),
        }
    }

    /// The figures whose path begins with `segments`, compared by whole segments, in order.
    pub fn below<'a, S: AsRef<str>>(
        &'a self,
        segments: &'a [S],
    ) -> impl Iterator<Item = (&'a Key, &'a Value)> {
        self.iter().filter(move |(key, _)| {
            let path = key.segments();
            path.len() >= segments.len() && path.iter().zip(segments).all(|(a, b)| *a == b.as_ref())
        })
    }

    /// Whether there are no figures.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }
}

impl FromIterator<(Key, Value)> for Figures {
    fn from_iter<I: IntoIterator<Item = (Key, Value)>>(figures: I) -> Self {
        Self {
            values: figures.into_iter().collect(),
            places: Places::default(),
        }
    }
}
