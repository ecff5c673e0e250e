//! The records of a text, read in blocks of whole ones.
//!
//! That a block is text is checked along with its separators, and its records borrow from it. Lines are
//! counted along with the records. What keeps the rest of a text from being read is told where it
//! stands: bytes that are no text, and a quote that is never closed, which would swallow everything
//! behind it.

use std::io::{self, Read};
use std::ops::Range;

use super::separators::{BEFORE_FIRST, Separators, offset, unquote};

/// How much is read at a time. More makes no read cheaper, and does not stay in the caches.
const BLOCK: usize = 128 << 10;

/// How much is read at first, and then twice as much each time: a small file needs little memory, and
/// memory that is new costs more than what is done with it.
const FIRST_BLOCK: usize = 8 << 10;

/// No row of an office is as long as this; what is, is the work of a quote that is never closed, and
/// must not fill the memory.
pub(super) const LONGEST_RECORD: usize = 16 << 20;

/// The byte that programs of DOS write behind the last one of a file.
const END_MARK: u8 = 0x1A;

/// A text with its records.
pub(super) struct Blocks<R> {
    text: R,
    is_at_end: bool,
    line_break: u8,
    /// The bytes at hand, up to `filled`. They begin with a record.
    buffer: Vec<u8>,
    filled: usize,
    /// Where in the text they begin, and on which line.
    offset: u64,
    line: u64,
    separators: Separators,
    odd: OddRecords,
    /// The first record at hand that cannot be read.
    damaged: Option<usize>,
    /// Whether the text ends with the mark that DOS ends files with.
    has_end_mark: bool,
    /// Records at the beginning that are not handed out.
    skipped: usize,
    /// Whether the records at hand were handed out.
    is_handed_out: bool,
}

