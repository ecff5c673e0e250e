//! The scope of counting: the period and the reference day.

use chrono::{Datelike, Months, NaiveDate};

use crate::calendar::Calendar;
use crate::law::LawOptions;

/// A year, or another range of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Span {
    /// The whole year.
    Year(i32),
    /// From one day to another, inclusive.
    Days(NaiveDate, NaiveDate),
}

impl From<i32> for Span {
    fn from(year: i32) -> Self {
        Self::Year(year)
    }
}

impl Span {
    /// The days from `first` to `last`. `None` if `first` is later.
    #[must_use]
    pub fn days(first: NaiveDate, last: NaiveDate) -> Option<Self> {
        let is_year = first.year() == last.year() && first.ordinal() == 1;
        match last.succ_opt() {
            _ if last < first => None,
            Some(next) if is_year && next.ordinal() == 1 => Some(Self::Year(first.year())),
            _ => Some(Self::Days(first, last)),
        }
    }

    /// A span of `months` months from the month `first` of `year`.
    fn months(year: i32, first: u32, months: u32) -> Option<Self> {
        let first = NaiveDate::from_ymd_opt(year, first, 1)?;
        let next = first.checked_add_months(Months::new(months))?;
        Self::days(first, next.pred_opt()?)
    }

    /// A quarter of a year; `quarter` is 1 to 4.
    #[must_use]
    pub fn quarter(year: i32, quarter: u32) -> Option<Self> {
        Self::months(year, quarter.checked_sub(1)? * 3 + 1, 3)
    }

    /// A month of a year; `month` is 1 to 12.
    #[must_use]
    pub fn month(year: i32, month: u32) -> Option<Self> {
        Self::months(year, month, 1)
    }

    /// The year it ends in.
    #[must_use]
    pub fn year(self) -> i32 {
        match self {
            Self::Year(year) => year,
            Self::Days(_, last) => last.year(),
        }
    }

    /// The same days `years` later. The end of February stays the end of February.
    #[must_use]
    pub fn moved_by(self, years: i32) -> Option<Self> {
        let (first, last) = match self {
            Self::Year(year) => return Some(Self::Year(year.checked_add(years)?)),
            Self::Days(first, last) => (first, last),
        };
        let moved = |day: NaiveDate| {
            let year = day.year().checked_add(years)?;
            // 29 February does not exist in most years.
            day.with_year(year)
                .or_else(|| day.pred_opt()?.with_year(year))
        };
        let behind = last.succ_opt()?;
        let moved_last = if behind.day() == 1 {
            moved(behind)?.pred_opt()?
        } else {
            moved(last)?
        };
        Self::days(moved(first)?, moved_last)
    }

    /// Returns the number of the quarter or month, and its length in months, if the span is a whole
    /// one.
    #[must_use]
    pub fn whole_months(self) -> Option<(u32, u32)> {
        let Self::Days(first, _) = self else {
            return None;
        };
        let month = first.month();
        let lengths = [3, 1].into_iter();
        let mut lengths = lengths.filter(|months| (month - 1) % months == 0);
        let months = lengths
            .find(|months| Self::months(first.year(), month, *months).is_some_and(|it| it == self));
        months.map(|months| ((month - 1) / months + 1, months))
    }

    /// Its name in a report: `2017年`, `2017年第一季度`, `2017年5月`, `2017年2月1日至3月15日`.
    #[must_use]
    pub fn in_chinese(self) -> String {
        const QUARTERS: [&str; 4] = ["一", "二", "三", "四"];
        let year = self.year();
        match (self, self.whole_months()) {
            (Self::Year(year), _) => format!("{year}年"),
            (_, Some((quarter @ 1..=4, 3))) => {
                format!("{year}年第{}季度", QUARTERS[quarter as usize - 1])
            }
            (_, Some((month, _))) => format!("{year}年{month}月"),
            (Self::Days(first, last), None) => {
                let of_year = if first.year() == last.year() {
                    "%-m月%-d日"
                } else {
                    "%Y年%-m月%-d日"
                };
                let first = first.format("%Y年%-m月%-d日");
                format!("{first}至{}", last.format(of_year))
            }
        }
    }

    /// Its form in a file name: `2017-Q1`, `2017-02-01--2017-03-15`.
    #[must_use]
    pub fn in_file_name(self) -> String {
        self.code().replace('/', "--")
    }

    /// Its machine-readable form: `2017`, `2017-Q1`, `2017-05`, `2017-02-01/2017-03-15`.
    #[must_use]
    pub fn code(self) -> String {
        let year = self.year();
        match (self, self.whole_months()) {
            (Self::Year(year), _) => year.to_string(),
            (_, Some((quarter, 3))) => format!("{year}-Q{quarter}"),
            (_, Some((month, _))) => format!("{year}-{month:02}"),
            (Self::Days(first, last), None) => format!("{first}/{last}"),
        }
    }
}

