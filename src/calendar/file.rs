//! Reads a file of calendar data: TOML in, entries and findings out.
//!
//! ```toml
//! [2019]
//! notice = "…"                                  # optional, as are `dated` and `source`
//! dated = 2018-12-06
//! off = ["元旦 2018-12-31 01-01", "春节 02-04..02-08"]   # a name, or none, then days
//! work = ["元旦 2018-12-29", "春节 02-02..02-03"]        # a day of the December before has its year
//! local = true                                  # single days only, not the year's whole notice
//! ```
//!
//! The code walks the TOML table itself, not through serde, so that one run reports all findings.

use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};
use std::slice;

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Years that a table may be for. Limited because the running count stores every day of these years.
const YEARS: RangeInclusive<i32> = 1949..=2199;

const ABOUT: &str = "about";
const ABOUT_KEYS: &[&str] = &["version", "source"];
const YEAR_KEYS: &[&str] = &[
    "notice", "dated", "source", "off", "work", "local", "special",
];
const SPECIAL_KEYS: &[&str] = &["notice", "dated", "source", "off", "work"];

/// A problem in a calendar file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarFinding {
    /// The kind of problem.
    pub kind: FindingKind,
    /// Byte range in the text.
    pub span: Range<usize>,
}

/// Kinds of problems in a calendar file; the caller words the message.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FindingKind {
    /// The text is not TOML.
    Syntax {
        /// Message of the TOML parser, in English.
        message: String,
    },
    /// The name of a table is neither `about` nor a supported year.
    NotAYear {
        /// The name.
        key: String,
    },
    /// An unknown key.
    UnknownKey {
        /// The key.
        key: String,
        /// The keys that are allowed there.
        known: &'static [&'static str],
    },
    /// A value of the wrong type.
    WrongShape {
        /// The expected type.
        expected: Shape,
        /// The actual type, as TOML names it.
        found: &'static str,
    },
    /// Neither `MM-DD`, `YYYY-MM-DD`, nor two of them with `..` between.
    NotADay {
        /// The text.
        text: String,
    },
    /// A list entry with a name and no day.
    NoDay {
        /// The entry.
        text: String,
    },
    /// A date that does not exist, such as 02-30.
    NoSuchDate {
        /// The year of the date.
        year: i32,
        /// The month.
        month: u32,
        /// The day of the month.
        day: u32,
    },
    /// A day in neither the table's year nor the December before.
    OutsideYear {
        /// The day.
        date: NaiveDate,
        /// The table's year.
        year: i32,
    },
    /// A range that ends before it starts.
    BackwardRange {
        /// Its first day.
        from: NaiveDate,
        /// Its last day.
        to: NaiveDate,
    },
    /// A day that the file lists under `off` and under `work`.
    OffAndWorked {
        /// The day.
        date: NaiveDate,
        /// Byte range of the first entry that lists it.
        other: Range<usize>,
    },
    /// Warning: an entry has no effect, because all its days already are as it sets them.
    ChangesNothing {
        /// Its first day.
        first: NaiveDate,
        /// Whether the entry lists them as worked.
        working: bool,
    },
    /// Warning: the table of a year has fewer days off than any whole year has. Days of a
    /// single office or region belong in a table with `local = true`.
    SparseYear {
        /// The year.
        year: i32,
        /// Its days off from Monday to Friday.
        days_off: usize,
    },
}

impl FindingKind {
    /// Whether the file cannot be used. All other kinds are warnings.
    #[must_use]
    pub fn is_error(&self) -> bool {
        !matches!(self, Self::ChangesNothing { .. } | Self::SparseYear { .. })
    }
}

/// Expected type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A table.
    Table,
    /// A list of tables.
    Tables,
    /// A string.
    Text,
    /// A date without quotes.
    Date,
    /// `true` or `false`.
    Flag,
    /// A list of strings, each a name and its days.
    Days,
}

/// An official notice that sets days off and days worked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Its title or number.
    pub name: String,
    /// The day it was signed or published.
    pub dated: Option<NaiveDate>,
}

/// Content of a calendar file.
#[derive(Debug, Default)]
pub(super) struct CalendarContents {
    pub(super) version: Option<String>,
    pub(super) notices: Vec<Notice>,
    /// The years with a notice, each with the span of its table name.
    pub(super) years: Vec<(i32, Range<usize>)>,
    /// In the order of the file. No day is both off and worked.
    pub(super) entries: Vec<CalendarEntry>,
}

/// A day or a range of days that a file lists.
#[derive(Debug)]
pub(super) struct CalendarEntry {
    pub(super) days: RangeInclusive<NaiveDate>,
    pub(super) working: bool,
    pub(super) name: String,
    /// Index into [`CalendarContents::notices`].
    pub(super) notice: Option<usize>,
    pub(super) span: Range<usize>,
}

