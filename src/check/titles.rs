//! What the rows of a log hold, by title and date: whether another log holds it, and which rows hold
//! what one before does.
//!
//! What follows from that is left to the rules.

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

/// By day, for the rows of a day mostly stand together: what is looked up next is at hand.
type ByDay<T> = HashMap<NaiveDate, T, FixedState>;

/// Titles with their dates, as hashes: what a log holds, in some ten bytes a row.
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

/// The entry of a row, given its title; width of characters and spaces in it make no
/// difference.
#[inline]
pub(super) fn entry(title: &str, date: NaiveDate) -> Titled {
    let hash = |title: &[u8]| {
        let mut hasher = FixedState::default().build_hasher();
        hasher.write(title);
        hasher.finish()
    };
    (date, hash(title_key(title).as_bytes()))
}

/// The rows with an id, until it is told which have the title and date of one before.
///
/// That is looked for when a day is over, for then what is looked up at random is small enough to stay
/// in the near caches. A day is thought to be over where none of its rows came for long, and forgotten
/// then, so that memory does not grow with the log.
pub(super) struct DuplicateTitles {
    log: Log,
    days: ByDay<RowsOfDay>,
    /// The days that are thought to be over; none where all are kept.
    over: HashSet<NaiveDate, FixedState>,
    keeps_days: bool,
    /// Whether a row came of a day that was thought to be over.
    is_mistaken: bool,
    /// How many rows came since it was last asked which days are over, and how often it was.
    rows: u32,
    time: u32,
    /// The room that days which are over leave to others.
    free_days: Vec<RowsOfDay>,
    /// The files of the rows, that of the row before at the end.
    files: Vec<FileOfRows>,
}

/// A day of which none of so many rows is, is over. Shorter logs forget no day.
const LONG: u32 = 1 << 15;

/// A file, and where the ids of its rows stand.
struct FileOfRows {
    label: Arc<str>,
    /// The place of one of them; it has no header where all rows have the same, from `report.toml`.
    id: Place,
}

/// The rows of a day.
#[derive(Default)]
struct RowsOfDay {
    rows: Vec<TitledRow>,
    /// Their ids, one behind the other.
    ids: String,
    /// Which file they stand in, by its number among all, and in which column their ids do; each with the
    /// number of the first row that it is so with.
    places: Vec<(usize, usize, u64)>,
    /// The time of the last row.
    last_time: u32,
}

/// A row by the hash of its title, its line, and where its id ends; small, for there are many.
#[derive(Clone, Copy)]
struct TitledRow {
    title: u64,
    line: u32,
    id_end: u32,
}

impl DuplicateTitles {
    /// None noted yet, with the hints of earlier passes.
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

    /// Notes a row with an id.
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

    /// Whether a row came of a day that was thought to be over, so that the log must be looked at again.
    pub(super) fn is_mistaken(&self) -> bool {
        self.is_mistaken
    }

    /// Forgets the days that are over, and tells which of their rows are twins.
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

    /// Adds the rows of a later part of a log of which no day was forgotten.
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

    /// Tells which of the rows that are left are twins.
    pub(super) fn finish(self, found: &mut Findings<'_>) {
        let days: Vec<RowsOfDay> = self.days.into_values().collect();
        report_duplicates(&days, &self.files, found);
    }
}

impl RowsOfDay {
    #[inline]
    fn push(&mut self, (file, line, column): (usize, u64, u64), id: &str, title: u64) {
        self.ids.push_str(id);
        // Of no log that people keep these numbers are greater.
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

    /// The file that a row stands in, and in which column its id does.
    fn place(&self, number: usize) -> (usize, u64) {
        let places = self.places.partition_point(|(first, ..)| *first <= number);
        let (_, file, column) = self.places[places - 1];
        (file, column)
    }

    /// The rows whose title one of another id had before, each with that one; `firsts` is room for it.
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

    /// Tells that a row has the title and date of another before it.
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

/// Tells of rows whose title and date another had before, in the order of the log.
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
