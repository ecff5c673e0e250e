//! Classes of rows: rows of one class count toward the same figures, and are counted together.
//!
//! A class is a pair of small values: one that the words of a row decide, one that its days decide. A
//! listener that does not ask for rows receives each class once, with the number of its rows.

use std::collections::HashMap;
use std::hash::Hash;

use foldhash::fast::FixedState;

use super::tally::Listener;
use crate::logs::WordMap;
use crate::vocabulary::{Metric, UNSPECIFIED};

/// Interner for the words of a log, so that classes compare numbers.
#[derive(Debug, Clone)]
pub(super) struct Interner {
    words: WordMap<Word>,
    texts: Vec<Box<str>>,
}

/// Index of a word in an [`Interner`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Word(pub(super) u32);

impl Word {
    /// The word that stands for a blank cell.
    const BLANK: Self = Self(0);
}

impl Default for Interner {
    fn default() -> Self {
        let mut interner = Self {
            words: WordMap::default(),
            texts: Vec::new(),
        };
        interner.word(Some(UNSPECIFIED));
        interner
    }
}

impl Interner {
    /// Interns a word. A blank cell is [`UNSPECIFIED`].
    #[inline]
    pub(super) fn word(&mut self, text: Option<&str>) -> Word {
        let Some(text) = text else {
            return Word::BLANK;
        };
        let texts = &mut self.texts;
        self.words.get(text.as_bytes(), || {
            texts.push(text.into());
            Word(u32::try_from(texts.len() - 1).unwrap_or(u32::MAX))
        })
    }

    /// The text of a word.
    pub(super) fn text(&self, Word(number): Word) -> &str {
        &self.texts[number as usize]
    }
}

/// Distinct values in the order of their numbers.
#[derive(Debug, Clone)]
struct NumberedValues<T> {
    numbers: HashMap<T, u32, FixedState>,
    values: Vec<T>,
}

impl<T> Default for NumberedValues<T> {
    fn default() -> Self {
        Self {
            numbers: HashMap::default(),
            values: Vec::new(),
        }
    }
}

impl<T: Copy + Eq + Hash> NumberedValues<T> {
    fn number(&mut self, value: T) -> u32 {
        *self.numbers.entry(value).or_insert_with(|| {
            self.values.push(value);
            u32::try_from(self.values.len() - 1).unwrap_or(u32::MAX)
        })
    }
}

/// The number of rows of each class.
#[derive(Debug, Clone)]
pub(super) struct CrossTab<W, D> {
    words: NumberedValues<W>,
    days: NumberedValues<D>,
    /// Indexed by the number of the words, then by that of the days.
    rows: Vec<Vec<u64>>,
    /// The numbers of the words that have rows there.
    used: Vec<usize>,
    /// The rows of words that many others came before, by both numbers: a log with a word of its own in
    /// each row has few rows of each.
    rare: HashMap<(usize, usize), u64, FixedState>,
}

/// From which number on words are rare.
const RARE: usize = 4096;

impl<W, D> Default for CrossTab<W, D> {
    fn default() -> Self {
        Self {
            words: NumberedValues::default(),
            days: NumberedValues::default(),
            rows: Vec::new(),
            used: Vec::new(),
            rare: HashMap::default(),
        }
    }
}

impl<W: Copy + Eq + Hash, D: Copy + Eq + Hash> CrossTab<W, D> {
    /// Interns a value that words decide.
    pub(super) fn words(&mut self, words: W) -> u32 {
        self.words.number(words)
    }

    /// Interns a value that days decide.
    pub(super) fn days(&mut self, days: D) -> u32 {
        self.days.number(days)
    }

    /// Adds a row, given the numbers of both values of its class.
    #[inline]
    pub(super) fn add(&mut self, words: u32, days: u32) {
        let (words, days) = (words as usize, days as usize);
        match self.rows.get_mut(words).and_then(|rows| rows.get_mut(days)) {
            Some(rows) => *rows += 1,
            None => self.add_first(words, days),
        }
    }

    #[inline(never)]
    fn add_first(&mut self, words: usize, days: usize) {
        if words >= RARE {
            *self.rare.entry((words, days)).or_default() += 1;
            return;
        }
        if self.rows.len() <= words {
            self.rows.resize(words + 1, Vec::new());
        }
        if self.rows[words].is_empty() {
            self.used.push(words);
        }
        if self.rows[words].len() <= days {
            self.rows[words].resize(days + 1, 0);
        }
        self.rows[words][days] += 1;
    }

    /// Removes and returns the classes that have rows, each with the number of its rows.
    pub(super) fn take(&mut self) -> impl Iterator<Item = (W, D, u64)> + use<'_, W, D> {
        let (words, days) = (&self.words.values, &self.days.values);
        // A listener that asks for rows takes each by itself: only what has rows is looked at.
        let mut used = std::mem::take(&mut self.used);
        used.sort_unstable();
        let all = &mut self.rows;
        let classes = used.into_iter().flat_map(move |words| {
            let rows = std::mem::take(&mut all[words]).into_iter().enumerate();
            rows.map(move |(days, rows)| (words, days, rows))
        });
        let rare = self.rare.drain();
        let mut rare: Vec<_> = rare
            .map(|((words, days), rows)| (words, days, rows))
            .collect();
        rare.sort_unstable();
        let classes = classes.chain(rare).filter(|(.., rows)| *rows > 0);
        classes.map(|(number, day, rows)| (words[number], days[day], rows))
    }
}

/// The number of rows by an index: of days, or of words.
#[derive(Debug, Clone, Default)]
pub(super) struct Histogram {
    rows: Vec<u64>,
    /// The numbers that have rows.
    used: Vec<usize>,
}

impl Histogram {
    /// Adds a row.
    #[inline]
    pub(super) fn add(&mut self, number: u32) {
        let number = number as usize;
        match self.rows.get_mut(number) {
            Some(rows) if *rows > 0 => *rows += 1,
            _ => self.add_first(number),
        }
    }

    #[inline(never)]
    fn add_first(&mut self, number: usize) {
        if number >= self.rows.len() {
            self.rows.resize(number + 1, 0);
        }
        self.rows[number] = 1;
        self.used.push(number);
    }

    /// Removes and returns the indices that have rows, with their counts.
    pub(super) fn take(&mut self) -> impl Iterator<Item = (u32, u64)> + use<'_> {
        let mut used = std::mem::take(&mut self.used);
        used.sort_unstable();
        let all = &mut self.rows;
        used.into_iter().filter_map(move |number| {
            let rows = std::mem::take(&mut all[number]);
            Some((u32::try_from(number).ok()?, rows))
        })
    }

    /// Removes the counts and reports them under `metric` and `labels`; the indices are days.
    pub(super) fn report(&mut self, listener: &mut impl Listener, metric: Metric, labels: &[&str]) {
        for (days, rows) in self.take() {
            listener.days(metric, labels, days, rows);
        }
    }
}