/// What comes next in a text.
pub(super) enum Block<'a, R> {
    /// Some records.
    Records(Records<'a>),
    /// What keeps the next record, and with it the rest of the text, from being read.
    Damage(Damage, &'a Blocks<R>),
    /// Nothing more.
    End,
}

/// What keeps a record, and with it the rest of the text, from being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Damage {
    /// What it is.
    pub(super) kind: DamageKind,
    /// Line and column in characters, from 1.
    pub(super) line: u64,
    pub(super) column: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DamageKind {
    /// Bytes that are no text begin here, counted from the start of the text.
    Bytes { offset: u64 },
    /// A quote that is never closed.
    UnclosedQuote,
    /// A row that is longer than any row of an office.
    TooLong,
}

/// The records that are not just cells between separators on one line.
#[derive(Default)]
struct OddRecords {
    records: Vec<Odd>,
    /// Their cells without the quotes, each record followed by itself as it was written; and the
    /// bounds of the cells, as a [`Record`] has them.
    text: Vec<u8>,
    bounds: Vec<u32>,
}

#[derive(Clone)]
struct Odd {
    /// Which record of the block it is.
    index: usize,
    /// How many lines end in it.
    lines: u64,
    /// Where its first cell begins, and the bounds of all.
    start: usize,
    bounds: Range<usize>,
    /// Where it stands as it was written.
    written: Range<usize>,
}

impl<R: Read> Blocks<R> {
    /// The records of `text`.
    pub(super) fn new(text: R, line_break: u8, delimiter: u8) -> Self {
        Self {
            text,
            is_at_end: false,
            line_break,
            buffer: Vec::new(),
            filled: 0,
            offset: 0,
            line: 1,
            separators: Separators::new(delimiter, line_break),
            odd: OddRecords::default(),
            damaged: None,
            has_end_mark: false,
            skipped: 0,
            is_handed_out: true,
        }
    }

    /// Skips the first records, however many blocks they fill. Must be called before
    /// [`Blocks::next`]. Returns the damage that stands in one of them, if any.
    pub(super) fn skip(&mut self, mut records: usize) -> io::Result<Option<Damage>> {
        loop {
            self.read_on()?;
            self.skipped = records.min(self.whole());
            records -= self.skipped;
            if records == 0 {
                return Ok(None);
            }
            if let Some(damaged) = self.damaged {
                return Ok(Some(self.damage_of(damaged)));
            }
            if self.whole() == 0 {
                return Ok(None);
            }
            self.is_handed_out = true;
        }
    }

    /// The next records.
    pub(super) fn next(&mut self) -> io::Result<Block<'_, R>> {
        self.read_on()?;
        if self.is_skipped_block() {
            // The header fills this block, and the first row begins in the next one.
            self.is_handed_out = true;
            self.read_on()?;
        }
        let was_handed_out = std::mem::replace(&mut self.is_handed_out, true);
        // From here on the bytes are only looked at, so that records can borrow from them.
        let this = &*self;
        if !was_handed_out && this.whole() > this.skipped {
            return Ok(Block::Records(this.records()));
        }
        Ok(match this.damaged {
            Some(damaged) => Block::Damage(this.damage_of(damaged), this),
            None => Block::End,
        })
    }

    /// The bytes at hand, from the record on that cannot be read.
    pub(super) fn nearby(&self) -> &[u8] {
        let start = self.start_of(self.damaged.unwrap_or_default());
        &self.buffer[start..self.filled]
    }

    /// Whether the text ended with the mark that DOS ends files with, which is no part of it.
    pub(super) fn has_end_mark(&self) -> bool {
        self.has_end_mark
    }

    /// Where the text comes from.
    pub(super) fn text(&self) -> &R {
        &self.text
    }

    /// Whether every record at hand is skipped.
    fn is_skipped_block(&self) -> bool {
        !self.is_handed_out && self.skipped > 0 && self.skipped == self.whole()
    }

    /// How many records can be handed out.
    fn whole(&self) -> usize {
        self.damaged.unwrap_or(self.separators.rows().len())
    }

    /// Where a record begins: behind the separator that ends the one before it.
    fn start_of(&self, record: usize) -> usize {
        let Some(before) = record.checked_sub(1) else {
            return 0;
        };
        let end = self.separators.rows()[before] as usize + 1;
        end.min(self.filled)
    }

    /// The record that the byte at `position` belongs to.
    fn record_at(&self, position: usize) -> usize {
        let is_before = |end: &u32| (*end as usize) < position;
        self.separators.rows().partition_point(is_before)
    }

    /// The first record at hand that is longer than records may be.
    fn first_too_long(&self) -> Option<usize> {
        let length = |record| self.start_of(record + 1) - self.start_of(record);
        (0..self.separators.rows().len()).find(|record| length(*record) > LONGEST_RECORD)
    }

    /// The line on which a record begins.
    fn line_of(&self, record: usize) -> u64 {
        let odd = self.odd.records.iter();
        let odd = odd.take_while(|odd| odd.index < record);
        let (count, lines) = odd.fold((0, 0), |(count, lines), odd| (count + 1, lines + odd.lines));
        self.line + record as u64 - count + lines
    }

    /// Sees to it that there are records to hand out, if there are any.
    fn read_on(&mut self) -> io::Result<()> {
        if !self.is_handed_out || self.damaged.is_some() {
            return Ok(());
        }
        self.line = self.line_of(self.separators.rows().len());
        let used = self.start_of(self.separators.rows().len());
        self.offset += used as u64;
        self.buffer.copy_within(used..self.filled, 0);
        self.filled -= used;
        self.skipped = 0;
        self.is_handed_out = false;
        loop {
            self.fill()?;
            self.separators.find(&self.buffer[..self.searched()]);
            let is_endless = self.separators.rows().is_empty() && self.filled > LONGEST_RECORD;
            if is_endless || self.is_at_end && self.separators.open_quote().is_some() {
                self.damaged = Some(self.separators.rows().len());
            } else if self.is_at_end {
                self.separators.finish(self.filled);
            } else if self.separators.rows().is_empty() {
                continue;
            }
            break;
        }
        if self.filled > LONGEST_RECORD && self.damaged.is_none() {
            self.damaged = self.first_too_long();
        }
        let bytes = &self.buffer[..self.filled];
        let mut text_end = self.separators.text_end();
        if self.separators.has_zero() {
            text_end = memchr::memchr(0, &bytes[..text_end]).unwrap_or(text_end);
        }
        let damaged = self.record_at(text_end);
        // What is not whole yet is looked at when it is.
        if text_end < self.filled && damaged < self.whole() {
            self.damaged = Some(damaged);
        }
        self.odd.gather(bytes, &self.separators, self.line_break);
        Ok(())
    }

    /// How many of the bytes at hand are searched for separators.
    ///
    /// Not a carriage return at the end: a line feed may follow in the next block, and both together
    /// end one line.
    fn searched(&self) -> usize {
        let bytes = &self.buffer[..self.filled];
        let is_cut = !self.is_at_end && bytes.ends_with(b"\r");
        self.filled - usize::from(is_cut)
    }

    /// Reads until the buffer is full or the text at its end, with room for more than it holds.
    fn fill(&mut self) -> io::Result<()> {
        let usual = (self.buffer.len() * 2).clamp(FIRST_BLOCK, BLOCK);
        let needed = usual.max(self.filled * 2);
        if self.buffer.len() < needed {
            self.buffer.resize(needed, 0);
        }
        while !self.is_at_end && self.filled < self.buffer.len() {
            match self.text.read(&mut self.buffer[self.filled..]) {
                Ok(count) => {
                    self.filled += count;
                    self.is_at_end = count == 0;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        while self.is_at_end && self.buffer[..self.filled].ends_with(&[END_MARK]) {
            self.filled -= 1;
            self.has_end_mark = true;
        }
        Ok(())
    }

    fn records(&self) -> Records<'_> {
        let start = offset(self.start_of(self.skipped));
        let first = self.separators.ends().partition_point(|end| *end < start);
        let passed = self
            .odd
            .records
            .partition_point(|odd| odd.index < self.skipped);
        Records {
            bytes: &self.buffer,
            bounds: &self.separators.bounds()[first..],
            rows: self.separators.rows(),
            odd: &self.odd.records[passed..],
            odd_text: text(&self.odd.text[..self.odd.text_before(self.whole())]),
            odd_bounds: &self.odd.bounds,
            next: self.skipped,
            whole: self.whole(),
            line: self.line_of(self.skipped),
            width: 1,
        }
    }

    /// What is wrong with a record that cannot be read.
    fn damage_of(&self, record: usize) -> Damage {
        let start = self.start_of(record);
        let rows = self.separators.rows();
        let end = if record < rows.len() {
            self.start_of(record + 1)
        } else {
            self.filled
        };
        let raw = &self.buffer[start..end];
        let bytes = |at: usize| DamageKind::Bytes {
            offset: self.offset + (start + at) as u64,
        };
        let quote = self
            .separators
            .open_quote()
            .filter(|_| record == rows.len());
        let invalid = std::str::from_utf8(raw).err();
        // A row that does not end is cut anywhere, which may be within a character.
        let invalid = invalid.filter(|error| self.is_at_end || error.error_len().is_some());
        let (at, kind) = match (invalid, memchr::memchr(0, raw), quote) {
            (Some(error), _, _) => (error.valid_up_to(), bytes(error.valid_up_to())),
            // A zero is no character of any text.
            (_, Some(zero), _) => (zero, bytes(zero)),
            (_, _, Some(quote)) => (quote - start, DamageKind::UnclosedQuote),
            (None, None, None) => (0, DamageKind::TooLong),
        };
        let before = &raw[..at];
        Damage {
            kind,
            line: self.line_of(record) + line_breaks(self.line_break, before),
            column: 1 + characters_of_last_line(before),
        }
    }
}

impl OddRecords {
    /// Gathers the odd records among those of `bytes`.
    fn gather(&mut self, bytes: &[u8], separators: &Separators, line_break: u8) {
        self.records.clear();
        self.text.clear();
        self.bounds.clear();
        let (ends, rows) = (separators.ends(), separators.rows());
        for &index in separators.odd() {
            let index = index as usize;
            let row_start = match index.checked_sub(1) {
                Some(before) => rows[before] as usize + 1,
                None => 0,
            };
            let row_end = rows[index] as usize;
            let (start, first_bound) = (self.text.len(), self.bounds.len());
            self.bounds.push(offset(start).wrapping_sub(1));
            let first = ends.partition_point(|end| (*end as usize) < row_start);
            let mut cell_start = row_start;
            for &end in &ends[first..] {
                let end = end as usize;
                unquote(&bytes[cell_start..end], &mut self.text);
                self.bounds.push(offset(self.text.len()));
                self.text.push(b',');
                cell_start = end + 1;
                if end == row_end {
                    break;
                }
            }
            let with_break = (row_end + 1).min(bytes.len());
            let written_start = self.text.len();
            self.text.extend_from_slice(&bytes[row_start..row_end]);
            self.records.push(Odd {
                index,
                lines: line_breaks(line_break, &bytes[row_start..with_break]),
                start,
                bounds: first_bound..self.bounds.len(),
                written: written_start..self.text.len(),
            });
        }
    }

    /// How long the text of the odd records is that stand before `record`.
    fn text_before(&self, record: usize) -> usize {
        let first_behind = self.records.iter().find(|odd| odd.index >= record);
        first_behind.map_or(self.text.len(), |odd| odd.start)
    }
}

/// Records that borrow from one block of a text.
pub(super) struct Records<'a> {
    bytes: &'a [u8],
    rows: &'a [u32],
    /// The record that comes next, and its line.
    next: usize,
    whole: usize,
    line: u64,
    /// The bounds of its cells and of those behind it.
    bounds: &'a [u32],
    /// How many cells the record before it had.
    width: usize,
    /// The odd records that come next.
    odd: &'a [Odd],
    odd_text: &'a str,
    odd_bounds: &'a [u32],
}

/// A record and its place.
#[derive(Clone, Copy)]
pub(super) struct Record<'a> {
    /// What the cells of a line and those of the lines about it stand in.
    bytes: &'a [u8],
    /// The cells, each but the last followed by one byte that is no part of it.
    text: &'a str,
    /// Where each cell ends, behind one that ends before the first. A cell begins one byte behind
    /// the end of the one before it.
    bounds: &'a [u32],
    origin: Origin<'a>,
    /// The line on which it begins, or its row in the sheet, from 1.
    pub(super) line: u64,
}

