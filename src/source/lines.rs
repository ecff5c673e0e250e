//! The records of a text file, each with its bytes and its line.
//!
//! Quoting is left to the `csv` crate. Lines are counted here, because that crate's own numbers are
//! off after blank lines; a quote that is never closed is found here, because it would swallow the
//! rest of the file in silence.

use std::io::{self, Read};

use csv::ByteRecord;

/// No row of an office is as long as this; what is, is the work of a quote that is never closed, and
/// must not fill the memory.
const LONGEST_RECORD: usize = 16 << 20;

/// The records of a text with their bytes and lines.
pub(super) struct Lines<R> {
    reader: csv::Reader<Tee<R>>,
    pub(super) record: ByteRecord,
    delimiter: u8,
    /// The byte that ends a line.
    line_break: u8,
    /// Where in the text the bytes of the record begin and end.
    raw: (u64, u64),
    /// Line on which the record begins, from 1.
    pub(super) row_line: u64,
    /// Line on which the bytes after the record begin.
    next_line: u64,
}

/// What keeps a record, and with it the rest of the text, from being read.
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
}

impl<R: Read> Lines<R> {
    /// The records of `text`.
    pub(super) fn new(text: R, line_break: u8, delimiter: u8) -> Self {
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(Tee::new(text));
        Self {
            reader,
            record: ByteRecord::new(),
            delimiter,
            line_break,
            raw: (0, 0),
            row_line: 1,
            next_line: 1,
        }
    }

    /// Reads the next record; false at the end of the text.
    pub(super) fn advance(&mut self) -> io::Result<bool> {
        let start = self.reader.position().byte();
        self.reader.get_mut().passed = start;
        let more = self.reader.read_byte_record(&mut self.record)?;
        self.raw = (start, self.reader.position().byte());
        let raw = self.raw();
        let (before, row) = raw.split_at(leading_breaks(raw));
        let row_line = self.next_line + self.line_breaks(before);
        let next_line = row_line + self.line_breaks(row);
        (self.row_line, self.next_line) = (row_line, next_line);
        Ok(more)
    }

    /// The bytes of the record as they stand in the text, blank lines before it included.
    pub(super) fn raw(&self) -> &[u8] {
        self.reader.get_ref().between(self.raw.0, self.raw.1)
    }

    /// All bytes at hand, from the record on.
    pub(super) fn nearby(&self) -> &[u8] {
        &self.reader.get_ref().kept
    }

    /// Where the text comes from.
    pub(super) fn text(&self) -> &R {
        &self.reader.get_ref().inner
    }

    fn line_breaks(&self, bytes: &[u8]) -> u64 {
        memchr::memchr_iter(self.line_break, bytes).count() as u64
    }

    /// What keeps the record, and with it the rest of the text, from being read.
    pub(super) fn damage(&self) -> Option<Damage> {
        let raw = self.raw();
        let bytes = |offset: usize| DamageKind::Bytes {
            offset: self.raw.0 + offset as u64,
        };
        let (offset, kind) = match std::str::from_utf8(raw) {
            Err(error) => (error.valid_up_to(), bytes(error.valid_up_to())),
            // A zero is no character of any text: the rest of the row was lost with it.
            Ok(_) => match (memchr::memchr(0, raw), unclosed_quote(raw, self.delimiter)) {
                (Some(zero), _) => (zero, bytes(zero)),
                (None, Some(quote)) => (quote, DamageKind::UnclosedQuote),
                // What does not end is no row of a table.
                (None, None) if self.reader.get_ref().is_cut => (0, bytes(0)),
                (None, None) => return None,
            },
        };
        let blank = leading_breaks(raw).min(offset);
        let before = &raw[blank..offset];
        Some(Damage {
            kind,
            line: self.row_line + self.line_breaks(before),
            column: 1 + characters_of_last_line(before),
        })
    }
}

/// Passes bytes on and keeps those of the record that is being read.
struct Tee<R> {
    inner: R,
    kept: Vec<u8>,
    /// Where the first kept byte stands in the text.
    kept_from: u64,
    /// Everything before this is done with.
    passed: u64,
    /// Whether the text was ended because a record would not end.
    is_cut: bool,
}

impl<R> Tee<R> {
    fn new(inner: R) -> Self {
        Self {
            inner,
            kept: Vec::new(),
            kept_from: 0,
            passed: 0,
            is_cut: false,
        }
    }

    fn between(&self, start: u64, end: u64) -> &[u8] {
        let index = |offset: u64| usize::try_from(offset - self.kept_from).unwrap_or(usize::MAX);
        self.kept.get(index(start)..index(end)).unwrap_or_default()
    }
}

