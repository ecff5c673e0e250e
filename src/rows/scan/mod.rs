//! Finds where the cells of a block begin.
//!
//! The rules are those of RFC 4180, applied leniently: a quote opens a quoted cell only as its first byte;
//! a doubled quote inside is an escape; bytes between the closing quote and the next separator belong to
//! the cell unchanged; quotes anywhere else are ordinary characters. A row ends at `\n`, `\r\n` or `\r`.
//!
//! `scalar` is the specification; `simd` gives the same result for 64 bytes at a time. The bytes need not
//! be valid UTF-8: no byte of a multi-byte character is a separator or a quote.

mod positions;
mod scalar;
mod simd;

use fearless_simd::{Level, dispatch};

pub(super) use positions::Positions;

/// Bytes with a special meaning in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dialect {
    /// Separates the cells of a row.
    pub(super) delimiter: u8,
    /// Ends a line when lines are counted: `\n`, or `\r` in files of classic Mac OS.
    pub(super) line_break: u8,
}

impl Dialect {
    /// Whether `byte` ends a cell when it is outside of quotes.
    fn is_separator(self, byte: u8) -> bool {
        byte == self.delimiter || byte == b'\n' || byte == b'\r'
    }
}

/// State of the scanner between two bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum ScanState {
    /// At the first byte of a cell.
    #[default]
    CellStart,
    /// In a cell without quotes, or after the closing quote of one.
    Plain,
    /// In a quoted cell.
    Quoted,
    /// After a quote inside a quoted cell: either the closing one or the first half of an escape.
    QuoteSeen,
}

/// Positions found in a block. The block begins with a row.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Index {
    /// Start of each cell: 0, and the position after each separator. A `\r\n` counts as two separators.
    pub(super) starts: Positions,
    /// Line breaks inside quoted cells.
    pub(super) inner_breaks: Vec<u32>,
    /// Bytes because of which a quoted cell is not simply the slice between its quotes: the second half of
    /// an escape, or the first byte after a closing quote.
    pub(super) escapes: Vec<u32>,
    /// Whether any byte is zero, which is invalid in text.
    pub(super) has_zero: bool,
    /// State after the last byte.
    pub(super) state: ScanState,
}

impl Index {
    /// Scans a block of less than 4 GiB.
    pub(super) fn scan(&mut self, block: &[u8], dialect: Dialect, level: Level) {
        self.clear();
        dispatch!(level, simd => simd::scan(simd, block, dialect, self));
    }

    /// Ends the last row at the end of the block, if no line break does.
    pub(super) fn end_last_row(&mut self, block: &[u8]) {
        let is_ended = matches!(block.last(), None | Some(b'\n' | b'\r'));
        if !is_ended && self.state != ScanState::Quoted {
            self.starts.push(offset(block.len() + 1));
        }
    }

    fn clear(&mut self) {
        self.starts.clear();
        self.starts.push(0);
        self.inner_breaks.clear();
        self.escapes.clear();
        self.has_zero = false;
        self.state = ScanState::CellStart;
    }
}

/// Position of the quote that is still open at the end of `row`; `None` if all are closed.
pub(super) fn open_quote(row: &[u8], dialect: Dialect) -> Option<usize> {
    let mut index = Index::default();
    index.clear();
    scalar::scan(row, 0..row.len(), dialect, &mut index);
    let is_open = index.state == ScanState::Quoted;
    is_open.then(|| index.starts.last() as usize)
}

/// Converts a position in a block. A block is always shorter than 4 GiB.
pub(super) fn offset(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

#[cfg(test)]
pub(super) mod tests;
