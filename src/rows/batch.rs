//! The rows of one block, built from the positions that the scanner found.

use std::iter::Peekable;
use std::ops::Range;

use super::row::{RawRow, RowOrigin};
use super::scan::{Dialect, Index, offset};

/// The rows of a block. Reused from block to block.
#[derive(Default)]
pub(super) struct BatchLayout {
    rows: Vec<RowSpan>,
    /// End of the last row, its line break included.
    end: usize,
    /// Number of lines before `end`.
    lines: u32,
    /// The row after the batch. It is not part of the batch; the next block begins with it.
    behind: Option<RowSpan>,
    unescaped: Unescaped,
}

/// One row of a block.
#[derive(Clone, Copy)]
struct RowSpan {
    /// Index of its first cell in the starts of the block, and index of the start after its last cell.
    first: u32,
    last: u32,
    /// Number of lines before it.
    line: u32,
    has_escapes: bool,
}

impl RowSpan {
    /// Position of the row in its block, given all starts of the block.
    fn start(&self, starts: &[u32]) -> usize {
        starts[self.first as usize] as usize
    }
}

/// Unescaped text of the quoted cells that contain escapes.
#[derive(Debug, Clone, Default)]
pub(super) struct Unescaped {
    text: String,
    /// For each such cell: its start in the block, and the end of its text in `text`.
    cells: Vec<(u32, usize)>,
}

/// Consecutive rows of a file, borrowed from one block.
#[derive(Clone, Copy)]
pub(crate) struct Batch<'a> {
    text: &'a str,
    starts: &'a [u32],
    rows: &'a [RowSpan],
    behind: Option<&'a RowSpan>,
    unescaped: &'a Unescaped,
    line: u64,
    line_break: u8,
}

impl BatchLayout {
    /// Finds the rows of `block`. The bytes after the last line break are a row if the file ends
    /// there, otherwise the beginning of a row.
    pub(super) fn lay_out(
        &mut self,
        block: &[u8],
        index: &mut Index,
        dialect: Dialect,
        is_at_end: bool,
    ) {
        self.rows.clear();
        (self.end, self.lines) = (0, 0);
        if is_at_end {
            index.end_last_row(block);
        }
        let starts = index.starts.as_slice();
        let mut inner_breaks = index.inner_breaks.iter().copied().peekable();
        let mut escapes = index.escapes.iter().copied().peekable();
        let (mut first, mut last) = (0, 1);
        while let Some(&start) = starts.get(last) {
            let end = start as usize - 1;
            let separator = block.get(end).copied().unwrap_or(b'\n');
            if separator == dialect.delimiter {
                last += 1;
                continue;
            }
            if separator == b'\r' && start as usize == block.len() && !is_at_end {
                // The `\n` that belongs to it may not have been read yet.
                break;
            }
            let is_crlf = separator == b'\r' && block.get(end + 1) == Some(&b'\n');
            self.rows.push(RowSpan {
                first: offset(first),
                last: offset(last),
                line: self.lines,
                has_escapes: count_below(&mut escapes, start) > 0,
            });
            self.lines += count_below(&mut inner_breaks, start);
            self.lines += u32::from(is_crlf || separator == dialect.line_break);
            first = last + usize::from(is_crlf);
            last = first + 1;
            self.end = (start as usize + usize::from(is_crlf)).min(block.len());
        }
    }

    /// Number of complete rows.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// End of the complete rows: the bytes from here on belong to an incomplete row.
    pub(super) fn end(&self) -> usize {
        self.end
    }

    /// Number of lines before [`BatchLayout::end`].
    pub(super) fn lines(&self) -> u64 {
        self.lines.into()
    }

    /// Drops the row that contains the byte at `position`, and all rows after it.
    pub(super) fn cut(&mut self, index: &Index, position: usize) {
        let starts = index.starts.as_slice();
        let is_before = |row: &RowSpan| row.start(starts) <= position;
        let kept = self.rows.partition_point(is_before).saturating_sub(1);
        if let Some(cut) = self.rows.get(kept) {
            (self.end, self.lines) = (cut.start(starts), cut.line);
        }
        self.rows.truncate(kept);
    }

    /// Position of the first row that is longer than `most` bytes, its line break included.
    pub(super) fn first_longer_than(&self, most: usize, index: &Index) -> Option<usize> {
        let starts = index.starts.as_slice();
        let ends = self.rows.iter().skip(1).map(|row| row.start(starts));
        let rows = self.rows.iter().map(|row| row.start(starts));
        let mut rows = rows.zip(ends.chain([self.end]));
        rows.find(|(start, end)| end - start > most)
            .map(|(start, _)| start)
    }

