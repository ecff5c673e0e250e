//! Rows that count alike, counted together.
//!
//! Many rows say the same of everything that decides what they count toward. A counting puts what
//! their words and what their days decide into two small values, together the class of the row. A
//! listener that does not ask for rows is told of each class once, with how many rows it has.

use std::collections::HashMap;
use std::hash::Hash;

use foldhash::fast::FixedState;

use super::tally::Listener;
use crate::source::Remembered;
use crate::vocabulary::{Metric, UNSPECIFIED};

/// The words of a log, numbered, so that classes are compared by numbers.
#[derive(Debug, Clone)]
pub(super) struct Lexicon {
    words: Remembered<Word>,
    texts: Vec<Box<str>>,
}

/// A word by its number in a [`Lexicon`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Word(u32);

impl Word {
    /// The word that stands for a blank cell.
    const BLANK: Self = Self(0);
}

impl Default for Lexicon {
    fn default() -> Self {
        let mut lexicon = Self {
            words: Remembered::default(),
            texts: Vec::new(),
        };
        lexicon.word(Some(UNSPECIFIED));
        lexicon
    }
}

impl Lexicon {
    /// The number of a word; of a blank cell that of [`UNSPECIFIED`].
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

/// Values by number.
#[derive(Debug, Clone)]
struct Numbered<T> {
    numbers: HashMap<T, u32, FixedState>,
    values: Vec<T>,
}

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self {
            numbers: HashMap::default(),
            values: Vec::new(),
        }
    }
}

impl<T: Copy + Eq + Hash> Numbered<T> {
    fn number(&mut self, value: T) -> u32 {
        *self.numbers.entry(value).or_insert_with(|| {
            self.values.push(value);
            u32::try_from(self.values.len() - 1).unwrap_or(u32::MAX)
        })
    }
}

/// How many rows each class has: each pair of what words and what days decide.
#[derive(Debug, Clone)]
pub(super) struct Classes<W, D> {
    words: Numbered<W>,
    days: Numbered<D>,
    /// By the number of the words, then by that of the days.
    rows: Vec<Vec<u64>>,
}

impl<W, D> Default for Classes<W, D> {
    fn default() -> Self {
        Self {
            words: Numbered::default(),
            days: Numbered::default(),
            rows: Vec::new(),
        }
    }
}

impl<W: Copy + Eq + Hash, D: Copy + Eq + Hash> Classes<W, D> {
    /// The number of what words decide.
    pub(super) fn words(&mut self, words: W) -> u32 {
        self.words.number(words)
    }

    /// The number of what days decide.
    pub(super) fn days(&mut self, days: D) -> u32 {
        self.days.number(days)
    }

    /// One more row, given the numbers of what its words and its days decide.
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
        if self.rows.len() <= words {
            self.rows.resize(words + 1, Vec::new());
        }
        if self.rows[words].len() <= days {
            self.rows[words].resize(days + 1, 0);
        }
        self.rows[words][days] += 1;
    }

    /// Takes out the classes, each with its rows.
    pub(super) fn take(&mut self) -> impl Iterator<Item = (W, D, u64)> + use<'_, W, D> {
        let (words, days) = (&self.words.values, &self.days.values);
        let all = std::mem::take(&mut self.rows).into_iter().zip(words);
        let classes = all.flat_map(move |(rows, words)| {
            let rows = rows.into_iter().zip(days);
            rows.map(move |(rows, days)| (*words, *days, rows))
        });
        classes.filter(|(_, _, rows)| *rows > 0)
    }
}

/// How many rows there are at each number of days.
#[derive(Debug, Clone, Default)]
pub(super) struct RowsByDays(Vec<u64>);

impl RowsByDays {
    /// One more row.
    pub(super) fn add(&mut self, days: u32) {
        let days = days as usize;
        if self.0.len() <= days {
            self.0.resize(days + 1, 0);
        }
        self.0[days] += 1;
    }

    /// Takes out the rows and tells them to `listener` under a key.
    pub(super) fn tell(&mut self, listener: &mut impl Listener, metric: Metric, labels: &[&str]) {
        for (days, rows) in (0..).zip(std::mem::take(&mut self.0)) {
            if rows > 0 {
                listener.days(metric, labels, days, rows);
            }
        }
    }
}