impl CalendarEntry {
    pub(super) fn dates(&self) -> impl Iterator<Item = NaiveDate> {
        let end = *self.days.end();
        self.days
            .start()
            .iter_days()
            .take_while(move |date| *date <= end)
    }
}

/// Reads a calendar file. The contents are whatever could be read; use them only if no
/// finding is an error.
pub(super) fn read(text: &str) -> (CalendarContents, Vec<CalendarFinding>) {
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut reader = CalendarReader {
        text,
        contents: CalendarContents::default(),
        findings: Vec::new(),
    };
    for error in errors {
        let message = error.message().to_owned();
        reader.find(
            error.span().unwrap_or(0..0),
            FindingKind::Syntax { message },
        );
    }
    for (key, value) in root.get_ref() {
        let Some(table) = reader.table(value) else {
            continue;
        };
        if key.get_ref() == ABOUT {
            reader.about(table);
        } else if let Some(year) = year(key.get_ref()) {
            reader.year(year, key.span(), table);
        } else {
            let key_text = key.get_ref().to_string();
            reader.find(key.span(), FindingKind::NotAYear { key: key_text });
        }
    }
    reader.finish()
}

/// A value with its span in the text.
type TomlValue<'v, 't> = &'v Spanned<DeValue<'t>>;

struct CalendarReader<'t> {
    text: &'t str,
    contents: CalendarContents,
    findings: Vec<CalendarFinding>,
}

impl CalendarReader<'_> {
    fn find(&mut self, span: Range<usize>, kind: FindingKind) {
        self.findings.push(CalendarFinding { kind, span });
    }

    fn about(&mut self, table: &DeTable<'_>) {
        self.known_keys(table, ABOUT_KEYS);
        self.contents.version = table.get("version").and_then(|value| self.string(value));
        if let Some(value) = table.get("source") {
            self.string(value);
        }
    }

    fn year(&mut self, year: i32, key: Range<usize>, table: &DeTable<'_>) {
        self.known_keys(table, YEAR_KEYS);
        let local = table.get("local").is_some_and(|value| self.flag(value));
        if !local {
            self.contents.years.push((year, key));
        }
        self.days_set(year, table);
        let Some(special) = table.get("special") else {
            return;
        };
        let DeValue::Array(tables) = special.get_ref() else {
            return self.wrong(special, Shape::Tables);
        };
        for value in tables {
            let Some(table) = self.table(value) else {
                continue;
            };
            self.known_keys(table, SPECIAL_KEYS);
            self.days_set(year, table);
        }
    }

    /// Reads the days of one notice or one user's table.
    fn days_set(&mut self, year: i32, table: &DeTable<'_>) {
        if let Some(value) = table.get("source") {
            self.string(value);
        }
        let dated = table.get("dated").and_then(|value| self.date(value));
        let name = table.get("notice").and_then(|value| self.string(value));
        let notice = name.map(|name| {
            self.contents.notices.push(Notice { name, dated });
            self.contents.notices.len() - 1
        });
        for (key, working) in [("off", false), ("work", true)] {
            let Some(value) = table.get(key) else {
                continue;
            };
            let list = match value.get_ref() {
                DeValue::Array(list) => list,
                _ => slice::from_ref(value),
            };
            for item in list {
                if let DeValue::String(text) = item.get_ref() {
                    self.days(year, working, notice, text, item.span());
                } else {
                    self.wrong(item, Shape::Days);
                }
            }
        }
    }

    /// Reads a list entry: a name, which may be empty or contain blanks, then days.
    fn days(
        &mut self,
        year: i32,
        working: bool,
        notice: Option<usize>,
        text: &str,
        span: Range<usize>,
    ) {
        // If the string contains escapes, its parts have no span of their own.
        let inner = self
            .text
            .get(span.clone())
            .and_then(|quoted| quoted.find(text));
        let mut days = words(text)
            .skip_while(|word| !looks_like_days(word))
            .peekable();
        let Some(first) = days.peek() else {
            return self.find(
                span,
                FindingKind::NoDay {
                    text: text.to_owned(),
                },
            );
        };
        let name = text[..offset_in(text, first)].trim().to_owned();
        for word in days {
            let start = offset_in(text, word);
            let span = match inner {
                Some(inner) => span.start + inner + start..span.start + inner + start + word.len(),
                None => span.clone(),
            };
            match range_of_days(year, word) {
                Ok(days) => self.contents.entries.push(CalendarEntry {
                    days,
                    working,
                    name: name.clone(),
                    notice,
                    span,
                }),
                Err(kind) => self.find(span, kind),
            }
        }
    }

    /// Sorts entries and findings into the order of the file, and reports contradictions.
    fn finish(mut self) -> (CalendarContents, Vec<CalendarFinding>) {
        self.contents.entries.sort_by_key(|entry| entry.span.start);
        let mut seen: BTreeMap<NaiveDate, &CalendarEntry> = BTreeMap::new();
        let mut contradictions = Vec::new();
        for entry in &self.contents.entries {
            let other = entry.dates().find_map(|date| {
                let first = *seen.entry(date).or_insert(entry);
                (first.working != entry.working).then_some((date, first))
            });
            if let Some((date, first)) = other {
                let kind = FindingKind::OffAndWorked {
                    date,
                    other: first.span.clone(),
                };
                contradictions.push(CalendarFinding {
                    kind,
                    span: entry.span.clone(),
                });
            }
        }
        self.findings.extend(contradictions);
        self.findings
            .sort_by_key(|finding| (finding.span.start, finding.span.end));
        (self.contents, self.findings)
    }

    fn known_keys(&mut self, table: &DeTable<'_>, known: &'static [&'static str]) {
        for key in table.keys() {
            if !known.contains(&&**key.get_ref()) {
                let text = key.get_ref().to_string();
                self.find(key.span(), FindingKind::UnknownKey { key: text, known });
            }
        }
    }

    fn table<'v, 't>(&mut self, value: TomlValue<'v, 't>) -> Option<&'v DeTable<'t>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong(value, Shape::Table);
        }
        table
    }

    fn string(&mut self, value: TomlValue<'_, '_>) -> Option<String> {
        let string = value.get_ref().as_str();
        if string.is_none() {
            self.wrong(value, Shape::Text);
        }
        string.map(str::to_owned)
    }

    fn flag(&mut self, value: TomlValue<'_, '_>) -> bool {
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong(value, Shape::Flag);
        }
        flag.unwrap_or_default()
    }

    fn date(&mut self, value: TomlValue<'_, '_>) -> Option<NaiveDate> {
        let datetime = value
            .get_ref()
            .as_datetime()
            .filter(|datetime| datetime.time.is_none());
        let date = datetime
            .and_then(|datetime| datetime.date)
            .and_then(|date| {
                NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
            });
        if date.is_none() {
            self.wrong(value, Shape::Date);
        }
        date
    }

    fn wrong(&mut self, value: TomlValue<'_, '_>, expected: Shape) {
        let found = value.get_ref().type_str();
        self.find(value.span(), FindingKind::WrongShape { expected, found });
    }
}

