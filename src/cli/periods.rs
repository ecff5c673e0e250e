//! The requested period: a year, a part of one, or a span over two years; and the year to compare
//! it with.

use anyhow::bail;
use chrono::{Months, NaiveDate};

use super::arguments::PeriodArguments;
use super::words::CommandWords;
use crate::Options;
use crate::count::Span;

/// The requested period.
pub(super) struct Asked {
    /// The year, or the year of the last day.
    pub(super) year: Option<i32>,
    /// The first and last day, if they are not a whole year.
    pub(super) part: Option<(NaiveDate, NaiveDate)>,
    /// The year to compare with.
    pub(super) other: Option<i32>,
}

/// Reads the requested period. `compare` is `Some(None)` for `--compare` without a year.
#[expect(
    clippy::option_option,
    reason = "the option, and whether it names a year"
)]
pub(super) fn asked(
    part: PeriodArguments,
    year: Option<i32>,
    compare: Option<Option<i32>>,
    options: &Options,
    words: CommandWords,
) -> anyhow::Result<Asked> {
    let span = span_of(part, year, options, words)?;
    let year = span.map(Span::year);
    let other = match (compare, year) {
        (Some(_), None) => bail!(words.compare_needs_a_year()),
        (Some(None), Some(year)) => Some(year - 1),
        (Some(other), _) => other,
        (None, _) => None,
    };
    if other.is_some() && other == year {
        bail!(words.compared_with_itself());
    }
    let part = match span {
        Some(Span::Days(first, last)) => Some((first, last)),
        _ => None,
    };
    Ok(Asked { year, part, other })
}

/// Returns the days of `--quarter`, `--month` or `--from` and `--to`; otherwise those of `year`.
fn span_of(
    typed: PeriodArguments,
    year: Option<i32>,
    options: &Options,
    words: CommandWords,
) -> anyhow::Result<Option<Span>> {
    let span = match (typed, year) {
        (
            PeriodArguments {
                from: Some(from),
                to: Some(to),
                ..
            },
            _,
        ) => {
            let Some(span) = Span::days(from, to) else {
                bail!(words.ends_before_it_begins(from, to));
            };
            if from
                .checked_add_months(Months::new(12))
                .is_none_or(|end| end <= to)
            {
                bail!(words.longer_than_a_year());
            }
            Some(span)
        }
        (
            PeriodArguments {
                quarter: Some(n), ..
            },
            Some(year),
        ) => Span::quarter(year, n),
        (PeriodArguments { month: Some(n), .. }, Some(year)) => Span::month(year, n),
        (_, year) => year.map(Span::Year),
    };
    if let (Some(Span::Days(first, _)), Some(as_of)) = (span, options.as_of)
        && as_of < first
    {
        bail!(words.as_of_before(as_of, first));
    }
    Ok(span)
}