/// How a record stands in its text as it was written.
#[derive(Clone, Copy)]
enum Origin<'a> {
    /// As its cells do.
    Line,
    /// Otherwise; not at all in a sheet.
    Apart(Option<&'a str>),
}

impl<'a> Records<'a> {
    /// A record without cells, to be moved on to the first.
    pub(super) fn before_first(&self) -> Record<'a> {
        Record::in_line(self.bytes, &[], self.line)
    }

    /// The next records, up to the first that is not just cells between separators on one line: the
    /// first of them, without its cells, the bounds of the cells of all, and where each record ends.
    #[inline]
    pub(super) fn ahead(&self) -> (Record<'a>, &'a [u32], &'a [u32]) {
        let behind = match self.odd {
            [odd, ..] => odd.index.min(self.whole),
            [] => self.whole,
        };
        let ends = self.rows.get(self.next..behind).unwrap_or_default();
        (self.before_first(), self.bounds, ends)
    }

    /// Passes over so many records of `width` cells that are just that.
    pub(super) fn pass(&mut self, count: usize, width: usize) {
        self.next += count;
        self.line += count as u64;
        self.bounds = &self.bounds[count * width..];
    }

    /// Moves `record`, which is one of these, on to the next. Whether there is one.
    #[inline]
    pub(super) fn advance(&mut self, record: &mut Record<'a>) -> bool {
        if self.next == self.whole {
            return false;
        }
        let Some(&end) = self.rows.get(self.next) else {
            return false;
        };
        // Nearly every record has as many cells as the one before it.
        if self.bounds.get(self.width) != Some(&end) {
            let last = self.bounds.iter().position(|bound| *bound == end);
            self.width = last.unwrap_or_default();
        }
        let mut lines = 1;
        *record = match self.odd.split_first() {
            Some((odd, later)) if odd.index == self.next => {
                self.odd = later;
                lines = odd.lines;
                let bounds = &self.odd_bounds[odd.bounds.clone()];
                Record {
                    bytes: self.bytes,
                    text: self.odd_text.get(places_of_all(bounds)).unwrap_or_default(),
                    bounds,
                    origin: Origin::Apart(self.odd_text.get(odd.written.clone())),
                    line: self.line,
                }
            }
            _ => Record::in_line(self.bytes, &self.bounds[..=self.width], self.line),
        };
        self.next += 1;
        self.line += lines;
        self.bounds = &self.bounds[self.width..];
        true
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let mut record = self.before_first();
        self.advance(&mut record).then_some(record)
    }
}

