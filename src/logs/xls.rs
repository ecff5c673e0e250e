//! Parses `.xls` workbooks of Excel 5 to 2003, as written by Excel and WPS.
//!
//! The workbook crate reads all sheets with all their formulas at once, each as a rectangle, and trusts the
//! size stated in a damaged file. This module reads one sheet at a time, record by record, and skips
//! formulas. Source: [MS-XLS].

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use encoding_rs::Encoding;

use super::compound::{Compound, number_at};
use super::grid::{
    Area, Budget, Bytes, Fault, GridRows, OdsContent, Position, SheetCell, Texts, check_length,
};
use super::xlsx::{is_built_in_day, is_day_format};
use crate::diagnostic::WorkbookFault;

/// Maximum number of columns of a sheet in this format.
const COLUMNS: u32 = 256;

/// Record types: begin of a substream, its end, continuation of the previous record.
const BEGIN: u16 = 0x0809;
const END: u16 = 0x000A;
const CONTINUE: u16 = 0x003C;

const PASSWORD: &str = "the workbook is protected by a password";

/// A sheet of a workbook and its position in the stream.
pub(super) struct SheetPlace {
    pub(super) name: String,
    /// Whether it is a visible table.
    pub(super) is_shown: bool,
    start: usize,
}

/// An opened workbook.
pub(super) struct BinaryWorkbook {
    stream: Vec<u8>,
    budget: Arc<Budget>,
    coding: Coding,
    pub(super) sheets: Vec<SheetPlace>,
    texts: Arc<Texts>,
    is_1904: bool,
    /// For each cell format, whether its numbers are days.
    are_days: Vec<bool>,
}

impl BinaryWorkbook {
    /// Opens the workbook in `bytes`, a compound file.
    ///
    /// # Errors
    /// The file is damaged or not a workbook.
    pub(super) fn open(bytes: &Bytes) -> Result<Self, Fault> {
        let budget = Arc::clone(bytes.budget());
        // The stream and the sector table are copies.
        budget.take(bytes.as_ref().len() as u64)?;
        let file = Compound::open(bytes.as_ref())?;
        let stream = match file.stream("Workbook")? {
            Some(stream) => stream,
            None => file.stream("Book")?.unwrap_or_default(),
        };
        if stream.is_empty() {
            let reason = if file.has("EncryptedPackage") {
                PASSWORD
            } else {
                "Cannot detect file format"
            };
            return Err(unreadable(reason).into());
        }
        let mut globals = Globals::default();
        globals.read(&stream, &budget)?;
        let formats = globals.formats.iter();
        let are_days = formats.map(|format| {
            let custom = globals.custom.get(format).copied();
            custom.unwrap_or_else(|| is_built_in_day(*format))
        });
        Ok(Self {
            are_days: are_days.collect(),
            coding: globals.coding,
            sheets: globals.sheets,
            texts: Arc::new(globals.texts),
            is_1904: globals.is_1904,
            stream,
            budget,
        })
    }

    /// Reads the sheet at `index`.
    ///
    /// # Errors
    /// The sheet is damaged.
    pub(super) fn read(&self, index: usize) -> Result<OdsContent, Fault> {
        let mut reader = XlsSheetReader {
            workbook: self,
            content: OdsContent {
                shared: Arc::clone(&self.texts),
                is_1904: self.is_1904,
                ..OdsContent::default()
            },
            last: None,
            late: Vec::new(),
            formula: None,
        };
        reader.read(self.sheets[index].start)?;
        reader.put_in_order()?;
        Ok(reader.content)
    }
}

fn unreadable(reason: &str) -> WorkbookFault {
    WorkbookFault::Unreadable {
        reason: reason.to_owned(),
    }
}

fn short<T>(read: Option<T>) -> Result<T, WorkbookFault> {
    read.ok_or(WorkbookFault::CutShort)
}

/// Encoding of texts.
#[derive(Clone, Copy)]
enum Coding {
    /// UTF-16, with a flag for texts stored as one byte per character.
    Unicode,
    Bytes(&'static Encoding),
}

/// A record of a stream.
struct Record<'s> {
    kind: u16,
    content: &'s [u8],
}

