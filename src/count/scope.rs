//! What is counted: the period, and the day from which it is looked at.

use chrono::NaiveDate;

use crate::calendar::Calendar;
use crate::law::Options;

/// The year that is counted, seen from a day.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'a> {
    /// The report year.
    pub year: i32,
    /// The day as seen from: what happened later has not happened yet.
    pub as_of: NaiveDate,
    /// The working days that are counted along.
    pub calendar: &'a Calendar,
    /// How the open questions of law are answered.
    pub options: Options,
    period: Period,
}

/// The days a report is about, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first day, 1 January.
    pub start: NaiveDate,
    /// The last day: 31 December, or the day as seen from where that is earlier.
    pub end: NaiveDate,
    /// Calendar days.
    pub days: u64,
    /// Working days by the calendar of the office.
    pub working_days: u64,
}

impl<'a> Scope<'a> {
    /// The year `year` as seen from `as_of`, by default from its last day.
    ///
    /// None for a day before the year begins, and for a year that no calendar holds.
    #[must_use]
    pub fn new(
        year: i32,
        as_of: Option<NaiveDate>,
        calendar: &'a Calendar,
        options: Options,
    ) -> Option<Self> {
        let start = NaiveDate::from_ymd_opt(year, 1, 1)?;
        let last_day = NaiveDate::from_ymd_opt(year, 12, 31)?;
        let as_of = as_of.unwrap_or(last_day);
        let end = last_day.min(as_of);
        let count = |days: i64| u64::try_from(days).unwrap_or(0);
        let period = Period {
            start,
            end,
            days: count((end - start).num_days() + 1),
            working_days: count(calendar.working_days_in(start..=end)),
        };
        (as_of >= start).then_some(Self {
            year,
            as_of,
            calendar,
            options,
            period,
        })
    }

    /// The days of the period: the year, or its part until the day as seen from. Carried figures
    /// are taken on its last day.
    #[must_use]
    pub fn period(&self) -> Period {
        self.period
    }

    /// Whether `date` lies in the period.
    #[must_use]
    pub fn contains(&self, date: NaiveDate) -> bool {
        self.period.start <= date && date <= self.period.end
    }

    /// Whether `date` has happened.
    #[must_use]
    pub fn has_seen(&self, date: NaiveDate) -> bool {
        date <= self.as_of
    }
}
