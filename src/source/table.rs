//! The rows of one log file, each with its place: of a text file, or of a sheet of a workbook.

use std::collections::BTreeSet;
use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};

use csv::ByteRecord;

use super::columns::{Origin, folded};
use super::encoding::{Decoded, first_block};
use super::header::{self, FirstRow, Found};
use super::lines::{
    Damage, DamageKind, Lines, characters_of_last_line, is_blank, leading_breaks, line_break_of,
    start_of_field, text,
};
use super::sheet::{Sheet, is_workbook};
use super::synonyms::{Words, is_total};
use crate::diagnostic::{Diagnostic, Excerpt, Place, Problem, Separator, Severity};
use crate::project::{Encoding, LogFile, LogSettings};
use crate::record::Log;

/// What is known of a file before it is opened.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// The log it is a part of.
    pub log: Log,
    /// The file, as `report.toml` names it.
    pub file: &'a LogFile,
    /// The settings of the log.
    pub settings: &'a LogSettings,
    /// The words for codes.
    pub words: &'a Arc<Words>,
}

/// One log file, read row by row.
pub struct Table {
    log: Log,
    head: Arc<Head>,
    rows: Rows,
}

enum Rows {
    Text(Box<Lines<Decoded>>),
    Sheet(Sheet),
}

/// What all rows of a file share.
struct Head {
    file: Arc<str>,
    sheet: Option<Arc<str>>,
    /// The file, and the sheet where one is named.
    label: Arc<str>,
    headers: Vec<String>,
    /// The columns up to here have a header.
    width: usize,
    /// For each column of the log's schema, where its cells come from.
    origins: Vec<Origin>,
    /// The columns each row must fill, by their position in the schema.
    required: Vec<usize>,
    words: Arc<Words>,
    /// Where `report.toml` names the file, and with it the cells that are the same in every row.
    named_at: Option<Place>,
    /// What is told once for a file was told of these columns and words.
    told: Mutex<BTreeSet<(usize, Box<str>)>>,
    /// What separates the cells of a row.
    delimiter: u8,
}

/// What reading on in a file came to.
pub enum Step {
    /// A row, to be had from [`Table::row`].
    Row,
    /// A row that is none of the log's records, and what it is instead.
    PassedOver(Diagnostic),
    /// A row that cannot be read, and why.
    Bad(Diagnostic),
    /// The rest of the file cannot be read, and why.
    Broken(Diagnostic),
    /// The file turned out to be in another encoding than it began with: nothing that was read of it
    /// counts, and it must be opened again in this one.
    Reread(Encoding),
    /// The end of the file.
    End,
}

impl Table {
    /// Opens a file and finds its header.
    ///
    /// Tells how the file is read, and what is wrong with it; none where no row can be read then.
    ///
    /// # Errors
    /// What the system says when the file cannot be read.
    pub fn open(
        mut bytes: Box<dyn Read + Send>,
        source: &Source<'_>,
        found: &mut Vec<Diagnostic>,
    ) -> io::Result<Option<Self>> {
        let block = first_block(&mut bytes)?;
        let name: Arc<str> = source.file.path.as_str().into();
        let place = file_place(&name, source.file);
        if is_workbook(&block) {
            let sheet = source.file.sheet.as_deref();
            return Ok(match Sheet::open(block, &mut bytes, sheet)? {
                Ok(sheet) => Self::of_sheet(sheet, source, found),
                Err(problem) => {
                    let named = source.file.place.clone().filter(|_| sheet.is_some());
                    found.push(Diagnostic::at(named.unwrap_or(place), problem));
                    None
                }
            });
        }
        if is_web_page(&block) {
            found.push(Diagnostic::at(place, Problem::WebPage));
            return Ok(None);
        }
        Self::of_text(
            Decoded::new(block, bytes, source.file.encoding),
            source,
            found,
        )
    }

