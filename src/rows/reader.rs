//! Reads a file block by block and yields the rows of each block.

use std::io::{self, Read};

use fearless_simd::Level;

use super::batch::{Batch, BatchLayout};
use super::decoder::{Decoder, MIN_BUFFER};
use super::encoding::Encoding;
use super::row::moved_by;
use super::scan::{Dialect, Index, ScanState, open_quote};

/// Maximum length of a row in bytes. A longer one comes from a quote that is never closed, and must not
/// fill the memory.
pub(crate) const LONGEST_ROW: usize = 16 << 20;

/// DOS programs write this byte at the end of a file.
const END_MARK: u8 = 0x1A;

/// Buffer sizes of a reader, in bytes.
struct BufferSizes {
    /// Size of the first read; it doubles with each block. A small file then needs little memory, and
    /// touching new memory costs more than scanning it.
    first_block: usize,
    /// Upper limit of that growth. A larger block does not fit the CPU caches.
    block: usize,
    /// A longer row is reported as damage.
    longest_row: usize,
}

const SIZES: BufferSizes = BufferSizes {
    first_block: 8 << 10,
    block: 128 << 10,
    longest_row: LONGEST_ROW,
};

/// A delimited text file, read row by row.
pub(crate) struct Reader {
    text: Decoder,
    is_at_end: bool,
    has_end_mark: bool,
    dialect: Dialect,
    level: Level,
    sizes: BufferSizes,
    /// Bytes read so far, up to `filled`. The first byte begins a row.
    buffer: Vec<u8>,
    filled: usize,
    /// Offset in the text and line number of the first byte of the buffer.
    offset: u64,
    line: u64,
    index: Index,
    layout: BatchLayout,
    /// Number of rows at the beginning of the buffer that were already yielded.
    handed_out: usize,
    /// Damage in the row after the complete rows in the buffer.
    damage: Option<Damage>,
}

/// Result of reading on in a file.
pub(crate) enum Next<'a> {
    /// At least one row.
    Rows(Batch<'a>),
    /// The next row, and with it the rest of the file, cannot be read.
    Damaged(Damage),
    /// The end of the file.
    End,
}

/// Where and why a file becomes unreadable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Damage {
    /// The kind of damage.
    pub(crate) kind: DamageKind,
    /// Line number, from 1.
    pub(crate) line: u64,
    /// The column in characters, from 1.
    pub(crate) column: u64,
    /// The encoding in which to read the file again, if it turned out not to be UTF-8.
    pub(crate) reread_as: Option<Encoding>,
}

/// Kinds of damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DamageKind {
    /// Bytes that are not text in the encoding of the file.
    Bytes {
        /// Offset of the first such byte in the file.
        offset: u64,
    },
    /// A quote that is never closed.
    UnclosedQuote,
    /// A row that is longer than [`LONGEST_ROW`].
    TooLong,
}

impl Reader {
    /// Opens a file that begins with `block`, read by [`first_block`], and continues with `bytes`. Without
    /// `encoding` the encoding is guessed from `block`.
    pub(crate) fn new(
        block: Vec<u8>,
        bytes: Box<dyn Read + Send>,
        encoding: Option<Encoding>,
        delimiter: u8,
    ) -> Self {
        Self {
            text: Decoder::new(block, bytes, encoding),
            is_at_end: false,
            has_end_mark: false,
            dialect: Dialect {
                delimiter,
                line_break: b'\n',
            },
            level: Level::new(),
            sizes: SIZES,
            buffer: Vec::new(),
            filled: 0,
            offset: 0,
            line: 1,
            index: Index::default(),
            layout: BatchLayout::default(),
            handed_out: 0,
            damage: None,
        }
    }

    /// The encoding of the file.
    pub(crate) fn encoding(&self) -> Encoding {
        self.text.encoding()
    }

    /// Whether the file ended with the DOS end-of-file mark. The mark is not part of a row.
    pub(crate) fn has_end_mark(&self) -> bool {
        self.has_end_mark
    }

