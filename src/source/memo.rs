//! What was learnt from the rows of a file that were read before: words and days that come again.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use chrono::NaiveDate;
use foldhash::fast::FixedState;

use super::date;

/// More columns than any log has.
const COLUMNS: usize = 32;

/// What was learnt of the columns of a file.
#[derive(Default)]
pub(super) struct Memo {
    /// For each column, the codes of its words.
    codes: [RefCell<Remembered<Option<&'static str>>>; COLUMNS],
    /// The last day of each column as it was written, and what day it is.
    days: [Cell<([u8; 10], NaiveDate)>; COLUMNS],
}

impl Memo {
    /// The code of a word in a column, as `look_up` finds it when it is asked for the first time;
    /// and whether it was.
    pub(super) fn code_of(
        &self,
        column: usize,
        word: &str,
        look_up: impl FnOnce() -> Option<&'static str>,
    ) -> (Option<&'static str>, bool) {
        let mut is_first = false;
        let code = self.codes[column].borrow_mut().get(word, || {
            is_first = true;
            look_up()
        });
        (code, is_first)
    }

    /// A day in the usual spelling, read anew only where it is not the last one of the column.
    #[inline]
    pub(super) fn usual_day(&self, column: usize, cell: &str) -> Option<NaiveDate> {
        let written: [u8; 10] = cell.as_bytes().try_into().ok()?;
        let last = self.days.get(column)?;
        let (last_written, day) = last.get();
        if last_written == written {
            return Some(day);
        }
        let day = date::usual(cell)?;
        last.set((written, day));
        Some(day)
    }
}

/// Values of words, each made when its word is asked for the first time.
#[derive(Debug, Clone)]
pub(crate) struct Remembered<V> {
    short: HashMap<(u64, u64), V, FixedState>,
    long: HashMap<Box<str>, V, FixedState>,
    /// The short words that were asked for last: each has one slot, which it may have to leave.
    last: Vec<Option<((u64, u64), V)>>,
}

impl<V> Default for Remembered<V> {
    fn default() -> Self {
        Self {
            short: HashMap::default(),
            long: HashMap::default(),
            last: Vec::new(),
        }
    }
}

impl<V: Copy> Remembered<V> {
    const SLOTS: usize = 256;

    /// The value of a word.
    #[inline]
    pub(crate) fn get(&mut self, word: &str, make: impl FnOnce() -> V) -> V {
        let Some(key) = short(word.as_bytes()) else {
            return self.get_long(word, make);
        };
        let slot = mix(key) % Self::SLOTS;
        match self.last.get(slot) {
            Some(Some((last, value))) if *last == key => *value,
            _ => self.get_short(key, slot, make),
        }
    }

    fn get_long(&mut self, word: &str, make: impl FnOnce() -> V) -> V {
        if let Some(value) = self.long.get(word) {
            return *value;
        }
        let value = make();
        self.long.insert(word.into(), value);
        value
    }

    #[inline(never)]
    fn get_short(&mut self, key: (u64, u64), slot: usize, make: impl FnOnce() -> V) -> V {
        let value = *self.short.entry(key).or_insert_with(make);
        if self.last.is_empty() {
            self.last.resize(Self::SLOTS, None);
        }
        self.last[slot] = Some((key, value));
        value
    }
}

/// A number made of two, of which any part tells most of them apart.
#[inline]
pub(crate) fn mix((one, other): (u64, u64)) -> usize {
    const ODD: u64 = 0x9E37_79B9_7F4A_7C15;
    let mixed = (one ^ other.rotate_left(32)).wrapping_mul(ODD);
    // What is left fits, whatever the machine.
    (mixed >> 32) as usize
}

/// A word of up to fifteen bytes, five Chinese characters, as two numbers, which are compared faster
/// than texts; none for a longer one.
#[inline]
fn short(word: &[u8]) -> Option<(u64, u64)> {
    let number = |bytes: &[u8; 8]| u64::from_le_bytes(*bytes);
    let length = word.len();
    let Ok(tag @ 0..16) = u32::try_from(length) else {
        return None;
    };
    let tag_bits = u64::from(tag) << 56;
    if let (Some(first), Some(last)) = (word.first_chunk(), word.last_chunk()) {
        // Of the last eight bytes those that are not among the first.
        let rest = number(last).checked_shr(8 * (16 - tag)).unwrap_or(0);
        return Some((number(first), rest | tag_bits));
    }
    let number = |bytes: &[u8; 4]| u64::from(u32::from_le_bytes(*bytes));
    if let (Some(first), Some(last)) = (word.first_chunk(), word.last_chunk()) {
        return Some((number(first) | number(last) << 32, tag_bits));
    }
    let number = word
        .iter()
        .fold(0, |number, byte| number << 8 | u64::from(*byte));
    Some((number, tag_bits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_log_has_more_columns() {
        use crate::record::Log;
        for &log in Log::ALL {
            assert!(crate::source::columns(log).len() <= COLUMNS, "{log:?}");
        }
    }

    #[test]
    fn short_words_are_told_apart() {
        let letters = "政务abcdefg\0";
        let mut seen = std::collections::HashMap::new();
        for first in letters.chars() {
            for length in 0..16 {
                let word: String = std::iter::once(first)
                    .chain(letters.chars().cycle())
                    .take(length)
                    .collect();
                let known = short(word.as_bytes()).map(|short| seen.insert(short, word.clone()));
                assert_eq!(known.is_some(), word.len() < 16);
                assert!(known.flatten().is_none_or(|known| known == word), "{word}");
            }
        }
    }

    #[test]
    fn a_word_is_looked_up_once() {
        let memo = Memo::default();
        for word in ["咨询", "属于三类内部事务信息"] {
            let look_up = |column, code| memo.code_of(column, word, || code);
            assert_eq!(look_up(1, Some("help")), (Some("help"), true));
            assert_eq!(look_up(1, None), (Some("help"), false));
            assert_eq!(look_up(2, None), (None, true));
        }
    }

    #[test]
    fn words_are_remembered_however_many_there_are() {
        let mut remembered = Remembered::default();
        let words: Vec<String> = (0..5000).map(|number| format!("第{number}类")).collect();
        for (number, word) in words.iter().enumerate() {
            assert_eq!(remembered.get(word, || number), number);
        }
        for (number, word) in words.iter().enumerate() {
            assert_eq!(remembered.get(word, || usize::MAX), number);
        }
    }
}
