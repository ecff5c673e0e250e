//! Workbooks assembled byte by byte, for formats and content that no crate writes.

use std::fmt::Write as _;
use std::io::{Cursor, Read as _, Write as _};
use std::sync::Arc;

use report::{
    Log, Severity,
    inside::{LogFile, LogSettings, LogTable, NextRows, Source, Step},
};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Creates an `.xlsx` with one sheet, shared strings and workbook properties.
pub(crate) fn xlsx(sheet: &str, texts: Option<&str>, properties: &str) -> Vec<u8> {
    let workbook = format!(
        "<workbook xmlns:r=\"r\"><workbookPr {properties}/><sheets>\
        <sheet name=\"台账\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let mut parts = vec![
        (
            "_rels/.rels",
            relations(&[("officeDocument", "xl/workbook.xml")]),
        ),
        ("xl/workbook.xml", workbook),
        (
            "xl/_rels/workbook.xml.rels",
            relations(&[("worksheet", "worksheets/sheet1.xml")]),
        ),
        ("xl/worksheets/sheet1.xml", sheet.to_owned()),
    ];
    if let Some(texts) = texts {
        parts.push(("xl/sharedStrings.xml", texts.to_owned()));
    }
    package(parts, zip::CompressionMethod::Stored)
}

/// A package with these parts.
pub(crate) fn package<'p>(
    parts: impl IntoIterator<Item = (&'p str, impl AsRef<[u8]>)>,
    method: zip::CompressionMethod,
) -> Vec<u8> {
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(method);
    for (name, content) in parts {
        package.start_file(name, options).unwrap();
        package.write_all(content.as_ref()).unwrap();
    }
    package.finish().unwrap().into_inner()
}

/// An `.xls` with one sheet of texts, and merged cells: first row, last row, column.
pub(crate) fn xls(rows: &[&[&str]], merged: &[[u16; 3]]) -> Vec<u8> {
    let numbers = |numbers: &[u16]| -> Vec<u8> {
        numbers
            .iter()
            .flat_map(|number| number.to_le_bytes())
            .collect()
    };
    let utf16 = |text: &str| numbers(&text.encode_utf16().collect::<Vec<_>>());
    let mut records = Vec::new();
    for (row, cells) in (0_u16..).zip(rows) {
        for (column, cell) in (0_u16..).zip(*cells).filter(|(_, cell)| !cell.is_empty()) {
            let length = u16::try_from(cell.encode_utf16().count()).unwrap();
            let head = numbers(&[row, column, 0, length]);
            records.extend(record(0x0204, &[&head[..], &[1], &utf16(cell)].concat()));
        }
    }
    let mut areas = numbers(&[u16::try_from(merged.len()).unwrap()]);
    for &[first, last, column] in merged {
        areas.extend(numbers(&[first, last, column, column]));
    }
    records.extend(record(0x00E5, &areas));
    xls_of(&records)
}

/// A record of an `.xls`.
pub(crate) fn record(kind: u16, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap();
    [&kind.to_le_bytes(), &length.to_le_bytes(), content].concat()
}

/// An `.xls` with one sheet of these records.
pub(crate) fn xls_of(records: &[u8]) -> Vec<u8> {
    xls_with(&[], records)
}

/// An `.xls` with one sheet of these records, and more records for all sheets.
pub(crate) fn xls_with(of_all: &[u8], records: &[u8]) -> Vec<u8> {
    let begin = |kind: u16| {
        let numbers = [0x0600, kind, 0, 0, 0, 0, 0, 0];
        let content: Vec<u8> = numbers
            .iter()
            .flat_map(|number| number.to_le_bytes())
            .collect();
        record(0x0809, &content)
    };
    let end = record(0x000A, &[]);
    let units = "台账".encode_utf16().flat_map(u16::to_le_bytes);
    let name: Vec<u8> = [0, 0, 2, 1].into_iter().chain(units).collect();
    let globals = |start: u32| {
        let sheet = record(0x0085, &[&start.to_le_bytes()[..], &name].concat());
        let page = record(0x0042, &[0xB0, 4]);
        [begin(5), page, of_all.to_vec(), sheet, end.clone()].concat()
    };
    let start = u32::try_from(globals(0).len()).unwrap();
    compound_file([globals(start), begin(0x10), records.to_vec(), end.clone()].concat())
}