impl<'s> Record<'s> {
    fn short(&self, place: usize) -> Result<u16, WorkbookFault> {
        let number = short(number_at::<2>(self.content, place))?;
        u16::try_from(number).map_err(|_| WorkbookFault::Damaged)
    }

    fn long(&self, place: usize) -> Result<u32, WorkbookFault> {
        short(number_at::<4>(self.content, place))
    }

    fn byte(&self, place: usize) -> Result<u8, WorkbookFault> {
        short(self.content.get(place).copied())
    }

    fn bytes<const N: usize>(&self, place: usize) -> Result<[u8; N], WorkbookFault> {
        let bytes = self.content.get(place..place + N);
        short(bytes.and_then(|bytes| bytes.try_into().ok()))
    }

    fn from(&self, place: usize) -> Result<&'s [u8], WorkbookFault> {
        short(self.content.get(place..))
    }

    /// Row and column, which are the first fields of every cell record.
    fn position(&self) -> Result<Position, WorkbookFault> {
        Ok((self.short(0)?.into(), self.short(2)?.into()))
    }
}

/// The records of a stream.
struct Records<'s> {
    stream: &'s [u8],
    place: usize,
}

impl<'s> Records<'s> {
    fn next(&mut self) -> Result<Record<'s>, WorkbookFault> {
        let kind = short(number_at::<2>(self.stream, self.place))?;
        let length = short(number_at::<2>(self.stream, self.place + 2))?;
        let start = self.place + 4;
        self.place = start + length as usize;
        Ok(Record {
            kind: u16::try_from(kind).unwrap_or_default(),
            content: short(self.stream.get(start..self.place))?,
        })
    }

    /// Returns the content of the next record if it continues the previous one.
    fn continued(&mut self) -> Option<&'s [u8]> {
        let place = self.place;
        if number_at::<2>(self.stream, place) == Some(CONTINUE.into())
            && let Ok(record) = self.next()
        {
            return Some(record.content);
        }
        self.place = place;
        None
    }
}

/// Data that all sheets refer to.
struct Globals {
    coding: Coding,
    sheets: Vec<SheetPlace>,
    texts: Texts,
    is_1904: bool,
    /// For each custom number format, whether it is a day format.
    custom: HashMap<u16, bool>,
    /// The number format of each cell format.
    formats: Vec<u16>,
}

impl Default for Globals {
    fn default() -> Self {
        Self {
            coding: Coding::Unicode,
            sheets: Vec::new(),
            texts: Texts::default(),
            is_1904: false,
            custom: HashMap::new(),
            formats: Vec::new(),
        }
    }
}

impl Globals {
    fn read(&mut self, stream: &[u8], budget: &Budget) -> Result<(), WorkbookFault> {
        let mut records = Records { stream, place: 0 };
        let first = records.next()?;
        if first.kind != BEGIN {
            return Err(WorkbookFault::Damaged);
        }
        let is_unicode = match first.short(0)? {
            0x0500 => false,
            0x0600 => true,
            _ => return Err(unreadable("Cannot detect file format")),
        };
        let mut encoding = encoding_rs::WINDOWS_1252;
        let mut starts = HashSet::new();
        loop {
            let record = records.next()?;
            self.coding = if is_unicode {
                Coding::Unicode
            } else {
                Coding::Bytes(encoding)
            };
            match record.kind {
                0x002F if record.short(0)? != 0 => return Err(unreadable(PASSWORD)),
                0x0042 => {
                    let page = record.short(0)?;
                    let named = encoding_of(page);
                    let unknown = || unreadable(&format!("unknown code page {page}"));
                    encoding = named
                        .or(is_unicode.then_some(encoding))
                        .ok_or_else(unknown)?;
                }
                0x0022 => self.is_1904 = record.short(0)? == 1,
                0x041E => {
                    let code = match self.coding {
                        Coding::Unicode => text(record.from(2)?, self.coding, &mut records)?,
                        Coding::Bytes(_) => short_text(record.from(2)?, self.coding)?,
                    };
                    self.custom.insert(record.short(0)?, is_day_format(&code));
                }
                0x00E0 => {
                    budget.take(size_of::<u16>() as u64)?;
                    self.formats.push(record.short(2)?);
                }
                0x0085 => {
                    let start = record.long(0)? as usize;
                    let name = short_text(record.from(6)?, self.coding)?;
                    budget.take_entry::<SheetPlace>(name.len())?;
                    // Each sheet must have its own substream.
                    if !starts.insert(start) {
                        return Err(WorkbookFault::Damaged);
                    }
                    self.sheets.push(SheetPlace {
                        name: name.replace('\0', ""),
                        is_shown: (record.byte(4)? & 0x3F, record.byte(5)?) == (0, 0),
                        start,
                    });
                }
                0x00FC => {
                    let unread = record.from(8)?;
                    self.read_texts(&mut Pieces::new(unread, &mut records), budget)?;
                }
                END => return Ok(()),
                _ => {}
            }
        }
    }

