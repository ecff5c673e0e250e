//! How a row is written: its names, its words and its days.
//!
//! Rows of a file whose words are written alike, byte for byte, have the same words, and so it is with
//! their days. Whoever has read one of them knows the others, but for their names and texts.

use std::sync::Arc;

use super::cells::{is_none, is_rounded};
use super::columns::{Column, Origin, Role};
use super::memo::ODD;
use super::table::{BEGINS_PLAIN, Row, content, filled, is_plain};
use crate::rows::{Batch, RawRow};

/// Where in the rows of a file their names, texts, words and days stand.
pub(super) struct Layout {
    id: Option<u32>,
    title: Option<u32>,
    /// The cells of other names, and of texts.
    asides: Vec<Aside>,
    words: Vec<Span>,
    days: Vec<Span>,
}

/// A cell that decides nothing, as long as something can be read from it.
struct Aside {
    cell: u32,
    kind: Kind,
    /// Whether a row must have it.
    is_required: bool,
}

/// What a cell holds, in the tables of the bytes that it begins and ends with.
#[derive(Clone, Copy)]
enum Kind {
    Text = 1,
    Name = 2,
}

/// Cells that stand side by side: the first and the last. What separates them tells them apart, so that
/// they are compared as one.
type Span = (u32, u32);

impl Layout {
    /// The layout of a file, given where the cells of each column come from.
    pub(super) fn of(columns: &[Column], origins: &[Origin]) -> Self {
        let cells = columns.iter().zip(origins).filter_map(|(column, origin)| {
            let Origin::Cell { index, .. } = origin else {
                return None;
            };
            Some((u32::try_from(*index).ok()?, column))
        });
        let cells: Vec<(u32, &Column)> = cells.collect();
        let of_role = |role| {
            let cells = cells.iter().filter(move |(_, column)| column.role == role);
            cells.map(|(cell, column)| (*cell, column.required))
        };
        let at = |key| {
            let cell = cells.iter().find(|(_, column)| column.key == key);
            cell.map(|(cell, _)| *cell)
        };
        let cells_of = |role| of_role(role).map(|(cell, _)| cell);
        let spans_of = |role| {
            let mut cells: Vec<u32> = cells_of(role).collect();
            cells.sort_unstable();
            let spans = cells.chunk_by(|one, next| one + 1 == *next);
            spans.map(|span| (span[0], span[span.len() - 1])).collect()
        };
        let id = at("id");
        let asides = |role, kind| {
            let cells = of_role(role).filter(move |(cell, _)| Some(*cell) != id);
            cells.map(move |(cell, is_required)| Aside {
                cell,
                kind,
                is_required,
            })
        };
        let texts = asides(Role::Text, Kind::Text);
        Self {
            id,
            title: at("title"),
            asides: texts.chain(asides(Role::Name, Kind::Name)).collect(),
            words: spans_of(Role::Word),
            days: spans_of(Role::Day),
        }
    }
}

/// Rows that follow on one another and have as many cells as the header, none of them with escapes.
pub struct Stretch<'a> {
    first: Row<'a>,
    /// The rows of a batch from some one on; else the first row alone.
    batch: Option<(Batch<'a>, usize)>,
    is_empty: bool,
}

impl<'a> Stretch<'a> {
    pub(super) fn of_batch(row: Row<'a>, batch: Batch<'a>, next: usize) -> Self {
        Self {
            first: row,
            batch: Some((batch, next)),
            is_empty: false,
        }
    }

    pub(super) fn alone(row: Row<'a>) -> Self {
        Self {
            first: row,
            batch: None,
            is_empty: row.raw.is_of_sheet(),
        }
    }

    pub(super) fn empty(row: Row<'a>) -> Self {
        Self {
            first: row,
            batch: None,
            is_empty: true,
        }
    }

