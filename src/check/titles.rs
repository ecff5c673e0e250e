//! Indexes rows of a log by title and date, to find rows that are missing from another log and rows that
//! repeat an earlier one.
//!
//! The rules decide how to report them.

use std::collections::{HashMap, HashSet, hash_map};
use std::hash::{BuildHasher, Hasher};
use std::sync::Arc;

use chrono::NaiveDate;
use foldhash::fast::FixedState;
use hashbrown::{HashTable, hash_table};

use crate::count::PassHints;
use crate::diagnostic::{Code, Diagnostic, Excerpt, Findings, Place, SameTitleAndDate, Spot};
use crate::logs::{Row, article_id, title_key};
use crate::record::Log;

/// Maps by day: rows of a day are mostly adjacent, so that lookups stay in the CPU cache.
type ByDay<T> = HashMap<NaiveDate, T, FixedState>;

/// Set of the titles and dates in a log, as hashes; about ten bytes a row.
#[derive(Debug, Clone, Default)]
pub struct Entries(ByDay<HashSet<u64, FixedState>>);

impl Entries {
    pub(super) fn insert(&mut self, (date, title): Titled) {
        self.0.entry(date).or_default().insert(title);
    }

    pub(super) fn contains(&self, (date, title): &Titled) -> bool {
        self.0
            .get(date)
            .is_some_and(|titles| titles.contains(title))
    }

    pub(super) fn extend(&mut self, other: Self) {
        for (date, titles) in other.0 {
            self.0.entry(date).or_default().extend(titles);
        }
    }
}

/// A date, and the hash of a title.
pub(super) type Titled = (NaiveDate, u64);

/// Returns the entry of a row by its title and date. Character width and spaces in the title are ignored.
#[inline]
pub(super) fn entry(title: &str, date: NaiveDate) -> Titled {
    let hash = |title: &[u8]| {
        let mut hasher = FixedState::default().build_hasher();
        hasher.write(title);
        hasher.finish()
    };
    (date, hash(title_key(title).as_bytes()))
}

/// Collects rows with an id to report those that repeat the title and date of an earlier row.
///
/// Rows are compared once their day is finished, while the table for one day is small enough for the CPU
/// cache. A day is considered finished if none of its rows came for a while. Its rows are then dropped, so
/// that memory does not grow with the log.
pub(super) struct DuplicateTitles {
    log: Log,
    days: ByDay<RowsOfDay>,
    /// Days that were dropped as finished; empty if all are kept.
    over: HashSet<NaiveDate, FixedState>,
    keeps_days: bool,
    /// Whether a row turned up for a day that was dropped.
    is_mistaken: bool,
    /// Rows since the last search for finished days, and the number of such searches.
    rows: u32,
    time: u32,
    /// Emptied buffers of dropped days, for reuse.
    free_days: Vec<RowsOfDay>,
    /// Files of the rows; the last is that of the latest row.
    files: Vec<FileOfRows>,
}

/// Rows between two searches for finished days. A day is finished if it has no row in a whole interval.
/// Shorter logs drop no day.
const LONG: u32 = 1 << 15;

/// A file and the place of the ids of its rows.
struct FileOfRows {
    label: Arc<str>,
    /// The place of one id. It has no header if all rows get the same id from `report.toml`.
    id: Place,
}

/// The rows of a day.
#[derive(Default)]
struct RowsOfDay {
    rows: Vec<TitledRow>,
    /// Their ids, concatenated.
    ids: String,
    /// Runs of rows with the same file and id column: number of the first row, index of the file, column.
    places: Vec<(usize, usize, u64)>,
    /// Value of `DuplicateTitles::time` at the last row of the day.
    last_time: u32,
}

/// A row: hash of its title, line number, and end of its id in `ids`. Small, because there is one per row.
#[derive(Clone, Copy)]
struct TitledRow {
    title: u64,
    line: u32,
    id_end: u32,
}

impl DuplicateTitles {
    /// Creates an empty collection, with the hints of earlier passes.
    pub(super) fn new(log: Log, hints: &PassHints) -> Self {
        Self {
            log,
            days: ByDay::default(),
            over: HashSet::default(),
            keeps_days: hints.days_return,
            is_mistaken: false,
            rows: 0,
            time: 0,
            free_days: Vec::new(),
            files: Vec::new(),
        }
    }

    /// Adds a row with an id.
    #[inline]
    pub(super) fn note(
        &mut self,
        row: &Row<'_>,
        id: &str,
        (date, title): Titled,
        found: &mut Findings<'_>,
    ) {
        let (line, column) = row.position_of_id();
        if self.is_mistaken {
            return;
        }
        self.rows += 1;
        if self.rows == LONG {
            self.forget_days(found);
        }
        let day = match self.days.entry(date) {
            hash_map::Entry::Occupied(day) => day.into_mut(),
            hash_map::Entry::Vacant(day) => {
                self.is_mistaken |= self.over.contains(&date);
                day.insert(self.free_days.pop().unwrap_or_default())
            }
        };
        let is_it = |last: &FileOfRows| Arc::ptr_eq(&last.label, row.file());
        if !self.files.last().is_some_and(is_it) {
            self.files.push(FileOfRows {
                label: Arc::clone(row.file()),
                id: row.place_of(self.log, "id"),
            });
        }
        day.last_time = self.time;
        day.push((self.files.len() - 1, line, column), id, title);
    }

