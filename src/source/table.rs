//! The rows of one CSV file, each with its place in the file.
//!
//! Quoting is left to the `csv` crate. Lines are counted here, because that crate's own numbers are
//! off after blank lines; a quote that is never closed is found here, because it would swallow the
//! rest of the file in silence.

use std::collections::BTreeSet;
use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};

use csv::ByteRecord;

use super::columns::{Origin, resolve};
use crate::diagnostic::{Diagnostic, Excerpt, Place, Problem};
use crate::project::{LogFile, LogSettings};
use crate::record::Log;

/// UTF-8's byte order mark, which Excel writes on purpose and which is no part of the first header.
const BOM: &[u8] = b"\xEF\xBB\xBF";

/// One log file, read row by row.
pub struct Table {
    log: Log,
    head: Arc<Head>,
    lines: Lines,
}

/// What all rows of a file share.
struct Head {
    file: Arc<str>,
    headers: Vec<String>,
    /// For each column of the log's schema, where its cells come from.
    origins: Vec<Origin>,
    /// Words that were told of already, by column: what stands in every other row is told once.
    told: Mutex<BTreeSet<(usize, String)>>,
}

/// What reading on in a file came to.
pub enum Step {
    /// A row, to be had from [`Table::row`].
    Row,
    /// A row that cannot be read, and why.
    Bad(Diagnostic),
    /// The rest of the file cannot be read, and why.
    Broken(Diagnostic),
    /// The end of the file.
    End,
}

impl Table {
    /// Reads the header of a file of `log`.
    ///
    /// # Errors
    /// The outer error is the system's. The inner ones say what is wrong with the header; without
    /// it no row can be read.
    pub fn open(
        bytes: Box<dyn Read + Send>,
        log: Log,
        file: &LogFile,
        settings: &LogSettings,
    ) -> io::Result<Result<Self, Vec<Diagnostic>>> {
        let name: Arc<str> = file.path.as_str().into();
        let mut lines = Lines::new(bytes)?;
        let headers = loop {
            if !lines.advance()? {
                return Ok(Err(vec![Diagnostic::at(
                    Place::file(&name),
                    Problem::NoHeader,
                )]));
            }
            if let Some(diagnostic) = lines.damage(&name) {
                return Ok(Err(vec![diagnostic]));
            }
            if !lines.is_blank() {
                break lines
                    .record
                    .iter()
                    .map(|header| text(header).trim().to_owned())
                    .collect::<Vec<_>>();
            }
        };
        let seen: Vec<&str> = headers.iter().map(String::as_str).collect();
        Ok(
            match resolve(log, &seen, &settings.headers, &file.constants) {
                Ok(origins) => Ok(Self {
                    log,
                    head: Arc::new(Head {
                        file: name,
                        headers,
                        origins,
                        told: Mutex::default(),
                    }),
                    lines,
                }),
                Err(problems) => Err(problems
                    .into_iter()
                    .map(|problem| Diagnostic::at(Place::line(&name, lines.row_line), problem))
                    .collect()),
            },
        )
    }

    /// The keys of the columns the file has.
    pub fn columns(&self) -> impl Iterator<Item = &'static str> {
        let columns = super::columns(self.log).iter().zip(&self.head.origins);
        columns
            .filter(|(_, origin)| **origin != Origin::Missing)
            .map(|(column, _)| column.key)
    }

    /// The headers as the office wrote them.
    #[must_use]
    pub fn headers(&self) -> &[String] {
        &self.head.headers
    }

    /// Reads on to the next row that has anything in it.
    ///
    /// # Errors
    /// What the system says when the file cannot be read.
    pub fn advance(&mut self) -> io::Result<Step> {
        loop {
            if !self.lines.advance()? {
                return Ok(Step::End);
            }
            if let Some(diagnostic) = self.lines.damage(&self.head.file) {
                return Ok(Step::Broken(diagnostic));
            }
            if self.lines.is_blank() {
                continue;
            }
            let (expected, found) = (self.head.headers.len(), self.lines.record.len());
            let is_ragged = found < expected
                || self
                    .lines
                    .record
                    .iter()
                    .skip(expected)
                    .any(|cell| !text(cell).trim().is_empty());
            return Ok(if is_ragged {
                let place = Place::line(&self.head.file, self.lines.row_line);
                Step::Bad(Diagnostic::at(
                    place,
                    Problem::RaggedRow { expected, found },
                ))
            } else {
                Step::Row
            });
        }
    }

    /// The row that was read last.
    #[must_use]
    pub fn row(&self) -> Row<'_> {
        Row {
            head: &self.head,
            record: &self.lines.record,
            raw: self.lines.raw(),
            line: self.lines.row_line,
        }
    }
}

