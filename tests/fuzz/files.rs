//! Files of rows: bytes in any encoding, tables in any spelling, workbooks.

use std::io::{self, Cursor, Read};
use std::sync::Arc;

use report::{
    Log,
    inside::{LogFile, LogSettings, LogTable, NextRows, Source, Step},
};

use crate::books::{
    Damage, agree, good_xls, good_xlsx, label, labels, package, parts, read, record, xls_of,
};
use crate::fuzz;
use crate::memory::finding_lines;

/// A row: its line and cells. `None` if it cannot be read.
type Row = Option<(u64, [Option<String>; 3])>;

/// Returns the rows of a file and the findings.
fn rows_of(bytes: Box<dyn Read + Send>) -> (Vec<Row>, Vec<String>) {
    let file = LogFile::default_of(Log::Published);
    let source = Source {
        log: Log::Published,
        file: &file,
        settings: &LogSettings::default(),
        words: &Arc::default(),
    };
    let mut found = Vec::new();
    let tables = LogTable::open(bytes, &source, &mut found).unwrap();
    let mut rows = Vec::new();
    for mut table in tables {
        loop {
            match table.read_on().unwrap() {
                NextRows::Rows(mut some) => {
                    while some.advance() {
                        match some.step() {
                            Some(Step::Row(row)) => {
                                let text = |key| row.text_of(Log::Published, key);
                                let cells = ["id", "title", "published_on"].map(text);
                                rows.push(Some((
                                    row.line(),
                                    cells.map(|cell| cell.map(str::to_owned)),
                                )));
                            }
                            Some(Step::Bad(_)) => rows.push(None),
                            None => {}
                        }
                    }
                }
                NextRows::End => break,
                NextRows::Broken(problem) => {
                    found.push(problem);
                    break;
                }
                NextRows::Reread(_) => {
                    rows.push(None);
                    break;
                }
            }
        }
    }
    (rows, finding_lines(&found))
}

fn whole(bytes: &[u8]) -> Box<dyn Read + Send> {
    Box::new(Cursor::new(bytes.to_vec()))
}

/// Gives a few bytes at a time.
struct Slow(Cursor<Vec<u8>>, usize);

impl Read for Slow {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = buffer.len().min(self.1);
        self.0.read(&mut buffer[..most])
    }
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, one: &T, other: &T) -> Result<(), String> {
    if one == other {
        return Ok(());
    }
    Err(format!("{what}: {one:?}\nis not {other:?}"))
}

/// The number of bytes per read and the Unicode encoding make no difference.
fn decoder_check(bytes: &[u8]) -> Result<(), String> {
    let read = rows_of(whole(bytes));
    for most in [1, 7] {
        let slow = Slow(Cursor::new(bytes.to_vec()), most);
        same("bytes at a time", &rows_of(Box::new(slow)), &read)?;
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Ok(());
    };
    if text.contains('\0') || text.starts_with('\u{FEFF}') {
        return Ok(());
    }
    let marked = format!("\u{FEFF}{text}");
    let units =
        |order: fn(u16) -> [u8; 2]| -> Vec<u8> { marked.encode_utf16().flat_map(order).collect() };
    let (rows, _) = rows_of(whole(marked.as_bytes()));
    for bytes in [units(u16::to_le_bytes), units(u16::to_be_bytes)] {
        same("UTF-16", &rows_of(whole(&bytes)).0, &rows)?;
    }
    Ok(())
}

#[test]
fn decoder() {
    let words = &[
        "\n",
        "\r\n",
        "\"",
        ",",
        "\u{1A}",
        "\u{FEFF}",
        "公开",
        "\u{2028}",
        "A9,甲,2017-03-05\n",
    ];
    fuzz(
        "decoder",
        include_str!("decoder.seeds"),
        words,
        decoder_check,
    );
}