impl<R: Read> Read for Tee<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let done = usize::try_from(self.passed - self.kept_from).unwrap_or(usize::MAX);
        self.kept.drain(..done.min(self.kept.len()));
        self.kept_from = self.passed;
        if self.kept.len() > LONGEST_RECORD {
            self.is_cut = true;
            return Ok(0);
        }
        let count = self.inner.read(buffer)?;
        self.kept.extend_from_slice(&buffer[..count]);
        Ok(count)
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

/// A cell as text. Bytes are checked record by record before a cell is asked for.
pub(super) fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default()
}

/// Whether no cell has anything in it.
pub(super) fn is_blank(record: &ByteRecord) -> bool {
    record.iter().all(|cell| text(cell).trim().is_empty())
}

/// How many of the first bytes are line breaks: the rest of the line before, and blank lines.
pub(super) fn leading_breaks(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .take_while(|byte| matches!(byte, b'\r' | b'\n'))
        .count()
}

/// How many characters `bytes` has after its last line break.
pub(super) fn characters_of_last_line(bytes: &[u8]) -> u64 {
    let start = memchr::memrchr2(b'\n', b'\r', bytes).map_or(0, |index| index + 1);
    text(&bytes[start..]).chars().count() as u64
}

/// Walks the cells of a record as the `csv` crate does.
struct Quoting {
    delimiter: u8,
    field: usize,
    state: Quote,
}

#[derive(Clone, Copy, PartialEq)]
enum Quote {
    FieldStart,
    Unquoted,
    Quoted {
        opened_at: usize,
    },
    /// After a quote inside a quoted cell: the cell's end, or half of a doubled quote.
    Closing {
        opened_at: usize,
    },
}

impl Quoting {
    fn new(delimiter: u8) -> Self {
        Self {
            delimiter,
            field: 0,
            state: Quote::FieldStart,
        }
    }

    fn step(&mut self, index: usize, byte: u8) {
        self.state = match (self.state, byte) {
            (Quote::FieldStart, b'"') => Quote::Quoted { opened_at: index },
            (Quote::Quoted { opened_at }, b'"') => Quote::Closing { opened_at },
            (Quote::Closing { opened_at }, b'"') | (Quote::Quoted { opened_at }, _) => {
                Quote::Quoted { opened_at }
            }
            (_, byte) if byte == self.delimiter => {
                self.field += 1;
                Quote::FieldStart
            }
            _ => Quote::Unquoted,
        };
    }
}

/// Where the field with this index begins in the bytes of a record.
pub(super) fn start_of_field(record: &[u8], field: usize, delimiter: u8) -> usize {
    let mut quoting = Quoting::new(delimiter);
    for (index, &byte) in record.iter().enumerate() {
        if quoting.field == field {
            return index;
        }
        quoting.step(index, byte);
    }
    record.len()
}

/// Where the quote stands that is open when the bytes of a record end.
fn unclosed_quote(raw: &[u8], delimiter: u8) -> Option<usize> {
    memchr::memchr(b'"', raw)?;
    let start = leading_breaks(raw);
    let mut quoting = Quoting::new(delimiter);
    for (index, &byte) in raw.iter().enumerate().skip(start) {
        quoting.step(index, byte);
    }
    match quoting.state {
        Quote::Quoted { opened_at } => Some(opened_at),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines and first cells of all records, or what keeps them from being read.
    fn records(text: &str) -> Vec<String> {
        let line_break = line_break_of(text.as_bytes());
        let mut lines = Lines::new(text.as_bytes(), line_break, b',');
        let mut records = Vec::new();
        while lines.advance().unwrap() {
            if let Some(damage) = lines.damage() {
                let (kind, line, column) = (damage.kind, damage.line, damage.column);
                records.push(format!("{kind:?} at {line}:{column}"));
                break;
            }
            let first = lines.record.get(0).map(super::text).unwrap_or_default();
            records.push(format!("{} {first}", lines.row_line));
        }
        records
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
    fn long_files_keep_their_lines_and_their_bytes() {
        let mut text = "标题,公开日期\r\n".to_owned();
        for index in 0..5000 {
            text.extend(["第", &index.to_string(), "条,2017-01-01\r\n"]);
        }
        let records = records(&text);
        assert_eq!(records.len(), 5001);
        assert_eq!(records[5000], "5001 第4999条");
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
        let endless = |start: &str| start.to_owned() + &"x".repeat(LONGEST_RECORD + 100_000);
        assert_eq!(
            records(&endless("甲,1\n")),
            ["1 甲", "Bytes { offset: 6 } at 2:1"]
        );
        assert_eq!(
            records(&endless("甲,1\n乙,\"")),
            ["1 甲", "UnclosedQuote at 2:3"]
        );
    }
}
