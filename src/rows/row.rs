//! One row and its cells.

use std::ops::Range;

use super::batch::Unescaped;
use super::scan::offset;

/// A row of a text file or of a sheet.
#[derive(Clone, Copy, Default)]
pub(crate) struct RawRow<'a> {
    /// Contains the cells, each followed by one separator byte.
    pub(super) text: &'a str,
    /// Start of each cell in `text`, and as last element the end of the row.
    pub(super) starts: &'a [u32],
    /// The cells that contain escapes; `None` for nearly every row.
    pub(super) unescaped: Option<&'a Unescaped>,
    pub(super) line: u64,
    pub(super) origin: RowOrigin,
}

/// Where a row comes from.
#[derive(Debug, Clone, Copy, Default)]
pub(super) enum RowOrigin {
    /// A text file whose lines end with this byte.
    Text { line_break: u8 },
    /// A sheet of a workbook.
    #[default]
    Sheet,
}

impl<'a> RawRow<'a> {
    /// Number of cells.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Line number in the text, or row number in the sheet, from 1.
    #[inline]
    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    /// The text of a cell, without quotes.
    #[inline]
    pub(crate) fn cell(&self, index: usize) -> Option<&'a str> {
        let range = self.range(index)?;
        let start = range.start;
        let cell = self.text.get(range)?;
        if cell.as_bytes().first() == Some(&b'"') {
            return Some(self.unquoted(start, cell));
        }
        Some(cell)
    }

    /// The text of a quoted cell.
    #[inline]
    fn unquoted(&self, start: usize, cell: &'a str) -> &'a str {
        let unescaped = self.unescaped.and_then(|cells| cells.cell(offset(start)));
        let between_quotes = cell.get(1..cell.len() - 1);
        unescaped.or(between_quotes).unwrap_or_default()
    }

    /// Range of a cell in the text.
    #[inline]
    fn range(&self, index: usize) -> Option<Range<usize>> {
        self.span(index, index)
    }

    /// All cells.
    pub(crate) fn cells(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let row = *self;
        (0..row.len()).filter_map(move |index| row.cell(index))
    }

    /// Whether all cells are empty or white space.
    pub(crate) fn is_blank(&self) -> bool {
        self.cells().all(|cell| cell.trim().is_empty())
    }

    /// Whether the row comes from a sheet.
    pub(crate) fn is_of_sheet(&self) -> bool {
        matches!(self.origin, RowOrigin::Sheet)
    }

    /// Whether any cell contains an escape, so that it is not a slice of [`Self::text`].
    #[inline]
    pub(crate) fn has_escapes(&self) -> bool {
        self.unescaped.is_some()
    }

    /// Whether the row comes from a text file and takes a single line.
    pub(crate) fn is_one_line(&self) -> bool {
        let written = self.written().map(str::as_bytes);
        written.is_some_and(|row| memchr::memchr2(b'\n', b'\r', row).is_none())
    }

    /// The text that contains the row and its neighbours.
    #[inline]
    pub(crate) fn text(&self) -> &'a str {
        self.text
    }

    /// Range of the cells from `first` to `last` in [`Self::text`], quotes included.
    #[inline]
    pub(crate) fn span(&self, first: usize, last: usize) -> Option<Range<usize>> {
        let start = *self.starts.get(first)?;
        let behind = *self.starts.get(last + 1)?;
        Some(start as usize..behind as usize - 1)
    }

    /// The row as written, without its line break; `None` for a row of a sheet.
    pub(crate) fn written(&self) -> Option<&'a str> {
        if self.is_of_sheet() {
            return None;
        }
        self.text.get(self.range_of_all())
    }

    /// Line and column of a cell, from 1. The column counts characters in a text file, cells in a sheet.
    pub(crate) fn position(&self, index: usize) -> (u64, u64) {
        let RowOrigin::Text { line_break } = self.origin else {
            return (self.line, index as u64 + 1);
        };
        let start = self
            .range(index)
            .unwrap_or_else(|| self.range_of_all())
            .start;
        let before = self.text.get(self.range_of_all().start..start);
        let (lines, column) = moved_by(before.unwrap_or_default(), line_break);
        (self.line + lines, column)
    }

    /// Lines and columns of all cells, as [`Self::position`] gives them.
    pub(crate) fn positions(&self) -> Vec<(u64, u64)> {
        let cells = 0..self.starts.len().saturating_sub(1);
        let RowOrigin::Text { line_break } = self.origin else {
            return cells.map(|index| self.position(index)).collect();
        };
        let mut from = self.range_of_all().start;
        let (mut line, mut column) = (self.line, 1);
        let next = |index: usize| {
            let start = self.range(index).map_or(from, |range| range.start);
            let passed = self.text.get(from..start).unwrap_or_default();
            let (lines, characters) = moved_by(passed, line_break);
            let is_same_line = !passed.contains(['\n', '\r']);
            line += lines;
            column = if is_same_line {
                column + characters - 1
            } else {
                characters
            };
            from = start;
            (line, column)
        };
        cells.map(next).collect()
    }

    fn range_of_all(&self) -> Range<usize> {
        match self.starts {
            [first, .., behind] => *first as usize..*behind as usize - 1,
            _ => 0..0,
        }
    }

    /// Returns a copy in which the cell at `index` is replaced by `cell`.
    pub(crate) fn with_cell(&self, index: usize, cell: &str) -> OwnedRawRow {
        let mut copy = OwnedRawRow {
            origin: self.origin,
            ..OwnedRawRow::of_sheet(self.line)
        };
        for (other, text) in self.cells().enumerate() {
            copy.push(if other == index { cell } else { text });
        }
        copy
    }

    /// Returns a copy that does not borrow from the block.
    pub(crate) fn to_owned(self) -> OwnedRawRow {
        let all = self.range_of_all();
        let first = offset(all.start);
        let part = first..offset(all.end);
        OwnedRawRow {
            starts: self.starts.iter().map(|start| start - first).collect(),
            unescaped: self.unescaped.map(|cells| Box::new(cells.part(part))),
            text: self.text.get(all).unwrap_or_default().into(),
            line: self.line,
            origin: self.origin,
        }
    }
}

