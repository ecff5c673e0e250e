//! The row cache: classes of rows by the bytes of their word and day cells.
//!
//! A class depends on these cells alone, so they are the cache keys. A row with a known key is not
//! parsed, and counts the same as if it were.

use std::num::NonZeroU32;

use chrono::NaiveDate;
use hashbrown::HashTable;
use smallvec::SmallVec;

use super::{Counted, Counter, RowName};
use crate::diagnostic::{Diagnostic, Findings};
use crate::logs::{Entry, Row, Rows};
use crate::rows::{CellKey, KeyBuffer, KeyGroup, hash_of};

/// Caches the classes of the rows of one file, by the bytes of their words and of their days.
///
/// A log has few distinct words, and rows of one day are mostly adjacent. Where hits are rare the cache
/// is bypassed for a while, and it is emptied before it takes much memory.
pub struct RowCache<C: Counter> {
    words: KeyMap<(C::Words, Remark), WORDS>,
    /// Number of rows counted from the cache, by the number of their remark.
    remarked: Vec<u64>,
    /// By the rule for the days of the words. A value holds the day that places the row in a year, and
    /// the class.
    days: Vec<KeyMap<(Option<NaiveDate>, C::Days), DAYS>>,
    words_use: Use,
    days_use: Use,
    buffer: KeyBuffer,
    identity: Vec<u8>,
    unused: Vec<Diagnostic>,
}

/// Number of the set of findings about unknown words that applies to every row of a class. `None` for
/// most classes.
pub type Remark = Option<NonZeroU32>;

/// Hash table whose keys are the bytes of some cells.
struct KeyMap<V, const USUAL: usize>(HashTable<Slot<V, USUAL>>);

struct Slot<V, const USUAL: usize> {
    /// The groups of the [`CellKey`], stored inline: a second access to slow memory for every row is
    /// expensive.
    groups: SmallVec<[KeyGroup; USUAL]>,
    value: V,
}

/// Usual number of groups in the keys of words and of days.
const WORDS: usize = 5;
const DAYS: usize = 3;

/// Number of slots of the small cache of days that is checked first.
const RECENT: usize = 32;

/// Maximum number of keys of a map: a table of 4096 slots, which fits the near caches of the processor.
const MOST: usize = 7 << 9;

/// Hit statistics that decide whether a cache is bypassed.
#[derive(Default)]
struct Use {
    hits: usize,
    misses: usize,
    /// Number of rows for which the cache is still bypassed.
    rest: usize,
}

/// Number of misses after which it is decided whether to bypass the cache.
const TRIAL: usize = 1 << 12;

/// Number of rows for which the cache is bypassed; then it is tried again, as the first rows of a log
/// may be unlike the others.
const REST: usize = TRIAL << 4;

impl Use {
    fn is_resting(&self) -> bool {
        self.rest > 0
    }

    /// Notes that rows were passed: hits, or rows that bypassed the cache.
    fn pass(&mut self, rows: usize) {
        if self.is_resting() {
            self.rest = self.rest.saturating_sub(rows);
        } else {
            self.hits += rows;
        }
    }

    fn miss(&mut self) {
        self.misses += 1;
        if self.misses == TRIAL {
            self.rest = if self.hits < self.misses { REST } else { 0 };
            (self.hits, self.misses) = (0, 0);
        }
    }
}

impl<V, const USUAL: usize> Slot<V, USUAL> {
    #[expect(clippy::inline_always, reason = "measured: called for every row")]
    #[inline(always)]
    fn has(&self, key: CellKey<'_>) -> bool {
        // No branch or call per group: keys are short and mostly equal.
        let pairs = self.groups.iter().zip(key.groups());
        let differing = pairs.fold(0, |differing, ([a, b], [c, d])| {
            differing | (a ^ c) | (b ^ d)
        });
        differing == 0 && self.groups.len() == key.groups().len()
    }
}

impl<V, const USUAL: usize> Default for KeyMap<V, USUAL> {
    fn default() -> Self {
        Self(HashTable::new())
    }
}

impl<V, const USUAL: usize> KeyMap<V, USUAL> {
    #[expect(clippy::inline_always, reason = "measured: called for every row")]
    #[inline(always)]
    fn get(&self, key: CellKey<'_>) -> Option<&Slot<V, USUAL>> {
        self.0.find(key.hash(), |slot| slot.has(key))
    }

    fn insert(&mut self, key: CellKey<'_>, value: V) {
        if self.0.len() == MOST && self.get(key).is_none() {
            self.0.clear();
        }
        let has_key = |slot: &Slot<V, USUAL>| slot.has(key);
        let slot = self
            .0
            .entry(key.hash(), has_key, |slot| hash_of(&slot.groups));
        slot.or_insert_with(|| Slot {
            groups: SmallVec::from_slice(key.groups()),
            value,
        });
    }
}

