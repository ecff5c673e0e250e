//! Working days: which days of China are worked, why, and counting along them.
//!
//! Knows nothing of deadlines; [`law`](crate::law) decides what is counted and from when.
//! The days come from `calendar/cn.toml`, each with the notice that set it; an office lays files of
//! its own on top with [`Calendar::extended_with`]. Every question has an answer for every date: where
//! no notice is known the holidays of the law are off, by `calendar/statutory.toml`, and beyond its
//! years the answer is Monday to Friday; [`Calendar::state`] says so.

mod file;
mod running;
mod statutory;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate, Weekday};

use file::{Contents, Entry};
pub use file::{Finding, FindingKind, Notice, Shape};
use running::Running;
use statutory::Statute;

/// First day of a year's end that the next year's notice may still change.
///
/// Source: of the notices for 2007 to 2026 five set days of the December before, none earlier
/// than the 29th.
const PROVISIONAL_FROM: (u32, u32) = (12, 29);

/// Fewer days off than this, Monday to Friday, are not a whole year's notice.
///
/// Source: the notices for 2007 to 2026 have 16 to 23.
const FEWEST_DAYS_OFF: usize = 10;

/// The working days of a country, with an office's own changes on top.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// The built-in data first, then the user's files, a later one going before an earlier one.
    layers: Vec<Layer>,
    /// The days that some layer names. All others are worked Monday to Friday.
    settings: BTreeMap<NaiveDate, Setting>,
    /// Years whose own notice is loaded.
    noticed: BTreeSet<i32>,
    /// The last years with their notices, without a gap between them; what of the next year's
    /// notice is missing leaves only the last days of the last one open.
    known: Option<RangeInclusive<i32>>,
    running: Running,
}

/// One file of calendar data.
#[derive(Debug, Clone)]
struct Layer {
    /// The user's name for the file; none for the built-in data.
    file: Option<String>,
    version: Option<String>,
    notices: Vec<Notice>,
}

/// What a layer says of one day.
#[derive(Debug, Clone)]
struct Setting {
    working: bool,
    name: String,
    source: Source,
}

/// The source of a day off or a worked weekend.
#[derive(Debug, Clone, Copy)]
enum Source {
    Layer {
        /// Index into `Calendar::layers`.
        layer: usize,
        /// Index into the layer's notices.
        notice: Option<usize>,
    },
    /// The law, in a year without a notice.
    Law { made_up: bool },
}

/// One day as the calendar knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day<'a> {
    /// The civil date.
    pub date: NaiveDate,
    /// Whether it counts as a working day.
    pub working: bool,
    /// Why it does or does not.
    pub reason: Reason<'a>,
    /// Whether that is final: false in a year without a notice, and in the last days of a year
    /// whose successor's notice is not known.
    pub settled: bool,
}

/// Why a day is worked or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason<'a> {
    /// Monday to Friday, and nothing else is said of it: worked.
    Weekday,
    /// Saturday or Sunday, and nothing else is said of it: off.
    Weekend,
    /// Listed as off.
    Holiday {
        /// The holiday, 国庆节; empty where the user's file gives no name.
        name: &'a str,
        /// Who says so.
        origin: Origin<'a>,
    },
    /// Off by the law, in a year whose notice is not known.
    Statutory {
        /// The holiday; two where they fall on one day.
        name: &'a str,
        /// It makes up for a holiday on a weekend or on the day of another, on the next working day
        /// until the notice says otherwise.
        made_up: bool,
    },
    /// Listed as worked: a weekend day that makes up for a holiday, or a day off that a user's
    /// file takes back.
    MakeUp {
        /// The holiday it makes up for; empty where the user's file gives no name.
        name: &'a str,
        /// Who says so.
        origin: Origin<'a>,
    },
}

/// Who set a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin<'a> {
    /// The user's file; none for the national data.
    pub file: Option<&'a str>,
    /// The notice, where the data names it.
    pub notice: Option<&'a Notice>,
}

