//! How a row is written: its names, its words and its days.
//!
//! Rows of a file whose words are written alike, byte for byte, have the same words, and so it is with
//! their days. Whoever has read one of them knows the others, but for their names and texts.

use super::cells::{is_none, is_rounded};
use super::columns::{Column, Origin, Role};
use super::memo::{ENDS, ODD, ends};
use super::separators::offset;
use super::table::{BEGINS_PLAIN, Row};

/// Where in the rows of a file their names, texts, words and days stand.
pub(super) struct Layout {
    id: Option<u32>,
    title: Option<u32>,
    /// The cells of other names.
    names: Vec<u32>,
    /// The cells of texts, and whether a row must have each.
    texts: Vec<(u32, bool)>,
    words: Vec<u32>,
    days: Vec<u32>,
}

impl Layout {
    /// The layout of a file, given where the cells of each column come from.
    pub(super) fn of(columns: &[Column], origins: &[Origin]) -> Self {
        let cells = columns.iter().zip(origins).filter_map(|(column, origin)| {
            let Origin::Cell { index, .. } = origin else {
                return None;
            };
            Some((offset(*index), column))
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
        let (id, names) = (at("id"), cells_of(Role::Name));
        Self {
            id,
            title: at("title"),
            names: names.filter(|cell| Some(*cell) != id).collect(),
            texts: of_role(Role::Text).collect(),
            words: cells_of(Role::Word).collect(),
            days: cells_of(Role::Day).collect(),
        }
    }
}

/// A row as it is written.
pub struct Written<'r, 'a> {
    row: &'r Row<'a>,
    id: &'a str,
}

impl<'r, 'a> Written<'r, 'a> {
    /// A row with an id, whose names and texts are nothing but that; none where they may be less, or
    /// the row is not just cells between separators.
    #[expect(clippy::inline_always, reason = "measured: it is asked for every row")]
    #[inline(always)]
    pub(super) fn of(row: &'r Row<'a>) -> Option<Self> {
        let layout = row.layout();
        let id = row.cell_at(layout.id?).filter(|id| is_name(id))?;
        let is_name = |cell: &u32| row.cell_at(*cell).is_none_or(is_name);
        let is_text = |&(cell, is_required): &(u32, bool)| match row.bytes_at(cell) {
            // White space and marks are cut off elsewhere.
            Some([first, ..]) if BEGINS_PLAIN[usize::from(*first)] => true,
            _ => match row.cell_at(cell) {
                Some(text) => !text.starts_with(SHEET_ERROR),
                None => !is_required,
            },
        };
        let is_usual =
            row.is_line() && layout.names.iter().all(is_name) && layout.texts.iter().all(is_text);
        is_usual.then_some(Self { row, id })
    }

    /// The row itself.
    #[must_use]
    pub fn row(&self) -> &'r Row<'a> {
        self.row
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> &'a str {
        self.id
    }

    /// How its words are written, put into `room`; none where that is too much to be compared.
    #[inline]
    pub fn words<'w>(&self, room: &'w mut Writing) -> Option<&'w Writing> {
        room.take(self.row, &self.row.layout().words)
    }

    /// How its days are written, put into `room`; none where that is too much to be compared.
    #[inline]
    pub fn days<'w>(&self, room: &'w mut Writing) -> Option<&'w Writing> {
        room.take(self.row, &self.row.layout().days)
    }

    /// Its title; empty where it is blank.
    #[must_use]
    pub fn title(&self) -> &'a str {
        let title = self.row.layout().title;
        title
            .and_then(|title| self.row.cell_at(title))
            .unwrap_or_default()
    }
}

/// Some cells of a row as they are written, in a form that is compared fast.
#[derive(Debug)]
pub struct Writing {
    /// How many bytes each cell has.
    lengths: u128,
    /// The bytes of the cells, up to `count`: those of one eight at a time, and its last eight.
    bytes: [u64; MOST_BYTES],
    count: usize,
    hash: u64,
}

/// As many cells as have room, each with a byte for its length.
const MOST_CELLS: usize = 16;

/// Eight times as many bytes as there is room for.
const MOST_BYTES: usize = 64;

impl Default for Writing {
    fn default() -> Self {
        Self {
            lengths: 0,
            bytes: [0; MOST_BYTES],
            count: 0,
            hash: 0,
        }
    }
}

impl Writing {
    /// A number that tells most writings apart.
    #[must_use]
    pub fn hash(&self) -> u64 {
        self.hash
    }

    /// All there is to it: no other has the same.
    #[must_use]
    pub fn parts(&self) -> (u128, &[u64]) {
        (self.lengths, &self.bytes[..self.count])
    }

    /// Takes what is written in some cells of a row. None where they are too many or too long, or not
    /// all there.
    #[expect(clippy::inline_always, reason = "measured: it is asked for every row")]
    #[inline(always)]
    fn take(&mut self, row: &Row<'_>, cells: &[u32]) -> Option<&Self> {
        if cells.len() > MOST_CELLS {
            return None;
        }
        let (mut lengths, mut hash, mut count) = (0, 0, 0);
        for cell in cells {
            let cell = row.bytes_at(*cell)?;
            let length = u8::try_from(cell.len()).ok()?;
            lengths = lengths << 8 | u128::from(length);
            if cell.is_empty() {
                continue;
            }
            let (first, last) = ends(cell);
            if cell.len() > ENDS {
                for bytes in cell[8..].as_chunks().0 {
                    let bytes = u64::from_le_bytes(*bytes);
                    hash = mixed(hash, bytes);
                    *self.bytes.get_mut(count)? = bytes;
                    count += 1;
                }
            }
            hash = mixed(hash, first ^ last.rotate_left(32));
            let room = self.bytes.get_mut(count..count + 2)?;
            if cell.len() < 8 {
                // Each end is half of a number then.
                room[0] = first | last << 32;
                count += 1;
            } else {
                (room[0], room[1]) = (first, last);
                count += 2;
            }
        }
        // The lower bits of a product know little of the factors' higher ones.
        (self.lengths, self.hash, self.count) = (lengths, hash ^ hash >> 32, count);
        Some(self)
    }
}

#[inline]
fn mixed(hash: u64, bytes: u64) -> u64 {
    (hash.rotate_left(23) ^ bytes).wrapping_mul(ODD)
}

/// What the values begin with that a spreadsheet could not find.
const SHEET_ERROR: char = '#';

/// Whether a cell is a name, and not a value that a spreadsheet lost or what says that there is none.
#[inline]
fn is_name(cell: &str) -> bool {
    match cell.as_bytes() {
        // Many a log numbers its rows so.
        [b'A'..=b'D' | b'F'..=b'Z', ..] => true,
        _ => !cell.starts_with(SHEET_ERROR) && !is_none(cell) && !is_rounded(cell),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_log_has_more_words_or_days() {
        use crate::record::Log;
        for &log in Log::ALL {
            for role in [Role::Word, Role::Day] {
                let columns = crate::source::columns(log).iter();
                let count = columns.filter(|column| column.role == role).count();
                assert!(count <= MOST_CELLS, "{log:?}");
            }
        }
    }
}
