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
        let code = self.codes[column].borrow_mut().get(word.as_bytes(), || {
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
    all: HashMap<Box<[u8]>, V, FixedState>,
    /// The words that were asked for last: each has one slot, which it may have to leave.
    last: Vec<Option<Slot<V>>>,
}

#[derive(Debug, Clone)]
struct Slot<V> {
    ends: (u64, u64),
    length: usize,
    /// The word, where its ends are not all of it.
    word: Option<Box<[u8]>>,
    value: V,
}

impl<V> Default for Remembered<V> {
    fn default() -> Self {
        Self {
            all: HashMap::default(),
            last: Vec::new(),
        }
    }
}

impl<V: Copy> Remembered<V> {
    const SLOTS: usize = 256;

    /// The value of a word.
    #[inline]
    pub(crate) fn get(&mut self, word: &[u8], make: impl FnOnce() -> V) -> V {
        let ends = ends(word);
        let index = mix(ends) % Self::SLOTS;
        if let Some(Some(slot)) = self.last.get(index)
            && slot.ends == ends
            && slot.length == word.len()
            && slot.word.as_deref().is_none_or(|known| known == word)
        {
            return slot.value;
        }
        self.get_of_all(word, index, make)
    }

    #[inline(never)]
    fn get_of_all(&mut self, word: &[u8], index: usize, make: impl FnOnce() -> V) -> V {
        let value = match self.all.get(word) {
            Some(value) => *value,
            None => *self.all.entry(word.into()).or_insert(make()),
        };
        if self.last.is_empty() {
            self.last.resize_with(Self::SLOTS, || None);
        }
        self.last[index] = Some(Slot {
            ends: ends(word),
            length: word.len(),
            word: (word.len() > ENDS).then(|| word.into()),
            value,
        });
        value
    }
}

/// A number without a pattern, to multiply with.
pub(super) const ODD: u64 = 0x9E37_79B9_7F4A_7C15;

/// A number made of two, of which any part tells most of them apart.
#[inline]
fn mix((one, other): (u64, u64)) -> usize {
    let mixed = (one ^ other.rotate_left(32)).wrapping_mul(ODD);
    // What is left fits, whatever the machine.
    (mixed >> 32) as usize
}

/// How many bytes a word may have so that its ends are all of it: five Chinese characters and one
/// byte.
const ENDS: usize = 16;

/// Both ends of a word as numbers, which are compared faster than texts. Words of one length up to
/// [`ENDS`] that have the same are the same.
#[inline]
fn ends(word: &[u8]) -> (u64, u64) {
    let number = |bytes: &[u8; 8]| u64::from_le_bytes(*bytes);
    if let (Some(first), Some(last)) = (word.first_chunk(), word.last_chunk()) {
        return (number(first), number(last));
    }
    let number = |bytes: &[u8; 4]| u64::from(u32::from_le_bytes(*bytes));
    if let (Some(first), Some(last)) = (word.first_chunk(), word.last_chunk()) {
        return (number(first), number(last));
    }
    let number = word
        .iter()
        .fold(0, |number, byte| number << 8 | u64::from(*byte));
    (number, 0)
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
    fn short_words_are_told_apart_by_their_ends() {
        let letters = "政务abcdefg\0";
        let mut seen = std::collections::HashMap::new();
        for first in letters.chars() {
            for length in 0..=16 {
                let word: String = std::iter::once(first)
                    .chain(letters.chars().cycle())
                    .take(length)
                    .collect();
                if word.len() <= ENDS {
                    let key = (ends(word.as_bytes()), word.len());
                    let known = seen.insert(key, word.clone());
                    assert!(known.is_none_or(|known| known == word), "{word}");
                }
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
        // Short ones, and long ones that begin and end alike.
        let short = (0..5000).map(|number| format!("第{number}类"));
        let words: Vec<String> = short
            .chain((0..5000).map(|number| format!("信息公开第{number}类信息公开")))
            .collect();
        for (number, word) in words.iter().enumerate() {
            assert_eq!(remembered.get(word.as_bytes(), || number), number);
        }
        for (number, word) in words.iter().enumerate() {
            assert_eq!(remembered.get(word.as_bytes(), || usize::MAX), number);
        }
    }
}