/// How much is known of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum YearState {
    /// Its own notice and the next year's are loaded.
    Announced,
    /// Its own notice is loaded; 29 to 31 December may still change.
    ProvisionalEnd,
    /// Its notice is not loaded: the holidays of the law are off, and which days are moved is open.
    Statutory,
    /// Its notice is not loaded, nor are the lunar dates of its holidays: Monday to Friday is a guess.
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

    /// This calendar with a user's file on top, whose entries go before what was there.
    ///
    /// `name` is what [`Origin::file`] will say; `text` has the layout of `cn.toml`. A year's table
    /// makes the year known, unless it says `local = true`.
    ///
    /// # Errors
    /// Everything found in the file, in its order, when any of it [is an error]. What is found in a
    /// usable file are warnings, and come with the calendar.
    ///
    /// [is an error]: FindingKind::is_error
    pub fn extended_with(
        &self,
        name: &str,
        text: &str,
    ) -> Result<(Self, Vec<Finding>), Vec<Finding>> {
        let (contents, mut findings) = file::read(text);
        let (calendar, warnings) = self.clone().with_layer(Some(name), contents);
        findings.extend(warnings);
        findings.sort_by_key(|finding| (finding.span.start, finding.span.end));
        if findings.iter().any(|finding| finding.kind.is_error()) {
            // A year may be sparse only because some of its days could not be read.
            findings.retain(|finding| !matches!(finding.kind, FindingKind::SparseYear { .. }));
            Err(findings)
        } else {
            Ok((calendar, findings))
        }
    }

    /// What is known of `date`, and why it is worked or not.
    #[must_use]
    pub fn day(&self, date: NaiveDate) -> Day<'_> {
        let setting = self.settings.get(&date);
        let reason = match setting {
            None if is_weekday(date) => Reason::Weekday,
            None => Reason::Weekend,
            Some(setting) => {
                let name = setting.name.as_str();
                match setting.source {
                    Source::Law { made_up } => Reason::Statutory { name, made_up },
                    Source::Layer { layer, notice } => {
                        let layer = &self.layers[layer];
                        let origin = Origin {
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

    /// The `working_days`-th working day after `from`, which is itself not counted.
    ///
    /// Zero gives `from`, worked or not. Ends at [`NaiveDate::MAX`] when the count runs past it.
    #[must_use]
    pub fn add(&self, from: NaiveDate, working_days: u32) -> NaiveDate {
        match working_days {
            0 => from,
            _ => self
                .running
                .working_day(self.running.through(from) + i64::from(working_days)),
        }
    }

    /// Working days after `from`, up to and including `to`; negative when `to` is before `from`.
    ///
    /// Exchanging the two changes the sign, and no more. A caller that counts what has elapsed
    /// takes a negative count for a row whose dates are the wrong way round.
    #[must_use]
    pub fn count(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        self.running.through(to) - self.running.through(from)
    }

    /// Working days of a period, its first and last day included; none when it ends before it starts.
    #[must_use]
    pub fn working_days_in(&self, period: RangeInclusive<NaiveDate>) -> i64 {
        let (start, end) = period.into_inner();
        (self.count(start, end) + i64::from(self.is_working(start))).max(0)
    }

    /// How much is known of `year`.
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

    /// The days off that the law alone sets, of a year whose notice is not known, each with whether
    /// it makes up for another; in order.
    pub fn statutory_days(&self, year: i32) -> impl Iterator<Item = (NaiveDate, bool)> {
        let days = self.days_of(year);
        days.filter_map(|(date, setting)| match setting.source {
            Source::Law { made_up } => Some((*date, made_up)),
            Source::Layer { .. } => None,
        })
    }

    /// The days of `year` that are set.
    fn days_of(&self, year: i32) -> impl Iterator<Item = (&NaiveDate, &Setting)> {
        let first = NaiveDate::from_ymd_opt(year, 1, 1);
        let last = NaiveDate::from_ymd_opt(year, 12, 31);
        let span = first.zip(last);
        span.into_iter()
            .flat_map(|(first, last)| self.settings.range(first..=last))
    }

    /// The years whose missing notice leaves the days `from` to `to` unsettled, both included: a
    /// notice sets the days of its year and the last ones of the year before. In order, and lazily:
    /// a mistyped date may span very many.
    #[must_use]
    pub fn missing_years(
        &self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> impl DoubleEndedIterator<Item = i32> {
        let reaches_end = (to.month(), to.day()) >= PROVISIONAL_FROM;
        let last = to.year().saturating_add(i32::from(reaches_end));
        // Nearly every span lies in the years that are known, and no year of it is asked about.
        let is_known =
            |known: &RangeInclusive<i32>| known.contains(&from.year()) && known.contains(&last);
        let is_blank = from > to || self.known.as_ref().is_some_and(is_known);
        let last = if is_blank { from.year() - 1 } else { last };
        (from.year()..=last).filter(|year| !self.noticed.contains(year))
    }

    /// The version of the built-in data, the day it was gathered.
    #[must_use]
    pub fn version(&self) -> Option<&str> {
        self.layers.first()?.version.as_deref()
    }

    /// The last year whose notice is loaded, built in or from a user's file.
    #[must_use]
    pub fn last_noticed_year(&self) -> Option<i32> {
        self.noticed.last().copied()
    }

    /// The user's files, in the order they were laid on.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.layers.iter().filter_map(|layer| layer.file.as_deref())
    }

    /// A calendar of which nothing is known.
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

    /// Adds the days off that the law gives in years without a notice.
    fn with_law(mut self) -> Self {
        let statute = Statute::china();
        for year in statute.years() {
            if self.noticed.contains(&year) {
                continue;
            }
            for day in statute.days_of(year) {
                self.settings.entry(day.date).or_insert(Setting {
                    working: false,
                    name: day.name,
                    source: Source::Law {
                        made_up: day.made_up,
                    },
                });
            }
        }
        self.running = Running::over(&self.settings);
        self
    }

    /// Puts `contents` on top, and tells what of it has no effect or looks incomplete.
    fn with_layer(mut self, file: Option<&str>, contents: Contents) -> (Self, Vec<Finding>) {
        let mut findings = Vec::new();
        let layer = self.layers.len();
        // A notice says all there is to say of its year.
        let is_told =
            |date: &NaiveDate| contents.years.iter().any(|(year, _)| *year == date.year());
        self.settings.retain(|date, setting| {
            matches!(setting.source, Source::Layer { .. }) || !is_told(date)
        });
        let mut named = BTreeMap::new();
        for entry in &contents.entries {
            let mut changes = false;
            for date in entry.dates() {
                changes |= !named.contains_key(&date) && self.is_working(date) != entry.working;
                let setting = Setting {
                    working: entry.working,
                    name: entry.name.clone(),
                    source: Source::Layer {
                        layer,
                        notice: entry.notice,
                    },
                };
                named.entry(date).or_insert(setting);
            }
            if !changes {
                let (first, working) = (*entry.days.start(), entry.working);
                let kind = FindingKind::ChangesNothing { first, working };
                findings.push(Finding {
                    kind,
                    span: entry.span.clone(),
                });
            }
        }
        for (year, span) in contents.years {
            let days_off = weekdays_off(&contents.entries, year);
            if self.noticed.insert(year) && days_off < FEWEST_DAYS_OFF {
                findings.push(Finding {
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

/// Days from Monday to Friday of `year` that the entries take off.
fn weekdays_off(entries: &[Entry], year: i32) -> usize {
    let reaches =
        |days: &RangeInclusive<NaiveDate>| days.start().year() <= year && year <= days.end().year();
    let off = entries
        .iter()
        .filter(|entry| !entry.working && reaches(&entry.days));
    off.flat_map(Entry::dates)
        .filter(|date| date.year() == year && is_weekday(*date))
        .count()
}

fn is_weekday(date: NaiveDate) -> bool {
    !matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}