    /// Reads all shared texts up to the end of the record. The stated number may be wrong.
    fn read_texts(
        &mut self,
        pieces: &mut Pieces<'_, '_>,
        budget: &Budget,
    ) -> Result<(), WorkbookFault> {
        while !pieces.is_at_end() {
            let length = pieces.short()?;
            let flags = pieces.byte()?;
            let runs = if flags & 8 == 0 { 0 } else { pieces.short()? };
            let added = if flags & 4 == 0 { 0 } else { pieces.long()? };
            let text = pieces.characters(length.into(), flags)?;
            check_length(&text)?;
            self.texts.push(&text, budget)?;
            pieces.skip(u64::from(runs) * 4 + u64::from(added))?;
        }
        Ok(())
    }
}

/// The encoding for a code page.
fn encoding_of(page: u16) -> Option<&'static Encoding> {
    Some(match page {
        367 | 437 | 1252 | 32769 => encoding_rs::WINDOWS_1252,
        866 => encoding_rs::IBM866,
        874 => encoding_rs::WINDOWS_874,
        932 | 10001 => encoding_rs::SHIFT_JIS,
        936 | 10008 | 20936 => encoding_rs::GBK,
        949 | 10003 => encoding_rs::EUC_KR,
        950 | 951 | 10002 => encoding_rs::BIG5,
        1200 => encoding_rs::UTF_16LE,
        1250 => encoding_rs::WINDOWS_1250,
        1251 => encoding_rs::WINDOWS_1251,
        1253 => encoding_rs::WINDOWS_1253,
        1254 => encoding_rs::WINDOWS_1254,
        1255 => encoding_rs::WINDOWS_1255,
        1256 => encoding_rs::WINDOWS_1256,
        1257 => encoding_rs::WINDOWS_1257,
        1258 => encoding_rs::WINDOWS_1258,
        10000 | 32768 => encoding_rs::MACINTOSH,
        54936 => encoding_rs::GB18030,
        65001 => encoding_rs::UTF_8,
        _ => return None,
    })
}

/// The content of a record and of its continuation records.
struct Pieces<'r, 's> {
    unread: &'s [u8],
    records: &'r mut Records<'s>,
}

impl<'r, 's> Pieces<'r, 's> {
    fn new(unread: &'s [u8], records: &'r mut Records<'s>) -> Self {
        Self { unread, records }
    }

    /// Moves to the continuation record at the end of a record. Returns true if there is none.
    fn is_at_end(&mut self) -> bool {
        while self.unread.is_empty() {
            match self.records.continued() {
                Some(content) => self.unread = content,
                None => return true,
            }
        }
        false
    }

    fn byte(&mut self) -> Result<u8, WorkbookFault> {
        if self.is_at_end() {
            return Err(WorkbookFault::CutShort);
        }
        let byte = self.unread[0];
        self.unread = &self.unread[1..];
        Ok(byte)
    }

