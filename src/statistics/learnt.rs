//! What was learnt of the rows of a file: rows written like ones before them need not be read again.
//!
//! What the words and what the days of a row decide is left to the countings, and so is which rows
//! are decided by nothing else.

use hashbrown::HashTable;
use smallvec::SmallVec;

use super::{Counted, Counting};
use crate::diagnostic::Diagnostic;
use crate::source::{self, Row, Writing};

/// What the words and the days of rows decide, by how they are written.
///
/// A log has few words beside its names, and the rows of a day mostly stand together. Where that is
/// not so nothing is learnt; what was is forgotten before it takes much memory.
pub struct Learnt<C: Counting> {
    words: Known<C::Words>,
    /// By the rules that the words set for them.
    days: Vec<Known<C::Days>>,
    room: Writing,
    /// How many rows were known, and not, since it was last asked whether it is worth it.
    hits: u32,
    misses: u32,
    is_given_up: bool,
}

/// Values by how some cells are written.
struct Known<V>(HashTable<Entry<V>>);

struct Entry<V> {
    hash: u64,
    /// The parts of a [`Writing`].
    lengths: u128,
    /// In the entry itself: a second look at slow memory for every row is what costs.
    bytes: SmallVec<[u64; USUAL]>,
    value: V,
}

/// As many numbers as the words of a row are mostly written with.
const USUAL: usize = 12;

/// How many ways of writing are remembered at a time.
const MOST: usize = 1 << 13;

impl<V> Default for Known<V> {
    fn default() -> Self {
        Self(HashTable::new())
    }
}

impl<V> Known<V> {
    #[inline]
    fn get(&self, writing: &Writing) -> Option<&V> {
        let (lengths, bytes) = writing.parts();
        let is_same = |entry: &Entry<V>| entry.lengths == lengths && entry.bytes[..] == *bytes;
        let entry = self.0.find(writing.hash(), is_same)?;
        Some(&entry.value)
    }

    fn insert(&mut self, writing: &Writing, value: V) {
        if self.get(writing).is_some() {
            return;
        }
        if self.0.len() == MOST {
            self.0.clear();
        }
        let (lengths, bytes) = writing.parts();
        let entry = Entry {
            hash: writing.hash(),
            lengths,
            bytes: SmallVec::from_slice(bytes),
            value,
        };
        self.0.insert_unique(entry.hash, entry, |entry| entry.hash);
    }
}

/// After so many rows that were not known it is asked whether it is worth it.
const TRIAL: u32 = 1 << 12;

impl<C: Counting> Default for Learnt<C> {
    fn default() -> Self {
        Self {
            words: Known::default(),
            days: Vec::new(),
            room: Writing::default(),
            hits: 0,
            misses: 0,
            is_given_up: false,
        }
    }
}

impl<C: Counting> Learnt<C> {
    /// Counts a row by what is known of rows written like it; none where it must be read.
    #[inline]
    pub fn add(
        &mut self,
        row: &Row<'_>,
        counting: &mut C,
        found: &mut Vec<Diagnostic>,
    ) -> Option<Counted> {
        if self.is_given_up {
            return None;
        }
        let counted = self.add_known(row, counting, found);
        match counted {
            Some(_) => self.hits = self.hits.saturating_add(1),
            None => self.miss(),
        }
        counted
    }

    #[inline]
    fn add_known(
        &mut self,
        row: &Row<'_>,
        counting: &mut C,
        found: &mut Vec<Diagnostic>,
    ) -> Option<Counted> {
        let written = row.written()?;
        let words = self.words.get(written.words(&mut self.room)?)?;
        let days = self.days.get(C::rules(words))?;
        let days = days.get(written.days(&mut self.room)?)?;
        counting.add_known(&written, words, days, found)
    }

    fn miss(&mut self) {
        self.misses += 1;
        if self.misses == TRIAL {
            self.is_given_up = self.hits < self.misses;
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
        found: &mut Vec<Diagnostic>,
    ) -> Option<Counted> {
        if self.is_given_up {
            return None;
        }
        let written = row.written()?;
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
