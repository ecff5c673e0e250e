//! Cache keys made of the bytes of some cells of a row.

use super::row::RawRow;

/// Multiplier of the hash: odd, without a pattern in its bits.
const ODD: u64 = 0x9E37_79B9_7F4A_7C15;

/// Cache key: the bytes of some cells of a row, in a form that is fast to hash and to compare.
///
/// Each span is padded with at least one zero byte to a whole number of groups. Text never contains a
/// zero byte, so different cells have different keys.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CellKey<'w> {
    groups: &'w [KeyGroup],
    hash: u64,
}

/// Reusable buffer that a [`CellKey`] borrows.
#[derive(Debug, Default)]
pub(crate) struct KeyBuffer([KeyGroup; MOST_GROUPS]);

/// Indices of the first and the last cell; the separators between them are included.
pub(crate) type ByteSpan = (u32, u32);

/// Sixteen bytes, compared at once as two numbers.
pub(crate) type KeyGroup = [u64; 2];

/// Size of a group in bytes.
const GROUP: usize = 16;

/// Maximum number of groups in a key.
const MOST_GROUPS: usize = 32;

impl<'w> CellKey<'w> {
    /// The hash, equal to [`hash_of`] of the groups.
    #[inline]
    pub(crate) fn hash(self) -> u64 {
        self.hash
    }

    /// The padded bytes.
    #[inline]
    pub(crate) fn groups(self) -> &'w [KeyGroup] {
        self.groups
    }
}

impl KeyBuffer {
    /// Builds the key of some cells of a row. Returns `None` if a cell is missing, the cells are too long for
    /// the buffer, or they end so close to the end of the block that a whole group cannot be read.
    #[expect(clippy::inline_always, reason = "measured: called for every row")]
    #[inline(always)]
    pub(crate) fn key(&mut self, row: &RawRow<'_>, spans: &[ByteSpan]) -> Option<CellKey<'_>> {
        let places = spans.iter().map(|&(first, last)| {
            let span = row.span(first as usize, last as usize)?;
            Some((span.start, span.end))
        });
        self.key_of(row.text().as_bytes(), places)
    }

    /// Builds the key of some ranges of `text`, given as start and end.
    #[expect(clippy::inline_always, reason = "measured: called for every row")]
    #[inline(always)]
    fn key_of(
        &mut self,
        text: &[u8],
        places: impl Iterator<Item = Option<(usize, usize)>>,
    ) -> Option<CellKey<'_>> {
        let (mut count, mut hash) = (0, 0);
        let mut put = |group: KeyGroup| {
            *self.0.get_mut(count)? = group;
            hash = mixed(hash, group);
            count += 1;
            Some(())
        };
        for place in places {
            let (start, end) = place?;
            let mut length = end.checked_sub(start)?;
            let mut bytes = text.get(start..)?;
            while length >= GROUP {
                let (first, rest) = bytes.split_first_chunk()?;
                put(group(first))?;
                bytes = rest;
                length -= GROUP;
            }
            let (last, kept) = (group(bytes.first_chunk()?), KEPT[length]);
            put(std::array::from_fn(|index| last[index] & kept[index]))?;
        }
        let groups = self.0.get(..count)?;
        Some(CellKey { groups, hash })
    }
}

#[inline]
fn group(bytes: &[u8; GROUP]) -> KeyGroup {
    let number = |index: usize| {
        let eight = bytes.as_chunks().0[index];
        u64::from_le_bytes(eight)
    };
    std::array::from_fn(number)
}

/// Masks that keep the first `n` bytes of a group, indexed by `n`.
static KEPT: [KeyGroup; GROUP] = {
    let mut kept = [[0; 2]; GROUP];
    let mut length = 0;
    while length < GROUP {
        let mut byte = 0;
        while byte < length {
            kept[length][byte / 8] |= 0xFF << (byte % 8 * 8);
            byte += 1;
        }
        length += 1;
    }
    kept
};

/// Hashes the groups of a key.
pub(crate) fn hash_of(groups: &[KeyGroup]) -> u64 {
    groups.iter().fold(0, |hash, group| mixed(hash, *group))
}

#[inline]
fn mixed(hash: u64, [one, two]: KeyGroup) -> u64 {
    folded(one ^ hash, two ^ ODD)
}

/// XOR of both halves of the product, so that each bit depends on all bits of both factors.
#[inline]
fn folded(one: u64, other: u64) -> u64 {
    let product = u128::from(one) * u128::from(other);
    #[expect(clippy::cast_possible_truncation, reason = "both halves are taken")]
    let (low, high) = (product as u64, (product >> 64) as u64);
    low ^ high
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Builds the key of the cells of a text that has `behind` more bytes after them.
    fn key<'w>(cells: &[&str], behind: usize, buffer: &'w mut KeyBuffer) -> Option<CellKey<'w>> {
        let text = cells.join(",") + &",".repeat(behind);
        let mut start = 0;
        let places = cells.iter().map(|cell| {
            let place = (start, start + cell.len());
            start += cell.len() + 1;
            Some(place)
        });
        buffer.key_of(text.as_bytes(), places)
    }

    #[test]
    fn cells_that_are_too_long_or_too_near_the_end_have_no_key() {
        let long = "公".repeat(MOST_GROUPS * GROUP / 3);
        let buffer = &mut KeyBuffer::default();
        assert!(key(&[&long], GROUP, buffer).is_some());
        assert!(key(&[&long, ""], GROUP, buffer).is_none());
        assert!(key(&["公开"], GROUP - "公开".len(), buffer).is_some());
        assert!(key(&["公开"], GROUP - "公开".len() - 1, buffer).is_none());
        let unknown = std::iter::once(None);
        assert!(buffer.key_of(b"", unknown).is_none());
    }

    proptest! {
        #![proptest_config(proptest::test_runner::Config { failure_persistence: None, cases: 2000, ..Default::default() })]

        #[test]
        fn cells_are_equal_if_and_only_if_their_keys_are(
            one in prop::collection::vec("[甲乙]{0,12}[ab]{0,2}", 1..3),
            other in prop::collection::vec("[甲乙]{0,12}[ab]{0,2}", 1..3),
            cut in 0_usize..40,
            behind in GROUP..GROUP * 2,
        ) {
            // Most generated texts differ; some differ only in where a cell ends.
            let whole = one.concat();
            let cut = (0..=cut.min(whole.len())).rev().find(|cut| whole.is_char_boundary(*cut));
            let (before, after) = whole.split_at(cut.unwrap_or_default());
            for other in [&other.iter().map(String::as_str).collect::<Vec<_>>()[..], &[before, after]] {
                let one: Vec<&str> = one.iter().map(String::as_str).collect();
                let (buffer, other_buffer) = (&mut KeyBuffer::default(), &mut KeyBuffer::default());
                let first = key(&one, behind, buffer).unwrap();
                let second = key(other, GROUP, other_buffer).unwrap();
                prop_assert_eq!(first.groups() == second.groups(), one == other, "{:?} {:?}", one, other);
                prop_assert!(first.groups() != second.groups() || first.hash() == second.hash());
            }
        }
    }
}
