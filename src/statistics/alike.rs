//! Rows that count alike, counted together.
//!
//! Many rows say the same of everything that decides what they count toward. A counting puts that
//! into a small value, the class of the row. A listener that does not ask for rows is told of each
//! class once, with how many rows it has.

use std::collections::HashMap;
use std::hash::Hash;

use foldhash::fast::FixedState;

use super::tally::Listener;
use crate::source::{Remembered, mix};
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
    pub(super) const BLANK: Self = Self(0);

    /// Both words as one number.
    pub(super) fn beside(self, other: Self) -> u64 {
        u64::from(self.0) << 32 | u64::from(other.0)
    }
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
        self.words.get(text, || {
            texts.push(text.into());
            Word(u32::try_from(texts.len() - 1).unwrap_or(u32::MAX))
        })
    }

    /// The text of a word.
    pub(super) fn text(&self, Word(number): Word) -> &str {
        &self.texts[number as usize]
    }
}

/// What decides, of one kind, what a row counts toward.
pub(super) trait Class: Copy + Eq + Hash {
    /// Two numbers that tell most classes apart.
    fn numbers(&self) -> (u64, u64);
}

/// How many classes are remembered beside all of them.
const SLOTS: usize = 256;

/// How many rows each class has.
#[derive(Debug, Clone)]
pub(super) struct Classes<C> {
    counts: HashMap<C, u64, FixedState>,
    /// The classes that were met last, with rows that are not counted yet: each has one slot, which
    /// it may have to leave.
    last: Vec<Option<(C, u64)>>,
}

impl<C> Default for Classes<C> {
    fn default() -> Self {
        Self {
            counts: HashMap::default(),
            last: Vec::new(),
        }
    }
}

impl<C: Class> Classes<C> {
    /// One more row of a class.
    #[inline]
    pub(super) fn add(&mut self, class: C) {
        if self.last.is_empty() {
            self.last.resize(SLOTS, None);
        }
        match &mut self.last[mix(class.numbers()) % SLOTS] {
            Some((last, rows)) if *last == class => *rows += 1,
            slot => {
                if let Some((last, rows)) = slot.replace((class, 1)) {
                    *self.counts.entry(last).or_default() += rows;
                }
            }
        }
    }

    /// Takes out the classes, each with its rows.
    pub(super) fn take(&mut self) -> impl Iterator<Item = (C, u64)> + use<C> {
        for (last, rows) in self.last.drain(..).flatten() {
            *self.counts.entry(last).or_default() += rows;
        }
        std::mem::take(&mut self.counts).into_iter()
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