    /// Its rows.
    #[expect(clippy::inline_always, reason = "measured: it is asked for every row")]
    #[inline(always)]
    pub fn rows(&self) -> impl Iterator<Item = Written<'_, 'a>> {
        let width = self.first.width();
        (0..).map_while(move |index| {
            let raw = self.raw_row(index)?;
            let is_ordinary = raw.len() == width && !raw.has_escapes();
            is_ordinary.then_some(Written {
                stretch: self,
                raw,
                id: &[],
            })
        })
    }

    #[inline]
    fn raw_row(&self, index: usize) -> Option<RawRow<'a>> {
        match self.batch {
            Some((batch, next)) => batch.row(next + index),
            None => (index == 0 && !self.is_empty).then_some(self.first.raw),
        }
    }
}

/// A row as it is written.
#[derive(Clone, Copy)]
pub struct Written<'s, 'a> {
    stretch: &'s Stretch<'a>,
    raw: RawRow<'a>,
    id: &'a [u8],
}

impl<'a> Written<'_, 'a> {
    /// The row, if it has an id, and its names and texts are nothing but that; none where they may be less.
    #[expect(clippy::inline_always, reason = "measured: it is asked for every row")]
    #[inline(always)]
    #[must_use]
    pub fn usual(self) -> Option<Self> {
        let layout = self.stretch.first.layout();
        for aside in &layout.asides {
            let cell = self.bytes_at(aside.cell)?;
            if !aside.kind.is_plain(cell) && !aside.is_read(text(cell)) {
                return None;
            }
        }
        let mut id = self.bytes_at(layout.id?)?;
        if !Kind::Name.is_plain(id) {
            id = filled(text(id)).filter(|id| is_name(id))?.as_bytes();
        }
        Some(Self { id, ..self })
    }

    /// The row itself.
    #[must_use]
    pub fn row(&self) -> Row<'a> {
        self.stretch.first.with(self.raw)
    }

    /// The file it stands in, as [`Row::file`] has it.
    #[must_use]
    pub fn file(&self) -> &'a Arc<str> {
        self.stretch.first.file()
    }

    /// Line and column of its id, in characters.
    #[must_use]
    #[inline]
    pub fn position_of_id(&self) -> (u64, u64) {
        match self.stretch.first.layout().id {
            Some(0) | None => (self.raw.line(), 1),
            Some(cell) => self.raw.position(cell as usize),
        }
    }

    /// Its id, which is text.
    #[must_use]
    pub fn id(&self) -> &'a [u8] {
        self.id
    }

    /// Its title, which is text; empty where it is blank.
    #[must_use]
    #[inline]
    pub fn title(&self) -> &'a [u8] {
        let title = self.stretch.first.layout().title;
        let cell = title.and_then(|title| self.bytes_at(title));
        let cell = cell.unwrap_or_default();
        if is_plain(cell) {
            return cell;
        }
        content(text(cell)).unwrap_or_default().as_bytes()
    }

    /// How its words are written, put into `room`; none where that is too much to be compared.
    #[expect(clippy::inline_always, reason = "measured: it is asked for every row")]
    #[inline(always)]
    pub fn words<'w>(&self, room: &'w mut Room) -> Option<Writing<'w>> {
        let places = self.places_of(&self.stretch.first.layout().words);
        room.take(self.raw.text().as_bytes(), places)
    }

    /// How its days are written, put into `room`; none where that is too much to be compared.
    #[expect(clippy::inline_always, reason = "measured: it is asked for every row")]
    #[inline(always)]
    pub fn days<'w>(&self, room: &'w mut Room) -> Option<Writing<'w>> {
        let places = self.places_of(&self.stretch.first.layout().days);
        room.take(self.raw.text().as_bytes(), places)
    }

    #[inline]
    fn places_of(&self, spans: &[Span]) -> impl Iterator<Item = Option<(usize, usize)>> {
        let spans = spans.iter();
        spans.map(|&(first, last)| self.place_of(first, last))
    }

    #[expect(clippy::inline_always, reason = "measured: it is asked for every cell")]
    #[inline(always)]
    fn bytes_at(&self, cell: u32) -> Option<&'a [u8]> {
        self.raw.cell(cell as usize).map(str::as_bytes)
    }

    /// Where the cells from the first to the last of a span stand in the text.
    #[expect(clippy::inline_always, reason = "measured: it is asked for every cell")]
    #[inline(always)]
    fn place_of(&self, first: u32, last: u32) -> Option<(usize, usize)> {
        let span = self.raw.span(first as usize, last as usize)?;
        Some((span.start, span.end))
    }
}

