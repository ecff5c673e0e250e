//! Exact numbers: ratios keep numerator and denominator until they are printed; rounding is half up.

use rust_decimal::Decimal;

/// Largest plausible amount of money in a cell or in `report.toml`, in yuan: ten times the yearly GDP
/// of China.
const MOST_YUAN: i64 = 1_000_000_000_000_000;

/// Whether `yuan` is a plausible amount for an office.
#[must_use]
pub fn is_plausible_yuan(yuan: Decimal) -> bool {
    yuan.abs() <= Decimal::from(MOST_YUAN)
}

/// `one` + `other`; `None` if it has more digits than a number holds exactly.
///
/// `Decimal` rounds such a sum, and saturates beyond 28 digits.
#[must_use]
pub fn exact_sum(one: Decimal, other: Decimal) -> Option<Decimal> {
    // Adding zero must not add digits: 0 + 0.00 stays 0.
    if other.is_zero() {
        return Some(one);
    }
    let scale = one.scale().max(other.scale());
    let units = |number: Decimal| {
        let shift = 10i128.checked_pow(scale - number.scale())?;
        number.mantissa().checked_mul(shift)
    };
    let sum = units(one)?.checked_add(units(other)?)?;
    Decimal::try_from_i128_with_scale(sum, scale).ok()
}

/// `number` × `factor`; `None` if it has more digits than a number holds exactly.
#[must_use]
pub fn exact_product(number: Decimal, factor: u32) -> Option<Decimal> {
    let units = number.mantissa().checked_mul(i128::from(factor))?;
    Decimal::try_from_i128_with_scale(units, number.scale()).ok()
}

/// A ratio of two counts, kept as a fraction. The denominator is never 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ratio {
    numerator: u64,
    denominator: u64,
}

impl Ratio {
    /// `numerator` ÷ `denominator`; `None` if the denominator is 0.
    #[must_use]
    pub fn new(numerator: u64, denominator: u64) -> Option<Self> {
        (denominator > 0).then_some(Self {
            numerator,
            denominator,
        })
    }

    /// The numerator.
    #[must_use]
    pub fn numerator(self) -> u64 {
        self.numerator
    }

    /// The denominator.
    #[must_use]
    pub fn denominator(self) -> u64 {
        self.denominator
    }

    /// The nearest floating-point number, for JSON.
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        reason = "JSON numbers are doubles; counts stay far below 2^53"
    )]
    pub fn to_f64(self) -> f64 {
        self.numerator as f64 / self.denominator as f64
    }

    /// The ratio as a decimal number with `places` decimals, rounded half up.
    #[must_use]
    pub fn fixed(self, places: u32) -> String {
        self.scaled(places, 0)
    }

    /// The ratio in percent with `places` decimals and the sign `%`.
    #[must_use]
    pub fn percent(self, places: u32) -> String {
        self.scaled(places, 2) + "%"
    }

    /// The ratio in percent with at most two decimals, without trailing zeros.
    #[must_use]
    pub fn percent_trimmed(self) -> String {
        trimmed(&self.scaled(2, 2)).to_owned() + "%"
    }

    /// `self` × 10^`shift` with `places` decimals, rounded half up.
    fn scaled(self, places: u32, shift: u32) -> String {
        // Twelve decimals are more than any report needs, and keep the product within 128 bits.
        let places = places.min(12);
        let factor = 10u128.pow(places + shift);
        let denominator = u128::from(self.denominator);
        let units = (u128::from(self.numerator) * factor * 2 + denominator) / (denominator * 2);
        let one = 10u128.pow(places);
        if places == 0 {
            return units.to_string();
        }
        format!(
            "{}.{:0width$}",
            units / one,
            units % one,
            width = places as usize
        )
    }
}

/// Strips trailing zeros after the decimal point.
#[must_use]
pub fn trimmed(number: &str) -> &str {
    if number.contains('.') {
        number.trim_end_matches('0').trim_end_matches('.')
    } else {
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(numerator: u64, denominator: u64) -> Ratio {
        Ratio::new(numerator, denominator).unwrap()
    }

    #[test]
    fn rounding_is_half_up_and_exact() {
        for (numerator, denominator, places, expected) in [
            (123, 365, 1, "0.3"),
            (123, 365, 3, "0.337"),
            (1, 8, 2, "0.13"),
            (5, 1000, 2, "0.01"),
            (2, 3, 0, "1"),
            (1, 2, 0, "1"),
            (0, 7, 2, "0.00"),
            (u64::MAX, 1, 3, "18446744073709551615.000"),
        ] {
            assert_eq!(ratio(numerator, denominator).fixed(places), expected);
        }
    }

    #[test]
    fn sums_are_exact_or_refused() {
        let sum = |one: &str, other: &str| {
            let number = |text| Decimal::from_str_exact(text).unwrap();
            exact_sum(number(one), number(other)).map(|sum| sum.to_string())
        };
        assert_eq!(sum("0.10", "0.2").as_deref(), Some("0.30"));
        assert_eq!(
            sum("1000000000000000", "0.000000000001").as_deref(),
            Some("1000000000000000.000000000001")
        );
        assert_eq!(sum("1000000000000000", "0.0000000000000001"), None);
        let most = "79228162514264337593543950335";
        assert_eq!(sum(most, "0").as_deref(), Some(most));
        assert_eq!(sum(most, "1"), None);
        assert_eq!(sum(most, "0.1"), None);
        assert_eq!(exact_product(Decimal::MAX, 1), Some(Decimal::MAX));
        assert_eq!(exact_product(Decimal::MAX, 2), None);
    }

    #[test]
    fn percentages_say_so() {
        assert_eq!(ratio(432, 432).percent(1), "100.0%");
        assert_eq!(ratio(432, 432).percent_trimmed(), "100%");
        assert_eq!(ratio(2, 3).percent_trimmed(), "66.67%");
        assert_eq!(ratio(1999, 2000).percent_trimmed(), "99.95%");
    }

    #[test]
    fn a_ratio_over_nothing_does_not_exist() {
        assert_eq!(Ratio::new(0, 0), None);
    }

    #[test]
    fn trimming_leaves_whole_numbers_alone() {
        assert_eq!(trimmed("100"), "100");
        assert_eq!(trimmed("1.50"), "1.5");
        assert_eq!(trimmed("2.00"), "2");
    }
}
