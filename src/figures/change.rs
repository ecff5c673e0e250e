//! The change of a figure from one year to another.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::value::Value;
use crate::vocabulary::Unit;

/// The difference between two years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The increase; negative for a decrease. In percentage points for a share.
    pub difference: Decimal,
    /// The difference in percent of the earlier value. `None` if that is 0, and for a share, as its
    /// difference in percentage points could be confused with it.
    pub percent: Option<Decimal>,
}

impl Change {
    /// The change of a figure in `unit` from `then` to `now`. `None` if either has no data or is not a
    /// number.
    #[must_use]
    pub fn between(then: &Value, now: &Value, unit: Unit) -> Option<Self> {
        let (then, now) = (number(then)?, number(now)?);
        let difference = now.checked_sub(then)?;
        if unit == Unit::Share {
            return Some(Self {
                difference: difference.checked_mul(Decimal::ONE_HUNDRED)?,
                percent: None,
            });
        }
        let part = difference.checked_div(then);
        Some(Self {
            difference,
            percent: part.and_then(|part| part.checked_mul(Decimal::ONE_HUNDRED)),
        })
    }

    /// Whether the figure increased, decreased or stayed the same.
    #[must_use]
    pub fn direction(&self) -> Ordering {
        self.difference.cmp(&Decimal::ZERO)
    }
}

/// A difference or a percentage rounded for display: at most two decimals, half away from zero.
#[must_use]
pub fn rounded(number: Decimal) -> Decimal {
    let half_up = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
    number.round_dp_with_strategy(2, half_up).normalize()
}

fn number(value: &Value) -> Option<Decimal> {
    match value {
        Value::Count(count) => Some((*count).into()),
        Value::Decimal(number) => Some(*number),
        Value::Ratio(ratio) => {
            Decimal::from(ratio.numerator()).checked_div(ratio.denominator().into())
        }
        Value::Absent | Value::Empty | Value::Histogram(_) | Value::Truth(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Ratio;

    fn shown(then: &Value, now: &Value, unit: Unit) -> String {
        let Some(change) = Change::between(then, now, unit) else {
            return "—".to_owned();
        };
        let percent = change
            .percent
            .map_or("—".to_owned(), |p| rounded(p).to_string());
        format!("{} {percent}", rounded(change.difference))
    }

    #[test]
    fn percent_is_of_the_earlier_value_and_absent_against_nothing() {
        let count = Value::Count;
        assert_eq!(shown(&count(400), &count(432), Unit::Pieces), "32 8");
        assert_eq!(shown(&count(3), &count(2), Unit::Pieces), "-1 -33.33");
        assert_eq!(shown(&count(0), &count(2), Unit::Pieces), "2 —");
        assert_eq!(shown(&Value::Absent, &count(2), Unit::Pieces), "—");
    }

    #[test]
    fn shares_differ_in_percentage_points() {
        let share = |numerator| Value::Ratio(Ratio::new(numerator, 200).unwrap());
        assert_eq!(shown(&share(195), &share(200), Unit::Share), "2.5 —");
        assert_eq!(shown(&share(100), &share(200), Unit::PerDay), "0.5 100");
    }
}