    fn of_text(
        text: Decoded,
        source: &Source<'_>,
        found: &mut Vec<Diagnostic>,
    ) -> io::Result<Option<Self>> {
        let encoding = text.encoding();
        let (delimiter, header) = header_of_text(&text, source);
        let line_break = line_break_of(text.preview().0);
        let mut lines = Lines::new(text, line_break, delimiter);
        for _ in 0..header.as_ref().map_or(1, |header| header.records) {
            let is_row = lines.advance()?;
            if let Some(diagnostic) = damage(&lines, source.file) {
                found.push(diagnostic);
                return Ok(None);
            }
            if !is_row {
                break;
            }
        }
        let separator = match delimiter {
            b'\t' => Separator::Tab,
            b';' => Separator::Semicolon,
            _ => Separator::Comma,
        };
        let told = |header_line| Problem::FileRead {
            encoding: encoding.name(),
            separator,
            header_line,
        };
        let head = Head::of(header, source, delimiter, told, found);
        Ok(head.map(|head| Self {
            log: source.log,
            head: Arc::new(head),
            rows: Rows::Text(Box::new(lines)),
        }))
    }

    fn of_sheet(
        mut sheet: Sheet,
        source: &Source<'_>,
        found: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        let header = header_of_sheet(&mut sheet, source);
        for _ in 0..header.as_ref().map_or(0, |header| header.records) {
            sheet.advance();
        }
        let told = |header_line| Problem::SheetRead { header_line };
        let head = Head::of(header, source, b',', told, found)?;
        Some(Self {
            log: source.log,
            head: Arc::new(head),
            rows: Rows::Sheet(sheet),
        })
    }

    /// The keys of the columns the file has.
    pub fn columns(&self) -> impl Iterator<Item = &'static str> {
        let columns = super::columns(self.log).iter().zip(&self.head.origins);
        columns
            .filter(|(_, origin)| **origin != Origin::Missing)
            .map(|(column, _)| column.key)
    }

    /// The file, and the sheet where `report.toml` names one: `台账.xlsx#2017`.
    #[must_use]
    pub fn label(&self) -> &Arc<str> {
        &self.head.label
    }

    /// Reads on to the next row that has anything in it.
    ///
    /// # Errors
    /// What the system says when the file cannot be read.
    pub fn advance(&mut self) -> io::Result<Step> {
        loop {
            match &mut self.rows {
                Rows::Text(lines) => {
                    if !lines.advance()? {
                        return Ok(Step::End);
                    }
                    if let Some(damage) = lines.damage() {
                        let is_text = damage.kind != DamageKind::UnclosedQuote;
                        if is_text && lines.text().is_mistaken(lines.nearby()) {
                            return Ok(Step::Reread(Encoding::Gb18030));
                        }
                        let diagnostic = damage_told(lines, &damage, self.head.place());
                        return Ok(Step::Broken(diagnostic));
                    }
                }
                Rows::Sheet(sheet) => {
                    if !sheet.advance() {
                        return Ok(Step::End);
                    }
                }
            }
            let row = self.row();
            if is_blank(row.record) {
                continue;
            }
            if let Some(problem) = row.total() {
                return Ok(Step::PassedOver(Diagnostic::at(row.place(), problem)));
            }
            return Ok(match row.raggedness() {
                Some(problem) => Step::Bad(Diagnostic::at(row.place(), problem)),
                None => Step::Row,
            });
        }
    }

    /// The row that was read last.
    #[must_use]
    pub fn row(&self) -> Row<'_> {
        match &self.rows {
            Rows::Text(lines) => Row {
                head: &self.head,
                record: &lines.record,
                raw: Some(lines.raw()),
                line: lines.row_line,
            },
            Rows::Sheet(sheet) => Row {
                head: &self.head,
                record: &sheet.record,
                raw: None,
                line: sheet.row,
            },
        }
    }
}

/// The headers of a file as they are written, whether or not the log can be read by them; none where
/// there are none to read.
pub(super) fn headers(
    mut bytes: Box<dyn Read + Send>,
    source: &Source<'_>,
) -> io::Result<Vec<String>> {
    let block = first_block(&mut bytes)?;
    let header = if is_workbook(&block) {
        let sheet = Sheet::open(block, &mut bytes, source.file.sheet.as_deref())?;
        let sheet = sheet.ok();
        sheet.and_then(|mut sheet| header_of_sheet(&mut sheet, source))
    } else {
        header_of_text(&Decoded::new(block, bytes, source.file.encoding), source).1
    };
    Ok(header.map(|header| header.headers).unwrap_or_default())
}