/// One row of a table.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    head: &'a Arc<Head>,
    record: &'a ByteRecord,
    /// The bytes of the row as they stand in the file, blank lines before it included.
    raw: &'a [u8],
    line: u64,
}

impl<'a> Row<'a> {
    /// The line on which the row begins, from 1.
    #[must_use]
    pub fn line(&self) -> u64 {
        self.line
    }

    /// The file the row stands in.
    #[must_use]
    pub fn file(&self) -> &'a Arc<str> {
        &self.head.file
    }

    /// The cell of a column, given by its position in the log's schema; none where it is absent:
    /// blank, `/` or `-`.
    #[must_use]
    pub(super) fn cell(&self, column: usize) -> Option<&'a str> {
        let cell = match self.head.origins.get(column)? {
            Origin::Cell { index, .. } => text(self.record.get(*index)?).trim(),
            Origin::Constant(constant) => constant,
            Origin::Missing => return None,
        };
        (!matches!(cell, "" | "/" | "-" | "／" | "－" | "—")).then_some(cell)
    }

    /// The cell of the column `key` of `log`; none where it is absent.
    #[must_use]
    pub fn text_of(&self, log: Log, key: &str) -> Option<&'a str> {
        let column = super::columns(log)
            .iter()
            .position(|column| column.key == key)?;
        self.cell(column)
    }

    /// What numbers of a column are multiplied with, because its header says 万元.
    pub(super) fn factor(&self, column: usize) -> u32 {
        match self.head.origins.get(column) {
            Some(Origin::Cell { factor, .. }) => *factor,
            _ => 1,
        }
    }

    /// Whether nothing was told yet of `word` in a column.
    pub(super) fn is_new(&self, column: usize, word: &str) -> bool {
        // Nothing panics while the lock is held.
        let mut told = self
            .head
            .told
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        told.insert((column, word.to_owned()))
    }

    /// The place of the row as a whole.
    #[must_use]
    pub fn place(&self) -> Place {
        Place::line(&self.head.file, self.line)
    }

    /// The place of the cell of the column `key`, or of the row where it has no such cell.
    #[must_use]
    pub fn place_of(&self, log: Log, key: &str) -> Place {
        let column = super::columns(log)
            .iter()
            .position(|column| column.key == key);
        column.map_or_else(|| self.place(), |column| self.cell_place(column))
    }

    /// The place of the cell of a column, given by its position in the log's schema.
    pub(super) fn cell_place(&self, column: usize) -> Place {
        let Some(&Origin::Cell { index, .. }) = self.head.origins.get(column) else {
            return self.place();
        };
        let cell = self.record.get(index).map(text).unwrap_or_default();
        let before = text(&self.raw[leading_breaks(self.raw)..]);
        let before = &before[..start_of_field(before.as_bytes(), index)];
        let line_start = before.rfind('\n').map_or(0, |index| index + 1);
        Place {
            line: Some(self.line + line_breaks(before.as_bytes())),
            column: Some(1 + before[line_start..].chars().count() as u64),
            header: self.head.headers.get(index).cloned(),
            excerpt: Some(Excerpt {
                text: cell.to_owned(),
                marked: 0..cell.len(),
            }),
            ..Place::file(&self.head.file)
        }
    }

    /// The row with everything it needs to outlive its table.
    #[must_use]
    pub fn to_owned(&self) -> OwnedRow {
        OwnedRow {
            head: Arc::clone(self.head),
            record: self.record.clone(),
            raw: self.raw.into(),
            line: self.line,
        }
    }
}

/// A row that outlives its table.
pub struct OwnedRow {
    head: Arc<Head>,
    record: ByteRecord,
    raw: Box<[u8]>,
    line: u64,
}

impl OwnedRow {
    /// The row.
    #[must_use]
    pub fn row(&self) -> Row<'_> {
        Row {
            head: &self.head,
            record: &self.record,
            raw: &self.raw,
            line: self.line,
        }
    }
}

/// The records of a file with their bytes and lines.
struct Lines {
    reader: csv::Reader<Tee>,
    record: ByteRecord,
    /// Where in the file the bytes of the record begin and end.
    raw: (u64, u64),
    /// Line on which the record begins, from 1.
    row_line: u64,
    /// Line on which the bytes after the record begin.
    next_line: u64,
}

impl Lines {
    fn new(bytes: Box<dyn Read + Send>) -> io::Result<Self> {
        let tee = Tee::new(bytes)?;
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(tee);
        Ok(Self {
            reader,
            record: ByteRecord::new(),
            raw: (0, 0),
            row_line: 1,
            next_line: 1,
        })
    }

