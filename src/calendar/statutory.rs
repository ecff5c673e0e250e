//! Statutory days off, for years whose notice is not known.
//!
//! A holiday on a weekend, or on the day of another holiday, is made up on the next working day. Which
//! weekends are worked is set only by the notice.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use chrono::{Days, NaiveDate};
use serde::Deserialize;

use super::is_weekday;

/// The regulation on holidays, with the lunar dates of the festivals.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Statute {
    #[expect(dead_code, reason = "read by who maintains the file")]
    title: BTreeMap<String, String>,
    #[expect(dead_code, reason = "read by who maintains the file")]
    source: String,
    /// In order of their first year.
    #[serde(rename = "version")]
    versions: Vec<Version>,
    /// By year.
    festivals: BTreeMap<String, Festivals>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Version {
    from: i32,
    holidays: Vec<Holiday>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Holiday {
    name: String,
    /// Days of the year, `MM-DD`.
    #[serde(default)]
    days: Vec<String>,
    festival: Option<Festival>,
    /// Offsets in days from the festival.
    #[serde(default)]
    offsets: Vec<i64>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Festival {
    Spring,
    Qingming,
    DragonBoat,
    MidAutumn,
}

/// Dates of the festivals of one year, `MM-DD`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Festivals {
    spring: String,
    qingming: String,
    dragon_boat: String,
    mid_autumn: String,
}

/// A day off by law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StatutoryDay {
    pub(super) date: NaiveDate,
    /// Name of the holiday; two names if two holidays fall on the day.
    pub(super) name: String,
    /// Whether it makes up for a holiday on a weekend or on the day of another holiday.
    pub(super) made_up: bool,
}

impl Statute {
    /// The regulation of China, parsed once.
    pub(super) fn china() -> &'static Self {
        static CHINA: LazyLock<Statute> = LazyLock::new(|| {
            toml::from_str(include_str!("statutory.toml")).expect("a test reads the built-in days")
        });
        &CHINA
    }

    /// The years whose lunar dates are known.
    pub(super) fn years(&self) -> impl Iterator<Item = i32> {
        self.festivals.keys().filter_map(|year| year.parse().ok())
    }

    /// The days off of a year, in order; empty if its lunar dates are not known.
    pub(super) fn days_of(&self, year: i32) -> Vec<StatutoryDay> {
        let holidays = self.holidays_of(year);
        let mut names: BTreeMap<NaiveDate, String> = BTreeMap::new();
        let mut lost = Vec::new();
        for &(date, name) in &holidays {
            let others = names.entry(date).or_default();
            if !is_weekday(date) || !others.is_empty() {
                lost.push((date, name));
            }
            if !others.is_empty() {
                others.push('、');
            }
            others.push_str(name);
        }
        lost.sort_by_key(|(date, _)| *date);

        let mut off: BTreeSet<NaiveDate> = names.keys().copied().collect();
        let mut days: Vec<_> = names
            .into_iter()
            .map(|(date, name)| StatutoryDay {
                date,
                name,
                made_up: false,
            })
            .collect();
        for (date, name) in lost {
            let mut after = date.iter_days().skip(1);
            if let Some(date) = after.find(|date| is_weekday(*date) && !off.contains(date)) {
                off.insert(date);
                days.push(StatutoryDay {
                    date,
                    name: name.to_owned(),
                    made_up: true,
                });
            }
        }
        days.sort_by_key(|day| day.date);
        days
    }

    /// All days of all holidays of a year, in the order of the regulation. A day of two holidays occurs
    /// twice.
    pub(super) fn holidays_of(&self, year: i32) -> Vec<(NaiveDate, &str)> {
        let version = self.versions.iter().rfind(|version| version.from <= year);
        let (Some(version), Some(festivals)) = (version, self.festivals.get(&year.to_string()))
        else {
            return Vec::new();
        };
        let mut dates = Vec::new();
        for holiday in &version.holidays {
            let fixed = holiday.days.iter().filter_map(|text| day_of(year, text));
            dates.extend(fixed.map(|date| (date, holiday.name.as_str())));
            let festival = holiday.festival.map(|festival| festivals.text_of(festival));
            let festival = festival.and_then(|text| day_of(year, text));
            let moved = festival.into_iter().flat_map(|date| {
                let offsets = holiday.offsets.iter();
                offsets.filter_map(move |&offset| moved_by(date, offset))
            });
            dates.extend(moved.map(|date| (date, holiday.name.as_str())));
        }
        dates
    }
}