/// The separator of a text and its header; none where it has no rows.
fn header_of_text(text: &Decoded, source: &Source<'_>) -> (u8, Option<Found>) {
    let (preview, is_all) = text.preview();
    let read = |delimiter| {
        let rows = first_rows(preview, is_all, delimiter);
        let header = header::find(&rows, source.log, source.file, source.settings);
        Some((delimiter, header?))
    };
    let is_whole = |(_, header): &(u8, Found)| header.is_whole();
    let best = read(b',').filter(is_whole).or_else(|| {
        // Where no header is known, the separator that parts the most cells is the likely one; of
        // several the last here. What is blank by one of them is blank.
        let all: Option<Vec<_>> = [b';', b'\t', b','].into_iter().map(read).collect();
        let rank = |(_, header): &(u8, Found)| (header.resolved.known, header.headers.len());
        all?.into_iter().max_by_key(rank)
    });
    let (delimiter, header) = best.unzip();
    (delimiter.unwrap_or(b','), header)
}

/// The header of a sheet, which is then read from its first row again.
fn header_of_sheet(sheet: &mut Sheet, source: &Source<'_>) -> Option<Found> {
    let mut rows = Vec::new();
    let mut records = 0;
    while rows.len() < header::rows_needed() && sheet.advance() {
        records += 1;
        if !is_blank(&sheet.record) {
            rows.push(first_row(sheet.row, records, &sheet.record));
        }
    }
    sheet.rewind();
    header::find(&rows, source.log, source.file, source.settings)
}

impl Head {
    /// What the rows below a header share. Tells how the file is `read` and what is wrong with the
    /// header; none where no row can be read then.
    fn of(
        header: Option<Found>,
        source: &Source<'_>,
        delimiter: u8,
        read: impl Fn(u64) -> Problem,
        found: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        let file: Arc<str> = source.file.path.as_str().into();
        let place = file_place(&file, source.file);
        let Some(header) = header else {
            found.push(Diagnostic::at(place, Problem::NoHeader));
            return None;
        };
        let at = |line| Place {
            line: Some(line),
            ..place.clone()
        };
        found.push(Diagnostic::at(place.clone(), read(header.line)));
        let resolved = header.resolved;
        let told = resolved.errors.into_iter().chain(resolved.warnings);
        let first_new = found.len();
        found.extend(told.map(|problem| Diagnostic::at(at(header.line), problem)));
        if found[first_new..]
            .iter()
            .any(|diagnostic| diagnostic.severity() >= Severity::Error)
        {
            return None;
        }
        let columns = super::columns(source.log);
        let is_used = |wanted: usize| {
            resolved
                .origins
                .iter()
                .any(|origin| matches!(origin, Origin::Cell { index, .. } if *index == wanted))
        };
        let ignored: Vec<String> = (0..header.headers.len())
            .filter(|&index| !is_used(index) && !header.headers[index].is_empty())
            .map(|index| header.headers[index].clone())
            .collect();
        if !ignored.is_empty() {
            found.push(Diagnostic::at(
                at(header.line),
                Problem::IgnoredColumns { headers: ignored },
            ));
        }
        for (column, origin) in columns.iter().zip(&resolved.origins) {
            if let Origin::Cell { index, factor } = origin
                && *factor != 1
                && column.key.ends_with("_yuan")
            {
                let line = header.unit.map_or(header.line, |(line, _)| line);
                let problem = Problem::UnitApplied {
                    header: header.headers[*index].clone(),
                    factor: *factor,
                };
                found.push(Diagnostic::at(at(line), problem));
            }
        }
        let is_named = |header: &String| !header.is_empty();
        Some(Self {
            label: match &source.file.sheet {
                Some(sheet) => format!("{file}#{sheet}").into(),
                None => Arc::clone(&file),
            },
            sheet: place.sheet.clone(),
            file,
            width: header
                .headers
                .iter()
                .rposition(is_named)
                .map_or(0, |last| last + 1),
            headers: header.headers,
            required: (0..columns.len())
                .filter(|&column| columns[column].required)
                .collect(),
            origins: resolved.origins,
            words: Arc::clone(source.words),
            named_at: source.file.place.clone(),
            told: Mutex::default(),
            delimiter,
        })
    }

    fn place(&self) -> Place {
        Place {
            sheet: self.sheet.clone(),
            ..Place::file(&self.file)
        }
    }
}

