//! Numbers the working days, to convert between date and number without walking the days.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::{DaySetting, is_weekday};

/// The working days, numbered consecutively: 1 is Monday 0001-01-01; earlier days have 0 or less.
///
/// The years with settings are stored as arrays. Before and after them, numbers are computed from
/// five working days a week.
#[derive(Debug, Clone)]
pub(super) struct Running {
    /// The first stored day, in days of the Common Era.
    first_day: i64,
    /// Number of the last working day before the stored days.
    before: i64,
    /// For each stored day, the number of stored working days up to and including it.
    through: Vec<u32>,
    /// The stored working days, in order.
    worked: Vec<NaiveDate>,
    /// Difference after the stored days between the actual numbers and those of plain Monday to Friday.
    shift: i64,
}

impl Running {
    /// Numbers the days of all years from the first to the last with a setting.
    pub(super) fn over(settings: &BTreeMap<NaiveDate, DaySetting>) -> Self {
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

    /// The working day with this number; [`NaiveDate::MAX`] if it is past that.
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

/// Days since 0001-01-01, which is day 1 and a Monday.
fn day_of_era(date: NaiveDate) -> i64 {
    i64::from(date.num_days_from_ce())
}

/// Number of days from Monday to Friday between 0001-01-01 and `day`, inclusive.
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