/// Quoting, separators and line ends make no difference to a table.
fn table_check(bytes: &[u8]) -> Result<(), String> {
    let text = String::from_utf8_lossy(bytes).replace('\0', "");
    let rows = text.split('\n').map(|line| {
        let mut cells = line.split('\t').map(|cell| cell.replace('␤', "\n"));
        [(); 3].map(|()| cells.next().unwrap_or_default())
    });
    let rows: Vec<_> = rows.collect();
    let write = |quotes: csv::QuoteStyle, delimiter: u8, end: csv::Terminator| {
        let mut writer = csv::WriterBuilder::new()
            .quote_style(quotes)
            .delimiter(delimiter)
            .terminator(end)
            .from_writer(Vec::new());
        writer
            .write_record(["索引号", "信息名称", "公开日期"])
            .unwrap();
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        rows_of(whole(&writer.into_inner().unwrap())).0
    };
    let line_feed = csv::Terminator::Any(b'\n');
    let quoted = write(csv::QuoteStyle::Always, b',', line_feed);
    same(
        "quotes",
        &write(csv::QuoteStyle::Necessary, b',', line_feed),
        &quoted,
    )?;
    same(
        "line ends",
        &write(csv::QuoteStyle::Always, b',', csv::Terminator::CRLF),
        &quoted,
    )?;
    same(
        "separators",
        &write(csv::QuoteStyle::Always, b';', line_feed),
        &quoted,
    )
}

#[test]
fn table() {
    let words = &[
        "\t",
        "\n",
        "\"",
        "\"\"",
        "␤",
        ",",
        ";",
        "\r",
        " ",
        "\u{200B}",
        "合计",
        "2017-03-05",
        "-",
        "1",
    ];
    fuzz("table", include_str!("table.seeds"), words, table_check);
}

/// A damaged workbook is read as the workbook crate alone reads it, or not at all.
fn workbook_check(bytes: &[u8]) -> Result<(), String> {
    let number = bytes
        .iter()
        .fold(14_695_981_039_346_656_037_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(1_099_511_628_211)
        });
    let mut damage = Damage(number);
    let damaged = if number % 2 == 0 {
        damage.package(&good_xlsx())
    } else {
        let mut bytes = good_xls();
        damage.bytes(&mut bytes);
        bytes
    };
    agree(&damaged).map(drop)
}

/// Workbooks that used to be read as undamaged, or crashed the program.
fn known_bad() -> Vec<(&'static str, Vec<u8>)> {
    let good = parts(&good_xlsx());
    let with = |part: &str, old: &str, new: &str| {
        let changed = good.iter().map(|(name, content)| {
            let content = if name.ends_with(part) {
                let text = String::from_utf8(content.clone()).unwrap();
                assert!(text.contains(old), "{old} in {text}");
                text.replacen(old, new, 1).into_bytes()
            } else {
                content.clone()
            };
            (name.as_str(), content)
        });
        package(changed, zip::CompressionMethod::Stored)
    };
    let sheet = |old: &str, new: &str| with("sheet1.xml", old, new);
    let old = good_xls();
    let with_record = |record| xls_of(&[labels(), record].concat());
    vec![
        (
            "a shared text before the first",
            sheet("<v>0</v>", "<v>-1</v>"),
        ),
        (
            "a shared text behind the last",
            sheet("<v>0</v>", "<v>999</v>"),
        ),
        ("a cell twice", sheet("r=\"B2\"", "r=\"A2\"")),
        ("a row twice", sheet("<row r=\"3\"", "<row r=\"2\"")),
        (
            "a column beyond the last",
            sheet("r=\"D2\"", "r=\"ZZZZZZZ2\""),
        ),
        (
            "a row beyond the last",
            sheet("<row r=\"6\"", "<row r=\"1048577\""),
        ),
        (
            "a number of texts",
            with(
                "sharedStrings.xml",
                "uniqueCount=\"",
                "uniqueCount=\"18000000000000000000",
            ),
        ),
        (
            "merged cells outside",
            sheet("ref=\"A5:A6\"", "ref=\"A5:A1048577\""),
        ),
        (
            "a sheet that is not there",
            with("workbook.xml.rels", "sheet1.xml", "sheet2.xml"),
        ),
        ("a kind of value", sheet("t=\"s\"", "t=\"x\"")),
        ("a truncated .xls", old[..old.len() - 3500].to_vec()),
        ("a column of an .xls", with_record(label(2, 256, "x"))),
        ("a cell of an .xls twice", with_record(label(1, 0, "乙"))),
        (
            "a shared text of an .xls",
            with_record(record(0x00FD, &[2, 0, 0, 0, 0, 0, 9, 0, 0, 0])),
        ),
    ]
}

#[test]
fn workbook() {
    let read = known_bad()
        .into_iter()
        .filter(|(_, bytes)| read(bytes).is_some());
    let read: Vec<_> = read.map(|(what, _)| what).collect();
    assert!(read.is_empty(), "read as if whole: {read:?}");
    fuzz(
        "workbook",
        include_str!("workbook.seeds"),
        &["1", "2", "3", "5", "7"],
        workbook_check,
    );
}