impl<'a> Record<'a> {
    /// The record that stands in one line among some bytes, and is just cells between separators.
    pub(super) fn in_line(bytes: &'a [u8], bounds: &'a [u32], line: u64) -> Self {
        let all = bytes.get(places_of_all(bounds));
        Self {
            bytes,
            text: text(all.unwrap_or_default()),
            bounds,
            origin: Origin::Line,
            line,
        }
    }

    /// How many cells it has.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.bounds.len().saturating_sub(1)
    }

    /// The record as it stands in a text; none in a sheet.
    pub(super) fn raw(&self) -> Option<&'a str> {
        match self.origin {
            Origin::Line => Some(self.text),
            Origin::Apart(raw) => raw,
        }
    }

    /// The cell with this index.
    #[expect(clippy::inline_always, reason = "measured: it is asked for every cell")]
    #[inline(always)]
    pub(super) fn cell(&self, index: usize) -> Option<&'a str> {
        let (start, end) = (self.start_of(index)?, self.start_of(index + 1)?);
        self.text.get(start..end - 1)
    }

    /// Where in its text the cell with this index begins, or would behind the last.
    #[inline]
    fn start_of(&self, index: usize) -> Option<usize> {
        let before = self.bounds.get(index)?;
        Some(before.wrapping_sub(self.bounds[0]) as usize)
    }

    /// The bytes that its cells and those of the records about it stand in.
    pub(super) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Where each of its cells ends, behind one that ends before the first.
    pub(super) fn bounds(&self) -> &'a [u32] {
        self.bounds
    }

    /// How many bytes of the record stand before the cell with this index; none where it has no such
    /// cell, or is not just cells between separators on one line.
    pub(super) fn start_in_line(&self, index: usize) -> Option<usize> {
        let start = self.start_of(index)?;
        (self.is_line() && index < self.len()).then_some(start)
    }

    /// Whether it is just cells between separators on one line.
    #[inline]
    pub(super) fn is_line(&self) -> bool {
        matches!(self.origin, Origin::Line)
    }

    /// All cells.
    pub(super) fn cells(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let record = *self;
        (0..record.len()).filter_map(move |index| record.cell(index))
    }

    /// Whether no cell has anything in it.
    pub(super) fn is_blank(&self) -> bool {
        self.cells().all(|cell| cell.trim().is_empty())
    }

    /// The record with everything it needs to outlive its block.
    pub(super) fn to_owned(self) -> OwnedRecord {
        let start = offset(places_of_all(self.bounds).start);
        let moved = |bound: &u32| bound.wrapping_sub(start);
        OwnedRecord {
            bounds: self.bounds.iter().map(moved).collect(),
            text: self.text.into(),
            is_line: self.is_line(),
            raw: self.raw().filter(|_| !self.is_line()).map(Into::into),
            line: self.line,
        }
    }
}