/// Bytes that are known to be text.
pub(crate) fn text(bytes: &[u8]) -> &str {
    simdutf8::basic::from_utf8(bytes).unwrap_or_default()
}

/// Some cells of a row as they are written, in a form that is compared fast: the bytes of each span in
/// turn, filled up with zeros, of which there is at least one, to a whole number of groups. No text has a
/// zero, so that they end where they end.
#[derive(Debug, Clone, Copy)]
pub struct Writing<'w> {
    groups: &'w [Group],
    hash: u64,
}

/// Room for a [`Writing`].
#[derive(Debug, Default)]
pub struct Room([Group; MOST_GROUPS]);

/// As many bytes as are compared at a time, eight in a number.
pub type Group = [u64; 2];

/// The bytes of a group.
const GROUP: usize = 16;

/// How many groups there is room for.
const MOST_GROUPS: usize = 32;

impl<'w> Writing<'w> {
    /// A number that tells most writings apart.
    #[must_use]
    #[inline]
    pub fn hash(self) -> u64 {
        self.hash
    }

    /// All there is to it: no other has the same.
    #[must_use]
    #[inline]
    pub fn groups(self) -> &'w [Group] {
        self.groups
    }
}

impl Room {
    /// Takes what stands at some places of a text: where each begins and ends. None where a place is not
    /// known, they are too much, or too near the end of the text.
    #[expect(clippy::inline_always, reason = "measured: it is asked for every row")]
    #[inline(always)]
    fn take(
        &mut self,
        text: &[u8],
        places: impl Iterator<Item = Option<(usize, usize)>>,
    ) -> Option<Writing<'_>> {
        let (mut count, mut hash) = (0, 0);
        let mut put = |group: Group| {
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
        Some(Writing { groups, hash })
    }
}

#[inline]
fn group(bytes: &[u8; GROUP]) -> Group {
    let number = |index: usize| {
        let eight = bytes.as_chunks().0[index];
        u64::from_le_bytes(eight)
    };
    std::array::from_fn(number)
}