fn file_place(name: &Arc<str>, file: &LogFile) -> Place {
    Place {
        sheet: file.sheet.as_deref().map(Into::into),
        ..Place::file(name)
    }
}

/// Portals hand out tables for Excel that are web pages under another name.
fn is_web_page(block: &[u8]) -> bool {
    let start = block.iter().position(|&byte| byte == b'<').unwrap_or(0);
    let is_before = |byte: &u8| byte.is_ascii_whitespace() || !byte.is_ascii();
    let begins = |tag: &[u8]| {
        let bytes = block.get(start..start + tag.len());
        bytes.is_some_and(|bytes| bytes.eq_ignore_ascii_case(tag))
    };
    block[..start].iter().all(is_before)
        && [&b"<html"[..], b"<!doctype", b"<table", b"<meta", b"<?xml"]
            .into_iter()
            .any(begins)
}

/// The first rows of a text that are not blank.
fn first_rows(preview: &[u8], is_all: bool, delimiter: u8) -> Vec<FirstRow> {
    let mut lines = Lines::new(preview, line_break_of(preview), delimiter);
    let mut rows = Vec::new();
    let mut records = 0;
    // What is damaged is told when the file itself is read.
    while rows.len() < header::rows_needed()
        && lines.advance().unwrap_or(false)
        && lines.damage().is_none()
    {
        records += 1;
        if !is_blank(&lines.record) {
            rows.push(first_row(lines.row_line, records, &lines.record));
        }
    }
    // The beginning of a long file ends within a row.
    if !is_all && rows.len() < header::rows_needed() {
        rows.pop();
    }
    rows
}

fn first_row(line: u64, records: u64, record: &ByteRecord) -> FirstRow {
    FirstRow {
        line,
        records,
        cells: record
            .iter()
            .map(|cell| text(cell).trim().to_owned())
            .collect(),
    }
}

/// What keeps the record of a file, and with it the rest of the file, from being read.
fn damage(lines: &Lines<Decoded>, file: &LogFile) -> Option<Diagnostic> {
    let place = file_place(&file.path.as_str().into(), file);
    Some(damage_told(lines, &lines.damage()?, place))
}

fn damage_told(lines: &Lines<Decoded>, damage: &Damage, place: Place) -> Diagnostic {
    let problem = match damage.kind {
        DamageKind::Bytes { offset } => Problem::DamagedText {
            encoding: lines.text().encoding().name(),
            offset: lines.text().offset_of_damage(offset),
        },
        DamageKind::UnclosedQuote => Problem::UnclosedQuote,
    };
    let place = Place {
        line: Some(damage.line),
        column: Some(damage.column),
        ..place
    };
    Diagnostic::at(place, problem)
}

/// One row of a table.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    head: &'a Arc<Head>,
    record: &'a ByteRecord,
    /// The bytes of the row as they stand in the text, blank lines before it included; none in a
    /// sheet.
    raw: Option<&'a [u8]>,
    line: u64,
}

impl<'a> Row<'a> {
    /// The line on which the row begins, or its row in the sheet, from 1.
    #[must_use]
    pub fn line(&self) -> u64 {
        self.line
    }