/// A text cell of an `.xls`.
pub(crate) fn label(row: u16, column: u16, text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let head = [row, column, 0, u16::try_from(units.len()).unwrap()];
    let head = head.iter().flat_map(|number| number.to_le_bytes());
    let text = units.iter().flat_map(|unit| unit.to_le_bytes());
    let content: Vec<u8> = head.chain([1]).chain(text).collect();
    record(0x0204, &content)
}

/// The text cells of a log of notices with one good row, for an `.xls`.
pub(crate) fn labels() -> Vec<u8> {
    let cells = [
        (0, 0, "信息名称"),
        (0, 1, "公开日期"),
        (1, 0, "甲"),
        (1, 1, "2017-03-05"),
    ];
    cells
        .map(|(row, column, text)| label(row, column, text))
        .concat()
}

/// An OLE compound file with one stream, `Workbook`.
pub(crate) fn compound_file(mut stream: Vec<u8>) -> Vec<u8> {
    const SECTOR: usize = 512;
    const END: u32 = 0xFFFF_FFFE;
    const FREE: u32 = 0xFFFF_FFFF;
    // Shorter streams are stored in another way.
    stream.resize(stream.len().max(4096).next_multiple_of(SECTOR), 0);
    let sectors = u32::try_from(stream.len() / SECTOR).unwrap();
    assert!(sectors < 120);
    let words =
        |words: &[u32]| -> Vec<u8> { words.iter().flat_map(|word| word.to_le_bytes()).collect() };
    let mut file = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    file.extend([0; 16]);
    file.extend([0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0, 0, 0, 0, 0, 0, 0]);
    file.extend(words(&[0, 1, 1, 0, 4096, END, 0, END, 0, 0]));
    file.extend(words(&[FREE; 108]));
    // The table of sectors, the directory, the stream.
    let mut table = vec![0xFFFF_FFFD, END];
    table.extend(3..sectors + 2);
    table.push(END);
    table.resize(SECTOR / 4, FREE);
    file.extend(words(&table));
    let entry = |name: &str, kind: u8, child: u32, start: u32, size: u32| {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let length = if name.is_empty() { 0 } else { entry.len() + 2 };
        entry.resize(64, 0);
        entry.extend([u8::try_from(length).unwrap(), 0, kind, 1]);
        entry.extend(words(&[FREE, FREE, child]));
        entry.extend([0; 36]);
        entry.extend(words(&[start, size, 0]));
        entry
    };
    file.extend(entry("Root Entry", 5, 1, END, 0));
    file.extend(entry("Workbook", 2, FREE, 2, sectors * 512));
    file.extend(entry("", 0, FREE, 0, 0));
    file.extend(entry("", 0, FREE, 0, 0));
    file.extend(stream);
    file
}

/// Returns the part that lists relations to other parts.
fn relations(named: &[(&str, &str)]) -> String {
    let mut xml = "<Relationships>".to_owned();
    for (id, (kind, target)) in (1..).zip(named) {
        let _ = write!(
            xml,
            "<Relationship Id=\"rId{id}\" Type=\"http://x/relationships/{kind}\" Target=\"{target}\"/>"
        );
    }
    xml + "</Relationships>"
}