    /// Whether a row turned up for a day that was dropped, so that the log must be read again.
    pub(super) fn is_mistaken(&self) -> bool {
        self.is_mistaken
    }

    /// Drops finished days and reports the duplicates among their rows.
    #[inline(never)]
    fn forget_days(&mut self, found: &mut Findings<'_>) {
        self.rows = 0;
        if self.keeps_days {
            return;
        }
        self.time += 1;
        let is_over = |_: &NaiveDate, day: &mut RowsOfDay| day.last_time + 1 < self.time;
        let (dates, mut days): (Vec<_>, Vec<_>) = self.days.extract_if(is_over).unzip();
        report_duplicates(&days, &self.files, found);
        self.over.extend(dates);
        for day in &mut days {
            day.rows.clear();
            day.ids.clear();
            day.places.clear();
        }
        self.free_days.append(&mut days);
    }

    /// Adds the rows of a later part of a log of which no day was dropped.
    pub(super) fn merge(&mut self, later: Self) {
        let files_before = self.files.len();
        self.files.extend(later.files);
        for (date, later) in later.days {
            let day = self.days.entry(date).or_default();
            for (number, row) in later.rows.iter().enumerate() {
                let (file, column) = later.place(number);
                let place = (files_before + file, row.line.into(), column);
                day.push(place, later.id(number), row.title);
            }
        }
    }

    /// Reports the duplicates among the remaining rows.
    pub(super) fn finish(self, found: &mut Findings<'_>) {
        let days: Vec<RowsOfDay> = self.days.into_values().collect();
        report_duplicates(&days, &self.files, found);
    }
}

impl RowsOfDay {
    #[inline]
    fn push(&mut self, (file, line, column): (usize, u64, u64), id: &str, title: u64) {
        self.ids.push_str(id);
        // No real log exceeds these integer types.
        let (Ok(line), Ok(id_end)) = (line.try_into(), self.ids.len().try_into()) else {
            return;
        };
        let last = self.places.last();
        if last
            .is_none_or(|&(_, last_file, last_column)| (last_file, last_column) != (file, column))
        {
            self.places.push((self.rows.len(), file, column));
        }
        self.rows.push(TitledRow {
            title,
            line,
            id_end,
        });
    }

    fn id(&self, number: usize) -> &str {
        let before = number.checked_sub(1).map(|before| self.rows[before]);
        let start = before.map_or(0, |before| before.id_end as usize);
        &self.ids[start..self.rows[number].id_end as usize]
    }

    /// Returns the index of the file of a row, and the column of its id.
    fn place(&self, number: usize) -> (usize, u64) {
        let places = self.places.partition_point(|(first, ..)| *first <= number);
        let (_, file, column) = self.places[places - 1];
        (file, column)
    }

    /// Returns the rows that repeat the title of an earlier row with another id, each with that row. Ids of
    /// the same article are not duplicates. `firsts` is a scratch buffer.
    fn duplicates<'r>(
        &'r self,
        firsts: &'r mut HashTable<u32>,
    ) -> impl Iterator<Item = (usize, usize)> + 'r {
        firsts.clear();
        let title_of = |number: &u32| self.rows[*number as usize].title;
        firsts.reserve(self.rows.len(), title_of);
        (0..).zip(&self.rows).filter_map(move |(number, row)| {
            let is_it = |first: &u32| title_of(first) == row.title;
            let first = match firsts.entry(row.title, is_it, title_of) {
                hash_table::Entry::Occupied(first) => *first.get() as usize,
                hash_table::Entry::Vacant(vacant) => {
                    vacant.insert(number);
                    return None;
                }
            };
            let number = number as usize;
            let (id, first_id) = (self.id(number), self.id(first));
            let is_of_article = article_id(id).is_some() && article_id(id) == article_id(first_id);
            (id != first_id && !is_of_article).then_some((number, first))
        })
    }

    /// Reports that a row has the title and date of an earlier one.
    fn report(&self, number: usize, first: usize, files: &[FileOfRows], found: &mut Findings<'_>) {
        let (file, column) = self.place(number);
        let problem = || {
            let (first_file, _) = self.place(first);
            SameTitleAndDate {
                first: self.id(first).to_owned(),
                first_file: files[first_file].label.to_string(),
                first_line: self.rows[first].line.into(),
            }
        };
        let one = &files[file].id;
        if one.header.is_none() {
            found.push(Diagnostic::at(one.clone(), problem()));
            return;
        }
        let line = Some(self.rows[number].line.into());
        let spot = Spot { line, ..one.spot() };
        found.add(Code::of::<SameTitleAndDate>(), spot, || {
            let id = self.id(number);
            let place = Place {
                line,
                column: Some(column),
                excerpt: Some(Excerpt {
                    text: id.to_owned(),
                    marked: 0..id.len(),
                }),
                ..one.clone()
            };
            Diagnostic::at(place, problem())
        });
    }
}

/// Reports rows that repeat the title and date of an earlier one, in the order of the log.
fn report_duplicates(days: &[RowsOfDay], files: &[FileOfRows], found: &mut Findings<'_>) {
    let (mut firsts, mut duplicates) = (HashTable::new(), Vec::new());
    for day in days {
        let of_day = day.duplicates(&mut firsts);
        duplicates.extend(of_day.map(|(number, first)| (day, number, first)));
    }
    duplicates.sort_by_cached_key(|&(day, number, _)| (day.place(number).0, day.rows[number].line));
    for (day, number, first) in duplicates {
        day.report(number, first, files, found);
    }
}
