//! Working days: which days of China are worked, why, and counting along them.
//!
//! Takes the notices of `calendar/cn.toml`, each day with the notice that set it, the statutory holidays of
//! `statutory.toml` for years without one, and files of the office ([`Calendar::extended_with`]).
//! Gives an answer for every day, and whether it rests on a notice ([`Calendar::state`]).
//! Does not know deadlines: [`law`](crate::law) decides what is counted and from when.

mod file;
mod running;
mod statutory;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate, Weekday};

use file::{CalendarContents, CalendarEntry};
pub use file::{CalendarFinding, FindingKind, Notice};
use running::Running;
use statutory::Statute;

/// First day of December that the next year's notice may still change.
///
/// Source: of the notices for 2007 to 2026, five set days of the preceding December, none before
/// the 29th.
const PROVISIONAL_FROM: (u32, u32) = (12, 29);

/// A notice for a whole year has at least this many days off from Monday to Friday.
///
/// Source: the notices for 2007 to 2026 have 16 to 23.
const FEWEST_DAYS_OFF: usize = 10;

/// The working days of China, with an office's own changes on top.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// The built-in data first, then the user's files; a later file overrides an earlier one.
    layers: Vec<Layer>,
    /// The days that some layer sets. All others are worked Monday to Friday.
    settings: BTreeMap<NaiveDate, DaySetting>,
    /// Years whose notice is loaded.
    noticed: BTreeSet<i32>,
    /// The most recent run of consecutive years whose notices are loaded. Without the next year's notice
    /// only the last days of the last year are unsettled.
    known: Option<RangeInclusive<i32>>,
    running: Running,
}

/// One file of calendar data.
#[derive(Debug, Clone)]
struct Layer {
    /// The user's name for the file; `None` for the built-in data.
    file: Option<String>,
    version: Option<String>,
    notices: Vec<Notice>,
}

/// How a layer sets one day.
#[derive(Debug, Clone)]
struct DaySetting {
    working: bool,
    name: String,
    source: SettingSource,
}

/// The source of a day off or a worked weekend.
#[derive(Debug, Clone, Copy)]
enum SettingSource {
    Layer {
        /// Index into `Calendar::layers`.
        layer: usize,
        /// Index into the layer's notices.
        notice: Option<usize>,
    },
    /// The law, in a year whose notice is not loaded.
    Law { made_up: bool },
}

/// One day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day<'a> {
    /// The civil date.
    pub date: NaiveDate,
    /// Whether it counts as a working day.
    pub working: bool,
    /// Why it does or does not.
    pub reason: Reason<'a>,
    /// Whether the answer is final: false in a year without a notice, and in the last days of a year
    /// if the next year's notice is not loaded.
    pub settled: bool,
}

/// Why a day is worked or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason<'a> {
    /// Monday to Friday without a setting: worked.
    Weekday,
    /// Saturday or Sunday without a setting: off.
    Weekend,
    /// Listed as off.
    Holiday {
        /// Name of the holiday, such as 国庆节; empty if the user's file gives no name.
        name: &'a str,
        /// Source of the setting.
        origin: DayOrigin<'a>,
    },
    /// Off by law, in a year whose notice is not loaded.
    Statutory {
        /// Name of the holiday; two names if two holidays fall on the day.
        name: &'a str,
        /// Whether it makes up for a holiday on a weekend or on the day of another holiday. It is the next
        /// working day until the notice sets another.
        made_up: bool,
    },
    /// Listed as worked: a weekend day that makes up for a holiday, or a day off that a user's
    /// file revokes.
    MakeUp {
        /// Name of the holiday it makes up for; empty if the user's file gives no name.
        name: &'a str,
        /// Source of the setting.
        origin: DayOrigin<'a>,
    },
}

/// Source of a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayOrigin<'a> {
    /// The user's file; `None` for the national data.
    pub file: Option<&'a str>,
    /// The notice, if the data names one.
    pub notice: Option<&'a Notice>,
}

/// How complete the data of a year is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum YearState {
    /// Its own notice and the next year's are loaded.
    Announced,
    /// Its own notice is loaded; 29 to 31 December may still change.
    ProvisionalEnd,
    /// Its notice is not loaded: statutory holidays are off; days moved by the notice are unknown.
    Statutory,
    /// Neither its notice nor the lunar dates of its holidays are loaded: Monday to Friday is a guess.
    Unknown,
}