    /// Whether the file was read to its end and the buffer contains no damage.
    pub(crate) fn is_at_end(&self) -> bool {
        self.is_at_end && self.damage.is_none()
    }

    /// Returns the next rows of the file.
    ///
    /// # Errors
    /// The error of the system if the file cannot be read.
    pub(crate) fn next(&mut self) -> io::Result<Next<'_>> {
        self.read_on()?;
        let skipped = std::mem::replace(&mut self.handed_out, usize::MAX);
        let (batch, damage) = self.batch(skipped, true);
        Ok(match damage {
            _ if batch.len() > 0 => Next::Rows(batch),
            Some(damage) => Next::Damaged(damage),
            None => Next::End,
        })
    }

    /// Returns the next rows without consuming them: at least `rows` that are not blank, unless the file
    /// ends or is damaged before, or the buffer grows beyond twice the length of the longest row.
    ///
    /// # Errors
    /// The error of the system if the file cannot be read.
    pub(crate) fn peek(&mut self, rows: usize) -> io::Result<Batch<'_>> {
        self.read_on()?;
        loop {
            let (batch, damage) = self.batch(self.handed_out, false);
            let filled = batch.rows().filter(|row| !row.is_blank());
            let is_enough = filled.take(rows).count() == rows;
            let is_too_long = self.filled > self.sizes.longest_row * 2;
            match damage {
                _ if is_enough || is_too_long => break,
                Some(Damage {
                    reread_as: Some(encoding),
                    ..
                }) if self.offset == 0 => {
                    // The buffer still holds the file from its start, so it can be decoded again.
                    self.text
                        .decode_again(&self.buffer[..self.filled], encoding);
                    (self.filled, self.is_at_end) = (0, false);
                }
                None if !self.is_at_end => {}
                _ => break,
            }
            self.fill()?;
            self.scan();
        }
        Ok(self.batch(self.handed_out, false).0)
    }

    /// Skips `rows` rows, at most as many as [`Self::peek`] returns. Returns the damage if a row to be
    /// skipped is damaged.
    ///
    /// # Errors
    /// The error of the system if the file cannot be read.
    pub(crate) fn skip(&mut self, rows: usize) -> io::Result<Option<Damage>> {
        self.read_on()?;
        let (batch, damage) = self.batch(self.handed_out, false);
        let count = batch.len();
        self.handed_out += count.min(rows);
        Ok(damage.filter(|_| count < rows))
    }

    /// Changes the delimiter for all rows that were not yielded yet.
    pub(crate) fn set_delimiter(&mut self, delimiter: u8) {
        if self.dialect.delimiter != delimiter {
            self.dialect.delimiter = delimiter;
            self.scan();
        }
    }

    /// Drops the rows that were yielded and reads until there is another row, damage, or the end.
    fn read_on(&mut self) -> io::Result<()> {
        if self.damage.is_some() || self.handed_out < self.layout.len() {
            return Ok(());
        }
        let used = self.layout.end();
        self.offset += used as u64;
        self.line += self.layout.lines();
        self.buffer.copy_within(used..self.filled, 0);
        self.filled -= used;
        self.handed_out = 0;
        loop {
            self.fill()?;
            self.scan();
            if self.is_at_end || self.damage.is_some() || self.layout.len() > 0 {
                return Ok(());
            }
        }
    }

    /// Grows the buffer if necessary and reads until it is full or the file ends.
    fn fill(&mut self) -> io::Result<()> {
        let usual = (self.buffer.len() * 2).clamp(self.sizes.first_block, self.sizes.block);
        let needed = usual.max(self.filled * 2 + MIN_BUFFER);
        if self.buffer.len() < needed {
            self.buffer.resize(needed, 0);
        }
        while !self.is_at_end && self.buffer.len() - self.filled >= MIN_BUFFER {
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

    /// Finds the rows in the buffer.
    fn scan(&mut self) {
        let bytes = &self.buffer[..self.filled];
        if self.offset == 0 {
            self.dialect.line_break = line_break_of(bytes);
        }
        self.index.scan(bytes, self.dialect, self.level);
        self.layout
            .lay_out(bytes, &mut self.index, self.dialect, self.is_at_end);
        let is_long = self.filled > self.sizes.longest_row;
        let is_endless = self.filled - self.layout.end() > self.sizes.longest_row;
        let is_open = self.is_at_end && self.index.state == ScanState::Quoted;
        self.damage = (is_endless || is_open).then(|| self.damage_of_next_row());
        let too_long = is_long.then(|| {
            self.layout
                .first_longer_than(self.sizes.longest_row, &self.index)
        });
        if let Some(row) = too_long.flatten() {
            self.layout.cut(&self.index, row);
            self.damage = Some(self.damage(DamageKind::TooLong, 0));
        }
    }

    /// Returns the complete rows in the buffer without the first `skipped`, and the damage after them. The
    /// bytes are validated here, once for all rows.
    fn batch(&mut self, skipped: usize, may_hold_back: bool) -> (Batch<'_>, Option<Damage>) {
        let whole = &self.buffer[..self.layout.end()];
        let is_clean = |_: &&str| !self.index.has_zero || memchr::memchr(0, whole).is_none();
        let mut text = simdutf8::basic::from_utf8(whole).ok().filter(is_clean);
        if text.is_none() {
            let damaged = first_damage(whole, false).unwrap_or_default();
            self.layout.cut(&self.index, damaged);
            self.damage = Some(self.damage_of_next_row());
            text = simdutf8::basic::from_utf8(&self.buffer[..self.layout.end()]).ok();
        }
        let text = text.unwrap_or_default();
        let lines = (self.line, self.dialect.line_break);
        // The row after a batch is available, unless the file ends there.
        let is_held_back = may_hold_back && !self.is_at_end && self.damage.is_none();
        let batch = self
            .layout
            .batch(text, &self.index, lines, (skipped, is_held_back));
        (batch, self.damage)
    }

    /// Determines the damage in the row after the complete rows.
    fn damage_of_next_row(&self) -> Damage {
        let row = &self.buffer[self.layout.end()..self.filled];
        if let Some(at) = first_damage(row, !self.is_at_end) {
            let in_text = self.offset + (self.layout.end() + at) as u64;
            let offset = self.text.offset_of_damage(in_text);
            return Damage {
                reread_as: self.text.mistaken_for(row),
                ..self.damage(DamageKind::Bytes { offset }, at)
            };
        }
        match open_quote(row, self.dialect) {
            Some(quote) => self.damage(DamageKind::UnclosedQuote, quote),
            None => self.damage(DamageKind::TooLong, 0),
        }
    }

    /// Damage at byte `at` of the row after the complete rows.
    fn damage(&self, kind: DamageKind, at: usize) -> Damage {
        let before = &self.buffer[self.layout.end()..][..at];
        let before = simdutf8::basic::from_utf8(before).unwrap_or_default();
        let (lines, column) = moved_by(before, self.dialect.line_break);
        Damage {
            kind,
            line: self.line + self.layout.lines() + lines,
            column,
            reread_as: None,
        }
    }
}

/// Position of the first byte that is zero or not valid UTF-8. An incomplete character at the end is
/// damage unless the text `may_go_on`.
fn first_damage(bytes: &[u8], may_go_on: bool) -> Option<usize> {
    let (valid, is_damaged) = match simdutf8::compat::from_utf8(bytes) {
        Ok(text) => (text.len(), false),
        Err(error) => {
            let is_cut = error.error_len().is_none();
            (error.valid_up_to(), !(is_cut && may_go_on))
        }
    };
    let zero = memchr::memchr(0, &bytes[..valid]);
    zero.or(is_damaged.then_some(valid))
}

/// Line break of a text: `\r` if it contains no `\n`, as in files of classic Mac OS.
fn line_break_of(bytes: &[u8]) -> u8 {
    let has = |byte| memchr::memchr(byte, bytes).is_some();
    if has(b'\r') && !has(b'\n') {
        b'\r'
    } else {
        b'\n'
    }
}

#[cfg(test)]
mod tests;
