//! Counts the rows of a log by year and finds rare years: a mistyped year moves a row out of the
//! report year unnoticed.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate};

use crate::diagnostic::{Diagnostic, Implausible, ImplausibleDate, Place};
use crate::logs::{Entry, Row, YEARS};

/// The rows of a log by the year of their event.
pub(super) struct EventYears {
    /// One number for each of [`YEARS`].
    rows: Vec<u64>,
    /// Day and place of the first rows of each year, at most [`SHOWN`].
    first: BTreeMap<i32, Vec<(NaiveDate, Place)>>,
}

/// How many rows of a rare year are reported at their cells.
const SHOWN: usize = 5;

/// A log with at least this many rows is long: a single row is at most 1 % of it.
const LONG: u64 = 100;

/// In a shorter log, a year is rare only after a gap of at least this many years.
const WIDE_GAP: i32 = 10;

/// A year with hardly any rows.
struct RareYear {
    year: i32,
    /// The last year before it that is not rare.
    last: i32,
}

impl Default for EventYears {
    fn default() -> Self {
        Self {
            rows: vec![0; RangeInclusive::count(YEARS)],
            first: BTreeMap::new(),
        }
    }
}

impl EventYears {
    /// Adds a row by the day of its event.
    #[inline]
    pub(super) fn add<L: Entry>(&mut self, day: NaiveDate, row: &Row<'_>) {
        let index = usize::try_from(day.year() - YEARS.start());
        let rows = index.ok().and_then(|index| self.rows.get_mut(index));
        let Some(rows) = rows else { return };
        *rows += 1;
        if *rows <= SHOWN as u64 {
            self.keep::<L>(day, row);
        }
    }

    #[inline(never)]
    fn keep<L: Entry>(&mut self, day: NaiveDate, row: &Row<'_>) {
        let place = row.place_of(L::LOG, L::EVENT);
        self.first.entry(day.year()).or_default().push((day, place));
    }

    /// Adds the rows of a later part of the log.
    pub(super) fn merge(&mut self, later: Self) {
        for (rows, more) in self.rows.iter_mut().zip(later.rows) {
            *rows += more;
        }
        for (year, more) in later.first {
            let first = self.first.entry(year).or_default();
            first.extend(more);
            first.truncate(SHOWN);
        }
    }

    /// Returns the number of rows of a year.
    pub(super) fn rows_of(&self, year: i32) -> u64 {
        let index = usize::try_from(year - YEARS.start()).ok();
        let rows = index.and_then(|index| self.rows.get(index));
        rows.copied().unwrap_or(0)
    }

    /// The years with rows, and the number of rows.
    fn by_year(&self) -> impl Iterator<Item = (i32, u64)> {
        let rows = self.rows.iter().copied();
        YEARS.zip(rows).filter(|(_, rows)| *rows > 0)
    }

    /// The years with rows.
    pub(super) fn years(&self) -> impl Iterator<Item = i32> {
        self.first.keys().copied()
    }

    /// Reports the rows of rare years: the first of each at their cells, the others as a number.
    pub(super) fn report(&self, found: &mut Vec<Diagnostic>) {
        for RareYear { year, last } in self.rare() {
            let rows = self.by_year().find(|(of, _)| *of == year);
            let first = self.first.get(&year).map_or(&[][..], Vec::as_slice);
            let others = rows.map_or(0, |(_, rows)| rows) - first.len() as u64;
            for (index, (date, place)) in first.iter().enumerate() {
                let is_last = index + 1 == first.len();
                let because = Implausible::RareYear {
                    last,
                    others: if is_last { others } else { 0 },
                };
                let problem = ImplausibleDate {
                    date: *date,
                    because,
                };
                found.push(Diagnostic::at(place.clone(), problem));
            }
        }
    }