impl Calendar {
    /// The national calendar of China, parsed once.
    #[must_use]
    pub fn china() -> &'static Self {
        static CHINA: LazyLock<Calendar> = LazyLock::new(|| {
            let (contents, findings) = file::read(include_str!("cn.toml"));
            debug_assert!(findings.is_empty(), "{findings:?}");
            Calendar::empty().with_layer(None, contents).0.with_law()
        });
        &CHINA
    }

    /// Returns this calendar with a user's file on top. Entries of the file override existing ones.
    ///
    /// `name` is returned by [`DayOrigin::file`]; `text` has the layout of `cn.toml`. A table of a year counts
    /// as the notice for that year, unless it has `local = true`.
    ///
    /// # Errors
    /// All findings in the file, in its order, if any of them is an error. For a usable file the
    /// findings are warnings, returned with the calendar.
    pub fn extended_with(
        &self,
        name: &str,
        text: &str,
    ) -> Result<(Self, Vec<CalendarFinding>), Vec<CalendarFinding>> {
        let (contents, mut findings) = file::read(text);
        let (calendar, warnings) = self.clone().with_layer(Some(name), contents);
        findings.extend(warnings);
        findings.sort_by_key(|finding| (finding.span.start, finding.span.end));
        if findings.iter().any(|finding| finding.kind.is_error()) {
            // A year may look sparse only because some of its days could not be read.
            findings.retain(|finding| !matches!(finding.kind, FindingKind::SparseYear { .. }));
            Err(findings)
        } else {
            Ok((calendar, findings))
        }
    }

    /// Returns whether `date` is worked or off, and why.
    #[must_use]
    pub fn day(&self, date: NaiveDate) -> Day<'_> {
        let setting = self.settings.get(&date);
        let reason = match setting {
            None if is_weekday(date) => Reason::Weekday,
            None => Reason::Weekend,
            Some(setting) => {
                let name = setting.name.as_str();
                match setting.source {
                    SettingSource::Law { made_up } => Reason::Statutory { name, made_up },
                    SettingSource::Layer { layer, notice } => {
                        let layer = &self.layers[layer];
                        let origin = DayOrigin {
                            file: layer.file.as_deref(),
                            notice: notice.map(|index| &layer.notices[index]),
                        };
                        if setting.working {
                            Reason::MakeUp { name, origin }
                        } else {
                            Reason::Holiday { name, origin }
                        }
                    }
                }
            }
        };
        let settled = self.missing_years(date, date).next().is_none();
        Day {
            date,
            working: self.is_working(date),
            reason,
            settled,
        }
    }

    /// Whether `date` is a working day.
    #[must_use]
    pub fn is_working(&self, date: NaiveDate) -> bool {
        self.settings
            .get(&date)
            .map_or_else(|| is_weekday(date), |setting| setting.working)
    }

    /// Returns the `working_days`-th working day after `from`; `from` itself is not counted.
    ///
    /// Zero returns `from`, worked or not. Returns [`NaiveDate::MAX`] if the count runs past it.
    #[must_use]
    pub fn add(&self, from: NaiveDate, working_days: u32) -> NaiveDate {
        match working_days {
            0 => from,
            _ => self
                .running
                .working_day(self.running.through(from) + i64::from(working_days)),
        }
    }

    /// Working days after `from`, up to and including `to`; negative if `to` is before `from`.
    ///
    /// Swapping the arguments only changes the sign. A caller that measures elapsed time treats a
    /// negative count as a row whose dates are in the wrong order.
    #[must_use]
    pub fn count(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        self.running.through(to) - self.running.through(from)
    }

    /// Working days of a period, first and last day included; 0 if it ends before it starts.
    #[must_use]
    pub fn working_days_in(&self, period: RangeInclusive<NaiveDate>) -> i64 {
        let (start, end) = period.into_inner();
        (self.count(start, end) + i64::from(self.is_working(start))).max(0)
    }

    /// Returns how complete the data of `year` is.
    #[must_use]
    pub fn state(&self, year: i32) -> YearState {
        if !self.noticed.contains(&year) {
            match self.statutory_days(year).next() {
                Some(_) => YearState::Statutory,
                None => YearState::Unknown,
            }
        } else if !self.noticed.contains(&year.saturating_add(1)) {
            YearState::ProvisionalEnd
        } else {
            YearState::Announced
        }
    }

    /// The days off that only the law sets, in a year whose notice is not loaded, in order; each with
    /// whether it makes up for another day.
    pub fn statutory_days(&self, year: i32) -> impl Iterator<Item = (NaiveDate, bool)> {
        let days = self.days_of(year);
        days.filter_map(|(date, setting)| match setting.source {
            SettingSource::Law { made_up } => Some((*date, made_up)),
            SettingSource::Layer { .. } => None,
        })
    }

    /// The days of `year` that have a setting.
    fn days_of(&self, year: i32) -> impl Iterator<Item = (&NaiveDate, &DaySetting)> {
        let first = NaiveDate::from_ymd_opt(year, 1, 1);
        let last = NaiveDate::from_ymd_opt(year, 12, 31);
        let span = first.zip(last);
        span.into_iter()
            .flat_map(|(first, last)| self.settings.range(first..=last))
    }

    /// The years whose missing notice leaves days from `from` to `to` (inclusive) unsettled: a notice
    /// sets the days of its year and the last ones of the year before. In order, and lazily, because
    /// a mistyped date may span very many years.
    #[must_use]
    pub fn missing_years(
        &self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> impl DoubleEndedIterator<Item = i32> {
        let reaches_end = (to.month(), to.day()) >= PROVISIONAL_FROM;
        let last = to.year().saturating_add(i32::from(reaches_end));
        // Fast path: nearly every period lies within the known years.
        let is_known =
            |known: &RangeInclusive<i32>| known.contains(&from.year()) && known.contains(&last);
        let is_blank = from > to || self.known.as_ref().is_some_and(is_known);
        let last = if is_blank { from.year() - 1 } else { last };
        (from.year()..=last).filter(|year| !self.noticed.contains(year))
    }

    /// Version of the built-in data: the day it was collected.
    #[must_use]
    pub fn version(&self) -> Option<&str> {
        self.layers.first()?.version.as_deref()
    }

    /// The last year whose notice is loaded, built-in or from a user's file.
    #[must_use]
    pub fn last_noticed_year(&self) -> Option<i32> {
        self.noticed.last().copied()
    }

    /// Names of the user's files, in the order in which they were added.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.layers.iter().filter_map(|layer| layer.file.as_deref())
    }

    /// A calendar without any data.
    fn empty() -> Self {
        let settings = BTreeMap::new();
        let running = Running::over(&settings);
        Self {
            layers: Vec::new(),
            settings,
            noticed: BTreeSet::new(),
            known: None,
            running,
        }
    }

    /// Adds the statutory days off of the years without a notice.
    fn with_law(mut self) -> Self {
        let statute = Statute::china();
        for year in statute.years() {
            if self.noticed.contains(&year) {
                continue;
            }
            for day in statute.days_of(year) {
                self.settings.entry(day.date).or_insert(DaySetting {
                    working: false,
                    name: day.name,
                    source: SettingSource::Law {
                        made_up: day.made_up,
                    },
                });
            }
        }
        self.running = Running::over(&self.settings);
        self
    }

    /// Adds `contents` on top, and reports entries without effect and years that look incomplete.
    fn with_layer(
        mut self,
        file: Option<&str>,
        contents: CalendarContents,
    ) -> (Self, Vec<CalendarFinding>) {
        let mut findings = Vec::new();
        let layer = self.layers.len();
        // A notice is complete for its year, so the statutory days of that year no longer apply.
        let is_reported =
            |date: &NaiveDate| contents.years.iter().any(|(year, _)| *year == date.year());
        self.settings.retain(|date, setting| {
            matches!(setting.source, SettingSource::Layer { .. }) || !is_reported(date)
        });
        let mut named = BTreeMap::new();
        for entry in &contents.entries {
            let mut changes = false;
            for date in entry.dates() {
                changes |= !named.contains_key(&date) && self.is_working(date) != entry.working;
                let setting = DaySetting {
                    working: entry.working,
                    name: entry.name.clone(),
                    source: SettingSource::Layer {
                        layer,
                        notice: entry.notice,
                    },
                };
                named.entry(date).or_insert(setting);
            }
            if !changes {
                let (first, working) = (*entry.days.start(), entry.working);
                let kind = FindingKind::ChangesNothing { first, working };
                findings.push(CalendarFinding {
                    kind,
                    span: entry.span.clone(),
                });
            }
        }
        for (year, span) in contents.years {
            let days_off = weekdays_off(&contents.entries, year);
            if self.noticed.insert(year) && days_off < FEWEST_DAYS_OFF {
                findings.push(CalendarFinding {
                    kind: FindingKind::SparseYear { year, days_off },
                    span,
                });
            }
        }
        self.settings.extend(named);
        self.known = self.noticed.last().map(|&last| {
            let is_noticed = |year: &i32| self.noticed.contains(year);
            let first = (i32::MIN..=last).rev().take_while(is_noticed).last();
            first.unwrap_or(last)..=last
        });
        self.running = Running::over(&self.settings);
        let file = file.map(str::to_owned);
        self.layers.push(Layer {
            file,
            version: contents.version,
            notices: contents.notices,
        });
        (self, findings)
    }
}

/// Number of days from Monday to Friday of `year` that the entries list as off.
fn weekdays_off(entries: &[CalendarEntry], year: i32) -> usize {
    let reaches =
        |days: &RangeInclusive<NaiveDate>| days.start().year() <= year && year <= days.end().year();
    let off = entries
        .iter()
        .filter(|entry| !entry.working && reaches(&entry.days));
    off.flat_map(CalendarEntry::dates)
        .filter(|date| date.year() == year && is_weekday(*date))
        .count()
}

fn is_weekday(date: NaiveDate) -> bool {
    !matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}
