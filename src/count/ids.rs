//! A set of ids that takes little memory if the ids are numbered.
//!
//! An id such as `JK-2017-00123` is a pattern (`JK-2017-` and five digits) and a number. The numbers of
//! a pattern are a paged bit set, so that ten million consecutive ids take about two megabytes, in any
//! order. Other ids are stored as bytes, one after the other. Both compare exactly.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

/// A set of ids.
#[derive(Debug, Clone, Default)]
pub(super) struct IdSet {
    patterns: Vec<IdPattern>,
    /// Indices of patterns, by the hash of the pattern.
    known_patterns: HashTable<u32>,
    /// The pattern of the previous id.
    last_pattern: usize,
    /// Indices of pages, by the hash of the page.
    known_pages: HashTable<u32>,
    pages: Vec<IdPage>,
    /// The page of the previous id.
    last_page: usize,
    others: ByteSet,
}

/// The common part of ids that differ in one number.
#[derive(Debug, Clone, PartialEq, Eq)]
struct IdPattern {
    prefix: Box<[u8]>,
    suffix: Box<[u8]>,
    /// Number of digits between prefix and suffix.
    digits: usize,
}

/// A bit set of 256 consecutive numbers of a pattern.
#[derive(Debug, Clone)]
struct IdPage {
    pattern: u32,
    first: u64,
    bits: [u64; WORDS],
}

/// Size of a page in words of 64 bits.
const WORDS: usize = 4;
const NUMBERS: u64 = 64 * WORDS as u64;

/// The index of a number's word in its page, and the number's bit in the word.
#[inline]
fn place_of(number: u64) -> (usize, u64) {
    // The value is less than the number of words, so it fits on any machine.
    let word = usize::try_from(number % NUMBERS / 64).unwrap_or_default();
    (word, 1 << (number % 64))
}

/// Maximum number of digits that are parsed as a number.
const DIGITS: usize = 18;

/// Maximum number of patterns. A log with more has ids that are not numbers; those are stored as bytes.
const PATTERNS: usize = 1 << 10;

/// An id as its pattern and number.
struct PatternId<'a> {
    prefix: &'a [u8],
    suffix: &'a [u8],
    digits: usize,
    number: u64,
}

impl<'a> PatternId<'a> {
    /// Splits an id at its last run of digits. `None` if it has no digits.
    #[inline]
    fn of(id: &'a [u8]) -> Option<Self> {
        let end = id.iter().rposition(u8::is_ascii_digit)? + 1;
        let (mut start, mut number, mut unit) = (end, 0, 1);
        while start > 0 && end - start < DIGITS && id[start - 1].is_ascii_digit() {
            start -= 1;
            number += u64::from(id[start] - b'0') * unit;
            unit *= 10;
        }
        Some(Self {
            prefix: &id[..start],
            suffix: &id[end..],
            digits: end - start,
            number,
        })
    }

    /// The hash of its pattern.
    fn hash(&self) -> u64 {
        hash((self.prefix, self.suffix, self.digits))
    }

    #[inline]
    fn has(&self, pattern: &IdPattern) -> bool {
        self.digits == pattern.digits
            && *self.prefix == *pattern.prefix
            && *self.suffix == *pattern.suffix
    }
}

impl IdPattern {
    /// The id with this number.
    fn id(&self, number: u64) -> Vec<u8> {
        let digits = format!("{number:0width$}", width = self.digits);
        [&*self.prefix, digits.as_bytes(), &*self.suffix].concat()
    }
}

fn hash(value: impl std::hash::Hash) -> u64 {
    FixedState::default().hash_one(value)
}

impl IdSet {
    /// Adds an id. Returns whether it is new.
    #[inline]
    pub(super) fn insert(&mut self, id: &[u8]) -> bool {
        if let Some(numbered) = PatternId::of(id)
            && let Some(pattern) = self.pattern(&numbered)
        {
            return self.insert_number(pattern, numbered.number);
        }
        self.others.insert(id)
    }

