//! Caches the parsed cells of a file: words and days that occur repeatedly.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use chrono::NaiveDate;
use foldhash::fast::FixedState;

use super::date;
use super::synonyms::Meaning;

/// Capacity in columns; more than any log has.
const COLUMNS: usize = 40;

/// Caches of the parsed cells of each column of a file.
pub(super) struct CellCache {
    /// For each column, the meanings of its words.
    meanings: [RefCell<WordMap<Meaning>>; COLUMNS],
    /// The last day of each column as written, and parsed.
    days: [Cell<([u8; 10], NaiveDate)>; COLUMNS],
}

impl Default for CellCache {
    fn default() -> Self {
        Self {
            meanings: std::array::from_fn(|_| RefCell::default()),
            days: std::array::from_fn(|_| Cell::default()),
        }
    }
}

impl CellCache {
    /// The meaning of a word in a column, computed by `look_up` on first use. The flag says whether this was
    /// the first use.
    pub(super) fn meaning(
        &self,
        column: usize,
        word: &str,
        look_up: impl FnOnce() -> Meaning,
    ) -> (Meaning, bool) {
        let mut is_first = false;
        let meanings = &self.meanings[column];
        let meaning = meanings.borrow_mut().get(word.as_bytes(), || {
            is_first = true;
            look_up()
        });
        (meaning, is_first)
    }

    /// Parses a day in the usual spelling. The last day of each column is cached.
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

/// Cache of one value per word, computed on first use.
#[derive(Debug, Clone)]
pub(crate) struct WordMap<V> {
    all: HashMap<Box<[u8]>, V, FixedState>,
    /// The most recently used words, each in the slot given by its bytes.
    recent: Vec<Option<Slot<V>>>,
    /// Number of words evicted from their slot since the slots were last enlarged.
    lost: usize,
}

#[derive(Debug, Clone)]
struct Slot<V> {
    bytes: [u64; 3],
    length: usize,
    /// The whole word, if it is longer than `bytes` can hold.
    word: Option<Box<[u8]>>,
    value: V,
}

impl<V> Default for WordMap<V> {
    fn default() -> Self {
        Self {
            all: HashMap::default(),
            recent: Vec::new(),
            lost: 0,
        }
    }
}

/// Number of slots at first, and in a large map. The larger number still fits the L2 cache of the
/// processor.
const SLOTS: usize = 1 << 8;
const MOST_SLOTS: usize = 1 << 14;

impl<V: Copy> WordMap<V> {
    /// Returns the cached value of a word, or computes it.
    #[inline]
    pub(crate) fn get(&mut self, word: &[u8], make: impl FnOnce() -> V) -> V {
        let bytes = bytes(word);
        // The number of slots is zero or a power of two.
        let index = mix(bytes) & self.recent.len().wrapping_sub(1);
        if let Some(Some(slot)) = self.recent.get(index)
            && slot.bytes == bytes
            && slot.length == word.len()
            && slot.word.as_deref().is_none_or(|known| known == word)
        {
            return slot.value;
        }
        self.get_of_all(word, make)
    }

    #[inline(never)]
    fn get_of_all(&mut self, word: &[u8], make: impl FnOnce() -> V) -> V {
        let value = match self.all.get(word) {
            Some(value) => *value,
            None => *self.all.entry(word.into()).or_insert(make()),
        };
        if self.recent.is_empty() || self.lost > self.recent.len() && self.recent.len() < MOST_SLOTS
        {
            let slots = (self.recent.len() * 4).max(SLOTS);
            self.recent.clear();
            self.recent.resize_with(slots, || None);
            self.lost = 0;
        }
        let bytes = bytes(word);
        let index = mix(bytes) & (self.recent.len() - 1);
        let slot = Slot {
            bytes,
            length: word.len(),
            word: (word.len() > INLINE).then(|| word.into()),
            value,
        };
        self.lost += usize::from(self.recent[index].replace(slot).is_some());
        value
    }
}

/// Multiplier of the hash: odd, without a pattern in its bits.
const ODD: u64 = 0x9E37_79B9_7F4A_7C15;

/// Mixes three numbers into a hash. A change of any one of them nearly always changes the hash.
#[inline]
fn mix([one, two, three]: [u64; 3]) -> usize {
    let mixed = (one ^ two.rotate_left(24) ^ three.rotate_left(40)).wrapping_mul(ODD);
    // The upper 32 bits fit a `usize` on every target.
    (mixed >> 32) as usize
}

/// Maximum length of a word that [`bytes`] stores completely: eight Chinese characters.
const INLINE: usize = 24;

/// Bytes of a word as numbers, which compare faster than strings. Two words of the same length up to
/// [`INLINE`] are equal if these numbers are.
#[inline]
fn bytes(word: &[u8]) -> [u64; 3] {
    let number = |bytes: &[u8; 8]| u64::from_le_bytes(*bytes);
    if let (Some(first), Some(last)) = (word.first_chunk(), word.last_chunk()) {
        let middle = word.get(8..).and_then(<[u8]>::first_chunk);
        return [number(first), middle.map_or(0, number), number(last)];
    }
    let number = |bytes: &[u8; 4]| u64::from(u32::from_le_bytes(*bytes));
    if let (Some(first), Some(last)) = (word.first_chunk(), word.last_chunk()) {
        return [number(first), number(last), 0];
    }
    let number = word
        .iter()
        .fold(0, |number, byte| number << 8 | u64::from(*byte));
    [number, 0, 0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_log_has_more_columns() {
        use crate::record::Log;
        for &log in Log::ALL {
            assert!(crate::logs::columns(log).len() <= COLUMNS, "{log:?}");
        }
    }

    #[test]
    fn short_words_differ_in_their_bytes() {
        let letters = "政务abcdefg\0";
        let mut seen = std::collections::HashMap::new();
        for first in letters.chars() {
            for length in 0..=24 {
                let word: String = std::iter::once(first)
                    .chain(letters.chars().cycle())
                    .take(length)
                    .collect();
                if word.len() <= INLINE {
                    let key = (bytes(word.as_bytes()), word.len());
                    let known = seen.insert(key, word.clone());
                    assert!(known.is_none_or(|known| known == word), "{word}");
                }
            }
        }
    }

    #[test]
    fn a_word_is_looked_up_once() {
        let cache = CellCache::default();
        for word in ["咨询", "属于三类内部事务信息"] {
            let look_up = |column, meaning| cache.meaning(column, word, || meaning);
            let help = Meaning::Code("help");
            assert_eq!(look_up(1, help), (help, true));
            assert_eq!(look_up(1, Meaning::Ask), (help, false));
            assert_eq!(look_up(2, Meaning::Ask), (Meaning::Ask, true));
        }
    }

    #[test]
    fn words_are_map_however_many_there_are() {
        let mut map = WordMap::default();
        // Short words, and long words with the same beginning and end.
        let short = (0..5000).map(|number| format!("第{number}类"));
        let words: Vec<String> = short
            .chain((0..5000).map(|number| format!("信息公开第{number}类信息公开")))
            .collect();
        for (number, word) in words.iter().enumerate() {
            assert_eq!(map.get(word.as_bytes(), || number), number);
        }
        for (number, word) in words.iter().enumerate() {
            assert_eq!(map.get(word.as_bytes(), || usize::MAX), number);
        }
    }
}