/// Number of line breaks in `text`, and the column after its last character, in characters from 1. The
/// column restarts at any line break.
pub(super) fn moved_by(text: &str, line_break: u8) -> (u64, u64) {
    let lines = memchr::memchr_iter(line_break, text.as_bytes()).count();
    let last_line = text.rsplit(['\n', '\r']).next().unwrap_or_default();
    (lines as u64, last_line.chars().count() as u64 + 1)
}

/// A row that owns its text.
#[derive(Debug, Clone)]
pub(crate) struct OwnedRawRow {
    text: String,
    starts: Vec<u32>,
    unescaped: Option<Box<Unescaped>>,
    line: u64,
    origin: RowOrigin,
}

impl OwnedRawRow {
    /// Creates a row of a sheet, without cells.
    pub(crate) fn of_sheet(row: u64) -> Self {
        Self {
            text: String::new(),
            starts: vec![0],
            unescaped: None,
            line: row,
            origin: RowOrigin::Sheet,
        }
    }

    /// Appends a cell.
    pub(crate) fn push(&mut self, cell: &str) {
        // `RawRow::cell` strips the quotes of a cell that begins with one, so such a cell gets a pair.
        let quote = if cell.starts_with('"') { "\"" } else { "" };
        self.text.extend([quote, cell, quote, ","]);
        self.starts.push(offset(self.text.len()));
    }

    /// The row.
    pub(crate) fn row(&self) -> RawRow<'_> {
        RawRow {
            text: &self.text,
            starts: &self.starts,
            unescaped: self.unescaped.as_deref(),
            line: self.line,
            origin: self.origin,
        }
    }
}