    /// Whether the set contains an id.
    #[inline]
    pub(super) fn contains(&mut self, id: &[u8]) -> bool {
        let Some(numbered) = PatternId::of(id) else {
            return self.others.contains(id);
        };
        let last = self.patterns.get(self.last_pattern);
        if !last.is_some_and(|last| numbered.has(last)) {
            let is_it = |known: &u32| numbered.has(&self.patterns[*known as usize]);
            match self.known_patterns.find(numbered.hash(), is_it) {
                Some(known) => self.last_pattern = *known as usize,
                None => return self.others.contains(id),
            }
        }
        let first = numbered.number - numbered.number % NUMBERS;
        let is_page =
            |page: &IdPage| page.first == first && page.pattern as usize == self.last_pattern;
        if !self.pages.get(self.last_page).is_some_and(is_page) {
            let pattern = u32::try_from(self.last_pattern).unwrap_or(u32::MAX);
            let is_it = |known: &u32| is_page(&self.pages[*known as usize]);
            match self.known_pages.find(hash((pattern, first)), is_it) {
                Some(known) => self.last_page = *known as usize,
                None => return false,
            }
        }
        let (word, bit) = place_of(numbered.number);
        self.pages[self.last_page].bits[word] & bit != 0
    }

    /// Whether the set has no ids.
    pub(super) fn is_empty(&self) -> bool {
        self.pages.is_empty() && self.others.table.is_empty()
    }

    /// The index of the pattern of an id. `None` if there are too many patterns.
    #[inline]
    fn pattern(&mut self, id: &PatternId<'_>) -> Option<usize> {
        let last = self.patterns.get(self.last_pattern);
        if !last.is_some_and(|last| id.has(last)) {
            self.last_pattern = self.find_pattern(id)?;
        }
        Some(self.last_pattern)
    }

    #[inline(never)]
    fn find_pattern(&mut self, id: &PatternId<'_>) -> Option<usize> {
        let patterns = &mut self.patterns;
        let is_it = |known: &u32| id.has(&patterns[*known as usize]);
        let hash_of =
            |pattern: &IdPattern| hash((&pattern.prefix, &pattern.suffix, pattern.digits));
        let own_hash = id.hash();
        if let Some(known) = self.known_patterns.find(own_hash, is_it) {
            return Some(*known as usize);
        }
        if patterns.len() == PATTERNS {
            return None;
        }
        patterns.push(IdPattern {
            prefix: id.prefix.into(),
            suffix: id.suffix.into(),
            digits: id.digits,
        });
        let number = u32::try_from(patterns.len() - 1).ok()?;
        self.known_patterns
            .insert_unique(own_hash, number, |known| {
                hash_of(&patterns[*known as usize])
            });
        Some(number as usize)
    }

    /// Adds a number of a pattern. Returns whether it is new.
    #[inline]
    fn insert_number(&mut self, pattern: usize, number: u64) -> bool {
        let page = self.page(pattern, number - number % NUMBERS);
        let (word, bit) = place_of(number);
        let is_new = page.bits[word] & bit == 0;
        page.bits[word] |= bit;
        is_new
    }

    #[inline]
    fn page(&mut self, pattern: usize, first: u64) -> &mut IdPage {
        let is_it = |page: &IdPage| page.first == first && page.pattern as usize == pattern;
        if !self.pages.get(self.last_page).is_some_and(is_it) {
            self.last_page = self.find_page(pattern, first);
        }
        &mut self.pages[self.last_page]
    }

