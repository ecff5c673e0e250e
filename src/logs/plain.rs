//! Plain rows: rows that can be counted from the bytes of their word and day cells alone. They have an id,
//! only ordinary names and texts, and nothing in a column whose cells are [counted individually](Role::Own).
//!
//! Whether a row is plain is decided from its bytes, before its cells are parsed.

use std::hash::{BuildHasher, Hash, Hasher};

use foldhash::quality::FixedState;

use super::cells::{is_none, is_rounded};
use super::columns::{ColumnOrigin, LogColumn, Role};
use super::remarks::is_void;
use super::spelling::{ids_of_range, may_be_range, name_key};
use super::table::{BEGINS_PLAIN, OwnedRow, Row, filled};
use crate::project::Ids;
use crate::record::Log;
use crate::rows::{ByteSpan, CellKey, KeyBuffer, RawRow};

/// Indices of the cells of each role in the rows of a file.
pub(super) struct PlainLayout {
    id: Option<u32>,
    title: Option<u32>,
    /// Whether an id may be a range that stands for several records.
    has_ranges: bool,
    /// Name and text cells, except the id.
    passthroughs: Vec<Passthrough>,
    /// Cells that are [counted individually](Role::Own).
    own: Vec<u32>,
    /// Whether no row of the file is plain.
    has_no_plain_rows: bool,
    words: Vec<ByteSpan>,
    days: Vec<ByteSpan>,
    /// The cell of remarks, which may mark a row as void.
    remark: Option<u32>,
}

/// A cell that a plain row is not counted by, as long as it is valid.
struct Passthrough {
    cell: u32,
    kind: CellBit,
    /// Whether the cell must be filled.
    is_required: bool,
}

/// The kind of a cell, as a bit in the tables below.
#[derive(Clone, Copy)]
enum CellBit {
    Text = 1,
    Name = 2,
}

impl PlainLayout {
    /// The layout of a file of `log`, given the source of each column.
    pub(super) fn of(log: Log, columns: &[LogColumn], origins: &[ColumnOrigin]) -> Self {
        let cells = columns.iter().zip(origins).flat_map(|(column, origin)| {
            let index = match origin {
                ColumnOrigin::Cell { index, .. } => u32::try_from(*index).ok(),
                _ => None,
            };
            let ticks = origin.ticks().iter().map(|tick| tick.index);
            ticks.chain(index).map(move |index| (index, column))
        });
        let cells: Vec<(u32, &LogColumn)> = cells.collect();
        let at = |key| {
            let cell = cells.iter().find(|(_, column)| column.key == key);
            cell.map(|(cell, _)| *cell)
        };
        let cells_of = |role| {
            let cells = cells.iter().filter(move |(_, column)| column.role == role);
            cells.map(|(cell, _)| *cell)
        };
        let spans_of = |role| {
            let mut cells: Vec<u32> = cells_of(role).collect();
            cells.sort_unstable();
            let spans = cells.chunk_by(|one, next| one + 1 == *next);
            spans.map(|span| (span[0], span[span.len() - 1])).collect()
        };
        let passthroughs = cells.iter().filter_map(|&(cell, column)| {
            let kind = match column.role {
                Role::Text => CellBit::Text,
                Role::Name if column.key != "id" => CellBit::Name,
                _ => return None,
            };
            Some(Passthrough {
                cell,
                kind,
                is_required: column.required,
            })
        });
        Self {
            id: at("id"),
            title: at("title"),
            has_ranges: log == Log::Requests,
            passthroughs: passthroughs.collect(),
            own: cells_of(Role::Own).collect(),
            // Such a column is a constant in `report.toml`, so every row has a value.
            has_no_plain_rows: columns.iter().zip(origins).any(|(column, origin)| {
                column.role == Role::Own && matches!(origin, ColumnOrigin::Constant(_))
            }),
            words: spans_of(Role::Word),
            days: spans_of(Role::Day),
            remark: None,
        }
    }

    /// Adds a column of remarks.
    pub(super) fn with_remark(self, remark: Option<u32>) -> Self {
        Self { remark, ..self }
    }