fn year(key: &str) -> Option<i32> {
    key.parse()
        .ok()
        .filter(|year| key.len() == 4 && YEARS.contains(year))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '，'))
        .filter(|word| !word.is_empty())
}

/// Byte offset of `part` in `text`. `part` is a slice of `text`.
fn offset_in(text: &str, part: &str) -> usize {
    part.as_ptr().addr() - text.as_ptr().addr()
}

/// Whether a word denotes days. A name may begin with a digit too: 70周年.
fn looks_like_days(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit()) && word.contains('-')
}

fn range_of_days(year: i32, word: &str) -> Result<RangeInclusive<NaiveDate>, FindingKind> {
    let (from, to) = word.split_once("..").unwrap_or((word, word));
    let not_a_day = || FindingKind::NotADay {
        text: word.to_owned(),
    };
    let from = date_in(year, numbers(from).ok_or_else(not_a_day)?)?;
    let to = date_in(year, numbers(to).ok_or_else(not_a_day)?)?;
    if from > to {
        return Err(FindingKind::BackwardRange { from, to });
    }
    Ok(from..=to)
}

/// Parses a date as written: year if present, month, day.
fn numbers(text: &str) -> Option<(Option<u16>, u16, u16)> {
    let number = |part: &str| {
        let digits = part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<u16>().ok().filter(|_| digits)
    };
    let numbers: Vec<u16> = text.split('-').map(number).collect::<Option<_>>()?;
    match *numbers {
        [month, day] => Some((None, month, day)),
        [year, month, day] => Some((Some(year), month, day)),
        _ => None,
    }
}

/// The date that is meant by an entry in the table of `year`.
fn date_in(
    year: i32,
    (written_year, month, day): (Option<u16>, u16, u16),
) -> Result<NaiveDate, FindingKind> {
    let written_year = written_year.map_or(year, i32::from);
    let (month, day) = (u32::from(month), u32::from(day));
    let date =
        NaiveDate::from_ymd_opt(written_year, month, day).ok_or(FindingKind::NoSuchDate {
            year: written_year,
            month,
            day,
        })?;
    let december_before = written_year == year - 1 && month == 12;
    if written_year != year && !december_before {
        return Err(FindingKind::OutsideYear { date, year });
    }
    Ok(date)
}
