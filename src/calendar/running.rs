//! The running count of working days: from a date to its number and back, without walking the days.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::{Setting, is_weekday};

/// Working days numbered through: 1 is Monday 0001-01-01, an earlier one has 0 or less.
///
/// The years with settings are held as arrays; before and after them five days a week are
/// numbered by arithmetic.
#[derive(Debug, Clone)]
pub(super) struct Running {
    /// Day of the common era of the first day held.
    first_day: i64,
    /// Number of the last working day before the days held.
    before: i64,
    /// For each day held, how many of the working days held are on or before it.
    through: Vec<u32>,
    /// The working days held, in order.
    worked: Vec<NaiveDate>,
    /// How far the numbers after the days held run ahead of plain Monday to Friday.
    shift: i64,
}

impl Running {
    /// Counts through every year from the first to the last that has a setting.
    pub(super) fn over(settings: &BTreeMap<NaiveDate, Setting>) -> Self {
        let first = settings
            .first_key_value()
            .and_then(|(date, _)| date.with_ordinal(1));
        let end = settings.last_key_value().map(|(date, _)| date.year());
        let first = first.unwrap_or_default();
        let days = first
            .iter_days()
            .take_while(|date| end.is_some_and(|year| date.year() <= year));

        let mut through = Vec::new();
        let mut worked = Vec::new();
        let mut count = 0;
        let mut settings = settings.iter().peekable();
        for date in days {
            let setting = settings.next_if(|(set, _)| **set == date);
            if setting.map_or_else(|| is_weekday(date), |(_, setting)| setting.working) {
                worked.push(date);
                count += 1;
            }
            through.push(count);
        }
        let first_day = day_of_era(first);
        let before = weekdays_through(first_day - 1);
        let last_day = first_day - 1 + length(&through);
        let shift = before + length(&worked) - weekdays_through(last_day);
        Self {
            first_day,
            before,
            through,
            worked,
            shift,
        }
    }

    /// Number of the last working day on or before `date`.
    pub(super) fn through(&self, date: NaiveDate) -> i64 {
        let day = day_of_era(date);
        let Ok(index) = usize::try_from(day - self.first_day) else {
            return weekdays_through(day);
        };
        match self.through.get(index) {
            Some(&count) => self.before + i64::from(count),
            None => weekdays_through(day) + self.shift,
        }
    }

    /// The working day with `number`; [`NaiveDate::MAX`] when that is past it.
    pub(super) fn working_day(&self, number: i64) -> NaiveDate {
        let Ok(index) = usize::try_from(number - self.before - 1) else {
            return weekday(number);
        };
        match self.worked.get(index) {
            Some(&date) => date,
            None => weekday(number - self.shift),
        }
    }
}

/// Days from 0001-01-01, which is day one and a Monday.
fn day_of_era(date: NaiveDate) -> i64 {
    i64::from(date.num_days_from_ce())
}

/// Mondays to Fridays from 0001-01-01 up to and including `day` of the era.
fn weekdays_through(day: i64) -> i64 {
    let (weeks, days) = (day.div_euclid(7), day.rem_euclid(7));
    weeks * 5 + days.min(5)
}

/// The inverse of [`weekdays_through`].
fn weekday(number: i64) -> NaiveDate {
    let (weeks, days) = ((number - 1).div_euclid(5), (number - 1).rem_euclid(5));
    i32::try_from(weeks * 7 + days + 1)
        .ok()
        .and_then(NaiveDate::from_num_days_from_ce_opt)
        .unwrap_or(NaiveDate::MAX)
}

/// A length as a count of days.
fn length<T>(items: &[T]) -> i64 {
    i64::try_from(items.len()).unwrap_or(i64::MAX)
}