    fn short(&mut self) -> Result<u16, WorkbookFault> {
        Ok(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    fn long(&mut self) -> Result<u32, WorkbookFault> {
        Ok(u32::from(self.short()?) | u32::from(self.short()?) << 16)
    }

    fn skip(&mut self, mut bytes: u64) -> Result<(), WorkbookFault> {
        while bytes > 0 {
            if self.is_at_end() {
                return Err(WorkbookFault::CutShort);
            }
            let skipped = usize::try_from(bytes)
                .unwrap_or(usize::MAX)
                .min(self.unread.len());
            self.unread = &self.unread[skipped..];
            bytes -= skipped as u64;
        }
        Ok(())
    }

    /// Reads `left` characters. A continuation record of a text begins with a flag for the character width.
    fn characters(&mut self, mut left: usize, mut flags: u8) -> Result<String, WorkbookFault> {
        let mut units: Vec<u16> = Vec::new();
        while left > 0 {
            if self.unread.is_empty() {
                if self.is_at_end() {
                    return Err(WorkbookFault::CutShort);
                }
                flags = self.byte()?;
            }
            let width = if flags & 1 == 0 { 1 } else { 2 };
            let here = left.min(self.unread.len() / width);
            let (read, unread) = self.unread.split_at(here * width);
            units.extend(read.chunks_exact(width).map(|unit| match *unit {
                [low, high] => u16::from_le_bytes([low, high]),
                _ => unit[0].into(),
            }));
            if here == 0 && !self.unread.is_empty() {
                return Err(WorkbookFault::Damaged);
            }
            self.unread = unread;
            left -= here;
        }
        Ok(String::from_utf16_lossy(&units))
    }
}

/// Reads a text with a two-byte length, which may extend into continuation records.
fn text<'s>(
    content: &'s [u8],
    coding: Coding,
    records: &mut Records<'s>,
) -> Result<String, WorkbookFault> {
    let length = short(number_at::<2>(content, 0))? as usize;
    match coding {
        Coding::Bytes(encoding) => decoded(encoding, content, 2..2 + length),
        // An empty text may lack its flags.
        Coding::Unicode if length == 0 => Ok(String::new()),
        Coding::Unicode => {
            let flags = *short(content.get(2))?;
            Pieces::new(&content[3..], records).characters(length, flags)
        }
    }
}

/// Reads a text with a one-byte length.
fn short_text(content: &[u8], coding: Coding) -> Result<String, WorkbookFault> {
    let length = usize::from(*short(content.first())?);
    match coding {
        Coding::Bytes(encoding) => decoded(encoding, content, 1..1 + length),
        Coding::Unicode => {
            let flags = *short(content.get(1))?;
            let mut records = Records {
                stream: &[],
                place: 0,
            };
            Pieces::new(&content[2..], &mut records).characters(length, flags)
        }
    }
}

fn decoded(
    encoding: &'static Encoding,
    content: &[u8],
    range: std::ops::Range<usize>,
) -> Result<String, WorkbookFault> {
    let (text, _): (Cow<'_, str>, bool) =
        encoding.decode_without_bom_handling(short(content.get(range))?);
    Ok(text.into_owned())
}

/// Parser of one sheet.
struct XlsSheetReader<'w> {
    workbook: &'w BinaryWorkbook,
    content: OdsContent,
    /// The cell that was added last.
    last: Option<Position>,
    /// Cells out of order: some writers store them after cells that they precede.
    late: Vec<(Position, SheetCell)>,
    /// The cell of a formula whose text follows in a separate record.
    formula: Option<Position>,
}

impl XlsSheetReader<'_> {
    fn read(&mut self, start: usize) -> Result<(), Fault> {
        let mut records = Records {
            stream: &self.workbook.stream,
            place: start,
        };
        if records.next()?.kind != BEGIN {
            return Err(WorkbookFault::Damaged.into());
        }
        // Charts are nested in a sheet, each with a begin and an end record.
        let mut depth = 0_u32;
        loop {
            let record = records.next()?;
            match record.kind {
                BEGIN => depth += 1,
                END if depth == 0 => break,
                END => depth -= 1,
                _ if depth > 0 => {}
                _ => self.read_record(&record, &mut records)?,
            }
        }
        self.end_formula()?;
        Ok(())
    }