/// Creates an `.xlsb` with one sheet of strings. The last row also has cells that refer to the
/// given shared strings, which do not exist.
pub(crate) fn xlsb(rows: &[&[&str]], shared: &[usize]) -> Vec<u8> {
    let seven = |number: usize| -> Vec<u8> {
        let (low, high) = (number & 0x7F, number >> 7);
        let bytes = if high == 0 {
            vec![low]
        } else {
            vec![low | 0x80, high]
        };
        bytes
            .into_iter()
            .map(|byte| u8::try_from(byte).unwrap())
            .collect()
    };
    let record = |kind: usize, content: &[u8]| {
        [seven(kind), seven(content.len()), content.to_vec()].concat()
    };
    let long = |number: usize| u32::try_from(number).unwrap().to_le_bytes();
    let wide = |text: &str| -> Vec<u8> {
        let units: Vec<u16> = text.encode_utf16().collect();
        let bytes = units.iter().flat_map(|unit| unit.to_le_bytes());
        long(units.len()).into_iter().chain(bytes).collect()
    };
    let sheet = [&long(0)[..], &long(1), &wide("rId1"), &wide("台账")].concat();
    let workbook = [
        record(0x9C, &sheet),
        record(0x90, &[]),
        record(0x9D, &[0; 4]),
    ]
    .concat();
    let mut cells = [record(0x94, &[0; 16]), record(0x91, &[])].concat();
    for (row, texts) in rows.iter().enumerate() {
        cells.extend(record(0, &[&long(row)[..], &[0; 12]].concat()));
        for (column, text) in texts.iter().enumerate() {
            let cell = [&long(column)[..], &long(0), &wide(text)].concat();
            cells.extend(record(6, &cell));
        }
    }
    for index in shared {
        cells.extend(record(7, &[long(9), long(0), long(*index)].concat()));
    }
    cells.extend(record(0x92, &[]));
    let root = relations(&[("officeDocument", "xl/workbook.bin")]);
    let of_workbook = relations(&[("worksheet", "worksheets/sheet1.bin")]);
    let parts = [
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.bin", &workbook),
        ("xl/_rels/workbook.bin.rels", of_workbook.as_bytes()),
        ("xl/worksheets/sheet1.bin", &cells),
    ];
    package(parts, zip::CompressionMethod::Deflated)
}

/// A workbook of five notices with texts, numbers, days and merged cells.
pub(crate) fn good_xlsx() -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let day = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    let sheet = workbook.add_worksheet();
    sheet
        .write_row(0, 0, ["索引号", "信息名称", "公开日期", "备注"])
        .unwrap();
    for (row, (title, number)) in
        (1..).zip([("甲", 42_799.0), ("乙 & 丙", 42_800.0), ("丁", 42_900.0)])
    {
        sheet.write(row, 0, format!("A{row}")).unwrap();
        sheet.write(row, 1, title).unwrap();
        sheet.write_with_format(row, 2, number, &day).unwrap();
        sheet.write(row, 3, f64::from(row) * 1.5).unwrap();
    }
    let plain = rust_xlsxwriter::Format::new();
    sheet.merge_range(4, 0, 5, 0, "A4", &plain).unwrap();
    for row in 4..6 {
        sheet.write(row, 1, format!("第{row}条")).unwrap();
        sheet.write(row, 2, "2017年3月5日").unwrap();
    }
    workbook.save_to_buffer().unwrap()
}

/// The same content as an `.xls`.
pub(crate) fn good_xls() -> Vec<u8> {
    let rows = [
        &["索引号", "信息名称", "公开日期", "备注"][..],
        &["A1", "甲", "2017-03-05", "1.5"],
        &["A2", "乙 & 丙", "2017-03-06", "3"],
        &["A3", "丁", "2017-06-14", ""],
        &["A4", "第4条", "2017年3月5日", ""],
        &["", "第5条", "2017年3月5日", ""],
    ];
    xls(&rows, &[[4, 5, 0]])
}

/// The parts of a package.
pub(crate) fn parts(package: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(package)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut part = archive.by_index(index).unwrap();
            let mut content = Vec::new();
            part.read_to_end(&mut content).unwrap();
            (part.name().unwrap().into_owned(), content)
        })
        .collect()
}

/// Source of random damage, the same in every run.
pub(crate) struct Damage(pub(crate) u64);

impl Damage {
    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end.max(1)
    }

    /// Changes, removes or repeats some bytes, or truncates the file.
    pub(crate) fn bytes(&mut self, bytes: &mut Vec<u8>) {
        for _ in 0..=self.below(3) {
            let place = self.below(bytes.len());
            let length = self.below(9).min(bytes.len() - place);
            match self.below(8) {
                0 => bytes.truncate(place),
                1 => drop(bytes.drain(place..place + length)),
                2 => {
                    let again = bytes[place..place + length].to_vec();
                    let to = self.below(bytes.len());
                    bytes.splice(to..to, again);
                }
                3 => bytes[place..place + length].fill(0xFF),
                4 => bytes[place..place + length].fill(0),
                _ if place < bytes.len() => bytes[place] = u8::try_from(self.below(256)).unwrap(),
                _ => {}
            }
        }
    }

    /// Damages a package, or a part of it before it is packed.
    pub(crate) fn package(&mut self, whole: &[u8]) -> Vec<u8> {
        if self.below(3) == 0 {
            let mut bytes = whole.to_vec();
            self.bytes(&mut bytes);
            return bytes;
        }
        let mut parts = parts(whole);
        let count = parts.len();
        let index = self.below(count);
        self.bytes(&mut parts[index].1);
        let parts = parts.iter().map(|(name, content)| (name.as_str(), content));
        package(parts, zip::CompressionMethod::Stored)
    }
}