/// The year or part of a year that is counted, on a reference day.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'a> {
    /// The report year; for a span across years, the year of its last day.
    pub year: i32,
    /// The reference day: later events are ignored.
    pub as_of: NaiveDate,
    /// The calendar that working days are counted by.
    pub calendar: &'a Calendar,
    /// The answers to open questions of law.
    pub options: LawOptions,
    period: Period,
    span: Span,
}

/// The days that a report covers, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first day: 1 January, unless the period is part of a year.
    pub start: NaiveDate,
    /// The last day: 31 December or the last day of the part, or the reference day if that is earlier.
    pub end: NaiveDate,
    /// Calendar days.
    pub days: u64,
    /// Working days in the office's calendar.
    pub working_days: u64,
}

impl<'a> Scope<'a> {
    /// The year `year` with the reference day `as_of`, by default its last day.
    ///
    /// `None` for a reference day before the year begins, and for a year outside the range of dates.
    #[must_use]
    pub fn new(
        year: i32,
        as_of: Option<NaiveDate>,
        calendar: &'a Calendar,
        options: LawOptions,
    ) -> Option<Self> {
        Self::of(year.into(), as_of, calendar, options)
    }

    /// Like [`new`](Self::new), for any span.
    #[must_use]
    pub fn of(
        span: Span,
        as_of: Option<NaiveDate>,
        calendar: &'a Calendar,
        options: LawOptions,
    ) -> Option<Self> {
        let (start, last_day) = match span {
            Span::Year(year) => (
                NaiveDate::from_ymd_opt(year, 1, 1)?,
                NaiveDate::from_ymd_opt(year, 12, 31)?,
            ),
            Span::Days(first, last) => (first, last),
        };
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
            year: span.year(),
            as_of,
            calendar,
            options,
            period,
            span,
        })
    }

    /// The days of the period: the year or its part, up to the reference day. Carried-over figures are
    /// taken on its last day.
    #[must_use]
    pub fn period(&self) -> Period {
        self.period
    }

    /// The year or part of a year that is counted.
    #[must_use]
    pub fn span(&self) -> Span {
        self.span
    }

    /// Whether only a part of a year is counted. Declared figures and targets are for whole years, so
    /// they do not apply to it.
    #[must_use]
    pub fn is_part(&self) -> bool {
        self.span != Span::Year(self.year)
    }

    /// Whether `date` lies in the period.
    #[must_use]
    pub fn contains(&self, date: NaiveDate) -> bool {
        self.period.start <= date && date <= self.period.end
    }

    /// Whether `date` is not after the reference day.
    #[must_use]
    pub fn has_seen(&self, date: NaiveDate) -> bool {
        date <= self.as_of
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(first: &str, last: &str) -> Span {
        Span::days(first.parse().unwrap(), last.parse().unwrap()).unwrap()
    }

    #[test]
    fn parts_of_a_year() {
        let check = |span: Option<Span>, first, last, code: &str| {
            assert_eq!(span, Some(days(first, last)));
            assert_eq!(span.unwrap().code(), code);
        };
        check(
            Span::quarter(2017, 2),
            "2017-04-01",
            "2017-06-30",
            "2017-Q2",
        );
        check(Span::month(2016, 2), "2016-02-01", "2016-02-29", "2016-02");
        check(Span::month(2017, 12), "2017-12-01", "2017-12-31", "2017-12");
        let two_months = days("2017-02-01", "2017-03-31");
        assert_eq!(two_months.code(), "2017-02-01/2017-03-31");
        assert_eq!(days("2017-01-01", "2017-12-31"), Span::Year(2017));
        let none = [
            Span::quarter(2017, 5),
            Span::month(2017, 13),
            Span::quarter(2017, 0),
        ];
        assert_eq!(none, [None; 3]);
    }

    #[test]
    fn the_same_part_of_another_year() {
        let check = |first, last, years, expected: Span| {
            assert_eq!(days(first, last).moved_by(years), Some(expected));
        };
        check(
            "2017-02-01",
            "2017-02-28",
            -1,
            Span::month(2016, 2).unwrap(),
        );
        check("2016-02-01", "2016-02-29", 1, Span::month(2017, 2).unwrap());
        check(
            "2016-02-29",
            "2016-03-15",
            1,
            days("2017-02-28", "2017-03-15"),
        );
        check(
            "2016-07-01",
            "2017-06-30",
            -1,
            days("2015-07-01", "2016-06-30"),
        );
        check(
            "2017-10-01",
            "2017-12-31",
            -1,
            Span::quarter(2016, 4).unwrap(),
        );
        assert_eq!(Span::Year(2017).moved_by(-1), Some(Span::Year(2016)));
    }
}