    fn read_record<'s>(
        &mut self,
        record: &Record<'s>,
        records: &mut Records<'s>,
    ) -> Result<(), Fault> {
        let is_cell = matches!(
            record.kind,
            0x0006 | 0x0203 | 0x0204 | 0x00D6 | 0x0205 | 0x027E | 0x00FD | 0x00BD
        );
        if is_cell {
            self.end_formula()?;
        }
        match record.kind {
            0x0203 => {
                let number = f64::from_le_bytes(record.bytes(6)?);
                self.add_number(record.position()?, record.short(4)?, number)
            }
            0x027E => {
                let number = compressed(record.long(6)?);
                self.add_number(record.position()?, record.short(4)?, number)
            }
            0x00BD => {
                let (row, first) = record.position()?;
                let cells = record.content.len().saturating_sub(6) / 6;
                let (cells, last) = (0..cells, record.short(4 + cells * 6)?);
                if u32::from(last) + 1 != first + u32::try_from(cells.len()).unwrap_or(u32::MAX) {
                    return Err(WorkbookFault::Damaged.into());
                }
                for (column, cell) in (first..).zip(cells) {
                    let number = compressed(record.long(6 + cell * 6)?);
                    self.add_number((row, column), record.short(4 + cell * 6)?, number)?;
                }
                Ok(())
            }
            0x00FD => {
                let (position, index) = (record.position()?, record.long(6)?);
                let text = self.content.shared.get(index);
                let is_blank = text.ok_or_else(|| Fault {
                    fault: WorkbookFault::NoSuchText {
                        index: index.to_string(),
                    },
                    cell: Some(position),
                })?;
                if is_blank.is_empty() {
                    return Ok(());
                }
                self.add(position, SheetCell::Shared(index))
            }
            0x0204 | 0x00D6 => {
                let text = text(
                    short(record.content.get(6..))?,
                    self.workbook.coding,
                    records,
                )?;
                self.add_text(record.position()?, &text)
            }
            0x0205 => {
                let [value, kind] = record.bytes(6)?;
                self.add_truth_or_error(record.position()?, value, kind == 1)
            }
            0x0006 => {
                let position = record.position()?;
                match record.bytes::<8>(6)? {
                    [0, .., 0xFF, 0xFF] => self.formula = Some(position),
                    [3, .., 0xFF, 0xFF] => {}
                    [kind @ (1 | 2), _, value, .., 0xFF, 0xFF] => {
                        self.add_truth_or_error(position, value, kind == 2)?;
                    }
                    number => {
                        let number = f64::from_le_bytes(number);
                        self.add_number(position, record.short(4)?, number)?;
                    }
                }
                Ok(())
            }
            0x0207 => {
                let position = self.formula.take().ok_or(WorkbookFault::Damaged)?;
                let text = text(record.content, self.workbook.coding, records)?;
                self.add_text(position, &text)
            }
            0x00E5 => Ok(self.add_merged(record)?),
            _ => Ok(()),
        }
    }

    /// Ends a formula without a text in the following records: it was never calculated.
    fn end_formula(&mut self) -> Result<(), Fault> {
        match self.formula.take() {
            Some(position) => self.add(position, SheetCell::Uncalculated),
            None => Ok(()),
        }
    }

    fn add(&mut self, position: Position, cell: SheetCell) -> Result<(), Fault> {
        if position.1 >= COLUMNS {
            let (row, column) = (position.0 + 1, position.1 + 1);
            let reference = format!("R{row}C{column}");
            return Err(WorkbookFault::BadReference { reference }.into());
        }
        let budget = &self.workbook.budget;
        if self.last.is_some_and(|last| last >= position) {
            budget.take(size_of::<(Position, SheetCell)>() as u64)?;
            self.late.push((position, cell));
            return Ok(());
        }
        self.last = Some(position);
        Ok(self.content.rows.push(position, cell, budget)?)
    }

    fn add_number(&mut self, position: Position, format: u16, number: f64) -> Result<(), Fault> {
        if !number.is_finite() {
            let value = number.to_string();
            return Err(at(position, WorkbookFault::BadValue { value }));
        }
        let is_day = self.workbook.are_days.get(usize::from(format)) == Some(&true);
        self.add(
            position,
            if is_day {
                SheetCell::Day(number)
            } else {
                SheetCell::Number(number)
            },
        )
    }

    fn add_text(&mut self, position: Position, text: &str) -> Result<(), Fault> {
        let long = check_length(text).map_err(|fault| at(position, fault));
        long?;
        let cell = self.content.own.cell(text, &self.workbook.budget)?;
        cell.map_or(Ok(()), |cell| self.add(position, cell))
    }

    fn add_truth_or_error(
        &mut self,
        position: Position,
        value: u8,
        is_error: bool,
    ) -> Result<(), Fault> {
        let text = match (is_error, value) {
            (false, 0) => "FALSE",
            (false, _) => "TRUE",
            (true, 0x00) => "#NULL!",
            (true, 0x07) => "#DIV/0!",
            (true, 0x0F) => "#VALUE!",
            (true, 0x17) => "#REF!",
            (true, 0x1D) => "#NAME?",
            (true, 0x24) => "#NUM!",
            (true, 0x2A) => "#N/A",
            (true, 0x2B) => "#DATA!",
            (true, _) => {
                let value = format!("0x{value:02X}");
                return Err(at(position, WorkbookFault::BadValue { value }));
            }
        };
        self.add_text(position, text)
    }

    fn add_merged(&mut self, record: &Record<'_>) -> Result<(), WorkbookFault> {
        for area in 0..usize::from(record.short(0)?) {
            let bound = |index: usize| record.short(2 + area * 8 + index * 2).map(u32::from);
            let [top, bottom, left, right] = [bound(0)?, bound(1)?, bound(2)?, bound(3)?];
            if top > bottom || left > right {
                let reference = format!("R{}C{}", top + 1, left + 1);
                return Err(WorkbookFault::BadReference { reference });
            }
            let area = Area {
                rows: top..=bottom,
                columns: left..=right,
            };
            self.content.merge(area, &self.workbook.budget)?;
        }
        Ok(())
    }

    /// Inserts the cells that were out of order. A duplicate cell is damage.
    fn put_in_order(&mut self) -> Result<(), Fault> {
        if self.late.is_empty() {
            return Ok(());
        }
        let budget = &self.workbook.budget;
        let rows = std::mem::take(&mut self.content.rows);
        let mut all = std::mem::take(&mut self.late);
        for place in 0..rows.len() {
            for (column, cell) in rows.cells(place) {
                budget.take(size_of::<(Position, SheetCell)>() as u64)?;
                all.push(((rows.number(place).unwrap_or_default(), column), cell));
            }
        }
        drop(rows);
        all.sort_unstable_by_key(|(position, _)| *position);
        if let Some(twice) = all.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            return Err(at(twice[1].0, WorkbookFault::NotInOrder));
        }
        let mut ordered = GridRows::default();
        for (position, cell) in all {
            ordered.push(position, cell, budget)?;
        }
        self.content.rows = ordered;
        Ok(())
    }
}