/// Columns by their keys and headers.
const COLUMNS: [(&str, &str); 3] = [
    ("id", "索引号"),
    ("title", "信息名称"),
    ("published_on", "公开日期"),
];

/// Reads the cells of a log of notices, row by row. `None` if there is any finding.
pub(crate) fn read(bytes: &[u8]) -> Option<Vec<[String; 3]>> {
    let file = LogFile::default_of(Log::Published);
    let source = Source {
        log: Log::Published,
        file: &file,
        settings: &LogSettings::default(),
        words: &Arc::default(),
    };
    let mut found = Vec::new();
    let tables =
        LogTable::open(Box::new(Cursor::new(bytes.to_vec())), &source, &mut found).unwrap();
    let mut rows = Vec::new();
    for mut table in tables {
        loop {
            match table.read_on().unwrap() {
                NextRows::Rows(mut some) => {
                    while some.advance() {
                        match some.step() {
                            Some(Step::Row(row)) => rows.push(COLUMNS.map(|(key, _)| {
                                row.text_of(Log::Published, key)
                                    .unwrap_or_default()
                                    .to_owned()
                            })),
                            Some(Step::Bad(_)) => return None,
                            None => {}
                        }
                    }
                }
                NextRows::End => break,
                NextRows::Broken(_) | NextRows::Reread(_) => return None,
            }
        }
    }
    found
        .iter()
        .all(|found| found.severity() < Severity::Error)
        .then_some(rows)
}

/// Reads the same cells with the workbook crate alone. `None` if it fails. A blank cell below a
/// filled one may be merged with it, so ids are carried down.
pub(crate) fn read_by_crate(bytes: &[u8]) -> Option<Vec<[String; 3]>> {
    use calamine::{Data, Reader as _};
    let read = || {
        let mut workbook = calamine::open_workbook_auto_from_rs(Cursor::new(bytes)).ok()?;
        let name = workbook.sheet_names().first()?.clone();
        let range = workbook.worksheet_range(&name).ok()?;
        let shown = |cell: &Data| match cell {
            Data::DateTime(time) => {
                let (year, month, day, ..) = time.to_ymd_hms_milli();
                format!("{year:04}-{month:02}-{day:02}")
            }
            other => other.to_string().trim().to_owned(),
        };
        let mut rows = range.rows();
        let header: Vec<String> = rows.next()?.iter().map(shown).collect();
        let columns = COLUMNS.map(|(_, name)| header.iter().position(|cell| cell == name));
        let mut read = Vec::new();
        for row in rows {
            let cells = columns.map(|column| {
                column
                    .and_then(|column| row.get(column))
                    .map_or_else(String::new, shown)
            });
            if row.iter().any(|cell| !shown(cell).is_empty()) {
                read.push(cells);
            }
        }
        Some(read)
    };
    std::panic::catch_unwind(read).ok()?
}

/// Checks that a workbook is read as the crate alone reads it, or has findings. Returns whether
/// both read it.
pub(crate) fn agree(bytes: &[u8]) -> Result<bool, String> {
    let Some(read) = read(bytes) else {
        return Ok(false);
    };
    let Some(by_crate) = read_by_crate(bytes) else {
        return Ok(false);
    };
    // Cells merged below an id have that id, too.
    let is_same = |(own, other): (&[String; 3], &[String; 3])| {
        own[1..] == other[1..] && (own[0] == other[0] || other[0].is_empty())
    };
    if read.len() == by_crate.len() && read.iter().zip(&by_crate).all(is_same) {
        return Ok(true);
    }
    Err(format!("read {read:?}\nby the crate {by_crate:?}"))
}