    /// Returns the years that may be typing errors.
    fn rare(&self) -> Vec<RareYear> {
        let years: Vec<(i32, u64)> = self.by_year().collect();
        let total = years.iter().map(|(_, rows)| rows).sum();
        let is_rare: Vec<bool> = if total < LONG {
            let first = first_far(&years, total).unwrap_or(years.len());
            (0..years.len()).map(|index| index >= first).collect()
        } else {
            let mut usual = years.iter().filter(|(_, rows)| rows * 20 >= total);
            let mut last_usual = usual.next_back().map_or(*YEARS.end(), |(year, _)| *year);
            let is_rare = |rows: u64| rows * 100 < total;
            // In a log of many years, hardly any year may reach 5 %.
            for &(year, rows) in &years {
                if year == last_usual + 1 && !is_rare(rows) {
                    last_usual = year;
                }
            }
            let years = years.iter();
            years
                .map(|(year, rows)| is_rare(*rows) && *year >= last_usual + 2)
                .collect()
        };
        let mut last = None;
        let mut rare = Vec::new();
        for (&(year, _), is_rare) in years.iter().zip(is_rare) {
            match last {
                Some(last) if is_rare => rare.push(RareYear { year, last }),
                _ => last = Some(year),
            }
        }
        rare
    }
}

/// Returns the index of the first suspicious year in a short log, where percentages say little: it
/// follows a gap of [`WIDE_GAP`] years, and it and all later years have one row or at most 5 %
/// each.
fn first_far(years: &[(i32, u64)], total: u64) -> Option<usize> {
    let most = (total / 20).max(1);
    (1..years.len()).find(|&index| {
        let (before, behind) = (years[index - 1].0, &years[index..]);
        let rows: u64 = behind.iter().map(|(_, rows)| rows).sum();
        behind[0].0 - before >= WIDE_GAP
            && behind.iter().all(|(_, rows)| *rows <= most)
            // A log with two rows does not say which of them is wrong.
            && rows * 2 < total
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the rare years of a log with the given number of rows per year.
    fn rare(rows: &[(i32, u64)]) -> Vec<(i32, i32)> {
        let mut years = EventYears::default();
        for &(year, rows) in rows {
            years.rows[usize::try_from(year - YEARS.start()).unwrap()] = rows;
        }
        let rare = years.rare().into_iter();
        rare.map(|rare| (rare.year, rare.last)).collect()
    }

    #[test]
    fn rare_years_of_long_logs() {
        assert_eq!(rare(&[(2016, 500), (2017, 500), (2071, 1)]), [(2071, 2017)]);
        assert_eq!(rare(&[(2017, 1000), (2019, 9)]), [(2019, 2017)]);
        let both = [(2042, 2017), (2071, 2017)];
        assert_eq!(rare(&[(2017, 1000), (2042, 1), (2071, 2)]), both);
        // 1 %, the next year, and one before the others.
        assert_eq!(rare(&[(2017, 990), (2019, 10)]), []);
        assert_eq!(rare(&[(2017, 1000), (2018, 1)]), []);
        assert_eq!(rare(&[(1989, 1), (2017, 1000)]), []);
        // No year holds 5 %.
        let even: Vec<(i32, u64)> = (1980..=2017).map(|year| (year, 4)).collect();
        assert_eq!(rare(&even), []);
        assert_eq!(rare(&[&even[..], &[(2060, 1)]].concat()), []);
        // A long log whose newest year has just begun, and one mistyped.
        let mut long: Vec<(i32, u64)> = (1990..=2017).map(|year| (year, 30)).collect();
        long[0].1 = 100;
        long.extend([(2018, 2), (2071, 1)]);
        assert_eq!(rare(&long), [(2071, 2018)]);
    }

    #[test]
    fn rare_years_of_short_logs() {
        assert_eq!(rare(&[(2017, 2), (2071, 1)]), [(2071, 2017)]);
        assert_eq!(rare(&[(2017, 99), (2027, 1)]), []);
        assert_eq!(rare(&[(2017, 98), (2027, 1)]), [(2027, 2017)]);
        assert_eq!(rare(&[(2017, 98), (2026, 1)]), []);
        assert_eq!(rare(&[(2016, 3), (2017, 6), (2018, 1)]), []);
        assert_eq!(rare(&[(1999, 1), (2017, 1)]), []);
        // One row of an early year, and the log begins later.
        assert_eq!(rare(&[(1999, 1), (2015, 1), (2016, 1), (2017, 1)]), []);
        assert_eq!(rare(&[(2000, 20), (2015, 8), (2016, 1)]), []);
        assert_eq!(rare(&[]), []);
    }
}