fn at(cell: Position, fault: WorkbookFault) -> Fault {
    Fault {
        fault,
        cell: Some(cell),
    }
}

/// Decodes a number in four bytes: an integer or the upper half of a double, possibly times a hundred.
fn compressed(stored: u32) -> f64 {
    let number = if stored & 2 == 0 {
        f64::from_bits(u64::from(stored & !3) << 32)
    } else {
        f64::from(stored.cast_signed() >> 2)
    };
    if stored & 1 == 0 {
        number
    } else {
        number / 100.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_four_bytes() {
        let cases = [
            (0x3FF0_0000, 1.0),
            (0x3FF0_0001, 0.01),
            (5 << 2 | 2, 5.0),
            (0xFFFF_FFF6, -3.0),
            (12_345 << 2 | 3, 123.45),
        ];
        for (stored, number) in cases {
            assert_eq!(
                compressed(stored).to_bits(),
                f64::to_bits(number),
                "{stored:x}"
            );
        }
    }

    #[test]
    fn texts_go_on_in_further_records() {
        // The second record has wide characters, as its first byte states.
        let stream = [0x3C, 0, 5, 0, 1, 0x6C, 0x51, 0x2D, 0x4E, 0x0A, 0, 0, 0];
        let mut records = Records {
            stream: &stream,
            place: 0,
        };
        let read = text(&[4, 0, 0, b'a', b'b'], Coding::Unicode, &mut records);
        assert_eq!(read, Ok("ab公中".to_owned()));
        assert_eq!(records.place, 9);
        let read = text(&[5, 0, 0, b'a', b'b'], Coding::Unicode, &mut records);
        assert_eq!(read, Err(WorkbookFault::CutShort));
    }
}