    /// Reads the next record; false at the end of the file.
    fn advance(&mut self) -> io::Result<bool> {
        let start = self.reader.position().byte();
        self.reader.get_mut().passed = start;
        let more = self.reader.read_byte_record(&mut self.record)?;
        self.raw = (start, self.reader.position().byte());
        let raw = self.raw();
        let (before, row) = raw.split_at(leading_breaks(raw));
        let row_line = self.next_line + line_breaks(before);
        let next_line = row_line + line_breaks(row);
        (self.row_line, self.next_line) = (row_line, next_line);
        Ok(more)
    }

    fn raw(&self) -> &[u8] {
        self.reader.get_ref().between(self.raw.0, self.raw.1)
    }

    fn is_blank(&self) -> bool {
        self.record.iter().all(|cell| text(cell).trim().is_empty())
    }

    /// What keeps the record, and with it the rest of the file, from being read.
    fn damage(&self, file: &Arc<str>) -> Option<Diagnostic> {
        let raw = self.raw();
        let (offset, problem) = match std::str::from_utf8(raw) {
            Err(error) => {
                let offset = error.valid_up_to();
                let in_file = self.raw.0 + self.reader.get_ref().skipped + offset as u64;
                (offset, Problem::LogNotUtf8 { offset: in_file })
            }
            Ok(_) => (unclosed_quote(raw)?, Problem::UnclosedQuote),
        };
        let blank = leading_breaks(raw).min(offset);
        let before = &raw[blank..offset];
        let line_start = before
            .iter()
            .rposition(|&byte| byte == b'\n')
            .map_or(0, |index| index + 1);
        let place = Place {
            column: Some(1 + text(&before[line_start..]).chars().count() as u64),
            ..Place::line(file, self.row_line + line_breaks(before))
        };
        Some(Diagnostic::at(place, problem))
    }
}

/// Passes bytes on and keeps those of the record that is being read.
struct Tee {
    inner: Box<dyn Read + Send>,
    kept: Vec<u8>,
    /// Where the first kept byte stands in the file, a byte order mark not counted.
    kept_from: u64,
    /// Everything before this is done with.
    passed: u64,
    /// Kept bytes that were not passed on yet: what was read to look for a byte order mark.
    unread: usize,
    /// Length of the byte order mark.
    skipped: u64,
}

impl Tee {
    fn new(mut inner: Box<dyn Read + Send>) -> io::Result<Self> {
        let mut kept = Vec::new();
        inner
            .by_ref()
            .take(BOM.len() as u64)
            .read_to_end(&mut kept)?;
        let skipped = if kept == BOM { BOM.len() } else { 0 };
        kept.drain(..skipped);
        Ok(Self {
            inner,
            unread: kept.len(),
            kept,
            kept_from: 0,
            passed: 0,
            skipped: skipped as u64,
        })
    }

    fn between(&self, start: u64, end: u64) -> &[u8] {
        let index = |offset: u64| usize::try_from(offset - self.kept_from).unwrap_or(usize::MAX);
        self.kept.get(index(start)..index(end)).unwrap_or_default()
    }
}

impl Read for Tee {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.unread > 0 {
            let count = self.unread.min(buffer.len());
            let start = self.kept.len() - self.unread;
            buffer[..count].copy_from_slice(&self.kept[start..start + count]);
            self.unread -= count;
            return Ok(count);
        }
        let done = usize::try_from(self.passed - self.kept_from).unwrap_or(usize::MAX);
        self.kept.drain(..done.min(self.kept.len()));
        self.kept_from = self.passed;
        let count = self.inner.read(buffer)?;
        self.kept.extend_from_slice(&buffer[..count]);
        Ok(count)
    }
}

/// A cell as text. Bytes are checked record by record before a cell is asked for.
fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default()
}

/// How many of the first bytes are line breaks: the rest of the line before, and blank lines.
fn leading_breaks(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .take_while(|byte| matches!(byte, b'\r' | b'\n'))
        .count()
}

fn line_breaks(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}

/// Walks the cells of a record as the `csv` crate does.
struct Quoting {
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
    fn new() -> Self {
        Self {
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
            (_, b',') => {
                self.field += 1;
                Quote::FieldStart
            }
            _ => Quote::Unquoted,
        };
    }
}

/// Where the field with this index begins in the bytes of a record.
fn start_of_field(record: &[u8], field: usize) -> usize {
    let mut quoting = Quoting::new();
    for (index, &byte) in record.iter().enumerate() {
        if quoting.field == field {
            return index;
        }
        quoting.step(index, byte);
    }
    record.len()
}