/// For each number of bytes what they are masked with that only so many be kept.
static KEPT: [Group; GROUP] = {
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

/// The [`Writing::hash`] of what has these groups.
#[must_use]
pub fn hash_of(groups: &[Group]) -> u64 {
    groups.iter().fold(0, |hash, group| mixed(hash, *group))
}

#[inline]
fn mixed(hash: u64, [one, two]: Group) -> u64 {
    folded(one ^ hash, two ^ ODD)
}

/// A product, of which each bit knows of all bits of both factors.
#[inline]
fn folded(one: u64, other: u64) -> u64 {
    let product = u128::from(one) * u128::from(other);
    #[expect(clippy::cast_possible_truncation, reason = "both halves are taken")]
    let (low, high) = (product as u64, (product >> 64) as u64);
    low ^ high
}

/// What the values begin with that a spreadsheet could not find.
const SHEET_ERROR: char = '#';

impl Aside {
    /// Whether its cell is one or may be none, and not a value that a spreadsheet lost.
    #[inline(never)]
    fn is_read(&self, cell: &str) -> bool {
        match (filled(cell), self.kind) {
            (Some(text), Kind::Text) => !text.starts_with(SHEET_ERROR),
            (Some(name), Kind::Name) => is_name(name),
            (None, _) => !self.is_required,
        }
    }
}

impl Kind {
    /// Whether a cell of this kind needs no second look: none of the marks that are cut off a cell, or
    /// that stand for a lost value or for none, begins or ends like it.
    #[inline]
    fn is_plain(self, cell: &[u8]) -> bool {
        let [first, .., last] = cell else {
            return false;
        };
        BEGINS[usize::from(*first)] & ENDS[usize::from(*last)] & self as u8 != 0
    }
}

/// The kinds of cells that are plain if they begin with a byte, and end with one.
static BEGINS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        if BEGINS_PLAIN[byte] {
            kinds[byte] |= Kind::Text as u8;
        }
        // Not with a digit: what a spreadsheet rounded is no name.
        if matches!(byte, 0x41..=0x5A | 0x61..=0x7A) {
            kinds[byte] |= Kind::Name as u8;
        }
        byte += 1;
    }
    kinds
};
static ENDS: [u8; 256] = {
    let mut kinds = [Kind::Text as u8; 256];
    let mut byte = b'!';
    while byte <= b'~' {
        kinds[byte as usize] |= Kind::Name as u8;
        byte += 1;
    }
    kinds
};

/// Whether a cell is a name, and not a value that a spreadsheet lost or what says that there is none.
fn is_name(cell: &str) -> bool {
    !cell.starts_with(SHEET_ERROR) && !is_none(cell) && !is_rounded(cell)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What is written in the cells of a text, with so many bytes behind it.
    fn written<'w>(cells: &[&str], behind: usize, room: &'w mut Room) -> Option<Writing<'w>> {
        let text = cells.join(",") + &",".repeat(behind);
        let mut start = 0;
        let places = cells.iter().map(|cell| {
            let place = (start, start + cell.len());
            start += cell.len() + 1;
            Some(place)
        });
        room.take(text.as_bytes(), places)
    }

    #[test]
    fn what_is_too_much_or_too_near_the_end_is_not_compared() {
        let long = "公".repeat(MOST_GROUPS * GROUP / 3);
        let room = &mut Room::default();
        assert!(written(&[&long], GROUP, room).is_some());
        assert!(written(&[&long, ""], GROUP, room).is_none());
        assert!(written(&["公开"], GROUP - "公开".len(), room).is_some());
        assert!(written(&["公开"], GROUP - "公开".len() - 1, room).is_none());
        let unknown = std::iter::once(None);
        assert!(room.take(b"", unknown).is_none());
    }

    proptest! {
        #![proptest_config(proptest::test_runner::Config { failure_persistence: None, cases: 2000, ..Default::default() })]

        #[test]
        fn cells_are_the_same_if_and_only_if_their_groups_are(
            one in prop::collection::vec("[甲乙]{0,12}[ab]{0,2}", 1..3),
            other in prop::collection::vec("[甲乙]{0,12}[ab]{0,2}", 1..3),
            cut in 0_usize..40,
            behind in GROUP..GROUP * 2,
        ) {
            // Most texts differ; of some only where a cell ends.
            let whole = one.concat();
            let cut = (0..=cut.min(whole.len())).rev().find(|cut| whole.is_char_boundary(*cut));
            let (before, after) = whole.split_at(cut.unwrap_or_default());
            for other in [&other.iter().map(String::as_str).collect::<Vec<_>>()[..], &[before, after]] {
                let one: Vec<&str> = one.iter().map(String::as_str).collect();
                let (room, other_room) = (&mut Room::default(), &mut Room::default());
                let first = written(&one, behind, room).unwrap();
                let second = written(other, GROUP, other_room).unwrap();
                prop_assert_eq!(first.groups() == second.groups(), one == other, "{:?} {:?}", one, other);
                prop_assert!(first.groups() != second.groups() || first.hash() == second.hash());
            }
        }
    }
}