impl Festivals {
    fn text_of(&self, festival: Festival) -> &str {
        match festival {
            Festival::Spring => &self.spring,
            Festival::Qingming => &self.qingming,
            Festival::DragonBoat => &self.dragon_boat,
            Festival::MidAutumn => &self.mid_autumn,
        }
    }
}

/// Parses a day of `year` from `MM-DD`.
fn day_of(year: i32, text: &str) -> Option<NaiveDate> {
    let (month, day) = text.split_once('-')?;
    NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
}

fn moved_by(date: NaiveDate, offset: i64) -> Option<NaiveDate> {
    let days = Days::new(offset.unsigned_abs());
    if offset < 0 {
        date.checked_sub_days(days)
    } else {
        date.checked_add_days(days)
    }
}

#[cfg(test)]
mod tests {
    use chrono::Datelike;

    use super::*;
    use crate::calendar::{Calendar, Reason};

    fn statute() -> &'static Statute {
        Statute::china()
    }

    #[test]
    fn holidays_of_the_law_were_announced_off() {
        assert_eq!(statute().years().count(), 28);
        for year in 2008..=2026 {
            let holidays = statute().holidays_of(year);
            assert_eq!(holidays.len(), if year < 2025 { 11 } else { 13 });
            for (date, name) in holidays {
                assert!(!Calendar::china().is_working(date), "{name} {date}");
            }
        }
    }

    /// A notice moves days and adds none, except for the parade of 2015 and the epidemic of 2020. The notice
    /// for 2012 took a day of December 2011, which shows because days are counted in the year they fall in.
    #[test]
    fn notices_give_the_days_of_the_law() {
        for year in 2008..=2026 {
            let days = NaiveDate::from_ymd_opt(year, 1, 1).unwrap().iter_days();
            let given: i32 = days
                .take_while(|date| date.year() == year)
                .map(|date| match Calendar::china().day(date).reason {
                    Reason::Holiday { .. } => 1,
                    Reason::MakeUp { .. } => -1,
                    _ => 0,
                })
                .sum();
            let expected = match year {
                2011 => 10,
                2012 | 2015 => 12,
                2020 | 2025.. => 13,
                _ => 11,
            };
            assert_eq!(given, expected, "{year}");
        }
    }

    #[test]
    fn years_to_come_have_thirteen_weekdays_off() {
        for year in 2027..=2035 {
            let days = statute().days_of(year);
            let weekdays = days.iter().filter(|day| is_weekday(day.date)).count();
            assert_eq!(weekdays, 13, "{year}");
        }
        assert!(statute().days_of(2036).is_empty());
    }

    fn off(year: i32, months: std::ops::RangeInclusive<u32>) -> Vec<String> {
        let days = statute().days_of(year).into_iter();
        days.filter(|day| months.contains(&day.date.month()))
            .map(|day| {
                let sign = if day.made_up { "+" } else { "" };
                format!("{sign}{} {}", day.date.format("%m-%d"), day.name)
            })
            .collect()
    }

    /// 2027-02-06 and 05-01 are Saturdays, 10-01 is a Friday.
    #[test]
    fn weekend_days_are_made_up() {
        assert_eq!(
            off(2027, 1..=5),
            [
                "01-01 元旦",
                "02-05 春节",
                "02-06 春节",
                "02-07 春节",
                "02-08 春节",
                "+02-09 春节",
                "+02-10 春节",
                "04-05 清明节",
                "05-01 劳动节",
                "05-02 劳动节",
                "+05-03 劳动节",
                "+05-04 劳动节",
            ]
        );
        assert_eq!(
            off(2027, 10..=10),
            [
                "10-01 国庆节",
                "10-02 国庆节",
                "10-03 国庆节",
                "+10-04 国庆节",
                "+10-05 国庆节"
            ]
        );
    }

    /// Mid-Autumn of 2028 is 3 October, a Tuesday after a Sunday; that of 2031 is 1 October, a Wednesday.
    #[test]
    fn two_holidays_on_a_day_give_one_more() {
        assert_eq!(
            off(2028, 10..=10),
            [
                "10-01 国庆节",
                "10-02 国庆节",
                "10-03 中秋节、国庆节",
                "+10-04 国庆节",
                "+10-05 国庆节"
            ]
        );
        assert_eq!(
            off(2031, 10..=10),
            [
                "10-01 中秋节、国庆节",
                "10-02 国庆节",
                "10-03 国庆节",
                "+10-06 国庆节"
            ]
        );
    }
}