    /// The layout of a file in which no row is plain.
    pub(super) fn without_plain_rows(self) -> Self {
        Self {
            has_no_plain_rows: true,
            ..self
        }
    }
}

impl<'a> Row<'a> {
    /// The id of the row if it is plain; empty in a log without ids. Does not parse the row.
    #[expect(clippy::inline_always, reason = "measured: called for every row")]
    #[inline(always)]
    pub(crate) fn plain_id(&self) -> Option<&'a str> {
        let (raw, layout) = (&self.raw, self.layout());
        if raw.len() != self.width() || raw.has_escapes() || layout.has_no_plain_rows {
            return None;
        }
        for passthrough in &layout.passthroughs {
            let cell = raw.cell(passthrough.cell as usize)?;
            if !passthrough.kind.is_plain(cell.as_bytes()) && !passthrough.is_read(cell) {
                return None;
            }
        }
        for cell in &layout.own {
            if !raw.cell(*cell as usize)?.is_empty() {
                return None;
            }
        }
        if layout.remark.is_some() && self.void_remark().is_some() {
            return None;
        }
        let Some(id) = layout.id else {
            return Some("");
        };
        let id = raw.cell(id as usize)?;
        if layout.has_ranges && may_be_range(id) {
            return None;
        }
        if CellBit::Name.is_plain(id.as_bytes()) {
            return Some(id);
        }
        filled(id).filter(|id| is_name(id))
    }

    /// The index of the remark cell, if the remark marks the row as void.
    #[inline]
    pub(super) fn void_remark(&self) -> Option<usize> {
        let index = self.layout().remark? as usize;
        let remark = self.raw.cell(index).filter(|remark| !remark.is_empty())?;
        is_void(remark, self.log()).then_some(index)
    }

    /// The id; `None` if it is blank or a word for a missing value.
    #[must_use]
    #[inline]
    pub fn id(&self) -> Option<&'a str> {
        let id = self.raw.cell(self.layout().id? as usize)?;
        filled(id).filter(|id| !is_none(id))
    }

    /// One row per request, if the id is a range of ids.
    pub(super) fn requests_of_range(&self) -> Option<Vec<OwnedRow>> {
        let cell = self.layout().id? as usize;
        let id = self.id().filter(|id| may_be_range(id))?;
        let ids = ids_of_range(id)?;
        Some(ids.iter().map(|id| self.with_cell(cell, id)).collect())
    }

    /// The identity of rows with an id: the normalized id, with the file if ids restart in each
    /// file.
    #[inline]
    pub(crate) fn id_key<'k>(&self, id: &'k str, buffer: &'k mut Vec<u8>) -> &'k [u8] {
        if id.is_ascii() && self.ids() != Some(Ids::Running) {
            return id.as_bytes();
        }
        self.unusual_id_key(id, buffer)
    }

    #[inline(never)]
    fn unusual_id_key<'k>(&self, id: &'k str, buffer: &'k mut Vec<u8>) -> &'k [u8] {
        buffer.clear();
        if self.ids() == Some(Ids::Running) {
            buffer.extend_from_slice(self.file().as_bytes());
            buffer.push(b'\n');
        }
        buffer.extend_from_slice(name_key(id).as_bytes());
        buffer
    }

    /// A hash of all cells, used to find rows that are equal cell by cell.
    pub(super) fn cells_key<'k>(&self, buffer: &'k mut Vec<u8>) -> &'k [u8] {
        let hash = |seed| {
            let mut hasher = FixedState::with_seed(seed).build_hasher();
            for column in 0..self.columns() {
                self.cell(column).hash(&mut hasher);
            }
            hasher.finish().to_le_bytes()
        };
        buffer.clear();
        buffer.extend_from_slice(b"\nrow ");
        buffer.extend_from_slice(&hash(0));
        buffer.extend_from_slice(&hash(1));
        buffer
    }

    /// The name in a cell; `None` if it is blank or a word for a missing value.
    pub(super) fn name(&self, column: usize) -> Option<&'a str> {
        self.cell(column).filter(|name| !is_none(name))
    }

    /// Whether both rows have the same id, and it is not blank.
    #[inline]
    pub(crate) fn has_id_of(&self, other: &Row<'a>) -> bool {
        let Some(column) = self.layout().id else {
            return false;
        };
        let id_of = |row: &RawRow<'a>| row.cell(column as usize).filter(|id| !id.is_empty());
        let id = id_of(&self.raw);
        id.is_some() && id == id_of(&other.raw)
    }

    /// Whether any cell is filled that must be [counted individually](Role::Own).
    #[must_use]
    #[inline]
    pub fn has_own(&self) -> bool {
        let layout = self.layout();
        let is_filled = |cell: &u32| self.raw.cell(*cell as usize).and_then(filled).is_some();
        layout.has_no_plain_rows || layout.own.iter().any(is_filled)
    }

    /// Line and column of the id, in characters; those of the row if the log has no ids.
    #[must_use]
    #[inline]
    pub fn position_of_id(&self) -> (u64, u64) {
        match self.layout().id {
            Some(0) | None => (self.raw.line(), 1),
            Some(cell) => self.raw.position(cell as usize),
        }
    }

    /// The title; empty if it is blank.
    #[must_use]
    #[inline]
    pub fn title(&self) -> &'a str {
        let title = self.layout().title;
        let cell = title.and_then(|title| self.raw.cell(title as usize));
        cell.and_then(filled).unwrap_or_default()
    }

    /// The cache key of the word cells.
    #[expect(clippy::inline_always, reason = "measured: called for every row")]
    #[inline(always)]
    pub(crate) fn words_key<'k>(&self, buffer: &'k mut KeyBuffer) -> Option<CellKey<'k>> {
        buffer.key(&self.raw, &self.layout().words)
    }

    /// The cache key of the day cells.
    #[expect(clippy::inline_always, reason = "measured: called for every row")]
    #[inline(always)]
    pub(crate) fn days_key<'k>(&self, buffer: &'k mut KeyBuffer) -> Option<CellKey<'k>> {
        buffer.key(&self.raw, &self.layout().days)
    }
}