/// A record that outlives its block.
#[derive(Debug, Clone, Default)]
pub(super) struct OwnedRecord {
    text: String,
    bounds: Vec<u32>,
    /// Whether it stands in its text as its cells do; else as it was written, and not at all in a sheet.
    is_line: bool,
    raw: Option<Box<str>>,
    line: u64,
}

impl OwnedRecord {
    /// A record without cells that stands in the row `row` of a sheet.
    pub(super) fn of_sheet(row: u64) -> Self {
        Self {
            line: row,
            ..Self::default()
        }
    }

    /// Adds a cell behind the others.
    pub(super) fn push(&mut self, cell: &str) {
        if self.bounds.is_empty() {
            self.bounds.push(BEFORE_FIRST);
        } else {
            self.text.push(',');
        }
        self.text.push_str(cell);
        self.bounds.push(offset(self.text.len()));
    }

    /// How many cells it has.
    pub(super) fn len(&self) -> usize {
        self.bounds.len().saturating_sub(1)
    }

    /// The record.
    pub(super) fn record(&self) -> Record<'_> {
        Record {
            bytes: self.text.as_bytes(),
            text: &self.text,
            bounds: &self.bounds,
            origin: if self.is_line {
                Origin::Line
            } else {
                Origin::Apart(self.raw.as_deref())
            },
            line: self.line,
        }
    }
}

