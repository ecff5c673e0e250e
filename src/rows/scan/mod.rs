//! Finds where the cells of a block begin.
//!
//! The rules are those of RFC 4180, read leniently: a quote opens a quoted cell only as its first byte; a
//! doubled quote inside is an escape; after the closing quote, bytes up to the next separator belong to
//! the cell as they are; quotes anywhere else mean nothing. A row ends at `\n`, `\r\n` or `\r`.
//!
//! `scalar` is the specification. `simd` gives the same for 64 bytes at a time. The bytes need not be
//! valid UTF-8: no byte of a multi-byte character is a separator or a quote.

mod positions;
mod scalar;
mod simd;

use fearless_simd::{Level, dispatch};

pub(super) use positions::Positions;

/// The bytes that give a text its structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dialect {
    /// Separates the cells of a row.
    pub(super) delimiter: u8,
    /// Ends a line when lines are counted: `\n`, or `\r` in files of the old Macintosh.
    pub(super) line_break: u8,
}

impl Dialect {
    /// Whether `byte` ends a cell, outside of quotes.
    fn is_separator(self, byte: u8) -> bool {
        byte == self.delimiter || byte == b'\n' || byte == b'\r'
    }
}

/// Where the scanner stands between two bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum State {
    /// At the first byte of a cell.
    #[default]
    CellStart,
    /// In a cell without quotes, or behind the closing quote of one.
    Plain,
    /// In a quoted cell.
    Quoted,
    /// Behind a quote in a quoted cell: the closing one, or the first half of an escape.
    QuoteSeen,
}

/// What the scanner finds in a block that begins with a row.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Index {
    /// Where each cell begins: at 0, and behind each separator. A `\r\n` counts as two separators.
    pub(super) starts: Positions,
    /// Line breaks inside quoted cells.
    pub(super) inner_breaks: Vec<u32>,
    /// Bytes that keep a quoted cell from being the slice between its quotes: the second half of an
    /// escape, the first byte behind a closing quote.
    pub(super) escapes: Vec<u32>,
    /// Whether any byte is zero. No text has such a byte.
    pub(super) has_zero: bool,
    /// The state behind the last byte.
    pub(super) state: State,
}

impl Index {
    /// Scans a block of less than 4 GiB.
    pub(super) fn scan(&mut self, block: &[u8], dialect: Dialect, level: Level) {
        self.clear();
        dispatch!(level, simd => simd::scan(simd, block, dialect, self));
    }

    /// Ends the last row with the block, if no line break ends it there.
    pub(super) fn end_last_row(&mut self, block: &[u8]) {
        let is_ended = matches!(block.last(), None | Some(b'\n' | b'\r'));
        if !is_ended && self.state != State::Quoted {
            self.starts.push(offset(block.len() + 1));
        }
    }

    fn clear(&mut self) {
        self.starts.clear();
        self.starts.push(0);
        self.inner_breaks.clear();
        self.escapes.clear();
        self.has_zero = false;
        self.state = State::CellStart;
    }
}

/// Where the quote stands that is open at the end of `row`, which begins with a row; none if all are
/// closed.
pub(super) fn open_quote(row: &[u8], dialect: Dialect) -> Option<usize> {
    let mut index = Index::default();
    index.clear();
    scalar::scan(row, 0..row.len(), dialect, &mut index);
    let is_open = index.state == State::Quoted;
    is_open.then(|| index.starts.last() as usize)
}

/// A position in a block, which is always shorter than 4 GiB.
pub(super) fn offset(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

#[cfg(test)]
pub(super) mod tests;