impl<C: Counter> Default for RowCache<C> {
    fn default() -> Self {
        Self {
            words: KeyMap::default(),
            remarked: Vec::new(),
            days: Vec::new(),
            words_use: Use::default(),
            days_use: Use::default(),
            buffer: KeyBuffer::default(),
            identity: Vec::new(),
            unused: Vec::new(),
        }
    }
}

impl<C: Counter> RowCache<C> {
    /// Counts rows from the cache up to the first that must be parsed, and moves `rows` to that one.
    /// Returns false if there is none. Calls `note` with how each row was counted, the day that places
    /// it in a year, and the row.
    pub fn count_known(
        &mut self,
        rows: &mut Rows<'_>,
        counter: &mut C,
        found: &mut Findings<'_>,
        mut note: impl FnMut(Counted, Option<NaiveDate>, &Row<'_>),
    ) -> bool {
        if self.words_use.is_resting() {
            self.words_use.pass(1);
            return rows.advance();
        }
        loop {
            let (passed, next) = if self.days_use.is_resting() {
                self.count_reading_days(rows, counter, found, usize::MAX, &mut note)
            } else {
                self.count_run(rows, counter, found, &mut note)
            };
            rows.skip(passed);
            self.words_use.pass(passed);
            self.days_use.pass(passed);
            match next {
                CacheStop::End => return rows.advance(),
                CacheStop::Whole => break,
                CacheStop::Days => {
                    let (read, _) = self.count_reading_days(rows, counter, found, 1, &mut note);
                    if read == 0 {
                        break;
                    }
                    rows.skip(read);
                    self.days_use.miss();
                }
            }
        }
        self.words_use.miss();
        rows.advance()
    }

    /// Counts rows up to the first whose class is not cached. Returns how many, and why it stopped.
    #[inline(never)]
    fn count_run(
        &mut self,
        rows: &Rows<'_>,
        counter: &mut C,
        found: &mut Findings<'_>,
        note: &mut impl FnMut(Counted, Option<NaiveDate>, &Row<'_>),
    ) -> (usize, CacheStop) {
        let (buffer, identity) = (&mut self.buffer, &mut self.identity);
        // In many logs rows of the same few days are adjacent.
        let mut recent = [None::<(usize, &Slot<_, DAYS>)>; RECENT];
        let mut passed = 0;
        for (row, behind) in rows.next_rows() {
            let Some(id) = row.plain_id() else {
                return (passed, CacheStop::Whole);
            };
            let words = row.words_key(buffer).and_then(|key| self.words.get(key));
            let Some(Slot {
                value: (words, remark),
                ..
            }) = words
            else {
                return (passed, CacheStop::Whole);
            };
            let rule = C::rule(words);
            let Some(key) = row.days_key(buffer) else {
                return (passed, CacheStop::Days);
            };
            // The upper half of the hash fits a `usize` on any machine.
            let recent = &mut recent[(key.hash() >> 32) as usize % RECENT];
            let slot = match recent {
                Some((of, slot)) if *of == rule && slot.has(key) => *slot,
                _ => {
                    let all = self.days.get(rule);
                    match all.and_then(|all| all.get(key)) {
                        Some(slot) => slot,
                        None => return (passed, CacheStop::Days),
                    }
                }
            };
            *recent = Some((rule, slot));
            let (day, days) = &slot.value;
            let name = name_of::<C>(&row, behind.as_ref(), (id, *day), identity);
            note(counter.add(&row, name, (words, days), found), *day, &row);
            if remark.is_some() {
                add_remarked(&mut self.remarked, *remark);
            }
            passed += 1;
        }
        (passed, CacheStop::End)
    }

    /// Like [`count_run`](Self::count_run), for at most `most` rows, but parses the days instead of
    /// looking them up.
    #[inline(never)]
    fn count_reading_days(
        &mut self,
        rows: &Rows<'_>,
        counter: &mut C,
        found: &mut Findings<'_>,
        most: usize,
        note: &mut impl FnMut(Counted, Option<NaiveDate>, &Row<'_>),
    ) -> (usize, CacheStop) {
        let mut passed = 0;
        for (row, behind) in rows.next_rows().take(most) {
            let Some(id) = row.plain_id() else {
                return (passed, CacheStop::Whole);
            };
            let key = row.words_key(&mut self.buffer);
            let Some(Slot {
                value: (words, remark),
                ..
            }) = key.and_then(|key| self.words.get(key))
            else {
                return (passed, CacheStop::Whole);
            };
            let rule = C::rule(words);
            let days = C::Log::read_days(&row, &mut self.unused);
            // Problems of a cell are reported when the whole row is read.
            if !self.unused.is_empty() {
                self.unused.clear();
                return (passed, CacheStop::Whole);
            }
            let class = days.and_then(|days| Some((days, counter.classify_days(rule, &days)?)));
            let Some((days, class)) = class else {
                return (passed, CacheStop::Whole);
            };
            let day = counter.day(rule, &days);
            let name = name_of::<C>(&row, behind.as_ref(), (id, day), &mut self.identity);
            note(counter.add(&row, name, (words, &class), found), day, &row);
            if remark.is_some() {
                add_remarked(&mut self.remarked, *remark);
            }
            passed += 1;
            if !self.days_use.is_resting()
                && let Some(key) = row.days_key(&mut self.buffer)
            {
                days_of(&mut self.days, rule).insert(key, (day, class));
            }
        }
        (passed, CacheStop::End)
    }

    /// Counts a row that was read, by its class if it has one. `continues` says whether the next row has
    /// the same id. The class is cached with the remark in `cached`; `None` if the cells have other
    /// findings, so that the class must not be cached.
    pub fn count(
        &mut self,
        (row, continues): (&Row<'_>, bool),
        record: &<C::Log as Entry>::Record<'_>,
        cached: Option<Remark>,
        counter: &mut C,
        found: &mut Findings<'_>,
    ) -> Counted {
        let Some((words, days)) = class_of(row, record, counter) else {
            return counter.count(row, record, found);
        };
        let name = RowName::of::<C::Log>(row, record, &mut self.identity);
        let name = RowName { continues, ..name };
        let one = counter.add(row, name, (&words, &days), found);
        if let Some(remark) = cached
            && !self.words_use.is_resting()
            && row.plain_id().is_some()
        {
            let rule = C::rule(&words);
            let day = counter.day(rule, &C::Log::days(record));
            if let Some(key) = row.days_key(&mut self.buffer) {
                days_of(&mut self.days, rule).insert(key, (day, days));
            }
            if let Some(key) = row.words_key(&mut self.buffer) {
                self.words.insert(key, (words, remark));
            }
        }
        one
    }

    /// Number of rows counted from the cache, by remark.
    pub fn remarked(&self) -> impl Iterator<Item = (Remark, u64)> {
        let remarks = (0..).map(NonZeroU32::new);
        remarks.zip(self.remarked.iter().copied())
    }
}

/// Counts a row of a class that has a remark.
#[inline(never)]
fn add_remarked(remarked: &mut Vec<u64>, remark: Remark) {
    let Some(index) = remark.and_then(|remark| usize::try_from(remark.get()).ok()) else {
        return;
    };
    if remarked.len() <= index {
        remarked.resize(index + 1, 0);
    }
    remarked[index] += 1;
}

/// Identifies a row that was not parsed, by its id and day and the row after it.
#[inline]
fn name_of<'r, C: Counter>(
    row: &'r Row<'r>,
    behind: Option<&Row<'r>>,
    (id, day): (&'r str, Option<NaiveDate>),
    buffer: &'r mut Vec<u8>,
) -> RowName<'r> {
    let id = Some(id).filter(|id| !id.is_empty());
    let identity = match id {
        Some(id) => Some(row.id_key(id, buffer)),
        None => C::Log::identity(row, day, buffer),
    };
    RowName {
        id,
        identity,
        continues: behind.is_some_and(|behind| row.has_id_of(behind)),
    }
}

/// Why counting from the cache stopped.
enum CacheStop {
    /// The batch has no more rows.
    End,
    /// The next row has cached words, but its days are not cached.
    Days,
    /// The next row must be parsed whole.
    Whole,
}

/// The class of a row. `None` if it is counted on its own.
fn class_of<C: Counter>(
    row: &Row<'_>,
    record: &<C::Log as Entry>::Record<'_>,
    counter: &mut C,
) -> Option<(C::Words, C::Days)> {
    if row.has_own() {
        return None;
    }
    let words = counter.classify_words(&C::Log::words(row, record))?;
    let days = counter.classify_days(C::rule(&words), &C::Log::days(record))?;
    Some((words, days))
}

fn days_of<D>(days: &mut Vec<KeyMap<D, DAYS>>, rule: usize) -> &mut KeyMap<D, DAYS> {
    if days.len() <= rule {
        days.resize_with(rule + 1, KeyMap::default);
    }
    &mut days[rule]
}