    /// Returns the rows of a block without the first `skipped`. With `held_back`, the last row is left out
    /// and kept for the next block. `text` is the block up to [`BatchLayout::end`].
    pub(super) fn batch<'a>(
        &'a mut self,
        text: &'a str,
        index: &'a Index,
        (line, line_break): (u64, u8),
        (skipped, held_back): (usize, bool),
    ) -> Batch<'a> {
        self.unescaped.fill(text, index);
        let held_back = held_back && self.rows.len() > skipped.saturating_add(1);
        self.behind = if held_back { self.rows.pop() } else { None };
        if let Some(last) = &self.behind {
            (self.end, self.lines) = (last.start(index.starts.as_slice()), last.line);
        }
        Batch {
            text,
            starts: index.starts.as_slice(),
            rows: self.rows.get(skipped..).unwrap_or_default(),
            behind: self.behind.as_ref(),
            unescaped: &self.unescaped,
            line,
            line_break,
        }
    }
}

/// Consumes the positions below `bound` and counts them.
fn count_below(positions: &mut Peekable<impl Iterator<Item = u32>>, bound: u32) -> u32 {
    let mut count = 0;
    while positions.next_if(|position| *position < bound).is_some() {
        count += 1;
    }
    count
}

impl<'a> Batch<'a> {
    /// All rows, blank ones included.
    #[inline]
    pub(crate) fn rows(self) -> impl ExactSizeIterator<Item = RawRow<'a>> {
        self.rows.iter().map(move |row| self.row_at(row))
    }

    /// The row with this index.
    #[inline]
    pub(crate) fn row(self, index: usize) -> Option<RawRow<'a>> {
        Some(self.row_at(self.rows.get(index)?))
    }

    /// The row with this index, or, if the index is one past the end, the row that follows the batch. `None`
    /// at the end of the file.
    #[inline]
    pub(crate) fn row_or_next(self, index: usize) -> Option<RawRow<'a>> {
        let behind = || self.behind.filter(|_| index == self.rows.len());
        Some(self.row_at(self.rows.get(index).or_else(behind)?))
    }

    /// The first `count` rows as a batch. The row after them stays available to [`Self::row_or_next`].
    pub(crate) fn first(self, count: usize) -> Self {
        Self {
            rows: self.rows.get(..count).unwrap_or(self.rows),
            behind: self.rows.get(count).or(self.behind),
            ..self
        }
    }

    /// Number of rows.
    pub(crate) fn len(self) -> usize {
        self.rows.len()
    }

    #[inline]
    fn row_at(self, row: &RowSpan) -> RawRow<'a> {
        let starts = self.starts.get(row.first as usize..=row.last as usize);
        RawRow {
            text: self.text,
            starts: starts.unwrap_or_default(),
            unescaped: row.has_escapes.then_some(self.unescaped),
            line: self.line + u64::from(row.line),
            origin: RowOrigin::Text {
                line_break: self.line_break,
            },
        }
    }
}

impl Unescaped {
    /// Unescapes those cells of `text` that contain escapes.
    fn fill(&mut self, text: &str, index: &Index) {
        self.text.clear();
        self.cells.clear();
        let starts = index.starts.as_slice();
        let mut done = 0;
        for &escape in &index.escapes {
            let next = starts.partition_point(|start| *start <= escape);
            let (Some(&start), Some(&behind)) = (starts.get(next - 1), starts.get(next)) else {
                return;
            };
            let Some(cell) = text.get(start as usize..behind as usize - 1) else {
                return;
            };
            if next != done {
                self.push(start, cell);
                done = next;
            }
        }
    }

    /// Unescapes one cell: drops the enclosing quotes, replaces each doubled quote by one, and keeps the
    /// text after the closing quote.
    fn push(&mut self, start: u32, cell: &str) {
        let mut rest = cell.strip_prefix('"').unwrap_or(cell);
        while let Some((before, behind)) = rest.split_once('"') {
            self.text.push_str(before);
            rest = behind;
            let Some(behind) = rest.strip_prefix('"') else {
                break;
            };
            self.text.push('"');
            rest = behind;
        }
        self.text.push_str(rest);
        self.cells.push((start, self.text.len()));
    }

    /// The unescaped text of the cell that begins at `start` in its block, if it contains escapes.
    pub(super) fn cell(&self, start: u32) -> Option<&str> {
        let found = self.cells.binary_search_by_key(&start, |(start, _)| *start);
        let number = found.ok()?;
        let before = number
            .checked_sub(1)
            .map_or(0, |before| self.cells[before].1);
        self.text.get(before..self.cells[number].1)
    }

    /// A copy of the cells in `part` of the block, with positions relative to the start of `part`.
    pub(super) fn part(&self, part: Range<u32>) -> Self {
        let mut copy = Self::default();
        for (start, _) in &self.cells {
            if let Some(text) = self.cell(*start).filter(|_| part.contains(start)) {
                copy.text.push_str(text);
                copy.cells.push((start - part.start, copy.text.len()));
            }
        }
        copy
    }
}