    /// The file the row stands in, with its sheet where `report.toml` names one.
    #[must_use]
    #[expect(
        clippy::misnamed_getters,
        reason = "to who compares rows, two sheets are two files"
    )]
    pub fn file(&self) -> &'a Arc<str> {
        &self.head.label
    }

    /// The cell of a column, given by its position in the log's schema; none where it is absent:
    /// blank, `/` or `-`.
    #[must_use]
    pub(super) fn cell(&self, column: usize) -> Option<&'a str> {
        let cell = match self.head.origins.get(column)? {
            Origin::Cell { index, .. } => as_text(text(self.record.get(*index)?).trim()),
            Origin::Constant(constant) => constant,
            Origin::Missing => return None,
        };
        (!matches!(cell, "" | "/" | "-" | "／" | "－" | "—" | "——")).then_some(cell)
    }

    /// The cell of the column `key` of `log`; none where it is absent.
    #[must_use]
    pub fn text_of(&self, log: Log, key: &str) -> Option<&'a str> {
        let column = super::columns(log)
            .iter()
            .position(|column| column.key == key)?;
        self.cell(column)
    }

    /// What sums of money in a column are multiplied with, because its header says 万元.
    pub(super) fn factor(&self, column: usize) -> u32 {
        match self.head.origins.get(column) {
            Some(Origin::Cell { factor, .. }) => *factor,
            _ => 1,
        }
    }

    /// The words for codes.
    pub(super) fn words(&self) -> &'a Words {
        &self.head.words
    }

    /// Whether something is to be told that is told once for a file, of a column and a word in it.
    pub(super) fn is_new(&self, column: usize, word: &str) -> bool {
        let mut told = self
            .head
            .told
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        told.insert((column, word.into()))
    }

    /// Whether every row has the same text in a column, from `report.toml`.
    pub(super) fn is_constant(&self, column: usize) -> bool {
        matches!(self.head.origins.get(column), Some(Origin::Constant(_)))
    }

    /// The place of the row as a whole.
    #[must_use]
    pub fn place(&self) -> Place {
        Place {
            line: Some(self.line),
            ..self.head.place()
        }
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
        let index = match self.head.origins.get(column) {
            Some(&Origin::Cell { index, .. }) => index,
            Some(Origin::Constant(_)) => {
                return self.head.named_at.clone().unwrap_or_else(|| self.place());
            }
            _ => return self.place(),
        };
        let cell = self.record.get(index).map(text).unwrap_or_default();
        let (line, column) = self.position(index);
        Place {
            line: Some(line),
            column: Some(column),
            header: self.head.headers.get(index).cloned(),
            excerpt: Some(Excerpt {
                text: cell.to_owned(),
                marked: 0..cell.len(),
            }),
            ..self.head.place()
        }
    }

    /// Line and column of the cell with this index: in characters of a text, in cells of a sheet.
    fn position(&self, index: usize) -> (u64, u64) {
        let Some(raw) = self.raw else {
            return (self.line, index as u64 + 1);
        };
        let row = &raw[leading_breaks(raw)..];
        let before = &row[..start_of_field(row, index, self.head.delimiter)];
        // The lines of the row that end before the cell, whatever ends a line.
        let breaks = memchr::memchr_iter(b'\n', before).count() as u64;
        (self.line + breaks, 1 + characters_of_last_line(before))
    }

    /// What the row is, if it is a total at the bottom of the table and no record.
    ///
    /// Its first filled cell says so, and it leaves blank what each record must fill.
    fn total(&self) -> Option<Problem> {
        let is_blank = |column: &usize| self.cell(*column).is_none();
        if !self.head.required.iter().any(is_blank) {
            return None;
        }
        let mut cells = self.record.iter().map(|cell| text(cell).trim());
        let first = cells.find(|cell| !cell.is_empty())?;
        is_total(&folded(first)).then(|| Problem::TotalsRow {
            text: first.to_owned(),
        })
    }

    /// Why the row does not fit the header.
    fn raggedness(&self) -> Option<Problem> {
        // A sheet has no separators that could be too many; what stands beside its table is none.
        self.raw?;
        let (expected, found) = (self.head.width, self.record.len());
        let is_filled = |cell: &[u8]| !text(cell).trim().is_empty();
        let is_ragged = found < expected || self.record.iter().skip(expected).any(is_filled);
        is_ragged.then_some(Problem::RaggedRow { expected, found })
    }

    /// The row with everything it needs to outlive its table.
    #[must_use]
    pub fn to_owned(&self) -> OwnedRow {
        OwnedRow {
            head: Arc::clone(self.head),
            record: self.record.clone(),
            raw: self.raw.map(Into::into),
            line: self.line,
        }
    }
}

/// A cell without what marks a number as text: `'2017001`, `="2017001"`.
fn as_text(cell: &str) -> &str {
    match cell.as_bytes() {
        [b'\'', ..] if !cell[1..].contains('\'') => cell[1..].trim(),
        [b'=', b'"', .., b'"'] if cell.len() > 3 => cell[2..cell.len() - 1].trim(),
        _ => cell,
    }
}

/// A row that outlives its table.
pub struct OwnedRow {
    head: Arc<Head>,
    record: ByteRecord,
    raw: Option<Box<[u8]>>,
    line: u64,
}

impl OwnedRow {
    /// The row.
    #[must_use]
    pub fn row(&self) -> Row<'_> {
        Row {
            head: &self.head,
            record: &self.record,
            raw: self.raw.as_deref(),
            line: self.line,
        }
    }
}