/// Where the quote stands that is open when the bytes of a record end.
fn unclosed_quote(raw: &[u8]) -> Option<usize> {
    if !raw.contains(&b'"') {
        return None;
    }
    let start = leading_breaks(raw);
    let mut quoting = Quoting::new();
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
    use std::collections::BTreeMap;

    use super::*;

    fn open(text: &[u8]) -> Result<Table, Vec<Diagnostic>> {
        let bytes: Box<dyn Read + Send> = Box::new(io::Cursor::new(text.to_vec()));
        let file = LogFile::default_of(Log::Published);
        let settings = LogSettings {
            files: Vec::new(),
            headers: BTreeMap::new(),
        };
        Table::open(bytes, Log::Published, &file, &settings).unwrap()
    }

    /// The lines and titles of all rows, or what keeps them from being read.
    fn rows(text: &str) -> Vec<String> {
        let mut table = open(text.as_bytes()).unwrap_or_else(|_| panic!("no header in {text:?}"));
        let mut rows = Vec::new();
        loop {
            rows.push(match table.advance().unwrap() {
                Step::Row => format!(
                    "{} {}",
                    table.row().line(),
                    table.row().cell(1).unwrap_or_default()
                ),
                Step::Bad(diagnostic) | Step::Broken(diagnostic) => {
                    let place = diagnostic.place.as_ref().unwrap();
                    let column = place.column.unwrap_or_default();
                    format!(
                        "{} at {}:{column}",
                        diagnostic.code().name(),
                        place.line.unwrap()
                    )
                }
                Step::End => return rows,
            });
        }
    }

    #[test]
    fn lines_are_those_of_the_file_whatever_stands_between() {
        let unix = "标题,公开日期\n甲,1\n\n\n乙,2\n\"丙\n丙\",3\n丁,4";
        let expected = ["2 甲", "5 乙", "6 丙\n丙", "8 丁"];
        assert_eq!(rows(unix), expected);
        assert_eq!(
            rows(&unix.replace('\n', "\r\n")),
            expected.map(|row| row.replace('\n', "\r\n"))
        );
        assert_eq!(rows(&format!("\u{feff}{unix}")), expected);
        assert_eq!(rows(&format!("\n\n{unix}\n"))[0], "4 甲");
    }

    #[test]
    fn long_files_keep_their_lines_and_their_bytes() {
        let mut text = "标题,公开日期\r\n".to_owned();
        for index in 0..5000 {
            text.extend(["第", &index.to_string(), "条,2017-01-01\r\n"]);
        }
        let rows = rows(&text);
        assert_eq!(rows.len(), 5000);
        assert_eq!(rows[4999], "5001 第4999条");
    }

    #[test]
    fn blank_rows_are_passed_over_and_trailing_separators_forgiven() {
        assert_eq!(rows("标题,公开日期\n,,\n  ,\n甲,1,,\n"), ["4 甲"]);
    }

    #[test]
    fn a_row_with_other_than_the_headers_cells_is_told() {
        assert_eq!(
            rows("标题,公开日期\n甲\n乙,1,x\n丙,1\n"),
            ["ragged-row at 2:0", "ragged-row at 3:0", "4 丙"]
        );
    }

    #[test]
    fn a_quote_that_is_never_closed_is_told_where_it_opens() {
        assert_eq!(
            rows("标题,公开日期\n甲,1\n乙,\"2\n丙,3\n"),
            ["2 甲", "unclosed-quote at 3:3"]
        );
        assert_eq!(rows("标题,公开日期\n五\"寸,1"), ["2 五\"寸"]);
        assert_eq!(rows("标题,公开日期\n\"五\"\"寸\",1"), ["2 五\"寸"]);
    }

    #[test]
    fn bytes_that_are_not_utf8_are_told_by_offset() {
        let mut text = "标题,公开日期\n甲,1\n".as_bytes().to_vec();
        let offset = text.len() as u64 + 1;
        text.extend(b"x\xD6\xD0,2\n");
        let mut table = open(&text).unwrap_or_else(|_| panic!("no header"));
        assert!(matches!(table.advance().unwrap(), Step::Row));
        let Step::Broken(diagnostic) = table.advance().unwrap() else {
            panic!("the bytes are no UTF-8")
        };
        assert_eq!(diagnostic.problem, Problem::LogNotUtf8 { offset });
        assert_eq!(diagnostic.place.unwrap().line, Some(3));
    }

    #[test]
    fn a_cell_knows_its_line_and_column_in_characters() {
        let mut table =
            open("标题,分类,公开日期\n\"甲,\n乙\",类,x\n".as_bytes()).unwrap_or_else(|_| panic!());
        assert!(matches!(table.advance().unwrap(), Step::Row));
        let place = table.row().place_of(Log::Published, "published_on");
        assert_eq!((place.line, place.column), (Some(3), Some(6)));
        assert_eq!(place.header.as_deref(), Some("公开日期"));
        assert_eq!(place.excerpt.unwrap().text, "x");
    }

    #[test]
    fn a_file_without_a_header_is_told() {
        for text in ["", "\n\n", " , \n"] {
            let problems = open(text.as_bytes()).err().unwrap();
            assert_eq!(problems[0].problem, Problem::NoHeader);
        }
    }
}