    #[inline(never)]
    fn find_page(&mut self, pattern: usize, first: u64) -> usize {
        let pages = &mut self.pages;
        let hash_of = |pattern: u32, first: u64| hash((pattern, first));
        // The index is at most `PATTERNS`.
        let pattern = u32::try_from(pattern).unwrap_or(u32::MAX);
        let is_it = |known: &u32| {
            let page = &pages[*known as usize];
            page.first == first && page.pattern == pattern
        };
        let rehash = |known: &u32| {
            let page = &pages[*known as usize];
            hash_of(page.pattern, page.first)
        };
        let entry = self
            .known_pages
            .entry(hash_of(pattern, first), is_it, rehash);
        match entry {
            Entry::Occupied(known) => *known.get() as usize,
            Entry::Vacant(vacant) => {
                let number = pages.len();
                vacant.insert(u32::try_from(number).unwrap_or(u32::MAX));
                pages.push(IdPage {
                    pattern,
                    first,
                    bits: [0; WORDS],
                });
                number
            }
        }
    }

    /// Adds the ids of `later`, and calls `repeated` for those that are in both.
    pub(super) fn absorb(&mut self, later: Self, mut repeated: impl FnMut(&[u8])) {
        // A pattern may be stored as numbers in one set and as bytes in the other: then each id is
        // looked up in both.
        let all_fit = self.patterns.len() + later.patterns.len() <= PATTERNS;
        for page in later.pages {
            let pattern = &later.patterns[page.pattern as usize];
            let numbers = |bits: [u64; WORDS]| {
                let numbers = (page.first..).take(64 * WORDS);
                numbers.filter(move |number| {
                    let (word, bit) = place_of(*number);
                    bits[word] & bit != 0
                })
            };
            let sample = PatternId {
                prefix: &pattern.prefix,
                suffix: &pattern.suffix,
                digits: pattern.digits,
                number: page.first,
            };
            match self.pattern(&sample).filter(|_| all_fit) {
                Some(own) => {
                    let own = self.page(own, page.first);
                    let common: [u64; WORDS] =
                        std::array::from_fn(|word| own.bits[word] & page.bits[word]);
                    for (own, other) in own.bits.iter_mut().zip(page.bits) {
                        *own |= other;
                    }
                    for number in numbers(common) {
                        repeated(&pattern.id(number));
                    }
                }
                None => {
                    for number in numbers(page.bits) {
                        let id = pattern.id(number);
                        if !self.insert(&id) {
                            repeated(&id);
                        }
                    }
                }
            }
        }
        later.others.for_each(|id| {
            if !self.insert(id) {
                repeated(id);
            }
        });
    }
}

/// A set of byte strings, stored one after the other in chunks.
#[derive(Debug, Clone, Default)]
struct ByteSet {
    /// The hash of each string, and its start.
    table: HashTable<(u64, u64)>,
    chunks: Vec<Vec<u8>>,
}

/// Size of an allocation for byte strings.
const CHUNK: usize = 1 << 20;

impl ByteSet {
    /// Adds a byte string. Returns whether it is new.
    fn insert(&mut self, bytes: &[u8]) -> bool {
        let hash = hash(bytes);
        let chunks = &self.chunks;
        let is_it = |(known, place): &(u64, u64)| *known == hash && at(chunks, *place) == bytes;
        match self.table.entry(hash, is_it, |(known, _)| *known) {
            Entry::Occupied(_) => false,
            Entry::Vacant(vacant) => {
                let place = append(&mut self.chunks, bytes);
                vacant.insert((hash, place));
                true
            }
        }
    }

    /// Whether the set contains a byte string.
    fn contains(&self, bytes: &[u8]) -> bool {
        let hash = hash(bytes);
        let is_it =
            |(known, place): &(u64, u64)| *known == hash && at(&self.chunks, *place) == bytes;
        self.table.find(hash, is_it).is_some()
    }

    fn for_each(&self, mut each: impl FnMut(&[u8])) {
        for chunk in &self.chunks {
            let mut rest = &chunk[..];
            while let Some((bytes, later)) = split_first(rest) {
                each(bytes);
                rest = later;
            }
        }
    }
}

