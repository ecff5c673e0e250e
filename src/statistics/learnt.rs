//! What was learnt of the rows of a file: rows written like ones before them need not be read again.
//!
//! What the words and what the days of a row decide is left to the countings, and so is which rows
//! are decided by nothing else.

use chrono::NaiveDate;
use hashbrown::HashTable;
use smallvec::SmallVec;

use super::{Counted, Counting};
use crate::diagnostic::Findings;
use crate::source::{self, Group, Room, Row, Rows, Stretch, Writing, hash_of};

/// What the words and the days of rows decide, by how they are written.
///
/// A log has few words beside its names, and the rows of a day mostly stand together. Where that is
/// not so nothing is learnt; what was is forgotten before it takes much memory.
pub struct Learnt<C: Counting> {
    words: Known<C::Words, WORDS>,
    /// By the rules that the words set for them.
    days: Vec<Known<C::Days, DAYS>>,
    room: Room,
    /// How many rows were known, and not, since it was last asked whether it is worth it.
    hits: usize,
    misses: usize,
    /// For how many rows it is let be.
    rest: usize,
}

/// Values by how some cells are written.
struct Known<V, const USUAL: usize>(HashTable<Entry<V, USUAL>>);

struct Entry<V, const USUAL: usize> {
    /// Those of a [`Writing`], in the entry itself: a second look at slow memory for every row is what
    /// costs.
    groups: SmallVec<[Group; USUAL]>,
    value: V,
}

/// What is not known of the first row of a stretch that was not counted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unknown {
    /// There is no such row.
    Nothing,
    /// What its days decide.
    Days,
    /// More than that, or it is decided by more.
    More,
}

/// As many groups as the words and the days of a row are mostly written with.
const WORDS: usize = 5;
const DAYS: usize = 3;

/// How many days are looked at before all.
const RECENT: usize = 32;

/// How many ways of writing are remembered at a time: as many as a table of 4096 places takes, which stays
/// in the near caches.
const MOST: usize = 7 << 9;

impl<V, const USUAL: usize> Entry<V, USUAL> {
    /// Whether it is what is known of `writing`.
    #[expect(clippy::inline_always, reason = "measured: it is asked for every row")]
    #[inline(always)]
    fn is_of(&self, writing: Writing<'_>) -> bool {
        let is_same = |one: &Group, other: &Group| {
            let differ = one.iter().zip(other).map(|(one, other)| one ^ other);
            differ.fold(0, |all, differ| all | differ) == 0
        };
        // Not by a call, for nearly all are short.
        match (&self.groups[..], writing.groups()) {
            ([known], [group]) => is_same(known, group),
            (known, groups) => {
                let mut pairs = known.iter().zip(groups);
                known.len() == groups.len() && pairs.all(|(one, other)| is_same(one, other))
            }
        }
    }
}

impl<V, const USUAL: usize> Default for Known<V, USUAL> {
    fn default() -> Self {
        Self(HashTable::new())
    }
}

impl<V, const USUAL: usize> Known<V, USUAL> {
    #[expect(clippy::inline_always, reason = "measured: it is asked for every row")]
    #[inline(always)]
    fn get(&self, writing: Writing<'_>) -> Option<&Entry<V, USUAL>> {
        self.0.find(writing.hash(), |entry| entry.is_of(writing))
    }

    /// Knows `value` of a writing from now on.
    fn insert(&mut self, writing: Writing<'_>, value: V) -> &V {
        if self.0.len() == MOST && self.get(writing).is_none() {
            self.0.clear();
        }
        let is_it = |entry: &Entry<V, USUAL>| entry.is_of(writing);
        let entry = self
            .0
            .entry(writing.hash(), is_it, |entry| hash_of(&entry.groups));
        let entry = entry.or_insert_with(|| Entry {
            groups: SmallVec::from_slice(writing.groups()),
            value,
        });
        &entry.into_mut().value
    }
}

/// After so many rows that were not known it is asked whether it is worth it.
const TRIAL: usize = 1 << 12;

/// Where it is not, for so many rows nothing is learnt: a log may be out of the ordinary at first only.
const REST: usize = TRIAL << 4;

impl<C: Counting> Default for Learnt<C> {
    fn default() -> Self {
        Self {
            words: Known::default(),
            days: Vec::new(),
            room: Room::default(),
            hits: 0,
            misses: 0,
            rest: 0,
        }
    }
}