/// The first character of spreadsheet error values.
const SHEET_ERROR: char = '#';

impl Passthrough {
    /// Whether the cell is valid, and filled if it is required.
    #[inline(never)]
    fn is_read(&self, cell: &str) -> bool {
        match (filled(cell), self.kind) {
            (Some(text), CellBit::Text) => !text.starts_with(SHEET_ERROR),
            (Some(name), CellBit::Name) => is_name(name),
            (None, _) => !self.is_required,
        }
    }
}

impl CellBit {
    /// Whether the first and the last byte already show that a cell is ordinary: no error value, nothing to
    /// trim, and not a word for a missing value.
    #[inline]
    fn is_plain(self, cell: &[u8]) -> bool {
        let [first, .., last] = cell else {
            return false;
        };
        BEGINS[usize::from(*first)] & ENDS[usize::from(*last)] & self as u8 != 0
    }
}

/// For each byte, the kinds of cells that are ordinary if they begin with it; below, if they end with it.
static BEGINS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        if BEGINS_PLAIN[byte] {
            kinds[byte] |= CellBit::Text as u8;
        }
        // A name must not begin with a digit: it could be a number that a spreadsheet rounded.
        if matches!(byte, 0x41..=0x5A | 0x61..=0x7A) {
            kinds[byte] |= CellBit::Name as u8;
        }
        byte += 1;
    }
    kinds
};
static ENDS: [u8; 256] = {
    let mut kinds = [CellBit::Text as u8; 256];
    let mut byte = b'!';
    while byte <= b'~' {
        kinds[byte as usize] |= CellBit::Name as u8;
        byte += 1;
    }
    kinds
};

/// Whether a cell is a name: not an error value, a rounded number, or a word for a missing value.
fn is_name(cell: &str) -> bool {
    !cell.starts_with(SHEET_ERROR) && !is_none(cell) && !is_rounded(cell)
}