/// The byte string at a place.
fn at(chunks: &[Vec<u8>], place: u64) -> &[u8] {
    let (chunk, start) = (place / CHUNK as u64, place % CHUNK as u64);
    let chunk = &chunks[usize::try_from(chunk).unwrap_or(usize::MAX)];
    // The value is less than the size of a chunk.
    let start = usize::try_from(start).unwrap_or(usize::MAX);
    split_first(&chunk[start..]).map_or(&[], |(bytes, _)| bytes)
}

/// Splits off the first of several byte strings, each preceded by its length.
fn split_first(chunk: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = chunk.split_first_chunk()?;
    rest.split_at_checked(u32::from_le_bytes(*length) as usize)
}

/// Appends a byte string, and returns where it begins.
fn append(chunks: &mut Vec<Vec<u8>>, bytes: &[u8]) -> u64 {
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    let needed = bytes.len() + size_of::<u32>();
    // A string never spans chunks: one that is longer than a chunk gets its own.
    if chunks
        .last()
        .is_none_or(|chunk| chunk.len() + needed > CHUNK)
    {
        chunks.push(Vec::with_capacity(CHUNK.max(needed)));
    }
    let number = chunks.len() as u64 - 1;
    let Some(chunk) = chunks.last_mut() else {
        return 0;
    };
    let start = chunk.len() as u64;
    chunk.extend_from_slice(&length.to_le_bytes());
    chunk.extend_from_slice(bytes);
    number * CHUNK as u64 + start
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    fn id() -> impl Strategy<Value = String> {
        prop_oneof![
            "[AB]-[0-9]{1,3}",
            "[0-9]{0,3}号",
            "[0-9]{17,20}",
            "第[0-9]{1,2}批[0-9]{1,2}次",
            "[a-f]{0,2}",
            "[a-f]{1,2}[0-9]",
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn ids_are_distinguished_exactly(ids in prop::collection::vec(id(), 0..200)) {
            let (mut set, mut naive) = (IdSet::default(), HashSet::new());
            for id in &ids {
                prop_assert_eq!(set.contains(id.as_bytes()), naive.contains(id), "{}", id);
                prop_assert_eq!(set.insert(id.as_bytes()), naive.insert(id), "{}", id);
                prop_assert!(set.contains(id.as_bytes()), "{}", id);
            }
        }

        #[test]
        fn sets_unite_exactly(
            one in prop::collection::vec(id(), 0..100),
            other in prop::collection::vec(id(), 0..100),
        ) {
            let set_of = |ids: &[String]| {
                let mut set = IdSet::default();
                for id in ids {
                    set.insert(id.as_bytes());
                }
                set
            };
            let mut set = set_of(&one);
            let mut repeated = HashSet::new();
            set.absorb(set_of(&other), |id| {
                repeated.insert(String::from_utf8(id.to_vec()).unwrap());
            });
            let of = |ids: &[String]| ids.iter().cloned().collect::<HashSet<_>>();
            let common: HashSet<_> = of(&one).intersection(&of(&other)).cloned().collect();
            prop_assert_eq!(repeated, common);
            for id in one.iter().chain(&other) {
                prop_assert!(!set.insert(id.as_bytes()));
            }
        }
    }

    #[test]
    fn many_patterns_are_kept_as_bytes() {
        let ids: Vec<String> = (0..3 * PATTERNS)
            .map(|index| format!("{index:x}g{index}"))
            .collect();
        let mut set = IdSet::default();
        assert!(ids.iter().all(|id| set.insert(id.as_bytes())));
        assert!(ids.iter().all(|id| !set.insert(id.as_bytes())));
        assert!(set.patterns.len() <= PATTERNS);
        let mut repeated = 0;
        set.clone().absorb(set, |_| repeated += 1);
        assert_eq!(repeated, ids.len());
    }

    #[test]
    fn long_ids_have_a_chunk_of_their_own() {
        let mut set = IdSet::default();
        let long = |letter: &str| letter.repeat(CHUNK + 5).into_bytes();
        for id in [long("x"), b"y".to_vec(), long("z")] {
            assert!(set.insert(&id));
            assert!(!set.insert(&id));
        }
    }
}