impl<C: Counting> Learnt<C> {
    /// Counts rows by what is known of rows written like them, up to the first that must be read. Whether
    /// there is one, to which `rows` have come then. What became of each row is handed to `note`, the
    /// day of one whose days came for the first time to `note_day`.
    pub fn count_known(
        &mut self,
        rows: &mut Rows<'_>,
        counting: &mut C,
        found: &mut Findings<'_>,
        mut note: impl FnMut(Counted),
        mut note_day: impl FnMut(NaiveDate),
    ) -> bool {
        while self.rest == 0 {
            let stretch = rows.stretch();
            let mut counted = 0;
            let unknown = self.count_stretch(&stretch, counting, found, |row| {
                note(row);
                counted += 1;
            });
            rows.pass(counted);
            self.hits = self.hits.saturating_add(counted);
            if unknown == Unknown::Nothing {
                return rows.advance();
            }
            self.miss();
            let learnt = match unknown {
                Unknown::Days => self.learn_days(&rows.stretch(), counting, found),
                _ => None,
            };
            let Some((day, counted)) = learnt else {
                return rows.advance();
            };
            rows.pass(1);
            note_day(day);
            note(counted);
        }
        self.rest -= 1;
        rows.advance()
    }

    /// Learns from the days of the first row of a stretch, whose words are known, and counts it by that:
    /// the day that places it in a year, and what became of it; none where more decides.
    #[inline(never)]
    fn learn_days(
        &mut self,
        stretch: &Stretch<'_>,
        counting: &mut C,
        found: &mut Findings<'_>,
    ) -> Option<(NaiveDate, Counted)> {
        let row = stretch.rows().next()?.usual()?;
        let words = &self.words.get(row.words(&mut self.room)?)?.value;
        let (days, day) = counting.decided_days(&row.row(), words)?;
        let known = self.days.get_mut(C::rules(words))?;
        let days = known.insert(row.days(&mut self.room)?, days);
        Some((day, counting.add_known(&row, words, days, found)?))
    }

    /// Counts the rows of a stretch up to the first of which not enough is known; what is not.
    #[inline(never)]
    fn count_stretch(
        &mut self,
        stretch: &Stretch<'_>,
        counting: &mut C,
        found: &mut Findings<'_>,
        mut note: impl FnMut(Counted),
    ) -> Unknown {
        let room = &mut self.room;
        // Many a log has the rows of some days together.
        let mut recent = [None::<(usize, &Entry<C::Days, DAYS>)>; RECENT];
        for row in stretch.rows() {
            let Some(row) = row.usual() else {
                return Unknown::More;
            };
            let words = row.words(room).and_then(|writing| self.words.get(writing));
            let Some(words) = words else {
                return Unknown::More;
            };
            let rules = C::rules(&words.value);
            let Some(writing) = row.days(room) else {
                return Unknown::More;
            };
            // What is left fits, whatever the machine.
            let recent = &mut recent[(writing.hash() >> 32) as usize % RECENT];
            let days = match recent {
                Some((of, days)) if *of == rules && days.is_of(writing) => *days,
                _ => {
                    let all = self.days.get(rules);
                    match all.and_then(|all| all.get(writing)) {
                        Some(days) => days,
                        None => return Unknown::Days,
                    }
                }
            };
            *recent = Some((rules, days));
            let counted = counting.add_known(&row, &words.value, &days.value, found);
            let Some(counted) = counted else {
                return Unknown::More;
            };
            note(counted);
        }
        Unknown::Nothing
    }

    fn miss(&mut self) {
        self.misses += 1;
        if self.misses == TRIAL {
            self.rest = if self.hits < self.misses { REST } else { 0 };
            (self.hits, self.misses) = (0, 0);
        }
    }

    /// Learns from a row of which there was nothing to tell when it was read, and counts it by that;
    /// none where more decides.
    pub fn learn(
        &mut self,
        row: &Row<'_>,
        record: &<C::Log as source::Entry>::Record<'_>,
        counting: &mut C,
        found: &mut Findings<'_>,
    ) -> Option<Counted> {
        if self.rest > 0 {
            return None;
        }
        let alone = row.alone();
        let written = alone.rows().next()?.usual()?;
        let (words, days) = counting.decided(row, record)?;
        let rules = C::rules(&words);
        if self.days.len() <= rules {
            self.days.resize_with(rules + 1, Known::default);
        }
        let counted = counting.add_known(&written, &words, &days, found);
        if let Some(writing) = written.words(&mut self.room) {
            self.words.insert(writing, words);
        }
        if let Some(writing) = written.days(&mut self.room) {
            self.days[rules].insert(writing, days);
        }
        counted
    }
}
