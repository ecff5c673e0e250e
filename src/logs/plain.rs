//! Plain rows: rows that have an id, nothing out of the ordinary in their names and texts, and nothing in
//! a column that makes them [count by themselves](Role::Own).
//!
//! What such a row counts toward is decided by the cells of its words and days. Whether a row is plain is
//! seen from its bytes, before it is read.

use std::hash::{BuildHasher, Hash, Hasher};

use foldhash::quality::FixedState;

use super::cells::{is_none, is_rounded};
use super::columns::{Column, Origin, Role};
use super::remarks::is_void;
use super::spelling::{ids_of_range, may_be_range, name_key};
use super::table::{BEGINS_PLAIN, OwnedRow, Row, filled};
use crate::project::Ids;
use crate::record::Log;
use crate::rows::{CellKey, KeyBuffer, RawRow, Span};

/// Where in the rows of a file the cells of each role stand.
pub(super) struct Layout {
    id: Option<u32>,
    title: Option<u32>,
    /// Whether an id may stand for several records.
    has_ranges: bool,
    /// The cells of names and texts, the id apart.
    passthroughs: Vec<Passthrough>,
    /// The cells of what a row has to itself.
    own: Vec<u32>,
    /// Whether no row of the file is plain.
    has_no_plain_rows: bool,
    words: Vec<Span>,
    days: Vec<Span>,
    /// The cells of remarks, which may call a row void.
    remark: Option<u32>,
}

/// A cell that a plain row is not counted by, as long as it can be read.
struct Passthrough {
    cell: u32,
    kind: Kind,
    /// Whether a row must have it.
    is_required: bool,
}

/// What a cell holds, as a bit of the tables below.
#[derive(Clone, Copy)]
enum Kind {
    Text = 1,
    Name = 2,
}

impl Layout {
    /// The layout of a file of `log`, given where the cells of each column come from.
    pub(super) fn of(log: Log, columns: &[Column], origins: &[Origin]) -> Self {
        let cells = columns.iter().zip(origins).flat_map(|(column, origin)| {
            let index = match origin {
                Origin::Cell { index, .. } => u32::try_from(*index).ok(),
                _ => None,
            };
            let ticks = origin.ticks().iter().map(|tick| tick.index);
            ticks.chain(index).map(move |index| (index, column))
        });
        let cells: Vec<(u32, &Column)> = cells.collect();
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
                Role::Text => Kind::Text,
                Role::Name if column.key != "id" => Kind::Name,
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
            // `report.toml` gives such a column for the whole file.
            has_no_plain_rows: columns.iter().zip(origins).any(|(column, origin)| {
                column.role == Role::Own && matches!(origin, Origin::Constant(_))
            }),
            words: spans_of(Role::Word),
            days: spans_of(Role::Day),
            remark: None,
        }
    }

    /// The same with a column of remarks.
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
    /// The id of the row, if it is plain; empty in a log without ids. The row is not read for that.
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
        if Kind::Name.is_plain(id.as_bytes()) {
            return Some(id);
        }
        filled(id).filter(|id| is_name(id))
    }

    /// The index of its cell of remarks, if that calls the row void.
    #[inline]
    pub(super) fn void_remark(&self) -> Option<usize> {
        let index = self.layout().remark? as usize;
        let remark = self.raw.cell(index).filter(|remark| !remark.is_empty())?;
        is_void(remark, self.log()).then_some(index)
    }

    /// Its id; none where it is blank or says that there is none.
    #[must_use]
    #[inline]
    pub fn id(&self) -> Option<&'a str> {
        let id = self.raw.cell(self.layout().id? as usize)?;
        filled(id).filter(|id| !is_none(id))
    }

    /// A row for each request, if its id is a range of ids.
    pub(super) fn requests_of_range(&self) -> Option<Vec<OwnedRow>> {
        let cell = self.layout().id? as usize;
        let id = self.id().filter(|id| may_be_range(id))?;
        let ids = ids_of_range(id)?;
        Some(ids.iter().map(|id| self.with_cell(cell, id)).collect())
    }

    /// What makes rows with an id one: the id as people read it, with the file if ids are numbered anew
    /// in each.
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

    /// A hash of all cells, by which rows that are equal cell for cell are found.
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

    /// What a cell names; none where it is blank or says that there is none.
    pub(super) fn name(&self, column: usize) -> Option<&'a str> {
        self.cell(column).filter(|name| !is_none(name))
    }

    /// Whether it has an id, and another row the same.
    #[inline]
    pub(crate) fn has_id_of(&self, other: &Row<'a>) -> bool {
        let Some(column) = self.layout().id else {
            return false;
        };
        let id_of = |row: &RawRow<'a>| row.cell(column as usize).filter(|id| !id.is_empty());
        let id = id_of(&self.raw);
        id.is_some() && id == id_of(&other.raw)
    }

    /// Whether a cell is filled that makes the row [count by itself](Role::Own).
    #[must_use]
    #[inline]
    pub fn has_own(&self) -> bool {
        let layout = self.layout();
        let is_filled = |cell: &u32| self.raw.cell(*cell as usize).and_then(filled).is_some();
        layout.has_no_plain_rows || layout.own.iter().any(is_filled)
    }

    /// Line and column of its id, in characters; of the row where the log has no ids.
    #[must_use]
    #[inline]
    pub fn position_of_id(&self) -> (u64, u64) {
        match self.layout().id {
            Some(0) | None => (self.raw.line(), 1),
            Some(cell) => self.raw.position(cell as usize),
        }
    }

    /// Its title; empty where it is blank.
    #[must_use]
    #[inline]
    pub fn title(&self) -> &'a str {
        let title = self.layout().title;
        let cell = title.and_then(|title| self.raw.cell(title as usize));
        cell.and_then(filled).unwrap_or_default()
    }

    /// The key of the cells of its words.
    #[expect(clippy::inline_always, reason = "measured: called for every row")]
    #[inline(always)]
    pub(crate) fn words_key<'k>(&self, buffer: &'k mut KeyBuffer) -> Option<CellKey<'k>> {
        buffer.key(&self.raw, &self.layout().words)
    }

    /// The key of the cells of its days.
    #[expect(clippy::inline_always, reason = "measured: called for every row")]
    #[inline(always)]
    pub(crate) fn days_key<'k>(&self, buffer: &'k mut KeyBuffer) -> Option<CellKey<'k>> {
        buffer.key(&self.raw, &self.layout().days)
    }
}

/// The first character of the error values of a spreadsheet.
const SHEET_ERROR: char = '#';

impl Passthrough {
    /// Whether its cell can be read, and is there where it must be.
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
    /// Whether a cell of this kind needs no second look, by its first and its last byte: it is no error
    /// value, nothing is trimmed from it, and it does not say that there is none.
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