/// The byte that ends the lines of a text that begins with `preview`: on the old Macintosh a
/// carriage return, and nothing after it.
pub(super) fn line_break_of(preview: &[u8]) -> u8 {
    let has = |byte| memchr::memchr(byte, preview).is_some();
    if has(b'\r') && !has(b'\n') {
        b'\r'
    } else {
        b'\n'
    }
}

/// Where the cells of a record stand among its bytes, given their bounds.
fn places_of_all(bounds: &[u32]) -> Range<usize> {
    match bounds {
        [before, .., last] => before.wrapping_add(1) as usize..*last as usize,
        _ => 0..0,
    }
}

/// Bytes that were found to be text, when the block was read that they stand in.
pub(crate) fn text(bytes: &[u8]) -> &str {
    simdutf8::basic::from_utf8(bytes).unwrap_or_default()
}

fn line_breaks(line_break: u8, bytes: &[u8]) -> u64 {
    memchr::memchr_iter(line_break, bytes).count() as u64
}

/// How many characters `bytes` has after its last line break.
pub(super) fn characters_of_last_line(bytes: &[u8]) -> u64 {
    let start = memchr::memrchr2(b'\n', b'\r', bytes).map_or(0, |index| index + 1);
    text(&bytes[start..]).chars().count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines and first cells of all records, or what keeps them from being read.
    fn records(text: &str) -> Vec<String> {
        let line_break = line_break_of(text.as_bytes());
        let mut blocks = Blocks::new(text.as_bytes(), line_break, b',');
        let mut records = Vec::new();
        loop {
            match blocks.next().unwrap() {
                Block::Records(read) => {
                    let filled = read.filter(|record| !record.is_blank());
                    let told = filled.map(|record| {
                        let first = record.cell(0).unwrap_or_default();
                        format!("{} {first}", record.line)
                    });
                    records.extend(told);
                }
                Block::Damage(damage, _) => {
                    let Damage { kind, line, column } = damage;
                    records.push(format!("{kind:?} at {line}:{column}"));
                    return records;
                }
                Block::End => return records,
            }
        }
    }

    #[test]
    fn lines_are_those_of_the_file_whatever_stands_between() {
        let unix = "标题,公开日期\n甲,1\n\n\n乙,2\n\"丙\n丙\",3\n丁,4";
        let expected = ["1 标题", "2 甲", "5 乙", "6 丙\n丙", "8 丁"];
        assert_eq!(records(unix), expected);
        for line_break in ["\r\n", "\r"] {
            let text = unix.replace('\n', line_break);
            assert_eq!(
                records(&text),
                expected.map(|row| row.replace('\n', line_break))
            );
        }
        assert_eq!(records(&format!("\n\n{unix}\n"))[0], "3 标题");
    }

    #[test]
    fn a_header_may_fill_blocks() {
        for length in [1, 8 << 10, 64 << 10, 128 << 10, 300 << 10] {
            let text = format!(
                "{}\n标题\n{}\n乙\n",
                "注".repeat(length),
                "甲".repeat(length)
            );
            for skipped in 0..5 {
                let mut blocks = Blocks::new(text.as_bytes(), b'\n', b',');
                assert_eq!(blocks.skip(skipped).unwrap(), None);
                let mut lines = Vec::new();
                while let Block::Records(records) = blocks.next().unwrap() {
                    lines.extend(records.map(|record| record.line));
                }
                assert!(lines.into_iter().eq(skipped as u64 + 1..5), "{length}");
            }
        }
    }

    #[test]
    fn a_line_break_may_be_cut_by_a_border() {
        for length in FIRST_BLOCK - 5..FIRST_BLOCK + 5 {
            let text = "x".repeat(length) + "\r\n乙\r\n";
            let mut blocks = Blocks::new(text.as_bytes(), b'\n', b',');
            let mut count = 0;
            while let Block::Records(records) = blocks.next().unwrap() {
                count += records.count();
            }
            assert_eq!(count, 2, "{length}");
        }
    }

    #[test]
    fn long_files_keep_their_lines() {
        for (line_break, quote) in [("\n", ""), ("\r\n", ""), ("\r\n", "\"")] {
            let mut text = format!("标题,公开日期{line_break}");
            for index in 0..50_000 {
                let cell = format!("{quote}第{index}条{quote},2017-01-01");
                text.extend([&*cell, line_break]);
            }
            let records = records(&text);
            assert_eq!(records.len(), 50_001);
            for (index, record) in records.iter().enumerate().skip(1) {
                assert_eq!(*record, format!("{} 第{}条", index + 1, index - 1));
            }
        }
    }

    #[test]
    fn a_quote_that_is_never_closed_is_told_where_it_opens() {
        assert_eq!(
            records("甲,1\n乙,\"2\n丙,3\n"),
            ["1 甲", "UnclosedQuote at 2:3"]
        );
        assert_eq!(records("五\"寸,1"), ["1 五\"寸"]);
        assert_eq!(records("\"五\"\"寸\",1"), ["1 五\"寸"]);
    }

    #[test]
    fn a_record_without_end_does_not_fill_the_memory() {
        let endless = |start: &str| start.to_owned() + &"x".repeat(LONGEST_RECORD * 3);
        assert_eq!(records(&endless("甲,1\n")), ["1 甲", "TooLong at 2:1"]);
        assert_eq!(
            records(&endless("甲,1\n乙,\"")),
            ["1 甲", "UnclosedQuote at 2:3"]
        );
        assert_eq!(records(&"x".repeat(LONGEST_RECORD / 2)).len(), 1);
        let long = |length| format!("甲,1\n{}\n乙,2\n", "x".repeat(length));
        assert_eq!(records(&long(LONGEST_RECORD - 1)).len(), 3);
        assert_eq!(records(&long(LONGEST_RECORD)), ["1 甲", "TooLong at 2:1"]);
    }

    #[test]
    fn damage_is_told_where_it_stands_and_what_is_before_it_is_read() {
        let mut text = "甲,1\n\"乙\n乙\",2\n丙,丙x,3\n丁,4\n"
            .repeat(9_000)
            .into_bytes();
        let row = "甲,1\n\"乙\n乙\",2\n丙,丙".len();
        for byte in [0xFF, 0] {
            let at = text.len() / 9_000 * 8_000 + row;
            let before = std::mem::replace(&mut text[at], byte);
            let mut blocks = Blocks::new(&*text, b'\n', b',');
            let mut count = 0;
            let damage = loop {
                match blocks.next().unwrap() {
                    Block::Records(records) => count += records.count(),
                    Block::Damage(damage, _) => break damage,
                    Block::End => panic!("nothing is damaged"),
                }
            };
            let kind = DamageKind::Bytes { offset: at as u64 };
            let (line, column) = (8_000 * 5 + 4, 4);
            assert_eq!(damage, Damage { kind, line, column });
            assert_eq!(count, 8_000 * 4 + 2);
            assert!(blocks.nearby().starts_with("丙,丙".as_bytes()));
            text[at] = before;
        }
    }
}
